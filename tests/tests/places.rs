//! Where signatures show: straddling seals, every page, fields that were there; looked at as drawn.

mod keyword;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::peers::{self, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::verdict::{FileVerdict, verify};

/// Dots an inch of the pictures.
const DPI: f64 = 300.0;

/// A seal of the demonstration.
const SEAL: &str = "approval";

/// Half a millimetre, dots.
const NEAR: usize = 5;

/// Blank pages with these entries, a form with `fields`, which begin with object 100.
fn pages(entries: &[&str], fields: &[&str]) -> Vec<u8> {
    let mut objects: Vec<(usize, String)> = Vec::new();
    let number = |index: usize| index + 10;
    let kids: Vec<String> = (0..entries.len())
        .map(|index| format!("{} 0 R", number(index)))
        .collect();
    let form: Vec<String> = (0..fields.len())
        .map(|index| format!("{} 0 R", index + 100))
        .collect();
    let form = form.join(" ");
    let catalog = format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{form}]>>>>");
    objects.push((1, catalog));
    let count = entries.len();
    let tree = format!(
        "<</Type/Pages/Kids[{}]/Count {count}/MediaBox[0 0 595 842]>>",
        kids.join(" ")
    );
    objects.push((2, tree));
    for (index, entries) in entries.iter().enumerate() {
        let resources = match entries.contains("/Resources") {
            true => "",
            false => "/Resources<<>>",
        };
        let page = format!("<</Type/Page/Parent 2 0 R{resources}{entries}>>");
        objects.push((number(index), page));
    }
    for (index, field) in fields.iter().enumerate() {
        let field = format!("<</Type/Annot/Subtype/Widget/FT/Sig{field}>>");
        objects.push((index + 100, field));
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap();
    for (number, body) in objects {
        writeln!(table, "{number} 1\n{:010} 00000 n ", file.len()).unwrap();
        file.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = file.len();
    let trailer = format!(
        "{table}trailer\n<</Size {size}/Root 1 0 R/ID[<aa><aa>]>>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend_from_slice(trailer.as_bytes());
    file
}

/// A folder with a demonstration's seals, and a PKI of plain keys.
struct Desk {
    folder: tempfile::TempDir,
    pki: Pki,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        run_yinxin(["demo".as_ref(), folder.path().join("demo").as_os_str()])
            .expect_success("yinxin demo");
        let pki = Pki::make();
        Self { folder, pki }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, octets: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), octets).unwrap();
        self.path(name)
    }

    /// Puts a round seal on a document.
    #[track_caller]
    fn seal(&self, more: &[&str], input: &Path, output: &str) -> PathBuf {
        let home = self.path("demo").join("yunze-990101");
        let password = self.path("demo").join("password.txt");
        let mut arguments: Vec<std::ffi::OsString> = vec!["sign".into(), "--home".into()];
        arguments.extend([home.into(), "--seal".into(), SEAL.into()]);
        arguments.extend(["--key-password-file".into(), password.into()]);
        arguments.extend(more.iter().map(Into::into));
        arguments.extend([input.into(), "-o".into(), self.path(output).into()]);
        run_yinxin(arguments).expect_success(output);
        self.path(output)
    }

    /// Signs with a plain key.
    #[track_caller]
    fn sign(&self, more: &[&str], input: &Path, output: &str) -> PathBuf {
        let mut arguments: Vec<std::ffi::OsString> = vec!["sign".into(), "--key".into()];
        arguments.push(self.pki.private_key(Algorithm::P256).into());
        arguments.extend(["--cert".into(), self.pki.chain(Algorithm::P256).into()]);
        arguments.extend(more.iter().map(Into::into));
        arguments.extend([input.into(), "-o".into(), self.path(output).into()]);
        run_yinxin(arguments).expect_success(output);
        self.path(output)
    }

    #[track_caller]
    fn judged(&self, file: &Path) -> FileVerdict {
        let trust = ["--trust".into(), self.pki.root().into_os_string()];
        let crl = ["--crl".into(), self.pki.crl().into_os_string()];
        let (code, verdict) = verify(trust.into_iter().chain(crl), file);
        assert_eq!((code, verdict.answer.as_str()), (0, "valid"), "{verdict:?}");
        verdict
    }
}

/// Which dots of a page have ink.
struct Picture {
    width: usize,
    height: usize,
    ink: Vec<bool>,
}

impl Picture {
    /// Draws a page, the first being 1, as it is shown.
    #[track_caller]
    fn of(file: &Path, page: usize) -> Self {
        let mut draw = Command::new("pdftoppm");
        let page = page.to_string();
        draw.args(["-r", "300", "-gray", "-cropbox", "-f", &page, "-l", &page]);
        let ran = run(draw.arg(file), PATIENCE).expect_success("pdftoppm");
        let octets = ran.stdout;
        let mut words = octets.splitn(4, |octet| octet.is_ascii_whitespace());
        let mut word = || words.next().unwrap();
        let number = |word: &[u8]| std::str::from_utf8(word).unwrap().parse().unwrap();
        assert_eq!(word(), b"P5");
        let (width, height): (usize, usize) = (number(word()), number(word()));
        let dots = word();
        let dots = &dots[dots.len() - width * height..];
        let ink = dots.iter().map(|dot| *dot < 200).collect();
        Self { width, height, ink }
    }

    fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let ink = (top..top + height)
            .flat_map(|y| (left..left + width).map(move |x| (x, y)))
            .map(|(x, y)| self.at(x, y))
            .collect();
        Self { width, height, ink }
    }

    fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.ink[y * self.width + x]
    }

    /// Puts pictures of one height beside each other.
    fn joined(parts: &[Self]) -> Self {
        let height = parts[0].height;
        let width = parts.iter().map(|part| part.width).sum();
        let mut ink = Vec::with_capacity(width * height);
        for y in 0..height {
            for part in parts {
                ink.extend((0..part.width).map(|x| part.at(x, y)));
            }
        }
        Self { width, height, ink }
    }

    /// The smallest box around all ink: left, top, right, bottom.
    fn bounds(&self) -> (usize, usize, usize, usize) {
        let mut bounds = (self.width, self.height, 0, 0);
        for y in 0..self.height {
            for x in (0..self.width).filter(|&x| self.at(x, y)) {
                bounds.0 = bounds.0.min(x);
                bounds.1 = bounds.1.min(y);
                bounds.2 = bounds.2.max(x + 1);
                bounds.3 = bounds.3.max(y + 1);
            }
        }
        bounds
    }

    /// How many dots of ink have none of `other` within half a millimetre.
    fn astray(&self, other: &Self) -> usize {
        let near = |x: usize, y: usize| {
            (y.saturating_sub(NEAR)..=y + NEAR)
                .any(|v| (x.saturating_sub(NEAR)..=x + NEAR).any(|u| other.at(u, v)))
        };
        (0..self.height)
            .flat_map(|y| (0..self.width).map(move |x| (x, y)))
            .filter(|&(x, y)| self.at(x, y) && !near(x, y))
            .count()
    }
}

/// The whole seal, cut out at its bounds, as it stands on one page.
#[track_caller]
fn whole(desk: &Desk) -> Picture {
    let blank = desk.write("one.pdf", &pages(&[""], &[]));
    let sealed = desk.seal(&["--page", "1", "--at", "50,50"], &blank, "whole.pdf");
    let page = Picture::of(&sealed, 1);
    let (left, top, right, bottom) = page.bounds();
    page.part(left, top, right - left, bottom - top)
}

/// Fails where the slices of these pages, put together, are not the whole seal.
#[track_caller]
fn slices_give_the_seal(file: &Path, pages: &[usize], whole: &Picture, from_right: bool) {
    let drawn: Vec<Picture> = pages.iter().map(|page| Picture::of(file, *page)).collect();
    // Slices are equally wide; the drawing ends within a dot of the box of the seal.
    let width = whole.width.div_ceil(pages.len());
    let mut parts: Vec<Picture> = drawn
        .iter()
        .map(|page| {
            let left = if from_right { page.width - width } else { 0 };
            let (_, top, _, bottom) = page.bounds();
            let middle = page.height / 2;
            assert!(top < middle && bottom > middle, "half-way down the page");
            let top = middle - whole.height.div_ceil(2);
            page.part(left, top, width, whole.height)
        })
        .collect();
    if !from_right {
        parts.reverse();
    }
    let joined = Picture::joined(&parts);
    let astray = (joined.astray(whole), whole.astray(&joined));
    let ink = whole.ink.iter().filter(|ink| **ink).count();
    println!("{} pages: {astray:?} of {ink} dots astray", pages.len());
    assert_eq!(astray, (0, 0));
    // Nothing but the slice is on the page.
    for page in &drawn {
        let (left, _, right, _) = page.bounds();
        let inside = if from_right {
            left + width + 2 >= page.width
        } else {
            right <= width + 2
        };
        assert!(inside, "{left} to {right} of {}", page.width);
    }
}

#[test]
fn slices_of_a_straddling_seal_give_the_whole_seal_within_half_a_millimetre() {
    if !peers::present(&["pdftoppm", "openssl"]) {
        return;
    }
    let desk = Desk::new();
    let whole = whole(&desk);
    println!(
        "the seal is {} by {} dots at {DPI} an inch",
        whole.width, whole.height
    );
    let mixed = [
        "",
        "/Rotate 90",
        "/MediaBox[0 0 842 1191]/CropBox[20 30 800 1100]",
    ];
    let mixed = desk.write("mixed.pdf", &pages(&mixed, &[]));
    let sealed = desk.seal(&["--straddle"], &mixed, "mixed-right.pdf");
    slices_give_the_seal(&sealed, &[1, 2, 3], &whole, true);
    let sealed = desk.seal(&["--straddle=left"], &mixed, "mixed-left.pdf");
    slices_give_the_seal(&sealed, &[1, 2, 3], &whole, false);
    let many = desk.write("many.pdf", &pages(&[""; 23], &[]));
    let sealed = desk.seal(&["--straddle"], &many, "many-sealed.pdf");
    let first: Vec<usize> = (1..=20).collect();
    slices_give_the_seal(&sealed, &first, &whole, true);
    slices_give_the_seal(&sealed, &[21, 22, 23], &whole, true);
}

#[test]
fn one_signature_over_all_pages_is_one_to_us_and_valid_in_every_field_to_others() {
    if !peers::present(&["pyhanko", "pdfsig", "qpdf", "openssl"]) {
        return;
    }
    let desk = Desk::new();
    let input = ["", "/Rotate 270", "/MediaBox[0 0 300 500]/Annots[]"];
    let input = desk.write("in.pdf", &pages(&input, &[]));
    for (name, more) in [
        ("straddle", ["--straddle"].as_slice()),
        ("every", ["--every-page", "--at", "10,10"].as_slice()),
        (
            "certified",
            ["--straddle", "--certify", "2", "--field", "骑缝"].as_slice(),
        ),
    ] {
        let signed = desk.sign(more, &input, &format!("{name}.pdf"));
        assert_eq!(qpdf::check(&input), qpdf::check(&signed), "{name}");
        let verdict = desk.judged(&signed);
        assert_eq!(verdict.signatures.len(), 1, "{name}");
        let places = &verdict.signatures[0].places;
        let shown: Vec<_> = places.iter().map(|place| place.page).collect();
        assert_eq!(shown, [Some(1), Some(2), Some(3)], "{name}");
        let found = pdfsig::judge(&signed);
        assert_eq!(found.len(), 3, "{name}");
        let good = found.iter().all(|one| one.valid() && one.total);
        assert!(good, "{name}: {found:?}");
        let judged = pyhanko::judge_one(&signed, &desk.pki);
        assert_eq!(judged.objection(3), None, "{name}");
    }
    // A second signature follows and disturbs nothing.
    let again = desk.sign(
        &["--field", "Then"],
        &desk.path("straddle.pdf"),
        "again.pdf",
    );
    assert_eq!(desk.judged(&again).signatures.len(), 2);
    assert_eq!(pyhanko::judge_one(&again, &desk.pki).objection(4), None);
    // And as the second signature, over a first one.
    let first = desk.sign(&["--field", "First"], &input, "first.pdf");
    let both = desk.sign(&["--straddle"], &first, "both.pdf");
    assert_eq!(desk.judged(&both).signatures.len(), 2);
}

#[test]
fn a_seal_in_a_field_that_was_there_is_round_upright_and_in_the_middle() {
    if !peers::present(&["pdftoppm", "openssl"]) {
        return;
    }
    let desk = Desk::new();
    let whole = whole(&desk);
    for (name, page) in [
        ("plain", ""),
        ("quarter", "/Rotate 90"),
        ("half", "/Rotate 180"),
        ("cropped", "/Rotate 270/CropBox[50 60 500 700]"),
    ] {
        let page = format!("{page}/Annots[100 0 R]");
        let field = "/T(Seal)/F 4/Rect[100 200 300 500]/P 10 0 R";
        let input = desk.write("field.pdf", &pages(&[&page], &[field]));
        let sealed = desk.seal(&["--field", "Seal"], &input, &format!("{name}.pdf"));
        let drawn = Picture::of(&sealed, 1);
        let (left, top, right, bottom) = drawn.bounds();
        // True size, and the same picture as on a page that is not turned.
        let cut = drawn.part(left, top, right - left, bottom - top);
        let astray = (cut.astray(&whole), whole.astray(&cut));
        assert_eq!(astray, (0, 0), "{name}");
    }
    // A field smaller than the seal: smaller, and as wide as high.
    let field = "/T(Seal)/F 4/Rect[100 200 300 260]/P 10 0 R";
    let input = desk.write("small.pdf", &pages(&["/Annots[100 0 R]"], &[field]));
    let sealed = desk.seal(&["--field", "Seal"], &input, "small-sealed.pdf");
    let (left, top, right, bottom) = Picture::of(&sealed, 1).bounds();
    assert!((right - left).abs_diff(bottom - top) <= 2);
    let dots = |points: f64| points / 72.0 * DPI;
    assert!(((bottom - top) as f64) <= dots(60.0) + 1.0);
    let middle = (left + right) as f64 / 2.0;
    assert!((middle - dots(200.0)).abs() <= 2.0, "{middle}");
}

#[test]
fn a_place_that_cannot_be_is_refused_with_the_reason_and_nothing_is_written() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let desk = Desk::new();
    let field = "/T(Seal)/F 4/Rect[100 200 300 260]/P 10 0 R";
    let input = desk.write("in.pdf", &pages(&["/Annots[100 0 R]"], &[field]));
    for (more, said) in [
        (["--straddle"].as_slice(), "two pages"),
        (
            ["--page", "1", "--at", "200,10"].as_slice(),
            "209.9 by 297.0 mm",
        ),
        (["--page", "2", "--at", "1,1"].as_slice(), "only 1 pages"),
        (
            ["--page", "1", "--at", "1,1", "--field", "Seal"].as_slice(),
            "its own place",
        ),
    ] {
        let mut arguments: Vec<std::ffi::OsString> =
            vec!["--lang".into(), "en".into(), "sign".into(), "--key".into()];
        arguments.push(desk.pki.private_key(Algorithm::P256).into());
        arguments.extend(["--cert".into(), desk.pki.chain(Algorithm::P256).into()]);
        arguments.extend(more.iter().map(Into::into));
        let output = desk.path("out.pdf");
        arguments.extend([input.clone().into(), "-o".into(), output.clone().into()]);
        let ran = run_yinxin(arguments);
        let error = &ran.stderr;
        assert_eq!(ran.code, Some(4), "{more:?}: {error}");
        assert!(error.contains(said), "{more:?}: {error}");
        assert!(!output.exists());
    }
}

#[test]
fn what_a_certification_or_a_lock_forbids_is_refused_before_signing() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let desk = Desk::new();
    let input = desk.write("in.pdf", &pages(&["", ""], &[]));
    let closed = desk.sign(&["--certify", "1"], &input, "closed.pdf");
    let locked = desk.sign(&["--lock", "include:Later"], &input, "locked.pdf");
    let shut = ["--lock", "include:Other", "--lock-permission", "1"];
    let shut = desk.sign(&shut, &input, "shut.pdf");
    let open = desk.sign(&["--certify", "2"], &input, "open.pdf");
    for (file, more) in [
        (&closed, ["--field", "A"].as_slice()),
        (&locked, ["--field", "Later"].as_slice()),
        (&shut, ["--field", "A"].as_slice()),
        (&open, ["--straddle"].as_slice()),
        (&open, ["--certify", "2"].as_slice()),
        (&locked, ["--certify", "2"].as_slice()),
    ] {
        let mut arguments: Vec<std::ffi::OsString> = vec!["sign".into(), "--key".into()];
        arguments.push(desk.pki.private_key(Algorithm::P256).into());
        arguments.extend(["--cert".into(), desk.pki.chain(Algorithm::P256).into()]);
        arguments.extend(more.iter().map(Into::into));
        arguments.extend([file.into(), "-o".into(), desk.path("out.pdf").into()]);
        assert_eq!(run_yinxin(arguments).code, Some(4), "{file:?} {more:?}");
        assert!(!desk.path("out.pdf").exists());
        desk.judged(file);
    }
    let then = desk.sign(&["--field", "A"], &open, "then.pdf");
    assert_eq!(desk.judged(&then).signatures[0].kind, "certification");
}

/// Appends a revision with these objects.
fn appended(file: &[u8], objects: &[(usize, String)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(file).into_owned();
    let prev = text.rsplit_once("startxref\n").unwrap().1;
    let prev = prev.split('\n').next().unwrap().to_owned();
    let mut file = file.to_vec();
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        writeln!(table, "{number} 1\n{:010} 00000 n ", file.len()).unwrap();
        file.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = file.len();
    let trailer = format!(
        "{table}trailer\n<</Size 200/Root 1 0 R/Prev {prev}/ID[<aa><aa>]>>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend_from_slice(trailer.as_bytes());
    file
}
