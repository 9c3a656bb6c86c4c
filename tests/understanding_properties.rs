//! What holds for any text: understanding never panics, its spans fit the text, and line ends of
//! either sort mean the same.

mod understood;

use proptest::prelude::*;
use understood::{read_as, spans};

/// Pieces that resumes are made of, and some that no resume should have.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\n\t]{0,40}",
        "\\PC{0,20}",
        prop::sample::select(vec![
            "# Ada Example, PMP\n",
            "## Certifications\n",
            "Certifications: ",
            "EDUCATION\n",
            "- AWS Certified AI Practitioner (AIF-C01), 2024\n",
            "CompTIA A+, Network+ and Security+",
            "Certified in ",
            "Jan 2019 - Present",
            "2019-21",
            "\u{2022} ",
            "\u{8077}\u{6b74}\n",
            "\u{ad}",
            "\u{fb01}",
            "\u{130}",
            "(",
            ")",
            "https://github.com/ada",
            "GitHub: ada\n",
            "| a | b |\n|---|---|\n",
            "\u{2014}",
            "e\u{301}",
            "99.9%",
            "\u{feff}",
            "certi-\nfied ",
        ])
        .prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn spans_fit_any_text(text in text(), name in prop::sample::select(vec!["a.txt", "a.md"])) {
        let (document, resume) = read_as(name, &text);
        for span in spans(&resume) {
            prop_assert!(
                document.text.get(span.range()).is_some(),
                "{span:?} does not fit {:?}",
                document.text
            );
        }
        for credential in &resume.credentials {
            prop_assert!(!credential.span.is_empty());
            prop_assert!(credential.section.is_none_or(|at| at < resume.sections.len()));
        }
        for section in &resume.sections {
            prop_assert!(!section.kinds.is_empty());
        }
    }

    #[test]
    fn line_ends_of_either_sort_mean_the_same(text in text()) {
        let text = text.replace('\r', "");
        let (document, unix) = read_as("a.txt", &text);
        let (other, windows) = read_as("a.txt", &text.replace('\n', "\r\n"));
        let words = |document: &resumelint::document::Document, resume: &resumelint::resume::Resume| {
            let lines = |span| document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            let sections: Vec<_> = resume.sections.iter().map(|s| (s.kinds.clone(), lines(s.span))).collect();
            let credentials: Vec<_> = resume.credentials.iter().map(|c| (c.kind, lines(c.span))).collect();
            (sections, credentials)
        };
        prop_assert_eq!(words(&document, &unix), words(&other, &windows));
    }
}
