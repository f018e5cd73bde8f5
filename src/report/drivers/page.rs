//! The page of `launchsim drivers`.

use super::words::{flips, foot, level, row, table};
use crate::experiment::drivers::{Driver, Drivers, Kind};
use crate::report::page::{Block, Fact, Group, List, Page};
use crate::report::words::{counted, within};

/// Inputs told for each figure.
const TOLD: usize = 12;
/// Inputs that were not tried, told at most.
const UNTRIED: usize = 12;

/// The page; `of` is the scenario, or the two.
#[must_use]
pub fn page(drivers: &Drivers, of: &[String], currency: &str) -> Page {
    let difference = of.len() > 1;
    let title = match of {
        [first, second, ..] => format!("{second} less {first}: what the difference hangs on"),
        [one] => format!("{one}: what it hangs on"),
        [] => String::new(),
    };
    let means = drivers.asked.iter().zip(&drivers.base);
    let means = means.map(|(asked, mean)| format!("{} {}", within(&asked.title), level(asked, *mean, currency)));
    let about = format!(
        "Mean of {}{}: {}.",
        counted(drivers.launches as f64, "launch"),
        if difference { ", the second less the first" } else { "" },
        means.collect::<Vec<_>>().join("; ")
    );
    let mut page = Page::new(title, Group::text(&about));
    for (figure, asked) in drivers.asked.iter().enumerate() {
        let ranking: Vec<Driver<'_>> = drivers.ranking(figure).into_iter().map(|(driver, _)| driver).collect();
        let of_kind = |choice: bool| -> Vec<Driver<'_>> {
            let all = ranking.iter().copied().filter(|driver| (driver.kind() == Kind::Choice) == choice);
            all.take(TOLD).collect()
        };
        let title = within(&asked.title);
        let (known, chosen) = (of_kind(false), of_kind(true));
        if known.is_empty() {
            let nothing = format!("No drawn input, number or date moves {title} beyond doubt.");
            page.groups.push(Group::text(&nothing));
        } else {
            let mut group = told(drivers, &known, &format!("Moves {title}"), currency);
            if figure == 0 {
                group = group.and(Group::text(&flips(drivers, &known, difference)));
            }
            page.groups.push(group);
        }
        if !chosen.is_empty() {
            page.groups.push(told(drivers, &chosen, &format!("Choices that move {title}"), currency));
        }
    }
    page.groups.push(Group::text(&foot(drivers, "")));
    if !drivers.untried.is_empty() {
        let shown = drivers.untried.iter().take(UNTRIED);
        let mut facts: Vec<Fact> = shown
            .map(|left| Fact { label: left.name.clone(), value: left.why.clone(), remark: String::new() })
            .collect();
        if drivers.untried.len() > UNTRIED {
            let more = drivers.untried.len() - UNTRIED;
            facts.push(Fact {
                label: format!("and {more} more"),
                value: "in drivers.json".into(),
                remark: String::new(),
            });
        }
        page.groups.push(Group::of([Block::Facts { facts, list: List::Hanging }]).below("Not tried"));
    }
    page
}

/// Some inputs and how they move each figure.
fn told(drivers: &Drivers, inputs: &[Driver<'_>], heading: &str, currency: &str) -> Group {
    let rows: Vec<Vec<String>> = inputs.iter().map(|driver| row(drivers, *driver, drivers.asked.len())).collect();
    table(drivers, drivers.asked.len(), heading, currency).rows(rows)
}
