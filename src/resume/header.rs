//! The head of the page: the name, the letters after it, and the line that says what the person does.

use super::entries::key_of;
use super::page::{Line, Page};
use super::vocabulary::{Meaning, Use};
use crate::document::{Region, Span};

/// What the head of the page says.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Head {
    /// The name, without post-nominals.
    pub(super) name: Option<Span>,
    /// The letters after the name.
    pub(super) post_nominals: Option<Span>,
    /// What the person does.
    pub(super) headline: Option<Span>,
}

/// Reads the head of the page.
pub(super) fn find(page: &Page<'_>, header: Span) -> Head {
    if let Some(head) = from_fields(page) {
        return head;
    }
    let lines: Vec<&Line> = page
        .lines_in(Span { start: header.start, end: header.end.max(header.start) })
        .iter()
        .filter(|line| line.region != Region::PageFooter)
        .take(12)
        .collect();
    let at = lines.iter().position(|line| is_name(page, line.span));
    let Some(at) = at else {
        let headline = lines.iter().find(|line| is_headline(page, line.span)).map(|line| line.span);
        return Head { headline, ..Head::default() };
    };
    let (name, post_nominals, rest) = split_name(page, lines[at].span);
    let beside = rest.filter(|span| is_headline(page, *span));
    let headline = beside.or_else(|| {
        lines.iter().skip(at + 1).take(5).find(|line| is_headline(page, line.span)).map(|line| {
            // A headline may run over two lines of its block.
            let block = line.block;
            lines
                .iter()
                .filter(|other| other.block == block && other.span.start >= line.span.start)
                .filter(|other| !is_contact(page, other.span))
                .map(|other| other.span)
                .reduce(Span::join)
                .unwrap_or(line.span)
        })
    });
    Head { name: Some(name), post_nominals, headline }
}

/// The head of a structured format: `basics.name`, `cv.name`.
fn from_fields(page: &Page<'_>) -> Option<Head> {
    let field = |keys: &[&str]| {
        page.lines
            .iter()
            .take(40)
            .find(|line| {
                page.path(line).is_some_and(|path| {
                    !path.contains('[')
                        && path.split('.').count() <= 2
                        && keys.contains(&key_of(path))
                })
            })
            .map(|line| line.span)
    };
    let name = field(&["name"])?;
    let headline = field(&["label", "headline", "title", "position"]);
    let (name, post_nominals, _) = split_name(page, name);
    Some(Head { name: Some(name), post_nominals, headline })
}

/// Two to five capitalised words without digits or addresses.
fn is_name(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    let first = words.split(['\t', '|', ',']).next().unwrap_or(words).trim();
    let count = first.split_whitespace().count();
    let cjk = first.chars().filter(|c| super::words::is_cjk(*c)).count();
    let looks = (2..=5).contains(&count) && first.len() <= 60
        || count == 1 && (2..=8).contains(&cjk)
        || count == 1 && first.len() >= 3 && first.chars().all(char::is_alphabetic);
    looks
        && !first.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '/' | ':' | '!' | '?'))
        && first.split_whitespace().all(|word| {
            word.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase())
                || page.wording.has(Use::NameParticle, word)
        })
        && !names_work(page, Span { start: span.start, end: span.start + first.len() as u32 })
}

fn names_work(page: &Page<'_>, span: Span) -> bool {
    page.hits.within(span).any(|hit| matches!(hit.meaning, Meaning::Field(_)))
}

/// Cuts "Ada Example, PMP, CISSP | Engineer" into name, letters and the rest.
fn split_name(page: &Page<'_>, span: Span) -> (Span, Option<Span>, Option<Span>) {
    let words = page.slice(span);
    let cut = |from: usize, to: usize| {
        Span::new(span.start as usize + from, span.start as usize + to).trim(&page.text)
    };
    let bar = words
        .find(['\t', '|', '\u{2022}', '\u{b7}', '\u{2014}'])
        .or_else(|| words.find(" - "))
        .or_else(|| words.find(" \u{2013} "))
        .unwrap_or(words.len());
    let rest = (bar < words.len()).then(|| {
        let tail = words[bar..].trim_start_matches([
            '\t', '|', '\u{2022}', '\u{b7}', '\u{2014}', '\u{2013}', '-', ' ',
        ]);
        cut(words.len() - tail.len(), words.len())
    });
    let comma = words[..bar].find(',');
    match comma {
        Some(at) => {
            let letters = cut(at + 1, bar);
            let all = page.slice(letters).split(',').all(is_post_nominal);
            if all && !letters.is_empty() {
                (cut(0, at), Some(letters), rest)
            } else if page.slice(letters).chars().all(|c| !c.is_ascii_digit()) {
                (cut(0, at), None, rest.or(Some(letters)))
            } else {
                (cut(0, at), None, rest)
            }
        }
        None => match trailing_letters(&words[..bar]) {
            Some(at) => (cut(0, at), Some(cut(at, bar)), rest),
            None => (cut(0, bar), None, rest),
        },
    }
}

/// Letters such as "PMP", "CISSP", "AWS-SAA", "Ph.D.".
fn is_post_nominal(word: &str) -> bool {
    let word = word.trim().trim_end_matches('\u{ae}');
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    !word.is_empty()
        && word.len() <= 24
        && capitals >= 2
        && word.split_whitespace().count() <= 3
        && word.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, '.' | '-' | '+' | ' ' | '\u{ae}' | '/' | '(' | ')' | '\u{b2}')
        })
        && capitals * 2 >= word.chars().filter(|c| c.is_alphabetic()).count()
}

/// Where letters without a comma begin after a name in mixed case: "Ada Example PMP".
fn trailing_letters(words: &str) -> Option<usize> {
    let mixed = words.chars().any(char::is_lowercase);
    let mut at = words.len();
    let mut found = None;
    for word in words.split(' ').rev() {
        at = at.saturating_sub(word.len());
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters >= 3 && is_post_nominal(word) && word.chars().all(|c| !c.is_lowercase()) {
            found = Some(at);
        } else {
            break;
        }
        at = at.saturating_sub(1);
    }
    found.filter(|at| mixed && *at > 0)
}

/// Addresses, numbers, places.
fn is_contact(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    let digits = words.chars().filter(|c| c.is_ascii_digit()).count();
    words.contains('@') && words.contains('.')
        || words.contains("://")
        || words.contains("www.")
        || words.contains(".com")
        || digits >= 7
}

/// Whether a line of the head says what the person does.
fn is_headline(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    if is_contact(page, span) || words.len() < 3 || words.len() > 220 {
        return false;
    }
    let says = page.hits.within(span).any(|hit| {
        matches!(
            hit.meaning,
            Meaning::Field(_)
                | Meaning::Level(_)
                | Meaning::Word(super::vocabulary::Tag::Certification)
        )
    });
    says && (!words.ends_with('.') || words.split_whitespace().count() <= 14)
}
