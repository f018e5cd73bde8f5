//! Writes all files of a run: launches as they come, the rest at the end, and puts them in place together.

use serde::Serialize;

use super::audit;
use super::chart;
use super::chart::paper::Paper;
use super::daily;
use super::drivers::AtTheEnd;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html::{self, Assumptions, Beside, Report};
use super::invocation::{Invocation, microseconds, pretty, whole};
use super::launches::LaunchTable;
use super::monthly;
use super::order_plan;
use super::paths;
use super::summary::{RunSummary, summary_json};
use super::text::kept_page;
#[cfg(feature = "excel")]
use super::workbook;
use crate::experiment::bookings::Bookings;
use crate::experiment::demand::DemandCurve;
use crate::experiment::figures::Figures;
use crate::experiment::figures::days;
use crate::experiment::figures::years::yearly;
use crate::experiment::order_plan::OrderPlan;
use crate::experiment::planners::Planners;
use crate::experiment::until::Settled;
use crate::outcome::{Chunk, Daily, Layout, MetricId};

/// Files of a run that are known before it begins.
pub const WRITES: [&str; 15] = [
    "cost_audit.csv",
    "daily.csv",
    "launches.csv",
    "launches.parquet",
    "monthly.csv",
    "order_plan.csv",
    "page.txt",
    "paths.parquet",
    html::FILE,
    html::STORED,
    "results.xlsx",
    RUN_RECORD,
    "scenario.toml",
    "summary.json",
    "yearly.csv",
];

/// Files that speak of the traced launches only, the first ones of a run.
const TRACED: [&str; 5] = ["cost_audit.csv", "daily.csv", "monthly.csv", "paths.parquet", "yearly.csv"];

/// Width of the page that is kept as a file.
const PAGE: usize = 80;

/// What is to be said of a run whose launches are done.
#[derive(Clone, Debug)]
pub struct Finished<'a> {
    /// Seed of all luck.
    pub seed: u64,
    /// Days of the first launches.
    pub daily: &'a Daily,
    /// Of how many of them every day is written, in `paths.parquet`; 0 writes none.
    pub paths: u32,
    /// The scenario as it was simulated.
    pub resolved: &'a str,
    /// What was asked of an interval, when launches were added until it was narrow.
    pub settled: Option<Settled>,
    /// What to type next, said at the end of the page.
    pub next: String,
    /// Shelf price of the phone for the chart of unit cost, its median when uncertain [money].
    pub price: Option<f64>,
    /// Rate of value added tax in that price; `None` when it is uncertain.
    pub vat: Option<f64>,
    /// The curve of demand, where the price moves it.
    pub demand: Option<&'a DemandCurve>,
    /// First bookings of parts, for their chart.
    pub bookings: Option<Bookings>,
    /// What another planner of the parts would be worth.
    pub planners: Option<Planners>,
    /// How many of each part to order.
    pub orders: Option<OrderPlan>,
    /// What it hangs on.
    pub drivers: Option<AtTheEnd>,
    /// What the scenario assumes.
    pub assumptions: &'a Assumptions,
}

/// What `run.json` says of a run beside what it says of all commands.
#[derive(Serialize)]
struct OfRun<'a> {
    overrides: &'a [String],
    scenario: &'a str,
    seed: u64,
    launches: usize,
    traced_launches: usize,
    files_of_traced_launches: Vec<String>,
    threads: usize,
    platform: Platform,
    #[serde(serialize_with = "microseconds")]
    wall_seconds: f64,
    #[serde(serialize_with = "microseconds")]
    engine_seconds: f64,
    #[serde(serialize_with = "whole")]
    launches_per_second: f64,
}

/// The machine.
#[derive(Serialize)]
struct Platform {
    os: &'static str,
    arch: &'static str,
    cpus: usize,
}

impl Platform {
    fn here() -> Self {
        let cpus = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { os: std::env::consts::OS, arch: std::env::consts::ARCH, cpus }
    }
}

/// A run being written.
#[derive(Debug)]
pub struct RunWriter {
    // Dropped before the folder, so that no file is open when the folder removes itself.
    table: LaunchTable,
    folder: RunFolder,
    layout: Layout,
}

/// Leaves the report as a page and, where it is wanted, as a workbook. Returns what was amiss with them.
fn leave(
    folder: &mut RunFolder,
    report: &Report,
    layout: &Layout,
    run: &Finished,
    invocation: &Invocation,
) -> Result<Vec<String>, ReportError> {
    let mut warnings = html::write(folder, report, &invocation.looks, invocation.workers)?;
    #[cfg(feature = "excel")]
    {
        let of_run = workbook::OfRun { layout, assumptions: &run.assumptions.all };
        warnings.extend(workbook::write(folder, report, &invocation.looks, Some(of_run))?);
    }
    Ok(warnings)
}

impl RunWriter {
    /// Opens the table of launches in a folder made for the files of [`WRITES`]; with `csv`, `launches.csv` too.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn create(mut folder: RunFolder, layout: &Layout, csv: bool) -> Result<Self, ReportError> {
        let table = LaunchTable::create(&mut folder, layout, csv)?;
        Ok(Self { table, folder, layout: layout.clone() })
    }

    /// Takes the next launches.
    ///
    /// # Errors
    /// When the system refuses.
    ///
    /// # Panics
    /// When chunks do not come in launch order.
    pub fn chunk(&mut self, chunk: &Chunk) -> Result<(), ReportError> {
        self.table.push(chunk)
    }

    /// Writes everything else and puts all files in their places.
    ///
    /// # Errors
    /// When the system refuses; results of an earlier run then remain.
    pub fn finish(self, run: &Finished, invocation: &Invocation) -> Result<RunSummary, ReportError> {
        let Self { table, mut folder, layout } = self;
        let (daily, workers) = (run.daily, invocation.workers);
        let launches = table.rows();
        let columns = table.close()?;
        let figures = Figures::of(&layout, &columns, run.seed, launches, workers)?;
        folder.write(
            "summary.json",
            &pretty(&summary_json(
                &figures,
                &layout,
                (run.settled.as_ref(), run.planners.as_ref(), run.orders.as_ref(), run.drivers.as_ref()),
            )),
        )?;
        let bands = days::bands(daily, workers);
        folder.write("daily.csv", daily::csv(&layout, &bands).as_bytes())?;
        if run.paths > 0 {
            let launches = daily.launches.min(run.paths as usize);
            paths::write(&folder.stage("paths.parquet")?, &layout, daily, launches)?;
        }
        if !daily.monthly.months.is_empty() {
            folder.write("monthly.csv", monthly::csv(&daily.monthly, workers).as_bytes())?;
        }
        let years = yearly(&daily.monthly, workers);
        if !years.names.is_empty() {
            folder.write("yearly.csv", html::statements::csv(&daily.monthly, &years).as_bytes())?;
        }
        if !daily.audit.is_empty() {
            folder.write("cost_audit.csv", audit::csv(&daily.audit, daily.launches, &layout.currency).as_bytes())?;
        }
        if let Some(orders) = &run.orders {
            folder.write("order_plan.csv", order_plan::csv(orders).as_bytes())?;
        }
        folder.write("scenario.toml", run.resolved.as_bytes())?;
        let mut charts = chart::Written::default();
        if invocation.charts {
            let column = |id: MetricId| layout.at(id).map(|metric| columns.metric(metric)).transpose();
            let credit_line = layout.inputs.iter().position(|input| input == "company.credit_line");
            let paper = invocation.paper(&[&layout.scenario], run.seed, &layout.naming);
            let material = chart::Material {
                paper: &paper,
                layout: &layout,
                daily,
                bands: &bands,
                figures: &figures,
                profit: &column(MetricId::NetProfit)?.unwrap_or_default(),
                insolvency_day: &column(MetricId::InsolvencyDay)?.unwrap_or_default(),
                credit_line: match credit_line.filter(|_| launches == 1) {
                    Some(input) => columns.input(input)?.first().copied(),
                    None => None,
                },
                price: run.price,
                vat: run.vat,
                demand: run.demand,
                bookings: run.bookings.as_ref(),
            };
            let drawn = |paper: &Paper| chart::draw(&chart::Material { paper, ..material }, workers);
            charts = chart::write(&mut folder, &paper, drawn, workers)?;
        }
        drop(columns);
        let mut summary = RunSummary {
            layout,
            figures,
            folder: folder.target().to_owned(),
            files: Vec::new(),
            warnings: charts.warnings,
            settled: run.settled.clone(),
            planners: run.planners.clone(),
            orders: run.orders.clone(),
            drivers: run.drivers.clone(),
            next: run.next.clone(),
            wall_seconds: 0.0,
            engine_seconds: invocation.seconds,
        };
        let made = invocation.made(Some(run.seed), vec![run.resolved.to_owned()]);
        let beside = Beside {
            assumptions: run.assumptions,
            monthly: &daily.monthly,
            years: &years,
            traced: daily.launches,
            made: &made,
        };
        let report = html::report(&summary, charts.drawn, &beside);
        summary.warnings.extend(leave(&mut folder, &report, &summary.layout, run, invocation)?);
        folder.write("page.txt", kept_page(&summary).terminal(PAGE, false).as_bytes())?;
        summary.wall_seconds = invocation.began.elapsed().as_secs_f64();
        let record = |files: &[String]| OfRun {
            overrides: &invocation.overrides,
            scenario: &summary.layout.scenario,
            seed: run.seed,
            launches,
            traced_launches: daily.launches,
            files_of_traced_launches: files.iter().filter(|name| TRACED.contains(&name.as_str())).cloned().collect(),
            threads: workers.count(),
            platform: Platform::here(),
            wall_seconds: summary.wall_seconds,
            engine_seconds: invocation.seconds,
            launches_per_second: launches as f64 / invocation.seconds,
        };
        summary.files = invocation.seal(folder, record)?.1;
        Ok(summary)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Instant;

    use super::*;
    use crate::experiment::Workers;
    use crate::report::chart::paper::Size;
    use crate::report::folder::record::RECORD;
    use crate::report::synthetic;

    #[expect(clippy::disallowed_methods, reason = "the record says how long a run took")]
    fn run(target: &Path, launches: u32, csv: bool, charts: bool) -> RunSummary {
        let layout = synthetic::layout();
        let mut writer = RunWriter::create(RunFolder::create(target, &WRITES, &[]).unwrap(), &layout, csv).unwrap();
        for chunk in synthetic::chunks(&layout, launches, 256) {
            writer.chunk(&chunk).unwrap();
        }
        let finished = Finished {
            seed: 1,
            daily: &synthetic::daily(&layout, (launches as usize).min(200)),
            paths: 0,
            resolved: "title = \"Mi 1\"\n",
            settled: None,
            next: "Next, why:\n  launchsim explain".into(),
            price: Some(1_999.0),
            vat: Some(0.17),
            demand: None,
            bookings: None,
            planners: None,
            orders: None,
            drivers: None,
            assumptions: &Assumptions::default(),
        };
        let invocation = Invocation {
            version: "0.1.0".into(),
            command: vec!["launchsim".into(), "run".into()],
            overrides: Vec::new(),
            began: Instant::now(),
            seconds: 0.5,
            workers: &Workers::start(Some(2)).unwrap(),
            charts,
            looks: html::Looks::default(),
            size: Size::Page,
        };
        writer.finish(&finished, &invocation).unwrap()
    }

    fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(content(&path));
            } else {
                found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn a_run_leaves_its_files_and_a_record_that_lists_them() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("mi1");
        let summary = run(&target, 300, true, true);
        let record: serde_json::Value =
            serde_json::from_slice(&std::fs::read(target.join("run.json")).unwrap()).unwrap();
        let listed: Vec<&str> = record["files"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
        assert_eq!(listed, summary.files);
        for name in
            ["summary.json", "launches.parquet", "launches.csv", "daily.csv", "scenario.toml", "charts/cash.svg"]
        {
            assert!(listed.contains(&name), "{name} is not in {listed:?}");
        }
        // The record of the folder stands beside them.
        assert_eq!(content(&target).len(), listed.len() + 1);
        assert!(listed.iter().all(|name| WRITES.contains(name) || name.starts_with("charts/")), "{listed:?}");
        assert_eq!(record["launches_per_second"], 600);
    }

    #[test]
    fn results_of_an_earlier_run_survive_one_that_stops() {
        let home = tempfile::tempdir().unwrap();
        let layout = synthetic::layout();
        run(home.path(), 100, true, false);
        let before = content(home.path());
        let mut writer =
            RunWriter::create(RunFolder::create(home.path(), &WRITES, &[]).unwrap(), &layout, false).unwrap();
        writer.chunk(&synthetic::chunks(&layout, 64, 64)[0]).unwrap();
        drop(writer);
        assert_eq!(content(home.path()), before);
    }

    #[test]
    fn files_this_run_does_not_write_are_removed() {
        let home = tempfile::tempdir().unwrap();
        run(home.path(), 50, true, true);
        run(home.path(), 50, false, false);
        let names: Vec<String> = content(home.path()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), 9, "{names:?}");
        assert!(!home.path().join("charts").exists());
    }

    #[test]
    fn the_same_launches_give_the_same_files() {
        let home = tempfile::tempdir().unwrap();
        let bytes = |name: &str| {
            let target = home.path().join(name);
            run(&target, 120, true, true);
            let files =
                content(&target).into_iter().filter(|(name, _)| !name.ends_with("run.json") && !name.ends_with(RECORD));
            files.map(|(_, bytes)| bytes).collect::<Vec<_>>()
        };
        assert!(bytes("a") == bytes("b"));
    }
}
