//! Dates and ranges of dates as resumes write them.
//!
//! The grammar is ours because resumes have their own: "Mon YYYY - Present", "2019-21", "03/2019 to
//! Current", "Fall '21", "2024年3月". Calendars are `jiff`'s. Words of dates are vocabulary.

use super::vocabulary::{DateWord, Vocabulary};
use super::{DateRange, End, PartialDate};
use crate::document::Span;
use crate::folding::comparable;

/// Every date and range in `text`, in reading order.
pub(super) fn find(text: &str, vocabulary: &Vocabulary) -> Vec<DateRange> {
    let tokens = tokens(text, vocabulary);
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match range(&tokens, at) {
            Some((found, next)) => {
                ranges.push(found);
                at = next;
            }
            None => at += 1,
        }
    }
    ranges
}

/// A piece of text that may belong to a date.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Token {
    span: Span,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// A number and how many digits it has.
    Number(u32, u8),
    Word(DateWord),
    /// Any other word.
    Other,
    /// A mark; dashes are all '-'.
    Mark(char),
    /// The end of a line.
    Break,
}

fn tokens(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if c == '\n' {
            Kind::Break
        } else if c.is_whitespace() {
            continue;
        } else if c.is_ascii_digit() {
            while let Some((i, d)) = chars.next_if(|(_, d)| d.is_ascii_digit()) {
                end = i + d.len_utf8();
            }
            let digits = &text[start..end];
            match digits.parse::<u32>() {
                Ok(number) if digits.len() <= 4 => Kind::Number(number, digits.len() as u8),
                _ => Kind::Other,
            }
        } else if matches!(c, '\u{5e74}' | '\u{b144}') {
            Kind::Mark('Y')
        } else if matches!(c, '\u{6708}' | '\u{c6d4}') {
            Kind::Mark('M')
        } else if matches!(c, '\u{65e5}' | '\u{c77c}') {
            Kind::Mark('D')
        } else if c.is_alphabetic() {
            let cjk = super::words::is_cjk(c);
            let part = |d: char| {
                d.is_alphabetic()
                    && super::words::is_cjk(d) == cjk
                    && !matches!(
                        d,
                        '\u{5e74}' | '\u{6708}' | '\u{65e5}' | '\u{b144}' | '\u{c6d4}' | '\u{c77c}'
                    )
            };
            while let Some((i, d)) = chars.next_if(|(_, d)| part(*d)) {
                end = i + d.len_utf8();
            }
            let word = comparable(&text[start..end]);
            vocabulary.words.dates.get(&word).map_or(Kind::Other, |meaning| Kind::Word(*meaning))
        } else {
            Kind::Mark(match c {
                '\u{2010}'..='\u{2015}'
                | '\u{2212}'
                | '\u{ff0d}'
                | '~'
                | '\u{301c}'
                | '\u{ff5e}'
                | '\u{2192}' => '-',
                '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => '\'',
                '\u{ff0f}' => '/',
                other => other,
            })
        };
        tokens.push(Token { span: Span::new(start, end), kind });
    }
    tokens
}

/// A date or a range that begins at `at`, and the token after it.
fn range(tokens: &[Token], at: usize) -> Option<(DateRange, usize)> {
    let since = matches!(tokens[at].kind, Kind::Word(DateWord::Since));
    let first = if since { at + 1 } else { at };
    let (start, next) = date(tokens, first)?;
    let whole = |last: usize| Span { start: tokens[at].span.start, end: tokens[last].span.end };
    if let Some(after) = separator(tokens, next) {
        let ended = date(tokens, after).or_else(|| short_year(tokens, after, start));
        if let Some((end, last)) = ended.and_then(|end| with_year_below(tokens, end, start)) {
            let range = DateRange {
                span: whole(last - 1),
                start: Some(with_year_of(start, end)),
                end: Some(End::On(end)),
            };
            return Some((range, last));
        }
        if let Some(last) = present(tokens, after) {
            let range =
                DateRange { span: whole(last - 1), start: Some(start), end: Some(End::Present) };
            return Some((range, last));
        }
    }
    // "March - May 2019": a month alone starts a range, but is no date.
    if start.year == 0 {
        return None;
    }
    let end = since.then_some(End::Present);
    Some((DateRange { span: whole(next - 1), start: Some(start), end }, next))
}

/// A start without a year of its own takes the end's.
fn with_year_of(start: PartialDate, end: PartialDate) -> PartialDate {
    if start.year != 0 {
        return start;
    }
    // "November - February 2024" began the year before.
    let over_new_year = end.month.is_some() && start.month > end.month;
    PartialDate { year: end.year - i16::from(over_new_year), ..start }
}

/// The end of a range whose year stands on the next line, or is that of the start: "October 2024 - March".
fn with_year_below(
    tokens: &[Token],
    (end, next): (PartialDate, usize),
    start: PartialDate,
) -> Option<(PartialDate, usize)> {
    if end.year != 0 {
        return Some((end, next));
    }
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    if let (Some(Kind::Break), Some(Kind::Number(year @ 1950..=2099, 4))) =
        (kind(next), kind(next + 1))
    {
        return Some((PartialDate { year: year as i16, ..end }, next + 2));
    }
    (start.year != 0 && end.month >= start.month)
        .then_some((PartialDate { year: start.year, ..end }, next))
}

/// What stands between the start and the end of a range.
fn separator(tokens: &[Token], at: usize) -> Option<usize> {
    let mut at = at;
    let mut dashes = 0;
    while matches!(tokens.get(at)?.kind, Kind::Mark('-')) && dashes < 3 {
        at += 1;
        dashes += 1;
    }
    if dashes > 0 {
        // A range may be cut at the end of a line, after its dash.
        return Some(if matches!(tokens.get(at)?.kind, Kind::Break) { at + 1 } else { at });
    }
    // "January 2014", "to" and "Current" may stand on a line each; a line that holds more begins anew.
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    if kind(at) == Some(Kind::Break) && kind(at + 1) == Some(Kind::Word(DateWord::To)) {
        return Some(if kind(at + 2) == Some(Kind::Break) { at + 3 } else { at + 2 });
    }
    matches!(tokens[at].kind, Kind::Word(DateWord::To)).then_some(at + 1)
}

/// "Present", also of two words ("till date") and in brackets.
fn present(tokens: &[Token], at: usize) -> Option<usize> {
    match tokens.get(at)?.kind {
        Kind::Word(DateWord::Present) => Some(at + 1),
        Kind::Word(DateWord::To) => {
            matches!(tokens.get(at + 1)?.kind, Kind::Word(DateWord::Present)).then_some(at + 2)
        }
        _ => None,
    }
}

/// A single date. Its year is 0 when it has none ("March" in "March - May 2019").
fn date(tokens: &[Token], at: usize) -> Option<(PartialDate, usize)> {
    let kind = |i: usize| tokens.get(i).map(|token| token.kind);
    let joined = |i: usize| {
        i > 0 && tokens.get(i).is_some_and(|token| tokens[i - 1].span.end == token.span.start)
    };
    let dated = |year: u32, month: Option<i8>, day: Option<u32>, next: usize| {
        let day = day.map(|day| day as i8);
        let date = PartialDate { year: year as i16, month, day };
        date.first_day().map(|_| (date, next))
    };
    match kind(at)? {
        Kind::Word(DateWord::Month(month) | DateWord::Season(month)) => {
            let mut next = at + 1;
            if matches!(kind(next), Some(Kind::Mark('.'))) {
                next += 1;
            }
            // "March 5, 2019" and "March 5th 2019".
            if let Some(Kind::Number(day @ 1..=31, 1 | 2)) = kind(next) {
                let mut after = next + 1;
                if matches!(kind(after), Some(Kind::Other)) && joined(after) {
                    after += 1;
                }
                if matches!(kind(after), Some(Kind::Mark(',' | '.'))) {
                    after += 1;
                }
                if let Some(Kind::Number(year @ 1950..=2099, 4)) = kind(after) {
                    return dated(year, Some(month), Some(day), after + 1);
                }
            }
            while matches!(kind(next), Some(Kind::Mark(',' | '\'' | '-' | '/' | '_')))
                && next < at + 3
            {
                next += 1;
            }
            // "de" in "marzo de 2019".
            if matches!(kind(next), Some(Kind::Word(DateWord::Since))) {
                next += 1;
            }
            match kind(next) {
                Some(Kind::Number(year @ 1950..=2099, 4)) => {
                    let quote =
                        matches!(kind(next + 1), Some(Kind::Mark('\''))) && joined(next + 1);
                    dated(year, Some(month), None, next + 1 + usize::from(quote))
                }
                Some(Kind::Number(year, 2)) if next > at + 1 || is_two_digit_year(year) => {
                    let quote =
                        matches!(kind(next + 1), Some(Kind::Mark('\''))) && joined(next + 1);
                    dated(century(year), Some(month), None, next + 1 + usize::from(quote))
                }
                // "March" alone may still start a range.
                _ => Some((PartialDate { year: 0, month: Some(month), day: None }, at + 1)),
            }
        }
        Kind::Number(year @ 1950..=2099, 4) if !is_part_of_number(tokens, at) => {
            // 2024年3月
            if matches!(kind(at + 1), Some(Kind::Mark('Y'))) {
                if let (Some(Kind::Number(month @ 1..=12, _)), Some(Kind::Mark('M'))) =
                    (kind(at + 2), kind(at + 3))
                {
                    if let (Some(Kind::Number(day @ 1..=31, _)), Some(Kind::Mark('D'))) =
                        (kind(at + 4), kind(at + 5))
                    {
                        return dated(year, Some(month as i8), Some(day), at + 6);
                    }
                    return dated(year, Some(month as i8), None, at + 4);
                }
                return dated(year, None, None, at + 2);
            }
            // 2024-03-15, 2024/03, 2024.03
            if let (Some(Kind::Mark('-' | '/' | '.')), Some(Kind::Number(month @ 1..=12, digits))) =
                (kind(at + 1), kind(at + 2))
                && joined(at + 1)
                && joined(at + 2)
                && (digits == 2 || !matches!(kind(at + 1), Some(Kind::Mark('-'))))
            {
                if let (Some(Kind::Mark('-' | '/' | '.')), Some(Kind::Number(day @ 1..=31, _))) =
                    (kind(at + 3), kind(at + 4))
                    && joined(at + 3)
                    && joined(at + 4)
                {
                    return dated(year, Some(month as i8), Some(day), at + 5);
                }
                return dated(year, Some(month as i8), None, at + 3);
            }
            // "2019 March"
            if let Some(Kind::Word(DateWord::Month(month))) = kind(at + 1)
                && !matches!(kind(at + 2), Some(Kind::Number(..)))
            {
                return dated(year, Some(month), None, at + 2);
            }
            dated(year, None, None, at + 1)
        }
        Kind::Number(first @ 1..=31, 1 | 2) if !is_part_of_number(tokens, at) => {
            // 5 March 2019, 5. März 2019
            let after = at + 1 + usize::from(matches!(kind(at + 1), Some(Kind::Mark('.'))));
            if let Some(Kind::Word(DateWord::Month(month))) = kind(after) {
                let mut year_at = after + 1;
                while matches!(kind(year_at), Some(Kind::Mark('.' | ',' | '-')))
                    || matches!(kind(year_at), Some(Kind::Word(DateWord::Since)))
                {
                    year_at += 1;
                }
                if let Some(Kind::Number(year @ 1950..=2099, 4)) = kind(year_at) {
                    return dated(year, Some(month), Some(first), year_at + 1);
                }
            }
            // 03/2019, 03.2019, 15.03.2019, 03/15/2019, 08.17
            let mark = match kind(at + 1)? {
                Kind::Mark(mark @ ('/' | '.' | '-')) => mark,
                _ => return None,
            };
            match kind(at + 2)? {
                Kind::Number(year @ 1950..=2099, 4) if first <= 12 => {
                    dated(year, Some(first as i8), None, at + 3)
                }
                Kind::Number(second @ 1..=31, _) if matches!(kind(at + 3), Some(Kind::Mark(m)) if m == mark) =>
                {
                    let Some(Kind::Number(year, digits @ (2 | 4))) = kind(at + 4) else {
                        return None;
                    };
                    let year = if digits == 2 { century(year) } else { year };
                    if !(1950..=2099).contains(&year) {
                        return None;
                    }
                    // The day comes first, unless it cannot.
                    let (day, month) = match (first, second) {
                        (day, month) if month <= 12 && (mark == '.' || day > 12) => (day, month),
                        (month, day) if month <= 12 => (day, month),
                        _ => return None,
                    };
                    dated(year, Some(month as i8), Some(day), at + 5)
                }
                _ => None,
            }
        }
        Kind::Mark('\'') => match kind(at + 1)? {
            Kind::Number(year, 2) if joined(at + 1) => dated(century(year), None, None, at + 2),
            _ => None,
        },
        _ => None,
    }
}

/// The end of "2019-21".
fn short_year(tokens: &[Token], at: usize, start: PartialDate) -> Option<(PartialDate, usize)> {
    let Kind::Number(year, 2) = tokens.get(at)?.kind else { return None };
    let year = i32::from(start.year) / 100 * 100 + year as i32;
    let is_later = year > i32::from(start.year) && year < i32::from(start.year) + 12;
    let follows = tokens.get(at + 1).map(|token| token.kind);
    let is_date =
        start.month.is_none() && is_later && !matches!(follows, Some(Kind::Mark('/' | '%')));
    is_date.then_some((PartialDate { year: year as i16, month: None, day: None }, at + 1))
}

/// Whether a number is part of a longer one: 1,950 or $2000 or 2.2019 or DP-2019x.
fn is_part_of_number(tokens: &[Token], at: usize) -> bool {
    let touches_before = at > 0 && tokens[at - 1].span.end == tokens[at].span.start;
    let before = touches_before.then(|| tokens[at - 1].kind);
    let after = tokens
        .get(at + 1)
        .filter(|next| next.span.start == tokens[at].span.end)
        .map(|next| next.kind);
    matches!(before, Some(Kind::Mark('$' | '\u{20ac}' | '\u{a3}' | '#' | '+') | Kind::Other))
        || matches!(after, Some(Kind::Mark('%' | '+') | Kind::Other))
        || (matches!(before, Some(Kind::Mark(',' | '.')))
            && at > 1
            && matches!(tokens[at - 2].kind, Kind::Number(..))
            && tokens[at - 2].span.end == tokens[at - 1].span.start)
}

fn is_two_digit_year(year: u32) -> bool {
    // "May 12" is a day more often than a year; "May 19" and "Jun 21" are years on resumes.
    (13..=49).contains(&year) || year >= 70
}

fn century(year: u32) -> u32 {
    if year < 60 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every range as its words and ISO 8601 from start to end.
    fn check(text: &str, expect: &[&str]) {
        let vocabulary = Vocabulary::builtin();
        let found: Vec<String> = find(text, &vocabulary)
            .into_iter()
            .map(|range| {
                let iso = |date: PartialDate| date.to_string();
                let end = match range.end {
                    None => String::new(),
                    Some(End::Present) => "/present".to_owned(),
                    Some(End::On(date)) => format!("/{}", iso(date)),
                };
                let start = range.start.map(iso).unwrap_or_default();
                format!("{} = {start}{end}", range.span.of(text))
            })
            .collect();
        assert_eq!(found, expect, "in {text:?}");
    }

    #[test]
    fn months_and_years() {
        check("Jan 2019 - Present", &["Jan 2019 - Present = 2019-01/present"]);
        check("June 2015 to May 2017", &["June 2015 to May 2017 = 2015-06/2017-05"]);
        check("Sept. 2019 \u{2013} current", &["Sept. 2019 \u{2013} current = 2019-09/present"]);
        check("March 5, 2019", &["March 5, 2019 = 2019-03-05"]);
        check("5 March 2019", &["5 March 2019 = 2019-03-05"]);
        check("Jun '21", &["Jun '21 = 2021-06"]);
        check("Mar - May 2019", &["Mar - May 2019 = 2019-03/2019-05"]);
        check("Nov - Feb 2024", &["Nov - Feb 2024 = 2023-11/2024-02"]);
    }

    #[test]
    fn years_alone() {
        check("2015 - 2019", &["2015 - 2019 = 2015/2019"]);
        check("2019-21", &["2019-21 = 2019/2021"]);
        check("since 2020", &["since 2020 = 2020/present"]);
        check("$2000 and 2000+ users, v2.2019, 1,950", &[]);
    }

    #[test]
    fn numeric_dates() {
        check("03/2019 to Current", &["03/2019 to Current = 2019-03/present"]);
        check("2019-03 - 2020-11", &["2019-03 - 2020-11 = 2019-03/2020-11"]);
        check("2024-03-15", &["2024-03-15 = 2024-03-15"]);
        check("15.03.2019", &["15.03.2019 = 2019-03-15"]);
        check("03/15/2019", &["03/15/2019 = 2019-03-15"]);
        check("2026/1 - \u{73fe}\u{5728}", &["2026/1 - \u{73fe}\u{5728} = 2026-01/present"]);
    }

    #[test]
    fn other_languages_and_seasons() {
        check("M\u{e4}rz 2019 bis heute", &["M\u{e4}rz 2019 bis heute = 2019-03/present"]);
        check("marzo de 2019 - actualidad", &["marzo de 2019 - actualidad = 2019-03/present"]);
        check("2024\u{5e74}3\u{6708}", &["2024\u{5e74}3\u{6708} = 2024-03"]);
        check("Fall 2021", &["Fall 2021 = 2021-09"]);
        check("Fall 21' - Fall 25'", &["Fall 21' - Fall 25' = 2021-09/2025-09"]);
    }

    #[test]
    fn a_range_of_three_lines() {
        check("January 2014\nto\nCurrent", &["January 2014\nto\nCurrent = 2014-01/present"]);
        check("2012\nto 2014\nAcme", &["2012\nto 2014 = 2012/2014"]);
        check("October 2024 - March\n2025", &["October 2024 - March\n2025 = 2024-10/2025-03"]);
        check("Sept 2013 - Dec", &["Sept 2013 - Dec = 2013-09/2013-12"]);
        check("2012\nBuilt it in 2014", &["2012 = 2012", "2014 = 2014"]);
    }

    #[test]
    fn no_dates() {
        check("may lead, march on, 12/13, ratio 10.5, May be", &[]);
    }
}
