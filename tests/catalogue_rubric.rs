//! The rubric over the whole catalogue: how often each tier comes out, and how it meets the guide.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use resumelint::catalogue::{Catalogue, Known, Tier};

#[test]
fn zz_show() {
    let catalogue = Catalogue::builtin();
    let mut tiers: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &catalogue.entries {
        let scores = catalogue.scores(entry);
        let tier = scores.as_ref().map(|s| s.tier);
        let rating = catalogue.rating(&Known::Entry(entry.id.clone()));
        *tiers.entry(format!("{:?}", rating.map(|r| r.tier))).or_default() += 1;
        if let Some(s) = scores {
            let p: Vec<u8> = s.criteria.iter().map(|c| c.points).collect();
            println!(
                "ROW {} {:?} {} {:?} above {} below {:?} {:?} | {:?} {:?} {:?} p{:?} h{:?} pre{:?}",
                entry.id,
                p,
                s.total,
                tier.unwrap(),
                s.above,
                s.below,
                rating.map(|r| (r.tier, r.by)),
                entry.facts.level,
                entry.facts.domain,
                entry.facts.issuer_kind,
                entry.facts.proctored,
                entry.facts.hands_on,
                entry.facts.prerequisites_required
            );
        }
    }
    println!("{tiers:?} {}", catalogue.entries.len());
    let _ = Tier::High;
}
