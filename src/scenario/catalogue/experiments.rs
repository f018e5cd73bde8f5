//! Keys of experiments that stand in the scenario.

use super::Fallback::{Value, Words};
use super::{Key, Kind, Range, TableKind};

#[rustfmt::skip]
pub(super) const SWEEP: TableKind = TableKind {
    path: "sweep",
    doc: "What `launchsim sweep` does when nothing else is said on the command line; a run takes no notice.",
    keys: &[
        Key::new("vary", Kind::Texts, Words("none"), "[\"product.mi1.price=1499..1999:100\"]", "Keys and their values, as after --vary."),
        Key::new("design", Kind::Choice(&["grid", "lhs", "sobol"]), Value("\"grid\""), "\"sobol\"", "How points fill the space: every combination, a Latin hypercube, or scrambled Sobol' points."),
        Key::new("points", Kind::Whole(Range::closed(2.0, 4e9)), Words("none"), "256", "Number of points of lhs and sobol; of a grid, the steps of a range without a step."),
        Key::new("list", Kind::File, Words("none"), "\"points.csv\"", "A CSV of points in place of `vary`: a column per key, a line per point."),
        Key::new("launches", Kind::Whole(Range::closed(1.0, 1e7)), Words("1000"), "200", "Launches at each point."),
        Key::new("maximize", Kind::Metric, Words("net profit"), "\"net_profit_yuan\"", "The metric to look for more of."),
        Key::new("minimize", Kind::Metric, Words("none"), "\"wait_mean_days\"", "The metric to look for less of, instead of `maximize`."),
    ],
};
