//! Credentials by grammar: "certified in X", "X-certified", "Certified X Y", "holds the X
//! certification", "licensed X".
//!
//! A name that nobody lists is a mention when the sentence says that a person holds it. Products,
//! companies and procedures are certified too, so that work descriptions need a verb of earning.

use super::Ground;
use super::phrases::{left_of, object_after, right_of, significant};
use super::places::{Place, Places};
use super::topics::is_topic;
use crate::document::Span;
use crate::resume::SectionKind;
use crate::resume::page::Page;
use crate::resume::vocabulary::{Tag, Use};

/// The words around which the grammar turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pivot {
    /// Certified, licensed, chartered.
    Adjective,
    /// Certification, certificate, licence.
    Noun,
    /// Certifications: a noun that names several, and often none.
    Plural,
}

/// Every mention, in reading order.
pub(super) fn find(ground: &Ground<'_>, places: &Places) -> Vec<Span> {
    let page = ground.page;
    let mut found: Vec<Span> = Vec::new();
    let whole = Span::new(0, page.text.len());
    for pivot in page.hits.tagged(Tag::Certification, whole) {
        if found.last().is_some_and(|last| last.end > pivot.start) {
            continue;
        }
        if let Some(span) = mention(ground, places, pivot) {
            found.push(span);
        }
    }
    found
}

fn mention(ground: &Ground<'_>, places: &Places, word: Span) -> Option<Span> {
    let page = ground.page;
    let pivot = pivot_of(page, word)?;
    let place = places.at(word);
    if matches!(place, Place::Coursework | Place::Credentials) || places.is_heading(word) {
        return None;
    }
    let sentence = page.sentence(word);
    if page
        .hits
        .tagged(Tag::NotACredential, sentence)
        .iter()
        .any(|trap| trap.overlaps(word) || trap.end + 1 >= word.start && trap.start <= word.end)
    {
        return None;
    }
    let is_work = matches!(
        place,
        Place::Other(SectionKind::Experience | SectionKind::Projects | SectionKind::Publications)
    );
    let left = left_of(page, sentence, word);
    let right = right_of(page, sentence, word);
    if is_work && places.is_in_title(word) {
        return None;
    }
    let earned = earns(page, sentence, word);
    let span = match pivot {
        Pivot::Adjective => adjective(page, sentence, word, left, right, is_work, earned),
        Pivot::Noun => noun(page, sentence, word, left, right, place, is_work, earned),
        Pivot::Plural => {
            // "AWS and Azure certifications": what stands before, if it is named.
            (earned || !is_work)
                .then_some(left)
                .flatten()
                .filter(|_| left.is_some_and(|l| significant(page, l)))
                .map(|left| left.join(word))
        }
    }?;
    let honored = page.hits.tagged(Tag::Honor, sentence).iter().any(|honor| honor.overlaps(span));
    let schooled = page.hits.tagged(Tag::Degree, span).iter().any(|degree| {
        !page.slice(*degree).chars().all(char::is_lowercase) && degree.end <= word.start
    });
    let listed = span.len() <= 160;
    let pivoted = Span { start: word.start, ..span };
    if [span, pivoted].iter().any(|name| is_topic(page, place, sentence, *name)) {
        return None;
    }
    (!honored && !schooled && listed).then_some(span)
}

fn pivot_of(page: &Page<'_>, word: Span) -> Option<Pivot> {
    let is = |tag: Tag| page.hits.tagged(tag, word).contains(&word);
    if is(Tag::Certified) {
        Some(Pivot::Adjective)
    } else if is(Tag::Certificate) {
        Some(Pivot::Noun)
    } else {
        is(Tag::Certificates).then_some(Pivot::Plural)
    }
}

/// "CEH-certified", "Airline Dispatcher Certified", "certified in X", "Certified Wine Specialist".
fn adjective(
    page: &Page<'_>,
    sentence: Span,
    word: Span,
    left: Option<Span>,
    right: Option<Span>,
    is_work: bool,
    earned: bool,
) -> Option<Span> {
    let written = page.slice(word);
    let after = page.text[word.end as usize..sentence.end.max(word.end) as usize].trim_start();
    let follows = after.split_whitespace().next().unwrap_or_default();
    let opens = page.text[sentence.start as usize..word.start as usize].trim().is_empty();
    // "certified in X", "licensed as an X".
    if page.wording.has(Use::CertifiedTakes, follows)
        && !(is_work && !opens && !earned)
        && (left.is_none() || !matches!(follows, "by" | "with"))
        && let Some(object) = object_after(page, sentence, word, follows)
    {
        return Some(left.unwrap_or(word).join(word).join(object));
    }
    // "ISO 9001 certified facility" is about the facility.
    let plain_noun = follows.chars().next().is_some_and(char::is_lowercase)
        && !page.wording.has(Use::GoesOnAfterCertified, follows);
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    if capital && let Some(right) = right {
        // In work, "Certified" amid a sentence names a person's title more often than a credential.
        if !is_work || earned || left.is_some() || opens {
            let span = left.unwrap_or(word).join(word).join(right);
            return significant(page, right).then_some(span);
        }
    }
    let left = left.filter(|left| significant(page, *left))?;
    if plain_noun || is_work && !earned && !hyphenated(page, word) && !list_like(page, sentence) {
        return None;
    }
    Some(left.join(word))
}

/// "Phlebotomy Certification", "Certificate in X", "Certification, Windows 7, Microsoft".
#[allow(clippy::too_many_arguments)]
fn noun(
    page: &Page<'_>,
    sentence: Span,
    word: Span,
    left: Option<Span>,
    right: Option<Span>,
    place: Place,
    is_work: bool,
    earned: bool,
) -> Option<Span> {
    let _ = right;
    let rest = &page.text[word.end as usize..sentence.end.max(word.end) as usize];
    let follows = rest.split_whitespace().next().unwrap_or_default();
    let opens = page.text[sentence.start as usize..word.start as usize]
        .trim_matches(|c: char| !c.is_alphanumeric())
        .is_empty();
    if is_work && !earned {
        return None;
    }
    let left = left.filter(|left| significant(page, *left));
    let object = if page.wording.has(Use::CertificateTakes, follows)
        || rest.starts_with([':', ','])
        || rest.starts_with(" :")
        || rest.starts_with(" -")
        || rest.starts_with(" \u{2013}")
    {
        object_after(page, sentence, word, follows)
    } else {
        None
    };
    match (left, object) {
        (Some(left), Some(object)) if !rest.starts_with(',') => Some(left.join(word).join(object)),
        (Some(left), _) => Some(left.join(word)),
        (None, Some(object)) if opens || earned || capital(page, word) => {
            // A line that begins with the word is about it; amid prose it takes a name.
            let named = capital(page, object) || opens;
            let generic = follows == "of" && !matches!(place, Place::Mixed);
            (named && !generic).then(|| word.join(object))
        }
        (None, None) if opens && place == Place::Mixed => Some(line_of(page, word, sentence)),
        _ => None,
    }
}

/// Whether the sentence says that somebody earned or holds something, before the word.
fn earns(page: &Page<'_>, sentence: Span, word: Span) -> bool {
    page.hits.any(Tag::Earning, Span { start: sentence.start, end: word.end })
}

fn capital(page: &Page<'_>, span: Span) -> bool {
    page.slice(span).chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

fn hyphenated(page: &Page<'_>, word: Span) -> bool {
    page.text[..word.start as usize].ends_with(['-', '\u{2010}', '\u{2011}'])
}

/// Short parts between commas: a list, not a sentence.
fn list_like(page: &Page<'_>, sentence: Span) -> bool {
    let words = page.slice(sentence);
    let parts = words.split(',').count();
    parts >= 4 && words.split_whitespace().count() <= parts * 5
}

/// The line of a word, up to its first date.
fn line_of(page: &Page<'_>, word: Span, sentence: Span) -> Span {
    let line = page.line_at(word.end).map_or(sentence, |line| line.span);
    let date = page.dates_in(line).iter().find(|date| date.span.start > word.end);
    let end = date.map_or(line.end, |date| date.span.start);
    Span { start: word.start, end: end.max(word.end) }.trim(&page.text)
}
