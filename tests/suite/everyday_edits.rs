//! What planners do all day: change one number of a scenario by some per cent, and compare with what was.
//!
//! Each edit is one comparison, with charts, as it is typed. It may be refused with a message; it may not abort, say
//! what is not a number, or print a sentence that its own figures contradict. The sample of the numbers of every scenario
//! is fixed; `EVERYDAY_EDITS=all` tries each of them, `EVERYDAY_EDITS=N` so many, and `EVERYDAY_EDITS_SEED=S` draws
//! others (`clock`: by the clock).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use launchsim::language::catalogue::Kind;
use launchsim::language::source::Source;
use launchsim::random::philox::{source_id, word};
use launchsim::scenario::load;
use serde_json::Value;

use crate::support;

use crate::support::program;

/// Edits tried in each scenario when nothing else is asked for.
const SAMPLE: usize = 2;
/// Launches of each alternative: enough for every sentence, few enough for many edits.
const LAUNCHES: &str = "24";

/// A number of a scenario and what it is changed to.
#[derive(Debug)]
struct Edit {
    scenario: PathBuf,
    key: String,
    was: String,
    is: String,
}

impl Edit {
    /// The comparison of both values, with charts.
    fn compare(&self, folder: &Path) -> std::process::Output {
        Command::new(program())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("compare")
            .arg(&self.scenario)
            .args(["--vary", &format!("{}={},{}", self.key, self.was, self.is)])
            .args(["-n", LAUNCHES, "--threads", "1", "--out"])
            .arg(folder)
            .output()
            .unwrap()
    }
}

/// Every scenario of the repository that stands on its own.
pub fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = [root.clone(), root.join("patterns"), root.join("bench")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        // A life of 836 parts and one of a million phones a day take the time of fifty others.
        .filter(|path| !path.ends_with("bench/b1.toml"))
        .collect();
    files.sort();
    files
}

/// The numbers and lengths of time a scenario writes as such, each changed by a few per cent, up or down.
fn edits(scenario: &Path, seed: u64) -> Vec<Edit> {
    let loaded = load(&Source::File(scenario.to_owned()), &[]).unwrap_or_else(|fault| panic!("{fault}"));
    let mut edits = Vec::new();
    // Launches and seed are asked for beside the scenario; they are the same in every alternative.
    let keys = loaded.keys().into_iter().filter(|key| !key.address.starts_with("run."));
    for (at, key) in keys.enumerate() {
        let luck = f64::from(word(seed, at as u32, source_id("edit", &key.address), 0)) / f64::from(u32::MAX);
        // From a tenth less to a tenth more, and never the same.
        let factor = if luck < 0.5 { 0.9 + 0.16 * luck } else { 1.02 + 0.16 * (luck - 0.5) };
        let written = key.written.trim_matches('"').to_owned();
        let (number, unit) = match written.split_once(' ') {
            Some((number, unit)) if !written.starts_with('{') => (number.to_owned(), format!(" {unit}")),
            None => (written.clone(), String::new()),
            Some(_) => continue,
        };
        let Ok(value) = number.replace('_', "").parse::<f64>() else { continue };
        let whole = matches!(key.key.kind, Kind::Whole(_)) || !unit.is_empty() && value.fract() == 0.0;
        // Three digits, as a person would write it.
        let digit = 10_f64.powf((value.abs() * factor).log10().floor() - 2.0);
        let rounded = if digit.is_normal() { (value * factor / digit).round() * digit } else { value * factor };
        let changed = if whole { rounded.round() } else { format!("{rounded:.12}").parse().unwrap_or(rounded) };
        if changed != value {
            edits.push(Edit {
                scenario: scenario.to_owned(),
                key: key.address,
                was: written,
                is: format!("{changed}{unit}"),
            });
        }
    }
    edits
}

/// The edits to be tried, and the seed they were drawn with: a sample of each scenario, all, or so many.
fn wanted() -> (Vec<Edit>, u64) {
    let support::Asked { number, seed } = support::asked("EVERYDAY_EDITS", "EVERYDAY_EDITS_SEED");
    let of_each: Vec<Vec<Edit>> = scenarios().iter().map(|scenario| edits(scenario, seed)).collect();
    let take = match number.as_deref() {
        None => SAMPLE,
        Some("all") => usize::MAX,
        Some(number) => number.parse::<usize>().expect("EVERYDAY_EDITS is all or a number").div_ceil(of_each.len()),
    };
    let mut wanted = Vec::new();
    for mut edits in of_each {
        let order = |edit: &Edit| word(seed, 0, source_id("order of edits", &edit.key), 0);
        edits.sort_by_key(order);
        edits.truncate(take);
        wanted.append(&mut edits);
    }
    (wanted, seed)
}

/// What is wrong with a comparison, in words; nothing when all is well.
fn wrong(edit: &Edit, folder: &Path) -> Option<String> {
    let output = edit.compare(folder);
    let (page, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    match output.status.code() {
        // A value beyond its range is refused, in words that help.
        Some(2) if said.contains("error") && !said.contains("panicked") => return None,
        Some(0) => {}
        code => return Some(format!("ended with {code:?}: {said}")),
    }
    if said.contains("panicked") || said.contains("could not be drawn") {
        return Some(said.into_owned());
    }
    let figures: Value = serde_json::from_slice(&fs::read(folder.join("comparison.json")).unwrap()).unwrap();
    let charts = fs::read_dir(folder.join("charts")).map_or(0, Iterator::count);
    if charts == 0 {
        return Some("no charts".into());
    }
    contradiction(&page).or_else(|| intervals(&figures, ""))
}

/// A sentence that cannot be: what is not a number, a plural of one, or an interval that ends before it begins.
fn contradiction(page: &str) -> Option<String> {
    for word in ["NaN", "inf ", "infinity", "\u{2212}0 ", " 1 launches", " 1 days", " 1 phones", "in 0 of 0"] {
        if page.contains(word) {
            return Some(format!("the page says {word:?}:\n{page}"));
        }
    }
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for (one, other) in
        [("cannot be told apart by", "Good luck or bad"), ("No price is called best", "Good luck or bad")]
    {
        if flat.contains(one) && flat.contains(other) && flat.matches(" against ").count() < 2 {
            return Some(format!("{one:?} beside {other:?}:\n{page}"));
        }
    }
    for bracket in flat.split('(').skip(1) {
        let inside = bracket.split([')', ';']).next().unwrap_or_default().trim_start_matches("95 % interval ");
        if let Some((low, high)) = inside.split_once(" to ")
            && let (Some(low), Some(high)) = (amount(low), amount(high))
            && low > high
        {
            return Some(format!("an interval ends before it begins: ({inside})\n{page}"));
        }
    }
    outside(&flat)
}

/// A difference that its own interval does not hold: "Net profit: 3 yuan higher on average (95 % interval 4 to 5)".
fn outside(flat: &str) -> Option<String> {
    let sentences = flat.split(" on average (95 % interval ");
    let pairs = sentences.clone().zip(sentences.skip(1));
    pairs.into_iter().find_map(|(before, after)| {
        let told = before.rsplit(": ").next()?;
        let (low, high) = after.split(')').next()?.split_once(" to ")?;
        let (told, low, high) = (amount(told)?, amount(low)?, amount(high)?);
        // Each figure is rounded to three digits by itself.
        let dust = 0.006 * told.abs();
        (told < low - dust || told > high + dust).then(|| format!("{told} is not within {low} to {high}:\n{flat}"))
    })
}

/// The number a text is, with its minus sign, thousands, per cent and millions.
fn amount(text: &str) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-").replace(',', "");
    let mut words = text.split(' ');
    let number: f64 = words.next()?.trim_end_matches('%').parse().ok()?;
    let scale = match words.next() {
        Some("million") => 1e6,
        Some("billion") => 1e9,
        _ => 1.0,
    };
    Some(number * scale)
}

/// An interval of comparison.json that does not hold its own value, by its place.
fn intervals(value: &Value, place: &str) -> Option<String> {
    match value {
        Value::Object(fields) => {
            let number = |name: &str| fields.get(name).and_then(Value::as_f64);
            let middle = number("value").or(number("mean"));
            if let (Some(low), Some(middle), Some(high)) = (number("low"), middle, number("high")) {
                let dust = 1e-9 * middle.abs();
                if low > middle + dust || middle > high + dust {
                    return Some(format!("{place}: {low} to {high} does not hold {middle}"));
                }
            }
            fields.iter().find_map(|(name, inner)| intervals(inner, &format!("{place}.{name}")))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(at, inner)| intervals(inner, &format!("{place}[{at}]")))
        }
        _ => None,
    }
}

#[test]
fn a_number_changed_by_some_per_cent_is_compared_without_abort_or_contradiction() {
    let (edits, seed) = wanted();
    assert!(edits.len() >= SAMPLE * 20, "{} edits", edits.len());
    let home = tempfile::tempdir().unwrap();
    let began = std::time::Instant::now();
    let faults = support::on_all_cores(&edits, |worker, edit| {
        let folder = home.path().join(worker.to_string());
        wrong(edit, &folder).map(|fault| format!("{edit:?}\n{fault}"))
    });
    println!("{} edits with seed {seed} in {} s", edits.len(), began.elapsed().as_secs());
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    let (wrong, all) = (faults.len(), edits.len());
    assert!(faults.is_empty(), "EVERYDAY_EDITS_SEED={seed}: {wrong} of {all} edits\n{}", faults.join("\n\n"));
}

#[test]
fn an_interval_that_ends_before_it_begins_is_seen() {
    assert!(contradiction("Insolvent: 3.80 points more likely (1.56 to 0.00; 9 % and 13 %)").is_some());
    assert!(contradiction("Net profit: 1.5 million more (900,000 to 2.1\nmillion)").is_none());
    let told = |sentence: &str| contradiction(&format!("Mean wait: {sentence})."));
    assert!(told("0.5 days lower on average (95 % interval 0.4 to 0.6").is_none());
    assert!(told("5 days lower on average (95 % interval 0.4 to 0.6").is_some());
    assert!(intervals(&serde_json::json!({"a": [{"low": 1, "mean": 3, "high": 2}]}), "").is_some());
}
