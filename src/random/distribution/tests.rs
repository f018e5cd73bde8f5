//! Distributions against closed forms and their own draws.

use super::*;
use crate::random::normal::uniform;
use crate::random::philox::word;

/// One of every family, with awkward shapes among them.
fn laws() -> Vec<Distribution> {
    vec![
        Normal { mean: 0.0, sd: 1.0 },
        LogNormal { mean: 1.1, cv: 0.5 },
        Triangular { low: 10.0, mode: 25.0, high: 60.0 },
        Pert { low: 10.0, mode: 25.0, high: 60.0 },
        Uniform { low: 3.0, high: 11.0 },
        Gamma { mean: 10.0, cv: 0.63 },
        Beta { alpha: 0.4, beta: 3.0, low: -1.0, high: 5.0 },
        Beta { alpha: 30.0, beta: 0.6, low: 0.0, high: 1.0 },
        Pert { low: 0.0, mode: 0.0, high: 3.0 },
        Triangular { low: 1.0, mode: 1.0, high: 2.0 },
        Gamma { mean: 4.0, cv: 2.0 },
        Gamma { mean: 4.0, cv: 0.01 },
        Gamma { mean: 4.0, cv: 0.000_5 },
        LogNormal { mean: 90.0, cv: 0.2 },
        Poisson { mean: 3.5 },
        Poisson { mean: 2000.0 },
        NegativeBinomial { mean: 12.0, dispersion: 0.7 },
        Geometric { mean: 4.0 },
        Truncated { of: Box::new(Poisson { mean: 6.0 }), low: Some(2.5), high: Some(9.0) },
        Empirical { values: vec![1.0, 2.0, 2.0, 3.5, 9.0] },
        Quantiles { p10: 60.0, p50: 80.0, p90: 130.0 },
        Quantiles { p10: 10.0, p50: 70.0, p90: 80.0 },
        Quantiles { p10: -1.0, p50: 0.0, p90: 1.0 },
        Truncated { of: Box::new(Normal { mean: 1.0, sd: 2.0 }), low: Some(0.0), high: None },
        Truncated { of: Box::new(Gamma { mean: 4.0, cv: 0.7 }), low: Some(1.0), high: Some(9.0) },
        Truncated { of: Box::new(Empirical { values: vec![1.0, 2.0, 4.0, 9.0] }), low: Some(1.5), high: Some(5.0) },
    ]
}

#[test]
fn quantiles_rise_stay_in_the_support_and_are_undone_by_the_distribution_function() {
    for law in laws() {
        assert_eq!(law.validate(), Ok(()), "{law:?}");
        let (low, high) = law.support();
        let mut previous = f64::NEG_INFINITY;
        for i in 1..500 {
            let u = f64::from(i) / 500.0;
            let x = law.quantile(u);
            assert!(x >= previous && x >= low && x <= high, "{law:?} at {u}: {x} after {previous}");
            previous = x;
            // Where a value has weight of its own, u lies between the two one-sided limits.
            assert!(law.cdf_below(x) <= u + 1e-10 && law.cdf(x) >= u - 1e-10, "{law:?} at {u}: {x}");
        }
        assert_eq!(law.median(), law.quantile(0.5));
    }
}

#[test]
fn draws_have_the_mean_and_the_law_they_should() {
    let n = 10_000_u32;
    for (source, law) in laws().into_iter().enumerate() {
        let mut values: Vec<f64> = (0..n).map(|i| law.quantile(uniform(word(5, i, source as u64, 0)))).collect();
        let summary = crate::stats::Summary::of(&values);
        let z = (summary.mean - law.mean()) / summary.se;
        // Two-sided p = 1e-5.
        assert!(z.abs() < 4.42, "{law:?}: mean {} for {}, z {z}", summary.mean, law.mean());
        values.sort_by(f64::total_cmp);
        let statistic = values
            .iter()
            .enumerate()
            .map(|(i, &x)| {
                let below = f64::from(i as u32) / f64::from(n);
                (law.cdf_below(x) - below).max(below + 1.0 / f64::from(n) - law.cdf(x))
            })
            .fold(0.0, f64::max);
        // Oracle KSCRIT of group 07: n = 10000, alpha = 0.001 (scipy, BSD-3, figures only).
        assert!(statistic < 0.019_477_480_457_299_69, "{law:?}: Kolmogorov-Smirnov {statistic}");
    }
}

#[test]
fn a_spread_of_zero_is_the_constant() {
    let constants = [
        Uniform { low: 3.0, high: 3.0 },
        Normal { mean: 3.0, sd: 0.0 },
        LogNormal { mean: 3.0, cv: 0.0 },
        Gamma { mean: 3.0, cv: 0.0 },
        Triangular { low: 3.0, mode: 3.0, high: 3.0 },
        Pert { low: 3.0, mode: 3.0, high: 3.0 },
        Beta { alpha: 1.0, beta: 2.0, low: 3.0, high: 3.0 },
        Quantiles { p10: 3.0, p50: 3.0, p90: 3.0 },
        Empirical { values: vec![3.0] },
        Discrete { values: vec![3.0], weights: vec![2.0] },
        Truncated { of: Box::new(Geometric { mean: 2.0 }), low: Some(2.5), high: Some(3.5) },
        Truncated { of: Box::new(Normal { mean: 3.0, sd: 0.0 }), low: Some(1.0), high: None },
    ];
    for law in constants {
        assert_eq!(law.validate(), Ok(()));
        assert_eq!([0.0, 0.3, 1.0].map(|u| law.quantile(u)), [3.0; 3], "{law:?}");
        assert!((law.mean() - 3.0).abs() < 1e-12);
        assert_eq!((law.cdf(2.9), law.cdf(3.0), law.cdf_below(3.0)), (0.0, 1.0, 0.0), "{law:?}");
        assert_eq!(law.support(), (3.0, 3.0), "{law:?}");
    }
}

#[test]
fn counts_sum_to_the_laws_of_their_textbooks() {
    // Term by term: Poisson e^-m m^k/k!, geometric b (1 - b)^(k - 1), negative binomial by its recursion.
    let (mut poisson, mut geometric) = (libm::exp(-3.5), 0.25);
    let (r, p) = (0.7, 0.7 / 12.7);
    let mut binomial = libm::pow(p, r);
    let [mut sums, mut below] = [[0.0; 3]; 2];
    let laws = [Poisson { mean: 3.5 }, Geometric { mean: 4.0 }, NegativeBinomial { mean: 12.0, dispersion: r }];
    for k in 0..40 {
        let x = f64::from(k);
        sums[0] += poisson;
        sums[1] += if k == 0 { 0.0 } else { geometric };
        sums[2] += binomial;
        poisson *= 3.5 / (x + 1.0);
        geometric *= if k == 0 { 1.0 } else { 0.75 };
        binomial *= (1.0 - p) * (x + r) / (x + 1.0);
        for ((law, &sum), before) in laws.iter().zip(&sums).zip(&mut below) {
            assert!((law.cdf(x) - sum).abs() < 1e-12 && (law.cdf(x + 0.7) - sum).abs() < 1e-12, "{law:?} at {k}");
            assert!((law.cdf_below(x) - *before).abs() < 1e-12, "{law:?} below {k}");
            if sum - *before > 1e-9 {
                assert_eq!(law.quantile(0.5 * (sum + *before)), x, "{law:?}");
            }
            *before = sum;
        }
    }
}

#[test]
fn the_mean_of_what_is_left_above_nought_is_that_of_the_draws() {
    let mut cases: Vec<(Distribution, f64, f64)> = laws().into_iter().map(|law| (law, 0.8, 3.1)).collect();
    cases.extend([(Normal { mean: 1.0, sd: 5.0 }, 2.0, 0.0), (Uniform { low: -20.0, high: 20.0 }, 1.0, -5.0)]);
    cases.push((Discrete { values: vec![-2.0, 1.0, 4.0], weights: vec![1.0, 1.0, 2.0] }, 1.0, 0.5));
    for (law, scale, shift) in cases {
        let n = 200_000;
        let total: f64 =
            (0..n).map(|i| (scale * law.quantile((f64::from(i) + 0.5) / f64::from(n)) - shift).max(0.0)).sum();
        let (found, expected) = (law.mean_above_nought(scale, shift), total / f64::from(n));
        assert!((found - expected).abs() <= 2e-3 * (0.1 + expected), "{law:?}: {found} for {expected}");
    }
}

#[test]
fn discrete_values_are_the_smallest_that_reach_u() {
    let law = Discrete {
        values: vec![8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
        weights: vec![0.05, 0.1, 0.1, 0.15, 0.2, 0.1, 0.05, 0.25],
    };
    assert_eq!(law.support(), (1.0, 8.0));
    assert!((law.cdf(4.5) - 0.6).abs() < 1e-12 && (law.cdf_below(4.0) - 0.4).abs() < 1e-12);

    let truncated = Truncated { of: Box::new(law), low: Some(1.5), high: Some(4.0) };
    assert_eq!([0.0, 0.14, 0.15, 0.42, 0.43, 1.0].map(|u| truncated.quantile(u)), [2.0, 2.0, 3.0, 3.0, 4.0, 4.0]);
    assert!((truncated.mean() - (0.1 + 0.3 + 0.8) / 0.35).abs() < 1e-12);
    assert_eq!(truncated.support(), (2.0, 4.0));
}

#[test]
fn three_quantiles_are_hit_exactly_on_either_side_of_symmetry() {
    for (p10, p50, p90) in [(60.0, 80.0, 130.0), (10.0, 70.0, 80.0), (-1.0, 0.0, 1.0), (0.0, 1.0, 2.000_001)] {
        let law = Quantiles { p10, p50, p90 };
        assert!((law.quantile(0.1) - p10).abs() < 1e-9, "{law:?}");
        assert_eq!(law.quantile(0.5), p50);
        assert!((law.quantile(0.9) - p90).abs() < 1e-9, "{law:?}");
        assert!((law.cdf(p10) - 0.1).abs() < 1e-9 && (law.cdf(p90) - 0.9).abs() < 1e-9);
        assert!((law.mean() / mean_of_quantile(|u| law.quantile(u)) - 1.0).abs() < 1e-6 || p50 == 0.0);
    }
    // ln X normal: 100 times or over 10 to the power +-1.
    let lognormal = Quantiles { p10: 10.0, p50: 100.0, p90: 1000.0 };
    assert!(lognormal.support().0.abs() < 1e-9 && lognormal.support().1 == f64::INFINITY);
    assert_eq!(Quantiles { p10: 0.0, p50: 9.0, p90: 10.0 }.support().0, f64::NEG_INFINITY);
}

#[test]
fn truncated_means_match_the_closed_form_of_the_normal() {
    // Johnson, Kotz & Balakrishnan (1994): mean + sd (phi(a) - phi(b)) / (Phi(b) - Phi(a)).
    let law = Truncated { of: Box::new(Normal { mean: 1.0, sd: 2.0 }), low: Some(0.0), high: Some(4.0) };
    let density = |z: f64| libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
    let expected = 1.0 + 2.0 * (density(-0.5) - density(1.5)) / (normal_cdf(1.5) - normal_cdf(-0.5));
    assert!((law.mean() - expected).abs() < 1e-9, "{} {expected}", law.mean());
    // At the ends Phi and its inverse leave a rounding error, on the allowed side of the bound.
    assert!((0.0..1e-14).contains(&law.quantile(0.0)));
    assert!((4.0 - 1e-13..=4.0).contains(&law.quantile(1.0)));
}
