//! The daily trace of some launches: the series of the layout and what bound assembly.

use super::Observer;
use super::audit::Audit;
use super::company::Company;
use super::metrics::unit_costs;
use super::statements::Statements;
use crate::lanes::Real;
use crate::model::books::Account;
use crate::outcome::{Daily, Paths};
use crate::plan::Plan;
use crate::plan::layout::COMMON_SERIES;

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
        self.statements.day(plan, &company.books, day);
    }

    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        self.statements.settle(&company.books);
        self.daily.audit = self.audit.close(plan, company, self.launches);
    }
}

/// Today's value of every series, in the order of the layout.
#[must_use]
pub fn series<const L: usize>(plan: &Plan, company: &Company<L>) -> Vec<Real<L>> {
    let (store, books) = (&company.store, &company.books);
    let streams = store.streams.iter();
    let orders = streams.clone().fold(store.market.orders_today, |sum, queue| sum + queue.orders_today);
    let shipped = streams.fold(store.market.shipped_today, |sum, queue| sum + queue.shipped_today);
    let started = company.assembly.started_today.iter().fold(crate::lanes::Count::ZERO, |sum, &started| sum + started);
    let (marginal, loaded) = unit_costs(company);
    let zero = Real::ZERO;
    let mut values = vec![
        orders.real(),
        store.ordered().real(),
        shipped.real(),
        store.shipped().real(),
        store.waiting().real(),
        books.cash(),
        company.assembly.capacity_today.real(),
        store.finished.real(),
        company.market.as_ref().map_or(zero, |market| market.interested.real()),
        company.market.as_ref().map_or(zero, |market| market.reserved.real()),
        started.real(),
        marginal,
        loaded,
        books.balance(Account::Parts),
    ];
    debug_assert_eq!(values.len(), COMMON_SERIES, "the trace and the layout name the same series");
    for part in &plan.pacing {
        let stock = company.supply.stock(&plan.supply, part.class, company.assembly.started);
        values.push(stock.real() * part.parts_per_unit);
    }
    values
}
