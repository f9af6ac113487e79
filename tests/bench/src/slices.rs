//! Measuring in slices that take turns, and what is made of them.
//!
//! A machine that is shared slows down and speeds up; two things that take turns every few
//! milliseconds slow down together, so their ratio holds where their speeds do not.

use crate::Failed;
use std::time::{Duration, Instant};

/// How long one thing runs before it is the other's turn.
const SLICE: Duration = Duration::from_millis(7);

/// Seconds an operation, one value a slice, in the order in which they were measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Slices {
    /// The thing measured.
    pub(crate) real: Vec<f64>,
    /// Its floor; each value was measured beside that of `real` at the same place.
    pub(crate) floor: Vec<f64>,
}

impl Slices {
    /// Returns operations a second of the thing measured, at its median slice.
    pub(crate) fn per_second(&self) -> Option<f64> {
        median(&self.real).map(f64::recip)
    }

    /// Returns how many times its floor the thing measured takes: the median over neighbours.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let neighbours = self.real.iter().zip(&self.floor);
        median(
            &neighbours
                .map(|(real, floor)| real / floor)
                .collect::<Vec<_>>(),
        )
    }

    /// Adds the slices of a later turn.
    pub(crate) fn extend(&mut self, later: Self) {
        self.real.extend(later.real);
        self.floor.extend(later.floor);
    }
}

/// Runs both in turns for `total`; who begins alternates. The first slices warm up and are dropped.
pub(crate) fn measure(
    total: Duration,
    real: &mut dyn FnMut() -> Result<(), Failed>,
    floor: &mut dyn FnMut() -> Result<(), Failed>,
) -> Result<Slices, Failed> {
    let begin = Instant::now();
    measure_by(&|| begin.elapsed(), total, real, floor)
}

/// As [`measure`], by a clock that tells how long ago anything at all was.
pub(crate) fn measure_by(
    clock: &dyn Fn() -> Duration,
    total: Duration,
    real: &mut dyn FnMut() -> Result<(), Failed>,
    floor: &mut dyn FnMut() -> Result<(), Failed>,
) -> Result<Slices, Failed> {
    slice(clock, real)?;
    slice(clock, floor)?;
    let mut slices = Slices::default();
    let begin = clock();
    while clock().saturating_sub(begin) < total || slices.real.is_empty() {
        slices.real.push(slice(clock, real)?);
        slices.floor.push(slice(clock, floor)?);
        slices.floor.push(slice(clock, floor)?);
        slices.real.push(slice(clock, real)?);
    }
    Ok(slices)
}

/// Runs one slice and returns seconds an operation.
fn slice(
    clock: &dyn Fn() -> Duration,
    operation: &mut dyn FnMut() -> Result<(), Failed>,
) -> Result<f64, Failed> {
    let begin = clock();
    let mut done = 0_u32;
    loop {
        operation()?;
        done += 1;
        let elapsed = clock().saturating_sub(begin);
        if elapsed >= SLICE {
            return Ok(elapsed.as_secs_f64() / f64::from(done));
        }
    }
}

/// Returns the median: the mean of the two in the middle where their number is even.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// Prints the line of a case.
pub(crate) fn print(
    output: &mut dyn std::io::Write,
    case: &str,
    slices: &Slices,
    suite: &str,
    octets: usize,
) -> Result<(), Failed> {
    let figures = slices.per_second().zip(slices.ratio());
    let (figure, ratio) = figures.ok_or("nothing was measured")?;
    let length = crate::document::length(octets);
    writeln!(
        output,
        "yinxin {case} {figure:.1}/s {suite} {length} floor-ratio {ratio:.2}"
    )?;
    Ok(())
}
