//! Links: marked by the format, printed as an address, or given as a handle ("GitHub: ada").

use linkify::{LinkFinder, LinkKind as Printed};

use super::page::Page;
use super::{Link, LinkKind};
use crate::document::Span;

/// Every link, in reading order; those that cover no text first.
pub(super) fn find(page: &Page<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for link in &page.document.links {
        let target = link.target.trim().to_owned();
        if target.is_empty() || target.starts_with('#') {
            continue;
        }
        let words = link.span.map(|span| page.slice(span)).unwrap_or_default();
        let kind = kind_of(&target, words);
        links.push(Link { span: link.span, target, kind });
    }
    for link in
        printed(page).into_iter().chain(handles(page)).chain(columns(page)).chain(fields(page))
    {
        let known =
            links.iter().any(|other| other.span.zip(link.span).is_some_and(|(a, b)| a.overlaps(b)));
        if !known {
            links.push(link);
        }
    }
    links.sort_by_key(|link| link.span);
    links
}

/// Addresses that are merely printed.
fn printed(page: &Page<'_>) -> Vec<Link> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut links = Vec::new();
    for found in finder.links(&page.text) {
        let span = Span::new(found.start(), found.end());
        let target = found.as_str().to_owned();
        let kind = match found.kind() {
            Printed::Email => LinkKind::Email,
            // "Node.js", "ASP.NET" and "Sp.z" look like hosts.
            _ if !is_address(&target) => continue,
            _ => kind_of(&target, ""),
        };
        links.push(Link { span: Some(span), target, kind });
    }
    links
}

/// Hosts that printed addresses without a scheme have.
const ENDINGS: [&str; 60] = [
    "com", "org", "net", "io", "dev", "edu", "gov", "me", "ai", "co", "app", "in", "de", "fr",
    "es", "pt", "it", "nl", "pl", "uk", "cn", "jp", "eu", "us", "ca", "au", "br", "ru", "ch", "at",
    "be", "info", "tech", "xyz", "page", "site", "blog", "gg", "ly", "be", "so", "to", "sh", "rs",
    "link", "online", "cloud", "id", "se", "no", "dk", "fi", "kr", "sg", "nz", "mx", "ar", "cl",
    "im", "is",
];

fn is_address(target: &str) -> bool {
    if target.contains("://") || target.starts_with("www.") || target.starts_with("mailto:") {
        return true;
    }
    let host = target.split(['/', '?', '#', ':']).next().unwrap_or(target);
    let ending = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let has_path = target.len() > host.len();
    let labels = host.split('.').count();
    let known = ENDINGS.contains(&ending.as_str());
    // Names of tools end like hosts: "socket.io", "Booking.com", "fast.ai".
    let is_name = !has_path && labels == 2 && host.chars().any(char::is_uppercase);
    known && !is_name
}

/// What an address leads to.
fn kind_of(target: &str, words: &str) -> LinkKind {
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
    let on = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    let about_certificates = ["certificat", "/verify", "credential", "badge", "accomplishment"];
    if on("credly.com")
        || on("credential.net")
        || on("accredible.com")
        || on("youracclaim.com")
        || on("credentials.databricks.com")
        || on("badgr.com")
        || about_certificates.iter().any(|word| bare.contains(word)) && !on("github.com")
    {
        return LinkKind::Verification;
    }
    let is_code_host =
        ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht", "gitee.com"]
            .iter()
            .any(|domain| on(domain));
    let own_path =
        !path.is_empty() && !["features", "about", "pricing", "login", "explore"].contains(&path);
    let words_code =
        ["github.io", "gitlab.io"].iter().any(|domain| host.ends_with(&format!(".{domain}")));
    if is_code_host && own_path
        || words_code
        || host.starts_with("gist.")
        || host.starts_with("gitlab.") && own_path
        || on("kaggle.com") && own_path && !path.starts_with("learn")
        || on("huggingface.co") && own_path
        || on("hf.co") && own_path
        || (on("pypi.org")
            || on("crates.io")
            || on("npmjs.com")
            || on("rubygems.org")
            || on("hub.docker.com")
            || on("cran.r-project.org")
            || on("packagist.org")
            || on("nuget.org"))
            && own_path
    {
        return LinkKind::Code;
    }
    if on("doi.org")
        || on("arxiv.org")
        || on("aclanthology.org")
        || on("openreview.net")
        || on("ieeexplore.ieee.org")
        || on("dl.acm.org")
        || on("biorxiv.org")
        || on("pubmed.ncbi.nlm.nih.gov")
        || on("patents.google.com")
        || on("link.springer.com")
        || on("sciencedirect.com")
        || on("papers.nips.cc")
        || on("proceedings.mlr.press")
        || on("semanticscholar.org")
        || on("researchgate.net") && path.contains("publication")
        || on("scholar.google.com") && path.contains("citations")
    {
        return LinkKind::Publication;
    }
    if [
        "linkedin.com",
        "twitter.com",
        "x.com",
        "stackoverflow.com",
        "medium.com",
        "xing.com",
        "facebook.com",
        "instagram.com",
        "orcid.org",
        "leetcode.com",
        "hackerrank.com",
        "behance.net",
        "dribbble.com",
        "researchgate.net",
        "scholar.google.com",
        "indeed.com",
        "mastodon.social",
        "bsky.app",
        "youtube.com",
        "t.me",
        "codeforces.com",
    ]
    .iter()
    .any(|domain| on(domain))
    {
        return LinkKind::Profile;
    }
    let _ = words;
    LinkKind::Other
}

/// "GitHub: ada", "github/ada", an icon's name before a handle.
fn handles(page: &Page<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    let lower = page.text.to_ascii_lowercase();
    for (host, domain, kind) in [
        ("github", "github.com", LinkKind::Code),
        ("git-hub", "github.com", LinkKind::Code),
        ("gitlab", "gitlab.com", LinkKind::Code),
        ("kaggle", "kaggle.com", LinkKind::Code),
        ("huggingface", "huggingface.co", LinkKind::Code),
        ("hugging face", "huggingface.co", LinkKind::Code),
    ] {
        for (at, _) in lower.match_indices(host) {
            let before = page.text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '@')) {
                continue;
            }
            let after = at + host.len();
            let Some(handle) = handle_after(&page.text, after) else { continue };
            let target =
                format!("https://{domain}/{}", handle.of(&page.text).trim_start_matches('@'));
            links.push(Link { span: Some(Span::new(at, handle.end as usize)), target, kind });
        }
    }
    links
}

/// The hosts of code by the names that people give them.
const HOSTS: [(&str, &str); 5] = [
    ("github", "github.com"),
    ("gitlab", "gitlab.com"),
    ("bitbucket", "bitbucket.org"),
    ("kaggle", "kaggle.com"),
    ("hugging face", "huggingface.co"),
];

fn host_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    HOSTS.iter().find(|(host, _)| *host == name).map(|(_, domain)| *domain)
}

/// A row of names above a row of handles: "EMAIL GITHUB" above "ada@example.org @ada".
fn columns(page: &Page<'_>) -> Vec<Link> {
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
            if let Some(domain) = host_of(name)
                && handle.len() >= 2
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
fn fields(page: &Page<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for line in &page.lines {
        let Some(path) = page.path(line) else { continue };
        let Some((element, "network" | "name" | "site")) = path.rsplit_once('.') else { continue };
        let Some(domain) = host_of(page.slice(line.span)) else { continue };
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
fn handle_after(text: &str, after: usize) -> Option<Span> {
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
    let is_word = [
        "actions",
        "copilot",
        "pages",
        "ci",
        "com",
        "link",
        "profile",
        "and",
        "enterprise",
        "stats",
        "repo",
    ]
    .contains(&words.to_ascii_lowercase().as_str());
    (words.len() >= 3 && words.len() <= 60 && alone && !is_word)
        .then(|| Span::new(start, start + words.len()))
}
