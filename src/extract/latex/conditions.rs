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
    pub(super) fn skip_branch(&mut self) {
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
    pub(super) fn skip_condition(&mut self) {
        while let Some(token) = self.input.next() {
            match token.kind {
                Kind::Space | Kind::Newline | Kind::Paragraph => return,
                Kind::Op(op) => return self.input.push_ops(&[op]),
                _ => {}
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
        let first = test.tokens().first().map(|&token| self.text(token).to_owned());
        let passed = match first.as_deref() {
            Some("\\equal") => {
                let mut inner = Input::default();
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
            | "iflanguage"
            | "ifnotempty"
    )
}
