//! One value of a scenario, and where it is so many steps away.

use crate::experiment::sweep::axis::Axis;
use crate::language::catalogue::{Kind, Range};
use crate::scenario::address::Notation;
use crate::scenario::written::Written;

/// Share by which a number is moved.
pub const SHARE: f64 = 0.1;

/// One value that moves.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    pub axis: Axis,
    pub value: f64,
    /// Whether it is a share, which is moved by its odds.
    pub odds: bool,
}

impl Scaled {
    pub fn of(address: &str, written: &Written) -> Result<Self, String> {
        let axis = Axis::of_key(address).map_err(|(why, _)| why)?;
        let text = written.text();
        let value = axis.value(text.trim_matches('"')).map_err(|_| "no number, date or choice".to_owned())?;
        let odds = is_share(written);
        match value {
            0.0 => Err("it is 0: --range KEY=LOW..HIGH names what else it could be".into()),
            1.0 if odds => Err("it is 1, the whole: --range KEY=LOW..HIGH names what else it could be".into()),
            _ => Ok(Self { axis, value, odds }),
        }
    }

    /// Its value so many steps away.
    pub fn at(&self, step: f64) -> f64 {
        let moved = if self.odds {
            let odds = self.value / (1.0 - self.value) * (1.0 + SHARE * step);
            odds / (1.0 + odds)
        } else {
            self.value * (1.0 + SHARE * step)
        };
        let whole = matches!(self.axis.notation, Notation::Whole | Notation::WholeDays);
        if !whole {
            return six_digits(moved);
        }
        let rounded = libm::floor(moved + 0.5);
        // A whole number moves by one at least.
        if rounded == self.value { self.value + step.signum() } else { rounded }
    }
}

/// Three digits are all that anybody would read; whole numbers stay.
pub(super) fn rounded(value: f64) -> f64 {
    if value == libm::round(value) { value } else { format!("{value:.2e}").parse().unwrap_or(value) }
}

/// Six digits are all that anybody would write.
#[must_use]
pub fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Whether a key is a share, whose odds are moved.
pub(super) fn is_share(written: &Written) -> bool {
    let (Kind::Number(range) | Kind::Certain(range) | Kind::Path(range) | Kind::NumberOrPath(range)) = written.key.kind
    else {
        return false;
    };
    let Range { low, high, .. } = range;
    low == 0.0 && high == 1.0
}

/// A value with its unit, where it is not written with one.
pub(super) fn with_unit(value: &str, axis: &Axis) -> String {
    // A length of time is written with its unit.
    if axis.unit.is_empty() || axis.lasts() || axis.is_dated() {
        value.to_owned()
    } else {
        format!("{value} {}", axis.unit_in("money"))
    }
}
