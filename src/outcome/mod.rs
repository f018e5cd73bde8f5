//! What simulated launches yield: the metrics of each launch, and daily series of the traced ones.
//!
//! A [`Layout`] names the columns once; a [`Chunk`] carries the numbers of some launches in a row.
//! A value that does not apply to a launch (the sell-out hour of a round that did not sell out) is NaN.

mod days;
mod fact;
mod given;
mod ids;
mod naming;
mod unit;

use jiff::civil::Date;

use crate::stats::{Better, Sampled};
use crate::units::thousands;
pub use days::{AuditLine, Daily, Monthly, Paths, StatementLine};
pub use fact::{ObservedFact, Role, Says, Side};
pub use given::{Given, worth_of_lines};
pub use ids::{MetricId, Of, SeriesId, Use};
pub use naming::{Naming, Noun};
pub use unit::{Unit, powers, unit_text};

/// One figure of a launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Which it is.
    pub id: MetricId,
    /// The name of what it is of: a part, a window, a contract, a fact; empty where there is one of a launch.
    pub of: String,
    /// Name in files, with its unit where it is not a count: `net_profit_yuan`.
    pub name: String,
    /// Title for people: "Net profit".
    pub title: String,
    /// What it is measured in.
    pub unit: Unit,
    /// Whether more is better.
    pub better: Better,
}

/// One figure of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Which it is.
    pub id: SeriesId,
    /// The part or the currency it is of; empty where there is one of a launch.
    pub of: String,
    /// Name in files: `cash_yuan`, `stock.screen`, `exchange_rate.dollar`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it is measured in.
    pub unit: Unit,
}

impl Metric {
    /// The only one of a launch.
    #[must_use]
    pub fn new(id: MetricId, currency: &str) -> Self {
        let (unit, of) = (id.unit(), String::new());
        Self { id, of, name: id.name(currency), title: id.title().to_owned(), unit, better: id.better() }
    }

    /// That of a part, a window, a contract or a fact.
    #[must_use]
    pub fn of(id: MetricId, of: &str, title: String) -> Self {
        let name = format!("{}.{of}", id.id());
        Self { id, of: of.to_owned(), name, title, unit: id.unit(), better: id.better() }
    }

    /// One of the planner's own: `[metric.NAME]`.
    #[must_use]
    pub fn own(of: &str, title: String, (unit, better): (Unit, Better), currency: &str) -> Self {
        let name = ids::file_name(of, unit, currency);
        Self { id: MetricId::Own, of: of.to_owned(), name, title, unit, better }
    }

    /// Its name where it needs no currency: `net_profit`, of most the name in files.
    #[must_use]
    pub fn plain_name(&self) -> &str {
        match self.id {
            MetricId::Own => &self.of,
            _ if self.of.is_empty() => self.id.id(),
            _ => &self.name,
        }
    }

    /// Whether more is better.
    #[must_use]
    pub fn better(&self) -> Better {
        self.better
    }

    /// Whether it is the only one of a launch, and this one.
    #[must_use]
    pub fn is(&self, id: MetricId) -> bool {
        self.id == id && self.of.is_empty()
    }
}

impl Series {
    /// The only one of a launch.
    #[must_use]
    pub fn new(id: SeriesId, currency: &str) -> Self {
        let (unit, of) = (id.unit(), String::new());
        Self { id, of, name: id.name(currency), title: id.title().to_owned(), unit }
    }

    /// That of a part or of a currency.
    #[must_use]
    pub fn of(id: SeriesId, of: &str, title: String) -> Self {
        Self { id, of: of.to_owned(), name: format!("{}.{of}", id.id()), title, unit: id.unit() }
    }
}

/// A shelf price and the day from which it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceStep {
    /// The first day.
    pub from: Date,
    /// The price with VAT, its median when uncertain [money].
    pub price: f64,
    /// Whether it is uncertain.
    pub uncertain: bool,
}

/// What becomes of a company that falls below its credit line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It goes on: the gap is bridged, at the penalty rate.
    GoOn,
    /// It is wound up on the next morning.
    WindUp,
}

impl Rule {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::GoOn => Self::WindUp,
            Self::WindUp => Self::GoOn,
        }
    }
}

/// Money that comes in on a date of the scenario whether or not anything is sold: a funding or a loan.
#[derive(Clone, Debug, PartialEq)]
pub struct Inflow {
    /// Its table: `funding.third_round`, `loan.bank`.
    pub name: String,
    /// Day it arrives, counted from day 0.
    pub day: i32,
    /// How much; its median where it is uncertain [money].
    pub amount: f64,
}

/// The columns all chunks of one run share.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Name of the scenario.
    pub scenario: String,
    /// Title of the scenario for people.
    pub title: String,
    /// Suffix of money names, "yuan".
    pub currency: String,
    /// Shelf prices in the order of their days; none where nothing has a price.
    pub prices: Vec<PriceStep>,
    /// Day 0.
    pub start: Date,
    /// Number of days.
    pub days: usize,
    /// Keys of the uncertain inputs.
    pub inputs: Vec<String>,
    /// How launches take their values.
    pub sampled: Sampled,
    /// The samples that they take values from.
    pub given: Vec<Given>,
    /// Metrics of a launch.
    pub metrics: Vec<Metric>,
    /// Series of a day.
    pub series: Vec<Series>,
    /// Names of what may bind assembly on a day: "demand", "capacity", then parts.
    pub constraints: Vec<String>,
    /// Cash below this is insolvency (its median when the credit line is uncertain) [money].
    pub insolvency_line: f64,
    /// Cash of the first day, its median when uncertain: money of the owners, as that of their funding rounds [money].
    pub opening_cash: f64,
    /// Where the credit line is drawn for each launch: the line above which and below which it lies in 5 % of launches.
    pub insolvency_range: Option<(f64, f64)>,
    /// The scenario's own rule for a company that falls below its credit line.
    pub rule: Rule,
    /// Fundings and loans in the order of their days.
    pub inflows: Vec<Inflow>,
    /// Facts of the record.
    pub observed: Vec<ObservedFact>,
    /// What things are called for people.
    pub naming: Naming,
}

impl Layout {
    /// What was run, for headings: the title with everything set from the command line, or the name without a title.
    #[must_use]
    pub fn heading(&self) -> &str {
        let title = self.title.trim();
        if title.is_empty() { &self.scenario } else { title }
    }

    /// The shelf price and its changes: "1,999 yuan, 1,299 from 16 Aug 2012".
    #[must_use]
    pub fn price(&self) -> Option<String> {
        let (first, later) = self.prices.split_first()?;
        let about = if first.uncertain { ", uncertain" } else { "" };
        let changes = match later {
            [] => String::new(),
            [only] => format!(", {}", only.change()),
            [one, .., last] => {
                format!(", {}, and so on until {}", one.change(), last.change())
            }
        };
        Some(format!("{} {}{about}{changes}", exactly(first.price), self.currency))
    }

    /// Place of a metric there is one of.
    #[must_use]
    pub fn at(&self, id: MetricId) -> Option<usize> {
        self.metrics.iter().position(|metric| metric.is(id))
    }

    /// Place of a metric as planners write it: `net_profit_yuan` as in files, or `net_profit`; one of their own also by its
    /// table.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<usize> {
        place_of(&self.metrics, name)
    }

    /// All names by which planners may write metrics.
    pub fn metric_names(&self) -> impl Iterator<Item = &str> {
        let plain = self.metrics.iter().map(Metric::plain_name);
        self.metrics.iter().map(|metric| metric.name.as_str()).chain(plain)
    }

    /// Place of a series there is one of.
    #[must_use]
    pub fn series_at(&self, id: SeriesId) -> Option<usize> {
        self.series.iter().position(|series| series.id == id && series.of.is_empty())
    }

    /// Place of a series by its name in files.
    #[must_use]
    pub fn series(&self, name: &str) -> Option<usize> {
        self.series.iter().position(|series| series.name == name)
    }
}

/// Place of a metric among some as planners write it, see [`Layout::metric`].
#[must_use]
pub fn place_of(metrics: &[Metric], name: &str) -> Option<usize> {
    let at = |is: &dyn Fn(&Metric) -> bool| metrics.iter().position(is);
    at(&|metric| metric.name == name).or_else(|| at(&|metric| metric.plain_name() == name)).or_else(|| {
        let own = name.strip_prefix("metric.")?;
        at(&|metric| metric.id == MetricId::Own && metric.of == own)
    })
}

impl PriceStep {
    /// "1,299 from 16 Aug 2012".
    #[must_use]
    pub fn change(&self) -> String {
        format!("{} from {}", exactly(self.price), self.from.strftime("%-d %b %Y"))
    }
}

/// A number with all its digits, thousands grouped: "1,999.5".
#[must_use]
pub fn exactly(value: f64) -> String {
    let written = value.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    thousands(value, decimals)
}

/// Results of consecutive launches.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// Number of the first launch.
    pub first: u32,
    /// How many launches.
    pub launches: usize,
    /// Per uncertain input: its draw in each launch.
    pub inputs: Vec<Vec<f64>>,
    /// Per metric: its value in each launch, under the scenario's own rule for a company short of cash.
    pub metrics: Vec<Vec<f64>>,
    /// The launches that fall below their credit line, in the order of their numbers, under the other rule; all others are
    /// the same under both.
    pub short: Vec<Short>,
}

/// A launch that falls below its credit line, under the rule that is not the scenario's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// Its place in the chunk.
    pub launch: usize,
    /// Its metrics, in the order of the layout: what the scenario would yield if the other rule were its own.
    pub metrics: Vec<f64>,
}

impl Chunk {
    /// A metric in each launch as it would be under the rule that is not the scenario's own.
    #[must_use]
    pub fn under_other_rule(&self, metric: usize) -> Vec<f64> {
        let mut column = self.metrics[metric].clone();
        for short in &self.short {
            column[short.launch] = short.metrics[metric];
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_told_with_every_digit_and_its_changes() {
        let step =
            |month: i8, price: f64| PriceStep { from: jiff::civil::date(2012, month, 16), price, uncertain: false };
        let mut layout = Layout {
            scenario: "mi1".into(),
            title: "  ".into(),
            currency: "yuan".into(),
            prices: vec![step(1, 1_999.5)],
            start: jiff::civil::date(2012, 1, 1),
            days: 1,
            inputs: Vec::new(),
            sampled: Sampled::default(),
            given: Vec::new(),
            metrics: Vec::new(),
            series: Vec::new(),
            constraints: Vec::new(),
            insolvency_line: 0.0,
            opening_cash: 0.0,
            insolvency_range: None,
            rule: Rule::GoOn,
            inflows: Vec::new(),
            observed: Vec::new(),
            naming: Naming::default(),
        };
        assert_eq!((layout.heading(), layout.price().as_deref()), ("mi1", Some("1,999.5 yuan")));
        layout.prices.push(step(8, 1_299.0));
        assert_eq!(layout.price().as_deref(), Some("1,999.5 yuan, 1,299 from 16 Aug 2012"));
        layout.prices.push(step(9, 999.0));
        let all = layout.price().unwrap_or_default();
        assert!(all.ends_with("1,299 from 16 Aug 2012, and so on until 999 from 16 Sep 2012"), "{all}");
        layout.prices.clear();
        assert_eq!(layout.price(), None);
    }
}
