//! From what is paid for a phone to what it leaves, an alternative beside the other.

use super::area::Area;
use crate::experiment::compare::walk::{OTHER, Walk};
use crate::report::chart::canvas::{Anchor, Canvas};
use crate::report::chart::figure::MARGIN;
use crate::report::chart::font::Weight;
use crate::report::chart::palette::{AXIS, GRID, Ink, QUIET, TEXT};
use crate::report::chart::panel::{HEADER_SIZE, Panel, direct, quiet};
use crate::report::chart::paper::Size;
use crate::report::chart::scale::{Scale, figure_in};
use crate::report::chart::view::{GREY, View, labels};
use crate::report::said::{Language, Text, said};
use crate::report::words::begun;

const ROW: f64 = 21.0;
/// Room for heading and names of the alternatives above the rows.
const ABOVE: f64 = 34.0;
/// Steps below this share of the price in all alternatives are told together.
const SMALL: f64 = 0.004;
/// Steps with a row of their own on a slide.
const ON_A_SLIDE: usize = 6;
/// Room for the names of the steps.
const NAMES: f64 = 170.0;
/// Room for a figure at the right end of a bar.
const FIGURE: f64 = 58.0;

/// The walks of some alternatives, step by step.
pub(super) struct Steps {
    places: Vec<usize>,
    /// Paid, steps, profit: a name and an amount for each alternative.
    rows: Vec<(Text, Vec<f64>)>,
}

impl Steps {
    /// `None` where an alternative ships nothing.
    pub(super) fn of(view: &View) -> Option<Self> {
        let places = view.beside(if view.paper.size == Size::Slide { 2 } else { 3 });
        let walks: Option<Vec<&Walk>> = places.iter().map(|&at| view.comparison.walks[at].as_ref()).collect();
        let walks = walks.filter(|walks| walks.iter().all(|walk| walk.paid > 0.0))?;
        let first = walks.first()?;
        let amounts = |step: usize| walks.iter().map(|walk| walk.steps[step].amount).collect::<Vec<f64>>();
        let size = |step: usize| {
            let shares = walks.iter().map(|walk| (walk.steps[step].amount / walk.paid).abs());
            shares.fold(0.0, f64::max)
        };
        let mut sizes: Vec<f64> =
            (0..first.steps.len()).filter(|&step| first.steps[step].name != OTHER).map(size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        // A slide has room for the largest.
        let room = if view.paper.size == Size::Slide { ON_A_SLIDE } else { sizes.len() };
        let least = sizes.get(room).map_or(SMALL, |size| size.max(SMALL));
        let large = |step: &usize| size(*step) > least;
        let taxes = || places.iter().map(|&at| view.runs.alternatives[at].vat);
        let paid = match () {
            () if taxes().any(|vat| vat.is_none()) => said!("Price paid, net of VAT"),
            () if taxes().all(|vat| vat == Some(0.0)) => said!("Price paid"),
            () => said!("Price paid, with VAT"),
        };
        let mut rows = vec![(paid, walks.iter().map(|walk| walk.paid).collect::<Vec<f64>>())];
        let all: Vec<usize> = (0..first.steps.len()).collect();
        let other = all.iter().position(|&step| first.steps[step].name == OTHER)?;
        let small: Vec<usize> = all.iter().copied().filter(|step| *step != other && !large(step)).collect();
        let mut rest = amounts(other);
        for step in small.iter().copied() {
            rest.iter_mut().zip(amounts(step)).for_each(|(rest, more)| *rest += more);
        }
        for step in all {
            match step {
                _ if step == other => {
                    if rest.iter().zip(&walks).any(|(rest, walk)| rest.abs() > 1e-4 * walk.paid) {
                        rows.push((Text::term(begun(OTHER)), rest.clone()));
                    }
                }
                _ if small.contains(&step) => {}
                _ => rows.push((Text::term(begun(first.steps[step].name)), amounts(step))),
            }
        }
        rows.push((said!("Net profit"), walks.iter().map(|walk| walk.profit).collect()));
        Some(Self { places, rows })
    }

    pub(super) fn height(&self) -> f64 {
        ABOVE + ROW * self.rows.len() as f64
    }

    pub(super) fn draw(&self, view: &View, canvas: &mut Canvas, area: Area) {
        let left = area.left + MARGIN;
        let top = area.top + ABOVE;
        let heading = Panel {
            left,
            top: top - 4.0,
            right: area.right,
            bottom: top,
            x: Scale::Linear { low: 0.0, high: 1.0 },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        };
        canvas.label(direct(&canvas.told(said!("Of a phone")), left, top - 8.0, Anchor::Start, TEXT));
        canvas.panel(top, top + ROW * self.rows.len() as f64);
        let (low, high) = self.reach();
        let columns = self.places.len() as f64;
        let width = (area.right - MARGIN - left - NAMES) / columns;
        for number in 0..=self.rows.len() {
            let y = top + ROW * number as f64;
            canvas.line(vec![(left, y), (area.right - MARGIN, y)], GRID, 0.8);
        }
        for (number, (name, _)) in self.rows.iter().enumerate() {
            let y = top + ROW * number as f64 + ROW / 2.0 + 4.2;
            let mut label = quiet(&canvas.told(name.clone()), left, y, Anchor::Start);
            label.ink = TEXT;
            label.weight =
                if number == 0 || number + 1 == self.rows.len() { Weight::SemiBold } else { Weight::Regular };
            canvas.label(label);
        }
        let names: Vec<&str> = self.places.iter().map(|&at| view.names[at].as_str()).collect();
        let named = labels(&names, HEADER_SIZE, Weight::SemiBold, width - 12.0);
        for (column, &at) in self.places.iter().enumerate() {
            let from = left + NAMES + width * column as f64;
            let ink = view.inks[at].unwrap_or(GREY);
            canvas.label(direct(&named[column], from, heading.top - 4.0, Anchor::Start, ink));
            let x = Scale::Linear { low, high };
            let panel = Panel { left: from, right: from + width - FIGURE - 8.0, top, bottom: top, x, ..heading };
            self.column(&panel, canvas, column, ink);
        }
    }

    /// The lowest and the highest that a walk comes to.
    fn reach(&self) -> (f64, f64) {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for column in 0..self.places.len() {
            let mut level = 0.0;
            for (_, amounts) in &self.rows[..self.rows.len() - 1] {
                level += amounts[column];
                (low, high) = (low.min(level), high.max(level));
            }
        }
        (low, high)
    }

    fn column(&self, panel: &Panel, canvas: &mut Canvas, column: usize, ink: Ink) {
        let last = self.rows.len() - 1;
        let mut level = 0.0;
        let zero = panel.at_x(0.0);
        let bottom = panel.top + ROW * self.rows.len() as f64;
        canvas.line(vec![(zero, panel.top), (zero, bottom)], AXIS, 1.0);
        for (number, (_, amounts)) in self.rows.iter().enumerate() {
            let amount = amounts[column];
            let total = number == 0 || number == last;
            let (from, to) = if total { (0.0, amount) } else { (level, level + amount) };
            level = if number == last { level } else { to };
            let upper = panel.top + ROW * number as f64;
            let (a, b) = (panel.at_x(from.min(to)), panel.at_x(from.max(to)));
            let fill = match () {
                () if number == last && amount < 0.0 => ink.for_text(),
                () if total => ink.tint(0.5),
                () => QUIET.tint(0.35),
            };
            canvas.rectangle(a, upper + 4.0, b.max(a + 1.0), upper + ROW - 4.0, fill);
            if number < last {
                let x = panel.at_x(level);
                canvas.line(vec![(x, upper + ROW - 4.0), (x, upper + ROW + 4.0)], QUIET, 0.8);
            }
            let mut label = quiet(
                &told(amount, self.rows[0].1[column], canvas.language),
                panel.right + FIGURE,
                upper + ROW / 2.0 + 4.2,
                Anchor::End,
            );
            label.ink = TEXT;
            label.weight = if total { Weight::SemiBold } else { Weight::Regular };
            canvas.label(label);
        }
    }
}

/// An amount of a phone, to the unit where that is fine enough; next to nothing of what is paid is nothing.
fn told(amount: f64, paid: f64, language: Language) -> String {
    if amount.abs() < 2e-4 * paid {
        return "0".into();
    }
    if (0.995..1e6).contains(&amount.abs()) {
        crate::report::words::written(amount, 0)
    } else {
        figure_in(language, amount)
    }
}
