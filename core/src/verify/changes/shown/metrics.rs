//! How wide usual fonts draw the signs of ASCII, so that text can be told to stand in its box.

/// Widths of the signs from space to tilde in thousandths of the size (Adobe's metrics of the standard
/// fonts; compared with HR, HB and TR of groff 1.22).
type Widths = [u16; 95];

const HELVETICA: Widths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const HELVETICA_BOLD: Widths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

const TIMES: Widths = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// The family of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Helvetica,
    HelveticaBold,
    Times,
    Courier,
}

impl Family {
    /// Returns the family of a standard font, by its name; `None` for all others, which each reader draws with
    /// what it likes.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        const NAMES: [(&str, Family); 9] = [
            ("Helvetica", Family::Helvetica),
            ("Helvetica-Oblique", Family::Helvetica),
            ("Helvetica-Bold", Family::HelveticaBold),
            ("Helvetica-BoldOblique", Family::HelveticaBold),
            ("Times-Roman", Family::Times),
            ("Courier", Family::Courier),
            ("Courier-Bold", Family::Courier),
            ("Courier-Oblique", Family::Courier),
            ("Courier-BoldOblique", Family::Courier),
        ];
        let known = NAMES.iter().find(|(known, _)| known.as_bytes() == name);
        known.map(|(_, family)| *family)
    }

    /// Returns the width of a printable sign of ASCII, in sizes of the font; `None` for others.
    pub(super) fn width(self, sign: char) -> Option<f64> {
        let place = u32::from(sign).checked_sub(0x20)?;
        let place = usize::try_from(place).ok().filter(|place| *place < 95)?;
        let widths = match self {
            Self::Helvetica => &HELVETICA,
            Self::HelveticaBold => &HELVETICA_BOLD,
            Self::Times => &TIMES,
            Self::Courier => return Some(0.6),
        };
        widths.get(place).map(|width| f64::from(*width) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_of_one_width_in_each_family() {
        for (name, width) in [
            (b"Helvetica".as_slice(), 0.556),
            (b"Helvetica-Bold", 0.556),
            (b"Times-Roman", 0.5),
            (b"Courier", 0.6),
        ] {
            let family = Family::of(name).unwrap();
            for digit in '0'..='9' {
                assert!(
                    (family.width(digit).unwrap() - width).abs() < 1e-9,
                    "{family:?}"
                );
            }
        }
        assert!((Family::Helvetica.width('~').unwrap() - 0.584).abs() < 1e-9);
        assert!((Family::Times.width('~').unwrap() - 0.541).abs() < 1e-9);
        assert!((Family::HelveticaBold.width('~').unwrap() - 0.584).abs() < 1e-9);
        assert_eq!(Family::Helvetica.width('中'), None);
        assert_eq!(Family::Courier.width('\u{2260}'), None);
        assert_eq!(Family::Courier.width('\x7f'), None);
        assert_eq!(Family::of(b"MyriadPro"), None);
        assert_eq!(Family::of(b"Arial"), None);
    }
}
