//! Fast draws against slow ones with the same words, launch by launch.
//!
//! A kernel that errs in the seventh digit passes every goodness-of-fit test and still moves the lowest cash of every
//! launch the same way. So whole launches are simulated again with deviates polished against the C library's error function
//! and with counts summed by its exponential and logarithm.

use launchsim::company::plan::{Plan, compile};
use launchsim::company::{Simulator, Unobserved};
use launchsim::lanes::{Count, Lanes, Real};
use launchsim::random::count::{binomial_is_small, binomial_large};
use launchsim::random::kernels::{self, Block, Kernels};
use launchsim::random::normal::{normal_quantile, uniform};

use crate::support::repository_scenario;

/// Lanes of both simulations.
const WIDTH: usize = 16;
/// Launches of each scenario.
const LAUNCHES: u32 = 256;
/// How far a metric may be off, beside its size or one: rounding of a year of bookings, and no more.
const TOLERANCE: f64 = 1e-9;

/// The z with Phi(z) = u of the word: two steps of Newton against erfc, in the lower half, where it keeps its digits.
fn exact_normal(word: u32) -> f64 {
    if word > u32::MAX / 2 {
        return -exact_normal(!word);
    }
    let u = uniform(word);
    let mut z = normal_quantile(u);
    for _ in 0..2 {
        let density = libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU);
        z -= (0.5 * libm::erfc(-z / std::f64::consts::SQRT_2) - u) / density;
    }
    z
}

/// The smallest k with F(k) >= u for a probability of at most one half, term by term.
fn exact_small(u: f64, n: i32, p: f64) -> i32 {
    let mut probability = libm::exp(f64::from(n) * libm::log1p(-p));
    let (mut cumulative, mut k) = (probability, 0);
    while u > cumulative && k < n {
        probability *= f64::from(n - k) / f64::from(k + 1) * (p / (1.0 - p));
        k += 1;
        cumulative += probability;
    }
    k
}

fn exact_binomial(word: u32, n: i32, p: f64) -> i32 {
    let p = p.clamp(0.0, 1.0);
    if n <= 0 || p == 0.0 {
        0
    } else if !binomial_is_small(n, p) {
        binomial_large(exact_normal(word), f64::from(n), p) as i32
    } else if p > 0.5 {
        n - exact_small(uniform(!word), n, 1.0 - p)
    } else {
        exact_small(uniform(word), n, p)
    }
}

fn exact_normals(words: &Lanes<u32, WIDTH>, deviates: &mut Real<WIDTH>) {
    *deviates = words.map(exact_normal);
}

fn exact_four(words: &Block<WIDTH>, deviates: &mut [Real<WIDTH>; 4]) {
    *deviates = words.map(|words| words.map(exact_normal));
}

fn exact_binomials(
    words: &Lanes<u32, WIDTH>,
    _: Option<&Real<WIDTH>>,
    n: &Count<WIDTH>,
    p: &Real<WIDTH>,
    counts: &mut Count<WIDTH>,
) {
    for lane in 0..WIDTH {
        counts.0[lane] = exact_binomial(words.0[lane], n.0[lane], p.0[lane]);
    }
}

/// Deviates that are a part in ten million too large.
fn stretched_normals(words: &Lanes<u32, WIDTH>, deviates: &mut Real<WIDTH>) {
    *deviates = words.map(|word| exact_normal(word) * (1.0 + 1e-7));
}

/// The launches of a plan of which any metric is further off than it may be, and the furthest of all.
fn strays(plan: &Plan, other: Kernels<WIDTH>) -> (Vec<u32>, f64) {
    let mut fast = Simulator::<WIDTH>::default();
    let mut slow = Simulator::<WIDTH>::default().drawing_by(other);
    let (mut strays, mut furthest) = (Vec::new(), 0.0_f64);
    for first in (0..LAUNCHES).step_by(WIDTH) {
        let ours = fast.simulate(plan, first, &mut Unobserved);
        let theirs = slow.simulate(plan, first, &mut Unobserved);
        for lane in 0..WIDTH {
            let mut off = 0.0_f64;
            for (ours, theirs) in ours.metrics.iter().zip(&theirs.metrics) {
                let (ours, theirs) = (ours.0[lane], theirs.0[lane]);
                assert_eq!(ours.is_nan(), theirs.is_nan());
                if !ours.is_nan() {
                    off = off.max((ours - theirs).abs() / theirs.abs().max(1.0));
                }
            }
            furthest = furthest.max(off);
            if off > TOLERANCE {
                strays.push(first + lane as u32);
            }
        }
    }
    (strays, furthest)
}

fn plan_of(path: &str) -> Plan {
    compile(&repository_scenario(path, &[])).unwrap()
}

#[test]
fn every_launch_is_that_of_the_exact_draws_with_the_same_words() {
    let exact =
        Kernels { words: kernels::words, normals: exact_normals, four_normals: exact_four, binomials: exact_binomials };
    for path in ["mi1.toml", "bench/b1.toml", "bench/b1_small.toml"] {
        let (strays, furthest) = strays(&plan_of(path), exact);
        assert!(strays.is_empty(), "{path}: launches {strays:?} are off, at most {furthest:e}");
    }
}

#[test]
fn a_kernel_that_errs_in_the_seventh_digit_is_found_in_every_launch() {
    let bent = Kernels {
        words: kernels::words,
        normals: stretched_normals,
        four_normals: exact_four,
        binomials: exact_binomials,
    };
    let (strays, furthest) = strays(&plan_of("mi1.toml"), bent);
    assert!(strays.len() as u32 > LAUNCHES * 9 / 10, "found in {} launches only, at most {furthest:e}", strays.len());
}
