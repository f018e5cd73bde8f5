//! How many phones are planned, and who plans them.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{COUNT, ONE};
use crate::language::reader::Section;
use crate::language::scale::plain;
use crate::language::tree::{Table, Value as Cell};
use crate::rooms::forecast::keys::Method;

words! {
    /// Who plans the parts.
    pub enum Planner {
        /// One who buys for the build plan as it is written, whatever happens.
        Fixed = "fixed",
        /// One who buys for the build plan times the market size learned so far.
        Learning = "learning",
        /// One who knows beforehand for which part of the build plan this launch is best bought.
        Clairvoyant = "clairvoyant",
    }
}

/// Who plans the parts, with what that takes.
#[derive(Clone, Debug, PartialEq)]
pub enum PlannerKind {
    /// One who buys for the plan as it is written.
    Fixed,
    /// One who learns.
    Learning {
        /// `critical_ratio`; `None` plans for the mean of what is believed.
        critical_ratio: Option<f64>,
        /// `decides`; empty decides at every review.
        decides: Vec<(Date, Date)>,
    },
    /// One who knows beforehand, also what one who learns would earn.
    Clairvoyant {
        /// `critical_ratio` of one who learns.
        critical_ratio: Option<f64>,
        /// `decides` of one who learns.
        decides: Vec<(Date, Date)>,
    },
}

table! {
    /// How many good phones are planned; their parts are bought ahead, and with build = "to_plan" they are also started.
    BUILD_PLAN = "build_plan", PlannedPhones {
        /// Good phones planned since the beginning, linear between points, level after the last one, never falling; over the planned yield they are the planned starts.
        cumulative: Path => cumulative {
            /// Good phones planned since the beginning, linear between points, level after the last one, never falling; over the planned yield they are the planned starts.
            cumulative = Kind::Path(COUNT), Words("nothing planned"), "[[2026-07-01, 0], [2026-12-31, 200_000]]", "[date, phones]";
        }
        /// Multiplies the plan, so that the quantity can be swept, drawn or decided as a whole, beside the price.
        scale: Number = Kind::Number(Range::closed(0.0, 1000.0)), ONE, "0.8", "ratio";
    }
}

table! {
    /// Who plans the parts of the build plan.
    PLANNER = "planner", PlannerKeys {
        /// Whether the plan follows what happens.
        kind: PlannerKind => kind {
            /// `fixed` buys for the build plan whatever happens; `learning` for the plan times the market size learned so far by forecast.method = "bayes", as far as the line can go; `clairvoyant` for the part of the plan, or the learned plan, that turns out best in each launch, which nobody can know: the bound.
            kind = Kind::Choice(Planner::ALL), Value(r#""fixed""#), r#""learning""#;
            /// Chance with which the learned market is to be served, unless kind = "fixed": what a lost phone costs, over that and what a set of parts left over costs. Without it the plan follows the mean of what is believed.
            critical_ratio = Kind::Certain(Range::closed(0.001, 0.999)), Words("the mean of what is believed"), "0.6", "share";
            /// Days, or spans of days, on which the learned plan may change, unless kind = "fixed"; between them it stands, and the next review orders for it.
            decides = Kind::Holidays, Words("every review"), "[2026-05-01, 2026-07-01]";
        }
    }
}

pub(crate) fn build_plan(tree: &Table, context: &mut Context) -> PlannedPhones {
    PlannedPhones::of(&Section::single(tree, &BUILD_PLAN), tree, context)
}

pub(crate) fn planner(tree: &Table, context: &mut Context) -> PlannerKind {
    PlannerKeys::of(&Section::single(tree, &PLANNER), tree, context).kind
}

/// Planned cumulative phones, which never fall.
fn cumulative(section: &Section<'_>, _: &Table, context: &mut Context) -> Path {
    if !section.has("cumulative") {
        return Path::new();
    }
    let plan = section.path(context, "cumulative");
    let falls = plan.windows(2).find(|pair| {
        let (before, after) = (pair[0].1, pair[1].1);
        before.input.is_none() && after.input.is_none() && after.value < before.value
    });
    if let (Some(pair), Some(node)) = (falls, section.node("cumulative")) {
        let (before, after) = (pair[0].1.value, pair[1].1.value);
        context.fault(
            Fault::new(
                Code::NotAscending,
                format!("the cumulative build plan falls from {} to {}", plain(before), plain(after)),
            )
            .at(node.span, format!("falls on {}", pair[1].0))
            .help("write the number of phones started since the beginning, not those of each period"),
        );
    }
    plan
}

fn kind(section: &Section<'_>, tree: &Table, context: &mut Context) -> PlannerKind {
    let planner: Planner = word(section, "kind", context);
    if planner == Planner::Fixed {
        let chosen = section.chosen("kind", format!("with kind = \"{}\"", planner.word()));
        section.useless(context, &["critical_ratio", "decides"], &chosen, "");
        return PlannerKind::Fixed;
    }
    needs(section, planner, tree, context);
    let critical_ratio = section.number_opt(context, "critical_ratio").map(|ratio| ratio.value);
    let decides = section.holidays(context, "decides");
    match planner {
        Planner::Clairvoyant => PlannerKind::Clairvoyant { critical_ratio, decides },
        _ => PlannerKind::Learning { critical_ratio, decides },
    }
}

/// A planner who changes the plan needs one, and one who learns a market size a belief about it.
fn needs(section: &Section<'_>, planner: Planner, tree: &Table, context: &mut Context) {
    let written = |table: &str, key: &str| tree.table(table).and_then(|table| table.get(key));
    let learns = planner == Planner::Learning || section.has("critical_ratio") || section.has("decides");
    let bayes = written("forecast", "method")
        .is_some_and(|node| matches!(&node.value, Cell::Text(word) if word == Method::Bayes.word()));
    let missing = if written("build_plan", "cumulative").is_none() {
        ("a build plan", "write [build_plan] with `cumulative`")
    } else if learns && !bayes {
        ("a forecast that learns the size of the market", "write method = \"bayes\" in [forecast]")
    } else if learns && written("forecast", "daily_orders").is_none() {
        ("the curve of expected orders that it learns the size of", "write `daily_orders` in [forecast]")
    } else {
        return;
    };
    let Some(node) = section.node("kind") else { return };
    let what = format!("kind = \"{}\" needs {}", planner.word(), missing.0);
    context.fault(Fault::new(Code::Conflict, what).at(node.span, "nothing to change").help(missing.1));
}
