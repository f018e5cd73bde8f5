//! `daily.csv`: each series day by day, as quantiles and mean over the traced launches.

use std::fmt::Write;

use super::cell::cell;
use super::number::shortest;
use crate::outcome::Layout;
use crate::stats::bands::{Bands, QUANTILES};
use crate::units::date_of_day;

/// The text of `daily.csv`.
#[must_use]
pub fn csv(layout: &Layout, bands: &[Bands]) -> String {
    let mut text = String::from("day,date");
    for series in &layout.series {
        for ending in QUANTILES.iter().map(|(_, ending)| *ending).chain(["mean"]) {
            // Writing to a String cannot fail.
            let _ = write!(text, ",{}", cell(&format!("{}_{ending}", series.name)));
        }
    }
    text.push('\n');
    for day in 0..layout.days {
        let date = date_of_day(layout.start, day as i64);
        let _ = write!(text, "{day},{date}");
        for curve in bands.iter().flat_map(|bands| bands.curves().into_iter().chain([bands.mean.as_slice()])) {
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
    use crate::experiment::Workers;
    use crate::experiment::figures::days::bands;
    use crate::report::synthetic;

    #[test]
    fn every_day_is_a_row_with_six_figures_per_series() {
        let layout = synthetic::layout();
        let daily = synthetic::daily(&layout, 20);
        let text = csv(&layout, &bands(&daily, &Workers::start(Some(2)).unwrap()));
        let mut lines = text.lines();
        assert!(lines.next().is_some_and(|head| head.starts_with("day,date,orders_p5,orders_p25,orders_p50,")));
        let first = lines.next().map(|line| line.split(',').count());
        assert_eq!(first, Some(2 + 6 * layout.series.len()));
        assert!(text.lines().nth(2).is_some_and(|line| line.starts_with("1,2010-11-02,")));
        assert_eq!(text.lines().count(), layout.days + 1);
    }
}
