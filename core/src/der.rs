//! DER reading and writing (ITU-T X.690).
