//! Resumes in the classes that people use, and sources that mean harm.

use super::*;
use crate::document::{BlockKind, NoteKind, Visibility};
use crate::extract::{Included, Includes};

fn document(latex: &str) -> Document {
    read(&Source::new("cv.tex", latex.as_bytes()), &Limits::default())
}

fn shown(document: &Document) -> String {
    let line = |block: &crate::document::Block| {
        let kind = match block.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::ListItem { level } => format!("li{level}"),
            BlockKind::TableRow => "tr".to_owned(),
            _ => "p".to_owned(),
        };
        let words = document.slice(block.span);
        format!("{kind} {}", words.replace('\n', "⏎").replace('\t', "⇥"))
    };
    document.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The blocks of `latex`, a line each.
fn check(latex: &str, expect: &str) {
    assert_eq!(shown(&document(latex)), expect, "{latex}");
}

/// The words and targets of the links of `latex`.
fn check_links(latex: &str, expect: &[(&str, &str)]) {
    let document = document(latex);
    let links: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| (link.span.map_or("", |span| document.slice(span)), link.target.as_str()))
        .collect();
    assert_eq!(links, expect, "{latex}");
}

#[test]
fn a_plain_article_is_read() {
    check(
        "\\documentclass{article}\n\\usepackage{hyperref}\n\\title{Hidden}\n\\begin{document}\n\
         {\\LARGE\\bfseries Ada Example}\\\\[4pt]\nLondon \\quad ada@example.com\n\n\
         \\section*{Work \\& more}\n\\textbf{Engineer} \\hfill 2019 -- 2021\n\
         \\begin{itemize}\n\\item Built engines, % not this\n  in brass.\n\\item[Tools] Rust\n\\end{itemize}\n\
         After.\n\\end{document}\nNothing.",
        "p Ada Example⏎London⇥ada@example.com\nh2 Work & more\np Engineer⇥2019 – 2021\n\
         li1 Built engines, in brass.\nli1 Tools Rust\np After.",
    );
}

#[test]
fn tables_are_rows() {
    check(
        "\\begin{tabularx}{\\textwidth}{@{}lX@{}}\\hline\n\\textbf{Cloud} & AWS, \\textit{GCP} \\\\[2pt]\nIaC & Bash\\\\\n\\end{tabularx}\nEnd",
        "tr Cloud⇥AWS, GCP\ntr IaC⇥Bash\np End",
    );
}

#[test]
fn own_commands_are_expanded() {
    check(
        "\\newcommand{\\job}[3][now]{\\textbf{#2} at #3, #1\\par}\n\\newcommand\\me{Ada}\n\\begin{document}\n\
         \\me: \\job{Engineer}{Engines}\\job[2020]{Clerk}{Bank}\\end{document}",
        "p Ada: Engineer at Engines, now\np Clerk at Bank, 2020",
    );
    check(
        "\\newenvironment{part}[1]{\\section{#1}\\begin{itemize}}{\\end{itemize}}\\begin{document}\
         \\begin{part}{Work}\\item One\\end{part}Two\\end{document}",
        "h2 Work\nli1 One\np Two",
    );
}

#[test]
fn measures_and_boxes_are_no_words() {
    check(
        "\\newcommand{\\boxed}[1]{\\begingroup\\setbox0=\\hbox{#1}\\parbox{\\wd0}{\\box0}\\endgroup}\n\
         \\newcommand{\\ico}[1]{\\makebox(12, 12){\\csname fa#1\\endcsname}}\\begin{document}\n\
         \\ico{Star} \\boxed{Bremen} \\rule[-1mm]{1mm}{0.9cm} \\fontfamily{phv}\\selectfont Ada\\par\n\
         \\moveleft.5\\hoffset\\vbox{\\hrule width 7in height 1pt}\n\nWork \\parskip = 8pt \\unknownskip 3\\end{document}",
        "p Bremen Ada\np Work 3",
    );
}

#[test]
fn an_unknown_command_parts_what_it_stands_between() {
    check("ada@example.org\\sbull +44 1\\sbull London", "p ada@example.org +44 1 London");
    check("{\\capital E}ngineer", "p Engineer");
}

#[test]
fn europecv_and_limecv_put_things_in_their_places() {
    check(
        "\\documentclass{europecv}\\ecvname{Ada Example}\\ecvtelephone[+44 2]{+44 1}\\ecvemail{ada@example.org}\
         \\begin{document}\\selectlanguage{english}\\begin{europecv}\\ecvpersonalinfo[7pt]\\ecvsection{Work}\
         \\ecvitem[7pt]{2019 -- 2021}{Engineer}\\ecvlanguage{French}{C1}{C1}{B2}{B2}{B2}\\end{europecv}\\end{document}",
        "h1 Ada Example\np +44 1\np ada@example.org\nh2 Work\np 2019 – 2021⇥Engineer\np French⇥C1⇥C1⇥B2⇥B2⇥B2",
    );
    check(
        "\\documentclass{limecv}\\begin{document}\\begin{cvSidebar}\\cvID{Ada}{Example}{picture}{Engineer}\
         \\cvLanguage{French}{4}\\end{cvSidebar}\\begin{cvMainContent}\\begin{cvSkills}\\cvSkillTwo{5}{Rust}{4}{Go}\
         \\end{cvSkills}\\end{cvMainContent}\\end{document}",
        "h1 Ada Example\np Engineer\np French\np Rust⇥Go",
    );
}

#[test]
fn moderncv_and_awesome_cv_put_things_in_their_places() {
    check(
        "\\documentclass{moderncv}\n\\name{Ada}{Example}\n\\social[github]{ada}\n\\email{ada@example.com}\n\
         \\begin{document}\\makecvtitle\n\\section{Work}\n\
         \\cventry{2019--2021}{Engineer}{Engines Ltd}{London}{}{\\begin{itemize}\\item Built\\end{itemize}}\n\
         \\cvitem{Languages}{Rust}\n\\cvlistitem{CKA}\\end{document}",
        "h1 Ada Example\np ada\np ada@example.com\nh2 Work\np Engineer⇥Engines Ltd⇥London⇥2019–2021\n\
         li1 Built\np Languages⇥Rust\nli1 CKA",
    );
    check(
        "\\documentclass{awesome-cv}\\begin{document}\\cvsection{Work}\\begin{cventries}\
         \\cventry{Engineer}{Engines Ltd}{London}{2019}{\\begin{cvitems}\\item{Built}\\end{cvitems}}\\end{cventries}\\end{document}",
        "h2 Work\np Engineer⇥Engines Ltd⇥London⇥2019\nli1 Built",
    );
}

#[test]
fn sb2nov_children_are_read_whether_they_define_their_commands_or_not() {
    let body = "\\section{Work}\\resumeSubHeadingListStart\\resumeSubheading{Engines Ltd}{London}{Engineer}{2019}\
         \\resumeItemListStart\\resumeItem{Built \\textbf{two}}\\resumeItemListEnd\\resumeSubHeadingListEnd";
    let expect = "h2 Work\np Engines Ltd⇥London⏎Engineer⇥2019\nli1 Built two";
    check(body, expect);
    let defined = format!(
        "\\documentclass{{article}}\\newcommand{{\\resumeItem}}[1]{{\\item\\small{{#1}}}}\
         \\newcommand{{\\resumeSubheading}}[4]{{\\item\\begin{{tabular*}}{{1in}}{{lr}}\\textbf{{#1}}&#2\\\\#3&#4\\end{{tabular*}}}}\
         \\newcommand{{\\resumeItemListStart}}{{\\begin{{itemize}}}}\\newcommand{{\\resumeItemListEnd}}{{\\end{{itemize}}}}\
         \\begin{{document}}{body}\\end{{document}}"
    );
    check(&defined, expect);
}

#[test]
fn accents_and_symbols_are_decoded() {
    check(
        "Zo\\\"e K\\\"{u}nz, caf\\'e \\v{S}koda na\\\"\\i ve \\ss{} \\c{c}a 50\\% C\\# ``x'' a~b \\LaTeX\\ y",
        "p Zoë Künz, café Škoda naïve ß ça 50% C# “x” a b LaTeX y",
    );
}

#[test]
fn handles_become_links() {
    check_links(
        "\\github{ada}\\linkedin{ada-e}",
        &[("ada", "https://github.com/ada"), ("ada-e", "https://www.linkedin.com/in/ada-e")],
    );
    check_links(
        "\\faGithub\\ ada-e \\quad \\faLinkedin~\\href{https://x.org/a%20b}{me}",
        &[("ada-e", "https://github.com/ada-e"), ("me", "https://x.org/a%20b")],
    );
    check_links(
        "\\newcommand{\\gh}[1]{\\href{https://github.com/#1}{#1}}\\gh{ada} \\url{https://a.org/x_y}",
        &[("ada", "https://github.com/ada"), ("https://a.org/x_y", "https://a.org/x_y")],
    );
    check_links(
        "\\faIcon{github}~\\href{https://github.com/ada}{github.com/ada}",
        &[("github.com/ada", "https://github.com/ada")],
    );
}

#[test]
fn an_address_may_begin_with_any_letter() {
    check_links("\\href{éa.org}{me}", &[("me", "éa.org")]);
    check_links("\\href{é#x}{me} \\url{\u{2019}}", &[("me", "é#x"), ("\u{2019}", "\u{2019}")]);
}

#[test]
fn what_is_not_set_is_not_text() {
    check("a\\iffalse b\\else c\\fi d \\begin{comment}x\\end{comment}e", "p acd e");
    check("\\newif\\ifphone\\phonefalse\\ifphone 123\\fi x", "p x");
    check("a\\vspace{-2pt}\\setlength{\\parskip}{0pt}\\faIcon[regular]{user} b", "p a b");
    check("\\ifthenelse{\\equal{}{}}{yes}{no}", "p yes");
}

#[test]
fn hidden_words_say_why() {
    let document = document(
        "\\definecolor{paper}{HTML}{FFFFFF}a\\textcolor{white}{b}{\\color{paper}c}\\fontsize{0.1pt}{1pt}\\selectfont d \\colorbox{black}{\\textcolor{white}{e}}",
    );
    let hidden: Vec<(&str, Visibility)> = document
        .runs
        .iter()
        .filter(|run| run.visibility != Visibility::Visible)
        .map(|run| (document.slice(run.span), run.visibility))
        .collect();
    assert_eq!(
        hidden,
        [
            ("b", Visibility::SameColor),
            ("c", Visibility::SameColor),
            ("d", Visibility::TooSmall),
            ("e", Visibility::TooSmall),
        ]
    );
}

#[test]
fn comments_stand_beside_the_document() {
    let document = document("a % resumelint-ignore x: y\nb \\textbf % z\n{c}");
    assert_eq!(document.text, "a b c");
    let comments: Vec<(&str, u32)> =
        document.comments.iter().map(|comment| (comment.text.as_str(), comment.at)).collect();
    assert_eq!(comments, [("resumelint-ignore x: y", 1), ("z", 3)]);
}

struct Folder;

impl Includes for Folder {
    fn read(&self, path: &str) -> Result<Included, String> {
        let text = match path {
            "work.tex" => "\\section{Work}\nBuilt \\input{more}",
            "more.tex" => "engines.\\input{work}",
            _ => return Err("it is not below the folder".to_owned()),
        };
        Ok(Included { name: path.to_owned(), bytes: text.into() })
    }
}

#[test]
fn included_files_are_read_through_the_caller_alone() {
    let text = b"\\begin{document}\\input{work}\\input{/etc/passwd}\\end{document}";
    let source = Source { includes: Some(&Folder), ..Source::new("cv.tex", text) };
    let document = read(&source, &Limits::default());
    assert_eq!(shown(&document), "h2 Work\np Built engines.");
    assert_eq!(document.sources.len(), 3);
    let notes: Vec<&str> = document.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        [
            "work was not read: it includes itself",
            "/etc/passwd was not read: it is not below the folder",
        ]
    );
    let alone = read(&Source::new("cv.tex", text), &Limits::default());
    assert!(alone.notes.iter().all(|note| note.kind == NoteKind::IncludeNotRead));
    assert_eq!(alone.notes.len(), 2);
}

#[test]
fn harm_ends_with_a_note() {
    for source in [
        "\\def\\x{\\x\\x}\\x".to_owned(),
        "\\def\\x#1{\\x{#1#1}}\\x{a}".to_owned(),
        "{".repeat(200_000),
        "\\textbf{".repeat(50_000),
        "\\begin{itemize}\\item a".repeat(20_000),
        "\\newcommand{\\a}{".repeat(50_000),
        "\\item[".repeat(50_000),
    ] {
        let document = document(&source);
        assert!(document.text.len() < 10 << 20);
    }
    let looped = document("\\def\\x{\\x\\x}\\x");
    assert!(looped.notes.iter().any(|note| note.kind == NoteKind::Limit));
}

/// Files beside the resume, by name.
struct Beside(&'static [(&'static str, &'static str)]);

impl Includes for Beside {
    fn read(&self, path: &str) -> Result<Included, String> {
        let found = self.0.iter().find(|(name, _)| *name == path).ok_or("no such file")?;
        Ok(Included { name: path.to_owned(), bytes: found.1.as_bytes().to_vec() })
    }
}

const PUBS: &str = "@article{one, author={Example, Ada}, title={First}, journal={Engines}, year=1843, \
                    doi={10.1000/1}}\n@inproceedings{two, title={Second}, booktitle={Proc.\\ of Looms}, \
                    year=1844, keywords={own}}\n@misc{three, title={Third \\'e}}\n";

/// The document that `latex` makes beside these files.
fn beside(latex: &str, files: &'static [(&'static str, &'static str)]) -> Document {
    let files = Beside(files);
    let source = Source { includes: Some(&files), ..Source::new("cv.tex", latex.as_bytes()) };
    read(&source, &Limits::default())
}

/// The blocks of `latex` beside `pubs.bib`.
fn check_pubs(latex: &str, expect: &str) {
    let document = beside(latex, &[("pubs.bib", PUBS)]);
    assert_eq!(shown(&document), expect, "{latex}");
    assert!(document.notes.is_empty(), "{:?}", document.notes);
}

#[test]
fn a_bibliography_is_printed_where_it_stands() {
    check_pubs(
        "\\addbibresource{pubs.bib}\\begin{document}\\section{Publications}\\nocite{*}\n\
         \\printbibliography[heading=none]\\section{More}\\end{document}",
        "h2 Publications\nli1 Ada Example. First. Engines. 1843. doi 10.1000/1\n\
         li1 Second. Proc. of Looms. 1844.\nli1 Third é.\nh2 More",
    );
    // What is cited is known at the end, and the list may stand before.
    check_pubs(
        "\\begin{document}\\bibliography{pubs}\nAs told\\cite[p.~2]{two}.\\end{document}",
        "h2 References\nli1 Second. Proc. of Looms. 1844.\np As told.",
    );
    check_pubs(
        "\\documentclass{moderncv}\\begin{document}\\nocite{one,three}\\bibliography{pubs}\\end{document}",
        "h2 Publications\nli1 Ada Example. First. Engines. 1843. doi 10.1000/1\nli1 Third é.",
    );
    check_pubs(
        "\\addbibresource{pubs.bib}\\begin{document}\\begin{itemize}\\item \\fullcite{two}\\item \\fullcite{x}\
         \\end{itemize}\\end{document}",
        "li1 Second. Proc. of Looms. 1844.\nli1 x",
    );
}

#[test]
fn each_list_has_its_own_entries_and_title() {
    check_pubs(
        "\\addbibresource{pubs.bib}\\defbibheading{plain}[All]{\\subsection*{#1}}\\begin{document}\\nocite{*}\
         \\printbibliography[heading=subbibliography,title={Journal papers, mine},type=article]\
         \\printbibliography[heading=plain,nottype=article,notkeyword={own}]\
         \\printbibliography[keyword=own,title=Talks]\\end{document}",
        "h3 Journal papers, mine\nli1 Ada Example. First. Engines. 1843. doi 10.1000/1\nh3 All\n\
         li1 Third é.\nh2 Talks\nli1 Second. Proc. of Looms. 1844.",
    );
    check_pubs(
        "\\renewcommand{\\refname}{Papers}\\begin{document}\\nocite{three}\\bibliography{pubs}\\end{document}",
        "h2 Papers\nli1 Third é.",
    );
}

#[test]
fn an_entry_leads_back_to_its_own_file() {
    let document = beside("\\nocite{*}\\bibliography{pubs}", &[("pubs.bib", PUBS)]);
    let word = document.text.find("First").expect("the title is there");
    let location = document.locate(crate::document::Span::new(word, word + 5));
    assert_eq!(document.sources[location.file as usize].name, "pubs.bib");
    assert_eq!((location.line, location.column), (Some(1), Some(45)));
    let links: Vec<&str> = document.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(links, ["https://doi.org/10.1000/1"]);
}

#[test]
fn a_bibliography_that_is_not_read_is_noted() {
    let latex = "\\addbibresource{pubs.bib}\\begin{document}\\printbibliography\\end{document}";
    for document in [document(latex), beside(latex, &[])] {
        assert_eq!(document.notes.len(), 1, "{:?}", document.notes);
        assert_eq!(document.notes[0].kind, NoteKind::IncludeNotRead);
        assert!(document.notes[0].message.starts_with("pubs.bib was not read: "));
    }
    // What is named and never printed is not missed.
    assert!(
        document("\\addbibresource{pubs.bib}\\begin{document}a\\end{document}").notes.is_empty()
    );
    assert_eq!(document("\\begin{document}\\printbibliography a\\end{document}").notes.len(), 1);
    let broken = beside(latex, &[("pubs.bib", "@misc{a, title={A} b={}}\n@misc{b, title={B}}")]);
    assert_eq!(shown(&broken), "h2 References\nli1 B.");
    assert_eq!(broken.notes[0].kind, NoteKind::IncludeNotRead);
}

/// The blocks of `latex` beside `mycv.cls` and `mystyle.sty`.
fn check_class(latex: &str, class: &'static str, expect: &str) {
    let files = Box::leak(Box::new([("mycv.cls", class), ("mystyle.sty", class)]));
    let document = beside(latex, files);
    assert_eq!(shown(&document), expect, "{latex} in {class}");
    assert!(document.notes.is_empty(), "{:?}", document.notes);
}

#[test]
fn a_class_beside_the_document_says_what_its_commands_show() {
    let body = "\\begin{document}\\job{Engineer}{2019}{Engines Ltd}\\begin{deeds}{Work}\\item One\\end{deeds}\\end{document}";
    let class = "No words.\\newcommand\\job[3]{\\textbf{#1} \\hfill #2\\\\ at #3\\par}\
                 \\newenvironment{deeds}[1]{\\section{#1}\\begin{itemize}}{\\end{itemize}}";
    let expect = "p Engineer⇥2019⏎at Engines Ltd\nh2 Work\nli1 One";
    check_class(&format!("\\documentclass{{mycv}}{body}"), class, expect);
    check_class(&format!("\\documentclass{{article}}\\usepackage{{mystyle}}{body}"), class, expect);
    // Nothing is said of a class that is not there, and its commands are guessed at.
    check_class(
        &format!("\\documentclass{{other}}{body}"),
        class,
        "p Engineer⇥2019⇥Engines Ltd\nh3 Work\nli1 One",
    );
    // What the document defines itself counts before.
    check_class(
        "\\documentclass{mycv}\\renewcommand\\job[3]{#3: #1}\\begin{document}\\job{a}{b}{c}\\end{document}",
        class,
        "p c: a",
    );
}

#[test]
fn a_class_loads_others_and_defines_in_every_way() {
    let files: &[(&str, &str)] = &[
        (
            "mycv.cls",
            "\\LoadClass{base}\\RequirePackage{mystyle,xcolor}\\input{more}\\endinput\\def\\last{no}",
        ),
        ("base.cls", "\\LoadClass{mycv}\\def\\one#1#2{#2 #1}\\def\\two#1:#2;{#2}\\let\\three\\one"),
        (
            "mystyle.sty",
            "\\NewDocumentCommand{\\four}{s O{x} m o}{\\IfBooleanTF{#1}{star }{}#2 #3\\IfValueT{#4}{ (#4)}}",
        ),
        (
            "more.tex",
            "\\@namedef{five}#1{five #1}\\newif\\ifsix\\newcommand\\seven{\\ifsix yes\\else no\\fi}",
        ),
    ];
    let latex = "\\documentclass{mycv}\\begin{document}\\one{a}{b}, \\three{c}{d}, \\four*{e}, \\four[y]{f}[g], \
                 \\five{h}, \\seven, \\two{i}, \\last.\\end{document}";
    let document = beside(latex, Box::leak(files.to_vec().into_boxed_slice()));
    assert_eq!(shown(&document), "p b a, d c, star x e, y f (g), five h, no, i, .");
    let names: Vec<&str> = document.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["cv.tex", "mycv.cls", "base.cls", "mystyle.sty", "more.tex"]);
}

#[test]
fn what_we_know_of_a_class_counts_before_the_class() {
    // As many arguments: the same command in other clothes. Other arguments: another command.
    check_class(
        "\\documentclass{mycv}\\begin{document}\\cventry{Engineer}{Engines Ltd}{London}{2019}{Built}\
         \\cvevent{Clerk}{2016}\\end{document}",
        "\\newcommand*{\\cventry}[5]{#4: #1}\\newcommand{\\cvevent}[2]{#2: #1}",
        "p Engineer⇥Engines Ltd⇥London⇥2019\np Built\np 2016: Clerk",
    );
}

#[test]
fn what_a_class_keeps_is_shown_once() {
    let class = "\\newcommand{\\callme}[1]{\\def\\@tel{#1}}\\newcommand{\\motto}[1]{\\def\\@motto{#1}}\
                 \\newcommand{\\head}{Call \\@tel\\ifx\\@fax\\undefined\\else, \\@fax\\fi\\par}";
    let class =
        format!("{class}\\newcommand{{\\base}}[1]{{\\def\\@base{{#1}}}}\\def\\foot{{\\@base}}");
    let class: &'static str = Box::leak(class.into_boxed_str());
    check_class(
        "\\documentclass{mycv}\\base{Paris}\\begin{document}\\motto{Onward}\\par\\callme{555-0142}\\base{London}\\par\\head\\foot\\end{document}",
        class,
        "p Onward\np Call 555-0142\np London",
    );
}

#[test]
fn what_a_class_keeps_and_does_not_show_is_read_where_it_stands() {
    // `\\makecvheader` is known, and prints nothing itself: the addresses are shown as they are found.
    check_class(
        "\\documentclass{mycv}\\name{Ada}{Example}\\info{\\github{ada}\\email{ada@example.org}}\\begin{document}\
         \\makecvheader\\phantomsection\\addcontentsline{toc}{section}{Work}\\section{Work}\\end{document}",
        "\\newcommand*{\\name}[2]{\\def\\@first{#1}\\def\\@last{#2}}\\newcommand{\\info}[1]{\\def\\@info{#1}}\
         \\newcommand{\\makecvheader}{\\@first\\ \\@last\\\\\\@info}\\newcommand{\\github}[1]{github: #1}",
        "h1 Ada Example\np ada\np ada@example.org\nh2 Work",
    );
}

#[test]
fn words_of_a_class_lead_back_to_it() {
    let document = beside(
        "\\documentclass{mycv}\\begin{document}\\reach{555-0142}\\end{document}",
        &[("mycv.cls", "% x\n\\newcommand{\\reach}[1]{Phone: \\color{white}#1}")],
    );
    assert_eq!(document.text, "Phone: 555-0142");
    let place = |from: usize, to: usize| {
        let location = document.locate(crate::document::Span::new(from, to));
        (document.sources[location.file as usize].name.as_str(), location.line)
    };
    assert_eq!(place(0, 5), ("mycv.cls", Some(2)));
    assert_eq!(place(7, 15), ("cv.tex", Some(1)));
    // What a class paints behind its words is not known: its colours hide nothing.
    assert!(document.runs.iter().all(|run| run.visibility == Visibility::Visible));
}

#[test]
fn conditions_are_settled_as_far_as_the_files_tell() {
    let latex = "\\newbool{long}\\setbool{long}{false}\\IfFileExists{long.tex}{\\setbool{long}{true}}{}\
                 \\begin{document}\\ifbool{long}{Long}{Short}\\ifthenelse{\\NOT\\boolean{long} \\AND \\equal{a}{a}}{!}{?}\
                 \\makeatletter\\ifx\\@x\\undefined\\else x\\fi\\@ifundefined{@x}{}{y}\\def\\@x{z}\\ifdefempty{\\@x}{}{\\@x}\\end{document}";
    assert_eq!(shown(&beside(latex, &[])), "p Short! z");
    assert_eq!(shown(&beside(latex, &[("long.tex", "")])), "p Long? z");
}

#[test]
fn a_command_dressed_up_stays_what_it_was() {
    check(
        "\\documentclass{moderncv}\\let\\oldentry\\cventry\\renewcommand{\\cventry}[6]{\\oldentry{#1}{#2}{#3}{#4}{#5}{#6}}\
         \\newcommand{\\around}{\\newcommand{\\inner}[1]{<##1>}}\\begin{document}\\around\\inner{x}\
         \\cventry{2019}{Engineer}{Engines Ltd}{London}{}{Built}\\end{document}",
        "p <x>\np Engineer⇥Engines Ltd⇥London⇥2019\np Built",
    );
}

#[test]
fn categories_and_parts_have_their_own_entries() {
    check_pubs(
        "\\addbibresource{pubs.bib}\\addtocategory{talks}{two}\\begin{document}\\nocite{*}\
         \\printbibliography[heading=none,category=talks]\\printbibliography[heading=none,notcategory=talks,type=misc]\
         \\end{document}",
        "li1 Second. Proc. of Looms. 1844.\nli1 Third é.",
    );
    check_pubs(
        "\\begin{document}\\begin{refsection}[pubs.bib]\\nocite{*}\\printbibliography[heading=none,type=misc]\
         \\end{refsection}\\end{document}",
        "li1 Third é.",
    );
    // What is cited in a part is listed there, and outside of it what is cited outside.
    check_pubs(
        "\\addbibresource{pubs.bib}\\begin{document}\\begin{refsection}\\nocite{two}\\printbibliography[heading=none]\
         \\end{refsection}\\nocite{three}\\printbibliography[title=More]\\end{document}",
        "li1 Second. Proc. of Looms. 1844.\nh2 More\nli1 Third é.",
    );
    // A list with commands of its own has its own citations and title.
    check_pubs(
        "\\newcites{conf,own}{{},My software}\\begin{document}\\nociteconf{two}\\bibliographystyleconf{plain}\
         \\bibliographyconf{pubs}\\nociteown{three}\\bibliographyown{pubs}\\nocite{one}\\bibliography{pubs}\\end{document}",
        "li1 Second. Proc. of Looms. 1844.\nh2 My software\nli1 Third é.\nh2 References\n\
         li1 Ada Example. First. Engines. 1843. doi 10.1000/1",
    );
}
