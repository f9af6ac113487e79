use sm3::{Digest, Sm3};

/// SM3, fed piece by piece.
#[derive(Clone)]
pub(in super::super) struct Hash(Sm3);

impl Hash {
    pub(in super::super) fn new() -> Self {
        Self(Sm3::new())
    }

    pub(in super::super) fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    pub(in super::super) fn finish(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}
