//! The fonts of a document: what their names and descriptors say about weight, slant and purpose.
//!
//! LaTeX's own fonts keep their weight in names such as `CMBX10` and set no flag, so names are read
//! in full.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use hayro_syntax::object::array::FlexArrayIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};

/// What is known of a font.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Font {
    /// Its PostScript name without the subset's prefix.
    pub(super) name: String,
    /// Set in bold.
    pub(super) bold: bool,
    /// Set in italics.
    pub(super) italic: bool,
    /// A font of pictures rather than letters.
    pub(super) icons: bool,
    /// The font program travels with the file.
    pub(super) embedded: bool,
    /// Its codes have two bytes, or as many as a table of its own says.
    pub(super) is_wide: bool,
    /// It says what its codes mean, which need not be what they show.
    pub(super) claims: bool,
    /// What its encoding names its codes.
    pub(super) named: HashMap<u32, char>,
}

/// The fonts of a document, each once.
#[derive(Default)]
pub(super) struct Fonts {
    fonts: Vec<Font>,
    /// By the object that a font stands in, and what it looks like there: a page may hold several in itself.
    by_object: HashMap<(ObjectIdentifier, u64), u16>,
    /// Those that state more widths than any font has glyphs.
    wide: HashSet<u16>,
}

impl Fonts {
    /// The font with this number; the first, which knows nothing, for one that was not met.
    pub(super) fn get(&self, index: u16) -> Option<&Font> {
        self.fonts.get(usize::from(index))
    }

    /// The number of a font, read from its dictionary the first time it is met.
    pub(super) fn index(&mut self, dict: &Dict<'_>) -> u16 {
        let looks = || self.by_object.hasher().hash_one(dict.data());
        let id = dict.obj_id().map(|id| (id, looks()));
        if let Some(&index) = id.and_then(|id| self.by_object.get(&id)) {
            return index;
        }
        // Fonts are kept apart even when they look alike: their codes mean different characters.
        let index = self.push(read(dict));
        if widths(dict) > MOST_WIDTHS {
            self.wide.insert(index);
        }
        if let Some(id) = id {
            self.by_object.insert(id, index);
        }
        index
    }

    /// Whether a font states more widths than any font has glyphs: the interpreter would take each of
    /// them into memory, and a range of four thousand million costs a few bytes.
    pub(super) fn is_too_wide(&self, index: u16) -> bool {
        self.wide.contains(&index)
    }

    /// Adds a font that no dictionary is known of, and gives its number.
    pub(super) fn add(&mut self, font: Font) -> u16 {
        match self.fonts.iter().position(|known| *known == font) {
            Some(at) => at as u16,
            None => self.push(font),
        }
    }

    /// Fonts beyond what a number holds share the last.
    fn push(&mut self, font: Font) -> u16 {
        if self.fonts.len() < usize::from(u16::MAX) {
            self.fonts.push(font);
        }
        (self.fonts.len() - 1) as u16
    }
}

/// The most widths of a font: four times as many as a code of two bytes can name.
const MOST_WIDTHS: u64 = 1 << 18;

/// How many widths a font's ranges state.
fn widths(dict: &Dict<'_>) -> u64 {
    let Some(descendants) = dict.get::<Array<'_>>(&b"DescendantFonts"[..]) else { return 0 };
    let Some(descendant) = descendants.iter::<Dict<'_>>().next() else { return 0 };
    // Along the line a range has one width, down the page three numbers.
    let along = |widths: &mut FlexArrayIter<'_>| {
        widths.next::<(u32, u32, f32)>().map(|(first, last, _)| (first, last))
    };
    let down = |widths: &mut FlexArrayIter<'_>| {
        widths.next::<(u32, u32, f32, f32, f32)>().map(|(first, last, ..)| (first, last))
    };
    stated(&descendant, b"W", along).saturating_add(stated(&descendant, b"W2", down))
}

/// How many widths the ranges of one array state; what is listed one by one is bound by the file.
fn stated(
    font: &Dict<'_>,
    key: &[u8],
    range: impl Fn(&mut FlexArrayIter<'_>) -> Option<(u32, u32)>,
) -> u64 {
    let Some(widths) = font.get::<Array<'_>>(key) else { return 0 };
    let mut widths = widths.flex_iter();
    let mut stated = 0_u64;
    loop {
        if widths.next::<(u32, Array<'_>)>().is_some() {
            continue;
        }
        let Some((first, last)) = range(&mut widths) else { return stated };
        stated = stated.saturating_add(u64::from(last.saturating_sub(first)) + 1);
    }
}

/// Reads a font's dictionary.
fn read(dict: &Dict<'_>) -> Font {
    let descendant = dict
        .get::<Array<'_>>(&b"DescendantFonts"[..])
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let descriptor = descendant
        .as_ref()
        .unwrap_or(dict)
        .get::<Dict<'_>>(&b"FontDescriptor"[..])
        .unwrap_or_default();
    let name = dict
        .get::<Name<'_>>(&b"BaseFont"[..])
        .or_else(|| descriptor.get::<Name<'_>>(&b"FontName"[..]))
        .map(|name| without_prefix(name.as_str()).to_owned())
        .unwrap_or_default();
    let flags = descriptor.get::<u32>(&b"Flags"[..]).unwrap_or(0);
    let weight = descriptor.get::<f32>(&b"FontWeight"[..]).unwrap_or(0.0);
    let slant = descriptor.get::<f32>(&b"ItalicAngle"[..]).unwrap_or(0.0);
    let embedded = [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
        .iter()
        .any(|&key| descriptor.get::<Stream<'_>>(key).is_some())
        || matches!(dict.get::<Object<'_>>(&b"CharProcs"[..]), Some(Object::Dict(_)));
    let claims = dict.get::<Stream<'_>>(&b"ToUnicode"[..]).is_some();
    let drawn_by_operators = dict.get::<Name<'_>>(&b"Subtype"[..]).as_deref() == Some(b"Type3");
    Font {
        claims,
        named: match claims && !drawn_by_operators {
            true => super::shapes::named(dict),
            false => HashMap::new(),
        },
        bold: says_bold(&name) || weight >= 600.0 || flags & FORCE_BOLD != 0,
        italic: says_italic(&name) || flags & ITALIC != 0 || slant.abs() > 1.0,
        icons: says_icons(&name),
        is_wide: dict.get::<Name<'_>>(&b"Subtype"[..]).as_deref() == Some(b"Type0"),
        embedded,
        name,
    }
}

const ITALIC: u32 = 1 << 6;
const FORCE_BOLD: u32 = 1 << 18;

/// The name without `ABCDEF+`.
fn without_prefix(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest,
        _ => name,
    }
}

/// Whether a font's name says that it is bold.
fn says_bold(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let latex = ["cmbx", "cmb1", "sfbx", "sfsx", "cmssbx", "ecbx", "tcbx", "lmbx"];
    latex.iter().any(|prefix| lower.starts_with(prefix))
        || ["bold", "black", "heavy", "-demi", "semibd", "-medi"]
            .iter()
            .any(|word| lower.contains(word) && !(*word == "-medi" && lower.contains("medium")))
        || lower.ends_with("-bd")
        || lower.ends_with("-b")
}

/// Whether a font's name says that it is slanted.
fn says_italic(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let latex = ["cmti", "cmsl", "cmbxti", "cmbxsl", "cmssi", "sfti", "sfsl", "sfbi", "sfsi"];
    latex.iter().any(|prefix| lower.starts_with(prefix))
        || lower.contains("italic")
        || lower.contains("oblique")
        || lower.contains("slanted")
        || lower.ends_with("-it")
}

/// Whether a font's name says that its glyphs are pictures.
fn says_icons(name: &str) -> bool {
    let lower: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    [
        "fontawesome",
        "awesome5",
        "academicons",
        "materialicons",
        "materialsymbols",
        "icomoon",
        "wingdings",
        "webdings",
        "dingbats",
        "marvosym",
        "symbolset",
        "ionicons",
        "bootstrapicons",
        "glyphicons",
        "devicon",
        "simpleicons",
        "lucide",
        "feather",
        "fontello",
        "octicons",
        "typicons",
        "entypo",
        "fasolid",
        "fabrands",
        "faregular",
        "bbding",
        "pifont",
        "segoemdl2",
        "segoefluent",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_weight_and_slant() {
        for name in [
            "CMBX10",
            "SFBX1000",
            "LMRoman10-Bold",
            "Arial-BoldMT",
            "Inter-SemiBold",
            "NimbusRomNo9L-Medi",
        ] {
            assert!(says_bold(name), "{name} is bold");
        }
        for name in ["CMR10", "LMRoman10-Regular", "ArialMT", "Roboto-Medium", "Calibri"] {
            assert!(!says_bold(name), "{name} is not bold");
        }
        for name in ["CMTI10", "LMRoman10-Italic", "Arial-ItalicMT", "SFTI1000"] {
            assert!(says_italic(name), "{name} is italic");
        }
        assert!(says_icons("FontAwesome5Free-Solid") && !says_icons("Roboto"));
    }

    #[test]
    fn a_subset_prefix_is_no_part_of_the_name() {
        assert_eq!(without_prefix("ABCDEF+CMBX10"), "CMBX10");
        assert_eq!(without_prefix("C+Sans"), "C+Sans");
    }
}
