//! Capacity that is decided on: lines that open after their time to build, shifts, and what both cost.

use std::collections::BTreeMap;

use crate::limits::{daily, date, metrics};
use crate::support;

/// A line of a hundred a day, a shop that sells forty, and more tables.
fn with(tables: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"60 days\"\n[company]\nopening_cash = 10_000_000\n\
         [product.phone]\nprice = 1\n[factory.main]\nramp = [[{0}, 100]]\n\
         [order_stream.shop]\nnet_price = 1\ndaily_orders = [[{0}, 40], [{1}, 40]]\n{tables}\n",
        date(0),
        date(60)
    )
}

/// A second line, decided on a day and five days in building: from 10 a day to 110 within ten days.
fn second(decided: i32, keys: &str) -> String {
    with(&format!(
        "[factory.second]\ndecided = {}\ntime_to_build = \"5 days\"\nramp_days = [[0, 10], [10, 110]]\n{keys}",
        date(decided)
    ))
}

fn capacity(text: &str) -> Vec<f64> {
    daily(&support::plan(text), |company| f64::from(company.assembly.capacity_today.0[0]))
}

fn cash(text: &str) -> Vec<f64> {
    daily(&support::plan(text), |company| company.books.cash().0[0])
}

fn assert_same(one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>) {
    assert_eq!(one.len(), other.len());
    for ((name, one), (_, other)) in one.iter().zip(other) {
        assert_eq!(one.to_bits(), other.to_bits(), "{name}: {one} and {other}");
    }
}

#[test]
fn a_line_decided_on_opens_after_its_time_to_build_and_takes_its_ramp_along() {
    for decided in [0, 10, 17] {
        let opens = decided as usize + 5;
        for (day, capacity) in capacity(&second(decided, &format!("closes = {}", date(50)))).iter().enumerate() {
            let extra = match day {
                _ if day < opens || day > 50 => 0,
                _ => 10 + 10 * (day - opens).min(10),
            };
            assert_eq!(*capacity, 100.0 + extra as f64, "day {day} of the line decided on day {decided}");
        }
    }
    // By dates it is the same line.
    let dated = with(&format!("[factory.second]\nopens = {0}\nramp = [[{0}, 10], [{1}, 110]]", date(15), date(25)));
    assert_eq!(capacity(&second(10, "")), capacity(&dated));
    assert_same(&metrics(&support::plan(&second(10, ""))), &metrics(&support::plan(&dated)));
}

#[test]
fn a_line_whose_assembler_signs_late_starts_where_its_ramp_has_come_to() {
    let text = second(10, "supplier = \"assembler\"") + &format!("[supplier.assembler]\nsigned = {}\n", date(20));
    let capacity = capacity(&text);
    assert_eq!(capacity[19..22], [100.0, 160.0, 170.0]);
}

#[test]
fn a_line_is_paid_when_it_is_decided_and_runs_from_its_opening_to_its_closing_to_the_fen() {
    let costs = format!("closes = {}\nbuild_cost = 12_345.67\nrunning_cost = 89.01", date(30));
    let (dear, free) = (second(10, &costs), second(10, &format!("closes = {}", date(30))));
    for (day, (dear, free)) in cash(&dear).iter().zip(cash(&free)).enumerate() {
        let built = if day < 10 { 0.0 } else { 12_345.67 };
        let days = (day.min(30) + 1).saturating_sub(15) as f64;
        assert_eq!(((free - dear) * 100.0).round(), ((built + 89.01 * days) * 100.0).round(), "day {day}");
    }
    let launch = support::launch(&dear, 0);
    assert_eq!((launch("r_and_d_yuan") * 100.0).round(), 1_234_567.0);
    assert_eq!((launch("running_cost_yuan") * 100.0).round(), 8_901.0 * 16.0);
    let loaded = |text: &str| support::launch(text, 0)("loaded_unit_cost_yuan");
    let each = 12_345.67 / launch("shipped");
    assert!((loaded(&dear) - loaded(&free) - each).abs() < 1e-9, "the tooling is spread over what is shipped");
    // As an expense of tooling it is the same.
    let expense = format!("[expense.line]\nkind = \"tooling\"\namount = 12_345.67\ndate = {}\n", date(10));
    let only = second(10, &format!("closes = {}\nbuild_cost = 12_345.67", date(30)));
    assert_same(&metrics(&support::plan(&only)), &metrics(&support::plan(&(free + &expense))));
}

#[test]
fn what_is_not_built_is_not_there() {
    let all = "build_cost = 12_345.67\nrunning_cost = 89.01\nbuilt = false\nyield_share = 0.5";
    let shift = "\n[shift.night]\nfactory = \"second\"\nfrom = 2026-01-05\nadds = 0.5\ncost = 7\ncost_per_day = 3";
    let without = metrics(&support::plan(&with("")));
    assert_same(&metrics(&support::plan(&second(10, &format!("{all}{shift}")))), &without);
    // A factory without a ramp that is not built promises nothing without limit either.
    assert_same(&metrics(&support::plan(&with("[factory.second]\nbuilt = false"))), &without);
    let shift =
        "[shift.night]\nfactory = \"main\"\nfrom = 2026-01-05\nadds = 0.5\ncost = 7\ncost_per_day = 3\nbuilt = false";
    assert_same(&metrics(&support::plan(&with(shift))), &without);
    let planned = |text: &str| support::plan(text).sales.planned_output(0, 60);
    assert_eq!(planned(&second(10, "built = false")), 6_000.0);
    assert_eq!(planned(&second(10, "")), 6_000.0 + f64::from((10..110).step_by(10).sum::<i32>()) + 110.0 * 35.0);
}

#[test]
fn an_uncertain_time_to_build_opens_each_launch_on_its_own_day() {
    let text = second(10, "running_cost = 1").replace("deterministic = true", "deterministic = false").replace(
        "time_to_build = \"5 days\"",
        "time_to_build = { uniform = { low = \"5 days\", high = \"25 days\" } }",
    );
    let columns = support::launches(&support::scenario(&text), 64, 2);
    let (times, costs) = (&columns["input factory.second.time_to_build"], &columns["running_cost_yuan"]);
    for (launch, (time, cost)) in times.iter().zip(costs).enumerate() {
        assert_eq!(*cost, 60.0 - 10.0 - (time + 0.5).floor(), "launch {launch} of {time} days");
    }
    assert!(times.iter().any(|time| *time < 10.0) && times.iter().any(|time| *time > 20.0));
    // The planner reckons with the median, fifteen days, in every launch.
    let plan = support::plan(&text);
    assert_eq!(plan.sales.planned_output(0, 26), 2_610.0);
    assert_eq!(plan.sales.planned_output(0, 25), 2_500.0);
}

#[test]
fn shifts_add_their_shares_while_they_work() {
    let shifts = format!(
        "[shift.evening]\nfactory = \"main\"\ndecided = {}\ntime_to_build = \"10 days\"\nadds = 0.5\n\
         [shift.night]\nfactory = \"main\"\nfrom = {}\nuntil = {}\nadds = 0.255\n",
        date(10),
        date(30),
        date(39)
    );
    let text = with(&shifts);
    let mut promised = 0.0;
    // Of the night shift half a phone a day is carried to the next day.
    for (day, capacity) in capacity(&text).iter().enumerate() {
        let half = if (day as i32 - 30) % 2 == 0 { 175.0 } else { 176.0 };
        let expected = match day {
            0..20 => 100.0,
            30..40 => half,
            _ => 150.0,
        };
        assert_eq!(*capacity, expected, "day {day}");
        promised += expected;
    }
    assert_eq!(support::plan(&text).sales.planned_output(0, 60), promised);
    // What may differ between launches takes the other way through the day, to the same capacity.
    let unsure = text.replace("adds = 0.5\n", "adds = { uniform = { low = 0.5, high = 0.500_000_001 } }\n");
    assert_eq!(capacity(&unsure.replace("deterministic = true", "deterministic = false")), capacity(&text));
}

#[test]
fn a_shift_is_paid_when_it_is_decided_and_day_by_day_to_the_fen() {
    let shift = |costs: &str| {
        let table = "[shift.evening]\nfactory = \"main\"\ntime_to_build = \"10 days\"\nadds = 0.5";
        with(&format!("{table}\ndecided = {}\nuntil = {}\n{costs}", date(10), date(39)))
    };
    let (dear, free) = (cash(&shift("cost = 5_000.01\ncost_per_day = 70.07")), cash(&shift("")));
    for (day, (dear, free)) in dear.iter().zip(free).enumerate() {
        let once = if day < 10 { 0.0 } else { 5_000.01 };
        let days = (day.min(39) + 1).saturating_sub(20) as f64;
        assert_eq!(((free - dear) * 100.0).round(), ((once + 70.07 * days) * 100.0).round(), "day {day}");
    }
    let launch = support::launch(&shift("cost = 5_000.01\ncost_per_day = 70.07"), 0);
    assert_eq!((launch("r_and_d_yuan") * 100.0).round(), 500_001.0);
    assert_eq!((launch("running_cost_yuan") * 100.0).round(), 7_007.0 * 20.0);
}

#[test]
fn capacity_that_cannot_be_meant_is_refused_with_the_cure() {
    let refused = |text: String, parts: &[&str]| {
        let said = support::try_scenario(&text).expect_err("it is refused");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    };
    refused(second(10, &format!("opens = {}", date(20))), &["E110", "`opens`", "`time_to_build` after `decided`"]);
    refused(second(10, &format!("ramp = [[{}, 5]]", date(20))), &["`ramp`", "one goes by dates"]);
    refused(with("[factory.second]\nbuild_cost = 5"), &["`build_cost`", "write `decided` too"]);
    refused(with("[factory.second]\ntime_to_build = \"5 days\""), &["`time_to_build`", "write `decided` too"]);
    refused(second(70, ""), &["outside the timeline"]);
    refused(second(10, "").replace("[0, 10], ", ""), &["start at 0"]);
    refused(second(10, "").replace("[0, 10]", "[0, 10], [2.5, 20]"), &["not whole days"]);
    refused(second(10, "").replace("[0, 10]", "[0, 10], [40_000, 20]"), &["no timeline reaches it", "36,500 days"]);
    refused(second(10, &format!("closes = {}", date(9))), &["lies before the first day"]);
    let shift = |keys: &str| with(&format!("[shift.night]\nfactory = \"main\"\n{keys}"));
    refused(shift("adds = 0.5"), &["needs the key `decided` or the key `from`"]);
    refused(shift(&format!("from = {}", date(3))), &["needs the key `adds`"]);
    refused(shift(&format!("adds = 1\nfrom = {0}\ndecided = {0}", date(3))), &["`from`", "after `decided`"]);
    refused(
        shift(&format!("adds = 1\nfrom = {}\ntime_to_build = \"3 days\"", date(3))),
        &["`decided` instead of `from`"],
    );
    refused(shift("adds = 1\nfrom = 2026-01-05").replace("\"main\"", "\"mian\""), &["main"]);
    let unlimited = with("").replace("[factory.main]\nramp = ", "[factory.main]\n# ");
    refused(
        format!("{unlimited}[shift.night]\nfactory = \"main\"\nadds = 1\nfrom = 2026-01-05\n"),
        &["whose capacity is unlimited", "[factory.main]"],
    );
}
