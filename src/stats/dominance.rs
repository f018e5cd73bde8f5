//! Stochastic dominance between two samples: whether one is better for everyone, or for everyone who shuns risk.

use super::better::Better;
use super::sampled::Sampled;
use super::sections::Sections;

/// Which of two alternatives dominates the other in a sample: the one to be preferred.
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
    /// Whoever prefers more, of a cost less, prefers the dominating one.
    pub first: Verdict,
    /// Whoever does and shuns risk, too.
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

/// Which of two alternatives dominates, from pairs of launches; pairs with a NaN are left out. Where less is better, the
/// values count negative; where neither is, nobody can prefer one and there is no dominance.
///
/// The sample's own dominance is checked exactly. It says nothing certain about the distributions behind it, whose tails
/// are seen by few launches; so the check is repeated in up to twenty [`Sections`] of the launches and their agreement is
/// given. Tests with a stated error (Barrett & Donald 2003) decide the opposite question, whether dominance is refuted.
#[must_use]
pub fn dominance(baseline: &[f64], alternative: &[f64], better: Better, sampled: Sampled) -> Option<Dominances> {
    let sign = match better {
        Better::More => 1.0,
        Better::Less => -1.0,
        Better::Neither => return None,
    };
    let of = |baseline: &[f64], alternative: &[f64]| {
        let pairs = baseline.iter().zip(alternative).filter(|(x, y)| !x.is_nan() && !y.is_nan());
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.map(|(x, y)| (sign * x, sign * y)).unzip();
        (orders(&x, &y), x.len())
    };
    let ((first, second), applies) = of(baseline, alternative);
    let sections = Sections::up_to(applies / 10, baseline.len(), sampled);
    let parts: Vec<(Dominance, Dominance)> =
        sections.of(baseline).zip(sections.of(alternative)).map(|(x, y)| of(&x, &y).0).collect();
    let agreeing = |holds: Dominance, order: fn(&(Dominance, Dominance)) -> Dominance| Verdict {
        holds,
        sections_agreeing: parts.iter().filter(|part| order(part) == holds).count(),
        sections: sections.count,
    };
    Some(Dominances { first: agreeing(first, |part| part.0), second: agreeing(second, |part| part.1) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn dominance(x: &[f64], y: &[f64]) -> Dominances {
        super::dominance(x, y, Better::More, Sampled::Independently).unwrap()
    }

    #[test]
    fn of_two_costs_the_lower_one_is_preferred_and_of_mere_facts_none() {
        let (x, y) = ([5.0, 7.0, 9.0], [6.0, 7.0, 10.0]);
        let cost = super::dominance(&x, &y, Better::Less, Sampled::Independently).unwrap();
        assert_eq!((cost.first.holds, cost.second.holds), (Dominance::Baseline, Dominance::Baseline));
        assert_eq!(dominance(&x, &y).first.holds, Dominance::Alternative);
        assert_eq!(super::dominance(&x, &y, Better::Neither, Sampled::Independently), None);
        // The same mean cost: who shuns risk shuns the higher worst case.
        let steady = super::dominance(&[0.0, 10.0], &[5.0, 5.0], Better::Less, Sampled::Independently).unwrap();
        assert_eq!((steady.first.holds, steady.second.holds), (Dominance::Neither, Dominance::Alternative));
    }

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
