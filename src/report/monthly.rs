//! `monthly.csv`: profit and loss, balance sheet and cash flow month by month, over the traced launches.

use std::fmt::Write;

use super::number::shortest;
use crate::experiment::spread;
use crate::outcome::{Monthly, Paths};
use crate::stats;

/// The text of `monthly.csv`: a row per month and line; worked out on so many threads.
#[must_use]
pub fn csv(monthly: &Monthly, threads: usize) -> String {
    let figures = |months: Vec<f64>| {
        let quantiles = stats::quantiles(&months, &[0.05, 0.95]);
        [stats::mean(&months), quantiles[0], quantiles[1]].map(shortest).join(",")
    };
    let of_line = |paths: &Paths| paths.between(0..paths.steps()).into_iter().map(figures).collect::<Vec<_>>();
    let lines = spread(threads, &monthly.values, of_line);
    let mut text = String::from("month,statement,line,mean,p5,p95\n");
    for (at, month) in monthly.months.iter().enumerate() {
        for (line, figures) in monthly.lines.iter().zip(&lines) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{month},{},{},{}", line.statement, line.line, figures[at]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::StatementLine;

    #[test]
    fn a_row_per_month_and_line_has_mean_and_interval() {
        let monthly = Monthly {
            months: vec!["2011-12".into(), "settlement".into()],
            lines: vec![StatementLine { statement: "cash_flow", line: "vat", title: "VAT" }],
            values: vec![Paths::new(3, vec![0.0, -10.0, -20.0, 5.0, 5.0, 5.0])],
        };
        let text = csv(&monthly, 2);
        assert_eq!(
            text,
            "month,statement,line,mean,p5,p95\n2011-12,cash_flow,vat,-10,-19,-1\nsettlement,cash_flow,vat,5,5,5\n"
        );
    }
}
