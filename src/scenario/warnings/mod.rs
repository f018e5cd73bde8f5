//! What can be run but is probably not meant, as far as the scenario itself tells; a launch without luck tells the rest
//! (`experiment::plausible`).

mod dates;
mod numbers;
mod price;

pub use price::price_moves_somebody;

use std::collections::BTreeSet;

use crate::language::catalogue::JOINT;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::source::Span;
use crate::language::tree::{Table, Value};
use crate::rooms::market::keys::Choice;
use crate::rooms::supply::keys::ordering::OrderPolicy;
use crate::scenario::Scenario;
use crate::units::days_between;

/// Every warning of a valid scenario, sorted by where it stands.
#[must_use]
pub fn find(scenario: &Scenario, tree: &Table) -> Vec<Fault> {
    let mut warnings = Vec::new();
    samples(scenario, tree, &mut warnings);
    suppliers(scenario, tree, &mut warnings);
    components(scenario, tree, &mut warnings);
    currencies(scenario, tree, &mut warnings);
    windows(scenario, tree, &mut warnings);
    price::find(scenario, tree, &mut warnings);
    numbers::find(tree, &mut warnings);
    numbers::works(scenario, tree, &mut warnings);
    dates::find(scenario, tree, &mut warnings);
    warnings.sort_by_key(|warning: &Fault| warning.labels.first().map(|label| label.span));
    warnings
}

fn span_of(tree: &Table, root: &str, name: &str) -> Option<Span> {
    tree.table(root).and_then(|things| things.entry(name)).map(|entry| entry.key_span)
}

fn at(fault: Fault, span: Option<Span>, text: impl Into<String>) -> Fault {
    match span {
        Some(span) => fault.at(span, text),
        None => fault,
    }
}

/// Inputs of a sample that are set to something else.
fn samples(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let drawn: BTreeSet<&str> =
        scenario.inputs.iter().filter(|input| input.drawn.is_some()).map(|input| input.key.as_str()).collect();
    for entry in tree.table(JOINT).map_or(&[][..], Table::entries) {
        let Value::Table(table) = &entry.node.value else { continue };
        let Some(Value::List(inputs)) = table.get("inputs").map(|node| &node.value) else { continue };
        for input in inputs {
            let Value::Text(address) = &input.value else { continue };
            if !drawn.contains(address.as_str()) {
                let fault = Fault::new(
                    Code::SetBesideSample,
                    format!("`{address}` is set, and no longer drawn from `{JOINT}.{}`", entry.key),
                );
                warnings.push(
                    at(fault, tree.value_span(address), "in place of what the sample says")
                        .help("the other inputs of the sample are drawn as if nothing were known of this one"),
                );
            }
        }
    }
}

fn suppliers(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let mut used = vec![false; scenario.suppliers.len()];
    let by_components = scenario.components.iter().map(|component| component.supplier);
    let by_factories = scenario.factories.iter().filter_map(|factory| factory.supplier);
    let as_second = scenario.components.iter().filter_map(|component| Some(component.second_source?.supplier));
    let as_endorsers = scenario.suppliers.iter().flat_map(|supplier| supplier.contract.endorsed_by.iter().copied());
    for supplier in by_components.chain(by_factories).chain(as_second).chain(as_endorsers) {
        used[supplier] = true;
    }
    for (supplier, _) in scenario.suppliers.iter().zip(used).filter(|(_, used)| !used) {
        let fault = Fault::new(
            Code::UnusedSupplier,
            format!("no component and no factory uses the supplier `{}`", supplier.name),
        );
        warnings.push(
            at(fault, span_of(tree, "supplier", &supplier.name), "sells nothing")
                .help("name it as the `supplier` of a component, or take it out"),
        );
    }
}

fn components(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let mut used = vec![false; scenario.components.len()];
    for (component, _) in scenario.products.iter().flat_map(|product| &product.parts) {
        used[*component] = true;
    }
    let mut never = 0;
    for (component, used) in scenario.components.iter().zip(used) {
        let span = span_of(tree, "component", &component.name);
        if !used {
            let fault =
                Fault::new(Code::UnusedComponent, format!("no product uses the component `{}`", component.name));
            warnings.push(
                at(fault, span, "in no phone")
                    .help(format!("write {} = 1 in [product.NAME.parts], or take it out", component.name)),
            );
            continue;
        }
        let planned = component.ordering.follow_build_plan && !scenario.build_plan.cumulative.is_empty();
        if component.ordering.policy == OrderPolicy::None && !planned {
            never += 1;
            // One line speaks for all parts that share the cause.
            if never == 1 {
                let fault =
                    Fault::new(Code::NeverOrdered, format!("nothing ever orders the component `{}`", component.name));
                warnings.push(
                    at(fault, span, "policy \"none\" and no build plan")
                        .help("write a [build_plan], or a policy in [ordering]; further components may lack one too"),
                );
            }
        }
    }
}

fn currencies(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let of_parts = scenario.components.iter().map(|component| component.currency);
    let of_seconds = scenario.components.iter().map(|component| component.second_source?.currency);
    let used: BTreeSet<usize> = of_parts.chain(of_seconds).flatten().collect();
    for (_, currency) in scenario.currencies.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let fault = Fault::new(Code::UnusedCurrency, format!("nothing is bought in the currency `{}`", currency.name));
        warnings.push(
            at(fault, span_of(tree, "currency", &currency.name), "moves nothing")
                .help("name it as the `currency` of a component, or take it out"),
        );
    }
}

fn windows(scenario: &Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let key = |root: &str| tree.entry(root).map(|entry| entry.key_span);
    if scenario.market.is_some() && scenario.windows.is_empty() {
        let fault = Fault::new(Code::NoWindow, "nobody can order: there is a market but no window");
        warnings.push(
            at(fault, key("market"), "sells nothing")
                .help("write a [window.NAME] with kind = \"open\" and the day it opens"),
        );
    }
    if scenario.market.is_none() && !scenario.windows.is_empty() {
        let fault = Fault::new(Code::NoMarket, "there are windows but no market to sell to");
        let first = scenario.windows.first().and_then(|window| span_of(tree, "window", &window.name));
        warnings.push(at(fault, first, "nobody comes").help("write a [market], or take the windows out"));
    }
    let compares = scenario.market.as_ref().is_some_and(|market| matches!(market.choice, Choice::Logit { .. }));
    if let (false, Some(rival)) = (compares, scenario.rivals.first()) {
        let fault = Fault::new(Code::RivalsIgnored, "rivals take no customers: nobody chooses between phones");
        warnings.push(
            at(fault, span_of(tree, "rival", &rival.name), "never compared with")
                .help("write choice = \"logit\" in [market], or take the rivals out"),
        );
    }
    for window in &scenario.windows {
        let opens = days_between(scenario.timeline.start, window.opens);
        let closed_before = window.closes.is_some_and(|day| day < scenario.timeline.start) && window.every.is_none();
        if opens >= scenario.timeline.days || closed_before {
            let fault =
                Fault::new(Code::AfterEnd, format!("the window `{}` is never open within the timeline", window.name));
            warnings.push(
                at(fault, span_of(tree, "window", &window.name), "outside the timeline")
                    .help("move its dates, or [timeline]"),
            );
        }
    }
}
