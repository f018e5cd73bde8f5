//! The scenario's head: its name, how it is run, and its timeline.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::points::in_order;
use crate::language::ranges::ANYWHERE;
use crate::language::reader::{NO_DATE, Section};
use crate::language::tree::Table;
use crate::units::days_between;

const LONGEST: i32 = 10_000;

words! {
    /// What happens to the sale when contracts come late.
    pub enum Slip {
        /// Announcement and windows keep their dates.
        Hold = "hold",
        /// Announcement, windows and pulses move by as many days as the last contract comes late.
        Wait = "wait",
    }
}

words! {
    /// How launches take the values of uncertain inputs.
    pub enum Sampling {
        /// Each launch by itself.
        Random = "random",
        /// Spread evenly over what the inputs can be, by scrambled Sobol' points.
        Sobol = "sobol",
    }
}

table! {
    /// Written at the top of the file, before the first table.
    TOP = "" {
        /// Title for people.
        title = Kind::Text, Words("the name"), r#""Our first phone""#;
        /// Name of the result folder: letters and digits of any script, blanks, `_`, `-` and dots inside; a base's name is not inherited.
        name = Kind::Text, Words("the file's name without .toml"), r#""first_phone""#;
        /// The scenario this one starts from; only what differs is written.
        extends = Kind::File, Words("none"), r#""base.toml""#;
        /// A list of suppliers, a CSV or a sheet of a workbook: a column `name`, other columns are keys of [supplier.NAME].
        supplier_list = Kind::File, Words("none"), r#""bom/suppliers.csv""#;
        /// A list of facts, a CSV or a sheet of a workbook: the columns metric and value, and date and name if you like.
        observed_list = Kind::File, Words("none"), r#""data/actuals.csv""#;
    }
}

table! {
    /// How the scenario is run.
    RUN = "run", Run {
        /// Number of simulated launches.
        launches: u32 = Kind::Whole(Range::closed(1.0, 4e9)), Value("10000"), "10000", "launches";
        /// Seed of all luck: the same seed gives the same results.
        seed: u64 = Kind::Whole(Range::closed(0.0, 9_223_372_036_854_775_807.0)), Value("1"), "1";
        /// Every draw is replaced by its mean and every uncertain input by its median.
        deterministic: bool = Kind::Flag, Value("false"), "false";
        /// Uncertain inputs are drawn by each launch by itself, or spread evenly over the launches, so that means are known better; each launch stays what it is when more are simulated.
        sampling: Sampling = Kind::Choice(Sampling::ALL), Value(r#""sobol""#), r#""random""#;
    }
}

table! {
    /// First and last day; either `end` or `horizon`.
    TIMELINE = "timeline" {
        /// Day 0.
        start = ANYWHERE, Required, "2026-01-01";
        /// Last simulated day.
        end = ANYWHERE, Words("from `horizon`"), "2026-12-31";
        /// Time simulated, instead of `end`.
        horizon = Kind::CertainDuration(Range::closed(1.0, 10_000.0)), Words("from `end`"), r#""12 months""#, "days, whole";
        /// When contracts come late, the sale holds its dates; or the announcement, the windows and the pulses wait as many days as the last contract is late.
        slip = Kind::Choice(Slip::ALL), Value(r#""hold""#), r#""hold""#;
        /// Day by which all contracts are reckoned with, with slip = "wait".
        planned_signature = ANYWHERE, Words("the latest contract when every supplier accepts the first approach"), "2026-04-01";
    }
}

/// `[timeline]`
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Day 0.
    pub start: Date,
    /// Number of days simulated.
    pub days: i32,
    /// What happens when contracts come late.
    pub slip: Slip,
    /// Day by which all contracts are reckoned with when sales wait.
    pub planned_signature: Option<Date>,
}

pub(crate) fn run(tree: &Table, context: &mut Context) -> Run {
    Run::of(&Section::single(tree, &RUN), tree, context)
}

pub(crate) fn timeline(tree: &Table, context: &mut Context) -> Timeline {
    let section = Section::single(tree, &TIMELINE);
    section.conflict(context, "end", "horizon");
    let start = section.date(context, "start");
    let end = section.date(context, "end");
    let horizon = section.number_opt(context, "horizon");
    let slip = word(&section, "slip", context);
    let planned_signature = section.date(context, "planned_signature");
    if slip == Slip::Hold {
        section.useless(context, &["planned_signature"], &section.chosen("slip", "without slip = \"wait\""), "");
    }
    let (Some(start), Some(node)) = (start, section.node("start")) else {
        return Timeline { start: NO_DATE, days: 1, slip, planned_signature };
    };
    let days = match (end, section.node("end"), horizon) {
        (Some(end), Some(end_node), _) => {
            in_order(start, node.span, end, end_node.span, context);
            let days = days_between(start, end).saturating_add(1);
            if days > LONGEST {
                context.fault(
                    Fault::new(Code::Horizon, format!("the timeline is {days} days long"))
                        .at(end_node.span, "the last day")
                        .at(node.span, "the first day")
                        .allowed("1 to 10,000 days (27 years)")
                        .help("is the year right?"),
                );
                return Timeline { start, days: 1, slip, planned_signature };
            }
            days
        }
        (_, _, Some(horizon)) => horizon.value as i32,
        _ => {
            if !section.has("end") && !section.has("horizon") {
                section.missing(context, "end", " or the key `horizon`");
            }
            return Timeline { start, days: 1, slip, planned_signature };
        }
    };
    match start.checked_add((days - 1).max(0).days()) {
        Ok(end) if days > 0 => context.timeline = Some((start, end)),
        Ok(_) => {}
        Err(_) => context.fault(
            Fault::new(Code::Horizon, "the timeline goes beyond the year 9999")
                .at(node.span, "the first day")
                .help("is the year right?"),
        ),
    }
    Timeline { start, days, slip, planned_signature }
}
