//! Values of a key that takes a date: single dates, and ranges in steps of whole days, weeks, months or years.

use jiff::Span;
use jiff::civil::Date;

use crate::language::parse::date_cure;
use crate::units::{DAYS_PER_MONTH, Days, date_of_day, days_between};

/// Dates are counted in days from here.
const EPOCH: Date = Date::constant(1970, 1, 1);

const CURE: &str = "write for example 2011-11-15..2012-01-15:15 days";

/// The number that stands for a date.
pub(super) fn number_of(date: Date) -> f64 {
    f64::from(days_between(EPOCH, date))
}

/// The date as it stands in a scenario.
#[must_use]
pub fn date_text(value: f64) -> String {
    date_of(value).to_string()
}

/// The date a number stands for.
#[must_use]
pub fn date_of(value: f64) -> Date {
    date_of_day(EPOCH, value as i64)
}

/// Reads one date, with or without its quotes.
pub(super) fn value_of(text: &str) -> Result<f64, (String, String)> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() {
        return Err(("a value is missing".into(), CURE.into()));
    }
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse::<Date>() {
        Ok(date) if shaped => Ok(number_of(date)),
        _ if shaped => Err((format!("there is no day {text} in the calendar"), CURE.into())),
        _ => {
            let cure = date_cure(text).unwrap_or_else(|| "write year-month-day: 2011-09-05".into());
            Err((format!("\"{text}\" is not a date"), cure))
        }
    }
}

/// A range of dates.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dates {
    /// The first one.
    pub low: f64,
    /// The last one there may be.
    pub high: f64,
    /// Those a step leads to, where there is a step.
    pub steps: Option<Vec<f64>>,
}

/// Reads `LOW..HIGH:STEP` (both ends included) or `LOW..HIGH`; what is wrong and what to write instead.
pub(super) fn range(text: &str, low: &str, rest: &str) -> Result<Dates, (String, String)> {
    let (high, step) = rest.split_once(':').map_or((rest, None), |(high, step)| (high, Some(step)));
    let (low, high) = (value_of(low)?, value_of(high)?);
    if high < low {
        let cure = format!("write the earlier date first, as in {}..{}", date_text(high), date_text(low));
        return Err((format!("the range {text} is empty: it ends before it begins"), cure));
    }
    let Some(step) = step else {
        if low == high {
            return Err((format!("the range {text} has one value only"), "write two dates, LOW..HIGH".into()));
        }
        return Ok(Dates { low, high, steps: None });
    };
    let step = Step::parse(step)?;
    let mut values = Vec::new();
    // Each is counted from the first, so that the end of a month stays one.
    while let Some(value) = step.after(date_of(low), values.len() as i64).filter(|value| *value <= high) {
        values.push(value);
    }
    Ok(Dates { low, high, steps: Some(values) })
}

/// A step between dates.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Days(i64),
    Months(i64),
}

impl Step {
    fn parse(text: &str) -> Result<Self, (String, String)> {
        let text = text.trim().trim_matches(['"', '\'']);
        let Days(days) = match Days::parse(text) {
            Ok(days) => days,
            // A sign is no unit, and what is wrong is the sign.
            Err(_) if text.starts_with('-') => Days(-1.0),
            Err(what) => return Err((format!("the step {what}"), CURE.into())),
        };
        if days <= 0.0 {
            let what = format!("the step of dates is above zero, not {text}");
            return Err((what, "write the earlier date first and a step such as 2 weeks".into()));
        }
        let months = days / DAYS_PER_MONTH;
        let in_months = text.to_ascii_lowercase().contains(['m', 'y']) && !text.to_ascii_lowercase().contains("day");
        let (number, step): (f64, fn(i64) -> Self) =
            if in_months { (months, Self::Months) } else { (days, Self::Days) };
        let whole = number.round();
        if whole < 1.0 || (number - whole).abs() > 1e-9 * number {
            let what = format!("the step {text} is no whole number of {}", if in_months { "months" } else { "days" });
            return Err((what, "write whole days, weeks, months or years, as in 15 days or 1 month".into()));
        }
        Ok(step(whole as i64))
    }

    /// So many steps after a date; `None` beyond the calendar.
    fn after(self, from: Date, steps: i64) -> Option<f64> {
        let span = match self {
            Self::Days(days) => Span::new().try_days(days.checked_mul(steps)?),
            Self::Months(months) => Span::new().try_months(months.checked_mul(steps)?),
        };
        from.checked_add(span.ok()?).ok().map(number_of)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        let (low, rest) = text.split_once("..").unwrap();
        let Dates { low, high, steps } = range(text, low, rest).unwrap();
        steps.unwrap_or_else(|| vec![low, high]).into_iter().map(date_text).collect()
    }

    #[test]
    fn steps_of_dates_are_days_weeks_or_months_of_the_calendar() {
        let fortnights = ["2011-11-15", "2011-11-30", "2011-12-15", "2011-12-30", "2012-01-14"];
        assert_eq!(dates("2011-11-15..2012-01-15:15 days"), fortnights);
        assert_eq!(dates("2011-11-15..2011-11-29:1 week"), ["2011-11-15", "2011-11-22", "2011-11-29"]);
        assert_eq!(
            dates("2011-11-30..2012-03-30:1 month").join(" "),
            "2011-11-30 2011-12-30 2012-01-30 2012-02-29 2012-03-30"
        );
        assert_eq!(dates("2011-02-28..2013-02-28:1 year"), ["2011-02-28", "2012-02-28", "2013-02-28"]);
        assert_eq!(dates("2011-02-28..2011-03-01"), ["2011-02-28", "2011-03-01"]);
        assert_eq!(dates("2011-02-28..2011-02-28:1 day"), ["2011-02-28"]);
    }
}
