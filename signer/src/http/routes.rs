//! Every route, with how it may be reached.
//!
//! To add one: a row here, and a handler in a file of its own.

use super::{App, Problem, exchange, guard, health, licence, licences, metrics, openapi, ready};
use super::{recognise, revocation_lists, seal, seal_life, seals, sign, trust, verify};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodRouter, delete, get, post, put};
use std::sync::Arc;

/// How a route may be reached, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Over the Unix socket and by the user of the daemon only, to whom the home belongs: what
    /// decides for others whom to trust and who may use what.
    OwnerOnly,
    /// Over the Unix socket only: whatever changes something, signs, or lists what is private.
    SocketOnly,
    /// Also over TCP: reading what is public, verifying, deciding.
    Everywhere,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Method; GET stands for HEAD too.
    pub method: &'static str,
    /// Path as axum writes it.
    pub path: &'static str,
    /// How it may be reached.
    pub reach: Reach,
    handler: fn() -> MethodRouter<Arc<App>>,
}

/// The table.
pub static ROUTES: &[Route] = &[
    route("GET", "/health", Reach::Everywhere, || get(health::health)),
    route("GET", "/ready", Reach::Everywhere, || get(ready::ready)),
    route("GET", "/metrics", Reach::Everywhere, || get(metrics::show)),
    route("GET", "/openapi.json", Reach::Everywhere, || {
        get(openapi::show)
    }),
    route("GET", "/v1/trust", Reach::Everywhere, || get(trust::list)),
    route("POST", "/v1/trust", Reach::OwnerOnly, || {
        post(trust::import)
    }),
    route(
        "DELETE",
        "/v1/trust/{role}/{fingerprint}",
        Reach::OwnerOnly,
        || delete(trust::remove),
    ),
    route("GET", "/v1/revocation-lists", Reach::Everywhere, || {
        get(revocation_lists::list)
    }),
    route("POST", "/v1/verify", Reach::Everywhere, || {
        post(verify::verify)
    }),
    route("POST", "/v1/recognise", Reach::Everywhere, || {
        post(recognise::recognise)
    }),
    route("POST", "/v1/sign", Reach::SocketOnly, || post(sign::sign)),
    route("GET", "/v1/seals", Reach::SocketOnly, || get(seals::list)),
    route("POST", "/v1/seals", Reach::OwnerOnly, || post(seals::make)),
    route("POST", "/v1/seals/applications", Reach::OwnerOnly, || {
        post(seal_life::apply)
    }),
    route("POST", "/v1/seals/import", Reach::OwnerOnly, || {
        post(seal_life::import)
    }),
    route("GET", "/v1/seals/register", Reach::SocketOnly, || {
        get(seal_life::register)
    }),
    route("POST", "/v1/seals/register", Reach::OwnerOnly, || {
        post(seal_life::close)
    }),
    route("PUT", "/v1/seals/{id}/state", Reach::OwnerOnly, || {
        put(seal_life::change)
    }),
    route("POST", "/v1/seals/{id}/remake", Reach::OwnerOnly, || {
        post(seal_life::remake)
    }),
    route("GET", "/v1/seals/{id}/picture", Reach::SocketOnly, || {
        get(seal::picture)
    }),
    route(
        "PUT",
        "/v1/seals/{id}/users/{uid}",
        Reach::OwnerOnly,
        || put(seal::allow),
    ),
    route(
        "DELETE",
        "/v1/seals/{id}/users/{uid}",
        Reach::OwnerOnly,
        || delete(seal::withdraw),
    ),
    route("POST", "/v1/licences", Reach::SocketOnly, || {
        post(licences::issue)
    }),
    route("POST", "/v1/licences/search", Reach::SocketOnly, || {
        post(licences::search)
    }),
    route(
        "GET",
        "/v1/licences/{identifier}",
        Reach::SocketOnly,
        || get(licence::show),
    ),
    route(
        "GET",
        "/v1/licences/{identifier}/file",
        Reach::SocketOnly,
        || get(licence::file),
    ),
    route(
        "PUT",
        "/v1/licences/{identifier}/state",
        Reach::SocketOnly,
        || put(licence::change),
    ),
    route(
        "POST",
        "/v1/exchange/sign/{object}",
        Reach::OwnerOnly,
        || post(exchange::sign),
    ),
    route("GET", "/v1/exchange/objects", Reach::SocketOnly, || {
        get(exchange::objects)
    }),
    route(
        "GET",
        "/v1/exchange/seal-registers",
        Reach::SocketOnly,
        || get(exchange::seal_registers),
    ),
    route("POST", "/v1/exchange/import", Reach::OwnerOnly, || {
        post(exchange::import)
    }),
];

const fn route(
    method: &'static str,
    path: &'static str,
    reach: Reach,
    handler: fn() -> MethodRouter<Arc<App>>,
) -> Route {
    Route {
        method,
        path,
        reach,
        handler,
    }
}

/// Returns how a route may be reached; `None` where it does not stand in the table.
#[must_use]
pub fn reach(method: &Method, path: &str) -> Option<Reach> {
    let method = if *method == Method::HEAD {
        "GET"
    } else {
        method.as_str()
    };
    ROUTES
        .iter()
        .find(|route| route.method == method && route.path == path)
        .map(|route| route.reach)
}

/// Returns the routes of a path.
pub fn of_path(path: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| route.path == path)
}

/// Makes the router of the whole table, behind the guard.
pub fn router(app: Arc<App>) -> Router {
    ROUTES
        .iter()
        .fold(Router::new(), |router, route| {
            router.route(route.path, (route.handler)())
        })
        .fallback(|| async { Problem::NotFound })
        // `BoundedBody` is the limit, for every way of reading a body.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&app),
            guard::guard,
        ))
        .with_state(app)
}
