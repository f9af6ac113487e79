//! What stands behind the `?`. A parameter that is not known is refused: nothing is ignored.

use super::Problem;
use super::malformed::{
    doubled_parameter, missing_parameter, query_unreadable, unknown_parameter, wrong_parameter,
};
use crate::service::allowed::{Allowed, INSTANT};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// What axum found behind the `?`.
pub(super) type Found = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// The parameters of a request, each known and there once.
#[derive(Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Takes the parameters, all of which must be `known`.
    pub(super) fn of(found: Found, known: &[&str]) -> Result<Self, Problem> {
        let Query(found) = found.map_err(|_| query_unreadable())?;
        for (at, (name, _)) in found.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(unknown_parameter(name, known));
            }
            if found.iter().take(at).any(|(before, _)| before == name) {
                return Err(doubled_parameter(name));
            }
        }
        Ok(Self(found))
    }

    /// Returns a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter();
        let (_, value) = found.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Returns a parameter that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, Problem> {
        self.get(name).ok_or_else(|| missing_parameter(name))
    }

    /// Reads a parameter that may be left out.
    pub(super) fn read<T>(
        &self,
        name: &str,
        allowed: Allowed,
        reader: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        self.get(name)
            .map(|text| reader(text).ok_or_else(|| wrong_parameter(name, allowed)))
            .transpose()
    }

    /// Reads a time that may be left out, RFC 3339.
    pub(super) fn instant(&self, name: &str) -> Result<Option<OffsetDateTime>, Problem> {
        self.read(name, INSTANT, |text| {
            let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
            instant.checked_to_offset(UtcOffset::UTC)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Parameters, Problem> {
        let uri = axum::http::Uri::try_from(format!("/x?{text}"));
        let uri = uri.map_err(|_| Problem::Internal)?;
        Parameters::of(Query::try_from_uri(&uri), &["at", "policy"])
    }

    fn said(problem: &Problem) -> String {
        assert_eq!(
            (problem.status().as_u16(), problem.code()),
            (400, "BAD_REQUEST")
        );
        serde_json::to_string(&problem.texts()).unwrap()
    }

    #[test]
    fn a_parameter_that_is_wrong_is_named_with_what_is_allowed() {
        let known = of("policy=any&at=2026-03-01T08:00:00%2B08:00").unwrap();
        assert_eq!(known.get("policy"), Some("any"));
        assert!(known.instant("at").unwrap().is_some());
        let unknown = said(&of("polcy=any").unwrap_err());
        assert!(
            unknown.contains("`polcy`") && unknown.contains("at, policy"),
            "{unknown}"
        );
        let twice = said(&of("policy=any&policy=all").unwrap_err());
        assert!(twice.contains("`policy` may stand only once"), "{twice}");
        let wrong = said(&of("at=yesterday").unwrap().instant("at").unwrap_err());
        assert!(
            wrong.contains("`at` must be a time") && wrong.contains("应为"),
            "{wrong}"
        );
        let missing = said(&of("").unwrap().required("seal").unwrap_err());
        assert!(missing.contains("`seal` is missing"), "{missing}");
        assert!(
            !wrong.contains("yesterday"),
            "a value is not repeated: {wrong}"
        );
    }

    #[test]
    fn a_name_is_repeated_in_short_and_without_control_characters() {
        let long = format!("{}%0D%0Aend", "x".repeat(200));
        let told = said(&of(&format!("{long}=1")).unwrap_err());
        assert!(!told.contains("end") && !told.contains("\\r"), "{told}");
    }
}
