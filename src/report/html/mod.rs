//! A page that a person would rather look at than read: the resume as it is, with the findings on its
//! words, and a picture of what it shows. One file, no script, nothing loaded from anywhere.
//!
//! Severities are switched on and off by style alone. The page's own policy allows its one style, by
//! hash, and pictures that it carries; markup in a resume is text.

mod paged;
mod signal;
mod source;

use sha2::{Digest, Sha256};

use super::{FileReport, Summary, safe};
use crate::check::{Finding, Severity};
use crate::document::{Document, Status};
use crate::rules::Ruleset;

/// The style of the page.
const STYLE: &str = include_str!("style.css");

/// What stands before the first file.
pub(super) fn head() -> String {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    let mut choices = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let name = severity.name();
        choices.push_str(&format!(
            "<label><input type=\"checkbox\" id=\"show-{name}\" checked> {name}</label>\n"
        ));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>resumelint report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>resumelint report</h1>\n\
         <fieldset><legend>Show</legend>\n{choices}</fieldset>\n</header>\n<main>\n"
    )
}

/// What stands for a file.
pub(super) fn item(file: &FileReport, ruleset: &Ruleset) -> String {
    let mut html = format!("<section class=\"file\">\n<h2>{}</h2>\n", escape(&file.path));
    html.push_str(&format!("<p class=\"facts\">{}</p>\n", escape(&facts(file))));
    for note in file.gaps() {
        let status = match note.kind.status() {
            Status::NotChecked => "not checked",
            _ => "checked in part",
        };
        html.push_str(&format!(
            "<p class=\"gap\"><strong>{status}:</strong> {}</p>\n",
            escape(&note.message)
        ));
    }
    if let Ok(report) = &file.outcome
        && report.status() != Status::NotChecked
    {
        html.push_str(&signal::picture(&report.resume, &ruleset.catalogue));
        let absent = report.findings.iter().filter(|finding| finding.span.is_none());
        let absent: String = absent.map(|finding| note(&report.document, finding)).collect();
        if !absent.is_empty() {
            html.push_str(&format!("<h3>About the page as a whole</h3>\n{absent}"));
        }
        html.push_str("<h3>The resume</h3>\n");
        html.push_str(&if report.document.pages.is_empty() {
            source::lines(&report.document, &report.findings)
        } else {
            paged::pages(&report.document, &report.findings)
        });
    }
    html.push_str("</section>\n");
    html
}

/// What holds for a file as a whole.
fn facts(file: &FileReport) -> String {
    let mut facts = Vec::new();
    facts.extend(file.format().map(|format| format.name().to_owned()));
    if let Ok(report) = &file.outcome {
        facts.push(format!("role {}", report.resume.role.field.name()));
        let counts = [Severity::Error, Severity::Warning, Severity::Advice].map(|severity| {
            let count = file.findings().iter().filter(|f| f.severity == severity).count();
            format!("{count} {}", severity.name())
        });
        facts.push(counts.join(", "));
    }
    facts.extend(file.duplicate_of.as_ref().map(|first| format!("says the same as {first}")));
    facts.join(" · ")
}

/// What stands after the last file.
pub(super) fn tail(summary: &Summary) -> String {
    let line = super::pretty::sentence(summary);
    format!("</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n", escape(&line))
}

/// A finding in the margin.
fn note(document: &Document, finding: &Finding) -> String {
    let severity = finding.severity.name();
    let mut html = format!(
        "<div class=\"note {severity}\">\n<p><span class=\"severity {severity}\">{severity}</span>: \
         {} <span class=\"rule\">{}</span></p>\n",
        escape(&finding.message),
        escape(&finding.rule)
    );
    if let Some(span) = finding.span {
        html.push_str(&format!("<p>“{}”</p>\n", escape(&shorten(document.slice(span)))));
    }
    for (span, label) in finding.related.iter().take(4) {
        let words = escape(&shorten(document.slice(*span)));
        html.push_str(&format!("<p>{}: “{words}”</p>\n", escape(label)));
    }
    html.push_str(&format!("<p>{}</p>\n</div>\n", escape(&finding.help)));
    html
}

/// The first words of a long quotation.
fn shorten(words: &str) -> String {
    const MOST: usize = 160;
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// Text as HTML, in content and in quoted attributes.
fn escape(text: &str) -> String {
    let text = safe::one_line(text);
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Bytes in base 64, as policies and data addresses want them.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, &byte| group << 8 | u32::from(byte));
        let group = group << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place <= chunk.len() {
                let digit = group >> (18 - 6 * place) & 63;
                text.push(char::from(DIGITS[digit as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (bytes, text) in cases {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(escape("<b onx='\"&"), "&lt;b onx=&#39;&quot;&amp;");
    }
}
