//! Columns of numbers from a list, as a command asks for them: by the names their header has, whatever stands beside them.

use std::path::Path;

use jiff::civil::Date;

use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::{Column, Decimal, Exported};
use crate::language::fault::Fault;
use crate::language::figure::{self, NotANumber};
use crate::language::listing;
use crate::language::nearest::listed;
use crate::language::reader::date_of;
use crate::language::sheet::Sheet;
use crate::language::source::{FileId, Place, Span};
use crate::language::tree::{Node, Value};

/// Which numbers a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Any.
    Any,
    /// Nought and above.
    FromNought,
    /// Above nought.
    AboveNought,
}

impl Allowed {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Any => value.is_finite(),
            Self::FromNought => value.is_finite() && value >= 0.0,
            Self::AboveNought => value.is_finite() && value > 0.0,
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Any => "a number",
            Self::FromNought => "0 or more",
            Self::AboveNought => "more than 0",
        }
    }
}

/// Words that say yes and no in a column of marks.
const YES: [&str; 6] = ["yes", "true", "1", "x", "y", "open"];
const NO: [&str; 7] = ["", "no", "false", "0", "n", "closed", "-"];

/// A list with the columns that are asked for.
#[derive(Clone, Debug)]
pub struct Columns {
    place: Place,
    sheet: Sheet,
    how: Exported,
}

impl Columns {
    /// Reads a CSV file or a sheet of a workbook, `sales.xlsx#Sheet1`. Faults are recorded; `None` when nothing could be
    /// made of it.
    pub fn open(
        path: &Path,
        names: &[&str],
        (decimal, sign): (Option<Decimal>, Option<String>),
        context: &mut Context,
    ) -> Option<Self> {
        // Nothing is written in a scenario: what is said of the list is said on the command line.
        let nowhere = Span::new(FileId(0), 0..0);
        let column = |name: &&str| Column { key: (*name).into(), header: (*name).into(), span: nowhere };
        let columns = names.iter().map(column).collect();
        let how = Exported { said: Some(nowhere), columns, decimal, sign, others: true, ..Exported::default() };
        let place = Place::File(path.to_owned());
        let sheet = listing::read(&place, None, &how, context)?;
        Some(Self { place, sheet, how })
    }

    /// The cells below a name. A fault is recorded where no column has it.
    fn cells(&self, name: &str, context: &mut Context) -> Option<impl Iterator<Item = &Cell>> {
        let known = |cell: &Cell| self.how.key_of(&cell.text) == Some(name);
        if let Some(at) = self.sheet.header.iter().position(known) {
            return Some(self.sheet.rows.iter().map(move |row| &row[at]));
        }
        let names: Vec<&str> = self.sheet.header.iter().map(|cell| cell.text.as_str()).collect();
        let fault = Fault::new(Code::CsvColumn, format!("{} has no column `{name}`", self.place.shown()))
            .at(self.sheet.header.first().map_or(Span::new(self.sheet.file, 0..0), |cell| cell.span), "its header");
        let near = context.meant(name, || names.iter().copied());
        context.fault(match near {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!("its columns are {}", listed(names.iter().copied()))),
        });
        None
    }

    /// The numbers of a column, all of them as allowed. Faults are recorded, each at its cell.
    pub fn numbers(&self, name: &str, allowed: Allowed, context: &mut Context) -> Option<Vec<f64>> {
        let before = context.faults.len();
        let cells: Vec<&Cell> = self.cells(name, context)?.collect();
        if cells.is_empty() {
            context.fault(
                Fault::new(Code::CsvShape, format!("{} has no line below its header", self.place.shown()))
                    .at(Span::new(self.sheet.file, 0..0), "no numbers in it"),
            );
        }
        let mut numbers = Vec::with_capacity(cells.len());
        for cell in cells {
            match self.number(name, cell) {
                Ok(value) if allowed.holds(value) => numbers.push(value + 0.0),
                Ok(value) => context.fault(
                    Fault::new(Code::OutOfRange, format!("`{name}` cannot be {value}"))
                        .at(cell.span, "not allowed here")
                        .allowed(allowed.told())
                        .help("correct the cell, or leave the line out"),
                ),
                Err(fault) => context.fault(fault.allowed(allowed.told())),
            }
        }
        (context.faults.len() == before).then_some(numbers)
    }

    fn number(&self, name: &str, cell: &Cell) -> Result<f64, Fault> {
        let fault = |title: String| Fault::new(Code::CsvCell, title).at(cell.span, "a number is expected here");
        if cell.kind == CellKind::Broken {
            return Err(fault(format!("the formula of this cell yields {}", cell.text)).help("mend the formula"));
        }
        match figure::number(cell, &self.how) {
            Ok(Value::Integer(whole)) => Ok(whole as f64),
            Ok(Value::Float(value)) => Ok(value),
            Err(NotANumber::Because(what, _)) => Err(fault(format!("`{name}`: {what}")).help(
                "say on the command line how numbers are written: --decimal comma, --decimal point, or --sign '$' for a \
                 sign of money",
            )),
            _ if cell.text.is_empty() => {
                Err(fault(format!("a cell of `{name}` is empty")).help("write the number, or leave the line out"))
            }
            _ => Err(fault(format!("`{name}` is no number: {}", cell.text))
                .help("correct the cell, or leave the line out, as of a line of totals")),
        }
    }

    /// What the columns are called, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sheet.header.iter().map(|cell| cell.text.as_str())
    }

    /// The numbers of a column where there are some; an empty cell is none. Faults are recorded, each at its cell.
    pub fn known(&self, name: &str, context: &mut Context) -> Option<Vec<Option<f64>>> {
        let before = context.faults.len();
        let cells: Vec<&Cell> = self.cells(name, context)?.collect();
        let mut known = Vec::with_capacity(cells.len());
        for cell in cells {
            match (cell.text.is_empty(), self.number(name, cell)) {
                (true, _) => known.push(None),
                (false, Ok(value)) => known.push(Some(value + 0.0)),
                (false, Err(fault)) => context.fault(fault.allowed("a number, or nothing")),
            }
        }
        (context.faults.len() == before).then_some(known)
    }

    /// The dates of a column, each later than the one before. Faults are recorded, each at its cell.
    pub fn dates(&self, name: &str, context: &mut Context) -> Option<Vec<Date>> {
        let before = context.faults.len();
        let cells: Vec<&Cell> = self.cells(name, context)?.collect();
        let mut dates: Vec<Date> = Vec::with_capacity(cells.len());
        for cell in cells {
            let written = Node { value: Value::Text(cell.text.clone()), span: cell.span };
            let Some(date) = date_of(&written, context) else { continue };
            if dates.last().is_some_and(|last| *last >= date) {
                context.fault(
                    Fault::new(Code::NotAscending, format!("{date} is not after the line before"))
                        .at(cell.span, "dates rise from line to line")
                        .help("sort the lines by their dates, and leave one line for each"),
                );
            }
            dates.push(date);
        }
        (context.faults.len() == before).then_some(dates)
    }

    /// The marks of a column: yes or no. Faults are recorded, each at its cell.
    pub fn marks(&self, name: &str, context: &mut Context) -> Option<Vec<bool>> {
        let before = context.faults.len();
        let cells: Vec<&Cell> = self.cells(name, context)?.collect();
        let mut marks = Vec::with_capacity(cells.len());
        for cell in cells {
            let text = cell.text.to_lowercase();
            match (YES.contains(&text.as_str()), NO.contains(&text.as_str())) {
                (false, false) => context.fault(
                    Fault::new(Code::CsvCell, format!("`{name}` says neither yes nor no: {}", cell.text))
                        .at(cell.span, "yes or no is expected here")
                        .allowed("yes, true, 1, x or open; no, false, 0, closed or nothing"),
                ),
                (yes, _) => marks.push(yes),
            }
        }
        (context.faults.len() == before).then_some(marks)
    }
}
