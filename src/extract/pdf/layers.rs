//! Layers that are switched off.
//!
//! The interpreter leaves out what stands on them, and machines read it all the same. So a file with
//! layers is interpreted twice: as it is, and with every layer shown, which `lopdf` makes of it. What
//! only the second shows is hidden.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use lopdf::{Dictionary, Document, Object};

use super::glyphs::{Canvas, Glyph};

/// The layers that are off when the file is opened.
pub(super) fn switched_off(pdf: &Pdf) -> HashSet<ObjectIdentifier> {
    let mut off = HashSet::new();
    let properties = super::objects::catalog(pdf)
        .and_then(|catalog| catalog.get::<Dict<'_>>(&b"OCProperties"[..]));
    let Some(properties) = properties else { return off };
    let Some(config) = properties.get::<Dict<'_>>(&b"D"[..]) else { return off };
    if config.get::<Name<'_>>(&b"BaseState"[..]).as_deref() == Some(b"OFF") {
        off.extend(layers(&properties, b"OCGs"));
    }
    layers(&config, b"ON").for_each(|layer| {
        off.remove(&layer);
    });
    off.extend(layers(&config, b"OFF"));
    by_usage(&config, &mut off);
    off
}

/// Layers that their own usage switches, where the file asks for that when it is viewed.
fn by_usage(config: &Dict<'_>, off: &mut HashSet<ObjectIdentifier>) {
    let Some(rules) = config.get::<Array<'_>>(&b"AS"[..]) else { return };
    let named = |name: &[u8], what: &[u8]| name == what;
    for rule in rules.iter::<Dict<'_>>().take(1_000) {
        let event = rule.get::<Name<'_>>(&b"Event"[..]);
        if !event.is_some_and(|event| named(&event, b"View")) {
            continue;
        }
        let Some(members) = rule.get::<Array<'_>>(&b"OCGs"[..]) else { continue };
        for layer in members.iter::<Dict<'_>>().take(10_000) {
            let state = layer
                .get::<Dict<'_>>(&b"Usage"[..])
                .and_then(|usage| usage.get::<Dict<'_>>(&b"View"[..]))
                .and_then(|view| view.get::<Name<'_>>(&b"ViewState"[..]));
            let (Some(state), Some(id)) = (state, layer.obj_id()) else { continue };
            if named(&state, b"OFF") {
                off.insert(id);
            } else {
                off.remove(&id);
            }
        }
    }
}

fn layers<'a>(
    dict: &Dict<'a>,
    key: &'static [u8],
) -> impl Iterator<Item = ObjectIdentifier> + use<'a> {
    let array = dict.get::<Array<'_>>(key);
    array
        .into_iter()
        .flat_map(|array| array.raw_iter())
        .filter_map(|item| item.as_obj_ref().map(ObjectIdentifier::from))
}

/// Whether a layer, or what a membership says of several, is off.
pub(super) fn is_off(layer: &Dict<'_>, off: &HashSet<ObjectIdentifier>) -> bool {
    if layer.get::<Name<'_>>(&b"Type"[..]).as_deref() != Some(b"OCMD") {
        return layer.obj_id().is_some_and(|id| off.contains(&id));
    }
    let mut members: Vec<ObjectIdentifier> = layers(layer, b"OCGs").collect();
    if members.is_empty() {
        members.extend(layer.get_ref(&b"OCGs"[..]).map(ObjectIdentifier::from));
    }
    if members.is_empty() {
        return false;
    }
    let mut is_off = members.iter().map(|id| off.contains(id));
    match layer.get::<Name<'_>>(&b"P"[..]).as_deref() {
        Some(b"AllOn") => is_off.any(|off| off),
        Some(b"AnyOff") => !is_off.any(|off| off),
        Some(b"AllOff") => !is_off.all(|off| off),
        _ => is_off.all(|off| off),
    }
}

/// The same file with every layer shown; `None` when it has no layers.
pub(super) fn all_shown(pdf: &Pdf, bytes: &[u8], passwords: &[String]) -> Option<Pdf> {
    let catalog = super::objects::catalog(pdf)?;
    if !catalog.contains_key(&b"OCProperties"[..]) {
        return None;
    }
    let mut document = Document::load_mem(bytes).ok()?;
    if document.is_encrypted() {
        let passwords = [""].into_iter().chain(passwords.iter().map(String::as_str));
        passwords.into_iter().find(|password| document.decrypt(password).is_ok())?;
    }
    if let Ok(catalog) = document.catalog_mut() {
        catalog.remove(b"OCProperties");
    }
    document.objects.values_mut().for_each(|object| show(object, 0));
    let mut saved = Vec::new();
    document.save_to(&mut saved).ok()?;
    Pdf::new(saved).ok()
}

/// Takes the conditions out of every membership.
fn show(object: &mut Object, depth: usize) {
    if depth > 20 {
        return;
    }
    match object {
        Object::Dictionary(dict) => show_dict(dict, depth),
        Object::Stream(stream) => show_dict(&mut stream.dict, depth),
        Object::Array(items) => items.iter_mut().for_each(|item| show(item, depth + 1)),
        _ => {}
    }
}

fn show_dict(dict: &mut Dictionary, depth: usize) {
    if dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"OCMD") {
        dict.remove(b"OCGs");
        dict.remove(b"P");
        dict.remove(b"VE");
    }
    dict.iter_mut().for_each(|(_, value)| show(value, depth + 1));
}

/// Adds to a page what it shows only when every layer is shown.
pub(super) fn add_hidden(canvas: &mut Canvas, all: &Canvas) {
    if all.glyphs.len() <= canvas.glyphs.len() {
        return;
    }
    let seen = std::mem::take(&mut canvas.glyphs);
    let mut seen = seen.into_iter().peekable();
    for glyph in &all.glyphs {
        let same = |own: &Glyph| {
            (own.origin - glyph.origin).hypot() < 0.01 && (own.size - glyph.size).abs() < 0.01
        };
        if let Some(own) = seen.next_if(same) {
            canvas.glyphs.push(own);
            continue;
        }
        let start = canvas.text.len() as u32;
        canvas.text.push_str(all.text_of(glyph));
        let end = canvas.text.len() as u32;
        canvas.glyphs.push(Glyph {
            text: (start, end),
            hidden_layer: true,
            clip: None,
            mask: None,
            after: 0,
            replaced: None,
            ..glyph.clone()
        });
    }
    canvas.glyphs.extend(seen);
}
