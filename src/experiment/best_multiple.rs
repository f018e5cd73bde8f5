//! The multiple of the build plan that earns most, with the scenario's own planner and price.

use std::sync::atomic::AtomicBool;

use crate::company::plan::{Plan, PlanError, compile};
use crate::experiment::planners::{LAUNCHES, LEAST, launches_of, may_change};
use crate::experiment::workers::Workers;
use crate::scenario::Scenario;
use crate::stats::{Better, Summary, mean};

/// Multiples of the plan that are tried, and those around the best of them, as shares of it.
const MULTIPLES: [f64; 12] = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];
const AROUND: [f64; 4] = [0.93, 0.97, 1.03, 1.07];
/// Launches of each of the first, and of each of those around the best.
const FIRST: u32 = 64;
const SECOND: u32 = 128;
/// Confidence of the interval of the gain.
const CONFIDENCE: f64 = 0.95;

/// The multiple of the build plan that earns most.
#[derive(Clone, Debug)]
pub struct BestMultiple {
    /// By how much the scenario's own plan is multiplied.
    pub multiple: f64,
    /// What `build_plan.scale` would be.
    pub scale: f64,
    /// What it earns more than the plan as it is, with its 95 % interval over launches that did not choose it [money].
    pub gain: (f64, f64, f64),
    /// Share of those launches that fall below their credit line, with it and with the plan as it is.
    pub short: (f64, f64),
    /// Launches behind the gain.
    pub launches: u32,
    /// Whether it is the least or the greatest that was tried.
    pub at_end: bool,
    /// The scenario with it.
    pub scenario: Scenario,
    /// The same, compiled.
    pub plan: Plan,
}

impl BestMultiple {
    /// The best of some multiples of a scenario's plan; `None` where there is no plan to multiply, its scale is uncertain, luck
    /// plays no part, each launch has a plan of its own, or the launches are too few.
    ///
    /// Twelve multiples are tried on 64 launches, four around the best of them on 128; the gain is that of 256 further
    /// launches, so that it is no gain by selection.
    ///
    /// # Errors
    /// When a multiple of the plan cannot be compiled.
    pub fn of(
        scenario: &Scenario,
        plan: &Plan,
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, PlanError> {
        let own = scenario.build_plan.scale;
        if !may_change(plan) || scenario.run.launches < LEAST || own.input.is_some() || own.value <= 0.0 {
            return Ok(None);
        }
        let multiplied = |multiple: f64| -> Result<(Scenario, Plan), PlanError> {
            let mut scenario = scenario.clone();
            scenario.build_plan.scale.value = own.value * multiple;
            let plan = compile(&scenario)?;
            Ok((scenario, plan))
        };
        let profits = |multiple: f64, launches: u32| -> Result<f64, PlanError> {
            let (scenario, plan) = multiplied(multiple)?;
            let [profit, ..] = launches_of(&scenario, &plan, 0..launches, workers, stop)?;
            Ok(mean(&profit))
        };
        let best_of = |multiples: &[f64], launches: u32| -> Result<f64, PlanError> {
            let mut best = (1.0, f64::NEG_INFINITY);
            for &multiple in multiples {
                let worth = profits(multiple, launches)?;
                if worth > best.1 {
                    best = (multiple, worth);
                }
            }
            Ok(best.0)
        };
        let coarse = best_of(&MULTIPLES, FIRST)?;
        let rounded = |multiple: f64| libm::round(multiple * 100.0) / 100.0;
        let mut around: Vec<f64> = AROUND.iter().map(|share| rounded(coarse * share)).collect();
        around.extend([coarse, 1.0]);
        let multiple = best_of(&around, SECOND)?;
        let (scenario, best) = multiplied(multiple)?;
        let fresh = LAUNCHES..2 * LAUNCHES;
        let [profit, short, _] = launches_of(&scenario, &best, fresh.clone(), workers, stop)?;
        let [base, base_short, _] = launches_of(&scenario, plan, fresh, workers, stop)?;
        let gains: Vec<f64> = profit.iter().zip(&base).map(|(profit, base)| profit - base).collect();
        let gain = Summary::sampled(&gains, Better::More, plan.layout.sampled);
        let (low, high) = gain.interval(CONFIDENCE);
        Ok(Some(Self {
            multiple,
            scale: own.value * multiple,
            gain: (gain.mean, low, high),
            short: (mean(&short), mean(&base_short)),
            launches: LAUNCHES,
            at_end: [MULTIPLES[0], MULTIPLES[MULTIPLES.len() - 1]].contains(&coarse),
            scenario,
            plan: best,
        }))
    }

    /// Whether it earns more than the plan as it is beyond doubt.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.multiple != 1.0 && self.gain.1 > 0.0
    }
}
