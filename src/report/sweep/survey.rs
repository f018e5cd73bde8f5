//! What charts and the verdict need of the points of a sweep.

use super::journal::Identity;
use crate::experiment::sweep::best::Choice;
use crate::experiment::sweep::{Point, Shard};
use crate::report::chart::scale::figure;

/// What charts need of the points.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Survey {
    /// Number of each point.
    pub index: Vec<u64>,
    /// Per axis: its value at each point.
    pub inputs: Vec<Vec<f64>>,
    /// Mean of the objective at each point.
    pub mean: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
    /// 5 % quantile of the objective.
    pub p5: Vec<f64>,
    /// 95 % quantile.
    pub p95: Vec<f64>,
    /// The part of the sweep these points are; `None` when they are the whole.
    pub part: Option<Shard>,
}

impl Survey {
    /// Adds a point with the metric of the objective.
    pub fn add(&mut self, point: &Point, objective: usize) {
        let metric = &point.metrics[objective];
        self.index.push(point.index);
        self.inputs.resize(point.inputs.len(), Vec::new());
        self.inputs.iter_mut().zip(&point.inputs).for_each(|(column, value)| column.push(*value));
        self.mean.push(metric.mean);
        self.se.push(metric.se);
        self.p5.push(metric.quantiles[0]);
        self.p95.push(metric.quantiles[4]);
    }

    /// The values an axis takes, ascending.
    #[must_use]
    pub fn levels(&self, axis: usize) -> Vec<f64> {
        let mut levels = self.inputs[axis].clone();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    }
}

/// A unit of the catalogue in a sentence: a share has none, and `1/year` reads "per year".
#[must_use]
pub fn unit_in_words(unit: &str) -> String {
    match unit.split_once('/') {
        Some(("1", of)) => format!("per {of}"),
        _ if unit == "share" => String::new(),
        _ => unit.to_owned(),
    }
}

/// What is said about the best point; of a part of a sweep, which part it is.
#[must_use]
pub fn best_in_words(identity: &Identity, survey: &Survey, choice: Option<&Choice>) -> String {
    if let Some(Shard { number, of }) = survey.part {
        return format!(
            "This is part {number} of {of}; which point is best is said when `launchsim merge` has put the parts together."
        );
    }
    let Some(choice) = choice else { return "No point has a mean.".into() };
    let named = identity.axes.iter().zip(&survey.inputs);
    let place: Vec<String> = named
        .map(|(axis, values)| {
            format!("{} = {} {}", axis.key, figure(values[choice.best]), unit_in_words(&axis.unit)).trim().to_owned()
        })
        .collect();
    if survey.mean.len() == 1 {
        return format!("The only point: {}.", place.join(", "));
    }
    let alike = choice.alike.iter().filter(|alike| **alike).count().saturating_sub(1);
    let others = match alike {
        0 => "every other point is worse beyond doubt".to_owned(),
        1 => "one other point cannot be told from it".to_owned(),
        many => format!("{} other points cannot be told from it", crate::units::thousands(many as f64, 0)),
    };
    let at_end = |(_, values): &(_, &Vec<f64>)| {
        let best = values[choice.best];
        values.iter().any(|value| *value != best)
            && (values.iter().all(|value| *value <= best) || values.iter().all(|value| *value >= best))
    };
    let ends: Vec<&str> =
        identity.axes.iter().zip(&survey.inputs).filter(at_end).map(|(axis, _)| axis.key.as_str()).collect();
    let beyond = match ends.as_slice() {
        [] => String::new(),
        keys => format!(" It lies at the end of what was tried of {}; better may lie beyond.", keys.join(" and ")),
    };
    format!(
        "Best: {}; {others} (with 95 % confidence over all points, differences under the same luck).{beyond}",
        place.join(", ")
    )
}
