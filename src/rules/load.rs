//! From a rule's file to a rule that can run, or to a diagnostic that points into the file.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use minijinja::Expression;
use regex::Regex;

use super::{Definition, ENVIRONMENT, Examples, FILTERS, Rule, TESTS, reference};
use crate::file_error::FileError;

/// The edits that a rule may name.
const FIXES: [&str; 2] = ["move-section-below-evidence", "use-official-name"];

/// The languages whose words are known, by ISO 639-1.
const LANGUAGES: [&str; 11] = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "zh", "ja", "ko"];

/// Reads a rule's file. The id is the file's name, the group its folder's.
///
/// # Errors
/// If the file is no TOML, lacks a field or has an unknown one; if an expression does not parse or
/// reads a fact, test or filter that does not exist; if a pattern does not compile.
pub fn parse(file: &Path, text: &str) -> Result<Rule, FileError> {
    let fail = |message: String, help: Option<String>, range| {
        let error = FileError::new("rule-file", &file.display().to_string(), text, message);
        FileError { help, range, ..error }
    };
    let mut definition: Definition = toml::from_str(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
        let help = reference::suggest_field(&message);
        fail(message, help, error.span())
    })?;
    for piece in definition.pieces() {
        check_piece(&piece, &definition).map_err(|fault| {
            fail(fault.message, fault.help, locate(text, piece.field, piece.code, fault.range))
        })?;
    }
    if let Some(pattern) = &definition.pattern {
        super::patterns::check(pattern).map_err(|error| {
            fail(
                error,
                Some("Patterns have no look-around and no back-references.".to_owned()),
                locate(text, "pattern", pattern, None),
            )
        })?;
    }
    for role in &definition.roles {
        if role != "technical"
            && !crate::resume::Field::ALL.iter().any(|field| field.name() == role)
        {
            let message = format!("there is no role \"{role}\"");
            let known = crate::resume::Field::ALL.map(|field| field.name()).join(", ");
            let help = format!("Roles are technical, {known}.");
            return Err(fail(message, Some(help), locate(text, "roles", role, None)));
        }
    }
    let closed: [(&str, &[String], Vec<&str>); 2] = [
        ("presets", &definition.presets, crate::config::PRESETS.map(|(name, _)| name).to_vec()),
        ("languages", &definition.languages, LANGUAGES.to_vec()),
    ];
    for (field, names, known) in closed {
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            let message = format!("there is no {} \"{name}\"", field.trim_end_matches('s'));
            let help = format!("Known: {}.", known.join(", "));
            return Err(fail(message, Some(help), locate(text, field, name, None)));
        }
    }
    if let Some(fix) = definition.fix.as_deref().filter(|fix| !FIXES.contains(fix)) {
        let message = format!("there is no fix \"{fix}\"");
        let help = format!("Known: {}.", FIXES.join(", "));
        return Err(fail(message, Some(help), locate(text, "fix", fix, None)));
    }
    if definition.severity == crate::check::Severity::Error && definition.help.trim().is_empty() {
        return Err(fail("an error needs a help that names the next act".to_owned(), None, None));
    }
    let bad = std::mem::take(&mut definition.bad);
    let good = std::mem::take(&mut definition.good);
    Ok(assemble(file, definition, OnceLock::from(Examples { bad, good })))
}

/// Rules with those of `files` among them, each a name and its content: a rule of a user's own takes the
/// place of one that has its id. Also the ids of the rules from the files.
///
/// # Errors
/// If [`parse`] refuses a file, or if a rule supersedes one that does not exist. Which rules exist is
/// known only when all of them are read, since a user's rules may name each other.
pub fn with_files(
    mut rules: Vec<Rule>,
    files: &[(PathBuf, String)],
) -> Result<(Vec<Rule>, Vec<String>), FileError> {
    let mut own = Vec::new();
    for (file, text) in files {
        let rule = parse(file, text)?;
        rules.retain(|known| known.id != rule.id);
        own.push(rule.id.clone());
        rules.push(rule);
    }
    let known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    for ((file, text), id) in files.iter().zip(&own) {
        let rule = rules.iter().find(|rule| rule.id == *id && rule.file == *file);
        let named = rule.map_or(&[][..], |rule| &rule.definition.supersedes);
        if let Some(name) = named.iter().find(|name| !known.contains(&name.as_str())) {
            let message = format!("there is no rule \"{name}\"");
            let error = FileError::new("rule-file", &file.display().to_string(), text, message);
            let help = reference::nearest(name, &known).map_or_else(
                || "`resumelint rules` lists every rule.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            let range = locate(text, "supersedes", name, None);
            return Err(FileError { help: Some(help), range, ..error });
        }
    }
    Ok((rules, own))
}

/// What the build script made of the rules' files: all but the examples.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.json"));

/// The rules that the binary carries. The tests parse every file with [`parse`], so nothing is
/// checked again at each start.
pub(super) fn shipped() -> Vec<Rule> {
    let rules: Vec<(&str, Definition)> =
        serde_json::from_slice(SHIPPED).expect("the build script wrote what this reads");
    rules
        .into_iter()
        .map(|(path, definition)| assemble(Path::new(path), definition, OnceLock::new()))
        .collect()
}

/// The examples of a rule that the binary carries; none of a file that it does not carry.
pub(super) fn shipped_examples(file: &Path) -> Examples {
    let text = super::GROUPS
        .iter()
        .flat_map(|group| crate::data::files(group))
        .find_map(|(path, text)| (Path::new(path) == file).then_some(text));
    text.map_or_else(Examples::default, |text| {
        let definition: Definition = toml::from_str(text).expect("the build script parsed it");
        Examples { bad: definition.bad, good: definition.good }
    })
}

fn assemble(file: &Path, definition: Definition, examples: OnceLock<Examples>) -> Rule {
    let name = |part: Option<&std::ffi::OsStr>| {
        part.map_or_else(String::new, |p| p.to_string_lossy().into_owned())
    };
    let compile =
        |code: &str| expression(code).expect("every expression was compiled when it was checked");
    Rule {
        id: name(file.file_stem()),
        group: name(file.parent().and_then(Path::file_name)),
        file: file.to_owned(),
        when: compile(&definition.when),
        span: definition.span.as_deref().map(compile),
        related: definition.related.iter().map(|related| compile(&related.span)).collect(),
        adjust: definition.adjust.iter().map(|adjust| compile(&adjust.when)).collect(),
        unless: definition.unless.iter().map(|unless| compile(&unless.when)).collect(),
        params: super::params_of(&definition.params),
        words: definition.words.iter().map(|word| crate::folding::fold(word).text).collect(),
        examples,
        definition,
    }
}

/// Compiles an expression.
fn expression(code: &str) -> Result<Expression<'static, 'static>, minijinja::Error> {
    ENVIRONMENT.compile_expression_owned(code.trim().to_owned())
}

impl Definition {
    /// Every piece of code in the file, with the field that it stands in.
    fn pieces(&self) -> Vec<Piece<'_>> {
        let expression = |field, code| Piece { field, code, form: Form::Expression };
        let template = |field, code| Piece { field, code, form: Form::Template };
        let mut all = vec![
            expression("when", self.when.as_str()),
            template("message", self.message.as_str()),
            template("help", self.help.as_str()),
        ];
        all.extend(self.span.as_deref().map(|code| expression("span", code)));
        all.extend(self.label.as_deref().map(|code| template("label", code)));
        for related in &self.related {
            all.push(expression("span", &related.span));
            all.push(template("label", &related.label));
        }
        all.extend(self.adjust.iter().map(|adjust| expression("when", &adjust.when)));
        for unless in &self.unless {
            all.push(expression("when", &unless.when));
            all.push(template("reason", &unless.reason));
        }
        all
    }
}

/// An expression or template in a rule's file.
struct Piece<'a> {
    field: &'static str,
    code: &'a str,
    form: Form,
}

/// How a piece of code is written.
enum Form {
    /// A bare expression.
    Expression,
    /// Text with `{{ expressions }}` in it.
    Template,
}

/// A fault in a piece of code, with its bytes there.
struct Fault {
    message: String,
    help: Option<String>,
    range: Option<Range<usize>>,
}

impl From<minijinja::Error> for Fault {
    fn from(error: minijinja::Error) -> Self {
        let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        Fault { message, help: None, range: error.range() }
    }
}

/// Parses a piece of code and looks up every name in it.
fn check_piece(piece: &Piece<'_>, definition: &Definition) -> Result<(), Fault> {
    let names = match piece.form {
        Form::Expression => expression(piece.code)?.undeclared_variables(true),
        Form::Template => ENVIRONMENT.template_from_str(piece.code)?.undeclared_variables(true),
    };
    check_words(piece)?;
    check_quoted_facts(piece)?;
    for name in names {
        reference::check_path(&name, definition).map_err(|unknown| Fault {
            range: piece.code.find(&name).map(|at| at..at + name.len()),
            message: unknown.message,
            help: unknown.help,
        })?;
    }
    Ok(())
}

/// Where an expression names a filter or a test. Words between quotation marks are matched too, and
/// passed over.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"'[^']*'|"[^"]*"|\|\s*(?P<filter>[a-z_]+)|\bis\s+(?:not\s+)?(?P<test>[a-z_]+)"#;
    Regex::new(pattern).expect("a fixed pattern compiles")
});

/// What stands between `{{ }}` or `{% %}` of a template.
static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)\{[{%](.*?)[%}]\}").expect("a fixed pattern compiles"));

/// Where facts are named as text: `having('numbers')`.
static QUOTED_FACTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\|\s*(?:having|lacking)\(([^)]*)\)").expect("a fixed pattern compiles")
});

/// Looks up the facts that filters are given by name.
fn check_quoted_facts(piece: &Piece<'_>) -> Result<(), Fault> {
    for found in QUOTED_FACTS.captures_iter(piece.code).filter_map(|found| found.get(1)) {
        for name in found.as_str().split(['\'', '"']).skip(1).step_by(2) {
            let facts = reference::FACTS.iter().map(|fact| fact.name);
            let known: Vec<&str> = facts.collect();
            if !known.contains(&name) {
                let at = found.start() + found.as_str().find(name).unwrap_or_default();
                return Err(Fault {
                    message: format!("there is no fact `{name}`"),
                    help: Some(reference::nearest(name, &known).map_or_else(
                        || "`resumelint facts` lists every fact.".to_owned(),
                        |near| format!("Did you mean `{near}`?"),
                    )),
                    range: Some(at..at + name.len()),
                });
            }
        }
    }
    Ok(())
}

/// Looks up every filter and test: minijinja itself finds a misspelt one only when it is run, and a
/// condition may not reach it for a long time.
fn check_words(piece: &Piece<'_>) -> Result<(), Fault> {
    let parts: Vec<(usize, &str)> = match piece.form {
        Form::Expression => vec![(0, piece.code)],
        Form::Template => CODE
            .captures_iter(piece.code)
            .filter_map(|found| found.get(1))
            .map(|code| (code.start(), code.as_str()))
            .collect(),
    };
    for (start, code) in parts {
        for found in NAMED.captures_iter(code) {
            let (what, name, probe) = match (found.name("filter"), found.name("test")) {
                (Some(name), _) => ("filter", name, format!("none | {}", name.as_str())),
                (_, Some(name)) => ("test", name, format!("none is {}", name.as_str())),
                _ => continue,
            };
            let missing = match what {
                "filter" => minijinja::ErrorKind::UnknownFilter,
                _ => minijinja::ErrorKind::UnknownTest,
            };
            let answer = expression(&probe).and_then(|probe| probe.eval(()));
            if answer.is_err_and(|error| error.kind() == missing) {
                let own = if what == "filter" { FILTERS } else { TESTS };
                let mut known: Vec<&str> = own.iter().map(|word| word.name).collect();
                known.extend([
                    "length", "first", "last", "join", "lower", "upper", "none", "defined",
                ]);
                known.extend(crate::resume::SectionKind::ALL.map(|kind| kind.name()));
                let near = reference::nearest(name.as_str(), &known);
                return Err(Fault {
                    message: format!("there is no {what} `{}`", name.as_str()),
                    help: Some(near.map_or_else(
                        || format!("`resumelint facts` lists every {what}."),
                        |near| format!("Did you mean `{near}`?"),
                    )),
                    range: Some(start + name.start()..start + name.end()),
                });
            }
        }
    }
    Ok(())
}

/// The bytes in the file of (a part of) the value of a field.
fn locate(
    text: &str,
    field: &str,
    value: &str,
    part: Option<Range<usize>>,
) -> Option<Range<usize>> {
    let field_at = text.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let first = value.lines().find(|line| !line.trim().is_empty()).unwrap_or(value);
    let start = field_at
        .filter(|(_, line)| line.contains(field))
        .find_map(|(at, _)| text.get(at..)?.find(first).map(|offset| at + offset))?;
    match part {
        Some(part) if text.get(start..).is_some_and(|rest| rest.starts_with(value)) => {
            Some(start + part.start..start + part.end)
        }
        _ => Some(start..start + first.len()),
    }
}
