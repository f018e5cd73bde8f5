//! The launches of a calibration, written down as they are drawn, and those that were written down before it was stopped.

use std::iter::Peekable;
use std::sync::atomic::AtomicBool;
use std::vec::IntoIter;

use indicatif::ProgressBar;

use super::refusal;
use crate::cli::failure::Failure;
use crate::cli::halfway::Written;
use crate::cli::terminal;
use crate::experiment::Workers;
use crate::experiment::calibrate::bank::Taken;
use crate::experiment::calibrate::{Calibration, Effort, Listener, Refusal, Subject, calibrate};
use crate::outcome::Chunk;
use crate::report::ReportError;
use crate::report::calibrate::journal::{Row, Rows, Shape};
use crate::report::journal::Journal;
use crate::units::thousands;

/// What is written down, and what was.
pub struct Keeping {
    /// Where it is written.
    pub journal: Journal<Rows>,
    /// How many launches are.
    pub written: Written,
    /// What was written before and is not gone on with yet.
    pub rows: Peekable<IntoIter<Row>>,
    /// Whether nothing is told of it.
    pub quiet: bool,
}

impl Keeping {
    /// Draws the launches of a round, with a bar that says how far they are.
    pub fn drawn(
        &mut self,
        round: usize,
        subject: Subject<'_>,
        effort: &Effort,
        (workers, stop): (&Workers, &AtomicBool),
    ) -> Result<Calibration, Refusal<ReportError>> {
        let bar = terminal::progress_of(u64::from(effort.most), "launches at most", self.quiet);
        let shape = Shape::of(subject.plan);
        let Self { journal, written, rows, .. } = self;
        let known = std::iter::from_fn(|| rows.next_if(|row| row.round == round)).map_while(|row| shape.chunk(&row));
        let mut listening = Listening { journal, written, shape: &shape, round, bar: &bar };
        let found = calibrate(subject, effort, (workers, stop), known, &mut listening);
        bar.finish_and_clear();
        found
    }

    /// What ends the command. What was drawn is forgotten where it has its answer.
    pub fn failed(self, refusal: Refusal<ReportError>, effort: &Effort) -> Failure {
        match refusal {
            Refusal::Stopped => self.written.stopped(),
            Refusal::Plan(fault) => Failure::Plan(fault),
            Refusal::Kept(fault) => Failure::Report(fault),
            Refusal::TooFew { launches, effective, costs, facts } => match self.journal.remove() {
                Err(fault) => Failure::Report(fault),
                Ok(()) => {
                    let all = launches >= effort.most;
                    Failure::Usage(refusal::too_few((launches, all), effective, &costs, &facts))
                }
            },
        }
    }
}

/// Writes down what it hears.
struct Listening<'a> {
    journal: &'a mut Journal<Rows>,
    written: &'a Written,
    shape: &'a Shape,
    round: usize,
    bar: &'a ProgressBar,
}

impl Listener for Listening<'_> {
    type Error = ReportError;

    fn known(&mut self, launches: u32) {
        self.bar.inc(u64::from(launches));
    }

    fn drawn(&mut self, chunk: Chunk, taken: Vec<Taken>) -> Result<(), ReportError> {
        let launches = chunk.launches as u64;
        self.journal.add(&self.shape.row(self.round, &chunk, taken))?;
        self.written.add(launches);
        self.bar.inc(launches);
        Ok(())
    }

    fn round(&mut self, launches: u32, effective: f64, next: u32) {
        if next > launches {
            self.bar.set_length(u64::from(next));
        }
        self.bar.set_message(format!("worth {}", thousands(effective, 0)));
    }
}
