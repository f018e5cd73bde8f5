//! `report.html`: every figure in it is that of the files, rounded as it is written, in each language; nothing of a scenario is
//! markup; and nothing is fetched from anywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::compare::SMALL;
use crate::generator;

use crate::support::program;

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::new(program()).current_dir(home).args(typed).output().unwrap()
}

/// Runs a scenario and gives its folder.
fn run(home: &Path, text: &str, typed: &[&str]) -> std::path::PathBuf {
    fs::write(home.join("phone.toml"), text).unwrap();
    let output = launchsim(home, &[&["run", "phone.toml", "-o", "out", "-q"], typed].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    home.join("out")
}

/// A figure as it stands in a page.
struct Shown {
    id: String,
    value: f64,
    text: String,
}

/// Every figure of a page.
fn figures(html: &str) -> Vec<Shown> {
    let attribute = |tag: &str, name: &str| {
        let begins = tag.find(&format!("{name}=\"")).map(|at| at + name.len() + 2)?;
        Some(tag[begins..].split('"').next().unwrap_or("").to_owned())
    };
    let mut found = Vec::new();
    for piece in html.split("<data ").skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap();
        let Some(id) = attribute(tag, "data-figure") else { continue };
        let value = attribute(tag, "value").unwrap();
        let text = rest.split_once("</data>").unwrap().0.to_owned();
        found.push(Shown { id, value: value.parse().unwrap_or(f64::NAN), text });
    }
    found
}

/// The files that a report tells of.
struct Files {
    /// What most ids name a place in.
    main: Value,
    /// Tables by their names, each a header and rows.
    tables: BTreeMap<String, Vec<Vec<String>>>,
    /// The first day of the timeline, from which days are counted.
    start: Option<jiff::civil::Date>,
}

/// The tables that ids name, by what follows their name: the first cell of a row and the title of a column.
const TABLES: [&str; 4] = ["points.csv", "boxes.csv", "boxes_2.csv", "boxes_3.csv"];

impl Files {
    /// The files of a folder: ids name places in one of them, in `yearly.csv` and in [`TABLES`].
    fn of(folder: &Path, main: &str) -> Self {
        let read: Value = serde_json::from_slice(&fs::read(folder.join(main)).unwrap()).unwrap();
        let mut main = read.clone();
        if main.get("drivers").is_none() {
            // The page of drivers names its own figures as a run and a comparison do.
            main["drivers"] = read;
        }
        if main.get("seed").is_none() {
            let record: Value = serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
            main["seed"] = record["seed"].clone();
        }
        let mut tables = BTreeMap::new();
        for name in TABLES.iter().chain(&["yearly.csv"]) {
            let Ok(text) = fs::read_to_string(folder.join(name)) else { continue };
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
            tables.insert((*name).to_owned(), rows.collect());
        }
        Self { main, tables, start: None }
    }

    /// A cell of a table by the first cell of its row and the title of its column.
    fn cell(&self, name: &str, place: &str) -> Value {
        let (row, column) = place.split_once(' ').unwrap();
        let rows = &self.tables[name];
        let at = rows[0].iter().position(|title| title == column).unwrap_or_else(|| panic!("{name} has no {column}"));
        let row = rows.iter().find(|cells| cells[0] == row).unwrap_or_else(|| panic!("{name} has no row {row}"));
        row[at].parse::<f64>().unwrap_or(f64::NAN).into()
    }

    /// A figure by its id; a quotient, a product or a difference by those of its parts. Dates as they stand.
    fn known(&self, id: &str) -> Value {
        let number = |id: &str| self.known(id).as_f64().unwrap_or_else(|| panic!("{id} is no number"));
        if let Some((over, under)) = id.split_once(" / ") {
            return (number(over) / number(under)).into();
        }
        if let Some((one, other)) = id.split_once(" * ") {
            return (number(one) * number(other)).into();
        }
        if let Some(rest) = id.strip_prefix("1 - ") {
            return (1.0 - number(rest)).into();
        }
        if let Some((from, less)) = id.split_once(" - ") {
            return (number(from) - number(less)).abs().into();
        }
        if let Some(rest) = id.strip_prefix("sum ") {
            let (list, what) = rest.rsplit_once('.').unwrap();
            let list = self.known(list);
            return list.as_array().unwrap().iter().map(|of| of[what].as_f64().unwrap()).sum::<f64>().into();
        }
        if let Some(rest) = id.strip_prefix("mean ") {
            // Of those things of a list that a word names, and that have it.
            let (rest, name) = rest.split_once(" of ").unwrap();
            let ((list, what), (key, name)) = (rest.rsplit_once('.').unwrap(), name.split_once(' ').unwrap());
            let list = self.known(list);
            let of = list.as_array().unwrap().iter().filter(|of| of[key] == name);
            let values: Vec<f64> = of.filter_map(|of| of[what].as_f64()).collect();
            return (values.iter().sum::<f64>() / values.len() as f64).into();
        }
        if let Some(list) = id.strip_suffix(".length") {
            return self.known(list).as_array().unwrap_or_else(|| panic!("{list} is no list")).len().into();
        }
        if let Some(rest) = id.strip_prefix("yearly.csv ") {
            let (year, line) = rest.split_once(' ').unwrap();
            let wanted: Vec<&str> = std::iter::once(year).chain(line.split('.')).collect();
            let row = self.tables["yearly.csv"].iter().find(|row| row[..row.len() - 1] == wanted[..]);
            let row = row.unwrap_or_else(|| panic!("{id} is not in yearly.csv"));
            return row[row.len() - 1].parse::<f64>().unwrap().into();
        }
        for name in TABLES {
            if let Some(place) = id.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')) {
                return self.cell(name, place);
            }
        }
        // Names of metrics hold dots themselves: the longest key that fits is taken.
        let mut at = &self.main;
        let mut rest = id;
        'walk: while !rest.is_empty() {
            if let (Value::Array(list), Some(number)) =
                (at, rest.split('.').next().and_then(|number| number.parse::<usize>().ok()))
            {
                at = &list[number];
                rest = rest.split_once('.').map_or("", |(_, rest)| rest);
                continue;
            }
            let mut end = rest.len();
            loop {
                if let Some(found) = at.get(&rest[..end]) {
                    at = found;
                    rest = rest.get(end + 1..).unwrap_or("");
                    continue 'walk;
                }
                end = rest[..end].rfind('.').unwrap_or_else(|| panic!("{id} is not in the files: {rest}"));
            }
        }
        at.clone()
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The date that a text says, as the files write it, or its beginning or end: without its day, or without its year.
fn date_in(text: &str) -> Option<String> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let month: u32 = month.parse().ok()?;
        return Some(match rest.strip_suffix('日') {
            Some(day) => format!("{year}-{month:02}-{:02}", day.parse::<u32>().ok()?),
            None => format!("{year}-{month:02}"),
        });
    }
    if let Some((month, rest)) = text.split_once('月') {
        let (month, day): (u32, u32) = (month.parse().ok()?, rest.strip_suffix('日')?.parse().ok()?);
        return Some(format!("-{month:02}-{day:02}"));
    }
    let words: Vec<&str> = text.split(' ').collect();
    let month = |word: &str| MONTHS.iter().position(|name| word.starts_with(name)).map(|at| at + 1);
    match words[..] {
        [day, name, year] => Some(format!("{year}-{:02}-{:02}", month(name)?, day.parse::<u32>().ok()?)),
        [day, name] if month(name).is_some() => Some(format!("-{:02}-{:02}", month(name)?, day.parse::<u32>().ok()?)),
        [name, year] if year.len() == 4 => Some(format!("{year}-{:02}", month(name)?)),
        _ => None,
    }
}

/// What a text says, and half a unit of its last digit.
fn number_in(text: &str) -> Option<(f64, f64)> {
    let digits: String =
        text.replace('\u{2212}', "-").chars().filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.')).collect();
    let value: f64 = digits.parse().ok()?;
    let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len()) as i32;
    let scale = [(" million", 1e6), (" billion", 1e9), (" trillion", 1e12), (" 亿", 1e8), (" 万", 1e4), (" %", 0.01)];
    let scale = scale.iter().find(|(word, _)| text.contains(word)).map_or(1.0, |(_, scale)| *scale);
    Some((value * scale, 0.5 * 10f64.powi(-decimals) * scale))
}

/// Holds each figure of the report of a run to its files.
fn hold(folder: &Path) -> usize {
    let html = fs::read_to_string(folder.join("report.html")).unwrap();
    hold_to(&html, &Files::of(folder, "summary.json"))
}

/// Holds each figure of a report to its files: its value, and the rounding in which it is written.
fn hold_to(html: &str, files: &Files) -> usize {
    let figures = figures(html);
    for Shown { id, value, text } in &figures {
        if id.is_empty() || id == "traced_launches" {
            // What stands in no file: numbers that count what is shown.
            assert_eq!(value.fract(), 0.0, "{text:?} has no id");
            continue;
        }
        match files.known(id) {
            Value::String(date) => assert_eq!(date_in(text), Some(date), "{id}"),
            of => {
                let of = of.as_f64().unwrap_or_else(|| panic!("{id} is {of}, and {text:?} in the report"));
                // Lines of the statements of one launch are whole and add up, so that each may be one off.
                let line = id.starts_with("profit_and_loss.") || id.starts_with("cash.flow.");
                let off = if line && value.fract() == 0.0 { 1.0 } else { 0.0 };
                let near = |a: f64, b: f64| (a - b).abs() <= f64::max(off, 1e-9 * a.abs().max(b.abs()));
                assert!(near(of, *value), "{id}: {of} in the files, {value} in the report");
                if let Some(said) = date_in(text) {
                    // A day of the timeline: its beginning, or the nearest.
                    let day = |days: f64| {
                        let start = files.start?;
                        Some(start.saturating_add(jiff::Span::new().days(days as i64)).to_string())
                    };
                    let days = [day(of.floor()), day(of.round())];
                    let fits = |day: &Option<String>| {
                        day.as_ref().is_none_or(|day| day.starts_with(&said) || day.ends_with(&said))
                    };
                    assert!(days.iter().any(fits), "{id}: day {of} is written {text:?}");
                    continue;
                }
                let (said, half) = number_in(text).unwrap_or_else(|| panic!("{id}: no number in {text:?}"));
                // The unit beside it may say that they are millions or billions, or points of a per cent.
                let fits = |scale: f64| {
                    // A sentence may say on which side of nought an amount lies.
                    let off = (said * scale - of).abs().min((said * scale + of).abs());
                    off <= (half * scale).max(if line { 1.0 } else { 0.0 }) * (1.0 + 1e-9)
                };
                assert!([1.0, 1e6, 1e9, 0.01].into_iter().any(fits), "{id}: {of} is written {text:?}");
            }
        }
    }
    figures.len()
}

#[test]
fn every_figure_of_a_report_is_that_of_the_files() {
    let home = tempfile::tempdir().unwrap();
    let poor = SMALL.replace("opening_cash = 2_000_000", "opening_cash = 200_000");
    assert_ne!(poor, SMALL);
    for (what, text, launches) in
        [("one", SMALL, "1"), ("many", SMALL, "300"), ("poor", &poor, "300"), ("two", &poor, "2")]
    {
        let folder = run(home.path(), text, &["-n", launches, "--no-charts"]);
        let count = hold(&folder);
        assert!(count > 20, "{what}: only {count} figures");
    }
}

/// What is asked of a scenario, and the file most figures of its report stand in.
const COMMANDS: [(&[&str], &str); 6] = [
    (&["run", "phone.toml", "-n", "24"], "summary.json"),
    (&["compare", "phone.toml", "--vary", "company.credit_line=0,1_000_000,30_000_000", "-n", "24"], "comparison.json"),
    (&["sweep", "phone.toml", "--vary", "company.credit_line=0,1_000_000,30_000_000", "-n", "24"], "sweep.json"),
    (
        &[
            "sweep",
            "phone.toml",
            "--vary",
            "company.opening_cash=0..6_000_000:400_000",
            "--minimize",
            "insolvent",
            "-n",
            "8",
        ],
        "sweep.json",
    ),
    (
        &[
            "optimize",
            "phone.toml",
            "--decide",
            "company.credit_line=0..30_000_000:5_000_000",
            "--subject",
            "insolvent <= 20 %",
            "--budget",
            "2000",
        ],
        "optimize.json",
    ),
    (&["drivers", "phone.toml", "-n", "120", "--each", "16"], "drivers.json"),
];

/// The story of a launch, short and whole.
const EXPLAIN: [(&[&str], &str); 2] = [
    (&["explain", "phone.toml", "-l", "3"], "explain.json"),
    (&["explain", "phone.toml", "-l", "5", "--all"], "explain.json"),
];

/// Asks so many of the commands of a scenario and holds each figure of each report to its files, in both languages.
fn hold_all(home: &Path, text: &str, commands: usize) {
    fs::write(home.join("phone.toml"), text).unwrap();
    for (typed, main) in COMMANDS.into_iter().take(commands).chain(EXPLAIN) {
        let output = launchsim(home, &[typed, &["--no-charts", "-q", "-o", "out"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{typed:?}: {said}\n{text}");
        let folder = home.join("out");
        let start = jiff::civil::date(2026, 1, 1);
        let files = Files { start: Some(start), ..Files::of(&folder, main) };
        let english = fs::read_to_string(folder.join("report.html")).unwrap();
        assert!(launchsim(home, &["report", "out", "--lang", "zh", "-o", "zh.html"]).status.success());
        let chinese = fs::read_to_string(home.join("zh.html")).unwrap();
        let counts = [&english, &chinese].map(|html| hold_to(html, &files));
        assert!(counts[0] > 2 && counts[0] == counts[1], "{typed:?}: {counts:?}");
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn every_figure_of_every_report_of_random_scenarios_is_that_of_the_files_in_both_languages() {
    let mut runner = TestRunner::deterministic();
    // Some are refused, as two openings of a window at once are.
    let sound = |text: &String| {
        crate::support::try_scenario(text).is_ok_and(|scenario| launchsim::company::plan::compile(&scenario).is_ok())
    };
    let drafts = std::iter::repeat_with(|| generator::drafts().new_tree(&mut runner).unwrap().current().text());
    let drafts: Vec<String> = drafts.filter(sound).take(4).collect();
    // The drivers of a scenario of which every number is drawn take long: those of SMALL are held below.
    let commands = COMMANDS.len() - 1;
    crate::support::on_all_cores(&drafts, |_, text| hold_all(tempfile::tempdir().unwrap().path(), text, commands));
}

/// What a reader of a page reads: no markup, no commands, no names of figures.
fn read_aloud(html: &str) -> String {
    let mut text = html.to_owned();
    for tag in ["style", "script", "svg", "code", "pre"] {
        while let Some(begins) = text.find(&format!("<{tag}")) {
            let end = format!("</{tag}>");
            let length = text[begins..].find(&end).unwrap_or(text.len() - begins - end.len());
            text.replace_range(begins..begins + length + end.len(), " ");
        }
    }
    let mut aloud = String::new();
    for piece in text.split('<') {
        aloud.push(' ');
        aloud.push_str(piece.split_once('>').map_or(piece, |(_, told)| told));
    }
    aloud.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first place where so many words of English stand in a row.
fn english_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_lowercase());
    let row = words.windows(3).find(|row| row.iter().all(is_word))?;
    Some(row.join(" "))
}

/// Scenarios in which something that sentences speak of is missing.
fn extremes() -> [(&'static str, String); 4] {
    let with = |from: &str, to: &str| {
        assert!(SMALL.contains(from), "{from}");
        SMALL.replace(from, to)
    };
    [
        ("nothing varies", format!("{SMALL}[run]\ndeterministic = true\n")),
        ("nothing is sold", with("innovation = 0.5", "innovation = 0")),
        ("everybody is short", with("opening_cash = 2_000_000", "opening_cash = 0\nrunning_cost = 1_000")),
        ("nobody is short", with("opening_cash = 2_000_000", "opening_cash = 900_000_000")),
    ]
}

/// What must not be said where it would be false, and what is to be said of a run.
fn false_of(what: &str, launches: &str) -> (&'static [&'static str], &'static str) {
    match (what, launches) {
        ("nothing varies", _) => (&["95 % confidence", "nine in ten", "Half of the"], "phones are shipped"),
        ("nothing is sold", _) => (&["Half of the launches", "The launch earns"], "0 phones are shipped"),
        ("everybody is short", "1") => (&["it can pay", "none falls short", "nine in ten"], "From "),
        ("everybody is short", _) => (&["it can pay", "none falls short"], "40 of 40 launches, 100.0 % ("),
        (_, "1") => (&["fall short of cash", "is short", "nine in ten", "Half of the"], "and it can pay"),
        _ => (&["fall short of cash:", "is wound up", "cash is short"], "none falls short of cash"),
    }
}

#[test]
fn no_sentence_is_false_where_nothing_varies_or_sells_or_everybody_is_short() {
    for (what, text) in extremes() {
        let home = tempfile::tempdir().unwrap();
        hold_all(home.path(), &text, COMMANDS.len());
        for launches in ["1", "40"] {
            let (never, of_a_run) = false_of(what, launches);
            for (typed, _) in COMMANDS {
                // A search and drivers say themselves how many launches they need.
                let many: &[&str] = if ["optimize", "drivers"].contains(&typed[0]) { &[] } else { &["-n", launches] };
                let at = typed.iter().position(|word| *word == "-n").filter(|_| !many.is_empty());
                let typed: Vec<&str> = typed
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| at.is_none_or(|at| *place != at && *place != at + 1))
                    .map(|(_, word)| *word)
                    .collect();
                let output =
                    launchsim(home.path(), &[&typed, many, &["--no-charts", "-o", "out", "--lang", "zh"]].concat());
                let told = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(output.status.success(), "{what} {typed:?}: {}", String::from_utf8_lossy(&output.stderr));
                let folder = home.path().join("out");
                let chinese = read_aloud(&fs::read_to_string(folder.join("report.html")).unwrap());
                assert!(!told.contains("NaN") && !chinese.contains("NaN"), "{what} {typed:?}: {told}\n{chinese}");
                // Faults that inputs not tried would be are told in English.
                let said = chinese.split("未试的输入").next().unwrap_or("");
                assert_eq!(english_in(said), None, "{what} {typed:?}: {said}");
                if typed[0] == "run" {
                    for words in never {
                        assert!(!told.contains(words), "{what}, {launches}: {words:?} in {told}");
                    }
                    assert!(told.contains(of_a_run), "{what}, {launches}: no {of_a_run:?} in {told}");
                }
                fs::remove_dir_all(&folder).unwrap();
            }
        }
    }
}

/// Every file of a folder and those below it.
fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The text of a literal of Rust that begins behind its first quotation mark.
fn literal(source: &str) -> String {
    let mut text = String::new();
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => match letters.next() {
                Some('\n') => while letters.next_if(|letter| letter.is_whitespace()).is_some() {},
                Some('u') => {
                    let code: String = letters.by_ref().skip(1).take_while(|letter| *letter != '}').collect();
                    text.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap());
                }
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    text
}

/// The places of a sentence, in order.
fn places(form: &str) -> Vec<&str> {
    let mut found: Vec<&str> = form.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn every_sentence_of_a_page_is_known_in_every_language() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(home.join("src/report/said/zh.toml")).unwrap();
    let tables: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> =
        toml::from_str(&text).unwrap();
    let chinese: std::collections::BTreeMap<&String, &String> = tables.values().flatten().collect();
    assert_eq!(
        chinese.len(),
        tables.values().map(std::collections::BTreeMap::len).sum::<usize>(),
        "a sentence stands twice"
    );
    for (english, chinese) in &chinese {
        assert_eq!(places(english), places(chinese), "{english}");
    }
    let mut said = Vec::new();
    for file in files_below(&home.join("src/report")) {
        let source = fs::read_to_string(&file).unwrap();
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for rest in source.split("said!(").skip(1) {
            if let Some(form) = rest.trim_start().strip_prefix('"') {
                said.push(literal(form));
            }
        }
    }
    assert!(said.len() > 150, "only {} sentences were found", said.len());
    let titles = launchsim::outcome::MetricId::ALL.iter().map(|id| id.title().to_owned());
    let series = launchsim::outcome::SeriesId::ALL.iter().map(|id| id.title().to_owned());
    let missing: Vec<String> =
        said.into_iter().chain(titles).chain(series).filter(|form| !chinese.contains_key(form)).collect();
    assert!(missing.is_empty(), "no Chinese for {missing:#?}");
}

#[test]
fn every_figure_of_a_comparison_is_that_of_the_files() {
    let home = tempfile::tempdir().unwrap();
    let poor = SMALL.replace("opening_cash = 2_000_000", "opening_cash = 300_000");
    fs::write(home.path().join("phone.toml"), poor).unwrap();
    for launches in ["1", "200"] {
        let typed =
            ["compare", "phone.toml", "--vary", "product.phone.price=1499,1999,2499", "--no-charts", "-q", "-o", "out"];
        let output = launchsim(home.path(), &[&typed[..], &["-n", launches]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let html = fs::read_to_string(home.path().join("out/report.html")).unwrap();
        let held = hold_to(&html, &Files::of(&home.path().join("out"), "comparison.json"));
        assert!(held > 20, "only {held} figures of {launches}");
    }
}

#[test]
fn what_is_sold_and_what_things_are_called_is_put_through_all_pages() {
    let home = tempfile::tempdir().unwrap();
    let text = SMALL
        .replace("[product.phone]\n", "[product.phone]\nnoun = \"earphone\"\nnoun_zh = \"耳机\"\n")
        .replace("[component.screen]\n", "[component.screen]\nlabel = \"<b>Phone glass</b>\"\n");
    fs::write(home.path().join("phone.toml"), &text).unwrap();
    let told = |typed: &[&str]| {
        let output = launchsim(home.path(), &[typed, &["--no-charts", "-o", "out"]].concat());
        assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
        let english = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(launchsim(home.path(), &["report", "out", "--lang", "zh", "-o", "zh.html"]).status.success());
        let chinese = fs::read_to_string(home.path().join("zh.html")).unwrap();
        let html = fs::read_to_string(home.path().join("out/report.html")).unwrap();
        fs::remove_dir_all(home.path().join("out")).unwrap();
        (english, html, chinese)
    };
    let explain: &[&str] = &["explain", "phone.toml", "-l", "3", "--all"];
    for (typed, _) in COMMANDS.iter().chain(&[(explain, "")]) {
        let (english, html, chinese) = told(typed);
        // Files, addresses and the scenario's own name speak of phones as before.
        let sentences: Vec<&str> =
            english.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.' && c != '/').collect();
        assert!(!sentences.contains(&"phones") && !sentences.contains(&"Phones"), "{typed:?}: {english}");
        assert!(
            english.to_lowercase().contains("earphone") || ["drivers", "optimize"].contains(&typed[0]),
            "{typed:?}: {english}"
        );
        assert!(!english.contains("earear"), "{typed:?}");
        let aloud = read_aloud(&chinese);
        let (answer, _) = aloud.rsplit_once("假设条件").unwrap_or((&aloud, ""));
        assert!(!answer.contains("手机"), "{typed:?}: {answer}");
        assert!(!html.contains("<b>Phone glass"), "{typed:?}");
    }
    let (english, html, _) = told(explain);
    assert!(english.contains("<b>Phone glass</b> from one"), "{english}");
    assert!(html.contains("&lt;b&gt;Phone glass&lt;/b&gt;"));
    // With neither key nothing speaks of anything else.
    let usual = run(home.path(), SMALL, &["-n", "20", "--no-charts"]);
    assert!(!fs::read_to_string(usual.join("report.json")).unwrap().contains("noun"));
}

#[test]
fn nothing_of_a_scenario_is_markup_or_lost() {
    let home = tempfile::tempdir().unwrap();
    let long = "x".repeat(300);
    let titles =
        ["<script>alert(1)</script>", "\" onload=\"alert(1)", "a & b < c", "\u{1f4f1} \u{5c0f}\u{7c73}", long.as_str()];
    for hostile in titles {
        let escaped = hostile.replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!(
            "title = \"{escaped}\"\n{SMALL}\n# <img src=x onerror=alert(1)>\n[metric.own]\nexpr = \"orders\"\ntitle = \"{escaped}\"\n"
        );
        let folder = run(home.path(), &text, &["-n", "120"]);
        let html = fs::read_to_string(folder.join("report.html")).unwrap();
        let shown = hostile.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(html.contains(&format!("<h1>{shown}")), "{hostile}");
        for markup in ["<script>alert", "<img", "onload=\"alert"] {
            assert!(!html.contains(markup), "{hostile}: {markup}");
        }
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "the comment is the source of the expression");
        // Nothing is fetched: no address but names of XML.
        for (at, _) in html.match_indices("http") {
            let address = &html[at..(at + 40).min(html.len())];
            assert!(address.starts_with("http://www.w3.org/") || address.starts_with("http-equiv"), "{address}");
        }
    }
}

#[test]
fn a_confidential_report_has_no_source_and_no_supplier() {
    let home = tempfile::tempdir().unwrap();
    let text = SMALL.replace("price = 1999", "price = 1999 # a talk with the board");
    let open = fs::read_to_string(run(home.path(), &text, &["-n", "20", "--no-charts"]).join("report.html")).unwrap();
    let folder = run(home.path(), &text, &["-n", "20", "--no-charts", "--confidential"]);
    let closed = fs::read_to_string(folder.join("report.html")).unwrap();
    for secret in ["a talk with the board", "component.screen.supplier", "component.chip.unit_cost"] {
        assert!(open.contains(secret), "{secret} is not told at all");
        assert!(!closed.contains(secret), "{secret} is told");
    }
    assert!(closed.contains("data-input=\"company.opening_cash\""));
}

#[test]
fn no_supplier_is_named_anywhere_in_a_confidential_report() {
    let home = tempfile::tempdir().unwrap();
    // Names that nothing else holds, in keys, in labels, and in what the planner wrote beside them.
    let text = SMALL
        .replace("\"one\"", "\"quibblotron_optics\"")
        .replace("[supplier.one]", "[supplier.quibblotron_optics]\nlabel = \"Zarquon & Söhne 富康锐\"\ndeposit = { uniform = { low = 0, high = 0.9 } }")
        .replace("lead_time_cv = 0.3", "lead_time_cv = 0.3 # Quibblotron Optics said so")
        + "[disruption.flood]\nsupplier = \"quibblotron_optics\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = 2026-02-01\nlength = \"2 weeks\"\n";
    fs::write(home.path().join("phone.toml"), &text).unwrap();
    let vary: &[&str] = &["--vary", "supplier.quibblotron_optics.deposit=0,0.3,0.9"];
    let commands: [&[&str]; 5] = [
        &["run", "phone.toml", "-n", "40", "--set", "supplier.quibblotron_optics.deposit=0.3"],
        &[&["compare", "phone.toml", "-n", "40"], vary].concat(),
        &[&["sweep", "phone.toml", "-n", "24"], vary].concat(),
        &["drivers", "phone.toml", "-n", "120", "--each", "16"],
        &["explain", "phone.toml", "-l", "3", "--all"],
    ];
    let secret = |html: &str| {
        let text = html.to_lowercase().replace(['_', '-'], " ");
        ["quibbl", "optics", "zarq", "söhne", "富康", "康锐"].into_iter().find(|word| text.contains(word))
    };
    for typed in commands {
        launchsim_ok(home.path(), &[typed, &["-q", "-o", "out", "--slides"]].concat());
        // What hangs on no supplier names none.
        let named = secret(&fs::read_to_string(home.path().join("out/report.html")).unwrap()).is_some();
        assert!(named || typed[0] == "drivers", "{typed:?}");
        for language in ["en", "zh"] {
            launchsim_ok(
                home.path(),
                &["report", "out", "--confidential", "--lang", language, "--slides", "--svg-text"],
            );
            let html = fs::read_to_string(home.path().join("report.html")).unwrap();
            assert_eq!(secret(&html), None, "{typed:?} in {language}");
            let shown = if language == "en" { "upplier 1" } else { "供应商1" };
            assert!(!named || html.contains(shown), "{typed:?} in {language}");
            let slides = fs::read(home.path().join("slides.zip")).unwrap();
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(slides)).unwrap();
            for at in 0..archive.len() {
                let mut file = archive.by_index(at).unwrap();
                let mut text = Vec::new();
                std::io::Read::read_to_end(&mut file, &mut text).unwrap();
                assert_eq!(secret(&String::from_utf8_lossy(&text)), None, "{typed:?}: {:?}", file.name());
            }
        }
        let again = ["--confidential", "-q", "-o", "closed"];
        launchsim_ok(home.path(), &[typed, &again].concat());
        assert_eq!(secret(&fs::read_to_string(home.path().join("closed/report.html")).unwrap()), None, "{typed:?}");
    }
}

/// The same of what must succeed.
fn launchsim_ok(home: &Path, typed: &[&str]) {
    let output = launchsim(home, typed);
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_template_of_ones_own_is_tried_before_anything_runs() {
    let home = tempfile::tempdir().unwrap();
    let template = |text: &str| fs::write(home.path().join("own.j2"), text).unwrap();
    template("<h1>{{ title }}</h1>\n{% for s in sections %}[{{ s.id }}]{% endfor %}");
    let folder = run(home.path(), SMALL, &["-n", "20", "--no-charts", "--template", "own.j2"]);
    let html = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(html.starts_with("<h1>") && html.contains("[answer]") && html.contains("[reproduce]"), "{html}");
    for (text, line) in [("a\n{{ nothing }}", "line 2"), ("{% for %}", "line 1"), ("\n\n{% if title %}", "line 3")] {
        template(text);
        let output = launchsim(home.path(), &["run", "phone.toml", "-o", "other", "--template", "own.j2"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("own.j2") && said.contains(line), "{said}");
        assert!(!home.path().join("other").exists());
    }
}

#[test]
fn results_on_the_disk_make_one_report() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(home.path(), SMALL, &["-n", "120"]);
    let again = fs::read_to_string(folder.join("report.html")).unwrap();
    let typed = ["compare", "phone.toml", "--vary", "product.phone.price=1799,1999", "-n", "50", "-q", "-o", "prices"];
    assert!(launchsim(home.path(), &typed).status.success());
    let report = |typed: &[&str]| launchsim(home.path(), &[&["report"], typed].concat());
    let read = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    // Of one folder it is the report that lies there.
    assert!(report(&["out", "-o", "one.html"]).status.success());
    assert!(read("one.html") == again);
    // Of two it has both, in order, and no name twice.
    assert!(report(&["out", "prices"]).status.success());
    let both = read("report.html");
    let ids: Vec<&str> = both.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut apart = ids.clone();
    apart.sort_unstable();
    apart.dedup();
    assert_eq!(apart.len(), ids.len(), "{ids:?}");
    assert!(both.contains("id=\"part1-answer\"") && both.contains("id=\"part2-answer\""));
    // In another language, over the one that was there.
    assert!(report(&["out", "--lang", "zh"]).status.success());
    assert!(read("report.html").contains("<html lang=\"zh-Hans\">"));
    // Its pictures are in Chinese too, with their letters; a report in English carries none.
    let chinese = read("report.html");
    assert!(
        chinese.contains("</desc>")
            && chinese.contains("单次模拟的净利润（元）")
            && chinese.contains("font/otf;base64,")
    );
    assert!(!again.contains("font/otf") && chinese.len() < again.len() + 1_000_000);
    // What is no report stays, and what is no result is refused with what to do.
    fs::write(home.path().join("mine.html"), "mine").unwrap();
    let output = report(&["out", "-o", "mine.html"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(read("mine.html"), "mine");
    let output = report(&["nowhere"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("holds no report.json"), "{said}");
}

#[test]
fn slides_are_those_of_the_command_or_of_its_results() {
    let home = tempfile::tempdir().unwrap();
    let folder = run(home.path(), SMALL, &["-n", "60", "--slides"]);
    let read = |path: &Path| fs::read(path).unwrap();
    let slides = read(&folder.join("slides.zip"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&slides)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let charts = fs::read_dir(folder.join("charts")).unwrap().count();
    assert!(charts > 10 && names.len() == charts + 1, "{names:?}");
    let mut findings = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("findings.md").unwrap(), &mut findings).unwrap();
    for name in names.iter().filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "png")) {
        assert!(findings.contains(name.as_str()), "{name} is not in {findings}");
        let mut png = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut png).unwrap();
        let side = |at: usize| f64::from(u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
        assert!((side(16) / side(20) - 13.333 / 7.5).abs() < 0.01, "{name} is {} by {}", side(16), side(20));
    }
    assert_eq!(findings.matches("\n## ").count(), charts / 2, "{findings}");
    // From the results on the disk come the same, and again over them.
    for _ in 0..2 {
        let output = launchsim(home.path(), &["report", "out", "--slides"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(read(&home.path().join("slides.zip")) == slides);
    }
    // What is none of ours stays, and then so does the report; without pictures there are no slides.
    fs::write(home.path().join("slides.zip"), "mine").unwrap();
    fs::remove_file(home.path().join("report.html")).unwrap();
    let output = launchsim(home.path(), &["report", "out", "--slides"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!home.path().join("report.html").exists() && read(&home.path().join("slides.zip")) == b"mine");
    run(home.path(), SMALL, &["-n", "60", "--no-charts"]);
    assert!(!folder.join("slides.zip").exists());
    let output = launchsim(home.path(), &["report", "out", "--slides", "-o", "other/report.html"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("without --no-charts"), "{said}");
}
