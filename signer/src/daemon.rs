//! From a configuration to a running daemon.

use crate::config::{Config, Role, Timestamp};
use crate::home::{Home, HomeError};
use crate::http::App;
use crate::http::peer::Allowed;
use crate::installation::{Installation, InstallationError};
use crate::keys::Password;
use crate::server::{self, BindError, Bound, bind_socket, bind_tcp};
use crate::service::ServiceError;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long to wait for a command that is just using the home.
const WAIT: Duration = Duration::from_secs(5);

/// Runs a daemon until SIGTERM or SIGINT; returns whether it drained in time.
///
/// # Errors
///
/// [`DaemonError`] where it cannot start. Whatever is configured and cannot be had keeps it from
/// starting.
pub fn run(config: &Config) -> Result<bool, DaemonError> {
    let password = match (&config.keys.password_file, config.role) {
        (None, _) => None,
        (Some(_), Role::Verifier) => return Err(DaemonError::VerifierWithKeys),
        (Some(file), Role::Signer) => {
            Some(Password::from_file(file).map_err(DaemonError::Password)?)
        }
    };
    let mut home = Home::open(&config.home, WAIT).map_err(DaemonError::Home)?;
    let socket = config
        .listen
        .socket
        .clone()
        .unwrap_or_else(|| home.default_socket());
    home.announce_socket(&socket).map_err(DaemonError::Home)?;
    let installation = Installation::open(home, password).map_err(DaemonError::Installation)?;
    crate::service::settle(&installation).map_err(|error| DaemonError::Settle(Box::new(error)))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(DaemonError::Runtime)?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate()).map_err(DaemonError::Runtime)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(DaemonError::Runtime)?;
        let listen = &config.listen;
        let own = rustix::process::geteuid().as_raw();
        let mut allowed = Allowed::new(own, &listen.socket_users, &listen.origins);
        let mut listeners = vec![
            bind_socket(&socket, listen.socket_mode)
                .await
                .map_err(DaemonError::Bind)?,
        ];
        if let Some(address) = listen.tcp {
            let bound = bind_tcp(address).await.map_err(DaemonError::Bind)?;
            if let Bound::Tcp(listener) = &bound {
                let address = listener.local_addr().map_err(DaemonError::Runtime)?;
                allowed = allowed.with_tcp(address, &listen.hosts);
                tracing::info!(%address, "listening");
            }
            listeners.push(bound);
        }
        tracing::info!(socket = %socket.display(), "listening");
        let app = Arc::new(
            App::new(installation, allowed, config.limits.clone()).with_sources(
                config
                    .timestamp
                    .as_ref()
                    .map(Timestamp::sources)
                    .unwrap_or_default(),
            ),
        );
        let ended = async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        Ok(server::run(app, listeners, ended).await)
    })
}

/// Why a daemon did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum DaemonError {
    /// A verifier was given a password for keys.
    VerifierWithKeys,
    /// The password file.
    Password(io::Error),
    /// The home.
    Home(HomeError),
    /// What is in the home.
    Installation(InstallationError),
    /// What a crash left half issued could not be settled.
    Settle(Box<ServiceError>),
    /// A listener.
    Bind(BindError),
    /// Threads or signals.
    Runtime(io::Error),
}

impl fmt::Display for DaemonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VerifierWithKeys => {
                f.write_str("a verifier holds no key; remove keys.password_file")
            }
            Self::Password(error) => write!(f, "the key password file cannot be read: {error}"),
            Self::Home(error) => error.fmt(f),
            Self::Installation(error) => error.fmt(f),
            Self::Settle(error) => error.fmt(f),
            Self::Bind(error) => error.fmt(f),
            Self::Runtime(error) => write!(f, "cannot start: {error}"),
        }
    }
}

impl std::error::Error for DaemonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::VerifierWithKeys => None,
            Self::Password(error) | Self::Runtime(error) => Some(error),
            Self::Home(error) => Some(error),
            Self::Installation(error) => Some(error),
            Self::Settle(error) => Some(error.as_ref()),
            Self::Bind(error) => Some(error),
        }
    }
}
