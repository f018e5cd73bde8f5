//! Rows of the alternatives: the distribution of net profit on one axis, and the figures that weigh.

use super::area::Area;
use crate::outcome::MetricId;
use crate::report::chart::canvas::{Anchor, Canvas};
use crate::report::chart::figure::{MARGIN, shortened_inside};
use crate::report::chart::font::{LABEL_SIZE, Weight};
use crate::report::chart::histogram::{Bars, FEW, piles, shared};
use crate::report::chart::palette::{AXIS, GRID, Ink, PAPER, TEXT};
use crate::report::chart::panel::{HEADER_SIZE, Panel, direct, quiet};
use crate::report::chart::paper::Size;
use crate::report::chart::scale::{Scale, figure_in};
use crate::report::chart::view::{GREY, View, labels};
use crate::report::chart::words::number;
use crate::report::number::per_cent;
use crate::report::said::{Text, said};
use crate::report::words::whole;

/// Room for the headings of the columns above the rows, and for the axis below them.
const ABOVE: f64 = 40.0;
const BELOW: f64 = 44.0;
/// Rows at most.
const MOST: usize = 8;
/// Room for names.
const NAMES: f64 = 124.0;

/// Rows of alternatives with a histogram each.
pub(super) struct Earnings<'a> {
    /// Places of the alternatives shown.
    places: Vec<usize>,
    profits: Vec<&'a [f64]>,
    /// The bars of all rows; `None` where no row has a distribution.
    bars: Option<Bars>,
    x: Scale,
    row: f64,
}

/// A column of figures: its two lines of heading, its room, and the figure of an alternative.
struct Column {
    heading: Text,
    width: f64,
    told: Box<dyn Fn(usize) -> String>,
}

impl<'a> Earnings<'a> {
    /// The rows there is data for.
    pub(super) fn of(view: &View<'a>) -> Option<Self> {
        let all = view.profits.as_ref()?;
        let most = if view.paper.size == Size::Page { MOST } else { 4 };
        let places = view.beside(most);
        let profits: Vec<&[f64]> = places.iter().map(|&at| all[at]).collect();
        let finite: Vec<f64> = profits.iter().copied().flatten().copied().filter(|value| value.is_finite()).collect();
        if finite.is_empty() {
            return None;
        }
        let certain = profits.iter().all(|values| shared(values, view.size()).is_some());
        let bars = (!certain).then(|| Bars::over(&finite));
        let ends = finite.iter().fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(*value), high.max(*value)));
        let x = bars.map_or_else(|| Scale::round(ends.0, ends.1, 6), |bars| bars.scale());
        let row = match (view.paper.size, places.len()) {
            (Size::Page, few) if few <= 4 => 54.0,
            (Size::Slide, few) if few <= 2 => 48.0,
            _ => 33.0,
        };
        Some(Self { places, profits, bars, x, row })
    }

    /// How many alternatives have a row.
    pub(super) fn shown(&self) -> usize {
        self.places.len()
    }

    /// Whether histograms are drawn.
    pub(super) fn are_bars(&self) -> bool {
        self.bars.is_some() && self.profits.iter().any(|values| values.len() >= FEW)
    }

    pub(super) fn height(&self) -> f64 {
        ABOVE + self.row * self.places.len() as f64 + BELOW
    }

    /// What the axis does not hold.
    pub(super) fn beyond(&self) -> Option<Text> {
        let bars = self.bars?;
        let outside = self.profits.iter().copied().flatten().filter(|value| value.is_finite() && !bars.holds(**value));
        crate::report::chart::profit::outside(outside.count())
    }

    fn columns(view: &View) -> Vec<Column> {
        let comparison = view.comparison;
        let profit = if comparison.certain { said!("net profit") } else { said!("net profit\nmean") };
        let (paper, language) = (view.paper.clone(), view.paper.language);
        let launches = comparison.launches as usize;
        let of = |id: MetricId| (0..view.names.len()).map(|at| view.mean(id, at)).collect::<Vec<f64>>();
        let known = |values: &[f64]| values.iter().any(|value| value.is_finite());
        let told = move |value: f64| if value.is_finite() { figure_in(language, value) } else { "\u{2013}".into() };
        let share = move |value: f64| match value {
            share if share.is_nan() => "\u{2013}".into(),
            share if launches == 1 => paper.told(if share > 0.5 { said!("yes") } else { said!("no") }),
            share if launches < FEW => {
                let some = number((share * launches as f64).round(), 0);
                paper.told(said!("{some} of {all}", some = some, all = launches.to_string()))
            }
            share => per_cent(share),
        };
        let mut columns = Vec::new();
        let mut add = |heading: Text, width: f64, values: Vec<f64>, told: Box<dyn Fn(f64) -> String>| {
            if known(&values) {
                columns.push(Column { heading, width, told: Box::new(move |at| told(values[at])) });
            }
        };
        let prices: Vec<f64> = comparison.prices.iter().map(|price| price.unwrap_or(f64::NAN)).collect();
        let differ = prices.iter().any(|price| *price != prices[0]);
        if differ {
            let exact = |price: f64| if price.is_finite() { crate::outcome::exactly(price) } else { "\u{2013}".into() };
            add(said!("price"), 58.0, prices, Box::new(exact));
        }
        let certain = comparison.certain;
        let money = move |value: f64| if certain && value.is_finite() { whole(value) } else { told(value) };
        add(profit, 92.0, of(MetricId::NetProfit), Box::new(money));
        let losing = (0..view.names.len()).map(|at| view.losing(at)).collect();
        add(said!("loses\nmoney"), 62.0, losing, Box::new(share.clone()));
        add(said!("short of\ncash"), 66.0, of(MetricId::Insolvent), Box::new(share));
        add(said!("phones\nshipped"), 86.0, of(MetricId::Shipped), Box::new(told));
        columns
    }

    pub(super) fn draw(&self, view: &View, canvas: &mut Canvas, area: Area) {
        let columns = Self::columns(view);
        let right = area.right - MARGIN;
        let mut ends: Vec<f64> = Vec::new();
        let mut end = right;
        for column in columns.iter().rev() {
            ends.insert(0, end);
            end -= column.width;
        }
        let figures = end;
        let top = area.top + ABOVE;
        let bottom = top + self.row * self.places.len() as f64;
        let whole = Panel {
            left: area.left + MARGIN + NAMES,
            top,
            right: figures - 8.0,
            bottom,
            x: self.x,
            y: Scale::Linear { low: 0.0, high: 1.0 },
        };
        for (column, &x) in columns.iter().zip(&ends) {
            for (line, text) in canvas.told(column.heading.clone()).split('\n').enumerate() {
                canvas.label(quiet(text, x, top - 24.0 + 15.0 * line as f64, Anchor::End));
            }
        }
        let names: Vec<&str> = self.places.iter().map(|&at| view.names[at].as_str()).collect();
        let names = labels(&names, HEADER_SIZE, Weight::SemiBold, NAMES - 12.0);
        for (number, (&at, name)) in self.places.iter().zip(&names).enumerate() {
            let upper = top + self.row * number as f64;
            let ink = view.inks[at].unwrap_or(GREY);
            canvas.line(vec![(area.left + MARGIN, upper), (right, upper)], GRID, 0.8);
            let middle = upper + self.row / 2.0 + 4.5;
            canvas.label(direct(name, area.left + MARGIN, middle, Anchor::Start, ink));
            let panel = Panel { top: upper + 5.0, bottom: upper + self.row - 1.0, ..whole };
            self.distribution(view, &panel, canvas, (number, ink));
            for (column, &x) in columns.iter().zip(&ends) {
                let text = shortened_inside(&(column.told)(at), LABEL_SIZE + 1.0, Weight::Regular, column.width - 6.0);
                let mut label = quiet(&text, x, middle, Anchor::End);
                (label.size, label.ink) = (LABEL_SIZE + 1.0, TEXT);
                canvas.label(label);
            }
        }
        if self.x.low() <= 0.0 && self.x.high() >= 0.0 {
            let zero = whole.at_x(0.0);
            canvas.line(vec![(zero, top), (zero, bottom)], AXIS, 1.2);
        }
        whole.x_axis(canvas, said!("Net profit"), view.currency(), 5);
    }

    /// A histogram, dots of few launches, or a bar where all agree.
    fn distribution(&self, view: &View, panel: &Panel, canvas: &mut Canvas, (number, ink): (usize, Ink)) {
        let values: Vec<f64> = self.profits[number].iter().copied().filter(|value| value.is_finite()).collect();
        let (dark, pale) = (ink.for_text(), ink.tint(0.5));
        let of = |value: f64| if value < 0.0 { dark } else { pale };
        let at = |value: f64| panel.at_x(value.clamp(self.x.low(), self.x.high()));
        if let Some(value) = shared(&values, view.size()) {
            let zero = at(0.0);
            let (from, to) = (zero.min(at(value)), zero.max(at(value)));
            canvas.rectangle(from, panel.top + 6.0, to.max(from + 1.5), panel.bottom - 7.0, of(value));
            return;
        }
        let Some(bars) = self.bars else { return };
        if values.len() < FEW {
            piles(panel, canvas, &values.iter().map(|value| (*value, of(*value))).collect::<Vec<_>>());
            return;
        }
        let lost = bars.counts(values.iter().copied().filter(|value| *value < 0.0));
        let earned = bars.counts(values.iter().copied().filter(|value| *value >= 0.0));
        let tallest = (0..bars.count).map(|bar| lost[bar] + earned[bar]).max().unwrap_or(1).max(1);
        let y = Scale::Linear { low: 0.0, high: tallest as f64 / values.len() as f64 };
        bars.draw(&Panel { y, ..*panel }, canvas, &[(lost, dark), (earned, pale)], values.len());
        let mean = view.mean(MetricId::NetProfit, self.places[number]);
        if bars.holds(mean) {
            canvas.line(vec![(at(mean), panel.top), (at(mean), panel.bottom)], PAPER, 4.0);
            canvas.line(vec![(at(mean), panel.top), (at(mean), panel.bottom)], TEXT, 1.8);
        }
    }
}
