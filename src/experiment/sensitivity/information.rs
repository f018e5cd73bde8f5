//! What it is worth to know before deciding: of launching or not, or of which of several alternatives.

use crate::experiment::workers::Workers;
use crate::stats::mean;
use crate::stats::sensitivity::{Worth, partial_information, perfect_information};

/// Confidence of the intervals.
pub const CONFIDENCE: f64 = 0.95;
/// Inputs that are looked at together, at most.
const TOGETHER: usize = 3;
/// Launches that are read at most: the fits of a draw take as long as there are launches.
pub const MOST: usize = 20_000;

/// What knowing one input is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The input.
    pub input: String,
    /// What it is worth.
    pub worth: Worth,
}

/// What it is worth to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Information {
    /// Launches.
    pub launches: usize,
    /// The options and what each brings on average.
    pub options: Vec<(String, f64)>,
    /// The one with the greatest mean.
    pub best: usize,
    /// Of knowing all there is to know of a launch, its luck too.
    pub all: Worth,
    /// Of each input that is drawn, the one that is worth most first.
    pub inputs: Vec<Known>,
    /// Of those that are worth most, known together: at most three, and only where at least two are worth something
    /// beyond doubt.
    pub together: Option<(Vec<String>, Worth)>,
}

impl Information {
    /// What to know is worth between some options, each with its name and its benefit in each launch; launches of which one
    /// has none are left out. `draws` holds for each of the `inputs` what was drawn in each launch.
    ///
    /// None with fewer than two options or ten launches. Each interval holds with 95 % for itself.
    #[must_use]
    pub fn of(
        options: &[(String, Vec<f64>)],
        inputs: &[String],
        draws: &[Vec<f64>],
        workers: &Workers,
    ) -> Option<Self> {
        let rows = options.first().map_or(0, |(_, benefit)| benefit.len().min(MOST));
        let kept: Vec<usize> =
            (0..rows).filter(|row| options.iter().all(|(_, benefit)| !benefit[*row].is_nan())).collect();
        let of_kept = |column: &Vec<f64>| -> Vec<f64> { kept.iter().map(|row| column[*row]).collect() };
        let columns: Vec<Vec<f64>> = options.iter().map(|(_, benefit)| of_kept(benefit)).collect();
        let benefits: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let all = perfect_information(&benefits, CONFIDENCE)?;
        let named: Vec<(&String, Vec<f64>)> = inputs.iter().zip(draws.iter().map(of_kept)).collect();
        let found = workers.each(&named, |(_, draws)| partial_information(&[draws], &benefits, CONFIDENCE));
        let mut order: Vec<(usize, Worth)> =
            found.into_iter().enumerate().filter_map(|(at, worth)| Some((at, worth?))).collect();
        order.sort_by(|(_, a), (_, b)| b.value.total_cmp(&a.value));
        let told: Vec<usize> =
            order.iter().filter(|(_, worth)| worth.low > 0.0).map(|(at, _)| *at).take(TOGETHER).collect();
        let together = (told.len() > 1)
            .then(|| {
                let group: Vec<&[f64]> = told.iter().map(|at| named[*at].1.as_slice()).collect();
                let worth = partial_information(&group, &benefits, CONFIDENCE)?;
                Some((told.iter().map(|at| named[*at].0.clone()).collect(), worth))
            })
            .flatten();
        let means: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
        let best = (0..means.len()).fold(0, |best, at| if means[at] > means[best] { at } else { best });
        Some(Self {
            launches: kept.len(),
            options: options.iter().map(|(name, _)| name.clone()).zip(means).collect(),
            best,
            all,
            inputs: order.into_iter().map(|(at, worth)| Known { input: named[at].0.clone(), worth }).collect(),
            together,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::random::philox::word;

    fn shares(source: u64) -> Vec<f64> {
        (0..1000).map(|launch| (word(2, launch, source, 0) as f64 + 0.5) / 4_294_967_296.0).collect()
    }

    #[test]
    fn what_is_worth_most_comes_first_and_what_is_worth_nothing_is_left_out_of_the_group() {
        let names = ["weak", "strong", "none", "fixed"].map(str::to_owned).to_vec();
        let mut draws: Vec<Vec<f64>> = (1..4).map(shares).collect();
        draws.push(vec![1.0; 1000]);
        let luck = shares(9);
        let profit = |row: usize| 100.0 * (draws[1][row] - 0.45) + 50.0 * (draws[0][row] - 0.5) + 20.0 * (luck[row] - 0.5);
        let mut launched: Vec<f64> = (0..1000).map(profit).collect();
        launched[3] = f64::NAN;
        let options = [("none".to_owned(), vec![0.0; 1000]), ("launch".to_owned(), launched)];
        let workers = Workers::start(Some(2)).unwrap();
        let found = Information::of(&options, &names, &draws, &workers).unwrap();
        assert_eq!((found.launches, found.best, found.inputs.len()), (999, 1, 3));
        let order: Vec<&str> = found.inputs.iter().map(|known| known.input.as_str()).collect();
        assert_eq!(order, ["strong", "weak", "none"]);
        // Of the strong one alone: E max(0, 100 (u - 0.45)) - 5 = 50 * 0.55^2 - 5 = 10.125.
        let strong = found.inputs[0].worth;
        assert!(strong.low < 10.125 && 10.125 < strong.high, "{strong:?}");
        let (group, worth) = found.together.unwrap();
        assert_eq!(group[0], "strong");
        assert!(!group.contains(&"none".to_owned()) && worth.value > strong.value && worth.value < found.all.value);
        let single = Workers::start(Some(1)).unwrap();
        assert_eq!(Information::of(&options, &names, &draws, &single).unwrap().inputs, found.inputs);
        assert_eq!(Information::of(&options[..1], &names, &draws, &workers), None);
    }
}
