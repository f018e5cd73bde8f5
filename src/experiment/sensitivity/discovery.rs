//! The box of drawn inputs in which most of what is asked for happens: scenario discovery.
//!
//! One half of the launches, those with even numbers, finds the boxes; the other half, which had no part in it, says how
//! much of what is asked for lies in them and how much of what lies in them is asked for.

use crate::stats::discordant::clopper_pearson;
use crate::stats::sensitivity::{Kind, Limits, PrimBox, Search, counted, prim, quasi_p, widest};

/// Confidence of what is said of a box.
pub const CONFIDENCE: f64 = 0.95;
/// A limit whose quasi-p-value is above this is dropped.
const MEANS_NOTHING: f64 = 0.05;
/// Launches of interest, and others, that each half needs.
pub const LEAST: usize = 20;

/// A share and its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Of so many.
    pub of: usize,
    /// So many are it.
    pub hits: usize,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Share {
    fn new(hits: usize, of: usize) -> Self {
        let (low, high) = if of == 0 { (0.0, 1.0) } else { clopper_pearson(hits as u64, of as u64, CONFIDENCE) };
        Self { of, hits, low, high }
    }

    /// The share; 0 of nothing.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.hits as f64 / self.of as f64 }
    }
}

/// One box on the way from all launches to the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The box as the launches that found it count it.
    pub found: PrimBox,
    /// Of what is asked for in the other launches, how much lies in it.
    pub coverage: Share,
    /// Of the other launches that lie in it, how many are asked for.
    pub density: Share,
}

/// What a box says of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The input.
    pub input: String,
    /// The lowest value, and the chance of as much if it meant nothing.
    pub low: Option<(f64, f64)>,
    /// The highest.
    pub high: Option<(f64, f64)>,
}

/// Why there is no box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBox {
    /// Fewer than [`LEAST`] launches of one half are asked for.
    TooFew,
    /// Fewer than [`LEAST`] launches of one half are not.
    TooMany,
    /// No input is drawn.
    NothingDrawn,
    /// No box is denser in the launches that did not find it.
    NoneDenser,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// The launches to which what is asked applies, and those of which it is true.
    pub all: Share,
    /// The inputs that vary.
    pub inputs: Vec<String>,
    /// The boxes, the widest first; none where none could be looked for.
    pub steps: Vec<Step>,
    /// The box that is told, or why none is.
    pub told: Result<Told, NoBox>,
}

/// The box that is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The step that it comes from: the one with the greatest harmonic mean of coverage and density.
    pub step: usize,
    /// Its limits, without those that may mean nothing, the surest first.
    pub limits: Vec<Limit>,
    /// Inputs whose limits were dropped.
    pub dropped: Vec<String>,
    /// Of what is asked for in the launches that did not find it, how much lies in it.
    pub coverage: Share,
    /// Of the launches that did not find it and lie in it, how many are asked for.
    pub density: Share,
    /// Of all launches that did not find it, how many lie in it.
    pub mass: Share,
}

/// Half of the launches: the columns of the inputs that vary, and which are asked for.
struct Half {
    columns: Vec<Vec<f64>>,
    interest: Vec<bool>,
}

impl Half {
    fn of(draws: &[&Vec<f64>], interest: &[Option<bool>], odd: usize) -> Self {
        let rows: Vec<usize> = (0..interest.len()).filter(|row| row % 2 == odd && interest[*row].is_some()).collect();
        let column = |draws: &&Vec<f64>| rows.iter().map(|row| draws[*row]).collect();
        Self {
            columns: draws.iter().map(column).collect(),
            interest: rows.iter().map(|row| interest[*row] == Some(true)).collect(),
        }
    }

    fn hits(&self) -> usize {
        self.interest.iter().filter(|hit| **hit).count()
    }

    fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }
}

impl Limit {
    fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|(low, _)| value >= low) && self.high.is_none_or(|(high, _)| value <= high)
    }
}

impl Discovery {
    /// Looks for up to so many boxes, each among the launches outside of those told before (Friedman & Fisher 1999, covering);
    /// fewer where no further one is told.
    #[must_use]
    pub fn several(inputs: &[String], draws: &[Vec<f64>], interest: &[Option<bool>], boxes: usize) -> Vec<Self> {
        let mut left = interest.to_vec();
        let mut found: Vec<Self> = Vec::new();
        for _ in 0..boxes {
            let one = Self::of(inputs, draws, &left);
            let limits = one.told.as_ref().map_or_else(|_| Vec::new(), |told| told.limits.clone());
            found.push(one);
            let columns: Vec<(&Limit, &Vec<f64>)> = limits
                .iter()
                .filter_map(|limit| Some((limit, &draws[inputs.iter().position(|input| *input == limit.input)?])))
                .collect();
            if columns.is_empty() {
                break;
            }
            for (launch, interest) in left.iter_mut().enumerate() {
                if columns.iter().all(|(limit, draws)| limit.holds(draws[launch])) {
                    *interest = None;
                }
            }
        }
        found
    }

    /// Looks for the box. `draws` holds for each of the `inputs` what was drawn in each launch, `interest` whether what is
    /// asked is true of it; `None` where it does not apply.
    ///
    /// The boxes are those of PRIM with its usual steps, see [`prim`]. Told is the box with the greatest harmonic mean of
    /// coverage and density (van Rijsbergen 1979) among the launches that found them, without the limits whose
    /// quasi-p-value is above 5 %, the least sure dropped first (Bryant & Lempert 2010); it is told only where the other
    /// launches find it denser than all of them together.
    #[must_use]
    pub fn of(inputs: &[String], draws: &[Vec<f64>], interest: &[Option<bool>]) -> Self {
        let varied: Vec<usize> =
            (0..inputs.len()).filter(|input| draws[*input].iter().any(|draw| *draw != draws[*input][0])).collect();
        let columns: Vec<&Vec<f64>> = varied.iter().map(|input| &draws[*input]).collect();
        let names: Vec<String> = varied.iter().map(|input| inputs[*input].clone()).collect();
        let applies = interest.iter().flatten().count();
        let all = Share::new(interest.iter().filter(|one| **one == Some(true)).count(), applies);
        let [finds, checks] = [0, 1].map(|odd| Half::of(&columns, interest, odd));
        let none = |why| Self { all, inputs: names.clone(), steps: Vec::new(), told: Err(why) };
        if names.is_empty() {
            return none(NoBox::NothingDrawn);
        }
        if finds.hits().min(checks.hits()) < LEAST {
            return none(NoBox::TooFew);
        }
        let others = |half: &Half| half.interest.len() - half.hits();
        if others(&finds).min(others(&checks)) < LEAST {
            return none(NoBox::TooMany);
        }
        let kinds: Vec<(&[f64], Kind)> = finds.slices().into_iter().map(|values| (values, Kind::Ordered)).collect();
        let boxes = prim(&kinds, &finds.interest, &vec![true; finds.interest.len()], Search::default());
        let outer: Vec<Limits> = kinds.iter().map(|(values, kind)| widest(values, *kind)).collect();
        let steps: Vec<Step> = boxes
            .into_iter()
            .map(|found| {
                let (coverage, density, _) = checked(&checks, &found.limits, &outer);
                Step { found, coverage, density }
            })
            .collect();
        let told = told(&names, &steps, (&finds, &checks), &outer);
        Self { all, inputs: names, steps, told }
    }
}

/// Coverage, density and mass of some limits in the launches that did not find them. Where a limit is as wide as what was
/// seen it is none, so that a launch just beyond lies in the box.
fn checked(checks: &Half, limits: &[Limits], outer: &[Limits]) -> (Share, Share, Share) {
    let open: Vec<Limits> = limits.iter().zip(outer).map(|(own, outer)| opened(own, outer)).collect();
    let found = counted(&checks.slices(), &checks.interest, &open, outer);
    let (hits, rows) = found.map_or((0, 0), |found| (found.hits, found.rows));
    (Share::new(hits, checks.hits()), Share::new(hits, rows), Share::new(rows, checks.interest.len()))
}

fn opened(own: &Limits, outer: &Limits) -> Limits {
    match (own, outer) {
        (Limits::Between(low, high), Limits::Between(lowest, highest)) => Limits::Between(
            if low == lowest { f64::NEG_INFINITY } else { *low },
            if high == highest { f64::INFINITY } else { *high },
        ),
        _ => own.clone(),
    }
}

fn told(names: &[String], steps: &[Step], (finds, checks): (&Half, &Half), outer: &[Limits]) -> Result<Told, NoBox> {
    let worth = |at: usize| {
        let PrimBox { coverage, density, .. } = &steps[at].found;
        2.0 * coverage * density / (coverage + density)
    };
    let mut step = 0;
    for at in 1..steps.len() {
        if worth(at) > worth(step) {
            step = at;
        }
    }
    let mut one = steps[step].found.clone();
    let mut dropped = Vec::new();
    let columns = finds.slices();
    let chances = loop {
        let chances = quasi_p(&columns, &finds.interest, &one, outer);
        let least_sure = |of: &[Option<f64>; 2]| of.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let worst = (0..names.len()).max_by(|a, b| least_sure(&chances[*a]).total_cmp(&least_sure(&chances[*b])));
        match worst.filter(|input| least_sure(&chances[*input]) > MEANS_NOTHING) {
            Some(input) => {
                // Of two limits only the one that may mean nothing goes.
                let limit = |end: usize, own: f64, widest: f64| match chances[input][end] {
                    Some(chance) if chance > MEANS_NOTHING => widest,
                    _ => own,
                };
                let mut limits = one.limits.clone();
                if let (Limits::Between(low, high), Limits::Between(lowest, highest)) = (&limits[input], &outer[input])
                {
                    limits[input] = Limits::Between(limit(0, *low, *lowest), limit(1, *high, *highest));
                }
                if limits[input] == outer[input] {
                    dropped.push(names[input].clone());
                }
                match counted(&columns, &finds.interest, &limits, outer) {
                    Some(next) => one = next,
                    None => break chances,
                }
            }
            None => break chances,
        }
    };
    let (coverage, density, mass) = checked(checks, &one.limits, outer);
    if one.restricted.is_empty() || density.low <= checks.hits() as f64 / checks.interest.len() as f64 {
        return Err(NoBox::NoneDenser);
    }
    let mut limits: Vec<Limit> = one
        .restricted
        .iter()
        .map(|&input| {
            let (low, high) = match one.limits[input] {
                Limits::Between(low, high) => (low, high),
                Limits::Among(_) => (f64::NAN, f64::NAN),
            };
            let of = |end: usize, value: f64| chances[input][end].map(|chance| (value, chance));
            Limit { input: names[input].clone(), low: of(0, low), high: of(1, high) }
        })
        .collect();
    let surest = |limit: &Limit| [limit.low, limit.high].into_iter().flatten().map(|(_, p)| p).fold(1.0, f64::min);
    limits.sort_by(|a, b| surest(a).total_cmp(&surest(b)));
    Ok(Told { step, limits, dropped, coverage, density, mass })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::random::philox::word;

    fn shares(source: u64, launches: u32) -> Vec<f64> {
        (0..launches).map(|launch| (f64::from(word(1, launch, source, 0)) + 0.5) / 4_294_967_296.0).collect()
    }

    fn four(launches: u32) -> (Vec<String>, Vec<Vec<f64>>) {
        let names = ["reach", "deposit", "other", "fixed"].map(str::to_owned).to_vec();
        let mut draws: Vec<Vec<f64>> = (1..4).map(|source| shares(source, launches)).collect();
        draws.push(vec![7.0; launches as usize]);
        (names, draws)
    }

    #[test]
    fn a_corner_is_found_and_told_by_launches_that_did_not_find_it() {
        let (names, draws) = four(4000);
        let luck = shares(9, 4000);
        let lost = |row: usize| {
            let in_corner = draws[0][row] < 0.4 && draws[1][row] > 0.7;
            luck[row] < if in_corner { 0.8 } else { 0.02 }
        };
        let interest: Vec<Option<bool>> =
            (0..4000).map(|row| if row % 100 == 7 { None } else { Some(lost(row)) }).collect();
        let found = Discovery::of(&names, &draws, &interest);
        assert_eq!((found.all.of, found.inputs.len()), (3960, 3));
        let told = found.told.unwrap();
        let limits: Vec<(&str, bool, bool)> =
            told.limits.iter().map(|limit| (limit.input.as_str(), limit.low.is_some(), limit.high.is_some())).collect();
        assert!(limits.contains(&("reach", false, true)) && limits.contains(&("deposit", true, false)), "{limits:?}");
        assert_eq!(limits.len(), 2, "{limits:?}");
        for limit in &told.limits {
            let (value, chance) = limit.low.or(limit.high).unwrap();
            let truth = if limit.input == "reach" { 0.4 } else { 0.7 };
            assert!((value - truth).abs() < 0.03 && chance < 1e-6, "{limit:?}");
        }
        // A share of 0.12 of launches loses with 0.8, the rest with 0.02.
        let truth = 0.12 * 0.8 / (0.12 * 0.8 + 0.88 * 0.02);
        assert!(told.density.low < 0.8 && 0.75 < told.density.high, "{:?}", told.density);
        assert!(told.coverage.low < truth && 0.75 < told.coverage.value(), "{:?}", told.coverage);
        assert!(told.mass.low < 0.13 && 0.10 < told.mass.high);
        assert_eq!(found.steps[0].coverage.value(), 1.0);
    }

    #[test]
    fn where_nothing_matters_no_box_is_told() {
        let (names, draws) = four(1000);
        let mut told = 0;
        for round in 0..100 {
            let luck = shares(100 + round, 1000);
            let interest: Vec<Option<bool>> = luck.iter().map(|luck| Some(*luck < 0.3)).collect();
            told += u32::from(Discovery::of(&names, &draws, &interest).told.is_ok());
        }
        // An interval at 95 % leaves 2.5 % above: 2.5 and 3.3 standard deviations of a binomial count.
        assert!(told <= 7, "{told}");
    }

    #[test]
    fn too_few_and_too_many_and_nothing_drawn_are_said() {
        let (names, draws) = four(200);
        let of = |hit: &dyn Fn(usize) -> bool| -> Vec<Option<bool>> { (0..200).map(|row| Some(hit(row))).collect() };
        let why = |names: &[String], draws: &[Vec<f64>], interest: &[Option<bool>]| {
            Discovery::of(names, draws, interest).told.unwrap_err()
        };
        assert_eq!(why(&names, &draws, &of(&|row| row < 30)), NoBox::TooFew);
        assert_eq!(why(&names, &draws, &of(&|row| row >= 30)), NoBox::TooMany);
        assert_eq!(why(&names[3..], &draws[3..], &of(&|row| row < 100)), NoBox::NothingDrawn);
    }
}
