//! The rubric over the whole catalogue: how often each tier comes out, and how it meets the guide.

use resumelint::catalogue::{Catalogue, Known, RatedBy, Tier};

#[test]
fn the_facts_alone_give_the_guides_nine_ratings() {
    let catalogue = Catalogue::builtin();
    let mut nine = 0;
    for entry in &catalogue.entries {
        let Some(rating) = entry.rating else { continue };
        let scores = catalogue.scores(entry).unwrap();
        assert_eq!((rating.by, scores.tier), (RatedBy::Guide, rating.tier), "{}", entry.id);
        nine += 1;
    }
    assert_eq!(nine, 9);
}

#[test]
fn high_is_rare() {
    let catalogue = Catalogue::builtin();
    let tier = |id: &std::sync::Arc<str>| catalogue.tier(&Known::Entry(id.clone()));
    let rated: Vec<_> = catalogue.entries.iter().filter(|e| tier(&e.id).is_some()).collect();
    let high: Vec<_> = rated.iter().filter(|e| tier(&e.id) == Some(Tier::High)).collect();
    assert!(high.len() * 100 <= rated.len() * 12, "{} high of {} rated", high.len(), rated.len());
    for entry in high {
        let facts = &entry.facts;
        assert!(facts.proctored == Some(true) || facts.hands_on == Some(true), "{}", entry.id);
    }
}

#[test]
fn licences_and_language_tests_are_not_weighed() {
    let catalogue = Catalogue::builtin();
    let mut count = 0;
    for entry in catalogue.entries.iter().filter(|entry| !entry.facts.award.is_rated()) {
        assert_eq!(catalogue.tier(&Known::Entry(entry.id.clone())), None, "{}", entry.id);
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn the_rubric_itself_never_says_avoid() {
    let catalogue = Catalogue::builtin();
    for entry in &catalogue.entries {
        let scores = catalogue.scores(entry);
        assert!(scores.is_none_or(|scores| scores.tier != Tier::Avoid), "{}", entry.id);
    }
}
