//! The folder of a sweep: its journal, and once all points are there its tables and charts.

pub mod identity;
pub mod journal;
pub mod page;
mod parts;
mod ranking;
pub mod status;
pub mod survey;
mod table;

use std::path::PathBuf;

use serde_json::json;

use super::chart;
use super::chart::paper::Paper;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html;
use super::invocation::{Invocation, Nothing, pretty};
use super::journal::JournalError;
use super::number;
use super::page::Page;
use super::said::Text;
use crate::experiment::sweep::best::{Contender, Selection, Selections, choose};
use crate::experiment::sweep::{ENDINGS, LOSING, Point, Shard, Sweep};
use crate::outcome::{Layout, MetricId, Of, Rule};
use crate::report::summary::unit_text;
use journal::{AxisName, Identity, MetricName, Records};
pub use parts::Parts;
use survey::{Judgement, Survey, judge};
use table::PointTable;

/// Width of the page that is kept as a file.
const PAGE: usize = 80;
/// Points above which no chart is drawn and no best point is named.
const MOST_CHARTED: u64 = 1_000_000;

/// A finished sweep.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// What the sweep was.
    pub identity: Identity,
    /// The points as far as charts need them; empty beyond a million points.
    pub survey: Survey,
    /// What they come to.
    pub judgement: Judgement,
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
        winds_up: sweep.layout.rule == Rule::WindUp,
        choice: sweep.choice.into(),
        price_moves: sweep.price_moves,
        deterministic: sweep.deterministic,
        scenario_fingerprint: format!("{:016x}", sweep.scenario_fingerprint),
        design_fingerprint: format!("{:016x}", sweep.design.fingerprint()),
        design: sweep.design.method.name().into(),
        points: sweep.design.points,
        seed: sweep.seed,
        launches: sweep.launches,
        axes: sweep.design.axes.iter().map(|axis| AxisName::of(axis, currency)).collect(),
        metrics: metrics.iter().map(metric).collect(),
        objective: sweep.objective.0,
        least: sweep.objective.1,
        naming: sweep.layout.naming.clone(),
    }
}

/// Whether a column of a list of points is one that `points.csv` has beside its keys: the number of a point, or a result.
#[must_use]
pub fn is_result(column: &str, layout: &Layout) -> bool {
    // Metrics that only some values of a key bring.
    let of_some = |id: &MetricId, name: &str| match id.of() {
        Of::Launch => false,
        Of::Contracts => name == id.id(),
        _ => name.split_once('.').is_some_and(|(family, _)| family == id.id()),
    };
    let of_metric = |(metric, ending): (&str, &str)| {
        let known = layout.metrics.iter().any(|known| known.name == metric)
            || MetricId::ALL.iter().any(|id| of_some(id, metric));
        ENDINGS.contains(&ending) && known
    };
    column == "point" || LOSING.contains(&column) || column.rsplit_once('_').is_some_and(of_metric)
}

/// Files of a sweep that are known before it begins, beside its journal.
pub const WRITES: [&str; 8] =
    ["page.txt", "points.csv", "points.parquet", html::FILE, html::STORED, RUN_RECORD, SCENARIO, "sweep.json"];
/// The scenario without what is varied, with the seed and the launches of a point.
pub const SCENARIO: &str = "scenario.toml";

/// Writes tables and charts of a finished sweep or part from the journal in its folder; `scenario` is the content of
/// [`SCENARIO`].
///
/// # Errors
/// When the system refuses.
pub fn finish(
    folder: RunFolder,
    scenario: Option<&str>,
    invocation: &Invocation,
) -> Result<SweepSummary, JournalError> {
    let records = Records::open(folder.target())?;
    let (identity, shard) = (records.identity().clone(), records.shard());
    write(folder, (&identity, shard), &mut { records }, scenario, invocation)
}

/// Puts the parts of a sweep together: the same bytes as the sweep in one piece; `scenario` is that of the first part, if
/// it has one.
///
/// # Errors
/// When the parts do not belong together or the system refuses.
pub fn merge(
    parts: Parts,
    folder: RunFolder,
    scenario: Option<&str>,
    invocation: &Invocation,
) -> Result<SweepSummary, JournalError> {
    let identity = parts.identity().clone();
    write(folder, (&identity, Shard::WHOLE), &mut parts.points(), scenario, invocation)
}

/// What a sweep says.
#[must_use]
pub fn page(summary: &SweepSummary) -> Page {
    page::page(&summary.identity, &summary.survey, &summary.judgement)
}

fn write(
    mut folder: RunFolder,
    (identity, shard): (&Identity, Shard),
    points: &mut dyn Iterator<Item = Result<Point, ReportError>>,
    scenario: Option<&str>,
    invocation: &Invocation,
) -> Result<SweepSummary, JournalError> {
    let mut table = PointTable::create(&mut folder, identity)?;
    let charted = identity.points <= MOST_CHARTED;
    let part = (shard != Shard::WHOLE).then_some(shard);
    let mut survey = Survey { part, ..Survey::default() };
    let mut contenders = [Vec::new(), Vec::new()];
    for point in points {
        let point = point?;
        table.add(&point)?;
        if charted {
            survey.add(&point, identity);
            for (contenders, rule) in contenders.iter_mut().zip([Rule::GoOn, Rule::WindUp]) {
                contenders.push(Contender::of(&point, rule));
            }
        }
    }
    let rows = table.close()?;
    // The best point of a part may be far from the best of the whole.
    let choices = if part.is_none() {
        let [bridged, wound_up] = contenders.map(|contenders| choose(&contenders, identity.least));
        bridged.zip(wound_up).map(|(bridged, wound_up)| Selections { bridged, wound_up })
    } else {
        None
    };
    let mut judgement = judge(identity, &survey, choices.as_ref());
    let ranked = judgement.best.as_ref();
    let ranked = ranked.and_then(|_| ranking::Best::of(identity, &survey, scenario, invocation.workers));
    judgement.words.extend(ranked.iter().flat_map(ranking::Best::words));
    survey.words = Text::joined(judgement.words.iter().cloned(), &Text::name("\n"));
    let mut summary = summary_json(identity, shard, rows, &survey, choices.as_ref(), &judgement);
    for (name, data) in ranked.iter().flat_map(ranking::Best::data) {
        summary[name] = data;
    }
    folder.write("sweep.json", &pretty(&summary))?;
    if let Some(scenario) = scenario {
        folder.write(SCENARIO, scenario.as_bytes())?;
    }
    let page = page::page(identity, &survey, &judgement);
    folder.write("page.txt", page.terminal(PAGE, false).as_bytes())?;
    // Parts are put together by the version that made them.
    let charts = invocation.charts && charted && rows > 0;
    let invocation = Invocation { version: identity.version.clone(), charts, ..invocation.clone() };
    // What was set stands in the title; whoever puts parts together does not know it.
    let paper = Paper::of(invocation.size, &identity.version, &[identity.scenario.as_str()], Some(identity.seed), &[])
        .within(invocation.looks.language)
        .calling(&identity.naming);
    let paper = Paper { letters: invocation.looks.letters, ..paper };
    let drawn = |paper: &Paper| chart::sweep::draw(paper, identity, &survey, judgement.best.as_ref());
    let made = (Some(identity.seed), scenario.map(ToOwned::to_owned).into_iter().collect());
    let warnings = html::leave(&mut folder, &page, (&paper, &drawn), made, &invocation)?;
    let (place, files) = invocation.seal_timed(folder, Nothing {})?;
    Ok(SweepSummary { identity: identity.clone(), survey, judgement, json: summary, folder: place, files, warnings })
}

/// The content of sweep.json.
fn summary_json(
    identity: &Identity,
    shard: Shard,
    rows: u64,
    survey: &Survey,
    choices: Option<&Selections>,
    judgement: &Judgement,
) -> serde_json::Value {
    let choice = judgement.best.as_ref();
    let point = |at: usize| {
        let inputs: serde_json::Map<String, serde_json::Value> = identity
            .axes
            .iter()
            .zip(&survey.inputs)
            .map(|(axis, values)| {
                let value = if axis.is_text() { axis.written(values[at]).into() } else { number::json(values[at]) };
                (axis.key.clone(), value)
            })
            .collect();
        json!({
            "point": survey.index[at],
            "inputs": inputs,
            "mean": number::json(survey.mean[at]),
            "se": number::json(survey.se[at]),
            "mean_if_bridged": number::json(survey.under[at][0].mean),
            "mean_if_wound_up": number::json(survey.under[at][1].mean),
            "loses_money_bridged": number::json(survey.losing[at][0]),
            "loses_money_wound_up": number::json(survey.losing[at][1]),
            "short_of_cash": number::json(survey.short[at]),
            "interval": page::interval(identity, survey, at).map(number::json),
        })
    };
    let others = |marks: fn(&Selection) -> &Vec<bool>| {
        choice.map_or_else(Vec::new, |choice| {
            let others = marks(choice).iter().enumerate().filter(|(at, mark)| **mark && *at != choice.best);
            others.map(|(at, _)| survey.index[at]).collect::<Vec<u64>>()
        })
    };
    // What the table of the page tells of a point.
    let row = |at: usize| {
        let mut row = point(at);
        let own = usize::from(identity.winds_up);
        let half = page::half_width(identity, &survey.under[at][0]).unwrap_or(f64::NAN);
        row["half_width_if_bridged"] = number::json(half);
        row["p5"] = number::json(survey.under[at][own].quantiles[0]);
        row["p95"] = number::json(survey.under[at][own].quantiles[4]);
        row["shipped"] = number::json(survey.shipped[at]);
        row
    };
    let near: Vec<u64> = judgement.near.iter().map(|&at| survey.index[at]).collect();
    let objective = &identity.metrics[identity.objective];
    json!({
        "format": crate::report::FORMAT,
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
        "tied_with_best": others(|choice| &choice.tied),
        "cannot_be_told_from_best": others(|choice| &choice.alike),
        "within_one_per_cent_of_best": near,
        "best_if_bridged": choices.map(|choices| point(choices.bridged.best)),
        "best_if_wound_up": choices.map(|choices| point(choices.wound_up.best)),
        "price_moves_nobody": judgement.price_moves_nobody,
        "listed": page::listed(identity, survey, judgement).into_iter().map(row).collect::<Vec<_>>(),
    })
}
