//! The reader and the appender on files made here.

mod build;
mod hostile;
mod reading;
mod signing;
