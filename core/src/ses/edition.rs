/// Edition of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// GM/T 0031-2014: the maker's certificate and algorithm are signed with the information.
    Gmt0031Of2014,
    /// GB/T 38540-2020: number 4. The information alone is signed.
    Gbt38540Of2020,
    /// GM/T 0031-2025: number 5. As number 4, with a timestamp on the seal.
    Gmt0031Of2025,
}
