//! Any bytes, read as PDF: no panic, and a document that keeps its promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use resumelint::extract::{self, Limits, Source};

fuzz_target!(|bytes: &[u8]| {
    // Limits far below the usual ones keep a run short; they are reached on the same paths.
    let limits = Limits {
        pages: 5,
        operators: 50_000,
        stream_bytes: 4 << 20,
        decoded_bytes: 16 << 20,
        ..Limits::default()
    };
    let mut file = bytes.to_vec();
    if !file.starts_with(b"%PDF-") {
        file.splice(0..0, *b"%PDF-1.7\n");
    }
    let document = extract::read(&Source::new("resume.pdf", &file), &limits);
    let mut end = 0;
    for run in &document.runs {
        assert!(run.span.start >= end && document.text.get(run.span.range()).is_some());
        end = run.span.end;
    }
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end && document.text.get(block.span.range()).is_some());
        end = block.span.end;
    }
});
