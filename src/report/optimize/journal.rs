//! The journal of a search: every answer of the simulation, with its point and its launches.

use super::asked::Asked;
use crate::experiment::optimize::Record;
use crate::experiment::optimize::ledger::Task;
use crate::report::journal::{Kind, Question, Reading};

/// The journals of searches.
pub const KIND: Kind = Kind {
    file: "optimize.journal",
    magic: "launchsim-optimize-1",
    family: "launchsim-optimize-",
    of: "search",
    alien: "it is no journal of a search",
};
/// Stands for the scenario as it is written.
const OWN: u64 = u64::MAX;

impl Question for Asked {
    fn difference(&self, other: &Self) -> Option<String> {
        Self::difference(self, other)
    }
}

/// How the answers of one search are written.
#[derive(Clone, Copy, Debug)]
pub struct Answers {
    axes: usize,
    columns: usize,
}

impl Answers {
    /// Those of this search.
    #[must_use]
    pub fn of(asked: &Asked) -> Self {
        Self { axes: asked.axes.len(), columns: asked.columns }
    }
}

impl Reading for Answers {
    type Record = Record;

    fn words(&self, (task, answer): &Record) -> Vec<u64> {
        let columns: &[Vec<f64>] = answer.as_deref().unwrap_or_default();
        let mut words = vec![if task.place.is_some() { 0 } else { OWN }];
        words.extend([u64::from(task.first), u64::from(task.launches), u64::from(answer.is_some())]);
        words.extend((0..self.axes).map(|axis| task.place.as_ref().map_or(0, |place| place[axis] as u64)));
        words.extend(columns.iter().flatten().map(|value| value.to_bits()));
        words
    }

    fn record(&self, words: &[u64]) -> Option<Record> {
        let &[own, first, launches, answered, ref rest @ ..] = words else { return None };
        let (place, values) = rest.split_at_checked(self.axes)?;
        let place = (own != OWN).then(|| place.iter().map(|&at| at as usize).collect());
        let (first, launches) = (first as u32, launches as u32);
        let values: Vec<f64> = values.iter().map(|word| f64::from_bits(*word)).collect();
        let answer = match answered {
            0 => None,
            _ if values.len() != self.columns * launches as usize => return None,
            _ => Some(values.chunks(launches.max(1) as usize).map(<[f64]>::to_vec).collect()),
        };
        Some((Task { place, first, launches }, answer))
    }

    fn launches(&self, (task, _): &Record) -> u64 {
        u64::from(task.launches)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn an_answer_reads_back_as_it_was_written() {
        let record = |place: Option<Vec<usize>>, answer| (Task { place, first: 64, launches: 2 }, answer);
        let reading = Answers { axes: 2, columns: 2 };
        for record in [
            record(Some(vec![3, 0]), Some(vec![vec![1.5, f64::INFINITY], vec![0.1, -0.0]])),
            record(None, Some(vec![vec![0.0, 1.0], vec![2.0, 3.0]])),
            record(Some(vec![1, 1]), None),
        ] {
            let words = reading.words(&record);
            assert_eq!(reading.record(&words).unwrap(), record);
            assert!(reading.record(&words[..5]).is_none(), "a point has a place on both axes");
        }
        let answered = record(None, Some(vec![vec![0.0, 1.0], vec![2.0, 3.0]]));
        assert!(
            Answers { axes: 2, columns: 3 }.record(&reading.words(&answered)).is_none(),
            "another number of columns"
        );
    }
}
