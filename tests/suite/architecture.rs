//! The walls of the house: who may import whom, who may print, and how long a file may be.
//!
//! Reads src/ as text. Comments, strings and test modules are left out, so what counts is the program itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the ground up, as in docs/architecture.md; modules on one line are sisters and may not import each other.
const LAYERS: &[&[&str]] = &[
    &["units", "lanes", "stats"],
    &["random"],
    &["language"],
    &["outcome"],
    // What may be written in each room; some tables look at those of the product.
    &["rooms::product::keys"],
    &[
        "rooms::assembly::keys",
        "rooms::books::keys",
        "rooms::calendar::keys",
        "rooms::contract::keys",
        "rooms::currency::keys",
        "rooms::forecast::keys",
        "rooms::market::keys",
        "rooms::returns::keys",
        "rooms::store::keys",
        "rooms::supply::keys",
        "rooms::weather::keys",
    ],
    // All that was written.
    &["scenario", "rooms::weather::targets"],
    // What the calendar makes of it.
    &["rooms::calendar::plan"],
    &[
        "rooms::contract::plan",
        "rooms::currency::plan",
        "rooms::forecast::plan",
        "rooms::returns::plan",
        "rooms::weather::plan",
        "rooms::store::plan",
    ],
    &["rooms::assembly::plan", "rooms::books::plan", "rooms::market::plan", "rooms::supply::plan"],
    // What happens on a day.
    &["rooms::contract::day", "rooms::currency::day", "rooms::forecast::day", "rooms::weather::day"],
    &["rooms::today"],
    &[
        "rooms::assembly::day",
        "rooms::books::day",
        "rooms::market::day",
        "rooms::returns::day",
        "rooms::store::day",
        "rooms::supply::day",
    ],
    &["company"],
    &["experiment"],
    &["library", "report"],
    &["explore"],
    &["cli"],
    &["main"],
];

/// Lines a file may have.
const LONGEST_FILE: usize = 400;

/// Files that may be longer, and why.
const LONGER_FILES: &[(&str, &str)] = &[];

/// Functions of the standard library that call the C library's mathematics, or whose bits are not promised.
const C_MATHEMATICS: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "mul_add", "sin", "cos", "tan",
    "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "hypot", "cbrt",
];

/// A source file.
struct Source {
    /// Path below src/.
    path: String,
    /// Its module: `["plan", "market"]`; `["main"]` for the program, empty for the root of the library.
    module: Vec<String>,
    /// Lines as they stand.
    lines: usize,
    /// The program without comments, strings and test modules.
    code: String,
    /// Whether the whole file is a test module.
    is_test: bool,
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        let code = without_test_modules(&without_comments_and_strings(&text));
        // A module declared under #[cfg(test)] by its parent in a file of its own.
        let is_test = matches!(module.last().map(String::as_str), Some("tests" | "oracles" | "synthetic"));
        Self { path, module, lines: text.lines().count(), code, is_test }
    }

    fn is_in(&self, tops: &[&str]) -> bool {
        self.module.first().is_some_and(|top| tops.contains(&top.as_str()))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 20, "src/ was not found");
    files.iter().map(|path| Source::read(&root, path)).collect()
}

/// Replaces comments by nothing and strings by `""`.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let raw = ["r\"", "r#\"", "br\""].into_iter().find(|open| rest.starts_with(open));
        let in_word = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let (Some(open), false) = (raw, in_word) {
            let close = if open.contains('#') { "\"#" } else { "\"" };
            let body = &rest[open.len()..];
            rest = body.find(close).map_or("", |end| &body[end + close.len()..]);
            code.push_str("\"\"");
        } else if next == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            rest = end.map_or("", |end| &rest[end + 2..]);
            code.push_str("\"\"");
        } else if let Some(after) = ["'\"'", "'\\\"'"].into_iter().find_map(|quote| rest.strip_prefix(quote)) {
            rest = after;
            code.push_str("' '");
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    code
}

/// Takes out every `#[cfg(test)] mod name { .. }`.
fn without_test_modules(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let after = &rest[at..];
        let end = match (after.find('{'), after.find(';')) {
            (Some(open), declared) if declared.is_none_or(|declared| open < declared) => {
                let mut depth = 0;
                let close = after[open..].char_indices().find(|&(_, c)| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth == 0
                });
                close.map_or(after.len(), |(close, _)| open + close + 1)
            }
            (_, Some(declared)) => declared + 1,
            _ => after.len(),
        };
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

/// Every path that begins with one of the given words, groups in braces taken apart.
fn paths_from(code: &str, root: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let opening = format!("{root}::");
    for (at, _) in code.match_indices(&opening) {
        let before = code[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            take_paths(&code[at + opening.len()..], &mut Vec::new(), &mut paths);
        }
    }
    paths
}

/// Reads one path or one group, and gives what follows it.
fn take_paths<'c>(code: &'c str, prefix: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> &'c str {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let before = rest.len();
            rest = take_paths(rest, prefix, paths);
            if rest.len() == before {
                return rest;
            }
        }
    }
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(code.len());
    let (word, rest) = code.split_at(end);
    prefix.push(word.to_owned());
    let rest = match rest.strip_prefix("::") {
        Some(rest) if !rest.starts_with('<') => take_paths(rest, prefix, paths),
        _ => {
            paths.push(prefix.clone());
            // `as name` within a group.
            rest.find([',', '}', ';']).filter(|_| rest.starts_with(" as ")).map_or(rest, |end| &rest[end..])
        }
    };
    prefix.pop();
    rest
}

/// The layer and the room of a module.
fn room_of(module: &[String]) -> Option<(usize, &'static str)> {
    let names = [1, 2, 3].map(|words| module.iter().take(words).cloned().collect::<Vec<_>>().join("::"));
    LAYERS.iter().enumerate().find_map(|(layer, rooms)| {
        rooms.iter().find(|&&room| names.iter().any(|name| name == room)).map(|&room| (layer, room))
    })
}

/// All modules a file imports from, from the root of the crate on.
fn imports(source: &Source) -> Vec<Vec<String>> {
    let mut imports = paths_from(&source.code, "crate");
    imports.extend(paths_from(&source.code, "launchsim"));
    for path in paths_from(&source.code, "super") {
        let up = 1 + path.iter().take_while(|word| *word == "super").count();
        let mut from = source.module[..source.module.len().saturating_sub(up)].to_vec();
        from.extend(path.into_iter().skip(up - 1));
        imports.push(from);
    }
    imports
}

#[test]
fn modules_import_from_lower_layers_only() {
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for source in sources() {
        // The list of the rooms, and of what is in each.
        if source.module.is_empty()
            || (source.module[0] == "rooms" && source.path.ends_with("mod.rs") && source.module.len() < 3)
        {
            continue;
        }
        let Some((layer, room)) = room_of(&source.module) else {
            wrong.push(format!("{} has no layer: give it one in LAYERS and in docs/architecture.md", source.path));
            continue;
        };
        for import in imports(&source) {
            match room_of(&import) {
                Some((_, other)) if other == room => {}
                Some((lower, _)) if lower < layer => arrows += 1,
                Some((_, other)) => wrong.push(format!("{}: {room} imports {other}", source.path)),
                // A macro or an item of the crate's root.
                None => wrong.push(format!("{}: {} has no layer", source.path, import.join("::"))),
            }
        }
    }
    assert!(wrong.is_empty(), "arrows against the layers:\n{}", wrong.join("\n"));
    assert!(arrows > 50, "only {arrows} imports were found: this test no longer reads the source");
}

/// Pairs of files that import each other where one of them cannot yet do without the other, both below src/.
const CIRCLES: &[(&str, &str)] = &[];

/// The file in which a path ends: the longest module that has one.
fn file_of<'a>(sources: &'a [Source], path: &[String]) -> Option<&'a Source> {
    let modules = sources.iter().filter(|source| !source.module.is_empty() && path.starts_with(&source.module));
    modules.max_by_key(|source| source.module.len())
}

#[test]
fn no_two_files_import_each_other() {
    let sources: Vec<Source> = sources().into_iter().filter(|source| !source.is_test).collect();
    let mut arrows: Vec<(&str, &str)> = Vec::new();
    for source in &sources {
        let others = imports(source).into_iter().filter_map(|path| file_of(&sources, &path));
        arrows.extend(
            others.filter(|other| other.path != source.path).map(|other| (source.path.as_str(), other.path.as_str())),
        );
    }
    arrows.sort_unstable();
    arrows.dedup();
    assert!(arrows.len() > 500, "only {} imports were found: this test no longer reads the source", arrows.len());
    let circles: Vec<_> =
        arrows.iter().copied().filter(|&(a, b)| a < b && arrows.binary_search(&(b, a)).is_ok()).collect();
    let new: Vec<_> = circles.iter().filter(|circle| !CIRCLES.contains(circle)).collect();
    assert!(new.is_empty(), "files that import each other: move what both need below them:\n{new:#?}");
    let gone: Vec<_> = CIRCLES.iter().filter(|circle| !circles.contains(circle)).collect();
    assert!(gone.is_empty(), "broken, take them off the list:\n{gone:#?}");
}

#[test]
fn a_module_with_files_below_it_begins_in_their_folder() {
    let sources = sources();
    let beside: Vec<&str> = sources
        .iter()
        .map(|source| source.path.as_str())
        .filter(|path| !path.ends_with("mod.rs"))
        .filter(|path| {
            let folder = path.replace(".rs", "/");
            sources.iter().any(|other| other.path.starts_with(&folder))
        })
        .collect();
    assert!(beside.is_empty(), "move each into its folder, as mod.rs: {beside:#?}");
}

/// Files of the program in which any of the words stands, beside those that may.
fn files_with(words: &[String], may: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test && !may(source)) {
        for word in words {
            let stands = source.code.match_indices(word.as_str()).any(|(at, _)| {
                let before = source.code[..at].chars().next_back();
                let opens_with_a_letter = word.starts_with(char::is_alphabetic);
                !(opens_with_a_letter && before.is_some_and(|c| c.is_alphanumeric() || c == '_'))
            });
            if stands {
                found.push(format!("{}: {word}", source.path));
            }
        }
    }
    found
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn only_experiments_use_threads() {
    // Beside them the watch over signals, which simulates nothing.
    let may = |source: &Source| source.is_in(&["experiment"]) || source.path == "cli/interrupt.rs";
    let found = files_with(&words(&["rayon::", "thread::spawn", "thread::scope"]), may);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_command_line_prints_and_ends_the_program() {
    let macros = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
        "io::stdout",
        "io::stderr",
        "process::exit",
        "process::abort",
        "process::Command",
    ];
    let found = files_with(&words(&macros), |source| source.is_in(&["cli", "main"]));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_command_line_looks_at_the_clock() {
    let found = files_with(&words(&["SystemTime::now", "Instant::now"]), |source| source.is_in(&["cli", "main"]));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn simulating_touches_no_file() {
    let layers = ["units", "lanes", "random", "stats", "outcome", "rooms", "company", "experiment"];
    let found = files_with(&words(&["std::fs", "std::env", "std::io", "std::net"]), |source| !source.is_in(&layers));
    assert!(found.is_empty(), "{found:#?}");
    // What reads scenarios knows files by a trait; the disk is one of those who keep them.
    let reading = ["language", "scenario", "library"];
    let may = |source: &Source| !source.is_in(&reading) || source.path == "language/disk.rs";
    let found = files_with(&words(&["std::fs", "std::env", "std::net"]), may);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_a_result_depends_on_calls_the_mathematics_of_the_c_library() {
    let mut calls: Vec<String> = C_MATHEMATICS.iter().map(|name| format!(".{name}(")).collect();
    calls.extend(C_MATHEMATICS.iter().map(|name| format!("f64::{name}")).filter(|path| path != "f64::log"));
    let found = files_with(&calls, |source| source.is_in(&["report", "cli", "main"]));
    assert!(found.is_empty(), "use random::math or libm: {found:#?}");
}

/// Of `stats` a report may know what figures are kept in, types and constants, and no function that estimates.
#[test]
fn no_statistic_is_computed_in_a_report() {
    let mut wrong = Vec::new();
    let mut known = 0;
    for source in sources().iter().filter(|source| source.is_in(&["report"]) && !source.is_test) {
        for path in imports(source).into_iter().filter(|path| path.first().is_some_and(|room| room == "stats")) {
            known += 1;
            if !path.last().is_some_and(|name| name.starts_with(char::is_uppercase)) {
                wrong.push(format!("{}: {}", source.path, path.join("::")));
            }
        }
    }
    let estimates =
        ["Summary::of", "Summary::where_better", "PairedDifference::of", "Chance::of", "Bands::over", ".bands()"];
    wrong.extend(files_with(&words(&estimates), |source| !source.is_in(&["report"])));
    assert!(wrong.is_empty(), "figures are worked out in experiment:\n{}", wrong.join("\n"));
    assert!(known > 10, "only {known} paths into stats were found: this test no longer reads the source");
}

#[test]
fn nothing_is_kept_in_a_map_without_an_order() {
    let found = files_with(&words(&["HashMap", "HashSet"]), |_| false);
    assert!(found.is_empty(), "use BTreeMap, BTreeSet or a Vec: {found:#?}");
}

#[test]
fn files_stay_short() {
    let mut wrong = Vec::new();
    for source in sources() {
        let excused = LONGER_FILES.iter().any(|(path, _)| *path == source.path);
        if source.lines > LONGEST_FILE && !excused {
            wrong.push(format!("{} has {} lines: think of a second noun", source.path, source.lines));
        }
        if source.lines <= LONGEST_FILE && excused {
            wrong.push(format!("{} is short enough: take it off the list", source.path));
        }
    }
    assert!(wrong.is_empty(), "at most {LONGEST_FILE} lines a file:\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_the_source_sees_what_a_compiler_sees() {
    let text = "use crate::{plan::Plan, model::{books, store as shelf}};\n// crate::cli\nlet a = \"crate::cli\"; \
                let b = '\"'; crate::lanes::Real::splat(1.0);\n#[cfg(test)]\nmod tests { use crate::report::X; }\n";
    let code = without_test_modules(&without_comments_and_strings(text));
    let paths: Vec<String> = paths_from(&code, "crate").iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["plan::Plan", "model::books", "model::store", "lanes::Real::splat"]);
}
