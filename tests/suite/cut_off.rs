//! Commands cut off anywhere: killed at random moments, and with faults of the system injected by strace into every rename
//! and into the first, the middle and the last write of every file. Whatever happens, a folder holds the old results, the
//! new ones, or none that anybody would read; and the next launchsim there leaves exactly what it would have left in a new
//! folder.
//!
//! The short form runs with the suite. `just cut-off` runs 500 kills and all injections; it needs strace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use launchsim::random::philox::{source_id, word};

use crate::folders::{home, launchsim, names, succeeds};

use crate::support::program;

/// A command that writes to a folder `out`, in two forms with different results.
struct Twice {
    name: &'static str,
    forms: [Vec<String>; 2],
}

/// Something to fit, which many launches meet.
const FIT: &str = r#"
extends = "small.toml"

[expense.studio]
kind = "marketing"
amount = { uniform = { low = 1_000_000, high = 2_000_000 } }
date = 2026-01-05

[observed.marketing]
metric = "marketing"
value = 1_400_000
error = 300_000
role = "fit"
"#;

const CHARTS: [&str; 0] = [];
const NO_CHARTS: [&str; 1] = ["--no-charts"];

/// The commands that leave results, in a folder that holds what they read.
fn commands(home: &Path, more: &[&str]) -> Vec<Twice> {
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().map(ToOwned::to_owned).chain(more.iter().map(|word| (*word).to_owned())).collect()
    };
    let price = "--vary product.phone.price=1499,1999";
    fs::write(home.join("fit.toml"), FIT).unwrap();
    for seed in ["1", "2"] {
        for part in ["1", "2"] {
            let folder = format!("part_{seed}_{part}");
            let sweep =
                format!("sweep small.toml {price} -n 4 -q --no-charts --seed {seed} --shard {part}/2 -o {folder}");
            succeeds(home, &sweep.split_whitespace().collect::<Vec<_>>());
        }
    }
    let twice = |name, first: &str, second: &str| {
        let tail = "-q --threads 1 -o out";
        let forms = if name == "merge" {
            [format!("{first} -q -o out"), format!("{second} -q -o out")]
        } else {
            [format!("{first} {tail}"), format!("{second} {tail}")]
        };
        Twice { name, forms: forms.map(|form| words(&form)) }
    };
    vec![
        twice("run", "run small.toml -n 20 --seed 1 --csv", "run small.toml -n 20 --seed 2"),
        twice(
            "compare",
            &format!("compare small.toml {price} -n 20 --seed 1"),
            "compare small.toml --vary product.phone.price=1499,1799 -n 20 --seed 2",
        ),
        twice("explain", "explain small.toml -l 0", "explain small.toml -l 3"),
        twice(
            "sweep",
            &format!("sweep small.toml {price} -n 4 --seed 1 --fresh"),
            &format!("sweep small.toml {price} -n 4 --seed 2 --fresh"),
        ),
        twice("merge", "merge part_1_1 part_1_2", "merge part_2_1 part_2_2"),
        twice(
            "optimize",
            "optimize small.toml --decide product.phone.price=1500..1900:200 --budget 1000 --seed 1 --fresh",
            "optimize small.toml --decide product.phone.price=1500..1900:200 --budget 1000 --seed 2 --fresh",
        ),
        twice(
            "calibrate",
            "calibrate fit.toml -n 2048 --truths 2 --seed 1 --fresh",
            "calibrate fit.toml -n 2048 --truths 2 --seed 2 --fresh",
        ),
    ]
}

fn words(form: &[String]) -> Vec<&str> {
    form.iter().map(String::as_str).collect()
}

/// The files of a folder and the command that wrote them; `None` when nobody would read them as results.
#[derive(Clone, Debug, PartialEq)]
struct Results {
    command: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Results {
    fn of(folder: &Path) -> Option<Self> {
        let record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("run.json")).ok()?).unwrap();
        let command = record["command"].as_array().unwrap().iter().skip(1);
        let command = command.map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ");
        let mut files = BTreeMap::new();
        collect(folder, folder, &mut files);
        // Times are never the same, and a journal grows beside the results of an earlier command.
        files.retain(|name, _| name != "run.json" && !name.ends_with(".journal"));
        Some(Self { command, files })
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap();
        }
    }
}

/// What both forms leave in a new folder, with copies of those folders.
struct Reference {
    results: [Results; 2],
    folders: [PathBuf; 2],
    takes: Duration,
}

impl Reference {
    fn of(home: &Path, twice: &Twice) -> Self {
        let out = home.join("out");
        let mut takes = Duration::ZERO;
        let both = [0, 1].map(|form| {
            let began = Instant::now();
            succeeds(home, &words(&twice.forms[form]));
            takes = began.elapsed();
            let kept = home.join(format!("{}_{form}", twice.name));
            fs::rename(&out, &kept).unwrap();
            (Results::of(&kept).unwrap(), kept)
        });
        let [(first, of_first), (second, of_second)] = both;
        assert!(first.files != second.files, "{}: the two forms leave the same", twice.name);
        Self { results: [first, second], folders: [of_first, of_second], takes }
    }

    /// Holds that a folder is whole, then that a command there leaves what it leaves in a new folder.
    fn holds(&self, home: &Path, twice: &Twice, form: usize, when: &str) {
        let out = home.join("out");
        if let Some(found) = Results::of(&out) {
            assert!(
                self.results.contains(&found),
                "{} {when}: run.json of `{}` stands over {:?}",
                twice.name,
                found.command,
                found.files.keys().collect::<Vec<_>>()
            );
        }
        succeeds(home, &words(&twice.forms[form]));
        assert!(Results::of(&out).as_ref() == Some(&self.results[form]), "{} {when}: other results", twice.name);
        let left: Vec<String> = names(&out).into_iter().filter(|name| name.starts_with('.')).collect();
        assert_eq!(left, [".launchsim"], "{} {when}", twice.name);
    }
}

/// So many kills of every command at moments spread over the time it takes.
fn kills(of_each: u32) {
    let home = home();
    let home = home.path();
    let mut hit = 0;
    for twice in commands(home, &CHARTS) {
        let reference = Reference::of(home, &twice);
        copy(&reference.folders[0], &home.join("out"));
        for attempt in 0..of_each {
            let form = (attempt % 2) as usize ^ 1;
            let luck = f64::from(word(11, attempt, source_id("kill", twice.name), 0)) / f64::from(u32::MAX);
            let mut child = launchsim(home, &words(&twice.forms[form])).spawn().unwrap();
            std::thread::sleep(reference.takes.mul_f64(luck * 1.05));
            if child.try_wait().unwrap().is_none() {
                child.kill().unwrap();
                hit += 1;
            }
            child.wait().unwrap();
            reference.holds(home, &twice, form, &format!("kill {attempt}"));
        }
        fs::remove_dir_all(home.join("out")).unwrap();
    }
    assert!(hit * 2 > of_each, "only {hit} of {} kills hit", of_each * 5);
}

#[test]
fn a_kill_at_any_moment_loses_mixes_and_leaves_nothing() {
    kills(4);
}

#[test]
#[ignore = "minutes: just cut-off"]
fn five_hundred_kills_lose_mix_and_leave_nothing() {
    kills(100);
}

/// Runs a form with a fault injected into the n-th call of a kind; `None` when there is no n-th one.
fn injected(home: &Path, form: &[String], calls: &str, fault: &str, n: u32) -> Option<(Option<i32>, String)> {
    let log = home.join("strace.log");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "signal=none", "-o"])
        .arg(&log)
        .args(["-e", &format!("trace={calls}"), "-e", &format!("inject={calls}:{fault}:when={n}")])
        .arg(program())
        .args(form)
        .current_dir(home)
        .stdin(Stdio::null())
        .output()
        .expect("strace is needed: apt-get install strace");
    let killed = output.status.code().is_none_or(|code| code == 137);
    let hit = killed || fs::read_to_string(&log).unwrap().contains("(INJECTED)");
    hit.then(|| (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// Which calls a fault is injected into; strace counts from 1 in each thread, and each kind of call by itself.
#[derive(Clone, Copy)]
enum Calls {
    /// One after the other, in steps, until there are no more.
    Every(usize),
    /// Every rename, and of all others the first, the middle and the last on each file: the rest are the same code in the
    /// same state, with more or less of the file behind it.
    OfEachFile,
}

impl Calls {
    fn of(self, home: &Path, form: &[String], calls: &str) -> Vec<(String, u32)> {
        match self {
            Self::Every(step) => (1..2000).step_by(step).map(|n| (calls.to_owned(), n)).collect(),
            Self::OfEachFile => three_of_each_file(home, form, calls),
        }
    }
}

/// The renames and the first, the middle and the last other call on each file, by kind and number, from a form that is let run.
fn three_of_each_file(home: &Path, form: &[String], calls: &str) -> Vec<(String, u32)> {
    let log = home.join("strace.log");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-y", "-e", "signal=none", "-e", &format!("trace={calls}"), "-o"])
        .arg(&log)
        .arg(program())
        .args(form)
        .current_dir(home)
        .stdin(Stdio::null())
        .status()
        .expect("strace is needed: apt-get install strace");
    assert!(status.success(), "{form:?}");
    let mut made: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut of_file: BTreeMap<(String, String, String), Vec<u32>> = BTreeMap::new();
    let mut chosen = std::collections::BTreeSet::new();
    let text = String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned();
    // "1234  write(5</home/out/.partial-1/page.txt>, "..., 4096) = 4096", of threads of which one waits in two lines.
    for line in text.lines().filter(|line| !line.contains(" resumed>")) {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else { continue };
        let Some((kind, on)) = call.trim_start().split_once('(') else { continue };
        // strace writes ??? where a thread ended within a call.
        if !calls.split(',').any(|call| call == kind) {
            continue;
        }
        let number = made.entry((thread.to_owned(), kind.to_owned())).or_default();
        *number += 1;
        if kind.starts_with("rename") {
            chosen.insert((kind.to_owned(), *number));
        }
        let file = if WRITES.contains(kind) { on.split_once(',').map_or(on, |(file, _)| file) } else { on };
        of_file.entry((thread.to_owned(), kind.to_owned(), file.to_owned())).or_default().push(*number);
    }
    for ((_, kind, _), all) in of_file {
        chosen.extend([all[0], all[all.len() / 2], all[all.len() - 1]].map(|number| (kind.clone(), number)));
    }
    chosen.into_iter().collect()
}

/// Injects a fault into calls of a kind, one at a time; gives the exit statuses.
fn inject_all(more: &[&str], calls: &str, fault: &str, which: Calls) -> Vec<Option<i32>> {
    let home = home();
    let home = home.path();
    let mut statuses = Vec::new();
    for twice in commands(home, more) {
        let reference = Reference::of(home, &twice);
        copy(&reference.folders[0], &home.join("out"));
        let numbers = which.of(home, &twice.forms[1], calls);
        let mut missed = 0;
        let all = numbers.len();
        for (calls, n) in numbers {
            let _ = fs::remove_dir_all(home.join("out"));
            copy(&reference.folders[0], &home.join("out"));
            let Some((status, said)) = injected(home, &twice.forms[1], &calls, fault, n) else {
                assert!(n > 1, "{}: no {calls} at all", twice.name);
                if let Calls::Every(_) = which {
                    break;
                }
                missed += 1;
                continue;
            };
            let when = format!("{fault} in {calls} number {n}");
            assert!(!said.contains("panicked"), "{} {when}: {said}", twice.name);
            assert!(matches!(status, None | Some(0 | 1 | 2 | 75 | 137)), "{} {when}: {status:?} {said}", twice.name);
            if status == Some(0) {
                assert!(
                    Results::of(&home.join("out")).as_ref() == Some(&reference.results[1]),
                    "{} {when}",
                    twice.name
                );
            }
            statuses.push(status);
            reference.holds(home, &twice, 1, &when);
        }
        assert!(missed * 10 <= all, "{}: {missed} of {all} calls of {calls} did not come again", twice.name);
        let _ = fs::remove_dir_all(home.join("out"));
    }
    eprintln!("{fault} in {} calls of {calls}", statuses.len());
    statuses
}

const RENAMES: &str = "rename,renameat,renameat2";
const WRITES: &str = "write,pwrite64,writev";
const OTHERS: &str = "rename,renameat,renameat2,fsync,fdatasync,mkdir,unlink,unlinkat,rmdir,ftruncate";

#[test]
#[ignore = "needs strace: just cut-off"]
fn a_kill_at_every_rename_leaves_the_old_the_new_or_none() {
    let statuses = inject_all(&CHARTS, RENAMES, "signal=KILL", Calls::Every(1));
    assert!(statuses.len() > 60, "{} renames", statuses.len());
}

#[test]
#[ignore = "needs strace: just cut-off"]
fn a_full_disk_at_a_write_of_each_file_is_said_and_can_be_repeated() {
    let statuses = inject_all(&NO_CHARTS, WRITES, "error=ENOSPC", Calls::OfEachFile);
    assert!(statuses.iter().filter(|status| **status == Some(75)).count() > 20, "{statuses:?}");
    inject_all(&CHARTS, WRITES, "error=ENOSPC", Calls::Every(7));
    inject_all(&NO_CHARTS, OTHERS, "error=ENOSPC", Calls::OfEachFile);
}

#[test]
#[ignore = "needs strace: just cut-off"]
fn a_failing_disk_at_a_write_of_each_file_leaves_the_old_the_new_or_none() {
    let statuses = inject_all(&NO_CHARTS, WRITES, "error=EIO", Calls::OfEachFile);
    assert!(statuses.iter().filter(|status| **status == Some(1)).count() > 20, "{statuses:?}");
    inject_all(&NO_CHARTS, OTHERS, "error=EIO", Calls::OfEachFile);
}

#[test]
#[ignore = "needs strace: just cut-off"]
fn a_refusal_at_a_write_of_each_file_leaves_the_old_the_new_or_none() {
    inject_all(&NO_CHARTS, WRITES, "error=EACCES", Calls::OfEachFile);
    inject_all(&NO_CHARTS, OTHERS, "error=EACCES", Calls::OfEachFile);
    inject_all(&NO_CHARTS, "openat", "error=EACCES", Calls::Every(5));
}
