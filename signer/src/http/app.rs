//! What handlers share, and how they get work done.

use super::Problem;
use super::metrics::Metrics;
use super::peer::Allowed;
use crate::config::Limits;
use crate::installation::Installation;
use crate::service::augment::Sources;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

/// What handlers share.
#[derive(Debug)]
pub struct App {
    installation: Arc<Installation>,
    allowed: Allowed,
    limits: Limits,
    metrics: Metrics,
    /// One permit a request that is worked on.
    workers: Arc<Semaphore>,
    /// One permit a request that is worked on or waits for it.
    queue: Arc<Semaphore>,
    queue_length: u32,
    /// One permit a request whose body is being received or held.
    uploads: Arc<Semaphore>,
    draining: AtomicBool,
    sources: Sources,
}

impl App {
    /// Puts together what handlers share.
    #[must_use]
    pub fn new(installation: Installation, allowed: Allowed, limits: Limits) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let workers = limits.workers.unwrap_or(processors);
        let queue = workers.saturating_add(limits.waiting).min(1 << 20);
        Self {
            installation: Arc::new(installation),
            allowed,
            metrics: Metrics::default(),
            workers: Arc::new(Semaphore::new(workers.min(1 << 20))),
            queue: Arc::new(Semaphore::new(queue)),
            queue_length: u32::try_from(queue).unwrap_or(u32::MAX),
            uploads: Arc::new(Semaphore::new(limits.uploads.min(1 << 20))),
            draining: AtomicBool::new(false),
            limits,
            sources: Sources::default(),
        }
    }

    /// Says where timestamps and validation data come from; without it, nothing above B-B is signed.
    #[must_use]
    pub fn with_sources(mut self, sources: Sources) -> Self {
        self.sources = sources;
        self
    }

    /// Returns where timestamps and validation data come from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Calls a service on a thread that may block, and returns what it returns.
    ///
    /// The work is detached from the connection: once begun it is finished, also when the client
    /// goes away, so that what was signed is recorded as signed.
    ///
    /// # Errors
    ///
    /// 503 where too many requests are waiting, 500 where the work panicked.
    pub async fn run<T, W>(&self, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce(&Arc<Installation>) -> T + Send + 'static,
    {
        let place = Arc::clone(&self.queue)
            .try_acquire_owned()
            .map_err(|error| match error {
                TryAcquireError::NoPermits => Problem::Busy,
                TryAcquireError::Closed => Problem::Draining,
            })?;
        let workers = Arc::clone(&self.workers);
        let installation = Arc::clone(&self.installation);
        let done = tokio::spawn(async move {
            let _place = place;
            let _worker = workers.acquire_owned().await;
            tokio::task::spawn_blocking(move || work(&installation)).await
        });
        match done.await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(panicked)) | Err(panicked) => {
                tracing::error!(%panicked, "a service ended without a result");
                Err(Problem::Internal)
            }
        }
    }

    /// Takes a place for a document that comes with a request; it is held as long as the document.
    ///
    /// # Errors
    ///
    /// 503 where all places are taken.
    pub fn upload(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.uploads)
            .try_acquire_owned()
            .map_err(|_| Problem::Busy)
    }

    /// Takes no new work from now on and waits until what was begun is finished, up to `deadline`;
    /// tells whether it is.
    pub async fn drain(&self, deadline: Duration) -> bool {
        self.draining.store(true, Ordering::Release);
        let all = self.queue.acquire_many(self.queue_length);
        match tokio::time::timeout(deadline, all).await {
            Ok(_permits) => {
                self.queue.close();
                true
            }
            Err(_) => false,
        }
    }

    /// Makes readiness fail, so that no new clients are sent here.
    pub fn begin_draining(&self) {
        self.draining.store(true, Ordering::Release);
    }

    /// Tells whether the daemon is about to end.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    /// Returns who and what may call.
    #[must_use]
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// Returns the limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns the counters.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}
