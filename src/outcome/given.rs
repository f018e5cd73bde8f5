//! The samples whose lines launches draw from, and how far others would have led elsewhere.

use crate::language::quantity::Input;

/// Standard deviations within which 95 cases of 100 lie.
const WITHIN: f64 = 1.959_963_984_540_054;

/// A sample from which inputs are drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Name of the `[joint.NAME]` table.
    pub name: String,
    /// The inputs that are drawn from it, by their places in [`super::Layout::inputs`].
    pub inputs: Vec<usize>,
    /// Its lines.
    pub lines: usize,
    /// As many different lines of equal weight would say as much.
    pub worth: f64,
}

impl Given {
    /// The samples from which some of these inputs are drawn.
    #[must_use]
    pub fn of(inputs: &[Input]) -> Vec<Self> {
        let mut given: Vec<Self> = Vec::new();
        for (at, input) in inputs.iter().enumerate() {
            let Some(drawn) = &input.drawn else { continue };
            match given.iter_mut().find(|known| known.name == drawn.joint) {
                Some(known) => known.inputs.push(at),
                None => given.push(Self {
                    name: drawn.joint.clone(),
                    inputs: vec![at],
                    lines: drawn.values.len(),
                    worth: drawn.worth,
                }),
            }
        }
        given
    }

    /// Whether two are the same sample, whichever inputs are drawn from it.
    #[must_use]
    pub fn is_the_sample_of(&self, other: &Self) -> bool {
        (&self.name, self.lines, self.worth) == (&other.name, other.lines, other.worth)
    }

    /// How far another sample as good as this one may move a mean, in 95 cases of 100, in the unit of the deviation that
    /// launches have from it.
    ///
    /// `1.96 s / sqrt(n)` of E116, n what the lines are worth. That is no less than what the lines do to it, for s also holds the
    /// luck of launches of the same line.
    #[must_use]
    pub fn moves(&self, deviation: f64) -> f64 {
        WITHIN * deviation / self.worth.sqrt()
    }
}

/// What the lines of a sample are worth, each a list of its values, with their weights if these differ.
///
/// E116: `n = (w_1 + .. + w_m)^2 / (w_1^2 + .. + w_m^2)` over the m lines that differ, w how often each is drawn (Kish 1965,
/// "Survey sampling", 11.7).
#[must_use]
pub fn worth_of_lines(columns: &[&[f64]], weights: Option<&[f64]>) -> f64 {
    let count = columns.first().map_or(0, |column| column.len());
    let line = |at: usize| columns.iter().map(move |column| column[at].to_bits());
    let weight = |at: usize| weights.map_or(1.0, |weights| weights[at]);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(|one, other| line(*one).cmp(line(*other)));
    let drawn = order.chunk_by(|one, other| line(*one).eq(line(*other)));
    let drawn = drawn.map(|same| same.iter().map(|at| weight(*at)).sum::<f64>());
    let (sum, squares) = drawn.fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_worth_as_many_as_differ_and_weigh_the_same() {
        let columns: [&[f64]; 2] = [&[1.0, 2.0, 1.0, 1.0], &[5.0, 5.0, 6.0, 5.0]];
        // The first and the last are the same.
        assert_eq!(worth_of_lines(&columns, None), 16.0 / 6.0);
        assert_eq!(worth_of_lines(&columns, Some(&[1.0, 2.0, 2.0, 1.0])), 3.0);
        assert_eq!(worth_of_lines(&columns, Some(&[0.0, 3.0, 0.0, 0.0])), 1.0);
        assert_eq!(worth_of_lines(&[], None), 0.0);
    }

    #[test]
    fn means_of_samples_lie_within_it() {
        use rand::{RngExt, SeedableRng, rngs::SmallRng};
        // Samples of fifty lines of a law with mean 1 and deviation 1, launches without luck of their own.
        let mut random = SmallRng::seed_from_u64(1);
        let (lines, tries) = (50, 4_000);
        let given = Given { name: String::new(), inputs: Vec::new(), lines, worth: lines as f64 };
        let within = (0..tries).filter(|_| {
            let sum: f64 = (0..lines).map(|_| -(1.0 - random.random::<f64>()).ln()).sum();
            (sum / lines as f64 - 1.0).abs() <= given.moves(1.0)
        });
        let share = within.count() as f64 / f64::from(tries);
        // 95 %, the skew of the law and four standard errors of the share.
        assert!((share - 0.95).abs() < 0.005 + 4.0 * (0.95 * 0.05 / f64::from(tries)).sqrt(), "{share}");
    }
}
