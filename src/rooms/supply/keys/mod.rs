//! What a phone is made of.

pub mod inspection;
pub mod ordering;
pub mod second;

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, COUNT, CV, MONEY, NOUGHT, ONE, PER_PHONE, SHARE, SHARE_BELOW_ONE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};
use crate::language::{NotBuilt, later};
use inspection::Inspection;
use ordering::{General, ORDERING_KEYS, Ordering, stand_in};
use second::{SecondSource, SecondUse, second_source};

/// What is not built yet.
pub(crate) const LATER: &[NotBuilt] = &[
    later("supplier.*", "second_source", "second sources of a whole supplier", "write [component.NAME.second_source]"),
    later("component.*", "cancel_when_unneeded", "cancelling purchase orders before the end", "write last_order"),
];

table! {
    /// What a phone is made of; also a line of a bill of materials. The keys of [ordering] can be written here too.
    COMPONENT = "component.*", named Component {
        /// Its name for people, in tables and sentences; files and addresses keep NAME.
        label: String = Kind::Text, Words("NAME"), r#""4.0-inch screen""#;
        /// Who sells it.
        supplier: usize = Kind::Reference("supplier"), Required, r#""sharp""#;
        /// Quoted price per part, net of VAT.
        unit_cost: Number = Kind::Number(PER_PHONE), Required, "220", "money";
        /// What the part would cost fairly, net of VAT; the cost audit ranks what is paid beyond it.
        fair_price: Option<Number> = Kind::Number(PER_PHONE), Words("none"), "180", "money";
        /// Currency of `unit_cost` and `fair_price`.
        currency: Option<usize> = Kind::Reference("currency"), Words("the company's"), r#""dollar""#;
        /// Day of the quote, from which erosion counts.
        quoted: Option<Date> = ANYWHERE, Words("the start"), "2026-01-01";
        /// Mean time from order to arrival; "0 days" arrives the same day.
        lead_time: Number = whole_days(0.0, 3650.0), Required, r#""3 months""#, "days, whole";
        /// Coefficient of variation of the lead time (lognormal).
        lead_time_cv: Number = Kind::Number(CV), NOUGHT, "0.2", "ratio";
        /// Smallest order.
        minimum_order: i32 = Kind::Whole(COUNT), NOUGHT, "1000", "parts";
        /// Orders are multiples of this.
        order_multiple: Option<i32> = Kind::Whole(Range::closed(1.0, 2e9)), Words("the quantity per phone"), "500", "parts";
        /// What incoming inspection finds.
        inspection: Inspection => Inspection::of {}
        keys Inspection::KEYS;
        /// Good parts in stock on day 0, at the quoted cost.
        opening_stock: i32 = Kind::Whole(COUNT), NOUGHT, "1000", "parts";
        /// Cost falls by this share each time the bought volume doubles.
        learning_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.1", "share";
        /// Volume from which learning counts.
        learning_from: Number = Kind::Number(Range::above(0.0, 1e12)), ONE, "10_000", "parts";
        /// Least factor that learning can reach.
        learning_floor: Number = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        /// Share by which the quoted price falls each quarter.
        erosion_per_quarter: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.03", "share";
        /// Steps [parts bought before, factor on the price], ascending from 0.
        volume_factors: Vec<(f64, Number)> = Kind::Steps(Range::above(0.0, 1000.0)), Words("none"), "[[0, 1.2], [100_000, 1.0]]", "[parts, factor]";
        /// Share of book value that leftover parts bring.
        salvage: Number = Kind::Number(SHARE), NOUGHT, "0.2", "share";
        /// Share of an open order's value owed when it is cancelled at the end; all of it when it cannot be cancelled.
        cancellation_fee: Number => cancellation_fee {
            /// Share of an open order's value owed when it is cancelled at the end.
            cancellation_fee = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        }
        /// Whether open orders can be cancelled at the end for the cancellation fee; a custom part's are owed in full.
        cancellable: bool = Kind::Flag, Default("true"), "false";
        /// Cost of holding a part for a day.
        holding_cost_per_day: Number = Kind::Number(PER_PHONE), NOUGHT, "0.01", "money";
        /// Freight of one part, billed with the delivery; part of what the part costs.
        freight: Number = Kind::Number(PER_PHONE), NOUGHT, "0.3", "money";
        /// Fixed cost of each purchase order of it, paid on the day it is placed.
        order_cost: Number = Kind::Number(MONEY), NOUGHT, "2_000", "money";
        /// Shown by name in charts, daily.csv and metrics.
        pacing: bool = Kind::Flag, Default("false"), "true";
        /// A second supplier.
        second_source: Option<SecondSource> => second_source {}
        /// Extra time of stock of this part, on top of its safety time.
        hedge: Number = whole_days(0.0, 3650.0), Default(r#""0 days""#), r#""2 weeks""#, "days, whole";
        /// How it is ordered.
        ordering: Ordering => stand_in {}
        keys ORDERING_KEYS;
    }
}

pub(crate) fn components(tree: &Table, context: &mut Context) -> Vec<Component> {
    let general = General::read(tree, context);
    Section::each(tree, &COMPONENT, |name, section| {
        let component = Component::of(name, section, tree, context);
        let component = Component { ordering: general.overridden(section, tree, context), ..component };
        second::check(section, &component, tree, context);
        component
    })
}

impl Component {
    /// Whether its second source takes only what is needed before the first can deliver.
    #[must_use]
    pub fn is_expedited(&self) -> bool {
        self.second_source.is_some_and(|second| second.what_for == SecondUse::Expedite)
    }

    /// Whether its orders have a fixed cost.
    #[must_use]
    pub fn orders_cost(&self) -> bool {
        let second = self.second_source.and_then(|second| second.order_cost);
        std::iter::once(self.order_cost).chain(second).any(|cost| cost != Number::certain(0.0))
    }
}

/// A custom part's open orders are owed in full.
fn cancellation_fee(section: &Section<'_>, _: &Table, context: &mut Context) -> Number {
    let cancellable = !section.node("cancellable").is_some_and(|node| node.value == Value::Flag(false));
    if cancellable {
        return section.number(context, "cancellation_fee");
    }
    let choice = section.chosen("cancellable", "with cancellable = false: open orders are owed in full");
    section.useless(context, &["cancellation_fee"], &choice, "");
    Number::certain(1.0)
}
