//! Sheets with a line for each thing of a table: parts, suppliers.

use rust_xlsxwriter::{Note, Table as Ruled, TableColumn, TableStyle, Worksheet};

use super::held::{fits, seen};
use super::items::Item;
use super::look::{LINE, fit};
use super::sheets::QUANTITY;
use super::write::{SPARE, WriteError, Writer};
use crate::language::catalogue::{Key, Kind, TableKind};
use crate::language::tree::{Node, Table};
use crate::scenario::reference::{default_in_words, range_of_kind};

/// Columns of parts that are always there to be filled in.
const USUAL: [&str; 7] =
    ["supplier", "unit_cost", "lead_time", "lead_time_cv", "minimum_order", "order_multiple", "defect_rate"];

impl Writer<'_> {
    /// The sheet of a table: a line for each thing, a column for each key.
    pub(super) fn things(&mut self, sheet: &mut Worksheet, kind: &'static TableKind) -> Result<(), WriteError> {
        let root = kind.root();
        let names: Vec<String> =
            self.tree.table(root).map_or(&[][..], Table::entries).iter().map(|entry| entry.key.clone()).collect();
        let is_parts = root == "component";
        let quantities = if is_parts { self.quantities(&names) } else { None };
        let held = |key: &Key| {
            let ending = format!(".{}", key.name);
            let of = |item: &&Item| {
                item.key == Some(key) && item.address.starts_with(root) && item.address.ends_with(&ending)
            };
            self.items
                .iter()
                .filter(of)
                .any(|item| item.address.matches('.').count() == 2 && fits(&item.node, item.key))
        };
        let keys: Vec<&'static Key> =
            kind.keys.iter().filter(|key| held(key) || is_parts && USUAL.contains(&key.name)).collect();
        let notes: Vec<String> = names.iter().map(|name| self.note(&format!("{root}.{name}"))).collect();
        // Headers.
        let mut columns = vec![("name".to_owned(), 22.0, "Its name: letters, digits, _ and -".to_owned(), None)];
        if quantities.is_some() {
            columns.push((QUANTITY.to_owned(), 11.0, "How many of it are in one phone".to_owned(), None));
        }
        for &key in &keys {
            let unit = self.unit(key.unit);
            let name = if unit.is_empty() { key.name.to_owned() } else { format!("{} [{unit}]", key.name) };
            let range = range_of_kind(key.kind);
            let allowed = if range.is_empty() { String::new() } else { format!("\nAllowed: {range}") };
            let doc =
                format!("{}{allowed}\nIf left empty: {}\nExample: {}", key.doc, default_in_words(key), key.sample);
            columns.push((
                name,
                if matches!(key.kind, Kind::Text | Kind::Path(_) | Kind::NumberOrPath(_) | Kind::Steps(_)) {
                    34.0
                } else {
                    18.0
                },
                doc,
                Some(key),
            ));
        }
        columns.push((
            "note".to_owned(),
            40.0,
            "Where the numbers come from; for yourself and the assumptions of the report".to_owned(),
            None,
        ));
        let last_row = names.len().max(1) as u32;
        let ruled: Vec<TableColumn> = columns
            .iter()
            .map(|(name, ..)| TableColumn::new().set_header(name.as_str()).set_header_format(&self.formats.head))
            .collect();
        let table = Ruled::new().set_columns(&ruled).set_style(TableStyle::Light9);
        sheet.add_table(0, 0, last_row, columns.len() as u16 - 1, &table)?;
        for (at, (_, width, doc, key)) in columns.iter().enumerate() {
            let column = at as u16;
            sheet.set_column_width(column, *width)?;
            sheet.insert_note(
                0,
                column,
                &Note::new(doc.as_str()).set_author("").add_author_prefix(false).set_width(320).set_height(120),
            )?;
            if let Some(key) = key
                && let Some(choices) = self.choices(key)?
            {
                sheet.add_data_validation(1, column, last_row + SPARE, column, &choices)?;
            }
        }
        sheet.set_row_height(0, 2.0 * LINE)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for (at, name) in names.iter().enumerate() {
            let row = at as u32 + 1;
            sheet.write_with_format(row, 0, name.as_str(), &self.formats.text)?;
            if let Some(quantities) = &quantities {
                self.value(sheet, (row, 1), quantities[at].as_ref(), None)?;
            }
            let mut shown: Vec<(String, f64)> = vec![(notes[at].clone(), 40.0)];
            let first = 1 + usize::from(quantities.is_some());
            for (column, key) in keys.iter().enumerate() {
                let address = format!("{root}.{name}.{}", key.name);
                let node = self.items.iter().find(|item| item.address == address).map(|item| item.node.clone());
                let node = node.filter(|node| fits(node, Some(key)));
                self.value(sheet, (row, (first + column) as u16), node.as_ref(), Some(key))?;
                if node.is_some() {
                    self.done.insert(address);
                }
                shown.push((seen(node.as_ref(), Some(key)), columns[first + column].1));
            }
            let shown: Vec<(&str, f64)> = shown.iter().map(|(text, width)| (text.as_str(), *width)).collect();
            fit(sheet, row, &shown)?;
            sheet.write_string_with_format(row, columns.len() as u16 - 1, &notes[at], &self.formats.quiet)?;
            // Its being there is said by its line.
            self.done.insert(format!("{root}.{name}"));
        }
        Ok(())
    }

    /// The quantities of the parts by the order of their lines; `None` where that is not the order in which the product has
    /// them, or where there are several products.
    fn quantities(&mut self, names: &[String]) -> Option<Vec<Option<Node>>> {
        let [product] = self.tree.table("product")?.entries() else { return None };
        let parts = self.tree.table("product")?.table(&product.key)?.table("parts");
        let parts = parts.map_or(&[][..], Table::entries);
        let mut next = parts.iter().peekable();
        let found: Vec<Option<Node>> =
            names.iter().map(|name| next.next_if(|part| part.key == *name).map(|part| part.node.clone())).collect();
        if next.peek().is_some() {
            return None;
        }
        for part in parts {
            self.done.insert(format!("product.{}.parts.{}", product.key, part.key));
        }
        Some(found)
    }
}
