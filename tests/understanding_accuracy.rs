//! How well credentials are found in resumes made for the purpose: every name in every written form,
//! and the traps around them. The table in `docs/accuracy.md` is made here; `UPDATE_DOCS=1` writes it,
//! and a table that differs from the code fails.
#![allow(clippy::unwrap_used)]

mod understood;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Names that the catalogue knows, as people write them.
const KNOWN: [&str; 10] = [
    "AWS Certified AI Practitioner",
    "AWS Certified Machine Learning - Specialty",
    "Certified Kubernetes Administrator",
    "CompTIA Security+",
    "TensorFlow Developer Certificate",
    "Google Professional Machine Learning Engineer",
    "HashiCorp Certified: Terraform Associate",
    "IBM AI Engineering Professional Certificate",
    "Microsoft Certified: Azure AI Fundamentals",
    "Offensive Security Certified Professional",
];

/// Names that nobody lists.
const UNKNOWN: [&str; 5] = [
    "Certified Frobnication Specialist",
    "Advanced Widget Assurance",
    "Introduction to Lens Grinding",
    "Harbour Pilotage Level 3",
    "Example Guild Master Diploma",
];

/// Letters that stand for credentials.
const LETTERS: [&str; 4] = ["PMP", "CISSP", "CKA", "OSCP"];

/// A written form: its row in the table, the file's name, and the resume around `{}`.
type Form = (&'static str, &'static str, &'static str);

/// Forms for names that the catalogue knows.
const KNOWN_FORMS: [Form; 43] = [
    (
        "below a heading with an icon",
        "a.txt",
        "Ada Example\n\n\u{f0b1} Experience\n- Built x\n- Built y\n\n\u{f19d} Certifications\n- {}\n",
    ),
    (
        "with its number on a line",
        "a.txt",
        "Ada Example\n\nCertifications\n\n{}\nUC-ec252189-0d31-49f5-93fb-1c4425bbd2fa\n\nExperience\n\nEngineer, Acme\n- Built x\n",
    ),
    (
        "row of a table",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n| Year | Certificate | Issuer |\n| --- | --- | --- |\n| 2021 | {} | Example Body |\n\n## Experience\n\n- Built x\n",
    ),
    (
        "headings with colon and dash",
        "a.txt",
        "CURRICULUM VITAE\n\nAda Example\n\nEXPERIENCE:-\nEngineer, Acme\n- Built x\n\nCERTIFICATIONS:-\n- {}\n\nPERSONAL DETAILS:-\nDate of Birth: 1 May 1990\nNationality: Utopian\n",
    ),
    (
        "with its number on a line",
        "a.md",
        "# Ada Example\n\n## Experience\n\n- Built x\n\n## Certifications\n\n- {} (License # 00313355)\n",
    ),
    (
        "item of a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}\n\n## Experience\n\n### Engineer, Acme\n\n- Built x\n",
    ),
    (
        "item of a section",
        "a.md",
        "# Ada Example\n\n## Experience\n\n- Built x\n\n## Licenses & Certifications\n\n* {}\n",
    ),
    (
        "item of a section",
        "a.txt",
        "Ada Example\n\nEXPERIENCE\n\nEngineer, Acme\n- Built x\n\nCERTIFICATIONS\n\n- {}\n",
    ),
    (
        "item of a section",
        "a.txt",
        "Ada Example\nSummary\nI build things.\nExperience\nEngineer 2019 to Current Acme\nCertifications\n{}\nSkills\nPython\n",
    ),
    (
        "item of a section",
        "a.md",
        "# Ada Example\n\n## Certifcates\n\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "with issuer and date",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}, Example Body, 2024\n\n## Experience\n\n- Built x\n",
    ),
    (
        "with issuer and date",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {} (Jan 2024)\n\n## Experience\n\n- Built x\n",
    ),
    (
        "with issuer and date",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- 2024-03 {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "with issuer and date",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- [{}](https://www.credly.com/badges/1)\n\n## Experience\n\n- Built x\n",
    ),
    (
        "with issuer and date",
        "a.txt",
        "Ada Example\n\nCertifications\n\n{} \u{2013} 03/2023\nCredential ID ABC12345\n\nExperience\n\nEngineer, Acme\n- Built x\n",
    ),
    (
        "list on one line",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n{}, Example Guild Badge, Harbour Pilotage\n\n## Experience\n\n- Built x\n",
    ),
    (
        "list on one line",
        "a.md",
        "# Ada Example\n\n## Certifications\n\nHarbour Pilotage | {} | Example Guild Badge\n\n## Experience\n\n- Built x\n",
    ),
    (
        "list on one line",
        "a.txt",
        "Ada Example\n\nCERTIFICATIONS\n{}; Harbour Pilotage; Example Guild Badge\n\nEXPERIENCE\n- Built x\n",
    ),
    (
        "label inside another section",
        "a.md",
        "# Ada Example\n\n## Skills\n\n- Languages: Rust\n- Certifications: {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "label inside another section",
        "a.md",
        "# Ada Example\n\n## Skills\n\n**Certifications:** {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "label inside another section",
        "a.md",
        "# Ada Example\n\n## Education\n\nExample University, BSc, 2019\n\n- Certificates: {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "combined heading",
        "a.md",
        "# Ada Example\n\n## Education & Certifications\n\n- BSc Physics, Example University, 2019\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "combined heading",
        "a.md",
        "# Ada Example\n\n## Awards and Certifications\n\n- Winner, Example Hackathon\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "combined heading",
        "a.md",
        "# Ada Example\n\n## Skills & Certifications\n\n- Rust, Python\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "item among degrees",
        "a.md",
        "# Ada Example\n\n## Education\n\n- BSc Physics, Example University, 2019\n- {}, 2021\n\n## Experience\n\n- Built x\n",
    ),
    (
        "in the summary",
        "a.md",
        "# Ada Example\n\n## Summary\n\nEngineer with ten years of work who holds the {} and writes compilers.\n\n## Experience\n\n- Built x\n",
    ),
    (
        "in the summary",
        "a.md",
        "# Ada Example\n\n## Profile\n\n{}. I build engines.\n\n## Experience\n\n- Built x\n",
    ),
    (
        "in the headline",
        "a.md",
        "# Ada Example\n\nSoftware Engineer | {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "in skills",
        "a.md",
        "# Ada Example\n\n## Skills\n\n- Rust, Python, {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "in work",
        "a.md",
        "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Earned the {} in the first year\n",
    ),
    (
        "in work",
        "a.md",
        "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Built x\n- Achieved {} to lead the migration\n",
    ),
    (
        "structured format",
        "a.json",
        "{\"basics\":{\"name\":\"Ada Example\"},\"work\":[{\"name\":\"Acme\",\"position\":\"Engineer\"}],\"certificates\":[{\"name\":\"{}\",\"issuer\":\"Example\",\"date\":\"2024-01-01\"}]}",
    ),
    (
        "structured format",
        "a.yaml",
        "cv:\n  name: Ada Example\n  sections:\n    experience:\n      - company: Acme\n        position: Engineer\n        start_date: 2019-01\n    certifications:\n      - bullet: \"{}\"\n",
    ),
    (
        "German",
        "a.md",
        "# Ada Beispiel\n\n## Berufserfahrung\n\n- Entwicklung von Software\n\n## Zertifikate\n\n- {}\n",
    ),
    (
        "French",
        "a.md",
        "# Ada Exemple\n\n## Exp\u{e9}rience professionnelle\n\n- D\u{e9}veloppement\n\n## Certifications\n\n- {}\n",
    ),
    (
        "Spanish",
        "a.md",
        "# Ada Ejemplo\n\n## Experiencia laboral\n\n- Desarrollo\n\n## Certificaciones\n\n- {}\n",
    ),
    (
        "Portuguese",
        "a.md",
        "# Ada Exemplo\n\n## Experi\u{ea}ncia profissional\n\n- Desenvolvimento\n\n## Certifica\u{e7}\u{f5}es\n\n- {}\n",
    ),
    (
        "Italian",
        "a.md",
        "# Ada Esempio\n\n## Esperienza lavorativa\n\n- Sviluppo\n\n## Certificazioni\n\n- {}\n",
    ),
    (
        "Dutch",
        "a.md",
        "# Ada Voorbeeld\n\n## Werkervaring\n\n- Ontwikkelde software\n\n## Certificaten\n\n- {}\n",
    ),
    (
        "Polish",
        "a.md",
        "# Ada Przyk\u{142}ad\n\n## Do\u{15b}wiadczenie\n\n- Rozw\u{f3}j\n\n## Certyfikaty\n\n- {}\n",
    ),
    (
        "Chinese",
        "a.md",
        "# \u{674e}\u{4f8b}\n\n## \u{5de5}\u{4f5c}\u{7ecf}\u{5386}\n\n- \u{5f00}\u{53d1}\n\n## \u{8bc1}\u{4e66}\n\n- {}\n",
    ),
    (
        "Japanese",
        "a.md",
        "# \u{4f8b}\u{82b1}\u{5b50}\n\n## \u{8077}\u{6b74}\n\n- \u{958b}\u{767a}\n\n## \u{8cc7}\u{683c}\n\n- {}\n",
    ),
    (
        "Korean",
        "a.md",
        "# \u{ae40}\u{c608}\n\n## \u{acbd}\u{b825}\n\n- \u{ac1c}\u{bc1c}\n\n## \u{c790}\u{aca9}\u{c99d}\n\n- {}\n",
    ),
];

/// Forms for names that nobody lists: places where every item counts.
const UNKNOWN_FORMS: [Form; 14] = [
    (
        "unknown name in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name in a section",
        "a.txt",
        "Ada Example\n\nEXPERIENCE\n\n- Built x\n\nCERTIFICATIONS\n\n- {}\n",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}, Coursera, 2021\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {} (2021)\n- CKA\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\nCKA, {}, OSCP\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Example\n\n## Skills\n\n- Certifications: {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name in a section",
        "a.json",
        "{\"basics\":{\"name\":\"Ada Example\"},\"certificates\":[{\"name\":\"{}\",\"issuer\":\"Example\"}]}",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Beispiel\n\n## Zertifikate\n\n- {}\n\n## Berufserfahrung\n\n- x\n",
    ),
    (
        "unknown name in a section",
        "a.md",
        "# Ada Exemple\n\n## Certifications\n\n- {}\n\n## Formation\n\n- x\n",
    ),
    (
        "course with its platform",
        "a.md",
        "# Ada Example\n\n## Courses\n\n- {} (Udemy)\n\n## Experience\n\n- Built x\n",
    ),
    (
        "course with its platform",
        "a.md",
        "# Ada Example\n\n## Training\n\n- {}, Coursera, 2020\n\n## Experience\n\n- Built x\n",
    ),
    (
        "course with its platform",
        "a.md",
        "# Ada Example\n\n## Online Courses\n\n- edX: {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name by grammar",
        "a.md",
        "# Ada Example\n\n## Summary\n\nHolds the {} certification and builds engines.\n\n## Experience\n\n- Built x\n",
    ),
    (
        "unknown name by grammar",
        "a.md",
        "# Ada Example\n\n## Summary\n\nEngineer, certified in {}.\n\n## Experience\n\n- Built x\n",
    ),
];

/// Forms for letters.
const LETTER_FORMS: [Form; 9] = [
    ("letters after the name", "a.md", "# Ada Example, {}\n\n## Experience\n\n- Built x\n"),
    ("letters after the name", "a.md", "# Ada Example, MBA, {}\n\n## Experience\n\n- Built x\n"),
    (
        "letters after the name",
        "a.txt",
        "Ada Example, {}\nada@example.org\n\nEXPERIENCE\n\n- Built x\n",
    ),
    (
        "letters in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}\n\n## Experience\n\n- Built x\n",
    ),
    (
        "letters in a section",
        "a.md",
        "# Ada Example\n\n## Certifications\n\n- {}, 2020\n\n## Experience\n\n- Built x\n",
    ),
    (
        "letters in a section",
        "a.txt",
        "Ada Example\n\nCertifications: {}\n\nExperience\n\nEngineer, Acme\n- Built x\n",
    ),
    (
        "letters by grammar",
        "a.md",
        "# Ada Example\n\n## Summary\n\n{}-certified engineer who builds compilers.\n\n## Experience\n\n- Built x\n",
    ),
    (
        "letters by grammar",
        "a.md",
        "# Ada Example\n\n## Skills\n\n- Rust, {} certified\n\n## Experience\n\n- Built x\n",
    ),
    (
        "letters by grammar",
        "a.md",
        "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Passed the {} exam in the first year\n",
    ),
];

/// What is no credential, in every place in which it may stand.
const TRAPS: [&str; 34] = [
    "Renewed SSL certificates for 40 hosts",
    "Built a certificate renewal system in Go",
    "Automated certificate rotation and certificate management",
    "Implemented client certificates for mutual TLS",
    "Sold gift certificates to customers",
    "Handled birth certificates and death certificates",
    "Filed certificates of insurance for vendors",
    "Managed certificates of deposit worth $2 million",
    "Reduced CPA by 40% in online campaigns",
    "Prepared monthly data for submission to CPA",
    "Connected tools over MCP servers",
    "Got A+ grades in every course",
    "Supported LGBTQAI+ groups on campus",
    "Ensured that all fixtures are certified per UL standards",
    "Worked in an ISO 9001 certified facility",
    "Took the company through ISO 27001 certification",
    "Shipped a product with FDA certification",
    "Held a Secret security clearance",
    "Reviewed software licenses and license agreements",
    "Kept the license server running",
    "Issued marriage licenses and business licenses",
    "Wrote an MIT license parser",
    "Sent certified mail to tenants",
    "Processed certified payroll for crews",
    "Sold certified pre-owned cars",
    "Certificate of appreciation from the mayor",
    "Certificate of participation in a quiz",
    "Secondary School Certificate (SSC), Example Board",
    "Higher Secondary Certificate (HSC)",
    "KCSE, Example High School, 2009",
    "Dean's List, Example University",
    "Eagle Scout",
    "Kaggle Expert, top 5% in competitions",
    "Winner of the Example Hackathon",
];

/// Where a trap stands.
const TRAP_PLACES: [&str; 5] = [
    "# Ada Example\n\n## Experience\n\n### Engineer, Acme\n\n- Built x\n- {}\n",
    "# Ada Example\n\n## Experience\n\n### Clerk, Acme\n\n- {}\n\n## Education\n\n- BSc, Example University\n",
    "# Ada Example\n\n## Awards\n\n- {}\n\n## Experience\n\n- Built x\n",
    "# Ada Example\n\n## Summary\n\nI build engines. {}.\n\n## Experience\n\n- Built x\n",
    "# Ada Example\n\n## Skills\n\n- Rust\n- {}\n\n## Experience\n\n- Built x\n",
];

#[derive(Default)]
struct Row {
    expected: usize,
    found: usize,
    extra: usize,
}

/// Whether found words are the name, or a part of the line that holds it.
fn same(found: &str, name: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (found, name) = (plain(found), plain(name));
    found.contains(&name) || name.contains(&found) && found.len() * 2 >= name.len()
}

fn measure(
    forms: &[Form],
    names: &[&str],
    rows: &mut BTreeMap<&'static str, Row>,
    misses: &mut String,
) {
    for &(row, file, around) in forms {
        for name in names {
            let text = around.replace("{}", name);
            let (document, resume) = understood::read_as(file, &text);
            let found: Vec<&str> =
                resume.credentials.iter().map(|c| document.slice(c.span)).collect();
            let row_entry = rows.entry(row).or_default();
            row_entry.expected += 1;
            let beside = ["Example Guild Badge", "Harbour Pilotage", "CKA", "OSCP"];
            if found.iter().any(|found| same(found, name)) {
                row_entry.found += 1;
            } else {
                writeln!(misses, "missed {name:?} as {row} in {around:?}: {found:?}").unwrap();
            }
            for extra in &found {
                let listed =
                    beside.iter().any(|other| around.contains(other) && same(extra, other));
                if !same(extra, name) && !listed {
                    row_entry.extra += 1;
                    writeln!(misses, "extra {extra:?} with {name:?} as {row} in {around:?}")
                        .unwrap();
                }
            }
        }
    }
}

#[test]
fn accuracy_is_what_the_table_says() {
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    let mut misses = String::new();
    measure(&KNOWN_FORMS, &KNOWN, &mut rows, &mut misses);
    measure(&UNKNOWN_FORMS, &UNKNOWN, &mut rows, &mut misses);
    measure(&LETTER_FORMS, &LETTERS, &mut rows, &mut misses);
    let mut traps = 0;
    let mut caught = 0;
    for place in TRAP_PLACES {
        for trap in TRAPS {
            let (document, resume) = understood::read_as("a.md", &place.replace("{}", trap));
            traps += 1;
            if let Some(first) = resume.credentials.first() {
                caught += 1;
                let words = document.slice(first.span);
                writeln!(misses, "trapped by {trap:?} in {place:?}: {words:?}").unwrap();
            }
        }
    }
    let contexts = KNOWN_FORMS.len() + UNKNOWN_FORMS.len() + LETTER_FORMS.len();
    let expected: usize = rows.values().map(|row| row.expected).sum();
    let found: usize = rows.values().map(|row| row.found).sum();
    let extra: usize = rows.values().map(|row| row.extra).sum::<usize>() + caught;
    assert!(expected >= 300 && contexts >= 60 && traps >= 150, "the suite has shrunk");
    let table = table(&rows, contexts, traps, caught, (expected, found, extra));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/accuracy.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let recall = found as f64 / expected as f64;
    let precision = found as f64 / (found + extra) as f64;
    assert!(recall >= 0.95 && precision >= 0.95, "{recall:.3} {precision:.3}\n{misses}");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, table, "run the tests with UPDATE_DOCS=1\n{misses}");
}

fn table(
    rows: &BTreeMap<&'static str, Row>,
    contexts: usize,
    traps: usize,
    caught: usize,
    (expected, found, extra): (usize, usize, usize),
) -> String {
    let mut table = String::from(
        "# How well credentials are found\n\n\
         Generated by `UPDATE_DOCS=1 cargo test --test understanding_accuracy`; the same test fails when\n\
         this table and the code disagree. The resumes are made up for the purpose, so that the figures\n\
         tell which written forms are understood, and not how often they occur.\n\n",
    );
    let percent = |a: usize, b: usize| if b == 0 { 100.0 } else { 100.0 * a as f64 / b as f64 };
    writeln!(table, "{expected} mentions in {contexts} contexts, {traps} traps.\n").unwrap();
    table.push_str("| written form | mentions | found | recall | wrongly found | precision |\n");
    table.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (name, row) in rows {
        writeln!(
            table,
            "| {name} | {} | {} | {:.1}% | {} | {:.1}% |",
            row.expected,
            row.found,
            percent(row.found, row.expected),
            row.extra,
            percent(row.found, row.found + row.extra),
        )
        .unwrap();
    }
    writeln!(table, "| traps | | | | {caught} of {traps} | |").unwrap();
    writeln!(
        table,
        "| all | {expected} | {found} | {:.1}% | {extra} | {:.1}% |",
        percent(found, expected),
        percent(found, found + extra),
    )
    .unwrap();
    table
}
