//! Why a calibration tells nothing, or less than was asked, and what to do about it.

use crate::experiment::calibrate::conflict::{COSTLY, Costs, FARTHEST, FIGHT};
use crate::experiment::calibrate::{Calibration, Effort, LEAST};
use crate::outcome::{ObservedFact, Says};
use crate::units::{counted, thousands};

/// What was wanted and is not there.
pub(super) fn short_of(found: &Calibration, effort: &Effort) -> String {
    format!(
        "{} are worth {} that make the record, fewer than the {} asked for; more launches (-n) would give more",
        counted(f64::from(found.launches), "launch"),
        thousands(found.effective, 0),
        thousands(effort.effective, 0)
    )
}

/// Why the launches are worth too few, and what to do about it.
pub(super) fn too_few((launches, all): (u32, bool), effective: f64, costs: &Costs, facts: &[ObservedFact]) -> String {
    let name = |at: usize| facts.get(at).map_or("", |fact| fact.name.as_str());
    let all_drawn = counted(f64::from(launches), "launch");
    let mut lines = vec![if effective < LEAST {
        let worth = thousands(effective, usize::from(effective < 10.0));
        format!(
            "{all_drawn} drawn from what is believed are worth {worth} that make the record; nothing is told below {LEAST}"
        )
    } else {
        format!(
            "{all_drawn} drawn from what is believed do not reach the record, and nothing is told of what they all miss"
        )
    }];
    let far = costs.nearest.iter().enumerate().filter(|(_, off)| **off > FARTHEST);
    lines.extend(far.map(|(at, off)| {
        let what = if facts[at].says == Says::Exactly { "comes near" } else { "keeps" };
        let off = if off.is_finite() {
            format!("the nearest misses it by {} deviations of record and model", thousands(*off, 1))
        } else {
            "none lies within any distance that record and model allow, or it applies to none".into()
        };
        format!("  no launch {what} `{}`: {off}", name(at))
    }));
    let missed = costs.missed.iter().zip(&costs.nearest).enumerate();
    let missed = missed.filter(|(_, (missed, nearest))| **missed > FARTHEST && **nearest <= FARTHEST);
    lines.extend(missed.map(|(at, (missed, _))| {
        let missed = thousands(*missed, 1);
        format!("  those that come nearest to all facts miss `{}` by {missed} deviations", name(at))
    }));
    let mut without: Vec<(usize, f64)> = costs.without.iter().copied().enumerate().collect();
    without.sort_by(|a, b| b.1.total_cmp(&a.1));
    let costly = without.iter().take(2).filter(|(_, worth)| *worth > COSTLY * costs.all);
    lines.extend(costly.map(|(at, worth)| {
        format!(
            "  without `{}` the first {} would be worth {} in place of {}",
            name(*at),
            thousands(costs.launches as f64, 0),
            thousands(*worth, 1),
            thousands(costs.all, 1)
        )
    }));
    let fights = costs.fights.iter().take(2).filter(|fight| fight.together < FIGHT || fight.apart > FARTHEST);
    lines.extend(fights.map(|fight| {
        if fight.apart > FARTHEST {
            let [one, other] = [name(fight.between.0), name(fight.between.1)];
            let how = if fight.apart.is_finite() {
                format!("comes within {} deviations of both", thousands(fight.apart, 1))
            } else {
                "meets both".into()
            };
            return format!("  `{one}` and `{other}` fight: no launch {how}");
        }
        format!(
            "  `{}` and `{}` fight: launches that meet both are {} % of what chance would bring",
            name(fight.between.0),
            name(fight.between.1),
            thousands(100.0 * fight.together, 1)
        )
    }));
    let more = if all { "; or draw more launches (-n)" } else { "" };
    lines.push(format!(
        "widen what is believed of the inputs that these facts hang on, or write what the record and the model may miss (error, \
         discrepancy){more}"
    ));
    lines.join("\n")
}
