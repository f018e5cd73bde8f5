//! The page of `launchsim drivers`.

use super::value::{as_written, tried_name};
use super::words::{end_row, flips, foot, level, row, table};
use crate::experiment::drivers::moves::Named;
use crate::experiment::drivers::{Driver, Drivers, Kind, Tried};
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::title::title as titled;
use crate::report::words::within;

/// Inputs told for each figure.
const TOLD: usize = 12;
/// Inputs that were not tried, told at most.
const UNTRIED: usize = 12;

/// What is said below choices.
fn choices() -> Text {
    said!(
        "A choice is a decision, not a doubt. Each word was put in as it is, all else kept: whether it makes sense for this company is its planner's to say."
    )
}

/// The page; `of` is the scenario, or the two.
#[must_use]
pub fn page(drivers: &Drivers, of: &[String], currency: &str) -> Page {
    let difference = of.len() > 1;
    let title = match of {
        [first, second, ..] => {
            said!("{second} less {first}: what the difference hangs on", second = second, first = first)
        }
        [one] => said!("{name}: what it hangs on", name = one),
        [] => Text::default(),
    };
    let means = drivers.asked.iter().zip(&drivers.base).map(|(asked, mean)| {
        let title = titled(&within(&asked.title));
        said!("{title} {level}", title = title, level = level(asked, (*mean, difference), currency))
    });
    let means = Text::joined(means, &said!("; "));
    let launches = Figure::new("drivers.launches", drivers.launches as f64, Shown::counted("launch"));
    let about = if difference {
        said!("Mean of {launches}, the second less the first: {means}.", launches = launches, means = means)
    } else {
        said!("Mean of {launches}: {means}.", launches = launches, means = means)
    };
    let mut page = Page::new(title, Group::said(about));
    for (figure, asked) in drivers.asked.iter().enumerate() {
        let ranking: Vec<Driver<'_>> = drivers.ranking(figure).into_iter().map(|(driver, _)| driver).collect();
        let of_kind = |choice: bool| -> Vec<Driver<'_>> {
            let all = ranking.iter().copied().filter(|driver| (driver.kind() == Kind::Choice) == choice);
            all.take(TOLD).collect()
        };
        let title = || titled(&within(&asked.title));
        let (known, chosen) = (of_kind(false), of_kind(true));
        if known.is_empty() {
            let nothing = said!("No drawn input, number or date moves {title} beyond doubt.", title = title());
            page.groups.push(Group::said(nothing));
        } else {
            let mut group = told(drivers, (&known, figure), said!("Moves {title}", title = title()), currency);
            if figure == 0 {
                group = group.and(Group::said(flips(drivers, &known, difference, currency)));
            }
            page.groups.push(group);
        }
        if !chosen.is_empty() {
            let heading = said!("Choices that move {title}", title = title());
            page.groups.push(told(drivers, (&chosen, figure), heading, currency).and(Group::said(choices())));
        }
    }
    page.groups.extend(named(drivers, currency));
    page.groups.extend(variance(drivers, currency));
    page.groups.push(Group::said(foot(drivers, "")));
    page.groups.extend(untried(drivers));
    page
}

/// Inputs that were not tried, each with the reason.
fn untried(drivers: &Drivers) -> Option<Group> {
    let shown = drivers.untried.iter().take(UNTRIED);
    let mut facts: Vec<Fact> = shown
        .map(|left| Fact { label: tried_name(&left.name), value: Text::term(left.why.clone()), ..Fact::default() })
        .collect();
    if drivers.untried.len() > UNTRIED {
        let more = Figure::new("", (drivers.untried.len() - UNTRIED) as f64, Shown::Bare);
        facts.push(Fact {
            label: said!("and {number} more", number = more),
            value: said!("in {file}", file = "drivers.json"),
            ..Fact::default()
        });
    }
    (!facts.is_empty()).then(|| Group::of([Block::Facts { facts, list: List::Hanging }]).below(said!("Not tried")))
}

/// The inputs whose ends were named, each at each end, whatever they move.
fn named(drivers: &Drivers, currency: &str) -> Option<Group> {
    let all: Vec<(usize, &Tried)> =
        drivers.tried.iter().enumerate().filter(|(_, tried)| tried.named.is_some()).collect();
    all.first()?;
    let figures: Vec<usize> = (0..drivers.asked.len()).collect();
    let mut rows: Vec<Vec<Text>> = Vec::new();
    for (_, tried) in &all {
        let ends = tried.ends.iter().filter(|end| end.refused.is_none());
        rows.extend(ends.map(|end| end_row(drivers, (tried, end), &figures, currency)));
    }
    let table = table(drivers, &figures, said!("Ends named with {option}", option = "--range"), currency).rows(rows);
    let mut said: Vec<Text> = Vec::new();
    for (at, tried) in &all {
        let name = || tried_name(&tried.name);
        let id = format!("drivers.certain.{at}.launches");
        let launches = Figure::new(id, f64::from(tried.launches), Shown::counted("launch"));
        if tried.named == Some(Named::Drawn) {
            said.push(said!(
                "{input} is drawn: at each of its ends it is the same in all of {launches}, in place of what is drawn.",
                input = name(),
                launches = launches.clone()
            ));
        }
        if tried.moves_nothing() {
            said.push(if tried.cash() > 0.0 {
                said!(
                    "{input} moves nothing: none of these figures changes in any of {launches}; it moves the lowest cash.",
                    input = name(),
                    launches = launches
                )
            } else {
                said!(
                    "{input} moves nothing: none of these figures changes in any of {launches}.",
                    input = name(),
                    launches = launches
                )
            });
        }
        let refused = tried.ends.iter().filter_map(|end| Some((end, end.refused.as_ref()?)));
        said.extend(refused.map(|(end, why)| {
            said!(
                "{input} cannot be {value}: {why}.",
                input = name(),
                value = as_written(&tried.name, &end.written, currency),
                why = Text::term(why.clone())
            )
        }));
    }
    Some(if said.is_empty() { table } else { table.and(Group::said(Text::sentences(said))) })
}

/// The shares of the variance of the first figure: of each drawn input, and of luck.
fn variance(drivers: &Drivers, currency: &str) -> Option<Group> {
    let asked = drivers.asked.first()?;
    let all = drivers.by_share(0);
    let luck = drivers.luck.first()?.as_ref()?;
    let columns = [
        Column::of(said!("share of variance"), ""),
        Column::of(said!("interval"), ""),
        Column::of(said!("rank correlation"), ""),
        Column::of(said!("worth to know"), said!("million {currency}", currency = Text::term(currency.to_owned()))),
    ];
    let figure = |id: String, value: f64, shown: Shown| Text::from(Figure::new(id, value, shown));
    let range = |id: &str, low: f64, high: f64| {
        let [low, high] =
            [("low", low), ("high", high)].map(|(what, end)| figure(format!("{id}.{what}"), end, Shown::PerCent));
        said!("{low} to {high}", low = low, high = high)
    };
    let told = all.iter().filter(|(_, _, told)| *told).take(TOLD);
    let mut rows: Vec<Vec<Text>> = told
        .map(|(drawn, share, _)| {
            let place = drivers.drawn.iter().position(|other| other.name == drawn.name).unwrap_or(0);
            let id = |what: &str| format!("drivers.drawn.{place}.{what}");
            let shares = id(&format!("first_order_shares.{}", asked.name));
            let rank = drawn.ranks[0].map_or_else(Text::default, |rank| {
                figure(id(&format!("rank_correlations.{}.value", asked.name)), rank.value, Shown::Decimals(2))
            });
            let worth = drawn.worth.as_ref();
            let worth =
                worth.map_or_else(Text::default, |worth| figure(id("worth.value"), worth.value, Shown::Millions(1)));
            let of = figure(format!("{shares}.share"), share.share, Shown::PerCent);
            vec![Text::name(drawn.name.as_str()), of, range(&shares, share.low, share.high), rank, worth]
        })
        .collect();
    let everything = drivers.worth_of_all.as_ref().map_or_else(Text::default, |worth| {
        figure("drivers.worth_of_all.value".into(), worth.value, Shown::Millions(1))
    });
    let of_luck = format!("drivers.luck.{}", asked.name);
    rows.push(vec![
        said!("luck, and what it does with them"),
        figure(format!("{of_luck}.change"), luck.change, Shown::PerCent),
        range(&of_luck, luck.low, luck.high),
        Text::default(),
        Text::default(),
    ]);
    let nothing = Text::default;
    rows.push(vec![said!("everything, luck included"), nothing(), nothing(), nothing(), everything]);
    let unsure = all.iter().filter(|(_, _, told)| !told).count();
    let unsure = Figure::new("", unsure as f64, Shown::counted("input"));
    let said = if drivers.is_difference {
        said!(
            "Each share is that of one input alone; what the shares leave of the whole is what inputs do together. {inputs} drawn cannot be told from nothing. What it is worth to know an input is what could be earned more by choosing between the two when it is known; of everything, when all of a launch is known, which nobody can. An input written as certain has no such worth: nothing says how likely another value is, until it is written as a distribution.",
            inputs = unsure
        )
    } else {
        said!(
            "Each share is that of one input alone; what the shares leave of the whole is what inputs do together. {inputs} drawn cannot be told from nothing. What it is worth to know an input is what could be earned more by choosing to launch or not when it is known; of everything, when all of a launch is known, which nobody can. An input written as certain has no such worth: nothing says how likely another value is, until it is written as a distribution.",
            inputs = unsure
        )
    };
    let title = said!("Variance of {title}", title = titled(&within(&asked.title)));
    Some(Table::new(title, columns, Fit::Blocks).rows(rows).and(Group::said(said)))
}

/// Some inputs and how they move each figure.
fn told(drivers: &Drivers, (inputs, figure): (&[Driver<'_>], usize), heading: Text, currency: &str) -> Group {
    // Net profit and the chance of being short stand beside each other; any other figure stands alone.
    let shown: Vec<usize> = if figure < 2 { (0..drivers.asked.len().min(2)).collect() } else { vec![figure] };
    let rows: Vec<Vec<Text>> = inputs.iter().map(|driver| row(drivers, *driver, (figure, &shown), currency)).collect();
    table(drivers, &shown, heading, currency).rows(rows)
}
