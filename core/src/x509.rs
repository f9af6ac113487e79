//! Certificates, revocation lists and certification paths (RFC 5280).
