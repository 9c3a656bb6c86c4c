//! Commands that cite, and those that print what is cited.

use std::collections::HashMap;
use std::ops::Range;

use super::input::Slice;
use super::knowledge::KNOWLEDGE;
use super::lexer::{Kind, Op, Token, Tokens};
use super::page::Page;
use super::reader::Reader;
use crate::document::{BlockKind, NoteKind};
use crate::extract::bibliography::{Cited, Filter, Library, Paper};

/// The bibliographies of a document.
#[derive(Debug, Default)]
pub(super) struct Bibliographies {
    library: Library,
    cited: Citations,
    /// What a first reading found to be cited.
    known: Option<Citations>,
    /// What was cited when a list was first printed.
    at_print: Option<Citations>,
    /// Lists that are still to be printed, and whose citations they list.
    prints: Vec<(Filter, List)>,
    /// Headings of lists that the document defines: the title where none is given, and the body.
    headings: HashMap<String, (Option<Slice>, Slice)>,
    /// Endings of commands for a list of its own, such as `conf` in `\citeconf`, and its title.
    kinds: Vec<(String, Option<Slice>)>,
    /// Categories of the document's own, and what it puts in them.
    categories: HashMap<String, Cited>,
    /// The files of the part that we are in, where it has its own.
    part: Vec<String>,
    /// The number of the part that we are in, 0 outside of all, and how many there were.
    number: usize,
    parts: usize,
}

/// A list of its own: the part of the document that it stands in, and the ending of its commands.
pub(super) type List = (usize, String);

/// What is cited for each list.
pub(super) type Citations = HashMap<List, Cited>;

impl Bibliographies {
    /// Tells what is cited in all of the document.
    pub(super) fn cite(&mut self, cited: Citations) {
        self.known = Some(cited);
    }

    /// What is cited, if a list was printed that did not know all of it.
    pub(super) fn cited_late(self) -> Option<Citations> {
        let is_late = self.known.is_none() && self.at_print.is_some_and(|at| at != self.cited);
        is_late.then_some(self.cited)
    }

    /// What is known to be cited for a list, now that it is asked for.
    fn asked(&mut self, list: &List) -> Cited {
        self.at_print.get_or_insert_with(|| self.cited.clone());
        self.known.as_ref().unwrap_or(&self.cited).get(list).cloned().unwrap_or_default()
    }

    /// The list whose commands end like this, in the part that we are in.
    fn list(&self, kind: &str) -> List {
        (self.number, kind.to_owned())
    }
}

impl Reader<'_> {
    /// Commands that have to do with bibliographies.
    pub(super) fn bibliography(&mut self, token: Token, name: &str) -> bool {
        let is_ours = |name: &str| {
            KNOWLEDGE.citing.contains(name)
                || matches!(name, "bibliography" | "bibliographystyle" | "nobibliography")
        };
        let of_kind = self.bibliographies.kinds.iter().find_map(|(kind, _)| {
            let name = name.strip_suffix(&**kind).filter(|name| is_ours(name))?;
            Some((name, kind.clone()))
        });
        let (name, kind) = of_kind.unwrap_or_else(|| (name, String::new()));
        if KNOWLEDGE.citing.contains(name) {
            self.cite(&kind);
            return true;
        }
        match name {
            "addbibresource" | "addglobalbib" | "addsectionbib" => {
                self.input.option();
                if let Some(path) = self.input.group() {
                    let path = self.plain(&path);
                    self.add_bibliography(path.trim());
                }
            }
            "nobibliography" => {
                if !self.input.star(&self.sources) {
                    self.named_bibliographies();
                }
            }
            "bibliography" | "putbib" => {
                self.input.option();
                let paths = self.named_bibliographies();
                if !self.preamble {
                    let list = self.bibliographies.list(&kind);
                    let kinds = &self.bibliographies.kinds;
                    let own = kinds.iter().find(|(name, _)| *name == kind);
                    let title = own.and_then(|(_, title)| title.clone());
                    let is_blank = title.as_ref().is_some_and(Slice::is_blank);
                    let heading = if is_blank { "none" } else { "bibliography" };
                    let filter = Filter { paths, ..Filter::default() };
                    self.print_list(token, (filter, list), heading, title);
                }
            }
            "bibliographystyle" => {
                self.input.group();
            }
            "printbibliography" | "printbiblist" if !self.preamble => {
                self.print_bibliography(token)
            }
            "fullcite" | "footfullcite" | "bibentry" if !self.preamble => self.full_cite(name),
            "defbibheading" => self.define_heading(),
            "addtocategory" => {
                if let (Some(category), Some(keys)) = (self.input.group(), self.input.group()) {
                    let (category, keys) = (self.plain(&category), self.plain(&keys));
                    let categories = &mut self.bibliographies.categories;
                    categories.entry(category.trim().to_owned()).or_default().add(&keys);
                }
            }
            "newcites" => {
                let names = self.input.group().map(|names| self.plain(&names)).unwrap_or_default();
                let titles = self.input.group().map_or(Vec::new(), |titles| self.listed(&titles));
                let names = names.split(',').map(|name| name.trim().to_owned());
                let titles = titles.into_iter().map(Some).chain(std::iter::repeat(None));
                let kinds = names.zip(titles).filter(|(name, _)| !name.is_empty());
                self.bibliographies.kinds.extend(kinds);
            }
            "refname" | "bibname" if !self.definitions.commands.contains_key(name) => {
                let title = self.list_title();
                self.page.decoded(token.file, token.start, token.end, title);
            }
            _ => return false,
        }
        true
    }

    /// `\cite[before][after]{keys}`.
    fn cite(&mut self, kind: &str) {
        self.input.star(&self.sources);
        while self.input.next_kind() == Some(Kind::OpenBracket) && self.input.option().is_some() {}
        if let Some(keys) = self.input.group() {
            let keys = self.plain(&keys);
            let list = self.bibliographies.list(kind);
            self.bibliographies.cited.entry(list).or_default().add(&keys);
        }
    }

    /// The files that `\bibliography{a,b}` names, read.
    fn named_bibliographies(&mut self) -> Vec<String> {
        let Some(names) = self.input.group() else { return Vec::new() };
        let names = self.plain(&names);
        let path = |name: &str| match name.ends_with(".bib") {
            true => name.to_owned(),
            false => format!("{name}.bib"),
        };
        // Lists of abbreviations that journals put before their own stand in TeX's own folders.
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        let paths: Vec<String> =
            names.filter(|name| !KNOWLEDGE.files.contains(*name)).map(path).collect();
        for path in &paths {
            self.add_bibliography(path);
        }
        paths
    }

    fn add_bibliography(&mut self, path: &str) {
        let (builder, sources) = (&mut self.page.builder, &mut self.sources);
        self.bibliographies.library.find(path, path, self.includes, |source| {
            sources.push(std::rc::Rc::from(source.text.as_str()));
            builder.source(source)
        });
    }

    /// `\printbibliography[heading=..., title=..., type=..., keyword=...]`.
    fn print_bibliography(&mut self, token: Token) {
        let options = self.input.option();
        let options = options.map_or(Vec::new(), |options| self.settings(&options));
        let (mut heading, mut title) = (None, None);
        let mut filter = Filter { paths: self.bibliographies.part.clone(), ..Filter::default() };
        let categories = &self.bibliographies.categories;
        for (name, value) in options {
            let words = self.plain(&value).trim().to_owned();
            let list = match name.as_str() {
                "heading" => {
                    heading = Some(words);
                    continue;
                }
                "title" => {
                    title = Some(value);
                    continue;
                }
                "category" | "notcategory" if !categories.is_empty() => {
                    let category = categories.get(&words).cloned().unwrap_or_default();
                    let list = match name.as_str() {
                        "category" => &mut filter.within,
                        _ => &mut filter.without,
                    };
                    list.push(category);
                    continue;
                }
                "type" => &mut filter.kinds,
                "nottype" => &mut filter.not_kinds,
                "keyword" => &mut filter.keywords,
                "notkeyword" => &mut filter.not_keywords,
                // Where we cannot tell, the entry is shown.
                _ => continue,
            };
            list.push(words);
        }
        let list = self.bibliographies.list("");
        self.print_list(token, (filter, list), heading.as_deref().unwrap_or("bibliography"), title);
    }

    /// A part with files of its own begins: `\begin{refsection}[a.bib]`.
    pub(super) fn begin_part(&mut self) {
        self.bibliographies.part.clear();
        self.bibliographies.parts += 1;
        self.bibliographies.number = self.bibliographies.parts;
        let Some(paths) = self.input.option() else { return };
        let paths = self.plain(&paths);
        for path in paths.split(',').map(str::trim).filter(|path| !path.is_empty()) {
            self.add_bibliography(path);
            self.bibliographies.part.push(path.to_owned());
        }
    }

    /// It ends.
    pub(super) fn end_part(&mut self) {
        self.bibliographies.part.clear();
        self.bibliographies.number = 0;
    }

    /// What commas part in a list such as `{a}, b, {c, d}`.
    fn listed(&self, list: &Slice) -> Vec<Slice> {
        let mut parts: Vec<Vec<Token>> = vec![Vec::new()];
        let mut depth = 0usize;
        for &token in list.tokens() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if token.kind != Kind::Text || depth > 0 {
                parts.last_mut().expect("there is a first part").push(token);
                continue;
            }
            let mut start = token.start;
            for part in self.text(token).split_inclusive(',') {
                let words = part.trim_end_matches(',');
                let last = parts.last_mut().expect("there is a first part");
                if !words.is_empty() {
                    last.push(Token { start, end: start + words.len() as u32, ..token });
                }
                if part.ends_with(',') {
                    parts.push(Vec::new());
                }
                start += part.len() as u32;
            }
        }
        // Braces around a part are none of it.
        let whole = |part: Vec<Token>| {
            let is_empty = part.iter().all(|token| matches!(token.kind, Kind::Open | Kind::Close));
            Slice::whole(Tokens::new(if is_empty { Vec::new() } else { part }))
        };
        parts.into_iter().map(whole).collect()
    }

    /// Settings such as `a=b, c={d, e}`.
    fn settings(&self, options: &Slice) -> Vec<(String, Slice)> {
        let mut settings: Vec<(String, Vec<Token>)> = vec![Default::default()];
        let mut in_value = false;
        let mut depth = 0usize;
        for &token in options.tokens() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if token.kind != Kind::Text || depth > 0 {
                if in_value && let Some((_, value)) = settings.last_mut() {
                    value.push(token);
                }
                continue;
            }
            let mut start = token.start;
            for part in self.text(token).split_inclusive([',', '=']) {
                let end = start + part.len() as u32;
                let words = part.trim_end_matches([',', '=']);
                let Some((name, value)) = settings.last_mut() else { break };
                match in_value {
                    true if !words.is_empty() => {
                        value.push(Token { start, end: start + words.len() as u32, ..token });
                    }
                    true => {}
                    false => name.push_str(words),
                }
                if part.ends_with(',') {
                    settings.push(Default::default());
                    in_value = false;
                } else if part.ends_with('=') {
                    in_value = true;
                }
                start = end;
            }
        }
        let whole = |(name, value): (String, Vec<Token>)| (name, Slice::whole(Tokens::new(value)));
        settings.into_iter().map(whole).collect()
    }

    /// `\defbibheading{name}[title]{body}`.
    fn define_heading(&mut self) {
        let Some(name) = self.input.group() else { return };
        let name = self.plain(&name).trim().to_owned();
        let title = self.input.option();
        if let Some(body) = self.input.group() {
            self.bibliographies.headings.insert(name, (title, body));
        }
    }

    /// Prints a list below its heading.
    fn print_list(
        &mut self,
        token: Token,
        list: (Filter, List),
        heading: &str,
        title: Option<Slice>,
    ) {
        self.note_library();
        if self.bibliographies.library.is_empty() && self.bibliographies.prints.is_empty() {
            let message = "a bibliography is printed, and its file was not found; the publications in \
                           it are missing: check that file itself";
            self.page.builder.note(NoteKind::IncludeNotRead, message);
        }
        let number = self.bibliographies.prints.len() as u32;
        self.bibliographies.prints.push(list);
        self.input.push_ops(&[Op::Entries(number)]);
        self.heading_of_list(token, heading, title);
    }

    /// Says what has to be said of the files.
    fn note_library(&mut self) {
        let notes = self.bibliographies.library.notes();
        self.page.builder.document().notes.extend(notes);
    }

    fn heading_of_list(&mut self, token: Token, heading: &str, title: Option<Slice>) {
        if let Some((default, body)) = self.bibliographies.headings.get(heading).cloned() {
            return self.push_expanded(&body, &[title.or(default)]);
        }
        let is_known = heading.starts_with("bib") || heading.starts_with("subbib");
        if heading == "none" || !is_known && title.is_none() {
            return;
        }
        let level = if heading.starts_with("bib") { 2 } else { 3 };
        let kind = BlockKind::Heading { level };
        // The document's own `\refname`, which may be empty.
        let own = ["refname", "bibname", "bibsection"];
        let own = own.iter().find_map(|name| self.definitions.commands.get(*name)).cloned();
        if let Some(words) = title.or(own.map(|own| own.body)) {
            self.input.push_ops(&[Op::End]);
            self.input.push(words);
            return self.input.push_ops(&[Op::Begin(kind)]);
        }
        // Below a heading of the document's own, the list has none: the class's was taken out by means
        // that cannot all be known.
        let document = self.page.builder.document();
        let is_below = document.blocks.last().is_some_and(|block| {
            matches!(block.kind, BlockKind::Heading { .. })
                && document.text.len() == block.span.end as usize
        });
        let title = self.list_title();
        if is_below || title.is_empty() {
            return;
        }
        self.page.begin(kind);
        self.page.decoded(token.file, token.start, token.end, title);
        self.page.end();
    }

    /// What a class calls a list that is given no title.
    fn list_title(&self) -> &'static str {
        let of_class = |class: &String| KNOWLEDGE.list_titles.get(class);
        let title = self.classes.iter().find_map(of_class);
        title.or_else(|| KNOWLEDGE.list_titles.get("")).map_or("", String::as_str)
    }

    /// Prints the entries of a list, an item each.
    pub(super) fn print_entries(&mut self, number: usize) {
        let Some((filter, list)) = self.bibliographies.prints.get(number).cloned() else { return };
        let cited = self.bibliographies.asked(&list);
        let library = &self.bibliographies.library;
        self.page.end();
        for entry in library.chosen(&cited, &filter) {
            self.page.begin(BlockKind::ListItem { level: 1 });
            library.print(entry, &mut self.page);
            self.page.end();
        }
        self.note_library();
    }

    /// `\fullcite{key}` prints an entry where it stands.
    fn full_cite(&mut self, name: &str) {
        self.input.star(&self.sources);
        while self.input.next_kind() == Some(Kind::OpenBracket) && self.input.option().is_some() {}
        let Some(keys) = self.input.group() else { return };
        let words = self.plain(&keys);
        if name != "bibentry" {
            let list = self.bibliographies.list("");
            self.bibliographies.cited.entry(list).or_default().add(&words);
        }
        self.note_library();
        let library = &self.bibliographies.library;
        let entries: Option<Vec<usize>> = words.split(',').map(|key| library.entry(key)).collect();
        match entries {
            Some(entries) => {
                for entry in entries {
                    self.page.separate(' ');
                    library.print(entry, &mut self.page);
                    self.page.separate(' ');
                }
                self.note_library();
            }
            // TeX prints the key of an entry that it does not find.
            None => self.input.push(keys),
        }
    }
}

impl Paper for Page {
    fn words(&mut self, file: u16, bytes: Range<u32>) {
        self.verbatim(Token { kind: Kind::Text, file, start: bytes.start, end: bytes.end });
    }

    fn unit(&mut self, file: u16, bytes: Range<u32>, text: &str) {
        self.decoded(file, bytes.start, bytes.end, text);
    }

    fn space(&mut self) {
        self.separate(' ');
    }

    fn link(&mut self, target: String) {
        Page::link(self, target);
    }

    fn unlink(&mut self) {
        Page::unlink(self);
    }
}
