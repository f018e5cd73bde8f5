//! The box of inputs in which most of what matters happens: PRIM, the patient rule induction method.

use super::super::special::beta_regularised;

/// How an input may be limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By a lowest and a highest value.
    Ordered,
    /// By leaving out single values: a choice, whose values have no order.
    Choice,
}

/// What a box allows of one input.
#[derive(Clone, Debug, PartialEq)]
pub enum Limits {
    /// From a lowest to a highest value, both allowed.
    Between(f64, f64),
    /// These values.
    Among(Vec<f64>),
}

impl Limits {
    /// Whether a value is allowed.
    #[must_use]
    pub fn allow(&self, value: f64) -> bool {
        match self {
            Self::Between(low, high) => *low <= value && value <= *high,
            Self::Among(values) => values.contains(&value),
        }
    }
}

/// How boxes are searched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Share of the box that one step takes off an end.
    pub peel: f64,
    /// Share of what lies beside the box that one step adds.
    pub paste: f64,
    /// Least share of all rows in a box.
    pub least_mass: f64,
}

impl Default for Search {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, least_mass: 0.05 }
    }
}

/// A box on the way from all rows to the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimBox {
    /// What is allowed of each input.
    pub limits: Vec<Limits>,
    /// Rows in the box.
    pub rows: usize,
    /// Rows of interest in the box.
    pub hits: usize,
    /// Share of all rows of interest that lie in the box.
    pub coverage: f64,
    /// Share of the rows in the box that are of interest.
    pub density: f64,
    /// Share of all rows that lie in the box.
    pub mass: f64,
    /// Inputs that the box limits.
    pub restricted: Vec<usize>,
}

/// Boxes from all rows on, each denser than the one before: peeling, then pasting.
///
/// PRIM (Friedman & Fisher 1999, Statistics and Computing 9, 123-143) with the objective by which a step is chosen that
/// scenario discovery uses, the gain in density for each row that is left out (Kwakkel & Jaxa-Rozen 2016, Environmental
/// Modelling & Software 79, 311-321; `lenient1` of their EMA workbench 2.5, whose boxes these are): a step takes
/// the lowest or highest values of an input off, up to a limit halfway between two values, or one value of a choice;
/// of equally good ones that which limits fewest inputs, then the first. It ends where no step gains or the box would
/// hold less than `least_mass`. Then limits are moved out again as long as the box gets denser.
///
/// `remaining` says which rows are looked at, for a second box outside a first one; coverage, mass and the widest limits
/// are those of all rows. No box without rows of interest. The boxes are chosen by the same rows that their coverage and
/// density count, so both are too high: see [`counted`] for rows of which none was used. Steps are greedy: a corner that
/// only shows where two inputs are limited together may be missed.
#[must_use]
pub fn prim(inputs: &[(&[f64], Kind)], interest: &[bool], remaining: &[bool], search: Search) -> Vec<PrimBox> {
    let rows: Vec<usize> = (0..interest.len()).filter(|row| remaining[*row]).collect();
    let all: usize = interest.iter().filter(|hit| **hit).count();
    if all == 0 || !rows.iter().any(|row| interest[*row]) {
        return Vec::new();
    }
    let widest: Vec<Limits> = inputs.iter().map(|(values, kind)| widest(values, *kind)).collect();
    let sample = Sample { inputs, interest, rows: &rows, all, widest: &widest };
    let mut at = Place { limits: widest.clone(), rows: rows.clone() };
    let mut found = vec![sample.told(&at)];
    while let Some(next) = sample.best(&at, sample.peels(&at, search.peel)) {
        if !(sample.heavy_enough(&next, search) && next.rows.len() < at.rows.len()) {
            break;
        }
        at = next;
        found.push(sample.told(&at));
    }
    while let Some(next) = sample.best(&at, sample.pastes(&at, search.paste)) {
        let denser = sample.density(&next.rows) > sample.density(&at.rows);
        if !(sample.heavy_enough(&next, search) && next.rows.len() > at.rows.len() && denser) {
            break;
        }
        at = next;
        found.push(sample.told(&at));
    }
    found
}

/// What some limits hold of these rows, whether or not the limits were found in them; all inputs that differ from the
/// widest of the `limits` given as `outer` count as restricted. None without rows of interest.
#[must_use]
pub fn counted(inputs: &[&[f64]], interest: &[bool], limits: &[Limits], outer: &[Limits]) -> Option<PrimBox> {
    let all = interest.iter().filter(|hit| **hit).count();
    let within: Vec<usize> = (0..interest.len()).filter(|row| in_box(inputs, limits, *row)).collect();
    (all > 0).then(|| told(limits, &within, interest, all, outer))
}

/// The quasi-p-value of each limit of a box (Bryant & Lempert 2010, Technological Forecasting & Social Change 77, 34-49):
/// the chance of at least as many rows of interest among those in the box if the limit meant nothing, that is if each
/// were of interest with the share found in the box without it. For a lowest and a highest value in turn, for a choice
/// once; none for a limit that the box does not set.
///
/// The limit was chosen for this very difference, so the chance is too small; below 5 % it is no proof, above it the
/// limit may well be dropped.
#[must_use]
pub fn quasi_p(inputs: &[&[f64]], interest: &[bool], of: &PrimBox, outer: &[Limits]) -> Vec<[Option<f64>; 2]> {
    let without = |input: usize, wider: Limits| {
        let mut limits = of.limits.clone();
        limits[input] = wider;
        let within: Vec<usize> = (0..interest.len()).filter(|row| in_box(inputs, &limits, *row)).collect();
        let share = within.iter().filter(|row| interest[**row]).count() as f64 / within.len() as f64;
        at_least(of.hits, of.rows, share)
    };
    let both = (0..inputs.len()).map(|input| match (&of.limits[input], &outer[input]) {
        (Limits::Between(low, high), Limits::Between(lowest, highest)) => [
            (low != lowest).then(|| without(input, Limits::Between(*lowest, *high))),
            (high != highest).then(|| without(input, Limits::Between(*low, *highest))),
        ],
        (own, outer) => [(own != outer).then(|| without(input, outer.clone())), None],
    });
    both.collect()
}

/// `P(X >= hits)` for X binomial: `I_p(hits, trials - hits + 1)`.
fn at_least(hits: usize, trials: usize, p: f64) -> f64 {
    if hits == 0 {
        return 1.0;
    }
    beta_regularised(hits as f64, (trials - hits) as f64 + 1.0, p, 1.0 - p).0
}

/// All values of an input.
#[must_use]
pub fn widest(values: &[f64], kind: Kind) -> Limits {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match kind {
        Kind::Ordered => {
            Limits::Between(sorted.first().copied().unwrap_or(f64::NAN), sorted.last().copied().unwrap_or(f64::NAN))
        }
        Kind::Choice => {
            sorted.dedup();
            Limits::Among(sorted)
        }
    }
}

fn in_box(inputs: &[&[f64]], limits: &[Limits], row: usize) -> bool {
    inputs.iter().zip(limits).all(|(values, limits)| limits.allow(values[row]))
}

fn told(limits: &[Limits], rows: &[usize], interest: &[bool], all: usize, outer: &[Limits]) -> PrimBox {
    let hits = rows.iter().filter(|row| interest[**row]).count();
    PrimBox {
        limits: limits.to_vec(),
        rows: rows.len(),
        hits,
        coverage: hits as f64 / all as f64,
        density: if rows.is_empty() { 0.0 } else { hits as f64 / rows.len() as f64 },
        mass: rows.len() as f64 / interest.len() as f64,
        restricted: (0..limits.len()).filter(|input| limits[*input] != outer[*input]).collect(),
    }
}

/// Limits and the rows within.
#[derive(Clone)]
struct Place {
    limits: Vec<Limits>,
    rows: Vec<usize>,
}

/// What a search looks at.
struct Sample<'a> {
    inputs: &'a [(&'a [f64], Kind)],
    interest: &'a [bool],
    rows: &'a [usize],
    all: usize,
    widest: &'a [Limits],
}

impl Sample<'_> {
    fn told(&self, at: &Place) -> PrimBox {
        told(&at.limits, &at.rows, self.interest, self.all, self.widest)
    }

    fn density(&self, rows: &[usize]) -> f64 {
        let hits = rows.iter().filter(|row| self.interest[**row]).count();
        if rows.is_empty() { 0.0 } else { hits as f64 / rows.len() as f64 }
    }

    fn heavy_enough(&self, at: &Place, search: Search) -> bool {
        at.rows.len() as f64 / self.interest.len() as f64 >= search.least_mass
    }

    /// The step that gains most density for each row that comes or goes, if one gains at all.
    fn best(&self, from: &Place, steps: Vec<Place>) -> Option<Place> {
        let before = self.density(&from.rows);
        let mut best: Option<(f64, usize, Place)> = None;
        for step in steps {
            let moved = from.rows.len().abs_diff(step.rows.len());
            let gain = self.density(&step.rows) - before;
            let gain = if gain == 0.0 { 0.0 } else { gain / moved as f64 };
            let free = (0..self.widest.len()).filter(|input| step.limits[*input] == self.widest[*input]).count();
            if best.as_ref().is_none_or(|(most, freest, _)| gain > *most || gain == *most && free > *freest) {
                best = Some((gain, free, step));
            }
        }
        best.filter(|(gain, ..)| *gain > 0.0).map(|(.., step)| step)
    }

    fn peels(&self, at: &Place, share: f64) -> Vec<Place> {
        let mut steps = Vec::new();
        let step = |input: usize, limits: Limits| {
            let values = self.inputs[input].0;
            let rows = at.rows.iter().copied().filter(|row| limits.allow(values[*row])).collect();
            let mut all = at.limits.clone();
            all[input] = limits;
            Place { limits: all, rows }
        };
        for (input, (values, _)) in self.inputs.iter().enumerate() {
            match &at.limits[input] {
                Limits::Between(low, high) => {
                    let mut sorted: Vec<f64> = at.rows.iter().map(|row| values[*row]).collect();
                    sorted.sort_unstable_by(f64::total_cmp);
                    steps.push(step(input, Limits::Between(*low, halfway(&sorted, 1.0 - share))));
                    steps.push(step(input, Limits::Between(halfway(&sorted, share), *high)));
                }
                Limits::Among(allowed) if allowed.len() > 1 => {
                    for gone in allowed {
                        let rest = allowed.iter().copied().filter(|value| value != gone).collect();
                        steps.push(step(input, Limits::Among(rest)));
                    }
                }
                Limits::Among(_) => {}
            }
        }
        steps
    }

    fn pastes(&self, at: &Place, share: f64) -> Vec<Place> {
        let mut steps = Vec::new();
        let within = |limits: &[Limits]| -> Vec<usize> {
            let allow = |row: &usize| self.inputs.iter().zip(limits).all(|((values, _), one)| one.allow(values[*row]));
            self.rows.iter().copied().filter(allow).collect()
        };
        let with = |input: usize, one: Limits| {
            let mut limits = at.limits.clone();
            limits[input] = one;
            let rows = within(&limits);
            Place { limits, rows }
        };
        for (input, (values, _)) in self.inputs.iter().enumerate() {
            if at.limits[input] == self.widest[input] {
                continue;
            }
            match (&at.limits[input], &self.widest[input]) {
                (Limits::Between(low, high), Limits::Between(lowest, highest)) => {
                    let beside = |from: f64, to: f64| {
                        let rows = with(input, Limits::Between(from, to)).rows;
                        let mut sorted: Vec<f64> = rows.into_iter().map(|row| values[row]).collect();
                        sorted.sort_unstable_by(f64::total_cmp);
                        sorted
                    };
                    let below = beside(*lowest, *low);
                    let down = if below.is_empty() { *lowest } else { halfway(&below, 1.0 - share) };
                    steps.push(with(input, Limits::Between(down, *high)));
                    let above = beside(*high, *highest);
                    let up = if above.is_empty() { *highest } else { halfway(&above, share) };
                    steps.push(with(input, Limits::Between(*low, up)));
                }
                (Limits::Among(allowed), Limits::Among(every)) => {
                    for back in every.iter().filter(|value| !allowed.contains(value)) {
                        let more = every.iter().copied().filter(|value| value == back || allowed.contains(value));
                        steps.push(with(input, Limits::Among(more.collect())));
                    }
                }
                _ => {}
            }
        }
        steps
    }
}

/// Halfway between the two different values around a share of sorted values (the quantile of sdtoolkit, Bryant 2009):
/// where both are equal, the one further from the end is moved on.
fn halfway(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * share;
    let (mut below, mut above) = (libm::floor(place) as usize, libm::ceil(place) as usize);
    if share > 0.5 {
        while sorted[below] == sorted[above] && below > 0 {
            below -= 1;
        }
    } else {
        while sorted[below] == sorted[above] && above < sorted.len() - 1 {
            above += 1;
        }
    }
    0.5 * (sorted[below] + sorted[above])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peel_ends_halfway_between_two_different_values() {
        // PRIM04: test_quantile of the EMA workbench (BSD-3, figures only).
        let a: Vec<f64> = (0..10).map(f64::from).collect();
        let b = [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0];
        assert_eq!([0.9, 0.95, 0.1, 0.05].map(|share| halfway(&a, share)), [8.5, 8.5, 0.5, 0.5]);
        assert_eq!([0.9, 0.95, 0.1, 0.05].map(|share| halfway(&b, share)), [8.5, 8.5, 1.5, 1.5]);
        assert_eq!(halfway(&[2.0; 9], 0.05), 2.0);
    }

    #[test]
    fn without_interest_there_is_no_box_and_without_limits_no_chance() {
        let values = [1.0, 2.0, 3.0, 4.0];
        let inputs = [(values.as_slice(), Kind::Ordered)];
        assert!(prim(&inputs, &[false; 4], &[true; 4], Search::default()).is_empty());
        assert!(prim(&inputs, &[true, false, false, false], &[false, true, true, true], Search::default()).is_empty());
        let found = prim(&inputs, &[true; 4], &[true; 4], Search::default());
        assert_eq!((found.len(), found[0].coverage, found[0].density), (1, 1.0, 1.0));
        let outer = [widest(&values, Kind::Ordered)];
        assert_eq!(quasi_p(&[&values], &[true; 4], &found[0], &outer), [[None, None]]);
        assert_eq!(counted(&[&values], &[false; 4], &outer, &outer), None);
    }
}
