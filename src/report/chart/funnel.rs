//! From people who are interested to phones shipped, and where the others stay.

use super::Material;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::font::LABEL_SIZE;
use super::histogram::FEW;
use super::palette::{BLUE, GRID, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::scale::{Scale, figure as figure_of, ticks};
use crate::outcome::MetricId;
use crate::stats::Summary;

const ROW: f64 = 34.0;
/// Room for names, and for figures at the right.
const NAMES: f64 = 200.0;
const BESIDE: f64 = 120.0;

/// The way of a customer, and where it may end.
const STEPS: [(MetricId, &str, bool); 8] = [
    (MetricId::Interest, "became interested", true),
    (MetricId::Reserved, "reserved", true),
    (MetricId::Converted, "paid their reservation", true),
    (MetricId::Lost, "lost for good", false),
    (MetricId::Orders, "ordered", true),
    (MetricId::Cancelled, "cancelled", false),
    (MetricId::WaitingEnd, "left waiting at the end", false),
    (MetricId::Shipped, "phones shipped", true),
];

/// Bars of how many came so far, and of those who went no further.
pub fn funnel(material: &Material) -> Option<Figure> {
    let figures = material.figures;
    let of = |id: MetricId| figures.metric(id).map(|metric| metric.summary).filter(|summary| summary.count > 0);
    let rows: Vec<(Summary, &str, bool)> = STEPS
        .into_iter()
        .filter_map(|(id, name, on)| Some((of(id)?, name, on)))
        .filter(|(summary, ..)| summary.max > 0.0)
        .collect();
    let (orders, shipped) = (of(MetricId::Orders)?, of(MetricId::Shipped)?);
    if orders.max <= 0.0 || rows.len() < 3 {
        return None;
    }
    let paper = material.paper;
    let average = if rows.iter().all(|(summary, ..)| summary.min >= summary.max) { "" } else { " on average" };
    let got = if shipped.max <= 0.0 {
        "no phone is shipped".to_owned()
    } else {
        format!("{} phones are shipped", figure_of(shipped.mean))
    };
    let finding = match of(MetricId::Interest).filter(|interest| interest.max > 0.0) {
        Some(interest) => format!(
            "{} people become interested, {} phones are ordered and {got}{average}",
            figure_of(interest.mean),
            figure_of(orders.mean)
        ),
        None => format!("{} phones are ordered and {got}{average}", figure_of(orders.mean)),
    };
    let top = HEAD + 18.0;
    let bottom = top + ROW * rows.len() as f64;
    let words = material.words(
        Some(finding),
        "People and phones, mean of all launches",
        "A bar for each step from interest to shipment, and for those who went no further.",
    );
    let mut figure = Figure::new("funnel", paper, words, bottom + 50.0);
    let ranged = figures.launches >= FEW && !average.is_empty();
    let mut keys = vec![(Key::Patch(BLUE.tint(0.5)), "went on"), (Key::Patch(VERMILLION.tint(0.5)), "went no further")];
    if ranged {
        keys.push((Key::Line(QUIET), "nine launches in ten"));
    }
    figure.legend(&keys);
    let most = rows.iter().map(|(summary, ..)| if ranged { summary.p95.max(summary.mean) } else { summary.mean });
    let x = Scale::round(0.0, most.fold(0.0, f64::max), 6);
    let y = Scale::Linear { low: 0.0, high: 1.0 };
    let panel = Panel { left: MARGIN + NAMES, top, right: paper.width() - BESIDE, bottom, x, y };
    let canvas = &mut figure.canvas;
    for value in ticks(&x, 6) {
        let at = panel.at_x(value);
        canvas.line(vec![(at, top), (at, bottom)], GRID, 1.0);
    }
    for (number, (summary, name, on)) in rows.iter().enumerate() {
        let middle = top + ROW * (number as f64 + 0.5);
        let ink = if *on { BLUE } else { VERMILLION };
        canvas.rectangle(
            panel.left,
            middle - 10.0,
            panel.at_x(summary.mean).max(panel.left + 1.0),
            middle + 10.0,
            ink.tint(0.5),
        );
        if ranged && summary.p95 > summary.p5 {
            canvas.line(vec![(panel.at_x(summary.p5), middle), (panel.at_x(summary.p95), middle)], QUIET, 1.6);
        }
        let mut label = quiet(name, if *on { MARGIN } else { MARGIN + 14.0 }, middle + 4.2, Anchor::Start);
        (label.ink, label.size) = (TEXT, LABEL_SIZE + 1.0);
        canvas.label(label);
        canvas.label(quiet(&figure_of(summary.mean), panel.right + 10.0, middle + 4.2, Anchor::Start));
    }
    panel.x_axis(canvas, "People or phones", "", 6);
    figure
        .foot("Steps need not add up: people may order more than once, or order without an interest that is modelled.");
    Some(figure)
}
