//! The command as it is typed: what it prints where, what it leaves behind, and how it ends.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn launchsim() -> Command {
    let mut command = Command::cargo_bin("launchsim").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run_into(folder: &Path, more: &[&str]) -> std::process::Output {
    let out = folder.to_string_lossy().into_owned();
    launchsim().args(["run", "scenarios/text_1999.toml", "--no-charts", "--out", &out]).args(more).output().unwrap()
}

#[test]
fn a_run_prints_its_page_and_leaves_its_files() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("results");
    let output = run_into(&folder, &["--csv"]);
    assert!(output.status.success(), "{output:?}");
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("300,000 phones are shipped. The launch loses 300,000 yuan."), "{page}");
    assert!(!page.contains('\u{1b}'), "colour without a terminal: {page}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.is_empty(), "a progress bar without a terminal: {said}");
    let mut files: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
    files.sort();
    // The record of the folder says what is whose.
    assert_eq!(files.remove(0), ".launchsim");
    let record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
    let listed: Vec<&str> = record["files"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(files, listed);
    for name in ["daily.csv", "launches.csv", "launches.parquet", "run.json", "scenario.toml", "summary.json"] {
        assert!(listed.contains(&name), "{name} is not in {listed:?}");
    }
}

#[test]
fn json_on_standard_output_is_the_summary_file() {
    let home = tempfile::tempdir().unwrap();
    let output = run_into(home.path(), &["--format", "json", "--quiet"]);
    assert_eq!(output.stdout, fs::read(home.path().join("summary.json")).unwrap());
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["metrics"]["net_profit_yuan"]["p50"], -300_000);
}

#[test]
fn the_scenario_written_beside_the_results_repeats_them() {
    let home = tempfile::tempdir().unwrap();
    let first = home.path().join("first");
    assert!(run_into(&first, &["--set", "product.mi1.price=1799"]).status.success());
    let (again, out) = (first.join("scenario.toml"), home.path().join("second"));
    launchsim().arg("run").arg(again).arg("--no-charts").arg("--out").arg(&out).assert().success();
    let read = |name: &str, file: &str| fs::read_to_string(home.path().join(name).join(file)).unwrap();
    assert_eq!(read("first", "daily.csv"), read("second", "daily.csv"));
    assert_eq!(read("first", "summary.json"), read("second", "summary.json"));
}

#[test]
fn what_was_set_stands_in_every_heading_and_is_carried_on() {
    let home = home_of_results(&["--set", "product.mi1.price=1499", "-n", "1_0"]);
    let page = fs::read_to_string(home.path().join("page.txt")).unwrap();
    assert!(page.contains("with product.mi1.price = 1499 (set)"), "{page}");
    assert!(page.contains("10 launches, seed 1, price 1,499 yuan"), "{page}");
    let money = page.lines().position(|line| line.starts_with("Money")).unwrap();
    let first = page.lines().nth(money + 1).unwrap();
    assert!(first.starts_with("Price, with VAT") && first.ends_with("1,499"), "{page}");
    let read = |file: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(home.path().join(file)).unwrap()).unwrap()
    };
    assert!(read("summary.json")["title"].as_str().unwrap().ends_with("with product.mi1.price = 1499 (set)"));
    assert_eq!(read("summary.json")["prices"][0]["price"], 1499);
    assert_eq!(read("run.json")["overrides"][0], "product.mi1.price=1499");
    // The last of several overrides of a key holds, and launches and seed stand for themselves.
    let set = ["--set", "product.mi1.price=1", "--set", "run.seed=4", "--set", "product.mi1.price=1799"];
    let home = home_of_results(&set);
    let page = fs::read_to_string(home.path().join("page.txt")).unwrap();
    assert!(page.contains(", with product.mi1.price = 1799 (set)\n") && page.contains("seed 4"), "{page}");
}

fn home_of_results(more: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let output = run_into(home.path(), more);
    assert!(output.status.success(), "{output:?}");
    home
}

#[test]
fn every_page_ends_with_a_command_that_runs_as_it_stands() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a phone.toml"), crate::compare::SMALL).unwrap();
    let run = |typed: &[&str]| {
        let mut command = Command::cargo_bin("launchsim").unwrap();
        let output = command.current_dir(home.path()).args(typed).output().unwrap();
        assert!(output.status.success(), "{typed:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let price = "product.phone.price=1799,2199";
    let days = "component.screen.lead_time=2 weeks";
    for typed in [
        &["run", "a phone.toml", "-n", "40", "--set", days, "--no-charts"][..],
        &["run", "a phone.toml", "-n", "1", "--no-charts"],
        &["compare", "a phone.toml", "--vary", price, "-n", "40", "--set", days, "--no-charts"],
        &["compare", "a phone.toml", "--vary", "company.opening_cash=2_000_000,2_000_001", "-n", "8", "--no-charts"],
        &["sweep", "a phone.toml", "--vary", price, "-n", "40", "--seed", "3", "--no-charts"],
        &[
            "sweep",
            "a phone.toml",
            "--vary",
            price,
            "--vary",
            "market.imitation=1,3",
            "-n",
            "20",
            "--no-charts",
            "--fresh",
        ],
        &["explain", "a phone.toml", "--launch", "0", "--no-charts"],
        &["explain", "a phone.toml", "--launch", "0", "--all", "--no-charts"],
    ] {
        let page = run(typed);
        let last = page.trim_end().lines().last().unwrap().trim().to_owned();
        assert!(last.starts_with("launchsim ") && page.contains("\nNext, "), "{typed:?}: {page}");
        let words = shell_words(&last);
        let mut words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        words.push("--no-charts");
        // As many launches as the files say would take long here.
        if !words.contains(&"-n") {
            words.extend(["-n", "20"]);
        }
        run(&words);
    }
}

/// Words as a shell reads them, without its expansions.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words
}

#[test]
fn charts_need_nothing_from_the_system() {
    let home = tempfile::tempdir().unwrap();
    let mut command = launchsim();
    command.env_clear().env("PATH", "").args(["run", "scenarios/text_1499.toml", "--quiet", "--out"]).arg(home.path());
    command.assert().success().stdout("");
    for name in ["progress", "stock", "bottleneck", "cash", "profit", "unit_cost", "waiting"] {
        let svg = fs::read_to_string(home.path().join(format!("charts/{name}.svg"))).unwrap();
        assert!(svg.contains("<path") && !svg.contains("<text"), "{name}");
        assert!(home.path().join(format!("charts/{name}.png")).is_file(), "{name}");
    }
}

#[test]
fn a_wrong_scenario_ends_with_two_and_leaves_earlier_results() {
    let home = tempfile::tempdir().unwrap();
    assert!(run_into(home.path(), &[]).status.success());
    let before = fs::read(home.path().join("summary.json")).unwrap();
    for wrong in [["--set", "product.mi1.pric=1"], ["--launches", "0"], ["--seed", "x"], ["--launches", "1.5"]] {
        let output = run_into(home.path(), &wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error") && said.contains(wrong[0]), "{said}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(fs::read(home.path().join("summary.json")).unwrap(), before);
}

#[test]
fn a_place_that_cannot_be_written_to_ends_with_two_before_anything_runs() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("taken");
    fs::write(&file, "mine").unwrap();
    for place in [file.clone(), file.join("below")] {
        let output = run_into(&place, &[]);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("taken: it is a file, not a folder") && said.contains("--out"), "{said}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_mistyped_command_line_ends_with_two() {
    for typed in [&["rum"][..], &["run", "--thread", "2"], &["run", "--threads", "0"], &["check"], &[]] {
        launchsim().args(typed).assert().code(2);
    }
    launchsim().args(["run", "no_such_file.toml"]).assert().code(2);
}

#[test]
fn a_starter_is_written_once_and_is_sound() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("phone.toml");
    launchsim().arg("init").arg(&file).assert().success();
    launchsim().arg("check").arg(&file).assert().success();
    let text = fs::read_to_string(&file).unwrap();
    let again = launchsim().arg("init").arg(&file).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8(again.stderr).unwrap().contains("already there"));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let printed = launchsim().arg("init").output().unwrap().stdout;
    assert_eq!(text, format!("#:schema ./launchsim.schema.json\n\n{}", String::from_utf8(printed).unwrap()));
}

#[test]
fn a_starter_has_the_schema_of_editors_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let schema = home.path().join("launchsim.schema.json");
    let starts = |name: &str| {
        let output = launchsim().arg("init").arg(home.path().join(name)).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let printed = launchsim().arg("schema").output().unwrap().stdout;
    assert!(starts("one.toml").contains("launchsim.schema.json"));
    assert_eq!(fs::read(&schema).unwrap(), printed);
    // That of another version is made anew; a file of another kind is none of ours.
    fs::write(&schema, "{ \"title\": \"launchsim scenario\" }").unwrap();
    assert!(starts("two.toml").contains("launchsim.schema.json"));
    assert_eq!(fs::read(&schema).unwrap(), printed);
    fs::write(&schema, "{ \"title\": \"mine\" }").unwrap();
    assert!(!starts("three.toml").contains("launchsim.schema.json"));
    assert_eq!(fs::read_to_string(&schema).unwrap(), "{ \"title\": \"mine\" }");
}

#[test]
fn check_reports_every_file_and_ends_with_two_when_one_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    let wrong = home.path().join("wrong.toml");
    fs::write(&wrong, "titel = \"x\"\n").unwrap();
    let output =
        launchsim().arg("check").arg(&wrong).args(["scenarios/mi1.toml", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((found[0]["sound"].as_bool(), found[1]["sound"].as_bool()), (Some(false), Some(true)));
    assert!(found[0]["faults"].as_array().is_some_and(|faults| !faults.is_empty()));
}

#[test]
fn texts_for_shells_and_editors_are_printed() {
    for (typed, words) in [
        (&["schema"][..], "\"$schema\""),
        (&["completions", "bash"], "_launchsim"),
        (&["man"], ".TH"),
        (&["--version"], "launchsim"),
        (&["run", "--help"], "--no-charts"),
        (&["--help"], "Decide:\n  compare"),
    ] {
        let output = launchsim().args(typed).output().unwrap();
        assert!(output.status.success(), "{typed:?}");
        assert!(String::from_utf8(output.stdout).unwrap().contains(words), "{typed:?}");
    }
}

/// Sends SIGINT to a run of many launches.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_earlier_results_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    assert!(run_into(home.path(), &[]).status.success());
    let names = || {
        let entries = fs::read_dir(home.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
        names.sort();
        names
    };
    let before = names();
    let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["run", "scenarios/mi1.toml", "--launches", "4000000", "--quiet", "--out"])
        .arg(home.path())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The handler stands before the partial folder appears.
    while names() == before {
        assert!(run.try_wait().unwrap().is_none(), "the run ended before it could be interrupted");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("as they were"));
    assert_eq!(names(), before);
}

#[test]
fn a_run_adds_launches_until_its_interval_is_narrow() {
    let home = tempfile::tempdir().unwrap();
    let small = home.path().join("small.toml");
    fs::write(&small, crate::compare::SMALL).unwrap();
    let run = |file: &Path, name: &str, more: &[&str]| {
        let out = home.path().join(name);
        let arguments = ["run", file.to_str().unwrap(), "--no-charts", "--out", out.to_str().unwrap()];
        let output = launchsim().args(arguments).args(more).output().unwrap();
        (output, out)
    };
    let (output, out) = run(&small, "until", &["--until", "shipped \u{b1} 1%", "--most", "40000"]);
    assert!(output.status.success(), "{output:?}");
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("Asked for: shipped \u{b1} 1 %; reached after"), "{page}");
    let read = |folder: &Path, file: &str| fs::read(folder.join(file)).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&read(&out, "summary.json")).unwrap();
    let until = &summary["until"];
    assert_eq!((&until["reached"], &until["launches"]), (&serde_json::Value::Bool(true), &summary["launches"]));
    let (mean, half) =
        (until["intervals"][0]["mean"].as_f64().unwrap(), until["intervals"][0]["half_width"].as_f64().unwrap());
    assert!(half <= 0.01 * mean && half > 0.0, "{mean} {half}");
    // The scenario left behind asks for as many launches, and they are the same ones.
    let (output, again) = run(&out.join("scenario.toml"), "again", &[]);
    assert!(output.status.success(), "{output:?}");
    for file in ["launches.parquet", "daily.csv"] {
        assert!(read(&out, file) == read(&again, file), "{file}");
    }
    for (target, cure) in [
        ("shiped \u{b1} 1%", "did you mean `shipped`?"),
        ("net_proft \u{b1} 1%", "did you mean `net_profit`?"),
        ("shipped", "no \u{b1}"),
        ("difference shipped \u{b1} 1%", "compare"),
    ] {
        let (output, _) = run(&small, "refused", &["--until", target]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(cure), "{target}: {said}");
    }
}

#[test]
fn a_file_named_without_its_ending_is_found_by_name() {
    let home = tempfile::tempdir().unwrap();
    fs::copy("scenarios/text_1999.toml", home.path().join("sp.toml")).unwrap();
    let output = launchsim().current_dir(home.path()).args(["run", "sp"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `sp.toml`?"), "{output:?}");
}

#[test]
fn what_cannot_be_meant_is_warned_of_by_every_command_that_simulates_and_once() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").to_string_lossy().into_owned();
    let scenario = "scenarios/text_1499.toml";
    let warnings = |words: &[&str]| {
        let output = launchsim().args(words).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap().matches("warning[W019]").count()
    };
    assert_eq!(warnings(&["check", scenario]), 1);
    assert_eq!(warnings(&["check", "--quiet", scenario]), 0);
    assert_eq!(warnings(&["run", scenario, "-n", "2", "--out", &out]), 1);
    assert_eq!(warnings(&["run", scenario, "-n", "2", "--quiet", "--out", &out]), 0);
    let price = "product.mi1.price=1399,1499,1999";
    assert_eq!(warnings(&["compare", scenario, "--vary", price, "-n", "2", "--out", &out]), 1, "two of three share it");
    assert_eq!(warnings(&["sweep", scenario, "--vary", price, "-n", "2", "--out", &out]), 1, "told of the base");
    let json = launchsim().args(["check", "--format", "json", scenario]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json[0]["sound"], true);
    assert_eq!(json[0]["faults"][0]["code"], "W019");
    assert_eq!(json[0]["faults"][0]["severity"], "warning");
}
