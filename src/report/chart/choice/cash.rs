//! Cash of the alternatives in one panel, around its lowest days.

use super::area::Area;
use crate::experiment::compare::Alternative;
use crate::experiment::compare::days::SHOWN;
use crate::outcome::{MetricId, SeriesId};
use crate::report::chart::canvas::{Anchor, Canvas};
use crate::report::chart::figure::MARGIN;
use crate::report::chart::font::Weight;
use crate::report::chart::palette::{AXIS, VERMILLION};
use crate::report::chart::panel::{Days, HEADER_SIZE, Panel, direct};
use crate::report::chart::scale::Scale;
use crate::report::chart::view::{GREY, View, labels};
use crate::report::chart::zoom::window;
use crate::report::said::said;
use crate::stats::Summary;
use crate::stats::bands::{Bands, FEW};

/// Room below the panel for months and years.
pub(super) const BELOW: f64 = 40.0;
/// Room at the left for numbers, and at the right for names.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 130.0;
/// Alternatives at most.
const MOST: usize = 4;

/// The cash of some alternatives.
pub(super) struct Cash<'a> {
    places: Vec<usize>,
    all: Vec<(&'a Alternative, &'a Bands)>,
    days: Days,
    /// Whether the days are only those around the lowest cash.
    zoomed: bool,
}

impl<'a> Cash<'a> {
    /// `None` without cash, or without days.
    pub(super) fn of(view: &View<'a>) -> Option<Self> {
        let series = SHOWN.iter().position(|series| *series == SeriesId::Cash)?;
        let places = view.beside(MOST);
        let of = |&at: &usize| {
            let alternative = &view.runs.alternatives[at];
            Some((alternative, alternative.days.bands(series)?))
        };
        let all: Vec<(&Alternative, &Bands)> = places.iter().map(of).collect::<Option<_>>()?;
        let layout = &all.first()?.0.layout;
        // Alternatives that begin on other days have no axis in common.
        if all.iter().any(|(other, _)| other.layout.start != layout.start || other.layout.days != layout.days) {
            return None;
        }
        let lowest = view.comparison.metric(MetricId::LowestCashDay);
        let lowest = places.iter().filter_map(|&at| lowest?.sides.get(at).copied().flatten());
        let lowest: Vec<Summary> = lowest.map(|side| side.summary).collect();
        let zoom = window(layout, &lowest);
        let days = zoom.unwrap_or_else(|| crate::report::chart::days_from(layout, None));
        Some(Self { places, all, days, zoomed: zoom.is_some() })
    }

    /// Whether a line for one launch in twenty stands below each median.
    pub(super) fn is_spread(&self) -> bool {
        self.all.iter().any(|(one, bands)| one.days.launches >= FEW && bands.spread())
    }

    pub(super) fn draw(&self, view: &View, canvas: &mut Canvas, area: Area, bottom: f64) {
        let Days { first, count, .. } = self.days;
        let within = |curve: &[f64]| -> Vec<f64> { curve.iter().skip(first).take(count).copied().collect() };
        let many = self.is_spread();
        let curves: Vec<(Vec<f64>, Vec<f64>)> =
            self.all.iter().map(|(_, bands)| (within(&bands.p50), within(&bands.p5))).collect();
        let values = || curves.iter().flat_map(|(middle, low)| middle.iter().chain(low)).copied();
        let finite = || values().filter(|value| value.is_finite());
        let (low, high) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
        let line = self.all[0].0.layout.insolvency_line;
        let far = low - line > 1.5 * (high - low);
        let y = Scale::round(if far { low } else { low.min(line) }, high, 4);
        let x = Scale::Linear { low: 0.0, high: (count.max(2) - 1) as f64 };
        let (left, right) = (area.left + LEFT, area.right - RIGHT);
        let panel = Panel { left, top: area.top + 14.0, right, bottom, x, y };
        let what = if self.zoomed { said!("Cash around its lowest days") } else { said!("Cash") };
        panel.scaled_header(canvas, what, view.currency(), area.left + MARGIN);
        panel.y_axis(canvas, 4);
        panel.years(canvas, &self.days);
        if y.low() < 0.0 {
            canvas.line(vec![(panel.left, panel.at_y(0.0)), (panel.right, panel.at_y(0.0))], AXIS, 1.0);
        }
        if !far && line < 0.0 {
            canvas.dashes((panel.left, panel.at_y(line)), (panel.right, panel.at_y(line)), VERMILLION, 1.4);
        }
        let mut names = Vec::new();
        let written: Vec<&str> = self.places.iter().map(|&at| view.names[at].as_str()).collect();
        let written = labels(&written, HEADER_SIZE, Weight::SemiBold, RIGHT - 18.0);
        for ((place, (middle, worst)), name) in self.places.iter().zip(&curves).zip(&written) {
            let ink = view.inks[*place].unwrap_or(GREY);
            let points = |curve: &[f64]| -> Vec<(f64, f64)> {
                curve.iter().enumerate().map(|(day, value)| (day as f64, *value)).collect()
            };
            if many {
                panel.line(canvas, &points(worst), ink, 1.0);
            }
            panel.line(canvas, &points(middle), ink, 2.2);
            let last = middle.last().copied().unwrap_or(f64::NAN);
            names.push((last, direct(name, 0.0, 0.0, Anchor::Start, ink)));
        }
        if !far && line < 0.0 {
            let text = canvas.told(said!("credit line"));
            names.push((line, direct(&text, 0.0, 0.0, Anchor::Start, VERMILLION)));
        }
        panel.right_labels(canvas, names);
        panel.months(canvas, &self.days, true);
    }
}
