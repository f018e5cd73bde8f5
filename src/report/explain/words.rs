//! Words of a story: dates, numbers with their units, sentences about one thing.

use jiff::civil::Date;

use crate::company::record::{Goods, OpeningRecord, PurchaseRecord, Signature};
use crate::experiment::explain::cause::Cause;
use crate::experiment::explain::spells::Spell;
use crate::experiment::explain::story::{Drawn, Story};
use crate::report::chart::scale::figure;
use crate::report::words::{begun, counted, spaced, whole};
use crate::rooms::assembly::day::BOUND_BY_FIRST_PART;
use crate::units::date_of_day;

/// Names of disruptions in one sentence at most.
const MOST_NAMES: usize = 3;

/// "a", "a and b", "a, b and 3 more".
fn joined(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| spaced(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= MOST_NAMES => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..MOST_NAMES - 1].join(", "), names.len() - MOST_NAMES + 1),
    }
}

/// What is said of one story.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The story.
    pub story: &'a Story,
}

impl Words<'_> {
    fn date_of(self, day: i32) -> Date {
        date_of_day(self.story.layout.start, i64::from(day))
    }

    /// "9 Oct 2011".
    #[must_use]
    pub fn date(&self, day: i32) -> String {
        let date = self.date_of(day);
        format!("{} {}", date.day(), date.strftime("%b %Y"))
    }

    /// The same without its year where that is the year of another day.
    #[must_use]
    pub fn date_near(&self, day: i32, other: i32) -> String {
        let date = self.date_of(day);
        if date.year() == self.date_of(other).year() {
            format!("{} {}", date.day(), date.strftime("%b"))
        } else {
            self.date(day)
        }
    }

    /// Money in the scenario's currency: "23.1 million yuan".
    #[must_use]
    pub fn money(&self, value: f64) -> String {
        format!("{} {}", figure(value), self.story.layout.currency)
    }

    /// The unit of a draw; plain numbers, shares and ratios have none.
    #[must_use]
    pub fn unit(&self, drawn: &Drawn) -> String {
        match drawn.unit.as_str() {
            "share" | "ratio" => String::new(),
            unit => unit.replace(" per ", "/"),
        }
    }

    /// The name of a supply class, with how many other parts travel with it.
    #[must_use]
    pub fn class(&self, at: usize) -> String {
        let class = &self.story.record.classes[at];
        let name = spaced(&class.name);
        match class.parts {
            1 => name,
            2 => format!("{name} (and 1 part ordered with it)"),
            parts => format!("{name} (and {} parts ordered with it)", parts - 1),
        }
    }

    /// The short name of what bound assembly.
    #[must_use]
    pub fn constraint(&self, at: usize) -> String {
        spaced(self.story.constraint(at))
    }

    /// How a supplier came to sign.
    #[must_use]
    pub fn signature(&self, signature: &Signature) -> String {
        let name = spaced(&signature.supplier);
        match (signature.day, signature.approaches) {
            (Some(_), None | Some(1)) if signature.approaches.is_none() => format!("{name} signs"),
            (Some(_), Some(1)) => format!("{name} signs; it accepted the first approach"),
            (Some(_), approaches) => {
                format!("{name} signs; it accepted approach {}", approaches.unwrap_or(1))
            }
            (None, Some(0)) => format!("{name} never signs: no approach falls within the timeline"),
            (None, Some(1)) => format!("{name} never signs; it was approached once"),
            (None, Some(approaches)) => format!("{name} never signs; it was approached {approaches} times"),
            (None, None) => format!("{name} never signs within the timeline"),
        }
    }

    /// Where a delivery stayed: "the parts of 42,000 phones, due 5 Oct, come 21 Oct, 16 days late".
    #[must_use]
    pub fn delivery(&self, order: &PurchaseRecord) -> String {
        let phones = counted(order.phones.floor(), "phone");
        let due = self.date_near(order.planned_day, order.arrival_day.unwrap_or(order.planned_day));
        let mut text = match order.arrival_day {
            Some(arrival) => {
                let come = self.date(arrival);
                format!(
                    "parts of {phones}, due {due}, come {come}, {} late",
                    counted(f64::from(order.late_days), "day")
                )
            }
            None if order.cancelled => {
                format!("parts of {phones}, due {}, are cancelled with the company", self.date(order.planned_day))
            }
            None => format!("parts of {phones}, due {}, do not come before the end", self.date(order.planned_day)),
        };
        if !order.halted_by.is_empty() {
            let days = counted(f64::from(order.halted_days), "day");
            text = format!("{text}; {days} they stood still ({})", joined(&order.halted_by));
        }
        text
    }

    /// Deliveries that were late, the latest first.
    fn late(self, late: &[usize]) -> String {
        let orders = &self.story.record.purchases;
        let Some((&latest, others)) = late.split_first() else { return String::new() };
        if others.is_empty() {
            return self.delivery(&orders[latest]);
        }
        let phones: f64 = late.iter().map(|&at| orders[at].phones).sum();
        let deliveries = counted(late.len() as f64, "delivery");
        let all = counted(phones.floor(), "phone");
        format!("{deliveries} for {all} are late; the latest: {}", self.delivery(&orders[latest]))
    }

    /// Why a spell was; `None` where there is nothing to add.
    #[must_use]
    pub fn cause(&self, cause: &Cause) -> Option<String> {
        match cause {
            Cause::Unsigned { supplier, signed_day: Some(day), .. } => {
                Some(format!("{} signs only on {}", spaced(supplier), self.date(*day)))
            }
            Cause::Unsigned { supplier, signed_day: None, .. } => Some(format!("{} never signs", spaced(supplier))),
            Cause::Late { late_orders: late } => Some(self.late(late)),
            Cause::TooLittle { rejected_phones: rejected } if *rejected >= 1.0 => Some(format!(
                "no delivery was late, too little had been ordered in time; the parts of {} had been rejected",
                counted(rejected.floor(), "phone")
            )),
            Cause::TooLittle { .. } => Some("no delivery was late, too little had been ordered in time".to_owned()),
            Cause::Disrupted { disruptions: names } => Some(format!("meanwhile {} disrupts assembly", joined(names))),
            Cause::Closed => Some("no factory works".to_owned()),
            Cause::Rest | Cause::Capacity => None,
        }
    }

    /// A spell in a sentence.
    #[must_use]
    pub fn spell(&self, spell: &Spell, cause: &Cause) -> String {
        let what = match (spell.binding.checked_sub(BOUND_BY_FIRST_PART as usize), cause) {
            (Some(class), _) => {
                let verb = if self.story.record.classes[class].parts > 1 { "are" } else { "is" };
                format!("{} {verb} missing", self.class(class))
            }
            (None, Cause::Rest) => "the line is closed for rest days or holidays".to_owned(),
            (None, Cause::Closed) => "the line stands still".to_owned(),
            (None, _) => "the line is at capacity".to_owned(),
        };
        let days = counted(f64::from(spell.bound_days), "day");
        let until = match spell.days.to_day - spell.days.from_day {
            0 => String::new(),
            length if length + 1 == spell.bound_days => {
                format!(" to {} ({days})", self.date_near(spell.days.to_day, spell.days.from_day))
            }
            length => {
                format!(" to {} (on {days} of {})", self.date_near(spell.days.to_day, spell.days.from_day), length + 1)
            }
        };
        let short = whole(f64::from(spell.most_short_phones));
        let mut text = format!("{what}{until}; at worst {short} phones wanted and not started");
        if spell.most_waiting_customers > 0 {
            text = format!("{text}, up to {} waiting", counted(f64::from(spell.most_waiting_customers), "customer"));
        }
        match self.cause(cause) {
            Some(cause) => format!("{text}. {}", begun(&cause)),
            None => text,
        }
    }

    /// A window's repetition in a sentence.
    #[must_use]
    pub fn opening(&self, opening: &OpeningRecord) -> String {
        let name = spaced(&opening.window);
        let thing = if opening.gives == Goods::Tickets { "ticket" } else { "phone" };
        let served = counted(opening.served_people as f64, thing);
        let until = if opening.days.to_day > opening.days.from_day {
            format!(", to {}", self.date_near(opening.days.to_day, opening.days.from_day))
        } else {
            String::new()
        };
        let verb = if opening.gives == Goods::Tickets { "given" } else { "ordered" };
        match (opening.offered, opening.sold_out_hours) {
            (Some(offered), Some(hours)) => format!(
                "{name}: {} on offer, sold out after {hours:.1} hours{until}",
                counted(f64::from(offered), thing)
            ),
            (Some(offered), None) => {
                format!("{name}: {served} of {} on offer {verb}{until}", whole(f64::from(offered)))
            }
            (None, _) => format!("{name}: {served} {verb}{until}"),
        }
    }

    /// Repetitions of one window in a sentence.
    #[must_use]
    pub fn openings(&self, openings: &[&OpeningRecord]) -> String {
        let [first, .., last] = openings else {
            return openings.first().map_or_else(String::new, |opening| self.opening(opening));
        };
        let thing = if first.gives == Goods::Tickets { "ticket" } else { "phone" };
        let served = counted(openings.iter().map(|opening| opening.served_people as f64).sum(), thing);
        let offered: Option<Vec<i32>> = openings.iter().map(|opening| opening.offered).collect();
        let of = offered.map_or_else(String::new, |offered| {
            format!(" of {} on offer", whole(offered.iter().map(|&offered| f64::from(offered)).sum()))
        });
        let hours: Vec<f64> = openings.iter().filter_map(|opening| opening.sold_out_hours).collect();
        let sold_out = match hours.len() {
            0 => "none sold out".to_owned(),
            times => {
                let mean = hours.iter().sum::<f64>() / times as f64;
                format!("{times} sold out, after {mean:.1} hours on average")
            }
        };
        let until = self.date_near(last.days.to_day, first.days.from_day);
        let verb = if first.gives == Goods::Tickets { "given" } else { "ordered" };
        format!("{}: {} openings to {until}, {served}{of} {verb}; {sold_out}", spaced(&first.window), openings.len())
    }
}
