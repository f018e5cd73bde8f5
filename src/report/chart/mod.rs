//! Charts of a run.
//!
//! Each chart is a list of marks on a [`canvas`], drawn once by plotters and written as SVG with text as outlines and as
//! PNG. A chart appears only when there is something to show.

mod bottleneck;
pub mod canvas;
pub mod compare;
mod cost_audit;
mod fans;
pub mod figure;
pub mod font;
mod intervals;
pub mod palette;
pub mod panel;
pub mod picture;
mod profit;
pub mod scale;
pub mod sweep;
pub mod timeline;
mod unit_cost;
mod waiting;

use jiff::civil::Date;

use super::daily::Bands;
use super::error::ReportError;
use super::folder::RunFolder;
use super::summary::Figures;
use crate::experiment::spread;
use crate::outcome::{Daily, Layout};
use crate::units::{date_of_day, days_between, thousands};
use figure::Figure;
use panel::Days;

/// What charts are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// What the columns mean.
    pub layout: &'a Layout,
    /// The traced launches.
    pub daily: &'a Daily,
    /// Their quantiles, per series.
    pub bands: &'a [Bands],
    /// Summaries over all launches.
    pub figures: &'a Figures,
    /// Net profit of every launch; empty when there is no such metric.
    pub profit: &'a [f64],
    /// Shelf price, its median when uncertain [money].
    pub price: Option<f64>,
    /// Rate of value added tax in it; `None` when it is uncertain.
    pub vat: Option<f64>,
}

impl Material<'_> {
    /// The scenario and how many launches a chart of all launches shows.
    fn subtitle(&self) -> String {
        match self.figures.launches {
            1 => format!("{} \u{b7} one launch", self.name()),
            all => format!("{} \u{b7} {} simulated launches", self.name(), thousands(all as f64, 0)),
        }
    }

    /// The same for a chart of days, which shows the traced launches.
    fn daily_subtitle(&self) -> String {
        let (traced, all) = (self.daily.launches, self.figures.launches);
        if traced >= all {
            return self.subtitle();
        }
        let (traced, all) = (thousands(traced as f64, 0), thousands(all as f64, 0));
        format!("{} \u{b7} first {traced} of {all} simulated launches", self.name())
    }

    /// The title of the scenario, or its name where the title cannot be written with the charts' typeface.
    fn name(&self) -> &str {
        let title = self.layout.title.trim();
        let written = !title.is_empty() && title.chars().all(font::has_glyph);
        if written { title } else { &self.layout.scenario }
    }

    /// Whether a series is above zero on a day in some of the launches.
    fn stirs(&self, series: &str, day: usize) -> bool {
        let bands = self.layout.series(series).and_then(|at| self.bands.get(at));
        bands.and_then(|bands| bands.p95.get(day)).is_some_and(|value| *value > 0.0)
    }

    /// Facts of the record about a series on a day: metrics `observed.NAME` titled "series on DATE".
    fn dated_facts(&self, series: &str) -> Vec<(f64, f64)> {
        let layout = self.layout;
        let facts = layout.observed.iter().filter_map(|fact| {
            let metric = &layout.metrics[fact.metric];
            let (of, date) = metric.title.rsplit_once(" on ").filter(|_| metric.name.starts_with("observed."))?;
            let day = days_between(layout.start, date.parse::<Date>().ok()?);
            (of == series.replace('_', " ") && (0..layout.days as i32).contains(&day))
                .then_some((f64::from(day), fact.value))
        });
        facts.collect()
    }
}

/// The days from the beginning of the month in which something begins; all of them when nothing ever does.
fn days_from(layout: &Layout, begins: Option<usize>) -> Days {
    let date = |day: usize| date_of_day(layout.start, day as i64);
    let begins = begins.unwrap_or(0);
    let first = begins.saturating_sub(date(begins).day() as usize - 1);
    // A short axis says less about when things happen than one with months on it.
    let first = if layout.days - first < 62 { 0 } else { first };
    Days { first, start: date(first), count: layout.days - first }
}

/// A chart, or nothing when there is no data for it.
type Chart = fn(&Material) -> Option<Figure>;

const CHARTS: &[Chart] = &[
    fans::progress,
    fans::stock,
    bottleneck::bottleneck,
    fans::cash,
    profit::profit,
    unit_cost::unit_cost,
    cost_audit::cost_audit,
    waiting::waiting,
    intervals::sell_out,
    intervals::record,
];

/// Every chart of a run there is data for, drawn on so many threads.
#[must_use]
pub fn draw(material: &Material, threads: usize) -> Vec<Figure> {
    spread(threads, CHARTS, |chart| chart(material)).into_iter().flatten().collect()
}

/// Writes figures into a folder's `charts/`, each as SVG and as PNG, made on so many threads.
///
/// # Errors
/// When a file cannot be written, or a drawing library fails, for which there is no known cause.
pub fn write(folder: &mut RunFolder, figures: &[Figure], threads: usize) -> Result<(), ReportError> {
    let pictures = spread(threads, figures, Figure::picture);
    for (figure, picture) in figures.iter().zip(pictures) {
        let picture = picture.map_err(|reason| ReportError::Chart { chart: figure.name, reason })?;
        folder.write(&format!("charts/{}.svg", picture.name), picture.svg.as_bytes())?;
        folder.write(&format!("charts/{}.png", picture.name), &picture.png)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Paths;
    use crate::report::daily::bands;
    use crate::report::folder::RunFolder;
    use crate::report::launches::LaunchTable;
    use crate::report::synthetic;

    /// Draws the charts of the first `launches` made-up launches after a change to the days.
    fn figures(launches: usize, traced: usize, change: fn(&mut Layout, &mut Daily)) -> Vec<Figure> {
        let home = tempfile::tempdir().unwrap();
        let mut layout = synthetic::layout();
        let mut daily = synthetic::daily(&layout, traced);
        change(&mut layout, &mut daily);
        let mut folder = RunFolder::create(home.path()).unwrap();
        let mut table = LaunchTable::create(&mut folder, &layout, false).unwrap();
        for chunk in synthetic::chunks(&layout, launches as u32, 256) {
            table.push(&chunk).unwrap();
        }
        let columns = table.close().unwrap();
        let summaries = Figures::of(&layout, &columns, 1, launches, 1).unwrap();
        let profit = columns.metric(layout.metric("net_profit_yuan").unwrap()).unwrap();
        let bands = bands(&daily, 1);
        let material = Material {
            layout: &layout,
            daily: &daily,
            bands: &bands,
            figures: &summaries,
            profit: &profit,
            price: Some(1_999.0),
            vat: Some(0.17),
        };
        CHARTS.iter().filter_map(|chart| chart(&material)).collect()
    }

    /// Paths like these, with the same value everywhere.
    fn everywhere(paths: &Paths, value: f64) -> Paths {
        let launches = paths.at(0).count();
        Paths::new(launches, vec![value; paths.steps() * launches])
    }

    fn unchanged(_: &mut Layout, _: &mut Daily) {}

    #[test]
    fn no_label_is_cut_off_and_no_two_collide() {
        for (launches, traced) in [(1, 1), (2, 2), (400, 150)] {
            for figure in figures(launches, traced, unchanged) {
                let labels: Vec<_> = figure.canvas.labels().collect();
                for (number, label) in labels.iter().enumerate() {
                    let (left, top, right, bottom) = label.bounds();
                    let inside =
                        left >= 0.0 && top >= 0.0 && right <= figure.canvas.width() && bottom <= figure.canvas.height();
                    assert!(inside, "{} ({launches} launches): {label:?} is cut off", figure.name);
                    for other in &labels[..number] {
                        let (l, t, r, b) = other.bounds();
                        let apart = right <= l || left >= r || bottom <= t || top >= b;
                        assert!(apart, "{} ({launches} launches): {:?} over {:?}", figure.name, label.text, other.text);
                    }
                }
            }
        }
    }

    #[test]
    fn every_chart_appears_when_there_is_data() {
        let names: Vec<&str> = figures(50, 20, unchanged).iter().map(|figure| figure.name).collect();
        let all = ["progress", "stock", "bottleneck", "cash", "profit", "unit_cost", "waiting", "sell_out", "record"];
        assert_eq!(names, all);
    }

    #[test]
    fn days_without_anything_do_not_trouble_the_charts() {
        let nothing = |_: &mut Layout, daily: &mut Daily| {
            daily.values.iter_mut().for_each(|paths| *paths = everywhere(paths, 0.0));
            daily.binding.iter_mut().flatten().for_each(|count| *count = 0);
            daily.phones_by_wait.clear();
        };
        let missing = |_: &mut Layout, daily: &mut Daily| {
            daily.values.iter_mut().for_each(|paths| *paths = everywhere(paths, f64::NAN));
        };
        let one_day = |layout: &mut Layout, daily: &mut Daily| {
            layout.days = 1;
            let launches = daily.launches;
            daily.values.iter_mut().for_each(|paths| *paths = Paths::new(launches, paths.at(0).collect()));
            daily.binding.iter_mut().for_each(|counts| counts.truncate(1));
        };
        let untraced = |_: &mut Layout, daily: &mut Daily| {
            daily.launches = 0;
            daily.values.iter_mut().for_each(|paths| *paths = Paths::default());
        };
        for (name, change) in [
            ("nothing", nothing as fn(&mut Layout, &mut Daily)),
            ("missing", missing),
            ("one day", one_day),
            ("untraced", untraced),
        ] {
            for figure in figures(20, 5, change) {
                let svg = figure.canvas.svg().unwrap();
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}: {}", figure.name);
                assert!(figure.picture().is_ok(), "{name}: {}", figure.name);
            }
        }
    }
}
