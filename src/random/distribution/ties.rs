//! Which values of a law come again and again.

use super::Distribution::{self, Discrete, Empirical, Geometric, NegativeBinomial, Poisson, Truncated};

impl Distribution {
    /// The values and weights of a discrete distribution, truncated or not: no rounding of a share
    /// can then let an excluded value in.
    pub(super) fn as_discrete(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        match self {
            Discrete { values, weights } => Some((values.clone(), weights.clone())),
            Truncated { of, low, high } => {
                let (values, mut weights) = of.as_discrete()?;
                for (value, weight) in values.iter().zip(&mut weights) {
                    if low.is_some_and(|low| *value < low) || high.is_some_and(|high| *value > high) {
                        *weight = 0.0;
                    }
                }
                Some((values, weights))
            }
            _ => None,
        }
    }

    /// The shares of the values of a law that has ties, by rising value; `None` of a law without any.
    ///
    /// Of a whole-number law no value of which is likelier than `least`, there is `None` either. Beyond the last value
    /// told apart lies less than `rest`. Stretches of an empirical law without ties come in up to `cells` equal parts.
    #[must_use]
    pub fn shares_of_values(&self, least: f64, rest: f64, cells: usize) -> Option<Vec<f64>> {
        if let Some((values, weights)) = self.as_discrete() {
            return Some(shares_of_choices(&values, &weights));
        }
        match self {
            _ if self.constant().is_some() => None,
            Poisson { .. } | NegativeBinomial { .. } | Geometric { .. } => self.shares_of_whole_numbers(least, rest),
            Truncated { of, .. } => match of.as_ref() {
                Poisson { .. } | NegativeBinomial { .. } | Geometric { .. } => {
                    self.shares_of_whole_numbers(least, rest)
                }
                Empirical { values } => self.shares_of_observations(values, cells),
                _ => None,
            },
            Empirical { values } => self.shares_of_observations(values, cells),
            _ => None,
        }
    }

    fn shares_of_whole_numbers(&self, least: f64, rest: f64) -> Option<Vec<f64>> {
        let likely = |k: f64| self.cdf(k) - self.cdf(k - 1.0);
        // These laws have one peak, which lies at the median or below.
        let likeliest = (0..=25).map(|at| likely(self.quantile(f64::from(at) * 0.02))).fold(0.0, f64::max);
        if likeliest < least {
            return None;
        }
        let (first, last) = (self.quantile(rest), self.quantile(1.0 - rest));
        let mut shares = Vec::new();
        let (mut below, mut k) = (0.0, first);
        while k <= last {
            let up_to = if k == last { 1.0 } else { self.cdf(k) };
            shares.push(up_to - below);
            below = up_to;
            k += 1.0;
        }
        shares.retain(|share| *share > 0.0);
        Some(shares)
    }

    /// Straight lines join the values, and equal ones make a flat stretch.
    fn shares_of_observations(&self, values: &[f64], cells: usize) -> Option<Vec<f64>> {
        let mut shares = Vec::new();
        let mut below = 0.0;
        let stretch = |shares: &mut Vec<f64>, share: f64, tied: bool| {
            let parts = if tied { 1 } else { (share * cells as f64).ceil().max(1.0) as usize };
            shares.extend(std::iter::repeat_n(share / parts as f64, parts));
        };
        let mut any = false;
        let mut at = 0;
        while at < values.len() {
            let value = values[at];
            let same = values[at..].iter().take_while(|other| **other == value).count();
            if same > 1 {
                let (from, to) = (self.cdf_below(value), self.cdf(value));
                if to > from {
                    any = true;
                    if from > below {
                        stretch(&mut shares, from - below, false);
                    }
                    stretch(&mut shares, to - from, true);
                    below = to;
                }
            }
            at += same;
        }
        if below < 1.0 {
            stretch(&mut shares, 1.0 - below, false);
        }
        any.then_some(shares)
    }
}

fn shares_of_choices(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut choices: Vec<(f64, f64)> =
        values.iter().copied().zip(weights.iter().copied()).filter(|(_, weight)| *weight > 0.0).collect();
    choices.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut shares: Vec<f64> = Vec::new();
    let mut last = f64::NAN;
    for (value, weight) in choices {
        match shares.last_mut() {
            Some(share) if value == last => *share += weight / total,
            _ => shares.push(weight / total),
        }
        last = value;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(law: &Distribution) -> Vec<f64> {
        law.shares_of_values(0.01, 1e-4, 64).unwrap_or_default()
    }

    #[test]
    fn equal_values_count_once() {
        let law = Distribution::Discrete { values: vec![3.0, 1.0, 3.0, 2.0], weights: vec![1.0, 2.0, 1.0, 0.0] };
        assert_eq!(shares(&law), [0.5, 0.5]);
    }

    #[test]
    fn whole_numbers_have_the_shares_of_their_law() {
        let found = shares(&Poisson { mean: 2.0 });
        assert!((found[0] - libm::exp(-2.0)).abs() < 1e-12 && (found[2] - 2.0 * libm::exp(-2.0)).abs() < 1e-12);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(Poisson { mean: 1e5 }.shares_of_values(0.01, 1e-4, 64), None);
    }

    #[test]
    fn observations_tie_where_they_repeat() {
        let law = Empirical { values: vec![1.0, 2.0, 2.0, 2.0, 5.0] };
        let found = shares(&law);
        // A quarter of the way up to 2, half of it at 2, the last quarter from there on.
        assert_eq!(found.len(), 16 + 1 + 16);
        assert!((found[16] - 0.5).abs() < 1e-12 && (found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(Empirical { values: vec![1.0, 2.0, 5.0] }.shares_of_values(0.01, 1e-4, 64), None);
    }
}
