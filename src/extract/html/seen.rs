//! From style declarations to what a reader sees: type, colour, and whether the words show at all.

use super::color::{self, Paint};
use super::tokens::Tag;
use crate::document::{Color, Style, Visibility};
use crate::extract::builder::Look;
use crate::extract::look::{self, Ground};

/// What an element hands down to what is inside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// How words look.
    pub(super) look: Look,
    /// The colour behind them; `None` when it cannot be known, as under a picture.
    background: Option<Color>,
    /// White space stands as written.
    pub(super) preformatted: bool,
    /// How the element itself is set among others.
    pub(super) display: Display,
    /// Pushed to the far side of its line.
    pub(super) floats: bool,
}

/// How an element is set among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    /// Within a line.
    Inline,
    /// On lines of its own.
    Block,
    /// On lines of its own, with its children side by side.
    Row,
}

impl Default for Context {
    fn default() -> Self {
        let style = Style { size_pt: Some(ROOT_PT), ..Style::default() };
        Context {
            look: Look { style, visibility: Visibility::Visible },
            background: Some(Color(255, 255, 255)),
            preformatted: false,
            display: Display::Block,
            floats: false,
        }
    }
}

/// What browsers set text in unless told otherwise: 16 pixels.
const ROOT_PT: f32 = 12.0;

/// Further to the left or above the page than this many points is out of sight on any screen.
const FAR_PT: f32 = 400.0;

impl Context {
    /// The context inside `tag`, given what its declarations say.
    pub(super) fn within(&self, tag: &Tag, declarations: &[(String, String)]) -> Context {
        let mut context = *self;
        context.floats = false;
        context.display = default_display(&tag.name);
        let style = &mut context.look.style;
        match tag.name.as_str() {
            "b" | "strong" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => style.bold = true,
            "i" | "em" | "cite" | "dfn" | "address" => style.italic = true,
            "pre" => context.preformatted = true,
            "font" => {
                if let Some(Paint::Solid(ink)) = tag.get("color").and_then(color::parse) {
                    style.color = Some(ink);
                }
            }
            _ => {}
        }
        if let Some(Paint::Solid(behind)) = tag.get("bgcolor").and_then(color::parse) {
            context.background = Some(behind);
        }
        let mut own = Own { hidden: tag.attributes.contains_key("hidden"), ..Own::default() };
        for (name, value) in declarations {
            own.declare(&mut context, self, name, value);
        }
        context.look.visibility = own.visibility(&context, self);
        context
    }
}

fn default_display(name: &str) -> Display {
    match name {
        "a" | "abbr" | "b" | "bdi" | "bdo" | "button" | "cite" | "code" | "data" | "del"
        | "dfn" | "em" | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "q" | "s" | "samp"
        | "small" | "span" | "strong" | "sub" | "sup" | "svg" | "time" | "tt" | "u" | "var"
        | "ruby" | "rt" | "output" | "meter" | "picture" | "td" | "th" | "text" | "tspan" | "g"
        | "nobr" | "big" | "strike" => Display::Inline,
        _ => Display::Block,
    }
}

/// What an element's own declarations say about its being seen.
#[derive(Debug, Default)]
struct Own {
    hidden: bool,
    /// `visibility: visible` inside of something hidden.
    shown: bool,
    faded: bool,
    ink: Option<Paint>,
    absolute: bool,
    far: bool,
    indented_away: bool,
    clipped: bool,
    flat: bool,
    cut_off: bool,
    painted_by_background: bool,
}

impl Own {
    fn declare(&mut self, context: &mut Context, parent: &Context, name: &str, value: &str) {
        let style = &mut context.look.style;
        match name {
            "display" => match value {
                "none" => self.hidden = true,
                "inline" | "inline-block" | "contents" => context.display = Display::Inline,
                "flex" | "inline-flex" | "grid" | "inline-grid" => context.display = Display::Row,
                _ if context.display == Display::Inline && value == "block" => {
                    context.display = Display::Block;
                }
                _ => {}
            },
            "flex-direction" if value.starts_with("column") => context.display = Display::Block,
            "visibility" => match value {
                "hidden" | "collapse" => self.hidden = true,
                "visible" => self.shown = true,
                _ => {}
            },
            "opacity" => self.faded = number(value).is_some_and(|n| n <= 0.02),
            "color" => {
                self.ink = color::parse(value);
                if let Some(Paint::Solid(ink)) = self.ink {
                    style.color = Some(ink);
                }
            }
            "-webkit-background-clip" | "background-clip" => {
                self.painted_by_background = value == "text";
            }
            "background" | "background-color" | "background-image" => {
                context.background = behind(value, parent.background);
            }
            "font-size" => {
                let base = parent.look.style.size_pt.unwrap_or(ROOT_PT);
                style.size_pt = points(value, base).or(style.size_pt);
            }
            "font-weight" => {
                style.bold = value == "bold" || value == "bolder" || number(value) >= Some(600.0);
            }
            "font-style" => style.italic = value == "italic" || value == "oblique",
            "white-space" => context.preformatted = value.starts_with("pre"),
            "float" => context.floats = value == "right",
            "position" => self.absolute = matches!(value, "absolute" | "fixed"),
            "left" | "top" | "margin-left" | "margin-top" => {
                self.far |= points(value, ROOT_PT).is_some_and(|n| n <= -FAR_PT);
            }
            "right" | "bottom" => {
                self.far |= points(value, ROOT_PT).is_some_and(|n| n <= -FAR_PT);
            }
            "text-indent" => {
                self.indented_away = points(value, ROOT_PT).is_some_and(|n| n <= -FAR_PT);
            }
            "clip" => {
                let edges: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                self.clipped |= matches!(
                    edges.as_str(),
                    "rect(0,0,0,0)"
                        | "rect(0000)"
                        | "rect(1px,1px,1px,1px)"
                        | "rect(0px,0px,0px,0px)"
                );
            }
            "clip-path" => {
                self.clipped |= matches!(value, "inset(50%)" | "inset(100%)" | "circle(0)")
            }
            "width" | "height" | "max-height" | "max-width" => {
                self.flat |= points(value, ROOT_PT).is_some_and(|n| (0.0..=1.0).contains(&n));
            }
            "overflow" => self.cut_off = matches!(value, "hidden" | "clip"),
            "transform" => self.flat |= matches!(value, "scale(0)" | "scale(0,0)" | "scale(0, 0)"),
            _ => {}
        }
    }

    fn visibility(&self, context: &Context, parent: &Context) -> Visibility {
        let inherited = parent.look.visibility;
        if self.hidden {
            return Visibility::HiddenByMarkup;
        }
        if inherited != Visibility::Visible && !self.may_show_again(inherited) {
            return inherited;
        }
        if self.faded {
            return Visibility::Transparent;
        }
        if self.clipped || self.flat && self.cut_off {
            return Visibility::Clipped;
        }
        if self.far && self.absolute || self.indented_away {
            return Visibility::OffPage;
        }
        if self.painted_by_background {
            return Visibility::Visible;
        }
        if self.ink == Some(Paint::Nothing) {
            return Visibility::Transparent;
        }
        let ground = context.background.map_or(Ground::Unknown, Ground::Filled);
        look::on(ground, context.look.style)
    }

    /// Whether what an outer element hid can be undone by this one: its colour and size can.
    fn may_show_again(&self, inherited: Visibility) -> bool {
        match inherited {
            Visibility::SameColor | Visibility::TooSmall => true,
            Visibility::HiddenByMarkup => self.shown,
            _ => false,
        }
    }
}

/// The colour behind an element, from its background declaration.
fn behind(value: &str, parent: Option<Color>) -> Option<Color> {
    if value.contains("url(") || value.contains("gradient") || value.contains("var(") {
        return None;
    }
    if matches!(value, "none" | "transparent" | "inherit" | "initial" | "unset") {
        return parent;
    }
    if let Some(paint) = color::parse(value) {
        return match paint {
            Paint::Solid(color) => Some(color),
            Paint::Nothing => parent,
        };
    }
    let solid = value.split_ascii_whitespace().find_map(color::parse);
    match solid {
        Some(Paint::Solid(color)) => Some(color),
        // A colour that we cannot name: nothing is taken for hidden on it.
        _ => None,
    }
}

fn number(value: &str) -> Option<f32> {
    value.trim().parse().ok()
}

/// A length in points; `base` is what `em` and `%` count from.
fn points(value: &str, base: f32) -> Option<f32> {
    let value = value.trim();
    let split = value.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(value.len());
    let (amount, unit) = value.split_at(split);
    let amount: f32 = amount.trim().parse().ok()?;
    Some(match unit {
        "px" => amount * 0.75,
        "pt" => amount,
        "em" | "ex" | "ch" => amount * base,
        "rem" => amount * ROOT_PT,
        "%" => amount / 100.0 * base,
        "in" => amount * 72.0,
        "cm" => amount * 28.35,
        "mm" => amount * 2.835,
        "" if amount == 0.0 => 0.0,
        "vw" | "vh" => amount * 6.0,
        _ => return None,
    })
}
