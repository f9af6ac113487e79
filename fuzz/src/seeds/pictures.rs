//! Pictures of seals, one of each format.

use super::seals::zip;
use yinxin_core::font::FontChain;
use yinxin_core::seal::{PictureFormat, SealFace, SealPicture};

const PAGE: &str = "<Page><Area><PhysicalBox>0 0 40 30</PhysicalBox></Area><Content><Layer>\
    <PathObject Boundary=\"1 1 30 20\" CTM=\"1 0 0.5 1 0 0\" LineWidth=\"0.5\" Fill=\"true\" Rule=\"Even-Odd\">\
    <FillColor Value=\"217 0 27\"/><StrokeColor Value=\"0 90 90 10\"/>\
    <AbbreviatedData>S 0 0 L 9 0 Q 12 3 9 6 B 8 7 7 8 6 9 A 5 4 30 0 1 0 5 C</AbbreviatedData></PathObject>\
    <PageBlock><PathObject Boundary=\"3 3 9 9\" DrawParam=\"7\"><AbbreviatedData>S 0 0 L 5 5</AbbreviatedData></PathObject>\
    </PageBlock></Layer></Content></Page>";

/// Returns them: BMP, PNG made of it, GIF, JPEG and OFD.
pub(super) fn all() -> Vec<Vec<u8>> {
    let bmp = bmp();
    let picture = SealPicture {
        format: PictureFormat::Bmp,
        data: bmp.clone(),
        width_mm: 40,
        height_mm: 30,
    };
    let png = match SealFace::read(&picture, &FontChain::default()) {
        Ok(SealFace::Raster { raster, .. }) => raster.to_png(40.0),
        _ => Vec::new(),
    };
    let jpeg = include_bytes!("../../../core/src/issue/tests/portrait.jpg");
    vec![bmp, png, gif(), jpeg.to_vec(), ofd()]
}

/// 8 bits a point, with a palette of two.
fn bmp() -> Vec<u8> {
    let mut file = b"BM".to_vec();
    for word in [62 + 16, 0, 62, 40, 4, 4] {
        file.extend(u32::to_le_bytes(word));
    }
    file.extend([1, 0, 8, 0]);
    file.extend([0; 24]);
    file.extend([255, 255, 255, 0, 27, 0, 217, 0]);
    file.extend([0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0]);
    file
}

/// Two points, of which one is red.
fn gif() -> Vec<u8> {
    let head = b"GIF89a\x02\0\x01\0\x80\0\0\xff\xff\xff\xd9\0\x1b,\0\0\0\0\x02\0\x01\0\0\x02\x02";
    // Codes of three bits: clear, 1, 0, end.
    let codes = [0b00_001_100, 0b0000_1010];
    [head.as_slice(), &codes, b"\0;"].concat()
}

fn ofd() -> Vec<u8> {
    let files = [
        (
            "OFD.xml",
            "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
        ),
        (
            "D.xml",
            "<Document><CommonData><PublicRes>R.xml</PublicRes></CommonData><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>",
        ),
        (
            "R.xml",
            "<Res><DrawParams><DrawParam ID=\"7\" LineWidth=\"0.2\"><StrokeColor Value=\"9\"/></DrawParam></DrawParams></Res>",
        ),
        ("P.xml", PAGE),
    ];
    zip(&files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))
}
