//! The purchase orders of one launch: when each was placed, due and there.

use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened};
use super::font::{LABEL_SIZE, Weight};
use super::palette::{BLUE, GRID, QUIET, TEXT, VERMILLION};
use super::panel::{Days, Panel, quiet};
use super::paper::Paper;
use super::scale::Scale;
use super::words::{counted, days, number};
use crate::company::record::PurchaseRecord;
use crate::experiment::explain::story::Story;
use crate::report::said::{Text, said};
use crate::report::words::spaced;
use crate::units::date_of_day;

const ROW: f64 = 40.0;
const NAMES: f64 = 190.0;
/// Room at the right for what a row comes to.
const BESIDE: f64 = 170.0;
/// Rows at most.
const MOST: usize = 14;
/// Days shown before the first order and after the last arrival.
const AROUND: i32 = 15;

/// The orders of a supply class.
struct Row<'a> {
    name: Text,
    orders: Vec<&'a PurchaseRecord>,
    /// Days that its orders come late, all together.
    late: i32,
}

/// What becomes of an order.
fn end_of(order: &PurchaseRecord) -> i32 {
    order.arrival_day.unwrap_or(order.under_way_until)
}

/// Every order of the parts that come latest, a stroke from the day it is placed to the day it is there.
pub fn orders(paper: &Paper, story: &Story, about: Text) -> Option<Figure> {
    let record = &story.record;
    let of = |(at, class): (usize, &crate::company::record::ClassRecord)| {
        let orders: Vec<&PurchaseRecord> = record.purchases.iter().filter(|order| order.class == at).collect();
        let late = orders.iter().map(|order| order.late_days.max(0)).sum();
        let name = spaced(&class.name);
        let name = if class.parts > 1 {
            said!("{name} and {some} more", name = name, some = (class.parts - 1).to_string())
        } else {
            name.into()
        };
        Row { name, orders, late }
    };
    let mut rows: Vec<Row> = record.classes.iter().enumerate().map(of).filter(|row| !row.orders.is_empty()).collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|a, b| b.late.cmp(&a.late).then(b.orders.len().cmp(&a.orders.len())));
    let all = rows.len();
    let top = HEAD + 30.0;
    rows.truncate(MOST.min(paper.rows(ROW, top + 44.0)));
    let shown = || rows.iter().flat_map(|row| &row.orders);
    let first = shown().map(|order| order.day).min()?;
    let last = shown().map(|order| end_of(order).max(order.planned_day)).max()?;
    let first = (first - AROUND).max(0);
    let last = (last + AROUND).min(story.layout.days as i32 - 1).max(first + 1);
    let axis = Days {
        first: first as usize,
        start: date_of_day(story.layout.start, i64::from(first)),
        count: (last - first + 1) as usize,
    };
    let words = Words {
        finding: finding(
            &record.purchases,
            &record.classes.iter().map(|class| class.name.as_str()).collect::<Vec<_>>(),
        ),
        measure: super::dotted([
            said!(
                "Purchase orders of launch {launch}, from the day placed to the day there",
                launch = number(f64::from(story.picked.launch), 0)
            ),
            about,
        ]),
        drawn: said!("A row for each kind of part: every order is a stroke from its day above to its arrival below."),
    };
    let bottom = top + ROW * rows.len() as f64;
    let mut figure = Figure::new("orders", paper, words, bottom + 44.0);
    let mut keys = vec![(Key::Line(BLUE), said!("in time"))];
    if shown().any(|order| order.late_days > 0) {
        keys.push((Key::Line(VERMILLION), said!("late")));
    }
    if shown().any(|order| order.cancelled || order.arrival_day.is_none()) {
        keys.push((Key::Line(QUIET), said!("cancelled or still under way")));
    }
    figure.legend(&keys);
    let right = paper.width() - MARGIN;
    let x = Scale::Linear { low: 0.0, high: (axis.count - 1) as f64 };
    let y = Scale::Linear { low: 0.0, high: 1.0 };
    let panel = Panel { left: MARGIN + NAMES, top, right: right - BESIDE, bottom, x, y };
    let canvas = &mut figure.canvas;
    panel.years(canvas, &axis);
    let at = |day: i32| panel.at_x(f64::from(day - first)).clamp(panel.left, panel.right);
    for (number, row) in rows.iter().enumerate() {
        let upper = top + ROW * number as f64;
        canvas.line(vec![(MARGIN, upper + ROW), (right, upper + ROW)], GRID, 0.8);
        let mut placed = row.orders.clone();
        placed.sort_by_key(|order| order.late_days);
        for order in placed {
            let gone = order.cancelled || order.arrival_day.is_none();
            let ink = if gone {
                QUIET
            } else if order.late_days > 0 {
                VERMILLION
            } else {
                BLUE
            };
            let (from, to) = ((at(order.day), upper + 5.0), (at(end_of(order)), upper + ROW - 5.0));
            canvas.line(vec![from, to], ink, if order.late_days > 0 { 1.6 } else { 0.9 });
        }
        let baseline = upper + ROW / 2.0 + 4.2;
        let name = shortened(&canvas.told(row.name.clone()), LABEL_SIZE, Weight::Regular, NAMES - 12.0);
        let mut label = quiet(&name, MARGIN, baseline, Anchor::Start);
        label.ink = TEXT;
        canvas.label(label);
        let late = row.orders.iter().filter(|order| order.late_days > 0).count();
        let most = row.orders.iter().map(|order| order.late_days).max().unwrap_or(0);
        let orders = counted(row.orders.len() as f64, "order");
        let said = canvas.told(row_in_words(orders, late, most));
        canvas.label(quiet(&shortened(&said, LABEL_SIZE, Weight::Regular, BESIDE - 8.0), right, baseline, Anchor::End));
    }
    panel.months(canvas, &axis, true);
    figure.foot(note(rows.len(), all));
    Some(figure)
}

/// How many orders of a row come late, and by how many days at most.
fn row_in_words(orders: Text, late: usize, most: i32) -> Text {
    if late == 0 {
        return said!("{orders}, none late", orders = orders);
    }
    said!("{some} of {orders} late, to {days} d", some = late.to_string(), orders = orders, days = most.to_string())
}

/// What a stroke is, and how many kinds of parts are shown.
fn note(some: usize, all: usize) -> Text {
    let stroke =
        said!("Each stroke begins above on the day of the order and ends below on the day the parts are there.");
    if some == all {
        return stroke;
    }
    let (some, all) = (some.to_string(), all.to_string());
    Text::sentences([stroke, said!("{some} of {all} kinds of parts shown, the latest first.", some = some, all = all)])
}

/// How many orders come late, and which by most.
fn finding(orders: &[PurchaseRecord], names: &[&str]) -> Text {
    let late = orders.iter().filter(|order| order.late_days > 0).count();
    let worst = orders.iter().filter(|order| order.late_days > 0).max_by_key(|order| order.late_days);
    let all = counted(orders.len() as f64, "order");
    match worst {
        None if orders.iter().any(|order| order.arrival_day.is_none()) => {
            said!("None of {orders} comes late; some do not come before the end", orders = all)
        }
        None if orders.len() == 1 => said!("The only order comes in time"),
        None => said!("All {orders} come in time", orders = all),
        Some(order) => {
            let name = names.get(order.class).map_or_else(|| order.parts.clone(), |name| spaced(name));
            let (some, lasting) = (late.to_string(), days(f64::from(order.late_days)));
            if late == 1 {
                said!(
                    "{some} of {orders} comes late; {part} by most: {days}",
                    some = some,
                    orders = all,
                    part = name,
                    days = lasting
                )
            } else {
                said!(
                    "{some} of {orders} come late; {part} by most: {days}",
                    some = some,
                    orders = all,
                    part = name,
                    days = lasting
                )
            }
        }
    }
}
