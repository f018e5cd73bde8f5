//! Parts that come too late, lots nobody needs, and plans that build nothing.

use super::{Look, days_text, named};
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::outcome::{MetricId, SeriesId};
use crate::rooms::product::keys::BuildPolicy;
use crate::rooms::supply::keys::ordering::OrderPolicy;
use crate::units::thousands;

/// A plan is far below demand when it names less than this share of it.
const FAR_BELOW: f64 = 1.0 / 3.0;
/// A lot is far beyond the need when it is so many times all that is ever needed.
const FAR_BEYOND: f64 = 3.0;
/// Days by which a first delivery may miss the first planned start without a word, beside the time between reviews.
const GRACE: i32 = 7;
/// Planned starts that count: so many phones, and such a share of the plan.
const STARTS_THAT_COUNT: (f64, f64) = (10.0, 0.02);

/// A class whose first delivery comes too late.
struct Late {
    class: usize,
    ordered: i32,
    /// Day in stock; `None` when it does not come within the timeline.
    arrival: Option<i32>,
}

impl Look<'_> {
    pub(super) fn supply(&self, found: &mut Vec<Fault>) {
        let late = self.late();
        let (late, never): (Vec<_>, Vec<_>) = late.into_iter().partition(|late| late.arrival.is_some());
        found.extend(self.never_arrives(&never));
        found.extend(self.arrives_late(&late));
        found.extend(self.lots());
        found.extend(self.plan_below_demand());
        // Where nothing can be built, no policy is to blame.
        let cannot = [Code::NoFactory, Code::NoParts, Code::NeverWorks, Code::NeverOrdered];
        if late.is_empty() && never.is_empty() && !found.iter().any(|fault| cannot.contains(&fault.code)) {
            found.extend(self.starts_not_made());
        }
    }

    /// The day on which the build plan wants the first phone started.
    fn first_planned_start(&self) -> Option<i32> {
        (0..self.days() as i32).find(|&day| self.planned(day) > 0.0)
    }

    /// Classes without a stock whose first delivery comes after the end, or well after the plan's first start.
    fn late(&self) -> Vec<Late> {
        let plan = &self.launch.plan;
        let start = self.first_planned_start();
        let mut late = Vec::new();
        let mut first_of = vec![None; plan.supply.classes.len()];
        for order in self.record.purchases.iter().filter(|order| !order.cancelled) {
            let first = first_of[order.class].get_or_insert(order);
            if order.under_way_until < first.under_way_until {
                *first = order;
            }
        }
        for (class, supplied) in plan.supply.classes.iter().enumerate().filter(|(_, class)| class.opening == 0) {
            let Some(first) = first_of[class] else { continue };
            let ordered = first.day;
            let Some(arrival) = first.arrival_day else {
                late.push(Late { class, ordered, arrival: None });
                continue;
            };
            let follows =
                supplied.components.iter().any(|&part| self.scenario.components[part].ordering.follow_build_plan);
            let grace = GRACE + supplied.review_days;
            if follows && start.is_some_and(|start| arrival > start + grace) {
                late.push(Late { class, ordered, arrival: Some(arrival) });
            }
        }
        late
    }

    fn parts(&self, late: &[Late]) -> Vec<&str> {
        let classes = late.iter().map(|late| &self.launch.plan.supply.classes[late.class]);
        let parts = classes.flat_map(|class| &class.components);
        parts.map(|&part| self.scenario.components[part].name.as_str()).collect()
    }

    fn never_arrives(&self, never: &[Late]) -> Option<Fault> {
        let first = never.first()?;
        let names = self.parts(never);
        let verb = if names.len() == 1 { "arrives" } else { "arrive" };
        let title = format!("{} never {verb} within the timeline", named(&names));
        let label = format!("ordered on {}, in stock after the last simulated day", self.date(first.ordered));
        let address = format!("component.{}", names[0]);
        Some(
            self.fault(Code::ArrivesTooLate, title, &[&format!("{address}.lead_time"), &address], label)
                .help("shorten `lead_time`, begin [timeline] earlier or end it later, or write an `opening_stock`"),
        )
    }

    fn arrives_late(&self, late: &[Late]) -> Option<Fault> {
        let worst = late.iter().max_by_key(|late| late.arrival)?;
        let (arrival, start) = (worst.arrival?, self.first_planned_start()?);
        let names = self.parts(late);
        let days = days_text(arrival - start);
        let title = match names.as_slice() {
            [name] => format!("`{name}` first arrives {days} after the first planned start"),
            _ => format!("{} first arrive up to {days} after the first planned start", named(&names)),
        };
        let label = format!(
            "ordered on {}, in stock on {}; the first start is planned for {}",
            self.date(worst.ordered),
            self.date(arrival),
            self.date(start)
        );
        let name = &self.scenario.components[self.launch.plan.supply.classes[worst.class].components[0]].name;
        let address = format!("component.{name}");
        Some(self.fault(Code::ArrivesTooLate, title, &[&format!("{address}.lead_time"), &address], label).help(format!(
            "begin [timeline] or sign the supplier {days} earlier, shorten `lead_time`, or plan the first start for {}",
            self.date(arrival)
        )))
    }

    /// Smallest orders and lots far beyond all that is ever needed; one fault for all of them.
    fn lots(&self) -> Option<Fault> {
        let phones = self.planned(self.days() as i32).max(self.forecast()).max(self.metric(MetricId::Orders));
        let lot = |part: usize| {
            let component = &self.scenario.components[part];
            component.minimum_order.max(component.order_multiple.unwrap_or(0))
        };
        let parts = &self.scenario.products[0].parts;
        let need = |quantity: i32| f64::from(quantity) * phones;
        let beyond: Vec<&(usize, i32)> = parts
            .iter()
            .filter(|(part, quantity)| phones > 0.0 && f64::from(lot(*part)) > FAR_BEYOND * need(*quantity))
            .collect();
        let (part, quantity) = beyond.first()?;
        let names: Vec<&str> = beyond.iter().map(|(part, _)| self.scenario.components[*part].name.as_str()).collect();
        let title = format!("one order of {} is far more than the whole launch needs", named(&names));
        let label = format!(
            "{} parts at least, and all phones take {}",
            thousands(f64::from(lot(*part)), 0),
            thousands(need(*quantity), 0)
        );
        let address = format!("component.{}", names[0]);
        let keys = [format!("{address}.minimum_order"), format!("{address}.order_multiple"), address];
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        Some(
            self.fault(Code::LotBeyondNeed, title, &keys, label).help(
                "lower `minimum_order` or `order_multiple`; is a nought too many, or a price per thousand meant?",
            ),
        )
    }

    /// A plan that alone buys the parts and names far fewer phones than are expected or ordered.
    fn plan_below_demand(&self) -> Option<Fault> {
        let planned = self.planned(self.days() as i32);
        let by_plan_alone = |(part, _): &(usize, i32)| {
            let component = &self.scenario.components[*part];
            component.ordering.policy == OrderPolicy::None && component.ordering.follow_build_plan
        };
        if planned == 0.0 || !self.scenario.products[0].parts.iter().any(by_plan_alone) {
            return None;
        }
        let (forecast, orders) = (self.forecast(), self.metric(MetricId::Orders));
        let (demand, whose) = if forecast > 0.0 {
            (forecast, "the forecast expects")
        } else {
            (orders, "customers of a launch without luck order")
        };
        if planned >= FAR_BELOW * demand {
            return None;
        }
        let title = format!(
            "the build plan buys parts for {} phones, and {whose} {}",
            thousands(planned, 0),
            thousands(demand, 0)
        );
        let label = "far below demand".to_owned();
        Some(
            self.fault(Code::PlanBelowForecast, title, &["build_plan.cumulative", "build_plan"], label)
                .help("raise `cumulative`, or write a policy in [ordering] that follows demand"),
        )
    }

    /// Starts the plan names before the first order, which the build policy does not make.
    fn starts_not_made(&self) -> Option<Fault> {
        let product = &self.scenario.products[0];
        let word = match product.build {
            BuildPolicy::ToPlan => return None,
            BuildPolicy::ToOrder => "to_order",
            BuildPolicy::ToStock { .. } => "to_stock",
        };
        let first = (0..self.days()).find(|&day| self.series(SeriesId::Orders, day) > 0.0)?;
        let planned = self.planned(first as i32 - 1);
        let all = self.planned(self.days() as i32);
        let before = &self.record.days[..first];
        let started: f64 = before.iter().map(|day| f64::from(day.started)).sum();
        let wanted = before.iter().map(|day| f64::from(day.wanted)).fold(0.0, f64::max);
        let (phones, share) = STARTS_THAT_COUNT;
        if planned < phones.max(share * all) || started.max(wanted) >= 0.5 * planned {
            return None;
        }
        let title = format!(
            "the plan names {} starts before the first order on {}, and build = \"{word}\" makes {}",
            thousands(planned, 0),
            self.date(first as i32),
            thousands(started, 0)
        );
        let address = format!("product.{}", product.name);
        let label = "a build plan by itself buys parts only".to_owned();
        Some(self.fault(Code::PlanWithoutStarts, title, &[&format!("{address}.build"), &address], label).help(format!(
            "write build = \"to_plan\" to build them, or build = \"to_stock\" with stock_target = {}",
            thousands(planned, 0).replace(',', "_")
        )))
    }
}
