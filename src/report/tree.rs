//! What was understood of a resume, as a tree that a person reads at a glance.

use super::inspect::{Inspection, Place};
use super::{Look, safe};

/// Draws the tree.
pub fn tree(inspection: &Inspection<'_>, look: &Look) -> String {
    let branches = [
        ("sections", sections(inspection)),
        ("credentials", credentials(inspection)),
        ("evidence", evidence(inspection)),
        ("claims", claims(inspection)),
    ];
    let mut text = head(inspection);
    let branches: Vec<_> = branches.into_iter().filter(|branch| !branch.1.is_empty()).collect();
    for (at, (title, leaves)) in branches.iter().enumerate() {
        let last = at + 1 == branches.len();
        let (knee, rail) = if last { ("└─", "   ") } else { ("├─", "│  ") };
        text.push_str(&format!("{knee} {title}\n"));
        for (at, leaf) in leaves.iter().enumerate() {
            let knee = if at + 1 == leaves.len() { "└─" } else { "├─" };
            text.push_str(&fit(&format!("{rail}{knee} {leaf}"), look.width));
            text.push('\n');
        }
    }
    text
}

/// The file and what holds for all of it.
fn head(inspection: &Inspection<'_>) -> String {
    let mut facts = vec![inspection.format.to_owned()];
    facts.push(match inspection.level {
        Some(level) => format!("role {}, {level}", inspection.role),
        None => format!("role {}", inspection.role),
    });
    facts.push(format!("language {}", inspection.language.unwrap_or("unknown")));
    facts.push(
        match inspection.certifications_lead {
            Some(true) => "certifications lead",
            Some(false) => "certifications do not lead",
            None => "the layout decides the order",
        }
        .to_owned(),
    );
    if !inspection.is_resume {
        facts.push("does not read like a resume".to_owned());
    }
    format!("{} ({})\n", safe::one_line(inspection.file), facts.join("; "))
}

fn sections(inspection: &Inspection<'_>) -> Vec<String> {
    let leaf = |section: &super::inspect::Section<'_>| {
        let heading = section.heading.map_or("(no heading)".into(), safe::one_line);
        let mut facts = vec![section.kinds.join(" and ")];
        if section.entries > 0 {
            facts.push(super::pretty::counted(section.entries, "entry", "entries"));
        }
        if section.sidebar {
            facts.push("sidebar".to_owned());
        }
        format!("{}{heading}: {}", at(&section.place), facts.join(", "))
    };
    inspection.sections.iter().map(leaf).collect()
}

fn credentials(inspection: &Inspection<'_>) -> Vec<String> {
    let leaf = |credential: &super::inspect::Credential<'_>| {
        let mut facts = vec![credential.kind];
        facts.extend(credential.issuer);
        match credential.tier {
            Some(tier) => facts.push(tier),
            None if credential.catalogue.is_none() => facts.push("not in the catalogue"),
            None => facts.push("no tier"),
        }
        facts.extend(credential.availability.filter(|&availability| availability != "active"));
        facts.extend(&credential.modifiers);
        let text = safe::one_line(credential.text);
        let name = safe::one_line(credential.name);
        let name = if name == text { String::new() } else { format!(" = {name}") };
        let facts = safe::one_line(&facts.join(", ")).into_owned();
        format!("{}{text}{name} ({facts}; in {})", at(&credential.place), credential.section)
    };
    inspection.credentials.iter().map(leaf).collect()
}

fn evidence(inspection: &Inspection<'_>) -> Vec<String> {
    let leaf = |evidence: &super::inspect::Evidence<'_>| {
        let text = safe::one_line(evidence.text);
        format!("{}{}, {}: {text}", at(&evidence.place), evidence.kind, evidence.strength)
    };
    inspection.evidence.iter().map(leaf).collect()
}

fn claims(inspection: &Inspection<'_>) -> Vec<String> {
    let leaf = |claim: &super::inspect::Claim<'_>| {
        let text = safe::one_line(claim.text);
        match claim.leans_on {
            Some(id) => {
                format!("{}{text} (leans on {})", at(&claim.place), safe::one_line(id))
            }
            None => format!("{}{text}", at(&claim.place)),
        }
    };
    inspection.claims.iter().map(leaf).collect()
}

/// The line or page, where the format has any.
fn at(place: &Place) -> String {
    match place {
        Place { line: Some(line), .. } => format!("{line}: "),
        Place { page: Some(page), .. } => format!("p{page}: "),
        Place { path: Some(path), .. } => format!("{}: ", safe::one_line(path)),
        _ => String::new(),
    }
}

/// A line cut to the terminal.
fn fit(line: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    if line.width() <= width {
        return line.to_owned();
    }
    let mut columns = 1;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns <= width
    };
    line.chars().take_while(fits).collect::<String>() + "…"
}
