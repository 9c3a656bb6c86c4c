//! The main language of a document.

use whatlang::Lang;

use super::Vocabulary;
use crate::document::Document;

/// So many words are looked at to tell a language at a glance.
const GLANCE: usize = 600;
/// Of these, at least so many have to be common ones of one language,
const COMMON: usize = 4;
/// and one of so many words.
const ONE_OF: usize = 30;
/// So many times as many as those of all other languages.
const CLEARLY: usize = 8;

/// The language of the words that a reader sees, as an ISO 639-1 code; `None` when the text is too
/// short or too mixed to tell, or when the language has no words in the vocabulary.
///
/// A resume is full of English names of tools and of names in any language, so what the file declares
/// decides when the words do not.
pub(super) fn detect(
    document: &Document,
    text: &str,
    vocabulary: &Vocabulary,
) -> Option<&'static str> {
    if let Some(language) = at_a_glance(text, vocabulary) {
        return Some(language);
    }
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
        .and_then(|info| code(info.lang()))
        .filter(|language| is_borne_out(language, &prose, vocabulary));
    detected.or_else(|| {
        let declared = document.metadata.language.as_deref()?.to_lowercase();
        let primary = declared.split(['-', '_']).next()?;
        CODES.iter().find(|(_, code)| *code == primary).map(|(_, code)| *code)
    })
}

/// The language whose common words stand all over the text, where those of others do not. Tells most
/// pages, at a tenth of the cost of comparing their letters with those of forty languages.
fn at_a_glance(text: &str, vocabulary: &Vocabulary) -> Option<&'static str> {
    let mut counts = vec![0_usize; vocabulary.words.languages.len()];
    let mut words = 0;
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).take(GLANCE) {
        words += 1;
        if let Some(language) = vocabulary.words.common.get(word)
            && let Some(count) = counts.get_mut(usize::from(language.0))
        {
            *count += 1;
        }
    }
    let (language, &most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let others = counts.iter().sum::<usize>() - most;
    let is_clear = most >= COMMON && most * ONE_OF >= words && most >= others * CLEARLY;
    let code = vocabulary.words.languages.get(language).filter(|_| is_clear)?;
    CODES.iter().find(|(_, known)| known == code).map(|(_, code)| *code)
}

/// Whether a language that the letters suggest has one of its common words in the text, as far as these
/// are known. Names of tools and places alone look like any language.
fn is_borne_out(language: &str, prose: &str, vocabulary: &Vocabulary) -> bool {
    let Some(language) = vocabulary.language(language) else { return true };
    let common = &vocabulary.words.common;
    !common.values().contains(&language)
        || prose.split(' ').any(|word| common.get(&word.to_lowercase()) == Some(&language))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn language_of(text: &str) -> Option<&'static str> {
        detect(&Document::empty(Format::Text), text, &Vocabulary::builtin())
    }

    #[test]
    fn a_few_names_and_words_are_no_foreign_language() {
        let text = "Ada Example\nada@example.org\nExperience\nEngineer, Acme 2019-2024\n\
                    Built a queue that handles 2 million jobs a day.\nPublications";
        assert!(matches!(language_of(text), None | Some("en")), "{:?}", language_of(text));
    }

    #[test]
    fn sentences_tell_their_language() {
        for (text, language) in [
            ("Built the billing system with the team from Berlin, and led its move. ", "en"),
            ("Entwurf und Betrieb von Diensten für Kunden, mit Messung der Last. ", "de"),
            ("Conception et mise en service des outils pour les équipes dans une banque. ", "fr"),
            ("Diseño y puesta en marcha de los servicios para el equipo, con pruebas. ", "es"),
            ("Sviluppo della piattaforma con gli strumenti di misura per una banca. ", "it"),
            ("Desenvolvimento da plataforma com os dados dos clientes em uma empresa. ", "pt"),
            ("Ontwerp van het platform voor een bank, met de metingen naar wens. ", "nl"),
            ("Budowa systemu oraz testy dla banku, przy wsparciu zespołu na miejscu. ", "pl"),
        ] {
            let vocabulary = Vocabulary::builtin();
            let long = text.repeat(8);
            assert_eq!(at_a_glance(&long, &vocabulary), Some(language), "at a glance: {text}");
            assert_eq!(language_of(&long), Some(language), "{text}");
        }
        // As many words of two languages leave it to the letters.
        let mixed = "Built the system with care. Entwurf und Betrieb von Diensten mit Sorgfalt. ";
        assert_eq!(at_a_glance(&mixed.repeat(8), &Vocabulary::builtin()), None);
    }
}
