//! Commands that shape the document: environments, definitions, files, conditions.

use std::rc::Rc;

use super::define::Switch;
use super::input::Slice;
use super::knowledge::{Argument, KNOWLEDGE};
use super::lexer::{Op, Token};
use super::page::{Rows, ScopeKind};
use super::reader::Reader;
use crate::document::BlockKind;
use crate::extract::look::Ground;

impl Reader<'_> {
    /// Commands that count before and in the document alike.
    pub(super) fn structure(&mut self, name: &str) -> bool {
        match name {
            "begin" => self.begin_environment(),
            "end" => self.end_environment(),
            "documentclass" | "usepackage" | "LoadClass" | "RequirePackage" => self.load(name),
            "LoadClassWithOptions" | "RequirePackageWithOptions" => self.load(name),
            "input" | "include" | "subfile" | "subfileinclude" | "loadsection" => {
                if let Some(path) = self.input.argument() {
                    let path = self.plain(&path).trim().trim_matches('"').to_owned();
                    self.include(&path);
                }
            }
            "import" | "subimport" => {
                if let (Some(folder), Some(file)) = (self.input.group(), self.input.group()) {
                    let folder = self.plain(&folder);
                    let separator = if folder.ends_with('/') { "" } else { "/" };
                    let path = format!("{folder}{separator}{}", self.plain(&file));
                    self.include(path.trim());
                }
            }
            "iffalse" => self.skip_branch(),
            "iftrue" | "fi" | "endinput" => {}
            // What stands after `\else` was not chosen.
            "else" | "or" => self.skip_branch(),
            "newif" => self.new_switch(),
            "ifx" => self.if_same(),
            "if" | "ifcat" => {
                self.input.next();
                self.input.next();
                self.skip_branch();
            }
            "ifdefined" => {
                let name = self.command_name();
                if name.is_some_and(|name| name.contains('@') && !self.is_defined(&name)) {
                    self.skip_branch();
                }
            }
            "ifcsname" => {
                self.input.next();
            }
            "ifnum" | "ifdim" | "ifodd" | "ifcase" => self.skip_condition(),
            "ifpdf" | "ifxetex" | "ifluatex" | "ifPDFTeX" | "ifXeTeX" | "ifLuaTeX" | "iftutex" => {
                self.skip_branch();
            }
            "ifthenelse" => self.if_then_else(),
            "ifstrempty" | "ifblank" | "ifempty" | "ifisempty" | "IfNoValueTF" | "IfBlankTF" => {
                self.if_blank(0);
            }
            "notblank" | "ifnotempty" | "IfValueTF" | "IfBooleanTF" => self.if_blank(1),
            "IfNoValueT" | "IfValueF" | "IfBlankT" | "IfBooleanF" => self.when(Slice::is_blank),
            "IfValueT" | "IfNoValueF" | "IfBlankF" | "IfBooleanT" => {
                self.when(|words| !words.is_blank());
            }
            "@ifundefined" | "ifundef" | "ifcsundef" => self.if_defined(1),
            "ifdef" | "ifcsdef" => self.if_defined(0),
            "ifdefempty" | "ifdefvoid" | "ifcsempty" | "ifcsvoid" => self.if_defined_blank(),
            "ifbool" | "iftoggle" => self.if_bool(),
            "newbool" | "newtoggle" | "providebool" => {
                if let Some(name) = self.input.group() {
                    let name = self.plain(&name).trim().to_owned();
                    self.definitions.switches.entry(name).or_insert(Switch::Off);
                }
            }
            "setbool" | "settoggle" => {
                if let (Some(name), Some(to)) = (self.input.group(), self.input.group()) {
                    let to =
                        if self.plain(&to).trim() == "true" { Switch::On } else { Switch::Off };
                    self.set_switch(self.plain(&name).trim(), to);
                }
            }
            "booltrue" | "toggletrue" | "boolfalse" | "togglefalse" => {
                if let Some(switch) = self.input.group() {
                    let to = if name.ends_with("true") { Switch::On } else { Switch::Off };
                    self.set_switch(self.plain(&switch).trim(), to);
                }
            }
            "IfFileExists" if self.includes.is_some() => self.if_file(),
            "@ifnextchar" | "@ifstar" => self.if_next(name),
            "ifstrequal" => self.if_equal(),
            _ => return self.switch(name),
        }
        true
    }

    fn load(&mut self, name: &str) {
        let options = self.input.option().map(|slice| self.plain(&slice)).unwrap_or_default();
        let Some(names) = self.input.group() else { return };
        let names = self.plain(&names);
        self.classes.extend(names.split(',').map(|name| name.trim().to_owned()));
        self.input.option();
        let ending = if name.to_lowercase().contains("class") { "cls" } else { "sty" };
        for name in names.split(',') {
            self.read_beside(&format!("{}.{ending}", name.trim()));
        }
        if name == "documentclass" {
            for size in [("11pt", 10.95), ("12pt", 12.0)] {
                if options.contains(size.0) {
                    self.page.normal_pt = size.1;
                }
            }
            self.page.scope().style.size_pt = Some(self.page.normal_pt);
        }
    }

    /// `\begin{name}`.
    fn begin_environment(&mut self) {
        let Some(name) = self.input.group() else { return };
        let name = self.plain(&name);
        self.begin_named(name.trim());
    }

    /// Begins the environment of this name.
    pub(super) fn begin_named(&mut self, name: &str) {
        if name == "document" {
            self.preamble = false;
            self.page.scopes.truncate(1);
            return self.show_header();
        }
        if self.preamble {
            return;
        }
        if name == "refsection" {
            return self.begin_part();
        }
        let kind = ScopeKind::Environment(Rc::from(name));
        let known = KNOWLEDGE.environments.get(name);
        let own = self.definitions.environments.get(name).cloned();
        let beside = self.environment_beside(name);
        if let Some(shown) = known
            && beside.is_none()
            && own.as_ref().is_none_or(|own| own.arguments.len() == shown.arguments.len())
        {
            let arguments = self.arguments(&shown.arguments);
            self.page.end();
            self.page.open(kind);
            if shown.list {
                self.page.scope().lists = self.page.scope().lists.saturating_add(1);
            }
            return self.show(shown, arguments);
        }
        if let Some(own) = own {
            let arguments = self.own_arguments(&own.arguments);
            self.page.flush();
            self.page.open(kind);
            return self.push_expanded(&own.body, &arguments);
        }
        if KNOWLEDGE.lists.contains(name) || self.definitions.lists.contains(name) {
            self.input.option();
            if matches!(name, "list") {
                self.arguments(&[Argument::Mandatory, Argument::Mandatory]);
            }
            // What stands before the first item belongs to the block around the list.
            self.page.end();
            self.page.open(kind);
            let scope = self.page.scope();
            scope.lists = scope.lists.saturating_add(1);
            scope.rows = Rows::None;
            return;
        }
        if let Some(takes) = KNOWLEDGE.tables.get(name) {
            self.arguments(takes);
            // A table inside of a cell that has words already is part of the cell.
            let within = self.page.scope().rows != Rows::None && self.page.builder.is_open();
            if !within {
                self.page.end();
            }
            self.page.open(kind);
            self.page.scope().rows = match () {
                () if within => Rows::Within,
                // What one command of a class sets is one block, as it is of a class that we know.
                () if self.ends_beside() => Rows::Lines,
                () => Rows::Parted,
            };
            return;
        }
        if KNOWLEDGE.hidden.contains(name) {
            self.page.open(kind);
            self.page.scope().silent = true;
            return;
        }
        if let Some(beside) = beside {
            let arguments = self.own_arguments(&beside.arguments);
            self.page.flush();
            self.page.open(kind);
            return self.push_expanded(&beside.body, &arguments);
        }
        self.page.flush();
        let is_part = KNOWLEDGE.plain.contains_key(name) && self.ends_beside();
        if is_part {
            self.page.separate('\n');
        } else if self.page.scope().rows == Rows::None && !self.page.item {
            self.page.end();
        }
        self.page.open(kind);
        if is_part && self.page.scope().rows == Rows::None {
            self.page.scope().rows = Rows::Lines;
        }
        match name {
            // Pictures: what is written in them stands on we know not what.
            "picture" | "textblock*" | "tcolorbox" | "mdframed" => {
                self.page.scope().ground = Ground::Unknown;
            }
            // Of a drawing only the words of its nodes are read.
            "tikzpicture" => {
                self.input.option();
                self.page.scope().ground = Ground::Unknown;
                self.page.scope().silent = true;
                return;
            }
            _ => {}
        }
        if let Some(takes) = KNOWLEDGE.plain.get(name) {
            self.arguments(takes);
            return;
        }
        self.unknown_environment();
    }

    /// An environment that nobody defines: one argument in words is its heading.
    fn unknown_environment(&mut self) {
        self.input.option();
        let mut slices = Vec::new();
        while self.input.group_touches() && slices.len() < 6 {
            let Some(group) = self.input.group() else { break };
            let words = self.plain(&group);
            let measure = words.trim().ends_with("width")
                || words.trim().starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
            if !(group.is_blank() || measure && slices.is_empty()) {
                slices.push(group);
            }
        }
        let kind = match slices.len() {
            0 => return,
            1 => BlockKind::Heading { level: 3 },
            _ => BlockKind::Paragraph,
        };
        self.input.push_ops(&[Op::End]);
        for slice in slices.into_iter().rev() {
            self.input.push_ops(&[Op::Leave, Op::Tab]);
            self.input.push(slice);
            self.input.push_ops(&[Op::Enter]);
        }
        self.input.push_ops(&[Op::Begin(kind)]);
    }

    /// `\end{name}`.
    fn end_environment(&mut self) {
        let Some(name) = self.input.group() else { return };
        let name = self.plain(&name);
        self.end_named(name.trim());
    }

    /// Ends the environment of this name.
    pub(super) fn end_named(&mut self, name: &str) {
        if name == "document" {
            self.page.end();
            return self.input.clear();
        }
        if name == "refsection" {
            return self.end_part();
        }
        let of_name = |kind: &ScopeKind| matches!(kind, ScopeKind::Environment(n) if &**n == name);
        let Some(scope) = self.page.scopes.iter().rposition(|scope| of_name(&scope.kind)) else {
            return;
        };
        self.page.flush();
        self.input.push_ops(&[Op::EndEnvironment(scope as u32)]);
        let own = self.definitions.environments.get(name);
        let end = match own {
            Some(own) => own.end.clone(),
            None => self.environment_beside(name).and_then(|beside| beside.end),
        };
        if let Some(end) = end {
            self.push_expanded(&end, &[]);
        }
    }

    /// Leaves an environment, and whatever was left open in it.
    pub(super) fn leave_environment(&mut self, scope: usize) {
        self.page.flush();
        if scope == 0 || scope >= self.page.scopes.len() {
            return;
        }
        let ends = match self.page.scopes.get(scope).map(|scope| (&scope.kind, scope.rows)) {
            Some((_, Rows::Within)) => false,
            Some((ScopeKind::Environment(name), rows)) => {
                // What a box holds may stand in a cell, and what is hidden stands nowhere.
                !KNOWLEDGE.hidden.contains(&**name)
                    && (rows == Rows::None || KNOWLEDGE.tables.contains_key(&**name))
            }
            _ => true,
        };
        if ends {
            self.page.end();
        } else if self.page.scopes.get(scope).is_some_and(|scope| scope.rows == Rows::Lines) {
            self.page.separate('\n');
        }
        self.page.scopes.truncate(scope);
    }

    /// Commands before the document begins: who the resume is about is set here.
    pub(super) fn before_document(&mut self, token: Token, name: &str) {
        match name {
            "title" => self.title.extend(self.input.group()),
            "author" => self.title.extend(self.input.group()),
            "maketitle" | "makecvtitle" => {}
            _ => match self.known(name) {
                Some(shown) if shown.header => {
                    let arguments = self.arguments(&shown.arguments);
                    self.header.push((shown, arguments));
                }
                Some(_) => {}
                None => {
                    if let Some(takes) = KNOWLEDGE.ignored.get(name) {
                        self.arguments(takes);
                    } else {
                        // What it keeps may be shown by another command of its class.
                        self.expand_beside(token, name);
                    }
                }
            },
        }
    }

    /// Shows what was set before the document began.
    fn show_header(&mut self) {
        for (shown, arguments) in std::mem::take(&mut self.header).into_iter().rev() {
            self.show(&shown, arguments);
        }
    }
}
