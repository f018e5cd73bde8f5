//! Monthly statements: profit and loss, balance sheet and cash flow, from the balances at the ends of months.
//!
//! In the profit and loss income is positive and cost negative, in the cash flow receipts are positive and payments
//! negative, so that the lines of each add up to its last one.

use std::sync::LazyLock;

use crate::company::plan::Plan;
use crate::lanes::Real;
use crate::outcome::{Monthly, Paths, StatementLine};
use crate::rooms::books::day::{ACCOUNTS, Account, Balances, Books, Kind, Line, Statement};
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

impl Reading {
    /// How a line is read.
    fn of(line: Line) -> Self {
        match (line.statement(), line) {
            (_, Line::OpeningCash) => Self::Opening,
            (_, Line::ClosingCash) => Self::Worth,
            (Statement::ProfitAndLoss, _) => Self::Earned,
            (Statement::CashFlow, _) => Self::Flow,
            (Statement::BalanceSheet, _) => {
                if line.accounts().iter().all(|account| account.kind() == Kind::Asset) {
                    Self::Worth
                } else {
                    Self::Owed
                }
            }
        }
    }
}

/// Per line, in the order of the file: how it is read, and of which accounts. Worked out once, not for every sixteen
/// launches.
static READINGS: LazyLock<Vec<(Reading, Vec<Account>)>> =
    LazyLock::new(|| Line::ALL.iter().map(|&line| (Reading::of(line), line.accounts())).collect());

/// Label of the last column: what the settlement at the horizon does.
const SETTLEMENT: &str = "settlement";

/// Statements under way for the first `launches` of `L` lanes.
pub(super) struct Statements<const L: usize> {
    launches: usize,
    /// Balances and cash flows when the last month ended.
    before: (Balances<L>, Balances<L>),
    /// Phones shipped, and what they cost, when the last month ended.
    phones: (Real<L>, Real<L>),
    monthly: Monthly,
    /// Per line: value of `month * launches + launch`.
    values: Vec<Vec<f64>>,
}

impl<const L: usize> Statements<L> {
    pub fn new(launches: usize) -> Self {
        let named =
            |line: &Line| StatementLine { statement: line.statement().name(), line: line.name(), title: line.title() };
        let next_phone = StatementLine {
            statement: "unit_cost",
            line: "next_phone",
            title: "Variable cost of a phone shipped in the month, with VAT",
        };
        let lines: Vec<StatementLine> = Line::ALL.iter().map(named).chain([next_phone]).collect();
        let values = vec![Vec::new(); lines.len()];
        let monthly = Monthly { months: Vec::new(), lines, values: Vec::new() };
        let nothing = [Real::ZERO; ACCOUNTS];
        Self { launches, before: (nothing, nothing), phones: (Real::ZERO, Real::ZERO), monthly, values }
    }

    /// The morning of day 0: what is there opens the first month.
    pub fn open(&mut self, books: &mut Books<L>) {
        books.ledger.note_bookings();
        self.before.0 = *books.ledger.balances();
    }

    /// The end of a day, which may be that of a month.
    pub fn day(&mut self, plan: &Plan, (books, shipped): (&Books<L>, Real<L>), day: usize) {
        if plan.books.month_ends[day] {
            let date = date_of_day(plan.layout.start, day as i64);
            self.close((books, shipped), date.strftime("%Y-%m").to_string());
        }
    }

    /// After the settlement: the last column.
    pub fn settle(&mut self, of: (&Books<L>, Real<L>)) {
        self.close(of, SETTLEMENT.to_owned());
    }

    /// E90: the cost of the next phone is that of those shipped in the month; there is none where nothing is shipped.
    fn close(&mut self, (books, shipped): (&Books<L>, Real<L>), label: String) {
        let now = *books.ledger.balances();
        let flows = books.ledger.flows().copied().unwrap_or([Real::ZERO; ACCOUNTS]);
        for (values, (reading, accounts)) in self.values.iter_mut().zip(READINGS.iter()) {
            let sum = |of: &Balances<L>| accounts.iter().fold(Real::ZERO, |sum, &account| sum + of[account as usize]);
            let value = match reading {
                Reading::Earned => sum(&self.before.0) - sum(&now),
                Reading::Worth => sum(&now),
                // Zero less zero, so that nothing owed is not written as -0.
                Reading::Owed => Real::ZERO - sum(&now),
                Reading::Flow => sum(&flows) - sum(&self.before.1),
                Reading::Opening => sum(&self.before.0),
            };
            values.extend_from_slice(&value.0[..self.launches]);
        }
        let cost = books.gross(books.ledger.cost_of_sales());
        let (more, phones) = (cost - self.phones.1, shipped - self.phones.0);
        let next = more.zip(phones, |cost, phones| if phones > 0.0 { cost / phones } else { f64::NAN });
        if let Some(values) = self.values.last_mut() {
            values.extend_from_slice(&next.0[..self.launches]);
        }
        self.phones = (shipped, cost);
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

    #[test]
    fn every_account_stands_in_one_line_of_a_statement_and_in_the_total_below_it() {
        let times = |line: Line, account: Account| line.accounts().iter().filter(|&&other| other == account).count();
        for &account in Account::ALL {
            let result = !matches!(account.kind(), Kind::Asset | Kind::Liability | Kind::Equity);
            let statement = if result { Statement::ProfitAndLoss } else { Statement::BalanceSheet };
            assert_eq!(account.line().statement(), statement, "{account:?}");
            assert_eq!(times(account.line(), account), 1, "{account:?}");
            assert_eq!(times(Line::NetProfit, account), usize::from(result), "{account:?}");
            assert_eq!(times(Line::Assets, account), usize::from(account.kind() == Kind::Asset), "{account:?}");
            assert_eq!(
                times(Line::Liabilities, account),
                usize::from(account.kind() == Kind::Liability),
                "{account:?}"
            );
            assert!(account.flow().is_none_or(|line| line.statement() == Statement::CashFlow), "{account:?}");
        }
    }

    #[test]
    fn lines_are_named_once_in_each_statement_and_none_is_empty() {
        for (at, line) in Line::ALL.iter().enumerate() {
            assert!(!line.accounts().is_empty(), "{line:?}");
            let same = |other: &&Line| (other.statement(), other.name()) == (line.statement(), line.name());
            assert_eq!(Line::ALL.iter().filter(same).count(), 1, "line {at}: {line:?}");
        }
    }
}
