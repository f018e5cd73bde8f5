//! Is what is drawn what was promised? Every uncertain input of every scenario is held against its own statement: the
//! parameters as written, not the functions that draw.

use std::path::Path;

use launchsim::company::draw_inputs;
use launchsim::company::plan::{Plan, compile};
use launchsim::language::source::Source;
use launchsim::random::distribution::Distribution;
use launchsim::scenario::{Loaded, Scenario, load};
use launchsim::stats::Summary;

use super::support::{repository_scenario, scenario, try_scenario};

/// Launches side by side.
const SIDE: usize = 16;
/// A statistic this many standard errors away is seen once in 1.7 million times.
const FAR: f64 = 5.0;

/// The draws of each input in launches 0 to `launches`.
fn draws(plan: &Plan, launches: u32) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(launches as usize); plan.inputs.len()];
    for first in (0..launches).step_by(SIDE) {
        for (column, values) in columns.iter_mut().zip(draw_inputs::<SIDE>(plan, first)) {
            column.extend(values.0);
        }
    }
    columns
}

fn share(values: &[f64], of: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|value| of(**value)).count() as f64 / values.len() as f64
}

fn assert_share(name: &str, what: &str, values: &[f64], expected: f64, of: impl Fn(f64) -> bool) {
    let n = values.len() as f64;
    let off = (share(values, of) - expected) / (expected * (1.0 - expected) / n).sqrt().max(1e-9);
    assert!(off.abs() < FAR, "{name}, {what}: {off} standard errors off {expected}");
}

/// Mean and standard deviation as stated; the error of a standard deviation by the fourth moment of the sample.
fn assert_moments(name: &str, values: &[f64], mean: f64, sd: f64) {
    let found = Summary::of(values);
    let n = values.len() as f64;
    if sd == 0.0 {
        assert!((found.min - mean).abs() + (found.max - mean).abs() <= 1e-12 * mean.abs(), "{name}: not {mean}");
        return;
    }
    assert!(((found.mean - mean) / found.se).abs() < FAR, "{name}: mean {} for {mean}", found.mean);
    let fourth = values.iter().map(|x| ((x - found.mean) / found.sd).powi(4)).sum::<f64>() / n;
    let off = (found.sd / sd - 1.0) / (0.5 * ((fourth - 1.0) / n).sqrt());
    assert!(off.abs() < FAR, "{name}: standard deviation {} for {sd}", found.sd);
}

fn assert_within(name: &str, values: &[f64], low: f64, high: f64) {
    assert!(values.iter().all(|x| (low..=high).contains(x)), "{name}: a draw outside {low} to {high}");
}

fn assert_promise(name: &str, law: &Distribution, values: &[f64]) {
    match *law {
        Distribution::Uniform { low, high } => {
            assert_within(name, values, low, high);
            assert_moments(name, values, f64::midpoint(low, high), (high - low) / 12.0_f64.sqrt());
        }
        Distribution::Normal { mean, sd } => assert_moments(name, values, mean, sd),
        Distribution::LogNormal { mean, cv } | Distribution::Gamma { mean, cv } => {
            assert_moments(name, values, mean, mean * cv);
        }
        Distribution::Triangular { low, mode, high } => {
            assert_within(name, values, low, high);
            let squares = low * low + mode * mode + high * high - low * mode - low * high - mode * high;
            assert_moments(name, values, (low + mode + high) / 3.0, (squares / 18.0).sqrt());
        }
        Distribution::Pert { low, mode, high } => {
            assert_within(name, values, low, high);
            let mean = (low + 4.0 * mode + high) / 6.0;
            assert_moments(name, values, mean, ((mean - low) * (high - mean) / 7.0).sqrt());
        }
        Distribution::Beta { alpha, beta, low, high } => {
            assert_within(name, values, low, high);
            let sum = alpha + beta;
            let sd = (high - low) * (alpha * beta / (sum + 1.0)).sqrt() / sum;
            assert_moments(name, values, low + (high - low) * alpha / sum, sd);
        }
        Distribution::Poisson { mean } => assert_moments(name, values, mean, mean.sqrt()),
        Distribution::NegativeBinomial { mean, dispersion } => {
            assert_moments(name, values, mean, (mean + mean * mean / dispersion).sqrt());
        }
        Distribution::Geometric { mean } => assert_moments(name, values, mean, (mean * (mean - 1.0)).sqrt()),
        Distribution::Discrete { values: ref choices, ref weights } => {
            let total: f64 = weights.iter().sum();
            for choice in choices {
                let of_choice = choices.iter().zip(weights).filter(|(other, _)| *other == choice);
                let weight: f64 = of_choice.map(|(_, weight)| weight).sum();
                assert_share(name, &format!("the choice {choice}"), values, weight / total, |x| x == *choice);
            }
        }
        Distribution::Empirical { values: ref seen } => {
            assert_within(name, values, seen[0], seen[seen.len() - 1]);
            for at in 1..seen.len().min(6) {
                let (upto, all) = (seen.len() * at / seen.len().min(6), (seen.len() - 1) as f64);
                let ties = seen.iter().filter(|value| **value == seen[upto]).count();
                if ties == 1 {
                    assert_share(name, "observed values", values, upto as f64 / all, |x| x < seen[upto]);
                }
            }
        }
        Distribution::Quantiles { p10, p50, p90 } => assert_three(name, values, [p10, p50, p90]),
        Distribution::QuantilesWithin { p10, p50, p90, low, high } => {
            assert_within(name, values, low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY));
            assert_three(name, values, [p10, p50, p90]);
        }
        Distribution::Truncated { ref of, low, high } => {
            assert_within(name, values, low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY));
            // What was stated, given that it falls between the bounds.
            let below = low.map_or(0.0, |low| of.cdf(low.next_down()));
            let kept = high.map_or(1.0, |high| of.cdf(high)) - below;
            for u in [0.05, 0.25, 0.5, 0.75, 0.95] {
                let x = of.quantile(below + u * kept);
                let stated = (of.cdf(x) - below) / kept;
                if stated < 1.0 {
                    assert_share(name, &format!("the share up to {x}"), values, stated, |value| value <= x);
                }
            }
        }
    }
}

fn assert_three(name: &str, values: &[f64], points: [f64; 3]) {
    for (share, point) in [0.1, 0.5, 0.9].into_iter().zip(points) {
        assert_share(name, &format!("the share below {point}"), values, share, |x| x < point);
    }
}

/// Spearman's rank correlation with shared ranks.
fn spearman(one: &[f64], other: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut ranks = vec![0.0; values.len()];
        let mut at = 0.0;
        for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
            tied.iter().for_each(|&place| ranks[place] = at + 0.5 * (tied.len() - 1) as f64);
            at += tied.len() as f64;
        }
        ranks
    };
    let (x, y) = (ranks(one), ranks(other));
    let middle = 0.5 * (x.len() - 1) as f64;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
    product(&x, &y) / (product(&x, &x) * product(&y, &y)).sqrt()
}

/// Draws every input of a scenario and holds it against what it says; how many inputs and correlations there were.
fn assert_kept(name: &str, scenario: &Scenario, launches: u32) -> (usize, usize) {
    let plan = compile(scenario).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let columns = draws(&plan, launches);
    for (input, values) in scenario.inputs.iter().zip(&columns) {
        assert_promise(&format!("{name}, {}", input.key), &input.distribution, values);
    }
    for &(a, b, rank) in &scenario.correlations {
        let found = spearman(&columns[a], &columns[b]);
        // 1.06 is Fieller's factor; a small sample of few values varies a little more, never twice as much.
        let error = 1.06 * 2.0_f64.sqrt() / f64::from(launches).sqrt();
        let pair = format!("{name}, {} and {}", scenario.inputs[a].key, scenario.inputs[b].key);
        assert!((found - rank).abs() < FAR * error, "{pair}: a rank correlation of {found} for {rank}");
    }
    (scenario.inputs.len(), scenario.correlations.len())
}

#[test]
fn every_input_of_every_scenario_is_drawn_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let (mut files, mut inputs, mut correlations) = (0, 0, 0);
    for folder in ["", "patterns"] {
        let mut names: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        names.sort();
        for path in names {
            let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let found = assert_kept(&relative, &repository_scenario(&relative, &[]), 20_000);
            files += 1;
            inputs += found.0;
            correlations += found.1;
        }
    }
    assert!(
        files > 20 && inputs > 100 && correlations >= 15,
        "{files} files, {inputs} inputs, {correlations} correlations"
    );
}

/// A scenario whose launch costs `first` and whose tooling costs `second`.
fn two(first: &str, second: &str, more: &str) -> String {
    format!(
        "[timeline]\nstart = 2012-01-01\nhorizon = \"2 days\"\n[product.phone]\nprice = 100\n\
         [expense.launch]\nkind = \"marketing\"\ndate = 2012-01-01\namount = {first}\n\
         [expense.tooling]\nkind = \"tooling\"\ndate = 2012-01-01\namount = {second}\n{more}"
    )
}

fn correlated(first: &str, second: &str, rank: f64) -> String {
    let more = "[correlation.both]\nbetween = [\"expense.launch.amount\", \"expense.tooling.amount\"]\n";
    two(first, second, &format!("{more}rank = {rank}\n"))
}

#[test]
fn three_quantiles_hold_whatever_bound_stands_beside_them() {
    for (points, bound) in [
        ("p10 = 5, p50 = 100, p90 = 110", "at_least = 0"),
        ("p10 = 20, p50 = 100, p90 = 250", "at_least = 0"),
        ("p10 = 1, p50 = 3, p90 = 6", "at_least = 0"),
        ("p10 = 1, p50 = 3, p90 = 6", "at_least = 0, at_most = 6.5"),
        ("p10 = 150, p50 = 220, p90 = 400", "at_least = 0"),
        ("p10 = 10, p50 = 20, p90 = 30", "at_least = 0, at_most = 40"),
    ] {
        let law = format!("{{ quantiles = {{ {points} }}, {bound} }}");
        let text = two(&law, &law, "");
        assert_eq!(assert_kept(&law, &scenario(&text), 40_000).0, 2);
        let text = correlated(&law, &law, -0.7);
        assert_eq!(assert_kept(&law, &scenario(&text), 40_000).1, 1);
    }
    // Where a bound takes nothing away the law is the one it was, to the bit.
    let free = "{ quantiles = { p10 = 150, p50 = 220, p90 = 400 } }";
    let held = "{ quantiles = { p10 = 150, p50 = 220, p90 = 400 }, at_least = 10 }";
    let of = |law: &str| draws(&compile(&scenario(&two(law, "1", ""))).unwrap(), 64);
    assert_eq!(of(free), of(held));
}

#[test]
fn rank_correlations_hold_for_inputs_that_take_single_values() {
    let number = "{ uniform = { low = 0, high = 100 } }";
    let coin = "{ discrete = { values = [0, 30] } }";
    let three_to_one = "{ discrete = { values = [0, 30], weights = [3, 1] } }";
    let nine_to_one = "{ discrete = { values = [0, 30], weights = [9, 1] } }";
    let five = "{ discrete = { values = [1, 2, 3, 4, 5] } }";
    let count = "{ poisson = { mean = 2 } }";
    let trials = "{ geometric = { mean = 3 } }";
    let observed = "{ empirical = { values = [1, 1, 1, 2, 3, 3, 9] } }";
    let cut = "{ poisson = { mean = 3 }, at_most = 4 }";
    for (first, second, rank) in [
        (number, coin, 0.7),
        (number, three_to_one, 0.7),
        (nine_to_one, number, 0.45),
        (five, number, -0.7),
        (coin, coin, 0.5),
        (coin, five, -0.6),
        (three_to_one, nine_to_one, 0.4),
        (count, number, 0.8),
        (count, trials, -0.6),
        (observed, number, 0.7),
        (observed, five, 0.7),
        (cut, number, -0.5),
    ] {
        let text = correlated(first, second, rank);
        assert_eq!(assert_kept(&format!("{first} and {second}"), &scenario(&text), 40_000).1, 1);
    }
    let refused = try_scenario(&correlated(three_to_one, number, 0.8)).unwrap_err();
    assert!(refused.contains("E307") && refused.contains("more than -0.75 and less than 0.75"), "{refused}");
}

/// The ten inputs of the flagship that its correlations name.
const CORRELATED: [&str; 10] = [
    "component.screen.unit_cost",
    "component.chip.unit_cost",
    "component.touch_panel.unit_cost",
    "component.camera.unit_cost",
    "market.quality",
    "market.price_sensitivity",
    "market.fans.growth",
    "market.fans.ceiling",
    "market.innovation",
    "market.imitation",
];

fn flagship(sets: &[String]) -> Loaded {
    load(&Source::File(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/mi1_prior.toml")), sets).unwrap()
}

/// The same scenario from its resolved file.
fn again(loaded: &Loaded) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, loaded.resolved_toml()).unwrap();
    load(&Source::File(path), &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn an_input_that_a_correlation_names_can_be_set_and_moves_no_other() {
    let free = flagship(&[]);
    let of = |loaded: &Loaded| draws(&compile(&loaded.scenario).unwrap(), 64);
    let before = of(&free);
    let keys: Vec<&str> = free.scenario.inputs.iter().map(|input| input.key.as_str()).collect();
    for key in CORRELATED {
        let at = keys.iter().position(|known| *known == key).unwrap_or_else(|| panic!("{key} is no input"));
        let value = free.scenario.inputs[at].distribution.quantile(0.3);
        let set = flagship(&[format!("{key}={value}")]);
        let plan = compile(&set.scenario).unwrap();
        assert!(plan.is_shared() && plan.layout.inputs == keys, "{key}");
        for (loaded, which) in [(&set, "set"), (&again(&set), "read again")] {
            for (other, (was, is)) in before.iter().zip(of(loaded)).enumerate() {
                if other == at {
                    assert!(is.iter().all(|drawn| *drawn == value), "{key} {which}: {is:?}");
                } else {
                    assert_eq!(*was, is, "{} moved with {key} {which}", keys[other]);
                }
            }
        }
        assert_eq!(again(&set).scenario.inputs, set.scenario.inputs);
    }
    // All at once, and the correlations with them.
    let sets: Vec<String> = CORRELATED
        .iter()
        .map(|key| {
            format!("{key}={}", free.scenario.inputs[keys.iter().position(|k| k == key).unwrap()].distribution.median())
        })
        .collect();
    let all = of(&flagship(&sets));
    for (at, key) in keys.iter().enumerate() {
        assert!(CORRELATED.contains(key) || before[at] == all[at], "{key} moved");
    }
}

#[test]
fn a_choice_that_is_set_keeps_the_scores_of_the_number_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        load(&Source::File(path), &[]).unwrap_or_else(|fault| panic!("{fault}")).scenario
    };
    let base = write(
        "base.toml",
        &correlated("{ discrete = { values = [0, 30] } }", "{ normal = { mean = 50, sd = 5 } }", 0.6),
    );
    // Written in a file that extends another, and once more over that.
    let child = write("child.toml", "extends = \"base.toml\"\n[expense.launch]\namount = 30\n");
    let grandchild = write("grandchild.toml", "extends = \"child.toml\"\n[expense.launch]\namount = 7\n");
    let written = write(
        "written.toml",
        &correlated("{ discrete = { values = [0, 30] }, set_to = 7 }", "{ normal = { mean = 50, sd = 5 } }", 0.6),
    );
    let of = |scenario: &Scenario| draws(&compile(scenario).unwrap(), 256);
    let before = of(&base);
    for (scenario, value) in [(&child, 30.0), (&grandchild, 7.0), (&written, 7.0)] {
        let found = of(scenario);
        assert!(found[0].iter().all(|x| *x == value) && found[1] == before[1]);
    }
    // A distribution again: drawn, with the luck it had.
    let anew = write(
        "anew.toml",
        "extends = \"child.toml\"\n[expense.launch]\namount = { discrete = { values = [0, 30] } }\n",
    );
    assert_eq!(of(&anew), before);
}

#[test]
fn points_of_a_path_keep_their_place_too() {
    let path = "[[2012-01-01, { uniform = { low = 90, high = 110 } }], [2012-01-02, 100]]";
    let text = |sets: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("path.toml");
        let body =
            two("{ uniform = { low = 1, high = 2 } }", "1", "").replace("price = 100", &format!("price = {path}"));
        let tie = "[correlation.both]\nbetween = [\"expense.launch.amount\", \"product.phone.price[0]\"]\nrank = 0.5\n";
        std::fs::write(&file, body + tie).unwrap();
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let loaded = load(&Source::File(file), &sets).unwrap_or_else(|fault| panic!("{fault}"));
        draws(&compile(&loaded.scenario).unwrap(), 64)
    };
    let (free, set) = (text(&[]), text(&["product.phone.price[0]=95"]));
    let at = free.iter().position(|column| column[0] > 50.0).unwrap();
    assert!(set[at].iter().all(|price| *price == 95.0));
    assert_eq!(free[1 - at], set[1 - at]);
}

#[test]
fn what_was_never_uncertain_has_no_correlation() {
    let refused = try_scenario(&correlated("5", "{ uniform = { low = 0, high = 1 } }", 0.5)).unwrap_err();
    assert!(refused.contains("E306") && refused.contains("is not an uncertain input"), "{refused}");
}

#[test]
fn laws_without_an_end_can_count_people_and_parts() {
    let market = |reach: &str| {
        format!(
            "[timeline]\nstart = 2012-01-01\nhorizon = \"60 days\"\n[product.phone]\nprice = 2000\nparts = {{ screen = 1 }}\n\
             [supplier.s]\n[component.screen]\nsupplier = \"s\"\nunit_cost = 50\nlead_time = \"5 days\"\n\
             defect_rate = {{ normal = {{ mean = 0.05, sd = 0.005 }} }}\n\
             [ordering]\npolicy = \"order_up_to\"\norder_up_to_level = {{ gamma = {{ mean = 9000, cv = 0.1 }} }}\nreview = \"1 day\"\n\
             [factory.f]\nyield_share = {{ normal = {{ mean = 0.95, sd = 0.005 }}, at_most = 1 }}\n\
             [market]\nreach = {reach}\ninnovation = 0.5\nimitation = 5\n[window.w]\nkind = \"open\"\nopens = 2012-01-01\n"
        )
    };
    for reach in [
        "{ normal = { mean = 10_000, sd = 100 } }",
        "{ lognormal = { mean = 200_000, cv = 0.3 } }",
        "{ gamma = { mean = 200_000, cv = 0.3 } }",
        "{ poisson = { mean = 10_000 } }",
        "{ quantiles = { p10 = 8_000, p50 = 10_000, p90 = 15_000 } }",
    ] {
        let scenario = scenario(&market(reach));
        let plan = compile(&scenario).unwrap_or_else(|fault| panic!("{reach}: {fault}"));
        assert!(plan.sales.most_interested > 1_000_000, "{reach}");
    }
    let refused = try_scenario(&market("{ lognormal = { mean = 900_000_000, cv = 0.3 } }")).unwrap_err();
    assert!(refused.contains("E304"), "{refused}");
}
