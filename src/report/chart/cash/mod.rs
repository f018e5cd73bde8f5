//! Cash over the days of the timeline, the line below which a launch is short of it, and what remains after all bills.

mod marks;

use super::Material;
use super::canvas::Canvas;
use super::fans::{
    FOOT, LEFT, WIDE, day_panel, each_day, end_labels, ends, fan_of_days, keys, legend, quantiles, reach,
};
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::findings;
use super::histogram::FEW;
use super::palette::{AXIS, BLUE, GRID, Ink, QUIET, VERMILLION};
use super::panel::{Days, Panel};
use super::scale::Scale;
use super::words;
use super::zoom::window;
use crate::experiment::figures::MetricSummary;
use crate::outcome::{MetricId, SeriesId};
use crate::report::said::{Text, said};
use marks::{
    CreditLine, HEADING, draw_line, draw_settled, flags, line_in_words, mark_lowest, mark_short_days, settled,
};

/// Space at the right for what remains after all bills.
const RIGHT: f64 = 150.0;
/// Height of the panel of all days on a page, and of that of the days around the lowest cash.
const ALL: f64 = 150.0;
const NEAR: f64 = 270.0;
/// Between the two: months, years, heading and flags.
const GAP: f64 = 88.0;
/// The median without what owners paid in.
const OWN: Ink = QUIET;

/// Cash as a runway: the days around its lowest enlarged, then all of them, with the line below which the company is short of
/// it, dated money, and cash without what its owners paid in.
pub fn cash(material: &Material) -> Option<Figure> {
    let layout = material.layout;
    let series = layout.series_at(SeriesId::Cash)?;
    let bands = &material.bands[series];
    let (lowest, highest) = reach(material, series)?;
    let settled = settled(material, series);
    let values = settled.iter().flatten().map(|(_, value)| *value).chain([lowest, highest]);
    let (lowest, highest) =
        values.filter(|value| value.is_finite()).fold((lowest, highest), |(low, high), v| (low.min(v), high.max(v)));
    let line = CreditLine::of(material, lowest, highest);
    let owners = Owners::of(material, series);
    let date = |day: f64| words::date(layout.start, day.clamp(0.0, layout.days as f64));
    let heading = material.daily_words(
        findings::cash(material.figures, &layout.currency, date),
        said!("Cash at the end of each day, {currency}", currency = material.currency()),
        said!(
            "A fan of cash over the days around its lowest and over all days, with dated money as flags, the credit line, cash without the owners' money, and what remains after all bills."
        ),
    );
    let whole = super::days_from(layout, None);
    let lowest_day = material.figures.metric(MetricId::LowestCashDay).map(|metric| metric.summary);
    let zoom = window(layout, &Vec::from_iter(lowest_day));
    let top = HEAD + 62.0;
    let (near, all) = match zoom {
        Some(_) => {
            let rest = top + GAP + FOOT;
            (material.paper.row(NEAR, 1, rest + 110.0), material.paper.row(ALL, 1, rest + NEAR.min(220.0)).max(110.0))
        }
        None => (0.0, material.paper.height(470.0) - top - FOOT),
    };
    let height = top + if zoom.is_some() { near + GAP } else { 0.0 } + all + FOOT;
    let mut figure = Figure::new("cash", material.paper, heading, height);
    let mut named = keys(BLUE, bands.spread(), material.daily.launches);
    if !line.far {
        named.push((Key::Line(VERMILLION), line_in_words(&line)));
    }
    if owners.is_some() {
        named.push((Key::Line(OWN), said!("without owners' money")));
    }
    legend(&mut figure, &named);
    let sheet = Sheet { material, series, line: &line, owners: owners.as_ref() };
    let canvas = &mut figure.canvas;
    let sides = (LEFT, material.paper.width() - RIGHT);
    if let Some(days) = zoom {
        let y = sheet.scale_within(&days);
        let panel = day_panel(&days, sides, top, near, y);
        sheet.strip(canvas, &panel, &days, said!("Around its lowest days"), None);
        let last = |curve: &[f64]| curve.get(days.first + days.count - 1).copied().unwrap_or(f64::NAN);
        let ends = quantiles(last(&bands.p50), last(&bands.p95), last(&bands.p5));
        if !(2..FEW).contains(&material.daily.launches) {
            end_labels(&panel, canvas, &ends, BLUE);
        }
        mark_lowest(&panel, canvas, material, &days);
    }
    let room = 1.5 * (highest - lowest);
    let own = owners.as_ref().and_then(Owners::lowest).map(|(_, cash)| cash).filter(|cash| lowest - cash <= room);
    let deepest = own.unwrap_or(lowest).min(lowest).min(line.deepest());
    let y = scale(deepest, highest, if zoom.is_some() { 4 } else { 7 });
    let upper = if zoom.is_some() { top + near + GAP } else { top };
    let panel = day_panel(&whole, sides, upper, all, y);
    sheet.strip(canvas, &panel, &whole, if zoom.is_some() { said!("All days") } else { said!("Cash") }, zoom);
    match &settled {
        Some(ends) => draw_settled(&panel, canvas, ends, bands.p50.last().copied()),
        None => end_labels(&panel, canvas, &ends(material, None, series), BLUE),
    }
    if zoom.is_none() {
        mark_lowest(&panel, canvas, material, &whole);
    }
    figure.foot(note(material, bands.spread(), owners.as_ref()));
    Some(figure)
}

/// What both panels are drawn from.
struct Sheet<'a> {
    material: &'a Material<'a>,
    series: usize,
    line: &'a CreditLine,
    owners: Option<&'a Owners>,
}

impl Sheet<'_> {
    /// One panel; of all days, with those shaded that are enlarged.
    fn strip(&self, canvas: &mut Canvas, panel: &Panel, days: &Days, title: Text, enlarged: Option<Days>) {
        let material = self.material;
        let heading = Panel { top: panel.top - HEADING, ..*panel };
        heading.scaled_header(canvas, title, material.currency(), MARGIN);
        if let Some(near) = enlarged {
            let at = |day: usize| panel.at_x((day - days.first) as f64);
            canvas.rectangle(at(near.first), panel.top, at(near.first + near.count - 1), panel.bottom, GRID.tint(0.7));
        }
        panel.y_axis(canvas, if panel.bottom - panel.top < 180.0 { 4 } else { 7 });
        panel.years(canvas, days);
        if let Some((low, high)) = self.line.range.filter(|_| !self.line.far) {
            let at = |value: f64| panel.at_y(value).clamp(panel.top, panel.bottom);
            canvas.rectangle(panel.left, at(high), panel.right, at(low), VERMILLION.opacity(WIDE));
        }
        fan_of_days(material, panel, canvas, days, (self.series, BLUE));
        if let Some(owners) = self.owners {
            let own = owners.without.iter().enumerate().skip(days.first).take(days.count);
            let points: Vec<(f64, f64)> = own.map(|(day, cash)| ((day - days.first) as f64, *cash)).collect();
            panel.line(canvas, &points, OWN, 1.3);
        }
        if panel.y.low() < 0.0 {
            canvas.line(vec![(panel.left, panel.at_y(0.0)), (panel.right, panel.at_y(0.0))], AXIS, 1.0);
        }
        draw_line(panel, canvas, self.line);
        mark_short_days(panel, canvas, material, days);
        panel.months(canvas, days, true);
        flags(panel, canvas, material, days);
    }

    /// An axis for what cash is on some days; a credit line or cash without owners' money far from it is not on it.
    fn scale_within(&self, days: &Days) -> Scale {
        let (bands, paths) = (&self.material.bands[self.series], &self.material.daily.values[self.series]);
        let launches = self.material.daily.launches;
        let last = days.first + days.count;
        let mut shown: Vec<f64> = [&bands.p5, &bands.p95, &bands.p50]
            .into_iter()
            .flat_map(|curve| curve.iter().skip(days.first).take(days.count).copied())
            .collect();
        if (2..FEW).contains(&launches) {
            let of = |launch: usize| paths.of(launch).skip(days.first).take(days.count);
            shown.extend((0..launches).flat_map(of));
        }
        let (low, high) = ends_of(shown.into_iter());
        let room = 1.5 * (high - low).max(f64::MIN_POSITIVE);
        let own = self.owners.map(|owners| ends_of(owners.without[days.first..last].iter().copied()));
        let own = own.filter(|(own, _)| low - own <= room).map_or(low, |(own, _)| own.min(low));
        let line = if self.line.far { 0.0 } else { self.line.deepest() };
        let line = if low - line <= room { line } else { 0.0 };
        scale(own.min(line), high, 7)
    }
}

/// Lowest and highest of the finite values, and zero.
fn ends_of(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.filter(|value| value.is_finite()).fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)))
}

/// The median launch without what its owners paid in to date.
struct Owners {
    without: Vec<f64>,
    /// All that they pay in.
    paid: f64,
}

impl Owners {
    /// `None` where they pay in nothing, or launches are drawn one by one.
    fn of(material: &Material, series: usize) -> Option<Self> {
        let layout = material.layout;
        if (2..FEW).contains(&material.daily.launches) {
            return None;
        }
        let rounds = || layout.inflows.iter().filter(|inflow| inflow.name.starts_with("funding."));
        let by = |day: usize| {
            let due = rounds().filter(|round| round.day <= day as i32).map(|round| round.amount);
            layout.opening_cash + due.sum::<f64>()
        };
        let paid = by(layout.days.saturating_sub(1));
        let curve = material.bands[series].p50.iter().enumerate();
        (paid > 0.0).then(|| Self { without: curve.map(|(day, cash)| cash - by(day)).collect(), paid })
    }

    /// Its lowest day and value.
    fn lowest(&self) -> Option<(usize, f64)> {
        let finite = self.without.iter().copied().enumerate().filter(|(_, cash)| cash.is_finite());
        finite.reduce(|least, one| if one.1 < least.1 { one } else { least })
    }
}

/// Zero and all values, ending on a round tick above but not below, where little room is needed.
fn scale(lowest: f64, highest: f64, most: usize) -> Scale {
    let round = Scale::round(lowest.min(0.0), highest.max(0.0), most);
    let span = round.high() - lowest.min(0.0);
    Scale::Linear { low: lowest.min(0.0) - 0.05 * span, high: round.high() }
}

fn note(material: &Material, spread: bool, owners: Option<&Owners>) -> Text {
    let mut parts = Vec::new();
    parts.extend(short_of_cash(material));
    parts.extend(owners.and_then(|owners| {
        let (day, cash) = owners.lowest()?;
        let date = words::date(material.layout.start, day as f64);
        let paid = words::money(owners.paid, &material.layout.currency);
        let cash = words::amount(cash);
        Some(if spread {
            said!(
                "Owners pay in {paid} in all; without that cash would fall to {cash} on {date} in the median.",
                paid = paid,
                cash = cash,
                date = date
            )
        } else {
            said!(
                "Owners pay in {paid} in all; without that cash would fall to {cash} on {date}.",
                paid = paid,
                cash = cash,
                date = date
            )
        })
    }));
    if let Some(closing) = material.figures.metric(MetricId::ClosingCash) {
        let left = words::money(closing.summary.p50, &material.layout.currency);
        parts.push(if spread {
            said!(
                "After all bills of the last day are paid and collected: {amount} in the median launch.",
                amount = left
            )
        } else {
            said!("After all bills of the last day are paid and collected: {amount}.", amount = left)
        });
    }
    if spread {
        parts.push(each_day(material));
    }
    Text::sentences(parts)
}

/// In how many launches cash falls below the credit line, and when.
fn short_of_cash(material: &Material) -> Option<Text> {
    let MetricSummary { summary, .. } = material.figures.metric(MetricId::InsolvencyDay)?;
    let launches = material.figures.launches;
    let date = |day: f64| words::date(material.layout.start, day.clamp(0.0, material.layout.days as f64));
    let (count, all) = (summary.count, launches.max(1));
    Some(match (count, launches) {
        (0, 1) => said!("Cash stays above the credit line."),
        (0, _) => said!("Cash stays above the credit line in every launch."),
        (_, 1) => said!("Short of cash from {day}, when it falls below the credit line.", day = date(summary.p50)),
        _ if count == all && summary.min == summary.max => {
            said!("Short of cash in every launch: below the credit line on {day}.", day = date(summary.p50))
        }
        _ if all < FEW => said!(
            "Short of cash in {some} of {all} launches: below the credit line, first on {day}.",
            some = count.to_string(),
            all = all.to_string(),
            day = date(summary.min)
        ),
        _ => said!(
            "Short of cash in {share} of the launches: below the credit line, half of them by {day}; the mark on the axis holds nine in ten of these days.",
            share = words::share(count as f64 / all as f64),
            day = date(summary.p50)
        ),
    })
}
