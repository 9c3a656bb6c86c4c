//! Content that is run besides a page's own, and that the walk over operators does not reach: cells of
//! patterns, masks, glyphs drawn by operators, looks of annotations.
//!
//! The parser looks for the end of every picture among operators, from each to the end of the content, so
//! that two kilobytes of a packed file can hold it up for minutes. Whether content is like that is asked
//! before it is run.

use std::collections::HashMap;
use std::sync::LazyLock;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use regex::bytes::Regex;

use super::operators::{is_blank, is_regular};

/// How many bytes the parser may look at in search of the ends of pictures; about half a second.
const MOST_LOOKED_AT: usize = 1 << 32;
/// The most pictures behind whose end another may come before the next picture begins: whether it is the end,
/// the parser finds out by reading on, over the next such picture too, so that each doubles its work.
const MOST_DOUBTS: usize = 12;
/// Patterns within forms within masks are followed this deep.
const DEEPEST: usize = 20;

/// The beginning of a picture as the parser surely understands it, up to its data.
static BEGINNING: LazyLock<Regex> = LazyLock::new(|| {
    let plain = r"/[A-Za-z0-9]+|-?[0-9]+(?:\.[0-9]+)?|true|false|null";
    let dict = format!(r"<<(?:\s*/[A-Za-z0-9]+\s*(?:{plain})\s*)*>>");
    let array = format!(r"\[(?:\s*(?:{plain}|{dict})\s*)*\]");
    let pattern = format!(r"(?-u)\ABI\s+(?:/[A-Za-z]+\s*(?:{plain}|{dict}|{array})\s*)*ID\s");
    Regex::new(&pattern).expect("the pattern is well formed")
});

/// Whether the parser would be held up by the pictures among some operators. Behind the end of one it looks for
/// all that could be another end or another beginning, until a picture begins that it understands.
pub(super) fn is_tangled(content: &[u8]) -> bool {
    let places = |letters: &'static [u8]| memchr::memmem::find_iter(content, letters);
    let (begun, ended) = (places(b"BI").count(), places(b"EI").count());
    let all = (begun + ended).saturating_mul(content.len());
    if begun == 0 || begun.min(ended) <= MOST_DOUBTS && all <= MOST_LOOKED_AT {
        return false;
    }
    let stands_alone = |at: &usize| {
        let is_letter = |at: usize| content.get(at).is_some_and(|&byte| is_regular(byte));
        !at.checked_sub(1).is_some_and(is_letter) && !is_letter(at + 2)
    };
    let (beginnings, ends): (Vec<usize>, Vec<usize>) =
        (places(b"BI").collect(), places(b"EI").collect());
    let operators: Vec<usize> = beginnings.iter().copied().filter(stands_alone).collect();
    let Some(&first) = operators.first() else { return false };
    let understood =
        |at: &usize| BEGINNING.is_match(&content[*at..content.len().min(at + LONGEST_BEGINNING)]);
    let behind = beginnings.iter().copied().skip_while(|at| *at <= first);
    let pictures: Vec<usize> = behind.filter(understood).collect();
    let is_blank_behind = |at: &usize| content.get(at + 2).is_none_or(|&byte| is_blank(byte));
    let blank_ends: Vec<usize> = ends.iter().copied().filter(is_blank_behind).collect();
    let (mut looked_at, mut doubts) = (0_usize, 0_usize);
    for (number, start) in [first].iter().chain(&pictures).enumerate() {
        let stop = pictures.get(number).copied().unwrap_or(content.len());
        let within = |places: &[usize]| {
            places.partition_point(|at| *at < stop) - places.partition_point(|at| at < start)
        };
        let next_end = ends.get(ends.partition_point(|at| *at < stop));
        let reach = next_end.copied().unwrap_or(content.len()) - start;
        let steps = (1 + within(&ends)).saturating_mul(within(&ends) + within(&beginnings));
        looked_at = looked_at.saturating_add(steps.saturating_mul(reach));
        // What has no blank behind it is no end; it counts behind one.
        let end = blank_ends.get(blank_ends.partition_point(|at| at < start));
        let is_doubtful = end.is_some_and(|end| {
            ends.get(ends.partition_point(|at| at <= end)).is_some_and(|at| *at < stop)
        });
        doubts += if is_doubtful { within(&operators) } else { 0 };
    }
    looked_at > MOST_LOOKED_AT || doubts > MOST_DOUBTS
}

/// What stands before the data of a picture is no longer than this, in bytes.
const LONGEST_BEGINNING: usize = 1_000;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pictures_are_not_tangled_however_many() {
        for picture in [
            &b"q 5 0 0 5 0 0 cm BI /W 8 /H 8 /CS/G /BPC 8 /D[1 0]/F[/A85/Fl] ID abcEIx EI Q "[..],
            b"BI /W 8 /H 8/IM true/F/CCF/DP<</K -1/Columns 8>> ID \x00\x01EI\x02 EI ",
            b"BI\n/W 8\n/F[/LZW/CCF]/DP[null <</K -1>>]\nID \xff\nEI\n",
        ] {
            let many = [picture, b"(said) Tj "].concat().repeat(10_000);
            assert!(!is_tangled(&many), "{}", String::from_utf8_lossy(picture));
        }
        assert!(!is_tangled(&b"(EINE BILANZ) Tj ".repeat(50_000)));
    }

    #[test]
    fn pictures_that_hold_the_parser_up_are_tangled() {
        for content in [
            [b"BI /W 1 /H 1 ID x EI ".to_vec(), b"BI ) ".repeat(200_000)].concat(),
            b"BI ID ".repeat(200_000),
            b"BI /W 1 ID x ".repeat(100_000),
            // One kilobyte, and twice the work for each.
            b"BI /W 1 /H 1 ID x EI q EI Q ".repeat(40),
            b"BI /W (1) /H 1 ID x EI q EI Q ".repeat(40),
        ] {
            let begin = String::from_utf8_lossy(&content[..40]);
            assert!(is_tangled(&content), "{begin}");
        }
    }
}
