//! What a run over a folder of submissions closes with, for the person who started it: how much was
//! checked, what the rules said, which files were not fully checked and why, and how long it took. No
//! score and no rank.

use std::collections::BTreeMap;
use std::time::Duration;

use resumelint::document::Status;
use resumelint::report::{Summary, safe};

/// Reasons, and files for each, that are listed; the report has them all.
const REASONS: usize = 12;
const FILES: usize = 5;

/// The summary, in lines.
pub(super) fn for_people(summary: &Summary, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let rate = summary.files as f64 / seconds.max(1e-3);
    let mut text = format!(
        "\n{} files in {seconds:.1} s ({rate:.0} a second)\n  checked {}, in part {}, not checked {}\n",
        summary.files,
        summary.with_status(Status::Checked),
        summary.with_status(Status::PartlyChecked),
        summary.with_status(Status::NotChecked),
    );
    let by_name = summary.skipped - summary.not_files;
    if by_name > 0 {
        text.push_str(&format!("  passed over, as no resumes by their names: {by_name}\n"));
    }
    if summary.not_files > 0 {
        text.push_str(&format!(
            "  passed over, as links, pipes, sockets or devices: {}\n",
            summary.not_files
        ));
    }
    if summary.done_before > 0 {
        text.push_str(&format!("  dealt with in an earlier run: {}\n", summary.done_before));
    }
    text.push_str(&format!(
        "findings\n  error {}, warning {}, advice {}, answered {}\n",
        summary.error, summary.warning, summary.advice, summary.answered
    ));
    let mut rules: Vec<(&String, &usize)> = summary.rules.iter().collect();
    rules.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for (rule, count) in rules {
        text.push_str(&format!("  {count:>7} {rule}\n"));
    }
    text + &gaps(summary)
}

/// The files that were not fully checked, by reason.
fn gaps(summary: &Summary) -> String {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, _, why) in &summary.gaps {
        by_reason.entry(why).or_default().push(path);
    }
    let mut reasons: Vec<(&str, Vec<&str>)> = by_reason.into_iter().collect();
    reasons.sort_by_key(|(_, files)| std::cmp::Reverse(files.len()));
    let mut text = String::new();
    if !reasons.is_empty() {
        text.push_str("not fully checked\n");
    }
    for (why, files) in reasons.iter().take(REASONS) {
        text.push_str(&format!("  {:>7} {}\n", files.len(), safe::one_line(why)));
        for path in files.iter().take(FILES) {
            text.push_str(&format!("          {}\n", safe::one_line(path)));
        }
        if files.len() > FILES {
            text.push_str(&format!("          and {} more\n", files.len() - FILES));
        }
    }
    if reasons.len() > REASONS {
        let more: usize = reasons[REASONS..].iter().map(|(_, files)| files.len()).sum();
        text.push_str(&format!("  {more:>7} for other reasons; the report names each\n"));
    }
    text
}
