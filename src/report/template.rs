//! What a rule says before it knows the resume: its templates, put as plain text.

/// A template without its markup: alternatives stand side by side, what a resume fills in is `…`.
pub fn plain(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_value = tag.starts_with("{{");
        let Some(end) = tag.find(if is_value { "}}" } else { "%}" }) else {
            return text + tag;
        };
        let inside = tag[2..end].trim_matches(['-', ' ']);
        if is_value {
            text.push('…');
        } else if inside == "else" || inside.starts_with("elif ") {
            text.push_str(" Or: ");
        }
        rest = &tag[end + 2..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_and_values_are_told_as_such() {
        assert_eq!(plain("Split it."), "Split it.");
        assert_eq!(
            plain("{% if a.b %}Keep it.{% else %}Drop it.{% endif %}"),
            "Keep it. Or: Drop it."
        );
        assert_eq!(plain("{{ credential.name }} is old"), "… is old");
        assert_eq!(plain("open {{ end"), "open {{ end");
    }
}
