//! Pictures of seals, from octets made here.

use super::*;
use crate::ofd::tests::zip;
use crate::seal::{Fill, SealPath, Segment};

const SIZE: (u32, u32) = (20, 10);

fn shown(format: PictureFormat, data: &[u8]) -> Result<SealFace, SealPictureError> {
    let picture = SealPicture {
        format,
        data: data.to_vec(),
        width_mm: SIZE.0,
        height_mm: SIZE.1,
    };
    let fonts = FontChain::built_in().map_err(|_| SealPictureError::Blank)?;
    SealFace::read(&picture, &fonts)
}

fn raster(data: &[u8]) -> SealRaster {
    match shown(PictureFormat::Other("spelt somehow".into()), data).unwrap() {
        SealFace::Raster { raster, .. } => raster,
        other => panic!("{other:?}"),
    }
}

fn png_of(width: u32, kind: png::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, 1);
    encoder.set_color(kind);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    drop(writer);
    file
}

fn bmp_of(width: u32, rows: &[u8]) -> Vec<u8> {
    let mut file = b"BM".to_vec();
    let size = u32::try_from(54 + rows.len()).unwrap();
    for word in [size, 0, 54, 40, width, 1] {
        file.extend(word.to_le_bytes());
    }
    file.extend([1, 0, 24, 0]);
    file.extend([0; 24]);
    file.extend(rows);
    file
}

fn gif_of(frames: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let palette = [255, 255, 255, 255, 0, 0];
    let mut encoder = gif::Encoder::new(&mut file, 2, 1, &palette).unwrap();
    for _ in 0..frames {
        let frame = gif::Frame::from_indexed_pixels(2, 1, [1, 0], None);
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    file
}

#[test]
fn white_is_taken_away_and_what_is_left_looks_on_white_as_before() {
    // Red, white, red at half, black, grey, red that is half transparent.
    let samples: [[u8; 4]; 6] = [
        [217, 0, 27, 255],
        [255, 255, 255, 255],
        [236, 128, 141, 255],
        [0, 0, 0, 255],
        [128, 128, 128, 255],
        [255, 0, 0, 128],
    ];
    let raster = raster(&png_of(6, png::ColorType::Rgba, samples.as_flattened()));
    assert_eq!(raster.opacity(), [255, 0, 127, 255, 127, 128]);
    let (colours, _) = raster.colours().as_chunks::<3>();
    let points = colours.iter().zip(raster.opacity()).zip(samples);
    for ((colour, covers), sample) in points {
        for (part, before) in colour.iter().zip(sample) {
            let over_white = |part: u8, alpha: u8| {
                let (part, alpha) = (f64::from(part), f64::from(alpha) / 255.0);
                part * alpha + 255.0 * (1.0 - alpha)
            };
            let (now, then) = (over_white(*part, *covers), over_white(before, sample[3]));
            assert!((now - then).abs() < 2.0, "{sample:?}: {now} {then}");
        }
    }
}

#[test]
fn png_bmp_gif_and_jpeg_are_read_by_their_octets() {
    for (file, points) in [
        (
            png_of(2, png::ColorType::Rgb, &[255, 0, 0, 255, 255, 255]),
            2,
        ),
        (bmp_of(2, &[0, 0, 255, 255, 255, 255, 0, 0]), 2),
        (gif_of(1), 2),
    ] {
        let raster = raster(&file);
        assert_eq!((raster.width(), raster.height()), (points, 1));
        assert_eq!(raster.opacity(), [255, 0]);
        assert_eq!(raster.colours()[..3], [255, 0, 0]);
    }
    // 8 bits with a palette, from the top down.
    let mut indexed = bmp_of(3, &[1, 0, 1, 0]);
    indexed[22..26].copy_from_slice(&(-1_i32).to_le_bytes());
    indexed[28] = 8;
    indexed[10] = 62;
    indexed.splice(54..54, [255, 255, 255, 0, 0, 0, 255, 0]);
    assert_eq!(raster(&indexed).opacity(), [255, 0, 255]);
    let grey = png_of(2, png::ColorType::Grayscale, &[0, 255]);
    assert_eq!(raster(&grey).opacity(), [255, 0]);
    let portrait = include_bytes!("../../issue/tests/portrait.jpg");
    let face = shown(PictureFormat::Jpeg, portrait).unwrap();
    // Its points are higher than wide: the height is what the seal states.
    let (width, height) = face.size_mm();
    assert!(
        width < 10.0 && (height - 10.0).abs() < 1e-9,
        "{width} {height}"
    );
}

#[test]
fn what_cannot_be_shown_is_refused_with_the_reason() {
    let refused = |data: &[u8]| shown(PictureFormat::Png, data).unwrap_err();
    assert_eq!(refused(&gif_of(2)), SealPictureError::Moving);
    let white = png_of(1, png::ColorType::Rgb, &[255; 3]);
    assert_eq!(refused(&white), SealPictureError::Blank);
    for file in [
        png_of(2, png::ColorType::Rgb, &[0; 6]),
        bmp_of(2, &[0; 8]),
        gif_of(1),
        include_bytes!("../../issue/tests/portrait.jpg").to_vec(),
    ] {
        let cut = &file[..file.len() * 2 / 3];
        let why = refused(cut);
        assert!(matches!(why, SealPictureError::Unreadable { .. }), "{why}");
    }
    let format = shown(PictureFormat::Svg, b"<svg/>").unwrap_err();
    assert!(
        matches!(format, SealPictureError::Format { .. }),
        "{format}"
    );
    // A header that promises more than is read.
    let mut huge = bmp_of(60_000, &[0; 8]);
    huge[22..26].copy_from_slice(&60_000_u32.to_le_bytes());
    let why = refused(&huge);
    assert!(!why.to_string().is_empty());
    let picture = |width_mm| SealPicture {
        format: PictureFormat::Png,
        data: png_of(1, png::ColorType::Rgb, &[0; 3]),
        width_mm,
        height_mm: 1,
    };
    let fonts = FontChain::built_in().unwrap();
    for width in [0, 201] {
        let why = SealFace::read(&picture(width), &fonts).unwrap_err();
        assert_eq!(why, SealPictureError::Size { width, height: 1 });
    }
}

const OFD: &str = "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody>\
    <ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
const DOCUMENT: &str = "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>\
    <PublicRes>Res.xml</PublicRes></CommonData><Pages><Page ID=\"1\" BaseLoc=\"Page.xml\"/></Pages></Document>";
const RESOURCES: &str = "<Res BaseLoc=\"Res\"><Fonts><Font ID=\"4\" FontName=\"楷体\"/></Fonts>\
    <DrawParams><DrawParam ID=\"7\" LineWidth=\"0.5\"><StrokeColor Value=\"0 0 255\"/></DrawParam>\
    <DrawParam ID=\"8\" Relative=\"7\"><FillColor Value=\"0 255 0\"/></DrawParam></DrawParams></Res>";

/// A page of 40 by 20 mm with these objects, as a package.
fn package(objects: &str) -> Vec<u8> {
    let page = format!(
        "<Page><Area><PhysicalBox>0 0 40 20</PhysicalBox></Area><Content><Layer>{objects}</Layer></Content></Page>"
    );
    zip(&[
        ("OFD.xml", OFD.as_bytes()),
        ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
        ("Doc_0/Res.xml", RESOURCES.as_bytes()),
        ("Doc_0/Page.xml", page.as_bytes()),
    ])
}

fn drawn(objects: &str) -> Vec<SealPath> {
    match shown(PictureFormat::Ofd, &package(objects)).unwrap() {
        SealFace::Drawing(drawing) => drawing.paths,
        other => panic!("{other:?}"),
    }
}

fn box_of(path: &SealPath) -> [f64; 4] {
    let mut found = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for segment in &path.segments {
        if let Segment::Move([x, y]) | Segment::Line([x, y]) | Segment::Curve(_, _, [x, y]) =
            segment
        {
            found = [
                found[0].min(*x),
                found[1].min(*y),
                found[2].max(*x),
                found[3].max(*y),
            ];
        }
    }
    found
}

#[test]
fn paths_of_a_package_lie_where_its_page_says_at_the_size_of_the_seal() {
    let square = "<AbbreviatedData>S 0 0 L 4 0 L 4 4 L 0 4 C</AbbreviatedData>";
    let found = drawn(&format!(
        "<PathObject Boundary=\"10 5 9 9\" CTM=\"2 0 0 1 1 0\" Fill=\"true\" Stroke=\"false\" Rule=\"Even-Odd\">\
         <FillColor Value=\"255 0 0\"/>{square}</PathObject>\
         <PathObject Boundary=\"0 0 9 9\" DrawParam=\"8\" LineWidth=\"1\">{square}</PathObject>\
         <PathObject Boundary=\"0 0 9 9\" Visible=\"false\">{square}</PathObject>\
         <PageBlock><PathObject Boundary=\"0 0 9 9\" DrawParam=\"8\" Fill=\"true\">{square}</PathObject></PageBlock>"
    ));
    // A page of 40 mm on a seal of 20 mm: half as large.
    assert_eq!(box_of(&found[0]), [5.5, 2.5, 9.5, 4.5]);
    assert_eq!(
        (found[0].fill, found[0].stroke_mm),
        (Some(Fill::EvenOdd), 0.0)
    );
    assert_eq!(found[0].colour, Some([255, 0, 0]));
    assert_eq!((found[1].fill, found[1].stroke_mm), (None, 0.5));
    assert_eq!(found[1].colour, Some([0, 0, 255]));
    assert_eq!(found[2].colour, Some([0, 255, 0]));
    assert_eq!((found[3].stroke_mm, found.len()), (0.25, 4));
}

#[test]
fn more_lines_or_areas_than_a_seal_has_are_not_drawn() {
    let path = "<PathObject Boundary=\"0 0 40 40\" Fill=\"true\"><AbbreviatedData>S 0 0 L 40 0 L 40 40 L 0 40 C</AbbreviatedData></PathObject>";
    assert_eq!(drawn(&path.repeat(20)).len(), 40);
    let zigzag = "L 40 40 L 0 0 ".repeat(800);
    let long = format!(
        "<PathObject Boundary=\"0 0 40 40\"><AbbreviatedData>S 0 0 {zigzag}</AbbreviatedData></PathObject>"
    );
    for objects in [path.repeat(40), long] {
        let refused = shown(PictureFormat::Ofd, &package(&objects)).unwrap_err();
        assert!(refused.to_string().contains("more lines"), "{refused}");
    }
}

#[test]
fn text_of_a_package_is_drawn_character_by_character_turned_as_it_says() {
    let text = |more: &str, code: &str| {
        drawn(&format!(
            "<TextObject Boundary=\"10 5 20 8\" Font=\"4\" Size=\"4\"{more}><FillColor Value=\"255 0 0\"/>{code}</TextObject>"
        ))
    };
    let found = text(
        "",
        "<TextCode X=\"0\" Y=\"4\" DeltaX=\"g 2 5\">口口口</TextCode>",
    );
    assert_eq!(found.len(), 3);
    let boxes: Vec<_> = found.iter().map(box_of).collect();
    for (index, [left, top, right, bottom]) in boxes.iter().enumerate() {
        let start = (10.0 + 5.0 * f64::from(u8::try_from(index).unwrap())) / 2.0;
        assert!(start < *left && *right < start + 2.0, "{left} {right}");
        assert!(
            *top > 2.4 && *bottom < 4.8 && bottom - top > 1.0,
            "{top} {bottom}"
        );
    }
    // A quarter turn: to the right becomes down.
    let found = text(
        " CTM=\"0 1 -1 0 0 0\"",
        "<TextCode X=\"0\" Y=\"0\" DeltaX=\"5\">口口</TextCode>",
    );
    let (first, second) = (box_of(&found[0]), box_of(&found[1]));
    assert!(
        (second[1] - first[1] - 2.5).abs() < 1e-6,
        "{first:?} {second:?}"
    );
    assert!(first[0] > 4.8, "above the line is to the right: {first:?}");
}

#[test]
fn what_a_package_has_beside_paths_and_text_is_refused_by_its_name() {
    let path = |attributes: &str, inside: &str| {
        format!(
            "<PathObject Boundary=\"0 0 9 9\"{attributes}>{inside}<AbbreviatedData>S 0 0 L 4 0</AbbreviatedData></PathObject>"
        )
    };
    let text = |attributes: &str, code: &str| {
        format!("<TextObject Boundary=\"0 0 9 9\" Size=\"4\"{attributes}>{code}</TextObject>")
    };
    let code = "<TextCode X=\"0\" Y=\"4\">口</TextCode>";
    for (objects, what) in [
        (
            "<ImageObject Boundary=\"0 0 9 9\"/>".to_owned(),
            "ImageObject",
        ),
        ("<CompositeObject/>".to_owned(), "CompositeObject"),
        (path(" Alpha=\"90\"", ""), "Alpha"),
        (
            path("", "<StrokeColor><AxialShd/></StrokeColor>"),
            "StrokeColor",
        ),
        (path("", "<StrokeColor Value=\"1 2\"/>"), "StrokeColor"),
        (path("", "<Clips><Clip/></Clips>"), "Clips"),
        (path(" DashPattern=\"1 1\"", ""), "DashPattern"),
        (path(" DrawParam=\"99\"", ""), "DrawParam"),
        (path(" CTM=\"1 0 0 1\"", ""), "CTM"),
        (text(" Font=\"9\"", code), "Font"),
        (
            text(" Font=\"4\" CharDirection=\"90\"", code),
            "CharDirection",
        ),
        (
            text(" Font=\"4\"", "<TextCode X=\"0\" Y=\"4\">口口</TextCode>"),
            "DeltaX",
        ),
        (
            text(
                " Font=\"4\"",
                "<TextCode X=\"0\" Y=\"4\" DeltaX=\"1\">口口口</TextCode>",
            ),
            "DeltaX",
        ),
    ] {
        let why = shown(PictureFormat::Ofd, &package(&objects)).unwrap_err();
        assert!(
            matches!(&why, SealPictureError::NotDrawn { what: named } if named.contains(what)),
            "{what}: {why}"
        );
    }
    let missing = text(
        " Font=\"4\"",
        "<TextCode X=\"0\" Y=\"4\">\u{2A6A5}</TextCode>",
    );
    let why = shown(PictureFormat::Ofd, &package(&missing)).unwrap_err();
    assert_eq!(
        why,
        SealPictureError::MissingGlyph {
            character: '\u{2A6A5}'
        }
    );
    let empty = shown(PictureFormat::Ofd, &package("")).unwrap_err();
    assert_eq!(empty, SealPictureError::Blank);
    let none = shown(PictureFormat::Ofd, b"PK\x03\x04").unwrap_err();
    assert!(matches!(none, SealPictureError::Package(_)), "{none}");
}
