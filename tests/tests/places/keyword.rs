//! A seal on a word of the page.

use super::*;

/// Where pdftotext sees a word: page from 1, and left, top, right, bottom in points.
fn word_boxes(file: &Path, word: &str) -> Vec<(usize, [f64; 4])> {
    let ran = run(
        Command::new("pdftotext").arg("-bbox").arg(file).arg("-"),
        PATIENCE,
    )
    .expect_success("pdftotext");
    let (mut page, mut found) = (0, Vec::new());
    for line in ran.text().lines() {
        if line.contains("<page ") {
            page += 1;
        }
        let number = |key: &str| -> Option<f64> {
            let (_, rest) = line.split_once(&format!("{key}=\""))?;
            rest.split('"').next()?.parse().ok()
        };
        if line.contains(&format!(">{word}<")) {
            let corners = ["xMin", "yMin", "xMax", "yMax"].map(|key| number(key).unwrap());
            found.push((page, corners));
        }
    }
    found
}

#[test]
fn a_seal_by_keyword_lies_where_another_program_sees_the_word() {
    if !peers::present(&["openssl", "qpdf", "pdfsig", "pyhanko"]) {
        return;
    }
    let desk = Desk::new();
    // Two pages, one of them turned, with a word of a font that has no widths but the usual ones.
    let word = |x: u32, y: u32| format!("BT /F1 24 Tf {x} {y} Td (SEAL) Tj ET");
    let streams = [word(200, 500) + " " + &word(300, 300), word(250, 400)];
    let widths = vec!["600"; 96].join(" ");
    let font =
        format!("<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 32/Widths[{widths}]>>");
    let entries: Vec<String> = [60, 61]
        .iter()
        .zip(["", "/Rotate 90"])
        .map(|(number, more)| {
            format!("/Contents {number} 0 R/Resources<</Font<</F1 70 0 R>>>>{more}")
        })
        .collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let mut file = pages(&entries, &[]);
    let more: Vec<(usize, String)> = streams
        .iter()
        .zip(60..)
        .map(|(text, number)| {
            let body = format!("<</Length {}>>stream\n{text}\nendstream", text.len());
            (number, body)
        })
        .chain([(70, font)])
        .collect();
    file = appended(&file, &more);
    let input = desk.write("word.pdf", &file);
    let seen = word_boxes(&input, "SEAL");
    assert_eq!(seen.len(), 3, "{seen:?}");
    let output = desk.seal(
        &["--keyword", "SEAL", "--occurrence", "all"],
        &input,
        "all.pdf",
    );
    let (_, verdict) = verify(["--revocation", "ignore"], &output);
    assert_eq!(verdict.signatures.len(), 1, "{verdict:?}");
    let places = &verdict.signatures[0].places;
    assert_eq!(places.len(), 3, "{verdict:?}");
    for (place, (page, [left, top, right, bottom])) in places.iter().zip(&seen) {
        assert_eq!(place.page, Some(*page));
        let [x0, y0, x1, y1] = place.rectangle;
        let centre = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        // Pages are A4; pdftotext counts from the top left of the page as it is seen.
        let seen = match page {
            1 => ((left + right) / 2.0, 842.0 - (top + bottom) / 2.0),
            _ => ((top + bottom) / 2.0, (left + right) / 2.0),
        };
        let near = |one: f64, other: f64| (one - other).abs() < 4.0;
        assert!(
            near(centre.0, seen.0) && near(centre.1, seen.1),
            "{centre:?} {seen:?}"
        );
    }
    assert!(qpdf::check(&output).complaints.is_empty());
    // The last one alone, and one that is not there.
    let last = desk.seal(
        &["--keyword", "SEAL", "--occurrence", "last"],
        &input,
        "last.pdf",
    );
    let (_, verdict) = verify(["--revocation", "ignore"], &last);
    assert_eq!(verdict.signatures[0].places[0].page, Some(2));
    let refused = run_yinxin([
        "sign".into(),
        "--key".into(),
        desk.pki.private_key(Algorithm::P256),
        "--cert".into(),
        desk.pki.chain(Algorithm::P256),
        "--keyword".into(),
        "SEAL".into(),
        "--occurrence".into(),
        "4".into(),
        input,
        "-o".into(),
        desk.path("none.pdf"),
    ]);
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("stands 3 times"),
        "{}",
        refused.stderr
    );
    assert!(!desk.path("none.pdf").exists());
}

#[test]
fn a_chinese_word_is_found_in_a_licence_made_by_the_program() {
    if !peers::present(&["openssl", "qpdf", "pdfsig", "pyhanko"]) {
        return;
    }
    let desk = Desk::new();
    let licences = desk.path("demo");
    let file = std::fs::read_dir(licences)
        .unwrap()
        .flat_map(|entry| {
            std::fs::read_dir(entry.unwrap().path())
                .into_iter()
                .flatten()
        })
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.extension().is_some_and(|ending| ending == "pdf")
                && !word_boxes(path, "食品经营许可证").is_empty()
        });
    let Some(file) = file else {
        panic!("no licence whose title pdftotext reads as one word");
    };
    let seen = word_boxes(&file, "食品经营许可证");
    // An invisible frame of a plain key would not do: the licence permits filling in alone.
    let refused = run_yinxin([
        "sign".into(),
        "--key".into(),
        desk.pki.private_key(Algorithm::P256),
        "--cert".into(),
        desk.pki.chain(Algorithm::P256),
        "--keyword".into(),
        "食品经营许可证".into(),
        "--occurrence".into(),
        (seen.len() + 1).to_string().into(),
        file,
        "-o".into(),
        desk.path("none.pdf"),
    ]);
    let times = format!("stands {} times", seen.len());
    assert!(refused.stderr.contains(&times), "{}", refused.stderr);
}
