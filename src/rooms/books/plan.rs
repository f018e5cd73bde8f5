//! Prices, costs and dated money of the plan.

use crate::rooms::books::keys::{ExpenseKind, Loan, OnInsolvency, Repayment, Service};
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::curve::{Curve, Shape};
use crate::rooms::calendar::plan::param::Param;
use crate::units::{DAYS_PER_MONTH, date_of_day};

/// What money is spent for, apart from phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What an expense says.
    Expense(ExpenseKind),
    /// Running a line or a shift.
    Running,
}

/// Money spent apart from phones, on each day of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpensePlan {
    /// What for.
    pub purpose: Purpose,
    /// First and last day.
    pub days: (i32, i32),
    /// The whole amount.
    pub amount: Param,
    /// Amount of each day.
    pub per_day: Param,
}

/// Money lent to the company.
#[derive(Clone, Debug, PartialEq)]
pub struct LoanPlan {
    /// Day the money arrives.
    pub day: i32,
    /// How much.
    pub amount: Param,
    /// Interest [1/year].
    pub rate: Param,
    /// The same payment every month; else all of it at the end.
    pub annuity: bool,
    /// Days of payment, one a month, also beyond the horizon.
    pub payments: Vec<i32>,
}

/// What owners of a phone bring in afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePlan {
    /// First day.
    pub from: i32,
    /// Revenue per owner who uses it [money per month].
    pub per_owner_per_month: Param,
    /// Revenue once per phone shipped to one who uses it.
    pub per_phone: Param,
    /// Share of owners who use it.
    pub owner_share: Param,
    /// What it costs, as a share of its revenue.
    pub cost_share: Param,
}

/// The product and the company's money.
#[derive(Clone, Debug, PartialEq)]
pub struct BooksPlan {
    /// Shelf price with VAT, in steps.
    pub price: Curve,
    /// VAT rate v on the net price.
    pub vat: Param,
    /// Assembly fee per phone started.
    pub assembly_fee: Param,
    /// Licences per phone shipped.
    pub licence_fee: Param,
    /// Logistics per phone shipped.
    pub logistics_cost: Param,
    /// Warranty accrued per phone shipped.
    pub warranty_cost: Param,
    /// Days over which claims are paid.
    pub warranty_period: Param,
    /// Share of the price paid.
    pub payment_fee: Param,
    /// What it costs to set a faulty delivery right.
    pub order_error_cost: Param,
    /// Per finished phone and day.
    pub holding_per_day: Param,
    /// Per waiting customer and day.
    pub backorder_per_day: Param,
    /// Per customer who is refunded at the end or cancels late.
    pub compensation: Param,
    /// Share of book value a leftover phone brings.
    pub salvage: Param,
    /// Cash on day 0.
    pub opening_cash: Param,
    /// Whether an insolvent company is wound up.
    pub stops_when_insolvent: bool,
    /// Cash may fall to minus this.
    pub credit_line: Param,
    /// Interest on drawn credit [1/year].
    pub interest_rate: Param,
    /// Interest beyond the credit line [1/year].
    pub penalty_rate: Param,
    /// Running cost [money per month].
    pub running_cost: Curve,
    /// Holding cost, share of book value [1/year].
    pub holding_rate: Param,
    /// Expenses.
    pub expenses: Vec<ExpensePlan>,
    /// Owners' money by day.
    pub fundings: Vec<(i32, Param)>,
    /// First days of months, on whose mornings the VAT of the months before is paid.
    pub month_starts: Vec<bool>,
    /// Last days of months, and the last day: statements end here and the rebate is accrued.
    pub month_ends: Vec<bool>,
    /// Last days of fiscal years; the last day of all is closed by the settlement.
    pub year_ends: Vec<bool>,
    /// Income tax as a share of the yearly profit.
    pub tax_rate: Param,
    /// Days from the end of a fiscal year to the payment of its tax and rebate.
    pub tax_payment_delay: i32,
    /// Most after-tax margin on hardware.
    pub margin_cap: Option<Param>,
    /// Discount rate [1/year].
    pub discount_rate: Param,
    /// Loans.
    pub loans: Vec<LoanPlan>,
    /// Services and accessories.
    pub services: Vec<ServicePlan>,
    /// Whether phones are shipped on days on which every factory that is open rests.
    pub ships_on_closed_days: bool,
}

impl BooksPlan {
    /// Whether fiscal years are closed, for tax or for the margin cap.
    #[must_use]
    pub fn has_fiscal_years(&self) -> bool {
        !self.tax_rate.is_zero() || self.margin_cap.is_some()
    }
}

impl Compiler<'_> {
    /// The books with what lines and shifts that are decided on cost.
    pub fn books(&mut self, capacity: Vec<ExpensePlan>) -> BooksPlan {
        let scenario = self.scenario;
        let (company, product) = (&scenario.company, &scenario.products[0]);
        let loans = scenario.loans.iter().map(|loan| self.loan(loan)).collect();
        let services = scenario.services.iter().map(|service| self.service(service)).collect();
        let tax_payment_delay = self.whole_days(company.tax_payment_delay).max(0);
        let running_cost = self.curve(&company.running_cost, Shape::Step);
        let expenses = scenario.expenses.iter().map(|expense| {
            let (first, last) = (self.day(expense.days.0), self.day(expense.days.1));
            ExpensePlan {
                purpose: Purpose::Expense(expense.kind),
                days: (first, last),
                amount: expense.amount.into(),
                per_day: Param::scaled(expense.amount, 1.0 / f64::from(last - first + 1)),
            }
        });
        let date = |day: usize| date_of_day(scenario.timeline.start, day as i64);
        let month_starts = (0..self.days).map(|day| day > 0 && date(day).day() == 1).collect();
        let last = self.days - 1;
        let month_ends = (0..self.days).map(|day| day == last || date(day + 1).day() == 1).collect();
        let year_ends = (0..self.days).map(|day| day < last && date(day + 1).day_of_year() == 1).collect();
        BooksPlan {
            price: self.curve_or(&product.price, Shape::Step, 0.0),
            vat: company.vat.into(),
            assembly_fee: product.assembly_fee.into(),
            licence_fee: product.licence_fee.into(),
            logistics_cost: product.logistics_cost.into(),
            warranty_cost: product.warranty_cost.into(),
            warranty_period: product.warranty_period.into(),
            payment_fee: product.payment_fee.into(),
            order_error_cost: product.order_error_cost.into(),
            holding_per_day: product.holding_cost_per_day.into(),
            backorder_per_day: product.backorder_cost_per_day.into(),
            compensation: scenario.market.as_ref().map_or(Param::default(), |market| market.compensation.into()),
            salvage: product.salvage.into(),
            opening_cash: company.opening_cash.into(),
            stops_when_insolvent: company.on_insolvency == OnInsolvency::Stop,
            credit_line: company.credit_line.into(),
            interest_rate: company.interest_rate.into(),
            penalty_rate: company.penalty_rate.into(),
            running_cost,
            holding_rate: company.holding_rate.into(),
            expenses: expenses.chain(capacity).collect(),
            fundings: scenario.fundings.iter().map(|funding| (self.day(funding.date), funding.amount.into())).collect(),
            month_starts,
            month_ends,
            year_ends,
            tax_rate: company.tax_rate.into(),
            tax_payment_delay,
            margin_cap: company.margin_cap.map(Param::from),
            discount_rate: company.discount_rate.into(),
            loans,
            services,
            ships_on_closed_days: product.ships_on_closed_days,
        }
    }

    /// A loan with its days of payment: the same day of every month, or the last one of shorter months.
    fn loan(&mut self, loan: &Loan) -> LoanPlan {
        let months = (self.fixed(loan.term) / DAYS_PER_MONTH + 0.5).floor().max(1.0) as i64;
        let payment = |month: i64| self.day(loan.date.saturating_add(jiff::Span::new().months(month)));
        LoanPlan {
            day: self.day(loan.date),
            amount: loan.amount.into(),
            rate: loan.rate.into(),
            annuity: loan.repayment == Repayment::Annuity,
            payments: (1..=months).map(payment).collect(),
        }
    }

    fn service(&self, service: &Service) -> ServicePlan {
        ServicePlan {
            from: self.day_or(service.from, 0),
            per_owner_per_month: service.revenue_per_owner_per_month.into(),
            per_phone: service.revenue_per_phone.into(),
            owner_share: service.owner_share.into(),
            cost_share: service.cost_share.into(),
        }
    }
}
