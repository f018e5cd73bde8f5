//! Memory grows with launches and not with their days, and what takes much of it says so before.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Command, Stdio};

/// The most memory a command held [kB]: the kernel's own mark, read again and again until the process ends.
fn peak(words: &[&str]) -> u64 {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(words)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    assert!(ended.success(), "{words:?}: {ended}");
    most
}

#[test]
fn an_alternative_takes_the_memory_of_its_launches_and_not_of_their_days() {
    let home = tempfile::tempdir().unwrap();
    let compared = |alternatives: usize| {
        let out = home.path().join(alternatives.to_string()).to_string_lossy().into_owned();
        let prices: Vec<String> = (0..alternatives).map(|at| (1400 + 10 * at).to_string()).collect();
        let vary = format!("product.phone.price={}", prices.join(","));
        let scenario = "scenarios/bench/b1_small.toml";
        peak(&["compare", scenario, "--vary", &vary, "-n", "1000", "--threads", "1", "--quiet", "--out", &out])
    };
    // An alternative keeps its launches (some 170 metrics of 8 bytes each) and its figures; days kept of each launch
    // would be fifty times as much. Twice what is kept leaves room for the allocator.
    let (two, forty) = (compared(2), compared(40));
    let each = forty.saturating_sub(two) as f64 / 38.0 / 1000.0;
    assert!(
        two > 10_000 && each < 3.0,
        "{each:.2} kB a launch of an alternative; {two} kB of two, {forty} kB of forty"
    );
}

#[test]
fn much_memory_is_announced_with_its_size_and_a_cure() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out").to_string_lossy().into_owned();
    let said = |words: &[&str]| {
        let scenario = home.path().join("long.toml");
        let base = fs::canonicalize("scenarios/bench/b1_small.toml").unwrap();
        fs::write(&scenario, format!("extends = \"{}\"\n[timeline]\nhorizon = \"10000 days\"\n", base.display()))
            .unwrap();
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("launchsim"))
            .args(&words[..1])
            .arg(&scenario)
            .args(&words[1..])
            .args(["--out", &out, "--no-charts"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // What comes after the folder is begun is not waited for: all is announced before.
        let begun = || fs::read_dir(home.path()).unwrap().any(|entry| entry.unwrap().path() != scenario);
        while !begun() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut told = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut told).unwrap();
        for entry in fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { fs::remove_dir_all(entry).unwrap() } else { fs::remove_file(entry).unwrap() }
        }
        told
    };
    let run = said(&["run", "-n", "1000"]);
    assert!(run.contains("about 1.1 GB of memory will hold the days of the first launches"), "{run}");
    assert!(!said(&["run", "-n", "100"]).contains("GB of memory"));
    assert!(!said(&["run", "-n", "1000", "--quiet"]).contains("GB of memory"));
    let vary = ["compare", "-n", "2000000", "--vary", "product.phone.price=1,2"];
    assert!(said(&vary).contains("GB of memory will hold the launches of all alternatives"));
}
