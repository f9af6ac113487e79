//! The licence file: face, data and empty signature field.
