//! A document as it was read: its text, and for every word the place it came from.
//!
//! This is the ground floor. Every reader in [`crate::extract`] produces a [`Document`], and nothing
//! that comes later asks which format it was: structure is in [`Block`], looks are in [`Style`], and
//! the way back into the user's own file is in [`Place`]. A [`Span`] is the only coordinate inside.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// A range of bytes in [`Document::text`]; the only coordinate used after extraction.
///
/// Both ends stand on character boundaries, and `start <= end`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to, and without, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: narrow(start), end: narrow(end) }
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words under this span; empty when the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The same span without white space at either end.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start as usize + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// Of things that are sorted and disjoint, those that share a byte with `span`.
pub(crate) fn sharing<T>(sorted: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let first = sorted.partition_point(|thing| of(thing).end <= span.start);
    let last = sorted.partition_point(|thing| of(thing).start < span.end);
    sorted.get(first..last.max(first)).unwrap_or(&[])
}

/// The formats that people keep resumes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML text (`.docx`).
    Docx,
    /// OpenDocument text (`.odt`).
    Odt,
    /// Rich Text Format.
    Rtf,
    /// CommonMark, with tables and front matter.
    Markdown,
    /// LaTeX source.
    Latex,
    /// Typst source.
    Typst,
    /// HTML.
    Html,
    /// JSON Resume, schema v1.
    JsonResume,
    /// RenderCV, or JSON Resume written as YAML.
    Yaml,
    /// Plain text in any encoding.
    Text,
}

impl Format {
    /// The name used in JSON, configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
            Format::Markdown => "markdown",
            Format::Latex => "latex",
            Format::Typst => "typst",
            Format::Html => "html",
            Format::JsonResume => "json-resume",
            Format::Yaml => "yaml",
            Format::Text => "text",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A document in reading order, with the way back to the file it came from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// What the file turned out to be.
    pub format: Format,
    /// Everything the document says, in reading order, text that a reader would not see included.
    /// Blocks are separated by newlines; cells and far-apart parts of a line by a tab.
    pub text: String,
    /// Structure, sorted by span and disjoint. A printed list marker stands before its item's span.
    pub blocks: Vec<Block>,
    /// Where each piece of text came from: sorted, disjoint, covering every byte except separators
    /// that the reader inserted.
    pub runs: Vec<Run>,
    /// The pages, where the format has any.
    pub pages: Vec<Page>,
    /// Links that the format itself marks; addresses that are merely printed are found later.
    pub links: Vec<Link>,
    /// What the file says of itself, outside its text.
    pub metadata: Metadata,
    /// Comments of the format's own syntax; they are not part of the text.
    pub comments: Vec<Comment>,
    /// Who decided the order of the sections.
    pub order: Order,
    /// The files that [`Place::Source`] points into; the first is the user's own.
    pub sources: Vec<SourceText>,
    /// What could not be read, or was read only in part.
    pub notes: Vec<Note>,
}

impl Document {
    /// A document with nothing in it yet.
    pub fn empty(format: Format) -> Self {
        Document {
            format,
            text: String::new(),
            blocks: Vec::new(),
            runs: Vec::new(),
            pages: Vec::new(),
            links: Vec::new(),
            metadata: Metadata::default(),
            comments: Vec::new(),
            order: Order::Author,
            sources: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The words under `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The runs that share a byte with `span`.
    pub fn runs_in(&self, span: Span) -> &[Run] {
        sharing(&self.runs, span, |run| run.span)
    }

    /// The blocks that share a byte with `span`.
    pub fn blocks_in(&self, span: Span) -> &[Block] {
        sharing(&self.blocks, span, |block| block.span)
    }

    /// How much of the file was checked, from the notes alone.
    pub fn status(&self) -> Status {
        Status::of(&self.notes)
    }

    /// Where `span` stands in the user's file: line and column for text formats, page and rectangles
    /// for paged ones, a path for structured ones.
    pub fn locate(&self, span: Span) -> Location {
        let path = self.blocks_in(span).first().and_then(|block| block.path.clone());
        let mut location = Location { path, ..Location::default() };
        for run in self.runs_in(span) {
            match &run.place {
                Place::Page { page, rect } => {
                    // A span over a page break keeps to its first page, as a reader would quote it.
                    if location.page.is_none_or(|first| first == *page) {
                        location.page = Some(*page);
                        location.add_rect(run.part_of_rect(*rect, span, &self.text));
                    }
                }
                Place::Source { file, bytes } => {
                    let part = run.part_of_bytes(bytes, span, self.sources.get(*file as usize));
                    match &mut location.bytes {
                        None => {
                            location.file = *file;
                            location.bytes = Some(part);
                        }
                        Some(all) if location.file == *file => {
                            all.start = all.start.min(part.start);
                            all.end = all.end.max(part.end);
                        }
                        Some(_) => {}
                    }
                }
                Place::Part { part, paragraph } => {
                    location.path.get_or_insert_with(|| format!("{part}/paragraph[{paragraph}]"));
                }
            }
        }
        if let (Some(bytes), Some(source)) =
            (&location.bytes, self.sources.get(location.file as usize))
        {
            let (start, end) = (source.position(bytes.start), source.position(bytes.end));
            location.line = Some(start.line);
            location.column = Some(start.column);
            location.end_line = Some(end.line);
            location.end_column = Some(end.column);
        }
        location
    }
}

/// One unit of structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// What the unit is.
    pub kind: BlockKind,
    /// Where on the page it stands.
    pub region: Region,
    /// The field's path in structured formats, such as `work[0].highlights[2]`.
    pub path: Option<String>,
    /// Its words, without a printed list marker. May hold several lines.
    pub span: Span,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; level 1 is the highest.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a list; level 1 is the outermost.
    ListItem {
        /// 1 or more.
        level: u8,
    },
    /// A row of a table; its cells are separated by tabs.
    TableRow,
    /// The value of a field in a structured format.
    Field,
}

/// The part of the page that a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The main text.
    #[default]
    Body,
    /// A narrow column beside the main text.
    Sidebar,
    /// Repeated at the top of pages.
    PageHeader,
    /// Repeated at the bottom of pages, page numbers included.
    PageFooter,
}

/// Who decided the order in which sections stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The author.
    #[default]
    Author,
    /// A template that the author cannot change, such as LinkedIn's export.
    Template,
}

/// A piece of text with one origin and one look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Its bytes in the text.
    pub span: Span,
    /// Where it came from.
    pub place: Place,
    /// Whether its text can be cut like its source.
    pub fidelity: Fidelity,
    /// How it looks.
    pub style: Style,
    /// Whether a reader sees it.
    pub visibility: Visibility,
}

impl Run {
    /// The source bytes of the part of this run that `span` covers. Half of a decoded unit maps to
    /// the whole of it.
    fn part_of_bytes(
        &self,
        bytes: &Range<u32>,
        span: Span,
        source: Option<&SourceText>,
    ) -> Range<u32> {
        match (self.fidelity, source) {
            (Fidelity::Decoded, _) | (_, None) => bytes.clone(),
            (Fidelity::Verbatim, Some(source)) => {
                let start =
                    source.in_text(bytes.start) + span.start.saturating_sub(self.span.start);
                let end = source.in_text(bytes.end) - self.span.end.saturating_sub(span.end);
                source.on_disk(start)..source.on_disk(end.max(start))
            }
        }
    }

    /// The part of the run's rectangle that `span` covers, taking characters as equally wide.
    fn part_of_rect(&self, rect: Rect, span: Span, text: &str) -> Rect {
        let whole = self.span.of(text).chars().count().max(1) as f32;
        let before = Span { start: self.span.start, end: span.start.max(self.span.start) };
        let after = Span { start: span.end.min(self.span.end), end: self.span.end };
        let width = rect.width / whole;
        let left = before.of(text).chars().count() as f32 * width;
        let right = after.of(text).chars().count() as f32 * width;
        Rect { x: rect.x + left, width: (rect.width - left - right).max(0.0), ..rect }
    }
}

/// Where a run came from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A rectangle on a page.
    Page {
        /// Counted from 1.
        page: u32,
        /// In points, origin at the top left of the page as shown.
        rect: Rect,
    },
    /// A range of bytes in a file of [`Document::sources`].
    Source {
        /// Index into [`Document::sources`]; 0 is the user's own file.
        file: u16,
        /// Bytes of that file as it is on disk.
        bytes: Range<u32>,
    },
    /// A paragraph in a part of a packed format.
    Part {
        /// The part, such as `document` or `header1`.
        part: Arc<str>,
        /// Counted from 1.
        paragraph: u32,
    },
}

/// Whether a run's text can be cut where its source can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// The source bytes are the text: byte for byte, once the file is UTF-8.
    Verbatim,
    /// One indivisible decoded unit, such as `&amp;` or `\'e`.
    Decoded,
}

/// A rectangle in points, origin at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Rect {
    /// Distance from the left edge.
    pub x: f32,
    /// Distance from the top edge.
    pub y: f32,
    /// Width, not negative.
    pub width: f32,
    /// Height, not negative.
    pub height: f32,
}

impl Rect {
    /// The right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The smallest rectangle around both.
    pub fn join(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }
}

/// How a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Style {
    /// Height of the type in points after all scaling, where known.
    pub size_pt: Option<f32>,
    /// Set in bold.
    pub bold: bool,
    /// Set in italics.
    pub italic: bool,
    /// Fill colour, where known.
    pub color: Option<Color>,
}

/// A colour as red, green and blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Color(pub u8, pub u8, pub u8);

/// Whether a reader sees a run, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Seen.
    #[default]
    Visible,
    /// In the colour of what lies behind it.
    SameColor,
    /// Too small to read.
    TooSmall,
    /// Outside the page as shown.
    OffPage,
    /// Cut away by a clip.
    Clipped,
    /// Covered by something painted later.
    Covered,
    /// Never painted: an invisible text mode or glyphs without area.
    NotPainted,
    /// Painted with no opacity.
    Transparent,
    /// On a layer that is switched off.
    HiddenLayer,
    /// Hidden by the format's own markup.
    HiddenByMarkup,
    /// The text layer under a scanned page: read by machines, seen as a picture.
    ScanLayer,
}

impl Visibility {
    /// Whether understanding may rely on the run: seen as text, or seen as the scan above it.
    pub fn is_seen(self) -> bool {
        matches!(self, Visibility::Visible | Visibility::ScanLayer)
    }

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Visibility::Visible => "visible",
            Visibility::SameColor => "same-color",
            Visibility::TooSmall => "too-small",
            Visibility::OffPage => "off-page",
            Visibility::Clipped => "clipped",
            Visibility::Covered => "covered",
            Visibility::NotPainted => "not-painted",
            Visibility::Transparent => "transparent",
            Visibility::HiddenLayer => "hidden-layer",
            Visibility::HiddenByMarkup => "hidden-by-markup",
            Visibility::ScanLayer => "scan-layer",
        }
    }
}

/// A page as shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Page {
    /// Width in points, after rotation.
    pub width: f32,
    /// Height in points, after rotation.
    pub height: f32,
}

/// A link that the format marks as one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The words that carry it; `None` when it covers no text (an image, an empty rectangle).
    pub span: Option<Span>,
    /// Where it leads, as written.
    pub target: String,
    /// Where the target itself stands, if that is elsewhere than the words.
    pub place: Option<Place>,
}

/// What a file says of itself, outside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Metadata {
    /// The document's title.
    pub title: Option<String>,
    /// Who wrote it, as stated.
    pub author: Option<String>,
    /// What it is about, as stated.
    pub subject: Option<String>,
    /// Keywords, as stated.
    pub keywords: Option<String>,
    /// The program that it was written with.
    pub creator: Option<String>,
    /// The program that produced the file.
    pub producer: Option<String>,
    /// The language that the file declares (BCP 47).
    pub language: Option<String>,
    /// Any other named text: custom properties, XMP fields, form fields, annotations.
    pub other: Vec<(String, String)>,
    /// Things that act when the document is opened: scripts, launch actions, macros.
    pub active_content: Vec<String>,
}

/// A comment in the format's own syntax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Its words, without the marks that make it a comment.
    pub text: String,
    /// The byte in [`Document::text`] before which it stands.
    pub at: u32,
    /// Which of [`Document::sources`] it stands in.
    pub file: u16,
    /// Its bytes there, marks included.
    pub bytes: Range<u32>,
}

/// A text file that a document was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SourceText {
    /// Its name, for reports.
    pub name: String,
    /// Its content as UTF-8, a byte order mark included.
    pub text: String,
    /// Where bytes on disk and bytes of `text` differ: pairs of (on disk, in `text`), one for each
    /// character, ending with both lengths. Empty when they are the same.
    #[serde(skip)]
    pub offsets: Vec<(u32, u32)>,
    /// Places whose lines and columns are known, once somebody asks.
    #[serde(skip)]
    pub(crate) known: OnceLock<Vec<(usize, Position)>>,
}

/// A line and column, both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// Counted from 1.
    pub line: u32,
    /// In characters, counted from 1.
    pub column: u32,
}

impl Position {
    /// Goes on behind a character that stands at byte `at`.
    fn pass(&mut self, at: usize, c: char) {
        match c {
            '\n' => *self = Position { line: self.line + 1, column: 1 },
            // A byte order mark is no character of the text.
            '\u{feff}' if at == 0 => {}
            _ => self.column += 1,
        }
    }
}

impl SourceText {
    /// A source whose bytes on disk are `text` itself.
    pub fn utf8(name: impl Into<String>, text: impl Into<String>) -> Self {
        SourceText { name: name.into(), text: text.into(), ..SourceText::default() }
    }

    /// The byte on disk at which the character at `offset` of the decoded text begins.
    pub fn on_disk(&self, offset: u32) -> u32 {
        match self.offsets.partition_point(|&(_, decoded)| decoded < offset) {
            _ if self.offsets.is_empty() => offset,
            i => self.offsets.get(i).or(self.offsets.last()).map_or(offset, |pair| pair.0),
        }
    }

    /// The byte of the decoded text for a byte on disk.
    pub fn in_text(&self, byte: u32) -> u32 {
        match self.offsets.partition_point(|&(disk, _)| disk < byte) {
            _ if self.offsets.is_empty() => byte,
            i => self.offsets.get(i).or(self.offsets.last()).map_or(byte, |pair| pair.1),
        }
    }

    /// The line and column of a byte on disk. A byte order mark has no column of its own.
    pub fn position(&self, byte: u32) -> Position {
        let mut offset = (self.in_text(byte) as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let known = self.known.get_or_init(|| self.waypoints());
        let before = known.partition_point(|&(at, _)| at <= offset);
        let (mut at, mut position) =
            before.checked_sub(1).map_or((0, Position { line: 1, column: 1 }), |i| known[i]);
        for c in self.text[at..offset].chars() {
            position.pass(at, c);
            at += c.len_utf8();
        }
        position
    }

    /// A place in every few hundred bytes, with its line and column: a file may be one line of
    /// megabytes with thousands of findings.
    fn waypoints(&self) -> Vec<(usize, Position)> {
        const APART: usize = 512;
        let mut known = Vec::with_capacity(self.text.len() / APART);
        let mut position = Position { line: 1, column: 1 };
        let mut next = APART;
        for (at, c) in self.text.char_indices() {
            if at >= next {
                known.push((at, position));
                next = at + APART;
            }
            position.pass(at, c);
        }
        known
    }
}

/// Where words stand in the user's own file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// Index into [`Document::sources`].
    pub file: u16,
    /// First line, counted from 1; `None` for paged and packed formats.
    pub line: Option<u32>,
    /// First column in characters, counted from 1.
    pub column: Option<u32>,
    /// Line of the end.
    pub end_line: Option<u32>,
    /// Column of the end, exclusive.
    pub end_column: Option<u32>,
    /// Bytes on disk.
    pub bytes: Option<Range<u32>>,
    /// Page, counted from 1.
    pub page: Option<u32>,
    /// Rectangles on that page, one a line.
    pub rects: Vec<Rect>,
    /// Path in a structured or packed format.
    pub path: Option<String>,
}

impl Location {
    /// Adds a word's rectangle, joining it to the one before when both stand on one line.
    fn add_rect(&mut self, rect: Rect) {
        match self.rects.last_mut() {
            Some(last) if same_line(*last, rect) => *last = last.join(rect),
            _ => self.rects.push(rect),
        }
    }
}

/// Whether two rectangles overlap vertically by more than half of the lower one.
fn same_line(a: Rect, b: Rect) -> bool {
    let shared = a.bottom().min(b.bottom()) - a.y.max(b.y);
    shared > 0.5 * a.height.min(b.height)
}

/// Something the reader of a report has to know about how a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What sort of thing.
    pub kind: NoteKind,
    /// In a sentence, with the next step where there is one.
    pub message: String,
    /// The words it is about, if any.
    pub span: Option<Span>,
}

impl Note {
    /// A note about the file as a whole.
    pub fn new(kind: NoteKind, message: impl Into<String>) -> Self {
        Note { kind, message: message.into(), span: None }
    }
}

/// The sorts of note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// Worth knowing; everything was checked.
    Information,
    /// The content is of another format than the name says.
    WrongExtension,
    /// Some glyphs have no Unicode and stand as U+FFFD.
    UnmappedGlyphs,
    /// A comment that silences rules and is not needed, gives no reason, or is not honoured.
    UnusedSuppression,
    /// A copy that `annotate` made, whose notes count as words of the file.
    AnnotatedCopy,
    /// The document does not read like a resume, and what it lacks is not held against it.
    NotAResume,
    /// Rules about wording do not know the document's language.
    LanguageNotKnown,
    /// An included file was not read.
    IncludeNotRead,
    /// A rule could not be run on it.
    RuleNotRun,
    /// Part of the file is damaged; what could be read was.
    Damaged,
    /// A limit was reached; what came before it was read.
    Limit,
    /// Pages without text: pictures only.
    NoTextLayer,
    /// Nothing in it.
    Empty,
    /// Encrypted with a password that we do not have.
    PasswordNeeded,
    /// Not a format that we read.
    Unsupported,
    /// The format is known, but nothing could be read.
    Unreadable,
    /// resumelint failed on it.
    Crashed,
    /// It took longer than is allowed.
    TimeLimit,
    /// It took more memory than is allowed.
    MemoryLimit,
}

impl NoteKind {
    /// Whether a person who did not ask for details should hear of it.
    pub fn is_told(self) -> bool {
        !matches!(self, NoteKind::Information | NoteKind::UnmappedGlyphs)
    }

    /// What a note of this sort says about how much was checked.
    pub fn status(self) -> Status {
        match self {
            NoteKind::Information
            | NoteKind::WrongExtension
            | NoteKind::UnmappedGlyphs
            | NoteKind::UnusedSuppression
            | NoteKind::AnnotatedCopy
            | NoteKind::NotAResume
            | NoteKind::LanguageNotKnown => Status::Checked,
            NoteKind::IncludeNotRead
            | NoteKind::RuleNotRun
            | NoteKind::Damaged
            | NoteKind::Limit => Status::PartlyChecked,
            NoteKind::NoTextLayer
            | NoteKind::Empty
            | NoteKind::PasswordNeeded
            | NoteKind::Unsupported
            | NoteKind::Unreadable
            | NoteKind::Crashed
            | NoteKind::TimeLimit
            | NoteKind::MemoryLimit => Status::NotChecked,
        }
    }
}

/// How much of a file was checked. "Not fully checked" is never "clean".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// All of it.
    Checked,
    /// A limit or damage stood in the way; a note names it.
    PartlyChecked,
    /// None of it.
    NotChecked,
}

impl Status {
    /// How much was checked, from what stood in the way.
    pub fn of(notes: &[Note]) -> Status {
        notes.iter().map(|note| note.kind.status()).max().unwrap_or(Status::Checked)
    }
}
