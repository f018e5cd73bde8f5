//! The months around the lowest cash, where it is decided whether it suffices.

use super::panel::Days;
use crate::outcome::Layout;
use crate::stats::Summary;
use crate::units::date_of_day;

/// Days shown before the lowest cash and after it.
const AROUND: [f64; 2] = [60.0, 25.0];
/// Days before the end that count as the end.
const LAST: f64 = 8.0;
/// A window of more than this share of all days is no zoom.
const MOST: f64 = 0.7;
/// Days of a window at least.
const LEAST: f64 = 90.0;

/// The days around those on which launches have their lowest cash; `None` where that is most of the days.
#[must_use]
pub fn window(layout: &Layout, lowest: &[Summary]) -> Option<Days> {
    let known = || lowest.iter().filter(|day| day.count > 0);
    let all = layout.days as f64;
    // Where cash falls to the last day, there is no valley to look into.
    if known().all(|day| day.p50 + LAST >= all) {
        return None;
    }
    let first = known().map(|day| day.p5).reduce(f64::min)? - AROUND[0];
    let last = known().map(|day| day.p95).reduce(f64::max)? + AROUND[1];
    let more = (LEAST - (last - first)).max(0.0) / 2.0;
    let (first, last) = ((first - more).clamp(0.0, all).floor(), (last + more).clamp(0.0, all - 1.0).ceil());
    let count = last - first + 1.0;
    if !(2.0..=MOST * all).contains(&count) {
        return None;
    }
    let first = first as usize;
    Some(Days { first, start: date_of_day(layout.start, first as i64), count: count as usize })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn the_window_holds_the_lowest_days_of_nine_launches_in_ten() {
        let layout = Layout { days: 600, ..synthetic::layout() };
        let days = window(&layout, &[Summary::of(&[300.0; 30])]).unwrap();
        assert_eq!((days.first, days.count), (237, 92));
        assert_eq!(window(&layout, &[Summary::of(&[10.0; 30])]).map(|days| days.first), Some(0));
        assert_eq!(window(&layout, &[]), None);
        // Lowest on any day: there is nothing to look at more closely.
        let anywhere: Vec<f64> = (0..600).map(f64::from).collect();
        assert_eq!(window(&layout, &[Summary::of(&anywhere)]), None);
        assert_eq!(window(&Layout { days: 10, ..layout }, &[Summary::of(&[5.0; 3])]), None);
    }
}
