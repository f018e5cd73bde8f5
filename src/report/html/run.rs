//! The report of a run: one section for each question.

use super::{Assumptions, Made, Report, Secrets, statements};
use crate::experiment::figures::years::Years;
use crate::outcome::Monthly;
use crate::report::chart::drawn::Drawn;
use crate::report::page::Group;
use crate::report::said::Text;
use crate::report::said::said;
use crate::report::summary::RunSummary;
use crate::report::text::Told;

/// What a report has beside the figures of the run.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// What the scenario assumes.
    pub assumptions: &'a Assumptions,
    /// Statements month by month, of the traced launches.
    pub monthly: &'a Monthly,
    /// The same year by year.
    pub years: &'a Years,
    /// How many launches are traced.
    pub traced: usize,
    /// How it was made.
    pub made: &'a Made,
}

/// Charts by the section they belong to; all others stand at the end.
const ANSWER: [&str; 2] = ["profit", "cash"];
const LEVELS: [&str; 3] = ["progress", "funnel", "demand"];
const WHY: [&str; 4] = ["bookings", "bottleneck", "unit_cost", "waiting"];
const RECORD: [&str; 2] = ["record", "sell_out"];

/// The report of a run.
#[must_use]
pub fn report(run: &RunSummary, mut drawn: Vec<Drawn>, beside: &Beside) -> Report {
    let told = Told::of(run);
    let mut taken = |names: &[&str]| -> Vec<Drawn> {
        let mut found = Vec::new();
        for name in names {
            let at = drawn.iter().position(|drawn| drawn.name == *name);
            found.extend(at.map(|at| drawn.remove(at)));
        }
        found
    };
    let (answer, levels, why, record) = (taken(&ANSWER), taken(&LEVELS), taken(&WHY), taken(&RECORD));
    let about = match told.about.blocks.first() {
        Some(crate::report::page::Block::Paragraph { text }) => text.clone(),
        _ => Text::default(),
    };
    let mut first = told.headline;
    first.extend(told.until);
    let some = |group: Option<Group>| group.into_iter().collect::<Vec<_>>();
    let statements = statements::groups(beside.monthly, beside.years, beside.traced, &run.layout.currency);
    let secrets = Secrets::of(&beside.made.scenarios);
    Report { title: run.layout.heading().into(), about, sections: Vec::new(), secrets }
        .with("answer", said!("The answer"), first, answer)
        .with("levels", said!("The figures"), told.levels, levels)
        .with("why", said!("Why, and what to order"), told.planning, why)
        .with("hangs-on", said!("What it hangs on"), some(told.hangs), Vec::new())
        .with("risks", said!("Short of cash"), told.risks, Vec::new())
        .with("record", said!("Facts on record"), some(told.record), record)
        .with("statements", said!("Statements"), statements, Vec::new())
        .with(super::ASSUMPTIONS, said!("Assumptions"), beside.assumptions.groups(&run.layout.currency), Vec::new())
        .with("pictures", said!("More pictures"), Vec::new(), drawn)
        .named(&run.layout.naming)
        .with("reproduce", said!("How to reproduce it"), vec![beside.made.group()], Vec::new())
}
