//! What would act when a document is opened or clicked: scripts, programs, forms that are sent.
//!
//! Nothing here is ever run; the names are facts for the rules.

use hayro_syntax::object::{Array, Dict, Name, String as PdfString};

use super::objects::text_string;

/// What the document as a whole would do.
pub(super) fn of_document(catalog: &Dict<'_>, found: &mut Vec<String>) {
    if let Some(action) = catalog.get::<Dict<'_>>(&b"OpenAction"[..]) {
        action_of(&action, "on open", 0, found);
    }
    additional(catalog, found);
    let Some(names) = catalog.get::<Dict<'_>>(&b"Names"[..]) else { return };
    if names.contains_key(&b"JavaScript"[..]) {
        add(found, "javascript in the document".to_owned());
    }
    if names.contains_key(&b"EmbeddedFiles"[..]) {
        add(found, "embedded files".to_owned());
    }
}

/// What opening or closing a page would do.
pub(super) fn of_page(page: &Dict<'_>, found: &mut Vec<String>) {
    additional(page, found);
}

/// What a click on an annotation would do, beyond following a link.
pub(super) fn of_annotation(annotation: &Dict<'_>, found: &mut Vec<String>) {
    let kind = annotation.get::<Name<'_>>(&b"Subtype"[..]);
    match kind.as_deref() {
        Some(b"RichMedia" | b"Screen" | b"Movie" | b"3D") => {
            add(found, "embedded media".to_owned());
        }
        Some(b"FileAttachment") => add(found, "attached file".to_owned()),
        _ => {}
    }
    if let Some(action) = annotation.get::<Dict<'_>>(&b"A"[..]) {
        action_of(&action, "on click", 0, found);
    }
    additional(annotation, found);
}

/// Actions bound to events.
fn additional(dict: &Dict<'_>, found: &mut Vec<String>) {
    let Some(events) = dict.get::<Dict<'_>>(&b"AA"[..]) else { return };
    for (event, _) in events.entries().take(50) {
        if let Some(action) = events.get::<Dict<'_>>(&*event) {
            action_of(&action, "on an event", 0, found);
        }
    }
}

/// Names an action, and those that follow it.
fn action_of(action: &Dict<'_>, when: &str, depth: usize, found: &mut Vec<String>) {
    let name = match action.get::<Name<'_>>(&b"S"[..]).as_deref() {
        Some(b"JavaScript") => Some("javascript"),
        Some(b"Launch") => Some("launch"),
        Some(b"SubmitForm") => Some("submit-form"),
        Some(b"ImportData") => Some("import-data"),
        Some(b"GoToE") => Some("open-embedded-file"),
        Some(b"Rendition" | b"Movie" | b"Sound" | b"RichMediaExecute") => Some("play-media"),
        _ => None,
    };
    if let Some(name) = name {
        let program = action
            .get::<PdfString<'_>>(&b"F"[..])
            .map(|file| format!(": {}", text_string(file.as_bytes())))
            .unwrap_or_default();
        add(found, format!("{name} {when}{program}"));
    }
    if depth < 10
        && let Some(next) = action.get::<Dict<'_>>(&b"Next"[..])
    {
        action_of(&next, when, depth + 1, found);
    } else if depth < 10
        && let Some(next) = action.get::<Array<'_>>(&b"Next"[..])
    {
        next.iter::<Dict<'_>>().take(50).for_each(|next| action_of(&next, when, depth + 1, found));
    }
}

/// Each once.
fn add(found: &mut Vec<String>, what: String) {
    if !found.contains(&what) && found.len() < 100 {
        found.push(what);
    }
}
