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
    compile_catalogue(&rules, &files);
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
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(out.join("data.rs"), code).expect("the output folder can be written");
}

/// Writes the catalogue in the form that the library reads without parsing.
fn compile_catalogue(rules: &Path, files: &[PathBuf]) {
    for source in ["catalogue", "folding.rs", "role.rs"] {
        println!("cargo::rerun-if-changed=src/{source}");
    }
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
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output folder"));
    let core = postcard::to_stdvec(&core).expect("the catalogue can be written");
    let prose = postcard::to_stdvec(&prose).expect("the catalogue can be written");
    fs::write(out.join("catalogue.bin"), core).expect("the output folder can be written");
    fs::write(out.join("catalogue-prose.bin"), prose).expect("the output folder can be written");
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
