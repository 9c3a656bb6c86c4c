//! Files that are made to take a program down: each costs its own line and no more. None is called clean.
//!
//! The bombs are made here, a tenth of their size, so that a build without optimisation is done with them
//! in seconds. `BOMBS_TO=folder cargo test --test bombs` writes them in full size into a folder, for a run
//! with a clock and a look at memory.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use assert_cmd::Command;
use common::pdf;
use serde_json::Value;

mod common;

/// The files by name.
type Bombs = BTreeMap<&'static str, Vec<u8>>;

/// Bytes packed by zlib.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A stream object.
fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dict} /Length {} >>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

const FONT: &str = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";

/// A document of one page: its content is object 4, `others` follow from 5.
fn page(content: Vec<u8>, resources: &str, others: Vec<Vec<u8>>) -> Vec<u8> {
    let dict = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << {FONT} {resources} >> >>"
    );
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        dict.into_bytes(),
        content,
    ];
    objects.extend(others);
    pdf(&objects)
}

/// A page that shows packed operators.
fn painted(content: &str) -> Vec<u8> {
    let content = format!("BT /F 12 Tf 72 700 Td (Ada Example) Tj ET\n{content}");
    page(stream("/Filter /FlateDecode", &deflated(content.as_bytes())), "", vec![])
}

/// A zip archive.
fn zipped(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A Word document with this body.
fn docx(body: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let document = format!(r#"<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>"#);
    zipped(&[
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", relations.into()),
        ("word/document.xml", document.into()),
    ])
}

/// A paragraph of a Word document.
fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// An OpenDocument text with this body.
fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", content.into()),
    ])
}

/// Entities of XML, each ten of the one before.
const LAUGHS: &str = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>"#;

/// All bombs; `size` multiplies most of them.
fn bombs(size: usize) -> Bombs {
    let thousand = 1_000 * size;
    let mut bombs = Bombs::new();
    bombs.extend(pdfs(size));
    bombs.extend(packages(size));
    bombs.extend(structured(size));
    bombs.extend(markup(size));
    bombs.extend(plain(thousand));
    bombs
}

fn pdfs(size: usize) -> Bombs {
    let thousand = 1_000 * size;
    let megabyte = vec![b' '; 1 << 20];
    let blank = |megabytes: usize| megabyte.repeat(megabytes);
    let show = |words: &str| format!("BT /F 12 Tf ({words}) Tj ET\n");
    let form = |content: &str, next: usize| {
        let dict = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << {FONT} /XObject << /X {next} 0 R >> >>"
        );
        stream(&dict, content.as_bytes())
    };
    let first = stream("", b"/X Do");
    let many_forms = (0..9).map(|depth| form(&"/X Do ".repeat(12), 6 + depth));
    let forms = many_forms.chain([form(&show("x"), 5)]).collect();
    let lzw = {
        // 9-bit codes: clear, a blank, then codes that each say one byte more than the last.
        let mut bits: Vec<bool> = Vec::new();
        let mut put = |code: u16, width: u32| {
            bits.extend((0..width).rev().map(|bit| code >> bit & 1 == 1));
        };
        for _ in 0..20 * size {
            put(256, 9);
            put(32, 9);
            let mut width = 9;
            for next in 258_u16..4093 {
                put(next, width);
                width = match next + 2 {
                    511.. if next + 2 < 1023 => 10,
                    1023.. if next + 2 < 2047 => 11,
                    2047.. => 12,
                    _ => 9,
                };
            }
        }
        bits.chunks(8)
            .map(|byte| {
                byte.iter().fold(0, |all, &bit| all << 1 | u8::from(bit)) << (8 - byte.len())
            })
            .collect::<Vec<u8>>()
    };
    let pages = |kids: &str, count: usize| {
        pdf(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {FONT} >> >>"
            )
            .into_bytes(),
            stream("", show("Ada Example").as_bytes()),
        ])
    };
    let streams: Vec<Vec<u8>> =
        (0..32).map(|_| stream("/Filter /FlateDecode", &deflated(&blank(10)))).collect();
    let references: String = (5..37).map(|number| format!("{number} 0 R ")).collect();
    let many_streams = {
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [{references}] >>")
                .into_bytes(),
            b"null".to_vec(),
        ];
        objects.extend(streams);
        pdf(&objects)
    };
    let wide = format!(
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> \
         endcodespacerange 1 beginbfchar <61> <{}> endbfchar endcmap",
        "0041".repeat(500)
    );
    let wide_font =
        "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >> >>";
    let letters = format!("BT /F 1 Tf ({}) Tj ET", "a".repeat(4 * thousand));
    let links = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {FONT} >> /Annots [{}] >>",
        "<< /Type /Annot /Subtype /Link /Rect [0 0 600 700] /A << /S /URI /URI (https://example.org/a) >> >>"
            .repeat(5 * thousand)
    );
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB \
         /BitsPerComponent 8 /Filter /FlateDecode",
        &deflated(&blank(1)),
    );
    let show_image = b"q 600 0 0 700 0 0 cm /X Do Q BT /F 12 Tf (Ada Example) Tj ET";
    Bombs::from([
        (
            "pdf-inflated.pdf",
            page(stream("/Filter /FlateDecode", &deflated(&blank(80))), "", vec![]),
        ),
        (
            "pdf-inflated-twice.pdf",
            page(
                stream("/Filter [/FlateDecode /FlateDecode]", &deflated(&deflated(&blank(80)))),
                "",
                vec![],
            ),
        ),
        ("pdf-inflated-streams.pdf", many_streams),
        ("pdf-lzw.pdf", page(stream("/Filter /LZWDecode", &lzw), "", vec![])),
        (
            "pdf-run-lengths.pdf",
            page(stream("/Filter /RunLengthDecode", &[129, 32].repeat(700_000)), "", vec![]),
        ),
        (
            "pdf-operators.pdf",
            page(
                stream("/Filter /FlateDecode", &deflated(&b"0 0 m ".repeat(5_200_000))),
                "",
                vec![],
            ),
        ),
        ("pdf-forms-of-forms.pdf", page(first.clone(), "/XObject << /X 5 0 R >>", forms)),
        ("pdf-form-of-itself.pdf", page(first, "/XObject << /X 5 0 R >>", vec![form("/X Do", 5)])),
        ("pdf-pages-of-themselves.pdf", pages("2 0 R 3 0 R", 2)),
        ("pdf-many-pages.pdf", pages(&"3 0 R ".repeat(10 * thousand), 10 * thousand)),
        ("pdf-words.pdf", {
            let words =
                |i: usize| format!("1 0 0 1 {} {} Tm (word{i}) Tj\n", i % 500, i / 500 % 700);
            let words: String = (0..20 * thousand).map(words).collect();
            painted(&format!("BT /F 1 Tf {words} ET"))
        }),
        ("pdf-letters-on-a-spot.pdf", painted(&show("a").repeat(20 * thousand))),
        ("pdf-saved-states.pdf", painted(&"q ".repeat(100 * thousand))),
        ("pdf-clips.pdf", painted(&"0 0 600 700 re W n ".repeat(20 * thousand))),
        (
            "pdf-curved-clips.pdf",
            painted(&"0 0 m 9 9 99 99 600 0 c h W n (a) Tj ".repeat(5 * thousand)),
        ),
        ("pdf-rectangles.pdf", {
            let boxes: String =
                (0..20 * thousand).map(|i| format!("{} {} 9 9 re f\n", i % 600, i % 700)).collect();
            painted(&(boxes + &show("some words on all of them").repeat(100)))
        }),
        ("pdf-picture.pdf", page(stream("", show_image), "/XObject << /X 5 0 R >>", vec![image])),
        (
            "pdf-long-characters.pdf",
            page(stream("", letters.as_bytes()), wide_font, vec![stream("", wide.as_bytes())]),
        ),
        (
            "pdf-nested-arrays.pdf",
            page(
                stream("", b""),
                &format!("/X {}{}", "[".repeat(10 * thousand), "]".repeat(10 * thousand)),
                vec![],
            ),
        ),
        ("pdf-widths.pdf", {
            let font = "/Font << /F << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H \
                        /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A \
                        /W [0 4000000000 500] >>] >> >>";
            page(stream("", show("Ada Example").as_bytes()), font, vec![])
        }),
        ("pdf-links.pdf", {
            pdf(&[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                links.into_bytes(),
                stream("", show("Ada Example").as_bytes()),
            ])
        }),
        ("pdf-table-of-itself.pdf", {
            let mut file = pages("3 0 R", 1);
            let text = String::from_utf8_lossy(&file).into_owned();
            let at = text.rfind("xref\n0").unwrap();
            file = text.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {at}")).into_bytes();
            file
        }),
        ("pdf-certificates.pdf", {
            let line = |i: usize| {
                format!("1 0 0 1 40 {} Tm (AWS Certified Cloud Practitioner) Tj\n", 780 - i % 760)
            };
            let lines: String = (0..2 * thousand).map(line).collect();
            painted(&format!("BT /F 1 Tf {lines} ET"))
        }),
    ])
}

fn packages(size: usize) -> Bombs {
    let thousand = 1_000 * size;
    let style = |i: usize| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{}"/></w:style>"#,
            (i + 1) % (2 * thousand)
        )
    };
    let styles: String = (0..2 * thousand).map(style).collect();
    let entries: Vec<(String, Vec<u8>)> =
        (0..5_000).map(|i| (format!("word/part{i}.xml"), b"<x/>".to_vec())).collect();
    let entries: Vec<(&str, Vec<u8>)> =
        entries.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    Bombs::from([
        ("docx-inflated.docx", docx(&paragraph(&" ".repeat(70 << 20)))),
        ("docx-entries.docx", zipped(&entries)),
        ("docx-paragraphs.docx", docx(&paragraph("Ada").repeat(100 * thousand))),
        ("docx-empty-runs.docx", docx(&format!("<w:p>{}</w:p>", "<w:r/>".repeat(100 * thousand)))),
        (
            "docx-tables-in-tables.docx",
            docx(&format!(
                "{}{}{}",
                "<w:tbl><w:tr><w:tc>".repeat(thousand),
                paragraph("Ada"),
                "</w:tc></w:tr></w:tbl>".repeat(thousand)
            )),
        ),
        ("docx-entities.docx", {
            let document = format!(
                r#"<?xml version="1.0"?>{LAUGHS}<w:document xmlns:w="{WORD}"><w:body>{}</w:body></w:document>"#,
                paragraph("&f;&f;&f;")
            );
            zipped(&[("word/document.xml", document.into())])
        }),
        ("docx-styles-in-a-ring.docx", {
            let document = format!(
                r#"<w:document xmlns:w="{WORD}"><w:body><w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Ada</w:t></w:r></w:p></w:body></w:document>"#
            );
            let styles = format!(r#"<w:styles xmlns:w="{WORD}">{styles}</w:styles>"#);
            zipped(&[("word/document.xml", document.into()), ("word/styles.xml", styles.into())])
        }),
        (
            "docx-certificates.docx",
            docx(
                &(paragraph("Certifications")
                    + &paragraph("AWS Certified Cloud Practitioner").repeat(2 * thousand)),
            ),
        ),
        ("odt-inflated.odt", odt(&format!("<text:p>{}</text:p>", " ".repeat(70 << 20)))),
        ("odt-blanks.odt", odt(r#"<text:p>Ada<text:s text:c="2000000000"/>Example</text:p>"#)),
        (
            "odt-spans.odt",
            odt(&format!(
                "<text:p>{}Ada{}</text:p>",
                "<text:span>".repeat(2 * thousand),
                "</text:span>".repeat(2 * thousand)
            )),
        ),
        ("odt-entities.odt", {
            let content = format!(
                r#"<?xml version="1.0"?>{LAUGHS}<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>&f;&f;</text:p></office:text></office:body></office:document-content>"#
            );
            zipped(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
                ("content.xml", content.into()),
            ])
        }),
        ("zip-in-zip.docx", {
            let mut inner = zipped(&[("a", vec![0; 1 << 20])]);
            for _ in 0..20 {
                inner = zipped(&[("word/document.xml", inner)]);
            }
            inner
        }),
    ])
}

fn structured(size: usize) -> Bombs {
    let thousand = 1_000 * size;
    let laughs: String = (1..30)
        .map(|i| {
            let before = format!("*a{}", i - 1);
            format!("a{i}: &a{i} [{}]\n", vec![before; 9].join(", "))
        })
        .collect();
    let certificates = |n: usize| {
        let one = |i: usize| format!(r#"{{"name": "AWS Certified {i}", "issuer": "AWS"}}"#);
        (0..n).map(one).collect::<Vec<_>>().join(",")
    };
    let keys = |n: usize| (0..n).map(|i| format!("\"k{i}\": {i}")).collect::<Vec<_>>().join(",");
    let basics = r#""basics": {"name": "Ada Example"}"#;
    let open = |c: &str, n: usize| c.repeat(n);
    Bombs::from([
        ("yaml-aliases.yaml", format!("cv:\n  name: Ada\na0: &a0 [x, x]\n{laughs}").into_bytes()),
        (
            "yaml-alias-to-itself.yaml",
            b"cv: &a\n  name: Ada Example\n  sections: {x: [*a, *a]}\n".to_vec(),
        ),
        ("yaml-nested.yaml", format!("cv: {}", open("[", 10 * thousand)).into_bytes()),
        ("yaml-indented.yaml", {
            let line = |i: usize| format!("{}k:\n", " ".repeat(i));
            (0..2 * thousand).map(line).collect::<String>().into_bytes()
        }),
        ("yaml-keys.yaml", {
            let key = |i: usize| format!("  k{i}: v\n");
            let keys: String = (0..20 * thousand).map(key).collect();
            format!("cv:\n  name: Ada\n{keys}").into_bytes()
        }),
        (
            "yaml-long-scalar.yaml",
            format!("cv:\n  name: \"{}\"\n", "Ada ".repeat(200 * thousand)).into_bytes(),
        ),
        ("json-nested.json", open("[", 10 * thousand).into_bytes()),
        ("json-nested-objects.json", open(r#"{"work":"#, 10 * thousand).into_bytes()),
        ("json-keys.json", format!("{{{basics}, {}}}", keys(50 * thousand)).into_bytes()),
        (
            "json-certificates.json",
            format!("{{{basics}, \"certificates\": [{}]}}", certificates(2 * thousand))
                .into_bytes(),
        ),
        (
            "json-long-string.json",
            format!(r#"{{"basics": {{"name": "{}"}}}}"#, "Ada ".repeat(200 * thousand))
                .into_bytes(),
        ),
        (
            "json-cut.json",
            format!("{{{basics}, \"work\": [{}", r#"{"name":"#.repeat(50)).into_bytes(),
        ),
        (
            "html-entities-of-entities.html",
            format!(r#"<?xml version="1.0"?>{LAUGHS}<resume>&f;&f;</resume>"#).into_bytes(),
        ),
    ])
}

fn markup(size: usize) -> Bombs {
    let thousand = 1_000 * size;
    let doubling: String = (0..40)
        .map(|i| {
            let name = |i: u8| {
                char::from(b'A' + i / 26).to_string() + &char::from(b'a' + i % 26).to_string()
            };
            format!("\\newcommand{{\\x{}}}{{\\x{}\\x{}}}\n", name(i), name(i + 1), name(i + 1))
        })
        .collect();
    let tex = |body: &str| {
        format!("\\documentclass{{article}}\n\\begin{{document}}\n\\section{{Experience}}\n{body}")
            .into_bytes()
    };
    let html = |body: &str| format!("<!doctype html><body><h1>Ada Example</h1>{body}").into_bytes();
    let rules: String = (0..5 * thousand).map(|i| format!(".c{i} p{{display:none}}\n")).collect();
    let classes: String = (0..thousand).map(|i| format!("<p class=c{i}>x")).collect();
    let references: String =
        (0..5 * thousand).map(|i| format!("[r{i}]: https://example.org/{i}\n")).collect();
    Bombs::from([
        (
            "latex-doubling.tex",
            format!("\\documentclass{{article}}\n{doubling}\\begin{{document}}\\xAa\\end{{document}}")
                .into_bytes(),
        ),
        (
            "latex-macro-of-itself.tex",
            b"\\documentclass{article}\n\\newcommand{\\a}{\\a\\a}\n\\begin{document}\\a\\end{document}"
                .to_vec(),
        ),
        ("latex-braces.tex", tex(&"{".repeat(20 * thousand))),
        ("latex-commands.tex", tex(&"\\textbf{\\textit{x} ".repeat(5 * thousand))),
        ("latex-environments.tex", tex(&"\\begin{itemize}\\item ".repeat(2 * thousand))),
        ("latex-input-of-itself.tex", tex("\\input{latex-input-of-itself}")),
        ("latex-input-outside.tex", tex("\\input{/etc/passwd}\\input{../../../../etc/passwd}")),
        ("typst-blocks.typ", format!("= Ada\n{}", "#[".repeat(10 * thousand)).into_bytes()),
        ("typst-calls.typ", format!("= Ada\n#{}", "f(".repeat(10 * thousand)).into_bytes()),
        ("typst-code.typ", format!("= Ada\n#{}", "{".repeat(10 * thousand)).into_bytes()),
        ("typst-math.typ", format!("= Ada\n${}", "(".repeat(10 * thousand)).into_bytes()),
        (
            "typst-function-of-itself.typ",
            b"#let f(x) = f([#x #x])\n= Ada Example\n#f[deep]\n".to_vec(),
        ),
        (
            "html-attributes.html",
            html(&format!("<p {}>x", (0..10 * thousand).map(|i| format!("a{i}=b ")).collect::<String>())),
        ),
        ("html-nested.html", html(&"<div>".repeat(20 * thousand))),
        ("html-nested-lists.html", html(&"<ul><li>x".repeat(5 * thousand))),
        ("html-nested-tables.html", html(&"<table><tr><td>".repeat(5 * thousand))),
        ("html-entities.html", html(&"&amp;&#120;&nbsp;".repeat(20 * thousand))),
        ("html-styles.html", html(&format!("<style>{rules}</style>{classes}"))),
        ("html-open-comment.html", html(&"<!-- ".repeat(20 * thousand))),
        ("html-open-tags.html", html(&"<".repeat(100 * thousand))),
        ("markdown-quotes.md", format!("# Ada\n{} x", ">".repeat(10 * thousand)).into_bytes()),
        ("markdown-lists.md", {
            let item = |i: usize| format!("{}- x\n", "  ".repeat(i));
            (0..thousand).map(item).collect::<String>().into_bytes()
        }),
        ("markdown-brackets.md", format!("# Ada\n{}", "[".repeat(20 * thousand)).into_bytes()),
        ("markdown-links.md", format!("# Ada\n{}", "[a](".repeat(10 * thousand)).into_bytes()),
        ("markdown-emphasis.md", format!("# Ada\n{}", "*a _b ".repeat(20 * thousand)).into_bytes()),
        ("markdown-ticks.md", {
            let ticks = |i: usize| format!("{} x ", "`".repeat(i % 400));
            (0..2 * thousand).map(ticks).collect::<String>().into_bytes()
        }),
        ("markdown-references.md", format!("# Ada\n{references}{}", "[r1]".repeat(5 * thousand)).into_bytes()),
        ("markdown-table.md", {
            let row = "|x".repeat(thousand) + "\n";
            let rule = "|-".repeat(thousand) + "\n";
            format!("# Ada\n\n{row}{rule}{}", row.repeat(20)).into_bytes()
        }),
        ("markdown-html.md", format!("# Ada\n{}", "<a ".repeat(20 * thousand)).into_bytes()),
        ("rtf-groups.rtf", format!("{{\\rtf1 Ada {}", "{".repeat(20 * thousand)).into_bytes()),
        ("rtf-binary.rtf", b"{\\rtf1 Ada Example \\bin2000000000 x}".to_vec()),
        ("rtf-characters.rtf", format!("{{\\rtf1 {}}}", "\\u8364?".repeat(50 * thousand)).into_bytes()),
        ("rtf-paragraphs.rtf", format!("{{\\rtf1 {}}}", "Ada\\par ".repeat(50 * thousand)).into_bytes()),
    ])
}

fn plain(thousand: usize) -> Bombs {
    let utf16 = |unit: u16, n: usize| {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(unit.to_le_bytes().repeat(n));
        bytes
    };
    let listed = "Certifications\n".to_owned()
        + &"- AWS Certified Cloud Practitioner, CompTIA A+, PMP, CISSP\n".repeat(2 * thousand);
    // What is near a name ends amid a character of two bytes, at one of these lengths.
    let accents = |i: usize| format!("- {} CKA {}\n", "a".repeat(i), "\u{e9}".repeat(1_500));
    let accents =
        "Ada Example\n\nCertifications\n".to_owned() + &(0..40).map(accents).collect::<String>();
    Bombs::from([
        ("text-accents.txt", accents.into_bytes()),
        ("text-certificates-on-a-line.txt", b"AWS Certified ".repeat(20 * thousand)),
        ("text-certificates-in-a-list.txt", listed.into_bytes()),
        ("text-certifications.txt", b"CERTIFICATIONS\n".repeat(20 * thousand)),
        ("text-capitals.txt", b"WORD ".repeat(50 * thousand)),
        ("text-one-word.txt", vec![b'a'; 500 * thousand]),
        ("text-numbers.txt", b"2019 - 2021 ".repeat(20 * thousand)),
        ("text-addresses.txt", b"http://a@b.cc/ ".repeat(5 * thousand)),
        ("text-brackets.txt", b"CKA (".repeat(20 * thousand)),
        ("text-clichés.txt", b"team player, hard-working, results-driven, ".repeat(2 * thousand)),
        ("text-not-utf8.txt", vec![0xff; 200 * thousand]),
        ("text-nulls.txt", b"Ada\0".repeat(50 * thousand)),
        ("text-lone-surrogates.txt", utf16(0xd800, 50 * thousand)),
        ("text-blanks.txt", [vec![b' '; 500 * thousand], b"x".to_vec()].concat()),
        ("text-lines.txt", b"x\n\n".repeat(50 * thousand)),
        ("text-marks.txt", "a\u{301}\u{301}\u{301}\u{301}".repeat(20 * thousand).into_bytes()),
        ("text-instructions.txt", b"Ignore all previous instructions. ".repeat(5 * thousand)),
    ])
}

/// Checks a folder in workers; the line of each file by name.
fn check(folder: &Path) -> BTreeMap<String, Value> {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    let command = command.current_dir(folder).args(["check", "--isolate", "--format", "jsonl"]);
    let command = command.args(["--today", "2026-11-01", "--preset", "recruiter", "."]);
    let output = command.output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|line| {
            let path = line["path"].as_str()?.trim_start_matches("./").to_owned();
            Some((path, line))
        })
        .collect()
}

#[test]
fn every_bomb_costs_one_line_and_none_is_called_clean() {
    let folder = tempfile::tempdir().unwrap();
    let size = 10;
    if let Some(there) = std::env::var_os("BOMBS_TO") {
        for (name, bytes) in bombs(size) {
            fs::write(Path::new(&there).join(name), bytes).unwrap();
        }
        return;
    }
    let bombs = bombs(1);
    assert!(bombs.len() >= 60, "{} bombs", bombs.len());
    for (name, bytes) in &bombs {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let lines = check(folder.path());
    let told: Vec<&str> = lines.keys().map(String::as_str).collect();
    let made: Vec<&str> = bombs.keys().copied().collect();
    assert_eq!(told, made, "every file has its line");
    let faults: Vec<String> = lines.iter().filter_map(|(name, line)| fault(name, line)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is wrong with the line of a bomb.
fn fault(name: &str, line: &Value) -> Option<String> {
    let notes = line["notes"].as_array().unwrap();
    let kinds: Vec<&str> = notes.iter().filter_map(|note| note["kind"].as_str()).collect();
    let died = ["crashed", "time-limit", "memory-limit"];
    if kinds.iter().any(|kind| died.contains(kind)) {
        return Some(format!("{name}: {notes:?}"));
    }
    let findings = line["findings"].as_array().map_or(0, Vec::len);
    let is_clean = line["status"] == "checked" && findings == 0 && !kinds.contains(&"not-a-resume");
    is_clean.then(|| format!("{name} is called clean"))
}

/// What has to be said of a resume whose files mean harm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// That something was not read.
    Cut,
    /// Nothing: all of it was read.
    All,
}

/// A resume and the files beside it, which mean harm.
type Beside = (&'static str, String, Vec<(&'static str, Vec<u8>)>, Told);

fn beside(size: usize) -> Vec<Beside> {
    let mut all = bibliographies(size);
    all.extend(classes(size));
    all
}

fn bibliographies(size: usize) -> Vec<Beside> {
    let thousand = 1_000 * size;
    let cv = |name: &str| {
        format!(
            "\\documentclass{{article}}\\begin{{document}}Ada Example\\section{{Publications}}\
             \\nocite{{*}}\\bibliography{{{name}}}\\end{{document}}"
        )
    };
    let entries = |n: usize| -> String {
        (0..n).map(|i| format!("@misc{{k{i}, title = {{T {i}}}, year = 2000}}\n")).collect()
    };
    let doubling: String =
        (1..60).map(|i| format!("@string{{a{i} = a{} # a{}}}\n", i - 1, i - 1)).collect();
    let ring = |n: usize| -> String {
        let entry = |i: usize| format!("@inbook{{k{i}, crossref = {{k{}}}}}\n", (i + 1) % n);
        (0..n).map(entry).collect()
    };
    let fields: String = (0..10 * thousand).map(|i| format!("f{i} = {{x}},\n")).collect();
    let braces = 10 * thousand;
    let long = "a ".repeat(200 * thousand);
    let of_string: String =
        (0..100 * size).map(|i| format!("@misc{{k{i}, title = {{T}}, note = a}}\n")).collect();
    let of_parent: String = (0..100 * size)
        .map(|i| format!("@inbook{{k{i}, title = {{T}}, crossref = p}}\n"))
        .collect();
    let one = |name: &'static str, bib: String, told: Told| -> Beside {
        (name, cv("x"), vec![("x.bib", bib.into_bytes())], told)
    };
    vec![
        one("bib-entries", entries(11_000 + 9 * thousand), Told::Cut),
        one(
            "bib-too-large",
            format!("@misc{{k, title = {{{}}}}}", "a ".repeat(5 << 20)),
            Told::Cut,
        ),
        one(
            "bib-long-value",
            format!("@misc{{k, title = {{{}}}}}", "a ".repeat(400 * thousand)),
            Told::All,
        ),
        one("bib-braces", format!("@misc{{k, title = {{{}", "{".repeat(braces)), Told::Cut),
        one(
            "bib-closed-braces",
            format!("@misc{{k, title = {{{}a{}}}}}", "{".repeat(braces), "}".repeat(braces)),
            Told::All,
        ),
        one("bib-open-entry", format!("{}@misc{{k, title = {{Never", entries(10)), Told::All),
        one("bib-open-entries", "@a{k, t = {".repeat(10 * thousand), Told::Cut),
        one(
            "bib-doubling",
            format!("@string{{a0 = \"Ada\"}}\n{doubling}@misc{{k, title = a59}}"),
            Told::Cut,
        ),
        one("bib-long-string", format!("@string{{a = {{{long}}}}}{}", of_string), Told::Cut),
        one(
            "bib-long-parent",
            format!("@book{{p, title = {{{}}}}}\n{of_parent}", "b ".repeat(20 * thousand)),
            Told::Cut,
        ),
        one("bib-ring", ring(1_000), Told::All),
        one("bib-fields", format!("@misc{{k, {fields} title = {{T}}}}"), Told::All),
        one(
            "bib-people",
            format!("@misc{{k, author = {{{}}}}}", "A and ".repeat(20 * thousand)),
            Told::All,
        ),
        one("bib-nulls", "@misc{k, title = {a\0\0}}\0".repeat(thousand), Told::Cut),
        (
            "bib-not-utf8",
            cv("x"),
            vec![("x.bib", b"@misc{k, title = {\xff\xfe\xc3}}\n".repeat(thousand))],
            Told::All,
        ),
        ("bib-link", cv("link"), vec![], Told::Cut),
        ("bib-outside", cv("../../../../../../etc/passwd"), vec![], Told::Cut),
        ("bib-outside-too", cv("/etc/passwd"), vec![], Told::Cut),
    ]
}

fn classes(size: usize) -> Vec<Beside> {
    let thousand = 1_000 * size;
    let cv = |body: &str| {
        format!("\\documentclass{{x}}\\begin{{document}}Ada Example\n\n{body}\\end{{document}}")
    };
    let one = |name: &'static str, body: &str, class: String, told: Told| -> Beside {
        (name, cv(body), vec![("x.cls", class.into_bytes())], told)
    };
    let letters = |i: usize| -> String {
        i.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
    };
    let doubling: String = (0..40)
        .map(|i| format!("\\def\\x{}{{\\x{}\\x{}}}\n", letters(i), letters(i + 1), letters(i + 1)))
        .collect();
    let define = |i: usize| format!("\\newcommand{{\\x{}}}[1]{{#1}}\n", letters(i));
    let definitions = |n: usize| -> String { (0..n).map(define).collect() };
    let switches: String =
        (0..20 * thousand).map(|i| format!("\\newif\\ifx{}\n", letters(i))).collect();
    let packages: String =
        (0..10 * thousand).map(|i| format!("\\RequirePackage{{p{i}}}\n")).collect();
    let keeper = "\\newcommand{\\k}[1]{\\def\\@k{#1}}\\newcommand{\\p}{\\@k}";
    vec![
        one("class-of-itself", "\\a", "\\LoadClass{x}\\RequirePackage{x}\\def\\a{b}".to_owned(), Told::All),
        (
            "class-ring",
            cv("\\ra\\rb"),
            vec![
                ("x.cls", b"\\LoadClass{y}\\def\\ra{\\rb}".to_vec()),
                ("y.cls", b"\\LoadClass{x}\\def\\rb{\\ra\\ra}".to_vec()),
            ],
            Told::Cut,
        ),
        one("class-definitions", "\\xa{b}", definitions(20 * thousand), Told::All),
        one("class-too-large", "\\xa{b}", format!("\\def\\xa#1{{#1}}{}", "\\relax ".repeat(5 << 18)), Told::Cut),
        one("class-doubling", "\\xa", doubling, Told::Cut),
        one("class-packages", "b", packages, Told::Cut),
        one("class-braces", "b", "{".repeat(20 * thousand), Told::All),
        one("class-open-definitions", "\\a", "\\newcommand{\\a}{".repeat(10 * thousand), Told::All),
        one("class-conditions", "b", "\\ifx\\a\\b".repeat(10 * thousand), Told::All),
        one("class-switches", "\\ifxa b\\fi", switches, Told::All),
        one("class-names-of-names", "\\a", "\\let\\a\\b\\let\\b\\a".to_owned(), Told::All),
        one("class-environment-of-itself", "\\begin{a}b\\end{a}", "\\newenvironment{a}{\\begin{a}}{\\end{a}}".to_owned(), Told::Cut),
        one("class-lists", "\\a", format!("\\def\\a{{{}}}", "\\list{}{}\\item ".repeat(thousand)), Told::Cut),
        one("class-boxes", &"\\a{b}".repeat(5 * thousand), "\\def\\a#1{\\setbox0=\\hbox{#1}}".to_owned(), Told::All),
        one("class-keeps", &"\\k{b}".repeat(5 * thousand), keeper.to_owned(), Told::All),
        one("class-keeps-and-shows", &"\\k{b}\\p ".repeat(5 * thousand), keeper.to_owned(), Told::All),
        one("class-defines-while-read", "\\a", "\\def\\a{\\def\\b{\\a}\\a}\\a".to_owned(), Told::Cut),
        one("class-long-entry", "\\a{b}{c}", format!("\\def\\a#1#2{{{}#1#2}}", "\\par x".repeat(10 * thousand)), Told::All),
        one("class-loops", "\\a", format!("\\def\\a{{{}}}", "\\foreach \\x in {a,b} {".repeat(2 * thousand)), Told::All),
        one("class-nulls", "\\a", "\\def\\a{b\0}\0".repeat(thousand), Told::Cut),
        ("class-not-utf8", cv("\\a"), vec![("x.cls", b"\\def\\a{\xff\xc3 b}".repeat(thousand))], Told::All),
        ("class-outside", "\\documentclass{../../x}\\usepackage{/etc/passwd}\\begin{document}Ada Example\\end{document}".to_owned(), vec![], Told::All),
    ]
}

#[test]
fn files_beside_a_resume_that_mean_harm_cost_it_alone() {
    let folder = tempfile::tempdir().unwrap();
    let written = std::env::var_os("BOMBS_TO");
    let root = written.as_ref().map_or(folder.path(), Path::new);
    let bombs = beside(if written.is_some() { 10 } else { 1 });
    fs::write(folder.path().join("outside.bib"), "@misc{k, title = {Secret of the folder}}")
        .unwrap();
    for (name, cv, files, _) in &bombs {
        let here = root.join(name);
        fs::create_dir_all(&here).unwrap();
        fs::write(here.join("cv.tex"), cv).unwrap();
        for (file, bytes) in files {
            fs::write(here.join(file), bytes).unwrap();
        }
    }
    if written.is_some() {
        return;
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("../outside.bib", folder.path().join("bib-link/link.bib")).unwrap();
    let mut command = Command::cargo_bin("resumelint").unwrap();
    let command = command.current_dir(folder.path());
    let command =
        command.args(["check", "--isolate", "--format", "jsonl", "--today", "2026-11-01", "."]);
    let lines = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let mut faults = Vec::new();
    for (name, _, _, told) in &bombs {
        let path = format!("{name}/cv.tex");
        let line = lines.lines().find(|line| line.contains(&path));
        let line: Value =
            serde_json::from_str(line.unwrap_or_else(|| panic!("{name} has no line"))).unwrap();
        faults.extend(fault(name, &line));
        let is_cut = line["status"] == "partly-checked";
        if is_cut != (*told == Told::Cut) {
            faults.push(format!("{name} is {}: {}", line["status"], line["notes"]));
        }
        assert!(!line.to_string().contains("Secret"), "{name}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
