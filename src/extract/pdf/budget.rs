//! What a file would grow to when decoded, found before anything is decoded for good.
//!
//! The parsers decode a stream in one go and without a limit, so a few kilobytes could fill the
//! memory. Deflate grows at most 1032-fold, so a short stream with one filter is safe; the others
//! are inflated here into nothing, and counted.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;
use regex::bytes::Regex;

use crate::extract::Limits;

/// The most that a deflated byte becomes.
const MOST_GROWTH: usize = 1_032;

static STREAM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)stream\r?\n").expect("the pattern is well formed"));

/// The limit that the streams of a file would break, in words; `None` when they keep all.
pub(super) fn broken_limit(bytes: &[u8], limits: &Limits) -> Option<String> {
    let mut decoded = 0usize;
    for found in STREAM.find_iter(bytes) {
        // `endstream` ends with the word as well.
        if bytes[..found.start()].ends_with(b"end") {
            continue;
        }
        let Some(filters) = filters_before(bytes, found.start()) else { continue };
        if filters.len() > limits.filters {
            let (count, most) = (filters.len(), limits.filters);
            return Some(format!("a stream passes through {count} filters, the limit is {most}"));
        }
        let body = bytes.get(found.end()..).unwrap_or(&[]);
        let length = raw_length(body);
        let size = size_of(&body[..length], &filters, limits);
        if size > limits.stream_bytes {
            let most = limits.stream_bytes >> 20;
            return Some(format!("a stream decodes to more than {most} MiB"));
        }
        decoded = decoded.saturating_add(size);
        if decoded > limits.decoded_bytes {
            let most = limits.decoded_bytes >> 20;
            return Some(format!("its streams decode to more than {most} MiB in all"));
        }
    }
    None
}

/// The filters named in the dictionary that ends at `end`. `None` for a picture: those are decoded
/// only when words stand on them, and [`picture_fits`] is asked then.
fn filters_before(bytes: &[u8], end: usize) -> Option<Vec<&[u8]>> {
    let window = &bytes[end.saturating_sub(4_096)..end];
    // The dictionary of this stream begins after the object before it.
    let start = window.windows(4).rposition(|four| four == b" obj").unwrap_or(0);
    let dict = &window[start..];
    let names = || dict.split(|&byte| byte == b'/').skip(1).map(name);
    let filters: Vec<&[u8]> = names().filter(|name| is_filter(name)).collect();
    let picture = filters.len() <= 2 && names().any(|name| name == b"Image");
    (!picture).then_some(filters)
}

/// The name at the beginning of some bytes.
fn name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
    &bytes[..end]
}

fn is_filter(name: &[u8]) -> bool {
    grows(name)
        || matches!(
            name,
            b"ASCII85Decode"
                | b"A85"
                | b"ASCIIHexDecode"
                | b"AHx"
                | b"DCTDecode"
                | b"DCT"
                | b"JPXDecode"
                | b"JBIG2Decode"
                | b"CCITTFaxDecode"
                | b"CCF"
                | b"Crypt"
        )
}

/// Whether what passes a filter may become larger.
fn grows(name: &[u8]) -> bool {
    matches!(name, b"LZWDecode" | b"LZW" | b"RunLengthDecode" | b"RL") || is_flate(name)
}

fn is_flate(name: &[u8]) -> bool {
    matches!(name, b"FlateDecode" | b"Fl")
}

/// Whether a deflated picture stays within what one stream may become.
pub(super) fn picture_fits(raw: &[u8]) -> bool {
    let most = Limits::default().stream_bytes;
    raw.len().saturating_mul(MOST_GROWTH) <= most || count(&mut ZlibDecoder::new(raw), most) <= most
}

/// The bytes up to `endstream`.
fn raw_length(body: &[u8]) -> usize {
    static END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u)endstream").expect("the pattern is well formed"));
    END.find(body).map_or(body.len(), |found| found.start())
}

/// How large a stream becomes: counted where it could be too large, else its greatest size.
fn size_of(raw: &[u8], filters: &[&[u8]], limits: &Limits) -> usize {
    let growing = filters.iter().filter(|name| grows(name)).count();
    // Most of what is counted as growth never comes to pass, so that only what could break a limit
    // by itself is counted out, and the rest is taken at what such streams usually are.
    if growing == 0 {
        return raw.len();
    }
    if growing == 1 && raw.len().saturating_mul(MOST_GROWTH) <= limits.stream_bytes {
        return raw.len().saturating_mul(8);
    }
    if filters.first().is_some_and(|first| is_flate(first)) {
        let chained = growing - 1;
        let mut reader: Box<dyn Read + '_> = Box::new(ZlibDecoder::new(raw));
        for _ in 0..chained {
            reader = Box::new(ZlibDecoder::new(reader));
        }
        return count(&mut *reader, limits.stream_bytes).max(raw.len());
    }
    match growing {
        1 => raw.len().saturating_mul(8),
        _ => usize::MAX,
    }
}

/// The bytes that a reader gives, up to just over `most`; damage ends them.
fn count(reader: &mut dyn Read, most: usize) -> usize {
    let mut buffer = [0u8; 32 * 1024];
    let mut all = 0;
    while all <= most {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => all += read,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("writing to memory does not fail");
        encoder.finish().expect("writing to memory does not fail")
    }

    fn file(filters: &str, body: &[u8]) -> Vec<u8> {
        let mut file = format!("1 0 obj\n<</Filter [{filters}]>>\nstream\n").into_bytes();
        file.extend_from_slice(body);
        file.extend_from_slice(b"\nendstream");
        file
    }

    fn limits() -> Limits {
        Limits { stream_bytes: 1 << 20, decoded_bytes: 4 << 20, ..Limits::default() }
    }

    #[test]
    fn a_stream_that_grows_too_large_is_found() {
        let bomb = file("/FlateDecode", &deflated(&vec![0; 3 << 20]));
        assert!(broken_limit(&bomb, &limits()).is_some());
    }

    #[test]
    fn a_stream_within_a_stream_is_found() {
        let bomb = file("/FlateDecode /FlateDecode", &deflated(&deflated(&vec![0; 3 << 20])));
        assert!(broken_limit(&bomb, &limits()).is_some());
    }

    #[test]
    fn ordinary_streams_pass() {
        let plain = file("/FlateDecode", &deflated(b"BT (words) Tj ET"));
        assert_eq!(broken_limit(&plain, &limits()), None);
    }
}
