//! Word-processor and structured formats: the laws of origin, and input that means harm.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use common::{assert_laws, read};
use proptest::prelude::*;
use resumelint::document::{Document, NoteKind, Place, Status, Visibility};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Reads a file, asserts that it took no time and kept the laws.
fn check(name: &str, bytes: &[u8]) -> Document {
    let started = Instant::now();
    let document = read(name, bytes);
    // Unoptimised builds on a busy machine are some ten times slower than what people run.
    assert!(started.elapsed() < Duration::from_secs(10), "{name} took {:?}", started.elapsed());
    assert_laws(&document);
    document
}

fn has_note(document: &Document, kind: NoteKind) -> bool {
    document.notes.iter().any(|note| note.kind == kind)
}

/// A zip package of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A DOCX file with this body.
fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

fn docx_with(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>\
         <w:body>{body}</w:body></w:document>"
    );
    let mut parts = vec![("word/document.xml", document.as_str())];
    parts.extend(others);
    package(&parts)
}

/// An ODT file with this text and these automatic styles.
fn odt(styles: &str, text: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

/// The blocks as lines: kind, then words.
fn outline(document: &Document) -> Vec<String> {
    let kind = |debug: String| debug.split([' ', '{']).next().unwrap_or_default().to_owned();
    document
        .blocks
        .iter()
        .map(|block| {
            format!("{}: {}", kind(format!("{:?}", block.kind)), document.slice(block.span))
        })
        .collect()
}

/// The words that a reader does not see, with the reason.
fn hidden(document: &Document) -> Vec<(Visibility, String)> {
    document
        .runs
        .iter()
        .filter(|run| !run.visibility.is_seen())
        .map(|run| (run.visibility, document.slice(run.span).to_owned()))
        .collect()
}

mod docx_says {
    use super::*;

    #[test]
    fn styles_and_lists_make_the_structure() {
        let styles = "<w:styles>\
            <w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 2'/></w:style>\
            <w:style w:type='paragraph' w:styleId='Own'><w:basedOn w:val='H'/></w:style></w:styles>";
        let numbering = "<w:numbering><w:num w:numId='3'><w:abstractNumId w:val='1'/></w:num>\
            <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl>\
            </w:abstractNum></w:numbering>";
        let body = "<w:p><w:pPr><w:pStyle w:val='Own'/></w:pPr><w:r><w:t>Experience</w:t></w:r></w:p>\
            <w:p><w:r><w:t xml:space='preserve'>Engineer </w:t><w:tab/><w:t>2020</w:t></w:r></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr></w:pPr>\
            <w:r><w:t>Built it</w:t><w:br/><w:t>all</w:t></w:r></w:p>";
        let file =
            docx_with(body, &[("word/styles.xml", styles), ("word/numbering.xml", numbering)]);
        let document = check("cv.docx", &file);
        assert_eq!(
            outline(&document),
            ["Heading: Experience", "Paragraph: Engineer \t2020", "ListItem: Built it\nall"]
        );
        let place = Place::Part { part: "document".into(), paragraph: 3 };
        assert_eq!(document.runs.last().unwrap().place, place);
        let location = document.locate(document.blocks[2].span);
        assert_eq!(location.path.as_deref(), Some("document/paragraph[3]"));
    }

    #[test]
    fn short_bold_lines_that_return_are_headings() {
        let bold =
            |text: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
        let plain = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let body = [
            plain("Ada Example"),
            bold("Work"),
            plain("Built a thing that runs."),
            bold("Skills"),
            plain("\u{2022} Rust and other things"),
        ];
        let document = check("cv.docx", &docx(&body.concat()));
        assert_eq!(
            outline(&document),
            [
                "Paragraph: Ada Example",
                "Heading: Work",
                "Paragraph: Built a thing that runs.",
                "Heading: Skills",
                "ListItem: Rust and other things"
            ]
        );
    }

    #[test]
    fn two_columns_made_with_a_table_are_read_one_after_the_other() {
        let cell = |lines: &[&str]| {
            let lines: String =
                lines.iter().map(|l| format!("<w:p><w:r><w:t>{l}</w:t></w:r></w:p>")).collect();
            format!("<w:tc>{lines}</w:tc>")
        };
        let body = format!(
            "<w:tbl><w:tblGrid><w:gridCol w:w='2500'/><w:gridCol w:w='7500'/></w:tblGrid>\
             <w:tr>{}{}</w:tr></w:tbl>",
            cell(&["Skills", "Rust", "Go"]),
            cell(&["Work", "Built a thing"]),
        );
        let document = check("cv.docx", &docx(&body));
        assert_eq!(document.text, "Skills\nRust\nGo\nWork\nBuilt a thing");
        let regions: Vec<String> =
            document.blocks.iter().map(|b| format!("{:?}", b.region)).collect();
        assert_eq!(regions, ["Sidebar", "Sidebar", "Sidebar", "Body", "Body"]);
    }

    #[test]
    fn rows_of_single_lines_stay_rows() {
        let row = "<w:tr><w:tc><w:p><w:r><w:t>2020</w:t></w:r></w:p></w:tc>\
                   <w:tc><w:p><w:r><w:t>Engineer</w:t></w:r></w:p></w:tc></w:tr>";
        let document = check("cv.docx", &docx(&format!("<w:tbl>{row}{row}</w:tbl>")));
        assert_eq!(outline(&document), ["TableRow: 2020\tEngineer", "TableRow: 2020\tEngineer"]);
    }

    #[test]
    fn text_boxes_are_read_once() {
        let inside = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>";
        let body = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx>\
             </w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>\
             </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>beside</w:t></w:r></w:p>"
        );
        assert_eq!(check("cv.docx", &docx(&body)).text, "beside\nboxed");
    }

    #[test]
    fn what_cannot_be_seen_is_there_and_says_why() {
        let run = |looks: &str, text: &str| {
            format!("<w:p><w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
        };
        let dark = "<w:p><w:pPr><w:shd w:val='clear' w:fill='102030'/></w:pPr><w:r><w:rPr>\
                    <w:color w:val='FFFFFF'/></w:rPr><w:t>light on dark</w:t></w:r></w:p>";
        let body = [
            run("<w:vanish/>", "a"),
            run("<w:color w:val='FEFEFE'/>", "b"),
            run("<w:sz w:val='2'/>", "c"),
            run("<w:color w:val='auto'/>", "seen"),
            dark.to_owned(),
        ];
        let document = check("cv.docx", &docx(&body.concat()));
        assert_eq!(
            hidden(&document),
            [
                (Visibility::HiddenByMarkup, "a".to_owned()),
                (Visibility::SameColor, "b".to_owned()),
                (Visibility::TooSmall, "c".to_owned()),
            ]
        );
    }

    #[test]
    fn a_style_hides_as_well_as_a_run() {
        let styles = "<w:styles><w:style w:type='character' w:styleId='S'><w:rPr><w:vanish/></w:rPr>\
            </w:style><w:style w:type='character' w:styleId='T'><w:basedOn w:val='S'/></w:style>\
            </w:styles>";
        let body = "<w:p><w:r><w:rPr><w:rStyle w:val='T'/></w:rPr><w:t>x</w:t></w:r></w:p>";
        let document = check("cv.docx", &docx_with(body, &[("word/styles.xml", styles)]));
        assert_eq!(hidden(&document), [(Visibility::HiddenByMarkup, "x".to_owned())]);
    }

    #[test]
    fn white_text_over_a_shape_behind_it_is_not_called_hidden() {
        let body = "<w:p><w:r><w:drawing><wp:anchor behindDoc='1'/></w:drawing></w:r>\
            <w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>on the banner</w:t></w:r></w:p>";
        assert!(hidden(&check("cv.docx", &docx(body))).is_empty());
    }

    #[test]
    fn tracked_changes_are_read_as_accepted() {
        let body = "<w:p><w:del><w:r><w:delText>old</w:delText><w:t>old</w:t></w:r></w:del>\
            <w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>";
        assert_eq!(check("cv.docx", &docx(body)).text, "new");
    }

    #[test]
    fn links_stand_over_their_words() {
        let rels = "<Relationships><Relationship Id='r1' TargetMode='External' \
            Type='http://x/hyperlink' Target='https://example.com/ada'/></Relationships>";
        let body = "<w:p><w:hyperlink r:id='r1'><w:r><w:t>my </w:t></w:r><w:r><w:t>code</w:t></w:r>\
            </w:hyperlink></w:p><w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>\
            <w:r><w:instrText>HYPERLINK \"https://example.org\"</w:instrText></w:r>\
            <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>site</w:t></w:r>\
            <w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
        let document =
            check("cv.docx", &docx_with(body, &[("word/_rels/document.xml.rels", rels)]));
        let links: Vec<(&str, &str)> = document
            .links
            .iter()
            .map(|link| (document.slice(link.span.unwrap()), link.target.as_str()))
            .collect();
        assert_eq!(
            links,
            [("my code", "https://example.com/ada"), ("site", "https://example.org")]
        );
    }

    #[test]
    fn headers_footers_and_comments_are_kept_apart() {
        let rels = "<Relationships>\
            <Relationship Id='h' Type='x/header' Target='header1.xml'/>\
            <Relationship Id='f' Type='x/footer' Target='footer1.xml'/></Relationships>";
        let side =
            |name: &str| format!("<w:{name}><w:p><w:r><w:t>{name}</w:t></w:r></w:p></w:{name}>");
        let comments = "<w:comments><w:comment w:id='7'><w:p><w:r><w:t>resumelint-ignore x: y</w:t>\
            </w:r></w:p></w:comment></w:comments>";
        let body = "<w:p><w:r><w:t>first</w:t></w:r></w:p><w:p><w:commentRangeStart w:id='7'/>\
            <w:r><w:t>second</w:t></w:r></w:p><w:sectPr><w:headerReference r:id='h'/>\
            <w:footerReference r:id='f'/></w:sectPr>";
        let file = docx_with(
            body,
            &[
                ("word/_rels/document.xml.rels", rels),
                ("word/header1.xml", &side("hdr")),
                ("word/footer1.xml", &side("ftr")),
                ("word/comments.xml", comments),
            ],
        );
        let document = check("cv.docx", &file);
        assert_eq!(document.text, "hdr\nfirst\nsecond\nftr");
        assert_eq!(format!("{:?}", document.blocks[0].region), "PageHeader");
        assert_eq!(format!("{:?}", document.blocks[3].region), "PageFooter");
        assert_eq!(document.comments[0].text, "resumelint-ignore x: y");
        let after = &document.text[document.comments[0].at as usize..];
        assert!(after.trim_start().starts_with("second"), "{after:?}");
    }
}

mod other_word_processors_say {
    use super::*;

    #[test]
    fn opendocument_has_headings_lists_spans_and_annotations() {
        let styles = "<style:style style:name='T1' style:family='text'>\
            <style:text-properties text:display='none'/></style:style>\
            <style:style style:name='T2' style:family='text'>\
            <style:text-properties fo:color='#ffffff'/></style:style>";
        let text = "<text:h text:outline-level='2'>Work</text:h>\
            <text:list><text:list-item><text:p>Built   <text:s text:c='2'/>it</text:p></text:list-item>\
            </text:list><text:p>see <office:annotation><text:p>note</text:p></office:annotation>\
            <text:a xlink:href='https://example.com'>here</text:a><text:tab/>\
            <text:span text:style-name='T1'>gone</text:span>\
            <text:span text:style-name='T2'>white</text:span></text:p>";
        let document = check("cv.odt", &odt(styles, text));
        assert_eq!(
            outline(&document),
            ["Heading: Work", "ListItem: Built   it", "Paragraph: see here\tgonewhite"]
        );
        assert_eq!(document.links[0].target, "https://example.com");
        assert_eq!(document.comments[0].text, "note");
        let reasons: Vec<Visibility> = hidden(&document).into_iter().map(|(why, _)| why).collect();
        assert_eq!(reasons, [Visibility::HiddenByMarkup, Visibility::SameColor]);
    }

    #[test]
    fn rtf_keeps_the_bytes_of_every_character() {
        let rtf = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f1\\fcharset128 x;}}\n\
            {\\colortbl;\\red255\\green255\\blue255;}\n\
            \\pard caf\\'e9 \\u8211? \\u-10179?\\u-8704? {\\f1\\'93\\'fa}\\par\n\
            {\\field{\\*\\fldinst HYPERLINK \"https://example.com\"}{\\fldrslt site}}\\tab \
            {\\v gone}{\\cf1 white}{\\deleted old}{\\*\\unknown junk}\\par}";
        let document = check("cv.rtf", rtf.as_bytes());
        assert_eq!(document.text, "caf\u{e9} \u{2013} \u{1f600} \u{65e5}\nsite\tgonewhite");
        assert_eq!(document.links[0].target, "https://example.com");
        let reasons: Vec<Visibility> = hidden(&document).into_iter().map(|(why, _)| why).collect();
        assert_eq!(reasons, [Visibility::HiddenByMarkup, Visibility::SameColor]);
        let accent = document.runs.iter().find(|run| document.slice(run.span) == "\u{e9}").unwrap();
        let Place::Source { bytes, .. } = &accent.place else { panic!("{accent:?}") };
        assert_eq!(&rtf[bytes.start as usize..bytes.end as usize], "\\'e9");
    }

    #[test]
    fn rtf_comments_stand_before_what_they_are_about() {
        let rtf = "{\\rtf1 first\\par {\\*\\atrfstart 1}second{\\*\\atrfend 1}\
            {\\*\\atnid A}{\\chatn{\\*\\annotation{\\*\\atnref 1}resumelint-ignore x: y}}\\par}";
        let document = check("cv.rtf", rtf.as_bytes());
        assert_eq!(document.text, "first\nsecond");
        assert_eq!(document.comments[0].text, "resumelint-ignore x: y");
        assert!(document.text[document.comments[0].at as usize..].starts_with("second"));
    }

    #[test]
    fn rtf_tables_are_rows() {
        let row = "\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\cell b\\cell\\row";
        let document =
            check("cv.rtf", format!("{{\\rtf1 {row} {row} \\pard end\\par}}").as_bytes());
        assert_eq!(outline(&document), ["TableRow: a\tb", "TableRow: a\tb", "Paragraph: end"]);
    }
}

mod structured_files_say {
    use super::*;

    #[test]
    fn json_resume_lays_out_as_a_page_and_keeps_paths() {
        let json = r#"{"work": [{"name": "Acme", "position": "Engineer", "startDate": "2020-01",
            "endDate": "2021-03", "highlights": ["Built \"it\"", "Ran it"]}],
            "certificates": [], "skills": [{"name": "Languages", "keywords": ["Rust", "Go"]}],
            "basics": {"name": "Ada Example", "profiles": [{"network": "GitHub",
            "username": "ada", "url": "https://github.com/ada"}]}}"#;
        let document = check("cv.json", json.as_bytes());
        let lines: Vec<(&str, &str)> = document
            .blocks
            .iter()
            .map(|block| (block.path.as_deref().unwrap_or(""), document.slice(block.span)))
            .collect();
        assert_eq!(
            lines,
            [
                ("basics.name", "Ada Example"),
                ("basics.profiles[0]", "GitHub\tada"),
                ("work", "work"),
                ("work[0].position", "Engineer"),
                ("work[0].name", "Acme"),
                ("work[0].startDate", "2020-01 \u{2013} 2021-03"),
                ("work[0].highlights[0]", "Built \"it\""),
                ("work[0].highlights[1]", "Ran it"),
                ("skills", "skills"),
                ("skills[0]", "Languages: Rust, Go"),
            ]
        );
        let location = document.locate(document.blocks[7].span);
        let bytes = location.bytes.unwrap();
        assert_eq!(&json[bytes.start as usize..bytes.end as usize], "Ran it");
        assert_eq!(location.path.as_deref(), Some("work[0].highlights[1]"));
        assert_eq!(location.line, Some(2));
    }

    #[test]
    fn json_comments_are_values() {
        let json = r#"{"basics": {"name": "Ada"}, "work": [
            {"_comment": "resumelint-ignore x: y", "position": "Engineer"}]}"#;
        let document = check("cv.json", json.as_bytes());
        assert_eq!(document.text, "Ada\nwork\nEngineer");
        assert_eq!(document.comments[0].text, "resumelint-ignore x: y");
        assert!(document.text[document.comments[0].at as usize..].starts_with("Engineer"));
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        let document = check("cv.json", br#"{"basics": {"name": "Ada",}, "work": []}"#);
        assert_eq!((document.text.as_str(), document.status()), ("Ada", Status::Checked));
        let document = check("cv.json", br#"{"basics": {"name": "Ada", "label": "Engi"#);
        assert_eq!((document.text.as_str(), document.status()), ("Ada", Status::PartlyChecked));
        assert!(document.notes[0].message.contains("line 1"), "{:?}", document.notes);
    }

    #[test]
    fn rendercv_sections_have_the_authors_own_headings() {
        let yaml = "# resumelint-ignore-file a: b\ncv:\n  name: Ada Example\n  sections:\n    \
            Berufserfahrung:\n      - company: Acme\n        position: Engineer\n        \
            start_date: 2020-01\n        highlights:\n          - Built **it** with \
            [care](https://example.com)\n    certifications: []\n";
        let document = check("cv.yaml", yaml.as_bytes());
        assert_eq!(
            outline(&document),
            [
                "Heading: Ada Example",
                "Heading: Berufserfahrung",
                "Field: Engineer",
                "Field: Acme",
                "Field: 2020-01 \u{2013} present",
                "ListItem: Built it with care"
            ]
        );
        assert_eq!(document.links[0].target, "https://example.com");
        assert_eq!((document.comments[0].at, document.comments[0].file), (0, 0));
        let bold = document.runs.iter().find(|run| document.slice(run.span) == "it").unwrap();
        assert!(bold.style.bold);
    }

    #[test]
    fn yaml_scalars_of_every_style_keep_their_lines() {
        let yaml = "basics:\n  name: \u{c4}da\n  summary: |\n    one\n    two\nwork:\n  - position: >-\n      \
            folded\n      line\n    name: 'it''s'\n    location: \"\\u00e9 \\\n      x\"\n";
        let document = check("cv.yaml", yaml.as_bytes());
        assert_eq!(document.text, "\u{c4}da\nsummary\none\ntwo\nwork\nfolded line\nit's\n\u{e9} x");
        let verbatim: Vec<&str> = document
            .runs
            .iter()
            .filter(|run| run.fidelity == resumelint::document::Fidelity::Verbatim)
            .map(|run| document.slice(run.span))
            .collect();
        assert_eq!(
            verbatim,
            ["\u{c4}da", "summary", "one", "two", "work", "folded", "line", "it", "s", " ", "x"]
        );
    }

    #[test]
    fn yaml_aliases_repeat_what_they_name() {
        let yaml = "basics: {name: &n Ada}\nreferences:\n  - name: *n\n    reference: kind\n";
        assert_eq!(check("cv.yaml", yaml.as_bytes()).text, "Ada\nreferences\nAda\nkind");
    }
}

mod harm {
    use super::*;

    #[test]
    fn a_truncated_docx_says_so_and_gives_what_it_has() {
        let words: String =
            (0..2000).map(|i| format!("<w:p><w:r><w:t>line {i}</w:t></w:r></w:p>")).collect();
        let whole = docx(&words);
        let document = check("cv.docx", &whole[..whole.len() / 2]);
        assert!(has_note(&document, NoteKind::Damaged), "{:?}", document.notes);
        assert!(document.text.starts_with("line 0\nline 1\n"), "{:?}", document.notes);
        for cut in [4, 30, 60, whole.len() - 30] {
            let document = check("cv.docx", &whole[..cut]);
            assert_ne!(document.status(), Status::Checked, "cut at {cut}");
        }
    }

    #[test]
    fn a_zip_bomb_is_cut_off() {
        let blank = " ".repeat(80 << 20);
        let file = docx(&format!("<w:p><w:r><w:t>x</w:t></w:r></w:p>{blank}"));
        assert!(file.len() < 200_000);
        let document = check("cv.docx", &file);
        assert!(has_note(&document, NoteKind::Limit), "{:?}", document.notes);
        assert_eq!(document.text, "x");
    }

    #[test]
    fn a_package_of_too_many_parts_is_refused() {
        let names: Vec<String> = (0..1200).map(|i| format!("word/{i}.xml")).collect();
        let mut parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        parts.push(("word/document.xml", "<w:document/>"));
        assert!(has_note(&check("cv.docx", &package(&parts)), NoteKind::Limit));
    }

    #[test]
    fn entities_are_refused() {
        let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\
            <w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
        let document = check("cv.docx", &package(&[("word/document.xml", laughs)]));
        assert_eq!(document.text, "");
        assert!(document.notes.iter().any(|note| note.message.contains("document type")));
    }

    #[test]
    fn deep_markup_is_cut_off() {
        let deep = format!("{}{}", "<w:sdt>".repeat(200_000), "</w:sdt>".repeat(200_000));
        let document = check("cv.docx", &docx(&deep));
        assert!(has_note(&document, NoteKind::Limit), "{:?}", document.notes);
        let groups = format!("{{\\rtf1 a{}{} b}}", "{".repeat(200_000), "}".repeat(200_000));
        let document = check("cv.rtf", groups.as_bytes());
        assert!(has_note(&document, NoteKind::Limit), "{:?}", document.notes);
        assert_eq!(document.text, "a b");
    }

    #[test]
    fn deep_json_and_yaml_are_cut_off() {
        let json = format!("{{\"a\": {}", "[".repeat(100_000));
        assert!(has_note(&check("cv.json", json.as_bytes()), NoteKind::Limit));
        let objects =
            format!("{{\"basics\": {{\"name\": \"Ada\"}}, \"x\": {}", "{\"a\":".repeat(100_000));
        let document = check("cv.json", objects.as_bytes());
        assert_eq!(document.text, "Ada");
        for deep in ["- ", "[", "{a: ", "? "] {
            let yaml = format!("cv:\n  name: Ada\n  x:\n    {}", deep.repeat(50_000));
            let document = check("cv.yaml", yaml.as_bytes());
            assert_ne!(document.status(), Status::Checked, "{deep:?}");
        }
    }

    #[test]
    fn laughing_yaml_is_cut_off() {
        let mut yaml = String::from("a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (from, to) in ["ab", "bc", "cd", "de", "ef", "fg", "gh"].iter().map(|s| s.split_at(1)) {
            let nine = vec![format!("*{from}"); 9].join(", ");
            yaml.push_str(&format!("{to}: &{to} [{nine}]\n"));
        }
        let document = check("cv.yaml", yaml.as_bytes());
        assert!(has_note(&document, NoteKind::Limit), "{:?}", document.notes);
        assert!(document.text.len() < 1 << 20);
    }

    #[test]
    fn bytes_that_are_no_text_are_survived() {
        let part =
            b"<w:document><w:body><w:p><w:r><w:t>a\xff\0b</w:t></w:r></w:p></w:body></w:document>";
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        writer.write_all(part).unwrap();
        let file = writer.finish().unwrap().into_inner();
        assert_eq!(check("cv.docx", &file).text, "a\u{fffd}\0b");
        check("cv.json", b"{\"basics\": {\"name\": \"A\xff\0da\"}}");
        check("cv.yaml", b"cv:\n  name: A\xff\0da\n");
        check("cv.rtf", b"{\\rtf1 A\xff\0da \\'\\u\\u99999999999 \\bin99999999 x}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn json_keeps_the_laws(text in json_like()) {
        check("cv.json", text.as_bytes());
    }

    #[test]
    fn yaml_keeps_the_laws(text in yaml_like()) {
        check("cv.yaml", text.as_bytes());
    }

    #[test]
    fn rtf_keeps_the_laws(text in rtf_like()) {
        check("cv.rtf", format!("{{\\rtf1 {text}").as_bytes());
    }

    #[test]
    fn any_bytes_keep_the_laws(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["cv.json", "cv.yaml", "cv.rtf", "cv.docx", "cv.odt"] {
            check(name, &bytes);
        }
        let as_rtf = [b"{\\rtf1 ".as_slice(), &bytes].concat();
        check("cv.rtf", &as_rtf);
        check("cv.docx", &docx(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn any_markup_keeps_the_laws(body in markup_like()) {
        check("cv.docx", &docx(&body));
        check("cv.odt", &odt("", &body.replace("w:", "text:")));
    }

    #[test]
    fn strings_come_back_as_they_were(words in "[^\\p{Cc}]{1,40}") {
        let json = serde_json::json!({"basics": {"name": words}}).to_string();
        let document = check("cv.json", json.as_bytes());
        prop_assert_eq!(document.text.trim(), words.trim());
        let yaml = format!("cv:\n  name: {}\n", serde_json::to_string(&words).unwrap());
        let document = check("cv.yaml", yaml.as_bytes());
        prop_assert!(document.text.chars().count() <= words.chars().count());
    }
}

/// One resume of ours as a file of this format.
fn fixture(ending: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/one-resume");
    std::fs::read(format!("{folder}/resume.{ending}")).unwrap()
}

/// A part of a package as it is unpacked.
fn part(package: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// Damage: at a place, so many bytes are replaced by others.
fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..4),
        proptest::sample::select(vec![
            b"{".to_vec(),
            b"}".to_vec(),
            b"<".to_vec(),
            b"\"".to_vec(),
            b"\\".to_vec(),
            b"\n".to_vec(),
            b"&".to_vec(),
            b": ".to_vec(),
            b"</w:p>".to_vec()
        ]),
    ];
    proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, piece), 1..6)
}

fn damaged(mut bytes: Vec<u8>, damage: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    for (at, len, by) in damage {
        if bytes.is_empty() {
            break;
        }
        let start = at.index(bytes.len());
        let end = (start + len).min(bytes.len());
        bytes.splice(start..end, by.iter().copied());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_files_keep_the_laws(damage in damage()) {
        for ending in ["json", "yaml", "rtf", "docx", "odt"] {
            check(&format!("cv.{ending}"), &damaged(fixture(ending), &damage));
        }
        // Inside a package, checksums would stop the damage at the door.
        for (ending, main, styles) in
            [("docx", "word/document.xml", "word/styles.xml"), ("odt", "content.xml", "styles.xml")]
        {
            let whole = fixture(ending);
            let text = String::from_utf8_lossy(&damaged(part(&whole, main), &damage)).into_owned();
            let looks = String::from_utf8_lossy(&damaged(part(&whole, styles), &damage)).into_owned();
            let mimetype = ("mimetype", "application/vnd.oasis.opendocument.text");
            let parts = [mimetype, (main, text.as_str()), (styles, looks.as_str())];
            check(&format!("cv.{ending}"), &package(&parts[usize::from(ending == "docx")..]));
        }
    }
}

/// Pieces joined in any order.
fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(pieces).prop_map(str::to_owned),
        1 => "[a-z\u{e9}\u{65e5}\u{1f600} ]{0,6}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn json_like() -> impl Strategy<Value = String> {
    soup(&[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\n",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\\"",
        "\"basics\": {",
        "\"name\": \"Ada\"",
        "\"work\": [",
        "\"highlights\": [\"a\"]",
        "\"startDate\": \"2020\"",
        "\"endDate\": \"2021\"",
        "\"url\": \"https://example.com\"",
        "12.5",
        "true",
        "null",
        "// c\n",
        "\n",
        "\u{feff}",
    ])
}

fn yaml_like() -> impl Strategy<Value = String> {
    soup(&[
        "cv:\n",
        "  name: ",
        "  sections:\n",
        "    work:\n",
        "      - ",
        "company: ",
        "\n",
        "  ",
        "\"",
        "'",
        "''",
        "|\n",
        ">-\n",
        "# c\n",
        " # c",
        "&a ",
        "*a",
        "<<: *a\n",
        "[",
        "]",
        "{",
        "}",
        "- ",
        ": ",
        "\\u00e9",
        "\\\n",
        "**b**",
        "[w](https://example.com)",
        "---\n",
        "!!str ",
        "\r\n",
        "\u{feff}",
        "start_date: 2020",
        "end_date: 2021",
        "details: x",
        "label: y",
    ])
}

fn rtf_like() -> impl Strategy<Value = String> {
    soup(&[
        "{",
        "}",
        "\\par ",
        "\\'e9",
        "\\'93",
        "\\'fa",
        "\\u233?",
        "\\u-10179?",
        "\\u-8704?",
        "\\uc2 ",
        "\\b ",
        "\\b0 ",
        "{\\field",
        "{\\*\\fldinst HYPERLINK \"https://example.com\"}",
        "{\\fldrslt x}",
        "\\trowd\\cellx100 ",
        "\\intbl ",
        "\\cell ",
        "\\row ",
        "\\pard ",
        "\\tab ",
        "{\\header h\\par}",
        "{\\footnote f}",
        "{\\*\\annotation n}",
        "{\\shptxt s}",
        "\\bullet ",
        "{\\fonttbl{\\f1\\fcharset128 x;}}",
        "\\f1 ",
        "\\plain ",
        "\\line ",
        "\\~",
        "\\-",
        "\r\n",
        "\\bin3 ",
        "\\*",
        "\\",
        "\\'",
        "{\\pntext x}",
        "\\ls1 ",
    ])
}

fn markup_like() -> impl Strategy<Value = String> {
    soup(&[
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:t>words</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tab/>",
        "<w:br/>",
        "&amp;",
        "&#233;",
        "&#0;",
        "&x;",
        "&",
        "<",
        ">",
        "<w:hyperlink r:id='a'>",
        "</w:hyperlink>",
        "<!-- c -->",
        "<![CDATA[x]]>",
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>",
        "\u{2022} ",
        "<w:rPr><w:vanish/></w:rPr>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:drawing>",
        "</w:drawing>",
        "<w:gridSpan w:val='99'/>",
        "<w:span>",
        "</w:span>",
        "<w:list>",
        "</w:list>",
    ])
}
