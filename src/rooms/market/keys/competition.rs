//! What else moves the market: rivals, pulses of marketing, the season, holidays and successors.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{ANYWHERE, NOUGHT, PER_PHONE, RATE, SHARE, UTILITY, whole_days};
use crate::language::reader::Section;
use crate::language::tree::Table;

table! {
    /// A competing phone, with choice = "logit".
    RIVAL = "rival.*", named Rival {
        /// First day on sale.
        from: Option<Date> = ANYWHERE, Words("the start"), "2026-01-01";
        /// Last day on sale.
        to: Option<Date> = ANYWHERE, Words("the end"), "2026-12-31";
        /// Its attractiveness.
        quality: Number = Kind::Number(UTILITY), Required, "3";
        /// Its price: one number, or dated steps.
        price: Path = Kind::NumberOrPath(PER_PHONE), Required, "3999", "money";
        /// Share of our relative distance from the reference price by which it moves its own price.
        reaction: Number = Kind::Number(Range::closed(0.0, 2.0)), NOUGHT, "0.5", "share";
        /// Time after which it moves.
        reaction_delay: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""30 days""#, "days, whole";
        /// It does not follow below this price.
        reaction_floor: Number = Kind::Number(PER_PHONE), NOUGHT, "1500", "money";
    }
}

table! {
    /// Marketing that adds to the innovation coefficient and fades.
    PULSE = "pulse.*", named Pulse {
        /// Day it strikes.
        date: Date = ANYWHERE, Required, "2026-08-01";
        /// Added to p on that day.
        strength: Number = Kind::Number(RATE), Required, "0.5", "1/year";
        /// Time in which it halves.
        half_life: Number = Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Required, r#""10 days""#, "days";
    }
}

table! {
    /// Factors of the speed at which people become interested.
    SEASON = "season", Season {
        /// Factor of each weekday, from Monday.
        weekdays: [f64; 7] = Kind::Weights(7), Words("1 each"), "[0.9, 0.9, 0.9, 0.9, 1, 1.2, 1.2]", "7 factors";
        /// Factor of each month, from January.
        months: [f64; 12] = Kind::Weights(12), Words("1 each"), "[1, 1.2, 0.9, 0.9, 1, 1, 0.9, 0.9, 1.1, 1, 1.1, 1.2]", "12 factors";
    }
}

table! {
    /// Days on which people become interested faster or more slowly.
    HOLIDAY = "holiday.*", named Holiday {
        /// First day.
        from: Date = ANYWHERE, Required, "2026-10-01";
        /// Last day.
        to: Date = ANYWHERE, Required, "2026-10-07";
        /// Factor on these days, times that of the season.
        factor: Number = Kind::Number(Range::closed(0.0, 100.0)), Required, "1.5", "ratio";
    }
}

table! {
    /// A later phone for which people begin to wait.
    SUCCESSOR = "successor.*", named Successor {
        /// Day it comes.
        date: Date = ANYWHERE, Required, "2026-12-01";
        /// People begin to wait for it this long before.
        lead: Number = Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Required, r#""3 months""#, "days";
        /// Share of new interest, and of those who try in a window, that it has taken away on its day; growing evenly over the lead.
        effect: Number = Kind::Number(SHARE), Required, "0.5", "share";
    }
}

pub(crate) fn rivals(tree: &Table, context: &mut Context) -> Vec<Rival> {
    Section::each(tree, &RIVAL, |name, section| {
        section.ascending(context, "from", "to");
        Rival::of(name, section, tree, context)
    })
}

pub(crate) fn pulses(tree: &Table, context: &mut Context) -> Vec<Pulse> {
    Section::each(tree, &PULSE, |name, section| Pulse::of(name, section, tree, context))
}

pub(crate) fn season(tree: &Table, context: &mut Context) -> Season {
    Season::of(&Section::single(tree, &SEASON), tree, context)
}

pub(crate) fn holidays(tree: &Table, context: &mut Context) -> Vec<Holiday> {
    Section::each(tree, &HOLIDAY, |name, section| {
        section.ascending(context, "from", "to");
        Holiday::of(name, section, tree, context)
    })
}

pub(crate) fn successors(tree: &Table, context: &mut Context) -> Vec<Successor> {
    Section::each(tree, &SUCCESSOR, |name, section| Successor::of(name, section, tree, context))
}
