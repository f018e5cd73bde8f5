//! Keeps the record of one launch while it is simulated.

use jiff::civil::Date;

use super::{
    ClassRecord, DayRecord, DisruptionRecord, DisruptionSpan, Funding, Goods, LaunchRecord, OpeningRecord,
    PurchaseRecord, Signature, Stretch,
};
use crate::company::Observer;
use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::company::trace::Trace;
use crate::lanes::{Count, Real};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::market::plan::windows::{OfferPlan, WindowPlan};
use crate::rooms::supply::day::Purchase;
use crate::rooms::supply::plan::ClassPlan;
use crate::rooms::weather::keys::{Disruption, Effect, Target};
use crate::scenario::Scenario;
use crate::units::date_of_day;

/// Keeps the record of one launch.
pub struct Recorder<'s> {
    scenario: &'s Scenario,
    record: LaunchRecord,
    trace: Trace<1>,
    /// c0 and c1 of E17, and the promise.
    cancellation: (f64, f64, f64),
    /// Cancellations until yesterday, of all and of the market.
    cancelled: (i32, i32),
    /// Times sold out and hours, per window, until yesterday.
    sold_out: Vec<(i32, f64)>,
    /// Window and repetition of each opening of the record.
    openings: Vec<(usize, u32)>,
}

fn one<T: Copy>(lanes: crate::lanes::Lanes<T, 1>) -> T {
    lanes.0[0]
}

impl<'s> Recorder<'s> {
    /// A recorder of a launch of this plan.
    #[must_use]
    pub fn new(scenario: &'s Scenario, plan: &Plan) -> Self {
        let class = |class: &ClassPlan| ClassRecord { name: class.name.clone(), parts: class.components.len() };
        Self {
            scenario,
            record: LaunchRecord {
                announced: plan.market.as_ref().map(|market| market.announced),
                classes: plan.supply.classes.iter().map(class).collect(),
                ..LaunchRecord::default()
            },
            trace: Trace::new(plan, 1),
            cancellation: (0.0, 0.0, 1.0),
            cancelled: (0, 0),
            sold_out: vec![(0, 0.0); plan.sales.windows.len()],
            openings: Vec::new(),
        }
    }

    /// What was noted, with the daily series and statements.
    #[must_use]
    pub fn into_record(self) -> LaunchRecord {
        LaunchRecord { daily: self.trace.into_daily(), ..self.record }
    }

    fn date(&self, day: i32) -> Date {
        date_of_day(self.scenario.timeline.start, i64::from(day))
    }

    fn supplier(&self, at: usize) -> String {
        self.scenario.suppliers[at].name.clone()
    }

    fn signature(&self, plan: &Plan, company: &Company<1>, at: usize, inputs: &[Real<1>]) -> Signature {
        let contracts = &company.world.contracts;
        let day = Some(one(contracts.signature_day(at, plan.days))).filter(|day| day.is_finite()).map(|day| day as i32);
        let approaches = contracts.approach(&plan.contracts, at, inputs).map(|(number, interval)| match day {
            Some(_) => one(number).round().max(1.0) as i32,
            None => (plan.days as i32 - 1).div_euclid(one(interval).max(1)),
        });
        Signature {
            supplier: self.supplier(at),
            needed: plan.contracts.needed.iter().any(|any| any.contains(&at)),
            day,
            date: day.map(|day| self.date(day)),
            approaches,
            first_order_day: None,
            first_order_date: None,
            uncertain: plan.contracts.is_uncertain(at),
        }
    }

    fn disruption(&self, plan: &Plan, company: &Company<1>, at: usize) -> DisruptionRecord {
        let mut spans: Vec<DisruptionSpan> = Vec::new();
        let start = self.scenario.timeline.start;
        for day in (0..plan.days).filter(|&day| one(company.world.calamities.active(at, day))) {
            let day = day as i32;
            match spans.last_mut().filter(|last| last.days.to_day == day - 1) {
                Some(last) => last.days.extend(start, day),
                None => spans.push(DisruptionSpan { days: Stretch::of_day(start, day), length_days: 1 }),
            }
        }
        for span in &mut spans {
            span.length_days = span.days.length();
        }
        let disruption = &self.scenario.disruptions[at];
        let effect = effect(self.scenario, disruption);
        DisruptionRecord { name: disruption.name.clone(), effect, spans, purchase_orders_held_up: 0 }
    }

    /// The openings of a day, each added to those of its days before.
    fn note_windows(&mut self, plan: &Plan, company: &Company<1>, day: usize) {
        let Some(market) = &company.market else { return };
        let start = self.scenario.timeline.start;
        for today in plan.sales.openings_on.on(day) {
            let window = market.window(today.window);
            let (times, hours) = (one(window.sold_out), one(window.hours));
            let before = std::mem::replace(&mut self.sold_out[today.window], (times, hours));
            let offered = window.offered.map(one);
            let key = (today.window, today.occurrence);
            let at = self.openings.iter().rposition(|other| *other == key).unwrap_or_else(|| {
                self.openings.push(key);
                let WindowPlan { name, offer, .. } = &plan.sales.windows[today.window];
                let tickets = matches!(offer, OfferPlan::Reservation(_));
                // A shelf is filled anew every day, and an open sale has no end: neither is told by its days.
                let limited = !matches!(offer, OfferPlan::InStock | OfferPlan::Open);
                self.record.openings.push(OpeningRecord {
                    window: name.clone(),
                    occurrence: today.occurrence,
                    gives: if tickets { Goods::Tickets } else { Goods::Phones },
                    days: Stretch::of_day(start, day as i32),
                    offered: offered.filter(|_| limited),
                    empty: true,
                    came_people: 0,
                    served_people: 0,
                    sold_out_hours: None,
                });
                self.openings.len() - 1
            });
            let opening = &mut self.record.openings[at];
            opening.days.extend(start, day as i32);
            opening.empty &= offered == Some(0);
            opening.came_people += i64::from(one(window.came));
            opening.served_people += i64::from(one(window.served));
            if times > before.0 && opening.offered.is_some() {
                opening.sold_out_hours.get_or_insert(hours - before.1);
            }
        }
    }

    fn day_of(&mut self, plan: &Plan, company: &Company<1>, day: usize) -> DayRecord {
        let assembly = &company.assembly;
        let to_date = (one(company.store.cancelled()), one(company.store.market.cancelled));
        let before = std::mem::replace(&mut self.cancelled, to_date);
        let cancelled = to_date.0 - before.0;
        // Customers of order streams cancel only when the company is wound up.
        let of_market_by_stop = if plan.market.is_some() { one(company.cancelled_by_stop) } else { 0 };
        let of_themselves = to_date.1 - before.1 - of_market_by_stop;
        let cancelled_by_stop = cancelled - of_themselves;
        let waiting = company.store.market.waiting + Count::splat(of_themselves);
        let judged_wait = one(company.store.judged_wait(waiting).real());
        let (base, added, promise) = self.cancellation;
        let overrun = added * (judged_wait / promise - 1.0).max(0.0);
        let hazard = base + overrun;
        let reviewed =
            !plan.supply.reviews_on.on(day).is_empty() || !company.world.contracts.out_of_turn(day).is_empty();
        DayRecord {
            wanted: one(assembly.wanted_today),
            started: assembly.started_today.iter().map(|&started| one(started)).sum(),
            binding: one(assembly.binding) as usize,
            waiting: one(company.store.waiting()),
            cancelled,
            cancelled_by_stop,
            cancelled_for_delay: if hazard > 0.0 { f64::from(of_themselves) * overrun / hazard } else { 0.0 },
            judged_wait,
            share_ordered: (plan.supply.within_cash && reviewed).then(|| one(company.share_ordered)),
        }
    }

    fn purchase(&self, plan: &Plan, class: usize, order: &Purchase<1>) -> PurchaseRecord {
        let of_class = &plan.supply.classes[class];
        let source = of_class.source(order.from_second);
        let planned = order.day + source.lead.planned + of_class.inspection.days;
        let days = plan.days as i32;
        let (ordered, arrival, cancelled) = (one(order.ordered), one(order.arrival), one(order.cancelled));
        let in_stock = (arrival < days && !cancelled).then_some(arrival);
        // Days on which a delivery of this source stood still while it was under way.
        // One that is cancelled is waited for until then.
        let until = arrival.min(self.record.wound_up.filter(|_| cancelled).unwrap_or(days));
        let halted = arrival - order.day - one(order.lead) - of_class.inspection.days;
        let halts = source.exposure.halts.iter().map(|&at| &self.record.disruptions[at]);
        let halts = halts.filter(|disruption| halted > 0 && disruption.is_active_within(order.day, until - 1));
        let halted_by: Vec<String> = halts.map(|disruption| disruption.name.clone()).collect();
        let per_phone = f64::from(of_class.quantity);
        PurchaseRecord {
            class,
            parts: of_class.name.clone(),
            supplier: self.supplier(source.supplier),
            day: order.day,
            date: self.date(order.day),
            phones: f64::from(ordered) / per_phone,
            rejected_phones: f64::from(ordered - one(order.good)) / per_phone,
            value: f64::from(ordered) * one(order.unit_cost),
            planned_day: planned,
            planned_date: self.date(planned),
            arrival_day: in_stock,
            arrival_date: in_stock.map(|day| self.date(day)),
            under_way_until: arrival,
            cancelled,
            late_days: if cancelled { (until - planned).max(0) } else { until - planned },
            halted_days: if halted_by.is_empty() { 0 } else { halted.min(until - order.day) },
            halted_by,
        }
    }

    /// Purchase orders, and what they say of suppliers and disruptions.
    fn note_purchases(&mut self, plan: &Plan, company: &Company<1>) {
        let mut parts_for: Option<f64> = None;
        for (at, (supplied, class)) in company.supply.classes.iter().zip(&plan.supply.classes).enumerate() {
            let orders = supplied.purchases.as_ref().and_then(|purchases| purchases.orders.as_ref());
            let mut good = i64::from(class.opening);
            for order in orders.into_iter().flatten().filter(|order| one(order.ordered) > 0) {
                good += if one(order.cancelled) { 0 } else { i64::from(one(order.good)) };
                let purchase = self.purchase(plan, at, order);
                self.record.purchases.push(purchase);
            }
            let phones = good.div_euclid(i64::from(class.quantity)) as f64;
            parts_for = Some(parts_for.map_or(phones, |least| least.min(phones)));
        }
        let LaunchRecord { purchases, signatures, disruptions, .. } = &mut self.record;
        for signature in signatures {
            let first =
                purchases.iter().filter(|order| order.supplier == signature.supplier).min_by_key(|order| order.day);
            signature.first_order_day = first.map(|order| order.day);
            signature.first_order_date = first.map(|order| order.date);
        }
        for disruption in disruptions {
            let held_up = purchases.iter().filter(|order| order.halted_by.contains(&disruption.name));
            disruption.purchase_orders_held_up = held_up.count();
        }
        self.record.parts_for = parts_for;
    }
}

/// What a disruption does to whom.
fn effect(scenario: &Scenario, disruption: &Disruption) -> String {
    let whom = match disruption.target {
        Target::Region => format!("in {}", disruption.region),
        Target::Supplier(at) => format!("of {}", scenario.suppliers[at].name),
        Target::Component(at) => format!("of {}", scenario.components[at].name),
        Target::Factory(at) => format!("at the factory {}", scenario.factories[at].name),
        Target::Demand => "of new interest".to_owned(),
    };
    let works = matches!(disruption.target, Target::Factory(_) | Target::Demand);
    let what = match disruption.effect {
        Effect::Halt { .. } if works => "everything stands still",
        Effect::Halt { orders: true, deliveries: true } => "no orders taken and no deliveries",
        Effect::Halt { orders: true, .. } => "no orders taken",
        Effect::Halt { .. } => "no deliveries",
        Effect::Slow { .. } => "slowed down",
        Effect::Spoil { line_speed: Some(_), .. } => "faulty parts, fitted by hand,",
        Effect::Spoil { .. } => "faulty parts",
    };
    format!("{what} {whom}")
}

impl Observer<1> for Recorder<'_> {
    fn begin(&mut self, plan: &Plan, company: &mut Company<1>, inputs: &[Real<1>]) {
        self.trace.begin(plan, company, inputs);
        company.supply.keep_orders();
        let value = |param: &Param| one(param.of::<1>(inputs));
        let signatures = 0..plan.contracts.suppliers.len();
        self.record.signatures = signatures.map(|at| self.signature(plan, company, at, inputs)).collect();
        self.record.disruptions = (0..plan.disruptions.len()).map(|at| self.disruption(plan, company, at)).collect();
        self.record.credit_line = one(company.books.credit_line());
        let fundings = self.scenario.fundings.iter().zip(&plan.books.fundings).map(|(funding, (day, amount))| {
            Funding { name: funding.name.clone(), day: *day, date: self.date(*day), amount: value(amount) }
        });
        self.record.fundings = fundings.collect();
        if let Some(market) = &plan.market {
            let promise = value(&market.promise);
            self.cancellation = (value(&market.cancellation), value(&market.cancellation_delay), promise);
            self.record.promise = Some(promise);
        }
    }

    fn day(&mut self, plan: &Plan, company: &Company<1>, day: usize) {
        self.trace.day(plan, company, day);
        self.note_windows(plan, company, day);
        let today = self.day_of(plan, company, day);
        self.record.days.push(today);
        if one(company.books.wound_up) {
            self.record.wound_up.get_or_insert(day as i32);
        }
    }

    fn end(&mut self, plan: &Plan, company: &Company<1>) {
        self.trace.end(plan, company);
        let called = |at: usize| company.market.as_ref().map_or(0, |market| i64::from(one(market.window(at).called)));
        self.record.called = (0..plan.sales.windows.len()).map(called).sum();
        self.note_purchases(plan, company);
    }
}
