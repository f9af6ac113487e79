//! Connections that are kept for the next who needs one.

use super::failure::Failed;
use crate::store::StoreError;
use postgres::error::Severity;
use postgres::{Client, Config, NoTls};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Connections that are kept.
const KEPT: usize = 16;
/// How long a connection may take to be made.
const CONNECTING: Duration = Duration::from_secs(10);
/// What is asked of every connection before it is used.
const SETUP: &str = "SET application_name = 'yinxin'; SET lock_timeout = '20s'; \
    SET idle_in_transaction_session_timeout = '60s'";

/// What the server warned of since it was asked last.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubts(Arc<AtomicBool>);

impl Doubts {
    pub(super) fn clear(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    pub(super) fn any(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

pub(super) struct Connections {
    config: Config,
    idle: Mutex<Vec<(Client, Doubts)>>,
}

impl Connections {
    pub(super) fn new(mut config: Config) -> Self {
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECTING);
        }
        // Of several hosts, the leader.
        config.target_session_attrs(postgres::config::TargetSessionAttrs::ReadWrite);
        Self {
            config,
            idle: Mutex::default(),
        }
    }

    /// Does something on a connection, and keeps it where it is still good.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&mut Client, &Doubts) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let kept = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let (mut client, doubts) = match kept {
            Some(kept) => kept,
            None => self.connect()?,
        };
        let done = work(&mut client, &doubts);
        // What failed in a way that is not understood is not used again.
        let is_good = matches!(&done, Ok(_) | Err(Failed::Condition(_) | Failed::Made));
        if is_good && !client.is_closed() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push((client, doubts));
            }
        }
        done
    }

    fn connect(&self) -> Result<(Client, Doubts), Failed> {
        let doubts = Doubts::default();
        let told = doubts.clone();
        let mut config = self.config.clone();
        config.notice_callback(move |notice| {
            if notice.parsed_severity() == Some(Severity::Warning) {
                told.0.store(true, Ordering::SeqCst);
            }
        });
        let mut client = config.connect(NoTls)?;
        client.batch_execute(SETUP)?;
        for (setting, lost) in [
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
        ] {
            let row = client.query_one(&format!("SHOW {setting}"), &[])?;
            if row.get::<_, String>(0) == lost {
                let why = format!(
                    "the server has {setting} = {lost} and may lose what it acknowledged; set it to on"
                );
                return Err(Failed::Never(StoreError::from(io::Error::other(why))));
            }
        }
        Ok((client, doubts))
    }
}
