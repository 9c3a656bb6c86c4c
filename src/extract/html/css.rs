//! As much of CSS as says whether words are seen, and what stands beside what.
//!
//! Rules for print and for small screens do not count: what a person sees is the page on a screen.

use std::collections::HashMap;

use super::tokens::Tag;

/// The rules of a document's style sheets.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// Rules by the name, class or id that the last part of their selector asks for.
    index: HashMap<String, Vec<usize>>,
    /// Custom properties, wherever they are set.
    variables: HashMap<String, String>,
    /// How many more selectors are tried.
    budget: usize,
}

#[derive(Debug)]
struct Rule {
    /// The parts of the selector, the element's own part last.
    parts: Vec<Part>,
    specificity: (usize, usize, usize),
    declarations: std::rc::Rc<Vec<(String, String)>>,
}

/// One part of a selector, and how it hangs on the part before.
#[derive(Debug, Default)]
struct Part {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<(String, Option<String>)>,
    /// Must match the parent, not just any ancestor.
    child: bool,
}

/// What of a tag selectors ask for.
#[derive(Debug, Clone, Default)]
pub(super) struct Identity {
    name: String,
    id: String,
    classes: Vec<String>,
    attributes: Vec<(String, String)>,
}

impl Identity {
    /// The identity of a tag.
    pub(super) fn of(tag: &Tag) -> Identity {
        let classes = tag.get("class").unwrap_or("").split_ascii_whitespace().take(50);
        let short = |value: &&String| value.len() < 200;
        Identity {
            name: tag.name.clone(),
            id: tag.get("id").unwrap_or("").to_owned(),
            classes: classes.map(str::to_owned).collect(),
            attributes: tag
                .attributes
                .iter()
                .take(50)
                .filter(|(_, attribute)| short(&&attribute.value))
                .map(|(name, attribute)| (name.clone(), attribute.value.clone()))
                .collect(),
        }
    }
}

/// More rules or tries than any resume needs.
const MOST_RULES: usize = 10_000;
const MOST_TRIES: usize = 5_000_000;

impl Sheet {
    /// Adds the rules of a style element.
    pub(super) fn add(&mut self, css: &str) {
        self.budget = MOST_TRIES;
        self.block(&without_comments(css), 0);
    }

    /// Whether everything that was asked could be answered.
    pub(super) fn is_exhausted(&self) -> bool {
        self.rules.len() >= MOST_RULES || (self.budget == 0 && !self.rules.is_empty())
    }

    fn block(&mut self, css: &str, depth: usize) {
        let mut rest = css;
        while let Some(open) = rest.find(['{', ';']) {
            if rest.as_bytes()[open] == b';' {
                // `@import ...;`
                rest = &rest[open + 1..];
                continue;
            }
            let prelude = rest[..open].trim();
            let (body, after) = balanced(&rest[open + 1..]);
            rest = after;
            if prelude.starts_with('@') {
                if applies(prelude) && depth < 8 {
                    self.block(body, depth + 1);
                }
                continue;
            }
            if self.rules.len() >= MOST_RULES {
                return;
            }
            self.rule(prelude, body);
        }
    }

    fn rule(&mut self, prelude: &str, body: &str) {
        let declarations = declarations(body);
        for (name, value) in &declarations {
            if name.starts_with("--") {
                self.variables.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        let declarations = std::rc::Rc::new(declarations);
        for selector in prelude.split(',').take(100) {
            let Some(parts) = selector_parts(selector) else { continue };
            let Some(last) = parts.last() else { continue };
            let specificity = (
                parts.iter().filter(|part| part.id.is_some()).count(),
                parts.iter().map(|part| part.classes.len() + part.attributes.len()).sum(),
                parts.iter().filter(|part| part.name.is_some()).count(),
            );
            let key = match (&last.id, last.classes.first(), &last.name) {
                (Some(id), _, _) => format!("#{id}"),
                (_, Some(class), _) => format!(".{class}"),
                (_, _, Some(name)) => name.clone(),
                _ => "*".to_owned(),
            };
            self.index.entry(key).or_default().push(self.rules.len());
            self.rules.push(Rule { parts, specificity, declarations: declarations.clone() });
        }
    }

    /// The declarations for an element, the weakest first, its own `style` last. `ancestors` has the
    /// outermost first.
    pub(super) fn declarations(
        &mut self,
        element: &Identity,
        ancestors: &[&Identity],
        own: Option<&str>,
    ) -> Vec<(String, String)> {
        let mut keys = vec!["*".to_owned(), element.name.clone(), format!("#{}", element.id)];
        keys.extend(element.classes.iter().map(|class| format!(".{class}")));
        let mut matched: Vec<usize> = Vec::new();
        for rule in keys.iter().filter_map(|key| self.index.get(key)).flatten() {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            if self.rules.get(*rule).is_some_and(|r| matches(&r.parts, element, ancestors)) {
                matched.push(*rule);
            }
        }
        matched.sort_by_key(|&i| (self.rules[i].specificity, i));
        let mut all: Vec<(String, String)> =
            matched.iter().flat_map(|&i| self.rules[i].declarations.iter().cloned()).collect();
        if let Some(own) = own {
            all.extend(declarations(own));
        }
        // What is marked as important wins over all that is not.
        let (important, mut plain): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, value)| value.ends_with("!important"));
        plain.extend(important.into_iter().map(|(name, value)| {
            (name, value.trim_end_matches("!important").trim_end().to_owned())
        }));
        for (_, value) in &mut plain {
            if let Some(known) = self.variable(value) {
                *value = known;
            }
        }
        plain
    }

    /// The value behind `var(--name)` or `var(--name, fallback)`.
    fn variable(&self, value: &str) -> Option<String> {
        let inner = value.strip_prefix("var(")?.strip_suffix(')')?;
        let (name, fallback) = match inner.split_once(',') {
            Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
            None => (inner.trim(), None),
        };
        self.variables.get(name).cloned().or_else(|| fallback.map(str::to_owned))
    }
}

/// Whether the rules under an at-rule hold for a page on an ordinary screen.
fn applies(prelude: &str) -> bool {
    let prelude = prelude.to_ascii_lowercase();
    if prelude.starts_with("@layer") || prelude.starts_with("@supports") {
        return true;
    }
    let Some(query) = prelude.strip_prefix("@media") else { return false };
    query.split(',').any(|query| {
        let query = query.trim().trim_start_matches("only ").trim();
        matches!(query, "" | "all" | "screen")
    })
}

/// The declarations of a block, names in lower case.
fn declarations(body: &str) -> Vec<(String, String)> {
    let pair = |declaration: &str| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim().to_ascii_lowercase().replace("! important", "!important");
        (value.len() < 500).then(|| (name.trim().to_ascii_lowercase(), value))
    };
    body.split(';').take(500).filter_map(pair).collect()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(open) = rest.find("/*") {
        out.push_str(&rest[..open]);
        rest = rest[open..].find("*/").map_or("", |close| &rest[open + close + 2..]);
    }
    out.push_str(rest);
    out
}

/// A block up to its closing brace, and what follows it.
fn balanced(css: &str) -> (&str, &str) {
    let mut depth = 1;
    for (i, b) in css.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&css[..i], &css[i + 1..]);
        }
    }
    (css, "")
}

/// The parts of a selector; `None` when it asks for a state or a place that is not known here.
fn selector_parts(selector: &str) -> Option<Vec<Part>> {
    let spaced = selector.trim().replace('>', " > ");
    let mut parts: Vec<Part> = Vec::new();
    let mut child = false;
    for word in spaced.split_ascii_whitespace() {
        match word {
            ">" => child = true,
            "+" | "~" => return None,
            _ => parts.push(Part { child: std::mem::take(&mut child), ..part(word)? }),
        }
    }
    (!parts.is_empty() && parts.len() <= 10).then_some(parts)
}

fn part(word: &str) -> Option<Part> {
    let mut part = Part::default();
    let mut rest = word.strip_prefix('*').unwrap_or(word);
    if rest == ":root" {
        return Some(Part { name: Some("html".to_owned()), ..part });
    }
    while !rest.is_empty() {
        let (sign, body) = match rest.as_bytes()[0] {
            b'.' | b'#' | b'[' => rest.split_at(1),
            b':' => return None,
            _ => ("", rest),
        };
        if sign == "[" {
            let (inner, after) = body.split_once(']')?;
            let (name, value) = match inner.split_once('=') {
                Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']).to_owned())),
                None => (inner, None),
            };
            if name.ends_with(['^', '$', '*', '~', '|']) {
                return None;
            }
            part.attributes.push((name.to_ascii_lowercase(), value));
            rest = after;
            continue;
        }
        let end = body.find(['.', '#', '[', ':', '+', '~']).unwrap_or(body.len());
        let (name, after) = body.split_at(end);
        if name.is_empty() || after.starts_with(['+', '~']) {
            return None;
        }
        match sign {
            "." => part.classes.push(name.to_owned()),
            "#" => part.id = Some(name.to_owned()),
            _ => part.name = Some(name.to_ascii_lowercase()),
        }
        rest = after;
    }
    Some(part)
}

fn matches(parts: &[Part], element: &Identity, ancestors: &[&Identity]) -> bool {
    let Some((last, before)) = parts.split_last() else { return true };
    if !fits(last, element) {
        return false;
    }
    let mut above = ancestors;
    let mut child = last.child;
    for part in before.iter().rev() {
        loop {
            let Some((parent, rest)) = above.split_last() else { return false };
            above = rest;
            if fits(part, parent) {
                break;
            }
            if child {
                return false;
            }
        }
        child = part.child;
    }
    true
}

fn fits(part: &Part, element: &Identity) -> bool {
    part.name.as_ref().is_none_or(|name| *name == element.name)
        && part.id.as_ref().is_none_or(|id| *id == element.id)
        && part.classes.iter().all(|class| element.classes.contains(class))
        && part.attributes.iter().all(|(name, value)| {
            let mut own = element.attributes.iter().filter(|(own, _)| own == name);
            own.any(|(_, own)| value.as_ref().is_none_or(|value| value == own))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last value of `property` for an element described as `name.class#id`.
    fn check(css: &str, element: &str, ancestors: &[&str], property: &str, expect: Option<&str>) {
        let identity = |words: &str| {
            let part = part(words).expect("the test writes simple selectors");
            Identity {
                name: part.name.unwrap_or_default(),
                id: part.id.unwrap_or_default(),
                classes: part.classes,
                attributes: Vec::new(),
            }
        };
        let mut sheet = Sheet::default();
        sheet.add(css);
        let above: Vec<Identity> = ancestors.iter().map(|words| identity(words)).collect();
        let above: Vec<&Identity> = above.iter().collect();
        let all = sheet.declarations(&identity(element), &above, None);
        let last = all.iter().rev().find(|(name, _)| name == property);
        assert_eq!(last.map(|(_, value)| value.as_str()), expect, "{css}");
    }

    #[test]
    fn the_stronger_selector_wins() {
        check(".a { color: red } p { color: blue }", "p.a", &[], "color", Some("red"));
        check("p { color: blue !important } .a { color: red }", "p.a", &[], "color", Some("blue"));
        check("#x .a > b { color: red }", "b", &["div#x", "p.a"], "color", Some("red"));
        check("#x > b { color: red }", "b", &["div#x", "p.a"], "color", None);
    }

    #[test]
    fn print_and_small_screens_do_not_count() {
        let css = "@media print { p { display: none } } @media screen { p { color: red } }";
        check(css, "p", &[], "display", None);
        check(css, "p", &[], "color", Some("red"));
        check(
            "@media only screen and (max-width: 40em) { p { display: none } }",
            "p",
            &[],
            "display",
            None,
        );
    }

    #[test]
    fn states_and_variables_are_understood() {
        check("p:hover { display: none }", "p", &[], "display", None);
        check(":root { --ink: #fff } p { color: var(--ink) }", "p", &[], "color", Some("#fff"));
        check("/* p { display: none } */ p { color: red", "p", &[], "color", Some("red"));
    }
}
