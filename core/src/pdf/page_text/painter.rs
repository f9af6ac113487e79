//! Following a content stream as far as it shows text.

use super::super::object::{Dictionary, Name, Object};
use super::super::pages::Page;
use super::super::parse_error::ParseError;
use super::super::view::View;
use super::font::Font;
use super::matrix::Matrix;
use super::tokens::Tokens;
use super::{Glyph, PageText, decoded};
use std::collections::HashMap;
use std::rc::Rc;

/// Most operators of one page, forms included.
const MOST_OPERATORS: usize = 2_000_000;
/// Most glyphs of one page.
const MOST_GLYPHS: usize = 1 << 20;
/// How deep forms use forms.
const DEEPEST: usize = 12;
/// Most states that are saved.
const MOST_SAVED: usize = 256;
/// Longest decoded content of one stream, octets.
const LONGEST: usize = 64 << 20;

/// Follows the contents of one page.
pub(super) struct Painter<'v, 'd> {
    view: &'v View<'d>,
    text: PageText,
    fonts: HashMap<u32, Rc<Font>>,
    left: usize,
}

/// What `q` saves.
#[derive(Clone)]
struct State {
    transform: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl<'v, 'd> Painter<'v, 'd> {
    pub(super) fn new(view: &'v View<'d>) -> Self {
        Self {
            view,
            text: PageText::default(),
            fonts: HashMap::new(),
            left: MOST_OPERATORS,
        }
    }

    pub(super) fn finish(self) -> PageText {
        self.text
    }

    pub(super) fn page(&mut self, page: &Page<'d>) -> Result<(), ParseError> {
        let dictionary = page.object.dictionary();
        let contents = dictionary.and_then(|page| page.get("Contents"));
        let mut whole = Vec::new();
        match contents.map(|contents| (contents, self.view.resolve(contents))) {
            Some((_, Ok(Object::Array(parts)))) => {
                for part in parts.values() {
                    self.add(part, &mut whole)?;
                }
            }
            Some((single, Ok(_))) => self.add(single, &mut whole)?,
            Some((_, Err(error))) => return Err(error),
            None => {}
        }
        let resources = page.inherited("Resources");
        let resources = resources.and_then(|resources| self.view.resolve(resources).ok());
        let resources = resources.as_ref().and_then(Object::as_dictionary);
        self.follow(&whole, resources, Matrix::IDENTITY, 0);
        Ok(())
    }

    /// Adds the decoded data of a stream: the parts of a page's contents are one.
    fn add(&mut self, part: &Object<'d>, whole: &mut Vec<u8>) -> Result<(), ParseError> {
        let Some(id) = part.as_reference() else {
            return Ok(());
        };
        let Some(stream) = self.view.follow(id)? else {
            return Ok(());
        };
        let room = LONGEST.saturating_sub(whole.len());
        match decoded(self.view, &stream, room) {
            Ok(content) if content.len() <= room => {
                whole.extend_from_slice(&content);
                whole.push(b'\n');
                Ok(())
            }
            Ok(_)
            | Err(ParseError::UnsupportedFilter { .. } | ParseError::DamagedStream { .. }) => {
                self.text.is_partial = true;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn follow(
        &mut self,
        content: &[u8],
        resources: Option<&Dictionary<'d>>,
        transform: Matrix,
        depth: usize,
    ) {
        let mut state = State {
            transform,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved = Vec::new();
        // The resources are the same throughout.
        let mut fonts: HashMap<Vec<u8>, Option<Rc<Font>>> = HashMap::new();
        let (mut line, mut text) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let view = self.view;
        let mut tokens = Tokens::new(content, &view.document().budget);
        while let Some((operator, operands)) = tokens.next() {
            let Some(left) = self.left.checked_sub(1) else {
                self.text.is_partial = true;
                return;
            };
            self.left = left;
            let number = |at: usize| {
                let value = operands.get(at).and_then(Object::as_number);
                value.filter(|value| value.abs() < 1e9).unwrap_or(0.0)
            };
            let matrix = || Matrix(std::array::from_fn(number));
            match operator {
                b"q" if saved.len() < MOST_SAVED => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => state.transform = matrix().then(state.transform),
                b"BT" => (line, text) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tf" => {
                    let name = operands.first().and_then(Object::as_name);
                    state.font = name.and_then(|name| {
                        let known = fonts.entry(name.decoded().into_owned());
                        known.or_insert_with(|| self.font(name, resources)).clone()
                    });
                    state.size = number(1);
                }
                b"Tc" => state.character_space = number(0),
                b"Tw" => state.word_space = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = Matrix::translation(number(0), number(1)).then(line);
                    text = line;
                }
                b"Tm" => (line, text) = (matrix(), matrix()),
                b"T*" | b"'" | b"\"" => {
                    if operator == b"\"" {
                        (state.word_space, state.character_space) = (number(0), number(1));
                    }
                    line = Matrix::translation(0.0, -state.leading).then(line);
                    text = line;
                    if operator != b"T*" {
                        self.show(operands.last(), &state, &mut text);
                    }
                }
                b"Tj" => self.show(operands.last(), &state, &mut text),
                b"TJ" => {
                    let parts = match operands.last() {
                        Some(Object::Array(parts)) => parts.values().collect(),
                        _ => Vec::new(),
                    };
                    for part in parts {
                        match part.as_number() {
                            Some(back) => {
                                let x = -back / 1000.0 * state.size * state.scale;
                                text = Matrix::translation(x, 0.0).then(text);
                            }
                            None => self.show(Some(part), &state, &mut text),
                        }
                    }
                }
                b"Do" if depth < DEEPEST => {
                    if let Some(name) = operands.first().and_then(Object::as_name) {
                        self.form(name, resources, state.transform, depth);
                    }
                }
                _ => {}
            }
        }
        self.text.is_partial |= tokens.is_cut;
    }

    /// Shows one string and moves on by it.
    fn show(&mut self, string: Option<&Object<'_>>, state: &State, text: &mut Matrix) {
        let (Some(font), Some(string)) = (&state.font, string.and_then(Object::as_string)) else {
            return;
        };
        for code in font.codes(&string.decode()) {
            let width = code.width / 1000.0 * state.size;
            let from = [0.0, Font::BOTTOM * state.size + state.rise];
            let to = [width * state.scale, Font::TOP * state.size + state.rise];
            let shown = text.then(state.transform);
            let rectangle = shown.around([from[0], from[1], to[0], to[1]]);
            let is_blank = code.text.chars().all(char::is_whitespace);
            if let Some(rectangle) = rectangle.filter(|_| !is_blank) {
                if self.text.glyphs.len() >= MOST_GLYPHS {
                    self.text.is_partial = true;
                    return;
                }
                let text = code.text.chars().filter(|c| !c.is_whitespace()).collect();
                self.text.glyphs.push(Glyph { text, rectangle });
            }
            let space = if code.is_space { state.word_space } else { 0.0 };
            let step = (width + state.character_space + space) * state.scale;
            *text = Matrix::translation(step, 0.0).then(*text);
        }
    }

    /// The entry of a name in a category of the resources.
    fn resource(
        &self,
        category: &str,
        name: Name<'_>,
        resources: Option<&Dictionary<'d>>,
    ) -> Option<Object<'d>> {
        let category = self.view.value(resources?, category).ok()?;
        let wanted = name.decoded();
        let entries = &category.as_dictionary()?.entries;
        // Looked through at every use.
        self.view.document().budget.spend(entries.len()).ok()?;
        let mut entries = entries.iter();
        let entry = entries.find(|entry| entry.key.decoded() == wanted)?;
        Some(entry.value.clone())
    }

    fn font(&mut self, name: Name<'_>, resources: Option<&Dictionary<'d>>) -> Option<Rc<Font>> {
        let found = self.resource("Font", name, resources)?;
        let number = found.as_reference().map(|id| id.number);
        if let Some(known) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(known.clone());
        }
        let font = self.view.resolve(&found).ok()?;
        let read = Rc::new(Font::read(self.view, font.as_dictionary()?));
        self.text.is_partial |= read.is_partial;
        if let Some(number) = number {
            self.fonts.insert(number, read.clone());
        }
        Some(read)
    }

    fn form(
        &mut self,
        name: Name<'_>,
        resources: Option<&Dictionary<'d>>,
        transform: Matrix,
        depth: usize,
    ) {
        let Some(Object::Reference(id)) = self.resource("XObject", name, resources) else {
            return;
        };
        let Ok(Some(form)) = self.view.follow(id) else {
            return;
        };
        let Some(dictionary) = form.dictionary().filter(|d| d.is_name("Subtype", "Form")) else {
            return;
        };
        let Ok(content) = decoded(self.view, &form, LONGEST) else {
            self.text.is_partial = true;
            return;
        };
        let mut own = Matrix::IDENTITY;
        if let Ok(Object::Array(numbers)) = self.view.value(dictionary, "Matrix") {
            for (place, number) in own.0.iter_mut().zip(numbers.values()) {
                *place = number.as_number().unwrap_or(*place);
            }
        }
        let inner = self.view.value(dictionary, "Resources").ok();
        let inner = inner.as_ref().and_then(Object::as_dictionary).or(resources);
        self.follow(&content, inner, own.then(transform), depth + 1);
    }
}
