//! What may be written of demand as people know it.

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Key, Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::ranges::{PER_PHONE, SHARE, UTILITY};
use crate::language::reader::Section;
use crate::language::tree::Table;
use crate::random::distribution::Distribution;

/// A number above zero.
const ABOVE_ZERO: Range = Range::above(0.0, 2e9);

/// Lists, whose lines are tables of the scenario by the time it is read.
const FILES: &[Key] = keys! {
    /// CSV file or sheet of a workbook whose lines are [past_sale.NAME], in the order of time.
    past_sales = Kind::File, Words("none"), r#""data/sales.csv""#;
    /// CSV file or sheet of a workbook whose lines are [part_worth.NAME].
    part_worths = Kind::File, Words("none"), r#""data/part_worths.csv""#;
};

table! {
    /// How what is known of demand is read, beside [expectation.NAME], [past_sale.NAME] and [part_worth.NAME]; needs choice = "logit" or "elasticity" in [market].
    DEMAND = "demand", Reading {
        /// Chance that the truth lies between `low` and `high` of an expectation.
        range_holds: Number = Kind::Certain(Range::closed(0.5, 0.999)), Default("0.9"), "0.8", "share";
        /// Correlation of the errors of two expectations: 0 when each errs by itself, near 1 when who is too high at one price is too high at all.
        agreement: Number = Kind::Certain(Range::closed(0.0, 0.99)), Default("0.5"), "0.5", "ratio";
        /// The most that each of many people say they would pay for the phone, those who would not have it with 0.
        willingness_to_pay: Vec<f64> => answers {
            /// The most that each of many people say they would pay for the phone, those who would not have it with 0: an empirical distribution.
            willingness_to_pay = Kind::Number(PER_PHONE), Words("none"), r#"{ empirical = { file = "answers.csv", column = "pays" } }"#, "money";
        }
        /// What people say they would pay over what they would.
        overstatement: Distribution => overstatement {
            /// What people say they would pay over what they would.
            overstatement = Kind::Number(Range::closed(0.1, 10.0)), Words("required with `willingness_to_pay`"), "1.21", "ratio";
        }
        keys FILES;
        /// Part-worths of the levels that the phone has.
        profile: Vec<usize> = Kind::References("part_worth"), Words("required with part-worths"), r#"["screen_4_inch"]"#;
        /// Factor on all part-worths: how much more surely people choose in the shop than in the study.
        scale: Number = Kind::Certain(Range::closed(0.01, 100.0)), Default("1"), "1.2", "ratio";
    }
}

table! {
    /// What is expected of demand at a price.
    EXPECTATION = "expectation.*", named Expectation {
        /// At this price,
        price: Number = Kind::Certain(Range::above(0.0, 1e6)), Required, "1999", "money";
        /// so many of those in reach would choose the phone, as like as not;
        buyers: Option<Number> = Kind::Certain(ABOVE_ZERO), Words("needs this or `share`"), "300_000", "people";
        /// or this share of them.
        share: Option<Number> = Kind::Certain(SHARE), Words("needs this or `buyers`"), "0.1", "share";
        /// At least so many, in most cases: as people beside `buyers`, as a share beside `share`.
        low: Option<Number> = Kind::Certain(ABOVE_ZERO), Words("as far below as the widest expectation with a range"), "200_000";
        /// At most so many.
        high: Option<Number> = Kind::Certain(ABOVE_ZERO), Words("as far above as the widest expectation with a range"), "450_000";
    }
}

table! {
    /// What was sold of a comparable phone in a week or month, at its price then; also a line of `past_sales`. Leave out periods in which it was sold out.
    PAST_SALE = "past_sale.*", named PastSale {
        /// Its price.
        price: Number = Kind::Certain(Range::above(0.0, 1e6)), Required, "2499", "money";
        /// Phones sold.
        sold: Number = Kind::Certain(ABOVE_ZERO), Required, "12_500", "phones";
        /// When; told only.
        period: String = Kind::Text, Words("none"), r#""week 12""#;
    }
}

table! {
    /// A part-worth of a conjoint study, the same for all people (logit scale); also a line of `part_worths`.
    PART_WORTH = "part_worth.*", named PartWorth {
        /// Its utility.
        utility: Number = Kind::Certain(UTILITY), Required, "0.8";
        /// Standard error of the utility.
        standard_error: Number = Kind::Certain(Range::above(0.0, 100.0)), Required, "0.1";
        /// It is that of this price.
        price: Option<Number> = Kind::Certain(PER_PHONE), Words("it is not that of a price"), "1999", "money";
        /// It is that of buying nothing.
        nothing: bool = Kind::Flag, Default("false"), "true";
    }
}

fn answers(section: &Section<'_>, _: &Table, context: &mut Context) -> Vec<f64> {
    if !section.has("willingness_to_pay") {
        return Vec::new();
    }
    let before = context.faults.len();
    let law = section.drawn(context, "willingness_to_pay");
    match law {
        Distribution::Empirical { values } if values.len() >= 10 && values.first() < values.last() => values,
        _ if context.faults.len() > before => Vec::new(),
        _ => {
            let fault = Fault::new(Code::StatedDemand, "`willingness_to_pay` needs the answers of ten people or more");
            let key = section.key("willingness_to_pay");
            context.fault(
                at_key(fault, section, key.name).help(format!("write for example: {} = {}", key.name, key.sample)),
            );
            Vec::new()
        }
    }
}

fn overstatement(section: &Section<'_>, _: &Table, context: &mut Context) -> Distribution {
    section.drawn(context, "overstatement")
}

pub(super) fn at_key(fault: Fault, section: &Section<'_>, key: &str) -> Fault {
    match section.key_span(key) {
        Some(span) => fault.at(span, "here"),
        None => at_table(fault, section),
    }
}

pub(super) fn at_table(fault: Fault, section: &Section<'_>) -> Fault {
    match section.span {
        Some(span) => fault.at(span, "here"),
        None => fault,
    }
}

pub(super) fn reading(tree: &Table, context: &mut Context) -> Reading {
    Reading::of(&Section::single(tree, &DEMAND), tree, context)
}

pub(super) fn expectations(tree: &Table, context: &mut Context) -> Vec<Expectation> {
    Section::each(tree, &EXPECTATION, |name, section| {
        let stated = Expectation::of(name, section, tree, context);
        check_expectation(section, &stated, context);
        stated
    })
}

pub(super) fn past_sales(tree: &Table, context: &mut Context) -> Vec<PastSale> {
    Section::each(tree, &PAST_SALE, |name, section| PastSale::of(name, section, tree, context))
}

pub(super) fn part_worths(tree: &Table, context: &mut Context) -> Vec<PartWorth> {
    Section::each(tree, &PART_WORTH, |name, section| {
        section.conflict(context, "price", "nothing");
        PartWorth::of(name, section, tree, context)
    })
}

fn check_expectation(section: &Section<'_>, stated: &Expectation, context: &mut Context) {
    section.conflict(context, "buyers", "share");
    if stated.buyers.is_none() && stated.share.is_none() && !section.has("buyers") && !section.has("share") {
        section.missing(context, "buyers", ", or `share`");
    }
    for (one, other) in [("low", "high"), ("high", "low")] {
        if section.has(one) && !section.has(other) {
            section.missing(context, other, &format!(" beside `{one}`"));
        }
    }
    let middle = stated.buyers.or(stated.share);
    if let (Some(low), Some(middle), Some(high)) = (stated.low, middle, stated.high)
        && !(low.value < middle.value && middle.value < high.value)
    {
        let fault = Fault::new(Code::StatedDemand, "`low`, what is expected and `high` do not ascend");
        context.fault(
            at_key(fault, section, "low")
                .help("write a range on both sides, in the unit of what is expected; none where it is certain"),
        );
    }
}
