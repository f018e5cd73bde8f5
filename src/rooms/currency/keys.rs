//! Currencies in which parts are bought, and how far their rates are fixed in advance.

use crate::language::catalogue::Fallback::{Required, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Read, keys, table};
use crate::language::fault::Fault;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{CV, NOUGHT, SHARE};
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};

/// Home money per unit of another; nothing is had for nothing.
const RATE: Range = Range::above(0.0, 1e6);

table! {
    /// Money of another country in which parts are bought; all other money of the scenario is the company's own.
    CURRENCY = "currency.*", named Currency {
        /// What a unit of it costs in the company's money: one number, or dated points with straight lines between them.
        rate: Path = Kind::NumberOrPath(RATE), Required, "7.2", "home per foreign";
        /// Yearly standard deviation of the rate's luck: its path is multiplied by a geometric Brownian motion of mean one.
        volatility: Number = Kind::Number(CV), NOUGHT, "0.08", "1 per square root of a year";
        /// Share of what is bought in it that is bought forward: it is paid at the forward rate.
        hedged: Number = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        /// What a unit bought forward costs; that of the day of payment where it is a path.
        forward_rate: Option<Path> => forward_rate {
            /// What a unit bought forward costs, of the day of payment: one number, or dated points.
            forward_rate = Kind::NumberOrPath(RATE), Words("`rate`, its points at their medians and without luck"), "7.3", "home per foreign";
        }
    }
}

pub(crate) fn currencies(tree: &Table, context: &mut Context) -> Vec<Currency> {
    refuse_home_money(tree, context);
    Section::each(tree, &CURRENCY, |name, section| Currency::of(name, section, tree, context))
}

/// A table of the company's own currency would be believed to move its prices.
fn refuse_home_money(tree: &Table, context: &mut Context) {
    let home = match tree.table("company").and_then(|company| company.get("currency")) {
        Some(node) => match &node.value {
            Value::Text(name) => name.as_str(),
            _ => return,
        },
        None => "yuan",
    };
    if let Some(entry) = tree.table("currency").and_then(|currencies| currencies.entry(home)) {
        context.fault(
            Fault::new(Code::Conflict, format!("`{home}` is the company's own currency"))
                .at(entry.key_span, "a unit of it costs itself")
                .help("take the table out, or name another currency"),
        );
    }
}

fn forward_rate(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Path> {
    if !section.has("hedged") {
        section.useless(context, &["forward_rate"], &section.chosen("hedged", "without `hedged`"), "");
    }
    section.has("forward_rate").then(|| Read::read(section, "forward_rate", tree, context))
}
