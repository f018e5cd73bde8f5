//! A CSV file of points for a sweep, read by the same rules as a bill of materials: remarks, byte order marks, quotes
//! and empty cells at the ends of lines are understood, and a fault is shown where it stands.

use std::path::Path;
use std::sync::Arc;

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::Exported;
use crate::language::fault::{Fault, Faults, LoadError};
use crate::language::files::Files;
use crate::language::listing;
use crate::language::sheet::Sheet;
use crate::language::source::Place;

/// The file with its cells.
#[derive(Clone, Debug)]
pub struct PointList {
    context: Context,
    sheet: Sheet,
}

/// A file of points that was read and not looked into yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFile {
    /// Where it was read from, a sheet of a workbook with its name.
    pub place: Place,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl ListFile {
    /// Whether one of its columns has this name.
    #[must_use]
    pub fn names(&self, column: &str) -> bool {
        PointList::of_read(self).is_ok_and(|list| list.header().any(|name| name == column))
    }
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
        let sheet = listing::read(&Place::File(path.to_owned()), None, &Exported::default(), &mut context);
        Self::of_sheet(sheet, context)
    }

    /// Reads the bytes of a file that was read before.
    ///
    /// # Errors
    /// When it is no CSV file and no workbook.
    pub fn of_read(file: &ListFile) -> Result<Self, LoadError> {
        let mut context = Context::default();
        let sheet = listing::read_again(&file.place, file.bytes.clone(), None, &Exported::default(), &mut context);
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
