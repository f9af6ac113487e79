//! Transformation matrices (ISO 32000-2, 8.3.3; from memory).

/// `[a b c d e f]`: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn translation(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Returns the matrix that applies this one first, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Returns the rectangle around a transformed one; `None` where a number is beyond all pages.
    pub(super) fn around(self, [left, bottom, right, top]: [f64; 4]) -> Option<[f64; 4]> {
        let corners = [
            self.apply(left, bottom),
            self.apply(left, top),
            self.apply(right, bottom),
            self.apply(right, top),
        ];
        let mut sum = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in corners {
            if !(x.abs() < 1e7 && y.abs() < 1e7) {
                return None;
            }
            sum = [sum[0].min(x), sum[1].min(y), sum[2].max(x), sum[3].max(y)];
        }
        Some(sum)
    }
}
