//! Rows that took the same line of a sample.

/// Which line of a sample each row took, as a number that rows of the same line share; or that each row stands for itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines<'a>(Option<&'a [u32]>);

impl<'a> Lines<'a> {
    /// Each row stands for itself.
    pub const ALONE: Self = Self(None);

    /// Rows with the same number took the same line.
    #[must_use]
    pub const fn of(numbers: &'a [u32]) -> Self {
        Self(Some(numbers))
    }

    /// As many independent rows as these say as much: `n^2 / (n_1^2 + .. + n_m^2)` of n rows of m lines (E116).
    pub(super) fn effective(self, rows: impl Iterator<Item = usize>) -> f64 {
        let Some(numbers) = self.0 else { return rows.count() as f64 };
        let mut taken: Vec<u32> = rows.map(|row| numbers[row]).collect();
        taken.sort_unstable();
        let square = |rows: usize| (rows * rows) as f64;
        let squares: f64 = taken.chunk_by(|one, other| one == other).map(|same| square(same.len())).sum();
        if squares > 0.0 { square(taken.len()) / squares } else { 0.0 }
    }
}
