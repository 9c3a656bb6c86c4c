//! What is understood of small resumes: each test is a text and one line.
#![allow(clippy::unwrap_used)]

mod understood;

use understood::{
    claims, credentials, dates, details, evidence, kinds, lead, links, projects, role, sections,
    summary,
};

// Sections.

#[test]
fn headings_of_markdown_are_sections_in_order() {
    sections(
        "# Ada Example\n## Experience\nx\n## Education\ny\n## Skills\nz",
        "experience education skills",
    );
}

#[test]
fn plain_lines_are_headings_when_the_vocabulary_knows_all_of_them() {
    sections(
        "Ada Example\n\nSummary\nI build things.\nWork History\nACME 2019\nEducation and Training\nMIT",
        "summary experience education",
    );
}

#[test]
fn a_misspelt_heading_is_a_heading() {
    sections(
        "# A B\n## Certifcates\n- x\n## Proffesional Experience\ny",
        "certifications experience",
    );
}

#[test]
fn letter_spaced_headings_are_read() {
    sections(
        "Ada Example\n\nE X P E R I E N C E\n\nx\n\nE D U C A T I O N\n\ny",
        "experience education",
    );
}

#[test]
fn numbers_emoji_and_colons_are_no_part_of_a_heading() {
    sections("# A B\n## 1. Experience:\nx\n## \u{1f393} Education\ny", "experience education");
}

#[test]
fn a_combined_heading_has_two_kinds() {
    sections(
        "# A B\n## Education & Certificates\nx\n## Experience\ny",
        "education+certifications experience",
    );
}

#[test]
fn headings_inside_a_section_are_its_entries() {
    sections(
        "# A B\n## Experience\n### Acme Corp\n- Built x\n### Projects Inc\n- Built y\n## Education\nz",
        "experience education",
    );
}

#[test]
fn an_unknown_heading_of_the_level_of_sections_is_a_section() {
    sections(
        "# A B\n## Experience\nx\n## Current obsessions\ny\n## Education\nz",
        "experience other education",
    );
}

#[test]
fn a_label_inside_skills_is_no_section() {
    sections(
        "# A B\n## Skills\n- Languages: Python, Rust\n- Certifications: CKA\n## Experience\nx",
        "skills experience",
    );
}

#[test]
fn headings_in_other_languages() {
    sections(
        "# A B\n## Berufserfahrung\nx\n## Ausbildung\ny\n## Zertifikate\nz",
        "experience education certifications",
    );
    sections(
        "# A B\n## Exp\u{e9}rience professionnelle\nx\n## Formation\ny\n## Langues\nz",
        "experience education languages",
    );
    sections(
        "# A B\n## Experiencia laboral\nx\n## Certificaciones\ny\n## Idiomas\nz",
        "experience certifications languages",
    );
    sections(
        "# A B\n## Experi\u{ea}ncia Profissional\nx\n## Forma\u{e7}\u{e3}o Acad\u{ea}mica\ny",
        "experience education",
    );
    sections(
        "# A B\n## Esperienza lavorativa\nx\n## Istruzione\ny\n## Certificazioni\nz",
        "experience education certifications",
    );
    sections(
        "# A B\n## Werkervaring\nx\n## Opleiding\ny\n## Vaardigheden\nz",
        "experience education skills",
    );
    sections(
        "# A B\n## Do\u{15b}wiadczenie zawodowe\nx\n## Wykszta\u{142}cenie\ny\n## Certyfikaty\nz",
        "experience education certifications",
    );
    sections(
        "# A B\n## \u{5de5}\u{4f5c}\u{7ecf}\u{5386}\nx\n## \u{6559}\u{80b2}\u{80cc}\u{666f}\ny\n## \u{8bc1}\u{4e66}\nz",
        "experience education certifications",
    );
    sections(
        "# A B\n## \u{8077}\u{6b74}\nx\n## \u{5b66}\u{6b74}\ny\n## \u{8cc7}\u{683c}\nz",
        "experience education certifications",
    );
}

// Credentials.

#[test]
fn every_item_of_a_certifications_section_is_a_credential() {
    credentials(
        "# A B\n## Certifications\n- AWS Certified AI Practitioner\n- Frobnication Master Diploma Level 3\n",
        "AWS Certified AI Practitioner | Frobnication Master Diploma Level 3",
    );
}

#[test]
fn a_list_on_one_line_is_split() {
    credentials(
        "# A B\n## Certifications\nCompTIA A+, Network+, Security+\n",
        "CompTIA A+ | Network+ | Security+",
    );
    credentials(
        "# A B\n## Skills\n- Certifications: CKA, Terraform Associate | CISSP\n",
        "CKA | Terraform Associate | CISSP",
    );
}

#[test]
fn issuer_and_date_are_no_credentials_of_their_own() {
    credentials(
        "# A B\n## Certifications\n- Frobnication Basics, Coursera, 2021\n- CEH \u{2014} EC-Council (2019)\n",
        "Frobnication Basics | CEH",
    );
}

#[test]
fn names_are_found_outside_of_sections_for_them() {
    credentials(
        "# A B\n## Summary\nEngineer, holds the AWS Certified Machine Learning - Specialty.\n## Experience\n- Built x\n",
        "AWS Certified Machine Learning - Specialty",
    );
}

#[test]
fn letters_after_the_name_are_credentials() {
    credentials("# Ada Example, PMP, CISSP\n\n## Experience\n- Built x\n", "PMP | CISSP");
}

#[test]
fn grammar_finds_what_nobody_lists() {
    credentials(
        "# A B\n## Summary\nPossess a Widget Wrangling Certification and a dog.\n## Experience\n- Built x\n",
        "Widget Wrangling Certification",
    );
    credentials(
        "# A B\n## Skills\nWelding, Frobnicator Certified, Excel, Word\n",
        "Frobnicator Certified",
    );
}

#[test]
fn certificates_stand_among_degrees() {
    credentials(
        "# A B\n## Education\nCertificate, Network Routing, Example Branch 2009\nBachelor of Science, Example University 2008\n",
        "Network Routing",
    );
}

// Traps.

#[test]
fn products_and_papers_have_certificates_too() {
    for line in [
        "Renewed SSL certificates for 40 hosts",
        "Built a certificate renewal system",
        "Sold gift certificates and handled birth certificates",
        "Invested in certificates of deposit",
        "Reduced CPA by 40% for online campaigns",
        "Prepared monthly data for submission to CPA",
        "Connected tools over MCP, the Model Context Protocol",
        "Got A+ grades in all courses",
        "Supported LGBTQAI+ groups",
        "Ensured that all fixtures are certified per UL standards",
        "Worked in an ISO 9001 certified facility",
        "Held a Secret security clearance",
        "Wrote death certificates and insurance certificates",
    ] {
        credentials(&format!("# A B\n## Experience\n### Acme\n- {line}\n"), "");
    }
}

#[test]
fn school_certificates_and_honours_are_no_credentials() {
    credentials(
        "# A B\n## Education\n- Secondary School Certificate (SSC), Example Board, 2010\n- Higher Secondary Certificate (HSC), 2012\n- KCSE, Example School, 2009\n",
        "",
    );
    credentials(
        "# A B\n## Awards\n- Certificate of Merit in academics, 2011\n- Dean's List\n- Kaggle Expert\n- Winner, Example Hackathon\n",
        "",
    );
}

#[test]
fn an_empty_list_has_no_credentials() {
    credentials("# A B\n## Certifications\nNone\n", "");
}

// Evidence, claims, links, role.

#[test]
fn production_counts_where_work_is_described() {
    evidence(
        "# A B\n## Experience\n### Acme\n- Deployed a Python service that serves 40,000 users\n",
        "production-system",
    );
    evidence("# A B\n## Skills\n- Deployment, uptime, production\n", "");
}

#[test]
fn the_word_github_is_no_link() {
    links("# A B\n## Skills\n- Git, GitHub, GitHub Actions\n", "");
    links("# A B\nGitHub: adaexample\n", "code https://github.com/adaexample");
    links(
        "# A B\nhttps://github.com/adaexample/engine\n",
        "code https://github.com/adaexample/engine",
    );
    links("# A B\nada@example.org\n", "email ada@example.org");
}

#[test]
fn a_section_without_content_is_no_publication() {
    evidence("# A B\n## Publications\nN.A.\n", "");
    evidence(
        "# A B\n## Publications\n- A. Example: On engines. Proceedings of Example Conference, 2019\n",
        "publication",
    );
}

#[test]
fn certifications_lead_when_they_stand_before_work() {
    lead("# A B\n## Certifications\n- CKA\n## Experience\n- Built x\n", Some(true));
    lead("# A B\n## Experience\n- Built x\n## Certifications\n- CKA\n", Some(false));
    lead("# A B\n## Education\n- BSc\n## Experience\n- Built x\n", Some(false));
}

#[test]
fn a_claim_leans_on_the_credential_in_its_sentence() {
    claims(
        "# A B\n## Summary\nAWS Certified AI Practitioner and expert in machine learning.\n## Experience\n- x\n",
        "expert in -> aws-ai-practitioner",
    );
    claims("# A B\n## Summary\nExpert in compilers.\n## Experience\n- x\n", "Expert in");
}

#[test]
fn role_comes_from_headline_and_titles() {
    role("# Ada Example\nSenior Software Engineer\n\n## Experience\n- x\n", "engineering senior");
    role(
        "# Ada Example\n\n## Experience\n### Registered Nurse, Example Clinic\n- x\n",
        "non-technical",
    );
    role("# Ada Example\nData Scientist\n\n## Experience\n- x\n", "data");
}

#[test]
fn bullets_say_who_acted_and_with_which_figures() {
    summary(
        "# A B\n## Experience\n### Engineer, Acme\n- Reduced latency by 40% for 3 teams\n- Responsible for reports\n- Helped the team in 2019\n",
        "did past [40%, 3] | duty unknown [] | helped past []",
    );
}

#[test]
fn what_a_document_is_called_heads_no_section() {
    sections("RESUME\n\nAda Example\n\nEXPERIENCE\nx\n\nEDUCATION\ny", "experience education");
    sections(
        "# Curriculum Vitae\n## R\u{e9}sum\u{e9}\nIng\u{e9}nieure depuis dix ans, je construis des ponts et des routes.\n## Formation\ny",
        "summary education",
    );
}

#[test]
fn personal_data_sums_nothing_up() {
    sections(
        "Ada Example\n\nEXPERIENCE\nx\n\nPERSONAL PROFILE\nDate of Birth: 1 May 1990\nNationality: Utopian\n",
        "experience other",
    );
    sections(
        "Ada Example\n\nPERSONAL PROFILE\nI build bridges.\n\nEXPERIENCE\nx",
        "summary experience",
    );
}

#[test]
fn a_mark_behind_a_heading_is_no_part_of_it() {
    sections(
        "Ada Example\n\nEXPERIENCE:-\nx\n\nEDUCATION: -\ny\n\nDECLARATION:-\nz",
        "experience education other",
    );
    // Two sections of this and that, each with a colon.
    sections(
        "Ada Example\n\nEDUCATION:\nx\n\nPASSPORT DETAILS:\ny\n\nPERSONAL DETAILS:\nz",
        "education other other",
    );
}

#[test]
fn an_icon_before_a_heading_makes_it_no_item() {
    sections(
        "Ada Example\n\n\u{f19d} Education\nBSc\n\n\u{f085} Skills\n- Rust\n",
        "education skills",
    );
    // A bullet that comes back is a list's.
    sections("Ada Example\n\nHighlights\n\u{f0b7} Experience\n\u{f0b7} Education\n", "skills");
}

#[test]
fn titles_in_capitals_are_no_sections() {
    sections(
        "Ada Example\n\nEDUCATION\n\nB.COM\n\nJAIN COLLEGE\n\nSKILLS\n\n- Excel",
        "education skills",
    );
}

#[test]
fn the_first_line_below_a_heading_of_its_kind_belongs_to_it() {
    sections("Ada Example\n\nExperience\nx\n\nSkills\nPeople skills\nExcel", "experience skills");
}

#[test]
fn letters_in_the_plural_are_no_credential() {
    credentials("# A B\n## Experience\n- Set up ACLs and routing on 40 switches\n", "");
    credentials("# A B\n## Experience\n- Keeps ACLS certification current\n", "ACLS certification");
}

#[test]
fn an_intern_is_no_engineer_in_training() {
    credentials(
        "# A B\nEngineering Intern\n## Experience\n### Software Engineer Intern\n- Built x\n",
        "",
    );
}

#[test]
fn a_licence_that_ended_is_one_all_the_same() {
    credentials("# A B\n## Accomplishments\n- CDL (expired)\n## Experience\n- Drove\n", "CDL");
}

#[test]
fn the_head_of_a_table_names_no_credential() {
    credentials(
        "# A B\n## Certifications\n| Year | Certificate |\n| --- | --- |\n| 2020 | Lens Grinding Level 2 |\n",
        "Lens Grinding Level 2",
    );
}

#[test]
fn the_licence_of_an_agency_is_no_persons() {
    credentials("# A B\n## Experience\n- Employment Agency License No. 12C3456\n", "");
}

#[test]
fn what_is_measured_in_hours_is_a_course() {
    kinds(
        "# A B\n## Certifications\n- Excel, Example School, 2022 (40 Hrs)\n",
        "course-certificate",
    );
    kinds("# A B\n## Certifications\n- CPR\n- Driver's license\n", "certification license");
}

#[test]
fn a_project_in_one_paragraph_can_be_in_production() {
    evidence(
        "# A B\n## Projects\n### Shop\nA Django shop with a PostgreSQL database that was deployed on AWS for 300 users.\n",
        "project production-system",
    );
}

#[test]
fn a_heading_below_does_not_certify_the_line_above() {
    credentials(
        "# A B\n## Experience\n### Engineer, Acme (2019 - 2022)\n- Worked as TensorFlow developer\n\n## Certifications\n- TensorFlow Developer\n",
        "TensorFlow Developer",
    );
}

#[test]
fn production_of_goods_is_no_running_system() {
    for work in
        ["Engaged in Production Floor Maintenance", "Worked in production planning for two lines"]
    {
        evidence(
            &format!("# A B\n## Experience\n### Software Engineer, Acme (2020 - 2022)\n- {work}\n"),
            "",
        );
    }
    let text = "# A B\n## Experience\n### Software Engineer, Acme (2020 - 2022)\n- Ran it in production for a year\n";
    evidence(text, "production-system");
}

#[test]
fn shipping_and_service_levels_of_an_office_are_no_production() {
    evidence(
        "# A B\n## Experience\n### Clerk, Acme\n- Logged all daily shipping and receiving orders\n",
        "",
    );
    evidence(
        "# A B\n## Experience\n### Banker, Acme\n- Kept compliance with the service level of audits\n",
        "",
    );
}

#[test]
fn handles_of_code_stand_beside_the_name_of_their_host() {
    let (_, resume) = understood::read_as(
        "cv.yaml",
        "cv:\n  name: Ada Example\n  social_networks:\n    - network: GitHub\n      username: adaexample\n    - network: LinkedIn\n      username: ada\n  sections:\n    experience:\n      - company: Acme\n        position: Engineer\n        highlights:\n          - Built x\n",
    );
    let code: Vec<&str> = resume
        .links
        .iter()
        .filter(|link| link.kind.name() == "code")
        .map(|link| link.target.as_str())
        .collect();
    assert_eq!(code, ["https://github.com/adaexample"]);
    links(
        "# A B\nCodeberg: adaexample\n\nhttps://pub.dev/packages/lens\n",
        "code https://codeberg.org/adaexample code https://pub.dev/packages/lens",
    );
}

#[test]
fn numbers_verbs_and_ends_are_known_in_other_languages() {
    details(
        "# A B\n## Zertifikate\n- Linsenschliff Stufe 2, Zertifikatsnummer: LS-20411, g\u{fc}ltig bis 03/2027\n## Berufserfahrung\n- Brillen gebaut und Kunden in der Werkstatt beraten\n",
        "LS-20411 until 2027-03",
    );
}

#[test]
fn what_people_with_a_title_of_software_deploy_is_a_system() {
    for title in ["Software Engineer", "Data Scientist"] {
        for done in
            ["Deployed a churn model to production", "Rolled out the scheduler to 12 clinics"]
        {
            evidence(
                &format!("# A B\n## Experience\n### {title}, Acme\n*2021 - Present*\n- {done}\n"),
                "production-system",
            );
        }
    }
    evidence(
        "# A B\n## Experience\n### Shop Manager, Acme\n*2021 - Present*\n- Launched a shop in Turin\n",
        "",
    );
    evidence("# A B\n## Skills\n- Software Engineer, deployed to production\n", "");
}

#[test]
fn what_stands_below_the_name_of_a_project_is_none_of_its_own() {
    projects(
        "Ada Example\n\nPROJECTS\n\nRetail Shop Database System, November 2025 - January 2026\n\nMySQL,Draw.io\n\nDeveloped a database in third normal form\n\nSimon Says Game, May 2025\n\nBuilt a game for the phone\n",
        "Retail Shop Database System | Simon Says Game",
    );
    projects(
        "# A B\n## Projects\n### Threads of Truth \u{2014} Supply Chain Traceability | React\n- Traced cotton\n",
        "Threads of Truth",
    );
}

#[test]
fn a_year_in_the_midst_of_other_words_dates_no_job() {
    dates(
        "# A B\n## Experience\n### Analyst, Acme\n2015 - 2018\n\nMoved the sites of the whole sector from SharePoint 2010 to SharePoint 2013 for three plants in two countries\n\n### Clerk, Acme\n2012\n",
        "2015 - 2018 | 2012",
    );
}

#[test]
fn awards_below_certifications_are_none() {
    credentials(
        "Ada Example\n\nCERTIFICATIONS\nCertifications: Certified Kubernetes Administrator, Maven Fundamentals\nAwards: Mitacs Accelerate Fellowship, Match of Minds Grant\n",
        "Certified Kubernetes Administrator | Maven Fundamentals",
    );
}
