//! Bytes of a text file as UTF-8, with the way back to the bytes on disk.
//!
//! People keep resumes in whatever their editor wrote ten years ago. A byte order mark decides, then
//! the bytes themselves: UTF-16 shows in its zeros, UTF-8 in its own check, and a statistical guess
//! settles the rest. Every position that is reported later is one of the file as it is on disk, so
//! each character of a converted text remembers where it began.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding};

use crate::document::{Note, NoteKind, SourceText};

/// The UTF-8 text of a file, and what was lost on the way.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, with offsets where it differs from the bytes on disk.
    pub(super) source: SourceText,
    /// Notes about bytes that are no text, or about a guessed encoding.
    pub(super) notes: Vec<Note>,
}

/// Decodes a text file.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Decoded {
    decode_declared(name, bytes, None)
}

/// Decodes a text file that names its own encoding. UTF-8 that is sound stays UTF-8: many a file was
/// converted and still says what it was.
pub(super) fn decode_declared(name: &str, bytes: &[u8], label: Option<&str>) -> Decoded {
    let declared = label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|&encoding| encoding != encoding_rs::UTF_8 && encoding.is_ascii_compatible());
    let mut decoded = match (choose(bytes), declared) {
        (Choice::Other(_), Some(encoding)) => other(name, bytes, encoding, Certainty::Declared),
        (choice, _) => decode_as(name, bytes, choice),
    };
    let nuls = decoded.source.text.bytes().filter(|&byte| byte == 0).count();
    if nuls > 0 {
        let message =
            format!("{nuls} NUL characters stand in the text; save the file again as text");
        decoded.notes.push(Note::new(NoteKind::Damaged, message));
    }
    decoded
}

fn decode_as(name: &str, bytes: &[u8], choice: Choice) -> Decoded {
    match choice {
        Choice::Utf8 => {
            let text = String::from_utf8_lossy(bytes);
            match text {
                std::borrow::Cow::Borrowed(text) => {
                    Decoded { source: SourceText::utf8(name, text), notes: Vec::new() }
                }
                std::borrow::Cow::Owned(_) => damaged_utf8(name, bytes),
            }
        }
        Choice::Utf16(order) => utf16(name, bytes, order),
        Choice::Other(encoding) => other(name, bytes, encoding, Certainty::Guessed),
    }
}

/// Whether bytes are text at all: in some encoding, and with few control characters.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Choice::Utf16(_) = choose(sample) {
        return true;
    }
    let control = |b: &&u8| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127);
    let controls = sample.iter().filter(control).count();
    // A stray NUL or escape is damage; one byte in twenty is no text.
    controls * 20 <= sample.len()
}

/// The beginning of a text, decoded; at most `length` bytes of the file are looked at.
pub(super) fn sample(bytes: &[u8], length: usize) -> String {
    let cut = &bytes[..bytes.len().min(length)];
    match choose(cut) {
        Choice::Utf8 => String::from_utf8_lossy(cut).into_owned(),
        Choice::Utf16(order) => {
            let units = char::decode_utf16(units_of(cut, order));
            units.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        Choice::Other(encoding) => encoding.decode_without_bom_handling(cut).0.into_owned(),
    }
}

/// How many bytes are looked at to tell what a file is.
const SAMPLE: usize = 64 << 10;

/// The encodings that are told apart before any guess.
#[derive(Debug, Clone, Copy)]
enum Choice {
    Utf8,
    Utf16(Order),
    Other(&'static Encoding),
}

/// How an encoding came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// The file says so.
    Declared,
    /// The bytes look like it.
    Guessed,
}

/// Which byte of a UTF-16 unit comes first.
#[derive(Debug, Clone, Copy)]
enum Order {
    Little,
    Big,
}

fn choose(bytes: &[u8]) -> Choice {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Choice::Utf8;
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Choice::Utf16(Order::Little);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Choice::Utf16(Order::Big);
    }
    if let Some(order) = unmarked_utf16(bytes) {
        return Choice::Utf16(order);
    }
    let (valid, invalid) = utf8_sequences(bytes);
    if invalid == 0 && !bytes.contains(&0x1b) || valid > 2 * invalid {
        return Choice::Utf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if invalid == 0 && guess != encoding_rs::ISO_2022_JP {
        return Choice::Utf8;
    }
    Choice::Other(guess)
}

/// UTF-16 without a mark: Latin text has a zero in every unit, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let units = sample.len() / 2;
    // Spaces, digits and line ends alone make one unit in ten of a text without Latin letters.
    let order = match (even, odd) {
        (0, odd) if odd * 10 >= units => Order::Little,
        (even, 0) if even * 10 >= units => Order::Big,
        _ => return None,
    };
    let odd_ones = char::decode_utf16(units_of(sample, order))
        .filter(|c| c.as_ref().map_or(true, |c| c.is_control() && !c.is_whitespace()));
    // Binary data has zeros too, but not letters beside them. The sample may cut one pair in two.
    (odd_ones.count() <= 1 + units / 50).then_some(order)
}

/// How many sequences beyond ASCII are sound UTF-8, and how many are not.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    (valid, invalid)
}

/// The units of UTF-16; an odd last byte is left out.
fn units_of(bytes: &[u8], order: Order) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(move |pair| {
        let pair = [pair[0], pair[1]];
        match order {
            Order::Little => u16::from_le_bytes(pair),
            Order::Big => u16::from_be_bytes(pair),
        }
    })
}

/// A text put together character by character, each with its first byte on disk.
struct Converted {
    text: String,
    offsets: Vec<(u32, u32)>,
    replaced: usize,
}

impl Converted {
    fn new(bytes: &[u8]) -> Self {
        let text = String::with_capacity(bytes.len());
        Converted { text, offsets: Vec::with_capacity(bytes.len() + 1), replaced: 0 }
    }

    fn push(&mut self, at: usize, c: char) {
        self.offsets.push((at as u32, self.text.len() as u32));
        self.text.push(c);
    }

    fn finish(mut self, name: &str, length: usize, encoding: &str) -> Decoded {
        self.offsets.push((length as u32, self.text.len() as u32));
        let mut notes = Vec::new();
        if self.replaced > 0 {
            let message = match self.replaced {
                1 => format!(
                    "one place is not valid {encoding} and stands as U+FFFD; save the file as UTF-8"
                ),
                n => format!(
                    "{n} places are not valid {encoding} and stand as U+FFFD; save the file as UTF-8"
                ),
            };
            notes.push(Note::new(NoteKind::Damaged, message));
        }
        let source = SourceText {
            name: name.to_owned(),
            text: self.text,
            offsets: self.offsets,
            ..SourceText::default()
        };
        Decoded { source, notes }
    }
}

/// UTF-8 with damage in it.
fn damaged_utf8(name: &str, bytes: &[u8]) -> Decoded {
    let mut converted = Converted::new(bytes);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for (i, c) in chunk.valid().char_indices() {
            converted.push(at + i, c);
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            converted.push(at, char::REPLACEMENT_CHARACTER);
            converted.replaced += 1;
            at += chunk.invalid().len();
        }
    }
    converted.finish(name, bytes.len(), "UTF-8")
}

/// UTF-16; a mark stays in the text, as it does in UTF-8.
fn utf16(name: &str, bytes: &[u8], order: Order) -> Decoded {
    let mut converted = Converted::new(bytes);
    let mut at = 0;
    for unit in char::decode_utf16(units_of(bytes, order)) {
        let c = unit.unwrap_or_else(|_| {
            converted.replaced += 1;
            char::REPLACEMENT_CHARACTER
        });
        converted.push(at, c);
        at += 2 * c.len_utf16();
    }
    if bytes.len() % 2 == 1 {
        converted.push(bytes.len() - 1, char::REPLACEMENT_CHARACTER);
        converted.replaced += 1;
    }
    converted.finish(name, bytes.len(), "UTF-16")
}

/// Any other encoding, fed byte by byte so that each character shows where it began.
fn other(name: &str, bytes: &[u8], encoding: &'static Encoding, certainty: Certainty) -> Decoded {
    let mut converted = Converted::new(bytes);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut began = 0;
    let mut buffer = [0u8; 16];
    for at in 0..bytes.len() {
        let last = at + 1 == bytes.len();
        let (result, _, written, replaced) =
            decoder.decode_to_utf8(&bytes[at..=at], &mut buffer, last);
        debug_assert_eq!(result, CoderResult::InputEmpty, "sixteen bytes hold any one character");
        if written == 0 {
            continue;
        }
        let out = std::str::from_utf8(&buffer[..written]).unwrap_or("\u{fffd}");
        converted.replaced += usize::from(replaced);
        let count = out.chars().count();
        for (i, c) in out.chars().enumerate() {
            // A bad lead byte gives U+FFFD and then the character after it.
            let own_byte = replaced && i > 0 && i + 1 == count && c != char::REPLACEMENT_CHARACTER;
            converted.push(if own_byte { at } else { began }, c);
        }
        began = at + 1;
    }
    let mut decoded = converted.finish(name, bytes.len(), encoding.name());
    if certainty == Certainty::Guessed {
        let message = format!("read as {}; save the file as UTF-8 to be certain", encoding.name());
        decoded.notes.insert(0, Note::new(NoteKind::Information, message));
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of `bytes`, and where on disk each of its characters begins.
    fn check(bytes: &[u8], text: &str, starts: &[u32]) {
        let source = decode("cv.txt", bytes).source;
        assert_eq!(source.text, text);
        let found: Vec<u32> =
            source.text.char_indices().map(|(i, _)| source.on_disk(i as u32)).collect();
        assert_eq!(found, starts);
    }

    #[test]
    fn utf8_is_taken_as_it_is() {
        check("né".as_bytes(), "né", &[0, 1]);
        check(b"\xef\xbb\xbfhi", "\u{feff}hi", &[0, 3, 4]);
    }

    #[test]
    fn nuls_are_noted() {
        assert_eq!(decode("cv.txt", b"Ada\0Example").notes[0].kind, NoteKind::Damaged);
        assert!(decode("cv.txt", b"A\0d\0a\0 \0E\0x\0").notes.is_empty(), "this is UTF-16");
    }

    #[test]
    fn utf16_maps_each_character_to_its_unit() {
        check(b"\xff\xfeh\0\xe9\0", "\u{feff}h\u{e9}", &[0, 2, 4]);
        check(b"\xfe\xff\0h\xd8\x3d\xde\x00", "\u{feff}h\u{1f600}", &[0, 2, 4]);
        check(b"S\0k\0i\0l\0l\0s\0", "Skills", &[0, 2, 4, 6, 8, 10]);
        check(b"h\0i\0t\0s\0\0", "hits\u{fffd}", &[0, 2, 4, 6, 8]);
    }

    #[test]
    fn old_encodings_are_guessed() {
        let text = "R\u{e9}sum\u{e9} de Zo\u{eb}, ing\u{e9}nieure logicielle \u{e0} Orl\u{e9}ans";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(decode("cv.txt", &bytes).source.text, text);
        let text = "職務経歴書 東京都在住のソフトウェアエンジニアです。資格は応用情報技術者試験。";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let source = decode("cv.txt", &bytes).source;
        assert_eq!(source.text, text);
        assert_eq!(source.on_disk(source.text.find('東').map_or(0, |at| at as u32)), 11);
        let text = "个人简历 软件工程师,毕业于北京,工作经验五年。熟悉分布式系统。";
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(decode("cv.txt", &bytes).source.text, text);
    }

    #[test]
    fn damage_in_utf8_is_one_character_and_a_note() {
        let decoded = decode("cv.txt", "Zoë, Jürgen, André \u{1f600}".as_bytes());
        assert!(decoded.notes.is_empty());
        let decoded = decode("cv.txt", b"Zo\xc3\xab, J\xc3\xbcrgen, Andr\xc3\xa9 \xff Ada");
        assert_eq!(decoded.source.text, "Zoë, Jürgen, André \u{fffd} Ada");
        assert_eq!(decoded.notes[0].kind, NoteKind::Damaged);
    }

    #[test]
    fn binary_is_not_text() {
        assert!(is_text("Ada Example\n".as_bytes()));
        assert!(is_text(b"A\0d\0a\0 \0E\0x\0"));
        assert!(!is_text(&[0, 1, 2, 3, 255, 254, 7, 0, 0, 1]));
    }
}
