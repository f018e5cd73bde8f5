//! Designs of their own for what inputs do: elementary effects and Sobol' indices of the mean of a metric.
//!
//! Every point is a scenario with its inputs set, under the same luck as all others, so the outcome, a mean over launches,
//! is a function of the inputs without luck of its own.

use crate::experiment::sweep::axis::{Axis, DesignError, Levels};
use crate::experiment::sweep::design::{Design, Method as Points};
use crate::random::Distribution;
use crate::random::philox::{source_id, word};
use crate::random::sobol::{Coordinate, DIMENSIONS};
use crate::stats::sensitivity::{Effects, Evaluations, Indices, effects, indices, trajectories};

/// Confidence of the intervals.
pub const CONFIDENCE: f64 = 0.95;
/// Levels of an input in a trajectory.
const LEVELS: u32 = 4;
/// Points at most.
const MOST: u64 = 1_000_000;

/// Which design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Elementary effects along so many trajectories.
    Morris(u32),
    /// Sobol' indices from so many rows of two samples.
    Sobol(u32),
}

/// Over what an input is varied.
#[derive(Clone, Debug)]
pub enum Over {
    /// Between two ends, each value as likely.
    Range(Axis),
    /// As it is drawn.
    Law(Axis, Distribution),
}

impl Over {
    fn axis(&self) -> &Axis {
        match self {
            Self::Range(axis) | Self::Law(axis, _) => axis,
        }
    }

    /// Its value at a share of the way. The ends of what is drawn may lie nowhere, so the levels of a trajectory stand for
    /// the middles of as many equally likely parts.
    fn at(&self, share: f64, method: Method) -> f64 {
        match self {
            Self::Range(axis) => axis.at_share(share),
            Self::Law(axis, law) => {
                let parts = f64::from(LEVELS);
                let share =
                    if matches!(method, Method::Morris(_)) { (share * (parts - 1.0) + 0.5) / parts } else { share };
                axis.rounded(law.quantile(share))
            }
        }
    }
}

/// A design: where its points lie, and how their outcomes are read.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Which design.
    pub method: Method,
    /// The inputs.
    pub inputs: Vec<String>,
    /// Its points, as a list that a sweep takes.
    pub design: Design,
    /// The trajectories in the unit cube; none of Sobol' indices.
    trajectories: Vec<Vec<Vec<f64>>>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The effects of each input over its whole range; `None` for one that never moved.
    Effects(Vec<Option<Effects>>),
    /// The indices of each input; `None` where the outcome varies at no point or at a few only.
    Indices(Option<Vec<Indices>>),
}

impl Screen {
    /// A design over inputs.
    ///
    /// # Errors
    /// When nothing is varied, an input twice, or there are too many of them or too few or too many points.
    pub fn new(method: Method, over: &[Over], seed: u64) -> Result<Self, DesignError> {
        let fault = |text: String| Err(DesignError::Design(text));
        let inputs: Vec<String> = over.iter().map(|one| one.axis().key.clone()).collect();
        let count = inputs.len() as u64;
        let (points, least, of) = match method {
            Method::Morris(trajectories) => (u64::from(trajectories) * (count + 1), 4, trajectories),
            Method::Sobol(rows) => (u64::from(rows) * (count + 2), 16, rows),
        };
        if of < least {
            return fault(format!("{of} rows are too few for an interval; write {least} or more"));
        }
        if points > MOST {
            return fault(format!("{points} points are too many; up to {MOST} can be made"));
        }
        if matches!(method, Method::Sobol(_)) && 2 * inputs.len() > DIMENSIONS {
            return fault(format!("Sobol' indices take up to {} inputs; --design morris takes more", DIMENSIONS / 2));
        }
        let trajectories = match method {
            Method::Morris(count) => {
                let mut at = 0_u32;
                let source = source_id("morris", &inputs.join(" "));
                trajectories(inputs.len(), LEVELS, count as usize, || {
                    at += 2;
                    u64::from(word(seed, 0, source, at - 2)) << 32 | u64::from(word(seed, 0, source, at - 1))
                })
            }
            Method::Sobol(_) => Vec::new(),
        };
        let shares: Vec<Vec<f64>> = match method {
            Method::Morris(_) => trajectories.iter().flatten().cloned().collect(),
            Method::Sobol(rows) => mixed(&inputs, rows, seed),
        };
        let axes = over.iter().enumerate().map(|(input, one)| {
            let mut axis = one.axis().clone();
            axis.levels = Levels::Values(shares.iter().map(|point| one.at(point[input], method)).collect());
            axis
        });
        let design = Design::new(Points::List, axes.collect(), None, seed)?;
        Ok(Self { method, inputs, design, trajectories })
    }

    /// What the outcomes of the points say, in their order.
    #[must_use]
    pub fn found(&self, outcomes: &[f64]) -> Found {
        match self.method {
            Method::Morris(_) => {
                let each: Vec<Vec<f64>> = outcomes.chunks(self.inputs.len() + 1).map(<[f64]>::to_vec).collect();
                Found::Effects(effects(&self.trajectories, &each, CONFIDENCE))
            }
            Method::Sobol(rows) => {
                let columns: Vec<&[f64]> = outcomes.chunks(rows as usize).collect();
                let [a, b, ab @ ..] = columns.as_slice() else { return Found::Indices(None) };
                Found::Indices(indices(&Evaluations { a, b, ab, ba: &[] }, CONFIDENCE))
            }
        }
    }
}

/// The rows of A, then those of B, then for each input those of A with it from B.
fn mixed(inputs: &[String], rows: u32, seed: u64) -> Vec<Vec<f64>> {
    let count = inputs.len();
    let coordinate = |at: usize| {
        let purpose = if at < count { "sobol_a" } else { "sobol_b" };
        Coordinate::new(at, seed, source_id(purpose, &inputs[at % count]))
    };
    let coordinates: Vec<Coordinate> = (0..2 * count).map(coordinate).collect();
    let block = |from_b: &dyn Fn(usize) -> bool| -> Vec<Vec<f64>> {
        let share = |row: u32, input: usize| coordinates[if from_b(input) { count + input } else { input }].share(row);
        (0..rows).map(|row| (0..count).map(|input| share(row, input)).collect()).collect()
    };
    let mut points = block(&|_| false);
    points.extend(block(&|_| true));
    for mixed in 0..count {
        points.extend(block(&|input| input == mixed));
    }
    points
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    /// Two numbers between ends and one that is drawn.
    fn over() -> Vec<Over> {
        let axis = |text: &str| Axis::parse(text).unwrap();
        let drawn = Axis::of_key("market.reach").unwrap();
        vec![
            Over::Range(axis("market.a=0..10")),
            Over::Range(axis("market.b=-1..1")),
            Over::Law(drawn, Distribution::Uniform { low: 4.0, high: 8.0 }),
        ]
    }

    fn outcomes(screen: &Screen, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        (0..screen.design.points).map(|at| f(&screen.design.point(at))).collect()
    }

    #[test]
    fn effects_are_those_of_the_whole_range() {
        let screen = Screen::new(Method::Morris(10), &over(), 7).unwrap();
        assert_eq!(screen.design.points, 40);
        let Found::Effects(found) = screen.found(&outcomes(&screen, |x| 3.0 * x[0] - 5.0 * x[1] + x[2])) else {
            panic!("no effects")
        };
        // From 0 to 10, from -1 to 1, and from the first to the last quarter's middle of 4 to 8.
        for (found, mu) in found.iter().zip([30.0, -10.0, 3.0]) {
            let found = found.unwrap();
            assert!((found.mu - mu).abs() < 1e-9 && found.sigma < 1e-9, "{found:?} {mu}");
        }
    }

    #[test]
    fn indices_are_those_of_a_sum() {
        let screen = Screen::new(Method::Sobol(1024), &over(), 7).unwrap();
        assert_eq!(screen.design.points, 1024 * 5);
        // Variances 100/12, 4 * 25/12 and 16/12 of the three parts.
        let Found::Indices(Some(found)) = screen.found(&outcomes(&screen, |x| x[0] + 5.0 * x[1] + x[2])) else {
            panic!("no indices")
        };
        let all = 100.0 + 100.0 + 16.0;
        for (found, part) in found.iter().zip([100.0, 100.0, 16.0]) {
            assert!((found.first.value - part / all).abs() < 0.01, "{found:?}");
            assert!((found.total.value - part / all).abs() < 0.01, "{found:?}");
        }
        let still = screen.found(&vec![1.0; 5120]);
        assert_eq!(still, Found::Indices(None));
    }

    #[test]
    fn a_design_that_cannot_be_is_refused() {
        let refused = |method, over: &[Over]| Screen::new(method, over, 1).unwrap_err().to_string();
        assert!(refused(Method::Sobol(8), &over()).contains("16 or more"));
        assert!(refused(Method::Sobol(400_000), &over()).contains("too many"));
        assert!(refused(Method::Morris(10), &[]).contains("nothing is varied"));
        let twice = [over(), over()].concat();
        assert!(refused(Method::Morris(10), &twice).contains("varied twice"));
    }
}
