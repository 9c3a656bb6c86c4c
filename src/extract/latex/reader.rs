//! Walks the tokens of a document and writes what a typesetter would set.

use std::rc::Rc;

use super::beside::Beside;
use super::citing::{Bibliographies, Citations};
use super::define::Definitions;
use super::input::{Input, Slice};
use super::knowledge::{KNOWLEDGE, Shown};
use super::lexer::{Kind, Op, Token, Tokens, lex};
use super::page::{Page, Rows, ScopeKind};
use super::symbols::{accent, accented, symbol};
use crate::document::{BlockKind, NoteKind, Visibility};
use crate::extract::Includes;
use crate::extract::builder::Builder;

/// The state of a walk.
pub(super) struct Reader<'a> {
    pub(super) input: Input,
    pub(super) page: Page,
    pub(super) definitions: Definitions,
    /// What classes and packages beside the document define.
    pub(super) beside: Beside,
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
    /// How many files were included in all, and their bytes.
    pub(super) included: usize,
    pub(super) included_bytes: usize,
    /// Colours by the document's own names.
    pub(super) colors: std::collections::HashMap<String, Option<crate::document::Color>>,
    /// The title, shown by `\maketitle`.
    pub(super) title: Vec<Slice>,
    /// How many more tokens are read.
    pub(super) budget: usize,
    /// Within `$...$`.
    pub(super) math: bool,
    /// Bibliographies, and what is cited of them.
    pub(super) bibliographies: Bibliographies,
}

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
            beside: Beside::default(),
            sources: vec![Rc::from(text)],
            includes,
            preamble,
            classes: Vec::new(),
            header: Vec::new(),
            targets: Vec::new(),
            files: Vec::new(),
            included: 0,
            included_bytes: 0,
            colors: Default::default(),
            title: Vec::new(),
            budget,
            math: false,
            bibliographies: Bibliographies::default(),
        }
    }

    /// Reads to the end. Gives what is cited, where it was not known in time.
    pub(super) fn run(mut self) -> (Builder, Option<Citations>) {
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
        (self.page.builder, self.bibliographies.cited_late())
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
            // A class sets lengths in ways that cannot all be known; a document's own words are words.
            Kind::Text if self.is_beside(token) && is_measure(self.text(token)) => {}
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
            Rows::Parted | Rows::Lines => self.page.separate('\t'),
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
            Rows::Parted if !heading => self.page.end(),
            _ => self.page.separate('\n'),
        }
    }

    /// Ends the open block outside of tables.
    pub(super) fn part(&mut self) {
        let scope = self.page.scope();
        if scope.rows == Rows::None && !scope.heading && !self.page.item {
            self.page.end();
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
            Op::Part => self.part(),
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
            Op::Entries(number) => self.print_entries(number as usize),
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
        self.named(token, &name);
    }

    /// A command by the name that counts.
    pub(super) fn named(&mut self, token: Token, name: &str) {
        if self.structure(name) || self.definition(name) || self.bibliography(token, name) {
            return;
        }
        if self.preamble {
            return self.before_document(token, name);
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
        if !self.expand_beside(token, name) {
            self.unknown(token);
        }
    }
}

/// Whether a word of a class is a length, or stands between two.
pub(super) fn is_measure(word: &str) -> bool {
    let amount = word.trim_start_matches(['=', '-', '+', ':']);
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let units = ["pt", "em", "ex", "cm", "mm", "in", "sp", "bp", "pc", "fil", "fill", "filll"];
    let has_amount = unit.len() < amount.len();
    matches!(word, "plus" | "minus" | "by" | "to" | "=" | ":=")
        || has_amount && (unit.is_empty() || units.contains(&unit))
}

/// What is set for what is typed.
pub(in crate::extract) const LIGATURES: [(&str, &str); 5] =
    [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘")];

/// Whether the document has a preamble.
fn begins_document(tokens: &[Token], text: &str) -> bool {
    let words = |token: &Token| text.get(token.start as usize..token.end as usize);
    tokens.windows(3).any(|window| {
        words(&window[0]) == Some("\\begin")
            && window[1].kind == Kind::Open
            && words(&window[2]) == Some("document")
    })
}
