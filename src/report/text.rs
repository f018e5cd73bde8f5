//! The page a run prints on a terminal.

use std::path::Path;

use super::chart::scale::figure;
use super::headline::headline;
use super::number::per_cent;
use super::order_plan;
use super::page::{Block, Column, Fit, Group, Page, Table, room};
use super::planners;
use super::summary::RunSummary;
use super::until;
use super::words::{spaced, whole, written};
use crate::experiment::figures::ObservedSummary;
use crate::experiment::replicate::TRACED;
use crate::language::hidden::shown_in_line;
use crate::outcome::{Layout, Metric, MetricId, Unit};
use crate::stats::Summary;
use crate::units::{date_of_day, thousands};

/// Every chart is a vector picture and a bitmap.
const FORMS: usize = 2;
/// Counts whose zero is told: nothing ordered or shipped is the worst there can be.
const WHOLE_LAUNCH: [MetricId; 2] = [MetricId::Orders, MetricId::Shipped];
/// The page: what happens in a sentence or two, figures in groups, facts on record, files and time.
#[must_use]
pub fn summary_text(run: &RunSummary, colour: bool, width: u16) -> String {
    let page = told(run).with(Sheet { run }.files()).with(Group::note(&run.next));
    page.terminal(room(width), colour)
}

/// The same to be kept as a file: without the time it took, so that the same run gives the same page.
#[must_use]
pub fn kept_page(run: &RunSummary) -> Page {
    told(run).with(Group::note(&run.next))
}

/// What the launches say.
fn told(run: &RunSummary) -> Page {
    let sheet = Sheet { run };
    let mut page = Page::new(run.layout.heading(), sheet.about()).with(Group::text(&headline(run)));
    page.groups.extend(sheet.need().into_iter().flatten());
    page.groups.extend(
        [
            sheet.customers(),
            sheet.supply(),
            sheet.service(),
            sheet.money(),
            sheet.fixed_costs(),
            sheet.own(),
            sheet.record(),
        ]
        .into_iter()
        .flatten(),
    );
    if let Some(orders) = &run.orders {
        page.groups.push(order_plan::group(orders, &run.layout.currency));
    }
    if let Some(planners) = &run.planners {
        page.groups.push(planners::group(planners, &run.layout.currency));
    }
    if let Some(drivers) = &run.drivers {
        page.groups.push(drivers.group(&run.layout.currency));
    }
    page.with(run.settled.as_ref().map(|settled| Group::text(&until::sentence(settled))))
}

/// The page in the making.
pub(super) struct Sheet<'a> {
    pub run: &'a RunSummary,
}

impl Sheet<'_> {
    pub(super) fn layout(&self) -> &Layout {
        &self.run.layout
    }

    fn about(&self) -> Group {
        let launches = crate::units::counted(self.run.figures.launches as f64, "launch");
        let price = self.layout().price().map_or_else(String::new, |price| format!(", price {price}"));
        Group::text(&format!("{launches}, seed {}{price}", self.run.figures.seed))
    }

    fn customers(&self) -> Option<Group> {
        let names = [
            MetricId::Interest,
            MetricId::Reserved,
            MetricId::Converted,
            MetricId::Orders,
            MetricId::Shipped,
            MetricId::Cancelled,
            MetricId::Returned,
            MetricId::Lost,
            MetricId::WaitingEnd,
            MetricId::FirstShipmentDay,
            MetricId::WaitMedian,
            MetricId::WaitMean,
            MetricId::WaitNinthDecile,
            MetricId::ShippedWithinPromise,
        ];
        let mut rows: Vec<[String; 3]> = names.iter().filter_map(|name| self.row(*name)).collect();
        for metric in &self.run.figures.metrics {
            if metric.metric.id != MetricId::SellOutHours {
                continue;
            }
            let mut row = self.figures_of(&metric.summary, metric.metric.unit);
            let share = metric.summary.count as f64 / self.run.figures.launches.max(1) as f64;
            if metric.summary.count == 0 {
                row = ["never".into(), String::new()];
            } else if share < 1.0 {
                row[1] = said_in(&row[1], share);
            }
            let [middle, range] = row;
            rows.push([format!("Hours until {} sold out", spaced(&metric.metric.of)), middle, range]);
        }
        Self::table("Customers".into(), rows)
    }

    /// Facts of the record: the fact, what the launches say, and where among them it lies.
    fn record(&self) -> Option<Group> {
        let facts = &self.run.figures.observed;
        if facts.is_empty() {
            return None;
        }
        let single = self.run.figures.launches == 1;
        let [range, percentile] = if single { ["", ""] } else { ["nine in ten", "percentile"] };
        let row = |fact: &ObservedSummary| {
            let metric = &self.run.figures.metrics[fact.metric];
            let [middle, range] = self.figures_of(&metric.summary, metric.metric.unit);
            let place =
                if metric.summary.count == 0 || single { String::new() } else { format!("{:.0}", fact.percentile) };
            [spaced(&fact.name), self.value(fact.value, metric.metric.unit), middle, range, place]
        };
        let fit = Fit::Folded { in_line: false, whole: false };
        let table = Table::new("On record", ["record", "simulated", range, percentile], fit);
        Some(table.rows(facts.iter().map(row)))
    }

    /// A row for a metric; none when it is not there, applies to no launch, or is always zero where that says nothing.
    pub(super) fn row(&self, id: MetricId) -> Option<[String; 3]> {
        let metric = self.run.figures.metric(id)?;
        let summary = &metric.summary;
        let told = metric.metric.unit == Unit::Share || WHOLE_LAUNCH.contains(&id);
        if summary.count == 0 || (summary.min == 0.0 && summary.max == 0.0 && !told) {
            return None;
        }
        let [middle, mut range] = self.figures_of(&metric.summary, metric.metric.unit);
        if summary.count < self.run.figures.launches {
            let share = summary.count as f64 / self.run.figures.launches as f64;
            range = said_in(&range, share);
        }
        Some([title(&metric.metric), middle, range])
    }

    /// Median and the range of nine in ten; when all launches agree, the exact value and nothing.
    pub(super) fn figures_of(&self, summary: &Summary, unit: Unit) -> [String; 2] {
        if summary.count == 0 {
            return ["n/a".into(), String::new()];
        }
        if summary.min == summary.max {
            let exact = matches!(unit, Unit::Phones | Unit::People | Unit::Parts | Unit::PurchaseOrders | Unit::Money);
            let value = if exact { whole(summary.p50) } else { self.value(summary.p50, unit) };
            return [value, String::new()];
        }
        let [middle, low, high] = [summary.p50, summary.p5, summary.p95].map(|value| self.value(value, unit));
        [middle, format!("{low} to {high}")]
    }

    pub(super) fn value(&self, value: f64, unit: Unit) -> String {
        match unit {
            _ if !value.is_finite() => "n/a".into(),
            Unit::MoneyPerPhone | Unit::Money if value.abs() < 100.0 && value.fract() != 0.0 => written(value, 1),
            Unit::Phones | Unit::People | Unit::Parts | Unit::PurchaseOrders | Unit::Money | Unit::PhonesPerDay => {
                if value.abs() < 1e6 {
                    whole(value)
                } else {
                    figure(value)
                }
            }
            Unit::MoneyPerPhone => whole(value),
            Unit::MoneyPerUnit => written(value, 4),
            Unit::Days | Unit::Hours if value.fract() == 0.0 || value >= 100.0 => thousands(value, 0),
            Unit::Days | Unit::Hours => thousands(value, 1),
            Unit::DayNumber => {
                let date = date_of_day(self.layout().start, value.round() as i64);
                date.strftime("%-d %b %Y").to_string()
            }
            Unit::Share | Unit::YesNo => per_cent(value),
            Unit::Number => figure(value),
        }
    }

    pub(super) fn table(title: Column, rows: Vec<[String; 3]>) -> Option<Group> {
        let single = rows.iter().all(|row| row[2].is_empty());
        let figures = if single { ["", ""] } else { ["median", "nine in ten"] };
        let fit = Fit::Folded { in_line: true, whole: true };
        (!rows.is_empty()).then(|| Table::new(title, figures, fit).rows(rows))
    }

    fn files(&self) -> Group {
        let run = self.run;
        let (mut pictures, mut names): (Vec<String>, Vec<String>) =
            run.files.iter().cloned().partition(|name| name.starts_with("charts/"));
        let charts = pictures.len() / FORMS;
        pictures.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "svg"));
        if charts > 0 {
            let plural = if charts == 1 { "" } else { "s" };
            names.push(format!("{charts} chart{plural} as SVG and PNG"));
        }
        let rate = run.figures.launches as f64 / run.engine_seconds.max(1e-9);
        let time = if run.figures.launches > 1 {
            format!(
                "{:.2} s, of which {:.2} s simulating ({} launches per second).",
                run.wall_seconds,
                run.engine_seconds,
                thousands(two_digits(rate), 0)
            )
        } else {
            format!("{:.2} s.", run.wall_seconds)
        };
        let mut written =
            vec![format!("Written to {}: {}.", shown_in_line(&run.folder.display().to_string()), names.join(", "))];
        if run.figures.launches > TRACED as usize {
            let first = thousands(f64::from(TRACED), 0);
            written.push(format!(
                "Files and charts of days and months speak of the first {first} launches, this page of all."
            ));
        }
        let beside = [Block::Note { text: time }, Block::Charts { names: pictures }];
        Group::text(&written.join(" ")).and(Group::of(beside))
    }
}

/// A range with the share of launches it speaks for.
pub(super) fn said_in(range: &str, share: f64) -> String {
    format!("{range} (in {})", per_cent(share)).trim().to_owned()
}

/// The title of a metric for a table: parts of a count stand in, days are named where the title does not.
fn title(metric: &Metric) -> String {
    match metric.id {
        MetricId::DaysShort => "Days with customers left waiting".into(),
        MetricId::DaysShortCapacity => "  bound by capacity".into(),
        MetricId::DaysShortClosed => "  closed for rest or holidays".into(),
        MetricId::DaysShortParts => "  bound by a part".into(),
        MetricId::WaitMean | MetricId::WaitMedian | MetricId::WaitNinthDecile => format!("{}, days", metric.title),
        _ => metric.title.clone(),
    }
}

fn two_digits(value: f64) -> f64 {
    if value < 1.0 {
        return value;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0);
    (value / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn the_page_says_what_matters_within_its_width() {
        let run = synthetic::run_summary(500);
        let page = summary_text(&run, false, 90);
        for words in [
            "500 launches, seed 7",
            "Half of the launches ship",
            "Short of cash (yuan)",
            "Customers",
            "Supply",
            "Money (yuan, gaps bridged)",
        ] {
            assert!(page.contains(words), "{words}\n{page}");
        }
        assert!(page.contains("shipped end 2011") && page.contains("400,000"), "{page}");
        assert!(!page.contains('\u{1b}'), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 90), "{page}");
        assert!(summary_text(&run, true, 90).contains("\u{1b}[1m"));
    }

    #[test]
    fn a_share_that_is_always_zero_and_a_chance_that_never_came_are_told() {
        let mut run = synthetic::run_summary(500);
        for metric in &mut run.figures.metrics {
            if ["shipped_within_promise", "shipped"].contains(&metric.metric.name.as_str()) {
                metric.summary = Summary::of(&[0.0; 500]);
            }
            if let Some(chance) = &mut metric.probability {
                (chance.value, chance.low, chance.high) = (0.0, 0.0, 0.000_4);
            }
        }
        run.figures.need = None;
        let page = summary_text(&run, false, 90);
        assert!(page.contains("Shipped within the promise") && page.contains("Phones shipped"), "{page}");
        assert!(page.contains("none falls short of cash (a chance below 0.04 %)"), "{page}");
        assert!(page.contains("1 chart as SVG and PNG"), "{page}");
    }

    #[test]
    fn days_short_are_the_sum_of_their_rows() {
        let figures = &synthetic::run_summary(300).figures;
        let mean = |name: &str| {
            let named = figures.metrics.iter().find(|metric| metric.metric.name == name);
            named.unwrap().summary.mean
        };
        let rest = |summary: &Option<Summary>| summary.as_ref().map_or(0.0, |summary| summary.mean);
        let parts = ["screen", "battery", "chip", "camera"].map(|part| mean(&format!("days_short.{part}")));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9 * a.abs().max(1.0);
        let bound: f64 = ["capacity", "closed", "parts"].iter().map(|by| mean(&format!("days_short_{by}"))).sum();
        assert!(near(bound + rest(&figures.short_otherwise), mean("days_short")));
        assert!(near(parts.iter().sum::<f64>() + rest(&figures.short_other_parts), mean("days_short_parts")));
    }

    #[test]
    fn one_launch_is_told_exactly_and_without_ranges() {
        let page = summary_text(&synthetic::run_summary(1), false, 90);
        assert!(page.contains("1 launch, seed 7") && !page.contains("nine in ten") && !page.contains("NaN"), "{page}");
    }
}
