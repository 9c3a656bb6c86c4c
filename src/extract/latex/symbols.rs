//! What commands for single characters stand for.

use unicode_normalization::char::compose;

/// The text of a command that stands for characters.
pub(in crate::extract) fn symbol(name: &str) -> Option<&'static str> {
    let found = SYMBOLS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(SYMBOLS[found].1)
}

/// The combining mark of an accent command, such as `'` or `c`.
pub(in crate::extract) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        _ => return None,
    })
}

/// A letter with an accent, as one character where there is one.
pub(in crate::extract) fn accented(letter: char, mark: char) -> String {
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    match compose(letter, mark) {
        Some(one) => one.to_string(),
        None => format!("{letter}{mark}"),
    }
}

/// Sorted by name.
const SYMBOLS: &[(&str, &str)] = &[
    ("AA", "Å"),
    ("AE", "Æ"),
    ("BibTeX", "BibTeX"),
    ("DH", "Ð"),
    ("L", "Ł"),
    ("LaTeX", "LaTeX"),
    ("LaTeXe", "LaTeX2e"),
    ("O", "Ø"),
    ("OE", "Œ"),
    ("P", "¶"),
    ("S", "§"),
    ("TH", "Þ"),
    ("TeX", "TeX"),
    ("XeTeX", "XeTeX"),
    ("aa", "å"),
    ("ae", "æ"),
    ("alpha", "α"),
    ("approx", "≈"),
    ("ast", "*"),
    ("backslash", "\\"),
    ("beta", "β"),
    ("bullet", "•"),
    ("cdot", "·"),
    ("cdots", "⋯"),
    ("checkmark", "✓"),
    ("circ", "∘"),
    ("copyright", "©"),
    ("delta", "δ"),
    ("dh", "ð"),
    ("diamond", "⋄"),
    ("dots", "…"),
    ("epsilon", "ε"),
    ("eta", "η"),
    ("euro", "€"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("i", "ı"),
    ("infty", "∞"),
    ("j", "ȷ"),
    ("l", "ł"),
    ("lambda", "λ"),
    ("langle", "⟨"),
    ("lbrace", "{"),
    ("ldots", "…"),
    ("le", "≤"),
    ("leftarrow", "←"),
    ("leq", "≤"),
    ("mid", "|"),
    ("mu", "μ"),
    ("neq", "≠"),
    ("o", "ø"),
    ("oe", "œ"),
    ("omega", "ω"),
    ("pi", "π"),
    ("pm", "±"),
    ("pounds", "£"),
    ("rangle", "⟩"),
    ("rbrace", "}"),
    ("rightarrow", "→"),
    ("sigma", "σ"),
    ("sim", "~"),
    ("slash", "/"),
    ("ss", "ß"),
    ("star", "⋆"),
    ("textasciicircum", "^"),
    ("textasciitilde", "~"),
    ("textasteriskcentered", "*"),
    ("textbackslash", "\\"),
    ("textbar", "|"),
    ("textbardbl", "‖"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textbullet", "•"),
    ("textcopyright", "©"),
    ("textdegree", "°"),
    ("textdollar", "$"),
    ("textellipsis", "…"),
    ("textemdash", "—"),
    ("textendash", "–"),
    ("texteuro", "€"),
    ("textgreater", ">"),
    ("texthyphen", "-"),
    ("textless", "<"),
    ("textmu", "µ"),
    ("textnumero", "№"),
    ("textopenbullet", "◦"),
    ("textperiodcentered", "·"),
    ("textquotedbl", "\""),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textregistered", "®"),
    ("textrightarrow", "→"),
    ("textsection", "§"),
    ("textsterling", "£"),
    ("texttimes", "×"),
    ("texttrademark", "™"),
    ("textunderscore", "_"),
    ("th", "þ"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("triangleright", "▷"),
    ("vert", "|"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(SYMBOLS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(symbol("ss"), Some("ß"));
        assert_eq!(symbol("section"), None);
    }

    #[test]
    fn accents_compose_where_they_can() {
        assert_eq!(accent("'").map(|mark| accented('e', mark)), Some("é".to_owned()));
        assert_eq!(accent("v").map(|mark| accented('q', mark)), Some("q\u{30c}".to_owned()));
        assert_eq!(accented('ı', '\u{301}'), "í");
    }
}
