//! Signing daemon and service layer of Yinxin.
//!
//! # Map
//!
//! | module | what it holds |
//! |---|---|
//! | [`service`] | one file per thing that can be asked; used by the command line and the daemon |
//! | [`wire`] | results as JSON: the only place where their field names stand |
//! | [`home`] | the folder of one installation: layout, lock, trust anchors |
//! | [`keys`] | keys behind a trait; one encrypted file a key; foreign key files |
//! | [`pki`] | certificates and CRLs for demonstrations and units |
//! | [`mapped`], [`output`] | input files as private bytes; output files that appear whole |

pub mod home;
pub mod keys;
pub mod mapped;
pub mod output;
pub mod pki;
pub mod service;
pub mod wire;

mod durable;
