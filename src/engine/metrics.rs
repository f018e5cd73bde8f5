//! What one launch yields, in the order of the layout.

use super::Spare;
use super::company::Company;
use crate::lanes::{Count, Real};
use crate::model::assembly::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};
use crate::model::books::Account;
use crate::model::market::Market;
use crate::model::waiting::Waits;
use crate::plan::Plan;
use crate::plan::layout::Capture;
use crate::plan::market::OfferPlan;

/// Results of `L` launches side by side.
pub struct Launches<const L: usize> {
    /// Uncertain inputs, in the order of the layout.
    pub inputs: Vec<Real<L>>,
    /// Metrics, in the order of the layout.
    pub metrics: Vec<Real<L>>,
    /// Phones by whole days waited, up to the longest wait.
    pub phones_by_wait: Vec<Real<L>>,
}

/// Promised wait where there is no market [days].
const DEFAULT_PROMISE: f64 = 30.0;

#[inline(always)]
pub(super) fn measure<const L: usize>(
    plan: &Plan,
    mut company: Company<L>,
    inputs: Vec<Real<L>>,
    captured: &[(Capture, Real<L>)],
) -> (Launches<L>, Spare<L>) {
    let promise = plan.market.as_ref().map_or(Real::splat(DEFAULT_PROMISE), |market| market.promise.of(&inputs));
    let waits = company.history.waits(promise);
    let mut metrics = common(&company, &waits);
    for component in &plan.pacing {
        metrics.push(company.days_short[BOUND_BY_FIRST_PART as usize + component.class].real());
    }
    for (at, window) in plan.windows.iter().enumerate() {
        if !matches!(window.offer, OfferPlan::Open | OfferPlan::InStock)
            && let Some(market) = &company.market
        {
            metrics.push(market.sell_out_hours(at));
        }
    }
    if !plan.contracts.uncertain.is_empty() {
        metrics.push(company.contracts.slip_days(plan.days));
    }
    for &(supplier, _) in &plan.contracts.uncertain {
        metrics.push(company.contracts.signature_day(supplier, plan.days));
    }
    if plan.books.stops_when_insolvent {
        metrics.push(company.books.unpaid_debts());
    }
    for capture in &plan.captures {
        let value = captured.iter().find(|(other, _)| other == capture);
        metrics.push(value.map_or(Real::splat(f64::NAN), |(_, value)| *value));
    }
    (Launches { inputs, metrics, phones_by_wait: waits.phones_by_wait }, company.leave())
}

/// The metrics every scenario has, in the order of `plan::layout`.
#[inline(always)]
fn common<const L: usize>(company: &Company<L>, waits: &Waits<L>) -> Vec<Real<L>> {
    let (store, books, assembly) = (&company.store, &company.books, &company.assembly);
    let of_market = |get: fn(&Market<'_, L>) -> Count<L>| company.market.as_ref().map_or(Count::ZERO, get).real();
    let short_capacity = company.days_short[BOUND_BY_CAPACITY as usize];
    let short_parts =
        company.days_short[BOUND_BY_FIRST_PART as usize..].iter().fold(Count::ZERO, |sum, &days| sum + days);
    let shipped = store.shipped();
    let revenue = books.balance(Account::Revenue);
    let cost_of_sales = books.ledger.cost_of_sales();
    let net_profit = books.ledger.net_profit();
    let services_revenue = books.balance(Account::ServiceRevenue);
    let services_profit = books.ledger.services_profit();
    let income_tax = books.balance(Account::IncomeTax);
    let rebate = books.balance(Account::Rebate);
    let (marginal, loaded) = unit_costs(company);
    let insolvent = books.insolvency_day.map(|day| if day >= 0 { 1.0 } else { 0.0 });
    let day_or_none = |day: Count<L>| day.map(|day| if day >= 0 { f64::from(day) } else { f64::NAN });
    vec![
        of_market(|market| market.interest),
        of_market(|market| market.reserved_to_date),
        of_market(|market| market.converted),
        store.ordered().real(),
        shipped.real(),
        store.cancelled().real(),
        of_market(|market| market.gone),
        store.waiting().real(),
        waits.mean,
        waits.median,
        waits.ninth_decile,
        waits.within_promise,
        assembly.started.real(),
        assembly.scrapped.real(),
        company.days_short.iter().fold(Count::ZERO, |sum, &days| sum + days).real(),
        short_capacity.real(),
        company.days_short[BOUND_BY_CALENDAR as usize].real(),
        short_parts.real(),
        company.left_over.0.real(),
        company.left_over.1,
        books.balance(Account::WriteDown),
        revenue,
        cost_of_sales,
        revenue - cost_of_sales,
        books.balance(Account::Development),
        books.balance(Account::Marketing),
        books.balance(Account::Running),
        books.balance(Account::Holding),
        books.balance(Account::Backorder),
        books.balance(Account::Interest),
        net_profit,
        net_profit + income_tax - services_profit,
        services_revenue,
        services_profit,
        rebate,
        income_tax,
        books.worth.present_value,
        day_or_none(books.worth.payback_day),
        (revenue + services_revenue - rebate)
            .zip(net_profit, |revenue, profit| if revenue > 0.0 { profit / revenue } else { f64::NAN }),
        marginal,
        loaded,
        books.lowest_cash,
        books.lowest_cash_day.real(),
        books.cash(),
        insolvent,
        day_or_none(books.insolvency_day),
        day_or_none(company.first_shipment),
        company.supply.value_ordered,
        company.order_errors.real(),
    ]
}

/// E24: `marginal = cost of sales / V`, net of VAT; E25: `loaded(V) = (1 + v) (marginal + (R&D + NRE + tooling)/V)`,
/// both at the volume V shipped to date and not a number before the first phone.
pub(super) fn unit_costs<const L: usize>(company: &Company<L>) -> (Real<L>, Real<L>) {
    let volume = company.store.shipped().real();
    let per_phone =
        |money: Real<L>| money.zip(volume, |money, volume| if volume > 0.0 { money / volume } else { f64::NAN });
    let marginal = per_phone(company.books.ledger.cost_of_sales());
    let fixed = per_phone(company.books.development_total);
    let gross = Real::splat(1.0) + company.books.vat();
    (marginal, gross * (marginal + fixed))
}
