//! The design of a seal on the command line.

use crate::arguments;
use crate::failure::Failure;
use clap::Args;
use clap::builder::PossibleValuesParser;
use yinxin_core::seal::{Centre, PRESETS, Preset, SealDesign, Shape};

/// A seal as it is drawn.
#[derive(Debug, Args)]
pub(super) struct Design {
    /// Kind of seal, with its size / 印章种类
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(PRESETS.iter().map(|preset| preset.id)), hide_possible_values = true)]
    pub(super) preset: Option<String>,
    /// Small characters that mark it as an electronic seal / 电子印章标识
    #[arg(long, requires = "preset")]
    marked: bool,
    /// Another diameter, or side of a square, millimetres
    #[arg(long, value_name = "MM", requires = "preset", value_parser = arguments::millimetres)]
    preset_size: Option<u16>,
}

impl Design {
    /// Returns the design of the kind that was named, if one was.
    pub(super) fn of(
        &self,
        name: &str,
        line: Option<&str>,
        number: Option<&str>,
        centre: Option<Centre>,
    ) -> Result<Option<SealDesign>, Failure> {
        let Some(kind) = &self.preset else {
            return Ok(None);
        };
        let preset = Preset::named(kind).ok_or(Failure::Internal("a preset that is not there"))?;
        let mut design = preset.design(name);
        if let Some(size) = self.preset_size {
            let size = f64::from(size) / 10.0;
            let shape = match design.shape() {
                Shape::Square { .. } => Shape::Square { side_mm: size },
                Shape::Oval {
                    width_mm,
                    height_mm,
                } => Shape::Oval {
                    width_mm: size,
                    height_mm: height_mm * size / width_mm,
                },
                _ => Shape::Round { diameter_mm: size },
            };
            design = design.with_shape(shape);
        }
        if let Some(line) = line {
            design = design.with_line(line);
        }
        if let Some(number) = number {
            design = design.with_number(number);
        }
        if let Some(centre) = centre {
            design = design.with_centre(centre);
        }
        if self.marked {
            design = design.with_electronic_marking();
        }
        Ok(Some(design))
    }
}
