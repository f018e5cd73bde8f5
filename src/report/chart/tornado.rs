//! What a figure hangs on: a bar for each input, from its low to its high end.

use super::Charts;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened};
use super::font::{LABEL_SIZE, Weight};
use super::palette::{AXIS, BLUE, ORANGE, TEXT};
use super::panel::{Panel, quiet};
use super::paper::Paper;
use super::scale::Scale;
use super::words::{amount, counted, with_unit};
use crate::experiment::drivers::{Driver, Drivers, Kind};
use crate::outcome::Unit;
use crate::report::said::{Figure as Value, Shown, Text, said};
use crate::report::summary::unit_text;
use crate::report::sweep::survey::unit_in_words;
use crate::report::words::within;

/// Inputs drawn at most.
const MOST: usize = 12;
const ROW: f64 = 34.0;
/// Names of the pictures, by the figure's place.
const NAMES: [&str; 8] =
    ["tornado", "tornado_2", "tornado_3", "tornado_4", "tornado_5", "tornado_6", "tornado_7", "tornado_8"];

/// A bar: the change at the low end and at the high end, and what the input is there.
struct Bar<'a> {
    name: &'a str,
    drawn: bool,
    ends: Vec<(f64, Text)>,
}

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
    let mut bars: Vec<Bar<'_>> = drivers
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
        input = first.name,
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
    // Room for what the ends are called beside the longest bars.
    let room = 0.22 * (high - low);
    let x = Scale::Linear { low: low - room, high: high + room };
    let top = HEAD + 16.0;
    let bottom = top + bars.len() as f64 * ROW;
    let panel =
        Panel { left: 300.0, top, right: paper.width() - 30.0, bottom, x, y: Scale::Linear { low: 0.0, high: 1.0 } };
    panel.upright(&mut sheet.canvas);
    for (number, bar) in bars.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let name = shortened(bar.name, LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 30.0);
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
            let (at, anchor) = if *change < 0.0 { (to - 6.0, Anchor::End) } else { (to + 6.0, Anchor::Start) };
            let text = sheet.canvas.told(what.clone());
            sheet.canvas.label(quiet(&text, at, middle + 4.2, anchor));
        }
    }
    let zero = panel.at_x(0.0);
    sheet.canvas.line(vec![(zero, panel.top), (zero, panel.bottom)], AXIS, 1.5);
    panel.x_axis(&mut sheet.canvas, measure, unit, 8);
    Some(sheet)
}

/// From the lowest to the highest change of a bar: "\u{2212}282 million to +268 million yuan".
fn swing(bar: &Bar<'_>, scaled: f64, unit: &Text) -> Text {
    let changes = || bar.ends.iter().map(|(change, _)| change * scaled).chain([0.0]);
    let told = |change: f64| if change > 0.0 { Text::name("+").then(amount(change)) } else { amount(change) };
    let (low, high) = (changes().fold(0.0, f64::min), changes().fold(0.0, f64::max));
    said!("{low} to {high} {unit}", low = told(low), high = told(high), unit = unit.clone())
}

/// What is drawn of an input.
fn bar<'a>(drivers: &Drivers, driver: Driver<'a>, (figure, currency): (usize, &str)) -> Option<Bar<'a>> {
    let ends = match driver {
        Driver::Drawn(drawn) => {
            let means = drawn.means[figure]?;
            let base = drivers.base[figure];
            (0..2).map(|end| (means[end] - base, Value::new("", drawn.ends[end], Shown::Drawn).into())).collect()
        }
        Driver::Tried(tried) => {
            let of = |end: &crate::experiment::drivers::TriedEnd| {
                Some((end.changes.get(figure).copied().flatten()?.change, end_in_words(&end.written, currency)))
            };
            tried.ends.iter().map(|end| of(end).unwrap_or((0.0, Text::default()))).collect()
        }
    };
    Some(Bar { name: driver.name(), drawn: driver.kind() == Kind::Drawn, ends })
}

/// What a tried end is called: money in the currency, shares and ratios bare.
fn end_in_words(written: &str, currency: &str) -> Text {
    match written.rsplit_once(' ') {
        Some((number, unit)) if number.parse::<f64>().is_ok() => {
            with_unit(number.into(), &unit_in_words(&unit.replace("money", currency)))
        }
        _ => written.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::said::Language;

    #[test]
    fn ends_are_told_in_the_currency_and_in_each_language() {
        let told = |written: &str, language| end_in_words(written, "yuan").told(language);
        assert_eq!(told("62.1 money", Language::English), "62.1 yuan");
        assert_eq!(told("62.1 money", Language::Chinese), "62.1元");
        assert_eq!(told("8 days", Language::Chinese), "8天");
        assert_eq!(
            (told("0.184 share", Language::English), told("2014-01-30", Language::Chinese)),
            ("0.184".into(), "2014-01-30".into())
        );
    }
}
