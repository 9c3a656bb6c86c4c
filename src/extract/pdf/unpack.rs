//! The filters of streams, undone only to see how large a stream becomes.
//!
//! Each stops soon after a limit, where the libraries underneath go on to the end. They follow those
//! libraries in what they forgive: a deflated stream without its header is inflated all the same, and
//! damage ends a stream.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// How many bytes one becomes at most when it passes a filter; 1 for filters that we do not undo.
pub(super) fn growth(name: &[u8]) -> usize {
    match name {
        b"FlateDecode" | b"Fl" => 1_032,
        // Codes of twelve bits that name strings of up to 4096 bytes.
        b"LZWDecode" | b"LZW" => 2_731,
        // Two bytes that stand for 128.
        b"RunLengthDecode" | b"RL" => 64,
        // A letter that stands for four zeros.
        b"ASCII85Decode" | b"A85" => 4,
        _ => 1,
    }
}

/// What `data` becomes when it passes a filter, up to just over `most` bytes.
pub(super) fn unpacked(name: &[u8], data: &[u8], most: usize) -> Vec<u8> {
    let mut tries = vec![Vec::new()];
    pass(name, data, most, &mut |attempt, bytes| {
        tries.resize_with(tries.len().max(attempt + 1), Vec::new);
        tries[attempt].extend_from_slice(bytes);
    });
    tries.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

/// How large `data` becomes when it passes a filter, counted up to just over `most` bytes.
pub(super) fn unpacked_size(name: &[u8], data: &[u8], most: usize) -> usize {
    let mut sizes = [0usize; 3];
    pass(name, data, most, &mut |attempt, bytes| sizes[attempt] += bytes.len());
    sizes.into_iter().max().unwrap_or(0)
}

/// Hands what comes out of a filter to `out`, piece by piece, with the number of the attempt.
fn pass(name: &[u8], data: &[u8], most: usize, out: &mut dyn FnMut(usize, &[u8])) {
    match name {
        b"FlateDecode" | b"Fl" => {
            if !drain(&mut ZlibDecoder::new(data), most, &mut |bytes| out(0, bytes)) {
                drain(&mut DeflateDecoder::new(data), most, &mut |bytes| out(1, bytes));
                let body = data.get(2..).unwrap_or(&[]);
                drain(&mut DeflateDecoder::new(body), most, &mut |bytes| out(2, bytes));
            }
        }
        b"LZWDecode" | b"LZW" => {
            // Whether codes grow one early is said elsewhere; either may be true.
            lzw(data, most, 1, &mut |bytes| out(0, bytes));
            lzw(data, most, 0, &mut |bytes| out(1, bytes));
        }
        b"RunLengthDecode" | b"RL" => run_lengths(data, most, &mut |bytes| out(0, bytes)),
        b"ASCII85Decode" | b"A85" => base_85(data, most, &mut |bytes| out(0, bytes)),
        b"ASCIIHexDecode" | b"AHx" => hexadecimal(data, most, &mut |bytes| out(0, bytes)),
        _ => out(0, data),
    }
}

/// Reads to the end, to damage, or to just over `most`; says whether there was no damage.
fn drain(reader: &mut dyn Read, most: usize, out: &mut dyn FnMut(&[u8])) -> bool {
    let mut buffer = [0u8; 32 * 1024];
    let mut all = 0;
    while all <= most {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                all += read;
                out(&buffer[..read]);
            }
            Err(_) => return false,
        }
    }
    true
}

/// The most strings of an LZW table.
const MOST_ENTRIES: usize = 4_096;

/// LZW as PDF has it: codes of 9 to 12 bits, 256 clears the table, 257 ends.
fn lzw(data: &[u8], most: usize, early: usize, out: &mut dyn FnMut(&[u8])) {
    // Each string is the one before it and a byte; the single bytes and the two signs come first.
    let mut entries: Vec<(u16, u8)> = Vec::with_capacity(MOST_ENTRIES);
    let mut string = Vec::new();
    let (mut bits, mut held, mut at, mut all) = (0u32, 0usize, 0usize, 0usize);
    let mut before: Option<(usize, u8)> = None;
    while all <= most {
        let size = 258 + entries.len();
        let width = match size + early {
            2_048.. => 12,
            1_024.. => 11,
            512.. => 10,
            _ => 9,
        };
        while held < width {
            let Some(&byte) = data.get(at) else { return };
            bits = bits << 8 | u32::from(byte);
            held += 8;
            at += 1;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        match code {
            256 => {
                entries.clear();
                before = None;
                continue;
            }
            257 => return,
            _ => {}
        }
        string.clear();
        let mut next = code;
        if code >= size {
            // The string that is about to be made: the one before, and its own first byte again.
            let Some((last, first)) = before.filter(|_| code == size) else { return };
            string.push(first);
            next = last;
        }
        while next >= 258 {
            let (rest, byte) = entries[next - 258];
            string.push(byte);
            next = usize::from(rest);
        }
        string.push(next as u8);
        string.reverse();
        if let Some((last, _)) = before
            && size < MOST_ENTRIES
        {
            entries.push((last as u16, string[0]));
        }
        before = Some((code, string[0]));
        all += string.len();
        out(&string);
    }
}

fn run_lengths(data: &[u8], most: usize, out: &mut dyn FnMut(&[u8])) {
    let (mut at, mut all) = (0, 0);
    while let Some(&length) = data.get(at)
        && all <= most
        && length != 128
    {
        if length < 128 {
            let end = (at + 2 + usize::from(length)).min(data.len());
            out(&data[at + 1..end]);
            all += end - at - 1;
            at = end;
        } else {
            let Some(&byte) = data.get(at + 1) else { return };
            let bytes = [byte; 128];
            out(&bytes[..257 - usize::from(length)]);
            all += 257 - usize::from(length);
            at += 2;
        }
    }
}

fn base_85(data: &[u8], most: usize, out: &mut dyn FnMut(&[u8])) {
    let (mut group, mut digits, mut all) = (0u32, 0, 0);
    for &byte in data {
        match byte {
            b'z' if digits == 0 => {
                out(&[0; 4]);
                all += 4;
            }
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                digits += 1;
                if digits == 5 {
                    out(&group.to_be_bytes());
                    (group, digits) = (0, 0);
                    all += 4;
                }
            }
            b'~' => break,
            _ => {}
        }
        if all > most {
            return;
        }
    }
    if digits > 1 {
        for _ in digits..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out(&group.to_be_bytes()[..digits - 1]);
    }
}

fn hexadecimal(data: &[u8], most: usize, out: &mut dyn FnMut(&[u8])) {
    let digits = data.iter().take_while(|&&byte| byte != b'>');
    let digits = digits.filter_map(|&byte| (byte as char).to_digit(16));
    let mut high = None;
    for digit in digits.take(2 * most + 4) {
        match high.take() {
            None => high = Some(digit),
            Some(high) => out(&[(high << 4 | digit) as u8]),
        }
    }
    if let Some(high) = high {
        out(&[(high << 4) as u8]);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    const MOST: usize = 1 << 20;

    fn packed(make: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Vec<u8> {
        make().expect("writing to memory does not fail")
    }

    #[test]
    fn deflated_bytes_come_back_with_and_without_their_header() {
        let words = b"a resume, a resume, a resume".repeat(40);
        let zlib = packed(|| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&words)?;
            encoder.finish()
        });
        let bare = packed(|| {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&words)?;
            encoder.finish()
        });
        assert_eq!(unpacked(b"FlateDecode", &zlib, MOST), words);
        assert_eq!(unpacked(b"FlateDecode", &bare, MOST), words);
        assert_eq!(unpacked_size(b"Fl", &bare, MOST), words.len());
    }

    #[test]
    fn lzw_comes_back() {
        // The example of ISO 32000, 7.4.4.2.
        let data = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(unpacked(b"LZWDecode", &data, MOST), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn run_lengths_and_digits_come_back() {
        assert_eq!(unpacked(b"RL", &[2, 7, 8, 9, 254, 5, 128, 1], MOST), [7, 8, 9, 5, 5, 5]);
        assert_eq!(unpacked(b"A85", b"87cURD]i,\"Ebo80z~>", MOST), b"Hello World!\0\0\0\0");
        assert_eq!(unpacked(b"AHx", b"48 65 6c6C 6f7>", MOST), b"Hellop");
    }

    #[test]
    fn every_filter_stops_soon_after_the_limit() {
        let cases: [(&[u8], Vec<u8>); 3] = [
            (b"RL", [129, 0].repeat(1 << 16)),
            (b"A85", vec![b'z'; 1 << 20]),
            (b"AHx", vec![b'0'; 1 << 20]),
        ];
        for (name, data) in cases {
            let size = unpacked_size(name, &data, 1_000);
            assert!((1_001..1_200).contains(&size), "{size}");
        }
    }
}
