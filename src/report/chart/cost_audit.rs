//! What the dearest lines of the bill of materials cost over the life, and what of it is overpaid.

use super::Material;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, GRID, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::scale::Scale;
use super::words::{number, share};
use crate::report::audit::{AuditRow, rows};
use crate::report::said::{Text, said};
use crate::report::words::spaced;

const ROW: f64 = 34.0;
/// Lines of both panels together.
const LINES: usize = 16;
/// Overpaid lines at most.
const OVERPAID: usize = 10;
/// Room for the title above the bars of a panel, and for the axis below them.
const ABOVE: f64 = 40.0;
const BELOW: f64 = 66.0;

/// Bars of what was paid beyond the fair price, on a scale of its own, above bars of the dearest lines.
pub fn cost_audit(material: &Material) -> Option<Figure> {
    let paper = material.paper;
    let mut rows = rows(&material.daily.audit, material.daily.launches);
    rows.retain(|row| row.money > 0.0);
    let (bill, beyond) = rows.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.money, sum.1 + row.overpaid().max(0.0)));
    let overpaid: Vec<AuditRow> = rows.iter().filter(|row| row.overpaid() > 0.0).take(OVERPAID).cloned().collect();
    rows.sort_by(|a, b| b.money.total_cmp(&a.money));
    let first = rows.first()?;
    let finding = findings::cost_audit(&spaced(first.component), first.share, rows.len() > 1);
    // What is overpaid comes first, but the dearest lines are there too.
    let panels = if overpaid.is_empty() { 1.0 } else { 2.0 };
    let lines = paper.rows(ROW, HEAD + panels * (ABOVE + BELOW)).min(LINES);
    let overpaid: Vec<AuditRow> = overpaid.into_iter().take((lines * 5 / 8).max(1)).collect();
    rows.truncate(lines.saturating_sub(overpaid.len()).max(1));
    let room = |lines: usize| if lines == 0 { 0.0 } else { ABOVE + lines as f64 * ROW + BELOW };
    let height = HEAD + room(overpaid.len()) + room(rows.len());
    let measure = said!("Cost of parts over the life, {currency}", currency = material.currency());
    let drawn = said!(
        "Bars of what the dearest parts cost, and above them of what was paid beyond the fair price, if any was."
    );
    let mut sheet = Figure::new("cost_audit", paper, material.daily_words(Some(finding), measure, drawn), height);
    let mut legend = vec![(Key::Patch(BLUE.tint(0.45)), said!("paid"))];
    if !overpaid.is_empty() {
        legend.push((Key::Patch(VERMILLION), said!("paid beyond the fair price")));
    }
    sheet.legend(&legend);
    let currency = || material.currency();
    if !overpaid.is_empty() {
        let remark = |row: &AuditRow| {
            let times = row.money / row.fair_money;
            if times < 1.1 {
                said!("{share} above the fair price", share = share(times - 1.0))
            } else {
                said!("{times} times the fair price", times = number(times, 1))
            }
        };
        let title = said!(
            "Most overpaid, on a scale of its own: all overpaid is {share} of the bill",
            share = share_of(beyond / bill)
        );
        let axis = said!("Paid beyond the fair price, mean over the launches");
        bars(&mut sheet, HEAD, (title, axis, currency()), &overpaid, &remark, |row| row.money - row.fair_money)?;
    }
    let remark = |row: &AuditRow| said!("{share} of the bill", share = share(row.share));
    let words = (said!("Dearest"), said!("Cost over the life, mean over the launches"), currency());
    bars(&mut sheet, HEAD + room(overpaid.len()), words, &rows, &remark, |row| row.money)?;
    Some(sheet)
}

/// A share in per cent with two digits, however small.
fn share_of(of_all: f64) -> Text {
    if of_all > 0.0 && of_all < 1e-4 { said!("less than 0.01 %") } else { share(of_all) }
}

/// One panel: a bar a line, as long as `length` says, vermillion as far as it was overpaid.
fn bars(
    sheet: &mut Figure,
    top: f64,
    (title, axis, currency): (Text, Text, Text),
    rows: &[AuditRow],
    remark: &dyn Fn(&AuditRow) -> Text,
    length: impl Fn(&AuditRow) -> f64,
) -> Option<()> {
    let longest = rows.iter().map(&length).reduce(f64::max)?;
    let top = top + ABOVE;
    let panel = Panel {
        left: 230.0,
        top,
        right: sheet.canvas.width() - 190.0,
        bottom: top + rows.len() as f64 * ROW,
        x: Scale::round(0.0, longest, 5),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    let canvas = &mut sheet.canvas;
    let label = quiet(&canvas.told(title), MARGIN, panel.top - 12.0, Anchor::Start);
    canvas.label(Label { ink: TEXT, size: LABEL_SIZE + 1.0, weight: Weight::SemiBold, ..label });
    for value in super::scale::ticks(&panel.x, 5) {
        let x = panel.at_x(value);
        canvas.line(vec![(x, panel.top), (x, panel.bottom)], GRID, 1.0);
    }
    for (number, row) in rows.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let name = canvas.told(spaced(row.component));
        let name = shortened(&name, LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 14.0);
        let label = quiet(&name, MARGIN, middle + 4.5, Anchor::Start);
        canvas.label(Label { ink: TEXT, size: LABEL_SIZE + 1.0, ..label });
        let end = length(row);
        canvas.rectangle(panel.left, middle - 10.0, panel.at_x(end), middle + 10.0, BLUE.tint(0.45));
        let overpaid = row.overpaid();
        if overpaid > 0.0 {
            let from = panel.at_x((end - overpaid).max(0.0));
            canvas.rectangle(from, middle - 10.0, panel.at_x(end), middle + 10.0, VERMILLION);
        }
        canvas.label(quiet(&canvas.told(remark(row)), panel.right + 12.0, middle + 4.5, Anchor::Start));
    }
    panel.x_axis(canvas, axis, currency, 5);
    Some(())
}
