//! Payments to come, by the day they fall due.

use std::ops::Range;

use crate::lanes::Real;

/// What falls due on each of the coming days: a ring as long as the longest terms of payment.
pub(crate) struct Dues<const L: usize> {
    /// Amounts by day modulo the length; empty where nothing is ever owed.
    ring: Vec<Real<L>>,
}

impl<const L: usize> Dues<L> {
    /// Nothing due yet; `longest_terms` in days, `None` where there are no terms at all.
    pub fn new(longest_terms: Option<usize>) -> Self {
        let days = longest_terms.map_or(0, |terms| (terms + 1).next_power_of_two());
        Self { ring: vec![Real::ZERO; days] }
    }

    #[inline(always)]
    fn place(&self, day: usize) -> usize {
        day & self.ring.len().wrapping_sub(1)
    }

    /// An amount falls due on a day, no further ahead than the longest terms.
    #[inline(always)]
    pub fn add(&mut self, day: usize, amount: Real<L>) {
        let place = self.place(day);
        if let Some(due) = self.ring.get_mut(place) {
            *due += amount;
        }
    }

    /// Takes out what falls due on a day, at the end of that day.
    #[inline(always)]
    pub fn take(&mut self, day: usize) -> Real<L> {
        let place = self.place(day);
        self.ring.get_mut(place).map_or(Real::ZERO, |due| std::mem::replace(due, Real::ZERO))
    }

    /// What falls due after a day that is over.
    pub fn later_than(&self, day: usize) -> Real<L> {
        self.between(day + 1..day + 1 + self.ring.len())
    }

    /// What falls due on some coming days, the first of which is not over.
    pub fn between(&self, days: Range<usize>) -> Real<L> {
        let known = days.start..days.end.min(days.start + self.ring.len());
        known.map(|day| self.ring[self.place(day)]).fold(Real::ZERO, |sum, due| sum + due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;

    #[test]
    fn what_is_due_is_taken_on_its_day_and_never_again() {
        let mut dues = Dues::<1>::new(Some(5));
        for day in 0..40 {
            dues.add(day + 5, Lanes([day as f64]));
            dues.add(day, Lanes([0.5]));
            let later = if day < 5 { 0.0 } else { (day - 5) as f64 };
            assert_eq!(dues.between(day..day + 1).0, [later + 0.5]);
            assert_eq!(dues.take(day).0, [later + 0.5]);
            assert_eq!(dues.take(day).0, [0.0]);
        }
        // Days 40 to 44 are still to come; nothing beyond them is.
        assert_eq!(dues.between(40..100).0, [35.0 + 36.0 + 37.0 + 38.0 + 39.0]);
    }

    #[test]
    fn without_terms_nothing_is_ever_due() {
        let mut dues = Dues::<1>::new(None);
        assert_eq!(dues.take(3).0, [0.0]);
        assert_eq!(dues.between(0..10).0, [0.0]);
    }
}
