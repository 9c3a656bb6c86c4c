//! What is done with each file of a run: it is read, judged, compared with those before it, rendered.
//!
//! Judging happens in this process, or with `--isolate` in a worker process that the file may bring
//! down. Either way the same comes out.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use resumelint::document::Status;
use resumelint::extract::Includes;
use resumelint::report::{FileReport, Likeness};

use super::Error;
use super::draw::Drawing;
use super::duplicates::Duplicates;
use super::input::{Content, Input};
use super::isolate::{Isolation, Job, Worker};
use super::judge::Judges;
use super::pipeline::Work;
use super::progress::Progress;
use super::render::{Rendered, Rendering};
use super::settings::{self, Given, Passwords};

/// The work on the files of a run.
pub(super) struct Batch<'a> {
    pub(super) judges: &'a Judges,
    pub(super) rendering: &'a Rendering,
    pub(super) passwords: Option<&'a Passwords>,
    /// Content that an earlier run has dealt with, by hash.
    pub(super) done: &'a HashSet<String>,
    pub(super) progress: &'a Progress,
    pub(super) duplicates: Mutex<Duplicates>,
    pub(super) isolation: Option<&'a Isolation>,
    /// Draws pages where a report shows them; not of files that a worker judges.
    pub(super) drawing: Option<Drawing>,
}

/// A file that was judged.
pub(super) enum Judged {
    /// In this process.
    Here(Box<FileReport>, Likeness),
    /// By a worker, who has rendered it as well.
    Away(Box<Away>),
    /// An earlier run has dealt with the same content.
    DoneBefore,
}

/// A file that a worker has judged.
pub(super) struct Away {
    rendered: Rendered,
    likeness: Likeness,
    /// Kept to ask once more, should it be a duplicate.
    job: Job,
    content: Content,
}

impl Batch<'_> {
    /// Judges a file here.
    fn here(&self, input: &Input, content: &Content) -> Judged {
        let (ruleset, options) = self.judges.of(input);
        let includes = settings::includes(input, &options);
        let given = Given {
            name: &input.name,
            includes: includes.as_ref().map(|includes| includes as &dyn Includes),
            passwords: self.passwords,
        };
        let mut file = settings::judge(&given, content, ruleset, &options);
        if let Some(drawing) = &self.drawing {
            drawing.draw(&mut file, &content.bytes, self.passwords);
        }
        compared(file)
    }

    /// Has a worker judge a file.
    fn away(&self, worker: &mut Worker<'_>, input: &Input, content: Content) -> Judged {
        let (judge, relative) = self.judges.place(input);
        let (_, options) = self.judges.at(judge, &relative);
        let includes = settings::includes(input, &options);
        let job = Job {
            judge,
            relative,
            name: input.name.clone(),
            sha256: content.sha256().to_owned(),
            notes: content.notes.clone(),
            duplicate_of: None,
            may_include: includes.is_some(),
        };
        match worker.judge(&job, &content.bytes, includes.as_ref()) {
            Ok((rendered, likeness)) => {
                Judged::Away(Box::new(Away { rendered, likeness, job, content }))
            }
            Err(note) => {
                let file = FileReport::new(
                    input.name.clone(),
                    Some(content.sha256().to_owned()),
                    Err(note),
                );
                Judged::Here(Box::new(file), Likeness::default())
            }
        }
    }
}

/// A report with what it is compared by.
pub(super) fn compared(file: FileReport) -> Judged {
    match settings::guarded(|| Likeness::of(&file)) {
        Ok(likeness) => Judged::Here(Box::new(file), likeness),
        Err(note) => {
            let file = FileReport::new(file.path, file.sha256, Err(note));
            Judged::Here(Box::new(file), Likeness::default())
        }
    }
}

impl<'a> Work for Batch<'a> {
    type Item = Input;
    type Read = Judged;
    type Done = Option<Rendered>;
    type Hand = Option<Worker<'a>>;

    fn hand(&self) -> Result<Self::Hand, Error> {
        self.isolation.map(Worker::begin).transpose()
    }

    fn read(&self, worker: &mut Self::Hand, input: &Input) -> Judged {
        let (_, options) = self.judges.of(input);
        let judged = match input.read(options.limits.file_bytes) {
            Err(note) => {
                let file = FileReport::new(input.name.clone(), None, Err(note));
                Judged::Here(Box::new(file), Likeness::default())
            }
            Ok(content) if self.done.contains(content.sha256()) => Judged::DoneBefore,
            Ok(content) => match worker {
                Some(worker) => self.away(worker, input, content),
                None => self.here(input, &content),
            },
        };
        self.progress.step();
        judged
    }

    fn settle(&self, _: &Input, judged: &mut Judged) {
        if let (Some(drawing), Judged::Here(file, _)) = (&self.drawing, &mut *judged) {
            drawing.take(file);
        }
        let mut duplicates = self.duplicates.lock().unwrap_or_else(PoisonError::into_inner);
        match judged {
            Judged::Here(file, likeness) if file.status() != Status::NotChecked => {
                file.duplicate_of = duplicates.take(&file.path, file.sha256.as_deref(), likeness);
            }
            Judged::Away(away) if away.rendered.share.status != Status::NotChecked => {
                let Away { job, likeness, .. } = &mut **away;
                job.duplicate_of = duplicates.take(&job.name, Some(&job.sha256), likeness);
            }
            Judged::Here(..) | Judged::Away(_) | Judged::DoneBefore => {}
        }
    }

    fn render(&self, worker: &mut Self::Hand, input: &Input, judged: Judged) -> Option<Rendered> {
        let file = match judged {
            Judged::DoneBefore => return None,
            Judged::Here(file, _) => *file,
            Judged::Away(away) => {
                let Away { rendered, job, content, .. } = *away;
                let Some(worker) = worker.as_mut().filter(|_| job.duplicate_of.is_some()) else {
                    return Some(rendered);
                };
                let (_, options) = self.judges.of(input);
                let includes = settings::includes(input, &options);
                match worker.judge(&job, &content.bytes, includes.as_ref()) {
                    Ok((rendered, _)) => return Some(rendered),
                    Err(note) => FileReport::new(job.name, Some(job.sha256), Err(note)),
                }
            }
        };
        Some(self.rendering.render(file, self.judges.ruleset()))
    }

    fn weight(&self, judged: &Judged) -> usize {
        match judged {
            Judged::DoneBefore => 0,
            Judged::Away(away) => away.rendered.weight() + away.content.bytes.len(),
            Judged::Here(file, _) => file.outcome.as_ref().map_or(0, |report| {
                let document = &report.document;
                let sources: usize = document.sources.iter().map(|source| source.text.len()).sum();
                // A run and a glyph's place cost about this much beside their text.
                let pictures: usize =
                    file.pictures.pages.iter().flatten().map(|picture| picture.png.len()).sum();
                document.text.len() + sources + document.runs.len() * 128 + pictures
            }),
        }
    }
}
