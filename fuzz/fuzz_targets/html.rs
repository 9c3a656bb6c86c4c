//! Any bytes as an .html file.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::check("cv.html", bytes));
