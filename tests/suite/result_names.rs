//! Can the name of a scenario, or of its file, lead results out of their folder or to a folder no system can make?

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use launchsim::language::codes::Code;
use launchsim::language::fault::LoadError;
use launchsim::language::source::Source;
use launchsim::scenario::load;

use crate::compare::SMALL;

use crate::support::program;

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::new(program()).current_dir(home).args(typed).output().unwrap()
}

/// The name a scenario gets, or the codes of its faults.
fn name(path: &Path, sets: &[String]) -> Result<String, Vec<Code>> {
    match load(&Source::File(path.to_owned()), sets) {
        Ok(loaded) => Ok(loaded.scenario.name),
        Err(LoadError::Scenario(faults)) => Err(faults.list.iter().map(|fault| fault.code).collect()),
        Err(LoadError::System(fault)) => panic!("{fault}"),
    }
}

#[test]
fn names_of_files_that_can_be_folders_are_names_of_results_and_others_are_refused_with_the_cure() {
    let home = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = home.path().join(file);
        fs::write(&path, text).unwrap();
        path
    };
    for (file, stem) in [
        ("方案一.toml", "方案一"),
        ("phone.v1.2.toml", "phone.v1.2"),
        ("Mi 1.toml", "Mi 1"),
        ("cafe\u{301}.toml", "cafe\u{301}"),
        ("plan", "plan"),
    ] {
        assert_eq!(name(&write(file, SMALL), &[]), Ok(stem.to_owned()), "{file}");
    }
    // Names that other systems cannot even write.
    #[cfg(unix)]
    for file in
        ["...toml", "=cmd|' C calc'!A0.toml", "@SUM(1).toml", "CON.toml", "lpt1.x.toml", "a\u{1b}[31m.toml", ". .toml"]
    {
        let path = write(file, SMALL);
        assert_eq!(name(&path, &[]), Err(vec![Code::FolderName]), "{file}");
        let output = launchsim(home.path(), &["run", file, "-n", "2"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        let cure = said.split("write name = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let cured = write(file, &format!("name = \"{cure}\"\n{SMALL}"));
        assert_eq!(name(&cured, &[]), Ok(cure.to_owned()), "{file}");
    }
    assert!(!home.path().join("output").exists());
}

#[test]
fn a_name_that_is_written_or_set_is_one_folder() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("phone.toml");
    fs::write(&path, SMALL).unwrap();
    for bad in ["..", "../../x", "/abs", "", ".", "a/b", "a\\b", "CON", "nul.txt", "x ", "x.", "-x"] {
        let written = home.path().join("named.toml");
        fs::write(&written, format!("name = '{bad}'\n{SMALL}")).unwrap();
        assert_eq!(name(&written, &[]), Err(vec![Code::FolderName]), "{bad:?}");
        assert_eq!(name(&path, &[format!("name='{bad}'")]), Err(vec![Code::FolderName]), "--set {bad:?}");
    }
    assert_eq!(name(&path, &["name=方案 2".to_owned()]), Ok("方案 2".to_owned()));
    // A base's name is not inherited, so it does no harm either.
    fs::write(home.path().join("base.toml"), format!("name = '..'\n{SMALL}")).unwrap();
    fs::write(home.path().join("mine.toml"), "extends = \"base.toml\"\n").unwrap();
    assert_eq!(name(&home.path().join("mine.toml"), &[]), Ok("mine".to_owned()));
}

#[test]
#[cfg(unix)]
fn scenarios_from_pipes_have_names() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("phone.toml");
    fs::write(&path, SMALL).unwrap();
    let mut command = Command::new(program());
    command.current_dir(home.path()).args(["run", "/dev/stdin", "-n", "2", "--no-charts", "-q"]);
    assert!(command.stdin(Stdio::from(fs::File::open(&path).unwrap())).status().unwrap().success());
    assert!(home.path().join("output/stdin/run.json").exists());
    let program = program();
    let script = format!("'{program}' run <(cat phone.toml) -n 2 --no-charts -q");
    assert!(Command::new("bash").current_dir(home.path()).args(["-c", &script]).status().unwrap().success());
    assert_eq!(fs::read_dir(home.path().join("output")).unwrap().count(), 2);
}

#[test]
fn alternatives_have_files_of_their_own_on_every_system() {
    let home = tempfile::tempdir().unwrap();
    for file in ["a.toml", "b/A.toml"] {
        let path = home.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, SMALL).unwrap();
    }
    let written = |folder: &str| {
        let mut files: Vec<String> = fs::read_dir(home.path().join(folder).join("scenarios"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    };
    let output = launchsim(home.path(), &["compare", "a.toml", "b/A.toml", "-n", "4", "-q"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(written("output/compare_a_A_2"), ["A_2.toml", "a.toml"]);
    // Values of hundreds of digits make short names that differ.
    let digits = format!("product.phone.price=0,1e-300,0.{}1,0.{}1", "0".repeat(298), "0".repeat(297));
    let output = launchsim(home.path(), &["compare", "a.toml", "--vary", &digits, "-n", "4", "-q", "-o", "digits"]);
    assert!(output.status.success(), "{output:?}");
    let files = written("digits");
    assert_eq!(files.len(), 4, "{files:?}");
    assert!(files.iter().all(|file| file.len() <= 65), "{files:?}");
    // So do many keys, and the folder that is named after all of them.
    let long = "product.phone.logistics_cost=1,2";
    let typed = [
        "compare",
        "a.toml",
        "--vary",
        "product.phone.price=0,1e-300",
        "--vary",
        long,
        "--vary",
        "product.phone.assembly_fee=1,2",
    ];
    let output = launchsim(home.path(), &[&typed[..], &["-n", "4", "-q"]].concat());
    assert!(output.status.success(), "{output:?}");
    let folders = fs::read_dir(home.path().join("output")).unwrap();
    assert!(folders.flatten().all(|entry| entry.file_name().len() <= 120));
}
