//! The page of a search: what was asked, what is best and how sure that is, how flat the top is, and what is safest.

use super::asked::{Asked, Told};
use super::words::{flat_said, many, range};
use crate::experiment::optimize::answer::{Answer, Efficient, PointFigures, Regret, State};
use crate::experiment::optimize::goal::Verdict;
use crate::report::measure::{Amounts, share};
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::sweep::identity::AxisName;

/// Characters of a unit above which it widens no table: it stands in the text above.
const LONG_UNIT: usize = 10;
/// Characters of the title of a column above which another word stands for it.
const LONG_TITLE: usize = 24;

/// The page.
#[must_use]
pub fn page(asked: &Asked, answer: &Answer, grid: &[Vec<f64>], words: &[Text]) -> Page {
    let sheet = Sheet { asked, answer };
    Page::new(asked.heading(), sheet.about(grid))
        .with(Group::of(words.iter().map(|text| Block::Paragraph { text: text.clone() })))
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
        let conditions = asked.conditions.iter().enumerate().map(|(at, held)| held.words(at));
        let conditions = Text::joined(conditions, &said!(" and "));
        let title = asked.objective.name();
        let looked_for = match (asked.least, conditions.is_empty()) {
            (true, true) => said!("Looked for: least {title}.", title = title),
            (false, true) => said!("Looked for: most {title}.", title = title),
            (true, false) => {
                said!("Looked for: least {title}, subject to {conditions}.", title = title, conditions = conditions)
            }
            (false, false) => {
                said!("Looked for: most {title}, subject to {conditions}.", title = title, conditions = conditions)
            }
        };
        let decided = grid.iter().enumerate().map(|(axis, values)| range(asked, axis, values));
        let decided = Text::joined(decided, &said!("; "));
        let [search, last, around] = answer.spent;
        let total = many("launches.total", (search + last + around) as f64, "launch");
        let tried = Figure::new("points.tried", answer.tried as f64, Shown::Decimals(0));
        let grid = many("points.grid", answer.size as f64, "decision");
        let of =
            |what: &str, launches: u64| Figure::new(format!("launches.{what}"), launches as f64, Shown::Decimals(0));
        let spent = if answer.certain {
            said!(
                "Decided: {decided}; {tried} of {grid} tried with {launches}, without luck.",
                decided = decided,
                tried = tried,
                grid = grid,
                launches = total
            )
        } else {
            said!(
                "Decided: {decided}; {tried} of {grid} tried with {launches}: {search} to find a few, {last} to compare them, {around} around the best; the same luck at every point, seed {seed}.",
                decided = decided,
                tried = tried,
                grid = grid,
                launches = total,
                search = of("search", search),
                last = of("final", last),
                around = of("around_best", around),
                seed = Figure::new("seed", asked.seed as f64, Shown::Bare)
            )
        };
        Group::of([looked_for, spent].map(|text| Block::Paragraph { text }))
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
                value: flat_said(self.asked, axis, flat),
                ..Fact::default()
            })
            .collect();
        let heading = said!("Within 1 % of it, one decision at a time:");
        (!facts.is_empty()).then(|| Group::of([Block::Facts { facts, list: List::Named }]).below(heading))
    }

    /// Columns of the decisions, each by the end of its key.
    fn keys(&self) -> Vec<Column> {
        let key = |axis: &AxisName| {
            let unit = axis.unit_said();
            let short: Vec<&str> = axis.key.rsplitn(3, '.').collect();
            let name = match short.as_slice() {
                [last, thing, _] => format!("{thing}.{last}"),
                _ => axis.key.clone(),
            };
            let unit = if unit.to_string().len() > LONG_UNIT { Text::default() } else { unit };
            Column::of(name, unit)
        };
        self.asked.axes.iter().map(key).collect()
    }

    fn values(&self, point: &PointFigures) -> Vec<Text> {
        self.asked.axes.iter().zip(&point.values).map(|(axis, value)| axis.said(*value)).collect()
    }

    /// The column of what is lost with bad luck.
    fn bad_luck(&self) -> Column {
        if self.asked.least { said!("5 % lie\nabove").into() } else { said!("5 % lie\nbelow").into() }
    }

    fn finalists(&self) -> Option<Group> {
        let (asked, answer) = (self.asked, self.answer);
        if answer.finalists.is_empty() {
            return None;
        }
        let own = answer.own.zip(answer.own_regret).map(|(at, regret)| ("scenario_as_written".to_owned(), at, regret));
        let finalists = answer.finalists.iter().enumerate();
        let all: Vec<(String, usize, Regret)> =
            finalists.map(|(place, (at, regret))| (format!("finalists.{place}"), *at, *regret)).chain(own).collect();
        let points = || all.iter().map(|(_, at, _)| &answer.points[*at]);
        let best = answer.best.map(|best| &answer.points[best]);
        let amounts = InUnit::of(&asked.objective, points().map(|point| point.objective));
        let mut columns = self.keys();
        columns.push(amounts.column());
        columns.push("±".into());
        let tails = points().any(|point| point.bad_luck.is_finite());
        if tails {
            columns.push(self.bad_luck());
        }
        columns.push(said!("gives\naway").into());
        let short = answer.risk_is_short;
        columns.extend(short.then(|| Column::from(said!("short of\ncash"))));
        // Short cash has its column already.
        let asked_about: Vec<usize> =
            (0..asked.conditions.len()).filter(|&at| !short || asked.conditions[at].left.text != "insolvent").collect();
        columns.extend(asked_about.iter().map(|&at| Column::from(asked.conditions[at].left.text.clone())));
        let row = |(id, at, regret): &(String, usize, Regret)| {
            let point = &answer.points[*at];
            let id = |what: &str| format!("{id}.{what}");
            let mut row = vec![Text::name(mark(point))];
            if point.values.is_empty() {
                row.extend(asked.axes.iter().map(|_| said!("as written")));
            }
            row.extend(self.values(point));
            // What is given away is known launch by launch; of those left out early there are fewer launches.
            let same = best.is_none_or(|best| best.fresh == point.fresh);
            row.push(amounts.told(id("regret.level"), regret.level));
            let half = point.interval.map_or(f64::NAN, |(low, high)| (high - low) / 2.0);
            row.push(if same && half > 0.0 { amounts.told(id("objective.half_width"), half) } else { Text::default() });
            if tails {
                row.push(amounts.told(id("bad_luck"), point.bad_luck));
            }
            let given = point.state != State::Best;
            row.push(if given { amounts.told(id("regret.mean"), regret.mean) } else { Text::default() });
            row.extend(short.then(|| share(id("short_of_cash"), point.short)));
            row.extend(asked_about.iter().map(|&at| {
                asked.conditions[at].left.bare(id(&format!("conditions.{at}.value")), point.conditions[at].value)
            }));
            row
        };
        let rows: Vec<Vec<Text>> = all.iter().map(row).collect();
        let marks: Vec<String> = points().map(mark).collect();
        let legend = [
            ("*", said!("* best")),
            ("~", said!("~ cannot be told from it")),
            ("?", said!("? whether it keeps the conditions cannot be told")),
            ("x", said!("x breaks a condition")),
        ];
        let legend = legend.into_iter().filter(|(sign, _)| marks.iter().any(|mark| mark.contains(sign)));
        let legend = Text::joined(legend.map(|(_, words)| words), &said!(", "));
        let mut notes = vec![said!("{legend}.", legend = legend)];
        if points().any(|point| best.is_some_and(|best| best.fresh != point.fresh)) {
            let of = |what: &str, launches: u32| {
                Figure::new(format!("final.{what}"), f64::from(launches), Shown::Decimals(0))
            };
            notes.push(said!(
                "Means without ± are of {few} launches instead of {many}: the best's, less what they give away.",
                few = of("first_stage", answer.launches.0),
                many = of("second_stage", answer.launches.1)
            ));
        }
        notes.extend(amounts.note());
        let notes = Group::of(notes.into_iter().map(|text| Block::Paragraph { text }));
        let heading = if answer.certain {
            said!("The best of them")
        } else {
            said!("The finalists, and the scenario as it is written")
        };
        Some(Table::new("", columns, Fit::Blocks).rows(rows).below(heading).and(notes))
    }

    /// More gain for more risk.
    fn efficient(&self) -> Option<Group> {
        let (asked, answer) = (self.asked, self.answer);
        if answer.efficient.len() < 2 {
            return None;
        }
        let amounts = InUnit::of(&asked.objective, answer.efficient.iter().map(|one| one.gain));
        let mut columns = self.keys();
        columns.push(amounts.column());
        columns.push(if answer.risk_is_short { said!("short of\ncash").into() } else { self.bad_luck() });
        let row = |(place, one): (usize, &Efficient)| {
            let id = |what: &str| format!("efficient_set.points.{place}.{what}");
            let point = &answer.points[one.at];
            let mut row = vec![Text::name(mark(point))];
            row.extend(self.values(point));
            row.push(amounts.told(id("objective"), one.gain));
            let short = answer.risk_is_short;
            row.push(if short { share(id("risk"), one.risk) } else { amounts.told(id("risk"), one.risk) });
            row
        };
        let mut notes = vec![said!(
            "No decision tried beats one of these in both, by the means of {launches} each; neighbours in it may change places with more.",
            launches = many("efficient_set.launches", f64::from(answer.line_launches), "launch")
        )];
        notes.extend(amounts.note());
        let notes = Group::of(notes.into_iter().map(|text| Block::Paragraph { text }));
        let rows: Vec<Vec<Text>> = answer.efficient.iter().enumerate().map(row).collect();
        let heading = said!("More for more risk: the efficient set, from the safest on");
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

/// Amounts of what was looked for in one magnitude, which is said below the table.
struct InUnit<'a> {
    of: &'a Told,
    amounts: Amounts,
}

impl<'a> InUnit<'a> {
    fn of(of: &'a Told, values: impl Iterator<Item = f64>) -> Self {
        Self { of, amounts: Amounts::of(values) }
    }

    fn told(&self, id: impl Into<String>, value: f64) -> Text {
        if self.of.share { share(id, value) } else { self.amounts.told(id, value) }
    }

    fn column(&self) -> Column {
        let long = self.of.title.chars().count() > LONG_TITLE;
        let title = if long { said!("looked for") } else { self.of.name() };
        if self.of.share { said!("{title}\nshare", title = title) } else { said!("{title}\nmean", title = title) }
            .into()
    }

    fn note(&self) -> Option<Text> {
        let unit = self.amounts.unit(self.of.unit());
        (!self.of.share && !unit.is_empty()).then(|| said!("What was looked for stands in {unit}.", unit = unit))
    }
}
