//! Writes HTML into a document: which elements are open, and what each of them makes of its words.
//!
//! It takes pieces, so that the HTML inside Markdown goes the same way as a page of its own.

use std::ops::Range;

use super::css::{Identity, Sheet};
use super::rows::{Inside, insides, is_void};
use super::seen::{Context, Display};
use super::tokens::{Kind, Piece, Tag, Token, pieces, tokens};
use crate::document::{BlockKind, NoteKind, Region};
use crate::extract::builder::{Builder, Look};

/// The state between two pieces of HTML.
pub(in crate::extract) struct Flow {
    file: u16,
    nesting: usize,
    sheet: Sheet,
    open: Vec<Element>,
    /// Start tags that were too deep to be followed.
    too_deep: usize,
    /// How much was written when a `span` ended last.
    span_end: Option<usize>,
}

struct Element {
    name: String,
    identity: Identity,
    context: Context,
    role: Role,
    /// The words inside are not text.
    skipped: bool,
    /// Where its words begin, and where it leads.
    link: Option<(usize, String, Range<usize>)>,
    region: Region,
    /// Where its words begin.
    mark: usize,
}

/// What an element makes of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of what is around it.
    Inline,
    /// A block of its own, or several.
    Block,
    Heading(u8),
    /// An item; `spent` once its words have begun.
    Item {
        level: u8,
        spent: bool,
    },
    /// A row of data.
    TableRow,
    Cell,
    /// Children side by side on one line.
    Line,
}

impl Role {
    /// Whether blocks inside it are lines of it rather than blocks of their own.
    fn is_unit(self) -> bool {
        matches!(self, Role::Heading(_) | Role::Item { .. } | Role::TableRow | Role::Line)
    }
}

impl Flow {
    /// Nothing open yet; elements are followed down to `nesting`.
    pub(in crate::extract) fn new(file: u16, nesting: usize) -> Flow {
        let sheet = Sheet::default();
        Flow { file, nesting, sheet, open: Vec::new(), too_deep: 0, span_end: None }
    }

    /// How words look where the last piece ended.
    pub(in crate::extract) fn look(&self) -> Look {
        self.context().look
    }

    /// Whether words here are no text, as inside of a script.
    pub(in crate::extract) fn skips(&self) -> bool {
        self.open.last().is_some_and(|element| element.skipped)
    }

    fn context(&self) -> Context {
        self.open.last().map_or_else(Context::default, |element| element.context)
    }

    /// Takes a piece of the source.
    pub(in crate::extract) fn feed(
        &mut self,
        builder: &mut Builder,
        text: &str,
        range: Range<usize>,
        base: Look,
    ) {
        let Some(piece) = text.get(range.clone()) else { return };
        let tokens = tokens(piece, range.start);
        self.styles(&tokens);
        let insides = insides(&tokens);
        for (i, token) in tokens.iter().enumerate() {
            match &token.kind {
                Kind::Open(tag) => self.start(builder, tag, insides[i]),
                Kind::Close(name) => self.end(builder, name),
                Kind::Text(words) => self.words(builder, text, token.range.clone(), words, base),
                Kind::Comment(words) => builder.comment_at(self.file, token.range.clone(), words),
            }
        }
    }

    /// Collects the style sheets of a piece, wherever they stand in it.
    fn styles(&mut self, tokens: &[Token]) {
        for pair in tokens.windows(2) {
            if let [Token { kind: Kind::Open(tag), .. }, Token { kind: Kind::Text(css), .. }] = pair
                && tag.name == "style"
                && tag.get("media").is_none_or(|media| !media.contains("print"))
            {
                self.sheet.add(css);
            }
        }
    }

    fn start(&mut self, builder: &mut Builder, tag: &Tag, inside: Inside) {
        self.implied_ends(builder, &tag.name);
        if is_void(&tag.name) {
            return self.void(builder, tag);
        }
        if self.open.len() >= self.nesting {
            if self.too_deep == 0 && !builder.has_note(NoteKind::Limit) {
                let message = format!("elements nest deeper than the limit of {}", self.nesting);
                builder.note(NoteKind::Limit, message);
            }
            self.too_deep += 1;
            return;
        }
        // Two spans in a row are set apart by a style; letters of one word are one span each.
        let touches = self.span_end.take() == Some(builder.mark());
        if touches && tag.name == "span" && builder.ends_in_word() {
            builder.separate(' ');
        }
        let identity = Identity::of(tag);
        let ancestors: Vec<&Identity> = self.open.iter().map(|element| &element.identity).collect();
        let declarations = self.sheet.declarations(&identity, &ancestors, tag.get("style"));
        let parent = self.context();
        let context = parent.within(tag, &declarations);
        let role = self.role(&tag.name, &context, inside);
        if context.floats {
            builder.separate('\t');
        }
        match role {
            Role::Inline if self.in_line() => builder.separate('\t'),
            Role::Inline => {}
            Role::Block => self.boundary(builder),
            Role::Cell if matches!(self.unit(), Some(Role::TableRow)) => builder.separate('\t'),
            Role::Cell => self.boundary(builder),
            Role::Line if self.unit().is_some() => self.boundary(builder),
            _ => builder.end(),
        }
        let region = match self.open.last() {
            _ if is_sidebar(tag) => Region::Sidebar,
            Some(element) => element.region,
            None => Region::Body,
        };
        let skipped =
            self.skips() || is_no_text(&tag.name, self.open.iter().any(|e| e.name == "svg"));
        self.active(builder, tag);
        if tag.name == "html"
            && let Some(language) = tag.get("lang").or(tag.get("xml:lang"))
        {
            builder.document().metadata.language.get_or_insert_with(|| language.to_owned());
        }
        let link = match tag.attributes.get("href") {
            Some(href) if tag.name == "a" && !href.value.starts_with('#') => {
                Some((builder.mark(), href.value.trim().to_owned(), href.range.clone()))
            }
            _ => None,
        };
        let mark = builder.mark();
        let name = tag.name.clone();
        let element = Element { name, identity, context, role, skipped, link, region, mark };
        self.open.push(element);
        if tag.closes_itself
            && matches!(tag.name.as_str(), "path" | "use" | "circle" | "rect" | "line")
        {
            self.end(builder, &tag.name);
        }
    }

    fn role(&self, name: &str, context: &Context, inside: Inside) -> Role {
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok())
            && (1..=6).contains(&level)
        {
            return Role::Heading(level);
        }
        match name {
            "li" if context.display == Display::Inline => Role::Inline,
            "li" => {
                let lists =
                    self.open.iter().filter(|e| matches!(e.name.as_str(), "ul" | "ol" | "menu"));
                Role::Item { level: lists.count().clamp(1, 255) as u8, spent: false }
            }
            "tr" if inside.is_data_row() => Role::TableRow,
            "td" | "th" => Role::Cell,
            _ => match context.display {
                Display::Inline => Role::Inline,
                Display::Row if inside.is_line() => Role::Line,
                Display::Row | Display::Block => Role::Block,
            },
        }
    }

    /// What the words here belong to, if it is one block.
    fn unit(&self) -> Option<Role> {
        self.open.iter().rev().map(|element| element.role).find(|role| role.is_unit())
    }

    /// Whether an element that begins here is one of several side by side.
    fn in_line(&self) -> bool {
        self.open.last().is_some_and(|element| element.role == Role::Line)
    }

    /// A block begins or ends here.
    fn boundary(&self, builder: &mut Builder) {
        match self.unit() {
            Some(Role::Heading(_) | Role::TableRow) => builder.separate(' '),
            Some(Role::Line) => builder.separate('\t'),
            Some(_) if builder.is_open() => builder.separate('\n'),
            _ => builder.end(),
        }
    }

    fn void(&mut self, builder: &mut Builder, tag: &Tag) {
        match tag.name.as_str() {
            "br" => builder.separate('\n'),
            "hr" => builder.end(),
            "img" => self.picture(builder, tag),
            "meta" => meta(builder, tag),
            _ => {}
        }
    }

    /// The words that stand for a picture.
    fn picture(&mut self, builder: &mut Builder, tag: &Tag) {
        let Some(alt) = tag.attributes.get("alt") else { return };
        if alt.value.trim().is_empty() || self.skips() {
            return;
        }
        self.begin(builder);
        builder.separate(' ');
        let words = alt.value.split_whitespace().collect::<Vec<_>>().join(" ");
        builder.decoded(self.file, alt.range.clone(), &words, self.look());
        builder.separate(' ');
    }

    /// Things that act when the page is opened.
    fn active(&self, builder: &mut Builder, tag: &Tag) {
        let kind = tag.get("type").unwrap_or("");
        let runs = kind.is_empty() || kind.contains("javascript") || kind == "module";
        if tag.name == "script" && runs {
            let what = match tag.get("src") {
                Some(source) => format!("script {source}"),
                None => "script".to_owned(),
            };
            builder.document().metadata.active_content.push(what);
        }
    }

    /// Opens a block for words that have none yet.
    fn begin(&mut self, builder: &mut Builder) {
        if builder.is_open() {
            return;
        }
        let region = self.open.last().map_or(Region::Body, |element| element.region);
        let unit = self.open.iter_mut().rev().find(|element| element.role.is_unit());
        let kind = match unit.map(|element| &mut element.role) {
            Some(Role::Heading(level)) => BlockKind::Heading { level: *level },
            Some(Role::Item { level, spent }) if !*spent => {
                *spent = true;
                BlockKind::ListItem { level: *level }
            }
            Some(Role::TableRow) => BlockKind::TableRow,
            _ => BlockKind::Paragraph,
        };
        builder.begin(kind, region, None);
    }

    fn words(
        &mut self,
        builder: &mut Builder,
        text: &str,
        range: Range<usize>,
        decoded: &str,
        base: Look,
    ) {
        if let Some(element) = self.open.last()
            && element.skipped
        {
            if element.name == "title" && !self.open.iter().any(|e| e.name == "svg") {
                let title = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
                builder.document().metadata.title.get_or_insert(title);
            }
            return;
        }
        if decoded.trim().is_empty() {
            if builder.is_open() {
                builder.separate(' ');
            }
            return;
        }
        self.begin(builder);
        let context = self.context();
        let mut look = context.look;
        look.style.bold |= base.style.bold;
        look.style.italic |= base.style.italic;
        for piece in pieces(text, range, decoded) {
            match piece {
                Piece::Verbatim(range) if context.preformatted => {
                    lines(builder, self.file, text, range, look);
                }
                Piece::Verbatim(range) => builder.flow(self.file, range, look),
                Piece::Decoded(_, value) if value.trim_ascii().is_empty() => builder.separate(' '),
                Piece::Decoded(range, value) => builder.decoded(self.file, range, &value, look),
            }
        }
    }

    fn end(&mut self, builder: &mut Builder, name: &str) {
        if name == "br" {
            return builder.separate('\n');
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|element| element.name == name) {
            self.close(builder, at);
        }
        self.span_end = (name == "span").then(|| builder.mark());
    }

    /// Closes everything from `at` inwards.
    pub(in crate::extract) fn close(&mut self, builder: &mut Builder, at: usize) {
        while self.open.len() > at {
            let Some(element) = self.open.pop() else { return };
            if let Some((mark, target, range)) = element.link {
                let place = builder.place(self.file, range);
                builder.link(builder.since(mark), target, Some(place));
            }
            if element.context.floats {
                builder.separate('\t');
            }
            let wrote = builder.mark() > element.mark;
            match element.role {
                Role::Inline if self.in_line() && wrote => builder.separate('\t'),
                Role::Inline => {}
                Role::Cell if matches!(self.unit(), Some(Role::TableRow)) => builder.separate('\t'),
                Role::Block | Role::Cell => self.boundary(builder),
                Role::Line if self.unit().is_some() => self.boundary(builder),
                _ => builder.end(),
            }
        }
    }

    /// Says what was left undone.
    pub(in crate::extract) fn notes(&self, builder: &mut Builder) {
        if self.sheet.is_exhausted() {
            let message =
                "style sheets are longer than the limit; some words may be hidden by them";
            builder.note(NoteKind::Limit, message);
        }
    }

    /// Ends what a start tag ends without saying so.
    fn implied_ends(&mut self, builder: &mut Builder, name: &str) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "body" => (&["head"], &["html"]),
            "p" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table"
            | "section" | "article" | "header" | "footer" | "hr" | "dl" | "pre" | "blockquote" => {
                (&["p"], &["div", "td", "th", "li", "section", "body", "button"])
            }
            _ => return,
        };
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name.as_str();
            if closed.contains(&open) {
                return self.close(builder, at);
            }
            if within.contains(&open) {
                return;
            }
        }
    }
}

/// Words with their line ends, as in `pre`.
fn lines(builder: &mut Builder, file: u16, text: &str, range: Range<usize>, look: Look) {
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let words = line.trim_end();
        builder.verbatim(file, at..at + words.len(), look);
        if line.ends_with('\n') {
            builder.separate('\n');
        }
        at += line.len();
    }
}

/// Whether the words inside an element are no part of the page.
fn is_no_text(name: &str, in_picture: bool) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "head"
            | "datalist"
            | "select"
    ) || in_picture && matches!(name, "desc" | "metadata" | "defs" | "symbol")
}

fn is_sidebar(tag: &Tag) -> bool {
    let named = |value: Option<&str>| {
        let mut words = value.unwrap_or("").split_ascii_whitespace();
        words.any(|word| word.to_ascii_lowercase().contains("sidebar"))
    };
    tag.name == "aside" || tag.name == "div" && (named(tag.get("class")) || named(tag.get("id")))
}

/// What a page says of itself.
fn meta(builder: &mut Builder, tag: &Tag) {
    let (Some(name), Some(content)) = (tag.get("name").or(tag.get("property")), tag.get("content"))
    else {
        return;
    };
    let metadata = &mut builder.document().metadata;
    let content = content.trim().to_owned();
    match name.to_ascii_lowercase().as_str() {
        "author" => metadata.author = Some(content),
        "description" => metadata.subject = Some(content),
        "keywords" => metadata.keywords = Some(content),
        "generator" => metadata.creator = Some(content),
        "viewport" | "theme-color" | "robots" => {}
        name => metadata.other.push((name.to_owned(), content)),
    }
}
