//! Assembly: how many phones are started, what stood in the way, and what comes out good.

pub mod build;

use crate::lanes::{Count, Mask, Real};
use crate::rooms::assembly::plan::capacity::ShiftPlan;
use crate::rooms::assembly::plan::{FactoryPlan, UNLIMITED, whole_phones};
use crate::rooms::calendar::plan::curve::CurveNow;
use crate::rooms::today::Today;

/// Assembly on a day was bound by demand: everything wanted was started.
pub const BOUND_BY_DEMAND: i32 = 0;
/// Assembly was bound by capacity.
pub const BOUND_BY_CAPACITY: i32 = 1;
/// Nothing could be started because every factory that is open has a rest day or a holiday.
pub const BOUND_BY_CALENDAR: i32 = 2;
/// Assembly was bound by the supply class of this number, and so on upwards.
pub const BOUND_BY_FIRST_PART: i32 = 3;

/// What is in process, by the day it is finished.
#[derive(Clone, Copy, Default)]
struct Batch<const L: usize> {
    started: Count<L>,
    good: Count<L>,
    /// Cost of batches with a good phone, scrap in the cost of the good ones.
    cost: Real<L>,
    /// Cost of batches without one.
    scrapped: Real<L>,
}

struct Line<'plan, const L: usize> {
    nameplate: Option<CurveNow<'plan, L>>,
    utilisation: CurveNow<'plan, L>,
    /// What each of its shifts adds.
    shifts: Vec<Real<L>>,
    yield_share: Real<L>,
    yield_sd: Real<L>,
    /// Yield of the first phone, the phones after which its gap has shrunk by 1/e, and the phones started to date.
    learning: Option<(Real<L>, Real<L>, Count<L>)>,
    /// Fractions of a phone carried to the next day: of capacity, and of good ones where the yield varies from day to day.
    carried: Real<L>,
    good_carried: Real<L>,
    /// Ring of batches by finishing day.
    batches: Vec<Batch<L>>,
}

/// All factories of some launches.
pub struct Assembly<'plan, const L: usize> {
    lines: Vec<Line<'plan, L>>,
    capacity: Vec<Count<L>>,
    /// Phones started to date.
    pub started: Count<L>,
    /// Good phones finished to date.
    pub finished_good: Count<L>,
    /// Phones scrapped to date.
    pub scrapped: Count<L>,
    /// Phones in process.
    pub in_process: Count<L>,
    /// Effective capacity of today.
    pub capacity_today: Count<L>,
    /// Phones the build policy wanted started today.
    pub wanted_today: Count<L>,
    /// Days on which customers were left waiting, by what bound assembly: demand (phones were in process), capacity, the
    /// calendar, then classes.
    pub days_short: Vec<Count<L>>,
    /// What bound assembly today.
    pub binding: Count<L>,
    /// Launches in which today is a closed day, on which every factory that is open rests; `None` where no factory rests.
    pub closed: Option<Mask<L>>,
    /// Phones each factory started today.
    pub started_today: Vec<Count<L>>,
}

/// What limits today's starts.
#[derive(Clone, Copy)]
pub struct Limits<const L: usize> {
    /// Phones the build policy wants.
    pub wanted: Count<L>,
    /// Phones the scarcest part allows.
    pub parts: Count<L>,
    /// The scarcest class.
    pub scarcest: Count<L>,
    /// Parts and fee of one phone.
    pub unit_cost: Real<L>,
}

/// What assembly did today.
#[derive(Clone, Copy, Default)]
pub struct Output<const L: usize> {
    /// Phones started.
    pub started: Count<L>,
    /// Good phones finished.
    pub finished: Count<L>,
    /// Cost of the phones finished, scrap in the cost of the good ones.
    pub finished_cost: Real<L>,
    /// Cost of batches of which no phone was good.
    pub scrapped_cost: Real<L>,
}

impl<'plan, const L: usize> Assembly<'plan, L> {
    /// Empty lines on day 0.
    #[inline(always)]
    #[must_use]
    pub fn new(plans: &'plan [FactoryPlan], constraints: usize, inputs: &[Real<L>]) -> Self {
        let line = |plan: &'plan FactoryPlan| Line {
            nameplate: plan.nameplate.as_ref().map(|curve| curve.of(inputs)),
            utilisation: plan.utilisation.of(inputs),
            shifts: plan.shifts.iter().map(|shift| shift.adds.of(inputs)).collect(),
            yield_share: plan.yield_share.of(inputs),
            yield_sd: plan.yield_sd.of(inputs),
            learning: plan.learning.as_ref().map(|(start, phones)| (start.of(inputs), phones.of(inputs), Count::ZERO)),
            carried: Real::ZERO,
            good_carried: Real::ZERO,
            batches: vec![Batch::default(); plan.batches],
        };
        Self {
            lines: plans.iter().map(line).collect(),
            capacity: vec![Count::ZERO; plans.len()],
            started: Count::ZERO,
            finished_good: Count::ZERO,
            scrapped: Count::ZERO,
            in_process: Count::ZERO,
            capacity_today: Count::ZERO,
            wanted_today: Count::ZERO,
            days_short: vec![Count::ZERO; constraints],
            binding: Count::ZERO,
            closed: None,
            started_today: vec![Count::ZERO; plans.len()],
        }
    }

    /// A day before the first factory opens: there is no line, and whoever waits, waits for its capacity.
    #[inline(always)]
    pub fn wait_to_open(&mut self, waiting: Count<L>) {
        let waits = waiting.gt(Count::ZERO);
        self.binding = waits.select(Count::splat(BOUND_BY_CAPACITY), Count::splat(BOUND_BY_DEMAND));
    }

    /// Whoever waits before a locked shelf waits for the day to end, whether or not the line had anything to do.
    #[inline(always)]
    pub fn wait_for_the_shelf(&mut self, locked: Mask<L>) {
        let idle = self.binding.is(Count::splat(BOUND_BY_DEMAND));
        self.binding = (locked & idle).select(Count::splat(BOUND_BY_CALENDAR), self.binding);
    }

    /// A day is short when customers are left waiting; it counts for what bound assembly on it.
    #[inline(always)]
    pub fn count_short_days(&mut self, waiting: Count<L>) {
        if !waiting.any() {
            return;
        }
        for lane in 0..L {
            if waiting.0[lane] > 0 {
                self.days_short[self.binding.0[lane] as usize].0[lane] += 1;
            }
        }
    }

    /// Phones in process on the morning of a day that are finished by another.
    pub fn finished_by(&self, day: usize, today: usize) -> Count<L> {
        let mut phones = Count::ZERO;
        for line in &self.lines {
            let slots = line.batches.len();
            for day in today..=day.min(today + slots - 1) {
                phones += line.batches[day % slots].started;
            }
        }
        phones
    }

    /// What is in process in some launches stays there.
    pub fn stand_still(&mut self, stopped: Mask<L>) {
        for batch in self.lines.iter_mut().flat_map(|line| &mut line.batches) {
            batch.started = stopped.select(Count::ZERO, batch.started);
            batch.good = stopped.select(Count::ZERO, batch.good);
            batch.cost = stopped.select(Real::ZERO, batch.cost);
            batch.scrapped = stopped.select(Real::ZERO, batch.scrapped);
        }
    }

    /// A gate keeps it closed until its supplier has signed.
    ///
    /// E18: effective capacity = nameplate * utilisation * shifts (E95) * what disruptions leave, in whole phones whose fraction is
    /// carried to the next working day; capacities add.
    #[inline(always)]
    fn find_capacity(&mut self, plans: &[FactoryPlan], today: &Today<L>) {
        let mut total = Count::ZERO;
        for (at, (plan, line)) in plans.iter().zip(&mut self.lines).enumerate() {
            if let Some(certain) = &plan.certain_capacity {
                self.capacity[at] = Count::splat(certain[today.day]);
            } else if plan.works[today.day] {
                let nameplate = match &line.nameplate {
                    Some(curve) => curve.on(today.day),
                    None => Real::splat(f64::from(UNLIMITED)),
                };
                let mut capacity = nameplate * line.utilisation.on(today.day);
                if !plan.shifts.is_empty() {
                    capacity = capacity * staffed(&plan.shifts, &line.shifts, today.day as i32);
                }
                capacity = capacity * today.calamities.share_left(&plan.exposure, today.inputs, today.day);
                if let Some(supplier) = plan.gate {
                    capacity = today.contracts.has_signed(supplier, today.day).select(capacity, Real::ZERO);
                }
                self.capacity[at] = whole_phones(capacity, &mut line.carried);
            } else {
                self.capacity[at] = Count::ZERO;
            }
            total += self.capacity[at].min(Count::splat(UNLIMITED) - total);
        }
        self.capacity_today = total;
    }

    /// Notes where today is a closed day: some factory is open and has signed, and all of those rest.
    #[inline(always)]
    fn look_at_the_calendar(&mut self, plans: &[FactoryPlan], today: &Today<L>) {
        self.closed = None;
        if !plans.iter().any(|plan| plan.rests[today.day]) {
            return;
        }
        let (mut resting, mut working) = (Mask::splat(false), Mask::splat(false));
        for plan in plans {
            let open = match plan.gate {
                Some(supplier) => today.contracts.has_signed(supplier, today.day),
                None => Mask::splat(true),
            };
            if plan.rests[today.day] {
                resting = resting | open;
            } else if plan.works[today.day] {
                working = working | open;
            }
        }
        self.closed = Some(resting & !working);
    }

    /// Step 5 of the day. E19: starts = min(capacity, parts, wanted); the binding constraint is noted.
    #[inline(always)]
    pub fn day(&mut self, plans: &[FactoryPlan], limits: &Limits<L>, today: &mut Today<L>) -> Output<L> {
        self.find_capacity(plans, today);
        self.look_at_the_calendar(plans, today);
        let countable = Count::splat(UNLIMITED) - self.started;
        let wanted = limits.wanted.min(countable).at_least(0);
        let start = wanted.min(limits.parts).min(self.capacity_today).at_least(0);
        self.wanted_today = wanted;
        let scarce = limits.parts.le(self.capacity_today);
        let line = match self.closed {
            Some(closed) => closed.select(Count::splat(BOUND_BY_CALENDAR), Count::splat(BOUND_BY_CAPACITY)),
            None => Count::splat(BOUND_BY_CAPACITY),
        };
        let short_of = scarce.select(limits.scarcest + BOUND_BY_FIRST_PART, line);
        self.binding = start.lt(wanted).select(short_of, Count::splat(BOUND_BY_DEMAND));
        let mut output = Output::default();
        let mut left = start;
        for (at, plan) in plans.iter().enumerate() {
            let batch = left.min(self.capacity[at]);
            left -= batch;
            self.started_today[at] = batch;
            self.start(plan, at, today.day, batch, limits.unit_cost, today);
            self.finish(at, today.day, &mut output);
        }
        output.started = start;
        self.started += start;
        self.in_process += start;
        output
    }

    /// E20: good phones ~ Binomial(started, yield), or started * (yield + sd Z) where the yield itself varies from day to
    /// day, in whole phones whose fraction is carried to the next batch.
    #[inline(always)]
    fn start(
        &mut self,
        plan: &FactoryPlan,
        at: usize,
        day: usize,
        started: Count<L>,
        unit_cost: Real<L>,
        today: &mut Today<L>,
    ) {
        let line = &mut self.lines[at];
        let mut yield_share = line.yield_share;
        if let Some((first, phones, to_date)) = &mut line.learning {
            yield_share = learned_yield(*first, yield_share, *to_date, *phones);
            *to_date += started;
        }
        let perfect = plan.yield_share.as_certain() == Some(1.0) && plan.learning.is_none();
        let good = if !plan.yield_sd.is_zero() {
            let z = today.luck.normal(plan.yield_source, day as u32).real();
            let today = (yield_share + line.yield_sd * z).at_least(0.0).at_most(1.0);
            whole_phones(started.real() * today, &mut line.good_carried).min(started)
        } else if perfect {
            started
        } else {
            today.luck.binomial(plan.yield_source, day as u32, started, yield_share)
        };
        let slots = line.batches.len();
        let cost = started.real() * unit_cost;
        let any_good = good.gt(Count::ZERO);
        // Batches due on closed days are finished together on the next working day.
        let batch = &mut line.batches[plan.finished_on[day] % slots];
        batch.started += started;
        batch.good += good;
        batch.cost += any_good.select(cost, Real::ZERO);
        batch.scrapped += any_good.select(Real::ZERO, cost);
    }

    /// Phones whose throughput time has passed enter finished stock.
    #[inline(always)]
    fn finish(&mut self, at: usize, day: usize, output: &mut Output<L>) {
        let line = &mut self.lines[at];
        let slots = line.batches.len();
        let batch = std::mem::take(&mut line.batches[day % slots]);
        output.finished += batch.good;
        output.finished_cost += batch.cost;
        output.scrapped_cost += batch.scrapped;
        self.finished_good += batch.good;
        self.scrapped += batch.started - batch.good;
        self.in_process -= batch.started;
    }
}

/// The factor of the shifts of a day, as E95 has it, in each launch.
#[inline(always)]
fn staffed<const L: usize>(shifts: &[ShiftPlan], adds: &[Real<L>], day: i32) -> Real<L> {
    let works = |(shift, _): &(&ShiftPlan, &Real<L>)| (shift.days.0..=shift.days.1).contains(&day);
    shifts.iter().zip(adds).filter(works).fold(Real::splat(1.0), |factor, (_, adds)| factor + *adds)
}

/// E51: yield after n phones started, `y - (y - y_1) e^(-n/N)` with y its mature value, y_1 that of the first phone and N
/// the phones that teach (learning by doing in production ramp-up; Terwiesch & Bohn 2001, exponential form of Levy 1965).
#[inline(always)]
fn learned_yield<const L: usize>(first: Real<L>, mature: Real<L>, started: Count<L>, phones: Real<L>) -> Real<L> {
    let gap = (Real::ZERO - started.real() / phones).exponential();
    mature - (mature - first) * gap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;

    #[test]
    fn the_gap_to_the_mature_yield_shrinks_by_a_factor_e() {
        let after = |started: i32| learned_yield(Lanes([0.6]), Lanes([0.9]), Lanes([started]), Lanes([1000.0])).0[0];
        assert_eq!(after(0), 0.6);
        assert!((after(1000) - (0.9 - 0.3 / std::f64::consts::E)).abs() < 1e-12);
        assert!((after(1_000_000) - 0.9).abs() < 1e-12);
    }
}
