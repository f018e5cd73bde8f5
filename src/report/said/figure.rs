//! Figures of a page: what they are, and how they are written in each language.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Language, Piece, Text};
use crate::outcome::exactly;
use crate::report::chart::scale::{drawn_at, figure as rounded};
use crate::report::number::per_cent;
use crate::report::words::{counted, digits, minus, written};
use crate::units::date_of_day;

/// A number on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Where it stands in the files of the run, such as `metrics.net_profit_yuan.p50` in `summary.json`; empty where it stands
    /// in none.
    pub id: String,
    /// The value as the files have it: money in the currency, shares between 0 and 1, days counted from day 0.
    #[serde(with = "or_null")]
    pub value: f64,
    /// How it is written.
    pub shown: Shown,
}

/// How a figure is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A whole number rounded to three digits: "1,230,000".
    ThreeDigits,
    /// To four digits or so, as draws are told.
    Digits,
    /// To three digits or so, with the word for its magnitude: "3.24 million", "324 万".
    Rounded,
    /// The same of its amount, without a sign: the sentence says which side of nought it lies.
    Amount,
    /// The same of what is less by so much: with the other sign.
    Less,
    /// With so many decimals and its thousands separated.
    Decimals(usize),
    /// The same of its amount, without a sign.
    AmountTo(usize),
    /// Every digit it has.
    Exact,
    /// A share, with the digits it deserves.
    PerCent,
    /// The same without the sign for per cent, which stands beside it.
    PerCentBare,
    /// A share without its sign: the sentence says which side of nought it lies.
    AmountPerCent,
    /// A share of what is less by so much: with the other sign.
    LessPerCent,
    /// A share with so many decimals of a per cent.
    PerCentTo(usize),
    /// An amount of percentage points with so many decimals: the sentence says which way.
    AmountPoints(usize),
    /// A share as a number from 0 to 1 with so many decimals: its estimate may lie a little beyond.
    ShareTo(usize),
    /// With so many decimals, its thousands not separated.
    Plain(usize),
    /// A share as its place among a hundred: "51".
    Percentile,
    /// Millions with so many decimals; the unit beside it says that they are.
    Millions(usize),
    /// Billions with so many decimals; the unit beside it says that they are.
    Billions(usize),
    /// Millions of what is less by so much: with the other sign.
    LessMillions(usize),
    /// Millions with a sign, also of what is more.
    SignedMillions(usize),
    /// To three digits or so, with a sign also of what is more.
    Signed,
    /// A number with a sign, also of what is more.
    SignedDecimals(usize),
    /// Percentage points.
    Points(usize),
    /// Percentage points with a sign, also of what is more.
    SignedPoints(usize),
    /// A value that was drawn.
    Drawn,
    /// A day counted from the first, the hours of it left out.
    Day(Date),
    /// The nearest day, its month written out.
    InFull(Date),
    /// The month of such a day.
    Month(Date),
    /// The same without its year, which another day beside it says.
    OfYear(Date),
    /// The nearest day, counted from the first.
    Nearest(Date),
    /// A number that names something, such as a seed.
    Bare,
    /// A number of things, with their name: "1 launch", "12,000 launches".
    Counted(Cow<'static, str>),
    /// A number of days, with a decimal where there are few: "1 day", "2.5 days".
    Days,
}

impl Text {
    /// The figure, where there is nothing else in it.
    #[must_use]
    pub fn figure(&self) -> Option<&Figure> {
        match self.0.as_slice() {
            [Piece::Figure(figure)] => Some(figure),
            _ => None,
        }
    }
}

impl Shown {
    /// A number of things.
    #[must_use]
    pub const fn counted(what: &'static str) -> Self {
        Self::Counted(Cow::Borrowed(what))
    }
}

impl Figure {
    /// A figure that files have under an id.
    #[must_use]
    pub fn new(id: impl Into<String>, value: f64, shown: Shown) -> Self {
        Self { id: id.into(), value, shown }
    }

    /// As it is written in a language.
    #[must_use]
    pub fn told(&self, language: Language) -> String {
        let value = self.value;
        match (self.shown.clone(), language) {
            (Shown::Day(start), _) if value.is_finite() => language.date(date_of_day(start, value.floor() as i64)),
            (Shown::OfYear(start), _) if value.is_finite() => {
                language.date_of_year(date_of_day(start, value.floor() as i64))
            }
            (Shown::Nearest(start), _) if value.is_finite() => language.date(date_of_day(start, value.round() as i64)),
            (Shown::InFull(start), _) if value.is_finite() => {
                language.date_in_full(date_of_day(start, value.round() as i64))
            }
            (Shown::Month(start), _) if value.is_finite() => language.month(date_of_day(start, value.floor() as i64)),
            (Shown::Bare | Shown::Percentile, _) => format!("{value:.0}"),
            (Shown::Day(_) | Shown::OfYear(_) | Shown::Nearest(_) | Shown::InFull(_) | Shown::Month(_), _) => {
                language.form("n/a").into_owned()
            }
            (Shown::ThreeDigits, _) => written(three_digits(value), 0),
            (Shown::Digits, _) => digits(value),
            (Shown::Rounded, Language::English) => rounded(value),
            (Shown::Drawn, Language::Chinese) if value.abs() < 1e4 => drawn_at(value),
            (Shown::Rounded | Shown::Drawn, Language::Chinese) => chinese(value),
            (Shown::Amount, Language::English) => rounded(value.abs()),
            (Shown::Amount, Language::Chinese) => chinese(value.abs()),
            (Shown::Less, Language::English) => rounded(-value),
            (Shown::Less, Language::Chinese) => chinese(-value),
            (Shown::AmountPoints(decimals), _) => format!("{:.decimals$}", (value * 100.0).abs()),
            (Shown::Decimals(decimals), _) => written(value, decimals),
            (Shown::ShareTo(decimals), _) => written(value.clamp(0.0, 1.0), decimals),
            (Shown::Plain(decimals), _) => minus(&format!("{value:.decimals$}")),
            (Shown::AmountTo(decimals), _) => written(value.abs(), decimals),
            (Shown::Exact, _) => minus(&exactly(value)),
            (Shown::PerCent, _) => per_cent(value),
            (Shown::PerCentBare, _) => per_cent(value).trim_end_matches('%').trim().to_owned(),
            (Shown::AmountPerCent, _) => per_cent(value.abs()),
            (Shown::LessPerCent, _) => per_cent(-value),
            (Shown::PerCentTo(decimals), _) => minus(&format!("{:.decimals$} %", value * 100.0)),
            (Shown::Millions(decimals), _) => written(value / 1e6, decimals),
            (Shown::Billions(decimals), _) => written(value / 1e9, decimals),
            (Shown::LessMillions(decimals), _) => written(-value / 1e6, decimals),
            (Shown::SignedMillions(decimals), _) => signed(value / 1e6, decimals),
            (Shown::Signed, Language::English) => with_sign(value, rounded(value)),
            (Shown::Signed, Language::Chinese) => with_sign(value, chinese(value)),
            (Shown::SignedDecimals(decimals), _) => signed(value, decimals),
            (Shown::Points(decimals), _) => written(value * 100.0, decimals),
            (Shown::SignedPoints(decimals), _) => signed(value * 100.0, decimals),
            (Shown::Drawn, Language::English) => drawn_at(value),
            (Shown::Counted(what), Language::English) => counted(value, &what),
            (Shown::Counted(what), Language::Chinese) => {
                format!("{} {}", written(value.round(), 0), language.form(&what))
            }
            (Shown::Days, Language::English) => {
                let unit = if value == 1.0 { "day" } else { "days" };
                format!("{} {unit}", written(value, few(value)))
            }
            (Shown::Days, Language::Chinese) => format!("{} 天", written(value, few(value))),
        }
    }
}

/// What has no value is null in a file.
mod or_null {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        crate::report::number::json(*value).serialize(to)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<f64, D::Error> {
        Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::NAN))
    }
}

/// A number with its sign, also where it is more.
fn signed(value: f64, decimals: usize) -> String {
    with_sign(value, written(value, decimals))
}

fn with_sign(value: f64, told: String) -> String {
    if value > 0.0 { format!("+{told}") } else { told }
}

fn three_digits(value: f64) -> f64 {
    let unit = if value > 0.0 { libm::pow(10.0, libm::floor(libm::log10(value)) - 2.0).max(1.0) } else { 1.0 };
    libm::round(value / unit) * unit
}

/// Decimals of a number of days.
fn few(days: f64) -> usize {
    usize::from(days.fract() != 0.0 && days < 100.0)
}

/// To three digits or so, in ten thousands and hundred millions.
fn chinese(value: f64) -> String {
    let size = value.abs();
    let (divisor, word) = match size {
        _ if size >= 1e8 => (1e8, " 亿"),
        _ if size >= 1e4 => (1e4, " 万"),
        _ => return rounded(value),
    };
    let scaled = value / divisor;
    let decimals = match scaled.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    format!("{}{word}", written(scaled, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_each_language_writes_them() {
        let told = |value: f64, shown: Shown| {
            let figure = Figure::new("", value, shown);
            [Language::English, Language::Chinese].map(|language| figure.told(language))
        };
        let start = jiff::civil::date(2010, 11, 1);
        assert_eq!(told(3_240_000.0, Shown::Rounded), ["3.24 million", "324 万"]);
        assert_eq!(told(-1_220_000_000.0, Shown::Rounded), ["−1.22 billion", "−12.2 亿"]);
        assert_eq!(told(-1_220_000_000.0, Shown::Amount), ["1.22 billion", "12.2 亿"]);
        assert_eq!(told(12_400.0, Shown::Rounded), ["12,400", "1.24 万"]);
        assert_eq!(told(940.0, Shown::Rounded), ["940", "940"]);
        assert_eq!(told(408.9, Shown::Day(start)), ["14 Dec 2011", "2011年12月14日"]);
        assert_eq!(told(1.0, Shown::counted("launch")), ["1 launch", "1 次模拟"]);
        assert_eq!(told(2.5, Shown::Days), ["2.5 days", "2.5 天"]);
        assert_eq!(told(0.006, Shown::PerCentTo(1)), ["0.6 %", "0.6 %"]);
        assert_eq!(told(f64::NAN, Shown::Day(start)), ["n/a", "无"]);
    }
}
