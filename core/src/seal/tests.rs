use super::*;
use crate::font::FontChain;
use lopdf::dictionary;

fn design_of(kind: &str, name: impl Into<String>) -> SealDesign {
    Preset::named(kind).unwrap().design(name)
}

fn bounds(paths: impl Iterator<Item = SealPath>) -> [f64; 4] {
    let mut b = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for segment in paths.flat_map(|p| p.segments) {
        let points = match segment {
            Segment::Move(p) | Segment::Line(p) => vec![p],
            Segment::Curve(a, b, p) => vec![a, b, p],
            Segment::Close => vec![],
        };
        for [x, y] in points {
            b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        }
    }
    b
}

fn part(drawing: &SealDrawing, part: SealPart) -> impl Iterator<Item = SealPath> {
    drawing
        .paths
        .clone()
        .into_iter()
        .filter(move |p| p.part == part)
}

#[test]
fn the_ring_fills_the_diameter_exactly() {
    let fonts = FontChain::built_in().unwrap();
    let drawing = design_of("company", "示例县测试公司").draw(&fonts).unwrap();
    assert_eq!((drawing.width_mm, drawing.height_mm), (40.0, 40.0));
    let ring = bounds(part(&drawing, SealPart::Ring));
    assert_eq!(ring, [0.0, 0.0, 40.0, 40.0]);
}

#[test]
fn names_of_4_to_28_characters_are_symmetric_and_stay_between_ring_and_star() {
    let fonts = FontChain::built_in().unwrap();
    for count in 4..=28 {
        for number in [None, Some("99010100000017")] {
            let mut design = design_of("joint-stock-company", "口".repeat(count));
            if let Some(number) = number {
                design = design.with_number(number);
            }
            let drawing = design.draw(&fonts).unwrap();
            let [x0, _, x1, _] = bounds(part(&drawing, SealPart::Name));
            assert!((x0 + x1 - 42.0).abs() < 0.25, "{count}: {x0} {x1}");
            for path in part(&drawing, SealPart::Name) {
                for segment in path.segments {
                    if let Segment::Move([x, y]) | Segment::Line([x, y]) = segment {
                        let r = (x - 21.0).hypot(y - 21.0);
                        assert!(r < 21.0 - 1.2 - 0.3, "{count}: touches the ring at {r}");
                        assert!(r > 7.0 + 1.0, "{count}: touches the star at {r}");
                    }
                }
            }
        }
    }
}

#[test]
fn neighbours_on_the_arc_do_not_touch() {
    let fonts = FontChain::built_in().unwrap();
    for count in [4, 9, 12, 20, 28] {
        let drawing = design_of("institution", "国".repeat(count))
            .draw(&fonts)
            .unwrap();
        // Angles that each character's corners span, about the centre.
        let spans: Vec<(f64, f64)> = part(&drawing, SealPart::Name)
            .map(|path| {
                let angles = path.segments.iter().filter_map(|s| match s {
                    Segment::Move(p) | Segment::Line(p) | Segment::Curve(_, _, p) => {
                        Some((p[0] - 22.5).atan2(22.5 - p[1]))
                    }
                    Segment::Close => None,
                });
                angles.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
            })
            .collect();
        assert_eq!(spans.len(), count);
        for pair in spans.windows(2) {
            assert!(pair[0].1 + 0.2 / 22.5 < pair[1].0, "{count}: {pair:?}");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let fonts = FontChain::built_in().unwrap();
    let error = design_of("company", "示例\u{2A6A5}公司")
        .draw(&fonts)
        .unwrap_err();
    assert_eq!(
        error,
        SealDesignError::MissingGlyph {
            part: SealPart::Name,
            character: '\u{2A6A5}'
        }
    );
    assert!(error.to_string().contains("U+2A6A5"));
    let none = design_of("company", "示例公司")
        .draw(&FontChain::default())
        .unwrap_err();
    assert!(matches!(
        none,
        SealDesignError::MissingGlyph {
            character: '示',
            ..
        }
    ));
}

#[test]
fn designs_out_of_bounds_are_refused() {
    let fonts = FontChain::built_in().unwrap();
    let check = |design: SealDesign, expected: &str| {
        let error = design.draw(&fonts).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(design_of("company", "三个字"), "4 to 28");
    check(design_of("company", "字".repeat(29)), "4 to 28");
    check(SealDesign::round("示例公司", 61.0, 1.0), "size");
    check(SealDesign::round("示例公司", f64::NAN, 1.0), "size");
    check(SealDesign::round("示例公司", 40.0, 0.0), "border");
    check(
        design_of("company", "示例公司").with_number("12345"),
        "13 to 14",
    );
    check(
        design_of("company", "示例公司").with_number("1234567890ABCD"),
        "neither digit",
    );
    check(
        design_of("company", "示例公司").with_line("字".repeat(11)),
        "2 to 10",
    );
    check(design_of("company", "示例\u{202E}公司"), "U+202E");
}

#[test]
fn the_same_design_gives_the_same_octets() {
    let fonts = FontChain::built_in().unwrap();
    let design = design_of("contract", "示例县测试有限公司").with_number("9901010000001");
    let (a, b) = (design.draw(&fonts).unwrap(), design.draw(&fonts).unwrap());
    assert_eq!(a.to_pdf_content(), b.to_pdf_content());
    assert_eq!(a.to_svg(), b.to_svg());
    let multiplied = a.to_pdf_content_multiplied();
    assert!(multiplied.starts_with(b"q\n/Ink gs\n"));
}

#[test]
fn the_kind_of_a_picture_is_read_in_any_spelling() {
    for (kind, expected) in [
        ("PNG", PictureFormat::Png),
        (".jpg", PictureFormat::Jpeg),
        ("ofd", PictureFormat::Ofd),
        ("tif", PictureFormat::Other("tif".into())),
    ] {
        assert_eq!(PictureFormat::from_kind(kind), expected);
    }
}

#[test]
fn a_seal_that_nobody_may_use_is_not_made() {
    let time = time::OffsetDateTime::UNIX_EPOCH;
    let good = SealInfo {
        version: SealVersion::Gbt38540Of2020,
        vendor: "yinxin".into(),
        id: "99010100000017".into(),
        kind: 1,
        name: "示例县测试局".into(),
        certificates: SealCertificates::Certificates(vec![vec![0x30]]),
        created: time,
        valid_from: time,
        valid_until: time + time::Duration::days(365),
        picture: SealPicture {
            format: PictureFormat::Svg,
            data: b"<svg/>".to_vec(),
            width_mm: 42,
            height_mm: 42,
        },
        extensions: vec![],
    };
    assert_eq!(good.check_for_making(), Ok(()));
    let check = |change: &dyn Fn(&mut SealInfo), expected| {
        let mut info = good.clone();
        change(&mut info);
        assert_eq!(info.check_for_making(), Err(expected));
    };
    check(
        &|i| i.certificates = SealCertificates::Digests(vec![]),
        SealInfoError::NoCertificate,
    );
    check(&|i| i.valid_until = i.valid_from, SealInfoError::Period);
    check(&|i| i.id = "印".into(), SealInfoError::Id);
    check(&|i| i.name = " ".into(), SealInfoError::Name);
    check(&|i| i.picture.width_mm = 0, SealInfoError::Picture);
}

/// Writes the seals that a person looks at; `YINXIN_KEEP` names the folder.
#[test]
fn seals_to_look_at_are_kept_where_asked() {
    let Some(folder) = std::env::var_os("YINXIN_KEEP") else {
        println!("skipped: YINXIN_KEEP names no folder");
        return;
    };
    let fonts = FontChain::built_in().unwrap();
    let folder = std::path::Path::new(&folder);
    let n = "99010100000017";
    let seals = [
        ("seal04", design_of("township", "示例镇府")),
        (
            "seal09",
            design_of("institution", "示例县住房和建设局").with_number(n),
        ),
        (
            "seal12",
            design_of("company", "示例县好山水食品有限公司").with_number("9901010000017"),
        ),
        (
            "seal20",
            design_of(
                "joint-stock-company",
                "示例省示例市示例县大山水交通运输集团公司",
            )
            .with_number(n),
        ),
        (
            "seal28",
            design_of(
                "institution",
                "示例省示例市示例县人民政府政务服务和大数据管理局证照中心",
            )
            .with_number(n),
        ),
        (
            "special",
            design_of("contract", "示例县山水（测试）食品有限公司").with_number(n),
        ),
        (
            "special-star",
            design_of("institution", "示例县行政审批服务局")
                .with_line("行政审批专用章")
                .with_number(n),
        ),
    ];
    for (name, design) in seals {
        let drawing = design.draw(&fonts).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), drawing.to_svg()).unwrap();
        let (w, h) = drawing.size_points();
        let mut pdf = lopdf::Document::with_version("1.7");
        let pages = pdf.new_object_id();
        let content = pdf.add_object(lopdf::Stream::new(dictionary! {}, drawing.to_pdf_content()));
        let real = |v: f64| lopdf::Object::Real(v.to_string().parse().unwrap());
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), real(w), real(h)],
        });
        pdf.objects.insert(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into(),
        );
        let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        pdf.trailer.set("Root", catalog);
        pdf.save(folder.join(format!("{name}.pdf"))).unwrap();
    }
}

/// Points of an outline, no further apart than a twentieth of what it draws at once.
fn points(path: &SealPath) -> Vec<[f64; 2]> {
    let mut from = [0.0; 2];
    let mut points = Vec::new();
    for segment in &path.segments {
        let to = match segment {
            Segment::Move(p) | Segment::Line(p) | Segment::Curve(_, _, p) => *p,
            Segment::Close => continue,
        };
        if !matches!(segment, Segment::Move(_)) {
            for step in 0..20 {
                let t = f64::from(step) / 20.0;
                points.push([
                    from[0] + t * (to[0] - from[0]),
                    from[1] + t * (to[1] - from[1]),
                ]);
            }
        }
        points.push(to);
        from = to;
    }
    points
}

#[test]
fn no_character_of_a_seal_stands_where_the_date_of_its_document_lies() {
    let fonts = FontChain::built_in().unwrap();
    let mut found = std::collections::BTreeMap::new();
    for count in 4..=28 {
        for centre in [Centre::Star, Centre::Empty] {
            for line in [None, Some("章程"), Some("行政审批专用章")] {
                let mut design = design_of("township", "国".repeat(count));
                design = design.with_centre(centre).with_number("99010100000017");
                if let Some(line) = line {
                    design = design.with_line(line);
                }
                let (over, drawing) = (design.over_date(), design.draw(&fonts).unwrap());
                *found.entry(format!("{over:?}")).or_insert(0) += 1;
                let room = over.room();
                let of = |part: f32| 42.0 * f64::from(part);
                let characters = [SealPart::Name, SealPart::Line, SealPart::Number];
                let paths = characters.into_iter().flat_map(|kind| part(&drawing, kind));
                for [x, y] in paths.flat_map(|path| points(&path)) {
                    let inside = (x - 21.0).abs() < of(room.width) / 2.0
                        && (21.0 + of(room.top)..21.0 + of(room.bottom)).contains(&y);
                    assert!(!inside, "{count} {centre:?} {line:?}: {x} {y}");
                }
            }
        }
    }
    assert_eq!(found["LowerPart"], 10, "names of 4 to 8 without a line");
}

#[test]
fn in_an_oval_line_and_number_stand_apart_from_the_ends_of_the_name() {
    let fonts = FontChain::built_in().unwrap();
    for kind in ["invoice", "joint-venture"] {
        for count in [4, 20, 22, 24, 28] {
            for number in [None, Some("91990101MA00000000")] {
                let mut design = design_of(kind, "国".repeat(count)).with_line("发票专用章");
                if let Some(number) = number {
                    design = design.with_number(number);
                }
                let drawing = design.draw(&fonts).unwrap();
                // Of the name, what reaches as far down as they do.
                let middle = drawing.height_mm / 2.0 - 3.0;
                let of = |kind| -> Vec<[f64; 2]> {
                    part(&drawing, kind)
                        .flat_map(|path| points(&path))
                        .filter(|[_, y]| *y > middle)
                        .step_by(5)
                        .collect()
                };
                let name = of(SealPart::Name);
                for other in [SealPart::Line, SealPart::Number] {
                    let apart = of(other).iter().fold(f64::MAX, |least, [x, y]| {
                        let each = name.iter().map(|[a, b]| (x - a).hypot(y - b));
                        each.fold(least, f64::min)
                    });
                    assert!(apart > 0.6, "{kind} {count} {other:?}: {apart} mm");
                }
            }
        }
    }
}
