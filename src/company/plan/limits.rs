//! What can be counted: whether a launch could pass two thousand million of anything, and where a plan's faults belong.

use crate::company::plan::{Plan, PlanError};
use crate::language::codes::Code;
use crate::language::fault::{Fault, FaultAtKey};
use crate::language::quantity::Number;
use crate::rooms::calendar::plan::MOST_UNITS;
use crate::rooms::calendar::plan::error::{LOWER, OwnMetricFault};
use crate::rooms::product::keys::BuildPolicy;
use crate::rooms::supply::keys::ordering::OrderPolicy;
use crate::scenario::Scenario;

/// Phones that may be asked for, and what brings most of them.
struct Asked {
    phones: f64,
    most: f64,
    key: String,
}

impl Asked {
    fn add(&mut self, phones: f64, key: impl FnOnce() -> String) {
        self.phones += phones;
        if phones > self.most {
            self.most = phones;
            self.key = key();
        }
    }
}

fn check(what: &'static str, number: f64, key: &str) -> Result<(), PlanError> {
    if number > MOST_UNITS { Err(PlanError::TooMany { key: key.to_owned(), what, number }) } else { Ok(()) }
}

impl Plan {
    /// Refuses a scenario in which a count could pass two thousand million; gives the number of people up to which it
    /// cannot, for people who come back are counted again. An uncertain number counts without tails that are never drawn.
    pub(super) fn units_fit(&self, scenario: &Scenario) -> Result<i32, PlanError> {
        let range = |number: Number| match number.input {
            None => (number.value, number.value),
            Some(input) => scenario.inputs[input].distribution.reach(),
        };
        let highest = |number: Number| range(number).1.min(MOST_UNITS * 10.0);
        let reach = scenario.market.as_ref().map_or(0.0, |market| highest(market.reach));
        let mut asked = Asked { phones: reach, most: reach, key: "market.reach".to_owned() };
        for (stream, plan) in scenario.order_streams.iter().zip(&self.streams) {
            asked.add(plan.most_orders(stream, scenario, self.days), || format!("order_stream.{}", stream.name));
        }
        check("customers", asked.phones, &asked.key)?;
        if let Some(starts) = &self.build.starts {
            asked.add(starts.last().map_or(0.0, |&starts| f64::from(starts)), || "build_plan.cumulative".to_owned());
        }
        if let BuildPolicy::ToStock { target, cover } = scenario.products[0].build {
            let stock = highest(target) + highest(cover) * self.build.ahead.highest();
            asked.add(stock, || format!("product.{}.stock_target", scenario.products[0].name));
        }
        let phones = asked.phones;
        let mut most = MOST_UNITS - (phones - reach);
        let built = scenario.factories.iter().filter(|factory| factory.built);
        let yields = built.map(|factory| factory.learning.map_or(factory.yield_share, |(start, _)| start));
        let least_yield = yields.map(|share| range(share).0).fold(1.0, f64::min).max(0.01);
        check("phones started", phones / least_yield, &asked.key)?;
        for class in &self.supply.classes {
            let need = class.reviews.iter().map(|review| f64::from(review.cumulative_need.max(review.forecast_need)));
            let level = class.components.iter().map(|&index| match scenario.components[index].ordering.policy {
                OrderPolicy::OrderUpTo { level: Some(level) } => highest(level),
                OrderPolicy::MinMax { up_to, .. } => highest(up_to),
                OrderPolicy::ReorderPoint { reorder, quantity } => highest(reorder) + highest(quantity),
                _ => 0.0,
            });
            let fast = class
                .components
                .iter()
                .filter_map(|&index| scenario.components[index].second_source?.order_up_to_level.map(highest));
            let lot = f64::from(class.multiple) + f64::from(class.minimum) + f64::from(class.opening);
            let other = need.fold(0.0, f64::max) + level.fold(0.0, f64::max) + fast.fold(0.0, f64::max) + lot;
            let defects =
                class.components.iter().map(|&index| highest(scenario.components[index].inspection.defect_rate));
            let good = 1.0 - defects.fold(0.0, f64::max);
            let per_phone = f64::from(class.quantity) / least_yield / good.max(1e-9);
            let parts = phones * per_phone;
            // A part that few are needed of for each phone is not what makes the market too large.
            let of_part = || format!("component.{}", class.name);
            let key = if other / good.max(1e-9) > parts || per_phone > 2.0 { of_part() } else { asked.key.clone() };
            check("parts ordered", parts + other / good.max(1e-9), &key)?;
            most = most.min((MOST_UNITS - other) / per_phone - (phones - reach));
        }
        Ok(most.clamp(0.0, MOST_UNITS) as i32)
    }
}

fn of_own_metric(OwnMetricFault { name, place, what, help }: &OwnMetricFault) -> FaultAtKey {
    let key = if place.is_some() { "expr" } else { "unit" };
    let fault = Fault::new(Code::Expression, format!("`{key}` of [metric.{name}]: {what}"));
    let fault = if help.is_empty() { fault } else { fault.help(help) };
    FaultAtKey { fault, address: format!("metric.{name}.{key}"), label: "here", within: place.clone() }
}

impl PlanError {
    /// Its faults with the places they belong to; none where they belong to none.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultAtKey> {
        if let Self::OwnMetrics(faults) = self {
            return faults.iter().map(of_own_metric).collect();
        }
        let at = |(fault, address, label)| FaultAtKey { fault, address, label, within: None };
        self.fault().map(at).into_iter().collect()
    }

    /// The fault, the address of the key or table it belongs to, and what is to be said there; `None` where it belongs to
    /// none, and of several.
    fn fault(&self) -> Option<(Fault, String, &'static str)> {
        match self {
            Self::TooMany { key, what, number } => {
                let number = crate::units::thousands(*number, 0);
                let fault = Fault::new(Code::TooMany, format!("{what}: up to {number} would have to be counted"))
                    .allowed("up to 2,000,000,000 of anything in one launch")
                    .help(LOWER);
                Some((fault, key.clone(), "this brings most of them"))
            }
            Self::OpensTwice { name, hours, hour, every } => {
                let fault = Fault::new(
                    Code::OpensTwice,
                    format!("[window.{name}] opens again before it has closed"),
                )
                .allowed(format!(
                    "openings that do not overlap: it is open for {hours} hours from {hour} o'clock, and the next begins {} hours after",
                    every * 24
                ))
                .help("shorten `hours` or lengthen `every`");
                Some((fault, format!("window.{name}.every"), "too soon"))
            }
            Self::UnknownObserved { name, key, metric, near } => {
                let cure = near.as_ref().map_or_else(
                    || "write one of these, or take `date` out or in".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                );
                let fault =
                    Fault::new(Code::NoSuchMetric, format!("this scenario does not yield the metric \"{metric}\""))
                        .allowed("with a date shipped_cumulative, orders_cumulative, reserved_cumulative, waiting, capacity, started, cash; without one a metric of summary.json")
                        .help(cure);
                Some((fault, format!("observed.{name}.{key}"), "no such metric"))
            }
            Self::OwnMetrics(_) | Self::Correlations(_) => None,
        }
    }
}
