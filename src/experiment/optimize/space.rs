//! The finite set of decisions that are compared: a grid, its corners, neighbours, and points spread over it.

/// Points up to which all of a grid are looked at when the next to try are chosen.
const ALL: u64 = 4096;
/// Decisions up to which neighbours differ in all of them at once; beyond, in two at most.
const FEW: usize = 3;
/// Words tried beside the one at hand, at most.
const WORDS: usize = 12;

/// One decision and the values it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The values, ascending; places of words.
    pub values: Vec<f64>,
    /// Whether they are words, which have no order.
    pub words: bool,
}

/// A point of the grid: the place of the value of each decision.
pub type Place = Vec<usize>;

/// All decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// One by one.
    pub sides: Vec<Side>,
}

impl Space {
    /// How many points there are; `None` where they cannot be counted.
    #[must_use]
    pub fn counted(&self) -> Option<u64> {
        self.sides.iter().try_fold(1_u64, |all, side| all.checked_mul(side.values.len() as u64))
    }

    /// How many points there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.counted().unwrap_or(u64::MAX)
    }

    /// The number of a point; the last decision varies fastest.
    #[must_use]
    pub fn number(&self, place: &[usize]) -> u64 {
        self.sides.iter().zip(place).fold(0, |number, (side, at)| number * side.values.len() as u64 + *at as u64)
    }

    /// The point of a number.
    #[must_use]
    pub fn place(&self, number: u64) -> Place {
        let (mut rest, mut place) = (number, vec![0; self.sides.len()]);
        for (at, side) in place.iter_mut().zip(&self.sides).rev() {
            *at = (rest % side.values.len() as u64) as usize;
            rest /= side.values.len() as u64;
        }
        place
    }

    /// The values of a point.
    #[must_use]
    pub fn values(&self, place: &[usize]) -> Vec<f64> {
        self.sides.iter().zip(place).map(|(side, at)| side.values[*at]).collect()
    }

    /// A point with each number between 0 and 1, and words as they are.
    #[must_use]
    pub fn scaled(&self, place: &[usize]) -> Vec<f64> {
        let one = |(side, at): (&Side, &usize)| {
            let (low, high) = (side.values[0], side.values[side.values.len() - 1]);
            if side.words || high <= low { side.values[*at] } else { (side.values[*at] - low) / (high - low) }
        };
        self.sides.iter().zip(place).map(one).collect()
    }

    /// The corners, where there are no more than `most`, then the middle.
    #[must_use]
    pub fn corners(&self, most: usize) -> Vec<Place> {
        let of = |side: &Side| -> Vec<usize> {
            match side.values.len() {
                1 => vec![0],
                all if side.words => (0..all.min(WORDS)).collect(),
                all => vec![0, all - 1],
            }
        };
        let middle = self.sides.iter().map(|side| (side.values.len() - 1) / 2).collect();
        let all = self.sides.iter().map(|side| of(side).len()).try_fold(1_usize, usize::checked_mul);
        if all.is_none_or(|all| all > most) {
            return vec![middle];
        }
        let mut corners: Vec<Place> = vec![Vec::new()];
        for side in &self.sides {
            let more = |corner: &Place| {
                of(side).into_iter().map(|at| corner.iter().copied().chain([at]).collect()).collect::<Vec<Place>>()
            };
            corners = corners.iter().flat_map(more).collect();
        }
        corners.push(middle);
        corners
    }

    /// So many points spread over the grid from the `from`-th on: an additive recurrence in the powers of the root of
    /// `x^(d + 1) = x + 1` (Roberts 2018 after Kronecker; in one dimension the golden ratio). Points may come twice.
    #[must_use]
    pub fn spread(&self, from: u64, count: u64) -> Vec<Place> {
        let d = self.sides.len();
        let mut root = 1.5_f64;
        for _ in 0..64 {
            // Newton's step of x^(d + 1) - x - 1.
            let power = (0..d).fold(1.0, |power, _| power * root);
            root -= (power * root - root - 1.0) / ((d + 1) as f64 * power - 1.0);
        }
        let point = |number: u64| -> Place {
            let mut step = 1.0;
            let one = |side: &Side| {
                step /= root;
                let share = (0.5 + (number + 1) as f64 * step).fract();
                ((share * side.values.len() as f64) as usize).min(side.values.len() - 1)
            };
            self.sides.iter().map(one).collect()
        };
        (from..from + count).map(point).collect()
    }

    /// The points next to one: each decision a value up or down, or another word.
    #[must_use]
    pub fn neighbours(&self, place: &[usize]) -> Vec<Place> {
        let steps = |axis: usize| -> Vec<usize> {
            let (at, all) = (place[axis], self.sides[axis].values.len());
            if self.sides[axis].words {
                return (0..all.min(WORDS)).filter(|other| *other != at).collect();
            }
            [at.checked_sub(1), (at + 1 < all).then_some(at + 1)].into_iter().flatten().collect()
        };
        let most = if place.len() <= FEW { place.len() } else { 2 };
        // Points with how many of their decisions differ.
        let mut near: Vec<(Place, usize)> = vec![(Vec::new(), 0)];
        for axis in 0..place.len() {
            let more = |(point, apart): &(Place, usize)| {
                let with = |at: usize| point.iter().copied().chain([at]).collect::<Place>();
                let same = [(with(place[axis]), *apart)];
                let others = steps(axis).into_iter().filter(|_| *apart < most).map(|at| (with(at), apart + 1));
                same.into_iter().chain(others).collect::<Vec<_>>()
            };
            near = near.iter().flat_map(more).collect();
        }
        // Those that differ in least first.
        near.sort_by_key(|(_, apart)| *apart);
        near.into_iter().filter(|(_, apart)| *apart > 0).map(|(point, _)| point).collect()
    }

    /// The points among which the next to try are chosen: all where they are few, else many spread over the grid and all
    /// around those named.
    #[must_use]
    pub fn candidates(&self, around: &[Place], from: u64) -> Vec<Place> {
        if self.size() <= ALL {
            return (0..self.size()).map(|number| self.place(number)).collect();
        }
        let near = around.iter().flat_map(|place| self.near(place));
        near.chain(self.spread(from, ALL / 2)).collect()
    }

    /// Neighbours, and along each decision points farther and farther away.
    fn near(&self, place: &[usize]) -> Vec<Place> {
        let mut points = self.neighbours(place);
        for (axis, side) in self.sides.iter().enumerate() {
            for distance in [2, 3, 5, 8, 13] {
                let (at, all) = (place[axis], side.values.len());
                let both = [at.checked_sub(distance), (at + distance < all).then_some(at + distance)];
                for other in both.into_iter().flatten().filter(|_| !side.words) {
                    let mut point = place.to_vec();
                    point[axis] = other;
                    points.push(point);
                }
            }
        }
        points
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers with so many values each.
    pub fn space(sizes: &[usize]) -> Space {
        let side = |size: &usize| Side { values: (0..*size).map(|at| at as f64).collect(), words: false };
        Space { sides: sizes.iter().map(side).collect() }
    }

    #[test]
    fn a_point_has_one_number() {
        let space = space(&[3, 4, 5]);
        assert_eq!(space.size(), 60);
        assert!((0..60).all(|number| space.number(&space.place(number)) == number));
        assert_eq!(space.scaled(&[2, 0, 1]), [1.0, 0.0, 0.25]);
    }

    #[test]
    fn neighbours_are_one_step_away() {
        let space = space(&[3, 3]);
        assert_eq!(space.neighbours(&[1, 1]).len(), 8);
        assert_eq!(space.neighbours(&[0, 0]), [[0, 1], [1, 0], [1, 1]]);
        assert_eq!(tests::space(&[3, 3, 3, 3]).neighbours(&[1, 1, 1, 1]).len(), 8 + 24);
        let words = Space { sides: vec![Side { values: vec![0.0, 1.0, 2.0], words: true }] };
        assert_eq!(words.neighbours(&[2]), [[0], [1]]);
    }

    #[test]
    fn points_spread_over_the_whole_grid() {
        let space = space(&[5, 5]);
        let mut met: Vec<u64> = space.spread(0, 60).iter().map(|place| space.number(place)).collect();
        met.sort_unstable();
        met.dedup();
        assert_eq!(met.len(), 25);
        assert_eq!(space.corners(32), [vec![0, 0], vec![0, 4], vec![4, 0], vec![4, 4], vec![2, 2]]);
        assert_eq!(tests::space(&[2; 20]).corners(32), [vec![0; 20]]);
    }

    #[test]
    fn a_large_grid_is_looked_at_around_the_best_and_all_over() {
        let space = space(&[41, 41, 41]);
        let found = space.candidates(&[vec![20, 20, 20]], 0);
        assert!(found.len() > 2048 && found.contains(&vec![20, 21, 20]) && found.contains(&vec![20, 20, 33]));
    }
}
