//! Outputs for other tools, held against what those tools document: by a reader of our own for each,
//! written from the tool's rules and not from our writer.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::Command;
use serde::Deserialize;
use serde_json::Value;

const INPUTS: [&str; 6] = [
    "fixtures/resumes/pdf/collector.pdf",
    "fixtures/one-resume/resume.tex",
    "fixtures/one-resume/resume.docx",
    "fixtures/resumes/collector.md",
    "fixtures/resumes/engineer-backend.md",
    "fixtures/bad/truncated.pdf",
];
const FORMATS: [&str; 7] = ["sarif", "github", "gitlab", "junit", "csv", "csv-files", "json"];

/// Every report on the inputs, with what was silenced and with a baseline that knows one file.
static REPORTS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let known = path("known.json");
    check(&[INPUTS[3], "--write-baseline", &known]);
    let wishes = FORMATS.map(|format| format!("--format={format}={}", path(format)));
    let mut args: Vec<&str> = wishes.iter().map(String::as_str).collect();
    args.extend(["--baseline", &known, "--show-silenced", "--mandated", "azure-ai-fundamentals"]);
    args.extend(INPUTS);
    assert_eq!(check(&args), Some(2), "a cut file is not fully checked");
    FORMATS.map(|format| (format, fs::read_to_string(path(format)).unwrap())).into()
});

fn check(args: &[&str]) -> Option<i32> {
    let mut command = Command::cargo_bin("resumelint").unwrap();
    command.args(["check", "--today", "2026-11-01"]).args(args).output().unwrap().status.code()
}

/// The findings that count, from the JSON report.
fn findings() -> Vec<Value> {
    let report: Value = serde_json::from_str(&REPORTS["json"]).unwrap();
    let files = report["files"].as_array().unwrap();
    let all = files.iter().flat_map(|file| file["findings"].as_array().unwrap());
    all.cloned().collect()
}

/// SARIF 2.1.0 as the standard has it, for the properties that we write. A property that the
/// standard does not know where it stands, or of another type, is an error.
mod sarif {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Log {
        #[serde(rename = "$schema")]
        pub(super) schema: String,
        pub(super) version: String,
        pub(super) runs: Vec<Run>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Run {
        pub(super) tool: Tool,
        pub(super) column_kind: ColumnKind,
        pub(super) results: Vec<Outcome>,
        pub(super) invocations: Vec<Invocation>,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "camelCase")]
    pub(super) enum ColumnKind {
        Utf16CodeUnits,
        UnicodeCodePoints,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Tool {
        pub(super) driver: Driver,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Driver {
        pub(super) name: String,
        pub(super) version: String,
        pub(super) semantic_version: String,
        pub(super) information_uri: String,
        pub(super) rules: Vec<Rule>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Rule {
        pub(super) id: String,
        pub(super) name: Option<String>,
        pub(super) short_description: Message,
        pub(super) full_description: Message,
        pub(super) help: Message,
        pub(super) default_configuration: Configuration,
        pub(super) properties: Properties,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Message {
        pub(super) text: String,
        pub(super) markdown: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Configuration {
        pub(super) level: Level,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "camelCase")]
    pub(super) enum Level {
        None,
        Note,
        Warning,
        Error,
    }
    #[derive(Deserialize)]
    pub(super) struct Properties {
        pub(super) tags: BTreeSet<String>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Outcome {
        pub(super) rule_id: String,
        pub(super) rule_index: usize,
        pub(super) level: Level,
        pub(super) message: Message,
        pub(super) locations: Vec<Location>,
        #[serde(default)]
        pub(super) related_locations: Vec<Location>,
        pub(super) partial_fingerprints: BTreeMap<String, String>,
        pub(super) baseline_state: BaselineState,
        pub(super) suppressions: Option<Vec<Suppression>>,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "camelCase")]
    pub(super) enum BaselineState {
        New,
        Unchanged,
        Updated,
        Absent,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Suppression {
        pub(super) kind: SuppressionKind,
        pub(super) justification: String,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "camelCase")]
    pub(super) enum SuppressionKind {
        InSource,
        External,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Location {
        pub(super) id: Option<u32>,
        pub(super) physical_location: PhysicalLocation,
        pub(super) logical_locations: Option<Vec<LogicalLocation>>,
        pub(super) message: Option<Message>,
        #[serde(rename = "properties")]
        _properties: Option<Value>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct LogicalLocation {
        pub(super) fully_qualified_name: String,
        pub(super) kind: String,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct PhysicalLocation {
        pub(super) artifact_location: ArtifactLocation,
        pub(super) region: Option<Region>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct ArtifactLocation {
        pub(super) uri: String,
        pub(super) uri_base_id: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Region {
        pub(super) start_line: u32,
        pub(super) start_column: Option<u32>,
        pub(super) end_line: Option<u32>,
        pub(super) end_column: Option<u32>,
        pub(super) snippet: Option<Message>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    pub(super) struct Invocation {
        pub(super) execution_successful: bool,
        pub(super) tool_execution_notifications: Vec<Notification>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Notification {
        pub(super) level: Level,
        pub(super) message: Message,
        pub(super) locations: Vec<Location>,
    }
}

/// Holds a place against the standard: a relative reference beneath the root, and a region that runs
/// forwards inside the file.
fn is_a_place(location: &sarif::Location) {
    let artifact = &location.physical_location.artifact_location;
    assert_eq!(artifact.uri_base_id.as_deref(), Some("%SRCROOT%"));
    assert!(INPUTS.contains(&artifact.uri.as_str()), "{}", artifact.uri);
    let Some(region) = &location.physical_location.region else { return };
    let end = (region.end_line.unwrap_or(region.start_line), region.end_column.unwrap_or(u32::MAX));
    assert!(region.start_line >= 1 && region.start_column.is_none_or(|column| column >= 1));
    assert!((region.start_line, region.start_column.unwrap_or(1)) <= end);
    let text = artifact.uri.ends_with(".md") || artifact.uri.ends_with(".tex");
    if let (true, Some(snippet)) = (text && region.snippet.is_some(), &region.snippet) {
        // The region stands on the words that it quotes.
        let file = fs::read_to_string(&artifact.uri).unwrap();
        let line = file.lines().nth(region.start_line as usize - 1).unwrap();
        let rest: String = line.chars().skip(region.start_column.unwrap() as usize - 1).collect();
        let first = snippet.text.split_whitespace().next().unwrap();
        assert!(rest.starts_with(first), "{rest:?} begins with {first:?}");
    }
    for logical in location.logical_locations.iter().flatten() {
        assert!(!logical.fully_qualified_name.is_empty() && logical.kind == "element");
    }
}

#[test]
fn sarif_is_what_the_standard_and_github_take() {
    let log: sarif::Log = serde_json::from_str(&REPORTS["sarif"]).unwrap();
    assert!(log.schema.ends_with("sarif-2.1.0.json") && log.version == "2.1.0");
    let [run] = &log.runs[..] else { panic!("one run") };
    assert_eq!(run.column_kind, sarif::ColumnKind::UnicodeCodePoints);
    let driver = &run.tool.driver;
    assert_eq!((driver.name.as_str(), &driver.version), ("resumelint", &driver.semantic_version));
    assert!(driver.information_uri.starts_with("https://"));
    let ids: BTreeSet<&str> = driver.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), driver.rules.len());
    for rule in &driver.rules {
        assert_ne!(Some(rule.id.as_str()), rule.name.as_deref().map(str::to_lowercase).as_deref());
        assert!(rule.short_description.text.chars().count() <= 1024, "{}", rule.id);
        assert!(rule.full_description.text.chars().count() <= 1024, "{}", rule.id);
        assert!(!rule.help.text.is_empty() && rule.help.markdown.is_some());
        assert!((1..=20).contains(&rule.properties.tags.len()));
        assert_ne!(rule.default_configuration.level, sarif::Level::None);
    }
    assert!(driver.rules.len() <= 25_000 && run.results.len() <= 25_000);
    let [invocation] = &run.invocations[..] else { panic!("one invocation") };
    assert!(!invocation.execution_successful);
    let [notification] = &invocation.tool_execution_notifications[..] else { panic!("one gap") };
    assert_eq!(notification.level, sarif::Level::Warning);
    assert!(notification.message.text.contains("the end of the file is missing"));
    notification.locations.iter().for_each(is_a_place);

    let mut open = Vec::new();
    let (mut known, mut silenced) = (0, 0);
    for result in &run.results {
        assert_eq!(driver.rules[result.rule_index].id, result.rule_id);
        assert_ne!(result.level, sarif::Level::None);
        assert!(result.message.text.chars().count() <= 1_001);
        let [location] = &result.locations[..] else { panic!("one location") };
        is_a_place(location);
        assert!(location.physical_location.region.is_some(), "GitHub wants a line");
        result.related_locations.iter().for_each(is_a_place);
        let ids: Vec<u32> = result.related_locations.iter().filter_map(|l| l.id).collect();
        assert_eq!(ids, (0..result.related_locations.len() as u32).collect::<Vec<u32>>());
        assert!(result.related_locations.iter().all(|l| l.message.is_some()));
        assert!(result.partial_fingerprints.values().all(|print| !print.is_empty()));
        match (&result.suppressions, &result.baseline_state) {
            (None, sarif::BaselineState::New) => open.push(result.rule_id.as_str()),
            (Some(why), state) => {
                let [why] = &why[..] else { panic!("one answer") };
                assert!(!why.justification.is_empty());
                assert_eq!(why.kind, sarif::SuppressionKind::External);
                match state {
                    sarif::BaselineState::Unchanged => known += 1,
                    _ => silenced += 1,
                }
            }
            other => panic!("{:?}", other.1),
        }
    }
    let findings = findings();
    let rules: Vec<&str> = findings.iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(open, rules, "the findings of the JSON report, in their order");
    assert!(known >= 20, "the baseline is marked, not dropped: {known}");
    assert!(silenced > 0, "what a situation allows is there as well");
}

/// A workflow command as GitHub's runner reads it: `::name key=value,key=value::message`.
fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let rest = line.strip_prefix("::").unwrap();
    let (head, message) = rest.split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let unescape = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n");
        text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let properties = properties.split(',').map(|pair| {
        let (key, value) = pair.split_once('=').unwrap();
        (key.to_owned(), unescape(value))
    });
    (name.to_owned(), properties.collect(), unescape(message))
}

#[test]
fn github_reads_an_annotation_for_each_finding_at_its_place() {
    let findings = findings();
    let mut read = 0;
    for line in REPORTS["github"].lines() {
        let (name, properties, message) = command(line);
        let keys: Vec<&str> = properties.keys().map(String::as_str).collect();
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(keys.iter().all(|key| known.contains(key)), "{keys:?}");
        assert!(Path::new(&properties["file"]).is_file(), "{properties:?}");
        let number = |key: &str| properties.get(key).map(|n| n.parse::<u64>().unwrap());
        if number("col").is_some() {
            assert_eq!(number("line"), number("endLine"), "columns are for a single line");
        }
        if properties["title"].starts_with("checked in part") {
            assert_eq!(name, "error");
            continue;
        }
        let finding = &findings[read];
        read += 1;
        assert_eq!(properties["title"], finding["rule"].as_str().unwrap());
        let name_of =
            BTreeMap::from([("error", "error"), ("warning", "warning"), ("advice", "notice")]);
        assert_eq!(name, name_of[finding["severity"].as_str().unwrap()]);
        assert_eq!(number("line"), finding["location"]["line"].as_u64());
        let words = finding["message"].as_str().unwrap().replace("::", "\u{2237}");
        assert!(message.contains(&words), "{message:?} {words:?}");
    }
    assert_eq!(read, findings.len());
}

#[test]
fn gitlab_has_what_its_documentation_requires_of_an_issue() {
    let issues: Value = serde_json::from_str(&REPORTS["gitlab"]).unwrap();
    let issues = issues.as_array().unwrap();
    let mut prints = BTreeSet::new();
    for issue in issues {
        for key in ["description", "check_name", "fingerprint"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
        }
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&issue["severity"].as_str().unwrap()));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(INPUTS.contains(&path), "relative to the repository, without ./");
        let lines = &issue["location"]["lines"];
        assert!(lines["begin"].as_u64().unwrap() >= 1);
        assert!(lines["end"].is_null() || lines["end"].as_u64() >= lines["begin"].as_u64());
        assert!(prints.insert(issue["fingerprint"].as_str().unwrap()), "unique");
    }
    assert_eq!(issues.len(), findings().len() + 1, "and the file that was read in part");
}

#[test]
fn junit_counts_what_it_holds() {
    let mut reader = quick_xml::Reader::from_str(&REPORTS["junit"]);
    // Suites: tests, failures, errors as they say, and as they are.
    let mut suites: Vec<([u64; 3], [u64; 3])> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::End(_) => drop(path.pop()),
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let text = |key: &str| {
                    let found = tag.try_get_attribute(key).unwrap();
                    found.map(|found| found.value.clone().into_owned())
                };
                match (path.last().map(String::as_str), name.as_str()) {
                    (None, "testsuites") => {}
                    (Some("testsuites"), "testsuite") => {
                        let told = ["tests", "failures", "errors"]
                            .map(|key| text(key).unwrap().parse().unwrap());
                        assert!(INPUTS.contains(&text("name").unwrap().as_str()));
                        suites.push((told, [0; 3]));
                    }
                    (Some("testsuite"), "testcase") => {
                        assert!(text("name").is_some() && text("classname").is_some());
                        suites.last_mut().unwrap().1[0] += 1;
                    }
                    (Some("testcase"), "failure") => suites.last_mut().unwrap().1[1] += 1,
                    (Some("testcase"), "error") => suites.last_mut().unwrap().1[2] += 1,
                    (parent, name) => panic!("<{name}> in {parent:?}"),
                }
                if matches!(event, quick_xml::events::Event::Start(_)) {
                    path.push(name);
                }
            }
            _ => {}
        }
    }
    assert_eq!(suites.len(), INPUTS.len());
    for (told, counted) in &suites {
        assert_eq!(told, counted);
    }
    assert_eq!(suites.iter().map(|suite| suite.1[1]).sum::<u64>(), findings().len() as u64);
    assert_eq!(suites.iter().map(|suite| suite.1[2]).sum::<u64>(), 1);
}

#[test]
fn a_table_has_a_row_for_each_finding_and_file() {
    let findings = findings();
    // A file that was read in part has a row of its own among the findings, without a rule.
    for (format, rows) in [("csv", findings.len() + 1), ("csv-files", INPUTS.len())] {
        let mut reader = csv::ReaderBuilder::new().from_reader(REPORTS[format].as_bytes());
        let names = reader.headers().unwrap().clone();
        let distinct: BTreeSet<&str> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        // The reader refuses a row of another length.
        let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(read.len(), rows, "{format}");
        if format == "csv" {
            let column = names.iter().position(|name| name == "rule").unwrap();
            let rules = read.iter().map(|row| &row[column]).filter(|rule| !rule.is_empty());
            let expected = findings.iter().map(|finding| finding["rule"].as_str().unwrap());
            assert!(rules.eq(expected));
        }
    }
}
