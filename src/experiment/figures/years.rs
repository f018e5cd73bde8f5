//! Statements year by year: the months of the traced launches put together.

use crate::experiment::Workers;
use crate::outcome::{Monthly, Paths};
use crate::rooms::books::day::Statement;
use crate::stats;

/// A period of the statements.
#[derive(Clone, Debug, PartialEq)]
pub struct Years {
    /// "2011", and "settlement" for what is paid and collected after the last day.
    pub names: Vec<String>,
    /// Per line of the statements: its mean over the traced launches in each period; of a launch that has stopped trading a
    /// flow is nought and what stands on a day is what it was [money].
    pub lines: Vec<Vec<f64>>,
}

/// What stands on the last day of a period, in place of what came together over it.
fn stands(statement: &str, line: &str) -> bool {
    statement == Statement::BalanceSheet.name() || line == "closing_cash"
}

/// What stood on the day before a period.
fn stood(line: &str) -> bool {
    line == "opening_cash"
}

/// The calendar years of monthly statements.
#[must_use]
pub fn yearly(monthly: &Monthly, workers: &Workers) -> Years {
    // Which months belong to each period.
    let mut names: Vec<String> = Vec::new();
    let mut months: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, month) in monthly.months.iter().enumerate() {
        let year = month.split_once('-').map_or(month.as_str(), |(year, _)| year);
        match (names.last(), months.last_mut()) {
            (Some(last), Some(range)) if last == year => range.end = at + 1,
            _ => {
                names.push(year.to_owned());
                months.push(at..at + 1);
            }
        }
    }
    let lines: Vec<(&Paths, bool, bool)> = monthly
        .lines
        .iter()
        .zip(&monthly.values)
        .map(|(line, paths)| (paths, stands(line.statement, line.line), stood(line.line)))
        .collect();
    let of_line = |&(paths, stands, stood): &(&Paths, bool, bool)| -> Vec<f64> {
        let of_period = |range: &std::ops::Range<usize>| {
            let all = paths.between(range.clone());
            let launches = all.first().map_or(0, Vec::len);
            let of_launch = |launch: usize| {
                let mut known = all.iter().map(|month| month[launch]).filter(|value| !value.is_nan());
                match (stands, stood) {
                    (true, _) => known.next_back().unwrap_or(f64::NAN),
                    (_, true) => known.next().unwrap_or(f64::NAN),
                    _ => known.sum(),
                }
            };
            let values: Vec<f64> = (0..launches).map(of_launch).filter(|value| !value.is_nan()).collect();
            if values.is_empty() { f64::NAN } else { stats::mean(&values) }
        };
        months.iter().map(of_period).collect()
    };
    Years { lines: workers.each(&lines, of_line), names }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::StatementLine;

    #[test]
    fn flows_add_up_and_levels_are_those_of_the_end() {
        let line = |statement, line| StatementLine { statement, line, title: "" };
        let values = || Paths::new(2, vec![1.0, 3.0, 10.0, f64::NAN, 100.0, 50.0, 7.0, 9.0]);
        let monthly = Monthly {
            months: ["2010-11", "2010-12", "2011-01", "settlement"].map(String::from).to_vec(),
            lines: vec![
                line("profit_and_loss", "revenue"),
                line("balance_sheet", "cash"),
                line("cash_flow", "opening_cash"),
            ],
            values: vec![values(), values(), values()],
        };
        let years = yearly(&monthly, &Workers::start(Some(2)).unwrap());
        assert_eq!(years.names, ["2010", "2011", "settlement"]);
        // Revenue of 2010: 1 + 10 in the first launch, 3 in the second, which stopped.
        assert_eq!(years.lines[0], [7.0, 75.0, 8.0]);
        assert_eq!(years.lines[1], [6.5, 75.0, 8.0]);
        assert_eq!(years.lines[2], [2.0, 75.0, 8.0]);
    }
}
