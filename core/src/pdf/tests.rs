//! The reader and the appender on files made here.

mod build;
mod hostile;
mod origin;
mod reading;
mod signing;
