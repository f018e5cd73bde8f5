//! What another planner of the parts would be worth, as a table and a sentence.

use serde_json::{Value, json};

use super::number::{json as number, per_cent, plain};
use super::page::{Column, Fit, Group, Table};
use super::words::written;
use crate::experiment::planners::{BestByPlanner, PlannedBy, Planners};
use crate::rooms::forecast::plan::planner::WhoPlans;
use crate::units::counted;

/// Decimals of millions.
const DECIMALS: usize = 0;

/// The group of the page.
#[must_use]
pub fn group(planners: &Planners, currency: &str) -> Group {
    let unit = format!("million {currency}");
    let columns =
        [Column::of("net profit", unit.clone()), Column::of("more than now", unit), Column::of("short of cash", "")];
    let table = Table::new("Who plans the parts", columns, Fit::Blocks);
    let rows = planners.by.iter().map(|by| {
        let gain = if by.who == planners.own { "now".to_owned() } else { gain(by) };
        vec![name(by.who).to_owned(), million(by.profit), gain, per_cent(by.short)]
    });
    table.rows(rows).and(Group::text(&sentence(planners, currency)))
}

/// What a planner is called.
#[must_use]
pub const fn name(who: WhoPlans) -> &'static str {
    match who {
        WhoPlans::Keeps => "fixed: keeps the plan",
        WhoPlans::Learns => "learning: follows what sells",
        WhoPlans::Foresees => "clairvoyant: knows each launch",
    }
}

/// What a better planner is worth in a sentence.
#[must_use]
pub fn sentence(planners: &Planners, currency: &str) -> String {
    let worth = |by: &PlannedBy| format!("{} million {currency}", gain(by));
    let better = match planners.own {
        WhoPlans::Foresees => None,
        WhoPlans::Learns => planners.of_one(WhoPlans::Keeps).map(|by| {
            let (gain, low, high) = by.gain;
            let less = PlannedBy { gain: (-gain, -high, -low), ..by.clone() };
            format!("Learning is worth {} a launch over keeping the plan as it is written.", worth(&less))
        }),
        WhoPlans::Keeps => planners
            .of_one(WhoPlans::Learns)
            .map(|by| format!("One who learned would earn {} a launch more.", worth(by))),
    };
    let bound = planners.of_one(WhoPlans::Foresees).filter(|_| planners.own != WhoPlans::Foresees);
    let bound = bound.map(|by| {
        format!(
            "One who knew each launch beforehand and could only multiply the plan would earn {} more; a plan of another shape may earn more still.",
            worth(by)
        )
    });
    let hint = (planners.of_one(WhoPlans::Learns).is_none())
        .then(|| "For one who learns write method = \"bayes\" and `daily_orders` in [forecast].".to_owned());
    let from = format!("From {} of each under the same luck.", counted(f64::from(planners.launches), "launch"));
    [better, bound, hint, Some(from)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// For which planner which alternative is best; `names` are what they are called in a sentence.
#[must_use]
pub fn best_words(best: &BestByPlanner, names: &[String]) -> String {
    let from = counted(f64::from(best.launches), "launch");
    match best.learned {
        None => {
            "This holds for the plan of parts as it is written, which no launch changes: one who learned might decide \
                 otherwise (method = \"bayes\" and `daily_orders` in [forecast] say what could be learned)."
                .to_owned()
        }
        Some(learned) if learned == best.kept => format!(
            "{} earns most on average both with the plan of parts kept and with it learned from what sells (from {from} of each).",
            names[learned]
        ),
        Some(learned) => format!(
            "The best price depends on who plans the parts: {} where the plan is kept, {} where it follows what sells (from {from} \
             of each). Decide price and plan together: --vary build_plan.scale beside the price.",
            names[best.kept], names[learned]
        ),
    }
}

/// The same as data.
#[must_use]
pub fn data(planners: &Planners) -> Value {
    let who = |who: WhoPlans| match who {
        WhoPlans::Keeps => "fixed",
        WhoPlans::Learns => "learning",
        WhoPlans::Foresees => "clairvoyant",
    };
    let of = |by: &PlannedBy| {
        let (gain, low, high) = by.gain;
        json!({
            "planner": who(by.who),
            "net_profit_mean": number(by.profit),
            "gain": { "mean": number(gain), "low": number(low), "high": number(high) },
            "insolvent": number(by.short),
            "write_down_mean": number(by.write_down),
        })
    };
    plain(&json!({
        "launches": planners.launches,
        "own": who(planners.own),
        "planners": planners.by.iter().map(of).collect::<Vec<_>>(),
    }))
}

fn million(money: f64) -> String {
    written(money / 1e6, DECIMALS)
}

fn gain(by: &PlannedBy) -> String {
    let (gain, low, high) = by.gain;
    format!("{} ({} to {})", million(gain), million(low), million(high))
}

/// The best by planner as data.
#[must_use]
pub fn best_data(best: &BestByPlanner, names: &[String]) -> Value {
    json!({ "fixed": names[best.kept], "learning": best.learned.map(|at| &names[at]), "launches": best.launches })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_best_price_is_named_without_condition_only_where_both_planners_agree() {
        let names = ["1,499 yuan".to_owned(), "1,999 yuan".to_owned()];
        let said = |kept, learned| best_words(&BestByPlanner { kept, learned, launches: 256 }, &names);
        assert!(said(1, Some(1)).starts_with("1,999 yuan earns most on average both with the plan of parts kept and"));
        assert!(said(0, Some(1)).starts_with(
            "The best price depends on who plans the parts: 1,499 yuan where the plan is kept, 1,999 yuan where it follows"
        ));
        assert!(said(0, None).starts_with("This holds for the plan of parts as it is written"));
    }
}
