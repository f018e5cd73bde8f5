//! Does a faulty scenario get messages from which a planner knows what to do?
//!
//! Each tests/bad/NAME.toml is loaded, with the `--set` arguments its first comment lines name, and its messages are
//! compared with tests/bad/NAME.txt. `UPDATE_GOLDEN=1 cargo test diagnostics` writes the messages anew; read them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use launchsim::company::plan::compile;
use launchsim::language::codes::{Code, markdown};
use launchsim::language::fault::LoadError;
use launchsim::language::source::Source;
use launchsim::scenario::load;

fn faulty_scenarios() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/bad").expect("tests/bad is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

/// The `--set` arguments in the comment lines at the top of a file.
fn arguments(path: &Path) -> Vec<String> {
    let text = std::fs::read(path).expect("a scenario");
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().map_while(|line| line.strip_prefix("# --set ")).map(str::to_owned).collect()
}

fn faults_of(path: &Path) -> launchsim::language::fault::Faults {
    match load(&Source::File(path.to_path_buf()), &arguments(path)) {
        Err(LoadError::Scenario(faults)) => faults,
        Err(LoadError::System(fault)) => panic!("{}: {fault}", path.display()),
        // What only the plan shows has its place as well.
        Ok(loaded) => match compile(&loaded.scenario).map_err(|error| error.faults()) {
            Err(faults) if faults.is_empty() => panic!("{} has a fault without a place", path.display()),
            Err(faults) => loaded.at_keys(faults),
            Ok(_) => panic!("{} is accepted", path.display()),
        },
    }
}

fn golden(path: &Path, found: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, found).expect("the golden file can be written");
        return Ok(());
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        Ok(())
    } else {
        Err(format!("{}:\n--- found\n{found}\n--- expected\n{expected}", path.display()))
    }
}

#[test]
fn each_faulty_scenario_gets_its_messages_word_for_word() {
    let files = faulty_scenarios();
    assert!(files.len() >= 60, "only {} faulty scenarios", files.len());
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|path| golden(&path.with_extension("txt"), &(faults_of(path).render(false) + "\n")).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_names_its_place_and_most_name_a_cure() {
    let (mut all, mut cured) = (0, 0);
    for path in faulty_scenarios() {
        for fault in faults_of(&path).list {
            let has_no_place =
                matches!(fault.code, Code::Products | Code::NotText | Code::MissingKey | Code::MissingFile);
            assert!(!fault.labels.is_empty() || has_no_place, "{}: {}", path.display(), fault.title);
            assert!(fault.labels.iter().all(|label| !label.text.is_empty()), "{}: {}", path.display(), fault.title);
            all += 1;
            cured += usize::from(fault.help.is_some() || fault.allowed.is_some());
        }
    }
    assert!(cured * 10 >= all * 9, "{cured} of {all} messages say what to write");
}

#[test]
fn every_code_is_shown_by_some_faulty_scenario() {
    let shown: BTreeSet<&str> =
        faulty_scenarios().iter().flat_map(|path| faults_of(path).list).map(|fault| fault.code.id()).collect();
    // A file too large to be kept among the tests is made by those of `reads`.
    let kept = |code: &&Code| **code != Code::TooLarge;
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(kept)
        .map(|code| code.id())
        .filter(|id| id.starts_with('E') && !shown.contains(id))
        .collect();
    assert!(missing.is_empty(), "no faulty scenario shows {missing:?}");
}

#[test]
fn codes_are_unique_and_ascend_within_their_kind() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
}

#[test]
fn the_page_of_faults_lists_every_code_and_no_other() {
    super::scenario_files::page_holds("docs/faults.md", "codes", &markdown());
}

#[test]
fn messages_are_data_too() {
    let faults = faults_of(Path::new("tests/bad/share_as_percent.toml"));
    let json = faults.to_json();
    let first = &json[0];
    assert_eq!(first["code"], "E202");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["labels"][0]["file"], "tests/bad/share_as_percent.toml");
    assert_eq!((first["labels"][0]["line"].as_u64(), first["labels"][0]["column"].as_u64()), (Some(3), Some(11)));
    assert_eq!(first["labels"][0]["found"], "30");
    assert_eq!(first["help"], "30 % is 0.3");
}

#[test]
fn colours_are_given_only_when_asked_for() {
    let faults = faults_of(Path::new("tests/bad/unknown_key.toml"));
    assert!(faults.render(true).contains("\u{1b}["));
    assert!(!faults.render(false).contains('\u{1b}'));
}
