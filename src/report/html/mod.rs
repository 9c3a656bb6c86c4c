//! A page that a person would rather look at than read: the resume as it is, with the findings on its
//! words, and a picture of what it shows. One file, no script, nothing loaded from anywhere.
//!
//! Severities are switched on and off by style alone. The page's own policy allows its one style, by
//! hash, and pictures that it carries; markup in a resume is text.

mod notes;
mod overview;
mod paged;
mod signal;
mod source;

use sha2::{Digest, Sha256};

use super::{Answered, FileReport, Look, Summary, safe, sha256};
use crate::document::Status;
use crate::role::Field;
use crate::rules::Ruleset;
use notes::Numbered;

/// The style of the page.
const STYLE: &str = include_str!("style.css");

/// What can be shown or hidden: its name in the style, and what people call it.
const CHOICES: [(&str, &str); 4] =
    [("error", "Errors"), ("warning", "Warnings"), ("advice", "Advice"), ("located", "Evidence")];

/// What stands before the first file.
pub(super) fn head() -> String {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    let mut choices = String::new();
    for (name, called) in CHOICES {
        choices.push_str(&format!(
            "<label class=\"{name}\"><input type=\"checkbox\" id=\"show-{name}\" checked> \
             {called}</label>\n"
        ));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>resumelint report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header class=\"top\">\n<h1>resumelint \
         <span>report</span></h1>\n<fieldset><legend>Show</legend>\n{choices}</fieldset>\n\
         </header>\n<main>\n"
    )
}

/// What stands for a file.
pub(super) fn item(file: &FileReport, ruleset: &Ruleset, look: &Look) -> String {
    let id = id_of(&file.path);
    let mut html = format!(
        "<section class=\"file\" id=\"{id}\" aria-labelledby=\"{id}-name\">\n{}",
        title(file, &id)
    );
    for note in file.gaps() {
        let status = match note.kind.status() {
            Status::NotChecked => "Not checked",
            _ => "Checked in part",
        };
        html.push_str(&format!(
            "<p class=\"gap\"><strong>{status}.</strong> {}</p>\n",
            escape(&note.message)
        ));
    }
    if let Ok(report) = &file.outcome
        && report.status() != Status::NotChecked
    {
        let document = &report.document;
        let findings: Vec<Numbered<'_>> = (1..)
            .zip(&report.findings)
            .map(|(number, finding)| Numbered { number, finding })
            .collect();
        html.push_str(&signal::picture(document, &report.resume, &ruleset.catalogue));
        let mut absent: Vec<Numbered<'_>> =
            findings.iter().copied().filter(|f| f.finding.span.is_none()).collect();
        absent.sort_by_key(|numbered| std::cmp::Reverse(numbered.finding.severity));
        if !absent.is_empty() {
            let notes = notes::notes(document, &absent, &id);
            html.push_str(&format!(
                "<h3>About the page as a whole</h3>\n<div class=\"grid\">\n{notes}</div>\n"
            ));
        }
        if let Some(note) = &file.pictures.note {
            html.push_str(&format!("<p class=\"remark\">{}</p>\n", escape(note)));
        }
        html.push_str(&if document.pages.is_empty() {
            let lines = source::lines(document, &report.resume, &findings, &id);
            format!("<h3>The resume</h3>\n{lines}")
        } else {
            paged::pages(document, &report.resume, &findings, &file.pictures, &id)
        });
        if look.answered == Answered::Shown {
            html.push_str(&notes::answered(file.answered()));
        }
    }
    html.push_str("</section>\n");
    html
}

/// The name of a file, what holds for it as a whole, and how much was found.
fn title(file: &FileReport, id: &str) -> String {
    let (folder, name) = match file.path.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), file.path.as_str()),
    };
    let folder = match folder.is_empty() {
        true => folder,
        false => format!("<span class=\"folder\">{}</span>", escape(&folder)),
    };
    let counts = overview::counts(file);
    let tally = match (counts, file.status()) {
        ([0, 0, 0], Status::Checked) => {
            "<li class=\"clean\">Nothing to hold against it</li>\n".into()
        }
        _ => notes::tally(counts),
    };
    format!(
        "<div class=\"title\">\n<h2 id=\"{id}-name\">{folder}{}</h2>\n<p class=\"facts\">{}</p>\n\
         <ul class=\"tally\">\n{tally}</ul>\n</div>\n",
        escape(name),
        escape(&facts(file))
    )
}

/// What holds for a file as a whole.
fn facts(file: &FileReport) -> String {
    let mut facts = Vec::new();
    facts.extend(file.format().map(|format| format.name().to_owned()));
    if let Ok(report) = &file.outcome {
        facts.extend(match report.document.pages.len() {
            0 => None,
            1 => Some("1 page".to_owned()),
            pages => Some(format!("{pages} pages")),
        });
        if report.status() != Status::NotChecked {
            facts.push(match report.resume.role.field {
                Field::Unknown => "role not known".to_owned(),
                field => format!("read as a resume for {}", field.name()),
            });
        }
    }
    facts.extend(file.duplicate_of.as_ref().map(|first| format!("says the same as {first}")));
    facts.join(" · ")
}

/// What stands after the last file.
pub(super) fn tail(summary: &Summary) -> String {
    let line = super::pretty::sentence(summary);
    format!(
        "</main>\n{}<footer>\n<p>{}</p>\n<p>Findings are about the documents, never about a person. \
         Made by resumelint {}, offline.</p>\n</footer>\n</body>\n</html>\n",
        overview::table(summary),
        escape(&line),
        env!("CARGO_PKG_VERSION")
    )
}

/// The address of a file within the report; paths may hold anything, an address may not.
fn id_of(path: &str) -> String {
    format!("f{}", &sha256(path.as_bytes())[..12])
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
