//! How suppliers come to sign.

use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::presence::Choice;
use crate::scenario::reader::Section;
use crate::scenario::tree::Table;
use crate::scenario::types::{Contract, Supplier};

pub(super) fn contract(section: &Section<'_>, tree: &Table, context: &mut Context) -> Contract {
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
    let default = |because: &str| Choice { because: because.to_owned(), span: None };
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
    Contract {
        acceptance: section.number_opt(context, "acceptance"),
        approach_every: section.number(context, "approach_every"),
        endorsed_by: section.references(context, "endorsed_by", tree),
        acceptance_endorsed: section.number_opt(context, "acceptance_endorsed"),
        negotiation_time: section.number(context, "negotiation_time"),
        renegotiations: section.number(context, "renegotiations"),
        renegotiation_time: section.number(context, "renegotiation_time"),
        prepayment: section.number_opt(context, "prepayment"),
        acceptance_prepaid: section.number_opt(context, "acceptance_prepaid"),
    }
}

/// Records a fault for the first ring of suppliers that endorse each other.
pub(super) fn refuse_cycles(suppliers: &[Supplier], tree: &Table, context: &mut Context) {
    let Some(ring) = ring(suppliers) else { return };
    let names: Vec<&str> = ring.iter().chain(ring.first()).map(|&at| suppliers[at].name.as_str()).collect();
    let section = Section::named(tree, "supplier").into_iter().nth(ring[0]).map(|(_, section)| section);
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
