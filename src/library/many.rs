//! Several scenarios under the same luck, and one at many points.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use super::{Columns, Draft, Error, Model, Workers, ended_early};
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
/// hold, or one cannot be simulated.
pub fn compare(alternatives: &[(&str, &Model)], launches: u32, workers: &Workers) -> Result<Compared, Error> {
    let impossible = |fault: &dyn std::fmt::Display| Error::Impossible(fault.to_string());
    let named = alternatives.iter().map(|(name, model)| ((*name).to_owned(), model.loaded.scenario.clone()));
    let cases = cases(named.collect()).map_err(|fault| impossible(&fault))?;
    fits(&cases, launches).map_err(|fault| impossible(&fault))?;
    let runs = run(&cases, launches, workers, &AtomicBool::new(false));
    let runs = runs.map_err(|why| ended_early(&alternatives[0].1.loaded, why))?;
    let figures = Comparison::of(&runs, workers);
    let columns = cases.iter().zip(runs.alternatives).map(|(case, of)| {
        let mut columns = Columns::of_launches(&of.layout, &case.scenario.inputs);
        columns.rows = (0..u64::from(launches)).collect();
        let values = of.inputs.into_iter().chain(of.metrics);
        columns.columns.iter_mut().zip(values).for_each(|(column, values)| column.values = values);
        (of.name, columns)
    });
    Ok(Compared { alternatives: columns.collect(), figures })
}

/// Simulates so many launches at every combination of values, each argument as after `--vary`:
/// `product.phone.price=1499,1999` or `component.screen.lead_time=2 weeks..8 weeks:2 weeks`. A row is a point, and a metric
/// has a column for its mean, its standard error and each of five quantiles, as in `net_profit_yuan_mean`.
///
/// # Errors
/// [`Error::Faulty`] when the scenario is wrong, by itself or at a point; [`Error::Impossible`] when a value cannot be read
/// or a point cannot be simulated.
pub fn sweep(draft: &Draft, vary: &[&str], launches: u32, workers: &Workers) -> Result<Columns, Error> {
    let model = draft.compile()?;
    let seed = model.loaded.scenario.run.seed;
    let impossible = |fault: &dyn std::fmt::Display| Error::Impossible(fault.to_string());
    let axes: Result<Vec<Axis>, _> = vary.iter().map(|vary| Axis::parse(vary)).collect();
    let axes = axes.map_err(|fault| impossible(&fault))?;
    let design = Design::new(Method::Grid, axes, None, seed).map_err(|fault| impossible(&fault))?;
    let failed = |fault: SweepError<Infallible>| match fault {
        SweepError::Scenario(_, error) => error.into(),
        SweepError::Plan(..) | SweepError::Design(_) => impossible(&fault),
        SweepError::Sink(never) => match never {},
        SweepError::Stopped => unreachable!("a sweep stopped though nobody asked"),
    };
    let sweep = Sweep::prepare(draft.template()?, design, launches, seed, None).map_err(failed)?;
    let mut columns = Columns::of_points(&sweep.layout, &sweep.design.axes);
    let mut sink = |point: &Point| {
        columns.add_point(point);
        Ok(())
    };
    sweep.run(Shard::WHOLE, 0, workers, &AtomicBool::new(false), &mut sink).map_err(failed)?;
    Ok(columns)
}
