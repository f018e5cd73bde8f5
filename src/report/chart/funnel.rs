//! From people who are interested to phones shipped, and where the others stay.

use super::Material;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::font::LABEL_SIZE;
use super::histogram::FEW;
use super::palette::{BLUE, GRID, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::scale::{Scale, ticks};
use super::words::amount;
use crate::outcome::MetricId;
use crate::report::said::{Text, said};
use crate::stats::Summary;

const ROW: f64 = 34.0;
/// Room for names, and for figures at the right.
const NAMES: f64 = 200.0;
const BESIDE: f64 = 120.0;

/// The way of a customer, and where it may end.
const STEPS: [(MetricId, bool); 8] = [
    (MetricId::Interest, true),
    (MetricId::Reserved, true),
    (MetricId::Converted, true),
    (MetricId::Lost, false),
    (MetricId::Orders, true),
    (MetricId::Cancelled, false),
    (MetricId::WaitingEnd, false),
    (MetricId::Shipped, true),
];

/// A step in words.
fn step(id: MetricId) -> Text {
    match id {
        MetricId::Interest => said!("became interested"),
        MetricId::Reserved => said!("reserved"),
        MetricId::Converted => said!("paid their reservation"),
        MetricId::Lost => said!("lost for good"),
        MetricId::Orders => said!("have ordered"),
        MetricId::Cancelled => said!("cancelled"),
        MetricId::WaitingEnd => said!("left waiting at the end"),
        _ => said!("phones shipped"),
    }
}

/// Bars of how many came so far, and of those who went no further.
pub fn funnel(material: &Material) -> Option<Figure> {
    let figures = material.figures;
    let of = |id: MetricId| figures.metric(id).map(|metric| metric.summary).filter(|summary| summary.count > 0);
    let rows: Vec<(Summary, Text, bool)> = STEPS
        .into_iter()
        .filter_map(|(id, on)| Some((of(id)?, step(id), on)))
        .filter(|(summary, ..)| summary.max > 0.0)
        .collect();
    let (orders, shipped) = (of(MetricId::Orders)?, of(MetricId::Shipped)?);
    if orders.max <= 0.0 || rows.len() < 3 {
        return None;
    }
    let paper = material.paper;
    let alike = rows.iter().all(|(summary, ..)| summary.min >= summary.max);
    let got = if shipped.max <= 0.0 {
        said!("no phone is shipped")
    } else {
        said!("{phones} phones are shipped", phones = amount(shipped.mean))
    };
    let finding = match of(MetricId::Interest).filter(|interest| interest.max > 0.0) {
        Some(interest) => said!(
            "{people} people become interested, {phones} phones are ordered and {got}",
            people = amount(interest.mean),
            phones = amount(orders.mean),
            got = got
        ),
        None => said!("{phones} phones are ordered and {got}", phones = amount(orders.mean), got = got),
    };
    let finding = if alike { finding } else { said!("{what} on average", what = finding) };
    let top = HEAD + 18.0;
    let bottom = top + ROW * rows.len() as f64;
    let words = material.words(
        Some(finding),
        said!("People and phones, mean of all launches"),
        said!("A bar for each step from interest to shipment, and for those who went no further."),
    );
    let mut figure = Figure::new("funnel", paper, words, bottom + 50.0);
    let ranged = figures.launches >= FEW && !alike;
    let mut keys = vec![
        (Key::Patch(BLUE.tint(0.5)), said!("went on")),
        (Key::Patch(VERMILLION.tint(0.5)), said!("went no further")),
    ];
    if ranged {
        keys.push((Key::Line(QUIET), said!("nine launches in ten")));
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
        let mut label =
            quiet(&canvas.told(name.clone()), if *on { MARGIN } else { MARGIN + 14.0 }, middle + 4.2, Anchor::Start);
        (label.ink, label.size) = (TEXT, LABEL_SIZE + 1.0);
        canvas.label(label);
        canvas.label(quiet(&canvas.amount(summary.mean), panel.right + 10.0, middle + 4.2, Anchor::Start));
    }
    panel.x_axis(canvas, said!("People or phones"), "", 6);
    figure.foot(said!(
        "Steps need not add up: people may order more than once, or order without an interest that is modelled."
    ));
    Some(figure)
}
