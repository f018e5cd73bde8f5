//! The record of one launch: what happened on each day and why, for telling its story.
//!
//! [`Recorder`] looks on at the end of every day like a [`Trace`], and asks supply to note its purchase orders one by one;
//! launches that nobody explains keep nothing.

use crate::company::Observer;
use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::company::trace::Trace;
use crate::lanes::{Count, Real};
use crate::outcome::Daily;
use crate::rooms::supply::day::Purchase;

/// A day of the launch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayRecord {
    /// Phones the build policy wanted started.
    pub wanted: i32,
    /// Phones started.
    pub started: i32,
    /// What bound assembly: an index into the constraints of the layout.
    pub binding: usize,
    /// Customers left waiting.
    pub waiting: i32,
    /// Customers who cancelled.
    pub cancelled: i32,
    /// Of them, those who did because the company was wound up.
    pub cancelled_by_stop: i32,
    /// Of the others, how many the overrun of the promise explains: in the proportion it has in the hazard (E17).
    pub cancelled_for_delay: f64,
    /// Wait by which customers judged [days].
    pub judged_wait: f64,
    /// Share of the day's purchase orders that cash allowed; `None` on days without a review or where cash does not cut.
    pub share_ordered: Option<f64>,
}

/// A purchase order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PurchaseRecord {
    /// Supply class.
    pub class: usize,
    /// Whether the second source took it.
    pub from_second: bool,
    /// Day of the order.
    pub day: i32,
    /// Units ordered.
    pub ordered: i32,
    /// Units that pass inspection.
    pub good: i32,
    /// Lead time drawn [days].
    pub lead: i32,
    /// Day in stock; beyond the timeline when it does not come within it.
    pub arrival: i32,
    /// Cost of one unit.
    pub unit_cost: f64,
    /// Whether it was cancelled because the company was wound up.
    pub cancelled: bool,
}

/// How one supplier came to sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignatureRecord {
    /// Day of the signature; `None` when it does not come within the timeline.
    pub day: Option<i32>,
    /// The accepted approach and the days between approaches; `None` for a supplier that needs none.
    pub approach: Option<(f64, i32)>,
}

/// A window on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowRecord {
    /// Day.
    pub day: i32,
    /// Index of the window.
    pub window: usize,
    /// Which of its repetitions, from 0.
    pub occurrence: u32,
    /// Phones or tickets on offer at the opening of the day; `None` without a limit.
    pub offered: Option<i32>,
    /// People who wanted one.
    pub came: i32,
    /// People served.
    pub served: i32,
    /// Hours after its opening at which it sold out on this day.
    pub sold_out_after: Option<f64>,
}

/// All that is kept of one launch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Record {
    /// Day by day.
    pub days: Vec<DayRecord>,
    /// Purchase orders by class, then by day.
    pub orders: Vec<PurchaseRecord>,
    /// Suppliers in the order of the scenario.
    pub signatures: Vec<SignatureRecord>,
    /// Per disruption: the days on which it was active.
    pub disrupted: Vec<Vec<bool>>,
    /// Windows, day by day.
    pub windows: Vec<WindowRecord>,
    /// Per window: tickets called.
    pub called: Vec<i32>,
    /// Credit line of this launch [money].
    pub credit_line: f64,
    /// Money put in by owners: day and amount, in the order of the scenario.
    pub fundings: Vec<(i32, f64)>,
    /// Day on which the company was wound up, if it was.
    pub wound_up: Option<i32>,
    /// Daily series and monthly statements.
    pub daily: Daily,
}

/// Keeps the record of one launch.
pub struct Recorder {
    record: Record,
    trace: Trace<1>,
    /// c0 and c1 of E17, and the promise.
    cancellation: (f64, f64, f64),
    /// Cancellations until yesterday, of all and of the market.
    cancelled: (i32, i32),
    /// Times sold out and hours, per window, until yesterday.
    sold_out: Vec<(i32, f64)>,
}

fn one<T: Copy>(lanes: crate::lanes::Lanes<T, 1>) -> T {
    lanes.0[0]
}

impl Recorder {
    /// A recorder of a launch of this plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            record: Record::default(),
            trace: Trace::new(plan, 1),
            cancellation: (0.0, 0.0, 1.0),
            cancelled: (0, 0),
            sold_out: vec![(0, 0.0); plan.sales.windows.len()],
        }
    }

    /// What was noted, with the daily series and statements.
    #[must_use]
    pub fn into_record(self) -> Record {
        Record { daily: self.trace.into_daily(), ..self.record }
    }

    fn note_windows(&mut self, plan: &Plan, company: &Company<1>, day: usize) {
        let Some(market) = &company.market else { return };
        for opening in plan.sales.openings_on.on(day) {
            let window = market.window(opening.window);
            let (times, hours) = (one(window.sold_out), one(window.hours));
            let before = std::mem::replace(&mut self.sold_out[opening.window], (times, hours));
            self.record.windows.push(WindowRecord {
                day: day as i32,
                window: opening.window,
                occurrence: opening.occurrence,
                offered: window.offered.map(one),
                came: one(window.came),
                served: one(window.served),
                sold_out_after: (times > before.0).then_some(hours - before.1),
            });
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
        let judged_wait = one(company.store.judged_wait(company.store.market.waiting + Count::splat(of_themselves)));
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
}

impl Observer<1> for Recorder {
    fn begin(&mut self, plan: &Plan, company: &mut Company<1>, inputs: &[Real<1>]) {
        self.trace.begin(plan, company, inputs);
        company.supply.keep_orders();
        let signature = |at: usize| {
            let day = one(company.world.contracts.signature_day(at, plan.days));
            SignatureRecord {
                day: day.is_finite().then_some(day as i32),
                approach: company
                    .world
                    .contracts
                    .approach(&plan.contracts, at, inputs)
                    .map(|(number, interval)| (one(number), one(interval))),
            }
        };
        let record = &mut self.record;
        record.signatures = (0..plan.contracts.suppliers.len()).map(signature).collect();
        let active = |at: usize| (0..plan.days).map(|day| one(company.world.calamities.active(at, day))).collect();
        record.disrupted = (0..plan.disruptions.len()).map(active).collect();
        record.credit_line = one(company.books.credit_line());
        record.fundings = plan.books.fundings.iter().map(|(day, amount)| (*day, one(amount.of::<1>(inputs)))).collect();
        if let Some(market) = &plan.market {
            let value = |param: &crate::rooms::calendar::plan::param::Param| one(param.of::<1>(inputs));
            self.cancellation =
                (value(&market.cancellation), value(&market.cancellation_delay), value(&market.promise));
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
        let called = |at: usize| company.market.as_ref().map_or(0, |market| one(market.window(at).called));
        self.record.called = (0..plan.sales.windows.len()).map(called).collect();
        for (class, supplied) in company.supply.classes.iter().enumerate() {
            let orders = supplied.purchases.as_ref().and_then(|purchases| purchases.orders.as_ref());
            let noted = orders.into_iter().flatten().filter(|order| one(order.ordered) > 0);
            self.record.orders.extend(noted.map(|order: &Purchase<1>| PurchaseRecord {
                class,
                from_second: order.from_second,
                day: order.day,
                ordered: one(order.ordered),
                good: one(order.good),
                lead: one(order.lead),
                arrival: one(order.arrival),
                unit_cost: order.unit_cost.0[0],
                cancelled: one(order.cancelled),
            }));
        }
    }
}
