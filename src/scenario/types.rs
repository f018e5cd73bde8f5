//! The validated scenario: what the planner wrote, in types, with every reference resolved to exist.
//!
//! Every numeric key is a [`Number`]: a plain value, or an uncertain input drawn once per launch.
//! Dates stay civil dates here; the plan turns them into day numbers.

use jiff::civil::Date;

pub use super::tables::company::{Company, Expense, ExpenseKind, Funding, Loan, OnInsolvency, Repayment, Service};
pub use super::tables::competition::{Holiday, Pulse, Rival, Season, Successor};
pub use super::tables::component::{Component, SecondSource};
pub use super::tables::disruption::{Disruption, Effect, Target, Timing};
pub use super::tables::factory::Factory;
pub use super::tables::forecast::{Forecast, ForecastMethod};
pub use super::tables::market::{Choice, Fans, Market, PriceEffect};
pub use super::tables::observed::Observed;
pub use super::tables::order_stream::{DailyLaw, Demand, OrderStream, PriceResponse};
pub use super::tables::ordering::{OrderPolicy, Ordering};
pub use super::tables::product::{BuildPolicy, Product};
pub use super::tables::run::{Run, Slip, Timeline};
pub use super::tables::supplier::{Contract, Supplier};
pub use super::tables::sweep::{DesignWord, SweepTable};
pub use super::tables::window::{Quota, Window, WindowKind};
use crate::random::distribution::Distribution;

/// A numeric input: its value, or the median of an uncertain one together with the input drawn for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value itself, or the median of the distribution: what the planner plans with.
    pub value: f64,
    /// Index into [`Scenario::inputs`] when the value is uncertain.
    pub input: Option<usize>,
}

impl Number {
    /// A certain value.
    #[must_use]
    pub const fn certain(value: f64) -> Self {
        Self { value, input: None }
    }
}

/// A path through dated points; each key's documentation says whether it steps or runs linearly.
pub type Path = Vec<(Date, Number)>;

/// One uncertain input: a key of the scenario whose value is drawn once per launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Address of the key, `component.screen.unit_cost`.
    pub key: String,
    /// The key's own unit, "" when it has none; money is in the scenario's currency.
    pub unit: &'static str,
    /// What its value is drawn from, in that unit.
    pub distribution: Distribution,
    /// What is believed about its value, where it is set to one number and keeps only its place among the correlations.
    pub believed: Option<Distribution>,
}

impl Input {
    /// What is believed about its value, whether it is set to one number or not.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        self.believed.as_ref().unwrap_or(&self.distribution)
    }
}

/// A whole scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// File stem, the name of the result folder.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// How it is run.
    pub run: Run,
    /// First and last day.
    pub timeline: Timeline,
    /// The company and its money.
    pub company: Company,
    /// Money put in by owners, by date.
    pub fundings: Vec<Funding>,
    /// Money spent apart from phones.
    pub expenses: Vec<Expense>,
    /// Money lent to the company.
    pub loans: Vec<Loan>,
    /// What owners of a phone bring in afterwards.
    pub services: Vec<Service>,
    /// What is sold. One product for now.
    pub products: Vec<Product>,
    /// Who sells parts or assembles.
    pub suppliers: Vec<Supplier>,
    /// What a phone is made of.
    pub components: Vec<Component>,
    /// Planned cumulative starts of phones, linear between points, level after the last one; empty when nothing is planned.
    pub build_plan: Path,
    /// The planner's forecast of orders.
    pub forecast: Forecast,
    /// Where phones are assembled.
    pub factories: Vec<Factory>,
    /// The people in reach; `None` when all demand comes from order streams.
    pub market: Option<Market>,
    /// Competing phones.
    pub rivals: Vec<Rival>,
    /// Marketing pulses.
    pub pulses: Vec<Pulse>,
    /// Weekdays and months.
    pub season: Season,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Phones expected to follow.
    pub successors: Vec<Successor>,
    /// When and how phones are sold to the market.
    pub windows: Vec<Window>,
    /// Dated demand outside the market: an operator's orders, an oracle's series.
    pub order_streams: Vec<OrderStream>,
    /// Dated and random disasters.
    pub disruptions: Vec<Disruption>,
    /// Facts the results are held against.
    pub observed: Vec<Observed>,
    /// `[ordering] within_cash`: orders are cut so that cash stays above the credit line.
    pub within_cash: bool,
    /// Uncertain inputs, in the order in which the tables are read.
    pub inputs: Vec<Input>,
    /// What a sweep varies when the command line says nothing.
    pub sweep: SweepTable,
    /// Spearman rank correlations between pairs of [`Scenario::inputs`].
    pub correlations: Vec<(usize, usize, f64)>,
}
