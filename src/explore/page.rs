//! What the page begins with, and its words in each language.

use serde::Serialize;

use super::control::{Control, ToldControl};
use super::exercise::Exercise;
use crate::report::said::{Language, Text, said};

/// Launches that are simulated at once while something is dragged: whole chunks, to which more can be added.
const QUICK: u32 = 512;

/// What the page begins with.
#[derive(Clone, Debug)]
pub struct Begins {
    /// The title of the scenario, or its name.
    pub title: String,
    /// Launches the scenario asks for.
    pub launches: u32,
    /// What can be moved from the beginning.
    pub controls: Vec<Control>,
    /// Whether those of the most weight are added once they are known.
    pub weigh: bool,
    /// The exercise, if it is one.
    pub exercise: Option<Exercise>,
}

/// The same in a language.
#[derive(Clone, Debug, Serialize)]
pub struct Told<'a> {
    title: &'a str,
    quick: u32,
    launches: u32,
    controls: Vec<ToldControl>,
    weigh: bool,
    language: Language,
    exercise: Option<ToldExercise>,
    words: serde_json::Map<String, serde_json::Value>,
}

#[derive(Clone, Debug, Serialize)]
struct ToldExercise {
    name: &'static str,
    title: String,
    task: String,
    wanted: String,
}

impl Begins {
    /// In a language.
    #[must_use]
    pub fn told(&self, language: Language) -> Told<'_> {
        let exercise = self.exercise.map(|exercise| ToldExercise {
            name: exercise.name,
            title: exercise.title().told(language),
            task: exercise.task().told(language),
            wanted: exercise.wanted().told(language),
        });
        let words = words().into_iter().map(|(name, text)| (name.to_owned(), text.told(language).into())).collect();
        Told {
            title: &self.title,
            quick: QUICK.min(self.launches),
            launches: self.launches,
            controls: self.controls.iter().map(|control| control.told(language)).collect(),
            weigh: self.weigh,
            language,
            exercise,
            words,
        }
    }
}

/// The words of the page by the names its script has for them.
fn words() -> Vec<(&'static str, Text)> {
    vec![
        ("levers", said!("What you move")),
        ("find", said!("Find anything else")),
        ("find_hint", said!("price, credit, lead time, launch date \u{2026}")),
        ("nothing_found", said!("Nothing of that name can be moved.")),
        ("add", said!("Add")),
        ("added", said!("It is on the left.")),
        ("remove", said!("Take away")),
        ("moved", said!("Moved")),
        ("nothing_moved", said!("Nothing is moved: this is the scenario as it was opened.")),
        ("undo", said!("One step back")),
        ("reset", said!("As opened")),
        ("pin", said!("Hold against this")),
        ("unpin", said!("Hold against the scenario as opened")),
        ("pinned", said!("Held against what you pinned.")),
        ("middle", said!("middle")),
        ("width", said!("width, times")),
        ("drawn", said!("Drawn anew in each launch.")),
        ("figures", said!("In figures, mean of the launches")),
        ("figure", said!("Figure")),
        ("now", said!("now").begun()),
        ("spread", said!("Nine launches in ten")),
        ("reference", said!("Held against")),
        ("difference", said!("Difference, 95 % interval")),
        ("more", said!("All of the difference, and why")),
        ("unsure", said!("cannot be told from luck")),
        ("launches", said!("{count} launches", count = Text::name("{count}"))),
        ("refining", said!("{count} launches, more are coming", count = Text::name("{count}"))),
        ("working", said!("simulating \u{2026}")),
        ("weighs", said!("What it hangs on")),
        ("weigh_now", said!("Find out (some seconds)")),
        ("weighing", said!("finding out \u{2026}")),
        ("keep", said!("Keep it")),
        ("save", said!("Save as a scenario")),
        ("save_name", said!("name of the file")),
        ("saved", said!("Saved: {what}", what = Text::name("{what}"))),
        ("command", said!("Copy the command")),
        ("copied", said!("Copied: {what}", what = Text::name("{what}"))),
        ("report", said!("Write the report")),
        ("reporting", said!("writing the report \u{2026}")),
        ("reported", said!("Written: {what}", what = Text::name("{what}"))),
        ("open_report", said!("Open it")),
        ("link", said!("Copy a link to this state")),
        ("gone", said!("launchsim has ended; start it again to go on.")),
        ("broken", said!("A fault of launchsim, please report it.")),
        ("no_report", said!("A page without a server writes no report: copy the command and run it.")),
        ("other", said!("\u{4e2d}\u{6587}")),
        ("exercise", said!("Exercise")),
        ("who", said!("Your name")),
        ("answer", said!("Your answer")),
        ("hand_in", said!("Hand in")),
        ("handed_in", said!("Handed in: {what}", what = Text::name("{what}"))),
        ("stands", said!("The pictures are those of before.")),
    ]
}
