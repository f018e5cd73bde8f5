//! How many points a grid has, known before any of its values is made.

use super::axis::{Axis, DesignError, Levels, MOST_VALUES};
use crate::units::thousands;

/// How many values there are; none of a range without steps.
pub(super) fn count_of(levels: &Levels) -> u64 {
    match levels {
        Levels::Values(values) => values.len() as u64,
        Levels::Range { .. } => 0,
    }
}

/// Number of points of a grid; ranges without a step become equal steps once it is known that all values fit into memory.
pub(super) fn grid_size(axes: &mut [Axis], points: Option<u64>) -> Result<u64, DesignError> {
    let fault = |text: String| Err(DesignError::Design(text));
    let (mut number, mut values) = (1_u64, 0_u64);
    for axis in axes.iter() {
        let count = match (&axis.levels, points) {
            (Levels::Values(values), _) => values.len() as u64,
            (Levels::Range { .. }, Some(points @ 2..)) => points,
            (Levels::Range { .. }, _) => {
                let key = &axis.key;
                return fault(format!("the range of `{key}` has no step; write LOW..HIGH:STEP, or --points 11"));
            }
        };
        values = values.saturating_add(count);
        // Equal steps of a key that takes whole numbers may be fewer than asked for.
        number = number.saturating_mul(count);
    }
    if values > MOST_VALUES {
        let text = "the keys of the grid take more values than the {} that fit into memory; take wider steps";
        return fault(text.replace("{}", &thousands(MOST_VALUES as f64, 0)));
    }
    if number == u64::MAX {
        return fault("the grid has more points than can be counted; vary fewer keys".into());
    }
    for axis in axes.iter_mut() {
        axis.step_evenly(points.unwrap_or(0));
    }
    Ok(axes.iter().map(|axis| count_of(&axis.levels)).product())
}
