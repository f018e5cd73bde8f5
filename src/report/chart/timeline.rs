//! The timeline of one launch: orders and shipments, what struck, what was sold, what held the line up, and cash.

use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened};
use super::font::{LABEL_SIZE, Weight};
use super::palette::{AXIS, BLUE, GREEN, GRID, Ink, ORANGE, PURPLE, SKY, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::paper::{Paper, Size};
use super::scale::Scale;
use super::words;
use crate::company::record::{DisruptionRecord, Goods};
use crate::experiment::explain::pick::PickedBy;
use crate::experiment::explain::story::Story;
use crate::experiment::explain::{Counterfactual, Explained};
use crate::outcome::{MetricId, SeriesId};
use crate::report::said::{Text, said};
use crate::report::words::{spaced, within};
use crate::rooms::assembly::day::BOUND_BY_FIRST_PART;

/// Rows of one kind at most.
const ROWS: usize = 8;
const ROW: f64 = 24.0;
const PANEL: f64 = 130.0;
const LEFT: f64 = 190.0;
/// Space at the right for what a row comes to.
const BESIDE: f64 = 170.0;
/// Narrowest bar: a single day stays visible.
const NARROWEST: f64 = 2.5;

/// A row of bars.
struct Row {
    name: Text,
    ink: Ink,
    /// First and last day of each bar.
    bars: Vec<(i32, i32)>,
    remark: Text,
}

/// The timeline.
#[must_use]
pub fn timeline(paper: &Paper, explained: &Explained) -> Figure {
    let story = &explained.story;
    let days = Days { first: 0, start: story.layout.start, count: story.layout.days };
    let (each, row_height, panel) = match paper.size {
        Size::Page => (ROWS, ROW, PANEL),
        Size::Slide => (2, 19.0, 78.0),
        Size::Square => (3, 19.0, 78.0),
    };
    let cut = |mut rows: Vec<Row>| {
        rows.truncate(each);
        rows
    };
    let rows = [signatures(story), disruptions(explained), windows(story), bottlenecks(story)].map(cut).concat_rows();
    let first = HEAD + 40.0;
    let rows_top = first + panel + 22.0;
    let cash_top = rows_top + rows.len() as f64 * row_height + 42.0;
    let height = cash_top + panel + 44.0;
    let heading = Words {
        finding: finding(story),
        measure: super::dotted([
            said!("Phones, signatures, disruptions, sales, bottlenecks and cash"),
            subtitle(story),
        ]),
        drawn: said!(
            "Phones to date on top, then a row for each disruption, sale and bottleneck, and cash, on one axis of days."
        ),
    };
    let mut figure = Figure::new("timeline", paper, heading, height);
    let inks = [
        (GREEN, said!("signed")),
        (VERMILLION, said!("disrupted")),
        (BLUE, said!("on sale")),
        (ORANGE, said!("a part missing")),
        (SKY, said!("at capacity")),
    ];
    let used = |ink: Ink| rows.iter().any(|row| row.ink == ink && !row.bars.is_empty());
    let keys: Vec<(Key, Text)> =
        inks.into_iter().filter(|(ink, _)| used(*ink)).map(|(ink, word)| (Key::Patch(ink), word)).collect();
    figure.legend(&keys);
    let canvas = &mut figure.canvas;
    phones(canvas, story, &days, (first, panel));
    draw_rows(canvas, &rows, &days, (rows_top, row_height));
    cash(canvas, story, &days, (cash_top, panel));
    figure.foot(said!(
        "A bar of a missing part or of capacity stands for the days on which it was the first thing that held assembly up. The dot is the day of the lowest cash. Phones beside a disruption: shipped in this launch less in the same launch, under the same luck, without it."
    ));
    figure
}

/// What became of the launch: phones, money, and cash where it falls short.
fn finding(story: &Story) -> Text {
    let launch = said!("Launch {launch}", launch = words::number(f64::from(story.picked.launch), 0));
    let shipped = story.metric(MetricId::Shipped).filter(|shipped| shipped.is_finite());
    let mut said = match shipped {
        Some(shipped) => said!("{launch} ships {phones}", launch = launch, phones = words::counted(shipped, "phone")),
        None => return launch,
    };
    if let Some(profit) = story.metric(MetricId::NetProfit).filter(|profit| profit.is_finite()) {
        let amount = words::money(profit.abs(), &story.layout.currency);
        said = if profit < 0.0 {
            said!("{what} and loses {amount}", what = said, amount = amount)
        } else {
            said!("{what} and earns {amount}", what = said, amount = amount)
        };
    }
    match story.metric(MetricId::InsolvencyDay).filter(|day| day.is_finite()) {
        Some(day) => {
            said!("{what}; short of cash from {day} on", what = said, day = words::date(story.layout.start, day))
        }
        None => said,
    }
}

trait Concatenated {
    fn concat_rows(self) -> Vec<Row>;
}

impl<const N: usize> Concatenated for [Vec<Row>; N] {
    fn concat_rows(self) -> Vec<Row> {
        self.into_iter().flatten().collect()
    }
}

/// What is told of: the scenario, and how the launch was picked.
pub(super) fn subtitle(story: &Story) -> Text {
    let name = super::title(&story.layout);
    match &story.picked.by {
        Some(PickedBy { rank: word, metric, launches }) => {
            let launches = words::number(f64::from(*launches), 0);
            let titled = story.layout.metric(metric).map_or(metric.as_str(), |at| &story.layout.metrics[at].title);
            let picked = said!(
                "the {rank} of {all} launches by {metric}",
                rank = Text::term(word.to_string()),
                all = launches,
                metric = Text::term(within(titled))
            );
            super::priced(&story.layout, super::dotted([name.into(), picked]))
        }
        None => super::priced(&story.layout, name.into()),
    }
}

fn scale_of(days: &Days) -> Scale {
    Scale::Linear { low: 0.0, high: days.count as f64 }
}

fn points(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(day, &value)| (day as f64 + 0.5, value)).collect()
}

fn phones(canvas: &mut Canvas, story: &Story, days: &Days, (top, height): (f64, f64)) {
    let series = [
        // Where phones leave as they are ordered the two lines are one: the wide one stays to be seen below the other.
        (SeriesId::OrdersToDate, said!("phones ordered"), BLUE, 6.0, BLUE.tint(0.45)),
        (SeriesId::ShippedToDate, said!("phones shipped"), GREEN, 2.0, GREEN),
        (SeriesId::Waiting, said!("waiting"), PURPLE, 2.0, PURPLE),
    ];
    let highest = series.iter().flat_map(|(id, ..)| story.series(*id)).copied().fold(0.0, f64::max);
    let y = Scale::round(0.0, highest, 4);
    let panel = Panel { left: LEFT, top, right: canvas.width() - BESIDE, bottom: top + height, x: scale_of(days), y };
    panel.scaled_header(canvas, said!("Phones"), said!("to date, and customers waiting"), MARGIN);
    panel.y_axis(canvas, 4);
    panel.years(canvas, days);
    let mut labels = Vec::new();
    for (id, word, ink, width, drawn) in series {
        let values = story.series(id);
        panel.line(canvas, &points(values), drawn, width);
        labels.push((
            values.last().copied().unwrap_or(f64::NAN),
            direct(&canvas.told(word), 0.0, 0.0, Anchor::Start, ink),
        ));
    }
    panel.right_labels(canvas, labels);
    panel.months(canvas, days, false);
}

fn draw_rows(canvas: &mut Canvas, rows: &[Row], days: &Days, (top, height): (f64, f64)) {
    let bottom = top + rows.len() as f64 * height;
    let panel = Panel {
        left: LEFT,
        top,
        right: canvas.width() - BESIDE,
        bottom,
        x: scale_of(days),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    panel.years(canvas, days);
    for (number, row) in rows.iter().enumerate() {
        let upper = top + number as f64 * height;
        canvas.line(vec![(MARGIN, upper + height), (canvas.width() - MARGIN, upper + height)], GRID, 0.8);
        for &(from, to) in &row.bars {
            let (left, right) = (panel.at_x(f64::from(from)), panel.at_x(f64::from(to) + 1.0).min(panel.right));
            let right = right.max(left + NARROWEST);
            canvas.rectangle(left, upper + 4.0, right, upper + height - 4.0, row.ink);
        }
        let baseline = upper + height / 2.0 + 4.2;
        let name = shortened(&canvas.told(row.name.clone()), LABEL_SIZE, Weight::Regular, LEFT - MARGIN - 10.0);
        let mut label = quiet(&name, MARGIN, baseline, Anchor::Start);
        label.ink = TEXT;
        canvas.label(label);
        let remark = shortened(&canvas.told(row.remark.clone()), LABEL_SIZE, Weight::Regular, BESIDE - MARGIN - 8.0);
        canvas.label(quiet(&remark, canvas.width() - MARGIN, baseline, Anchor::End));
    }
    canvas.line(vec![(LEFT, top), (LEFT, bottom)], AXIS, 1.0);
}

fn cash(canvas: &mut Canvas, story: &Story, days: &Days, (top, height): (f64, f64)) {
    let values = story.series(SeriesId::Cash);
    let line = -story.record.credit_line;
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite().fold((0.0_f64, 0.0_f64), |(low, high), cash| (low.min(cash), high.max(cash)));
    // A line far below everything is written, not drawn: it would press the curve flat.
    let far = low - line > 1.5 * (high - low);
    let y = Scale::round(if far { low } else { low.min(line) }, high, 4);
    let panel = Panel { left: LEFT, top, right: canvas.width() - BESIDE, bottom: top + height, x: scale_of(days), y };
    let currency = &story.layout.currency;
    let coin = || Text::term(currency.clone());
    panel.scaled_header(canvas, said!("Cash"), coin(), MARGIN);
    panel.y_axis(canvas, 4);
    panel.years(canvas, days);
    let mut labels = Vec::new();
    if story.record.credit_line > 0.0 && !far {
        let at = panel.at_y(line);
        canvas.dashes((panel.left, at), (panel.right, at), VERMILLION, 1.5);
        labels.push((line, direct(&canvas.told(said!("credit line")), 0.0, 0.0, Anchor::Start, VERMILLION)));
    } else if story.record.credit_line > 0.0 {
        let level = words::money(story.record.credit_line, currency);
        panel.remark(canvas, said!("credit line {amount}, far below", amount = level));
    }
    panel.line(canvas, &points(values), TEXT, 2.0);
    if let Some(last) = values.last() {
        let text = canvas.told(said!("{amount} at the end", amount = words::amount(*last)));
        labels.push((*last, direct(&text, 0.0, 0.0, Anchor::Start, TEXT)));
    }
    panel.right_labels(canvas, labels);
    if let Some((day, lowest)) = story.lowest_cash() {
        let (x, y) = (panel.at_x(day as f64 + 0.5), panel.at_y(lowest));
        canvas.dot((x, y), 4.0, TEXT);
        let text = canvas.told(said!("lowest: {amount}", amount = words::amount(lowest)));
        // Beside the dot above it or below, and farther off, clear of a curve that falls to it slowly.
        let beside = [(8.0, -7.0), (8.0, 14.0), (34.0, 4.0)];
        let at = |(off, down): (f64, f64), anchor, side: f64| direct(&text, x + side * off, y + down, anchor, TEXT);
        let labels = beside.into_iter().flat_map(|by| [at(by, Anchor::End, -1.0), at(by, Anchor::Start, 1.0)]);
        panel.clear_of(canvas, labels, &points(values));
    }
    panel.months(canvas, days, true);
}

/// Suppliers that sign after the first day, in one row.
fn signatures(story: &Story) -> Vec<Row> {
    let needed: Vec<_> = story.record.signatures.iter().filter(|signature| signature.needed).collect();
    let bars: Vec<(i32, i32)> =
        needed.iter().filter_map(|signature| signature.day).filter(|day| *day > 0).map(|day| (day, day)).collect();
    let never = needed.iter().filter(|signature| signature.day.is_none()).count();
    if bars.is_empty() && never == 0 {
        return Vec::new();
    }
    let signed =
        said!("{some} of {all} signed", some = (needed.len() - never).to_string(), all = needed.len().to_string());
    vec![Row { name: said!("signatures"), ink: GREEN, bars, remark: signed }]
}

fn disruptions(explained: &Explained) -> Vec<Row> {
    let all = explained.story.record.disruptions.iter().zip(&explained.disruptions);
    let mut struck: Vec<_> = all.filter_map(|(disruption, cost)| Some((disruption, (*cost)?))).collect();
    // Where there are too many, those that cost most stay.
    while struck.len() > ROWS {
        let least = (0..struck.len()).min_by(|&a, &b| struck[a].1.shipped.abs().total_cmp(&struck[b].1.shipped.abs()));
        struck.remove(least.unwrap_or(0));
    }
    let row = |(disruption, cost): &(&DisruptionRecord, Counterfactual)| {
        let shipped = words::amount(cost.shipped);
        Row {
            name: spaced(&disruption.name).into(),
            ink: VERMILLION,
            bars: disruption.spans.iter().map(|span| (span.days.from_day, span.days.to_day)).collect(),
            remark: if cost.shipped > 0.0 {
                said!("+{some} phones", some = shipped)
            } else {
                said!("{some} phones", some = shipped)
            },
        }
    };
    struck.iter().map(row).collect()
}

fn windows(story: &Story) -> Vec<Row> {
    let mut rows: Vec<(Row, f64, bool)> = Vec::new();
    for opening in &story.record.openings {
        let name = spaced(&opening.window);
        let name = Text::name(name);
        let at = rows.iter().position(|(row, ..)| row.name == name).unwrap_or_else(|| {
            let row = Row { name, ink: BLUE, bars: Vec::new(), remark: Text::default() };
            rows.push((row, 0.0, (opening.gives == Goods::Tickets)));
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.1 += opening.served_people as f64;
        match row.0.bars.last_mut() {
            Some(last) if opening.days.from_day <= last.1 + 1 => last.1 = opening.days.to_day,
            _ => row.0.bars.push((opening.days.from_day, opening.days.to_day)),
        }
    }
    rows.truncate(ROWS);
    let remark = |(row, served, tickets): (Row, f64, bool)| {
        let served = words::amount(served);
        let remark =
            if tickets { said!("{some} tickets", some = served) } else { said!("{some} ordered", some = served) };
        Row { remark, ..row }
    };
    rows.into_iter().map(remark).collect()
}

/// Rows of what held the line up, most customer-days first; the other parts together.
fn bottlenecks(story: &Story) -> Vec<Row> {
    let mut sums: Vec<(usize, i64, i32)> = Vec::new();
    for (spell, _) in &story.spells {
        let at = sums.iter().position(|sum| sum.0 == spell.binding).unwrap_or_else(|| {
            sums.push((spell.binding, 0, 0));
            sums.len() - 1
        });
        sums[at].1 += spell.customer_days;
        sums[at].2 += spell.bound_days;
    }
    sums.sort_by_key(|&(constraint, customer_days, days)| (-customer_days, -days, constraint));
    let bars = |which: &dyn Fn(usize) -> bool| {
        let mut bars: Vec<(i32, i32)> = Vec::new();
        for (day, record) in story.record.days.iter().enumerate().filter(|(_, record)| which(record.binding)) {
            debug_assert!(record.binding > 0);
            let day = day as i32;
            match bars.last_mut() {
                Some(last) if last.1 == day - 1 => last.1 = day,
                _ => bars.push((day, day)),
            }
        }
        bars
    };
    let remark = |days: i32| words::days(f64::from(days));
    let named = if sums.len() > ROWS { ROWS - 1 } else { sums.len() };
    let mut rows: Vec<Row> = sums[..named]
        .iter()
        .map(|&(constraint, _, days)| Row {
            name: match story.constraint(constraint) {
                "capacity" => said!("capacity"),
                "closed" => said!("closed"),
                name => spaced(name).into(),
            },
            ink: if constraint < BOUND_BY_FIRST_PART as usize { SKY } else { ORANGE },
            bars: bars(&|binding| binding == constraint),
            remark: remark(days),
        })
        .collect();
    let others: Vec<usize> = sums[named..].iter().map(|sum| sum.0).collect();
    if !others.is_empty() {
        let days = sums[named..].iter().map(|sum| sum.2).sum();
        let name = if others.contains(&1) { said!("capacity and other parts") } else { said!("other parts") };
        let bars = bars(&|binding| others.contains(&binding));
        rows.push(Row { name, ink: ORANGE, bars, remark: remark(days) });
    }
    rows
}
