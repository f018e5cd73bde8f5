//! Disruptions of some launches: who is hit on a day, and when a halted delivery arrives.

use crate::lanes::{Count, Lanes, Mask, Real};
use crate::language::quantity::Number;
use crate::random::luck::Luck;
use crate::random::math;
use crate::rooms::weather::plan::{DisruptionPlan, Exposure, TimingPlan};
use crate::units::DAYS_PER_YEAR;

/// The disruptions of `L` launches, resolved before day 0.
pub struct Calamities<const L: usize> {
    spans: Vec<Span<L>>,
    /// Per transit group and day: days up to and with this one on which deliveries move.
    uptime: Vec<Vec<Count<L>>>,
}

/// The days on which one disruption is active.
enum Span<const L: usize> {
    /// First day, and the day after the last in each launch.
    Dated(i32, Count<L>),
    /// Day by day, where events struck at random.
    Drawn(Vec<Mask<L>>),
}

impl<const L: usize> Calamities<L> {
    /// Resolves every disruption of the plan.
    #[inline(always)]
    #[must_use]
    pub fn new(
        disruptions: &[DisruptionPlan],
        transit_groups: &[Vec<usize>],
        days: usize,
        inputs: &[Real<L>],
        luck: &mut Luck<L>,
    ) -> Self {
        let spans = disruptions.iter().map(|disruption| match &disruption.timing {
            TimingPlan::Dated { first, length } => {
                let length = length.of(inputs).round_count().at_least(0);
                Span::Dated(*first, length + *first)
            }
            random @ TimingPlan::Random { .. } => Span::Drawn(strikes(days, random, inputs, luck)),
        });
        let spans = spans.collect();
        let mut calamities = Self { spans, uptime: Vec::new() };
        for group in transit_groups {
            let mut total = Count::ZERO;
            let up = |day: usize| {
                let halted = calamities.any_active(group, day);
                total += halted.select(Count::splat(0), Count::splat(1));
                total
            };
            let uptime = (0..days).map(up).collect();
            calamities.uptime.push(uptime);
        }
        calamities
    }

    /// Where a disruption is active on a day.
    #[inline(always)]
    #[must_use]
    pub fn active(&self, disruption: usize, day: usize) -> Mask<L> {
        match &self.spans[disruption] {
            Span::Dated(first, end) => {
                let (first, day) = (*first, day as i32);
                end.map(|end| first <= day && day < end)
            }
            Span::Drawn(days) => days[day],
        }
    }

    /// Where any of a set is active: overlaps count once.
    #[inline(always)]
    #[must_use]
    pub fn any_active(&self, disruptions: &[usize], day: usize) -> Mask<L> {
        let mut hit = Mask::splat(false);
        for &disruption in disruptions {
            hit = hit | self.active(disruption, day);
        }
        hit
    }

    /// Share left of something slowed: the least of the active slowings.
    #[inline(always)]
    #[must_use]
    pub fn slowed_to(&self, exposure: &Exposure, inputs: &[Real<L>], day: usize) -> Real<L> {
        let mut left = Real::splat(1.0);
        for &(disruption, remaining) in &exposure.slows {
            let slowed = value(remaining, inputs).min(left);
            left = self.active(disruption, day).select(slowed, left);
        }
        left
    }

    /// E30: share left of something slowed or halted, `0` while any halt is active, else the least share any active
    /// slowing leaves; overlaps count once.
    #[inline(always)]
    #[must_use]
    pub fn share_left(&self, exposure: &Exposure, inputs: &[Real<L>], day: usize) -> Real<L> {
        if exposure.halts.is_empty() && exposure.slows.is_empty() {
            return Real::splat(1.0);
        }
        let left = self.slowed_to(exposure, inputs, day);
        self.any_active(&exposure.halts, day).select(Real::ZERO, left)
    }

    /// Defect rate added by spoilings active on each launch's own day: the worst of them.
    #[inline(always)]
    #[must_use]
    pub fn added_defects(&self, exposure: &Exposure, inputs: &[Real<L>], day: Count<L>) -> Real<L> {
        let mut added = Real::ZERO;
        for &(disruption, rate) in &exposure.spoils {
            let active = match &self.spans[disruption] {
                Span::Dated(first, end) => day.zip(*end, |day, end| *first <= day && day < end),
                Span::Drawn(days) => Lanes(std::array::from_fn(|lane| {
                    days.get(day.0[lane].max(0) as usize).is_some_and(|active| active.0[lane])
                })),
            };
            added = active.select(value(rate, inputs).max(added), added);
        }
        added
    }

    /// E14: the first day d with U(d) >= U(t) + L, U counting the days on which deliveries move
    /// (model.md, section 3); an order with lead time zero placed on a halted day arrives on the first
    /// day up. A day past the timeline stands for "not within it".
    #[inline(always)]
    #[must_use]
    pub fn arrival(&self, transit: Option<usize>, day: usize, lead: Count<L>) -> Count<L> {
        match transit {
            None => lead + day as i32,
            Some(group) => self.arrival_past_halts(group, day, lead),
        }
    }

    /// The day on which what would have come on one comes in a launch when it is sent so many days later.
    #[must_use]
    pub fn put_off(&self, transit: Option<usize>, day: i32, later: i32, lane: usize) -> i32 {
        match transit {
            Some(group) if (day as usize) < self.uptime[group].len() => {
                self.arrival_past_halts(group, day as usize, Count::splat(later)).0[lane]
            }
            _ => day + later,
        }
    }

    fn arrival_past_halts(&self, group: usize, day: usize, lead: Count<L>) -> Count<L> {
        let uptime = &self.uptime[group];
        Lanes(std::array::from_fn(|lane| {
            let up = |day: usize| uptime[day].0[lane];
            let halted_now = up(day) == if day == 0 { 0 } else { up(day - 1) };
            let needed = up(day) + if halted_now { lead.0[lane].max(1) } else { lead.0[lane] };
            let mut arrival = day + (needed - up(day)) as usize;
            // Each step waits at least as many days as are still missing, so it never overshoots.
            while arrival < uptime.len() && up(arrival) < needed {
                arrival += (needed - up(arrival)) as usize;
            }
            arrival as i32
        }))
    }
}

/// E58: events at random. Their gaps are exponential, `t_k = s_k - ln(1 - u_k)/(rate/365.25)` days, their lengths drawn anew
/// for each, rounded half up and at least a day; u_k is addressed by the number of the event. With `strikes = "any_time"`
/// s_k is the time of the event before (a Poisson process), with "after_recovery" the second day after its end (an
/// alternating renewal process). In deterministic mode gaps and lengths are their means.
#[inline(always)]
fn strikes<const L: usize>(days: usize, plan: &TimingPlan, inputs: &[Real<L>], luck: &mut Luck<L>) -> Vec<Mask<L>> {
    let mut active = vec![Mask::splat(false); days];
    let TimingPlan::Random { rate, length, after_recovery, gap_source, length_source } = plan else { return active };
    let rate = rate.of(inputs);
    let last = days as f64;
    let mut at = rate.map(|rate| if rate > 0.0 { 0.0 } else { last });
    let mean_length = if luck.is_deterministic() { length.mean() } else { 0.0 };
    let mut event = 0;
    while at.lt(Real::splat(last)).any() {
        let (gap, size) = (luck.uniform(*gap_source, event), luck.uniform(*length_source, event));
        for lane in 0..L {
            if at.0[lane] >= last {
                continue;
            }
            let per_day = rate.0[lane] / DAYS_PER_YEAR;
            let means = luck.is_deterministic();
            at.0[lane] += if means { 1.0 / per_day } else { -math::ln_1p(-gap.0[lane]) / per_day };
            if at.0[lane] < last {
                let length = if means { mean_length } else { length.quantile(size.0[lane]) };
                let first = at.0[lane] as usize;
                let end = first + (length + 0.5).floor().clamp(1.0, last) as usize;
                active[first..end.min(days)].iter_mut().for_each(|day| day.0[lane] = true);
                if *after_recovery {
                    // The first day after the end is free.
                    at.0[lane] = (end + 1) as f64;
                }
            }
        }
        event += 1;
    }
    active
}

/// A number of the scenario in each launch.
#[inline(always)]
fn value<const L: usize>(number: Number, inputs: &[Real<L>]) -> Real<L> {
    number.input.map_or(Real::splat(number.value), |input| inputs[input])
}
