//! What may be typed.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::failure::Failure;
use crate::experiment::Workers;
use crate::language::source::Source;
use crate::report::Invocation;

/// How a command ends; docs/exit_status.md says more.
pub const EXIT_STATUS: &str = "\
Exit status:
  0         done
  1         the run failed: the system refused something
  2         the command line or a scenario is wrong; the same command will fail again
  75        come back later: another launchsim is at work there, or the disk is full
  130, 143  stopped by Ctrl-C, or by SIGTERM (129 when the terminal was closed)";

/// Simulates thousands of launches of a phone: supply, assembly, demand, price and cash in one reproducible model.
#[derive(Debug, Parser)]
#[command(name = "launchsim", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = EXIT_STATUS)]
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

/// What a command says and how.
#[derive(Debug, Args)]
pub struct Voice {
    /// What the standard output carries
    #[arg(long, value_enum, default_value_t, display_order = LATE)]
    pub format: Format,
    /// Say nothing but errors (and JSON, if asked for)
    #[arg(short, long, display_order = LATE + 1)]
    pub quiet: bool,
}

/// How results are shown; every command that writes results takes these.
#[derive(Debug, Args)]
pub struct Show {
    /// What is said
    #[command(flatten)]
    pub voice: Voice,
    /// Leave the charts out
    #[arg(long, display_order = LATE + 2)]
    pub no_charts: bool,
}

impl Show {
    /// Whether nothing is to be said but errors.
    #[must_use]
    pub fn quiet(&self) -> bool {
        self.voice.quiet
    }
}

/// Overrides of a scenario.
#[derive(Debug, Args)]
pub struct Sets {
    /// Set a key of the scenario, as in product.mi1.price=1499; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// What every command that simulates takes; a command says by `mut_arg` where an option means something of its own.
#[derive(Debug, Args)]
pub struct Common {
    /// Number of launches to simulate, in place of the scenario's
    #[arg(short = 'n', long, value_name = "N", value_parser = launches)]
    pub launches: Option<u32>,
    /// Seed of all luck, in place of the scenario's
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// What of it is changed
    #[command(flatten)]
    pub sets: Sets,
    /// Folder for the results [default: under output/]
    #[arg(short, long, value_name = "DIR", display_order = LATE - 2)]
    pub out: Option<PathBuf>,
    /// Threads to simulate with; results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), display_order = LATE - 1)]
    pub threads: Option<u16>,
    /// How results are shown
    #[command(flatten)]
    pub show: Show,
}

/// The help lists what belongs to one command before what all share.
const LATE: usize = 100;

impl Common {
    /// Starts the threads of the command.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn workers(&self) -> Result<Workers, Failure> {
        Workers::start(self.threads.map(usize::from)).map_err(Failure::threads)
    }

    /// Whether nothing is to be said but errors.
    #[must_use]
    pub fn quiet(&self) -> bool {
        self.show.quiet()
    }

    /// The overrides typed with `--set`.
    #[must_use]
    pub fn set(&self) -> &[String] {
        &self.sets.set
    }

    /// All overrides in their order; `-n` and `--seed` are short for two of them and win.
    #[must_use]
    pub fn overrides(&self) -> Vec<String> {
        let launches = self.launches.iter().map(|number| format!("run.launches={number}"));
        let seed = self.seed.iter().map(|number| format!("run.seed={number}"));
        self.set().iter().cloned().chain(launches).chain(seed).collect()
    }

    /// What is recorded of the command; `seconds` is what it took until the last launch.
    #[must_use]
    pub fn invocation<'w>(&self, began: Instant, seconds: f64, workers: &'w Workers) -> Invocation<'w> {
        Invocation { overrides: self.set().to_vec(), ..invocation(began, seconds, workers, &self.show) }
    }
}

/// What is recorded of a command without overrides.
#[must_use]
pub fn invocation<'w>(began: Instant, seconds: f64, workers: &'w Workers, show: &Show) -> Invocation<'w> {
    Invocation {
        version: env!("CARGO_PKG_VERSION").into(),
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        overrides: Vec::new(),
        began,
        seconds,
        workers,
        charts: !show.no_charts,
    }
}

/// The scenario that runs when no file is named.
pub const FLAGSHIP: &str = "mi1.toml";

/// One scenario.
#[derive(Debug, Args)]
pub struct OneFile {
    /// Scenario to simulate; the flagship when none is named
    pub file: Option<PathBuf>,
}

impl OneFile {
    /// The scenario.
    #[must_use]
    pub fn source(&self) -> Source {
        self.file.clone().map_or(Source::BuiltIn(FLAGSHIP), Source::File)
    }

    /// Its file as it was typed, if it was.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |arg| arg.help("Folder for the results [default: output/NAME]")))]
pub struct RunArguments {
    /// What is simulated
    #[command(flatten)]
    pub file: OneFile,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
    /// When it is enough
    #[command(flatten)]
    pub until: super::until::Until,
    /// Write launches.csv beside launches.parquet
    #[arg(long, display_order = LATE + 3)]
    pub csv: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(mut_arg("set", |arg| arg.help("Set a key of every scenario before checking it; may be repeated")))]
#[command(mut_arg("quiet", |arg| arg.help("Say nothing but faults")))]
pub struct CheckArguments {
    /// Scenarios to check
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What of them is changed
    #[command(flatten)]
    pub sets: Sets,
    /// What is said
    #[command(flatten)]
    pub voice: Voice,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// File to write; an existing one is never replaced
    pub file: Option<PathBuf>,
}

/// Reads a whole number as people write it: 10000, 10_000, 1e4, 10k, 2M.
///
/// # Errors
/// What to write instead.
pub fn whole(text: &str) -> Result<u64, String> {
    let plain: String = text.trim().chars().filter(|letter| *letter != '_').collect();
    let (number, unit) = match plain.strip_suffix(['k', 'K']) {
        Some(number) => (number, 1e3),
        None => match plain.strip_suffix('M') {
            Some(number) => (number, 1e6),
            None => (plain.as_str(), 1.0),
        },
    };
    let value = number.parse::<f64>().map(|value| value * unit);
    match value {
        Ok(value) if value >= 0.0 && value.fract() == 0.0 && value < 1e15 => Ok(value as u64),
        _ => Err("not a whole number; write for example 10000, 10_000, 1e4 or 10k".into()),
    }
}

/// A number of launches, at least one.
pub(super) fn launches(text: &str) -> Result<u32, String> {
    match whole(text)? {
        0 => Err("at least 1 launch".into()),
        many => u32::try_from(many).map_err(|_| format!("at most {} launches", u32::MAX)),
    }
}

/// The commands by the question they answer, in the order of the help.
const GROUPS: [(&str, &[&str]); 7] = [
    ("Start", &["init", "check"]),
    ("Ask", &["run"]),
    ("Why", &["explain"]),
    ("Decide", &["compare", "sweep"]),
    ("Share the work", &["merge"]),
    ("Plumbing", &["schema", "completions", "man"]),
    ("Learn", &["help"]),
];

/// The command line with its commands grouped by the question they answer.
#[must_use]
pub fn grouped() -> clap::Command {
    let mut command = Arguments::command();
    command.build();
    let about = |name: &str| {
        let found = command.find_subcommand(name).and_then(clap::Command::get_about);
        found.map_or_else(String::new, ToString::to_string)
    };
    let group = |(title, names): &(&str, &[&str])| {
        let lines: Vec<String> = names.iter().map(|name| format!("  {name:<12} {}", about(name))).collect();
        format!("{title}:\n{}\n", lines.join("\n"))
    };
    let groups: Vec<String> = GROUPS.iter().map(group).collect();
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}\nOptions:\n{{options}}{{after-help}}\n",
        groups.join("\n")
    );
    Arguments::command().help_template(template)
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group_of_the_help() {
        let mut command = grouped();
        command.build();
        let named: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for sub in command.get_subcommands() {
            assert_eq!(named.iter().filter(|name| **name == sub.get_name()).count(), 1, "{}", sub.get_name());
        }
        assert_eq!(named.len(), command.get_subcommands().count());
        let help = command.render_help().to_string();
        assert!(help.contains("Decide:\n  compare      Compare alternatives") && help.contains("--help"), "{help}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["10000", "10_000", "1e4", "10k", "10K", "0.01M"] {
            assert_eq!(launches(text), Ok(10_000), "{text}");
        }
        for text in ["1.5", "-1", "ten", "", "0", "1e15", "5e9", "inf", "NaN"] {
            assert!(launches(text).is_err(), "{text}");
        }
    }

    #[test]
    fn launches_and_seed_are_overrides_like_others() {
        let typed = ["launchsim", "run", "a.toml", "-n", "50", "--set", "run.launches=7", "--seed", "3"];
        let Command::Run(run) = Arguments::try_parse_from(typed).unwrap().command else { panic!("not a run") };
        assert_eq!(run.common.overrides(), ["run.launches=7", "run.launches=50", "run.seed=3"]);
    }
}
