//! What a launch of this scenario yields: metrics, daily series, constraints, facts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::company::plan::PlanError;
use crate::company::plan::own::{self, OwnColumns};
use crate::language::nearest;
use crate::language::quantity::Number;
use crate::outcome::{
    Given, Inflow, Layout, Metric, MetricId, ObservedFact, PriceStep, Rule, Series, SeriesId, Unit, Use, place_of,
};
use crate::outcome::{Naming as Names, Noun};
use crate::random::points::REPLICATES;
use crate::rooms::books::keys::OnInsolvency;
use crate::rooms::calendar::keys::Sampling;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::contract::plan::ContractsPlan;
use crate::rooms::market::keys::window::WindowKind;
use crate::rooms::store::keys::OrderStream;
use crate::rooms::supply::keys::Component;
use crate::rooms::supply::plan::SupplyPlan;
use crate::scenario::Scenario;
use crate::scenario::observed::Observed;
use crate::stats::Sampled;
use crate::units::thousands;

/// A daily series kept on one day for an observed fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Day.
    pub day: usize,
    /// Which series.
    pub series: SeriesId,
}

/// What a fact of a day or of an opening is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// The place of what is kept on its day, and of what it is counted since.
    Day(usize, Option<usize>),
    /// The hours until a number of a window: the window, and which of its numbers.
    Hours(usize, usize),
}

/// A part shown by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacingPart {
    /// Its component.
    pub component: usize,
    /// Its supply class.
    pub class: usize,
    /// Parts in one unit of the class.
    pub parts_per_unit: f64,
}

/// Those of the parts the product uses that are asked for, in the order of the scenario.
pub(super) fn parts(compiler: &Compiler, supply: &SupplyPlan, asked: impl Fn(&Component) -> bool) -> Vec<PacingPart> {
    let mut of_phone = vec![None; compiler.scenario.components.len()];
    for &(index, per_phone) in &compiler.scenario.products[0].parts {
        of_phone[index].get_or_insert(per_phone);
    }
    let part = |component: usize| {
        let class = supply.class_of_component[component]?;
        let per_phone = of_phone[component]?;
        let parts_per_unit = f64::from(per_phone) / f64::from(supply.classes[class].quantity);
        Some(PacingPart { component, class, parts_per_unit })
    };
    let components = compiler.scenario.components.iter().enumerate();
    components.filter(|(_, component)| asked(component)).filter_map(|(index, _)| part(index)).collect()
}

/// Shelf prices of the phone, as far as it has one.
fn prices(scenario: &Scenario) -> Vec<PriceStep> {
    let steps = scenario.products.first().map_or(&[][..], |product| &product.price);
    let step =
        |&(from, price): &(Date, Number)| PriceStep { from, price: price.value, uncertain: price.input.is_some() };
    let steps: Vec<PriceStep> = steps.iter().map(step).collect();
    // Without a market or a window nothing is sold at a price.
    if steps.iter().any(|step| step.price > 0.0) { steps } else { Vec::new() }
}

/// What things are called for people; of things of one name the first that has a label.
fn names(scenario: &Scenario) -> Names {
    let noun = scenario.products.first().and_then(|product| Noun::of(&product.noun, &product.nouns, &product.noun_zh));
    let components = scenario.components.iter().map(|one| (&one.name, &one.label));
    let suppliers = scenario.suppliers.iter().map(|one| (&one.name, &one.label));
    let factories = scenario.factories.iter().map(|one| (&one.name, &one.label));
    let windows = scenario.windows.iter().map(|one| (&one.name, &one.label));
    let mut labels = BTreeMap::new();
    let labelled = components.chain(suppliers).chain(factories).chain(windows).filter(|(_, label)| !label.is_empty());
    for (name, label) in labelled {
        labels.entry(name.clone()).or_insert_with(|| label.clone());
    }
    Names { noun, labels }
}

/// What the engine computes for the columns of the layout, in the order of its metrics and of its series.
#[derive(Clone, Debug, Default)]
pub struct ColumnPlan {
    /// Of each metric, which it is, and the place of what it is of: a pacing part, a currency, a window, a supplier, a record; 0 where
    /// there is one of a launch.
    pub metrics: Vec<(MetricId, usize)>,
    /// The same of each series.
    pub series: Vec<(SeriesId, usize)>,
    /// Series kept on one day, for facts on record.
    pub captures: Vec<Capture>,
    /// What each fact of a day or of an opening is held against.
    pub records: Vec<Record>,
    /// Columns that are reckoned from others when launches are over.
    pub own: OwnColumns,
}

/// A layout with what fills it: both grow by the same pushes, so that no place can be mistaken.
struct Naming<'a> {
    compiler: &'a Compiler<'a>,
    metrics: Vec<Metric>,
    series: Vec<Series>,
    columns: ColumnPlan,
}

impl Naming<'_> {
    fn metric(&mut self, metric: Metric, of: usize) {
        self.columns.metrics.push((metric.id, of));
        self.metrics.push(metric);
    }

    fn series(&mut self, series: Series, of: usize) {
        self.columns.series.push((series.id, of));
        self.series.push(series);
    }

    fn common(&mut self) {
        let currency = &self.compiler.scenario.company.currency;
        MetricId::of_every_launch().for_each(|id| self.metric(Metric::new(id, currency), 0));
        SeriesId::of_every_day().for_each(|id| self.series(Series::new(id, currency), 0));
    }

    fn parts(&mut self, pacing: &[PacingPart]) {
        for (at, part) in pacing.iter().enumerate() {
            let name = &self.compiler.scenario.components[part.component].name;
            let title = format!("Days customers waited for {name}");
            self.metric(Metric::of(MetricId::DaysShortOfPart, name, title), at);
            self.series(Series::of(SeriesId::StockOfPart, name, format!("Stock of {name}")), at);
        }
        for (at, part) in pacing.iter().enumerate() {
            let name = &self.compiler.scenario.components[part.component].name;
            self.metric(
                Metric::of(MetricId::BoundByThisPart, name, format!("Sales bound by {name} beside the plan")),
                at,
            );
        }
        for (at, part) in pacing.iter().enumerate() {
            let name = &self.compiler.scenario.components[part.component].name;
            self.metric(Metric::of(MetricId::Bullwhip, name, format!("Bullwhip ratio of {name}")), at);
        }
    }

    /// What there is where open orders can be changed.
    fn open_orders(&mut self, supply: &SupplyPlan) {
        if supply.classes.iter().any(|class| class.change.is_some()) {
            let currency = &self.compiler.scenario.company.currency;
            self.metric(Metric::new(MetricId::PartsCancelled, currency), 0);
        }
    }

    /// Parts whose orders have a fixed cost.
    fn ordered_parts(&mut self, supply: &SupplyPlan) {
        let scenario = self.compiler.scenario;
        for (component, class) in scenario.components.iter().zip(&supply.class_of_component) {
            if let Some(class) = *class
                && component.orders_cost()
            {
                let title = format!("Purchase orders of {}", component.name);
                self.metric(Metric::of(MetricId::PurchaseOrders, &component.name, title), class);
            }
        }
    }

    fn expedited(&mut self, parts: &[PacingPart]) {
        for (at, part) in parts.iter().enumerate() {
            let name = &self.compiler.scenario.components[part.component].name;
            self.metric(Metric::of(MetricId::Expedited, name, format!("Parts expedited of {name}")), at);
        }
    }

    fn currencies(&mut self) {
        for (at, currency) in self.compiler.scenario.currencies.iter().enumerate() {
            let title = format!("Rate of the {}", currency.name);
            self.series(Series::of(SeriesId::ExchangeRate, &currency.name, title), at);
        }
    }

    fn windows(&mut self) {
        let scenario = self.compiler.scenario;
        // Without a market nobody comes to a window, and the engine has none.
        for (at, window) in scenario.windows.iter().enumerate().filter(|_| scenario.market.is_some()) {
            if !matches!(window.kind, WindowKind::Open | WindowKind::InStock) {
                let title = format!("Hours until {} sold out", window.name);
                self.metric(Metric::of(MetricId::SellOutHours, &window.name, title), at);
            }
        }
    }

    fn contracts(&mut self, contracts: &ContractsPlan) {
        if !contracts.uncertain.is_empty() {
            self.metric(Metric::new(MetricId::SlipDays, &self.compiler.scenario.company.currency), 0);
        }
        for (supplier, name) in &contracts.uncertain {
            self.metric(Metric::of(MetricId::SignatureDay, name, format!("Day {name} signed")), *supplier);
        }
    }

    /// Of streams that may hold a stock: where that is uncertain, also the launches in which they do not.
    fn retailers(&mut self) {
        let scenario = self.compiler.scenario;
        let currency = &scenario.company.currency;
        let streams = scenario.order_streams.iter().enumerate();
        for (at, OrderStream { name, .. }) in streams.filter(|(_, stream)| stream.may_hold_stock()) {
            let credited = format!("Credited to {name} because the price fell");
            let money = Metric::of(MetricId::PriceProtection, name, credited);
            let named = format!("{}.{name}", MetricId::PriceProtection.name(currency));
            for (id, title) in [
                (MetricId::RetailStock, format!("Phones {name} holds at the end")),
                (MetricId::SoldThrough, format!("Phones sold by {name}")),
                (MetricId::RetailLost, format!("Customers {name} had no phone for")),
                (MetricId::RetailReturned, format!("Phones given back by {name} at the end")),
                (MetricId::RetailFillRate, format!("Fill rate of {name}")),
                (MetricId::RetailBullwhip, format!("Bullwhip ratio of {name}")),
            ] {
                self.metric(Metric::of(id, name, title), at);
            }
            self.metric(Metric { name: named, ..money }, at);
            for (id, title) in [
                (SeriesId::SellIn, format!("Ordered by {name}")),
                (SeriesId::SellThrough, format!("Sold by {name}")),
                (SeriesId::StockOfRetailer, format!("Phones {name} holds")),
            ] {
                self.series(Series::of(id, name, title), at);
            }
        }
    }

    /// The facts on record, with the metrics they are held against. Metrics of one's own come after those of a day, which
    /// they may name, and before the facts that may name them.
    fn facts(&mut self) -> Result<Vec<ObservedFact>, PlanError> {
        let scenario = self.compiler.scenario;
        let facts = scenario.observed.iter();
        let of_days: Vec<_> =
            facts.map(|fact| self.fact_of_a_day(fact).or_else(|| self.fact_of_an_opening(fact))).collect();
        let (own, columns) = own::columns(scenario, &self.metrics)?;
        for metric in own {
            self.metric(metric, 0);
        }
        self.columns.own = columns;
        let mut facts = Vec::with_capacity(scenario.observed.len());
        for (fact, of_day) in scenario.observed.iter().zip(of_days) {
            facts.push(match of_day {
                Some(fact) => fact,
                None => self.fact_of_a_launch(fact)?,
            });
        }
        Ok(facts)
    }

    /// A fact about a series on a day, which brings a metric of its own.
    fn fact_of_a_day(&mut self, fact: &Observed) -> Option<ObservedFact> {
        let (date, series) = (fact.date?, SeriesId::on_record(&fact.metric, &self.compiler.scenario.company.currency)?);
        let day = self.compiler.day(date);
        let what = series.id().replace('_', " ");
        let title = match fact.since {
            Some(since) => format!("{what} from {since} to {date}"),
            None => format!("{what} on {date}"),
        };
        let metric = Metric { unit: series.unit(), ..Metric::of(MetricId::Observed, &fact.name, title) };
        self.metric(metric, self.columns.records.len());
        let mut kept = |day: i32| {
            self.columns.captures.push(Capture { day: day.max(0) as usize, series });
            self.columns.captures.len() - 1
        };
        let record = Record::Day(kept(day), fact.since.map(|since| kept(self.compiler.day(since))));
        self.columns.records.push(record);
        Some(on_record(fact, self.metrics.len() - 1, fact.since.is_none().then_some((series, day))))
    }

    /// A fact about the hours until a number in a window, which brings a metric of its own.
    fn fact_of_an_opening(&mut self, fact: &Observed) -> Option<ObservedFact> {
        let reached = fact.number.as_ref()?;
        let scenario = self.compiler.scenario;
        let window = scenario.windows.iter().position(|window| window.name == reached.window)?;
        let title = format!("Hours until {} in {}", thousands(f64::from(reached.number), 0), reached.window);
        let metric = Metric { unit: Unit::Hours, ..Metric::of(MetricId::Observed, &fact.name, title) };
        self.metric(metric, self.columns.records.len());
        let before =
            self.columns.records.iter().filter(|record| matches!(record, Record::Hours(of, _) if *of == window));
        self.columns.records.push(Record::Hours(window, before.count()));
        Some(on_record(fact, self.metrics.len() - 1, None))
    }

    /// A fact about a metric of a whole launch, or about one divided by another, which brings a metric of its own.
    fn fact_of_a_launch(&mut self, fact: &Observed) -> Result<ObservedFact, PlanError> {
        let place = |name: &str| place_of(&self.metrics, name).filter(|_| fact.date.is_none());
        let metric = place(&fact.metric).ok_or_else(|| self.unknown(fact, "metric", &fact.metric))?;
        let Some(per) = &fact.per else { return Ok(on_record(fact, metric, None)) };
        let columns = vec![metric, place(per).ok_or_else(|| self.unknown(fact, "per", per))?];
        let units = columns.iter().map(|&column| self.metrics[column].unit).collect::<Vec<Unit>>();
        let unit = if units[0] == units[1] { Unit::Share } else { Unit::Number };
        let title = columns.iter().map(|&column| self.metrics[column].title.clone()).collect::<Vec<String>>();
        let metric = Metric { unit, ..Metric::of(MetricId::Observed, &fact.name, title.join(" / ")) };
        // It has no record: it is reckoned from others.
        self.metric(metric, usize::MAX);
        let metric = self.metrics.len() - 1;
        self.columns.own.add_ratio(metric, columns);
        Ok(on_record(fact, metric, None))
    }

    fn unknown(&self, fact: &Observed, key: &'static str, metric: &str) -> PlanError {
        let record = SeriesId::ALL.iter().filter(|series| series.used() != Use::Daily && fact.date.is_some());
        let names = self.metrics.iter().filter(|_| fact.date.is_none());
        let names = names.flat_map(|metric| [metric.name.as_str(), metric.plain_name()]);
        let near = nearest(metric, record.map(|series| series.id()).chain(names));
        PlanError::UnknownObserved {
            name: fact.name.clone(),
            key,
            metric: metric.to_owned(),
            near: near.map(str::to_owned),
        }
    }
}

fn on_record(fact: &Observed, metric: usize, dated: Option<(SeriesId, i32)>) -> ObservedFact {
    let &Observed { value, says, error, side, role, discrepancy, .. } = fact;
    ObservedFact { name: fact.name.clone(), metric, value, says, error, side, role, discrepancy, dated }
}

/// The layout of a scenario's results, and what fills it.
pub(super) fn layout(
    compiler: &Compiler,
    supply: &SupplyPlan,
    contracts: &ContractsPlan,
    [pacing, expedited]: [&[PacingPart]; 2],
) -> Result<(Layout, ColumnPlan), PlanError> {
    let scenario = compiler.scenario;
    let mut naming = Naming { compiler, metrics: Vec::new(), series: Vec::new(), columns: ColumnPlan::default() };
    naming.common();
    naming.parts(pacing);
    naming.open_orders(supply);
    naming.ordered_parts(supply);
    naming.expedited(expedited);
    naming.currencies();
    naming.windows();
    naming.contracts(contracts);
    naming.retailers();
    let observed = naming.facts()?;
    let Naming { metrics, series, columns, .. } = naming;
    let mut constraints = vec!["demand".to_owned(), "capacity".to_owned(), "closed".to_owned()];
    constraints.extend(supply.classes.iter().map(|class| class.name.clone()));
    let fundings = scenario.fundings.iter().map(|funding| ("funding", &funding.name, funding.date, funding.amount));
    let loans = scenario.loans.iter().map(|loan| ("loan", &loan.name, loan.date, loan.amount));
    let inflow = |(table, name, date, amount): (&str, &String, Date, Number)| Inflow {
        name: format!("{table}.{name}"),
        day: compiler.day(date),
        amount: amount.value,
    };
    let mut inflows: Vec<Inflow> = fundings.chain(loans).map(inflow).collect();
    inflows.sort_by_key(|inflow| inflow.day);
    let layout = Layout {
        rule: match scenario.company.on_insolvency {
            OnInsolvency::GoOn => Rule::GoOn,
            OnInsolvency::Stop => Rule::WindUp,
        },
        inflows,
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        currency: scenario.company.currency.clone(),
        prices: prices(scenario),
        start: scenario.timeline.start,
        days: compiler.days,
        inputs: scenario.inputs.iter().map(|input| input.key.clone()).collect(),
        sampled: match scenario.run.sampling {
            Sampling::Sobol if !scenario.inputs.is_empty() => Sampled::InReplicates(REPLICATES as usize),
            _ => Sampled::Independently,
        },
        given: Given::of(&scenario.inputs),
        metrics,
        series,
        constraints,
        insolvency_line: -scenario.company.credit_line.value,
        opening_cash: scenario.company.opening_cash.value,
        insolvency_range: scenario.company.credit_line.input.map(|input| {
            let belief = &scenario.inputs[input].distribution;
            (-belief.quantile(0.95), -belief.quantile(0.05))
        }),
        observed,
        naming: names(scenario),
    };
    Ok((layout, columns))
}
