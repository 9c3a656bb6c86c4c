//! Reads Typst: markup as it stands, and of calls what they are given to show.
//!
//! No Typst is run. A template's own code is not there, so the strings and the content that a call is
//! given are its text, in the order in which they stand; what defines or sets is left out.

mod calls;
mod citing;
mod markup;
mod names;
mod values;

use typst_syntax::parse;

use super::builder::Builder;
use super::encoding::decode;
use super::{Limits, Source};
use crate::document::{Document, Format};
use markup::Reader;

/// Reads Typst.
pub(super) fn read(source: &Source<'_>, limits: &Limits) -> Document {
    let decoded = decode(source.name, source.bytes);
    let mut builder = Builder::new(Format::Typst, limits.text_bytes);
    builder.document().notes.extend(decoded.notes);
    let text = decoded.source.text.clone();
    let file = builder.source(decoded.source);
    let skip = text.len() - text.trim_start_matches('\u{feff}').len();
    let root = parse(&text[skip..]);
    let mut reader = Reader::new(builder, source.includes, limits.nesting);
    reader.collect_citations(&root);
    reader.file(&root, file, skip);
    reader.builder.finish()
}

/// What a network's handles are put behind, by the network's name; the same for every format.
pub(super) fn host(network: &str) -> Option<&'static str> {
    calls::KNOWN.hosts.get(&network.trim().to_lowercase()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Visibility};

    fn document(typst: &str) -> Document {
        read(&Source::new("cv.typ", typst.as_bytes()), &Limits::default())
    }

    /// The blocks of `typst`, a line each.
    fn check(typst: &str, expect: &str) {
        let document = document(typst);
        let line = |block: &crate::document::Block| {
            let kind = match block.kind {
                BlockKind::Heading { level } => format!("h{level}"),
                BlockKind::ListItem { level } => format!("li{level}"),
                BlockKind::TableRow => "tr".to_owned(),
                _ => "p".to_owned(),
            };
            let words = document.slice(block.span);
            format!("{kind} {}", words.replace('\n', "⏎").replace('\t', "⇥"))
        };
        let shown = document.blocks.iter().map(line).collect::<Vec<_>>().join("\n");
        assert_eq!(shown, expect, "{typst}");
    }

    #[test]
    fn markup_is_read() {
        check(
            "= Ada\nBuilds _engines_ \\\nand *more*.\n\n== Work\n- one\n  - two\n- three\n+ four\n/ Rust: fast\n",
            "h1 Ada\np Builds engines⏎and more.\nh2 Work\nli1 one\nli2 two\nli1 three\nli1 four\np Rust fast",
        );
    }

    #[test]
    fn what_sets_and_defines_is_left_out() {
        check(
            "#import \"x.typ\": *\n#set text(font: \"Serif\")\n#show heading: it => [x #it]\n#let job(a) = [Job: #a]\n#let me = \"Ada\"\nI am #me.",
            "p I am Ada.",
        );
    }

    #[test]
    fn calls_show_what_they_are_given() {
        check(
            "#show: resume.with(author: \"Ada\", font: \"Serif\", location: \"London\")\n= Work\n\
             #exp(role: \"Engineer\", date: \"2019\", details: [\n- Built\n- Shipped\n])\nAfter #h(1fr) far",
            "p Ada⇥London\nh1 Work\np Engineer⇥2019\nli1 Built\nli1 Shipped\np After⇥far",
        );
        check("#grid(columns: (1fr, auto), [*A*], \"b\", [c], [d])", "tr A⇥b\ntr c⇥d");
    }

    #[test]
    fn a_loop_shows_what_it_runs_over() {
        check(
            "#let skills = (\"Languages\": (\"Rust\", \"Go\"), tools: (\"Git\",))\n#for (k, v) in skills [\n*#k* #v.join(\", \")\n]\n#for x in (\"a\", \"b\") { x }",
            "p Languages⇥Rust⇥Go\np Git\np a\np b",
        );
    }

    /// Files beside the document, by name.
    struct Files(&'static [(&'static str, &'static str)]);

    impl crate::extract::Includes for Files {
        fn read(&self, path: &str) -> Result<crate::extract::Included, String> {
            let found = self.0.iter().find(|(name, _)| *name == path).ok_or("no such file")?;
            Ok(crate::extract::Included {
                name: path.to_owned(),
                bytes: found.1.as_bytes().to_vec(),
            })
        }
    }

    #[test]
    fn values_of_other_files_are_shown_where_they_are_named() {
        let files = Files(&[
            (
                "me.typ",
                "#let me = (name: (first: \"Ada\"), skills: (\"Rust\", \"Go\"))\n#me.name.first is not shown",
            ),
            ("work.typ", "== Work\n- Built"),
        ]);
        let typst = "#import \"@preview/x:0.1.0\": cv\n#import \"me.typ\": me\n= #me.name.first\n#me.skills.join(\", \")\n#include \"work.typ\"";
        let source = Source { includes: Some(&files), ..Source::new("cv.typ", typst.as_bytes()) };
        let document = read(&source, &Limits::default());
        assert_eq!(document.text.trim(), "Ada\nRust\tGo\nWork\n- Built");
        assert!(document.notes.is_empty(), "{:?}", document.notes);
        assert_eq!(document.sources.len(), 3);
    }

    #[test]
    fn what_another_file_holds_and_is_not_read_is_noted() {
        use crate::document::{NoteKind, Status};
        for typst in [
            "#let cv = yaml(\"cv.yml\")\n#show: template\n",
            "#resume(json(sys.inputs.file))",
            "#let all(names) = { for name in names { include { name + \".typ\" } } }\n#all((\"a\",))",
            "#for name in modules { include { \"modules/\" + name + \".typ\" } }",
            "#include \"work.typ\"",
        ] {
            let document = document(typst);
            assert_eq!(document.notes.len(), 1, "{typst}: {:?}", document.notes);
            assert_eq!(document.notes[0].kind, NoteKind::IncludeNotRead, "{typst}");
            assert_eq!(document.status(), Status::PartlyChecked, "{typst}");
        }
        let kind = document("#import \"t.typ\": cv\nAda").notes[0].kind;
        assert_eq!(kind, NoteKind::Information);
    }

    #[test]
    fn a_bibliography_is_printed() {
        const PUBS: &str = "@article{one, author={Example, Ada}, title={First}, doi={10.1000/1}}\n@misc{two, title={Second \\'e}}";
        let files = Files(&[("refs.bib", PUBS)]);
        for (typst, expect) in [
            ("Built @two.\n#bibliography(\"refs.bib\")", "Built @two.\nBibliography\nSecond é."),
            (
                "= Papers\n#bibliography(\"/refs.bib\", title: none, full: true)\nAfter",
                "Papers\nAda Example. First. doi 10.1000/1\nSecond é.\nAfter",
            ),
            (
                "#cite(<one>, form: none)#bibliography((\"refs.bib\",), title: [Papers])",
                "Papers\nAda Example. First. doi 10.1000/1",
            ),
        ] {
            let source =
                Source { includes: Some(&files), ..Source::new("cv.typ", typst.as_bytes()) };
            let document = read(&source, &Limits::default());
            assert_eq!(document.text.trim(), expect);
            assert!(document.notes.is_empty(), "{:?}", document.notes);
        }
        let alone = document("#bibliography(\"refs.bib\")");
        assert_eq!(alone.status(), crate::document::Status::PartlyChecked);
        assert_eq!(document("#bibliography(\"refs.yml\")").notes.len(), 1);
    }

    #[test]
    fn links_and_handles_are_kept() {
        let document = document(
            "#link(\"https://example.org\")[my \\#1] #link(\"mailto:a@example.org\") https://x.org\n#cv(github: \"ada\")",
        );
        let links: Vec<(&str, &str)> = document
            .links
            .iter()
            .map(|link| (link.span.map_or("", |span| document.slice(span)), link.target.as_str()))
            .collect();
        assert_eq!(
            links,
            [
                ("my #1", "https://example.org"),
                ("a@example.org", "mailto:a@example.org"),
                ("https://x.org", "https://x.org"),
                ("ada", "https://github.com/ada"),
            ]
        );
    }

    #[test]
    fn hidden_words_say_why() {
        let document =
            document("a #text(fill: white)[b] #hide[c] #text(size: 0.5pt, \"d\") // note\n");
        let hidden: Vec<(&str, Visibility)> = document
            .runs
            .iter()
            .filter(|run| run.visibility != Visibility::Visible)
            .map(|run| (document.slice(run.span), run.visibility))
            .collect();
        assert_eq!(
            hidden,
            [
                ("b", Visibility::SameColor),
                ("c", Visibility::NotPainted),
                ("d", Visibility::TooSmall),
            ]
        );
        assert_eq!(document.comments[0].text, "note");
    }
}
