//! The ways in which people write the name of a credential, from its official name, its aliases and
//! what its issuer is called.
//!
//! Nobody lists them all by hand: "AWS Certified Developer - Associate" is also "AWS Developer
//! Associate", "Amazon Certified Developer (Associate)" and "Developer Associate". Each form says how
//! sure it is: what is also a job title or a course's plain subject is [`Form::Ambiguous`], and
//! understanding then asks for context. The words that decide are data (`forms.toml`).

use serde::{Deserialize, Serialize};

use super::data::{Entry, Form, Issuer};
use super::tokens::tokens;
use crate::folding::fold;

/// Words that decide how sure a written form is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wording {
    /// Words that only stand in the name of a credential.
    pub(crate) credential: Vec<String>,
    /// Words that end the name of a credential with its level.
    pub(crate) level: Vec<String>,
    /// Words that end a job title.
    pub(crate) job: Vec<String>,
    /// Words that make a course of what stands before them: "Professional Certificate".
    pub(crate) certificate: Vec<String>,
    /// Words that name nothing by themselves: a form of these alone is no name without its issuer.
    pub(crate) generic: Vec<String>,
}

/// A written form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its words.
    pub(crate) words: Vec<String>,
    /// How sure it is.
    pub(crate) form: Form,
    /// The least number of capitals that a text must have there.
    pub(crate) capitals: u8,
    /// Whether a comma may stand inside.
    pub(crate) loose: bool,
    /// Whether the files say it, or it follows from what they say.
    pub(crate) origin: Origin,
}

/// Where a written form comes from; what is said goes before what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// It follows from other forms.
    Derived,
    /// A file says it.
    Said,
}

/// What the files say of an entry's names.
pub(crate) struct Names<'a> {
    /// The entry.
    pub(crate) entry: &'a Entry,
    /// Who gives it.
    pub(crate) issuer: &'a Issuer,
    /// Aliases and former names.
    pub(crate) aliases: Vec<&'a str>,
    /// Forms that also mean other things.
    pub(crate) ambiguous: Vec<&'a str>,
}

/// Every written form of an entry. The same words may come more than once; the surest stands first.
pub(crate) fn written(names: &Names<'_>, wording: &Wording) -> Vec<Written> {
    let mut all = Vec::new();
    let issuers: Vec<Vec<String>> = std::iter::once(&names.issuer.name)
        .chain(&names.issuer.short)
        .map(|name| words(name))
        .filter(|name| !name.is_empty())
        .collect();
    let said: Vec<&str> =
        std::iter::once(names.entry.name.as_str()).chain(names.aliases.iter().copied()).collect();
    for name in &said {
        let form = certainty(&words(name), names.entry, &issuers, wording);
        push(&mut all, name, words(name), form, Origin::Said);
    }
    // "Python (freeCodeCamp)" is not "Python", and "ML Engineer (Coursera)" is not the job.
    let plain = without_brackets(&names.entry.name);
    if words(&plain).len() > 1 {
        let form = certainty(&words(&plain), names.entry, &issuers, wording);
        push(&mut all, &plain, words(&plain), form, Origin::Said);
    }
    for name in &said {
        for derived in derive(&words(&without_brackets(name)), &issuers, wording) {
            if derived.iter().all(|word| wording.generic.contains(word)) {
                continue;
            }
            let form = certainty(&derived, names.entry, &issuers, wording);
            push(&mut all, name, derived, form, Origin::Derived);
        }
    }
    for code in &names.entry.exam_codes {
        let joined: String = code.code.chars().filter(|c| c.is_alphanumeric()).collect();
        for code in [&code.code, &joined] {
            push(&mut all, "", words(code), Form::ExamCode, Origin::Said);
        }
    }
    for name in &names.ambiguous {
        let words = words(name);
        all.retain(|written| written.words != words || written.form == Form::ExamCode);
        push(&mut all, name, words, Form::Ambiguous, Origin::Said);
    }
    all
}

fn push(all: &mut Vec<Written>, name: &str, words: Vec<String>, form: Form, origin: Origin) {
    if words.is_empty() || all.iter().any(|written| written.words == words) {
        return;
    }
    let loose = words.len() > 3 || name.contains([',', '/', '&']) || name.contains(" and ");
    let capitals = if form == Form::Ambiguous { capitals(name) } else { 0 };
    all.push(Written { words, form, capitals, loose, origin });
}

/// "CAP" must not be found in "cap", nor "Data Cloud Consultant" in a sentence.
fn capitals(name: &str) -> u8 {
    let upper = name.chars().filter(|c| c.is_uppercase()).count();
    let most = if name.contains(' ') { 1 } else { 2 };
    upper.min(most) as u8
}

/// Names that follow from a name: with and without the issuer, with and without "Certified".
fn derive(name: &[String], issuers: &[Vec<String>], wording: &Wording) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let issuer = issuers.iter().filter(|issuer| name.starts_with(issuer)).max_by_key(|i| i.len());
    let core = &name[issuer.map_or(0, Vec::len)..];
    let plain = core.strip_prefix(&["certified".to_owned()][..]);
    let leveled = |words: &[String]| words.last().is_some_and(|word| wording.level.contains(word));
    for issuer in issuers {
        all.push([issuer, core].concat());
        if let Some(plain) = plain.filter(|plain| leveled(plain) && plain.len() > 1) {
            all.push([issuer, plain].concat());
            // "AWS Certified Associate Developer".
            let (last, rest) = plain.split_last().expect("it has a level");
            all.push([issuer, &["certified".to_owned(), last.clone()][..], rest].concat());
        }
    }
    if issuer.is_some() && core.len() > 2 {
        all.push(core.to_vec());
        all.extend(plain.filter(|plain| leveled(plain) && plain.len() > 2).map(<[String]>::to_vec));
    }
    all.retain(|words| words.len() > 1);
    all
}

/// Whether words name the issuer or the platform.
fn is_branded(words: &[String], entry: &Entry, issuers: &[Vec<String>]) -> bool {
    issuers.iter().any(|issuer| words.windows(issuer.len()).any(|w| w == issuer))
        || entry.facts.platform.as_ref().is_some_and(|platform| words.contains(platform))
}

/// How sure words are.
fn certainty(words: &[String], entry: &Entry, issuers: &[Vec<String>], wording: &Wording) -> Form {
    let has = |list: &[String]| words.iter().any(|word| list.contains(word));
    let ends = |list: &[String]| words.last().is_some_and(|word| list.contains(word));
    let branded = is_branded(words, entry, issuers);
    let marked =
        has(&wording.credential) || ends(&wording.level) || (branded && has(&wording.level));
    let short = match words {
        [word] => word.chars().count() <= 3,
        [word, plus] => plus == "+" && word.len() == 1,
        _ => false,
    };
    let vague = if entry.facts.award.is_course() {
        !branded && !marked && words.len() < 5
    } else {
        // Levels alone do not tell "Developer Associate" from a job.
        !marked && ends(&wording.job)
            || !branded && !has(&wording.credential) && words.len() == 2 && ends(&wording.level)
    };
    if short || vague { Form::Ambiguous } else { Form::Name }
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The words of a name, as matching sees them.
pub(crate) fn words(name: &str) -> Vec<String> {
    tokens(&fold(name).text).iter().map(|token| token.text.to_owned()).collect()
}
