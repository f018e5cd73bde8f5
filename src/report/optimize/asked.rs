//! What was asked of a search, as its files and pages tell it.

use serde::{Deserialize, Serialize};

use crate::experiment::optimize::Optimization;
use crate::language::expression::{Condition, Expression};
use crate::outcome::{Layout, Rule, Unit};
use crate::report::measure::{unit, with_unit};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::summary::unit_text;
use crate::report::sweep::identity::AxisName;
use crate::report::title::title as titled;
use crate::report::words::within;

/// A figure that was asked about, with how it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// As it was written.
    pub text: String,
    /// For people.
    pub title: String,
    /// Its unit; "" where it is not known.
    pub unit: String,
    /// Whether it is a share of launches or of something else.
    pub share: bool,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The figure.
    pub left: Told,
    /// "<=" or another comparison.
    pub sense: String,
    /// The limit.
    pub limit: f64,
}

/// The whole question. A journal of another question must not be gone on with.
#[expect(clippy::struct_excessive_bools, reason = "facts of a search as its journal states them, each by its name")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Title of the scenario.
    pub title: String,
    /// Money counted in.
    pub currency: String,
    /// Whether a company short of cash is wound up by the scenario's own rule.
    pub winds_up: bool,
    /// Whether the price is decided and moves nobody.
    pub price_moves_nobody: bool,
    /// How price makes people choose; "" without a market.
    pub choice: String,
    /// Whether there is no luck.
    pub certain: bool,
    /// Tells the scenario from any other.
    pub scenario_fingerprint: String,
    /// Tells the question from any other.
    pub fingerprint: String,
    /// Seed of all luck.
    pub seed: u64,
    /// Launches in all at most.
    pub budget: u64,
    /// What is decided.
    pub axes: Vec<AxisName>,
    /// What is looked for.
    pub objective: Told,
    /// Whether less of it is better.
    pub least: bool,
    /// What must hold.
    pub conditions: Vec<Held>,
    /// Columns of a launch in the journal.
    pub columns: usize,
}

fn told(expression: &Expression, layout: &Layout) -> Told {
    let text = expression.text().trim().to_owned();
    let known = |name: &String| layout.metric(name).map(|at| &layout.metrics[at]);
    let metrics: Vec<_> = expression.variables().iter().filter_map(known).collect();
    let money = !metrics.is_empty() && metrics.iter().all(|metric| metric.unit == Unit::Money);
    match metrics.as_slice() {
        [only] if text == *only.name || text == only.id.id() => {
            let share = matches!(only.unit, Unit::YesNo | Unit::Share);
            let unit = if share { String::new() } else { unit_text(only.unit, &layout.currency) };
            Told { text, title: within(&only.title), unit, share }
        }
        _ => {
            let unit = if money { layout.currency.clone() } else { String::new() };
            Told { title: text.clone(), text, unit, share: false }
        }
    }
}

fn held(condition: &Condition, layout: &Layout) -> Held {
    let Condition { left, sense, limit } = condition;
    Held { left: told(left, layout), sense: sense.sign().to_owned(), limit: *limit }
}

impl Asked {
    /// What a search that is about to run was asked.
    #[must_use]
    pub fn of(search: &Optimization, version: &str) -> Self {
        let layout = &search.layout;
        let axes: Vec<AxisName> =
            search.question.axes.iter().map(|axis| AxisName::of(axis, &layout.currency)).collect();
        let price = |axis: &AxisName| {
            let mut parts = axis.key.split('.');
            parts.next() == Some("product") && parts.nth(1).is_some_and(|part| part.starts_with("price"))
        };
        Self {
            version: version.into(),
            scenario: layout.scenario.clone(),
            title: layout.title.clone(),
            currency: layout.currency.clone(),
            winds_up: layout.rule == Rule::WindUp,
            price_moves_nobody: axes.iter().any(price) && !search.price_moves,
            choice: search.choice.into(),
            certain: search.goal.certain,
            scenario_fingerprint: format!("{:016x}", search.scenario_fingerprint),
            fingerprint: format!("{:016x}", search.fingerprint()),
            seed: search.question.seed,
            budget: search.question.budget,
            objective: told(&search.goal.objective_asked, layout),
            least: search.question.least,
            conditions: search.goal.conditions.iter().map(|one| held(one, layout)).collect(),
            columns: search.goal.wanted.len(),
            axes,
        }
    }

    /// The first thing in which another question differs, for people.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        let differs = |differs: bool, what: &str| differs.then(|| what.to_owned());
        differs(self.version != other.version, "made by another version of launchsim")
            .or_else(|| differs(self.scenario != other.scenario, "of another scenario"))
            .or_else(|| {
                differs(
                    self.scenario_fingerprint != other.scenario_fingerprint,
                    "of another content of the same scenario",
                )
            })
            .or_else(|| differs(self.seed != other.seed, "with another seed"))
            .or_else(|| differs(self.budget != other.budget, "with another budget"))
            .or_else(|| differs(self != other, "with other decisions, another objective or other conditions"))
    }

    /// What the scenario is called.
    #[must_use]
    pub fn heading(&self) -> &str {
        if self.title.trim().is_empty() { &self.scenario } else { &self.title }
    }

    /// "product.mi1.price = 1,999 yuan, build_plan.scale = 0.9".
    #[must_use]
    pub fn decided(&self, values: &[f64]) -> Text {
        let one = |(axis, value): (&AxisName, &f64)| axis.is(axis.said_with_unit(*value));
        Text::joined(self.axes.iter().zip(values).map(one), &said!(", "))
    }

    /// The same in English, for pictures.
    #[must_use]
    pub fn decision(&self, values: &[f64]) -> String {
        self.decided(values).to_string()
    }

    /// The decision as overrides.
    #[must_use]
    pub fn settings(&self, values: &[f64]) -> Vec<String> {
        self.axes.iter().zip(values).map(|(axis, value)| format!("{}={}", axis.key, axis.written(*value))).collect()
    }
}

/// A value with its unit in English: "1,999 yuan", "4 weeks", "false".
#[must_use]
pub fn value_told(axis: &AxisName, value: f64) -> String {
    axis.said_with_unit(value).to_string()
}

impl Told {
    /// What it is called within a sentence.
    #[must_use]
    pub fn name(&self) -> Text {
        titled(&self.title)
    }

    /// Its unit.
    #[must_use]
    pub fn unit(&self) -> Text {
        unit(&self.unit)
    }

    /// A value of it: "889 million yuan", "4.3 %"; `id` says where it stands in `optimize.json`.
    #[must_use]
    pub fn said(&self, id: impl Into<String>, value: f64) -> Text {
        self.of_shown(id, value, if self.share { Shown::PerCent } else { Shown::Rounded })
    }

    /// The same in English, for pictures.
    #[must_use]
    pub fn value(&self, value: f64) -> String {
        self.said("", value).to_string()
    }

    /// The amount of a value, whatever its sign.
    #[must_use]
    pub fn amount(&self, id: impl Into<String>, value: f64) -> Text {
        self.of_shown(id, value, if self.share { Shown::AmountPerCent } else { Shown::Amount })
    }

    fn of_shown(&self, id: impl Into<String>, value: f64, shown: Shown) -> Text {
        match () {
            () if value.is_nan() => said!("n/a"),
            () if self.share => Figure::new(id, value, shown).into(),
            () => with_unit(Figure::new(id, value, shown), self.unit()),
        }
    }

    /// The same without its unit.
    #[must_use]
    pub fn bare(&self, id: impl Into<String>, value: f64) -> Text {
        let shown = if self.share { Shown::PerCent } else { Shown::Rounded };
        if value.is_nan() { said!("n/a") } else { Figure::new(id, value, shown).into() }
    }
}

impl Held {
    /// "insolvent at most 5 %": as it was written, but for its limit; `at` is its place among the conditions.
    #[must_use]
    pub fn words(&self, at: usize) -> Text {
        let limit = self.left.said(format!("conditions.{at}.limit"), self.limit);
        Text::name(format!("{} {} ", self.left.text, self.sense)).then(limit)
    }
}
