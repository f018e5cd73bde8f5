//! The page of `launchsim calibrate`.

use super::CalibrationSummary;
use crate::experiment::calibrate::conflict::{COSTLY, FIGHT};
use crate::experiment::calibrate::told::{FactTold, InputTold, MetricTold, Range, Verdict};
use crate::experiment::calibrate::truths::LEAST;
use crate::experiment::sweep::axis::Axis;
use crate::outcome::{Role, Says, Unit};
use crate::report::drivers::value::drawn_value;
use crate::report::fact::written;
use crate::report::page::{Fit, Group, Page, Table};
use crate::report::record::error;
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::summary::unit_text;
use crate::report::text::shown;
use crate::report::title::title;
use crate::report::words::spaced;

/// Inputs told in the table at most.
const TOLD: usize = 14;
/// Pairs told at most.
const PAIRS: usize = 6;
/// A chance below which truths that are not found are no accident.
const UNLIKELY: f64 = 0.01;

/// The page.
#[must_use]
pub fn page(summary: &CalibrationSummary) -> Page {
    let found = &summary.found;
    let fitted = found.facts.iter().filter(|told| told.fact.role == Role::Fit).count();
    let heading = said!(
        "{name}: fitted to {facts}",
        name = summary.layout.scenario.as_str(),
        facts = Figure::new("", fitted as f64, Shown::counted("fact"))
    );
    let about = said!(
        "{launches} of what was believed, seed {seed}; as many as {effective} of equal weight make the record.",
        launches = Figure::new("launches", f64::from(found.launches), Shown::counted("launch")),
        seed = Figure::new("", summary.seed as f64, Shown::Bare),
        effective = Figure::new("effective", found.effective, Shown::Decimals(0))
    );
    let mut page = Page::new(heading, Group::said(about));
    page.groups.extend(summary.ahead());
    page.groups.extend(summary.facts(Role::Fit, said!("Facts that are fitted")));
    page.groups.extend(summary.facts(Role::Check, said!("Facts held back")));
    page.groups.push(summary.inputs());
    page.groups.extend(summary.pairs());
    page.groups.push(summary.results());
    page.groups.push(Group::said(Text::sentences([summary.fights(), summary.truths(), summary.sample()])));
    page
}

impl CalibrationSummary {
    pub(super) fn value(&self, id: String, value: f64, unit: Unit) -> Text {
        if !value.is_finite() {
            return said!("n/a");
        }
        Figure::new(id, value, shown(value, unit, &self.layout)).into()
    }

    /// The range of nine in ten.
    pub(super) fn range(&self, id: &str, range: &Range, unit: Unit) -> Text {
        let [low, _, high] = range.quantiles;
        let of = |what: &str, value: f64| self.value(format!("{id}.{what}"), value, unit);
        said!("{low} to {high}", low = of("p5", low), high = of("p95", high))
    }

    fn facts(&self, role: Role, heading: Text) -> Option<Group> {
        let facts: Vec<&FactTold> = self.found.facts.iter().filter(|told| told.fact.role == role).collect();
        facts.first()?;
        let row = |told: &&FactTold| {
            let (fact, unit) = (&told.fact, told.metric.unit);
            let id = |what: &str| format!("facts.{}.{what}", fact.name);
            let error = error(id("error"), fact.error, unit, &self.layout);
            let record = written(fact.says, self.value(id("value"), fact.value, unit), error);
            let place = |what: &str, at: usize| -> Text {
                match fact.says {
                    Says::Exactly => {
                        Figure::new(id(&format!("percentile.{what}")), told.percentile[at], Shown::Percentile).into()
                    }
                    _ => Figure::new(id(&format!("kept.{what}")), told.kept[at], Shown::PerCent).into(),
                }
            };
            let moved = said!("{before} → {after}", before = place("before", 0), after = place("after", 1));
            let [before, after] = [("before", &told.prior), ("after", &told.posterior)]
                .map(|(what, range)| self.range(&id(what), range, unit));
            [spaced(&fact.name).into(), record, before, after, moved]
        };
        let fit = Fit::Folded { in_line: false, whole: false };
        let columns = [said!("record"), said!("before"), said!("after"), said!("percentile")];
        let group = Table::new(heading, columns, fit).rows(facts.iter().map(row));
        Some(if role == Role::Check { group.and(Group::said(checked(&facts))) } else { group })
    }

    fn inputs(&self) -> Group {
        let found = &self.found;
        let count = |verdict: Verdict| found.inputs.iter().filter(|told| told.verdict == verdict).count();
        let number = |verdict: Verdict| Figure::new("", count(verdict) as f64, Shown::Bare);
        let sentence = said!(
            "Of {all} the facts tell {told} and shift {shifted}; of {rest} they say nothing.",
            all = Figure::new("", found.inputs.len() as f64, Shown::counted("uncertain input")),
            told = number(Verdict::Told),
            shifted = number(Verdict::Shifted),
            rest = number(Verdict::NotTold)
        );
        let told = self.told();
        if told.is_empty() {
            return Group::said(sentence);
        }
        let row = |told: &&InputTold| {
            let id = |what: &str| format!("inputs.{}.{what}", told.key);
            let dated = Axis::of_key(&told.key).is_ok_and(|axis| axis.is_dated());
            let one = |what: &str, value: f64| drawn_value(&told.key, (&id(what), value), &self.layout.currency);
            let range = |what: &str, range: &Range| {
                let [low, _, high] = range.quantiles;
                let (from, high) = (format!("{what}.p5"), one(&format!("{what}.p95"), high));
                // The unit is that of the higher end.
                let low = if dated { one(&from, low) } else { Figure::new(id(&from), low, Shown::Drawn).into() };
                said!("{low} to {high}", low = low, high = high)
            };
            let verdict = match told.verdict {
                Verdict::Told => said!("told"),
                Verdict::Shifted => said!("shifted"),
                Verdict::NotTold => said!("not told"),
            };
            [Text::name(told.key.clone()), range("before", &told.prior), range("after", &told.posterior), verdict]
        };
        let columns = [said!("before"), said!("after"), Text::default()];
        let table = Table::new(said!("Inputs, those first that the facts say most of"), columns, Fit::Blocks);
        table.rows(told.iter().take(TOLD).map(row)).and(Group::said(sentence))
    }

    /// The inputs that the facts say something of, those first of which they say most.
    #[must_use]
    pub fn told(&self) -> Vec<&InputTold> {
        let mut told: Vec<&InputTold> =
            self.found.inputs.iter().filter(|told| told.verdict != Verdict::NotTold).collect();
        let says = |told: &InputTold| told.shift.abs() - libm::log(told.width.max(f64::MIN_POSITIVE));
        told.sort_by(|a, b| says(b).total_cmp(&says(a)));
        told
    }

    fn pairs(&self) -> Option<Group> {
        let found = &self.found;
        found.pairs.first()?;
        let key = |at: usize| Text::name(found.inputs[at].key.clone());
        let row = |(at, pair): (usize, &crate::experiment::calibrate::told::PairTold)| {
            let one = |what: &str, value: f64| {
                Text::from(Figure::new(format!("rank_correlations[{at}].{what}"), value, Shown::SignedDecimals(2)))
            };
            let between = said!("{one} and {other}", one = key(pair.between.0), other = key(pair.between.1));
            [between, one("before", pair.before), one("after", pair.after)]
        };
        let columns = [said!("before"), said!("after")];
        let table = Table::new(said!("Inputs that now go together"), columns, Fit::Cut);
        Some(table.rows(found.pairs.iter().take(PAIRS).enumerate().map(row)))
    }

    fn results(&self) -> Group {
        let row = |told: &MetricTold| {
            let unit = told.metric.unit;
            let id = |what: &str| format!("metrics.{}.{what}", told.metric.name);
            let range = |what: &str, range: &Range| {
                let mean = self.value(id(&format!("{what}.mean")), range.mean, unit);
                if unit == Unit::YesNo {
                    return mean;
                }
                said!("{mean}, {range}", mean = mean, range = self.range(&id(what), range, unit))
            };
            let of = unit_text(unit, &self.layout.currency);
            let name = title(&told.metric.title);
            let name = match unit {
                Unit::Money => said!("{metric}, {unit}", metric = name, unit = Text::term(of)),
                _ => name,
            };
            [name, range("before", &told.prior), range("after", &told.posterior)]
        };
        let columns = [said!("before"), said!("after")];
        let fit = Fit::Folded { in_line: false, whole: false };
        Table::new(said!("What it means, mean and nine in ten"), columns, fit).rows(self.found.metrics.iter().map(row))
    }

    /// Which facts cost most, and which fight.
    fn fights(&self) -> Text {
        let costs = &self.found.costs;
        let fitted: Vec<&str> = self
            .found
            .facts
            .iter()
            .filter(|told| told.fact.role == Role::Fit)
            .map(|told| told.fact.name.as_str())
            .collect();
        let most = costs.without.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let costly = most.filter(|(_, without)| **without > COSTLY * costs.all).map(|(at, without)| {
            said!(
                "The fact that the launches meet least is {fact}: without it they would be worth {times} times as many.",
                fact = Text::name(spaced(fitted[at])),
                times = Figure::new("", without / costs.all, Shown::Decimals(1))
            )
        });
        let fight = costs.fights.first().filter(|fight| fight.together < FIGHT).map(|fight| {
            said!(
                "{one} and {other} fight: launches that meet both are {share} of what chance would bring.",
                one = Text::name(spaced(fitted[fight.between.0])),
                other = Text::name(spaced(fitted[fight.between.1])),
                share = Figure::new("costs.fights[0].together", fight.together, Shown::PerCent)
            )
        });
        Text::sentences([costly, fight].into_iter().flatten())
    }

    /// Whether the fit finds truths that are known.
    fn truths(&self) -> Text {
        let truths = &self.found.truths;
        if truths.tried == 0 {
            return Text::default();
        }
        let tried = Figure::new("truths.tried", truths.tried as f64, Shown::counted("launch"));
        if truths.told == 0 {
            return said!(
                "Whether the fit finds a truth that is known could not be tried: of none of {tried} taken for the truth do others worth {least} make the record.",
                tried = tried,
                least = Figure::new("", LEAST, Shown::Bare)
            );
        }
        let held = said!(
            "Of {tried} taken for the truth in turn, {told} have a record that others worth {least} or more make; the range of nine in ten that is then believed of an input holds the truth in {share}.",
            tried = tried,
            told = Figure::new("truths.told", truths.told as f64, Shown::Bare),
            least = Figure::new("", LEAST, Shown::Bare),
            share = Figure::new("truths.share_held", truths.share(), Shown::PerCent)
        );
        let worst = truths.worst().filter(|(.., chance)| *chance < UNLIKELY).map(|(input, held, _)| {
            said!(
                "{input} is held in {held} only, which is no accident: do not believe what is said of it.",
                input = Text::name(self.found.inputs[input].key.clone()),
                held = Figure::new("", held as f64, Shown::Bare)
            )
        });
        Text::sentences([Some(held), worst].into_iter().flatten())
    }

    /// What the sample is, and that runs of it hold given its lines.
    fn sample(&self) -> Text {
        let found = &self.found;
        said!(
            "The joint sample has {lines} ({different} different). What runs of it say holds given these lines, worth {effective} launches of equal weight.",
            lines = Figure::new("draws", found.draws.first().map_or(0, Vec::len) as f64, Shown::counted("line")),
            different = Figure::new("different", found.different as f64, Shown::Bare),
            effective = Figure::new("worth_of_lines", found.worth_of_lines(), Shown::Decimals(0))
        )
    }
}

/// How many facts that were held back lie where they should.
fn checked(facts: &[&FactTold]) -> Text {
    let tried = || facts.iter().filter(|told| told.tries_the_fit());
    if tried().count() == 0 {
        return Text::default();
    }
    said!(
        "Held back and naming a value: {all}; inside what nine launches in ten say: {inside}.",
        all = Figure::new("", tried().count() as f64, Shown::counted("fact")),
        inside = Figure::new("", tried().filter(|told| told.is_inside()).count() as f64, Shown::Bare)
    )
}
