//! The schema for editors says what the program reads: the same fields, the same names.

use std::collections::BTreeSet;

use resumelint::catalogue::{Award, Catalogue, Domain, IssuerKind, Level, Status, Tier};
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../rules/catalogue/schema.json")).unwrap()
}

/// The fields that the program knows in a table, from what it says of one that it does not know.
fn fields(table: &str) -> BTreeSet<String> {
    let text = format!("[[{table}]]\nno-such-field = 1\n");
    let errors = Catalogue::builtin().with_files(&[("x.toml", &text)]).unwrap_err();
    let message = &errors[0].message;
    assert!(message.starts_with("unknown field `no-such-field`"), "{message}");
    message.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

fn properties(of: &Value) -> BTreeSet<String> {
    of["properties"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_schema_has_the_fields_that_files_may_have() {
    let schema = schema();
    for table in ["issuer", "credential", "family", "collision", "rating"] {
        let items = &schema["properties"][table]["items"];
        assert_eq!(properties(items), fields(table), "{table}");
    }
}

#[test]
fn the_schema_has_the_names_that_files_may_use() {
    let schema = schema();
    let credential = &schema["properties"]["credential"]["items"]["properties"];
    let check = |of: &Value, names: Vec<&str>| assert_eq!(of["enum"], serde_json::json!(names));
    check(&credential["kind"], Award::ALL.iter().map(|value| value.name()).collect());
    check(&credential["domain"], Domain::ALL.iter().map(|value| value.name()).collect());
    check(&credential["level"], Level::ALL.iter().map(|value| value.name()).collect());
    check(&credential["status"], Status::ALL.iter().map(|value| value.name()).collect());
    check(&credential["tier"], Tier::ALL.iter().map(|value| value.name()).collect());
    let issuer = &schema["properties"]["issuer"]["items"]["properties"];
    check(&issuer["kind"], IssuerKind::ALL.iter().map(|value| value.name()).collect());
}
