use super::demo;
use crate::font::{Font, FontChain, FontError, Typeface};
use crate::issue::*;
use crate::licence::*;
use lopdf::{Dictionary, Document, Object};
use time::macros::datetime;

/// A drawn portrait of nobody.
pub(super) fn portrait() -> Vec<u8> {
    include_bytes!("portrait.jpg").to_vec()
}

const ADDRESS: &str = "https://zhengzhao.example/v/";
const JSON: &str = r#"{"ZZMC":"测试","n":1}"#;

fn options(fonts: &FontChain) -> IssueOptions<'_> {
    IssueOptions {
        fonts,
        verification_address: ADDRESS,
        licence_json: JSON,
        created: datetime!(2026-11-22 08:30:00 UTC),
        second_field: SecondField::Invisible,
    }
}

fn render(entry: &CatalogueEntry, licence: &Licence) -> Result<RenderedLicence, IssueError> {
    LicenceFile::render(licence, entry, &options(&FontChain::built_in().unwrap()))
}

fn open(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

fn follow<'a>(pdf: &'a Document, object: &'a Object) -> &'a Object {
    pdf.dereference(object).unwrap().1
}

fn dict<'a>(pdf: &'a Document, from: &'a Dictionary, key: &str) -> &'a Dictionary {
    match follow(pdf, from.get(key.as_bytes()).unwrap()) {
        Object::Dictionary(d) => d,
        Object::Stream(s) => &s.dict,
        other => panic!("{key}: {other:?}"),
    }
}

fn number(object: &Object) -> f32 {
    object.as_float().unwrap()
}

/// Every piece of text of the page: characters, left, right, baseline.
fn texts(pdf: &Document) -> Vec<(String, f32, f32, f32)> {
    let page = *pdf.get_pages().get(&1).unwrap();
    let dictionary = pdf.get_dictionary(page).unwrap();
    let resources = dict(pdf, dictionary, "Resources");
    let fonts = dict(pdf, resources, "Font");
    let content = pdf.get_and_decode_page_content(page).unwrap();
    let (mut out, mut at, mut font, mut size, mut tracking) =
        (Vec::new(), (0.0, 0.0), String::new(), 0.0, 0.0);
    for operation in content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "Tc" => tracking = number(&operands[0]),
            "Tm" => at = (number(&operands[4]), number(&operands[5])),
            "Tf" => {
                font = String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                size = number(&operands[1]);
            }
            "Tj" => {
                let type0 = dict(pdf, fonts, &font);
                let cid = follow(
                    pdf,
                    &type0.get(b"DescendantFonts").unwrap().as_array().unwrap()[0],
                )
                .as_dict()
                .unwrap();
                let widths = follow(pdf, cid.get(b"W").unwrap()).as_array().unwrap();
                let widths = widths[1].as_array().unwrap();
                let map = follow(pdf, type0.get(b"ToUnicode").unwrap())
                    .as_stream()
                    .unwrap();
                let map = String::from_utf8(map.decompressed_content().unwrap()).unwrap();
                let (mut shown, mut width) = (String::new(), 0.0);
                for code in operands[0].as_str().unwrap().chunks(2) {
                    let code = usize::from(u16::from_be_bytes([code[0], code[1]]));
                    assert!(code > 0, ".notdef is drawn");
                    width += number(&widths[code - 1]) / 1000.0 * size + tracking;
                    let line = map
                        .lines()
                        .find(|l| l.starts_with(&format!("<{code:04X}> <")))
                        .unwrap();
                    let hex = line.rsplit('<').next().unwrap().trim_end_matches('>');
                    let units: Vec<u16> = (0..hex.len() / 4)
                        .map(|i| u16::from_str_radix(&hex[4 * i..4 * i + 4], 16).unwrap())
                        .collect();
                    shown.push_str(&String::from_utf16(&units).unwrap());
                }
                out.push((shown, at.0, at.0 + width - tracking, at.1));
                at.0 += width;
            }
            _ => {}
        }
    }
    out
}

#[test]
fn every_demo_type_makes_a_file_that_another_reader_opens() {
    for (name, entry, licence) in demo::all() {
        let rendered = render(&entry, &licence).unwrap_or_else(|e| panic!("{name}: {e}"));
        let pdf = open(&rendered.pdf);
        assert_eq!(pdf.version, "1.7", "{name}");
        assert_eq!(pdf.get_pages().len(), 1, "{name}");
        let text: String = texts(&pdf).into_iter().map(|t| t.0).collect();
        for expected in [
            &entry.face.title,
            &licence.holders[0].name,
            &licence.identifier,
        ] {
            assert!(
                text.contains(expected.as_str()),
                "{name}: {expected} not in {text}"
            );
        }
        assert!(text.contains("2026年11月22日"), "{name}");
        assert!(
            rendered.pdf.len() < 200_000,
            "{name}: {}",
            rendered.pdf.len()
        );
    }
}

#[test]
fn no_text_leaves_the_frame() {
    for (name, entry, mut licence) in demo::all() {
        for longer in 0..3 {
            for field in &mut licence.fields {
                if !field.name.ends_with("RQ") {
                    field.value.push_str(&"长".repeat(6 * longer));
                }
            }
            let Ok(rendered) = render(&entry, &licence) else {
                continue;
            };
            let (w, h) = (
                sheet::mm(f32::from(entry.face.page.0)),
                sheet::mm(f32::from(entry.face.page.1)),
            );
            let margin = sheet::mm(10.0);
            for (text, left, right, baseline) in texts(&open(&rendered.pdf)) {
                assert!(
                    left > margin && right < w - margin,
                    "{name}: {text} {left}..{right}"
                );
                assert!(
                    baseline > margin && baseline < h - margin,
                    "{name}: {text} {baseline}"
                );
            }
            for place in [Some(rendered.seal_place), rendered.second_place]
                .into_iter()
                .flatten()
            {
                let r = place.rect;
                assert!(r.x0 > margin && r.y0 > margin && r.x1 < w - margin && r.y1 < h - margin);
            }
        }
    }
}

#[test]
fn the_same_licence_gives_the_same_octets_and_another_one_does_not() {
    let (entry, licence) = demo::food();
    let first = render(&entry, &licence).unwrap();
    assert_eq!(first, render(&entry, &licence).unwrap());
    let mut other = licence.clone();
    other.number.push('1');
    let other = render(&entry, &other).unwrap();
    let id = |pdf: &[u8]| {
        open(pdf)
            .trailer
            .get(b"ID")
            .unwrap()
            .as_array()
            .unwrap()
            .clone()
    };
    assert_ne!(id(&first.pdf), id(&other.pdf));
    assert_eq!(id(&first.pdf)[0], id(&first.pdf)[1]);
}

#[test]
fn the_data_is_embedded_as_it_stands() {
    let (entry, licence) = demo::business();
    let pdf = open(&render(&entry, &licence).unwrap().pdf);
    let catalog = pdf.catalog().unwrap();
    let associated = follow(&pdf, &catalog.get(b"AF").unwrap().as_array().unwrap()[0])
        .as_dict()
        .unwrap();
    let names = dict(&pdf, dict(&pdf, catalog, "Names"), "EmbeddedFiles");
    let named = names.get(b"Names").unwrap().as_array().unwrap();
    assert_eq!(named[0].as_str().unwrap(), DATA_FILE_NAME.as_bytes());
    assert_eq!(follow(&pdf, &named[1]).as_dict().unwrap(), associated);
    assert_eq!(
        associated
            .get(b"AFRelationship")
            .unwrap()
            .as_name()
            .unwrap(),
        b"Data"
    );
    let file = follow(&pdf, dict(&pdf, associated, "EF").get(b"UF").unwrap())
        .as_stream()
        .unwrap();
    assert_eq!(file.decompressed_content().unwrap(), JSON.as_bytes());
    assert_eq!(
        file.dict.get(b"Subtype").unwrap().as_name().unwrap(),
        b"application/json"
    );
    let size = dict(&pdf, &file.dict, "Params")
        .get(b"Size")
        .unwrap()
        .as_i64()
        .unwrap();
    assert_eq!(size, i64::try_from(JSON.len()).unwrap());
}

#[test]
fn the_catalog_has_what_an_archive_and_a_screen_reader_want() {
    let (entry, licence) = demo::qualification();
    let rendered = render(&entry, &licence).unwrap();
    let pdf = open(&rendered.pdf);
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert!(
        dict(&pdf, catalog, "MarkInfo")
            .get(b"Marked")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    assert!(
        dict(&pdf, catalog, "ViewerPreferences")
            .get(b"DisplayDocTitle")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    let intent = follow(
        &pdf,
        &catalog.get(b"OutputIntents").unwrap().as_array().unwrap()[0],
    )
    .as_dict()
    .unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let profile = follow(&pdf, intent.get(b"DestOutputProfile").unwrap())
        .as_stream()
        .unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 3);
    assert_eq!(&profile.decompressed_content().unwrap()[36..40], b"acsp");

    // The tree in reading order, by role.
    fn walk(pdf: &Document, element: &Dictionary, depth: usize, out: &mut Vec<String>) {
        let role =
            String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        if depth <= 1 {
            out.push(role.clone());
        }
        if role == "Figure" || role == "Form" {
            assert!(element.has(b"Alt"), "{role} without words");
        }
        for child in element.get(b"K").unwrap().as_array().unwrap() {
            if let Ok(child) = follow(pdf, child).as_dict()
                && child.has(b"S")
            {
                walk(pdf, child, depth + 1, out);
            }
        }
    }
    let root = dict(&pdf, catalog, "StructTreeRoot");
    let mut roles = Vec::new();
    walk(&pdf, dict(&pdf, root, "K"), 0, &mut roles);
    assert_eq!(
        roles,
        [
            "Document", "H1", "P", "Figure", "Table", "P", "P", "Figure", "P", "P", "Form"
        ]
    );

    // Each piece of marked content of the page has its element.
    let page = *pdf.get_pages().get(&1).unwrap();
    let content = pdf.get_and_decode_page_content(page).unwrap();
    let (mut open_marks, mut pieces) = (0, 0);
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" | "BMC" => {
                open_marks += 1;
                if operation.operands[0].as_name().unwrap() != b"Artifact" {
                    pieces += 1;
                }
            }
            "EMC" => open_marks -= 1,
            "Tj" | "f" | "S" | "Do" => assert_eq!(open_marks, 1, "content outside the structure"),
            _ => {}
        }
    }
    let nums = dict(&pdf, root, "ParentTree")
        .get(b"Nums")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!(follow(&pdf, &nums[1]).as_array().unwrap().len(), pieces);
}

#[test]
fn info_and_xmp_say_the_same_and_special_characters_are_escaped() {
    let (entry, mut licence) = demo::food();
    licence.number = "甲<b>&\"（1）\"]]>号".into();
    let pdf = open(&render(&entry, &licence).unwrap().pdf);
    let info = dict(&pdf, &pdf.trailer, "Info");
    let title = info.get(b"Title").unwrap().as_str().unwrap();
    let units: Vec<u16> = title[2..]
        .chunks(2)
        .map(|c| u16::from_be_bytes([c[0], c[1]]))
        .collect();
    assert_eq!(
        String::from_utf16(&units).unwrap(),
        format!("食品经营许可证 {}", licence.number)
    );
    assert_eq!(
        info.get(b"CreationDate").unwrap().as_str().unwrap(),
        b"D:20261122083000Z"
    );
    let xmp = follow(&pdf, pdf.catalog().unwrap().get(b"Metadata").unwrap())
        .as_stream()
        .unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    assert!(
        xmp.contains("甲&lt;b") && xmp.contains("&amp;") && !xmp.contains("<b>"),
        "{xmp}"
    );
    assert!(
        xmp.contains("<xmp:CreateDate>2026-11-22T08:30:00Z</xmp:CreateDate>"),
        "{xmp}"
    );
    assert!(xmp.contains("<pdfaid:part>3</pdfaid:part>"), "{xmp}");
}

#[test]
fn the_second_field_is_empty_and_there_only_where_asked() {
    let (entry, licence) = demo::road_transport();
    let fonts = FontChain::built_in().unwrap();
    let check = |second_field, expected: Option<bool>| {
        let options = IssueOptions {
            second_field,
            ..options(&fonts)
        };
        let rendered = LicenceFile::render(&licence, &entry, &options).unwrap();
        let pdf = open(&rendered.pdf);
        let fields = dict(&pdf, pdf.catalog().unwrap(), "AcroForm")
            .get(b"Fields")
            .unwrap()
            .as_array()
            .unwrap();
        let Some(placed) = expected else {
            assert!(fields.is_empty());
            return;
        };
        let field = follow(&pdf, &fields[0]).as_dict().unwrap();
        assert_eq!(field.get(b"FT").unwrap().as_name().unwrap(), b"Sig");
        assert_eq!(
            field.get(b"T").unwrap().as_str().unwrap(),
            SECOND_FIELD_NAME.as_bytes()
        );
        assert!(!field.has(b"V"));
        assert_eq!(rendered.second_place.is_some(), placed);
        let rect: Vec<f32> = field
            .get(b"Rect")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        if let Some(place) = rendered.second_place {
            assert_eq!(
                rect,
                [place.rect.x0, place.rect.y0, place.rect.x1, place.rect.y1]
            );
            assert!(place.rect.x1 <= rendered.seal_place.rect.x0);
        } else {
            assert_eq!(rect, [0.0; 4]);
        }
    };
    check(SecondField::None, None);
    check(SecondField::Invisible, Some(false));
    check(SecondField::Placed, Some(true));
}

#[test]
fn a_place_centres_a_seal_of_another_size() {
    let (entry, licence) = demo::road_transport();
    let place = render(&entry, &licence).unwrap().seal_place;
    let same = place.centred(42.0, 42.0);
    assert!((same.x0 - place.rect.x0).abs() < 0.01 && (same.y1 - place.rect.y1).abs() < 0.01);
    let small = place.centred(38.0, 38.0);
    assert!(((small.x1 - small.x0) - 38.0 * 72.0 / 25.4).abs() < 0.01);
}

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
        fault(|_, l| long(l, 60)),
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
        fault(|e, _| e.face.rows[0].lines = 30),
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
    let shown: String = texts(&pdf).into_iter().map(|t| t.0).collect();
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
        fault(|e, _| e.face.style.qr_size = 150),
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

#[test]
fn a_layout_survives_being_written_as_json() {
    for (name, entry, _) in demo::all() {
        let json = serde_json::to_string(&entry.face).unwrap();
        assert_eq!(
            serde_json::from_str::<FaceLayout>(&json).unwrap(),
            entry.face,
            "{name}"
        );
    }
    let short = r#"{"page":[210,297],"title":"证","rows":[{"label":"名称","element":"CZZT"}]}"#;
    let layout: FaceLayout = serde_json::from_str(short).unwrap();
    assert_eq!(layout.rows, [FaceRow::full("名称", "CZZT", 1)]);
    let wrong = short.replace("\"rows\"", "\"style\":{\"ink\":\"red\"},\"rows\"");
    assert!(serde_json::from_str::<FaceLayout>(&wrong).is_err());
}

/// Writes the faces that a person looks at, with a seal drawn where it belongs; `YINXIN_KEEP` names
/// the folder.
#[test]
fn faces_to_look_at_are_kept_where_asked() {
    let Some(folder) = std::env::var_os("YINXIN_KEEP") else {
        println!("skipped: YINXIN_KEEP names no folder");
        return;
    };
    let folder = std::path::Path::new(&folder);
    let fonts = FontChain::built_in().unwrap();
    for (name, entry, licence) in demo::all() {
        let rendered = render(&entry, &licence).unwrap_or_else(|e| panic!("{name}: {e}"));
        std::fs::write(folder.join(format!("{name}.pdf")), &rendered.pdf).unwrap();
        let seal = crate::seal::SealDesign::township_government(licence.issuer.name.clone())
            .with_number("99010100000017")
            .draw(&fonts)
            .unwrap();
        let place = rendered.seal_place.centred(42.0, 42.0);
        let mut pdf = open(&rendered.pdf);
        let page = *pdf.get_pages().get(&1).unwrap();
        let mut content = format!("q /Ink gs 1 0 0 1 {} {} cm\n", place.x0, place.y0).into_bytes();
        content.extend(seal.to_pdf_content());
        content.extend(b"Q\n");
        let state = pdf.add_object(lopdf::Dictionary::from_iter([(
            "BM",
            Object::from("Multiply"),
        )]));
        pdf.get_object_mut(state)
            .unwrap()
            .as_dict_mut()
            .unwrap()
            .set("BM", Object::Name(b"Multiply".to_vec()));
        pdf.add_graphics_state(page, "Ink", state).unwrap();
        pdf.add_page_contents(page, content).unwrap();
        pdf.save(folder.join(format!("{name}-sealed.pdf"))).unwrap();
    }
}
