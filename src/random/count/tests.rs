//! Counts against their exact laws.

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, Discrete, DiscreteCDF, NegativeBinomial, Poisson};

use rand_distr::Distribution as _;

use super::*;
use crate::lanes::Lanes;
use crate::random::philox::{Stream, word as addressed};

/// The first word whose count exceeds k, as a number in 0..=2^32.
fn first_word_above(sampler: &impl Fn(u32) -> i32, k: i32) -> u64 {
    let (mut low, mut high) = (0_u64, 1 << 32);
    while low < high {
        let middle = u64::midpoint(low, high);
        if sampler(middle as u32) > k {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Total variation distance between the law of the sampler over all 2^32 words and `pmf`, on
/// 0..=last.
fn total_variation(sampler: impl Fn(u32) -> i32, pmf: impl Fn(u64) -> f64, last: i32) -> f64 {
    let first = sampler(0);
    let last = last.min(sampler(u32::MAX));
    let mut below = 0;
    let mut distance = 0.0;
    let mut covered = 0.0;
    for k in first..=last {
        let next = first_word_above(&sampler, k);
        let exact = pmf(k as u64);
        distance += ((next - below) as f64 / 4_294_967_296.0 - exact).abs();
        covered += exact;
        below = next;
    }
    0.5 * (distance + (1.0 - covered).abs())
}

/// Binomial parameters on both sides of the switch: small and large variance, rare and almost
/// certain.
const BINOMIALS: [(i32, f64); 18] = [
    (1, 0.3),
    (5, 0.97),
    (40, 0.97),
    (47, 0.5),
    (48, 0.5),
    (60, 0.25),
    (64, 0.25),
    (64, 0.75),
    (134, 0.1),
    (134, 0.9),
    (1_213, 0.01),
    (1_213, 0.99),
    (3_000, 0.004),
    (100_000, 1e-6),
    (12_000_200, 1e-6),
    (100_000, 0.002),
    (1_000_000, 0.5),
    (1_000_000, 0.98),
];
const POISSONS: [f64; 12] = [1e-4, 0.05, 1.0, 3.7, 8.0, 11.999, 12.0, 16.0, 30.0, 100.0, 1000.0, 50_000.0];

#[test]
fn the_law_of_every_binomial_is_within_6e_5_of_the_exact_one() {
    for (n, p) in BINOMIALS {
        let law = Binomial::new(p, n as u64).unwrap();
        let distance = total_variation(|w| binomial(w, n, p), |k| law.pmf(k), n);
        let bound = if binomial_is_small(n, p) { SMALL } else { 6e-5 };
        println!("binomial({n}, {p}): {distance:.2e}");
        assert!(distance < bound, "binomial({n}, {p}): {distance:e}");
    }
}

#[test]
fn the_law_of_every_poisson_is_within_6e_5_of_the_exact_one() {
    for mean in POISSONS {
        let law = Poisson::new(mean).unwrap();
        let distance = total_variation(|w| poisson(w, mean), |k| law.pmf(k), 1_000_000);
        let bound = if poisson_is_small(mean) { 1e-8 } else { 6e-5 };
        println!("poisson({mean}): {distance:.2e}");
        assert!(distance < bound, "poisson({mean}): {distance:e}");
    }
}

#[test]
fn the_approximation_is_worst_at_the_switch_and_fades_with_the_square_of_the_variance() {
    let distance = |mean: f64| {
        let law = Poisson::new(mean).unwrap();
        total_variation(|w| poisson_large(normal(w), mean) as i32, |k| law.pmf(k), 1_000_000)
    };
    let (at_12, at_24, at_48) = (distance(12.0), distance(24.0), distance(48.0));
    assert!(at_12 < 5.3e-5 && at_24 < at_12 / 3.5 && at_48 < at_24 / 3.5, "{at_12:e} {at_24:e} {at_48:e}");
}

#[test]
fn small_counts_are_the_exact_quantile_on_the_same_words() {
    for (n, p) in BINOMIALS.into_iter().filter(|&(n, p)| binomial_is_small(n, p)) {
        let law = Binomial::new(p, n as u64).unwrap();
        assert_exact(|w| binomial(w, n, p), |k| law.cdf(k), SMALL, &format!("binomial({n}, {p})"));
    }
    for mean in POISSONS.into_iter().filter(|&mean| poisson_is_small(mean)) {
        let law = Poisson::new(mean).unwrap();
        assert_exact(|w| poisson(w, mean), |k| law.cdf(k), 1e-10, &format!("poisson({mean})"));
    }
    for (mean, r) in NEGATIVE_BINOMIALS {
        let law = NegativeBinomial::new(r, r / (r + mean)).unwrap();
        let what = format!("negative binomial({mean}, {r})");
        assert_exact(|w| negative_binomial(w, mean, r), |k| law.cdf(k), 1e-10, &what);
    }
}

const NEGATIVE_BINOMIALS: [(f64, f64); 8] = [
    (0.5, 0.3),
    (20.0, 4.0),
    (99.0, 2.0),
    (101.0, 2.0),
    (5_000.0, 0.7),
    (3_000.0, 40.0),
    (1_000.0, 1_000.0),
    (200_000.0, 10.0),
];

/// Within what the law of a small binomial count is the exact one: it is summed in single precision.
const SMALL: f64 = 3e-6;

/// F(k - 1) < u <= F(k), to some accuracy.
fn assert_exact(sampler: impl Fn(u32) -> i32, cdf: impl Fn(u64) -> f64, accuracy: f64, what: &str) {
    for w in (0..2_000).map(|i| addressed(21, 0, 1, i)).chain([0, u32::MAX]) {
        let (k, u) = (sampler(w), uniform(w));
        assert!(cdf(k as u64) >= u - accuracy, "{what}, word {w}: {k} is too small");
        assert!(k == 0 || cdf(k as u64 - 1) < u + accuracy, "{what}, word {w}: {k} is too large");
    }
}

#[test]
fn counts_are_monotone_in_the_word() {
    // Dense where the expansion could turn: at both ends. Elsewhere evenly spaced.
    let words: Vec<u32> =
        (0..20_000).chain((20_000..u32::MAX - 20_000).step_by(1_000_003)).chain(u32::MAX - 20_000..=u32::MAX).collect();
    let check = |sampler: &dyn Fn(u32) -> i32, what: &str| {
        let broken = words.windows(2).find(|pair| sampler(pair[0]) > sampler(pair[1]));
        assert_eq!(broken, None, "{what}");
    };
    for (n, p) in BINOMIALS {
        check(&|w| binomial(w, n, p), &format!("binomial({n}, {p})"));
    }
    for mean in POISSONS {
        check(&|w| poisson(w, mean), &format!("poisson({mean})"));
    }
    check(&|w| negative_binomial(w, 30.0, 2.0), "negative binomial");
}

#[test]
fn the_expansion_rises_over_all_deviates_a_word_can_give() {
    for variance in [12.0, 12.5, 14.0, 17.0, 25.0, 60.0, 1e3, 1e6] {
        for p in [1e-6, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0 - 1e-6] {
            let n = f64::ceil(variance / (p * (1.0 - p)));
            let mut previous = 0.0;
            for i in -6340..=6340 {
                let count = binomial_large((f64::from(i) / 1000.0) as f32, n, p);
                assert!(count >= previous, "variance {variance}, p {p}, z {i}/1000");
                previous = count;
            }
        }
    }
}

#[test]
fn successes_and_failures_mirror_each_other() {
    for w in (0..5_000).map(|i| addressed(8, 0, 2, i)) {
        for (n, p) in [(7, 0.25), (40, 0.125), (64, 0.25), (5_000, 0.375)] {
            assert_eq!(binomial(w, n, p), n - binomial(!w, n, 1.0 - p));
        }
    }
}

#[test]
fn the_large_branch_is_the_count() {
    for (n, p) in BINOMIALS.into_iter().filter(|&(n, p)| !binomial_is_small(n, p)) {
        for w in (0..2_000).map(|i| addressed(9, 0, 3, i)) {
            let vector = binomial_large(deviate::of(w), f64::from(n), p);
            assert_eq!(vector, f64::from(binomial(w, n, p)));
        }
    }
    // Lanes of the other branch stay finite and in range.
    for (n, p) in [(0.0, 0.3), (5.0, 0.0), (5.0, 1.0), (3.0, 0.5), (2e9, 1e-12)] {
        for z in [-6.33, 0.0, 6.33] {
            let lane = binomial_large(z, n, p);
            assert!((0.0..=n).contains(&lane), "{lane}");
        }
    }
}

#[test]
fn degenerate_parameters_give_what_they_must() {
    for w in [0, 1 << 31, u32::MAX] {
        assert_eq!((binomial(w, 0, 0.5), binomial(w, -3, 0.5), binomial(w, 9, f64::NAN)), (0, 0, 0));
        assert_eq!((binomial(w, 9, 0.0), binomial(w, 9, -1.0)), (0, 0));
        assert_eq!((binomial(w, 9, 1.0), binomial(w, 9, 7.0), binomial(w, i32::MAX, 1.0)), (9, 9, i32::MAX));
        assert_eq!((poisson(w, 0.0), poisson(w, -1.0), poisson(w, f64::NAN)), (0, 0, 0));
        assert_eq!((poisson(w, 3e9), poisson(w, f64::INFINITY)), (LARGEST_COUNT, LARGEST_COUNT));
        assert_eq!((negative_binomial(w, 0.0, 2.0), negative_binomial(w, 5.0, 0.0)), (0, 0));
        assert_eq!(negative_binomial(w, 5.0, f64::INFINITY), poisson(w, 5.0));
        assert!(negative_binomial(w, 1e9, 3.0) <= LARGEST_COUNT);
    }
}

/// Mean, variance and chi-square of 100,000 draws; p = 1e-5 for each of the three.
fn assert_moments_and_fit(draws: &[i32], mean: f64, variance: f64, pmf: impl Fn(u64) -> f64, what: &str) {
    let n = draws.len() as f64;
    let found = draws.iter().map(|&k| f64::from(k)).sum::<f64>() / n;
    let squares: Vec<f64> = draws.iter().map(|&k| (f64::from(k) - mean).powi(2)).collect();
    let spread = squares.iter().sum::<f64>() / n;
    let spread_of_squares = squares.iter().map(|s| (s - spread).powi(2)).sum::<f64>() / n;
    let z_mean = (found - mean) / (variance / n).sqrt();
    let z_variance = (spread - variance) / (spread_of_squares / n).sqrt();
    assert!(z_mean.abs() < 4.42, "{what}: mean {found} for {mean}, z {z_mean}");
    assert!(z_variance.abs() < 4.42, "{what}: variance {spread} for {variance}, z {z_variance}");

    // Neighbouring counts are pooled until 50 are expected; what is above the last full cell joins
    // it.
    let top = draws.iter().copied().max().unwrap();
    let mut observed = vec![0.0; top as usize + 1];
    for &k in draws {
        observed[k as usize] += 1.0;
    }
    let (mut cells, mut seen, mut due, mut due_in_cells) = (Vec::new(), 0.0, 0.0, 0.0);
    for (k, count) in observed.iter().enumerate() {
        seen += count;
        due += n * pmf(k as u64);
        if due >= 50.0 {
            cells.push((seen, due));
            due_in_cells += due;
            (seen, due) = (0.0, 0.0);
        }
    }
    if let Some(last) = cells.last_mut() {
        last.0 += seen;
        last.1 += n - due_in_cells;
    }
    let statistic: f64 = cells.iter().map(|(seen, due)| (seen - due).powi(2) / due).sum();
    let degrees = cells.len() as f64 - 1.0;
    let critical = ChiSquared::new(degrees).unwrap().inverse_cdf(1.0 - 1e-5);
    assert!(statistic < critical, "{what}: chi-square {statistic}, critical {critical}, df {degrees}, p 1e-5");
}

#[test]
fn draws_have_the_moments_and_the_law_of_their_distribution() {
    let draw = |source: u64, sampler: &dyn Fn(u32) -> i32| -> Vec<i32> {
        (0..100_000).map(|launch| sampler(addressed(2, launch, source, 7))).collect()
    };
    for (i, (n, p)) in [(5, 0.97), (40, 0.97), (64, 0.25), (134, 0.1), (3_000, 0.02)].into_iter().enumerate() {
        let law = Binomial::new(p, n as u64).unwrap();
        let draws = draw(i as u64, &|w| binomial(w, n, p));
        let mean = f64::from(n) * p;
        assert_moments_and_fit(&draws, mean, mean * (1.0 - p), |k| law.pmf(k), &format!("binomial({n}, {p})"));
    }
    for (i, mean) in [0.05, 3.7, 11.9, 12.1, 400.0].into_iter().enumerate() {
        let law = Poisson::new(mean).unwrap();
        let draws = draw(100 + i as u64, &|w| poisson(w, mean));
        assert_moments_and_fit(&draws, mean, mean, |k| law.pmf(k), &format!("poisson({mean})"));
    }
    for (i, (mean, r)) in [(0.5, 0.3), (20.0, 4.0), (150.0, 30.0)].into_iter().enumerate() {
        let law = NegativeBinomial::new(r, r / (r + mean)).unwrap();
        let draws = draw(200 + i as u64, &|w| negative_binomial(w, mean, r));
        let what = format!("negative binomial({mean}, {r})");
        assert_moments_and_fit(&draws, mean, mean + mean * mean / r, |k| law.pmf(k), &what);
    }
}

#[test]
fn another_sampler_on_the_same_stream_follows_the_same_law() {
    let mut stream = Stream::new(3, 1, 4);
    let law = Poisson::new(17.5).unwrap();
    let sampler = rand_distr::Poisson::new(17.5_f64).unwrap();
    let draws: Vec<i32> = (0..100_000).map(|_| sampler.sample(&mut stream) as i32).collect();
    assert_moments_and_fit(&draws, 17.5, 17.5, |k| law.pmf(k), "rand_distr's poisson(17.5)");
}

#[test]
fn launches_side_by_side_draw_the_counts_of_their_words() {
    let kernel = crate::random::kernels::binomials::<16>;
    for first in (0..3_000).step_by(16) {
        // Every lane another law, so that both branches run and choose.
        let laws: [(i32, f64); 16] = std::array::from_fn(|lane| BINOMIALS[(first + lane) % BINOMIALS.len()]);
        let words = Lanes(std::array::from_fn(|lane| addressed(12, (first + lane) as u32, 3, 0)));
        let (n, p) = (Lanes(laws.map(|law| law.0)), Lanes(laws.map(|law| law.1)));
        let deviates = Lanes(words.0.map(deviate::of));
        for at_hand in [None, Some(&deviates)] {
            let mut counts = Lanes([0; 16]);
            kernel(&words, at_hand, &n, &p, &mut counts);
            for (lane, (n, p)) in laws.into_iter().enumerate() {
                assert_eq!(counts.0[lane], binomial(words.0[lane], n, p), "binomial({n}, {p}) of {}", words.0[lane]);
            }
        }
    }
}

#[test]
fn what_is_rare_keeps_its_digits() {
    // P(K > 0), of which single precision would know nothing beside a P(0) of nearly one.
    for (n, p) in [(1, 1e-6), (1, 3e-8), (1_000, 1e-8), (50, 2e-5), (3, 1.0 - 1e-6)] {
        let rare = if p > 0.5 { 1.0 - p } else { p };
        let exact = -libm::expm1(f64::from(n) * libm::log1p(-rare));
        let usual = if p > 0.5 { n } else { 0 };
        let sampler = |w: u32| binomial(if p > 0.5 { !w } else { w }, n, p) - usual;
        let first = first_word_above(&|w| sampler(w).abs(), 0);
        let found = 1.0 - first as f64 / 4_294_967_296.0;
        // A word on either side, and seven digits.
        assert!((found - exact).abs() <= 5e-10 + 3e-7 * exact, "binomial({n}, {p}): {found:e} for {exact:e}");
    }
}
