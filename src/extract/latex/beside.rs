//! Classes and packages that stand beside the document: what they define, asked when nothing else knows.
//!
//! A class is a program, and none is run: of such a file only the definitions count, and what else stands in
//! it is no text. What we know of a class that many people write in counts before the class itself, since
//! it tells titles from places where the class only sets them apart. Words that a definition itself adds, such
//! as "Phone:", lead back to the class. A class that is not there is TeX's own, and nothing is said of it.

use std::collections::HashSet;

use super::define::{Definition, Definitions, Switch};
use super::input::{Input, Slice};
use super::lexer::{Kind, Token, Tokens, lex_class};
use super::plain::TOO_MANY;
use super::reader::Reader;
use crate::document::NoteKind;
use crate::extract::TOO_LARGE;

/// More packages than this, in all, belong to no document.
const MOST_NAMES: usize = 300;
/// Longer names than this, in bytes, are none.
const LONGEST_NAME: usize = 200;

/// What classes and packages beside the document define.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// While one of them is read these are the document's own, and the reader's are theirs.
    pub(super) definitions: Definitions,
    /// The sources that they are.
    pub(super) files: HashSet<u16>,
    /// What was asked for, there or not.
    asked: HashSet<String>,
    /// How many of them are being read, one inside of another.
    depth: usize,
    /// Braces that are open where we read.
    braces: usize,
    /// Switches that an option may turn on.
    options: HashSet<String>,
    /// What the commands show that the document calls; found when it is first asked for.
    pub(super) shown: Option<HashSet<String>>,
}

impl Beside {
    /// Whether a class is being read.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0
    }

    /// Whether a definition is taken: within braces stands what holds in some cases only.
    pub(super) fn takes(&self, is_known: bool) -> bool {
        self.depth == 0 || self.braces == 0 || !is_known
    }
}

impl Reader<'_> {
    /// Whether a token stands in a class or a package beside the document.
    pub(super) fn is_beside(&self, token: Token) -> bool {
        token.file > 0 && self.beside.files.contains(&token.file)
    }

    /// The definition of a command: the document's own, or else one beside it.
    pub(super) fn definition_of(&self, name: &str) -> Option<&Definition> {
        let own = self.definitions.commands.get(name);
        own.or_else(|| self.beside.definitions.commands.get(name))
    }

    /// Reads what a class or a package defines, if it stands beside the document.
    pub(super) fn read_beside(&mut self, path: &str) {
        let Some(includes) = self.includes else { return };
        let is_name = path.len() <= LONGEST_NAME && !path.starts_with('.') && !path.contains("://");
        if !is_name || self.beside.asked.contains(path) {
            return;
        }
        if self.beside.asked.len() >= MOST_NAMES || self.may_not_include() {
            if !self.page.builder.has_note(NoteKind::IncludeNotRead) {
                self.not_read(path, TOO_MANY);
            }
            return;
        }
        self.beside.asked.insert(path.to_owned());
        match includes.read(path) {
            Ok(included) => {
                let (file, skip) = self.included(included);
                self.beside.files.insert(file);
                let tokens = lex_class(&self.sources[file as usize], file, skip);
                self.budget += 2 * tokens.len();
                self.files.push(path.to_owned());
                self.define_all(tokens);
                self.files.pop();
            }
            Err(reason) if reason == TOO_LARGE => self.not_read(path, &reason),
            Err(_) => {}
        }
    }

    /// Takes the definitions out of the tokens of a class.
    fn define_all(&mut self, tokens: Vec<Token>) {
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            if let Some(name) = self.text(*token).strip_suffix("true") {
                let name = name.trim_start_matches('\\').to_owned();
                self.beside.options.insert(name);
            }
        }
        let is_first = self.beside.depth == 0;
        if is_first {
            std::mem::swap(&mut self.definitions, &mut self.beside.definitions);
        }
        let mut input = Input::default();
        input.push(Slice::whole(Tokens::new(tokens)));
        let input = std::mem::replace(&mut self.input, input);
        let braces = std::mem::take(&mut self.beside.braces);
        self.beside.depth += 1;
        while let Some(token) = self.input.next() {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            match token.kind {
                Kind::Open => self.beside.braces += 1,
                Kind::Close => self.beside.braces = self.beside.braces.saturating_sub(1),
                Kind::Word => self.defining_word(token),
                _ => {}
            }
        }
        self.beside.depth -= 1;
        self.beside.braces = braces;
        self.input = input;
        if is_first {
            for (name, switch) in &mut self.definitions.switches {
                if *switch == Switch::Off && self.beside.options.contains(name) {
                    *switch = Switch::Unknown;
                }
            }
            std::mem::swap(&mut self.definitions, &mut self.beside.definitions);
        }
    }

    /// A command of a class, outside of what it defines.
    fn defining_word(&mut self, token: Token) {
        let name = self.text(token).trim_start_matches('\\').to_owned();
        match name.as_str() {
            "documentclass"
            | "usepackage"
            | "LoadClass"
            | "RequirePackage"
            | "LoadClassWithOptions"
            | "RequirePackageWithOptions"
            | "newif"
            | "newlist" => {
                if !self.structure(&name) {
                    self.definition(&name);
                }
            }
            "input" | "include" | "InputIfFileExists" => {
                if let Some(path) = self.input.argument() {
                    let path = self.plain(&path).trim().trim_matches('"').to_owned();
                    let ending = if path.rsplit('/').next().is_some_and(|n| n.contains('.')) {
                        ""
                    } else {
                        ".tex"
                    };
                    self.read_beside(&format!("{path}{ending}"));
                }
            }
            // What an option would do is not done.
            "DeclareOption" => {
                self.input.star(&self.sources);
                self.input.group();
                self.input.group();
            }
            "begin" | "end" | "definecolor" | "colorlet" | "pagecolor" | "titleformat" => {}
            "endinput" => self.input.clear(),
            // Another language begins here, in which a blank is none.
            "ExplSyntaxOn" | "ProvidesExplClass" | "ProvidesExplPackage" | "ProvidesExplFile" => {
                while let Some(token) = self.input.next() {
                    if token.kind == Kind::Word && self.text(token) == "\\ExplSyntaxOff" {
                        break;
                    }
                }
            }
            "csdef" | "csgdef" | "@namedef" => {
                let Some(name) = self.input.group() else { return };
                let name = self.plain(&name).trim().to_owned();
                self.parameters_and_body(name);
            }
            "else" | "fi" | "or" => {
                self.structure(&name);
            }
            _ if name.starts_with("if") => {
                self.structure(&name);
            }
            "addbibresource" | "nocite" | "defbibheading" | "addtocategory" | "newcites" => {
                self.bibliography(token, &name);
            }
            _ => {
                if !self.definition(&name)
                    && !self.switch(&name)
                    && self.beside.braces == 0
                    && self.definitions.commands.contains_key(&name)
                {
                    // A command of the class's own may define others.
                    self.expand(&name);
                }
            }
        }
    }
}
