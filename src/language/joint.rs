//! Uncertain inputs that are drawn together: the lines of a sample, one of which each launch takes.

use crate::language::catalogue::{JOINT, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::quantity::{Drawn, Input, KeyAddress, Number};
use crate::language::scale::{Scale, plain};
use crate::language::source::Span;
use crate::language::tree::{Node, Table, Value};

/// Reads `{ joint = "NAME" }`: an input of the launch that is drawn with others. Faults are recorded.
pub(super) fn read(
    named: &Node,
    table: &Table,
    (scale, address): (Scale<'_>, KeyAddress<'_>),
    span: Span,
    context: &mut Context,
) -> Option<Number> {
    let Value::Text(joint) = &named.value else {
        context.fault(
            Fault::new(Code::WrongType, format!("`{JOINT}` takes the name of a sample, not {}", named.value.kind()))
                .at(named.span, "not a name")
                .help("write { joint = \"NAME\" } with the name of a [joint.NAME] table"),
        );
        return None;
    };
    if let Some(other) = table.entries().iter().find(|entry| entry.key != JOINT) {
        context.fault(
            Fault::new(Code::Joint, "what is drawn from a sample has no law of its own and no bounds")
                .at(other.key_span, "beside `joint`")
                .help("leave it out; lines that must not be drawn are left out of the sample"),
        );
        return None;
    }
    let address = address.to_string();
    let Some(drawn) = context.joints.get(joint).and_then(|sample| sample.columns.get(&address)).cloned() else {
        // A sample that could not be read is a fault already.
        if context.joints.contains_key(joint) || context.faults.is_empty() {
            context.fault(
                Fault::new(
                    Code::Joint,
                    if context.joints.contains_key(joint) {
                        format!("the sample `{joint}` has no column `{address}`")
                    } else if context.joints_left.contains(joint) {
                        format!("nothing is drawn from the sample `{joint}`: `drawn` is false")
                    } else {
                        format!("there is no sample `{joint}`: no [joint.{joint}] table is written")
                    },
                )
                .at(named.span, "nothing to draw from")
                .help("[joint.NAME] takes the columns that it names, and no key has to say so"),
            );
        }
        return None;
    };
    within(&drawn, &address, scale, span, context)?;
    let distribution = drawn.alone();
    let value = distribution.median() + 0.0;
    // A default such as one of [ordering] is read once for each thing that takes it; it is one input all the same.
    let input = context.inputs.find(&address).unwrap_or_else(|| {
        let input = Input { key: address, unit: scale.unit(), distribution, believed: None, drawn: Some(drawn) };
        context.inputs.add(input, span)
    });
    Some(Number { value, input: Some(input) })
}

/// Whether every value is one that the key may have; the first that is not is a fault.
fn within(drawn: &Drawn, address: &str, scale: Scale<'_>, span: Span, context: &mut Context) -> Option<()> {
    let Range { low, high, low_open, high_open } = scale.range;
    let may_be =
        |value: f64| (value > low || value == low && !low_open) && (value < high || value == high && !high_open);
    let Some(at) = drawn.values.iter().position(|value| !may_be(*value)) else { return Some(()) };
    context.fault(
        Fault::new(Code::OutOfRange, format!("`{}` cannot be {}", scale.name, plain(drawn.values[at])))
            .at(span, format!("line {} of the sample `{}` has it as {address}", at + 1, drawn.joint))
            .allowed(scale.allowed())
            .help("correct the line, or leave it out; numbers of a sample are in the unit of the key, lengths of time in days"),
    );
    None
}
