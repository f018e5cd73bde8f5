use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
    names.sort();
    names
}

fn begin(target: &Path) -> RunFolder {
    RunFolder::create(target, &[], &[]).unwrap()
}

/// A run that leaves files with a content of its own.
fn run(target: &Path, files: &[&str], content: &str) {
    let mut run = begin(target);
    for name in files {
        run.write(name, content.as_bytes()).unwrap();
    }
    run.write(RUN_RECORD, content.as_bytes()).unwrap();
    run.publish().unwrap();
}

#[test]
fn an_abandoned_run_leaves_earlier_results_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("mi1");
    run(&target, &["summary.json"], "first");
    let mut second = begin(&target);
    second.write("summary.json", b"second").unwrap();
    assert_eq!(fs::read(target.join("summary.json")).unwrap(), b"first");
    drop(second);
    assert_eq!(fs::read(target.join("summary.json")).unwrap(), b"first");
    assert_eq!(names(&target), [RECORD, RUN_RECORD, "summary.json"]);
}

#[test]
fn a_folder_made_for_a_run_that_failed_disappears_with_it() {
    let home = tempfile::tempdir().unwrap();
    let mut run = begin(&home.path().join("mi1"));
    run.write("charts/cash.svg", b"half").unwrap();
    let partial = run.partial();
    assert!(partial.abandon() && partial.abandon(), "nothing was published");
    drop(run);
    assert!(names(home.path()).is_empty());
}

#[test]
fn files_of_an_earlier_run_go_but_those_of_the_planner_stay() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path();
    run(target, &["launches.csv", "daily.csv", "charts/cash.svg"], "first");
    fs::write(target.join("notes.txt"), "mine").unwrap();
    fs::write(target.join("daily.csv"), "mine too").unwrap();
    run(target, &["summary.json"], "second");
    assert_eq!(names(target), [RECORD, "daily.csv", "notes.txt", RUN_RECORD, "summary.json"]);
}

#[test]
fn what_launchsim_did_not_write_or_was_changed_since_is_in_the_way() {
    let home = tempfile::tempdir().unwrap();
    let refused = |target: &Path, writes: &[&str]| match RunFolder::create(target, writes, &[]) {
        Ok(_) => panic!("it was not refused"),
        Err(error) => {
            assert!(error.is_of_the_command());
            error.to_string()
        }
    };
    let planner = home.path().join("planner");
    fs::create_dir(&planner).unwrap();
    fs::write(planner.join("scenario.toml"), "mine").unwrap();
    assert!(refused(&planner, &["scenario.toml"]).contains("scenario.toml is in the way"));
    assert_eq!(names(&planner), ["scenario.toml"], "nothing is left by a run that was refused");
    // What is known only later is looked for before anything is replaced.
    let mut late = begin(&planner);
    late.write("scenario.toml", b"new").unwrap();
    assert!(late.publish().unwrap_err().to_string().contains("launchsim did not write it"));
    assert_eq!(fs::read(planner.join("scenario.toml")).unwrap(), b"mine");
    assert_eq!(names(&planner), ["scenario.toml"]);

    let changed = home.path().join("changed");
    run(&changed, &["daily.csv"], "first");
    fs::write(changed.join("daily.csv"), "f1rst").unwrap();
    assert!(refused(&changed, &["daily.csv"]).contains("changed since"));
    fs::remove_file(changed.join("daily.csv")).unwrap();
    fs::create_dir(changed.join("daily.csv")).unwrap();
    assert!(refused(&changed, &["daily.csv"]).contains("it is a folder"));
}

#[test]
fn what_is_read_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("mi1");
    run(&target, &["scenario.toml"], "first");
    let reads = [target.join("../mi1/scenario.toml")];
    for writes in [&["scenario.toml"][..], &[]] {
        let refused = RunFolder::create(&target, writes, &reads).map(|_| ()).unwrap_err();
        assert!(matches!(refused, ReportError::Reads { .. }), "{refused}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_folder() {
    let home = tempfile::tempdir().unwrap();
    let (target, victim) = (home.path().join("mi1"), home.path().join("victim"));
    run(&target, &["charts/cash.svg", "daily.csv"], "first");
    fs::rename(target.join("charts"), &victim).unwrap();
    std::os::unix::fs::symlink(&victim, target.join("charts")).unwrap();
    let mut second = begin(&target);
    second.write("charts/cash.svg", b"second").unwrap();
    assert!(second.publish().is_err());
    // Nor is what is outdated removed through it.
    run(&target, &["daily.csv"], "third");
    assert_eq!(fs::read(victim.join("cash.svg")).unwrap(), b"first");
    // A link in place of a file is the planner's.
    fs::rename(target.join("daily.csv"), victim.join("daily.csv")).unwrap();
    std::os::unix::fs::symlink(victim.join("daily.csv"), target.join("daily.csv")).unwrap();
    assert!(RunFolder::create(&target, &["daily.csv"], &[]).is_err());
    // The folder itself may be a link.
    let link = home.path().join("link");
    fs::create_dir(home.path().join("real")).unwrap();
    std::os::unix::fs::symlink(home.path().join("real"), &link).unwrap();
    run(&link, &["daily.csv"], "first");
    assert_eq!(names(&home.path().join("real")), [RECORD, "daily.csv", RUN_RECORD]);
}

#[test]
fn results_of_a_version_without_records_are_known_as_its_own() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path();
    fs::write(target.join("launches.csv"), "old").unwrap();
    fs::write(target.join("daily.csv"), "old").unwrap();
    let record = br#"{"program": "launchsim", "files": ["launches.csv", "daily.csv", "run.json"]}"#;
    fs::write(target.join(RUN_RECORD), record).unwrap();
    run(target, &["daily.csv"], "new");
    assert_eq!(names(target), [RECORD, "daily.csv", RUN_RECORD]);
    assert_eq!(fs::read(target.join("daily.csv")).unwrap(), b"new");
}

/// All files of a folder with their content, but for what belongs to the exchange.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for name in ["charts/cash.svg", "daily.csv", "launches.csv", "summary.json", RUN_RECORD] {
        all.extend(fs::read(folder.join(name)).ok().map(|bytes| (name.to_owned(), bytes)));
    }
    all
}

#[test]
fn an_exchange_cut_off_anywhere_is_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let reference = home.path().join("reference");
    let (old, new) =
        (["launches.csv", "charts/cash.svg", "daily.csv"], ["daily.csv", "summary.json", "charts/cash.svg"]);
    run(&reference, &new, "second");
    // The steps of the exchange in their order; after each of them the process may end.
    let steps: [&dyn Fn(&Path); 9] = [
        &|_| {},
        &|target| fs::remove_file(target.join(RUN_RECORD)).unwrap(),
        &|target| fs::rename(target.join(".complete/daily.csv"), target.join("daily.csv")).unwrap(),
        &|target| fs::rename(target.join(".complete/summary.json"), target.join("summary.json")).unwrap(),
        &|target| fs::rename(target.join(".complete/charts/cash.svg"), target.join("charts/cash.svg")).unwrap(),
        &|target| fs::remove_file(target.join("launches.csv")).unwrap(),
        &|target| fs::rename(target.join(".complete").join(RECORD), target.join(RECORD)).unwrap(),
        &|target| fs::rename(target.join(".complete").join(RUN_RECORD), target.join(RUN_RECORD)).unwrap(),
        &|target| fs::remove_dir(target.join(".complete/charts")).unwrap(),
    ];
    for done in 0..=steps.len() {
        let target = home.path().join(format!("cut_{done}"));
        run(&target, &old, "first");
        let before = content(&target);
        let mut second = begin(&target);
        for name in new {
            second.write(name, b"second").unwrap();
        }
        second.write(RUN_RECORD, b"second").unwrap();
        write_down(&second.staging, &Manifest::of_files(&second.staging, &second.files).unwrap()).unwrap();
        if done > 0 {
            exchange::commit(&second.staging, &target).unwrap();
            steps[..done].iter().for_each(|step| step(&target));
        }
        // The process ends; whoever comes next goes on, and leaves nothing behind even when it does nothing itself.
        *second.partial.state() = State::Published;
        drop(second);
        let is_a_run = target.join(RUN_RECORD).exists();
        let found = content(&target);
        assert!(!is_a_run || found == before || found == content(&reference), "{done} steps: two runs are mixed");
        drop(begin(&target));
        if done == 0 {
            assert_eq!(content(&target), before);
        } else {
            assert_eq!(content(&target), content(&reference), "{done} steps");
        }
        let hidden: Vec<String> = names(&target).into_iter().filter(|name| name.starts_with('.')).collect();
        assert_eq!(hidden, [RECORD], "{done} steps");
    }
}

#[test]
fn an_exchange_that_cannot_go_on_says_so_and_is_no_run() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("mi1");
    run(&target, &["daily.csv"], "first");
    let mut second = begin(&target);
    second.write("daily.csv", b"second").unwrap();
    second.write(RUN_RECORD, b"second").unwrap();
    write_down(&second.staging, &Manifest::of_files(&second.staging, &second.files).unwrap()).unwrap();
    exchange::commit(&second.staging, &target).unwrap();
    *second.partial.state() = State::Published;
    drop(second);
    fs::remove_file(target.join("daily.csv")).unwrap();
    fs::create_dir(target.join("daily.csv")).unwrap();
    let refused = RunFolder::create(&target, &[], &[]).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("daily.csv is in the way"), "{refused}");
    fs::remove_dir(target.join("daily.csv")).unwrap();
    drop(begin(&target));
    assert_eq!(content(&target).iter().map(|(_, bytes)| bytes.as_slice()).collect::<Vec<_>>(), [b"second", b"second"]);
}

#[test]
fn a_file_in_the_way_is_named() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("taken");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let message = RunFolder::create(&path, &[], &[]).unwrap_err().to_string();
        assert!(message.contains("taken: it is a file, not a folder"), "{message}");
    }
}
