//! What the draws of a run say of the inputs that are drawn.

use std::borrow::Cow;

use super::asked::{Asked, CONFIDENCE};
use super::{Effect, Flip};
use crate::experiment::compare::Alternative;
use crate::experiment::workers::Workers;
use crate::outcome::{Chunk, Layout, MetricId};
use crate::stats::sensitivity::{
    Ends, FirstOrder, Lines, RankCorrelation, Worth, ends, first_order, partial_information, perfect_information,
    spearman,
};
use crate::stats::{Summary, mean};

/// Launches at either end of an input, as a share of all.
const TENTH: f64 = 0.1;
/// Parts into which an input is cut to see where a figure changes its sign.
const PARTS: usize = 10;
/// Fewer launches at one end say nothing.
const LEAST: usize = 10;

/// The launches of a run: what was drawn, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Drawings {
    /// Keys of the uncertain inputs.
    pub inputs: Vec<String>,
    /// What was drawn for each in each launch.
    pub draws: Vec<Vec<f64>>,
    /// Each figure that is asked for, in each launch.
    pub figures: Vec<Vec<f64>>,
    /// The lowest cash of each launch: what is felt before anybody is short.
    pub cash: Vec<f64>,
    /// Of each sample that inputs are drawn from, their places: launches of the same line are one piece of evidence on them.
    pub samples: Vec<Vec<usize>>,
}

/// The launches by the lines of a sample that they took.
struct Taken {
    /// The inputs that are drawn from it.
    inputs: Vec<usize>,
    /// The number of the line of each launch.
    lines: Vec<u32>,
    /// The first launch of each line that differs from the others.
    once: Vec<usize>,
}

/// How much is read from the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The lowest against the highest tenth.
    Ends,
    /// Shares of variance and rank correlations too.
    All,
}

/// One drawn input.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Its key.
    pub name: String,
    /// Its place among the inputs of the run.
    pub input: usize,
    /// Its mean in the tenth of launches in which it is lowest, and in which it is highest.
    pub ends: [f64; 2],
    /// By how much each figure is higher at the highest than at the lowest tenth; `None` where one of them is empty.
    pub changes: Vec<Option<Effect>>,
    /// The mean of each figure in the lowest and in the highest tenth; `None` where one of them is empty.
    pub means: Vec<Option<[f64; 2]>>,
    /// Its first-order share of the variance of each figure; `None` where that was not looked for or does not vary.
    pub shares: Vec<Option<FirstOrder>>,
    /// Its rank correlation with each figure; as the shares.
    pub ranks: Vec<Option<RankCorrelation>>,
    /// What it is worth to know it before choosing; `None` where that was not looked for.
    pub worth: Option<Worth>,
    /// Where the first figure changes its sign.
    pub flip: Option<Flip>,
}

/// Launches from which the worth of an input is read.
const ROWS: usize = 4_000;
/// Launches of a run that are kept at most: what more would tell is far below what certain inputs hide.
pub const MOST: usize = 20_000;

impl Taken {
    /// What a column says of the first launch of each line.
    fn of_each(&self, column: &[f64]) -> Vec<f64> {
        self.once.iter().map(|&launch| column[launch]).collect()
    }
}

impl Drawings {
    /// No launches yet.
    #[must_use]
    pub fn new(layout: &Layout, asked: &[Asked]) -> Self {
        Self {
            inputs: layout.inputs.clone(),
            draws: vec![Vec::new(); layout.inputs.len()],
            figures: vec![Vec::new(); asked.len()],
            cash: Vec::new(),
            samples: layout.given.iter().map(|given| given.inputs.clone()).collect(),
        }
    }

    /// Adds the launches of a chunk, up to [`MOST`].
    pub fn push(&mut self, layout: &Layout, asked: &[Asked], chunk: &Chunk) {
        if self.launches() < MOST {
            self.add(layout, asked, (&chunk.inputs, &chunk.metrics), chunk.launches);
        }
    }

    fn add(&mut self, layout: &Layout, asked: &[Asked], (draws, metrics): (&[Vec<f64>], &[Vec<f64>]), launches: usize) {
        self.draws.iter_mut().zip(draws).for_each(|(column, values)| column.extend_from_slice(values));
        for (column, asked) in self.figures.iter_mut().zip(asked) {
            column.extend(asked.column(layout, metrics, launches));
        }
        if let Some(at) = layout.at(MetricId::LowestCash) {
            self.cash.extend_from_slice(&metrics[at]);
        }
    }

    /// The launches of an alternative.
    #[must_use]
    pub fn of(alternative: &Alternative, asked: &[Asked], launches: u32) -> Self {
        let mut drawings = Self::new(&alternative.layout, asked);
        drawings.add(&alternative.layout, asked, (&alternative.inputs, &alternative.metrics), launches as usize);
        drawings
    }

    /// The difference of two alternatives: the second less the first, launch by launch.
    #[must_use]
    pub fn difference(first: &Alternative, second: &Alternative, asked: &[Asked], launches: u32) -> Self {
        let (mut all, second) = (Self::of(first, asked, launches), Self::of(second, asked, launches));
        let less = |(first, second): (&mut Vec<f64>, &Vec<f64>)| {
            first.iter_mut().zip(second).for_each(|(first, second)| *first = second - *first);
        };
        all.figures.iter_mut().zip(&second.figures).for_each(less);
        less((&mut all.cash, &second.cash));
        for (name, draws) in second.inputs.into_iter().zip(second.draws) {
            if !all.inputs.contains(&name) {
                all.inputs.push(name);
                all.draws.push(draws);
            }
        }
        all
    }

    /// Which launches took the same line of the sample that some of these inputs are drawn from, where there is one.
    fn taken(&self, of: &[usize]) -> Option<Taken> {
        let launches = self.launches();
        let taken = |inputs: &Vec<usize>| {
            let line = |launch: usize| inputs.iter().map(move |&input| self.draws[input][launch].to_bits());
            let mut order: Vec<usize> = (0..launches).collect();
            order.sort_by(|&one, &other| line(one).cmp(line(other)).then(one.cmp(&other)));
            let (mut lines, mut once) = (vec![0; launches], Vec::new());
            for (number, same) in order.chunk_by(|&one, &other| line(one).eq(line(other))).enumerate() {
                once.push(same[0]);
                for &launch in same {
                    lines[launch] = number as u32;
                }
            }
            once.sort_unstable();
            Taken { inputs: inputs.clone(), lines, once }
        };
        self.samples.iter().find(|inputs| of.iter().any(|input| inputs.contains(input))).map(taken)
    }

    /// Launches.
    #[must_use]
    pub fn launches(&self) -> usize {
        self.figures.first().map_or(0, Vec::len)
    }

    /// Each input that is not the same in all launches, in the order of the run, on as many threads as there are.
    ///
    /// The change of a figure is the mean of the launches with the highest tenth of the input less that of those with the
    /// lowest; its interval is for all inputs and figures together (Bonferroni), so that what leaves zero out is told from
    /// nothing although many were looked at. Of an input that is drawn from a sample, launches of the same line are one piece
    /// of evidence, and its share, rank correlation and worth are read from one launch a line.
    #[must_use]
    pub fn drawn(&self, asked: &[Asked], depth: Depth, workers: &Workers) -> Vec<Drawn> {
        let varied: Vec<usize> = (0..self.inputs.len()).filter(|&at| varies(&self.draws[at])).collect();
        let together = (varied.len() * asked.len()).max(1) as f64;
        let confidence = 1.0 - (1.0 - CONFIDENCE) / together;
        let samples: Vec<Taken> = self.samples.iter().filter_map(|inputs| self.taken(inputs)).collect();
        workers.each(&varied, |&at| {
            let draws = &self.draws[at];
            let sample = samples.iter().find(|sample| sample.inputs.contains(&at));
            let lines = sample.map_or(Lines::ALONE, |sample| Lines::of(&sample.lines));
            let tenths: Vec<Option<Ends>> =
                self.figures.iter().map(|figure| ends(draws, figure, lines, TENTH, confidence)).collect();
            let once = |column| sample.map_or(Cow::Borrowed(column), |sample| Cow::Owned(sample.of_each(column)));
            let alone = once(draws.as_slice());
            let figures: Vec<Cow<'_, [f64]>> = self.figures.iter().map(|figure| once(figure.as_slice())).collect();
            let (shares, ranks) = match depth {
                Depth::Ends => (vec![None; asked.len()], vec![None; asked.len()]),
                Depth::All => (
                    figures.iter().map(|figure| first_order(&alone, figure, CONFIDENCE)).collect(),
                    figures.iter().map(|figure| spearman(&alone, figure, CONFIDENCE)).collect(),
                ),
            };
            Drawn {
                name: self.inputs[at].clone(),
                input: at,
                ends: means_at_ends(draws),
                changes: tenths.iter().map(|found| found.as_ref().map(effect)).collect(),
                means: tenths.iter().map(|found| found.as_ref().map(|found| [found.means.0, found.means.1])).collect(),
                shares,
                ranks,
                worth: None,
                flip: figures.first().and_then(|figure| sign_change(&alone, figure)),
            }
        })
    }

    /// What it is worth to know some inputs, by their places, before choosing: of one scenario, whether to launch at all; of
    /// two, which of them. The first 4,000 launches are read.
    #[must_use]
    pub fn worth_of(&self, inputs: &[usize]) -> Option<Worth> {
        let mut launches = match self.taken(inputs) {
            Some(sample) => sample.once,
            None => (0..self.launches()).collect(),
        };
        launches.truncate(ROWS);
        let of = |column: &[f64]| -> Vec<f64> { launches.iter().map(|&launch| column[launch]).collect() };
        let inputs: Vec<Vec<f64>> = inputs.iter().map(|&input| of(&self.draws[input])).collect();
        let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        partial_information(&inputs, &[&vec![0.0; launches.len()], &of(self.figures.first()?)], CONFIDENCE)
    }

    /// What it is worth to know all there is in a launch before choosing, luck included: the bound of all of them.
    #[must_use]
    pub fn worth_of_all(&self) -> Option<Worth> {
        let figure = self.figures.first()?;
        let all: Vec<usize> = (0..self.inputs.len()).collect();
        let figure = self.taken(&all).map_or(Cow::Borrowed(figure.as_slice()), |sample| sample.of_each(figure).into());
        perfect_information(&[&vec![0.0; figure.len()], &figure], CONFIDENCE)
    }
}

/// The mean of an input in its lowest and in its highest tenth.
fn means_at_ends(draws: &[f64]) -> [f64; 2] {
    ends(draws, draws, Lines::ALONE, TENTH, CONFIDENCE).map_or([f64::NAN; 2], |found| [found.means.0, found.means.1])
}

fn effect(found: &Ends) -> Effect {
    Effect { change: found.change, low: found.low, high: found.high }
}

fn varies(draws: &[f64]) -> bool {
    draws.iter().any(|draw| *draw != draws[0])
}

/// Where the mean of a figure changes its sign along an input: between the means of two neighbouring tenths, straight. `None`
/// where it has the same sign at both ends, or where an end cannot be told from zero.
fn sign_change(draws: &[f64], figure: &[f64]) -> Option<Flip> {
    let mut order: Vec<usize> = (0..draws.len()).filter(|&launch| !figure[launch].is_nan()).collect();
    order.sort_by(|&a, &b| draws[a].total_cmp(&draws[b]).then(a.cmp(&b)));
    if order.len() < PARTS * LEAST {
        return None;
    }
    let part = |at: usize| {
        let launches = &order[order.len() * at / PARTS..order.len() * (at + 1) / PARTS];
        let values: Vec<f64> = launches.iter().map(|&launch| figure[launch]).collect();
        let x = mean(&launches.iter().map(|&launch| draws[launch]).collect::<Vec<_>>());
        let Summary { mean, se, .. } = Summary::of(&values);
        (x, mean, se)
    };
    let parts: Vec<(f64, f64, f64)> = (0..PARTS).map(part).collect();
    let (first, last) = (parts[0], parts[PARTS - 1]);
    let told = |end: (f64, f64, f64)| end.1.abs() > 2.0 * end.2;
    if !told(first) || !told(last) || first.1.signum() == last.1.signum() || first.0 == last.0 {
        return None;
    }
    let at = (1..PARTS).find(|&at| parts[at].1.signum() == last.1.signum())?;
    let ((x, y, _), (next, beyond, _)) = (parts[at - 1], parts[at]);
    let share = if y == beyond { 0.5 } else { (y / (y - beyond)).clamp(0.0, 1.0) };
    Some(Flip { value: Some(x + share * (next - x)), written: String::new(), beyond_is_better: last.1 > 0.0 })
}
