//! Judging made files: every outcome that a report can have, and what must never pass.

mod attacks;
mod certification;
#[cfg(feature = "gm")]
mod chinese;
mod containers;
mod dated;
#[cfg(feature = "gm")]
mod embedded_seals;
mod encrypted;
#[cfg(feature = "gm")]
mod eseals;
#[cfg(feature = "gm")]
mod eseals_of_2014;
mod existence;
mod file;
mod integrity;
mod judging;
mod licence;
mod message_timestamps;
mod packages;
mod pki;
mod policies;
#[cfg(feature = "gm")]
mod registers;
mod revisions;
mod seals;
mod several;
#[cfg(feature = "gm")]
mod stamped_seals;
mod structure;
mod timestamps;
mod trust;
mod two_formats;
