//! Conditions: which branch a typesetter would set, as far as the source alone can say.

use super::define::Switch;
use super::input::{Input, Slice};
use super::knowledge::Argument;
use super::lexer::Kind;
use super::reader::Reader;

impl Reader<'_> {
    pub(super) fn new_switch(&mut self) {
        let Some(name) = self.command_name() else { return };
        if let Some(name) = name.strip_prefix("if") {
            self.definitions.switches.insert(name.to_owned(), Switch::Off);
        }
    }

    /// `\ifname`, `\nametrue` and `\namefalse` of a switch.
    pub(super) fn switch(&mut self, name: &str) -> bool {
        if let Some(name) = name.strip_prefix("if")
            && let Some(switch) = self.switch_of(name)
        {
            if switch == Switch::Off {
                self.skip_branch();
            }
            return switch != Switch::Unknown;
        }
        for (ending, to) in [("true", Switch::On), ("false", Switch::Off)] {
            if let Some(name) = name.strip_suffix(ending)
                && self.set_switch(name, to)
            {
                return true;
            }
        }
        false
    }

    /// Turns a switch, where there is one of this name.
    pub(super) fn set_switch(&mut self, name: &str, to: Switch) -> bool {
        let own = self.definitions.switches.get_mut(name);
        let switch = own.or_else(|| self.beside.definitions.switches.get_mut(name));
        let is_there = switch.is_some();
        if let Some(switch) = switch {
            *switch = to;
        }
        is_there
    }

    fn switch_of(&self, name: &str) -> Option<Switch> {
        let own = self.definitions.switches.get(name);
        own.or_else(|| self.beside.definitions.switches.get(name)).copied()
    }

    /// Whether a command is defined, by the document or beside it.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        self.definition_of(name).is_some() || self.definitions.names.contains_key(name)
    }

    /// What a command without arguments stands for, to tell whether two are the same: empty, nothing, or
    /// something.
    fn stands_for(&self, name: &str) -> Option<bool> {
        match name {
            "empty" | "@empty" => return Some(false),
            "undefined" | "@undefined" | "relax" => return None,
            _ => {}
        }
        match self.definition_of(name) {
            Some(definition) => Some(!definition.body.is_blank()),
            // What begins with this sign is a class's own; anything else may be TeX's.
            None if name.contains('@') => None,
            None => Some(true),
        }
    }

    /// `\ifx` before two tokens.
    pub(super) fn if_same(&mut self) {
        let mut pair = [None, None];
        for token in &mut pair {
            *token = self.input.next_own();
        }
        let [Some(a), Some(b)] = pair else { return self.skip_branch() };
        let name = |token| self.text(token).trim_start_matches('\\').to_owned();
        let is_same = match (a.kind, b.kind) {
            (Kind::Word, Kind::Word) => {
                let (a, b) = (self.stands_for(&name(a)), self.stands_for(&name(b)));
                a == b && a != Some(true)
            }
            (a_kind, b_kind) => a_kind == b_kind && name(a) == name(b),
        };
        if !is_same {
            self.skip_branch();
        }
    }

    /// The name of a command that stands in a group, spelt with or without its sign.
    fn name_in_group(&mut self) -> Option<String> {
        let slice = self.input.argument()?;
        let word = slice.tokens().iter().find(|token| token.kind == Kind::Word);
        Some(match word {
            Some(word) => self.text(*word).trim_start_matches('\\').to_owned(),
            None => slice.tokens().iter().map(|token| self.text(*token)).collect(),
        })
    }

    fn choose(&mut self, is_first: bool) {
        let (Some(yes), Some(no)) = (self.input.argument(), self.input.argument()) else { return };
        self.input.push(if is_first { yes } else { no });
    }

    /// `\ifdef\x{yes}{no}`; with `turned` at 1, the other way round.
    pub(super) fn if_defined(&mut self, turned: usize) {
        let Some(name) = self.name_in_group() else { return };
        let is_defined = self.is_defined(&name) || !name.contains('@');
        self.choose(is_defined == (turned == 0));
    }

    /// `\IfFileExists{path}{yes}{no}`.
    pub(super) fn if_file(&mut self) {
        let Some(path) = self.input.group() else { return };
        let path = self.plain(&path).trim().to_owned();
        let is_there = match self.includes {
            Some(includes) if !self.may_not_include() => includes.read(&path).is_ok(),
            _ => false,
        };
        // It was read to be found, and counts as such.
        self.included += usize::from(is_there);
        self.choose(is_there);
    }

    /// `\ifdefempty\x{yes}{no}`.
    pub(super) fn if_defined_blank(&mut self) {
        let Some(name) = self.name_in_group() else { return };
        let is_filled = self.stands_for(&name) == Some(true);
        self.choose(!is_filled);
    }

    /// `\ifbool{name}{yes}{no}`.
    pub(super) fn if_bool(&mut self) {
        let Some(name) = self.input.group() else { return };
        let switch = self.switch_of(self.plain(&name).trim());
        self.choose(switch != Some(Switch::Off));
    }

    /// A group that is set when the one before it passes a test.
    pub(super) fn when(&mut self, test: impl Fn(&Slice) -> bool) {
        let (Some(words), Some(then)) = (self.input.argument(), self.input.group()) else { return };
        if test(&words) {
            self.input.push(then);
        }
    }

    /// `\@ifnextchar[{yes}{no}` and `\@ifstar{yes}{no}`.
    pub(super) fn if_next(&mut self, name: &str) {
        let mut wanted = Kind::Text;
        if name == "@ifnextchar" {
            let Some(token) = self.input.next_token() else { return };
            wanted = token.kind;
            self.input.next();
        }
        let (Some(yes), Some(no)) = (self.input.argument(), self.input.argument()) else { return };
        let comes = match wanted {
            Kind::OpenBracket => self.input.next_kind() == Some(Kind::OpenBracket),
            _ => self.input.star(&self.sources),
        };
        self.input.push(if comes { yes } else { no });
    }

    /// Skips to the `\else` or `\fi` that belongs here.
    pub(super) fn skip_branch(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.input.next_own() {
            if token.kind != Kind::Word {
                continue;
            }
            match self.text(token).trim_start_matches('\\') {
                "fi" if depth == 0 => return,
                "fi" => depth -= 1,
                "else" if depth == 0 => return,
                name if name.starts_with("if") && !is_function(name) => depth += 1,
                _ => {}
            }
        }
    }

    /// Skips the numbers of a condition; its first branch counts.
    pub(super) fn skip_condition(&mut self) {
        while let Some(token) = self.input.next_own() {
            if matches!(token.kind, Kind::Space | Kind::Newline | Kind::Paragraph) {
                return;
            }
        }
    }

    /// `\ifthenelse{test}{yes}{no}`; a test that we cannot make counts as passed.
    pub(super) fn if_then_else(&mut self) {
        let (Some(test), Some(yes), Some(no)) =
            (self.input.group(), self.input.group(), self.input.group())
        else {
            return;
        };
        let passed = self.passes(test);
        self.input.push(if passed { yes } else { no });
    }

    /// Makes the test of an `\ifthenelse`, its parts from left to right.
    fn passes(&self, test: Slice) -> bool {
        let mut rest = Input::default();
        rest.push(test);
        let mut passed = None;
        let (mut is_turned, mut is_or) = (false, false);
        while let Some(token) = rest.next() {
            if token.kind != Kind::Word {
                continue;
            }
            let result = match self.text(token) {
                "\\equal" => {
                    let words = [rest.group(), rest.group()];
                    let [a, b] = words.map(|slice| slice.map(|slice| self.plain(&slice)));
                    a == b
                }
                "\\isempty" => rest.argument().is_none_or(|words| match words.tokens() {
                    [word] if word.kind == Kind::Word => self.plain(&words).trim().is_empty(),
                    _ => words.is_blank(),
                }),
                "\\isundefined" => rest.argument().is_some_and(|name| {
                    let word = name.tokens().iter().find(|token| token.kind == Kind::Word);
                    let name = word.map_or("", |word| self.text(*word).trim_start_matches('\\'));
                    name.contains('@') && !self.is_defined(name)
                }),
                "\\boolean" => {
                    let name = rest.group().map(|name| self.plain(&name)).unwrap_or_default();
                    self.switch_of(name.trim()) != Some(Switch::Off)
                }
                "\\NOT" | "\\not" => {
                    is_turned = !is_turned;
                    continue;
                }
                "\\AND" | "\\and" => {
                    is_or = false;
                    continue;
                }
                "\\OR" | "\\or" => {
                    is_or = true;
                    continue;
                }
                _ => continue,
            };
            let result = result != std::mem::take(&mut is_turned);
            passed = Some(match passed {
                None => result,
                Some(before) if is_or => before || result,
                Some(before) => before && result,
            });
        }
        passed.unwrap_or(true)
    }

    /// `\ifblank{words}{yes}{no}`; with `turned` at 1, the other way round.
    pub(super) fn if_blank(&mut self, turned: usize) {
        let (Some(words), Some(yes), Some(no)) =
            (self.input.group(), self.input.group(), self.input.group())
        else {
            return;
        };
        let branches = [yes, no];
        let chosen = usize::from(!words.is_blank()) ^ turned;
        self.input.push(branches[chosen].clone());
    }

    pub(super) fn if_equal(&mut self) {
        let taken = self.arguments(&[Argument::Mandatory; 4]);
        if let [Some(a), Some(b), yes, no] = &taken[..] {
            let chosen = if self.plain(a) == self.plain(b) { yes } else { no };
            self.input.push(chosen.clone().unwrap_or_else(Reader::nothing));
        }
    }
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
            | "ifdefvoid"
            | "ifcsempty"
            | "ifcsvoid"
            | "ifcsundef"
            | "iflanguage"
            | "ifnotempty"
    )
}
