//! PDF files by revision: reading, and appending one (ISO 32000-2, 7.5).
