//! When phones are started beyond those ordered.

use crate::rooms::assembly::plan::FactoryPlan;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::forecast::plan::{Ahead, PlannedFlow};
use crate::rooms::product::keys::{BuildPolicy, Product};

/// What is to be started when.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildPlan {
    /// Phones kept finished.
    pub target: Param,
    /// Days ahead whose forecast is kept finished.
    pub cover: Param,
    /// Forecast orders of each day.
    pub forecast: Vec<f64>,
    /// The same of the days ahead.
    pub ahead: Ahead,
    /// Orders of the days to be covered after each day, where their number is the same in all launches.
    pub covered: Option<Vec<f64>>,
    /// First day on which any factory is open; nothing is wanted of the line before it.
    pub first_open: usize,
    /// With build = "to_plan": phones to have been started by the end of each day.
    pub starts: Option<Vec<i32>>,
}

impl BuildPlan {
    /// What the planner wants of these factories.
    #[must_use]
    pub(crate) fn new(
        compiler: &Compiler,
        product: &Product,
        factories: &[FactoryPlan],
        planned: &PlannedFlow,
    ) -> Self {
        let days = compiler.days;
        let (target, cover) = match product.build {
            BuildPolicy::ToOrder | BuildPolicy::ToPlan => (Param::default(), Param::default()),
            BuildPolicy::ToStock { target, cover } => (Param::from(target), Param::from(cover)),
        };
        let ahead = planned.ahead(days);
        let covered = |cover: f64| (0..days).map(|day| ahead.orders(day, cover)).collect();
        let covered = cover.as_certain().map(covered);
        let opens = |factory: &FactoryPlan| (0..days).find(|&day| factory.works[day] || factory.rests[day]);
        Self {
            target,
            cover,
            forecast: (0..days as i32).map(|day| planned.orders_on(day)).collect(),
            covered,
            ahead,
            first_open: factories.iter().filter_map(opens).min().unwrap_or(days),
            starts: (product.build == BuildPolicy::ToPlan).then(|| planned.cumulative_starts(days)),
        }
    }
}
