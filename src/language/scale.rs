//! How a number is written: its unit, its range, and what is wrong with one that is not plain or lies outside it.

use crate::language::catalogue::{Key, Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::reader::wrong_type;
use crate::language::source::Span;
use crate::language::tree::{Node, Value};
use crate::units::Days;

/// How a number is written and what it may be.
#[derive(Clone, Copy, Debug)]
pub struct Scale<'n> {
    /// What the value is called in messages.
    pub name: &'n str,
    /// The key it belongs to.
    pub key: &'static Key,
    /// Its range, in days for a length of time.
    pub range: Range,
    /// Written as a length of time.
    pub duration: bool,
    /// Rounded half up to whole days.
    pub whole_days: bool,
}

impl Scale<'_> {
    /// The scale of a numeric key, or of the points of a path.
    #[must_use]
    pub fn of(key: &'static Key) -> Scale<'static> {
        let (range, duration, whole_days) = match key.kind {
            Kind::Duration { range, whole } => (range, true, whole),
            Kind::CertainDuration(range) => (range, true, true),
            Kind::Number(range)
            | Kind::Certain(range)
            | Kind::Whole(range)
            | Kind::Path(range)
            | Kind::NumberOrPath(range)
            | Kind::NumberOrChoice(range, _)
            | Kind::Steps(range)
            | Kind::Series(range)
            | Kind::Parts(range) => (range, false, false),
            _ => (Range::closed(f64::NEG_INFINITY, f64::INFINITY), false, false),
        };
        Scale { name: key.name, key, range, duration, whole_days }
    }

    /// An example of the key written right.
    fn example(&self) -> String {
        format!("write for example: {} = {}", self.key.name, self.key.sample)
    }

    /// The unit of one value of a key: of a dated path, that of its points.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        let unit = self.key.unit;
        if self.duration {
            return "days";
        }
        let of_point =
            unit.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.split_once(", "));
        let unit = of_point.map_or(unit, |(_, value)| value);
        unit.strip_suffix(", whole").unwrap_or(unit)
    }

    /// The range in words, with the unit.
    #[must_use]
    pub fn allowed(&self) -> String {
        let unit = if self.duration { " days" } else { "" };
        range_in_words(&self.range, unit)
    }
}

/// A range for people: "0 to 1", "above 0, up to 1,000", "0 or more".
#[must_use]
pub fn range_in_words(range: &Range, unit: &str) -> String {
    let show = |value: f64| plain(value);
    let low = if range.low_open { format!("above {}", show(range.low)) } else { show(range.low) };
    let high = if range.high_open { format!("below {}", show(range.high)) } else { show(range.high) };
    match (range.low_open, range.high_open) {
        (false, false) => format!("{low} to {high}{unit}"),
        (true, false) => format!("{low}, up to {high}{unit}"),
        (false, true) => format!("from {low} to {high}{unit}"),
        (true, true) => format!("{low} and {high}{unit}"),
    }
}

/// A number as a person would write it: no fraction where there is none, separators from 10,000 on.
#[must_use]
pub fn plain(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() >= 10_000.0 && value.abs() < 1e21 {
        crate::units::thousands(value, 0)
    } else if value.abs() >= 1e21 {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// A plain quantity in the key's own unit, not yet held against its range.
pub fn quantity_of(node: &Node, scale: Scale<'_>, context: &mut Context) -> Option<f64> {
    let value = match &node.value {
        Value::Text(text) if scale.duration => return days_of(text, node.span, scale, context),
        Value::Integer(_) | Value::Float(_) if scale.duration => {
            context.fault(needs_unit(context.sources.slice(node.span), node.span, scale.name));
            return None;
        }
        Value::Integer(whole) => *whole as f64,
        Value::Float(number) => *number,
        Value::Text(text) => {
            context.fault(text_for_number(text, node.span, scale));
            return None;
        }
        _ => {
            let expected = if scale.duration { "a length of time" } else { "a number" };
            context.fault(wrong_type(scale.key, node, expected));
            return None;
        }
    };
    if value.is_finite() {
        // Adding zero turns a negative zero into a plain one.
        return Some(value + 0.0);
    }
    let found = context.sources.slice(node.span).to_owned();
    let title = if found.contains("nan") || found.contains("inf") {
        format!("`{}` takes a finite number, not {found}", scale.name)
    } else {
        format!("the number for `{}` is too large to be held", scale.name)
    };
    context.fault(Fault::new(Code::NotFinite, title).at(node.span, "not finite").allowed(scale.allowed()));
    None
}

fn days_of(text: &str, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<f64> {
    match Days::parse(text) {
        Ok(days) if days.0.abs() > 1e7 => {
            context.fault(out_of_range(days.0, span, scale, context.sources.slice(span)));
            None
        }
        Ok(days) if scale.whole_days => Some(f64::from(days.rounded_half_up())),
        Ok(days) => Some(days.0 + 0.0),
        Err(_) if text.trim().parse::<f64>().is_ok() => {
            context.fault(needs_unit(&format!("\"{text}\""), span, scale.name));
            None
        }
        Err(message) => {
            let title = message.split(';').next().unwrap_or(&message).to_owned();
            context.fault(
                Fault::new(Code::BadDuration, title)
                    .at(span, "not a length of time")
                    .allowed("a number and hours, days, weeks, months or years")
                    .help(scale.example()),
            );
            None
        }
    }
}

fn needs_unit(found: &str, span: Span, name: &str) -> Fault {
    let number = found.trim().trim_matches(['"', '\'']).trim();
    let unit = if number == "1" { "day" } else { "days" };
    Fault::new(Code::NeedsUnit, format!("`{name}` is a length of time and needs a unit"))
        .at(span, "no unit")
        .help(format!("{found} needs a unit: \"{number} {unit}\""))
}

fn text_for_number(text: &str, span: Span, scale: Scale<'_>) -> Fault {
    let fault =
        Fault::new(Code::WrongType, format!("`{}` takes a number, not text", scale.name)).at(span, "text found");
    if text.starts_with('{') {
        return fault.help(
            "in a CSV file put a distribution in quotes, for it holds commas: \"{ uniform = { low = 1, high = 2 } }\"",
        );
    }
    let bare: String = match text.split_once(',') {
        // 0,02 is a decimal comma; 1,500 and 1,500,000 have separators.
        Some((whole, fraction)) if fraction.len() != 3 && !fraction.contains(',') => {
            format!("{whole}.{fraction}")
        }
        _ => text.chars().filter(|c| *c != ',').collect(),
    };
    let bare: String = bare.chars().filter(|c| !matches!(c, ' ' | '_' | '\'')).collect();
    if let Some(Ok(share)) = bare.strip_suffix('%').map(str::parse::<f64>) {
        return fault.help(format!("{share} % is {}", tidy_share(share)));
    }
    // "0.65 €" and "USD 12": the unit is the key's own.
    let bare = bare.trim_matches(|c: char| c.is_alphabetic() || CURRENCIES.contains(&c));
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() => fault.help(format!("write it as a plain number: {number}")),
        _ => fault.help(scale.example()),
    }
}

/// Signs of money.
const CURRENCIES: [char; 8] = ['$', '€', '£', '¥', '￥', '元', '₹', '₩'];

fn tidy_share(percent: f64) -> f64 {
    let share = percent / 100.0;
    format!("{share:.10}").parse().unwrap_or(share)
}

/// Records a fault when a value lies outside the key's range.
pub fn in_range(value: f64, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<()> {
    if scale.range.contains(value) {
        return Some(());
    }
    let found = context.sources.slice(span).to_owned();
    context.fault(out_of_range(value, span, scale, &found));
    None
}

fn out_of_range(value: f64, span: Span, scale: Scale<'_>, found: &str) -> Fault {
    let limit = if value <= scale.range.low { "small" } else { "large" };
    let found = found.trim_matches('"');
    let mut fault = Fault::new(Code::OutOfRange, format!("`{}` is out of range: {found}", scale.name))
        .at(span, format!("too {limit}"))
        .allowed(scale.allowed());
    let in_per_cent = scale.range.is_share() || scale.range.low == 0.0 && matches!(scale.key.unit, "share" | "1/year");
    let lowered = tidy_share(value);
    // A little more than all of it may be meant where more than 1 is allowed at all.
    let in_per_cent = in_per_cent && (scale.range.high <= 1.0 || value >= 10.0);
    if in_per_cent && (1.0..=100.0).contains(&value) && scale.range.contains(lowered) {
        fault = fault.help(format!("{value} % is {lowered}"));
    } else if value < 0.0 && scale.range.low >= 0.0 && scale.key.name.contains("elasticity") {
        fault = fault.help(format!("give it without the sign: {}", -value));
    } else if scale.whole_days && value == 0.0 {
        fault = fault.help("lengths of time are rounded half up to whole days");
    }
    fault
}
