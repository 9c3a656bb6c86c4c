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
    read: usize,
}

/// An operator, and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator<'b> {
    /// Its letters.
    pub(super) letters: &'b [u8],
    /// The last name before it, without its solidus, as it is written.
    pub(super) name: Option<&'b [u8]>,
    /// How many of the codes given belong to its strings: the last so many.
    pub(super) codes: usize,
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
        Plain { bytes, at: 0, read: 0 }
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
        let mut name = None;
        let (mut strings, mut in_array, mut arrays) = (0, false, 0);
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                byte if is_blank(byte) => self.at += 1,
                b'%' => self.regular(|byte| !matches!(byte, b'\n' | b'\r')),
                b'/' => {
                    self.at += 1;
                    let from = self.at;
                    self.regular(is_regular);
                    name = Some(&self.bytes[from..self.at]);
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    self.regular(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
                    if self.bytes.get(self.at).is_some_and(|&byte| is_regular(byte)) {
                        return None;
                    }
                }
                b'(' => {
                    self.literal(Some(codes))?;
                    strings += usize::from(!in_array);
                }
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dictionary()?,
                b'<' => {
                    self.hexadecimal(codes)?;
                    strings += usize::from(!in_array);
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
                    return (is_plain && !in_array).then_some(Operator { letters, name, codes });
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
