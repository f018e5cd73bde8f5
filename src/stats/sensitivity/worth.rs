//! What it is worth to know: the expected value of perfect information, of all and of some inputs.

use super::super::interval::student_interval;
use super::super::summary::Summary;
use super::super::{mean, quantiles};
use super::regression::{Design, Solver};
use super::smooth::chosen;
use super::words::share;

/// Draws of the weights from which an interval is read.
const DRAWS: u64 = 200;

/// What knowing something before deciding is worth, in the unit of the benefits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// The expected value, never below 0.
    pub value: f64,
    /// Lower end of the interval, never below 0.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What a decision that is fitted and tried on the same rows would make of it: too high.
    pub above: f64,
    /// What a decision that is tried only on rows it was not fitted to makes of it: too low, and below 0 where it does
    /// harm.
    pub below: f64,
    /// Share of the rows in which another option than the best on average is chosen.
    pub changed: f64,
}

/// The option with the greatest mean, the first of equal ones.
fn best_on_average(benefits: &[&[f64]]) -> Option<usize> {
    greatest(benefits.iter().map(|benefit| mean(benefit)))
}

fn greatest(values: impl Iterator<Item = f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, value) in values.enumerate() {
        if best.is_none_or(|(_, most)| value > most) {
            best = Some((at, value));
        }
    }
    best.map(|(at, _)| at)
}

/// The expected value of perfect information: of whoever could choose the best option in each row, above whoever has to
/// choose one for all (Raiffa & Schlaifer 1961): `mean(max_d b_d) - max_d mean(b_d)`, with Student's interval for the mean
/// of what the choice gains row by row. That is the least, over the options, of what is gained above each of them: the
/// interval begins at the least of their beginnings and ends at the least of their ends, the error beyond which is shared
/// out over the options (Bonferroni), so that it does not matter which of them is the best.
///
/// `benefits` holds the benefit of each option in each row, the same luck in a row. None with fewer than two options or
/// rows. It is the worth of knowing all there is in a row, luck included: no one can. Where two options are about equal
/// on average the estimate is a little too low, for the one that is best in the sample is taken for the best.
#[must_use]
pub fn perfect_information(benefits: &[&[f64]], confidence: f64) -> Option<Worth> {
    let best = best_on_average(benefits)?;
    let rows = benefits[best].len();
    if benefits.len() < 2 || rows < 2 {
        return None;
    }
    let most = |row: usize| benefits.iter().map(|benefit| benefit[row]).fold(f64::NEG_INFINITY, f64::max);
    let gains = |option: usize| -> Vec<f64> { (0..rows).map(|row| most(row) - benefits[option][row]).collect() };
    let outside = 1.0 - confidence;
    let (mut low, mut high) = (f64::INFINITY, f64::INFINITY);
    for option in 0..benefits.len() {
        let of = Summary::of(&gains(option));
        low = low.min(student_interval(of.mean, of.sd, rows, confidence).0);
        high = high.min(student_interval(of.mean, of.sd, rows, 1.0 - outside / benefits.len() as f64).1);
    }
    let own = gains(best);
    let value = mean(&own);
    let changed = own.iter().filter(|gain| **gain > 0.0).count() as f64 / rows as f64;
    Some(Worth { value, low: low.clamp(0.0, value), high: high.max(value), above: value, below: value, changed })
}

/// The expected value of knowing some inputs before deciding (EVPPI): `E max_d E[b_d | x] - max_d E b_d`.
///
/// `E[b_d - b_c | x]`, with c the option best on average, is smoothed over the inputs by regression (Strong, Oakley &
/// Brennan 2014, Medical Decision Making 34, 311-326), see [`smooth`]; the option of the greatest fitted value is
/// chosen in each row. Fitted and tried on the same rows that is worth too much, by about half the variance of the fit
/// where options are about equal; chosen by what the other rows predict it is worth as much too little (the fit's error
/// then only leads to wrong choices). The figure is the middle of the two.
///
/// The interval is read from 200 draws of exponential weights of the rows (the Bayesian bootstrap, Rubin 1981, Annals of
/// Statistics 9, 130-134), each with a fit of its own in the design that was chosen, above each of the options in turn as
/// for [`perfect_information`]. Its lower end is moved down by as much as the figure was worth too much and too little.
///
/// None with fewer than two options, fewer than ten rows, or where no input varies. Inputs that are correlated share what
/// they are worth. Where two options are about equal on average the figure is a little too low, as above; where the
/// input matters in a few rows only, it is rough. What the regression cannot follow is not counted.
#[must_use]
pub fn partial_information(inputs: &[&[f64]], benefits: &[&[f64]], confidence: f64) -> Option<Worth> {
    let best = best_on_average(benefits)?;
    if benefits.len() < 2 {
        return None;
    }
    let rows = benefits[best].len();
    let differences: Vec<Vec<f64>> =
        benefits.iter().map(|benefit| (0..rows).map(|row| benefit[row] - benefits[best][row]).collect()).collect();
    let columns: Vec<&[f64]> = differences.iter().map(Vec::as_slice).collect();
    let fits = chosen(inputs, &columns)?;
    let pick = |predicted: &dyn Fn(usize) -> f64| -> usize {
        let others = (0..fits.len()).map(|option| if option == best { 0.0 } else { predicted(option) });
        let found = greatest(others).unwrap_or(best);
        if found != best && predicted(found) > 0.0 { found } else { best }
    };
    let tried: Vec<usize> = (0..rows).map(|row| pick(&|option| fits[option].0.fitted[row])).collect();
    let untried: Vec<usize> = (0..rows).map(|row| pick(&|option| fits[option].0.left_out[row])).collect();
    let gain = |choices: &[usize]| -> f64 {
        mean(&choices.iter().enumerate().map(|(row, option)| differences[*option][row]).collect::<Vec<f64>>())
    };
    let (above, below) = (gain(&tried), gain(&untried));
    let changed = untried.iter().filter(|option| **option != best).count() as f64 / rows as f64;
    let others: Vec<(&Design, &[f64])> =
        (0..fits.len()).filter(|option| *option != best).map(|option| (&fits[option].1, columns[option])).collect();
    let outside = 0.5 * (1.0 - confidence);
    let draws: Vec<(f64, Vec<f64>)> = (0..DRAWS).map(|draw| drawn(draw, &others)).collect();
    // Above the best on average, which has 0, and above each of the others in turn.
    let (mut low, mut high) = (f64::INFINITY, f64::INFINITY);
    for option in 0..=others.len() {
        let above_it = |(most, averages): &(f64, Vec<f64>)| most - if option == 0 { 0.0 } else { averages[option - 1] };
        let of: Vec<f64> = draws.iter().map(above_it).collect();
        let ends = quantiles(&of, &[outside, 1.0 - outside / benefits.len() as f64]);
        low = low.min(ends[0] - (above - below));
        high = high.min(ends[1]);
    }
    let value = (0.5 * (above + below)).max(0.0);
    Some(Worth { value, low: low.clamp(0.0, value), high: high.max(value), above, below, changed })
}

/// One draw of the weights of the rows: with the weighted fits f of the options that are not best on average, whose own
/// is 0, `sum w max_d f_d` and each `sum w f_d`.
fn drawn(draw: u64, others: &[(&Design, &[f64])]) -> (f64, Vec<f64>) {
    let rows = others.first().map_or(0, |(_, outcome)| outcome.len());
    let weights: Vec<f64> = (0..rows as u64).map(|row| -libm::log(share(draw * rows as u64 + row))).collect();
    let all: f64 = weights.iter().sum();
    let fits: Vec<Vec<f64>> = others
        .iter()
        .map(|(design, outcome)| Solver::of(design, Some(&weights)).fitted(design, outcome, Some(&weights)))
        .collect();
    let most = |row: usize| fits.iter().map(|fit| fit[row]).fold(0.0, f64::max);
    let chosen = (0..rows).map(|row| weights[row] * most(row)).sum::<f64>();
    let average = |fit: &Vec<f64>| fit.iter().zip(&weights).map(|(f, w)| f * w).sum::<f64>() / all;
    (chosen / all, fits.iter().map(average).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::normals;
    use super::*;

    /// `s phi(m / s) + m Phi(m / s) - max(0, m)`: the worth of knowing a normal difference with mean m and deviation s.
    fn normal_worth(m: f64, s: f64) -> f64 {
        let z = m / s;
        let density = libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
        let below = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        s * density + m * below - m.max(0.0)
    }

    /// Rows of a decision between nothing and `m + 2 x + y + 3 noise`.
    fn rows(round: u64, n: u64, m: f64) -> [Vec<f64>; 3] {
        let [x, y, e] = [0, 1, 2].map(|i| normals(3 * round + i, n));
        let benefit = (0..n as usize).map(|at| m + 2.0 * x[at] + y[at] + 3.0 * e[at]).collect();
        [x, y, benefit]
    }

    /// Counts of the intervals that hold the truth, and the mean figure with its standard error.
    fn repeated(rounds: u64, truth: f64, of: &dyn Fn(u64) -> Worth) -> (u32, f64, f64) {
        let found: Vec<Worth> = (0..rounds).map(of).collect();
        assert!(found.iter().all(|one| one.low <= one.value && one.value <= one.high && one.low >= 0.0));
        let covered = found.iter().filter(|one| one.low <= truth && truth <= one.high).count();
        let values = Summary::of(&found.iter().map(|one| one.value).collect::<Vec<f64>>());
        (covered as u32, values.mean, values.se)
    }

    /// Of 200 intervals at 95 %: 190 less 3.3 standard deviations of a binomial count.
    const LEAST: u32 = 180;

    #[test]
    fn the_worth_of_a_normal_input_is_covered_and_not_moved() {
        let nothing = vec![0.0; 300];
        for (m, which, deviation) in [(1.0, 0, 2.0), (1.0, 1, 1.0), (-2.0, 0, 2.0), (-2.0, 1, 1.0), (0.0, 0, 2.0)] {
            let truth = normal_worth(m, deviation);
            let (covered, average, error) = repeated(200, truth, &|round| {
                let columns = rows(round, 300, m);
                partial_information(&[&columns[which]], &[&nothing, &columns[2]], 0.95).unwrap()
            });
            assert!(covered >= LEAST, "{m} {which}: {covered}");
            // Equal on average, the figure is too low; else it is neither but by chance.
            let expected = if m == 0.0 { average < truth } else { (average - truth).abs() < 3.3 * error };
            assert!(expected || m == -2.0 && which == 1, "{m} {which}: {average} {truth} {error}");
        }
    }

    #[test]
    fn the_worth_of_two_inputs_and_of_all_there_is_to_know_is_covered() {
        let nothing = vec![0.0; 300];
        let truth = normal_worth(1.0, 5.0_f64.sqrt());
        let (covered, ..) = repeated(50, truth, &|round| {
            let [x, y, benefit] = rows(round, 300, 1.0);
            partial_information(&[&x, &y], &[&nothing, &benefit], 0.95).unwrap()
        });
        // 47.5 less 3.3 standard deviations.
        assert!(covered >= 43, "{covered}");
        for m in [1.0, 0.0, -2.0] {
            let truth = normal_worth(m, 14.0_f64.sqrt());
            let (covered, ..) =
                repeated(200, truth, &|round| perfect_information(&[&nothing, &rows(round, 300, m)[2]], 0.95).unwrap());
            assert!(covered >= LEAST, "all, {m}: {covered}");
        }
    }

    #[test]
    fn an_input_that_means_nothing_is_worth_nothing() {
        let nothing = vec![0.0; 300];
        let (covered, average, _) = repeated(100, 0.0, &|round| {
            let [_, _, benefit] = rows(round, 300, 1.0);
            partial_information(&[&normals(900 + round, 300)], &[&nothing, &benefit], 0.95).unwrap()
        });
        assert!(covered >= 88 && average < 0.02, "{covered} {average}");
    }

    #[test]
    fn three_options_are_chosen_between_by_a_choice() {
        // Known beforehand, each of three equally likely cases has its own best option: 6, 5 and 4 in place of 3, 3, 3.
        let case: Vec<f64> = (0..300).map(|row| f64::from(row % 3)).collect();
        let of = |values: [f64; 3]| -> Vec<f64> { case.iter().map(|case| values[*case as usize]).collect() };
        let options = [of([6.0, 0.0, 0.0]), of([0.0, 5.0, 0.0]), of([3.0, 3.0, 3.0]), of([0.0, 0.0, 4.0])];
        let benefits: Vec<&[f64]> = options.iter().map(Vec::as_slice).collect();
        let known = partial_information(&[&case], &benefits, 0.95).unwrap();
        let all = perfect_information(&benefits, 0.95).unwrap();
        for found in [known, all] {
            assert!((found.value - 2.0).abs() < 1e-12 && found.low <= 2.0 && found.high >= 2.0, "{found:?}");
            assert_eq!(found.changed, 1.0);
        }
    }

    #[test]
    fn nothing_to_choose_or_to_know_is_worth_nothing_to_tell() {
        let x = normals(1, 50);
        assert_eq!(perfect_information(&[&x], 0.95), None);
        assert_eq!(partial_information(&[&x], &[&x], 0.95), None);
        assert_eq!(partial_information(&[&[1.0; 50]], &[&x, &[0.0; 50]], 0.95), None);
        assert_eq!(perfect_information(&[], 0.95), None);
        let same = perfect_information(&[&x, &x], 0.95).unwrap();
        assert_eq!((same.value, same.low, same.high), (0.0, 0.0, 0.0));
    }
}
