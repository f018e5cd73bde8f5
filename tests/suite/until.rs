//! Nothing is endless: what cannot be reached ends and says so.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use launchsim::company::plan;
use launchsim::experiment::Workers;
use launchsim::experiment::compare::cases;
use launchsim::experiment::replicate::{Interrupted, Replication, Settings};
use launchsim::experiment::until::{Settled, Target, Unreached, replicate_until, run_until};

use crate::support::{repository_scenario, scenario};

static GO_ON: AtomicBool = AtomicBool::new(false);

/// Ten days of a company with luck and plenty of cash.
const SOLVENT: &str = r#"
[timeline]
start = 2012-01-01
horizon = "10 days"
[company]
opening_cash = 1_000_000
[product.phone]
parts = { screen = 1 }
[supplier.s]
[component.screen]
supplier = "s"
unit_cost = 50
lead_time = "1 day"
[ordering]
policy = "to_order"
review = "1 day"
[factory.f]
[order_stream.shop]
net_price = 150
from = 2012-01-01
daily_law = { poisson = { mean = 20 } }
"#;

/// Runs the program, which has a minute to end.
pub fn launchsim(words: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("launchsim").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).timeout(std::time::Duration::from_mins(1));
    command.args(words).output().unwrap()
}

fn settled_by(text: &str, target: &str, most: u32) -> (Settled, u32) {
    let scenario = scenario(text);
    let plan = plan::compile(&scenario).unwrap();
    let settings = Settings { launches: most, workers: &Workers::start(Some(2)).unwrap(), trace: false };
    let mut replication = Replication::new(&scenario, &plan, &settings);
    let mut simulated = 0;
    let target = Target::parse(target).unwrap();
    let settled = replicate_until(&mut replication, &target, most, &GO_ON, &mut |chunk| {
        simulated += chunk.launches as u32;
        Ok::<(), ()>(())
    });
    (settled.unwrap(), simulated)
}

#[test]
fn a_target_that_cannot_be_reached_ends_at_the_most_launches_and_says_why() {
    let share = Unreached::ShareOfZero;
    for (target, why) in [
        ("insolvent ± 5%", Some(share)),
        ("cash_gap_yuan ± 5%", Some(share)),
        ("insolvency_day ± 1", Some(Unreached::AppliesNowhere)),
        ("insolvency_day ± 1%", Some(Unreached::AppliesNowhere)),
        ("net_profit_yuan ± 0.0000001", None),
        ("net_profit_yuan ± 1e-300", Some(Unreached::MoreLaunches(u64::MAX))),
    ] {
        // 2,000 and 5,001 are no multiples of the steps, and 2 is below the pilot.
        for most in [2, 2000, 5001] {
            let (settled, simulated) = settled_by(SOLVENT, target, most);
            assert!(!settled.reached && settled.launches == most && simulated == most, "{target}: {settled:?}");
            match why {
                Some(why) => assert_eq!(settled.why, Some(why), "{target}"),
                None => {
                    assert!(matches!(settled.why, Some(Unreached::MoreLaunches(n)) if n > 1_000_000), "{settled:?}");
                }
            }
        }
    }
}

#[test]
fn a_scenario_without_luck_is_known_after_the_pilot() {
    let certain = SOLVENT
        .replace("from = 2012-01-01\n", "")
        .replace("daily_law = { poisson = { mean = 20 } }", "daily_orders = [[2012-01-01, 20], [2012-01-10, 20]]")
        + "[run]\ndeterministic = true\n";
    for (target, why) in [
        ("insolvent ± 5%", Some(Unreached::ShareOfZero)),
        ("insolvency_day ± 1", Some(Unreached::AppliesNowhere)),
        ("cash_gap_yuan ± 5%", None),
        ("shipped ± 0.001", None),
    ] {
        let (settled, simulated) = settled_by(&certain, target, 1_000_000);
        assert_eq!((settled.launches, simulated, settled.why), (1024, 1024, why), "{target}");
        assert_eq!(settled.reached, why.is_none(), "{target}");
    }
}

#[test]
fn what_is_rare_is_looked_for_beyond_the_pilot() {
    // A fair that most launches can pay for from what they sold before; none of the pilot falls short.
    let fair = "[expense.fair]\nkind = \"other\"\namount = 15_000\ndate = 2012-01-09\n";
    let text = SOLVENT.replace("opening_cash = 1_000_000", "opening_cash = 2_800") + fair;
    let (settled, _) = settled_by(&text, "insolvent ± 40%", 1_000_000);
    let (value, half) = settled.intervals[0];
    assert!(settled.reached && settled.launches > 4096 && value > 0.0 && half <= 0.4 * value, "{settled:?}");
    let (pilot, _) = settled_by(&text, "insolvent ± 40%", 1024);
    assert_eq!((pilot.intervals[0].0, pilot.why), (0.0, Some(Unreached::ShareOfZero)), "nothing in the pilot");
}

#[test]
fn differences_of_nothing_end_too() {
    let small = |price: &str| repository_scenario("bench/b1_small.toml", &[&format!("product.phone.price={price}")]);
    let cases = cases(vec![("a".into(), small("1499")), ("b".into(), small("1999"))]).unwrap();
    for target in ["insolvent ± 1%", "difference insolvent ± 1%"] {
        let target = Target::parse(target).unwrap();
        let (runs, settled) = run_until(&cases, &target, 2000, &Workers::start(None).unwrap(), &GO_ON).unwrap();
        assert_eq!((runs.launches, settled.launches, settled.reached), (2000, 2000, false), "{target:?}");
        assert_eq!(settled.why, Some(Unreached::ShareOfZero));
        assert_eq!(settled.intervals.len(), if target.difference { 1 } else { 2 });
    }
}

#[test]
fn a_stop_ends_a_search_for_what_is_not_there() {
    let scenario = scenario(SOLVENT);
    let plan = plan::compile(&scenario).unwrap();
    let settings = Settings { launches: u32::MAX, workers: &Workers::start(Some(2)).unwrap(), trace: false };
    let mut replication = Replication::new(&scenario, &plan, &settings);
    let (stop, target) = (AtomicBool::new(false), Target::parse("insolvent ± 5%").unwrap());
    let ended = replicate_until(&mut replication, &target, u32::MAX, &stop, &mut |chunk| {
        // In the middle of the second step.
        stop.store(chunk.first >= 2048, std::sync::atomic::Ordering::Relaxed);
        Ok::<(), ()>(())
    });
    assert!(matches!(ended, Err(Interrupted::Stopped)));
    let further = replication.extend(0, &stop, &mut |_| Ok::<(), ()>(()));
    assert!(matches!(further, Err(Interrupted::Stopped)), "with nothing to add");
}

#[test]
fn what_was_asked_in_vain_is_said_with_its_cure_and_without_nan() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_string_lossy().into_owned();
    let one = "scenarios/bench/b1_small.toml";
    let two = ["compare", one, "--vary", "product.phone.price=1499,1999"];
    let cure = "1 % of a mean of 0 is no width; ask for a width in the unit of the metric, as in";
    for (words, target, said) in [
        (&["run", one][..], "insolvent ± 1%", format!("{cure} 'insolvent ± 0.01'.")),
        (&["run", one][..], "insolvency_day ± 1", "insolvency_day applies to fewer than two".into()),
        (&["run", one][..], "net_profit_yuan ± 0.000001", "It would take more than".into()),
        (&["run", one][..], "net_profit_yuan ± 0.05%", "It would take about".into()),
        (&["run", one][..], "net_profit ± 0.05%", "It would take about".into()),
        (&two[..], "insolvent ± 1%", format!("{cure} 'insolvent ± 0.01'.")),
        (&two[..], "insolvency_day ± 1", "insolvency_day applies to fewer than two".into()),
        (&two[..], "difference insolvent ± 1%", format!("{cure} 'difference insolvent ± 0.01'.")),
    ] {
        let output = launchsim(&[words, &["--until", target, "--most", "2000", "--no-charts", "--out", &out]].concat());
        assert!(output.status.success(), "{target}: {output:?}");
        let page = String::from_utf8(output.stdout).unwrap();
        let in_one_line = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(in_one_line.contains(&said) && in_one_line.contains("not reached after 2,000 launches"), "{page}");
        assert!(!page.contains("NaN"), "{page}");
        let file = if words[0] == "run" { "summary.json" } else { "comparison.json" };
        let text = fs::read_to_string(Path::new(&out).join(file)).unwrap();
        let until = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["until"];
        assert_eq!((&until["reached"], &until["launches"]), (&false.into(), &2000.into()), "{until}");
        assert!(in_one_line.contains(until["cure"].as_str().unwrap()), "{until}");
        assert!(until["why_not"]["reason"].is_string() && !text.contains("NaN"), "{until}");
    }
}
