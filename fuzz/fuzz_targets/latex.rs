//! Any bytes as a .tex file, and as two files of which one includes the other.
#![no_main]

mod common;

use resumelint::extract::{Included, Includes, Limits, Source, read};

/// Gives the same file for whatever is included, so that a file may include itself.
struct Same<'a>(&'a [u8]);

impl Includes for Same<'_> {
    fn read(&self, path: &str) -> Result<Included, String> {
        Ok(Included { name: path.to_owned(), bytes: self.0.to_vec() })
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A form feed parts the file from the one it includes.
    let mut parts = bytes.splitn(2, |&byte| byte == 0x0c);
    let main = parts.next().unwrap_or_default();
    let included = Same(parts.next().unwrap_or_default());
    let source = Source { includes: Some(&included), ..Source::new("cv.tex", main) };
    common::laws::assert_laws(&read(&source, &Limits::default()));
});
