//! Rank correlations between uncertain inputs.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::quantity::Input;
use crate::language::reader::Section;
use crate::language::tree::{Node, Table, Value};
use crate::random::ranks::normal_correlation;
use crate::random::{Copula, Distribution};
use crate::scenario::observed::CORRELATION;

/// Reads every `[correlation.NAME]`; faults are recorded.
pub fn read(tree: &Table, inputs: &[Input], context: &mut Context) -> Vec<(usize, usize, f64)> {
    let mut correlations: Vec<(usize, usize, f64)> = Vec::new();
    let mut whole = true;
    let sections = Section::named(tree, &CORRELATION);
    let known = Known {
        inputs,
        at: inputs.iter().enumerate().map(|(at, input)| (input.key.as_str(), at)).collect(),
        // A faulty distribution is no input either, and is reported already.
        faulty: context.faults.iter().any(|fault| fault.code.id().starts_with("E3")),
    };
    let mut pairs = BTreeSet::new();
    for (name, section) in &sections {
        if in_a_sample(name, section, context) {
            continue;
        }
        let rank = section.number(context, "rank").value;
        let pair = section
            .list(context, "between", "a list of two keys")
            .and_then(|items| pair_of(items, section, &known, context));
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
        } else if !pairs.insert((first.min(second), first.max(second))) {
            context.fault(
                Fault::new(Code::Correlation, "these two inputs are correlated twice")
                    .at(node.span, "a second time")
                    .help("keep one table for each pair"),
            );
            whole = false;
        } else {
            whole &= attainable(section, [&inputs[first], &inputs[second]], rank, context);
            correlations.push((first, second, rank));
        }
    }
    let in_range = correlations.iter().all(|(_, _, rank)| rank.abs() < 1.0);
    if whole && in_range && !correlations.is_empty() && of_laws(inputs, &correlations).is_err() {
        impossible(&sections, context);
    }
    correlations
}

/// Whether a correlation names an input that is drawn from a sample. Of a file that the one with the sample extends it has no
/// effect any more, nor beside one that says that it holds; beside another it is a fault.
fn in_a_sample(name: &str, section: &Section<'_>, context: &mut Context) -> bool {
    let Some(Node { value: Value::List(keys), span }) = section.node("between") else { return false };
    let drawn = |node: &Node| match &node.value {
        Value::Text(key) => context.joints.iter().find(|(_, sample)| sample.columns.contains_key(key)),
        _ => None,
    };
    let Some((joint, sample)) = keys.iter().find_map(drawn) else { return false };
    let layer = context.sources.get(span.file).layer;
    if layer < sample.layer || layer == sample.layer && sample.in_place {
        context.ignored.push(("correlation".to_owned(), name.to_owned()));
        return true;
    }
    let fault = Fault::new(Code::Joint, format!("an input of the sample `{joint}` has no correlation beside it"))
        .at(*span, "what goes together is in the lines of the sample")
        .help("leave the correlation out, write drawn = true in [joint.NAME] if the sample holds in its place, or say with `inputs` that the sample is not for this input");
    context.fault(fault);
    true
}

fn of_laws(inputs: &[Input], correlations: &[(usize, usize, f64)]) -> Result<Copula, String> {
    let laws: Vec<&Distribution> = inputs.iter().map(Input::law).collect();
    Copula::of_laws(&laws, correlations)
}

/// Whether two inputs can have this rank correlation; the fault is recorded.
fn attainable(section: &Section<'_>, [one, other]: [&Input; 2], rank: f64, context: &mut Context) -> bool {
    if rank.abs() >= 1.0 {
        return true;
    }
    let Err((low, high)) = normal_correlation(one.law(), other.law(), rank) else { return true };
    let mut fault = Fault::new(
        Code::Unattainable,
        format!("`{}` and `{}` cannot have a rank correlation of {rank}", one.key, other.key),
    )
    .allowed(format!("more than {low} and less than {high}"))
    .help("values that come again and again share their ranks: fewer values, or one very likely one, leave less room");
    if let Some(node) = section.node("rank") {
        fault = fault.at(node.span, if rank > 0.0 { "too large" } else { "too small" });
    }
    context.fault(fault);
    false
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

fn pair_of(items: &[Node], section: &Section<'_>, known: &Known<'_>, context: &mut Context) -> Option<(usize, usize)> {
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
    let (first, second) = (input_of(first, known, context), input_of(second, known, context));
    Some((first?, second?))
}

/// The uncertain inputs that a correlation may join.
struct Known<'s> {
    inputs: &'s [Input],
    at: BTreeMap<&'s str, usize>,
    /// Whether some distribution could not be read.
    faulty: bool,
}

fn input_of(node: &Node, known: &Known<'_>, context: &mut Context) -> Option<usize> {
    let Value::Text(key) = &node.value else {
        context.fault(
            Fault::new(Code::WrongType, "`between` names keys in quotes")
                .at(node.span, format!("{} found", node.value.kind())),
        );
        return None;
    };
    let found = known.at.get(key.as_str()).copied();
    if found.is_none() {
        if known.faulty {
            return None;
        }
        let fault = Fault::new(Code::Correlation, format!("`{key}` is not an uncertain input"))
            .at(node.span, "no distribution is written there");
        let fault = match context.meant(key, || known.inputs.iter().map(|input| input.key.as_str())) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!(
                "write a distribution there, for example {key} = {{ uniform = {{ low = .., high = .. }} }}"
            )),
        };
        context.fault(fault);
    }
    found
}
