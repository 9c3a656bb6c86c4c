//! Words that look like a credential and are none, and beside each the line in which they are one.
//!
//! `understood/collisions.tsv` has the sentences: a credential that is somebody's topic, product or
//! trade ("built a CISSP practice app"), and letters that mean another thing ("tuned ACLs"). A rule
//! that silences a sentence must not silence its twin, so both are counted here.
#![allow(clippy::unwrap_used)]

mod understood;

const LINES: &str = include_str!("understood/collisions.tsv");

/// Where a sentence stands.
const PLACES: [&str; 5] = [
    "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Built x\n- {}\n",
    "# Ada Example\n\n## Projects\n\n- {}\n\n## Experience\n\n### Clerk, Acme\n\n- Built x\n",
    "# Ada Example\n\n## Summary\n\nI build engines. {}.\n\n## Experience\n\n- Built x\n",
    "# Ada Example\n\n## Experience\n\n- Built x\n\n## Volunteering\n\n- {}\n",
    "# Ada Example\n\n## Experience\n\n- Built x\n\n## Education\n\n- BSc Physics, Example University, 2019\n- {}\n",
];

/// Where a twin stands.
fn place(name: &str) -> &'static str {
    match name {
        "list" => "# Ada Example\n\n## Experience\n\n- Built x\n\n## Certifications\n\n- {}\n",
        "letters" => "# Ada Example, {}\n\n## Experience\n\n- Built x\n",
        "headline" => "# Ada Example\n\nAnalyst | {}\n\n## Experience\n\n- Built x\n",
        "work" => "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Built x\n- {}\n",
        other => panic!("no place is called {other}"),
    }
}

#[test]
fn a_topic_is_no_credential_and_a_credential_is_one() {
    let (mut sentences, mut twins) = (0, 0);
    let mut wrong: Vec<String> = Vec::new();
    let (mut caught, mut missed) = (0, 0);
    for line in LINES.lines().filter(|line| !line.starts_with('#')) {
        let [sentence, stands, twin, id] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns are wanted: {line}");
        };
        for around in PLACES {
            sentences += 1;
            let (document, resume) = understood::read_as("a.md", &around.replace("{}", sentence));
            if let Some(first) = resume.credentials.first() {
                caught += 1;
                let words = document.slice(first.span);
                wrong.push(format!("{sentence:?} yields {words:?} in {around:?}"));
            }
        }
        twins += 1;
        let (_, resume) = understood::read_as("a.md", &place(stands).replace("{}", twin));
        let known = |credential: &resumelint::resume::Credential| {
            credential.known.as_ref().is_some_and(|known| known.id() == id)
        };
        if !resume.credentials.iter().any(known) {
            missed += 1;
            let found: Vec<_> = resume.credentials.iter().map(|c| (&c.name, &c.known)).collect();
            wrong.push(format!("{twin:?} in {stands} yields {found:?} instead of {id}"));
        }
    }
    assert!(sentences >= 500 && twins >= 100, "the suite has shrunk: {sentences} {twins}");
    let summary = format!("{caught} of {sentences} misread, {missed} of {twins} missed");
    assert!(wrong.is_empty(), "{summary}\n{}", wrong.join("\n"));
}

#[test]
fn a_company_below_a_name_gave_it() {
    understood::credentials(
        "Ada Example\n\nEXPERIENCE\n\nEngineer, Acme\n- Built x\n\nCERTIFICATIONS\n\n\
         Arm Accredited Engineer\nArm Ltd.\n2019\n\nHarbour Pilotage\nExample Guild GmbH\n",
        "Arm Accredited Engineer | Harbour Pilotage",
    );
}
