//! How fast the text formats are read, in bytes a second.
#![allow(missing_docs, reason = "the harness writes functions without any")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use resumelint::extract::{Limits, Source, read};

/// A whole resume of each text format.
fn text_formats(criterion: &mut Criterion) {
    let samples = [
        ("markdown", "cv.md", include_str!("../fixtures/accuracy/clean/actuary.md")),
        ("text", "cv.txt", include_str!("../fixtures/accuracy/clean/chemist.txt")),
        ("html", "cv.html", include_str!("../fixtures/accuracy/clean/accountant-cpa.html")),
        ("latex", "cv.tex", include_str!("../fixtures/accuracy/clean/architect.tex")),
        ("typst", "cv.typ", include_str!("../fixtures/accuracy/clean/compiler-engineer.typ")),
    ];
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("extract");
    for (format, name, text) in samples {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format, |bencher| {
            bencher.iter(|| read(&Source::new(name, text.as_bytes()), &limits));
        });
    }
    group.finish();
}

criterion_group!(benches, text_formats);
criterion_main!(benches);
