//! Text along an arc.

/// Where one character of an arc stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// Angle of its middle, radians from the middle of the arc, positive to the right.
    pub(super) angle: f64,
    /// Width of one em, millimetres.
    pub(super) em_width: f64,
}

/// An arc that text is set on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    /// Radius where characters stand closest to each other, millimetres.
    pub(super) tight_radius: f64,
    /// Whole angle of the text, from the left edge of the first cell to the right edge of the last.
    pub(super) sweep: f64,
    /// Widest an em may become, millimetres.
    pub(super) widest_em: f64,
    /// Part of a cell that its character may fill.
    pub(super) fill: f64,
}

impl Arc {
    /// Shares the arc length among cells in proportion to their widths (ems), so the text is
    /// symmetric about the middle whenever the widths are. All ems get the same width: the
    /// narrowest cell decides.
    pub(super) fn place(&self, widths: &[f64]) -> Vec<Placed> {
        let total: f64 = widths.iter().sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let angle_per_em = self.sweep / total;
        let em_width = (angle_per_em * self.tight_radius * self.fill).min(self.widest_em);
        let mut from = -self.sweep / 2.0;
        widths
            .iter()
            .map(|width| {
                let cell = width * angle_per_em;
                let angle = from + cell / 2.0;
                from += cell;
                Placed { angle, em_width }
            })
            .collect()
    }
}

/// Returns the angle, degrees, that a name of so many ems spreads over.
///
/// Short names stand wide apart and long ones close up, as on cut seals (judged by eye; no rule
/// gives numbers).
pub(super) fn name_sweep_degrees(ems: f64) -> f64 {
    const TABLE: [(f64, f64); 8] = [
        (4.0, 188.0),
        (6.0, 208.0),
        (8.0, 226.0),
        (10.0, 244.0),
        (12.0, 258.0),
        (16.0, 280.0),
        (20.0, 296.0),
        (28.0, 316.0),
    ];
    let mut last = TABLE[0];
    if ems <= last.0 {
        return last.1;
    }
    for next in TABLE {
        if ems <= next.0 && next.0 > last.0 {
            return last.1 + (next.1 - last.1) * (ems - last.0) / (next.0 - last.0);
        }
        last = next;
    }
    last.1
}
