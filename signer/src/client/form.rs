//! A form (`multipart/form-data`, RFC 7578) as it is sent.

use crate::service::{ServiceError, random};

/// A form that is being put together.
pub(super) struct Form {
    boundary: String,
    octets: Vec<u8>,
}

impl Form {
    /// Begins a form. Its boundary is random: nobody can prepare a file that holds it.
    pub(super) fn new() -> Result<Self, ServiceError> {
        Ok(Self {
            boundary: random::boundary()?,
            octets: Vec::new(),
        })
    }

    /// Adds a part. `name` and `file` are ASCII without quotes.
    pub(super) fn with(mut self, name: &str, file: Option<&str>, octets: &[u8]) -> Self {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n",
            self.boundary
        );
        self.octets.extend_from_slice(head.as_bytes());
        self.octets.extend_from_slice(octets);
        self.octets.extend_from_slice(b"\r\n");
        self
    }

    /// Returns media type and content.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        let end = format!("--{}--\r\n", self.boundary);
        self.octets.extend_from_slice(end.as_bytes());
        let media = format!("multipart/form-data; boundary={}", self.boundary);
        (media, self.octets)
    }
}
