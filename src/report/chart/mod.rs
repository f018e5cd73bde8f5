//! Charts of a run.
//!
//! Each chart is a list of marks on a [`canvas`], drawn once and written as SVG with text as outlines and as
//! PNG. A chart appears only when there is something to show.

#[cfg(feature = "report")]
mod ahead;
mod bookings;
mod bottleneck;
#[cfg(feature = "report")]
pub mod calibrate;
pub mod canvas;
mod cash;
mod choice;
pub mod compare;
mod compared;
mod cost_audit;
mod demand;
pub mod drawn;
mod fans;
pub mod figure;
#[cfg(feature = "report")]
mod files;
mod findings;
pub mod font;
mod funnel;
pub(crate) mod histogram;
mod intervals;
pub mod label;
#[cfg(feature = "report")]
pub mod launch;
#[cfg(feature = "report")]
mod maps;
#[cfg(feature = "report")]
mod material;
#[cfg(feature = "report")]
pub mod optimize;
#[cfg(feature = "report")]
mod orders;
pub mod palette;
pub mod panel;
pub mod paper;
#[cfg(feature = "report")]
pub mod picture;
mod profit;
mod profits;
mod risk;
pub mod scale;
#[cfg(feature = "report")]
pub mod slides;
mod stretch;
mod strokes;
#[cfg(feature = "report")]
pub mod sweep;
#[cfg(feature = "report")]
pub mod timeline;
pub mod tornado;
#[cfg(feature = "report")]
mod typefaces;
mod unit_cost;
mod view;
mod waiting;
pub mod words;
mod zoom;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::experiment::Workers;
use crate::experiment::bookings::Bookings;
use crate::experiment::demand::DemandCurve;
use crate::experiment::figures::Figures;
use crate::outcome::{Daily, Layout, SeriesId, exactly};
use crate::report::said::{Text, said};
use crate::stats::bands::Bands;
use crate::units::date_of_day;
use figure::{Figure, Words};
#[cfg(feature = "report")]
pub use files::{Written, write};
use panel::Days;
use paper::Paper;
use words::number;

/// What charts are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// What is drawn on.
    pub paper: &'a Paper,
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
    /// Per launch: the day on which its cash fell below the credit line, NaN where it never did.
    pub insolvency_day: &'a [f64],
    /// The credit line of the only launch [money]; `None` where there are several.
    pub credit_line: Option<f64>,
    /// Shelf price, its median when uncertain [money].
    pub price: Option<f64>,
    /// Rate of value added tax in it; `None` when it is uncertain.
    pub vat: Option<f64>,
    /// The curve of demand, where the price moves it.
    pub demand: Option<&'a DemandCurve>,
    /// First bookings of parts, where any are ordered.
    pub bookings: Option<&'a Bookings>,
}

impl Material<'_> {
    /// The scenario and how many launches a chart of all launches shows.
    fn subtitle(&self) -> Text {
        let launches = match self.figures.launches {
            1 => said!("one launch"),
            all => said!("{all} simulated launches", all = number(all as f64, 0)),
        };
        priced(self.layout, dotted([Text::name(self.name()), launches]))
    }

    /// The same for a chart of days, which shows the traced launches.
    fn daily_subtitle(&self) -> Text {
        let (traced, all) = (self.daily.launches, self.figures.launches);
        if traced >= all {
            return self.subtitle();
        }
        let (traced, all) = (number(traced as f64, 0), number(all as f64, 0));
        let launches = said!("first {traced} of {all} simulated launches", traced = traced, all = all);
        priced(self.layout, dotted([Text::name(self.name()), launches]))
    }

    /// What a chart of all launches says: its finding, or in its place what it shows; what is measured; what is drawn.
    fn words(&self, finding: Option<Text>, measure: Text, drawn: Text) -> Words {
        let finding = finding.unwrap_or_else(|| measure.clone());
        Words { finding, measure: dotted([measure, self.subtitle()]), drawn }
    }

    /// The same of a chart of days, which shows the traced launches.
    fn daily_words(&self, finding: Option<Text>, measure: Text, drawn: Text) -> Words {
        let measured = dotted([measure.clone(), self.daily_subtitle()]);
        Words { measure: measured, ..self.words(finding, measure, drawn) }
    }

    /// The currency, in no language yet.
    fn currency(&self) -> Text {
        Text::term(self.layout.currency.clone())
    }

    /// The title of the scenario as far as it can be written.
    fn name(&self) -> &str {
        title(self.layout)
    }

    /// The days of all charts but that of cash, which begins with the timeline: from the month, or the one before, in which
    /// a phone is ordered or started, or a part that sets the pace is in stock, in some of the launches.
    fn days(&self) -> Days {
        const LEAD: usize = 15;
        const STIR: [SeriesId; 4] =
            [SeriesId::Orders, SeriesId::OrdersToDate, SeriesId::Started, SeriesId::StockOfPart];
        let series: Vec<usize> =
            (0..self.layout.series.len()).filter(|at| STIR.contains(&self.layout.series[*at].id)).collect();
        let stirs =
            |day: &usize| series.iter().any(|at| self.bands[*at].p95.get(*day).is_some_and(|value| *value > 0.0));
        let begins = (0..self.layout.days).find(stirs);
        days_from(self.layout, begins.map(|day| day.saturating_sub(LEAD)))
    }

    /// Facts of the record about a series on a day: day and value.
    fn dated_facts(&self, series: SeriesId) -> Vec<(f64, f64)> {
        let facts = self.layout.observed.iter().filter_map(|fact| {
            let (of, day) = fact.dated?;
            (of == series && (0..self.layout.days as i32).contains(&day)).then_some((f64::from(day), fact.value))
        });
        facts.collect()
    }
}

/// A subtitle with the price on the day of the announcement, where the title does not say it already.
fn priced(layout: &Layout, subtitle: Text) -> Text {
    let Some(first) = layout.prices.first() else { return subtitle };
    let price = words::with_unit(Text::name(exactly(first.price)), &layout.currency);
    if subtitle.to_string().contains(&price.to_string()) {
        return subtitle;
    }
    dotted([subtitle, said!("price {price}", price = price)])
}

/// Things one behind the other with dots between them.
fn dotted(parts: impl IntoIterator<Item = Text>) -> Text {
    Text::joined(parts, &Text::name(" \u{b7} "))
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

/// The title of a scenario, or its name where the charts' typeface cannot write the title, or what stands in for both.
#[must_use]
pub fn title(layout: &Layout) -> &str {
    font::written(&layout.title, font::written(&layout.scenario, "scenario"))
}

/// What is said when the title cannot be written.
fn unwritten(layout: &Layout) -> Option<String> {
    let (wanted, stands) = (layout.title.trim(), title(layout));
    (!wanted.is_empty() && stands != wanted).then(|| {
        format!(
            "charts are titled \u{201c}{stands}\u{201d}: their typefaces have Latin, Greek, Cyrillic and Chinese letters, not all those of \u{201c}{wanted}\u{201d}"
        )
    })
}

/// Charts of some results, and what there is to say about those that could not be drawn as they should be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Charts {
    /// Those drawn.
    pub figures: Vec<Figure>,
    /// Warnings for people.
    pub warnings: Vec<String>,
}

impl Charts {
    /// Draws one more chart if there is data for it. Whatever fails in drawing costs the chart, never the results.
    pub fn add(&mut self, name: &str, draw: impl FnOnce() -> Option<Figure>) {
        match catch_unwind(AssertUnwindSafe(|| draw().map(Figure::finished))) {
            Ok(figure) => self.figures.extend(figure),
            Err(_) => self.warnings.push(left_out(name, "a fault of launchsim, please report it")),
        }
    }
}

fn left_out(chart: &str, reason: &str) -> String {
    format!("the chart {chart} is left out, all other results are complete: {reason}")
}

/// A chart, or nothing when there is no data for it.
type Chart = fn(&Material) -> Option<Figure>;

const CHARTS: &[(&str, Chart)] = &[
    ("progress", fans::progress),
    ("stock", fans::stock),
    ("bookings", bookings::bookings),
    ("bottleneck", bottleneck::bottleneck),
    ("cash", cash::cash),
    ("profit", profit::profit),
    ("unit_cost", unit_cost::unit_cost),
    ("cost_audit", cost_audit::cost_audit),
    ("demand", demand::demand),
    ("funnel", funnel::funnel),
    ("waiting", waiting::waiting),
    ("sell_out", intervals::sell_out),
    ("record", intervals::record),
];

/// Every chart of a run there is data for.
#[must_use]
pub fn draw(material: &Material, workers: &Workers) -> Charts {
    let all: Vec<&str> = CHARTS.iter().map(|(name, _)| *name).collect();
    let charts = some(material, &all, workers);
    let warnings = unwritten(material.layout).into_iter().chain(charts.warnings).collect();
    Charts { warnings, ..charts }
}

/// The charts of these names there is data for, in the order of the names.
#[must_use]
pub fn some(material: &Material, names: &[&str], workers: &Workers) -> Charts {
    let wanted: Vec<&(&str, Chart)> =
        names.iter().filter_map(|wanted| CHARTS.iter().find(|(name, _)| name == wanted)).collect();
    let each = workers.each(&wanted, |(name, chart)| {
        let mut one = Charts::default();
        one.add(name, || chart(material));
        one
    });
    let mut all = Charts::default();
    for one in each {
        all.figures.extend(one.figures);
        all.warnings.extend(one.warnings);
    }
    all
}

#[cfg(test)]
mod tests;
