//! A number of the plan that may differ between launches: a certain part plus multiples of uncertain inputs.

use crate::lanes::Real;
use crate::scenario::types::Number;

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
    pub fn of<const L: usize>(&self, draws: &[Real<L>]) -> Real<L> {
        let mut value = Real::splat(self.fixed);
        for &(input, coefficient) in &self.terms {
            value += draws[input] * coefficient;
        }
        value
    }
}

impl From<Number> for Param {
    fn from(number: Number) -> Self {
        Self::scaled(number, 1.0)
    }
}
