//! Launches that ship nothing, and windows in which nobody orders.

use super::Look;
use crate::company::record::OpeningRecord;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::outcome::{MetricId, SeriesId};
use crate::rooms::assembly::day::{BOUND_BY_CALENDAR, BOUND_BY_DEMAND};
use crate::rooms::market::keys::window::{Window, WindowKind};
use crate::units::thousands;

/// Warnings that already say why nothing is shipped.
const REASONS: &[Code] = &[
    Code::NoFactory,
    Code::NoParts,
    Code::NoWindow,
    Code::NoMarket,
    Code::NeverOrdered,
    Code::NeverWorks,
    Code::QuotaBelowOne,
    Code::AfterEnd,
];

impl Look<'_> {
    pub(super) fn demand(&self, found: &mut Vec<Fault>) {
        let told = found.iter().any(|fault| REASONS.contains(&fault.code));
        let late =
            found.iter().any(|fault| fault.code == Code::ArrivesTooLate && self.metric(MetricId::Shipped) == 0.0);
        if self.metric(MetricId::Orders) + self.metric(MetricId::Reserved) > 0.0 {
            found.extend(self.windows());
        }
        if self.metric(MetricId::Shipped) > 0.0 || told || late {
            found.extend(self.broken_promises().filter(|_| !told && !late));
            return;
        }
        let fault = if self.metric(MetricId::Orders) > 0.0 { self.nothing_built() } else { self.nobody_orders() };
        found.push(fault);
    }

    /// More than one order in a hundred that is refunded at the end after it has waited longer than promised: of those who
    /// still wait, all who ordered before the last `promise` days.
    fn broken_promises(&self) -> Option<Fault> {
        let promise = self.scenario.market.as_ref()?.promise.value.ceil() as usize;
        let recent: f64 =
            (self.days().saturating_sub(promise)..self.days()).map(|day| self.series(SeriesId::Orders, day)).sum();
        let late = self.metric(MetricId::RefundedEnd) - recent;
        let orders = self.metric(MetricId::Orders);
        if late <= 0.01 * orders {
            return None;
        }
        let title = "without any luck customers still wait on the last day, longer than promised".to_owned();
        let share = late / orders * 100.0;
        let label = format!("{} of {} orders, {share:.1} %, are refunded", thousands(late, 0), thousands(orders, 0));
        let last = self.scenario.windows.last().map(|window| format!("window.{}", window.name));
        let fault = self.fault(Code::BrokenPromises, title, &[last.as_deref().unwrap_or("market"), "market"], label);
        Some(fault.help(
            "sell in rounds with quota = \"plan\", which offer what can be made in time; end the sale before the timeline, or buy \
             and build more",
        ))
    }

    fn nobody_orders(&self) -> Fault {
        let title = "without any luck nobody orders a phone".to_owned();
        if self.scenario.market.is_none() && self.scenario.order_streams.is_empty() {
            return Fault::new(Code::NothingShipped, title)
                .help("write a [market] with a [window.NAME], or an [order_stream.NAME]");
        }
        let interest = self.metric(MetricId::Interest);
        let label = match &self.scenario.market {
            Some(_) => format!("{} people become interested", thousands(interest, 0)),
            None => "no orders".to_owned(),
        };
        let fault = self.fault(Code::NothingShipped, title, &["market", "order_stream"], label);
        if interest > 0.0 || self.scenario.market.is_none() {
            fault.help(
                "look at the dates and quotas of the windows, at their hours (is anybody awake by `time_of_day`?), and at the \
                 orders of the streams",
            )
        } else {
            fault.help("look at `announced`, `reach`, `innovation`, and at `quality` and the price")
        }
    }

    /// Customers ordered and no phone was shipped: what bound on most days.
    fn nothing_built(&self) -> Fault {
        let constraints = &self.launch.plan.layout.constraints;
        let mut bound = vec![0_usize; constraints.len()];
        for day in self.record.days.iter().filter(|day| day.waiting > 0) {
            bound[day.binding] += 1;
        }
        let most = (0..bound.len()).max_by_key(|&at| (bound[at], usize::MAX - at)).unwrap_or(0);
        let title = "without any luck no phone is ever shipped".to_owned();
        let orders = format!("{} phones are ordered", thousands(self.metric(MetricId::Orders), 0));
        let name = constraints.get(most).map_or("", String::as_str);
        if most == BOUND_BY_DEMAND as usize {
            let fault = self.fault(Code::NothingShipped, title, &["factory"], orders);
            return fault.help("look at `throughput_time`, `yield_share` and `stock_target`");
        }
        if most == BOUND_BY_CALENDAR as usize {
            let label = format!("{orders}; rest days and holidays bind");
            let fault = self.fault(Code::NothingShipped, title, &["factory"], label);
            return fault.help("look at `rest_days`, `holidays`, `finishes_on_closed_days` and `ships_on_closed_days`");
        }
        if !self.scenario.components.iter().any(|component| component.name == name) {
            let fault = self.fault(Code::NothingShipped, title, &["factory"], format!("{orders}; {name} binds"));
            return fault.help("look at `opens`, `closes`, `ramp`, `utilisation` and the supplier of the factory");
        }
        let address = format!("component.{name}");
        let label = format!("{orders}; the part `{name}` binds");
        self.fault(Code::NothingShipped, title, &[&address, "component"], label)
            .help("look at its `policy`, `lead_time`, `last_order` and supplier, and at [build_plan]")
    }

    /// Windows that open and in which nobody orders.
    fn windows(&self) -> Vec<Fault> {
        let announced = self.scenario.market.as_ref().and_then(|market| market.announced);
        let mut faults = Vec::new();
        for window in &self.scenario.windows {
            let openings = || self.record.openings.iter().filter(|opening| opening.window == window.name);
            let served: i64 = openings().map(|opening| opening.served_people).sum();
            let before = |opening: &OpeningRecord| announced.is_some_and(|announced| opening.days.to_date < announced);
            // What opens before the announcement only is told with the announcement.
            if served > 0 || openings().next().is_none() || openings().all(before) {
                continue;
            }
            let empty = openings().all(|opening| opening.empty);
            // What sells the rest has nothing to sell where others have sold all.
            let others =
                self.record.openings.iter().any(|opening| opening.window != window.name && opening.served_people > 0);
            if empty && others && window.kind == WindowKind::InStock {
                continue;
            }
            faults.push(self.window(window, empty));
        }
        faults
    }

    fn window(&self, window: &Window, empty: bool) -> Fault {
        let title = format!("without any luck nobody orders in the window `{}`", window.name);
        let address = format!("window.{}", window.name);
        let (label, help) = if empty {
            ("it never has a phone to offer", "open it later, raise its quota, or build earlier")
        } else {
            (
                "nobody comes",
                "open it when people are interested and awake: look at `opens`, `opening_hour`, `hours`, `attendance` \
                 and the market's `time_of_day`",
            )
        };
        self.fault(Code::NobodyOrders, title, &[&address], label.to_owned()).help(help)
    }
}
