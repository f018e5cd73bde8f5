//! `launchsim fit lead-time`: a part's lead time by orders, some of which have not arrived.

use clap::Args;

use super::list::{ListArguments, read, tell};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::experiment::fit::lead_time::fit;
use crate::language::column::Allowed;
use crate::report::fit::{Origin, lead_time as report};

/// Arguments of `fit lead-time`.
#[derive(Debug, Args)]
pub struct LeadTimeArguments {
    /// The list of orders
    #[command(flatten)]
    pub list: ListArguments,
    /// The column of days from order to arrival; of an open order, its age
    #[arg(long, value_name = "NAME")]
    pub column: String,
    /// The column that marks open orders: yes, true, 1, x or open; no, false, 0, closed or nothing
    #[arg(long, value_name = "NAME")]
    pub open: Option<String>,
    /// The component in the TOML
    #[arg(long, value_name = "NAME", default_value = "NAME")]
    pub component: String,
}

/// Fits the lead times of a list of orders.
///
/// # Errors
/// When the list is wrong, or too few orders have arrived.
pub(super) fn lead_time(arguments: &LeadTimeArguments) -> Result<(), Failure> {
    let LeadTimeArguments { list, column, open, component } = arguments;
    let names: Vec<&str> = std::iter::once(column.as_str()).chain(open.as_deref()).collect();
    let (times, open) = read(list, &names, |columns, context| {
        let times = columns.numbers(column, Allowed::AboveNought, context);
        let marks = open.as_ref().map(|open| columns.marks(open, context));
        let times = times?;
        let none = vec![false; times.len()];
        Some((times, marks.unwrap_or(Some(none))?))
    })?;
    let file = terminal::path(&list.file);
    let fitted = fit(&times, &open).ok_or_else(|| {
        let arrived = open.iter().filter(|open| !**open).count();
        Failure::Usage(if arrived < 2 {
            format!("{column} of {file} has {arrived} orders that have arrived, and how they vary needs two at least")
        } else {
            format!(
                "all orders of {file} that have arrived took the same time: write it as `lead_time`, and no `lead_time_cv`"
            )
        })
    })?;
    tell(list, &report::told(&fitted, Origin { file: &file, column }, component))
}
