//! An sRGB profile (ICC.1:2001-04, version 2.4; matrix and tone curves), computed from the published
//! primaries, white point and transfer function of IEC 61966-2-1 (from memory).

/// Chromaticities of red, green and blue.
const PRIMARIES: [[f64; 2]; 3] = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];
/// White of sRGB (D65), XYZ.
const D65: [f64; 3] = [0.9505, 1.0, 1.0890];
/// White of the profile connection space (D50), XYZ.
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
/// Bradford matrix of cone responses.
const BRADFORD: [[f64; 3]; 3] = [
    [0.8951, 0.2664, -0.1614],
    [-0.7502, 1.7135, 0.0367],
    [0.0389, -0.0685, 1.0296],
];

type Matrix = [[f64; 3]; 3];

fn apply(m: &Matrix, v: [f64; 3]) -> [f64; 3] {
    m.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

fn inverse(m: &Matrix) -> Matrix {
    let [[a, b, c], [d, e, f], [g, h, i]] = *m;
    let determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    .map(|row| row.map(|value| value / determinant))
}

/// Returns the colorants of sRGB adapted to D50, one after the other.
fn colorants() -> [[f64; 3]; 3] {
    let unscaled = PRIMARIES.map(|[x, y]| [x / y, 1.0, (1.0 - x - y) / y]);
    let [r, g, b] = unscaled;
    let columns = [[r[0], g[0], b[0]], [r[1], g[1], b[1]], [r[2], g[2], b[2]]];
    let scale = apply(&inverse(&columns), D65);
    let (from, to) = (apply(&BRADFORD, D65), apply(&BRADFORD, D50));
    let back = inverse(&BRADFORD);
    let adapt = |xyz: [f64; 3]| {
        let [l, m, s] = apply(&BRADFORD, xyz);
        apply(
            &back,
            [
                l * to[0] / from[0],
                m * to[1] / from[1],
                s * to[2] / from[2],
            ],
        )
    };
    [
        adapt(r.map(|value| value * scale[0])),
        adapt(g.map(|value| value * scale[1])),
        adapt(b.map(|value| value * scale[2])),
    ]
}

/// Light of a coded value (IEC 61966-2-1).
fn light(code: f64) -> f64 {
    if code <= 0.040_45 {
        code / 12.92
    } else {
        ((code + 0.055) / 1.055).powf(2.4)
    }
}

/// Returns the number as s15Fixed16 (ICC.1, 5.3.4).
fn fixed(value: f64) -> [u8; 4] {
    whole(value * 65536.0).to_be_bytes()
}

/// Rounds a number between 0 and 2³¹.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range of the type"
)]
fn whole(value: f64) -> i32 {
    value.round().clamp(0.0, f64::from(i32::MAX)) as i32
}

/// Returns the profile.
pub(super) fn srgb() -> Vec<u8> {
    let [red, green, blue] = colorants();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description()),
        (b"cprt", text_tag(b"No copyright, use freely")),
        (b"wtpt", xyz_tag(D50)),
        (b"rXYZ", xyz_tag(red)),
        (b"gXYZ", xyz_tag(green)),
        (b"bXYZ", xyz_tag(blue)),
        (b"rTRC", curve()),
        (b"gTRC", Vec::new()),
        (b"bTRC", Vec::new()),
    ];
    let mut table = Vec::new();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    let mut shared = (0_usize, 0_usize);
    table.extend(count(tags.len()));
    for (name, body) in &tags {
        // The three curves are one.
        if !body.is_empty() {
            shared = (start + data.len(), body.len());
            data.extend(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend(*name);
        table.extend(count(shared.0));
        table.extend(count(shared.1));
    }
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn count(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

/// Header of 128 octets (ICC.1, 6.1).
fn header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    out.extend(count(size));
    out.extend([0; 4]); // no preferred module
    out.extend([2, 0x40, 0, 0]); // version 2.4
    out.extend(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.extend([0; 4 + 4 + 4 + 4 + 8 + 4]); // platform, flags, maker, model, attributes, intent
    for value in D50 {
        out.extend(fixed(value));
    }
    out.resize(128, 0);
    out
}

fn xyz_tag(xyz: [f64; 3]) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    out.extend(xyz.iter().flat_map(|value| fixed(*value)));
    out
}

fn text_tag(text: &[u8]) -> Vec<u8> {
    let mut out = b"text\0\0\0\0".to_vec();
    out.extend(text);
    out.push(0);
    out
}

/// textDescriptionType (ICC.1, 6.5.17).
fn description() -> Vec<u8> {
    let name = b"sRGB IEC61966-2.1 (Yinxin)\0";
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend(count(name.len()));
    out.extend(name);
    out.extend([0; 8]); // no Unicode name
    out.extend([0; 3 + 67]); // no Macintosh name
    out
}

/// curveType with 256 entries.
fn curve() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0".to_vec();
    out.extend(count(256));
    for code in 0..=255_u8 {
        let entry = whole(light(f64::from(code) / 255.0) * 65535.0);
        out.extend(u16::try_from(entry).unwrap_or(u16::MAX).to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colorants_add_up_to_white() {
        let [r, g, b] = colorants();
        for axis in 0..3 {
            assert!((r[axis] + g[axis] + b[axis] - D50[axis]).abs() < 1e-9);
        }
        // As printed in many places for sRGB under D50.
        for (found, expected) in r.iter().zip([0.4361, 0.2225, 0.0139]) {
            assert!((found - expected).abs() < 2e-4, "{found} {expected}");
        }
    }

    #[test]
    fn the_header_says_the_size() {
        let profile = srgb();
        assert_eq!(profile.len() % 4, 0);
        assert_eq!(
            profile[..4],
            u32::try_from(profile.len()).unwrap().to_be_bytes()
        );
        assert_eq!(&profile[36..40], b"acsp");
    }
}
