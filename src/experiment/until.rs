//! Simulating until an interval is as narrow as asked: `--until 'net_profit_yuan ± 1%'`.

use std::sync::atomic::AtomicBool;

use super::compare::{Case, Runs, Stopped};
use super::replicate::{Interrupted, Replication};
use crate::outcome::{Chunk, Layout, Unit};
use crate::stats::sequential::{Estimate, Looks, Progress};
use crate::stats::{PairedDifference, Summary};

/// Launches before anything is predicted.
pub const PILOT: u32 = 1024;
/// Launches are added in multiples of this.
const STEP: u64 = 1024;
/// Confidence of what is said when the simulation stops.
pub const CONFIDENCE: f64 = 0.95;

/// How narrow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Half-width in the unit of the metric.
    Absolute(f64),
    /// Half-width as a share of the mean.
    Share(f64),
}

/// Which interval shall become how narrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name of the metric.
    pub metric: String,
    /// Whether its difference to the baseline is meant, not the metric of each alternative.
    pub difference: bool,
    /// How narrow.
    pub width: Width,
}

impl Target {
    /// Reads `METRIC ± NUMBER`, `METRIC ± NUMBER%` or `difference METRIC ± ...`; `+-` and `+/-` stand for `±` too.
    ///
    /// # Errors
    /// In plain English, what was found and what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let hint = "write METRIC ± NUMBER or METRIC ± NUMBER%, for example 'net_profit_yuan ± 1%'";
        let split = ["\u{b1}", "+/-", "+-"].into_iter().find_map(|sign| text.split_once(sign));
        let (name, width) = split.ok_or_else(|| format!("--until \"{text}\" has no ±; {hint}"))?;
        let (name, difference) = match name.trim().strip_prefix("difference ") {
            Some(name) => (name.trim(), true),
            None => (name.trim(), false),
        };
        let width = width.trim();
        let (number, per_cent) = width.strip_suffix('%').map_or((width, false), |number| (number.trim(), true));
        let plain: String = number.chars().filter(|c| !matches!(c, '_' | ',')).collect();
        let half = plain.parse::<f64>().ok().filter(|half| half.is_finite() && *half > 0.0);
        let half = half.ok_or_else(|| format!("--until \"{text}\": \"{width}\" is no width above zero; {hint}"))?;
        if name.is_empty() {
            return Err(format!("--until \"{text}\" names no metric; {hint}"));
        }
        let width = if per_cent { Width::Share(half / 100.0) } else { Width::Absolute(half) };
        Ok(Self { metric: name.to_owned(), difference, width })
    }
}

/// How a simulation with a target ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// What was asked.
    pub target: Target,
    /// Whether all intervals became that narrow.
    pub reached: bool,
    /// Launches simulated.
    pub launches: u32,
    /// Looks taken.
    pub looks: u32,
    /// Confidence with which all intervals of all looks hold together.
    pub confidence: f64,
    /// Mean and half-width of each interval at the last look: per alternative, or per alternative after the baseline.
    pub intervals: Vec<(f64, f64)>,
}

/// Simulates alternatives until the target is reached or `most` launches are done; the first launches are always the
/// same.
///
/// The procedure is that of [`crate::stats::sequential`], which keeps its confidence however often it looks.
///
/// # Errors
/// As [`Runs::extend`].
pub fn run_until(
    cases: &[Case],
    target: &Target,
    most: u32,
    threads: Option<usize>,
    stop: &AtomicBool,
) -> Result<(Runs, Settled), Stopped> {
    let mut runs = Runs::new(cases);
    let statements = if target.difference { cases.len() - 1 } else { cases.len() };
    let settled = until_narrow(target, statements, most, |launches| {
        runs.extend(cases, launches, threads, true, stop)?;
        Ok(found(&runs, target))
    })?;
    Ok((runs, settled))
}

/// The same for one scenario, whose launches go to a sink as they come.
///
/// # Errors
/// As [`Replication::extend`].
pub fn replicate_until<E: Send>(
    replication: &mut Replication,
    target: &Target,
    most: u32,
    stop: &AtomicBool,
    sink: &mut (dyn FnMut(Chunk) -> Result<(), E> + Send),
) -> Result<Settled, Interrupted<E>> {
    let layout = &replication.plan().layout;
    let (column, chance) = (layout.metric(&target.metric), is_chance(layout, &target.metric));
    let mut values = Vec::new();
    until_narrow(target, 1, most, |launches| {
        replication.extend(launches, stop, &mut |chunk: Chunk| {
            values.extend(column.into_iter().flat_map(|column| &chunk.metrics[column]));
            sink(chunk)
        })?;
        Ok(vec![estimate(&values, chance)])
    })
}

/// Looks when it is worth it, until all intervals are narrow; `extend` simulates up to so many launches and gives
/// what the intervals are about.
fn until_narrow<E>(
    target: &Target,
    statements: usize,
    most: u32,
    mut extend: impl FnMut(u32) -> Result<Vec<Found>, E>,
) -> Result<Settled, E> {
    let mut looks = Looks::new(CONFIDENCE, statements);
    let mut launches = PILOT.min(most);
    let mut found = extend(launches)?;
    loop {
        let needed = looks.launches_needed(&progress(&found, target.width), launches.into());
        launches = u32::try_from(needed.next_multiple_of(STEP)).unwrap_or(u32::MAX).min(most);
        found = extend(launches)?;
        let (halves, reached) = looks.look(&progress(&found, target.width), launches.into());
        if reached || launches >= most {
            let intervals = found.iter().map(|(value, _)| *value).zip(halves).collect();
            let (target, looks) = (target.clone(), looks.taken());
            return Ok(Settled { target, reached, launches, looks, confidence: CONFIDENCE, intervals });
        }
    }
}

/// An estimate of what the target is about, with its value.
type Found = (f64, Estimate);

/// What the target is about, per alternative or per difference.
fn found(runs: &Runs, target: &Target) -> Vec<Found> {
    let columns: Vec<&[f64]> =
        runs.alternatives.iter().filter_map(|alternative| alternative.column(&target.metric)).collect();
    let chance = runs.alternatives.first().is_some_and(|first| is_chance(&first.layout, &target.metric));
    if !target.difference {
        return columns.iter().map(|column| estimate(column, chance)).collect();
    }
    let of_rest = |column: &&[f64]| difference(columns[0], column, chance);
    columns.iter().skip(1).map(of_rest).collect()
}

/// Whether a metric is yes or no, so that its mean is a probability.
fn is_chance(layout: &Layout, metric: &str) -> bool {
    layout.metric(metric).is_some_and(|at| layout.metrics[at].unit == Unit::YesNo)
}

fn estimate(values: &[f64], chance: bool) -> Found {
    if chance {
        let yes = values.iter().filter(|value| **value > 0.5).count() as u64;
        let of = values.iter().filter(|value| !value.is_nan()).count() as u64;
        return (yes as f64 / of as f64, Estimate::Share { yes, of });
    }
    of_summary(&Summary::of(values), values.len())
}

fn difference(baseline: &[f64], other: &[f64], chance: bool) -> Found {
    if chance {
        let pairs = || baseline.iter().zip(other).filter(|(x, y)| !x.is_nan() && !y.is_nan());
        let gained = pairs().filter(|(x, y)| **x <= 0.5 && **y > 0.5).count() as u64;
        let lost = pairs().filter(|(x, y)| **x > 0.5 && **y <= 0.5).count() as u64;
        let pairs = pairs().count() as u64;
        let value = (gained as f64 - lost as f64) / pairs as f64;
        return (value, Estimate::ShareDifference { gained, lost, pairs });
    }
    of_summary(&PairedDifference::of(baseline, other, CONFIDENCE).summary, baseline.len())
}

/// A launch to which the metric does not apply adds nothing, so it takes more launches.
fn of_summary(summary: &Summary, launches: usize) -> Found {
    let sd = summary.sd * (launches as f64 / summary.count as f64).sqrt();
    (summary.mean, Estimate::Mean { sd })
}

/// How narrow each interval should be.
fn progress(found: &[Found], width: Width) -> Vec<Progress> {
    let wanted = |value: f64| match width {
        Width::Absolute(half) => half,
        Width::Share(share) => share * value.abs(),
    };
    found.iter().map(|&(value, estimate)| Progress { estimate, wanted: wanted(value) }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_in_every_way_people_write_them() {
        let target = |metric: &str, difference, width| Target { metric: metric.into(), difference, width };
        let profit = "net_profit_yuan";
        assert_eq!(Target::parse("net_profit_yuan ± 1%").unwrap(), target(profit, false, Width::Share(0.01)));
        assert_eq!(Target::parse("net_profit_yuan+-2_000_000").unwrap(), target(profit, false, Width::Absolute(2e6)));
        assert_eq!(Target::parse("difference orders +/- 5 %").unwrap(), target("orders", true, Width::Share(0.05)));
    }

    #[test]
    fn a_target_that_cannot_be_meant_is_refused_with_an_example() {
        for wrong in
            ["net_profit_yuan", "net_profit_yuan ± 0", "± 1%", "orders ± little", "orders ± -3", "orders ± inf"]
        {
            let message = Target::parse(wrong).unwrap_err();
            assert!(message.contains("net_profit_yuan ± 1%"), "{wrong}: {message}");
        }
    }
}
