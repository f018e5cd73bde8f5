//! A search for the best decision over a finite grid, with the same luck at every point and launches where they decide.
//!
//! [`search`] finds a few promising points, [`last`] compares them under fresh luck with a promise, [`answer`] says what
//! all of it comes to. What is simulated is asked of an [`Oracle`], so that a search that was stopped goes on: the same
//! questions come in the same order, and those that were answered before are read from where they were written down.

pub mod answer;
pub mod decisions;
pub mod goal;
pub mod last;
pub mod ledger;
mod propose;
pub mod search;
pub mod space;
#[cfg(test)]
mod tests;
pub mod units;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

use super::replicate::{CHUNK, Simulators, Traced, run_chunk};
use super::sweep::axis::{Axis, Levels};
use super::sweep::{SweepError, choice_of, fingerprint, scenario_with, try_values};
use super::workers::Workers;
use crate::company::plan::{Plan, compile};
use crate::language::expression::{Condition, Expression};
use crate::outcome::{Chunk, Layout, MetricId};
use crate::random::philox::source_id;
use crate::scenario::{Scenario, Template, price_moves_somebody};
use answer::Answer;
use goal::{Goal, SHORT};
use ledger::{Answered, Ledger, Oracle, Task};
use search::Effort;
use space::{Place, Space};

/// Launches simulated at a stretch.
const STRETCH: u32 = 64;

/// What is asked of a search.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is decided, with the values it may take.
    pub axes: Vec<Axis>,
    /// What is looked for.
    pub objective: Expression,
    /// Whether less of it is better.
    pub least: bool,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// Launches in all.
    pub budget: u64,
    /// Launches of a finalist at most, where that was said.
    pub finalist: Option<u32>,
    /// What shall be told apart, where that was said.
    pub delta: Option<f64>,
    /// Seed of all luck.
    pub seed: u64,
}

/// A search ready to run.
#[derive(Debug)]
pub struct Optimization {
    template: Template,
    /// What was asked.
    pub question: Question,
    /// The grid.
    pub space: Space,
    /// What is looked for.
    pub goal: Goal,
    /// How much is spent on what.
    pub effort: Effort,
    /// Names of what a launch yields.
    pub layout: Layout,
    /// How price makes people choose, as `market.choice` says; "" without a market.
    pub choice: &'static str,
    /// Whether the price has a way to demand at any point.
    pub price_moves: bool,
    /// A number that tells the scenario from any other.
    pub scenario_fingerprint: u64,
}

/// Why a search ended early.
pub type OptimizeError<E> = SweepError<E>;

/// An answer that was written down before, with its question.
pub type Record = (Task, Answered);

fn refused<T, E>(text: String) -> Result<T, OptimizeError<E>> {
    Err(SweepError::Design(super::sweep::axis::DesignError::Design(text)))
}

impl Optimization {
    /// Reads the scenario, tries the values of every decision on it, and shares the launches out.
    ///
    /// # Errors
    /// When the scenario or a value is wrong, a name is no metric, or the budget is too small.
    pub fn prepare<E>(template: Template, question: Question) -> Result<Self, OptimizeError<E>> {
        let base = scenario_with(&template, &[])?;
        let plan = compile(&base).map_err(|fault| SweepError::Plan(base.name.clone(), fault))?;
        let (certain, mut layout) = (plan.deterministic, plan.layout);
        let mut price_moves = price_moves_somebody(&base);
        for axis in &question.axes {
            let values = values_of(axis);
            price_moves |= try_values(&template, axis, values, &mut layout)?;
        }
        let all = std::iter::once(&question.objective).chain(question.conditions.iter().map(|one| &one.left));
        for name in all.flat_map(Expression::variables) {
            if layout.metric(name).is_none() {
                let near = crate::language::nearest(name, layout.metric_names());
                let cure = near.map_or_else(
                    || "summary.json of a run lists them".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return refused(format!("this scenario yields no metric `{name}`; {cure}"));
            }
        }
        units::checked(&question, &layout).or_else(refused)?;
        let space = Space { sides: question.axes.iter().map(side).collect() };
        if space.counted().is_none() {
            return refused(
                "there are more decisions than can be counted; decide fewer keys or take wider steps".into(),
            );
        }
        let (short, sampled) = (layout.at(MetricId::Insolvent).is_some(), layout.sampled);
        debug_assert_eq!(MetricId::Insolvent.id(), SHORT);
        let (objective, conditions) = (question.objective.clone(), question.conditions.clone());
        let goal = Goal::new(objective, question.least, conditions, (short, certain, sampled));
        let effort = Effort::new(question.budget, question.finalist, goal.launches_of_repetition(), certain);
        let effort = effort.map_or_else(refused, Ok)?;
        let choice = choice_of(&base);
        let scenario_fingerprint = fingerprint(base);
        Ok(Self { template, question, space, goal, effort, layout, choice, price_moves, scenario_fingerprint })
    }

    /// The overrides that make a point of the scenario; none make the scenario as it is written.
    #[must_use]
    pub fn settings(&self, place: Option<&Place>) -> Vec<String> {
        let values = place.map_or_else(Vec::new, |place| self.space.values(place));
        self.question.axes.iter().zip(values).map(|(axis, value)| axis.setting(value)).collect()
    }

    /// A number that tells this search from any other of the same scenario.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let Question { axes, budget, finalist, delta, seed, least, .. } = &self.question;
        let asked = (self.goal.objective_asked.text(), &self.goal.conditions);
        source_id("optimize", &format!("{axes:?} {budget} {finalist:?} {delta:?} {seed} {least} {asked:?}"))
    }

    /// Searches, and says what it comes to. What was `answered` before is taken as it is; every other answer goes to `sink`
    /// in the order of the questions, before it is made use of.
    ///
    /// # Errors
    /// [`OptimizeError`] when `stop` was set or the sink failed.
    pub fn run<E: Send>(
        &self,
        answered: VecDeque<Record>,
        workers: &Workers,
        stop: &AtomicBool,
        sink: &mut dyn FnMut(&Record) -> Result<(), E>,
    ) -> Result<Answer, OptimizeError<E>> {
        let mut simulation = Simulation { of: self, answered, workers, stop, sink };
        let mut ledger = Ledger::new(&self.space, &self.goal);
        let finalists = search::search(&mut ledger, &mut simulation, &self.effort)?;
        let searched = ledger.spent;
        let found = last::hold(&mut ledger, &mut simulation, (&finalists, &self.effort), self.question.delta)?;
        Ok(answer::answer(&ledger, &found, searched))
    }

    /// The scenario of a point, with the seed of the search; `None` where values that are each possible are not together.
    fn case(&self, place: Option<&Place>) -> Option<(Scenario, Plan)> {
        let mut scenario = self.template.with(&self.settings(place)).ok()?.scenario;
        scenario.run.seed = self.question.seed;
        let plan = compile(&scenario).ok()?;
        Some((scenario, plan))
    }
}

/// The values of a decision; a range that has none yet has none.
fn values_of(axis: &Axis) -> &[f64] {
    match &axis.levels {
        Levels::Values(values) => values,
        Levels::Range { .. } => &[],
    }
}

/// A decision as the search sees it.
fn side(axis: &Axis) -> space::Side {
    let mut values = values_of(axis).to_vec();
    let words = !axis.words.is_empty();
    if !words {
        values.sort_by(f64::total_cmp);
    }
    space::Side { values, words }
}

/// The oracle of a search: launches that were written down, and those that are simulated.
struct Simulation<'a, E> {
    of: &'a Optimization,
    answered: VecDeque<Record>,
    workers: &'a Workers,
    stop: &'a AtomicBool,
    sink: &'a mut dyn FnMut(&Record) -> Result<(), E>,
}

impl<E: Send> Oracle for Simulation<'_, E> {
    type Fault = OptimizeError<E>;

    fn simulate(&mut self, tasks: &[Task]) -> Result<Vec<Answered>, Self::Fault> {
        let mut answers: Vec<Answered> = Vec::with_capacity(tasks.len());
        while answers.len() < tasks.len() && self.answered.front().is_some_and(|one| one.0 == tasks[answers.len()]) {
            answers.extend(self.answered.pop_front().map(|(_, answer)| answer));
        }
        let rest = &tasks[answers.len()..];
        if !rest.is_empty() && !self.answered.is_empty() {
            return refused("the journal of this search was written by another one; start over with --fresh".into());
        }
        // Enough launches at once to keep all threads busy, and no more than are lost when the search is stopped.
        let most = (self.workers.count() as u64 * 4 * u64::from(CHUNK)).max(1);
        let mut start = 0;
        while start < rest.len() {
            let (mut end, mut launches) = (start, 0);
            while end < rest.len() && (end == start || launches + u64::from(rest[end].launches) <= most) {
                launches += u64::from(rest[end].launches);
                end += 1;
            }
            let some = self.of.wave(&rest[start..end], self.workers, self.stop);
            if self.stop.load(Ordering::Relaxed) {
                return Err(SweepError::Stopped);
            }
            for (task, answer) in rest[start..end].iter().zip(some) {
                let record = (task.clone(), answer);
                (self.sink)(&record).map_err(SweepError::Sink)?;
                answers.push(record.1);
            }
            start = end;
        }
        Ok(answers)
    }
}

impl Optimization {
    /// Some tasks at once, their launches spread over all threads.
    fn wave(&self, tasks: &[Task], workers: &Workers, stop: &AtomicBool) -> Vec<Answered> {
        let cases = workers.each(tasks, |task| self.case(task.place.as_ref()));
        let stretches = |(at, task): (usize, &Task)| {
            let (first, end) = (task.first, task.first + task.launches);
            (first..end).step_by(STRETCH as usize).map(move |from| (at, from, STRETCH.min(end - from)))
        };
        let pieces: Vec<(usize, u32, u32)> = tasks.iter().enumerate().flat_map(stretches).collect();
        let run = |simulators: &mut Simulators, &(at, first, launches): &(usize, u32, u32)| {
            let (scenario, plan) = cases[at].as_ref()?;
            let (chunk, _) = run_chunk(simulators, (scenario, plan), first, launches, Traced::NONE, stop).ok()?;
            Some(self.columns(&plan.layout, &chunk))
        };
        let done = workers.each_with(&pieces, Simulators::default, run);
        let mut answers: Vec<Answered> = vec![Some(vec![Vec::new(); self.goal.wanted.len()]); tasks.len()];
        for ((at, ..), columns) in pieces.iter().zip(done) {
            match (&mut answers[*at], columns) {
                (Some(all), Some(columns)) => {
                    all.iter_mut().zip(columns).for_each(|(all, column)| all.extend(column));
                }
                (answer, _) => *answer = None,
            }
        }
        answers
    }

    /// What is wanted of a chunk; a metric its point does not have applies to none of its launches.
    fn columns(&self, layout: &Layout, chunk: &Chunk) -> Vec<Vec<f64>> {
        let one = |wanted: &goal::Wanted| match layout.metric(&wanted.metric) {
            None => vec![f64::NAN; chunk.launches],
            Some(metric) if wanted.other_rule => chunk.under_other_rule(metric),
            Some(metric) => chunk.metrics[metric].clone(),
        };
        self.goal.wanted.iter().map(one).collect()
    }
}
