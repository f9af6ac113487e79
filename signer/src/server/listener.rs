//! Where connections come from.

use crate::durable;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tokio::net::{TcpListener, UnixListener};

/// A listener that is bound.
#[derive(Debug)]
pub enum Bound {
    /// A loopback address.
    Tcp(TcpListener),
    /// A Unix socket; its file goes when this is dropped.
    Socket {
        /// The listener.
        listener: UnixListener,
        /// Removes the file.
        file: SocketFile,
    },
}

/// The file of a socket.
#[derive(Debug)]
pub struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // A file that stays is recognised as stale at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Binds a loopback address.
///
/// # Errors
///
/// [`BindError::NotLoopback`], [`BindError::Io`].
pub async fn bind_tcp(address: SocketAddr) -> Result<Bound, BindError> {
    if !address.ip().is_loopback() {
        return Err(BindError::NotLoopback);
    }
    Ok(Bound::Tcp(TcpListener::bind(address).await?))
}

/// Binds a Unix socket of mode 0600 or 0660. Its folder is made with mode 0700 where it is missing,
/// and must not be writable by others. A socket file that nobody listens on is replaced.
///
/// # Errors
///
/// [`BindError`].
pub async fn bind_socket(path: &Path, mode: u32) -> Result<Bound, BindError> {
    let folder = path.parent().ok_or(BindError::OpenFolder)?;
    if !folder.exists() {
        durable::private_folder(folder)?;
    }
    let metadata = std::fs::metadata(folder)?;
    let own = rustix::process::geteuid().as_raw();
    if metadata.uid() != own || metadata.permissions().mode() & 0o022 != 0 {
        return Err(BindError::OpenFolder);
    }
    match std::fs::symlink_metadata(path) {
        Ok(present) if present.file_type().is_socket() => {
            match tokio::net::UnixStream::connect(path).await {
                Ok(_) => return Err(BindError::InUse),
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    std::fs::remove_file(path)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(_) => return Err(BindError::NotASocket),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let listener = UnixListener::bind(path)?;
    let file = SocketFile(path.to_path_buf());
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    Ok(Bound::Socket { listener, file })
}

/// Why nothing could be listened on.
#[derive(Debug)]
#[non_exhaustive]
pub enum BindError {
    /// The address is not a loopback address.
    NotLoopback,
    /// The socket's folder belongs to another or is writable by others.
    OpenFolder,
    /// Another process listens on the socket.
    InUse,
    /// There is a file of that name that is no socket.
    NotASocket,
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback => f.write_str("the address is not a loopback address"),
            Self::OpenFolder => f.write_str(
                "the socket's folder must belong to the daemon's user and not be writable by others",
            ),
            Self::InUse => f.write_str("another process listens on the socket"),
            Self::NotASocket => f.write_str("there is a file in the socket's place; remove it"),
            Self::Io(error) => write!(f, "cannot listen: {error}"),
        }
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for BindError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
