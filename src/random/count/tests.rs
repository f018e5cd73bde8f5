//! Counts against their exact laws.

use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, Discrete, DiscreteCDF, NegativeBinomial, Poisson};

use super::*;
use crate::random::philox::word as addressed;

/// The first word whose count exceeds k, as a number in 0..=2^32.
fn first_word_above(sampler: &impl Fn(u32) -> i32, k: i32) -> u64 {
    let (mut low, mut high) = (0_u64, 1 << 32);
    while low < high {
        let middle = (low + high) / 2;
        if sampler(middle as u32) > k { high = middle } else { low = middle + 1 }
    }
    low
}

/// Total variation distance between the law of the sampler over all 2^32 words and `pmf`, on 0..=last.
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

#[test]
fn probe() {
    for mean in [8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 32.0, 64.0, 100.0, 1000.0] {
        let law = Poisson::new(mean).unwrap();
        let tv = total_variation(|w| poisson_large(normal(w), mean) as i32, |k| law.pmf(k), 100_000);
        println!("poisson {mean} {tv:e}");
    }
    for v in [8.0, 12.0, 16.0, 20.0, 25.0] {
        for p in [1e-6, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 0.99] {
            let n = f64::ceil(v / (p * (1.0 - p)));
            let law = Binomial::new(p, n as u64).unwrap();
            let tv = total_variation(|w| binomial_large(normal(w), n, p) as i32, |k| law.pmf(k), 1_000_000_000);
            println!("binomial v {v} p {p} {tv:e}");
        }
    }
}
