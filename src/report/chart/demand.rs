//! The curve of demand: who would choose the phone at which price, and how that changes with it.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, Words};
use super::findings;
use super::palette::{AXIS, BLUE, TEXT, VERMILLION};
use super::panel::{Panel, direct};
use super::scale::{Scale, exact};
use super::words::with_unit;
use crate::experiment::demand::{AtPrice, DemandCurve, Spread};
use crate::report::said::said;

const HEIGHT: f64 = 620.0;
/// Steeper elasticities than this are beyond the panel.
const STEEPEST: f64 = 12.0;

/// Buyers and elasticity over the price, with what was stated.
pub fn demand(material: &Material) -> Option<Figure> {
    let curve = material.demand?;
    let currency = &material.layout.currency;
    let planned = curve.row.iter().find(|at| at.price == curve.planned);
    let price = with_unit(exact(curve.planned, 0.005).into(), currency);
    let finding = planned.map(|at| findings::demand(&price, at.buyers.p50, at.elasticity.p50));
    let measure = said!("People who would choose the phone, by its price");
    let words = Words {
        finding: finding.unwrap_or_else(|| measure.clone()),
        measure: super::dotted([
            measure,
            super::title(material.layout).into(),
            said!("on the day of the announcement"),
        ]),
        drawn: said!(
            "A curve of buyers over the price, and below it the elasticity, with what was expected as points."
        ),
    };
    let height = material.paper.height(HEIGHT);
    let mut sheet = Figure::new("demand", material.paper, words, height);
    let mut keys = vec![(Key::Line(BLUE), said!("median"))];
    if !curve.fine.iter().all(|at| at.buyers.is_certain()) {
        keys.push((Key::Patch(BLUE.tint(0.2)), said!("nine launches in ten")));
    }
    if !curve.expected.is_empty() {
        keys.push((Key::Dot(VERMILLION), said!("expected, with its range")));
    }
    if !curve.answered.is_empty() {
        keys.push((Key::Dot(TEXT), said!("answers, less what is overstated")));
    }
    sheet.legend(&keys);
    let (first, last) = (curve.fine[0].price, curve.fine[curve.fine.len() - 1].price);
    let x = Scale::round(first, last, 8);
    let (left, right) = (96.0, sheet.canvas.width() - 40.0);
    let most = curve.fine.iter().map(|at| at.buyers.p95).chain(curve.expected.iter().map(|stated| stated[3]));
    let people = Panel {
        left,
        top: HEAD + 44.0,
        right,
        bottom: HEAD + 44.0 + 0.6 * (height - HEAD - 44.0 - 62.0 - 52.0),
        x,
        y: Scale::round(0.0, most.fold(1.0, f64::max), 5),
    };
    let steepest = curve.fine.iter().map(|at| at.elasticity.p95).filter(|value| value.is_finite()).fold(1.5, f64::max);
    let response = Panel {
        left,
        top: people.bottom + 62.0,
        right,
        bottom: height - 52.0,
        x,
        y: Scale::round(0.0, steepest.min(STEEPEST), 4),
    };
    let canvas = &mut sheet.canvas;
    people.scaled_header(canvas, said!("Would choose it"), said!("people"), MARGIN);
    people.y_axis(canvas, 5);
    over(canvas, &people, curve, |at| at.buyers);
    planned_price(canvas, &people, curve.planned);
    for stated in &curve.expected {
        let x = people.at_x(stated[0]);
        canvas.line(vec![(x, people.at_y(stated[1])), (x, people.at_y(stated[3]))], VERMILLION, 3.0);
        canvas.dot((x, people.at_y(stated[2])), 5.0, VERMILLION);
    }
    for [price, number] in curve.answered.iter().filter(|point| point[0] >= first && point[0] <= last) {
        canvas.dot((people.at_x(*price), people.at_y(*number)), 3.0, TEXT);
    }
    response.header(canvas, said!("Elasticity"), said!("per cent fewer for one per cent dearer"), MARGIN);
    response.y_axis(canvas, 4);
    over(canvas, &response, curve, |at| at.elasticity);
    let one = response.at_y(1.0);
    canvas.dashes((response.left, one), (response.right, one), AXIS, 1.0);
    response.remark(canvas, said!("below 1 (dashed) a dearer phone brings more money"));
    planned_price(canvas, &response, curve.planned);
    let planned = canvas.told(said!("planned: {price}", price = price));
    let x = people.at_x(curve.planned);
    people.on_paper(canvas, direct(&planned, x + 6.0, people.top + 12.0, Anchor::Start, TEXT));
    for panel in [&people, &response] {
        canvas.line(vec![(panel.left, panel.bottom), (panel.right, panel.bottom)], AXIS, 1.0);
    }
    response.x_axis(canvas, said!("Price"), material.currency(), 8);
    Some(sheet)
}

fn planned_price(canvas: &mut Canvas, panel: &Panel, price: f64) {
    let x = panel.at_x(price);
    canvas.dashes((x, panel.top), (x, panel.bottom), TEXT, 1.0);
}

/// The median and where nine launches in ten lie.
fn over(canvas: &mut Canvas, panel: &Panel, curve: &DemandCurve, of: fn(&AtPrice) -> Spread) {
    let within = |value: f64| value.min(panel.y.high());
    let shown: Vec<&AtPrice> = curve.fine.iter().filter(|at| of(at).p50.is_finite()).collect();
    let xs: Vec<f64> = shown.iter().map(|at| at.price).collect();
    let ends = |end: fn(Spread) -> f64| -> Vec<f64> { shown.iter().map(|at| within(end(of(at)))).collect() };
    panel.band(canvas, &xs, &ends(|spread| spread.p5), &ends(|spread| spread.p95), BLUE.tint(0.2));
    let line: Vec<(f64, f64)> = xs.iter().copied().zip(ends(|spread| spread.p50)).collect();
    panel.line(canvas, &line, BLUE, 1.8);
}
