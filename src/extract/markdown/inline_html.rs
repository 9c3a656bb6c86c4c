//! Raw HTML inside Markdown: its words are text, and its tags say how the words around are seen.

use std::ops::Range;

use crate::document::BlockKind;
use crate::document::Region;
use crate::extract::builder::{Builder, Look};

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Html {
    open: Vec<Element>,
}

#[derive(Debug)]
struct Element {
    name: String,
    hidden: bool,
}

impl Html {
    pub(super) fn is_bold(&self) -> bool {
        self.open.iter().any(|element| matches!(element.name.as_str(), "b" | "strong" | "th"))
    }

    pub(super) fn is_italic(&self) -> bool {
        self.open.iter().any(|element| matches!(element.name.as_str(), "i" | "em" | "cite"))
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.open.iter().any(|element| element.hidden)
    }

    /// Takes a piece of HTML: comments, tags, and words between them.
    pub(super) fn feed(
        &mut self,
        builder: &mut Builder,
        file: u16,
        text: &str,
        range: Range<usize>,
        look: Look,
    ) {
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let inner = comment.find("-->").unwrap_or(comment.len());
                let length = (inner + 7).min(rest.len());
                builder.comment(&comment[..inner], file, at as u32..(at + length) as u32);
                at += length;
            } else if rest.starts_with('<') {
                let length = rest.find('>').map_or(rest.len(), |end| end + 1);
                self.tag(builder, &rest[..length]);
                at += length;
            } else {
                let length = rest.find('<').unwrap_or(rest.len());
                let words = &rest[..length];
                if !words.trim().is_empty() && !builder.is_open() {
                    builder.begin(BlockKind::Paragraph, Region::Body, None);
                }
                builder.flow(file, at..at + length, look);
                at += length;
            }
        }
    }

    fn tag(&mut self, builder: &mut Builder, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "br" => return builder.separate('\n'),
            "hr" | "img" | "input" | "meta" | "link" | "wbr" => return,
            _ => {}
        }
        if closing {
            if let Some(i) = self.open.iter().rposition(|element| element.name == name) {
                self.open.truncate(i);
            }
        } else if !inner.ends_with('/') && self.open.len() < 100 {
            let squeezed: String = inner.to_ascii_lowercase().split_whitespace().collect();
            let hidden =
                squeezed.contains("display:none") || squeezed.contains("visibility:hidden");
            self.open.push(Element { name, hidden });
        }
    }
}
