//! What a person reads of a document: its visible lines, and the words and dates on them.
//!
//! Hidden text is blanked out byte for byte, so that every span still points at the same place, and
//! nothing that understanding finds can rest on words that nobody sees.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::{Meaning, Tag, Wording};
use super::words::Hits;
use super::{DateRange, Vocabulary, dates};
use crate::document::{Block, BlockKind, Document, Region, Span, sharing};

/// The longest line, sentence or item that is taken as one, in bytes. A page of running text holds about
/// three thousand; whatever looks around itself in a "line" of megabytes takes hours.
pub(super) const LONGEST: usize = 2_000;

/// A document made ready for understanding.
pub(super) struct Page<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// Its text with everything hidden blanked out.
    pub(super) text: Cow<'a, str>,
    /// Its lines in reading order, none of them empty.
    pub(super) lines: Vec<Line>,
    /// The main language.
    pub(super) language: Option<&'static str>,
    /// The phrases of the vocabulary.
    pub(super) hits: Hits,
    /// Small words by what they are good for.
    pub(super) wording: &'a Wording,
    /// The dates, in reading order.
    pub(super) dates: Vec<DateRange>,
    /// Whether the page is about technology, by the number of its words for it.
    pub(super) is_technical: bool,
    /// Whether the document has no structure of its own, so that a line is all there is.
    pub(super) is_flat: bool,
    /// The sentences of every block, once somebody asks for one.
    sentences: OnceCell<Vec<Span>>,
    /// At how many lines each picture of an icon font stands, once somebody asks.
    icons: OnceCell<BTreeMap<char, usize>>,
}

/// A line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, without blanks around them.
    pub(super) span: Span,
    /// Index into [`Document::blocks`].
    pub(super) block: usize,
    /// What the block is.
    pub(super) kind: BlockKind,
    /// Where on the page it stands.
    pub(super) region: Region,
    /// Whether it is the first line of its block.
    pub(super) is_first: bool,
    /// Blanks before its first word.
    pub(super) indent: u32,
}

impl Line {
    /// Whether it is an item of a list.
    pub(super) fn is_item(&self) -> bool {
        matches!(self.kind, BlockKind::ListItem { .. })
    }

    /// The level of the heading that it belongs to.
    pub(super) fn heading_level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        }
    }
}

impl<'a> Page<'a> {
    /// Reads a document.
    pub(super) fn new(document: &'a Document, vocabulary: &'a Vocabulary) -> Self {
        let text = visible(document);
        let lines = lines(document, &text);
        let language = super::language::detect(document, &text, vocabulary);
        let mut breaks: Vec<u32> = document.blocks.iter().map(|block| block.span.end).collect();
        breaks.sort_unstable();
        let hits = Hits::find(&text, vocabulary, language, &breaks);
        let dates = dates::find(&text, vocabulary);
        // A few words again and again make no technical page: an office lists SQL and SAP too.
        let technologies: BTreeSet<&str> = hits
            .within(Span::new(0, text.len()))
            .filter(|hit| {
                matches!(hit.meaning, Meaning::Platform(_) | Meaning::Word(Tag::Technology))
            })
            .map(|hit| hit.span.of(&text))
            .take(64)
            .collect();
        let is_titled = |line: &Line| {
            line.span.len() <= 100 && !line.is_item() && hits.any(Tag::SoftwareTitle, line.span)
        };
        let is_technical = technologies.len() >= 8 || lines.iter().any(is_titled);
        let is_flat = !document
            .blocks
            .iter()
            .any(|block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Field));
        let (sentences, icons) = Default::default();
        Page {
            document,
            text,
            lines,
            language,
            hits,
            wording: &vocabulary.words.wording,
            dates,
            is_technical,
            is_flat,
            sentences,
            icons,
        }
    }

    /// The picture of an icon font that a line begins with, or the mark of its list's item.
    pub(super) fn icon(&self, line: &Line) -> Option<char> {
        let before = self.text[..line.span.start as usize].trim_end_matches([' ', '\t']);
        let mark = before.chars().next_back().filter(|_| line.is_item());
        let first = mark.or_else(|| self.slice(line.span).chars().next());
        first.filter(|c| ('\u{e000}'..='\u{f8ff}').contains(c))
    }

    /// At how many lines each picture stands.
    pub(super) fn icons(&self) -> &BTreeMap<char, usize> {
        self.icons.get_or_init(|| {
            let mut icons = BTreeMap::new();
            for icon in self.lines.iter().filter_map(|line| self.icon(line)) {
                *icons.entry(icon).or_default() += 1;
            }
            icons
        })
    }

    /// The lines that share a byte with `span`.
    pub(super) fn lines_on(&self, span: Span) -> &[Line] {
        sharing(&self.lines, span, |line| line.span)
    }

    /// The first sentence that shares a byte with `span`, within its block; `span` itself where there is
    /// none.
    pub(super) fn sentence(&self, span: Span) -> Span {
        let sentences = self.sentences.get_or_init(|| {
            let blocks = self.document.blocks.iter();
            blocks.flat_map(|block| super::bullets::sentences(self, block.span)).collect()
        });
        let first = sentences.partition_point(|sentence| sentence.end <= span.start);
        let sentence = sentences.get(first).filter(|sentence| sentence.overlaps(span));
        sentence.map_or(span, |sentence| sentence.join(span))
    }

    /// The line that `span` begins on, or the last one before it.
    pub(super) fn line_at(&self, at: u32) -> Option<&Line> {
        let after = self.lines.partition_point(|line| line.span.start < at);
        self.lines.get(after.checked_sub(1)?)
    }

    /// The words under a span.
    pub(super) fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The block of a line.
    pub(super) fn block(&self, line: &Line) -> Option<&Block> {
        self.document.blocks.get(line.block)
    }

    /// The path of the field that a line belongs to.
    pub(super) fn path(&self, line: &Line) -> Option<&str> {
        self.block(line)?.path.as_deref()
    }

    /// The lines that begin inside `span`.
    pub(super) fn lines_in(&self, span: Span) -> &[Line] {
        let first = self.lines.partition_point(|line| line.span.start < span.start);
        let last = self.lines.partition_point(|line| line.span.start < span.end);
        &self.lines[first..last.max(first)]
    }

    /// The dates that begin inside `span`.
    pub(super) fn dates_in(&self, span: Span) -> &[DateRange] {
        let first = self.dates.partition_point(|date| date.span.start < span.start);
        let last = self.dates.partition_point(|date| date.span.start < span.end);
        &self.dates[first..last.max(first)]
    }

    /// How much a line stands out by its looks: capitals, bold type, size in points.
    pub(super) fn looks(&self, line: &Line) -> Looks {
        let words = self.slice(line.span);
        let is_upper =
            words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase);
        let first = self.document.runs_in(line.span).iter().find(|run| run.visibility.is_seen());
        Looks {
            is_upper,
            is_bold: first.is_some_and(|run| run.style.bold),
            size_pt: first.and_then(|run| run.style.size_pt),
        }
    }
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Looks {
    /// Set in capitals.
    pub(super) is_upper: bool,
    /// Set in bold.
    pub(super) is_bold: bool,
    /// Size of the type in points.
    pub(super) size_pt: Option<f32>,
}

impl Looks {
    /// Whether a line with these looks stands out at least as much as one with `other`.
    pub(super) fn at_least(self, other: Looks) -> bool {
        let size = match (self.size_pt, other.size_pt) {
            (Some(a), Some(b)) => a >= b - 0.6,
            _ => true,
        };
        // Bold type of the same size stands out as much as capitals do.
        let as_bold = self.is_bold && other.is_bold && self.size_pt.is_some();
        size && (self.is_bold || !other.is_bold) && (self.is_upper || !other.is_upper || as_bold)
    }
}

/// The text with every byte that a reader does not see made a blank.
fn visible(document: &Document) -> Cow<'_, str> {
    if document.runs.iter().all(|run| run.visibility.is_seen()) {
        return Cow::Borrowed(&document.text);
    }
    let mut text = String::with_capacity(document.text.len());
    let mut at = 0;
    for run in document.runs.iter().filter(|run| !run.visibility.is_seen()) {
        let hidden = run.span.range();
        if hidden.start < at || document.text.get(at..hidden.start).is_none() {
            continue;
        }
        text.push_str(&document.text[at..hidden.start]);
        let hidden_text = run.span.of(&document.text);
        text.extend(hidden_text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = hidden.start + hidden_text.len();
    }
    text.push_str(document.text.get(at..).unwrap_or_default());
    Cow::Owned(text)
}

/// A line in parts that are not too long to look at, cut between words where there are any.
pub(super) fn cut(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest.take()?;
        if line.len() <= LONGEST {
            return Some(line);
        }
        let limit = line.floor_char_boundary(LONGEST);
        // A list is better cut behind an item than amid one.
        let listed = line[..limit].rfind([',', ';', '\t', '|']).map(|at| at + 1);
        let at = listed
            .filter(|at| *at > LONGEST / 2)
            .or_else(|| line[..limit].rfind(char::is_whitespace).filter(|at| *at > 0))
            .unwrap_or(limit);
        rest = Some(&line[at..]);
        Some(&line[..at])
    })
}

/// The lines of every block.
fn lines(document: &Document, text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for (block, unit) in document.blocks.iter().enumerate() {
        let mut is_first = true;
        for piece in unit.span.of(text).split('\n').flat_map(cut) {
            let start = piece.as_ptr() as usize - text.as_ptr() as usize;
            let span = Span::new(start, start + piece.len()).trim(text);
            if span.is_empty() {
                continue;
            }
            let before = &text[..span.start as usize];
            let indent = before.len() - before.trim_end_matches([' ', '\u{a0}']).len();
            lines.push(Line {
                span,
                block,
                kind: unit.kind,
                region: unit.region,
                is_first,
                indent: indent as u32,
            });
            is_first = false;
        }
    }
    lines.sort_by_key(|line| line.span.start);
    lines
}
