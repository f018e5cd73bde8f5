//! Metrics of the planner's own: which columns they are reckoned from, in which order, and in which unit.

use std::ops::Range;

use crate::company::plan::PlanError;
use crate::language::expression::measure::{NO_UNIT, told};
use crate::language::expression::{Expression, ExpressionFault, Measure};
use crate::language::nearest;
use crate::outcome::{Metric, Unit, place_of, powers};
use crate::rooms::calendar::plan::error::OwnMetricFault;
use crate::scenario::Scenario;
use crate::scenario::metric::{OwnMetric, UnitWord};

/// A column that is reckoned from others when launches are over.
#[derive(Clone, Debug)]
pub struct OwnColumn {
    /// Its place among the metrics.
    pub metric: usize,
    /// Places of those it is reckoned from, in the order of the expression's variables.
    pub columns: Vec<usize>,
    /// How.
    pub expression: Expression,
}

/// Columns of one's own in an order in which each comes after those it is reckoned from.
#[derive(Clone, Debug, Default)]
pub struct OwnColumns(Vec<OwnColumn>);

impl OwnColumns {
    /// Adds one that is the first of two columns divided by the second.
    pub(super) fn add_ratio(&mut self, metric: usize, columns: Vec<usize>) {
        if let Ok(expression) = Expression::parse("whole / part") {
            self.0.push(OwnColumn { metric, columns, expression });
        }
    }

    /// Fills them in, for launches in columns.
    pub fn fill(&self, metrics: &mut [Vec<f64>]) {
        for OwnColumn { metric, columns, expression } in &self.0 {
            let of: Vec<&[f64]> = columns.iter().map(|&column| metrics[column].as_slice()).collect();
            metrics[*metric] = expression.of_columns(&of);
        }
    }

    /// Fills them in, for one launch.
    pub fn fill_row(&self, metrics: &mut [f64]) {
        for OwnColumn { metric, columns, expression } in &self.0 {
            let of: Vec<f64> = columns.iter().map(|&column| metrics[column]).collect();
            metrics[*metric] = expression.of_values(&of);
        }
    }
}

/// The metrics of one's own in the order of the scenario, and how they are reckoned; `metrics` are those there are. Every
/// fault of any of them is refused at once.
pub(super) fn columns(scenario: &Scenario, metrics: &[Metric]) -> Result<(Vec<Metric>, OwnColumns), PlanError> {
    let own = &scenario.metrics;
    let mut search = Search {
        own,
        metrics,
        currency: &scenario.company.currency,
        found: vec![None; own.len()],
        failed: vec![false; own.len()],
        under_way: Vec::new(),
        columns: OwnColumns::default(),
        faults: Vec::new(),
    };
    for at in 0..own.len() {
        search.visit(at);
    }
    if !search.faults.is_empty() {
        return Err(PlanError::OwnMetrics(search.faults));
    }
    Ok((search.found.into_iter().flatten().collect(), search.columns))
}

struct Search<'a> {
    own: &'a [OwnMetric],
    metrics: &'a [Metric],
    currency: &'a str,
    /// Those of one's own that are known.
    found: Vec<Option<Metric>>,
    /// Those with a fault, or reckoned from one with a fault.
    failed: Vec<bool>,
    /// Those that wait for others.
    under_way: Vec<usize>,
    columns: OwnColumns,
    faults: Vec<OwnMetricFault>,
}

impl Search<'_> {
    fn visit(&mut self, at: usize) {
        let own = &self.own[at];
        // Faulty expressions were refused when they were read.
        let Some(expression) = own.expression.as_ref().filter(|_| self.found[at].is_none() && !self.failed[at]) else {
            return;
        };
        self.under_way.push(at);
        let mut columns = vec![0; expression.variables().len()];
        for (name, place) in expression.names() {
            let variable = expression.variables().iter().position(|known| known == name);
            match self.column(at, name, place) {
                Ok(column) => columns[variable.unwrap_or(0)] = column,
                Err(fault) => {
                    self.failed[at] = true;
                    self.faults.extend(fault);
                }
            }
        }
        self.under_way.pop();
        if self.failed[at] {
            return;
        }
        match self.unit(own, expression) {
            Ok(unit) => {
                let title = own.title.clone().unwrap_or_else(|| own.name.replace('_', " "));
                self.found[at] = Some(Metric::own(&own.name, title, (unit, own.better.better()), self.currency));
                let metric = self.metrics.len() + at;
                self.columns.0.push(OwnColumn { metric, columns, expression: expression.clone() });
            }
            Err(fault) => {
                self.failed[at] = true;
                self.faults.push(fault);
            }
        }
    }

    /// The place of a metric that `of` names; without a fault of its own where the one it names has one.
    fn column(&mut self, of: usize, name: &str, place: Range<usize>) -> Result<usize, Option<OwnMetricFault>> {
        if let Some(place) = place_of(self.metrics, name) {
            return Ok(place);
        }
        let Some(at) = self.own_named(name) else { return Err(Some(self.unknown(of, name, place))) };
        if let Some(begin) = self.under_way.iter().position(|waiting| *waiting == at) {
            let names = self.under_way[begin..].iter().chain([&at]).map(|at| format!("`{}`", self.own[*at].name));
            let circle: Vec<String> = names.collect();
            let what = format!("a circle: {}", circle.join(" is reckoned from "));
            let help = "reckon one of them from metrics of summary.json".to_owned();
            return Err(Some(fault(&self.own[of], ExpressionFault::new(what, place, help))));
        }
        self.visit(at);
        match &self.found[at] {
            Some(metric) if place_of(std::slice::from_ref(metric), name).is_some() => Ok(self.metrics.len() + at),
            Some(_) => Err(Some(self.unknown(of, name, place))),
            None => Err(None),
        }
    }

    /// One of one's own by its name, with the currency or with its table.
    fn own_named(&self, name: &str) -> Option<usize> {
        let plain = name.strip_prefix("metric.").unwrap_or(name);
        let without = name.strip_suffix(self.currency).and_then(|name| name.strip_suffix('_'));
        self.own.iter().position(|own| own.name == plain || Some(own.name.as_str()) == without)
    }

    fn unknown(&self, of: usize, name: &str, place: Range<usize>) -> OwnMetricFault {
        let known = self.metrics.iter().flat_map(|metric| [metric.plain_name(), metric.name.as_str()]);
        let known = known.chain(self.own.iter().map(|own| own.name.as_str()));
        let help = match nearest(name, known) {
            Some(near) if near.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')) => {
                format!("did you mean `{near}`, written between backticks?")
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => "summary.json of a run lists them".into(),
        };
        let what = format!("this scenario yields no metric `{name}`");
        fault(&self.own[of], ExpressionFault::new(what, place, help))
    }

    fn metric(&self, name: &str) -> Option<&Metric> {
        let there = place_of(self.metrics, name).map(|at| &self.metrics[at]);
        there.or_else(|| self.own_named(name).and_then(|at| self.found[at].as_ref()))
    }

    /// The unit that is written, held against what the expression gives; else that.
    fn unit(&self, own: &OwnMetric, expression: &Expression) -> Result<Unit, OwnMetricFault> {
        let unit_of = |name: &str| self.metric(name).map_or(Unit::Number, |metric| metric.unit);
        let given = expression.measure(&|name| powers(unit_of(name))).map_err(|found| fault(own, found))?;
        let holds = expression.is_condition(&|name| unit_of(name) == Unit::YesNo);
        let refuse =
            |what: String, help: String| Err(OwnMetricFault { name: own.name.clone(), place: None, what, help });
        let Some(word) = own.unit else {
            let named = expression.variables().iter().map(|name| unit_of(name));
            return Ok(derived(given, holds, named));
        };
        let unit = word.unit();
        if word == UnitWord::Probability && !holds {
            let what = "its expression is no condition, so it has no probability".to_owned();
            return refuse(what, "write a condition, as in net_profit < 0, or another unit".into());
        }
        match given {
            Measure::In { powers: given, sure: true } if word != UnitWord::Number && powers(unit) != given => {
                let what = format!("its expression is measured in {}, and not in {}", told(given), told(powers(unit)));
                refuse(what, "leave `unit` out, or say in the expression what one of it is worth".into())
            }
            _ => Ok(unit),
        }
    }
}

fn fault(own: &OwnMetric, found: ExpressionFault) -> OwnMetricFault {
    OwnMetricFault { name: own.name.clone(), place: Some(found.place), what: found.what, help: found.help }
}

/// The unit an expression gives; of people, parts or phones that of the first metric it names that counts any.
fn derived(given: Measure, holds: bool, mut named: impl Iterator<Item = Unit>) -> Unit {
    let Measure::In { powers: given, sure } = given else { return Unit::Number };
    match given {
        NO_UNIT if sure && holds => Unit::YesNo,
        [0, 1, 0, 0] => named.find(|unit| powers(*unit) == given).unwrap_or(Unit::Phones),
        _ => {
            let all = [Unit::Money, Unit::MoneyPerPhone, Unit::Days, Unit::Hours, Unit::PhonesPerDay];
            all.into_iter().find(|unit| powers(*unit) == given).unwrap_or(Unit::Number)
        }
    }
}
