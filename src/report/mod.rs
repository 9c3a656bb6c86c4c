//! Findings for people and for machines: a file per output.
