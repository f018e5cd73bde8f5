//! Rank correlations between uncertain inputs.

use super::codes::Code;
use super::context::Context;
use super::fault::Fault;
use super::nearest::nearest;
use super::reader::Section;
use super::tree::{Node, Table, Value};
use super::types::Input;
use crate::random::Copula;

/// Reads every `[correlation.NAME]`; faults are recorded.
pub fn read(tree: &Table, inputs: &[Input], context: &mut Context) -> Vec<(usize, usize, f64)> {
    let mut correlations: Vec<(usize, usize, f64)> = Vec::new();
    let mut whole = true;
    let sections = Section::named(tree, "correlation");
    for (_, section) in &sections {
        let rank = section.number(context, "rank").value;
        let pair = section
            .list(context, "between", "a list of two keys")
            .and_then(|items| pair_of(items, section, inputs, context));
        let Some((first, second)) = pair else {
            whole = false;
            continue;
        };
        let Some(node) = section.node("between") else {
            continue;
        };
        if first == second {
            context.fault(
                Fault::new(Code::Correlation, "an input cannot be correlated with itself")
                    .at(node.span, "the same key twice"),
            );
            whole = false;
        } else if correlations.iter().any(|&(a, b, _)| (a, b) == (first, second) || (b, a) == (first, second)) {
            context.fault(
                Fault::new(Code::Correlation, "these two inputs are correlated twice")
                    .at(node.span, "a second time")
                    .help("keep one table for each pair"),
            );
            whole = false;
        } else {
            correlations.push((first, second, rank));
        }
    }
    let in_range = correlations.iter().all(|(_, _, rank)| rank.abs() < 1.0);
    if whole && in_range && !correlations.is_empty() && Copula::new(inputs.len(), &correlations).is_err() {
        impossible(&sections, context);
    }
    correlations
}

fn impossible(sections: &[(&str, Section<'_>)], context: &mut Context) {
    let mut fault = Fault::new(Code::Correlation, "these correlations cannot all hold at once")
        .allowed("correlations whose matrix is positive definite")
        .help("weaken some of them: if a goes with b and b with c, then a must go with c to some degree");
    for (_, section) in sections {
        if let Some(node) = section.node("rank") {
            fault = fault.at(node.span, section.path.clone());
        }
    }
    context.fault(fault);
}

fn pair_of(items: &[Node], section: &Section<'_>, inputs: &[Input], context: &mut Context) -> Option<(usize, usize)> {
    let [first, second] = items else {
        if let Some(node) = section.node("between") {
            context.fault(
                Fault::new(Code::BadList, "`between` needs the addresses of two keys")
                    .at(node.span, format!("{} found", items.len()))
                    .help(format!("write for example: between = {}", section.key("between").sample)),
            );
        }
        return None;
    };
    let (first, second) = (input_of(first, inputs, context), input_of(second, inputs, context));
    Some((first?, second?))
}

fn input_of(node: &Node, inputs: &[Input], context: &mut Context) -> Option<usize> {
    let Value::Text(key) = &node.value else {
        context.fault(
            Fault::new(Code::WrongType, "`between` names keys in quotes")
                .at(node.span, format!("{} found", node.value.kind())),
        );
        return None;
    };
    let found = inputs.iter().position(|input| input.key == *key);
    if found.is_none() {
        // A faulty distribution is no input either, and is reported already.
        if context.faults.iter().any(|fault| fault.code.id().starts_with("E3") && fault.code != Code::Correlation) {
            return None;
        }
        let fault = Fault::new(Code::Correlation, format!("`{key}` is not an uncertain input"))
            .at(node.span, "no distribution is written there");
        context.fault(match nearest(key, inputs.iter().map(|input| input.key.as_str())) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!(
                "write a distribution there, for example {key} = {{ uniform = {{ low = .., high = .. }} }}"
            )),
        });
    }
    found
}
