//! Judging made files.
