//! Does `launchsim calibrate` believe what Bayes' rule says, find truths that are known, and refuse what cannot be met?

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use launchsim::company::plan::{Plan, compile};
use launchsim::experiment::Workers;
use launchsim::experiment::calibrate::told::Verdict;
use launchsim::experiment::calibrate::{Calibration, Effort, Refusal, Subject, calibrate};
use launchsim::outcome::MetricId;
use launchsim::scenario::Scenario;
use launchsim::stats::special::beta_regularised;
use serde_json::Value;

use super::support::{program, scenario};

/// A company that spends an unknown sum on development and sells nothing: its cost is the sum itself.
fn spends(facts: &str) -> String {
    format!(
        r#"
[timeline]
start = 2026-01-01
horizon = "30 days"

[company]
opening_cash = 1_000_000_000
tax_rate = 0

[product.phone]
price = 2000
parts = {{ set = 1 }}

[supplier.maker]

[component.set]
supplier = "maker"
unit_cost = 1000
lead_time = "20 days"
policy = "to_order"
review = "1 week"

[factory.line]

[expense.research]
kind = "r_and_d"
amount = {{ normal = {{ mean = 10_000_000, sd = 2_000_000 }}, at_least = 0 }}
from = 2026-01-01
to = 2026-01-30

[expense.marketing]
kind = "marketing"
amount = {{ uniform = {{ low = 1_000_000, high = 2_000_000 }} }}
date = 2026-01-10

[metric.spent]
expr = "r_and_d + marketing"

{facts}
"#
    )
}

fn plan_of(scenario: &Scenario) -> Plan {
    compile(scenario).unwrap_or_else(|fault| panic!("{fault}"))
}

fn fitted(text: &str, effort: &Effort, threads: usize) -> Result<Calibration, Refusal> {
    let scenario = scenario(text);
    let plan = plan_of(&scenario);
    let workers = Workers::start(Some(threads)).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let subject = Subject { scenario: &scenario, plan: &plan, counted: None };
    calibrate(subject, effort, (&workers, &stop), std::iter::empty(), &mut ())
}

const EFFORT: Effort = Effort { effective: 2000.0, most: 60_000, draws: 500, truths: 60 };

#[test]
fn a_normal_input_and_a_normal_fact_give_the_posterior_of_the_textbook() {
    // The cost of development and the other sum add up to what is on record: mean 10 + 1.5, variance 4 + 1/12, record 13 with a
    // deviation of 0.6. The posterior of the sum of two independent beliefs is normal but for the uniform one, so the other is
    // set; the input alone then has precision 1/4 + 1/0.36.
    let fact = "[observed.spent]\nmetric = \"spent\"\nvalue = 13_000_000\nerror = 1_175_976\ndiscrepancy = 0\nrole = \"fit\"\n";
    let text =
        spends(fact).replace("amount = { uniform = { low = 1_000_000, high = 2_000_000 } }", "amount = 1_000_000");
    let found = fitted(&text, &EFFORT, 2).unwrap();
    assert!(found.effective >= 2000.0);
    let (prior, record) = (1.0 / 4.0, 1.0 / 0.36);
    let (mean, sd) = ((10.0 * prior + 12.0 * record) / (prior + record), libm::sqrt(1.0 / (prior + record)));
    let input = &found.inputs[0];
    assert_eq!(input.key, "expense.research.amount");
    assert_eq!(input.verdict, Verdict::Told);
    // Four standard errors of a mean, and of quantiles whose density is known, of so many launches.
    let error = sd / libm::sqrt(found.effective);
    assert!((input.posterior.mean / 1e6 - mean).abs() < 4.0 * error, "{} for {mean}", input.posterior.mean / 1e6);
    for (quantile, (z, density)) in
        input.posterior.quantiles.iter().zip([(-1.6449, 0.1031), (0.0, 0.3989), (1.6449, 0.1031)])
    {
        let share: f64 = if z == 0.0 { 0.5 } else { 0.05 };
        let error = sd * libm::sqrt(share * (1.0 - share) / found.effective) / density;
        assert!((quantile / 1e6 - (mean + z * sd)).abs() < 4.0 * error, "{quantile} at {z}");
    }
    // The deviation of its place among what was believed, of 1/12 by itself: 0.2625 by numerical integration.
    assert!((input.width - 0.2625).abs() < 0.02, "{}", input.width);
    // The lines of the sample are draws of the same.
    let lines = &found.draws[0];
    let of_lines = lines.iter().sum::<f64>() / lines.len() as f64 / 1e6;
    assert!((of_lines - mean).abs() < 4.0 * error + 0.01, "{of_lines}");
    // They rise with the profit, and so fall with the cost.
    assert!(lines.windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn two_inputs_that_make_one_fact_go_together_afterwards() {
    let fact =
        "[observed.spent]\nmetric = \"spent\"\nvalue = 11_500_000\nerror = 200_000\ndiscrepancy = 0\nrole = \"fit\"\n";
    let text = spends(fact).replace("sd = 2_000_000", "sd = 400_000");
    let found = fitted(&text, &Effort { truths: 1, ..EFFORT }, 1).unwrap();
    let pair = found.pairs.first().expect("two inputs that go together");
    assert_eq!((pair.between, pair.before), ((0, 1), 0.0));
    assert!(pair.after < -0.7, "{}", pair.after);
}

/// A small launch with luck in it: what is known of demand and cost is told by two facts.
const SHOP: &str = include_str!("../../docs/calibrate/shop.toml");

#[test]
fn truths_that_are_known_are_found_again() {
    let found = fitted(SHOP, &Effort { effective: 1e9, most: 1 << 15, draws: 100, truths: 200 }, 2).unwrap();
    let truths = &found.truths;
    assert!(truths.told >= 150, "{} of {}", truths.told, truths.tried);
    let inputs = truths.ranks.len();
    // Every input is held as often as a binomial number allows, at one in a thousand for all of them together.
    for input in 0..inputs {
        let (held, n) = (truths.held(input) as f64, truths.told as f64);
        let fewer = beta_regularised(held + 1.0, n - held, 0.9, 0.1).1;
        let more = if held == 0.0 { 1.0 } else { beta_regularised(held, n - held + 1.0, 0.9, 0.1).0 };
        let name = &found.inputs[input].key;
        assert!(fewer.min(more) > 0.0005 / inputs as f64, "{name}: {held} of {n}");
        // Ranks are uniform: the distance of Kolmogorov and Smirnov at one in a thousand.
        let mut ranks = truths.ranks[input].clone();
        ranks.sort_by(f64::total_cmp);
        let distance = ranks
            .iter()
            .enumerate()
            .map(|(at, rank)| (rank - at as f64 / n).abs().max((rank - (at + 1) as f64 / n).abs()))
            .fold(0.0, f64::max);
        let limit = libm::sqrt(-0.5 * libm::log(0.0005 / inputs as f64)) / libm::sqrt(n);
        assert!(distance < limit, "{name}: {distance} of {limit}");
    }
    let [held, all] = [truths.share(), 0.9];
    assert!((held - all).abs() < 4.0 * libm::sqrt(all * 0.1 / (truths.told * inputs) as f64) + 0.01, "{held}");
}

#[test]
fn facts_tell_what_they_hang_on_and_nothing_else() {
    let found = fitted(SHOP, &Effort { truths: 1, ..EFFORT }, 2).unwrap();
    let of = |key: &str| found.inputs.iter().find(|told| told.key == key).unwrap_or_else(|| panic!("{key}"));
    assert_eq!(of("market.innovation").verdict, Verdict::Told);
    for key in ["component.set.unit_cost", "product.phone.assembly_fee", "company.running_cost"] {
        assert_eq!(of(key).verdict, Verdict::NotTold, "{key}: {:?}", of(key));
    }
    let held_back = found.facts.iter().find(|told| told.fact.name == "ordered_by_september").unwrap();
    assert!(
        held_back.posterior.quantiles[2] - held_back.posterior.quantiles[0]
            < 0.5 * (held_back.prior.quantiles[2] - held_back.prior.quantiles[0])
    );
    assert!(held_back.without.is_nan());
    let profit = found.metrics.iter().find(|told| told.metric.is(MetricId::NetProfit)).unwrap();
    assert!(profit.interval.0 < profit.posterior.mean && profit.posterior.mean < profit.interval.1);
}

#[test]
fn facts_that_fight_are_named_and_nothing_is_told() {
    let fight = "[observed.much]\nmetric = \"spent\"\nvalue = 18_000_000\nerror = 100_000\ndiscrepancy = 0\nrole = \"fit\"\n\
                 [observed.little]\nmetric = \"spent\"\nvalue = 9_000_000\nerror = 100_000\ndiscrepancy = 0\nrole = \"fit\"\n";
    let refusal = fitted(&spends(fight), &Effort { most: 40_000, ..EFFORT }, 2).expect_err("a refusal");
    let Refusal::TooFew { costs, facts, .. } = refusal else { panic!("refused otherwise") };
    let fight = costs.fights[0];
    assert_eq!([&facts[fight.between.0].name, &facts[fight.between.1].name], ["much", "little"]);
    // Half-way between them both are missed by 88 deviations of 51,000; each by itself is met.
    assert!((fight.apart - 88.2).abs() < 0.5, "{}", fight.apart);
    assert!(costs.missed.iter().all(|missed| (missed - 88.2).abs() < 2.0), "{:?}", costs.missed);
    assert!(costs.nearest.iter().all(|nearest| *nearest < 1.0), "{:?}", costs.nearest);
}

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::new(program()).current_dir(home).args(typed).output().unwrap()
}

fn figures(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_command_leaves_a_scenario_that_draws_what_is_believed_now() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("shop.toml"), SHOP).unwrap();
    let typed = ["calibrate", "shop.toml", "-n", "16384", "--effective", "150", "--draws", "400", "--truths", "20"];
    let run = |threads: &str, out: &str| {
        let output = launchsim(home.path(), &[&typed[..], &["--threads", threads, "--out", out]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let [page, again] = [run("1", "first_fit"), run("2", "second_fit")];
    assert_eq!(page.replace("first_fit", "second_fit"), again);
    for needed in [
        "Facts that are fitted",
        "Facts held back",
        "market.innovation",
        "taken for the truth in turn",
        "calibrated.toml",
    ] {
        assert!(page.contains(needed), "{needed}\n{page}");
    }
    for file in [
        "calibrated.toml",
        "posterior.csv",
        "calibration.json",
        "facts.csv",
        "inputs.csv",
        "truths.csv",
        "report.html",
        "page.txt",
    ] {
        let [one, two] =
            ["first_fit", "second_fit"].map(|folder| fs::read(home.path().join(folder).join(file)).unwrap());
        if file != "report.html" {
            assert!(one == two, "{file} differs between threads");
        }
    }
    for chart in ["fitted_facts", "fitted_inputs"] {
        assert!(home.path().join(format!("first_fit/charts/{chart}.png")).is_file(), "{chart}");
    }
    // Launches of the fitted scenario say of each fact what the fit says, within the error of its sample.
    let output = launchsim(
        home.path(),
        &[
            "run",
            "first_fit/calibrated.toml",
            "-n",
            "1000",
            "--no-charts",
            "--no-planners",
            "--no-drivers",
            "-q",
            "--out",
            "run",
        ],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (fit, run) =
        (figures(&home.path().join("first_fit/calibration.json")), figures(&home.path().join("run/summary.json")));
    for fact in ["ordered_by_april", "ordered_in_june", "ordered_by_september"] {
        let after = &fit["facts"][fact]["after"];
        let [low, middle, high, mean] = ["p5", "p50", "p95", "mean"].map(|what| after[what].as_f64().unwrap());
        let found = run["metrics"][format!("observed.{fact}")]["mean"].as_f64().unwrap();
        // The mean of 150 launches of equal weight, whose deviation is a good third of the range of nine in ten.
        let error = (high - low) / 3.29 / libm::sqrt(150.0);
        assert!((found - mean).abs() < 4.0 * error, "{fact}: {found} for {mean}");
        assert!(low < middle && middle < high);
    }
    assert_eq!(launchsim(home.path(), &["calibrate", "first_fit/calibrated.toml"]).status.code(), Some(2));
}

/// A list of what a launch yields at the end of some weeks, as a company would count it.
fn counted(shop: &Path, launch: u32, seed: u32) -> String {
    let home = shop.parent().unwrap();
    let file = shop.file_name().unwrap().to_str().unwrap();
    let out = format!("truth_{seed}_{launch}");
    // The first launch of a seed is any launch.
    let typed = ["run", file, "-n", "1", "--seed", &seed.to_string(), "-q", "--no-charts", "--out", &out];
    let output = launchsim(home, &typed);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let daily = fs::read_to_string(home.join(out).join("daily.csv")).unwrap();
    let mut lines = daily.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| names.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{name}"));
    let places = ["date", "orders_cumulative_p50", "shipped_cumulative_p50", "cash_yuan_p50"].map(at);
    let mut list = String::from("date,orders_cumulative,shipped_cumulative,cash_yuan\n");
    for line in lines.skip(6).step_by(7) {
        let cells: Vec<&str> = line.split(',').collect();
        list.push_str(&places.map(|place| cells[place]).join(","));
        list.push('\n');
    }
    list
}

#[test]
fn a_forecast_begins_where_the_company_stands_and_holds_what_came() {
    let home = tempfile::tempdir().unwrap();
    let shop = home.path().join("shop.toml");
    fs::write(&shop, SHOP).unwrap();
    let calibrated = |as_of: &str| {
        let typed = ["calibrate", "shop.toml", "--actuals", "weeks.csv", "--as-of", as_of, "--discrepancy", "0.3"];
        let more = ["-n", "16384", "--effective", "150", "--truths", "1", "-q", "--no-charts", "--out", "out"];
        let output = launchsim(home.path(), &[&typed[..], &more].concat());
        // Where hardly any of so few launches stand there, nothing is told.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() || said.contains("that make the record") || said.contains("do not reach"),
            "{said}"
        );
        output.status.success().then(|| figures(&home.path().join("out/calibration.json"))["forecasts"].clone())
    };
    let on = |forecast: &Value, date: &str| {
        let days = forecast["series"]["orders_cumulative"]["days"].as_array().unwrap().clone();
        let day = days.iter().find(|day| day["date"] == date).unwrap_or_else(|| panic!("{date}")).clone();
        [&day["forecast"]["p5"], &day["forecast"]["p95"], &day["actual"]]
            .map(|figure| figure.as_f64().unwrap_or(f64::NAN))
    };
    let (mut held, mut told) = (0, 0);
    for seed in 11..19 {
        fs::write(home.path().join("weeks.csv"), counted(&shop, 0, seed)).unwrap();
        let Some(forecasts) = calibrated("2026-07-22") else { continue };
        let known = &forecasts[0]["series"]["orders_cumulative"]["known"];
        assert_eq!(known["date"], "2026-07-22");
        // It begins with what was counted, and orders never fall.
        assert!(on(&forecasts[0], "2026-07-31")[0] >= known["value"].as_f64().unwrap());
        let [low, high, actual] = on(&forecasts[0], "2026-10-21");
        told += 1;
        held += usize::from(low <= actual && actual <= high);
        if told == 1 {
            // The more was counted, the more is known of what comes.
            let both = calibrated("2026-04-22,2026-07-22").unwrap();
            let [early, late] = [0, 1].map(|at| on(&both[at], "2026-12-31"));
            assert!(late[1] - late[0] < early[1] - early[0], "{late:?} in {early:?}");
            assert_eq!(both[1], forecasts[0]);
        }
    }
    // What came lies in nine of ten ranges, but for what a binomial number allows at one in five hundred.
    assert!(told >= 4, "{told}");
    assert!(
        beta_regularised(f64::from(held as u32) + 1.0, (told - held) as f64, 0.9, 0.1).1 > 0.002 || held == told,
        "{held} of {told}"
    );
}

#[test]
fn nothing_counted_and_names_of_facts_do_no_harm() {
    let home = tempfile::tempdir().unwrap();
    // A fact of the planner's that is called like a day of a series.
    let fact = "[observed.orders_cumulative_on_2026_12_31]\nmetric = \"orders_cumulative\"\ndate = 2026-01-31\nvalue = 2_300\n\
                discrepancy = 0.5\nrole = \"fit\"\n";
    fs::write(home.path().join("shop.toml"), format!("{SHOP}\n{fact}")).unwrap();
    let list = "date,orders_cumulative,shipped_cumulative,note\n2026-01-04,330,0,first\n2026-01-11,926,0,\n";
    fs::write(home.path().join("weeks.csv"), format!("{list}2026-06-28,40000,,\n")).unwrap();
    let forecasts = |out: &str| {
        let typed =
            ["calibrate", "shop.toml", "--actuals", "weeks.csv", "--as-of", "2026-01-11", "--discrepancy", "0.5"];
        let more = ["-n", "16384", "--effective", "150", "--truths", "0", "--no-charts", "--out", out];
        let output = launchsim(home.path(), &[&typed[..], &more].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.contains("passed over `note`"), "{said}");
        figures(&home.path().join(out).join("calibration.json"))["forecasts"].clone()
    };
    let first = forecasts("first");
    let days = first[0]["series"]["orders_cumulative"]["days"].as_array().unwrap().clone();
    let rising: Vec<f64> = days.iter().map(|day| day["forecast"]["p50"].as_f64().unwrap()).collect();
    assert!(rising.windows(2).all(|pair| pair[0] <= pair[1]) && rising[0] >= 926.0, "{rising:?}");
    // What is counted later is not known by then.
    fs::write(home.path().join("weeks.csv"), list).unwrap();
    let without = forecasts("without");
    let of = |forecasts: &Value| {
        forecasts[0]["series"]["orders_cumulative"]["days"].as_array().unwrap().last().unwrap().clone()
    };
    assert_eq!(of(&first), of(&without));
}

#[test]
fn actuals_that_say_nothing_are_refused() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("shop.toml"), SHOP).unwrap();
    let refused = |list: &str, typed: &[&str]| {
        fs::write(home.path().join("weeks.csv"), list).unwrap();
        let all = [&["calibrate", "shop.toml", "--actuals", "weeks.csv"], typed].concat();
        let output = launchsim(home.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused("day,cash\n2026-02-01,5\n", &[]).contains("no column `date`"));
    assert!(refused("date,sold\n2026-02-01,5\n", &[]).contains("orders_cumulative"));
    assert!(refused("date,cash\n2026-02-01,much\n", &[]).contains("weeks.csv:2"));
    assert!(refused("date,cash\n2026-02-08,5\n2026-02-01,5\n", &[]).contains("not after the line before"));
    assert!(refused("date,cash\n01.02.2026,5\n", &[]).contains("weeks.csv:2"));
    assert!(refused("date,cash\n2025-02-01,5\n", &[]).contains("nothing was counted"));
    assert!(refused("date,cash,cash_yuan\n2026-02-01,5,5\n", &[]).contains("counts the same"));
    assert!(
        refused("date,cash,shiped_cumulative\n2026-02-01,5,5\n", &[]).contains("did you mean `shipped_cumulative`")
    );
    assert!(refused("date,started\n2026-02-01,5\n", &[]).contains("counts nothing"));
    let list = "date,cash\n2026-02-01,5\n";
    assert!(refused(list, &["--as-of", "2026-01-15"]).contains("--as-of"));
    assert!(refused(list, &["--as-of", "soon"]).contains("--as-of"));
}

#[test]
fn what_cannot_be_fitted_is_refused_with_the_cure() {
    let home = tempfile::tempdir().unwrap();
    let refused = |text: &str, typed: &[&str]| {
        fs::write(home.path().join("shop.toml"), text).unwrap();
        let output = launchsim(home.path(), &[&["calibrate", "shop.toml", "--out", "out"], typed].concat());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!home.path().join("out/calibration.json").exists());
        String::from_utf8(output.stderr).unwrap()
    };
    let held_back = SHOP.replace("role = \"fit\"\n", "");
    assert!(refused(&held_back, &[]).contains("role = \"fit\""));
    let none = &SHOP[..SHOP.find("# The shop's own count.").unwrap()];
    assert!(refused(none, &[]).contains("[observed.NAME]"));
    let never = SHOP.replace("value = 9_300", "value = 900_000");
    let message = refused(&never, &["-n", "4096"]);
    assert!(message.contains("no launch comes near `ordered_by_april`"), "{message}");
    assert!(message.contains("more launches (-n)"), "{message}");
    let fight = SHOP
        .replace("date = 2026-06-30\nvalue = 5_500", "date = 2026-06-30\nvalue = 300")
        .replace("value = 9_300", "value = 20_000");
    let message = refused(&fight, &["-n", "8192"]);
    assert!(message.contains("`ordered_by_april` and `ordered_in_june` fight"), "{message}");
    let sure = SHOP.replace("error_share = 0.02\ndiscrepancy = 0.05", "discrepancy = 0");
    assert!(refused(&sure, &[]).contains("to the last digit"));
    assert!(refused(SHOP, &["--effective", "50"]).contains("write 100 or more"));
    let luck = SHOP.replace("launches = 2_000", "deterministic = true");
    assert!(refused(&luck, &[]).contains("run.deterministic"));
}

/// Facts that hardly any of the launches meet, so that there are several rounds of them.
const SPENT: &str =
    "[observed.spent]\nmetric = \"spent\"\nvalue = 14_500_000\nerror = 400_000\ndiscrepancy = 0\nrole = \"fit\"\n";

/// Everything a calibration leaves but its times, file by file.
fn left(folder: &Path) -> Vec<(String, Vec<u8>)> {
    ["calibration.json", "posterior.csv", "inputs.csv", "facts.csv", "truths.csv", "page.txt", "calibrated.toml"]
        .map(|name| (name.to_owned(), fs::read(folder.join(name)).unwrap()))
        .to_vec()
}

#[test]
fn killed_at_many_moments_a_calibration_ends_with_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("spends.toml"), spends(SPENT)).unwrap();
    let typed = ["calibrate", "spends.toml", "-n", "60000", "--effective", "1500", "--truths", "20", "--no-charts"];
    let whole = launchsim(home.path(), &[&typed[..], &["--threads", "2", "-o", "whole"]].concat());
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let resumed = [&typed[..], &["--threads", "1", "-o", "killed", "--resume"]].concat();
    let journal = home.path().join("killed/calibrate.journal");
    let mut sizes = vec![0];
    for _ in 0..8 {
        let mut child = std::process::Command::new(program()).current_dir(home.path()).args(&resumed).spawn().unwrap();
        // Killed when it has written down more than the one before, so that each goes on from another place.
        let wanted = sizes.last().unwrap() + 700_000;
        let size = || fs::metadata(&journal).map_or(0, |meta| meta.len());
        while size() < wanted && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if !journal.exists() {
            break;
        }
        sizes.push(size());
    }
    assert!(sizes.len() > 2, "it was over before it could be killed: {sizes:?}");
    // What the end of a machine tears is simulated again.
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 100]).unwrap();
    let output = launchsim(home.path(), &resumed);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("are there already; going on from there"), "{said}");
    let [one, other] = ["whole", "killed"].map(|folder| left(&home.path().join(folder)));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        assert!(one == other, "{name} of the one that was killed differs");
    }
    assert!(!journal.exists(), "its journal goes with the end");
}

#[test]
fn a_calibration_that_was_stopped_is_in_the_way_of_none_but_its_own() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("spends.toml"), spends(SPENT)).unwrap();
    fs::write(home.path().join("other.toml"), spends(SPENT).replace("2_000_000 } }", "2_000_001 } }")).unwrap();
    let typed = |more: &[&'static str]| {
        [&["calibrate", "spends.toml", "--effective", "1500", "--no-charts", "-o", "out"], more].concat()
    };
    let mut child = std::process::Command::new(program()).current_dir(home.path()).args(typed(&[])).spawn().unwrap();
    let journal = home.path().join("out/calibrate.journal");
    while fs::metadata(&journal).map_or(0, |meta| meta.len()) < 500_000 {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let refused = |arguments: &[&str], part: &str| {
        let output = launchsim(home.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(part), "{said}");
    };
    refused(&typed(&[]), "launches of this calibration, which was stopped; go on with --resume");
    refused(&typed(&["--resume", "--seed", "7"]), "an unfinished calibration with another seed");
    refused(&typed(&["--resume", "-n", "50000"]), "with another --effective or -n");
    let other = typed(&["--resume"]).into_iter().map(|word| if word == "spends.toml" { "other.toml" } else { word });
    refused(&other.collect::<Vec<_>>(), "of another scenario");
    let before = fs::read_to_string(home.path().join("spends.toml")).unwrap();
    fs::write(home.path().join("spends.toml"), before.replace("2_000_000 } }", "2_000_001 } }")).unwrap();
    refused(&typed(&["--resume"]), "of another content of the same scenario");
    fs::write(home.path().join("spends.toml"), before).unwrap();
    let fresh = launchsim(home.path(), &typed(&["--fresh", "-q"]));
    assert!(fresh.status.success() && !journal.exists(), "{}", String::from_utf8_lossy(&fresh.stderr));
    // Facts that nothing meets are an answer too, and leave nothing to go on with.
    fs::write(home.path().join("hopeless.toml"), spends(&SPENT.replace("14_500_000", "90_000_000"))).unwrap();
    let output = launchsim(home.path(), &["calibrate", "hopeless.toml", "-n", "2000", "-o", "far"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!home.path().join("far/calibrate.journal").exists());
}
