//! The bottleneck calendar: what holds the assembly line up, week by week.

use super::Material;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, GRID, Ink, ORANGE, QUIET, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::scale::Scale;
use crate::report::said::{Text, said};
use crate::report::words::spaced;
use crate::rooms::assembly::day::BOUND_BY_FIRST_PART;

/// A constraint that binds on a smaller share of launch-days than this goes into "N other parts".
const LEAST_SHARE: f64 = 0.01;
/// So many parts have rows of their own even when they bind ten times less often.
const FEWEST_PARTS: usize = 4;
/// Constraints with a row of their own at most.
const MOST_ROWS: usize = 14;
/// Longest timeline drawn day by day; longer ones are drawn week by week.
const LONGEST_BY_DAY: usize = 150;
const ROW: f64 = 30.0;

/// A row of the calendar.
struct Row {
    name: String,
    ink: Ink,
    /// Share of launches it binds in, for each cell.
    shares: Vec<f64>,
    /// Days of a launch on which it binds, on average.
    days: f64,
}

/// The calendar: a row for each constraint, the darker the more launches it binds in.
pub fn bottleneck(material: &Material) -> Option<Figure> {
    let launches = material.daily.launches;
    if launches == 0 || material.layout.days == 0 || material.daily.binding.iter().flatten().all(|count| *count == 0) {
        return None;
    }
    // A line that is never held up has no calendar.
    if material.daily.binding.iter().skip(1).flatten().all(|count| *count == 0) {
        return None;
    }
    let days = material.days();
    let span = if days.count <= LONGEST_BY_DAY { 1 } else { 7 };
    let rows = rows(material, &days, span);
    let paper = material.paper;
    let width = paper.width();
    let top = HEAD + 42.0;
    let height = top + rows.len() as f64 * ROW + 46.0;
    let mut held: Vec<(String, f64)> =
        rows.iter().filter(|row| row.name != "demand").map(|row| (row.name.clone(), row.days)).collect();
    held.sort_by(|a, b| b.1.total_cmp(&a.1));
    let words = material.daily_words(
        Some(findings::bottleneck(&held, launches)),
        said!("First thing missing at the line, share of launches"),
        said!("A row for each thing that holds the line up, over time: the darker, the more launches it holds up."),
    );
    let mut figure = Figure::new("bottleneck", material.paper, words, height);
    ramp(
        &mut figure,
        match (span, launches) {
            (1, 1) => said!("none to all: held up by it, each day"),
            (_, 1) => said!("none to all: held up by it, days of each week"),
            (1, _) => said!("none to all: share of launches held up by it, each day"),
            _ => said!("none to all: share of launches held up by it, mean of each week"),
        },
    );
    let x = Scale::Linear { low: 0.0, high: days.count as f64 };
    let bottom = top + rows.len() as f64 * ROW;
    let panel =
        Panel { left: 170.0, top, right: paper.width() - 96.0, bottom, x, y: Scale::Linear { low: 0.0, high: 1.0 } };
    let canvas = &mut figure.canvas;
    canvas.label(direct(&canvas.told(said!("Bottleneck")), MARGIN, top - 10.0, Anchor::Start, TEXT));
    let counted = if launches == 1 { said!("Days") } else { said!("Mean days") };
    canvas.label(direct(&canvas.told(counted), width - MARGIN, top - 10.0, Anchor::End, TEXT));
    for (number, row) in rows.iter().enumerate() {
        let upper = top + number as f64 * ROW;
        let (cell_top, cell_bottom) = (upper + 3.0, upper + ROW - 3.0);
        for (cell, same) in runs(&row.shares) {
            let from = panel.at_x((cell * span) as f64);
            let to = panel.at_x(((cell + same) * span).min(days.count) as f64);
            // A hair wider than the cell, so that no seam shows where the next one begins.
            canvas.rectangle(from, cell_top, (to + 0.4).min(panel.right), cell_bottom, row.ink.tint(row.shares[cell]));
        }
        canvas.line(vec![(MARGIN, upper + ROW), (width - MARGIN, upper + ROW)], GRID, 0.8);
        let baseline = upper + ROW / 2.0 + 4.5;
        let name = shortened(
            &canvas.told(row_in_words(&row.name)),
            LABEL_SIZE + 1.0,
            Weight::Regular,
            panel.left - MARGIN - 12.0,
        );
        let mut label = quiet(&name, MARGIN, baseline, Anchor::Start);
        label.size = LABEL_SIZE + 1.0;
        label.ink = TEXT;
        canvas.label(label);
        let days = if row.days >= 10.0 { format!("{:.0}", row.days) } else { format!("{:.1}", row.days) };
        canvas.label(quiet(&days, width - MARGIN, baseline, Anchor::End));
    }
    panel.months(canvas, &days, true);
    let mut note = vec![
        if launches == 1 {
            said!("Days: days, within those shown, on which it was the first thing missing.")
        } else {
            said!("Mean days: days per launch, within those shown, on which it was the first thing missing.")
        },
        said!("“Demand” means that all phones wanted had been started."),
    ];
    if rows.iter().any(|row| row.name == "closed") {
        note.push(said!("“Closed” means that every factory had a rest day or a holiday."));
    }
    figure.foot(Text::sentences(note));
    Some(figure)
}

/// What a row is called.
fn row_in_words(name: &str) -> Text {
    match (name, name.strip_suffix(" other parts")) {
        ("demand", _) => said!("demand"),
        ("capacity", _) => said!("capacity"),
        ("closed", _) => said!("closed"),
        (_, Some(many)) if many.parse::<usize>().is_ok() => said!("{many} other parts", many = many),
        _ => name.into(),
    }
}

/// A key whose patch runs from white to full colour.
fn ramp(figure: &mut Figure, text: Text) {
    figure.legend(&[(Key::Patch(QUIET), text)]);
    for step in 0..22 {
        let left = MARGIN + f64::from(step);
        figure.canvas.rectangle(left, 70.0, left + 1.2, 82.0, QUIET.tint(f64::from(step) / 21.0));
    }
}

fn rows(material: &Material, days: &Days, span: usize) -> Vec<Row> {
    let layout = material.layout;
    let all = (material.daily.launches * days.count) as f64;
    let shown = |counts: &Vec<u32>| counts[days.first..].iter().map(|count| f64::from(*count)).sum::<f64>();
    let totals: Vec<f64> = material.daily.binding.iter().map(shown).collect();
    let is_part = |at: &usize| *at >= BOUND_BY_FIRST_PART as usize;
    let mut named: Vec<usize> = (0..totals.len()).filter(|at| totals[*at] > 0.0).collect();
    // Demand, capacity and closed days come first, then parts from the most to the least binding.
    named.sort_by(|a, b| {
        is_part(a).cmp(&is_part(b)).then(if is_part(a) { totals[*b].total_cmp(&totals[*a]) } else { a.cmp(b) })
    });
    let first_part = named.iter().position(is_part).unwrap_or(named.len());
    let mut rank = 0;
    named.retain(|at| {
        rank += 1;
        let few = rank <= first_part + FEWEST_PARTS;
        !is_part(at) || totals[*at] > if few { LEAST_SHARE / 10.0 } else { LEAST_SHARE } * all
    });
    named.truncate(MOST_ROWS);
    let row = |name: String, ink: Ink, members: &[usize]| {
        let count = |day: usize| members.iter().map(|at| f64::from(material.daily.binding[*at][day])).sum::<f64>();
        let counts: Vec<f64> = (days.first..layout.days).map(count).collect();
        let share = |week: &[f64]| week.iter().sum::<f64>() / (week.len() * material.daily.launches) as f64;
        let shares: Vec<f64> = counts.chunks(span).map(share).collect();
        let mean = counts.iter().sum::<f64>() / material.daily.launches as f64;
        Row { name, ink, shares, days: mean }
    };
    let mut rows: Vec<Row> = named
        .iter()
        .map(|&at| {
            let name = &layout.constraints[at];
            let ink = match name.as_str() {
                "demand" | "closed" => QUIET,
                "capacity" => BLUE,
                _ => VERMILLION,
            };
            row(spaced(name), ink, &[at])
        })
        .collect();
    let others: Vec<usize> = (0..totals.len()).filter(|at| !named.contains(at) && totals[*at] > 0.0).collect();
    if !others.is_empty() {
        let name = match others.len() {
            1 => spaced(&layout.constraints[others[0]]),
            many => format!("{many} other parts"),
        };
        rows.push(row(name, ORANGE, &others));
    }
    rows
}

/// Stretches of equal values above zero: first cell and length.
fn runs(shares: &[f64]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in shares.chunk_by(|a, b| a == b) {
        if run[0] > 0.0 {
            found.push((at, run.len()));
        }
        at += run.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cells_are_drawn_as_one() {
        assert_eq!(runs(&[0.0, 1.0, 1.0, 0.5, 0.0]), [(1, 2), (3, 1)]);
        assert!(runs(&[]).is_empty());
    }
}
