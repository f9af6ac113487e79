//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. Text that is drawn with fonts of several octets a code cannot be compared; it passes
//! where the font was there when the document was signed, or is one of the reader's own.

use std::collections::HashSet;
use std::rc::Rc;

use super::Unanalysable;
use super::filling::Paint;
use super::side::Side;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object, ObjectId};

/// Longest content of an appearance that is read, octets.
const LONGEST: usize = 1 << 20;

/// Most octets of appearances that are read for one document.
pub(super) const MOST: usize = 32 << 20;
/// The widest line of a border, in units of the appearance.
const WIDEST: f64 = 3.0;

/// What a content stream draws.
#[derive(Debug, Default, PartialEq)]
struct Drawn {
    /// Images, other forms or shadings.
    pictures: bool,
    /// Pieces of paths that are stroked or filled, at most.
    lines: usize,
    /// The widest of those lines and surfaces, at most: of a surface its smaller side.
    widest: f64,
    /// The octets of all strings that are shown.
    text: Vec<u8>,
    /// Some of them by a font whose codes have more than one octet.
    is_composite: bool,
    /// Fonts that some of them are shown with and the form does not name itself.
    foreign: Vec<Vec<u8>>,
    /// Some of them by a font that cannot be told.
    is_unnamed: bool,
}

/// What the names of fonts stand for.
#[derive(Default)]
struct Fonts {
    /// Fonts whose codes have more than one octet.
    composite: Vec<Vec<u8>>,
    /// All of them.
    named: Vec<Vec<u8>>,
    /// A font whose glyphs are content streams, or with letters or digits under the codes of others, or
    /// with glyphs that a later revision brought.
    misleading: bool,
}

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than any of its
    /// `values`, which are empty where the text cannot be compared, or paints more than it may.
    pub(super) fn shows_otherwise(
        &mut self,
        stream: &Side<'d>,
        values: &[Rc<str>],
        paint: Paint,
    ) -> Result<bool, Unanalysable> {
        let (Some(id), Some(dictionary)) = (stream.id, stream.dictionary()) else {
            return Ok(true);
        };
        if stream.stream.is_none() {
            return Ok(true);
        }
        let fonts = self.fonts(dictionary)?;
        if fonts.misleading {
            return Ok(true);
        }
        let Some(object) = self.new.get(id)? else {
            return Ok(true);
        };
        let most = LONGEST.min(self.edges.appearances);
        let Ok(content) = self.new.decode_within(&object, most) else {
            return Ok(true);
        };
        self.edges.appearances = self.edges.appearances.saturating_sub(content.len());
        let drawn = draw(&content, &fonts);
        let is_border = drawn.lines <= paint.lines && drawn.widest <= WIDEST;
        if self.are_of_pages(&drawn.foreign)? {
            return Ok(true);
        }
        if drawn.pictures || drawn.is_unnamed || drawn.lines > 0 && !paint.fills && !is_border {
            return Ok(true);
        }
        if values.is_empty() || drawn.is_composite {
            return Ok(false);
        }
        Ok(values.iter().all(|value| contradicts(value, &drawn.text)))
    }

    /// Returns what the fonts in the resources of a form are.
    fn fonts(&mut self, form: &Dictionary<'d>) -> Result<Fonts, Unanalysable> {
        let mut found = Fonts::default();
        let Object::Dictionary(resources) = self.new.value(form, "Resources")? else {
            return Ok(found);
        };
        let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? else {
            return Ok(found);
        };
        for entry in fonts.entries.iter() {
            let Object::Dictionary(font) = self.new.resolve(&entry.value)? else {
                continue;
            };
            found.named.push(entry.key.decoded().into_owned());
            found.misleading |= self.brings_glyphs(&entry.value, &font)?;
            if font.is_name("Subtype", "Type0") {
                found.composite.push(entry.key.decoded().into_owned());
            }
            found.misleading |= font.is_name("Subtype", "Type3");
            if let Object::Dictionary(encoding) = self.new.value(&font, "Encoding")?
                && let Object::Array(differences) = self.new.value(&encoding, "Differences")?
            {
                let mut code = 0_i64;
                for value in differences.values() {
                    self.edges.visit()?;
                    match self.new.resolve(value)? {
                        Object::Integer(first) => code = first,
                        Object::Name(name) => {
                            found.misleading |= is_another_sign(code, &name.decoded());
                            code = code.saturating_add(1);
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(found)
    }

    /// Returns whether any of the fonts is one of a page: some readers look there for what a form does not
    /// name, and then its text can look like anything. Where no page has it, the form of the document
    /// names it, or nothing is shown.
    fn are_of_pages(&mut self, names: &[Vec<u8>]) -> Result<bool, Unanalysable> {
        if names.is_empty() {
            return Ok(false);
        }
        let fonts = match self.page_fonts.take() {
            Some(known) => known,
            None => {
                let mut found = HashSet::new();
                for page in self.new.pages() {
                    self.edges.visit()?;
                    let page = page?;
                    let Some(resources) = page.inherited("Resources") else {
                        continue;
                    };
                    let Object::Dictionary(resources) = self.new.resolve(resources)? else {
                        continue;
                    };
                    if let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? {
                        let names = fonts.entries.iter().map(|entry| entry.key.decoded());
                        found.extend(names.map(|name| name.into_owned()));
                    }
                }
                found
            }
        };
        let are = names.iter().any(|name| fonts.contains(name));
        self.page_fonts = Some(fonts);
        Ok(are)
    }

    /// Returns whether a font that was not there before has glyphs of its own: they can look like
    /// anything.
    fn brings_glyphs(
        &self,
        value: &Object<'d>,
        font: &Dictionary<'d>,
    ) -> Result<bool, Unanalysable> {
        let is_old = |id: ObjectId| self.is_old(id.number) && !self.is_different(id.number);
        if value.as_reference().is_some_and(is_old) {
            return Ok(false);
        }
        let has_file = |font: &Dictionary<'d>| -> Result<bool, Unanalysable> {
            let Object::Dictionary(descriptor) = self.new.value(font, "FontDescriptor")? else {
                return Ok(false);
            };
            let files = ["FontFile", "FontFile2", "FontFile3"];
            Ok(files.iter().any(|key| descriptor.get(key).is_some()))
        };
        if has_file(font)? {
            return Ok(true);
        }
        if let Object::Array(below) = self.new.value(font, "DescendantFonts")? {
            for one in below.values().take(2) {
                if let Object::Dictionary(one) = self.new.resolve(one)?
                    && has_file(&one)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Returns whether a glyph is another letter or digit than its code stands for in ASCII.
fn is_another_sign(code: i64, name: &[u8]) -> bool {
    const DIGITS: [&[u8]; 10] = [
        b"zero", b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine",
    ];
    let digit = DIGITS.iter().position(|digit| *digit == name);
    let sign = match (digit, name) {
        (Some(digit), _) => u8::try_from(digit).ok().map(|digit| b'0' + digit),
        (None, [letter]) if letter.is_ascii_alphabetic() => Some(*letter),
        _ => None,
    };
    let stands_for = u8::try_from(code).ok().filter(u8::is_ascii_alphanumeric);
    sign != stands_for
}

/// Returns whether a text is certainly not the value. White space is where lines break; a password is
/// shown as asterisks or bullets; octets that are no ASCII are of an encoding that is not known, and
/// control characters show nothing. What is ASCII on both sides has to be the same.
fn contradicts(value: &str, shown: &[u8]) -> bool {
    let visible = |octet: &u8| octet.is_ascii_graphic();
    let mut marks = shown.iter().filter(|octet| !is_space(**octet));
    if let Some(&first) = marks.next()
        && (first == b'*' || !first.is_ascii())
        && marks.all(|&octet| octet == first)
    {
        return false;
    }
    let shown = shown.iter().copied().filter(visible);
    !shown.eq(value.bytes().filter(visible))
}

fn is_delimiter(octet: u8) -> bool {
    b"()<>[]{}/%".contains(&octet)
}

fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

/// What stands before an operator, and what earlier operators set.
struct State<'c> {
    text: Vec<u8>,
    name: &'c [u8],
    numbers: Vec<f64>,
    /// The font that was chosen is one of several octets a code.
    is_composite: bool,
    /// It is one that the form does not name.
    foreign: Option<&'c [u8]>,
    /// A state was set that may have set a font.
    is_unnamed: bool,
    width: f64,
    scale: f64,
    pieces: usize,
    /// Left, bottom, right and top of the part of the path that is being made.
    part: Option<[f64; 4]>,
    /// The largest of the smaller sides of its parts.
    thickness: f64,
}

impl State<'_> {
    /// Begins another part of the path.
    fn part(&mut self) {
        if let Some([left, bottom, right, top]) = self.part.take() {
            let (width, height) = (right - left, top - bottom);
            // What cannot be measured is taken for the worst.
            self.thickness = match width.is_finite() && height.is_finite() {
                true => self.thickness.max(width.min(height)),
                false => f64::INFINITY,
            };
        }
    }

    /// Adds the points of the last operands to the part.
    fn points(&mut self) {
        self.pieces = self.pieces.saturating_add(1);
        for point in self.numbers.rchunks_exact(2) {
            if let [x, y] = *point {
                let [left, bottom, right, top] = self.part.unwrap_or([x, y, x, y]);
                self.part = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
            }
        }
    }
}

/// Reads a content stream as far as this judgement needs it. Inside of inline images nothing is
/// understood; they are pictures already.
fn draw(content: &[u8], fonts: &Fonts) -> Drawn {
    let mut drawn = Drawn::default();
    let mut state = State {
        text: Vec::new(),
        name: &[],
        numbers: Vec::new(),
        is_composite: false,
        foreign: None,
        is_unnamed: false,
        width: 1.0,
        scale: 1.0,
        pieces: 0,
        part: None,
        thickness: 0.0,
    };
    let mut rest = content;
    while let Some((&octet, after)) = rest.split_first() {
        rest = match octet {
            b'%' => skip(after, |octet| !matches!(octet, b'\n' | b'\r')),
            b'(' => literal(after, &mut state.text),
            b'<' if after.first() != Some(&b'<') => hexadecimal(after, &mut state.text),
            b'/' => {
                let end = skip(after, |octet| !is_delimiter(octet) && !is_space(octet));
                state.name = after.get(..after.len() - end.len()).unwrap_or_default();
                end
            }
            _ if is_delimiter(octet) || is_space(octet) => after,
            _ => {
                let end = skip(rest, |octet| !is_delimiter(octet) && !is_space(octet));
                let word = rest.get(..rest.len() - end.len()).unwrap_or_default();
                operator(word, fonts, &mut drawn, &mut state);
                end
            }
        };
    }
    drawn
}

/// Most fonts of an appearance that it does not name itself.
const MOST_FOREIGN: usize = 8;

/// Most operands that are remembered.
const OPERANDS: usize = 6;

fn operator(word: &[u8], fonts: &Fonts, drawn: &mut Drawn, state: &mut State<'_>) {
    let is_number = |first: &u8| first.is_ascii_digit() || b"+-.".contains(first);
    if word.first().is_some_and(is_number) {
        // What cannot be read is taken for the worst.
        let number = std::str::from_utf8(word)
            .ok()
            .and_then(|word| word.parse().ok())
            .filter(|number: &f64| number.is_finite());
        if state.numbers.len() == OPERANDS {
            state.numbers.remove(0);
        }
        state.numbers.push(number.unwrap_or(f64::INFINITY));
        return;
    }
    match word {
        b"Do" | b"sh" | b"BI" => drawn.pictures = true,
        b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" => {
            state.part();
            let width = match word {
                b"S" | b"s" => state.width,
                b"f" | b"F" | b"f*" => state.thickness,
                _ => state.width.max(state.thickness),
            };
            drawn.lines = drawn.lines.saturating_add(state.pieces.max(1));
            let width = width * state.scale;
            drawn.widest = match width.is_nan() {
                true => f64::INFINITY,
                false => drawn.widest.max(width),
            };
        }
        b"m" => {
            state.part();
            state.points();
        }
        b"l" | b"c" | b"v" | b"y" => state.points(),
        b"h" => state.pieces = state.pieces.saturating_add(1),
        b"re" => {
            state.part();
            state.pieces = state.pieces.saturating_add(4);
            let [x, y, width, height] = match state.numbers.last_chunk::<4>() {
                Some(numbers) => *numbers,
                None => [0.0, 0.0, f64::INFINITY, f64::INFINITY],
            };
            let (right, top) = (x + width, y + height);
            state.part = Some([x.min(right), y.min(top), x.max(right), y.max(top)]);
        }
        b"w" => {
            state.width = state
                .numbers
                .last()
                .map_or(f64::INFINITY, |width| width.abs())
        }
        // The width may stand in a dictionary, and the font; text may be stroked.
        b"gs" => {
            state.width = f64::INFINITY;
            state.is_unnamed = true;
        }
        // A pattern paints anything.
        b"scn" | b"SCN" => drawn.pictures |= !state.name.is_empty(),
        // Text that is not painted, or a clip (ISO 32000-2, table 104; from memory).
        b"Tr" => {
            drawn.pictures |=
                !matches!(state.numbers.as_slice(), [mode] if (0.0..3.0).contains(mode))
        }
        b"cm" => {
            let largest = match state.numbers.last_chunk::<6>() {
                Some([a, b, c, d, _, _]) => a.hypot(*b).max(c.hypot(*d)),
                None => f64::INFINITY,
            };
            state.scale *= largest.max(1.0);
        }
        b"Tf" => {
            let is_in = |names: &[Vec<u8>]| names.iter().any(|name| name == state.name);
            state.is_composite = is_in(&fonts.composite);
            state.foreign = Some(state.name).filter(|_| !is_in(&fonts.named));
            state.is_unnamed = false;
        }
        b"Tj" | b"TJ" | b"'" | b"\"" => {
            drawn.is_composite |= state.is_composite && !state.text.is_empty();
            if !state.text.is_empty() {
                drawn.is_unnamed |= state.is_unnamed;
                let known = |name: &&[u8]| drawn.foreign.iter().any(|known| known == name);
                if let Some(name) = state.foreign.filter(|name| !known(name)) {
                    drawn.is_unnamed |= drawn.foreign.len() >= MOST_FOREIGN;
                    drawn.foreign.push(name.to_vec());
                }
            }
            drawn.text.append(&mut state.text);
        }
        _ => {}
    }
    if matches!(
        word,
        b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n"
    ) {
        state.pieces = 0;
        state.part = None;
        state.thickness = 0.0;
    }
    state.text.clear();
    state.numbers.clear();
    state.name = &[];
}

fn skip(octets: &[u8], more: impl Fn(u8) -> bool) -> &[u8] {
    let end = octets.iter().position(|&octet| !more(octet));
    octets
        .get(end.unwrap_or(octets.len())..)
        .unwrap_or_default()
}

/// A literal string after its parenthesis (ISO 32000-2, 7.3.4.2; from memory).
fn literal<'c>(mut rest: &'c [u8], text: &mut Vec<u8>) -> &'c [u8] {
    let mut depth = 1_usize;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        match octet {
            b'\\' => {
                let Some((&escaped, after)) = rest.split_first() else {
                    break;
                };
                rest = after;
                match escaped {
                    b'n' | b'r' | b't' | b'\n' | b'\r' => text.push(b' '),
                    b'0'..=b'7' => {
                        let mut octet = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some((&digit @ b'0'..=b'7', after)) = rest.split_first() else {
                                break;
                            };
                            octet = octet << 3 | u32::from(digit - b'0');
                            rest = after;
                        }
                        // What does not fit is cut off.
                        text.extend(octet.to_le_bytes().first());
                    }
                    other => text.push(other),
                }
            }
            b'(' => {
                depth += 1;
                text.push(octet);
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
                text.push(octet);
            }
            _ => text.push(octet),
        }
    }
    rest
}

/// A hexadecimal string after its bracket.
fn hexadecimal<'c>(mut rest: &'c [u8], text: &mut Vec<u8>) -> &'c [u8] {
    let mut half: Option<u8> = None;
    while let Some((&octet, after)) = rest.split_first() {
        rest = after;
        let digit = match octet {
            b'>' => break,
            b'0'..=b'9' => octet - b'0',
            b'a'..=b'f' => octet - b'a' + 10,
            b'A'..=b'F' => octet - b'A' + 10,
            _ => continue,
        };
        match half.take() {
            Some(high) => text.push(high << 4 | digit),
            None => half = Some(digit),
        }
    }
    text.extend(half.map(|high| high << 4));
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named() -> Fonts {
        Fonts {
            named: vec![b"F".to_vec()],
            ..Fonts::default()
        }
    }

    #[test]
    fn text_pictures_and_surfaces_are_seen() {
        let drawn = draw(
            b"/Tx BMC q BT /F 9 Tf (a\\(b) Tj [(c) -3 <64>] TJ ET Q EMC % (x) Tj",
            &named(),
        );
        assert_eq!(drawn.text, b"a(bcd");
        assert!(!drawn.pictures && drawn.lines == 0);
        assert!(draw(b"q /Im Do Q", &named()).pictures);
        assert!(draw(b"BI /W 1 ID x EI", &named()).pictures);
        assert_eq!(draw(b"1 g 0 0 9 8 re f", &named()).widest, 8.0);
        // Four thin surfaces of one path, as some writers draw a border.
        let border = b"0 0 m 90 0 l 89 1 l 1 1 l 0 0 m 0 90 l 1 89 l 1 1 l f";
        assert_eq!(
            (draw(border, &named()).lines, draw(border, &named()).widest),
            (8, 1.0)
        );
        // What no reader, or not each, reads as a number hides nothing.
        for odd in [
            "1 1 -nan 9 re f",
            "1 1 9 re f",
            "9 9 9 0 0 50 50 re f",
            "0 0 m 5 1-1 l 5 9 l f",
        ] {
            assert!(draw(odd.as_bytes(), &named()).widest > WIDEST, "{odd}");
        }
        // What is said beside the text is not shown.
        assert_eq!(
            draw(b"/Span <</ActualText(x)>> BDC (y) Tj EMC", &named()).text,
            b"y"
        );
    }

    #[test]
    fn patterns_fonts_of_others_and_text_that_is_not_painted_are_seen() {
        let drawn = |content: &[u8]| draw(content, &named());
        assert!(drawn(b"/Pattern cs /P scn BT /F 9 Tf (a) Tj ET").pictures);
        assert!(!drawn(b"/Cs cs 1 0 0 scn BT /F 9 Tf (a) Tj ET").pictures);
        assert!(drawn(b"BT /F 9 Tf 3 Tr (a) Tj ET").pictures);
        assert!(!drawn(b"BT /F 9 Tf 0 Tr (a) Tj ET").pictures);
        assert_eq!(drawn(b"BT /G 9 Tf (a) Tj ET").foreign, [b"G"]);
        assert!(drawn(b"BT /F 9 Tf /S gs (a) Tj ET").is_unnamed);
        assert!(!drawn(b"/S gs BT /F 9 Tf (a) Tj ET").is_unnamed);
        let octal = drawn(b"BT /F 9 Tf (\\071\\60\\0600\\8) Tj ET");
        assert_eq!(octal.text, b"90008");
    }

    #[test]
    fn only_what_is_certainly_another_text_contradicts() {
        assert!(contradicts("100", b"900"));
        assert!(contradicts("100", b""));
        assert!(contradicts("100", b"100 0"));
        assert!(!contradicts("one two", b"one\ntwo"));
        assert!(!contradicts("secret", b"******"));
        assert!(!contradicts("caf\u{e9}", b"caf\xe9"));
        assert!(contradicts("1\u{200b}00", b"900"));
        assert!(contradicts("100", b"9\x0100"));
        assert!(contradicts("100", b"900\xa0"));
        assert!(contradicts("caf\u{e9} 1", b"caf\xe9 9"));
        assert!(!contradicts("secret", b"\x95\x95\x95"));
        assert!(!contradicts("1\u{200b}00", b"100"));
    }

    proptest! {
        #[test]
        fn no_content_stops_the_reader(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            draw(&content, &named());
        }
    }
}
