//! Signing daemon.
