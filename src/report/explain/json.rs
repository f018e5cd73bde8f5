//! The story as JSON: every event with its dates and units; docs/explain.md says what each field means.

use serde::Serialize;
use serde_json::{Value, json};

use super::words::Words;
use crate::experiment::explain::spells::Spell;
use crate::experiment::explain::story::{Cause, Story};
use crate::experiment::explain::{Difference, Explained};
use crate::outcome::StatementLine;
use crate::report::number;
use crate::report::summary::unit_text;
use crate::units::date_of_day;

struct Fields<'a> {
    story: &'a Story,
}

/// Something and what it cost.
#[derive(Serialize)]
struct Costed<'a, T> {
    #[serde(flatten)]
    what: &'a T,
    cost: Option<Value>,
}

fn costed<T: Serialize>(what: &[T], costs: &[Option<Difference>]) -> Value {
    let costed = what.iter().zip(costs).map(|(what, cost)| Costed { what, cost: cost.as_ref().map(difference) });
    number::plain(&costed.collect::<Vec<_>>())
}

/// The content of explain.json.
#[must_use]
pub fn story_json(explained: &Explained, version: &str) -> Value {
    let story = &explained.story;
    let fields = Fields { story };
    let layout = &story.layout;
    let metrics: serde_json::Map<String, Value> = layout
        .metrics
        .iter()
        .zip(&story.metrics)
        .map(|(metric, &value)| {
            let unit = unit_text(metric.unit, &layout.currency);
            (metric.name.clone(), json!({"value": number::json(value), "unit": unit}))
        })
        .collect();
    let under_other_rule = story.under_other_rule.as_ref().map(|values| {
        let named =
            layout.metrics.iter().zip(values).map(|(metric, &value)| (metric.name.clone(), number::json(value)));
        named.collect::<serde_json::Map<String, Value>>()
    });
    let inputs = layout.inputs.iter().zip(&story.inputs).zip(&explained.inputs).map(|((key, drawn), cost)| {
        json!({
            "key": key,
            "unit": drawn.unit.replace("money", &layout.currency),
            "value": number::json(drawn.value),
            "median": number::json(drawn.median),
            "share_below": number::json(drawn.share_below),
            "cost": cost.as_ref().map(difference),
        })
    });
    let inputs: Vec<Value> = inputs.collect();
    let (cancelled, for_delay) = story.record.cancellations();
    let (cut_days, least) = story.record.cut_by_cash();
    json!({
        "format": crate::report::FORMAT,
        "scenario": layout.scenario,
        "title": layout.title,
        "version": version,
        "seed": story.seed,
        "currency": layout.currency,
        "launch": story.picked.launch,
        "picked_by": story.picked.by.as_ref().map(|(word, metric, launches)| {
            json!({"rank": word, "metric": metric, "launches": launches})
        }),
        "start": layout.start.to_string(),
        "days": layout.days,
        "slip_days": story.slip,
        "inputs": inputs,
        "metrics": metrics,
        "under_other_rule": under_other_rule,
        "signatures": number::plain(&story.record.signatures),
        "purchase_orders": number::plain(&story.record.purchases),
        "spells": story.spells.iter().map(|(spell, cause)| fields.spell(spell, cause)).collect::<Vec<_>>(),
        "disruptions": costed(&story.record.disruptions, &explained.disruptions),
        "disruptions_together": explained.together.as_ref().map(difference),
        "refusals": explained.refusals.iter().map(|(at, cost)| json!({
            "supplier": story.record.signatures[*at].supplier,
            "approaches": story.record.signatures[*at].approaches,
            "cost": difference(cost),
        })).collect::<Vec<_>>(),
        "openings": number::plain(&story.record.openings),
        "tickets_called": story.record.called,
        "wound_up_day": story.record.wound_up,
        "parts_for_phones": story.record.parts_for,
        "cancellations": {
            "customers": cancelled,
            "for_delay": number::json(for_delay),
            "wound_up": story.record.cancelled_by_stop(),
        },
        "cash": {
            "credit_line": number::json(story.record.credit_line),
            "fundings": number::plain(&story.record.fundings),
            "orders_cut_days": cut_days,
            "orders_cut_to": number::json(least),
            "flow": lines(&story.cash_flow),
        },
        "profit_and_loss": lines(&story.profit),
    })
}

fn lines(lines: &[(StatementLine, f64)]) -> Value {
    let entry = |(line, value): &(StatementLine, f64)| (line.line.to_owned(), number::json(*value));
    Value::Object(lines.iter().map(entry).collect())
}

fn difference(cost: &Difference) -> Value {
    json!({
        "shipped_phones": number::json(cost.shipped),
        "short_days": number::json(cost.days_short),
        "wait_mean_days": number::json(cost.wait_mean_days),
        "first_shipment_days": number::json(cost.first_shipment_days),
        "cancelled_customers": number::json(cost.cancelled),
        "lowest_cash": number::json(cost.lowest_cash),
        "net_profit": number::json(cost.net_profit),
    })
}

impl Fields<'_> {
    fn date(&self, day: i32) -> String {
        date_of_day(self.story.layout.start, i64::from(day)).to_string()
    }

    fn spell(&self, spell: &Spell, cause: &Cause) -> Value {
        let words = Words { story: self.story };
        let (kind, detail) = match cause {
            Cause::Unsigned { supplier, signed_day, signed_date } => {
                ("unsigned", json!({"supplier": supplier, "signed_day": signed_day, "signed_date": signed_date}))
            }
            Cause::Late(late) => ("late_delivery", json!({"late_orders": late})),
            Cause::TooLittle { rejected } => {
                ("too_little_ordered", json!({"rejected_phones": number::json(*rejected)}))
            }
            Cause::Disrupted(names) => ("disrupted", json!({"disruptions": names})),
            Cause::Rest => ("rest_day", Value::Null),
            Cause::Closed => ("closed", Value::Null),
            Cause::Capacity => ("capacity", Value::Null),
        };
        json!({
            "constraint": self.story.constraint(spell.constraint),
            "from_day": spell.from,
            "from_date": self.date(spell.from),
            "to_day": spell.to,
            "to_date": self.date(spell.to),
            "bound_days": spell.days,
            "waiting_days": spell.days_waiting,
            "most_short_phones": spell.most_short,
            "most_short_day": spell.worst_day,
            "most_waiting_customers": spell.most_waiting,
            "customer_days": spell.customer_days,
            "started_phones": spell.started,
            "cause": kind,
            "cause_detail": detail,
            "text": words.spell(spell, cause),
        })
    }
}
