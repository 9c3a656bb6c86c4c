//! Text of strangers, made harmless before it is shown.
//!
//! A resume is input from somebody we do not know, and a terminal obeys escapes, a bidirectional
//! control turns a line around, and an invisible character hides a word. What a reader is shown is
//! therefore never the raw text: such characters are replaced by ones that can be seen.

use std::borrow::Cow;

/// Stands for a character that must not be passed on.
const REPLACEMENT: char = '\u{fffd}';

/// Whether a character turns the direction of text (all twelve of Unicode's bidi controls).
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character takes no room and is not part of writing: zero-width spaces, separators of
/// lines and paragraphs, tags, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What stands for `c` where it is shown; `None` when it can be shown as it is.
///
/// Controls become their pictures (`␛`), so that a reader sees what was there.
pub fn stand_in(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(REPLACEMENT),
        _ if is_bidi_control(c) || is_invisible(c) => Some(REPLACEMENT),
        _ => None,
    }
}

/// `text` on one line, with nothing in it that a terminal, a log or a reader could trip over.
pub fn one_line(text: &str) -> Cow<'_, str> {
    inert(shown(text, |c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        _ => stand_in(c),
    }))
}

/// `text` with its line ends and tabs, and with nothing else that a terminal could act on. A soft
/// hyphen stays: many a PDF writes it for the hyphen that a reader sees.
pub fn many_lines(text: &str) -> Cow<'_, str> {
    inert(shown(text, |c| match c {
        '\n' | '\t' | '\u{ad}' => None,
        _ => stand_in(c),
    }))
}

/// `text` without what the log of a CI runner obeys: `::` where a word begins, `##[` anywhere.
fn inert(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("::") && !text.contains("##[") {
        return text;
    }
    let mut inert = String::with_capacity(text.len() + 8);
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let begins = inert.chars().next_back().is_none_or(char::is_whitespace);
        if begins && rest.starts_with("::") {
            inert.push('\u{2237}');
            rest = &rest[2..];
        } else if rest.starts_with("##[") {
            inert.push_str("##\u{ff3b}");
            rest = &rest[3..];
        } else {
            inert.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(inert)
}

/// `text` with the characters that `stand_in` names replaced.
fn shown(text: &str, stand_in: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.chars().all(|c| stand_in(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_bidi_controls_become_visible() {
        assert_eq!(one_line("a\u{1b}[31mb"), "a\u{241b}[31mb");
        assert_eq!(one_line("a\u{202e}b\u{9b}c\u{7f}"), "a\u{fffd}b\u{fffd}c\u{2421}");
        assert_eq!(one_line("a\nb\tc"), "a b c");
        assert_eq!(many_lines("a\r\nb\tc"), "a\u{240d}\nb\tc");
    }

    #[test]
    fn commands_of_a_runner_are_inert_and_names_are_not() {
        assert_eq!(one_line("::error::x std::vec ::x"), "\u{2237}error::x std::vec \u{2237}x");
        assert_eq!(one_line("a##[error]b"), "a##\u{ff3b}error]b");
        assert_eq!(many_lines("a\n  ::x"), "a\n  \u{2237}x");
    }

    #[test]
    fn joiners_of_living_scripts_and_emoji_stay() {
        assert_eq!(one_line("می\u{200c}خواهم 👩\u{200d}💻"), "می\u{200c}خواهم 👩\u{200d}💻");
    }
}
