//! Names of everything a launch yields: metrics, daily series, constraints, facts.

use jiff::civil::Date;

use super::PlanError;
use super::compiler::Compiler;
use super::contract::ContractsPlan;
use super::supply::SupplyPlan;
use crate::outcome::{Inflow, Layout, Metric, ObservedFact, PriceStep, Rule, Series, Unit};
use crate::scenario::types::{Number, OnInsolvency, Scenario, WindowKind};

/// A daily series kept on one day for an observed fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Day.
    pub day: usize,
    /// Which series.
    pub series: CapturedSeries,
}

/// Series an observed fact may be held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapturedSeries {
    /// `shipped_cumulative`
    Shipped,
    /// `orders_cumulative`
    Orders,
    /// `reserved_cumulative`
    Reserved,
    /// `waiting`
    Waiting,
    /// `cash`
    Cash,
}

impl CapturedSeries {
    /// The series of a name; names are those of daily.csv.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "shipped_cumulative" => Some(Self::Shipped),
            "orders_cumulative" => Some(Self::Orders),
            "reserved_cumulative" => Some(Self::Reserved),
            "waiting" => Some(Self::Waiting),
            "cash" => Some(Self::Cash),
            _ => None,
        }
    }
}

/// Metrics every scenario has, in their order; `CUR` stands for the currency.
/// The engine names them too; after them come one per pacing part, per window and per captured fact.
pub(crate) const METRICS: &[(&str, &str, Unit)] = &[
    ("interest", "People who became interested", Unit::People),
    ("reserved", "Reservations", Unit::People),
    ("converted", "Reservations paid", Unit::People),
    ("orders", "Orders", Unit::Phones),
    ("shipped", "Phones shipped", Unit::Phones),
    ("cancelled", "Orders cancelled", Unit::Phones),
    ("lost", "People lost for good", Unit::People),
    ("waiting_end", "Customers waiting at the end", Unit::Phones),
    ("wait_mean_days", "Mean wait", Unit::Days),
    ("wait_p50_days", "Median wait", Unit::Days),
    ("wait_p90_days", "Wait of the slowest tenth", Unit::Days),
    ("shipped_within_promise", "Shipped within the promise", Unit::Share),
    ("started", "Phones started", Unit::Phones),
    ("scrapped", "Phones scrapped", Unit::Phones),
    ("days_short", "Days on which customers were left waiting", Unit::Days),
    ("days_short_capacity", "Of them, days bound by capacity", Unit::Days),
    ("days_short_closed", "Of them, days closed for rest or holidays", Unit::Days),
    ("days_short_parts", "Of them, days bound by a part", Unit::Days),
    ("phones_left_over", "Phones left over", Unit::Phones),
    ("parts_left_over_CUR", "Parts left over", Unit::Money),
    ("write_down_CUR", "Write-down at the end", Unit::Money),
    ("revenue_CUR", "Revenue", Unit::Money),
    ("cost_of_sales_CUR", "Cost of sales", Unit::Money),
    ("gross_profit_CUR", "Gross profit", Unit::Money),
    ("scrap_CUR", "Batches lost as scrap", Unit::Money),
    ("r_and_d_CUR", "R&D, NRE and tooling", Unit::Money),
    ("marketing_CUR", "Marketing", Unit::Money),
    ("other_expenses_CUR", "Other expenses", Unit::Money),
    ("running_cost_CUR", "Running cost", Unit::Money),
    ("holding_cost_CUR", "Holding cost", Unit::Money),
    ("backorder_cost_CUR", "Cost of waiting customers", Unit::Money),
    ("interest_paid_CUR", "Interest paid", Unit::Money),
    ("net_profit_CUR", "Net profit", Unit::Money),
    ("net_profit_bridged_CUR", "Net profit if a cash gap is bridged at the penalty rate", Unit::Money),
    ("net_profit_wound_up_CUR", "Net profit if a company short of cash is wound up", Unit::Money),
    ("hardware_profit_CUR", "Profit on hardware before tax", Unit::Money),
    ("services_revenue_CUR", "Revenue of services and accessories", Unit::Money),
    ("services_profit_CUR", "Profit on services and accessories before tax", Unit::Money),
    ("rebate_CUR", "Returned to users because of the margin cap", Unit::Money),
    ("income_tax_CUR", "Income tax", Unit::Money),
    ("npv_CUR", "Net present value", Unit::Money),
    ("payback_day", "Day of payback", Unit::DayNumber),
    ("net_margin", "Net margin", Unit::Share),
    ("marginal_unit_cost_CUR", "Marginal unit cost, net of VAT", Unit::MoneyPerPhone),
    ("loaded_unit_cost_CUR", "Loaded unit cost, with VAT", Unit::MoneyPerPhone),
    ("lowest_cash_CUR", "Lowest cash", Unit::Money),
    ("lowest_cash_day", "Day of the lowest cash", Unit::DayNumber),
    ("peak_funding_need_CUR", "Peak funding need", Unit::Money),
    ("closing_cash_CUR", "Cash after everything is settled", Unit::Money),
    ("bills_unpaid", "Last bills cannot be paid", Unit::YesNo),
    ("insolvent", "Short of cash", Unit::YesNo),
    ("insolvency_day", "First day short of cash", Unit::DayNumber),
    ("cash_gap_CUR", "Cash gap below the credit line", Unit::Money),
    ("cash_gap_days", "Days below the credit line", Unit::Days),
    ("cash_gap_ends_day", "Day the cash gap is closed", Unit::DayNumber),
    ("unpaid_debts_CUR", "Debts unpaid if the company is wound up", Unit::Money),
    ("first_shipment_day", "Day of the first shipment", Unit::DayNumber),
    ("parts_ordered_CUR", "Parts ordered", Unit::Money),
    ("order_errors", "Shipments that went wrong", Unit::Phones),
];

/// Of them, those that are those of going on whatever the scenario's rule: cash needs are asked of a plan that is carried out.
const OF_GOING_ON: [&str; 9] = [
    "net_profit_bridged_CUR",
    "lowest_cash_CUR",
    "lowest_cash_day",
    "peak_funding_need_CUR",
    "insolvent",
    "insolvency_day",
    "cash_gap_CUR",
    "cash_gap_days",
    "cash_gap_ends_day",
];

/// Of them, those that are those of winding up whatever the scenario's rule.
const OF_WINDING_UP: [&str; 2] = ["net_profit_wound_up_CUR", "unpaid_debts_CUR"];

/// Number of metrics every scenario has.
pub const COMMON_METRICS: usize = METRICS.len();

/// Series every scenario has, in their order.
const SERIES: [(&str, &str, Unit); 14] = [
    ("orders", "Orders", Unit::PhonesPerDay),
    ("orders_cumulative", "Orders to date", Unit::Phones),
    ("shipped", "Shipped", Unit::PhonesPerDay),
    ("shipped_cumulative", "Shipped to date", Unit::Phones),
    ("waiting", "Customers waiting", Unit::Phones),
    ("cash_CUR", "Cash", Unit::Money),
    ("capacity", "Effective capacity", Unit::PhonesPerDay),
    ("finished_stock", "Finished phones in stock", Unit::Phones),
    ("interested", "People interested", Unit::People),
    ("reserved", "Reservations in the queue", Unit::People),
    ("started", "Phones started", Unit::PhonesPerDay),
    ("marginal_unit_cost_CUR", "Marginal unit cost to date, net of VAT", Unit::MoneyPerPhone),
    ("loaded_unit_cost_CUR", "Loaded unit cost at the volume to date, with VAT", Unit::MoneyPerPhone),
    ("parts_stock_CUR", "Parts in stock", Unit::Money),
];

/// Number of series every scenario has.
pub const COMMON_SERIES: usize = SERIES.len();

/// A part shown by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacingPart {
    /// Its component.
    pub component: usize,
    /// Its supply class.
    pub class: usize,
    /// Parts in one unit of the class.
    pub parts_per_unit: f64,
}

/// The pacing parts the product uses, in the order of the scenario.
pub(super) fn pacing(compiler: &Compiler, supply: &SupplyPlan) -> Vec<PacingPart> {
    let mut of_phone = vec![None; compiler.scenario.components.len()];
    for &(index, per_phone) in &compiler.scenario.products[0].parts {
        of_phone[index].get_or_insert(per_phone);
    }
    let part = |component: usize| {
        let class = supply.class_of_component[component]?;
        let per_phone = of_phone[component]?;
        let parts_per_unit = f64::from(per_phone) / f64::from(supply.classes[class].quantity);
        Some(PacingPart { component, class, parts_per_unit })
    };
    let components = compiler.scenario.components.iter().enumerate();
    components.filter(|(_, component)| component.pacing).filter_map(|(index, _)| part(index)).collect()
}

/// Shelf prices of the phone, as far as it has one.
fn prices(scenario: &Scenario) -> Vec<PriceStep> {
    let steps = scenario.products.first().map_or(&[][..], |product| &product.price);
    let step =
        |&(from, price): &(Date, Number)| PriceStep { from, price: price.value, uncertain: price.input.is_some() };
    let steps: Vec<PriceStep> = steps.iter().map(step).collect();
    // Without a market or a window nothing is sold at a price.
    if steps.iter().any(|step| step.price > 0.0) { steps } else { Vec::new() }
}

/// The layout of a scenario's results, and the captures its facts need.
pub(super) fn layout(
    compiler: &Compiler,
    supply: &SupplyPlan,
    contracts: &ContractsPlan,
    pacing: &[PacingPart],
) -> Result<(Layout, Vec<Capture>), PlanError> {
    let scenario = compiler.scenario;
    let currency = &scenario.company.currency;
    let with_currency = |name: &str| name.replace("CUR", currency);
    let mut metrics: Vec<Metric> = METRICS
        .iter()
        .map(|&(name, title, unit)| Metric { name: with_currency(name), title: title.to_owned(), unit })
        .collect();
    let mut series: Vec<Series> = SERIES
        .iter()
        .map(|&(name, title, unit)| Series { name: with_currency(name), title: title.to_owned(), unit })
        .collect();
    for part in pacing {
        let name = &scenario.components[part.component].name;
        let title = format!("Days customers waited for {name}");
        metrics.push(Metric { name: format!("days_short.{name}"), title, unit: Unit::Days });
        let title = format!("Stock of {name}");
        series.push(Series { name: format!("stock.{name}"), title, unit: Unit::Parts });
    }
    // Without a market nobody comes to a window, and the engine has none.
    for window in scenario.windows.iter().filter(|_| scenario.market.is_some()) {
        if !matches!(window.kind, WindowKind::Open | WindowKind::InStock) {
            let title = format!("Hours until {} sold out", window.name);
            metrics.push(Metric { name: format!("sell_out_hours.{}", window.name), title, unit: Unit::Hours });
        }
    }
    if !contracts.uncertain.is_empty() {
        let title = "Days the last contract came late".to_owned();
        metrics.push(Metric { name: "slip_days".to_owned(), title, unit: Unit::Days });
    }
    for (_, name) in &contracts.uncertain {
        let title = format!("Day {name} signed");
        metrics.push(Metric { name: format!("signature_day.{name}"), title, unit: Unit::DayNumber });
    }
    let mut captures = Vec::new();
    let mut observed = Vec::new();
    for fact in &scenario.observed {
        let metric = match (fact.date, CapturedSeries::named(&fact.metric)) {
            (Some(date), Some(series)) => {
                captures.push(Capture { day: compiler.day(date).max(0) as usize, series });
                let unit = if series == CapturedSeries::Cash { Unit::Money } else { Unit::Phones };
                let title = format!("{} on {date}", fact.metric.replace('_', " "));
                metrics.push(Metric { name: format!("observed.{}", fact.name), title, unit });
                Some(metrics.len() - 1)
            }
            _ => metrics.iter().position(|metric| metric.name == fact.metric),
        };
        let unknown = || PlanError::UnknownObserved { name: fact.name.clone(), metric: fact.metric.clone() };
        observed.push(ObservedFact { name: fact.name.clone(), metric: metric.ok_or_else(unknown)?, value: fact.value });
    }
    let mut constraints = vec!["demand".to_owned(), "capacity".to_owned(), "closed".to_owned()];
    constraints.extend(supply.classes.iter().map(|class| class.name.clone()));
    let fundings = scenario.fundings.iter().map(|funding| ("funding", &funding.name, funding.date, funding.amount));
    let loans = scenario.loans.iter().map(|loan| ("loan", &loan.name, loan.date, loan.amount));
    let inflow = |(table, name, date, amount): (&str, &String, Date, Number)| Inflow {
        name: format!("{table}.{name}"),
        day: compiler.day(date),
        amount: amount.value,
    };
    let mut inflows: Vec<Inflow> = fundings.chain(loans).map(inflow).collect();
    inflows.sort_by_key(|inflow| inflow.day);
    let placed = |names: &[&str]| {
        METRICS.iter().enumerate().filter(|(_, metric)| names.contains(&metric.0)).map(|(at, _)| at).collect()
    };
    let layout = Layout {
        rule: match scenario.company.on_insolvency {
            OnInsolvency::GoOn => Rule::GoOn,
            OnInsolvency::Stop => Rule::WindUp,
        },
        of_going_on: placed(&OF_GOING_ON),
        of_winding_up: placed(&OF_WINDING_UP),
        inflows,
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        currency: currency.clone(),
        prices: prices(scenario),
        start: scenario.timeline.start,
        days: compiler.days,
        inputs: scenario.inputs.iter().map(|input| input.key.clone()).collect(),
        metrics,
        series,
        constraints,
        insolvency_line: -scenario.company.credit_line.value,
        insolvency_range: scenario.company.credit_line.input.map(|input| {
            let belief = &scenario.inputs[input].distribution;
            (-belief.quantile(0.95), -belief.quantile(0.05))
        }),
        observed,
    };
    Ok((layout, captures))
}
