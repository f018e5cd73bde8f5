//! What a figure hangs on: a bar for each input, from its low to its high end.

use super::Charts;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened};
use super::font::{self, LABEL_SIZE, Weight};
use super::palette::{AXIS, BLUE, ORANGE, TEXT};
use super::panel::{Panel, quiet};
use super::paper::Paper;
use super::scale::Scale;
use super::words::{amount, counted};
use crate::experiment::drivers::{Driver, Drivers, Kind};
use crate::outcome::Unit;
use crate::outcome::unit_text;
use crate::report::drivers::value::{as_written, drawn_value, tried_name};
use crate::report::said::{Text, said};
use crate::report::words::within;

/// Inputs drawn at most.
const MOST: usize = 12;
const ROW: f64 = 34.0;
/// Names of the pictures, by the figure's place.
const NAMES: [&str; 8] =
    ["tornado", "tornado_2", "tornado_3", "tornado_4", "tornado_5", "tornado_6", "tornado_7", "tornado_8"];

/// A bar: the change at the low end and at the high end, and what the input is there.
struct Bar {
    name: Text,
    drawn: bool,
    ends: Vec<(f64, Text)>,
}

/// Where the panel begins, behind the names, and what is left beside it.
const LEFT: f64 = 300.0;
const RIGHT: f64 = 30.0;
/// From a bar to what its end is called.
const BESIDE: f64 = 6.0;
/// Room beside the longest bars, of all they span; by how much it becomes wider where a text needs more, and how wide at most.
const ROOM: f64 = 0.22;
const WIDER: f64 = 0.04;
const MOST_ROOM: f64 = 6.0;

/// A picture for each figure that an input moves; `of` names the scenario, or the two.
#[must_use]
pub fn draw(paper: &Paper, drivers: &Drivers, of: &[String], currency: &str) -> Charts {
    let mut charts = Charts::default();
    for (figure, name) in NAMES.iter().enumerate().take(drivers.asked.len()) {
        charts.add(name, || tornado(paper, drivers, (figure, name), (of, currency)));
    }
    charts
}

fn tornado(
    paper: &Paper,
    drivers: &Drivers,
    (figure, name): (usize, &'static str),
    (of, currency): (&[String], &str),
) -> Option<Figure> {
    let asked = &drivers.asked[figure];
    let mut bars: Vec<Bar> = drivers
        .ranking(figure)
        .into_iter()
        .filter(|(driver, _)| driver.kind() != Kind::Choice)
        .filter_map(|(driver, _)| bar(drivers, driver, (figure, currency)))
        .collect();
    bars.truncate(MOST.min(paper.rows(ROW, HEAD + 72.0)));
    let first = bars.first()?;
    let scaled = if matches!(asked.unit, Unit::YesNo | Unit::Share) { 100.0 } else { 1.0 };
    let unit = if scaled > 1.0 { said!("percentage points") } else { Text::term(unit_text(asked.unit, currency)) };
    let title = said!(
        "{metric} hangs most on {input}: {swing}",
        metric = Text::term(asked.title.clone()),
        input = first.name.clone(),
        swing = swing(first, scaled, &unit)
    );
    let measure = said!("Change of the mean of {metric}", metric = Text::term(within(&asked.title)));
    let what = Text::joined(of.iter().rev().map(Text::from), &said!(" less "));
    let launches = counted(drivers.launches as f64, "launch");
    let subtitle = super::dotted([measure.clone(), said!("{what}, {launches}", what = what, launches = launches)]);
    let height = HEAD + 24.0 + bars.len() as f64 * ROW + 48.0;
    let mut sheet = Figure::new(
        name,
        paper,
        Words {
            finding: title,
            measure: subtitle,
            drawn: said!(
                "A bar for each input, the strongest first: what the mean becomes at its low and at its high end."
            ),
        },
        height,
    );
    sheet.legend(&[
        (Key::Patch(BLUE), said!("at its low end")),
        (Key::Patch(ORANGE), said!("at its high end")),
        (Key::Dot(TEXT), said!("drawn; the others are certain and moved")),
    ]);
    let all = || bars.iter().flat_map(|bar| bar.ends.iter().map(|(change, _)| change * scaled));
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let called = |(change, what): &(f64, Text)| {
        (change * scaled, font::width(&paper.told(what.clone()), LABEL_SIZE, Weight::Regular))
    };
    let ends: Vec<(f64, f64)> = bars.iter().flat_map(|bar| &bar.ends).map(called).collect();
    let x = roomy((low, high), &ends, paper.width() - RIGHT - LEFT);
    let top = HEAD + 16.0;
    let bottom = top + bars.len() as f64 * ROW;
    let panel =
        Panel { left: LEFT, top, right: paper.width() - RIGHT, bottom, x, y: Scale::Linear { low: 0.0, high: 1.0 } };
    panel.upright(&mut sheet.canvas);
    for (number, bar) in bars.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let name =
            shortened(&paper.told(bar.name.clone()), LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 30.0);
        let mut label = quiet(&name, MARGIN + 14.0, middle + 4.5, Anchor::Start);
        label.size = LABEL_SIZE + 1.0;
        sheet.canvas.label(Label { ink: TEXT, ..label });
        if bar.drawn {
            sheet.canvas.dot((MARGIN + 4.0, middle), 3.5, TEXT);
        }
        // Where both ends lie on one side, the shorter is drawn upon the longer, and narrower.
        let same_side = bar.ends.len() == 2 && bar.ends[0].0 * bar.ends[1].0 >= 0.0;
        let mut order: Vec<usize> = (0..bar.ends.len()).collect();
        order.sort_by(|&a, &b| bar.ends[b].0.abs().total_cmp(&bar.ends[a].0.abs()));
        for (rank, &end) in order.iter().enumerate() {
            let (change, what) = &bar.ends[end];
            let (from, to) = (panel.at_x(0.0), panel.at_x(change * scaled));
            let half = if rank > 0 && same_side { 5.0 } else { 10.0 };
            let ink = if end == 0 { BLUE } else { ORANGE };
            sheet.canvas.rectangle(from.min(to), middle - half, from.max(to), middle + half, ink);
            if rank > 0 && same_side {
                continue;
            }
            let (at, anchor) = if *change < 0.0 { (to - BESIDE, Anchor::End) } else { (to + BESIDE, Anchor::Start) };
            let text = sheet.canvas.told(what.clone());
            sheet.canvas.label(quiet(&text, at, middle + 4.2, anchor));
        }
    }
    let zero = panel.at_x(0.0);
    sheet.canvas.line(vec![(zero, panel.top), (zero, panel.bottom)], AXIS, 1.5);
    panel.x_axis(&mut sheet.canvas, measure, unit, 8);
    Some(sheet)
}

/// A scale of such a width that leaves room for what the ends are called beside their bars: each end with the width of its text.
fn roomy((low, high): (f64, f64), ends: &[(f64, f64)], width: f64) -> Scale {
    let span = high - low;
    let (mut from, mut to) = (low - ROOM * span, high + ROOM * span);
    while to - from < MOST_ROOM * span {
        let at = |change: f64| (change - from) / (to - from) * width;
        let left = ends.iter().any(|(change, text)| *change < 0.0 && at(*change) - BESIDE - text < -MARGIN);
        let right =
            ends.iter().any(|(change, text)| *change >= 0.0 && at(*change) + BESIDE + text > width + RIGHT - BESIDE);
        if !left && !right {
            break;
        }
        from -= if left { WIDER * span } else { 0.0 };
        to += if right { WIDER * span } else { 0.0 };
    }
    Scale::Linear { low: from, high: to }
}

/// From the lowest to the highest change of a bar: "\u{2212}282 million to +268 million yuan".
fn swing(bar: &Bar, scaled: f64, unit: &Text) -> Text {
    let changes = || bar.ends.iter().map(|(change, _)| change * scaled).chain([0.0]);
    let told = |change: f64| if change > 0.0 { Text::name("+").then(amount(change)) } else { amount(change) };
    let (low, high) = (changes().fold(0.0, f64::min), changes().fold(0.0, f64::max));
    said!("{low} to {high} {unit}", low = told(low), high = told(high), unit = unit.clone())
}

/// What is drawn of an input.
fn bar(drivers: &Drivers, driver: Driver<'_>, (figure, currency): (usize, &str)) -> Option<Bar> {
    let ends = match driver {
        Driver::Drawn(drawn) => {
            let means = drawn.means[figure]?;
            let base = drivers.base[figure];
            let of = |end: usize| drawn_value(&drawn.name, ("", drawn.ends[end]), currency);
            (0..2).map(|end| (means[end] - base, of(end))).collect()
        }
        Driver::Tried(tried) => {
            let of = |end: &crate::experiment::drivers::TriedEnd| {
                Some((
                    end.changes.get(figure).copied().flatten()?.change,
                    end_in_words(&tried.name, &end.written, currency),
                ))
            };
            tried.ends.iter().map(|end| of(end).unwrap_or((0.0, Text::default()))).collect()
        }
    };
    Some(Bar { name: tried_name(driver.name()), drawn: driver.kind() == Kind::Drawn, ends })
}

/// What a tried end is called: money in the currency, shares and ratios bare.
fn end_in_words(name: &str, written: &str, currency: &str) -> Text {
    let bare = written.split_once(' ').filter(|(_, unit)| ["share", "ratio"].contains(unit) || unit.starts_with("1/"));
    let bare = bare.map(|(number, _)| number);
    bare.map_or_else(|| as_written(name, written, currency), Text::name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::said::Language;

    #[test]
    fn what_an_end_is_called_has_room_beside_its_bar() {
        // Short texts leave the scale as it is; a long one beside the longest bar widens its side alone.
        let short = roomy((-300.0, 270.0), &[(-300.0, 30.0), (270.0, 30.0)], 520.0);
        assert!((short.low() + 425.4).abs() < 1e-9 && (short.high() - 395.4).abs() < 1e-9);
        let long = roomy((-300.0, 270.0), &[(-300.0, 30.0), (270.0, 140.0)], 520.0);
        assert!(long.low() == short.low() && long.high() > short.high());
        let at = (270.0 - long.low()) / (long.high() - long.low()) * 520.0;
        assert!(at + BESIDE + 140.0 <= 520.0 + RIGHT - BESIDE);
    }

    #[test]
    fn ends_are_told_in_the_currency_and_in_each_language() {
        let told = |written: &str, language| end_in_words("a.b", written, "yuan").told(language);
        assert_eq!(told("62.1 money", Language::English), "62.1 yuan");
        assert_eq!(told("62.1 money", Language::Chinese), "62.1元");
        assert_eq!(told("8 days", Language::Chinese), "8 天");
        assert_eq!(told("\u{2212}30 days", Language::Chinese), "\u{2212}30 天");
        assert_eq!(
            (told("0.184 share", Language::English), told("2014-01-30", Language::Chinese)),
            ("0.184".into(), "2014-01-30".into())
        );
    }
}
