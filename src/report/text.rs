//! The page a run prints on a terminal.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::chart::scale::figure;
use super::headline::headline;
use super::number::per_cent;
use super::page::wrap;
use super::summary::RunSummary;
use super::until;
use super::words::{spaced, whole, written};
use crate::experiment::replicate::TRACED;
use crate::language::hidden::shown_in_line;
use crate::outcome::{Layout, Metric, MetricId, Unit};
use crate::stats::Summary;
use crate::units::{date_of_day, thousands};

/// Every chart is a vector picture and a bitmap.
const FORMS: usize = 2;
/// Counts whose zero is told: nothing ordered or shipped is the worst there can be.
const WHOLE_LAUNCH: [MetricId; 2] = [MetricId::Orders, MetricId::Shipped];
/// Narrowest page that is still laid out as a table.
const NARROWEST: u16 = 60;
/// Widest page; longer lines are hard to read.
const WIDEST: u16 = 100;

/// The page: what happens in a sentence or two, figures in groups, facts on record, files and time.
#[must_use]
pub fn summary_text(run: &RunSummary, colour: bool, width: u16) -> String {
    let page = Page { run, colour, width: width.clamp(NARROWEST, WIDEST) };
    let mut parts = page.told();
    parts.push(page.files());
    parts.extend((!run.next.is_empty()).then(|| run.next.clone()));
    parts.join("\n\n") + "\n"
}

/// The same to be kept as a file: without colour, and without the time it took, so that the same run gives the same page.
#[must_use]
pub fn kept_page(run: &RunSummary, width: u16) -> String {
    let page = Page { run, colour: false, width };
    let mut parts = page.told();
    parts.extend((!run.next.is_empty()).then(|| run.next.clone()));
    parts.join("\n\n") + "\n"
}

/// The page in the making.
pub(super) struct Page<'a> {
    pub run: &'a RunSummary,
    colour: bool,
    pub width: u16,
}

impl Page<'_> {
    pub(super) fn layout(&self) -> &Layout {
        &self.run.layout
    }

    fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// What the launches say.
    fn told(&self) -> Vec<String> {
        let width = usize::from(self.width);
        let mut parts = vec![self.heading(), wrap(&headline(self.run), width)];
        parts.extend(self.need().into_iter().flatten());
        parts.extend([self.customers(), self.supply(), self.money(), self.record()].into_iter().flatten());
        parts.extend(self.run.settled.as_ref().map(|settled| wrap(&until::sentence(settled), width)));
        parts
    }

    fn heading(&self) -> String {
        let layout = self.layout();
        let title = wrap(layout.heading(), usize::from(self.width));
        let launches = crate::units::counted(self.run.figures.launches as f64, "launch");
        let price = layout.price().map_or_else(String::new, |price| format!(", price {price}"));
        let run = wrap(&format!("{launches}, seed {}{price}", self.run.figures.seed), usize::from(self.width));
        format!("{}\n{run}", self.bold(&title))
    }

    fn customers(&self) -> Option<String> {
        let names = [
            MetricId::Interest,
            MetricId::Reserved,
            MetricId::Converted,
            MetricId::Orders,
            MetricId::Shipped,
            MetricId::Cancelled,
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
        self.table("Customers", rows)
    }

    /// Facts of the record: the fact, what the launches say, and where among them it lies.
    fn record(&self) -> Option<String> {
        let facts = &self.run.figures.observed;
        if facts.is_empty() {
            return None;
        }
        let single = self.run.figures.launches == 1;
        let mut table = self.empty_table([
            "On record",
            "record",
            "simulated",
            if single { "" } else { "nine in ten" },
            if single { "" } else { "percentile" },
        ]);
        for fact in facts {
            let metric = &self.run.figures.metrics[fact.metric];
            let [middle, range] = self.figures_of(&metric.summary, metric.metric.unit);
            let place =
                if metric.summary.count == 0 || single { String::new() } else { format!("{:.0}", fact.percentile) };
            table.add_row([spaced(&fact.name), self.value(fact.value, metric.metric.unit), middle, range, place]);
        }
        align(&mut table);
        Some(trimmed(&table))
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
            let exact = matches!(unit, Unit::Phones | Unit::People | Unit::Parts | Unit::Money);
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
            Unit::Phones | Unit::People | Unit::Parts | Unit::Money | Unit::PhonesPerDay => {
                if value.abs() < 1e6 {
                    whole(value)
                } else {
                    figure(value)
                }
            }
            Unit::MoneyPerPhone => whole(value),
            Unit::Days | Unit::Hours if value.fract() == 0.0 || value >= 100.0 => thousands(value, 0),
            Unit::Days | Unit::Hours => thousands(value, 1),
            Unit::DayNumber => {
                let date = date_of_day(self.layout().start, value.round() as i64);
                date.strftime("%-d %b %Y").to_string()
            }
            Unit::Share | Unit::YesNo => per_cent(value),
        }
    }

    pub(super) fn table(&self, title: &str, rows: Vec<[String; 3]>) -> Option<String> {
        if rows.is_empty() {
            return None;
        }
        let single = rows.iter().all(|row| row[2].is_empty());
        let mut table = self.empty_table(if single { [title, "", ""] } else { [title, "median", "nine in ten"] });
        for row in rows {
            table.add_row(row);
        }
        align(&mut table);
        self.line_up(&mut table);
        for at in 1..3 {
            if let Some(column) = table.column_mut(at) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        Some(trimmed(&table))
    }

    /// Groups stand in line below each other.
    pub(super) fn line_up(&self, table: &mut Table) {
        if let Some(column) = table.column_mut(0) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(38.min(self.width / 2))));
        }
    }

    pub(super) fn empty_table<const N: usize>(&self, header: [&str; N]) -> Table {
        let mut table = Table::new();
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(self.width);
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let cells = header.iter().enumerate().map(|(at, text)| {
            let attribute = if at == 0 { Attribute::Bold } else { Attribute::Dim };
            Cell::new(text).add_attribute(attribute)
        });
        table.set_header(cells);
        table
    }

    fn files(&self) -> String {
        let run = self.run;
        let charts = run.files.iter().filter(|name| name.starts_with("charts/")).count() / FORMS;
        let mut names: Vec<String> =
            run.files.iter().filter(|name| !name.starts_with("charts/")).map(ToOwned::to_owned).collect();
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
        format!("{}\n{time}", wrap(&written.join(" "), usize::from(self.width)))
    }
}

pub(super) fn align(table: &mut Table) {
    for at in 1..table.column_count() {
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
}

/// The table without blanks at the ends of its lines.
pub(super) fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// A range with the share of launches it speaks for.
fn said_in(range: &str, share: f64) -> String {
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
