//! Walks the tokens of a document and writes what a typesetter would set.

use std::rc::Rc;

use super::define::{self, Definitions, expanded};
use super::input::{Input, Slice};
use super::knowledge::{Argument, KNOWLEDGE, Part, Shown};
use super::lexer::{Kind, Op, Token, Tokens, lex};
use super::page::{Page, Rows, ScopeKind};
use super::symbols::{accent, accented, symbol};
use crate::document::{BlockKind, NoteKind, Visibility};
use crate::extract::builder::Builder;
use crate::extract::{Includes, encoding};

/// The state of a walk.
pub(super) struct Reader<'a> {
    pub(super) input: Input,
    pub(super) page: Page,
    pub(super) definitions: Definitions,
    /// The sources by number.
    pub(super) sources: Vec<Rc<str>>,
    pub(super) includes: Option<&'a dyn Includes>,
    /// Whether we are before `\begin{document}`.
    pub(super) preamble: bool,
    /// Classes and packages that are loaded.
    pub(super) classes: Vec<String>,
    /// What the header shows, set before the document begins.
    pub(super) header: Vec<(Shown, Vec<Option<Slice>>)>,
    /// Targets of links by the number in their token.
    pub(super) targets: Vec<String>,
    /// Files that are being read, the innermost last.
    pub(super) files: Vec<String>,
    /// How many files were included in all.
    pub(super) included: usize,
    /// Colours by the document's own names.
    pub(super) colors: std::collections::HashMap<String, Option<crate::document::Color>>,
    /// The title, shown by `\maketitle`.
    pub(super) title: Vec<Slice>,
    /// How many more tokens are read.
    budget: usize,
    /// Within `$...$`.
    math: bool,
}

/// Deeper than this, expansions call themselves.
const DEEPEST: usize = 1_000;

/// Files that include files, and files in all.
const DEEPEST_INCLUDE: usize = 16;
const MOST_INCLUDES: usize = 100;

impl<'a> Reader<'a> {
    pub(super) fn new(
        builder: Builder,
        text: &str,
        skip: usize,
        includes: Option<&'a dyn Includes>,
        nesting: usize,
    ) -> Reader<'a> {
        let tokens = lex(text, 0, skip);
        let preamble = begins_document(&tokens, text);
        let budget = 200_000 + 4 * tokens.len();
        let mut input = Input::default();
        input.push(Slice::whole(Tokens::new(tokens)));
        Reader {
            input,
            page: Page::new(builder, nesting),
            definitions: Definitions::default(),
            sources: vec![Rc::from(text)],
            includes,
            preamble,
            classes: Vec::new(),
            header: Vec::new(),
            targets: Vec::new(),
            files: Vec::new(),
            included: 0,
            colors: Default::default(),
            title: Vec::new(),
            budget,
            math: false,
        }
    }

    /// Reads to the end.
    pub(super) fn run(mut self) -> Builder {
        while let Some(token) = self.input.next() {
            self.remark();
            if self.budget == 0 {
                let message = "commands expand to more than the limit; what follows was not read";
                self.page.builder.note(NoteKind::Limit, message);
                break;
            }
            self.budget -= 1;
            self.token(token);
        }
        self.remark();
        self.page.end();
        self.page.builder
    }

    /// Keeps the comments that were passed on the way to an argument.
    fn remark(&mut self) {
        for token in std::mem::take(&mut self.input.passed) {
            self.comment(token);
        }
    }

    fn comment(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let words = match text.strip_prefix("\\begin{comment}") {
            Some(body) => body.trim_end_matches("\\end{comment}"),
            None => text.trim_start_matches('%'),
        };
        let range = token.start as usize..token.end as usize;
        self.page.flush();
        self.page.builder.comment_at(token.file, range, words);
    }

    /// A token as it stands in its source.
    pub(super) fn text(&self, token: Token) -> &str {
        let source = self.sources.get(token.file as usize);
        source.and_then(|text| text.get(token.start as usize..token.end as usize)).unwrap_or("")
    }

    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Word => self.word(token),
            Kind::Comment => self.comment(token),
            Kind::Op(op) => self.op(op),
            _ if self.preamble => {}
            Kind::Symbol => self.symbol(token),
            Kind::Open => self.page.open(ScopeKind::Group),
            Kind::Close => {
                self.page.flush();
                self.page.close_group();
            }
            Kind::Text if self.math => self.page.verbatim(token),
            Kind::Text => self.ligatures(token),
            Kind::OpenBracket | Kind::CloseBracket | Kind::Param(_) => self.page.verbatim(token),
            Kind::Raw => self.raw(token),
            Kind::Space | Kind::Newline => self.page.blank(token),
            Kind::Tie => self.page.separate(' '),
            Kind::Paragraph => self.paragraph(),
            Kind::Dollar => {
                self.page.flush();
                self.math = !self.math;
            }
            Kind::Cell => self.cell(token),
            Kind::Script if self.math => {}
            Kind::Script => self.page.verbatim(token),
        }
    }

    /// Between two rows of a table, a cell or a word begins.
    fn cell(&mut self, token: Token) {
        match self.page.scope().rows {
            Rows::Rows => self.page.separate('\t'),
            Rows::Within => self.page.separate(' '),
            // TeX stops at this; its author meant the sign.
            Rows::None => self.page.verbatim(token),
        }
    }

    /// A row or a line ends.
    pub(super) fn line_break(&mut self) {
        self.input.star(&self.sources);
        // `[2pt]` is a distance; `[a word]` is not.
        if self.input.next_kind() == Some(Kind::OpenBracket) {
            self.input.option();
        }
        let heading = self.page.scope().heading;
        match self.page.scope().rows {
            Rows::Rows if !heading => self.page.end(),
            _ => self.page.separate('\n'),
        }
    }

    fn paragraph(&mut self) {
        if self.page.scope().heading || self.page.scope().rows != Rows::None {
            return self.page.separate(' ');
        }
        // A blank line between `\item` and its words changes nothing.
        if !self.page.item {
            self.page.end();
        }
    }

    /// Writes words, with dashes and quotes as they are set.
    fn ligatures(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let mut start = 0;
        let mut at = 0;
        let part = |from: usize, to: usize| Token {
            start: token.start + from as u32,
            end: token.start + to as u32,
            ..token
        };
        while at < text.len() {
            let rest = &text[at..];
            let found = LIGATURES.iter().find(|(spelt, _)| rest.starts_with(spelt));
            match found {
                Some((spelt, set)) => {
                    self.page.verbatim(part(start, at));
                    let unit = part(at, at + spelt.len());
                    self.page.decoded(unit.file, unit.start, unit.end, set);
                    at += spelt.len();
                    start = at;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        self.page.verbatim(part(start, text.len()));
    }

    /// Writes verbatim text line by line.
    fn raw(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let mut at = token.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            self.page.verbatim(Token { start: at, end: at + words.len() as u32, ..token });
            if line.ends_with('\n') {
                self.page.separate('\n');
            }
            at += line.len() as u32;
        }
    }

    fn symbol(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let name = &text[1..];
        match name {
            "&" | "%" | "$" | "#" | "_" | "{" | "}" => {
                self.page.decoded(token.file, token.start, token.end, name);
            }
            "\\" => self.line_break(),
            " " | "," | ";" | ":" | ">" | "\n" | "\t" | "\r" => self.page.separate(' '),
            "(" | "[" => self.math = true,
            ")" | "]" => self.math = false,
            _ if !self.math && accent(name).is_some() => self.accent(token, name),
            _ => {}
        }
    }

    /// A letter with an accent: `\'e`, `\'{e}`, `\v{s}`, `\'\i`.
    pub(super) fn accent(&mut self, token: Token, name: &str) {
        let Some(mark) = accent(name) else { return };
        let Some(next) = self.input.next_token() else { return };
        if next.kind == Kind::Text {
            // One letter is taken, and the rest of the word stays.
            let text = self.text(next).to_owned();
            let Some(letter) = text.chars().next() else { return };
            self.input.argument();
            let end = next.start + letter.len_utf8() as u32;
            self.unit(token, Token { end, ..next }, &accented(letter, mark));
            let rest = Token { start: end, ..next };
            if rest.start < rest.end {
                self.input.push(Slice::whole(Tokens::new(vec![rest])));
            }
            return;
        }
        let Some(argument) = self.input.argument() else { return };
        let letter = self.plain(&argument);
        let Some(letter) = letter.chars().next() else { return };
        // A group ends with its brace.
        let mut last = argument.tokens().last().copied().unwrap_or(next);
        if next.kind == Kind::Open {
            last.end += 1;
        }
        self.unit(token, last, &accented(letter, mark));
    }

    /// Writes what two tokens and all between them stand for.
    fn unit(&mut self, first: Token, last: Token, text: &str) {
        let (start, end) = match first.file == last.file && first.start < last.end {
            true => (first.start, last.end),
            // An argument of an expansion stands elsewhere.
            false => (first.start, first.end),
        };
        self.page.decoded(first.file, start, end, text);
    }

    fn op(&mut self, op: Op) {
        match op {
            Op::Tab => self.page.separate('\t'),
            Op::Line => self.page.separate('\n'),
            Op::Space => self.page.separate(' '),
            Op::Begin(kind) => {
                self.page.begin(kind);
                self.page.open(ScopeKind::Argument);
                self.page.scope().heading = matches!(kind, BlockKind::Heading { .. });
            }
            Op::End => {
                self.page.close_argument();
                self.page.end();
            }
            Op::Enter => self.page.open(ScopeKind::Argument),
            Op::EnterBold => {
                self.page.open(ScopeKind::Argument);
                self.page.scope().style.bold = true;
            }
            Op::EnterItalic => {
                self.page.open(ScopeKind::Argument);
                self.page.scope().style.italic = true;
            }
            Op::EnterHidden => {
                self.page.open(ScopeKind::Argument);
                self.page.scope().hidden = Some(Visibility::NotPainted);
            }
            Op::Leave => {
                self.page.flush();
                self.page.close_argument();
            }
            Op::Link(number) => {
                let target = self.targets.get(number as usize).cloned().unwrap_or_default();
                self.page.link(target);
            }
            Op::Unlink => self.page.unlink(),
            Op::EndEnvironment(scope) => self.leave_environment(scope as usize),
            Op::EndFile => {
                self.files.pop();
            }
        }
    }

    fn word(&mut self, token: Token) {
        let text = self.text(token).to_owned();
        let mut name = text.trim_start_matches('\\');
        for _ in 0..4 {
            match self.definitions.names.get(name) {
                Some(old) if !self.definitions.commands.contains_key(name) => name = old,
                _ => break,
            }
        }
        let name = name.to_owned();
        let name = name.as_str();
        if self.structure(name) || self.definition(name) {
            return;
        }
        if self.preamble {
            return self.before_document(name);
        }
        let own = self.definitions.commands.contains_key(name);
        if !own && self.command(token, name) {
            return;
        }
        if !own && let Some(set) = symbol(name) {
            self.empty_group();
            return self.page.decoded(token.file, token.start, token.end, set);
        }
        if let Some(shown) = self.known(name) {
            let arguments = self.arguments(&shown.arguments);
            return self.show(&shown, arguments);
        }
        if own {
            return self.expand(name);
        }
        if let Some(takes) = KNOWLEDGE.ignored.get(name) {
            self.arguments(takes);
            if takes.is_empty() {
                self.length();
            }
            return;
        }
        if KNOWLEDGE.is_icon(name) {
            return self.icon(name);
        }
        self.unknown();
    }

    /// A length that is set without braces, such as `\itemsep -3pt` or `\parskip=0pt`.
    fn length(&mut self) {
        let Some(next) = self.input.next_token() else { return };
        let words = self.text(next).trim_start_matches(['=', '-']);
        let units = ["pt", "em", "ex", "cm", "mm", "in", "sp"];
        let number = words.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if next.kind == Kind::Text && number && units.iter().any(|unit| words.ends_with(unit)) {
            self.input.argument();
        }
    }

    /// `{}` after a command that takes nothing.
    fn empty_group(&mut self) {
        if self.input.next_kind() == Some(Kind::Open) {
            let Some(group) = self.input.group() else { return };
            if !group.is_blank() {
                self.input.push_ops(&[Op::Leave]);
                self.input.push(group);
                self.input.push_ops(&[Op::Enter]);
            }
        }
    }

    /// The entry for a command that the document has not made its own.
    pub(super) fn known(&self, name: &str) -> Option<Shown> {
        let entries = KNOWLEDGE.macros.get(name)?;
        let own = self.definitions.commands.get(name);
        let loaded = |class: &String| self.classes.iter().any(|name| name.contains(class.as_str()));
        let given = self.input.groups_ahead();
        let fits = |entry: &&Shown| match own {
            Some(own) => own.arguments.len() == entry.arguments.len(),
            None => entry.mandatory() <= given,
        };
        let by_class = entries.iter().find(|e| fits(e) && e.classes.iter().any(loaded));
        // Without a class to tell them apart, the entry that takes all that is given.
        let free =
            entries.iter().filter(|entry| entry.classes.is_empty() || self.classes.is_empty());
        let shown = by_class.or_else(|| {
            let fitting: Vec<&Shown> = free.filter(fits).collect();
            let exact = fitting.iter().find(|entry| entry.mandatory() == given).copied();
            exact.or(fitting.first().copied())
        });
        shown.cloned()
    }

    /// Takes arguments as they come.
    pub(super) fn arguments(&mut self, takes: &[Argument]) -> Vec<Option<Slice>> {
        let take = |argument: &Argument| match argument {
            Argument::Mandatory => self.input.group(),
            Argument::Optional => self.input.option(),
            Argument::Star => {
                self.input.star(&self.sources);
                None
            }
        };
        takes.iter().map(take).collect()
    }

    /// Shows what an entry says of its arguments.
    pub(super) fn show(&mut self, shown: &Shown, arguments: Vec<Option<Slice>>) {
        let filled = |slice: &Option<Slice>| slice.as_ref().is_some_and(|s| !s.is_blank());
        if shown.shows.is_empty() {
            if shown.block.is_some() {
                self.page.end();
            }
            return;
        }
        let mut steps: Vec<Step> = Vec::new();
        if let Some(kind) = shown.block {
            steps.push(Step::Op(Op::Begin(kind)));
        }
        if let Some(link) = &shown.link {
            let target = self.target(link, &arguments);
            steps.push(Step::Op(Op::Link(self.targets.len() as u32)));
            self.targets.push(target);
        }
        for part in &shown.shows {
            match part {
                Part::Argument(i) if arguments.get(*i).is_some_and(filled) => {
                    steps.push(Step::Op(Op::Enter));
                    steps.extend(arguments[*i].clone().map(Step::Slice));
                    steps.push(Step::Op(Op::Leave));
                }
                Part::Argument(_) => {}
                Part::Between(op) => steps.push(Step::Op(*op)),
                Part::Block => {
                    steps.push(Step::Op(Op::End));
                    let kind = match shown.block {
                        Some(BlockKind::Heading { .. }) | None => BlockKind::Paragraph,
                        Some(kind) => kind,
                    };
                    steps.push(Step::Op(Op::Begin(kind)));
                }
            }
        }
        if shown.link.is_some() {
            steps.push(Step::Op(Op::Unlink));
        }
        if shown.block.is_some() {
            steps.push(Step::Op(Op::End));
        }
        for step in steps.into_iter().rev() {
            match step {
                Step::Op(op) => self.input.push_ops(&[op]),
                Step::Slice(slice) => self.input.push(slice),
            }
        }
    }

    /// Where the words of an entry lead.
    fn target(&self, template: &str, arguments: &[Option<Slice>]) -> String {
        let mut target = template.to_owned();
        for (i, argument) in arguments.iter().enumerate() {
            let words = argument.as_ref().map_or(String::new(), |slice| self.plain(slice));
            let words = words.trim();
            if words.contains("://") || words.starts_with("mailto:") {
                return words.to_owned();
            }
            target = target.replace(&format!("#{}", i + 1), words);
        }
        // `\social[github]{x}` names its host.
        match target.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
            Some((host, handle)) => match KNOWLEDGE.hosts.get(host) {
                Some(base) => format!("{base}{handle}"),
                None => String::new(),
            },
            None => target,
        }
    }

    /// Puts the document's own definition of a command in its place.
    pub(super) fn expand(&mut self, name: &str) {
        let Some(definition) = self.definitions.commands.get(name).cloned() else { return };
        if self.input.depth() > DEEPEST {
            return self.runaway();
        }
        let arguments = self.own_arguments(&definition.arguments);
        self.push_expanded(&definition.body, &arguments);
    }

    pub(super) fn runaway(&mut self) {
        if !self.page.builder.has_note(NoteKind::Limit) {
            let message = "a command calls itself without end; it was not followed";
            self.page.builder.note(NoteKind::Limit, message);
        }
    }

    /// Takes the arguments of a definition.
    pub(super) fn own_arguments(
        &mut self,
        takes: &[(Argument, Option<Slice>)],
    ) -> Vec<Option<Slice>> {
        let mut arguments = Vec::with_capacity(takes.len());
        for (argument, default) in takes {
            arguments.push(match argument {
                Argument::Mandatory => self.input.argument(),
                Argument::Optional => self.input.option().or_else(|| default.clone()),
                Argument::Star => {
                    self.input.star(&self.sources);
                    None
                }
            });
        }
        arguments
    }

    /// Puts a body with its arguments before what is still to come.
    pub(super) fn push_expanded(&mut self, body: &Slice, arguments: &[Option<Slice>]) {
        let tokens = expanded(body, arguments);
        self.budget = self.budget.saturating_sub(tokens.len());
        self.input.push(Slice::whole(Tokens::new(tokens)));
    }

    /// A picture: nothing to read, but perhaps a handle comes next.
    fn icon(&mut self, name: &str) {
        self.input.option();
        let named = match self.input.next_kind() {
            Some(Kind::Open) => self.input.group().map(|group| self.plain(&group)),
            _ => None,
        };
        let named = named.unwrap_or_default();
        let host = KNOWLEDGE.hosts.get(name).or_else(|| KNOWLEDGE.hosts.get(named.trim()));
        if let Some(host) = host.cloned() {
            self.page.handle_of(&host);
        }
    }

    /// A command that nobody defines: its arguments are text, in order.
    fn unknown(&mut self) {
        let mut slices = Vec::new();
        self.input.option();
        while self.input.group_touches() && slices.len() < 9 {
            let Some(group) = self.input.group() else { break };
            slices.push(group);
        }
        let several = slices.len() > 1;
        for slice in slices.into_iter().rev() {
            if several {
                self.input.push_ops(&[Op::Tab]);
            }
            self.input.push_ops(&[Op::Leave]);
            self.input.push(slice);
            self.input.push_ops(&[Op::Enter]);
        }
    }

    /// The words of a slice, as they would stand in an address.
    pub(super) fn plain(&self, slice: &Slice) -> String {
        let mut words = String::new();
        self.plain_into(slice.tokens(), 0, &mut words);
        words
    }

    fn plain_into(&self, tokens: &[Token], depth: usize, words: &mut String) {
        for &token in tokens {
            let text = self.text(token);
            match token.kind {
                Kind::Text | Kind::OpenBracket | Kind::CloseBracket | Kind::Script | Kind::Cell => {
                    words.push_str(text);
                }
                Kind::Raw => self.plain_raw(text, depth, words),
                Kind::Tie => words.push('~'),
                Kind::Space | Kind::Newline => words.push(' '),
                Kind::Symbol if matches!(&text[1..], "&" | "%" | "$" | "#" | "_" | "{" | "}") => {
                    words.push_str(&text[1..]);
                }
                Kind::Word => self.plain_word(&text[1..], depth, words),
                _ => {}
            }
            if words.len() > 4096 {
                return;
            }
        }
    }

    fn plain_word(&self, name: &str, depth: usize, words: &mut String) {
        if let Some(set) = symbol(name) {
            words.push_str(set);
        } else if let Some(own) = self.definitions.commands.get(name)
            && own.arguments.is_empty()
            && depth < 8
        {
            self.plain_into(own.body.tokens(), depth + 1, words);
        }
    }

    /// An address: escapes are undone, and the document's own commands put in.
    fn plain_raw(&self, text: &str, depth: usize, words: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            words.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            if letters == 0 {
                let escaped = after.chars().next();
                words.extend(escaped);
                rest = &after[escaped.map_or(0, char::len_utf8)..];
            } else {
                self.plain_word(&after[..letters], depth, words);
                rest = after[letters..].trim_start_matches(['{', '}']);
            }
        }
        words.push_str(rest);
    }

    /// Reads a file that the document includes.
    pub(super) fn include(&mut self, path: &str) {
        let refused = |reason: String| format!("{path} was not read: {reason}");
        let message = match self.includes {
            _ if path.is_empty() || KNOWLEDGE.files.contains(path) => return,
            _ if self.files.iter().any(|open| open == path) => refused("it includes itself".into()),
            _ if self.files.len() >= DEEPEST_INCLUDE || self.included >= MOST_INCLUDES => {
                refused("too many files include one another".into())
            }
            None => refused("files that a resume includes are not read here".into()),
            Some(includes) => match includes.read(path).or_else(|reason| match has_ending(path) {
                true => Err(reason),
                false => includes.read(&format!("{path}.tex")),
            }) {
                Ok(included) => {
                    let decoded = encoding::decode(&included.name, &included.bytes);
                    self.page.builder.document().notes.extend(decoded.notes);
                    let text: Rc<str> = Rc::from(decoded.source.text.as_str());
                    let file = self.page.builder.source(decoded.source);
                    let skip = text.len() - text.trim_start_matches('\u{feff}').len();
                    let tokens = lex(&text, file, skip);
                    self.budget += 4 * tokens.len();
                    self.sources.push(text);
                    self.files.push(path.to_owned());
                    self.included += 1;
                    self.input.push_ops(&[Op::EndFile]);
                    return self.input.push(Slice::whole(Tokens::new(tokens)));
                }
                Err(reason) => refused(reason),
            },
        };
        self.page.builder.note(NoteKind::IncludeNotRead, message);
    }

    /// A slice of nothing.
    pub(super) fn nothing() -> Slice {
        define::nothing()
    }
}

/// Something to do, or something to read.
enum Step {
    Op(Op),
    Slice(Slice),
}

/// What is set for what is typed.
const LIGATURES: [(&str, &str); 5] =
    [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘")];

/// Whether the last part of a path has an ending.
fn has_ending(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// Whether the document has a preamble.
fn begins_document(tokens: &[Token], text: &str) -> bool {
    let words = |token: &Token| text.get(token.start as usize..token.end as usize);
    tokens.windows(3).any(|window| {
        words(&window[0]) == Some("\\begin")
            && window[1].kind == Kind::Open
            && words(&window[2]) == Some("document")
    })
}
