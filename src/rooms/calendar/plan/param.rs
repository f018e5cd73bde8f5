//! A number of the plan that may differ between launches: a certain part plus multiples of uncertain inputs.

use crate::lanes::{Real, Single};
use crate::language::quantity::Number;

/// `fixed + sum of coefficient * draw` over uncertain inputs.
///
/// Linear, so that the costs of parts that travel together add up to one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    fixed: f64,
    terms: Vec<(usize, f64)>,
    /// Known beforehand, because every part of every day asks for it.
    zero: bool,
}

impl Default for Param {
    fn default() -> Self {
        Self::certain(0.0)
    }
}

impl Param {
    /// A certain number.
    #[must_use]
    pub fn certain(value: f64) -> Self {
        Self { fixed: value, terms: Vec::new(), zero: value == 0.0 }
    }

    /// `scale` times a number of the scenario.
    #[must_use]
    pub fn scaled(number: Number, scale: f64) -> Self {
        match number.input {
            None => Self::certain(number.value * scale),
            Some(input) => Self { fixed: 0.0, terms: vec![(input, scale)], zero: false },
        }
    }

    /// Adds `scale` times a number of the scenario.
    pub fn add_scaled(&mut self, number: Number, scale: f64) {
        match number.input {
            None => self.fixed += number.value * scale,
            Some(input) => self.terms.push((input, scale)),
        }
        self.zero = self.fixed == 0.0 && self.terms.is_empty();
    }

    /// Whether it is zero in every launch, so that a mechanism can be left out.
    #[inline(always)]
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.zero
    }

    /// The value when it is the same in every launch.
    #[must_use]
    pub fn as_certain(&self) -> Option<f64> {
        self.terms.is_empty().then_some(self.fixed)
    }

    /// Its value in each launch, given each launch's draws of the uncertain inputs.
    #[inline(always)]
    #[must_use]
    pub fn of<const L: usize>(&self, inputs: &[Real<L>]) -> Real<L> {
        let mut value = Real::splat(self.fixed);
        for &(input, coefficient) in &self.terms {
            value += inputs[input] * coefficient;
        }
        value
    }

    /// Its value given each launch's draws, for keeping.
    #[must_use]
    pub fn known<const L: usize>(&self, inputs: &[Real<L>]) -> Known<L> {
        let each = if self.terms.is_empty() { None } else { Some(Box::new(self.of(inputs))) };
        Known { same: self.fixed, each }
    }
}

/// The value of a parameter in some launches, in little memory where it is the same in all of them.
#[derive(Clone, Debug)]
pub struct Known<const L: usize> {
    same: f64,
    each: Option<Box<Real<L>>>,
}

impl<const L: usize> Known<L> {
    /// Its value in each launch.
    #[inline(always)]
    #[must_use]
    pub fn get(&self) -> Real<L> {
        match &self.each {
            None => Real::splat(self.same),
            Some(each) => **each,
        }
    }

    /// Its value in each launch to seven digits.
    #[inline(always)]
    #[must_use]
    pub fn single(&self) -> Single<L> {
        match &self.each {
            None => Single::splat(self.same as f32),
            Some(each) => each.single(),
        }
    }

    /// Its value where it is the same in all launches.
    #[inline(always)]
    #[must_use]
    pub fn same(&self) -> Option<f64> {
        if self.each.is_none() { Some(self.same) } else { None }
    }

    /// Its value in one launch.
    #[inline(always)]
    #[must_use]
    pub fn in_lane(&self, lane: usize) -> f64 {
        match &self.each {
            None => self.same,
            Some(each) => each.0[lane],
        }
    }

    /// `f` of the value in each launch.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self { same: f(self.same), each: self.each.map(|each| Box::new(each.map(f))) }
    }
}

impl From<Number> for Param {
    fn from(number: Number) -> Self {
        Self::scaled(number, 1.0)
    }
}
