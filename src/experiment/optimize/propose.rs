//! Which points to try next: where a surrogate expects most improvement that keeps the conditions.

use super::goal::Goal;
use super::ledger::{Ledger, Luck};
use super::space::Place;
use crate::stats::surrogate::{Apart, Expected, Shape, Surrogate};

/// Points proposed at once, however many threads there are.
pub const BATCH: usize = 8;
/// Points the surrogate learns from, at most: the best ones, and some of the first.
const LEARNT: usize = 200;
const LEARNT_FIRST: usize = 40;
/// Points around which all is looked at where a grid is large.
const AROUND: usize = 8;
/// Batches after which the shape of the surrogate is found anew, once there are [`SETTLED`] points.
const REFIT: usize = 4;
const SETTLED: usize = 60;

/// Points proposed and what they promise.
pub struct Proposal {
    /// The points, the most promising first.
    pub places: Vec<Place>,
    /// Expected improvement of the first on a scale on which the middle point lies `ln 2` below the best.
    pub promise: f64,
}

/// The surrogates' memory between batches.
#[derive(Default)]
pub struct Proposer {
    shapes: Vec<Option<Shape>>,
    batches: usize,
}

/// What the surrogates learn from: places and their values.
struct Lesson {
    at: Vec<usize>,
    places: Vec<Vec<f64>>,
}

impl Lesson {
    fn of(ledger: &Ledger, launches: u32) -> Self {
        let known = |at: &usize| {
            let one = &ledger.tried[*at];
            one.place.is_some() && one.possible && one.launches(Luck::Search) >= launches
        };
        let mut at: Vec<usize> = (0..ledger.tried.len()).filter(known).collect();
        if at.len() > LEARNT {
            let first: Vec<usize> = at[..LEARNT_FIRST].to_vec();
            let mut rest = at.split_off(LEARNT_FIRST);
            let worth: Vec<f64> = (0..ledger.tried.len())
                .map(|one| if rest.contains(&one) { ledger.worth(one, Luck::Search, launches) } else { f64::NAN })
                .collect();
            rest.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]).then(a.cmp(b)));
            rest.truncate(LEARNT - LEARNT_FIRST);
            at = first.into_iter().chain(rest).collect();
            at.sort_unstable();
        }
        let places = at.iter().filter_map(|&one| ledger.tried[one].place.as_ref());
        let places = places.map(|place| ledger.space.scaled(place)).collect();
        Self { at, places }
    }
}

/// Worths on a scale on which what is far behind the best differs little: `-ln(1 + (best - w) / middle gap)`.
fn warped(worths: &[f64]) -> Vec<f64> {
    let finite = || worths.iter().copied().filter(|worth| worth.is_finite());
    let best = finite().fold(f64::NEG_INFINITY, f64::max);
    let mut gaps: Vec<f64> = finite().map(|worth| best - worth).collect();
    gaps.sort_by(f64::total_cmp);
    let middle = gaps.get(gaps.len() / 2).copied().unwrap_or(1.0);
    let widest = gaps.last().copied().unwrap_or(1.0);
    let scale = if middle > 0.0 { middle } else { widest.max(f64::MIN_POSITIVE) };
    let one = |worth: &f64| -libm::log1p((if worth.is_finite() { best - worth } else { widest }) / scale);
    worths.iter().map(one).collect()
}

impl Proposer {
    fn fit(&mut self, which: usize, lesson: &Lesson, values: &[f64], apart: &[Apart]) -> Option<Surrogate> {
        self.shapes.resize(self.shapes.len().max(which + 1), None);
        let anew = values.len() < SETTLED || self.batches.is_multiple_of(REFIT);
        let known = if anew { None } else { self.shapes[which].as_ref() };
        let fitted = Surrogate::fit(&lesson.places, values, apart, known);
        self.shapes[which] = fitted.as_ref().map(|fitted| fitted.shape().clone());
        fitted
    }

    /// The next points to try by the first so many launches of those tried; none where nothing is left, or nothing differs.
    pub fn next(&mut self, ledger: &Ledger, launches: u32) -> Proposal {
        let Ledger { space, goal, .. } = ledger;
        let apart: Vec<Apart> =
            space.sides.iter().map(|side| if side.words { Apart::Word } else { Apart::Number }).collect();
        let lesson = Lesson::of(ledger, launches);
        let worths: Vec<f64> = lesson.at.iter().map(|&at| ledger.worth(at, Luck::Search, launches)).collect();
        let values = warped(&worths);
        let none = Proposal { places: Vec::new(), promise: 0.0 };
        let Some(surrogate) = self.fit(0, &lesson, &values, &apart) else { return none };
        let limits = self.limits(ledger, &lesson, launches, &apart);
        let meets = |one: &usize| goal.seems_met(&ledger.tried[lesson.at[*one]].first(Luck::Search, launches));
        let best = (0..values.len()).filter(meets).map(|one| values[one]).fold(f64::NEG_INFINITY, f64::max);
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
        let around: Vec<Place> =
            order.iter().take(AROUND).filter_map(|&one| ledger.tried[lesson.at[one]].place.clone()).collect();
        let mut candidates = space.candidates(&around, (self.batches * 2048) as u64);
        candidates.retain(|place| ledger.find(place).is_none());
        candidates.sort();
        candidates.dedup();
        self.batches += 1;
        let scaled: Vec<Vec<f64>> = candidates.iter().map(|place| space.scaled(place)).collect();
        let keeps = |place: &Vec<f64>| limits.iter().map(|limit| limit.expect(place).at_most(0.0)).product::<f64>();
        let keeps: Vec<f64> = scaled.iter().map(keeps).collect();
        let mut expected: Vec<Expected> = scaled.iter().map(|place| surrogate.expect(place)).collect();
        let gain = |at: usize, one: &Expected| {
            keeps[at] * if best.is_finite() { one.improvement(best) } else { one.sd().max(1e-9) }
        };
        let mut proposal = none;
        let mut free: Vec<bool> = vec![true; candidates.len()];
        while proposal.places.len() < BATCH {
            let gains = expected.iter().enumerate().filter(|(at, _)| free[*at]).map(|(at, one)| (at, gain(at, one)));
            let most = gains.fold(None, |most: Option<(usize, f64)>, (at, gain)| match most {
                Some((_, other)) if other >= gain => most,
                _ => Some((at, gain)),
            });
            let Some((chosen, promise)) = most else { break };
            if proposal.places.is_empty() {
                proposal.promise = promise;
            }
            free[chosen] = false;
            proposal.places.push(candidates[chosen].clone());
            let asked = expected[chosen].clone();
            for (at, one) in expected.iter_mut().enumerate() {
                surrogate.asked(one, &scaled[at], (&asked, &scaled[chosen]));
            }
        }
        proposal
    }

    /// Surrogates of how far the figure of each condition lies on the wrong side of its limit.
    fn limits(&mut self, ledger: &Ledger, lesson: &Lesson, launches: u32, apart: &[Apart]) -> Vec<Surrogate> {
        let of = |condition: usize| -> Vec<f64> {
            let goal: &Goal = ledger.goal;
            let one = |at: &usize| goal.excess(condition, &ledger.tried[*at].first(Luck::Search, launches));
            let values: Vec<f64> = lesson.at.iter().map(one).collect();
            let worst = values.iter().copied().filter(|value| value.is_finite()).fold(f64::NEG_INFINITY, f64::max);
            values.into_iter().map(|value| if value.is_finite() { value } else { worst }).collect()
        };
        let all = 0..ledger.goal.conditions.len();
        all.filter_map(|condition| self.fit(1 + condition, lesson, &of(condition), apart)).collect()
    }
}
