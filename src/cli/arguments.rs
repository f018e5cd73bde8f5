//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::scenario::Source;

/// Simulates thousands of launches of a phone: supply, assembly, demand, price and cash in one reproducible model.
#[derive(Debug, Parser)]
#[command(name = "launchsim", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done; 1 the run failed; 2 the command line or a scenario is wrong; 130 interrupted."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate a scenario and write its results and charts
    ///
    /// Without FILE the flagship runs, which is built into the program. Results go to output/NAME; those of an earlier
    /// run are replaced only when the new ones are complete.
    Run(RunArguments),
    /// Compare alternatives under the same luck
    ///
    /// Name several scenarios, the baseline first, or one with --vary. Every launch number meets the same luck in all of
    /// them, so differences are known far more precisely than from separate runs.
    Compare(super::compare::CompareArguments),
    /// Run a scenario at many points of its inputs, with the same luck at every point
    ///
    /// Every finished point is written down at once: after Ctrl-C, a crash or a full disk the same command goes on.
    Sweep(super::sweep::SweepArguments),
    /// Tell one launch day by day: what bound, what was late, where the money went
    ///
    /// The launch is replayed alone, bit for bit as in a run. What a disruption cost is the difference to the same
    /// launch, under the same luck, without it.
    Explain(super::explain::ExplainArguments),
    /// Put the parts of a sweep together
    Merge(super::sweep::MergeArguments),
    /// Look for faults in scenario files without running them
    Check(CheckArguments),
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Write a commented starter scenario that lists every key
    ///
    /// Without FILE it goes to the standard output.
    Init(InitArguments),
    /// Print completions for a shell
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
}

/// What standard output carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for people
    #[default]
    Human,
    /// JSON for programs
    Json,
}

/// How results are shown; every command that writes results takes these.
#[derive(Debug, Args)]
pub struct Presentation {
    /// What the standard output carries
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Say nothing but errors (and JSON, if asked for)
    #[arg(short, long)]
    pub quiet: bool,
    /// Leave the charts out
    #[arg(long)]
    pub no_charts: bool,
}

/// Threads to simulate with.
#[derive(Debug, Args)]
pub struct Threads {
    /// Threads to simulate with; results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Threads {
    /// How many; `None` for all cores.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }

    /// How many: so many, or one per core.
    #[must_use]
    pub fn count(&self) -> usize {
        self.number().unwrap_or_else(cores)
    }
}

/// Cores this program may use.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A scenario and what of it is changed.
#[derive(Debug, Args)]
pub struct Chosen {
    /// Scenario to simulate; the flagship when none is named
    pub file: Option<PathBuf>,
    /// Number of launches to simulate, in place of the scenario's
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub launches: Option<u32>,
    /// Seed of all luck, in place of the scenario's
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Set a key of the scenario, as in product.mi1.price=1499; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// What is simulated
    #[command(flatten)]
    pub chosen: Chosen,
    /// When it is enough
    #[command(flatten)]
    pub until: super::until::Until,
    /// Folder for the results [default: output/NAME]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads to simulate with
    #[command(flatten)]
    pub threads: Threads,
    /// How results are shown
    #[command(flatten)]
    pub show: Presentation,
    /// Write launches.csv beside launches.parquet
    #[arg(long)]
    pub csv: bool,
}

impl Chosen {
    /// The scenario.
    #[must_use]
    pub fn source(&self) -> Source {
        self.file.clone().map_or(Source::BuiltIn(super::run::FLAGSHIP), Source::File)
    }

    /// All overrides in their order; `-n` and `--seed` are short for two of them and win.
    #[must_use]
    pub fn overrides(&self) -> Vec<String> {
        let launches = self.launches.iter().map(|number| format!("run.launches={number}"));
        let seed = self.seed.iter().map(|number| format!("run.seed={number}"));
        self.set.iter().cloned().chain(launches).chain(seed).collect()
    }
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Scenarios to check
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Set a key of every scenario before checking it; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// What the standard output carries
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Say nothing but faults
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// File to write; an existing one is never replaced
    pub file: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn launches_and_seed_are_overrides_like_others() {
        let typed = ["launchsim", "run", "a.toml", "-n", "50", "--set", "run.launches=7", "--seed", "3"];
        let Command::Run(run) = Arguments::try_parse_from(typed).unwrap().command else { panic!("not a run") };
        assert_eq!(run.chosen.overrides(), ["run.launches=7", "run.launches=50", "run.seed=3"]);
    }
}
