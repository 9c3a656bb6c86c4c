//! How long it takes to read a PDF, from bytes to document.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use resumelint::extract::{self, Limits, Source};

fn extract_pdf(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract_pdf");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for (name, path) in [
        ("one page, pdfLaTeX", "resumes/pdf/engineer-backend.pdf"),
        ("one page, Typst", "resumes/pdf/engineer-ml.pdf"),
        ("two pages, WeasyPrint", "resumes/pdf/researcher.pdf"),
        ("two columns, Chromium", "resumes/pdf/two-column-engineer.pdf"),
        ("two columns, pdfLaTeX", "pdf/reading-order/two-pages-two-columns.pdf"),
        ("three pages, WeasyPrint", "pdf/reading-order/running-heads.pdf"),
    ] {
        let bytes = std::fs::read(fixtures.join(path)).unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let source = Source::new("resume.pdf", black_box(&bytes));
                extract::read(&source, &Limits::default())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, extract_pdf);
criterion_main!(benches);
