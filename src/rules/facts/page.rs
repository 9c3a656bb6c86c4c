//! What rules can ask about the page: sections, entries, bullets, projects, evidence, links, dates.

use std::sync::Arc;

use foldhash::HashMap;
use jiff::civil::Date;
use minijinja::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::{Fact, MOST_EARLIER, What, none};
use crate::document::{BlockKind, Document, Span};
use crate::folding::comparable;
use crate::resume::{End, Entry, PartialDate, Section, SectionKind};
use crate::rules::On;

impl Fact {
    pub(super) fn get_resume(&self, name: &str) -> Option<Value> {
        let (resume, document) = (self.resume(), &self.facts.document);
        Some(match name {
            "is_resume" => Value::from(resume.is_resume),
            "header" => self.words_value(Some(resume.header)),
            "name" => self.words_value(resume.name),
            "headline" => self.words_value(resume.headline),
            "post_nominals" => self.words_value(resume.post_nominals),
            "sections" => self.list((0..resume.sections.len()).map(What::Section)),
            "entries" => self.list((0..resume.sections.len()).flat_map(|s| self.entries_of(s))),
            "bullets" => self.list((0..resume.sections.len()).flat_map(|s| self.bullets_of(s))),
            "credentials" => self.list((0..resume.credentials.len()).map(What::Credential)),
            "projects" => self.list((0..resume.projects.len()).map(What::Project)),
            "evidence" => self.list((0..resume.evidence.len()).map(What::Evidence)),
            "claims" => self.list((0..resume.claims.len()).map(What::Claim)),
            "links" => self.list((0..resume.links.len()).map(What::Link)),
            "email" => self.words_value(resume.contact.email),
            "phone" => self.words_value(resume.contact.phone),
            "location" => self.words_value(resume.contact.location),
            "role" => self.sibling(What::Role),
            "language" => resume.language.map_or_else(none, Value::from),
            "certifications_lead" => resume.certifications_lead.map_or_else(none, Value::from),
            "unknown_headings" => self.list(
                (0..resume.sections.len()).filter(|&s| self.is_unknown(s)).map(What::Section),
            ),
            "skills" => self.words_list(&resume.skills),
            "unsupported_skills" => self.words_list(&self.unsupported_skills()),
            "platforms" => self.list((0..resume.platforms.len()).map(What::Platform)),
            "fundamentals" => self.list((0..resume.fundamentals.len()).map(What::Fundamental)),
            "credential_words" => Value::from(self.words_below(&CREDENTIALS)),
            "work_words" => Value::from(self.words_below(&WORK)),
            "spelt_otherwise" => self.words_list(&self.spelt_otherwise()),
            "pages" => Value::from(document.pages.len()),
            "words" => Value::from(seen_words(document)),
            "hidden" => self.list(self.parts(On::Run).into_iter()),
            _ => return None,
        })
    }

    pub(super) fn get_role(&self, name: &str) -> Option<Value> {
        let role = self.resume().role;
        Some(match name {
            "field" => Value::from(role.field.name()),
            "level" => role.level.map_or_else(none, |level| Value::from(level.name())),
            _ => return None,
        })
    }

    pub(super) fn get_section(&self, s: usize, name: &str) -> Option<Value> {
        let resume = self.resume();
        let section = resume.sections.get(s)?;
        Some(match name {
            "kind" => Value::from(section.kinds.first()?.name()),
            "kinds" => section.kinds.iter().map(|kind| kind.name()).collect(),
            "heading" => self.words_value(section.heading),
            "body" => self.words_value(Some(section.body)),
            "body_words" => {
                Value::from(self.facts.document.slice(section.body).split_whitespace().count())
            }
            "sidebar" => Value::from(section.sidebar),
            "number" => Value::from(s + 1),
            "entries" => self.list(self.entries_of(s)),
            "bullets" => self.list(self.bullets_of(s)),
            "known" => Value::from(self.is_known_heading(section)),
            "next" => match resume.sections.get(s + 1) {
                Some(_) => self.sibling(What::Section(s + 1)),
                None => none(),
            },
            "out_of_order" => self.list(self.out_of_order(s).into_iter()),
            "credentials" => self.list(
                (0..resume.credentials.len())
                    .filter(|&i| resume.credentials[i].section == Some(s))
                    .map(What::Credential),
            ),
            _ => return None,
        })
    }

    pub(super) fn get_entry(&self, s: usize, e: usize, name: &str) -> Option<Value> {
        let entry = self.entry_at(s, e)?;
        Some(match name {
            "title" => self.words_value(entry.title),
            "organization" => self.words_value(entry.organization),
            "dates" => match entry.dates {
                Some(_) => self.sibling(What::EntryDates(s, e)),
                None => none(),
            },
            "bullets" => self.list((0..entry.bullets.len()).map(|b| What::Bullet(s, e, b))),
            "number" => Value::from(e + 1),
            "previous" => e.checked_sub(1).map_or_else(none, |e| self.sibling(What::Entry(s, e))),
            _ => return None,
        })
    }

    pub(super) fn get_bullet(&self, s: usize, e: usize, b: usize, name: &str) -> Option<Value> {
        let bullet = self.bullet_at(s, e, b)?;
        Some(match name {
            "is_item" => Value::from(bullet.is_item),
            "verb" => self.words_value(bullet.verb),
            "opens" => {
                let opens = bullet.verb.is_some_and(|verb| {
                    let document = &self.facts.document;
                    let before = Span { start: bullet.span.start, end: verb.start };
                    // In running text a small letter goes on with the line above, and a capital behind
                    // the word makes it part of a title: "Research Associate".
                    let after = document.slice(Span { start: verb.end, end: bullet.span.end });
                    let is_sentence = document.slice(verb).starts_with(|c: char| !c.is_lowercase())
                        && !after.trim_start().starts_with(char::is_uppercase);
                    document.slice(before).trim().is_empty() && (bullet.is_item || is_sentence)
                });
                Value::from(opens)
            }
            "actor" => Value::from(bullet.actor.name()),
            "tense" => Value::from(bullet.tense.name()),
            "numbers" => self.words_list(&bullet.numbers),
            "outcomes" => self.words_list(&bullet.outcomes),
            "production" => self.words_list(&bullet.production),
            "earlier" => self.list(self.earlier_bullets(bullet.span).into_iter()),
            "number" => Value::from(b + 1),
            "entry" => self.sibling(What::Entry(s, e)),
            _ => return None,
        })
    }

    pub(super) fn get_project(&self, i: usize, name: &str) -> Option<Value> {
        let project = self.resume().projects.get(i)?;
        Some(match name {
            "title" => self.words_value(Some(project.title)),
            "links" => project.links.iter().map(String::as_str).collect(),
            "outcomes" => self.words_list(&project.outcomes),
            "tutorial" => self.words_value(project.tutorial),
            _ => return None,
        })
    }

    pub(super) fn get_evidence(&self, i: usize, name: &str) -> Option<Value> {
        let evidence = self.resume().evidence.get(i)?;
        Some(match name {
            "kind" => Value::from(evidence.kind.name()),
            "strength" => Value::from(evidence.strength.name()),
            _ => return None,
        })
    }

    pub(super) fn get_claim(&self, i: usize, name: &str) -> Option<Value> {
        let claim = self.resume().claims.get(i)?;
        Some(match name {
            "about" => self.words_value(Some(claim.about)),
            "beyond" => self.beyond(claim).into_iter().collect(),
            "credential" => claim.leans_on.map_or_else(none, |c| self.sibling(What::Credential(c))),
            _ => return None,
        })
    }

    pub(super) fn get_link(&self, i: usize, name: &str) -> Option<Value> {
        let link = self.resume().links.get(i)?;
        Some(match name {
            "target" => Value::from(link.target.as_str()),
            "kind" => Value::from(link.kind.name()),
            "scheme" => Value::from(scheme(&link.target)),
            "host" => host(&link.target).map_or_else(none, Value::from),
            "well_formed" => {
                // What goes on behind a hyphen on the next line was printed whole.
                let text = &self.facts.document.text;
                let is_cut =
                    link.span.is_some_and(|span| text[span.end as usize..].starts_with("-\n"));
                Value::from(is_cut || is_well_formed(&link.target))
            }
            "insecure" => Value::from(is_insecure(&link.target)),
            _ => return None,
        })
    }

    pub(super) fn get_dates(&self, name: &str) -> Option<Value> {
        let dates = self.dates()?;
        let last = match dates.end {
            Some(End::On(date)) => Some(date),
            Some(End::Present) => None,
            None => dates.start,
        };
        let iso = |date: Option<PartialDate>| {
            date.map_or_else(none, |date| Value::from(date.to_string()))
        };
        Some(match name {
            "first_day" => {
                let day = dates.start.and_then(PartialDate::first_day);
                day.map_or_else(none, |day| Value::from(day.to_string()))
            }
            "last_day" => {
                let day = last.and_then(PartialDate::last_day);
                day.map_or_else(none, |day| Value::from(day.to_string()))
            }
            "start" => iso(dates.start),
            "end" => iso(last),
            "present" => Value::from(dates.end == Some(End::Present)),
            "read" => Value::from(dates.start.is_some() || dates.end.is_some()),
            "reversed" => Value::from(match (dates.start, last) {
                (Some(start), Some(end)) => start.first_day() > end.last_day(),
                _ => false,
            }),
            "in_future" => Value::from(
                dates
                    .start
                    .and_then(PartialDate::first_day)
                    .is_some_and(|day| day > self.facts.today),
            ),
            "ends_in_future" => {
                Value::from(last.is_some_and(|date| date.year > self.facts.today.year()))
            }
            "over" => Value::from(
                last.and_then(PartialDate::last_day).is_some_and(|day| day < self.facts.today),
            ),
            _ => return None,
        })
    }

    pub(super) fn get_platform(&self, i: usize, name: &str) -> Option<Value> {
        let used = self.resume().platforms.get(i)?;
        (name == "name").then(|| Value::from(used.platform.as_str()))
    }

    pub(super) fn get_fundamental(&self, i: usize, name: &str) -> Option<Value> {
        let sign = self.resume().fundamentals.get(i)?;
        (name == "pillar").then(|| Value::from(sign.pillar.name()))
    }

    /// Whether the vocabulary knows a section's heading; one without a heading lacks nothing.
    fn is_known_heading(&self, section: &Section) -> bool {
        section.heading.is_none_or(|heading| {
            self.facts.vocabulary.knows_heading(self.facts.document.slice(heading))
        })
    }

    /// Whether a section stands under a heading of its own words.
    fn is_unknown(&self, s: usize) -> bool {
        self.resume().sections.get(s).is_some_and(|section| {
            section.kinds.first() == Some(&SectionKind::Other) && !self.is_known_heading(section)
        })
    }

    /// Listed skills that nothing outside of the skills sections names.
    fn unsupported_skills(&self) -> Vec<Span> {
        let resume = self.resume();
        let folded = self.folded();
        let is_elsewhere = |skill: &Span| {
            let word = comparable(self.facts.document.slice(*skill));
            word.is_empty()
                || places_of(&folded.text, word.trim()).any(|at| {
                    let place = folded.original(at.start, at.end);
                    !resume.skills.iter().any(|other| other.overlaps(place))
                })
        };
        resume.skills.iter().copied().filter(|skill| !is_elsewhere(skill)).collect()
    }

    /// Words of the sections whose leading kind is one of `kinds`.
    fn words_below(&self, kinds: &[SectionKind]) -> usize {
        let sections = self.resume().sections.iter();
        sections
            .filter(|section| section.kinds.first().is_some_and(|kind| kinds.contains(kind)))
            .map(|section| self.facts.document.slice(section.body).split_whitespace().count())
            .sum()
    }

    /// Words with a capital inside that are written with other capitals than where they first stood:
    /// "Github" after "GitHub".
    fn spelt_otherwise(&self) -> Vec<Span> {
        let text = &self.facts.document.text;
        let mut first: HashMap<String, &str> = HashMap::default();
        let mut others = Vec::new();
        // A word ends at a blank, and most that stand between two have no capital to begin with.
        let pieces = text.split_inclusive(char::is_whitespace).scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece))
        });
        let words = pieces.filter(|(_, piece)| piece.contains(char::is_uppercase));
        let words = words.flat_map(|(start, piece)| {
            piece.split_word_bound_indices().map(move |(at, word)| (start + at, word))
        });
        for (at, word) in words {
            let small = word.len() < 3 || !word.starts_with(char::is_uppercase);
            // Words in capitals are headings or emphasis.
            if small || !word.chars().any(char::is_lowercase) {
                continue;
            }
            let span = Span::new(at, at + word.len());
            if self.is_linked(span) || is_part_of_address(text, span) {
                continue;
            }
            let known = *first.entry(word.to_lowercase()).or_insert(word);
            if known != word && (has_inner_capital(known) || has_inner_capital(word)) {
                others.push(span);
            }
        }
        others
    }

    /// Entries of a section that began after the one above them had ended.
    fn out_of_order(&self, s: usize) -> Vec<What> {
        let entries = self.resume().sections.get(s).map_or(&[][..], |section| &section.entries);
        // A single date, or one without a title, may belong to a story that an entry tells.
        let days = |entry: &Entry| -> Option<(Date, Option<Date>)> {
            let dates = entry.dates.as_ref()?;
            let end = match dates.end? {
                End::Present => None,
                End::On(date) => date.last_day(),
            };
            let is_titled = entry.title.is_some_and(|title| {
                !self.facts.document.slice(title).starts_with(char::is_lowercase)
            });
            is_titled.then_some((dates.start?.first_day()?, end))
        };
        let pairs = entries.windows(2).enumerate();
        pairs
            .filter(|(_, pair)| match (days(&pair[0]), days(&pair[1])) {
                (Some((_, Some(ended))), Some((began, _))) => began > ended,
                _ => false,
            })
            .map(|(e, _)| What::Entry(s, e + 1))
            .collect()
    }

    /// Bullets before this one that say the same, blanks and letter case aside.
    fn earlier_bullets(&self, span: Span) -> Vec<What> {
        let alike = self.facts.alike.get_or_init(|| self.bullets_alike());
        alike.get(&span).cloned().unwrap_or_default()
    }

    /// For each bullet that says what an earlier one says, the earlier ones.
    fn bullets_alike(&self) -> HashMap<Span, Vec<What>> {
        let mut said: HashMap<String, Vec<(Span, What)>> = HashMap::default();
        for what in self.parts(On::Bullet) {
            let fact = Fact { facts: Arc::clone(&self.facts), what };
            let Some(span) = fact.span() else { continue };
            let mut plain = String::with_capacity(span.len());
            for word in fact.words().split_whitespace() {
                plain.push(' ');
                plain.extend(word.chars().flat_map(char::to_lowercase));
            }
            said.entry(plain).or_default().push((span, what));
        }
        let mut alike = HashMap::default();
        for same in said.into_values().filter(|same| same.len() > 1) {
            for &(span, _) in &same {
                let earlier = same.iter().take_while(|(other, _)| *other < span);
                let earlier = earlier.take(MOST_EARLIER).map(|&(_, what)| what);
                alike.insert(span, earlier.collect());
            }
        }
        alike
    }
}

/// Sections that list credentials.
const CREDENTIALS: [SectionKind; 2] = [SectionKind::Certifications, SectionKind::Courses];
/// Sections where work stands.
const WORK: [SectionKind; 3] =
    [SectionKind::Experience, SectionKind::Projects, SectionKind::Publications];

/// Where the whole word `word` stands in comparable text.
pub(crate) fn places_of<'a>(
    text: &'a str,
    word: &'a str,
) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes());
    found.map(|at| at..at + word.len()).filter(move |at| {
        !at.is_empty()
            && !letter(text[..at.start].chars().next_back())
            && !letter(text[at.end..].chars().next())
    })
}

/// How many words of the body a reader sees.
fn seen_words(document: &Document) -> usize {
    let seen = document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Field));
    seen.map(|block| document.slice(block.span).split_whitespace().count()).sum()
}

/// Whether a capital stands after a small letter or a capital is followed by a capital.
fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// Whether a word stands right beside what holds addresses and file names together.
fn is_part_of_address(text: &str, span: Span) -> bool {
    let glue = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '@' | '_' | '\\' | '#'));
    glue(text[..span.start as usize].chars().next_back())
        || glue(text[span.end as usize..].chars().next())
}

/// What stands before the colon of a target; nothing for an address without a scheme.
fn scheme(target: &str) -> &str {
    match target.split_once(':') {
        Some((scheme, rest)) if !rest.starts_with(|c: char| c.is_ascii_digit()) => scheme,
        _ => "",
    }
}

/// The host of a web address, with or without a scheme.
fn host(target: &str) -> Option<String> {
    let parsed = match scheme(target) {
        "" => url::Url::parse(&format!("https://{target}")),
        _ => url::Url::parse(target),
    };
    parsed.ok()?.host_str().map(str::to_owned)
}

/// Whether a web address is asked for without encryption, from another machine.
fn is_insecure(target: &str) -> bool {
    let own = ["localhost", "127.0.0.1"];
    scheme(target).eq_ignore_ascii_case("http")
        && is_well_formed(target)
        && host(target).is_none_or(|host| !own.contains(&host.as_str()))
}

/// Whether a target can lead anywhere: a web address with a host of two parts, a mail address with
/// both of its halves, a telephone number with digits.
fn is_well_formed(target: &str) -> bool {
    let scheme = scheme(target).to_ascii_lowercase();
    // Numbers are written with blanks, and words that were marked up as a link lead nowhere on purpose.
    let may_have_blanks = match scheme.as_str() {
        "tel" | "sms" => true,
        "" => !target.contains(['.', '/', '@']),
        _ => false,
    };
    if target.contains(char::is_whitespace) && !may_have_blanks {
        return false;
    }
    match scheme.as_str() {
        "mailto" => {
            let address = target.split_once(':').map_or("", |(_, rest)| rest);
            let address = address.split('?').next().unwrap_or_default();
            address.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && has_two_parts(host) && !host.contains('@')
            })
        }
        "tel" | "sms" => target.contains(|c: char| c.is_ascii_digit()),
        "http" | "https" => host(target).is_some_and(|host| has_two_parts(&host)),
        "" => match target.split_once('@') {
            Some((name, host)) => !name.is_empty() && has_two_parts(host),
            // Without a scheme it may be a telephone number or a file of the author's own.
            None => !target.starts_with("//") && !target.contains(":/"),
        },
        "file" | "javascript" => false,
        // A scheme that nobody has heard of is a slip if it is nearly one that everybody has.
        other => !(other.starts_with("ht") || other.ends_with("ttp") || other.ends_with("ttps")),
    }
}

/// Whether a host has a name and an ending, with nothing missing between its dots.
fn has_two_parts(host: &str) -> bool {
    host == "localhost" || host.contains(':') || {
        let mut parts = host.split('.');
        host.contains('.') && parts.all(|part| !part.is_empty())
    }
}
