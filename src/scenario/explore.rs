//! What a scenario says of exploring it. Keys and ends are read when it is explored, not here.

use crate::language::catalogue::Fallback::Words;
use crate::language::catalogue::Kind;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::reader::{Section, wrong_type};
use crate::language::tree::{Table, Value};

table! {
    /// What can be moved in `launchsim explore` from the beginning; a run takes no notice.
    EXPLORE = "explore" {
        /// Keys, each with the ends of its slider as after --vary where they are named: `"build_plan.scale=0.5..2"`.
        controls = Kind::Texts, Words("price, plan, dated money and what moves the result most"),
            r#"["product.mi1.price=1299..2499:100", "build_plan.scale"]"#;
    }
}

/// What is moved.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ExploreTable {
    /// `controls`: "KEY" or "KEY=VALUES" each.
    pub controls: Vec<String>,
}

pub(super) fn explore(tree: &Table, context: &mut Context) -> ExploreTable {
    let section = Section::single(tree, &EXPLORE);
    let mut controls = Vec::new();
    let items =
        if section.has("controls") { section.list(context, "controls", "a list of texts in quotes") } else { None };
    for item in items.unwrap_or_default() {
        match &item.value {
            Value::Text(text) => controls.push(text.clone()),
            _ => context.fault(wrong_type(section.key("controls"), item, "KEY or KEY=VALUES in quotes")),
        }
    }
    ExploreTable { controls }
}
