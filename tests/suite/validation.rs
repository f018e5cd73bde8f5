//! docs/validation.md: every figure that others computed, and what this program makes of it.
//!
//! A test that holds such a figure hands it to [`Cases`], which writes its rows on the page and judges them, so that
//! nothing is held that the page does not show. The page is kept as golden files are: `UPDATE_GOLDEN=1` writes it anew,
//! else a row that differs fails the test it belongs to. [`CHAPTERS`] lists the tests, where their figures come from and the
//! equations they hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::validated::CHAPTERS;
use crate::validation_glance as glance;

/// A table of the page.
pub struct Chapter {
    pub title: &'static str,
    pub kind: Kind,
    pub text: &'static str,
    pub tests: &'static [Test],
}

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// All cells of a run.
    Traces,
    /// Single figures without luck.
    Figures,
    /// Estimates by simulation.
    Simulated,
}

/// A test of the suite with the source of its figures and the equations it holds.
pub struct Test {
    pub name: &'static str,
    pub source: &'static str,
    pub holds: &'static [u32],
}

/// How far a figure may be off.
#[derive(Clone, Copy)]
pub enum Tolerance {
    Exact,
    Absolute(f64),
    Relative(f64),
}

/// The rows of one test; [`Cases::hold`] ends it.
pub struct Cases {
    test: &'static str,
    rows: BTreeMap<Kind, Vec<String>>,
    faults: Vec<String>,
    held: bool,
}

impl Cases {
    /// No rows yet of a test that the page lists.
    pub fn of(test: &'static str) -> Self {
        let listed = CHAPTERS.iter().flat_map(|chapter| chapter.tests).any(|other| other.name == test);
        assert!(listed, "{test} is not listed in tests/suite/validated.rs");
        Self { test, rows: BTreeMap::new(), faults: Vec::new(), held: false }
    }

    fn row(&mut self, kind: Kind, case: &str, cells: &[String], fault: Option<String>) {
        let chapter = CHAPTERS.iter().filter(|chapter| chapter.kind == kind);
        let listed = chapter.flat_map(|chapter| chapter.tests).find(|other| other.name == self.test);
        let listed = listed.unwrap_or_else(|| panic!("{} is listed in no chapter of this kind", self.test));
        let tags: Vec<String> = listed.holds.iter().map(|tag| format!("E{tag}")).collect();
        let (source, tags) = (listed.source, tags.join(", "));
        let row = format!("| {case} | {source} | {tags} | {} | `{}` |", cells.join(" | "), self.test);
        self.rows.entry(kind).or_default().push(row);
        self.faults.extend(fault.map(|fault| format!("{case}, {fault}")));
    }

    /// All cells of a run: how many were compared, and their largest difference from the source's.
    pub fn trace(&mut self, case: &str, cells: usize, largest: f64, tolerance: f64) {
        let fault = (largest.is_nan() || largest > tolerance).then(|| format!("a cell is off by {largest:e}"));
        self.row(Kind::Traces, case, &[cells.to_string(), small(largest), small(tolerance)], fault);
    }

    /// A figure without luck.
    pub fn figure(&mut self, case: &str, figure: &str, expected: f64, got: f64, tolerance: Tolerance) {
        let off = (got - expected).abs();
        let (off, allowed, words) = match tolerance {
            Tolerance::Exact => (off, 0.0, "exact".to_owned()),
            Tolerance::Absolute(allowed) => (off, allowed, small(allowed)),
            Tolerance::Relative(allowed) => {
                (if off == 0.0 { 0.0 } else { off / expected.abs() }, allowed, format!("{} of it", small(allowed)))
            }
        };
        let fault = (off.is_nan() || off > allowed).then(|| format!("{figure}: {got} for {expected}, off by {off:e}"));
        self.row(Kind::Figures, case, &[figure.to_owned(), number(expected), number(got), small(off), words], fault);
    }

    /// The mean of independent values of luck: within three standard errors, and those at most a share `largest` of what
    /// is expected, so that they mean something.
    pub fn simulated(&mut self, case: &str, figure: &str, expected: f64, values: &[f64], largest: f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
        let error = (variance / n).sqrt();
        let z = (mean - expected) / error;
        let off = (z.is_nan() || z.abs() > 3.0)
            .then(|| format!("{figure}: {mean} for {expected}, {z:.2} standard errors of {error:e}"));
        let vague = (error > largest * expected.abs())
            .then(|| format!("{figure}: a standard error of {error:e} says nothing about {expected}"));
        let cells =
            [figure.to_owned(), number(expected), number(mean), small(error), format!("{z:+.2}"), "3".to_owned()];
        self.row(Kind::Simulated, case, &cells, off.or(vague));
    }

    /// Judges all rows, and holds them against the page.
    pub fn hold(mut self) {
        self.held = true;
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
        static PAGE: Mutex<()> = Mutex::new(());
        let _one_at_a_time = PAGE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = std::fs::read_to_string(path()).unwrap_or_default();
        let mut rows = rows_of(&kept);
        for (&kind, own) in &self.rows {
            rows.insert((kind, self.test.to_owned()), own.clone());
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path(), page(&rows)).unwrap_or_else(|fault| panic!("{}: {fault}", path().display()));
            std::fs::write(picture(), glance::picture(&rows)).unwrap_or_else(|fault| panic!("{fault}"));
            return;
        }
        for (&kind, own) in &self.rows {
            let shown = rows_of(&kept).remove(&(kind, self.test.to_owned())).unwrap_or_default();
            assert_eq!(&shown, own, "left: docs/validation.md, right: this run; UPDATE_GOLDEN=1 writes it anew");
        }
    }
}

impl Drop for Cases {
    fn drop(&mut self) {
        assert!(self.held || std::thread::panicking(), "{} does not hold its cases", self.test);
    }
}

fn path() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md")
}

fn picture() -> PathBuf {
    path().with_file_name("pictures").join("validation.svg")
}

/// Ten digits, as people write them.
fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.9e}").parse().unwrap_or(value);
    if rounded != 0.0 && (rounded.abs() < 1e-4 || rounded.abs() >= 1e15) {
        format!("{rounded:e}")
    } else {
        format!("{rounded}")
    }
}

/// Two digits.
fn small(value: f64) -> String {
    let rounded: f64 = format!("{value:.1e}").parse().unwrap_or(value);
    if rounded != 0.0 && !(0.01..1e4).contains(&rounded.abs()) { format!("{rounded:e}") } else { format!("{rounded}") }
}

impl Kind {
    fn header(self) -> &'static str {
        match self {
            Self::Traces => {
                "| case | source | holds | cells | largest difference | tolerance | test |\n|---|---|---|---|---|---|---|\n"
            }
            Self::Figures => {
                "| case | source | holds | figure | expected | got | error | tolerance | test |\n|---|---|---|---|---|---|---|---|---|\n"
            }
            Self::Simulated => {
                "| case | source | holds | figure | expected | estimate | standard error | z | allowed | test |\n\
                 |---|---|---|---|---|---|---|---|---|---|\n"
            }
        }
    }
}

const OPENING: &str = "\
# Validation

Every figure that others published or computed, and what this program makes of it.
The test suite writes this page: each row is a case that the test in its last column holds, and a run that gives other numbers fails.
`UPDATE_GOLDEN=1 cargo test --test suite` writes it anew.
What the equations E1, E2, .. say stands in [model.md](model.md), which also names the tests that hold what no figure of others does.
The scenarios stand in the tests, as a planner would write them; where a source's order of the day differs from ours, the test says how the two map.
";

/// The whole page from its rows.
fn page(rows: &BTreeMap<(Kind, String), Vec<String>>) -> String {
    let mut text = format!("{OPENING}\n{}", glance::table(rows));
    for chapter in CHAPTERS {
        write!(text, "\n## {}\n\n{}\n\n{}", chapter.title, chapter.text, chapter.kind.header()).expect("text grows");
        for test in chapter.tests {
            for row in rows.get(&(chapter.kind, test.name.to_owned())).map_or(&[][..], Vec::as_slice) {
                writeln!(text, "{row}").expect("text grows");
            }
        }
    }
    text
}

/// The rows of a page, by kind and test.
fn rows_of(text: &str) -> BTreeMap<(Kind, String), Vec<String>> {
    let mut rows: BTreeMap<(Kind, String), Vec<String>> = BTreeMap::new();
    let mut kind = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            kind = CHAPTERS.iter().find(|chapter| chapter.title == title).map(|chapter| chapter.kind);
        }
        let test = line.strip_suffix("` |").and_then(|line| line.rsplit_once('`')).map(|(_, test)| test.to_owned());
        if let (Some(kind), Some(test)) = (kind, test) {
            rows.entry((kind, test)).or_default().push(line.to_owned());
        }
    }
    rows
}

#[test]
fn the_page_of_validation_shows_every_listed_test_and_nothing_else() {
    let kept = std::fs::read_to_string(path()).unwrap_or_default();
    let rows = rows_of(&kept);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return;
    }
    for chapter in CHAPTERS {
        for test in chapter.tests {
            let shown = rows.get(&(chapter.kind, test.name.to_owned()));
            assert!(shown.is_some(), "{} has no row under {}", test.name, chapter.title);
        }
    }
    let drawn = std::fs::read_to_string(picture()).unwrap_or_default();
    assert!(
        drawn == glance::picture(&rows),
        "docs/pictures/validation.svg is not that of these rows; UPDATE_GOLDEN=1 draws it anew"
    );
    assert_eq!(kept, page(&rows), "left: docs/validation.md, right: the page as its tests are listed");
}

#[test]
fn what_the_page_says_it_holds_is_an_equation_of_the_model() {
    let model = std::fs::read_to_string(path().with_file_name("model.md")).expect("docs/model.md is there");
    for test in CHAPTERS.iter().flat_map(|chapter| chapter.tests) {
        for tag in test.holds {
            assert!(
                model.contains(&format!("\n#### E{tag} ")),
                "{} holds E{tag}, which is not in docs/model.md",
                test.name
            );
        }
    }
}

#[test]
#[should_panic(expected = "a cell is off")]
fn a_case_that_is_off_fails_its_test() {
    let mut cases = Cases::of(CHAPTERS[0].tests[0].name);
    cases.trace("none", 1, 1.0, 1e-9);
    cases.hold();
}
