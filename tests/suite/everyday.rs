//! Everyday edits: each number of each scenario a little larger, run and compared, with every chart drawn.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use launchsim::experiment::Workers;
use launchsim::experiment::bookings::Bookings;
use launchsim::experiment::compare::figures::Comparison;
use launchsim::experiment::compare::{Case, cases, run};
use launchsim::experiment::demand::DemandCurve;
use launchsim::experiment::figures::{Figures, days};
use launchsim::experiment::replicate::{Replication, Settings};
use launchsim::language::source::Source;
use launchsim::report::ReportError;
use launchsim::report::chart::paper::Paper;
use launchsim::report::chart::{self, Charts, Material};
use launchsim::report::folder::RunFolder;
use launchsim::report::launches::LaunchTable;
use launchsim::scenario::{Scenario, load};

/// Launches of each: enough for bars and bands, and several hundred cases.
const LAUNCHES: u32 = 24;
static GO_ON: AtomicBool = AtomicBool::new(false);

/// Scenarios that are small enough to be edited number by number.
fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let below = std::fs::read_dir(folder.join("patterns")).unwrap().map(|entry| entry.unwrap().path());
    let small = ["text_1499.toml", "text_1999.toml", "bench/b1_small.toml"].map(|name| folder.join(name));
    let mut files: Vec<PathBuf> = below.chain(small).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// Keys that hold a plain number, and the number somewhat larger.
fn edits(file: &Path) -> Vec<String> {
    let tree: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
    let mut found = Vec::new();
    walk(&tree, "", &mut found);
    found
}

fn walk(table: &toml::Table, above: &str, found: &mut Vec<String>) {
    for (key, value) in
        table.iter().filter(|(key, _)| !above.is_empty() || !["run", "observed"].contains(&key.as_str()))
    {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            toml::Value::Integer(number) => found.push(format!("{path}={}", number + (number / 14).max(1))),
            toml::Value::Float(number) => found.push(format!("{path}={}", number * 1.07)),
            toml::Value::Table(below) => walk(below, &path, found),
            _ => {}
        }
    }
}

/// The charts of one run.
fn charts(case: &Case) -> Charts {
    let layout = &case.plan.layout;
    let home = tempfile::tempdir().unwrap();
    let mut folder = RunFolder::create(home.path(), &[], &[]).unwrap();
    let mut table = LaunchTable::create(&mut folder, layout, false).unwrap();
    let settings = Settings { launches: LAUNCHES, workers: &Workers::start(Some(1)).unwrap(), trace: true };
    let mut replication = Replication::new(&case.scenario, &case.plan, &settings);
    let mut sink = |chunk| -> Result<(), ReportError> { table.push(&chunk) };
    replication.extend(LAUNCHES, &GO_ON, &mut sink).unwrap_or_else(|fault| panic!("{}: {fault:?}", case.name));
    let columns = table.close().unwrap();
    let figures = Figures::of(layout, &columns, 1, LAUNCHES as usize, settings.workers).unwrap();
    let column = |name: &str| columns.metric(layout.metric(name).unwrap()).unwrap();
    let bookings = Bookings::of(&case.scenario, &case.plan, settings.workers);
    let demand = DemandCurve::of(&case.scenario, &case.plan);
    let paper = Paper::default();
    let material = Material {
        paper: &paper,
        layout,
        daily: &replication.daily,
        bands: &days::bands(&replication.daily, settings.workers),
        figures: &figures,
        profit: &column(&format!("net_profit_{}", layout.currency)),
        insolvency_day: &column("insolvency_day"),
        credit_line: None,
        price: layout.prices.first().map(|step| step.price),
        vat: Some(case.scenario.company.vat.value),
        demand: demand.as_ref(),
        bookings: bookings.as_ref(),
    };
    chart::draw(&material, settings.workers)
}

fn edited(file: &Path, edit: &str) -> Option<Scenario> {
    load(&Source::File(file.to_owned()), &[edit.to_owned()]).ok().map(|loaded| loaded.scenario)
}

#[test]
fn no_everyday_edit_costs_a_run_or_a_comparison_a_chart() {
    let (mut found, mut tried) = (0, 0);
    for file in scenarios() {
        let base = load(&Source::File(file.clone()), &[]).unwrap().scenario;
        for edit in edits(&file) {
            found += 1;
            // An edit that breaks a rule of the scenario is refused before anything is drawn.
            let Some(scenario) = edited(&file, &edit) else { continue };
            let Ok(pair) = cases(vec![("base".into(), base.clone()), ("edited".into(), scenario)]) else { continue };
            let runs = run(&pair, LAUNCHES, &Workers::start(Some(1)).unwrap(), &GO_ON).unwrap();
            let drawn = [
                charts(&pair[1]),
                chart::compare::draw(&Paper::default(), &runs, &Comparison::of(&runs, &Workers::start(None).unwrap())),
            ];
            for Charts { figures, warnings } in drawn {
                assert_eq!(warnings, Vec::<String>::new(), "{} {edit}", file.display());
                assert!(!figures.is_empty(), "{} {edit}", file.display());
                for figure in figures {
                    let svg = figure.canvas.svg().unwrap();
                    assert!(
                        !svg.contains("NaN") && svg.len() < 3_000_000,
                        "{} {edit}: {}",
                        file.display(),
                        figure.name
                    );
                }
            }
            tried += 1;
        }
    }
    assert!(tried > 0 && tried * 2 > found, "{tried} of {found} edits make a scenario");
}
