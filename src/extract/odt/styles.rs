//! Looks as OpenDocument resolves them: a family's default, then the chain of parents, then the style.

use std::collections::HashMap;

use crate::document::{Color, Style};
use crate::extract::look::{Ground, WHITE, hex};
use crate::extract::xml::Element;

/// The longest chain of parents; longer ones are loops.
const LONGEST_CHAIN: usize = 16;

/// The size of text where nothing says one.
const DEFAULT_PT: f32 = 12.0;

/// How text looks, as far as one style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    size: Option<Size>,
    bold: Option<bool>,
    italic: Option<bool>,
    capitals: Option<bool>,
    hidden: Option<bool>,
    /// `Some(None)` is the colour that can be read on the ground, whatever that is.
    color: Option<Option<Color>>,
    ground: Option<Ground>,
}

/// A size of type.
#[derive(Debug, Clone, Copy)]
enum Size {
    Points(f32),
    /// A share of the parent's.
    Share(f32),
}

impl Looks {
    fn read(text: Element<'_, '_>) -> Self {
        let mut looks = Looks::default();
        for (name, value) in text.attributes() {
            match name {
                "font-size" => {
                    looks.size = match value.strip_suffix('%') {
                        Some(share) => {
                            share.trim().parse().ok().map(|n: f32| Size::Share(n / 100.0))
                        }
                        None => points(&value).map(Size::Points),
                    };
                }
                "font-weight" => {
                    let weight: u32 =
                        value.parse().unwrap_or(if value == "bold" { 700 } else { 400 });
                    looks.bold = Some(weight >= 600);
                }
                "font-style" => looks.italic = Some(value != "normal"),
                "text-transform" if value == "uppercase" => looks.capitals = Some(true),
                "font-variant" if value == "small-caps" => looks.capitals = Some(true),
                "text-transform" | "font-variant" if looks.capitals.is_none() => {
                    looks.capitals = Some(false);
                }
                "display" => looks.hidden = Some(value == "none"),
                "color" => looks.color = hex(&value).map(Some),
                "use-window-font-color" if value == "true" => looks.color = Some(None),
                "background-color" => looks.ground = fill(&value),
                _ => {}
            }
        }
        looks
    }

    /// These looks where they say something, and those below where they do not.
    pub(super) fn over(&self, below: &Looks) -> Looks {
        let size = match (self.size, below.size) {
            (Some(Size::Share(share)), Some(Size::Points(points))) => {
                Some(Size::Points(share * points))
            }
            (Some(Size::Share(a)), Some(Size::Share(b))) => Some(Size::Share(a * b)),
            (Some(size), _) => Some(size),
            (None, below) => below,
        };
        Looks {
            size,
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            capitals: self.capitals.or(below.capitals),
            hidden: self.hidden.or(below.hidden),
            color: self.color.or(below.color),
            ground: self.ground.or(below.ground),
        }
    }

    /// Whether the markup hides the text.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden == Some(true)
    }

    /// Whether the text is shown in capitals.
    pub(super) fn capitals(&self) -> bool {
        self.capitals == Some(true)
    }

    /// What lies right behind the text, where it has a fill of its own.
    pub(super) fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// The looks as facts.
    pub(super) fn style(&self) -> Style {
        let size = match self.size {
            Some(Size::Points(points)) => points,
            Some(Size::Share(share)) => share * DEFAULT_PT,
            None => DEFAULT_PT,
        };
        Style {
            size_pt: Some(size),
            bold: self.bold == Some(true),
            italic: self.italic == Some(true),
            color: self.color.flatten(),
        }
    }
}

/// A style.
#[derive(Debug, Clone, Default)]
struct Definition {
    /// Its name as people see it, in lower case.
    name: String,
    parent: Option<String>,
    looks: Looks,
    ground: Option<Ground>,
    framed: bool,
    outline: Option<u8>,
    width: Option<f32>,
}

/// What a paragraph's style says of it.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphStyle {
    /// The looks of its text.
    pub(super) looks: Looks,
    /// The level that its name stands for.
    pub(super) heading: Option<u8>,
    /// Its fill.
    pub(super) ground: Option<Ground>,
    /// Whether a line or a fill sets it off.
    pub(super) framed: bool,
}

/// The styles that a part can name: by family and name.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    by_name: HashMap<(String, String), Definition>,
    defaults: HashMap<String, Looks>,
    /// Whether a frame or shape is laid behind the text.
    backdrop: bool,
}

impl Styles {
    /// Adds the styles of a file.
    pub(super) fn add(&mut self, root: Element<'_, '_>) {
        let lists =
            root.children().filter(|child| matches!(child.name(), "styles" | "automatic-styles"));
        for style in lists.flat_map(Element::children) {
            let Some(family) = style.attribute("family") else { continue };
            let looks = style.child("text-properties").map(Looks::read).unwrap_or_default();
            if style.name() == "default-style" {
                self.defaults.insert(family.into_owned(), looks);
                continue;
            }
            let Some(name) = style.attribute("name") else { continue };
            let shown = style.attribute("display-name");
            let shown = shown.as_deref().map_or_else(|| name.replace("_20_", " "), str::to_owned);
            let mut definition = Definition {
                name: shown.to_lowercase(),
                parent: style.attribute("parent-style-name").map(|parent| parent.into_owned()),
                looks,
                outline: style.attribute("default-outline-level").and_then(|n| n.parse().ok()),
                ..Definition::default()
            };
            for properties in style.children() {
                match properties.name() {
                    "paragraph-properties" => {
                        definition.ground = definition.ground.or_else(|| fill_of(properties));
                        definition.framed |= is_framed(properties);
                    }
                    "table-cell-properties" | "table-row-properties" | "table-properties" => {
                        definition.ground = definition.ground.or_else(|| fill_of(properties));
                    }
                    "table-column-properties" => {
                        let width = properties.attribute("column-width");
                        let relative = properties.attribute("rel-column-width");
                        definition.width = width
                            .as_deref()
                            .and_then(points)
                            .or_else(|| relative?.trim_end_matches('*').parse().ok());
                    }
                    "graphic-properties" => {
                        let through = properties.attribute("run-through");
                        // The built-in styles of frames are there whether they are used or not.
                        self.backdrop |=
                            through.as_deref() == Some("background") && definition.parent.is_some();
                        definition.ground = match properties.attribute("fill").as_deref() {
                            Some("solid") => properties
                                .attribute("fill-color")
                                .and_then(|fill| self::fill(&fill)),
                            Some("none") | None => fill_of(properties),
                            Some(_) => Some(Ground::Unknown),
                        };
                    }
                    _ => {}
                }
            }
            self.by_name.insert((family.into_owned(), name.into_owned()), definition);
        }
    }

    /// A style and its parents, nearest first.
    fn chain(&self, family: &str, name: Option<&str>) -> Vec<&Definition> {
        let get = |name: &str| self.by_name.get(&(family.to_owned(), name.to_owned()));
        let mut chain = Vec::new();
        let mut next = name.and_then(get);
        while let Some(style) = next
            && chain.len() < LONGEST_CHAIN
        {
            chain.push(style);
            next = style.parent.as_deref().and_then(get);
        }
        chain
    }

    /// What a paragraph's style says.
    pub(super) fn paragraph(&self, name: Option<&str>) -> ParagraphStyle {
        let mut style = ParagraphStyle::default();
        for definition in self.chain("paragraph", name) {
            style.looks = style.looks.over(&definition.looks);
            style.ground = style.ground.or(definition.ground);
            style.framed |= definition.framed;
            style.heading = style
                .heading
                .or_else(|| named_level(&definition.name))
                .or(definition.outline.filter(|level| *level > 0));
        }
        if let Some(default) = self.defaults.get("paragraph") {
            style.looks = style.looks.over(default);
        }
        style
    }

    /// The looks of a span in text of these looks.
    pub(super) fn span(&self, around: &Looks, name: Option<&str>) -> Looks {
        let mut looks = Looks::default();
        for definition in self.chain("text", name) {
            looks = looks.over(&definition.looks);
        }
        looks.over(around)
    }

    /// Whether a frame or shape lies behind the text, so that its colour says nothing of contrast.
    pub(super) fn has_backdrop(&self) -> bool {
        self.backdrop
    }

    /// The fill that a style of this family gives.
    pub(super) fn ground(&self, family: &str, name: Option<&str>) -> Option<Ground> {
        self.chain(family, name).into_iter().find_map(|definition| definition.ground)
    }

    /// The width of a table's column, in points or as a share.
    pub(super) fn width(&self, name: &str) -> Option<f32> {
        self.chain("table-column", Some(name)).into_iter().find_map(|definition| definition.width)
    }
}

/// The level that a built-in style's name stands for.
fn named_level(name: &str) -> Option<u8> {
    match name {
        "title" => Some(1),
        _ => name.strip_prefix("heading ")?.trim().parse().ok(),
    }
}

fn fill_of(properties: Element<'_, '_>) -> Option<Ground> {
    properties.attribute("background-color").and_then(|value| fill(&value))
}

/// A fill; `None` for a transparent one.
fn fill(value: &str) -> Option<Ground> {
    hex(value).map(Ground::Filled)
}

fn is_framed(properties: Element<'_, '_>) -> bool {
    let line = |side: &str| {
        properties.attribute(side).is_some_and(|line| line != "none" && !line.starts_with("0pt"))
    };
    let filled = matches!(fill_of(properties), Some(Ground::Filled(color)) if color != WHITE);
    line("border") || line("border-bottom") || line("border-top") || filled
}

/// A length in points.
pub(super) fn points(value: &str) -> Option<f32> {
    let value = value.trim();
    let unit = value.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = value.split_at(unit);
    let number: f32 = number.trim().parse().ok()?;
    let scale = match unit {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    Some(number * scale)
}
