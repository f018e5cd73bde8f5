//! Elementary effects: which of many inputs matter at all, from few runs.

use super::super::interval::student_interval;
use super::super::summary::Summary;

/// The elementary effects of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Trajectories in which the input moved.
    pub count: usize,
    /// Mean effect of moving the input over its whole range.
    pub mu: f64,
    /// Mean size of the effect.
    pub mu_star: f64,
    /// Lower end of the interval of the mean size, never below 0.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard deviation of the effects: large where the input acts with others or bends.
    pub sigma: f64,
}

/// Trajectories through the unit cube (Morris 1991, Technometrics 33, 161-174): each has one point more than there are
/// inputs, and from one point to the next a single input moves by `levels / (2 (levels - 1))`, in an order of chance.
///
/// Inputs lie on `levels` levels from 0 to 1, an even number of them, so that each level is as likely. `word` gives
/// words of chance.
#[must_use]
pub fn trajectories(inputs: usize, levels: u32, count: usize, mut word: impl FnMut() -> u64) -> Vec<Vec<Vec<f64>>> {
    let half = (levels / 2).max(1);
    let last = f64::from(2 * half - 1);
    let mut below = |bound: usize| ((u128::from(word()) * bound as u128) >> 64) as usize;
    let mut one = || {
        let mut place: Vec<u32> = (0..inputs).map(|_| below(2 * half as usize) as u32).collect();
        let mut order: Vec<usize> = (0..inputs).collect();
        for at in (1..inputs).rev() {
            order.swap(at, below(at + 1));
        }
        let told = |place: &[u32]| -> Vec<f64> { place.iter().map(|level| f64::from(*level) / last).collect() };
        let mut points = vec![told(&place)];
        for input in order {
            place[input] = if place[input] < half { place[input] + half } else { place[input] - half };
            points.push(told(&place));
        }
        points
    };
    (0..count).map(|_| one()).collect()
}

/// The effects of each input from the outcomes along trajectories: `(f(next) - f(this)) / (x_next - x_this)` of the one
/// input that moves, their mean mu and deviation sigma (Morris 1991), and the mean of their sizes mu* (Campolongo, Cariboni
/// & Saltelli 2007, Environmental Modelling & Software 22, 1509-1518) with Student's interval over the trajectories.
///
/// Effects are those of moving an input from one end of its range to the other, as if it acted as here all the way. None
/// for an input that moved in fewer than two trajectories. mu is near 0 where an input raises the outcome here and lowers
/// it there, mu* is not. With luck in the outcome mu* is too large: an input that means nothing has the size of the luck,
/// so the two ends of a step must meet the same luck. With ten trajectories the interval of skewed effects is rough.
#[must_use]
pub fn effects(points: &[Vec<Vec<f64>>], outcomes: &[Vec<f64>], confidence: f64) -> Vec<Option<Effects>> {
    let inputs = points.first().and_then(|trajectory| trajectory.first()).map_or(0, Vec::len);
    let of_input = |input: usize| {
        let mut found = Vec::new();
        for (trajectory, outcomes) in points.iter().zip(outcomes) {
            for (pair, ends) in trajectory.windows(2).zip(outcomes.windows(2)) {
                let moved = pair[1][input] - pair[0][input];
                if moved != 0.0 {
                    found.push((ends[1] - ends[0]) / moved);
                }
            }
        }
        let signed = Summary::of(&found);
        let sizes = Summary::of(&found.iter().map(|effect| effect.abs()).collect::<Vec<f64>>());
        let (low, high) = student_interval(sizes.mean, sizes.sd, sizes.count, confidence);
        (signed.count > 1).then_some(Effects {
            count: signed.count,
            mu: signed.mean,
            mu_star: sizes.mean,
            low: low.max(0.0),
            high,
            sigma: signed.sd,
        })
    };
    (0..inputs).map(of_input).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::word;
    use super::*;

    fn drawn(inputs: usize, count: usize, seed: u64) -> Vec<Vec<Vec<f64>>> {
        let mut at = seed << 32;
        trajectories(inputs, 4, count, || {
            at += 1;
            word(at)
        })
    }

    fn at_each(points: &[Vec<Vec<f64>>], f: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
        points.iter().map(|trajectory| trajectory.iter().map(|point| f(point)).collect()).collect()
    }

    #[test]
    fn the_exercise_of_saltelli_and_others_has_its_figures() {
        // MOR1: Saltelli et al. 2008, exercise 4, as in SALib 1.6.0's tests; effects worked out by hand.
        let thirds = [
            [[0, 1], [0, 3], [2, 3]],
            [[0, 1], [2, 1], [2, 3]],
            [[2, 0], [2, 2], [0, 2]],
            [[1, 3], [3, 3], [3, 1]],
            [[1, 3], [1, 1], [3, 1]],
            [[1, 2], [1, 0], [3, 0]],
        ];
        let points: Vec<Vec<Vec<f64>>> = thirds
            .iter()
            .map(|trajectory| {
                trajectory.iter().map(|point| point.iter().map(|third| f64::from(*third) / 3.0).collect()).collect()
            })
            .collect();
        let outcomes = [
            vec![0.97, 0.71, 2.39],
            vec![0.97, 2.3, 2.39],
            vec![1.87, 2.4, 0.87],
            vec![2.15, 1.71, 1.54],
            vec![2.15, 2.17, 1.54],
            vec![2.2, 1.87, 1.0],
        ];
        let found = effects(&points, &outcomes, 0.95);
        let expected = [(0.65, 1.62, 1.794_107_020_219_251), (0.21, 0.35, 0.411_995_145_602_469_36)];
        for (found, (mu, mu_star, sigma)) in found.iter().zip(expected) {
            let found = found.unwrap();
            assert_eq!(found.count, 6);
            for (found, expected) in [(found.mu, mu), (found.mu_star, mu_star), (found.sigma, sigma)] {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }

    #[test]
    fn a_linear_model_has_its_slopes() {
        let points = drawn(3, 7, 1);
        let outcomes = at_each(&points, |x| 2.0 * x[0] - 3.0 * x[1] + 0.5 * x[2]);
        for (found, slope) in effects(&points, &outcomes, 0.95).iter().zip([2.0_f64, -3.0, 0.5]) {
            let found = found.unwrap();
            assert!((found.mu - slope).abs() < 1e-12 && (found.mu_star - slope.abs()).abs() < 1e-12);
            assert!(found.sigma < 1e-12 && (found.high - found.low) < 1e-10);
        }
    }

    #[test]
    fn trajectories_move_one_input_at_a_time_and_every_level_is_as_likely() {
        let points = drawn(5, 2000, 2);
        let mut counts = [0_u32; 4];
        for trajectory in &points {
            assert_eq!(trajectory.len(), 6);
            let mut moved = [0; 5];
            for pair in trajectory.windows(2) {
                let inputs: Vec<usize> = (0..5).filter(|input| pair[0][*input] != pair[1][*input]).collect();
                assert_eq!(inputs.len(), 1);
                assert!(((pair[1][inputs[0]] - pair[0][inputs[0]]).abs() - 2.0 / 3.0).abs() < 1e-12);
                moved[inputs[0]] += 1;
            }
            assert_eq!(moved, [1; 5]);
            for level in &trajectory[0] {
                counts[libm::round(level * 3.0) as usize] += 1;
            }
        }
        // 2,500 -+ 3.7 standard deviations.
        assert!(counts.iter().all(|count| count.abs_diff(2500) < 160), "{counts:?}");
    }

    #[test]
    fn the_interval_of_the_mean_size_covers_at_its_rate() {
        // f = x y with x and y on the four levels: the effect of x is y, of mean 1/2.
        let mut covered = 0;
        for round in 0..400 {
            let points = drawn(2, 20, round + 10);
            let outcomes = at_each(&points, |x| x[0] * x[1]);
            let found = effects(&points, &outcomes, 0.95)[0].unwrap();
            covered += u32::from(found.low <= 0.5 && 0.5 <= found.high);
        }
        // 380 -+ 3.3 standard deviations of a binomial count.
        assert!((366..=394).contains(&covered), "{covered}");
    }

    #[test]
    fn nothing_has_no_effects() {
        assert!(effects(&[], &[], 0.95).is_empty());
        let one = drawn(2, 1, 3);
        assert_eq!(effects(&one, &at_each(&one, |x| x[0]), 0.95), [None, None]);
    }
}
