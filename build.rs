//! Embeds `rules/`: rules, catalogue and vocabulary are data, and the binary carries them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The part of the library that reads catalogue files; it is the library's own source, so that what
/// is written here is what is read there.
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/catalogue"]
mod catalogue {
    pub(crate) mod compile;
    mod data;
    mod forms;
    mod index;
    mod pattern;
    mod profile;
    mod rubric;
    mod source;
    mod tokens;
}
/// The part of the library that reads the files of the vocabulary.
#[allow(dead_code, unreachable_pub)]
#[path = "src/resume/vocabulary"]
mod vocabulary {
    pub(crate) mod compile;
    mod hosts;
    mod plain;
    pub(crate) mod source;
    mod table;
    mod terms;
    mod wording;
}
#[allow(dead_code, unreachable_pub)]
#[path = "src/folding.rs"]
mod folding;
#[allow(dead_code, unreachable_pub)]
#[path = "src/role.rs"]
mod role;
/// What folding and roles need of the library's documents.
#[allow(dead_code)]
mod document {
    /// A range of bytes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Span {
        pub(crate) start: u32,
        pub(crate) end: u32,
    }
}

fn main() {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the manifest folder"));
    let rules = root.join("rules");
    println!("cargo::rerun-if-changed={}", rules.display());
    let mut files = Vec::new();
    collect(&rules, &mut files);
    files.sort();
    for source in ["catalogue", "resume/vocabulary", "folding.rs", "role.rs"] {
        println!("cargo::rerun-if-changed=src/{source}");
    }
    compile_catalogue(&rules, &files);
    compile_vocabulary(&rules, &files);
    compile_rules(&rules, &files);
    let mut code = String::from("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&rules).expect("the file was found below rules/");
        let name = name.to_string_lossy().replace('\\', "/");
        if name.starts_with("catalogue/") {
            continue;
        }
        writeln!(code, "({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("writing to a string does not fail");
    }
    code.push_str("];\n");
    write_out("data.rs", code.as_bytes());
}

/// Writes the catalogue in the form that the library reads without parsing.
fn compile_catalogue(rules: &Path, files: &[PathBuf]) {
    let texts: Vec<(String, String)> = files
        .iter()
        .filter_map(|file| {
            let name = file.strip_prefix(rules).ok()?.to_string_lossy().replace('\\', "/");
            name.starts_with("catalogue/").then_some((name, file))
        })
        .map(|(name, file)| (name, fs::read_to_string(file).expect("the catalogue can be read")))
        .collect();
    let borrowed: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let compiled = catalogue::compile::compile(
        &borrowed,
        catalogue::compile::Origins::Ours,
        &catalogue::compile::Base::default(),
    );
    let (core, prose) = compiled.unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| describe(fault, &texts)).collect();
        panic!("the catalogue has faults:\n{}", lines.join("\n"));
    });
    let core = postcard::to_stdvec(&core).expect("the catalogue can be written");
    let prose = postcard::to_stdvec(&prose).expect("the catalogue can be written");
    write_out("catalogue.bin", &core);
    write_out("catalogue-prose.bin", &prose);
}

/// Writes the vocabulary in the form in which the library looks words up.
fn compile_vocabulary(rules: &Path, files: &[PathBuf]) {
    let languages = files.iter().filter_map(|file| {
        let name = file.strip_prefix(rules).ok()?.strip_prefix("vocabulary").ok()?;
        // The files of macro knowledge belong to the readers.
        (!name.to_string_lossy().starts_with("latex")).then_some(file)
    });
    let languages = languages.map(|file| {
        let text = fs::read_to_string(file).expect("the vocabulary can be read");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    });
    let compiled = postcard::to_stdvec(&vocabulary::compile::compile(languages));
    write_out("vocabulary.bin", &compiled.expect("the vocabulary can be written"));
}

/// Writes the rules without their examples, in a form that is read at every start.
fn compile_rules(rules: &Path, files: &[PathBuf]) {
    let mut all = Vec::new();
    for file in files {
        let name = file.strip_prefix(rules).expect("the file was found below rules/");
        let name = name.to_string_lossy().replace('\\', "/");
        if name.starts_with("catalogue/") || name.starts_with("vocabulary/") {
            continue;
        }
        let text = fs::read_to_string(file).expect("a rule can be read");
        let mut rule: toml::Table =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        rule.remove("bad");
        rule.remove("good");
        all.push((name, rule));
    }
    let json = serde_json::to_vec(&all).expect("rules have no values that JSON lacks");
    write_out("rules.json", &json);
}

fn write_out(name: &str, bytes: &[u8]) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(out.join(name), bytes).expect("the output folder can be written");
}

/// A fault as `file:line: message`.
fn describe(fault: &catalogue::compile::Fault, texts: &[(String, String)]) -> String {
    let text = texts.iter().find(|(name, _)| *name == fault.file).map_or("", |(_, text)| text);
    let start = fault.span.as_ref().map_or(0, |span| span.start);
    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    format!("  rules/{}:{line}: {}", fault.file, fault.message)
}

/// Adds every TOML file below `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("rules/ can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
}
