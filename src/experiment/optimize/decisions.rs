//! What may be decided: `--decide KEY=VALUES`, and the finite grid of a range without a step.

use crate::experiment::sweep::axis::{Axis, DesignError, Levels};
use crate::scenario::address::Notation;

/// Steps of a range without a step, at most.
const STEPS: f64 = 40.0;
/// Values of one decision at most.
const MOST: usize = 10_000;

/// Reads decisions: values as after `--vary`; a range without a step becomes up to 41 values.
///
/// # Errors
/// When one cannot be read, has one value only, or a key is decided twice.
pub fn read(decided: &[String]) -> Result<Vec<Axis>, DesignError> {
    let fault = |text: String| Err(DesignError::Design(text));
    if decided.is_empty() {
        return fault("nothing is decided; name a key and its values with --decide KEY=LOW..HIGH[:STEP]".into());
    }
    let mut axes: Vec<Axis> = Vec::new();
    for one in decided {
        // What is wrong with it is said of the option it stands after.
        let mut axis = Axis::parse(one).map_err(|fault| match fault {
            DesignError::Argument { argument, what, cure } => {
                DesignError::Design(format!("--decide {argument}: {what}; {cure}"))
            }
            other => other,
        })?;
        let key = axis.key.clone();
        if axes.iter().any(|other| other.key == key) {
            return fault(format!("`{key}` is decided twice; write all its values in one --decide"));
        }
        if let Levels::Range { low, high } = axis.levels {
            axis.levels = Levels::Values(steps(low, high, axis.notation));
        }
        let Levels::Values(values) = &axis.levels else { continue };
        match values.len() {
            0 | 1 => {
                return fault(format!(
                    "--decide {one}: there is nothing to decide with one value; write two at least, or set it with --set"
                ));
            }
            2..=MOST => axes.push(axis),
            many => {
                return fault(format!(
                    "--decide {one}: {many} values are more than the {MOST} a decision may take; take a wider step"
                ));
            }
        }
    }
    Ok(axes)
}

/// Values from one end to the other in a step that people write, 1, 2 or 5 of some power of ten, both ends included.
///
/// The low end goes through all of them, so that prices from 1,499 on in steps of 50 still end like price tags.
fn steps(low: f64, high: f64, notation: Notation) -> Vec<f64> {
    let whole = matches!(notation, Notation::Whole | Notation::WholeDays | Notation::Date);
    let least = (high - low) / STEPS;
    let mut power = 1.0;
    while power > least {
        power /= 10.0;
    }
    while power * 10.0 <= least {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= least * 0.999_999);
    let step = step.unwrap_or(10.0 * power);
    let step = if whole { step.max(1.0).ceil() } else { step };
    let rounded = |value: f64| if whole { (value + 0.5).floor() } else { tidy(value) };
    let count = ((high - low) / step + 1e-9).floor() as u32;
    let mut values: Vec<f64> = (0..=count).map(|at| rounded(low + f64::from(at) * step)).collect();
    if values.last().is_some_and(|last| *last < rounded(high)) {
        values.push(rounded(high));
    }
    values.dedup();
    values
}

/// Rounded to digits that people write.
fn tidy(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn values(decided: &str) -> Vec<f64> {
        let axes = read(&[decided.to_owned()]).unwrap();
        let Levels::Values(values) = &axes[0].levels else { panic!("a range") };
        values.clone()
    }

    #[test]
    fn a_range_without_a_step_is_a_grid_that_people_would_write() {
        let prices = values("product.mi1.price=1499..2499");
        assert_eq!((prices.len(), prices[1], prices[20]), (21, 1549.0, 2499.0));
        let shares = values("build_plan.scale=0.5..1.5");
        assert_eq!((shares.len(), shares[1], shares[20]), (21, 0.55, 1.5));
        let units = values("component.screen.minimum_order=0..30");
        assert_eq!((units.len(), units[1]), (31, 1.0));
        let days = values("component.screen.lead_time=2 months..4 months");
        assert!(days.iter().all(|value| value.fract() == 0.0) && days.len() <= 41 && days[0] == 61.0, "{days:?}");
        assert_eq!(*days.last().unwrap(), 122.0);
        let dates = values("window.shop.opens=2011-11-15..2012-01-15");
        assert!(dates.len() <= 41 && dates[1] - dates[0] == 2.0, "{dates:?}");
        // The end belongs to it though no step leads there.
        assert_eq!(values("product.mi1.price=1500..1583").last(), Some(&1583.0));
    }

    #[test]
    fn what_cannot_be_decided_is_refused_with_the_cure() {
        let refused = |decided: &[&str]| {
            let decided: Vec<String> = decided.iter().map(|&one| one.to_owned()).collect();
            read(&decided).unwrap_err().to_string()
        };
        assert!(refused(&[]).contains("--decide KEY=LOW..HIGH"));
        assert!(refused(&["product.mi1.price=5..1"]).contains("--decide product.mi1.price=5..1"));
        assert!(refused(&["product.mi1.price=1999"]).contains("--set"));
        assert!(refused(&["product.mi1.price=1..9", "product.mi1.price=1,2"]).contains("decided twice"));
        assert!(refused(&["product.mi1.price=1..90000:1"]).contains("wider step"));
        assert!(refused(&["run.seed=1..9"]).contains("cannot be varied"));
    }
}
