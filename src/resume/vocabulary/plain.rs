//! Headings in a comparable form: without case, numbers, emoji, colons or letter-spacing, and with one
//! word for every "and".

use crate::folding::fold;

/// A heading in comparable form.
pub(crate) fn plain(heading: &str) -> String {
    let heading = heading.trim();
    let spread = if heading.contains(char::is_whitespace) { None } else { split_camel(heading) };
    let folded = fold(spread.as_deref().unwrap_or(heading)).text;
    let folded = without_brackets(&folded);
    let folded = without_number(folded.trim());
    let mut plain = String::with_capacity(folded.len());
    for word in folded.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':')) {
        let mut rest = word;
        while !rest.is_empty() {
            let end = rest
                .find(['&', '/', ',', '|', '+', '\u{30fb}', ';', '\u{3001}'])
                .unwrap_or(rest.len());
            let (part, tail) = rest.split_at(end);
            let letters: String =
                part.chars().filter(|c| c.is_alphanumeric() || *c == '.' || *c == '#').collect();
            let letters = letters.trim_end_matches('.').trim_start_matches('.');
            let is_and =
                matches!(letters, "and" | "und" | "et" | "y" | "e" | "oraz" | "og" | "och");
            push(&mut plain, if is_and { "and" } else { letters });
            let mut chars = tail.chars();
            if chars.next().is_some() {
                push(&mut plain, "and");
            }
            rest = chars.as_str();
        }
    }
    let trimmed = plain.trim_end_matches(" and").trim_start_matches("and ");
    trimmed.to_owned()
}

fn push(plain: &mut String, word: &str) {
    if word.is_empty() || (word == "and" && plain.ends_with(" and")) {
        return;
    }
    if !plain.is_empty() {
        plain.push(' ');
    }
    plain.push_str(word);
}

/// "peerFeedback" as two words; `None` when it is one.
fn split_camel(word: &str) -> Option<String> {
    let starts_small = word.chars().next().is_some_and(char::is_lowercase);
    if !starts_small || !word.chars().any(char::is_uppercase) {
        return None;
    }
    let mut spread = String::new();
    for c in word.chars() {
        if c.is_uppercase() {
            spread.push(' ');
        }
        spread.push(c);
    }
    Some(spread)
}

/// Without what stands in brackets at the end.
fn without_brackets(text: &str) -> &str {
    let trimmed = text.trim_end();
    match (trimmed.ends_with([')', ']']), trimmed.find(['(', '['])) {
        (true, Some(at)) if at > 0 => &trimmed[..at],
        _ => trimmed,
    }
}

/// Without "1.", "II.", "3)" at the start.
fn without_number(text: &str) -> &str {
    let Some(end) = text.find(['.', ')']) else { return text };
    let (number, rest) = text.split_at(end);
    let is_number = !number.is_empty()
        && (number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2
            || number.len() <= 4 && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    if is_number { rest[1..].trim_start() } else { text }
}
