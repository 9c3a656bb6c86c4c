//! How long all rules take on one resume. The bound is half a millisecond for two pages.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use resumelint::check::{Options, check};
use resumelint::extract::{Source, read};
use resumelint::resume::{Context, understand};
use resumelint::rules::Ruleset;

fn all_rules(criterion: &mut Criterion) {
    let ruleset = Ruleset::builtin();
    let options = Options::on(date(2026, 11, 22));
    for name in ["collector.md", "engineer-backend.md", "researcher.md"] {
        let path = format!("{}/fixtures/resumes/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        let document = Arc::new(read(&Source::new(name, &bytes), &options.limits));
        let context = Context {
            catalogue: &ruleset.catalogue,
            vocabulary: &ruleset.vocabulary,
            today: options.today,
            role: None,
        };
        let resume = Arc::new(understand(&document, &context));
        criterion.bench_function(&format!("check/{name}"), |bencher| {
            bencher.iter(|| black_box(check(&document, &resume, &ruleset, &options)));
        });
    }
}

criterion_group!(benches, all_rules);
criterion_main!(benches);
