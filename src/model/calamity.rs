//! Disruptions of some launches: who is hit on a day, and when a halted delivery arrives.

use crate::lanes::{Count, Lanes, Mask, Real};
use crate::plan::Plan;
use crate::plan::calamity::Exposure;
use crate::scenario::types::Number;

/// The disruptions of `L` launches, resolved before day 0.
pub struct Calamities<const L: usize> {
    /// First day and the day after the last, per disruption.
    spans: Vec<(i32, Count<L>)>,
    /// Per transit group and day: days up to and with this one on which deliveries move.
    uptime: Vec<Vec<Count<L>>>,
}

impl<const L: usize> Calamities<L> {
    /// Resolves every disruption of the plan.
    #[must_use]
    pub fn new(plan: &Plan, draws: &[Real<L>]) -> Self {
        let spans = plan
            .disruptions
            .iter()
            .map(|disruption| {
                let length = disruption.length.of(draws).round_count().at_least(0);
                (disruption.first, length + disruption.first)
            })
            .collect();
        let mut calamities = Self { spans, uptime: Vec::new() };
        for group in &plan.supply.transit_groups {
            let mut total = Count::ZERO;
            let up = |day: usize| {
                let halted = calamities.any_active(group, day);
                total += halted.select(Count::splat(0), Count::splat(1));
                total
            };
            let uptime = (0..plan.days).map(up).collect();
            calamities.uptime.push(uptime);
        }
        calamities
    }

    /// Where a disruption is active on a day.
    #[inline(always)]
    fn active(&self, disruption: usize, day: usize) -> Mask<L> {
        let (first, end) = self.spans[disruption];
        let day = day as i32;
        end.map(|end| first <= day && day < end)
    }

    /// Where any of a set is active: overlaps count once.
    #[inline(always)]
    #[must_use]
    pub fn any_active(&self, disruptions: &[usize], day: usize) -> Mask<L> {
        disruptions.iter().fold(Mask::splat(false), |hit, &disruption| hit | self.active(disruption, day))
    }

    /// Share left of something slowed: the least of the active slowings.
    #[inline(always)]
    #[must_use]
    pub fn slowed_to(&self, exposure: &Exposure, draws: &[Real<L>], day: usize) -> Real<L> {
        let mut left = Real::splat(1.0);
        for &(disruption, remaining) in &exposure.slows {
            let slowed = value(remaining, draws).min(left);
            left = self.active(disruption, day).select(slowed, left);
        }
        left
    }

    /// E30: share left of something slowed or halted, `0` while any halt is active, else the least share any active
    /// slowing leaves; overlaps count once.
    #[inline(always)]
    #[must_use]
    pub fn share_left(&self, exposure: &Exposure, draws: &[Real<L>], day: usize) -> Real<L> {
        let left = self.slowed_to(exposure, draws, day);
        self.any_active(&exposure.halts, day).select(Real::ZERO, left)
    }

    /// Defect rate added by spoilings active on each launch's own day: the worst of them.
    #[inline(always)]
    #[must_use]
    pub fn added_defects(&self, exposure: &Exposure, draws: &[Real<L>], day: Count<L>) -> Real<L> {
        let mut added = Real::ZERO;
        for &(disruption, rate) in &exposure.spoils {
            let (first, end) = self.spans[disruption];
            let active = day.zip(end, |day, end| first <= day && day < end);
            added = active.select(value(rate, draws).max(added), added);
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

/// A number of the scenario in each launch.
#[inline(always)]
fn value<const L: usize>(number: Number, draws: &[Real<L>]) -> Real<L> {
    number.input.map_or(Real::splat(number.value), |input| draws[input])
}
