//! The story of one launch: events a planner can read, with names and causes.

use super::pick::Picked;
use super::spells::Spell;
use crate::company::record::DayRecord;
use crate::outcome::{Layout, MetricId, SeriesId, StatementLine};

/// How one supplier came to sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Its name.
    pub supplier: String,
    /// Day of the signature, negative before day 0; `None` when it never signs within the timeline.
    pub day: Option<i32>,
    /// Approaches made until it accepted, or within the timeline when it never signs; `None` where none is needed.
    pub approaches: Option<i32>,
    /// Whether the day differs between launches.
    pub uncertain: bool,
    /// First day on which something was ordered from it.
    pub first_order: Option<i32>,
    /// Whether the product needs it: it sells a part or assembles.
    pub needed: bool,
}

/// A purchase order.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// Supply class.
    pub class: usize,
    /// Who took it.
    pub supplier: String,
    /// Day of the order.
    pub day: i32,
    /// Parts ordered, in the parts of so many phones.
    pub phones: f64,
    /// Of them, rejected.
    pub rejected: f64,
    /// Value [money].
    pub value: f64,
    /// Day on which the planner reckoned with it in stock.
    pub planned: i32,
    /// Day in stock; `None` beyond the timeline.
    pub arrival: Option<i32>,
    /// Whether it was cancelled because the company was wound up.
    pub cancelled: bool,
    /// Days late; negative when early, and a lower bound when it does not come within the timeline.
    pub late: i32,
    /// Of the days between order and stock, those on which it stood still because of disruptions.
    pub halted: i32,
    /// Disruptions that halted it.
    pub halted_by: Vec<usize>,
}

/// Parts that are ordered and arrive together.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Name of the part it is called by.
    pub name: String,
    /// How many parts it has.
    pub parts: usize,
    /// Its first supplier.
    pub supplier: String,
}

/// Why a spell was.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Who was to deliver, or to assemble, had not signed on its first day.
    Unsigned {
        /// Supplier.
        supplier: String,
        /// When it signed, if ever.
        signed: Option<i32>,
    },
    /// Deliveries were late, the latest first: places in [`Story::purchases`].
    Late(Vec<usize>),
    /// No delivery was late: too little had been ordered in time.
    TooLittle {
        /// Parts rejected before, in those of so many phones.
        rejected: f64,
    },
    /// Factories were disrupted.
    Disrupted(Vec<usize>),
    /// Every factory that is open had a rest day or a holiday.
    Rest,
    /// No factory worked on any of its days.
    Closed,
    /// Customers or plan wanted more than the factories can do.
    Capacity,
}

/// A disruption.
#[derive(Clone, Debug, PartialEq)]
pub struct Disruption {
    /// Name of the table.
    pub name: String,
    /// What it does to whom: "halts deliveries from japan".
    pub what: String,
    /// First and last day of each stretch on which it was active.
    pub spans: Vec<(i32, i32)>,
    /// Purchase orders it held up.
    pub orders_held_up: usize,
}

/// A repetition of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Name of the window.
    pub window: String,
    /// Which of its repetitions, from 0.
    pub occurrence: u32,
    /// Whether it gives tickets.
    pub tickets: bool,
    /// First and last day.
    pub days: (i32, i32),
    /// Phones or tickets on offer at its opening; `None` without a limit.
    pub offered: Option<i32>,
    /// People who wanted one, summed over its days.
    pub came: i64,
    /// People served.
    pub served: i64,
    /// Hours after the opening at which it sold out, if it did.
    pub sold_out_after: Option<f64>,
}

/// An uncertain input as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Its value, in the unit of its key.
    pub value: f64,
    /// That unit, "" when it has none; money is in the scenario's currency.
    pub unit: &'static str,
    /// Its median.
    pub median: f64,
    /// Chance of a lower value.
    pub share_below: f64,
}

/// All that is told of a launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Which launch, and how it was picked.
    pub picked: Picked,
    /// Seed of its luck.
    pub seed: u64,
    /// Names of the columns.
    pub layout: Layout,
    /// Its uncertain inputs.
    pub inputs: Vec<Drawn>,
    /// Its metrics.
    pub metrics: Vec<f64>,
    /// The same under the rule that is not the scenario's own, where it falls below its credit line.
    pub under_other_rule: Option<Vec<f64>>,
    /// Days by which the sale waited for contracts.
    pub slip: i32,
    /// Day of the announcement, where there is a market.
    pub announced: Option<i32>,
    /// Promised wait [days], where there is a market.
    pub promise: Option<f64>,
    /// Day by day.
    pub days: Vec<DayRecord>,
    /// Per series: its value on every day.
    pub series: Vec<Vec<f64>>,
    /// Suppliers in the order of the scenario.
    pub signatures: Vec<Signature>,
    /// Parts.
    pub classes: Vec<Class>,
    /// Purchase orders by class, then by day.
    pub purchases: Vec<Purchase>,
    /// What held assembly up, and why.
    pub spells: Vec<(Spell, Cause)>,
    /// Disruptions in the order of the scenario.
    pub disruptions: Vec<Disruption>,
    /// Windows in the order of their days.
    pub openings: Vec<Opening>,
    /// Day on which the company was wound up, if it was.
    pub wound_up: Option<i32>,
    /// Tickets called, of all windows.
    pub called: i64,
    /// Phones the parts bought within the timeline would have been enough for, by the scarcest; `None` without parts.
    pub parts_for: Option<f64>,
    /// Money put in by owners: name, day, amount.
    pub fundings: Vec<(String, i32, f64)>,
    /// Credit line [money].
    pub credit_line: f64,
    /// Lines of the profit and loss over the whole life, with the settlement; the last is the net profit.
    pub profit: Vec<(StatementLine, f64)>,
    /// Lines of the cash flow over the whole life, from the opening to the closing cash.
    pub cash_flow: Vec<(StatementLine, f64)>,
}

impl Story {
    /// The value of a metric; `None` where it does not apply.
    #[must_use]
    pub fn metric(&self, metric: MetricId) -> Option<f64> {
        let at = self.layout.at(metric)?;
        Some(self.metrics[at]).filter(|value| !value.is_nan())
    }

    /// A metric under the rule that is not the scenario's own; `None` where the launch is the same under both.
    #[must_use]
    pub fn otherwise(&self, metric: MetricId) -> Option<f64> {
        let at = self.layout.at(metric)?;
        self.under_other_rule.as_ref().map(|metrics| metrics[at]).filter(|value| !value.is_nan())
    }

    /// Day and amount of the lowest closing cash of this launch, which is not that of going on where it was wound up.
    #[must_use]
    pub fn lowest_cash(&self) -> Option<(usize, f64)> {
        let evenings = self.series(SeriesId::Cash).iter().copied().enumerate();
        evenings.reduce(|lowest, evening| if evening.1 < lowest.1 { evening } else { lowest })
    }

    /// The values of a series, day by day.
    #[must_use]
    pub fn series(&self, series: SeriesId) -> &[f64] {
        let at = self.layout.series_at(series);
        at.and_then(|at| self.series.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Cash before the first day.
    #[must_use]
    pub fn opening_cash(&self) -> f64 {
        self.cash_flow.first().map_or(0.0, |(_, cash)| *cash)
    }

    /// The name of what bound assembly.
    #[must_use]
    pub fn constraint(&self, at: usize) -> &str {
        &self.layout.constraints[at]
    }

    /// Cancellations, and how many of them the overrun of the promise explains.
    #[must_use]
    pub fn cancellations(&self) -> (i64, f64) {
        let all = self.days.iter().map(|day| i64::from(day.cancelled)).sum();
        (all, self.days.iter().map(|day| day.cancelled_for_delay).sum())
    }

    /// Days on which cash cut the purchase orders, and the least share it allowed.
    #[must_use]
    pub fn cut_by_cash(&self) -> (usize, f64) {
        let cut = self.days.iter().filter_map(|day| day.share_ordered).filter(|share| *share < 1.0);
        cut.fold((0, 1.0), |(days, least), share| (days + 1, share.min(least)))
    }
}
