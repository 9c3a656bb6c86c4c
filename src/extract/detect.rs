//! Which format a file is: by its content first, by its name second.
//!
//! Names lie: a `.txt` holds HTML, a `.doc` holds RTF, a download has no ending at all. Magic bytes
//! settle the packed formats. Text formats are told apart by what only one of them would begin with;
//! where the content could be several, the name decides.

use super::Source;
use super::encoding;
use crate::document::{Format, Note, NoteKind};

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The format; `None` when nothing here reads it.
    pub format: Option<Format>,
    /// Notes on a wrong extension or an unsupported format.
    pub notes: Vec<Note>,
}

/// How much of a text is looked at.
const SAMPLE: usize = 32 << 10;

/// Finds the format of a file.
pub fn detect(source: &Source<'_>) -> Detected {
    let bytes = source.bytes;
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xef\xbb\xbf" {
        return refused(NoteKind::Empty, "the file is empty; there is nothing to check");
    }
    let extension = extension(source.name);
    let named = named(&extension);
    if let Some(magic) = magic(bytes, &extension) {
        return match magic {
            Magic::Format(format) => found(format, named, &extension),
            Magic::Unsupported(what) => {
                let message = format!("{what} cannot be read; export it as PDF or DOCX");
                refused(NoteKind::Unsupported, message)
            }
            Magic::Damaged(what) => {
                let message =
                    format!("{what} is damaged and cannot be read; export it again as PDF or DOCX");
                refused(NoteKind::Unreadable, message)
            }
        };
    }
    if !encoding::is_text(bytes) {
        let message = match named {
            Some(format) if is_packed(format) => {
                format!(
                    "named .{extension}, but not {format} inside; export it again as PDF or DOCX"
                )
            }
            _ => "binary data in no format that is read; export it as PDF or DOCX".to_owned(),
        };
        return refused(NoteKind::Unsupported, message);
    }
    let sample = encoding::sample(bytes, SAMPLE);
    let sample = sample.trim_start_matches('\u{feff}').trim_start();
    let format = match (certain(sample), named) {
        (Some(format), _) => format,
        (None, Some(named)) if contradicts(sample, named) => likely(sample),
        (None, Some(format)) if !is_packed(format) => format,
        (None, _) => likely(sample),
    };
    found(format, named, &extension)
}

fn found(format: Format, named: Option<Format>, extension: &str) -> Detected {
    let mut notes = Vec::new();
    if let Some(named) = named
        && named != format
        // A `.txt` says no more than "text"; what it holds is no surprise.
        && (named != Format::Text || is_packed(format))
    {
        let message = format!("named .{extension}, but {} inside; read as such", article(format));
        notes.push(Note::new(NoteKind::WrongExtension, message));
    }
    Detected { format: Some(format), notes }
}

fn refused(kind: NoteKind, message: impl Into<String>) -> Detected {
    Detected { format: None, notes: vec![Note::new(kind, message)] }
}

fn article(format: Format) -> &'static str {
    match format {
        Format::Pdf => "a PDF",
        Format::Docx => "a DOCX document",
        Format::Odt => "an OpenDocument text",
        Format::Rtf => "Rich Text",
        Format::Markdown => "Markdown",
        Format::Latex => "LaTeX",
        Format::Typst => "Typst",
        Format::Html => "HTML",
        Format::JsonResume => "JSON",
        Format::Yaml => "YAML",
        Format::Text => "plain text",
    }
}

/// The part of a name after its last dot, in lower case.
fn extension(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// The format that an extension stands for.
fn named(extension: &str) -> Option<Format> {
    Some(match extension {
        "pdf" => Format::Pdf,
        "docx" | "docm" | "dotx" => Format::Docx,
        "odt" | "ott" | "fodt" => Format::Odt,
        "rtf" => Format::Rtf,
        "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => Format::Markdown,
        "tex" | "latex" | "ltx" => Format::Latex,
        "typ" => Format::Typst,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "json" | "jsonc" => Format::JsonResume,
        "yaml" | "yml" => Format::Yaml,
        "txt" | "text" | "asc" => Format::Text,
        _ => return None,
    })
}

/// Whether a format is more than text in some encoding.
fn is_packed(format: Format) -> bool {
    matches!(format, Format::Pdf | Format::Docx | Format::Odt)
}

/// What magic bytes say.
enum Magic {
    Format(Format),
    Unsupported(&'static str),
    Damaged(&'static str),
}

fn magic(bytes: &[u8], extension: &str) -> Option<Magic> {
    // Readers accept a header anywhere in the first kilobyte, and mail gateways prepend to it.
    let head = &bytes[..bytes.len().min(1024)];
    if contains(head, b"%PDF-") && (head.starts_with(b"%PDF-") || !starts_like_text(head)) {
        return Some(Magic::Format(Format::Pdf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip(bytes, extension));
    }
    if head.trim_ascii_start().starts_with(b"{\\rtf") {
        return Some(Magic::Format(Format::Rtf));
    }
    let unsupported: [(&[u8], &str); 15] = [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"BM", "an image"),
        (b"II*\0", "an image"),
        (b"MM\0*", "an image"),
        (b"\0\0\0\x1cftyp", "an image or a film"),
        (b"\0\0\0\x18ftyp", "an image or a film"),
        (b"\x1f\x8b", "an archive"),
        (b"7z\xbc\xaf\x27\x1c", "an archive"),
        (b"Rar!", "an archive"),
        (b"%!PS", "PostScript"),
        (b"\xffWPC", "a WordPerfect document"),
        (b"SQLite format 3", "a database"),
    ];
    for (magic, what) in unsupported {
        // "BM" begins many a word as well.
        if bytes.starts_with(magic) && (magic.len() > 2 || !encoding::is_text(bytes)) {
            return Some(Magic::Unsupported(what));
        }
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Magic::Unsupported("an image"));
    }
    if head.starts_with(b"<?xml") && contains(head, b"<svg") || head.starts_with(b"<svg") {
        return Some(Magic::Unsupported("an image"));
    }
    None
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Whether a file begins with words, so that "%PDF-" further on is one of them.
fn starts_like_text(head: &[u8]) -> bool {
    let before = head.windows(5).position(|window| window == b"%PDF-").unwrap_or(0);
    let words = &head[..before];
    let after_line_end = words.last().is_none_or(|&b| b == b'\n' || b == b'\r');
    !after_line_end && std::str::from_utf8(words).is_ok_and(|words| !words.trim().is_empty())
}

/// What a zip archive holds, from the names of its members, which stand in it uncompressed.
fn zip(bytes: &[u8], extension: &str) -> Magic {
    let tail = &bytes[bytes.len().saturating_sub(1 << 20)..];
    let head = &bytes[..bytes.len().min(1 << 20)];
    let holds = |name: &[u8]| contains(head, name) || contains(tail, name);
    if holds(b"word/document") || holds(b"word/styles.xml") {
        return Magic::Format(Format::Docx);
    }
    if holds(b"application/vnd.oasis.opendocument.text") {
        return Magic::Format(Format::Odt);
    }
    if holds(b"Index/Document.iwa") || holds(b"index.xml") && extension == "pages" {
        return Magic::Unsupported("a Pages document");
    }
    if holds(b"xl/workbook") || holds(b"opendocument.spreadsheet") {
        return Magic::Unsupported("a spreadsheet");
    }
    if holds(b"ppt/presentation") || holds(b"opendocument.presentation") {
        return Magic::Unsupported("a presentation");
    }
    if holds(b"application/epub+zip") {
        return Magic::Unsupported("an e-book");
    }
    match extension {
        // The member list stands at the end, and is the first to go when a download breaks off.
        "docx" | "docm" | "dotx" => Magic::Format(Format::Docx),
        "odt" | "ott" => Magic::Format(Format::Odt),
        "pages" => Magic::Unsupported("a Pages document"),
        _ if bytes.len() < 64 => Magic::Damaged("the archive"),
        _ => Magic::Unsupported("an archive"),
    }
}

/// The format that only this content can have.
fn certain(text: &str) -> Option<Format> {
    let lower_head = text.chars().take(512).collect::<String>().to_ascii_lowercase();
    if lower_head.starts_with("<!doctype html")
        || lower_head.starts_with("<html")
        || (lower_head.starts_with("<?xml") || lower_head.starts_with("<!--"))
            && lower_head.contains("<html")
    {
        return Some(Format::Html);
    }
    if lower_head.starts_with("<?xml") && lower_head.contains("office:document") {
        return Some(Format::Odt);
    }
    if is_latex(text) {
        return Some(Format::Latex);
    }
    if is_json(text) {
        return Some(Format::JsonResume);
    }
    None
}

/// Whether content cannot be what its name says, though nothing in it is certain.
fn contradicts(text: &str, named: Format) -> bool {
    match named {
        // "# Ada" and "## Work" are headings, whatever the editor called the file.
        Format::Text => headings(text) > 1,
        Format::Latex => headings(text) > 1 && !has_command(text),
        Format::JsonResume => !text.starts_with(['{', '[', '/', '"']),
        _ => false,
    }
}

/// How many lines are headings of Markdown.
fn headings(text: &str) -> usize {
    text.lines().filter(|line| is_heading(line)).count()
}

fn is_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&hashes) && line.as_bytes().get(hashes) == Some(&b' ')
}

/// Whether there is a backslash before a letter.
fn has_command(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic())
}

fn is_latex(text: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .any(|line| line.starts_with("\\documentclass") || line.starts_with("\\begin{document}"))
}

/// An object whose first token is a key.
fn is_json(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('{') else { return false };
    let inner = inner.trim_start();
    match inner.strip_prefix('"') {
        Some(key) => {
            key.split_once('"').is_some_and(|(_, after)| after.trim_start().starts_with(':'))
        }
        None => inner.starts_with('}'),
    }
}

/// The format that unmarked content seems to have.
fn likely(text: &str) -> Format {
    let mut markdown = 0;
    let mut latex = 0;
    let mut typst = 0;
    let mut html = 0;
    let mut yaml = 0;
    let front_matter = text.starts_with("---\n") || text.starts_with("---\r\n");
    for line in text.lines() {
        let line = line.trim_end();
        let words = line.trim_start();
        if words.starts_with("\\section")
            || words.starts_with("\\begin{")
            || words.starts_with("\\item")
        {
            latex += 2;
        }
        if ["#import ", "#set ", "#show", "#let "].iter().any(|hint| words.starts_with(hint)) {
            typst += 2;
        }
        if is_typst_heading(line) {
            typst += 1;
        }
        if is_html_line(words) {
            html += 1;
        }
        if ["cv:", "basics:", "work:", "design:", "education:"].contains(&line) {
            yaml += 2;
        }
        markdown += markdown_marks(line);
    }
    if latex > 2 {
        return Format::Latex;
    }
    if typst > 1 && typst >= markdown {
        return Format::Typst;
    }
    if yaml > 1 && markdown < yaml {
        return Format::Yaml;
    }
    if html > 4 && html > 2 * markdown {
        return Format::Html;
    }
    match front_matter || markdown > 1 {
        true => Format::Markdown,
        false => Format::Text,
    }
}

fn is_typst_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('=');
    let level = line.len() - rest.len();
    (1..=4).contains(&level) && rest.starts_with(' ') && rest.len() > 1 && !rest.ends_with('=')
}

fn is_html_line(words: &str) -> bool {
    let Some(tag) = words.strip_prefix('<') else { return false };
    let tag = tag.trim_start_matches('/');
    [
        "div", "p>", "h1", "h2", "h3", "ul", "li", "span", "table", "tr", "td", "body", "head",
        "section",
    ]
    .iter()
    .any(|name| tag.to_ascii_lowercase().starts_with(name))
}

/// How strongly a line speaks for Markdown: a bullet alone does not, since people type those.
fn markdown_marks(line: &str) -> usize {
    if is_heading(line) {
        return 2;
    }
    let link = line.find("](").is_some_and(|at| line[..at].contains('['));
    let table = line.starts_with('|') && line.contains("---");
    let bold = line.matches("**").count() >= 2;
    usize::from(link) + usize::from(bold) + 2 * usize::from(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The format of `content` under `name`, and the kind of the first note.
    fn check(name: &str, content: &[u8], format: Option<Format>, note: Option<NoteKind>) {
        let detected = detect(&Source::new(name, content));
        let first = detected.notes.first().map(|note| note.kind);
        assert_eq!((detected.format, first), (format, note), "{name}");
    }

    #[test]
    fn content_decides_before_the_name() {
        let wrong = Some(NoteKind::WrongExtension);
        check("cv.docx", b"%PDF-1.7\n", Some(Format::Pdf), wrong);
        check("cv.md", b"<!DOCTYPE html><p>Ada", Some(Format::Html), wrong);
        check("cv.doc", b"{\\rtf1 Ada}", Some(Format::Rtf), None);
        check("cv", b"% a comment\n\\documentclass{article}", Some(Format::Latex), None);
        check("cv.txt", b"{ \"basics\": {} }", Some(Format::JsonResume), None);
        check("cv.txt", b"junk\n%PDF-1.4\n", Some(Format::Pdf), wrong);
        check("cv.txt", b"# Ada\n\n## Work\n- x", Some(Format::Markdown), None);
        check("cv.tex", b"# Ada\n\n## Work\n- x", Some(Format::Markdown), wrong);
        check("cv.tex", b"# 1\n# 2\n\\section{Work}", Some(Format::Latex), None);
        check("cv.json", b"cv:\n  name: Ada\ndesign:\n  theme: x\n", Some(Format::Yaml), wrong);
        check("cv.json", b"{ cut", Some(Format::JsonResume), None);
    }

    #[test]
    fn the_name_decides_where_content_is_open() {
        check("cv.md", b"Ada Example", Some(Format::Markdown), None);
        check("cv.tex", b"\\section{Work}", Some(Format::Latex), None);
        check("cv.typ", b"Ada", Some(Format::Typst), None);
        check("cv.yml", b"cv:\n  name: Ada", Some(Format::Yaml), None);
        check("cv.pdf", b"Ada Example", Some(Format::Text), Some(NoteKind::WrongExtension));
    }

    #[test]
    fn shape_decides_without_a_name() {
        check("-", b"# Ada\n\n## Work\n- x", Some(Format::Markdown), None);
        check("-", b"#set page(margin: 1cm)\n= Ada\n== Work\n", Some(Format::Typst), None);
        check("-", b"cv:\n  name: Ada\ndesign:\n  theme: classic\n", Some(Format::Yaml), None);
        check("-", b"Ada Example\n\nWORK\n- one\n- two\n", Some(Format::Text), None);
        check("-", b"\xff\xfe#\0 \0A\0d\0a\0\n\0#\0 \0B\0", Some(Format::Markdown), None);
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        check("cv.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, Some(NoteKind::Unsupported));
        check("cv.png", b"\x89PNG\r\n\x1a\n", None, Some(NoteKind::Unsupported));
        check("cv.txt", b"", None, Some(NoteKind::Empty));
        check("cv.txt", b" \n\n", None, Some(NoteKind::Empty));
        check("cv.txt", &[0, 1, 2, 3, 4, 250, 0, 1, 2, 3], None, Some(NoteKind::Unsupported));
    }
}
