//! The reader and the appender on files made here.

mod appearance;
mod build;
mod concealed;
mod filters;
mod hostile;
mod origin;
mod reading;
mod shown;
mod signing;
