//! `launchsim fit`: data turned into numbers of a scenario.

mod bass;
mod experience;
mod law;
mod lead_time;
pub(super) mod list;

use clap::{Args, Subcommand};

use super::failure::Failure;

/// What may be typed behind each kind; the options of a kind are told by its own help.
const EXAMPLES: &str = "\
Examples:
  launchsim fit bass sales.csv --column sold --per quarter --from 2011-12-15 --price price
  launchsim fit bass sales.csv --column sold --method ols --uncertain --out market.toml
  launchsim fit law quotes.xlsx#Sheet1 --column price --key component.screen.unit_cost
  launchsim fit lead-time orders.csv --column days --open open --component screen
  launchsim fit experience lots.csv --units volume --cost price --decimal comma
`launchsim fit KIND --help` tells the options of a kind.";

/// Arguments of `fit`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct FitArguments {
    /// What is fitted.
    #[command(subcommand)]
    pub kind: Kind,
}

/// What is fitted.
#[derive(Debug, Subcommand)]
pub enum Kind {
    /// Fit the laws that suit a column of numbers, the likeliest first
    Law(law::LawArguments),
    /// Fit the people in reach, innovation and imitation to the sales of equal periods from the first day of sale on
    Bass(bass::BassArguments),
    /// Fit a part's lead time to orders, some of which may be open
    LeadTime(lead_time::LeadTimeArguments),
    /// Fit what a part costs less each time its volume doubles
    Experience(experience::ExperienceArguments),
}

/// Fits what is asked, writes the TOML and prints the page.
///
/// # Errors
/// When the list is wrong or does not tell what is asked, or the TOML cannot be written.
pub fn fit(arguments: &FitArguments) -> Result<(), Failure> {
    match &arguments.kind {
        Kind::Law(arguments) => law::law(arguments),
        Kind::Bass(arguments) => bass::bass(arguments),
        Kind::LeadTime(arguments) => lead_time::lead_time(arguments),
        Kind::Experience(arguments) => experience::experience(arguments),
    }
}
