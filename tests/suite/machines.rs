//! Parts of a sweep that tasks of a queue simulate, and what is said of them meanwhile (docs/machines.md).

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::folders::{home, launchsim, run, succeeds};

const SWEEP: [&str; 7] =
    ["sweep", "small.toml", "--vary", "product.phone.price=1500..2100:100", "-n", "20", "--no-charts"];

/// The task of a Slurm array of three.
fn task(home: &Path, number: &str, more: &[&str]) -> Output {
    let mut command = launchsim(home, &SWEEP);
    command.args(more).args(["--shard", "auto", "-o", "parts"]);
    for (name, value) in [("ID", number), ("MIN", "1"), ("MAX", "3"), ("STEP", "1"), ("COUNT", "3")] {
        command.env(format!("SLURM_ARRAY_TASK_{name}"), value);
    }
    command.output().unwrap()
}

fn status(home: &Path) -> serde_json::Value {
    let output = run(home, &["sweep", "--status", "parts", "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn tasks_of_a_queue_find_their_parts_and_one_folder_holds_them() {
    let home = home();
    let home = home.path();
    for number in ["3", "1"] {
        let output = task(home, number, &[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(home.join("parts/part_1_of_3/sweep.journal").is_file());
    let so_far = status(home);
    assert_eq!((&so_far["points"], &so_far["points_done"], &so_far["parts"]), (&7.into(), &5.into(), &3.into()));
    assert_eq!(so_far["missing"], serde_json::json!([2]));
    let told = run(home, &["sweep", "--status", "parts"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("5 of 7 points are there; 2 of 3 parts finished."), "{told}");
    assert!(told.contains("2/3  nowhere in these folders"), "{told}");
    let refused = run(home, &["merge", "parts", "-o", "merged"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("part 2/3 is missing"));

    // A part that was cut off after a point: its journal is that much shorter.
    assert!(task(home, "2", &[]).status.success());
    let journal = home.join("parts/part_2_of_3/sweep.journal");
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(status(home)["points_done"], 6);
    let told = run(home, &["sweep", "--status", "parts/part_2_of_3", "parts/part_1_of_3"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("2/3  1 of 2 points, stopped; its sweep goes on when it is run again"), "{told}");
    assert!(task(home, "2", &[]).status.success());

    succeeds(home, &["merge", "parts", "-o", "merged"]);
    succeeds(home, &[&SWEEP[..], &["-o", "whole"]].concat());
    for table in ["points.csv", "points.parquet", "sweep.json"] {
        let read = |folder: &str| fs::read(home.join(folder).join(table)).unwrap();
        assert!(read("whole") == read("merged"), "{table}");
    }
}

#[test]
fn what_is_no_part_is_refused() {
    let home = home();
    let home = home.path();
    let refused = |arguments: &[&str], said: &str| {
        let output = run(home, arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && told.contains(said), "{told}");
    };
    refused(&["sweep", "--status", "nowhere"], "nowhere holds no sweep");
    fs::create_dir(home.join("empty")).unwrap();
    refused(&["sweep", "--status", "empty"], "empty holds no sweep");
    refused(&["merge", "empty", "-o", "merged"], "empty holds no sweep");
    refused(&["sweep", "small.toml", "--status", "empty"], "--status");
    refused(&[&SWEEP[..], &["--shard", "auto"]].concat(), "SLURM_ARRAY_TASK_ID (Slurm)");
    assert!(task(home, "1", &[]).status.success());
    assert!(task(home, "2", &["--seed", "9"]).status.success());
    refused(&["sweep", "--status", "parts"], "the parts do not belong together");
}
