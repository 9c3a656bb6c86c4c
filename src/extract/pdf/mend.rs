//! Damaged operators, written down again without the damage.
//!
//! The real parser reads nothing behind the first thing that it does not understand. A page that was
//! cut and pasted by a mail program loses a bracket here and there, and other readers go on behind it.
//! So do we: what cannot be an operator is left out, what was never closed is closed.

use super::operators::{Plain, is_blank, is_regular};

/// How often, for each byte of content, a string, a dictionary or a picture is followed to the end of the content
/// only to find that it has none. A page of nothing but opening brackets would be read once for each.
const MOST_LOOKS: usize = 16;
/// A picture among operators describes itself in no more bytes than this.
const LONGEST_DESCRIPTION: usize = 2_000;

/// The operators that can be made out, in a form that the parser reads to the end; with the pictures among
/// them, or without.
pub(super) fn mend(bytes: &[u8], pictures: bool) -> Vec<u8> {
    let mut mender = Mender {
        plain: Plain::new(bytes),
        whole: Vec::with_capacity(bytes.len()),
        operands: Vec::new(),
        numbers: 0,
        others: 0,
        in_array: false,
        pictures,
        left: bytes.len().saturating_mul(MOST_LOOKS),
        scratch: Vec::new(),
    };
    while mender.token().is_some() {}
    mender.whole
}

struct Mender<'b> {
    plain: Plain<'b>,
    /// What was made out so far.
    whole: Vec<u8>,
    /// What stands before the next operator.
    operands: Vec<u8>,
    /// How many numbers are among the operands, and how many things that are none.
    numbers: usize,
    others: usize,
    /// An array was opened and not closed.
    in_array: bool,
    /// Pictures are kept.
    pictures: bool,
    /// How many bytes may still be looked at in vain.
    left: usize,
    /// Memory for codes that nobody asks for.
    scratch: Vec<u8>,
}

impl Mender<'_> {
    /// Reads a token; `None` at the end.
    fn token(&mut self) -> Option<()> {
        let from = self.plain.at;
        let byte = *self.plain.bytes.get(from)?;
        match byte {
            byte if is_blank(byte) => self.plain.at += 1,
            b'%' => self.plain.regular(|byte| !matches!(byte, b'\n' | b'\r')),
            b'/' => {
                self.plain.at += 1;
                self.plain.regular(is_regular);
                self.keep(from);
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                self.plain.regular(is_regular);
                let is_number = |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.');
                match self.plain.bytes[from..self.plain.at].iter().copied().all(is_number) {
                    true if self.in_array => self.put(from),
                    true => {
                        self.put(from);
                        self.numbers += 1;
                    }
                    false => self.forget(),
                }
            }
            b'(' => self.string(from),
            b'<' if self.plain.bytes.get(from + 1) == Some(&b'<') => {
                match self.left > 0 && self.plain.dictionary().is_some() {
                    true => self.keep(from),
                    false => {
                        self.left = self.left.saturating_sub(self.plain.bytes.len() - from);
                        self.skip(from, 2);
                    }
                }
            }
            b'<' => {
                self.scratch.clear();
                match self.plain.hexadecimal(&mut self.scratch) {
                    Some(()) => self.keep(from),
                    None => self.skip(from, 1),
                }
            }
            b'[' if !self.in_array => {
                self.plain.at += 1;
                self.keep(from);
                self.in_array = true;
            }
            b']' if self.in_array => self.close_array(true),
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"') => {
                self.plain.regular(is_regular);
                if self.in_array {
                    self.close_array(false);
                }
                self.operator(from);
            }
            byte if is_regular(byte) => {
                self.plain.regular(is_regular);
                self.forget();
            }
            _ => self.plain.at += 1,
        }
        Some(())
    }

    /// Keeps what was read, and is no number, as an operand.
    fn keep(&mut self, from: usize) {
        self.put(from);
        self.others += 1;
    }

    fn put(&mut self, from: usize) {
        self.operands.extend_from_slice(&self.plain.bytes[from..self.plain.at]);
        self.operands.push(b' ');
    }

    /// Leaves out some bytes from where a token was begun.
    fn skip(&mut self, from: usize, bytes: usize) {
        self.plain.at = from + bytes;
    }

    /// Leaves out the operands read so far.
    fn forget(&mut self) {
        self.operands.clear();
        (self.numbers, self.others, self.in_array) = (0, 0, false);
    }

    fn close_array(&mut self, is_written: bool) {
        self.plain.at += usize::from(is_written);
        self.operands.extend_from_slice(b"] ");
        self.in_array = false;
    }

    /// Reads a string. One that is never closed ends before the operator that shows it, where there is one
    /// on its line, else with its line; the next string is not its own.
    fn string(&mut self, from: usize) {
        if self.left > 0 && self.plain.literal(None).is_some() {
            return self.keep(from);
        }
        let rest = &self.plain.bytes[from + 1..];
        self.left = self.left.saturating_sub(rest.len());
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n' | b'('));
        let line = &rest[..end.unwrap_or(rest.len())];
        let shows = |two: &[u8]| matches!(two, b"Tj" | b"TJ");
        let end = line.windows(2).position(shows).unwrap_or(line.len());
        self.operands.push(b'(');
        for &byte in line[..end].trim_ascii_end() {
            // A lone bracket or solidus would open it again.
            if !matches!(byte, b'(' | b')' | b'\\') {
                self.operands.push(byte);
            }
        }
        self.operands.extend_from_slice(b") ");
        self.others += 1;
        self.plain.at = from + 1 + end;
    }

    /// Writes an operator down with its operands. The parser gives up at a path with operands that are not
    /// its own.
    fn operator(&mut self, from: usize) {
        let letters = &self.plain.bytes[from..self.plain.at];
        let fits = match letters {
            b"m" | b"l" => self.numbers == 2 && self.others == 0,
            b"v" | b"y" | b"re" => self.numbers == 4 && self.others == 0,
            b"c" => self.numbers == 6 && self.others == 0,
            b"h" => self.numbers + self.others == 0,
            b"BI" => self.picture(from) && self.pictures,
            _ => true,
        };
        if fits {
            self.whole.append(&mut self.operands);
            self.whole.extend_from_slice(&self.plain.bytes[from..self.plain.at]);
            self.whole.push(b'\n');
        }
        self.forget();
    }

    /// Passes over a picture among the operators, which may hold any byte; whether there is one.
    fn picture(&mut self, from: usize) -> bool {
        if self.left == 0 {
            return false;
        }
        let rest = &self.plain.bytes[from..];
        let find = |bytes: &[u8], two: &[u8], at: usize| {
            let is_alone = |&i: &usize| {
                bytes.get(i.wrapping_sub(1)).is_some_and(|&byte| is_blank(byte))
                    && bytes.get(i + 2).is_none_or(|&byte| is_blank(byte))
            };
            (at..bytes.len()).find(|i| bytes[*i..].starts_with(two) && is_alone(i))
        };
        let described = &rest[..rest.len().min(LONGEST_DESCRIPTION)];
        let end = find(described, b"ID", 2).and_then(|data| find(rest, b"EI", data + 2));
        match end {
            Some(end) => self.plain.at = from + end + 2,
            None => self.left = self.left.saturating_sub(rest.len()),
        }
        end.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(bytes: &[u8]) -> String {
        String::from_utf8_lossy(&mend(bytes, true)).trim_end().replace('\n', "; ")
    }

    #[test]
    fn what_cannot_be_an_operator_is_left_out() {
        for (damaged, whole) in [
            (&b"q (a) Tj ) (b) Tj Q"[..], "q; (a) Tj; (b) Tj; Q"),
            (b"(a) Tj > ] } { (b) Tj", "(a) Tj; (b) Tj"),
            (b"<41x> Tj (b) Tj", "Tj; (b) Tj"),
            (b"1 2 3x 4 Tf (b) Tj", "4 Tf; (b) Tj"),
            (b"\xff\xfe (b) Tj", "(b) Tj"),
            (b"/P << /A (b) BDC (c) Tj", "/P /A (b) BDC; (c) Tj"),
            // Half a path is none.
            (b"1 2 m 3 l 1 2 3 4 re /N 1 2 m h 1 h f", "1 2 m; 1 2 3 4 re; h; f"),
            (b"BI /W 1 ID ( EI ) Q", "BI /W 1 ID ( EI; Q"),
            (b"BI /W 1 (b) Tj", "/W 1 (b) Tj"),
        ] {
            assert_eq!(mended(damaged), whole, "{}", String::from_utf8_lossy(damaged));
        }
    }

    #[test]
    fn pictures_can_be_left_out() {
        let content = b"q BI /W 1 ID \xff EI Q (a) Tj BI /W 1 (b) Tj";
        let whole = String::from_utf8_lossy(&mend(content, false)).trim_end().replace('\n', "; ");
        assert_eq!(whole, "q; Q; (a) Tj; /W 1 (b) Tj");
    }

    #[test]
    fn what_was_never_closed_is_closed() {
        for (damaged, whole) in [
            (&b"(abc Tj ET\nBT (d) Tj"[..], "(abc) Tj; ET; BT; (d) Tj"),
            (b"(abc\nET (d) Tj", "(abc) ET; (d) Tj"),
            (b"[(a) -20 (b TJ (c) Tj", "[ (a) -20 (b) ] TJ; (c) Tj"),
            (b"[(a) -20 TJ (c) Tj", "[ (a) -20 ] TJ; (c) Tj"),
            (b"(a\\", ""),
            (b"((((", ""),
        ] {
            assert_eq!(mended(damaged), whole, "{}", String::from_utf8_lossy(damaged));
        }
    }

    #[test]
    fn whole_operators_stay_as_they_are() {
        let whole = "q; 1 0 0 -1 .5 +7. cm; /F1 12 Tf; (a\\(b\\)(c)) Tj; [ (e) -120 <6667> ] TJ; \
                     /P <</MCID 0 /T (>>)>> BDC; (h) '; 1 2 (i) \"; 0 0 m; 1 2 3 4 5 6 c; h; f*; Q";
        assert_eq!(mended(whole.replace("; ", "\n").as_bytes()), whole);
    }

    #[test]
    fn opening_brackets_are_not_followed_again_and_again() {
        for opening in [&b"("[..], b"<<", b"BI ", b"BI /W 1 ID "] {
            let bytes = [opening.repeat(200_000), b"\n(a) Tj".to_vec()].concat();
            assert!(mend(&bytes, true).len() < 3 * bytes.len());
        }
    }
}
