//! Entries: the jobs, degrees and projects that a section lists.
//!
//! In structured formats the fields' paths say what belongs together. Elsewhere an entry begins at a
//! heading inside the section, or at a short line with a date and the short lines right above it.

use super::bullets::{self, Form};
use super::page::{Line, Page};
use super::vocabulary::{Meaning, Tag};
use super::{Bullet, DateRange, Entry, SectionKind};
use crate::document::{BlockKind, Span};

/// The longest line, in bytes, that can be a title.
const TITLE: usize = 120;

/// The entries below a heading.
pub(super) fn find(page: &Page<'_>, kinds: &[SectionKind], body: Span) -> Vec<Entry> {
    if body.is_empty() {
        return Vec::new();
    }
    let lines = page.lines_in(body);
    if lines.iter().any(|line| page.path(line).is_some_and(|path| path.contains('['))) {
        return by_path(page, lines);
    }
    let kind = kinds.first().copied().unwrap_or(SectionKind::Other);
    let is_list = match kind {
        SectionKind::Summary | SectionKind::Skills | SectionKind::Languages => return Vec::new(),
        SectionKind::Experience | SectionKind::Education | SectionKind::Volunteering => false,
        _ => true,
    };
    let starts = starts(page, lines, is_list, kind);
    let mut entries = Vec::new();
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(lines.len());
        if let Some(entry) = read(page, &lines[start..end], kind) {
            entries.push(entry);
        }
    }
    entries
}

/// Groups fields by the element of the list that they belong to: `work[1].position`.
fn by_path(page: &Page<'_>, lines: &[Line]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let element = |line: &Line| page.path(line).and_then(element_of).map(str::to_owned);
        let own = element(&lines[start]);
        let length =
            lines[start..].iter().take_while(|line| own.is_some() && element(line) == own).count();
        let group = &lines[start..start + length.max(1)];
        start += length.max(1);
        if own.is_some() {
            entries.push(fields(page, group));
        }
    }
    entries
}

/// The path up to the first element of a list.
pub(super) fn element_of(path: &str) -> Option<&str> {
    path.find(']').map(|at| &path[..=at])
}

/// The last key of a path, without an index.
pub(super) fn key_of(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or(path);
    last.split('[').next().unwrap_or(last)
}

/// An entry of a structured format.
fn fields(page: &Page<'_>, lines: &[Line]) -> Entry {
    let span = lines.iter().map(|line| line.span).reduce(Span::join).unwrap_or_default();
    let find = |keys: &[&str]| {
        keys.iter().find_map(|key| {
            let line =
                lines.iter().find(|line| page.path(line).is_some_and(|path| key_of(path) == *key));
            line.map(|line| line.span)
        })
    };
    let organization = find(&[
        "company",
        "organization",
        "institution",
        "issuer",
        "authority",
        "publisher",
        "employer",
        "awarder",
        "entity",
    ]);
    let position = find(&["position", "studyType", "degree", "title", "role", "label"]);
    let name = find(&["name", "area", "bullet", "one_line"]);
    // JSON Resume says `name` for the employer where there is a position.
    let (title, organization) = match (position, organization, name) {
        (Some(position), None, name) => (Some(position), name),
        (None, organization, name) => (name, organization),
        (Some(position), organization, _) => (Some(position), organization),
    };
    let date_of = |keys: &[&str]| {
        find(keys).and_then(|span| {
            page.dates_in(span).first().cloned().or_else(|| present_at(page, span))
        })
    };
    let start = date_of(&["startDate", "start_date", "date", "releaseDate", "year"]);
    let end = date_of(&["endDate", "end_date"]);
    let dates = match (start, end) {
        (Some(start), Some(end)) => Some(DateRange {
            span: start.span.join(end.span),
            start: start.start,
            end: end.start.map(super::End::On).or(end.end),
        }),
        (start, end) => start.or(end),
    };
    let mut bullets = Vec::new();
    for line in lines {
        let key = page.path(line).map(key_of).unwrap_or_default();
        match key {
            "highlights" | "responsibilities" | "achievements" | "bullets" | "details"
            | "tasks" => {
                bullets.push(bullets::read(page, line.span, Form::Item));
            }
            "summary" | "description" | "content" => {
                let parts = bullets::sentences(page, line.span);
                bullets
                    .extend(parts.into_iter().map(|part| bullets::read(page, part, Form::Prose)));
            }
            _ => {}
        }
    }
    Entry { span, title, organization, dates, bullets }
}

/// "present" alone in an end field.
fn present_at(page: &Page<'_>, span: Span) -> Option<DateRange> {
    let words = page.slice(span).trim();
    let alone = words.chars().all(char::is_alphabetic) && words.len() < 16;
    alone.then_some(DateRange { span, start: None, end: Some(super::End::Present) })
}

/// The indexes of the lines at which entries begin.
fn starts(page: &Page<'_>, lines: &[Line], is_list: bool, kind: SectionKind) -> Vec<usize> {
    let headings = lines.iter().filter(|line| line.heading_level().is_some()).count();
    let items = lines.iter().filter(|line| line.is_item()).count();
    let mut starts: Vec<usize> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let is_start = if headings > 0 {
            line.heading_level().is_some() && line.is_first
        } else if is_list && items > 0 && items * 2 >= lines.len() && !titles_a_list(lines, 0) {
            matches!(line.kind, BlockKind::ListItem { level: 1 }) && line.is_first
        } else if is_dated_title(page, line) {
            // The short lines right above belong to it, unless they already belong to a start.
            let mut first = i;
            let floor = starts.last().map_or(0, |last| last + 1);
            let told = |line: &Line| kind == SectionKind::Projects && begins_with_verb(page, line);
            while first > floor
                && first + 3 > i
                && is_title_line(page, &lines[first - 1])
                && !told(&lines[first - 1])
            {
                first -= 1;
            }
            // Dates alone with a list below them name nothing: the name stands above.
            let is_bare = !page.slice(line.span).contains(|c: char| c.is_alphabetic())
                && lines.get(i + 1).is_some_and(Line::is_item);
            if first == i && is_bare && i > floor && !lines[i - 1].is_item() {
                first = i - 1;
            }
            let after_title = starts.last().is_some_and(|last| {
                i - last < 3 && (*last..i).all(|j| is_title_line(page, &lines[j]))
            });
            if after_title && own_dates(page, &lines[*starts.last().unwrap_or(&0)]).is_none() {
                false
            } else {
                starts.push(first);
                false
            }
        } else {
            // What stands below the name of a project tells of it: its tools, what was done.
            let told = kind == SectionKind::Projects
                && starts.last().map(|&last| &lines[last]).is_some_and(|last| {
                    let is_named = is_title_line(page, last) && !begins_with_verb(page, last);
                    let listed = is_labelled(page, last) && is_labelled(page, line);
                    let tells =
                        begins_with_verb(page, line) || !is_title_line(page, line) && !listed;
                    is_named && (tells || own_dates(page, last).is_some())
                });
            let names =
                is_title_line(page, line) && (i == 0 || !is_title_line(page, &lines[i - 1]));
            let stands_apart = i > 0
                && line.kind == BlockKind::Paragraph
                && lines[i - 1].block != line.block
                && items == 0;
            is_list && line.is_first && !told && (names || stands_apart)
        };
        if is_start {
            starts.push(i);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    if starts.is_empty() && !lines.is_empty() {
        starts.push(0);
    }
    starts
}

/// Whether the first lines are a title with a list below it.
fn titles_a_list(lines: &[Line], at: usize) -> bool {
    !lines[at].is_item()
}

/// A line that a job or degree begins with: short, no item of a list, and dated.
fn is_dated_title(page: &Page<'_>, line: &Line) -> bool {
    if line.is_item() || line.span.len() > TITLE + 60 {
        return false;
    }
    let Some(date) = own_dates(page, line) else { return false };
    let words = page.slice(line.span);
    let before = Span { start: line.span.start, end: date.span.start };
    // A sentence that mentions a year is no title.
    let ends_like_sentence = words.ends_with('.') && words.split_whitespace().count() > 12;
    !ends_like_sentence && (page.slice(before).len() < 90 || words.len() < TITLE)
}

/// The dates that a line gives to its entry. A single date in the midst of other words belongs to a
/// product or a story: "SharePoint 2013 for Engineering".
fn own_dates<'p>(page: &'p Page<'_>, line: &Line) -> Option<&'p DateRange> {
    page.dates_in(line.span).iter().find(|date| {
        let is_alone = date.end.is_none();
        let has_month = date.start.is_some_and(|start| start.month.is_some());
        let before = page.slice(Span { start: line.span.start, end: date.span.start });
        let after =
            page.slice(Span { start: date.span.end, end: line.span.end.max(date.span.end) });
        let closes = !after.contains(char::is_alphanumeric);
        let opens = !before.contains(char::is_alphanumeric);
        let set_off = before.trim_end_matches(' ').ends_with([
            '(', '[', ',', '|', '\t', ':', '/', '-', '\u{2013}', '\u{2014}', '\u{b7}', '\u{2022}',
        ]);
        let told = before
            .split_whitespace()
            .next_back()
            .is_some_and(|w| w.starts_with(char::is_lowercase));
        let is_short = |most: usize| page.slice(line.span).split_whitespace().count() <= most;
        !is_alone
            || opens
            || is_short(16) && (has_month || set_off || closes && !told)
            || is_short(8) && !told
    })
}

/// Whether a line begins with a name and a colon: "Boot loader: loads a kernel from disk".
fn is_labelled(page: &Page<'_>, line: &Line) -> bool {
    let words = page.slice(line.span);
    words.split_once(": ").is_some_and(|(label, rest)| {
        label.split_whitespace().count() <= 6 && rest.split_whitespace().count() >= 5
    })
}

/// Whether a line begins with a verb, and so says what was done.
fn begins_with_verb(page: &Page<'_>, line: &Line) -> bool {
    page.hits
        .within(line.span)
        .take_while(|hit| hit.span.start == line.span.start)
        .any(|hit| matches!(hit.meaning, Meaning::Verb(..)))
}

/// A short line that can belong to a title: no item, no sentence.
fn is_title_line(page: &Page<'_>, line: &Line) -> bool {
    let words = page.slice(line.span);
    !line.is_item()
        && words.len() <= TITLE
        && !words.ends_with(['.', ';', ','])
        && words.split_whitespace().count() <= 14
        && words.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

/// Reads one entry off its lines.
fn read(page: &Page<'_>, lines: &[Line], kind: SectionKind) -> Option<Entry> {
    let span = lines.iter().map(|line| line.span).reduce(Span::join)?;
    let dates = lines
        .iter()
        .take(5)
        .take_while(|line| !line.is_item() || lines.len() == 1)
        .find_map(|line| own_dates(page, line).cloned())
        .or_else(|| own_dates(page, &lines[0]).cloned());
    let head = head_length(page, lines);
    let (title, organization) = names(page, &lines[..head], kind);
    Some(Entry { span, title, organization, dates, bullets: bullets_of(page, &lines[head..]) })
}

/// How many of the lines are title, organisation and dates.
fn head_length(page: &Page<'_>, lines: &[Line]) -> usize {
    // A range of dates that is set on several lines belongs to the head as one.
    let dates = page.dates_in(lines[0].span).first().map(|date| date.span);
    let dated = |line: &Line| dates.is_some_and(|dates| dates.overlaps(line.span));
    let mut head = 1;
    while head < lines.len() && dated(&lines[head]) {
        head += 1;
    }
    let most = head + 3;
    while head < lines.len().min(most) {
        let line = &lines[head];
        let is_dated = is_dated_title(page, line);
        if line.is_item() || !(is_title_line(page, line) || is_dated) {
            break;
        }
        // A line that begins with a verb says what was done.
        if begins_with_verb(page, line) && !is_dated {
            break;
        }
        head += 1;
    }
    head
}

/// Title and organisation among the parts of the first lines.
fn names(page: &Page<'_>, head: &[Line], kind: SectionKind) -> (Option<Span>, Option<Span>) {
    let mut parts: Vec<Span> = Vec::new();
    for line in head {
        // "to" and "Current", on lines of their own, are the end of a range.
        let is_range = page
            .dates_in(Span { start: head[0].span.start, end: line.span.start })
            .iter()
            .any(|date| date.span.end >= line.span.end);
        if !is_range {
            parts.extend(parts_of(page, line.span));
        }
    }
    let says = |span: &Span, title: bool| {
        page.hits.within(*span).any(|hit| match (kind, hit.meaning) {
            (SectionKind::Education, Meaning::Word(Tag::Degree)) => title,
            (SectionKind::Education, Meaning::Word(Tag::School)) => !title,
            // A project is called what it is called first; "Analytics" in it is no job.
            (SectionKind::Projects, _) => false,
            (_, Meaning::Field(_) | Meaning::Level(_)) => title,
            _ => false,
        })
    };
    let title = parts
        .iter()
        .position(|part| says(part, true) && !says(part, false))
        .or_else(|| parts.iter().position(|part| says(part, true)))
        .or_else(|| (!parts.is_empty()).then_some(0));
    let Some(title) = title else { return (None, None) };
    if kind == SectionKind::Projects
        && let Some((label, _)) = page.slice(parts[title]).split_once(": ")
    {
        parts[title].end = parts[title].start + label.len() as u32;
    }
    let organization = parts
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != title)
        .find(|(_, part)| says(part, false))
        .or_else(|| parts.iter().enumerate().find(|(i, _)| *i != title))
        .map(|(_, part)| *part);
    (Some(parts[title]), organization)
}

/// The parts of a title line, without its dates.
fn parts_of(page: &Page<'_>, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    let mut rest: Vec<Span> = Vec::new();
    for date in page.dates_in(span) {
        rest.push(Span { start, end: date.span.start.max(start) });
        start = date.span.end.min(span.end).max(start);
    }
    rest.push(Span { start, end: span.end.max(start) });
    for piece in rest {
        let words = page.slice(piece);
        let mut from = 0;
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for mark in [
            "\t",
            " | ",
            " \u{2013} ",
            " \u{2014} ",
            " - ",
            " @ ",
            " at ",
            ", ",
            " \u{b7} ",
            " \u{2022} ",
            " / ",
            " (",
        ] {
            cuts.extend(words.match_indices(mark).map(|(at, found)| (at, at + found.len())));
        }
        cuts.sort_unstable();
        cuts.push((words.len(), words.len()));
        for (end, next) in cuts {
            if end >= from {
                let part = Span::new(piece.start as usize + from, piece.start as usize + end);
                let part = trim_marks(page, part);
                if page.slice(part).chars().filter(|c| c.is_alphabetic()).count() > 1 {
                    parts.push(part);
                }
                from = next;
            }
        }
    }
    parts
}

/// A span without marks at either end.
pub(super) fn trim_marks(page: &Page<'_>, span: Span) -> Span {
    let words = page.slice(span);
    let is_mark = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '\u{2013}'
                    | '\u{2014}'
                    | '|'
                    | ':'
                    | ','
                    | ';'
                    | '('
                    | ')'
                    | '\u{b7}'
                    | '\u{2022}'
                    | '*'
                    | '_'
                    | '['
                    | ']'
                    | '\u{ff0c}'
            )
    };
    let start = words.len() - words.trim_start_matches(is_mark).len();
    let end = start + words.trim_matches(is_mark).len();
    Span::new(span.start as usize + start, span.start as usize + end)
}

/// Items as they are, prose sentence by sentence.
fn bullets_of(page: &Page<'_>, lines: &[Line]) -> Vec<Bullet> {
    let mut bullets = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let length = lines[at..].iter().take_while(|next| next.block == line.block).count();
        let block = lines[at..at + length].iter().map(|line| line.span).reduce(Span::join);
        at += length;
        let Some(block) = block else { continue };
        if line.is_item() {
            bullets.push(bullets::read(page, block, Form::Item));
        } else if line.heading_level().is_none() {
            let parts = bullets::sentences(page, block);
            bullets.extend(parts.into_iter().map(|part| bullets::read(page, part, Form::Prose)));
        }
    }
    bullets
}
