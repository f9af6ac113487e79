//! Fonts that faces and seals are drawn with.
//!
//! A [`FontChain`] is asked character by character, so a rare character of a person's name may come
//! from a fallback font. A character that no font of the chain has is an error that names it:
//! `.notdef` is never drawn.

use std::borrow::Cow;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::DrawSettings;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

pub use skrifa::outline::OutlinePen;

#[cfg(feature = "fonts")]
static NOTO_SERIF_SC: &[u8] = include_bytes!("../fonts/NotoSerifSC-official.ttf");
#[cfg(feature = "fonts")]
static NOTO_SANS_SC: &[u8] = include_bytes!("../fonts/NotoSansSC-official.ttf");

/// Largest font file taken, octets.
const MOST_OCTETS: usize = 64 << 20;

/// Family of shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Typeface {
    /// 宋体: strokes of two widths. Titles, and the names on seals.
    Serif,
    /// 黑体: strokes of one width. Small print and digits.
    Sans,
}

/// A TrueType font, as its octets.
#[derive(Clone)]
pub struct Font {
    data: Cow<'static, [u8]>,
    index: u32,
    typeface: Typeface,
    name: String,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font")
            .field("name", &self.name)
            .field("typeface", &self.typeface)
            .field("octets", &self.data.len())
            .finish_non_exhaustive()
    }
}

impl Font {
    /// Takes the octets of a font file; `index` chooses a member of a collection, else 0.
    ///
    /// # Errors
    ///
    /// [`FontError`] where the octets are no TrueType font, or its maker forbids embedding
    /// (`fsType` bit 1 of the OS/2 table, OpenType 1.9).
    pub fn new(
        data: impl Into<Cow<'static, [u8]>>,
        index: u32,
        typeface: Typeface,
    ) -> Result<Self, FontError> {
        let data = data.into();
        if data.len() > MOST_OCTETS {
            return Err(FontError::TooLarge {
                octets: data.len(),
                most: MOST_OCTETS,
            });
        }
        let font = FontRef::from_index(&data, index).map_err(|_| FontError::Unreadable)?;
        if font.glyf().is_err() || font.head().is_err() {
            return Err(FontError::NotTrueType);
        }
        if font.os2().is_ok_and(|os2| os2.fs_type() & 0x000F == 0x0002) {
            return Err(FontError::EmbeddingForbidden);
        }
        let name = font
            .localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME)
            .english_or_first()
            .map(|name| name.chars().collect::<String>())
            .unwrap_or_default();
        let name: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(63)
            .collect();
        let name = if name.is_empty() {
            "Font".to_owned()
        } else {
            name
        };
        Ok(Self {
            data,
            index,
            typeface,
            name,
        })
    }

    /// Returns the PostScript name, letters, digits and hyphens only.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }

    pub(crate) fn index(&self) -> u32 {
        self.index
    }
}

/// Fonts in the order they are asked.
#[derive(Debug, Clone, Default)]
pub struct FontChain {
    fonts: Vec<Font>,
}

impl FontChain {
    /// Returns a chain of these fonts.
    #[must_use]
    pub fn new(fonts: Vec<Font>) -> Self {
        Self { fonts }
    }

    /// Returns Noto Serif SC and Noto Sans SC: the 8,105 characters of the 通用规范汉字表, GB 2312
    /// and signs.
    ///
    /// # Errors
    ///
    /// [`FontError`] only where the built-in files are damaged.
    #[cfg(feature = "fonts")]
    pub fn built_in() -> Result<Self, FontError> {
        Ok(Self::new(vec![
            Font::new(NOTO_SERIF_SC, 0, Typeface::Serif)?,
            Font::new(NOTO_SANS_SC, 0, Typeface::Sans)?,
        ]))
    }

    /// Adds a font that is asked after all others.
    #[must_use]
    pub fn with_fallback(mut self, font: Font) -> Self {
        self.fonts.push(font);
        self
    }

    pub(crate) fn open(&self) -> Result<OpenChain<'_>, FontError> {
        let fonts = self
            .fonts
            .iter()
            .map(OpenFont::new)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(OpenChain { fonts })
    }
}

/// A chain whose tables are at hand.
pub(crate) struct OpenChain<'a> {
    fonts: Vec<OpenFont<'a>>,
}

/// A glyph of a chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) character: char,
    /// Index of the font in the chain.
    pub(crate) font: usize,
    pub(crate) id: u16,
    /// Advance width, ems.
    pub(crate) advance: f32,
    /// Left and right edge of the ink, ems; equal for a space.
    pub(crate) ink: (f32, f32),
}

impl<'a> OpenChain<'a> {
    /// Returns the glyph of `character`: fonts of the wished typeface first, then the others.
    pub(crate) fn glyph(&self, typeface: Typeface, character: char) -> Option<Glyph> {
        let wished = self
            .fonts
            .iter()
            .enumerate()
            .filter(|(_, f)| f.font.typeface == typeface);
        let others = self
            .fonts
            .iter()
            .enumerate()
            .filter(|(_, f)| f.font.typeface != typeface);
        wished
            .chain(others)
            .find_map(|(index, font)| font.glyph(index, character))
    }

    pub(crate) fn font(&self, index: usize) -> Option<&OpenFont<'a>> {
        self.fonts.get(index)
    }
}

/// A font whose tables are at hand.
pub(crate) struct OpenFont<'a> {
    pub(crate) font: &'a Font,
    pub(crate) tables: FontRef<'a>,
    charmap: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    units_per_em: f32,
}

impl<'a> OpenFont<'a> {
    fn new(font: &'a Font) -> Result<Self, FontError> {
        let tables =
            FontRef::from_index(&font.data, font.index).map_err(|_| FontError::Unreadable)?;
        let units_per_em = f32::from(
            tables
                .head()
                .map_err(|_| FontError::Unreadable)?
                .units_per_em(),
        );
        if units_per_em < 16.0 {
            return Err(FontError::Unreadable);
        }
        let charmap = tables.charmap();
        let metrics = tables.glyph_metrics(Size::unscaled(), LocationRef::default());
        Ok(Self {
            font,
            tables,
            charmap,
            metrics,
            units_per_em,
        })
    }

    pub(crate) fn units_per_em(&self) -> f32 {
        self.units_per_em
    }

    /// A glyph that is mapped but blank stands for a missing one, except for spaces.
    fn glyph(&self, font: usize, character: char) -> Option<Glyph> {
        let id = self.charmap.map(character)?;
        let short = u16::try_from(id.to_u32()).ok().filter(|id| *id != 0)?;
        let advance = self.metrics.advance_width(id)? / self.units_per_em;
        let ink = match self.metrics.bounds(id) {
            Some(b) if b.x_max > b.x_min && b.y_max > b.y_min => {
                (b.x_min / self.units_per_em, b.x_max / self.units_per_em)
            }
            _ if character.is_whitespace() => (0.0, 0.0),
            _ => return None,
        };
        Some(Glyph {
            character,
            font,
            id: short,
            advance,
            ink,
        })
    }

    /// Draws the outline in font units; `false` where the outline cannot be read.
    pub(crate) fn draw(&self, id: u16, pen: &mut impl OutlinePen) -> bool {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        self.tables
            .outline_glyphs()
            .get(GlyphId::from(id))
            .is_some_and(|glyph| glyph.draw(settings, pen).is_ok())
    }
}

/// A font that a picture brings along, of any kind of outlines; only its outlines are taken.
pub(crate) struct OwnFont<'a> {
    tables: FontRef<'a>,
    charmap: Charmap<'a>,
    units_per_em: f32,
}

impl<'a> OwnFont<'a> {
    /// Returns `None` where the octets are no font with outlines.
    pub(crate) fn read(octets: &'a [u8]) -> Option<Self> {
        let tables = FontRef::from_index(octets, 0).ok()?;
        let units_per_em = f32::from(tables.head().ok()?.units_per_em());
        Some(Self {
            charmap: tables.charmap(),
            tables,
            units_per_em,
        })
        .filter(|font| font.units_per_em >= 16.0)
    }

    pub(crate) fn units_per_em(&self) -> f32 {
        self.units_per_em
    }

    /// Draws the outline of a character in font units; `false` where the font has none.
    pub(crate) fn draw(&self, character: char, pen: &mut impl OutlinePen) -> bool {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let glyph = self.charmap.map(character).filter(|id| id.to_u32() != 0);
        let outline = glyph.and_then(|id| self.tables.outline_glyphs().get(id));
        outline.is_some_and(|outline| outline.draw(settings, pen).is_ok())
    }
}

/// Returns whether `character` may never stand in drawn text: control and invisible format
/// characters (Unicode general categories Cc and most of Cf), among them those that reorder text.
pub(crate) fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Why a font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FontError {
    /// The file is larger than the limit.
    TooLarge {
        /// Octets of the file.
        octets: usize,
        /// Most octets.
        most: usize,
    },
    /// The octets are no font, or it has no such member.
    Unreadable,
    /// The font has no TrueType outlines (`glyf`).
    NotTrueType,
    /// The maker of the font forbids embedding.
    EmbeddingForbidden,
}

impl std::fmt::Display for FontError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge { octets, most } => {
                write!(f, "the font file has {octets} octets, more than {most}")
            }
            Self::Unreadable => f.write_str("the font file cannot be read"),
            Self::NotTrueType => {
                f.write_str("the font has no TrueType outlines: give a font with a glyf table")
            }
            Self::EmbeddingForbidden => {
                f.write_str("the maker of the font forbids embedding: give another font")
            }
        }
    }
}

impl std::error::Error for FontError {}
