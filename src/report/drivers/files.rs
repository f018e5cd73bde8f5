//! `drivers.json` and `drivers.csv`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::experiment::drivers::{Drivers, Effect, Flip};
use crate::report::FORMAT;
use crate::report::cell::cell;
use crate::report::number::{json as number, plain, shortest};
use crate::stats::sensitivity::Worth;

fn effect(effect: Option<&Effect>) -> Value {
    effect.map_or(Value::Null, |effect| {
        json!({
            "change": number(effect.change),
            "low": number(effect.low),
            "high": number(effect.high),
            "told_from_nothing": effect.is_told(),
        })
    })
}

fn flip(flip: Option<&Flip>) -> Value {
    flip.map_or(Value::Null, |flip| match flip.value {
        Some(value) => json!({ "at": number(value), "beyond_is_better": flip.beyond_is_better }),
        None => json!({ "at": flip.written, "beyond_is_better": flip.beyond_is_better }),
    })
}

fn worth(worth: Option<&Worth>) -> Value {
    worth.map_or(
        Value::Null,
        |worth| json!({ "value": number(worth.value), "low": number(worth.low), "high": number(worth.high) }),
    )
}

/// What is known of each figure, by its name.
fn named<T>(drivers: &Drivers, known: &[Option<T>], json: impl Fn(&T) -> Value) -> Value {
    let all = drivers.asked.iter().zip(known);
    Value::Object(all.map(|(asked, one)| (asked.name.clone(), one.as_ref().map_or(Value::Null, &json))).collect())
}

/// The content of drivers.json.
pub fn json(drivers: &Drivers, of: &[String]) -> Value {
    let changes = |changes: &[Option<Effect>]| -> Value {
        let named = drivers.asked.iter().zip(changes);
        Value::Object(named.map(|(asked, change)| (asked.name.clone(), effect(change.as_ref()))).collect())
    };
    let drawn = drivers.drawn.iter().map(|drawn| {
        json!({
            "input": drawn.name,
            "lowest_tenth": number(drawn.ends[0]),
            "highest_tenth": number(drawn.ends[1]),
            "changes": changes(&drawn.changes),
            "first_order_shares": named(drivers, &drawn.shares, |share| {
                json!({ "share": number(share.share), "low": number(share.low), "high": number(share.high), "p_value": number(share.p_value) })
            }),
            "rank_correlations": named(drivers, &drawn.ranks, |rank| {
                json!({ "value": number(rank.value), "low": number(rank.low), "high": number(rank.high) })
            }),
            "worth": worth(drawn.worth.as_ref()),
            "flips": flip(drawn.flip.as_ref()),
        })
    });
    let tried = drivers.tried.iter().map(|tried| {
        let ends = tried.ends.iter().map(|end| match &end.refused {
            Some(why) => json!({ "value": end.written, "refused": why }),
            None => json!({ "value": end.written, "changes": changes(&end.changes) }),
        });
        json!({
            "input": tried.name,
            "now": tried.now,
            "is_choice": tried.is_choice,
            "named": tried.named.is_some(),
            "launches": tried.launches,
            "ends": ends.collect::<Vec<_>>(),
            "flips": flip(tried.flip.as_ref()),
        })
    });
    let base = drivers.asked.iter().zip(&drivers.base);
    let luck = drivers.asked.iter().zip(&drivers.luck);
    plain(&json!({
        "format": FORMAT,
        "scenarios": of,
        "launches": drivers.launches,
        "launches_beside": drivers.spent,
        "launches_screened": drivers.effort.0,
        "launches_told": drivers.effort.1,
        "inputs_tried": drivers.tried.len(),
        "inputs_without_effect": drivers.without_effect(),
        "inputs_not_tried": drivers.untried.len(),
        "means": base.map(|(asked, mean)| (asked.name.clone(), number(*mean))).collect::<serde_json::Map<_, _>>(),
        "luck": luck.map(|(asked, share)| (asked.name.clone(), effect(share.as_ref()))).collect::<serde_json::Map<_, _>>(),
        "worth_of_all": worth(drivers.worth_of_all.as_ref()),
        "drawn": drawn.collect::<Vec<_>>(),
        "certain": tried.collect::<Vec<_>>(),
        "not_tried": drivers.untried.iter().map(|left| json!({ "input": left.name, "why": left.why })).collect::<Vec<_>>(),
    }))
}

/// The text of drivers.csv: a row for each input, end and figure.
pub fn csv(drivers: &Drivers) -> String {
    let mut text = String::from("input,kind,now,moved_to,figure,change,low,high,launches,told_from_nothing\n");
    let mut row = |words: [&str; 4], figure: &str, effect: &Effect, launches: usize| {
        let [input, kind, now, to] = words.map(cell);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{input},{kind},{now},{to},{},{},{},{},{launches},{}",
            cell(figure),
            shortest(effect.change),
            shortest(effect.low),
            shortest(effect.high),
            effect.is_told()
        );
    };
    for drawn in &drivers.drawn {
        for (asked, effect) in drivers.asked.iter().zip(&drawn.changes) {
            let (from, to) = (shortest(drawn.ends[0]), shortest(drawn.ends[1]));
            if let Some(effect) = effect {
                row([&drawn.name, "drawn", &from, &to], &asked.name, effect, drivers.launches);
            }
        }
    }
    for tried in &drivers.tried {
        let kind = if tried.is_choice { "choice" } else { "certain" };
        for end in &tried.ends {
            for (asked, effect) in drivers.asked.iter().zip(&end.changes) {
                if let Some(effect) = effect {
                    row([&tried.name, kind, &tried.now, &end.written], &asked.name, effect, tried.launches as usize);
                }
            }
        }
    }
    text
}
