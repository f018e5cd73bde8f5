//! The page a run prints on a terminal.

use std::path::Path;

use super::given::{self, Moved};
use super::headline::headline;
use super::order_plan;
use super::page::{Block, Column, Fit, Group, Page, Table, room};
use super::planners;
use super::price;
use super::said::{Figure, Shown, Text};
use super::summary::RunSummary;
use super::until;
use super::words::spaced;
use crate::experiment::figures::MetricSummary;
use crate::experiment::replicate::TRACED;
use crate::language::hidden::shown_in_line;
use crate::outcome::{Layout, Metric, MetricId, Unit};
use crate::report::said::said;
use crate::stats::Summary;
use crate::units::thousands;

/// Every chart is a vector picture and a bitmap.
const FORMS: usize = 2;
/// How many times as many independent launches evenly spread ones must be worth before it is told.
const SPREADING_HELPS: f64 = 1.2;
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
    let Told { about, headline, risks, levels, record, planning, hangs, until } = Told::of(run);
    let mut page = Page::new(run.layout.heading(), about);
    page.groups.extend(
        headline.into_iter().chain(risks).chain(levels).chain(record).chain(planning).chain(hangs).chain(until),
    );
    page.named(&run.layout.naming)
}

/// What is said of a run, by the question it answers.
pub(super) struct Told {
    /// What was run.
    pub about: Group,
    /// What happens, in a few sentences, and the samples that it holds for.
    pub headline: Vec<Group>,
    /// What short cash needs, where it weighs.
    pub risks: Vec<Group>,
    /// The figures.
    pub levels: Vec<Group>,
    /// The same beside facts on record.
    pub record: Option<Group>,
    /// How many of each part to order, and who plans them.
    pub planning: Vec<Group>,
    /// What it hangs on.
    pub hangs: Option<Group>,
    /// Whether an interval became as narrow as was asked for.
    pub until: Option<Group>,
}

impl Told {
    pub(super) fn of(run: &RunSummary) -> Self {
        let sheet = Sheet { run };
        let currency = &run.layout.currency;
        let levels =
            [sheet.customers(), sheet.supply(), sheet.service(), sheet.money(), sheet.fixed_costs(), sheet.own()];
        let orders = run.orders.as_ref().map(|orders| order_plan::group(orders, currency));
        let planners = run.planners.as_ref().map(|planners| planners::group(planners, currency));
        Self {
            about: sheet.about(),
            headline: std::iter::once(Group::said(headline(run.launched()))).chain(sheet.given()).collect(),
            risks: sheet.need().into_iter().flatten().collect(),
            levels: levels.into_iter().flatten().collect(),
            record: sheet.record(),
            planning: orders.into_iter().chain(planners).collect(),
            hangs: run.drivers.as_ref().map(|drivers| drivers.group(currency)),
            until: run.settled.as_ref().map(|settled| Group::said(until::sentence(settled))),
        }
    }
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
        let launches = Figure::new("launches", self.run.figures.launches as f64, Shown::counted("launch"));
        let seed = Figure::new("seed", self.run.figures.seed as f64, Shown::Bare);
        let about = match price::words(self.layout()) {
            Some(price) => {
                said!("{launches}, seed {seed}, price {price}", launches = launches, seed = seed, price = price)
            }
            None => said!("{launches}, seed {seed}", launches = launches, seed = seed),
        };
        Group::said(self.certainty(&about).unwrap_or(about))
    }

    /// What another sample would do to the mean net profit, for each from which inputs are drawn.
    fn given(&self) -> Option<Group> {
        let profit = self.run.figures.metric(MetricId::NetProfit).map(|profit| profit.summary.sd);
        given::group(&self.layout().given, profit.map(Moved::Mean), &self.layout().currency)
    }

    /// What evenly spread inputs do for the certainty of the mean net profit, behind what is said of the launches.
    fn certainty(&self, about: &Text) -> Option<Text> {
        let profit = self.run.figures.metric(MetricId::NetProfit)?;
        let summary = &profit.summary;
        self.layout().sampled.replicates().filter(|_| summary.worth.is_finite())?;
        let launches = summary.count as f64;
        // With few launches what spreading is worth cannot be told.
        if summary.degrees == launches - 1.0 {
            return None;
        }
        if summary.worth < SPREADING_HELPS * launches {
            return Some(said!(
                "{about}; inputs are spread evenly, but little of the net profit hangs on them: the rest is luck of each launch",
                about = about.clone()
            ));
        }
        let id = format!("metrics.{}.worth_of_launches", profit.metric.name);
        let worth = Figure::new(id, summary.worth, Shown::Rounded);
        Some(said!(
            "{about}; inputs are spread evenly, so the mean net profit is as certain as from {worth} independent ones",
            about = about.clone(),
            worth = worth
        ))
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
        let mut rows: Vec<[Text; 3]> = names.iter().filter_map(|name| self.row(*name)).collect();
        for metric in &self.run.figures.metrics {
            if metric.metric.id != MetricId::SellOutHours {
                continue;
            }
            let title = said!("Hours until {window} sold out", window = spaced(&metric.metric.of));
            if metric.summary.count == 0 {
                rows.push([title, said!("never"), Text::default()]);
            } else {
                let [middle, range] = self.told_of(metric);
                rows.push([title, middle, range]);
            }
        }
        Self::table(said!("Customers").into(), rows)
    }

    /// A row for a metric; none when it is not there, applies to no launch, or is always zero where that says nothing.
    pub(super) fn row(&self, id: MetricId) -> Option<[Text; 3]> {
        let metric = self.run.figures.metric(id)?;
        let summary = &metric.summary;
        let told = metric.metric.unit == Unit::Share || WHOLE_LAUNCH.contains(&id);
        if summary.count == 0 || (summary.min == 0.0 && summary.max == 0.0 && !told) {
            return None;
        }
        let [middle, range] = self.told_of(metric);
        Some([title(&metric.metric), middle, range])
    }

    /// Median and the range of nine in ten of a metric, with the share of launches it speaks for.
    pub(super) fn told_of(&self, metric: &MetricSummary) -> [Text; 2] {
        let (summary, name) = (&metric.summary, &metric.metric.name);
        let [middle, range] = self.figures_of(&|what| format!("metrics.{name}.{what}"), summary, metric.metric.unit);
        let launches = self.run.figures.launches;
        if summary.count == 0 || summary.count >= launches {
            return [middle, range];
        }
        let id = format!("metrics.{name}.count / launches");
        let share = Figure::new(id, summary.count as f64 / launches as f64, Shown::PerCent);
        let range = if range.is_empty() {
            said!("(in {share})", share = share)
        } else {
            said!("{range} (in {share})", range = range, share = share)
        };
        [middle, range]
    }

    /// Median and the range of nine in ten; when all launches agree, the exact value and nothing. `id` says where a quantile
    /// stands in `summary.json`.
    pub(super) fn figures_of(&self, id: &dyn Fn(&str) -> String, summary: &Summary, unit: Unit) -> [Text; 2] {
        if summary.count == 0 {
            return [said!("n/a"), Text::default()];
        }
        if summary.min == summary.max {
            let exact = matches!(unit, Unit::Phones | Unit::People | Unit::Parts | Unit::PurchaseOrders | Unit::Money);
            let value = if exact {
                Figure::new(id("p50"), summary.p50, Shown::Decimals(0)).into()
            } else {
                self.value(id("p50"), summary.p50, unit)
            };
            return [value, Text::default()];
        }
        let [middle, low, high] = [("p50", summary.p50), ("p5", summary.p5), ("p95", summary.p95)]
            .map(|(what, value)| self.value(id(what), value, unit));
        [middle, said!("{low} to {high}", low = low, high = high)]
    }

    /// A value in a unit; `id` says where it stands in the files.
    pub(super) fn value(&self, id: impl Into<String>, value: f64, unit: Unit) -> Text {
        if !value.is_finite() {
            return said!("n/a");
        }
        Figure::new(id, value, shown(value, unit, self.layout())).into()
    }

    pub(super) fn table(title: Column, rows: Vec<[Text; 3]>) -> Option<Group> {
        let single = rows.iter().all(|row| row[2].is_empty());
        let figures = if single { [Text::default(), Text::default()] } else { [said!("median"), said!("nine in ten")] };
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
        let beside = [Block::Note { text: time.into() }, Block::Charts { names: pictures }];
        Group::text(&written.join(" ")).and(Group::of(beside))
    }
}

/// How a value of a unit is written on a page.
pub(super) fn shown(value: f64, unit: Unit, layout: &Layout) -> Shown {
    match unit {
        Unit::MoneyPerPhone | Unit::Money if value.abs() < 100.0 && value.fract() != 0.0 => Shown::Decimals(1),
        Unit::Phones | Unit::People | Unit::Parts | Unit::PurchaseOrders | Unit::Money | Unit::PhonesPerDay => {
            if value.abs() < 1e6 { Shown::Decimals(0) } else { Shown::Rounded }
        }
        Unit::MoneyPerPhone => Shown::Decimals(0),
        Unit::MoneyPerUnit => Shown::Decimals(4),
        Unit::Days | Unit::Hours if value.fract() == 0.0 || value >= 100.0 => Shown::Decimals(0),
        Unit::Days | Unit::Hours => Shown::Decimals(1),
        Unit::DayNumber => Shown::Nearest(layout.start),
        Unit::Share | Unit::YesNo => Shown::PerCent,
        Unit::Number => Shown::Rounded,
    }
}

/// The title of a metric for a table: parts of a count stand in, days are named where the title does not.
fn title(metric: &Metric) -> Text {
    match metric.id {
        MetricId::DaysShort => said!("Days with customers left waiting"),
        MetricId::DaysShortCapacity => said!("  bound by capacity"),
        MetricId::DaysShortClosed => said!("  closed for rest or holidays"),
        MetricId::DaysShortParts => said!("  bound by a part"),
        MetricId::WaitMean | MetricId::WaitMedian | MetricId::WaitNinthDecile => {
            said!("{title}, days", title = super::title::title(&metric.title))
        }
        _ => super::title::title(&metric.title),
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
