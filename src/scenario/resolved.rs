//! The scenario as it is run, written as one TOML file that needs no other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::book::{Role, role};
use super::cursor::Cursor;
use super::load::Loaded;
use super::shape::is_name;
use super::tables::roots;
use crate::language::catalogue::SET_TO;
use crate::language::catalogue::{Key, Kind};
use crate::language::hidden::is_hidden;
use crate::language::quantity::{Drawn, Input};
use crate::language::tree::{Entry, Node, Table, Value};
use crate::random::distribution::Distribution;
use crate::rooms::store::keys::Demand;
use crate::rooms::weather::keys::Timing;
use crate::scenario::Scenario;

impl Loaded {
    /// The scenario as one TOML file: base and overrides merged, the lines of CSV files as tables, the numbers of
    /// empirical distributions written out. Loading it gives an equal scenario.
    #[must_use]
    pub fn resolved_toml(&self) -> String {
        self.as_toml("# The scenario as it was run: base files, overrides and lists merged into one.", None)
    }

    /// The same as a file to go on with: beside each value stands what was noted of it.
    #[must_use]
    pub fn annotated_toml(&self) -> String {
        self.as_toml("# A scenario of launchsim: run it with `launchsim run FILE`.", Some(self))
    }

    /// The same as one whose inputs are to be drawn together from a sample: what goes together is in its lines, and no longer
    /// stated.
    #[must_use]
    pub fn fitted_toml(&self) -> String {
        let mut without = self.clone();
        without.resolved.remove("correlation");
        // What it leaves must not take the place of what the one that was fitted leaves.
        without.scenario.name.push_str("_calibrated");
        if !without.scenario.title.trim().is_empty() {
            without.scenario.title.push_str(", fitted to its record");
        }
        without
            .as_toml("# A scenario of launchsim whose uncertain inputs were fitted to its facts on record.", Some(self))
    }

    /// Tables and keys in the order of the reference, things in their own: two files that say the same are one text.
    fn as_toml(&self, opening: &str, notes: Option<&Self>) -> String {
        let mut writer =
            Writer { laws: laws(&self.scenario), inputs: &self.scenario.inputs, notes, text: format!("{opening}\n\n") };
        writer.line(&format!("name = {}", quoted(&self.scenario.name)));
        writer.line(&format!("title = {}", quoted(&self.scenario.title)));
        for entry in roots().filter_map(|root| self.resolved.entry(root)) {
            writer.top(entry);
        }
        writer.text
    }
}

/// Keys that name other files or are written already.
const LEFT_OUT: [&str; 8] =
    ["name", "extends", "supplier_list", "observed_list", "bom", "past_sales", "part_worths", "list"];

/// The distributions by their addresses: of uncertain inputs, and laws that are drawn again and again.
fn laws(scenario: &Scenario) -> BTreeMap<String, &Distribution> {
    let mut laws = BTreeMap::new();
    for stream in &scenario.order_streams {
        if let Demand::Law(law) = &stream.demand {
            laws.insert(format!("order_stream.{}.daily_law", stream.name), &law.law);
        }
    }
    for disruption in &scenario.disruptions {
        if let Timing::Random { length, .. } = &disruption.timing {
            laws.insert(format!("disruption.{}.length", disruption.name), length);
        }
    }
    laws.extend(scenario.inputs.iter().map(|input| (input.key.clone(), input.law())));
    laws
}

/// The name of the column of weights in a sample that is written out.
const WEIGHT: &str = "weight";

struct Writer<'s> {
    laws: BTreeMap<String, &'s Distribution>,
    /// The uncertain inputs.
    inputs: &'s [Input],
    /// The scenario whose remarks are written.
    notes: Option<&'s Loaded>,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// What was noted of a table or a value, on one line.
    fn note(&self, address: &str) -> String {
        let note = self.notes.and_then(|loaded| Some(loaded.remark(loaded.place(address)?))).unwrap_or_default();
        note.chars().filter(|&c| !is_hidden(c)).collect()
    }

    /// Whether something is written for the table itself: in a workbook a table begins with the line of its first key, unless
    /// it is one of the things that have a line each.
    fn has_own_line(&self, path: &str) -> bool {
        let sheet = self.notes.and_then(|loaded| Some(loaded.sources.cell(loaded.place(path)?)?.sheet));
        sheet.is_none_or(|sheet| !matches!(role(&sheet), Some(Role::Keys)))
    }

    fn top(&mut self, entry: &Entry) {
        let Value::Table(table) = &entry.node.value else {
            return;
        };
        match Cursor::Top.step(&entry.key) {
            cursor @ Cursor::Names(_) => {
                for thing in table.entries() {
                    if let Value::Table(inner) = &thing.node.value {
                        self.section(&format!("{}.{}", entry.key, thing.key), inner, cursor.step(&thing.key));
                    }
                }
            }
            cursor => self.section(&entry.key, table, cursor),
        }
    }

    fn section(&mut self, path: &str, table: &Table, cursor: Cursor) {
        if let Some(name) = path.strip_prefix("joint.") {
            return self.sample(name);
        }
        let above = if self.has_own_line(path) { self.note(path) } else { String::new() };
        let remark = if above.is_empty() { String::new() } else { format!("# {above}\n") };
        let _ = write!(self.text, "\n{remark}[{path}]\n");
        let mut below = Vec::new();
        let mut entries: Vec<&Entry> =
            table.entries().iter().filter(|entry| !LEFT_OUT.contains(&entry.key.as_str())).collect();
        if let Cursor::Keys(kind) = cursor {
            let place = |entry: &&Entry| kind.keys.iter().position(|key| key.name == entry.key).unwrap_or(usize::MAX);
            entries.sort_by_key(place);
        }
        for entry in entries {
            match (cursor.step(&entry.key), &entry.node.value) {
                (Cursor::Leaf(Key { kind: Kind::Parts(_), .. }) | Cursor::Keys(_), Value::Table(inner)) => {
                    below.push((entry, inner));
                }
                (Cursor::Leaf(key), _) => {
                    let address = format!("{path}.{}", entry.key);
                    let value = self.value(&entry.node, &address, key);
                    let note = self.note(&address);
                    let remark = if note.is_empty() || note == above { String::new() } else { format!(" # {note}") };
                    self.line(&format!("{} = {value}{remark}", key_text(&entry.key)));
                }
                _ => {
                    let value = plain(&entry.node);
                    self.line(&format!("{} = {value}", key_text(&entry.key)));
                }
            }
        }
        for (entry, inner) in below {
            self.section(&format!("{path}.{}", entry.key), inner, cursor.step(&entry.key));
        }
    }

    /// A sample with the inputs that are drawn from it, line by line.
    fn sample(&mut self, name: &str) {
        let of = |input: &'_ Input| {
            input.drawn.clone().filter(|drawn| drawn.joint == name).map(|drawn| (input.key.clone(), drawn))
        };
        let columns: Vec<(String, Drawn)> = self.inputs.iter().filter_map(of).collect();
        // Of one from which nothing is drawn nothing is left.
        if columns.is_empty() {
            return;
        }
        let _ = write!(self.text, "\n[joint.{name}]\n");
        let weights = columns.first().and_then(|(_, drawn)| drawn.weights.clone());
        let names = columns.iter().map(|(key, _)| key.as_str());
        let header: Vec<&str> = names.chain(weights.iter().map(|_| WEIGHT)).collect();
        let lines = columns.first().map_or(0, |(_, drawn)| drawn.values.len());
        if weights.is_some() {
            self.line(&format!("weight = {}", quoted(WEIGHT)));
        }
        self.line("lines = [");
        self.line(&format!("    {},", quoted(&header.join(","))));
        for at in 0..lines {
            let values = columns.iter().map(|(_, drawn)| drawn.values[at]);
            let line: Vec<String> =
                values.chain(weights.iter().map(|weights| weights[at])).map(|value| value.to_string()).collect();
            self.line(&format!("    {},", quoted(&line.join(","))));
        }
        self.line("]");
    }

    /// A value, with empirical distributions written out.
    fn value(&self, node: &Node, address: &str, key: &Key) -> String {
        match &node.value {
            Value::Table(table) if table.get("empirical").is_some() => self.written_out(table, address, key),
            Value::List(items) => {
                let items: Vec<String> = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| match &item.value {
                        Value::List(pair) if pair.len() == 2 => {
                            let second = self.value(&pair[1], &format!("{address}[{at}]"), key);
                            format!("[{}, {second}]", plain(&pair[0]))
                        }
                        Value::Table(point) => {
                            let fields: Vec<String> = point
                                .entries()
                                .iter()
                                .map(|field| {
                                    let value = self.value(&field.node, &format!("{address}[{at}]"), key);
                                    format!("{} = {value}", key_text(&field.key))
                                })
                                .collect();
                            format!("{{ {} }}", fields.join(", "))
                        }
                        _ => plain(item),
                    })
                    .collect();
                format!("[{}]", items.join(", "))
            }
            _ => plain(node),
        }
    }

    fn written_out(&self, table: &Table, address: &str, key: &Key) -> String {
        let values = match self.laws.get(address) {
            Some(Distribution::Empirical { values }) => values.as_slice(),
            Some(Distribution::Truncated { of, .. }) => match of.as_ref() {
                Distribution::Empirical { values } => values.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let unit = |value: &f64| {
            if key.is_duration() { format!("\"{value} days\"") } else { toml::Value::Float(*value).to_string() }
        };
        let values: Vec<String> = values.iter().map(unit).collect();
        let mut text = format!("{{ empirical = {{ values = [{}] }}", values.join(", "));
        for bound in ["at_least", "at_most", SET_TO] {
            if let Some(node) = table.get(bound) {
                let _ = write!(text, ", {bound} = {}", plain(node));
            }
        }
        text.push_str(" }");
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn key_text(key: &str) -> String {
    if is_name(key) { key.to_owned() } else { quoted(key) }
}

/// A value as TOML on one line.
pub(super) fn plain(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Moment(text) => text.clone(),
        Value::Integer(whole) => match i64::try_from(*whole) {
            Ok(whole) => whole.to_string(),
            Err(_) => toml::Value::Float(*whole as f64).to_string(),
        },
        // A whole number is one, however it was written.
        Value::Float(number)
            if number.fract() == 0.0 && number.abs() < 1e15 && number.to_bits() != (-0.0_f64).to_bits() =>
        {
            (*number as i64).to_string()
        }
        Value::Float(number) => toml::Value::Float(*number).to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let fields: Vec<String> = table
                .entries()
                .iter()
                .map(|field| format!("{} = {}", key_text(&field.key), plain(&field.node)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}
