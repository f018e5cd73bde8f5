//! Folders of results: the planner's files stay, two runs never mix, and who is stopped leaves nothing behind.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::compare::SMALL;

use crate::support::program;

pub fn launchsim(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    launchsim(folder, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn succeeds(folder: &Path, arguments: &[&str]) {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

/// A refusal with an exit status and words.
pub fn ends(folder: &Path, arguments: &[&str], status: i32, words: &str) {
    let output = run(folder, arguments);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
}

pub fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("small.toml"), SMALL).unwrap();
    home
}

/// Names in a folder, sorted, hidden ones too.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Waits until something holds; the test fails when it never does.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_mins(1), "{what} did not come about");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn is_writing(folder: &Path) -> bool {
    names(folder).iter().any(|name| name.starts_with(".partial-"))
}

/// A command that will take minutes, begun and at work.
fn at_work(home: &Path, arguments: &[&str], out: &str) -> Child {
    let child = launchsim(home, arguments).spawn().unwrap();
    wait_until("the run", || is_writing(&home.join(out)));
    child
}

pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

const LONG: [&str; 8] = ["run", "small.toml", "-n", "4000000", "--threads", "1", "-o", "out"];

#[test]
fn files_of_the_planner_are_never_replaced_or_removed() {
    let home = home();
    let home = home.path();
    // A scenario that would be replaced by its resolved form.
    fs::write(home.join("scenario.toml"), SMALL).unwrap();
    ends(home, &["run", "scenario.toml", "-n", "2", "-o", "."], 2, "the results would replace it");
    ends(home, &["explain", "scenario.toml", "-l", "0", "-o", "."], 2, "the results would replace it");
    assert_eq!(fs::read_to_string(home.join("scenario.toml")).unwrap(), SMALL);
    // So too where it is the result of an earlier run.
    succeeds(home, &["run", "small.toml", "-n", "2", "--no-charts", "-o", "again"]);
    ends(home, &["run", "again/scenario.toml", "-n", "3", "-o", "again"], 2, "the results would replace it");
    // A list of points that would become the table of results.
    fs::write(home.join("points.csv"), "product.phone.price\n1499\n1999\n").unwrap();
    ends(home, &["sweep", "small.toml", "--list", "points.csv", "-n", "2", "-o", "."], 2, "points.csv is read here");
    // A record of another program.
    fs::create_dir(home.join("other")).unwrap();
    fs::write(home.join("other/thesis.docx"), "keep").unwrap();
    fs::write(home.join("other/run.json"), r#"{"files": ["thesis.docx"]}"#).unwrap();
    ends(home, &["run", "small.toml", "-n", "2", "-o", "other"], 2, "run.json is in the way");
    assert_eq!(names(&home.join("other")), ["run.json", "thesis.docx"]);
    // Files of results that were edited since.
    succeeds(home, &["run", "small.toml", "-n", "2", "--no-charts", "-o", "edited"]);
    fs::write(home.join("edited/daily.csv"), "edited").unwrap();
    ends(home, &["run", "small.toml", "-n", "2", "-o", "edited"], 2, "it was changed since launchsim wrote it");
    // Files beside the results.
    fs::write(home.join("again/notes.txt"), "mine").unwrap();
    succeeds(home, &["run", "small.toml", "-n", "3", "-o", "again"]);
    succeeds(home, &["run", "small.toml", "-n", "3", "--no-charts", "-o", "again"]);
    assert_eq!(fs::read_to_string(home.join("again/notes.txt")).unwrap(), "mine");
    assert!(!home.join("again/charts").exists());
    // What a comparison reads.
    fs::create_dir_all(home.join("scenarios")).unwrap();
    fs::write(home.join("scenarios/a.toml"), SMALL).unwrap();
    fs::write(home.join("scenarios/b.toml"), SMALL).unwrap();
    ends(home, &["compare", "scenarios/a.toml", "scenarios/b.toml", "-n", "2", "-o", "."], 2, "a.toml is read here");
    // The journal of a sweep is no place for another's text.
    fs::create_dir(home.join("journal")).unwrap();
    fs::write(home.join("journal/sweep.journal"), "dear diary").unwrap();
    let vary = ["sweep", "small.toml", "--vary", "product.phone.price=1,2", "-n", "2", "-o", "journal"];
    ends(home, &vary, 2, "no journal of a sweep");
    ends(home, &[&vary[..], &["--fresh"]].concat(), 2, "no journal of a sweep");
    assert_eq!(fs::read_to_string(home.join("journal/sweep.journal")).unwrap(), "dear diary");
}

#[test]
fn one_writes_at_a_time_and_the_other_is_told_to_come_back() {
    let home = home();
    let mut first = at_work(home.path(), &LONG, "out");
    ends(home.path(), &["run", "small.toml", "-n", "2", "-o", "out"], 75, "another launchsim is writing to out");
    let vary = ["sweep", "small.toml", "--vary", "product.phone.price=1,2", "-n", "2", "-o", "out", "--fresh"];
    ends(home.path(), &vary, 75, "another launchsim is writing to out");
    signal(&first, "INT");
    assert_eq!(first.wait().unwrap().code(), Some(130));
    // Two at once, many times: both end well or one comes back later, and the files are those of one of them.
    for round in 0..12 {
        let of = |seed: &str| {
            launchsim(home.path(), &["run", "small.toml", "-n", "16", "--no-charts", "--seed", seed, "-o", "pair"])
                .spawn()
                .unwrap()
        };
        let statuses = [of("1"), of("2")].map(|mut child| child.wait().unwrap().code());
        assert!(statuses.contains(&Some(0)), "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, Some(0 | 75))), "{statuses:?}");
        let json = |name: &str| -> serde_json::Value {
            serde_json::from_slice(&fs::read(home.path().join("pair").join(name)).unwrap()).unwrap()
        };
        assert_eq!(json("run.json")["seed"], json("summary.json")["seed"], "round {round}");
        assert!(names(&home.path().join("pair")).iter().all(|name| name == ".launchsim" || !name.starts_with('.')));
    }
}

#[test]
fn whoever_is_stopped_leaves_the_earlier_results_and_nothing_else() {
    let home = home();
    succeeds(home.path(), &["run", "small.toml", "-n", "2", "--no-charts", "-o", "out"]);
    let before = names(&home.path().join("out"));
    let record = fs::read(home.path().join("out/run.json")).unwrap();
    for (name, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let child = at_work(home.path(), &LONG, "out");
        signal(&child, name);
        let began = Instant::now();
        let output = child.wait_with_output().unwrap();
        assert!(began.elapsed() < Duration::from_secs(2), "{name} took {:?}", began.elapsed());
        assert_eq!(output.status.code(), Some(status), "{name}: {}", said(&output));
        assert!(said(&output).contains("interrupted; nothing was written"), "{}", said(&output));
        assert_eq!(names(&home.path().join("out")), before, "{name}");
        assert_eq!(fs::read(home.path().join("out/run.json")).unwrap(), record);
    }
    // What a process left that was killed goes with the next run.
    let mut child = at_work(home.path(), &LONG, "out");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_writing(&home.path().join("out")));
    succeeds(home.path(), &["run", "small.toml", "-n", "2", "--no-charts", "-o", "out"]);
    assert_eq!(names(&home.path().join("out")), before);
}

#[test]
fn whatever_takes_long_ends_within_a_second_of_a_signal() {
    let home = home();
    // Thousands of points put together and drawn: no loop of a sweep's end asks whether it shall stop.
    let sweep = ["sweep", "small.toml", "--vary", "product.phone.price=1..6000:1", "-n", "1", "-o", "many"];
    succeeds(home.path(), &[&sweep[..], &["--no-charts", "-q"]].concat());
    // At several moments of its work: files are begun while the partial folder goes.
    let mut stopped = 0;
    for pause in [0, 30, 90, 150] {
        let child = at_work(home.path(), &["merge", "many", "-o", "whole"], "whole");
        std::thread::sleep(Duration::from_millis(pause));
        signal(&child, "TERM");
        let began = Instant::now();
        let output = child.wait_with_output().unwrap();
        assert!(began.elapsed() < Duration::from_millis(1500), "it took {:?}", began.elapsed());
        if output.status.success() {
            // Half a second was enough for what was left to do.
            assert!(home.path().join("whole/run.json").exists());
            fs::remove_dir_all(home.path().join("whole")).unwrap();
            continue;
        }
        stopped += 1;
        assert_eq!(output.status.code(), Some(143), "{}", said(&output));
        assert_eq!(names(home.path()), ["many", "small.toml"], "nothing is left behind");
    }
    assert!(stopped > 0);
}

#[test]
fn a_hang_up_that_is_to_be_ignored_is_ignored() {
    let home = home();
    let program = program();
    let script = format!("trap '' HUP; exec {program} {}", LONG.join(" "));
    let mut child =
        Command::new("sh").args(["-c", &script]).current_dir(home.path()).stderr(Stdio::null()).spawn().unwrap();
    wait_until("the run", || is_writing(&home.path().join("out")));
    signal(&child, "HUP");
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none(), "it ended");
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
}

#[test]
fn a_part_of_a_sweep_ends_with_the_program_that_started_it() {
    let home = home();
    let program = program();
    let sweep = "sweep small.toml --vary product.phone.price=1..9000:1 -n 4000 --threads 1 -q --shard 1/2 -o part";
    let script = format!("{program} {sweep} 2>said & echo $! >number; wait");
    let mut parent = Command::new("sh").args(["-c", &script]).current_dir(home.path()).spawn().unwrap();
    wait_until("the part", || home.path().join("part/sweep.journal").exists());
    let number = fs::read_to_string(home.path().join("number")).unwrap();
    let process = Path::new("/proc").join(number.trim());
    assert!(process.exists());
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_until("the end of the part", || {
        // Whoever inherits it may leave it as a dead entry.
        let status = fs::read_to_string(process.join("status")).unwrap_or_default();
        status.is_empty() || status.contains("State:\tZ")
    });
    let said = fs::read_to_string(home.path().join("said")).unwrap();
    assert!(said.contains("points are safe in part, and the same command goes on from there"), "{said}");
    let left = names(&home.path().join("part"));
    assert_eq!(left, ["sweep.journal"]);
}

/// A sweep in so many parts.
fn parts(home: &Path, of: usize, points: usize) -> Vec<String> {
    let vary = format!("product.phone.price=1500..{}:1", 1500 + points - 1);
    (1..=of)
        .map(|number| {
            let (folder, shard) = (format!("p{number}"), format!("{number}/{of}"));
            let sweep = ["sweep", "small.toml", "--vary", &vary, "-n", "2", "--no-charts", "-q"];
            succeeds(home, &[&sweep[..], &["--shard", &shard, "-o", &folder]].concat());
            folder
        })
        .collect()
}

#[test]
fn parts_are_merged_with_few_open_files_and_left_as_they_were() {
    let home = home();
    let home = home.path();
    let parts = parts(home, 90, 100);
    let whole = ["sweep", "small.toml", "--vary", "product.phone.price=1500..1599:1", "-n", "2", "--no-charts"];
    succeeds(home, &[&whole[..], &["-o", "whole"]].concat());
    let before = names(&home.join("p1"));
    // Readers take no lock: the parts may lie where nothing can be written.
    let program = program();
    let script = format!("ulimit -n 64; exec {program} merge {} --no-charts -q -o merged", parts.join(" "));
    let output = Command::new("sh").args(["-c", &script]).current_dir(home).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    for table in ["points.csv", "points.parquet", "sweep.json", "page.txt"] {
        assert!(
            fs::read(home.join("whole").join(table)).unwrap() == fs::read(home.join("merged").join(table)).unwrap()
        );
    }
    assert_eq!(names(&home.join("p1")), before);
    // Everything that is missing is said at once.
    let some: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !["p4", "p55"].contains(part)).collect();
    ends(home, &[&["merge"], &some[..], &["-o", "m"]].concat(), 2, "parts 4/90, 55/90 are missing");
    ends(home, &["merge", "p1", "p2", "-o", "m"], 2, "22/90 and 68 others are missing");
    assert!(!home.join("m").exists());
}

#[test]
fn parts_and_other_sweeps_are_not_merged_into() {
    let home = home();
    let home = home.path();
    parts(home, 2, 4);
    let merge = |out: &str, words: &str| ends(home, &["merge", "p1", "p2", "-o", out], 2, words);
    merge("./p1", "p1 is one of the parts");
    merge("p1/../p2", "p2 is one of the parts");
    merge(home.join("p1").to_str().unwrap(), "p1 is one of the parts");
    let sweep = ["sweep", "small.toml", "--vary", "product.phone.price=1,2", "-n", "2", "--no-charts", "-o", "other"];
    succeeds(home, &sweep);
    merge("other", "holds a sweep of its own");
    // Points that are missing are said of all parts at once.
    for part in ["p1", "p2"] {
        let journal = home.join(part).join("sweep.journal");
        let whole = fs::read(&journal).unwrap();
        fs::write(&journal, &whole[..whole.len() - 1]).unwrap();
    }
    merge("m", "p1 (1 of 2 points), p2 (1 of 2 points) are not finished");
}

#[test]
fn sweeps_started_together_never_share_a_journal() {
    let home = home();
    for round in 0..6 {
        let folder = format!("together_{round}");
        let vary = |low: u32| format!("product.phone.price={low}..{}:1", low + 30);
        let start = |low: u32| {
            let vary = vary(low);
            launchsim(home.path(), &["sweep", "small.toml", "--vary", &vary, "-n", "8", "--no-charts", "-o", &folder])
                .spawn()
                .unwrap()
        };
        let statuses = [start(1000), start(2000), start(3000)].map(|mut child| child.wait().unwrap().code());
        let done = statuses.iter().filter(|status| **status == Some(0)).count();
        assert_eq!(done, 1, "one wins, the others are told: {statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, Some(0 | 2 | 75))), "{statuses:?}");
    }
    // Without a place each finds one of its own, unless it is the same sweep.
    let start = |low: u32| {
        let vary = format!("product.phone.price={low},{}", low + 1);
        launchsim(home.path(), &["sweep", "small.toml", "--vary", &vary, "-n", "400", "--no-charts"]).spawn().unwrap()
    };
    for (round, mut child) in [start(1000), start(2000)].into_iter().enumerate() {
        assert!(matches!(child.wait().unwrap().code(), Some(0 | 75)), "{round}");
    }
}

#[test]
fn a_journal_of_another_version_is_refused_with_the_reason() {
    let home = home();
    let sweep = ["sweep", "small.toml", "--vary", "product.phone.price=1,2", "-n", "2", "--no-charts", "-q", "-o", "s"];
    succeeds(home.path(), &sweep);
    let journal = home.path().join("s/sweep.journal");
    let mut bytes = fs::read(&journal).unwrap();
    let at = bytes.iter().position(|byte| *byte == b' ').unwrap() - 1;
    bytes[at] = b'1';
    fs::write(&journal, &bytes).unwrap();
    ends(home.path(), &sweep, 2, "a sweep of another version of launchsim");
    ends(home.path(), &["merge", "s", "-o", "m"], 2, "a sweep of another version of launchsim");
    assert_eq!(fs::read(&journal).unwrap(), bytes);
    succeeds(home.path(), &[&sweep[..], &["--fresh"]].concat());
}

#[test]
fn the_scenario_a_command_leaves_is_the_one_that_ran() {
    let home = home();
    let home = home.path();
    let json =
        |file: &str| -> serde_json::Value { serde_json::from_slice(&fs::read(home.join(file)).unwrap()).unwrap() };
    let again = |file: &str, more: &[&str]| {
        succeeds(home, &[&["run", file, "--no-charts", "-q", "-o", "again"], more].concat());
        let summary = json("again/summary.json");
        assert_eq!((&summary["format"], &json("again/run.json")["format"]), (&1.into(), &1.into()));
        assert_eq!((&summary["seed"], &summary["launches"]), (&7.into(), &24.into()), "{file}");
        summary["metrics"]["net_profit_yuan"]["mean"].clone()
    };
    let asked = ["--seed", "7", "-n", "24", "--no-charts", "-q"];
    succeeds(home, &[&["run", "small.toml", "-o", "r"], &asked[..]].concat());
    assert_eq!(again("r/scenario.toml", &[]), json("r/summary.json")["metrics"]["net_profit_yuan"]["mean"]);
    let vary = "product.phone.price=1499,1999";
    succeeds(home, &[&["compare", "small.toml", "--vary", vary, "-o", "c"], &asked[..]].concat());
    for name in ["price_1499", "price_1999"] {
        let mean = &json("c/comparison.json")["alternatives"][name]["net_profit_yuan"]["mean"];
        assert_eq!(again(&format!("c/scenarios/{name}.toml"), &[]), *mean);
    }
    succeeds(home, &[&["sweep", "small.toml", "--vary", vary, "-o", "s"], &asked[..]].concat());
    for file in ["c/comparison.json", "c/run.json", "s/sweep.json"] {
        assert_eq!(json(file)["format"], 1, "{file}");
    }
    let points = fs::read_to_string(home.join("s/points.csv")).unwrap();
    let mut lines = points.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let column = |name: &str| names.iter().position(|one| *one == name).unwrap();
    for point in lines {
        let price = format!("product.phone.price={}", point[column("product.phone.price")]);
        let mean: f64 = point[column("net_profit_yuan_mean")].parse().unwrap();
        assert_eq!(again("s/scenario.toml", &["--set", &price]).as_f64(), Some(mean), "{price}");
    }
    succeeds(home, &[&["explain", "small.toml", "-l", "3", "-o", "e"], &asked[..]].concat());
    assert_eq!(again("e/scenario.toml", &[]), json("r/summary.json")["metrics"]["net_profit_yuan"]["mean"]);
    // As many as it took.
    let until = ["compare", "small.toml", "--vary", vary, "--until", "shipped ± 40%", "--no-charts", "-q", "-o", "u"];
    succeeds(home, &until);
    let taken = json("u/comparison.json")["launches"].clone();
    succeeds(home, &["run", "u/scenarios/price_1499.toml", "--no-charts", "-q", "-o", "again"]);
    assert_eq!(json("again/summary.json")["launches"], taken);
}

#[test]
fn the_table_of_exit_statuses_is_in_the_help_and_in_the_documents() {
    let help = run(Path::new("."), &["--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exit_status.md")).unwrap();
    for status in ["0", "1", "2", "75", "130", "143", "129"] {
        assert!(help.contains(&format!("{status} ")) || help.contains(&format!("{status},")), "{status}: {help}");
        assert!(page.contains(&format!("| {status} |")), "{status}: {page}");
    }
}
