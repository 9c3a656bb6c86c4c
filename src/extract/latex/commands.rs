//! Commands that set words: headings, items, type, colour, links, distance.

use super::input::Slice;
use super::lexer::{Kind, Op, Token};
use super::page::{Rows, ScopeKind};
use super::reader::Reader;
use crate::document::{BlockKind, Color, Visibility};
use crate::extract::look::{self, Ground};

impl Reader<'_> {
    /// Commands of LaTeX itself that stand in the document.
    pub(super) fn command(&mut self, token: Token, name: &str) -> bool {
        if self.page.size(name) || self.type_of(name) || self.heading(name) {
            return true;
        }
        match name {
            "item" => self.item(),
            "bibitem" => self.item(),
            "href" | "hrefWithoutArrow" => self.href(),
            "url" | "nolinkurl" | "path" => self.url(),
            "hyperlink" | "hyperref" => {
                self.input.option();
                if name == "hyperlink" {
                    self.input.group();
                }
                self.words(&[], &[]);
            }
            "verb" | "lstinline" => {}
            "par" | "newpage" | "clearpage" => self.paragraph_end(),
            "newline" | "linebreak" | "tabularnewline" | "break" | "cr" => {
                if name == "linebreak" {
                    self.input.option();
                }
                match name == "tabularnewline" && self.page.scope().rows == Rows::Parted {
                    true => self.line_break(),
                    false => self.page.separate('\n'),
                }
            }
            "hfill" | "hfil" | "hss" | "dotfill" | "hrulefill" | "quad" | "qquad" | "hspace"
            | "hskip" | "enskip" | "enspace" | "thinspace" | "space" | "kern" => {
                self.distance(name)
            }
            "vspace" | "vskip" => {
                self.input.star(&self.sources);
                if self.input.group().is_none() {
                    self.length();
                }
            }
            "smallskip" | "medskip" | "bigskip" => self.page.separate('\n'),
            "multicolumn" | "multirow" => {
                self.input.option();
                self.input.group();
                self.input.group();
                if name == "multirow" && self.input.next_kind() == Some(Kind::OpenBracket) {
                    self.input.option();
                }
                self.words(&[], &[]);
            }
            "phantom" => self.words(&[Op::EnterHidden], &[Op::Leave]),
            "texttransparent" => {
                let faded = self.input.group().map(|slice| self.plain(&slice));
                match faded.is_some_and(|n| n.trim().parse::<f32>().is_ok_and(|n| n <= 0.02)) {
                    true => self.words(&[Op::EnterHidden], &[Op::Leave]),
                    false => self.words(&[], &[]),
                }
            }
            "transparent" => {
                let faded = self.input.group().map(|slice| self.plain(&slice));
                if faded.is_some_and(|n| n.trim().parse::<f32>().is_ok_and(|n| n <= 0.02)) {
                    self.page.flush();
                    self.page.scope().hidden = Some(Visibility::Transparent);
                }
            }
            "pdfliteral" => {
                // `3 Tr` sets type that is not painted, `0 Tr` ordinary type.
                if let Some(literal) = self.input.group() {
                    let literal = self.plain(&literal);
                    self.page.flush();
                    if literal.contains("3 Tr") {
                        self.page.scope().hidden = Some(Visibility::NotPainted);
                    } else if literal.contains("0 Tr") {
                        self.page.scope().hidden = None;
                    }
                }
            }
            "color" => {
                if let Some(color) = self.color_argument() {
                    self.unjudged(token);
                    self.page.ink(color);
                }
            }
            "textcolor" => {
                if let Some(color) = self.color_argument() {
                    self.colored(color);
                    self.unjudged(token);
                }
            }
            "colorbox" | "fcolorbox" => self.color_box(name),
            "rowcolor" | "cellcolor" | "columncolor" | "rowcolors" => {
                if let Some(color) = self.color_argument() {
                    self.page.scope().ground = color.map_or(Ground::Unknown, Ground::Filled);
                }
            }
            "fontsize" => self.font_size(),
            "scalebox" | "resizebox" | "raisebox" | "makebox" | "framebox" | "parbox"
            | "adjustbox" | "rotatebox" => self.boxed(name),
            "line" => {
                // `\line(1,0){250}` draws.
                if self.input.next_kind() == Some(Kind::Text) {
                    self.input.argument();
                }
                self.input.group();
            }
            "setbox" if self.is_beside(token) && !self.shows_box() => {
                // Measured and not shown.
                self.numbered_box();
                self.input.argument();
                self.input.group();
            }
            "setbox" | "box" | "copy" | "unhbox" | "wd" | "ht" | "dp" => self.numbered_box(),
            "hbox" | "vbox" | "vtop" | "vcenter" => self.stretched_box(),
            "@startsection" => self.start_section(),
            "foreach" | "@for" | "@tfor" => self.each(),
            "tikz" if self.is_beside(token) => self.drawing(),
            "advance" | "divide" | "multiply" if self.is_beside(token) => self.arithmetic(),
            "the" | "number" | "expandafter" | "noexpand" if self.is_beside(token) => {}
            "moveleft" | "moveright" | "raise" | "lower" => self.moved(),
            "hrule" | "vrule" => self.drawn_rule(),
            "csname" => self.spelt_name(token),
            "maketitle" => self.make_title(token),
            "footnote" | "marginpar" | "thanks" => {
                self.page.separate(' ');
                self.words(&[Op::Enter], &[Op::Leave]);
            }
            "node" => self.node(),
            "c" | "v" | "u" | "H" | "k" | "r" | "d" | "b" if self.takes_letter() => {
                self.accent(token, name);
            }
            _ => return false,
        }
        true
    }

    fn takes_letter(&self) -> bool {
        matches!(self.input.next_kind(), Some(Kind::Open | Kind::Text | Kind::Word))
    }

    fn paragraph_end(&mut self) {
        let heading = self.page.scope().heading;
        match self.page.scope().rows {
            Rows::None if !heading => self.page.end(),
            _ => self.page.separate('\n'),
        }
    }

    /// Puts the next group between `before` and `after`.
    pub(super) fn words(&mut self, before: &[Op], after: &[Op]) {
        if let Some(slice) = self.input.group() {
            self.put(slice, before, after);
        }
    }

    fn put(&mut self, slice: Slice, before: &[Op], after: &[Op]) {
        if !after.is_empty() {
            self.input.push_ops(after);
        }
        self.input.push(slice);
        if !before.is_empty() {
            self.input.push_ops(before);
        }
    }

    /// Bold, italics and their ends.
    fn type_of(&mut self, name: &str) -> bool {
        match name {
            "textbf" | "bm" | "mathbf" => self.words(&[Op::EnterBold], &[Op::Leave]),
            "textit" | "emph" | "textsl" | "mathit" => {
                self.words(&[Op::EnterItalic], &[Op::Leave]);
            }
            "textmd" | "textnormal" | "textrm" | "textsf" | "texttt" | "textsc" | "textup"
            | "underline" | "uline" | "mbox" | "hbox" | "fbox" | "text" | "mathrm"
            | "MakeUppercase" | "uppercase" | "MakeLowercase" | "lowercase" | "textsuperscript"
            | "textsubscript" | "sout" | "ul" | "centerline" | "rlap" | "llap" | "ensuremath"
            | "leftline" | "rightline" | "so" | "textls" | "hl" | "nohyphens" => {
                self.input.option();
                self.words(&[Op::Enter], &[Op::Leave]);
            }
            "texorpdfstring" => {
                // The second says the same again, for the bookmarks.
                let (words, _) = (self.input.group(), self.input.group());
                if let Some(words) = words {
                    self.put(words, &[Op::Enter], &[Op::Leave]);
                }
            }
            "bf" | "bfseries" => {
                self.page.flush();
                self.page.scope().style.bold = true;
            }
            "it" | "itshape" | "em" | "sl" | "slshape" => {
                self.page.flush();
                self.page.scope().style.italic = true;
            }
            "normalfont" | "mdseries" | "rm" => {
                self.page.flush();
                let style = &mut self.page.scope().style;
                (style.bold, style.italic) = (false, false);
            }
            "upshape" => {
                self.page.flush();
                self.page.scope().style.italic = false;
            }
            _ => return false,
        }
        true
    }

    fn heading(&mut self, name: &str) -> bool {
        let level = match name {
            "part" | "chapter" => 1,
            "section" => 2,
            "subsection" => 3,
            "subsubsection" => 4,
            "paragraph" | "subparagraph" => 5,
            _ => return false,
        };
        self.input.star(&self.sources);
        self.input.option();
        if let Some(words) = self.input.group() {
            let kind = BlockKind::Heading { level };
            self.put(words, &[Op::Begin(kind)], &[Op::End]);
        }
        true
    }

    /// An item begins; a label in words is part of it.
    fn item(&mut self) {
        self.page.end();
        self.page.item = true;
        let label = match self.input.next_kind() {
            Some(Kind::OpenBracket) => self.input.option(),
            _ => None,
        };
        if let Some(label) = label
            && self.plain(&label).chars().filter(|c| c.is_alphanumeric()).count() > 1
        {
            self.put(label, &[Op::EnterBold], &[Op::Leave, Op::Space]);
        }
    }

    fn href(&mut self) {
        self.input.option();
        let Some(target) = self.input.group() else { return };
        let target = self.plain(&target).trim().to_owned();
        let Some(words) = self.input.group() else { return };
        let number = self.targets.len() as u32;
        self.targets.push(target);
        self.put(words, &[Op::Link(number), Op::Enter], &[Op::Leave, Op::Unlink]);
    }

    fn url(&mut self) {
        let Some(words) = self.input.group() else { return };
        let number = self.targets.len() as u32;
        self.targets.push(self.plain(&words).trim().to_owned());
        self.put(words, &[Op::Link(number)], &[Op::Unlink]);
    }

    /// Far apart, or only with a space between.
    fn distance(&mut self, name: &str) {
        let separator = match name {
            "hspace" => {
                self.input.star(&self.sources);
                let words = self.input.group();
                if words.as_ref().is_some_and(|slice| self.plain(slice).trim().starts_with('-')) {
                    // What comes next moves nearer.
                    return;
                }
                let far = words.is_some_and(|slice| {
                    let fill = |token: &Token| matches!(self.text(*token), "\\fill" | "\\stretch");
                    let inner = self.plain(&slice);
                    slice.tokens().iter().any(fill) || is_far(&inner)
                });
                if far { '\t' } else { ' ' }
            }
            "kern" | "hskip" | "enskip" | "enspace" | "thinspace" | "space" => ' ',
            _ => '\t',
        };
        if matches!(name, "kern" | "hskip") {
            self.length();
        }
        self.page.separate(separator);
    }

    fn colored(&mut self, color: Option<Color>) {
        let Some(words) = self.input.group() else { return };
        // The scope has to carry the colour before its words come.
        self.page.flush();
        self.page.open(ScopeKind::Argument);
        self.page.scope().style.color = color;
        self.put(words, &[], &[Op::Leave]);
    }

    /// What a class paints behind its words is not known, so its colours hide nothing.
    fn unjudged(&mut self, token: Token) {
        if self.is_beside(token) {
            self.page.flush();
            self.page.scope().ground = Ground::Unknown;
        }
    }

    fn color_box(&mut self, name: &str) {
        if name == "fcolorbox" {
            self.color_argument();
        }
        let color = self.color_argument().flatten();
        let Some(words) = self.input.group() else { return };
        self.page.flush();
        self.page.open(ScopeKind::Argument);
        self.page.scope().ground = color.map_or(Ground::Unknown, Ground::Filled);
        self.put(words, &[], &[Op::Leave]);
    }

    /// The colour that comes next as an argument, with its model before it. The outer value is
    /// missing when there is no argument; the inner when the colour is not known.
    pub(super) fn color_argument(&mut self) -> Option<Option<Color>> {
        let model = self.input.option().map(|slice| self.plain(&slice));
        let value = self.input.group()?;
        let value = self.plain(&value);
        Some(match model {
            Some(model) => in_model(model.trim(), value.trim()),
            None => self.color(value.trim()),
        })
    }

    /// `\definecolor{name}{model}{value}`.
    pub(super) fn define_color(&mut self) {
        let (Some(name), Some(model), Some(value)) =
            (self.input.group(), self.input.group(), self.input.group())
        else {
            return;
        };
        let (name, model, value) = (self.plain(&name), self.plain(&model), self.plain(&value));
        let color = in_model(model.trim(), value.trim());
        self.colors.insert(name.trim().to_owned(), color);
    }

    /// A colour by name.
    pub(super) fn color(&self, name: &str) -> Option<Color> {
        if let Some(&color) = self.colors.get(name) {
            return color;
        }
        Some(match name {
            "white" | "White" => look::WHITE,
            "black" | "Black" => Color(0, 0, 0),
            "red" => Color(255, 0, 0),
            "green" => Color(0, 255, 0),
            "blue" => Color(0, 0, 255),
            "gray" | "grey" => Color(128, 128, 128),
            "darkgray" => Color(64, 64, 64),
            "lightgray" => Color(191, 191, 191),
            _ => return None,
        })
    }

    fn font_size(&mut self) {
        let (Some(size), _) = (self.input.argument(), self.input.argument()) else { return };
        let size = self.plain(&size);
        if let Ok(size) = size.trim().trim_end_matches("pt").trim().parse::<f32>() {
            self.page.flush();
            self.page.scope().style.size_pt = Some(size);
        }
    }

    /// Boxes: their measures are taken away, their words stay.
    fn boxed(&mut self, name: &str) {
        self.input.star(&self.sources);
        let scale = match name {
            "scalebox" => {
                self.input.group().and_then(|s| self.plain(&s).trim().parse::<f32>().ok())
            }
            "raisebox" | "rotatebox" => {
                self.input.group();
                None
            }
            "resizebox" => {
                self.input.group();
                self.input.group();
                None
            }
            "adjustbox" => {
                self.input.group();
                None
            }
            _ => None,
        };
        self.picture_size();
        while self.input.next_kind() == Some(Kind::OpenBracket) && self.input.option().is_some() {}
        if name == "parbox" {
            self.input.group();
        }
        let Some(words) = self.input.group() else { return };
        self.page.flush();
        self.page.open(ScopeKind::Argument);
        if let Some(scale) = scale {
            let normal = self.page.normal_pt;
            let style = &mut self.page.scope().style;
            style.size_pt = Some(style.size_pt.unwrap_or(normal) * scale);
        }
        self.put(words, &[], &[Op::Leave]);
    }

    fn make_title(&mut self, token: Token) {
        if self.title.is_empty() {
            self.expand_beside(token, "maketitle");
        }
        for slice in std::mem::take(&mut self.title).into_iter().rev() {
            let kind = BlockKind::Heading { level: 1 };
            self.put(slice, &[Op::Begin(kind)], &[Op::End]);
        }
    }

    /// The words of a node in a drawing.
    fn node(&mut self) {
        while let Some(next) = self.input.next_token() {
            match next.kind {
                Kind::OpenBracket if self.input.option().is_some() => {}
                Kind::Open => {
                    let Some(words) = self.input.group() else { return };
                    self.page.open(ScopeKind::Argument);
                    self.page.scope().silent = false;
                    self.page.begin(BlockKind::Paragraph);
                    return self.put(words, &[], &[Op::Leave]);
                }
                Kind::Text if self.text(next).contains(';') => return,
                Kind::Text | Kind::Word | Kind::Symbol | Kind::Dollar | Kind::Script => {
                    while self.input.next().is_some_and(|token| token != next) {}
                }
                _ => return,
            }
        }
    }
}

/// Whether a length is wide enough to set things apart.
fn is_far(length: &str) -> bool {
    let length = length.trim();
    let digits = length.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(length.len());
    let Ok(amount) = length[..digits].trim().parse::<f32>() else { return false };
    match &length[digits..] {
        "cm" => amount >= 1.0,
        "mm" => amount >= 10.0,
        "in" => amount >= 0.4,
        "pt" => amount >= 28.0,
        "em" => amount >= 2.0,
        _ => false,
    }
}

/// A colour in one of the models of `xcolor`.
fn in_model(model: &str, value: &str) -> Option<Color> {
    let numbers =
        || -> Option<Vec<f32>> { value.split(',').map(|part| part.trim().parse().ok()).collect() };
    let byte = |part: f32| (part * 255.0).round().clamp(0.0, 255.0) as u8;
    match model {
        "HTML" => look::hex(value),
        "rgb" => match numbers()?[..] {
            [red, green, blue] => Some(Color(byte(red), byte(green), byte(blue))),
            _ => None,
        },
        "RGB" => match numbers()?[..] {
            [red, green, blue] => Some(Color(red as u8, green as u8, blue as u8)),
            _ => None,
        },
        "gray" => match numbers()?[..] {
            [gray] => Some(Color(byte(gray), byte(gray), byte(gray))),
            _ => None,
        },
        "cmyk" => match numbers()?[..] {
            [c, m, y, k] => {
                let mix = |ink: f32| byte((1.0 - ink) * (1.0 - k));
                Some(Color(mix(c), mix(m), mix(y)))
            }
            _ => None,
        },
        _ => None,
    }
}
