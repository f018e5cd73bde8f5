//! Facts the results are held against, and correlations between uncertain inputs.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::ranges::ANYWHERE;
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};

table! {
    /// A fact of the record, held against the simulated distribution.
    OBSERVED = "observed.*", named Observed {
        /// What was observed: the name of a metric, or with a date that of a daily series.
        metric: String => metric {
            /// A metric's name, or with `date` a daily series.
            metric = Kind::Metric, Required, r#""shipped_cumulative""#;
        }
        /// Day of the series.
        date: Option<Date> = ANYWHERE, Words("none: the metric at the end"), "2026-12-31";
        /// The value on record.
        value: f64 => value {
            /// The value on record.
            value = Kind::Certain(Range::closed(-1e18, 1e18)), Required, "400_000";
        }
    }
}

table! {
    /// A rank correlation between two uncertain inputs.
    CORRELATION = "correlation.*" {
        /// Addresses of two keys whose values are distributions.
        between = Kind::TwoKeys, Required, r#"["market.innovation", "market.imitation"]"#;
        /// Spearman's rank correlation.
        rank = Kind::Certain(Range { low: -1.0, high: 1.0, low_open: true, high_open: true }), Required, "0.5", "ratio";
    }
}

pub(super) fn observed(tree: &Table, context: &mut Context) -> Vec<Observed> {
    Section::each(tree, &OBSERVED, |name, section| Observed::of(name, section, tree, context))
}

fn metric(section: &Section<'_>, _: &Table, context: &mut Context) -> String {
    let metric = section.text(context, "metric").unwrap_or_default();
    if let Some(node) = section.node("metric")
        && matches!(node.value, Value::Text(_))
        && !is_metric(&metric)
    {
        context.fault(
            Fault::new(Code::BadName, format!("\"{metric}\" cannot be the name of a metric"))
                .at(node.span, "not a metric's name")
                .allowed("lower-case letters, digits, `_`, `.` and `-`, starting with a letter")
                .help("write for example \"net_profit_yuan\" or \"stock.screen\""),
        );
    }
    metric
}

fn value(section: &Section<'_>, _: &Table, context: &mut Context) -> f64 {
    section.number(context, "value").value
}

/// Names of metrics and series: `net_profit_yuan`, `stock.screen`.
fn is_metric(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
