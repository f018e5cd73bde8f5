//! First-order shares of variance from a given sample.

use super::super::interval::two_sided_student;
use super::super::mean;
use super::super::special::{LARGEST_SHAPE, beta_regularised, gamma_regularised};
use super::super::summary::Summary;
use super::smooth::{unchosen, varies};

/// Groups of the test, at most.
const GROUPS: usize = 10;
/// Fewer rows say nothing.
const LEAST: usize = 10;
/// Rows that a group of the test holds on average, at least.
const ROWS_PER_GROUP: usize = 10;

/// How much of an outcome's variance one input explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstOrder {
    /// Pairs in which both apply.
    pub count: usize,
    /// `V(E[y|x]) / V(y)`, 0 to 1.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Parameters of the smoothed answer.
    pub degrees: usize,
    /// Chance of differences between groups of the input at least as large if the input meant nothing.
    pub p_value: f64,
}

/// The first-order share of variance of an input, `S = V(E[y|x]) / V(y)` (Sobol' 1993), from a sample that was not drawn
/// for it.
///
/// The answer `m(x) = E[y|x]` is a level for each common value and a cubic spline for the rest, with a knot for each 40
/// values, at most 32, none of them chosen by a look at the outcome. With `e_i` the residual of row i and `d_i` the error
/// in predicting it from all the others, `S = 1 - [sum e_i d_i / n] / V(y)`: the correlation ratio without what any
/// parameters explain (Kelley 1935, PNAS 21, 554-559), in the form that different spreads do not move (HC2: `e_i d_i` is
/// `e_i^2 / (1 - h_i)`, MacKinnon & White 1985, Journal of Econometrics 29, 305-325).
///
/// Its variance is that of `1 - E e^2 / V(y)` by the delta method, from the influences
/// `((1 - S) (y - mean)^2 - e^2) / V(y)` of the rows, which is the least there can be (Da Veiga & Gamboa 2013, Journal of
/// Nonparametric Statistics 25, 573-595). It grows as `S (1 - S)^2`, and where S is 0 there remains what pairs of rows
/// have in common by chance, `2 sum P_ij^2 e_i^2 e_j^2` (Kline, Saggio & Solvsten 2020, Econometrica 88, 1859-1898). The
/// interval holds every S whose own variance so taken allows the share found (as Wilson 1927 does for a share of trials),
/// with Student's t of n - p degrees; it begins at 0 where the test below does not tell the input from nothing.
///
/// The p-value is that of an analysis of variance between up to ten groups of neighbouring inputs, chosen without a look
/// at the outcome, that allows each group its own spread. Pairs of which one does not apply (NaN) are left out.
///
/// None where a column does not vary or fewer than ten pairs remain. It says nothing of what inputs do together. Where a
/// few launches hold most of the variance both ends of the interval are rough; an answer that jumps back and forth more
/// often than the knots can follow counts as luck. With inputs that depend on each other each share holds what they have
/// in common.
#[must_use]
pub fn first_order(input: &[f64], outcome: &[f64], confidence: f64) -> Option<FirstOrder> {
    let kept = |(x, y): &(f64, f64)| !x.is_nan() && !y.is_nan();
    let (x, y): (Vec<f64>, Vec<f64>) = input.iter().copied().zip(outcome.iter().copied()).filter(kept).unzip();
    if !varies(&x) || !varies(&y) {
        return None;
    }
    let found = of_fit(&x, &y, confidence)?;
    let p_value = between_groups(&x, &y);
    let low = if p_value > 1.0 - confidence { 0.0 } else { found.low };
    Some(FirstOrder { low, p_value, ..found })
}

fn of_fit(input: &[f64], y: &[f64], confidence: f64) -> Option<FirstOrder> {
    if y.len() < LEAST {
        return None;
    }
    let (fit, pairs) = unchosen(input, y)?;
    let (count, degrees) = (y.len(), fit.degrees);
    let (n, p) = (count as f64, degrees as f64);
    let middle = mean(y);
    let squares: Vec<f64> = y.iter().map(|y| (y - middle) * (y - middle)).collect();
    let errors: Vec<f64> = y.iter().zip(&fit.fitted).map(|(y, fit)| (y - fit) * (y - fit)).collect();
    let apart = y.iter().zip(&fit.fitted).zip(&fit.left_out).map(|((y, fit), predicted)| (y - fit) * (y - predicted));
    let variance = mean(&squares);
    let share = (1.0 - mean(&apart.collect::<Vec<f64>>()) / variance * (n - 1.0) / n).clamp(0.0, 1.0);
    let rest = mean(&errors) / variance;
    let influence = |(square, error): (&f64, &f64)| {
        let at = (rest * square - error) / variance;
        at * at
    };
    let influences: f64 = squares.iter().zip(&errors).map(influence).sum::<f64>() / (n - p);
    let explained = 1.0 - rest;
    let slope = if explained * rest * rest > 0.0 { influences / (explained * rest * rest) } else { 0.0 };
    let by_chance = 2.0 * pairs * (p - 1.0) / p / (n * variance * n * variance);
    let t = two_sided_student(confidence, n - p);
    let possible = |truth: f64| {
        let rest = (1.0 - truth) * (1.0 - truth);
        (share - truth) * (share - truth) - t * t * rest * (slope * truth / n + by_chance)
    };
    let (low, high) = (crossing(share, 0.0, possible), crossing(share, 1.0, possible));
    Some(FirstOrder { count, share, low, high, degrees, p_value: f64::from(u8::from(low <= 0.0)) })
}

/// The place on the way from `inside`, where a function is not above zero, to `outside` beyond which it is; `outside`
/// where it is nowhere above zero.
fn crossing(inside: f64, outside: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut inside, mut outside) = (inside, outside);
    if f(outside) <= 0.0 {
        return outside;
    }
    for _ in 0..60 {
        let middle = 0.5 * (inside + outside);
        if f(middle) > 0.0 { outside = middle } else { inside = middle }
    }
    inside
}

/// The p-value of the variance between groups of neighbouring inputs.
///
/// `F = sum n_i (mean_i - mean)^2 / sum (1 - f_i) s_i^2` with `f_i = n_i / n` (Brown & Forsythe 1974, Technometrics 16,
/// 129-132), and both degrees of freedom as the spreads of the groups ask for (Mehrotra 1997, Communications in
/// Statistics - Simulation 26, 1139-1145): `d1 = [sum (1 - f_i) s_i^2]^2 / {[sum f_i s_i^2]^2 + sum (1 - 2 f_i) s_i^4}` and
/// `d2 = [sum (1 - f_i) s_i^2]^2 / sum (1 - f_i)^2 s_i^4 / (n_i - 1)`. The chance beyond F is `I_y(d2 / 2, d1 / 2)` at
/// `y = d2 / (d2 + d1 F)` (Abramowitz & Stegun 26.6.2). A group of one row has no spread and is not counted.
fn between_groups(x: &[f64], y: &[f64]) -> f64 {
    let groups: Vec<Summary> = groups(x, (x.len() / ROWS_PER_GROUP).clamp(2, GROUPS))
        .iter()
        .map(|group| Summary::of(&group.iter().map(|at| y[*at]).collect::<Vec<f64>>()))
        .filter(|group| group.count > 1)
        .collect();
    let rows: f64 = groups.iter().map(|group| group.count as f64).sum();
    let middle = groups.iter().map(|group| group.count as f64 * group.mean).sum::<f64>() / rows;
    let (mut between, mut within, mut pooled, mut fourth, mut spread) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for group in &groups {
        let (count, variance) = (group.count as f64, group.sd * group.sd);
        let part = count / rows;
        between += count * (group.mean - middle) * (group.mean - middle);
        within += (1.0 - part) * variance;
        pooled += part * variance;
        fourth += (1.0 - 2.0 * part) * variance * variance;
        spread += (1.0 - part) * variance * (1.0 - part) * variance / (count - 1.0);
    }
    if groups.len() < 2 || within == 0.0 {
        return if between > 0.0 { 0.0 } else { 1.0 };
    }
    let (d1, d2) = (within * within / (pooled * pooled + fourth), within * within / spread);
    if d2 > LARGEST_SHAPE {
        return gamma_regularised(0.5 * d1, 0.5 * d1 * between / within).1;
    }
    let all = d2 * within + d1 * between;
    beta_regularised(0.5 * d2, 0.5 * d1, d2 * within / all, d1 * between / all).0
}

/// The rows in groups of about equal size by their input; equal inputs stay together, few different ones have a group
/// each.
fn groups(x: &[f64], most: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let equal: Vec<&[usize]> = order.chunk_by(|a, b| x[*a] == x[*b]).collect();
    if equal.len() <= GROUPS {
        return equal.into_iter().map(<[usize]>::to_vec).collect();
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut before = 0;
    let mut last = usize::MAX;
    for rows in equal {
        // The group in which the middle of these rows falls.
        let place = (2 * before + rows.len()) * most / (2 * x.len());
        if place != last {
            found.push(Vec::new());
            last = place;
        }
        if let Some(group) = found.last_mut() {
            group.extend(rows);
        }
        before += rows.len();
    }
    found
}

/// Which of several p-values can be told from nothing, when no more than `error` of all sets of inputs that mean nothing
/// may have one that passes (Holm 1979, Scandinavian Journal of Statistics 6, 65-70): in ascending order, the first fails
/// above `error / m`, the second above `error / (m - 1)`, and after the first that fails none passes.
#[must_use]
pub fn told_from_nothing(p_values: &[f64], error: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut told = vec![false; p_values.len()];
    for (passed, &at) in order.iter().enumerate() {
        if p_values[at].is_nan() || p_values[at] > error / (p_values.len() - passed) as f64 {
            break;
        }
        told[at] = true;
    }
    told
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::{normals, shares};
    use super::*;

    /// Repetitions in which the interval holds the truth, and those told from nothing.
    fn repeated(truth: f64, sample: &dyn Fn(u64) -> (Vec<f64>, Vec<f64>)) -> (u32, u32) {
        let (mut covered, mut told) = (0, 0);
        for round in 0..400 {
            let (x, y) = sample(round);
            let found = first_order(&x, &y, 0.95).unwrap();
            covered += u32::from(found.low <= truth && truth <= found.high);
            told += u32::from(found.p_value < 0.05);
        }
        (covered, told)
    }

    /// Of 400 intervals at 95 %: 380 -+ 3.3 standard deviations of a binomial count, and no limit above for those that
    /// may cover more.
    const ENOUGH: u32 = 366;

    #[test]
    fn the_shares_of_ishigami_are_found_in_any_sample() {
        // ISH1: closed form (Ishigami & Homma 1990), as in SALib 1.6.0's test functions.
        let truth = [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0];
        let sample = |round: u64, input: usize| {
            let x: [Vec<f64>; 3] = [0, 1, 2].map(|i| {
                shares(3 * round + i, 500).into_iter().map(|u| (2.0 * u - 1.0) * std::f64::consts::PI).collect()
            });
            let value = |at: usize| {
                let (a, b, c) = (libm::sin(x[0][at]), libm::sin(x[1][at]), x[2][at]);
                a + 7.0 * b * b + 0.1 * c * c * c * c * a
            };
            let y: Vec<f64> = (0..500).map(value).collect();
            (x[input].clone(), y)
        };
        for (input, truth) in truth.into_iter().enumerate() {
            let (covered, told) = repeated(truth, &|round| sample(round, input));
            assert!(covered >= ENOUGH, "input {input}: {covered}");
            // Ishigami's third input changes the spread and not the mean: a test of means is to pass it by.
            assert!(if truth > 0.0 { told == 400 } else { told < 40 }, "input {input}: {told}");
        }
    }

    #[test]
    fn an_input_that_means_nothing_passes_the_test_at_its_rate() {
        let noise = |round: u64| (shares(2 * round, 100), normals(2 * round + 1, 100));
        let (covered, told) = repeated(0.0, &noise);
        assert!(covered >= ENOUGH && (6..=34).contains(&told), "{covered} {told}");
        // A yes or no that happens in one launch of ten: three in a group, where the test is cautious.
        let rare = |round: u64| {
            let y = shares(2 * round + 1, 300).iter().map(|u| f64::from(u8::from(*u < 0.1))).collect();
            (shares(2 * round, 300), y)
        };
        let (covered, told) = repeated(0.0, &rare);
        assert!(covered >= ENOUGH && told <= 34, "rare: {covered} {told}");
    }

    #[test]
    fn intervals_cover_strong_and_weak_inputs_choices_and_skewed_ones() {
        let of = |weight: f64, n: u64| {
            move |round: u64| {
                let (x, e) = (normals(2 * round, n), normals(2 * round + 1, n));
                let y = x.iter().zip(e).map(|(x, e)| weight * x + (1.0 - weight * weight).sqrt() * e).collect();
                (x, y)
            }
        };
        for (weight, n) in [(0.2, 200), (0.7, 200), (0.95, 200), (0.1, 2000)] {
            let (covered, _) = repeated(weight * weight, &of(weight, n));
            assert!(covered >= ENOUGH, "weight {weight}: {covered}");
        }
        // Three levels 0, 1, 3 with chances 1/2, 1/4, 1/4: variance 1.5, and noise as much again.
        let choice = |round: u64| {
            let x: Vec<f64> = shares(2 * round, 200).iter().map(|u| libm::floor((4.0 * u - 1.0).max(0.0))).collect();
            let effect = [0.0, 1.0, 3.0];
            let noise = normals(2 * round + 1, 200);
            let y = x.iter().zip(noise).map(|(x, e)| effect[*x as usize] + 1.5_f64.sqrt() * e).collect();
            (x, y)
        };
        let (covered, told) = repeated(0.5, &choice);
        assert!(covered >= ENOUGH && told == 400, "{covered}");
        // A lognormal input: V(x) = e (e - 1) for a standard normal exponent; half of it again is noise.
        let skewed = |round: u64| {
            let x: Vec<f64> = normals(2 * round, 1000).iter().map(|z| libm::exp(0.5 * z)).collect();
            let spread = (libm::exp(0.25) * (libm::exp(0.25) - 1.0)).sqrt();
            let y = x.iter().zip(normals(2 * round + 1, 1000)).map(|(x, e)| x + spread * e).collect();
            (x, y)
        };
        let (covered, _) = repeated(0.5, &skewed);
        assert!(covered >= ENOUGH, "skewed: {covered}");
    }

    #[test]
    fn the_test_is_that_of_another_library() {
        // statsmodels 0.15.0, stats.oneway.anova_oneway(use_var="bf") on the three groups.
        let x = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0];
        let y = [6.0, 8.0, 4.0, 5.0, 8.0, 12.0, 9.0, 13.0, 9.0, 11.0, 8.0, 7.0];
        let found = between_groups(&x, &y);
        assert!((found - 0.046_961_195_240_517_596).abs() < 1e-12, "{found}");
        let grouped = groups(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1], 4);
        assert_eq!(grouped.iter().map(Vec::len).collect::<Vec<usize>>(), [5, 3, 4, 4]);
    }

    #[test]
    fn nothing_that_does_not_vary_has_a_share_and_what_does_not_apply_is_left_out() {
        let x = shares(1, 50);
        assert_eq!(first_order(&[2.0; 50], &x, 0.95), None);
        assert_eq!(first_order(&x, &[2.0; 50], 0.95), None);
        assert_eq!(first_order(&x[..5], &x[..5], 0.95), None);
        let mut y = x.clone();
        y[7] = f64::NAN;
        let found = first_order(&x, &y, 0.95).unwrap();
        assert_eq!(found.count, 49);
        assert!(found.share > 1.0 - 1e-9 && found.high <= 1.0 && found.p_value < 1e-9, "{found:?}");
    }

    #[test]
    fn several_inputs_are_told_as_holm_does() {
        // statsmodels 0.15.0, stats.multitest.multipletests(method="holm").
        assert_eq!(told_from_nothing(&[0.01, 0.04, 0.03, 0.005], 0.05), [true, false, false, true]);
        assert_eq!(told_from_nothing(&[0.02, 0.001, 0.03], 0.05), [true, true, true]);
        assert_eq!(told_from_nothing(&[], 0.05), [false; 0]);
    }
}
