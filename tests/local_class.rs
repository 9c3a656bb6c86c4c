//! A resume in a class of its own, whose commands are defined in the files beside it.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::path::{Path, PathBuf};

use common::assert_laws;
use resumelint::document::Document;
use resumelint::extract::{Included, Includes, Limits, Source, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/class")
}

/// Every file below the folder, and no other.
struct Below;

impl Includes for Below {
    fn read(&self, path: &str) -> Result<Included, String> {
        let bytes = std::fs::read(folder().join(path)).map_err(|error| error.to_string())?;
        Ok(Included { name: path.to_owned(), bytes })
    }
}

fn document() -> Document {
    let bytes = std::fs::read(folder().join("cv.tex")).unwrap();
    read(&Source { includes: Some(&Below), ..Source::new("cv.tex", &bytes) }, &Limits::default())
}

#[test]
fn a_resume_reads_as_its_class_sets_it() {
    let document = document();
    assert_laws(&document);
    assert!(document.notes.is_empty(), "{:?}", document.notes);
    let expected = "\
Experience Senior Engineer\tMar 2021\tPresent\tEngines Ltd
Rewrote the mill in ; throughput rose from 20 to 90 cards a second.
On call for 14 services used by 3,000 weavers.
Engineer\tJun 2017\tFeb 2021\tLoom Works
Shipped the pattern store that 40 mills run in production.
Education BSc Mathematics\tUniversity of Somewhere\t2017\t[first] Evening course in weaving\tSomewhere College\t2013
Skills
Languages\tRust, , Python\tSystems\tPostgreSQL, Kafka
Certifications Certified Kubernetes Administrator\t2022";
    assert_eq!(document.text, expected);
}
