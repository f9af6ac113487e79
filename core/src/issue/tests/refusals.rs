//! What is not made into a licence file, and why.

use super::demo;
use super::facts::{open, options, portrait, render, texts};
use crate::font::{Font, FontChain, FontError, Typeface};
use crate::issue::*;
use crate::licence::*;
use time::macros::datetime;

fn fault(change: impl Fn(&mut CatalogueEntry, &mut Licence)) -> IssueError {
    let (mut entry, mut licence) = demo::food();
    change(&mut entry, &mut licence);
    render(&entry, &licence).unwrap_err()
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_field() {
    let error = fault(|_, l| l.holders[0].name = "示例\u{2A6A5}店".into());
    assert_eq!(
        error,
        IssueError::MissingGlyph {
            field: "经营者名称".into(),
            character: '\u{2A6A5}'
        }
    );
    assert!(error.to_string().contains("U+2A6A5"));
    let (entry, licence) = demo::food();
    let none = FontChain::default();
    let error = LicenceFile::render(&licence, &entry, &options(&none)).unwrap_err();
    assert!(matches!(error, IssueError::MissingGlyph { .. }));
}

#[test]
fn another_font_of_the_chain_steps_in() {
    let sans = include_bytes!("../../../fonts/NotoSansSC-official.ttf");
    let fonts =
        FontChain::new(vec![]).with_fallback(Font::new(&sans[..], 0, Typeface::Sans).unwrap());
    let (entry, licence) = demo::food();
    let pdf = LicenceFile::render(&licence, &entry, &options(&fonts))
        .unwrap()
        .pdf;
    assert!(open(&pdf).get_pages().len() == 1);
    assert_eq!(
        Font::new(&b"no font"[..], 0, Typeface::Sans).unwrap_err(),
        FontError::Unreadable
    );
}

#[test]
fn text_that_does_not_fit_is_an_error_that_names_the_field() {
    let long = |l: &mut Licence, n: usize| l.fields[4].value = "热食类食品制售；".repeat(n);
    assert_eq!(
        fault(|_, l| long(l, 200)),
        IssueError::DoesNotFit {
            field: "经营项目".into()
        }
    );
    assert_eq!(
        fault(|_, l| long(l, 600)),
        IssueError::TextTooLong {
            field: "经营项目".into(),
            most: 4000
        }
    );
    assert_eq!(
        fault(|_, l| l.issuer.name = "示例".repeat(400)),
        IssueError::DoesNotFit {
            field: "发证机关".into()
        }
    );
    assert!(matches!(
        fault(|e, _| {
            e.face.style.table = TableStyle::Grid;
            e.face.rows[0].lines = 30;
        }),
        IssueError::RowsDoNotFit { .. }
    ));
    assert_eq!(
        fault(|e, _| e.face.title = "食".repeat(200)),
        IssueError::DoesNotFit {
            field: "title".into()
        }
    );
}

#[test]
fn a_longer_text_is_set_smaller_before_it_is_refused() {
    let (entry, mut licence) = demo::food();
    licence.fields[4].value = "热食类食品制售；".repeat(18);
    let pdf = open(&render(&entry, &licence).unwrap().pdf);
    let shown: String = texts(&pdf).into_iter().map(|t| t.text).collect();
    assert!(shown.contains(&licence.fields[4].value));
}

#[test]
fn hidden_and_control_characters_are_refused() {
    for character in ['\u{202E}', '\u{200B}', '\u{7}', '\t', '\u{FEFF}'] {
        let error = fault(|_, l| l.holders[0].name.push(character));
        assert_eq!(
            error,
            IssueError::ForbiddenCharacter {
                field: "经营者名称".into(),
                character
            }
        );
    }
}

#[test]
fn inputs_out_of_bounds_are_refused() {
    assert_eq!(fault(|_, l| l.type_code.push('1')), IssueError::OtherType);
    assert_eq!(fault(|e, _| e.face.page = (90, 210)), IssueError::PageSize);
    assert_eq!(
        fault(|e, _| e.face.style.qr_size = 10),
        IssueError::StyleSize { name: "qr_size" }
    );
    assert_eq!(
        fault(|e, _| e.face.rows[0].element = "KZ_NONE".into()),
        IssueError::UnknownElement {
            element: "KZ_NONE".into()
        }
    );
    assert_eq!(
        fault(|_, l| l.fields[0].value.clear()),
        IssueError::MissingValue {
            field: "法定代表人".into()
        }
    );
    assert_eq!(
        fault(|_, l| l.identifier = "证".into()),
        IssueError::Identifier
    );
    assert_eq!(
        fault(|e, l| {
            e.face.style.qr_size = 150;
            l.identifier = "A".repeat(200);
        }),
        IssueError::QrCapacity
    );
    let (entry, licence) = demo::food();
    let fonts = FontChain::built_in().unwrap();
    let check = |change: &dyn Fn(&mut IssueOptions<'_>), expected: IssueError| {
        let mut options = options(&fonts);
        change(&mut options);
        assert_eq!(
            LicenceFile::render(&licence, &entry, &options).unwrap_err(),
            expected
        );
    };
    check(
        &|o| o.verification_address = "https://a.example/#x",
        IssueError::VerificationAddress,
    );
    check(
        &|o| o.verification_address = "javascript:alert(1)",
        IssueError::VerificationAddress,
    );
    check(
        &|o| o.verification_address = "",
        IssueError::VerificationAddress,
    );
    check(
        &|o| o.licence_json = "{",
        IssueError::DataNotJson { line: 1, column: 1 },
    );
    check(
        &|o| o.created = datetime!(-0001-01-01 0:00 UTC),
        IssueError::Date,
    );
}

#[test]
fn a_date_field_must_be_a_date() {
    let (entry, mut licence) = demo::business();
    licence.fields[4].value = "2019年3月8日".into();
    assert_eq!(
        render(&entry, &licence).unwrap_err(),
        IssueError::InvalidDate {
            field: "成立日期".into()
        }
    );
}

#[test]
fn photos_are_checked_and_lose_what_they_say_of_their_maker() {
    let (entry, licence) = demo::qualification();
    let with = |photo: Option<Photo>| {
        let mut licence = licence.clone();
        licence.photo = photo;
        render(&entry, &licence)
    };
    let jpeg = |data: Vec<u8>| {
        Some(Photo {
            media_type: "image/jpeg".into(),
            data,
        })
    };
    let fault = |photo| match with(photo).unwrap_err() {
        IssueError::Photo(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(with(None).unwrap_err(), IssueError::PhotoMissing);
    let png = Photo {
        media_type: "image/png".into(),
        data: portrait(),
    };
    assert_eq!(fault(Some(png)), PhotoError::MediaType);
    assert_eq!(
        fault(jpeg(b"GIF89a".to_vec())),
        PhotoError::Malformed { at: 0 }
    );
    for cut in [2, 3, 20, 200, portrait().len() - 1] {
        let data = portrait()[..cut].to_vec();
        assert!(
            matches!(fault(jpeg(data)), PhotoError::Malformed { .. }),
            "{cut}"
        );
    }
    assert!(matches!(
        fault(jpeg(vec![0xFF; 3 << 20])),
        PhotoError::TooLarge { .. }
    ));

    let mut spoken = portrait();
    let exif = [&[0xFF, 0xE1, 0x00, 0x0B][..], b"Exif\0\0GPS"].concat();
    spoken.splice(2..2, exif);
    spoken.extend(b"trailing");
    let (plain, spoken) = (with(jpeg(portrait())).unwrap(), with(jpeg(spoken)).unwrap());
    assert_eq!(plain.pdf, spoken.pdf);

    // Four components (CMYK), then arithmetic coding.
    let frame = portrait()
        .windows(2)
        .position(|w| matches!(w, [0xFF, 0xC0 | 0xC2]))
        .unwrap();
    let mut four = portrait();
    four[frame + 9] = 4;
    assert_eq!(fault(jpeg(four)), PhotoError::Unsupported { at: frame });
    let mut arithmetic = portrait();
    arithmetic[frame + 1] = 0xC9;
    assert_eq!(
        fault(jpeg(arithmetic)),
        PhotoError::Unsupported { at: frame }
    );

    let (entry, mut licence) = demo::food();
    licence.photo = jpeg(portrait());
    assert_eq!(
        render(&entry, &licence).unwrap_err(),
        IssueError::PhotoWithoutPlace
    );
}
