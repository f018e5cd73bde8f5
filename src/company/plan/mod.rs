//! The plan: what a day needs, compiled once from a scenario and simulated a million times.
//!
//! Immutable, indexed by day and by class, nothing to look up by name, nothing unset.
//! A number that may differ between launches is a [`param::Param`]; whatever shapes the plan itself
//! (a review interval, an opening hour) is fixed, and when such an input is uncertain
//! it is listed in [`Plan::structural`], so that each launch compiles a plan of its own.

pub mod layout;
mod limits;
mod own;

pub use crate::rooms::calendar::plan::error::PlanError;

use std::sync::Arc;

use crate::lanes::Real;
use crate::language::quantity::{Drawn, Input};
use crate::outcome::Layout;
use crate::random::copula::Copula;
use crate::random::distribution::Distribution;
use crate::random::lines::Lines;
use crate::random::luck::{Address, Source};
use crate::random::points::Place;
use crate::random::sampler::Sampler;
use crate::rooms::assembly::plan::FactoryPlan;
use crate::rooms::assembly::plan::build::BuildPlan;
use crate::rooms::assembly::plan::capacity::CapacityCost;
use crate::rooms::books::keys::ExpenseKind;
use crate::rooms::books::plan::{BooksPlan, ExpensePlan, Purpose};
use crate::rooms::calendar::keys::Sampling;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::contract::plan::{self as contract, ContractsPlan};
use crate::rooms::currency::plan::CurrencyPlan;
use crate::rooms::forecast::keys::ForecastMethod;
use crate::rooms::forecast::plan::planner::{PlannerPlan, WhoPlans};
use crate::rooms::forecast::plan::{ForecastPlan, PlannedFlow};
use crate::rooms::market::day::asked::share_at;
use crate::rooms::market::plan::windows::SalesPlan;
use crate::rooms::market::plan::{MarketPlan, PriceEffectPlan};
use crate::rooms::returns::plan::ReturnsPlan;
use crate::rooms::store::plan::{OrderErrorPlan, StreamPlan};
use crate::rooms::supply::keys::Component;
use crate::rooms::supply::plan::{SupplyPlan, bill};
use crate::rooms::weather::plan::DisruptionPlan;
use crate::scenario::Scenario;
use layout::{ColumnPlan, PacingPart};

/// An uncertain input: what is believed and where its draw comes from.
#[derive(Clone, Debug)]
pub struct InputPlan {
    /// What is believed, ready to be drawn from.
    pub sampler: Sampler,
    /// Its draw.
    pub draw: Draw,
    /// The sample it is drawn from, an index into [`Plan::joints`], and its values there, line by line.
    pub line: Option<(usize, Arc<[f64]>)>,
}

/// A sample of inputs of which each launch takes a line.
#[derive(Clone, Debug)]
pub struct JointPlan {
    /// Name of its table.
    pub name: String,
    /// Which line is taken.
    pub lines: Lines,
    /// Its draw.
    pub draw: Draw,
}

/// Where the word of an input or of a sample comes from, once per launch.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Its own words.
    pub source: Source,
    /// Its place among evenly spread points, where inputs are drawn from them.
    pub place: Option<Place>,
}

impl Draw {
    fn new(compiler: &mut Compiler, (purpose, name): (&str, &str), place: Place) -> Self {
        let evenly = compiler.scenario.run.sampling == Sampling::Sobol;
        Self { source: compiler.source(purpose, name), place: evenly.then_some(place) }
    }
}

/// A compiled scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Days simulated.
    pub days: usize,
    /// Seed of all luck.
    pub seed: u64,
    /// Every draw replaced by its mean.
    pub deterministic: bool,
    /// All sources of draws.
    pub sources: Vec<Address>,
    /// Uncertain inputs.
    pub inputs: Vec<InputPlan>,
    /// Samples that inputs are drawn from together.
    pub joints: Vec<JointPlan>,
    /// Their rank correlations.
    pub copula: Option<Copula>,
    /// Uncertain inputs that shape the plan.
    pub structural: Vec<usize>,
    /// Currencies in which parts are bought.
    pub currencies: Vec<CurrencyPlan>,
    /// Contracts with suppliers.
    pub contracts: ContractsPlan,
    /// How the forecast follows new interest.
    pub forecast: ForecastPlan,
    /// Who plans the parts.
    pub planner: PlannerPlan,
    /// Disruptions.
    pub disruptions: Vec<DisruptionPlan>,
    /// The market, if any.
    pub market: Option<MarketPlan>,
    /// When and how phones are sold to the market.
    pub sales: SalesPlan,
    /// Order streams.
    pub streams: Vec<StreamPlan>,
    /// The first day on which anybody may order.
    pub first_orders: usize,
    /// What customers of the market send back.
    pub returns: Option<ReturnsPlan>,
    /// Supply classes.
    pub supply: SupplyPlan,
    /// Factories.
    pub factories: Vec<FactoryPlan>,
    /// Share of started phones that are good, as it is planned.
    pub planned_yield: f64,
    /// When phones are started beyond those ordered.
    pub build: BuildPlan,
    /// Shipments that go wrong.
    pub order_errors: OrderErrorPlan,
    /// Prices and money.
    pub books: BooksPlan,
    /// What fills the columns of the layout.
    pub columns: ColumnPlan,
    /// Parts shown by name.
    pub pacing: Vec<PacingPart>,
    /// Parts of which a second source expedites what is needed soon.
    pub expedited: Vec<PacingPart>,
    /// Lines of the bill of materials.
    pub audit: Vec<bill::AuditPart>,
    /// Names of everything a launch yields.
    pub layout: Layout,
}

/// Compiles a validated scenario.
///
/// # Errors
/// [`PlanError`] when whole units would not fit or correlations contradict each other.
pub fn compile(scenario: &Scenario) -> Result<Plan, PlanError> {
    compile_with(Compiler::new(scenario, None))
}

/// Compiles the plan of one launch whose uncertain inputs have these values and whose sale waits `slip` days.
///
/// Only what shapes the plan differs from [`compile`]: classes, metrics and what the planner expects are the same.
///
/// # Errors
/// As [`compile`].
pub fn compile_for(scenario: &Scenario, inputs: &[f64], slip: i32) -> Result<Plan, PlanError> {
    if slip == 0 {
        return compile_with(Compiler::new(scenario, Some(inputs)));
    }
    compile_with(Compiler::new(&contract::with_sale_moved(scenario, slip), Some(inputs)))
}

fn compile_with(mut compiler: Compiler) -> Result<Plan, PlanError> {
    let scenario = compiler.scenario;
    let mut joints = Vec::new();
    let inputs = scenario
        .inputs
        .iter()
        .map(|input| InputPlan {
            // The plan of a single launch is handed its inputs, and what is drawn from a sample is drawn by its line.
            sampler: if compiler.is_of_one_launch() || input.drawn.is_some() {
                Sampler::unprepared(&input.distribution)
            } else {
                Sampler::new(&input.distribution)
            },
            draw: Draw::new(&mut compiler, ("input", &input.key), Place::of(&input.key)),
            line: input.drawn.as_ref().map(|drawn| (joint(drawn, &mut joints, &mut compiler), drawn.values.clone())),
        })
        .collect();
    // A single launch is handed its inputs, which nothing correlates any more.
    let copula = if scenario.correlations.is_empty() || compiler.is_of_one_launch() {
        None
    } else {
        let laws: Vec<&Distribution> = scenario.inputs.iter().map(Input::law).collect();
        Some(Copula::of_laws(&laws, &scenario.correlations).map_err(PlanError::Correlations)?)
    };
    let disruptions = compiler.disruptions();
    let currencies = compiler.currencies();
    let contracts = compiler.contracts();
    let (factories, planned_yield, output) = compiler.factories(&contracts);
    let planned = PlannedFlow::new(&mut compiler, planned_yield, output);
    let mut supply = compiler.supply(&planned, &contracts)?;
    let market = scenario.market.as_ref().map(|market| compiler.market(market));
    let sales = compiler.sales(&planned)?;
    if sales.looks_ahead() {
        supply.keep_due();
    }
    let streams = compiler.streams();
    let returns = compiler.returns();
    let announced = market.iter().map(|market| market.announced.max(0) as usize);
    let first_orders = announced.chain(streams.iter().map(StreamPlan::first_orders)).min().unwrap_or(compiler.days);
    let last_day = compiler.last_day();
    let build = BuildPlan::new(&compiler, &scenario.products[0], &factories, &planned);
    let order_errors = compiler.order_errors();
    let capacity = compiler.capacity_costs();
    let books = compiler.books(capacity.into_iter().map(|cost| expense_of(cost, last_day)).collect());
    let learnable = matches!(scenario.forecast.method, ForecastMethod::Bayes { .. }) && planned.expects_orders();
    let mut planner = PlannerPlan::new(&compiler, learnable);
    planner.size_at_price = size_at_price(scenario, market.as_ref(), &books);
    let pacing = layout::parts(&compiler, &supply, |component| component.pacing);
    let expedited = layout::parts(&compiler, &supply, Component::is_expedited);
    let (layout, columns) = layout::layout(&compiler, &supply, &contracts, [&pacing, &expedited])?;
    let audit = bill::parts(&compiler, &supply);
    let mut plan = Plan {
        audit,
        days: compiler.days,
        seed: scenario.run.seed,
        deterministic: scenario.run.deterministic,
        inputs,
        joints,
        copula,
        currencies,
        contracts,
        forecast: ForecastPlan::new(&scenario.forecast),
        planner,
        disruptions,
        market,
        sales,
        streams,
        returns,
        first_orders,
        supply,
        factories,
        planned_yield,
        build,
        order_errors,
        books,
        columns,
        layout,
        pacing,
        expedited,
        structural: compiler.structural.iter().copied().collect(),
        sources: compiler.sources,
    };
    plan.sales.most_interested = plan.units_fit(scenario)?;
    let who = plan.planner.who;
    Ok(plan.planned_by(who))
}

/// The sample of an input among those that are known, or added to them.
fn joint(drawn: &Drawn, known: &mut Vec<JointPlan>, compiler: &mut Compiler) -> usize {
    if let Some(at) = known.iter().position(|joint| joint.name == drawn.joint) {
        return at;
    }
    known.push(JointPlan {
        lines: Lines::new(drawn.values.len(), drawn.weights.as_deref()),
        draw: Draw::new(
            compiler,
            ("joint", &drawn.joint),
            Place::of_lines(&format!("joint.{}", drawn.joint), drawn.values.len()),
        ),
        name: drawn.joint.clone(),
    });
    known.len() - 1
}

/// The share of people who would choose the phone at its first price over that at the reference price, at the medians of
/// what is not known; one where the price moves nobody.
fn size_at_price(scenario: &Scenario, market: Option<&MarketPlan>, books: &BooksPlan) -> f64 {
    let Some(market) = market.filter(|market| market.price_effect == PriceEffectPlan::Market) else { return 1.0 };
    let Some(reference) = &market.reference_price else { return 1.0 };
    let medians: Vec<Real<1>> = scenario.inputs.iter().map(|input| Real::splat(input.distribution.median())).collect();
    let day = (market.announced.max(0) as usize).min(market.season.len() - 1);
    let [price] = books.price.of(&medians).on(day).0;
    let [reference] = reference.of(&medians).0;
    let share = |price: f64| share_at(market, &books.price, &medians, price).0[0];
    let ratio = share(price) / share(reference);
    if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 }
}

impl Plan {
    /// The plan in the hands of this planner.
    #[must_use]
    pub fn planned_by(mut self, who: WhoPlans) -> Self {
        self.planner.who = who;
        if who != WhoPlans::Keeps && self.supply.asks_what_is_due() {
            self.supply.keep_due();
        }
        self
    }

    /// Whether launches may share this plan; else each needs one of its own from [`compile_for`].
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.structural.is_empty() && !self.contracts.sale_waits
    }
}

/// What capacity costs, as the books pay it: to have it is tooling, to keep it a running cost.
fn expense_of(cost: CapacityCost, last_day: i32) -> ExpensePlan {
    let (first, last) = (cost.days.0, cost.days.1.min(last_day));
    ExpensePlan {
        purpose: if cost.once { Purpose::Expense(ExpenseKind::Tooling) } else { Purpose::Running },
        days: (first, last),
        amount: Param::scaled(cost.per_day, f64::from((last - first.max(0) + 1).max(0))),
        per_day: cost.per_day.into(),
    }
}
