//! What has been simulated so far: points, their launches, and what these say.

use std::collections::BTreeMap;

use super::goal::{Goal, Verdict};
use super::space::{Place, Space};
use crate::stats::{Better, Summary};

/// Some launches of a point that shall be simulated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The point; `None` for the scenario as it is written.
    pub place: Option<Place>,
    /// Number of the first launch.
    pub first: u32,
    /// How many.
    pub launches: u32,
}

/// The columns of some launches in the order of [`Goal::wanted`]; `None` where the point makes no valid scenario.
pub type Answered = Option<Vec<Vec<f64>>>;

/// Who simulates.
pub trait Oracle {
    /// Why it cannot.
    type Fault;

    /// Simulates tasks, in whatever order; answers come in theirs.
    ///
    /// # Errors
    /// When it was stopped, or the answers could not be written down.
    fn simulate(&mut self, tasks: &[Task]) -> Result<Vec<Answered>, Self::Fault>;
}

/// Which launches: those the search looks at, or those nobody has chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// Launches from number 0 on.
    Search,
    /// Launches from number [`FRESH`] on.
    Fresh,
}

/// Launches of a point that the search looks at, at most; those after it are fresh.
pub const FRESH: u32 = 1024;

/// A point that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// Where it lies; `None` for the scenario as it is written.
    pub place: Option<Place>,
    /// Columns of the launches of the search.
    pub search: Vec<Vec<f64>>,
    /// Columns of the fresh launches.
    pub fresh: Vec<Vec<f64>>,
    /// Whether it makes a scenario at all.
    pub possible: bool,
}

impl Tried {
    /// Its columns under a luck.
    #[must_use]
    pub fn of(&self, luck: Luck) -> &[Vec<f64>] {
        match luck {
            Luck::Search => &self.search,
            Luck::Fresh => &self.fresh,
        }
    }

    /// Its launches under a luck.
    #[must_use]
    pub fn launches(&self, luck: Luck) -> u32 {
        self.of(luck).first().map_or(0, Vec::len) as u32
    }

    /// The first so many launches of its columns.
    #[must_use]
    pub fn first(&self, luck: Luck, launches: u32) -> Vec<&[f64]> {
        self.of(luck).iter().map(|column| &column[..(launches as usize).min(column.len())]).collect()
    }
}

/// All that was tried, with the launches it took.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    /// The decisions.
    pub space: &'a Space,
    /// What is looked for.
    pub goal: &'a Goal,
    /// The points in the order in which they were tried.
    pub tried: Vec<Tried>,
    places: BTreeMap<Option<Place>, usize>,
    /// Launches simulated.
    pub spent: u64,
}

impl<'a> Ledger<'a> {
    /// Nothing tried yet.
    #[must_use]
    pub fn new(space: &'a Space, goal: &'a Goal) -> Self {
        Self { space, goal, tried: Vec::new(), places: BTreeMap::new(), spent: 0 }
    }

    /// The number of a point that was tried.
    #[must_use]
    pub fn find(&self, place: &[usize]) -> Option<usize> {
        self.places.get(&Some(place.to_vec())).copied()
    }

    /// Has points simulated until each has so many launches; as many of them, in their order, as `cap` launches in all
    /// allow. Gives the numbers of those that have them.
    ///
    /// # Errors
    /// That of the oracle.
    pub fn ask<O: Oracle>(
        &mut self,
        oracle: &mut O,
        places: &[Option<Place>],
        (luck, launches): (Luck, u32),
        cap: u64,
    ) -> Result<Vec<usize>, O::Fault> {
        let mut tasks: Vec<Task> = Vec::new();
        let mut asked: Vec<usize> = Vec::new();
        let mut spent = self.spent;
        for place in places {
            let known = self.places.get(place).copied();
            let there = known.map_or(0, |at| self.tried[at].launches(luck));
            let more = launches.saturating_sub(there);
            if known.is_some_and(|at| asked.contains(&at) || !self.tried[at].possible) {
                continue;
            }
            if spent + u64::from(more) > cap {
                break;
            }
            let at = known.unwrap_or_else(|| {
                let columns = vec![Vec::new(); self.goal.wanted.len()];
                let new = Tried { place: place.clone(), search: columns.clone(), fresh: columns, possible: true };
                self.tried.push(new);
                self.places.insert(place.clone(), self.tried.len() - 1);
                self.tried.len() - 1
            });
            asked.push(at);
            spent += u64::from(more);
            if more > 0 {
                let first = there + if luck == Luck::Fresh { FRESH } else { 0 };
                tasks.push(Task { place: place.clone(), first, launches: more });
            }
        }
        let answers = if tasks.is_empty() { Vec::new() } else { oracle.simulate(&tasks)? };
        for (task, answer) in tasks.iter().zip(answers) {
            let Some(&at) = self.places.get(&task.place) else { continue };
            let one = &mut self.tried[at];
            let Some(columns) = answer else {
                one.possible = false;
                continue;
            };
            self.spent += u64::from(task.launches);
            let into = if luck == Luck::Fresh { &mut one.fresh } else { &mut one.search };
            into.iter_mut().zip(columns).for_each(|(into, column)| into.extend(column));
        }
        asked.retain(|&at| self.tried[at].possible);
        Ok(asked)
    }

    /// What a point is worth by its first so many launches, more being better; NaN where it has none.
    #[must_use]
    pub fn worth(&self, at: usize, luck: Luck, launches: u32) -> f64 {
        self.goal.sign() * self.goal.objective(&self.tried[at].first(luck, launches))
    }

    /// How the conditions stand at a point by its first so many launches.
    #[must_use]
    pub fn verdict(&self, at: usize, luck: Luck, launches: u32, confidence: f64) -> Verdict {
        self.goal.verdict(&self.tried[at].first(luck, launches), confidence)
    }

    /// By how much one point is worth more than another under the same luck, and the standard error of that.
    #[must_use]
    pub fn ahead(&self, one: usize, other: usize, luck: Luck) -> (f64, f64) {
        let launches = self.tried[one].launches(luck).min(self.tried[other].launches(luck));
        let values = |at: usize| self.goal.repetitions(&self.tried[at].first(luck, launches));
        let pairs = values(one).into_iter().zip(values(other)).map(|(x, y)| x - y);
        let summary = Summary::sampled(&pairs.collect::<Vec<f64>>(), Better::More, self.goal.repetitions_are());
        (self.worth(one, luck, launches) - self.worth(other, luck, launches), summary.se)
    }
}
