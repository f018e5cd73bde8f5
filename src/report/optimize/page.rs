//! The page of a search: what was asked, what is best and how sure that is, how flat the top is, and what is safest.

use super::asked::{Asked, Held, Told};
use super::words::{flat_words, range_words};
use crate::experiment::optimize::answer::{Answer, Efficient, PointFigures, Regret, State};
use crate::experiment::optimize::goal::Verdict;
use crate::report::chart::scale::Magnitude;
use crate::report::number::per_cent;
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table};
use crate::report::sweep::identity::AxisName;
use crate::report::sweep::survey::unit_in_words;
use crate::units::{counted, thousands};

/// The page.
#[must_use]
pub fn page(asked: &Asked, answer: &Answer, grid: &[Vec<f64>], words: &[String]) -> Page {
    let sheet = Sheet { asked, answer };
    Page::new(asked.heading(), sheet.about(grid))
        .with(Group::of(words.iter().map(|text| Block::Paragraph { text: text.into() })))
        .with(sheet.flat())
        .with(sheet.finalists())
        .with(sheet.efficient())
}

struct Sheet<'a> {
    asked: &'a Asked,
    answer: &'a Answer,
}

impl Sheet<'_> {
    fn about(&self, grid: &[Vec<f64>]) -> Group {
        let (asked, answer) = (self.asked, self.answer);
        let way = if asked.least { "least" } else { "most" };
        let conditions: Vec<String> = asked.conditions.iter().map(Held::words).collect();
        let subject =
            if conditions.is_empty() { String::new() } else { format!(", subject to {}", conditions.join(" and ")) };
        let decided: Vec<String> =
            grid.iter().enumerate().map(|(axis, values)| range_words(asked, axis, values)).collect();
        let [search, last, around] = answer.spent;
        let spent = if answer.certain {
            format!("{}, without luck", counted((search + last + around) as f64, "launch"))
        } else {
            format!(
                "{}: {} to find a few, {} to compare them, {} around the best; the same luck at every point, seed {}",
                counted((search + last + around) as f64, "launch"),
                thousands(search as f64, 0),
                thousands(last as f64, 0),
                thousands(around as f64, 0),
                asked.seed
            )
        };
        Group::text(&format!(
            "Looked for: {way} {}{subject}.\nDecided: {}; {} of {} tried with {spent}.",
            asked.objective.title,
            decided.join("; "),
            thousands(answer.tried as f64, 0),
            counted(answer.size as f64, "decision"),
        ))
    }

    /// How flat the top is along each decision.
    fn flat(&self) -> Option<Group> {
        let facts: Vec<Fact> = self
            .answer
            .flat
            .iter()
            .enumerate()
            .filter(|(_, flat)| !flat.within.is_empty())
            .map(|(axis, flat)| Fact {
                label: (&self.asked.axes[axis].key).into(),
                value: flat_words(self.asked, axis, flat).into(),
                ..Fact::default()
            })
            .collect();
        let heading = "Within 1 % of it, one decision at a time:";
        (!facts.is_empty()).then(|| Group::of([Block::Facts { facts, list: List::Named }]).below(heading))
    }

    /// Columns of the decisions, each by the end of its key.
    fn keys(&self) -> Vec<Column> {
        let key = |axis: &AxisName| {
            let unit = if axis.lasts { String::new() } else { unit_in_words(&axis.unit) };
            let short: Vec<&str> = axis.key.rsplitn(3, '.').collect();
            let name = match short.as_slice() {
                [last, thing, _] => format!("{thing}.{last}"),
                _ => axis.key.clone(),
            };
            // A long unit widens no table: it stands in the text above.
            let unit = if unit.len() > 10 { String::new() } else { unit };
            Column::of(name, unit)
        };
        self.asked.axes.iter().map(key).collect()
    }

    fn values(&self, point: &PointFigures) -> Vec<String> {
        self.asked.axes.iter().zip(&point.values).map(|(axis, value)| axis.told(*value)).collect()
    }

    fn finalists(&self) -> Option<Group> {
        let (asked, answer) = (self.asked, self.answer);
        let own = answer.own.zip(answer.own_regret);
        let all: Vec<(usize, Regret)> = answer.finalists.iter().copied().chain(own).collect();
        if answer.finalists.is_empty() {
            return None;
        }
        let points = || all.iter().map(|(at, _)| &answer.points[*at]);
        let best = answer.best.map(|best| &answer.points[best]);
        let amounts = Amounts::of(&asked.objective, points().map(|point| point.objective));
        let mut columns = self.keys();
        columns.push(amounts.column("mean"));
        columns.push("±".into());
        let tails = points().any(|point| point.bad_luck.is_finite());
        if tails {
            columns.push(if asked.least { "5 % lie\nabove".into() } else { "5 % lie\nbelow".into() });
        }
        columns.push("gives\naway".into());
        let short = answer.risk_is_short;
        columns.extend(short.then(|| "short of\ncash".into()));
        // Short cash has its column already.
        let asked_about: Vec<usize> =
            (0..asked.conditions.len()).filter(|&at| !short || asked.conditions[at].left.text != "insolvent").collect();
        columns.extend(asked_about.iter().map(|&at| Column::from(asked.conditions[at].left.text.clone())));
        let row = |(at, regret): &(usize, Regret)| {
            let point = &answer.points[*at];
            let mut row = vec![mark(point)];
            if point.values.is_empty() {
                row.extend(asked.axes.iter().map(|_| "as written".to_owned()));
            }
            row.extend(self.values(point));
            // What is given away is known launch by launch; of those left out early there are fewer launches.
            let same = best.is_none_or(|best| best.fresh == point.fresh);
            row.push(amounts.told(regret.level));
            let half = point.interval.map_or(f64::NAN, |(low, high)| (high - low) / 2.0);
            row.push(if same && half > 0.0 { amounts.told(half) } else { String::new() });
            if tails {
                row.push(amounts.told(point.bad_luck));
            }
            row.push(if point.state == State::Best { String::new() } else { amounts.told(regret.mean) });
            row.extend(short.then(|| if point.short.is_nan() { "n/a".into() } else { per_cent(point.short) }));
            row.extend(asked_about.iter().map(|&at| asked.conditions[at].left.bare(point.conditions[at].value)));
            row
        };
        let rows: Vec<Vec<String>> = all.iter().map(row).collect();
        let marks: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        let mut legend: Vec<&str> = Vec::new();
        for (sign, words) in [
            ("*", "* best"),
            ("~", "~ cannot be told from it"),
            ("?", "? whether it keeps the conditions cannot be told"),
            ("x", "x breaks a condition"),
        ] {
            legend.extend(marks.iter().any(|mark| mark.contains(sign)).then_some(words));
        }
        let mut notes = vec![format!("{}.", legend.join(", "))];
        if points().any(|point| best.is_some_and(|best| best.fresh != point.fresh)) {
            let [few, many] = [answer.launches.0, answer.launches.1].map(|number| thousands(f64::from(number), 0));
            notes.push(format!(
                "Means without ± are of {few} launches instead of {many}: the best's, less what they give away."
            ));
        }
        notes.extend(amounts.note());
        let notes = Group::of(notes.into_iter().map(|text| Block::Paragraph { text: text.into() }));
        let heading =
            if answer.certain { "The best of them" } else { "The finalists, and the scenario as it is written" };
        Some(Table::new("", columns, Fit::Blocks).rows(rows).below(heading).and(notes))
    }

    /// More gain for more risk.
    fn efficient(&self) -> Option<Group> {
        let (asked, answer) = (self.asked, self.answer);
        if answer.efficient.len() < 2 {
            return None;
        }
        let amounts = Amounts::of(&asked.objective, answer.efficient.iter().map(|one| one.gain));
        let mut columns = self.keys();
        columns.push(amounts.column("mean"));
        let risk = if answer.risk_is_short {
            "short of\ncash"
        } else if asked.least {
            "5 % lie\nabove"
        } else {
            "5 % lie\nbelow"
        };
        columns.push(risk.into());
        let row = |one: &Efficient| {
            let point = &answer.points[one.at];
            let mut row = vec![mark(point)];
            row.extend(self.values(point));
            row.push(amounts.told(one.gain));
            row.push(if answer.risk_is_short { per_cent(one.risk) } else { amounts.told(one.risk) });
            row
        };
        let launches = counted(f64::from(answer.line_launches), "launch");
        let note = format!(
            "No decision tried beats one of these in both, by the means of {launches} each; neighbours in it may change places with more."
        );
        let mut notes = vec![note];
        notes.extend(amounts.note());
        let notes = Group::of(notes.into_iter().map(|text| Block::Paragraph { text: text.into() }));
        let rows: Vec<Vec<String>> = answer.efficient.iter().map(row).collect();
        let heading = "More for more risk: the efficient set, from the safest on";
        Some(Table::new("", columns, Fit::Blocks).rows(rows).below(heading).and(notes))
    }
}

fn mark(point: &PointFigures) -> String {
    let state = match point.state {
        State::Best => "*",
        State::Alike => "~",
        _ => "",
    };
    let verdict = match point.verdict {
        Verdict::Met => "",
        Verdict::Unknown => "?",
        Verdict::Broken => "x",
    };
    format!("{state}{verdict}")
}

/// Amounts of a table in one magnitude, which is said below it.
struct Amounts<'a> {
    told: &'a Told,
    magnitude: Magnitude,
}

impl<'a> Amounts<'a> {
    fn of(told: &'a Told, values: impl Iterator<Item = f64>) -> Self {
        let largest = values.map(f64::abs).filter(|value| value.is_finite()).fold(0.0, f64::max);
        Self { told, magnitude: Magnitude::of(largest) }
    }

    fn told(&self, value: f64) -> String {
        match () {
            () if !value.is_finite() => "n/a".to_owned(),
            () if self.told.share => per_cent(value),
            () => self.magnitude.figure(value).trim_end_matches(self.magnitude.word).trim_end().to_owned(),
        }
    }

    fn column(&self, of: &str) -> Column {
        let title = &self.told.title;
        let title = if title.chars().count() > 24 { "looked for" } else { title };
        let of = if self.told.share { "share" } else { of };
        format!("{title}\n{of}").into()
    }

    fn note(&self) -> Option<String> {
        let unit = self.magnitude.unit(&self.told.unit);
        (!self.told.share && !unit.is_empty()).then(|| format!("What was looked for stands in {unit}."))
    }
}
