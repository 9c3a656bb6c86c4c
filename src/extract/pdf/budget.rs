//! What a file would grow to when decoded, found before anything is decoded for good.
//!
//! The parsers decode a stream in one go and without a limit, so a few kilobytes could fill the
//! memory. Deflate grows at most 1032-fold, so a short stream with one filter is safe; the others
//! are inflated here into nothing, and counted. What is encrypted cannot be counted as it lies there:
//! where its length leaves room for too much, `lopdf` decrypts it first, which decodes under a limit.

use std::borrow::Cow;
use std::sync::LazyLock;

use lopdf::{DecompressError, Document, Error, LoadOptions, Object};
use regex::bytes::Regex;

use super::unpack::{growth, unpacked, unpacked_size};
use crate::extract::Limits;

static ENCRYPT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?-u)/Encrypt").expect("the pattern is well formed"));
static STREAM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)stream\r?\n").expect("the pattern is well formed"));

/// About how many bytes the streams of a file decode to.
///
/// # Errors
/// The limit that they would break, in words.
pub(super) fn measure(
    bytes: &[u8],
    passwords: &[String],
    limits: &Limits,
) -> Result<usize, String> {
    let encrypted = ENCRYPT.is_match(bytes);
    let mut decoded = 0usize;
    // What encrypted streams could become at most.
    let mut possible = 0usize;
    for (dict, raw) in streams(bytes) {
        let Some(filters) = filters_of(dict) else { continue };
        if filters.len() > limits.filters {
            let (count, most) = (filters.len(), limits.filters);
            return Err(format!("a stream passes through {count} filters, the limit is {most}"));
        }
        if encrypted {
            possible = possible.saturating_add(most_size(raw.len(), &filters));
            continue;
        }
        let size = size_of(raw, &filters, limits);
        if size > limits.stream_bytes {
            return Err(stream_limit(limits));
        }
        decoded = decoded.saturating_add(size);
        if decoded > limits.decoded_bytes {
            return Err(all_limit(limits));
        }
    }
    if possible > limits.stream_bytes {
        return measure_decrypted(bytes, passwords, limits);
    }
    Ok(decoded)
}

fn stream_limit(limits: &Limits) -> String {
    format!("a stream decodes to more than {} MiB", limits.stream_bytes >> 20)
}

fn all_limit(limits: &Limits) -> String {
    format!("its streams decode to more than {} MiB in all", limits.decoded_bytes >> 20)
}

/// What streams of these filters become at most.
fn most_size(raw: usize, filters: &[&[u8]]) -> usize {
    filters.iter().map(|name| growth(name)).fold(raw, usize::saturating_mul)
}

/// The same for an encrypted file. Without its password nothing of it is decoded.
fn measure_decrypted(bytes: &[u8], passwords: &[String], limits: &Limits) -> Result<usize, String> {
    let too_large = |error: &Error| {
        matches!(error, Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))
    };
    let given = [""].into_iter().chain(passwords.iter().map(String::as_str));
    let mut opened = None;
    for password in given {
        let options = LoadOptions {
            password: Some(password.to_owned()),
            max_decompressed_size: Some(limits.stream_bytes),
            ..LoadOptions::default()
        };
        match Document::load_mem_with_options(bytes, options) {
            Ok(document) => {
                opened = Some(document);
                break;
            }
            Err(error) if too_large(&error) => return Err(stream_limit(limits)),
            Err(Error::InvalidPassword) => {}
            Err(_) => return Err("its encrypted streams could not be measured".to_owned()),
        }
    }
    let mut decoded = 0usize;
    for stream in opened.iter().flat_map(|document| document.objects.values()) {
        let Object::Stream(stream) = stream else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        {
            continue;
        }
        let filters = stream.filters().unwrap_or_default();
        let size = size_of(&stream.content, &filters, limits);
        if size > limits.stream_bytes {
            return Err(stream_limit(limits));
        }
        decoded = decoded.saturating_add(size);
        if decoded > limits.decoded_bytes {
            return Err(all_limit(limits));
        }
    }
    Ok(decoded)
}

/// Whether a name may stand among the objects of a file, packed ones included. Where that would take more than
/// inflating them, it may.
pub(super) fn may_name(bytes: &[u8], name: &[u8]) -> bool {
    // Nothing is unpacked that does not say where its first object stands.
    const PACKED: &[u8] = b"First";
    let said = |bytes: &[u8]| memchr::memmem::find_iter(bytes, PACKED).count();
    if may_hold(bytes, name) || has_numbered(bytes, PACKED) {
        return true;
    }
    let mut left = said(bytes);
    if left > 0 && ENCRYPT.is_match(bytes) {
        return true;
    }
    for (dict, raw) in streams(bytes) {
        let here = said(dict);
        if here == 0 {
            continue;
        }
        left = left.saturating_sub(here);
        let names: Vec<&[u8]> = names(dict).collect();
        let filters = names.iter().filter(|name| is_filter(name));
        let is_simple = filters.eq([&&b"FlateDecode"[..]]) && !names.contains(&&b"DecodeParms"[..]);
        let most = Limits::default().stream_bytes;
        if !is_simple || may_hold(&unpacked(b"FlateDecode", raw, most), name) {
            return true;
        }
    }
    left > 0
}

/// Whether a name may stand in some bytes as they are.
pub(super) fn may_hold(bytes: &[u8], name: &[u8]) -> bool {
    memchr::memmem::find(bytes, name).is_some() || has_numbered(bytes, name)
}

/// Whether some bytes may hold a name one of whose letters is written as a number.
fn has_numbered(bytes: &[u8], name: &[u8]) -> bool {
    memchr::memchr_iter(b'#', bytes).any(|at| {
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        let letter = digit(at + 1).zip(digit(at + 2)).map(|(high, low)| (high * 16 + low) as u8);
        let before = at.checked_sub(1).map_or(0, |before| bytes[before]);
        let goes_on = before == b'/' || name.contains(&before) || before.is_ascii_hexdigit();
        goes_on && letter.is_some_and(|letter| name.contains(&letter))
    })
}

/// The streams of a file as they lie there, each with its dictionary.
fn streams(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    // `endstream` ends with the word as well.
    let found = STREAM.find_iter(bytes).filter(|found| !bytes[..found.start()].ends_with(b"end"));
    found.map(|found| {
        let body = bytes.get(found.end()..).unwrap_or(&[]);
        (dict_before(bytes, found.start()), &body[..raw_length(body)])
    })
}

/// What stands between a stream that begins at `end` and the object before it: its dictionary.
fn dict_before(bytes: &[u8], end: usize) -> &[u8] {
    let window = &bytes[end.saturating_sub(4_096)..end];
    let start = memchr::memmem::rfind(window, b" obj").unwrap_or(0);
    &window[start..]
}

/// The names in a dictionary.
fn names(dict: &[u8]) -> impl Iterator<Item = &[u8]> {
    dict.split(|&byte| byte == b'/').skip(1).map(name)
}

/// The filters named in the dictionary of a stream. `None` for a picture: those are decoded only when
/// words stand on them, and [`picture_fits`] is asked then.
fn filters_of(dict: &[u8]) -> Option<Vec<&[u8]>> {
    let names = || names(dict);
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
    growth(name) > 1
}

/// Whether a deflated picture stays within what one stream may become.
pub(super) fn picture_fits(raw: &[u8]) -> bool {
    let most = Limits::default().stream_bytes;
    raw.len().saturating_mul(growth(b"Fl")) <= most || unpacked_size(b"Fl", raw, most) <= most
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
    if most_size(raw.len(), filters) <= limits.stream_bytes {
        return raw.len().saturating_mul(8);
    }
    let most = limits.stream_bytes;
    let last = filters.iter().rposition(|name| grows(name)).unwrap_or(0);
    let mut data = Cow::Borrowed(raw);
    for name in &filters[..last] {
        data = Cow::Owned(unpacked(name, &data, most));
        if data.len() > most {
            return data.len();
        }
    }
    unpacked_size(filters[last], &data, most).max(raw.len())
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

    fn packed(dict: &str, body: &[u8]) -> Vec<u8> {
        let mut file = format!("1 0 obj\n<<{dict}>>\nstream\n").into_bytes();
        file.extend_from_slice(body);
        file.extend_from_slice(b"\nendstream\n");
        file
    }

    fn file(filters: &str, body: &[u8]) -> Vec<u8> {
        packed(&format!("/Filter [{filters}]"), body)
    }

    fn limits() -> Limits {
        Limits { stream_bytes: 1 << 20, decoded_bytes: 4 << 20, ..Limits::default() }
    }

    #[test]
    fn a_name_is_met_however_it_is_written() {
        let named = deflated(b"5 0 <</ActualText(a)>>");
        let plain = deflated(b"5 0 <</Alt(a)>>");
        let flat = "/First 4/Filter/FlateDecode";
        for bytes in [
            b"<</ActualText(a)>>".to_vec(),
            b"/#41ctualText".to_vec(),
            b"/Actual#54ext".to_vec(),
            b"/#41#63tualText".to_vec(),
            packed(flat, &named),
            packed("/#46irst 4/Filter/FlateDecode", &plain),
            // Said where it is not looked for.
            packed("/First 4/Filter/FlateDecode/A( obj)", &plain),
            [packed(flat, &plain), packed("/First 4/A( obj)/Filter/FlateDecode", &named)].concat(),
            packed("/First 4/Filter/FlateDecode/DecodeParms<<>>", &plain),
            packed("/First 4/Filter[/FlateDecode/ASCIIHexDecode]", &plain),
            packed("/First 4/Filter/LZWDecode", &plain),
            [packed(flat, &plain), b"trailer <</Encrypt 5 0 R>>".to_vec()].concat(),
        ] {
            assert!(may_name(&bytes, b"ActualText"), "{}", String::from_utf8_lossy(&bytes));
        }
        for bytes in [
            b"<</Alt(a)>>".to_vec(),
            b"(#41)".to_vec(),
            b"/A#20B".to_vec(),
            b"#".to_vec(),
            b"/#4".to_vec(),
            packed(flat, &plain),
            packed("/Filter/FlateDecode", &named),
        ] {
            assert!(!may_name(&bytes, b"ActualText"), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_stream_that_grows_too_large_is_found() {
        let bomb = file("/FlateDecode", &deflated(&vec![0; 3 << 20]));
        assert!(measure(&bomb, &[], &limits()).is_err());
    }

    #[test]
    fn a_stream_within_a_stream_is_found() {
        let bomb = file("/FlateDecode /FlateDecode", &deflated(&deflated(&vec![0; 3 << 20])));
        assert!(measure(&bomb, &[], &limits()).is_err());
    }

    #[test]
    fn a_stream_without_the_header_of_deflate_is_found() {
        let bare = &deflated(&vec![0; 3 << 20])[2..];
        assert!(measure(&file("/FlateDecode", bare), &[], &limits()).is_err());
    }

    #[test]
    fn lzw_and_run_lengths_are_found() {
        let runs = [129, 0].repeat(3 << 13);
        assert!(measure(&file("/RunLengthDecode", &runs), &[], &limits()).is_err());
        let lzw = lzw_of_zeros(3 << 20);
        assert!(lzw.len() < 8_192, "{}", lzw.len());
        assert!(measure(&file("/LZWDecode", &lzw), &[], &limits()).is_err());
        let chained = deflated(&lzw);
        let filters = "/FlateDecode /LZWDecode";
        assert!(measure(&file(filters, &chained), &[], &limits()).is_err());
    }

    #[test]
    fn digits_before_an_ordinary_stream_pass() {
        let words: Vec<u8> = (0..200_000u32).map(|i| (i.wrapping_mul(i) >> 7) as u8).collect();
        let digits: String = deflated(&words).iter().map(|byte| format!("{byte:02x}")).collect();
        let plain = file("/ASCIIHexDecode /FlateDecode", digits.as_bytes());
        assert!(measure(&plain, &[], &limits()).is_ok());
    }

    /// Zeros as LZW: each code is the string that it makes, one longer than the last.
    fn lzw_of_zeros(length: usize) -> Vec<u8> {
        let (mut bytes, mut bits, mut held) = (Vec::new(), 0u64, 0);
        let mut put = |code: u64, width: u32| {
            bits = bits << width | code;
            held += width;
            while held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        };
        let (mut done, mut size, mut last) = (0, 258, false);
        put(0, 9);
        while done < length {
            let code = if last { 4_095 } else { size };
            let known = if last { size } else { size + 1 };
            let width = match known {
                2_048.. => 12,
                1_024.. => 11,
                512.. => 10,
                _ => 9,
            };
            put(code, width);
            done += (code - 256) as usize;
            last = size >= 4_095;
            size = (size + 1).min(4_096);
        }
        put(0, 8);
        bytes
    }

    #[test]
    fn ordinary_streams_pass() {
        let plain = file("/FlateDecode", &deflated(b"BT (words) Tj ET"));
        assert!(measure(&plain, &[], &limits()).is_ok());
    }
}
