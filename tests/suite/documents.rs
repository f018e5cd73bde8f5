//! The documents say what the code does: equations, metrics, commands, versions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use launchsim::outcome::{MetricId, SeriesId};

use crate::support::program;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// All files with this extension below a folder.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The documents a reader meets: those at the top and those under docs/.
fn documents() -> Vec<PathBuf> {
    let mut documents = files("docs", "md");
    let top = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    documents.extend(top.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    documents.sort();
    documents
}

/// Numbers of the tags `E12` that stand in a text where `accept` agrees with what follows them.
fn tags(text: &str, accept: impl Fn(&str) -> bool) -> Vec<u32> {
    let mut tags = Vec::new();
    for (at, _) in text.match_indices('E') {
        let before = text[..at].chars().next_back();
        let digits = text[at + 1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - at - 1);
        let after = &text[at + 1 + digits..];
        let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if digits > 0 && !in_word && !goes_on && accept(after) {
            tags.push(text[at + 1..at + 1 + digits].parse().unwrap());
        }
    }
    tags
}

/// Tags that doc comments of the rooms, the company, random, outcomes, statistics and the fit to facts define, `E12: formula`, with the files they stand in.
fn tags_of_the_code() -> BTreeMap<u32, Vec<String>> {
    let mut defined: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for folder in ["src/rooms", "src/company", "src/random", "src/outcome", "src/stats", "src/experiment/calibrate"] {
        for path in files(folder, "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for line in text.lines().map(str::trim).filter(|line| line.starts_with("///") || line.starts_with("//!")) {
                for tag in tags(line, |after| after.starts_with(':')) {
                    defined.entry(tag).or_default().push(path.display().to_string());
                }
            }
        }
    }
    defined
}

/// Tags that docs/model.md has an entry for, in its order.
fn tags_of_the_page() -> Vec<u32> {
    let page = read("docs/model.md");
    page.lines().filter_map(|line| line.strip_prefix("#### ")).flat_map(|title| tags(title, |_| true)).collect()
}

#[test]
fn every_equation_of_the_code_is_on_the_page_and_the_other_way_round() {
    let code = tags_of_the_code();
    let page = tags_of_the_page();
    let on_page: BTreeSet<u32> = page.iter().copied().collect();
    assert_eq!(on_page.len(), page.len(), "a tag has two entries on the page: {page:?}");
    let in_code: BTreeSet<u32> = code.keys().copied().collect();
    assert_eq!(in_code, on_page, "left: tags in the code, right: tags in docs/model.md");
    for (tag, files) in code {
        assert_eq!(files.len(), 1, "E{tag} is defined more than once: {files:?}");
    }
    let last = on_page.last().copied().unwrap_or(0);
    assert_eq!(on_page, (1..=last).collect(), "tags leave no gap");
}

#[test]
fn every_tag_that_is_referred_to_exists() {
    let known: BTreeSet<u32> = tags_of_the_page().into_iter().collect();
    let page = read("docs/model.md");
    let unknown: Vec<u32> = tags(&page, |_| true).into_iter().filter(|tag| !known.contains(tag)).collect();
    assert!(unknown.is_empty(), "docs/model.md refers to E{unknown:?}");
}

#[test]
fn every_assumption_that_is_referred_to_is_in_the_table() {
    let page = read("docs/model.md");
    let mut texts = vec![page.clone()];
    for folder in ["src/rooms", "src/company"] {
        texts.extend(files(folder, "rs").iter().map(|path| fs::read_to_string(path).unwrap()));
    }
    let mut referred = 0;
    for text in &texts {
        for at in text.match_indices("ssumption A").map(|(at, found)| at + found.len()) {
            let number: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
            assert!(page.contains(&format!("| A{number} |")), "A{number} is not in the table of assumptions");
            referred += 1;
        }
    }
    assert!(referred > 5, "only {referred} references were found");
}

#[test]
fn every_equation_has_its_code_source_range_limits_and_validation() {
    let page = read("docs/model.md");
    for entry in page.split("\n#### ").skip(1) {
        let entry = entry.split("\n### ").next().unwrap_or(entry).split("\n## ").next().unwrap_or(entry);
        let title = entry.lines().next().unwrap_or("");
        for line in ["\n- Code: ", "\n- Source: ", "\n- Range: ", "\n- Limits: ", "\n- Validation: "] {
            assert!(entry.contains(line), "{title} lacks \"{}\"", line.trim());
        }
    }
}

#[test]
fn every_equation_names_a_test_that_holds_it() {
    let page = read("docs/model.md");
    for entry in page.split("\n#### ").skip(1) {
        let title = entry.lines().next().unwrap_or("");
        let line = entry.lines().find(|line| line.starts_with("- Validation: ")).unwrap_or("");
        let named = line.split('`').skip(1).step_by(2).any(|word| word.matches('_').count() >= 3);
        assert!(named && !line.contains("not yet"), "{title} names no test, or says that it is not held: {line}");
    }
}

#[test]
fn every_test_a_validation_names_exists() {
    let mut program = String::new();
    for folder in ["src", "tests"] {
        for path in files(folder, "rs") {
            program.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    let page = read("docs/model.md");
    let mut named = 0;
    for line in page.lines().filter(|line| line.starts_with("- Validation: ")) {
        let quoted = line.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() >= 3);
        for name in quoted {
            assert!(program.contains(&format!("fn {name}(")), "no test is called {name}");
            named += 1;
        }
    }
    assert!(named > 5, "only {named} tests are named");
}

#[test]
fn every_metric_and_series_is_defined_on_the_page_of_the_model() {
    let page = read("docs/model.md");
    let metrics = MetricId::of_every_launch().map(|metric| metric.name("yuan"));
    for name in metrics.chain(SeriesId::of_every_day().map(|series| series.name("yuan"))) {
        assert!(page.contains(&format!("`{name}`")), "{name} is not defined in docs/model.md");
    }
}

#[test]
fn every_chart_is_explained_and_every_picture_shown() {
    let page = read("docs/charts.md");
    let mut charts: BTreeSet<String> = BTreeSet::new();
    for file in files("src/report/chart", "rs").iter().filter(|path| !path.ends_with("tests.rs")) {
        let source = fs::read_to_string(file).unwrap();
        // Entries of the list of a run, and charts added one by one.
        for start in ["\n    (\"", "charts.add(\""] {
            for (at, _) in source.match_indices(start) {
                let name: String = source[at + start.len()..].chars().take_while(|c| *c != '"').collect();
                charts.insert(name);
            }
        }
    }
    assert!(charts.len() > 15, "{charts:?}");
    for chart in &charts {
        assert!(page.contains(&format!("\n### {chart}\n")), "{chart} has no paragraph in docs/charts.md");
    }
    let shown: String = documents().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for picture in files("docs/pictures", "png") {
        let name = picture.file_name().unwrap().to_string_lossy().into_owned();
        assert!(shown.contains(&format!("pictures/{name})")), "{name} is shown nowhere");
    }
}

#[test]
fn the_walk_through_the_house_is_short() {
    let lines = read("docs/architecture.md").lines().count();
    assert!(lines <= 150, "docs/architecture.md has {lines} lines");
}

#[test]
fn the_changelog_knows_this_version() {
    let changelog = read("CHANGELOG.md");
    assert!(changelog.contains(env!("CARGO_PKG_VERSION")), "CHANGELOG.md does not name {}", env!("CARGO_PKG_VERSION"));
    assert!(changelog.contains("### Numbers changed"));
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or("");
            if !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:") {
                let path = document.parent().unwrap().join(file);
                assert!(path.exists(), "{}: no file {target}", document.display());
            }
        }
    }
}

/// Commands in the fenced `console` blocks of a document: lines that begin with a prompt, or all where none does.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut block: Option<Vec<&str>> = None;
    for line in text.lines().map(str::trim) {
        match (line.strip_prefix("```"), &mut block) {
            (Some("console"), None) => block = Some(Vec::new()),
            (Some(_), Some(lines)) => {
                let prompted: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("$ ")).collect();
                let typed = if prompted.is_empty() { std::mem::take(lines) } else { prompted };
                commands.extend(typed.iter().map(|line| line.split(" # ").next().unwrap_or(line).trim().to_owned()));
                block = None;
            }
            (None, Some(lines)) if !line.is_empty() => lines.push(line),
            _ => {}
        }
    }
    commands
}

/// What the program says about a subcommand, or about itself.
fn help(subcommand: Option<&str>) -> String {
    let mut program = Command::new(program());
    let output = program.args(subcommand).arg("--help").output().unwrap();
    assert!(output.status.success(), "launchsim {} --help fails", subcommand.unwrap_or(""));
    String::from_utf8(output.stdout).unwrap()
}

fn check_launchsim(arguments: &[&str], document: &Path) {
    // Until the command line is there, its commands cannot be asked for help.
    if !root().join("src/cli").exists() && !root().join("src/cli.rs").exists() {
        return;
    }
    let subcommand = arguments.first().filter(|first| !first.starts_with('-')).copied();
    let help = help(subcommand);
    let known: BTreeSet<&str> = help.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').collect();
    for flag in arguments.iter().filter(|argument| argument.starts_with('-') && argument.len() > 1) {
        let name = flag.split('=').next().unwrap_or(flag);
        assert!(known.contains(name), "{}: launchsim {arguments:?} has no {name}", document.display());
    }
}

#[test]
fn commands_in_the_documents_exist() {
    let mut checked = 0;
    for document in documents() {
        for command in commands(&fs::read_to_string(&document).unwrap()) {
            let words: Vec<&str> = command.split_whitespace().filter(|word| !word.contains("=\"")).collect();
            match words.as_slice() {
                ["launchsim", arguments @ ..] => check_launchsim(arguments, &document),
                ["cargo", "run", rest @ ..] => {
                    let ours = rest.iter().position(|word| *word == "--").map_or(&[][..], |at| &rest[at + 1..]);
                    check_launchsim(ours, &document);
                }
                ["cargo", subcommand, ..] => assert!(
                    ["bench", "build", "clippy", "doc", "fmt", "install", "test"].contains(subcommand),
                    "{}: cargo {subcommand}",
                    document.display()
                ),
                ["just", recipe, ..] => assert!(
                    read("justfile").lines().any(|line| line == format!("{recipe}:")),
                    "{}: no recipe {recipe}",
                    document.display()
                ),
                [program, ..] => assert!(
                    ["cd", "git", ".ci/run", "head", "cat", "ls"].contains(program),
                    "{}: {program} is no command this test knows",
                    document.display()
                ),
                [] => {}
            }
            checked += 1;
        }
    }
    assert!(checked > 3, "only {checked} commands were found");
}
