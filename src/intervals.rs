//! Spans that are asked again and again whether they overlap another.

use crate::document::Span;

/// A set of spans, in any order and overlapping as they like, that answers in logarithmic time.
///
/// A document can hold tens of thousands of names, links and headings; asking each of one kind about
/// each of another would take minutes on a file that somebody made for it.
#[derive(Debug, Default)]
pub(crate) struct Intervals {
    /// By where they begin, each with its index in the order given.
    spans: Vec<(Span, u32)>,
    /// The sorted spans read as a balanced tree, its root in the middle: how far the spans of the
    /// subtree below each reach.
    reach: Vec<u32>,
}

impl Intervals {
    /// Sorts the spans.
    pub(crate) fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<(Span, u32)> = spans.into_iter().zip(0..).collect();
        spans.sort_unstable();
        let mut reach = vec![0; spans.len()];
        measure(&spans, &mut reach);
        Intervals { spans, reach }
    }

    /// Whether one of them shares a byte with `span`.
    pub(crate) fn any(&self, span: Span) -> bool {
        self.any_that(span, |_| true)
    }

    /// Whether one of those that share a byte with `span` is such a one.
    pub(crate) fn any_that(&self, span: Span, is_such: impl Fn(Span) -> bool) -> bool {
        !visit(&self.spans, &self.reach, span, &mut |own, _| !is_such(own))
    }

    /// The indexes of those that share a byte with `span`, in the order given.
    pub(crate) fn overlapping(&self, span: Span) -> Vec<usize> {
        let mut found = Vec::new();
        visit(&self.spans, &self.reach, span, &mut |_, index| {
            found.push(index as usize);
            true
        });
        found.sort_unstable();
        found
    }

    /// The index of the first that shares a byte with `span`, in the order given.
    pub(crate) fn first(&self, span: Span) -> Option<usize> {
        let mut first: Option<u32> = None;
        visit(&self.spans, &self.reach, span, &mut |_, index| {
            first = Some(first.map_or(index, |first| first.min(index)));
            true
        });
        first.map(|index| index as usize)
    }
}

/// Notes how far each subtree reaches; answers how far the whole does.
fn measure(spans: &[(Span, u32)], reach: &mut [u32]) -> u32 {
    if spans.is_empty() {
        return 0;
    }
    let middle = spans.len() / 2;
    let (left, rest) = reach.split_at_mut(middle);
    let Some((own, right)) = rest.split_first_mut() else { return 0 };
    *own = measure(&spans[..middle], left)
        .max(measure(&spans[middle + 1..], right))
        .max(spans[middle].0.end);
    *own
}

/// Walks over the spans that share a byte with `span`, as long as `go_on` says so; answers whether the
/// walk came to its end.
fn visit(
    spans: &[(Span, u32)],
    reach: &[u32],
    span: Span,
    go_on: &mut impl FnMut(Span, u32) -> bool,
) -> bool {
    let middle = spans.len() / 2;
    let Some(&(own, index)) = spans.get(middle) else { return true };
    if reach[middle] <= span.start {
        return true;
    }
    visit(&spans[..middle], &reach[..middle], span, go_on)
        && (own.start >= span.end
            || (!own.overlaps(span) || go_on(own, index))
                && visit(&spans[middle + 1..], &reach[middle + 1..], span, go_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        (0_usize..200, 0_usize..60).prop_map(|(start, length)| Span::new(start, start + length))
    }

    proptest! {
        #[test]
        fn answers_as_a_search_through_all_of_them_would(
            spans in proptest::collection::vec(span(), 0..80),
            asked in span(),
        ) {
            let intervals = Intervals::new(spans.iter().copied());
            let all: Vec<usize> =
                (0..spans.len()).filter(|&i| spans[i].overlaps(asked)).collect();
            prop_assert_eq!(intervals.any(asked), !all.is_empty());
            prop_assert_eq!(intervals.first(asked), all.first().copied());
            prop_assert_eq!(intervals.overlapping(asked), all);
        }
    }
}
