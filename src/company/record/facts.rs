//! What is kept of a launch, in the form in which it is told and written: names and dates stand in it, not places.

use jiff::civil::Date;
use serde::Serialize;

use crate::units::date_of_day;

/// A day of the launch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayRecord {
    /// Phones the build policy wanted started.
    pub wanted: i32,
    /// Phones started.
    pub started: i32,
    /// What bound assembly: an index into the constraints of the layout.
    pub binding: usize,
    /// Customers left waiting.
    pub waiting: i32,
    /// Customers who cancelled.
    pub cancelled: i32,
    /// Of them, those who did because the company was wound up.
    pub cancelled_by_stop: i32,
    /// Of the others, how many the overrun of the promise explains: in the proportion it has in the hazard (E17).
    pub cancelled_for_delay: f64,
    /// Wait by which customers judged [days].
    pub judged_wait: f64,
    /// Share of the day's purchase orders that cash allowed; `None` on days without a review or where cash does not cut.
    pub share_ordered: Option<f64>,
}

/// Days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stretch {
    /// First day.
    pub from_day: i32,
    /// Its date.
    pub from_date: Date,
    /// Last day.
    pub to_day: i32,
    /// Its date.
    pub to_date: Date,
}

impl Stretch {
    /// One day, of a timeline that begins at `start`.
    #[must_use]
    pub fn of_day(start: Date, day: i32) -> Self {
        let date = date_of_day(start, i64::from(day));
        Self { from_day: day, from_date: date, to_day: day, to_date: date }
    }

    /// Goes on until a day.
    pub fn extend(&mut self, start: Date, day: i32) {
        (self.to_day, self.to_date) = (day, date_of_day(start, i64::from(day)));
    }

    /// How many days.
    #[must_use]
    pub fn length(&self) -> i32 {
        self.to_day - self.from_day + 1
    }
}

/// A stretch of days with its length.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DisruptionSpan {
    /// The days.
    #[serde(flatten)]
    pub days: Stretch,
    /// How many they are.
    pub length_days: i32,
}

/// How one supplier came to sign.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signature {
    /// Its name.
    pub supplier: String,
    /// Whether the product needs it: it sells a part or assembles.
    pub needed: bool,
    /// Day of the signature, negative before day 0; `None` when it never signs within the timeline.
    pub day: Option<i32>,
    /// Its date.
    pub date: Option<Date>,
    /// Approaches made until it accepted, or within the timeline when it never signs; `None` where none is needed.
    pub approaches: Option<i32>,
    /// First day on which something was ordered from it.
    pub first_order_day: Option<i32>,
    /// Its date.
    pub first_order_date: Option<Date>,
    /// Whether the day differs between launches.
    #[serde(skip)]
    pub uncertain: bool,
}

/// Parts that are ordered and arrive together.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRecord {
    /// Name of the part it is called by.
    pub name: String,
    /// How many parts it has.
    pub parts: usize,
}

/// A purchase order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PurchaseRecord {
    /// Supply class.
    #[serde(skip)]
    pub class: usize,
    /// Its name.
    pub parts: String,
    /// Who took it.
    pub supplier: String,
    /// Day of the order.
    pub day: i32,
    /// Its date.
    pub date: Date,
    /// Parts ordered, in the parts of so many phones.
    pub phones: f64,
    /// Of them, rejected.
    pub rejected_phones: f64,
    /// Value [money].
    pub value: f64,
    /// Day on which the planner reckoned with it in stock.
    pub planned_day: i32,
    /// Its date.
    pub planned_date: Date,
    /// Day in stock; `None` beyond the timeline.
    pub arrival_day: Option<i32>,
    /// Its date.
    pub arrival_date: Option<Date>,
    /// The day it would be in stock, also where that lies beyond the timeline.
    #[serde(skip)]
    pub under_way_until: i32,
    /// Whether it was cancelled because the company was wound up.
    pub cancelled: bool,
    /// Days late; negative when early, and a lower bound when it does not come within the timeline.
    pub late_days: i32,
    /// Of the days between order and stock, those on which it stood still because of disruptions.
    pub halted_days: i32,
    /// Disruptions that halted it.
    pub halted_by: Vec<String>,
}

/// A disruption.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DisruptionRecord {
    /// Name of the table.
    pub name: String,
    /// What it does to whom: "no deliveries in japan".
    pub effect: String,
    /// Each stretch of days on which it was active.
    pub spans: Vec<DisruptionSpan>,
    /// Purchase orders it held up.
    pub purchase_orders_held_up: usize,
}

impl DisruptionRecord {
    /// Whether it was active on any day of some.
    #[must_use]
    pub fn is_active_within(&self, from: i32, to: i32) -> bool {
        from <= to && self.spans.iter().any(|span| span.days.from_day <= to && span.days.to_day >= from)
    }
}

/// What a window gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Goods {
    /// Places in a queue.
    Tickets,
    /// Phones.
    Phones,
}

/// A repetition of a window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpeningRecord {
    /// Name of the window.
    pub window: String,
    /// Which of its repetitions, from 0.
    pub occurrence: u32,
    /// What it gives.
    pub gives: Goods,
    /// Its days.
    #[serde(flatten)]
    pub days: Stretch,
    /// Phones or tickets on offer at its opening; `None` without a limit and on a shelf that is filled anew every day.
    pub offered: Option<i32>,
    /// Whether there was nothing on offer on any of its days.
    #[serde(skip)]
    pub empty: bool,
    /// People who wanted one, summed over its days.
    pub came_people: i64,
    /// People served.
    pub served_people: i64,
    /// Hours after the opening at which it sold out, if it did.
    pub sold_out_hours: Option<f64>,
}

/// Money put in by owners.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Funding {
    /// Name of the table.
    pub name: String,
    /// Day.
    pub day: i32,
    /// Its date.
    pub date: Date,
    /// Amount [money].
    pub amount: f64,
}
