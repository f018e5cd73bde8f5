//! `monthly.csv`: profit and loss, balance sheet and cash flow month by month, over the traced launches.

use std::fmt::Write;

use super::number::shortest;
use crate::experiment::Workers;
use crate::experiment::figures::days;
use crate::outcome::Monthly;

/// The text of `monthly.csv`: a row per month and line.
#[must_use]
pub fn csv(monthly: &Monthly, workers: &Workers) -> String {
    let lines = days::monthly(monthly, workers);
    let mut text = String::from("month,statement,line,mean,p5,p95\n");
    for (at, month) in monthly.months.iter().enumerate() {
        for (line, figures) in monthly.lines.iter().zip(&lines) {
            let figures = [figures[at].mean, figures[at].p5, figures[at].p95].map(shortest).join(",");
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{month},{},{},{figures}", line.statement, line.line);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Paths, StatementLine};

    #[test]
    fn a_row_per_month_and_line_has_mean_and_interval() {
        let monthly = Monthly {
            months: vec!["2011-12".into(), "settlement".into()],
            lines: vec![StatementLine { statement: "cash_flow", line: "vat", title: "VAT" }],
            values: vec![Paths::new(3, vec![0.0, -10.0, -20.0, 5.0, 5.0, 5.0])],
        };
        let text = csv(&monthly, &Workers::start(Some(2)).unwrap());
        assert_eq!(
            text,
            "month,statement,line,mean,p5,p95\n2011-12,cash_flow,vat,-10,-19,-1\nsettlement,cash_flow,vat,5,5,5\n"
        );
    }
}
