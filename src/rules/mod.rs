//! Rules: loading them, and asking them.
