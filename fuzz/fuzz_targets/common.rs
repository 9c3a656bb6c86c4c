//! What the targets share: the laws of `tests/common`, and packages around bare markup.

use std::io::{Cursor, Write};

#[path = "../../tests/common/mod.rs"]
pub mod laws;

/// Reads a file under a name and asserts the laws that every document keeps.
pub fn check(name: &str, bytes: &[u8]) {
    laws::assert_laws(&laws::read(name, bytes));
}

/// A zip package of these parts, stored as they are.
#[allow(dead_code)]
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part can be added in memory");
        writer.write_all(bytes).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}
