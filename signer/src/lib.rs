//! Signing daemon and service layer of Yinxin.
//!
//! # Map
//!
//! | module | what it holds |
//! |---|---|
//! | [`home`] | the folder of one installation: layout, lock, trust anchors |
//! | [`keys`] | keys behind a trait; one encrypted file a key; foreign key files |
//! | [`pki`] | certificates and CRLs for demonstrations and units |
//! | [`store`] | records that survive a power cut, behind a trait; sled behind a journal |
//! | [`mapped`], [`output`] | input files as private bytes; output files that appear whole |

pub mod home;
pub mod keys;
pub mod mapped;
pub mod output;
pub mod pki;
pub mod store;

mod durable;
mod lock;
