//! Where phones are assembled.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{ANYWHERE, COUNT, NOUGHT, ONE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::Table;

table! {
    /// Where phones are assembled; capacities add up.
    FACTORY = "factory.*", named Factory {
        /// The assembler: its signature gates the start and its terms pay the assembly fee.
        supplier: Option<usize> = Kind::Reference("supplier"), Words("none"), r#""inventec""#;
        /// Region a disruption may hit.
        region: String = Kind::Text, Value(r#""""#), r#""china""#;
        /// First working day.
        opens: Option<Date> = ANYWHERE, Words("the start"), "2026-07-01";
        /// Last working day.
        closes: Option<Date> = ANYWHERE, Words("the end"), "2026-12-31";
        /// Nameplate capacity, linear between points, level outside them; fractions of a phone are carried to the next day.
        ramp: Path = Kind::Path(COUNT), Words("unlimited"), "[[2026-07-01, 500], [2026-10-01, 3_000]]", "[date, phones per day]";
        /// Share of nameplate that is effective: one number, or dated steps.
        utilisation: Path = Kind::NumberOrPath(Range::closed(0.0, 2.0)), ONE, "0.9", "share";
        /// Weekly rest days.
        rest_days: Vec<u8> = Kind::Weekdays, Value("[]"), r#"["sunday"]"#;
        /// Closed from first to last day, or on single dates.
        holidays: Vec<(Date, Date)> = Kind::Holidays, Value("[]"), "[[2026-10-01, 2026-10-07]]";
        /// Share of started phones that are good.
        yield_share: Number = Kind::Number(SHARE), ONE, "0.98", "share";
        /// Day-to-day standard deviation of the yield; with 0 good phones are drawn one by one.
        yield_sd: Number = Kind::Number(SHARE), NOUGHT, "0.02", "share";
        /// Time from start to finished.
        throughput_time: Number = whole_days(0.0, 365.0), Value(r#""0 days""#), r#""2 days""#, "days, whole";
        /// Whether phones are also finished on its rest days and holidays; else those due then are finished on its next working day.
        finishes_on_closed_days: bool = Kind::Flag, Value("false"), "true";
        /// Yield of the first phone, and the phones started after which its gap to the mature yield has shrunk to 1/e; both or neither.
        learning: Option<(Number, Number)> => learning {
            /// Yield of the first phone; it approaches `yield_share` with the phones started.
            yield_start = Kind::Number(SHARE), Words("`yield_share`"), "0.8", "share";
            /// Phones started after which the gap to the mature yield has shrunk to 1/e.
            yield_learning = Kind::Number(Range::above(0.0, 2e9)), Words("required with `yield_start`"), "5_000", "phones";
        }
    }
}

pub(crate) fn factories(tree: &Table, context: &mut Context) -> Vec<Factory> {
    Section::each(tree, &FACTORY, |name, section| {
        section.ascending(context, "opens", "closes");
        Factory::of(name, section, tree, context)
    })
}

/// Yield of the first phone and how many phones teach; both or neither.
fn learning(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<(Number, Number)> {
    for (one, other) in [("yield_start", "yield_learning"), ("yield_learning", "yield_start")] {
        if section.has(one) {
            section.needs(context, other, &section.chosen(one, format!("beside `{one}`")));
        }
    }
    Some((section.number_opt(context, "yield_start")?, section.number_opt(context, "yield_learning")?))
}
