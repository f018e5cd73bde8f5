//! The picture that decides: what each alternative earns and risks, where its price goes, and its lowest cash.

mod area;
mod cash;
mod earnings;
mod steps;

use super::figure::{Figure, HEAD};
use super::paper::Size;
use super::view::View;
use crate::report::said::{Text, said};
use area::Area;

/// Room between two parts of the picture.
const GAP: f64 = 34.0;
/// Height of the panel of cash on a page.
const CASH: f64 = 170.0;
/// The same at least.
const LOWEST: f64 = 90.0;

/// Earnings and risks of the alternatives in rows, the way from the price to the profit of a phone, and cash around its
/// lowest days.
pub fn choice(view: &View) -> Option<Figure> {
    let earnings = earnings::Earnings::of(view)?;
    let steps = steps::Steps::of(view);
    let width = view.paper.width();
    let top = HEAD - 14.0;
    let upper = earnings.height();
    let beside = view.paper.size == Size::Slide;
    let below = top + upper;
    let steps_height = steps.as_ref().map_or(0.0, |steps| GAP + steps.height());
    let fixed = below + if beside { 0.0 } else { steps_height };
    // Where all three do not fit, cash has a chart of its own.
    let room = beside || view.paper.fits(fixed + GAP + LOWEST + cash::BELOW);
    let cash = if room { cash::Cash::of(view) } else { None };
    let cash_height = match (&cash, beside) {
        (None, _) => 0.0,
        (Some(_), false) => GAP + view.paper.row(CASH, 1, fixed + GAP + cash::BELOW).max(LOWEST) + cash::BELOW,
        (Some(_), true) => steps_height.max(GAP + CASH + cash::BELOW),
    };
    let total = if beside { below + steps_height.max(cash_height) } else { fixed + cash_height };
    let drawn = said!(
        "A row for each alternative with a histogram of its net profit and its risks in figures; below it the way from the price to the profit of a phone, and cash around its lowest days."
    );
    let measure = said!("Net profit{rule}, {currency}", rule = view.rule(), currency = view.currency());
    let mut sheet = Figure::new("choice", view.paper, view.words(view.earning(), measure, None, drawn), total);
    earnings.draw(view, &mut sheet.canvas, Area { left: 0.0, right: width, top });
    let half = if beside && steps.is_some() { width / 2.0 } else { width };
    if let Some(steps) = &steps {
        steps.draw(view, &mut sheet.canvas, Area { left: 0.0, right: half, top: below + GAP });
    }
    if let Some(cash) = &cash {
        let (left, from) = if beside && steps.is_some() { (half, below) } else { (0.0, fixed) };
        let area = Area { left, right: width, top: from + GAP };
        cash.draw(view, &mut sheet.canvas, area, from + cash_height - cash::BELOW);
    }
    sheet.foot(note(view, &earnings, (steps.is_some(), cash.as_ref().is_some_and(cash::Cash::is_spread))));
    Some(sheet)
}

fn note(view: &View, earnings: &earnings::Earnings, (steps, spread): (bool, bool)) -> Text {
    let mut parts = Vec::new();
    let (shown, all) = (earnings.shown(), view.names.len());
    if shown < all {
        parts.push(said!(
            "{some} of {all} alternatives shown: the baseline and those that earn most.",
            some = shown.to_string(),
            all = all.to_string()
        ));
    }
    if earnings.are_bars() {
        parts.push(said!("Dark: launches that lose money. The stroke is the mean."));
    }
    parts.extend(earnings.beyond());
    if steps {
        parts.push(if view.comparison.certain {
            said!("All accounts over the phones shipped; the price paid includes its cuts.")
        } else {
            said!("Mean of all accounts over the phones shipped; the price paid includes its cuts.")
        });
    }
    if spread {
        parts.push(said!("Cash: the median, and thin, where one launch in twenty is below."));
    }
    Text::sentences(parts)
}
