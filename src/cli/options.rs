//! What several commands take: overrides, the number of launches, where results go and how they are shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use crate::experiment::Workers;
use crate::language::source::Source;
use crate::report::Invocation;
use crate::report::chart::paper::Size;
use crate::report::html::Looks;
use crate::report::said::Language;

/// What standard output carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for people
    #[default]
    Human,
    /// JSON for programs
    Json,
}

/// What charts are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sheet {
    /// A page of A4, 17 cm wide
    #[default]
    Page,
    /// A slide of 16:9
    Slide,
    /// A square
    Square,
}

impl Sheet {
    /// As charts know it.
    fn size(self) -> Size {
        match self {
            Self::Page => Size::Page,
            Self::Slide => Size::Slide,
            Self::Square => Size::Square,
        }
    }
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
    /// Write the results as a workbook, too: results.xlsx
    #[arg(long, display_order = LATE + 2)]
    pub xlsx: bool,
    /// What charts are made for
    #[arg(long, value_enum, default_value_t, display_order = LATE + 3)]
    pub size: Sheet,
    /// How the report looks
    #[command(flatten)]
    pub looks: ReportLooks,
    /// Leave the charts as slides too: slides.zip, with what each finds
    #[arg(long, conflicts_with = "no_charts", display_order = LATE + 3)]
    pub slides: bool,
}

/// How `report.html` looks.
#[derive(Debug, Args)]
pub struct ReportLooks {
    /// Language of report.html and the charts
    #[arg(long, value_enum, default_value_t, display_order = LATE + 3)]
    pub lang: Tag,
    /// A template of one's own for report.html, in place of the built-in one
    #[arg(long, value_name = "FILE", value_parser = template, display_order = LATE + 3)]
    pub template: Option<Template>,
    /// Leave suppliers and sources out of report.html and results.xlsx
    #[arg(long, display_order = LATE + 4)]
    pub confidential: bool,
    /// Keep letters as text in SVG, to be edited; else they are outlines, which look the same everywhere
    #[arg(long, display_order = LATE + 4)]
    pub svg_text: bool,
}

/// A template: its name and its text.
type Template = Arc<(String, String)>;

/// Reads a template.
///
/// # Errors
/// When it cannot be read, or is none.
fn template(path: &str) -> Result<Template, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let template = Arc::new((path.to_owned(), text));
    Looks { template: Some(Arc::clone(&template)), ..Looks::default() }.check().map(|()| template)
}

impl ReportLooks {
    /// The same for who writes the report.
    #[must_use]
    pub fn looks(&self) -> Looks {
        let language = match self.lang {
            Tag::En => Language::English,
            Tag::Zh => Language::Chinese,
        };
        let (template, confidential, letters) = (self.template.clone(), self.confidential, self.svg_text);
        Looks { language, template, confidential, letters, slides: false, xlsx: false }
    }
}

/// Languages by their tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Tag {
    /// English
    #[default]
    En,
    /// Simplified Chinese
    Zh,
}

impl Show {
    /// Whether nothing is to be said but errors.
    #[must_use]
    pub fn quiet(&self) -> bool {
        self.voice.quiet
    }

    /// How the report looks, and whether slides go with it.
    fn looks(&self) -> Looks {
        Looks { slides: self.slides, xlsx: self.xlsx, ..self.looks.looks() }
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
pub(super) const LATE: usize = 100;

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
        looks: show.looks(),
        size: show.size.size(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["10000", "10_000", "1e4", "10k", "10K", "0.01M"] {
            assert_eq!(launches(text), Ok(10_000), "{text}");
        }
        for text in ["1.5", "-1", "ten", "", "0", "1e15", "5e9", "inf", "NaN"] {
            assert!(launches(text).is_err(), "{text}");
        }
    }
}
