//! Which parameters a distribution may have, in plain English.

use super::distribution::Distribution;
use Distribution::{
    Beta, Discrete, Empirical, Gamma, LogNormal, Normal, Pert, Quantiles, Triangular, Truncated, Uniform,
};

/// The first fault of a distribution: what was found, what is allowed.
pub(super) fn check(distribution: &Distribution) -> Result<(), String> {
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
            positive("alpha", *alpha)?;
            positive("beta", *beta)?;
            range(*low, *high)
        }
        Discrete { values, weights } => discrete(values, weights),
        Empirical { values } => empirical(values),
        Quantiles { p10, p50, p90 } => three_quantiles(*p10, *p50, *p90),
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

fn not_negative(name: &str, value: f64) -> Result<(), String> {
    finite(name, value)?;
    if value >= 0.0 { Ok(()) } else { Err(format!("{name} is {value}; it must be 0 or above")) }
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
