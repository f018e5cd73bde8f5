//! Who plans the parts, and how surely the learned market is to be served.

use crate::random::math;
use crate::random::normal::normal_quantile;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::forecast::keys::planner::PlannerKind;
use crate::stats::special::gamma_quantile;

/// Who plans the parts of a launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoPlans {
    /// One who keeps to the plan as it is multiplied in each launch.
    Keeps,
    /// One who learns.
    Learns,
    /// One who knows beforehand, what [`PlannerPlan::foreseen`] says.
    Foresees,
}

/// What one who knows beforehand multiplies the plan of each launch by.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreseen {
    /// The first launch.
    pub first: u32,
    /// Its multiplier and those of the launches after it; `None` where it is best to learn.
    pub sizes: Vec<Option<f64>>,
}

/// How the build plan becomes what parts are bought for.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannerPlan {
    /// Who plans.
    pub who: WhoPlans,
    /// What the plan is multiplied by in each launch; `None` where that is in the plan.
    pub scale: Option<Param>,
    /// How surely the learned market is served.
    pub served: Served,
    /// Whether the plan may change, day by day; `None` allows it at every review.
    pub decides: Option<Vec<bool>>,
    /// What is known beforehand, where it is.
    pub foreseen: Option<Foreseen>,
    /// Whether the size of the market can be learned at all.
    pub can_learn: bool,
    /// Share of people who would choose the phone at its first price over that at the reference price, at the medians: what
    /// the planner knows of the demand curve before anything is learned.
    pub size_at_price: f64,
}

impl PlannerPlan {
    pub(crate) fn new(compiler: &Compiler, can_learn: bool) -> Self {
        let scenario = compiler.scenario;
        let scale = scenario.build_plan.scale;
        let (who, critical_ratio, decides): (_, Option<f64>, &[_]) = match &scenario.planner {
            PlannerKind::Learning { critical_ratio, decides } => (WhoPlans::Learns, *critical_ratio, decides),
            PlannerKind::Fixed => (WhoPlans::Keeps, None, &[]),
            PlannerKind::Clairvoyant { critical_ratio, decides } => (WhoPlans::Foresees, *critical_ratio, decides),
        };
        let spans: Vec<(i32, i32)> = decides.iter().map(|&(from, to)| (compiler.day(from), compiler.day(to))).collect();
        let decided = |day: i32| spans.iter().any(|&(from, to)| (from..=to).contains(&day));
        Self {
            who,
            scale: scale.input.map(|_| scale.into()),
            served: critical_ratio.map_or(Served::Mean, Served::with),
            decides: (!spans.is_empty()).then(|| (0..compiler.days as i32).map(decided).collect()),
            foreseen: None,
            can_learn,
            size_at_price: 1.0,
        }
    }

    /// What a launch's plan is multiplied by where that is known beforehand; `None` where it is learned.
    #[must_use]
    pub fn foreseen(&self, launch: u32) -> Option<f64> {
        let known = self.foreseen.as_ref()?;
        known.sizes.get(launch.wrapping_sub(known.first) as usize).copied().flatten()
    }
}

/// What of the learned market is planned for.
#[derive(Clone, Debug, PartialEq)]
pub enum Served {
    /// Its mean.
    Mean,
    /// Its quantile at the critical ratio, in multiples of the mean, by the logarithm of the shape of the belief; and the
    /// quantile of the normal distribution, for shapes beyond.
    Quantile(Vec<f64>, f64),
}

/// Logarithms of the shapes of the first and the last entry of a table of quantiles, and entries for each unit of it.
const FIRST: f64 = -4.0;
const LAST: f64 = 9.0;
const FINENESS: usize = 32;

impl Served {
    fn with(ratio: f64) -> Self {
        let entries = (LAST - FIRST) as usize * FINENESS;
        let shape = |at: usize| math::exp(FIRST + at as f64 / FINENESS as f64);
        let table = (0..=entries).map(|at| gamma_quantile(shape(at), ratio) / shape(at)).collect();
        Self::Quantile(table, normal_quantile(ratio))
    }

    /// The quantile of a gamma distribution of mean one and of this shape, straight between the entries of the table.
    #[must_use]
    pub fn of_mean(&self, log_shape: f64) -> f64 {
        let Self::Quantile(table, z) = self else { return 1.0 };
        if log_shape >= LAST {
            // Wilson & Hilferty (1931), here exact to a part in a million.
            let ninth = math::exp(-log_shape) / 9.0;
            let root = 1.0 - ninth + z * ninth.sqrt();
            return root * root * root;
        }
        let place = ((log_shape - FIRST) * FINENESS as f64).clamp(0.0, (table.len() - 2) as f64);
        let below = (place as usize).min(table.len() - 2);
        table[below] + (table[below + 1] - table[below]) * (place - below as f64).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_between_the_entries_are_those_of_the_gamma_law() {
        for ratio in [0.1, 0.5, 0.75, 0.95] {
            let served = Served::with(ratio);
            for shape in [0.04, 0.3, 1.0, 4.0, 77.7, 12_345.6] {
                let exact = gamma_quantile(shape, ratio) / shape;
                let told = served.of_mean(math::ln(shape));
                assert!((told - exact).abs() < 2e-3 * exact.max(0.05), "{ratio} {shape}: {told} for {exact}");
            }
        }
        // Much evidence leaves no doubt.
        assert!((Served::with(0.9).of_mean(30.0) - 1.0).abs() < 1e-4);
        assert_eq!(Served::Mean.of_mean(0.0), 1.0);
    }
}
