//! Units that must not be confused: a date and a length of time, a share and a number.
//!
//! Whole phones, parts and people are `i32` in the engine and money is `f64` in the scenario's
//! currency; what would be a business error to mix has a type of its own here.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;

/// Days in a month: 365.25 / 12 (model.md, section 1).
pub const DAYS_PER_MONTH: f64 = 365.25 / 12.0;
/// Days in a year.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// A length of time in days, as written in a scenario ("3 months", "2 weeks", "45 days", "36 hours").
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Days(pub f64);

impl Days {
    /// Reads "3 months", "2 weeks", "45 days", "1 year" or "36 hours"; capitals and the short forms "90d", "16w", "3mo",
    /// "1y" and "36h" too.
    ///
    /// # Errors
    /// In plain English, what was found and what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let hint = "write a number and a unit: \"45 days\", \"2 weeks\", \"3 months\", \"1 year\" or \"36 hours\"";
        let trimmed = text.trim();
        let split = trimmed
            .find(|c: char| c.is_alphabetic() || c.is_whitespace())
            .ok_or_else(|| format!("\"{text}\" has no unit; {hint}"))?;
        let (number, unit) = trimmed.split_at(split);
        let number: f64 = number.parse().map_err(|_| format!("\"{text}\" does not start with a number; {hint}"))?;
        let days_per_unit = match unit.trim().to_ascii_lowercase().as_str() {
            "hour" | "hours" | "h" | "hr" | "hrs" => 1.0 / 24.0,
            "day" | "days" | "d" => 1.0,
            "week" | "weeks" | "w" | "wk" | "wks" => 7.0,
            "month" | "months" | "mo" => DAYS_PER_MONTH,
            "year" | "years" | "y" | "yr" | "yrs" => DAYS_PER_YEAR,
            "m" => return Err(format!("\"{}\" may be months or minutes; {hint}", unit.trim())),
            _ => return Err(format!("\"{}\" is not a unit of time; {hint}", unit.trim())),
        };
        let days = number * days_per_unit;
        if days.is_finite() { Ok(Self(days)) } else { Err(format!("\"{text}\" is not a finite length of time")) }
    }

    /// Whole days, rounded half up: 3 months are 91 days, 2 are 61, 1 is 30.
    #[must_use]
    pub fn rounded_half_up(self) -> i32 {
        (self.0 + 0.5).floor() as i32
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1.0 { write!(f, "1 day") } else { write!(f, "{} days", self.0) }
    }
}

/// Whole days from `start` to `date`; negative when `date` lies before it.
#[must_use]
pub fn days_between(start: Date, date: Date) -> i32 {
    // Civil dates lie within the years -9999 to 9999, so the count always fits.
    (date - start).get_days()
}

/// The date a number of days after `start`; the last date there is where it would lie beyond.
#[must_use]
pub fn date_of_day(start: Date, day: i64) -> Date {
    start.saturating_add(Span::new().days(day))
}

/// Thousands separated by commas, for people: 1,234,567.
#[must_use]
pub fn thousands(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "n/a".into();
    }
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !is_zero { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// So many of something: "1 day", "1,200 launches", "2 companies".
#[must_use]
pub fn counted(number: f64, what: &str) -> String {
    let many = match what.strip_suffix('y') {
        _ if number == 1.0 => what.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if what.ends_with("ch") => format!("{what}es"),
        _ => format!("{what}s"),
    };
    format!("{} {many}", thousands(number, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_something_stands_in_the_singular() {
        let counts = [(1.0, "launch"), (0.0, "launch"), (1_200.0, "day"), (1.0, "day"), (2.0, "company")];
        let written = counts.map(|(number, what)| counted(number, what));
        assert_eq!(written, ["1 launch", "0 launches", "1,200 days", "1 day", "2 companies"]);
    }

    #[test]
    fn months_round_half_up_as_the_model_says() {
        for (text, days) in [("3 months", 91), ("2 months", 61), ("1 month", 30), ("2 weeks", 14), ("12 hours", 1)] {
            assert_eq!(Days::parse(text).map(Days::rounded_half_up), Ok(days), "{text}");
        }
    }

    #[test]
    fn capitals_and_short_forms_are_the_same_length() {
        for (text, same) in
            [("2 Months", "2 months"), ("90d", "90 days"), ("16w", "16 weeks"), ("3MO", "3 months"), ("1y", "1 year")]
        {
            assert_eq!(Days::parse(text), Days::parse(same), "{text}");
        }
        assert!(Days::parse("5 m").unwrap_err().contains("minutes"), "minutes are never meant silently");
    }

    #[test]
    fn a_duration_without_a_unit_is_refused_with_the_cure() {
        let message = Days::parse("90").unwrap_err();
        assert!(message.contains("no unit") && message.contains("45 days"), "{message}");
        assert!(Days::parse("3 moons").unwrap_err().contains("moons"));
        assert!(Days::parse("inf days").is_err());
    }

    #[test]
    fn thousands_are_separated_and_zero_has_no_sign() {
        assert_eq!(thousands(-150_300_000.0, 0), "-150,300,000");
        assert_eq!(thousands(-0.2, 0), "0");
        assert_eq!(thousands(1234.5, 2), "1,234.50");
        assert_eq!(thousands(f64::NAN, 0), "n/a");
    }
}
