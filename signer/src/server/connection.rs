//! One connection.

use super::stall::StallGuard;
use super::stop;
use crate::http::body::BoundedBody;
use crate::http::{App, Arrival};
use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// Most header fields of a request.
const MOST_HEADERS: usize = 64;

/// A stream that tells when there is something to read.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    fn readable(&self) -> impl Future<Output = io::Result<()>> + Send;
}

impl Stream for TcpStream {
    async fn readable(&self) -> io::Result<()> {
        Self::readable(self).await
    }
}

impl Stream for UnixStream {
    async fn readable(&self) -> io::Result<()> {
        Self::readable(self).await
    }
}

/// Serves a connection to its end.
pub(super) async fn serve<S: Stream>(
    app: &Arc<App>,
    router: Router,
    stream: S,
    arrival: Arrival,
    mut stopped: watch::Receiver<bool>,
) {
    let limits = app.limits();
    let first = tokio::select! {
        biased;
        () = stop(&mut stopped) => return,
        first = tokio::time::timeout(limits.first_octet, stream.readable()) => first,
    };
    match first {
        Ok(Ok(())) => {}
        Ok(Err(_)) => return,
        Err(_) => return app.metrics().timed_out(),
    }
    let service = hyper::service::service_fn(|mut request: Request<Incoming>| {
        request.extensions_mut().insert(arrival);
        let request = request.map(|body| Body::new(BoundedBody::new(body, limits)));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_headers(MOST_HEADERS)
        .max_header_size(limits.header_octets)
        .max_buf_size(limits.header_octets.max(64 * 1024))
        .serve_connection(TokioIo::new(StallGuard::new(stream, limits.write)), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(limits.drain, connection.as_mut()).await {
                Ok(ended) => ended,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = ended {
        if error.is_timeout() {
            app.metrics().timed_out();
        }
        tracing::debug!(%error, "a connection ended early");
    }
}
