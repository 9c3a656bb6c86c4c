//! The documents that are made from the catalogue say what the catalogue says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use resumelint::catalogue::{Catalogue, Entry, Known};

/// The part of `docs/<file>` between its marks; written anew when `UPDATE_DOCS` is set.
fn check(file: &str, expect: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- figures -->\n", "<!-- end of figures -->");
    let from = text.find(start).unwrap() + start.len();
    let to = text.find(end).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{}{expect}{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    assert_eq!(&text[from..to], expect, "run the tests with UPDATE_DOCS=1 and read docs/{file}");
}

fn table<'a>(title: &str, keys: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
    let mut text = format!("\n| {title} | credentials |\n| --- | ---: |\n");
    for (key, count) in counts {
        writeln!(text, "| {key} | {count} |").unwrap();
    }
    text
}

#[test]
fn docs_count_what_the_catalogue_holds() {
    let catalogue = Catalogue::builtin();
    let all = &catalogue.entries;
    let tier = |entry: &Entry| {
        catalogue.tier(&Known::Entry(entry.id.clone())).map_or("not weighed", |t| t.name())
    };
    let mut text = format!(
        "\n{} credentials of {} issuers, and {} families.\n",
        all.len(),
        catalogue.issuers.len(),
        catalogue.families.len()
    );
    text += &table("tier", all.iter().map(tier));
    text += &table(
        "status",
        all.iter().map(|e| e.availability.status.map_or("not checked", |s| s.name())),
    );
    text += &table("kind", all.iter().map(|e| e.facts.award.name()));
    text += &table("domain", all.iter().map(|e| e.facts.domain.name()));
    text += &table("issuer", all.iter().map(|e| e.issuer.as_str()));
    text.push('\n');
    check("catalogue.md", &text);
}

#[test]
fn docs_show_how_the_rubric_meets_the_guide() {
    let catalogue = Catalogue::builtin();
    let mut text = String::from(
        "\n| credential | depth | rigor | independence | recognition | signal | total | facts alone | guide | above its bar | below the next |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |\n",
    );
    for entry in catalogue.entries.iter().filter(|entry| entry.rating.is_some()) {
        let scores = catalogue.scores(entry).unwrap();
        let points: Vec<String> = scores.criteria.iter().map(|s| s.points.to_string()).collect();
        let below = scores.below.map_or("-".to_owned(), |below| below.to_string());
        let guide = entry.rating.unwrap().tier.name();
        let (total, alone, above) = (scores.total, scores.tier.name(), scores.above);
        let points = points.join(" | ");
        writeln!(
            text,
            "| {} | {points} | {total} | {alone} | {guide} | {above} | {below} |",
            entry.name
        )
        .unwrap();
    }
    text += "\nHigh, from facts or by the guide:\n\n";
    for entry in &catalogue.entries {
        if catalogue.tier(&Known::Entry(entry.id.clone()))
            == Some(resumelint::catalogue::Tier::High)
        {
            let total = catalogue.scores(entry).unwrap().total;
            writeln!(text, "- {} ({}): {total}", entry.name, entry.issuer).unwrap();
        }
    }
    text.push('\n');
    check("rubric.md", &text);
}
