use super::demo;
use crate::font::FontChain;
use crate::issue::*;
use crate::licence::*;
use crate::seal::OverDate;
use lopdf::{Dictionary, Document, Object};
use time::macros::datetime;

/// A drawn portrait of nobody.
pub(super) fn portrait() -> Vec<u8> {
    include_bytes!("portrait.jpg").to_vec()
}

const ADDRESS: &str = "https://zhengzhao.example/v/";
const JSON: &str = r#"{"ZZMC":"测试","n":1}"#;

pub(super) fn options(fonts: &FontChain) -> IssueOptions<'_> {
    IssueOptions {
        fonts,
        verification_address: ADDRESS,
        licence_json: JSON,
        created: datetime!(2026-11-22 08:30:00 UTC),
        second_field: SecondField::Invisible,
        over_date: OverDate::LowerPart,
    }
}

pub(super) fn render(
    entry: &CatalogueEntry,
    licence: &Licence,
) -> Result<RenderedLicence, IssueError> {
    let fonts = FontChain::built_in().map_err(IssueError::Font)?;
    LicenceFile::render(licence, entry, &options(&fonts))
}

pub(super) fn open(pdf: &[u8]) -> Document {
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

/// A piece of text of the page.
pub(super) struct Shown {
    pub(super) text: String,
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
}

/// Every piece of text of the page.
pub(super) fn texts(pdf: &Document) -> Vec<Shown> {
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
                out.push(Shown {
                    text: shown,
                    left: at.0,
                    right: at.0 + width - tracking,
                    baseline: at.1,
                    size,
                });
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
        let text: String = texts(&pdf).into_iter().map(|t| t.text).collect();
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

/// Each type with values as they are, longer and much longer, for every kind of second field.
fn variants() -> Vec<(String, FaceLayout, RenderedLicence)> {
    let fonts = FontChain::built_in().unwrap();
    let mut out = Vec::new();
    for (name, entry, licence) in demo::all() {
        for second_field in [SecondField::None, SecondField::Placed] {
            for longer in [0, 6, 18, 40] {
                let mut licence = licence.clone();
                for field in &mut licence.fields {
                    if !field.name.ends_with("RQ") {
                        field.value.push_str(&"长".repeat(longer));
                    }
                }
                let options = IssueOptions {
                    second_field,
                    ..options(&fonts)
                };
                match LicenceFile::render(&licence, &entry, &options) {
                    Ok(file) => {
                        out.push((format!("{name}+{longer}"), entry.face.clone(), file));
                    }
                    Err(error) => {
                        assert!(longer > 0, "{name}: {error}");
                        assert!(
                            matches!(error, IssueError::DoesNotFit { .. }),
                            "{name}: {error}"
                        );
                    }
                }
            }
        }
    }
    assert!(out.len() >= 24, "{} faces are enough to judge", out.len());
    out
}

#[test]
fn no_text_and_no_seal_leaves_the_frame() {
    for (name, face, file) in variants() {
        let (w, h) = (
            sheet::mm(f32::from(face.page.0)),
            sheet::mm(f32::from(face.page.1)),
        );
        let margin = sheet::mm(10.0);
        for t in texts(&open(&file.pdf)) {
            let (text, left, right) = (t.text, t.left, t.right);
            assert!(
                left > margin && right < w - margin,
                "{name}: {text} {left}..{right}"
            );
            let (low, high) = (t.baseline - 0.12 * t.size, t.baseline + 0.88 * t.size);
            assert!(
                low > margin && high < h - margin,
                "{name}: {text} {low}..{high}"
            );
        }
        for place in [Some(file.seal_place), file.second_place]
            .into_iter()
            .flatten()
        {
            let r = place.rect;
            assert!(r.x0 > margin && r.y0 > margin && r.x1 < w - margin && r.y1 < h - margin);
        }
    }
}

#[test]
fn no_two_texts_overlap() {
    for (name, _, file) in variants() {
        let shown = texts(&open(&file.pdf));
        for (i, a) in shown.iter().enumerate() {
            for b in &shown[i + 1..] {
                let across = a.left < b.right - 0.01 && b.left < a.right - 0.01;
                let down = a.baseline < b.baseline + 0.8 * b.size
                    && b.baseline < a.baseline + 0.8 * a.size;
                assert!(!(across && down), "{name}: {} on {}", a.text, b.text);
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
        let layout = serde_json::to_string_pretty(&entry.face).unwrap();
        std::fs::write(folder.join(format!("{name}.face.json")), layout).unwrap();
        let placed = IssueOptions {
            second_field: SecondField::Placed,
            ..options(&fonts)
        };
        let placed = LicenceFile::render(&licence, &entry, &placed).unwrap();
        std::fs::write(folder.join(format!("{name}-placed.pdf")), &placed.pdf).unwrap();
        let seal = crate::seal::Preset::named("township")
            .unwrap()
            .design(licence.issuer.name.clone())
            .with_number("99010100000017")
            .draw(&fonts)
            .unwrap();
        let place = rendered.seal_place.centred(42.0, 42.0);
        let mut pdf = open(&rendered.pdf);
        let page = *pdf.get_pages().get(&1).unwrap();
        let mut content = format!("q /Ink gs 1 0 0 1 {} {} cm\n", place.x0, place.y0).into_bytes();
        content.extend(seal.to_pdf_content());
        content.extend(b"Q\n");
        let state = pdf.add_object(Dictionary::from_iter([("BM", Object::from("Multiply"))]));
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
