//! The one page of an `ofd` picture (GB/T 33190-2016; layout from deployed files, the text was not
//! read): layers of paths and of text. What else a page may have is not drawn, and then nothing is.

mod colour;
mod outline;
mod resources;
mod text;

use super::super::drawing::{Fill, SealDrawing, SealPart, SealPath, Segment};
use super::super::outline::Affine;
use super::SealPictureError;
use crate::font::{FontChain, OpenChain};
use crate::ofd::xml::{attribute, child, children, resolve, text_of, wrong};
use crate::ofd::{OfdError, Package, PackageLimits, root};
use colour::colour;
use resources::{Given, Resources};
use roxmltree::Node;

/// What a picture of a seal may cost to read.
const LIMITS: PackageLimits = PackageLimits {
    entries: 200,
    file: 8 << 20,
    all: 16 << 20,
};
/// Most outlines of a page.
const MOST_PATHS: usize = 20_000;
/// Most steps of the outlines of a page.
const MOST_STEPS: usize = 1_000_000;
/// Deepest block in a block.
const DEEPEST: usize = 8;
/// Line where a page says nothing of its width, millimetres.
const LINE_MM: f64 = 0.353;

/// Draws the one page of a package as large as fits into `size`, millimetres.
pub(super) fn draw(
    octets: &[u8],
    size: (f64, f64),
    fonts: &FontChain,
) -> Result<SealDrawing, SealPictureError> {
    let package = Package::open(octets, LIMITS).map_err(SealPictureError::Package)?;
    if package.oddity().is_some() {
        return Err(not_drawn("files that readers may find in two ways"));
    }
    let chain = fonts.open().map_err(|_| not_drawn("text without a font"))?;
    let found = root(&package).map_err(SealPictureError::Package)?;
    let [document] = found.documents.as_slice() else {
        return Err(not_drawn("several documents"));
    };
    let start = Start::read(&package, document)?;
    let read = package.xml(&start.page, |document| {
        Ok(Page::draw(
            document.root_element(),
            &start,
            &package,
            &chain,
        ))
    });
    let (mut paths, area) = read.map_err(SealPictureError::Package)??;
    let [left, top, width, height] = area
        .or(start.area)
        .ok_or_else(|| not_drawn("a page without a size"))?;
    let scale = (size.0 / width).min(size.1 / height);
    let map = Affine {
        a: scale,
        b: 0.0,
        c: 0.0,
        d: scale,
        e: -left * scale,
        f: -top * scale,
    };
    for path in &mut paths {
        path.stroke_mm *= scale;
        for segment in &mut path.segments {
            *segment = segment.mapped(&map);
        }
    }
    if paths.is_empty() {
        return Err(SealPictureError::Blank);
    }
    let size = (width * scale, height * scale);
    if !is_affordable(&paths, size) {
        return Err(not_drawn("more lines and areas than any seal has"));
    }
    Ok(SealDrawing {
        width_mm: size.0,
        height_mm: size.1,
        paths,
        colour: [0; 3],
    })
}

/// Longest outlines in all, times the sides of the seal, and largest area that they take, times that of the seal: making
/// points of them costs as much. A seal of a hundred characters has a tenth of it.
const MOST_LENGTH: f64 = 1000.0;
const MOST_AREA: f64 = 64.0;

fn is_affordable(paths: &[SealPath], (width, height): (f64, f64)) -> bool {
    let (mut length, mut area) = (0.0, 0.0);
    for path in paths {
        let points = path.segments.iter().flat_map(|segment| match segment {
            Segment::Move(p) | Segment::Line(p) => vec![*p],
            Segment::Curve(a, b, p) => vec![*a, *b, *p],
            Segment::Close => Vec::new(),
        });
        let mut last: Option<[f64; 2]> = None;
        let (mut left, mut right, mut top, mut bottom) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for [x, y] in points {
            length += last.map_or(0.0, |from| (x - from[0]).hypot(y - from[1]));
            last = Some([x, y]);
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        // What lies outside of the seal is not painted.
        let side = |from: f64, to: f64, whole: f64| {
            ((to + path.stroke_mm).min(whole) - (from - path.stroke_mm).max(0.0)).max(0.0)
        };
        area += side(left, right, width) * side(top, bottom, height);
    }
    length <= MOST_LENGTH * (width + height) && area <= MOST_AREA * width * height
}

fn not_drawn(what: impl Into<String>) -> SealPictureError {
    SealPictureError::NotDrawn { what: what.into() }
}

/// What `Document.xml` says.
struct Start {
    page: String,
    resources: Vec<String>,
    area: Option<[f64; 4]>,
}

impl Start {
    fn read(package: &Package<'_>, path: &str) -> Result<Self, SealPictureError> {
        let read = package.xml(path, |document| {
            let top = document.root_element();
            let common = child(top, "CommonData").ok_or_else(|| wrong(path, "no CommonData"))?;
            let named = |node: Node<'_, '_>| {
                let named = node.text().and_then(|text| resolve(path, text.trim()));
                named.ok_or_else(|| wrong(path, "the path of resources"))
            };
            let of = |kind| children(common, kind).map(named);
            let resources = of("PublicRes").chain(of("DocumentRes"));
            let resources = resources.collect::<Result<Vec<_>, OfdError>>()?;
            let pages = child(top, "Pages").ok_or_else(|| wrong(path, "no Pages"))?;
            let mut pages = children(pages, "Page");
            let (Some(page), None) = (pages.next(), pages.next()) else {
                return Err(wrong(path, "it has not one page"));
            };
            let page = attribute(page, "BaseLoc").and_then(|at| resolve(path, at));
            Ok(Self {
                page: page.ok_or_else(|| wrong(path, "the path of the page"))?,
                resources,
                area: child(common, "PageArea").and_then(box_of),
            })
        });
        read.map_err(SealPictureError::Package)
    }
}

/// Returns the physical box of an area: left, top, width and height, millimetres.
fn box_of(area: Node<'_, '_>) -> Option<[f64; 4]> {
    let sides = <[f64; 4]>::try_from(numbers(&text_of(area, "PhysicalBox")?)?).ok()?;
    let is_size = |side: f64| (0.1..=10_000.0).contains(&side);
    (is_size(sides[2]) && is_size(sides[3])).then_some(sides)
}

/// Reads numbers between spaces.
fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split_ascii_whitespace().map(number).collect()
}

fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (number.abs() < 1e7).then_some(number)
}

/// A page that is being drawn.
struct Page<'p> {
    resources: Resources,
    chain: &'p OpenChain<'p>,
    paths: Vec<SealPath>,
    steps: usize,
}

/// Outlines, and the box of the page if it has one of its own.
type Drawn = (Vec<SealPath>, Option<[f64; 4]>);

impl<'p> Page<'p> {
    fn draw(
        page: Node<'_, '_>,
        start: &Start,
        package: &Package<'_>,
        chain: &'p OpenChain<'p>,
    ) -> Result<Drawn, SealPictureError> {
        if child(page, "Template").is_some() {
            return Err(not_drawn("Template"));
        }
        let own = children(page, "PageRes").map(|node| {
            let path = node
                .text()
                .and_then(|text| resolve(&start.page, text.trim()));
            path.ok_or_else(|| not_drawn("PageRes"))
        });
        let own = own.collect::<Result<Vec<_>, _>>()?;
        let mut drawing = Page {
            resources: Resources::default(),
            chain,
            paths: Vec::new(),
            steps: 0,
        };
        drawing.resources.read(package, &start.resources)?;
        drawing.resources.read(package, &own)?;
        let content = child(page, "Content").ok_or(SealPictureError::Blank)?;
        // Whatever its place, a background lies below.
        for kind in ["Background", "Body", "Foreground"] {
            for layer in children(content, "Layer") {
                if attribute(layer, "Type").unwrap_or("Body") == kind {
                    let given = drawing.resources.given(layer, &Given::default())?;
                    drawing.block(layer, &given, 0)?;
                }
            }
        }
        Ok((drawing.paths, child(page, "Area").and_then(box_of)))
    }

    fn block(
        &mut self,
        block: Node<'_, '_>,
        given: &Given,
        depth: usize,
    ) -> Result<(), SealPictureError> {
        if depth > DEEPEST {
            return Err(not_drawn("blocks in blocks"));
        }
        for object in block.children().filter(Node::is_element) {
            match object.tag_name().name() {
                "PathObject" => self.path(object, given)?,
                "TextObject" => self.text(object, given)?,
                "PageBlock" => self.block(object, given, depth + 1)?,
                other => return Err(not_drawn(other)),
            }
        }
        Ok(())
    }

    /// Returns how an object lies on the page, or `None` where it is not shown.
    fn map(object: Node<'_, '_>) -> Result<Option<Affine>, SealPictureError> {
        if attribute(object, "Visible") == Some("false") {
            return Ok(None);
        }
        if child(object, "Clips").is_some_and(|clips| clips.children().any(|it| it.is_element())) {
            return Err(not_drawn("Clips"));
        }
        if attribute(object, "Alpha").is_some_and(|alpha| alpha != "255") {
            return Err(not_drawn("Alpha"));
        }
        let bounds = attribute(object, "Boundary").and_then(numbers);
        let [x, y, ..] = bounds
            .and_then(|all| <[f64; 4]>::try_from(all).ok())
            .ok_or_else(|| not_drawn("an object without Boundary"))?;
        let [a, b, c, d, e, f] = match attribute(object, "CTM") {
            None => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            Some(text) => numbers(text)
                .and_then(|all| <[f64; 6]>::try_from(all).ok())
                .ok_or_else(|| not_drawn("CTM"))?,
        };
        Ok(Some(Affine {
            a,
            b,
            c,
            d,
            e: e + x,
            f: f + y,
        }))
    }

    fn path(&mut self, object: Node<'_, '_>, given: &Given) -> Result<(), SealPictureError> {
        let Some(map) = Self::map(object)? else {
            return Ok(());
        };
        let given = self.resources.given(object, given)?;
        let data =
            text_of(object, "AbbreviatedData").ok_or_else(|| not_drawn("AbbreviatedData"))?;
        let segments = outline::read(&data)?;
        let rule = match attribute(object, "Rule") {
            None | Some("NonZero") => Fill::NonZero,
            Some("Even-Odd") => Fill::EvenOdd,
            Some(_) => return Err(not_drawn("Rule")),
        };
        let is = |key: &str, usual: bool| match attribute(object, key) {
            None => Ok(usual),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(_) => Err(not_drawn(key)),
        };
        let fill = is("Fill", false)?.then_some(rule);
        let stroke = is("Stroke", true)?;
        self.paint(segments, &map, (fill, stroke), object, &given)
    }

    /// Adds an outline as the object says that it is painted.
    fn paint(
        &mut self,
        segments: Vec<Segment>,
        map: &Affine,
        (fill, stroke): (Option<Fill>, bool),
        object: Node<'_, '_>,
        given: &Given,
    ) -> Result<(), SealPictureError> {
        self.steps = self.steps.saturating_add(segments.len());
        if self.steps > MOST_STEPS || self.paths.len() >= MOST_PATHS {
            return Err(not_drawn("more outlines than are read"));
        }
        let segments: Vec<Segment> = segments.iter().map(|one| one.mapped(map)).collect();
        if fill.is_some() {
            let colour = colour(object, "FillColor", given.fill)?;
            self.paths.push(SealPath {
                part: SealPart::Foreign,
                segments: segments.clone(),
                fill,
                stroke_mm: 0.0,
                colour: Some(colour),
            });
        }
        if stroke {
            if attribute(object, "DashPattern").is_some() {
                return Err(not_drawn("DashPattern"));
            }
            let width = match attribute(object, "LineWidth") {
                None => given.line_mm.unwrap_or(LINE_MM),
                Some(text) => number(text).ok_or_else(|| not_drawn("LineWidth"))?,
            };
            let scale = (map.a * map.d - map.b * map.c).abs().sqrt();
            self.paths.push(SealPath {
                part: SealPart::Foreign,
                segments,
                fill: None,
                stroke_mm: width.abs() * scale,
                colour: Some(colour(object, "StrokeColor", given.stroke)?),
            });
        }
        Ok(())
    }
}
