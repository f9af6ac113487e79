//! `GET /openapi.json`: the route table for programs. Written by hand; a test holds it to the table.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

const TEXT: &str = include_str!("openapi.json");

pub(super) async fn show() -> Response {
    let media = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, media)], TEXT).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::routes::{ROUTES, Reach};
    use std::collections::BTreeSet;

    #[test]
    fn it_names_exactly_the_routes_of_the_table_and_their_reach() {
        let document: serde_json::Value = serde_json::from_str(TEXT).unwrap();
        let mut described = BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let reach = operation["x-reach"].as_str().unwrap().to_owned();
                described.insert((method.to_uppercase(), path.clone(), reach));
                for name in path.split('{').skip(1).filter_map(|p| p.split('}').next()) {
                    let parameters = operation["parameters"].as_array().unwrap();
                    assert!(parameters.iter().any(|p| p["name"] == name), "{path}");
                }
            }
        }
        let table: BTreeSet<_> = ROUTES
            .iter()
            .map(|route| {
                let reach = match route.reach {
                    Reach::Everywhere => "everywhere",
                    Reach::SocketOnly => "socket",
                    Reach::OwnerOnly => "owner",
                };
                (
                    route.method.to_owned(),
                    route.path.to_owned(),
                    reach.to_owned(),
                )
            })
            .collect();
        assert_eq!(described, table);
    }
}
