//! Credentials that a sentence speaks of, and that nobody holds: a subject, a product, a trade.
//!
//! "Built a CISSP practice app" and "Recruited CDL drivers" name a credential as surely as "Passed the
//! CISSP" does. What tells them apart are the words after it, the words before it, and whether the
//! sentence says that it was earned; those words are data.

use std::ops::ControlFlow;

use super::places::Place;
use crate::document::Span;
use crate::resume::SectionKind;
use crate::resume::page::Page;
use crate::resume::vocabulary::{Meaning, Tag};

/// Whether a sentence speaks of a credential as a subject or a product: "CISSP practice app", "how to
/// pass the CCNA exam". Who earned it says so before.
pub(super) fn is_topic(page: &Page<'_>, place: Place, sentence: Span, name: Span) -> bool {
    let before = Span { start: sentence.start, end: name.start };
    if page.hits.any(Tag::Earning, before) {
        return false;
    }
    let led = page.hits.tagged(Tag::TopicLead, before).last().is_some_and(|lead| {
        let between = page.slice(Span { start: lead.end, end: name.start }).trim();
        let is_short = between.len() <= 3 && between.chars().all(char::is_alphabetic);
        is_short || between.len() <= 24 && between.contains(" and ")
    });
    let phrase = phrase_after(page, sentence, name);
    led || page.hits.any(Tag::Topic, phrase)
        || opens_with_verb(page, place, before) && describes_a_thing(page, phrase)
}

/// Whether an item of a list of degrees tells of work on a credential: "Built a CISSP practice app".
pub(super) fn tells_of_topic(page: &Page<'_>, item: Span, name: Span) -> bool {
    let before = Span { start: item.start, end: name.start.max(item.start) };
    opens_with_verb(page, Place::Mixed, before) && is_topic(page, Place::Mixed, item, name)
}

/// The next three words, as far as they belong to the same phrase.
fn phrase_after(page: &Page<'_>, sentence: Span, name: Span) -> Span {
    let mut phrase = Span { start: name.end, end: name.end };
    let rest = Span { start: name.end, end: sentence.end.max(name.end) };
    let mut taken = 0;
    super::words_of(page, rest, |span, word| {
        let goes_on = taken < 3
            && page.slice(Span { start: phrase.end, end: span.start }).chars().all(|c| c == ' ')
            && word.starts_with(char::is_alphanumeric)
            && !page.hits.any(Tag::Certified, span)
            && !page.hits.any(Tag::GoesOn, span);
        if goes_on {
            taken += 1;
            phrase.end = span.end;
        }
        if goes_on && word.ends_with(char::is_alphanumeric) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    phrase
}

/// "Designed ...", "Sold ...": what follows is what was made or sold, and not what somebody is.
fn opens_with_verb(page: &Page<'_>, place: Place, before: Span) -> bool {
    // Elsewhere "Experienced ..." says who somebody is.
    let is_work = matches!(
        place,
        Place::Other(SectionKind::Experience | SectionKind::Projects | SectionKind::Volunteering)
    );
    let mut opens = false;
    super::words_of(page, before, |first, word| {
        let known = page.hits.within(first).any(|hit| matches!(hit.meaning, Meaning::Verb(..)));
        let past = is_work && word.ends_with("ed") && !page.hits.any(Tag::Certified, first);
        opens = (known || past) && word.starts_with(char::is_uppercase);
        ControlFlow::Break(())
    });
    opens
}

/// Whether words after a name go on with a plain noun: "CISSP bootcamp seats", "RN license numbers".
fn describes_a_thing(page: &Page<'_>, phrase: Span) -> bool {
    let mut is_thing = false;
    super::words_of(page, phrase, |span, word| {
        if page.hits.any(Tag::Certification, span) {
            return ControlFlow::Continue(());
        }
        is_thing = word.starts_with(char::is_lowercase)
            && !["ed", "ing", "ly"].iter().any(|end| word.ends_with(end));
        ControlFlow::Break(())
    });
    is_thing
}
