//! Five licence types as data, and what must be true of the files made from them.

mod demo;
mod facts;
mod over_date;
mod refusals;
