//! The record of one launch: what happened on each day and why, as its story tells it.
//!
//! [`Recorder`] looks on at the end of every day like a [`Trace`](super::trace::Trace), and asks supply to note its purchase
//! orders one by one; launches that nobody explains keep nothing.

mod facts;
mod recorder;

use crate::outcome::Daily;
pub use facts::{
    ClassRecord, DayRecord, DisruptionRecord, DisruptionSpan, Funding, Goods, OpeningRecord, PurchaseRecord, Signature,
    Stretch,
};
pub use recorder::Recorder;

/// All that is kept of one launch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LaunchRecord {
    /// Day of the announcement, where there is a market.
    pub announced: Option<i32>,
    /// Promised wait [days], where there is a market.
    pub promise: Option<f64>,
    /// Day by day.
    pub days: Vec<DayRecord>,
    /// Parts.
    pub classes: Vec<ClassRecord>,
    /// Purchase orders by class, then by day.
    pub purchases: Vec<PurchaseRecord>,
    /// Phones the parts bought within the timeline would have been enough for, by the scarcest; `None` without parts.
    pub parts_for: Option<f64>,
    /// Suppliers in the order of the scenario.
    pub signatures: Vec<Signature>,
    /// Disruptions in the order of the scenario.
    pub disruptions: Vec<DisruptionRecord>,
    /// Windows in the order of their days.
    pub openings: Vec<OpeningRecord>,
    /// Tickets called, of all windows.
    pub called: i64,
    /// Credit line of this launch [money].
    pub credit_line: f64,
    /// Money put in by owners, in the order of the scenario.
    pub fundings: Vec<Funding>,
    /// Day on which the company was wound up, if it was.
    pub wound_up: Option<i32>,
    /// Daily series and monthly statements.
    pub daily: Daily,
}

impl LaunchRecord {
    /// Cancellations, and how many of them the overrun of the promise explains.
    #[must_use]
    pub fn cancellations(&self) -> (i64, f64) {
        let all = self.days.iter().map(|day| i64::from(day.cancelled)).sum();
        (all, self.days.iter().map(|day| day.cancelled_for_delay).sum())
    }

    /// Customers whose orders were cancelled because the company was wound up.
    #[must_use]
    pub fn cancelled_by_stop(&self) -> i64 {
        self.days.iter().map(|day| i64::from(day.cancelled_by_stop)).sum()
    }

    /// Days on which cash cut the purchase orders, and the least share it allowed.
    #[must_use]
    pub fn cut_by_cash(&self) -> (usize, f64) {
        let cut = self.days.iter().filter_map(|day| day.share_ordered).filter(|share| *share < 1.0);
        cut.fold((0, 1.0), |(days, least), share| (days + 1, share.min(least)))
    }
}
