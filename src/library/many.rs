//! Several scenarios under the same luck, and one at many points.

use std::convert::Infallible;

use super::{Columns, Error, Job, Model, ended_early};
use crate::experiment::compare::figures::Comparison;
use crate::experiment::compare::{cases, fits, run};
use crate::experiment::sweep::axis::Axis;
use crate::experiment::sweep::design::{Design, Method};
use crate::experiment::sweep::{Point, Shard, Sweep, SweepError};

/// Alternatives under the same luck.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The launches of each, the baseline first; the same row is the same launch under the same luck in all of them.
    pub alternatives: Vec<(String, Columns)>,
    /// Differences with their intervals, and the choice by net profit.
    pub figures: Comparison,
}

/// Simulates the same launches of several models, the baseline first, with the baseline's seed.
///
/// # Errors
/// [`Error::Impossible`] when there are fewer than two, they count in different money, they are more than memory should
/// hold, or one cannot be simulated; [`Error::Stopped`] when the flag of the job was raised.
pub fn compare<'a>(alternatives: &[(&str, &Model)], launches: u32, job: impl Into<Job<'a>>) -> Result<Compared, Error> {
    let job = job.into();
    let named = alternatives.iter().map(|(name, model)| {
        let mut scenario = model.loaded.scenario.clone();
        scenario.run.seed = alternatives[0].1.seed();
        ((*name).to_owned(), scenario)
    });
    let cases = cases(named.collect()).map_err(impossible)?;
    fits(&cases, launches).map_err(impossible)?;
    let runs = run(&cases, launches, job.workers, job.stop);
    let runs = runs.map_err(|why| ended_early(&alternatives[0].1.loaded, why))?;
    job.count(u64::from(launches) * alternatives.len() as u64);
    let figures = Comparison::of(&runs, job.workers);
    let columns = cases.iter().zip(runs.alternatives).map(|(case, of)| {
        let mut columns = Columns::of_launches(&of.layout, &case.scenario.inputs, 0);
        columns.rows = (0..u64::from(launches)).collect();
        let values = of.inputs.into_iter().chain(of.metrics);
        columns.columns.iter_mut().zip(values).for_each(|(column, values)| column.values = values);
        (of.name, columns)
    });
    Ok(Compared { alternatives: columns.collect(), figures })
}

/// Simulates so many launches at every combination of values: all points of a [`Grid`].
///
/// # Errors
/// As [`Grid::new`] and [`Grid::run`].
pub fn sweep<'a>(model: &Model, vary: &[&str], launches: u32, job: impl Into<Job<'a>>) -> Result<Columns, Error> {
    Grid::new(model, vary, launches)?.run((1, 1), job)
}

/// Every combination of some values of some keys.
#[derive(Debug)]
pub struct Grid(Sweep);

impl Grid {
    /// Each argument as after `--vary`: `product.phone.price=1499,1999` or
    /// `component.screen.lead_time=2 weeks..8 weeks:2 weeks`.
    ///
    /// # Errors
    /// [`Error::Faulty`] when the scenario is wrong at a value; [`Error::Impossible`] when a value cannot be read.
    pub fn new(model: &Model, vary: &[&str], launches: u32) -> Result<Self, Error> {
        let axes: Vec<Axis> =
            vary.iter().map(|vary| Axis::parse(vary)).collect::<Result<_, _>>().map_err(impossible)?;
        let design = Design::new(Method::Grid, axes, None, model.seed()).map_err(impossible)?;
        Sweep::prepare(model.template.clone(), design, launches, model.seed(), None).map(Self).map_err(failed)
    }

    /// How many points it has.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.0.design.points
    }

    /// Simulates the points of one part of several, as `(2, 3)` the second of three; `(1, 1)` is all of them. A row is a
    /// point, and a metric has a column for its mean, its standard error and each of five quantiles, as in
    /// `net_profit_yuan_mean`. Rows of all parts, in the order of their numbers, are the rows of the whole.
    ///
    /// # Errors
    /// [`Error::Faulty`] when a point makes no scenario; [`Error::Impossible`] when one cannot be simulated or there is no
    /// such part; [`Error::Stopped`] when the flag of the job was raised.
    pub fn run<'a>(&self, (number, of): (u64, u64), job: impl Into<Job<'a>>) -> Result<Columns, Error> {
        let job = job.into();
        let shard = Shard::parse(&format!("{number}/{of}")).map_err(impossible)?;
        let mut columns = Columns::of_points(&self.0.layout, &self.0.design.axes);
        let mut sink = |point: &Point| {
            columns.add_point(point);
            job.count(1);
            Ok(())
        };
        self.0.run(shard, 0, job.workers, job.stop, &mut sink).map_err(failed)?;
        Ok(columns)
    }
}

fn impossible(fault: impl std::fmt::Display) -> Error {
    Error::Impossible(fault.to_string())
}

fn failed(fault: SweepError<Infallible>) -> Error {
    match fault {
        SweepError::Scenario(_, error) => error.into(),
        SweepError::Plan(..) | SweepError::Design(_) => impossible(&fault),
        SweepError::Sink(never) => match never {},
        SweepError::Stopped => Error::Stopped,
    }
}
