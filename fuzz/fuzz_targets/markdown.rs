//! Any bytes as a .md file.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::check("cv.md", bytes));
