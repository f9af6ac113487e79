//! What the objects of a page refer to: fonts, and ways to paint.

use super::super::SealPictureError;
use super::colour::own;
use super::{not_drawn, number};
use crate::font::Typeface;
use crate::ofd::Package;
use crate::ofd::xml::{attribute, children, resolve, text_of};
use roxmltree::Node;
use std::collections::HashMap;

/// Most ways to paint that lead to one another.
const MOST_STEPS: usize = 8;

/// A font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageFont {
    /// What comes closest to it by its name.
    pub(super) typeface: Typeface,
    /// The octets that the package has of it.
    pub(super) file: Option<Vec<u8>>,
}

/// A way to paint, for what an object does not say itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Given {
    pub(super) fill: Option<[u8; 3]>,
    pub(super) stroke: Option<[u8; 3]>,
    pub(super) line_mm: Option<f64>,
}

impl Given {
    fn over(self, below: &Given) -> Given {
        Given {
            fill: self.fill.or(below.fill),
            stroke: self.stroke.or(below.stroke),
            line_mm: self.line_mm.or(below.line_mm),
        }
    }
}

/// Fonts and ways to paint, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Resources {
    fonts: HashMap<String, PageFont>,
    ways: HashMap<String, (Given, Option<String>)>,
}

impl Resources {
    /// Adds those of more files.
    pub(super) fn read(
        &mut self,
        package: &Package<'_>,
        paths: &[String],
    ) -> Result<(), SealPictureError> {
        for path in paths {
            let read = package.xml(path, |document| {
                Ok(self.add(document.root_element(), path, package))
            });
            read.map_err(SealPictureError::Package)??;
        }
        Ok(())
    }

    fn add(
        &mut self,
        top: Node<'_, '_>,
        path: &str,
        package: &Package<'_>,
    ) -> Result<(), SealPictureError> {
        let folder = attribute(top, "BaseLoc")
            .unwrap_or("")
            .trim_end_matches('/');
        for font in children(top, "Fonts").flat_map(|fonts| children(fonts, "Font")) {
            let id = attribute(font, "ID").unwrap_or_default().to_owned();
            let file = match text_of(font, "FontFile") {
                Some(name) => {
                    let name = match (name.starts_with('/'), folder.is_empty()) {
                        (false, false) => format!("{folder}/{name}"),
                        _ => name,
                    };
                    let name = resolve(path, &name).ok_or_else(|| not_drawn("FontFile"))?;
                    Some(package.file(&name).map_err(SealPictureError::Package)?)
                }
                None => None,
            };
            let name = attribute(font, "FontName").unwrap_or_default();
            let is_sans = ["黑", "雅", "圆", "等线", "Hei", "Sans", "Arial"]
                .iter()
                .any(|part| name.contains(part));
            let typeface = match is_sans {
                true => Typeface::Sans,
                false => Typeface::Serif,
            };
            self.fonts.insert(id, PageFont { typeface, file });
        }
        let ways = children(top, "DrawParams").flat_map(|ways| children(ways, "DrawParam"));
        for way in ways {
            let id = attribute(way, "ID").unwrap_or_default().to_owned();
            let line_mm = match attribute(way, "LineWidth") {
                None => None,
                Some(text) => Some(number(text).ok_or_else(|| not_drawn("LineWidth"))?),
            };
            if attribute(way, "DashPattern").is_some() {
                return Err(not_drawn("DashPattern"));
            }
            let given = Given {
                fill: own(way, "FillColor")?,
                stroke: own(way, "StrokeColor")?,
                line_mm,
            };
            let relative = attribute(way, "Relative").map(str::to_owned);
            self.ways.insert(id, (given, relative));
        }
        Ok(())
    }

    /// Returns the way to paint that an object names, over the one around it.
    pub(super) fn given(
        &self,
        object: Node<'_, '_>,
        around: &Given,
    ) -> Result<Given, SealPictureError> {
        let mut next = attribute(object, "DrawParam");
        let mut given = Given::default();
        for _ in 0..MOST_STEPS {
            let Some(id) = next else {
                return Ok(given.over(around));
            };
            let (own, relative) = self.ways.get(id).ok_or_else(|| not_drawn("DrawParam"))?;
            given = given.over(own);
            next = relative.as_deref();
        }
        Err(not_drawn("DrawParam"))
    }

    /// Returns the font that an object names.
    pub(super) fn font(&self, object: Node<'_, '_>) -> Result<&PageFont, SealPictureError> {
        let named = attribute(object, "Font").and_then(|id| self.fonts.get(id));
        named.ok_or_else(|| not_drawn("Font"))
    }
}
