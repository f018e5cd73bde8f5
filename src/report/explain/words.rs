//! Words of a story: dates, numbers with their units, sentences about one thing.

use jiff::civil::Date;

use crate::company::record::{Goods, OpeningRecord, Signature};
use crate::experiment::explain::cause::Cause;
use crate::experiment::explain::spells::Spell;
use crate::experiment::explain::story::{Drawn, Story};
use crate::report::measure::with_unit;
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::words::spaced;
use crate::rooms::assembly::day::BOUND_BY_FIRST_PART;
use crate::units::date_of_day;

/// Names of disruptions in one sentence at most.
const MOST_NAMES: usize = 3;

/// "a", "a and b", "a, b and 3 more".
fn joined(names: &[String]) -> Text {
    let told = if names.len() <= MOST_NAMES { names.len() } else { MOST_NAMES - 1 };
    let more = (names.len() > told).then(|| said!("{number} more", number = number("", (names.len() - told) as f64)));
    Text::listed(names[..told].iter().map(|name| named(name)).chain(more))
}

/// A name for people.
pub(super) fn named(name: &str) -> Text {
    Text::name(spaced(name))
}

/// So many of something; `id` is where that stands in `explain.json`, if anywhere.
pub(super) fn counted(id: impl Into<String>, number: f64, what: &'static str) -> Text {
    Figure::new(id, number, Shown::counted(what)).into()
}

/// A whole number.
pub(super) fn number(id: impl Into<String>, number: f64) -> Text {
    Figure::new(id, number, Shown::Decimals(0)).into()
}

/// What is said of one story.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The story.
    pub story: &'a Story,
}

impl Words<'_> {
    fn start(self) -> Date {
        self.story.layout.start
    }

    /// "9 Oct 2011".
    #[must_use]
    pub fn date(&self, id: impl Into<String>, day: i32) -> Text {
        Figure::new(id, f64::from(day), Shown::Day(self.start())).into()
    }

    /// The same without its year where that is the year of another day.
    #[must_use]
    pub fn date_near(&self, id: impl Into<String>, day: i32, other: i32) -> Text {
        let [date, other] = [day, other].map(|day| date_of_day(self.start(), i64::from(day)));
        let shown = if date.year() == other.year() { Shown::OfYear } else { Shown::Day };
        Figure::new(id, f64::from(day), shown(self.start())).into()
    }

    /// Money in the scenario's currency: "23.1 million yuan".
    #[must_use]
    pub fn money(&self, id: impl Into<String>, value: f64) -> Text {
        with_unit(Figure::new(id, value, Shown::Rounded), self.currency())
    }

    /// The same of an amount, of which the sentence says on which side of nought it lies.
    #[must_use]
    pub fn amount(&self, id: impl Into<String>, value: f64) -> Text {
        with_unit(Figure::new(id, value, Shown::Amount), self.currency())
    }

    /// The currency of the scenario.
    #[must_use]
    pub fn currency(&self) -> Text {
        Text::term(self.story.layout.currency.clone())
    }

    /// The unit of a draw; plain numbers, shares and ratios have none.
    #[must_use]
    pub fn unit(&self, drawn: &Drawn) -> Text {
        let unit = |one: &str| Text::term(one.to_owned());
        match (drawn.unit.as_str(), drawn.unit.split_once(" per ")) {
            ("share" | "ratio", _) => Text::default(),
            (_, Some((one, other))) => {
                said!("{one}/{other}", one = unit(one), other = unit(&other.replace(" per ", "/")))
            }
            (whole, None) => unit(whole),
        }
    }

    /// The name of a supply class, with how many other parts travel with it.
    #[must_use]
    pub fn class(&self, at: usize) -> Text {
        let class = &self.story.record.classes[at];
        let name = named(&class.name);
        match class.parts {
            1 => name,
            2 => said!("{name} (and 1 part ordered with it)", name = name),
            parts => said!(
                "{name} (and {number} parts ordered with it)",
                name = name,
                number = Figure::new("", parts as f64 - 1.0, Shown::Bare)
            ),
        }
    }

    /// The short name of what bound assembly.
    #[must_use]
    pub fn constraint(&self, at: usize) -> Text {
        let name = spaced(self.story.constraint(at));
        if at < BOUND_BY_FIRST_PART as usize { Text::term(name) } else { Text::name(name) }
    }

    /// How a supplier came to sign.
    #[must_use]
    pub fn signature(&self, signature: &Signature) -> Text {
        let supplier = named(&signature.supplier);
        let times = |times: i32| Figure::new("", f64::from(times), Shown::Bare);
        match (signature.day, signature.approaches) {
            (Some(_), None) => said!("{supplier} signs", supplier = supplier),
            (Some(_), Some(1)) => said!("{supplier} signs; it accepted the first approach", supplier = supplier),
            (Some(_), Some(approach)) => {
                said!("{supplier} signs; it accepted approach {number}", supplier = supplier, number = times(approach))
            }
            (None, Some(0)) => {
                said!("{supplier} never signs: no approach falls within the timeline", supplier = supplier)
            }
            (None, Some(1)) => said!("{supplier} never signs; it was approached once", supplier = supplier),
            (None, Some(approaches)) => said!(
                "{supplier} never signs; it was approached {number} times",
                supplier = supplier,
                number = times(approaches)
            ),
            (None, None) => said!("{supplier} never signs within the timeline", supplier = supplier),
        }
    }

    /// Where a delivery stayed: "the parts of 42,000 phones, due 5 Oct, come 21 Oct, 16 days late"; `at` is its place among the
    /// purchase orders.
    #[must_use]
    pub fn delivery(&self, at: usize) -> Text {
        let order = &self.story.record.purchases[at];
        let id = |what: &str| format!("purchase_orders.{at}.{what}");
        let phones = counted("", order.phones.floor(), "phone");
        let due = |other: i32| self.date_near(id("planned_day"), order.planned_day, other);
        let text = match order.arrival_day {
            Some(arrival) => said!(
                "parts of {phones}, due {due}, come {come}, {days} late",
                phones = phones,
                due = due(arrival),
                come = self.date(id("arrival_day"), arrival),
                days = counted(id("late_days"), f64::from(order.late_days), "day")
            ),
            None if order.cancelled => said!(
                "parts of {phones}, due {due}, are cancelled with the company",
                phones = phones,
                due = self.date(id("planned_day"), order.planned_day)
            ),
            None => said!(
                "parts of {phones}, due {due}, do not come before the end",
                phones = phones,
                due = self.date(id("planned_day"), order.planned_day)
            ),
        };
        if order.halted_by.is_empty() {
            return text;
        }
        said!(
            "{text}; {days} they stood still ({names})",
            text = text,
            days = counted(id("halted_days"), f64::from(order.halted_days), "day"),
            names = joined(&order.halted_by)
        )
    }

    /// Deliveries that were late, the latest first.
    fn late(self, late: &[usize]) -> Text {
        let orders = &self.story.record.purchases;
        let Some((&latest, others)) = late.split_first() else { return Text::default() };
        if others.is_empty() {
            return self.delivery(latest);
        }
        let phones: f64 = late.iter().map(|&at| orders[at].phones).sum();
        said!(
            "{deliveries} for {phones} are late; the latest: {delivery}",
            deliveries = counted("", late.len() as f64, "delivery"),
            phones = counted("", phones.floor(), "phone"),
            delivery = self.delivery(latest)
        )
    }

    /// Why a spell was; `None` where there is nothing to add.
    #[must_use]
    pub fn cause(&self, cause: &Cause) -> Option<Text> {
        match cause {
            Cause::Unsigned { supplier, signed_day: Some(day), .. } => {
                Some(said!("{supplier} signs only on {date}", supplier = named(supplier), date = self.date("", *day)))
            }
            Cause::Unsigned { supplier, signed_day: None, .. } => {
                Some(said!("{supplier} never signs", supplier = named(supplier)))
            }
            Cause::Late { late_orders: late } => Some(self.late(late)),
            Cause::TooLittle { rejected_phones: rejected } if *rejected >= 1.0 => Some(said!(
                "no delivery was late, too little had been ordered in time; the parts of {phones} had been rejected",
                phones = counted("", rejected.floor(), "phone")
            )),
            Cause::TooLittle { .. } => Some(said!("no delivery was late, too little had been ordered in time")),
            Cause::Disrupted { disruptions: names } => {
                Some(said!("meanwhile {names} disrupts assembly", names = joined(names)))
            }
            Cause::Closed => Some(said!("no factory works")),
            Cause::Rest | Cause::Capacity => None,
        }
    }

    /// A spell in a sentence; `at` is its place among the spells.
    #[must_use]
    pub fn spell(&self, at: usize) -> Text {
        let (spell, cause) = &self.story.spells[at];
        let id = |what: &str| format!("spells.{at}.{what}");
        let text = said!(
            "{what}; at worst {short} phones wanted and not started",
            what = self.lasting(spell, cause, &id),
            short = number(id("most_short_phones"), f64::from(spell.most_short_phones))
        );
        let text = if spell.most_waiting_customers > 0 {
            let most = f64::from(spell.most_waiting_customers);
            let customers = counted(id("most_waiting_customers"), most, "customer");
            said!("{text}, up to {customers} waiting", text = text, customers = customers)
        } else {
            text
        };
        match self.cause(cause) {
            Some(cause) => said!("{text}. {cause}", text = text, cause = cause.begun()),
            None => text,
        }
    }

    /// What bound in a spell, and until when.
    fn lasting(self, spell: &Spell, cause: &Cause, id: &dyn Fn(&str) -> String) -> Text {
        let what = match (spell.binding.checked_sub(BOUND_BY_FIRST_PART as usize), cause) {
            (Some(class), _) if self.story.record.classes[class].parts > 1 => {
                said!("{parts} are missing", parts = self.class(class))
            }
            (Some(class), _) => said!("{part} is missing", part = self.class(class)),
            (None, Cause::Rest) => said!("the line is closed for rest days or holidays"),
            (None, Cause::Closed) => said!("the line stands still"),
            (None, _) => said!("the line is at capacity"),
        };
        let days = counted(id("bound_days"), f64::from(spell.bound_days), "day");
        let until = self.date_near(id("to_day"), spell.days.to_day, spell.days.from_day);
        match spell.days.to_day - spell.days.from_day {
            0 => what,
            length if length + 1 == spell.bound_days => {
                said!("{what} to {date} ({days})", what = what, date = until, days = days)
            }
            length => said!(
                "{what} to {date} (on {days} of {length})",
                what = what,
                date = until,
                days = days,
                length = Figure::new("", f64::from(length + 1), Shown::Bare)
            ),
        }
    }

    /// Where it stands after how many hours an opening sold out.
    fn id_of(self, opening: &OpeningRecord) -> String {
        let at = self.story.record.openings.iter().position(|one| std::ptr::eq(one, opening));
        at.map_or_else(String::new, |at| format!("openings.{at}.sold_out_hours"))
    }

    /// A window's repetition in a sentence.
    #[must_use]
    pub fn opening(&self, opening: &OpeningRecord) -> Text {
        let window = named(&opening.window);
        let tickets = opening.gives == Goods::Tickets;
        let things = |many: f64| counted("", many, if tickets { "ticket" } else { "phone" });
        let served = things(opening.served_people as f64);
        let text = match (opening.offered.map(f64::from), opening.sold_out_hours) {
            (Some(offered), Some(hours)) => said!(
                "{window}: {offered} on offer, sold out after {hours} hours",
                window = window,
                offered = things(offered),
                hours = Figure::new(self.id_of(opening), hours, Shown::Plain(1))
            ),
            (Some(offered), None) if tickets => said!(
                "{window}: {served} of {offered} on offer given",
                window = window,
                served = served,
                offered = number("", offered)
            ),
            (Some(offered), None) => said!(
                "{window}: {served} of {offered} on offer ordered",
                window = window,
                served = served,
                offered = number("", offered)
            ),
            (None, _) if tickets => said!("{window}: {served} given", window = window, served = served),
            (None, _) => said!("{window}: {served} ordered", window = window, served = served),
        };
        if opening.days.to_day > opening.days.from_day {
            let date = self.date_near("", opening.days.to_day, opening.days.from_day);
            said!("{text}, to {date}", text = text, date = date)
        } else {
            text
        }
    }

    /// Repetitions of one window in a sentence.
    #[must_use]
    pub fn openings(&self, openings: &[&OpeningRecord]) -> Text {
        let [first, .., last] = openings else {
            return openings.first().map_or_else(Text::default, |opening| self.opening(opening));
        };
        let tickets = first.gives == Goods::Tickets;
        let all = openings.iter().map(|opening| opening.served_people as f64).sum();
        let served = counted("", all, if tickets { "ticket" } else { "phone" });
        let offered: Option<Vec<i32>> = openings.iter().map(|opening| opening.offered).collect();
        let offered = offered.map(|offered| number("", offered.iter().map(|&offered| f64::from(offered)).sum()));
        let taken = match (tickets, offered) {
            (true, Some(offered)) => said!("{served} of {offered} on offer given", served = served, offered = offered),
            (true, None) => said!("{served} given", served = served),
            (false, Some(offered)) => {
                said!("{served} of {offered} on offer ordered", served = served, offered = offered)
            }
            (false, None) => said!("{served} ordered", served = served),
        };
        let hours: Vec<f64> = openings.iter().filter_map(|opening| opening.sold_out_hours).collect();
        let bare = |number: usize| Figure::new("", number as f64, Shown::Bare);
        let sold_out = match hours.len() {
            0 => said!("none sold out"),
            times => said!(
                "{number} sold out, after {hours} hours on average",
                number = bare(times),
                hours = Figure::new(
                    format!("mean openings.sold_out_hours of window {}", first.window),
                    hours.iter().sum::<f64>() / times as f64,
                    Shown::Plain(1)
                )
            ),
        };
        said!(
            "{window}: {number} openings to {date}, {taken}; {sold_out}",
            window = named(&first.window),
            number = bare(openings.len()),
            date = self.date_near("", last.days.to_day, first.days.from_day),
            taken = taken,
            sold_out = sold_out
        )
    }
}
