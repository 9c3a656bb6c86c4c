//! Commands with arguments: what the document defines, what is known of classes, and what is neither.

use super::define::{Definition, expanded};
use super::input::Slice;
use super::knowledge::{Argument, KNOWLEDGE, Part, Shown};
use super::lexer::{Kind, Op, Token, Tokens};
use super::reader::{Reader, is_measure};
use crate::document::{BlockKind, NoteKind};

/// Deeper than this, expansions call themselves.
const DEEPEST: usize = 1_000;

impl Reader<'_> {
    /// `{}` after a command that takes nothing.
    pub(super) fn empty_group(&mut self) {
        if self.input.next_kind() == Some(Kind::Open) {
            let Some(group) = self.input.group() else { return };
            if !group.is_blank() {
                self.input.push_ops(&[Op::Leave]);
                self.input.push(group);
                self.input.push_ops(&[Op::Enter]);
            }
        }
    }

    /// The entry for a command that the document has not made its own.
    pub(super) fn known(&self, name: &str) -> Option<Shown> {
        let entries = KNOWLEDGE.macros.get(name)?;
        let own = self.definitions.commands.get(name);
        let loaded = |class: &String| self.classes.iter().any(|name| name.contains(class.as_str()));
        let given = self.input.groups_ahead();
        if own.is_none()
            && let Some(beside) = self.known_beside(name, entries, given)
        {
            return beside.cloned();
        }
        let fits = |entry: &&Shown| match own {
            Some(own) => own.arguments.len() == entry.arguments.len(),
            None => entry.mandatory() <= given,
        };
        let by_class = entries.iter().find(|e| fits(e) && e.classes.iter().any(loaded));
        // Without a class to tell them apart, the entry that takes all that is given.
        let free =
            entries.iter().filter(|entry| entry.classes.is_empty() || self.classes.is_empty());
        let shown = by_class.or_else(|| {
            let fitting: Vec<&Shown> = free.filter(fits).collect();
            let exact = fitting.iter().find(|entry| entry.mandatory() == given).copied();
            exact.or(fitting.first().copied())
        });
        shown.cloned()
    }

    /// Takes arguments as they come.
    pub(super) fn arguments(&mut self, takes: &[Argument]) -> Vec<Option<Slice>> {
        let take = |argument: &Argument| match argument {
            Argument::Mandatory => self.input.group(),
            Argument::Optional => self.input.option(),
            Argument::Star => {
                self.input.star(&self.sources);
                None
            }
        };
        takes.iter().map(take).collect()
    }

    /// Shows what an entry says of its arguments.
    pub(super) fn show(&mut self, shown: &Shown, arguments: Vec<Option<Slice>>) {
        let filled = |slice: &Option<Slice>| slice.as_ref().is_some_and(|s| !s.is_blank());
        if shown.shows.is_empty() {
            if shown.block.is_some() {
                self.page.end();
            }
            return;
        }
        let mut steps: Vec<Step> = Vec::new();
        if let Some(kind) = shown.block {
            steps.push(Step::Op(Op::Begin(kind)));
        }
        if let Some(link) = &shown.link {
            let target = self.target(link, &arguments);
            steps.push(Step::Op(Op::Link(self.targets.len() as u32)));
            self.targets.push(target);
        }
        for part in &shown.shows {
            match part {
                Part::Argument(i) if arguments.get(*i).is_some_and(filled) => {
                    steps.push(Step::Op(Op::Enter));
                    steps.extend(arguments[*i].clone().map(Step::Slice));
                    steps.push(Step::Op(Op::Leave));
                }
                Part::Argument(_) => {}
                Part::Between(op) => steps.push(Step::Op(*op)),
                Part::Block => {
                    steps.push(Step::Op(Op::End));
                    let kind = match shown.block {
                        Some(BlockKind::Heading { .. }) | None => BlockKind::Paragraph,
                        Some(kind) => kind,
                    };
                    steps.push(Step::Op(Op::Begin(kind)));
                }
            }
        }
        if shown.link.is_some() {
            steps.push(Step::Op(Op::Unlink));
        }
        if shown.block.is_some() {
            steps.push(Step::Op(Op::End));
        }
        for step in steps.into_iter().rev() {
            match step {
                Step::Op(op) => self.input.push_ops(&[op]),
                Step::Slice(slice) => self.input.push(slice),
            }
        }
    }

    /// Where the words of an entry lead.
    pub(super) fn target(&self, template: &str, arguments: &[Option<Slice>]) -> String {
        let mut target = template.to_owned();
        for (i, argument) in arguments.iter().enumerate() {
            let words = argument.as_ref().map_or(String::new(), |slice| self.plain(slice));
            let words = words.trim();
            if words.contains("://") || words.starts_with("mailto:") {
                return words.to_owned();
            }
            target = target.replace(&format!("#{}", i + 1), words);
        }
        // `\social[github]{x}` names its host.
        match target.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
            Some((host, handle)) => match KNOWLEDGE.hosts.get(host) {
                Some(base) => format!("{base}{handle}"),
                None => String::new(),
            },
            None => target,
        }
    }

    /// Puts the document's own definition of a command in its place.
    pub(super) fn expand(&mut self, name: &str) {
        let Some(definition) = self.definitions.commands.get(name).cloned() else { return };
        self.expand_as(&definition);
    }

    /// Puts a definition in the place of its command.
    pub(super) fn expand_as(&mut self, definition: &Definition) {
        if self.input.depth() > DEEPEST {
            return self.runaway();
        }
        let arguments = self.own_arguments(&definition.arguments);
        self.push_expanded(&definition.body, &arguments);
    }

    pub(super) fn runaway(&mut self) {
        if !self.page.builder.has_note(NoteKind::Limit) {
            let message = "a command calls itself without end; it was not followed";
            self.page.builder.note(NoteKind::Limit, message);
        }
    }

    /// Takes the arguments of a definition.
    pub(super) fn own_arguments(
        &mut self,
        takes: &[(Argument, Option<Slice>)],
    ) -> Vec<Option<Slice>> {
        let mut arguments = Vec::with_capacity(takes.len());
        for (argument, default) in takes {
            arguments.push(match argument {
                Argument::Mandatory => self.input.argument(),
                Argument::Optional => self.input.option().or_else(|| default.clone()),
                Argument::Star => self.input.star(&self.sources).then(|| {
                    // It shows nothing, and yet it is there.
                    let star = Token { kind: Kind::Text, file: 0, start: 0, end: 0 };
                    Slice::whole(Tokens::new(vec![star]))
                }),
            });
        }
        arguments
    }

    /// Puts a body with its arguments before what is still to come.
    pub(super) fn push_expanded(&mut self, body: &Slice, arguments: &[Option<Slice>]) {
        let tokens = expanded(body, arguments);
        self.budget = self.budget.saturating_sub(tokens.len());
        self.input.push(Slice::whole(Tokens::new(tokens)));
    }

    /// A picture: nothing to read, but perhaps a handle comes next.
    pub(super) fn icon(&mut self, name: &str) {
        self.input.option();
        let named = match self.input.next_kind() {
            Some(Kind::Open) => self.input.group().map(|group| self.plain(&group)),
            _ => None,
        };
        let named = named.unwrap_or_default();
        let host = KNOWLEDGE.hosts.get(name).or_else(|| KNOWLEDGE.hosts.get(named.trim()));
        if let Some(host) = host.cloned() {
            self.page.handle_of(&host);
        }
    }

    /// A command that nobody defines: its arguments are text, in order.
    pub(super) fn unknown(&mut self, token: Token) {
        let mut slices = Vec::new();
        self.input.option();
        while self.input.group_touches() && slices.len() < 9 {
            let Some(group) = self.input.group() else { break };
            slices.push(group);
        }
        if slices.is_empty() {
            // What it shows is not known; what it parts is. A length of its own is none of the words.
            match self.is_beside(token) {
                true => self.assignment(),
                false => self.length(),
            }
            return self.page.separate(' ');
        }
        // What a class calls sets its words as a rule, in one place and after measures.
        let is_beside = self.is_beside(token);
        if is_beside {
            slices.retain(|slice| !is_measure(self.plain(slice).trim()));
        }
        let several = slices.len() > 1;
        for slice in slices.into_iter().rev() {
            if several && !is_beside {
                self.input.push_ops(&[Op::Tab]);
            }
            self.input.push_ops(&[Op::Leave]);
            self.input.push(slice);
            self.input.push_ops(&[Op::Enter]);
        }
    }
}

/// Something to do, or something to read.
enum Step {
    Op(Op),
    Slice(Slice),
}
