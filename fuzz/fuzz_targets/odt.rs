//! Any bytes as an .odt file, and as the content and the styles of one.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        common::check("cv.odt", bytes);
        return;
    }
    let mut parts = bytes.splitn(2, |&byte| byte == 0x0c);
    let content = parts.next().unwrap_or_default();
    let styles = parts.next().unwrap_or_default();
    let package = common::package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("styles.xml", styles),
    ]);
    common::check("cv.odt", &package);
});
