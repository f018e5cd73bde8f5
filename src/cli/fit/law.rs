//! `launchsim fit law`: the laws that suit a column of numbers.

use clap::{Args, ValueEnum};

use super::list::{ListArguments, read, tell};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::experiment::fit::law::{Asked, Unfitted, fit};
use crate::language::column::Allowed;
use crate::report::fit::{Origin, law as report};
use crate::stats::fit::law::Family;

/// Arguments of `fit law`.
#[derive(Debug, Args)]
pub struct LawArguments {
    /// The list of values
    #[command(flatten)]
    pub list: ListArguments,
    /// The column of values
    #[arg(long, value_name = "NAME")]
    pub column: String,
    /// A law to try; may be repeated [default: all that can have yielded the values]
    #[arg(long, value_enum, value_name = "LAW")]
    pub law: Vec<LawName>,
    /// The key that the law is for, such as component.screen.unit_cost
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Draws by which each law is tested
    #[arg(long, value_name = "N", default_value_t = 499, value_parser = clap::value_parser!(u32).range(19..=100_000))]
    pub draws: u32,
    /// Seed of those draws
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
}

/// Laws by their names in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum LawName {
    /// By mean and sd
    Normal,
    /// By mean and cv of the value itself
    #[value(name = "lognormal")]
    LogNormal,
    /// By mean and cv
    Gamma,
    /// The gamma law of cv 1
    Exponential,
    /// On 0 to 1
    Beta,
    /// Between the outermost values
    Uniform,
    /// Whole numbers whose variance is their mean
    Poisson,
    /// Whole numbers that vary more
    NegativeBinomial,
    /// Trials to the first success: 1, 2, ..
    Geometric,
}

impl LawName {
    fn family(self) -> Family {
        match self {
            Self::Normal => Family::Normal,
            Self::LogNormal => Family::LogNormal,
            Self::Gamma => Family::Gamma,
            Self::Exponential => Family::Exponential,
            Self::Beta => Family::Beta,
            Self::Uniform => Family::Uniform,
            Self::Poisson => Family::Poisson,
            Self::NegativeBinomial => Family::NegativeBinomial,
            Self::Geometric => Family::Geometric,
        }
    }
}

/// Fits the laws of a column.
///
/// # Errors
/// When the list is wrong, or no law can have yielded the values.
pub(super) fn law(arguments: &LawArguments) -> Result<(), Failure> {
    let LawArguments { list, column, key, .. } = arguments;
    let values = read(list, &[column], |columns, context| columns.numbers(column, Allowed::Any, context))?;
    let families = match arguments.law.as_slice() {
        [] => Family::ALL.to_vec(),
        names => names.iter().map(|name| name.family()).collect(),
    };
    let file = terminal::path(&list.file);
    let asked = Asked { families, seed: arguments.seed, replicates: arguments.draws };
    let laws = fit(values, &asked).map_err(|why| {
        Failure::Usage(match why {
            Unfitted::Few => format!("{column} of {file} has fewer than two values, and no law can be told from them"),
            Unfitted::Unsuited => format!(
                "none of these laws can have yielded {column} of {file}: values that are all the same need none, lognormal, gamma \
                 and exponential want values above 0, beta values between 0 and 1, poisson and negative_binomial whole numbers \
                 from 0 on, geometric from 1 on"
            ),
        })
    })?;
    tell(list, &report::told(&laws, Origin { file: &file, column }, key.as_deref()))
}
