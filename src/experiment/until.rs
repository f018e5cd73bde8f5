//! Simulating until an interval is as narrow as asked: `--until 'net_profit_yuan ± 1%'`.

use std::sync::atomic::AtomicBool;

use super::compare::figures::sampled;
use super::compare::{Case, Runs, Stopped};
use super::replicate::{Interrupted, Replication};
use crate::experiment::workers::Workers;
use crate::outcome::{Chunk, Layout, Unit};
use crate::stats::sequential::{Estimate, Looks, Progress};
use crate::stats::{Better, Discordant, PairedDifference, Sampled, Share, Summary};

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
    /// What its metric is measured in.
    pub unit: Unit,
    /// Whether all intervals became that narrow.
    pub reached: bool,
    /// Launches simulated.
    pub launches: u32,
    /// Looks taken.
    pub looks: u32,
    /// Confidence with which all intervals of all looks hold together.
    pub confidence: f64,
    /// Mean and half-width of each interval at the last look: per alternative, or per alternative after the baseline. NaN
    /// where nothing could be told.
    pub intervals: Vec<(f64, f64)>,
    /// Why not all intervals became that narrow; `None` where they did.
    pub why: Option<Unreached>,
}

/// Why an interval did not become as narrow as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// The metric applied in no launch, or in a single one, of some alternative.
    AppliesNowhere,
    /// The width is a share of a mean that was 0 to the end.
    ShareOfZero,
    /// It takes more launches than were allowed: about so many by what was seen, `u64::MAX` where nobody can count them.
    MoreLaunches(u64),
}

/// Simulates alternatives until the target is reached or `most` launches are done; the first launches are always the
/// same.
///
/// The procedure is that of [`crate::stats::sequential`], which keeps its confidence however often it looks. It ends: every
/// step adds launches, and what more launches cannot change is not waited for.
///
/// # Errors
/// As [`Runs::extend`].
pub fn run_until(
    cases: &[Case],
    target: &Target,
    most: u32,
    workers: &Workers,
    stop: &AtomicBool,
) -> Result<(Runs, Settled), Stopped> {
    let mut runs = Runs::new(cases);
    let statements = if target.difference { cases.len() - 1 } else { cases.len() };
    let no_luck = cases.iter().all(|case| case.plan.deterministic);
    let unit = cases.first().map_or(Unit::Phones, |case| unit_of(&case.plan.layout, &target.metric));
    let settled = until_narrow(target, unit, (statements, no_luck), most, |launches| {
        runs.extend(cases, launches, workers, true, stop)?;
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
    let sampled = layout.sampled;
    let (column, unit) = (layout.metric(&target.metric), unit_of(layout, &target.metric));
    let mut values = Vec::new();
    let no_luck = replication.plan().deterministic;
    until_narrow(target, unit, (1, no_luck), most, |launches| {
        replication.extend(launches, stop, &mut |chunk: Chunk| {
            values.extend(column.into_iter().flat_map(|column| &chunk.metrics[column]));
            sink(chunk)
        })?;
        Ok(vec![estimate(&values, unit == Unit::YesNo, sampled)])
    })
}

/// Looks when it is worth it, until all intervals are narrow; `extend` simulates up to so many launches and gives
/// what the intervals are about. What has no luck is known after the pilot.
fn until_narrow<E>(
    target: &Target,
    unit: Unit,
    (statements, no_luck): (usize, bool),
    most: u32,
    mut extend: impl FnMut(u32) -> Result<Vec<Estimated>, E>,
) -> Result<Settled, E> {
    let mut looks = Looks::new(CONFIDENCE, statements);
    let mut launches = PILOT.min(most);
    let mut found = extend(launches)?;
    loop {
        let mut seen = progress(&found, target.width, no_luck);
        let in_vain = no_luck && is_blind(&seen);
        if !in_vain {
            launches = step(looks.launches_needed(&seen, launches.into()), most);
            found = extend(launches)?;
            seen = progress(&found, target.width, no_luck);
            if is_blind(&seen) && launches < most {
                // Nothing can be decided yet, so no look is spent.
                continue;
            }
        }
        let (halves, reached) = looks.look(&seen, launches.into());
        if reached || in_vain || launches >= most {
            let more = Unreached::MoreLaunches(looks.launches_needed(&seen, launches.into()));
            let blind = found.iter().find_map(|found| wanted(found, target.width, no_luck).err());
            return Ok(Settled {
                target: target.clone(),
                unit,
                reached,
                launches,
                looks: looks.taken(),
                confidence: CONFIDENCE,
                intervals: found.iter().map(|(value, _)| *value).zip(halves).collect(),
                why: (!reached).then(|| blind.unwrap_or(more)),
            });
        }
    }
}

/// The launches of the next step. They are rounded after they are bounded, for what cannot be counted has no next multiple.
fn step(needed: u64, most: u32) -> u32 {
    u32::try_from(needed.min(most.into()).next_multiple_of(STEP)).unwrap_or(u32::MAX).min(most)
}

/// Whether some width cannot be told yet.
fn is_blind(seen: &[Progress]) -> bool {
    seen.iter().any(|one| one.wanted.is_none())
}

/// An estimate of what the target is about, with its value.
type Estimated = (f64, Estimate);

/// What the target is about, per alternative or per difference.
fn found(runs: &Runs, target: &Target) -> Vec<Estimated> {
    let columns: Vec<&[f64]> =
        runs.alternatives.iter().filter_map(|alternative| alternative.column_named(&target.metric)).collect();
    let first = runs.alternatives.first();
    let sampled = sampled(&runs.alternatives);
    // The mean of yes or no is a probability.
    let chance = first.is_some_and(|first| unit_of(&first.layout, &target.metric) == Unit::YesNo);
    if !target.difference {
        return columns.iter().map(|column| estimate(column, chance, sampled)).collect();
    }
    let of_rest = |column: &&[f64]| difference(columns[0], column, chance, sampled);
    columns.iter().skip(1).map(of_rest).collect()
}

/// What a metric is measured in; phones where there is no such metric, as nothing is then said of it.
fn unit_of(layout: &Layout, metric: &str) -> Unit {
    layout.metric(metric).map_or(Unit::Phones, |at| layout.metrics[at].unit)
}

fn estimate(values: &[f64], chance: bool, sampled: Sampled) -> Estimated {
    if chance {
        let share = Share::where_it(values, |value| value > 0.5, sampled);
        return (share.value(), Estimate::Share(share));
    }
    of_summary(&Summary::sampled(values, Better::More, sampled), values.len())
}

fn difference(baseline: &[f64], other: &[f64], chance: bool, sampled: Sampled) -> Estimated {
    if chance {
        let pairs = Discordant::of(baseline, other, sampled);
        return (pairs.difference(CONFIDENCE).value, Estimate::ShareDifference(pairs));
    }
    of_summary(&PairedDifference::sampled(baseline, other, CONFIDENCE, sampled).summary, baseline.len())
}

/// A launch to which the metric does not apply adds nothing, so it takes more launches.
fn of_summary(summary: &Summary, launches: usize) -> Estimated {
    let in_replicates = summary.degrees < summary.count as f64 - 1.0;
    let estimate = if in_replicates {
        Estimate::Mean { sd: summary.se * (launches as f64).sqrt(), degrees: Some(summary.degrees) }
    } else {
        Estimate::Mean { sd: summary.sd * (launches as f64 / summary.count as f64).sqrt(), degrees: None }
    };
    (summary.mean, estimate)
}

/// How narrow each interval should be, where that can be told.
fn progress(found: &[Estimated], width: Width, no_luck: bool) -> Vec<Progress> {
    let of = |found: &Estimated| Progress { estimate: found.1, wanted: wanted(found, width, no_luck).ok() };
    found.iter().map(of).collect()
}

/// How narrow an interval should be, or why that cannot be told.
fn wanted(&(value, estimate): &Estimated, width: Width, no_luck: bool) -> Result<f64, Unreached> {
    if value.is_nan() || matches!(estimate, Estimate::Mean { sd, .. } if sd.is_nan()) {
        return Err(Unreached::AppliesNowhere);
    }
    // What is 0 without luck is 0 exactly: its interval has no width and needs none.
    let exact = no_luck && matches!(estimate, Estimate::Mean { sd, .. } if sd == 0.0);
    match width {
        Width::Absolute(half) => Ok(half),
        Width::Share(share) if value != 0.0 || exact => Ok(share * value.abs()),
        Width::Share(_) => Err(Unreached::ShareOfZero),
    }
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
