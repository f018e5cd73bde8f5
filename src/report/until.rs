//! What was asked of an interval and whether it was reached.

use serde_json::{Value, json};

use super::number::{self, shortest};
use super::said::{Figure, Shown, Text};
use crate::experiment::until::{Settled, Unreached, Width};
use crate::outcome::Unit;
use crate::report::said::said;

/// In words.
#[must_use]
pub fn sentence(settled: &Settled) -> Text {
    let Settled { target, launches, looks, .. } = settled;
    let between = said!("; ");
    let found = settled.intervals.iter().enumerate().map(|(at, (mean, half))| with_error(at, *mean, *half));
    let asked = if target.difference {
        said!("difference of {metric} \u{b1} {width}", metric = target.metric.as_str(), width = width(target.width))
    } else {
        said!("{metric} \u{b1} {width}", metric = target.metric.as_str(), width = width(target.width))
    };
    let verdict = if settled.reached { said!("reached") } else { said!("not reached") };
    let looks = Figure::new("until.looks", f64::from(*looks), Shown::counted("look"));
    let sentence = said!(
        "Asked for: {asked}; {verdict} after {launches} ({found} with {confidence} confidence over {looks}).",
        asked = asked,
        verdict = verdict,
        launches = Figure::new("until.launches", f64::from(*launches), Shown::counted("launch")),
        found = Text::joined(found, &between),
        confidence = Figure::new("until.confidence", settled.confidence, Shown::PerCent),
        looks = looks
    );
    Text::sentences(std::iter::once(sentence).chain(cure(settled)))
}

/// Why it was not reached and what to ask for instead.
#[must_use]
pub fn cure(settled: &Settled) -> Option<Text> {
    let Settled { target, .. } = settled;
    let metric = || Text::name(target.metric.as_str());
    Some(match settled.why? {
        Unreached::ShareOfZero => said!(
            "{width} of a mean of {zero} is no width; ask for a width in the unit of the metric, as in '{example}'.",
            width = width(target.width),
            zero = "0",
            example = format!(
                "{}{} \u{b1} {}",
                if target.difference { "difference " } else { "" },
                target.metric,
                usual_width(settled.unit)
            )
        ),
        Unreached::AppliesNowhere => said!(
            "The metric {metric} applies to fewer than two of these launches, so it has no interval; ask for another metric, \
             or, where it may be rare, allow more launches with {option}.",
            metric = metric(),
            option = "--most"
        ),
        Unreached::MoreLaunches(needed) if needed > u64::from(u32::MAX) => said!(
            "It would take more than {most} launches, the most there can be; ask for a wider interval.",
            most = Figure::new("", f64::from(u32::MAX), Shown::Decimals(0))
        ),
        Unreached::MoreLaunches(needed) => said!(
            "It would take about {needed} launches; allow them with {option}, or ask for a wider interval.",
            needed = Figure::new("until.why_not.launches", needed as f64, Shown::Rounded),
            option = "--most"
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
fn with_error(at: usize, value: f64, half: f64) -> Text {
    let of =
        |what: &str, value: f64, shown| Text::from(Figure::new(format!("until.intervals.{at}.{what}"), value, shown));
    if value.is_nan() {
        return said!("no value");
    }
    if half.is_nan() {
        return said!("{mean} in the only launch it applies to", mean = of("mean", value, Shown::Rounded));
    }
    let shown = if half == 0.0 || half >= 1.0 {
        Shown::Rounded
    } else {
        Shown::Decimals((1.0 - libm::floor(libm::log10(half))) as usize)
    };
    said!("{mean} \u{b1} {half}", mean = of("mean", value, shown.clone()), half = of("half_width", half, shown))
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
        "cure": cure(settled).map(|cure| cure.to_string()),
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
