//! The daily trace of some launches: the series of the layout and what bound assembly.

use crate::company::Observer;
use crate::company::audit::Audit;
use crate::company::day::Company;
use crate::company::metrics::{average_variable_cost, loaded_unit_cost};
use crate::company::plan::Plan;
use crate::company::statements::Statements;
use crate::lanes::{Count, Real};
use crate::outcome::{Daily, Monthly, Paths, SeriesId};
use crate::rooms::books::day::Account;

/// Notes every series of every day of `L` launches.
pub struct Trace<const L: usize> {
    /// How many of the lanes are wanted.
    launches: usize,
    /// Per series: value of `day * launches + launch`.
    values: Vec<Vec<f64>>,
    /// Per series: whether it is noted.
    noted: Vec<bool>,
    daily: Daily,
    /// Statements and costs of parts, where all is noted.
    books: Option<(Statements<L>, Audit<L>)>,
}

impl<const L: usize> Trace<L> {
    /// A trace of the first `launches` of the lanes.
    #[must_use]
    pub fn new(plan: &Plan, launches: usize) -> Self {
        let noted = vec![true; plan.layout.series.len()];
        Self::noting(plan, launches, noted, Some((Statements::new(launches), Audit::default())))
    }

    /// The same of some series alone, and of what bound assembly.
    #[must_use]
    pub fn of(plan: &Plan, launches: usize, series: &[SeriesId]) -> Self {
        Self::noting(plan, launches, plan.layout.series.iter().map(|one| series.contains(&one.id)).collect(), None)
    }

    fn noting(plan: &Plan, launches: usize, noted: Vec<bool>, books: Option<(Statements<L>, Audit<L>)>) -> Self {
        let daily = Daily {
            launches,
            binding: vec![vec![0; plan.days]; plan.layout.constraints.len()],
            phones_by_wait: vec![0.0; plan.days],
            ..Daily::default()
        };
        let room = |noted: &bool| Vec::with_capacity(if *noted { plan.days * launches } else { 0 });
        Self { launches, values: noted.iter().map(room).collect(), noted, daily, books }
    }

    /// What was noted.
    #[must_use]
    pub fn into_daily(self) -> Daily {
        let values = self.values.into_iter().map(|values| Paths::new(self.launches, values)).collect();
        let monthly = self.books.map_or_else(Monthly::default, |(statements, _)| statements.into_monthly());
        Daily { values, monthly, ..self.daily }
    }
}

impl<const L: usize> Observer<L> for Trace<L> {
    fn begin(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[Real<L>]) {
        if let Some((statements, audit)) = &mut self.books {
            statements.open(&mut company.books);
            audit.open(plan, company, inputs);
        }
    }

    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        let noted = self.values.iter_mut().zip(&self.noted).zip(&plan.columns.series);
        for ((values, _), &(series, of)) in noted.filter(|((_, noted), _)| **noted) {
            values.extend_from_slice(&today(plan, company, series, of).0[..self.launches]);
        }
        for &constraint in &company.assembly.binding.0[..self.launches] {
            self.daily.binding[constraint as usize][day] += 1;
        }
        if let Some((statements, _)) = &mut self.books {
            statements.day(plan, (&company.books, company.store.shipped().real()), day);
        }
    }

    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        if let Some((statements, audit)) = &mut self.books {
            statements.settle((&company.books, company.store.shipped().real()));
            self.daily.audit = audit.close(plan, company, self.launches);
        }
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
