//! What seals show on a page, measured where poppler draws it.

use crate::chinese_seals::Place;
use std::path::Path;
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::peers;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::workspace;

const DPI: f64 = 600.0;
/// How far a length may be off, millimetres.
const NEAR: f64 = 0.2;
/// Where the seal's corner stands on the page, millimetres.
const AT: f64 = 20.0;
/// Side of the part of the page that is looked at, millimetres.
const PART: f64 = 85.0;

/// Part of a page, as it is drawn at 600 dots an inch: red, green and blue.
struct Page {
    side: usize,
    dots: Vec<[u8; 3]>,
}

impl Page {
    #[track_caller]
    fn of(file: &Path) -> Self {
        let side = dots(PART).to_string();
        let mut draw = Command::new("pdftoppm");
        draw.args(["-r", "600", "-x", "0", "-y", "0", "-W", &side, "-H", &side]);
        let ran = run(draw.arg(file), PATIENCE).expect_success("pdftoppm");
        let side = dots(PART);
        let (dots, rest) = ran.stdout[ran.stdout.len() - 3 * side * side..].as_chunks::<3>();
        assert!(ran.stdout.starts_with(b"P6") && rest.is_empty());
        Self {
            side,
            dots: dots.to_vec(),
        }
    }

    /// Whether a dot is red enough to be the seal's.
    fn is_red(&self, x: usize, y: usize) -> bool {
        let [red, green, _] = self.dots[y * self.side + x];
        red > 140 && green < 128
    }

    /// The smallest box around all red in a box, all in millimetres: left, top, right, bottom.
    fn bounds(&self, [left, top, right, bottom]: [f64; 4]) -> [f64; 4] {
        let mut found = [usize::MAX, usize::MAX, 0, 0];
        for y in dots(top)..dots(bottom).min(self.side) {
            for x in (dots(left)..dots(right).min(self.side)).filter(|x| self.is_red(*x, y)) {
                found = [
                    found[0].min(x),
                    found[1].min(y),
                    found[2].max(x + 1),
                    found[3].max(y + 1),
                ];
            }
        }
        found.map(millimetres)
    }

    /// How far the red reaches to the right from a place at the left edge of the seal.
    fn thickness(&self, left: f64, y: f64) -> f64 {
        let (start, y) = (dots(left) + 2, dots(y));
        let end = (start..self.side).find(|x| !self.is_red(*x, y)).unwrap();
        millimetres(end - dots(left))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page"
)]
fn dots(millimetres: f64) -> usize {
    (millimetres / 25.4 * DPI).round() as usize
}

#[expect(clippy::cast_precision_loss, reason = "a page")]
fn millimetres(dots: usize) -> f64 {
    dots as f64 / DPI * 25.4
}

#[track_caller]
fn is_near(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= NEAR,
        "{what}: {found} mm, not {expected}"
    );
}

/// The kinds of seals: name, shape, centre, width and height.
fn presets() -> Vec<(String, String, String, f64, f64)> {
    let said = run_yinxin(["seal", "presets", "--json"]).expect_success("seal presets");
    let said: serde_json::Value = serde_json::from_str(&said.text()).unwrap();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    let length = |one: &serde_json::Value, key: &str| one[key].as_f64().unwrap() / 10.0;
    let all = said["presets"].as_array().unwrap().iter();
    all.map(|one| {
        (
            text(one, "id"),
            text(one, "shape"),
            text(one, "centre"),
            length(one, "width"),
            length(one, "height"),
        )
    })
    .collect()
}

#[test]
fn every_kind_of_seal_has_its_true_size_on_the_page() {
    if !peers::present(&["pdftoppm", "openssl"]) {
        return;
    }
    let place = Place::make();
    place.write_page("");
    let all = presets();
    assert!(all.len() > 25);
    for (id, shape, centre, width, height) in all {
        let name = if shape == "square" {
            "张三之印"
        } else {
            "示例省示例市测试山水局"
        };
        place.seal_of(&format!("--name {name} --preset {id}"));
        let sealed = place.yinxin(
            "sign --key signer.key --cert signer.cer --seal-file seal.esl --page 1 --at 20,20 in.pdf -o out.pdf",
        );
        sealed.expect_success(&id);
        let page = Page::of(&place.path("out.pdf"));
        let [left, top, right, bottom] = page.bounds([0.0, 0.0, PART, PART]);
        is_near(right - left, width, &format!("{id}: width"));
        is_near(bottom - top, height, &format!("{id}: height"));
        is_near(left, AT, &format!("{id}: place"));
        is_near(top, AT, &format!("{id}: place"));
        let middle = [f64::midpoint(left, right), f64::midpoint(top, bottom)];
        let border = match id.as_str() {
            "joint-stock-company" => 1.2,
            _ if COMPANIES.contains(&id.as_str()) => 1.0,
            _ => 1.2,
        };
        let found = page.thickness(left, middle[1]);
        is_near(found, border, &format!("{id}: border"));
        if centre == "star" {
            // Points of a star lie on a circle a third of the diameter across.
            let reach = width / 6.0 + 1.0;
            let inside = [
                middle[0] - reach,
                middle[1] - reach,
                middle[0] + reach,
                middle[1] + reach,
            ];
            let [left, top, right, _] = page.bounds(inside);
            let radius = width / 6.0;
            is_near(middle[1] - top, radius, &format!("{id}: star"));
            let arms = 2.0 * radius * 72_f64.to_radians().sin();
            is_near(right - left, arms, &format!("{id}: arms of the star"));
        }
        std::fs::remove_file(place.path("out.pdf")).unwrap();
        std::fs::remove_file(place.path("seal.esl")).unwrap();
    }
}

const COMPANIES: [&str; 11] = [
    "company",
    "department",
    "special",
    "contract",
    "old-contract",
    "individual",
    "union",
    "invoice",
    "joint-venture",
    "party",
    "person",
];

#[test]
fn a_seal_drawn_as_paths_has_its_true_size_too_and_lets_text_be_read() {
    if !peers::present(&["pdftoppm", "openssl"]) {
        return;
    }
    let place = Place::make();
    let text = "BT /F 40 Tf 60 740 Td (BLACK) Tj ET";
    place.write_page(text);
    let demo = place.path("demo");
    run_yinxin(["demo".as_ref(), demo.as_os_str()]).expect_success("demo");
    let line = format!(
        "sign --home {0}/yunze-990101 --seal approval --key-password-file {0}/password.txt --page 1 --at 20,20 in.pdf -o out.pdf",
        demo.display()
    );
    place.yinxin(&line).expect_success("sign");
    let page = Page::of(&place.path("out.pdf"));
    let [left, top, right, bottom] = page.bounds([0.0, 0.0, PART, PART]);
    is_near(right - left, 42.0, "width");
    is_near(bottom - top, 42.0, "height");
    let plain = Page::of(&place.path("in.pdf"));
    let is_black = |page: &Page, at: usize| page.dots[at].iter().all(|part| *part < 60);
    let black: Vec<usize> = (0..plain.dots.len())
        .filter(|at| is_black(&plain, *at))
        .collect();
    assert!(black.len() > 10_000, "{}", black.len());
    assert!(
        black.iter().all(|at| is_black(&page, *at)),
        "text stays black under ink"
    );
}

/// Makes a round seal of 40 mm as a picture in all formats, on white but for PNG.
fn pictures(place: &Place) {
    place.seal_of("--name 示例县测试公司 --preset company");
    place
        .yinxin(
            "sign --key signer.key --cert signer.cer --seal-file seal.esl --page 1 --at 20,20 in.pdf -o white.pdf",
        )
        .expect_success("white.pdf");
    std::fs::remove_file(place.path("seal.esl")).unwrap();
    // 40 mm are 400 dots of 254 an inch.
    let part = "-r 254 -x 200 -y 200 -W 400 -H 400 -singlefile";
    for (kind, name) in [(Some("-jpeg"), "picture"), (None, "points")] {
        let mut draw = Command::new("pdftoppm");
        draw.args(part.split(' ')).args(kind);
        draw.arg(place.path("white.pdf")).arg(place.path(name));
        run(&mut draw, PATIENCE).expect_success("pdftoppm");
    }
    let mut write = Command::new("python3");
    write.arg(workspace::script("seal_pictures.py"));
    write.arg(place.path("points.ppm")).arg(place.path(""));
    run(&mut write, PATIENCE).expect_success("seal_pictures.py");
}

#[test]
fn pictures_of_all_formats_are_shown_as_they_are_without_their_white() {
    if !peers::present(&["pdftoppm", "openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    place.write_page("");
    pictures(&place);
    place.write_page("BT /F 40 Tf 60 740 Td (BLACK) Tj ET");
    let plain = Page::of(&place.path("in.pdf"));
    for format in ["png", "jpg", "bmp", "gif", "ofd"] {
        place.seal_of(&format!(
            "--name 示例局 --picture picture.{format} --size 40,40"
        ));
        let sealed = place.yinxin(
            "sign --key signer.key --cert signer.cer --seal-file seal.esl --page 1 --at 20,20 in.pdf -o out.pdf",
        );
        sealed.expect_success(format);
        let page = Page::of(&place.path("out.pdf"));
        let [left, top, right, bottom] = page.bounds([0.0, 0.0, PART, PART]);
        is_near(right - left, 40.0, &format!("{format}: width"));
        is_near(bottom - top, 40.0, &format!("{format}: height"));
        is_near(
            page.thickness(left, f64::midpoint(top, bottom)),
            1.0,
            format,
        );
        // Around the seal nothing changed, and on it nothing came that is no shade of its red.
        let edges = [left - 0.2, top - 0.2, right + 0.2, bottom + 0.2].map(dots);
        for (at, (now, then)) in page.dots.iter().zip(&plain.dots).enumerate() {
            let (x, y) = (at % page.side, at / page.side);
            let is_on = (edges[0]..edges[2]).contains(&x) && (edges[1]..edges[3]).contains(&y);
            assert!(is_on || now == then, "{format}: {x} {y}");
            assert!(
                *then != [255; 3] || now[0] >= 110,
                "{format}: {now:?} at {x} {y}"
            );
        }
        let (code, verdict) = place.judge("out.pdf", "gm");
        assert_eq!(code, 0, "{format}: {verdict:#?}");
        std::fs::remove_file(place.path("out.pdf")).unwrap();
        std::fs::remove_file(place.path("seal.esl")).unwrap();
    }
}
