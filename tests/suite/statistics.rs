//! Do distributions, statistics and finance give the figures that other programs computed?

#![allow(clippy::unreadable_literal, reason = "figures stand as their sources print them")]

use launchsim::random::copula::Copula;
use launchsim::random::count;
use launchsim::random::distribution::Distribution;
use launchsim::random::normal::{normal, normal_cdf};
use launchsim::random::philox::{philox4x32, word};
use launchsim::stats::finance::{irr, mirr, npv, payment, periods, rate};
use launchsim::stats::{PairedDifference, Summary, lower_tail_mean, quantile_sorted, student_interval, wilson};
use serde::Deserialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::{Absolute, Exact, Relative};

/// A law with what is known about it.
#[derive(Deserialize)]
struct Law {
    id: String,
    p: Vec<f64>,
    quantile: Vec<f64>,
    x: Vec<f64>,
    cdf: Vec<f64>,
    mean: f64,
    variance: f64,
}

fn laws() -> Vec<Law> {
    serde_json::from_str(include_str!("../oracles/distributions.json")).expect("distributions.json holds laws")
}

/// Our name for a law of the source.
fn ours(id: &str) -> Option<Distribution> {
    Some(match id {
        "normal(0,1)" => Distribution::Normal { mean: 0.0, sd: 1.0 },
        "lognormal(mu=0,sigma=0.5)" => {
            Distribution::LogNormal { mean: libm::exp(0.125), cv: libm::sqrt(libm::expm1(0.25)) }
        }
        "triangular(10,25,60)" => Distribution::Triangular { low: 10.0, mode: 25.0, high: 60.0 },
        "pert(10,25,60)" => Distribution::Pert { low: 10.0, mode: 25.0, high: 60.0 },
        "uniform(3,11)" => Distribution::Uniform { low: 3.0, high: 11.0 },
        "gamma(shape=2.5,scale=4)" => Distribution::Gamma { mean: 10.0, cv: libm::sqrt(0.4) },
        "exponential(mean=7)" => Distribution::Gamma { mean: 7.0, cv: 1.0 },
        "poisson(3.7)" => Distribution::Poisson { mean: 3.7 },
        "poisson(0.05)" => Distribution::Poisson { mean: 0.05 },
        "negbin(mean=20,k=4)" => Distribution::NegativeBinomial { mean: 20.0, dispersion: 4.0 },
        "geometric(0.25)" => Distribution::Geometric { mean: 4.0 },
        _ => return None,
    })
}

/// The largest difference of pairs, relative to what is expected.
fn largest(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    pairs.map(|(got, expected)| if got == expected { 0.0 } else { (got / expected - 1.0).abs() }).fold(0.0, f64::max)
}

#[test]
fn quantiles_distribution_functions_and_moments_match_scipy() {
    let mut cases = Cases::of("quantiles_distribution_functions_and_moments_match_scipy");
    for law in laws() {
        let Some(own) = ours(&law.id) else { continue };
        let quantiles = law.p.iter().zip(&law.quantile).map(|(&p, &expected)| (own.quantile(p), expected));
        let id = format!("DIST {}", law.id);
        cases.trace(&format!("{id}, quantiles"), law.p.len(), largest(quantiles), 2e-11);
        let off = law.x.iter().zip(&law.cdf).map(|(&x, &expected)| (own.cdf(x) - expected).abs()).fold(0.0, f64::max);
        cases.trace(&format!("{id}, distribution function"), law.x.len(), off, 1e-12);
        cases.trace(&format!("{id}, mean"), 1, (own.mean() - law.mean).abs() / (1.0 + law.mean), 1e-12);
    }
    cases.hold();
}

#[test]
fn counts_of_a_word_are_the_quantiles_of_scipy() {
    let mut cases = Cases::of("counts_of_a_word_are_the_quantiles_of_scipy");
    for law in laws() {
        let count = |word: u32| match law.id.as_str() {
            "poisson(3.7)" => Some(count::poisson(word, 3.7)),
            "poisson(0.05)" => Some(count::poisson(word, 0.05)),
            "binomial(40,0.97)" => Some(count::binomial(word, 40, 0.97)),
            "negbin(mean=20,k=4)" => Some(count::negative_binomial(word, 20.0, 4.0)),
            _ => None,
        };
        let drawn: Option<Vec<i32>> = law.p.iter().map(|p| count((p * 4_294_967_296.0) as u32)).collect();
        let Some(drawn) = drawn else { continue };
        let off = drawn.iter().zip(&law.quantile).map(|(&got, expected)| (f64::from(got) - expected).abs());
        cases.trace(&format!("DIST {}, counts", law.id), law.p.len(), off.fold(0.0, f64::max), 0.0);
    }
    cases.hold();
}

#[test]
fn draws_have_the_variances_of_scipy() {
    let mut cases = Cases::of("draws_have_the_variances_of_scipy");
    for (source, law) in laws().into_iter().enumerate() {
        let Some(own) = ours(&law.id) else { continue };
        let draw = |index: u32| own.quantile(launchsim::random::normal::uniform(word(6, index, source as u64, 0)));
        let squares: Vec<f64> = (0..20_000).map(|index| draw(index) - law.mean).map(|away| away * away).collect();
        cases.simulated(&format!("DIST {}", law.id), "variance of 20,000 draws", law.variance, &squares, 0.1);
    }
    cases.hold();
}

#[test]
fn philox_gives_the_published_answers() {
    let mut cases = Cases::of("philox_gives_the_published_answers");
    let published = [
        ("zeros", [0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        ("ones", [u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        (
            "digits of pi",
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (name, counter, key, expected) in published {
        let found: [u32; 4] = philox4x32(counter, key);
        let off = found.iter().zip(expected).map(|(&a, b): (&u32, u32)| f64::from(a.abs_diff(b))).fold(0.0, f64::max);
        cases.trace(&format!("PHILOX philox4x32-10, {name}"), 4, off, 0.0);
    }
    cases.hold();
}

#[test]
fn correlated_normals_have_the_correlations_of_scipy() {
    let mut cases = Cases::of("correlated_normals_have_the_correlations_of_scipy");
    // Spearman's rho, Pearson's r that gives it.
    let pairs = [
        (-0.9, -0.9079809994790935),
        (-0.5, -0.5176380902050415),
        (-0.3, -0.31286893008046174),
        (0.2, 0.20905692653530691),
        (0.5, 0.5176380902050415),
        (0.7, 0.7167358990906005),
        (0.9, 0.9079809994790935),
        (0.99, 0.9909173368648152),
    ];
    for (rho, r) in pairs {
        let copula = Copula::new(2, &[(0, 1, rho)]).expect("one pair is possible");
        // Independent scores 1 and 0 show the second row of the triangle's first column.
        let mut scores = [1.0, 0.0];
        copula.correlate(&mut scores);
        cases.figure("GCOPULA", &format!("Pearson's r at rho = {rho}"), r, scores[1], Absolute(1e-14));
    }
    let rho = 6.0 / std::f64::consts::PI * libm::asin(0.35);
    let copula = Copula::new(2, &[(0, 1, rho)]).expect("one pair is possible");
    let inside: Vec<f64> = (0..50_000)
        .map(|launch| {
            let mut values = [0, 1].map(|source| normal(word(31, launch, source, 0)));
            copula.uniforms(&mut values);
            f64::from(u8::from(values[0] <= normal_cdf(1.0) && values[1] <= normal_cdf(-0.5)))
        })
        .collect();
    cases.simulated("BVN", "P(Z1 <= 1, Z2 <= -0.5) at r = 0.7", 0.30534714649321426, &inside, 0.01);
    cases.hold();
}

#[test]
fn intervals_are_those_of_scipy_and_statsmodels() {
    let mut cases = Cases::of("intervals_are_those_of_scipy_and_statsmodels");
    // Values; t at p = 0.95, 0.975, 0.995 with one degree of freedom less.
    let table = [
        (2, [6.313751514675037, 12.706204736174694, 63.656741162871526]),
        (3, [2.9199855803537242, 4.302652729749462, 9.924843200918287]),
        (5, [2.1318467863266495, 2.7764451051977934, 4.604094871349992]),
        (10, [1.833112932656237, 2.262157162798205, 3.249835541592126]),
        (20, [1.7291328115213682, 2.0930240544083087, 2.8609346064649794]),
        (30, [1.6991270265334972, 2.045229642132703, 2.756385903670605]),
        (100, [1.6603911560169906, 1.9842169515864174, 2.626405457280827]),
        (1000, [1.646380345427535, 1.9623414611334493, 2.5807596372676365]),
    ];
    for (n, expected) in table {
        for (p, t) in [0.95, 0.975, 0.995].into_iter().zip(expected) {
            // Half the interval of a mean whose standard error is 1.
            let found = student_interval(0.0, (n as f64).sqrt(), n, 2.0 * p - 1.0).1;
            cases.figure("TQUANT", &format!("t of {} degrees at {p}", n - 1), t, found, Relative(1e-10));
        }
    }
    let counts = [
        (15, 148, 0.06238639953073628, 0.16048724172330803),
        (0, 20, 0.0, 0.1611251580528194),
        (430, 474, 0.8776756906113914, 0.9301236178718919),
        (10, 14, 0.45350915670106806, 0.8827862135542308),
        (4097, 4985, 0.8109973581273485, 0.8322381558668307),
        (0, 10, 0.0, 0.27753279986288926),
        (500, 1000, 0.4690696003681042, 0.5309303996318958),
    ];
    for (successes, trials, low, high) in counts {
        let found = wilson(successes, trials, 0.95);
        let case = format!("WILSON {successes}/{trials}");
        cases.figure(&case, "low", low, found.0, Absolute(1e-12));
        cases.figure(&case, "high", high, found.1, Absolute(1e-12));
        let mirrored = wilson(trials - successes, trials, 0.95);
        cases.figure(&case, "low of the failures", 1.0 - high, mirrored.0, Absolute(1e-12));
        cases.figure(&case, "high of the failures", 1.0 - low, mirrored.1, Absolute(1e-12));
    }
    cases.hold();
}

#[test]
fn paired_differences_are_students_and_save_what_common_luck_saves() {
    let mut cases = Cases::of("paired_differences_are_students_and_save_what_common_luck_saves");
    let x = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    let y = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    let intervals = [
        (0.9, 0.8669947329707162, 2.293005267029284),
        (0.95, 0.7001142367230175, 2.459885763276983),
        (0.99, 0.3159481148951825, 2.8440518851048253),
    ];
    for (confidence, low, high) in intervals {
        let found = PairedDifference::of(&y, &x, confidence);
        cases.figure("PAIREDT1", "mean difference", 1.58, found.summary.mean, Absolute(1e-12));
        cases.figure("PAIREDT1", "standard deviation", 1.2299954832798732, found.summary.sd, Absolute(1e-12));
        cases.figure("PAIREDT1", &format!("low at {confidence}"), low, found.low, Absolute(1e-9));
        cases.figure("PAIREDT1", &format!("high at {confidence}"), high, found.high, Absolute(1e-9));
    }
    let found = PairedDifference::of(&y, &x, 0.95);
    cases.figure("PAIREDT1", "chance that x is more", 0.9, found.more.value, Exact);
    cases.figure("PAIREDT1", "chance that x is less", 0.0, found.less.value, Exact);
    let unpaired_se = (found.reduction * found.summary.se * found.summary.se).sqrt();
    cases.figure("PAIREDT2", "t without pairs", 1.8608134674868526, 1.58 / unpaired_se, Absolute(1e-9));
    // CRN01: equally likely quantiles of the demand stand for launches.
    let demand = Normal::new(50.0, 8.0).expect("a normal law");
    let n = 200_000;
    let cost = |stock: f64| -> Vec<f64> {
        let demands = (0..n).map(|i| demand.inverse_cdf((f64::from(i) + 0.5) / f64::from(n)));
        demands.map(|d| if d < stock { 0.18 * (stock - d) } else { 0.7 * (d - stock) }).collect()
    };
    let found = PairedDifference::of(&cost(60.0), &cost(55.0), 0.95);
    cases.figure("CRN01", "mean difference", -0.11621466209003005, found.summary.mean, Absolute(1e-4));
    let variance = found.summary.sd * found.summary.sd;
    cases.figure("CRN01", "variance of the difference", 2.3165427985766422, variance, Absolute(2e-3));
    cases.figure("CRN01", "variance saved by common luck", 2.354900564440897, found.reduction, Absolute(2e-3));
    let covariance = 0.5 * (found.reduction - 1.0) * variance;
    let product = (3.54831376061193_f64 * 1.9069141833077001).sqrt();
    cases.figure("CRN01", "correlation", covariance / product, found.correlation, Absolute(1e-3));
    cases.hold();
}

#[test]
fn tails_quantiles_and_moments_of_columns_are_those_of_numpy_and_nist() {
    let mut cases = Cases::of("tails_quantiles_and_moments_of_columns_are_those_of_numpy_and_nist");
    let losses = [
        -12.5, 3.0, -7.25, 18.0, 0.5, -1.0, 44.0, 9.75, -30.0, 6.0, 2.25, 13.5, -4.0, 27.0, -9.5, 1.0, 5.5, -2.0, 11.0,
        -16.0_f64,
    ];
    let values: Vec<f64> = losses.iter().map(|loss| -loss).collect();
    // Rockafellar's and Uryasev's; at 0.93 the means of losses at or beyond, and beyond, the value at risk are 35.5 and 44.
    for (alpha, expected) in
        [(0.5, 14.0), (0.8, 25.625), (0.9, 35.5), (0.93, 39.14285714285715), (0.95, 44.0), (0.99, 44.0)]
    {
        let found = -lower_tail_mean(&values, 1.0 - alpha);
        cases.figure("CVAR", &format!("mean of the worst tail at {alpha}"), expected, found, Absolute(1e-10));
    }
    let n = 100_000;
    let exponential: Vec<f64> = (0..n).map(|i| libm::log((f64::from(i) + 0.5) / f64::from(n))).collect();
    let found = -Summary::of(&exponential).cvar5;
    cases.figure("CVAR", "of an exponential loss at 0.95", 3.99573227355399, found, Absolute(1e-4));
    let data = [0.0, 1.0, 2.0, 3.5, 7.0, 11.0, 11.0, 20.0, 35.5, 100.0];
    let type_7 = [
        (0.0, 0.0),
        (0.05, 0.45),
        (0.1, 0.9),
        (0.25, 2.375),
        (1.0 / 3.0, 3.5),
        (0.5, 9.0),
        (0.75, 17.75),
        (0.9, 41.95),
        (0.95, 70.975),
        (0.99, 94.195),
        (1.0, 100.0),
    ];
    for (p, expected) in type_7 {
        cases.figure("QUANTILES", &format!("type 7 at {p:.3}"), expected, quantile_sorted(&data, p), Absolute(1e-10));
    }
    let three = Summary::of(&[10_000_001.0, 10_000_003.0, 10_000_002.0]);
    cases.figure("NUMACC1", "mean", 10_000_002.0, three.mean, Exact);
    cases.figure("NUMACC1", "standard deviation", 1.0, three.sd, Exact);
    for (name, base, tolerance) in
        [("NUMACC2", 1.0, 1e-14), ("NUMACC3", 1_000_000.0, 1e-9), ("NUMACC4", 10_000_000.0, 1e-8)]
    {
        let steps = (0..1000).map(|i| base + if i % 2 == 0 { 0.1 } else { 0.3 });
        let summary = Summary::of(&std::iter::once(base + 0.2).chain(steps).collect::<Vec<f64>>());
        cases.figure(name, "mean", base + 0.2, summary.mean, Relative(1e-15));
        cases.figure(name, "standard deviation", 0.1, summary.sd, Relative(tolerance));
    }
    cases.hold();
}

#[test]
fn discrete_quantiles_are_the_smallest_values_that_reach_u() {
    let mut cases = Cases::of("discrete_quantiles_are_the_smallest_values_that_reach_u");
    let law = Distribution::Discrete {
        values: vec![8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
        weights: vec![0.05, 0.1, 0.1, 0.15, 0.2, 0.1, 0.05, 0.25],
    };
    let u = [0.0, 0.2499, 0.25, 0.2500001, 0.3, 0.4, 0.4000001, 0.5999, 0.75, 0.95, 0.9999];
    let expected = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 7.0, 8.0];
    let off = u.iter().zip(expected).map(|(&u, expected)| (law.quantile(u) - expected).abs()).fold(0.0, f64::max);
    cases.trace("EMPIRICAL, quantiles", u.len(), off, 0.0);
    cases.trace("EMPIRICAL, mean", 1, (law.mean() - 3.9).abs(), 1e-12);
    cases.hold();
}

#[test]
fn finance_is_that_of_numpy_financial() {
    let mut cases = Cases::of("finance_is_that_of_numpy_financial");
    let close = Relative(1e-9);
    let flows = [-15_000.0, 1_500.0, 2_500.0, 3_500.0, 4_500.0, 6_000.0];
    cases.figure("FIN01", "net present value", 122.89485495093959, npv(0.05, &flows), close);
    let rates: [(&str, &[f64], f64); 4] = [
        ("FIN02", &[-150_000.0, 15_000.0, 25_000.0, 35_000.0, 45_000.0, 60_000.0], 0.05243288885941453),
        ("FIN03", &[-100.0, 0.0, 0.0, 74.0], -0.0954958303489728),
        ("FIN05", &[-100.0, 100.0, 0.0, -7.0], -0.08329966618493256),
        ("FIN07", &[-5.0, 10.5, 1.0, -8.0, 1.0], 0.08859833852775534),
    ];
    for (case, flows, expected) in rates {
        cases.figure(case, "internal rate of return", expected, irr(flows), close);
    }
    let flows = [-4_500.0, -800.0, 800.0, 800.0, 600.0, 600.0, 800.0, 800.0, 700.0, 3_000.0];
    cases.figure("FIN08", "modified rate", 0.06659717503155349, mirr(&flows, 0.08, 0.055), close);
    let flows = [100.0, 200.0, -50.0, 300.0, -200.0];
    cases.figure("FIN10", "modified rate", 0.3428233878421769, mirr(&flows, 0.05, 0.06), close);
    let found = payment(0.08 / 12.0, 60.0, 15_000.0, 0.0);
    cases.figure("FIN11", "payment", -304.14591432620523, found, close);
    cases.figure("FIN13", "rate", 0.11069085371426893, rate(10, 0.0, -3_500.0, 10_000.0), close);
    cases.figure("FIN14", "periods", 21.54494419732334, periods(0.075, -2_000.0, 0.0, 100_000.0), close);
    // FIN11 as a loan of the company: sixty payments less what was lent are its interest.
    let text = "[timeline]\nstart = 2026-01-01\nend = 2031-01-02\n[product.phone]\n[loan.bank]\ndate = 2026-01-01\n\
                amount = 15_000\nrate = 0.08\nterm = \"60 months\"\nrepayment = \"annuity\"\n";
    let interest = support::launches(&support::scenario(text), 1, 1)["interest_paid_yuan"][0];
    cases.figure("FIN11", "interest of a loan", 60.0 * 304.14591432620523 - 15_000.0, interest, close);
    cases.hold();
}
