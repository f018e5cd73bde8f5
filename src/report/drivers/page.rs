//! The page of `launchsim drivers`.

use super::words::{end_row, flips, foot, in_currency, level, row, table};
use crate::experiment::drivers::moves::Named;
use crate::experiment::drivers::{Driver, Drivers, Kind, Tried};
use crate::report::number::per_cent;
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table};
use crate::report::said::Text;
use crate::report::words::{counted, within, written};

/// Inputs told for each figure.
const TOLD: usize = 12;
/// Inputs that were not tried, told at most.
const UNTRIED: usize = 12;

/// What is said below choices.
const CHOICES: &str = "A choice is a decision, not a doubt. Each word was put in as it is, all else kept: whether it makes sense \
                       for this company is its planner's to say.";

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
    let means =
        means.map(|(asked, mean)| format!("{} {}", within(&asked.title), level(asked, (*mean, difference), currency)));
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
            let mut group = told(drivers, (&known, figure), &format!("Moves {title}"), currency);
            if figure == 0 {
                group = group.and(Group::said(flips(drivers, &known, difference, currency)));
            }
            page.groups.push(group);
        }
        if !chosen.is_empty() {
            let group = told(drivers, (&chosen, figure), &format!("Choices that move {title}"), currency);
            page.groups.push(group.and(Group::text(CHOICES)));
        }
    }
    page.groups.extend(named(drivers, currency));
    page.groups.extend(variance(drivers, currency));
    page.groups.push(Group::said(foot(drivers, "")));
    if !drivers.untried.is_empty() {
        let shown = drivers.untried.iter().take(UNTRIED);
        let mut facts: Vec<Fact> = shown
            .map(|left| Fact { label: (&left.name).into(), value: (&left.why).into(), ..Fact::default() })
            .collect();
        if drivers.untried.len() > UNTRIED {
            let more = drivers.untried.len() - UNTRIED;
            facts.push(Fact {
                label: format!("and {more} more").into(),
                value: "in drivers.json".into(),
                ..Fact::default()
            });
        }
        page.groups.push(Group::of([Block::Facts { facts, list: List::Hanging }]).below("Not tried"));
    }
    page
}

/// The inputs whose ends were named, each at each end, whatever they move.
fn named(drivers: &Drivers, currency: &str) -> Option<Group> {
    let all: Vec<&Tried> = drivers.tried.iter().filter(|tried| tried.named.is_some()).collect();
    let launches = counted(f64::from(all.first()?.launches), "launch");
    let figures: Vec<usize> = (0..drivers.asked.len()).collect();
    let mut rows: Vec<Vec<Text>> = Vec::new();
    for &tried in &all {
        let ends = tried.ends.iter().filter(|end| end.refused.is_none());
        rows.extend(ends.map(|end| end_row(drivers, (tried, end), &figures, currency)));
    }
    let table = table(drivers, &figures, "Ends named with --range", currency).rows(rows);
    let mut said: Vec<String> = Vec::new();
    for tried in &all {
        let name = &tried.name;
        if tried.named == Some(Named::Drawn) {
            said.push(format!(
                "{name} is drawn: at each of its ends it is the same in all of {launches}, in place of what is drawn."
            ));
        }
        if tried.moves_nothing() {
            let cash = if tried.cash() > 0.0 { "; it moves the lowest cash" } else { "" };
            said.push(format!("{name} moves nothing: none of these figures changes in any of {launches}{cash}."));
        }
        let refused = tried.ends.iter().filter_map(|end| Some((end, end.refused.as_ref()?)));
        said.extend(
            refused.map(|(end, why)| format!("{name} cannot be {}: {why}.", in_currency(&end.written, currency))),
        );
    }
    Some(if said.is_empty() { table } else { table.and(Group::text(&said.join(" "))) })
}

/// The shares of the variance of the first figure: of each drawn input, and of luck.
fn variance(drivers: &Drivers, currency: &str) -> Option<Group> {
    let asked = drivers.asked.first()?;
    let all = drivers.by_share(0);
    let luck = drivers.luck.first()?.as_ref()?;
    let columns = [
        Column::of("share of variance", ""),
        Column::of("interval", ""),
        Column::of("rank correlation", ""),
        Column::of("worth to know", format!("million {currency}")),
    ];
    let range = |low: f64, high: f64| format!("{} to {}", per_cent(low), per_cent(high));
    let mut rows: Vec<Vec<String>> = all
        .iter()
        .filter(|(_, _, told)| *told)
        .take(TOLD)
        .map(|(drawn, share, _)| {
            let rank = drawn.ranks[0].map_or_else(String::new, |rank| written(rank.value, 2));
            let worth = drawn.worth.as_ref().map_or_else(String::new, |worth| written(worth.value / 1e6, 1));
            vec![drawn.name.clone(), per_cent(share.share), range(share.low, share.high), rank, worth]
        })
        .collect();
    let everything = drivers.worth_of_all.as_ref().map_or_else(String::new, |worth| written(worth.value / 1e6, 1));
    rows.push(vec![
        "luck, and what it does with them".into(),
        per_cent(luck.change),
        range(luck.low, luck.high),
        String::new(),
        String::new(),
    ]);
    rows.push(vec!["everything, luck included".into(), String::new(), String::new(), String::new(), everything]);
    let nothing = all.iter().filter(|(_, _, told)| !told).count();
    let said = format!(
        "Each share is that of one input alone; what the shares leave of the whole is what inputs do together. {} drawn cannot be \
         told from nothing. What it is worth to know an input is what could be earned more by choosing {} when it is known; of \
         everything, when all of a launch is known, which nobody can. An input written as certain has no such worth: nothing says \
         how likely another value is, until it is written as a distribution.",
        counted(nothing as f64, "input"),
        if drivers.is_difference { "between the two" } else { "to launch or not" },
    );
    let title = format!("Variance of {}", within(&asked.title));
    Some(Table::new(title, columns, Fit::Blocks).rows(rows).and(Group::text(&said)))
}

/// Some inputs and how they move each figure.
fn told(drivers: &Drivers, (inputs, figure): (&[Driver<'_>], usize), heading: &str, currency: &str) -> Group {
    // Net profit and the chance of being short stand beside each other; any other figure stands alone.
    let shown: Vec<usize> = if figure < 2 { (0..drivers.asked.len().min(2)).collect() } else { vec![figure] };
    let rows: Vec<Vec<Text>> = inputs.iter().map(|driver| row(drivers, *driver, (figure, &shown), currency)).collect();
    table(drivers, &shown, heading, currency).rows(rows)
}
