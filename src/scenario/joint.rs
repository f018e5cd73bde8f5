//! Samples of several uncertain inputs: `[joint.NAME]`, whose lines are drawn whole.

use std::sync::Arc;

use super::held::laws_at;
use super::setting::Setting;
use crate::language::catalogue::Fallback::{Value as Usually, Words};
use crate::language::catalogue::{JOINT, Kind};
use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::figure;
use crate::language::listing;
use crate::language::nearest::listed;
use crate::language::quantity::{Drawn, Sample};
use crate::language::sheet::{Sheet, twice};
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};
use crate::outcome::worth_of_lines;

table! {
    /// Several uncertain inputs drawn together: each launch takes one line of a sample, and so keeps what goes together.
    JOINTS = "joint.*" {
        /// The sample: a CSV file, a Parquet file or a sheet of a workbook with a column for each input, named by its address.
        sample = Kind::File, Words("required, or `lines`"), r#""posterior.csv""#;
        /// The sample itself, line by line, the names first.
        lines = Kind::Texts, Words("none"), r#"["market.reach,market.imitation", "70000000,2.2"]"#;
        /// The inputs that are drawn from it.
        inputs = Kind::Texts, Words("every column but that of the weights"), r#"["market.reach"]"#;
        /// Inputs that are not drawn from it though they stand in it, because something else is said of them.
        without = Kind::Texts, Words("none"), r#"["build_plan.scale"]"#;
        /// Whether launches draw from it; false: each input is what is written for it. To be written where the same file says what
        /// one of its inputs is.
        drawn = Kind::Flag, Usually("true"), "false";
        /// The column that says how often a line is drawn beside the others.
        weight = Kind::Text, Words("none: each line as often"), r#""weight""#;
    }
}

/// A name with the place where it is written.
type Named = (String, Span);

/// The key that names the sample.
const SAMPLE: &str = "sample";

/// The key that says whether launches draw from it.
const DRAWN: &str = "drawn";

/// Reads every sample and says at each of its inputs that it is drawn from it. Faults are recorded.
pub fn add(tree: &mut Table, context: &mut Context) {
    let names: Vec<Named> = tree
        .table(JOINT)
        .map_or_else(Vec::new, |all| all.entries().iter().map(|entry| (entry.key.clone(), entry.key_span)).collect());
    for (name, span) in names {
        let Some(read) = read(&name, tree, context) else { continue };
        if read.drawn == Some(false) {
            context.joints_left.insert(name);
        } else {
            lay(&name, span, read, tree, context);
        }
    }
}

/// What was read of a sample: its columns with the places of their names, and how often each line is drawn.
struct Read {
    columns: Vec<(String, Span, Vec<f64>)>,
    weights: Option<Vec<f64>>,
    layer: i32,
    drawn: Option<bool>,
}

fn read(name: &str, tree: &mut Table, context: &mut Context) -> Option<Read> {
    let Value::Table(joint) = &mut tree.get_mut(JOINT)?.value else { return None };
    let Value::Table(table) = &mut joint.get_mut(name)?.value else { return None };
    let weight = match table.get("weight").map(|node| (&node.value, node.span)) {
        Some((Value::Text(weight), span)) => Some((weight.clone(), span)),
        _ => None,
    };
    let drawn = match table.get(DRAWN).map(|node| &node.value) {
        Some(Value::Flag(drawn)) => Some(*drawn),
        _ => None,
    };
    let asked = texts(table.get("inputs"));
    let without = texts(table.get("without"));
    let lines = table.get("lines").cloned();
    if let (Some(sample), Some(lines)) = (table.get(SAMPLE), &lines) {
        context.fault(
            Fault::new(Code::Conflict, format!("`joint.{name}` has a sample and lines of its own"))
                .at(sample.span, "the one")
                .at(lines.span, "the other")
                .help("keep one of the two"),
        );
        return None;
    }
    let (sheet, how, layer) = match (table.get_mut(SAMPLE), &lines) {
        (Some(node), _) => {
            let mut keys: Vec<&str> = asked.iter().map(|(name, _)| name.as_str()).collect();
            keys.extend(without.iter().map(|(name, _)| name.as_str()));
            keys.extend(weight.as_ref().map(|(weight, _)| weight.as_str()));
            let (file, how) = Exported::of(node, SAMPLE, &keys, context)?;
            node.value = file.value.clone();
            let Value::Text(path) = &file.value else { return None };
            let source = context.sources.get(file.span.file);
            let (place, layer) = (source.place.beside(path), source.layer);
            (listing::read(&place, Some(file.span), &how, context)?, how, layer)
        }
        (None, Some(node)) => {
            let layer = context.sources.get(node.span.file).layer;
            (of_lines(node, context)?, Exported::default(), layer)
        }
        (None, None) => {
            context.fault(
                Fault::new(Code::MissingKey, format!("`joint.{name}` names no sample"))
                    .at(joint.entry(name)?.key_span, "nothing to draw from")
                    .help("write sample = \"FILE\" with a column for each input, named by its address: market.reach"),
            );
            return None;
        }
    };
    let columns = columns(&sheet, &how, (&asked, &without, weight.as_ref()), context)?;
    if sheet.rows.is_empty() {
        context.fault(
            Fault::new(Code::CsvShape, "the sample has no line below its header")
                .at(Span::new(sheet.file, 0..0), "nothing to draw from"),
        );
        return None;
    }
    let before = context.faults.len();
    let (mut found, mut weights) = (Vec::new(), None);
    for (at, column) in columns {
        let values: Vec<f64> = sheet.rows.iter().filter_map(|row| number(&row[at], &how, context)).collect();
        match column {
            Some(address) => found.push((address, sheet.header[at].span, values)),
            None => weights = Some(values),
        }
    }
    if context.faults.len() > before {
        return None;
    }
    if let Some(weights) = &weights
        && (weights.iter().any(|weight| *weight < 0.0) || !weights.iter().any(|weight| *weight > 0.0))
    {
        let (_, span) = weight?;
        context.fault(
            Fault::new(Code::Joint, "the weights of a sample are numbers of 0 or more, not all of them 0")
                .at(span, "some are negative, or all are 0")
                .help("correct the column, or leave `weight` out: then each line is drawn as often"),
        );
        return None;
    }
    Some(Read { columns: found, weights, layer, drawn })
}

/// The texts of a list, with their places.
fn texts(node: Option<&Node>) -> Vec<Named> {
    let Some(Node { value: Value::List(items), .. }) = node else { return Vec::new() };
    let text = |item: &Node| match &item.value {
        Value::Text(text) => Some((text.clone(), item.span)),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}

/// The lines of a sample that stand in the scenario, as cells.
fn of_lines(node: &Node, context: &mut Context) -> Option<Sheet> {
    let cells =
        |(line, span): &Named| -> Vec<Cell> { line.split(',').map(|cell| Cell::of_text(cell.trim(), *span)).collect() };
    let lines = texts(Some(node));
    let mut rows: Vec<Vec<Cell>> = lines.iter().map(cells).collect();
    if let Some(at) = rows.iter().position(|row| row.len() != rows[0].len()) {
        context.fault(
            Fault::new(
                Code::CsvShape,
                format!("a line has {} numbers, and there are {} names", rows[at].len(), rows[0].len()),
            )
            .at(lines[at].1, "separated by commas"),
        );
        return None;
    }
    if rows.is_empty() {
        context.fault(
            Fault::new(Code::BadList, "`lines` takes the lines of a sample, the names first")
                .at(node.span, format!("{} found", node.value.kind())),
        );
        return None;
    }
    let header = rows.remove(0);
    Some(Sheet { file: node.span.file, header, rows })
}

/// The columns that are taken, each with the address of its input; `None` for that of the weights.
fn columns(
    sheet: &Sheet,
    how: &Exported,
    (asked, without, weight): (&[Named], &[Named], Option<&Named>),
    context: &mut Context,
) -> Option<Vec<(usize, Option<String>)>> {
    let before = context.faults.len();
    let named: Vec<Option<&str>> = sheet.header.iter().map(|cell| how.key_of(&cell.text)).collect();
    let place = |name: &str| named.iter().position(|header| *header == Some(name));
    let is_weight = |header: &str| weight.is_some_and(|(weight, _)| weight == header);
    let mut found: Vec<(usize, Option<String>)> = Vec::new();
    let headers = || listed(sheet.header.iter().take(12).map(|cell| cell.text.as_str()));
    for (name, span) in asked.iter().chain(without).chain(weight) {
        if place(name).is_none() {
            let near = context.meant(name, || named.iter().copied().flatten());
            let fault =
                Fault::new(Code::Joint, format!("the sample has no column `{name}`")).at(*span, "not in its header");
            context.fault(match near {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help(format!("its columns are {}", headers())),
            });
        }
    }
    for (at, header) in named.iter().enumerate() {
        let Some(header) = *header else { continue };
        let first = named.iter().position(|other| *other == Some(header)).unwrap_or(at);
        let is_in = |names: &[Named]| names.iter().any(|(name, _)| name == header);
        let taken = (asked.is_empty() || is_in(asked)) && !is_in(without);
        if first < at && (taken || is_weight(header)) {
            context.fault(twice(&sheet.header[at], sheet.header[first].span));
        } else if is_weight(header) {
            found.push((at, None));
        } else if taken {
            found.push((at, Some(header.to_owned())));
        }
    }
    (context.faults.len() == before).then_some(found)
}

fn number(cell: &Cell, how: &Exported, context: &mut Context) -> Option<f64> {
    let value = match figure::number(cell, how) {
        _ if cell.kind == CellKind::Broken => None,
        Ok(Value::Integer(whole)) => Some(whole as f64),
        Ok(Value::Float(value)) if value.is_finite() => Some(value + 0.0),
        _ => None,
    };
    if value.is_none() {
        context.fault(
            Fault::new(Code::CsvCell, "a number is expected in a sample")
                .at(cell.span, if cell.text.is_empty() { "nothing here" } else { "no number" })
                .help("each line of a sample has a number for every input"),
        );
    }
    value
}

/// Where it is said what an input is, but that it is drawn: its value, or the law of a point of its path.
fn said(address: &str, tree: &Table) -> Option<Span> {
    let (key_address, point) = address.split_once('[').map_or((address, false), |(path, _)| (path, true));
    let (table, key) = key_address.rsplit_once('.')?;
    let node = table.split('.').try_fold(tree, |table, part| table.table(part))?.get(key)?;
    let said = if point {
        laws_at(key, node).into_iter().find(|(place, _)| address.ends_with(place.as_str())).map(|(_, law)| law)?
    } else {
        node.clone()
    };
    let is_drawn = matches!(&said.value, Value::Table(law) if law.get(JOINT).is_some());
    (!is_drawn).then_some(said.span)
}

/// Says at every input that it is drawn, where no later file says something else of it.
fn lay(name: &str, span: Span, read: Read, tree: &mut Table, context: &mut Context) {
    let columns: Vec<&[f64]> = read.columns.iter().map(|(_, _, values)| values.as_slice()).collect();
    let worth = worth_of_lines(&columns, read.weights.as_deref());
    let weights: Option<Arc<[f64]>> = read.weights.map(Into::into);
    let mut sample = Sample { layer: read.layer, in_place: read.drawn.is_some(), ..Sample::default() };
    let mut taken = Vec::new();
    for (address, place, values) in read.columns {
        let said = said(&address, tree);
        if read.drawn.is_none()
            && let Some(said) = said.filter(|said| context.sources.get(said.file).layer == read.layer)
        {
            context.fault(
                Fault::new(Code::Joint, format!("`{address}` is drawn from the sample `{name}` and said beside it"))
                    .at(said, "what holds?")
                    .at(place, "the sample has it too")
                    .help("write drawn = true in [joint.NAME] where the sample holds, drawn = false where what is said holds, or keep one of the two"),
            );
        }
        if let Some(other) = context
            .joints
            .iter()
            .find(|(_, known)| known.columns.contains_key(&address))
            .map(|(other, _)| other.clone())
        {
            context.fault(
                Fault::new(Code::Joint, format!("`{address}` stands in two samples"))
                    .at(place, format!("also in `{other}`"))
                    .help("say with `inputs` which ones each sample is for"),
            );
            continue;
        }
        let said_later =
            tree.value_span(&address).is_some_and(|said| context.sources.get(said.file).layer > read.layer);
        taken.push(Node { value: Value::Text(address.clone()), span: place });
        sample.columns.insert(
            address.clone(),
            Drawn { joint: name.to_owned(), values: values.into(), weights: weights.clone(), worth },
        );
        if said_later {
            continue;
        }
        let mut drawn = Table::default();
        let text = Node { value: Value::Text(name.to_owned()), span: place };
        // Its name keeps the place where the input is said to be something else: what is noted there is noted of the input.
        drawn.insert(Entry { key: JOINT.to_owned(), key_span: said.unwrap_or(place), node: text });
        match Setting::at(&address, place, Node { value: Value::Table(drawn), span: place }) {
            Some(setting) => setting.apply(tree, context),
            None => context.fault(
                Fault::new(Code::Joint, format!("`{address}` is no address of an input"))
                    .at(place, "a column of the sample")
                    .help("name the columns by the addresses of inputs, market.reach, or say with `inputs` which ones are taken"),
            ),
        }
    }
    context.joints.insert(name.to_owned(), sample);
    if let Some(Node { value: Value::Table(joint), .. }) = tree.get_mut(JOINT)
        && let Some(Node { value: Value::Table(table), .. }) = joint.get_mut(name)
    {
        table.insert(Entry {
            key: "inputs".to_owned(),
            key_span: span,
            node: Node { value: Value::List(taken), span },
        });
    }
}
