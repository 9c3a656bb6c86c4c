//! Any bytes as a .docx file, and as the body and the styles of one.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        common::check("cv.docx", bytes);
        return;
    }
    // A form feed parts the body from the styles; no markup holds one.
    let mut parts = bytes.splitn(2, |&byte| byte == 0x0c);
    let body = parts.next().unwrap_or_default();
    let styles = parts.next().unwrap_or_default();
    let package = common::package(&[("word/document.xml", body), ("word/styles.xml", styles)]);
    common::check("cv.docx", &package);
});
