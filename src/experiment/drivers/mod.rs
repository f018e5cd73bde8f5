//! What a result hangs on: the inputs that move it most, drawn ones and certain ones, under the same luck.
//!
//! Drawn inputs are read from the launches of one run: its lowest against its highest tenth of an input. Certain ones are
//! moved one at a time ("ceteris paribus"; Howard 1988, the tornado), and the same launches are simulated again. Of two scenarios
//! it is their difference that is moved.

pub mod asked;
pub mod draws;
mod luck;
pub mod moves;
pub mod scaled;
mod subject;
mod tried;

use std::sync::atomic::AtomicBool;

use self::asked::Asked;
use self::draws::{Depth, Drawings, Drawn};
use self::moves::{Inventory, Untried};
pub use self::subject::Subject;
pub use self::tried::{Tried, TriedEnd};
use crate::experiment::sweep::axis::Axis;
use crate::experiment::workers::Workers;
use crate::outcome::Unit;
use crate::stats::mean;
use crate::stats::sensitivity::{FirstOrder, Worth, told_from_nothing};

/// By how much a figure changes, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The change.
    pub change: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Effect {
    /// Whether it can be told from nothing.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.change != 0.0 && (self.low > 0.0 || self.high < 0.0)
    }
}

/// Where a figure changes its sign along an input: where the choice flips.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The value, where it is a number.
    pub value: Option<f64>,
    /// What the input is there, in words; "" for a drawn one, whose value says it.
    pub written: String,
    /// Whether the figure is above zero beyond it: above of a drawn input, farther away of a certain one.
    pub beyond_is_better: bool,
}

/// How much is spent.
#[derive(Clone, Debug)]
pub struct Effort {
    /// Launches of every certain input at every end.
    pub screened: u32,
    /// Launches of those that remain.
    pub told: u32,
    /// How many remain for each figure.
    pub kept: usize,
    /// How many of those that move the first figure most are followed to where it changes its sign.
    pub followed: usize,
    /// Certain inputs tried at most.
    pub most: usize,
    /// Whether choices between words are tried.
    pub choices: bool,
    /// Launches of each step on the way to where the first figure changes its sign.
    pub steps: u32,
    /// Launches simulated again under other luck; with none, the shares of variance are left out.
    pub luck: u32,
}

impl Effort {
    /// That of the end of a page.
    pub const PAGE: Self =
        Self { screened: 16, told: 128, kept: 3, followed: 3, most: moves::MOST, choices: false, steps: 64, luck: 0 };
    /// That of a command of its own.
    pub const COMMAND: Self = Self {
        screened: 16,
        told: 256,
        kept: 12,
        followed: 6,
        most: moves::MOST,
        choices: true,
        steps: 128,
        luck: 512,
    };
}

/// Launches of a run with luck below which the end of a page says nothing of drivers: no interval would leave zero out.
pub const LEAST: u32 = 100;

/// What a result hangs on.
#[derive(Clone, Debug)]
pub struct Drivers {
    /// The figures that are asked for.
    pub asked: Vec<Asked>,
    /// Whether it is the difference of two scenarios.
    pub is_difference: bool,
    /// Their means in the launches of the run.
    pub base: Vec<f64>,
    /// Launches of the run.
    pub launches: usize,
    /// The drawn inputs.
    pub drawn: Vec<Drawn>,
    /// The certain ones, in the order of the files.
    pub tried: Vec<Tried>,
    /// Those that were not tried, and why.
    pub untried: Vec<Untried>,
    /// Launches of each that was only screened, and of each that was told.
    pub effort: (u32, u32),
    /// Launches simulated for it beside the run.
    pub spent: u64,
    /// Share of the variance of each figure that is luck's own: what remains when all drawn inputs are known; `None` where it
    /// never varies or was not looked for.
    pub luck: Vec<Option<Effect>>,
    /// What it is worth to know all of a launch beforehand, luck included.
    pub worth_of_all: Option<Worth>,
}

/// What kind of input it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Drawn anew in each launch.
    Drawn,
    /// A number or a date that is written as certain.
    Certain,
    /// One of several words.
    Choice,
}

/// One input in a ranking.
#[derive(Clone, Copy, Debug)]
pub enum Driver<'a> {
    /// It is drawn.
    Drawn(&'a Drawn),
    /// It is certain, and moved.
    Tried(&'a Tried),
}

impl<'a> Driver<'a> {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'a str {
        match self {
            Self::Drawn(drawn) => &drawn.name,
            Self::Tried(tried) => &tried.name,
        }
    }

    /// Which kind of input it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Drawn(_) => Kind::Drawn,
            Self::Tried(tried) if tried.is_choice => Kind::Choice,
            Self::Tried(_) => Kind::Certain,
        }
    }

    /// Its greatest change of a figure that can be told from nothing.
    #[must_use]
    pub fn greatest(self, figure: usize) -> Option<Effect> {
        let told = |effect: &Option<Effect>| effect.filter(Effect::is_told);
        match self {
            Self::Drawn(drawn) => told(&drawn.changes[figure]),
            Self::Tried(tried) => {
                let all = tried.ends.iter().filter_map(|end| told(&end.changes.get(figure).copied().flatten()));
                all.max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()))
            }
        }
    }
}

impl Drivers {
    /// What the drawn inputs of a run and the certain ones of its scenario move. `drawings` are the launches of the run, which
    /// begins with launch 0; `ranges` are the ends named for some keys.
    /// An input that cannot be moved is told as not tried.
    #[must_use]
    pub fn of(
        subject: &Subject,
        drawings: &Drawings,
        asked: Vec<Asked>,
        (ranges, effort): (&[Axis], &Effort),
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Self {
        let inventory = subject.inventory(ranges);
        let Inventory { mut moves, mut untried, .. } = inventory;
        moves.retain(|one| effort.choices || one.is_ordered());
        for left in moves.drain(effort.most.min(moves.len())..) {
            let why = format!("more than {} inputs; --all tries every one", effort.most);
            untried.push(Untried { name: left.name, why });
        }
        let launches = drawings.launches() as u32;
        let mut trial = tried::Trial::new(subject, &asked, drawings, workers, stop);
        let screened = effort.screened.min(launches);
        let mut tried: Vec<Tried> = trial.all(&moves, screened);
        // A loss of probability is seen in money before it happens in few launches.
        let told = effort.told.min(launches);
        if told > screened {
            let kept = remaining(&tried, asked.len(), effort.kept);
            let again: Vec<moves::Move> = kept.iter().map(|&at| moves[at].clone()).collect();
            for (at, found) in kept.into_iter().zip(trial.all(&again, told)) {
                tried[at] = found;
            }
        }
        let order = ranked(&tried, 0);
        let followed = order.into_iter().enumerate();
        let followed = followed.filter(|(rank, at)| *rank < effort.followed || tried[*at].named.is_some());
        for at in followed.map(|(_, at)| at).collect::<Vec<usize>>() {
            tried[at].flip = trial.flip(&moves[at], effort.steps.min(launches));
        }
        untried.extend(tried::refused(&mut tried));
        let spent = trial.spent;
        let depth = if effort.luck > 0 { Depth::All } else { Depth::Ends };
        let drawn = drawings.drawn(&asked, depth, workers);
        let base = drawings.figures.iter().map(|figure| mean(&known(figure))).collect();
        let (luck, more) = luck::shares(subject, &asked, effort.luck, workers, stop);
        let mut found = Self {
            asked,
            is_difference: subject.is_difference(),
            base,
            launches: launches as usize,
            drawn,
            tried,
            untried,
            effort: (screened, told.max(screened)),
            spent: spent + more,
            luck,
            worth_of_all: drawings.worth_of_all(),
        };
        let strongest: Vec<usize> = found
            .ranking(0)
            .into_iter()
            .filter_map(|(driver, _)| match driver {
                Driver::Drawn(drawn) => found.drawn.iter().position(|one| one.input == drawn.input),
                Driver::Tried(_) => None,
            })
            .take(effort.kept)
            .collect();
        let worth = workers.each(&strongest, |&at| drawings.worth_of(&[found.drawn[at].input]));
        for (at, worth) in strongest.into_iter().zip(worth) {
            found.drawn[at].worth = worth;
        }
        found
    }

    /// All inputs that move a figure beyond doubt, the strongest first.
    #[must_use]
    pub fn ranking(&self, figure: usize) -> Vec<(Driver<'_>, Effect)> {
        let drawn = self.drawn.iter().map(Driver::Drawn);
        let all = drawn.chain(self.tried.iter().map(Driver::Tried));
        let mut found: Vec<(Driver<'_>, Effect)> =
            all.filter_map(|driver| Some((driver, driver.greatest(figure)?))).collect();
        found.sort_by(|(_, a), (_, b)| b.change.abs().total_cmp(&a.change.abs()));
        found
    }

    /// The drawn inputs by their first-order share of the variance of a figure, the greatest first, and whether each can be
    /// told from nothing among all of them (Holm 1979).
    #[must_use]
    pub fn by_share(&self, figure: usize) -> Vec<(&Drawn, FirstOrder, bool)> {
        let known: Vec<(&Drawn, FirstOrder)> =
            self.drawn.iter().filter_map(|drawn| Some((drawn, drawn.shares[figure]?))).collect();
        let told = told_from_nothing(&known.iter().map(|(_, share)| share.p_value).collect::<Vec<_>>(), 0.05);
        let mut all: Vec<_> = known.into_iter().zip(told).map(|((drawn, share), told)| (drawn, share, told)).collect();
        all.sort_by(|a, b| b.2.cmp(&a.2).then(b.1.share.total_cmp(&a.1.share)));
        all
    }

    /// The certain input that moves the first figure most and can be swept, with its ends as a scenario writes them.
    #[must_use]
    pub fn sweepable(&self) -> Option<(&str, &str, &str)> {
        let order = ranked(&self.tried, 0);
        let numbers = order.into_iter().map(|at| &self.tried[at]).filter(|one| !one.is_choice);
        numbers.into_iter().find_map(|one| match one.settings.as_slice() {
            [low, high] if low.len() + high.len() < LONGEST => {
                let (key, low) = low.split_once('=')?;
                Some((key, low, high.split_once('=')?.1))
            }
            _ => None,
        })
    }

    /// Certain inputs that change no figure in any launch.
    #[must_use]
    pub fn without_effect(&self) -> usize {
        self.tried.iter().filter(|one| one.moves_nothing()).count()
    }

    /// Whether a figure is a probability.
    #[must_use]
    pub fn is_probability(&self, figure: usize) -> bool {
        self.asked[figure].unit == Unit::YesNo
    }
}

/// Letters of two overrides that are still a command to type.
const LONGEST: usize = 120;

pub(super) fn known(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| !value.is_nan()).collect()
}

/// The places of what moves a figure most on the way through the screening, the strongest first.
fn ranked(tried: &[Tried], figure: usize) -> Vec<usize> {
    let greatest = |one: &Tried| {
        let changes = one.ends.iter().filter_map(|end| end.changes.get(figure).copied().flatten());
        changes.map(|effect| effect.change.abs()).fold(0.0, f64::max)
    };
    let mut order: Vec<usize> = (0..tried.len()).filter(|&at| greatest(&tried[at]) > 0.0).collect();
    order.sort_by(|&a, &b| greatest(&tried[b]).total_cmp(&greatest(&tried[a])).then(a.cmp(&b)));
    order
}

/// The strongest for each figure and for the cash that is left at worst, and all whose ends were named, in the order of the
/// files.
fn remaining(tried: &[Tried], figures: usize, kept: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..figures).flat_map(|figure| ranked(tried, figure).into_iter().take(kept)).collect();
    let mut by_cash: Vec<usize> = (0..tried.len()).filter(|&at| tried[at].cash() > 0.0).collect();
    by_cash.sort_by(|&a, &b| tried[b].cash().total_cmp(&tried[a].cash()).then(a.cmp(&b)));
    all.extend(by_cash.into_iter().take(kept));
    all.extend((0..tried.len()).filter(|&at| tried[at].named.is_some()));
    all.sort_unstable();
    all.dedup();
    all
}
