//! How people go on looking at the price once they are interested.

use crate::language::catalogue::Fallback::Value as Default;
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, words};
use crate::language::quantity::Number;
use crate::language::ranges::{NOUGHT, SHARE};
use crate::language::reader::Section;
use crate::language::tree::Table;

words! {
    /// When people look at the price.
    pub enum PriceSeen {
        /// As long as they are in the pool or hold a ticket: whoever finds it too dear leaves.
        Always = "always",
        /// When they become interested, and never again.
        Once = "once",
    }
}

words! {
    /// What becomes of those who have paid and wait when the price falls.
    pub enum OnPriceCut {
        /// They are paid back what they paid above the new price.
        Refund = "refund",
        /// They cancel, are paid back all of it, and want one at the new price.
        OrderAgain = "order_again",
        /// Nothing.
        Keep = "keep",
    }
}

table! {
    /// How the interested and the waiting see the price.
    part PriceEyes {
        /// People look at the price all the time, or once, when they become interested.
        price_seen: PriceSeen = Kind::Choice(PriceSeen::ALL), Default(r#""always""#), r#""always""#;
        /// What those who paid and wait get when the price falls: the difference back, all of it back to order again, or nothing.
        on_price_cut: OnPriceCut = Kind::Choice(OnPriceCut::ALL), Default(r#""refund""#), r#""refund""#;
        /// Share of the interested who wait for a cut of the price they know of.
        wait_for_cut: Number = Kind::Number(SHARE), NOUGHT, "0.3", "share";
        /// Time before a cut at which people know of it.
        cut_known: Number => cut_known {
            /// Time before a cut at which people know of it.
            cut_known = Kind::Duration { range: Range::closed(0.0, 3650.0), whole: true }, Default(r#""30 days""#), r#""30 days""#, "days, whole";
        }
    }
}

fn cut_known(section: &Section<'_>, _: &Table, context: &mut Context) -> Number {
    if !section.has("wait_for_cut") {
        section.useless(context, &["cut_known"], &section.chosen("wait_for_cut", "without `wait_for_cut`"), "");
    }
    section.number(context, "cut_known")
}

/// People who answer to the price more or less than written: a question asked of a scenario, no key of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceTurn {
    /// At this price as many choose the phone as without it [money].
    pub pivot: f64,
    /// Factor on the elasticity there.
    pub factor: f64,
    /// Whether distances from it are ratios, as with a constant elasticity.
    pub ratios: bool,
}

pub(super) fn no_turn(_: &Section<'_>, _: &Table, _: &mut Context) -> Option<PriceTurn> {
    None
}
