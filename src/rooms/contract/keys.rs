//! Who sells parts or assembles, and how they come to sign.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::presence::Condition;
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, COUNT, MONEY, NOUGHT, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::Table;

table! {
    /// Who sells parts or assembles; also a line of `supplier_list`.
    SUPPLIER = "supplier.*", named Supplier {
        /// Its name for people, in tables and sentences; files and addresses keep NAME.
        label: String = Kind::Text, Words("NAME"), r#""Japan Display""#;
        /// Region a disruption may hit.
        region: String = Kind::Text, Value(r#""""#), r#""japan""#;
        /// Day of signature; nothing is bought before it.
        signed: Option<Date> => signed {
            /// Day of signature; nothing is bought before it.
            signed = ANYWHERE, Words("the start"), "2026-02-01";
        }
        /// Share of the order's value paid at the order.
        deposit: Number = Kind::Number(SHARE), NOUGHT, "0.3", "share";
        /// Time from delivery to payment of the rest.
        payment_terms: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""30 days""#, "days, whole";
        /// Most it accepts of each of its parts a week, in sets for one phone; a review carries what it leaves below one lot to the next.
        weekly_capacity: Option<Number> = Kind::Number(COUNT), Words("unlimited"), "50_000", "phone-sets per week";
        /// How its signature comes about, when it has no date.
        contract: Contract => contract {}
        keys Contract::KEYS;
    }
}

table! {
    /// How a supplier comes to sign.
    part Contract {
        /// Chance that an approach is accepted, each independent of the others.
        acceptance: Option<Number> = Kind::Number(SHARE), Words("it signs on `signed`"), "0.3", "share";
        /// Time between approaches; the first comes this long after the start.
        approach_every: Number = whole_days(1.0, 3650.0), Value(r#""1 month""#), r#""1 month""#, "days, whole";
        /// Suppliers whose signatures together endorse the company with this one.
        endorsed_by: Vec<usize> = Kind::References("supplier"), Words("nobody"), r#"["mitsui"]"#;
        /// Chance that an approach is accepted once all of `endorsed_by` have signed.
        acceptance_endorsed: Option<Number> = Kind::Number(SHARE), Words("required with `endorsed_by`"), "0.8", "share";
        /// Time from acceptance to signature.
        negotiation_time: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""6 weeks""#, "days, whole";
        /// Changes asked for before signing; rounded to a whole number.
        renegotiations: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "1", "changes";
        /// Time each change takes.
        renegotiation_time: Number = whole_days(0.0, 3650.0), Words("required with `renegotiations`"), r#""4 months""#, "days, whole";
        /// Its R&D or tooling, paid on the day of signature as engineering expense (NRE).
        prepayment: Option<Number> = Kind::Number(MONEY), Words("none"), "2_000_000", "money";
        /// Chance that an approach is accepted when it offers a prepayment above 0.
        acceptance_prepaid: Option<Number> = Kind::Number(SHARE), Words("as without a prepayment"), "0.9", "share";
    }
}

pub(crate) fn suppliers(tree: &Table, context: &mut Context) -> Vec<Supplier> {
    let suppliers = Section::each(tree, &SUPPLIER, |name, section| Supplier::of(name, section, tree, context));
    refuse_cycles(&suppliers, tree, context);
    suppliers
}

fn signed(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<Date> {
    let signed = section.date(context, "signed");
    if let (Some(date), Some((_, end)), Some(node)) = (signed, context.timeline, section.node("signed"))
        && date > end
    {
        context.fault(
            Fault::new(Code::OutsideTimeline, format!("{date} lies after the last simulated day"))
                .at(node.span, "never signs within the timeline")
                .allowed(format!("a day up to {end}"))
                .help("move the date, or [timeline]"),
        );
    }
    signed
}

fn contract(section: &Section<'_>, tree: &Table, context: &mut Context) -> Contract {
    for other in ["acceptance", "negotiation_time", "renegotiations"] {
        section.conflict(context, "signed", other);
    }
    let needs = [
        ("endorsed_by", "acceptance_endorsed"),
        ("acceptance_endorsed", "endorsed_by"),
        ("acceptance_endorsed", "acceptance"),
        ("acceptance_prepaid", "acceptance"),
        ("acceptance_prepaid", "prepayment"),
        ("renegotiations", "renegotiation_time"),
    ];
    for (one, other) in needs {
        if section.has(one) {
            section.needs(context, other, &section.chosen(one, format!("beside `{one}`")));
        }
    }
    let default = |because: &str| Condition { because: because.to_owned(), span: None };
    if !section.has("acceptance") {
        section.useless(
            context,
            &["approach_every"],
            &default("without `acceptance`: it signs without being approached"),
            "",
        );
    }
    if !section.has("renegotiations") {
        section.useless(context, &["renegotiation_time"], &default("without `renegotiations`"), "");
    }
    Contract::of(section, tree, context)
}

/// Records a fault for the first ring of suppliers that endorse each other.
fn refuse_cycles(suppliers: &[Supplier], tree: &Table, context: &mut Context) {
    let Some(ring) = ring(suppliers) else { return };
    let names: Vec<&str> = ring.iter().chain(ring.first()).map(|&at| suppliers[at].name.as_str()).collect();
    let section = Section::named(tree, &SUPPLIER).into_iter().nth(ring[0]).map(|(_, section)| section);
    let mut fault = Fault::new(Code::Cycle, format!("the endorsements go round in a ring: {}", named(&names)))
        .help("take one of them out of `endorsed_by`");
    if let Some(node) = section.as_ref().and_then(|section| section.node("endorsed_by")) {
        fault = fault.at(node.span, "waits for one that waits for it");
    }
    context.fault(fault);
}

/// Who waits for whom; of a long ring its two ends.
fn named(ring: &[&str]) -> String {
    const SHOWN: usize = 12;
    if ring.len() <= SHOWN {
        return ring.join(" waits for ");
    }
    let (first, last) = (&ring[..SHOWN / 2], &ring[ring.len() - SHOWN / 2..]);
    format!("{} waits for .. waits for {}", first.join(" waits for "), last.join(" waits for "))
}

/// Walks the endorsers depth first, as deep as a chain may be; gives the first ring that closes.
fn ring(suppliers: &[Supplier]) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Unseen,
        OnTheWay,
        Settled,
    }
    let mut marks = vec![Mark::Unseen; suppliers.len()];
    for start in 0..suppliers.len() {
        // Suppliers on the way, each with how many of its endorsers were visited.
        let mut way = if marks[start] == Mark::Unseen { vec![(start, 0)] } else { Vec::new() };
        while let Some((at, visited)) = way.last_mut() {
            marks[*at] = Mark::OnTheWay;
            match suppliers[*at].contract.endorsed_by.get(*visited) {
                Some(&endorser) => {
                    *visited += 1;
                    match marks[endorser] {
                        Mark::OnTheWay => {
                            return Some(way.iter().map(|(at, _)| *at).skip_while(|at| *at != endorser).collect());
                        }
                        Mark::Unseen => way.push((endorser, 0)),
                        Mark::Settled => {}
                    }
                }
                None => {
                    marks[*at] = Mark::Settled;
                    way.pop();
                }
            }
        }
    }
    None
}
