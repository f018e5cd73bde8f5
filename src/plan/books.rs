//! Prices, costs and dated money of the plan.

use super::compiler::Compiler;
use super::curve::{Curve, Shape};
use super::param::Param;
use crate::random::luck::Source;
use crate::scenario::types::{BuildPolicy, ExpenseKind};

/// Money spent apart from phones, on each day of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpensePlan {
    /// What for.
    pub kind: ExpenseKind,
    /// First and last day.
    pub days: (i32, i32),
    /// The whole amount.
    pub amount: Param,
    /// Amount of each day.
    pub per_day: Param,
}

/// When phones are started beyond those ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildPlan {
    /// Phones kept finished.
    pub target: Param,
    /// Days of forecast kept finished.
    pub cover: Param,
    /// Forecast orders of each day.
    pub forecast: Vec<f64>,
    /// With build = "to_plan": phones to have been started by the end of each day.
    pub starts: Option<Vec<i32>>,
}

/// Faulty deliveries.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderErrorPlan {
    /// Share of shipments before any rehearsal.
    pub rate: Param,
    /// Cost of one.
    pub cost: Param,
    /// Share of them refunded.
    pub refund: Param,
    /// Rehearsals.
    pub rehearsals: Param,
    /// Share of the errors one rehearsal finds.
    pub rehearsal_effect: Param,
    /// Draws of the errors, and of those refunded.
    pub sources: (Source, Source),
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
    /// Share of shipments to the market that go wrong after the rehearsals.
    pub order_errors: OrderErrorPlan,
    /// Per finished phone and day.
    pub holding_per_day: Param,
    /// Per waiting customer and day.
    pub backorder_per_day: Param,
    /// Share of book value a leftover phone brings.
    pub salvage: Param,
    /// Cash on day 0.
    pub opening_cash: Param,
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
    /// First days of months, when VAT is settled.
    pub month_starts: Vec<bool>,
    /// Build policy.
    pub build: BuildPlan,
}

impl Compiler<'_> {
    pub fn books(&mut self, forecast: Vec<f64>, starts: Option<Vec<i32>>) -> BooksPlan {
        let scenario = self.scenario;
        let (company, product) = (&scenario.company, &scenario.products[0]);
        let (target, cover) = match product.build {
            BuildPolicy::ToOrder | BuildPolicy::ToPlan => (Param::default(), Param::default()),
            BuildPolicy::ToStock { target, cover } => (target.into(), cover.into()),
        };
        let sources = (self.source("order_error", &product.name), self.source("order_refund", &product.name));
        let expenses = scenario.expenses.iter().map(|expense| {
            let (first, last) = (self.day(expense.from), self.day(expense.to));
            ExpensePlan {
                kind: expense.kind,
                days: (first, last),
                amount: expense.amount.into(),
                per_day: Param::scaled(expense.amount, 1.0 / f64::from(last - first + 1)),
            }
        });
        let month_starts = (0..self.days).map(|day| {
            let date = scenario.timeline.start.saturating_add(jiff::Span::new().days(day as i64));
            day > 0 && date.day() == 1
        });
        BooksPlan {
            price: self.curve_or(&product.price, Shape::Step, 0.0),
            vat: company.vat.into(),
            assembly_fee: product.assembly_fee.into(),
            licence_fee: product.licence_fee.into(),
            logistics_cost: product.logistics_cost.into(),
            warranty_cost: product.warranty_cost.into(),
            warranty_period: product.warranty_period.into(),
            payment_fee: product.payment_fee.into(),
            order_errors: OrderErrorPlan {
                rate: product.order_errors.rate.into(),
                cost: product.order_errors.cost.into(),
                refund: product.order_errors.refund.into(),
                rehearsals: product.order_errors.rehearsals.into(),
                rehearsal_effect: product.order_errors.rehearsal_effect.into(),
                sources,
            },
            holding_per_day: product.holding_cost_per_day.into(),
            backorder_per_day: product.backorder_cost_per_day.into(),
            salvage: product.salvage.into(),
            opening_cash: company.opening_cash.into(),
            credit_line: company.credit_line.into(),
            interest_rate: company.interest_rate.into(),
            penalty_rate: company.penalty_rate.into(),
            running_cost: self.curve(&company.running_cost, Shape::Step),
            holding_rate: company.holding_rate.into(),
            expenses: expenses.collect(),
            fundings: scenario.fundings.iter().map(|funding| (self.day(funding.date), funding.amount.into())).collect(),
            month_starts: month_starts.collect(),
            build: BuildPlan { target, cover, forecast, starts },
        }
    }
}
