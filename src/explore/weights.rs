//! What a state hangs on: the picture of `drivers`, and controls of the inputs that move the result most.

use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::bench::Bench;
use super::control::{Control, ToldControl};
use super::controls::by_key;
use super::outcome::Picture;
use super::refusal::Refusal;
use super::state::Change;
use crate::experiment::drivers::asked::Asked as Figure;
use crate::experiment::drivers::draws::Drawings;
use crate::experiment::drivers::{Drivers, Effort, LEAST, Subject};
use crate::report::chart::paper::{Paper, Size};
use crate::report::chart::tornado;
use crate::report::said::Language;

/// Inputs that get a control, at most.
const HEAVIEST: usize = 5;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What was moved.
    pub changes: Vec<Change>,
    /// Launches whose draws are read.
    pub launches: u32,
    /// The language of the picture.
    #[serde(default)]
    pub language: Language,
}

/// What it hangs on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weights {
    /// The picture; none where nothing can be told.
    pub pictures: Vec<Picture>,
    /// Controls of what moves net profit most, the strongest first.
    pub controls: Vec<ToldControl>,
}

/// What a state hangs on.
///
/// # Errors
/// [`Refusal`] where the state is wrong, or the flag was raised.
pub fn weights(bench: &Bench, asked: &Asked, stop: &AtomicBool) -> Result<Weights, Refusal> {
    let settings = bench.settings(&asked.changes)?;
    let launches = asked.launches.clamp(LEAST, super::outcome::MOST_LAUNCHES);
    let simulated = bench.reference(settings, launches, stop)?;
    let layout = &simulated.plan.layout;
    let figures = Figure::usual(layout);
    let drawings = Drawings::of(&simulated.alternative, &figures, launches);
    let subject = Subject::one(bench.template.varied(&simulated.settings), simulated.plan.seed);
    let drivers = Drivers::of(&subject, &drawings, figures, (&[], &Effort::PAGE), &bench.workers, stop);
    if stop.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Refusal::Stopped);
    }
    let paper = Paper::of(
        Size::Page,
        env!("CARGO_PKG_VERSION"),
        &[&layout.scenario],
        Some(simulated.plan.seed),
        &simulated.settings,
    );
    let paper = paper.calling(&layout.naming).within(asked.language);
    let charts = tornado::draw(&paper, &drivers, &[], &layout.currency);
    let pictures = charts.figures.iter().take(1).filter_map(Picture::of).collect();
    let mut controls: Vec<Control> = Vec::new();
    for (driver, _) in drivers.ranking(0) {
        let found = by_key(&simulated.loaded, driver.name());
        // A path has a control for each of its points, which would crowd out all others.
        if let [one] = found.as_slice()
            && controls.len() < HEAVIEST
        {
            controls.push(one.clone());
        }
    }
    let controls = controls.iter().map(|control| control.told(asked.language)).collect();
    Ok(Weights { pictures, controls })
}
