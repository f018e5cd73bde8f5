//! Warnings on the standard error: what can be run and is probably not meant.

use std::collections::BTreeSet;

use super::terminal;
use crate::experiment::plausible;
use crate::language::fault::Fault;
use crate::language::quantity::Input;
use crate::scenario::Loaded;

/// Tells the warnings of a scenario, and those of its launch without luck.
pub(super) fn tell(loaded: &Loaded, quiet: bool) {
    tell_once(std::iter::once(loaded), quiet);
}

/// Tells the warnings of several scenarios, each cause once: alternatives share most of them.
pub(super) fn tell_once<'l>(alternatives: impl IntoIterator<Item = &'l Loaded>, quiet: bool) {
    if quiet {
        return;
    }
    let mut told: BTreeSet<(crate::language::codes::Code, String)> = BTreeSet::new();
    for loaded in alternatives {
        let place = |fault: &Fault| {
            let label = fault.labels.first();
            label.map_or_else(
                || fault.title.clone(),
                |label| format!("{}:{:?}", loaded.sources.get(label.span.file).name, label.span),
            )
        };
        let mut fresh = plausible::warnings(loaded);
        fresh.retain(|fault| told.insert((fault.code, place(fault))));
        if !fresh.is_empty() {
            terminal::tell(&crate::language::render(&fresh, &loaded.sources, terminal::colour_on_errors()));
        }
    }
}

/// Tells which of the keys that an experiment sets at each of its points are then no longer drawn with others.
pub(super) fn tell_set<'k>(loaded: &Loaded, keys: impl IntoIterator<Item = &'k str>, quiet: bool) {
    if quiet {
        return;
    }
    for key in keys {
        let drawn = |input: &&Input| input.key == key || input.key.starts_with(&format!("{key}["));
        let Some(drawn) = loaded.scenario.inputs.iter().find(drawn).and_then(|input| input.drawn.as_ref()) else {
            continue;
        };
        terminal::tell(&format!(
            "{key} is set at every point, and no longer drawn from joint.{}: the other inputs of the sample are drawn as if \
             nothing were known of this one",
            drawn.joint
        ));
    }
}
