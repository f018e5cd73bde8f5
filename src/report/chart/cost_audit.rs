//! What the dearest lines of the bill of materials cost over the life, and what of it is overpaid.

use super::Material;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, GRID, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::scale::Scale;
use crate::report::audit::{AuditRow, rows};
use crate::report::number::per_cent;
use crate::report::words::spaced;

const ROW: f64 = 34.0;
/// Lines of both panels together.
const LINES: usize = 16;
/// Overpaid lines at most.
const OVERPAID: usize = 10;
/// Room for the title above the bars of a panel, and for the axis below them.
const ABOVE: f64 = 40.0;
const BELOW: f64 = 66.0;
const PAID_BEYOND: &str = "Paid beyond the fair price, mean over the launches";
const COST: &str = "Cost over the life, mean over the launches";

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
    let measure = format!("Cost of parts over the life, {}", material.layout.currency);
    let drawn =
        "Bars of what the dearest parts cost, and above them of what was paid beyond the fair price, if any was.";
    let mut sheet = Figure::new("cost_audit", paper, material.daily_words(Some(finding), &measure, drawn), height);
    let mut legend = vec![(Key::Patch(BLUE.tint(0.45)), "paid")];
    if !overpaid.is_empty() {
        legend.push((Key::Patch(VERMILLION), "paid beyond the fair price"));
    }
    sheet.legend(&legend);
    let currency = &material.layout.currency;
    if !overpaid.is_empty() {
        let remark = |row: &AuditRow| {
            let times = row.money / row.fair_money;
            if times < 1.1 {
                format!("{} above the fair price", per_cent(times - 1.0))
            } else {
                format!("{times:.1} times the fair price")
            }
        };
        let title =
            format!("Most overpaid, on a scale of its own: all overpaid is {} of the bill", share_of(beyond / bill));
        bars(&mut sheet, HEAD, (&title, PAID_BEYOND, currency), &overpaid, &remark, |row| row.money - row.fair_money)?;
    }
    let remark = |row: &AuditRow| format!("{} of the bill", per_cent(row.share));
    bars(&mut sheet, HEAD + room(overpaid.len()), ("Dearest", COST, currency), &rows, &remark, |row| row.money)?;
    Some(sheet)
}

/// A share in per cent with two digits, however small.
fn share_of(share: f64) -> String {
    if share > 0.0 && share < 1e-4 { "less than 0.01 %".into() } else { per_cent(share) }
}

/// One panel: a bar a line, as long as `length` says, vermillion as far as it was overpaid.
fn bars(
    sheet: &mut Figure,
    top: f64,
    (title, axis, currency): (&str, &str, &str),
    rows: &[AuditRow],
    remark: &dyn Fn(&AuditRow) -> String,
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
    let label = quiet(title, MARGIN, panel.top - 12.0, Anchor::Start);
    canvas.label(Label { ink: TEXT, size: LABEL_SIZE + 1.0, weight: Weight::SemiBold, ..label });
    for value in super::scale::ticks(&panel.x, 5) {
        let x = panel.at_x(value);
        canvas.line(vec![(x, panel.top), (x, panel.bottom)], GRID, 1.0);
    }
    for (number, row) in rows.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let name = spaced(row.component);
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
        canvas.label(quiet(&remark(row), panel.right + 12.0, middle + 4.5, Anchor::Start));
    }
    panel.x_axis(canvas, axis, currency, 5);
    Some(())
}
