//! The items of a list of credentials: what belongs to one, over several lines or fields.

use std::ops::ControlFlow;

use crate::document::{BlockKind, Span};
use crate::resume::entries::{element_of, key_of};
use crate::resume::page::{LONGEST, Line, Page};
use crate::resume::vocabulary::{Tag, Use};

/// An item and its details.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// The lines that name credentials.
    pub(super) span: Span,
    /// The item with everything that is said of it.
    pub(super) around: Span,
}

/// The items of a list; `widest` is the length of the page's longest line.
pub(super) fn find(page: &Page<'_>, body: Span, widest: usize) -> Vec<Unit> {
    let lines = clip(page, body);
    if lines.iter().any(|line| page.path(line).is_some_and(|path| path.contains('['))) {
        return by_path(page, &lines);
    }
    let mut units: Vec<Unit> = Vec::new();
    let mut last: Option<Line> = None;
    for line in lines {
        let words = page.slice(line.span);
        // A list that never ends is no item.
        let is_open = units.last().is_none_or(|unit| unit.around.len() <= LONGEST);
        let joins = is_open && last.is_some_and(|last| continues(page, &last, &line, widest));
        let is_detail = is_open && !joins && is_detail(page, &line, last.as_ref());
        match units.last_mut() {
            Some(unit) if joins && unit.around.end == unit.span.end => {
                unit.span = unit.span.join(line.span);
                unit.around = unit.around.join(line.span);
            }
            Some(unit) if joins || is_detail => unit.around = unit.around.join(line.span),
            None if is_detail && words.len() < 4 => {}
            _ => units.push(Unit { span: line.span, around: line.span }),
        }
        last = Some(line);
    }
    units
}

/// The lines of a list, the first one cut where the list begins on it.
fn clip(page: &Page<'_>, body: Span) -> Vec<Line> {
    page.lines_on(body)
        .iter()
        .map(|line| Line {
            span: Span { start: line.span.start.max(body.start), end: line.span.end.min(body.end) }
                .trim(&page.text),
            ..*line
        })
        .filter(|line| !line.span.is_empty())
        .collect()
}

/// Fields of one element belong together; its name or title names it.
fn by_path(page: &Page<'_>, lines: &[Line]) -> Vec<Unit> {
    let mut units: Vec<(String, Unit)> = Vec::new();
    for line in lines {
        let Some(path) = page.path(line) else { continue };
        let Some(element) = element_of(path) else { continue };
        let names_it = path.ends_with(']')
            || matches!(
                key_of(path),
                "name"
                    | "title"
                    | "bullet"
                    | "certificate"
                    | "certification"
                    | "label"
                    | "degree"
                    | "details"
            );
        match units.last_mut() {
            Some((own, unit)) if own == element => {
                unit.around = unit.around.join(line.span);
                if names_it && unit.span.is_empty() {
                    unit.span = line.span;
                }
            }
            _ => {
                let empty = Span { start: line.span.start, end: line.span.start };
                let span = if names_it { line.span } else { empty };
                units.push((element.to_owned(), Unit { span, around: line.span }));
            }
        }
    }
    units
        .into_iter()
        .map(|(_, unit)| unit)
        .map(|unit| if unit.span.is_empty() { Unit { span: unit.around, ..unit } } else { unit })
        .collect()
}

/// Whether a line goes on with the line before.
fn continues(page: &Page<'_>, last: &Line, line: &Line, widest: usize) -> bool {
    if last.block != line.block {
        return false;
    }
    if line.is_item() || matches!(line.kind, BlockKind::TableRow | BlockKind::Heading { .. }) {
        return true;
    }
    let (before, after) = (page.slice(last.span), page.slice(line.span));
    let open = before.ends_with([',', '-', '&', '/', '('])
        || page.wording.ends(Use::LineOpen, before)
        || before.matches('(').count() > before.matches(')').count();
    let small = after.chars().next().is_some_and(|c| c.is_lowercase() || c == '(');
    let full = last.span.len() * 4 >= widest * 3 && last.span.len() >= 60;
    let tail = after.split_whitespace().count() <= 2
        && page.wording.has(Use::NameTail, after.split_whitespace().next().unwrap_or_default());
    open || small || full || tail
}

/// "AWS SAA": letters beside an issuer name what it gave.
fn holds_letters(page: &Page<'_>, line: Span) -> bool {
    let issuers = page.hits.tagged(Tag::Issuer, line);
    let mut holds = false;
    super::words_of(page, line, |span, word| {
        let apart = !issuers.iter().any(|issuer| issuer.overlaps(span));
        holds |= apart && word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        ControlFlow::Continue(())
    });
    holds
}

/// Whether a line says something of the credential above it: a date, an issuer, a number, a sentence.
fn is_detail(page: &Page<'_>, line: &Line, last: Option<&Line>) -> bool {
    let Some(last) = last else { return false };
    let words = page.slice(line.span);
    let nested = matches!(
        (line.kind, last.kind),
        (BlockKind::ListItem { level: a }, BlockKind::ListItem { level: b }) if a > b
    ) || line.is_item()
        && matches!(last.kind, BlockKind::Heading { .. } | BlockKind::TableRow);
    if nested {
        return true;
    }
    let lower = words.to_lowercase();
    // "Licensed electrician" names a licence; "License # 123" is its number.
    let names_license = lower.starts_with("licens") && !lower.contains(['#', ':']);
    if page.wording.begins(Use::LineDetail, &lower) && lower.len() > 3 && !names_license {
        return true;
    }
    // "UC-ec252189-0d31-49f5-93fb": a number by itself.
    let is_number = !words.contains(char::is_whitespace)
        && words.len() >= 10
        && words.chars().filter(char::is_ascii_digit).count() * 4 >= words.len();
    if is_number {
        return true;
    }
    let dated: usize = page.dates_in(line.span).iter().map(|date| date.span.len()).sum();
    if dated > 0 && words.chars().filter(|c| c.is_alphanumeric()).count() <= dated + 2 {
        return true;
    }
    let given: usize = page.hits.tagged(Tag::Issuer, line.span).iter().map(|hit| hit.len()).sum();
    if given > 0
        && given + dated + 6 >= words.len()
        && !page.hits.any(Tag::Certification, line.span)
        && !holds_letters(page, line.span)
    {
        return true;
    }
    if super::pieces::names_company(page, line.span)
        && !page.hits.any(Tag::Certification, line.span)
    {
        return true;
    }
    // "ICT Authority Kenya", "Alterra Academy": who gave it, on a line of its own.
    let gives = page.hits.any(Tag::School, line.span)
        || lower
            .split_whitespace()
            .any(|word| page.wording.has(Use::Giver, word.trim_matches('.')));
    let names =
        page.hits.any(Tag::Certification, line.span) || page.hits.any(Tag::Course, line.span);
    if gives
        && !names
        && !line.is_item()
        && !is_detail_only(page, last)
        && words.split_whitespace().count() <= 4
    {
        return true;
    }
    // A sentence below a name.
    words.ends_with('.')
        && words.split_whitespace().count() >= 8
        && !page.hits.any(Tag::Certification, line.span)
}

/// Whether a line holds nothing but dates, so that what stands below it may be a name.
fn is_detail_only(page: &Page<'_>, line: &Line) -> bool {
    let dated: usize = page.dates_in(line.span).iter().map(|date| date.span.len()).sum();
    dated > 0 && page.slice(line.span).len() <= dated + 4
}
