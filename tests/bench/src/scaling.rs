//! `scaling`: how the time of verification grows with what is verified.
//!
//! Two documents take turns, one with ten times as much of something. A growth of 1 is time in
//! proportion to it; less is less, as every document has a part that does not grow.

use crate::Failed;
use crate::arguments::{ScalingCase, Suite};
use crate::document::{length, pages};
use crate::material::Pki;
use crate::slices::measure;
use crate::verify::Subject;
use std::io::Write;
use std::time::Duration;

/// Octets of a page.
const PAGE: usize = 5_000;

/// Measures and prints a line a step.
pub(crate) fn run(asked: &ScalingCase, output: &mut dyn Write) -> Result<(), Failed> {
    let pki = Pki::make(Suite::P256)?;
    let document = |count: u16| pages(usize::from(count), usize::from(count) * PAGE);
    let (few, many) = (asked.pages / 10, asked.pages);
    let step = Step {
        what: "pages",
        few: (few, Subject::signed(&document(few), &pki, 1)?),
        many: (many, Subject::signed(&document(many), &pki, 1)?),
    };
    step.line(asked.seconds, output)?;
    let (few, many) = (asked.signatures / 10, asked.signatures);
    for on in [1, asked.pages] {
        let unsigned = document(on);
        let step = Step {
            what: "signatures",
            few: (few, Subject::signed(&unsigned, &pki, few)?),
            many: (many, Subject::signed(&unsigned, &pki, many)?),
        };
        step.line(asked.seconds, output)?;
    }
    Ok(())
}

/// Two documents, and how much of something each has.
struct Step {
    what: &'static str,
    few: (u16, Subject),
    many: (u16, Subject),
}

impl Step {
    fn line(&self, total: Duration, output: &mut dyn Write) -> Result<(), Failed> {
        let ((few, small), (many, large)) = (&self.few, &self.many);
        let slices = measure(total, &mut || large.judge(), &mut || small.judge())?;
        let figures = slices.per_second().zip(slices.ratio());
        let (figure, time) = figures.ok_or("nothing was measured")?;
        writeln!(
            output,
            "yinxin scaling {figure:.1}/s {} {few}-{many} {} time x{time:.2} growth {:.2}",
            self.what,
            length(large.octets.len()),
            time * f64::from(*few) / f64::from(*many),
        )?;
        Ok(())
    }
}
