//! Signing daemon of Yinxin: service layer, stores, keys, audit, HTTP.
//!
//! | module | what it holds |
//! |---|---|
//! | [`service`] | one file per thing that can be asked; used by the command line and the daemon |
//! | [`wire`] | results as JSON: the only place where their field names stand |

pub mod service;
pub mod wire;
