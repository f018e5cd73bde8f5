//! What may be typed.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use super::calibrate::CalibrateArguments;
use super::check::CheckArguments;
use super::compare::CompareArguments;
use super::convert::ConvertArguments;
use super::drivers::DriversArguments;
use super::explain::ExplainArguments;
use super::explore::ExploreArguments;
use super::fit::FitArguments;
use super::optimize::OptimizeArguments;
use super::parts::MergeArguments;
use super::report::ReportArguments;
use super::run::RunArguments;
use super::sweep::SweepArguments;

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
    Compare(CompareArguments),
    /// Run a scenario at many points of its inputs, with the same luck at every point
    ///
    /// Every finished point is written down at once: after Ctrl-C, a crash or a full disk the same command goes on.
    Sweep(SweepArguments),
    /// Say which inputs move a result, or the difference of two, and where the choice flips
    ///
    /// Drawn inputs are read from the launches of a run; certain ones are moved one at a time under the same luck.
    Drivers(DriversArguments),
    /// Fit uncertain inputs to the facts on record
    ///
    /// Launches drawn from what is believed are weighted by how likely each makes the facts of role "fit", until enough make the
    /// record; writes the scenario with its inputs drawn together as they are believed after the facts.
    Calibrate(CalibrateArguments),
    /// Find the best decision over prices, plans, capacities, dates and choices
    ///
    /// Searches a finite grid with the same luck at every point, compares a few finalists under fresh luck with a promise,
    /// and says how flat the top is and what more profit costs in risk. What is simulated is written down at once: after
    /// Ctrl-C, a crash or a full disk the same command goes on with --resume.
    Optimize(OptimizeArguments),
    /// Tell one launch day by day: what bound, what was late, where the money went
    ///
    /// The launch is replayed alone, bit for bit as in a run. What a disruption cost is the difference to the same
    /// launch, under the same luck, without it.
    Explain(ExplainArguments),
    /// Move inputs on a page and see the outcome move
    ///
    /// Serves one page on this machine alone and opens it; without FILE the flagship. Nothing is written unless it is asked
    /// for on the page. Every figure is that of `run` with the same settings and launches. Ctrl-C ends it.
    Explore(ExploreArguments),
    /// Make one report of results on the disk
    ///
    /// Several folders make one report, each a part of it; in another language, with a template of one's own, or without
    /// suppliers and sources.
    Report(ReportArguments),
    /// Put the parts of a sweep together
    Merge(MergeArguments),
    /// Turn data into numbers of a scenario: laws, diffusion, lead times, experience
    Fit(FitArguments),
    /// Look for faults in scenario files without running them
    Check(CheckArguments),
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Write a commented starter scenario that lists every key, or a workbook of questions
    ///
    /// Without FILE it goes to the standard output; a workbook without FILE is launch.xlsx.
    Init(InitArguments),
    /// Turn a scenario into a workbook, or a workbook into a text
    Convert(ConvertArguments),
    /// Print completions for a shell
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// File to write; an existing one is never replaced
    pub file: Option<PathBuf>,
    /// Write a workbook of the questions a launch needs, to be filled in and run
    #[arg(long)]
    pub xlsx: bool,
    /// Start from a bill of materials: a CSV, or a workbook, `parts.xlsx#Sheet1`
    #[arg(long, value_name = "BOM")]
    pub from: Option<PathBuf>,
}

/// The commands by the question they answer, in the order of the help.
const GROUPS: [(&str, &[&str]); 8] = [
    ("Start", &["init", "fit", "calibrate", "check", "convert"]),
    ("Ask", &["run"]),
    ("Why", &["drivers", "explain"]),
    ("Decide", &["compare", "sweep", "optimize"]),
    ("Tell", &["explore", "report"]),
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
    fn launches_and_seed_are_overrides_like_others() {
        let typed = ["launchsim", "run", "a.toml", "-n", "50", "--set", "run.launches=7", "--seed", "3"];
        let Command::Run(run) = Arguments::try_parse_from(typed).unwrap().command else { panic!("not a run") };
        assert_eq!(run.common.overrides(), ["run.launches=7", "run.launches=50", "run.seed=3"]);
    }
}
