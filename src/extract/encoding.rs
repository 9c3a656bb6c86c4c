//! Bytes of a text file to UTF-8, with the way back.
