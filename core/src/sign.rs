//! Signing documents.
