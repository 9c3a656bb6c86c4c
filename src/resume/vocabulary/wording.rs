//! Small words that say how names, numbers and sentences are set, by what they are good for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a list of words is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Use {
    /// Capitalised words that name nothing: "Various Certifications".
    Filler,
    /// Small words inside a name, before the word that makes it a credential.
    InsideName,
    /// The same, after that word.
    InsideNameAfter,
    /// Small words right before "certification" that belong to the name.
    BeforePivot,
    /// Leads from "certified" on to what in.
    CertifiedTakes,
    /// Leads from "certificate" on to what in.
    CertificateTakes,
    /// Leads on to the object of either.
    Takes,
    /// After "certified", no thing that is certified.
    GoesOnAfterCertified,
    /// Begins a clause, so that a name before it is over.
    Clause,
    /// Articles.
    Article,
    /// Ends a name on the line below its beginning: "Certificate".
    NameTail,
    /// At the end of a line, says that the next goes on with it.
    LineOpen,
    /// Begins a line that says something of the credential above it.
    LineDetail,
    /// Begins a part of a line that says something of the credential before it.
    PartDetail,
    /// A part of a line that says nothing but that there is a credential, or where.
    PartAlone,
    /// Ends the title of a credential before a colon.
    TitleEnd,
    /// Stands between two names: " and ".
    Joiner,
    /// In place of credentials: "none".
    NoneHeld,
    /// Begins what follows a name that is called a credential.
    CalledAfter,
    /// Stands before a name that is called a credential.
    CalledBefore,
    /// Among the first words of a sentence, says that an exam was passed.
    Passed,
    /// Part of the name of who gives credentials.
    Giver,
    /// A body that gives credentials, as a word of their names: "registry".
    Body,
    /// Stands before who gave a course: " at ".
    GivenBy,
    /// Part of a word that calls something a credential.
    CredentialStem,
    /// Part of the name of a bootcamp.
    BootcampPart,
    /// Part of the name of a licence.
    LicensePart,
    /// Part of a name that is no licence, whatever else it says.
    CertifiedPart,
    /// Part of the name of a certificate.
    CertificatePart,
    /// Part of the name of a certification.
    CertificationPart,
    /// Hours, as a course's length is given in them.
    Hours,
    /// What an hour's number is glued to: "20h".
    HoursGlued,
    /// Ends with a dot and no sentence.
    Abbreviation,
    /// What a number that measures something is glued to.
    Unit,
    /// Small words inside the name of a person.
    NameParticle,
}

/// The lists, each sorted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Wording(BTreeMap<Use, Vec<String>>);

impl Wording {
    /// Adds what another file says.
    pub(crate) fn add(&mut self, more: Wording) {
        for (good_for, words) in more.0 {
            let list = self.0.entry(good_for).or_default();
            list.extend(words);
            list.sort_unstable();
            list.dedup();
        }
    }

    /// The words of a list.
    pub(crate) fn of(&self, good_for: Use) -> &[String] {
        self.0.get(&good_for).map_or(&[], Vec::as_slice)
    }

    /// Whether a list has a word, as it is.
    pub(crate) fn has(&self, good_for: Use, word: &str) -> bool {
        self.of(good_for).binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// Whether a text begins with something of a list.
    pub(crate) fn begins(&self, good_for: Use, text: &str) -> bool {
        self.of(good_for).iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether a text ends with something of a list.
    pub(crate) fn ends(&self, good_for: Use, text: &str) -> bool {
        self.of(good_for).iter().any(|word| text.ends_with(word.as_str()))
    }

    /// Whether a text holds something of a list.
    pub(crate) fn within(&self, good_for: Use, text: &str) -> bool {
        self.of(good_for).iter().any(|word| text.contains(word.as_str()))
    }
}
