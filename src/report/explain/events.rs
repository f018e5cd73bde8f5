//! The dated lines of a story, in the order of their days.

use super::words::{Words, counted, named, number};
use crate::company::record::{DisruptionRecord, DisruptionSpan, OpeningRecord};
use crate::experiment::explain::Explained;
use crate::experiment::explain::spells::foremost;
use crate::outcome::{MetricId, SeriesId};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::words::spaced;

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

/// What disruptions do, those first that begin like another.
const EFFECTS: [&str; 7] = [
    "everything stands still",
    "no orders taken and no deliveries",
    "no orders taken",
    "no deliveries",
    "slowed down",
    "faulty parts, fitted by hand,",
    "faulty parts",
];

/// A dated line.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Day.
    pub day: i32,
    /// What happened.
    pub text: Text,
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

fn event(day: i32, text: Text) -> Event {
    Event { day, text: text.begun() }
}

/// What a disruption does, and to whom, by the words of its record.
fn effect(told: &str) -> Text {
    let known = EFFECTS.into_iter().find_map(|what| Some((what, told.strip_prefix(what)?)));
    let Some((what, whom)) = known else { return Text::name(told) };
    let what = Text::term(what);
    match whom {
        " of new interest" => said!("{what} of new interest", what = what),
        _ => match (whom.strip_prefix(" in "), whom.strip_prefix(" at the factory "), whom.strip_prefix(" of ")) {
            (Some(region), ..) => said!("{what} in {region}", what = what, region = region),
            (_, Some(factory), _) => said!("{what} at the factory {factory}", what = what, factory = factory),
            (.., Some(whom)) => said!("{what} of {whom}", what = what, whom = whom),
            _ => Text::name(told),
        },
    }
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
                event(day, self.words.signature(signature))
            })
            .collect();
        let others: Vec<_> =
            story.record.signatures.iter().filter(|signature| !told.contains(signature) && signature.needed).collect();
        let days: Vec<i32> = others.iter().filter_map(|signature| signature.day).collect();
        if let Some(&last) = days.iter().max()
            && last > 0
        {
            let suppliers = counted("", days.len() as f64, "supplier");
            let text = if told.is_empty() {
                said!("all {suppliers} have signed", suppliers = suppliers)
            } else {
                said!("the other {suppliers} have signed", suppliers = suppliers)
            };
            events.push(event(last, text));
        }
        if others.len() > days.len() {
            let never = counted("", (others.len() - days.len()) as f64, "more supplier");
            events.push(event(horizon, said!("{suppliers} never sign", suppliers = never)));
        }
        events
    }

    fn disruptions(&self) -> Vec<Event> {
        let story = self.words.story;
        story.record.disruptions.iter().enumerate().flat_map(|(at, disruption)| self.spans(at, disruption)).collect()
    }

    fn spans(&self, at: usize, disruption: &DisruptionRecord) -> Vec<Event> {
        let most = if self.all { usize::MAX } else { SPANS };
        let told = disruption.spans.iter().enumerate().take(most);
        told.map(|(place, DisruptionSpan { days, length_days })| {
            let mut text = said!(
                "{name}: {effect}, to {date} ({days})",
                name = named(&disruption.name),
                effect = effect(&spaced(&disruption.effect)),
                date = self.words.date_near("", days.to_day, days.from_day),
                days = counted("", f64::from(*length_days), "day")
            );
            if place == 0 && disruption.purchase_orders_held_up > 0 {
                let id = format!("disruptions.{at}.purchase_orders_held_up");
                let orders = counted(id, disruption.purchase_orders_held_up as f64, "purchase order");
                text = said!("{text}; {orders} held up", text = text, orders = orders);
            }
            let rest = disruption.spans.len().saturating_sub(most);
            if place + 1 == most && rest > 0 {
                let last = disruption.spans.last().map_or(days.to_day, |span| span.days.to_day);
                text = said!(
                    "{text}; and {number} more times, the last one to {date}",
                    text = text,
                    number = Figure::new("", rest as f64, Shown::Bare),
                    date = self.words.date("", last)
                );
            }
            event(days.from_day, text)
        })
        .collect()
    }

    fn market(&self) -> Option<Event> {
        let story = self.words.story;
        let day = story.record.announced?;
        let interested = *story.series(SeriesId::Interested).get(usize::try_from(day).ok()?)?;
        let people = if interested == 1.0 {
            said!("{number} person", number = number("", interested))
        } else {
            said!("{number} people", number = number("", interested))
        };
        let text = match story.slip {
            0 => said!("the phone is announced; {people} interested by the evening", people = people),
            days => said!(
                "the phone is announced, {days} later than planned because of contracts; {people} interested by the evening",
                days = counted("slip_days", f64::from(days), "day"),
                people = people
            ),
        };
        Some(event(day, text))
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
                events.push(event(openings[0].days.from_day, self.words.openings(&openings)));
            } else {
                events.extend(openings.iter().map(|opening| event(opening.days.from_day, self.words.opening(opening))));
            }
        }
        events
    }

    fn spells(&self) -> Vec<Event> {
        let spells = &self.words.story.spells;
        let told = if self.all { (0..spells.len()).collect() } else { foremost(spells, SPELLS) };
        told.iter().map(|&at| event(spells[at].0.days.from_day, self.words.spell(at))).collect()
    }

    fn shipments(&self) -> Vec<Event> {
        let story = self.words.story;
        let mut events = Vec::new();
        let shipped = story.series(SeriesId::ShippedToDate);
        if let Some(first) = shipped.iter().position(|&phones| phones > 0.0) {
            events.push(event(first as i32, said!("the first phones are shipped")));
        }
        let all = shipped.last().copied().unwrap_or(0.0);
        if all >= 2.0
            && let Some(half) = shipped.iter().position(|&phones| 2.0 * phones >= all)
        {
            let phones = counted("", all, "phone");
            events.push(event(half as i32, said!("half of {phones} are shipped", phones = phones)));
        }
        let waiting = story.series(SeriesId::Waiting);
        let most = waiting.iter().copied().fold(0.0, f64::max);
        if most > 0.0
            && let Some(day) = waiting.iter().position(|&customers| customers == most)
        {
            events.push(event(day as i32, said!("most customers wait: {number}", number = number("", most))));
        }
        events
    }

    fn money(&self) -> Vec<Event> {
        let story = self.words.story;
        let words = self.words;
        let fundings = story.record.fundings.iter().enumerate();
        let mut events: Vec<Event> = fundings
            .map(|(at, funding)| {
                let text = said!(
                    "owners put in {amount} ({funding})",
                    amount = words.money(format!("cash.fundings.{at}.amount"), funding.amount),
                    funding = named(&funding.name)
                );
                event(funding.day, text)
            })
            .collect();
        let cut = story.record.days.iter().enumerate();
        let cut: Vec<(usize, f64)> =
            cut.filter_map(|(day, record)| Some((day, record.share_ordered.filter(|share| *share < CUT)?))).collect();
        if let [(first, _), ..] = cut.as_slice() {
            let least = cut.iter().map(|(_, share)| *share).fold(1.0, f64::min);
            let (last, _) = cut[cut.len() - 1];
            let text = said!(
                "cash cuts the purchase orders of {days} to {date}, at worst to {share} of what was asked for",
                days = counted("cash.orders_cut_days", cut.len() as f64, "day"),
                date = words.date_near("", last as i32, *first as i32),
                share = Figure::new("cash.orders_cut_to", least, Shown::PerCent)
            );
            events.push(event(*first as i32, text));
        }
        if let Some(day) = story.metric(MetricId::InsolvencyDay) {
            let line = words.money("cash.credit_line", story.record.credit_line);
            let text = said!("insolvent: cash closes below the credit line of {amount}", amount = line);
            events.push(event(day as i32, text));
        }
        if let Some(day) = story.record.wound_up {
            let text = said!("the company is wound up: its orders are cancelled, and so are those of its customers");
            events.push(event(day, text));
        }
        if let Some((day, lowest)) = story.lowest_cash()
            && lowest < story.opening_cash()
        {
            let text = said!("cash is at its lowest: {amount}", amount = words.money("cash.lowest", lowest));
            events.push(event(day as i32, text));
        }
        events
    }
}
