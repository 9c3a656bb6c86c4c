//! `resumelint credentials`: what the catalogue knows, by name.

use resumelint::catalogue::{Catalogue, Domain, Entry, Filter, Known, Status, Tier};
use resumelint::report::{Detail, csv_row, safe};

use super::judge;
use super::{Error, Outcome, When, output};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What it is called: words of its name, its issuer, an exam code
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// Only this tier: high, moderate, low or avoid
    #[arg(long, value_name = "TIER", value_parser = |name: &str| named(name, Tier::ALL, Tier::name))]
    tier: Option<Tier>,

    /// Only this issuer, as people call it
    #[arg(long, value_name = "ISSUER")]
    issuer: Option<String>,

    /// Only this status: active, retired or renamed
    #[arg(long, value_name = "STATUS", value_parser = |name: &str| named(name, Status::ALL, Status::name))]
    status: Option<Status>,

    /// Only this domain, such as `ml` or `security`
    #[arg(long, value_name = "DOMAIN", value_parser = |name: &str| named(name, Domain::ALL, Domain::name))]
    domain: Option<Domain>,

    /// How they are written
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "FORMAT")]
    format: Format,
}

/// How credentials are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// For machines
    Json,
    /// For a spreadsheet
    Csv,
}

/// The value with this name.
fn named<T: Copy>(name: &str, all: &[T], of: impl Fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| of(*value) == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|value| of(*value)).collect();
        format!("it is one of {}", names.join(", "))
    })
}

/// Lists credentials.
pub(super) fn run(args: &Args, color: When) -> Result<Outcome, Error> {
    let ruleset = judge::ruleset_here()?;
    let catalogue = &ruleset.catalogue;
    let filter = Filter {
        tier: args.tier,
        issuer: args.issuer.clone(),
        status: args.status,
        domain: args.domain,
    };
    let found = catalogue.search(&args.query.join(" "), &filter);
    if found.is_empty() && args.format == Format::Pretty {
        return Err(Error::Told(nothing(args, catalogue)));
    }
    let text = match args.format {
        Format::Json => json(&found, catalogue),
        Format::Csv => csv(&found, catalogue),
        Format::Pretty => table(&found, catalogue, output::look(color, Detail::Normal).width),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// Why nothing was found.
fn nothing(args: &Args, catalogue: &Catalogue) -> String {
    if let Some(issuer) = args.issuer.as_deref().filter(|issuer| !catalogue.has_issuer(issuer)) {
        let hint = catalogue.issuer_alike(issuer);
        let hint = hint.map(|name| format!("; did you mean '{name}'?")).unwrap_or_default();
        return format!("no issuer in the catalogue is called '{issuer}'{hint}");
    }
    let query = args.query.join(" ");
    let narrowed = [
        args.tier.map(|tier| format!("tier {}", tier.name())),
        args.issuer.as_ref().map(|issuer| format!("issuer {issuer}")),
        args.status.map(|status| format!("status {}", status.name())),
        args.domain.map(|domain| format!("domain {}", domain.name())),
    ];
    let narrowed: Vec<String> = narrowed.into_iter().flatten().collect();
    let found =
        if query.is_empty() { 0 } else { catalogue.search(&query, &Filter::default()).len() };
    match (query.is_empty(), found, &narrowed[..]) {
        (false, 0, _) => format!("no credential in the catalogue is called '{query}'"),
        (false, 1, narrowed) => {
            format!("one credential answers '{query}', and it has not {}", narrowed.join(", "))
        }
        (false, found, narrowed) => {
            format!("{found} credentials answer '{query}', and none has {}", narrowed.join(", "))
        }
        (true, _, narrowed) => {
            format!("no credential in the catalogue has {}", narrowed.join(", "))
        }
    }
}

/// The tier of an entry.
fn tier(entry: &Entry, catalogue: &Catalogue) -> Option<&'static str> {
    catalogue.tier(&Known::Entry(entry.id.clone())).map(|tier| tier.name())
}

/// A line an entry.
fn table(found: &[&Entry], catalogue: &Catalogue, width: usize) -> String {
    let ids = found.iter().map(|entry| entry.id.len()).max().unwrap_or(0).min(width / 2);
    let mut text = String::new();
    for entry in found {
        let tier = tier(entry, catalogue).unwrap_or("-");
        let name = safe::one_line(&entry.name);
        let issuer = safe::one_line(&entry.issuer);
        // What can no longer be earned says so; the rest goes without saying.
        let ended = match entry.availability.status {
            Some(status @ (Status::Retired | Status::Renamed)) => format!(", {}", status.name()),
            Some(Status::Active) | None => String::new(),
        };
        text.push_str(&format!("{tier:<9}{:<ids$}  {name} ({issuer}){ended}\n", entry.id));
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
            "domain": entry.facts.domain.name(),
            "tier": tier(entry, catalogue),
            "availability": entry.availability.status.map(|status| status.name()),
        })
    };
    let credentials: Vec<_> = found.iter().map(credential).collect();
    format!("{:#}\n", serde_json::json!({ "schema": 1, "credentials": credentials }))
}

/// The same for a spreadsheet.
fn csv(found: &[&Entry], catalogue: &Catalogue) -> String {
    let head = ["id", "name", "issuer", "kind", "domain", "tier", "availability"];
    let mut text = csv_row(head.map(str::to_owned));
    for entry in found {
        let status = entry.availability.status.map(|status| status.name());
        text += &csv_row([
            entry.id.to_string(),
            entry.name.clone(),
            entry.issuer.clone(),
            entry.kind().name().to_owned(),
            entry.facts.domain.name().to_owned(),
            tier(entry, catalogue).unwrap_or_default().to_owned(),
            status.unwrap_or_default().to_owned(),
        ]);
    }
    text
}
