//! `launchsim optimize`: it finds what is known to be best, goes on where it was stopped, and refuses what it cannot do.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use launchsim::experiment::Workers;
use launchsim::experiment::optimize::answer::{Answer, State};
use launchsim::experiment::optimize::goal::Verdict;
use launchsim::experiment::optimize::{Optimization, Question, Record, decisions};
use launchsim::language::expression::{Condition, Expression};
use launchsim::language::source::Source;
use launchsim::scenario::Template;

use crate::folders::{home, launchsim, names, run, signal, succeeds};
use crate::newsvendor::mills;

const SEARCH: [&str; 10] = [
    "optimize",
    "small.toml",
    "--decide",
    "product.phone.price=1500..2400:50",
    "--decide",
    "component.screen.lead_time=1 week..4 weeks:1 week",
    "--subject",
    "insolvent <= 20 %",
    "--budget",
    "3000",
];

fn search<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SEARCH.iter().copied().chain(more.iter().copied()).collect()
}

fn same_results(home: &Path, one: &str, other: &str) {
    for file in ["optimize.json", "points.csv", "page.txt"] {
        let read = |folder: &str| fs::read(home.join(folder).join(file)).unwrap();
        assert!(read(one) == read(other), "{file} of {one} and {other} differ");
    }
}

/// Searches a scenario from a text.
fn answered(text: &str, decided: &[&str], objective: &str, conditions: &[&str], budget: u64) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("season.toml");
    fs::write(&path, text).unwrap();
    let template = Template::open(&Source::File(path), &[]).unwrap_or_else(|fault| panic!("{fault}"));
    let decided: Vec<String> = decided.iter().map(|&one| one.to_owned()).collect();
    let question = Question {
        axes: decisions::read(&decided).unwrap(),
        objective: Expression::parse(objective).unwrap(),
        least: false,
        conditions: conditions.iter().map(|text| Condition::parse(text).unwrap()).collect(),
        budget,
        finalist: None,
        delta: None,
        seed: 1,
    };
    let search =
        Optimization::prepare::<std::convert::Infallible>(template, question).unwrap_or_else(|fault| panic!("{fault}"));
    let workers = Workers::start(Some(2)).unwrap();
    let mut launches = 0;
    let mut sink = |record: &Record| -> Result<(), std::convert::Infallible> {
        launches += u64::from(record.0.launches);
        Ok(())
    };
    let answer = search.run(VecDeque::new(), &workers, &AtomicBool::new(false), &mut sink).unwrap();
    assert!(launches == answer.spent.iter().sum::<u64>() && launches <= budget, "{launches} of {budget}");
    answer
}

#[test]
fn the_price_and_order_of_mills_are_found_with_a_tenth_of_the_launches_of_their_grid() {
    let (text, earns) = mills();
    let decided = ["product.phone.price=1140..1460:20", "build_plan.scale=0.9..1.4:0.025"];
    // 17 prices and 21 orders of 500 launches are 178,500.
    let answer = answered(&text, &decided, "net_profit", &[], 17_850);
    let prices = (0..17).map(|at| 1140.0 + 20.0 * f64::from(at));
    let best = prices
        .flat_map(|price| (0..21).map(move |at| earns(price, 10_000.0 * (0.9 + 0.025 * f64::from(at)))))
        .fold(f64::NEG_INFINITY, f64::max);
    let point = &answer.points[answer.best.unwrap()];
    let earned = earns(point.values[0], 10_000.0 * point.values[1]);
    assert!(earned >= 0.99 * best, "{earned} of {best} at {:?}", point.values);
    // The promise is about the finalists, by what they truly earn.
    let true_best = answer.finalists.iter().map(|(at, _)| {
        let values = &answer.points[*at].values;
        earns(values[0], 10_000.0 * values[1])
    });
    assert!(earned >= true_best.fold(f64::NEG_INFINITY, f64::max) - answer.delta.1);
    // What is told of it holds in truth, with room for the 5 % and four more.
    let (low, high) = point.interval.unwrap();
    assert!((low - (high - low)..high + (high - low)).contains(&earned), "{earned} in {low} to {high}");
    // The flat part: at the prices within it a hundredth is lost at most, give or take what luck leaves.
    let flat = &answer.flat[0];
    assert!(flat.within.contains(&point.values[0]) && !flat.at_end[0] && !flat.at_end[1]);
    for price in &flat.within {
        assert!(earns(*price, 10_000.0 * point.values[1]) >= 0.97 * earned, "{price}");
    }
}

#[test]
fn a_figure_of_many_launches_and_a_condition_are_looked_for() {
    let (text, _) = mills();
    let decided = ["product.phone.price=1140..1460:40", "build_plan.scale=0.5..1.4:0.1"];
    let mean = answered(&text, &decided, "net_profit", &[], 8_000);
    let bad = answered(&text, &decided, "p5(net_profit)", &[], 16_000);
    let order = |answer: &Answer| answer.points[answer.best.unwrap()].values[1];
    assert!(order(&bad) < order(&mean), "who fears bad luck orders less: {} and {}", order(&bad), order(&mean));
    let floor = 0.9 * bad.points[bad.best.unwrap()].objective;
    let condition = format!("p5(net_profit) >= {floor:.0}");
    let both = answered(&text, &decided, "net_profit", &[&condition], 30_000);
    let best = &both.points[both.best.unwrap()];
    assert!(best.verdict != Verdict::Broken, "{best:?}");
    assert!(best.conditions[0].value >= floor - 0.1 * floor.abs(), "{best:?}");
    assert!(order(&both) <= order(&mean));
}

#[test]
fn without_luck_the_best_is_exact() {
    let (text, _) = mills();
    let text = format!("{text}\n[run]\ndeterministic = true\n");
    let answer = answered(&text, &["product.phone.price=1140..1460:20"], "net_profit", &[], 1_000);
    let best = answer.best.unwrap();
    let most = answer.points.iter().filter(|point| point.state != State::Own).map(|point| point.objective);
    assert_eq!(answer.points[best].objective.to_bits(), most.fold(f64::NEG_INFINITY, f64::max).to_bits());
    assert!(answer.certain && answer.tried == 17 && answer.points[best].interval.is_some());
}

#[test]
fn killed_at_many_moments_a_search_ends_with_the_same_bytes_on_any_number_of_threads() {
    let home = home();
    succeeds(home.path(), &search(&["-o", "whole", "--threads", "2"]));
    let arguments = search(&["-o", "killed", "--resume", "--threads", "1", "--no-charts"]);
    let mut kills = 0;
    for attempt in 0..12_u64 {
        let mut child = launchsim(home.path(), &arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + attempt * 37 % 160));
        if child.try_wait().unwrap().is_none() {
            // SIGKILL: nothing is cleaned up.
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
    }
    succeeds(home.path(), &arguments);
    assert!(kills > 0, "the search was over before it could be killed");
    same_results(home.path(), "whole", "killed");
    assert!(!home.path().join("killed/optimize.journal").exists(), "its journal goes with the end");
    let charts = names(&home.path().join("whole/charts"));
    assert!(charts.contains(&"decisions.png".to_owned()), "{charts:?}");
}

#[test]
fn a_search_that_was_stopped_is_in_the_way_of_none_but_its_own_and_leaves_what_was_there() {
    let home = home();
    succeeds(home.path(), &search(&["-o", "out", "--no-charts"]));
    let before = fs::read(home.path().join("out/optimize.json")).unwrap();
    let long = |more: &[&'static str]| {
        let decided = ["--decide", "product.phone.price=1500..2400:5", "--budget", "400000", "-o", "out"];
        [&["optimize", "small.toml"], &decided[..], more].concat()
    };
    let child = launchsim(home.path(), &long(&[])).spawn().unwrap();
    let journal = home.path().join("out/optimize.journal");
    while fs::metadata(&journal).map_or(0, |meta| meta.len()) < 100_000 {
        std::thread::sleep(Duration::from_millis(10));
    }
    signal(&child, "INT");
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(130) && said.contains("--resume goes on from there"), "{said}");
    assert!(fs::read(home.path().join("out/optimize.json")).unwrap() == before);
    let refused = |arguments: &[&str], part: &str| {
        let output = run(home.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(part), "{said}");
    };
    refused(&long(&[]), "go on with --resume, or start over with --fresh");
    refused(&search(&["-o", "out", "--resume"]), "unfinished search");
    succeeds(home.path(), &search(&["-o", "out", "--fresh", "--no-charts"]));
    assert!(fs::read(home.path().join("out/optimize.json")).unwrap() == before && !journal.exists());
    fs::write(&journal, b"dear diary\n").unwrap();
    refused(&search(&["-o", "out", "--resume"]), "no journal of a search");
    refused(&search(&["-o", "out", "--fresh"]), "no journal of a search");
}

#[test]
fn every_misuse_is_refused_with_its_cure() {
    let home = home();
    let price = "product.phone.price=1500..2400:100";
    let refused = |more: &[&str], part: &str| {
        let output = run(home.path(), &[&["optimize", "small.toml"], more].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains(part), "{more:?}: {said}");
    };
    refused(&[], "--decide KEY=LOW..HIGH");
    refused(&["--decide", "product.phone.prise=1..2"], "did you mean `price`?");
    refused(&["--decide", "product.phone.price=2400..1500"], "ends before it begins");
    refused(&["--decide", "product.phone.price=1999"], "nothing to decide");
    refused(&["--decide", price, "--decide", price], "decided twice");
    refused(&["--decide", "run.seed=1..9"], "cannot be varied");
    refused(&["--decide", price, "--maximize", "net_profit_yan"], "did you mean `net_profit_yuan`?");
    refused(&["--decide", price, "--maximize", "2 + 3"], "names no metric");
    refused(&["--decide", price, "--maximize", "net_profit +"], "--maximize");
    refused(&["--decide", price, "--subject", "insolvent"], "write what must hold");
    refused(&["--decide", price, "--subject", "insolvant <= 5 %"], "did you mean `insolvent`?");
    refused(
        &["--decide", price, "--maximize", "net_profit - fill_rate"],
        "`fill_rate` is measured in no unit, and what stands before it in money",
    );
    refused(&["--decide", price, "--subject", "net_profit - days_short >= 0"], "say what one of it is worth");
    refused(&["--decide", price, "--subject", "insolvent <= 5"], "write insolvent <= 5 %");
    refused(
        &["--decide", price, "--subject", "probability(net_profit < 0) < 20"],
        "write probability(net_profit < 0) < 20 %",
    );
    refused(&["--decide", price, "--subject", "fill_rate >= 95"], "write fill_rate >= 95 %");
    refused(&["--decide", price, "--budget", "10"], "--budget 1000");
    refused(&["--decide", price, "--budget", "2000", "-n", "1000"], "--budget 8000");
    refused(&["--decide", price, "--indifference", "-5"], "above zero");
    assert_eq!(names(home.path()), ["small.toml"], "nothing is left behind");
}

/// The page of a search, its words one blank apart.
fn page(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, &[arguments, &["--no-charts", "-o", "out"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_promised_is_promised_of_those_that_keep_the_conditions() {
    let home = home();
    let profit = ["optimize", "small.toml", "--decide", "product.phone.price=1500..2400:50", "--budget", "3000"];
    let subject =
        |condition: &str, more: &[&str]| page(home.path(), &[&profit[..], &["--subject", condition], more].concat());
    let kept = subject("insolvent <= 99 %", &[]);
    assert!(kept.contains("finalists that keep the conditions beyond doubt, or within"), "{kept}");
    assert!(!kept.contains("may keep the conditions"), "{kept}");
    // What the best earns over many launches is earned by none beyond doubt.
    let best = ["run", "small.toml", "--set", "product.phone.price=2000", "-n", "8192", "--no-charts", "-o", "best"];
    assert!(run(home.path(), &best).status.success());
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(home.path().join("best/summary.json")).unwrap()).unwrap();
    let limit = format!("net_profit >= {:.0}", json["metrics"]["net_profit_yuan"]["mean"].as_f64().unwrap());
    let unsure = subject(&limit, &[]);
    assert!(unsure.contains("finalists that may keep the conditions, or within"), "{unsure}");
    assert!(unsure.contains("None of them keeps the conditions beyond doubt."), "{unsure}");
    assert!(unsure.contains("More of them may, with a larger --budget."), "{unsure}");
    let few = subject(&limit, &["-n", "64"]);
    assert!(few.contains("More of them may, with a larger -n."), "{few}");
    let broken = subject("net_profit >= 1bn", &[]);
    assert!(
        broken.contains("comes nearest to the conditions by its means; of net profit nothing is promised."),
        "{broken}"
    );
    assert!(!broken.contains("With 95 % confidence it is"), "{broken}");
}

#[test]
fn a_search_without_a_journal_says_that_it_begins_anew() {
    let home = home();
    let output = run(home.path(), &search(&["-o", "out", "--no-charts", "--resume"]));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("no search that was stopped is there to go on with"), "{said}");
    let output = run(home.path(), &search(&["-o", "out", "--no-charts"]));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("beginning anew"));
}

#[test]
fn the_page_says_what_is_best_and_what_it_rests_on() {
    let home = home();
    let output = run(home.path(), &search(&["-o", "out", "--no-charts"]));
    let said = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Looked for: most net profit, subject to insolvent <= 20 %.",
        "of 76 decisions tried",
        "that were not used to find it",
        "With 95 % confidence it is the best of the",
        "Within 1 % of it, one decision at a time:",
        "Values between those of the grid were not looked at.",
        "launchsim run small.toml --set product.phone.price=",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(home.path().join("out/optimize.json")).unwrap()).unwrap();
    let best = &json["best"];
    let price = best["inputs"]["product.phone.price"].as_f64().unwrap();
    // The figures are those of a run at that decision, of the launches it says.
    let fresh = best["launches_fresh"].as_u64().unwrap();
    let first = json["final"]["first_launch"].as_u64().unwrap();
    let lead = best["inputs"]["component.screen.lead_time"].as_f64().unwrap();
    let sets = [format!("product.phone.price={price}"), format!("component.screen.lead_time={lead} days")];
    let all = (first + fresh).to_string();
    let arguments = ["run", "small.toml", "-n", &all, "--set", &sets[0], "--set", &sets[1], "--csv", "-o", "run"];
    succeeds(home.path(), &[&arguments[..], &["--no-charts", "-q"]].concat());
    let text = fs::read_to_string(home.path().join("run/launches.csv")).unwrap();
    let mut lines = text.lines();
    let column = lines.next().unwrap().split(',').position(|name| name == "net_profit_yuan").unwrap();
    let profits: Vec<f64> =
        lines.skip(first as usize).map(|line| line.split(',').nth(column).unwrap().parse().unwrap()).collect();
    assert_eq!(profits.len() as u64, fresh);
    let mean = launchsim::stats::mean(&profits);
    assert!((best["objective"]["value"].as_f64().unwrap() - mean).abs() < 1e-6 * mean.abs(), "{best} {mean}");
}
