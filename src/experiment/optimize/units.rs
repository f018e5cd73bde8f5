//! Whether what is looked for and what must hold make sense in their units.

use super::Question;
use crate::language::expression::{Condition, Expression, ExpressionFault, Sense};
use crate::outcome::{Layout, MetricId, Unit, powers};

/// Refuses what adds or compares figures of different units, and a limit that a share can never come to.
///
/// # Errors
/// In plain English: the option, the place in what was written, and what to write instead.
pub(super) fn checked(question: &Question, layout: &Layout) -> Result<(), String> {
    let option = if question.least { "--minimize" } else { "--maximize" };
    measured(option, &question.objective, layout)?;
    for condition in &question.conditions {
        measured("--subject", &condition.left, layout)?;
        limited(condition, layout)?;
    }
    Ok(())
}

/// Holds that an expression adds and compares only what is measured in one unit.
///
/// # Errors
/// As a message after the option, with the place.
pub fn measured(option: &str, expression: &Expression, layout: &Layout) -> Result<(), String> {
    let unit = |name: &str| layout.metric(name).map_or(Unit::Number, |at| layout.metrics[at].unit);
    let pointed_out = |fault: ExpressionFault| format!("{option}: {fault}\n{}", fault.pointed_out(expression.text()));
    expression.measure(&|name| powers(unit(name))).map(|_| ()).map_err(pointed_out)
}

/// Holds that a limit of a share lies where a share can be: 5 of a chance is meant as 5 %.
fn limited(Condition { left, sense, limit }: &Condition, layout: &Layout) -> Result<(), String> {
    // A share of one's own may be any ratio.
    let share = |name: &str| {
        let metric = layout.metric(name).map(|at| &layout.metrics[at]);
        metric.is_some_and(|metric| match metric.unit {
            Unit::YesNo => true,
            Unit::Share => metric.id != MetricId::Own,
            _ => false,
        })
    };
    let beyond = *limit > 1.0 || *limit < 0.0 || (*limit == 1.0 && *sense == Sense::AtMost);
    if !beyond || !left.is_share(&share) {
        return Ok(());
    }
    let (text, sign) = (left.text().trim(), sense.sign());
    let cure = if (0.0..=100.0).contains(limit) {
        format!("write {text} {sign} {limit} %")
    } else {
        format!("write a share, as in {text} {sign} 5 %")
    };
    Err(format!("--subject: {text} lies between 0 and 1, so {text} {sign} {limit} says nothing; {cure}"))
}
