//! Request bodies that are bounded in length and time.

use crate::config::Limits;
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// A request body that ends with an error when it is too long or too slow.
#[derive(Debug)]
pub struct BoundedBody {
    inner: Incoming,
    limit: u64,
    received: u64,
    idle: Duration,
    least_rate: u64,
    started: Option<Instant>,
    end: Instant,
    total: Duration,
    timer: Pin<Box<Sleep>>,
    failed: bool,
}

/// Why a body ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFault {
    /// It is longer than allowed.
    TooLarge,
    /// It came too slowly.
    TooSlow,
    /// The connection broke.
    Broken,
}

impl fmt::Display for BodyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the body is longer than allowed",
            Self::TooSlow => "the body came too slowly",
            Self::Broken => "the connection broke within the body",
        })
    }
}

impl std::error::Error for BodyFault {}

impl BoundedBody {
    /// Bounds a body. Time runs from the first attempt to read it.
    #[must_use]
    pub fn new(inner: Incoming, limits: &Limits) -> Self {
        let now = Instant::now();
        Self {
            inner,
            limit: limits.body_octets,
            received: 0,
            idle: limits.body_idle,
            least_rate: limits.body_octets_per_second,
            started: None,
            end: now,
            total: limits.body,
            timer: Box::pin(sleep_until(now)),
            failed: false,
        }
    }

    fn begin(&mut self) -> Instant {
        match self.started {
            Some(started) => started,
            None => {
                let now = Instant::now();
                self.started = Some(now);
                self.end = now + self.total;
                self.timer.as_mut().reset(self.end.min(now + self.idle));
                now
            }
        }
    }

    fn count(&mut self, length: usize, started: Instant) -> Result<(), BodyFault> {
        self.received = self
            .received
            .saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if self.received > self.limit {
            return Err(BodyFault::TooLarge);
        }
        let now = Instant::now();
        let elapsed = now.duration_since(started);
        // In the first moments a rate says nothing.
        if elapsed > self.idle && self.received < self.least_rate.saturating_mul(elapsed.as_secs())
        {
            return Err(BodyFault::TooSlow);
        }
        self.timer.as_mut().reset(self.end.min(now + self.idle));
        Ok(())
    }
}

impl Body for BoundedBody {
    type Data = Bytes;
    type Error = BodyFault;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyFault>>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let started = self.begin();
        let fault = match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(Ok(frame))) => {
                let length = frame.data_ref().map_or(0, Bytes::len);
                match self.count(length, started) {
                    Ok(()) => return Poll::Ready(Some(Ok(frame))),
                    Err(fault) => fault,
                }
            }
            Poll::Ready(Some(Err(_))) => BodyFault::Broken,
            Poll::Pending => match self.timer.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(()) => BodyFault::TooSlow,
            },
        };
        self.failed = true;
        Poll::Ready(Some(Err(fault)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
