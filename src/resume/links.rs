//! Links: marked by the format, printed as an address, or given as a handle ("GitHub: ada").

use linkify::{LinkFinder, LinkKind as Printed};

use super::page::Page;
use super::vocabulary::Hosts;
use super::{Link, LinkKind, Vocabulary};
use crate::document::Span;
use crate::intervals::Intervals;

/// The links of a page.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// In reading order; those that cover no text first.
    pub(super) all: Vec<Link>,
    /// The words that the others cover.
    covered: Intervals,
}

impl Links {
    /// The links on the words under `span`, in reading order.
    pub(super) fn on(&self, span: Span) -> Vec<&Link> {
        let uncovered = self.all.partition_point(|link| link.span.is_none());
        let covered = self.covered.overlapping(span);
        covered.into_iter().filter_map(|index| self.all.get(uncovered + index)).collect()
    }
}

/// Finds every link.
pub(super) fn find(page: &Page<'_>, vocabulary: &Vocabulary) -> Links {
    let hosts = &vocabulary.words.hosts;
    let mut found: Vec<Link> = Vec::new();
    for link in &page.document.links {
        let target = link.target.trim().to_owned();
        if target.is_empty() || target.starts_with('#') {
            continue;
        }
        let kind = kind_of(&target, hosts);
        found.push(Link { span: link.span, target, kind });
    }
    let marked = found.len();
    for link in printed(page, hosts)
        .into_iter()
        .chain(handles(page, vocabulary))
        .chain(columns(page, vocabulary))
        .chain(pairs(page, vocabulary))
        .chain(fields(page, vocabulary))
    {
        found.push(link);
    }
    // What the format marks stands before what is printed, and what stands before is kept.
    let order = Intervals::new(found.iter().map(|link| link.span.unwrap_or_default()));
    let mut kept: Vec<bool> = Vec::with_capacity(found.len());
    for (i, link) in found.iter().enumerate() {
        let repeats = i >= marked
            && link.span.is_some_and(|span| {
                order.overlapping(span).into_iter().take_while(|&j| j < i).any(|j| kept[j])
            });
        kept.push(!repeats);
    }
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next().unwrap_or_default());
    found.sort_by_key(|link| link.span);
    let covered = Intervals::new(found.iter().filter_map(|link| link.span));
    Links { all: found, covered }
}

/// Addresses that are merely printed.
fn printed(page: &Page<'_>, hosts: &Hosts) -> Vec<Link> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut links = Vec::new();
    for found in finder.links(&page.text) {
        let span = Span::new(found.start(), found.end());
        let target = found.as_str().to_owned();
        let kind = match found.kind() {
            Printed::Email => LinkKind::Email,
            // "Node.js", "ASP.NET" and "Sp.z" look like hosts.
            _ if !is_address(&target, hosts) => continue,
            _ => kind_of(&target, hosts),
        };
        links.push(Link { span: Some(span), target, kind });
    }
    links
}

fn is_address(target: &str, hosts: &Hosts) -> bool {
    if target.contains("://") || target.starts_with("www.") || target.starts_with("mailto:") {
        return true;
    }
    let host = target.split(['/', '?', '#', ':']).next().unwrap_or(target);
    let ending = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let has_path = target.len() > host.len();
    let labels = host.split('.').count();
    let known = hosts.endings.contains(&ending);
    // Names of tools end like hosts: "socket.io", "Booking.com", "fast.ai".
    let is_name = !has_path && labels == 2 && host.chars().any(char::is_uppercase);
    known && !is_name
}

/// What an address leads to.
fn kind_of(target: &str, hosts: &Hosts) -> LinkKind {
    let lower = target.to_ascii_lowercase();
    if lower.starts_with("mailto:")
        || !lower.contains("://") && lower.contains('@') && !lower.contains('/')
    {
        return LinkKind::Email;
    }
    if lower.starts_with("tel:") || lower.starts_with("callto:") {
        return LinkKind::Phone;
    }
    let bare = lower.split("://").last().unwrap_or(&lower);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let path = path.trim_matches('/');
    let below = |domain: &str| host.strip_suffix(domain).is_some_and(|own| own.ends_with('.'));
    let on = |domain: &str| host == domain || below(domain);
    let on_any = |list: &[String]| list.iter().any(|domain| on(domain));
    let verifies = hosts.verification_words.iter().any(|word| bare.contains(word.as_str()));
    if on_any(&hosts.verification) || verifies && !on("github.com") {
        return LinkKind::Verification;
    }
    let first = path.split('/').next().unwrap_or_default();
    let own_path = !path.is_empty() && !hosts.not_code.iter().any(|word| word == first);
    let own_page = hosts.code_pages.iter().any(|domain| below(domain));
    let self_hosted = host.starts_with("gist.") || host.starts_with("gitlab.") && own_path;
    if on_any(&hosts.code) && own_path || own_page || self_hosted {
        return LinkKind::Code;
    }
    if on_any(&hosts.publication)
        || on("researchgate.net") && path.contains("publication")
        || on("scholar.google.com") && path.contains("citations")
    {
        return LinkKind::Publication;
    }
    if on_any(&hosts.profile) { LinkKind::Profile } else { LinkKind::Other }
}

/// "GitHub: ada", "github/ada", an icon's name before a handle.
fn handles(page: &Page<'_>, vocabulary: &Vocabulary) -> Vec<Link> {
    let mut links = Vec::new();
    let lower = page.text.to_ascii_lowercase();
    for (host, domain) in &vocabulary.words.handles {
        let host = host.as_str();
        for (at, _) in lower.match_indices(host) {
            let before = page.text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '@')) {
                continue;
            }
            let after = at + host.len();
            let Some(handle) = handle_after(&page.text, after, &vocabulary.words.hosts) else {
                continue;
            };
            let target =
                format!("https://{domain}/{}", handle.of(&page.text).trim_start_matches('@'));
            let span = Some(Span::new(at, handle.end as usize));
            links.push(Link { span, target, kind: LinkKind::Code });
        }
    }
    links
}

fn host_of<'v>(name: &str, vocabulary: &'v Vocabulary) -> Option<&'v str> {
    vocabulary.words.handles.get(&name.trim().to_lowercase()).map(String::as_str)
}

/// A row of a name and a handle: "GitHub | ada".
fn pairs(page: &Page<'_>, vocabulary: &Vocabulary) -> Vec<Link> {
    let mut links = Vec::new();
    for line in &page.lines {
        let Some((name, cell)) = page.slice(line.span).split_once('\t') else { continue };
        let at = line.span.start as usize + name.len() + 1;
        let span = Span::new(at, at + cell.len()).trim(&page.text);
        let handle = page.slice(span).trim_start_matches('@');
        if let Some(domain) = host_of(name, vocabulary)
            && handle.len() >= 2
            && !handle.contains(|c: char| c.is_whitespace() || c == ':')
        {
            let target = format!("https://{domain}/{handle}");
            links.push(Link { span: Some(span), target, kind: LinkKind::Code });
        }
    }
    links
}

/// A row of names above a row of handles: "EMAIL GITHUB" above "ada@example.org @ada".
fn columns(page: &Page<'_>, vocabulary: &Vocabulary) -> Vec<Link> {
    let mut links = Vec::new();
    for pair in page.lines.windows(2) {
        let names: Vec<&str> = page.slice(pair[0].span).split('\t').collect();
        let cells: Vec<&str> = page.slice(pair[1].span).split('\t').collect();
        if names.len() < 2 || names.len() != cells.len() {
            continue;
        }
        let mut at = pair[1].span.start as usize;
        for (name, cell) in names.iter().zip(&cells) {
            let span = Span::new(at, at + cell.len()).trim(&page.text);
            at += cell.len() + 1;
            let handle = page.slice(span).trim_start_matches('@');
            // "GitHub | ada" above "LinkedIn | ada" are two rows, and no column.
            let is_network = host_of(handle, vocabulary).is_some()
                || vocabulary.words.hosts.profile.iter().any(|host| {
                    host.strip_prefix(&handle.to_lowercase()).is_some_and(|end| end == ".com")
                });
            if let Some(domain) = host_of(name, vocabulary)
                && handle.len() >= 2
                && !is_network
                && !handle.contains(char::is_whitespace)
            {
                let target = format!("https://{domain}/{handle}");
                links.push(Link { span: Some(span), target, kind: LinkKind::Code });
            }
        }
    }
    links
}

/// Fields of structured formats: `network: GitHub` beside `username: ada`.
fn fields(page: &Page<'_>, vocabulary: &Vocabulary) -> Vec<Link> {
    let mut links = Vec::new();
    for line in &page.lines {
        let Some(path) = page.path(line) else { continue };
        let Some((element, "network" | "name" | "site")) = path.rsplit_once('.') else { continue };
        let Some(domain) = host_of(page.slice(line.span), vocabulary) else { continue };
        let handle = page.lines.iter().find(|other| {
            page.path(other).and_then(|path| path.rsplit_once('.')).is_some_and(|(own, key)| {
                own == element && matches!(key, "username" | "handle" | "user")
            })
        });
        if let Some(handle) = handle {
            let target = format!("https://{domain}/{}", page.slice(handle.span));
            links.push(Link { span: Some(handle.span), target, kind: LinkKind::Code });
        }
    }
    links
}

/// A handle right after the name of a host: set off by a colon, a slash or an at sign.
fn handle_after(text: &str, after: usize, hosts: &Hosts) -> Option<Span> {
    let rest = &text[after..];
    let gap =
        rest.len() - rest.trim_start_matches([' ', ':', '/', '\u{ff1a}', '-', '\u{2013}']).len();
    let set_off = rest[..gap].contains([':', '/', '\u{ff1a}']) || rest[gap..].starts_with('@');
    if !set_off || gap > 4 {
        return None;
    }
    let handle = rest[gap..].trim_start_matches('@');
    let start = after + rest.len() - handle.len();
    let end = handle
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.')))
        .unwrap_or(handle.len());
    let words = handle[..end].trim_end_matches(['.', '/', '-']);
    let follows = handle[words.len()..].trim_start_matches([' ', ')', ']']).chars().next();
    let alone = follows.is_none_or(|c| {
        matches!(c, '\n' | '\t' | '|' | ',' | ';' | '\u{2022}' | '\u{b7}' | '-' | '\u{2013}')
            || !c.is_alphanumeric()
    });
    // Prose after a colon is no handle ("GitHub: built a crawler").
    let lower = words.to_ascii_lowercase();
    let is_word = hosts.not_handles.contains(&lower);
    (words.len() >= 3 && words.len() <= 60 && alone && !is_word)
        .then(|| Span::new(start, start + words.len()))
}
