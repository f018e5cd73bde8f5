//! The folder of a sweep: its journal, and once all points are there its tables and charts.

pub mod journal;
mod parts;
pub mod survey;
mod table;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::chart;
use super::compare::verdict::within;
use super::error::ReportError;
use super::folder::RunFolder;
use super::number;
use super::writer::{pretty, seal};
use crate::experiment::sweep::best::{Choice, Contender, choose};
use crate::experiment::sweep::{Point, Shard, Sweep};
use crate::outcome::Layout;
use crate::report::summary::unit_text;
use journal::{AxisName, Identity, JournalError, MetricName, Records};
use parts::open_parts;
use survey::{Survey, best_in_words};
use table::PointTable;

/// Points above which no chart is drawn and no best point is named.
const MOST_CHARTED: u64 = 1_000_000;

/// What is to be said about a sweep that is not in its points.
#[derive(Clone, Debug)]
pub struct SweepInfo {
    /// The command line as it was typed.
    pub command: Vec<String>,
    /// From the start to the last point, this time [s].
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Whether charts are wanted.
    pub charts: bool,
}

/// A finished sweep.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// What the sweep was.
    pub identity: Identity,
    /// The points as far as charts need them; empty beyond a million points.
    pub survey: Survey,
    /// The best point and those that cannot be told from it.
    pub choice: Option<Choice>,
    /// Content of sweep.json.
    pub json: serde_json::Value,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about charts that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

/// The identity of a sweep that is about to run.
#[must_use]
pub fn identity(sweep: &Sweep, version: &str) -> Identity {
    let Layout { scenario, title, currency, metrics, .. } = &sweep.layout;
    let axis = |axis: &crate::experiment::sweep::axis::Axis| {
        let unit = axis.unit.split(',').next().unwrap_or("").replace("money", currency);
        AxisName { key: axis.key.clone(), unit }
    };
    let metric = |metric: &crate::outcome::Metric| MetricName {
        name: metric.name.clone(),
        title: metric.title.clone(),
        unit: unit_text(metric.unit, currency),
    };
    Identity {
        version: version.into(),
        scenario: scenario.clone(),
        title: title.clone(),
        currency: currency.clone(),
        scenario_fingerprint: format!("{:016x}", sweep.scenario_fingerprint),
        design_fingerprint: format!("{:016x}", sweep.design.fingerprint()),
        design: sweep.design.method.name().into(),
        points: sweep.design.points,
        seed: sweep.seed,
        launches: sweep.launches,
        axes: sweep.design.axes.iter().map(axis).collect(),
        metrics: metrics.iter().map(metric).collect(),
        objective: sweep.objective.0,
        least: sweep.objective.1,
    }
}

/// Writes tables and charts of a finished sweep or part from its journal.
///
/// # Errors
/// When the system refuses.
pub fn finish(folder: &Path, info: &SweepInfo) -> Result<SweepSummary, JournalError> {
    let records = Records::open(folder)?;
    let (identity, shard) = (records.identity().clone(), records.shard());
    write(folder, &identity, shard, &mut { records }, info)
}

/// Puts the parts of a sweep together: the same bytes as the sweep in one piece.
///
/// # Errors
/// When the parts do not belong together or the system refuses.
pub fn merge(parts: &[PathBuf], target: &Path, info: &SweepInfo) -> Result<SweepSummary, JournalError> {
    let mut parts = open_parts(parts)?;
    let identity = parts[0].identity().clone();
    let of = parts.len() as u64;
    let mut points = (0..identity.points).filter_map(move |index| parts[(index % of) as usize].next());
    write(target, &identity, Shard::WHOLE, &mut points, info)
}

/// So many of something: "1 point", "1,200 launches".
#[must_use]
pub fn counted(number: u64, what: &str) -> String {
    let ending = match number {
        1 => "",
        _ if what.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{} {what}{ending}", crate::units::thousands(number as f64, 0))
}

/// What a sweep says, in words.
#[must_use]
pub fn verdict(summary: &SweepSummary) -> String {
    let SweepSummary { identity, survey, choice, .. } = summary;
    let points = survey.part.map_or(identity.points, |part| part.points(identity.points));
    let objective = &identity.metrics[identity.objective];
    let mut text = format!(
        "{} of {} each under the same luck.",
        counted(points, "point"),
        counted(identity.launches.into(), "launch")
    );
    if let Some(choice) = choice {
        let (mean, se) = (survey.mean[choice.best], survey.se[choice.best]);
        let way = if identity.least { "Least" } else { "Most" };
        let figure = super::chart::scale::figure;
        text = format!(
            "{text} {way} {}: {} {} on average (standard error {}).",
            within(&objective.title),
            figure(mean),
            objective.unit,
            figure(se)
        );
    }
    format!("{text} {}", best_in_words(identity, survey, choice.as_ref()))
}

fn write(
    target: &Path,
    identity: &Identity,
    shard: Shard,
    points: &mut dyn Iterator<Item = Result<Point, ReportError>>,
    info: &SweepInfo,
) -> Result<SweepSummary, JournalError> {
    let mut folder = RunFolder::create(target)?;
    let mut table = PointTable::create(&mut folder, identity)?;
    let charted = identity.points <= MOST_CHARTED;
    let part = (shard != Shard::WHOLE).then_some(shard);
    let mut survey = Survey { part, ..Survey::default() };
    let mut contenders = Vec::new();
    for point in points {
        let point = point?;
        table.add(&point)?;
        if charted {
            survey.add(&point, identity.objective);
            contenders.push(Contender::of(&point, identity.objective));
        }
    }
    let rows = table.close()?;
    // The best point of a part may be far from the best of the whole.
    let choice = if part.is_none() { choose(&contenders, identity.least) } else { None };
    let summary = summary_json(identity, shard, rows, &survey, choice.as_ref());
    folder.write("sweep.json", &pretty(&summary))?;
    let mut warnings = Vec::new();
    if info.charts && charted && rows > 0 {
        warnings = chart::write(&mut folder, chart::sweep::draw(identity, &survey, choice.as_ref()), info.threads)?;
    }
    let record = (identity.version.as_str(), info.command.as_slice(), info.seconds);
    let (place, files) = seal(folder, record, json!({}))?;
    Ok(SweepSummary { identity: identity.clone(), survey, choice, json: summary, folder: place, files, warnings })
}

/// The content of sweep.json.
fn summary_json(
    identity: &Identity,
    shard: Shard,
    rows: u64,
    survey: &Survey,
    choice: Option<&Choice>,
) -> serde_json::Value {
    let point = |at: usize| {
        let inputs: serde_json::Map<String, serde_json::Value> = identity
            .axes
            .iter()
            .zip(&survey.inputs)
            .map(|(axis, values)| (axis.key.clone(), number::json(values[at])))
            .collect();
        json!({
            "point": survey.index[at],
            "inputs": inputs,
            "mean": number::json(survey.mean[at]),
            "se": number::json(survey.se[at]),
        })
    };
    let alike = choice.map_or_else(Vec::new, |choice| {
        let others = choice.alike.iter().enumerate().filter(|(at, alike)| **alike && *at != choice.best);
        others.map(|(at, _)| survey.index[at]).collect::<Vec<u64>>()
    });
    let objective = &identity.metrics[identity.objective];
    json!({
        "scenario": identity.scenario,
        "title": identity.title,
        "version": identity.version,
        "seed": identity.seed,
        "launches": identity.launches,
        "design": identity.design,
        "points": identity.points,
        "part": if shard == Shard::WHOLE { json!(null) } else { json!(format!("{}/{}", shard.number, shard.of)) },
        "rows": rows,
        "axes": identity.axes.iter().map(|axis| json!({"key": axis.key, "unit": axis.unit})).collect::<Vec<_>>(),
        "objective": {"metric": objective.name, "unit": objective.unit, "better": if identity.least { "less" } else { "more" }},
        "best": choice.map(|choice| point(choice.best)),
        "cannot_be_told_from_best": alike,
    })
}
