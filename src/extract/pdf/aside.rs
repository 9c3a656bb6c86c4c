//! Content that is run besides a page's own, and that the walk over operators does not reach: cells of
//! patterns, masks, glyphs drawn by operators, looks of annotations.
//!
//! The parser looks for the end of every picture among operators, from each to the end of the content, so
//! that two kilobytes of a packed file can hold it up for minutes. Whether content is like that is asked
//! before it is run.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

/// How many bytes the parser may look at in search of the ends of pictures; about half a second.
const MOST_LOOKED_AT: usize = 1 << 32;
/// Patterns within forms within masks are followed this deep.
const DEEPEST: usize = 20;

/// Whether the parser would be held up by the pictures among some operators.
pub(super) fn is_tangled(content: &[u8]) -> bool {
    let count = |letters: &[u8]| memchr::memmem::find_iter(content, letters).count();
    let pictures = count(b"BI");
    pictures > 0 && (pictures + count(b"EI")).saturating_mul(content.len()) > MOST_LOOKED_AT
}

/// The content that was looked into, and whether it is tangled.
#[derive(Default)]
pub(super) struct Aside(HashMap<ObjectIdentifier, bool>);

impl Aside {
    /// Whether something that a page may run, besides its own content and the forms that it draws, is
    /// tangled.
    pub(super) fn is_tangled(&mut self, page: &Page<'_>) -> bool {
        let mut found = self.beside(page.resources(), 0);
        let looks = page.raw().get::<Array<'_>>(&b"Annots"[..]);
        for annotation in looks.iter().flat_map(|looks| looks.iter::<Dict<'_>>()) {
            let Some(looks) = annotation.get::<Dict<'_>>(&b"AP"[..]) else { continue };
            match looks.get::<Object<'_>>(&b"N"[..]) {
                Some(Object::Stream(stream)) => found |= self.content(&stream, 0),
                Some(Object::Dict(states)) => found |= self.each(&states, 0),
                _ => {}
            }
        }
        found
    }

    /// Whether a form that is walked over is tangled, or what it may run besides forms.
    pub(super) fn holds_up(
        &mut self,
        form: Option<ObjectIdentifier>,
        content: &[u8],
        own: Option<&Resources<'_>>,
    ) -> bool {
        if let Some(known) = form.and_then(|form| self.0.get(&form)) {
            return *known;
        }
        let found = is_tangled(content) || own.is_some_and(|own| self.beside(own, 0));
        if let Some(form) = form {
            self.0.insert(form, found);
        }
        found
    }

    /// Whether what resources hold is tangled, forms left out.
    fn beside(&mut self, resources: &Resources<'_>, depth: usize) -> bool {
        let mut found = self.each(&resources.patterns, depth);
        for (name, entry) in resources.ext_g_states.entries() {
            found |= self.once(&entry, |aside| {
                let state = resources.ext_g_states.get::<Dict<'_>>(&*name);
                let mask = state.and_then(|state| state.get::<Dict<'_>>(&b"SMask"[..]));
                let group = mask.and_then(|mask| mask.get::<Stream<'_>>(&b"G"[..]));
                group.is_some_and(|group| aside.content(&group, depth))
            });
        }
        for (name, entry) in resources.fonts.entries() {
            found |= self.once(&entry, |aside| {
                let Some(font) = resources.fonts.get::<Dict<'_>>(&*name) else { return false };
                let is_drawn = font.get::<Name<'_>>(&b"Subtype"[..]).as_deref() == Some(b"Type3");
                let glyphs = font.get::<Dict<'_>>(&b"CharProcs"[..]).unwrap_or_default();
                let own = font.get::<Dict<'_>>(&b"Resources"[..]);
                is_drawn && (aside.each(&glyphs, depth) || aside.held(own, depth))
            });
        }
        found
    }

    /// Asks about an entry, once for each object.
    fn once(&mut self, entry: &MaybeRef<Object<'_>>, ask: impl FnOnce(&mut Self) -> bool) -> bool {
        let MaybeRef::Ref(id) = entry else { return ask(self) };
        let id = ObjectIdentifier::from(*id);
        if let Some(known) = self.0.get(&id) {
            return *known;
        }
        // What holds itself is as tangled as what else it holds.
        self.0.insert(id, false);
        let found = ask(self);
        self.0.insert(id, found);
        found
    }

    /// Whether one of the streams that a dictionary names is tangled.
    fn each(&mut self, streams: &Dict<'_>, depth: usize) -> bool {
        let mut found = false;
        for (name, entry) in streams.entries() {
            found |= self.once(&entry, |aside| {
                let stream = streams.get::<Stream<'_>>(&*name);
                stream.is_some_and(|stream| aside.content(&stream, depth))
            });
        }
        found
    }

    /// Whether a stream of operators, or something that it may run, is tangled.
    fn content(&mut self, stream: &Stream<'_>, depth: usize) -> bool {
        let dict = stream.dict();
        let is_picture = dict.get::<Name<'_>>(&b"Subtype"[..]).as_deref() == Some(b"Image");
        !is_picture
            && depth <= DEEPEST
            && (stream.decoded_data().is_ok_and(|content| is_tangled(&content))
                || self.held(dict.get::<Dict<'_>>(&b"Resources"[..]), depth))
    }

    /// Whether what resources hold is tangled, forms included.
    fn held(&mut self, resources: Option<Dict<'_>>, depth: usize) -> bool {
        let Some(resources) = resources.map(Resources::new) else { return false };
        self.each(&resources.x_objects, depth + 1) || self.beside(&resources, depth + 1)
    }
}
