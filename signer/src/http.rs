//! The HTTP surface: one route table, one guard, one handler a file.
//!
//! Handlers decode, call a service through [`App::run`], and encode. [`guard`] is in front of every
//! route and of what is no route.

pub mod app;
pub mod body;
pub mod guard;
pub mod metrics;
pub mod peer;
pub mod problem;
pub mod routes;

mod document;
mod exchange;
mod form;
mod health;
mod licence;
mod licences;
mod malformed;
mod openapi;
mod pieces;
mod query;
mod ready;
mod recognise;
mod revocation_lists;
mod seal;
mod seal_life;
mod seals;
mod service_problem;
mod sign;
mod trust;
mod verify;

pub use app::App;
pub use peer::Arrival;
pub use problem::Problem;
pub use routes::router;
pub use service_problem::ServiceProblem;
