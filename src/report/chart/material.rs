//! What charts of a sweep are drawn from, and the words and axes they share.

use super::canvas::{Anchor, Canvas};
use super::figure::{Key, Words, shortened_inside};
use super::font::{self, LABEL_SIZE, Weight};
use super::palette::{AXIS, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::paper::Paper;
use super::scale::{Magnitude, month_ticks};
use super::words::{amount, counted, listed, share};
use crate::experiment::sweep::best::Selection;
use crate::experiment::sweep::dates::date_of;
use crate::experiment::sweep::{normal_interval, share_interval};
use crate::report::number::per_cent;
use crate::report::said::{Language, Text, said};
use crate::report::sweep::journal::Identity;
use crate::report::sweep::survey::{Survey, unit_in_words};

/// Dots of points that are drawn at most; of more points every second, third, .. is.
pub const MOST_DOTS: usize = 20_000;

/// Dates of an axis that are each marked; of more, months or weeks are.
const MOST_DATES: usize = 31;

/// Everything a chart of a sweep is drawn from.
pub struct Material<'a> {
    /// What is drawn on.
    pub paper: &'a Paper,
    /// What was swept.
    pub identity: &'a Identity,
    /// The points.
    pub survey: &'a Survey,
    /// Which points are best, when any is.
    pub choice: Option<&'a Selection>,
}

impl Material<'_> {
    /// The objective.
    pub fn title(&self) -> Text {
        Text::term(self.identity.metrics[self.identity.objective].title.clone())
    }

    /// Its unit for people.
    pub fn unit(&self) -> Text {
        if self.is_share() {
            said!("share of launches")
        } else {
            Text::term(self.identity.metrics[self.identity.objective].unit.clone())
        }
    }

    /// Whether the objective is yes or no in a launch, so that a point has a share of launches.
    pub fn is_share(&self) -> bool {
        self.identity.metrics[self.identity.objective].unit == "probability"
    }

    /// A value of the objective in words.
    pub fn amount(&self, value: f64, magnitude: Magnitude) -> String {
        if self.is_share() { per_cent(value) } else { magnitude.figure(value) }
    }

    /// The magnitude that fits values up to this size.
    pub fn magnitude(&self, largest: f64) -> Magnitude {
        Magnitude::of_in(largest, self.paper.language)
    }

    /// Heading and vertical axis of a panel of the objective.
    pub fn y_axis(&self, panel: &Panel, canvas: &mut Canvas, most: usize) -> String {
        if self.is_share() {
            panel.y_axis_per_cent(canvas, most);
            return canvas.told(self.unit());
        }
        panel.y_axis(canvas, most);
        canvas.unit(&panel.y, self.unit())
    }

    /// The scenario and what was simulated of it.
    pub fn subtitle(&self) -> Text {
        let Identity { scenario, title, points, launches, .. } = self.identity;
        let (points, part) = match self.survey.part {
            Some(part) => (
                part.points(*points),
                said!("part {number} of {all}: ", number = part.number.to_string(), all = part.of.to_string()),
            ),
            None => (*points, Text::default()),
        };
        let (points, launches) = (counted(points as f64, "point"), counted((*launches).into(), "launch"));
        let scenario = font::written(scenario, "scenario");
        // A title may name a price that is varied here; then the name stands for it, with what was set beside it.
        let of_price = self.identity.axes.iter().any(|axis| axis.key.rsplit('.').next() == Some("price"));
        let set = title.rfind(", with ").filter(|_| title.ends_with("(set)")).map_or("", |at| &title[at..]);
        let named = format!("{scenario}{set}");
        let scenario = font::written(if of_price { &named } else { title }, scenario);
        let luck = said!(
            "{part}{points} of {launches} under the same luck",
            part = part,
            points = points,
            launches = launches
        );
        super::dotted([scenario.into(), luck])
    }

    /// What a chart finds: where the objective is best, or else what it shows; what is measured; what is drawn.
    pub fn words(&self, drawn: Text) -> Words {
        let measure = said!("{title}, {unit}", title = self.title(), unit = self.unit());
        let measure = super::dotted([measure, self.subtitle()]);
        Words { finding: self.finding().unwrap_or_else(|| self.topic()), measure, drawn }
    }

    /// "Net profit by price and scale".
    fn topic(&self) -> Text {
        let keys: Vec<Text> =
            self.identity.axes.iter().map(|axis| axis.key.rsplit('.').next().unwrap_or_default().into()).collect();
        said!("{title} by {keys}", title = self.title(), keys = listed(&keys))
    }

    /// Where the objective is best, and how much that is.
    fn finding(&self) -> Option<Text> {
        let choice = self.choice?;
        let mean = *self.survey.mean.get(choice.best)?;
        let (low, high) = self.range();
        let all = self.survey.mean.len();
        let amount = if self.is_share() {
            share(mean)
        } else {
            said!("{amount} {currency}", amount = amount(mean), currency = self.unit())
        };
        if all < 2 || low >= high {
            return Some(said!("{title} is {amount} at every point", title = self.title(), amount = amount));
        }
        let (title, place) = (self.title(), self.place(choice.best));
        let said = if self.identity.least {
            said!("{title} is lowest at {place}: {amount}", title = title, place = place, amount = amount)
        } else {
            said!("{title} is highest at {place}: {amount}", title = title, place = place, amount = amount)
        };
        Some(match (0..all).filter(|&at| at != choice.best && self.is_alike(at)).count() {
            0 => said,
            1 => said!("{what}; one other point cannot be told from it", what = said),
            some => said!("{what}; {some} other points cannot be told from it", what = said, some = some.to_string()),
        })
    }

    /// A point in words: "price 2,199, scale 0.8".
    pub fn place(&self, at: usize) -> String {
        let place = |(axis, values): (usize, &Vec<f64>)| {
            let stated = &self.identity.axes[axis];
            format!("{} {}", stated.key.rsplit('.').next().unwrap_or_default(), stated.told(values[at]))
        };
        self.survey.inputs.iter().enumerate().map(place).collect::<Vec<String>>().join(", ")
    }

    /// Whether a point cannot be told from the best.
    pub fn is_alike(&self, at: usize) -> bool {
        self.choice.is_some_and(|choice| choice.alike[at])
    }

    /// Whether a point is the best, or reaches exactly as much.
    pub fn is_best(&self, at: usize) -> bool {
        let mean = |at: usize| self.survey.mean[at];
        self.choice.is_some_and(|choice| choice.best == at || choice.alike[at] && mean(at) == mean(choice.best))
    }

    /// The key of an axis and its unit.
    pub fn axis_title(&self, axis: usize) -> (&str, String) {
        (&self.identity.axes[axis].key, self.paper.told(Text::term(unit_in_words(&self.identity.axes[axis].unit))))
    }

    /// The key of an axis and its unit in so much room below a panel.
    pub fn axis_title_in(&self, axis: usize, room: f64) -> (String, String) {
        let (key, unit) = self.axis_title(axis);
        let widest = self.magnitude(1e6).unit(&unit);
        let beside = font::width(&format!(" ({widest})"), LABEL_SIZE, Weight::Regular);
        (shortened_inside(key, LABEL_SIZE, Weight::Regular, (room - beside).max(room / 3.0)), unit)
    }

    /// Ticks and title of the horizontal axis of a panel: numbers, or the words that were tried.
    pub fn x_axis(&self, panel: &Panel, canvas: &mut Canvas, axis: usize, (most, room): (usize, f64)) {
        let (name, unit) = self.axis_title_in(axis, room);
        if !self.identity.axes[axis].is_text() {
            panel.x_axis(canvas, &name, &unit, most);
            return;
        }
        canvas.line(vec![(panel.left, panel.bottom), (panel.right, panel.bottom)], AXIS, 1.0);
        let mut free_from = f64::NEG_INFINITY;
        for level in self.text_ticks(axis, panel.right - panel.left) {
            let x = panel.at_x(level);
            canvas.line(vec![(x, panel.bottom), (x, panel.bottom + 5.0)], AXIS, 1.0);
            let told = self.identity.axes[axis].told(level);
            let told = shortened_inside(&told, LABEL_SIZE, Weight::Regular, 130.0);
            let mut label = quiet(&told, x, panel.bottom + 18.0, Anchor::Middle);
            let (left, _, right, _) = label.bounds();
            label.x += (6.0 - left).max(0.0) - (right - canvas.width() + 6.0).max(0.0);
            if label.bounds().0 > free_from {
                free_from = label.bounds().2 + 8.0;
                canvas.label(label);
            }
        }
        let middle = f64::midpoint(panel.left, panel.right);
        canvas.label(quiet(&name, middle, panel.bottom + 38.0, Anchor::Middle));
    }

    /// The words of a vertical axis at their places; numbers are written by the panel.
    pub fn y_words(&self, panel: &Panel, canvas: &mut Canvas, axis: usize) {
        let dated = self.identity.axes[axis].dated;
        let mut free_below = f64::INFINITY;
        for level in self.text_ticks(axis, panel.bottom - panel.top) {
            let told = self.identity.axes[axis].told(level);
            let told = shortened_inside(&told, LABEL_SIZE, Weight::Regular, panel.left.min(96.0) - 14.0);
            let y = panel.at_y(level) + 4.2;
            if !dated || y < free_below {
                free_below = y - LABEL_SIZE - 3.0;
                canvas.label(quiet(&told, panel.left - 8.0, y, Anchor::End));
            }
        }
    }

    /// Where words or dates stand on an axis of some length.
    fn text_ticks(&self, axis: usize, length: f64) -> Vec<f64> {
        let levels = self.survey.levels(axis);
        if self.identity.axes[axis].dated { date_ticks(levels, length, self.paper.language) } else { levels }
    }

    /// Keys of the dots there are.
    pub fn dots(&self) -> Vec<(Key, Text)> {
        let Some(choice) = self.choice else { return Vec::new() };
        let more = choice.alike.iter().enumerate().any(|(at, alike)| *alike && !self.is_best(at));
        let mut keys = vec![(Key::Dot(VERMILLION), said!("best"))];
        keys.extend(more.then_some((Key::Dot(TEXT), said!("cannot be told from it"))));
        keys
    }

    /// Smallest and largest mean.
    pub fn range(&self) -> (f64, f64) {
        let finite = || self.survey.mean.iter().copied().filter(|mean| mean.is_finite());
        (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max))
    }

    /// What is said about the best point.
    pub fn note(&self) -> Text {
        self.survey.words.clone()
    }

    /// The 95 % interval of a point: exact for a share of launches, by its standard error for a mean.
    pub fn interval(&self, mean: f64, se: f64) -> (f64, f64) {
        if self.is_share() && mean.is_finite() {
            return share_interval(mean, f64::from(self.identity.launches));
        }
        normal_interval(mean, se)
    }
}

/// Whether the points are a full grid.
pub fn is_grid(material: &Material) -> bool {
    material.identity.design == "grid"
}

/// Where dates are marked on an axis of some length: at those tried, and where they are many at the beginnings of months,
/// or of weeks where they are close.
fn date_ticks(levels: Vec<f64>, length: f64, language: Language) -> Vec<f64> {
    if levels.len() <= MOST_DATES {
        return levels;
    }
    let (first, last) = (levels[0], levels[levels.len() - 1]);
    let ticks = month_ticks(date_of(first), (last - first) as usize + 1, length, language);
    ticks.into_iter().map(|tick| first + tick.day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sweep::dates::date_text;

    #[test]
    fn few_dates_are_marked_as_they_are_and_many_by_month_or_week() {
        let from_new_year = |days: u32| (0..days).map(|day| 15_340.0 + f64::from(day)).collect::<Vec<f64>>();
        let marked = |days: u32| {
            date_ticks(from_new_year(days), 700.0, Language::English).into_iter().map(date_text).collect::<Vec<_>>()
        };
        assert_eq!(marked(3), ["2012-01-01", "2012-01-02", "2012-01-03"]);
        assert_eq!(marked(100), ["2012-01-01", "2012-02-01", "2012-03-01", "2012-04-01"]);
        assert_eq!(marked(40)[..3], ["2012-01-01", "2012-01-08", "2012-01-15"]);
    }
}
