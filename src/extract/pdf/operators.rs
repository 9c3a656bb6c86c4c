//! The operators of a page, read for three things only: which names, which strings, which forms.
//!
//! Almost all pages are written by programs, in plain operators. Those are read here without making an
//! object of every number; at the first thing that is not plain (a picture among the operators, a number
//! with letters, a bracket too many) this stops, and the real parser goes on from the last operator.

/// Reads plain operators.
pub(super) struct Plain<'b> {
    pub(super) bytes: &'b [u8],
    /// Where the next token is looked for.
    pub(super) at: usize,
    /// Behind the last operator.
    pub(super) read: usize,
    /// The numbers between the strings of the last operator's array, each with how many codes stand before
    /// it.
    pub(super) gaps: Vec<(usize, f32)>,
    /// Whether these are all that its array holds besides strings, and every string has an even number of
    /// codes.
    pub(super) array: Kind,
}

/// What an array of strings and numbers is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// It holds nothing else, and its numbers can be read.
    pub(super) is_plain: bool,
    /// Every string has an even number of codes.
    pub(super) is_even: bool,
}

/// An operator, and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator<'b> {
    /// Its letters.
    pub(super) letters: &'b [u8],
    /// The last name before it, without its solidus, as it is written.
    pub(super) name: Option<&'b [u8]>,
    /// The last number before it that stands in no array, as it is written.
    pub(super) number: Option<&'b [u8]>,
    /// How many names, numbers, strings, arrays and dictionaries stand before it.
    pub(super) operands: usize,
    /// How many of the codes given belong to its strings: the last so many.
    pub(super) codes: usize,
}

/// A number as it is written, if it is written as numbers are and has no more than fifteen digits.
pub(super) fn decimal(written: &[u8]) -> Option<f32> {
    let (sign, digits) = match written {
        [b'-', digits @ ..] => (-1.0, digits),
        [b'+', digits @ ..] => (1.0, digits),
        digits => (1.0, digits),
    };
    if !(1..=16).contains(&digits.len()) || digits == b"." {
        return None;
    }
    let (mut number, mut parts) = (0_u64, None);
    for digit in digits {
        match digit {
            b'0'..=b'9' => number = number * 10 + u64::from(digit - b'0'),
            b'.' if parts.is_none() => {
                parts = Some(1_u64);
                continue;
            }
            _ => return None,
        }
        parts = parts.map(|parts| parts * 10);
    }
    Some((sign * number as f64 / parts.unwrap_or(1) as f64) as f32)
}

/// Bytes that are neither blanks nor delimiters.
pub(super) fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The blanks of PDF.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

impl<'b> Plain<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        let array = Kind { is_plain: true, is_even: true };
        Plain { bytes, at: 0, read: 0, gaps: Vec::new(), array }
    }

    /// What was not read, from behind the last operator.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.read..).unwrap_or(&[])
    }

    /// The next operator; the codes of its strings are put behind `codes`. `None` at the end, and where
    /// what follows is not plain; `codes` is then as it was.
    pub(super) fn next(&mut self, codes: &mut Vec<u8>) -> Option<Operator<'b>> {
        let start = codes.len();
        let operator = self.operator(codes);
        match operator {
            Some(_) => self.read = self.at,
            None => codes.truncate(start),
        }
        operator
    }

    fn operator(&mut self, codes: &mut Vec<u8>) -> Option<Operator<'b>> {
        let start = codes.len();
        self.gaps.clear();
        self.array = Kind { is_plain: true, is_even: true };
        let (mut name, mut number, mut operands) = (None, None, 0);
        let (mut strings, mut in_array, mut arrays) = (0, false, 0);
        loop {
            let byte = *self.bytes.get(self.at)?;
            let opens =
                matches!(byte, b'/' | b'0'..=b'9' | b'+' | b'-' | b'.' | b'(' | b'<' | b'[');
            operands += usize::from(opens && !in_array);
            match byte {
                byte if is_blank(byte) => self.at += 1,
                b'%' => self.regular(|byte| !matches!(byte, b'\n' | b'\r')),
                b'/' => {
                    self.at += 1;
                    let from = self.at;
                    self.regular(is_regular);
                    name = Some(&self.bytes[from..self.at]);
                    self.array.is_plain &= !in_array;
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    let from = self.at;
                    self.regular(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
                    if self.bytes.get(self.at).is_some_and(|&byte| is_regular(byte)) {
                        return None;
                    }
                    let written = &self.bytes[from..self.at];
                    match in_array {
                        false => number = Some(written),
                        true => match decimal(written) {
                            Some(gap) => self.gaps.push((codes.len() - start, gap)),
                            None => self.array.is_plain = false,
                        },
                    }
                }
                b'(' => {
                    let before = codes.len();
                    self.literal(Some(codes))?;
                    strings += usize::from(!in_array);
                    self.array.is_even &= (codes.len() - before).is_multiple_of(2);
                }
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                    self.dictionary()?;
                    self.array.is_plain &= !in_array;
                }
                b'<' => {
                    let before = codes.len();
                    self.hexadecimal(codes)?;
                    strings += usize::from(!in_array);
                    self.array.is_even &= (codes.len() - before).is_multiple_of(2);
                }
                b'[' if !in_array => {
                    (in_array, arrays) = (true, arrays + 1);
                    self.at += 1;
                }
                b']' if in_array => {
                    in_array = false;
                    self.at += 1;
                }
                byte if byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"') => {
                    let from = self.at;
                    self.regular(is_regular);
                    let letters = &self.bytes[from..self.at];
                    let is_plain = match letters {
                        b"Tj" | b"'" | b"\"" => strings == 1 && arrays == 0,
                        b"TJ" => strings == 0 && arrays == 1,
                        // A picture among the operators may hold any byte.
                        b"BI" => false,
                        _ => true,
                    };
                    let codes = codes.len() - start;
                    let operator = Operator { letters, name, number, operands, codes };
                    return (is_plain && !in_array).then_some(operator);
                }
                _ => return None,
            }
        }
    }

    /// Goes on as long as bytes are of a kind.
    pub(super) fn regular(&mut self, kind: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| !kind(byte)).unwrap_or(rest.len());
    }

    /// Reads a string in brackets.
    pub(super) fn literal(&mut self, mut codes: Option<&mut Vec<u8>>) -> Option<()> {
        let mut put = |byte: u8| {
            if let Some(codes) = &mut codes {
                codes.push(byte);
            }
        };
        let mut depth = 0;
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'(' => {
                    depth += 1;
                    if depth > 1 {
                        put(byte);
                    }
                }
                b')' if depth == 1 => return Some(()),
                b')' => {
                    depth -= 1;
                    put(byte);
                }
                b'\r' | b'\n' => {
                    self.end_of_line(byte);
                    put(b'\n');
                }
                b'\\' => {
                    let escaped = *self.bytes.get(self.at)?;
                    self.at += 1;
                    match escaped {
                        b'0'..=b'7' => {
                            let mut code = u32::from(escaped - b'0');
                            for _ in 0..2 {
                                let Some(digit @ b'0'..=b'7') = self.bytes.get(self.at) else {
                                    break;
                                };
                                code = code * 8 + u32::from(digit - b'0');
                                self.at += 1;
                            }
                            // What is no byte stands for nothing.
                            if let Ok(code) = u8::try_from(code) {
                                put(code);
                            }
                        }
                        b'\r' | b'\n' => self.end_of_line(escaped),
                        b'n' => put(b'\n'),
                        b'r' => put(b'\r'),
                        b't' => put(b'\t'),
                        b'b' => put(8),
                        b'f' => put(12),
                        other => put(other),
                    }
                }
                byte => put(byte),
            }
        }
    }

    /// A carriage return and the line feed behind it end one line.
    fn end_of_line(&mut self, byte: u8) {
        self.at += usize::from(byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n'));
    }

    /// Reads a string of hexadecimal digits; a last one without its second is followed by a zero.
    pub(super) fn hexadecimal(&mut self, codes: &mut Vec<u8>) -> Option<()> {
        self.at += 1;
        let mut high: Option<u8> = None;
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match char::from(byte).to_digit(16) {
                Some(digit) => match high.take() {
                    Some(high) => codes.push(high << 4 | digit as u8),
                    None => high = Some(digit as u8),
                },
                None if byte == b'>' => {
                    codes.extend(high.map(|high| high << 4));
                    return Some(());
                }
                None if is_blank(byte) => {}
                None => return None,
            }
        }
    }

    /// Passes over a dictionary, with all that it holds.
    pub(super) fn dictionary(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let two = self.bytes.get(self.at..self.at + 2)?;
            match two {
                b"<<" => {
                    depth += 1;
                    self.at += 2;
                }
                b">>" => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return Some(());
                    }
                }
                [b'(', _] => self.literal(None)?,
                [b'<', _] => {
                    self.regular(|byte| byte != b'>');
                    self.at += 1;
                }
                [b'%', _] => self.regular(|byte| !matches!(byte, b'\n' | b'\r')),
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters, name and codes of each operator, and what is left.
    fn read(bytes: &[u8]) -> (Vec<String>, String) {
        let mut plain = Plain::new(bytes);
        let mut codes = Vec::new();
        let mut told = Vec::new();
        while let Some(operator) = plain.next(&mut codes) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let own = &codes[codes.len() - operator.codes..];
            let name = operator.name.map(text).unwrap_or_default();
            told.push(format!("{} /{name} {}", text(operator.letters), text(own)));
        }
        (told, String::from_utf8_lossy(plain.rest()).into_owned())
    }

    #[test]
    fn plain_operators_are_read_with_their_names_and_strings() {
        let (told, rest) = read(
            b"q 1 0 0 -1 .5 +7. cm /F#41 12 Tf % a comment (x)\n(a\\(b\\051 (c)\\\r\nd) Tj \
              [(e) -120 <666> 3 (g)] TJ /P <</MCID 0 /T (>>) /A <41>>> BDC /X0 Do (h) ' T* Q",
        );
        let expected = [
            "q / ",
            "cm / ",
            "Tf /F#41 ",
            "Tj / a(b) (c)d",
            "TJ / ef`g",
            "BDC /P ",
            "Do /X0 ",
            "' / h",
            "T* / ",
        ];
        assert_eq!(told[..9], expected);
        assert_eq!((told.len(), rest.as_str()), (10, ""));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (written, number) in
            [("12", 12.0), ("-3.5", -3.5), ("+.25", 0.25), ("7.", 7.0), ("0.10000", 0.1)]
        {
            assert_eq!(decimal(written.as_bytes()), Some(number), "{written}");
        }
        for written in ["", "-", ".", "1.2.3", "--1", "1-2", "1e5", "12345678901234567"] {
            assert_eq!(decimal(written.as_bytes()), None, "{written}");
        }
    }

    #[test]
    fn it_stops_at_what_is_not_plain_and_leaves_it_whole() {
        for odd in [
            "BI /W 1 ID x EI",
            "(a) (b) Tj",
            "12x Tf",
            "] TJ",
            "(open",
            "<4g> Tj",
            "<< /A (x",
            "[(a) [(b)] ] TJ",
            "\u{80} Tj",
            "5",
        ] {
            let (told, rest) = read(format!("q {odd}").as_bytes());
            assert_eq!((told.len(), rest.trim_start()), (1, odd), "{odd}");
        }
    }
}
