//! What figures are measured in.

use crate::language::expression::measure::{NO_UNIT, Powers};

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole phones.
    Phones,
    /// Whole people.
    People,
    /// Whole parts.
    Parts,
    /// Whole purchase orders.
    PurchaseOrders,
    /// Money of the scenario's currency.
    Money,
    /// Money per phone.
    MoneyPerPhone,
    /// Money per unit of another currency.
    MoneyPerUnit,
    /// Days.
    Days,
    /// A day of the timeline, counted from day 0.
    DayNumber,
    /// Hours.
    Hours,
    /// A share between 0 and 1.
    Share,
    /// Phones per day.
    PhonesPerDay,
    /// Yes (1) or no (0); summarised as a probability.
    YesNo,
    /// A number without a unit.
    Number,
}

/// How a unit is written.
#[must_use]
pub fn unit_text(unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Phones => "phones".into(),
        Unit::People => "people".into(),
        Unit::Parts => "parts".into(),
        Unit::PurchaseOrders => "purchase orders".into(),
        Unit::Money => currency.into(),
        Unit::MoneyPerPhone => format!("{currency} per phone"),
        Unit::MoneyPerUnit => format!("{currency} per unit"),
        Unit::Days => "days".into(),
        Unit::DayNumber => "day of the timeline".into(),
        Unit::Hours => "hours".into(),
        Unit::Share => "share".into(),
        Unit::PhonesPerDay => "phones per day".into(),
        Unit::YesNo => "probability".into(),
        Unit::Number => "number".into(),
    }
}

/// The powers of money, of things counted, of days and of hours in a unit.
#[must_use]
pub fn powers(unit: Unit) -> Powers {
    match unit {
        Unit::Phones | Unit::People | Unit::Parts | Unit::PurchaseOrders => [0, 1, 0, 0],
        Unit::Money => [1, 0, 0, 0],
        Unit::MoneyPerPhone => [1, -1, 0, 0],
        Unit::Days | Unit::DayNumber => [0, 0, 1, 0],
        Unit::Hours => [0, 0, 0, 1],
        Unit::PhonesPerDay => [0, 1, -1, 0],
        Unit::MoneyPerUnit | Unit::Share | Unit::YesNo | Unit::Number => NO_UNIT,
    }
}
