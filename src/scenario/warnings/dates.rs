//! What is dated where nothing is simulated, and money that comes too late to be used.

use jiff::civil::Date;

use super::at;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::quantity::Path;
use crate::language::tree::Table;
use crate::rooms::forecast::keys::planner::PlannerKind;
use crate::rooms::market::keys::window::Window;
use crate::rooms::store::keys::Demand;
use crate::rooms::weather::keys::Timing;
use crate::scenario::Scenario;
use crate::units::{Days, date_of_day, days_between, thousands};

/// Money that comes on the last so many days can pay for nothing any more.
const LAST_DAYS: i32 = 7;
/// Half-lives after which a pulse has faded.
const FADED: f64 = 10.0;

struct Dates<'s> {
    scenario: &'s Scenario,
    tree: &'s Table,
    found: Vec<Fault>,
}

/// Everything dated outside the timeline that is not refused.
pub fn find(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let mut dates = Dates { scenario, tree, found: Vec::new() };
    dates.demand();
    dates.streams();
    dates.supply();
    dates.money();
    warnings.append(&mut dates.found);
}

impl Dates<'_> {
    fn day(&self, date: Date) -> i32 {
        days_between(self.scenario.timeline.start, date)
    }

    fn days(&self) -> i32 {
        self.scenario.timeline.days
    }

    /// Warns when days `from..=to` all lie outside the timeline; `key` is where that is written.
    fn outside(&mut self, what: &str, address: &str, key: &str, from: i32, to: i32) {
        let side = if from >= self.days() {
            "after the last"
        } else if to < 0 {
            "before the first"
        } else {
            return;
        };
        let start = self.scenario.timeline.start;
        let end = date_of_day(start, i64::from(self.days()) - 1);
        let place = self.tree.place(&format!("{address}.{key}")).or_else(|| self.tree.place(address));
        let fault = Fault::new(Code::NeverHappens, format!("{what} lies {side} simulated day, so it does nothing"));
        self.found.push(
            at(fault, place, "outside the timeline")
                .allowed(format!("{start} to {end}"))
                .help("move its dates or [timeline], or take it out"),
        );
    }

    fn path(&mut self, what: &str, address: &str, key: &str, path: &Path) {
        if let (Some((first, _)), Some((last, _))) = (path.first(), path.last()) {
            let (first, last) = (self.day(*first), self.day(*last));
            self.outside(what, address, key, first, last);
        }
    }

    fn demand(&mut self) {
        let scenario = self.scenario;
        if let Some(announced) = scenario.market.as_ref().and_then(|market| market.announced) {
            let day = self.day(announced);
            self.outside("the announcement", "market", "announced", day, i32::MAX);
            self.announced_after_opening(announced);
        }
        for holiday in &scenario.holidays {
            let (from, to) = (self.day(holiday.from), self.day(holiday.to));
            let what = format!("the holiday `{}`", holiday.name);
            self.outside(&what, &format!("holiday.{}", holiday.name), "from", from, to);
        }
        for pulse in &scenario.pulses {
            let day = self.day(pulse.date);
            let faded = f64::from(day) + FADED * pulse.half_life.value;
            let what = format!("the pulse `{}`", pulse.name);
            self.outside(&what, &format!("pulse.{}", pulse.name), "date", day, faded.min(1e9) as i32);
        }
        for successor in &scenario.successors {
            let day = self.day(successor.date) - successor.lead.value.min(1e6) as i32;
            let what = format!("the successor `{}`, with the time people wait for it,", successor.name);
            self.outside(&what, &format!("successor.{}", successor.name), "date", day, i32::MAX);
        }
        for rival in &scenario.rivals {
            let from = rival.from.map_or(0, |date| self.day(date));
            let to = rival.to.map_or(i32::MAX, |date| self.day(date));
            let key = if to < 0 { "to" } else { "from" };
            let what = format!("the sale of the rival `{}`", rival.name);
            self.outside(&what, &format!("rival.{}", rival.name), key, from, to);
        }
        for disruption in &scenario.disruptions {
            if let Timing::Dated { from, length } = &disruption.timing {
                let first = self.day(*from);
                let last = (f64::from(first) + length.value - 1.0).min(1e9) as i32;
                let what = format!("the disruption `{}`", disruption.name);
                self.outside(&what, &format!("disruption.{}", disruption.name), "from", first, last);
            }
        }
    }

    /// A window that opens before anybody can have heard of the phone.
    fn announced_after_opening(&mut self, announced: Date) {
        let opens_before = |window: &&Window| window.opens < announced && self.day(window.opens) < self.days();
        let Some(window) = self.scenario.windows.iter().filter(opens_before).min_by_key(|window| window.opens) else {
            return;
        };
        let days = days_between(window.opens, announced);
        let days = if days == 1 { "1 day".to_owned() } else { format!("{} days", thousands(f64::from(days), 0)) };
        let title = format!("the phone is announced {days} after the window `{}` opens", window.name);
        let fault = at(
            Fault::new(Code::AnnouncedAfterOpening, title),
            self.tree.place("market.announced"),
            "nobody knows it before",
        );
        let fault = at(fault, self.tree.place(&format!("window.{}.opens", window.name)), "opens here");
        self.found.push(fault.help(format!("write announced = {} or earlier, or open later", window.opens)));
    }

    fn streams(&mut self) {
        for stream in &self.scenario.order_streams {
            let address = format!("order_stream.{}", stream.name);
            let what = format!("the order stream `{}`", stream.name);
            match &stream.demand {
                Demand::Series { from, orders } => {
                    let first = self.day(*from);
                    let last = first.saturating_add(orders.len() as i32) - 1;
                    self.outside(&what, &address, "from", first, last);
                    self.series(&stream.name, &address, first, orders);
                }
                Demand::Path(path, _) => self.path(&what, &address, "daily_orders", path),
                Demand::Law(law) => {
                    let from = law.from.map_or(0, |date| self.day(date));
                    let to = law.to.map_or(i32::MAX, |date| self.day(date));
                    self.outside(&what, &address, if to < 0 { "to" } else { "from" }, from, to);
                }
            }
        }
    }

    /// A series that begins before the timeline or goes on beyond it, whose orders are partly left out.
    fn series(&mut self, name: &str, address: &str, first: i32, orders: &[i32]) {
        let inside = |at: usize| (0..self.days()).contains(&(first.saturating_add(at as i32)));
        let left_out: f64 =
            orders.iter().enumerate().filter(|(at, _)| !inside(*at)).map(|(_, &count)| f64::from(count)).sum();
        let all: f64 = orders.iter().map(|&count| f64::from(count)).sum();
        if left_out == 0.0 || left_out == all {
            return;
        }
        let title = format!("the series of `{name}` holds {} orders outside the timeline", thousands(left_out, 0));
        let place = self.tree.place(&format!("{address}.series"));
        self.found.push(
            at(Fault::new(Code::NeverHappens, title), place, format!("{} orders in all", thousands(all, 0)))
                .help("lengthen [timeline], move `from`, or shorten the series"),
        );
    }

    fn supply(&mut self) {
        let scenario = self.scenario;
        self.path("the forecast", "forecast", "daily_orders", &scenario.forecast.daily_orders);
        if let Some((first, _)) = scenario.build_plan.cumulative.first() {
            let first = self.day(*first);
            self.outside("the build plan", "build_plan", "cumulative", first, i32::MAX);
        }
        if let PlannerKind::Learning { decides, .. } | PlannerKind::Clairvoyant { decides, .. } = &scenario.planner {
            for (from, to) in decides {
                let (from, to) = (self.day(*from), self.day(*to));
                self.outside("a day of decision", "planner", "decides", from, to);
            }
        }
        for factory in scenario.factories.iter().filter(|factory| factory.built) {
            let address = format!("factory.{}", factory.name);
            let lead = Days(factory.time_to_build.value).rounded_half_up();
            let opens = match factory.decided {
                Some(date) => self.day(date) + lead,
                None => factory.opens.map_or(0, |date| self.day(date)),
            };
            let closes = factory.closes.map_or(i32::MAX, |date| self.day(date));
            let what = format!("the work of the factory `{}`", factory.name);
            let key = if factory.decided.is_some() { "time_to_build" } else { "opens" };
            self.outside(&what, &address, if closes < 0 { "closes" } else { key }, opens, closes);
            for (from, to) in &factory.holidays {
                let (first, last) = (self.day(*from), self.day(*to));
                let what = format!("the holiday of the factory `{}` on {from}", factory.name);
                self.outside(&what, &address, "holidays", first, last);
            }
        }
        for shift in scenario.shifts.iter().filter(|shift| shift.built) {
            let lead = Days(shift.time_to_build.value).rounded_half_up();
            let first = match (shift.decided, shift.from) {
                (Some(date), _) => self.day(date) + lead,
                (None, from) => from.map_or(0, |date| self.day(date)),
            };
            let last = shift.until.map_or(i32::MAX, |date| self.day(date));
            let key = if shift.decided.is_some() { "time_to_build" } else { "from" };
            self.outside(&format!("the shift `{}`", shift.name), &format!("shift.{}", shift.name), key, first, last);
        }
        for supplier in &scenario.suppliers {
            if let Some(signed) = supplier.signed {
                let what = format!("the signature of the supplier `{}`", supplier.name);
                let day = self.day(signed);
                self.outside(&what, &format!("supplier.{}", supplier.name), "signed", day, i32::MAX);
            }
        }
    }

    fn money(&mut self) {
        for service in &self.scenario.services {
            if let Some(from) = service.from {
                let day = self.day(from);
                let what = format!("the service `{}`", service.name);
                self.outside(&what, &format!("service.{}", service.name), "from", day, i32::MAX);
            }
        }
        let fundings = self.scenario.fundings.iter().map(|funding| ("funding", &funding.name, funding.date));
        let loans = self.scenario.loans.iter().map(|loan| ("loan", &loan.name, loan.date));
        let late: Vec<_> = fundings.chain(loans).filter(|(.., date)| self.is_late(*date)).collect();
        for (kind, name, date) in late {
            let left = self.days() - 1 - self.day(date);
            let days = if left == 1 { "1 day".to_owned() } else { format!("{left} days") };
            let title = format!("the {kind} `{name}` arrives {days} before the end, too late to pay for anything");
            let place = self.tree.place(&format!("{kind}.{name}.date"));
            self.found.push(
                at(Fault::new(Code::LateMoney, title), place, "at the very end")
                    .help("move the date forward, or lengthen [timeline]"),
            );
        }
    }

    /// Whether money comes in the last days of a timeline that has many more.
    fn is_late(&self, date: Date) -> bool {
        let left = self.days() - 1 - self.day(date);
        self.days() > 10 * LAST_DAYS && left < LAST_DAYS
    }
}
