//! What the catalogue costs: at every start, and for each document.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use resumelint::catalogue::{Catalogue, Filter};

/// About a page of a resume.
const PAGE: &str = "\
Ada Example, Senior Engineer. ada@example.com, +1 555 200 3010, github.com/ada/engine
EXPERIENCE. Staff Engineer, Example Works, 2019 - Present. Moved the ranking service from batch to
streams; p99 fell from 900 ms to 120 ms for 4 million users. On call for search; cut pages by half.
Wrote the training pipeline in Python and Rust, with Kafka, Terraform, Kubernetes, AWS and Postgres.
Engineer, Example Labs, 2015 - 2019. Built the first recommender; led three people; shipped in 2017.
PROJECTS. engine: a small query planner, 1,200 stars. notes: a text editor in the terminal.
CERTIFICATIONS. AWS Certified Solutions Architect - Associate (SAA-C03), 2022; Certified Kubernetes
Administrator (CKA); CompTIA A+, Network+, Security +; AZ-900: Microsoft Azure Fundamentals; Google
Data Analytics Professional Certificate (Coursera); Deep Learning Specialization, DeepLearning.AI
EDUCATION. M.Sc. Computer Science, University of Example, 2015. Thesis on learned index structures.
SKILLS. Python, Rust, SQL, C++, Linux, Docker, Git, statistics, linear algebra, optimization.
LANGUAGES. English (IELTS 8.0), German (Goethe-Zertifikat C1), Japanese (JLPT N2).
";

fn catalogue(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("catalogue");
    group.bench_function("start", |bencher| bencher.iter(Catalogue::builtin));
    let catalogue = Catalogue::builtin();
    for pages in [1, 10] {
        let text = format!("{PAGE}\n\n").repeat(pages);
        group.bench_function(format!("mentions, {pages} pages"), |bencher| {
            bencher.iter(|| catalogue.mentions(black_box(&text)));
        });
    }
    group.bench_function("search", |bencher| {
        bencher
            .iter(|| catalogue.search(black_box("machine lerning engineer"), &Filter::default()));
    });
    group.finish();
}

criterion_group!(benches, catalogue);
criterion_main!(benches);
