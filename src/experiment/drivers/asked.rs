//! What is asked of the inputs: how much they move a figure.

use crate::experiment::drivers::Effect;
use crate::outcome::{Layout, MetricId, Unit};
use crate::stats::{Better, Discordant, Sampled, Summary};

/// Confidence of all intervals.
pub const CONFIDENCE: f64 = 0.95;

/// A figure that inputs may move.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Its name in files.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// What it is measured in.
    pub unit: Unit,
    /// Whether more is better.
    pub better: Better,
    /// Day 0 of the timeline, from which days are counted.
    pub start: jiff::civil::Date,
    /// Whether it is what is lost, the shortfall of a metric below zero.
    is_loss: bool,
}

/// Differences up to this share of a figure are rounding.
const ROUNDING: f64 = 1e-9;

/// Name of the loss.
const LOSS: &str = "loss";

impl Asked {
    /// Net profit, the chance of being short of cash, and the loss: what net profit is below zero, zero in a launch that earns.
    #[must_use]
    pub fn usual(layout: &Layout) -> Vec<Self> {
        let metric = |id| layout.at(id).map(|at| Self::metric(layout, at));
        let profit = metric(MetricId::NetProfit);
        let loss = profit.clone().map(|profit| Self {
            name: format!("{LOSS}_{}", layout.currency),
            title: "Loss".into(),
            better: Better::Less,
            is_loss: true,
            ..profit
        });
        [profit, metric(MetricId::Insolvent), loss].into_iter().flatten().collect()
    }

    /// A metric of the layout.
    #[must_use]
    pub fn metric(layout: &Layout, at: usize) -> Self {
        let metric = &layout.metrics[at];
        Self {
            name: metric.name.clone(),
            title: metric.title.clone(),
            unit: metric.unit,
            better: metric.better(),
            start: layout.start,
            is_loss: false,
        }
    }

    /// Its value in each launch; not a number where the layout has no such metric.
    #[must_use]
    pub fn column(&self, layout: &Layout, metrics: &[Vec<f64>], launches: usize) -> Vec<f64> {
        let at = if self.is_loss { layout.at(MetricId::NetProfit) } else { layout.metric(&self.name) };
        let Some(at) = at else { return vec![f64::NAN; launches] };
        if self.is_loss { metrics[at].iter().map(|profit| (-profit).max(0.0)).collect() } else { metrics[at].clone() }
    }

    /// Whether it is a probability.
    #[must_use]
    pub fn is_probability(&self) -> bool {
        self.unit == Unit::YesNo
    }

    /// What the launches of a variant say of the change against the same launches without it.
    #[must_use]
    pub fn change(&self, base: &[f64], moved: &[f64], sampled: Sampled) -> Option<Effect> {
        // What is lost or won in the last digits of large sums is no change.
        let change = |(base, moved): (&f64, &f64)| {
            let change = moved - base;
            if change.abs() <= ROUNDING * base.abs().max(moved.abs()).max(1.0) { 0.0 } else { change }
        };
        let differences: Vec<f64> = base.iter().zip(moved).map(change).collect();
        let found = Summary::sampled(&differences, Better::More, sampled);
        let change = found.mean;
        if found.count < 2 {
            // One launch is asked only where all are the same.
            return (found.count == 1).then_some(Effect { change, low: change, high: change });
        }
        let both = |value: &f64| *value == 0.0 || *value == 1.0;
        if self.is_probability() && base.iter().chain(moved).all(both) {
            let found = Discordant::of(base, moved, sampled).difference(CONFIDENCE);
            return Some(Effect { change, low: found.low, high: found.high });
        }
        let (low, high) = found.interval(CONFIDENCE);
        Some(Effect { change, low, high })
    }
}
