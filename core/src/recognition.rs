//! Mutual recognition (互信互认).
