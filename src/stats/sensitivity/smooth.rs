//! What an outcome is on average where one input, or a few, are known: smoothing regression.
//!
//! Of an input the outcome is a level for each common value, a straight line, or a cubic spline with up to 32 knots; of
//! several the sum of such, with products of the inputs' ranks of second to fourth degree. Which of them is chosen by
//! the squared error in predicting each row from all the others (PRESS, Allen 1974, Technometrics 16, 125-127).

use super::super::mean;
use super::basis::Basis;
use super::ranks::mid_ranks;
use super::regression::{Design, Solver};

/// A row whose leverage comes this close to one is predicted by the mean of the others.
const ALONE: f64 = 1e-9;
/// Values between two knots at least, where the fit is chosen.
const BETWEEN_KNOTS: usize = 10;
/// Values between two knots at least, where as many knots are taken as there may be.
const BETWEEN_KNOTS_UNCHOSEN: usize = 40;
/// Degrees of the products between inputs, for the inputs of a group.
const DEGREES: [usize; 4] = [1, 2, 3, 4];

/// An outcome smoothed over its inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Smooth {
    /// The fitted value of each row.
    pub fitted: Vec<f64>,
    /// What the other rows predict for each row.
    pub left_out: Vec<f64>,
    /// Parameters of the fit.
    pub degrees: usize,
    /// Sum of the squared errors of the predictions.
    press: f64,
}

/// Smooths each outcome over the inputs, in the unit of the outcome; one result for each outcome.
///
/// None where no input varies, or with fewer than ten rows. It cannot show what lies between two knots, or what three
/// inputs do together beyond a polynomial of fourth degree of their ranks.
#[must_use]
pub fn smooth(inputs: &[&[f64]], outcomes: &[&[f64]]) -> Option<Vec<Smooth>> {
    Some(chosen(inputs, outcomes)?.into_iter().map(|(found, _)| found).collect())
}

/// The same with the design that was chosen for each outcome.
pub(super) fn chosen(inputs: &[&[f64]], outcomes: &[&[f64]]) -> Option<Vec<(Smooth, Design)>> {
    let inputs: Vec<&[f64]> = inputs.iter().copied().filter(|input| varies(input)).collect();
    let rows = inputs.first()?.len();
    if rows < 10 {
        return None;
    }
    let mut best: Vec<Option<(Smooth, Design)>> = vec![None; outcomes.len()];
    for design in designs(&inputs) {
        let solver = Solver::of(&design, None);
        if 2 * solver.rank > rows {
            continue;
        }
        let leverages = solver.leverages(&design);
        for (best, outcome) in best.iter_mut().zip(outcomes) {
            let found = fit(&design, &solver, &leverages, outcome);
            if best.as_ref().is_none_or(|(best, _)| found.press < best.press) {
                *best = Some((found, design.clone()));
            }
        }
    }
    best.into_iter().collect()
}

/// One outcome smoothed over one input with as many knots as the rows allow, at least 40 values between two of them, so
/// that nothing is chosen by a look at the outcome; and the sum over all pairs of rows of the square of what one fitted
/// value has of the other's outcome, by the squared errors of both.
pub(super) fn unchosen(input: &[f64], outcome: &[f64]) -> Option<(Smooth, f64)> {
    let basis = Basis::candidates(input, BETWEEN_KNOTS_UNCHOSEN).pop()?;
    let design = design(&[input], &[&basis], &[], &[]);
    let solver = Solver::of(&design, None);
    if 2 * solver.rank > outcome.len() {
        return None;
    }
    let found = fit(&design, &solver, &solver.leverages(&design), outcome);
    let squares: Vec<f64> = outcome.iter().zip(&found.fitted).map(|(y, fit)| (y - fit) * (y - fit)).collect();
    let pairs = solver.pairs(&design, &squares);
    Some((found, pairs))
}

/// Whether there is more than one value.
pub(super) fn varies(values: &[f64]) -> bool {
    values.iter().any(|value| *value != values[0])
}

fn fit(design: &Design, solver: &Solver, leverages: &[f64], outcome: &[f64]) -> Smooth {
    let fitted = solver.fitted(design, outcome, None);
    let (rows, middle) = (outcome.len() as f64, mean(outcome));
    let left_out: Vec<f64> = fitted
        .iter()
        .zip(outcome)
        .zip(leverages)
        .map(|((fit, y), leverage)| {
            let rest = 1.0 - leverage;
            if rest < ALONE { middle - (y - middle) / (rows - 1.0) } else { y - (y - fit) / rest }
        })
        .collect();
    let press = left_out.iter().zip(outcome).map(|(predicted, y)| (y - predicted) * (y - predicted)).sum();
    Smooth { fitted, left_out, degrees: solver.rank, press }
}

/// The designs to choose from.
fn designs(inputs: &[&[f64]]) -> Vec<Design> {
    let candidates: Vec<Vec<Basis>> = inputs.iter().map(|input| Basis::candidates(input, BETWEEN_KNOTS)).collect();
    let most = candidates.iter().map(Vec::len).max().unwrap_or(0);
    if inputs.len() == 1 {
        return (0..most).map(|stiffness| design(inputs, &[&candidates[0][stiffness]], &[], &[])).collect();
    }
    let scaled: Vec<Vec<f64>> = inputs.iter().map(|input| scaled_ranks(input)).collect();
    let mut found = Vec::new();
    for stiffness in 0..most {
        let bases: Vec<&Basis> = candidates.iter().map(|of_one| &of_one[stiffness.min(of_one.len() - 1)]).collect();
        for degree in DEGREES {
            found.push(design(inputs, &bases, &scaled, &products(inputs.len(), degree)));
        }
    }
    found
}

/// The exponents of all products of at least two inputs up to a degree.
fn products(inputs: usize, degree: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..inputs {
        found = found
            .iter()
            .flat_map(|head| {
                (0..=degree - head.iter().sum::<usize>()).map(move |next| [head.clone(), vec![next]].concat())
            })
            .collect();
    }
    found.retain(|exponents| exponents.iter().filter(|exponent| **exponent > 0).count() > 1);
    found
}

/// Mid-ranks, moved into -1..1.
fn scaled_ranks(input: &[f64]) -> Vec<f64> {
    let rows = input.len() as f64;
    mid_ranks(input).into_iter().map(|rank| (2.0 * rank - 1.0) / rows - 1.0).collect()
}

fn design(inputs: &[&[f64]], bases: &[&Basis], scaled: &[Vec<f64>], products: &[Vec<usize>]) -> Design {
    let own: usize = bases.iter().map(|basis| basis.columns()).sum();
    let entries: usize = bases.iter().map(|basis| basis.entries()).sum();
    let mut design = Design::new(own + products.len(), entries + products.len());
    let mut row = Vec::new();
    for at in 0..inputs[0].len() {
        row.clear();
        let mut first = 0;
        for (input, basis) in inputs.iter().zip(bases) {
            basis.row(input[at], first, &mut row);
            first += basis.columns();
        }
        for exponents in products {
            let mut product = 1.0;
            for (ranks, exponent) in scaled.iter().zip(exponents) {
                product *= (0..*exponent).map(|_| ranks[at]).product::<f64>();
            }
            row.push((first, product));
            first += 1;
        }
        design.push(&row);
    }
    design
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::shares;
    use super::*;

    #[test]
    fn a_prediction_is_that_of_a_fit_without_the_row() {
        let x = shares(1, 30);
        let y: Vec<f64> = x.iter().zip(shares(2, 30)).map(|(x, noise)| 3.0 * x + noise).collect();
        let all = smooth(&[&x], &[&y]).unwrap().remove(0);
        assert_eq!(all.degrees, 2, "a straight line predicts best");
        for gone in 0..30 {
            // The line through the others, by its own formula.
            let others: Vec<usize> = (0..30).filter(|at| *at != gone).collect();
            let of = |column: &[f64]| mean(&others.iter().map(|at| column[*at]).collect::<Vec<f64>>());
            let (mx, my) = (of(&x), of(&y));
            let slope = others.iter().map(|&at| (x[at] - mx) * (y[at] - my)).sum::<f64>()
                / others.iter().map(|&at| (x[at] - mx) * (x[at] - mx)).sum::<f64>();
            assert!((all.left_out[gone] - (my + slope * (x[gone] - mx))).abs() < 1e-10);
        }
    }

    #[test]
    fn smoothing_finds_a_bend_a_step_and_an_interaction() {
        let (x, z) = (shares(3, 2000), shares(4, 2000));
        let noise = shares(5, 2000);
        let truth = |x: f64, z: f64| libm::sin(6.0 * x) + if z > 0.8 { 2.0 } else { 0.0 } * x;
        let y: Vec<f64> = (0..2000).map(|at| truth(x[at], z[at]) + noise[at] - 0.5).collect();
        let far = |found: &Smooth, of: &dyn Fn(usize) -> f64| {
            (found.fitted.iter().enumerate().map(|(at, fit)| (fit - of(at)) * (fit - of(at))).sum::<f64>() / 2000.0)
                .sqrt()
        };
        let one = smooth(&[&x], &[&y]).unwrap().remove(0);
        assert!(far(&one, &|at| libm::sin(6.0 * x[at]) + 0.4 * x[at]) < 0.05);
        let step: Vec<f64> = z.iter().map(|z| f64::from(u8::from(*z > 0.8))).collect();
        let both = smooth(&[&x, &step], &[&y]).unwrap().remove(0);
        assert!(far(&both, &|at| truth(x[at], z[at])) < 0.05);
    }

    #[test]
    fn nothing_is_fitted_to_what_does_not_vary() {
        assert_eq!(smooth(&[&[1.0; 50]], &[&[2.0; 50]]), None);
        assert_eq!(smooth(&[&[1.0, 2.0]], &[&[2.0, 3.0]]), None);
        assert_eq!(products(2, 2), [[1, 1]]);
        assert_eq!(products(3, 3).len(), 10);
    }
}
