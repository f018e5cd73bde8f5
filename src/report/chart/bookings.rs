//! A calendar of bookings: when the first parts are signed for, ordered, due and there, and until when orders are safe.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight, width};
use super::palette::{BLUE, GREEN, GRID, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::scale::Scale;
use super::words;
use crate::experiment::bookings::{Booking, Bookings};
use crate::experiment::demand::Spread;
use crate::outcome::Layout;
use crate::report::said::{Text, said};
use crate::report::words::spaced;
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
    let heading = material.words(
        Some(findings::bookings(all)),
        said!("First order of each part"),
        said!("A row for each part over the days: signature, order, due date, when it is there, and the latest safe order."),
    );
    let mut figure = Figure::new("bookings", paper, heading, height);
    let mut keys = vec![
        (Key::Patch(BLUE.tint(0.45)), said!("from order to due date")),
        (Key::Dot(BLUE), said!("first parts there")),
    ];
    if rows.iter().any(|row| row.signed.is_some()) {
        keys.insert(0, (Key::Dot(GREEN), said!("supplier signs")));
    }
    if rows.iter().any(|row| row.safely_there > all.needed) {
        keys.push((Key::Line(VERMILLION), said!("too late")));
    }
    keys.push((Key::Bar(TEXT), said!("latest safe order")));
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
    let whose = if launches == 1 { Text::default() } else { said!("in nine of ten") };
    let headings = [[said!("order by,"), said!("there")], [said!("at the latest"), whose]];
    for (line, [by, there]) in headings.into_iter().enumerate() {
        let y = above - 24.0 + 15.0 * line as f64;
        canvas.label(quiet(&canvas.told(by), right - COLUMNS[1], y, Anchor::End));
        canvas.label(quiet(&canvas.told(there), right, y, Anchor::End));
    }
    let at = |day: f64| panel.at_x(day - days.first as f64).clamp(panel.left, panel.right);
    for (number, row) in rows.iter().enumerate() {
        let upper = above + ROW * number as f64;
        canvas.line(vec![(MARGIN, upper + ROW), (right, upper + ROW)], GRID, 0.8);
        draw_row(canvas, &at, row, (upper, all.needed));
        let baseline = upper + ROW / 2.0 + 4.2;
        let mut label = quiet(&name(canvas, row), MARGIN, baseline, Anchor::Start);
        label.ink = TEXT;
        canvas.label(label);
        let mut by = quiet(&canvas.told(date(material.layout, row.latest)), right - COLUMNS[1], baseline, Anchor::End);
        by.ink = TEXT;
        canvas.label(by);
        let (text, late) = spare(row, all.needed);
        let mut there = quiet(&canvas.told(text), right, baseline, Anchor::End);
        there.ink = if late { VERMILLION.for_text() } else { TEXT };
        canvas.label(there);
    }
    let needed = at(all.needed);
    canvas.dashes((needed, above - 6.0), (needed, panel.bottom), TEXT, 1.4);
    let needed_by = date(material.layout, all.needed);
    let first = if all.planned {
        said!("first phone planned {date}", date = needed_by)
    } else {
        said!("first phone started {date}", date = needed_by)
    };
    let mut label = direct(&canvas.told(first), needed, above - 12.0, Anchor::Middle, TEXT);
    let half = (label.bounds().2 - label.bounds().0) / 2.0;
    label.x = label.x.clamp(MARGIN + half, panel.right - half);
    canvas.label(label);
    panel.months(canvas, &days, true);
    figure.foot(note(all));
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

/// What a row is called, its first part in as many letters as there is room for.
fn name(canvas: &Canvas, row: &Booking) -> String {
    let room = NAMES - 12.0;
    let whole = canvas.told(called(row, &spaced(&row.name)));
    // What says how many more there are stays whole.
    let rest = width(&canvas.told(called(row, "")), LABEL_SIZE, Weight::Regular);
    if row.parts < 2 || width(&whole, LABEL_SIZE, Weight::Regular) <= room {
        return shortened(&whole, LABEL_SIZE, Weight::Regular, room);
    }
    let first = shortened(&spaced(&row.name), LABEL_SIZE, Weight::Regular, room - rest);
    canvas.told(called(row, &first))
}

/// "screen", "audio jack and 11 more", "108 other parts".
fn called(row: &Booking, first: &str) -> Text {
    match row.parts {
        1 if row.name == "other parts" => said!("1 other part"),
        parts if row.name == "other parts" => said!("{many} other parts", many = parts.to_string()),
        0 | 1 => first.into(),
        parts => said!("{name} and {some} more", name = first, some = (parts - 1).to_string()),
    }
}

fn date(layout: &Layout, day: f64) -> Text {
    words::date(layout.start, day.floor())
}

/// "12 days early", "23 days late", and whether it is late.
fn spare(row: &Booking, needed: f64) -> (Text, bool) {
    let days = row.safely_there - needed;
    match () {
        () if days > 0.0 => (said!("{days} late", days = words::days(days)), true),
        () if days < 0.0 => (said!("{days} early", days = words::days(-days)), false),
        () => (said!("just in time"), false),
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

fn note(all: &Bookings) -> Text {
    let from = said!("From {launches}.", launches = words::counted(f64::from(all.launches), "launch"));
    if all.launches == 1 {
        let safe = said!(
            "Latest safe order: the last day on which an order brings the first parts by the day of the first phone in this launch, at the lead times, slips and disruptions of these launches."
        );
        return Text::sentences([safe, from]);
    }
    let safe = said!(
        "Latest safe order: the last day on which an order brings the first parts by the day of the first phone in nine launches of ten, at the lead times, slips and disruptions of these launches."
    );
    let median = said!(
        "Order, signature and arrival: the median launch; lines reach to where nine launches in ten have the parts."
    );
    Text::sentences([safe, median, from])
}
