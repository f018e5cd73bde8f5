//! The catalogue as a JSON Schema, for editors that complete keys and explain them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::reference::{default_in_words, range_of_kind};
use super::tables::{TABLES, nested, roots, table, table_at_root};
use crate::language::catalogue::{FAMILIES, JOINT};
use crate::language::catalogue::{Key, Kind, Range, TableKind};
use crate::language::exported::UNITS;

/// JSON Schema (draft 2020-12) of a scenario file. It helps to write; only [`load`](super::load) judges.
#[must_use]
pub fn schema() -> Value {
    let mut properties = Map::new();
    for key in table("").keys {
        properties.insert(key.name.into(), of_key(key));
    }
    for root in roots() {
        if let Some(kind) = table_at_root(root) {
            let inner = of_table(kind);
            let value = if kind.is_named() {
                json!({
                    "type": "object",
                    "description": kind.doc,
                    "propertyNames": { "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" },
                    "additionalProperties": inner,
                })
            } else {
                inner
            };
            properties.insert(root.into(), value);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "launchsim scenario",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": {
            "duration": {
                "type": "string",
                "pattern": r"^\s*[0-9.eE+-]+\s*(hours?|days?|weeks?|months?|years?)\s*$",
                "examples": ["45 days", "2 weeks", "3 months"],
            },
            "date": { "type": "string", "format": "date", "examples": ["2011-09-05"] },
            "listed": {
                "type": "object",
                "description": "A file and how it is read: a CSV, or a sheet of a workbook.",
                "properties": {
                    "file": { "type": "string", "examples": ["parts.csv", "parts.xlsx#Sheet1"] },
                    "columns": { "type": "object", "additionalProperties": { "type": "string" } },
                    "other_columns": { "enum": ["refuse", "pass_over"] },
                    "values": { "type": "object" },
                    "units": { "type": "object", "additionalProperties": { "enum": UNITS } },
                    "decimal": { "enum": ["point", "comma"] },
                    "dates": { "enum": ["year-month-day", "day-month-year", "month-day-year"] },
                    "sign": { "type": "string" },
                    "names": { "enum": ["as_written", "clean"] },
                    "repeated": { "enum": ["refuse", "add_up"] },
                    "nameless": { "enum": ["refuse", "pass_over"] },
                },
                "required": ["file"],
                "additionalProperties": false,
            },
            "distribution": {
                "type": "object",
                "description": "An uncertain value, drawn once per launch.",
                "properties": families(),
                "minProperties": 1,
                "additionalProperties": false,
            },
        },
    })
}

fn families() -> Map<String, Value> {
    let mut properties = Map::new();
    for family in FAMILIES {
        let example = crate::language::distribution::example(family);
        properties.insert((*family).into(), json!({ "type": "object", "description": example }));
    }
    let joint = "the name of the [joint.NAME] sample it is drawn from";
    properties.insert(JOINT.into(), json!({ "type": "string", "description": joint }));
    for bound in ["at_least", "at_most"] {
        properties
            .insert(bound.into(), json!({ "type": ["number", "string"], "description": "truncates the distribution" }));
    }
    let one = "the one value every launch takes; the input keeps its place among the correlations";
    properties
        .insert(crate::language::catalogue::SET_TO.into(), json!({ "type": ["number", "string"], "description": one }));
    properties
}

fn of_table(kind: &'static TableKind) -> Value {
    let mut properties = Map::new();
    for key in kind.keys {
        properties.insert(key.name.into(), of_key(key));
    }
    for inner in TABLES {
        let name = inner.path.strip_prefix(kind.path).and_then(|rest| rest.strip_prefix('.'));
        if let Some(inner) = name.filter(|name| *name != "*").and_then(|name| Some((name, nested(kind, name)?))) {
            properties.insert(inner.0.into(), of_table(inner.1));
        }
    }
    // What is required may stand in a base file, so the schema does not ask for it.
    json!({ "type": "object", "description": kind.doc, "properties": properties, "additionalProperties": false })
}

fn of_key(key: &Key) -> Value {
    // Another scenario, and the points of a sweep, are read in one way only.
    let alone = matches!(key.name, "extends" | "list");
    let mut schema = if alone { json!({ "type": "string" }) } else { of_kind(key.kind) };
    let mut description = key.doc.to_owned();
    if !key.unit.is_empty() {
        let _ = write!(description, " Unit: {}.", key.unit);
    }
    let range = range_of_kind(key.kind);
    if !range.is_empty() {
        let _ = write!(description, " Allowed: {range}.");
    }
    let default = default_in_words(key);
    let _ = match default.strip_prefix("required") {
        Some(when) => write!(description, " Required{when}."),
        None => write!(description, " Default: {default}."),
    };
    if let Value::Object(fields) = &mut schema {
        fields.insert("description".into(), description.into());
    }
    schema
}

fn of_range(range: Range) -> Value {
    let mut schema = Map::new();
    schema.insert("type".into(), "number".into());
    schema.insert(if range.low_open { "exclusiveMinimum" } else { "minimum" }.into(), range.low.into());
    schema.insert(if range.high_open { "exclusiveMaximum" } else { "maximum" }.into(), range.high.into());
    Value::Object(schema)
}

fn whole(range: Range) -> Value {
    json!({ "type": "integer", "minimum": range.low, "maximum": range.high })
}

fn pairs(first: &Value, second: &Value) -> Value {
    json!({
        "type": "array",
        "items": { "type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2 },
    })
}

fn of_kind(kind: Kind) -> Value {
    let distribution = json!({ "$ref": "#/$defs/distribution" });
    let date = json!({ "$ref": "#/$defs/date" });
    let listed = json!({ "$ref": "#/$defs/listed" });
    let uncertain = |range: Range| json!({ "anyOf": [of_range(range), distribution] });
    match kind {
        Kind::Number(range) => uncertain(range),
        Kind::Certain(range) => of_range(range),
        Kind::Whole(range) => whole(range),
        Kind::Duration { .. } => json!({ "anyOf": [{ "$ref": "#/$defs/duration" }, distribution] }),
        Kind::CertainDuration(_) => json!({ "$ref": "#/$defs/duration" }),
        Kind::Date { .. } => date,
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Text | Kind::Metric | Kind::Reference(_) => json!({ "type": "string" }),
        Kind::File => json!({ "anyOf": [{ "type": "string" }, listed] }),
        Kind::References(_) | Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Letters => json!({ "type": "string", "pattern": "^[a-z]+$" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Path(range) => json!({ "anyOf": [pairs(&date, &uncertain(range)), listed] }),
        Kind::NumberOrPath(range) => {
            json!({ "anyOf": [of_range(range), distribution, pairs(&date, &uncertain(range)), listed] })
        }
        Kind::NumberOrChoice(range, words) => {
            json!({ "anyOf": [of_range(range), { "enum": words }, distribution] })
        }
        Kind::Steps(range) => pairs(&json!({ "type": "number", "minimum": 0 }), &uncertain(range)),
        Kind::Weekdays => json!({
            "type": "array",
            "items": { "enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] },
        }),
        Kind::Holidays => json!({
            "type": "array",
            "items": { "anyOf": [date, { "type": "array", "items": date, "minItems": 2, "maxItems": 2 }] },
        }),
        Kind::Weights(number) => {
            json!({ "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": number, "maxItems": number })
        }
        Kind::Series(range) => {
            json!({ "anyOf": [{ "type": "array", "items": whole(range), "minItems": 1 }, listed] })
        }
        Kind::TwoKeys => {
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 })
        }
        Kind::Parts(range) => json!({ "type": "object", "additionalProperties": whole(range) }),
    }
}
