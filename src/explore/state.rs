//! What was moved, apart from the scenario that was opened.

use serde::{Deserialize, Serialize};

use super::law;
use crate::experiment::sweep::axis::Axis;
use crate::language::tree::Value;
use crate::scenario::Loaded;
use crate::scenario::written::text;

/// Keys that can be moved at once, at most.
pub const MOST: usize = 200;

/// A key and what it was moved to.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Change {
    /// The key, as `--set` takes it.
    pub key: String,
    /// What it became.
    #[serde(flatten)]
    pub to: To,
}

/// What a key became.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum To {
    /// A number; of a length of time in days, of a date in days from 1970-01-01.
    Number {
        /// The number.
        number: f64,
    },
    /// A word.
    Word {
        /// The word.
        word: String,
    },
    /// A law with its middle there and its width so many times what it was.
    Law {
        /// Its middle.
        middle: f64,
        /// Its width, in times of what is written.
        width: f64,
    },
}

impl Change {
    /// The same as `--set` takes it.
    ///
    /// # Errors
    /// In plain English, when there is no such key or it cannot be moved so.
    pub fn setting(&self, opened: &Loaded) -> Result<String, String> {
        match &self.to {
            To::Number { number } => {
                let axis = Axis::of_key(&self.key).map_err(|(what, cure)| format!("{what}: {cure}"))?;
                Ok(axis.setting(axis.rounded(*number)))
            }
            To::Word { word } => Ok(format!("{}={}", self.key, word.replace(['\n', '\r'], " "))),
            To::Law { middle, width } => {
                let written =
                    opened.value_at(&self.key).ok_or_else(|| format!("nothing is written at `{}`", self.key))?;
                let Value::Table(table) = written else { return Err(format!("`{}` is no law", self.key)) };
                if law::is_of_a_sample(table) {
                    let axis = Axis::of_key(&self.key).map_err(|(what, cure)| format!("{what}: {cure}"))?;
                    return Ok(axis.setting(axis.rounded(*middle)));
                }
                let moved = law::moved(table, *middle, *width)
                    .ok_or_else(|| format!("the law of `{}` cannot be moved", self.key))?;
                Ok(format!("{}={}", self.key, text(&Value::Table(moved))))
            }
        }
    }
}

/// What was moved, as `--set` takes it, each key once.
///
/// # Errors
/// The key and why, for the first that cannot be.
pub fn settings(changes: &[Change], opened: &Loaded) -> Result<Vec<String>, (String, String)> {
    if changes.len() > MOST {
        return Err((String::new(), format!("at most {MOST} keys are moved at once")));
    }
    changes.iter().map(|change| change.setting(opened).map_err(|why| (change.key.clone(), why))).collect()
}
