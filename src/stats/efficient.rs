//! Which of several alternatives no other beats in two things at once.

/// Whether each of several pairs is efficient: more of the first is better, less of the second, and no other pair is at
/// least as good in both and better in one (Pareto 1906; Markowitz 1952 for gain against risk).
///
/// A pair with a NaN is never efficient. Of pairs that are the same all are, or none.
#[must_use]
pub fn efficient(gains: &[f64], risks: &[f64]) -> Vec<bool> {
    let known = |at: &usize| !gains[*at].is_nan() && !risks[*at].is_nan();
    let all: Vec<usize> = (0..gains.len()).filter(known).collect();
    let beats = |one: usize, other: usize| {
        gains[one] >= gains[other]
            && risks[one] <= risks[other]
            && (gains[one] > gains[other] || risks[one] < risks[other])
    };
    (0..gains.len()).map(|at| known(&at) && !all.iter().any(|&other| beats(other, at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_beats_in_both_is_not_efficient() {
        let found = efficient(&[5.0, 4.0, 3.0, 4.0, f64::NAN, 5.0], &[0.3, 0.1, 0.2, 0.4, 0.0, 0.3]);
        assert_eq!(found, [true, true, false, false, false, true]);
    }
}
