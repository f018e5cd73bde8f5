//! How many of each part to order for each month, until when that is open, and by which ratio it is right.

use jiff::civil::Date;

use crate::company::plan::Plan;
use crate::company::{Company, Observer, Simulator};
use crate::experiment::best_multiple::BestMultiple;
use crate::experiment::demand::Spread;
use crate::experiment::planners::LAUNCHES;
use crate::experiment::workers::Workers;
use crate::lanes::{Count, Real, WIDTH};
use crate::outcome::MetricId;
use crate::rooms::supply::plan::ClassPlan;
use crate::scenario::Scenario;
use crate::stats::mean;
use crate::units::{date_of_day, days_between};

/// What is ordered of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartPlan {
    /// Its name.
    pub name: String,
    /// Parts ordered in all, less those cancelled.
    pub ordered: Spread,
    /// The same with the best multiple of the plan, where that earns more beyond doubt.
    pub recommended: Option<Spread>,
    /// What a lost phone costs, over that and what the parts of a phone left over cost: the chance with which a phone's parts
    /// should be enough (newsvendor); not a number where a phone brings nothing.
    pub critical_ratio: f64,
    /// Share of launches in which none is left over at the end.
    pub used_up: f64,
    /// For the phones of each month of the build plan.
    pub months: Vec<MonthPlan>,
}

/// What is ordered of one part for the phones of one month.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthPlan {
    /// First day of the month.
    pub month: Date,
    /// Parts ordered.
    pub ordered: Spread,
    /// The same with the best multiple of the plan, where that earns more beyond doubt.
    pub recommended: Option<Spread>,
    /// Last day on which its first parts can be ordered in time.
    pub decide_by: Date,
    /// Last day on which they can be cancelled, where they can.
    pub cancel_by: Option<Date>,
    /// Last day on which they can be put off, where they can.
    pub put_off_by: Option<Date>,
}

/// What is ordered of each part of the build plan.
#[derive(Clone, Debug)]
pub struct OrderPlan {
    /// Launches it comes from.
    pub launches: u32,
    /// What a phone brings beyond its own cost, on average [money].
    pub margin: f64,
    /// Pacing parts that the plan buys.
    pub parts: Vec<PartPlan>,
    /// The multiple of the plan that earns most, where some were tried.
    pub best: Option<BestMultiple>,
}

/// Units ordered of some classes by each evening, and what is left and what it costs on the last one.
struct Log {
    classes: Vec<usize>,
    ordered: Vec<Vec<Count<WIDTH>>>,
    left: Vec<(Count<WIDTH>, Real<WIDTH>)>,
}

impl Observer<WIDTH> for Log {
    fn day(&mut self, plan: &Plan, company: &Company<WIDTH>, day: usize) {
        self.ordered.push(self.classes.iter().map(|&at| company.supply.classes[at].ordered).collect());
        if day + 1 == plan.days {
            let started = company.assembly.started;
            let left = |&at: &usize| {
                (company.supply.stock(&plan.supply, at, started), company.supply.classes[at].average_cost)
            };
            self.left = self.classes.iter().map(left).collect();
        }
    }
}

/// The logs of sixteen launches and what their phones bring.
struct Block {
    log: Log,
    launches: usize,
    margins: Vec<f64>,
}

impl OrderPlan {
    /// The orders of a scenario's first launches; `None` where no part is bought for a build plan, or each launch has a plan of
    /// its own.
    #[must_use]
    pub fn of(scenario: &Scenario, plan: &Plan, workers: &Workers) -> Option<Self> {
        let follows = |class: &ClassPlan| class.reviews.iter().any(|review| review.planned_starts > 0.0);
        let pacing: Vec<(String, usize, f64)> = plan
            .pacing
            .iter()
            .filter(|part| follows(&plan.supply.classes[part.class]))
            .map(|part| (scenario.components[part.component].name.clone(), part.class, part.parts_per_unit))
            .collect();
        if pacing.is_empty() || !plan.is_shared() {
            return None;
        }
        let launches = scenario.run.launches.min(LAUNCHES);
        let classes: Vec<usize> = pacing.iter().map(|&(_, class, _)| class).collect();
        let starts: Vec<u32> = (0..launches).step_by(WIDTH).collect();
        let run = |simulator: &mut Simulator<WIDTH>, &first: &u32| {
            let mut log = Log { classes: classes.clone(), ordered: Vec::with_capacity(plan.days), left: Vec::new() };
            let results = simulator.simulate(plan, first, &mut log);
            let kept = WIDTH.min((launches - first) as usize);
            let of = |id: MetricId| plan.layout.at(id).map_or(Real::ZERO, |at| results.metrics[at]);
            let (profit, shipped) = (of(MetricId::GrossProfit), of(MetricId::Shipped));
            let sold = (0..kept).filter(|&lane| shipped.0[lane] > 0.0);
            let margins = sold.map(|lane| profit.0[lane] / shipped.0[lane]).collect();
            Block { log, launches: kept, margins }
        };
        let blocks = workers.each_with(&starts, Simulator::default, run);
        let margins: Vec<f64> = blocks.iter().flat_map(|block| block.margins.iter().copied()).collect();
        let margin = mean(&margins);
        let parts = pacing.iter().enumerate().map(|(at, (name, class, per_unit))| {
            let salvage = scenario.components[plan.supply.classes[*class].components[0]].salvage.value;
            part(scenario, plan, (name, *class, *per_unit), &Columns { blocks: &blocks, at }, (margin, salvage))
        });
        Some(Self { launches, margin, parts: parts.collect(), best: None })
    }

    /// The same with what the best multiple of the plan would order, where it earns more beyond doubt.
    #[must_use]
    pub fn recommending(mut self, best: Option<BestMultiple>, workers: &Workers) -> Self {
        let recommended = best.as_ref().filter(|best| best.is_better());
        let other = recommended.and_then(|best| Self::of(&best.scenario, &best.plan, workers));
        for (part, other) in self.parts.iter_mut().zip(other.iter().flat_map(|other| &other.parts)) {
            part.recommended = Some(other.ordered);
            for (month, other) in part.months.iter_mut().zip(&other.months) {
                month.recommended = Some(other.ordered);
            }
        }
        self.best = best;
        self
    }
}

/// What the blocks say of one class.
struct Columns<'a> {
    blocks: &'a [Block],
    at: usize,
}

impl Columns<'_> {
    /// Units ordered by the evening of a day in each launch; none before day 0.
    fn ordered_by(&self, day: i32) -> Vec<f64> {
        let of = |block: &Block| -> Vec<f64> {
            let last = block.log.ordered.len() - 1;
            let ordered = (day >= 0).then(|| block.log.ordered[(day as usize).min(last)][self.at]);
            (0..block.launches).map(|lane| ordered.map_or(0.0, |ordered| f64::from(ordered.0[lane]))).collect()
        };
        self.blocks.iter().flat_map(of).collect()
    }

    /// Units left and the cost of one, in each launch.
    fn left(&self) -> Vec<(f64, f64)> {
        let of = |block: &Block| -> Vec<(f64, f64)> {
            let (left, cost) = block.log.left[self.at];
            (0..block.launches).map(|lane| (f64::from(left.0[lane]), cost.0[lane])).collect()
        };
        self.blocks.iter().flat_map(of).collect()
    }
}

fn part(
    scenario: &Scenario,
    plan: &Plan,
    (name, class, per_unit): (&str, usize, f64),
    columns: &Columns<'_>,
    (margin, salvage): (f64, f64),
) -> PartPlan {
    let class = &plan.supply.classes[class];
    let start = scenario.timeline.start;
    let scaled = |units: Vec<f64>| {
        let parts = Spread::of(&units.iter().map(|units| units * per_unit).collect::<Vec<_>>());
        Spread { p5: libm::round(parts.p5), p50: libm::round(parts.p50), p95: libm::round(parts.p95) }
    };
    let left = columns.left();
    let used_up = left.iter().filter(|(left, _)| *left < f64::from(class.quantity)).count() as f64 / left.len() as f64;
    let cost = mean(&left.iter().map(|(_, cost)| *cost).collect::<Vec<_>>());
    let over = cost * f64::from(class.quantity) * (1.0 - salvage);
    let span = class.reviews.first().map_or(0, |review| review.span);
    let ahead = span - class.review_days;
    let component = &scenario.components[class.components[0]];
    let due = ahead - (component.ordering.safety_time.value + component.hedge.value) as i32;
    let signed = scenario.suppliers[component.supplier].signed.map_or(start, |signed| signed.max(start));
    let path = &scenario.build_plan.cumulative;
    let mut months = Vec::new();
    if let (Some(&(first, _)), Some(&(last, _))) = (path.first(), path.last()) {
        let mut month = first.first_of_month();
        let mut before = columns.ordered_by(days_between(start, month) - 1 - span);
        while month <= last {
            let next = month.last_of_month().tomorrow().unwrap_or(last);
            let by = columns.ordered_by(if next > last { i32::MAX } else { days_between(start, next) - 1 - span });
            let day = days_between(start, month.max(first));
            let on = |before: i32| date_of_day(start, i64::from(day - before));
            let ordered = scaled(by.iter().zip(&before).map(|(by, before)| by - before).collect());
            let change = class.change.as_ref();
            let until = |until: Option<i32>| until.map(|until| on(ahead - due + until));
            months.push(MonthPlan {
                month,
                ordered,
                recommended: None,
                decide_by: on(ahead).max(signed),
                cancel_by: until(change.and_then(|change| change.cancel_until)),
                put_off_by: until(change.and_then(|change| change.put_off_until)),
            });
            (before, month) = (by, next);
        }
    }
    PartPlan {
        name: name.to_owned(),
        ordered: scaled(columns.ordered_by(i32::MAX)),
        recommended: None,
        critical_ratio: if margin > 0.0 { margin / (margin + over) } else { f64::NAN },
        used_up,
        months,
    }
}
