//! How fast each format is read: the one resume in all of them, in bytes of its file.
//!
//! Beside it, `for f in fixtures/one-resume/resume.*; do time pandoc -t plain "$f"; done` says what a
//! general converter needs for the same files.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use resumelint::extract::{Limits, Source, read};

fn formats(criterion: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/one-resume");
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("read");
    for ending in ["md", "txt", "html", "tex", "typ", "json", "yaml", "docx", "odt", "rtf", "pdf"] {
        let name = format!("{folder}/resume.{ending}");
        let bytes = std::fs::read(&name).unwrap();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(ending, |bencher| {
            bencher.iter(|| read(black_box(&Source::new(&name, &bytes)), &limits));
        });
    }
    group.finish();
}

criterion_group!(benches, formats);
criterion_main!(benches);
