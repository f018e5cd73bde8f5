//! How long phones were waited for.

use super::Material;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, MARGIN};
use super::findings;
use super::palette::{BLUE, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, direct};
use super::scale::Scale;
use super::words::{days, number};
use crate::report::said::{Text, said};

const HEIGHT: f64 = 590.0;
/// There is no legend above the first panel.
const TOP: f64 = HEAD - 20.0;
/// Longest wait drawn day by day; longer ones go week by week.
const LONGEST_BY_DAY: usize = 120;
/// Share of phones that must lie within the axis.
const SHOWN: f64 = 0.999;

/// Phones by days waited, and the share delivered within so many days.
pub fn waiting(material: &Material) -> Option<Figure> {
    let counts = &material.daily.phones_by_wait;
    let total: f64 = counts.iter().sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let within = cumulative(counts, total);
    let longest = within.iter().position(|share| *share >= SHOWN).unwrap_or(counts.len() - 1) + 1;
    let reached = |share: f64| within.iter().position(|reached| *reached >= share).unwrap_or(counts.len() - 1);
    let words = material.daily_words(
        Some(findings::waiting(reached(0.5), reached(0.9))),
        said!("Days from order to shipment, share of phones"),
        said!("Bars of the share of phones by days waited, and below them the share delivered within so many days."),
    );
    let height = material.paper.height(HEIGHT);
    let mut figure = Figure::new("waiting", material.paper, words, height);
    let width = if longest <= LONGEST_BY_DAY { 1 } else { 7 };
    let bars: Vec<f64> = counts[..longest].chunks(width).map(|week| week.iter().sum::<f64>() / total).collect();
    let end = (bars.len() * width).max(7) as f64;
    let tallest = bars.iter().copied().fold(0.0, f64::max);
    let x = Scale::Linear { low: 0.0, high: end };
    let (left, right) = (74.0, figure.canvas.width() - 40.0);
    let middle = TOP + 36.0 + (height - TOP - 36.0 - 100.0) / 2.0 + 50.0;
    let upper = Panel { left, right, top: TOP + 36.0, bottom: middle - 50.0, x, y: Scale::round(0.0, tallest, 4) };
    let canvas = &mut figure.canvas;
    let each = if width == 1 { said!("by days waited") } else { said!("by weeks waited") };
    upper.header(canvas, said!("Share of phones"), each, MARGIN);
    upper.y_axis_per_cent(canvas, 4);
    for (number, share) in bars.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let from = (number * width) as f64;
        let (a, b) = (upper.at_x(from), upper.at_x(from + width as f64));
        let gap = if b - a > 4.0 { 0.5 } else { 0.0 };
        canvas.rectangle(a + gap, upper.at_y(*share), b - gap, upper.bottom, BLUE);
    }
    let y = Scale::Linear { low: 0.0, high: 1.0 };
    let lower = Panel { left, right, top: middle, bottom: height - 50.0, x, y };
    lower.header(canvas, said!("Share of phones delivered"), said!("within so many days"), MARGIN);
    lower.y_axis_per_cent(canvas, 4);
    let mut steps = vec![(0.0, 0.0)];
    for (day, share) in within[..longest].iter().enumerate() {
        steps.push((day as f64, *share));
        steps.push(((day + 1) as f64, *share));
    }
    steps.push((end, within[longest - 1]));
    lower.line(canvas, &steps, BLUE, 2.0);
    lower.x_axis(canvas, said!("Days from order to shipment"), "", 12);
    for share in [0.5, 0.9] {
        mark(&lower, &mut figure, &within, share);
    }
    let mut note =
        vec![said!("All phones shipped in these launches; a wait of 0 days was shipped on the day of the order.")];
    if material.daily.launches > 1 {
        note.push(said!(
            "The launches are thrown together, so large ones weigh more; the page and the files give waits launch by launch, which need not be the same."
        ));
    }
    figure.foot(Text::sentences(note));
    Some(figure)
}

/// Share of phones with at most so many days.
fn cumulative(counts: &[f64], total: f64) -> Vec<f64> {
    let mut sum = 0.0;
    counts
        .iter()
        .map(|phones| {
            sum += phones;
            sum / total
        })
        .collect()
}

/// A dot where the curve reaches a share, with the days written beside it.
fn mark(panel: &Panel, figure: &mut Figure, within: &[f64], share: f64) {
    let Some(day) = within.iter().position(|reached| *reached >= share) else { return };
    let (x, y) = (panel.at_x(day as f64), panel.at_y(share));
    if x > panel.right {
        return;
    }
    let canvas = &mut figure.canvas;
    canvas.dashes((panel.left, y), (x, y), QUIET, 1.0);
    canvas.dot((x, y), 4.5, VERMILLION);
    let share = number((share * 100.0).round(), 0);
    let text = canvas.told(said!("{share} % within {days}", share = share, days = days(day as f64)));
    let mut label = direct(&text, x + 10.0, y + 17.0, Anchor::Start, TEXT);
    if label.bounds().2 > panel.right {
        label.x = x - 10.0;
        label.y = y - 8.0;
        label.anchor = Anchor::End;
    }
    panel.on_paper(canvas, label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_one() {
        assert_eq!(cumulative(&[1.0, 0.0, 3.0], 4.0), [0.25, 0.25, 1.0]);
    }
}
