//! Demand drawn anew each day, and suppliers that fail and recover: their laws, and what the book says of them.

#![allow(clippy::unreadable_literal, reason = "figures stand as their sources print them")]

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::random::math::ln;
use statrs::distribution::{ContinuousCDF, Discrete, NegativeBinomial, Normal, Poisson};

use crate::stochastic::{LEAST, START, base_stocks, chi_square, cost_per_day, normal_statistic, of_seasons, product};
use crate::support;
use crate::validation::Cases;

/// Orders of every day of sixteen launches, of each stream.
#[derive(Default)]
struct Orders(Vec<Vec<[i32; 16]>>);

impl Observer<16> for Orders {
    fn day(&mut self, _: &Plan, company: &Company<16>, _: usize) {
        let streams = &company.store.streams;
        self.0.resize(streams.len(), Vec::new());
        for (days, queue) in self.0.iter_mut().zip(streams) {
            days.push(queue.orders_today.0);
        }
    }
}

fn orders(text: &str) -> Vec<Vec<[i32; 16]>> {
    let mut orders = Orders::default();
    simulate::<16>(&support::plan(text), 0, &mut orders);
    orders.0
}

fn stream(name: &str, keys: &str) -> String {
    format!("[order_stream.{name}]\nnet_price = 30\n{keys}\n")
}

fn days(horizon: u32) -> String {
    format!("[timeline]\nstart = {START}\nhorizon = \"{horizon} days\"\n[product.phone]\n")
}

fn law(text: &str) -> String {
    stream("customers", &format!("daily_law = {text}"))
}

#[test]
fn a_daily_law_orders_whole_phones_between_its_dates() {
    let text = days(6)
        + &stream("some_days", "daily_law = 7\nfrom = 2026-01-02\nto = 2026-01-04")
        + &stream("before", "daily_law = 7\nto = 2025-12-31")
        + &stream("grows", "daily_law = 10\nlaw_factor = [[2026-01-01, 1], [2026-01-05, 2]]")
        + &stream("rounded", "daily_law = { uniform = { low = 2.4, high = 2.49 } }")
        + &stream("nobody", "daily_law = { uniform = { low = -9, high = -1 } }")
        + &stream("linear", "daily_law = 100\nprice_slope = 2\nreference_price = 10")
        + &stream("elastic", "daily_law = 100\nprice_elasticity = 2\nreference_price = 15");
    let expected = [
        [0, 7, 7, 7, 0, 0],
        [0; 6],
        // 12.5 and 17.5 are rounded up.
        [10, 13, 15, 18, 20, 20],
        [2; 6],
        [0; 6],
        [60; 6],
        [25; 6],
    ];
    for (stream, expected) in orders(&text).iter().zip(expected) {
        let first: Vec<i32> = stream.iter().map(|day| day[0]).collect();
        assert_eq!(first, expected);
    }
}

#[test]
fn orders_follow_the_shelf_price_where_they_are_told_to() {
    let text = days(4).trim_end().to_owned()
        + "\nprice = [[2026-01-01, 2000], [2026-01-03, 1500]]\n"
        + &stream(
            "linear",
            "daily_law = 100\nprice_slope = 0.1\nreference_price = 1800\nfollows_price = \"shelf_price\"",
        )
        + &stream(
            "late",
            "daily_law = 100\nprice_elasticity = 1\nreference_price = 2000\nfollows_price = \"shelf_price\"\nfrom = 2026-01-04",
        );
    let orders = orders(&text);
    let of = |at: usize| orders[at].iter().map(|day| day[3]).collect::<Vec<_>>();
    assert_eq!(of(0), [80, 80, 130, 130]);
    assert_eq!(of(1), [0, 0, 0, 133]);
}

/// Chi-square of the counts of sixteen launches on 2,000 days.
#[test]
fn a_daily_law_has_the_law_it_names() {
    let normal = Normal::new(50.0, 8.0).expect("a normal law");
    let whole = |k: i64| normal.cdf(k as f64 + 0.5) - normal.cdf(k as f64 - 0.5);
    let censored = Normal::new(3.0, 4.0).expect("a normal law");
    let at_least_nought = |k: i64| {
        let below = if k == 0 { 0.0 } else { censored.cdf(k as f64 - 0.5) };
        censored.cdf(k as f64 + 0.5) - below
    };
    let (few, many) = (Poisson::new(3.5).expect("a Poisson law"), Poisson::new(200.0).expect("a Poisson law"));
    // statrs counts failures before the r-th success of chance r/(r + mean).
    let spread = NegativeBinomial::new(2.5, 2.5 / 14.5).expect("a negative binomial law");
    let geometric = |k: i64| if k < 1 { 0.0 } else { 0.25 * 0.75_f64.powi(k as i32 - 1) };
    type Chance<'a> = Box<dyn Fn(i64) -> f64 + 'a>;
    let cases: Vec<(&str, Chance)> = vec![
        ("{ normal = { mean = 50, sd = 8 } }", Box::new(whole)),
        ("{ normal = { mean = 3, sd = 4 } }", Box::new(at_least_nought)),
        ("{ poisson = { mean = 3.5 } }", Box::new(|k| few.pmf(k as u64))),
        ("{ poisson = { mean = 200 } }", Box::new(|k| many.pmf(k as u64))),
        ("{ negative_binomial = { mean = 12, dispersion = 2.5 } }", Box::new(|k| spread.pmf(k as u64))),
        ("{ geometric = { mean = 4 } }", Box::new(geometric)),
    ];
    for (text, chance) in cases {
        let orders = orders(&(days(2000) + &law(text)));
        let values: Vec<f64> = orders[0].iter().flatten().map(|&orders| f64::from(orders)).collect();
        chi_square(text, &values, 0, 400, chance);
    }
}

#[test]
fn days_streams_and_launches_draw_independently() {
    let text = days(4000)
        + &law("{ gamma = { mean = 300, cv = 0.4 } }")
        + &stream("others", "daily_law = { gamma = { mean = 300, cv = 0.4 } }");
    let orders = orders(&text);
    let (one, other) = (&orders[0], &orders[1]);
    let correlation = |pairs: Vec<(f64, f64)>| {
        let n = pairs.len() as f64;
        let mean = |get: fn(&(f64, f64)) -> f64| pairs.iter().map(get).sum::<f64>() / n;
        let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let moment = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n;
        let (ab, aa, bb) = (
            moment(&|pair| (pair.0 - a) * (pair.1 - b)),
            moment(&|pair| (pair.0 - a) * (pair.0 - a)),
            moment(&|pair| (pair.1 - b) * (pair.1 - b)),
        );
        ab / (aa * bb).sqrt() * n.sqrt()
    };
    let real = |value: i32| f64::from(value);
    for lag in [1, 2, 4, 7] {
        let pairs = one.iter().zip(&one[lag..]).flat_map(|(a, b)| a.iter().zip(b)).map(|(&a, &b)| (real(a), real(b)));
        normal_statistic(&format!("lag {lag}"), correlation(pairs.collect()));
    }
    let pairs = one.iter().zip(other).flat_map(|(a, b)| a.iter().zip(b)).map(|(&a, &b)| (real(a), real(b)));
    normal_statistic("two streams", correlation(pairs.collect()));
    let pairs = one.iter().map(|day| (real(day[0]), real(day[1])));
    normal_statistic("two launches", correlation(pairs.collect()));
}

#[test]
fn a_law_in_deterministic_mode_orders_its_mean() {
    let cases = [
        ("daily_law = { normal = { mean = 2.6, sd = 0.1 } }", 2.6),
        // E max(0, X) of a standard normal is 1/sqrt(2 pi).
        ("daily_law = { normal = { mean = 0, sd = 10 } }", 3.989422804014327),
        ("daily_law = { gamma = { mean = 7.3, cv = 0.5 } }\nlaw_factor = 2", 14.6),
        ("daily_law = { poisson = { mean = 4.3 } }\nprice_elasticity = 1\nreference_price = 15", 2.15),
        // U(0, 40) - 10: 30 * 3/4 / 2.
        ("daily_law = { uniform = { low = 0, high = 40 } }\nprice_slope = 1\nreference_price = 20", 11.25),
        // Poisson(1) - 1 above nought: 1/e.
        ("daily_law = { poisson = { mean = 1 } }\nprice_slope = 0.1\nreference_price = 20", 0.36787944117144233),
    ];
    for (keys, mean) in cases {
        let text = "[run]\ndeterministic = true\n".to_owned() + &days(1000) + &stream("customers", keys);
        let mut total = 0;
        for (day, orders) in orders(&text)[0].iter().enumerate() {
            total += orders[0];
            let expected = mean * (day + 1) as f64;
            assert!((f64::from(total) - expected).abs() <= 1.0 + 1e-5 * expected, "{keys}, day {day}: {total}");
            assert_eq!(orders, &[orders[0]; 16]);
        }
    }
}

/// INV03 (stockpyl, after Snyder & Shen): base stock with a lead time, normal demand. A unit of the source is 1,000
/// phones, so that rounding to whole phones moves a cost of 4.5 by less than 1e-6.
#[test]
fn base_stock_under_normal_demand_costs_what_the_book_says() {
    let mut held = Cases::of("base_stock_under_normal_demand_costs_what_the_book_says");
    const SCALE: f64 = 1000.0;
    for (level, expected) in [(264.7668943741548, 4.466781004149578), (180.0, 49.000164748034095)] {
        let text = days(4000)
            + &product(1, "backorder_cost_per_day = 0.7\n").replace("[product.phone]\n", "")
            + &base_stocks(&[(5, (level * SCALE).round() as u32)], 0.18)
            + &law("{ normal = { mean = 50_000, sd = 8_000 } }");
        let costs: Vec<f64> = cost_per_day(&support::plan(&text), 6).into_iter().map(|cost| cost / SCALE).collect();
        held.simulated("INV03", &format!("cost at S = {level}"), expected, &costs, LEAST);
    }
    held.hold();
}

/// PN01 and PN02 (after Petruzzi & Dada 1999): price and stock chosen together, demand linear in the price with additive
/// noise, at their optima. A unit of the source is 10,000 phones.
#[test]
fn a_price_setting_newsvendor_with_additive_demand_earns_what_the_book_says() {
    let mut held = Cases::of("a_price_setting_newsvendor_with_additive_demand_earns_what_the_book_says");
    const SCALE: f64 = 10_000.0;
    let uniform = format!("{{ uniform = {{ low = {}, high = {} }} }}", 80.0 * SCALE, 120.0 * SCALE);
    let normal = format!("{{ normal = {{ mean = {}, sd = {} }} }}", 100.0 * SCALE, 10.0 * SCALE);
    let cases = [
        ("PN01", uniform, 2.0, 10.0, 29.422418249209503, 47.560087916291636, 667.308176568762),
        ("PN02", normal, 3.5, 3.0, 15.634447730302412, 53.98918020934849, 529.3966032829753),
    ];
    for (id, law, slope, cost, price, stock, expected) in cases {
        let text = format!(
            "{}parts = {{ part = 1 }}\n[supplier.maker]\n[component.part]\nsupplier = \"maker\"\nunit_cost = {cost}\n\
             lead_time = \"1 day\"\nopening_stock = {}\n[factory.line]\n[order_stream.customers]\nnet_price = {price}\n\
             daily_law = {law}\nprice_slope = {}\nreference_price = 0\n",
            days(1),
            (stock * SCALE).round(),
            slope * SCALE
        );
        held.simulated(
            id,
            "profit at the best price and stock",
            expected,
            &of_seasons(&text, &["net_profit_yuan"], SCALE),
            LEAST,
        );
    }
    held.hold();
}

/// The rate a year at which a day sees an event with this chance.
fn rate(chance: f64) -> f64 {
    -365.25 * ln(1.0 - chance)
}

/// Days on which orders are halted, seen by a part that is ordered on every other day.
#[derive(Default)]
struct Halts(Vec<[bool; 16]>, Vec<[i32; 16]>);

impl Observer<16> for Halts {
    fn day(&mut self, _: &Plan, company: &Company<16>, _: usize) {
        let ordered = company.supply.classes[0].ordered.0;
        let before = self.1.last().copied().unwrap_or_default();
        self.0.push(std::array::from_fn(|lane| ordered[lane] == before[lane]));
        self.1.push(ordered);
    }
}

/// Up and down days of a supplier that fails with the daily chance a and recovers with b: a day depends on the day
/// before alone, with these two chances.
#[test]
fn a_supplier_that_fails_and_recovers_is_a_markov_chain() {
    let (fails, recovers): (f64, f64) = (0.04, 0.25);
    let by_geometric =
        format!("strikes = \"after_recovery\"\nlength = {{ geometric = {{ mean = \"{} days\" }} }}", 1.0 / recovers);
    // The lengths of docs/model.md, E58, with which events that overlap give the same chain.
    let free = |n: i32| {
        let share = recovers / (fails + recovers);
        share + (1.0 - share) * (1.0 - fails - recovers).powi(n)
    };
    let longer = |n: i32| (free(n) / free(n + 1)).ln() / -(1.0 - fails).ln();
    let values: Vec<String> = (1..80).map(|n| format!("\"{n} days\"")).collect();
    let weights: Vec<String> = (1..80).map(|n| format!("{}", longer(n - 1) - longer(n))).collect();
    let by_overlaps =
        format!("length = {{ discrete = {{ values = [{}], weights = [{}] }} }}", values.join(", "), weights.join(", "));
    for law in [by_geometric, by_overlaps] {
        let text = format!(
            "{}parts = {{ part = 1 }}\n[supplier.maker]\n[component.part]\nsupplier = \"maker\"\nunit_cost = 1\n\
             lead_time = \"1 day\"\nreview = \"1 day\"\npolicy = \"reorder_point\"\nreorder_level = 1_000_000\norder_quantity = 1\n\
             [disruption.failure]\nsupplier = \"maker\"\neffect = \"halt\"\nstops = \"orders\"\nrate_per_year = {}\n{law}\n",
            days(9000),
            rate(fails)
        );
        let mut halts = Halts::default();
        simulate::<16>(&support::plan(&text), 0, &mut halts);
        // Ups and downs by the two days before.
        let mut seen = [[[0.0_f64; 2]; 2]; 2];
        for three in halts.0.windows(3) {
            for lane in 0..16 {
                let [a, b, c] = [&three[0], &three[1], &three[2]].map(|day| usize::from(day[lane]));
                seen[a][b][c] += 1.0;
            }
        }
        for (before, seen) in seen.iter().enumerate() {
            for (last, chance) in [(0, fails), (1, recovers)] {
                let [up, down] = seen[last];
                let changes = if last == 0 { down } else { up };
                let n = up + down;
                let z = (changes - n * chance) / (n * chance * (1.0 - chance)).sqrt();
                normal_statistic(&format!("{law:.30}: change after {before}, {last} in {n} days"), z);
            }
        }
    }
}

/// INV14 (stockpyl, after Snyder & Shen): base stock under constant demand, a supplier that fails and recovers; 1.3
/// million periods. The book orders in the morning for the day, we in the evening for the next one.
#[test]
fn base_stock_with_a_failing_supplier_costs_what_the_book_says() {
    let mut held = Cases::of("base_stock_with_a_failing_supplier_costs_what_the_book_says");
    let cases = [(8000, 2737.068965490435), (2000, 3310.344827558603), (12000, 3075.161637904759)];
    for (level, expected) in cases {
        let text = days(9900)
            + &product(1, "backorder_cost_per_day = 3\n").replace("[product.phone]\n", "")
            + &base_stocks(&[(1, level)], 0.25)
            + &law("2000")
            + &format!(
                "[disruption.failure]\nsupplier = \"maker\"\neffect = \"halt\"\nstops = \"orders\"\nrate_per_year = {}\n\
                 strikes = \"after_recovery\"\nlength = {{ geometric = {{ mean = \"4 days\" }} }}\n",
                rate(0.04)
            );
        let costs = cost_per_day(&support::plan(&text), 8);
        held.simulated("INV14", &format!("cost at S = {level}"), expected, &costs, LEAST);
    }
    held.hold();
}

#[test]
fn a_further_stream_moves_nobodys_orders() {
    let alone = days(50) + &law("{ poisson = { mean = 9 } }");
    let beside = alone.clone() + &stream("others", "daily_law = { poisson = { mean = 9 } }");
    assert_eq!(orders(&alone)[0], orders(&beside)[0]);
}
