//! Text for reading, wrapped to the terminal.

use resumelint::report::{Color, Look, safe};

/// The column at which facts stand.
const INDENT: usize = 13;

/// Text that is being put together. What is empty is left out.
pub(super) struct Prose<'a> {
    look: &'a Look,
    text: String,
}

impl<'a> Prose<'a> {
    /// Nothing yet.
    pub(super) fn new(look: &'a Look) -> Self {
        Prose { look, text: String::new() }
    }

    /// A name that stands above everything.
    pub(super) fn title(&mut self, title: &str) {
        let title = self.bold(title);
        self.text.push_str(&format!("{title}\n\n"));
    }

    /// A heading after a blank line.
    pub(super) fn heading(&mut self, heading: &str) {
        self.gap();
        let heading = self.bold(heading);
        self.text.push_str(&format!("{heading}\n"));
    }

    /// A named fact.
    pub(super) fn fact(&mut self, name: &str, fact: &str) {
        if !fact.is_empty() {
            self.wrap(fact, &format!("{:INDENT$}", format!("{name}:")), &" ".repeat(INDENT));
        }
    }

    /// Text that hangs beside what stands first.
    pub(super) fn row(&mut self, first: &str, text: &str) {
        self.wrap(text, first, &" ".repeat(first.chars().count()));
    }

    /// A list with a heading.
    pub(super) fn list(&mut self, heading: &str, items: &[String]) {
        if !items.is_empty() {
            self.heading(heading);
            for item in items {
                self.item(item);
            }
        }
    }

    /// An item of a list.
    pub(super) fn item(&mut self, item: &str) {
        self.wrap(item, "  - ", "    ");
    }

    /// Running text; blank lines part paragraphs.
    pub(super) fn paragraph(&mut self, text: &str) {
        for (at, paragraph) in text.trim().split("\n\n").enumerate() {
            if at > 0 {
                self.gap();
            }
            self.wrap(paragraph, "", "");
        }
    }

    /// Lines as they are, indented.
    pub(super) fn verbatim(&mut self, text: &str) {
        for line in text.trim_matches('\n').lines() {
            let line = format!("    {}", safe::one_line(line));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A blank line, unless there is one.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The whole.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Adds text wrapped to the terminal, but not wider than is read with ease.
    fn wrap(&mut self, text: &str, first: &str, rest: &str) {
        let text = safe::one_line(text);
        let options = textwrap::Options::new(self.look.width.min(100))
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false);
        self.text.push_str(&textwrap::fill(&text, options));
        self.text.push('\n');
    }

    /// A word in bold, where escapes may be used.
    fn bold(&self, text: &str) -> String {
        let text = safe::one_line(text);
        match self.look.color {
            Color::Never => text.into_owned(),
            Color::Ansi => format!("\u{1b}[1m{text}\u{1b}[0m"),
        }
    }
}
