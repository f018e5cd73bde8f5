//! What is looked for, and on what condition: figures of the launches of a point.

use crate::language::expression::{Condition, Expression};
use crate::stats::{Better, Sampled, Share, Summary, mean};

/// Launches of a part, where a figure is of many launches and not of each: parts stand for repetitions.
pub const PART: usize = 64;
/// The metric that says whether a launch falls short of cash.
pub const SHORT: &str = "insolvent";

/// A column of the launches of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Name of the metric as it was written.
    pub metric: String,
    /// Whether it is wanted under the rule for a company short of cash that is not the scenario's own.
    pub other_rule: bool,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Goal {
    /// What is looked for.
    pub objective_asked: Expression,
    /// Whether less of it is better.
    pub least: bool,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// The columns that say all this of a point; in this order it is handed over.
    pub wanted: Vec<Wanted>,
    /// Whether there is no luck.
    pub certain: bool,
    /// How launches are sampled.
    pub sampled: Sampled,
}

/// How a point stands to a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, beyond sampling error.
    Met,
    /// These launches cannot tell.
    Unknown,
    /// It does not hold, beyond sampling error.
    Broken,
}

/// The figure of a condition at a point with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What that says of the condition.
    pub verdict: Verdict,
}

/// The columns of some launches of a point, in the order of [`Goal::wanted`].
pub type Columns<'a> = [&'a [f64]];

impl Goal {
    /// Looks for the most of an objective, or the least; `short` says whether launches may fall short of cash at all.
    #[must_use]
    pub fn new(
        objective: Expression,
        least: bool,
        conditions: Vec<Condition>,
        (short, certain, sampled): (bool, bool, Sampled),
    ) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut want = |metric: String, other_rule: bool| {
            let one = Wanted { metric, other_rule };
            if !wanted.contains(&one) {
                wanted.push(one);
            }
        };
        objective.variables().iter().for_each(|name| want(name.clone(), false));
        conditions.iter().flat_map(|one| one.left.variables()).for_each(|name| want(name.clone(), false));
        if short {
            want(SHORT.to_owned(), false);
            objective.variables().iter().for_each(|name| want(name.clone(), true));
        }
        Self { objective_asked: objective, least, conditions, wanted, certain, sampled }
    }

    /// 1 where more is better, else -1.
    #[must_use]
    pub fn sign(&self) -> f64 {
        if self.least { -1.0 } else { 1.0 }
    }

    fn column<'a>(&self, columns: &Columns<'a>, metric: &str, other_rule: bool) -> &'a [f64] {
        let at = |other| self.wanted.iter().position(|one| one.metric == metric && one.other_rule == other);
        // Without a rule for short cash both are the same.
        at(other_rule).or_else(|| at(false)).map_or(&[], |at| columns[at])
    }

    /// A figure of each launch.
    fn each(&self, formula: &Expression, columns: &Columns, other_rule: bool) -> Vec<f64> {
        let of = |name: &String| self.column(columns, name, other_rule);
        formula.of_columns(&formula.variables().iter().map(of).collect::<Vec<&[f64]>>())
    }

    /// A figure of all launches together; NaN where it applies to none.
    fn figure(&self, formula: &Expression, columns: &Columns, other_rule: bool) -> f64 {
        formula.of_launches(&mut |name| self.column(columns, name, other_rule).to_vec())
    }

    /// Repetitions of a figure: that of each launch, or of each part of the launches.
    fn repeated(&self, formula: &Expression, columns: &Columns) -> Vec<f64> {
        if formula.is_of_one_launch() {
            return self.each(formula, columns, false);
        }
        let launches = columns.first().map_or(0, |column| column.len());
        let part = |at: usize| {
            let some: Vec<&[f64]> = columns.iter().map(|column| &column[at * PART..(at + 1) * PART]).collect();
            self.figure(formula, &some, false)
        };
        (0..launches / PART).map(part).collect()
    }

    /// What is looked for, as it is told.
    #[must_use]
    pub fn objective(&self, columns: &Columns) -> f64 {
        self.figure(&self.objective_asked, columns, false)
    }

    /// The same under the rule for a company short of cash that is not the scenario's own.
    #[must_use]
    pub fn objective_under_other_rule(&self, columns: &Columns) -> f64 {
        self.figure(&self.objective_asked, columns, true)
    }

    /// Its repetitions, more being better.
    #[must_use]
    pub fn repetitions(&self, columns: &Columns) -> Vec<f64> {
        let sign = self.sign();
        self.repeated(&self.objective_asked, columns).into_iter().map(|value| sign * value).collect()
    }

    /// How many launches make a repetition.
    #[must_use]
    pub fn launches_of_repetition(&self) -> u64 {
        if self.objective_asked.is_of_one_launch() { 1 } else { PART as u64 }
    }

    /// The share of launches in which a formula holds that is yes or no in each.
    fn share(&self, formula: &Expression, columns: &Columns) -> Option<Share> {
        let of = |name: &String| self.column(columns, name, false);
        let answers = formula.answers(&formula.variables().iter().map(of).collect::<Vec<&[f64]>>())?;
        Some(Share::where_it(&answers, |answer| answer == 1.0, self.sampled))
    }

    /// How repetitions of a figure are sampled: parts of the launches are taken for independent ones, which is cautious where
    /// launches are spread evenly.
    fn sampled(&self, formula: &Expression) -> Sampled {
        if formula.is_of_one_launch() { self.sampled } else { Sampled::Independently }
    }

    /// How the repetitions of what is looked for are sampled.
    #[must_use]
    pub fn repetitions_are(&self) -> Sampled {
        self.sampled(&self.objective_asked)
    }

    /// Student's interval of a figure around its value over all launches; `None` with fewer than two repetitions.
    fn student(&self, formula: &Expression, columns: &Columns, confidence: f64) -> Option<(f64, f64)> {
        let repeated = self.repeated(formula, columns);
        let found = Summary::sampled(&repeated, Better::More, self.sampled(formula));
        let (low, high) = found.interval(confidence);
        let shift = self.figure(formula, columns, false) - found.mean;
        (found.count > 1).then_some((low + shift, high + shift))
    }

    /// The interval of what is looked for, of a probability the exact one; `None` where there is none.
    #[must_use]
    pub fn interval(&self, columns: &Columns, confidence: f64) -> Option<(f64, f64)> {
        let value = self.objective(columns);
        if self.certain {
            return Some((value, value));
        }
        if let Some(share) = self.share(&self.objective_asked, columns) {
            return (share.of > 1).then(|| share.interval(confidence));
        }
        self.student(&self.objective_asked, columns, confidence)
    }

    /// The 5 % of launches that fare worst in what is looked for lie beyond this; NaN of a figure that no launch has.
    #[must_use]
    pub fn bad_luck(&self, columns: &Columns) -> f64 {
        if !self.objective_asked.is_of_one_launch() {
            return f64::NAN;
        }
        let summary = Summary::of(&self.each(&self.objective_asked, columns, false));
        if self.least { summary.p95 } else { summary.p5 }
    }

    /// Share of launches short of cash; NaN where none can be.
    #[must_use]
    pub fn short(&self, columns: &Columns) -> f64 {
        let at = self.wanted.iter().position(|one| one.metric == SHORT && !one.other_rule);
        at.map_or(f64::NAN, |at| mean(columns[at]))
    }

    /// How a condition stands at a point: by the exact interval of a share where it is yes or no in each launch (Clopper &
    /// Pearson 1934), else by Student's.
    #[must_use]
    pub fn standing(&self, condition: usize, columns: &Columns, confidence: f64) -> Standing {
        let Condition { left, sense, limit } = &self.conditions[condition];
        let value = self.figure(left, columns, false);
        let (low, high) = match self.share(left, columns) {
            _ if self.certain => (value, value),
            Some(share) if share.of > 1 => share.interval(confidence),
            _ => self.student(left, columns, confidence).unwrap_or((f64::NEG_INFINITY, f64::INFINITY)),
        };
        let verdict = match [low, high].map(|end| sense.holds(end, *limit)) {
            _ if value.is_nan() => Verdict::Unknown,
            [Some(true), Some(true)] => Verdict::Met,
            [Some(false), Some(false)] => Verdict::Broken,
            _ => Verdict::Unknown,
        };
        Standing { value, low, high, verdict }
    }

    /// How far a figure of a condition lies on the wrong side of its limit; less is better.
    #[must_use]
    pub fn excess(&self, condition: usize, columns: &Columns) -> f64 {
        let Condition { left, sense, limit } = &self.conditions[condition];
        let value = self.figure(left, columns, false);
        if sense.is_from_above() { value - limit } else { limit - value }
    }

    /// How all conditions stand together at a point, at a confidence shared out among them.
    #[must_use]
    pub fn verdict(&self, columns: &Columns, confidence: f64) -> Verdict {
        let each = 1.0 - (1.0 - confidence) / self.conditions.len().max(1) as f64;
        let all: Vec<Verdict> = (0..self.conditions.len()).map(|at| self.standing(at, columns, each).verdict).collect();
        match () {
            () if all.contains(&Verdict::Broken) => Verdict::Broken,
            () if all.contains(&Verdict::Unknown) => Verdict::Unknown,
            () => Verdict::Met,
        }
    }

    /// Whether the figures themselves lie within all limits, whatever their intervals.
    #[must_use]
    pub fn seems_met(&self, columns: &Columns) -> bool {
        let holds = |one: &Condition| one.sense.holds(self.figure(&one.left, columns, false), one.limit);
        self.conditions.iter().all(|one| holds(one) == Some(true))
    }
}
