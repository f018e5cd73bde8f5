//! Estimates as a scenario writes them.

use std::fmt::Write as _;

use crate::language::hidden::shown_in_line;
use crate::report::number::shortest;
use crate::stats::fit::Estimate;
use crate::stats::fit::law::{Family, Law};

/// Digits of a figure that is to be pasted: more than any estimate deserves, few enough to be read.
const DIGITS: usize = 6;

/// A number as TOML writes it, to six digits.
pub(super) fn number(value: f64) -> String {
    shortest(format!("{value:.0$e}", DIGITS - 1).parse().unwrap_or(value))
}

/// The law of an estimate above nought that is not known for sure: its median is the estimate.
pub(super) fn lognormal(estimate: Estimate) -> String {
    let (mean, cv) = estimate.lognormal();
    format!("{{ lognormal = {{ mean = {}, cv = {} }} }}", number(mean), number(cv))
}

/// The law of any other estimate.
pub(super) fn normal(estimate: Estimate) -> String {
    format!("{{ normal = {{ mean = {}, sd = {} }} }}", number(estimate.value), number(estimate.error))
}

/// The table that says how two estimates err together, by ranks.
pub(super) fn correlation(text: &mut String, name: &str, between: [&str; 2], rank: f64) {
    let [one, other] = between;
    let rank = number(rank);
    // Writing to a String cannot fail.
    let _ = write!(text, "\n[correlation.{name}]\nbetween = [\"{one}\", \"{other}\"]\nrank = {rank}\n");
}

/// A name within a remark: on one line.
pub(super) fn remark(name: &str) -> String {
    shown_in_line(&name.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// Text in quotes.
pub(super) fn quoted(text: &str) -> String {
    ::toml::Value::String(text.to_owned()).to_string()
}

/// A law as a key takes it.
pub(super) fn law(law: &Law) -> String {
    let parameter = |(name, estimate): &(&str, Estimate)| format!("{name} = {}", number(estimate.value));
    let mut parameters: Vec<String> = law.parameters.iter().map(parameter).collect();
    let family = match law.family {
        Family::Exponential => {
            parameters.push("cv = 1".to_owned());
            "gamma"
        }
        Family::Beta => {
            parameters.push("low = 0, high = 1".to_owned());
            "beta"
        }
        Family::Normal => "normal",
        Family::LogNormal => "lognormal",
        Family::Gamma => "gamma",
        Family::Uniform => "uniform",
        Family::Poisson => "poisson",
        Family::NegativeBinomial => "negative_binomial",
        Family::Geometric => "geometric",
    };
    format!("{{ {family} = {{ {} }} }}", parameters.join(", "))
}
