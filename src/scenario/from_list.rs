//! A scenario to start from, made of a bill of materials: what its columns hold is guessed from their names and written down,
//! so that the planner sees it and mends it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::columns::{NAME, QUANTITY};
use super::shape::is_name;
use super::starter::WRITTEN;
use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::{Decimal, Exported};
use crate::language::fault::{Fault, Faults, LoadError};
use crate::language::figure;
use crate::language::files::Files;
use crate::language::listing;
use crate::language::source::{Place, Span};
use crate::units::Days;

/// What the columns of such lists are called, the likeliest name first.
const CALLED: [(&str, &[&str]); 5] = [
    (
        NAME,
        &[
            "name",
            "part number",
            "part no",
            "part no.",
            "part #",
            "part name",
            "part",
            "component",
            "item",
            "mpn",
            "item name",
            "material",
            "value",
            "description",
            "designator",
            "reference",
        ],
    ),
    (
        "supplier",
        &["supplier", "vendor", "maker", "manufacturer", "mfr", "mfg", "source", "supplier name", "vendor name"],
    ),
    (
        QUANTITY,
        &[
            "quantity",
            "qty",
            "qty.",
            "quantity per unit",
            "qty per unit",
            "qty per system",
            "quantity per phone",
            "per unit",
            "count",
            "amount",
            "pcs",
            "#",
        ],
    ),
    (
        "unit_cost",
        &["unit_cost", "unit cost", "unit price", "price", "cost", "price per unit", "cost per unit", "piece price"],
    ),
    ("lead_time", &["lead_time", "lead time", "leadtime", "lt", "delivery time", "delivery"]),
];

/// What stands where the list says nothing: an example.
const EXAMPLES: [(&str, &str); 4] =
    [("supplier", "\"supplier\""), (QUANTITY, "1"), ("unit_cost", "1"), ("lead_time", "\"8 weeks\"")];

/// Lines searched for the one that names the columns.
const SEARCHED: usize = 60;

/// Signs of money that may stand before or behind an amount.
const SIGNS: [&str; 10] = ["$", "€", "£", "¥", "￥", "₹", "₩", "USD", "EUR", "CNY"];

/// A header that was found.
struct Found<'g> {
    sheet: Option<&'g str>,
    /// The key that each column holds, the first of a kind.
    keys: Vec<(&'static str, usize)>,
    header: &'g [Cell],
    rows: &'g [Vec<Cell>],
}

/// The text of a scenario with the parts of a file, which it names as `written`.
///
/// # Errors
/// [`LoadError`] when the file cannot be read, or none of its lines looks like names of columns.
pub fn from_list(path: &Place, written: &str, files: Arc<dyn Files>) -> Result<String, LoadError> {
    let mut context = Context::of(files);
    let grids = listing::grids(path, &mut context);
    let grids = match (grids, context.system.take()) {
        (_, Some(system)) => return Err(LoadError::System(system)),
        (Some(grids), None) if context.faults.is_empty() => grids,
        _ => return Err(LoadError::Scenario(Faults::new(context.faults, context.sources))),
    };
    let heads = grids.iter().flat_map(|(sheet, lines)| {
        (0..lines.len().min(SEARCHED)).filter_map(move |at| {
            let keys = held(&lines[at]);
            let (_, rows) = lines.split_at(at + 1);
            let says = keys.iter().any(|(key, _)| *key == NAME) && keys.len() > 1;
            says.then(|| Found { sheet: sheet.as_deref(), keys, header: &lines[at], rows })
        })
    });
    // The first of the best: a title may name a column too.
    let mut best: Option<Found> = None;
    for found in heads {
        if best.as_ref().is_none_or(|best| found.keys.len() > best.keys.len()) {
            best = Some(found);
        }
    }
    let Some(found) = best else {
        let fault = Fault::new(Code::CsvColumn, format!("no line of {} looks like the names of columns", path.shown()))
            .allowed("a line that names the part, and its quantity, price, supplier or lead time")
            .help("write the scenario by hand: bom = { file = .., columns = { name = \"its header\", .. } }");
        let file = grids.iter().find_map(|(_, lines)| lines.iter().flatten().next()).map(|cell| cell.span);
        let fault = match file {
            Some(Span { file, .. }) => fault.at(Span::new(file, 0..0), "no header was found in it"),
            None => fault,
        };
        return Err(LoadError::Scenario(Faults::new(vec![fault], context.sources)));
    };
    Ok(scenario(&found, written))
}

/// The keys that the cells of a line seem to name.
fn held(line: &[Cell]) -> Vec<(&'static str, usize)> {
    let plain = |cell: &Cell| {
        let text = cell.text.split(['(', '[']).next().unwrap_or("");
        text.split(|c: char| c.is_whitespace() || c == '_')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let names: Vec<String> = line.iter().map(plain).collect();
    let mut keys: Vec<(&'static str, usize)> = Vec::new();
    for (key, called) in CALLED {
        let called = called.iter().map(|name| name.replace('_', " "));
        let at = called.filter_map(|name| names.iter().position(|written| *written == name));
        if let Some(at) = at.into_iter().find(|at| !keys.iter().any(|(_, known)| known == at)) {
            keys.push((key, at));
        }
    }
    keys
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}

fn scenario(found: &Found, written: &str) -> String {
    let at = |key: &str| found.keys.iter().find(|(known, _)| *known == key).map(|(_, at)| *at);
    let cells = |key: &str| -> Vec<&Cell> {
        let column = at(key);
        let lines = found.rows.iter().filter(|row| row.iter().any(|cell| !cell.text.is_empty()));
        lines.filter_map(|row| row.get(column?)).collect()
    };
    let mut how = Exported { said: Some(found.header[0].span), ..Exported::default() };
    let file = match found.sheet {
        Some(sheet) if !written.contains('#') => format!("{written}#{sheet}"),
        _ => written.to_owned(),
    };
    let mut text =
        format!("[product.phone.bom] # from the list; check what was made of its columns\nfile = {}\n", quoted(&file));
    let columns: Vec<String> =
        found.keys.iter().map(|(key, at)| format!("{key} = {}", quoted(&found.header[*at].text))).collect();
    let _ = writeln!(text, "columns = {{ {} }}\nother_columns = \"pass_over\"", columns.join(", "));
    // A cell that is empty where others are not is a fault for the planner to mend, and may be a line of totals.
    let lacks = |key: &str| at(key).is_none();
    let examples: Vec<String> =
        EXAMPLES.iter().filter(|(key, _)| lacks(key)).map(|(key, example)| format!("{key} = {example}")).collect();
    if !examples.is_empty() {
        let _ = writeln!(
            text,
            "values = {{ {} }} # where the list says nothing: examples, write your own",
            examples.join(", ")
        );
    }
    let lengths = cells("lead_time");
    if lengths.iter().any(|cell| figure::duration(&cell.text, "days").is_some() && Days::parse(&cell.text).is_err()) {
        let header = at("lead_time").map_or(String::new(), |at| found.header[at].text.to_lowercase());
        let (unit, sure) = ["week", "month", "day"]
            .iter()
            .find(|unit| header.contains(**unit))
            .map_or(("days".to_owned(), false), |unit| (format!("{unit}s"), true));
        let remark = if sure { "" } else { " # its name does not say; check it" };
        let _ = writeln!(text, "units = {{ lead_time = \"{unit}\" }}{remark}");
    }
    let amounts: Vec<&Cell> =
        cells("unit_cost").into_iter().chain(cells(QUANTITY)).filter(|cell| cell.kind == CellKind::Text).collect();
    let sign = SIGNS
        .iter()
        .find(|sign| amounts.iter().any(|cell| cell.text.starts_with(**sign) || cell.text.ends_with(**sign)));
    if let Some(sign) = sign {
        how.sign = Some((*sign).to_owned());
        let _ =
            writeln!(text, "sign = \"{sign}\" # is the scenario in this money? else give its components a `currency`");
    }
    // What can be read in one way only decides.
    let reads = |decimal: Decimal| {
        let how = Exported { decimal: Some(decimal), ..how.clone() };
        amounts.iter().filter(|cell| !cell.text.is_empty()).all(|cell| figure::number(cell, &how).is_ok())
    };
    let separated = amounts.iter().any(|cell| cell.text.contains(','));
    match (reads(Decimal::Point), reads(Decimal::Comma)) {
        (true, false) if separated => text.push_str("decimal = \"point\"\n"),
        (false, true) => text.push_str("decimal = \"comma\"\n"),
        (true, true) if separated => {
            text.push_str("#decimal = \"comma\" # or \"point\": nothing in the list tells which\n");
        }
        _ => {}
    }
    let (names, suppliers) = (cells(NAME), cells("supplier"));
    let odd = |cells: &[&Cell]| cells.iter().any(|cell| !cell.text.is_empty() && !is_name(&cell.text));
    let clean = odd(&names) || odd(&suppliers);
    if clean {
        text.push_str("names = \"clean\"\n");
    }
    let named = |cell: &&Cell| if clean { figure::cleaned(&cell.text) } else { cell.text.clone() };
    let mut seen = BTreeSet::new();
    if names.iter().map(named).any(|name| !name.is_empty() && !seen.insert(name)) {
        text.push_str("repeated = \"add_up\"\n");
    }
    if names.iter().any(|cell| cell.text.is_empty()) {
        text.push_str("nameless = \"pass_over\"\n");
    }
    let mut tables = String::new();
    let mut made = BTreeSet::new();
    let example = if lacks("supplier") { vec!["supplier".to_owned()] } else { Vec::new() };
    // Lines without a part are passed over with their suppliers.
    let of_parts = found.rows.iter().filter_map(|row| {
        let name = row.get(at(NAME)?)?;
        row.get(at("supplier")?).filter(|_| !name.text.is_empty())
    });
    for supplier in of_parts.map(|cell| named(&cell)).chain(example).filter(|name| !name.is_empty()) {
        if made.insert(supplier.clone()) {
            let _ = writeln!(tables, "[supplier.{supplier}]");
        }
    }
    put_in(&text, &tables)
}

/// The starter with other parts and suppliers.
fn put_in(bom: &str, suppliers: &str) -> String {
    let mut text = String::from(
        "# A scenario of launchsim with the parts of a list. All other numbers are examples of a small launch: write your own.\n\
         # `launchsim init` without a list writes a file with every key there is.\n\n",
    );
    let mut sections = WRITTEN.split("\n[");
    text.push_str(sections.next().unwrap_or(""));
    let (mut made, mut told) = (false, false);
    for section in sections {
        if section.starts_with("product.phone.parts]") {
            let _ = write!(text, "\n{bom}");
        } else if section.starts_with("supplier.") {
            if !made {
                let _ = write!(text, "\n{suppliers}");
            }
            made = true;
        } else if !section.starts_with("component.") {
            let _ = write!(text, "\n[{section}");
            told = true;
        }
    }
    debug_assert!(made && told, "the starter has suppliers");
    text.trim_end().to_owned() + "\n"
}
