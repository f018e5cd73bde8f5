//! What surrounds a launch, and how cost grows: `cargo bench --bench work`. Medians of seven.

#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use launchsim::company::plan::{Plan, compile};
use launchsim::company::{Unobserved, simulate};
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::experiment::sweep::axis::Axis;
use launchsim::experiment::sweep::design::{Design, Method};
use launchsim::experiment::sweep::{Point, Shard, Sweep};
use launchsim::language::source::Source;
use launchsim::outcome::Chunk;
use launchsim::report::folder::RunFolder;
use launchsim::report::writer::WRITES;
use launchsim::report::{Finished, Invocation, RunWriter};
use launchsim::scenario::Scenario;
use launchsim::scenario::{Template, load};
use launchsim::stats::Summary;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times repeated for each figure.
const REPEATS: usize = 7;
/// Launches of a batch: 32 chunks.
const BATCH: u32 = 32_768;

/// Median seconds of [`REPEATS`] runs after one that warms up.
fn seconds(mut work: impl FnMut()) -> f64 {
    work();
    let mut times: Vec<f64> = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[REPEATS / 2]
}

fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

fn read(path: &Path, settings: &[String]) -> Scenario {
    load(&Source::File(path.to_owned()), settings).unwrap_or_else(|fault| panic!("{fault}")).scenario
}

/// Simulates a batch without its days; gives its chunks.
fn batch(scenario: &Scenario, plan: &Plan, launches: u32, threads: usize) -> Vec<Chunk> {
    let settings = Settings { launches, workers: &Workers::start(Some(threads)).unwrap(), trace: false };
    let mut chunks = Vec::new();
    let mut sink = |chunk| {
        chunks.push(chunk);
        Ok::<(), ()>(())
    };
    assert!(replicate(scenario, plan, &settings, &AtomicBool::new(false), &mut sink).is_ok(), "nothing stops the run");
    chunks
}

/// B1 with every part split into `split` parts of the same supplier, each at its share of the price.
fn split(folder: &Path, split: usize) -> PathBuf {
    let parts = ["screen", "chip", "memory", "camera", "battery", "housing", "board", "rest"];
    let text = std::fs::read_to_string(scenario("bench/b1.toml")).expect("B1 is there");
    let (mut lines, mut more) = (String::new(), String::new());
    for line in text.lines() {
        match parts.iter().find(|part| line == format!("{part} = 1")) {
            Some(part) => (0..split).for_each(|copy| writeln!(lines, "{part}_{copy} = 1").expect("a text")),
            None => writeln!(lines, "{line}").expect("a text"),
        }
    }
    for part in parts {
        let head = format!("[component.{part}]\n");
        let from = lines.find(&head).expect("every part has its table");
        let to = lines[from..].find("\n\n").map_or(lines.len(), |end| from + end);
        let table: String = lines.drain(from..to).collect();
        let keys = &table[head.len()..];
        let cost: f64 = keys
            .lines()
            .find_map(|line| line.strip_prefix("unit_cost = "))
            .and_then(|cost| cost.trim().parse().ok())
            .expect("a unit cost");
        let share = format!("unit_cost = {}", cost / split as f64);
        let keys = keys.replace(&format!("unit_cost = {cost}"), &share);
        for copy in 0..split {
            write!(more, "\n[component.{part}_{copy}]\n{keys}\n").expect("a text");
        }
    }
    let path = folder.join(format!("b1_{split}.toml"));
    std::fs::write(&path, lines + &more).expect("a file");
    path
}

/// A bill of materials of so many lines, a hundred suppliers.
fn long_bill(folder: &Path, lines: usize) -> PathBuf {
    let mut bill = String::from("name,supplier,quantity,unit_cost,lead_time\n");
    let mut text = format!(
        "[timeline]\nstart = 2026-01-01\nhorizon = \"540 days\"\n[product.phone]\nprice = 2000\nbom = \"bill_{lines}.csv\"\n\
         [build_plan]\ncumulative = [[2026-05-01, 0], [2026-12-31, 300_000]]\n[factory.line]\n\
         [market]\nreach = 1_000_000\ninnovation = 0.1\nimitation = 3\nchoice = \"none\"\n[window.shop]\nkind = \"open\"\nopens = 2026-06-01\n"
    );
    for supplier in 0..100 {
        writeln!(text, "[supplier.maker_{supplier}]").expect("a text");
    }
    for line in 0..lines {
        let (supplier, weeks) = (line % 100, 2 + line % 7);
        writeln!(bill, "part_{line},maker_{supplier},{},{}.5,{weeks} weeks", 1 + line % 3, line % 9).expect("a text");
    }
    std::fs::write(folder.join(format!("bill_{lines}.csv")), bill).expect("a file");
    let path = folder.join(format!("bill_{lines}.toml"));
    std::fs::write(&path, text).expect("a file");
    path
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |what: &str, figure: f64, unit: &str| println!("{what:<58} {figure:>12.2} {unit}");

    for lines in [836, 10_000] {
        let path = long_bill(folder.path(), lines);
        row(&format!("load, {lines} parts"), seconds(|| drop(black_box(read(&path, &[])))) * 1e3, "ms");
        let scenario = read(&path, &[]);
        let compiling = seconds(|| drop(black_box(compile(&scenario).expect("it compiles"))));
        row(&format!("compile, {lines} parts"), compiling * 1e3, "ms");
    }

    let mi1 = read(&scenario("mi1.toml"), &[]);
    let mi1_plan = compile(&mi1).expect("it compiles");
    row(
        "flagship, one launch alone",
        seconds(|| drop(black_box(simulate::<1>(&mi1_plan, 7, &mut Unobserved)))) * 1e6,
        "us",
    );
    for threads in [1, 2] {
        let time = seconds(|| drop(black_box(batch(&mi1, &mi1_plan, 10_240, threads))));
        row(&format!("flagship, 10,240 launches, {threads} thread(s)"), time, "s");
    }

    let b1 = read(&scenario("bench/b1.toml"), &[]);
    let b1_plan = compile(&b1).expect("it compiles");
    let mut alone = 0.0;
    for threads in [1, 2] {
        let time = seconds(|| drop(black_box(batch(&b1, &b1_plan, BATCH, threads))));
        row(&format!("B1, a launch of a batch, {threads} thread(s)"), time / f64::from(BATCH) * 1e6, "us");
        if threads == 1 { alone = time } else { row("B1, two threads against one", alone / time, "times") }
    }
    for days in [270, 1080] {
        let scenario = read(&scenario("bench/b1.toml"), &[format!("timeline.horizon={days} days")]);
        if let Ok(plan) = compile(&scenario) {
            let time = seconds(|| drop(black_box(batch(&scenario, &plan, BATCH / 4, 1))));
            row(&format!("B1 over {days} days, a launch"), time / f64::from(BATCH / 4) * 1e6, "us");
        }
    }
    for parts in [1, 100] {
        let scenario = read(&split(folder.path(), parts), &[]);
        let plan = compile(&scenario).expect("it compiles");
        let time = seconds(|| drop(black_box(batch(&scenario, &plan, BATCH / 4, 1))));
        let what = format!("B1 with {} parts in {} classes, a launch", parts * 8, plan.supply.classes.len());
        row(&what, time / f64::from(BATCH / 4) * 1e6, "us");
    }

    let axes = ["product.phone.price=1500..2130:10", "component.screen.lead_time=60 days,90 days"];
    let axes = axes.iter().map(|axis| Axis::parse(axis).expect("an axis")).collect();
    let design = Design::new(Method::Grid, axes, None, 1).expect("a design");
    let template = Template::open(&Source::File(scenario("bench/b1.toml")), &[]).expect("it is there");
    let sweep = Sweep::prepare::<()>(template, design, 200, 1, None).expect("it can be swept");
    let time = seconds(|| {
        let mut sink = |point: &Point| -> Result<(), ()> {
            black_box(point);
            Ok(())
        };
        assert!(
            sweep.run(Shard::WHOLE, 0, &Workers::start(None).unwrap(), &AtomicBool::new(false), &mut sink).is_ok(),
            "nothing stops it"
        );
    });
    row("B1, a sweep of 128 points of 200 launches, all threads", time, "s");

    let chunks = batch(&b1, &b1_plan, 102_400, 2);
    let columns: Vec<Vec<f64>> = (0..b1_plan.layout.metrics.len())
        .map(|at| chunks.iter().flat_map(|chunk| chunk.metrics[at].iter().copied()).collect())
        .collect();
    let time = seconds(|| {
        columns.iter().for_each(|column| {
            black_box(Summary::of(column));
        })
    });
    row(&format!("summaries of {} metrics of 102,400 launches", columns.len()), time, "s");
    let settings = Settings { launches: 1_024, workers: &Workers::start(Some(2)).unwrap(), trace: true };
    let traced = replicate(&b1, &b1_plan, &settings, &AtomicBool::new(false), &mut |_| Ok::<(), ()>(()));
    let daily = traced.expect("nothing stops the run");
    for charts in [false, true] {
        let time = seconds(|| {
            let mut writer = {
                let place = RunFolder::create(&folder.path().join("run"), &WRITES, &[]).expect("a folder");
                RunWriter::create(place, &b1_plan.layout, false).expect("a table")
            };
            chunks.iter().for_each(|chunk| writer.chunk(chunk).expect("room on the disk"));
            let run = Finished {
                seed: 1,
                daily: &daily,
                resolved: "",
                settled: None,
                next: String::new(),
                price: None,
                vat: Some(0.17),
            };
            let invocation = Invocation {
                version: String::new(),
                command: Vec::new(),
                overrides: Vec::new(),
                began: Instant::now(),
                seconds: 0.0,
                workers: &Workers::start(Some(1)).expect("a thread"),
                charts,
            };
            writer.finish(&run, &invocation).expect("room on the disk");
        });
        let what =
            if charts { "files of 102,400 launches with charts" } else { "files of 102,400 launches without charts" };
        row(what, time, "s");
    }
}
