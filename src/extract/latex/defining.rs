//! Commands that define others.

use super::define::{Definition, declared, specified};
use super::knowledge::{Argument, KNOWLEDGE};
use super::lexer::{Kind, Token};
use super::reader::Reader;
use crate::extract::look::Ground;

impl Reader<'_> {
    /// Commands that define others.
    pub(super) fn definition(&mut self, name: &str) -> bool {
        match name {
            "newcommand"
            | "renewcommand"
            | "providecommand"
            | "DeclareRobustCommand"
            | "newrobustcmd"
            | "renewrobustcmd" => self.new_command(),
            "NewDocumentCommand"
            | "RenewDocumentCommand"
            | "DeclareDocumentCommand"
            | "ProvideDocumentCommand"
            | "NewExpandableDocumentCommand" => self.new_document_command(),
            "def" | "gdef" | "edef" | "xdef" => self.plain_definition(),
            "let" => self.let_name(),
            "long" | "global" | "protected" | "outer" => {}
            "newenvironment" | "renewenvironment" | "provideenvironment" => self.new_environment(),
            "NewDocumentEnvironment"
            | "RenewDocumentEnvironment"
            | "DeclareDocumentEnvironment" => self.new_document_environment(),
            "newlist" => {
                let names = self.arguments(&[Argument::Mandatory; 3]);
                if let Some(Some(list)) = names.first() {
                    let list = self.plain(list).trim().to_owned();
                    self.definitions.lists.insert(list);
                }
            }
            "titleformat" => {
                self.input.star(&self.sources);
                self.arguments(&[Argument::Mandatory, Argument::Optional]);
                self.arguments(&[Argument::Mandatory; 4]);
                self.input.option();
            }
            "definecolor" => self.define_color(),
            "pagecolor" => {
                if let Some(color) = self.color_argument() {
                    let ground = color.map_or(Ground::Unknown, Ground::Filled);
                    for scope in &mut self.page.scopes {
                        scope.ground = ground;
                    }
                }
            }
            "colorlet" => {
                if let (Some(new), Some(old)) = (self.input.group(), self.input.group()) {
                    let (new, old) = (self.plain(&new), self.plain(&old));
                    let color = self.color(old.trim());
                    self.colors.insert(new.trim().to_owned(), color);
                }
            }
            _ => return false,
        }
        true
    }

    /// The name of the command that comes next, in braces or bare.
    pub(super) fn command_name(&mut self) -> Option<String> {
        let slice = self.input.argument()?;
        let token = slice.tokens().iter().find(|token| token.kind == Kind::Word)?;
        Some(self.text(*token).trim_start_matches('\\').to_owned())
    }

    pub(super) fn new_command(&mut self) {
        self.input.star(&self.sources);
        let Some(name) = self.command_name() else { return };
        let count = self.input.option().map(|slice| self.plain(&slice));
        let count = count.and_then(|count| count.trim().parse().ok()).unwrap_or(0);
        let default = self.input.option();
        let Some(body) = self.input.argument() else { return };
        self.define(name, Definition { arguments: declared(count, default), body, end: None });
    }

    pub(super) fn new_document_command(&mut self) {
        let Some(name) = self.command_name() else { return };
        let (Some(takes), Some(body)) = (self.input.group(), self.input.group()) else { return };
        let text = takes.tokens().first().and_then(|token| self.sources.get(token.file as usize));
        let arguments = text.map_or(Vec::new(), |text| specified(&takes, text));
        self.define(name, Definition { arguments, body, end: None });
    }

    fn new_document_environment(&mut self) {
        let (Some(name), Some(takes)) = (self.input.group(), self.input.group()) else { return };
        let (Some(body), Some(end)) = (self.input.group(), self.input.group()) else { return };
        let text = takes.tokens().first().and_then(|token| self.sources.get(token.file as usize));
        let arguments = text.map_or(Vec::new(), |text| specified(&takes, text));
        let name = self.plain(&name).trim().to_owned();
        self.define_environment(name, Definition { arguments, body, end: Some(end) });
    }

    /// `\def\name#1#2{...}`.
    pub(super) fn plain_definition(&mut self) {
        if let Some(name) = self.command_name() {
            self.parameters_and_body(name);
        }
    }

    /// What follows the name of a definition: `#1#2{...}`.
    pub(super) fn parameters_and_body(&mut self, name: String) {
        let mut count = 0;
        let mut is_delimited = false;
        while let Some(token) = self.input.next_token() {
            match token.kind {
                Kind::Open => break,
                Kind::Param(n) => count = count.max(n as usize),
                Kind::Paragraph | Kind::Op(_) | Kind::Close => return,
                _ => is_delimited = true,
            }
            self.input.next();
        }
        let Some(body) = self.input.group() else { return };
        // Where its arguments end is for such a command's own class to know.
        if is_delimited && self.beside.is_open() {
            return;
        }
        self.define(name, Definition { arguments: declared(count, None), body, end: None });
    }

    pub(super) fn define(&mut self, name: String, definition: Definition) {
        // What a section or an item is, is not for a document to change: it only looks different.
        let is_ours = is_fixed(&name) && !(name == "maketitle" && self.beside.is_open());
        if is_ours || !self.beside.takes(self.definitions.commands.contains_key(&name)) {
            return;
        }
        // A command dressed up, whose old self is kept under another name, stays what it was.
        let is_old_self = |token: &Token| {
            token.kind == Kind::Word
                && self.definitions.names.get(self.text(*token).trim_start_matches('\\'))
                    == Some(&name)
        };
        if self.definitions.names.is_empty() || !definition.body.tokens().iter().any(is_old_self) {
            self.definitions.names.remove(&name);
            self.definitions.commands.insert(name, definition);
        }
    }

    fn define_environment(&mut self, name: String, definition: Definition) {
        let is_known = self.definitions.environments.contains_key(&name);
        if !KNOWLEDGE.lists.contains(&name) && self.beside.takes(is_known) {
            self.definitions.environments.insert(name, definition);
        }
    }

    pub(super) fn let_name(&mut self) {
        let Some(new) = self.command_name() else { return };
        if let Some(next) = self.input.next_token()
            && next.kind == Kind::Text
            && self.text(next) == "="
        {
            self.input.argument();
        }
        let Some(old) = self.command_name() else { return };
        if new == old || is_fixed(&new) {
            return;
        }
        // What the old name stands for now counts, whatever it will stand for later.
        match self.definitions.commands.get(&old).cloned() {
            Some(definition) => self.define(new, definition),
            None => {
                self.definitions.names.insert(new, old);
            }
        }
    }

    pub(super) fn new_environment(&mut self) {
        self.input.star(&self.sources);
        let Some(name) = self.input.group() else { return };
        let name = self.plain(&name).trim().to_owned();
        let count = self.input.option().map(|slice| self.plain(&slice));
        let count = count.and_then(|count| count.trim().parse().ok()).unwrap_or(0);
        let default = self.input.option();
        let (Some(body), Some(end)) = (self.input.group(), self.input.group()) else { return };
        let arguments = declared(count, default);
        self.define_environment(name, Definition { arguments, body, end: Some(end) });
    }
}

/// Commands that no definition changes.
fn is_fixed(name: &str) -> bool {
    matches!(
        name,
        "section"
            | "subsection"
            | "subsubsection"
            | "chapter"
            | "part"
            | "paragraph"
            | "item"
            | "textbf"
            | "textit"
            | "emph"
            | "href"
            | "url"
            | "begin"
            | "end"
            | "labelitemi"
            | "labelitemii"
            | "labelitemiii"
            | "labelitemiv"
            | "hfill"
            | "maketitle"
            | "baselinestretch"
            | "arraystretch"
            | "familydefault"
            | "sfdefault"
            | "UrlFont"
            | "headrulewidth"
            | "footrulewidth"
            | "thesection"
            | "footnotesize"
            | "small"
            | "large"
            | "LARGE"
            | "Large"
            | "input"
            | "include"
            | "textcolor"
            | "color"
            | "normalsize"
            | "and"
            | "footnoterule"
    )
}
