//! What a search comes to: every figure that is told of it.

use super::goal::{Standing, Verdict};
use super::last::{Bound, CONFIDENCE, Final, any_short};
use super::ledger::{FRESH, Ledger, Luck};
use crate::stats::paired::PairedDifference;

/// What became of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was chosen.
    Best,
    /// A finalist that cannot be told from the one chosen.
    Alike,
    /// A finalist that is worse beyond doubt.
    Worse,
    /// A finalist that breaks a condition beyond doubt.
    Broken,
    /// Simulated again around the best, or for the efficient set.
    Around,
    /// Passed over by the search.
    PassedOver,
    /// The scenario as it is written.
    Own,
    /// Its values make no valid scenario together.
    Impossible,
}

/// The figures of a point: of its fresh launches where it has some, else of those the search looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct PointFigures {
    /// Place of the value of each decision; empty for the scenario as it is written.
    pub place: Vec<usize>,
    /// The values.
    pub values: Vec<f64>,
    /// What became of it.
    pub state: State,
    /// Launches of the search.
    pub searched: u32,
    /// Fresh launches.
    pub fresh: u32,
    /// What was looked for.
    pub objective: f64,
    /// Its 95 % interval; `None` where there is none.
    pub interval: Option<(f64, f64)>,
    /// What was looked for under the rule for a company short of cash that is not the scenario's own.
    pub other_rule: f64,
    /// The 5 % that fare worst lie beyond this; NaN of a figure that no launch has.
    pub bad_luck: f64,
    /// Share short of cash; NaN where none can be.
    pub short: f64,
    /// How each condition stands.
    pub conditions: Vec<Standing>,
    /// Whether all conditions hold.
    pub verdict: Verdict,
}

/// What choosing a point in place of the best gives away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// What was looked for there, as it is told: that of the best, less what is given away.
    pub level: f64,
    /// On average.
    pub mean: f64,
    /// Lower end of its paired 95 % interval; NaN without one.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How flat the top is along a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat {
    /// Values tried on the line through the best, ascending, with what was looked for there and its interval.
    pub line: Vec<(f64, f64, (f64, f64))>,
    /// The values around the best within a hundredth of it, as far as they hang together; of words all of them.
    pub within: Vec<f64>,
    /// Whether what was tried ends before the flat part does, below and above.
    pub open: [bool; 2],
    /// Whether the best lies at the low or the high end of what may be decided.
    pub at_end: [bool; 2],
}

/// A point of the efficient set, all by as many fresh launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Efficient {
    /// Its number.
    pub at: usize,
    /// What was looked for.
    pub gain: f64,
    /// Share short of cash, or where the 5 % that fare worst begin.
    pub risk: f64,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Every point that was tried, in the order in which it was.
    pub points: Vec<PointFigures>,
    /// The one chosen.
    pub best: Option<usize>,
    /// The scenario as it is written.
    pub own: Option<usize>,
    /// The finalists, the best first, with what each gives away.
    pub finalists: Vec<(usize, Regret)>,
    /// What the scenario as it is written gives away.
    pub own_regret: Option<Regret>,
    /// Finalists that would earn more than the best and of which cannot be told whether they keep the conditions.
    pub better_if_kept: Vec<usize>,
    /// The finalist that is best under the other rule for a company short of cash, where it is another.
    pub other_best: Option<usize>,
    /// What the best was to be within of the best of the finalists, and what it is, with 95 % confidence.
    pub delta: (f64, f64),
    /// Per decision.
    pub flat: Vec<Flat>,
    /// From the safest on.
    pub efficient: Vec<Efficient>,
    /// The other points that were looked at again, by as many launches.
    pub others: Vec<Efficient>,
    /// The scenario as it is written, by as many launches.
    pub own_among: Option<Efficient>,
    /// Whether risk is the share short of cash.
    pub risk_is_short: bool,
    /// Launches of each point of the efficient set and of the lines.
    pub line_launches: u32,
    /// Fresh launches of the first and of the second stage of the final.
    pub launches: (u32, u32),
    /// What kept them from being more.
    pub bound: Bound,
    /// Number of the first fresh launch.
    pub first_fresh: u32,
    /// Launches of the search, of the final, and of what lies around the best.
    pub spent: [u64; 3],
    /// Points of the grid.
    pub size: u64,
    /// Points of it that were tried.
    pub tried: u64,
    /// Points whose values make no valid scenario together.
    pub impossible: u64,
    /// Whether there is no luck.
    pub certain: bool,
}

impl Answer {
    /// Points of the grid that could have been tried and were not.
    #[must_use]
    pub fn not_tried(&self) -> u64 {
        let left = self.size - self.tried;
        left - self.impossible.min(left)
    }
}

/// Works all figures out.
#[must_use]
pub fn answer(ledger: &Ledger, found: &Final, searched: u64) -> Answer {
    let teller = Teller { ledger, found };
    let points: Vec<PointFigures> = (0..ledger.tried.len()).map(|at| teller.point(at)).collect();
    let regret = |at: usize| found.best.map(|best| teller.regret(best, at));
    let mut finalists: Vec<(usize, Regret)> =
        found.finalists.iter().filter_map(|one| regret(one.at).map(|regret| (one.at, regret))).collect();
    finalists.sort_by(|(a, x), (b, y)| {
        let rank = |at: usize| u8::from(Some(at) != found.best);
        rank(*a).cmp(&rank(*b)).then(x.mean.total_cmp(&y.mean)).then(a.cmp(b))
    });
    let better_if_kept = finalists
        .iter()
        .filter(|(at, regret)| regret.mean < 0.0 && points[*at].verdict == Verdict::Unknown && Some(*at) != found.best);
    let better_if_kept = better_if_kept.map(|(at, _)| *at).collect();
    let short = any_short(ledger);
    let efficient = |at: usize| {
        let columns = ledger.tried[at].first(Luck::Fresh, found.line_launches);
        let risk = if short { ledger.goal.short(&columns) } else { ledger.goal.bad_luck(&columns) };
        Efficient { at, gain: ledger.goal.objective(&columns), risk }
    };
    let again = |at: &usize| {
        let one = &ledger.tried[*at];
        one.place.is_some() && one.possible && one.launches(Luck::Fresh) >= found.line_launches
    };
    let others = (0..ledger.tried.len()).filter(again).filter(|at| !found.efficient.contains(at));
    let axes = ledger.space.sides.len();
    let on_grid = || ledger.tried.iter().filter(|one| one.place.is_some());
    Answer {
        best: found.best,
        own: found.own,
        own_regret: found.own.and_then(regret),
        better_if_kept,
        other_best: teller.other_best(&points),
        delta: found.delta,
        flat: (0..axes).map(|axis| teller.flat(axis)).collect(),
        efficient: found.efficient.iter().map(|&at| efficient(at)).collect(),
        others: others.map(efficient).collect(),
        own_among: found.own.map(efficient),
        risk_is_short: short,
        line_launches: found.line_launches,
        launches: (found.first, found.launches),
        bound: found.bound,
        first_fresh: FRESH,
        spent: [searched, found.spent - searched, ledger.spent - found.spent],
        size: ledger.space.size(),
        tried: on_grid().filter(|one| one.possible).count() as u64,
        impossible: on_grid().filter(|one| !one.possible).count() as u64,
        certain: ledger.goal.certain,
        finalists,
        points,
    }
}

struct Teller<'a> {
    ledger: &'a Ledger<'a>,
    found: &'a Final,
}

impl Teller<'_> {
    fn point(&self, at: usize) -> PointFigures {
        let Ledger { goal, space, .. } = self.ledger;
        let one = &self.ledger.tried[at];
        let (searched, fresh) = (one.launches(Luck::Search), one.launches(Luck::Fresh));
        let luck = if fresh > 0 { Luck::Fresh } else { Luck::Search };
        let columns = one.first(luck, u32::MAX);
        let place = one.place.clone().unwrap_or_default();
        let standings = (0..goal.conditions.len()).map(|at| goal.standing(at, &columns, CONFIDENCE)).collect();
        let verdict = self.found.finalists.iter().find(|one| one.at == at).map(|one| one.verdict);
        PointFigures {
            values: space.values(&place),
            place,
            state: self.state(at),
            searched,
            fresh,
            objective: goal.objective(&columns),
            interval: goal.interval(&columns, CONFIDENCE),
            other_rule: goal.objective_under_other_rule(&columns),
            bad_luck: goal.bad_luck(&columns),
            short: goal.short(&columns),
            conditions: standings,
            verdict: verdict.unwrap_or_else(|| goal.verdict(&columns, CONFIDENCE)),
        }
    }

    fn state(&self, at: usize) -> State {
        let one = &self.ledger.tried[at];
        let finalist = self.found.finalists.iter().find(|finalist| finalist.at == at);
        match finalist {
            _ if one.place.is_none() => State::Own,
            _ if !one.possible => State::Impossible,
            _ if self.found.best == Some(at) => State::Best,
            Some(finalist) if finalist.verdict == Verdict::Broken => State::Broken,
            Some(finalist) if finalist.stand.is_some_and(|stand| stand.may_be_best) => State::Alike,
            Some(_) => State::Worse,
            None if one.launches(Luck::Fresh) > 0 => State::Around,
            None => State::PassedOver,
        }
    }

    /// What choosing one in place of another gives away, by the fresh launches both have.
    fn regret(&self, best: usize, at: usize) -> Regret {
        let (ledger, goal) = (self.ledger, self.ledger.goal);
        let launches = ledger.tried[best].launches(Luck::Fresh).min(ledger.tried[at].launches(Luck::Fresh));
        let values = |at: usize| goal.repetitions(&ledger.tried[at].first(Luck::Fresh, launches));
        let mean = ledger.worth(best, Luck::Fresh, launches) - ledger.worth(at, Luck::Fresh, launches);
        let level = goal.objective(&ledger.tried[best].first(Luck::Fresh, u32::MAX)) - goal.sign() * mean;
        if goal.certain || best == at {
            return Regret { level, mean, low: mean, high: mean };
        }
        let pairs = PairedDifference::sampled(&values(at), &values(best), CONFIDENCE, goal.repetitions_are());
        // The interval of repetitions, around the figure of all launches.
        let shift = mean - pairs.summary.mean;
        let [low, high] = [pairs.low, pairs.high].map(|end| if end.is_finite() { end + shift } else { f64::NAN });
        Regret { level, mean, low, high }
    }

    /// The finalist that is best under the other rule, where it is another.
    fn other_best(&self, points: &[PointFigures]) -> Option<usize> {
        let sign = self.ledger.goal.sign();
        let best = self.found.best?;
        let verdict = points[best].verdict;
        let rivals = self.found.finalists.iter().filter(|one| one.stand.is_some() && one.verdict == verdict);
        let of = |at: usize| sign * points[at].other_rule;
        let most = rivals.map(|one| one.at).fold(best, |most, at| if of(at) > of(most) { at } else { most });
        (most != best).then_some(most)
    }

    fn flat(&self, axis: usize) -> Flat {
        let (ledger, line) = (self.ledger, &self.found.lines[axis]);
        let side = &ledger.space.sides[axis];
        let launches = self.found.line_launches;
        let nothing = Flat { line: Vec::new(), within: Vec::new(), open: [false; 2], at_end: [false; 2] };
        let Some(best) = self.found.best else { return nothing };
        let worth = |at: usize| ledger.worth(at, Luck::Fresh, launches);
        let most = worth(best);
        let is_flat = |at: usize| most - worth(at) <= super::last::FLAT * most.abs();
        let place = |at: usize| ledger.tried[at].place.as_ref().map_or(0, |place| place[axis]);
        let told = |&at: &usize| {
            let columns = ledger.tried[at].first(Luck::Fresh, launches);
            let value = ledger.goal.objective(&columns);
            let interval = ledger.goal.interval(&columns, CONFIDENCE).unwrap_or((f64::NAN, f64::NAN));
            (side.values[place(at)], value, interval)
        };
        let middle = line.iter().position(|&at| at == best);
        let (Some(middle), last) = (middle, side.values.len() - 1) else { return nothing };
        let (mut low, mut high) = (middle, middle);
        while low > 0 && is_flat(line[low - 1]) {
            low -= 1;
        }
        while high + 1 < line.len() && is_flat(line[high + 1]) {
            high += 1;
        }
        let within: Vec<usize> = if side.words {
            line.iter().copied().filter(|&at| is_flat(at)).collect()
        } else {
            line[low..=high].to_vec()
        };
        let at = place(best);
        Flat {
            line: line.iter().map(told).collect(),
            within: within.iter().map(|&at| side.values[place(at)]).collect(),
            open: [!side.words && place(line[low]) == 0, !side.words && place(line[high]) == last],
            at_end: [!side.words && at == 0, !side.words && at == last],
        }
    }
}
