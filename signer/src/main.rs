//! Signing daemon.
fn main() {}
