//! Sweeps: the same luck at every point, and points that survive whatever happens.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use launchsim::experiment::Workers;
use launchsim::experiment::sweep::axis::Axis;
use launchsim::experiment::sweep::design::{Design, Method};
use launchsim::experiment::sweep::{Point, Shard, Sweep};
use launchsim::language::source::Source;
use launchsim::scenario::Template;
use launchsim::stats::Summary;

use crate::compare::SMALL;
use crate::folders::{home, launchsim, run, succeeds};

const TABLES: [&str; 4] = ["points.csv", "points.parquet", "sweep.json", "page.txt"];

const GRID: [&str; 8] = [
    "sweep",
    "small.toml",
    "--vary",
    "product.phone.price=1500..2400:50",
    "--vary",
    "component.screen.lead_time=1 week..4 weeks:1 week",
    "-n",
    "40",
];

fn grid<'a>(more: &[&'a str]) -> Vec<&'a str> {
    GRID.iter().copied().chain(more.iter().copied()).collect()
}

fn assert_same_tables(home: &Path, one: &str, other: &str) {
    for table in TABLES {
        let read = |folder: &str| fs::read(home.join(folder).join(table)).unwrap();
        assert!(read(one) == read(other), "{table} of {one} and {other} differ");
    }
}

#[test]
fn three_parts_merged_are_the_bytes_of_the_whole_on_any_number_of_threads() {
    let home = home();
    succeeds(home.path(), &grid(&["-o", "whole", "--threads", "1"]));
    for part in ["1", "2", "3"] {
        let shard = format!("{part}/3");
        succeeds(
            home.path(),
            &grid(&["-o", &format!("part{part}"), "--shard", &shard, "--no-charts", "--threads", "2"]),
        );
    }
    succeeds(home.path(), &["merge", "part2", "part3", "part1", "-o", "merged"]);
    assert_same_tables(home.path(), "whole", "merged");
    for chart in ["sweep.svg", "sweep.png"] {
        let read = |folder: &str| fs::read(home.path().join(folder).join("charts").join(chart)).unwrap();
        assert!(read("whole") == read("merged"), "{chart}");
    }
    let text = fs::read_to_string(home.path().join("whole/points.csv")).unwrap();
    assert_eq!(text.lines().count(), 1 + 19 * 4);
    assert!(text.starts_with(
        "point,product.phone.price,component.screen.lead_time (days),interest_mean,interest_se,interest_p5"
    ));
}

#[test]
fn killed_at_twenty_moments_a_sweep_ends_with_the_same_bytes() {
    let home = home();
    succeeds(home.path(), &grid(&["-o", "whole", "--no-charts"]));
    let arguments = grid(&["-o", "killed", "--no-charts", "--threads", "1"]);
    let mut kills = 0;
    for attempt in 0..20_u64 {
        let mut child = launchsim(home.path(), &arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(5 + attempt * 37 % 160));
        if child.try_wait().unwrap().is_none() {
            // SIGKILL: nothing is cleaned up.
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
    }
    succeeds(home.path(), &arguments);
    assert!(kills > 0, "the sweep was over before it could be killed");
    assert_same_tables(home.path(), "whole", "killed");
}

#[test]
fn a_torn_record_is_simulated_again_and_a_finished_point_is_not() {
    let home = home();
    succeeds(home.path(), &grid(&["-o", "whole", "--no-charts"]));
    let journal = home.path().join("whole/sweep.journal");
    let complete = fs::read(&journal).unwrap();
    let cuts = [complete.len() - 1, complete.len() - 700, complete.len() / 2];
    for cut in cuts {
        fs::write(&journal, &complete[..cut]).unwrap();
        let output = run(home.path(), &grid(&["-o", "whole", "--no-charts"]));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.contains("points are there already"), "{said}");
        assert!(fs::read(&journal).unwrap() == complete, "cut at {cut}");
    }
    // A bit that turned over in the last record.
    let mut damaged = complete.clone();
    let last = damaged.len() - 20;
    damaged[last] ^= 4;
    fs::write(&journal, &damaged).unwrap();
    succeeds(home.path(), &grid(&["-o", "whole", "--no-charts"]));
    assert!(fs::read(&journal).unwrap() == complete);
}

#[test]
fn every_misuse_is_refused_with_its_cure() {
    let home = home();
    let refused = |arguments: &[&str], part: &str| {
        let output = run(home.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
    };
    let sweep = |vary: &'static str, part: &str| refused(&["sweep", "small.toml", "--vary", vary], part);
    sweep("product.phone.prise=1500,1600", "did you mean `price`?");
    sweep("product.fone.price=1500,1600", "did you mean `phone`?");
    sweep("product.phone.build=to_order,to_order", "stands twice");
    sweep("product.phone.build=to_order,sometimes", "sometimes");
    sweep("product.phone.price=2000..1500", "ends before it begins");
    sweep("product.phone.price=1500..2000:-100", "leads away from its end");
    sweep("product.phone.price=1500..2000", "no step");
    sweep("product.phone.price=-5,1600", "out of range");
    sweep("component.screen.lead_time=30,60", "no unit");
    let many = ["--vary", "product.phone.price=1..4000:1", "--vary", "market.imitation=0..4:0.001"];
    refused(&[&["sweep", "small.toml"], &many[..]].concat(), "16,004,000 points");
    refused(&["sweep", "small.toml"], "nothing is varied");
    refused(
        &["sweep", "small.toml", "--vary", "product.phone.price=1500,1600", "--maximize", "net_profit_yan"],
        "did you mean `net_profit_yuan`?",
    );
    refused(&["sweep", "small.toml", "--vary", "product.phone.price=1500,1600", "--shard", "3/2"], "--shard 2/3");
    refused(&["compare", "small.toml"], "at least two alternatives");
    refused(
        &["compare", "small.toml", "small.toml", "--until", "net_profit_yan ± 1%"],
        "did you mean `net_profit_yuan`?",
    );
}

#[test]
fn results_that_do_not_belong_together_are_not_mixed() {
    let home = home();
    let two = |more: &[&str]| {
        let start = ["sweep", "small.toml", "--vary", "product.phone.price=1500,1600,1700", "-n", "16", "--no-charts"];
        run(home.path(), &start.iter().chain(more).copied().collect::<Vec<_>>())
    };
    assert!(two(&["-o", "a", "--shard", "1/2"]).status.success());
    assert!(two(&["-o", "b", "--shard", "2/2", "--seed", "9"]).status.success());
    assert!(two(&["-o", "c", "--shard", "2/2"]).status.success());
    let refused = |output: Output, part: &str| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(part), "{said}");
    };
    refused(run(home.path(), &["merge", "a", "b", "-o", "m"]), "with the seed 9 instead of 1");
    refused(run(home.path(), &["merge", "a", "-o", "m"]), "part 2/2 is missing");
    refused(run(home.path(), &["merge", "a", "a", "c", "-o", "m"]), "hold the same part 1/2");
    refused(
        two(&["-o", "a", "--shard", "1/2", "--set", "factory.main.yield_share=0.9"]),
        "another content of the scenario",
    );
    refused(two(&["-o", "a"]), "holds part 1/2");
    let fewer = ["sweep", "small.toml", "--vary", "product.phone.price=1500,1600,1700", "-n", "8", "-o", "a"];
    refused(run(home.path(), &fewer), "holds a sweep of 16 launches a point, not 8");
    refused(run(home.path(), &["merge", "nowhere", "-o", "m"]), "nowhere holds no sweep");
    let part = two(&["-o", "c", "--shard", "2/2"]);
    let said = String::from_utf8_lossy(&part.stdout).replace('\n', " ");
    assert!(said.contains("This is part 2 of 2") && !said.contains("Best of those"), "{said}");
    assert!(said.contains("1 point of 16 launches each"), "{said}");
    assert!(two(&["-o", "a", "--fresh"]).status.success());
    // As another version would have left it.
    let journal = home.path().join("a/sweep.journal");
    fs::write(&journal, b"launchsim-sweep-0 2 00\n{}\n").unwrap();
    refused(two(&["-o", "a"]), "another version of launchsim");
    fs::write(&journal, b"dear diary\n").unwrap();
    refused(two(&["-o", "a"]), "no journal of a sweep");
}

#[test]
fn a_point_is_what_a_run_with_its_values_gives() {
    let home = home();
    let source = Source::File(home.path().join("small.toml"));
    let axes = ["product.phone.price=1500,2100", "component.screen.lead_time=1 week,3 weeks"];
    let axes: Vec<Axis> = axes.iter().map(|axis| Axis::parse(axis).unwrap()).collect();
    let design = Design::new(Method::Grid, axes, None, 1).unwrap();
    let template = Template::open(&source, &[]).unwrap();
    let sweep = Sweep::prepare::<()>(template, design, 100, 1, None).unwrap();
    let mut points: Vec<Point> = Vec::new();
    let mut sink = |point: &Point| -> Result<(), ()> {
        points.push(point.clone());
        Ok(())
    };
    sweep.run(Shard::WHOLE, 0, &Workers::start(Some(2)).unwrap(), &AtomicBool::new(false), &mut sink).unwrap();
    let sets = ["product.phone.price=2100".to_owned(), "component.screen.lead_time=3 weeks".to_owned()];
    let scenario = launchsim::scenario::load(&source, &sets).unwrap().scenario;
    let cases =
        launchsim::experiment::compare::cases(vec![("a".into(), scenario.clone()), ("b".into(), scenario)]).unwrap();
    let runs =
        launchsim::experiment::compare::run(&cases, 100, &Workers::start(None).unwrap(), &AtomicBool::new(false))
            .unwrap();
    for (metric, values) in points[3].metrics.iter().zip(&runs.alternatives[0].metrics) {
        let summary = Summary::of(values);
        assert_eq!(metric.mean.to_bits(), summary.mean.to_bits());
        assert_eq!(metric.quantiles[2].to_bits(), summary.p50.to_bits());
    }
}

#[test]
fn designs_fill_the_space_and_charts_are_drawn_for_each() {
    let home = home();
    for (design, folder) in [("lhs", "lhs"), ("sobol", "sobol")] {
        succeeds(
            home.path(),
            &[
                "sweep",
                "small.toml",
                "--design",
                design,
                "--points",
                "16",
                "-n",
                "20",
                "-o",
                folder,
                "--vary",
                "product.phone.price=1500..2500",
                "--vary",
                "market.imitation=1..3",
                "--vary",
                "market.waiting_weight=-1..1",
            ],
        );
        assert!(home.path().join(folder).join("charts/sweep_by_key.svg").exists());
    }
    fs::write(home.path().join("points.csv"), "product.phone.price,market.imitation\n1500,1\n1999,2\n2500,3\n")
        .unwrap();
    succeeds(home.path(), &["sweep", "small.toml", "--list", "points.csv", "-n", "20", "-o", "list"]);
    assert_eq!(fs::read_to_string(home.path().join("list/points.csv")).unwrap().lines().count(), 4);
    succeeds(
        home.path(),
        &["sweep", "small.toml", "--vary", "product.phone.price=1500,1999,2500", "-n", "20", "-o", "curve"],
    );
    assert!(home.path().join("curve/charts/sweep.png").exists());
}

#[test]
fn a_comparison_leaves_its_files_and_says_what_it_found() {
    let home = home();
    let output = run(
        home.path(),
        &["compare", "small.toml", "--vary", "product.phone.price=1799,1999,2199", "-n", "300", "-o", "c"],
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("price_1999 against price_1799") && said.contains("Unit cost and volume"), "{said}");
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(home.path().join("c/comparison.json")).unwrap()).unwrap();
    let difference = &json["differences"]["price_2199"]["net_profit_yuan"];
    for field in ["mean", "low", "high", "sd", "simultaneous_low", "correlation", "variance_reduction"] {
        assert!(difference[field].is_number(), "{field}: {difference}");
    }
    for file in [
        "comparison.csv",
        "pairs.parquet",
        "charts/difference.svg",
        "charts/cumulative.svg",
        "charts/side_by_side.svg",
        "run.json",
    ] {
        assert!(home.path().join("c").join(file).exists(), "{file}");
    }
}

#[test]
fn the_scenario_can_say_what_is_swept() {
    let home = home();
    let table = "[sweep]\nvary = [\"product.phone.price=1500,1999\"]\nlaunches = 30\nminimize = \"cancelled\"\n";
    fs::write(home.path().join("asks.toml"), format!("{SMALL}\n{table}")).unwrap();
    succeeds(home.path(), &["sweep", "asks.toml", "-o", "asked", "--no-charts"]);
    let typed = [
        "--vary",
        "product.phone.price=1500,1999",
        "-n",
        "30",
        "--minimize",
        "cancelled",
        "-o",
        "typed",
        "--no-charts",
    ];
    succeeds(home.path(), &[&["sweep", "small.toml"], &typed[..]].concat());
    let read = |folder: &str| fs::read(home.path().join(folder).join("points.parquet")).unwrap();
    assert!(read("asked") == read("typed"));
    // The design, its points and what is looked for can be said there too.
    let range = "product.phone.price=1500..1999";
    for design in ["lhs", "sobol"] {
        let table = format!(
            "[sweep]\nvary = [\"{range}\"]\ndesign = \"{design}\"\npoints = 4\nlaunches = 20\nmaximize = \"orders\"\n"
        );
        fs::write(home.path().join("asks.toml"), format!("{SMALL}\n{table}")).unwrap();
        succeeds(home.path(), &["sweep", "asks.toml", "-o", &format!("asked_{design}"), "--no-charts"]);
        let typed = [
            "--vary",
            range,
            "--design",
            design,
            "--points",
            "4",
            "-n",
            "20",
            "--maximize",
            "orders",
            "--no-charts",
            "-o",
        ];
        succeeds(home.path(), &[&["sweep", "small.toml"], &typed[..], &[&format!("typed_{design}")]].concat());
        assert!(read(&format!("asked_{design}")) == read(&format!("typed_{design}")), "{design}");
    }
    assert!(read("asked_lhs") != read("asked_sobol"), "designs differ");

    // A list of points lies beside the scenario that names it.
    fs::create_dir(home.path().join("plans")).unwrap();
    fs::write(home.path().join("plans/points.csv"), "product.phone.price\n1999\n1500\n1700\n").unwrap();
    let listed = format!("{SMALL}\n[sweep]\nlist = \"points.csv\"\nlaunches = 30\n");
    fs::write(home.path().join("plans/listed.toml"), listed).unwrap();
    succeeds(home.path(), &["sweep", "plans/listed.toml", "-o", "listed", "--no-charts"]);
    succeeds(
        home.path(),
        &["sweep", "small.toml", "--list", "plans/points.csv", "-n", "30", "-o", "by_hand", "--no-charts"],
    );
    let rows = |folder: &str| fs::read_to_string(home.path().join(folder).join("points.csv")).unwrap();
    assert_eq!(rows("listed"), rows("by_hand"));
    assert_eq!(rows("listed").lines().count(), 4);
    let both = format!("{SMALL}\n[sweep]\nlist = \"points.csv\"\nvary = [\"product.phone.price=1,2\"]\n");
    fs::write(home.path().join("plans/both.toml"), both).unwrap();
    let said = run(home.path(), &["sweep", "plans/both.toml"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("`list` and `vary` exclude each other"));
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn dates_and_choices_are_swept_and_points_go_back_in_unchanged() {
    let home = home();
    let vary = [
        "sweep",
        "small.toml",
        "-n",
        "30",
        "--vary",
        "window.shop.opens=2026-01-15,2026-02-15",
        "--vary",
        "product.phone.build=to_order,to_stock",
        "--vary",
        "component.screen.lead_time=2 weeks,1 day",
    ];
    let page = said(home.path(), &[&vary[..], &["-o", "varied"]].concat());
    for words in ["2026-02-15", "to_stock", "1 day", "14 days", "window.shop.opens = 2026-01-15, 2026-02-15"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The table as it was written, results and all.
    fs::copy(home.path().join("varied/points.csv"), home.path().join("again.csv")).unwrap();
    succeeds(home.path(), &["sweep", "small.toml", "--list", "again.csv", "-n", "30", "-o", "listed"]);
    let rows = |folder: &str| fs::read_to_string(home.path().join(folder).join("points.csv")).unwrap();
    assert_eq!(rows("varied"), rows("listed"));
    assert!(rows("varied").lines().nth(1).unwrap().starts_with("0,2026-01-15,to_order,14,"), "{}", rows("varied"));
    // Values may bring metrics of their own.
    let kinds = ["sweep", "small.toml", "--vary", "window.shop.kind=open,in_stock", "-n", "16", "-o", "kinds"];
    succeeds(home.path(), &kinds);
    let best = json(&home.path().join("varied/sweep.json"))["best"].clone();
    assert!(
        best["inputs"]["window.shop.opens"].is_string() && best["inputs"]["component.screen.lead_time"].is_number()
    );
}

#[test]
fn a_list_passes_the_same_gate_as_vary_and_its_faults_have_a_place() {
    let home = home();
    for (text, part) in [
        ("run.seed\n1\n2\n", "`run.seed` cannot be varied"),
        ("timeline.start\n2026-01-01\n", "cannot be varied"),
        ("product.phone.prise\n1500\n", "did you mean `price`?"),
        ("product.phone.price\n1500\ncheap\n", "points.csv:3:1"),
        ("component.screen.lead_time\n30\n", "write the unit in the cell"),
        ("product.phone.price,market.imitation,orders_meen\n1500,1,7\n", "orders_meen"),
        ("", "empty"),
    ] {
        fs::write(home.path().join("points.csv"), text).unwrap();
        let output = run(home.path(), &["sweep", "small.toml", "--list", "points.csv", "-n", "8", "-o", "refused"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(part), "{text}: {said}");
    }
    // As spreadsheets write it: a mark at the start, remarks, cells too many at the ends of lines.
    let text = "\u{feff}product.phone.price,component.screen.lead_time (weeks)\r\n# dear\r\n1500,2,,\r\n\r\n1999,1\r\n";
    fs::write(home.path().join("points.csv"), text).unwrap();
    succeeds(home.path(), &["sweep", "small.toml", "--list", "points.csv", "-n", "8", "-o", "listed"]);
    let rows = fs::read_to_string(home.path().join("listed/points.csv")).unwrap();
    assert!(rows.lines().nth(2).unwrap().starts_with("1,1999,7,"), "{rows}");
}

#[test]
fn a_price_that_moves_nobody_has_no_best_and_the_page_names_the_cure() {
    let home = home();
    let without = SMALL.replace("choice = \"elasticity\"\nelasticity = 1.2\nreference_price = 1999\n", "");
    assert_ne!(without, SMALL);
    fs::write(home.path().join("none.toml"), without).unwrap();
    let vary = "product.phone.price=1500,1999,2500";
    for command in ["sweep", "compare"] {
        let text = said(home.path(), &[command, "none.toml", "--vary", vary, "-n", "60", "--no-charts", "-o", command]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("The price moves nobody here"), "{text}");
        assert!(text.contains("choice = \"elasticity\"") && text.contains("No price is called best"), "{text}");
        assert!(!text.contains("Best of those") && !text.contains("best of those"), "{text}");
        let with = said(home.path(), &[command, "small.toml", "--vary", vary, "-n", "60", "--no-charts", "-o", "w"]);
        assert!(!with.contains("moves nobody"), "{with}");
    }
    let sweep = json(&home.path().join("sweep/sweep.json"));
    assert!(sweep["best"].is_null() && sweep["price_moves_nobody"] == true, "{sweep}");
    assert_eq!(json(&home.path().join("compare/comparison.json"))["price_moves_nobody"], true);
}

#[test]
fn ties_are_told_as_ties_and_shares_with_their_launches() {
    let home = home();
    let vary = "company.opening_cash=0,1_000_000,50_000_000,60_000_000,70_000_000";
    let arguments =
        ["sweep", "small.toml", "--vary", vary, "-n", "50", "--minimize", "insolvent", "--no-charts", "-o", "cash"];
    let page = said(home.path(), &arguments).split_whitespace().collect::<Vec<_>>().join(" ");
    let sweep = json(&home.path().join("cash/sweep.json"));
    let tied = sweep["tied_with_best"].as_array().unwrap().len();
    assert!(tied >= 2, "{sweep}");
    assert!(page.contains(" and above, ") && page.contains("points with the same result"), "{page}");
    assert!(page.contains("It is so there in none of 50 launches"), "{page}");
    assert!(!page.contains("at the end of what was tried"), "{page}");
}

#[test]
fn the_page_of_a_sweep_lists_the_points_as_they_were_tried_with_the_numbers_of_the_table() {
    let home = home();
    let vary = "product.phone.price=1999..1999.9:0.1";
    let page = said(home.path(), &["sweep", "small.toml", "--vary", vary, "-n", "40", "--no-charts", "-o", "fine"]);
    for tenth in 1..10 {
        assert!(page.contains(&format!("1,999.{tenth}")), "{page}");
    }
    let best = json(&home.path().join("fine/sweep.json"))["best"]["inputs"]["product.phone.price"].as_f64().unwrap();
    let exact = launchsim::outcome::exactly(best);
    assert!(page.contains(&format!("product.phone.price = {exact} yuan")), "{exact}: {page}");
    assert!(
        page.contains("Next, ") && page.contains("launchsim compare small.toml --vary product.phone.price="),
        "{page}"
    );
}

#[test]
fn a_price_without_a_way_to_demand_is_never_called_best_whatever_the_design() {
    let home = home();
    let deaf =
        SMALL.replace("choice = \"elasticity\"\nelasticity = 1.2\nreference_price = 1999\n", "choice = \"none\"\n");
    fs::write(home.path().join("deaf.toml"), &deaf).unwrap();
    let price = "product.phone.price=1499..2499";
    let chip = "component.chip.unit_cost=90..110";
    for design in [
        &["--vary", "product.phone.price=1499,1999", "-n", "20"][..],
        &["--vary", price, "--vary", chip, "--design", "lhs", "--points", "6", "-n", "20"],
        &["--vary", price, "--vary", chip, "--design", "sobol", "--points", "8", "-n", "20"],
    ] {
        let output = run(home.path(), &[&["sweep", "deaf.toml", "--out", "s", "--fresh"], design].concat());
        let page = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && page.contains("The price moves nobody here"), "{design:?}\n{page}");
        assert!(!page.contains("Best of those tried"), "{design:?}\n{page}");
    }
    let two_keys = ["--vary", "product.phone.price=1799,1999", "--vary", "market.imitation=2,3", "-n", "20"];
    let output = run(home.path(), &[&["compare", "deaf.toml", "--out", "c"], &two_keys[..]].concat());
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && page.contains("No price is called best"), "{page}");
    assert!(!page.contains("is the best of those tried") && !page.contains("Good luck or bad"), "{page}");
    // Where the price has a way, a best is said, and a later sweep of other points finds a folder of its own.
    for step in ["250", "500"] {
        let vary = format!("product.phone.price=1499..2499:{step}");
        let output = run(home.path(), &["sweep", "small.toml", "--vary", &vary, "-n", "40"]);
        let page = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && page.contains("Best of those tried"), "{page}");
    }
    assert!(home.path().join("output/small_sweep/points.csv").exists());
    assert!(home.path().join("output/small_sweep_2/points.csv").exists());
}

#[test]
fn a_point_of_a_path_is_told_in_the_unit_of_its_values() {
    let home = home();
    for (vary, unit) in [
        ("factory.main.ramp[1]=100,140", "phones per day"),
        ("factory.main.ramp=[[2026-01-01, 50]],[[2026-01-01, 90]]", ""),
    ] {
        let output = run(home.path(), &["sweep", "small.toml", "--vary", vary, "-n", "20", "--fresh", "-o", "s"]);
        let page = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(output.status.success() && !page.contains("[date") && page.contains(unit), "{page}");
    }
}
