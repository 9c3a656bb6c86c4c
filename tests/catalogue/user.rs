//! A user's catalogue files: they add, replace and re-rate, and what is wrong is said with its place.

use resumelint::catalogue::{Catalogue, Filter, Known, RatedBy, Rating, Tier};

fn with(text: &str) -> Catalogue {
    Catalogue::builtin().with_files(&[("catalogue.toml", text)]).unwrap()
}

/// The message, the help, and the words pointed at.
fn fault(text: &str) -> (String, Option<String>, Option<String>) {
    let errors = Catalogue::builtin().with_files(&[("catalogue.toml", text)]).unwrap_err();
    let error = &errors[0];
    let words = error.range.clone().map(|range| text[range].to_owned());
    (error.message.clone(), error.help.clone(), words)
}

const GUILD: &str = r#"
[[issuer]]
name = "Example Guild"
short = ["EG"]
kind = "professional-body"

[[credential]]
id = "example-guild-welder"
name = "Example Guild Master Welder"
issuer = "Example Guild"
kind = "certification"
domain = "trades"
tier = "moderate"
"#;

#[test]
fn an_entry_is_added_and_found() {
    let catalogue = with(GUILD);
    let mentions = catalogue.mentions("Example Guild Master Welder; AWS Certified AI Practitioner");
    let ids: Vec<&str> = mentions.iter().map(|mention| mention.known.id()).collect();
    assert_eq!(ids, ["example-guild-welder", "aws-ai-practitioner"]);
    let rating = catalogue.rating(&Known::Entry("example-guild-welder".into()));
    assert_eq!(rating, Some(Rating { tier: Tier::Moderate, by: RatedBy::User }));
    // What lay below keeps its place, and its words.
    assert!(catalogue.details("zz").is_none());
    for entry in &catalogue.entries {
        assert!(catalogue.details(&entry.id).is_some(), "{}", entry.id);
    }
    assert_eq!(catalogue.details("udacity-mle-nd").unwrap().sources.len(), 1);
}

#[test]
fn an_entry_is_replaced() {
    let text = r#"
[[credential]]
id = "aws-ai-practitioner"
name = "AWS Certified AI Practitioner"
issuer = "Amazon Web Services"
kind = "certification"
domain = "ai-literacy"
tier = "avoid"
"#;
    let catalogue = with(text);
    assert_eq!(catalogue.entries.len(), Catalogue::builtin().entries.len());
    let mentions = catalogue.mentions("AWS Certified AI Practitioner");
    assert_eq!(mentions.len(), 1);
    assert_eq!(catalogue.tier(&mentions[0].known), Some(Tier::Avoid));
}

#[test]
fn an_entry_is_rated_anew() {
    let catalogue = with("[[rating]]\nid = \"gcp-pmle\"\ntier = \"low\"\n");
    let rating = catalogue.rating(&Known::Entry("gcp-pmle".into()));
    assert_eq!(rating, Some(Rating { tier: Tier::Low, by: RatedBy::User }));
}

#[test]
fn a_misspelt_id_is_pointed_at() {
    let (message, help, words) = fault("[[rating]]\nid = \"gcp-pmel\"\ntier = \"low\"\n");
    assert_eq!(message, "no credential has the id `gcp-pmel`");
    assert_eq!(help.as_deref(), Some("Did you mean `gcp-pmle`?"));
    assert_eq!(words.as_deref(), Some("\"gcp-pmel\""));
}

#[test]
fn a_misspelt_field_is_pointed_at() {
    let (message, help, words) = fault("[[rating]]\nid = \"gcp-pmle\"\nteir = \"low\"\n");
    assert!(message.starts_with("unknown field `teir`"), "{message}");
    assert_eq!(help.as_deref(), Some("Did you mean `tier`?"));
    assert_eq!(words.as_deref(), Some("teir"));
}

#[test]
fn a_misspelt_tier_is_pointed_at() {
    let (message, help, words) = fault("[[rating]]\nid = \"gcp-pmle\"\ntier = \"hihg\"\n");
    assert!(message.starts_with("unknown variant `hihg`"), "{message}");
    assert_eq!(help.as_deref(), Some("Did you mean `high`?"));
    assert_eq!(words.as_deref(), Some("\"hihg\""));
}

#[test]
fn an_unknown_issuer_is_pointed_at() {
    let (message, help, words) =
        fault(&GUILD.replace("issuer = \"Example Guild\"", "issuer = \"Gogle Cloud\""));
    assert_eq!(message, "no [[issuer]] is named `Gogle Cloud`");
    assert_eq!(help.as_deref(), Some("Did you mean `Google Cloud`?"));
    assert_eq!(words.as_deref(), Some("\"Gogle Cloud\""));
}

#[test]
fn search_forgives_typing_mistakes() {
    let catalogue = Catalogue::builtin();
    let first =
        |query: &str| catalogue.search(query, &Filter::default()).first().map(|e| e.id.to_string());
    assert_eq!(first("AZ-900").as_deref(), Some("ms-azure-fundamentals"));
    assert_eq!(first("certified kubernetes administratr").as_deref(), Some("cka"));
    assert_eq!(first("pmle").as_deref(), Some("gcp-pmle"));
    let high = Filter { tier: Some(Tier::High), issuer: Some("aws".into()), ..Filter::default() };
    assert!(catalogue.search("", &high).iter().any(|entry| *entry.id == *"aws-mls"));
    assert_eq!(catalogue.find("az 900").unwrap().id(), "ms-azure-fundamentals");
    assert_eq!(catalogue.find("pmp").unwrap().id(), "pmp");
    assert_eq!(catalogue.find("nothing of the kind"), None);
    // A whole name is not followed by what is spelt like it.
    let ids = |query: &str| -> Vec<String> {
        let found = catalogue.search(query, &Filter::default());
        found.into_iter().map(|entry| entry.id.to_string()).collect()
    };
    assert_eq!(ids("AZ-900"), ["ms-azure-fundamentals"]);
    assert_eq!(ids("CISA"), ["isaca-cisa"]);
    assert_eq!(
        catalogue.find("Prompt engineering certificate").unwrap().id(),
        "prompt-engineering-certificate"
    );
    assert_eq!(catalogue.issuer_alike("Gogle"), Some("Google"));
    assert!(catalogue.has_issuer("aws") && !catalogue.has_issuer("Gogle"));
}
