//! The tables of docs/case_mi1.md, which this test makes: `UPDATE_GOLDEN=1 cargo test --test suite -- case_mi1` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use launchsim::company::plan::compile;
use launchsim::outcome::{ObservedFact, Role, Says, Unit};
use launchsim::units::date_of_day;

use crate::support;

/// Launches of each cell.
const LAUNCHES: u32 = 256;

const PRICES: [&str; 6] = ["1_499", "1_799", "1_999", "2_199", "2_499", "2_999"];
const PLANNERS: [&str; 3] = ["fixed", "learning", "clairvoyant"];

/// What makes a table.
type Made = fn() -> String;

/// A cell: the scenario, and what is set in it.
type Cell = (&'static str, Vec<String>);

/// What the launches of a cell come to: mean net profit bridged and wound up [million yuan], the share short of cash, phones
/// shipped [million], write-down [million yuan].
#[derive(Clone, Copy)]
struct Outcome {
    bridged: f64,
    wound_up: f64,
    short: f64,
    shipped: f64,
    write_down: f64,
}

fn outcome(cell: &Cell) -> Outcome {
    let sets: Vec<&str> = cell.1.iter().map(String::as_str).collect();
    let columns = support::launches(&support::repository_scenario(cell.0, &sets), LAUNCHES, 1);
    let mean = |name: &str| columns[name].iter().sum::<f64>() / f64::from(LAUNCHES);
    Outcome {
        bridged: mean("net_profit_bridged_yuan") / 1e6,
        wound_up: mean("net_profit_wound_up_yuan") / 1e6,
        short: mean("insolvent"),
        shipped: mean("shipped") / 1e6,
        write_down: mean("write_down_yuan") / 1e6,
    }
}

fn price(price: &str) -> String {
    format!("product.mi1.price=[[2010-11-01, {price}], [2012-08-16, 1_299]]")
}

fn planner(kind: &str) -> String {
    format!("planner.kind=\"{kind}\"")
}

/// A number as the page writes it, with its thousands and a true minus.
fn million(value: f64) -> String {
    let whole = value.round();
    let digits = format!("{:.0}", whole.abs());
    let grouped = if digits.len() > 3 {
        let (high, low) = digits.split_at(digits.len() - 3);
        format!("{high},{low}")
    } else {
        digits
    };
    if whole < 0.0 { format!("−{grouped}") } else { grouped }
}

fn told(outcome: Outcome) -> String {
    format!("{} ({:.0} %)", million(outcome.bridged), outcome.short * 100.0)
}

/// A table in Markdown of cells row by row.
fn table(heads: &[String], rows: &[(String, Vec<String>)]) -> String {
    let mut text = format!("| {} |\n|---|{}\n", heads.join(" | "), "---:|".repeat(heads.len() - 1));
    for (name, cells) in rows {
        let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
    }
    text
}

/// A grid of cells: what a row and a column set together.
fn grid(
    corner: &str,
    rows: &[(String, Cell)],
    columns: &[(String, Vec<String>)],
    tell: fn(Outcome) -> String,
) -> String {
    let cells: Vec<Cell> = rows
        .iter()
        .flat_map(|(_, (file, sets))| {
            columns.iter().map(move |(_, more)| (*file, sets.iter().chain(more).cloned().collect::<Vec<_>>()))
        })
        .collect();
    let outcomes = support::on_all_cores(&cells, |_, cell| outcome(cell));
    let heads: Vec<String> =
        std::iter::once(corner.to_owned()).chain(columns.iter().map(|(name, _)| name.clone())).collect();
    let rows: Vec<(String, Vec<String>)> = rows
        .iter()
        .zip(outcomes.chunks(columns.len()))
        .map(|((name, _), outcomes)| (name.clone(), outcomes.iter().map(|&outcome| tell(outcome)).collect()))
        .collect();
    table(&heads, &rows)
}

fn named(prices: &[&str]) -> Vec<(String, Vec<String>)> {
    prices.iter().map(|&at| (at.replace('_', ","), vec![price(at)])).collect()
}

/// By price, three planners.
fn by_price() -> String {
    let rows = PLANNERS.map(|kind| (kind.to_owned(), ("mi1.toml", vec![planner(kind)])));
    grid("planner", &rows, &named(&PRICES), told)
}

/// By plan and price, the plan kept.
fn jointly() -> String {
    let rows = ["0.5", "0.7", "0.85", "1", "1.15"].map(|scale| {
        (format!("{scale} of the plan"), ("mi1_fixed_plan.toml", vec![format!("build_plan.scale={scale}")]))
    });
    grid("plan", &rows, &named(&PRICES[..5]), told)
}

/// What was feared: parts for 300,000.
fn feared() -> String {
    let rows = [
        ("plan of 300,000", "mi1_founders_fear.toml"),
        ("the plan as it was", "mi1_fixed_plan.toml"),
        ("learning", "mi1.toml"),
    ]
    .map(|(name, file)| (name.to_owned(), (file, Vec::new())));
    grid("plan", &rows, &named(&["1_499", "1_999", "2_499"]), told)
}

/// Bridged and wound up.
fn bridged_or_not() -> String {
    let rows = [("1,499 yuan", "1_499"), ("1,999 yuan", "1_999"), ("2,499 yuan", "2_499")];
    let cells: Vec<Cell> = rows
        .iter()
        .flat_map(|(_, at)| ["fixed", "learning"].map(|kind| ("mi1.toml", vec![price(at), planner(kind)])))
        .collect();
    let outcomes = support::on_all_cores(&cells, |_, cell| outcome(cell));
    let heads =
        ["price", "fixed, bridged", "fixed, wound up", "learning, bridged", "learning, wound up"].map(str::to_owned);
    let rows: Vec<(String, Vec<String>)> = rows
        .iter()
        .zip(outcomes.chunks(2))
        .map(|((name, _), pair)| {
            let cells = pair.iter().flat_map(|outcome| [million(outcome.bridged), million(outcome.wound_up)]);
            ((*name).to_owned(), cells.collect())
        })
        .collect();
    table(&heads, &rows)
}

/// What would flip it: 1,499 and 1,999 with one thing otherwise, the planner learning.
fn flips() -> String {
    let twice = [
        "factory.inventec.ramp=[[2011-10-09, 1_000], [2011-10-25, 3_000], [2011-11-10, 14_000], [2011-11-30, 25_000], [2011-12-28, 30_000]]",
        "factory.second.ramp=[[2012-01-10, 1_000], [2012-03-01, 8_000], [2012-05-01, 16_000]]",
        "build_plan.scale=2",
    ];
    let mut rows: Vec<(String, Cell)> = vec![("as it is".into(), ("mi1.toml", Vec::new()))];
    let mut case = |name: &str, sets: Vec<String>| rows.push((name.to_owned(), ("mi1.toml", sets)));
    case("lines of twice the capacity, and twice the plan", twice.map(str::to_owned).to_vec());
    case("the price minded half as much again", vec!["market.price_sensitivity=0.0018".into()]);
    case("the price minded half as much", vec!["market.price_sensitivity=0.0006".into()]);
    case("half the people in reach", vec!["market.reach=35_000_000".into()]);
    let third_round =
        |date: &str| vec![format!("funding.third_round.date={date}"), "loan.third_round_before.amount=0".to_owned()];
    case("the third round on 15 November", third_round("2011-11-15"));
    case("the third round on 15 January", third_round("2012-01-15"));
    case("the flood for 180 days", vec!["disruption.thailand_flood.length=\"180 days\"".into()]);
    case("no operator", vec!["order_stream.china_unicom.daily_orders=[[2011-11-15, 0]]".into()]);
    grid("what is otherwise", &rows, &named(&["1_499", "1_999", "2_499"]), told)
}

/// What the flood of 180 days leaves.
fn flood() -> String {
    let rows = PLANNERS[..2].iter().map(|kind| {
        (
            (*kind).to_owned(),
            ("mi1.toml", vec![planner(kind), "disruption.thailand_flood.length=\"180 days\"".to_owned()]),
        )
    });
    let rows: Vec<(String, Cell)> = rows.collect();
    let cells: Vec<Cell> = rows.iter().map(|(_, cell)| cell.clone()).collect();
    let outcomes = support::on_all_cores(&cells, |_, cell| outcome(cell));
    let heads =
        ["planner", "shipped, million", "write-down, million yuan", "net profit, million yuan"].map(str::to_owned);
    let rows: Vec<(String, Vec<String>)> = rows
        .into_iter()
        .zip(outcomes)
        .map(|((name, _), outcome)| {
            (name, vec![format!("{:.2}", outcome.shipped), million(outcome.write_down), million(outcome.bridged)])
        })
        .collect();
    table(&heads, &rows)
}

/// The record: each fact with what is believed before and after the fit.
fn record() -> String {
    const MANY: u32 = 512;
    let of = |file: &str| {
        let scenario = support::repository_scenario(file, &[]);
        (compile(&scenario).expect("a plan").layout, support::launches(&scenario, MANY, 2))
    };
    let [(layout, before), (_, after)] = ["mi1_prior.toml", "mi1.toml"].map(of);
    let shown = |value: f64, unit: Unit| match unit {
        Unit::Share | Unit::YesNo => format!("{:.1} %", 100.0 * value),
        Unit::Hours => format!("{value:.1} h"),
        Unit::DayNumber => date_of_day(layout.start, value.round() as i64).to_string(),
        _ if value.abs() >= 1e6 => format!("{:.2} million", value / 1e6),
        _ => million(value),
    };
    let heads = ["fact", "role", "on record", "before", "after", "where it lies"].map(str::to_owned);
    let row = |fact: &ObservedFact| {
        let metric = &layout.metrics[fact.metric];
        let range = |columns: &BTreeMap<String, Vec<f64>>| {
            let mut values = columns[&metric.name].clone();
            values.retain(|value| !value.is_nan());
            values.sort_by(f64::total_cmp);
            let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
            format!("{} to {}", shown(at(0.05), metric.unit), shown(at(0.95), metric.unit))
        };
        let mean = |of: &dyn Fn(f64) -> f64| {
            let found: Vec<f64> =
                after[&metric.name].iter().filter(|value| !value.is_nan()).map(|value| of(*value)).collect();
            found.iter().sum::<f64>() / found.len() as f64
        };
        let (says, place) = match fact.says {
            Says::Exactly => ("", format!("percentile {:.0}", 100.0 * mean(&|value| fact.below(value)))),
            Says::AtLeast => (" or more", format!("kept in {:.0} %", 100.0 * mean(&|value| fact.kept(value)))),
            Says::AtMost => (" or less", format!("kept in {:.0} %", 100.0 * mean(&|value| fact.kept(value)))),
        };
        let value = format!("{}{says}", shown(fact.value, metric.unit));
        let role = if fact.role == Role::Fit { "fitted" } else { "held back" };
        (fact.name.replace('_', " "), vec![role.to_owned(), value, range(&before), range(&after), place])
    };
    table(&heads, &layout.observed.iter().map(row).collect::<Vec<_>>())
}

/// What the record does to the choice of a price.
fn believed() -> String {
    let rows = [("before the record", "mi1_prior.toml"), ("after it", "mi1.toml")]
        .map(|(name, file)| (name.to_owned(), (file, Vec::new())));
    grid("what is believed", &rows, &named(&PRICES[..5]), told)
}

#[test]
fn the_tables_of_the_case_are_those_of_the_simulator() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/case_mi1.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut anew = String::new();
    let mut rest = page.as_str();
    let tables: [(&str, Made); 8] = [
        ("by_price", by_price),
        ("jointly", jointly),
        ("feared", feared),
        ("bridged", bridged_or_not),
        ("flips", flips),
        ("flood", flood),
        ("record", record),
        ("believed", believed),
    ];
    for (name, make) in tables {
        let (begin, end) = (format!("<!-- table {name} -->\n"), "<!-- end -->\n");
        let at = rest.find(&begin).unwrap_or_else(|| panic!("the page has a table {name}")) + begin.len();
        let until = at + rest[at..].find(end).expect("the table ends");
        anew.push_str(&rest[..at]);
        anew.push_str(&make());
        rest = &rest[until..];
    }
    anew.push_str(rest);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &anew).unwrap();
    }
    for (told, made) in page.lines().zip(anew.lines()) {
        assert!(
            told == made || std::env::var_os("UPDATE_GOLDEN").is_some(),
            "told: {told}\nmade: {made}\nUPDATE_GOLDEN=1 when it is meant"
        );
    }
    assert!(page.lines().count() == anew.lines().count() || std::env::var_os("UPDATE_GOLDEN").is_some());
}
