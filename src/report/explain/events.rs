//! The dated lines of a story, in the order of their days.

use super::words::Words;
use crate::company::record::{DisruptionRecord, DisruptionSpan, OpeningRecord};
use crate::experiment::explain::Explained;
use crate::experiment::explain::spells::foremost;
use crate::outcome::{MetricId, SeriesId};
use crate::report::words::{begun, counted, spaced, whole};

/// Spells told at most when not all are asked for.
pub const SPELLS: usize = 5;
/// Signatures told one by one at most.
const SIGNATURES: usize = 8;
/// Stretches of one disruption told one by one at most.
const SPANS: usize = 4;
/// Openings of one window told one by one at most.
const OPENINGS: usize = 3;
/// Purchase orders cut by cash are worth a line.
const CUT: f64 = 0.9995;

/// A dated line.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Day.
    pub day: i32,
    /// What happened.
    pub text: String,
}

/// The lines of a launch; all of them, or the foremost.
#[must_use]
pub fn events(explained: &Explained, all: bool) -> Vec<Event> {
    let teller = Teller { words: Words { story: &explained.story }, all };
    let mut events = teller.signatures();
    events.extend(teller.disruptions());
    events.extend(teller.market());
    events.extend(teller.windows());
    events.extend(teller.spells());
    events.extend(teller.shipments());
    events.extend(teller.money());
    events.retain(|event| event.day >= 0);
    // Events of one day stay in the order in which they are told: causes before what they cause.
    events.sort_by_key(|event| event.day);
    events
}

struct Teller<'a> {
    words: Words<'a>,
    all: bool,
}

fn event(day: i32, text: &str) -> Event {
    Event { day, text: begun(text) }
}

impl Teller<'_> {
    /// Suppliers whose day differs between launches one by one; the others together on the day of the last.
    fn signatures(&self) -> Vec<Event> {
        let story = self.words.story;
        let mut told: Vec<_> =
            story.record.signatures.iter().filter(|signature| self.all || signature.uncertain).collect();
        // The last to sign are those that held the launch up.
        told.sort_by_key(|signature| std::cmp::Reverse(signature.day.unwrap_or(i32::MAX)));
        let most = if self.all { usize::MAX } else { SIGNATURES };
        told.truncate(most);
        let horizon = story.layout.days as i32 - 1;
        let mut events: Vec<Event> = told
            .iter()
            .map(|signature| {
                // What was signed before day 0 is in force on it.
                let day = signature.day.map_or(horizon, |day| day.max(0));
                event(day, &self.words.signature(signature))
            })
            .collect();
        let others: Vec<_> =
            story.record.signatures.iter().filter(|signature| !told.contains(signature) && signature.needed).collect();
        let days: Vec<i32> = others.iter().filter_map(|signature| signature.day).collect();
        if let Some(&last) = days.iter().max()
            && last > 0
        {
            let whose = if told.is_empty() { "all" } else { "the other" };
            let suppliers = counted(days.len() as f64, "supplier");
            events.push(event(last, &format!("{whose} {suppliers} have signed")));
        }
        if others.len() > days.len() {
            let never = counted((others.len() - days.len()) as f64, "more supplier");
            events.push(event(horizon, &format!("{never} never sign")));
        }
        events
    }

    fn disruptions(&self) -> Vec<Event> {
        let story = self.words.story;
        story.record.disruptions.iter().flat_map(|disruption| self.spans(disruption)).collect()
    }

    fn spans(&self, disruption: &DisruptionRecord) -> Vec<Event> {
        let most = if self.all { usize::MAX } else { SPANS };
        let name = spaced(&disruption.name);
        let held_up = match disruption.purchase_orders_held_up {
            0 => String::new(),
            orders => format!("; {} held up", counted(orders as f64, "purchase order")),
        };
        let told =
            disruption.spans.iter().enumerate().take(most).map(|(number, DisruptionSpan { days, length_days })| {
                let length = counted(f64::from(*length_days), "day");
                let until = self.words.date_near(days.to_day, days.from_day);
                let rest = disruption.spans.len().saturating_sub(most);
                let more = if number + 1 == most && rest > 0 {
                    let last = disruption.spans.last().map_or(days.to_day, |span| span.days.to_day);
                    format!("; and {rest} more times, the last one to {}", self.words.date(last))
                } else {
                    String::new()
                };
                let held_up = if number == 0 { held_up.as_str() } else { "" };
                event(
                    days.from_day,
                    &format!("{name}: {}, to {until} ({length}){held_up}{more}", spaced(&disruption.effect)),
                )
            });
        told.collect()
    }

    fn market(&self) -> Option<Event> {
        let story = self.words.story;
        let day = story.record.announced?;
        let interested = story.series(SeriesId::Interested).get(usize::try_from(day).ok()?)?;
        let waited = match story.slip {
            0 => String::new(),
            days => format!(", {} later than planned because of contracts", counted(f64::from(days), "day")),
        };
        Some(event(day, &format!("the phone is announced{waited}; {} interested by the evening", people(*interested))))
    }

    fn windows(&self) -> Vec<Event> {
        let story = self.words.story;
        let mut names: Vec<&str> = Vec::new();
        for opening in &story.record.openings {
            if !names.contains(&opening.window.as_str()) {
                names.push(&opening.window);
            }
        }
        let mut events = Vec::new();
        for name in names {
            let openings: Vec<&OpeningRecord> =
                story.record.openings.iter().filter(|opening| opening.window == name).collect();
            if openings.len() > OPENINGS && !self.all {
                events.push(event(openings[0].days.from_day, &self.words.openings(&openings)));
            } else {
                events
                    .extend(openings.iter().map(|opening| event(opening.days.from_day, &self.words.opening(opening))));
            }
        }
        events
    }

    fn spells(&self) -> Vec<Event> {
        let spells = &self.words.story.spells;
        let told = if self.all { (0..spells.len()).collect() } else { foremost(spells, SPELLS) };
        told.iter()
            .map(|&at| {
                let (spell, cause) = &spells[at];
                event(spell.days.from_day, &self.words.spell(spell, cause))
            })
            .collect()
    }

    fn shipments(&self) -> Vec<Event> {
        let story = self.words.story;
        let mut events = Vec::new();
        let shipped = story.series(SeriesId::ShippedToDate);
        if let Some(first) = shipped.iter().position(|&phones| phones > 0.0) {
            events.push(event(first as i32, "the first phones are shipped"));
        }
        let all = shipped.last().copied().unwrap_or(0.0);
        if all >= 2.0
            && let Some(half) = shipped.iter().position(|&phones| 2.0 * phones >= all)
        {
            events.push(event(half as i32, &format!("half of {} are shipped", counted(all, "phone"))));
        }
        let waiting = story.series(SeriesId::Waiting);
        let most = waiting.iter().copied().fold(0.0, f64::max);
        if most > 0.0
            && let Some(day) = waiting.iter().position(|&customers| customers == most)
        {
            events.push(event(day as i32, &format!("most customers wait: {}", whole(most))));
        }
        events
    }

    fn money(&self) -> Vec<Event> {
        let story = self.words.story;
        let money = |value: f64| self.words.money(value);
        let mut events: Vec<Event> = story
            .record
            .fundings
            .iter()
            .map(|funding| {
                let text = format!("owners put in {} ({})", money(funding.amount), spaced(&funding.name));
                event(funding.day, &text)
            })
            .collect();
        let cut = story.record.days.iter().enumerate();
        let cut: Vec<(usize, f64)> =
            cut.filter_map(|(day, record)| Some((day, record.share_ordered.filter(|share| *share < CUT)?))).collect();
        if let [(first, _), ..] = cut.as_slice() {
            let least = cut.iter().map(|(_, share)| *share).fold(1.0, f64::min);
            let (last, _) = cut[cut.len() - 1];
            let days = counted(cut.len() as f64, "day");
            let text = format!(
                "cash cuts the purchase orders of {days} to {}, at worst to {} of what was asked for",
                self.words.date_near(last as i32, *first as i32),
                crate::report::number::per_cent(least)
            );
            events.push(event(*first as i32, &text));
        }
        if let Some(day) = story.metric(MetricId::InsolvencyDay) {
            let text = format!("insolvent: cash closes below the credit line of {}", money(story.record.credit_line));
            events.push(event(day as i32, &text));
        }
        if let Some(day) = story.record.wound_up {
            let text = "the company is wound up: its orders are cancelled, and so are those of its customers";
            events.push(event(day, text));
        }
        if let Some((day, lowest)) = story.lowest_cash()
            && lowest < story.opening_cash()
        {
            events.push(event(day as i32, &format!("cash is at its lowest: {}", money(lowest))));
        }
        events
    }
}

fn people(number: f64) -> String {
    if number == 1.0 { "1 person".into() } else { format!("{} people", whole(number)) }
}
