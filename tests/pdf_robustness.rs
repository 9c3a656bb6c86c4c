//! No bytes make the reader panic or hang: fixtures are broken at random places, over and over.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use resumelint::document::{Document, NoteKind, Place};
use resumelint::extract::{self, Limits, Source};

/// A small generator, so that every run breaks the same bytes.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn pdfs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    files.sort();
    files
}

fn read(bytes: &[u8]) -> Document {
    extract::read(&Source::new("resume.pdf", bytes), &Limits::default())
}

/// What every document promises, whatever it was read from.
fn assert_promises(document: &Document) {
    let mut end = 0;
    for run in &document.runs {
        assert!(run.span.start >= end, "runs are sorted and apart");
        assert!(document.text.get(run.span.range()).is_some(), "runs stand on characters");
        end = run.span.end;
    }
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks are sorted and apart");
        end = block.span.end;
    }
}

/// Breaks a file in one of the ways that files are broken.
fn broken(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match random.below(4) {
        0 => {
            for _ in 0..=random.below(30) {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
        }
        1 => bytes.truncate(random.below(bytes.len())),
        2 => {
            let (from, length) = (random.below(bytes.len()), random.below(400));
            let to = (from + length).min(bytes.len());
            bytes.drain(from..to);
        }
        _ => {
            let (from, at) = (random.below(bytes.len()), random.below(bytes.len()));
            let to = (from + random.below(400)).min(bytes.len());
            let piece = bytes[from..to].to_vec();
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

#[test]
fn broken_files_are_read_without_panic_and_in_time() {
    let mut random = Random(0x5eed_1e55);
    let files: Vec<Vec<u8>> = ["resumes/pdf", "pdf/reading-order", "pdf/hidden/attacks"]
        .iter()
        .flat_map(|folder| pdfs(folder))
        .map(|path| fs::read(path).unwrap())
        .filter(|bytes| bytes.len() < 80_000)
        .collect();
    for round in 0..1_000 {
        let bytes = broken(&files[round % files.len()], &mut random);
        let began = Instant::now();
        assert_promises(&read(&bytes));
        assert!(began.elapsed() < Duration::from_secs(5), "round {round} took too long");
    }
}

#[test]
fn every_fixture_keeps_its_promises_and_reads_the_same_twice() {
    for path in ["resumes/pdf", "pdf/reading-order", "pdf/hidden/attacks", "pdf/hidden/lookalikes"]
        .iter()
        .flat_map(|folder| pdfs(folder))
    {
        let bytes = fs::read(&path).unwrap();
        let (first, second) = (read(&bytes), read(&bytes));
        assert_promises(&first);
        assert!(first == second, "{} reads otherwise the second time", path.display());
    }
}

/// The notes of one of the files in `fixtures/bad`.
fn notes(name: &str) -> Vec<NoteKind> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad").join(name);
    read(&fs::read(path).unwrap()).notes.iter().map(|note| note.kind).collect()
}

#[test]
fn files_that_cannot_be_read_say_why() {
    assert_eq!(notes("password-needed.pdf"), [NoteKind::PasswordNeeded]);
    assert_eq!(notes("garbage-after-header.pdf"), [NoteKind::Unreadable]);
    assert_eq!(notes("picture-only.pdf"), [NoteKind::NoTextLayer]);
    assert_eq!(notes("blank-page.pdf"), [NoteKind::NoTextLayer]);
    assert_eq!(notes("truncated-at-end.pdf"), [NoteKind::Damaged]);
    assert_eq!(notes("password-empty.pdf"), []);
    assert_eq!(notes("broken-xref.pdf"), []);
}

#[test]
fn more_operators_or_pages_than_allowed_are_a_limit() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/resumes/pdf/researcher.pdf");
    let bytes = fs::read(path).unwrap();
    let source = Source::new("resume.pdf", &bytes);
    let few = [
        Limits { pages: 1, ..Limits::default() },
        Limits { operators: 50, ..Limits::default() },
        Limits { text_bytes: 100, ..Limits::default() },
    ];
    for limits in few {
        let document = extract::read(&source, &limits);
        assert!(document.notes.iter().any(|note| note.kind == NoteKind::Limit), "{limits:?}");
    }
}

fn locked(name: &str, passwords: &[String], limits: &Limits) -> Document {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf/encrypted");
    let bytes = fs::read(folder.join(name)).unwrap();
    extract::read(&Source { passwords, ..Source::new("resume.pdf", &bytes) }, limits)
}

#[test]
fn every_revision_of_encryption_opens_with_its_password() {
    let given = ["not this one".to_owned(), "typewriter".to_owned()];
    for revision in ["r2", "r3", "r4", "r5", "r6"] {
        let (empty, needed) = (format!("{revision}-empty.pdf"), format!("{revision}-needed.pdf"));
        for (name, passwords) in [(&empty, &[][..]), (&needed, &given)] {
            let document = locked(name, passwords, &Limits::default());
            assert_eq!(document.notes, [], "{name}");
            assert!(document.text.contains("14,000 pallets"), "{name}: {}", document.text);
        }
        for passwords in [&[][..], &given[..1]] {
            let notes = locked(&needed, passwords, &Limits::default()).notes;
            let kinds: Vec<_> = notes.iter().map(|note| note.kind).collect();
            assert_eq!(kinds, [NoteKind::PasswordNeeded], "{needed}");
        }
    }
}

/// A page that draws `content` and says of its file what `trailer` says, with a table of what stands
/// where.
fn page(content: lopdf::Stream) -> lopdf::Document {
    use lopdf::{Object, dictionary};
    let mut pdf = lopdf::Document::with_version("1.7");
    let pages = pdf.new_object_id();
    let content = pdf.add_object(content);
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
    });
    let tree =
        dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![Object::Reference(page)] };
    pdf.objects.insert(pages, Object::Dictionary(tree));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    let id = || Object::string_literal("0123456789abcdef");
    pdf.trailer.set("ID", vec![id(), id()]);
    pdf
}

fn saved(mut pdf: lopdf::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_bomb_is_found_before_it_is_decoded_locked_or_not() {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions, dictionary};
    let limits = Limits { stream_bytes: 1 << 20, decoded_bytes: 2 << 20, ..Limits::default() };
    let zeros = |size: usize| {
        let mut stream = lopdf::Stream::new(dictionary! {}, vec![b' '; size]);
        stream.compress().unwrap();
        stream
    };
    for (size, expected) in
        [(3 << 20, vec![NoteKind::Limit]), (1 << 19, vec![NoteKind::NoTextLayer])]
    {
        let open = page(zeros(size));
        let mut locked = open.clone();
        let version = EncryptionVersion::V2 {
            document: &open,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions: Permissions::all(),
        };
        locked.encrypt(&EncryptionState::try_from(version).unwrap()).unwrap();
        for pdf in [open, locked] {
            let bytes = saved(pdf);
            let document = extract::read(&Source::new("bomb.pdf", &bytes), &limits);
            let kinds: Vec<_> = document.notes.iter().map(|note| note.kind).collect();
            assert_eq!(kinds, expected, "{size}: {:?}", document.notes);
        }
    }
}

#[test]
fn a_count_of_pages_that_is_not_true_is_told() {
    let mut pdf = page(lopdf::Stream::new(lopdf::dictionary! {}, Vec::new()));
    for object in pdf.objects.values_mut() {
        if let Ok(dict) = object.as_dict_mut()
            && dict.has_type(b"Pages")
        {
            dict.set("Count", 7);
        }
    }
    let notes = read(&saved(pdf)).notes;
    assert!(
        notes.iter().any(|note| note.message.contains("7 pages and 1 were found")),
        "{notes:?}"
    );
}

/// Reads a page with a font.
fn shown(content: &[u8]) -> Document {
    use lopdf::dictionary;
    let mut pdf = page(lopdf::Stream::new(dictionary! {}, content.to_vec()));
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
    };
    for object in pdf.objects.values_mut() {
        if let Ok(dict) = object.as_dict_mut()
            && dict.has_type(b"Page")
        {
            let fonts = dictionary! { "F1" => font.clone() };
            let objects = dictionary! { "Font" => fonts };
            dict.set("Resources", objects);
        }
    }
    read(&saved(pdf))
}

/// What the notes say of damage.
fn damage(document: &Document) -> Vec<&str> {
    let notes = document.notes.iter().filter(|note| note.kind == NoteKind::Damaged);
    notes.map(|note| note.message.as_str()).collect()
}

#[test]
fn what_stands_behind_damaged_operators_is_read_and_told_of() {
    for (content, words) in [
        (&b"(seen) Tj ) 0 -20 Td (behind) Tj"[..], "seen\nbehind"),
        (b"(never closed Tj\n0 -20 Td (behind) Tj", "never closed\nbehind"),
        (b"[(with) -600 (an array TJ 0 -20 Td (behind) Tj", "with an array\nbehind"),
        (b"<41424x> Tj 0 -20 Td [(beh) 3 <696e64> } TJ", "behind"),
        (b"1 2 3 re BI /W 1 /H (seen) Tj \xff\xfe >> 0 -20 Td (behind) Tj", "seen\nbehind"),
    ] {
        let content = [b"BT /F1 12 Tf 72 700 Td ", content, b" ET"].concat();
        let document = shown(&content);
        let content = String::from_utf8_lossy(&content);
        assert_eq!(document.text.trim(), words, "{content}");
        let damage = damage(&document);
        assert!(damage.len() == 1 && damage[0].contains("can be made out"), "{content} {damage:?}");
    }
    for content in [
        &b"BT /F1 12 Tf (seen) Tj ET"[..],
        b"q 1 0 0 1 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
        b"BT /F1 12 Tf (seen) Tj ET 5 7",
        b"q unknown 12x Q \0\0",
        b"",
    ] {
        let document = shown(content);
        assert!(damage(&document).is_empty(), "{}", String::from_utf8_lossy(content));
    }
}

#[test]
fn a_form_whose_operators_are_damaged_is_told_as_not_read() {
    use lopdf::dictionary;
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
    };
    let form = lopdf::Stream::new(dict, b"BT /F1 12 Tf (seen) Tj ) (lost) Tj ET".to_vec());
    let mut pdf = page(lopdf::Stream::new(dictionary! {}, b"/X1 Do".to_vec()));
    let form = pdf.add_object(form);
    for object in pdf.objects.values_mut() {
        if let Ok(dict) = object.as_dict_mut()
            && dict.has_type(b"Page")
        {
            let forms = dictionary! { "X1" => form };
            dict.set("Resources", dictionary! { "XObject" => forms });
        }
    }
    let document = read(&saved(pdf));
    let damage = damage(&document);
    assert!(damage.len() == 1 && damage[0].contains("behind the damage"), "{damage:?}");
}

#[test]
fn a_file_whose_pages_cannot_be_found_is_not_one_of_pictures() {
    let mut pdf = page(lopdf::Stream::new(lopdf::dictionary! {}, b"BT ET".to_vec()));
    let id = pdf.page_iter().next().unwrap();
    pdf.objects.remove(&id);
    let notes = read(&saved(pdf)).notes;
    assert!(notes.iter().any(|note| note.message.contains("no page could be found")), "{notes:?}");
    assert!(notes.iter().all(|note| note.kind != NoteKind::NoTextLayer), "{notes:?}");
}

#[test]
fn fonts_that_stand_in_the_page_itself_are_told_apart() {
    use lopdf::dictionary;
    let content = b"BT /F1 10 Tf 72 700 Td (iiii) Tj /F2 10 Tf 0 -20 Td (iiii) Tj ET";
    let mut pdf = page(lopdf::Stream::new(dictionary! {}, content.to_vec()));
    let font =
        |name: &str| dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name };
    for object in pdf.objects.values_mut() {
        if let Ok(dict) = object.as_dict_mut()
            && dict.has_type(b"Page")
        {
            let fonts = dictionary! { "F1" => font("Courier"), "F2" => font("Helvetica-Bold") };
            dict.set("Resources", dictionary! { "Font" => fonts });
        }
    }
    let document = read(&saved(pdf));
    let looks = document.runs.iter().map(|run| match run.place {
        Place::Page { rect, .. } => (rect.width.round(), run.style.bold),
        _ => unreachable!("a page's words stand on the page"),
    });
    assert_eq!(looks.collect::<Vec<_>>(), [(24.0, false), (11.0, true)]);
}

#[test]
fn an_accent_painted_over_its_letter_makes_one_letter_of_both() {
    for (accent, word) in [("`", "Universit\u{e0}"), ("\\264", "Universit\u{e1}")] {
        let content = format!("BT /F1 10 Tf 72 700 Td [(Universit{accent}) 600 (a)] TJ ET");
        assert_eq!(shown(content.as_bytes()).text.trim(), word, "{accent}");
    }
}

/// Pictures among operators whose ends the parser looks for, from each to the end of the content.
fn tangle() -> Vec<u8> {
    [b"BI /W 1 /H 1 ID x EI ".to_vec(), b"BI ) ".repeat(200_000)].concat()
}

#[test]
fn pictures_that_would_hold_the_parser_up_are_left_out() {
    let words = |y: u32| format!("BT /F1 12 Tf 72 {y} Td (seen) Tj ET ").into_bytes();
    let document = shown(&[words(700), tangle(), words(600)].concat());
    assert_eq!(document.text.split_whitespace().collect::<Vec<_>>(), ["seen", "seen"]);
    let told: Vec<NoteKind> = document.notes.iter().map(|note| note.kind).collect();
    assert_eq!(told, [NoteKind::Limit], "{:?}", document.notes);
}

#[test]
fn a_page_that_runs_such_pictures_elsewhere_is_not_read() {
    use lopdf::{Object, Stream, dictionary};
    let everywhere = || vec![0.into(), 0.into(), 612.into(), 792.into()];
    let form = |content: &[u8]| {
        let dict = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => everywhere() };
        Stream::new(dict, content.to_vec())
    };
    let pattern = dictionary! {
        "Type" => "Pattern", "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
        "BBox" => everywhere(), "XStep" => 9, "YStep" => 9, "Resources" => dictionary! {},
    };
    for at in ["form", "form in a form", "pattern", "mask", "glyph", "annotation", "state"] {
        let mut pdf =
            page(Stream::new(dictionary! {}, b"BT /F1 9 Tf (seen) Tj ET /X1 Do".to_vec()));
        let mut resources = dictionary! {};
        let mut annotations = Vec::new();
        match at {
            "form" => {
                let form = pdf.add_object(form(&tangle()));
                resources.set("XObject", dictionary! { "X1" => form });
            }
            "form in a form" => {
                let inner = pdf.add_object(form(&tangle()));
                let mut outer = form(b"/X2 Do");
                outer
                    .dict
                    .set("Resources", dictionary! { "XObject" => dictionary! { "X2" => inner } });
                let outer = pdf.add_object(outer);
                resources.set("XObject", dictionary! { "X1" => outer });
            }
            "pattern" => {
                let pattern = pdf.add_object(Stream::new(pattern.clone(), tangle()));
                resources.set("Pattern", dictionary! { "P1" => pattern });
            }
            "mask" => {
                let group = pdf.add_object(form(&tangle()));
                let mask = dictionary! { "S" => "Alpha", "G" => group };
                resources.set("ExtGState", dictionary! { "G1" => dictionary! { "SMask" => mask } });
            }
            "glyph" => {
                let glyph = pdf.add_object(Stream::new(dictionary! {}, tangle()));
                let font = dictionary! {
                    "Type" => "Font", "Subtype" => "Type3", "CharProcs" => dictionary! { "a" => glyph },
                };
                resources.set("Font", dictionary! { "F1" => font });
            }
            _ => {
                let looks = pdf.add_object(form(&tangle()));
                let looks = match at {
                    "state" => Object::from(dictionary! { "On" => looks }),
                    _ => Object::from(looks),
                };
                annotations.push(Object::from(dictionary! {
                    "Type" => "Annot", "Subtype" => "Stamp", "Rect" => everywhere(),
                    "AP" => dictionary! { "N" => looks },
                }));
            }
        }
        for object in pdf.objects.values_mut() {
            if let Ok(dict) = object.as_dict_mut()
                && dict.has_type(b"Page")
            {
                dict.set("Resources", resources.clone());
                dict.set("Annots", annotations.clone());
            }
        }
        let notes = read(&saved(pdf)).notes;
        let told =
            notes.iter().any(|note| note.message.contains("limit of pictures among operators"));
        assert!(told, "{at}: {notes:?}");
    }
}
