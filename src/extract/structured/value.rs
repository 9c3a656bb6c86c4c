//! The values of a structured file, each scalar with the way back to its source.

use std::ops::Range;

use crate::extract::builder::{Builder, Look};

/// A value of a structured file.
#[derive(Debug, Clone)]
pub(in crate::extract) enum Value {
    /// Text or a number.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Value>),
    /// Keys with their values, in the file's order.
    Mapping(Vec<(Scalar, Value)>),
    /// Nothing that is worth printing: null, true, false.
    Nothing,
}

/// Text with the way back to the file.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Scalar {
    /// The text.
    pub(in crate::extract) text: String,
    /// Its pieces, covering all of it.
    pub(in crate::extract) pieces: Vec<Piece>,
}

/// A piece of a scalar.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Piece {
    /// The byte of the scalar's text at which it begins.
    pub(in crate::extract) start: usize,
    /// Its bytes in the decoded source.
    pub(in crate::extract) source: Range<usize>,
    /// Whether those bytes are its text.
    pub(in crate::extract) verbatim: bool,
}

impl Scalar {
    /// Adds text that stands in the source as it is.
    pub(in crate::extract) fn verbatim(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), source, verbatim: true });
            self.text.push_str(text);
        }
    }

    /// Adds one unit that the source spells otherwise.
    pub(in crate::extract) fn decoded(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), source, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Its bytes in the source, first to last.
    pub(in crate::extract) fn source(&self) -> Option<Range<usize>> {
        Some(self.pieces.first()?.source.start..self.pieces.last()?.source.end)
    }

    /// Whether there are no words in it.
    pub(in crate::extract) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Writes the part of it that `range` covers; a decoded unit is written whole.
    pub(in crate::extract) fn write(&self, range: Range<usize>, look: Look, builder: &mut Builder) {
        for (i, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(i + 1).map_or(self.text.len(), |next| next.start);
            let (from, to) = (piece.start.max(range.start), end.min(range.end));
            if from >= to {
                continue;
            }
            if piece.verbatim {
                let at = piece.source.start + (from - piece.start);
                builder.verbatim(0, at..at + (to - from), look);
            } else {
                let text = &self.text[piece.start..end];
                builder.decoded(0, piece.source.clone(), text, look);
            }
        }
    }
}

impl Value {
    /// Whether there is nothing to print in it.
    pub(in crate::extract) fn is_empty(&self) -> bool {
        match self {
            Value::Scalar(scalar) => scalar.is_blank(),
            Value::Sequence(values) => values.iter().all(Value::is_empty),
            Value::Mapping(fields) => fields.iter().all(|(_, value)| value.is_empty()),
            Value::Nothing => true,
        }
    }

    /// The value under a key, the first where it stands twice.
    pub(in crate::extract) fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Mapping(fields) => {
                fields.iter().find(|(name, _)| name.text == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// It as text, where there are words in it.
    pub(in crate::extract) fn as_scalar(&self) -> Option<&Scalar> {
        match self {
            Value::Scalar(scalar) if !scalar.is_blank() => Some(scalar),
            _ => None,
        }
    }
}
