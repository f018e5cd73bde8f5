//! What a point of a sweep comes to.

/// One metric over the launches of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointMetric {
    /// Launches to which it applies.
    pub count: f64,
    /// Mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

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
