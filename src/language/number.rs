//! Reading numbers: plain ones, lengths of time, and distributions of either.

use crate::language::catalogue::{Fallback, JOINT, Key, Kind, SET_TO};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::distribution;
use crate::language::fault::Fault;
use crate::language::joint;
use crate::language::quantity::{Input, KeyAddress, Number};
use crate::language::reader::Section;
use crate::language::scale::{Scale, in_range, quantity_of};
use crate::language::tree::{Node, Value};
use crate::random::distribution::Distribution;
use crate::units::Days;

impl Section<'_> {
    /// A number or length of time with its default; where it is required or faulty, 0 stands in.
    pub fn number(&self, context: &mut Context, name: &str) -> Number {
        if let Some(number) = self.number_opt(context, name) {
            return number;
        }
        let key = self.key(name);
        if self.has(name) {
            return Number::certain(0.0);
        }
        match key.fallback {
            Fallback::Value(text) => Number::certain(default_of(key, text)),
            Fallback::Required => {
                self.missing(context, name, "");
                Number::certain(0.0)
            }
            Fallback::Words(_) => Number::certain(0.0),
        }
    }

    /// A number or length of time; `None` when nothing usable is written.
    pub fn number_opt(&self, context: &mut Context, name: &str) -> Option<Number> {
        let node = self.node(name)?;
        number_of(node, Scale::of(self.key(name)), self.address(name, None), context)
    }

    /// A law that is drawn again and again; a plain number is a law without spread. What it draws is luck, not an input of
    /// the launch.
    pub fn drawn(&self, context: &mut Context, name: &str) -> Distribution {
        let known = context.inputs.len();
        let number = self.number(context, name);
        let drawn = if context.inputs.len() > known { context.inputs.pop() } else { None };
        let always = Distribution::Uniform { low: number.value, high: number.value };
        drawn.map_or(always, |(input, _)| input.distribution)
    }

    /// A whole number with its default; 0 stands in for a faulty one.
    pub fn whole(&self, context: &mut Context, name: &str) -> i128 {
        match self.node(name) {
            Some(node) => whole_of(node, Scale::of(self.key(name)), context).unwrap_or(0),
            None => match self.key(name).fallback {
                Fallback::Value(text) => text.parse().unwrap_or(0),
                _ => 0,
            },
        }
    }
}

/// A default of the catalogue as a number, in days for a length of time.
#[must_use]
pub fn default_of(key: &Key, text: &str) -> f64 {
    let Kind::Duration { whole, .. } = key.kind else {
        return text.parse().unwrap_or(0.0);
    };
    let days = Days::parse(text.trim_matches('"')).unwrap_or(Days(0.0));
    if whole { f64::from(days.rounded_half_up()) } else { days.0 }
}

/// A plain number or a distribution; faults are recorded.
pub fn number_of(node: &Node, scale: Scale<'_>, address: KeyAddress<'_>, context: &mut Context) -> Option<Number> {
    if let Value::Table(table) = &node.value {
        if !scale.key.may_be_uncertain() {
            context.fault(
                Fault::new(Code::NoUncertainty, format!("`{}` takes one plain value", scale.name))
                    .at(node.span, "a distribution found")
                    .allowed(scale.allowed()),
            );
            return None;
        }
        if let Some(named) = table.get(JOINT) {
            return joint::read(named, table, (scale, address), node.span, context);
        }
        let distribution = distribution::read(table, node.span, scale, context)?;
        let set_to = match table.get(SET_TO) {
            Some(node) => {
                let value = quantity_of(node, scale, context)?;
                in_range(value, node.span, scale, context)?;
                Some(value)
            }
            None => None,
        };
        let value = distribution.median() + 0.0;
        // A default such as one of [ordering] is read once for each thing that takes it; it is one input all the same.
        let address = address.to_string();
        let known = context.inputs.find(&address);
        let mut add = |distribution, believed| {
            let input = Input { key: address.clone(), unit: scale.unit(), distribution, believed, drawn: None };
            context.inputs.add(input, node.span)
        };
        if let Some(value) = set_to {
            // Certain for everybody who asks; only the copula still sees what was believed.
            if known.is_none() {
                add(Distribution::Uniform { low: value, high: value }, Some(distribution));
            }
            return Some(Number::certain(value));
        }
        let input = known.unwrap_or_else(|| add(distribution, None));
        return Some(Number { value, input: Some(input) });
    }
    let value = quantity_of(node, scale, context)?;
    in_range(value, node.span, scale, context)?;
    Some(Number::certain(value))
}

/// A whole number; faults are recorded.
pub fn whole_of(node: &Node, scale: Scale<'_>, context: &mut Context) -> Option<i128> {
    let value = match node.value {
        Value::Table(_) => {
            return number_of(node, scale, KeyAddress { table: "", key: scale.name, point: None }, context)
                .map(|number| number.value as i128);
        }
        Value::Integer(whole) => {
            in_range(whole as f64, node.span, scale, context)?;
            return Some(whole);
        }
        _ => quantity_of(node, scale, context)?,
    };
    in_range(value, node.span, scale, context)?;
    if value.fract() != 0.0 {
        context.fault(
            Fault::new(Code::NotWhole, format!("`{}` takes a whole number", scale.name))
                .at(node.span, "a number with a fraction found")
                .help(format!("write {} or {}", value.floor(), value.ceil())),
        );
        return None;
    }
    Some(value as i128)
}
