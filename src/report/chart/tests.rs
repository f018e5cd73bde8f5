//! What charts must hold whatever the launches say.

use super::*;
use crate::experiment::compare::days::Gathered;
use crate::experiment::compare::figures::Comparison;
use crate::experiment::compare::{Alternative, Runs};
use crate::experiment::figures::days::bands;
use crate::outcome::Paths;
use crate::report::chart::paper::Size;
use crate::report::folder::RunFolder;
use crate::report::launches::LaunchTable;
use crate::report::said::Language;
use crate::report::synthetic;

fn workers(threads: usize) -> Workers {
    Workers::start(Some(threads)).unwrap()
}

fn paper(size: Size) -> Paper {
    Paper::of(size, "0.1.0", &["mi1"], Some(1), &["product.mi1.price=1499".to_owned()])
}

/// Draws the charts of the first `launches` made-up launches after a change to the days.
fn figures(launches: usize, traced: usize, change: fn(&mut Layout, &mut Daily)) -> Vec<Figure> {
    changed(launches, traced, &change, &|_, value| value, &paper(Size::Page))
}

/// The same with every metric of a launch changed too.
fn changed(
    launches: usize,
    traced: usize,
    change: &dyn Fn(&mut Layout, &mut Daily),
    metric: &dyn Fn(usize, f64) -> f64,
    paper: &Paper,
) -> Vec<Figure> {
    let home = tempfile::tempdir().unwrap();
    let mut layout = synthetic::layout();
    let mut daily = synthetic::daily(&layout, traced);
    change(&mut layout, &mut daily);
    let mut folder = RunFolder::create(home.path(), &[], &[]).unwrap();
    let mut table = LaunchTable::create(&mut folder, &layout, false).unwrap();
    for mut chunk in synthetic::chunks(&layout, launches as u32, 256) {
        let first = chunk.first as usize;
        for column in &mut chunk.metrics {
            column.iter_mut().enumerate().for_each(|(at, value)| *value = metric(first + at, *value));
        }
        table.push(&chunk).unwrap();
    }
    let columns = table.close().unwrap();
    let summaries = Figures::of(&layout, &columns, 1, launches, &workers(1)).unwrap();
    let profit = columns.metric(layout.metric("net_profit_yuan").unwrap()).unwrap();
    let insolvency_day = columns.metric(layout.metric("insolvency_day").unwrap()).unwrap();
    let bands = bands(&daily, &workers(1));
    let material = Material {
        paper,
        layout: &layout,
        daily: &daily,
        bands: &bands,
        figures: &summaries,
        profit: &profit,
        insolvency_day: &insolvency_day,
        credit_line: (launches == 1).then_some(5.0e7),
        price: Some(1_999.0),
        vat: Some(0.17),
        demand: Some(&synthetic::demand()),
        bookings: Some(&synthetic::bookings()),
    };
    CHARTS.iter().filter_map(|(_, chart)| chart(&material)).map(Figure::finished).collect()
}

/// Paths like these, with the same value everywhere.
fn everywhere(paths: &Paths, value: f64) -> Paths {
    let launches = paths.at(0).count();
    Paths::new(launches, vec![value; paths.steps() * launches])
}

fn unchanged(_: &mut Layout, _: &mut Daily) {}

#[test]
fn no_label_is_cut_off_and_no_two_collide() {
    let launches = [(1, 1), (2, 2), (12, 12), (400, 150)];
    for (language, (launches, traced)) in Language::ALL.into_iter().flat_map(|one| launches.map(|all| (one, all))) {
        let sheet = paper(Size::Page).within(language);
        for figure in changed(launches, traced, &unchanged, &|_, value| value, &sheet) {
            let labels: Vec<_> = figure.canvas.labels().collect();
            for (number, label) in labels.iter().enumerate() {
                let (left, top, right, bottom) = label.bounds();
                let inside =
                    left >= 0.0 && top >= 0.0 && right <= figure.canvas.width() && bottom <= figure.canvas.height();
                assert!(inside, "{} ({launches} launches): {label:?} is cut off", figure.name);
                for other in &labels[..number] {
                    let (l, t, r, b) = other.bounds();
                    let apart = right <= l || left >= r || bottom <= t || top >= b;
                    assert!(apart, "{} ({launches} launches): {:?} over {:?}", figure.name, label.text, other.text);
                }
            }
        }
    }
}

#[test]
fn every_chart_appears_when_there_is_data() {
    let names: Vec<&str> = figures(50, 20, unchanged).iter().map(|figure| figure.name).collect();
    let all = [
        "progress",
        "stock",
        "bookings",
        "bottleneck",
        "cash",
        "profit",
        "unit_cost",
        "demand",
        "funnel",
        "waiting",
        "sell_out",
        "record",
    ];
    assert_eq!(names, all);
}

#[test]
fn days_without_anything_do_not_trouble_the_charts() {
    let nothing = |_: &mut Layout, daily: &mut Daily| {
        daily.values.iter_mut().for_each(|paths| *paths = everywhere(paths, 0.0));
        daily.binding.iter_mut().flatten().for_each(|count| *count = 0);
        daily.phones_by_wait.clear();
    };
    let missing = |_: &mut Layout, daily: &mut Daily| {
        daily.values.iter_mut().for_each(|paths| *paths = everywhere(paths, f64::NAN));
    };
    let one_day = |layout: &mut Layout, daily: &mut Daily| {
        layout.days = 1;
        let launches = daily.launches;
        daily.values.iter_mut().for_each(|paths| *paths = Paths::new(launches, paths.at(0).collect()));
        daily.binding.iter_mut().for_each(|counts| counts.truncate(1));
    };
    let untraced = |_: &mut Layout, daily: &mut Daily| {
        daily.launches = 0;
        daily.values.iter_mut().for_each(|paths| *paths = Paths::default());
    };
    for (name, change) in [
        ("nothing", nothing as fn(&mut Layout, &mut Daily)),
        ("missing", missing),
        ("one day", one_day),
        ("untraced", untraced),
    ] {
        for figure in figures(20, 5, change) {
            let svg = figure.canvas.svg().unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}: {}", figure.name);
            assert!(figure.picture().is_ok(), "{name}: {}", figure.name);
        }
    }
}

/// A name and the value of a launch.
type Column = (&'static str, fn(usize) -> f64);

/// Columns that break charts.
const ODD: [Column; 9] = [
    ("constant", |_| 1_234_567.25),
    ("huge", |_| 1e15),
    ("huge and close", |launch| 1e15 + launch as f64),
    ("missing", |_| f64::NAN),
    ("one value", |launch| if launch == 0 { -5.0 } else { f64::NAN }),
    ("far apart", |launch| if launch.is_multiple_of(7) { -1e15 } else { 3.0 }),
    ("denormal", |launch| 5e-324 * (launch % 3) as f64),
    ("rounding", |launch| 1.5e6 + 1e-9 * (launch % 5) as f64),
    ("one yuan in a billion", |launch| -1.2e9 + (launch % 2) as f64),
];

fn assert_whole(figures: &[Figure], case: &str) {
    for figure in figures {
        let svg = figure.canvas.svg().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{case}: {}", figure.name);
        assert!(svg.len() < 3_000_000, "{case}: {} has {} bytes", figure.name, svg.len());
        for label in figure.canvas.labels() {
            let (left, _, right, bottom) = label.bounds();
            let inside = left >= -1.0 && right <= figure.canvas.width() + 1.0 && bottom <= figure.canvas.height();
            assert!(inside, "{case}: {}: {label:?} is cut off", figure.name);
        }
    }
}

#[test]
fn no_column_however_odd_costs_a_chart() {
    for (name, value) in ODD {
        for launches in [1, 2, 7, 60] {
            let days = |_: &mut Layout, daily: &mut Daily| {
                let count = daily.launches;
                let odd = |steps: usize| (0..steps * count).map(|at| value(at % count)).collect();
                daily.values.iter_mut().for_each(|paths| *paths = Paths::new(count, odd(paths.steps())));
            };
            let drawn = changed(launches, launches, &days, &|launch, _| value(launch), &paper(Size::Page));
            assert_whole(&drawn, &format!("{name}, {launches} launches"));
        }
    }
}

/// A comparison of made-up alternatives whose profit is what `profit` says of alternative and launch.
fn runs(alternatives: usize, launches: usize, profit: impl Fn(usize, usize) -> f64) -> Runs {
    let layout = synthetic::layout();
    let days = Gathered::of(synthetic::daily(&layout, launches.min(3)), &layout).reduced();
    let of_profit = layout.metric("net_profit_yuan").unwrap();
    let chunk = synthetic::chunks(&layout, launches as u32, launches as u32).remove(0);
    let alternative = |at: usize| {
        let mut metrics = chunk.metrics.clone();
        metrics[of_profit] = (0..launches).map(|launch| profit(at, launch)).collect();
        Alternative {
            name: format!("price_{at}"),
            layout: layout.clone(),
            price: Some(1_999.0),
            vat: Some(0.17),
            choice: "none",
            price_moves: true,
            deterministic: false,
            inputs: chunk.inputs.clone(),
            metrics,
            days: days.clone(),
        }
    };
    Runs { seed: 1, launches: launches as u32, alternatives: (0..alternatives).map(alternative).collect() }
}

#[test]
fn no_difference_however_odd_costs_a_chart_of_a_comparison() {
    for (name, value) in ODD {
        for launches in [1, 2, 7, 60] {
            let runs = runs(3, launches, |at, launch| 2e6 * at as f64 + value(launch));
            let charts = compare::draw(&paper(Size::Page), &runs, &Comparison::of(&runs, &workers(2)));
            assert_eq!(charts.warnings, Vec::<String>::new());
            assert_whole(&charts.figures, &format!("{name}, {launches} launches"));
        }
    }
}

#[test]
fn a_difference_by_rounding_is_said_exactly_and_needs_no_curve() {
    let runs = runs(2, 50, |at, launch| -3e8 - 1.5e6 * at as f64 + 1e-8 * ((launch * (at + 1)) % 3) as f64);
    let charts = compare::draw(&paper(Size::Page), &runs, &Comparison::of(&runs, &workers(2)));
    let names: Vec<&str> = charts.figures.iter().map(|figure| figure.name).collect();
    assert!(names.contains(&"difference") && !names.contains(&"cumulative"), "{names:?}");
    let difference = charts.figures.iter().find(|figure| figure.name == "difference").unwrap();
    let said: Vec<&str> = difference.canvas.labels().map(|label| label.text.as_str()).collect();
    assert!(said.contains(&"exactly 1,500,000 yuan less in every launch"), "{said:?}");
}

#[test]
fn every_alternative_is_named_and_the_best_is_always_shown() {
    for alternatives in [2, 6, 8, 12] {
        let runs = runs(alternatives, 40, |at, launch| 1e6 * (at * at) as f64 + 3e5 * launch as f64);
        let charts = compare::draw(&paper(Size::Page), &runs, &Comparison::of(&runs, &workers(2)));
        let of = |name: &str| charts.figures.iter().find(|figure| figure.name == name).unwrap();
        let texts = |name: &str| {
            let texts: Vec<String> = of(name).canvas.labels().map(|label| label.text.clone()).collect();
            texts.join(" ")
        };
        let (curves, days) = (texts("cumulative"), texts("side_by_side"));
        for at in 0..alternatives {
            assert!(curves.contains(&format!("price_{at}")), "{alternatives}: price_{at} is not in {curves}");
        }
        assert!(days.contains("price_0") && days.contains(&format!("price_{}", alternatives - 1)), "{days}");
        assert_eq!(days.contains(&format!("4 of {alternatives} shown")), alternatives > 4, "{days}");
    }
}

/// All charts there are, of a run and of comparisons.
fn all_sheets(paper: &Paper) -> Vec<Figure> {
    let mut sheets = Vec::new();
    for (launches, traced) in [(1, 1), (12, 12), (300, 120)] {
        sheets.extend(changed(launches, traced, &unchanged, &|_, value| value, paper));
    }
    for alternatives in [2, 4, 9] {
        let runs = runs(alternatives, 60, |at, launch| 1e7 * at as f64 + 3e5 * (launch % 37) as f64 - 5e6);
        sheets.extend(compare::draw(paper, &runs, &Comparison::of(&runs, &workers(2))).figures);
    }
    sheets
}

#[test]
fn letters_can_be_read_where_the_sheet_is_shown() {
    for (size, language) in Size::ALL.into_iter().flat_map(|size| Language::ALL.map(|language| (size, language))) {
        for figure in all_sheets(&paper(size).within(language)) {
            let letters = figure.smallest_letters();
            assert!(letters >= size.legible() - 1e-9, "{size:?} {}: {letters:.2} points", figure.name);
            let (width, height) = (figure.canvas.width(), figure.canvas.height());
            match size.shape() {
                // A page of A4 is 25.7 cm high between its margins.
                None => assert!(height / width <= 257.0 / 170.0, "{}: {height} high", figure.name),
                Some(shape) => assert!((width / height - shape).abs() < 0.01, "{} {width} by {height}", figure.name),
            }
        }
    }
}

#[test]
fn every_sheet_has_a_finding_an_alternative_text_and_a_source() {
    for figure in all_sheets(&paper(Size::Page)) {
        assert!(
            figure.title.len() > 10 && !figure.title.contains("NaN") && !figure.title.contains("n/a"),
            "{}",
            figure.title
        );
        assert!(figure.alt.starts_with(&figure.title) && figure.alt.ends_with('.'), "{}", figure.alt);
        let said: Vec<&str> = figure.canvas.labels().map(|label| label.text.as_str()).collect();
        let source = "launchsim 0.1.0 \u{b7} scenario mi1 \u{b7} seed 1 \u{b7} set product.mi1.price=1499";
        assert!(said.contains(&source), "{}: {said:?}", figure.name);
        // Letters are as dark as letters must be on white.
        assert!(figure.canvas.labels().all(|label| label.ink.for_text() == label.ink), "{}", figure.name);
        let svg = figure.picture().unwrap().svg;
        assert!(svg.contains("<title>") && svg.contains("<desc>"), "{}", figure.name);
    }
}

/// Words of Latin letters in a text, from three letters on.
fn latin(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| word.len() > 2)
}

#[test]
fn a_chart_in_chinese_says_nothing_in_english_but_names() {
    let layout = synthetic::layout();
    let bookings = synthetic::bookings();
    let names = [layout.title.clone(), layout.scenario.clone(), "launchsim product price".to_owned()].into_iter();
    let names = names
        .chain(
            layout
                .constraints
                .iter()
                .filter(|name| !matches!(name.as_str(), "demand" | "capacity" | "closed"))
                .cloned(),
        )
        .chain(layout.series.iter().map(|series| series.of.clone()))
        .chain(layout.metrics.iter().map(|metric| metric.of.clone()))
        .chain(layout.observed.iter().map(|fact| fact.name.clone()))
        .chain(layout.inflows.iter().map(|inflow| inflow.name.clone()))
        .chain(bookings.parts.iter().map(|part| part.name.clone()))
        .collect::<Vec<String>>()
        .join(" ");
    let names: Vec<&str> = latin(&names).collect();
    for size in [Size::Page, Size::Slide] {
        for figure in all_sheets(&paper(size).within(Language::Chinese)) {
            let said = figure.canvas.labels().map(|label| label.text.as_str()).chain([figure.alt.as_str()]);
            for text in said {
                let english = latin(text).find(|word| !names.iter().any(|name| name.eq_ignore_ascii_case(word)));
                assert_eq!(english, None, "{} says {text:?}", figure.name);
            }
            assert!(figure.canvas.lacking().is_empty(), "{}: {:?}", figure.name, figure.canvas.lacking());
        }
    }
}
