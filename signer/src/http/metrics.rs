//! Counters, and `GET /metrics` in the text format of Prometheus.
//!
//! Labels come from the route table, so their number is bounded.

use super::App;
use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The daemon's counters.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<Label, Sum>>,
    connections: AtomicI64,
    /// Connections that sent nothing, or no whole header section, in time.
    timed_out: AtomicU64,
}

type Label = (&'static str, String, u16);

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    count: u64,
    time: Duration,
}

impl Metrics {
    pub(super) fn request(&self, method: &Method, route: &str, status: u16, time: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            Method::DELETE => "DELETE",
            _ => "other",
        };
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = requests
            .entry((method, route.to_owned(), status))
            .or_default();
        sum.count += 1;
        sum.time += time;
    }

    pub(crate) fn connection_opened(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn connection_closed(&self) {
        self.connections.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn timed_out(&self) {
        self.timed_out.fetch_add(1, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let requests = self
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut text = String::new();
        // Writing to a String does not fail.
        let _ = writeln!(text, "# TYPE yinxin_http_requests_total counter");
        for ((method, route, status), sum) in &requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(text, "yinxin_http_requests_total{{{labels}}} {}", sum.count);
        }
        let _ = writeln!(
            text,
            "# TYPE yinxin_http_request_duration_seconds_sum counter"
        );
        for ((method, route, status), sum) in &requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let seconds = sum.time.as_secs_f64();
            let _ = writeln!(
                text,
                "yinxin_http_request_duration_seconds_sum{{{labels}}} {seconds}"
            );
        }
        let _ = writeln!(text, "# TYPE yinxin_http_connections gauge");
        let _ = writeln!(
            text,
            "yinxin_http_connections {}",
            self.connections.load(Ordering::Relaxed)
        );
        let _ = writeln!(
            text,
            "# TYPE yinxin_http_connections_timed_out_total counter"
        );
        let timed_out = self.timed_out.load(Ordering::Relaxed);
        let _ = writeln!(text, "yinxin_http_connections_timed_out_total {timed_out}");
        let _ = writeln!(text, "# TYPE yinxin_build_info gauge");
        let _ = writeln!(
            text,
            "yinxin_build_info{{version=\"{}\"}} 1",
            env!("CARGO_PKG_VERSION")
        );
        text
    }
}

pub(super) async fn show(State(app): State<Arc<App>>) -> Response {
    let media = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, media)], app.metrics().text()).into_response()
}
