//! Are laws, lead times and experience those another library finds in the same values, and do intervals hold as often as they
//! say?

use launchsim::experiment::fit::experience;
use launchsim::experiment::fit::law::{Asked, Doubt, distribution, fit as laws};
use launchsim::experiment::fit::lead_time;
use launchsim::random::distribution::Distribution;
use launchsim::random::normal::uniform;
use launchsim::random::{source_id, word};
use launchsim::stats::fit::bass::{self, Method};
use launchsim::stats::fit::kaplan_meier::steps;
use launchsim::stats::fit::law::{Family, Law, fit};
use launchsim::stats::fit::{Estimate, censored};

use crate::fit::near;

/// Sixty lengths of time, of a gamma law.
const LASTING: [f64; 60] = [
    44.0, 38.0, 34.4, 45.4, 33.6, 56.2, 46.5, 43.3, 19.8, 13.8, 20.8, 47.7, 42.9, 17.4, 47.5, 27.9, 27.9, 67.6, 41.5,
    45.5, 45.8, 17.2, 46.8, 107.8, 21.8, 58.6, 61.6, 61.2, 30.2, 34.2, 22.0, 39.6, 75.9, 28.1, 12.3, 41.8, 61.8, 36.1,
    89.1, 37.4, 41.3, 23.0, 34.6, 60.8, 61.2, 72.9, 58.8, 52.5, 11.8, 26.4, 118.4, 31.2, 56.3, 39.4, 57.1, 42.2, 23.9,
    27.1, 48.6, 31.8,
];

/// Fifty shares, of a beta law.
#[expect(clippy::approx_constant, reason = "a share that happens to look like 1/pi")]
const SHARES: [f64; 50] = [
    0.033, 0.317, 0.582, 0.512, 0.163, 0.258, 0.239, 0.215, 0.295, 0.148, 0.106, 0.368, 0.348, 0.128, 0.308, 0.217,
    0.433, 0.424, 0.294, 0.398, 0.262, 0.096, 0.677, 0.266, 0.116, 0.301, 0.241, 0.135, 0.089, 0.059, 0.189, 0.079,
    0.102, 0.07, 0.267, 0.474, 0.277, 0.149, 0.17, 0.293, 0.148, 0.318, 0.341, 0.316, 0.497, 0.143, 0.218, 0.223, 0.1,
    0.273,
];

/// Sixty counts, of a negative binomial law.
const COUNTS: [f64; 60] = [
    9.0, 7.0, 5.0, 6.0, 10.0, 22.0, 11.0, 1.0, 9.0, 9.0, 15.0, 8.0, 53.0, 13.0, 4.0, 6.0, 10.0, 13.0, 12.0, 13.0, 8.0,
    9.0, 9.0, 24.0, 5.0, 9.0, 9.0, 10.0, 8.0, 9.0, 6.0, 4.0, 16.0, 5.0, 18.0, 10.0, 14.0, 13.0, 9.0, 20.0, 1.0, 16.0,
    7.0, 10.0, 12.0, 16.0, 12.0, 4.0, 6.0, 15.0, 7.0, 17.0, 28.0, 16.0, 12.0, 2.0, 14.0, 8.0, 30.0, 28.0,
];

/// Parameters, their standard errors, log-likelihood and distance of Kolmogorov and Smirnov: the likelihoods of scipy 1.17.1,
/// their tops by Nelder and Mead to 1e-8, errors by differences of second order at them.
type Known = (Family, &'static [f64], &'static [f64], &'static [f64], f64, f64);
const KNOWN: [Known; 8] = [
    (Family::Normal, &LASTING, &[43.505, 20.962_581_1], &[2.706_257_6, 1.913_613_1], -267.700_651_883_351, 0.120_694_0),
    (
        Family::LogNormal,
        &LASTING,
        &[43.755_684_6, 0.519_111_46],
        &[2.919_255_7, 0.053_266_31],
        -261.707_058_651_099,
        0.083_464_0,
    ),
    (Family::Gamma, &LASTING, &[43.505, 0.468_131_19], &[2.629_245_4, 0.041_267_17], -261.339_649_577_087, 0.071_454_8),
    (Family::Exponential, &LASTING, &[43.505], &[5.616_471_3], -286.372_552_441_079, 0.282_294_9),
    (
        Family::Beta,
        &SHARES,
        &[2.283_402_1, 6.689_153_8],
        &[0.428_880_24, 1.350_186_4],
        31.427_873_865_132_5,
        0.077_606_9,
    ),
    (Family::Poisson, &COUNTS, &[11.866_666_7], &[0.444_722_13], -263.130_193_512_279, 0.229_098_5),
    (
        Family::NegativeBinomial,
        &COUNTS,
        &[11.866_666_7, 3.415_257_1],
        &[0.940_732_3, 0.790_585_8],
        -197.410_451_309_253,
        0.075_792_9,
    ),
    (Family::Geometric, &COUNTS, &[11.866_666_7], &[1.466_009_9], -205.821_744_815_823, 0.206_071_0),
];

#[test]
fn laws_their_errors_and_distances_are_those_of_another_library() {
    for (family, values, parameters, errors, log_likelihood, distance) in KNOWN {
        let asked = Asked { families: vec![family], seed: 1, replicates: 0 };
        let found = laws(values.to_vec(), &asked).unwrap();
        let ranked = &found.ranked[0];
        for (at, (_, estimate)) in ranked.law.parameters.iter().enumerate() {
            near(estimate.value, parameters[at], 5e-8, &format!("{family:?} {at}"));
            near(estimate.error, errors[at], 5e-7, &format!("error of {family:?} {at}"));
        }
        near(ranked.law.log_likelihood, log_likelihood, 1e-13, &format!("likelihood of {family:?}"));
        // Printed to seven decimals.
        assert!((ranked.distance - distance).abs() < 2e-7, "{family:?}: {}", ranked.distance);
    }
}

#[test]
fn laws_are_ranked_by_the_criterion_and_tested_by_draws_as_another_library_does() {
    let asked = |replicates| Asked { families: Family::ALL.to_vec(), seed: 1, replicates };
    let found = laws(LASTING.to_vec(), &asked(999)).unwrap();
    let names: Vec<Family> = found.ranked.iter().map(|ranked| ranked.law.family).collect();
    use Family::{Exponential, Gamma, LogNormal, Normal, Uniform};
    assert_eq!(names, [Gamma, LogNormal, Normal, Uniform, Exponential]);
    // -2 l + 2 k + 2 k (k + 1) / (n - k - 1) with k = 2 and n = 60.
    near(found.ranked[0].criterion, 2.0 * 261.339_649_577_087 + 4.0 + 12.0 / 57.0, 1e-13, "AICc");
    let p_value = |family| found.ranked.iter().find(|ranked| ranked.law.family == family).unwrap().p_value;
    // goodness_of_fit of scipy 1.17.1, statistic ks, 9,999 draws: 0.0243 for the normal law by its own estimate of sd, whose
    // distance is 0.1214; four deviations of a share of 999 draws.
    let band = 4.0 * (0.0243_f64 * 0.9757 / 999.0).sqrt();
    assert!((p_value(Normal) - 0.0243).abs() < band, "{}", p_value(Normal));
    assert!(p_value(Exponential) <= 0.002 && p_value(Gamma) > 0.3, "{found:?}");
    assert_eq!(found.doubts, []);
    assert_eq!(laws(LASTING.to_vec(), &asked(999)).unwrap(), found, "the same seed, the same figures");
}

#[test]
fn few_values_whole_numbers_and_two_kinds_in_one_are_doubted() {
    let asked = Asked { families: Family::ALL.to_vec(), seed: 1, replicates: 199 };
    assert_eq!(laws(LASTING[..10].to_vec(), &asked).unwrap().doubts, [Doubt::Few]);
    // Whole numbers of a law that is none of theirs, far from nought.
    let days: Vec<f64> = LASTING.iter().map(|days| (200.0 + 5.0 * days).round()).collect();
    assert_eq!(laws(days, &asked).unwrap().doubts, [Doubt::Whole]);
    let two: Vec<f64> = LASTING.iter().enumerate().map(|(at, days)| days + 1000.0 * f64::from(at % 2 == 0)).collect();
    assert!(laws(two, &asked).unwrap().doubts.contains(&Doubt::NoneFits));
}

#[test]
fn a_uniform_law_ends_at_the_outermost_values_and_knows_how_far_beyond_it_may_reach() {
    let law = fit(Family::Uniform, &LASTING).unwrap();
    let [low, high] = [law.parameters[0].1, law.parameters[1].1];
    assert_eq!((low.value, high.value), (11.8, 118.4));
    // (1 + c)^-59 = 0.05.
    near(high.high - high.value, 106.6 * (0.05_f64.powf(-1.0 / 59.0) - 1.0), 1e-12, "reach");
}

/// Orders of which those over 60 days are open.
fn orders() -> (Vec<f64>, Vec<bool>) {
    let open = LASTING.iter().map(|days| *days > 60.0).collect();
    (LASTING.iter().map(|days| days.min(60.0)).collect(), open)
}

#[test]
fn laws_of_open_orders_are_those_of_another_library() {
    // Likelihoods of scipy 1.17.1, tops and errors as above.
    let known: [(Family, &[f64], &[f64], f64); 3] = [
        (Family::LogNormal, &[44.772_979_9, 0.541_991_47], &[3.374_223_6, 0.064_786_61], -219.674_191_037_519),
        (Family::Gamma, &[43.344_326_9, 0.460_181_91], &[2.736_774_3, 0.045_829_55], -219.262_259_602_497),
        (Family::Exponential, &[49.632_652], &[7.090_378_9], -240.327_798_303_796),
    ];
    let (times, open) = orders();
    for (family, parameters, errors, log_likelihood) in known {
        let law = censored::fit(family, &times, &open).unwrap();
        for (at, (_, estimate)) in law.parameters.iter().enumerate() {
            near(estimate.value, parameters[at], 1e-7, &format!("{family:?} {at}"));
            near(estimate.error, errors[at], 5e-7, &format!("error of {family:?} {at}"));
        }
        near(law.log_likelihood, log_likelihood, 1e-13, &format!("{family:?}"));
    }
}

#[test]
fn an_exponential_law_of_open_orders_has_its_closed_form() {
    let (times, open) = orders();
    let arrived = open.iter().filter(|open| !**open).count() as f64;
    let mean = times.iter().sum::<f64>() / arrived;
    let law = censored::fit(Family::Exponential, &times, &open).unwrap();
    let Estimate { value, error, low, high } = law.parameters[0].1;
    near(value, mean, 1e-15, "mean");
    near(error, mean / arrived.sqrt(), 1e-15, "error");
    near(high / value, (1.959_963_984_540_054 / arrived.sqrt()).exp(), 1e-14, "interval");
    near(low * high, value * value, 1e-14, "interval");
}

#[test]
fn without_open_orders_the_laws_are_those_of_a_plain_column() {
    let none = [false; 60];
    for family in [Family::LogNormal, Family::Gamma, Family::Exponential] {
        let (one, other) = (censored::fit(family, &LASTING, &none).unwrap(), fit(family, &LASTING).unwrap());
        near(one.log_likelihood, other.log_likelihood, 1e-13, "likelihood");
        for ((_, one), (_, other)) in one.parameters.iter().zip(&other.parameters) {
            near(one.value, other.value, 1e-8, &format!("{family:?}"));
            near(one.error, other.error, 1e-6, &format!("error of {family:?}"));
        }
    }
}

#[test]
fn the_share_of_open_orders_is_that_of_another_library() {
    // KaplanMeierFitter of lifelines 0.30.3.
    let known = [
        (11.8, 0.983_333, 0.887_526, 0.997_635),
        (22.0, 0.85, 0.731_563, 0.918_971),
        (38.0, 0.566_667, 0.432_342, 0.680_639),
        (47.7, 0.3, 0.190_190, 0.417_544),
    ];
    let (times, open) = orders();
    let steps = steps(&times, &open);
    for (time, share, low, high) in known {
        let step = steps.iter().find(|step| step.time == time).unwrap();
        for (found, expected) in [(step.open, share), (step.low, low), (step.high, high)] {
            assert!((found - expected).abs() < 2e-6, "{time}: {step:?}");
        }
    }
    assert_eq!(steps.len(), 48, "49 orders, two of them on one day");
}

#[test]
fn lead_times_that_ignore_open_orders_are_too_short() {
    let (times, open) = orders();
    let whole = lead_time::fit(&times, &open).unwrap();
    assert_eq!((whole.arrived, whole.open), (49, 11));
    let mean = |fit: &lead_time::LeadTimes| fit.lognormal().unwrap().law.parameters[0].1.value;
    let over: Vec<f64> = times.iter().zip(&open).filter(|(_, open)| !**open).map(|(time, _)| *time).collect();
    let arrived = lead_time::fit(&over, &vec![false; over.len()]).unwrap();
    assert!(mean(&arrived) < 0.85 * mean(&whole), "{} {}", mean(&arrived), mean(&whole));
    let best = whole.lognormal().unwrap();
    assert!(best.held > 0.9 && best.distance < 0.12, "{best:?}");
    assert_eq!(whole.by[3].orders, None, "nine in ten have not arrived yet");
    assert_eq!(lead_time::fit(&[30.0, 30.0, 30.0], &[false; 3]), None, "nothing varies");
    assert_eq!(lead_time::fit(&[30.0, 40.0], &[true; 2]), None, "nothing has arrived");
}

#[test]
fn experience_is_the_regression_of_another_library() {
    // linregress of scipy 1.17.1 on logarithms.
    let (volumes, costs) = ([10.0, 25.0, 60.0, 150.0, 400.0, 900.0], [205.0, 176.0, 139.0, 118.0, 92.0, 80.0]);
    let fit = experience::fit(volumes.to_vec(), &costs, false).unwrap();
    let (slope, error, intercept, t) =
        (-0.214_845_330_886_806_63, 0.006_343_868_701_844_155, 5.832_265_198_031_671, 2.776_445_105_197_793_4_f64);
    near(fit.curve.slope.value, slope, 1e-13, "slope");
    near(fit.curve.slope.error, error, 1e-12, "error");
    near(fit.curve.slope.high, slope + t * error, 1e-12, "interval");
    near(fit.curve.r_squared, 0.996_524_601_988_275_1, 1e-13, "R^2");
    near(fit.learning_rate.value, 1.0 - slope.exp2(), 1e-12, "learning rate");
    near(fit.learning_rate.low, 1.0 - (slope + t * error).exp2(), 1e-11, "its interval");
    near(fit.curve.first_cost.value, (intercept + slope * 10.0_f64.ln()).exp(), 1e-13, "cost at the first volume");
    let each: Vec<f64> =
        volumes.iter().scan(0.0, |before, so_far| Some(so_far - std::mem::replace(before, *so_far))).collect();
    assert_eq!(experience::fit(each, &costs, true).unwrap(), fit);
    assert_eq!(experience::fit(vec![10.0, 25.0, 25.0], &costs[..3], false), Err(experience::Unfitted::NotRising(3)));
    let rising = experience::fit(volumes.to_vec(), &[80.0, 92.0, 118.0, 139.0, 176.0, 205.0], false).unwrap();
    assert_eq!(rising.doubts, [experience::Doubt::DoesNotFall]);
}

/// How often an interval of 95 % of so many tries may hold the truth: three and a third deviations of a binomial share, which
/// one test in a thousand leaves.
fn band(tries: u32) -> (f64, f64) {
    let reach = 3.3 * (0.95 * 0.05 / f64::from(tries)).sqrt();
    (0.95 - reach, 0.95 + reach)
}

fn held(what: &str, hits: u32, tries: u32) {
    let (low, high) = band(tries);
    let share = f64::from(hits) / f64::from(tries);
    assert!(share >= low && share <= high, "{what}: {share} of {tries}, not between {low} and {high}");
}

fn draws(law: &Distribution, number: usize, replicate: u32, name: &str) -> Vec<f64> {
    let source = source_id("recovery", name);
    (0..number).map(|at| law.quantile(uniform(word(7, replicate, source, at as u32)))).collect()
}

/// Parameters of a law as `stats` names them.
fn truth(law: &Distribution) -> (Family, Vec<f64>) {
    match *law {
        Distribution::Normal { mean, sd } => (Family::Normal, vec![mean, sd]),
        Distribution::LogNormal { mean, cv } => (Family::LogNormal, vec![mean, cv]),
        Distribution::Gamma { mean, cv: 1.0 } => (Family::Exponential, vec![mean]),
        Distribution::Gamma { mean, cv } => (Family::Gamma, vec![mean, cv]),
        Distribution::Beta { alpha, beta, .. } => (Family::Beta, vec![alpha, beta]),
        Distribution::Uniform { low, high } => (Family::Uniform, vec![low, high]),
        Distribution::Poisson { mean } => (Family::Poisson, vec![mean]),
        Distribution::NegativeBinomial { mean, dispersion } => (Family::NegativeBinomial, vec![mean, dispersion]),
        Distribution::Geometric { mean } => (Family::Geometric, vec![mean]),
        ref other => panic!("{other:?}"),
    }
}

fn laws_of_the_tests() -> Vec<Distribution> {
    vec![
        Distribution::Normal { mean: 45.0, sd: 9.0 },
        Distribution::LogNormal { mean: 45.0, cv: 0.6 },
        Distribution::Gamma { mean: 45.0, cv: 0.6 },
        Distribution::Gamma { mean: 45.0, cv: 1.0 },
        Distribution::Beta { alpha: 2.0, beta: 5.0, low: 0.0, high: 1.0 },
        Distribution::Uniform { low: 20.0, high: 80.0 },
        Distribution::Poisson { mean: 12.0 },
        Distribution::NegativeBinomial { mean: 12.0, dispersion: 3.0 },
        Distribution::Geometric { mean: 4.0 },
    ]
}

#[test]
fn intervals_of_laws_hold_the_truth_as_often_as_they_say() {
    const TRIES: u32 = 400;
    for law in laws_of_the_tests() {
        let (family, truth) = truth(&law);
        let mut hits = vec![0; truth.len()];
        for replicate in 0..TRIES {
            let found: Law = fit(family, &draws(&law, 200, replicate, "laws")).unwrap();
            assert!(distribution(&found).is_some());
            for (at, (_, estimate)) in found.parameters.iter().enumerate() {
                hits[at] += u32::from(estimate.low <= truth[at] && truth[at] <= estimate.high);
            }
        }
        for (at, hits) in hits.into_iter().enumerate() {
            held(&format!("{law:?} {at}"), hits, TRIES);
        }
    }
}

#[test]
fn intervals_of_lead_times_with_open_orders_hold_the_truth_as_often_as_they_say() {
    const TRIES: u32 = 300;
    let laws = [
        Distribution::LogNormal { mean: 45.0, cv: 0.4 },
        Distribution::Gamma { mean: 45.0, cv: 0.4 },
        Distribution::Gamma { mean: 45.0, cv: 1.0 },
    ];
    for law in laws {
        let (family, truth) = truth(&law);
        let mut hits = vec![0; truth.len()];
        for replicate in 0..TRIES {
            // Orders are placed all along, and the list is made on day 100.
            let lasting = draws(&law, 200, replicate, "lead times");
            let age = draws(&Distribution::Uniform { low: 1.0, high: 100.0 }, 200, replicate, "ages");
            let open: Vec<bool> = lasting.iter().zip(&age).map(|(days, age)| days > age).collect();
            let times: Vec<f64> = lasting.iter().zip(&age).map(|(days, age)| days.min(*age)).collect();
            let found = censored::fit(family, &times, &open).unwrap();
            for (at, (_, estimate)) in found.parameters.iter().enumerate() {
                hits[at] += u32::from(estimate.low <= truth[at] && truth[at] <= estimate.high);
            }
        }
        for (at, hits) in hits.into_iter().enumerate() {
            held(&format!("{law:?} {at}"), hits, TRIES);
        }
    }
}

#[test]
fn intervals_of_a_diffusion_hold_the_truth_as_often_as_they_say() {
    const TRIES: u32 = 300;
    let (m, p, q) = (60_000.0, 0.01, 0.5);
    let noise = Distribution::Normal { mean: 0.0, sd: 300.0 };
    let mut hits = [0; 3];
    for replicate in 0..TRIES {
        let luck = draws(&noise, 16, replicate, "sales");
        let sold = |year: usize| m * (bass::share(p, q, year as f64 + 1.0) - bass::share(p, q, year as f64));
        let sales: Vec<f64> = luck.iter().enumerate().map(|(year, luck)| (sold(year) + luck).max(0.0)).collect();
        let fit = bass::fit(&sales, None, Method::Intervals).unwrap();
        let found = [(fit.reach, m), (fit.innovation, p), (fit.imitation, q)];
        for (at, (estimate, truth)) in found.into_iter().enumerate() {
            hits[at] += u32::from(estimate.low <= truth && truth <= estimate.high);
        }
    }
    for (at, hits) in hits.into_iter().enumerate() {
        held(["m", "p", "q"][at], hits, TRIES);
    }
}

#[test]
fn a_law_is_refused_of_its_own_values_as_seldom_as_it_says() {
    const TRIES: u32 = 300;
    // Also where lengths of time are rounded to days.
    let law = Distribution::LogNormal { mean: 12.0, cv: 0.4 };
    for rounded in [false, true] {
        let mut passed = 0;
        for replicate in 0..TRIES {
            let values = draws(&law, 40, replicate, "passes");
            let values = values.iter().map(|value| if rounded { value.round().max(1.0) } else { *value }).collect();
            let asked = Asked { families: vec![Family::LogNormal], seed: u64::from(replicate), replicates: 99 };
            passed += u32::from(laws(values, &asked).unwrap().ranked[0].p_value > 0.05);
        }
        held(if rounded { "rounded" } else { "as they are" }, passed, TRIES);
    }
}
