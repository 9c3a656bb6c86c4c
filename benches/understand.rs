//! Cost of understanding: two pages, then 1, 10 and 100 pages to show that it grows with the length.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use resumelint::catalogue::Catalogue;
use resumelint::extract::{self, Limits, Source};
use resumelint::resume::{Context, Vocabulary, understand};

/// About a page of a resume in Markdown.
const PAGE: &str = "\n## Experience\n\n### Senior Software Engineer, Acme (Jan 2019 - Present)\n\n\
- Deployed a ranking service that serves 40,000 users at a p99 of 80 ms\n\
- Reduced the cost of training by 35% with mixed precision and better batching\n\
- Led four engineers; wrote the on-call handbook and the incident reviews\n\
- Migrated twelve pipelines from cron to Airflow without a lost run\n\n\
### Data Engineer, Example Works (2015 - 2019)\n\n\
- Built pipelines in Python and Spark for 2 TB of events a day\n\
- Earned the AWS Certified Machine Learning - Specialty and taught two colleagues\n\
- Responsible for the quality of data in the warehouse\n\n\
## Projects\n\n- engine: a compiler for tensor programs, https://github.com/ada/engine\n\
- notes: a reader for papers, 300 stars\n\n\
## Certifications\n\n- AWS Certified AI Practitioner, 2024\n- CompTIA A+, Network+, Security+\n\
- Certified Kubernetes Administrator (CKA), Linux Foundation, expires Jan 2027\n\n\
## Education\n\n- MSc Computer Science, Example University, 2015. Thesis on sparse solvers\n\n\
## Skills\n\n- Python, Rust, C++, SQL, PyTorch, TensorFlow, Kubernetes, Terraform, AWS, GCP\n";

fn benchmarks(criterion: &mut Criterion) {
    let catalogue = Catalogue::builtin();
    let vocabulary = Vocabulary::builtin();
    let context = Context {
        catalogue: &catalogue,
        vocabulary: &vocabulary,
        today: date(2026, 11, 22),
        role: None,
    };
    let mut group = criterion.benchmark_group("understand");
    for pages in [1, 2, 10, 100] {
        // A page of the sample is about half of a printed one.
        let text = format!("# Ada Example\n\nSoftware Engineer\n{}", PAGE.repeat(pages * 2));
        let source = Source::new("cv.md", text.as_bytes());
        let document = extract::read(&source, &Limits::default());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("pages", pages), &document, |bench, document| {
            bench.iter(|| understand(document, &context));
        });
    }
    group.finish();
    criterion.bench_function("load vocabulary", |bench| bench.iter(Vocabulary::builtin));
}

criterion_group!(all, benchmarks);
criterion_main!(all);
