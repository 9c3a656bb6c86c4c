//! The main language of a document.

use whatlang::Lang;

use crate::document::Document;

/// The language of the words that a reader sees, as an ISO 639-1 code; `None` when the text is too
/// short or too mixed to tell, or when the language has no words in the vocabulary.
///
/// A resume is full of English names of tools and of names in any language, so what the file declares
/// decides when the words do not.
pub(super) fn detect(document: &Document, text: &str) -> Option<&'static str> {
    // The first part of a long document is enough, and keeps the cost bounded.
    let mut end = text.len().min(20_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let prose: String = text[..end]
        .split_whitespace()
        .filter(|word| !word.contains(['@', '/', '\\']) && word.chars().any(char::is_alphabetic))
        .flat_map(|word| [word, " "])
        .collect();
    let detected = whatlang::detect(&prose)
        .filter(|info| info.is_reliable() || info.confidence() > 0.5)
        .and_then(|info| code(info.lang()));
    detected.or_else(|| {
        let declared = document.metadata.language.as_deref()?.to_lowercase();
        let primary = declared.split(['-', '_']).next()?;
        CODES.iter().find(|(_, code)| *code == primary).map(|(_, code)| *code)
    })
}

const CODES: [(Lang, &str); 13] = [
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Rus, "ru"),
    (Lang::Tur, "tr"),
];

fn code(language: Lang) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == language).map(|(_, code)| *code)
}
