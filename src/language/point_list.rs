//! A CSV file of points for a sweep, read by the same rules as a bill of materials: remarks, byte order marks, quotes
//! and empty cells at the ends of lines are understood, and a fault is shown where it stands.

use std::path::Path;
use std::sync::Arc;

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::csv;
use crate::language::csv::Sheet;
use crate::language::fault::{Fault, Faults, LoadError};
use crate::language::files::Files;
use crate::language::source::Place;

/// The file with its cells.
#[derive(Clone, Debug)]
pub struct PointList {
    context: Context,
    sheet: Sheet,
}

/// A cell of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellAt {
    /// Line below the header, from 0; `None` for the header itself.
    pub row: Option<usize>,
    /// Column, from 0.
    pub column: usize,
}

impl PointList {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is not there, or is no CSV file.
    pub fn open(path: &Path, files: Arc<dyn Files>) -> Result<Self, LoadError> {
        let mut context = Context::of(files);
        let sheet = csv::read(&Place::File(path.to_owned()), None, &mut context);
        Self::of_sheet(sheet, context)
    }

    /// Reads a text that stood in a file of this name.
    ///
    /// # Errors
    /// When it is no CSV file.
    pub fn of_text(name: &str, text: &str) -> Result<Self, LoadError> {
        let mut context = Context::default();
        let sheet = csv::read_again(&Place::File(name.into()), text, &mut context);
        Self::of_sheet(sheet, context)
    }

    fn of_sheet(sheet: Option<Sheet>, context: Context) -> Result<Self, LoadError> {
        match sheet {
            Some(sheet) if context.faults.is_empty() => Ok(Self { context, sheet }),
            _ => Err(match context.system {
                Some(system) => LoadError::System(system),
                None => LoadError::Scenario(Faults::new(context.faults, context.sources)),
            }),
        }
    }

    /// Names of the columns.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.sheet.header.iter().map(|cell| cell.text.as_str())
    }

    /// The lines below the header, each with as many cells.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
    }

    /// What is wrong with some cells, each with what is wrong and what to write instead.
    #[must_use]
    pub fn refused(self, wrong: Vec<(CellAt, String, String)>) -> LoadError {
        let fault = |(at, title, help): (CellAt, String, String)| {
            let (cell, code) = match at.row {
                None => (&self.sheet.header[at.column], Code::CsvColumn),
                Some(row) => (&self.sheet.rows[row][at.column], Code::CsvShape),
            };
            Fault::new(code, title).at(cell.span, "here").help(help)
        };
        let faults = wrong.into_iter().map(fault).collect();
        LoadError::Scenario(Faults::new(faults, self.context.sources))
    }
}
