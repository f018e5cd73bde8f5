//! Distributions against scipy, closed forms and their own draws.

#![expect(
    clippy::unreadable_literal,
    reason = "oracle figures are copied as printed"
)]

use super::*;
use crate::random::normal::uniform;
use crate::random::philox::word;

struct Case {
    law: Distribution,
    quantiles: [f64; 15],
    cdf: [(f64, f64); 3],
    mean: f64,
    variance: f64,
}

const P: [f64; 15] = [
    1e-06, 0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999, 0.999999,
];

/// Oracles DIST of group 07: scipy 1.17.1, quantiles re-checked with 40 digits (BSD-3, figures only).
#[rustfmt::skip]
fn oracles() -> Vec<Case> {
    vec![
        Case {
            law: Normal { mean: 0.0, sd: 1.0 },
            quantiles: [-4.753424308822899, -3.090232306167813, -2.3263478740408408, -1.9599639845400545, -1.6448536269514729, -1.2815515655446004, -0.6744897501960817, 0.0, 0.6744897501960817, 1.2815515655446004, 1.6448536269514722, 1.959963984540054, 2.3263478740408408, 3.090232306167813, 4.753424308817087],
            cdf: [
                (-0.84, 0.20045419326044966),
                (0.25, 0.5987063256829237),
                (1.04, 0.8508300496690187),
            ],
            mean: 0.0,
            variance: 1.0,
        },
        Case {
            law: LogNormal {
                mean: libm::exp(0.125),
                cv: libm::sqrt(libm::expm1(0.25)),
            },
            quantiles: [0.09285537029957658, 0.21328709583013578, 0.31249277282896637, 0.3753178574131764, 0.4393641049274924, 0.5268835182960365, 0.713734042808158, 1.0, 1.4010821118543542, 1.8979527073347104, 2.276016608514317, 2.664408261552898, 3.2000740079429617, 4.688516181008959, 10.769436347847448],
            cdf: [
                (0.66, 0.20297809019412955),
                (1.14, 0.6033610680474131),
                (1.68, 0.8502689502798793),
            ],
            mean: 1.1331484530668263,
            variance: 0.3646958540123865,
        },
        Case {
            law: Triangular {
                low: 10.0,
                mode: 25.0,
                high: 60.0,
            },
            quantiles: [10.027386127875259, 10.86602540378444, 12.738612787525831, 14.330127018922195, 16.123724356957943, 18.66025403784439, 23.69306393762915, 30.41960108450192, 39.08349933664811, 46.77124344467705, 50.64585653306514, 53.38562172233852, 55.81669986732962, 58.67712434446771, 59.958166998672695],
            cdf: [
                (22.25, 0.20008333333333334),
                (33.54, 0.5999248000000001),
                (43.8, 0.8500342857142857),
            ],
            mean: 31.666666666666668,
            variance: 109.72222222222221,
        },
        Case {
            law: Pert {
                low: 10.0,
                mode: 25.0,
                high: 60.0,
            },
            quantiles: [10.032129061953812, 10.751669337666218, 12.196516585558925, 13.404783196091806, 14.785214176459945, 16.809998128183572, 21.25616022506238, 27.549974247455907, 34.65853694663137, 41.03772428325601, 44.57755088558132, 47.37756864827436, 50.25349479462735, 54.81845688142254, 59.177667150918616],
            cdf: [
                (19.9, 0.19988402613964534),
                (30.17, 0.6000515122287321),
                (38.51, 0.8500286099250494),
            ],
            mean: 28.333333333333336,
            variance: 82.93650793650792,
        },
        Case {
            law: Uniform {
                low: 3.0,
                high: 11.0,
            },
            quantiles: [3.000008, 3.008, 3.08, 3.2, 3.4, 3.8, 5.0, 7.0, 9.0, 10.2, 10.6, 10.8, 10.92, 10.992, 10.999991999999999],
            cdf: [
                (4.6, 0.19999999999999996),
                (7.8, 0.6),
                (9.8, 0.8500000000000001),
            ],
            mean: 7.0,
            variance: 5.333333333333333,
        },
        Case {
            law: Gamma {
                mean: 10.0,
                cv: libm::sqrt(0.4),
            },
            quantiles: [0.025792320412994174, 0.4204252052584384, 1.1085961534565545, 1.662423226973325, 2.2909524521235385, 3.2206159739246454, 5.349205618864327, 8.702920382191053, 13.251359527658494, 18.472713799562246, 22.140995387032703, 25.665003988060054, 30.17254493877798, 41.030011304865745, 71.77637375922085],
            cdf: [
                (4.69, 0.20036446607858935),
                (10.26, 0.5997781410478448),
                (16.23, 0.8499893998582594),
            ],
            mean: 10.0,
            variance: 40.0,
        },
    ]
}

/// One of every family, with awkward shapes among them.
fn laws() -> Vec<Distribution> {
    let mut laws: Vec<Distribution> = oracles().into_iter().map(|case| case.law).collect();
    laws.extend([
        Beta {
            alpha: 0.4,
            beta: 3.0,
            low: -1.0,
            high: 5.0,
        },
        Beta {
            alpha: 30.0,
            beta: 0.6,
            low: 0.0,
            high: 1.0,
        },
        Pert {
            low: 0.0,
            mode: 0.0,
            high: 3.0,
        },
        Triangular {
            low: 1.0,
            mode: 1.0,
            high: 2.0,
        },
        Gamma { mean: 4.0, cv: 2.0 },
        Gamma {
            mean: 4.0,
            cv: 0.01,
        },
        Gamma {
            mean: 4.0,
            cv: 0.000_5,
        },
        LogNormal {
            mean: 90.0,
            cv: 0.2,
        },
        Empirical {
            values: vec![1.0, 2.0, 2.0, 3.5, 9.0],
        },
        Quantiles {
            p10: 60.0,
            p50: 80.0,
            p90: 130.0,
        },
        Quantiles {
            p10: 10.0,
            p50: 70.0,
            p90: 80.0,
        },
        Quantiles {
            p10: -1.0,
            p50: 0.0,
            p90: 1.0,
        },
        Truncated {
            of: Box::new(Normal { mean: 1.0, sd: 2.0 }),
            low: Some(0.0),
            high: None,
        },
        Truncated {
            of: Box::new(Gamma { mean: 4.0, cv: 0.7 }),
            low: Some(1.0),
            high: Some(9.0),
        },
        Truncated {
            of: Box::new(Empirical {
                values: vec![1.0, 2.0, 4.0, 9.0],
            }),
            low: Some(1.5),
            high: Some(5.0),
        },
    ]);
    laws
}

#[test]
fn quantiles_and_distribution_functions_match_scipy() {
    for case in oracles() {
        for (p, expected) in P.into_iter().zip(case.quantiles) {
            let found = case.law.quantile(p);
            assert!(
                (found - expected).abs() <= 2e-11 * expected.abs(),
                "{:?} {p}: {found} {expected}",
                case.law
            );
        }
        for (x, expected) in case.cdf {
            assert!(
                (case.law.cdf(x) - expected).abs() < 1e-12,
                "{:?} {x}",
                case.law
            );
        }
        assert!(
            (case.law.mean() - case.mean).abs() < 1e-12 * (1.0 + case.mean),
            "{:?}",
            case.law
        );
        assert!(case.variance > 0.0);
    }
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
            assert!(
                x >= previous && x >= low && x <= high,
                "{law:?} at {u}: {x} after {previous}"
            );
            previous = x;
            // Where a value has weight of its own, u lies between the two one-sided limits.
            assert!(
                law.cdf_below(x) <= u + 1e-10 && law.cdf(x) >= u - 1e-10,
                "{law:?} at {u}: {x}"
            );
        }
        assert_eq!(law.median(), law.quantile(0.5));
    }
}

#[test]
fn draws_have_the_mean_and_the_law_they_should() {
    let n = 10_000_u32;
    for (source, law) in laws().into_iter().enumerate() {
        let mut values: Vec<f64> = (0..n)
            .map(|i| law.quantile(uniform(word(5, i, source as u64, 0))))
            .collect();
        let summary = crate::stats::Summary::of(&values);
        let z = (summary.mean - law.mean()) / summary.se;
        // Two-sided p = 1e-5.
        assert!(
            z.abs() < 4.42,
            "{law:?}: mean {} for {}, z {z}",
            summary.mean,
            law.mean()
        );
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
        assert!(
            statistic < 0.01947748045729969,
            "{law:?}: Kolmogorov-Smirnov {statistic}"
        );
    }
}

#[test]
fn draws_have_the_variance_they_should() {
    for (source, case) in oracles().into_iter().enumerate() {
        let law = case.law;
        let squares: Vec<f64> = (0..20_000)
            .map(|i| law.quantile(uniform(word(6, i, source as u64, 0))) - case.mean)
            .map(|away| away * away)
            .collect();
        let summary = crate::stats::Summary::of(&squares);
        let z = (summary.mean - case.variance) / summary.se;
        // Two-sided p = 1e-5.
        assert!(
            z.abs() < 4.42,
            "{law:?}: variance {} for {}, z {z}",
            summary.mean,
            case.variance
        );
    }
}

#[test]
fn a_spread_of_zero_is_the_constant() {
    let constants = [
        Uniform {
            low: 3.0,
            high: 3.0,
        },
        Normal { mean: 3.0, sd: 0.0 },
        LogNormal { mean: 3.0, cv: 0.0 },
        Gamma { mean: 3.0, cv: 0.0 },
        Triangular {
            low: 3.0,
            mode: 3.0,
            high: 3.0,
        },
        Pert {
            low: 3.0,
            mode: 3.0,
            high: 3.0,
        },
        Beta {
            alpha: 1.0,
            beta: 2.0,
            low: 3.0,
            high: 3.0,
        },
        Quantiles {
            p10: 3.0,
            p50: 3.0,
            p90: 3.0,
        },
        Empirical { values: vec![3.0] },
        Discrete {
            values: vec![3.0],
            weights: vec![2.0],
        },
        Truncated {
            of: Box::new(Normal { mean: 3.0, sd: 0.0 }),
            low: Some(1.0),
            high: None,
        },
    ];
    for law in constants {
        assert_eq!(law.validate(), Ok(()));
        assert_eq!(
            [0.0, 0.3, 1.0].map(|u| law.quantile(u)),
            [3.0; 3],
            "{law:?}"
        );
        assert!((law.mean() - 3.0).abs() < 1e-12);
        assert_eq!(
            (law.cdf(2.9), law.cdf(3.0), law.cdf_below(3.0)),
            (0.0, 1.0, 0.0),
            "{law:?}"
        );
        assert_eq!(law.support(), (3.0, 3.0), "{law:?}");
    }
}

#[test]
fn discrete_values_are_the_smallest_that_reach_u() {
    // Oracle EMPIRICAL of group 07: exact arithmetic (BSD-3, figures only).
    let law = Discrete {
        values: vec![8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
        weights: vec![0.05, 0.1, 0.1, 0.15, 0.2, 0.1, 0.05, 0.25],
    };
    let u = [
        0.0, 0.2499, 0.25, 0.2500001, 0.3, 0.4, 0.4000001, 0.5999, 0.75, 0.95, 0.9999,
    ];
    let expected = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 7.0, 8.0];
    assert_eq!(u.map(|u| law.quantile(u)), expected);
    assert!((law.mean() - 3.9).abs() < 1e-12);
    assert_eq!(law.support(), (1.0, 8.0));
    assert!((law.cdf(4.5) - 0.6).abs() < 1e-12 && (law.cdf_below(4.0) - 0.4).abs() < 1e-12);

    let truncated = Truncated {
        of: Box::new(law),
        low: Some(1.5),
        high: Some(4.0),
    };
    assert_eq!(
        [0.0, 0.14, 0.15, 0.42, 0.43, 1.0].map(|u| truncated.quantile(u)),
        [2.0, 2.0, 3.0, 3.0, 4.0, 4.0]
    );
    assert!((truncated.mean() - (0.1 + 0.3 + 0.8) / 0.35).abs() < 1e-12);
    assert_eq!(truncated.support(), (2.0, 4.0));
}

#[test]
fn three_quantiles_are_hit_exactly_on_either_side_of_symmetry() {
    for (p10, p50, p90) in [
        (60.0, 80.0, 130.0),
        (10.0, 70.0, 80.0),
        (-1.0, 0.0, 1.0),
        (0.0, 1.0, 2.000_001),
    ] {
        let law = Quantiles { p10, p50, p90 };
        assert!((law.quantile(0.1) - p10).abs() < 1e-9, "{law:?}");
        assert_eq!(law.quantile(0.5), p50);
        assert!((law.quantile(0.9) - p90).abs() < 1e-9, "{law:?}");
        assert!((law.cdf(p10) - 0.1).abs() < 1e-9 && (law.cdf(p90) - 0.9).abs() < 1e-9);
        assert!(
            (law.mean() / mean_of_quantile(|u| law.quantile(u)) - 1.0).abs() < 1e-6 || p50 == 0.0
        );
    }
    // ln X normal: 100 times or over 10 to the power +-1.
    let lognormal = Quantiles {
        p10: 10.0,
        p50: 100.0,
        p90: 1000.0,
    };
    assert!(lognormal.support().0.abs() < 1e-9 && lognormal.support().1 == f64::INFINITY);
    assert_eq!(
        Quantiles {
            p10: 0.0,
            p50: 9.0,
            p90: 10.0
        }
        .support()
        .0,
        f64::NEG_INFINITY
    );
}

#[test]
fn truncated_means_match_the_closed_form_of_the_normal() {
    // Johnson, Kotz & Balakrishnan (1994): mean + sd (phi(a) - phi(b)) / (Phi(b) - Phi(a)).
    let law = Truncated {
        of: Box::new(Normal { mean: 1.0, sd: 2.0 }),
        low: Some(0.0),
        high: Some(4.0),
    };
    let density = |z: f64| libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
    let expected =
        1.0 + 2.0 * (density(-0.5) - density(1.5)) / (normal_cdf(1.5) - normal_cdf(-0.5));
    assert!(
        (law.mean() - expected).abs() < 1e-9,
        "{} {expected}",
        law.mean()
    );
    // At the ends Phi and its inverse leave a rounding error, on the allowed side of the bound.
    assert!((0.0..1e-14).contains(&law.quantile(0.0)));
    assert!((4.0 - 1e-13..=4.0).contains(&law.quantile(1.0)));
}

#[test]
fn faults_are_said_in_plain_english() {
    let faults = [
        (
            Uniform {
                low: 2.0,
                high: 1.0,
            },
            "low is 2 and high is 1; low must not be above high",
        ),
        (
            Normal {
                mean: f64::NAN,
                sd: 1.0,
            },
            "mean is NaN; it must be a finite number",
        ),
        (
            Normal {
                mean: 0.0,
                sd: -1.0,
            },
            "sd is -1; it must be 0 or above",
        ),
        (
            LogNormal { mean: 0.0, cv: 0.1 },
            "mean is 0; it must be above 0",
        ),
        (
            Gamma {
                mean: 1.0,
                cv: -0.1,
            },
            "cv is -0.1; it must be 0 or above",
        ),
        (
            Pert {
                low: 1.0,
                mode: 5.0,
                high: 3.0,
            },
            "mode is 5; it must lie between low (1) and high (3)",
        ),
        (
            Beta {
                alpha: 0.0,
                beta: 1.0,
                low: 0.0,
                high: 1.0,
            },
            "alpha is 0; it must be above 0",
        ),
        (
            Discrete {
                values: vec![1.0],
                weights: vec![],
            },
            "there are 1 values and 0 weights",
        ),
        (
            Discrete {
                values: vec![1.0],
                weights: vec![0.0],
            },
            "all weights are 0",
        ),
        (
            Discrete {
                values: vec![1.0],
                weights: vec![-2.0],
            },
            "weight 1 is -2; it must be 0 or above",
        ),
        (Empirical { values: vec![] }, "values is empty"),
        (
            Empirical {
                values: vec![1.0, 3.0, 2.0],
            },
            "value 2 (3) is above value 3 (2)",
        ),
        (
            Quantiles {
                p10: 1.0,
                p50: 1.0,
                p90: 2.0,
            },
            "p10, p50 and p90 are 1, 1 and 2; each must be above",
        ),
        (
            Truncated {
                of: Box::new(Normal { mean: 0.0, sd: 1.0 }),
                low: Some(40.0),
                high: None,
            },
            "the truncation keeps practically nothing",
        ),
        (
            Truncated {
                of: Box::new(Uniform {
                    low: 2.0,
                    high: 1.0,
                }),
                low: None,
                high: None,
            },
            "low is 2",
        ),
    ];
    for (law, beginning) in faults {
        let message = law.validate().unwrap_err();
        assert!(message.starts_with(beginning), "{law:?}: {message}");
    }
}
