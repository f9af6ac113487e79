use super::super::DigestAlgorithm;
use sha2::digest::Digest;

/// Runs `$body` with `$type` as the type that implements the digest algorithm.
macro_rules! with_digest {
    ($algorithm:expr, $type:ident => $body:expr) => {{
        use $crate::suite::DigestAlgorithm as Algorithm;
        match $algorithm {
            Algorithm::Sha1 => {
                type $type = sha1::Sha1;
                $body
            }
            Algorithm::Sha224 => {
                type $type = sha2::Sha224;
                $body
            }
            Algorithm::Sha256 => {
                type $type = sha2::Sha256;
                $body
            }
            Algorithm::Sha384 => {
                type $type = sha2::Sha384;
                $body
            }
            Algorithm::Sha512 => {
                type $type = sha2::Sha512;
                $body
            }
            Algorithm::Sha3_224 => {
                type $type = sha3::Sha3_224;
                $body
            }
            Algorithm::Sha3_256 => {
                type $type = sha3::Sha3_256;
                $body
            }
            Algorithm::Sha3_384 => {
                type $type = sha3::Sha3_384;
                $body
            }
            Algorithm::Sha3_512 => {
                type $type = sha3::Sha3_512;
                $body
            }
            // Refused before it comes here.
            #[cfg(feature = "gm")]
            Algorithm::Sm3 => {
                type $type = sm3::Sm3;
                $body
            }
        }
    }};
}
pub(super) use with_digest;

/// A digest in the making.
#[derive(Clone)]
pub(in crate::suite) struct Hash(Box<dyn Update>);

impl Hash {
    pub(in crate::suite) fn new(algorithm: DigestAlgorithm) -> Self {
        with_digest!(algorithm, Made => Self(Box::new(<Made as Digest>::new())))
    }

    pub(in crate::suite) fn update(&mut self, data: &[u8]) {
        self.0.add(data);
    }

    pub(in crate::suite) fn finish(self) -> Vec<u8> {
        self.0.finish()
    }
}

/// A digest of any algorithm that can go to another thread.
trait Update: Send + Sync {
    fn add(&mut self, data: &[u8]);
    fn finish(self: Box<Self>) -> Vec<u8>;
    fn copy(&self) -> Box<dyn Update>;
}

impl<D: Digest + Clone + Send + Sync + 'static> Update for D {
    fn add(&mut self, data: &[u8]) {
        Digest::update(self, data);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn Update> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Update> {
    fn clone(&self) -> Self {
        (**self).copy()
    }
}
