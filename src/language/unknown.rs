//! Names that do not exist, and what was meant.

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::nearest::listed;
use crate::language::source::Span;
use crate::language::tree::Table;

/// Names listed at most where one of them was meant.
pub const MOST_LISTED: usize = 12;

/// Records the fault of a name that does not exist.
pub fn unknown_name(root: &str, name: &str, span: Span, tree: &Table, context: &mut Context) {
    let things = tree.table(root).map_or(&[][..], Table::entries);
    let names = || things.iter().map(|entry| entry.key.as_str());
    let fault = Fault::new(Code::UnknownName, format!("there is no {root} `{name}`")).at(span, "no such name");
    let fault = match context.meant(name, names) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None if things.is_empty() || things.len() > MOST_LISTED => fault.help(format!("add a table [{root}.{name}]")),
        None => fault.help(format!("the scenario has {}; or add a table [{root}.{name}]", listed(names()))),
    };
    context.fault(fault);
}
