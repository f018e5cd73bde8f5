//! Options of `drivers` that ask more of the draws, or vary inputs by a design of their own.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use crate::experiment::Workers;
use crate::experiment::compare::{Alternative, Case};
use crate::experiment::drivers::draws::Drawings;
use crate::experiment::sensitivity::condition::interest;
use crate::experiment::sensitivity::design::{Method, Over, Screen};
use crate::experiment::sensitivity::discovery::Discovery;
use crate::experiment::sweep::axis::Axis;
use crate::experiment::sweep::{Point, Shard, Sweep, SweepError};
use crate::outcome::Unit;
use crate::report::sensitivity::design::{Designed, OfMetric};
use crate::report::sensitivity::{MOST_BOXES, Sensitivity};
use crate::scenario::{Scenario, Template};
use crate::stats::sensitivity::Worth;

/// How points are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// Elementary effects: which of many inputs matter at all, from few points
    Morris,
    /// Sobol' indices: shares of variance, alone and together with all others
    Sobol,
}

/// What is asked beside the drivers.
#[derive(Debug, Args)]
pub struct SensitivityArguments {
    /// Find the box of drawn inputs in which this is mostly true; of two scenarios, of the second less the first
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// Boxes to find, each outside of those before
    #[arg(long, value_name = "N", requires = "condition", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_BOXES)))]
    pub boxes: u32,
    /// Tell what it is worth to know these drawn inputs together; may be repeated
    #[arg(long, value_name = "KEY,KEY")]
    pub worth: Vec<String>,
    /// Vary inputs together by a design of its own
    #[arg(long, value_enum, value_name = "DESIGN")]
    pub design: Option<DesignName>,
    /// An input of the design: between ends, or as it is drawn; may be repeated [default: all that are drawn]
    #[arg(long, value_name = "KEY[=LOW..HIGH]", requires = "design")]
    pub over: Vec<String>,
    /// Trajectories of morris [default: 20] or rows of sobol [default: 128]
    #[arg(long, value_name = "N", requires = "design")]
    pub rows: Option<u32>,
}

impl SensitivityArguments {
    /// What the launches of a run say.
    ///
    /// # Errors
    /// When the condition cannot be read or names what is not there.
    pub fn of_draws(&self, alternatives: &[Alternative]) -> Result<Sensitivity, Failure> {
        let mut found = Sensitivity::default();
        let (names, draws) = drawn(alternatives);
        if let Some(condition) = &self.condition {
            let interest = interest(condition, alternatives).map_err(Failure::Usage)?;
            let boxes = Discovery::several(&names, &draws, &interest, self.boxes as usize);
            found.discoveries = boxes.into_iter().map(|found| (condition.trim().to_owned(), found)).collect();
        }
        Ok(found)
    }

    /// What it is worth to know inputs together, from the launches of a run.
    pub fn worth_of(&self, drawings: &Drawings) -> Vec<(String, Option<Worth>)> {
        let place = |key: &str| drawings.inputs.iter().position(|input| input == key.trim());
        let one = |keys: &String| {
            let places: Vec<usize> = keys.split(',').filter_map(place).collect();
            (keys.split(',').map(str::trim).collect::<Vec<_>>().join(", "), drawings.worth_of(&places))
        };
        self.worth.iter().map(one).collect()
    }

    /// Refuses what cannot be, before anything is simulated, and lays the points of a design out if one is asked for.
    ///
    /// # Errors
    /// As [`SensitivityArguments::of_draws`], and when the design cannot be.
    pub fn checked(&self, alternatives: &[Alternative], cases: &[Case]) -> Result<Option<Screen>, Failure> {
        if let Some(condition) = &self.condition {
            interest(condition, alternatives).map_err(Failure::Usage)?;
        }
        for key in self.worth.iter().flat_map(|keys| keys.split(',')).map(str::trim) {
            known_to_be_drawn(key, alternatives)?;
        }
        let Some(name) = self.design else { return Ok(None) };
        let [Case { scenario, plan, .. }] = cases else {
            return Err(Failure::Usage("--design varies the inputs of one scenario; leave the second out".into()));
        };
        let method = match name {
            DesignName::Morris => Method::Morris(self.rows.unwrap_or(20)),
            DesignName::Sobol => Method::Sobol(self.rows.unwrap_or(128)),
        };
        let over = over(&self.over, scenario)?;
        Screen::new(method, &over, plan.seed).map(Some).map_err(|fault| of_over(&fault))
    }
}

/// What a design finds of some metrics.
///
/// # Errors
/// When a point of it is no scenario.
pub fn of_design(
    screen: Screen,
    template: Template,
    (launches, seed): (u32, u64),
    metrics: &[&str],
    (workers, stop): (&Workers, &AtomicBool),
) -> Result<Designed, Failure> {
    let sweep = Sweep::prepare::<Infallible>(template, screen.design.clone(), launches, seed, None)
        .map_err(|fault| of_over(&fault))?;
    let asked: Vec<usize> = metrics.iter().filter_map(|name| sweep.layout.metric(name)).collect();
    let mut outcomes: Vec<Vec<f64>> = vec![Vec::new(); asked.len()];
    let mut sink = |point: &Point| -> Result<(), Infallible> {
        outcomes.iter_mut().zip(&asked).for_each(|(column, at)| column.push(point.metrics[*at].mean));
        Ok(())
    };
    match sweep.run(Shard::WHOLE, 0, workers, stop, &mut sink) {
        // Whoever stopped it is told by the command.
        Ok(()) | Err(SweepError::Stopped) => {}
        Err(fault) => return Err(of_over(&fault)),
    }
    let metrics = asked.iter().zip(outcomes).map(|(at, means)| {
        let metric = &sweep.layout.metrics[*at];
        let found = screen.found(&means);
        let is_money = metric.unit == Unit::Money;
        OfMetric { name: metric.name.clone(), title: metric.title.clone(), is_money, found, means }
    });
    let metrics = metrics.collect();
    Ok(Designed { screen, launches, metrics })
}

/// Refuses a key that is not drawn: of what is certain nothing says how likely another value is.
fn known_to_be_drawn(key: &str, alternatives: &[Alternative]) -> Result<(), Failure> {
    let inputs = || alternatives.iter().flat_map(|one| one.layout.inputs.iter().map(String::as_str));
    if inputs().any(|input| input == key) {
        return Ok(());
    }
    let near = crate::language::nearest(key, inputs());
    let meant = near.map_or_else(String::new, |near| format!(", or did you mean `{near}`?"));
    Err(Failure::Usage(format!(
        "--worth: `{key}` is not drawn, so nothing says how likely another value of it is; write it as a distribution{meant}"
    )))
}

fn of_over(fault: &dyn std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string().replace("--vary", "--over"))
}

/// The drawn inputs of all alternatives, each once: those of the same name are drawn alike.
fn drawn(alternatives: &[Alternative]) -> (Vec<String>, Vec<Vec<f64>>) {
    let (mut names, mut draws): (Vec<String>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for alternative in alternatives {
        for (name, values) in alternative.layout.inputs.iter().zip(&alternative.inputs) {
            match names.iter().position(|known| known == name) {
                None => {
                    names.push(name.clone());
                    draws.push(values.clone());
                }
                // The same input under another distribution: both are told.
                Some(at) if draws[at] != *values => {
                    names.push(format!("{name} of {}", alternative.name));
                    draws.push(values.clone());
                }
                Some(_) => {}
            }
        }
    }
    (names, draws)
}

/// The inputs of a design.
fn over(named: &[String], scenario: &Scenario) -> Result<Vec<Over>, Failure> {
    let law = |key: &str| -> Result<Over, Failure> {
        let input = scenario.inputs.iter().find(|input| input.key == key).ok_or_else(|| {
            let near = crate::language::nearest(key, scenario.inputs.iter().map(|input| input.key.as_str()));
            let meant = near.map_or_else(String::new, |near| format!(", or did you mean `{near}`?"));
            Failure::Usage(format!("--over: `{key}` is not drawn here; write its ends, {key}=LOW..HIGH{meant}"))
        })?;
        if let Some(drawn) = &input.drawn {
            let sample = &drawn.joint;
            let text = format!(
                "--over: `{key}` is drawn together with others, from `joint.{sample}`; write its ends, {key}=LOW..HIGH"
            );
            return Err(Failure::Usage(text));
        }
        let axis = Axis::of_key(key).map_err(|(what, cure)| Failure::Usage(format!("--over: {what}; {cure}")))?;
        Ok(Over::Law(axis, input.law().clone()))
    };
    if named.is_empty() {
        if scenario.inputs.is_empty() {
            return Err(Failure::Usage("--design: no input is drawn here; name some with --over KEY=LOW..HIGH".into()));
        }
        return scenario.inputs.iter().map(|input| law(&input.key)).collect();
    }
    let one = |text: &String| match text.split_once('=') {
        None => law(text),
        Some(_) => Axis::parse(text)
            .map(Over::Range)
            .map_err(|fault| Failure::Usage(fault.to_string().replacen("--vary", "--over", 1))),
    };
    named.iter().map(one).collect()
}
