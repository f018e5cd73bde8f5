//! Which parameters a distribution may have, in plain English.

use super::distribution::Distribution;
use crate::stats::special::LARGEST_SHAPE;
use Distribution::{
    Beta, Discrete, Empirical, Gamma, Geometric, LogNormal, NegativeBinomial, Normal, Pert, Poisson, Quantiles,
    QuantilesWithin, Triangular, Truncated, Uniform,
};

/// The largest mean of a law on the whole numbers.
const LARGEST_MEAN: f64 = 1e7;

impl Distribution {
    /// Checks the parameters.
    ///
    /// # Errors
    ///
    /// The first fault, as a sentence that says what was found and what is allowed.
    pub fn validate(&self) -> Result<(), String> {
        check(self)
    }
}

fn check(distribution: &Distribution) -> Result<(), String> {
    match distribution {
        Uniform { low, high } => range(*low, *high),
        Normal { mean, sd } => {
            finite("mean", *mean)?;
            not_negative("sd", *sd)
        }
        LogNormal { mean, cv } | Gamma { mean, cv } => {
            positive("mean", *mean)?;
            not_negative("cv", *cv)
        }
        Triangular { low, mode, high } | Pert { low, mode, high } => {
            range(*low, *high)?;
            finite("mode", *mode)?;
            if mode < low || mode > high {
                return Err(format!("mode is {mode}; it must lie between low ({low}) and high ({high})"));
            }
            Ok(())
        }
        Beta { alpha, beta, low, high } => {
            shape("alpha", *alpha)?;
            shape("beta", *beta)?;
            range(*low, *high)
        }
        Poisson { mean } => count("mean", *mean),
        NegativeBinomial { mean, dispersion } => {
            count("mean", *mean)?;
            shape("dispersion", *dispersion)
        }
        Geometric { mean } => {
            count("mean", *mean)?;
            if *mean >= 1.0 { Ok(()) } else { Err(format!("mean is {mean}; it must be at least 1")) }
        }
        Discrete { values, weights } => discrete(values, weights),
        Empirical { values } => empirical(values),
        Quantiles { p10, p50, p90 } => three_quantiles(*p10, *p50, *p90),
        QuantilesWithin { p10, p50, p90, low, high } => {
            three_quantiles(*p10, *p50, *p90)?;
            around(*p10, *p90, *low, *high)
        }
        Truncated { of, low, high } => truncated(of, *low, *high),
    }
}

fn finite(name: &str, value: f64) -> Result<(), String> {
    if value.is_finite() { Ok(()) } else { Err(format!("{name} is {value}; it must be a finite number")) }
}

fn positive(name: &str, value: f64) -> Result<(), String> {
    finite(name, value)?;
    if value > 0.0 { Ok(()) } else { Err(format!("{name} is {value}; it must be above 0")) }
}

/// A beta shape, small enough that the incomplete beta function converges.
fn shape(name: &str, value: f64) -> Result<(), String> {
    positive(name, value)?;
    if value <= LARGEST_SHAPE { Ok(()) } else { Err(format!("{name} is {value}; it must be at most {LARGEST_SHAPE}")) }
}

fn not_negative(name: &str, value: f64) -> Result<(), String> {
    finite(name, value)?;
    if value >= 0.0 { Ok(()) } else { Err(format!("{name} is {value}; it must be 0 or above")) }
}

/// A mean of whole numbers, small enough that the incomplete gamma function converges.
fn count(name: &str, value: f64) -> Result<(), String> {
    not_negative(name, value)?;
    if value <= LARGEST_MEAN { Ok(()) } else { Err(format!("{name} is {value}; it must be at most {LARGEST_MEAN}")) }
}

fn range(low: f64, high: f64) -> Result<(), String> {
    finite("low", low)?;
    finite("high", high)?;
    if low <= high { Ok(()) } else { Err(format!("low is {low} and high is {high}; low must not be above high")) }
}

fn discrete(values: &[f64], weights: &[f64]) -> Result<(), String> {
    if values.is_empty() {
        return Err("values is empty; give at least one value".to_owned());
    }
    if values.len() != weights.len() {
        return Err(format!(
            "there are {} values and {} weights; give one weight per value",
            values.len(),
            weights.len()
        ));
    }
    for (i, (&value, &weight)) in values.iter().zip(weights).enumerate() {
        finite(&format!("value {}", i + 1), value)?;
        not_negative(&format!("weight {}", i + 1), weight)?;
    }
    let total: f64 = weights.iter().sum();
    finite("the sum of the weights", total)?;
    if total > 0.0 { Ok(()) } else { Err("all weights are 0; at least one must be above 0".to_owned()) }
}

fn empirical(values: &[f64]) -> Result<(), String> {
    if values.is_empty() {
        return Err("values is empty; give at least one value".to_owned());
    }
    for (i, &value) in values.iter().enumerate() {
        finite(&format!("value {}", i + 1), value)?;
    }
    match values.windows(2).position(|pair| pair[0] > pair[1]) {
        None => Ok(()),
        Some(i) => Err(format!(
            "value {} ({}) is above value {} ({}); sort the values in ascending order",
            i + 1,
            values[i],
            i + 2,
            values[i + 1]
        )),
    }
}

fn three_quantiles(p10: f64, p50: f64, p90: f64) -> Result<(), String> {
    finite("p10", p10)?;
    finite("p50", p50)?;
    finite("p90", p90)?;
    let constant = p10 == p50 && p50 == p90;
    if constant || (p10 < p50 && p50 < p90) {
        return Ok(());
    }
    Err(format!("p10, p50 and p90 are {p10}, {p50} and {p90}; each must be above the one before, or all three equal"))
}

/// Bounds outside three quantiles: one in ten must find room beyond either end.
fn around(p10: f64, p90: f64, low: Option<f64>, high: Option<f64>) -> Result<(), String> {
    if let Some(low) = low {
        finite("at_least", low)?;
        if low >= p10 {
            return Err(format!(
                "at_least is {low} and p10 is {p10}; one in ten lies below p10, so at_least must, too"
            ));
        }
    }
    if let Some(high) = high {
        finite("at_most", high)?;
        if high <= p90 {
            return Err(format!("at_most is {high} and p90 is {p90}; one in ten lies above p90, so at_most must, too"));
        }
    }
    if low.is_none() && high.is_none() {
        return Err("there is neither at_least nor at_most".to_owned());
    }
    if p10 < p90 { Ok(()) } else { Err(format!("p10, p50 and p90 are all {p10}; that needs no bounds")) }
}

fn truncated(of: &Distribution, low: Option<f64>, high: Option<f64>) -> Result<(), String> {
    check(of)?;
    for (name, bound) in [("low", low), ("high", high)] {
        if let Some(bound) = bound {
            finite(name, bound)?;
        }
    }
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        return Err(format!("low is {low} and high is {high}; low must not be above high"));
    }
    let kept = high.map_or(1.0, |x| of.cdf(x)) - low.map_or(0.0, |x| of.cdf_below(x));
    if kept > 1e-9 {
        return Ok(());
    }
    let (lowest, highest) = of.support();
    Err(format!(
        "the truncation keeps practically nothing (a share of {kept:.1e}): the values lie between {lowest} and \
         {highest}, half of them below {}; move the bounds",
        of.median()
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn faults_are_said_in_plain_english() {
        let faults = [
            (Uniform { low: 2.0, high: 1.0 }, "low is 2 and high is 1; low must not be above high"),
            (Normal { mean: f64::NAN, sd: 1.0 }, "mean is NaN; it must be a finite number"),
            (Normal { mean: 0.0, sd: -1.0 }, "sd is -1; it must be 0 or above"),
            (LogNormal { mean: 0.0, cv: 0.1 }, "mean is 0; it must be above 0"),
            (Gamma { mean: 1.0, cv: -0.1 }, "cv is -0.1; it must be 0 or above"),
            (Pert { low: 1.0, mode: 5.0, high: 3.0 }, "mode is 5; it must lie between low (1) and high (3)"),
            (Beta { alpha: 0.0, beta: 1.0, low: 0.0, high: 1.0 }, "alpha is 0; it must be above 0"),
            (Beta { alpha: 1.0, beta: 2e6, low: 0.0, high: 1.0 }, "beta is 2000000; it must be at most 1000000"),
            (Discrete { values: vec![1.0], weights: vec![] }, "there are 1 values and 0 weights"),
            (Discrete { values: vec![1.0], weights: vec![0.0] }, "all weights are 0"),
            (Discrete { values: vec![1.0], weights: vec![-2.0] }, "weight 1 is -2; it must be 0 or above"),
            (Empirical { values: vec![] }, "values is empty"),
            (Empirical { values: vec![1.0, 3.0, 2.0] }, "value 2 (3) is above value 3 (2)"),
            (Quantiles { p10: 1.0, p50: 1.0, p90: 2.0 }, "p10, p50 and p90 are 1, 1 and 2; each must be above"),
        ];
        for (law, beginning) in faults {
            let message = law.validate().unwrap_err();
            assert!(message.starts_with(beginning), "{law:?}: {message}");
        }
    }

    #[test]
    fn truncations_must_leave_something_of_a_valid_law() {
        let truncate = |of: Distribution, low, high| Truncated { of: Box::new(of), low, high };
        let normal = || Normal { mean: 0.0, sd: 1.0 };
        let faults = [
            (truncate(normal(), Some(40.0), None), "the truncation keeps practically nothing"),
            (truncate(normal(), Some(2.0), Some(1.0)), "low is 2 and high is 1"),
            (truncate(normal(), None, Some(f64::INFINITY)), "high is inf"),
            (truncate(Normal { mean: 0.0, sd: -1.0 }, None, None), "sd is -1"),
        ];
        for (law, beginning) in faults {
            let message = law.validate().unwrap_err();
            assert!(message.starts_with(beginning), "{law:?}: {message}");
        }
        let within = truncate(normal(), Some(-1.0), Some(1.0));
        assert_eq!(truncate(within, Some(0.0), None).validate(), Ok(()));
    }
}
