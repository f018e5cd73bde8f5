//! How far values lie from a law.

/// The distance of Kolmogorov and Smirnov, the largest difference between the share of values up to a point and what the law
/// says, for values in ascending order and a law without steps.
#[must_use]
pub fn kolmogorov(sorted: &[f64], below: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let mut most = 0.0_f64;
    for (at, value) in sorted.iter().enumerate() {
        let law = below(*value);
        most = most.max((at as f64 + 1.0) / n - law).max(law - at as f64 / n);
    }
    most
}

/// The same for a law of whole numbers, on which both go up in steps: the difference at each of them.
#[must_use]
pub fn kolmogorov_whole(sorted: &[f64], up_to: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let mut most = 0.0_f64;
    for (at, value) in sorted.iter().enumerate() {
        // Just before a value, and at it with all that are equal.
        most = most
            .max((up_to(value - 1.0) - at as f64 / n).abs() * f64::from(u8::from(at == 0 || sorted[at - 1] < *value)));
        if sorted.get(at + 1).is_none_or(|next| next > value) {
            most = most.max((up_to(*value) - (at as f64 + 1.0) / n).abs());
        }
    }
    most
}
