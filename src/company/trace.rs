//! The daily trace of some launches: the series of the layout and what bound assembly.

use crate::company::Observer;
use crate::company::audit::Audit;
use crate::company::day::Company;
use crate::company::metrics::{average_variable_cost, loaded_unit_cost};
use crate::company::plan::Plan;
use crate::company::statements::Statements;
use crate::lanes::{Count, Real};
use crate::outcome::{Daily, Paths, SeriesId};
use crate::rooms::books::day::Account;

/// Notes every series of every day of `L` launches.
pub struct Trace<const L: usize> {
    /// How many of the lanes are wanted.
    launches: usize,
    /// Per series: value of `day * launches + launch`.
    values: Vec<Vec<f64>>,
    daily: Daily,
    statements: Statements<L>,
    audit: Audit<L>,
}

impl<const L: usize> Trace<L> {
    /// A trace of the first `launches` of the lanes.
    #[must_use]
    pub fn new(plan: &Plan, launches: usize) -> Self {
        let daily = Daily {
            launches,
            binding: vec![vec![0; plan.days]; plan.layout.constraints.len()],
            phones_by_wait: vec![0.0; plan.days],
            ..Daily::default()
        };
        let values = plan.layout.series.iter().map(|_| Vec::with_capacity(plan.days * launches)).collect();
        Self { launches, values, daily, statements: Statements::new(launches), audit: Audit::default() }
    }

    /// What was noted.
    #[must_use]
    pub fn into_daily(self) -> Daily {
        let values = self.values.into_iter().map(|values| Paths::new(self.launches, values)).collect();
        Daily { values, monthly: self.statements.into_monthly(), ..self.daily }
    }
}

impl<const L: usize> Observer<L> for Trace<L> {
    fn begin(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[Real<L>]) {
        self.statements.open(&mut company.books);
        self.audit.open(plan, company, inputs);
    }

    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        for (at, value) in series(plan, company).into_iter().enumerate() {
            self.values[at].extend_from_slice(&value.0[..self.launches]);
        }
        for &constraint in &company.assembly.binding.0[..self.launches] {
            self.daily.binding[constraint as usize][day] += 1;
        }
        self.statements.day(plan, (&company.books, company.store.shipped().real()), day);
    }

    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        self.statements.settle((&company.books, company.store.shipped().real()));
        self.daily.audit = self.audit.close(plan, company, self.launches);
    }
}

/// Today's value of every series, in the order of the layout.
#[must_use]
pub fn series<const L: usize>(plan: &Plan, company: &Company<L>) -> Vec<Real<L>> {
    plan.columns.series.iter().map(|&(series, of)| today(plan, company, series, of)).collect()
}

/// Today's value of a series; `of` is the place of what it is of where a launch has several.
pub(super) fn today<const L: usize>(plan: &Plan, company: &Company<L>, series: SeriesId, of: usize) -> Real<L> {
    let (store, books) = (&company.store, &company.books);
    let market = company.market.as_ref();
    match series {
        SeriesId::Orders => {
            store.streams.iter().fold(store.market.orders_today, |sum, queue| sum + queue.orders_today).real()
        }
        SeriesId::OrdersToDate => store.ordered().real(),
        SeriesId::Shipped => {
            store.streams.iter().fold(store.market.shipped_today, |sum, queue| sum + queue.shipped_today).real()
        }
        SeriesId::ShippedToDate => store.shipped().real(),
        SeriesId::Waiting => store.waiting().real(),
        SeriesId::Cash => books.cash(),
        SeriesId::Capacity => company.assembly.capacity_today.real(),
        SeriesId::FinishedStock => store.finished.real(),
        SeriesId::Interested => market.map_or(Real::ZERO, |market| market.interested.real()),
        SeriesId::Reserved => market.map_or(Real::ZERO, |market| market.reserved.real()),
        SeriesId::ReservedToDate => market.map_or(Real::ZERO, |market| market.reserved_to_date.real()),
        SeriesId::Started => {
            company.assembly.started_today.iter().fold(Count::ZERO, |sum, &started| sum + started).real()
        }
        SeriesId::AverageVariableCost => average_variable_cost(company),
        SeriesId::LoadedUnitCost => loaded_unit_cost(company),
        SeriesId::PartsStock => books.balance(Account::Parts),
        SeriesId::StockOfPart => {
            let part = &plan.pacing[of];
            let stock = company.supply.stock(&plan.supply, part.class, company.assembly.started);
            stock.real() * part.parts_per_unit
        }
        SeriesId::ExchangeRate => books.rate_today(of),
        SeriesId::SellIn => store.streams[of].orders_today.real(),
        SeriesId::SellThrough => store.owners_through(of).1.real(),
        SeriesId::StockOfRetailer => store.retailer(of).map_or(Real::ZERO, |retailer| retailer.stock.real()),
    }
}
