//! The search for good decisions: a start spread over the grid, points a surrogate proposes, then the best of them and
//! their neighbours by more and more launches.
//!
//! Every point meets launches 0, 1, 2, .. with the same luck, so that their means are one function of the decisions, the
//! same for as many launches (sample average approximation: Kleywegt, Shapiro & Homem-de-Mello 2002, SIAM Journal on
//! Optimization 12, 479-502), which grows more exact in steps (retrospective approximation: Wang, Pasupathy & Schmeiser
//! 2013, ACM Transactions on Modeling and Computer Simulation 23(3), 19). Nothing is concluded from these launches but
//! which points go to the final.

use super::goal::Verdict;
use super::ledger::{FRESH, Ledger, Luck, Oracle};
use super::propose::Proposer;
use super::space::Place;

/// Corners tried at most.
const CORNERS: usize = 32;
/// Hundredths of the budget with which a grid is tried as a whole.
const WHOLE: u64 = 12;
/// Points of the start for each decision.
const START: u64 = 6;
/// Points tried by the surrogate at most; more make it slow and no wiser.
const MOST_PROPOSED: usize = 600;
/// A promise below which a proposal is not worth its launches.
const PROMISE: f64 = 1e-3;
/// Points kept in each round of the refinement.
const KEPT: [usize; 3] = [24, 14, 10];
/// Moves of the leaders within a round.
const MOVES: usize = 8;
/// Points behind the leader by more standard errors than this go no further.
const BEHIND: f64 = 4.0;
/// Confidence at which a condition counts as broken, or as met, while the search goes on.
const SURE: f64 = 0.99;

/// How much is spent on what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Launches in all.
    pub budget: u64,
    /// Launches of a point when it is first tried.
    pub first: u32,
    /// Fresh launches of a finalist at most, where that was said; else as many as are usual, from which the first stage is
    /// made, and what the budget leaves beyond.
    pub finalist: u32,
    /// Whether it was said.
    pub fixed: bool,
    /// Finalists at most.
    pub finalists: usize,
}

/// Repetitions of a finalist at least.
const PARTS: u64 = 16;
/// The least budget there may be.
pub const LEAST_BUDGET: u64 = 1000;

impl Effort {
    /// Shares a budget out; `finalist` is how many launches a finalist takes at most, where that was said, and `part` how
    /// many make a repetition of what is looked for.
    ///
    /// # Errors
    /// When it is too small, with what to write.
    pub fn new(budget: u64, finalist: Option<u32>, part: u64, certain: bool) -> Result<Self, String> {
        if budget < LEAST_BUDGET && !certain {
            return Err(format!(
                "a search takes {LEAST_BUDGET} launches at least; write --budget {LEAST_BUDGET} or more"
            ));
        }
        if certain {
            return Ok(Self { budget, first: 1, finalist: 1, fixed: true, finalists: 8 });
        }
        let first = ((budget / 400).clamp(16, 64) / 16 * 16).max(part) as u32;
        let usual = (budget * 3 / 100).max(48).max(PARTS * part) as u32;
        let fixed = finalist.is_some();
        let finalist = finalist.unwrap_or(usual).max(16);
        let finalists = (budget / 4 / u64::from(finalist)).min(8) as usize;
        if finalists < 2 {
            let least = u64::from(finalist) * 8;
            return Err(format!(
                "{finalist} launches of each finalist take a budget of {least}; write --budget {least}, or fewer launches with -n"
            ));
        }
        Ok(Self { budget, first, finalist, fixed, finalists })
    }

    /// Launches spent in all before something begins, in hundredths of the budget.
    #[must_use]
    pub fn cap(&self, hundredths: u64) -> u64 {
        (u128::from(self.budget) * u128::from(hundredths) / 100) as u64
    }
}

/// Searches; gives the numbers of the finalists, the most promising first.
///
/// # Errors
/// That of the oracle.
pub fn search<O: Oracle>(ledger: &mut Ledger, oracle: &mut O, effort: &Effort) -> Result<Vec<usize>, O::Fault> {
    let first = (Luck::Search, effort.first);
    let cap = effort.cap(35);
    let some = |places: Vec<Place>| places.into_iter().map(Some).collect::<Vec<Option<Place>>>();
    ledger.ask(oracle, &[None], first, effort.budget)?;
    // A small grid is tried as a whole.
    let space = ledger.space;
    if space.size() <= effort.cap(WHOLE) / u64::from(effort.first) {
        let all = (0..space.size()).map(|number| space.place(number)).collect();
        ledger.ask(oracle, &some(all), first, effort.budget)?;
    } else {
        let dimensions = space.sides.len() as u64;
        let mut start = space.corners(CORNERS);
        start.extend(space.spread(0, START * dimensions + 4));
        ledger.ask(oracle, &some(start), first, cap)?;
        let (mut proposer, mut dull) = (Proposer::default(), 0);
        while dull < 2 && ledger.tried.len() < MOST_PROPOSED {
            let proposal = proposer.next(ledger, effort.first);
            dull = if proposal.promise < PROMISE { dull + 1 } else { 0 };
            if ledger.ask(oracle, &some(proposal.places), first, cap)?.is_empty() {
                break;
            }
        }
    }
    refine(ledger, oracle, effort)
}

/// Points in the running by their first so many launches: those of which no condition is known to be broken, the best
/// first; where all break one, those that break it least.
fn running(ledger: &Ledger, launches: u32) -> Vec<usize> {
    let there = |at: &usize| {
        let one = &ledger.tried[*at];
        one.place.is_some() && one.possible && one.launches(Luck::Search) >= launches
    };
    let all: Vec<(usize, f64)> = (0..ledger.tried.len())
        .filter(there)
        .map(|at| (at, ledger.worth(at, Luck::Search, launches)))
        .filter(|(_, worth)| !worth.is_nan())
        .collect();
    let broken = |at: usize| ledger.verdict(at, Luck::Search, launches, SURE) == Verdict::Broken;
    let mut left: Vec<(usize, f64)> = all.iter().copied().filter(|(at, _)| !broken(*at)).collect();
    if left.is_empty() {
        let excess = |at: usize| {
            let columns = ledger.tried[at].first(Luck::Search, launches);
            let each = (0..ledger.goal.conditions.len()).map(|one| ledger.goal.excess(one, &columns));
            -each.fold(f64::NEG_INFINITY, f64::max)
        };
        left = all.into_iter().map(|(at, _)| (at, excess(at))).collect();
    }
    left.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    left.into_iter().map(|(at, _)| at).collect()
}

/// So many of some points, in turn the best, the best whose figures keep the conditions, and the best that keep them
/// beyond doubt: where a condition binds, the best of all break it. `all` come the best first.
fn in_turn(ledger: &Ledger, all: &[usize], launches: u32, count: usize) -> Vec<usize> {
    let columns = |at: usize| ledger.tried[at].first(Luck::Search, launches);
    let seems: Vec<usize> = all.iter().copied().filter(|&at| ledger.goal.seems_met(&columns(at))).collect();
    let sure = |at: &usize| ledger.verdict(*at, Luck::Search, launches, SURE) == Verdict::Met;
    let surely: Vec<usize> = all.iter().copied().filter(sure).collect();
    let mut chosen: Vec<usize> = Vec::new();
    for turn in 0..all.len() {
        for list in [&seems[..], &surely[..], all] {
            if let Some(&at) = list.get(turn)
                && !chosen.contains(&at)
                && chosen.len() < count
            {
                chosen.push(at);
            }
        }
    }
    chosen
}

/// So many of those in the running by their first so many launches.
fn picked(ledger: &Ledger, launches: u32, count: usize) -> Vec<usize> {
    in_turn(ledger, &running(ledger, launches), launches, count)
}

/// The finalists: those that lie least behind the leader even if luck was kind to them.
fn finalists(ledger: &Ledger, (first, launches): (u32, u32), count: usize) -> Vec<usize> {
    let Some(&leader) = picked(ledger, launches, 1).first() else { return Vec::new() };
    let broken = |at: usize| ledger.verdict(at, Luck::Search, u32::MAX, SURE) == Verdict::Broken;
    if broken(leader) {
        // All are: those that break the conditions least go on.
        return picked(ledger, launches, count);
    }
    // What few launches say of a point may be their luck, so each is taken at the far end of its interval.
    let of = |at: usize| {
        let (ahead, error) = ledger.ahead(leader, at, Luck::Search);
        (if error > 0.0 { ahead + 0.5 * BEHIND * error } else { ahead }, at)
    };
    let mut all: Vec<(f64, usize)> = running(ledger, first).into_iter().filter(|&at| !broken(at)).map(of).collect();
    all.sort_by(|(x, a), (y, b)| x.total_cmp(y).then(a.cmp(b)));
    let all: Vec<usize> = all.into_iter().map(|(_, at)| at).collect();
    in_turn(ledger, &all, u32::MAX, count)
}

/// Looks at the best and all around them with more and more launches; gives the finalists.
fn refine<O: Oracle>(ledger: &mut Ledger, oracle: &mut O, effort: &Effort) -> Result<Vec<usize>, O::Fault> {
    let cap = effort.cap(58);
    let mut launches = effort.first;
    for (round, most) in KEPT.into_iter().enumerate() {
        around(ledger, oracle, (effort.first, launches), cap)?;
        if ledger.goal.certain || launches == FRESH {
            break;
        }
        let mut kept = picked(ledger, launches, most);
        if let Some(&leader) = kept.first() {
            kept.retain(|&at| {
                let (ahead, error) = ledger.ahead(leader, at, Luck::Search);
                at == leader || ahead <= 0.0 || ahead <= BEHIND * error
            });
        }
        // With every round the launches grow fourfold, as far as the budget of the search reaches.
        let grown = (launches * if round + 1 == KEPT.len() { 2 } else { 4 }).min(FRESH);
        let places: Vec<Option<Place>> = kept.iter().map(|&at| ledger.tried[at].place.clone()).collect();
        let there = ledger.ask(oracle, &places, (Luck::Search, grown), cap)?;
        if there.len() < effort.finalists.min(kept.len()) {
            break;
        }
        launches = grown;
    }
    around(ledger, oracle, (effort.first, launches), cap)?;
    Ok(finalists(ledger, (effort.first, launches), effort.finalists))
}

/// Tries all neighbours of the leaders until none is better.
fn around<O: Oracle>(
    ledger: &mut Ledger,
    oracle: &mut O,
    (first, launches): (u32, u32),
    cap: u64,
) -> Result<(), O::Fault> {
    for _ in 0..MOVES {
        let leaders = picked(ledger, launches, 2);
        let near: Vec<Option<Place>> = leaders
            .iter()
            .filter_map(|&at| ledger.tried[at].place.as_ref())
            .flat_map(|place| ledger.space.neighbours(place))
            .filter(|place| ledger.find(place).is_none())
            .map(Some)
            .collect();
        if near.is_empty() {
            return Ok(());
        }
        let mut met = ledger.ask(oracle, &near, (Luck::Search, first), cap)?;
        if met.is_empty() {
            return Ok(());
        }
        // Those that are not far behind get as many launches as the leaders have.
        let Some(&leader) = leaders.first() else { return Ok(()) };
        met.retain(|&at| {
            let (ahead, error) = ledger.ahead(leader, at, Luck::Search);
            ahead <= BEHIND * error || ahead <= 0.0
        });
        let places: Vec<Option<Place>> = met.iter().map(|&at| ledger.tried[at].place.clone()).collect();
        ledger.ask(oracle, &places, (Luck::Search, launches), cap)?;
    }
    Ok(())
}
