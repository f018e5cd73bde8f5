//! What happens on each day, in one list.

/// Items by day: one list for all days, so that looking a day up touches little memory.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ByDay<T> {
    items: Vec<T>,
    /// Where each day's items end.
    ends: Vec<u32>,
}

impl<T> ByDay<T> {
    /// Number of days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.ends.len()
    }

    /// The items of a day.
    #[inline(always)]
    #[must_use]
    pub fn on(&self, day: usize) -> &[T] {
        let start = if day == 0 { 0 } else { self.ends[day - 1] };
        &self.items[start as usize..self.ends[day] as usize]
    }
}

impl<T> From<Vec<Vec<T>>> for ByDay<T> {
    fn from(days: Vec<Vec<T>>) -> Self {
        let mut by_day = Self { items: Vec::new(), ends: Vec::with_capacity(days.len()) };
        for items in days {
            by_day.items.extend(items);
            by_day.ends.push(by_day.items.len() as u32);
        }
        by_day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_own_items() {
        let by_day = ByDay::from(vec![vec![], vec![1, 2], vec![], vec![3]]);
        assert_eq!(by_day.days(), 4);
        assert_eq!(
            (0..4).map(|day| by_day.on(day).to_vec()).collect::<Vec<_>>(),
            [vec![], vec![1, 2], vec![], vec![3]]
        );
    }
}
