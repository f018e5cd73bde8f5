//! The experience curve of a part: what it costs less each time the volume doubles.

use crate::stats::fit::Estimate;
use crate::stats::fit::experience::{self, Experience};

/// What speaks against the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The cost does not fall with the volume, and no scenario takes that.
    DoesNotFall,
    /// The interval of the progress ratio holds 1: whether it falls cannot be told.
    PerhapsNot,
    /// The volume has doubled less than twice: time alone would look the same.
    Narrow,
}

/// Doublings of the volume below which its effect cannot be told from that of time.
const DOUBLINGS: f64 = 2.0;

/// Why there is no curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfitted {
    /// There are fewer than three rows, or one volume.
    Few,
    /// A volume so far is not above the one before: the row, from 1.
    NotRising(usize),
}

/// The curve in the units of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The curve.
    pub curve: Experience,
    /// Volume made so far at each row.
    pub volumes: Vec<f64>,
    /// Share by which cost falls when the volume doubles.
    pub learning_rate: Estimate,
    /// How often the volume has doubled.
    pub doublings: f64,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
}

/// Fits costs to volumes, which are those made so far, or, with `each`, those of each row.
///
/// # Errors
/// [`Unfitted`] where the rows do not tell the curve.
pub fn fit(volumes: Vec<f64>, costs: &[f64], each: bool) -> Result<Learned, Unfitted> {
    let mut so_far = 0.0;
    let add = |volume: f64| {
        so_far += volume;
        so_far
    };
    let volumes: Vec<f64> = if each { volumes.into_iter().map(add).collect() } else { volumes };
    if let Some(at) = volumes.windows(2).position(|pair| pair[1] <= pair[0]) {
        return Err(Unfitted::NotRising(at + 2));
    }
    let curve = experience::fit(&volumes, costs).ok_or(Unfitted::Few)?;
    let ratio = curve.progress_ratio;
    let learning_rate =
        Estimate { value: 1.0 - ratio.value, error: ratio.error, low: 1.0 - ratio.high, high: 1.0 - ratio.low };
    let doublings = libm::log2(volumes[volumes.len() - 1] / volumes[0]);
    let mut doubts = Vec::new();
    if ratio.value >= 1.0 {
        doubts.push(Doubt::DoesNotFall);
    } else if ratio.high >= 1.0 {
        doubts.push(Doubt::PerhapsNot);
    }
    if doublings < DOUBLINGS {
        doubts.push(Doubt::Narrow);
    }
    Ok(Learned { curve, volumes, learning_rate, doublings, doubts })
}
