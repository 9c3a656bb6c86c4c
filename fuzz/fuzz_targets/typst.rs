//! Any bytes as a .typ file.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::check("cv.typ", bytes));
