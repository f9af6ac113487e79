//! Electronic seals (GB/T 38540) and their pictures.
