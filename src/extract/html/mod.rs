//! Reads HTML: what stands on the page, and what of it is not seen.
//!
//! Only markup and style sheets inside the file count. Nothing is fetched and no script is run, so a
//! page that builds itself in the browser has only the words that stand in its source.

mod color;
mod css;
mod flow;
mod rows;
mod seen;
mod tokens;

pub(super) use flow::Flow;

use super::builder::{Builder, Look};
use super::encoding;
use super::{Limits, Source};
use crate::document::{Document, Format};

/// Reads HTML.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let decoded = encoding::decode_declared(source.name, source.bytes, declared(source.bytes));
    let mut builder = Builder::new(Format::Html, limits.text_bytes);
    builder.document().notes.extend(decoded.notes);
    let text = decoded.source.text.clone();
    let file = builder.source(decoded.source);
    let skip = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut flow = Flow::new(file, limits.nesting);
    flow.feed(&mut builder, &text, skip..text.len(), Look::default());
    flow.close(&mut builder, 0);
    flow.notes(&mut builder);
    builder.finish()
}

/// The encoding that the page names in its first kilobyte.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(1024)];
    let at = head.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))?;
    let rest = head[at + 8..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:".contains(b)));
    std::str::from_utf8(&rest[..end.unwrap_or(rest.len())]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Visibility};

    fn document(html: &str) -> Document {
        read(&Source::new("cv.html", html.as_bytes()), &Limits::default())
    }

    /// The blocks of `html`, a line each.
    fn check(html: &str, expect: &str) {
        let document = document(html);
        let shown: Vec<String> = document
            .blocks
            .iter()
            .map(|block| {
                let kind = match block.kind {
                    BlockKind::Heading { level } => format!("h{level}"),
                    BlockKind::ListItem { level } => format!("li{level}"),
                    BlockKind::TableRow => "tr".to_owned(),
                    _ => "p".to_owned(),
                };
                let words = document.slice(block.span);
                format!("{kind} {}", words.replace('\n', "⏎").replace('\t', "⇥"))
            })
            .collect();
        assert_eq!(shown.join("\n"), expect, "{html}");
    }

    /// The words of `html` that are not seen, each with why.
    fn check_hidden(html: &str, expect: &[(&str, Visibility)]) {
        let document = document(html);
        let hidden: Vec<(&str, Visibility)> = document
            .runs
            .iter()
            .filter(|run| run.visibility != Visibility::Visible)
            .map(|run| (document.slice(run.span), run.visibility))
            .collect();
        assert_eq!(hidden, expect, "{html}");
    }

    #[test]
    fn structure_is_kept() {
        check(
            "<!doctype html><title>CV</title><h1>Ada &amp; Co</h1><p>Builds\n engines.<p>More<br>lines\
             <ul><li>one<ul><li>two</ul><li><p>three</p><p>and on</p></ul>",
            "h1 Ada & Co\np Builds engines.\np More⏎lines\nli1 one\nli2 two\nli1 three⏎and on",
        );
    }

    #[test]
    fn rows_of_data_keep_their_cells() {
        check(
            "<table><tr><th>Year<th>Exam<tr><td>2020<td><p>CKA</p></table>",
            "tr Year⇥Exam\ntr 2020⇥CKA",
        );
        check(
            "<table><tr><td><h2>Skills</h2><ul><li>Rust</ul><td><h2>Work</h2>Engines</table>",
            "h2 Skills\nli1 Rust\nh2 Work\np Engines",
        );
    }

    #[test]
    fn things_side_by_side_are_told_apart() {
        check(
            "<style>.row{display:flex}</style><div class=row><span>Engineer</span> <b>Engines</b><div>2020</div></div>next",
            "p Engineer⇥Engines⇥2020\np next",
        );
        check("<p>Engineer <span style='float:right'>2020</span></p>", "p Engineer⇥2020");
        check("<p><span>Engineer</span><span>2020</span></p>", "p Engineer 2020");
    }

    #[test]
    fn what_is_hidden_says_why() {
        use Visibility::{Clipped, HiddenByMarkup, OffPage, SameColor, TooSmall, Transparent};
        check_hidden("<p hidden>a</p><p>b</p>", &[("a", HiddenByMarkup)]);
        check_hidden(
            "<style>.x{display:none}</style><p class=x>a<b>c</b></p>b",
            &[("a", HiddenByMarkup), ("c", HiddenByMarkup)],
        );
        check_hidden("<p style='visibility:hidden'>a</p>", &[("a", HiddenByMarkup)]);
        check_hidden(
            "<p style='color:#fff'>a</p><div style='background:#222'><p style='color:white'>b</p></div>",
            &[("a", SameColor)],
        );
        check_hidden("<div style='background:url(x.png)'><p style='color:white'>b</p></div>", &[]);
        check_hidden("<p style='font-size:1px'>a</p>", &[("a", TooSmall)]);
        check_hidden("<p style='position:absolute;left:-9999px'>a</p>", &[("a", OffPage)]);
        check_hidden("<p style='opacity:0'>a</p>", &[("a", Transparent)]);
        check_hidden("<p style='position:absolute;clip:rect(0,0,0,0)'>a</p>", &[("a", Clipped)]);
        check_hidden("<style>@media print{p{display:none}}</style><p>a</p>", &[]);
    }

    #[test]
    fn links_comments_and_metadata_are_kept() {
        let document = document(
            "<html lang=de><head><title>CV of Ada</title><meta name=author content=Ada></head>\
             <!-- resumelint-ignore x --><a href='https://example.org/a'>my <b>site</b></a><img alt='Badge'>",
        );
        assert_eq!(document.text, "my site Badge");
        let link = &document.links[0];
        assert_eq!(link.target, "https://example.org/a");
        assert_eq!(link.span.map(|span| document.slice(span)), Some("my site"));
        assert_eq!(document.comments[0].text, "resumelint-ignore x");
        assert_eq!(document.metadata.title.as_deref(), Some("CV of Ada"));
        assert_eq!(document.metadata.author.as_deref(), Some("Ada"));
        assert_eq!(document.metadata.language.as_deref(), Some("de"));
    }

    #[test]
    fn the_page_says_its_encoding() {
        let bytes = b"<!doctype html><meta charset=\"iso-8859-2\"><p>\xa3\xf3d\xbc";
        let document = read(&Source::new("cv.html", bytes), &Limits::default());
        assert_eq!(document.text, "Łódź");
    }
}
