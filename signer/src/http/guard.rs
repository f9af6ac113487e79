//! The one place that decides whether a request is let through.
//!
//! In front of every route and of what is none: who is at the other end of the socket, DNS
//! rebinding (Host), pages of other sites (Origin, Sec-Fetch-Site), encoded bodies, declared
//! length, and whether the route may be reached this way at all.

use super::problem::Problem;
use super::routes::{self, Reach};
use super::{App, Arrival};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// Number that the log and the problem document have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    fn new() -> Self {
        let mut octets = [0; 8];
        // Without randomness the id is a row of zeros, which harms nobody.
        let _ = getrandom::fill(&mut octets);
        Self(format!("{:016x}", u64::from_be_bytes(octets)))
    }

    /// Returns the number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Judges a request, hands it on, and finishes the response.
pub async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::new();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let route = path.as_ref().map_or("none", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(id.clone());
    let mut response = match judge(&app, &request, path.as_ref()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.respond(id.as_str()),
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.respond(id.as_str());
    }
    finish(response.headers_mut(), &id);
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    app.metrics().request(&method, &route, status, elapsed);
    // The route and not the path: a path may hold an identifier.
    tracing::info!(id = id.as_str(), %method, route, status, ms = elapsed.as_millis(), "request");
    response
}

fn judge(app: &App, request: &Request, path: Option<&MatchedPath>) -> Result<(), Problem> {
    let headers = request.headers();
    let arrival = request
        .extensions()
        .get::<Arrival>()
        .copied()
        .ok_or(Problem::Internal)?;
    match arrival {
        Arrival::Socket { uid } if app.allowed().user(uid) => {}
        Arrival::Socket { .. } => return Err(Problem::UserNotAllowed),
        Arrival::Tcp { .. } => {
            let host = single(headers, &header::HOST)?.ok_or(Problem::HostNotAllowed)?;
            let authority = request
                .uri()
                .authority()
                .map(|authority| authority.as_str());
            if !app.allowed().host(host) || authority.is_some_and(|name| !app.allowed().host(name))
            {
                return Err(Problem::HostNotAllowed);
            }
        }
    }
    site(app, request.method(), headers)?;
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::UnsupportedMedia);
    }
    if let Some(path) = path {
        match routes::reach(request.method(), path.as_str()) {
            Some(reach) => reached(app, reach, arrival)?,
            None => return Err(no_such_method(app, path, arrival)),
        }
    }
    let declared = single(headers, &header::CONTENT_LENGTH)?.map(str::parse::<u64>);
    match declared {
        Some(Ok(length)) if length > app.limits().body_octets => Err(Problem::TooLarge),
        Some(Err(_)) => Err(Problem::BadRequest),
        _ => Ok(()),
    }
}

/// Refuses a route that may not be reached this way.
fn reached(app: &App, reach: Reach, arrival: Arrival) -> Result<(), Problem> {
    match (reach, arrival) {
        (Reach::Everywhere, _) | (Reach::SocketOnly, Arrival::Socket { .. }) => Ok(()),
        (Reach::SocketOnly | Reach::OwnerOnly, Arrival::Tcp { .. }) => Err(Problem::SocketOnly),
        (Reach::OwnerOnly, Arrival::Socket { uid }) if app.allowed().owner(uid) => Ok(()),
        (Reach::OwnerOnly, Arrival::Socket { .. }) => Err(Problem::OwnerOnly),
    }
}

/// A method that a path does not have. Where none of its methods may be asked this way, that is said
/// instead: what the socket serves is not described elsewhere.
fn no_such_method(app: &App, path: &MatchedPath, arrival: Arrival) -> Problem {
    let mut refused = Problem::NotFound;
    let mut allow = Vec::new();
    for route in routes::of_path(path.as_str()) {
        match reached(app, route.reach, arrival) {
            Ok(()) if route.method == "GET" => allow.extend(["GET", "HEAD"]),
            Ok(()) => allow.push(route.method),
            Err(problem) => refused = problem,
        }
    }
    match allow.is_empty() {
        true => refused,
        false => Problem::MethodNotAllowed { allow },
    }
}

/// Refuses what a page of another site sends. A link that a person follows is let through.
fn site(app: &App, method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if let Some(origin) = single(headers, &header::ORIGIN)? {
        // Browsers send Origin with everything that is not a plain GET, also within one site.
        if !app.allowed().origin(origin) {
            return Err(Problem::OriginNotAllowed);
        }
        return Ok(());
    }
    let fetch = |name: &'static str| single(headers, &HeaderName::from_static(name));
    match fetch("sec-fetch-site")? {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => {
            let reads = matches!(*method, Method::GET | Method::HEAD);
            let followed = fetch("sec-fetch-mode")? == Some("navigate")
                && fetch("sec-fetch-dest")? == Some("document");
            if reads && followed {
                Ok(())
            } else {
                Err(Problem::OriginNotAllowed)
            }
        }
    }
}

/// Returns a header that may stand at most once; twice is how two readers are made to disagree.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::BadRequest);
    }
    first
        .map(|value| value.to_str().map_err(|_| Problem::BadRequest))
        .transpose()
}

fn finish(headers: &mut HeaderMap, id: &RequestId) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert("x-request-id", value);
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        // A handler that serves a page or a cacheable list sets its own.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
