//! Looks as DOCX resolves them: defaults, then the style's chain, then what stands on the run.

use std::collections::HashMap;

use crate::document::{Color, Style};
use crate::extract::look::{Ground, WHITE, hex};
use crate::extract::xml::Element;

/// The longest chain of styles that are based on one another; longer ones are loops.
const LONGEST_CHAIN: usize = 16;

/// How text looks, as far as one place in the file says.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    size: Option<f32>,
    bold: Option<bool>,
    italic: Option<bool>,
    capitals: Option<bool>,
    vanish: Option<bool>,
    color: Option<Ink>,
    ground: Option<Ground>,
}

/// A colour of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    /// Whatever can be read on the ground.
    Automatic,
    /// As given.
    Given(Color),
}

impl Looks {
    /// Reads run properties.
    pub(super) fn read(properties: Option<Element<'_, '_>>) -> Self {
        let Some(properties) = properties else { return Looks::default() };
        let size = properties.child_val("sz").and_then(|half| half.trim().parse::<f32>().ok());
        let either = |a: Option<bool>, b: Option<bool>| a.map_or(b, |a| Some(a || b == Some(true)));
        Looks {
            size: size.map(|half_points| half_points / 2.0),
            bold: toggle(properties, "b"),
            italic: toggle(properties, "i"),
            capitals: either(toggle(properties, "caps"), toggle(properties, "smallCaps")),
            vanish: either(toggle(properties, "vanish"), toggle(properties, "specVanish")),
            color: properties.child("color").map(|color| {
                match color.attribute("val").as_deref().and_then(hex) {
                    Some(color) => Ink::Given(color),
                    None => Ink::Automatic,
                }
            }),
            ground: shading(properties).or_else(|| highlight(properties)),
        }
    }

    /// These looks where they say something, and those below where they do not.
    pub(super) fn over(&self, below: &Looks) -> Looks {
        Looks {
            size: self.size.or(below.size),
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            capitals: self.capitals.or(below.capitals),
            vanish: self.vanish.or(below.vanish),
            color: self.color.or(below.color),
            ground: self.ground.or(below.ground),
        }
    }

    /// A character style over a paragraph style: what both switch on is switched off again.
    fn toggled_over(&self, below: &Looks) -> Looks {
        let both = |a: Option<bool>, b: Option<bool>| match (a, b) {
            (Some(true), Some(true)) => Some(false),
            (a, b) => a.or(b),
        };
        Looks {
            bold: both(self.bold, below.bold),
            italic: both(self.italic, below.italic),
            capitals: both(self.capitals, below.capitals),
            vanish: both(self.vanish, below.vanish),
            ..self.over(below)
        }
    }

    /// Whether the markup hides the text.
    pub(super) fn is_hidden(&self) -> bool {
        self.vanish == Some(true)
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
        Style {
            size_pt: self.size,
            bold: self.bold == Some(true),
            italic: self.italic == Some(true),
            color: match self.color {
                Some(Ink::Given(color)) => Some(color),
                Some(Ink::Automatic) | None => None,
            },
        }
    }
}

/// A style.
#[derive(Debug, Default)]
struct Definition {
    name: String,
    based_on: Option<String>,
    looks: Looks,
    outline: Option<u8>,
    list: Option<(Option<String>, Option<u8>)>,
    ground: Option<Ground>,
    framed: bool,
}

/// What a paragraph's style says of it.
#[derive(Debug, Default, Clone)]
pub(super) struct ParagraphStyle {
    /// The looks of its text.
    pub(super) looks: Looks,
    /// The level of a heading.
    pub(super) heading: Option<u8>,
    /// The list that it belongs to: its number and level.
    pub(super) list: Option<(String, u8)>,
    /// Its fill.
    pub(super) ground: Option<Ground>,
    /// Whether a line or a fill sets it off.
    pub(super) framed: bool,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Looks,
    default_paragraph: Option<String>,
    by_id: HashMap<String, Definition>,
    /// The language of the text, where declared.
    pub(super) language: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(root: Element<'_, '_>) -> Self {
        let mut styles = Styles::default();
        for child in root.children() {
            match child.name() {
                "docDefaults" => {
                    let run = child.child("rPrDefault").and_then(|run| run.child("rPr"));
                    styles.defaults = Looks::read(run);
                    let language = run.and_then(|run| run.child_val("lang"));
                    styles.language = language.map(|language| language.into_owned());
                }
                "style" => styles.add(child),
                _ => {}
            }
        }
        // Word sets 10 points where nothing is said.
        styles.defaults.size = styles.defaults.size.or(Some(10.0));
        styles
    }

    fn add(&mut self, style: Element<'_, '_>) {
        let Some(id) = style.attribute("styleId") else { return };
        let kind = style.attribute("type");
        if kind.as_deref() == Some("paragraph")
            && style.attribute("default").is_some_and(|value| is_on(&value))
        {
            self.default_paragraph = Some(id.clone().into_owned());
        }
        let paragraph = style.child("pPr");
        // A table style colours some rows by rules that we do not follow.
        let shades = kind.as_deref() == Some("table")
            && style.descendants().any(|element| element.name() == "shd");
        let definition = Definition {
            name: style.child_val("name").map(|name| name.to_lowercase()).unwrap_or_default(),
            based_on: style.child_val("basedOn").map(|id| id.into_owned()),
            looks: Looks::read(style.child("rPr")),
            outline: paragraph.and_then(outline),
            list: paragraph.and_then(list_of),
            ground: if shades { Some(Ground::Unknown) } else { paragraph.and_then(shading) },
            framed: paragraph.is_some_and(is_framed),
        };
        self.by_id.insert(id.into_owned(), definition);
    }

    /// A style and those it is based on, nearest first.
    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Definition> {
        let mut next = id.and_then(|id| self.by_id.get(id));
        std::iter::from_fn(move || {
            let style = next?;
            next = style.based_on.as_deref().and_then(|id| self.by_id.get(id));
            Some(style)
        })
        .take(LONGEST_CHAIN)
    }

    /// What a paragraph style says; the default one where none is named.
    pub(super) fn paragraph(&self, id: Option<&str>) -> ParagraphStyle {
        let id = id.filter(|id| self.by_id.contains_key(*id)).or(self.default_paragraph.as_deref());
        let mut style = ParagraphStyle::default();
        let mut outline = None;
        let (mut number, mut level) = (None, None);
        for definition in self.chain(id) {
            style.looks = style.looks.over(&definition.looks);
            style.ground = style.ground.or(definition.ground);
            style.framed |= definition.framed;
            outline = outline.or(definition.outline).or_else(|| named_level(&definition.name));
            if let Some((its_number, its_level)) = &definition.list {
                number = number.or_else(|| its_number.clone());
                level = level.or(*its_level);
            }
        }
        style.looks = style.looks.over(&self.defaults);
        style.heading = outline.filter(|level| (1..=9).contains(level)).map(|level| level.min(6));
        style.list = number.map(|number| (number, level.unwrap_or(0)));
        style
    }

    /// The looks of a run: a character style and its own properties over its paragraph's looks.
    pub(super) fn run(&self, paragraph: &Looks, properties: Option<Element<'_, '_>>) -> Looks {
        let id = properties.and_then(|properties| properties.child_val("rStyle"));
        let mut character = Looks::default();
        for definition in self.chain(id.as_deref()) {
            character = character.over(&definition.looks);
        }
        Looks::read(properties).over(&character.toggled_over(paragraph))
    }

    /// What a table style puts behind text.
    pub(super) fn table_ground(&self, id: Option<&str>) -> Option<Ground> {
        self.chain(id).find_map(|definition| definition.ground)
    }
}

/// The level that a built-in style's name stands for. Word keeps these names in every language.
fn named_level(name: &str) -> Option<u8> {
    match name {
        "title" => Some(1),
        _ => name.strip_prefix("heading ")?.trim().parse().ok(),
    }
}

/// The outline level of paragraph properties: 1 to 9, or 10 for body text.
pub(super) fn outline(properties: Element<'_, '_>) -> Option<u8> {
    let level: u8 = properties.child_val("outlineLvl")?.trim().parse().ok()?;
    Some(level.saturating_add(1))
}

/// The list that paragraph properties name: number and level, either of which may be inherited.
pub(super) fn list_of(properties: Element<'_, '_>) -> Option<(Option<String>, Option<u8>)> {
    let list = properties.child("numPr")?;
    let number = list.child_val("numId").map(|number| number.into_owned());
    let level = list.child_val("ilvl").and_then(|level| level.trim().parse().ok());
    Some((number, level))
}

/// Whether a line above or below, or a fill, sets a paragraph off.
pub(super) fn is_framed(properties: Element<'_, '_>) -> bool {
    let line = |side: &str| {
        properties
            .child("pBdr")
            .and_then(|borders| borders.child_val(side))
            .is_some_and(|line| line != "none" && line != "nil")
    };
    let filled = matches!(shading(properties), Some(Ground::Filled(color)) if color != WHITE);
    line("bottom") || line("top") || filled
}

/// The fill of properties that can have one.
pub(super) fn shading(properties: Element<'_, '_>) -> Option<Ground> {
    let shading = properties.child("shd")?;
    let pattern = shading.attribute("val");
    let fill = match pattern.as_deref() {
        Some("nil") => return None,
        Some("solid") => shading.attribute("color"),
        // A pattern mixes two colours.
        Some("clear") | None => shading.attribute("fill"),
        Some(_) => return Some(Ground::Unknown),
    };
    fill.as_deref().and_then(hex).map(Ground::Filled)
}

/// The colour of a text marker.
fn highlight(properties: Element<'_, '_>) -> Option<Ground> {
    let color = match properties.child_val("highlight")?.as_ref() {
        "none" => return None,
        "white" => WHITE,
        "black" => Color(0, 0, 0),
        "yellow" => Color(255, 255, 0),
        "green" => Color(0, 255, 0),
        "cyan" => Color(0, 255, 255),
        "magenta" => Color(255, 0, 255),
        "blue" => Color(0, 0, 255),
        "red" => Color(255, 0, 0),
        "darkBlue" => Color(0, 0, 128),
        "darkCyan" => Color(0, 128, 128),
        "darkGreen" => Color(0, 128, 0),
        "darkMagenta" => Color(128, 0, 128),
        "darkRed" => Color(128, 0, 0),
        "darkYellow" => Color(128, 128, 0),
        "darkGray" => Color(128, 128, 128),
        "lightGray" => Color(192, 192, 192),
        _ => return Some(Ground::Unknown),
    };
    Some(Ground::Filled(color))
}

/// A property that is on or off: present means on.
pub(super) fn toggle(properties: Element<'_, '_>, name: &str) -> Option<bool> {
    let element = properties.child(name)?;
    Some(element.attribute("val").is_none_or(|value| is_on(&value)))
}

fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}
