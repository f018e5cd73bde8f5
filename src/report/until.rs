//! What was asked of an interval and whether it was reached.

use serde_json::{Value, json};

use super::chart::scale::figure;
use super::number::{self, shortest};
use crate::experiment::until::{Settled, Unreached, Width};
use crate::outcome::Unit;
use crate::units::thousands;

/// In words.
#[must_use]
pub fn sentence(settled: &Settled) -> String {
    let Settled { target, launches, looks, .. } = settled;
    let of = if target.difference { "difference of " } else { "" };
    let found: Vec<String> = settled.intervals.iter().map(|(mean, half)| with_error(*mean, *half)).collect();
    let launches = thousands(f64::from(*launches), 0);
    let looks = if *looks == 1 { "one look".to_owned() } else { format!("{looks} looks") };
    let verdict = if settled.reached { "reached" } else { "not reached" };
    let why = cure(settled).map_or_else(String::new, |cure| format!(" {cure}"));
    format!(
        "Asked for: {of}{} \u{b1} {}; {verdict} after {launches} launches ({} with 95 % confidence over {looks}).{why}",
        target.metric,
        width(target.width),
        found.join("; "),
    )
}

/// Why it was not reached and what to ask for instead.
#[must_use]
pub fn cure(settled: &Settled) -> Option<String> {
    let Settled { target, .. } = settled;
    let of = if target.difference { "difference " } else { "" };
    Some(match settled.why? {
        Unreached::ShareOfZero => format!(
            "{} of a mean of 0 is no width; ask for a width in the unit of the metric, as in '{of}{} \u{b1} {}'.",
            width(target.width),
            target.metric,
            usual_width(settled.unit),
        ),
        Unreached::AppliesNowhere => format!(
            "The metric {} applies to fewer than two of these launches, so it has no interval; ask for another metric, \
             or, where it may be rare, allow more launches with --most.",
            target.metric,
        ),
        Unreached::MoreLaunches(needed) if needed > u64::from(u32::MAX) => format!(
            "It would take more than {} launches, the most there can be; ask for a wider interval.",
            thousands(f64::from(u32::MAX), 0)
        ),
        Unreached::MoreLaunches(needed) => format!(
            "It would take about {} launches; allow them with --most, or ask for a wider interval.",
            figure(needed as f64)
        ),
    })
}

/// A width as it is written.
fn width(width: Width) -> String {
    match width {
        Width::Absolute(half) => shortest(half),
        // Divided by a hundred and multiplied again it may have kept a crumb.
        Width::Share(share) => {
            let per_cent = share * 100.0;
            format!("{} %", shortest(format!("{per_cent:.11e}").parse().unwrap_or(per_cent)))
        }
    }
}

/// A width that is often asked for, as an example.
fn usual_width(unit: Unit) -> &'static str {
    match unit {
        Unit::YesNo | Unit::Share | Unit::MoneyPerUnit | Unit::Number => "0.01",
        Unit::Days | Unit::DayNumber | Unit::Hours | Unit::MoneyPerPhone | Unit::PurchaseOrders => "1",
        Unit::Phones | Unit::People | Unit::Parts | Unit::PhonesPerDay => "1000",
        Unit::Money => "1000000",
    }
}

/// A value and its half-width, both to two digits of the half-width where it is small.
fn with_error(value: f64, half: f64) -> String {
    if value.is_nan() {
        return "no value".into();
    }
    if half.is_nan() {
        return format!("{} in the only launch it applies to", figure(value));
    }
    if half == 0.0 || half >= 1.0 {
        return format!("{} \u{b1} {}", figure(value), figure(half));
    }
    let decimals = (1.0 - libm::floor(libm::log10(half))) as usize;
    format!("{} \u{b1} {}", thousands(value, decimals), thousands(half, decimals))
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
        "why_not": settled.why.map(why),
        "cure": cure(settled),
        "launches": settled.launches,
        "looks": settled.looks,
        "confidence": settled.confidence,
        "intervals": settled.intervals.iter().map(interval).collect::<Vec<_>>(),
    })
}

fn why(why: Unreached) -> Value {
    match why {
        Unreached::AppliesNowhere => json!({"reason": "applies_nowhere"}),
        Unreached::ShareOfZero => json!({"reason": "share_of_zero"}),
        Unreached::MoreLaunches(needed) if needed == u64::MAX => json!({"reason": "more_launches"}),
        Unreached::MoreLaunches(needed) => json!({"reason": "more_launches", "launches": needed}),
    }
}
