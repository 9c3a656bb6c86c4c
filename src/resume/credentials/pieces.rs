//! What an item of a list holds: one credential with its issuer and dates, or several.
//!
//! People write "CompTIA A+, Network+, Security+" and "Machine Learning, Coursera, 2021" with the same
//! commas. What a piece is tells which of the two it is.

use super::names::{Name, Names};
use super::places::{List, Place};
use super::topics::tells_of_topic;
use super::units::Unit;
use super::{Found, Ground};
use crate::document::Span;
use crate::resume::entries::trim_marks;
use crate::resume::page::Page;
use crate::resume::vocabulary::{Meaning, Tag, Use};
use crate::resume::{LinkKind, SectionKind, Tense};

/// What a piece of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Holds the name at this index of the item's names.
    Name(usize),
    /// A date, an issuer, a place, an address.
    Detail,
    /// Anything else.
    Free,
}

/// Where in its item a piece stands: a school may be named after a credential, not before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    First,
    Later,
}

/// A piece and what cuts it off from the one before.
#[derive(Debug, Clone, Copy)]
struct Piece {
    span: Span,
    sort: Sort,
    /// A dash binds closer than a comma.
    after_dash: bool,
}

/// The credentials of an item.
pub(super) fn split(ground: &Ground<'_>, list: &List, unit: &Unit, names: &Names) -> Vec<Found> {
    let page = ground.page;
    let inside: Vec<&Name> =
        names.within(unit.span).iter().filter(|name| !trapped(page, name.span)).collect();
    if !belongs(ground, list, unit, &inside) {
        return Vec::new();
    }
    let span = without_label(page, unit.span, &inside);
    let pieces = pieces(page, span, &inside);
    let named = pieces.iter().filter(|piece| matches!(piece.sort, Sort::Name(_))).count();
    let dated = !page.dates_in(unit.span).is_empty();
    let frees = pieces.iter().filter(|piece| piece.sort == Sort::Free).count();
    let details = pieces.iter().filter(|piece| piece.sort == Sort::Detail).count();
    // "Udemy: A, B": what the label gives is a list.
    let labelled = span.start > unit.span.start && !dated;
    let is_list = labelled && named + frees >= 2
        || (list.is_inline || named >= 2 || frees >= 3) && !dated && details == 0
        || list.is_inline
            && named + frees >= 2
            && !ends_with_issuer(&pieces)
            && (!dated || named >= 2)
        || has_dates_in_pieces(page, &pieces);
    let alone = named <= 1 && !is_list;
    // "Programming in C | Udemy (certificate of completion)": what the words behind the first piece say
    // is of what sort it is.
    let sorts = |piece: &Piece| match piece.sort {
        Sort::Name(index) => Some(inside[index]).filter(|name| name.tells_only_sort(page)),
        _ => None,
    };
    let sort = (alone && pieces.first().is_some_and(|piece| piece.sort == Sort::Free))
        .then(|| pieces.iter().find_map(sorts))
        .flatten();
    let mut found: Vec<Found> = Vec::new();
    for piece in &pieces {
        let name = match piece.sort {
            Sort::Name(_) if sort.is_some() && !found.is_empty() => {
                extend_around(&mut found, piece.span);
                continue;
            }
            Sort::Free if sort.is_some() && found.is_empty() => sort.map(Name::as_sort),
            Sort::Name(index) => Some(inside[index].clone()),
            Sort::Free => None,
            Sort::Detail => {
                extend_around(&mut found, piece.span);
                continue;
            }
        };
        let has_name = pieces.iter().any(|piece| matches!(piece.sort, Sort::Name(_)));
        let counts = match piece.sort {
            Sort::Name(_) => true,
            _ if sort.is_some() => found.is_empty(),
            _ if alone => !has_name && found.is_empty(),
            _ => is_list && !piece.after_dash && is_name_like(page, piece.span),
        };
        if !counts {
            extend_around(&mut found, piece.span);
            continue;
        }
        let is_mixed = list.place == Place::Mixed;
        if name.is_none()
            && is_mixed
            && !is_credential_like(page, piece.span)
            && (named > 0 || !found.is_empty())
        {
            extend_around(&mut found, piece.span);
            continue;
        }
        let own = name.as_ref().filter(|name| piece.span.overlaps(name.span));
        let mut span = bare(page, piece.span, own);
        // Degrees and certificates run on without a delimiter: the year ends the name.
        if is_mixed
            && name.is_none()
            && let Some(date) = page.dates_in(span).first()
            && date.span.start > span.start
        {
            span = trim_marks(page, Span { end: date.span.start, ..span });
        }
        if span.is_empty() {
            continue;
        }
        let around = if alone { unit.around } else { piece.span };
        found.push(Found { span, around, name, listed: true });
    }
    // An item whose pieces are all details is named by the whole of it.
    if found.is_empty() && matches!(list.place, Place::Credentials) && is_name_like(page, span) {
        let name = inside.first().map(|name| (*name).clone());
        found.push(Found {
            span: bare(page, span, name.as_ref()),
            around: unit.around,
            name,
            listed: true,
        });
    }
    found.retain(|found| !found.span.is_empty());
    found
}

fn extend_around(found: &mut [Found], span: Span) {
    if let Some(last) = found.last_mut() {
        last.around = last.around.join(span);
    }
}

fn trapped(page: &Page<'_>, span: Span) -> bool {
    page.hits
        .tagged(Tag::NotACredential, super::around(page, span))
        .iter()
        .any(|trap| trap.overlaps(span))
}

/// Whether an item of the list can be a credential at all.
fn belongs(ground: &Ground<'_>, list: &List, unit: &Unit, names: &[&Name]) -> bool {
    let page = ground.page;
    let words = page.slice(unit.span);
    if words.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return false;
    }
    if heads_table(page, unit) {
        return false;
    }
    let certified = page.hits.any(Tag::Certification, unit.around);
    let honored =
        page.hits.any(Tag::Honor, unit.span) || page.hits.any(Tag::NotACredential, unit.span);
    let verified =
        ground.links.on(unit.around).iter().any(|link| link.kind == LinkKind::Verification);
    // A line that tells what was done is none: columns of a page may run into each other.
    let count = words.split_whitespace().count();
    let tells = page.hits.within(unit.span).any(|hit| match hit.meaning {
        Meaning::Verb(_, tense) => {
            hit.span.start == unit.span.start && count >= if tense == Tense::Past { 8 } else { 12 }
        }
        _ => false,
    });
    if tells && names.is_empty() && !certified && !verified {
        return false;
    }
    let certain =
        names.iter().any(|name| name.form == crate::catalogue::Form::Name || list.beside.is_none());
    match list.place {
        Place::Credentials => {
            let plain = words.trim().trim_end_matches('.').to_lowercase();
            let says_none = page.wording.has(Use::NoneHeld, &plain);
            let is_trap = page.hits.any(Tag::NotACredential, unit.span) && names.is_empty();
            let is_honor = honored && !certified && !verified && names.is_empty();
            !says_none && !is_trap && !is_honor
        }
        Place::Coursework => false,
        Place::Courses => {
            !honored
                && (!names.is_empty()
                    || certified
                    || verified
                    || page.hits.any(Tag::Issuer, unit.around)
                    || page.hits.any(Tag::CoursePlatform, unit.around))
        }
        Place::Mixed => {
            let said = names.iter().map(|name| name.span);
            let said = said.chain(page.hits.tagged(Tag::Certification, unit.span));
            if said.into_iter().any(|name| tells_of_topic(page, unit.span, name)) {
                return false;
            }
            let schooled = page.hits.any(Tag::Degree, unit.span);
            match list.beside {
                Some(SectionKind::Education) => {
                    if page.hits.any(Tag::NotACredential, unit.span) {
                        return false;
                    }
                    certain && !names.is_empty() && !schooled
                        || certified && begins_as_certificate(page, unit.span)
                        || list_is_announced(ground, list) && !schooled && certified
                }
                Some(SectionKind::Awards) => {
                    !honored
                        && (!names.is_empty()
                            || certified
                            || verified
                            || page.hits.any(Tag::CoursePlatform, unit.around))
                }
                Some(SectionKind::Skills | SectionKind::Languages | SectionKind::Summary) => {
                    certain && !names.is_empty() || certified
                }
                _ => {
                    !honored
                        && (!names.is_empty()
                            || certified
                            || verified
                            || page.hits.any(Tag::CoursePlatform, unit.around))
                }
            }
        }
        Place::Head | Place::Other(_) => false,
    }
}

/// "Year | Certificate | Details": the names of a table's columns.
fn heads_table(page: &Page<'_>, unit: &Unit) -> bool {
    let words = page.slice(unit.span);
    let mut at = unit.span.start as usize;
    let mut is_named = false;
    for cell in words.split('\t') {
        let span = Span::new(at, at + cell.len());
        at += cell.len() + 1;
        if cell.split_whitespace().count() > 2 || cell.contains(char::is_numeric) {
            return false;
        }
        is_named |= page
            .hits
            .tagged(Tag::Certification, span)
            .iter()
            .any(|hit| hit.len() == cell.trim_matches(|c: char| !c.is_alphanumeric()).len());
    }
    is_named && words.contains('\t')
}

/// Whether the heading of a mixed list names certifications, and not education alone.
fn list_is_announced(ground: &Ground<'_>, list: &List) -> bool {
    ground
        .outline
        .sections
        .iter()
        .any(|section| section.is(SectionKind::Certifications) && section.body.overlaps(list.body))
}

/// "Certificate, IT Network", "Certification: Phlebotomy", "Distinguished Graduate Certificate, ...".
fn begins_as_certificate(page: &Page<'_>, span: Span) -> bool {
    let Some(hit) = page.hits.first(Tag::Certification, span) else { return false };
    let before = page.slice(Span { start: span.start, end: hit.start });
    before.split_whitespace().count() <= 6
        && !before.contains([',', ':', ';', '.'])
        && !page.hits.any(Tag::Degree, Span { start: span.start, end: hit.start })
        && !page.hits.any(Tag::School, Span { start: span.start, end: hit.start })
}

/// Without "KOFIA:" before a list, or the description after "ML Specialization: ...".
fn without_label(page: &Page<'_>, span: Span, names: &[&Name]) -> Span {
    let words = page.slice(span);
    let Some(colon) = words.find([':', '\u{ff1a}']) else { return span };
    let mark = words[colon..].chars().next().map_or(1, char::len_utf8);
    let at = span.start + colon as u32;
    let head = Span { start: span.start, end: at };
    let tail = Span { start: at + mark as u32, end: span.end };
    if words[colon..].starts_with("://")
        || names.iter().any(|name| name.span.start < at && name.span.end > at)
    {
        return span;
    }
    let titles = |span: Span| {
        let words = page.slice(span).to_lowercase();
        page.wording.ends(Use::TitleEnd, words.trim_end())
    };
    let head_named = names.iter().any(|name| head.contains(name.span));
    let tail_named = names.iter().any(|name| tail.contains(name.span));
    let is_generic = page.slice(head).split_whitespace().count() == 1 && titles(head);
    if (head_named || titles(head)) && !tail_named && !is_generic {
        return head;
    }
    let several = page.slice(tail).contains([',', ';', '|']);
    if !head_named && page.slice(head).split_whitespace().count() <= 3 && (several || tail_named) {
        return tail.trim(&page.text);
    }
    span
}

/// Cuts an item at its delimiters, never inside a name or in brackets.
fn pieces(page: &Page<'_>, span: Span, names: &[&Name]) -> Vec<Piece> {
    let words = page.slice(span);
    let mut cuts: Vec<(usize, usize, bool)> = Vec::new();
    let mut depth = 0_i32;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        let next = chars.peek().map(|&(_, c)| c);
        let spaced = next.is_none_or(char::is_whitespace) && words[..at].ends_with(' ');
        let cut = match c {
            ',' | ';' | '\u{ff0c}' | '\u{3001}' => {
                depth == 0 && !next.is_some_and(|c| c.is_ascii_digit())
            }
            '|' | '\u{2022}' | '\u{b7}' | '\t' => true,
            '*' => {
                depth == 0 && words[..at].ends_with(' ') && next.is_some_and(char::is_alphabetic)
            }
            '\n' => false,
            '/' => depth == 0 && spaced,
            '-' | '\u{2013}' | '\u{2014}' => depth == 0 && spaced,
            _ => false,
        };
        if cut {
            let dash = matches!(c, '-' | '\u{2013}' | '\u{2014}');
            cuts.push((at, at + c.len_utf8(), dash));
        }
    }
    // "A and B" is two only where both sides hold a name.
    for joiner in page.wording.of(Use::Joiner) {
        for (at, found) in words.match_indices(joiner.as_str()) {
            let here = span.start + at as u32;
            let before =
                names.iter().any(|name| name.span.end <= here && here - name.span.end < 40);
            let after = names.iter().any(|name| {
                name.span.start >= here && name.span.start - here < 12 + found.len() as u32
            });
            if before && after {
                cuts.push((at, at + found.len(), false));
            }
        }
    }
    cuts.retain(|&(from, to, _)| {
        let cut = Span::new(span.start as usize + from, span.start as usize + to);
        !names.iter().any(|name| name.span.start < cut.start && cut.end <= name.span.end)
    });
    cuts.sort_unstable();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    let mut after_dash = false;
    cuts.push((words.len(), words.len(), false));
    for (from, to, dash) in cuts {
        if from >= start {
            let part = Span::new(span.start as usize + start, span.start as usize + from);
            let part = trim_marks_keep_brackets(page, part);
            if !part.is_empty() {
                push_pieces(page, part, names, after_dash, &mut pieces);
            }
        }
        start = to.max(start);
        after_dash = dash;
    }
    pieces
}

/// Adds a piece, cut once more where it holds several names without a delimiter.
fn push_pieces(
    page: &Page<'_>,
    part: Span,
    names: &[&Name],
    after_dash: bool,
    pieces: &mut Vec<Piece>,
) {
    let held: Vec<usize> = (0..names.len())
        .filter(|&i| part.overlaps(names[i].span) && names[i].span.start >= part.start)
        .collect();
    let Some(&first) = held.first() else {
        let at = if pieces.is_empty() { At::First } else { At::Later };
        pieces.push(Piece { span: part, sort: sort(page, part, at), after_dash });
        return;
    };
    if held.len() == 1 {
        pieces.push(Piece { span: part, sort: Sort::Name(first), after_dash });
        return;
    }
    let mut start = part.start;
    for (k, &i) in held.iter().enumerate() {
        let end = held.get(k + 1).map_or(part.end, |&next| names[next].span.start);
        let span = trim_marks(page, Span { start, end: end.max(start) });
        pieces.push(Piece { span, sort: Sort::Name(i), after_dash });
        start = end.max(start);
    }
}

/// What a piece without a known name is.
fn sort(page: &Page<'_>, span: Span, at: At) -> Sort {
    let words = page.slice(span);
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let covered = |tag: Tag| page.hits.tagged(tag, span).iter().map(|hit| hit.len()).sum::<usize>();
    let dated: usize = page.dates_in(span).iter().map(|date| date.span.len()).sum();
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let named = covered(Tag::Issuer)
        .max(covered(Tag::CoursePlatform))
        .max(if at == At::Later && page.hits.any(Tag::School, span) { words.len() } else { 0 });
    let certified = page.hits.any(Tag::Certification, span);
    let is_company = names_company(page, span);
    let is_place =
        words.len() <= 3 && words.chars().all(|c| c.is_uppercase() || c == '.') && letters <= 2;
    let is_detail = letters == 0
        || dated > 0 && words.len() <= dated + 4
        || page.wording.begins(Use::PartDetail, bare) && !certified
        || named > 0 && named + dated + 6 >= words.len() && !certified
        || is_place
        || is_company && !certified
        || words.contains("://")
        || page.wording.has(Use::PartAlone, bare);
    if is_detail { Sort::Detail } else { Sort::Free }
}

/// "Arm Ltd.": a company gives a credential, and is none.
pub(super) fn names_company(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    let last = page.hits.tagged(Tag::Company, span).into_iter().next_back();
    last.is_some_and(|last| last.end + 1 >= span.end) && words.split_whitespace().count() <= 5
}

/// Whether a piece reads like a name: not too long, no sentence.
fn is_name_like(page: &Page<'_>, span: Span) -> bool {
    let words = page.slice(span);
    let count = words.split_whitespace().count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let starts_well =
        words.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let is_sentence = count > 12 && words.ends_with('.');
    letters >= 2 && count <= 22 && starts_well && !is_sentence
}

fn is_credential_like(page: &Page<'_>, span: Span) -> bool {
    page.hits.any(Tag::Certification, span) || page.hits.any(Tag::CoursePlatform, span)
}

fn ends_with_issuer(pieces: &[Piece]) -> bool {
    pieces.last().is_some_and(|piece| piece.sort == Sort::Detail) && pieces.len() <= 3
}

/// "A (2019), B (2023), C (2022)": every piece has a date of its own.
fn has_dates_in_pieces(page: &Page<'_>, pieces: &[Piece]) -> bool {
    pieces.len() >= 2
        && pieces
            .iter()
            .all(|piece| piece.sort != Sort::Detail && !page.dates_in(piece.span).is_empty())
}

/// A piece without dates, brackets of issuers and marks at its ends.
fn bare(page: &Page<'_>, span: Span, name: Option<&Name>) -> Span {
    let mut span = span;
    for _ in 0..3 {
        let words = page.slice(span);
        let dates = page.dates_in(span);
        let before = span;
        if let Some(last) = dates.last()
            && words.len() - (last.span.start - span.start) as usize <= last.span.len() + 3
            && last.span.start > span.start
        {
            span.end = last.span.start;
        }
        if let Some(first) = dates.first()
            && first.span.start <= span.start + 1
            && first.span.end < span.end
        {
            span.start = first.span.end;
        }
        if let Some(name) = name {
            // Never into the name itself.
            span.start = span.start.min(name.span.start.max(before.start));
            span.end = span.end.max(name.span.end.min(before.end));
        }
        span = trim_marks_keep_brackets(page, span);
        let words = page.slice(span);
        if words.ends_with(')')
            && let Some(open) = words.rfind('(')
            && open > 0
        {
            let inner = Span { start: span.start + open as u32, end: span.end };
            let is_detail = sort(page, trim_marks(page, inner), At::Later) == Sort::Detail;
            if is_detail && name.is_none_or(|name| name.span.end <= inner.start) {
                span.end = inner.start;
                span = trim_marks_keep_brackets(page, span);
            }
        }
        if span == before {
            break;
        }
    }
    span
}

/// Without marks at the ends, but with the brackets that a name ends with.
fn trim_marks_keep_brackets(page: &Page<'_>, span: Span) -> Span {
    let trimmed = trim_marks(page, span);
    let words = page.slice(trimmed);
    let open = words.matches('(').count() > words.matches(')').count();
    if open && page.text[trimmed.end as usize..span.end as usize].starts_with(')') {
        return Span { end: trimmed.end + 1, ..trimmed };
    }
    trimmed
}
