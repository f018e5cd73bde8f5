//! Reading a workbook as a scenario.

use super::sheets::{ADDED, KEY, NAME, NOTES, QUANTITY, Role, VALUES, plain, role, without_unit};
use crate::language::catalogue::{Key, Kind, TableKind};
use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::nearest::{listed, nearest};
use crate::language::parse;
use crate::language::sheet::{SEARCHED, twice};
use crate::language::source::{FileId, Place, Span};
use crate::language::tree::{Entry, Node, Table, Value};
use crate::language::workbook::{Page, pages};
use crate::scenario::cells::broken;
use crate::scenario::cursor::Cursor;
use crate::scenario::tables;

/// The tables of a workbook and the texts of its sheets. Faults are recorded; `None` where it cannot be read at all.
pub fn read(place: &Place, bytes: &[u8], named: Option<Span>, context: &mut Context) -> Option<(Table, Vec<FileId>)> {
    let pages = pages(place, bytes, named, context)?;
    let files = pages.iter().map(|page| page.file).collect();
    let mut reader = Reader { tree: Table::default(), quantities: Vec::new(), context };
    let mut keys: Vec<&Page> = Vec::new();
    let mut known = false;
    for page in &pages {
        match role(&page.name) {
            Some(Role::Things(kind)) => reader.things(page, kind),
            Some(Role::Keys) => keys.push(page),
            Some(Role::PassedOver) => continue,
            None => reader.unknown(page),
        }
        known = true;
    }
    // The sheets of things say in which order they come.
    for page in keys {
        reader.keys(page);
    }
    reader.parts();
    if !known {
        let title = format!("{} holds no scenario: none of its sheets is filled", place.shown());
        let fault = Fault::new(Code::Workbook, title).help("`launchsim init --xlsx` writes a workbook to fill in");
        context.fault(match named {
            Some(span) => fault.at(span, "this workbook"),
            None => fault,
        });
        return None;
    }
    Some((reader.tree, files))
}

struct Reader<'c> {
    tree: Table,
    /// Parts with their quantities, which belong to the one product.
    quantities: Vec<Entry>,
    context: &'c mut Context,
}

impl Reader<'_> {
    fn unknown(&mut self, page: &Page) {
        let named =
            tables::TABLES.iter().filter(|kind| kind.is_named()).map(crate::language::catalogue::TableKind::root);
        let names: Vec<&str> = ["Questions", "Parts", "More"].into_iter().chain(named).collect();
        let fault = Fault::new(Code::Workbook, format!("there is no sheet `{}` in a scenario", page.name))
            .at(Span::new(page.file, 0..0), "this sheet")
            .allowed(format!(
                "{}, and for yourself any sheet whose name begins with Notes",
                listed(names.iter().copied())
            ));
        let cure = format!("call it `Notes {}`, if it is for yourself", page.name);
        self.context.fault(match nearest(&page.name, names.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{near}`? {cure}")),
            None => fault.help(cure),
        });
    }

    /// Records the fault of a sheet without its line of names.
    fn headless(&mut self, page: &Page, columns: &str) {
        self.context.fault(
            Fault::new(Code::Workbook, format!("the sheet {} has no line that names its columns", page.name))
                .at(Span::new(page.file, 0..0), "this sheet")
                .allowed(format!("near the top a line with the columns {columns}"))
                .help("`launchsim init --xlsx` writes a workbook that has it"),
        );
    }

    /// A line for each key.
    fn keys(&mut self, page: &Page) {
        let column = |line: &[Cell], names: &[&str]| {
            line.iter().position(|cell| names.contains(&plain(without_unit(&cell.text)).as_str()))
        };
        let head = page
            .lines
            .iter()
            .take(SEARCHED)
            .enumerate()
            .find_map(|(at, line)| Some((at, column(line, &[KEY])?, column(line, &VALUES)?, column(line, &NOTES))));
        let Some((head, keys, values, notes)) = head else {
            return self.headless(page, "Key and Answer, or Key and Value");
        };
        if let Some(notes) = notes {
            self.context.sources.set_notes(page.file, notes);
        }
        let mut lines = page.lines[head + 1..].iter().peekable();
        while let Some(line) = lines.next() {
            let (key, value) = (&line[keys], &line[values]);
            if value.text.is_empty() {
                continue;
            }
            if key.text.is_empty() {
                let fault =
                    Fault::new(Code::Workbook, "this answer belongs to no key").at(value.span, "no key in this line");
                self.context.fault(
                    fault.help("write the key, such as product.phone.price, into the column Key, or delete the answer"),
                );
                continue;
            }
            let mut value = value.clone();
            let added = format!("{}{ADDED}", key.text);
            while let Some(next) = lines.next_if(|line| line[keys].text == added) {
                value.text.push_str(&next[values].text);
            }
            let path: Vec<&str> = key.text.split('.').map(str::trim).collect();
            self.insert(&path, key.span, &value);
        }
    }

    /// A line for each thing of a table.
    fn things(&mut self, page: &Page, kind: &'static TableKind) {
        let is_name = |cell: &Cell| plain(&cell.text) == NAME;
        let Some(head) = page.lines.iter().take(SEARCHED).position(|line| line.iter().any(is_name)) else {
            return self.headless(page, "name and the keys of what it lists");
        };
        let header = &page.lines[head];
        let Some(names) = header.iter().position(is_name) else { return };
        let mut columns: Vec<Option<String>> = Vec::with_capacity(header.len());
        for (at, cell) in header.iter().enumerate() {
            let name = without_unit(&cell.text).to_owned();
            let plain = plain(&name);
            if NOTES.contains(&plain.as_str()) {
                self.context.sources.set_notes(page.file, at);
            }
            let passed_over = at == names || NOTES.contains(&plain.as_str());
            if name.is_empty() {
                let below = page.lines[head + 1..].iter().map(|line| &line[at]).find(|cell| !cell.text.is_empty());
                if let Some(cell) = below {
                    let fault = Fault::new(Code::CsvShape, "a cell stands below no name of a column");
                    let fault =
                        fault.at(cell.span, "in no column").help("name the column by its key, or delete the cell");
                    self.context.fault(fault);
                }
            } else if let Some(first) = header[..at].iter().find(|first| without_unit(&first.text) == name) {
                self.context.fault(twice(cell, first.span));
            } else if !passed_over && !is_column(kind, &name) {
                let names = kind.keys.iter().map(|key| key.name);
                let fault =
                    Fault::new(Code::CsvColumn, format!("there is no column `{name}`")).at(cell.span, "unknown column");
                self.context.fault(match nearest(&name, names) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault
                        .help(format!("a column is a key of [{}.NAME]; remarks go into a column `note`", kind.root())),
                });
            } else if !passed_over {
                columns.push(Some(name));
                continue;
            }
            columns.push(None);
        }
        for line in &page.lines[head + 1..] {
            let name = &line[names];
            if name.text.is_empty() {
                if let Some(cell) = line
                    .iter()
                    .zip(&columns)
                    .find_map(|(cell, column)| column.as_ref().filter(|_| !cell.text.is_empty()).map(|_| cell))
                {
                    let fault =
                        Fault::new(Code::CsvCell, "this line has no name").at(name.span, "a name is expected here");
                    self.context.fault(fault.at(cell.span, "belongs to nothing"));
                }
                continue;
            }
            self.thing(kind, name, line, &columns);
        }
    }

    fn thing(&mut self, kind: &'static TableKind, name: &Cell, line: &[Cell], columns: &[Option<String>]) {
        let root = kind.root();
        if let Some(first) = self.tree.table(root).and_then(|things| things.entry(&name.text)) {
            self.context.fault(
                Fault::new(Code::Duplicate, format!("`{}` stands on two lines", name.text))
                    .at(name.span, "here again")
                    .at(first.key_span, "first here")
                    .help("join the two lines or rename one"),
            );
            return;
        }
        if let Some(things) = self.tree.table_or_insert(root, name.span) {
            things.table_or_insert(&name.text, name.span);
        }
        for (cell, column) in line.iter().zip(columns) {
            let Some(column) = column.as_ref().filter(|_| !cell.text.is_empty()) else { continue };
            if column == QUANTITY && root == "component" {
                if cell.kind == CellKind::Broken {
                    self.context.fault(broken(cell));
                    continue;
                }
                let node = Node { value: number(cell), span: cell.span };
                self.quantities.push(Entry { key: name.text.clone(), key_span: name.span, node });
                continue;
            }
            let path: Vec<&str> = [root, name.text.as_str()].into_iter().chain(column.split('.')).collect();
            // A thing may be overridden; where it stands is its line.
            self.insert(&path, name.span, cell);
        }
    }

    /// Puts a value at an address.
    fn insert(&mut self, path: &[&str], key_span: Span, cell: &Cell) {
        if cell.kind == CellKind::Broken {
            self.context.fault(broken(cell));
            return;
        }
        let Some((name, tables)) = path.split_last() else { return };
        let mut cursor = Cursor::Top;
        let mut table = &mut self.tree;
        for part in tables {
            cursor = cursor.step(part);
            match table.table_or_insert(part, key_span) {
                Some(inner) => table = inner,
                None => {
                    let title = format!("`{}` is written as one value and as a table", path.join("."));
                    self.context.fault(Fault::new(Code::NotATable, title).at(key_span, "a value stands there already"));
                    return;
                }
            }
        }
        let leaf = cursor.step(name);
        let value = match leaf {
            Cursor::Leaf(key) if !matches!(cursor, Cursor::Leaf(_)) => value_of(cell, key),
            // The quantity of a part.
            Cursor::Free if matches!(cursor, Cursor::Leaf(Key { kind: Kind::Parts(_), .. })) => Ok(number(cell)),
            // A table that is there and has no key, or something that its reader refuses.
            _ => Ok(parse::parse_cell(&cell.text, cell.span)
                .map_or_else(|_| Value::Text(cell.text.clone()), |node| node.value)),
        };
        let value = match value {
            Ok(value) => value,
            Err(message) => {
                let title = format!("this value is not valid TOML: {message}");
                let fault = Fault::new(Code::Syntax, title).at(cell.span, "the value cannot be read");
                self.context.fault(match leaf {
                    Cursor::Leaf(key) => fault.help(format!("write for example {}", key.sample)),
                    _ => fault,
                });
                return;
            }
        };
        if let (Value::Table(new), Some(Value::Table(known))) = (&value, table.get(name).map(|node| &node.value))
            && new.entries().is_empty()
            && known.entries().is_empty()
        {
            return;
        }
        if let Some(first) = table.get(name) {
            let fault = Fault::new(Code::Duplicate, format!("`{}` is answered twice", path.join(".")))
                .at(cell.span, "here again")
                .at(first.span, "first here");
            self.context.fault(fault.help("clear one of the two cells"));
            return;
        }
        table.insert(Entry { key: (*name).to_owned(), key_span, node: Node { value, span: cell.span } });
    }

    /// Gives the parts their quantities in the one product there is.
    fn parts(&mut self) {
        let Some(first) = self.quantities.first() else { return };
        let span = first.key_span;
        let products = self.tree.table("product").map_or(&[][..], Table::entries);
        let [product] = products else {
            if !products.is_empty() {
                return;
            }
            let fault =
                Fault::new(Code::Products, "parts have quantities, but there is no product that they are parts of")
                    .at(span, "part of what?");
            self.context.fault(fault.help("answer product.phone.price, in which `phone` is the name of the product"));
            return;
        };
        let product = product.key.clone();
        for quantity in std::mem::take(&mut self.quantities) {
            let table = self
                .tree
                .table_or_insert("product", span)
                .and_then(|products| products.table_or_insert(&product, span));
            let Some(parts) = table.and_then(|product| product.table_or_insert("parts", span)) else { return };
            match parts.entry(&quantity.key) {
                Some(known) => {
                    let fault =
                        Fault::new(Code::Duplicate, format!("the quantity of `{}` is written twice", quantity.key))
                            .at(quantity.node.span, "here")
                            .at(known.node.span, "and here");
                    self.context.fault(fault.help("clear one of the two cells"));
                }
                None => parts.insert(quantity),
            }
        }
    }
}

/// A number, or the text that is none.
/// Whether a sheet of things may have a column of this name.
fn is_column(kind: &'static TableKind, name: &str) -> bool {
    if kind.root() == "component" && name == QUANTITY {
        return true;
    }
    let leaf = name.split('.').fold(Cursor::Keys(kind), Cursor::step);
    matches!(leaf, Cursor::Leaf(_))
}

fn number(cell: &Cell) -> Value {
    match parse::parse_cell(&cell.text, cell.span) {
        Ok(Node { value: value @ (Value::Integer(_) | Value::Float(_)), .. }) => value,
        _ => Value::Text(cell.text.clone()),
    }
}

/// The value of a key in a cell.
fn value_of(cell: &Cell, key: &'static Key) -> Result<Value, String> {
    let text = cell.text.as_str();
    let toml = || match parse::parse_cell(text, cell.span) {
        Ok(node) => Ok(node.value),
        Err(error) => Err(error.message().lines().next().unwrap_or("it cannot be read").to_owned()),
    };
    let begins = |open: &[char]| text.starts_with(open) && cell.kind == CellKind::Text;
    match key.kind {
        // Text in quotes is what stands between them.
        Kind::Text | Kind::Letters | Kind::Metric | Kind::Reference(_) | Kind::Choice(_) => Ok(match toml() {
            Ok(Value::Text(inner)) if begins(&['"', '\'']) => Value::Text(inner),
            _ => Value::Text(text.to_owned()),
        }),
        Kind::Flag => Ok(match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Value::Flag(true),
            "false" | "no" => Value::Flag(false),
            _ => Value::Text(text.to_owned()),
        }),
        // Words need no brackets: sunday, saturday.
        Kind::Weekdays | Kind::References(_) if !begins(&['[', '{']) => {
            let item = |word: &str| Node { value: Value::Text(word.trim().to_owned()), span: cell.span };
            Ok(Value::List(text.split(',').map(item).collect()))
        }
        _ if begins(&['[', '{']) => toml(),
        _ if cell.kind == CellKind::Plain => Ok(toml().unwrap_or_else(|_| Value::Text(text.to_owned()))),
        Kind::Duration { .. } | Kind::CertainDuration(_) | Kind::Date { .. } | Kind::File => {
            Ok(Value::Text(text.to_owned()))
        }
        // 1_000 as TOML writes it; of anything else the reader of the key says what is wrong.
        _ => Ok(match toml() {
            Ok(value @ (Value::Integer(_) | Value::Float(_))) => value,
            _ => Value::Text(text.to_owned()),
        }),
    }
}
