//! Dates as axes of a sweep: stepped, drawn, written and drawn on paper as dates.

use std::fs;

use crate::folders::{home, run, succeeds};

/// Rows of points.csv, each from its second cell on.
fn rows(home: &std::path::Path, folder: &str) -> Vec<String> {
    let table = fs::read_to_string(home.join(folder).join("points.csv")).unwrap();
    table.lines().skip(1).map(|row| row.split_once(',').unwrap().1.to_owned()).collect()
}

fn dates(rows: &[String]) -> Vec<&str> {
    rows.iter().map(|row| row.split(',').next().unwrap()).collect()
}

#[test]
fn a_range_of_dates_is_the_list_of_its_dates() {
    let home = home();
    let sweep = |values: &str, folder: &str| {
        let vary = format!("window.shop.opens={values}");
        succeeds(home.path(), &["sweep", "small.toml", "--vary", &vary, "-n", "20", "-o", folder]);
    };
    sweep("2026-01-31..2026-03-31:1 month", "stepped");
    sweep("2026-01-31,2026-02-28,2026-03-31", "listed");
    assert_eq!(dates(&rows(home.path(), "stepped")), ["2026-01-31", "2026-02-28", "2026-03-31"]);
    assert_eq!(rows(home.path(), "stepped"), rows(home.path(), "listed"));
    let page = fs::read_to_string(home.path().join("stepped/page.txt")).unwrap();
    assert!(page.contains("window.shop.opens = 2026-01-31, 2026-02-28, 2026-03-31"), "{page}");
    assert!(page.contains("window.shop.opens = 2026-") && !page.contains("20,48"), "{page}");
    // Written in the scenario it is the same sweep.
    let scenario = fs::read_to_string(home.path().join("small.toml")).unwrap();
    let vary = "[sweep]\nvary = [\"window.shop.opens=2026-01-31..2026-03-31:1 month\"]\nlaunches = 20\n";
    fs::write(home.path().join("swept.toml"), format!("{scenario}\n{vary}")).unwrap();
    succeeds(home.path(), &["sweep", "swept.toml", "-o", "written"]);
    assert_eq!(rows(home.path(), "written"), rows(home.path(), "stepped"));
}

#[test]
fn dates_are_drawn_day_by_day_each_stratum_once() {
    let home = home();
    let vary = "window.shop.opens=2026-01-01..2026-01-10";
    for design in ["lhs", "sobol"] {
        let arguments = ["sweep", "small.toml", "--vary", vary, "--design", design, "--points", "20", "-n", "8"];
        succeeds(home.path(), &[&arguments[..], &["-o", design]].concat());
        let rows = rows(home.path(), design);
        let dates = dates(&rows);
        assert!(dates.iter().all(|date| ("2026-01-01"..="2026-01-10").contains(date)), "{dates:?}");
        for day in 1..=10 {
            let date = format!("2026-01-{day:02}");
            let times = dates.iter().filter(|drawn| **drawn == date).count();
            // Twenty strata over ten days.
            assert!(if design == "lhs" { times == 2 } else { (1..=4).contains(&times) }, "{design} {date}: {dates:?}");
        }
    }
    // A range without a step is no grid.
    let said = run(home.path(), &["sweep", "small.toml", "--vary", vary]);
    assert!(String::from_utf8_lossy(&said.stderr).contains("has no step"));
    // With --points it is one, both ends included.
    succeeds(home.path(), &["sweep", "small.toml", "--vary", vary, "--points", "4", "-n", "8", "-o", "even"]);
    assert_eq!(dates(&rows(home.path(), "even")), ["2026-01-01", "2026-01-04", "2026-01-07", "2026-01-10"]);
}
