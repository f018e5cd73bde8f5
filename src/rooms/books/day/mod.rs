//! The books: double entry, every day.
//!
//! Every booking names the account it goes to and the account it comes from, so the books cannot fail to
//! balance; the identity that assets equal liabilities and equity is checked all the same.

mod abroad;
mod accounts;
mod credit;
mod dues;
mod fiscal;
mod holding;
mod invoices;
mod ledger;
mod loans;
mod ordering;
mod rates;
mod returns;
mod services;
mod settlement;
mod streams;
mod worth;

pub use accounts::{ACCOUNTS, Account, Kind, Line, Statement};
pub use holding::Evening;
pub use ledger::{Balances, Ledger};
pub use settlement::Remains;
pub use worth::Worth;

use crate::lanes::{Count, Mask, Real};
use crate::rooms::books::keys::ExpenseKind;
use crate::rooms::books::plan::{BooksPlan, Purpose};
use crate::rooms::calendar::plan::curve::CurveNow;
use crate::units::DAYS_PER_YEAR;
use abroad::Abroad;
use dues::Dues;
use fiscal::Fiscal;
use loans::LoanNow;
use rates::Rates;
use services::ServiceNow;

/// The longest terms of payment there are [days]: of suppliers, of assemblers, and of order streams; `None` where there
/// is nobody.
pub struct Terms {
    /// Of suppliers.
    pub supply: Option<usize>,
    /// Of assemblers.
    pub assembly: Option<usize>,
    /// Of order streams.
    pub streams: Option<usize>,
}

/// The books of some launches.
pub struct Books<'plan, const L: usize> {
    /// Accounts and their balances.
    pub ledger: Ledger<L>,
    rates: Rates<L>,
    price: CurveNow<'plan, L>,
    running_cost: CurveNow<'plan, L>,
    /// Fee of assembling one phone.
    pub assembly_fee: Real<L>,
    error_cost: Real<L>,
    /// All of R&D, NRE and tooling over the life.
    pub development_total: Real<L>,
    /// Payments to suppliers.
    due: Dues<L>,
    /// Payments to suppliers in other currencies.
    abroad: Option<Box<Abroad<L>>>,
    /// Payments to assemblers.
    assembly_due: Dues<L>,
    loans: Vec<LoanNow<L>>,
    services: Vec<ServiceNow<L>>,
    fiscal: Fiscal<L>,
    /// Net present value and payback.
    pub worth: Worth<L>,
    /// Receipts from streams.
    collectable: Dues<L>,
    /// Lowest closing cash, and its day.
    pub lowest_cash: Real<L>,
    /// Day of the lowest closing cash.
    pub lowest_cash_day: Count<L>,
    /// First day on which cash closed below the credit line; -1 when never.
    pub insolvency_day: Count<L>,
    /// Days on which cash closed below the credit line.
    pub days_below: Count<L>,
    /// First day after the gap of cash in which the lowest cash lies; -1 when there is none or it is still open.
    pub gap_closed: Count<L>,
    /// Whether yesterday closed in that gap.
    pub(crate) in_deepest_gap: Mask<L>,
    /// Launches that were wound up.
    pub wound_up: Mask<L>,
}

impl<'plan, const L: usize> Books<'plan, L> {
    /// Books on day 0: opening cash and opening stock, both paid in by the owners.
    #[inline(always)]
    #[must_use]
    pub fn new(plan: &'plan BooksPlan, terms: &Terms, inputs: &[Real<L>], opening_parts: Real<L>) -> Self {
        let development = plan.expenses.iter().filter(|expense| account_of(expense.purpose) == Account::Development);
        let mut books = Self {
            ledger: Ledger::EMPTY,
            rates: Rates::new(plan, inputs),
            price: plan.price.of(inputs),
            running_cost: plan.running_cost.of(inputs),
            assembly_fee: plan.assembly_fee.of(inputs),
            error_cost: plan.order_error_cost.of(inputs),
            development_total: development.fold(Real::ZERO, |sum, expense| sum + expense.amount.of(inputs)),
            due: Dues::new(terms.supply),
            abroad: None,
            assembly_due: Dues::new(terms.assembly.filter(|_| !plan.assembly_fee.is_zero())),
            loans: loans::all(plan, inputs),
            services: plan.services.iter().map(|service| ServiceNow::new(service, inputs)).collect(),
            fiscal: Fiscal::new(plan, inputs),
            worth: Worth::new(plan, inputs, opening_parts),
            collectable: Dues::new(terms.streams),
            lowest_cash: Real::splat(f64::INFINITY),
            lowest_cash_day: Count::ZERO,
            insolvency_day: Count::splat(-1),
            days_below: Count::ZERO,
            gap_closed: Count::splat(-1),
            in_deepest_gap: Mask::splat(false),
            wound_up: Mask::splat(false),
        };
        books.book(Account::Cash, Account::PaidIn, plan.opening_cash.of(inputs));
        books.book(Account::Parts, Account::PaidIn, opening_parts);
        books
    }

    #[inline(always)]
    fn book(&mut self, to: Account, from: Account, amount: Real<L>) {
        self.ledger.book(to, from, amount);
    }

    /// Cash at the moment.
    #[inline(always)]
    #[must_use]
    pub fn cash(&self) -> Real<L> {
        self.ledger.debit_balance(Account::Cash)
    }

    /// Balance of an account in its own sense: what an asset or expense is worth, what a liability or income amounts to.
    #[inline(always)]
    #[must_use]
    pub fn balance(&self, account: Account) -> Real<L> {
        self.ledger.balance(account)
    }

    /// VAT rate.
    #[must_use]
    pub fn vat(&self) -> Real<L> {
        self.rates.vat
    }

    /// An amount with the VAT of the phone's price.
    #[inline(always)]
    pub fn gross(&self, net: Real<L>) -> Real<L> {
        net * (Real::splat(1.0) + self.rates.vat)
    }

    /// The shelf price of a day.
    #[must_use]
    pub fn shelf_price(&self, day: usize) -> Real<L> {
        self.price.on(day)
    }

    /// The morning of a day, before anything else is booked: on the first of a month the VAT of the months before is paid.
    ///
    /// What is due is `max(0, output VAT - input VAT)` as it stands on the last evening of a month; a credit carries forward.
    #[inline(always)]
    pub fn open_day(&mut self, plan: &BooksPlan, day: usize) {
        if !plan.vat.is_zero() && plan.month_starts[day] {
            self.book(Account::Vat, Account::Cash, self.balance(Account::Vat).at_least(0.0));
        }
    }

    /// Customers of the market pay their orders in advance.
    #[inline(always)]
    pub fn customers_pay(&mut self, plan: &BooksPlan, day: usize, orders: Count<L>) {
        let paid = orders.real() * self.price.on(day);
        self.book(Account::Cash, Account::Prepayments, paid);
        if !plan.payment_fee.is_zero() {
            self.book(Account::PaymentFees, Account::Cash, paid * self.rates.payment_fee);
        }
    }

    /// Of those `waiting` some cancel and get their money back. Until a phone is shipped there is no VAT on what was
    /// paid for it, so a refund before shipment reverses none.
    #[inline(always)]
    pub fn refund(&mut self, cancelled: Count<L>, waiting: Count<L>) {
        let paid = self.prepaid(cancelled, waiting);
        self.book(Account::Prepayments, Account::Cash, paid);
    }

    /// The shelf price of a day, net of VAT.
    pub fn net_shelf_price(&self, day: usize) -> Real<L> {
        self.price.on(day) / (Real::splat(1.0) + self.rates.vat)
    }

    /// Launches in which those who wait paid more than today's price.
    pub fn paid_above_the_price(&self, day: usize, waiting: Count<L>) -> Mask<L> {
        (waiting.real() * self.price.on(day) + Real::splat(0.005)).lt(self.prepaid(waiting, waiting))
    }

    /// The price has fallen: those who wait are paid back what they paid above today's, at the average of all who wait.
    pub fn refund_the_difference(&mut self, day: usize, waiting: Count<L>) {
        let paid = self.prepaid(waiting, waiting);
        let above = (paid - waiting.real() * self.price.on(day)).at_least(0.0);
        self.book(Account::Prepayments, Account::Cash, above);
    }

    /// E65: what `customers` of the `waiting` paid in advance, at the average of all who wait: `prepayments * customers /
    /// waiting`, all of it when nobody is left (our assumption: a price that changes in time is averaged over the queue).
    #[inline(always)]
    fn prepaid(&self, customers: Count<L>, waiting: Count<L>) -> Real<L> {
        let prepayments = Real::ZERO - self.ledger.debit_balance(Account::Prepayments);
        let average = prepayments / waiting.real().at_least(1.0);
        customers.is(waiting).select(prepayments, average * customers.real())
    }

    /// Faulty deliveries are set right, and some are refunded what was paid for them: the money goes back and with it
    /// revenue and VAT.
    #[inline(always)]
    pub fn correct_errors(
        &mut self,
        plan: &BooksPlan,
        (errors, refunded): (Count<L>, Count<L>),
        shipped: Count<L>,
        paid: Real<L>,
    ) {
        let price = paid / shipped.real().at_least(1.0);
        self.book(Account::OrderErrors, Account::Cash, errors.real() * self.error_cost);
        let net = price / (Real::splat(1.0) + self.rates.vat);
        self.book(Account::Revenue, Account::Cash, refunded.real() * net);
        if !plan.vat.is_zero() {
            self.book(Account::Vat, Account::Cash, refunded.real() * (price - net));
        }
    }

    /// What a supplier is paid at its signature for its R&D or tooling.
    #[inline(always)]
    pub fn prepay_development(&mut self, amount: Real<L>) {
        self.book(Account::Development, Account::Cash, amount);
    }

    /// Credit line.
    #[must_use]
    pub fn credit_line(&self) -> Real<L> {
        self.rates.credit_line
    }

    /// Phones are started: their parts become work in process.
    #[inline(always)]
    pub fn phones_start(&mut self, phones: Count<L>, set_cost: Real<L>) {
        self.book(Account::WorkInProcess, Account::Parts, phones.real() * set_cost);
    }

    /// Phones are finished; a batch without a good phone is scrap.
    #[inline(always)]
    pub fn phones_finish(&mut self, cost: Real<L>, scrapped: Real<L>) {
        self.book(Account::Finished, Account::WorkInProcess, cost);
        self.book(Account::Scrap, Account::WorkInProcess, scrapped);
    }

    /// Phones leave the shelf at average cost, which is given, with their licences, logistics and warranty.
    #[inline(always)]
    pub fn phones_ship(&mut self, plan: &BooksPlan, shipped: Count<L>, on_shelf: Count<L>) -> Real<L> {
        let value = self.ledger.debit_balance(Account::Finished);
        let all = shipped.is(on_shelf);
        let average = value / on_shelf.real().at_least(1.0);
        self.book(Account::Materials, Account::Finished, all.select(value, average * shipped.real()));
        let phones = shipped.real();
        if !plan.licence_fee.is_zero() {
            self.book(Account::Licences, Account::Cash, phones * self.rates.licence_fee);
        }
        if !plan.logistics_cost.is_zero() {
            self.book(Account::Logistics, Account::Cash, phones * self.rates.logistics_cost);
        }
        if !plan.warranty_cost.is_zero() {
            self.book(Account::WarrantyCost, Account::Warranty, phones * self.rates.warranty_cost);
        }
        average
    }

    /// Revenue of phones shipped to some of the customers `waiting` in the market, who paid in advance.
    ///
    /// E31: of a price with VAT, `price / (1 + v)` is revenue and the rest is owed to the state. Gives what they had paid.
    #[inline(always)]
    pub fn market_revenue(&mut self, plan: &BooksPlan, shipped: Count<L>, waiting: Count<L>) -> Real<L> {
        let paid = self.prepaid(shipped, waiting);
        if plan.vat.is_zero() {
            self.book(Account::Prepayments, Account::Revenue, paid);
            return paid;
        }
        let net = paid / (Real::splat(1.0) + self.rates.vat);
        self.book(Account::Prepayments, Account::Revenue, net);
        self.book(Account::Prepayments, Account::Vat, paid - net);
        paid
    }

    /// Everything else of a day: owners' money, due payments, expenses, interest; then cash is looked at.
    ///
    /// E32: of the warranty reserve `reserve / period` is paid out each day (our assumption A13).
    /// E39: an expense costs `amount / days of its span` a day, the running cost `12/365.25` of its monthly rate.
    #[inline(always)]
    pub fn close_day(&mut self, plan: &BooksPlan, day: usize, evening: &Evening<L>) {
        for (at, (date, _)) in plan.fundings.iter().enumerate() {
            if *date == day as i32 {
                self.book(Account::Cash, Account::PaidIn, self.rates.fundings[at]);
            }
        }
        let (collected, paid, assembly_paid) =
            (self.collectable.take(day), self.due.take(day), self.assembly_due.take(day));
        self.book(Account::Cash, Account::Receivables, collected);
        self.book(Account::Payables, Account::Cash, paid);
        self.pay_abroad(day);
        self.book(Account::AssemblyPayables, Account::Cash, assembly_paid);
        for (at, expense) in plan.expenses.iter().enumerate() {
            if (expense.days.0..=expense.days.1).contains(&(day as i32)) {
                self.book(account_of(expense.purpose), Account::Cash, self.rates.expenses_per_day[at]);
            }
        }
        if !plan.running_cost.is_zero() {
            self.book(Account::Running, Account::Cash, self.running_cost.on(day) * (12.0 / DAYS_PER_YEAR));
        }
        if !plan.warranty_cost.is_zero() {
            let claims = self.balance(Account::Warranty) * self.rates.warranty_paid_per_day;
            self.book(Account::Warranty, Account::Cash, claims);
        }
        self.hold(plan, evening);
        for (loan, loan_plan) in self.loans.iter_mut().zip(&plan.loans) {
            loan.day(loan_plan, &mut self.ledger, day as i32);
        }
        self.pay_interest(plan);
        if plan.has_fiscal_years() {
            self.fiscal.end_of_day(plan, &mut self.ledger, day);
        }
        self.look_at_cash(day);
        self.worth.note(plan, (&self.ledger, self.fiscal.shield_to_date), day);
        self.worth.discount(plan);
    }

    /// Services and accessories of a day.
    #[inline(always)]
    pub fn serve_owners(&mut self, plan: &BooksPlan, day: usize, owners: Count<L>, shipped: Count<L>) {
        for (service, service_plan) in self.services.iter().zip(&plan.services) {
            if service_plan.from <= day as i32 {
                service.day(&mut self.ledger, owners, shipped);
            }
        }
    }
}

/// The account of an expense.
fn account_of(purpose: Purpose) -> Account {
    let kind = match purpose {
        Purpose::Expense(kind) => kind,
        Purpose::Running => return Account::Running,
    };
    match kind {
        ExpenseKind::ResearchAndDevelopment | ExpenseKind::Nre | ExpenseKind::Tooling => Account::Development,
        ExpenseKind::Marketing => Account::Marketing,
        ExpenseKind::Other => Account::OtherExpenses,
    }
}
