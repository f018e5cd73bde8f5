//! Figures of the days and months of the traced launches.

use crate::experiment::workers::Workers;
use crate::outcome::Layout;
use crate::outcome::{Daily, Monthly, Paths, SeriesId};
use crate::stats;
use crate::stats::bands::Bands;

/// The bands of every series of the layout.
#[must_use]
pub fn bands(daily: &Daily, workers: &Workers) -> Vec<Bands> {
    workers.each(&daily.values, Paths::bands)
}

/// The bands of some series of a layout in their places; of the others nothing.
#[must_use]
pub fn bands_of(daily: &Daily, layout: &Layout, wanted: &[SeriesId], workers: &Workers) -> Vec<Bands> {
    let all: Vec<(&Paths, bool)> =
        daily.values.iter().zip(&layout.series).map(|(paths, series)| (paths, wanted.contains(&series.id))).collect();
    workers.each(&all, |(paths, wanted)| if *wanted { paths.bands() } else { Bands::default() })
}

/// A line of a statement in one month, over the traced launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Mean.
    pub mean: f64,
    /// 5 % quantile.
    pub p5: f64,
    /// 95 % quantile.
    pub p95: f64,
}

/// Each line of the statements, month by month.
#[must_use]
pub fn monthly(monthly: &Monthly, workers: &Workers) -> Vec<Vec<Month>> {
    let month = |mut values: Vec<f64>| {
        // Of some launches there is no such figure in the month.
        values.retain(|value| !value.is_nan());
        if values.is_empty() {
            return Month { mean: f64::NAN, p5: f64::NAN, p95: f64::NAN };
        }
        let quantiles = stats::quantiles(&values, &[0.05, 0.95]);
        Month { mean: stats::mean(&values), p5: quantiles[0], p95: quantiles[1] }
    };
    let of_line = |paths: &Paths| paths.between(0..paths.steps()).into_iter().map(month).collect();
    workers.each(&monthly.values, of_line)
}

/// The median of what the traced launches have shipped after the last day; `None` without launches, days or the series.
#[must_use]
pub fn median_of_all_shipped(layout: &Layout, daily: &Daily) -> Option<f64> {
    let volume = layout.series_at(SeriesId::ShippedToDate)?;
    let shipped: Vec<f64> = daily.values[volume].at(layout.days.checked_sub(1)?).collect();
    stats::quantiles(&shipped, &[0.5]).first().copied()
}

/// A series read at volumes shipped instead of days: quantiles of the traced launches, and each of them.
#[derive(Clone, Debug)]
pub struct OverVolume {
    /// At each volume, over the launches that reach it.
    pub bands: Bands,
    /// Per launch: its value at each volume, NaN at those it does not reach.
    pub paths: Vec<Vec<f64>>,
}

impl OverVolume {
    /// The series at a place of the layout, at these volumes and by a factor; `volume` is the place of what is shipped.
    #[must_use]
    pub fn of(daily: &Daily, volume: usize, series: usize, grid: &[f64], factor: f64) -> Self {
        let days = |which: usize, launch: usize| daily.values[which].of(launch).collect::<Vec<f64>>();
        let path = |launch: usize| -> Vec<f64> {
            let (volumes, costs) = (days(volume, launch), days(series, launch));
            grid.iter().map(|wanted| read(&volumes, &costs, *wanted) * factor).collect()
        };
        let paths: Vec<Vec<f64>> = (0..daily.launches).map(path).collect();
        let at = |place: usize| paths.iter().map(|path| path[place]).collect::<Vec<f64>>();
        Self { bands: Bands::over((0..grid.len()).map(at)), paths }
    }
}

/// The cost when the volume is reached, linear between the two days around it; NaN when it never is.
fn read(volumes: &[f64], costs: &[f64], wanted: f64) -> f64 {
    let day = volumes.partition_point(|volume| *volume < wanted);
    if day == volumes.len() {
        return f64::NAN;
    }
    let Some(before) = day.checked_sub(1).filter(|before| costs[*before].is_finite()) else { return costs[day] };
    let share = (wanted - volumes[before]) / (volumes[day] - volumes[before]);
    costs[before] + share * (costs[day] - costs[before])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_read_between_days_and_not_beyond_the_last() {
        let volumes = [0.0, 0.0, 100.0, 300.0];
        let costs = [f64::NAN, f64::NAN, 20.0, 10.0];
        assert_eq!(read(&volumes, &costs, 200.0), 15.0);
        assert_eq!(read(&volumes, &costs, 50.0), 20.0);
        assert_eq!(read(&volumes, &costs, 300.0), 10.0);
        assert!(read(&volumes, &costs, 301.0).is_nan());
    }
}
