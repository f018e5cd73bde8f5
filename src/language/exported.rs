//! How another system wrote a list: which column is which, what separates decimals, in which order a date is written.
//!
//! A list is named by its file alone, `bom = "parts.csv"`, or by a table that says how to read it:
//! `bom = { file = "export.xlsx#Parts", columns = { name = "Part No." }, sign = "$" }`.

use crate::language::cell::Cell;
use crate::language::choices::quoted;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::nearest::{listed, nearest};
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};

/// What separates the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

/// In which order a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// 2026-08-31, also with `/` or `.`
    YearMonthDay,
    /// 31/8/2026
    DayMonthYear,
    /// 8/31/2026
    MonthDayYear,
}

/// A key with the column it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The key.
    pub key: String,
    /// What the header calls it.
    pub header: String,
    /// Where that is said.
    pub span: Span,
}

/// How a list is to be read.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own that a planner writes")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exported {
    /// Where the table stands that says it; `None` where the file is named alone.
    pub said: Option<Span>,
    /// Which key stands in which column, where the header does not say it by the key's own name.
    pub columns: Vec<Column>,
    /// What holds where a column or a cell is missing.
    pub values: Table,
    /// What numbers without a unit are counted in, by key.
    pub units: Vec<(String, String)>,
    /// What separates decimals.
    pub decimal: Option<Decimal>,
    /// In which order dates are written.
    pub dates: Option<Dates>,
    /// What stands before or behind amounts of money.
    pub sign: Option<String>,
    /// Whether columns that are no keys are passed over.
    pub others: bool,
    /// Whether names are made of what is written as a name.
    pub clean: bool,
    /// Whether lines of one name are one thing whose quantities add up.
    pub add_up: bool,
    /// Whether lines without a name are passed over.
    pub nameless: bool,
    /// Whether it is a sheet of a workbook.
    pub in_workbook: bool,
}

/// The keys of a table that says how to read a list.
const KEYS: [&str; 11] = [
    "file",
    "columns",
    "other_columns",
    "values",
    "units",
    "decimal",
    "dates",
    "sign",
    "names",
    "repeated",
    "nameless",
];

/// Units of time that may be said of a column.
pub const UNITS: [&str; 5] = ["hours", "days", "weeks", "months", "years"];

impl Exported {
    /// Whether columns that are no keys are passed over.
    #[must_use]
    pub fn passes_over_others(&self) -> bool {
        self.others
    }

    /// Whether it says which column is which.
    #[must_use]
    pub fn names_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether a line names every column that is asked for.
    #[must_use]
    pub fn heads(&self, line: &[Cell]) -> bool {
        self.columns.iter().all(|column| line.iter().any(|cell| same(&cell.text, &column.header)))
    }

    /// The key that a column of this name holds: the one it is said to hold, else the one of its own name unless that is said
    /// to stand elsewhere.
    #[must_use]
    pub fn key_of<'a>(&'a self, header: &'a str) -> Option<&'a str> {
        let said = self.columns.iter().find(|column| same(&column.header, header));
        let elsewhere = || self.columns.iter().any(|column| column.key == header);
        said.map(|column| column.key.as_str()).or_else(|| (!elsewhere()).then_some(header))
    }

    /// The unit in which a key's numbers are counted.
    #[must_use]
    pub fn unit(&self, key: &str) -> Option<&str> {
        self.units.iter().find(|(of, _)| of == key).map(|(_, unit)| unit.as_str())
    }

    /// Reads what names a list: a file's name, or a table that says how to read it. `keys` are those a column may hold.
    /// Faults are recorded; `None` where no file is named.
    pub fn of(node: &Node, key: &str, keys: &[&str], context: &mut Context) -> Option<(Node, Self)> {
        let table = match &node.value {
            Value::Text(_) => return Some((node.clone(), Self::default())),
            Value::Table(table) => table,
            other => {
                context.fault(
                    Fault::new(Code::WrongType, format!("`{key}` takes the name of a file, not {}", other.kind()))
                        .at(node.span, "not a file name")
                        .help(format!(
                            "write it in quotes: {key} = \"bom/parts.csv\", or with how to read it: {key} = {{ file = \
                             \"parts.xlsx#Sheet1\", columns = {{ {} = \"its header\" }} }}",
                            keys.first().unwrap_or(&"name")
                        )),
                );
                return None;
            }
        };
        let mut how = Self { said: Some(node.span), ..Self::default() };
        for entry in table.entries() {
            how.read(entry, keys, context);
        }
        let Some(file) = table.get("file") else {
            context.fault(
                Fault::new(Code::MissingKey, format!("`{key}` does not name its file"))
                    .at(node.span, "no `file` in it")
                    .help("write file = \"parts.csv\", or file = \"parts.xlsx#Sheet1\" for a sheet of a workbook"),
            );
            return None;
        };
        matches!(file.value, Value::Text(_)).then(|| (file.clone(), how))
    }

    fn read(&mut self, entry: &Entry, keys: &[&str], context: &mut Context) {
        let Entry { key, node, .. } = entry;
        match key.as_str() {
            "file" => {
                text(entry, context);
            }
            "sign" => self.sign = text(entry, context).filter(|sign| !sign.trim().is_empty()),
            "columns" => {
                for inner in table(entry, context) {
                    let meant = known(&inner, keys, context);
                    if let (Some(header), Some(key)) = (text(&inner, context), meant) {
                        self.columns.push(Column { key, header, span: inner.node.span });
                    }
                }
            }
            "values" => {
                for inner in table(entry, context) {
                    known(&inner, keys, context);
                    self.values.insert(inner);
                }
            }
            "units" => {
                for inner in table(entry, context) {
                    known(&inner, keys, context);
                    if let Some(at) = word(&inner, &UNITS, context) {
                        self.units.push((inner.key, UNITS[at].to_owned()));
                    }
                }
            }
            "decimal" => {
                self.decimal = word(entry, &["point", "comma"], context)
                    .map(|at| if at == 0 { Decimal::Point } else { Decimal::Comma });
            }
            "dates" => {
                let orders = [Dates::YearMonthDay, Dates::DayMonthYear, Dates::MonthDayYear];
                self.dates =
                    word(entry, &["year-month-day", "day-month-year", "month-day-year"], context).map(|at| orders[at]);
            }
            // What is none of the choices is a fault already; the list is not refused for it again.
            "other_columns" => self.others = word(entry, &["refuse", "pass_over"], context) != Some(0),
            "nameless" => self.nameless = word(entry, &["refuse", "pass_over"], context) != Some(0),
            "names" => self.clean = word(entry, &["as_written", "clean"], context) != Some(0),
            "repeated" => self.add_up = word(entry, &["refuse", "add_up"], context) != Some(0),
            _ => {
                let fault = Fault::new(Code::UnknownKey, format!("there is no key `{key}` in how a list is read"))
                    .at(entry.key_span, "unknown key");
                context.fault(match nearest(key, KEYS) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None if keys.contains(&key.as_str()) => {
                        let header = if let Value::Text(text) = &node.value { text } else { "its header" };
                        fault.help(format!("a column is named below columns: columns = {{ {key} = \"{header}\" }}"))
                    }
                    None => fault.help(format!("its keys are {}", listed(KEYS))),
                });
            }
        }
    }
}

/// Whether two headers are one: case, and blanks and line breaks between words, do not count.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    one == other || plain(one) == plain(other)
}

fn text(entry: &Entry, context: &mut Context) -> Option<String> {
    if let Value::Text(text) = &entry.node.value {
        return Some(text.clone());
    }
    let kind = entry.node.value.kind();
    context.fault(
        Fault::new(Code::WrongType, format!("`{}` takes text in quotes, not {kind}", entry.key))
            .at(entry.node.span, format!("{kind} found")),
    );
    None
}

fn table(entry: &Entry, context: &mut Context) -> Vec<Entry> {
    if let Value::Table(table) = &entry.node.value {
        return table.entries().to_vec();
    }
    let kind = entry.node.value.kind();
    context.fault(
        Fault::new(Code::WrongType, format!("`{}` is a table, not {kind}", entry.key))
            .at(entry.node.span, format!("{kind} found"))
            .help(format!("write {} = {{ KEY = \"...\" }}", entry.key)),
    );
    Vec::new()
}

fn word(entry: &Entry, words: &[&'static str], context: &mut Context) -> Option<usize> {
    let written = text(entry, context)?;
    let found = words.iter().position(|word| *word == written);
    if found.is_none() {
        let fault = Fault::new(Code::NotAChoice, format!("`{}` cannot be \"{written}\"", entry.key))
            .at(entry.node.span, "none of the choices")
            .allowed(quoted(words));
        context.fault(match nearest(&written, words.iter().copied()) {
            Some(near) => fault.help(format!("did you mean \"{near}\"?")),
            None => fault,
        });
    }
    found
}

/// The key of this list that is meant; a fault where it is none that a column may hold.
fn known(entry: &Entry, keys: &[&str], context: &mut Context) -> Option<String> {
    let key = entry.key.as_str();
    if keys.contains(&key) {
        return Some(key.to_owned());
    }
    let fault = Fault::new(Code::UnknownKey, format!("no column of this list can hold `{key}`"))
        .at(entry.key_span, "no key of this list");
    let near = nearest(key, keys.iter().copied());
    context.fault(match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("docs/scenario.md lists the keys of each list"),
    });
    near.map(str::to_owned)
}
