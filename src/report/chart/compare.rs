//! Charts of a comparison: days side by side; profits have a file of their own.

use super::Charts;
use super::canvas::Anchor;
use super::choice::choice;
use super::fans::{Fan, keys, legend};
use super::figure::{Figure, HEAD, MARGIN, shortened};
use super::font::{LABEL_SIZE, Weight};
use super::histogram::FEW;
use super::palette::{AXIS, GRID, QUIET};
use super::panel::{Panel, direct, quiet};
use super::paper::Paper;
use super::profits::{cumulative, difference};
use super::risk::{Axes, Choice, Risk, risk};
use super::scale::{Scale, ticks};
use super::view::{SIDE_BY_SIDE, View, labels};
use super::words::{counted, share};
use crate::experiment::compare::days::SHOWN;
use crate::experiment::compare::figures::Comparison;
use crate::experiment::compare::{Alternative, Runs};
use crate::outcome::{MetricId, SeriesId};
use crate::report::said::{Text, said};
use crate::stats::bands::Bands;

/// All charts there is data for.
#[must_use]
pub fn draw(paper: &Paper, runs: &Runs, comparison: &Comparison) -> Charts {
    let view = View::of(paper, runs, comparison);
    let mut charts = Charts::default();
    for (name, drawn) in comparison.names.iter().zip(&view.names) {
        if name.trim() != drawn {
            charts.warnings.push(format!(
                "charts call \u{201c}{name}\u{201d} \u{201c}{drawn}\u{201d}: their typefaces lack letters of its name"
            ));
        }
    }
    charts.add("choice", || choice(&view));
    charts.add("difference", || difference(&view));
    charts.add("cumulative", || cumulative(&view));
    charts.add("risk", || risky(&view));
    charts.add("side_by_side", || side_by_side(&view));
    charts
}

/// The page of two alternatives alone.
#[must_use]
pub fn choice_of_two(paper: &Paper, runs: &Runs, comparison: &Comparison) -> Charts {
    let view = View::of(paper, runs, comparison);
    let mut charts = Charts::default();
    charts.add("choice", || choice(&view));
    charts
}

/// Gain against risk of three alternatives or more: short of cash where that tells half of them apart from safe ones, else losing
/// money.
fn risky(view: &View) -> Option<Figure> {
    let short = |at: usize| view.mean(MetricId::Insolvent, at);
    let any = 2 * (0..view.names.len()).filter(|&at| short(at) > 0.0).count() >= view.names.len();
    let choice = |at: usize| Choice {
        risk: if any { short(at) } else { view.losing(at) },
        gain: view.mean(MetricId::NetProfit, at),
        name: view.paper.told(view.called(at)),
        ink: None,
    };
    let choices: Vec<Choice> = (0..view.names.len()).map(choice).collect();
    let launches = counted(view.comparison.launches.into(), "launch");
    let about = said!(
        "{many} alternatives{rule}, {launches} of each",
        many = view.names.len().to_string(),
        rule = view.rule(),
        launches = launches
    );
    let risk_of = if any { Risk::Short } else { Risk::Losing };
    risk(view.paper, &choices, &Axes { gain: said!("Net profit"), unit: view.currency(), risk: risk_of, about })
}

/// Shipments, waiting customers and cash of each alternative in a column of its own, rows on one scale.
fn side_by_side(view: &View) -> Option<Figure> {
    let places = view.beside(SIDE_BY_SIDE);
    let shown: Vec<&Alternative> = places.iter().map(|&at| &view.runs.alternatives[at]).collect();
    let titles = [
        (said!("Shipments so far"), said!("phones")),
        (said!("Waiting for their phone"), said!("customers")),
        (said!("Cash"), view.currency()),
    ];
    // Each row is of a series of `SHOWN` that all alternatives have.
    let rows: Vec<(usize, (Text, Text))> = titles
        .into_iter()
        .enumerate()
        .filter(|(row, _)| shown.iter().all(|one| one.days.bands(*row).is_some()))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (gap, left, between) = (78.0, 84.0, 26.0);
    let first = HEAD + 80.0;
    let height = view.paper.row(150.0, rows.len(), first + (rows.len() as f64 - 1.0) * gap + 44.0);
    let width = (view.paper.width() - left - 30.0 - between * (shown.len() as f64 - 1.0)) / shown.len() as f64;
    let total = first + rows.len() as f64 * (height + gap) - gap + 44.0;
    let traced = shown.iter().map(|one| one.days.launches).max();
    let all = view.names.len();
    let words = view.words(
        view.falling_short(),
        beside_each_other(shown.len(), all),
        traced,
        said!("A column for each alternative: shipments so far, customers waiting and cash over the days."),
    );
    let mut sheet = Figure::new("side_by_side", view.paper, words, total);
    let launches = traced.unwrap_or(0);
    let bands_of = |row: usize| -> Vec<&Bands> { shown.iter().filter_map(|one| one.days.bands(row)).collect() };
    let bands: Vec<Vec<&Bands>> = rows.iter().map(|(row, _)| bands_of(*row)).collect();
    let spread = bands.iter().flatten().any(|bands| bands.spread());
    legend(&mut sheet, &keys(QUIET, spread, launches));
    let named: Vec<&str> = places.iter().map(|&at| view.names[at].as_str()).collect();
    let named = labels(&named, 13.0, Weight::SemiBold, width);
    for (row, ((series, (title, unit)), bands)) in rows.iter().zip(&bands).enumerate() {
        let top = first + row as f64 * (height + gap);
        let of_cash = SHOWN[*series] == SeriesId::Cash;
        let few = (2..FEW).contains(&launches);
        let ends: Vec<f64> = shown
            .iter()
            .filter(|_| few)
            .flat_map(|one| {
                let paths = one.days.paths(*series).into_iter();
                paths.flat_map(|paths| (0..launches).flat_map(|launch| paths.of(launch)))
            })
            .chain(bands.iter().filter_map(|bands| bands.range()).flat_map(|(low, high)| [low, high]))
            .filter(|value| value.is_finite())
            .collect();
        let y = Scale::round(ends.iter().copied().fold(0.0, f64::min), ends.iter().copied().fold(0.0, f64::max), 4);
        for (column, (one, bands)) in shown.iter().zip(bands).enumerate() {
            let from = left + column as f64 * (width + between);
            let axis = super::days_from(&one.layout, None);
            let x = Scale::Linear { low: 0.0, high: (axis.count.max(2) - 1) as f64 };
            let panel = Panel { left: from, top, right: from + width, bottom: top + height, x, y };
            let canvas = &mut sheet.canvas;
            if column == 0 {
                panel.scaled_header(canvas, title.clone(), unit.clone(), MARGIN);
                panel.y_axis(canvas, 4);
            } else {
                for value in ticks(&y, 4) {
                    let ink = if value == 0.0 { AXIS } else { GRID };
                    canvas.line(vec![(panel.left, panel.at_y(value)), (panel.right, panel.at_y(value))], ink, 1.0);
                }
            }
            let ink = view.inks[places[column]].unwrap_or(QUIET);
            if row == 0 {
                canvas.label(direct(&named[column], from, top - 52.0, Anchor::Start, ink));
                if let Some(text) = short_of_cash(view, places[column]) {
                    let text = shortened(&canvas.told(text), LABEL_SIZE, Weight::Regular, width + between - 4.0);
                    canvas.label(quiet(&text, from, top - 35.0, Anchor::Start));
                }
            }
            panel.years(canvas, &axis);
            let line = one.layout.insolvency_line;
            if of_cash && line < 0.0 && line >= y.low() {
                canvas.dashes((panel.left, panel.at_y(line)), (panel.right, panel.at_y(line)), AXIS, 1.3);
            }
            let days: Vec<f64> = (0..axis.count).map(|day| day as f64).collect();
            if let Some(paths) = one.days.paths(*series) {
                Fan::of(paths, bands, one.days.launches, axis.first).draw(&panel, canvas, &days, ink);
            }
            panel.months(canvas, &axis, true);
        }
    }
    let line = shown.iter().any(|one| one.layout.insolvency_line < 0.0);
    let dashed =
        if line { said!("Dashed: the credit line, its median where it is uncertain.") } else { Text::default() };
    let each = if spread && launches >= FEW { super::fans::each_day_by_itself() } else { Text::default() };
    sheet.foot(Text::sentences([dashed, each]));
    Some(sheet)
}

/// What is shown of the alternatives.
fn beside_each_other(some: usize, all: usize) -> Text {
    if some < all {
        let (some, all) = (some.to_string(), all.to_string());
        said!("Shipments, waiting and cash: {some} of {all} shown", some = some, all = all)
    } else {
        said!("Shipments, waiting and cash")
    }
}

/// In how many launches an alternative falls below its credit line.
fn short_of_cash(view: &View, at: usize) -> Option<Text> {
    let chance = view.comparison.metric(MetricId::Insolvent)?.sides.get(at)?.as_ref()?.probability?;
    chance.value.is_finite().then(|| said!("short of cash in {share}", share = share(chance.value)))
}
