//! What one launch yields, in the order of the layout.

use super::Spare;
use super::company::Company;
use crate::lanes::{Count, Real};
use crate::model::assembly::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};
use crate::model::books::Account;
use crate::model::market::Market;
use crate::model::waiting::Waits;
use crate::plan::Plan;
use crate::plan::layout::{COMMON_METRICS, Capture, METRICS};
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

/// Less money than can be paid: neither a debt nor a revenue.
const HALF_A_FEN: f64 = 0.005;
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
    let common = common(&company, &waits);
    debug_assert!(
        common.iter().zip(METRICS).all(|((ours, _), (theirs, ..))| ours == theirs),
        "metrics in another order"
    );
    let mut metrics: Vec<Real<L>> = common.into_iter().map(|(_, value)| value).collect();
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
    for capture in &plan.captures {
        let value = captured.iter().find(|(other, _)| other == capture);
        metrics.push(value.map_or(Real::splat(f64::NAN), |(_, value)| *value));
    }
    (Launches { inputs, metrics, phones_by_wait: waits.phones_by_wait }, company.leave())
}

/// The metrics every scenario has, by their names in `plan::layout` and in its order.
#[inline(always)]
fn common<const L: usize>(company: &Company<L>, waits: &Waits<L>) -> [(&'static str, Real<L>); COMMON_METRICS] {
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
    let below = books.insolvency_day.lt(Count::ZERO);
    let cash_gap = below.select(Real::ZERO, Real::ZERO - books.lowest_cash - books.credit_line());
    let gap_ends = books.gap_closed.map(|day| if day >= 0 { f64::from(day) } else { f64::NAN });
    // Half a fen of rounding is no debt.
    let bills_unpaid =
        (books.cash() + HALF_A_FEN).zip(books.credit_line(), |cash, line| if cash < -line { 1.0 } else { 0.0 });
    let net_margin = (revenue + services_revenue - rebate)
        .zip(net_profit, |revenue, profit| if revenue >= HALF_A_FEN { profit / revenue } else { f64::NAN });
    let day_or_none = |day: Count<L>| day.map(|day| if day >= 0 { f64::from(day) } else { f64::NAN });
    [
        ("interest", of_market(|market| market.interest)),
        ("reserved", of_market(|market| market.reserved_to_date)),
        ("converted", of_market(|market| market.converted)),
        ("orders", store.ordered().real()),
        ("shipped", shipped.real()),
        ("cancelled", store.cancelled().real()),
        ("lost", of_market(|market| market.gone)),
        ("waiting_end", store.waiting().real()),
        ("wait_mean_days", waits.mean),
        ("wait_p50_days", waits.median),
        ("wait_p90_days", waits.ninth_decile),
        ("shipped_within_promise", waits.within_promise),
        ("started", assembly.started.real()),
        ("scrapped", assembly.scrapped.real()),
        ("days_short", company.days_short.iter().fold(Count::ZERO, |sum, &days| sum + days).real()),
        ("days_short_capacity", short_capacity.real()),
        ("days_short_closed", company.days_short[BOUND_BY_CALENDAR as usize].real()),
        ("days_short_parts", short_parts.real()),
        ("phones_left_over", company.left_over.0.real()),
        ("parts_left_over_CUR", company.left_over.1),
        ("write_down_CUR", books.balance(Account::WriteDown)),
        ("revenue_CUR", revenue),
        ("cost_of_sales_CUR", cost_of_sales),
        ("gross_profit_CUR", revenue - cost_of_sales),
        ("scrap_CUR", books.balance(Account::Scrap)),
        ("r_and_d_CUR", books.balance(Account::Development)),
        ("marketing_CUR", books.balance(Account::Marketing)),
        ("other_expenses_CUR", books.balance(Account::OtherExpenses)),
        ("running_cost_CUR", books.balance(Account::Running)),
        ("holding_cost_CUR", books.balance(Account::Holding)),
        ("backorder_cost_CUR", books.balance(Account::Backorder)),
        ("interest_paid_CUR", books.balance(Account::Interest)),
        ("net_profit_CUR", net_profit),
        ("net_profit_bridged_CUR", net_profit),
        ("net_profit_wound_up_CUR", net_profit),
        ("hardware_profit_CUR", net_profit + income_tax - services_profit),
        ("services_revenue_CUR", services_revenue),
        ("services_profit_CUR", services_profit),
        ("rebate_CUR", rebate),
        ("income_tax_CUR", income_tax),
        ("npv_CUR", books.worth.present_value),
        ("payback_day", day_or_none(books.worth.payback_day)),
        ("net_margin", net_margin),
        ("marginal_unit_cost_CUR", marginal),
        ("loaded_unit_cost_CUR", loaded),
        ("lowest_cash_CUR", books.lowest_cash),
        ("lowest_cash_day", books.lowest_cash_day.real()),
        ("peak_funding_need_CUR", (Real::ZERO - books.lowest_cash).at_least(0.0)),
        ("closing_cash_CUR", books.cash()),
        ("bills_unpaid", bills_unpaid),
        ("insolvent", insolvent),
        ("insolvency_day", day_or_none(books.insolvency_day)),
        ("cash_gap_CUR", cash_gap),
        ("cash_gap_days", books.days_below.real()),
        ("cash_gap_ends_day", gap_ends),
        ("unpaid_debts_CUR", books.unpaid_debts()),
        ("first_shipment_day", day_or_none(company.first_shipment)),
        ("parts_ordered_CUR", company.supply.value_ordered),
        ("order_errors", company.order_errors.real()),
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
