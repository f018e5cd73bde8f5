//! Ranges, kinds and defaults that keys of several rooms share.

use super::catalogue::{Fallback, Kind, Range};

/// A very large amount of money, as an upper end that catches slips.
pub const MUCH: f64 = 1e15;
pub const MONEY: Range = Range::closed(0.0, MUCH);
pub const PER_PHONE: Range = Range::closed(0.0, 1e6);
pub const SHARE: Range = Range::closed(0.0, 1.0);
pub const SHARE_BELOW_ONE: Range = Range::below(0.0, 1.0);
pub const COUNT: Range = Range::closed(0.0, 2e9);
pub const RATE: Range = Range::closed(0.0, 1e9);
pub const INTEREST: Range = Range::closed(0.0, 10.0);
pub const CV: Range = Range::closed(0.0, 5.0);

/// Whole days, which may be uncertain.
pub const fn whole_days(low: f64, high: f64) -> Kind {
    Kind::Duration { range: Range::closed(low, high), whole: true }
}

pub const NOUGHT: Fallback = Fallback::Value("0");
pub const ONE: Fallback = Fallback::Value("1");
pub const ANYWHERE: Kind = Kind::Date { inside: false };
pub const INSIDE: Kind = Kind::Date { inside: true };
pub const UTILITY: Range = Range::closed(-1e6, 1e6);
