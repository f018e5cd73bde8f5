//! Which of some choices none beats in both gain and risk.

/// Places of the points that no other beats: none has at most its risk and more gain, or less risk and at least its gain; from
/// the least risk on. A point is its risk and its gain; one that is not a number is beaten.
#[must_use]
pub fn efficient(points: &[(f64, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..points.len()).filter(|&at| points[at].0.is_finite() && points[at].1.is_finite()).collect();
    order.sort_by(|&a, &b| {
        points[a].0.total_cmp(&points[b].0).then(points[b].1.total_cmp(&points[a].1)).then(a.cmp(&b))
    });
    let mut best = f64::NEG_INFINITY;
    order.retain(|&at| {
        let beats = points[at].1 > best;
        best = best.max(points[at].1);
        beats
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_beats_what_is_kept_and_something_beats_the_rest() {
        let points = [(0.1, 5.0), (0.2, 4.0), (0.0, 1.0), (0.3, 9.0), (0.1, 5.0), (f64::NAN, 99.0)];
        let kept = efficient(&points);
        assert_eq!(kept, [2, 0, 3]);
        let beats = |one: (f64, f64), other: (f64, f64)| {
            one.0 <= other.0 && one.1 >= other.1 && (one.0 < other.0 || one.1 > other.1)
        };
        for (at, point) in points.iter().enumerate().filter(|(_, point)| point.0.is_finite()) {
            let beaten = points.iter().any(|other| beats(*other, *point));
            // Of two that are alike one stands for both.
            assert_eq!(!beaten, kept.contains(&at) || at == 4, "{at}");
        }
        assert!(efficient(&[]).is_empty());
    }
}
