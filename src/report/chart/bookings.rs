//! A calendar of bookings: when the first parts are signed for, ordered, due and there, and until when orders are safe.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, GREEN, GRID, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::scale::Scale;
use crate::experiment::bookings::{Booking, Bookings};
use crate::experiment::demand::Spread;
use crate::outcome::Layout;
use crate::report::words::{counted, spaced};
use crate::units::date_of_day;

const ROW: f64 = 28.0;
/// Room for names, and for the two columns at the right.
const NAMES: f64 = 190.0;
const COLUMNS: [f64; 2] = [112.0, 96.0];
/// Rows at most; the parts that are left share one.
const MOST: usize = 14;
/// Days shown before the first and after the last.
const AROUND: f64 = 20.0;

/// The first booking of each part in a row, the ones that set the pace first.
pub fn bookings(material: &Material) -> Option<Figure> {
    let all = material.bookings?;
    let (launches, paper) = (all.launches, material.paper);
    let above = HEAD + 58.0;
    let most = paper.rows(ROW, above + 40.0).min(MOST);
    // One row stands for all that have none of their own.
    let own = if all.parts.len() > most { most - 1 } else { all.parts.len() };
    let (shown, others) = all.parts.split_at(own);
    let rows: Vec<Booking> = shown.iter().cloned().chain(together(others)).collect();
    let days = days(material.layout, all, &rows);
    let height = above + ROW * rows.len() as f64 + 40.0;
    let words = material.words(
        Some(findings::bookings(all)),
        "First order of each part",
        "A row for each part over the days: signature, order, due date, when it is there, and the latest safe order.",
    );
    let mut figure = Figure::new("bookings", paper, words, height);
    let mut keys = vec![(Key::Patch(BLUE.tint(0.45)), "from order to due date"), (Key::Dot(BLUE), "first parts there")];
    if rows.iter().any(|row| row.signed.is_some()) {
        keys.insert(0, (Key::Dot(GREEN), "supplier signs"));
    }
    if rows.iter().any(|row| row.safely_there > all.needed) {
        keys.push((Key::Line(VERMILLION), "too late"));
    }
    keys.push((Key::Bar(TEXT), "latest safe order"));
    figure.legend(&keys);
    let right = paper.width() - MARGIN;
    let x = Scale::Linear { low: 0.0, high: (days.count.max(2) - 1) as f64 };
    let panel = Panel {
        left: MARGIN + NAMES,
        top: above,
        right: right - COLUMNS[0] - COLUMNS[1] - 10.0,
        bottom: above + ROW * rows.len() as f64,
        x,
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    let canvas = &mut figure.canvas;
    panel.years(canvas, &days);
    let whose = if launches == 1 { "" } else { "in nine of ten" };
    for (line, [by, there]) in [["order by,", "there"], ["at the latest", whose]].into_iter().enumerate() {
        let y = above - 24.0 + 15.0 * line as f64;
        canvas.label(quiet(by, right - COLUMNS[1], y, Anchor::End));
        canvas.label(quiet(there, right, y, Anchor::End));
    }
    let at = |day: f64| panel.at_x(day - days.first as f64).clamp(panel.left, panel.right);
    for (number, row) in rows.iter().enumerate() {
        let upper = above + ROW * number as f64;
        canvas.line(vec![(MARGIN, upper + ROW), (right, upper + ROW)], GRID, 0.8);
        draw_row(canvas, &at, row, (upper, all.needed));
        let baseline = upper + ROW / 2.0 + 4.2;
        let name = shortened(&called(row), LABEL_SIZE, Weight::Regular, NAMES - 12.0);
        let mut label = quiet(&name, MARGIN, baseline, Anchor::Start);
        label.ink = TEXT;
        canvas.label(label);
        let mut by = quiet(&date(material.layout, row.latest), right - COLUMNS[1], baseline, Anchor::End);
        by.ink = TEXT;
        canvas.label(by);
        let (text, late) = spare(row, all.needed);
        let mut there = quiet(&text, right, baseline, Anchor::End);
        there.ink = if late { VERMILLION.for_text() } else { TEXT };
        canvas.label(there);
    }
    let needed = at(all.needed);
    canvas.dashes((needed, above - 6.0), (needed, panel.bottom), TEXT, 1.4);
    let first = format!(
        "first phone {} {}",
        if all.planned { "planned" } else { "started" },
        date(material.layout, all.needed)
    );
    let mut label = direct(&first, needed, above - 12.0, Anchor::Middle, TEXT);
    let half = (label.bounds().2 - label.bounds().0) / 2.0;
    label.x = label.x.clamp(MARGIN + half, panel.right - half);
    canvas.label(label);
    panel.months(canvas, &days, true);
    figure.foot(&note(all));
    Some(figure)
}

/// All parts without a row of their own in one: from the first order to the last arrival, with the least room.
fn together(others: &[Booking]) -> Option<Booking> {
    let first = others.first()?;
    let parts = others.iter().map(|one| one.parts).sum();
    let least = |of: fn(&Booking) -> f64| others.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Booking) -> f64| others.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let ordered =
        Spread { p5: least(|one| one.ordered.p5), p50: least(|one| one.ordered.p50), p95: most(|one| one.ordered.p95) };
    let due = most(|one| one.ordered.p50 + f64::from(one.lead));
    Some(Booking {
        name: "other parts".into(),
        pacing: false,
        parts,
        signed: None,
        lead: (due - ordered.p50) as i32,
        ordered,
        there: Spread { p5: least(|one| one.there.p5), p50: most(|one| one.there.p50), p95: most(|one| one.there.p95) },
        safely_there: most(|one| one.safely_there),
        latest: least(|one| one.latest),
        ..first.clone()
    })
}

/// "screen", "audio jack and 11 more", "108 other parts".
fn called(row: &Booking) -> String {
    match row.parts {
        parts if row.name == "other parts" => counted(parts as f64, "other part"),
        0 | 1 => spaced(&row.name),
        parts => format!("{} and {} more", spaced(&row.name), parts - 1),
    }
}

fn date(layout: &Layout, day: f64) -> String {
    let date = date_of_day(layout.start, day.floor() as i64);
    format!("{} {}", date.day(), date.strftime("%b %Y"))
}

/// "12 days early", "23 days late", and whether it is late.
fn spare(row: &Booking, needed: f64) -> (String, bool) {
    let days = row.safely_there - needed;
    match () {
        () if days > 0.0 => (format!("{} late", counted(days, "day")), true),
        () if days < 0.0 => (format!("{} early", counted(-days, "day")), false),
        () => ("just in time".into(), false),
    }
}

fn draw_row(canvas: &mut Canvas, at: &dyn Fn(f64) -> f64, row: &Booking, (upper, needed): (f64, f64)) {
    let middle = upper + ROW / 2.0;
    let (from, due) = (at(row.ordered.p50), at(row.ordered.p50 + f64::from(row.lead)));
    canvas.rectangle(from, middle - 6.0, due.max(from + 2.0), middle + 6.0, BLUE.tint(0.45));
    let (there, safe) = (at(row.there.p50), at(row.safely_there));
    canvas.line(vec![(due.min(there), middle), (safe.min(at(needed)).max(due.min(there)), middle)], BLUE, 2.2);
    if row.safely_there > needed {
        canvas.line(vec![(at(needed).max(due.min(there)), middle), (safe, middle)], VERMILLION, 3.0);
    }
    canvas.dot((there, middle), 4.0, if row.there.p50 > needed { VERMILLION } else { BLUE });
    if let Some(signed) = &row.signed {
        canvas.line(vec![(at(signed.p5), middle), (at(signed.p95), middle)], GREEN, 1.4);
        canvas.dot((at(signed.p50), middle), 3.4, GREEN);
    }
    let latest = at(row.latest);
    canvas.rectangle(latest - 1.3, middle - 9.0, latest + 1.3, middle + 9.0, TEXT);
}

/// From the month of the first event to the last.
fn days(layout: &Layout, all: &Bookings, rows: &[Booking]) -> Days {
    let first =
        rows.iter().flat_map(|row| [row.ordered.p50, row.latest, row.signed.map_or(f64::INFINITY, |day| day.p5)]);
    let last = rows.iter().flat_map(|row| [row.safely_there, row.ordered.p50 + f64::from(row.lead)]);
    let first = (first.fold(all.needed, f64::min) - AROUND).max(0.0).floor() as usize;
    let last = (last.fold(all.needed, f64::max) + AROUND).min(layout.days as f64 - 1.0).max(first as f64 + 1.0);
    Days { first, start: date_of_day(layout.start, first as i64), count: last as usize - first + 1 }
}

fn note(all: &Bookings) -> String {
    let (median, safe) = if all.launches == 1 {
        ("", "in this launch")
    } else {
        (
            " Order, signature and arrival: the median launch; lines reach to where nine launches in ten have the parts.",
            "in nine launches of ten",
        )
    };
    format!(
        "Latest safe order: the last day on which an order brings the first parts by the day of the first phone {safe}, at the \
         lead times, slips and disruptions of these launches.{median} From {}.",
        counted(f64::from(all.launches), "launch")
    )
}
