//! Stochastic dominance between two samples: whether one is better for everyone, or for everyone who shuns risk.

use super::sections::{SECTIONS, sections};

/// Which of two alternatives dominates the other in a sample, where more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// The alternative dominates the baseline.
    Alternative,
    /// The baseline dominates the alternative.
    Baseline,
    /// Both have the same distribution.
    Same,
    /// Neither.
    Neither,
}

/// Dominance of one order with what supports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What holds among all launches.
    pub holds: Dominance,
    /// In how many sections of the launches the same holds when each is taken by itself.
    pub sections_agreeing: usize,
    /// How many sections there are.
    pub sections: usize,
}

/// First- and second-order dominance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominances {
    /// Whoever prefers more prefers the dominating one.
    pub first: Verdict,
    /// Whoever prefers more and shuns risk does.
    pub second: Verdict,
}

/// What the signs of a sequence of differences say.
fn verdict(differences: impl Iterator<Item = f64>, tolerance: f64) -> Dominance {
    let (mut above, mut below) = (false, false);
    for difference in differences {
        above |= difference > tolerance;
        below |= difference < -tolerance;
    }
    match (above, below) {
        (true, false) => Dominance::Alternative,
        (false, true) => Dominance::Baseline,
        (false, false) => Dominance::Same,
        (true, true) => Dominance::Neither,
    }
}

/// First and second order among values of equal number.
///
/// First order: every order statistic of the one is at least that of the other, which is `F_y <= F_x` everywhere.
/// Second order: every sum of the k smallest is, which is the same for the integrals of the distribution functions
/// (Hadar & Russell 1969, American Economic Review 59, 25-34; Rothschild & Stiglitz 1970).
fn orders(x: &[f64], y: &[f64]) -> (Dominance, Dominance) {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let (x, y) = (sorted(x), sorted(y));
    let first = verdict(x.iter().zip(&y).map(|(x, y)| y - x), 0.0);
    let size: f64 = x.iter().chain(&y).map(|value| value.abs()).sum();
    let mut total = 0.0;
    let sums = x.iter().zip(&y).map(|(x, y)| {
        total += y - x;
        total
    });
    // Sums of many roundings must not decide.
    let second = verdict(sums, 1e-13 * size);
    (first, second)
}

/// Which of two alternatives dominates, from pairs of launches; pairs with a NaN are left out.
///
/// The sample's own dominance is checked exactly. It says nothing certain about the distributions behind it, whose tails
/// are seen by few launches; so the check is repeated in up to twenty sections of the launches and their agreement is
/// given. Tests with a stated error (Barrett & Donald 2003) decide the opposite question, whether dominance is refuted.
#[must_use]
pub fn dominance(baseline: &[f64], alternative: &[f64]) -> Dominances {
    let pairs: Vec<(f64, f64)> =
        baseline.iter().copied().zip(alternative.iter().copied()).filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let (first, second) = orders(&x, &y);
    let count = (x.len() / 10).min(SECTIONS);
    let parts: Vec<(Dominance, Dominance)> =
        sections(x.len(), count).map(|range| orders(&x[range.clone()], &y[range])).collect();
    let agreeing = |holds: Dominance, order: fn(&(Dominance, Dominance)) -> Dominance| Verdict {
        holds,
        sections_agreeing: parts.iter().filter(|part| order(part) == holds).count(),
        sections: count,
    };
    Dominances { first: agreeing(first, |part| part.0), second: agreeing(second, |part| part.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_up_dominates_in_both_orders() {
        let x: Vec<f64> = (0..200).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x + 1.0).collect();
        let found = dominance(&x, &y);
        assert_eq!(found.first, Verdict { holds: Dominance::Alternative, sections_agreeing: 20, sections: 20 });
        assert_eq!(dominance(&y, &x).second.holds, Dominance::Baseline);
        assert_eq!(dominance(&x, &x).first.holds, Dominance::Same);
    }

    #[test]
    fn less_spread_around_the_same_mean_dominates_in_the_second_order_only() {
        let wide = [0.0, 2.0, 4.0, 6.0];
        let narrow = [2.0, 2.5, 3.5, 4.0];
        let found = dominance(&wide, &narrow);
        assert_eq!((found.first.holds, found.second.holds), (Dominance::Neither, Dominance::Alternative));
        // The order in which launches come does not matter.
        assert_eq!(dominance(&[6.0, 0.0, 4.0, 2.0], &narrow).second.holds, Dominance::Alternative);
    }

    #[test]
    fn a_higher_mean_with_a_worse_worst_case_dominates_in_neither() {
        let found = dominance(&[1.0, 2.0, 3.0], &[0.0, 9.0, 9.0]);
        assert_eq!((found.first.holds, found.second.holds), (Dominance::Neither, Dominance::Neither));
    }
}
