//! The final: a few points under fresh luck, which nobody has chosen by, and what lies around the best of them.

use super::goal::Verdict;
use super::ledger::{Ledger, Luck, Oracle, Tried};
use super::search::Effort;
use super::space::Place;
use crate::stats::efficient::efficient;
use crate::stats::selection::{Screened, Stand, screen};

/// Confidence of all that is said of the finalists together.
pub const CONFIDENCE: f64 = 0.95;
/// Share of the best that is told apart where nothing else was asked for.
pub const INDIFFERENCE: f64 = 0.005;
/// How far from the best the top is called flat.
pub const FLAT: f64 = 0.01;
/// Values along a decision up to which each is simulated.
const EVERY: usize = 11;
/// Times an end of the flat part is looked for between two values.
const HALVINGS: usize = 4;
/// Fresh launches of a finalist at most, whatever the budget.
const MOST_LAUNCHES: u64 = 1_000_000;
/// Points that are simulated again for the efficient set, by each of two risks.
const EFFICIENT: usize = 6;

/// What kept the launches of each finalist from being more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// How many were said to be enough for one.
    Finalist,
    /// The launches in all.
    Budget,
}

/// A finalist.
#[derive(Clone, Debug, PartialEq)]
pub struct Finalist {
    /// Its number in the ledger.
    pub at: usize,
    /// Whether the first stage left it in.
    pub kept: bool,
    /// How it stands after the second; `None` of those left out.
    pub stand: Option<Stand>,
    /// How the conditions stand.
    pub verdict: Verdict,
}

/// What the final comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Final {
    /// The finalists, in the order in which they came.
    pub finalists: Vec<Finalist>,
    /// The one chosen; `None` where no point has a value.
    pub best: Option<usize>,
    /// The scenario as it is written.
    pub own: Option<usize>,
    /// Fresh launches of the first stage.
    pub first: u32,
    /// Fresh launches of those left in.
    pub launches: u32,
    /// What kept those launches from being more.
    pub bound: Bound,
    /// What the one chosen is within of the best: as was asked for, and as was reached.
    pub delta: (f64, f64),
    /// Per decision: points that differ from the best in it alone, the best among them, by its values.
    pub lines: Vec<Vec<usize>>,
    /// Fresh launches of the points on the lines.
    pub line_launches: u32,
    /// Points that no other beats in gain and risk, from the safest on.
    pub efficient: Vec<usize>,
    /// Launches spent when the best had been chosen.
    pub spent: u64,
}

/// Launches of a stage: no less than half a hundred unless it is short itself.
fn in_sixteens(launches: u32) -> u32 {
    (launches / 16 * 16).max(16)
}

/// Whether a figure that says something of a point is its share of launches short of cash; else the 5 % that fare worst.
fn risk(ledger: &Ledger, at: usize, (luck, launches): (Luck, u32), short: bool) -> f64 {
    let columns = ledger.tried[at].first(luck, launches);
    if short { ledger.goal.short(&columns) } else { -ledger.goal.sign() * ledger.goal.bad_luck(&columns) }
}

/// Whether any point may be short of cash.
#[must_use]
pub fn any_short(ledger: &Ledger) -> bool {
    let of = |one: &Tried| {
        [Luck::Search, Luck::Fresh].iter().any(|luck| ledger.goal.short(&one.first(*luck, u32::MAX)) > 0.0)
    };
    ledger.tried.iter().any(of)
}

/// Holds the final; `delta` is what shall be told apart, where that was said.
///
/// # Errors
/// That of the oracle.
pub fn hold<O: Oracle>(
    ledger: &mut Ledger,
    oracle: &mut O,
    (finalists, effort): (&[usize], &Effort),
    delta: Option<f64>,
) -> Result<Final, O::Fault> {
    let certain = ledger.goal.certain;
    let part = ledger.goal.launches_of_repetition();
    // Of a figure of many launches the first stage takes most: few repetitions know nothing of their spread.
    let share = if part > 1 { effort.finalist / 4 * 3 } else { effort.finalist / 4 };
    let first = if certain { 1 } else { in_sixteens(share.max(64)).min(effort.finalist) };
    let axes = ledger.space.sides.len() as u64;
    // What is left for what lies around the best.
    let cap = effort.cap(80);
    let places = |ledger: &Ledger, all: &[usize]| -> Vec<Option<Place>> {
        all.iter().map(|&at| ledger.tried[at].place.clone()).collect()
    };
    let own = ledger.ask(oracle, &[None], (Luck::Fresh, first), effort.budget)?.first().copied();
    let asked = places(ledger, finalists);
    let there = ledger.ask(oracle, &asked, (Luck::Fresh, first), effort.budget)?;
    let sure = 1.0 - 0.5 * (1.0 - CONFIDENCE) / there.len().max(1) as f64;
    let verdicts: Vec<Verdict> = there.iter().map(|&at| ledger.verdict(at, Luck::Fresh, first, sure)).collect();
    // Where all break a condition, they are compared nevertheless.
    let all_broken = verdicts.iter().all(|verdict| *verdict == Verdict::Broken);
    let in_it = |verdict: Verdict| all_broken || verdict != Verdict::Broken;
    let running: Vec<usize> = (0..there.len()).filter(|&at| in_it(verdicts[at])).collect();
    let values: Vec<Vec<f64>> =
        running.iter().map(|&at| ledger.goal.repetitions(&ledger.tried[there[at]].first(Luck::Fresh, first))).collect();
    let rivals: Vec<bool> = running.iter().map(|&at| all_broken || verdicts[at] == Verdict::Met).collect();
    let leader = running.iter().map(|&at| ledger.worth(there[at], Luck::Fresh, first)).fold(f64::NAN, f64::max);
    let wanted = delta.unwrap_or(INDIFFERENCE * leader.abs());
    let columns: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let how = (CONFIDENCE, ledger.goal.repetitions_are());
    // Who is left in does not hang on how many launches there may be; how many there may be hangs on who is left in.
    let left_in = screen(&columns, &rivals, (wanted, u64::MAX), how).kept.iter().filter(|kept| **kept).count();
    let spare = u64::from(first) + cap.saturating_sub(ledger.spent) / (left_in as u64 + 1);
    let bound = if effort.fixed && u64::from(effort.finalist) <= spare { Bound::Finalist } else { Bound::Budget };
    let most = if effort.fixed { u64::from(effort.finalist).min(spare) } else { spare.min(MOST_LAUNCHES) };
    let screened = screen(&columns, &rivals, (wanted, most / part), how);
    let mut launches = if certain { 1 } else { ((screened.launches * part) as u32).max(first) };
    let kept: Vec<usize> = (0..running.len()).filter(|&at| screened.kept[at]).collect();
    if kept.iter().any(|&at| verdicts[running[at]] == Verdict::Unknown) {
        // Whether a condition holds takes all the launches there may be.
        launches = launches.max(most as u32);
    }
    let again: Vec<usize> = kept.iter().map(|&at| there[running[at]]).chain(own).collect();
    let asked = places(ledger, &again);
    ledger.ask(oracle, &asked, (Luck::Fresh, launches), effort.budget)?;
    let means: Vec<f64> = running.iter().map(|&at| ledger.worth(there[at], Luck::Fresh, launches)).collect();
    let stands = stands(&screened, &means, certain);
    let of = |(place, &at): (usize, &usize)| {
        let among = running.iter().position(|&one| one == place);
        let stand = among.and_then(|among| stands[among]);
        let verdict = match stand {
            Some(_) => ledger.verdict(at, Luck::Fresh, launches, sure),
            None => verdicts[place],
        };
        Finalist { at, kept: stand.is_some(), stand, verdict }
    };
    let finalists: Vec<Finalist> = there.iter().enumerate().map(of).collect();
    let best = chosen(ledger, &finalists, launches);
    let reached = if certain { 0.0 } else { screened.delta };
    let mut found = Final {
        finalists,
        best,
        own,
        first,
        launches,
        bound,
        delta: (wanted, reached),
        lines: vec![Vec::new(); axes as usize],
        line_launches: first,
        efficient: Vec::new(),
        spent: ledger.spent,
    };
    // A few launches for each of a dozen points along each decision, or none at all.
    let spare = effort.budget.saturating_sub(ledger.spent) * 8 / 10 / (axes * 12);
    if spare < 16 && !certain {
        return Ok(found);
    }
    found.line_launches = if certain { 1 } else { in_sixteens(spare as u32).min(first) };
    if let Some(place) = best.and_then(|at| ledger.tried[at].place.clone()) {
        for axis in 0..axes as usize {
            found.lines[axis] = line(ledger, oracle, (&place, axis), found.line_launches, effort)?;
        }
    }
    found.efficient = efficient_set(ledger, oracle, effort, found.line_launches)?;
    Ok(found)
}

/// How those left stand; without luck by their values alone.
fn stands(screened: &Screened, means: &[f64], certain: bool) -> Vec<Option<Stand>> {
    if !certain {
        return screened.stand(means);
    }
    let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let of = |mean: &f64| (!mean.is_nan()).then_some(Stand { behind: mean - most, may_be_best: *mean == most });
    means.iter().map(of).collect()
}

/// The best of those that keep the conditions beyond doubt; where none does, of those that may; where none may, the one
/// that breaks them least.
fn chosen(ledger: &Ledger, finalists: &[Finalist], launches: u32) -> Option<usize> {
    let best_of = |verdict: Verdict| {
        let worth = |one: &Finalist| ledger.worth(one.at, Luck::Fresh, launches);
        let all = finalists.iter().filter(|one| one.verdict == verdict && one.stand.is_some());
        all.fold(None, |best: Option<&Finalist>, one| match best {
            Some(other) if worth(other) >= worth(one) => best,
            _ => Some(one),
        })
    };
    let excess = |one: &Finalist| {
        let columns = ledger.tried[one.at].first(Luck::Fresh, u32::MAX);
        (0..ledger.goal.conditions.len()).map(|at| ledger.goal.excess(at, &columns)).fold(f64::NEG_INFINITY, f64::max)
    };
    let least = || finalists.iter().min_by(|one, other| excess(one).total_cmp(&excess(other)));
    best_of(Verdict::Met).or_else(|| best_of(Verdict::Unknown)).or_else(least).map(|one| one.at)
}

/// Points along a decision through a point: its neighbours, the ends and some between, and where the flat part ends.
fn line<O: Oracle>(
    ledger: &mut Ledger,
    oracle: &mut O,
    (place, axis): (&Place, usize),
    launches: u32,
    effort: &Effort,
) -> Result<Vec<usize>, O::Fault> {
    let side = &ledger.space.sides[axis];
    let (all, best) = (side.values.len(), place[axis]);
    let at = |value: usize| -> Option<Place> {
        let mut point = place.clone();
        point[axis] = value;
        Some(point)
    };
    let mut tried: Vec<usize> = if side.words || all <= EVERY {
        (0..all.min(EVERY.max(all.min(2 * EVERY)))).collect()
    } else {
        let steps = [1, 3, 7, 15, 31].into_iter();
        let both = steps.flat_map(|step| [best.checked_sub(step), (best + step < all).then_some(best + step)]);
        [Some(best), Some(0), Some(all - 1)].into_iter().chain(both).flatten().collect()
    };
    let words = side.words;
    tried.sort_unstable();
    tried.dedup();
    let mut points: Vec<(usize, usize)> = Vec::new();
    for round in 0..=HALVINGS {
        let asked: Vec<Option<Place>> = tried.iter().map(|&value| at(value)).collect();
        for one in ledger.ask(oracle, &asked, (Luck::Fresh, launches), effort.budget)? {
            if let Some(place) = &ledger.tried[one].place {
                points.push((place[axis], one));
            }
        }
        points.sort_unstable();
        points.dedup();
        tried.clear();
        if words || round == HALVINGS {
            break;
        }
        let flat: Vec<bool> = points.iter().map(|&(_, one)| is_flat(ledger, one, place, launches)).collect();
        for pair in 1..points.len() {
            let (low, high) = (points[pair - 1].0, points[pair].0);
            if flat[pair - 1] != flat[pair] && high - low > 1 {
                tried.push(usize::midpoint(low, high));
            }
        }
        if tried.is_empty() {
            break;
        }
    }
    Ok(points.into_iter().map(|(_, one)| one).collect())
}

/// Whether a point is worth as much as another but for a hundredth.
fn is_flat(ledger: &Ledger, one: usize, best: &[usize], launches: u32) -> bool {
    let Some(best) = ledger.find(best) else { return false };
    let most = ledger.worth(best, Luck::Fresh, launches);
    most - ledger.worth(one, Luck::Fresh, launches) <= FLAT * most.abs()
}

/// The points that no other beats in gain and risk: found among all, and looked at again under fresh luck.
fn efficient_set<O: Oracle>(
    ledger: &mut Ledger,
    oracle: &mut O,
    effort: &Effort,
    launches: u32,
) -> Result<Vec<usize>, O::Fault> {
    let short = any_short(ledger);
    let of = |ledger: &Ledger, (luck, launches): (Luck, u32), short: bool| -> Vec<usize> {
        let there = |at: &usize| {
            let one = &ledger.tried[*at];
            one.place.is_some() && one.possible && one.launches(luck) >= launches
        };
        let all: Vec<usize> = (0..ledger.tried.len()).filter(there).collect();
        let gains: Vec<f64> = all.iter().map(|&at| ledger.worth(at, luck, launches)).collect();
        let risks: Vec<f64> = all.iter().map(|&at| risk(ledger, at, (luck, launches), short)).collect();
        let best = efficient(&gains, &risks);
        let mut found: Vec<usize> = (0..all.len()).filter(|&one| best[one]).collect();
        found.sort_by(|&a, &b| risks[a].total_cmp(&risks[b]).then(gains[a].total_cmp(&gains[b])).then(a.cmp(&b)));
        found.into_iter().map(|one| all[one]).collect()
    };
    // A few launches know little of a rare risk, and more of where bad luck begins.
    let mut some: Vec<usize> = Vec::new();
    for by_short in if short { vec![true, false] } else { vec![false] } {
        let seen = of(ledger, (Luck::Search, effort.first), by_short);
        // Spread over the set, both ends among them.
        let (last, count) = (seen.len().saturating_sub(1), EFFICIENT.min(seen.len()));
        some.extend((0..count).map(|at| seen[at * last / count.saturating_sub(1).max(1)]));
    }
    let asked: Vec<Option<Place>> = some.iter().map(|&at| ledger.tried[at].place.clone()).collect();
    ledger.ask(oracle, &asked, (Luck::Fresh, launches), effort.budget)?;
    Ok(of(ledger, (Luck::Fresh, launches), short))
}
