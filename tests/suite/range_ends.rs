//! What the catalogue allows, up to its ends: scenarios of the repository with values at or near the ends of the ranges
//! of their keys, run, compared, explained and swept, with charts, as they are typed.
//!
//! A scenario may be refused with a message. It may not abort, hang, ask for memory without end, say what is not a
//! number, or leave a stock below zero. The ranges are those of the catalogue, so a new key is tried by itself.
//! The sample is fixed; `RANGE_ENDS=N` makes N tries, `RANGE_ENDS_SEED=S` other ones (`clock`: by the clock), and
//! `RANGE_ENDS_TRY=T` repeats one. A scenario that failed is kept in the folder that cargo has for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::Date;
use launchsim::language::catalogue::{Key, Kind, Range, TableKind};
use launchsim::language::source::Source;
use launchsim::random::math;
use launchsim::random::philox::{Stream, source_id};
use launchsim::scenario::{load, tables};
use rand::Rng as _;
use toml::{Table, Value};

use crate::everyday_edits::scenarios;
use crate::support;

use crate::support::program;

/// Tries when nothing else is asked for.
const TRIES: u32 = 30;
/// Processor time after which a try hangs [s]; the clock is given ten times as much, for other tests run beside it.
const MOST_SECONDS: u64 = 20;
/// Memory a try may address [kB].
const MOST_MEMORY: u64 = 6_000_000;
/// Tables that say what is simulated how often, not what happens in it.
const LEFT_OUT: [&str; 5] = ["", "run", "observed.*", "correlation.*", "sweep"];

/// What is drawn for one try.
struct Luck(Stream);

impl Luck {
    fn of(seed: u64, at: u32) -> Self {
        Self(Stream::new(seed, at, source_id("range ends", "")))
    }

    fn share(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    fn below(&mut self, count: usize) -> usize {
        ((self.share() * count as f64) as usize).min(count.saturating_sub(1))
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A number at an end of a range, just inside it, anywhere by size, or a usual one.
    fn number(&mut self, range: Range, whole: bool) -> f64 {
        let size = range.low.abs().max(range.high.abs());
        let inside = |end: f64, towards: f64| {
            if whole { end + towards } else { end + towards * (size * 1e-12).max(f64::MIN_POSITIVE) }
        };
        let value = match self.below(20) {
            0..=4 => {
                if range.high_open {
                    inside(range.high, -1.0)
                } else {
                    range.high
                }
            }
            5..=8 => {
                if range.low_open {
                    inside(range.low, 1.0)
                } else {
                    range.low
                }
            }
            9 => inside(range.high, -1.0),
            10 => range.low + 1e-9,
            11 if range.low == 0.0 => 1e-300,
            12..=15 => {
                let low = range.low.max(1e-6);
                math::exp(math::ln(low) + self.share() * (math::ln(range.high.max(low * 1.0001)) - math::ln(low)))
            }
            _ => *self.one(&[0.5, 1.0, 2.0, 10.0, 100.0, 1e3, 1e5, 1e6, 1e9]),
        };
        let value = value.clamp(range.low, range.high);
        let value = if whole { value.round() } else { value };
        if range.contains(value) { value } else { f64::midpoint(range.low, range.high) }
    }

    fn written(&mut self, range: Range, whole: bool) -> Value {
        let value = self.number(range, whole);
        if value.fract() == 0.0 && value.abs() < 1e15 { Value::Integer(value as i64) } else { Value::Float(value) }
    }

    /// A distribution within a range, truncated to it where its tails leave it.
    fn law(&mut self, range: Range, written: &dyn Fn(f64) -> Value) -> Value {
        let (a, b) = (self.number(range, false), self.number(range, false));
        let (low, high) = (a.min(b), a.max(b));
        let of = |family: &str, parameters: &[(&str, Value)], tails: bool| {
            let parameters: Table =
                parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            let mut law = Table::from_iter([(family.to_owned(), Value::Table(parameters))]);
            if tails {
                let inside = (range.high - range.low) * 1e-6;
                law.insert("at_least".into(), written(if range.low_open { range.low + inside } else { range.low }));
                law.insert("at_most".into(), written(if range.high_open { range.high - inside } else { range.high }));
            }
            Value::Table(law)
        };
        let (one, other) = (written(low), written(high));
        let mode = written(*self.one(&[low, high, f64::midpoint(low, high)]));
        let cv = Value::Float(*self.one(&[0.01, 0.3, 1.0, 3.0]));
        match self.below(8) {
            0 => of("uniform", &[("low", one), ("high", other)], false),
            1 => of("triangular", &[("low", one), ("mode", mode), ("high", other)], false),
            2 => of("pert", &[("low", one), ("mode", mode), ("high", other)], false),
            3 => of("discrete", &[("values", Value::Array(vec![one, other]))], false),
            4 => of("lognormal", &[("mean", other), ("cv", cv)], true),
            5 => of("gamma", &[("mean", other), ("cv", cv)], true),
            6 => of("poisson", &[("mean", other)], true),
            _ => of("normal", &[("mean", other), ("sd", written(*self.one(&[1e-6, 1.0, 1e6])))], true),
        }
    }

    fn number_or_law(&mut self, range: Range) -> Value {
        if self.happens(0.3) { self.law(range, &|value| Value::Float(value)) } else { self.written(range, false) }
    }

    fn duration(&mut self, range: Range, law: bool) -> Value {
        let days = |value: f64| Value::String(format!("{value} days"));
        if law && self.happens(0.2) {
            return self.law(range, &days);
        }
        let usual = ["0 days", "1 hour", "1 day", "2 days", "30 days", "6 months", "365 days", "400 days"];
        if self.happens(0.5) { Value::String((*self.one(&usual)).into()) } else { days(self.number(range, false)) }
    }

    fn date(&mut self, start: Date) -> Value {
        let anywhere = self.below(600) as i64;
        let days = *self.one(&[-30, 0, 1, 30, 100, 200, 364, 400, anywhere]);
        day(start, days)
    }

    /// Points that ascend, each with a value.
    fn path(&mut self, range: Range, start: Date) -> Value {
        let mut at = self.below(60) as i64;
        let mut points = Vec::new();
        for _ in 0..=self.below(3) {
            at += 1 + self.below(120) as i64;
            points.push(Value::Array(vec![day(start, at), self.number_or_law(range)]));
        }
        Value::Array(points)
    }
}

fn day(start: Date, days: i64) -> Value {
    Value::Datetime(start.saturating_add(days.days()).to_string().parse().unwrap())
}

/// A scenario that is changed, with what was changed.
struct Draft {
    tables: Table,
    start: Date,
    changes: Vec<String>,
}

impl Draft {
    fn of(scenario: &Path) -> Self {
        let loaded = load(&Source::File(scenario.to_owned()), &[]).unwrap_or_else(|fault| panic!("{fault}"));
        let tables: Table = loaded.resolved_toml().parse().unwrap();
        Self { tables, start: loaded.scenario.timeline.start, changes: Vec::new() }
    }

    fn names(&self, root: &str) -> Vec<String> {
        let things = self.tables.get(root).and_then(Value::as_table);
        things.map_or_else(Vec::new, |things| things.keys().cloned().collect())
    }

    /// The table of a kind that is to be changed, as the keys that lead to it; some are made where there are none.
    fn chosen(&self, kind: &TableKind, luck: &mut Luck) -> Option<Vec<String>> {
        let mut path: Vec<String> = Vec::new();
        for part in kind.path.split('.') {
            match part {
                "*" => path.push(
                    luck.one(Some(self.names(kind.root()).as_slice()).filter(|names| !names.is_empty())?).clone(),
                ),
                part => path.push(part.to_owned()),
            }
        }
        let found = path.iter().try_fold(&self.tables, |table, part| table.get(part).and_then(Value::as_table));
        (found.is_some() || luck.happens(0.15)).then_some(path)
    }

    fn change(&mut self, luck: &mut Luck) {
        let kinds: Vec<&TableKind> = tables::TABLES.iter().filter(|kind| !LEFT_OUT.contains(&kind.path)).collect();
        let kind = *luck.one(&kinds);
        let Some(path) = self.chosen(kind, luck) else { return };
        let table = path.iter().try_fold(&self.tables, |table, part| table.get(part).and_then(Value::as_table));
        let present: Vec<&Key> =
            kind.keys.iter().filter(|key| table.is_some_and(|table| table.contains_key(key.name))).collect();
        let key = if !present.is_empty() && luck.happens(0.6) { *luck.one(&present) } else { luck.one(kind.keys) };
        let old = table.and_then(|table| table.get(key.name)).cloned();
        let Some(value) = self.value(key, old, luck) else { return };
        self.changes.push(format!("{}.{} = {value}", path.join("."), key.name));
        let table = path.iter().fold(&mut self.tables, |table, part| {
            let inner = table.entry(part.clone()).or_insert_with(|| Value::Table(Table::new()));
            inner.as_table_mut().unwrap()
        });
        table.insert(key.name.into(), value);
    }

    /// A value of a key's kind; `None` for kinds that hold no value of the simulation.
    fn value(&self, key: &Key, old: Option<Value>, luck: &mut Luck) -> Option<Value> {
        // One of the points that are there, or a list anew.
        if let (Kind::Path(range) | Kind::NumberOrPath(range) | Kind::Steps(range), Some(Value::Array(mut points))) =
            (key.kind, old.clone())
            && !points.is_empty()
            && luck.happens(0.7)
        {
            let at = luck.below(points.len());
            if let Some(pair) = points[at].as_array_mut().filter(|pair| pair.len() == 2) {
                pair[1] = luck.number_or_law(range);
            }
            return Some(Value::Array(points));
        }
        Some(match key.kind {
            Kind::Number(range) => luck.number_or_law(range),
            Kind::Certain(range) => luck.written(range, false),
            Kind::Whole(range) => luck.written(range, true),
            Kind::Duration { range, .. } => luck.duration(range, true),
            Kind::CertainDuration(range) => luck.duration(range, false),
            Kind::Date { .. } => luck.date(self.start),
            Kind::Choice(choices) => Value::String((*luck.one(choices)).into()),
            Kind::Text => Value::String((*luck.one(&["japan", "china", "", "方案"])).into()),
            Kind::Letters => Value::String((*luck.one(&["yuan", "euro"])).into()),
            Kind::Flag => Value::Boolean(luck.happens(0.5)),
            Kind::Reference(root) => {
                Value::String(luck.one(Some(self.names(root).as_slice()).filter(|names| !names.is_empty())?).clone())
            }
            Kind::References(root) => {
                Value::Array(self.names(root).into_iter().filter(|_| luck.happens(0.3)).map(Value::String).collect())
            }
            Kind::Path(range) => luck.path(range, self.start),
            Kind::NumberOrPath(range) => {
                if luck.happens(0.3) {
                    luck.path(range, self.start)
                } else {
                    luck.number_or_law(range)
                }
            }
            Kind::NumberOrChoice(range, choices) => {
                if luck.happens(0.3) {
                    Value::String((*luck.one(choices)).into())
                } else {
                    luck.number_or_law(range)
                }
            }
            Kind::Steps(range) => Value::Array(vec![
                Value::Array(vec![Value::Integer(0), luck.number_or_law(range)]),
                Value::Array(vec![luck.written(Range::closed(1.0, 1e12), true), luck.number_or_law(range)]),
            ]),
            Kind::Weekdays => {
                let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
                let every = luck.happens(0.2);
                Value::Array(days.into_iter().filter(|_| every || luck.happens(0.4)).map(Into::into).collect())
            }
            Kind::Holidays => {
                let first = luck.below(400) as i64;
                let last = first + *luck.one(&[0_i64, 1, 30, 10_000]);
                Value::Array(vec![Value::Array(vec![day(self.start, first), day(self.start, last)])])
            }
            Kind::Weights(count) => {
                Value::Array((0..count).map(|_| Value::Float(*luck.one(&[0.0, 1e-300, 1e-6, 0.5, 1.0, 1e6]))).collect())
            }
            Kind::Series(range) => Value::Array((0..=luck.below(5)).map(|_| luck.written(range, true)).collect()),
            Kind::Parts(range) => {
                let mut parts = old?.as_table()?.clone();
                let at = luck.below(parts.len());
                *parts.iter_mut().nth(at)?.1 = luck.written(range, true);
                Value::Table(parts)
            }
            Kind::Metric | Kind::File | Kind::TwoKeys | Kind::Texts => return None,
        })
    }
}

/// What is typed behind a scenario's name.
fn command(draft: &Draft, luck: &mut Luck) -> Vec<String> {
    let product = draft.names("product").swap_remove(0);
    let vary = luck
        .one(&[
            format!("product.{product}.price=1,1999,1e6"),
            format!("product.{product}.price=0,1e-300"),
            format!("product.{product}.assembly_fee=0,1,1e6"),
            "company.opening_cash=0,1e15".into(),
            "company.interest_rate=0,10".into(),
            format!("product.{product}.logistics_cost=0..1e6"),
        ])
        .clone();
    let launch = *luck.one(&["0", "worst:net_profit", "best:shipped"]);
    let launch = match launch.split_once(":net_profit") {
        Some((rank, _)) => {
            let company = draft.tables.get("company").and_then(Value::as_table);
            let currency = company.and_then(|company| company.get("currency")).and_then(Value::as_str);
            format!("{rank}:net_profit_{}", currency.unwrap_or("yuan"))
        }
        None => launch.to_owned(),
    };
    let mut words: Vec<String> = match luck.below(5) {
        0 | 1 => ["run", "--csv"].map(String::from).to_vec(),
        2 => ["explain", "--all", "--launch", &launch].map(String::from).to_vec(),
        3 => ["compare", "--vary", &vary.replace("0..1e6", "0,1e6")].map(String::from).to_vec(),
        _ if vary.contains("..") => {
            ["sweep", "--points", "3", "--design", *luck.one(&["lhs", "sobol", "grid"]), "--vary", &vary]
                .map(String::from)
                .to_vec()
        }
        _ => ["sweep", "--vary", &vary].map(String::from).to_vec(),
    };
    words.extend(["-n", *luck.one(&["1", "2", "17"]), "--threads", "1"].map(String::from));
    words
}

/// How a command ended: its status, `None` when it was killed, its page and what it said.
fn typed(words: &[String], scenario: &Path, folder: &Path) -> (Option<i32>, String, String) {
    let program = program();
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {MOST_MEMORY}; ulimit -t {MOST_SECONDS}; exec \"$@\""), "sh", &program]);
        shell
    } else {
        Command::new(program)
    };
    let (page, said) = (folder.join("page"), folder.join("said"));
    command.arg(&words[0]).arg(scenario).args(&words[1..]).arg("--out").arg(folder.join("out"));
    command.stdout(fs::File::create(&page).unwrap()).stderr(fs::File::create(&said).unwrap()).stdin(Stdio::null());
    let (began, mut running) = (Instant::now(), command.spawn().unwrap());
    let status = loop {
        if let Some(status) = running.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > Duration::from_secs(10 * MOST_SECONDS) {
            running.kill().unwrap();
            running.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |path: &Path| String::from_utf8(fs::read(path).unwrap()).unwrap();
    (status, read(&page), read(&said))
}

/// A word that stands for what is not a number.
fn no_number(text: &str) -> Option<&str> {
    let is_word = |word: &&str| ["nan", "inf", "infinity"].iter().any(|bad| word.eq_ignore_ascii_case(bad));
    text.split(|c: char| !c.is_alphanumeric() && c != '_').find(is_word)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

/// What is wrong with the results in a folder; nothing when all is well.
fn wrong_in(folder: &Path) -> Option<String> {
    let results = files(folder);
    if !results.iter().any(|path| path.extension().is_some_and(|ending| ending == "svg")) {
        return Some("no charts".into());
    }
    results.iter().find_map(|path| {
        let name = path.strip_prefix(folder).unwrap().display().to_string();
        let text = || fs::read_to_string(path).unwrap();
        let fault = match path.extension()?.to_str()? {
            "json" => serde_json::from_str::<serde_json::Value>(&text()).err().map(|fault| fault.to_string()),
            "svg" | "txt" => no_number(&text()).map(|word| format!("says {word}")),
            "csv" => wrong_in_table(path, &name),
            "toml" => text().parse::<Table>().err().map(|fault| fault.to_string()),
            _ => None,
        };
        fault.map(|fault| format!("{name}: {fault}"))
    })
}

/// Lines of the balance sheet that are stocks of things.
const STOCKS: [&str; 3] = ["parts", "finished_phones", "work_in_process"];
/// Rounding allowed in what stocks are worth, as a share of turnover (I8 in docs/model.md).
const ROUNDING: f64 = 1e-9;

fn wrong_in_table(path: &Path, name: &str) -> Option<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut least: Option<(f64, String)> = None;
    let mut turnover = 1.0_f64;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(fault) => return Some(fault.to_string()),
        };
        for (column, cell) in header.iter().zip(&record) {
            if let Some(word) = no_number(cell) {
                return Some(format!("{column} is {word}"));
            }
            let Ok(value) = cell.parse::<f64>() else { continue };
            let place = || format!("{column} of {} is {cell}", record.iter().take(3).collect::<Vec<_>>().join(" "));
            let is_worth = match name {
                // Cash and costs of a phone have a sign; whatever else has days is a number of things or their worth.
                "daily.csv"
                    if ["day", "date", "cash", "average", "loaded"].iter().any(|other| column.starts_with(other)) =>
                {
                    continue;
                }
                "daily.csv" if !column.starts_with("parts_stock") && value < 0.0 => return Some(place()),
                "daily.csv" => column.starts_with("parts_stock"),
                "monthly.csv" => &record[1] == "balance_sheet" && STOCKS.contains(&&record[2]),
                _ => continue,
            };
            turnover = turnover.max(value.abs());
            if is_worth && least.as_ref().is_none_or(|(least, _)| value < *least) {
                least = Some((value, place()));
            }
        }
    }
    least.filter(|(least, _)| *least < -ROUNDING * turnover).map(|(_, place)| place)
}

/// One try: what is wrong with it, in words, and whether it was refused.
fn attempt(seed: u64, at: u32, drafts: &[PathBuf], folder: &Path) -> Result<bool, String> {
    let mut luck = Luck::of(seed, at);
    let base = luck.one(drafts).clone();
    let mut draft = Draft::of(&base);
    let changes = *luck.one(&[1, 1, 2, 3, 4, 6]);
    // Some tables and keys cannot be changed here.
    for _ in 0..100 {
        if draft.changes.len() < changes {
            draft.change(&mut luck);
        }
    }
    let words = command(&draft, &mut luck);
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    let scenario = folder.join("phone.toml");
    fs::write(&scenario, draft.tables.to_string()).unwrap();
    let (status, page, said) = typed(&words, &scenario, folder);
    let fault = match status {
        Some(2) if said.contains("error") && !said.contains("panicked") => return Ok(true),
        _ if said.contains("panicked") || said.contains("could not be drawn") => Some(said.clone()),
        Some(0) => no_number(&page)
            .map(|word| format!("the page says {word}:\n{page}"))
            .or_else(|| wrong_in(&folder.join("out"))),
        Some(code) => Some(format!("ended with {code}: {said}")),
        None => Some(format!("was killed: longer than {MOST_SECONDS} s, or a signal: {said}")),
    };
    let Some(fault) = fault else { return Ok(false) };
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("range_ends_{seed}_{at}.toml"));
    fs::copy(&scenario, &kept).unwrap();
    Err(format!(
        "RANGE_ENDS_SEED={seed} RANGE_ENDS_TRY={at}: {} with\n  {}\nlaunchsim {} {} {}\n{fault}",
        base.file_name().unwrap().display(),
        draft.changes.join("\n  "),
        words[0],
        kept.display(),
        words[1..].join(" "),
    ))
}

#[test]
fn values_at_the_ends_of_their_ranges_are_refused_or_simulated() {
    let asked = support::asked("RANGE_ENDS", "RANGE_ENDS_SEED");
    let number = asked.number.map_or(TRIES, |number| number.parse().expect("RANGE_ENDS is a number of tries"));
    let tries: Vec<u32> = match std::env::var("RANGE_ENDS_TRY") {
        Ok(one) => vec![one.parse().expect("RANGE_ENDS_TRY is the number of a try")],
        Err(_) => (0..number).collect(),
    };
    let home = tempfile::tempdir().unwrap();
    let drafts = scenarios();
    let began = Instant::now();
    let outcomes = support::on_all_cores(&tries, |worker, at| {
        attempt(asked.seed, *at, &drafts, &home.path().join(worker.to_string()))
    });
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Ok(true))).count();
    let (all, seconds) = (tries.len(), began.elapsed().as_secs());
    println!("{all} tries with seed {} in {seconds} s, {refused} refused", asked.seed);
    let faults: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err().map(String::as_str)).collect();
    assert!(faults.is_empty(), "{} of {all} tries\n{}", faults.len(), faults.join("\n\n"));
    // A test that is always refused sees nothing.
    assert!(all == 1 || refused * 4 < all * 3, "{refused} of {all} tries were refused");
}

#[test]
fn what_is_not_a_number_and_a_stock_below_zero_are_seen() {
    assert_eq!(no_number("profit of -inf yuan"), Some("inf"));
    assert_eq!(no_number("12,NaN"), Some("NaN"));
    assert_eq!(no_number("information, nano, inf_rate"), None);
    let home = tempfile::tempdir().unwrap();
    let table = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs::write(&path, text).unwrap();
        wrong_in_table(&path, name)
    };
    assert!(table("daily.csv", "day,date,cash_yuan_p5,waiting_p5\n0,2026-01-01,-5,-1\n").is_some());
    assert!(table("daily.csv", "day,date,cash_yuan_p5,waiting_p5\n0,2026-01-01,-5,\n").is_none());
    assert!(
        table("monthly.csv", "month,statement,line,mean,p5,p95\n2026-01,balance_sheet,parts,1,-1e-3,2\n").is_some()
    );
    assert!(table("launches.csv", "launch,a\n0,inf\n").is_some());
}
