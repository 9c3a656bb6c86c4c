//! How often each rule spoke, as a small table with bars.

use super::Summary;

/// The longest bar, in columns.
const BAR: usize = 20;

/// The table: the most frequent rule first, equals by name.
pub(super) fn table(summary: &Summary) -> String {
    let mut rows: Vec<(&str, usize)> =
        summary.rules.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
    rows.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let most = rows.first().map_or(1, |row| row.1).max(1);
    let number_width = most.to_string().len();
    let mut table = String::new();
    for (rule, count) in rows {
        let bar = "█".repeat((count * BAR).div_ceil(most));
        table.push_str(&format!("{count:>number_width$} {bar:BAR$} {rule}\n"));
    }
    if !table.is_empty() {
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_rule_has_the_longest_bar() {
        let mut summary = Summary::default();
        for (rule, count) in [("rare-rule", 1), ("often-rule", 40), ("other-rule", 20)] {
            summary.rules.insert(rule.to_owned(), count);
        }
        assert_eq!(
            table(&summary),
            "40 ████████████████████ often-rule\n20 ██████████           other-rule\n \
             1 █                    rare-rule\n\n"
        );
    }
}
