//! What each sheet of a workbook is, by its name, and what its columns are called.

use crate::language::catalogue::TableKind;
use crate::scenario::tables;

/// What a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    /// Nothing of the scenario: how the workbook is used, and whatever the planner notes.
    PassedOver,
    /// A line for each key.
    Keys,
    /// A line for each thing of a table, a column for each of its keys.
    Things(&'static TableKind),
}

/// The sheet that says how the workbook is used.
#[cfg(feature = "excel")]
pub const START: &str = "Start";
/// The sheet of questions.
#[cfg(feature = "excel")]
pub const QUESTIONS: &str = "Questions";
/// The sheet of parts.
#[cfg(feature = "excel")]
pub const PARTS: &str = "Parts";
/// The sheet of everything else.
#[cfg(feature = "excel")]
pub const MORE: &str = "More";

/// The column of keys.
pub const KEY: &str = "key";
/// Columns of values.
pub const VALUES: [&str; 2] = ["answer", "value"];
/// The column of names.
pub const NAME: &str = "name";
/// The column of quantities on the sheet of parts.
pub const QUANTITY: &str = "quantity";
/// Columns of remarks.
pub const NOTES: [&str; 2] = ["note", "source"];

/// Behind a key whose value is added to that of the line before, since a cell holds 32,767 characters.
pub const ADDED: &str = " +";

/// The name of a sheet or column without case and with `_` between words.
pub fn plain(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '_' || c == '-').collect::<Vec<_>>().join("_").to_lowercase()
}

/// What a sheet of this name holds; `None` where nobody knows.
pub fn role(name: &str) -> Option<Role> {
    let plain = plain(name);
    match plain.as_str() {
        "start" => Some(Role::PassedOver),
        _ if plain.starts_with("note") => Some(Role::PassedOver),
        "questions" | "more" => Some(Role::Keys),
        "parts" => Some(Role::Things(tables::table("component.*"))),
        root => {
            let kind = tables::table_at_root(root).or_else(|| tables::table_at_root(root.strip_suffix('s')?));
            kind.filter(|kind| kind.is_named()).map(Role::Things)
        }
    }
}

/// The name of the sheet of a table.
#[cfg(feature = "excel")]
pub fn title(kind: &TableKind) -> String {
    if kind.root() == "component" {
        return PARTS.to_owned();
    }
    let mut letters = kind.root().replace('_', " ").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        first.make_ascii_uppercase();
    }
    letters.into_iter().collect()
}

/// The name of a column without the unit behind it: `unit_cost [money]`.
pub fn without_unit(header: &str) -> &str {
    header.split('[').next().unwrap_or(header).trim()
}
