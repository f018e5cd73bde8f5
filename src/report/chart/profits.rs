//! Net profit of the alternatives of a comparison: its difference launch by launch, and cumulative curves.

use super::canvas::{Anchor, Canvas, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened_inside};
use super::font::{LABEL_SIZE, Weight};
use super::histogram::{Bars, DUST, FEW, piles, shared};
use super::palette::{AXIS, BLUE, Ink, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::paper::Size;
use super::profit::each_bar;
use super::scale::{Scale, exact};
use super::view::{GREY, View, labels};
use super::words::{amount, number, with_unit};
use crate::experiment::figures::curves::{all_but, shares};
use crate::outcome::MetricId;
use crate::report::said::{Text, said};

/// Points of a cumulative curve at most.
const CURVE: usize = 400;
/// Height of a panel of bars, and of one that only says by how much all launches differ.
const PANEL: (f64, f64) = (190.0, 34.0);
/// Alternatives beside the baseline at most.
const MOST: usize = 3;

/// The difference to the baseline in one alternative.
struct Differences {
    name: String,
    values: Vec<f64>,
    /// Their mean, as everywhere in the comparison.
    mean: f64,
    /// The same in every launch.
    constant: Option<f64>,
}

/// The distribution of the difference in net profit, one panel per alternative.
pub fn difference(view: &View) -> Option<Figure> {
    let (baseline, others) = view.profits.as_ref()?.split_first()?;
    let size = view.size();
    let of = |(at, values): (usize, &&[f64])| {
        let values: Vec<f64> =
            values.iter().zip(*baseline).map(|(y, x)| y - x).filter(|difference| difference.is_finite()).collect();
        let profit = view.comparison.metric(MetricId::NetProfit).and_then(|profit| profit.differences[at].as_ref());
        let mean = profit.map_or(f64::NAN, |difference| difference.paired.summary.mean);
        Differences { name: view.names[at + 1].clone(), constant: shared(&values, size), values, mean }
    };
    let shown = view.beside(if view.paper.size == Size::Slide { 2 } else { MOST + 1 });
    let differences: Vec<Differences> =
        others.iter().enumerate().filter(|(at, _)| shown.contains(&(at + 1))).map(of).collect();
    if differences.iter().any(|one| one.values.is_empty()) {
        return None;
    }
    let spread: Vec<f64> =
        differences.iter().filter(|one| one.constant.is_none()).flat_map(|one| one.values.iter().copied()).collect();
    let bars = (!spread.is_empty()).then(|| Bars::over(&spread));
    // Between two panels: the axis of one, then heading, title of the axis and mean of the next.
    let (gap, first) = (116.0, HEAD + 66.0);
    let spreading = differences.iter().filter(|one| one.constant.is_none()).count();
    let constants = (differences.len() - spreading) as f64 * PANEL.1;
    let tall = view.paper.row(PANEL.0, spreading, first + constants + gap * spreading as f64 - 58.0);
    let room = |one: &Differences| if one.constant.is_some() { PANEL.1 } else { tall + gap };
    let total = first + differences.iter().map(room).sum::<f64>() - if bars.is_some() { 58.0 } else { 20.0 };
    let words = view.words(
        view.differing(),
        said!("Difference in net profit, launch by launch{rule}", rule = view.rule()),
        None,
        said!("A histogram for each alternative of its net profit less that of the baseline in the same launch."),
    );
    let mut sheet = Figure::new("difference", view.paper, words, total);
    let kinds = [
        (BLUE, said!("more than the baseline"), 1.0),
        (VERMILLION, said!("less"), -1.0),
        (QUIET, said!("the same"), 0.0),
    ];
    let used: Vec<(Key, Text)> = kinds
        .into_iter()
        .filter(|(_, _, sign)| spread.iter().any(|value| sign_of(*value) == *sign))
        .map(|(ink, word, _)| (Key::Patch(ink), word))
        .collect();
    sheet.legend(&used);
    // One scale for all: equal areas are equal shares.
    let highest = differences.iter().filter(|one| one.constant.is_none()).zip(bars.iter().cycle());
    let highest = highest.map(|(one, bars)| {
        let counts = bars.counts(one.values.iter().copied());
        counts.into_iter().max().unwrap_or(1) as f64 / one.values.len() as f64
    });
    let highest = highest.fold(0.0, f64::max);
    let mut top = first;
    for one in &differences {
        let title = view.paper.told(said!("{one} less {other}", one = &one.name, other = &view.names[0]));
        let title = shortened_inside(&title, 13.0, Weight::SemiBold, view.paper.width() - 2.0 * MARGIN);
        sheet.canvas.label(direct(&title, MARGIN, top - 46.0, Anchor::Start, TEXT));
        match (one.constant, &bars) {
            (Some(constant), _) => {
                let text = view.paper.told(in_words(constant, DUST * size, &view.comparison.currency));
                sheet.canvas.label(quiet(&text, MARGIN, top - 28.0, Anchor::Start));
            }
            (None, Some(bars)) => panel_of(&mut sheet.canvas, view, one, (bars, highest), (top, tall)),
            (None, None) => {}
        }
        top += room(one);
    }
    let mut notes = Vec::new();
    if spreading > 1 {
        notes.push(said!("All panels have the same axes."));
    }
    if differences.len() < others.len() {
        notes.push(said!(
            "{some} of {all} alternatives shown: those that earn most.",
            some = differences.len().to_string(),
            all = others.len().to_string()
        ));
    }
    sheet.foot(Text::sentences(notes));
    Some(sheet)
}

/// A difference that is the same in all launches.
fn in_words(constant: f64, tolerance: f64, currency: &str) -> Text {
    let amount = exact(constant.abs(), tolerance.max(1e-9));
    let zero = amount == "0";
    let amount = with_unit(amount.into(), currency);
    match constant {
        _ if zero => said!("the same net profit in every launch"),
        _ if constant > 0.0 => said!("exactly {amount} more in every launch", amount = amount),
        _ => said!("exactly {amount} less in every launch", amount = amount),
    }
}

/// -1, 0 or 1.
fn sign_of(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value.signum() }
}

/// Bars of one alternative, or a dot for each launch where they are few.
fn panel_of(
    canvas: &mut Canvas,
    view: &View,
    one: &Differences,
    (bars, highest): (&Bars, f64),
    (top, tall): (f64, f64),
) {
    let values = &one.values;
    let of = |sign: f64| bars.counts(values.iter().copied().filter(move |value| sign_of(*value) == sign));
    let kinds = [(of(-1.0), VERMILLION), (of(0.0), QUIET), (of(1.0), BLUE)];
    let y = Scale::round(0.0, highest, 4);
    let panel = Panel { left: 74.0, top, right: canvas.width() - 30.0, bottom: top + tall, x: bars.scale(), y };
    let few = values.len() < FEW;
    let currency = &view.comparison.currency;
    let bars_are = each_bar(bars, currency, few, canvas.language);
    let bars_are = match values.iter().filter(|value| !bars.holds(**value)).count() {
        0 => bars_are,
        1 => said!("{what}; 1 launch lies beyond the ends of the axis", what = bars_are),
        some => said!(
            "{what}; {some} launches lie beyond the ends of the axis",
            what = bars_are,
            some = number(some as f64, 0)
        ),
    };
    canvas.label(quiet(&canvas.told(bars_are), MARGIN, top - 28.0, Anchor::Start));
    if few {
        let ink = |value: f64| match sign_of(value) {
            sign if sign < 0.0 => VERMILLION,
            sign if sign > 0.0 => BLUE,
            _ => QUIET,
        };
        let dots: Vec<(f64, Ink)> = values.iter().map(|value| (*value, ink(*value))).collect();
        piles(&panel, canvas, &dots);
    } else {
        panel.y_axis_per_cent(canvas, 4);
        bars.draw(&panel, canvas, &kinds, values.len());
    }
    if bars.holds(0.0) {
        let zero = panel.at_x(0.0);
        canvas.line(vec![(zero, panel.bottom), (zero, panel.top)], AXIS, 1.2);
    }
    let mean = one.mean;
    let at = panel.at_x(mean.clamp(bars.low, bars.high()));
    canvas.dashes((at, panel.bottom), (at, top - 4.0), TEXT, 1.4);
    let text = canvas.told(said!("mean {amount}", amount = amount(mean)));
    let mut label = direct(&text, at, top - 8.0, Anchor::Middle, TEXT);
    let half = (label.bounds().2 - label.bounds().0) / 2.0;
    label.x = label.x.clamp(MARGIN + half, canvas.width() - MARGIN - half);
    canvas.label(label);
    panel.x_axis(canvas, said!("Difference in net profit"), view.currency(), 9);
}

/// A cumulative curve: its places on paper, its name and colour.
struct Curve {
    places: Vec<(f64, f64)>,
    name: String,
    /// `None` for those drawn in grey.
    ink: Option<Ink>,
}

/// The share of launches at or below each net profit. Without luck there is no distribution, and no such chart.
pub fn cumulative(view: &View) -> Option<Figure> {
    let profits = view.profits.as_ref()?;
    let sorted: Vec<Vec<f64>> = profits
        .iter()
        .map(|values| {
            let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        })
        .collect();
    if sorted.iter().any(Vec::is_empty) || sorted.iter().all(|values| shared(values, 0.0).is_some()) {
        return None;
    }
    let all = || sorted.iter().flatten().copied();
    let ends: Vec<(f64, f64)> = sorted.iter().map(|values| all_but(0.001, values)).collect();
    let low = ends.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
    let high = ends.iter().map(|(_, high)| *high).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if high - low > DUST * low.abs().max(high.abs()) {
        (low.max(-1e300), high.min(1e300))
    } else {
        (all().fold(f64::INFINITY, f64::min).max(-1e300), all().fold(f64::NEG_INFINITY, f64::max).min(1e300))
    };
    let words = view.words(
        view.risking(),
        said!("Net profit{rule}, share of launches at or below", rule = view.rule()),
        None,
        said!("A curve for each alternative: the share of launches that earn at most so much."),
    );
    let height = view.paper.height(480.0);
    let mut sheet = Figure::new("cumulative", view.paper, words, height);
    let (x, y) = (Scale::Linear { low, high }, Scale::Linear { low: 0.0, high: 1.0 });
    let panel = Panel { left: 74.0, top: HEAD + 16.0, right: view.paper.width() - 30.0, bottom: height - 52.0, x, y };
    let curve = |(at, values): (usize, &Vec<f64>)| {
        let places =
            steps(values).into_iter().map(|(value, share)| (panel.at_x(value.clamp(low, high)), panel.at_y(share)));
        Curve { places: places.collect(), name: view.names[at].clone(), ink: view.inks[at] }
    };
    let curves: Vec<Curve> = sorted.iter().enumerate().map(curve).collect();
    let grey = curves.iter().filter(|curve| curve.ink.is_none()).count();
    let direct_labels = labels_beside(&panel, &curves);
    let others = said!("the {some} others", some = grey.to_string());
    let mut keys: Vec<(Key, Text)> = Vec::new();
    if direct_labels.is_none() {
        let inked = || curves.iter().filter(|curve| curve.ink.is_some());
        let room = (view.paper.width() - 2.0 * MARGIN) / (inked().count() + 1) as f64 - 40.0;
        let named: Vec<&str> = inked().map(|curve| curve.name.as_str()).collect();
        let named = labels(&named, LABEL_SIZE, Weight::Regular, room);
        keys.extend(inked().filter_map(|curve| curve.ink).map(Key::Line).zip(named.into_iter().map(Text::name)));
    }
    if grey > 0 {
        keys.push((Key::Line(GREY), others));
    }
    super::fans::legend(&mut sheet, &keys);
    let canvas = &mut sheet.canvas;
    panel.y_axis_per_cent(canvas, 5);
    if low < 0.0 && high > 0.0 {
        canvas.line(vec![(panel.at_x(0.0), panel.top), (panel.at_x(0.0), panel.bottom)], AXIS, 1.0);
    }
    for curve in curves.iter().filter(|curve| curve.ink.is_none()) {
        canvas.line(curve.places.clone(), GREY, 1.2);
    }
    for curve in &curves {
        if let Some(ink) = curve.ink {
            canvas.line(curve.places.clone(), ink, 2.0);
        }
    }
    direct_labels.into_iter().flatten().for_each(|label| panel.on_paper(canvas, label));
    panel.x_axis(canvas, said!("Net profit"), view.currency(), 9);
    let mut note = vec![said!(
        "A curve that lies to the right everywhere belongs to an alternative that is better at every level of profit."
    )];
    let names: Vec<&str> = curves.iter().filter(|curve| curve.ink.is_none()).map(|curve| curve.name.as_str()).collect();
    if !names.is_empty() {
        note.push(said!("In grey: {names}.", names = names.join(", ")));
    }
    match all().filter(|value| !(low..=high).contains(value)).count() {
        0 => {}
        1 => note.push(said!("1 launch of all alternatives lies beyond the ends of the axis.")),
        some => note.push(said!(
            "{some} launches of all alternatives lie beyond the ends of the axis.",
            some = number(some as f64, 0)
        )),
    }
    sheet.foot(Text::sentences(note));
    Some(sheet)
}

/// Values with the share of launches at or below: every step of few launches, points along the curve of many.
fn steps(sorted: &[f64]) -> Vec<(f64, f64)> {
    if sorted.len() <= CURVE {
        let share = |launches: usize| launches as f64 / sorted.len() as f64;
        let step = |(at, value): (usize, &f64)| [(*value, share(at)), (*value, share(at + 1))];
        return sorted.iter().enumerate().flat_map(step).collect();
    }
    shares(sorted, CURVE)
}

/// A name beside each coloured curve where no other curve and no other name is in the way; `None` where one has no place.
fn labels_beside(panel: &Panel, curves: &[Curve]) -> Option<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    for curve in curves {
        let Some(ink) = curve.ink else { continue };
        let free = |label: &Label| {
            let (left, top, right, bottom) = label.bounds();
            let inside = left > panel.left + 4.0 && right < panel.right - 4.0;
            let apart = labels.iter().all(|other| {
                let (l, t, r, b) = other.bounds();
                right + 6.0 <= l || left >= r + 6.0 || bottom + 3.0 <= t || top >= b + 3.0
            });
            let within = |point: (f64, f64)| {
                point.0 > left - 3.0 && point.0 < right + 3.0 && point.1 > top - 3.0 && point.1 < bottom + 3.0
            };
            inside && apart && !curves.iter().any(|other| touches(&other.places, within))
        };
        let heights = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.9];
        let candidates = heights.into_iter().flat_map(|share| {
            let y = panel.at_y(share);
            let x = curve.places.iter().find(|place| place.1 <= y).map_or(panel.left, |place| place.0);
            [(x + 9.0, Anchor::Start), (x - 9.0, Anchor::End)]
                .map(|(x, anchor)| direct(&curve.name, x, y + 4.5, anchor, ink))
        });
        labels.push(candidates.into_iter().find(free)?);
    }
    Some(labels)
}

/// Whether a line passes through a region, looked at every few units along it.
fn touches(places: &[(f64, f64)], within: impl Fn((f64, f64)) -> bool) -> bool {
    places.windows(2).any(|pair| {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        let pieces = (libm::hypot(dx, dy) / 4.0).ceil().clamp(1.0, 500.0) as usize;
        (0..=pieces).any(|piece| {
            let share = piece as f64 / pieces as f64;
            within((pair[0].0 + share * dx, pair[0].1 + share * dy))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_that_all_launches_share_is_said_exactly() {
        assert_eq!(in_words(-1.5e6 + 2e-9, 2.0, "yuan").to_string(), "exactly 1,500,000 yuan less in every launch");
        assert_eq!(in_words(0.25, 1e-6, "euro").to_string(), "exactly 0.25 euro more in every launch");
        assert_eq!(in_words(-1e-7, 2.0, "yuan").to_string(), "the same net profit in every launch");
    }

    #[test]
    fn few_launches_are_steps_and_many_a_curve() {
        assert_eq!(steps(&[1.0, 3.0]), [(1.0, 0.0), (1.0, 0.5), (3.0, 0.5), (3.0, 1.0)]);
        let many: Vec<f64> = (0..5_000).map(f64::from).collect();
        assert_eq!(steps(&many).len(), CURVE + 1);
    }
}
