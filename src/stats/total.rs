//! Sums that lose no digits to the number of their terms.

/// Sum in the given order with Neumaier's compensation.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut total = 0.0_f64;
    let mut lost = 0.0;
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    // Once the total is infinite the compensation is NaN and says nothing.
    if total.is_finite() { total + lost } else { total }
}
