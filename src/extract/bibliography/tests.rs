//! Entries as they are printed, and files that mean harm.

use super::*;

/// A library of one file.
fn library(text: &str) -> Library {
    let mut library = Library::default();
    let included = Included { name: "pubs.bib".to_owned(), bytes: text.as_bytes().to_vec() };
    library.add("pubs.bib", Ok(included), |_| 1);
    library
}

/// What is printed of the first entry, and where its links lead.
fn printed(text: &str, at: usize) -> (String, Vec<String>) {
    let library = library(text);
    let pieces = library.shown(at);
    let links = pieces.iter().filter_map(|piece| match piece {
        Piece::Link(target) => Some(target.clone()),
        _ => None,
    });
    let links = links.collect();
    let words = words::plain(text, &pieces);
    (words.split_whitespace().collect::<Vec<_>>().join(" "), links)
}

fn check(text: &str, expect: &str) {
    assert_eq!(printed(text, 0).0, expect, "{text}");
}

#[test]
fn an_entry_is_printed_as_a_list_would_have_it() {
    check(
        "@article{ada43,\n  author = {Lovelace, Ada and Babbage, Charles and Menabrea, L. F.},\n  \
         title = {Notes on the {Analytical Engine}},\n  journal = {Memoirs},\n  volume = 3,\n  \
         pages = {666--731},\n  month = sep,\n  year = {1843},\n  abstract = {Long.}\n}",
        "Ada Lovelace, Charles Babbage and L. F. Menabrea. Notes on the Analytical Engine. Memoirs, 3, \
         666–731. Sep 1843.",
    );
    check(
        "@misc(x, author={{Royal Society and Sons} and others}, title=\"Why?\", year=1850)",
        "Royal Society and Sons et al. Why? 1850.",
    );
}

#[test]
fn accents_and_commands_are_decoded() {
    check(
        r#"@book{b, author = {K{\"u}nz, Zo\"e and {\v{S}}koda, Jos\'{e} and Na\"{\i}ve, {\O}}, title = {{\emph{A} \& B} at 50\%: $\alpha$-rays~of \texttt{x\_y}}}"#,
        "Zoë Künz, José Škoda and Ø Naïve. A & B at 50%: α-rays of x_y.",
    );
}

#[test]
fn addresses_are_links() {
    let text = "@online{o, title = {T}, doi = {10.1000/x_y}, eprint = {2001.01234}, archivePrefix = {arXiv}, \
                url = {https://example.org/a%20b}, note = {\\href{https://example.org/c}{code}}}";
    let (words, links) = printed(text, 0);
    assert_eq!(words, "T. code. doi 10.1000/x_y arXiv 2001.01234 https://example.org/a%20b");
    assert_eq!(
        links,
        [
            "https://example.org/c",
            "https://doi.org/10.1000/x_y",
            "https://arxiv.org/abs/2001.01234",
            "https://example.org/a%20b"
        ]
    );
}

#[test]
fn a_command_of_ones_own_may_lead_too() {
    let text = "@misc{m, title = {\\mytitle{https://example.org/t}{A {T}itle}}, year = 2001}";
    let (words, links) = printed(text, 0);
    assert_eq!(
        (words.as_str(), &links[..]),
        ("A Title. 2001.", &["https://example.org/t".to_owned()][..])
    );
}

#[test]
fn strings_and_parents_are_followed() {
    let text = "@string{acm = {Assoc.\\ of {Engines}}}\n@string{proc = \"Proc. of \" # ACM}\n\
                @inproceedings{a, title = {T}, crossref = {p}}\n@proceedings{p, title = proc, year = 1850}";
    assert_eq!(printed(text, 0).0, "T. Proc. of Assoc. of Engines. 1850.");
    let looped =
        "@string{a = b # b}\n@string{b = a # a # c}\n@string{c = \"x\"}\n@misc{k, title = a}";
    assert!(printed(looped, 0).0.len() <= LONGEST);
}

/// No value is longer than this, whatever it stands for.
const LONGEST: usize = 5_000;

#[test]
fn a_broken_entry_costs_itself_alone() {
    let mut library = library(
        "Words of mine: a@b.org (me)\n@article{one, title = {One}}\n@article{two, title = {Two} year = 1}\n\
         @article{three, title = {Three}\n\n@article{four, title = {Four {never closed}, \n\
         @comment{@article{not, title = {Not}}}\n% @article{nor, title = {Nor}}\n@article{five, title = {Five}}",
    );
    let all = library.chosen(&Cited::default(), &Filter::default());
    let shown: Vec<String> =
        all.iter().map(|&at| words::plain(&library.files[0].text, &library.shown(at))).collect();
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert!(shown[0].starts_with("One") && shown[3].starts_with("Five"), "{shown:?}");
    let notes = library.notes();
    assert_eq!(notes.len(), 1);
    assert_eq!(
        notes[0].message,
        "pubs.bib: one entry could not be read, at line 3 (expected comma); mend the file and check \
         again"
    );
}

#[test]
fn what_is_cited_and_let_through_is_chosen() {
    let library = library(
        "@article{A, title={a}, keywords={own, first}}\n@phdthesis{b, title={b}}\n@conference{c, title={c}}\n\
         @IEEEtranBSTCTL{d, x={y}}\n@xdata{e, publisher={z}}\n@article{a, title={again}}",
    );
    let keys = |cited: &str, filter: &Filter| -> String {
        let mut all = Cited::default();
        all.add(cited);
        let chosen = library.chosen(&all, filter);
        chosen.iter().map(|&at| library.slice(0, &library.entries[at].key)).collect()
    };
    assert_eq!(keys("a, c", &Filter::default()), "Ac");
    assert_eq!(keys("*", &Filter::default()), "Abc");
    assert_eq!(keys("", &Filter::default()), "Abc");
    let kinds = |kinds: &[&str]| Filter {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        ..Filter::default()
    };
    assert_eq!(keys("*", &kinds(&["thesis"])), "b");
    assert_eq!(keys("*", &kinds(&["inproceedings"])), "c");
    let not = Filter { not_kinds: vec!["article".to_owned()], ..Filter::default() };
    assert_eq!(keys("*", &not), "bc");
    let own = Filter { keywords: vec!["first".to_owned()], ..Filter::default() };
    assert_eq!(keys("*", &own), "A");
}

#[test]
fn harm_ends_soon() {
    for text in [
        "{".repeat(1 << 20),
        "@a{".repeat(300_000),
        "@a{\n".repeat(200_000),
        "@comment{".repeat(100_000),
        format!("%{}", "@a{".repeat(300_000)),
        format!("@a{{k, author = {{{}}}}}", "a and ".repeat(100_000)),
        format!("@a{{k, title = {{{}}}}}", "{\\'".repeat(100_000)),
        format!("@a{{k, title = {}}}", "\"x\" # ".repeat(50_000)),
        (0..20_000).map(|i| format!("@article{{k{i}, title = {{A}}}}")).collect(),
        "@a{k,\0title\0=\0{\0}}".repeat(1_000),
        (0..900).map(|i| format!("@string{{s{i} = s{} # s{}}}", i + 1, i + 1)).collect::<String>()
            + &"@a{k, title = s0}".repeat(100),
    ] {
        let mut library = library(&text);
        for at in library.chosen(&Cited::default(), &Filter::default()) {
            library.shown(at);
        }
        assert!(library.entries.len() <= MOST_ENTRIES);
        library.notes();
    }
}
