//! Which launch is told: one by its number, or the one that a metric points at among many.

use std::sync::atomic::AtomicBool;

use serde::Serialize;
use thiserror::Error;

use crate::company::plan::{Plan, PlanError};
use crate::experiment::replicate::{Interrupted, Settings, replicate};
use crate::experiment::workers::Workers;
use crate::language::nearest;
use crate::outcome::{Chunk, Layout, MetricId, Unit};
use crate::scenario::Scenario;
use crate::stats::Better;

/// Launches among which one is picked at most: their values of the metric are held in memory.
const MOST_LAUNCHES: u32 = 500_000_000;

/// The launch with the rank asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Worst,
    Best,
    Median,
    Lowest,
    Highest,
}

/// What was typed after `--launch`.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// A launch by its number.
    Number(u32),
    /// A launch by the rank of a metric.
    Ranked {
        /// The word before the colon.
        word: &'static str,
        /// Name of the metric.
        metric: String,
    },
}

/// Why no launch could be picked.
#[derive(Debug, Error, PartialEq)]
pub enum PickError {
    /// It is neither a number nor a rank.
    #[error(
        "--launch {0}: write the number of a launch, or worst:METRIC, best:METRIC, median:METRIC, lowest:METRIC or highest:METRIC, as in worst:net_profit_yuan"
    )]
    Unreadable(String),
    /// There is no such launch.
    #[error(
        "--launch {launch}: a run of this scenario has the launches 0 to {last}; if yours had more, say how many with -n"
    )]
    Beyond {
        /// The launch asked for.
        launch: u32,
        /// The last one there is.
        last: u32,
    },
    /// There is no such metric.
    #[error("--launch: the scenario yields no metric `{metric}`{cure}")]
    UnknownMetric {
        /// What was asked for.
        metric: String,
        /// The nearest one.
        cure: String,
    },
    /// Neither end of the metric is the good one.
    #[error(
        "--launch: more of `{metric}` is neither better nor worse; write lowest:{metric}, highest:{metric} or median:{metric}"
    )]
    NoDirection {
        /// The metric.
        metric: String,
    },
    /// The metric applies to no launch.
    #[error("--launch: `{metric}` applies to none of the {launches} launches; pick by another metric")]
    NoValue {
        /// The metric.
        metric: String,
        /// Launches simulated.
        launches: u32,
    },
    /// Too many to rank.
    #[error("--launch: a launch is picked among {MOST_LAUNCHES} at most; say fewer with -n")]
    TooMany,
    /// The simulation was stopped.
    #[error("interrupted")]
    Stopped,
    /// A launch's own plan could not be compiled.
    #[error(transparent)]
    Plan(PlanError),
}

/// How a launch was picked among many.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PickedBy {
    /// The word before the colon.
    pub rank: &'static str,
    /// Name of the metric.
    pub metric: String,
    /// Launches it was picked among.
    pub launches: u32,
}

/// The launch that is told, and how it was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its number.
    pub launch: u32,
    /// How it was picked; `None` by number.
    pub by: Option<PickedBy>,
}

const RANKS: [(&str, Rank); 5] = [
    ("worst", Rank::Worst),
    ("best", Rank::Best),
    ("median", Rank::Median),
    ("lowest", Rank::Lowest),
    ("highest", Rank::Highest),
];

impl Pick {
    /// Reads `17` or `worst:net_profit_yuan`.
    ///
    /// # Errors
    /// [`PickError::Unreadable`] when it is neither.
    pub fn parse(text: &str) -> Result<Self, PickError> {
        let unreadable = || PickError::Unreadable(text.to_owned());
        let Some((word, metric)) = text.trim().split_once(':') else {
            return text.trim().replace(['_', ','], "").parse().map(Self::Number).map_err(|_| unreadable());
        };
        let (word, _) = RANKS.into_iter().find(|(name, _)| *name == word.trim()).ok_or_else(unreadable)?;
        let metric = metric.trim().to_owned();
        if metric.is_empty() { Err(unreadable()) } else { Ok(Self::Ranked { word, metric }) }
    }

    /// Finds the launch; for a rank all launches of the scenario are simulated.
    ///
    /// Values are ranked by size and equal ones by the number of the launch, the lowest first. Worst and best are the
    /// lowest launch number with the value at that end; the median is the launch of rank `floor((n - 1)/2)` from 0. A day
    /// that never comes is later than any other; a launch to which another metric does not apply is left out.
    ///
    /// # Errors
    /// [`PickError`] when there is no such launch or metric, or the simulation was stopped.
    pub fn find(
        &self,
        scenario: &Scenario,
        plan: &Plan,
        workers: &Workers,
        stop: &AtomicBool,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Picked, PickError> {
        let launches = scenario.run.launches;
        let (word, metric) = match self {
            Self::Number(launch) if *launch >= launches => {
                return Err(PickError::Beyond { launch: *launch, last: launches - 1 });
            }
            Self::Number(launch) => return Ok(Picked { launch: *launch, by: None }),
            Self::Ranked { word, metric } => (*word, metric),
        };
        if launches > MOST_LAUNCHES {
            return Err(PickError::TooMany);
        }
        let (at, rank) = self.rank(&plan.layout)?;
        let never = is_a_day(&plan.layout, at);
        let mut values: Vec<(f64, u32)> = Vec::new();
        let settings = Settings { launches, workers, trace: false };
        let mut sink = |chunk: Chunk| {
            let column = chunk.metrics[at].iter().zip(chunk.first..);
            let value = |value: f64| if never && value.is_nan() { f64::INFINITY } else { value };
            values.extend(column.map(|(&found, launch)| (value(found), launch)).filter(|(value, _)| !value.is_nan()));
            progress(chunk.launches);
            Ok::<(), std::convert::Infallible>(())
        };
        replicate(scenario, plan, &settings, stop, &mut sink).map_err(|why| match why {
            Interrupted::Stopped => PickError::Stopped,
            Interrupted::Sink(never) => match never {},
            Interrupted::Plan(fault) => PickError::Plan(fault),
        })?;
        let launch = pick(values, rank).ok_or_else(|| PickError::NoValue { metric: metric.clone(), launches })?;
        Ok(Picked { launch, by: Some(PickedBy { rank: word, metric: metric.clone(), launches }) })
    }

    /// The metric's place and whether the lowest, the highest or the middle value is looked for.
    fn rank(&self, layout: &Layout) -> Result<(usize, Rank), PickError> {
        let Self::Ranked { word, metric } = self else { return Ok((0, Rank::Median)) };
        let at = layout.metric(metric).ok_or_else(|| {
            let cure = nearest(metric, layout.metric_names()).map_or_else(
                || "; summary.json of a run lists them all".to_owned(),
                |near| format!("; did you mean `{near}`?"),
            );
            PickError::UnknownMetric { metric: metric.clone(), cure }
        })?;
        let rank = RANKS.into_iter().find(|(name, _)| name == word).map_or(Rank::Median, |(_, rank)| rank);
        let more_is_better = || match layout.metrics[at].better() {
            Better::More => Ok(true),
            Better::Less => Ok(false),
            Better::Neither => Err(PickError::NoDirection { metric: metric.clone() }),
        };
        let rank = match rank {
            Rank::Worst => {
                if more_is_better()? {
                    Rank::Lowest
                } else {
                    Rank::Highest
                }
            }
            Rank::Best => {
                if more_is_better()? {
                    Rank::Highest
                } else {
                    Rank::Lowest
                }
            }
            other => other,
        };
        Ok((at, rank))
    }
}

fn is_a_day(layout: &Layout, metric: usize) -> bool {
    let metric = &layout.metrics[metric];
    metric.unit == Unit::DayNumber || metric.id == MetricId::SlipDays
}

fn pick(mut values: Vec<(f64, u32)>, rank: Rank) -> Option<u32> {
    // At the high end, too, the lowest number of equals is meant.
    let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let high_first = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let plain = |value: f64| if value == 0.0 { 0.0 } else { value };
    for (value, _) in &mut values {
        *value = plain(*value);
    }
    if values.is_empty() {
        return None;
    }
    let middle = (values.len() - 1) / 2;
    match rank {
        Rank::Highest | Rank::Best => values.iter().min_by(|a, b| high_first(a, b)).map(|(_, launch)| *launch),
        Rank::Lowest | Rank::Worst => values.iter().min_by(|a, b| order(a, b)).map(|(_, launch)| *launch),
        Rank::Median => Some(values.select_nth_unstable_by(middle, order).1.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_a_rank_is_read() {
        assert_eq!(Pick::parse("17"), Ok(Pick::Number(17)));
        assert_eq!(Pick::parse("4,217"), Ok(Pick::Number(4217)));
        let ranked = Pick::Ranked { word: "worst", metric: "net_profit_yuan".into() };
        assert_eq!(Pick::parse("worst:net_profit_yuan"), Ok(ranked));
        for wrong in ["", "-1", "worst", "worst:", "wurst:orders", "1.5", "99999999999"] {
            assert!(matches!(Pick::parse(wrong), Err(PickError::Unreadable(_))), "{wrong}");
        }
    }

    #[test]
    fn equals_go_to_the_lowest_number_and_the_median_to_the_lower_middle() {
        let values = vec![(3.0, 0), (1.0, 1), (3.0, 2), (1.0, 3), (2.0, 4), (f64::INFINITY, 5)];
        assert_eq!(pick(values.clone(), Rank::Lowest), Some(1));
        assert_eq!(pick(values.clone(), Rank::Highest), Some(5));
        assert_eq!(pick(values.clone(), Rank::Median), Some(4));
        assert_eq!(pick(values[..5].to_vec(), Rank::Highest), Some(0));
        assert_eq!(pick(vec![(-0.0, 3), (0.0, 1)], Rank::Lowest), Some(1));
        assert_eq!(pick(Vec::new(), Rank::Median), None);
    }
}
