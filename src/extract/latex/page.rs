//! What is written of a LaTeX source: words into blocks, with the scope that says how they look.

use std::rc::Rc;

use super::lexer::Token;
use crate::document::{BlockKind, Color, NoteKind, Region, Style, Visibility};
use crate::extract::builder::{Builder, Look};
use crate::extract::look::{self, Ground};

/// What a brace, an argument or an environment keeps to itself.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) style: Style,
    pub(super) ground: Ground,
    /// Hidden for another reason than its looks.
    pub(super) hidden: Option<Visibility>,
    /// How many lists are around.
    pub(super) lists: u8,
    pub(super) rows: Rows,
    /// Nothing inside is shown.
    pub(super) silent: bool,
    /// A heading is being written: its lines stay one.
    pub(super) heading: bool,
}

/// What opened a scope.
#[derive(Debug, Clone)]
pub(super) enum ScopeKind {
    Group,
    Argument,
    Environment(Rc<str>),
}

/// What `&` and `\\` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// No table.
    None,
    /// Part cells and rows.
    Parted,
    /// In a table within a cell: part words.
    Within,
    /// In a table that a class sets one entry in: part cells and lines.
    Lines,
}

/// The page as far as it is written.
pub(super) struct Page {
    pub(super) builder: Builder,
    pub(super) scopes: Vec<Scope>,
    /// The stretch of source that is not written yet, and how it looks.
    held: Option<(u16, u32, u32, Look)>,
    /// The next words begin an item.
    pub(super) item: bool,
    /// Where the open links began, and where they lead.
    links: Vec<(Option<usize>, String)>,
    /// Where a handle that comes next leads, and where it would begin.
    host: Option<(String, usize)>,
    /// Scopes too deep to be followed.
    too_deep: usize,
    nesting: usize,
    /// Points of ordinary type.
    pub(super) normal_pt: f32,
}

impl Page {
    pub(super) fn new(builder: Builder, nesting: usize) -> Page {
        let scope = Scope {
            kind: ScopeKind::Argument,
            style: Style::default(),
            ground: Ground::Filled(look::WHITE),
            hidden: None,
            lists: 0,
            rows: Rows::None,
            silent: false,
            heading: false,
        };
        Page {
            builder,
            scopes: vec![scope],
            held: None,
            item: false,
            links: Vec::new(),
            host: None,
            too_deep: 0,
            nesting,
            normal_pt: 10.0,
        }
    }

    /// The innermost scope.
    pub(super) fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("the outermost scope is never closed")
    }

    /// Opens a scope inside the innermost.
    pub(super) fn open(&mut self, kind: ScopeKind) {
        if self.scopes.len() > 4 * self.nesting {
            if self.too_deep == 0 && !self.builder.has_note(NoteKind::Limit) {
                let message = format!("braces nest deeper than the limit of {}", 4 * self.nesting);
                self.builder.note(NoteKind::Limit, message);
            }
            self.too_deep += 1;
            return;
        }
        let scope = Scope { kind, ..self.scope().clone() };
        self.scopes.push(scope);
    }

    /// Closes a brace.
    pub(super) fn close_group(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.scopes.len() > 1 && matches!(self.scope().kind, ScopeKind::Group) {
            self.scopes.pop();
        }
    }

    /// Closes an argument, and whatever was left open in it.
    pub(super) fn close_argument(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let argument = |scope: &Scope| matches!(scope.kind, ScopeKind::Argument);
        if let Some(at) = self.scopes.iter().rposition(argument)
            && at > 0
        {
            self.scopes.truncate(at);
        }
    }

    fn look(&mut self) -> Look {
        let scope = self.scope();
        let style = scope.style;
        let visibility = match scope.hidden {
            Some(why) => why,
            None => look::on(scope.ground, style),
        };
        Look { style, visibility }
    }

    /// Writes a token as it stands.
    pub(super) fn verbatim(&mut self, token: Token) {
        if self.scope().silent || token.start >= token.end {
            return;
        }
        let look = self.look();
        match &mut self.held {
            Some((file, _, end, held))
                if *file == token.file && *end == token.start && *held == look =>
            {
                *end = token.end;
            }
            _ => {
                self.flush();
                self.begin_words();
                self.held = Some((token.file, token.start, token.end, look));
            }
        }
    }

    /// Writes blanks.
    pub(super) fn blank(&mut self, token: Token) {
        match &mut self.held {
            Some((file, _, end, _)) if *file == token.file && *end == token.start => {
                *end = token.end;
            }
            _ => self.separate(' '),
        }
    }

    /// Writes what a source spells otherwise.
    pub(super) fn decoded(&mut self, file: u16, start: u32, end: u32, text: &str) {
        if self.scope().silent {
            return;
        }
        self.flush();
        self.begin_words();
        let look = self.look();
        self.builder.decoded(file, start as usize..end as usize, text, look);
    }

    /// Writes what is held.
    pub(super) fn flush(&mut self) {
        if let Some((file, start, end, look)) = self.held.take() {
            self.builder.flow(file, start as usize..end as usize, look);
        }
    }

    /// Puts a separator before whatever comes next.
    pub(super) fn separate(&mut self, separator: char) {
        self.flush();
        let separator = match (self.scope().heading, separator) {
            (true, '\n') => ' ',
            _ => separator,
        };
        if separator != ' ' {
            self.end_handle();
        }
        if self.builder.is_open() {
            self.builder.separate(separator);
        }
    }

    /// Opens a block for words that have none.
    fn begin_words(&mut self) {
        if self.builder.is_open() && !self.item {
            return;
        }
        let (lists, rows) = (self.scope().lists.max(1), self.scope().rows);
        let kind = match rows {
            _ if std::mem::take(&mut self.item) => BlockKind::ListItem { level: lists },
            Rows::Parted => BlockKind::TableRow,
            _ => BlockKind::Paragraph,
        };
        self.builder.begin(kind, Region::Body, None);
    }

    /// Begins a block.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        if self.scope().silent {
            return;
        }
        self.end();
        let kind = match kind {
            BlockKind::ListItem { .. } => BlockKind::ListItem { level: self.scope().lists.max(1) },
            other => other,
        };
        self.builder.begin(kind, Region::Body, None);
    }

    /// Ends the open block.
    pub(super) fn end(&mut self) {
        self.flush();
        self.end_handle();
        self.item = false;
        self.builder.end();
    }

    /// A link begins.
    pub(super) fn link(&mut self, target: String) {
        self.flush();
        self.host = None;
        let mark = (!self.scope().silent).then(|| self.builder.mark());
        self.links.push((mark, target));
    }

    /// The innermost link ends.
    pub(super) fn unlink(&mut self) {
        self.flush();
        if let Some((Some(mark), target)) = self.links.pop()
            && !target.is_empty()
        {
            let span = self.builder.since(mark);
            self.builder.link(span, target, None);
        }
    }

    /// A picture says whose handle comes next.
    pub(super) fn handle_of(&mut self, host: &str) {
        self.flush();
        self.end_handle();
        self.host = Some((host.to_owned(), self.builder.mark()));
    }

    /// If the words since a picture are a handle, they are a link.
    fn end_handle(&mut self) {
        let Some((host, mark)) = self.host.take() else { return };
        let Some(span) = self.builder.since(mark) else { return };
        let text = &self.builder.document().text;
        let span = span.trim(text);
        let handle = span.of(text).trim_start_matches('@').to_owned();
        let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == '.';
        if (2..=39).contains(&handle.len()) && handle.chars().all(fits) && !handle.contains(".") {
            self.builder.link(Some(span), format!("{host}{handle}"), None);
        }
    }

    /// Sets the size of type by the name of a size command.
    pub(super) fn size(&mut self, name: &str) -> bool {
        let factor = match name {
            "tiny" => 0.5,
            "scriptsize" => 0.7,
            "footnotesize" => 0.8,
            "small" => 0.9,
            "normalsize" => 1.0,
            "large" => 1.2,
            "Large" => 1.44,
            "LARGE" => 1.728,
            "huge" => 2.074,
            "Huge" | "HUGE" => 2.488,
            _ => return false,
        };
        let size = self.normal_pt * factor;
        self.flush();
        self.scope().style.size_pt = Some(size);
        true
    }

    /// Sets the colour of type; a colour that is not known is no colour.
    pub(super) fn ink(&mut self, color: Option<Color>) {
        self.flush();
        self.scope().style.color = color;
    }
}
