//! Charts of a search: how flat the top is along each decision, and what more gain costs in risk.

use crate::experiment::optimize::answer::{Answer, Efficient, Flat, State};
use crate::report::chart::canvas::{Anchor, Canvas};
use crate::report::chart::figure::{Figure, HEAD, Key, MARGIN, Words, shortened_inside};
use crate::report::chart::font::{self, LABEL_SIZE, Weight};
use crate::report::chart::maps::span;
use crate::report::chart::palette::{AXIS, BLUE, GREEN, PURPLE, TEXT, VERMILLION};
use crate::report::chart::panel::{Panel, direct, quiet};
use crate::report::chart::paper::Paper;
use crate::report::chart::scale::{Magnitude, Scale};
use crate::report::chart::words::{counted, money, share};
use crate::report::chart::{Charts, dotted};
use crate::report::optimize::asked::{Asked, value_told};
use crate::report::optimize::words::flat_words;
use crate::report::said::{Text, said};
use crate::report::sweep::survey::unit_in_words;
use crate::report::words::begun;

/// Decisions drawn at most.
const MOST: usize = 9;
/// Height of a panel, and what stands between two.
const HEIGHT: f64 = 190.0;
const GAP: f64 = 92.0;

/// The charts of a search.
#[must_use]
pub fn draw(paper: &Paper, asked: &Asked, answer: &Answer) -> Charts {
    let mut charts = Charts::default();
    let Some(best) = answer.best.filter(|&best| answer.points[best].objective.is_finite()) else { return charts };
    let sheet = Sheet { paper, asked, answer, best };
    charts.add("decisions", || sheet.decisions());
    charts.add("efficient", || sheet.efficient());
    charts
}

struct Sheet<'a> {
    paper: &'a Paper,
    asked: &'a Asked,
    answer: &'a Answer,
    best: usize,
}

/// The end of a key: "inventec.ramp[4]" of "factory.inventec.ramp[4]".
fn end_of(key: &str) -> String {
    let short: Vec<&str> = key.rsplitn(3, '.').collect();
    match short.as_slice() {
        [last, thing, _] => format!("{thing}.{last}"),
        _ => key.to_owned(),
    }
}

impl Sheet<'_> {
    fn subtitle(&self) -> Text {
        let name = font::written(self.asked.heading(), font::written(&self.asked.scenario, "scenario"));
        let launches = if self.answer.certain {
            said!("no luck")
        } else {
            let launches = counted(f64::from(self.answer.line_launches), "launch");
            said!("{launches} of each point, the same luck", launches = launches)
        };
        dotted([name.into(), launches])
    }

    fn words(&self, finding: Text, drawn: Text) -> Words {
        Words { finding, measure: dotted([self.objective(), self.subtitle()]), drawn }
    }

    /// What was looked for.
    fn objective(&self) -> Text {
        Text::term(begun(&self.asked.objective.title))
    }

    /// Unit of what was looked for on an axis.
    fn unit(&self, scale: &Scale) -> String {
        if self.asked.objective.share {
            self.paper.told(said!("share of launches"))
        } else {
            let unit = self.paper.told(Text::term(self.asked.objective.unit.clone()));
            Magnitude::of_scale(scale, self.paper.language).unit(&unit)
        }
    }

    fn y_axis(&self, panel: &Panel, canvas: &mut Canvas, most: usize) {
        if self.asked.objective.share { panel.y_axis_per_cent(canvas, most) } else { panel.y_axis(canvas, most) }
    }

    /// What was looked for along each decision through the best, the flat part shaded.
    fn decisions(&self) -> Option<Figure> {
        let (asked, answer) = (self.asked, self.answer);
        let lines: Vec<(usize, &Flat)> =
            answer.flat.iter().enumerate().filter(|(_, flat)| flat.line.len() > 1).take(MOST).collect();
        if lines.is_empty() {
            return None;
        }
        let all = lines.iter().flat_map(|(_, flat)| flat.line.iter().map(|(_, mean, _)| *mean));
        let finite: Vec<f64> = all.filter(|value| value.is_finite()).collect();
        let (low, high) = (
            finite.iter().copied().fold(f64::INFINITY, f64::min),
            finite.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        );
        let y = Scale::round(low, high, 5);
        let title = self.flat_title(&lines);
        let columns = lines.len().min(3);
        let rows = lines.len().div_ceil(columns);
        let rest = HEAD + 44.0 + rows as f64 * GAP - 32.0;
        let height = self.paper.row(if columns == 1 { 300.0 } else { HEIGHT }, rows, rest);
        let total = HEAD + 44.0 + rows as f64 * (height + GAP) - 32.0;
        let mut sheet = Figure::new(
            "decisions",
            self.paper,
            self.words(
                title,
                said!(
                    "A panel for each decision: the objective as it alone is moved from the best, with what is within 1 % shaded."
                ),
            ),
            total,
        );
        let mean = said!("{title}, one decision moved from the best", title = self.objective());
        let mean = shortened_inside(&self.paper.told(mean), LABEL_SIZE, Weight::Regular, 380.0);
        let keys = [
            (Key::Line(BLUE), mean.into()),
            (Key::Patch(GREEN.tint(0.2)), said!("within 1 % of the best")),
            (Key::Dot(VERMILLION), said!("best")),
        ];
        sheet.legend(&keys);
        let room = 64.0;
        let width = (self.paper.width() - 96.0 - 40.0 - room * (columns as f64 - 1.0)) / columns as f64;
        for (number, (axis, flat)) in lines.iter().enumerate() {
            let left = 96.0 + (number % columns) as f64 * (width + room);
            let top = HEAD + 44.0 + (number / columns) as f64 * (height + GAP);
            let xs: Vec<f64> = flat.line.iter().map(|(value, ..)| *value).collect();
            let panel = Panel { left, top, right: left + width, bottom: top + height, x: span(&xs), y };
            self.line(&panel, &mut sheet.canvas, *axis, flat);
            if number % columns == 0 {
                let unit = begun(&self.unit(&y));
                sheet.canvas.label(quiet(&unit, MARGIN, top - 14.0, Anchor::Start));
            }
        }
        let decision = asked.decision(&answer.points[self.best].values);
        sheet.foot(said!("Best of those tried: {decision}.", decision = decision));
        Some(sheet)
    }

    /// "Within 1 % of the best: price 2,199 to 2,299, scale 0.8", or how that is to be seen where it does not fit.
    fn flat_title(&self, lines: &[(usize, &Flat)]) -> Text {
        let asked = self.asked;
        let one = |(axis, flat): &(usize, &Flat)| {
            if lines.len() == 1 {
                return Text::name(flat_words(asked, *axis, flat));
            }
            let name = &asked.axes[*axis];
            let key = name.key.rsplit('.').next().unwrap_or_default();
            match flat.within.as_slice() {
                [low, .., high] if !name.has_words() => {
                    said!("{key} {low} to {high}", key = key, low = name.told(*low), high = name.told(*high))
                }
                words => {
                    let words = Text::joined(words.iter().map(|word| Text::name(name.told(*word))), &said!(" or "));
                    said!("{key} {words}", key = key, words = words)
                }
            }
        };
        let told = Text::joined(lines.iter().map(one), &said!("; "));
        let title = said!("Within 1 % of the best: {told}", told = told);
        if font::width(&self.paper.told(title.clone()), 20.0, Weight::SemiBold)
            <= 2.0 * self.paper.width() - 4.0 * MARGIN
        {
            return title;
        }
        said!("How far each decision may move within 1 % of the best")
    }

    fn line(&self, panel: &Panel, canvas: &mut Canvas, axis: usize, flat: &Flat) {
        let name = &self.asked.axes[axis];
        let words = name.has_words();
        if let (false, [low, .., high]) = (words, flat.within.as_slice()) {
            canvas.rectangle(panel.at_x(*low), panel.top, panel.at_x(*high), panel.bottom, GREEN.tint(0.2));
        }
        self.y_axis(panel, canvas, 5);
        let xs: Vec<f64> = flat.line.iter().map(|(value, ..)| *value).collect();
        let points: Vec<(f64, f64)> = flat.line.iter().map(|(value, mean, _)| (*value, *mean)).collect();
        if !words {
            panel.line(canvas, &points, BLUE, 1.8);
        }
        let best = self.answer.points[self.best].values[axis];
        for &(value, mean) in &points {
            let place = (panel.at_x(value), panel.at_y(mean));
            if mean.is_finite() {
                let (radius, ink) = match () {
                    () if value == best => (5.0, VERMILLION),
                    () if words && flat.within.contains(&value) => (3.6, GREEN),
                    () => (2.6, BLUE),
                };
                canvas.dot(place, radius, ink);
            }
        }
        let unit = if name.lasts { said!("days") } else { Text::term(unit_in_words(&name.unit)) };
        let most = ((panel.right - panel.left) / 70.0) as usize;
        if name.is_text() {
            self.text_axis(panel, canvas, axis, &xs);
        } else {
            panel.x_axis(canvas, end_of(&name.key), unit, most.clamp(3, 8));
        }
    }

    /// Words or dates below a panel, as many as there is room for, the best among them.
    fn text_axis(&self, panel: &Panel, canvas: &mut Canvas, axis: usize, values: &[f64]) {
        canvas.line(vec![(panel.left, panel.bottom), (panel.right, panel.bottom)], AXIS, 1.0);
        let name = &self.asked.axes[axis];
        let best = self.answer.points[self.best].values[axis];
        let mut order: Vec<f64> = values.to_vec();
        order.sort_by_key(|value| *value != best);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for value in order {
            let x = panel.at_x(value);
            canvas.line(vec![(x, panel.bottom), (x, panel.bottom + 5.0)], AXIS, 1.0);
            let told = shortened_inside(&name.told(value), LABEL_SIZE, Weight::Regular, 110.0);
            let mut label = quiet(&told, x, panel.bottom + 18.0, Anchor::Middle);
            let (left, _, right, _) = label.bounds();
            label.x += (6.0 - left).max(0.0) - (right - canvas.width() + 6.0).max(0.0);
            let (left, _, right, _) = label.bounds();
            if taken.iter().all(|(from, to)| right + 8.0 < *from || left > to + 8.0) {
                taken.push((left, right));
                canvas.label(label);
            }
        }
        let middle = f64::midpoint(panel.left, panel.right);
        canvas.label(quiet(&end_of(&name.key), middle, panel.bottom + 38.0, Anchor::Middle));
    }

    /// Gain against risk of all points that were looked at again, with those that none beats in both.
    fn efficient(&self) -> Option<Figure> {
        let (asked, answer) = (self.asked, self.answer);
        let set = &answer.efficient;
        if set.len() < 2 || set.iter().any(|one| one.risk.is_nan()) {
            return None;
        }
        // What is far below the set would press it flat.
        let all = || set.iter().chain(&answer.others).chain(&answer.own_among);
        let (least, most) = extent(set.iter().map(|one| one.gain));
        let (safest, boldest) = extent(set.iter().map(|one| one.risk));
        let near = |one: &&Efficient| {
            let (tall, wide) = ((most - least).max(0.05 * most.abs()), (boldest - safest).max(f64::MIN_POSITIVE));
            let gain = one.gain >= least - tall && one.gain <= most + tall;
            gain && one.risk >= safest - wide && one.risk <= boldest + wide && one.gain.is_finite()
        };
        let shown: Vec<Efficient> = all().filter(near).copied().collect();
        let ((bottom, top), (first, last)) =
            (extent(shown.iter().map(|one| one.gain)), extent(shown.iter().map(|one| one.risk)));
        let (x, y) = (Scale::round(first, last, 8), Scale::round(bottom, top, 6));
        let risk = |one: &Efficient| if answer.risk_is_short { share(one.risk) } else { self.value(one.risk) };
        let best = all().find(|one| one.at == self.best)?;
        let safe = set.first()?;
        let told = |one: &Efficient| {
            let (gain, risk) = (self.value(one.gain), risk(one));
            if answer.risk_is_short {
                said!("{gain}, short of cash in {risk}", gain = gain, risk = risk)
            } else {
                said!("{gain}, bad luck from {risk}", gain = gain, risk = risk)
            }
        };
        let title = if safe.at == self.best {
            said!("The best is the safest too: {best}", best = told(best))
        } else {
            said!(
                "Best: {best}; safest: {gain}, {risk}",
                best = told(best),
                gain = self.value(safe.gain),
                risk = risk(safe)
            )
        };
        let height = self.paper.height(470.0);
        let mut sheet = Figure::new(
            "efficient",
            self.paper,
            self.words(
                title,
                said!("Dots of what is gained over what is risked; a line joins those that none beats in both."),
            ),
            height,
        );
        let mut keys = vec![
            (Key::Dot(VERMILLION), said!("best")),
            (Key::Line(BLUE), said!("none beats these in both")),
            (Key::Dot(BLUE.tint(0.35)), said!("beaten in both")),
        ];
        let own = answer.own_among.filter(|own| shown.iter().any(|one| one.at == own.at));
        keys.extend(own.map(|_| (Key::Dot(PURPLE), said!("scenario as written"))));
        sheet.legend(&keys);
        let panel =
            Panel { left: 96.0, top: HEAD + 44.0, right: self.paper.width() - 40.0, bottom: height - 56.0, x, y };
        let canvas = &mut sheet.canvas;
        self.y_axis(&panel, canvas, 6);
        panel.header(canvas, self.objective(), self.unit(&y), MARGIN);
        let at = |one: &Efficient| (panel.at_x(one.risk), panel.at_y(one.gain));
        let is_own = |one: &Efficient| answer.points[one.at].state == State::Own;
        for one in shown.iter().filter(|one| !is_own(one)) {
            canvas.dot(at(one), 2.8, BLUE.tint(0.35));
        }
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for one in set {
            steps.extend(steps.last().map(|&(_, gain)| (one.risk, gain)));
            steps.push((one.risk, one.gain));
        }
        panel.line(canvas, &steps, BLUE, 1.4);
        for one in set {
            canvas.dot(at(one), 3.6, BLUE);
        }
        if let Some(own) = &own {
            canvas.dot(at(own), 5.0, PURPLE);
        }
        canvas.dot(at(best), 5.5, VERMILLION);
        self.named(&panel, canvas, &[safe, best]);
        let name = if answer.risk_is_short {
            said!("share of launches short of cash")
        } else if asked.least {
            said!("5 % of launches lie above this")
        } else {
            said!("5 % of launches lie below this")
        };
        if answer.risk_is_short {
            per_cent_axis(&panel, canvas, name);
        } else {
            panel.x_axis(canvas, name, Text::term(asked.objective.unit.clone()), 8);
        }
        let safest = asked.decision(&answer.points[safe.at].values);
        let decision = asked.decision(&answer.points[self.best].values);
        sheet.foot(said!(
            "Best: {decision}. Safest of those that none beats in both: {safest}.",
            decision = decision,
            safest = safest
        ));
        Some(sheet)
    }

    /// A value of what was looked for.
    fn value(&self, value: f64) -> Text {
        if self.asked.objective.share { share(value) } else { money(value, &self.asked.objective.unit) }
    }

    /// The values of some points beside them, where they do not lie over each other.
    fn named(&self, panel: &Panel, canvas: &mut Canvas, points: &[&Efficient]) {
        let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
        for one in points {
            let values = self.asked.axes.iter().zip(&self.answer.points[one.at].values);
            let text = values.map(|(axis, value)| value_told(axis, *value)).collect::<Vec<_>>().join(", ");
            let text = shortened_inside(&text, 13.0, Weight::SemiBold, 300.0);
            let (x, y) = (panel.at_x(one.risk), panel.at_y(one.gain));
            let right = x > f64::midpoint(panel.left, panel.right);
            let (x, anchor) = if right { (x - 10.0, Anchor::End) } else { (x + 10.0, Anchor::Start) };
            // Below the set there is room: it rises to the right.
            let label = direct(&text, x, (y + 20.0).min(panel.bottom - 6.0), anchor, TEXT);
            let (left, top, end, bottom) = label.bounds();
            let free = taken.iter().all(|other| end < other.0 || left > other.2 || bottom < other.1 || top > other.3);
            if free {
                taken.push((left, top, end, bottom));
                panel.on_paper(canvas, label);
            }
        }
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// A horizontal axis of shares in per cent.
fn per_cent_axis(panel: &Panel, canvas: &mut Canvas, title: Text) {
    let scale = Scale::Linear { low: panel.x.low() * 100.0, high: panel.x.high() * 100.0 };
    Panel { x: scale, ..*panel }.x_axis(canvas, title, "%", 8);
}

#[cfg(test)]
mod tests;
