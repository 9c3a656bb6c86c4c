//! The catalogue that ships, asked the way the rest of the program asks it.

use super::*;

/// What a text names: the words, the id, and how.
fn found(text: &str) -> Vec<(String, String, Form)> {
    let catalogue = Catalogue::builtin();
    catalogue
        .mentions(text)
        .into_iter()
        .map(|mention| {
            (mention.span.of(text).to_owned(), mention.known.id().to_owned(), mention.form)
        })
        .collect()
}

fn check(text: &str, expect: &[(&str, &str, Form)]) {
    let expect: Vec<(String, String, Form)> =
        expect.iter().map(|&(words, id, form)| (words.into(), id.into(), form)).collect();
    assert_eq!(found(text), expect, "{text}");
}

#[test]
fn names_are_found_however_they_are_punctuated() {
    for text in [
        "AWS Certified Machine Learning - Specialty",
        "AWS Certified Machine Learning \u{2013} Specialty",
        "AWS Certified Machine Learning (Specialty)",
        "AWS Certified: Machine Learning Speciality",
        "aws certified machine learning specialty",
        "AWS Machine Learning Specialty",
        "Amazon Certified Machine Learning, Specialty",
    ] {
        check(text, &[(text, "aws-mls", Form::Name)]);
    }
}

#[test]
fn codes_are_found_however_they_are_joined() {
    for text in ["AZ-900", "AZ 900", "AZ900", "az-900"] {
        check(text, &[(text, "ms-azure-fundamentals", Form::ExamCode)]);
    }
}

#[test]
fn a_name_and_its_abbreviation_are_one_mention() {
    let text = "Certified Kubernetes Administrator (CKA), 2023";
    check(text, &[("Certified Kubernetes Administrator (CKA)", "cka", Form::Name)]);
    let text = "AZ-900: Microsoft Azure Fundamentals";
    check(text, &[(text, "ms-azure-fundamentals", Form::Name)]);
}

#[test]
fn lists_come_apart() {
    check(
        "CompTIA A+, Network+, Security +",
        &[
            ("CompTIA A+", "comptia-a-plus", Form::Name),
            ("Network+", "comptia-network-plus", Form::Name),
            ("Security +", "comptia-security-plus", Form::Name),
        ],
    );
}

#[test]
fn short_letters_need_context() {
    check("CPA", &[("CPA", "us-cpa", Form::Ambiguous)]);
    check("our cap and our ace", &[]);
    check("LGBTQAI+ individuals", &[]);
}

#[test]
fn an_issuer_nearby_says_which_one_is_meant() {
    check(
        "Prometheus Certified Associate (PCA)",
        &[("Prometheus Certified Associate (PCA)", "pca-prometheus", Form::Name)],
    );
    check("PCA, CNCF", &[("PCA", "pca-prometheus", Form::Ambiguous)]);
    check("PCA, Google", &[("PCA", "gcp-pca", Form::Ambiguous)]);
}

#[test]
fn a_professional_certificate_is_no_professional_level() {
    check(
        "AWS Solutions Architect Professional Certificate",
        &[(
            "AWS Solutions Architect Professional Certificate",
            "professional-certificate",
            Form::Family,
        )],
    );
    check(
        "AWS Certified Solutions Architect - Professional",
        &[("AWS Certified Solutions Architect - Professional", "aws-sap", Form::Name)],
    );
}

#[test]
fn open_ended_names_are_families() {
    check("Deep Reinforcement Learning Nanodegree", &[("Nanodegree", "nanodegree", Form::Family)]);
    check("Ethics of AI course, University of Helsinki", &[]);
}

#[test]
fn a_telephone_number_is_no_exam_code() {
    check("+1 555 200-301 555", &[]);
}

#[test]
fn the_guides_nine_have_its_tiers() {
    let catalogue = Catalogue::builtin();
    for (id, tier) in [
        ("gcp-pmle", Tier::High),
        ("aws-mls", Tier::High),
        ("tensorflow-developer", Tier::High),
        ("ms-azure-ai-engineer-associate", Tier::Moderate),
        ("ibm-ai-engineering-pc", Tier::Moderate),
        ("dlai-tensorflow-developer-pc", Tier::Moderate),
        ("aicerts-ai-plus-individual", Tier::Low),
        ("aws-ai-practitioner", Tier::Low),
        ("azure-ai-fundamentals", Tier::Low),
    ] {
        let rating = catalogue.rating(&Known::Entry(id.into()));
        assert_eq!(rating, Some(Rating { tier, by: RatedBy::Guide }), "{id}");
        let details = catalogue.details(id).expect("it has details");
        assert!(!details.proves.is_empty() && !details.does_not_prove.is_empty(), "{id}");
        assert!(!details.worth_if.is_empty() && !details.sources.is_empty(), "{id}");
    }
}

#[test]
fn a_licence_has_no_tier() {
    assert_eq!(Catalogue::builtin().tier(&Known::Entry("us-cpa".into())), None);
}
