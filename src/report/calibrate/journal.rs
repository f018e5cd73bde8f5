//! The journal of a calibration: of every launch what its bank takes.

use serde::{Deserialize, Serialize};

use crate::company::plan::Plan;
use crate::experiment::calibrate::bank::Taken;
use crate::experiment::calibrate::{Effort, fitted};
use crate::outcome::Chunk;
use crate::report::journal::{Kind, Question, Reading};

/// The journals of calibrations.
pub const KIND: Kind = Kind {
    file: "calibrate.journal",
    magic: "launchsim-calibrate-1",
    family: "launchsim-calibrate-",
    of: "calibration",
    alien: "it is no journal of a calibration",
};

/// What was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Tells the scenario and what was counted from any other.
    pub fingerprint: String,
    /// Seed of all luck.
    pub seed: u64,
    /// Launches of equal weight that are wanted, and launches at most.
    pub launches: (f64, u32),
    /// The days by which is forecast.
    pub days: Vec<String>,
}

impl Asked {
    /// What a calibration that is about to begin was asked; the fingerprint is that of its scenario.
    #[must_use]
    pub fn of(plan: &Plan, fingerprint: u64, effort: &Effort, days: Vec<String>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            scenario: plan.layout.scenario.clone(),
            fingerprint: format!("{fingerprint:016x}"),
            seed: plan.seed,
            launches: (effort.effective, effort.most),
            days,
        }
    }
}

impl Question for Asked {
    fn difference(&self, other: &Self) -> Option<String> {
        let differs = |differs: bool, what: &str| differs.then(|| what.to_owned());
        differs(self.version != other.version, "made by another version of launchsim")
            .or_else(|| differs(self.scenario != other.scenario, "of another scenario"))
            .or_else(|| differs(self.seed != other.seed, "with another seed"))
            .or_else(|| differs(self.launches != other.launches, "with another --effective or -n"))
            .or_else(|| match (self.days.is_empty(), other.days.is_empty()) {
                (true, false) => Some("with --actuals".to_owned()),
                (false, true) => Some("without --actuals".to_owned()),
                _ => differs(self.days != other.days, "as of other days"),
            })
            .or_else(|| differs(self != other, "of another content of the same scenario, or of what was counted"))
    }
}

/// What was taken of some launches in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which of the days by which is forecast.
    pub round: usize,
    first: u32,
    taken: Vec<Taken>,
    /// Of each launch in turn what was taken.
    values: Vec<f64>,
}

/// Which numbers of a launch stand in a row.
#[derive(Clone, Debug)]
pub struct Shape {
    inputs: usize,
    metrics: usize,
    /// The metrics of the facts that are fitted.
    facts: Vec<usize>,
}

impl Shape {
    /// Those of the launches of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let facts = fitted(plan).iter().map(|fact| fact.metric).collect();
        Self { inputs: plan.layout.inputs.len(), metrics: plan.layout.metrics.len(), facts }
    }

    /// The metrics that were taken.
    fn metrics(&self, taken: Taken) -> Vec<usize> {
        match taken {
            Taken::Nothing => Vec::new(),
            Taken::Facts => self.facts.clone(),
            Taken::All => (0..self.metrics).collect(),
        }
    }

    /// What was taken of some launches, to be written.
    #[must_use]
    pub fn row(&self, round: usize, chunk: &Chunk, taken: Vec<Taken>) -> Row {
        let mut values = Vec::new();
        for (at, &of) in taken.iter().enumerate().filter(|(_, of)| **of != Taken::Nothing) {
            values.extend(chunk.inputs.iter().map(|column| column[at]));
            values.extend(self.metrics(of).into_iter().map(|metric| chunk.metrics[metric][at]));
        }
        Row { round, first: chunk.first, taken, values }
    }

    /// The launches of a row; what was not taken of them is no number. `None` where the row is of other launches.
    #[must_use]
    pub fn chunk(&self, row: &Row) -> Option<Chunk> {
        let launches = row.taken.len();
        let columns = |count: usize| vec![vec![f64::NAN; launches]; count];
        let (mut inputs, mut metrics) = (columns(self.inputs), columns(self.metrics));
        let mut values = row.values.iter().copied();
        for (at, &taken) in row.taken.iter().enumerate().filter(|(_, taken)| **taken != Taken::Nothing) {
            for column in &mut inputs {
                column[at] = values.next()?;
            }
            for metric in self.metrics(taken) {
                metrics[metric][at] = values.next()?;
            }
        }
        values.next().is_none().then_some(Chunk { first: row.first, launches, inputs, metrics, short: Vec::new() })
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug)]
pub struct Rows;

impl Reading for Rows {
    type Record = Row;

    fn words(&self, row: &Row) -> Vec<u64> {
        let mut words = vec![row.round as u64, u64::from(row.first), row.taken.len() as u64];
        words.extend(row.taken.iter().map(|taken| match taken {
            Taken::Nothing => 0,
            Taken::Facts => 1,
            Taken::All => 2,
        }));
        words.extend(row.values.iter().map(|value| value.to_bits()));
        words
    }

    fn record(&self, words: &[u64]) -> Option<Row> {
        let &[round, first, launches, ref rest @ ..] = words else { return None };
        let (taken, values) = rest.split_at_checked(launches as usize)?;
        let taken = taken.iter().map(|word| match word {
            0 => Some(Taken::Nothing),
            1 => Some(Taken::Facts),
            2 => Some(Taken::All),
            _ => None,
        });
        let values = values.iter().map(|word| f64::from_bits(*word)).collect();
        Some(Row { round: round as usize, first: first as u32, taken: taken.collect::<Option<_>>()?, values })
    }

    fn launches(&self, row: &Row) -> u64 {
        row.taken.len() as u64
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_row_gives_back_what_was_taken_of_each_launch_and_nothing_else() {
        let shape = Shape { inputs: 2, metrics: 3, facts: vec![2] };
        let column = |from: f64| vec![from, from + 1.0, from + 2.0];
        let chunk = Chunk {
            first: 512,
            launches: 3,
            inputs: vec![column(0.0), column(10.0)],
            metrics: vec![column(20.0), column(30.0), column(40.0)],
            short: Vec::new(),
        };
        let row = shape.row(1, &chunk, vec![Taken::All, Taken::Nothing, Taken::Facts]);
        let again = Rows.record(&Rows.words(&row)).unwrap();
        assert_eq!((&again, again.round, Rows.launches(&again)), (&row, 1, 3));
        let back = shape.chunk(&again).unwrap();
        let told =
            |columns: &[Vec<f64>]| -> Vec<String> { columns.iter().map(|column| format!("{column:?}")).collect() };
        assert_eq!((back.first, back.launches), (512, 3));
        assert_eq!(told(&back.inputs), ["[0.0, NaN, 2.0]", "[10.0, NaN, 12.0]"]);
        assert_eq!(told(&back.metrics), ["[20.0, NaN, NaN]", "[30.0, NaN, NaN]", "[40.0, NaN, 42.0]"]);
        assert!(Shape { inputs: 3, ..shape.clone() }.chunk(&again).is_none());
        assert!(Shape { inputs: 1, ..shape }.chunk(&again).is_none());
    }
}
