//! Uncertain inputs spread evenly over launches: better known means, the same laws, and nothing that hangs on neighbours.

use launchsim::random::points::FIRST;
use launchsim::scenario::tables::TABLES;

use crate::support;

/// A week in which a shop takes phones: nothing is luck but what the inputs are.
fn week(sampling: &str, more: &str) -> String {
    format!(
        "[run]\nsampling = \"{sampling}\"\n[timeline]\nstart = 2026-01-01\nhorizon = \"7 days\"\n\
         [company]\nopening_cash = 1e9\nrunning_cost = {{ uniform = {{ low = 1e4, high = 5e4 }} }}\n\
         [product.phone]\nprice = 1999\nparts = {{ screen = 1, chip = 2 }}\nassembly_fee = {{ pert = {{ low = 50, mode = 60, high = 120 }} }}\n\
         [factory.line]\nyield_share = {{ uniform = {{ low = 0.9, high = 1 }} }}\n[supplier.maker]\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = {{ lognormal = {{ mean = 400, cv = 0.2 }} }}\nlead_time = \"0 days\"\nopening_stock = 10_000\n\
         [component.chip]\nsupplier = \"maker\"\nunit_cost = {{ triangular = {{ low = 90, mode = 100, high = 130 }} }}\nlead_time = \"0 days\"\nopening_stock = 20_000\n\
         [order_stream.shop]\nnet_price = {{ normal = {{ mean = 1500, sd = 100 }}, at_least = 1 }}\n\
         daily_orders = [[2026-01-01, {{ uniform = {{ low = 300, high = 900 }} }}], [2026-01-07, 600]]\n{more}"
    )
}

fn mean_profit(text: &str, seed: u32, launches: u32) -> f64 {
    let mut scenario = support::scenario(text);
    scenario.run.seed = seed.into();
    let profit = &support::launches(&scenario, launches, 1)["net_profit_yuan"];
    profit.iter().sum::<f64>() / profit.len() as f64
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0))
}

#[test]
fn spread_inputs_know_a_mean_better_and_without_bias() {
    let of = |sampling: &str| -> Vec<f64> {
        let text = week(sampling, "");
        support::on_all_cores(&(1..=60_u32).collect::<Vec<_>>(), |_, seed| mean_profit(&text, *seed, 1024))
    };
    let ((random, of_random), (spread, of_spread)) =
        (mean_and_variance(&of("random")), mean_and_variance(&of("sobol")));
    // Products of inputs are part of the profit: what is left of the variance is theirs.
    assert!(of_random / of_spread > 20.0, "{of_random} random, {of_spread} spread");
    let error = ((of_random + of_spread) / 60.0).sqrt();
    assert!((random - spread).abs() < 4.0 * error, "{random} random, {spread} spread, +- {error}");
}

#[test]
fn spread_inputs_keep_their_laws_and_correlations() {
    let more =
        "[correlation.costs]\nbetween = [\"component.screen.unit_cost\", \"component.chip.unit_cost\"]\nrank = 0.6\n";
    let scenario = support::scenario(&week("sobol", more));
    let launches = support::launches(&scenario, 2048, 2);
    for input in &scenario.inputs {
        let mut values = launches[&format!("input {}", input.key)].clone();
        values.sort_unstable_by(f64::total_cmp);
        // Each replicate is a sample of its own, so the whole lies closer to its law than chance would have it.
        let n = values.len() as f64;
        let gap = |(at, value): (usize, &f64)| (input.law().cdf(*value) - (at as f64 + 0.5) / n).abs();
        let farthest = values.iter().enumerate().map(gap).fold(0.0, f64::max);
        // Of the correlated ones one is a sum of two points; chance alone stays below 0.03 in 19 samples of 20.
        let most = if input.key.ends_with("unit_cost") { 0.03 } else { 0.01 };
        assert!(farthest < most, "{}: {farthest}", input.key);
    }
    let ranks = |name: &str| -> Vec<f64> {
        let values = &launches[&format!("input {name}")];
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut ranks = vec![0.0; values.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank as f64);
        ranks
    };
    let (one, other) = (ranks("component.screen.unit_cost"), ranks("component.chip.unit_cost"));
    let middle = (one.len() as f64 - 1.0) / 2.0;
    let along = one.iter().zip(&other).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
    let whole = one.iter().map(|a| (a - middle) * (a - middle)).sum::<f64>();
    assert!((along / whole - 0.6).abs() < 0.03, "{}", along / whole);
}

#[test]
fn an_input_more_or_less_moves_no_other() {
    let inputs = |text: &str| support::launches(&support::scenario(text), 300, 1);
    let all = inputs(&week("sobol", ""));
    let fixed = inputs(&week("sobol", "").replace("{ uniform = { low = 1e4, high = 5e4 } }", "2e4"));
    let names =
        |of: &std::collections::BTreeMap<String, Vec<f64>>| of.keys().filter(|name| name.starts_with("input ")).count();
    assert_eq!(names(&all), names(&fixed) + 1);
    for (name, values) in fixed.iter().filter(|(name, _)| name.starts_with("input ")) {
        assert!(all[name] == *values, "{name}");
    }
    // And more launches leave the first ones as they are.
    let more = support::launches(&support::scenario(&week("sobol", "")), 700, 2);
    for (name, values) in all.iter().filter(|(name, _)| name.starts_with("input ")) {
        assert!(more[name][..300] == values[..], "{name}");
    }
}

#[test]
fn inputs_with_a_dimension_of_their_own_are_keys_that_every_scenario_calls_the_same_way() {
    let known: Vec<String> =
        TABLES.iter().flat_map(|table| table.keys.iter().map(|key| format!("{}.{}", table.path, key.name))).collect();
    for name in FIRST {
        assert!(known.iter().any(|key| key == name), "{name}");
    }
    let mut names = FIRST.to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FIRST.len());
}
