//! A deterministic mutator: the same number gives the same mutation.

/// A sequence of numbers that look random: xorshift64* by Marsaglia and Vigna; from memory.
#[derive(Debug)]
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(0) % limit.max(1)
    }
}

/// Octets that mean something to a reader.
pub const WORDS: [&[u8]; 44] = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b" 0 R",
    b" 0 obj",
    b"stream\n",
    b"endstream",
    b"/Prev ",
    b"/Kids",
    b"/Length ",
    b"99999999999",
    b"-1",
    b"xref\n",
    b"trailer\n<<",
    b"startxref\n",
    b"/XRefStm ",
    b"/Type/XRef",
    b"/Type/ObjStm",
    b"/Filter/FlateDecode",
    b"/Filter/ASCIIHexDecode",
    b"/DecodeParms<</Predictor 12/Columns 6>>",
    b"/Encrypt ",
    b"/ByteRange[0 ",
    b"/Contents<30",
    b"/SubFilter/adbe.pkcs7.detached",
    b"/SubFilter/ETSI.RFC3161",
    b"/TransformMethod/FieldMDP",
    b"/TransformMethod/DocMDP",
    b"/Perms<</DocMDP ",
    b"/AcroForm",
    b"/Annots[",
    b"/Parent ",
    b"/DSS<</CRLs[",
    b"/OCSPs[",
    b"/Lock<<",
    b"/Rotate 90",
    b"\x30\x80",
    b"\x30\x84\xff\xff\xff\xff",
    b"\x30\x00",
    b"\xa0\x82",
    b"\x02\x01\x00",
    b"\x05\x00",
    b"\xff\xff\xff\xff",
];

/// Returns mutation number `number` of a seed: one to six changes, each of an octet, of a stretch, of
/// a length, or by a word.
#[must_use]
pub fn of(seed: &[u8], number: u64) -> Vec<u8> {
    let mut numbers = Numbers(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut octets = seed.to_vec();
    for _ in 0..=numbers.below(6) {
        let place = numbers.below(octets.len());
        let length = numbers.below(32).min(octets.len() - place);
        match numbers.below(8) {
            0 => octets.truncate(place),
            1 => {
                octets.drain(place..place + length);
            }
            2 => {
                let copy = octets[place..place + length].to_vec();
                let to = numbers.below(octets.len());
                octets.splice(to..to, copy);
            }
            3 | 4 => {
                let word = WORDS[numbers.below(WORDS.len())];
                let over = numbers.below(2) * word.len().min(octets.len() - place);
                octets.splice(place..place + over, word.iter().copied());
            }
            5 => {
                if let Some(octet) = octets.get_mut(place) {
                    *octet ^= 1 << numbers.below(8);
                }
            }
            _ => {
                if let Some(octet) = octets.get_mut(place) {
                    *octet = u8::try_from(numbers.below(256)).unwrap_or(0);
                }
            }
        }
    }
    octets
}
