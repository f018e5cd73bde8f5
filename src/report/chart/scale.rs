//! From values to places on paper: linear and logarithmic scales, round ticks, months.

use jiff::civil::Date;

use crate::report::said::language::Language;
use crate::report::words::{minus, written};

/// An axis does not magnify what differs by less than this share of its size: it shows the size instead.
const NARROWEST: f64 = 1e-5;

/// How values map to 0..1 along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal steps of the value.
    Linear {
        /// Value at 0.
        low: f64,
        /// Value at 1.
        high: f64,
    },
    /// Equal ratios of the value; both ends above zero.
    Logarithmic {
        /// Value at 0.
        low: f64,
        /// Value at 1.
        high: f64,
    },
}

impl Scale {
    /// Place of a value, 0 at the low end and 1 at the high end.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        match *self {
            Self::Linear { low, high } => (value - low) / (high - low),
            Self::Logarithmic { low, high } => libm::log(value / low) / libm::log(high / low),
        }
    }

    /// Value at the low end.
    #[must_use]
    pub fn low(&self) -> f64 {
        match *self {
            Self::Linear { low, .. } | Self::Logarithmic { low, .. } => low,
        }
    }

    /// Value at the high end.
    #[must_use]
    pub fn high(&self) -> f64 {
        match *self {
            Self::Linear { high, .. } | Self::Logarithmic { high, .. } => high,
        }
    }

    /// A linear scale that holds all values and ends on round ticks.
    #[must_use]
    pub fn round(lowest: f64, highest: f64, most_ticks: usize) -> Self {
        let (lowest, highest) = (tame(lowest), tame(highest));
        let differ = highest - lowest > NARROWEST * lowest.abs().max(highest.abs());
        let (low, high) = if differ { (lowest, highest) } else { around(lowest) };
        let step = round_step((high - low) / most_ticks as f64);
        Self::Linear { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step }
    }
}

/// A value an axis can be made for.
fn tame(value: f64) -> f64 {
    if value.is_nan() || value.abs() < 1e-100 { 0.0 } else { value.clamp(-1e300, 1e300) }
}

/// A range of some width around a single value.
fn around(value: f64) -> (f64, f64) {
    if value == 0.0 {
        (0.0, 1.0)
    } else if value > 0.0 {
        (0.0, value * 1.2)
    } else {
        (value * 1.2, 0.0)
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`.
#[must_use]
pub fn round_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(10.0 * power)
}

/// Round values between two ends, at most about `most` of them.
#[must_use]
pub fn ticks(scale: &Scale, most: usize) -> Vec<f64> {
    match *scale {
        Scale::Linear { low, high } => {
            let step = round_step((high - low) / most as f64);
            let first = (low / step - 1e-9).ceil() as i64;
            let last = ((high / step + 1e-9).floor() as i64).min(first + 1_000);
            (first..=last).map(|k| k as f64 * step).collect()
        }
        Scale::Logarithmic { low, high } => {
            let first = libm::floor(libm::log10(low)) as i32;
            let last = libm::ceil(libm::log10(high)) as i32;
            let factors: &[f64] = match high / low {
                ratio if ratio < 8.0 => &[1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
                ratio if ratio < 2e4 => &[1.0, 2.0, 5.0],
                _ => &[1.0],
            };
            (first..=last)
                .flat_map(|power| factors.iter().map(move |factor| factor * libm::pow(10.0, f64::from(power))))
                .filter(|value| *value >= low * 0.999 && *value <= high * 1.001)
                .collect()
        }
    }
}

/// How the numbers of an axis are written: as they are, in millions or in billions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Magnitude {
    divisor: f64,
    /// "", "million" or "billion"; in Chinese "", "\u{4e07}" or "\u{4ebf}".
    pub word: &'static str,
    language: Language,
}

impl Magnitude {
    /// Fit for values up to this size, in English.
    #[must_use]
    pub fn of(largest: f64) -> Self {
        Self::of_in(largest, Language::English)
    }

    /// Fit for values up to this size, in a language.
    #[must_use]
    pub fn of_in(largest: f64, language: Language) -> Self {
        let largest = largest.abs();
        let (divisor, word) = match language {
            Language::English if largest >= 1e9 => (1e9, "billion"),
            Language::English if largest >= 1e6 => (1e6, "million"),
            Language::Chinese if largest >= 1e8 => (1e8, "\u{4ebf}"),
            Language::Chinese if largest >= 1e4 => (1e4, "\u{4e07}"),
            _ => (1.0, ""),
        };
        Self { divisor, word, language }
    }

    /// Fit for both ends of a scale.
    #[must_use]
    pub fn of_scale(scale: &Scale, language: Language) -> Self {
        // Where both ends are alike in billions, smaller units tell them apart.
        let (size, span) = (scale.low().abs().max(scale.high().abs()), scale.high() - scale.low());
        Self::of_in(size.min(span * 1e4), language)
    }

    /// The unit with the word before it: "million phones".
    #[must_use]
    pub fn unit(&self, unit: &str) -> String {
        match self.language {
            Language::English => format!("{} {unit}", self.word).trim().to_owned(),
            Language::Chinese => format!("{}{unit}", self.word),
        }
    }

    /// A tick of an axis whose ticks are `step` apart, without the word.
    #[must_use]
    pub fn tick(&self, value: f64, step: f64) -> String {
        let step = (step / self.divisor).abs();
        let decimals = (0..8).find(|decimals| {
            let shifted = step * libm::pow(10.0, f64::from(*decimals));
            (shifted - shifted.round()).abs() < 1e-6 * shifted.max(1e-9)
        });
        signed(value / self.divisor, decimals.unwrap_or(8) as usize)
    }

    /// A single figure to three digits or so, with the word: "3.24 million".
    #[must_use]
    pub fn figure(&self, value: f64) -> String {
        if value.abs() >= 1e14 {
            return minus(&format!("{value:.2e}"));
        }
        let scaled = value / self.divisor;
        let decimals = match scaled.abs() {
            _ if self.divisor == 1.0 && value.abs() >= 100.0 => 0,
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            size if size >= 1.0 => 2,
            _ if scaled == 0.0 => 0,
            _ => 3,
        };
        let whole = self.divisor == 1.0 && (scaled - scaled.round()).abs() < 1e-9;
        format!("{} {}", signed(scaled, if whole { 0 } else { decimals }), self.word).trim().to_owned()
    }
}

/// A figure in the magnitude that fits it: "3.24 million", "12,400".
#[must_use]
pub fn figure(value: f64) -> String {
    figure_in(Language::English, value)
}

/// The same in a language: "324 \u{4e07}".
#[must_use]
pub fn figure_in(language: Language, value: f64) -> String {
    Magnitude::of_in(value, language).figure(value)
}

/// A value that was drawn, to three digits however small it is.
pub fn drawn_at(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.1 {
        return figure(value);
    }
    let decimals = (2.0 - libm::floor(libm::log10(value.abs()))) as usize;
    minus(&format!("{value:.*}", decimals.min(12)))
}

/// A round figure without trailing zeros: "2 million", "0.5".
#[must_use]
pub fn round_figure(value: f64, language: Language) -> String {
    let magnitude = Magnitude::of_in(value, language);
    let scaled = value / magnitude.divisor;
    let decimals = (0..6).find(|decimals| {
        let shifted = scaled * libm::pow(10.0, f64::from(*decimals));
        (shifted - shifted.round()).abs() < 1e-6
    });
    format!("{} {}", signed(scaled, decimals.unwrap_or(6) as usize), magnitude.word).trim().to_owned()
}

/// A value with as many decimals as tell it within a tolerance: "1,500,000", "0.25".
#[must_use]
pub fn exact(value: f64, tolerance: f64) -> String {
    let told = |decimals: &i32| {
        let power = libm::pow(10.0, f64::from(*decimals));
        ((value * power).round() / power - value).abs() <= tolerance
    };
    signed(value, (0..9).find(told).unwrap_or(9) as usize)
}

fn signed(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 {
        // Nobody counts so many digits.
        return minus(&format!("{value:.2e}"));
    }
    written(value, decimals)
}

/// A tick of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthTick {
    /// Day of the timeline on which the month, or the marked day, begins.
    pub day: f64,
    /// "Nov", "14 Nov", or empty where there is no room.
    pub label: String,
    /// The year, where it begins or the axis does.
    pub year: String,
}

/// Beginnings of months on an axis of `days` days and `width` units; weeks when there are few days.
#[must_use]
pub fn month_ticks(start: Date, days: usize, width: f64, language: Language) -> Vec<MonthTick> {
    if days < 62 {
        return week_ticks(start, days, width, language);
    }
    let room = width * 30.4 / days as f64;
    // Names stand on every month, on quarters, or only on Januaries, as there is room.
    let every = if room >= 30.0 {
        1
    } else if room >= 11.0 {
        3
    } else {
        12
    };
    let mut found: Vec<MonthTick> = Vec::new();
    let mut dated = false;
    let mut month = if start.day() == 1 { Some(start) } else { next_month(start) };
    while let Some(first) = month {
        let day = crate::units::days_between(start, first);
        if day as usize >= days {
            break;
        }
        let named = (i32::from(first.month()) - 1) % every == 0;
        let label = if named && every < 12 { language.short_month(first) } else { String::new() };
        // The first name carries its year too.
        let opens = !dated && named;
        dated |= named;
        let year = if first.month() == 1 || opens { language.year(first) } else { String::new() };
        found.push(MonthTick { day: f64::from(day), label, year });
        month = next_month(first);
    }
    found
}

fn next_month(date: Date) -> Option<Date> {
    date.last_of_month().tomorrow().ok()
}

fn week_ticks(start: Date, days: usize, width: f64, language: Language) -> Vec<MonthTick> {
    let most = (width / 60.0).max(1.0);
    let every = [1, 2, 7, 14, 28].into_iter().find(|every| days as f64 / f64::from(*every) <= most).unwrap_or(28);
    let mut found: Vec<MonthTick> = Vec::new();
    let mut day = 0;
    while (day as usize) < days.max(1) {
        let Ok(date) = start.checked_add(jiff::Span::new().days(day)) else { break };
        let label = language.date_of_year(date);
        let year = if found.is_empty() { language.year(date) } else { String::new() };
        found.push(MonthTick { day: f64::from(day), label, year });
        day += every;
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ticks_are_round_and_within_the_scale() {
        let scale = Scale::round(0.0, 3_214_000.0, 5);
        assert_eq!(scale, Scale::Linear { low: 0.0, high: 4_000_000.0 });
        assert_eq!(ticks(&scale, 5), [0.0, 1e6, 2e6, 3e6, 4e6]);
        let scale = Scale::round(-0.13, 0.05, 4);
        assert!((scale.low() + 0.15).abs() < 1e-12 && (scale.high() - 0.05).abs() < 1e-12, "{scale:?}");
        let scale = Scale::Logarithmic { low: 1_000.0, high: 3_000_000.0 };
        assert_eq!(ticks(&scale, 5)[..4], [1_000.0, 2_000.0, 5_000.0, 10_000.0]);
    }

    #[test]
    fn a_single_value_still_has_a_scale() {
        for value in [0.0, 5.0, -300_000.0, 1e-9, 5e-324, 1e15, -1e308, f64::NAN, f64::INFINITY] {
            let scale = Scale::round(value, value, 5);
            let inside = scale.share(scale.low()) == 0.0 && scale.share(scale.high()) == 1.0;
            assert!(inside && scale.high() > scale.low() && scale.high().is_finite(), "{value}: {scale:?}");
            assert!((1..20).contains(&ticks(&scale, 5).len()), "{value}");
        }
    }

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!(figure(3_241_000.0), "3.24 million");
        assert_eq!(figure(-150_300_000.0), "\u{2212}150 million");
        assert_eq!(figure(300_000.0), "300,000");
        assert_eq!(figure(1_999.0), "1,999");
        assert_eq!(figure(12.345), "12.3");
        assert_eq!(figure(0.0), "0");
        assert_eq!(
            (
                round_figure(2e6, Language::English),
                round_figure(0.5, Language::English),
                round_figure(50_000.0, Language::English)
            ),
            ("2 million".into(), "0.5".into(), "50,000".into())
        );
        assert_eq!((exact(-1_500_000.000_1, 1e-3), exact(0.25, 1e-9)), ("\u{2212}1,500,000".into(), "0.25".into()));
        // An axis from 1,200,000,000 to 1,200,000,010 is no axis in billions.
        let narrow = Magnitude::of_scale(&Scale::Linear { low: 1.2e9, high: 1.2e9 + 10.0 }, Language::English);
        assert_eq!((narrow.unit("yuan"), narrow.tick(1.2e9 + 2.5, 2.5)), ("yuan".into(), "1,200,000,002.5".into()));
        let chinese = Magnitude::of_in(4e6, Language::Chinese);
        assert_eq!((chinese.tick(1_500_000.0, 500_000.0), chinese.unit("元")), ("150".into(), "万元".into()));
        assert_eq!(figure_in(Language::Chinese, -1.22e9), "\u{2212}12.2 亿");
        let millions = Magnitude::of_in(4e6, Language::English);
        assert_eq!(millions.tick(1_500_000.0, 500_000.0), "1.5");
        assert_eq!(millions.unit("phones"), "million phones");
        assert_eq!(Magnitude::of_in(1e4, Language::English).tick(2_500.0, 2_500.0), "2,500");
    }

    #[test]
    fn months_are_named_where_there_is_room() {
        let ticks = month_ticks(date(2010, 11, 1), 670, 760.0, Language::English);
        assert_eq!((ticks[0].day, ticks[0].label.as_str(), ticks[0].year.as_str()), (0.0, "Nov", "2010"));
        assert_eq!((ticks[2].label.as_str(), ticks[2].year.as_str()), ("Jan", "2011"));
        // An axis that begins in December says in which year.
        assert_eq!(month_ticks(date(2013, 12, 1), 400, 760.0, Language::English)[0].year, "2013");
        let ticks = month_ticks(date(2010, 11, 1), 670, 760.0, Language::Chinese);
        assert_eq!((ticks[0].label.as_str(), ticks[0].year.as_str()), ("11月", "2010年"));
        let ticks = month_ticks(date(2011, 10, 20), 30, 760.0, Language::English);
        assert_eq!(ticks[0].label, "20 Oct");
        assert!(ticks.len() > 3);
        assert!(!month_ticks(date(2011, 10, 20), 1, 760.0, Language::English).is_empty());
        assert!(
            month_ticks(date(2011, 10, 20), 10_000, 760.0, Language::English).iter().any(|tick| tick.year == "2020")
        );
    }
}
