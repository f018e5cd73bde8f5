//! When the first parts are signed for, ordered, due and there, and until when they can be ordered safely.

use crate::company::plan::Plan;
use crate::company::{Company, Observer, Simulator};
use crate::experiment::demand::Spread;
use crate::experiment::planners::LAUNCHES;
use crate::experiment::workers::Workers;
use crate::lanes::{Count, WIDTH};
use crate::outcome::MetricId;
use crate::scenario::Scenario;
use crate::stats::quantile::quantiles;
use crate::units::days_between;

/// A share of launches for which a date is safe.
pub const SAFE: f64 = 0.9;

/// The first booking of a part: days of the timeline over the launches.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// The part that names its supply class.
    pub name: String,
    /// Whether the scenario says that it sets the pace.
    pub pacing: bool,
    /// Parts that travel on the same orders.
    pub parts: usize,
    /// Day on which its supplier signs; `None` where no contract is signed after the first day.
    pub signed: Option<Spread>,
    /// Day of the first order.
    pub ordered: Spread,
    /// Days from order to stock, as the planner reckons.
    pub lead: i32,
    /// Day on which the first parts are in stock, of the launches in which any come.
    pub there: Spread,
    /// Day before which nine in ten launches have them.
    pub safely_there: f64,
    /// Last day on which an order brings parts by the day they are needed in nine launches of ten; its own time from the first
    /// order to the first parts counts.
    pub latest: f64,
    /// Share of launches that order any and get some before the last day.
    pub served: f64,
}

/// First bookings of all parts that are ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookings {
    /// Launches they come from.
    pub launches: u32,
    /// Day on which the first phone should be started: that of the build plan, else the median day on which one is.
    pub needed: f64,
    /// Whether it is that of the build plan.
    pub planned: bool,
    /// The parts, those that set the pace first, then by the room between order and latest order.
    pub parts: Vec<Booking>,
}

/// First days per class, and of the first phone.
struct Log {
    ordered: Vec<[Option<i32>; WIDTH]>,
    there: Vec<[Option<i32>; WIDTH]>,
    started: [Option<i32>; WIDTH],
}

fn note(days: &mut [Option<i32>; WIDTH], count: Count<WIDTH>, beyond: i32, day: usize) {
    for (day_of, count) in days.iter_mut().zip(count.0) {
        if day_of.is_none() && count > beyond {
            *day_of = Some(day as i32);
        }
    }
}

impl Observer<WIDTH> for Log {
    fn day(&mut self, plan: &Plan, company: &Company<WIDTH>, day: usize) {
        for (at, (class, opening)) in company.supply.classes.iter().zip(&plan.supply.classes).enumerate() {
            note(&mut self.ordered[at], class.ordered, 0, day);
            note(&mut self.there[at], class.received, opening.opening, day);
        }
        note(&mut self.started, company.assembly.started, 0, day);
    }
}

/// What a block of launches says.
struct Block {
    log: Log,
    /// Per contract: the days of signature.
    signed: Vec<Vec<f64>>,
    launches: usize,
}

impl Bookings {
    /// The bookings of a scenario's first launches; `None` where no part is ordered, no phone started, or each launch has a
    /// plan of its own.
    #[must_use]
    pub fn of(scenario: &Scenario, plan: &Plan, workers: &Workers) -> Option<Self> {
        if !plan.is_shared() || plan.supply.classes.is_empty() {
            return None;
        }
        let launches = scenario.run.launches.min(LAUNCHES);
        let contracts: Vec<(usize, &str)> = (0..plan.layout.metrics.len())
            .map(|at| (at, &plan.layout.metrics[at]))
            .filter(|(_, metric)| metric.id == MetricId::SignatureDay)
            .map(|(at, metric)| (at, metric.of.as_str()))
            .collect();
        let starts: Vec<u32> = (0..launches).step_by(WIDTH).collect();
        let run = |simulator: &mut Simulator<WIDTH>, &first: &u32| {
            let none = || vec![[None; WIDTH]; plan.supply.classes.len()];
            let mut log = Log { ordered: none(), there: none(), started: [None; WIDTH] };
            let results = simulator.simulate(plan, first, &mut log);
            let launches = WIDTH.min((launches - first) as usize);
            let signed = contracts.iter().map(|&(at, _)| results.metrics[at].0[..launches].to_vec()).collect();
            Block { log, signed, launches }
        };
        let blocks = workers.each_with(&starts, Simulator::default, run);
        let of = |days: &dyn Fn(&Block) -> [Option<i32>; WIDTH]| -> Vec<Option<i32>> {
            blocks.iter().flat_map(|block| days(block).into_iter().take(block.launches).collect::<Vec<_>>()).collect()
        };
        let written = scenario.build_plan.cumulative.first().map(|(date, _)| *date);
        let planned = written.map(|date| f64::from(days_between(scenario.timeline.start, date)));
        let started: Vec<f64> = of(&|block| block.log.started).into_iter().flatten().map(f64::from).collect();
        let needed = match planned {
            Some(day) => day,
            None if started.is_empty() => return None,
            None => Spread::of(&started).p50,
        };
        let class = |at: usize| -> Option<Booking> {
            let (ordered, there) = (of(&|block| block.log.ordered[at]), of(&|block| block.log.there[at]));
            let known =
                |days: &[Option<i32>]| -> Vec<f64> { days.iter().flatten().map(|day| f64::from(*day)).collect() };
            let pairs = ordered.iter().zip(&there).filter_map(|(ordered, there)| (*ordered).zip(*there));
            let took: Vec<f64> = pairs.clone().map(|(ordered, there)| f64::from(there - ordered)).collect();
            if took.is_empty() {
                return None;
            }
            let safe = |values: &[f64]| quantiles(values, &[SAFE])[0].ceil();
            let class = &plan.supply.classes[at];
            let pacing = plan.pacing.iter().find(|part| part.class == at);
            let supplier = &scenario.suppliers[class.source.supplier].name;
            let contract = contracts.iter().position(|(_, of)| of == supplier);
            let signed = contract.map(|place| -> Vec<f64> {
                blocks
                    .iter()
                    .flat_map(|block| block.signed[place].iter().copied())
                    .filter(|day| day.is_finite())
                    .collect()
            });
            let there: Vec<f64> = pairs.map(|(_, there)| f64::from(there)).collect();
            Some(Booking {
                name: pacing
                    .map_or_else(|| class.name.clone(), |part| scenario.components[part.component].name.clone()),
                pacing: pacing.is_some(),
                parts: class.components.len(),
                signed: signed.filter(|days| !days.is_empty()).map(|days| Spread::of(&days)),
                ordered: Spread::of(&known(&ordered)),
                lead: class.planned_days(false),
                served: took.len() as f64 / f64::from(launches),
                there: Spread::of(&there),
                safely_there: safe(&there),
                latest: needed - safe(&took),
            })
        };
        let mut parts: Vec<Booking> = (0..plan.supply.classes.len()).filter_map(class).collect();
        // Those that set the pace first, then those with least room.
        let room = |booking: &Booking| booking.latest - booking.ordered.p50;
        parts.sort_by(|a, b| b.pacing.cmp(&a.pacing).then(room(a).total_cmp(&room(b))).then(a.name.cmp(&b.name)));
        (!parts.is_empty()).then_some(Self { launches, needed, planned: planned.is_some(), parts })
    }
}
