//! Contracts: on which day each supplier signs in each launch, resolved before day 0.

use crate::lanes::{Count, Mask, Real};
use crate::random::luck::Luck;
use crate::random::math;
use crate::rooms::contract::plan::{ApproachPlan, ContractsPlan, SignaturePlan};
use crate::rooms::supply::plan::SupplyPlan;

/// Stands for "not within any timeline"; sums of a few of them still fit.
const NEVER: i32 = 500_000_000;

/// The signatures of some launches.
pub struct Contracts<const L: usize> {
    /// Day of signature, per supplier; a day beyond the timeline stands for none.
    signed: Vec<Count<L>>,
    /// Days by which the last signature the launch needs comes after the day planned.
    pub slip: Count<L>,
    /// Day of the last signature the launch needs.
    complete: Count<L>,
    /// What is paid at each signature: supplier and amount.
    prepayments: Vec<(usize, Real<L>)>,
    /// Per day, classes of which some launch has a review out of turn because a supplier signs; empty when none ever has.
    out_of_turn: Vec<Vec<u32>>,
}

impl<const L: usize> Contracts<L> {
    /// Resolves every signature of the plan, endorsers first.
    #[must_use]
    pub fn new(
        contracts: &ContractsPlan,
        supply: &SupplyPlan,
        days: usize,
        inputs: &[Real<L>],
        luck: &mut Luck<L>,
    ) -> Self {
        let mut resolved = Self {
            signed: vec![Count::ZERO; contracts.suppliers.len()],
            slip: Count::ZERO,
            complete: Count::ZERO,
            prepayments: Vec::new(),
            out_of_turn: Vec::new(),
        };
        for &at in &contracts.order {
            resolved.signed[at] = match &contracts.suppliers[at] {
                SignaturePlan::Dated(day) => Count::splat(*day),
                SignaturePlan::Approached(approach) => {
                    let prepayment = contracts.prepayments[at].as_ref().map_or(Real::ZERO, |amount| amount.of(inputs));
                    resolved.approached(approach, prepayment, inputs, luck)
                }
            };
        }
        resolved.complete = resolved.last_needed(contracts);
        resolved.slip = resolved.slip_beyond(contracts.planned_day);
        let paid = contracts.prepayments.iter().enumerate();
        resolved.prepayments = paid.filter_map(|(at, amount)| Some((at, amount.as_ref()?.of(inputs)))).collect();
        resolved.plan_reviews(supply, days);
        resolved
    }

    /// E54: `signature = start + K * interval + negotiation + renegotiations * renegotiation time` [days], each time
    /// rounded half up to whole days.
    fn approached(&self, plan: &ApproachPlan, prepayment: Real<L>, inputs: &[Real<L>], luck: &mut Luck<L>) -> Count<L> {
        let endorsed_on = plan.endorsers.iter().map(|&at| self.signed[at]).fold(Count::ZERO, Count::max);
        let chance =
            |param: &Option<crate::rooms::calendar::plan::param::Param>| param.as_ref().map(|param| param.of(inputs));
        let (acceptance, endorsed, prepaid) = (chance(&plan.acceptance), chance(&plan.endorsed), chance(&plan.prepaid));
        let (interval, after) = pace(plan, inputs);
        let words = luck.uniform(plan.source, 0);
        let mut signed = after;
        if let Some(first) = acceptance {
            for lane in 0..L {
                let every = f64::from(interval.0[lane]);
                let before = approaches_before(endorsed_on.0[lane], interval.0[lane]);
                let (mut unendorsed, mut later) =
                    (first.0[lane], endorsed.map_or(first.0[lane], |chance| chance.0[lane]));
                if let Some(prepaid) = prepaid
                    && prepayment.0[lane] > 0.0
                {
                    (unendorsed, later) = (prepaid.0[lane], prepaid.0[lane]);
                }
                let approaches = if luck.is_deterministic() {
                    expected_approaches(before, unendorsed, later)
                } else {
                    accepted_approach(words.0[lane], before, unendorsed, later)
                };
                signed.0[lane] += approaches * every;
            }
        }
        signed.map(|day| day.min(f64::from(NEVER))).round_count()
    }

    /// The last of what is needed: of each thing the earliest signature that serves it.
    fn last_needed(&self, plan: &ContractsPlan) -> Count<L> {
        let served = |any: &Vec<usize>| any.iter().map(|&at| self.signed[at]).fold(Count::splat(NEVER), Count::min);
        plan.needed.iter().map(served).fold(Count::splat(-NEVER), Count::max)
    }

    /// E55: `slip = max(0, max over what is needed of (the earliest signature that serves it) - planned day)` [days].
    fn slip_beyond(&self, planned_day: i32) -> Count<L> {
        self.complete.at_least(planned_day) - planned_day
    }

    /// The slip of launches in which all that is needed is signed within the timeline; not a number in the others.
    #[must_use]
    pub fn slip_days(&self, days: usize) -> Real<L> {
        let signed = self.complete.lt(Count::splat(days as i32));
        signed.select(self.slip.real(), Real::splat(f64::NAN))
    }

    /// Lists the reviews that fall on a signature and not on a day of the review interval.
    fn plan_reviews(&mut self, supply: &SupplyPlan, days: usize) {
        if !supply.classes.iter().any(|class| class.gated) {
            return;
        }
        self.out_of_turn = vec![Vec::new(); days];
        for (at, class) in supply.classes.iter().enumerate().filter(|(_, class)| class.gated) {
            let second = class.second.as_ref().map(|second| second.source.supplier);
            for supplier in std::iter::once(class.source.supplier).chain(second) {
                for &day in &self.signed[supplier].0 {
                    let day = day.max(0);
                    if day % class.review_days != 0 && (day as usize) < class.reviews.len() {
                        let today = &mut self.out_of_turn[day as usize];
                        if !today.contains(&(at as u32)) {
                            today.push(at as u32);
                        }
                    }
                }
            }
        }
        self.out_of_turn.iter_mut().for_each(|classes| classes.sort_unstable());
    }

    /// Classes with a review out of turn today in some launch.
    #[inline(always)]
    #[must_use]
    pub fn out_of_turn(&self, day: usize) -> &[u32] {
        self.out_of_turn.get(day).map_or(&[], Vec::as_slice)
    }

    /// Where a supplier has signed by a day.
    #[inline(always)]
    #[must_use]
    pub fn has_signed(&self, supplier: usize, day: usize) -> Mask<L> {
        self.signed[supplier].le(Count::splat(day as i32))
    }

    /// Where a supplier signs today; what was signed before day 0 is signed on it.
    #[inline(always)]
    #[must_use]
    pub fn signs(&self, supplier: usize, day: usize) -> Mask<L> {
        self.signed[supplier].at_least(0).is(Count::splat(day as i32))
    }

    /// Prepayments of today's signatures.
    #[inline(always)]
    #[must_use]
    pub fn prepayments(&self, day: usize) -> Option<Real<L>> {
        if self.prepayments.is_empty() {
            return None;
        }
        let mut paid = Real::ZERO;
        for &(at, amount) in &self.prepayments {
            paid += self.signs(at, day).select(amount, Real::ZERO);
        }
        Some(paid)
    }

    /// All prepayments to be made within the timeline.
    #[must_use]
    pub fn prepayments_within(&self, days: usize) -> Real<L> {
        let paid = self.prepayments.iter();
        paid.fold(Real::ZERO, |sum, &(at, amount)| sum + self.has_signed(at, days - 1).select(amount, Real::ZERO))
    }

    /// The approach a supplier accepted, E54 turned round (a fraction in deterministic mode), and the days between
    /// approaches; `None` for a supplier that needs no approach. Beyond the timeline the number means nothing.
    #[must_use]
    pub fn approach(&self, plan: &ContractsPlan, at: usize, inputs: &[Real<L>]) -> Option<(Real<L>, Count<L>)> {
        let SignaturePlan::Approached(approach) = &plan.suppliers[at] else { return None };
        approach.acceptance.as_ref()?;
        let (interval, after) = pace(approach, inputs);
        Some(((self.signed[at].real() - after) / interval.real(), interval))
    }

    /// Day of a signature; not a number when it does not come within the timeline.
    #[must_use]
    pub fn signature_day(&self, supplier: usize, days: usize) -> Real<L> {
        self.signed[supplier].map(|day| if day < days as i32 { f64::from(day) } else { f64::NAN })
    }
}

/// Days between approaches, and from acceptance to signature.
fn pace<const L: usize>(plan: &ApproachPlan, inputs: &[Real<L>]) -> (Count<L>, Real<L>) {
    let whole = |param: &crate::rooms::calendar::plan::param::Param| param.of(inputs).round_count().at_least(0);
    let changes = whole(&plan.renegotiations).real() * whole(&plan.renegotiation_time).real();
    (whole(&plan.interval).at_least(1), whole(&plan.negotiation).real() + changes)
}

/// Approaches that fall before the day of the endorsement; the first comes one interval after the start.
fn approaches_before(endorsed_on: i32, interval: i32) -> f64 {
    if endorsed_on >= NEVER { f64::INFINITY } else { f64::from(((endorsed_on + interval - 1) / interval - 1).max(0)) }
}

/// E53: the number K of the approach that is accepted, from one word u: `n` approaches have the chance a0 each, all
/// later ones a1. With `s = -ln(1 - u)` and `A = -ln(1 - a)`: `K = ceil(s/A0)` if `s <= n A0`, else
/// `K = n + ceil((s - n A0)/A1)`; a = 0 never accepts, a = 1 accepts the next approach (geometric waiting by inversion of
/// its piecewise exponential survival; Devroye 1986, section X.2).
fn accepted_approach(u: f64, n: f64, a0: f64, a1: f64) -> f64 {
    let hazard = |chance: f64| if chance >= 1.0 { f64::INFINITY } else { -math::ln_1p(-chance) };
    let next = |left: f64, chance: f64| match chance {
        _ if chance <= 0.0 => f64::INFINITY,
        _ => (left / hazard(chance)).ceil().max(1.0),
    };
    let s = -math::ln_1p(-u);
    let spent = if n > 0.0 && a0 > 0.0 { n * hazard(a0) } else { 0.0 };
    if n > 0.0 && s <= spent { next(s, a0) } else { n + next(s - spent, a1) }
}

/// E53 in deterministic mode: its mean, `E K = (1 - (1 - a0)^n)/a0 + (1 - a0)^n / a1`.
fn expected_approaches(n: f64, a0: f64, a1: f64) -> f64 {
    let refused = if n == 0.0 || a0 <= 0.0 {
        1.0
    } else if a0 >= 1.0 || n.is_infinite() {
        0.0
    } else {
        math::powf(1.0 - a0, n)
    };
    let first = if n == 0.0 {
        0.0
    } else if a0 <= 0.0 {
        n
    } else {
        (1.0 - refused) / a0
    };
    if refused == 0.0 { first } else { first + refused / a1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal::uniform;
    use crate::random::philox::word;

    #[test]
    fn a_certain_refusal_never_ends_and_a_certain_yes_takes_the_next_approach() {
        for u in [1e-9, 0.5, 1.0 - 1e-9] {
            assert_eq!(accepted_approach(u, 0.0, 0.0, 0.0), f64::INFINITY);
            assert_eq!(accepted_approach(u, f64::INFINITY, 1.0, 0.0), 1.0);
            assert_eq!(accepted_approach(u, 4.0, 0.0, 1.0), 5.0);
            assert_eq!(accepted_approach(u, 0.0, 0.0, 1.0), 1.0);
        }
    }

    #[test]
    fn the_accepted_approach_follows_its_closed_form() {
        // Chi-square of 20,000 draws against P(K = k), k = 1..=9 and the rest: 9 degrees of freedom, p = 0.001 at 27.88.
        let (n, a0, a1) = (3.0, 0.2, 0.5);
        let inputs = 20_000_u32;
        let mut seen = [0.0_f64; 10];
        for launch in 0..inputs {
            let k = accepted_approach(uniform(word(1, launch, 7, 0)), n, a0, a1) as usize;
            seen[(k - 1).min(9)] += 1.0;
        }
        let mut survival = 1.0;
        let mut statistic = 0.0;
        for (at, &seen) in seen.iter().enumerate() {
            let chance = if (at as f64) < n { a0 } else { a1 };
            let share = if at == 9 { survival } else { survival * chance };
            survival *= 1.0 - chance;
            let expected = share * f64::from(inputs);
            statistic += (seen - expected).powi(2) / expected;
        }
        assert!(statistic < 27.88, "chi-square {statistic}");
    }

    #[test]
    fn the_expected_approach_is_the_mean_of_the_drawn_ones() {
        for (n, a0, a1) in [(0.0, 0.3, 0.3), (3.0, 0.2, 0.5), (f64::INFINITY, 0.25, 0.9), (2.0, 0.0, 0.4)] {
            let inputs = 40_000_u32;
            let sum: f64 = (0..inputs).map(|launch| accepted_approach(uniform(word(2, launch, 7, 0)), n, a0, a1)).sum();
            let mean = sum / f64::from(inputs);
            let expected = expected_approaches(n, a0, a1);
            assert!((mean - expected).abs() < 0.06, "{mean} against {expected}");
        }
        assert_eq!(expected_approaches(0.0, 0.0, 0.0), f64::INFINITY);
        assert_eq!(expected_approaches(f64::INFINITY, 1.0, 0.0), 1.0);
    }

    #[test]
    fn approaches_on_the_day_of_the_endorsement_are_endorsed() {
        assert_eq!(approaches_before(60, 30), 1.0);
        assert_eq!(approaches_before(61, 30), 2.0);
        assert_eq!(approaches_before(0, 30), 0.0);
        assert_eq!(approaches_before(NEVER, 30), f64::INFINITY);
    }
}
