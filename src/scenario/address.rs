//! What an address such as `component.screen.lead_time` or `factory.main.ramp[2]` stands for.

use super::cursor::Cursor;
use crate::language::catalogue::{Key, Kind};

/// How the values of a key are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// A plain number.
    Number,
    /// A plain number without a fraction.
    Whole,
    /// A length of time with its unit.
    Duration,
    /// A length of time that is rounded half up to whole days.
    WholeDays,
    /// A date.
    Date,
    /// Anything but one number or date: text, lists.
    Other,
}

/// The key of the catalogue that an address names, and how its values are written; `None` when there is no such key.
///
/// Whether the scenario has a thing of that name is not looked at.
#[must_use]
pub fn key_at(address: &str) -> Option<(&'static Key, Notation)> {
    let mut cursor = Cursor::Top;
    let mut parts = address.trim().split('.').peekable();
    while let Some(part) = parts.next() {
        let (name, point) = part.split_once('[').map_or((part, false), |(name, _)| (name, true));
        cursor = cursor.step(name);
        let Cursor::Leaf(key) = cursor else { continue };
        let deeper = parts.peek().is_some();
        return Some((key, notation(key, point, deeper)));
    }
    None
}

fn notation(key: &Key, point: bool, deeper: bool) -> Notation {
    match key.kind {
        Kind::Parts(_) if deeper => Notation::Whole,
        // A parameter of a distribution is written like the key it belongs to, but never rounded.
        Kind::Duration { whole, .. } if whole && !deeper => Notation::WholeDays,
        Kind::Duration { .. } | Kind::CertainDuration(_) => Notation::Duration,
        Kind::Whole(_) => Notation::Whole,
        Kind::Number(_) | Kind::Certain(_) | Kind::NumberOrPath(_) | Kind::NumberOrChoice(..) => Notation::Number,
        Kind::Path(_) | Kind::Steps(_) if point => Notation::Number,
        Kind::Date { .. } if !deeper => Notation::Date,
        _ => Notation::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_key() {
        let found = |address: &str| key_at(address).map(|(key, notation)| (key.name, notation));
        assert_eq!(found("product.mi1.price"), Some(("price", Notation::Number)));
        assert_eq!(found("component.screen.lead_time"), Some(("lead_time", Notation::WholeDays)));
        assert_eq!(found("component.screen.minimum_order"), Some(("minimum_order", Notation::Whole)));
        assert_eq!(found("factory.main.ramp[2]"), Some(("ramp", Notation::Number)));
        assert_eq!(found("factory.main.ramp"), Some(("ramp", Notation::Other)));
        assert_eq!(found("component.screen.lead_time.lognormal.mean"), Some(("lead_time", Notation::Duration)));
        assert_eq!(found("timeline.start"), Some(("start", Notation::Date)));
        assert_eq!(found("component.screen.colour"), None);
    }
}
