//! Is an explained launch the one of the run, is what is told of it true, and does a disruption cost what it must?

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use launchsim::company::plan::compile;
use launchsim::company::record::Goods;
use launchsim::experiment::Workers;
use launchsim::experiment::explain::cause::Cause;
use launchsim::experiment::explain::pick::{Pick, PickError, Picked};
use launchsim::experiment::explain::replay::{Change, replay, replay_with};
use launchsim::experiment::explain::{Explained, explain};
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::outcome::{MetricId, Paths};
use launchsim::report::chart::paper::{Paper, Size};
use launchsim::report::chart::timeline::timeline;
use launchsim::report::explain::{story_json, story_page};
use launchsim::scenario::Scenario;

use crate::support;

/// Ten phones a day are wanted from day 20 to the end, and the parts of each day come the day before it is needed.
const STEADY: &str = r#"
title = "Ten phones a day"
[run]
deterministic = true
launches = 1
[timeline]
start = 2011-01-01
horizon = "100 days"
[company]
opening_cash = 1_000_000
[product.phone]
[product.phone.parts]
screen = 1
[supplier.sharp]
region = "japan"
[component.screen]
supplier = "sharp"
unit_cost = 100
lead_time = "10 days"
review = "1 day"
[build_plan]
cumulative = [[2011-01-20, 0], [2011-04-10, 800]]
[factory.line]
[order_stream.operator]
daily_orders = [[2011-01-21, 10], [2011-04-10, 10]]
net_price = 500
"#;

/// No delivery from Japan on the last 25 days.
const FLOOD: &str = r#"
[disruption.flood]
region = "japan"
effect = "halt"
stops = "deliveries"
from = 2011-03-17
length = "25 days"
"#;

/// Luck of every kind: contracts, two disruptions with lengths of their own, rejections, a queue that cancels.
const TROUBLED: &str = r#"
title = "A troubled launch"
[run]
launches = 60
[timeline]
start = 2026-01-01
horizon = "300 days"
[company]
opening_cash = 300_000
credit_line = 200_000
vat = 0.17
[funding.first]
date = 2026-05-01
amount = 500_000
[product.phone]
price = 1999
assembly_fee = 60
salvage = 0.5
[product.phone.parts]
screen = 1
battery = 2
[supplier.sharp]
region = "japan"
acceptance = 0.4
approach_every = "2 weeks"
negotiation_time = "10 days"
acceptance_endorsed = 0.9
endorsed_by = ["cells"]
[supplier.cells]
region = "china"
deposit = 0.3
[component.screen]
supplier = "sharp"
unit_cost = { uniform = { low = 300, high = 500 } }
lead_time = "30 days"
lead_time_cv = 0.3
pacing = true
[component.battery]
supplier = "cells"
unit_cost = 60
lead_time = "20 days"
lead_time_cv = 0.2
defect_rate = 0.02
[build_plan]
cumulative = [[2026-03-01, 0], [2026-10-01, 6000]]
[factory.main]
opens = 2026-03-01
ramp = [[2026-03-01, 20], [2026-05-01, 60]]
yield_share = 0.97
[market]
reach = { lognormal = { mean = 20_000, cv = 0.3 }, at_most = 60_000 }
innovation = 0.5
imitation = 2
noise = 0.3
cancellation = 0.002
cancellation_delay = 0.004
[window.shop]
kind = "round"
opens = 2026-03-15
every = "2 weeks"
until = 2026-09-01
quota = 700
[disruption.earthquake]
region = "japan"
effect = "halt"
stops = "deliveries"
from = 2026-04-01
length = { uniform = { low = "10 days", high = "50 days" } }
[disruption.uneven]
component = "battery"
effect = "spoil"
defect_rate = 0.2
from = 2026-03-20
length = "40 days"
[disruption.strike]
factory = "main"
effect = "slow"
remaining = 0.3
rate_per_year = 4
length = { uniform = { low = "3 days", high = "20 days" } }
"#;

fn go_on() -> AtomicBool {
    AtomicBool::new(false)
}

fn told(scenario: &Scenario, launch: u32) -> Explained {
    explain(scenario, Picked { launch, by: None }, &Workers::start(Some(2)).unwrap()).unwrap()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn without_table(text: &str, table: &str) -> String {
    let at = text.find(&format!("[{table}]")).unwrap();
    let end = text[at + 1..].find("\n[").map_or(text.len(), |end| at + 1 + end);
    format!("{}{}", &text[..at], &text[end..])
}

// ------------------------------------------------------------------------------------------------------ the same launch

/// Metrics, inputs, every daily series, statements and the cost audit of some launches against their replays.
fn replays_are_those_of_the_run(scenario: &Scenario, launches: u32, replayed: &[u32]) {
    let plan = compile(scenario).unwrap();
    let mut metrics = vec![Vec::new(); plan.layout.metrics.len()];
    let mut inputs = vec![Vec::new(); plan.layout.inputs.len()];
    let settings = Settings { launches, workers: &Workers::start(Some(2)).unwrap(), trace: true };
    let daily = replicate(scenario, &plan, &settings, &go_on(), &mut |chunk| {
        metrics.iter_mut().zip(chunk.metrics).for_each(|(column, values)| column.extend(values));
        inputs.iter_mut().zip(chunk.inputs).for_each(|(column, values)| column.extend(values));
        Ok::<(), ()>(())
    });
    let daily = daily.unwrap();
    let row = |columns: &[Vec<f64>], launch: u32| -> Vec<u64> {
        columns.iter().map(|column| column[launch as usize].to_bits()).collect()
    };
    for &launch in replayed {
        let (alone, record) = replay(scenario, launch).unwrap();
        assert_eq!(bits(&alone.metrics), row(&metrics, launch), "metrics of launch {launch}");
        assert_eq!(bits(&alone.inputs), row(&inputs, launch), "inputs of launch {launch}");
        let columns = daily.values.iter().chain(&daily.monthly.values);
        for (all, alone) in columns.zip(record.daily.values.iter().chain(&record.daily.monthly.values)) {
            let path = |paths: &Paths, launch: u32| paths.of(launch as usize).map(f64::to_bits).collect::<Vec<_>>();
            assert_eq!(path(alone, 0), path(all, launch), "a series of launch {launch}");
        }
    }
}

#[test]
fn the_replayed_launch_is_bit_for_bit_the_one_of_the_run() {
    let flagship = support::repository_scenario("mi1.toml", &[]);
    replays_are_those_of_the_run(&flagship, 36, &[0, 5, 17, 35]);
    replays_are_those_of_the_run(&support::repository_scenario("bench/b1_small.toml", &[]), 40, &[0, 39]);
    replays_are_those_of_the_run(&support::scenario(TROUBLED), 50, &[0, 16, 33, 49]);
}

#[test]
fn a_launch_with_a_plan_of_its_own_is_replayed_through_it() {
    let review = "[ordering]\nreview = { uniform = { low = \"5 days\", high = \"20 days\" } }\n";
    let structural = support::scenario(&format!("{TROUBLED}{review}"));
    assert!(!compile(&structural).unwrap().is_shared());
    replays_are_those_of_the_run(&structural, 20, &[0, 7, 19]);
    let waits =
        support::scenario(&TROUBLED.replace("horizon = \"300 days\"", "horizon = \"300 days\"\nslip = \"wait\""));
    assert!(!compile(&waits).unwrap().is_shared());
    replays_are_those_of_the_run(&waits, 20, &[0, 7, 19]);
    let slips: Vec<i32> = (0..20).map(|launch| replay(&waits, launch).unwrap().0.slip).collect();
    assert!(slips.iter().any(|slip| *slip > 0), "{slips:?}");
}

// ---------------------------------------------------------------------------------------------------- leaving things out

#[test]
fn sparing_a_disruption_gives_the_launches_of_the_scenario_without_it() {
    let scenario = support::scenario(TROUBLED);
    for (at, name) in ["earthquake", "uneven", "strike"].into_iter().enumerate() {
        let other = support::scenario(&without_table(TROUBLED, &format!("disruption.{name}")));
        for launch in [0, 3, 21] {
            let spared = replay_with(&scenario, launch, Change::Spared(at)).unwrap();
            let (without, _) = replay(&other, launch).unwrap();
            assert_eq!(bits(&spared.metrics), bits(&without.metrics), "launch {launch} without {name}");
        }
    }
}

#[test]
fn accepting_the_first_approach_gives_the_launch_of_a_certain_supplier() {
    let scenario = support::scenario(TROUBLED);
    let certain = TROUBLED.replace("acceptance = 0.4", "acceptance = 1").replace("acceptance_endorsed = 0.9\n", "");
    let certain = support::scenario(&certain.replace("endorsed_by = [\"cells\"]\n", ""));
    for launch in [0, 1, 2, 9] {
        let eager = replay_with(&scenario, launch, Change::FirstApproach(0)).unwrap();
        assert_eq!(bits(&eager.metrics), bits(&replay(&certain, launch).unwrap().0.metrics), "launch {launch}");
    }
}

#[test]
fn a_flood_costs_the_phones_days_and_money_it_must() {
    // Parts of day d come on day d - 1, so those of the 24 days after the flood's first one never come: 240 phones, each
    // sold at 500 and made of parts of 100.
    let explained = told(&support::scenario(&format!("{STEADY}{FLOOD}")), 0);
    let cost = explained.disruptions[0].unwrap();
    assert_eq!((cost.shipped, cost.days_short, cost.net_profit), (-240.0, 24.0, -96_000.0), "{cost:?}");
    assert_eq!(explained.together.map(|cost| cost.shipped), Some(-240.0));
    let story = &explained.story;
    assert_eq!(
        story.record.disruptions[0].spans.iter().map(|span| (span.days.from_day, span.days.to_day)).collect::<Vec<_>>(),
        [(75, 99)]
    );
    let [(spell, Cause::Late { late_orders: late })] = story.spells.as_slice() else { panic!("{:?}", story.spells) };
    assert_eq!((spell.days.from_day, spell.days.to_day, spell.bound_days, spell.waiting_days), (76, 99, 24, 24));
    assert_eq!((spell.most_short_phones, spell.most_short_day), (240, 99));
    assert_eq!(late.len(), 24, "the orders of days 65 to 88 were due within the spell");
    let order = &story.record.purchases[late[0]];
    assert_eq!((order.planned_day, order.arrival_day, order.late_days), (75, None, 25));
    assert_eq!(order.halted_by, [story.record.disruptions[0].name.as_str()]);
    let text = story_page(&explained, false).terminal(100, false);
    assert!(text.contains("Screen is missing to 10 Apr (24 days)"), "{text}");
    assert!(text.contains("shipped 240 more phones") && text.contains("(flood)"), "{text}");
}

#[test]
fn overlapping_disruptions_cost_little_alone_and_all_of_it_together() {
    let twice = format!("{STEADY}{FLOOD}{}", FLOOD.replace("disruption.flood", "disruption.storm"));
    let explained = told(&support::scenario(&twice), 0);
    let alone: Vec<f64> = explained.disruptions.iter().map(|cost| cost.unwrap().shipped).collect();
    assert_eq!(alone, [0.0, 0.0]);
    assert_eq!(explained.together.unwrap().shipped, -240.0);
}

#[test]
fn a_disruption_that_never_strikes_has_no_cost() {
    let rare = "[disruption.meteor]\nregion = \"japan\"\neffect = \"halt\"\nrate_per_year = 0\nlength = \"9 days\"\n";
    let explained = told(&support::scenario(&format!("{STEADY}{rare}")), 0);
    assert!(explained.disruptions == [None] && explained.together.is_none());
    assert!(!story_page(&explained, true).terminal(90, false).contains("What it cost"));
}

// ------------------------------------------------------------------------------------------------------- what is told

#[test]
fn what_is_told_adds_up_to_what_the_launch_yields() {
    let mi1 = support::repository_scenario("mi1.toml", &[]);
    let troubled = support::scenario(TROUBLED);
    for (scenario, launch) in [(&mi1, 3), (&troubled, 0), (&troubled, 11), (&troubled, 40)] {
        let (alone, record) = replay(scenario, launch).unwrap();
        let story = told(scenario, launch).story;
        let metric = |name: &str| alone.metrics[story.layout.metric(name).unwrap()];
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
        let (cancelled, for_delay) = story.record.cancellations();
        assert_eq!(cancelled as f64, metric("cancelled"));
        assert!((0.0..=cancelled as f64).contains(&for_delay));
        assert!(near(story.record.purchases.iter().map(|order| order.value).sum(), metric("parts_ordered_yuan")));
        assert!(near(story.profit.last().unwrap().1, metric("net_profit_yuan")));
        let parts: f64 = story.profit[..story.profit.len() - 1].iter().map(|(_, value)| value).sum();
        assert!(near(parts, metric("net_profit_yuan")), "the walk from revenue to net profit");
        let (ends, flows) = (story.cash_flow.last().unwrap().1, &story.cash_flow[..story.cash_flow.len() - 1]);
        assert!(near(flows.iter().map(|(_, value)| value).sum(), ends), "opening cash and flows are closing cash");
        assert!(near(ends, metric("closing_cash_yuan")));
        let sold: i64 = story
            .record
            .openings
            .iter()
            .filter(|opening| opening.gives == Goods::Phones)
            .map(|opening| opening.served_people)
            .sum();
        let streams: f64 = metric("orders") - sold as f64 - metric("converted");
        assert!(streams >= 0.0 && (streams == 0.0 || !scenario.order_streams.is_empty()), "{streams}");
        let tickets: i64 = story
            .record
            .openings
            .iter()
            .filter(|opening| opening.gives == Goods::Tickets)
            .map(|opening| opening.served_people)
            .sum();
        assert_eq!(tickets as f64, metric("reserved"));
        let bound: usize = record.days.iter().filter(|day| day.binding > 0).count();
        assert_eq!(story.spells.iter().map(|(spell, _)| spell.bound_days as usize).sum::<usize>(), bound);
        let short = metric("days_short_parts") + metric("days_short_capacity") + metric("days_short_closed");
        assert_eq!(story.spells.iter().map(|(spell, _)| f64::from(spell.waiting_days)).sum::<f64>(), short);
        for order in &story.record.purchases {
            assert!(
                order.day >= 0
                    && order.arrival_day.is_none_or(|arrival| arrival - order.planned_day == order.late_days)
            );
        }
    }
}

#[test]
fn a_company_that_is_wound_up_is_told_to_the_end() {
    let broke = TROUBLED.replace("credit_line = 200_000", "on_insolvency = \"stop\"");
    let broke = support::scenario(&broke.replace("opening_cash = 300_000", "opening_cash = 60_000"));
    replays_are_those_of_the_run(&broke, 20, &[0, 7, 19]);
    let all: Vec<Explained> = (0..20).map(|launch| told(&broke, launch)).collect();
    let stopped: Vec<&Explained> = all.iter().filter(|explained| explained.story.record.wound_up.is_some()).collect();
    assert!(!stopped.is_empty());
    for explained in stopped {
        let story = &explained.story;
        let end = story.record.wound_up.unwrap();
        assert_eq!(story.metric(MetricId::InsolvencyDay), Some(f64::from(end - 1)), "on the morning after");
        assert!(
            story
                .record
                .purchases
                .iter()
                .all(|order| order.day < end && (!order.cancelled || order.arrival_day.is_none()))
        );
        assert!(story.spells.iter().all(|(spell, _)| spell.days.to_day < end));
        assert_eq!(Some(story.record.cancellations().0 as f64), story.metric(MetricId::Cancelled));
        let sold: i64 = story.record.openings.iter().map(|opening| opening.served_people).sum();
        assert_eq!(Some(sold as f64), story.metric(MetricId::Orders));
        assert!(story_page(explained, false).terminal(90, false).contains("The company is wound up"));
    }
}

#[test]
fn signatures_are_told_with_the_approaches_they_took() {
    let scenario = support::scenario(TROUBLED);
    let mut refused = 0;
    for launch in 0..12 {
        let explained = told(&scenario, launch);
        let sharp = &explained.story.record.signatures[0];
        let (Some(day), Some(approaches)) = (sharp.day, sharp.approaches) else { panic!("{sharp:?}") };
        assert_eq!(day, 14 * approaches + 10, "launch {launch}");
        assert_eq!(
            Some(f64::from(day)),
            explained.story.layout.metric("signature_day.sharp").map(|at| explained.story.metrics[at])
        );
        assert!(sharp.first_order_day.is_none_or(|first| first >= day));
        assert_eq!(explained.refusals.len(), usize::from(approaches > 1));
        refused += usize::from(approaches > 1);
    }
    assert!(refused > 0);
    let never = told(
        &support::scenario(
            &TROUBLED.replace("acceptance = 0.4", "acceptance = 0").replace("endorsed = 0.9", "endorsed = 0"),
        ),
        0,
    );
    let sharp = &never.story.record.signatures[0];
    assert_eq!((sharp.day, sharp.approaches, sharp.first_order_day), (None, Some(21), None));
    let unsigned =
        |cause: &Cause| matches!(cause, Cause::Unsigned { supplier, signed_day: None, .. } if supplier == "sharp");
    assert!(never.story.spells.iter().any(|(_, cause)| unsigned(cause)));
    let cost = never.refusals[0].cost;
    assert!(cost.shipped < 0.0 && cost.first_shipment_days.is_nan(), "{cost:?}");
    assert!(story_page(&never, false).terminal(80, false).contains("Sharp never signs; it was approached 21 times"));
}

#[test]
fn the_page_and_the_timeline_keep_within_their_width() {
    let mi1 = support::repository_scenario("mi1.toml", &[]);
    let troubled = support::scenario(TROUBLED);
    let flood = support::scenario(&format!("{STEADY}{FLOOD}"));
    let mut cases = vec![told(&mi1, 2), told(&flood, 0), told(&support::repository_scenario("text_1499.toml", &[]), 0)];
    cases.extend((0..5).map(|launch| told(&troubled, launch)));
    for explained in &cases {
        for width in [60, 80, 100] {
            let page = story_page(explained, false).terminal(width, false);
            assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
            let prose = page.lines().filter(|line| !line.contains("  ") || line.contains('.'));
            assert!(prose.clone().all(|line| line.chars().count() <= 100), "{page}");
        }
        let page = story_page(explained, false).terminal(100, false);
        assert!(page.lines().count() <= 110, "two screens:\n{page}");
        for size in Size::ALL {
            let figure = timeline(&Paper::of(size, "0.1.0", &["mi1"], Some(1), &[]), explained).finished();
            assert!(figure.smallest_letters() >= size.legible() - 1e-9, "{size:?}: {}", figure.smallest_letters());
            assert!(figure.title.starts_with("Launch ") && figure.alt.starts_with(&figure.title), "{}", figure.alt);
        }
        let figure = timeline(&Paper::default(), explained).finished();
        let labels: Vec<_> = figure.canvas.labels().collect();
        for (number, label) in labels.iter().enumerate() {
            let (left, top, right, bottom) = label.bounds();
            let inside =
                left >= 0.0 && top >= 0.0 && right <= figure.canvas.width() && bottom <= figure.canvas.height();
            assert!(inside, "{label:?} is cut off");
            for other in &labels[..number] {
                let (l, t, r, b) = other.bounds();
                assert!(right <= l || left >= r || bottom <= t || top >= b, "{label:?} collides with {other:?}");
            }
        }
        let svg = figure.canvas.svg().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn every_field_of_the_json_is_on_its_page() {
    fn collect(value: &serde_json::Value, keys: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(object) => {
                for (key, value) in object {
                    keys.insert(key.clone());
                    // Names of metrics and statement lines are those of other pages.
                    if !["metrics", "under_other_rule", "profit_and_loss", "flow"].contains(&key.as_str()) {
                        collect(value, keys);
                    }
                }
            }
            serde_json::Value::Array(list) => list.iter().for_each(|value| collect(value, keys)),
            _ => {}
        }
    }
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.md")).unwrap();
    let mut keys = std::collections::BTreeSet::new();
    let never = TROUBLED.replace("acceptance = 0.4", "acceptance = 0").replace("endorsed = 0.9", "endorsed = 0");
    for (scenario, launch) in [(support::scenario(TROUBLED), 7), (support::scenario(&never), 0)] {
        collect(&story_json(&told(&scenario, launch), "0"), &mut keys);
    }
    let missing: Vec<&String> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(keys.len() > 60 && missing.is_empty(), "docs/explain.md lacks {missing:?}");
}

/// The story of a small launch, kept in `tests/golden`; `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_story_of_a_small_launch_is_the_one_on_record() {
    let explained = told(&support::scenario(TROUBLED), 7);
    let page =
        story_page(&explained, false).terminal(90, false).replacen(&explained.story.layout.scenario, "troubled", 1);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/explain.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), page, "run with UPDATE_GOLDEN=1 when it is meant");
}

// ------------------------------------------------------------------------------------------------------- which launch

fn find(pick: &str, scenario: &Scenario, threads: usize) -> Result<u32, PickError> {
    let plan = compile(scenario).unwrap();
    Pick::parse(pick)?
        .find(scenario, &plan, &Workers::start(Some(threads)).unwrap(), &go_on(), &mut |_| {})
        .map(|picked| picked.launch)
}

#[test]
fn ranks_point_at_the_launch_that_counting_finds() {
    let scenario = support::scenario(TROUBLED);
    let columns = support::launches(&scenario, scenario.run.launches, 1);
    let ranked = |metric: &str| {
        let mut ranked: Vec<(f64, usize)> = columns[metric].iter().copied().zip(0..).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked
    };
    let profit = ranked("net_profit_yuan");
    for threads in [1, 2] {
        assert_eq!(find("worst:net_profit_yuan", &scenario, threads), Ok(profit[0].1 as u32));
        assert_eq!(find("best:net_profit_yuan", &scenario, threads), Ok(profit[59].1 as u32));
        assert_eq!(find("median:net_profit_yuan", &scenario, threads), Ok(profit[29].1 as u32));
    }
    let waits = ranked("wait_mean_days");
    assert_eq!(find("best:wait_mean_days", &scenario, 2), Ok(waits[0].1 as u32));
    assert_eq!(find("worst:wait_mean_days", &scenario, 2), find("highest:wait_mean_days", &scenario, 2));
    // Ties go to the lowest number; a contract that never comes is the latest.
    let signed = ranked("signature_day.sharp");
    assert_eq!(find("best:signature_day.sharp", &scenario, 2), Ok(signed[0].1 as u32));
    let never = support::scenario(
        &TROUBLED.replace("acceptance = 0.4", "acceptance = 0.05").replace("endorsed = 0.9", "endorsed = 0.05"),
    );
    let worst = find("worst:signature_day.sharp", &never, 2).unwrap();
    assert_eq!(replay(&never, worst).unwrap().1.signatures[0].day, None);
    assert_eq!(find("median:signature_day.sharp", &scenario, 1), Ok(signed[29].1 as u32));
}

#[test]
fn launches_and_metrics_that_are_not_there_are_refused_with_the_cure() {
    let scenario = support::scenario(TROUBLED);
    let said = |pick: &str| find(pick, &scenario, 1).unwrap_err().to_string();
    assert!(said("60").contains("launches 0 to 59"), "{}", said("60"));
    assert!(said("worst:net_profti").contains("did you mean `net_profit`?"));
    assert!(said("worst:zzz").contains("summary.json"));
    assert!(said("worst:lowest_cash_day").contains("lowest:lowest_cash_day"));
    assert!(said("wurst:orders").contains("write the number of a launch"));
    let nobody = support::scenario(&TROUBLED.replace("innovation = 0.5", "innovation = 0"));
    assert!(matches!(find("worst:wait_mean_days", &nobody, 1), Err(PickError::NoValue { .. })));
}

// ---------------------------------------------------------------------------------------------------------- the command

fn launchsim(typed: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("launchsim").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("explain").args(typed).output().unwrap()
}

#[test]
fn the_command_tells_its_launch_and_leaves_its_files() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("troubled.toml");
    fs::write(&file, TROUBLED).unwrap();
    let file = file.to_string_lossy().into_owned();
    let tell = |folder: &str, more: &[&str]| {
        let out = home.path().join(folder).to_string_lossy().into_owned();
        let output = launchsim(&[&[file.as_str(), "-o", &out], more].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let page = tell("first", &["--launch", "worst:net_profit_yuan"]);
    assert!(page.contains("the worst of 60 launches by net_profit_yuan") && page.contains("What happened"), "{page}");
    let json =
        tell("second", &["--launch", "worst:net_profit_yuan", "--format", "json", "--threads", "1", "--no-charts"]);
    let read = |folder: &str, name: &str| fs::read(home.path().join(folder).join(name)).unwrap();
    assert_eq!(json.as_bytes(), read("second", "explain.json"));
    for name in ["explain.json", "explain.txt", "days.csv"] {
        assert_eq!(read("first", name), read("second", name), "{name} depends on the threads");
    }
    assert!(read("first", "charts/timeline.svg").starts_with(b"<svg") && !home.path().join("second/charts").exists());
    assert_eq!(&read("first", "charts/timeline.png")[1..4], b"PNG");
    let story: serde_json::Value = serde_json::from_str(&json).unwrap();
    let launch = story["launch"].to_string();
    assert_eq!(tell("third", &["--launch", &launch, "-q"]), "");
    let third: serde_json::Value = serde_json::from_slice(&read("third", "explain.json")).unwrap();
    assert_eq!(third["metrics"], story["metrics"]);
    assert!(third["picked_by"].is_null() && story["picked_by"]["launches"] == 60);
    assert_eq!(String::from_utf8(read("first", "days.csv")).unwrap().lines().count(), 301);
}

#[test]
fn what_cannot_be_told_ends_with_two_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").to_string_lossy().into_owned();
    let text = "scenarios/text_1999.toml";
    for typed in [
        &[text, "--launch", "1"][..],
        &[text, "--launch", "-1"],
        &[text, "--launch", "worst:profit"],
        &[text, "--launch", "0", "--set", "product.mi1.pric=1"],
        &[text, "--launch", "0", "-n", "0"],
        &[text],
        &["no_such_file.toml", "--launch", "0"],
    ] {
        let output = launchsim(&[typed, &["-o", &out]].concat());
        assert_eq!(output.status.code(), Some(2), "{typed:?}: {output:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert!(!home.path().join("out").exists());
    let taken = home.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    let output = launchsim(&[text, "--launch", "0", "-o", &taken.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    let more = launchsim(&[text, "--launch", "5", "-n", "6", "-q", "--no-charts", "-o", &out]);
    assert!(more.status.success(), "{more:?}");
}

#[test]
fn the_walks_of_money_on_the_page_add_up_to_the_last_digit() {
    let troubled = support::scenario(TROUBLED);
    for launch in [0, 11, 40] {
        let page = story_page(&told(&troubled, launch), true).terminal(100, false);
        for heading in ["Where the money went", "Where the cash went"] {
            let lines = page.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
            let amounts: Vec<i64> = lines
                .take_while(|line| !line.is_empty())
                .map(|line| {
                    let cells: Vec<&str> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
                    cells[1].replace(',', "").replace('\u{2212}', "-").parse().unwrap()
                })
                .collect();
            let (last, parts) = amounts.split_last().unwrap();
            assert_eq!(parts.iter().sum::<i64>(), *last, "{heading} of launch {launch}:\n{page}");
        }
    }
}

#[test]
fn draws_are_told_with_their_units_and_none_that_cost_nothing() {
    let explained = told(&support::scenario(TROUBLED), 11);
    let page = story_page(&explained, true).terminal(100, false);
    let row = |key: &str| page.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key}\n{page}"));
    assert!(row("market.reach").contains("people"), "{page}");
    assert!(row("component.screen.unit_cost").contains("yuan"), "{page}");
    for (key, cost) in explained.story.layout.inputs.iter().zip(&explained.inputs) {
        let idle = cost.is_none_or(|cost| cost.net_profit == 0.0 && cost.shipped == 0.0);
        assert_eq!(page.lines().any(|line| line.starts_with(key.as_str())), !idle, "{key}\n{page}");
    }
}

#[test]
fn cash_that_never_falls_below_its_beginning_is_no_event() {
    let rich = STEADY.replace("net_price = 500", "net_price = 500_000").replace("unit_cost = 100", "unit_cost = 0");
    let page = story_page(&told(&support::scenario(&rich), 0), false).terminal(90, false);
    assert!(!page.contains("Cash is at its lowest"), "{page}");
    assert!(page.contains("it begins with"), "{page}");
}
