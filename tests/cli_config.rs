//! `resumelint.toml` as a new user meets it: a sample to uncomment, a schema for editors, what holds
//! and where it comes from.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const COLLECTOR: &str = include_str!("../fixtures/resumes/collector.md");

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.current_dir(folder).args(args).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The sample with its settings uncommented.
fn uncommented(folder: &Path) -> String {
    run(folder, &["init"]);
    let sample = fs::read_to_string(folder.join("resumelint.toml")).unwrap();
    let is_setting = |line: &str| {
        let key = line.split(['=', ' ']).next().unwrap_or_default();
        line.starts_with('[')
            || line.contains('=')
                && !key.is_empty()
                && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let settings = sample.lines().filter_map(|line| line.strip_prefix("# "));
    let text: Vec<&str> = settings.filter(|line| is_setting(line)).collect();
    text.join("\n")
}

#[test]
fn every_setting_of_the_sample_can_be_uncommented() {
    let folder = tempfile::tempdir().unwrap();
    let settings = uncommented(folder.path());
    fs::write(folder.path().join("cv.md"), COLLECTOR).unwrap();
    run(folder.path(), &["check", "--no-config", "cv.md", "--write-baseline", "known.json"]);
    for name in ["my-rules", "my-credentials", "my-words"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("resumelint.toml"), settings).unwrap();
    let output = run(folder.path(), &["check", "--fail-on", "never", "cv.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_schema_knows_the_settings_of_the_sample_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let settings: toml::Table = toml::from_str(&uncommented(folder.path())).unwrap();
    let schema = stdout(&run(folder.path(), &["schema", "config"]));
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let names = |object: &Value| -> BTreeSet<String> {
        object["properties"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(settings.keys().cloned().collect::<BTreeSet<_>>(), names(&schema));
    // A key that the schema knows and the reader does not would be an error when it is used.
    let overrides = names(&schema["properties"]["overrides"]["items"]);
    let known = ["files", "role", "mandated", "ignore", "rules"].map(str::to_owned);
    assert_eq!(overrides, known.into_iter().collect());
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sales")).unwrap();
    fs::write(folder.path().join("cv.md"), COLLECTOR).unwrap();
    fs::write(folder.path().join("sales/cv.md"), COLLECTOR).unwrap();
    let config = "role = \"data\"\n[rules]\nwriting = \"warning\"\nlong-bullet = { words = 30 }\n\
                  collects-certifications = { many = 7 }\n\
                  [[overrides]]\nfiles = [\"sales/**\"]\nrole = \"non-technical\"\n";
    fs::write(folder.path().join("resumelint.toml"), config).unwrap();
    let args = ["check", "--show-config", "--ignore", "buzzword", "cv.md", "sales/cv.md"];
    let shown = stdout(&run(folder.path(), &args));
    let line = |start: &str| {
        let line = shown.lines().find(|line| line.starts_with(start)).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("preset"), "preset = \"candidate\" # default");
    assert_eq!(line("role"), "role = \"data\" # resumelint.toml");
    assert_eq!(line("ignore"), "ignore = [\"buzzword\"] # command line");
    assert_eq!(line("buzzword"), "buzzword = { level = \"off\" } # command line");
    assert_eq!(
        line("long-bullet"),
        "long-bullet = { level = \"warning\", words = 30 } # resumelint.toml; words: resumelint.toml"
    );
    assert_eq!(
        line("collects-certifications"),
        "collects-certifications = { level = \"warning\", many = 7, some = 3 } # default; many: resumelint.toml"
    );
    let for_sales = shown.split("# What holds for ").nth(2).unwrap();
    let role = for_sales.lines().find(|line| line.starts_with("role")).unwrap();
    assert!(role.starts_with("role = \"non-technical\" "), "{role}");
    assert!(role.ends_with("# resumelint.toml, override 1"), "{role}");
    // What is shown for a file is a configuration that says the same.
    let first = shown.split("# What holds for ").nth(1).unwrap();
    let again: toml::Table = toml::from_str(&format!("# {first}")).unwrap();
    assert_eq!(again["rules"]["long-bullet"]["words"].as_integer(), Some(30));
}

#[test]
fn the_group_of_a_users_own_rule_is_configured_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("own/house")).unwrap();
    let rule = "summary = \"x\"\nseverity = \"warning\"\nsince = \"1\"\non = \"resume\"\n\
                span = \"resume.name\"\nmessage = \"house rule\"\nhelp = \"x\"\nwhy = \"x\"\n";
    fs::write(folder.path().join("own/house/house-rule.toml"), rule).unwrap();
    fs::write(folder.path().join("cv.md"), COLLECTOR).unwrap();
    let spoke = |settings: &str| {
        let config = format!("extra-rules = [\"own\"]\n{settings}");
        fs::write(folder.path().join("resumelint.toml"), config).unwrap();
        stdout(&run(folder.path(), &["check", "cv.md"])).contains("house rule")
    };
    assert!(spoke(""));
    assert!(!spoke("[rules]\nhouse = \"off\"\n"));
}

#[test]
fn words_of_ones_own_hold_in_the_folder_of_their_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let document = include_str!("../docs/vocabulary.md");
    let shown: Vec<&str> = document.split("```toml\n").skip(1).collect();
    let [words, config] = [0, 1].map(|i| shown[i].split("```").next().unwrap());
    put("words.toml", words);
    put("resumelint.toml", config);
    put(
        "cv.md",
        "# Ada Example\n\n## Experience\n### Engineer, Acme\n2019 - 2022\n- Earned the Widget Master Level 2\n\n## Proof of Training\n- Lens Grinding\n",
    );
    let tree = stdout(&run(folder.path(), &["inspect", "cv.md"]));
    assert!(tree.contains("Widget Master Level 2") && tree.contains("Lens Grinding"), "{tree}");
    let bare = stdout(&run(folder.path(), &["inspect", "--no-config", "cv.md"]));
    assert!(!bare.contains("Widget Master Level 2 ("), "{bare}");
    put("words.toml", &words.replace("filler", "filer"));
    let output = run(folder.path(), &["check", "cv.md"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("unknown variant `filer`") && told.contains("words.toml:"), "{told}");
    assert!(told.contains("Did you mean `filler`?"), "{told}");
}
