//! A dated path of the scenario as a value for every day, certain or differing between launches.

use crate::lanes::Real;
use crate::rooms::calendar::plan::param::Param;

/// How a path runs between its dated points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// From one point's value straight to the next; level before the first and after the last.
    Linear,
    /// Linear, but zero before the first and after the last.
    LinearElseZero,
    /// Each value holds until the next point; the first one also before its date.
    Step,
}

/// A value for every day: a weighted mean of two neighbouring points.
///
/// E38: between points (a, x) and (b, y) a linear path is `x + (y - x)(t - a)/(b - a)`; a step path keeps x until b.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<Param>,
    /// On each day: the left point, and the weights of it and of its right neighbour.
    days: Vec<(u32, f64, f64)>,
    /// The values themselves when all points are certain.
    table: Option<Vec<f64>>,
    /// Zero on every day of every launch.
    zero: bool,
}

impl Curve {
    /// The curve through `points` (day number and value, ascending) for days `0..days`.
    #[must_use]
    pub fn new(points: &[(i32, Param)], shape: Shape, days: usize) -> Self {
        let rows: Vec<(u32, f64, f64)> = (0..days as i32).map(|day| Self::weights(points, shape, day)).collect();
        let values: Vec<Param> = points.iter().map(|(_, value)| value.clone()).collect();
        let certain: Option<Vec<f64>> = values.iter().map(Param::as_certain).collect();
        let table = certain.map(|values| {
            let value = |at: usize| values.get(at).copied().unwrap_or(0.0);
            rows.iter().map(|&(left, a, b)| Self::blend(value(left as usize), value(left as usize + 1), a, b)).collect()
        });
        let zero = values.iter().all(Param::is_zero);
        Self { points: values, days: rows, table, zero }
    }

    /// A weight of zero leaves its point out, so that an exact point is met exactly.
    fn blend(left: f64, right: f64, a: f64, b: f64) -> f64 {
        if b == 0.0 { left * a } else { left * a + right * b }
    }

    fn weights(points: &[(i32, Param)], shape: Shape, day: i32) -> (u32, f64, f64) {
        let after = points.partition_point(|(date, _)| *date <= day);
        let outside = if shape == Shape::LinearElseZero { 0.0 } else { 1.0 };
        if points.is_empty() {
            return (0, 0.0, 0.0);
        }
        if after == 0 {
            return (0, outside, 0.0);
        }
        let left = after - 1;
        if after == points.len() {
            let on_the_last = points[left].0 == day;
            return (left as u32, if on_the_last { 1.0 } else { outside }, 0.0);
        }
        if shape == Shape::Step {
            return (left as u32, 1.0, 0.0);
        }
        let (from, to) = (points[left].0, points[after].0);
        let share = f64::from(day - from) / f64::from(to - from);
        (left as u32, 1.0 - share, share)
    }

    /// Whether it is zero on every day of every launch.
    #[inline(always)]
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.zero
    }

    /// Its value on a day where it is the same in all launches.
    #[must_use]
    pub fn certain_on(&self, day: usize) -> Option<f64> {
        self.table.as_ref().map(|table| table[day])
    }

    /// The curve with each launch's draws filled in.
    #[inline(always)]
    #[must_use]
    pub fn of<const L: usize>(&self, inputs: &[Real<L>]) -> CurveNow<'_, L> {
        CurveNow { curve: self, points: self.points_of(inputs) }
    }

    /// Each launch's values of its points; none where all are certain.
    #[inline(always)]
    #[must_use]
    pub fn points_of<const L: usize>(&self, inputs: &[Real<L>]) -> Vec<Real<L>> {
        if self.table.is_some() { Vec::new() } else { self.points.iter().map(|point| point.of(inputs)).collect() }
    }

    /// Its value on a day, given the values of its points.
    #[inline(always)]
    #[must_use]
    pub fn through<const L: usize>(&self, points: &[Real<L>], day: usize) -> Real<L> {
        if let Some(table) = &self.table {
            return Real::splat(table[day]);
        }
        let (left, a, b) = self.days[day];
        let left = left as usize;
        if b == 0.0 { points[left] * a } else { points[left] * a + points[left + 1] * b }
    }
}

/// A curve in `L` launches.
pub struct CurveNow<'plan, const L: usize> {
    curve: &'plan Curve,
    points: Vec<Real<L>>,
}

impl<const L: usize> CurveNow<'_, L> {
    /// Its value on a day.
    #[inline(always)]
    #[must_use]
    pub fn on(&self, day: usize) -> Real<L> {
        self.curve.through(&self.points, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(points: &[(i32, f64)], shape: Shape, days: usize) -> Vec<f64> {
        let points: Vec<(i32, Param)> = points.iter().map(|&(day, value)| (day, Param::certain(value))).collect();
        let curve = Curve::new(&points, shape, days);
        let now = curve.of::<1>(&[]);
        (0..days).map(|day| now.on(day).0[0]).collect()
    }

    #[test]
    fn a_linear_path_is_level_outside_its_points() {
        assert_eq!(values(&[(1, 10.0), (3, 30.0)], Shape::Linear, 5), [10.0, 10.0, 20.0, 30.0, 30.0]);
    }

    #[test]
    fn a_forecast_is_zero_outside_its_points() {
        assert_eq!(values(&[(1, 10.0), (3, 30.0)], Shape::LinearElseZero, 5), [0.0, 10.0, 20.0, 30.0, 0.0]);
    }

    #[test]
    fn a_step_path_holds_until_the_next_point() {
        assert_eq!(values(&[(1, 10.0), (3, 30.0)], Shape::Step, 5), [10.0, 10.0, 10.0, 30.0, 30.0]);
        assert_eq!(values(&[], Shape::Step, 2), [0.0, 0.0]);
    }

    #[test]
    fn an_uncertain_point_moves_only_its_own_launches() {
        let number = crate::language::quantity::Number { value: 10.0, input: Some(0) };
        let curve = Curve::new(&[(0, number.into()), (2, Param::certain(30.0))], Shape::Linear, 3);
        let now = curve.of(&[crate::lanes::Lanes([10.0, 20.0])]);
        assert_eq!(now.on(1).0, [20.0, 25.0]);
    }
}
