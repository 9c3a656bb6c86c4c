//! Puts a [`Document`] together so that its promises hold: runs sorted and disjoint, blocks sorted
//! and disjoint, and every byte that no run covers is a separator that we inserted.
//!
//! Every reader goes through here; none of them writes to a document by hand.

use std::ops::Range;

use crate::document::{
    Block, BlockKind, Comment, Document, Fidelity, Format, Link, Note, NoteKind, Place, Region,
    Run, SourceText, Span, Style, Visibility,
};

/// The most blocks of a document: two hundred pages have about ten thousand. A file of ten megabytes can
/// name a million, and each costs a hundred bytes and a look at whether it is a heading.
const MOST_BLOCKS: usize = 200_000;
/// The most pieces of text of a document.
const MOST_RUNS: usize = 1_000_000;

/// Takes a document's pieces in reading order.
pub(crate) struct Builder {
    document: Document,
    /// The block that is open: its kind, region, path, and where its words begin.
    open: Option<(BlockKind, Region, Option<String>, usize)>,
    /// The separator to put before the next run.
    pending: Option<char>,
    /// The most text that is taken, in bytes.
    text_limit: usize,
    /// Whether the limit was reached; nothing is taken from then on, so that no hole appears.
    full: bool,
}

/// How a piece of text looks, and whether it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Look {
    /// Type and colour.
    pub(crate) style: Style,
    /// Whether a reader sees it.
    pub(crate) visibility: Visibility,
}

/// A comment in the first source, in bytes of its decoded text.
#[derive(Debug, Clone)]
pub(crate) struct Remark {
    /// Its words.
    pub(crate) text: String,
    /// Where it stands, marks included.
    pub(crate) range: Range<usize>,
    /// Where the words begin that it is about.
    pub(crate) from: usize,
}

impl Builder {
    /// An empty document that takes at most `text_limit` bytes of text.
    pub(crate) fn new(format: Format, text_limit: usize) -> Self {
        Builder {
            document: Document::empty(format),
            open: None,
            pending: None,
            text_limit,
            full: false,
        }
    }

    /// Adds a file that [`Place::Source`] may point into, and gives its number.
    pub(crate) fn source(&mut self, source: SourceText) -> u16 {
        self.document.sources.push(source);
        (self.document.sources.len() - 1) as u16
    }

    /// Begins a block on a line of its own, ending the one before.
    pub(crate) fn begin(&mut self, kind: BlockKind, region: Region, path: Option<String>) {
        self.end();
        self.pending = (!self.document.text.is_empty()).then_some('\n');
        self.open = Some((kind, region, path, usize::MAX));
    }

    /// Ends the open block. A block without words leaves no trace.
    pub(crate) fn end(&mut self) {
        if let Some((kind, region, path, start)) = self.open.take()
            && start != usize::MAX
        {
            let span = Span::new(start, self.document.text.len());
            let span = span.trim(&self.document.text);
            if !span.is_empty() {
                self.document.blocks.push(Block { kind, region, path, span });
            }
        }
    }

    /// Whether a block is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Makes the words so far a printed marker that stands before the open block's own words.
    pub(crate) fn after_marker(&mut self) {
        if let Some((_, _, _, start)) = &mut self.open {
            *start = usize::MAX;
        }
    }

    /// Adds text with its origin. Gives its span; empty when there is no room left.
    pub(crate) fn run(
        &mut self,
        text: &str,
        place: Place,
        fidelity: Fidelity,
        style: Style,
        visibility: Visibility,
    ) -> Span {
        if text.is_empty() || !self.has_room(text.len()) {
            return self.here();
        }
        if let Some(separator) = self.pending.take()
            && !self.document.text.is_empty()
        {
            self.document.text.push(separator);
        }
        let start = self.document.text.len();
        self.document.text.push_str(text);
        let span = Span::new(start, self.document.text.len());
        if let Some((_, _, _, first)) = &mut self.open {
            *first = (*first).min(start);
        }
        self.document.runs.push(Run { span, place, fidelity, style, visibility });
        span
    }

    /// Adds a piece of a source as it stands there. `range` counts bytes of the decoded source.
    pub(crate) fn verbatim(&mut self, file: u16, range: Range<usize>, look: Look) {
        let Some(source) = self.document.sources.get(file as usize) else { return };
        let Some(text) = source.text.get(range.clone()) else { return };
        let room = self.text_limit.saturating_sub(self.document.text.len() + 2);
        if text.len() > room && room > 0 && !self.full {
            // Of a line that is too long the beginning is read.
            let cut = range.start + text.floor_char_boundary(room);
            self.verbatim(file, range.start..cut, look);
            return self.verbatim(file, cut..range.end, look);
        }
        let text = text.to_owned();
        let place = self.place(file, range);
        self.run(&text, place, Fidelity::Verbatim, look.style, look.visibility);
    }

    /// Adds one indivisible unit that a source spells otherwise, such as `&amp;`. `range` counts
    /// bytes of the decoded source.
    pub(crate) fn decoded(&mut self, file: u16, range: Range<usize>, text: &str, look: Look) {
        let place = self.place(file, range);
        self.run(text, place, Fidelity::Decoded, look.style, look.visibility);
    }

    /// The bytes on disk of a range of the decoded source.
    pub(crate) fn bytes_of(&self, file: u16, range: Range<usize>) -> Option<Range<u32>> {
        let source = self.document.sources.get(file as usize)?;
        Some(source.on_disk(range.start as u32)..source.on_disk(range.end as u32))
    }

    /// Where `range` of the decoded source `file` stands.
    pub(crate) fn place(&self, file: u16, range: Range<usize>) -> Place {
        let bytes = self.bytes_of(file, range).unwrap_or_default();
        Place::Source { file, bytes }
    }

    /// Adds a piece of a source in which any stretch of white space counts as one space, as in HTML.
    pub(crate) fn flow(&mut self, file: u16, range: Range<usize>, look: Look) {
        let Some(source) = self.document.sources.get(file as usize) else { return };
        let Some(text) = source.text.get(range.clone()) else { return };
        let pieces = flowing(text);
        let blank = |c: Option<char>| c.is_some_and(is_blank);
        let (leads, trails) = (blank(text.chars().next()), blank(text.chars().next_back()));
        if leads {
            self.separate(' ');
        }
        let count = pieces.len();
        for (i, piece) in pieces.into_iter().enumerate() {
            self.verbatim(file, range.start + piece.start..range.start + piece.end, look);
            if i + 1 < count || trails {
                self.separate(' ');
            }
        }
    }

    /// A mark to hand to [`Builder::since`].
    pub(crate) fn mark(&self) -> usize {
        self.document.runs.len()
    }

    /// The span of what was added since `mark`, if anything was.
    pub(crate) fn since(&self, mark: usize) -> Option<Span> {
        let first = self.document.runs.get(mark)?;
        self.document.runs.last().map(|last| first.span.join(last.span))
    }

    /// Puts `separator` before whatever comes next: a space, a tab or a newline that is not in the
    /// source. A newline wins over a tab, and a tab over a space.
    pub(crate) fn separate(&mut self, separator: char) {
        let rank = |c: char| [' ', '\t', '\n'].iter().position(|&s| s == c);
        if !self.document.text.is_empty() && self.pending.is_none_or(|c| rank(c) < rank(separator))
        {
            self.pending = Some(separator);
        }
    }

    /// The empty span at the end of the text so far.
    pub(crate) fn here(&self) -> Span {
        Span::new(self.document.text.len(), self.document.text.len())
    }

    /// Adds a link that the format marks.
    pub(crate) fn link(&mut self, span: Option<Span>, target: String, place: Option<Place>) {
        self.document.links.push(Link { span, target, place });
    }

    /// Adds a comment of the format's own syntax, standing before whatever comes next.
    pub(crate) fn comment(&mut self, text: &str, file: u16, bytes: Range<u32>) {
        let at = self.document.text.len() as u32;
        self.document.comments.push(Comment { text: text.trim().to_owned(), at, file, bytes });
    }

    /// Adds comments that speak of what follows them in the source, whatever order the text has. Call
    /// it when the text is complete.
    pub(crate) fn remarks(&mut self, remarks: &[Remark]) {
        let mut starts: Vec<(u32, u32)> = self
            .document
            .runs
            .iter()
            .filter_map(|run| match &run.place {
                Place::Source { file: 0, bytes } => Some((bytes.start, run.span.start)),
                _ => None,
            })
            .collect();
        starts.sort_unstable();
        let end = self.document.text.len() as u32;
        for remark in remarks {
            let (Some(bytes), Some(from)) = (
                self.bytes_of(0, remark.range.clone()),
                self.bytes_of(0, remark.from..remark.from),
            ) else {
                continue;
            };
            let next = starts.partition_point(|&(start, _)| start < from.start);
            let at = starts.get(next).map_or(end, |&(_, at)| at);
            let text = remark.text.trim().to_owned();
            self.document.comments.push(Comment { text, at, file: 0, bytes });
        }
        self.document.comments.sort_by_key(|comment| comment.at);
    }

    /// Adds a comment at `range` of the decoded source.
    pub(crate) fn comment_at(&mut self, file: u16, range: Range<usize>, text: &str) {
        if let Some(bytes) = self.bytes_of(file, range) {
            self.comment(text, file, bytes);
        }
    }

    /// Whether a note of this kind was given.
    pub(crate) fn has_note(&self, kind: NoteKind) -> bool {
        self.document.notes.iter().any(|note| note.kind == kind)
    }

    /// Whether the text so far ends in at least two letters or digits, with nothing to separate them
    /// from what comes next.
    pub(crate) fn ends_in_word(&self) -> bool {
        let last = self.document.text.chars().rev().take_while(|c| c.is_alphanumeric());
        self.pending.is_none() && last.take(2).count() == 2
    }

    /// Adds a note about the file.
    pub(crate) fn note(&mut self, kind: NoteKind, message: impl Into<String>) {
        self.document.notes.push(Note::new(kind, message));
    }

    /// The rest of the document: pages, metadata, order.
    pub(crate) fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    /// The finished document.
    pub(crate) fn finish(mut self) -> Document {
        self.end();
        self.document
    }

    /// Whether `bytes` more fit; the first time they do not, a note says so.
    fn has_room(&mut self, bytes: usize) -> bool {
        let fits = self.document.text.len() + bytes < self.text_limit;
        let few = self.document.blocks.len() < MOST_BLOCKS && self.document.runs.len() < MOST_RUNS;
        if !self.full && fits && few {
            return true;
        }
        self.full = true;
        if !self.has_note(NoteKind::Limit) {
            let message = if fits {
                format!(
                    "more than {MOST_BLOCKS} paragraphs or {MOST_RUNS} pieces of text; what follows \
                     was not read"
                )
            } else {
                let limit = self.text_limit;
                format!("text is longer than the limit of {limit} bytes; what follows was not read")
            };
            self.note(NoteKind::Limit, message);
        }
        false
    }
}

/// White space that formats collapse; a no-break space is a character like any other.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// The stretches of `text` that hold words separated by single spaces.
fn flowing(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut rest = 0;
    for word in text.split(is_blank) {
        let start = rest;
        rest += word.len() + 1;
        if word.is_empty() {
            continue;
        }
        let end = start + word.len();
        match pieces.last_mut() {
            Some(last) if text.get(last.end..start) == Some(" ") => last.end = end,
            _ => pieces.push(start..end),
        }
    }
    pieces
}
