//! A finished run, and `summary.json`: what many launches say about each metric.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::drivers::AtTheEnd;
use super::given::{self, Moved};
use super::headline::Launched;
use super::planners;
use super::{number, order_plan, until};
use crate::experiment::figures::{CONFIDENCE, Figures, MetricSummary, ObservedSummary, Probability};
use crate::experiment::order_plan::OrderPlan;
use crate::experiment::planners::Planners;
use crate::experiment::until::Settled;
use crate::language::declare::Word;
pub use crate::outcome::unit_text;
use crate::outcome::{Layout, Metric, MetricId, PriceStep};
use crate::stats::{Sampled, Summary};

/// A finished run.
#[derive(Clone, Debug)]
pub struct RunSummary {
    /// What the columns mean.
    pub layout: Layout,
    /// What the launches say.
    pub figures: Figures,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names below it.
    pub files: Vec<String>,
    /// What there is to say about charts that could not be drawn as they should be.
    pub warnings: Vec<String>,
    /// What was asked of an interval.
    pub settled: Option<Settled>,
    /// What another planner of the parts would be worth.
    pub planners: Option<Planners>,
    /// How many of each part to order.
    pub orders: Option<OrderPlan>,
    /// What it hangs on.
    pub drivers: Option<AtTheEnd>,
    /// What to type next.
    pub next: String,
    /// From the start to the last file [s].
    pub wall_seconds: f64,
    /// Of these, simulating [s].
    pub engine_seconds: f64,
}

impl RunSummary {
    /// The launches it is about.
    #[must_use]
    pub fn launched(&self) -> Launched<'_> {
        Launched { layout: &self.layout, figures: &self.figures }
    }

    /// The content of `summary.json`.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        summary_json(
            &self.figures,
            &self.layout,
            (self.settled.as_ref(), self.planners.as_ref(), self.orders.as_ref(), self.drivers.as_ref()),
        )
    }
}

/// The content of `summary.json`.
#[must_use]
pub fn summary_json(
    figures: &Figures,
    layout: &Layout,
    (settled, planners, orders, drivers): (Option<&Settled>, Option<&Planners>, Option<&OrderPlan>, Option<&AtTheEnd>),
) -> serde_json::Value {
    let mut summary = figures.json(layout);
    if let Some(planners) = planners {
        summary["planners"] = planners::data(planners);
    }
    if let Some(orders) = orders {
        summary["orders"] = order_plan::data(orders);
    }
    if let Some(drivers) = drivers {
        summary["drivers"] = drivers.data();
    }
    if let Some(settled) = settled {
        summary["until"] = until::json(settled);
    }
    summary
}

impl Figures {
    /// The content of `summary.json`.
    #[must_use]
    pub fn json(&self, layout: &Layout) -> Value {
        let mut metrics = Map::new();
        let mut probabilities = Map::new();
        for MetricSummary { metric, summary, quantiles, probability } in &self.metrics {
            if let Some(Probability { value, low, high }) = probability {
                let figures = json!({
                    "title": metric.title,
                    "value": number::json(*value),
                    "low": number::json(*low),
                    "high": number::json(*high),
                });
                probabilities.insert(metric.name.clone(), figures);
            } else {
                let mut figures = self.metric_json(metric, summary, &layout.currency);
                let ends = [summary.interval(CONFIDENCE)].into_iter().chain(quantiles.iter().copied());
                let interval = |(name, (low, high)): (&str, (f64, f64))| {
                    (name.to_owned(), json!([number::json(low), number::json(high)]))
                };
                figures["intervals"] = ["mean", "p5", "p50", "p95"].into_iter().zip(ends).map(interval).collect();
                if let (Sampled::InReplicates(_), Value::Object(figures)) = (layout.sampled, &mut figures) {
                    figures.insert("worth_of_launches".into(), number::json(summary.worth));
                }
                metrics.insert(metric.name.clone(), figures);
            }
        }
        let observed: Map<String, Value> = self.observed.iter().map(|fact| self.observed_json(fact)).collect();
        json!({
            "format": super::FORMAT,
            "scenario": layout.scenario,
            "title": layout.title,
            "prices": prices_json(layout),
            "seed": self.seed,
            "launches": self.launches,
            "given": given::json(&layout.given, self.metric(MetricId::NetProfit).map(|profit| Moved::Mean(profit.summary.sd))),
            "metrics": metrics,
            "probabilities": probabilities,
            "losing": self.losing.map(number::json),
            "short_otherwise": self.short_otherwise.as_ref().map(days_json),
            "short_other_parts": self.short_other_parts.as_ref().map(days_json),
            "need": self.need.as_ref().map(|need| need.json(layout)),
            "observed": observed,
            "observed_together": self.together.map(|all| json!({
                "facts": all.facts,
                "as_far": number::json(all.as_far),
                "outside": all.outside,
                "chance_of_outside": number::json(all.chance),
            })),
        })
    }

    fn metric_json(&self, metric: &Metric, summary: &Summary, currency: &str) -> Value {
        let mut figures = Map::new();
        figures.insert("title".into(), Value::from(metric.title.clone()));
        figures.insert("unit".into(), Value::from(unit_text(metric.unit, currency)));
        if summary.count < self.launches {
            figures.insert("count".into(), Value::from(summary.count));
        }
        let named = [
            ("mean", summary.mean),
            ("sd", summary.sd),
            ("se", summary.se),
            ("min", summary.min),
            ("p5", summary.p5),
            ("p25", summary.p25),
            ("p50", summary.p50),
            ("p75", summary.p75),
            ("p95", summary.p95),
            ("max", summary.max),
            ("cvar5", summary.cvar5),
        ];
        figures.extend(named.map(|(name, value)| (name.to_owned(), number::json(value))));
        Value::Object(figures)
    }

    fn observed_json(&self, fact: &ObservedSummary) -> (String, Value) {
        let MetricSummary { metric, summary, .. } = &self.metrics[fact.metric];
        let figures = json!({
            "metric": metric.name,
            "value": number::json(fact.value),
            "p5": number::json(summary.p5),
            "p50": number::json(summary.p50),
            "p95": number::json(summary.p95),
            "percentile": number::json(fact.percentile),
            "says": fact.says.word(),
            "error": number::json(fact.error),
            "kept": number::json(fact.kept),
        });
        (fact.name.clone(), figures)
    }
}

/// Days that no metric tells of.
fn days_json(days: &Summary) -> Value {
    json!({"mean": number::json(days.mean), "p5": number::json(days.p5), "p50": number::json(days.p50), "p95": number::json(days.p95)})
}

/// The path of the price as files have it: from when each holds, and whether it is uncertain.
#[must_use]
pub fn prices_json(layout: &Layout) -> Vec<Value> {
    let price = |step: &PriceStep| json!({"from": step.from.to_string(), "price": number::json(step.price), "uncertain": step.uncertain});
    layout.prices.iter().map(price).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Workers;
    use crate::report::folder::RunFolder;
    use crate::report::launches::LaunchTable;
    use crate::report::synthetic;

    fn figures(launches: u32) -> (Layout, Figures) {
        let home = tempfile::tempdir().unwrap();
        let layout = synthetic::layout();
        let mut folder = RunFolder::create(home.path(), &[], &[]).unwrap();
        let mut table = LaunchTable::create(&mut folder, &layout, false).unwrap();
        for chunk in synthetic::chunks(&layout, launches, 64) {
            table.push(&chunk).unwrap();
        }
        let columns = table.close().unwrap();
        let figures = Figures::of(&layout, &columns, 7, launches as usize, &Workers::start(Some(2)).unwrap()).unwrap();
        (layout, figures)
    }

    #[test]
    fn the_file_has_the_fields_it_promises() {
        let (layout, figures) = figures(500);
        let json = figures.json(&layout);
        assert_eq!(json["scenario"], "mi1");
        assert_eq!((json["seed"].as_u64(), json["launches"].as_u64()), (Some(7), Some(500)));
        let profit = &json["metrics"]["net_profit_yuan"];
        for field in ["mean", "sd", "se", "min", "p5", "p25", "p50", "p75", "p95", "max", "cvar5"] {
            assert!(profit[field].is_number(), "{field}: {profit}");
        }
        assert_eq!(profit["unit"], "yuan");
        assert!(profit.get("count").is_none());
        let round = &json["metrics"]["sell_out_hours.round_december"];
        assert!(round["count"].as_u64().is_some_and(|count| count < 500));
        assert!(json["metrics"].get("insolvent").is_none());
        let insolvent = &json["probabilities"]["insolvent"];
        let [value, low, high] = ["value", "low", "high"].map(|field| insolvent[field].as_f64().unwrap());
        assert!(low < value && value < high, "{insolvent}");
        let fact = &json["observed"]["shipped_end_2011"];
        assert!(fact["percentile"].as_f64().is_some_and(|p| p > 0.0 && p < 100.0), "{fact}");
    }

    #[test]
    fn one_launch_has_no_spread_and_says_null() {
        let (layout, figures) = figures(1);
        let json = figures.json(&layout);
        let orders = &json["metrics"]["orders"];
        assert!(orders["sd"].is_null() && orders["se"].is_null() && orders["mean"].is_number());
        assert!(!json.to_string().contains("NaN"));
    }
}
