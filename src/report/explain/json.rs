//! The story as JSON: every event with its dates and units; docs/explain.md says what each field means.

use serde::Serialize;
use serde_json::{Value, json};

use super::words::Words;
use crate::experiment::explain::cause::Cause;
use crate::experiment::explain::spells::Spell;
use crate::experiment::explain::{Counterfactual, Explained};
use crate::outcome::StatementLine;
use crate::report::number;
use crate::report::summary::{prices_json, unit_text};

/// Something and what it cost.
#[derive(Serialize)]
struct Costed<'a, T> {
    #[serde(flatten)]
    what: &'a T,
    cost: &'a Option<Counterfactual>,
}

fn costed<'a, T: Serialize>(what: &'a [T], costs: &'a [Option<Counterfactual>]) -> Value {
    number::plain(&what.iter().zip(costs).map(|(what, cost)| Costed { what, cost }).collect::<Vec<_>>())
}

/// A spell with its cause and its sentence.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    spell: &'a Spell,
    cause: &'static str,
    cause_detail: &'a Cause,
    text: String,
}

/// The content of explain.json.
#[must_use]
pub fn story_json(explained: &Explained, version: &str) -> Value {
    let story = &explained.story;
    let words = Words { story };
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
    let told = |(at, (spell, cause)): (usize, &(Spell, Cause))| {
        let text = words.spell(at).named(&layout.naming).to_string();
        number::plain(&Told { spell, cause: cause.word(), cause_detail: cause, text })
    };
    let (cancelled, for_delay) = story.record.cancellations();
    let (cut_days, least) = story.record.cut_by_cash();
    json!({
        "format": crate::report::FORMAT,
        "scenario": layout.scenario,
        "title": layout.title,
        "version": version,
        "seed": story.seed,
        "currency": layout.currency,
        "prices": prices_json(layout),
        "launch": story.picked.launch,
        "picked_by": story.picked.by,
        "start": layout.start,
        "days": layout.days,
        "slip_days": story.slip,
        "inputs": costed(&story.inputs, &explained.inputs),
        "metrics": metrics,
        "under_other_rule": under_other_rule,
        "signatures": number::plain(&story.record.signatures),
        "purchase_orders": number::plain(&story.record.purchases),
        "spells": story.spells.iter().enumerate().map(told).collect::<Vec<_>>(),
        "disruptions": costed(&story.record.disruptions, &explained.disruptions),
        "disruptions_together": number::plain(&explained.together),
        "refusals": number::plain(&explained.refusals),
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
            // Of this launch as it went, which is not that of going on where it was wound up.
            "lowest": number::json(story.lowest_cash().map_or(f64::NAN, |(_, lowest)| lowest)),
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
