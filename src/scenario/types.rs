//! The validated scenario: what the planner wrote, in types, with every reference resolved to exist.
//!
//! Every numeric key is a [`Number`]: a plain value, or an uncertain input drawn once per launch.
//! Dates stay civil dates here; the plan turns them into day numbers.

pub use super::explore::ExploreTable;
pub use super::metric::OwnMetric;
pub use super::observed::Observed;
pub use super::sweep::{DesignWord, SweepTable};
pub use crate::language::quantity::{Input, Number, Path};
pub use crate::rooms::assembly::keys::{Factory, Shift};
pub use crate::rooms::books::keys::{Company, Expense, ExpenseKind, Funding, Loan, OnInsolvency, Repayment, Service};
pub use crate::rooms::calendar::keys::{Run, Slip, Timeline};
pub use crate::rooms::contract::keys::{Contract, Supplier};
pub use crate::rooms::currency::keys::Currency;
pub use crate::rooms::forecast::keys::planner::{PlannedPhones, PlannerKind};
pub use crate::rooms::forecast::keys::{Forecast, ForecastMethod};
pub use crate::rooms::market::keys::competition::{Holiday, Pulse, Rival, Season, Successor};
pub use crate::rooms::market::keys::window::{Quota, Window, WindowKind};
pub use crate::rooms::market::keys::{Choice, Fans, Market, PriceEffect};
pub use crate::rooms::product::keys::{BuildPolicy, Product};
pub use crate::rooms::returns::keys::Returns;
pub use crate::rooms::store::keys::{DailyLaw, Demand, OrderStream, PriceResponse};
pub use crate::rooms::supply::keys::Component;
pub use crate::rooms::supply::keys::ordering::{OrderPolicy, Ordering};
pub use crate::rooms::supply::keys::second::SecondSource;
pub use crate::rooms::weather::keys::{Disruption, Effect, Target, Timing};

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
    /// Currencies in which parts are bought.
    pub currencies: Vec<Currency>,
    /// What is sold. One product for now.
    pub products: Vec<Product>,
    /// Who sells parts or assembles.
    pub suppliers: Vec<Supplier>,
    /// What a phone is made of.
    pub components: Vec<Component>,
    /// How many phones are planned.
    pub build_plan: PlannedPhones,
    /// Who plans their parts.
    pub planner: PlannerKind,
    /// The planner's forecast of orders.
    pub forecast: Forecast,
    /// Where phones are assembled.
    pub factories: Vec<Factory>,
    /// Shifts added to factories.
    pub shifts: Vec<Shift>,
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
    /// What customers of the market send back.
    pub returns: Option<Returns>,
    /// Dated and random disasters.
    pub disruptions: Vec<Disruption>,
    /// Metrics of the planner's own.
    pub metrics: Vec<OwnMetric>,
    /// Facts the results are held against.
    pub observed: Vec<Observed>,
    /// `[ordering] within_cash`: orders are cut so that cash stays above the credit line.
    pub within_cash: bool,
    /// Uncertain inputs, in the order in which the tables are read.
    pub inputs: Vec<Input>,
    /// What a sweep varies when the command line says nothing.
    pub sweep: SweepTable,
    /// What can be moved when it is explored.
    pub explore: ExploreTable,
    /// Spearman rank correlations between pairs of [`Scenario::inputs`].
    pub correlations: Vec<(usize, usize, f64)>,
}
