//! Commands that shape the document: environments, definitions, files, conditions.

use std::rc::Rc;

use super::define::{Definition, Switch, declared, specified};
use super::input::Slice;
use super::knowledge::{Argument, KNOWLEDGE};
use super::lexer::{Kind, Op};
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
            "ifx" | "if" | "ifcat" => {
                self.input.next();
                self.input.next();
                self.skip_branch();
            }
            "ifdefined" | "ifcsname" => {
                self.input.next();
            }
            "ifnum" | "ifdim" | "ifodd" | "ifcase" => self.skip_condition(),
            "ifpdf" | "ifxetex" | "ifluatex" | "ifPDFTeX" | "ifXeTeX" | "ifLuaTeX" | "iftutex" => {
                self.skip_branch();
            }
            "ifthenelse" => self.if_then_else(),
            "ifstrempty" | "ifblank" | "ifempty" | "ifisempty" => self.if_blank(0),
            "notblank" | "ifnotempty" => self.if_blank(1),
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
        let name = name.trim();
        if name == "document" {
            self.preamble = false;
            self.page.scopes.truncate(1);
            return self.show_header();
        }
        if self.preamble {
            return;
        }
        let kind = ScopeKind::Environment(Rc::from(name));
        let known = KNOWLEDGE.environments.get(name);
        let own = self.definitions.environments.get(name).cloned();
        if let Some(shown) = known
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
            self.page.scope().rows = if within { Rows::Within } else { Rows::Rows };
            return;
        }
        if KNOWLEDGE.hidden.contains(name) {
            self.page.open(kind);
            self.page.scope().silent = true;
            return;
        }
        self.page.flush();
        if self.page.scope().rows == Rows::None && !self.page.item {
            self.page.end();
        }
        self.page.open(kind);
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
            if !group.is_blank() && !(measure && slices.is_empty()) {
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
        let name = name.trim();
        if name == "document" {
            self.page.end();
            return self.input.clear();
        }
        let of_name = |kind: &ScopeKind| matches!(kind, ScopeKind::Environment(n) if &**n == name);
        let Some(scope) = self.page.scopes.iter().rposition(|scope| of_name(&scope.kind)) else {
            return;
        };
        self.page.flush();
        self.input.push_ops(&[Op::EndEnvironment(scope as u32)]);
        if let Some(end) = self.definitions.environments.get(name).and_then(|own| own.end.clone()) {
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
        }
        self.page.scopes.truncate(scope);
    }

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
            | "DeclareDocumentEnvironment" => {
                self.arguments(&[Argument::Mandatory; 4]);
            }
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
    fn command_name(&mut self) -> Option<String> {
        let slice = self.input.argument()?;
        let token = slice.tokens().iter().find(|token| token.kind == Kind::Word)?;
        Some(self.text(*token).trim_start_matches('\\').to_owned())
    }

    fn new_command(&mut self) {
        self.input.star(&self.sources);
        let Some(name) = self.command_name() else { return };
        let count = self.input.option().map(|slice| self.plain(&slice));
        let count = count.and_then(|count| count.trim().parse().ok()).unwrap_or(0);
        let default = self.input.option();
        let Some(body) = self.input.argument() else { return };
        self.define(name, Definition { arguments: declared(count, default), body, end: None });
    }

    fn new_document_command(&mut self) {
        let Some(name) = self.command_name() else { return };
        let (Some(takes), Some(body)) = (self.input.group(), self.input.group()) else { return };
        let text = takes.tokens().first().and_then(|token| self.sources.get(token.file as usize));
        let arguments = text.map_or(Vec::new(), |text| specified(&takes, text));
        self.define(name, Definition { arguments, body, end: None });
    }

    /// `\def\name#1#2{...}`.
    fn plain_definition(&mut self) {
        let Some(name) = self.command_name() else { return };
        let mut count = 0;
        while let Some(token) = self.input.next_token() {
            match token.kind {
                Kind::Open => break,
                Kind::Param(n) => count = count.max(n as usize),
                Kind::Paragraph | Kind::Op(_) | Kind::Close => return,
                _ => {}
            }
            self.input.next();
        }
        let Some(body) = self.input.group() else { return };
        self.define(name, Definition { arguments: declared(count, None), body, end: None });
    }

    fn define(&mut self, name: String, definition: Definition) {
        // What a section or an item is, is not for a document to change: it only looks different.
        if !is_fixed(&name) {
            self.definitions.names.remove(&name);
            self.definitions.commands.insert(name, definition);
        }
    }

    fn let_name(&mut self) {
        let Some(new) = self.command_name() else { return };
        if let Some(next) = self.input.next_token()
            && next.kind == Kind::Text
            && self.text(next) == "="
        {
            self.input.argument();
        }
        let Some(old) = self.command_name() else { return };
        if new != old && !is_fixed(&new) {
            self.definitions.names.insert(new, old);
        }
    }

    fn new_environment(&mut self) {
        self.input.star(&self.sources);
        let Some(name) = self.input.group() else { return };
        let name = self.plain(&name).trim().to_owned();
        let count = self.input.option().map(|slice| self.plain(&slice));
        let count = count.and_then(|count| count.trim().parse().ok()).unwrap_or(0);
        let default = self.input.option();
        let (Some(body), Some(end)) = (self.input.group(), self.input.group()) else { return };
        if KNOWLEDGE.lists.contains(&name) {
            return;
        }
        let arguments = declared(count, default);
        let definition = Definition { arguments, body, end: Some(end) };
        self.definitions.environments.insert(name, definition);
    }

    fn new_switch(&mut self) {
        let Some(name) = self.command_name() else { return };
        if let Some(name) = name.strip_prefix("if") {
            self.definitions.switches.insert(name.to_owned(), Switch::Off);
        }
    }

    /// `\ifname`, `\nametrue` and `\namefalse` of a switch.
    fn switch(&mut self, name: &str) -> bool {
        if let Some(name) = name.strip_prefix("if")
            && let Some(&switch) = self.definitions.switches.get(name)
        {
            if switch == Switch::Off {
                self.skip_branch();
            }
            return true;
        }
        for (ending, to) in [("true", Switch::On), ("false", Switch::Off)] {
            if let Some(name) = name.strip_suffix(ending)
                && let Some(switch) = self.definitions.switches.get_mut(name)
            {
                *switch = to;
                return true;
            }
        }
        false
    }

    /// Skips to the `\else` or `\fi` that belongs here.
    fn skip_branch(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.input.next() {
            match token.kind {
                Kind::Op(op) => {
                    // The end of an argument or a file is not ours to skip.
                    self.input.push_ops(&[op]);
                    return;
                }
                Kind::Word => {
                    let name = self.text(token).trim_start_matches('\\');
                    match name {
                        "fi" if depth == 0 => return,
                        "fi" => depth -= 1,
                        "else" if depth == 0 => return,
                        _ if name.starts_with("if") && !is_function(name) => depth += 1,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Skips the numbers of a condition; its first branch counts.
    fn skip_condition(&mut self) {
        while let Some(token) = self.input.next() {
            match token.kind {
                Kind::Space | Kind::Newline | Kind::Paragraph => return,
                Kind::Op(op) => return self.input.push_ops(&[op]),
                _ => {}
            }
        }
    }

    /// `\ifthenelse{test}{yes}{no}`; a test that we cannot make counts as passed.
    fn if_then_else(&mut self) {
        let (Some(test), Some(yes), Some(no)) =
            (self.input.group(), self.input.group(), self.input.group())
        else {
            return;
        };
        let first = test.tokens().first().map(|&token| self.text(token).to_owned());
        let passed = match first.as_deref() {
            Some("\\equal") => {
                let mut inner = super::input::Input::default();
                inner.push(Slice { start: test.start + 1, ..test });
                let words = [inner.group(), inner.group()];
                let [a, b] = words.map(|slice| slice.map(|slice| self.plain(&slice)));
                a == b
            }
            Some("\\isempty") => test.tokens().len() <= 3,
            _ => true,
        };
        self.input.push(if passed { yes } else { no });
    }

    /// `\ifblank{words}{yes}{no}`; with `turned` at 1, the other way round.
    fn if_blank(&mut self, turned: usize) {
        let (Some(words), Some(yes), Some(no)) =
            (self.input.group(), self.input.group(), self.input.group())
        else {
            return;
        };
        let branches = [yes, no];
        let chosen = usize::from(!words.is_blank()) ^ turned;
        self.input.push(branches[chosen].clone());
    }

    fn if_equal(&mut self) {
        let taken = self.arguments(&[Argument::Mandatory; 4]);
        if let [Some(a), Some(b), yes, no] = &taken[..] {
            let chosen = if self.plain(a) == self.plain(b) { yes } else { no };
            self.input.push(chosen.clone().unwrap_or_else(Reader::nothing));
        }
    }

    /// Commands before the document begins: who the resume is about is set here.
    pub(super) fn before_document(&mut self, name: &str) {
        match name {
            "title" => self.title.extend(self.input.group()),
            "author" => self.title.extend(self.input.group()),
            "maketitle" | "makecvtitle" => {}
            _ => {
                if let Some(shown) = self.known(name)
                    && shown.header
                {
                    let arguments = self.arguments(&shown.arguments);
                    self.header.push((shown, arguments));
                } else if let Some(takes) = KNOWLEDGE.ignored.get(name) {
                    self.arguments(takes);
                }
            }
        }
    }

    /// Shows what was set before the document began.
    fn show_header(&mut self) {
        for (shown, arguments) in std::mem::take(&mut self.header).into_iter().rev() {
            self.show(&shown, arguments);
        }
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

/// Commands that begin with "if" and end without `\fi`.
fn is_function(name: &str) -> bool {
    matches!(
        name,
        "ifthenelse"
            | "ifstrempty"
            | "ifblank"
            | "ifstrequal"
            | "ifempty"
            | "ifisempty"
            | "ifdef"
            | "ifcsdef"
            | "ifundef"
            | "ifbool"
            | "iftoggle"
            | "ifnumequal"
            | "ifdefempty"
            | "ifdefstring"
            | "iflanguage"
            | "ifnotempty"
    )
}
