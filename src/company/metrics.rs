//! What one launch yields, in the order of the layout.

use crate::company::Spare;
use crate::company::bound::{self, bound_by};
use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::company::plan::layout::{Capture, Record};
use crate::lanes::{Count, Real};
use crate::outcome::MetricId;
use crate::rooms::assembly::day::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};
use crate::rooms::books::day::Account;
use crate::rooms::market::day::Market;
use crate::rooms::returns::day::Returns;
use crate::rooms::store::day::waiting::Waits;
use crate::units::DAYS_PER_YEAR;

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
    mut company: Box<Company<L>>,
    inputs: Vec<Real<L>>,
    captured: &[(Capture, Real<L>)],
) -> (Launches<L>, Spare<L>) {
    let promise = plan.market.as_ref().map_or(Real::splat(DEFAULT_PROMISE), |market| market.promise.of(&inputs));
    let waits = company.history.waits(promise);
    let ended = Ended { plan, company: &company, waits: &waits, captured, bound: bound_by(plan, &company) };
    let metrics = plan.columns.metrics.iter().map(|&(metric, of)| ended.value(metric, of)).collect();
    (Launches { inputs, metrics, phones_by_wait: waits.phones_by_wait }, company.leave())
}

/// Launches that have come to their end.
struct Ended<'a, 'plan, const L: usize> {
    plan: &'a Plan,
    company: &'a Company<'plan, L>,
    waits: &'a Waits<L>,
    captured: &'a [(Capture, Real<L>)],
    /// What bound sales.
    bound: Count<L>,
}

impl<const L: usize> Ended<'_, '_, L> {
    /// The value of a metric; `of` is the place of what it is of where a launch has several.
    #[inline(always)]
    #[expect(clippy::too_many_lines, reason = "an arm for each metric, so that none can be forgotten")]
    fn value(&self, metric: MetricId, of: usize) -> Real<L> {
        let (plan, company) = (self.plan, self.company);
        let (store, books) = (&company.store, &company.books);
        let ledger = &books.ledger;
        match metric {
            MetricId::Interest => self.of_market(|market| market.interest),
            MetricId::Reserved => self.of_market(|market| market.reserved_to_date),
            MetricId::Converted => self.of_market(|market| market.converted),
            MetricId::Orders => store.ordered().real(),
            MetricId::Shipped => store.shipped().real(),
            MetricId::Cancelled => store.cancelled().real(),
            MetricId::Lost => self.of_market(|market| market.gone),
            MetricId::WaitingEnd => store.waiting().real(),
            MetricId::RefundedEnd => store.market.waiting.real(),
            MetricId::WaitMean => self.waits.mean,
            MetricId::WaitMedian => self.waits.median,
            MetricId::WaitNinthDecile => self.waits.ninth_decile,
            MetricId::ShippedWithinPromise => self.waits.within_promise,
            MetricId::Started => company.assembly.started.real(),
            MetricId::Scrapped => company.assembly.scrapped.real(),
            MetricId::DaysShort => sum(&company.assembly.days_short),
            MetricId::DaysShortCapacity => company.assembly.days_short[BOUND_BY_CAPACITY as usize].real(),
            MetricId::DaysShortClosed => company.assembly.days_short[BOUND_BY_CALENDAR as usize].real(),
            MetricId::DaysShortParts => sum(&company.assembly.days_short[BOUND_BY_FIRST_PART as usize..]),
            MetricId::PhonesLeftOver => company.left_over.0.real(),
            MetricId::PartsLeftOver => company.left_over.1,
            MetricId::WriteDown => books.balance(Account::WriteDown),
            MetricId::Revenue => books.balance(Account::Revenue),
            MetricId::CostOfSales => ledger.cost_of_sales(),
            MetricId::GrossProfit => books.balance(Account::Revenue) - ledger.cost_of_sales(),
            MetricId::Scrap => books.balance(Account::Scrap),
            MetricId::Development => books.balance(Account::Development),
            MetricId::Marketing => books.balance(Account::Marketing),
            MetricId::OtherExpenses => books.balance(Account::OtherExpenses),
            MetricId::RunningCost => books.balance(Account::Running),
            MetricId::HoldingCost => books.balance(Account::Holding),
            MetricId::OrderCost => books.balance(Account::OrderCost),
            MetricId::BackorderCost => books.balance(Account::Backorder),
            MetricId::InterestPaid => books.balance(Account::Interest),
            MetricId::ExchangeGain => Real::ZERO - books.balance(Account::Exchange),
            // Under which rule each of the three is known is for who simulates a short launch under both.
            MetricId::NetProfit | MetricId::NetProfitBridged | MetricId::NetProfitWoundUp => ledger.net_profit(),
            MetricId::HardwareProfit => self.hardware_profit(),
            MetricId::ServicesRevenue => books.balance(Account::ServiceRevenue),
            MetricId::ServicesProfit => ledger.services_profit(),
            MetricId::Rebate => books.balance(Account::Rebate),
            MetricId::IncomeTax => books.balance(Account::IncomeTax),
            MetricId::PresentValue => books.worth.present_value,
            MetricId::PaybackDay => day_or_none(books.worth.payback_day),
            MetricId::NetMargin => self.net_margin(),
            MetricId::AverageVariableCost => average_variable_cost(company),
            MetricId::LoadedUnitCost => loaded_unit_cost(company),
            MetricId::FullUnitCost => per_phone(company, company.books.gross(self.costs())),
            MetricId::BreakEvenPrice => self.break_even_price(plan),
            MetricId::BreakEvenVolume => self.break_even_volume(),
            MetricId::InternalRate => books.worth.internal_rate(),
            MetricId::LowestCash => books.lowest_cash,
            MetricId::LowestCashDay => books.lowest_cash_day.real(),
            MetricId::PeakFundingNeed => (Real::ZERO - books.lowest_cash).at_least(0.0),
            MetricId::ClosingCash => books.cash(),
            MetricId::BillsUnpaid => self.bills_unpaid(),
            MetricId::Insolvent => books.insolvency_day.map(|day| if day >= 0 { 1.0 } else { 0.0 }),
            MetricId::InsolvencyDay => day_or_none(books.insolvency_day),
            MetricId::CashGap => self.cash_gap(),
            MetricId::CashGapDays => books.days_below.real(),
            MetricId::CashGapEndsDay => day_or_none(books.gap_closed),
            MetricId::UnpaidDebts => books.unpaid_debts(),
            MetricId::FirstShipmentDay => day_or_none(company.first_shipment),
            MetricId::PartsOrdered => company.supply.value_ordered,
            MetricId::PartsCancelled => company.orders_cancelled,
            MetricId::OrderErrors => company.order_errors.to_date.real(),
            MetricId::Returned => self.of_returns(|returns| returns.returned.real()),
            MetricId::Refurbished => self.of_returns(|returns| returns.resold.real()),
            MetricId::CostOfReturns => self.of_returns(|returns| returns.lost),
            MetricId::PartsMissed => self.parts_missed(),
            MetricId::FillRate
            | MetricId::FilledWithinPromise
            | MetricId::MeanFinishedStock
            | MetricId::MeanWaiting
            | MetricId::MeanInventory
            | MetricId::InventoryTurns
            | MetricId::DaysOfSupply
            | MetricId::InventoryCost => self.of_stock(metric),
            MetricId::Bullwhip => company.service.bullwhip(plan, of),
            MetricId::DaysShortOfPart => {
                company.assembly.days_short[BOUND_BY_FIRST_PART as usize + plan.pacing[of].class].real()
            }
            MetricId::BoundByDemand => self.bound_by(bound::DEMAND),
            MetricId::BoundByCapacity => self.bound_by(bound::CAPACITY),
            MetricId::BoundByPlan => self.bound_by(bound::PLAN),
            MetricId::BoundByPart => self.bound.map(|bound| if bound >= bound::FIRST_PART { 1.0 } else { 0.0 }),
            MetricId::BoundByThisPart => self.bound_by(bound::FIRST_PART + plan.pacing[of].class as i32),
            MetricId::PurchaseOrders => self.purchase_orders(of),
            MetricId::Expedited => self.expedited(of),
            MetricId::SellOutHours => {
                company.market.as_ref().map_or(Real::splat(f64::NAN), |market| market.sell_out_hours(of))
            }
            MetricId::RetailStock
            | MetricId::SoldThrough
            | MetricId::RetailLost
            | MetricId::RetailReturned
            | MetricId::RetailFillRate
            | MetricId::RetailBullwhip
            | MetricId::PriceProtection => self.of_retailer(metric, of),
            MetricId::SlipDays => company.world.contracts.slip_days(plan.days),
            MetricId::SignatureDay => company.world.contracts.signature_day(of, plan.days),
            // Reckoned from the others when the launches are over: `plan::own`.
            MetricId::Own => Real::splat(f64::NAN),
            MetricId::Observed => {
                let kept = |at: usize| {
                    let capture = &plan.columns.captures[at];
                    let kept = self.captured.iter().find(|(other, _)| other == capture);
                    kept.map_or(Real::splat(f64::NAN), |(_, value)| *value)
                };
                // A fact about one metric divided by another is reckoned when the launches are over, too.
                match plan.columns.records.get(of) {
                    Some(&Record::Day(until, since)) => since.map_or(kept(until), |since| kept(until) - kept(since)),
                    Some(&Record::Hours(window, number)) => {
                        let hours = company.market.as_ref().map(|market| market.hours_until(window, number));
                        hours.unwrap_or(Real::splat(f64::NAN))
                    }
                    None => Real::splat(f64::NAN),
                }
            }
        }
    }

    fn purchase_orders(&self, class: usize) -> Real<L> {
        self.company.supply.classes[class].fees.as_ref().map_or(Real::ZERO, |fees| fees.orders.real())
    }

    fn expedited(&self, of: usize) -> Real<L> {
        let part = self.plan.expedited[of];
        let expediting = self.company.supply.classes[part.class].expediting.as_ref();
        expediting.map_or(Real::ZERO, |expediting| expediting.units.real() * part.parts_per_unit)
    }

    fn bound_by(&self, what: i32) -> Real<L> {
        self.bound.map(|bound| if bound == what { 1.0 } else { 0.0 })
    }

    #[inline(always)]
    fn of_market(&self, get: fn(&Market<'_, L>) -> Count<L>) -> Real<L> {
        self.company.market.as_ref().map_or(Count::ZERO, get).real()
    }

    #[inline(always)]
    fn parts_missed(&self) -> Real<L> {
        let missed = self.company.supply.classes.iter().map(|class| class.inspection.missed);
        missed.fold(Count::ZERO, |sum, missed| sum + missed).real()
    }

    #[inline(always)]
    fn cash_gap(&self) -> Real<L> {
        let books = &self.company.books;
        let below = books.insolvency_day.lt(Count::ZERO);
        below.select(Real::ZERO, Real::ZERO - books.lowest_cash - books.credit_line())
    }

    /// A figure of an order stream that may hold a stock; where it holds none its customers get what we ship.
    fn of_retailer(&self, metric: MetricId, stream: usize) -> Real<L> {
        let store = &self.company.store;
        match (metric, store.retailer(stream)) {
            (MetricId::RetailFillRate, Some(retailer)) => {
                share(retailer.sold.real(), (retailer.sold + retailer.lost).real())
            }
            (MetricId::RetailFillRate, None) => Real::splat(f64::NAN),
            (MetricId::RetailBullwhip, _) => self.company.service.bullwhip_of_retailer(self.plan, stream),
            (MetricId::SoldThrough, _) => store.owners_through(stream).0.real(),
            (MetricId::RetailStock, Some(retailer)) => retailer.stock.real(),
            (MetricId::RetailLost, Some(retailer)) => retailer.lost.real(),
            (MetricId::RetailReturned, Some(retailer)) => retailer.returned.real(),
            (MetricId::PriceProtection, Some(retailer)) => retailer.credited,
            _ => Real::ZERO,
        }
    }

    /// How well a stock serves, and what it takes.
    fn of_stock(&self, metric: MetricId) -> Real<L> {
        let service = &self.company.service;
        match metric {
            MetricId::FillRate => self.of_orders(self.waits.at_once),
            MetricId::FilledWithinPromise => self.of_orders(self.waits.in_time),
            MetricId::MeanFinishedStock => self.mean_of_days(service.finished),
            MetricId::MeanWaiting => self.mean_of_days(service.waiting),
            MetricId::MeanInventory => self.mean_of_days(service.inventory),
            MetricId::InventoryTurns => self.inventory_turns(),
            MetricId::DaysOfSupply => Real::splat(DAYS_PER_YEAR) / self.inventory_turns(),
            _ => self.inventory_cost(),
        }
    }

    /// E102: phones served so over phones ordered.
    #[inline(always)]
    fn of_orders(&self, served: Real<L>) -> Real<L> {
        share(served, self.waits.ordered)
    }

    /// E103: over the days from the first on which anybody may order.
    #[inline(always)]
    fn mean_of_days(&self, sum: Real<L>) -> Real<L> {
        let days = self.plan.days.saturating_sub(self.plan.first_orders);
        if days == 0 { Real::splat(f64::NAN) } else { sum / days as f64 }
    }

    /// E104: cost of sales a year over mean inventory.
    fn inventory_turns(&self) -> Real<L> {
        let a_year = self.mean_of_days(self.company.books.ledger.cost_of_sales()) * DAYS_PER_YEAR;
        a_year.zip(self.mean_of_days(self.company.service.inventory), |cost, inventory| {
            if cost >= HALF_A_FEN && inventory >= HALF_A_FEN { cost / inventory } else { f64::NAN }
        })
    }

    /// E105: holding, fixed cost of orders and cost of waiting customers, over the months of the timeline.
    fn inventory_cost(&self) -> Real<L> {
        let cost = |account| self.company.books.balance(account);
        let all = cost(Account::Holding) + cost(Account::OrderCost) + cost(Account::Backorder);
        all / (self.plan.days as f64 / (DAYS_PER_YEAR / 12.0))
    }

    #[inline(always)]
    fn of_returns(&self, get: fn(&Returns<L>) -> Real<L>) -> Real<L> {
        self.company.returns.as_deref().map_or(Real::ZERO, get)
    }

    #[inline(always)]
    fn net_margin(&self) -> Real<L> {
        let books = &self.company.books;
        let revenue =
            books.balance(Account::Revenue) + books.balance(Account::ServiceRevenue) - books.balance(Account::Rebate);
        let profit = books.ledger.net_profit();
        revenue.zip(profit, |revenue, profit| if revenue >= HALF_A_FEN { profit / revenue } else { f64::NAN })
    }

    /// Profit on hardware before tax.
    #[inline(always)]
    fn hardware_profit(&self) -> Real<L> {
        let ledger = &self.company.books.ledger;
        ledger.net_profit() + ledger.balance(Account::IncomeTax) - ledger.services_profit()
    }

    /// E87: all that was spent on hardware: revenue less the profit on hardware before tax.
    #[inline(always)]
    fn costs(&self) -> Real<L> {
        self.company.books.balance(Account::Revenue) - self.hardware_profit()
    }

    /// E88: the first shelf price times costs over revenue: everybody pays that much more or less, for as many phones.
    fn break_even_price(&self, plan: &Plan) -> Real<L> {
        let books = &self.company.books;
        let part = self.costs().zip(books.balance(Account::Revenue), |costs, revenue| {
            if revenue >= HALF_A_FEN { costs / revenue } else { f64::NAN }
        });
        part * books
            .shelf_price(plan.market.as_ref().map_or(0, |market| market.announced.max(0) as usize).min(plan.days - 1))
    }

    /// E89: `ceil(F/((R - C)/V))`: what is spent beyond cost of sales over what a phone brings beyond its own cost; not a number
    /// where a phone brings nothing.
    fn break_even_volume(&self) -> Real<L> {
        let books = &self.company.books;
        let brought = books.balance(Account::Revenue) - books.ledger.cost_of_sales();
        let fixed = self.costs() - books.ledger.cost_of_sales();
        let phones = fixed * self.company.store.shipped().real();
        // The last phone, but for rounding, is whole.
        let whole = |phones: f64| libm::ceil(phones - 1e-6);
        phones.zip(brought, |phones, brought| if brought >= HALF_A_FEN { whole(phones / brought) } else { f64::NAN })
    }

    /// Half a fen of rounding is no debt.
    #[inline(always)]
    fn bills_unpaid(&self) -> Real<L> {
        let books = &self.company.books;
        (books.cash() + HALF_A_FEN).zip(books.credit_line(), |cash, line| if cash < -line { 1.0 } else { 0.0 })
    }
}

/// A part of a whole; not a number without a whole.
#[inline(always)]
fn share<const L: usize>(part: Real<L>, whole: Real<L>) -> Real<L> {
    part.zip(whole, |part, whole| if whole > 0.0 { (part / whole).min(1.0) } else { f64::NAN })
}

#[inline(always)]
fn sum<const L: usize>(days: &[Count<L>]) -> Real<L> {
    days.iter().fold(Count::ZERO, |sum, &days| sum + days).real()
}

#[inline(always)]
fn day_or_none<const L: usize>(day: Count<L>) -> Real<L> {
    day.map(|day| if day >= 0 { f64::from(day) } else { f64::NAN })
}

/// E24: `variable = (1 + v) cost of sales / V` at the volume V shipped to date; not a number before the first phone.
pub(super) fn average_variable_cost<const L: usize>(company: &Company<L>) -> Real<L> {
    per_phone(company, company.books.gross(company.books.ledger.cost_of_sales()))
}

/// E25: `loaded(V) = variable + (1 + v) (R&D + NRE + tooling)/V`, likewise.
pub(super) fn loaded_unit_cost<const L: usize>(company: &Company<L>) -> Real<L> {
    let books = &company.books;
    books.gross(per_phone(company, books.ledger.cost_of_sales()) + per_phone(company, books.development_total))
}

fn per_phone<const L: usize>(company: &Company<L>, money: Real<L>) -> Real<L> {
    let volume = company.store.shipped().real();
    money.zip(volume, |money, volume| if volume > 0.0 { money / volume } else { f64::NAN })
}
