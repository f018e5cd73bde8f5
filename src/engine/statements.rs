//! Monthly statements: profit and loss, balance sheet and cash flow, from the balances at the ends of months.
//!
//! In the profit and loss income is positive and cost negative, in the cash flow receipts are positive and payments
//! negative, so that the lines of each add up to its last one.

use crate::lanes::Real;
use crate::model::books::{ACCOUNTS, Account, Balances, Books};
use crate::outcome::{Monthly, Paths, StatementLine};
use crate::plan::Plan;
use crate::units::date_of_day;

/// How a line is read off the books.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// What the accounts earned or, negative, cost in the month.
    Earned,
    /// What assets are worth at its end.
    Worth,
    /// What liabilities and equity amount to at its end.
    Owed,
    /// Cash the accounts brought in or, negative, took in the month.
    Flow,
    /// Cash at the end of the month before.
    Opening,
}

use Account::{
    AssemblyPayables, Backorder, Cash, Deposits, Development, Finished, Holding, IncomeTax, Interest, InterestPayable,
    Licences, Loans, Logistics, Marketing, Materials, OrderErrors, OtherExpenses, PaidIn, Parts, Payables, PaymentFees,
    Prepayments, Rebate, RebatePayable, Receivables, Revenue, Running, Scrap, ServiceCost, ServiceRevenue, TaxPayable,
    Vat, Warranty, WarrantyCost, WorkInProcess, WriteDown,
};
use Reading::{Earned, Flow, Opening, Owed, Worth};

const PROFIT_AND_LOSS: &str = "profit_and_loss";
const BALANCE_SHEET: &str = "balance_sheet";
const CASH_FLOW: &str = "cash_flow";

const RESULT: &[Account] = &[
    Revenue,
    Rebate,
    Materials,
    Licences,
    Logistics,
    WarrantyCost,
    PaymentFees,
    OrderErrors,
    Scrap,
    ServiceRevenue,
    ServiceCost,
    Development,
    Marketing,
    OtherExpenses,
    Running,
    Holding,
    Backorder,
    Interest,
    WriteDown,
    IncomeTax,
];
const DEBTS: &[Account] =
    &[Payables, AssemblyPayables, Prepayments, Vat, Warranty, TaxPayable, RebatePayable, InterestPayable, Loans];

/// The lines in the order of the file; totals follow what they add up.
const LINES: &[(&str, &str, Reading, &[Account])] = &[
    (PROFIT_AND_LOSS, "revenue", Earned, &[Revenue]),
    (PROFIT_AND_LOSS, "rebate", Earned, &[Rebate]),
    (PROFIT_AND_LOSS, "materials", Earned, &[Materials]),
    (PROFIT_AND_LOSS, "licences", Earned, &[Licences]),
    (PROFIT_AND_LOSS, "logistics", Earned, &[Logistics]),
    (PROFIT_AND_LOSS, "warranty", Earned, &[WarrantyCost]),
    (PROFIT_AND_LOSS, "payment_fees", Earned, &[PaymentFees]),
    (PROFIT_AND_LOSS, "order_errors", Earned, &[OrderErrors]),
    (PROFIT_AND_LOSS, "scrap", Earned, &[Scrap]),
    (PROFIT_AND_LOSS, "services_revenue", Earned, &[ServiceRevenue]),
    (PROFIT_AND_LOSS, "services_cost", Earned, &[ServiceCost]),
    (PROFIT_AND_LOSS, "r_and_d", Earned, &[Development]),
    (PROFIT_AND_LOSS, "marketing", Earned, &[Marketing]),
    (PROFIT_AND_LOSS, "other_expenses", Earned, &[OtherExpenses]),
    (PROFIT_AND_LOSS, "running_cost", Earned, &[Running]),
    (PROFIT_AND_LOSS, "holding_cost", Earned, &[Holding]),
    (PROFIT_AND_LOSS, "waiting_customers", Earned, &[Backorder]),
    (PROFIT_AND_LOSS, "interest_paid", Earned, &[Interest]),
    (PROFIT_AND_LOSS, "write_down", Earned, &[WriteDown]),
    (PROFIT_AND_LOSS, "income_tax", Earned, &[IncomeTax]),
    (PROFIT_AND_LOSS, "net_profit", Earned, RESULT),
    (BALANCE_SHEET, "cash", Worth, &[Cash]),
    (BALANCE_SHEET, "receivables", Worth, &[Receivables]),
    (BALANCE_SHEET, "supplier_deposits", Worth, &[Deposits]),
    (BALANCE_SHEET, "parts", Worth, &[Parts]),
    (BALANCE_SHEET, "work_in_process", Worth, &[WorkInProcess]),
    (BALANCE_SHEET, "finished_phones", Worth, &[Finished]),
    (BALANCE_SHEET, "assets", Worth, &[Cash, Receivables, Deposits, Parts, WorkInProcess, Finished]),
    (BALANCE_SHEET, "payables_suppliers", Owed, &[Payables]),
    (BALANCE_SHEET, "payables_assembly", Owed, &[AssemblyPayables]),
    (BALANCE_SHEET, "customer_prepayments", Owed, &[Prepayments]),
    (BALANCE_SHEET, "vat", Owed, &[Vat]),
    (BALANCE_SHEET, "warranty_reserve", Owed, &[Warranty]),
    (BALANCE_SHEET, "income_tax", Owed, &[TaxPayable]),
    (BALANCE_SHEET, "rebate", Owed, &[RebatePayable]),
    (BALANCE_SHEET, "loans", Owed, &[Loans, InterestPayable]),
    (BALANCE_SHEET, "liabilities", Owed, DEBTS),
    (BALANCE_SHEET, "paid_in", Owed, &[PaidIn]),
    (BALANCE_SHEET, "retained_earnings", Owed, RESULT),
    (CASH_FLOW, "opening_cash", Opening, &[Cash]),
    (CASH_FLOW, "from_customers", Flow, &[Prepayments, Revenue]),
    (CASH_FLOW, "from_order_streams", Flow, &[Receivables]),
    (CASH_FLOW, "services", Flow, &[ServiceRevenue, ServiceCost]),
    (CASH_FLOW, "to_suppliers", Flow, &[Payables, Deposits]),
    (CASH_FLOW, "assembly", Flow, &[AssemblyPayables]),
    (CASH_FLOW, "licences", Flow, &[Licences]),
    (CASH_FLOW, "logistics", Flow, &[Logistics]),
    (CASH_FLOW, "warranty", Flow, &[Warranty]),
    (CASH_FLOW, "payment_fees", Flow, &[PaymentFees]),
    (CASH_FLOW, "order_errors", Flow, &[OrderErrors]),
    (CASH_FLOW, "r_and_d", Flow, &[Development]),
    (CASH_FLOW, "marketing", Flow, &[Marketing]),
    (CASH_FLOW, "other_expenses", Flow, &[OtherExpenses]),
    (CASH_FLOW, "running_cost", Flow, &[Running]),
    (CASH_FLOW, "holding_and_waiting", Flow, &[Holding, Backorder]),
    (CASH_FLOW, "salvage_and_fees", Flow, &[Parts, WorkInProcess, Finished, WriteDown]),
    (CASH_FLOW, "vat", Flow, &[Vat]),
    (CASH_FLOW, "income_tax", Flow, &[TaxPayable]),
    (CASH_FLOW, "rebate", Flow, &[RebatePayable]),
    (CASH_FLOW, "interest_paid", Flow, &[Interest, InterestPayable]),
    (CASH_FLOW, "loans", Flow, &[Loans]),
    (CASH_FLOW, "owners", Flow, &[PaidIn]),
    (CASH_FLOW, "closing_cash", Worth, &[Cash]),
];

/// Label of the last column: what the settlement at the horizon does.
const SETTLEMENT: &str = "settlement";

/// Statements under way for the first `launches` of `L` lanes.
pub(super) struct Statements<const L: usize> {
    launches: usize,
    /// Balances and cash flows when the last month ended.
    before: (Balances<L>, Balances<L>),
    monthly: Monthly,
    /// Per line: value of `month * launches + launch`.
    values: Vec<Vec<f64>>,
}

impl<const L: usize> Statements<L> {
    pub fn new(launches: usize) -> Self {
        let lines = LINES.iter().map(|&(statement, line, ..)| StatementLine { statement, line }).collect();
        let monthly = Monthly { months: Vec::new(), lines, values: Vec::new() };
        let nothing = [Real::ZERO; ACCOUNTS];
        Self { launches, before: (nothing, nothing), monthly, values: vec![Vec::new(); LINES.len()] }
    }

    /// The morning of day 0: what is there opens the first month.
    pub fn open(&mut self, books: &mut Books<L>) {
        books.ledger.note_bookings();
        self.before.0 = *books.ledger.balances();
    }

    /// The end of a day, which may be that of a month.
    pub fn day(&mut self, plan: &Plan, books: &Books<L>, day: usize) {
        if plan.books.month_ends[day] {
            let date = date_of_day(plan.layout.start, day as i64);
            self.close(books, date.strftime("%Y-%m").to_string());
        }
    }

    /// After the settlement: the last column.
    pub fn settle(&mut self, books: &Books<L>) {
        self.close(books, SETTLEMENT.to_owned());
    }

    fn close(&mut self, books: &Books<L>, label: String) {
        let now = *books.ledger.balances();
        let flows = books.ledger.flows().copied().unwrap_or([Real::ZERO; ACCOUNTS]);
        for (values, (_, _, reading, accounts)) in self.values.iter_mut().zip(LINES) {
            let sum = |of: &Balances<L>| accounts.iter().fold(Real::ZERO, |sum, &account| sum + of[account as usize]);
            let value = match reading {
                Earned => sum(&self.before.0) - sum(&now),
                Worth => sum(&now),
                // Zero less zero, so that nothing owed is not written as -0.
                Owed => Real::ZERO - sum(&now),
                Flow => sum(&flows) - sum(&self.before.1),
                Opening => sum(&self.before.0),
            };
            values.extend_from_slice(&value.0[..self.launches]);
        }
        self.monthly.months.push(label);
        self.before = (now, flows);
    }

    /// What was noted.
    pub fn into_monthly(self) -> Monthly {
        let values = self.values.into_iter().map(|values| Paths::new(self.launches, values)).collect();
        Monthly { values, ..self.monthly }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reading: Reading, statement: &str) -> Vec<Account> {
        let lines = LINES.iter().filter(|line| line.0 == statement && line.2 == reading && line.3.len() < 5);
        lines.flat_map(|line| line.3.iter().copied()).collect()
    }

    #[test]
    fn every_account_stands_in_one_line_of_each_statement_it_belongs_to() {
        for &account in Account::ALL {
            let times = |accounts: &[Account]| accounts.iter().filter(|&&other| other == account).count();
            let result = times(&read(Earned, PROFIT_AND_LOSS));
            let balance = times(&read(Worth, BALANCE_SHEET)) + times(&read(Owed, BALANCE_SHEET));
            assert_eq!(result + balance, 1, "{account:?}");
            assert_eq!(result, times(RESULT), "{account:?}");
        }
    }
}
