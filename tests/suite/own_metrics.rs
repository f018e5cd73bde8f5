//! Metrics of the planner's own: what they come to in every launch, under either rule, wherever a metric is named.

use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use launchsim::company::plan::compile;
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::outcome::{Chunk, Layout, Unit};
use launchsim::stats::Better;
use serde_json::Value;

use crate::compare::SMALL;
use crate::support::{program, repository_scenario, scenario, try_scenario};

const LAUNCHES: u32 = 300;

/// Launches of a scenario, with their chunks.
fn run(text: &str, threads: usize) -> (Layout, Vec<Chunk>) {
    let scenario = scenario(text);
    let plan = compile(&scenario).unwrap_or_else(|fault| panic!("{fault}"));
    let settings = Settings { launches: LAUNCHES, workers: &Workers::start(Some(threads)).unwrap(), trace: false };
    let mut chunks = Vec::new();
    let mut take = |chunk: Chunk| {
        chunks.push(chunk);
        Ok::<(), Infallible>(())
    };
    replicate(&scenario, &plan, &settings, &AtomicBool::new(false), &mut take).unwrap_or_else(|why| panic!("{why:?}"));
    (plan.layout, chunks)
}

/// A company that is short of cash in some launches, and figures of its own in no order.
const OWN: &str = r#"
[metric.twice]
expr = "2 * after - by_march"
title = "Twice that, less those of March"
unit = "number"
[metric.after]
expr = "net_profit_wound_up_yuan - 0.02 * revenue + if(insolvent, 0, 1000)"
[metric.by_march]
expr = "observed.orders_march / orders"
unit = "share"
[metric.late_gap]
expr = "insolvency_day - first_shipment_day"
better = "less"
[metric.short_and_poor]
expr = "metric.late_gap < 60 or cash_gap > 1M"
better = "less"
[observed.orders_march]
metric = "orders_cumulative"
date = 2026-03-31
value = 10
[observed.after_all]
metric = "after"
value = -5
"#;

fn poor() -> String {
    let poor = SMALL.replace("opening_cash = ", "opening_cash = 0 # ");
    assert_ne!(poor, SMALL, "the company has cash to begin with");
    format!("{poor}\n{OWN}")
}

#[test]
fn own_metrics_are_what_their_expressions_say_in_every_launch_and_under_either_rule() {
    let (layout, chunks) = run(&poor(), 2);
    let at = |name: &str| layout.metric(name).unwrap_or_else(|| panic!("no {name}"));
    let [wound_up, revenue, insolvent, march, orders, gap, day, first] = [
        "net_profit_wound_up",
        "revenue",
        "insolvent",
        "observed.orders_march",
        "orders",
        "cash_gap",
        "insolvency_day",
        "first_shipment_day",
    ]
    .map(at);
    let (after, twice, by_march, late, poor) =
        (at("after"), at("twice"), at("by_march"), at("late_gap"), at("short_and_poor"));
    let mut seen = [0, 0, 0];
    let mut hold = |row: &dyn Fn(usize) -> f64| {
        let same = |at: usize, expected: f64| {
            let found = row(at);
            assert!(
                found == expected || (found.is_nan() && expected.is_nan()),
                "{}: {found} for {expected}",
                layout.metrics[at].name
            );
        };
        let short = row(insolvent) > 0.5;
        same(after, row(wound_up) - 0.02 * row(revenue) + if short { 0.0 } else { 1000.0 });
        let share = if row(orders) == 0.0 { f64::NAN } else { row(march) / row(orders) };
        same(by_march, share);
        same(twice, 2.0 * row(after) - share);
        let late_gap = row(day) - row(first);
        same(late, late_gap);
        let deep = row(gap) > 1e6;
        let yes = if late_gap.is_nan() && !deep { f64::NAN } else { f64::from(u8::from(deep || late_gap < 60.0)) };
        same(poor, yes);
        seen[0] += 1;
        seen[1] += usize::from(short);
        seen[2] += usize::from(late_gap.is_nan());
    };
    for chunk in &chunks {
        (0..chunk.launches).for_each(|launch| hold(&|at| chunk.metrics[at][launch]));
        chunk.short.iter().for_each(|short| hold(&|at| short.metrics[at]));
    }
    assert!(seen[0] > LAUNCHES as usize && seen[1] > 0, "some launches are short: {seen:?}");
    assert!(seen[2] > 0, "to some a figure does not apply: {seen:?}");
    // They stand behind what they are reckoned from, in the order of the scenario, and a fact is held against one.
    let names: Vec<&str> =
        layout.metrics[layout.metrics.len() - 5..].iter().map(|metric| metric.name.as_str()).collect();
    assert_eq!(names, ["twice", "after_yuan", "by_march", "late_gap", "short_and_poor"]);
    assert_eq!(layout.observed[1].metric, after);
    assert_eq!(layout.metrics[twice].title, "Twice that, less those of March");
    assert_eq!(layout.metrics[late].title, "late gap");
}

#[test]
fn the_engine_and_the_threads_do_not_know_of_own_metrics() {
    let with = poor();
    let without = with.split("[metric.twice]").next().unwrap();
    let (plain, alone) = run(without, 1);
    let (layout, chunks) = run(&with, 2);
    let (_, again) = run(&with, 1);
    assert_eq!(format!("{again:?}"), format!("{chunks:?}"));
    for (before, after) in alone.iter().zip(&chunks) {
        for (at, metric) in plain.metrics.iter().enumerate() {
            let place = layout.metric(&metric.name).unwrap();
            let bits = |column: &[f64]| column.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&before.metrics[at]), bits(&after.metrics[place]), "{}", metric.name);
        }
    }
}

#[test]
fn a_unit_is_that_of_the_expression_or_the_one_written() {
    let unit = |body: &str| {
        let text = format!("{SMALL}\n[metric.mine]\n{body}");
        compile(&scenario(&text)).map(|plan| {
            let at = plan.layout.metric("mine").unwrap();
            (plan.layout.metrics[at].unit, plan.layout.metrics[at].name.clone())
        })
    };
    for (body, expected, name) in [
        ("expr = \"net_profit - 100 * cancelled\"", Unit::Money, "mine_yuan"),
        ("expr = \"0.5 * net_profit\"", Unit::Money, "mine_yuan"),
        ("expr = \"net_profit / shipped\"", Unit::MoneyPerPhone, "mine_yuan"),
        ("expr = \"orders - shipped\"", Unit::Phones, "mine"),
        ("expr = \"interest - lost\"", Unit::People, "mine"),
        ("expr = \"max(wait_mean_days, 3)\"", Unit::Days, "mine"),
        ("expr = \"cancelled / orders\"", Unit::Number, "mine"),
        ("expr = \"cancelled / orders\"\nunit = \"share\"", Unit::Share, "mine"),
        ("expr = \"net_profit * orders\"", Unit::Number, "mine"),
        ("expr = \"net_profit < 0 or insolvent\"", Unit::YesNo, "mine"),
        ("expr = \"insolvent\"", Unit::YesNo, "mine"),
        ("expr = \"net_profit < 0\"\nunit = \"number\"", Unit::Number, "mine"),
        ("expr = \"insolvent * 1M\"", Unit::Number, "mine"),
        ("expr = \"insolvent * 1M\"\nunit = \"money\"", Unit::Money, "mine_yuan"),
        ("expr = \"first_shipment_day + 30\"\nunit = \"date\"", Unit::DayNumber, "mine"),
        ("expr = \"net_profit - 1M * days_short\"", Unit::Money, "mine_yuan"),
    ] {
        assert_eq!(unit(body).unwrap(), (expected, name.to_owned()), "{body}");
    }
    for (body, words) in [
        ("expr = \"net_profit - days_short\"", "`days_short` is measured in days, and what stands before it in money"),
        ("expr = \"orders > net_profit\"", "measured in money"),
        ("expr = \"orders\"\nunit = \"days\"", "measured in phones, people or parts, and not in days"),
        ("expr = \"orders / interest\"\nunit = \"probability\"", "is no condition"),
    ] {
        let said = unit(body).unwrap_err().to_string();
        assert!(said.contains(words), "{body}: {said}");
    }
}

#[test]
fn what_cannot_be_reckoned_is_refused_where_it_stands() {
    let fault = |body: &str| {
        let text = format!("{SMALL}\n{body}");
        try_scenario(&text).map(|scenario| compile(&scenario).err().map(|fault| fault.to_string()))
    };
    for (body, words) in [
        (
            "[metric.a]\nexpr = \"b\"\n[metric.b]\nexpr = \"c + 1\"\n[metric.c]\nexpr = \"a\"",
            "a circle: `a` is reckoned from `b` is reckoned from `c` is reckoned from `a`",
        ),
        ("[metric.a]\nexpr = \"a + 1\"", "a circle"),
        ("[metric.a]\nexpr = \"net_proft\"", "did you mean `net_profit`?"),
        ("[metric.a]\nexpr = \"orders\"\n[metric.b]\nexpr = \"a_yuan\"", "no metric `a_yuan`"),
    ] {
        let said = fault(body).unwrap().unwrap_or_else(|| panic!("{body} is taken"));
        assert!(said.contains(words), "{body}: {said}");
    }
    for (body, words) in [
        ("[metric.a]\nexpr = \"p5(net_profit)\"", "a figure over launches"),
        ("[metric.a]\nexpr = \"1 + 1\"", "the same in every launch"),
        ("[metric.a]\nexpr = \"1 +\"", "breaks off"),
        ("[metric.a]\nunit = \"days\"", "expr"),
        ("[metric.net_profit]\nexpr = \"orders\"", "`net_profit` is a metric already"),
        ("[metric.finished_stock]\nexpr = \"orders\"", "is a daily series already"),
        ("[metric.a-b]\nexpr = \"orders\"", "write for example [metric.a_b]"),
        ("[metric.or]\nexpr = \"orders\"", "cannot be named in an expression"),
        ("[metric.mine_yuan]\nexpr = \"net_profit\"", "write for example [metric.mine]"),
    ] {
        let said = fault(body).err().unwrap_or_else(|| panic!("{body} is taken"));
        assert!(said.contains(words), "{body}: {said}");
    }
}

#[test]
fn which_way_is_good_decides_which_launch_is_worst() {
    for (word, better) in [("more", Better::More), ("less", Better::Less), ("neither", Better::Neither)] {
        let text = format!("{SMALL}\n[metric.mine]\nexpr = \"cancelled / orders\"\nbetter = \"{word}\"");
        let layout = compile(&scenario(&text)).unwrap().layout;
        assert_eq!(layout.metrics[layout.metric("mine").unwrap()].better(), better);
    }
}

/// What a command leaves in a file, as JSON.
fn json(home: &Path, typed: &[&str], file: &str) -> Value {
    let output = Command::new(program())
        .current_dir(home)
        .args(typed)
        .args(["--no-charts", "-q", "--out", "results"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&fs::read_to_string(home.join("results").join(file)).unwrap()).unwrap()
}

#[test]
fn every_command_that_takes_a_metric_takes_one_of_ones_own() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("good_name.toml");
    let pattern = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/patterns").join(name);
        fs::copy(path, home.path().join(name)).unwrap();
    };
    pattern("good_name.toml");
    pattern("extra_line.toml");
    let file = file.to_str().unwrap();
    let run = json(home.path(), &["run", file, "--until", "after_anger ± 20%", "--most", "1024"], "summary.json");
    let figures = &run["metrics"]["after_anger_yuan"];
    assert_eq!((&figures["unit"], &figures["title"]), (&"yuan".into(), &"Profit after what anger costs".into()));
    assert!(run["probabilities"]["most_wait"]["value"].as_f64().is_some_and(|share| share > 0.3 && share < 0.9));
    assert_eq!(run["until"]["reached"], true, "{}", run["until"]);
    // The worst by what is worse with more of it is the launch with the most.
    let told = json(home.path(), &["explain", file, "-n", "16", "--launch", "worst:share_angry"], "explain.json");
    let all = crate::support::launches(&repository_scenario("patterns/good_name.toml", &[]), 16, 1);
    let most = all["share_angry"].iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(told["metrics"]["share_angry"]["value"].as_f64(), Some(most), "{}", told["launch"]);
    let vary = ["--vary", "product.phone.price=1_999,2_399", "--vary", "factory.second.built=false"];
    let typed = [&["compare", file, "-n", "64"][..], &vary].concat();
    let compared = json(home.path(), &typed, "comparison.json").to_string();
    assert!(compared.contains("after_anger_yuan"), "{compared}");
    let best = |objective: &[&str]| {
        let typed = [&["sweep", file, "-n", "64"][..], &vary, objective].concat();
        let sweep = json(home.path(), &typed, "sweep.json");
        fs::remove_dir_all(home.path().join("results")).unwrap();
        sweep["best"]["inputs"].to_string()
    };
    let by_profit = best(&[]);
    let by_own = best(&["--maximize", "metric.after_anger"]);
    assert!(by_profit.contains("1999") && by_own.contains("2399"), "{by_profit} and {by_own}");
}

#[test]
fn the_page_of_a_launch_tells_metrics_of_ones_own() {
    let home = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/patterns/good_name.toml");
    let typed = ["explain", path.to_str().unwrap(), "-n", "16", "--launch", "3", "--no-charts", "--out", "results"];
    let output = Command::new(program()).current_dir(home.path()).args(typed).output().unwrap();
    let page = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let told = page.split("Of your own").nth(1).unwrap_or_else(|| panic!("{page}"));
    assert!(told.contains("Profit after what anger costs") && told.contains("yuan"), "{told}");
}
