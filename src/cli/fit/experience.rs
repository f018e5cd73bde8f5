//! `launchsim fit experience`: what a part costs less each time its volume doubles.

use clap::Args;

use super::list::{ListArguments, read, tell};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::experiment::fit::experience::{Unfitted, fit};
use crate::language::column::Allowed;
use crate::report::fit::{Origin, experience as report};

/// Arguments of `fit experience`.
#[derive(Debug, Args)]
pub struct ExperienceArguments {
    /// The list of volumes and costs
    #[command(flatten)]
    pub list: ListArguments,
    /// The column of volumes made so far, rising from row to row
    #[arg(long, value_name = "NAME")]
    pub units: String,
    /// The column of costs per piece
    #[arg(long, value_name = "NAME")]
    pub cost: String,
    /// Volumes are those of each row, to be added up
    #[arg(long)]
    pub each: bool,
    /// The component in the TOML
    #[arg(long, value_name = "NAME", default_value = "NAME")]
    pub component: String,
}

/// Fits the experience of a list.
///
/// # Errors
/// When the list is wrong, or does not tell a curve.
pub(super) fn experience(arguments: &ExperienceArguments) -> Result<(), Failure> {
    let ExperienceArguments { list, units, cost, each, component } = arguments;
    let (volumes, costs) = read(list, &[units, cost], |columns, context| {
        let volumes = columns.numbers(units, Allowed::AboveNought, context);
        let costs = columns.numbers(cost, Allowed::AboveNought, context);
        Some((volumes?, costs?))
    })?;
    let file = terminal::path(&list.file);
    let fitted = fit(volumes, &costs, *each).map_err(|why| {
        Failure::Usage(match why {
            Unfitted::Few => format!("{units} of {file} has fewer than three volumes, and a curve needs three at least"),
            Unfitted::NotRising(row) => format!(
                "{units} of {file} does not rise in row {row} below the header: it is the volume made so far; write --each \
                 where each row has its own"
            ),
        })
    })?;
    tell(list, &report::told(&fitted, Origin { file: &file, column: cost }, units, component))
}
