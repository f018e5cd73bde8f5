//! `launchsim fit bass`: a diffusion by the sales of periods.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::list::{ListArguments, read, tell};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::experiment::fit::bass::{Asked, Period, fit};
use crate::language::column::Allowed;
use crate::report::fit::{Origin, bass as report};
use crate::stats::fit::bass::{Method, Unfitted};

/// Arguments of `fit bass`.
#[derive(Debug, Args)]
pub struct BassArguments {
    /// The list of sales
    #[command(flatten)]
    pub list: ListArguments,
    /// The column of what each period sold
    #[arg(long, value_name = "NAME")]
    pub column: String,
    /// How long a period is
    #[arg(long, value_enum, default_value_t)]
    pub per: PeriodName,
    /// The column of prices: how their change moves sales is fitted too (Bass, Krishnan & Jain 1994)
    #[arg(long, value_name = "NAME")]
    pub price: Option<String>,
    /// First day of the first period, by which the peak has a date
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// How the parameters are estimated
    #[arg(long, value_enum, default_value_t)]
    pub method: MethodName,
    /// Write each estimate as the law of what is known of it, with their correlations
    #[arg(long)]
    pub uncertain: bool,
}

/// Lengths of periods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PeriodName {
    /// Seven days
    Week,
    /// A twelfth of a year
    Month,
    /// Three months
    Quarter,
    /// Twelve months
    #[default]
    Year,
}

/// Ways to estimate a diffusion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// Nonlinear least squares on what each period sells (Srinivasan & Mason 1986)
    #[default]
    Nls,
    /// Nonlinear least squares on the rate at the end of each period
    Density,
    /// Linear least squares on what was sold before and its square (Bass 1969)
    Ols,
}

/// Fits a diffusion to a list of sales.
///
/// # Errors
/// When the list is wrong, or does not tell a diffusion.
pub(super) fn bass(arguments: &BassArguments) -> Result<(), Failure> {
    let BassArguments { list, column, price, .. } = arguments;
    let method = match arguments.method {
        MethodName::Nls => Method::Intervals,
        MethodName::Density => Method::Density,
        MethodName::Ols => Method::Linear,
    };
    if price.is_some() && method != Method::Intervals {
        return Err(Failure::Usage("the effect of a price is fitted by --method nls only; leave --price out".into()));
    }
    let names: Vec<&str> = std::iter::once(column.as_str()).chain(price.as_deref()).collect();
    let (sales, prices) = read(list, &names, |columns, context| {
        let sales = columns.numbers(column, Allowed::FromNought, context);
        let prices = price.as_ref().map(|price| columns.numbers(price, Allowed::AboveNought, context));
        Some((sales?, prices.map_or(Some(None), |prices| prices.map(Some))?))
    })?;
    let period = match arguments.per {
        PeriodName::Week => Period::Week,
        PeriodName::Month => Period::Month,
        PeriodName::Quarter => Period::Quarter,
        PeriodName::Year => Period::Year,
    };
    let asked = Asked { method, period, from: arguments.from };
    let periods = sales.len();
    let fitted = fit(sales, prices.as_deref(), asked).map_err(|why| unfitted(why, periods, list, column))?;
    let file = terminal::path(&list.file);
    tell(list, &report::told(&fitted, Origin { file: &file, column }, arguments.uncertain))
}

/// Why there is no diffusion, and what to do.
fn unfitted(why: Unfitted, periods: usize, list: &ListArguments, column: &str) -> Failure {
    let what = format!("{column} of {}", terminal::path(&list.file));
    Failure::Usage(match why {
        Unfitted::Few { least } => format!("{what} has {periods} periods, and a diffusion needs {least} at least"),
        Unfitted::Nothing => format!("{what} is 0 in every period: nothing was sold"),
        Unfitted::OnePrice => {
            "the price is the same in all periods, and its effect cannot be told; leave --price out".into()
        }
        Unfitted::NoReach => format!(
            "by linear least squares {what} never levels off, and nobody is in reach; use --method nls, or more periods"
        ),
        Unfitted::NoBest => format!(
            "no curve fits {what} best: its periods do not tell the parameters apart. Sales that fall \
             from the first period on know no imitation; sales that only rise know no end"
        ),
    })
}
