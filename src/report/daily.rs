//! `daily.csv`: each series day by day, as quantiles over the traced launches.

use std::fmt::Write;

use super::cell::cell;
use super::number::shortest;
use crate::experiment::spread;
use crate::outcome::{Daily, Layout, Paths};
use crate::stats;
use crate::units::date_of_day;

/// The quantiles kept, with the endings of their column names.
const QUANTILES: [(f64, &str); 5] = [(0.05, "p5"), (0.25, "p25"), (0.5, "p50"), (0.75, "p75"), (0.95, "p95")];

/// Days read together.
const TOGETHER: usize = 32;

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
}

impl Bands {
    /// Quantiles over launches, day by day.
    #[must_use]
    pub fn of(paths: &Paths) -> Self {
        let stretch = |first: usize| paths.between(first..(first + TOGETHER).min(paths.steps()));
        Self::over((0..paths.steps()).step_by(TOGETHER).flat_map(stretch))
    }

    /// Quantiles of the values of each day.
    pub fn over(days: impl Iterator<Item = Vec<f64>>) -> Self {
        let mut bands = Self::default();
        for mut day in days {
            day.retain(|value| !value.is_nan());
            // Before anything happens all launches agree.
            let found = match day.first() {
                Some(&same) if day.iter().all(|value| value.to_bits() == same.to_bits()) => vec![same; QUANTILES.len()],
                _ => stats::quantiles(&day, &QUANTILES.map(|(p, _)| p)),
            };
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

    /// The bands from a day on.
    #[must_use]
    pub fn from(&self, first: usize) -> Self {
        let later = |curve: &[f64]| curve.get(first..).unwrap_or(&[]).to_vec();
        let [p5, p25, p50, p75, p95] = self.curves().map(later);
        Self { p5, p25, p50, p75, p95 }
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

/// The bands of every series of the layout, worked out on so many threads.
#[must_use]
pub fn bands(daily: &Daily, threads: usize) -> Vec<Bands> {
    spread(threads, &daily.values, Bands::of)
}

/// The text of `daily.csv`.
#[must_use]
pub fn csv(layout: &Layout, bands: &[Bands]) -> String {
    let mut text = String::from("day,date");
    for series in &layout.series {
        for (_, ending) in QUANTILES {
            // Writing to a String cannot fail.
            let _ = write!(text, ",{}", cell(&format!("{}_{ending}", series.name)));
        }
    }
    text.push('\n');
    for day in 0..layout.days {
        let date = date_of_day(layout.start, day as i64);
        let _ = write!(text, "{day},{date}");
        for curve in bands.iter().flat_map(Bands::curves) {
            text.push(',');
            text.push_str(&shortest(curve.get(day).copied().unwrap_or(f64::NAN)));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn bands_are_quantiles_over_launches_day_by_day() {
        let days = vec![0.0, 1.0, 2.0, 3.0, 4.0, f64::NAN, f64::NAN, 7.0, 7.0, 7.0];
        let bands = Bands::of(&Paths::new(5, days));
        assert_eq!(bands.p50, [2.0, 7.0]);
        assert_eq!(bands.p25, [1.0, 7.0]);
        assert_eq!(bands.range(), Some((0.2, 7.0)));
        assert!(bands.spread());
    }

    #[test]
    fn every_day_is_a_row_with_five_figures_per_series() {
        let layout = synthetic::layout();
        let daily = synthetic::daily(&layout, 20);
        let text = csv(&layout, &bands(&daily, 2));
        let mut lines = text.lines();
        assert!(lines.next().is_some_and(|head| head.starts_with("day,date,orders_p5,orders_p25,orders_p50,")));
        let first = lines.next().map(|line| line.split(',').count());
        assert_eq!(first, Some(2 + 5 * layout.series.len()));
        assert!(text.lines().nth(2).is_some_and(|line| line.starts_with("1,2010-11-02,")));
        assert_eq!(text.lines().count(), layout.days + 1);
    }
}
