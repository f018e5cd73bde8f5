//! Certain inputs moved one at a time, and the same launches simulated again.

use std::sync::atomic::{AtomicBool, Ordering};

use super::asked::Asked;
use super::draws::Drawings;
use super::moves::{End, Move, Named, Untried};
use super::subject::{Subject, Variant};
use super::{Effect, Flip, known};
use crate::experiment::replicate::{Simulators, Traced, run_chunk};
use crate::experiment::workers::Workers;
use crate::outcome::MetricId;
use crate::stats::{Sampled, mean};

/// Variants that are in memory at once.
const TOGETHER: usize = 32;
/// Launches a thread simulates at a time.
const STRETCH: u32 = 64;
/// Steps at which a change of sign is looked for, and halvings of the gap in which it is.
const STEPS: [f64; 4] = [1.0, 2.0, 3.5, 5.0];
const HALVINGS: usize = 5;

/// A certain input that was moved.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Its address.
    pub name: String,
    /// What it is.
    pub now: String,
    /// Whether it is a choice between words.
    pub is_choice: bool,
    /// Whether its ends were named, and what it is otherwise.
    pub named: Option<Named>,
    /// Launches of each end.
    pub launches: u32,
    /// The overrides at a step down and a step up, where one key is moved between two values.
    pub settings: Vec<String>,
    /// Where it was moved: a step down and a step up, or its other words.
    pub ends: Vec<TriedEnd>,
    /// Where the first figure changes its sign.
    pub flip: Option<Flip>,
}

/// An input at one end.
#[derive(Clone, Debug)]
pub struct TriedEnd {
    /// What it is there.
    pub written: String,
    /// The change of each figure; `None` where the figure does not apply.
    pub changes: Vec<Option<Effect>>,
    /// Mean change of the lowest cash [money].
    cash: f64,
    /// Why it cannot be there.
    pub refused: Option<String>,
}

impl Tried {
    /// The greatest mean change of the lowest cash [money].
    #[must_use]
    pub fn cash(&self) -> f64 {
        self.ends.iter().map(|end| end.cash.abs()).filter(|cash| !cash.is_nan()).fold(0.0, f64::max)
    }

    /// Whether no figure changes in any launch at any of its ends.
    #[must_use]
    pub fn moves_nothing(&self) -> bool {
        let nothing = |effect: &Option<Effect>| effect.is_none_or(|effect| effect.change == 0.0);
        self.ends.iter().all(|end| end.changes.iter().all(nothing))
    }

    /// The ends at which it cannot be, and why; of an input that can be at none of them the first stands for all, but of a
    /// choice each.
    fn refusals(&self) -> Vec<Untried> {
        let all = self.ends.iter().filter_map(|end| Some((end, end.refused.clone()?)));
        let none = !self.is_choice && self.ends.iter().all(|end| end.refused.is_some());
        let name = |end: &TriedEnd| match () {
            () if self.is_choice => format!("{} = {}", self.name, end.written),
            () if none => self.name.clone(),
            () => format!("{} at {}", self.name, end.written),
        };
        all.map(|(end, why)| Untried { name: name(end), why }).take(if none { 1 } else { usize::MAX }).collect()
    }
}

/// Takes those out that can be at none of their ends; gives the ends at which one cannot be.
pub(super) fn refused(tried: &mut Vec<Tried>) -> Vec<Untried> {
    let untried = tried.iter().flat_map(Tried::refusals).collect();
    tried.retain(|one| one.ends.iter().any(|end| end.refused.is_none()));
    untried
}

/// The one override at each end; none where several keys move.
fn single(ends: &[End]) -> Vec<String> {
    let one = |end: &End| match end.settings.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    ends.iter().map(one).collect::<Option<Vec<String>>>().unwrap_or_default()
}

/// What moved inputs are simulated with.
pub(super) struct Trial<'a> {
    subject: &'a Subject,
    asked: &'a [Asked],
    base: &'a Drawings,
    workers: &'a Workers,
    stop: &'a AtomicBool,
    /// Launches simulated so far.
    pub spent: u64,
}

/// Each figure and the lowest cash in each launch.
#[derive(Default)]
struct Columns {
    figures: Vec<Vec<f64>>,
    cash: Vec<f64>,
    sampled: Sampled,
}

impl<'a> Trial<'a> {
    pub fn new(
        subject: &'a Subject,
        asked: &'a [Asked],
        base: &'a Drawings,
        workers: &'a Workers,
        stop: &'a AtomicBool,
    ) -> Self {
        Self { subject, asked, base, workers, stop, spent: 0 }
    }

    /// Each of some inputs at each of its ends, over so many launches.
    pub fn all(&mut self, moves: &[Move], launches: u32) -> Vec<Tried> {
        let ends: Vec<Vec<End>> = moves.iter().map(Move::ends).collect();
        let places: Vec<(usize, usize)> =
            ends.iter().enumerate().flat_map(|(at, ends)| (0..ends.len()).map(move |end| (at, end))).collect();
        let mut found: Vec<Tried> = moves
            .iter()
            .zip(&ends)
            .map(|(one, ends)| Tried {
                name: one.name.clone(),
                now: one.now.clone(),
                is_choice: !one.is_ordered(),
                named: one.named,
                launches,
                settings: single(ends),
                ends: Vec::new(),
                flip: None,
            })
            .collect();
        for places in places.chunks(TOGETHER) {
            let variants = self.workers.each(places, |&(at, end)| {
                let step = if end == 0 { -1.0 } else { 1.0 };
                self.subject.variant((&moves[at], step, end))
            });
            let columns = self.simulate(&variants, launches);
            for ((&(at, end), variant), columns) in places.iter().zip(&variants).zip(columns) {
                let written = ends[at][end].written.clone();
                let end = match (columns, variant) {
                    (Ok(columns), _) => self.end(written, &columns),
                    (Err(why), _) => {
                        TriedEnd { written, changes: vec![None; self.asked.len()], cash: f64::NAN, refused: Some(why) }
                    }
                };
                found[at].ends.push(end);
            }
        }
        found
    }

    fn end(&self, written: String, columns: &Columns) -> TriedEnd {
        let of = |(asked, (base, moved)): (&Asked, (&Vec<f64>, &Vec<f64>))| {
            asked.change(&base[..moved.len()], moved, columns.sampled)
        };
        let changes = self.asked.iter().zip(self.base.figures.iter().zip(&columns.figures)).map(of).collect();
        let cash: Vec<f64> = self.base.cash.iter().zip(&columns.cash).map(|(base, moved)| moved - base).collect();
        TriedEnd { written, changes, cash: mean(&known(&cash)), refused: None }
    }

    /// The launches of some variants, of two scenarios their difference.
    fn simulate(&mut self, variants: &[Result<Variant, String>], launches: u32) -> Vec<Result<Columns, String>> {
        let starts = (0..launches).step_by(STRETCH as usize);
        let mut tasks: Vec<(usize, usize, u32)> = Vec::new();
        for (at, variant) in variants.iter().enumerate() {
            let sides = variant.as_ref().map_or(0, |variant| variant.cases.len());
            tasks.extend((0..sides).flat_map(|side| starts.clone().map(move |first| (at, side, first))));
        }
        let run = |simulators: &mut Simulators, &(at, side, first): &(usize, usize, u32)| {
            let Ok(variant) = &variants[at] else { return Err(String::new()) };
            let (scenario, plan) = &variant.cases[side];
            let count = STRETCH.min(launches - first);
            match run_chunk(simulators, (scenario, plan), first, count, Traced::NONE, self.stop) {
                Ok((chunk, _)) => {
                    let figures =
                        self.asked.iter().map(|asked| asked.column(&plan.layout, &chunk.metrics, chunk.launches));
                    let cash =
                        plan.layout.at(MetricId::LowestCash).map_or_else(Vec::new, |at| chunk.metrics[at].clone());
                    Ok(Columns { figures: figures.collect(), cash, sampled: plan.layout.sampled })
                }
                Err(fault) => Err(fault.to_string()),
            }
        };
        let chunks = self.workers.each_with(&tasks, Simulators::default, run);
        self.spent += tasks.iter().map(|&(_, _, first)| u64::from(STRETCH.min(launches - first))).sum::<u64>();
        let empty = || Columns { figures: vec![Vec::new(); self.asked.len()], ..Columns::default() };
        let mut found: Vec<Result<[Columns; 2], String>> = variants
            .iter()
            .map(|variant| variant.as_ref().map(|_| [empty(), empty()]).map_err(String::clone))
            .collect();
        for (&(at, side, _), chunk) in tasks.iter().zip(chunks) {
            match (chunk, &mut found[at]) {
                (Ok(chunk), Ok(sides)) => {
                    let into = &mut sides[side];
                    into.figures.iter_mut().zip(chunk.figures).for_each(|(column, values)| column.extend(values));
                    into.cash.extend(chunk.cash);
                    into.sampled = chunk.sampled;
                }
                (Err(why), found @ Ok(_)) => *found = Err(why),
                _ => {}
            }
        }
        let difference = self.subject.is_difference();
        let joined = |[first, second]: [Columns; 2]| {
            if !difference {
                return first;
            }
            let less = |(first, second): (Vec<f64>, Vec<f64>)| -> Vec<f64> {
                second.iter().zip(&first).map(|(second, first)| second - first).collect()
            };
            Columns {
                figures: first.figures.into_iter().zip(second.figures).map(less).collect(),
                cash: less((first.cash, second.cash)),
                sampled: first.sampled.with(second.sampled),
            }
        };
        found.into_iter().map(|found| found.map(joined)).collect()
    }

    /// Where the mean of the first figure changes its sign along an input, looked for as far as five steps either way, and
    /// narrowed by halving; `None` where it does not, or where the input cannot be there.
    pub fn flip(&mut self, one: &Move, launches: u32) -> Option<Flip> {
        if !one.is_ordered() {
            return None;
        }
        let base = mean(&known(&self.base.figures[0][..launches as usize]));
        for sign in [-1.0, 1.0] {
            let mut before = 0.0;
            for step in STEPS.into_iter().filter(|step| *step <= one.most_steps()) {
                if self.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let Some(there) = self.first_figure(one, sign * step, launches) else { break };
                if there.signum() != base.signum() {
                    return Some(self.narrowed(one, sign * before, (sign * step, there), launches));
                }
                before = step;
            }
        }
        None
    }

    /// The step at which the sign changes, between one that has the sign of now and one that has it no more.
    fn narrowed(&mut self, one: &Move, mut near: f64, (mut far, there): (f64, f64), launches: u32) -> Flip {
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(near, far);
            match self.first_figure(one, middle, launches) {
                Some(figure) if figure.signum() == there.signum() => far = middle,
                _ => near = middle,
            }
        }
        Flip { value: None, written: one.at(f64::midpoint(near, far)).written, beyond_is_better: there > 0.0 }
    }

    /// The mean of the first figure so many steps away.
    fn first_figure(&mut self, one: &Move, step: f64, launches: u32) -> Option<f64> {
        let variant = self.subject.variant((one, step, 0));
        let columns = self.simulate(&[variant], launches).pop()?.ok()?;
        Some(mean(&known(&columns.figures[0])))
    }
}
