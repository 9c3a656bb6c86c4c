//! Any bytes as a .txt file.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::check("cv.txt", bytes));
