//! What the dearest lines of the bill of materials cost over the life, and what of it is overpaid.

use super::Material;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH, shortened};
use super::font::Weight;
use super::palette::{BLUE, GRID, TEXT, VERMILLION};
use super::panel::{LABEL_SIZE, Panel, quiet};
use super::scale::Scale;
use crate::report::audit::{AuditRow, rows};
use crate::report::number::per_cent;

const ROW: f64 = 34.0;
const LINES: usize = 16;

/// Bars of the lines that are overpaid most, then of the dearest.
pub fn cost_audit(material: &Material) -> Option<Figure> {
    let rows = rows(&material.daily.audit, material.daily.launches);
    let rows: Vec<AuditRow> = rows.into_iter().filter(|row| row.money > 0.0).take(LINES).collect();
    let most = rows.iter().map(|row| row.money).reduce(f64::max)?;
    let height = HEAD + 40.0 + rows.len() as f64 * ROW + 84.0;
    let mut sheet = Figure::new("cost_audit", "What parts cost over the life", &material.daily_subtitle(), height);
    let audited = rows.iter().any(|row| row.fair_money.is_finite());
    let mut legend = vec![(Key::Patch(BLUE.tint(0.45)), "paid")];
    if audited {
        legend.push((Key::Patch(VERMILLION), "of it beyond the fair price"));
    }
    sheet.legend(&legend);
    let top = HEAD + 32.0;
    let panel = Panel {
        left: 230.0,
        top,
        right: WIDTH - 190.0,
        bottom: top + rows.len() as f64 * ROW,
        x: Scale::round(0.0, most, 5),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    let canvas = &mut sheet.canvas;
    for value in super::scale::ticks(&panel.x, 5) {
        let x = panel.at_x(value);
        canvas.line(vec![(x, panel.top), (x, panel.bottom)], GRID, 1.0);
    }
    for (number, row) in rows.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let name = row.component.replace('_', " ");
        let name = shortened(&name, LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 14.0);
        let label = quiet(&name, MARGIN, middle + 4.5, Anchor::Start);
        canvas.label(Label { ink: TEXT, size: LABEL_SIZE + 1.0, ..label });
        canvas.rectangle(panel.left, middle - 10.0, panel.at_x(row.money), middle + 10.0, BLUE.tint(0.45));
        let overpaid = row.overpaid();
        if overpaid > 0.0 {
            canvas.rectangle(
                panel.at_x(row.money - overpaid),
                middle - 10.0,
                panel.at_x(row.money),
                middle + 10.0,
                VERMILLION,
            );
        }
        let remark = if overpaid > 0.0 {
            format!("{:.1} times the fair price", row.money / row.fair_money)
        } else {
            format!("{} of the bill", per_cent(row.share))
        };
        canvas.label(quiet(&remark, panel.right + 12.0, middle + 4.5, Anchor::Start));
    }
    panel.x_axis(canvas, "Cost over the life, mean over the launches", &material.layout.currency, 5);
    Some(sheet)
}
