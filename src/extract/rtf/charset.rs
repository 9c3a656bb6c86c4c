//! Bytes of RTF to characters: the code page of the file, or of the font.

use encoding_rs::Encoding;

/// Where the symbols of the font "Symbol" and its like stand in Unicode's private area.
const SYMBOLS: u32 = 0xf000;

/// How the bytes of a font are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Charset {
    /// In an encoding.
    Encoded(&'static Encoding),
    /// As pictures: the bytes have no meaning as characters.
    Symbols,
}

impl Charset {
    /// The code page of `\ansicpg`.
    pub(super) fn of_code_page(number: i32) -> Self {
        Charset::Encoded(match number {
            874 => encoding_rs::WINDOWS_874,
            932 => encoding_rs::SHIFT_JIS,
            936 => encoding_rs::GBK,
            949 => encoding_rs::EUC_KR,
            950 => encoding_rs::BIG5,
            1250 => encoding_rs::WINDOWS_1250,
            1251 => encoding_rs::WINDOWS_1251,
            1253 => encoding_rs::WINDOWS_1253,
            1254 => encoding_rs::WINDOWS_1254,
            1255 => encoding_rs::WINDOWS_1255,
            1256 => encoding_rs::WINDOWS_1256,
            1257 => encoding_rs::WINDOWS_1257,
            1258 => encoding_rs::WINDOWS_1258,
            10000 => encoding_rs::MACINTOSH,
            65001 => encoding_rs::UTF_8,
            _ => encoding_rs::WINDOWS_1252,
        })
    }

    /// The charset of `\fcharset`; `None` where the file's own code page holds.
    pub(super) fn of_font(number: i32) -> Option<Self> {
        Some(match number {
            2 => Charset::Symbols,
            77 => Charset::of_code_page(10000),
            128 => Charset::of_code_page(932),
            129 | 130 => Charset::of_code_page(949),
            134 => Charset::of_code_page(936),
            136 => Charset::of_code_page(950),
            161 => Charset::of_code_page(1253),
            162 => Charset::of_code_page(1254),
            163 => Charset::of_code_page(1258),
            177 => Charset::of_code_page(1255),
            178..=180 => Charset::of_code_page(1256),
            186 => Charset::of_code_page(1257),
            204 => Charset::of_code_page(1251),
            222 => Charset::of_code_page(874),
            238 => Charset::of_code_page(1250),
            _ => return None,
        })
    }

    /// The characters that bytes stand for; `None` while more bytes are needed.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Charset::Symbols => {
                let sign = |&byte: &u8| char::from_u32(SYMBOLS + u32::from(byte));
                Some(bytes.iter().filter_map(sign).collect())
            }
            Charset::Encoded(encoding) => {
                let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
                let may_go_on = !encoding.is_single_byte() && bytes.len() < longest(encoding);
                (!had_errors || !may_go_on).then(|| text.into_owned())
            }
        }
    }
}

/// The most bytes of one character.
fn longest(encoding: &'static Encoding) -> usize {
    if encoding == encoding_rs::UTF_8 { 4 } else { 2 }
}
