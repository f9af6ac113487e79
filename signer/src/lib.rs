//! Signing daemon and service layer of Yinxin.
//!
//! # Map
//!
//! | module | what it holds |
//! |---|---|
//! | [`service`] | one file per thing that can be asked; used by the command line and the daemon |
//! | [`wire`] | results as JSON: the only place where their field names stand |
//! | [`installation`] | a home with its store, log and keys, opened together |
//! | [`home`] | the folder of one installation: layout, lock, trust anchors |
//! | [`keys`] | keys behind a trait; one encrypted file a key; foreign key files |
//! | [`pki`] | certificates and CRLs for demonstrations and units |
//! | [`store`] | records that survive a power cut, behind a trait; sled behind a journal |
//! | [`audit`] | intents recorded before a key is used, and outcomes, in one chain |
//! | [`policy`] | who may use which seal |
//! | [`client`] | asking the daemon that holds a home, over its socket |
//! | `daemon`, `config`, `server`, `http` | the daemon (feature `http`): configuration, accept loop, routes |
//! | [`mapped`], [`output`] | input files as private bytes; output files that appear whole |

pub mod audit;
pub mod client;
#[cfg(feature = "http")]
pub mod config;
#[cfg(feature = "http")]
pub mod daemon;
pub mod home;
#[cfg(feature = "http")]
pub mod http;
pub mod installation;
pub mod keys;
pub mod mapped;
pub mod network;
pub mod output;
pub mod pki;
pub mod policy;
#[cfg(feature = "http")]
pub mod server;
pub mod service;
pub mod store;
pub mod wire;

mod durable;
mod lock;
