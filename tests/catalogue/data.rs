//! What every entry and family keeps. Ids, references, dates and collisions are also checked when the
//! catalogue is compiled: a fault there stops the build.

use std::collections::BTreeSet;

use resumelint::catalogue::{Catalogue, Form};

/// Words that stand in ordinary sentences; one alone is no certain name of anything.
const COMMON: &[&str] = &[
    "account",
    "actions",
    "administration",
    "agile",
    "analyst",
    "analytics",
    "architect",
    "art",
    "audit",
    "business",
    "cap",
    "cloud",
    "coach",
    "code",
    "communication",
    "data",
    "design",
    "developer",
    "director",
    "driver",
    "education",
    "engineer",
    "english",
    "excel",
    "expert",
    "finance",
    "first",
    "foundation",
    "fundamentals",
    "german",
    "green",
    "health",
    "java",
    "law",
    "leader",
    "leadership",
    "learning",
    "linux",
    "machine",
    "management",
    "manager",
    "marketing",
    "master",
    "medical",
    "network",
    "notary",
    "nurse",
    "office",
    "pals",
    "paramedic",
    "pet",
    "pilot",
    "practitioner",
    "product",
    "professional",
    "project",
    "python",
    "quality",
    "research",
    "risk",
    "safe",
    "safety",
    "sales",
    "scrum",
    "security",
    "service",
    "software",
    "specialist",
    "spring",
    "teacher",
    "team",
    "test",
    "training",
    "vita",
    "web",
    "writer",
];

#[test]
fn every_entry_has_sources_a_date_and_a_use() {
    let catalogue = Catalogue::builtin();
    assert!(catalogue.entries.len() >= 500);
    let mut ids = BTreeSet::new();
    for entry in &catalogue.entries {
        let details = catalogue.details(&entry.id).unwrap();
        assert!(ids.insert(entry.id.clone()), "{} twice", entry.id);
        assert!(!details.sources.is_empty() && details.reviewed.len() == 10, "{}", entry.id);
        assert!(!details.proves.is_empty() && !details.does_not_prove.is_empty(), "{}", entry.id);
        assert!(!details.worth_if.is_empty(), "{}", entry.id);
        assert!(catalogue.issuer(&entry.issuer).is_some(), "{}", entry.id);
        for source in &details.sources {
            let public = source.starts_with("https://") || source.starts_with("http://");
            assert!(public || source.starts_with("the guide "), "{}: {source}", entry.id);
        }
    }
    for family in &catalogue.families {
        let details = catalogue.details(&family.id).unwrap();
        assert!(ids.insert(family.id.clone()), "{} twice", family.id);
        assert!(!details.sources.is_empty() && details.reviewed.len() == 10, "{}", family.id);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let catalogue = Catalogue::builtin();
    for entry in &catalogue.entries {
        for id in entry.implied_by.iter().chain(&entry.availability.successor) {
            assert!(catalogue.entry(id).is_some(), "{} names {id}", entry.id);
            assert_ne!(*id, entry.id);
        }
    }
}

#[test]
fn official_names_find_their_own_entry() {
    let catalogue = Catalogue::builtin();
    for entry in &catalogue.entries {
        let ids: Vec<String> =
            catalogue.mentions(&entry.name).iter().map(|m| m.known.id().to_owned()).collect();
        assert!(ids.iter().any(|id| **id == *entry.id), "{}: {ids:?}", entry.name);
    }
}

#[test]
fn exam_codes_find_their_own_entry() {
    let catalogue = Catalogue::builtin();
    for entry in &catalogue.entries {
        for code in &entry.exam_codes {
            let mentions = catalogue.mentions(&code.code);
            assert!(mentions.iter().any(|m| *m.known.id() == *entry.id), "{}", code.code);
        }
    }
}

#[test]
fn common_words_are_no_certain_names() {
    let catalogue = Catalogue::builtin();
    for word in COMMON {
        for text in [(*word).to_owned(), word.to_uppercase()] {
            for mention in catalogue.mentions(&text) {
                assert_eq!(mention.form, Form::Ambiguous, "{text}: {}", mention.known.id());
            }
        }
    }
}

#[test]
fn ordinary_sentences_name_nothing_certain() {
    let catalogue = Catalogue::builtin();
    for text in [
        "Ran the SSL certificate renewal system and cut its cost per acquisition (CPA) by 12%.",
        "Set up GitHub Actions and GitHub Copilot for a team of nine.",
        "Deployed Vertex AI pipelines on Google Cloud; principal component analysis (PCA) on AWS.",
        "Grade: A+ in linear algebra; member of the LGBTQAI+ network.",
        "Senior data scientist and artificial intelligence engineer with MCP servers in production.",
        "Security operations analyst, cloud architect, endpoint administrator, scrum master.",
        "Birth certificate, gift certificate, certificate of deposit, insurance certificate.",
        "Backend on SQL Server + Redis, on Linux + Docker; moved data + models to the cloud + edge.",
        "Network + security hardening, and a project + process owner.",
        "Consumer price index (CPI) forecasts; A&P coursework; the open-closed principle (OCP).",
        "CISA advisories about Log4j; CIS benchmarks and CIS controls on all hosts.",
        "ServiceNow developer; Java SE 17 developer; inbound and social media marketing for shops.",
        "Used Terraform, Vault, Consul, Docker, Kafka, Splunk, Databricks and Snowflake.",
        "VLANs, ACLs and NAT; Delta Lake, and the delta of a DELTA table; WACC with CAPM.",
        "Led 12 CAPA investigations; measured CSCS; parsed CELI and CILS; ran the DASM device.",
    ] {
        let certain: Vec<_> =
            catalogue.mentions(text).into_iter().filter(|m| m.form == Form::Name).collect();
        assert!(certain.is_empty(), "{text}: {certain:?}");
    }
}
