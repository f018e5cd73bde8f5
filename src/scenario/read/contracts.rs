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
    let mut settled = vec![false; suppliers.len()];
    for start in 0..suppliers.len() {
        let mut path = Vec::new();
        if let Some(ring) = ring_from(start, suppliers, &mut settled, &mut path) {
            let names: Vec<&str> = ring.iter().chain(ring.first()).map(|&at| suppliers[at].name.as_str()).collect();
            let section = Section::named(tree, "supplier").into_iter().nth(ring[0]).map(|(_, section)| section);
            let mut fault =
                Fault::new(Code::Cycle, format!("the endorsements go round in a ring: {}", names.join(" waits for ")))
                    .help("take one of them out of `endorsed_by`");
            if let Some(node) = section.as_ref().and_then(|section| section.node("endorsed_by")) {
                fault = fault.at(node.span, "waits for one that waits for it");
            }
            context.fault(fault);
            return;
        }
    }
}

/// Walks the endorsers depth first; gives the ring it closes, if any.
fn ring_from(at: usize, suppliers: &[Supplier], settled: &mut [bool], path: &mut Vec<usize>) -> Option<Vec<usize>> {
    if let Some(begin) = path.iter().position(|&other| other == at) {
        return Some(path[begin..].to_vec());
    }
    if settled[at] {
        return None;
    }
    path.push(at);
    for &endorser in &suppliers[at].contract.endorsed_by {
        if let Some(ring) = ring_from(endorser, suppliers, settled, path) {
            return Some(ring);
        }
    }
    path.pop();
    settled[at] = true;
    None
}
