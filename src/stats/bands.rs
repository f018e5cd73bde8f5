//! Bands of a series over time: at each step the quantiles over launches.

use super::quantile::quantiles;
use super::summary::mean;

/// The quantiles kept, with the endings of their column names.
pub const QUANTILES: [(f64, &str); 5] = [(0.05, "p5"), (0.25, "p25"), (0.5, "p50"), (0.75, "p75"), (0.95, "p95")];
/// Fewer launches than this are shown one by one: quantiles and bars of a handful would be drawn between them.
pub const FEW: usize = 20;

/// The middle half beside nine in ten where launches lie evenly, 0.5 over 0.9, and a little more for chance.
const EVEN: f64 = 0.58;

/// Quantiles of one series day by day; NaN on days on which it applies to no launch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bands {
    /// 5 % quantile of each day.
    pub p5: Vec<f64>,
    /// 25 % quantile.
    pub p25: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 75 % quantile.
    pub p75: Vec<f64>,
    /// 95 % quantile.
    pub p95: Vec<f64>,
    /// Mean.
    pub mean: Vec<f64>,
}

impl Bands {
    /// Quantiles of the values of each day.
    pub fn over(days: impl Iterator<Item = Vec<f64>>) -> Self {
        let mut bands = Self::default();
        for mut day in days {
            day.retain(|value| !value.is_nan());
            // Before anything happens all launches agree.
            let found = match day.first() {
                Some(&same) if day.iter().all(|value| value.to_bits() == same.to_bits()) => vec![same; QUANTILES.len()],
                _ => quantiles(&day, &QUANTILES.map(|(p, _)| p)),
            };
            bands.mean.push(if found[0] == found[4] { found[0] } else { mean(&day) });
            for (curve, value) in bands.curves_mut().into_iter().zip(found) {
                curve.push(value);
            }
        }
        bands
    }

    fn curves_mut(&mut self) -> [&mut Vec<f64>; 5] {
        [&mut self.p5, &mut self.p25, &mut self.p50, &mut self.p75, &mut self.p95]
    }

    /// The five curves from the lowest quantile to the highest.
    #[must_use]
    pub fn curves(&self) -> [&[f64]; 5] {
        [&self.p5, &self.p25, &self.p50, &self.p75, &self.p95]
    }

    /// Whether launches gather around their median: on most days the middle half is narrower beside nine in ten than if they
    /// lay evenly between its ends. Where they do not, a band hides that they fall into groups.
    #[must_use]
    pub fn is_of_one_piece(&self) -> bool {
        let days = self.p5.iter().zip(&self.p25).zip(self.p75.iter().zip(&self.p95));
        let spread = days.filter(|((p5, _), (_, p95))| p95 > p5);
        let (mut all, mut apart) = (0, 0);
        for ((p5, p25), (p75, p95)) in spread {
            all += 1;
            apart += usize::from(p75 - p25 > EVEN * (p95 - p5));
        }
        5 * apart <= all
    }

    /// The bands from a day on.
    #[must_use]
    pub fn from(&self, first: usize) -> Self {
        let later = |curve: &[f64]| curve.get(first..).unwrap_or(&[]).to_vec();
        let [p5, p25, p50, p75, p95] = self.curves().map(later);
        Self { p5, p25, p50, p75, p95, mean: later(&self.mean) }
    }

    /// Whether launches differ anywhere.
    #[must_use]
    pub fn spread(&self) -> bool {
        self.p5.iter().zip(&self.p95).any(|(low, high)| high > low)
    }

    /// Smallest and largest finite value of the bands; `None` when there is none.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        let finite = |curve: &[f64]| curve.iter().copied().filter(|value| value.is_finite()).collect::<Vec<_>>();
        let lowest = finite(&self.p5).into_iter().reduce(f64::min)?;
        let highest = finite(&self.p95).into_iter().reduce(f64::max)?;
        Some((lowest, highest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_not_of_one_piece() {
        let days = |value: &dyn Fn(usize) -> f64| {
            Bands::over((0..30).map(|day| (0..200).map(|launch| value(launch) * (1.0 + f64::from(day))).collect()))
        };
        let evenly = |launch: usize| launch as f64;
        let around = |launch: usize| libm::pow((launch as f64 - 99.5) / 100.0, 3.0);
        let two = |launch: usize| (launch % 2) as f64 * 1_000.0 + launch as f64;
        assert!(days(&evenly).is_of_one_piece() && days(&around).is_of_one_piece());
        assert!(!days(&two).is_of_one_piece());
        assert!(days(&|_| 4.0).is_of_one_piece());
    }
}
