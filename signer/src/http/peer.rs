//! Where a request came from, and whether it may.

use crate::policy::User;
use std::collections::BTreeSet;
use std::net::SocketAddr;

/// How a request arrived. The accept loop puts it into every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Over the Unix socket, from a process of this user.
    Socket {
        /// The user, as the system says.
        uid: u32,
    },
    /// Over TCP.
    Tcp {
        /// The other end.
        peer: SocketAddr,
    },
}

impl Arrival {
    /// Returns who asks, where the system vouches for it.
    #[must_use]
    pub fn user(self) -> Option<User> {
        match self {
            Self::Socket { uid } => Some(User::local(uid)),
            Self::Tcp { .. } => None,
        }
    }
}

/// Who and what may call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    owner: Option<u32>,
    users: BTreeSet<u32>,
    hosts: BTreeSet<String>,
    origins: BTreeSet<String>,
}

impl Allowed {
    /// Allows the daemon's own user, these users on the socket, and these origins.
    #[must_use]
    pub fn new(own: u32, users: &[u32], origins: &[String]) -> Self {
        Self {
            owner: Some(own),
            users: users.iter().copied().chain([own]).collect(),
            hosts: BTreeSet::new(),
            origins: origins
                .iter()
                .map(|origin| origin.to_ascii_lowercase())
                .collect(),
        }
    }

    /// Allows on TCP the names of a loopback address, and `hosts`. A page of the address itself may
    /// call.
    #[must_use]
    pub fn with_tcp(mut self, bound: SocketAddr, hosts: &[String]) -> Self {
        let port = bound.port();
        let own = [bound.to_string(), format!("localhost:{port}")];
        self.origins
            .extend(own.iter().map(|host| format!("http://{host}")));
        self.hosts.extend(own);
        self.hosts
            .extend(hosts.iter().map(|host| host.to_ascii_lowercase()));
        self
    }

    /// Tells whether a user may use the socket.
    #[must_use]
    pub fn user(&self, uid: u32) -> bool {
        self.users.contains(&uid)
    }

    /// Tells whether a user is the daemon's own, to whom the home belongs.
    #[must_use]
    pub fn owner(&self, uid: u32) -> bool {
        self.owner == Some(uid)
    }

    /// Tells whether a Host header is one of ours. A name that somebody else's DNS points here is
    /// not.
    #[must_use]
    pub fn host(&self, host: &str) -> bool {
        self.hosts.contains(&host.to_ascii_lowercase())
    }

    /// Tells whether pages of an origin may call. `null` never may.
    #[must_use]
    pub fn origin(&self, origin: &str) -> bool {
        self.origins.contains(&origin.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_user_and_listed_users_may_use_the_socket() {
        let allowed = Allowed::new(1000, &[33, 34], &[]);
        for (uid, expected) in [
            (1000, true),
            (33, true),
            (34, true),
            (0, false),
            (1001, false),
        ] {
            assert_eq!(allowed.user(uid), expected, "{uid}");
            assert_eq!(allowed.owner(uid), uid == 1000, "{uid}");
        }
        assert!(!Allowed::default().owner(0));
        assert!(
            !Allowed::default().user(0),
            "by default nobody, not even root"
        );
    }

    #[test]
    fn only_own_names_and_listed_names_are_hosts() {
        let bound = "127.0.0.1:8180".parse().unwrap();
        let allowed = Allowed::new(0, &[], &["https://counter.example.invalid".into()])
            .with_tcp(bound, &["Yinxin.example.invalid".into()]);
        for host in [
            "127.0.0.1:8180",
            "localhost:8180",
            "LOCALHOST:8180",
            "yinxin.example.invalid",
        ] {
            assert!(allowed.host(host), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "localhost",
            "localhost:1",
            "evil.example:8180",
            "127.0.0.1:8180 ",
        ] {
            assert!(!allowed.host(host), "{host}");
        }
        assert!(allowed.origin("http://127.0.0.1:8180"));
        assert!(allowed.origin("https://counter.example.invalid"));
        for origin in ["null", "", "http://evil.example", "https://127.0.0.1:8180"] {
            assert!(!allowed.origin(origin), "{origin}");
        }
    }
}
