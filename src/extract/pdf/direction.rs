//! Text that runs from right to left, put into the order in which it is read.
//!
//! A page holds such text as it is seen. A frame most of whose letters run from right to left is
//! mirrored, so that words, lines and columns are found by the same rules as everywhere else, the
//! right column first. What runs the other way within a line, a name in Latin letters or a number,
//! is turned back here.

use smallvec::smallvec;
use unicode_normalization::UnicodeNormalization;

use super::glyphs::Canvas;
use super::lines::Segment;
use super::words::{Frame, Word};

/// Whether a letter is written from right to left.
fn is_rtl(c: char) -> bool {
    matches!(
        c,
        '\u{5be}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    ) && !c.is_numeric()
}

/// Mirrors the frames that run from right to left; says whether the page has any such letters.
pub(super) fn mirror(canvas: &Canvas, frames: &mut [Frame]) -> bool {
    // All these letters begin with one of these bytes, which few other pages have.
    let may = |byte: u8| matches!(byte, 0xd6..=0xdf | 0xe0 | 0xef | 0xf0);
    if !canvas.text.bytes().any(may) || !canvas.text.chars().any(is_rtl) {
        return false;
    }
    for frame in frames {
        let (mut from_right, mut from_left) = (0usize, 0usize);
        let glyphs = frame.glyphs.iter().filter_map(|&i| canvas.glyphs.get(i as usize));
        for c in glyphs.flat_map(|glyph| canvas.text_of(glyph).chars()) {
            from_right += usize::from(is_rtl(c));
            from_left += usize::from(c.is_alphabetic() && !is_rtl(c));
        }
        if from_right > from_left {
            frame.mirror();
        }
    }
    true
}

/// Which way a glyph runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A letter that runs as its frame does.
    Along,
    /// A letter that runs against it.
    Against,
    /// A digit: always from left to right.
    Number,
    /// Anything else takes after what stands around it.
    Neutral,
}

/// A glyph, or the gap between two words.
#[derive(Debug, Clone, Copy)]
enum Token {
    Glyph { glyph: u32, word: usize, way: Way },
    Gap,
}

impl Token {
    fn way(self) -> Way {
        match self {
            Token::Glyph { way, .. } => way,
            Token::Gap => Way::Neutral,
        }
    }
}

/// Turns back what runs against the frame within a segment, and turns brackets that are painted
/// mirrored.
pub(super) fn settle(segment: &mut Segment, canvas: &mut Canvas, mirrored: bool) {
    let way = |canvas: &Canvas, glyph: u32| {
        let text = canvas.glyphs.get(glyph as usize).map_or("", |glyph| canvas.text_of(glyph));
        let Some(c) = text.chars().find(|c| c.is_alphanumeric()) else { return Way::Neutral };
        match (c.is_numeric(), is_rtl(c) == mirrored) {
            (true, _) => Way::Number,
            (_, true) => Way::Along,
            (_, false) => Way::Against,
        }
    };
    let mut tokens: Vec<Token> = Vec::new();
    for (word, own) in segment.words.iter().enumerate() {
        if word > 0 {
            tokens.push(Token::Gap);
        }
        tokens.extend(own.glyphs.iter().map(|&glyph| Token::Glyph {
            glyph,
            word,
            way: way(canvas, glyph),
        }));
    }
    let turned = turn(&mut tokens, canvas, mirrored);
    for (token, turned) in tokens.iter().zip(turned) {
        if let Token::Glyph { glyph, .. } = token
            && turned != mirrored
        {
            face(canvas, *glyph);
        }
    }
    segment.words = words(&tokens, &segment.words);
}

/// Reverses the stretches that run against the frame; says of each token whether it was in one.
fn turn(tokens: &mut [Token], canvas: &Canvas, mirrored: bool) -> Vec<bool> {
    let mut turned = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let end = match (tokens[at].way(), mirrored) {
            (Way::Against, _) => stretch(tokens, at, canvas),
            // In a mirrored frame a number is against it by itself, or ends a name before it.
            (Way::Number, true) => {
                let number = number(tokens, at, canvas);
                let name = (number..tokens.len())
                    .find(|&i| tokens[i].way() != Way::Neutral)
                    .filter(|&i| tokens[i].way() == Way::Against);
                name.map_or(number, |name| stretch(tokens, name, canvas))
            }
            _ => {
                at += 1;
                continue;
            }
        };
        tokens[at..end].reverse();
        turned[at..end].fill(true);
        // Numbers within words that run from right to left run from left to right.
        let mut inner = at;
        while !mirrored && inner < end {
            let stop = match tokens[inner].way() {
                Way::Number => number(&tokens[..end], inner, canvas),
                _ => inner + 1,
            };
            tokens[inner..stop].reverse();
            inner = stop;
        }
        at = end;
    }
    turned
}

/// Where a stretch ends that runs against the frame: after its last letter or digit.
fn stretch(tokens: &[Token], at: usize, canvas: &Canvas) -> usize {
    let mut end = at;
    let mut gap = false;
    let mut next = at;
    while next < tokens.len() {
        match tokens[next].way() {
            Way::Against => end = next + 1,
            Way::Along => break,
            Way::Neutral => gap |= matches!(tokens[next], Token::Gap),
            // A number beyond a gap stands for itself, unless the name goes on behind it.
            Way::Number if !gap => end = next + 1,
            Way::Number => {
                let after = number(tokens, next, canvas);
                let goes_on = tokens[after..].iter().find(|token| token.way() != Way::Neutral);
                if goes_on.is_none_or(|token| token.way() != Way::Against) {
                    break;
                }
            }
        }
        gap &= tokens[next].way() == Way::Neutral;
        next += 1;
    }
    end.max(at + 1)
}

/// Where a number ends: digits, and the marks that stand between digits.
fn number(tokens: &[Token], at: usize, canvas: &Canvas) -> usize {
    let mut end = at;
    for (next, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Glyph { way: Way::Number, .. } => end = next + 1,
            Token::Glyph { glyph, way: Way::Neutral, .. } => {
                let text = canvas.glyphs.get(*glyph as usize).map_or("", |g| canvas.text_of(g));
                if !matches!(text, "." | "," | ":" | "/" | "-" | "+") {
                    break;
                }
            }
            _ => break,
        }
    }
    end.max(at + 1)
}

/// Gives a glyph that is painted mirrored the character that it stands for.
fn face(canvas: &mut Canvas, glyph: u32) {
    const PAIRS: [(&str, &str); 5] = [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»")];
    let Some(own) = canvas.glyphs.get(glyph as usize) else { return };
    let text = canvas.text_of(own);
    let other = PAIRS.iter().find_map(|&(open, close)| match text {
        _ if text == open => Some(close.to_owned()),
        _ if text == close => Some(open.to_owned()),
        _ => None,
    });
    // Fonts have a shape for each place that a letter has in its word; it is one letter.
    let shaped = |c: char| matches!(c, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let letter = || text.chars().any(shaped).then(|| text.nfkc().collect::<String>());
    let Some(new) = other.or_else(letter) else { return };
    let start = canvas.text.len() as u32;
    canvas.text.push_str(&new);
    let end = canvas.text.len() as u32;
    canvas.glyphs[glyph as usize].text = (start, end);
}

/// The words that tokens make; places are those of the words that their glyphs come from.
fn words(tokens: &[Token], before: &[Word]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for token in tokens {
        let Token::Glyph { glyph, word, .. } = token else {
            open = false;
            continue;
        };
        let from = &before[*word];
        match words.last_mut().filter(|_| open) {
            Some(word) => {
                word.glyphs.push(*glyph);
                (word.x0, word.x1) = (word.x0.min(from.x0), word.x1.max(from.x1));
            }
            None => words.push(Word { glyphs: smallvec![*glyph], ..from.clone() }),
        }
        open = true;
    }
    words
}
