//! Embedding the glyphs in use (ISO 32000-1, 9.7).
//!
//! Codes are numbers of characters, not of glyphs: two characters that share a glyph keep their own
//! code, so the text that a reader copies is the text that was written.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Name, Pdf, Rect, Ref, Str};
use ring::digest::{SHA256, digest};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use subsetter::GlyphRemapper;

use super::error::IssueError;
use super::file::deflate;
use super::sheet::round;
use crate::font::{Glyph, OpenChain, OpenFont};

const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The characters in use of each font of the chain.
#[derive(Default)]
pub(super) struct FontUse {
    fonts: BTreeMap<usize, UsedFont>,
}

#[derive(Default)]
struct UsedFont {
    codes: BTreeMap<char, u16>,
    /// Glyphs in the order of their codes; the first code is 1.
    glyphs: Vec<Glyph>,
}

impl FontUse {
    /// Returns the name of a font among the page's resources.
    pub(super) fn resource_name(font: usize) -> String {
        format!("F{font}")
    }

    /// Returns the code of a glyph's character. A face has far fewer than 65,535 of them.
    pub(super) fn code(&mut self, glyph: &Glyph) -> u16 {
        let used = self.fonts.entry(glyph.font).or_default();
        if let Some(code) = used.codes.get(&glyph.character) {
            return *code;
        }
        used.glyphs.push(*glyph);
        let code = u16::try_from(used.glyphs.len()).unwrap_or(u16::MAX);
        used.codes.insert(glyph.character, code);
        code
    }

    /// Writes every font in use; returns the resource names and objects.
    pub(super) fn write(
        &self,
        pdf: &mut Pdf,
        next: &mut impl FnMut() -> Ref,
        chain: &OpenChain<'_>,
    ) -> Result<Vec<(String, Ref)>, IssueError> {
        let mut written = Vec::new();
        for (index, used) in &self.fonts {
            let font = chain
                .font(*index)
                .ok_or(IssueError::Internal("font out of the chain"))?;
            written.push((Self::resource_name(*index), used.write(pdf, next, font)?));
        }
        Ok(written)
    }
}

impl UsedFont {
    fn write(
        &self,
        pdf: &mut Pdf,
        next: &mut impl FnMut() -> Ref,
        font: &OpenFont<'_>,
    ) -> Result<Ref, IssueError> {
        let (type0, cid, descriptor) = (next(), next(), next());
        let (file, map, unicode) = (next(), next(), next());

        let mut remapper = GlyphRemapper::new();
        let mut gids = vec![0, 0];
        for glyph in &self.glyphs {
            gids.extend(remapper.remap(glyph.id).to_be_bytes());
        }
        let subset =
            subsetter::subset(font.font.data(), font.font.index(), &remapper).map_err(|_| {
                IssueError::Subset {
                    font: font.font.name().to_owned(),
                }
            })?;
        let name = format!("{}+{}", subset_tag(&subset), font.font.name());

        pdf.type0_font(type0)
            .base_font(Name(name.as_bytes()))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(unicode);
        {
            let mut object = pdf.cid_font(cid);
            object
                .subtype(CidFontType::Type2)
                .base_font(Name(name.as_bytes()))
                .system_info(IDENTITY)
                .font_descriptor(descriptor)
                .default_width(1000.0)
                .cid_to_gid_map_stream(map);
            object.widths().consecutive(
                1,
                self.glyphs
                    .iter()
                    .map(|glyph| round(glyph.advance * 1000.0)),
            );
        }
        let metrics = font
            .tables
            .metrics(Size::unscaled(), LocationRef::default());
        let scaled = |units: f32| (units * 1000.0 / font.units_per_em()).round();
        let bounds = metrics.bounds.unwrap_or_default();
        pdf.font_descriptor(descriptor)
            .name(Name(name.as_bytes()))
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(metrics.ascent))
            .descent(scaled(metrics.descent))
            .cap_height(scaled(metrics.cap_height.unwrap_or(metrics.ascent)))
            .stem_v(80.0)
            .font_file2(file);
        let length = i32::try_from(subset.len()).map_err(|_| IssueError::Subset {
            font: font.font.name().to_owned(),
        })?;
        pdf.stream(file, &deflate(&subset))
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), length);
        pdf.stream(map, &deflate(&gids)).filter(Filter::FlateDecode);
        let mut cmap = UnicodeCmap::new(Name(b"Yinxin-ToUnicode"), IDENTITY);
        for (code, glyph) in (1_u16..).zip(&self.glyphs) {
            cmap.pair(code, glyph.character);
        }
        pdf.stream(unicode, &deflate(cmap.finish().as_slice()))
            .filter(Filter::FlateDecode);
        Ok(type0)
    }
}

/// Six capital letters that tell subsets of one font apart (ISO 32000-1, 9.6.4).
fn subset_tag(subset: &[u8]) -> String {
    digest(&SHA256, subset)
        .as_ref()
        .iter()
        .take(6)
        .map(|b| char::from(b'A' + b % 26))
        .collect()
}
