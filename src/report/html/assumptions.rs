//! What a scenario assumes: each input with its value or law, what it means and where it comes from.

use std::collections::BTreeMap;

use crate::language::tree::{Node, Value};
use crate::report::drivers::value::drawn_value;
use crate::report::page::{Block, Column, Fit, Group, Table};
use crate::report::said::said;
use crate::report::said::{Figure, Shown, Text};
use crate::report::words::minus;
use crate::scenario::Loaded;
use crate::scenario::written::Written;

/// Points of a path that are told; the rest is counted.
const POINTS: usize = 6;

/// An input as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its address, as `--set` takes it; of many that come from one list with a star.
    pub address: String,
    /// The value for people.
    pub value: Text,
    /// Its unit; may be empty, as where the value says it.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What its planner wrote beside it.
    pub source: String,
}

/// All inputs of a scenario that are written, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assumptions {
    /// The inputs.
    pub all: Vec<Assumption>,
}

/// Tables of which a confidential report says nothing.
const CONFIDENTIAL: [&str; 3] = ["supplier", "contract", "component"];

impl Assumptions {
    /// The inputs of a scenario.
    #[must_use]
    pub fn of(loaded: &Loaded) -> Self {
        let mut all: Vec<Assumption> = Vec::new();
        // Inputs of one list by the key they belong to.
        let mut lists: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for written in loaded.written() {
            let Written { address, listed_in, key, value, span, .. } = &written;
            let star = listed_in.map(|root| {
                let rest = address.splitn(3, '.').nth(2).unwrap_or("");
                format!("{root}.*.{rest}")
            });
            if let Some(star) = star {
                let place = lists.entry(star.clone()).or_insert_with(|| {
                    let source = loaded.sources.get(span.file).name.clone();
                    let value = Text::default();
                    all.push(Assumption { address: star, value, unit: key.unit, meaning: key.doc, source });
                    (all.len() - 1, 0)
                });
                place.1 += 1;
                continue;
            }
            let of_a_sample = of_a_sample(loaded, address).or_else(|| path_of_a_sample(loaded, address, value));
            // "45 days" has its unit already.
            let with_unit = of_a_sample.is_some() || matches!(value, Value::Text(_) | Value::Moment(_));
            all.push(Assumption {
                address: address.clone(),
                value: of_a_sample.unwrap_or_else(|| in_words(address, value)),
                unit: if with_unit { "" } else { key.unit },
                meaning: key.doc,
                source: loaded.remark(*span),
            });
        }
        for (at, count) in lists.into_values() {
            all[at].value = Figure::new("", count as f64, Shown::counted("value")).into();
        }
        Self { all }
    }

    /// The tables, one for each table of the scenario; money is counted in a currency.
    #[must_use]
    pub fn groups(&self, currency: &str) -> Vec<Group> {
        let mut roots: Vec<&str> = Vec::new();
        for assumption in &self.all {
            let root = root(&assumption.address);
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        let table = |of: &str| {
            let columns = [Column::left(said!("value")), Column::left(said!("meaning")), Column::left(said!("source"))];
            let rows = self.all.iter().filter(|assumption| root(&assumption.address) == of).map(|assumption| {
                let Assumption { address, value, unit, meaning, source } = assumption;
                let value = value.clone();
                let unit = Text::term(unit.replace("money", currency));
                let value = if unit.is_empty() { value } else { said!("{value} {unit}", value = value, unit = unit) };
                [Text::name(address.as_str()), value, Text::term(*meaning), Text::name(source.as_str())]
            });
            Table::new(Text::name(of), columns, Fit::Blocks).rows(rows)
        };
        roots.into_iter().map(table).collect()
    }
}

/// Leaves out sources, and tables of which a confidential report says nothing.
pub(super) fn without_sources(groups: &mut Vec<Group>) {
    let table = |group: &Group| match group.blocks.first() {
        Some(Block::Table(table)) => table.columns.first().map(|column| column.title.to_string()),
        _ => None,
    };
    groups.retain(|group| table(group).is_none_or(|name| !CONFIDENTIAL.contains(&name.as_str())));
    for block in groups.iter_mut().flat_map(|group| &mut group.blocks) {
        if let Block::Table(table) = block {
            table.columns.truncate(3);
            table.rows.iter_mut().for_each(|row| row.truncate(3));
        }
    }
}

/// The table an address begins with.
fn root(address: &str) -> &str {
    address.split_once('.').map_or("scenario", |(root, _)| root)
}

/// What lies in the lines of a sample, of an input that is drawn from one: its median, and nine tenths of its values.
fn of_a_sample(loaded: &Loaded, address: &str) -> Option<Text> {
    let (name, [low, median, high]) = drawn(loaded, address)?;
    let form = said!(
        "drawn from the sample {name}: median {median}, 90 % between {low} and {high}",
        name = name,
        median = median,
        low = low,
        high = high
    );
    Some(form)
}

/// The sample from which an input is drawn, with its 5 %, 50 % and 95 % quantiles.
fn drawn<'l>(loaded: &'l Loaded, address: &str) -> Option<(&'l str, [Text; 3])> {
    let input = loaded.scenario.inputs.iter().find(|input| input.key == address)?;
    let quantile = |share: f64| {
        let value = drawn_value(address, ("", input.law().quantile(share)), &loaded.scenario.company.currency);
        Text::input(address, &value.to_string())
    };
    Some((&input.drawn.as_ref()?.joint, [0.05, 0.5, 0.95].map(quantile)))
}

/// A path some of whose points are drawn from a sample, each with its median.
fn path_of_a_sample(loaded: &Loaded, address: &str, value: &Value) -> Option<Text> {
    let Value::List(points) = value else { return None };
    let of: Vec<_> = (0..points.len()).map(|at| drawn(loaded, &format!("{address}[{at}]"))).collect();
    let name = of.iter().flatten().next()?.0;
    let told = points.iter().zip(of).map(|(node, drawn)| match (&node.value, drawn) {
        (Value::List(pair), Some((_, [low, median, high]))) => said!(
            "{date} {median} ({low} to {high})",
            date = Text::input(address, &pair.first().map_or_else(String::new, |node| told(&node.value))),
            median = median,
            low = low,
            high = high
        ),
        _ => Text::input(address, &point(node)),
    });
    Some(said!(
        "drawn from the sample {name}, each its median and 90 % of its values: {points}",
        name = name,
        points = Text::joined(told, &said!("; "))
    ))
}

/// A value with its address; of a long path how many points it has.
fn in_words(address: &str, value: &Value) -> Text {
    let input = Text::input(address, &told(value));
    match value {
        Value::List(items) if items.len() > POINTS => {
            said!("{value} ({count} in all)", value = input, count = items.len().to_string())
        }
        _ => input,
    }
}

/// A value for people: numbers with thousands, laws by their name, paths point by point.
fn told(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Moment(text) => text.clone(),
        Value::Integer(number) => minus(&crate::outcome::exactly(*number as f64)),
        Value::Float(number) => minus(&crate::outcome::exactly(*number)),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let mut points: Vec<String> = items.iter().take(POINTS).map(point).collect();
            if items.len() > POINTS {
                points.push("\u{2026}".to_owned());
            }
            points.join("; ")
        }
        Value::Table(table) => {
            let entries = table.entries().iter();
            entries.map(|entry| format!("{} {}", entry.key, told(&entry.node.value))).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A point of a path: its date and its value.
fn point(node: &Node) -> String {
    match &node.value {
        Value::List(pair) => pair.iter().map(|node| told(&node.value)).collect::<Vec<_>>().join(" "),
        value => told(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::source::Source;
    use crate::scenario::load;

    #[test]
    fn each_input_is_told_with_its_source_and_lists_as_a_whole() {
        let loaded = load(&Source::BuiltIn("mi1.toml"), &[]).unwrap();
        let all = Assumptions::of(&loaded).all;
        let of = |address: &str| all.iter().find(|assumption| assumption.address == address).unwrap();
        let vat = of("company.vat");
        assert_eq!(vat.value.to_string(), "0.17");
        assert!(vat.source.starts_with("assumption: the rate in China then"), "{}", vat.source);
        let line = of("company.credit_line");
        assert!(line.value.to_string().starts_with("drawn from the sample posterior: "), "{}", line.value);
        assert!(line.source.starts_with("assumption: a young company's bank line"), "{}", line.source);
        let screen = of("component.screen.unit_cost");
        assert!(screen.value.to_string().ends_with(" yuan"), "{}", screen.value);
        let ramp = of("factory.inventec.ramp").value.to_string();
        assert!(ramp.starts_with("drawn from the sample posterior, each its median"), "{ramp}");
        assert_eq!(ramp.matches(" to ").count(), ramp.matches("phones per day (").count(), "{ramp}");
        assert!(!ramp.contains("joint"), "{ramp}");
        assert!(screen.source.starts_with("public_record: component_shares"), "{}", screen.source);
        assert_eq!(of("component.*.unit_cost").value.to_string(), "831 values");
        let prior = load(&Source::BuiltIn("mi1_prior.toml"), &[]).unwrap();
        let prior = Assumptions::of(&prior).all;
        // What goes together is in the lines of the sample; all else is believed of the same inputs before and after.
        let lost =
            prior.iter().map(|one| &one.address).filter(|&address| !all.iter().any(|one| one.address == *address));
        assert_eq!(
            lost.filter(|address| !address.starts_with("correlation.")).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
        let line = prior.iter().find(|one| one.address == "company.credit_line").unwrap();
        assert_eq!(line.value.to_string(), "pert low 150,000,000, mode 280,000,000, high 450,000,000");
        assert_eq!(all.iter().filter(|assumption| assumption.address.starts_with("component.*.unit_cost")).count(), 1);
        let mut groups = Assumptions { all }.groups("yuan");
        let names = |groups: &[Group]| -> Vec<String> {
            let of = |group: &Group| match &group.blocks[0] {
                Block::Table(table) => format!("{} {}", table.columns[0].title, table.columns.len()),
                _ => String::new(),
            };
            groups.iter().map(of).collect()
        };
        assert!(names(&groups).contains(&"supplier 4".to_owned()), "{:?}", names(&groups));
        without_sources(&mut groups);
        let names = names(&groups);
        assert!(
            names.contains(&"market 3".to_owned()) && !names.iter().any(|name| name.starts_with("supplier")),
            "{names:?}"
        );
    }
}
