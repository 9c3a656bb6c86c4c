//! What a line of plain text looks like: heading, item, rule, or just words.

use std::ops::Range;

use super::lines::Line;

/// The shape of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing in it.
    Blank,
    /// A drawn line.
    Rule,
    /// Set off as a heading.
    Heading {
        /// 1 for the first line of the file, 2 for drawn or capital headings, 3 for weaker ones.
        level: u8,
    },
    /// Could be a heading without being set off: short, and it neither ends nor begins a sentence.
    Apart,
    /// Begins an item.
    Item {
        /// 1 or more.
        level: u8,
        /// What it begins with.
        marker: Marker,
    },
    /// Words.
    Plain,
}

/// The bytes of a printed list marker, and of the blanks after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    bytes: usize,
    blanks: usize,
}

impl Marker {
    /// The marker and the words of an item.
    pub(super) fn split(self, line: Range<usize>) -> (Range<usize>, Range<usize>) {
        let marker = line.start..line.start + self.bytes;
        (marker.clone(), marker.end + self.blanks..line.end)
    }
}

/// What lines have in common over the whole file.
#[derive(Debug)]
pub(super) struct Page {
    /// The width in characters at which lines seem to be broken; `None` when they are not.
    wrap: Option<usize>,
    /// Whether so much is in capitals that capitals say nothing.
    shouts: bool,
}

impl Page {
    /// Measures a file.
    pub(super) fn of(text: &str, lines: &[Line]) -> Page {
        let full = lines.iter().filter(|line| !line.range.is_empty());
        let mut widths: Vec<usize> = full
            .clone()
            .map(|line| line.indent + text[line.range.clone()].chars().count())
            .collect();
        widths.sort_unstable();
        // Lines broken at a width crowd just below it; the longest alone may be an outlier.
        let widest = widths.get(widths.len().saturating_sub(1 + widths.len() / 20)).copied();
        let wrap = widest.filter(|&width| (40..=200).contains(&width));
        let capitals = full.clone().filter(|line| is_capitals(&text[line.range.clone()])).count();
        let longish = full.filter(|line| line.range.len() > 3).count();
        Page { wrap, shouts: longish >= 4 && capitals * 2 > longish }
    }

    /// Whether a line goes on with the item that `before` belongs to.
    pub(super) fn goes_on(&self, text: &str, before: Option<(Shape, &Line)>, line: &Line) -> bool {
        let Some((shape, last)) = before else { return false };
        let words = &text[line.range.clone()];
        let previous = &text[last.range.clone()];
        let finished = previous.ends_with(['.', '!', '?', ';']);
        let lower = words.chars().next().is_some_and(char::is_lowercase);
        if lower && !finished {
            return true;
        }
        let hangs = match shape {
            // Words under words: deeper than the line that holds the marker.
            Shape::Item { .. } => {
                line.indent > last.indent
                    || line.indent > 0 && line.indent == last.indent && !starts_item(previous)
            }
            _ => false,
        };
        if hangs {
            return true;
        }
        // The next word would not have fitted on the line before.
        let word = words.split_whitespace().next().map_or(0, |word| word.chars().count());
        let width = last.indent + previous.chars().count();
        self.wrap.is_some_and(|wrap| width + 1 + word > wrap && width * 3 > wrap * 2)
    }
}

/// The shape of each line.
pub(super) fn shapes(text: &str, lines: &[Line]) -> Vec<Shape> {
    let page = Page::of(text, lines);
    let words = |i: usize| lines.get(i).map_or("", |line| &text[line.range.clone()]);
    let mut shapes = Vec::with_capacity(lines.len());
    // Indentation of the items that are open, outermost first.
    let mut indents: Vec<usize> = Vec::new();
    let mut first = true;
    let mut closed = true;
    for (i, line) in lines.iter().enumerate() {
        let line_words = words(i);
        let alone_above = i == 0 || words(i - 1).is_empty() || is_rule(words(i - 1));
        let shape = if line_words.is_empty() {
            Shape::Blank
        } else if is_rule(line_words) {
            Shape::Rule
        } else if let Some(marker) = marker(line_words) {
            while indents.last().is_some_and(|&indent| indent > line.indent) {
                indents.pop();
            }
            if indents.last().is_none_or(|&indent| indent + 1 < line.indent) {
                indents.push(line.indent);
            }
            Shape::Item { level: indents.len().clamp(1, 6) as u8, marker }
        } else {
            let before = if i == 0 { "" } else { words(i - 1) };
            let next = words(i + 1);
            let closed = closed || may_stand_apart(before, line_words, next);
            let around = Around { next, first, alone_above, closed, cut: line.cut };
            let shape = heading(line_words, &page, &around);
            if shape != Shape::Plain {
                indents.clear();
            }
            shape
        };
        if !line_words.is_empty() {
            closed = match shape {
                Shape::Plain | Shape::Item { .. } => {
                    let width = line.indent + line_words.chars().count();
                    ends_sentence(line_words) || page.wrap.is_none_or(|wrap| width * 4 < wrap * 3)
                }
                _ => true,
            };
            first = first && shape == Shape::Rule;
        } else {
            closed = true;
        }
        shapes.push(shape);
    }
    shapes
}

/// What stands around a line.
struct Around<'a> {
    /// The words of the line below.
    next: &'a str,
    /// Nothing stands before it.
    first: bool,
    /// The line above is blank or drawn.
    alone_above: bool,
    /// What stands above has come to an end.
    closed: bool,
    /// It was cut out of a longer line.
    cut: bool,
}

/// Whether a line that is no item is a heading, and of what level.
fn heading(words: &str, page: &Page, around: &Around<'_>) -> Shape {
    let &Around { next, first, alone_above, closed, cut } = around;
    let count = words.split_whitespace().count();
    let short = count <= 8 && words.chars().count() <= 60;
    if !short || words.contains('@') || words.contains("://") {
        return Shape::Plain;
    }
    if first && !words.ends_with(['.', ',', ';']) && count <= 6 && !words.contains(char::is_numeric)
    {
        return Shape::Heading { level: 1 };
    }
    if is_rule(next) && !words.ends_with(['.', ',', ';']) {
        return Shape::Heading { level: 2 };
    }
    let unfinished = words.ends_with([',', ';', '-', '–', '|', '&', '/']);
    // "SCCM, RDC, SMS" is a list of abbreviations.
    let listed = words.contains(',') && words.split(',').all(|part| part.trim().len() <= 6);
    if is_capitals(words) && !page.shouts && !unfinished && !listed && !words.ends_with('.') {
        let digits = words.chars().filter(char::is_ascii_digit).count();
        if digits * 3 < words.len() && (count > 1 || words.chars().count() > 4 || alone_above) {
            return Shape::Heading { level: 2 };
        }
    }
    if let Some(label) = words.strip_suffix([':', '：'])
        && count <= 5
        && !label.contains([':', '.'])
        && !next.is_empty() | alone_above
    {
        return Shape::Heading { level: 3 };
    }
    let wordy =
        words.chars().filter(|c| c.is_alphabetic()).count() * 4 >= words.chars().count() * 3;
    let begins = words.chars().next().is_some_and(|c| !c.is_lowercase());
    let bare = wordy && begins && !unfinished && !words.ends_with(['.', '!', '?', ')']);
    if bare
        && count <= 5
        && closed
        && !words.contains([',', ';', '|', '\t'])
        && !words.contains("  ")
    {
        if alone_above && next.is_empty() && !cut {
            return Shape::Heading { level: 3 };
        }
        return Shape::Apart;
    }
    Shape::Plain
}

/// Whether a line ends a sentence, whatever stray characters stand after its stop.
fn ends_sentence(words: &str) -> bool {
    words.chars().rev().take(3).any(|c| matches!(c, '.' | '!' | '?' | '。'))
}

/// Whether a line in title case may begin something new though the line above it is full.
fn may_stand_apart(before: &str, words: &str, next: &str) -> bool {
    let upper = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let last = before.split_whitespace().next_back().unwrap_or("");
    let hangs = last.ends_with([',', '-', '&', '/', ';', ':'])
        || last.chars().count() <= 3 && last.chars().all(char::is_lowercase);
    words.split_whitespace().all(upper) && upper(next) && !hangs
}

/// Whether there are letters, and all of those that have a case are capitals.
fn is_capitals(words: &str) -> bool {
    let upper = words.chars().filter(|c| c.is_uppercase()).count();
    upper >= 3 && !words.contains(|c: char| c.is_lowercase())
}

/// Whether a line is drawn rather than written.
fn is_rule(words: &str) -> bool {
    let mark = |c: char| {
        matches!(c, '-' | '=' | '_' | '~' | '*' | '#' | '+' | '.' | '^')
            || ('\u{2012}'..='\u{2015}').contains(&c)
            || ('\u{2500}'..='\u{259f}').contains(&c)
            || matches!(c, '•' | '·' | '\u{af}' | '\u{23af}')
    };
    words.chars().filter(|c| !c.is_whitespace()).count() >= 3
        && words.chars().all(|c| mark(c) || c.is_whitespace())
}

fn starts_item(words: &str) -> bool {
    marker(words).is_some()
}

/// The printed marker that a line begins with.
fn marker(words: &str) -> Option<Marker> {
    let mut chars = words.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let bytes = match first {
        '•'
        | '‣'
        | '▪'
        | '▫'
        | '●'
        | '○'
        | '◦'
        | '·'
        | '➢'
        | '➤'
        | '►'
        | '▶'
        | '▸'
        | '✓'
        | '✔'
        | '➔'
        | '→'
        | '»'
        | '■'
        | '□'
        | '◆'
        | '◇'
        | '❖'
        | '✦'
        | '✧'
        | '★'
        | '☆'
        | '⁃'
        | '∙'
        | '※'
        | '・'
        | '◎'
        | '\u{e000}'..='\u{f8ff}' => first.len_utf8(),
        '-' | '–' | '—' | '−' => {
            let next = rest.chars().next()?;
            if !(next.is_whitespace() || next.is_alphabetic()) {
                return None;
            }
            first.len_utf8()
        }
        '*' | '+' | '>' if rest.starts_with(char::is_whitespace) => 1,
        '*' if rest.starts_with(char::is_alphabetic) && !rest.contains('*') => 1,
        'o' | '§' | 'ü' | 'Ø' if rest.starts_with(['\t']) || rest.starts_with("  ") => {
            first.len_utf8()
        }
        'o' if rest.starts_with(' ')
            && rest.trim_start().chars().next().is_some_and(char::is_uppercase) =>
        {
            1
        }
        _ => number(words)?,
    };
    let after = &words[bytes..];
    let blanks = after.len() - after.trim_start().len();
    (blanks < after.len()).then_some(Marker { bytes, blanks })
}

/// The bytes of `1.`, `2)`, `(3)` or `a)` at the beginning of a line.
fn number(words: &str) -> Option<usize> {
    let (open, inner) = match words.strip_prefix('(') {
        Some(inner) => (1, inner),
        None => (0, words),
    };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let letter = inner.starts_with(|c: char| c.is_ascii_lowercase());
    let length = match digits {
        1 | 2 => digits,
        0 if letter => 1,
        _ => return None,
    };
    let mut after = inner[length..].chars();
    let close = after.next()?;
    let next = after.next()?;
    let fits = match (open, close) {
        (1, ')') => true,
        (0, ')') => true,
        (0, '.') => digits > 0 && (next.is_whitespace() || next.is_alphabetic()),
        _ => false,
    };
    (fits && !next.is_ascii_digit()).then_some(open + length + close.len_utf8())
}
