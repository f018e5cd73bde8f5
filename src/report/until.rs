//! What was asked of an interval and whether it was reached.

use serde_json::{Value, json};

use super::chart::scale::figure;
use super::number::{self, shortest};
use crate::experiment::until::{Settled, Width};

/// In words.
#[must_use]
pub fn sentence(settled: &Settled) -> String {
    let wanted = match settled.target.width {
        Width::Absolute(half) => shortest(half),
        Width::Share(share) => format!("{} %", share * 100.0),
    };
    let of = if settled.target.difference { "difference of " } else { "" };
    let reached: Vec<String> = settled.intervals.iter().map(|(mean, half)| with_error(*mean, *half)).collect();
    let launches = crate::units::thousands(f64::from(settled.launches), 0);
    let looks = if settled.looks == 1 { "one look".to_owned() } else { format!("{} looks", settled.looks) };
    let verdict = if settled.reached { "reached" } else { "not reached at the most launches allowed" };
    format!(
        "Asked for: {of}{} \u{b1} {wanted}; {verdict} after {launches} launches ({} with 95 % confidence over {looks}).",
        settled.target.metric,
        reached.join("; "),
    )
}

/// A value and its half-width, both to two digits of the half-width where it is small.
fn with_error(value: f64, half: f64) -> String {
    if half == 0.0 || half >= 1.0 {
        return format!("{} \u{b1} {}", figure(value), figure(half));
    }
    let decimals = (1.0 - libm::floor(libm::log10(half))) as usize;
    format!("{} \u{b1} {}", crate::units::thousands(value, decimals), crate::units::thousands(half, decimals))
}

/// As JSON.
#[must_use]
pub fn json(settled: &Settled) -> Value {
    let width = match settled.target.width {
        Width::Absolute(half) => json!({"half_width": half}),
        Width::Share(share) => json!({"half_width_as_share_of_mean": share}),
    };
    let interval = |&(mean, half): &(f64, f64)| json!({"mean": number::json(mean), "half_width": number::json(half)});
    json!({
        "metric": settled.target.metric,
        "of": if settled.target.difference { "difference" } else { "mean" },
        "wanted": width,
        "reached": settled.reached,
        "launches": settled.launches,
        "looks": settled.looks,
        "confidence": settled.confidence,
        "intervals": settled.intervals.iter().map(interval).collect::<Vec<_>>(),
    })
}
