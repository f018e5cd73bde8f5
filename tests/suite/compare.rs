//! Comparisons: the same luck in every alternative, and intervals that cover.

use std::sync::atomic::AtomicBool;

use launchsim::experiment::Workers;
use launchsim::experiment::compare::figures::Comparison;
use launchsim::experiment::compare::{Runs, cases, run};
use launchsim::experiment::until::{Target, run_until};
use launchsim::outcome::MetricId;
use launchsim::random::normal::normal;
use launchsim::random::philox::{source_id, word};
use launchsim::report::chart::scale::figure;
use launchsim::report::compare::decision::decision;
use launchsim::report::compare::page::{levels, page};
use launchsim::report::compare::verdict::verdict;
use launchsim::report::number::per_cent;
use launchsim::report::words::within;
use launchsim::stats::sequential::{Estimate, Looks, Progress};
use launchsim::stats::{PairedDifference, Sampled, Summary, quantile_differences};

use crate::support::{repository_scenario, scenario};

static GO_ON: AtomicBool = AtomicBool::new(false);

/// A small launch with every kind of luck: uncertain demand, noise, late parts, faulty phones.
pub const SMALL: &str = r#"
[timeline]
start = 2026-01-01
horizon = "4 months"
[company]
opening_cash = 2_000_000
[product.phone]
price = 1999
parts = { screen = 1, chip = 2 }
assembly_fee = 80
[supplier.one]
[component.screen]
supplier = "one"
unit_cost = 400
lead_time = "2 weeks"
lead_time_cv = 0.3
policy = "order_up_to"
order_up_to_level = 3000
[component.chip]
supplier = "one"
unit_cost = { uniform = { low = 90, high = 110 } }
lead_time = "3 weeks"
policy = "order_up_to"
order_up_to_level = 6000
[factory.main]
ramp = [[2026-01-01, 50], [2026-03-01, 120]]
yield_share = 0.97
[market]
reach = { lognormal = { mean = 20_000, cv = 0.3 }, at_most = 60_000 }
innovation = 0.5
imitation = 2
noise = 0.3
noise_correlation = 0.7
cancellation = 0.005
choice = "elasticity"
elasticity = 1.2
reference_price = 1999
[window.shop]
kind = "open"
opens = 2026-01-15
"#;

fn compared(texts: &[(&str, String)], launches: u32) -> (Runs, Comparison) {
    let named = texts.iter().map(|(name, text)| ((*name).to_owned(), scenario(text))).collect();
    let cases = cases(named).unwrap();
    let runs = run(&cases, launches, &Workers::start(None).unwrap(), &GO_ON).unwrap();
    let comparison = Comparison::of(&runs, &Workers::start(None).unwrap());
    (runs, comparison)
}

fn bits(columns: &[Vec<f64>]) -> Vec<Vec<u64>> {
    columns.iter().map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
}

#[test]
fn the_same_file_twice_differs_by_exactly_nothing_in_every_launch() {
    let (runs, comparison) = compared(&[("a", SMALL.into()), ("b", SMALL.into())], 300);
    assert_eq!(bits(&runs.alternatives[0].metrics), bits(&runs.alternatives[1].metrics));
    for metric in &comparison.metrics {
        let difference = metric.differences[0].as_ref().unwrap();
        let summary = &difference.paired.summary;
        assert!(summary.count == 0 || summary.min == 0.0 && summary.max == 0.0, "{}", metric.metric.name);
    }
    let profit = comparison.metric(MetricId::NetProfit).unwrap();
    assert!(profit.sides[0].unwrap().summary.sd > 0.0, "there must be luck to share");
}

#[test]
fn a_part_nobody_uses_changes_nothing() {
    let unused = format!(
        "{SMALL}\n[component.camera]\nsupplier = \"one\"\nunit_cost = 50\nlead_time = \"1 month\"\nlead_time_cv = 0.5\n"
    );
    let (runs, _) = compared(&[("a", SMALL.into()), ("b", unused)], 200);
    assert_eq!(bits(&runs.alternatives[0].metrics), bits(&runs.alternatives[1].metrics));
}

#[test]
fn a_comparison_is_its_runs_launch_by_launch() {
    use launchsim::experiment::replicate::{Settings, replicate};
    let dearer = SMALL.replace("price = 1999\nparts", "price = 2199\nparts");
    assert_ne!(dearer, SMALL);
    let (runs, _) = compared(&[("a", SMALL.into()), ("b", dearer.clone())], 1500);
    for (alternative, text) in runs.alternatives.iter().zip([SMALL.to_owned(), dearer]) {
        let scenario = scenario(&text);
        let plan = launchsim::company::plan::compile(&scenario).unwrap();
        let mut columns = vec![Vec::new(); plan.layout.metrics.len()];
        let settings = Settings { launches: 1500, workers: &Workers::start(Some(1)).unwrap(), trace: false };
        let mut sink = |chunk: launchsim::outcome::Chunk| -> Result<(), ()> {
            columns.iter_mut().zip(chunk.metrics).for_each(|(column, values)| column.extend(values));
            Ok(())
        };
        replicate(&scenario, &plan, &settings, &GO_ON, &mut sink).unwrap();
        assert_eq!(bits(&alternative.metrics), bits(&columns));
    }
}

#[test]
fn the_alternatives_take_the_seed_of_the_baseline() {
    let seeded = |seed: u32| format!("{SMALL}\n[run]\nseed = {seed}\n");
    let (runs, _) = compared(&[("a", seeded(5)), ("b", seeded(6))], 64);
    assert_eq!(bits(&runs.alternatives[0].metrics), bits(&runs.alternatives[1].metrics));
}

#[test]
fn metrics_only_one_alternative_has_are_reported_as_such() {
    let round = SMALL.replace("kind = \"open\"", "kind = \"round\"\nquota = 500");
    let (_, comparison) = compared(&[("open", SMALL.into()), ("round", round)], 64);
    let metric = comparison.metrics.iter().find(|metric| metric.metric.name == "sell_out_hours.shop").unwrap();
    assert!(metric.sides[0].is_none() && metric.sides[1].is_some() && metric.differences[0].is_none());
}

#[test]
fn more_launches_leave_the_earlier_ones_as_they_were() {
    let named = vec![
        ("a".to_owned(), scenario(SMALL)),
        ("b".to_owned(), scenario(&SMALL.replace("yield_share = 0.97", "yield_share = 0.9"))),
    ];
    let cases = cases(named).unwrap();
    let target = Target::parse("net_profit_yuan ± 2%").unwrap();
    let (runs, settled) = run_until(&cases, &target, 40_000, &Workers::start(None).unwrap(), &GO_ON).unwrap();
    assert!(settled.reached && settled.intervals.iter().all(|(mean, half)| *half <= 0.02 * mean.abs()), "{settled:?}");
    let fewer = run(&cases, 777, &Workers::start(Some(1)).unwrap(), &GO_ON).unwrap();
    for (all, first) in runs.alternatives.iter().zip(&fewer.alternatives) {
        for (all, first) in bits(&all.metrics).iter().zip(bits(&first.metrics)) {
            assert_eq!(all[..777], first[..]);
        }
    }
}

#[test]
fn the_parts_that_explain_a_change_of_profit_sum_to_it_in_every_launch() {
    let taxed = "company.tax_rate=0.25";
    let cases_of = [
        ("patterns/services.toml", "service.internet.revenue_per_owner_per_month", ["0", "5.67"]),
        ("patterns/margin_cap.toml", "company.margin_cap", ["0.7", "0.03"]),
    ];
    for (file, key, values) in cases_of {
        let named = values.map(|value| {
            let sets = [format!("{key}={value}"), taxed.to_owned()];
            (format!("at_{value}"), repository_scenario(file, &[&sets[0], &sets[1]]))
        });
        let runs = run(&cases(named.to_vec()).unwrap(), 64, &Workers::start(None).unwrap(), &GO_ON).unwrap();
        for alternative in &runs.alternatives {
            let column = |metric: MetricId| alternative.column(metric).unwrap();
            let parts: Vec<(f64, &[f64])> =
                MetricId::ALL.iter().filter_map(|part| Some((part.part_of_profit()?.0, column(*part)))).collect();
            for (launch, profit) in column(MetricId::NetProfit).iter().enumerate() {
                let sum: f64 = parts.iter().map(|(sign, values)| sign * values[launch]).sum();
                let size: f64 = parts.iter().map(|(_, values)| values[launch].abs()).sum();
                assert!((sum - profit).abs() <= 1e-9 * size, "{file}, launch {launch}: {sum} for {profit}");
            }
        }
        let said = told(&verdict(&Comparison::of(&runs, &Workers::start(None).unwrap()), None).concat());
        assert!(said.contains("Why profit"), "{said}");
    }
}

/// Texts in lines.
fn told(texts: &[launchsim::report::said::Text]) -> String {
    texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn alternatives_that_never_differ_are_said_to_be_the_same() {
    let (_, comparison) = compared(&[("a", SMALL.into()), ("b", SMALL.into())], 100);
    let said = told(&verdict(&comparison, None).concat());
    assert!(said.contains("Net profit is the same in every launch of a, b."), "{said}");
    assert!(!said.contains("cannot be told apart") && !said.contains("Why profit"), "{said}");
}

#[test]
fn alternatives_without_luck_are_told_exactly() {
    let named =
        ["text_1499", "text_1999"].map(|name| (name.to_owned(), repository_scenario(&format!("{name}.toml"), &[])));
    let cases = cases(named.to_vec()).unwrap();
    for launches in [1, 20] {
        let comparison = Comparison::of(
            &run(&cases, launches, &Workers::start(None).unwrap(), &GO_ON).unwrap(),
            &Workers::start(None).unwrap(),
        );
        assert!(comparison.certain);
        let said = page(&comparison, None, None).terminal(100, false);
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("text_1999 earns exactly 150,000,000 yuan more than text_1499"), "{said}");
        assert!(words.contains("Net profit: exactly 150,000,000 yuan more."), "{said}");
        for doubt in
            ["Too close", "may tell", "1 launches", "0 of 0", "cannot be told", "interval", "% of the launches"]
        {
            assert!(!words.contains(doubt), "{doubt}: {said}");
        }
    }
}

/// What the page prints in its table is what comparison.json and levels.csv carry, digit by digit as far as it prints.
#[test]
fn the_levels_of_the_page_are_those_of_the_files() {
    let cheap = SMALL.replace("opening_cash = 2_000_000", "opening_cash = 300_000");
    let (_, comparison) = compared(&[("rich", SMALL.into()), ("poor", cheap)], 400);
    let said = page(&comparison, None, None).terminal(100, false);
    let rows = levels(&comparison);
    let line = |title: &str| {
        said.lines().find(|line| line.trim_start().starts_with(title)).unwrap_or_else(|| panic!("{title}: {said}"))
    };
    let short = rows.iter().find(|level| level.name == "short_of_cash").unwrap();
    assert!(short.values[1] > 0.01, "the poor one must be short of cash: {short:?}");
    let insolvent = comparison.metric(MetricId::Insolvent).unwrap();
    for at in 0..2 {
        assert_eq!(short.values[at], insolvent.sides[at].unwrap().summary.mean);
        assert!(line("Short of cash").contains(&per_cent(short.values[at])), "{said}");
        let bridged = comparison.metric(MetricId::NetProfitBridged).unwrap().sides[at].unwrap().summary.mean;
        assert!(line("Net profit if a gap is bridged").contains(&figure(bridged)), "{said}");
        let wound_up = comparison.metric(MetricId::NetProfitWoundUp).unwrap().sides[at].unwrap().summary.mean;
        assert!(line("Net profit if wound up").contains(&figure(wound_up)), "{said}");
    }
    // No single profit leads where cash may run out: the decision speaks of both rules.
    let decided = decision(&comparison).unwrap().to_string();
    assert!(decided.contains("bridged") && decided.contains("wound up"), "{decided}");
}

#[test]
fn each_paragraph_speaks_of_two_alternatives_only() {
    let texts: Vec<(String, String)> = [1_500, 1_800, 2_100, 2_400, 2_700, 3_000]
        .iter()
        .map(|price| {
            let text = SMALL.replace("price = 1999\nparts", &format!("price = {price}\nparts"));
            (format!("at_{price}"), text.replace("opening_cash = 2_000_000", "opening_cash = 300_000"))
        })
        .collect();
    let texts: Vec<(&str, String)> = texts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let (_, comparison) = compared(&texts, 400);
    for (at, paragraph) in verdict(&comparison, None).iter().take(5).enumerate() {
        let paragraph = told(paragraph);
        for (other, name) in comparison.names.iter().enumerate().skip(1) {
            assert_eq!(paragraph.contains(name.as_str()), other == at + 1, "{paragraph}");
        }
    }
    // Nothing is left out of the table, however many there are.
    for width in [60, 80, 140] {
        let said = page(&comparison, None, None).terminal(width, false);
        for (name, price) in comparison.names.iter().zip(["1,500", "1,800", "2,100", "2,400", "2,700", "3,000"]) {
            assert!(said.contains(name.as_str()) && said.contains(price), "{name}: {said}");
        }
    }
}

#[test]
fn titles_within_a_sentence_keep_their_abbreviations() {
    assert_eq!(within("Loaded unit cost, with VAT"), "loaded unit cost, with VAT");
    assert_eq!(within("R&D, NRE and tooling"), "R&D, NRE and tooling");
}

#[test]
fn the_two_prices_of_the_text_differ_by_their_arithmetic() {
    let named =
        ["text_1499", "text_1999"].map(|name| (name.to_owned(), repository_scenario(&format!("{name}.toml"), &[])));
    let cases = cases(named.to_vec()).unwrap();
    let comparison = Comparison::of(
        &run(&cases, 2, &Workers::start(None).unwrap(), &GO_ON).unwrap(),
        &Workers::start(None).unwrap(),
    );
    let difference = comparison.metric(MetricId::NetProfit).unwrap().differences[0].as_ref().unwrap();
    // 300,000 phones, 500 yuan each.
    assert!((difference.paired.summary.mean - 150_000_000.0).abs() < 1.0, "{:?}", difference.paired.summary);
}

/// Draws that are known: standard normal, addressed by repetition, launch and purpose.
fn draw(repetition: u32, launch: u32, purpose: &str) -> f64 {
    normal(word(u64::from(repetition), launch, source_id("coverage", purpose), 0))
}

/// Misses among repetitions beyond which an interval that covers with 95 % is seen once in 10,000 times, by the normal law.
fn most_misses(repetitions: u32) -> f64 {
    let n = f64::from(repetitions);
    0.05 * n + 3.72 * (0.05 * 0.95 * n).sqrt()
}

#[test]
fn intervals_of_small_comparisons_cover_the_known_truth() {
    let repetitions = 2000;
    let (mut mean, mut quantile, mut one_sided) = (0.0, 0.0, 0.0);
    for repetition in 0..repetitions {
        // Baseline exp(0.5 z): skewed. The alternative adds one and half an independent normal.
        let pairs = (0..300).map(|launch| {
            let x = libm::exp(0.5 * draw(repetition, launch, "common"));
            (x, x + 1.0 + 0.5 * draw(repetition, launch, "own"))
        });
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.unzip();
        let paired = PairedDifference::of(&x, &y, 0.95);
        mean += f64::from(!(paired.low..=paired.high).contains(&1.0));
        let chance = f64::midpoint(libm::erf(2.0 / std::f64::consts::SQRT_2), 1.0);
        one_sided += f64::from(!(paired.more.low..=paired.more.high).contains(&chance));
        // A shift by one moves every quantile by one; independent launches leave the sections their own noise.
        let shifted: Vec<f64> =
            (0..300).map(|launch| 1.0 + libm::exp(0.5 * draw(repetition, launch, "other"))).collect();
        let found = quantile_differences(&x, &shifted, &[0.5], (0.95, Sampled::Independently))[0];
        quantile += f64::from(!(found.low..=found.high).contains(&1.0));
    }
    let most = most_misses(repetitions);
    assert!(mean <= most && mean >= 100.0 - 3.72 * 9.75, "{mean} of {repetitions} intervals for the mean missed");
    assert!(one_sided <= most, "{one_sided} of {repetitions} intervals for a chance missed");
    assert!(quantile <= most, "{quantile} of {repetitions} intervals for the median missed");
    println!("misses of {repetitions}: mean {mean}, chance {one_sided}, median {quantile}");
}

/// How often intervals for the difference of p-quantiles miss, of so many independent launches of skewed values.
fn misses_of_quantiles(p: f64, launches: u32, repetitions: u32) -> f64 {
    let score = launchsim::random::normal::normal_quantile(p);
    let truth = 0.5 * libm::exp(0.5 * score);
    let missed = (0..repetitions).filter(|&repetition| {
        let value = |launch: u32, purpose: &str| libm::exp(0.5 * draw(repetition, launch, purpose));
        let x: Vec<f64> = (0..launches).map(|launch| value(launch, "tail")).collect();
        let y: Vec<f64> = (0..launches).map(|launch| 1.5 * value(launch, "other tail")).collect();
        let found = quantile_differences(&x, &y, &[p], (0.95, Sampled::Independently))[0];
        assert!(found.low.is_finite(), "{launches} launches give no interval for {p}");
        !(found.low..=found.high).contains(&truth)
    });
    missed.count() as f64
}

#[test]
fn intervals_for_quantiles_cover_from_the_first_launches_that_have_one() {
    for (p, launches) in [(0.5, 250), (0.5, 1000), (0.05, 1000), (0.05, 4000), (0.95, 1000), (0.95, 4000), (0.01, 5000)]
    {
        let missed = misses_of_quantiles(p, launches, 400);
        println!("p = {p}, {launches} launches: {missed} of 400 missed");
        assert!(missed <= most_misses(400), "p = {p}, {launches} launches: {missed} of 400 intervals missed");
    }
    let few: Vec<f64> = (0..999).map(f64::from).collect();
    assert!(
        quantile_differences(&few, &few, &[0.05, 0.95], (0.95, Sampled::Independently))
            .iter()
            .all(|found| found.low.is_infinite())
    );
}

#[test]
fn stopping_when_the_interval_is_narrow_keeps_its_confidence() {
    let repetitions = 1000;
    let mut missed = 0.0;
    let mut launches_used = 0_u64;
    for repetition in 0..repetitions {
        let value = |launch: u32| libm::exp(0.5 * draw(repetition, launch, "stopping"));
        let truth = libm::exp(0.125);
        let mut values: Vec<f64> = (0..200).map(value).collect();
        let mut looks = Looks::new(0.95, 1);
        loop {
            let progress = |values: &[f64]| {
                let summary = Summary::of(values);
                Progress {
                    estimate: Estimate::Mean { sd: summary.sd, degrees: None },
                    wanted: Some(0.03 * summary.mean),
                }
            };
            let needed = looks.launches_needed(&[progress(&values)], values.len() as u64);
            values.extend((values.len() as u32..needed as u32).map(value));
            let (halves, enough) = looks.look(&[progress(&values)], values.len() as u64);
            if enough {
                let mean = Summary::of(&values).mean;
                missed += f64::from((mean - truth).abs() > halves[0]);
                launches_used += values.len() as u64;
                break;
            }
        }
    }
    assert!(missed <= most_misses(repetitions), "{missed} of {repetitions} stopped intervals missed");
    println!("missed {missed} of {repetitions}, {} launches on average", launches_used / u64::from(repetitions));
}

#[test]
fn intervals_between_simulated_alternatives_cover() {
    // The truth is the difference over 60,000 launches; each small comparison has 100 others, or a seed of its own.
    let with = |sampling: &str, seed: u32| {
        let text = format!("{SMALL}[run]\nsampling = \"{sampling}\"\nseed = {seed}\n");
        let other = text.replace("yield_share = 0.97", "yield_share = 0.93");
        cases(vec![("a".to_owned(), scenario(&text)), ("b".to_owned(), scenario(&other))]).unwrap()
    };
    let workers = Workers::start(None).unwrap();
    let random = with("random", 1);
    let runs = run(&random, 60_000, &workers, &GO_ON).unwrap();
    let of = |at: usize| runs.alternatives[at].column(MetricId::NetProfit).unwrap();
    let truth = PairedDifference::of(of(0), of(1), 0.95).summary.mean;
    let (mut missed, mut wider) = (0.0, 0);
    for seed in 0..300 {
        let spread = with("sobol", seed);
        let runs = run(&spread, 128, &workers, &GO_ON).unwrap();
        let of = |at: usize| runs.alternatives[at].column(MetricId::NetProfit).unwrap();
        let paired = PairedDifference::sampled(of(0), of(1), 0.95, runs.alternatives[0].layout.sampled);
        missed += f64::from(!(paired.low..=paired.high).contains(&truth));
        wider += u32::from(paired.summary.se > PairedDifference::of(of(0), of(1), 0.95).summary.se);
    }
    assert!(missed <= most_misses(300) && missed >= 2.0, "{missed} of 300 missed");
    assert!(wider < 60, "{wider} of 300 are wider than of independent launches");
    let mut missed = 0.0;
    for part in 0..600 {
        let range = part * 100..(part + 1) * 100;
        let paired = PairedDifference::of(&of(0)[range.clone()], &of(1)[range], 0.95);
        missed += f64::from(!(paired.low..=paired.high).contains(&truth));
    }
    // Within the binomial band at one in 10,000, and not empty of misses either.
    assert!(missed <= most_misses(600) && missed >= 5.0, "{missed} of 600 missed");
    println!("missed {missed} of 600");
}
