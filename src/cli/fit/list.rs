//! The list every kind of `launchsim fit` reads, and what becomes of what was made of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::new_file::write_new;
use crate::cli::options::{Format, Voice};
use crate::cli::terminal;
use crate::language::column::Columns;
use crate::language::context::Context;
use crate::language::disk::Disk;
use crate::language::exported::Decimal;
use crate::language::fault::{Faults, LoadError};
use crate::report::fit::Told;
use crate::report::page;

/// The list, how it is read, and where the TOML goes.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// A CSV file, or a sheet of a workbook, `sales.xlsx#Sheet1`
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What separates decimals in it, where that can be read in two ways
    #[arg(long, value_enum, value_name = "MARK")]
    pub decimal: Option<DecimalName>,
    /// What stands before or behind amounts of money in it
    #[arg(long, value_name = "SIGN")]
    pub sign: Option<String>,
    /// Write the TOML to a file; an existing one is never replaced
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What is said
    #[command(flatten)]
    pub voice: Voice,
}

/// What separates decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecimalName {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

impl From<DecimalName> for Decimal {
    fn from(name: DecimalName) -> Self {
        match name {
            DecimalName::Point => Self::Point,
            DecimalName::Comma => Self::Comma,
        }
    }
}

/// Reads columns of a list; all faults of it at once.
pub(super) fn read<T>(
    list: &ListArguments,
    names: &[&str],
    take: impl FnOnce(&Columns, &mut Context) -> Option<T>,
) -> Result<T, Failure> {
    columns(&list.file, names, (list.decimal.map(Decimal::from), list.sign.clone()), take)
}

/// The same of any list.
pub(in crate::cli) fn columns<T>(
    file: &Path,
    names: &[&str],
    how: (Option<Decimal>, Option<String>),
    take: impl FnOnce(&Columns, &mut Context) -> Option<T>,
) -> Result<T, Failure> {
    let mut context = Context::of(Arc::new(Disk));
    let columns = Columns::open(file, names, how, &mut context);
    let taken = columns.and_then(|columns| take(&columns, &mut context));
    match (taken, context.system.take()) {
        (_, Some(system)) => Err(Failure::Load(LoadError::System(system))),
        (Some(taken), None) if context.faults.is_empty() => Ok(taken),
        _ => Err(Failure::Load(LoadError::Scenario(Faults::new(context.faults, context.sources)))),
    }
}

/// Writes the TOML, and prints the page or the data.
pub(super) fn tell(list: &ListArguments, told: &Told) -> Result<(), Failure> {
    if let Some(out) = &list.out {
        if told.toml.is_empty() {
            return Err(Failure::Usage("there is nothing that a scenario could take; --out was not written".into()));
        }
        write_new(out, told.toml.as_bytes())?;
    }
    match list.voice.format {
        Format::Json => terminal::print_json(&told.json),
        Format::Human if list.voice.quiet => Ok(()),
        Format::Human => {
            let page = told.page.terminal(page::room(terminal::width()), terminal::colour_on_output());
            terminal::print(&page)?;
            list.out
                .as_deref()
                .map_or(Ok(()), |out: &Path| terminal::print(&format!("\nWrote {}.\n", terminal::path(out))))
        }
    }
}
