//! How a report was made, so that whoever holds it can make it again.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::report::page::{Block, Fact, Group, List};
use crate::report::said::said;
use crate::report::said::{Figure, Shown, Text};

/// What made a report.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Version of the program.
    pub version: String,
    /// The command line as it was typed.
    pub command: Vec<String>,
    /// Seed of all luck, where there is one.
    pub seed: Option<u64>,
    /// The scenarios as they were simulated, as TOML.
    pub scenarios: Vec<String>,
}

impl Made {
    /// The command, the version, the seed and the sums of the scenarios.
    #[must_use]
    pub fn group(&self) -> Group {
        let fact = |label: Text, value: Text| Fact { label, value, remark: Text::default() };
        let command: Vec<String> = self.command.iter().map(|word| quoted(word)).collect();
        let mut facts = vec![
            fact(said!("Command"), Text::code(command.join(" "))),
            fact(said!("Version"), Text::name(format!("launchsim {}", self.version))),
        ];
        if let Some(seed) = self.seed {
            facts.push(fact(said!("Seed"), Figure::new("seed", seed as f64, Shown::Bare).into()));
        }
        for scenario in &self.scenarios {
            let sum = Sha256::digest(scenario.as_bytes()).iter().fold(String::new(), |mut sum, byte| {
                // Writing to a String cannot fail.
                let _ = write!(sum, "{byte:02x}");
                sum
            });
            facts.push(fact(said!("Scenario, SHA-256 of {file}", file = "scenario.toml"), Text::code(sum)));
        }
        Group::of([Block::Facts { facts, list: List::Named }]).and(Group::said(said!(
            "The same command with the same version and the same files gives the same figures, bit for bit, on any number of threads."
        )))
    }
}

/// A word of a command line as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,+%@".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
