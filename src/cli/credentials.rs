//! `resumelint credentials`: what the catalogue knows, by name.

use resumelint::catalogue::{Catalogue, Entry, Filter, Known};
use resumelint::report::{Detail, safe};

use super::settings;
use super::{Error, Outcome, Shape, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What it is called: words of its name, its issuer, an exam code
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// How they are written
    #[arg(long, value_enum, default_value_t = Shape::Pretty, value_name = "FORMAT")]
    format: Shape,
}

/// Lists credentials.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = settings::ruleset()?;
    let catalogue = &ruleset.catalogue;
    let found = catalogue.search(&args.query.join(" "), &Filter::default());
    if found.is_empty() && args.format == Shape::Pretty {
        return Err(Error::Told("no credential in the catalogue is called so".to_owned()));
    }
    let text = match args.format {
        Shape::Json => json(&found, catalogue),
        Shape::Pretty => table(&found, catalogue, output::look(color, Detail::Normal).width),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// The tier of an entry.
fn tier(entry: &Entry, catalogue: &Catalogue) -> Option<&'static str> {
    catalogue.tier(&Known::Entry(entry.id.clone())).map(|tier| tier.name())
}

/// A line an entry.
fn table(found: &[&Entry], catalogue: &Catalogue, width: usize) -> String {
    let ids = found.iter().map(|entry| entry.id.len()).max().unwrap_or(0).min(width / 3);
    let mut text = String::new();
    for entry in found {
        let tier = tier(entry, catalogue).unwrap_or("-");
        let name = safe::one_line(&entry.name);
        let issuer = safe::one_line(&entry.issuer);
        text.push_str(&format!("{tier:<9}{:<ids$}  {name} ({issuer})\n", entry.id));
    }
    text
}

/// The same for machines.
fn json(found: &[&Entry], catalogue: &Catalogue) -> String {
    let credential = |entry: &&Entry| {
        serde_json::json!({
            "id": entry.id,
            "name": entry.name,
            "issuer": entry.issuer,
            "kind": entry.kind().name(),
            "tier": tier(entry, catalogue),
            "availability": entry.availability.status.map(|status| status.name()),
        })
    };
    let credentials: Vec<_> = found.iter().map(credential).collect();
    format!("{:#}\n", serde_json::json!({ "schema": 1, "credentials": credentials }))
}
