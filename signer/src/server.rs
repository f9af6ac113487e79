//! The accept loop: bounded in connections and in every kind of time.
//!
//! `axum::serve` installs no timer, so a header section may take for ever, and nothing bounds a
//! socket that sends nothing. Here a connection has a deadline for its first octet, for each header
//! section (which also ends idle connections), for bodies ([`crate::http::body`]) and for taking
//! the response.

mod connection;
mod listener;
mod stall;

pub use listener::{BindError, Bound, bind_socket, bind_tcp};

use crate::http::{App, Arrival, router};
use connection::serve;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// After an error of `accept`, such as too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown` is done, then lets what was begun come to its end.
///
/// Returns whether everything came to its end before the deadline.
pub async fn run(app: Arc<App>, listeners: Vec<Bound>, shutdown: impl Future<Output = ()>) -> bool {
    let limits = app.limits().clone();
    let room = Arc::new(Semaphore::new(limits.connections));
    let (stop, stopped) = watch::channel(false);
    let router = router(Arc::clone(&app));
    let loops: Vec<_> = listeners
        .into_iter()
        .map(|bound| {
            let accept = Accept {
                app: Arc::clone(&app),
                router: router.clone(),
                room: Arc::clone(&room),
                stopped: stopped.clone(),
            };
            tokio::spawn(accept.run(bound))
        })
        .collect();
    shutdown.await;
    tracing::info!("draining");
    app.begin_draining();
    let deadline = tokio::time::Instant::now() + limits.drain;
    let _ = stop.send(true);
    for accept in loops {
        // An accept loop ends at once; its listener closes and its socket file goes with it.
        let _ = accept.await;
    }
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let closed = tokio::time::timeout_at(deadline, room.acquire_many(all))
        .await
        .is_ok();
    let left = deadline.saturating_duration_since(tokio::time::Instant::now());
    let worked = app.drain(left.max(Duration::from_millis(1))).await;
    if !closed || !worked {
        tracing::warn!(closed, worked, "the deadline for draining has passed");
    }
    closed && worked
}

#[derive(Clone)]
struct Accept {
    app: Arc<App>,
    router: axum::Router,
    room: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl Accept {
    async fn run(self, bound: Bound) {
        let mut stopped = self.stopped.clone();
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop(&mut stopped) => return,
                accepted = self.accept(&bound) => accepted,
            };
            if let Err(error) = accepted {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    /// Waits for room first: connections beyond the limit stay in the system's queue.
    async fn accept(&self, bound: &Bound) -> std::io::Result<()> {
        let Ok(permit) = Arc::clone(&self.room).acquire_owned().await else {
            return Ok(());
        };
        match bound {
            Bound::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                stream.set_nodelay(true)?;
                self.spawn(stream, Arrival::Tcp { peer }, permit);
            }
            Bound::Socket { listener, .. } => {
                let (stream, _) = listener.accept().await?;
                let uid = stream.peer_cred()?.uid();
                self.spawn(stream, Arrival::Socket { uid }, permit);
            }
        }
        Ok(())
    }

    fn spawn<S: connection::Stream>(
        &self,
        stream: S,
        arrival: Arrival,
        permit: OwnedSemaphorePermit,
    ) {
        let accept = self.clone();
        tokio::spawn(async move {
            let _permit = permit;
            accept.app.metrics().connection_opened();
            serve(&accept.app, accept.router, stream, arrival, accept.stopped).await;
            accept.app.metrics().connection_closed();
        });
    }
}

/// Waits until the daemon is told to end.
async fn stop(stopped: &mut watch::Receiver<bool>) {
    // The sender lives as long as the server; if it is gone, so is the server.
    let _ = stopped.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests;
