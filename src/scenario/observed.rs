//! Facts the results are held against, and correlations between uncertain inputs.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word, keys, table};
use crate::language::fault::Fault;
use crate::language::ranges::ANYWHERE;
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};
use crate::outcome::{Role, Says, Side};
use crate::rooms::market::keys::window::Sale;

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
        /// Of a series its change from the end of this day to the end of `date`: what came between.
        since: Option<Date> = ANYWHERE, Words("none: its level on `date`"), "2026-11-30";
        /// Another metric the first is divided by.
        per: Option<String> => per {
            /// Divided by this metric of the whole launch: `metric = "converted"` and `per = "reserved"` are a share.
            per = Kind::Metric, Words("none"), r#""reserved""#;
        }
        /// Hours until so many were taken in an opening of a window; with the window's name.
        number: Option<Milestone> => milestone {
            /// With `metric = "hours_until.WINDOW"`: so many phones or tickets taken within an opening of this window; of
            /// several openings the one in which that was soonest.
            number = Kind::Whole(Range::closed(1.0, 2e9)), Words("required with hours_until.WINDOW"), "100_000", "phones";
        }
        /// The value on record.
        value: f64 => value {
            /// The value on record.
            value = Kind::Certain(Range::closed(-1e18, 1e18)), Required, "400_000";
        }
        /// Whether the value is the figure itself or a bound of it, as in "more than 3 million".
        says: Says = Kind::Choice(Says::ALL), Default(r#""exactly""#), r#""at_least""#;
        /// How far the truth may lie from the value in 95 cases of 100, in its unit.
        error: f64 => error {
            /// How far the truth may lie from the value in 95 cases of 100, in the unit of the value.
            error = Kind::Certain(Range::closed(0.0, 1e18)), Default("0"), "20_000";
            /// The same as a share of the value, beside `error`.
            error_share = Kind::Certain(Range::closed(0.0, 1.0)), Default("0"), "0.05", "share";
        }
        /// On which side of the value the truth may lie.
        side: Side = Kind::Choice(Side::ALL), Default(r#""either""#), r#""above""#;
        /// How far a launch may lie from the truth in 95 cases of 100, because a model is not the world, in the unit of the value.
        discrepancy: f64 => discrepancy {
            /// How far a launch with the right inputs may lie from the truth in 95 cases of 100, because a model is not the world.
            discrepancy = Kind::Certain(Range::closed(0.0, 10.0)), Default("0.05"), "0.1", "share of the value";
        }
        /// Whether `calibrate` fits inputs to it, or holds it back to check them.
        role: Role = Kind::Choice(Role::ALL), Default(r#""check""#), r#""fit""#;
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

/// A number that is reached within an opening of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Name of the window.
    pub window: String,
    /// How many phones or tickets were taken.
    pub number: i32,
}

/// What a metric begins with that tells the hours until a number is reached in a window.
const HOURS_UNTIL: &str = "hours_until.";

pub(super) fn observed(tree: &Table, context: &mut Context) -> Vec<Observed> {
    Section::each(tree, &OBSERVED, |name, section| Observed::of(name, section, tree, context))
}

fn metric(section: &Section<'_>, _: &Table, context: &mut Context) -> String {
    named("metric", section, context).unwrap_or_default()
}

fn per(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<String> {
    if let (Some(node), Some(_)) = (section.node("per"), section.node("date")) {
        context.fault(
            Fault::new(Code::Conflict, "a fact of a day is not divided by anything")
                .at(node.span, "and `date` is written")
                .help("take `date` out, or `per`"),
        );
    }
    named("per", section, context)
}

fn milestone(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Milestone> {
    let metric = section.node("metric").and_then(|node| match &node.value {
        Value::Text(metric) => Some((metric.strip_prefix(HOURS_UNTIL)?.to_owned(), node.span)),
        _ => None,
    });
    let number = section.node("number").map(|node| node.span);
    let Some((window, span)) = metric else {
        if let Some(number) = number {
            context.fault(
                Fault::new(Code::Conflict, "a number is reached in a window")
                    .at(number, "and `metric` names none")
                    .help(format!(
                        "write metric = \"{HOURS_UNTIL}NAME\" with the name of a window, or take `number` out"
                    )),
            );
        }
        return None;
    };
    for key in ["date", "per"] {
        if let Some(node) = section.node(key) {
            context.fault(
                Fault::new(Code::Conflict, "the hours of an opening have no date and are divided by nothing")
                    .at(node.span, "written beside the hours until a number")
                    .help(format!("take `{key}` out")),
            );
        }
    }
    let windows = tree.table("window");
    let Some(Value::Table(of)) = windows.and_then(|all| all.get(&window)).map(|node| &node.value) else {
        let names = || windows.map_or(&[][..], Table::entries).iter().map(|entry| entry.key.as_str());
        let near = context.meant(&window, names).map(str::to_owned);
        let fault = Fault::new(Code::UnknownName, format!("there is no window `{window}`")).at(span, "in its metric");
        context.fault(match near {
            Some(near) => fault.help(format!("did you mean {HOURS_UNTIL}{near}?")),
            None => fault,
        });
        return None;
    };
    if matches!(of.get("kind").map(|node| &node.value), Some(Value::Text(kind)) if kind == Sale::Open.word()) {
        context.fault(
            Fault::new(Code::Conflict, format!("the window `{window}` takes everybody at once"))
                .at(span, "so that no hour can be told")
                .help("an open sale has no queue; hours are those of a round, a reservation or a shelf"),
        );
        return None;
    }
    if number.is_none() {
        context.fault(
            Fault::new(Code::NeedsKey, "hours until a number need the number")
                .at(span, "and `number` is not written")
                .help("write number = how many were taken by then"),
        );
        return None;
    }
    Some(Milestone { window, number: section.whole(context, "number") as i32 })
}

/// A metric by its name; a text that cannot be one is a fault.
fn named(key: &str, section: &Section<'_>, context: &mut Context) -> Option<String> {
    let metric = section.text(context, key)?;
    if let Some(node) = section.node(key)
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
    Some(metric)
}

fn error(section: &Section<'_>, _: &Table, context: &mut Context) -> f64 {
    let [error, share] = ["error", "error_share"].map(|key| section.number(context, key).value);
    let value = value_alone(section);
    if let (Some(since), Some(from)) = (section.node("since"), section.date(context, "since")) {
        match section.date(context, "date") {
            None => context.fault(
                Fault::new(Code::NeedsKey, "what came since a day came until another one")
                    .at(since.span, "and no `date` is written")
                    .help("write date = the last day of the time it is about"),
            ),
            Some(until) if until <= from => context.fault(
                Fault::new(Code::BadDate, "`since` is not before `date`")
                    .at(since.span, format!("{until} is the last day"))
                    .help("`since` is the day before the first day of the time it is about"),
            ),
            Some(_) => {}
        }
    }
    error + share * value.abs()
}

fn discrepancy(section: &Section<'_>, tree: &Table, context: &mut Context) -> f64 {
    let discrepancy = section.number(context, "discrepancy").value * value_alone(section).abs();
    let written = |key: &str| match &section.node(key)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let is_bound = written("says").is_some_and(|says| says != Says::Exactly.word());
    if let Some(node) = section.node("side").filter(|_| is_bound) {
        context.fault(
            Fault::new(Code::Conflict, "a bound says on which side the truth lies")
                .at(node.span, "and `side` is written too")
                .help("take `side` out; `error` says how far the bound itself may be wrong"),
        );
    }
    if let Some(node) = section.node("role").filter(|_| written("role").is_some_and(|role| role == Role::Fit.word()))
        && !is_bound
        && discrepancy + error(section, tree, &mut Context::default()) == 0.0
    {
        context.fault(
            Fault::new(Code::NeedsKey, "no launch ever yields a value to the last digit")
                .at(node.span, "fitted without an error")
                .help(
                    "write how far the truth may lie from it, error = .., or what a model may miss, discrepancy = ..",
                ),
        );
    }
    discrepancy
}

/// The value, whose faults are told where it is read for itself.
fn value_alone(section: &Section<'_>) -> f64 {
    section.number(&mut Context::default(), "value").value
}

fn value(section: &Section<'_>, _: &Table, context: &mut Context) -> f64 {
    section.number(context, "value").value
}

/// Names of metrics and series: `net_profit_yuan`, `stock.screen`.
fn is_metric(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
