//! What another planner of the parts would be worth, as a table and a sentence.

use serde_json::{Value, json};

use super::number::{json as number, plain};
use super::page::{Column, Fit, Group, Table};
use super::said::{Figure, Shown, Text};
use crate::experiment::planners::{BestByPlanner, PlannedBy, Planners};
use crate::report::said::said;
use crate::rooms::forecast::plan::planner::WhoPlans;

/// Decimals of millions.
const DECIMALS: usize = 0;

/// The group of the page.
#[must_use]
pub fn group(planners: &Planners, currency: &str) -> Group {
    let unit = || said!("million {currency}", currency = Text::term(currency.to_owned()));
    let columns = [
        Column::of(said!("net profit"), unit()),
        Column::of(said!("more than now"), unit()),
        Column::of(said!("short of cash"), ""),
    ];
    let table = Table::new(said!("Who plans the parts"), columns, Fit::Blocks);
    let rows = planners.by.iter().enumerate().map(|(at, by)| {
        let gain = if by.who == planners.own { said!("now") } else { gain(by, at, 1.0) };
        let of = |what: &str, value: f64, shown| Text::from(Figure::new(id(at, what), value, shown));
        let profit = of("net_profit_mean", by.profit, Shown::Millions(DECIMALS));
        [name(by.who), profit, gain, of("insolvent", by.short, Shown::PerCent)]
    });
    table.rows(rows).and(Group::said(sentence(planners, currency)))
}

/// Where a figure of a planner stands in `summary.json`.
fn id(at: usize, what: &str) -> String {
    format!("planners.planners.{at}.{what}")
}

/// What a planner is called.
#[must_use]
pub fn name(who: WhoPlans) -> Text {
    match who {
        WhoPlans::Keeps => said!("fixed: keeps the plan"),
        WhoPlans::Learns => said!("learning: follows what sells"),
        WhoPlans::Foresees => said!("clairvoyant: knows each launch"),
    }
}

/// What a better planner is worth in a sentence.
#[must_use]
pub fn sentence(planners: &Planners, currency: &str) -> Text {
    let of = |who: WhoPlans| planners.by.iter().enumerate().find(|(_, by)| by.who == who);
    let worth = |(at, by): (usize, &PlannedBy), sign: f64| {
        let currency = Text::term(currency.to_owned());
        said!("{gain} million {currency}", gain = gain(by, at, sign), currency = currency)
    };
    let better = match planners.own {
        WhoPlans::Foresees => None,
        WhoPlans::Learns => of(WhoPlans::Keeps).map(|by| {
            said!("Learning is worth {worth} a launch over keeping the plan as it is written.", worth = worth(by, -1.0))
        }),
        WhoPlans::Keeps => of(WhoPlans::Learns)
            .map(|by| said!("One who learned would earn {worth} a launch more.", worth = worth(by, 1.0))),
    };
    let bound = of(WhoPlans::Foresees).filter(|_| planners.own != WhoPlans::Foresees);
    let bound = bound.map(|by| {
        said!(
            "One who knew each launch beforehand and could only multiply the plan would earn {worth} more; a plan of another shape may earn more still.",
            worth = worth(by, 1.0)
        )
    });
    let hint = of(WhoPlans::Learns).is_none().then(|| {
        said!(
            "For one who learns write {method} and {orders} in {table}.",
            method = "method = \"bayes\"",
            orders = "`daily_orders`",
            table = "[forecast]"
        )
    });
    let launches = Figure::new("planners.launches", f64::from(planners.launches), Shown::counted("launch"));
    let from = said!("From {launches} of each under the same luck.", launches = launches);
    Text::sentences([better, bound, hint, Some(from)].into_iter().flatten())
}

/// For which planner which alternative is best; `names` are what they are called in a sentence.
#[must_use]
pub fn best_words(best: &BestByPlanner, names: &[Text]) -> Text {
    let from = Figure::new("best_by_planner.launches", f64::from(best.launches), Shown::counted("launch"));
    match best.learned {
        None => said!(
            "This holds for the plan of parts as it is written, which no launch changes: one who learned might decide \
             otherwise ({method} and {orders} in {table} say what could be learned).",
            method = "method = \"bayes\"",
            orders = "`daily_orders`",
            table = "[forecast]"
        ),
        Some(learned) if learned == best.kept => said!(
            "{best} earns most on average both with the plan of parts kept and with it learned from what sells (from {launches} of each).",
            best = names[learned].clone(),
            launches = from
        ),
        Some(learned) => said!(
            "The best price depends on who plans the parts: {kept} where the plan is kept, {learned} where it follows what sells (from {launches} \
             of each). Decide price and plan together: {option} beside the price.",
            kept = names[best.kept].clone(),
            learned = names[learned].clone(),
            launches = from,
            option = "--vary build_plan.scale"
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

/// A gain with its interval; with a sign of -1 that of the other way round.
fn gain(by: &PlannedBy, at: usize, sign: f64) -> Text {
    let (gain, low, high) = by.gain;
    let of = |what: &str, value: f64| {
        let shown = if sign < 0.0 { Shown::LessMillions(DECIMALS) } else { Shown::Millions(DECIMALS) };
        Text::from(Figure::new(id(at, &format!("gain.{what}")), value, shown))
    };
    let (first, second) = (of("low", low), of("high", high));
    let (low, high) = if sign < 0.0 { (second, first) } else { (first, second) };
    said!("{gain} ({low} to {high})", gain = of("mean", gain), low = low, high = high)
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
        let names = ["1,499 yuan", "1,999 yuan"].map(Text::name);
        let said = |kept, learned| best_words(&BestByPlanner { kept, learned, launches: 256 }, &names).to_string();
        assert!(said(1, Some(1)).starts_with("1,999 yuan earns most on average both with the plan of parts kept and"));
        assert!(said(0, Some(1)).starts_with(
            "The best price depends on who plans the parts: 1,499 yuan where the plan is kept, 1,999 yuan where it follows"
        ));
        assert!(said(0, None).starts_with("This holds for the plan of parts as it is written"));
    }
}
