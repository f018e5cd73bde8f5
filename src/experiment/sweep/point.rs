//! What a point of a sweep comes to.

use crate::stats::discordant::clopper_pearson;
use crate::stats::interval::two_sided_student;

/// Confidence of every interval of a point.
const CONFIDENCE: f64 = 0.95;
/// Half the width of a 95 % interval in standard errors.
const NORMAL: f64 = 1.96;

/// One metric over the launches of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointMetric {
    /// Launches to which it applies.
    pub count: f64,
    /// Mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom of the standard error.
    pub degrees: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

/// What a metric of a point is told by: the endings of its columns, in the order of [`Point::row`].
pub const ENDINGS: [&str; 7] = ["mean", "se", "p5", "p25", "p50", "p75", "p95"];
/// Columns of the share of launches that lose money if a gap of cash is bridged, and if the company is wound up.
pub const LOSING: [&str; 2] = ["loses_money_bridged", "loses_money_wound_up"];

/// One simulated point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its number in the design.
    pub index: u64,
    /// The values of the axes.
    pub inputs: Vec<f64>,
    /// Per metric of the layout.
    pub metrics: Vec<PointMetric>,
    /// The objective if a gap of cash is bridged, and if a company short of cash is wound up.
    pub under: [UnderRule; 2],
    /// Share of launches that lose money, likewise.
    pub losing: [f64; 2],
}

/// The objective of a point under one rule for a company short of cash.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderRule {
    /// Over all launches.
    pub metric: PointMetric,
    /// Its means over sections of the launches, the same launches at every point.
    pub sections: Vec<f64>,
}

impl Point {
    /// All its columns: the values of the axes, each metric with its [`ENDINGS`], then [`LOSING`].
    pub fn row(&self) -> impl Iterator<Item = f64> {
        let metrics = self.metrics.iter().flat_map(|metric| {
            let [p5, p25, p50, p75, p95] = metric.quantiles;
            [metric.mean, metric.se, p5, p25, p50, p75, p95]
        });
        self.inputs.iter().copied().chain(metrics).chain(self.losing)
    }
}

impl PointMetric {
    /// Of a metric that applies to no launch.
    pub const NOTHING: Self =
        Self { count: 0.0, mean: f64::NAN, se: f64::NAN, degrees: f64::NAN, quantiles: [f64::NAN; 5] };

    /// Student's interval of the mean.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        if self.count < 2.0 {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let half = two_sided_student(CONFIDENCE, self.degrees) * self.se;
        (self.mean - half, self.mean + half)
    }
}

/// The exact interval of a share of so many launches (Clopper and Pearson 1934), independent ones or not worse.
#[must_use]
pub fn share_interval(share: f64, launches: f64) -> (f64, f64) {
    clopper_pearson((share * launches).round() as u64, launches as u64, CONFIDENCE)
}

/// The interval of a mean by its standard error alone, for curves with many points.
#[must_use]
pub fn normal_interval(mean: f64, se: f64) -> (f64, f64) {
    (mean - NORMAL * se, mean + NORMAL * se)
}
