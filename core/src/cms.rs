//! SignedData with CAdES attributes (RFC 5652, RFC 5035).
