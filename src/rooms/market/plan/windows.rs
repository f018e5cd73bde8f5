//! Sales windows of the plan: what is offered, when, and to whom it is promised.

use crate::random::luck::Source;
use crate::rooms::calendar::plan::by_day::ByDay;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::error::PlanError;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::forecast::plan::PlannedFlow;
use crate::rooms::market::keys::Market;
use crate::rooms::market::keys::window::{Promises, Quota, Window, WindowKind};

/// What a window offers.
#[derive(Clone, Debug, PartialEq)]
pub enum OfferPlan {
    /// Everyone interested orders.
    Open,
    /// What is on the shelf.
    InStock,
    /// Numbered tickets.
    Reservation(ReservationPlan),
    /// A quota of phones.
    RoundUnits(Param),
    /// Stock beyond those waiting.
    RoundStock,
    /// Stock and planned output of the next days.
    RoundPlan(i32),
}

/// A reservation window's tickets and invitations.
#[derive(Clone, Debug, PartialEq)]
pub struct ReservationPlan {
    /// Tickets at most.
    pub limit: Option<Param>,
    /// Chance that a caller pays.
    pub pay: Param,
    /// Its decay with days waited [1/day].
    pub pay_decay: Param,
    /// First invitation day.
    pub invite_from: i32,
    /// Days between invitations.
    pub invite_every: i32,
    /// Days of planned output promised.
    pub invite_ahead: i32,
    /// Days on which tickets are given, ascending.
    pub ticket_days: Vec<i32>,
    /// Draws of payments.
    pub pay_source: Source,
    /// Of the lapsed, who can be won again.
    pub return_source: Source,
}

/// A promise that parts have to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct PromisePlan {
    /// Days within which it is to be kept.
    pub days: i32,
    /// What is promised beyond what is available, as a share of it.
    pub oversell: Param,
}

/// A sales window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowPlan {
    /// Name of the table.
    pub name: String,
    /// What is offered.
    pub offer: OfferPlan,
    /// What it promises beside the shelf; `None` where that is planned output alone, or nothing.
    pub promise: Option<PromisePlan>,
    /// lambda [1/waking hour].
    pub rush: Param,
    /// c.
    pub attendance: Param,
    /// Orders an hour the shop serves.
    pub throughput: Option<Param>,
    /// Its coefficient of variation.
    pub throughput_cv: Param,
    /// Share of its unserved who stay; `None` takes the market's.
    pub stay: Option<Param>,
    /// Draws of those who come.
    pub demand_source: Source,
    /// Draws of the throughput.
    pub throughput_source: Source,
    /// Of the unserved, who are lost.
    pub lost_source: Source,
    /// Numbers whose hours within an opening a fact on record tells, in the order of the facts.
    pub milestones: Vec<i32>,
}

/// A window on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    /// Index of the window.
    pub window: usize,
    /// Which of its repetitions, from 0.
    pub occurrence: u32,
    /// The first day of this repetition.
    pub first_day: bool,
    /// Hours by the clock.
    pub clock_hours: f64,
    /// Hours weighted by people's activity.
    pub waking_hours: f64,
    /// Hours by the clock on its earlier days.
    pub clock_hours_before: f64,
}

/// When and how phones are sold to the market.
#[derive(Clone, Debug)]
pub struct SalesPlan {
    /// Sales windows.
    pub windows: Vec<WindowPlan>,
    /// The openings of each day.
    pub openings_on: ByDay<Opening>,
    /// Planned output through each day.
    pub cumulative_output: Vec<f64>,
    /// People who may become interested in one launch, counting those won again: what can be counted.
    pub most_interested: i32,
}

/// Days beyond the timeline for which promises look ahead at most.
const LOOK_AHEAD: i32 = 400;

impl SalesPlan {
    /// Whether any window promises what parts have to keep.
    #[must_use]
    pub fn looks_ahead(&self) -> bool {
        self.windows.iter().any(|window| window.promise.is_some())
    }

    /// Planned output of the `days` days from `day` on.
    #[must_use]
    pub fn planned_output(&self, day: usize, days: i32) -> f64 {
        let last = self.cumulative_output.len() - 1;
        self.cumulative_output[(day + days as usize).min(last)] - self.cumulative_output[day.min(last)]
    }
}

impl Compiler<'_> {
    pub fn sales(&mut self, planned: &PlannedFlow) -> Result<SalesPlan, PlanError> {
        let (windows, openings_on) = match &self.scenario.market {
            Some(market) => self.windows(market)?,
            None => (Vec::new(), vec![Vec::new(); self.days]),
        };
        let cumulative_output = self.cumulative_output(planned, LOOK_AHEAD);
        Ok(SalesPlan { windows, openings_on: openings_on.into(), cumulative_output, most_interested: 0 })
    }

    /// All windows, and for each day the openings on it.
    pub fn windows(&mut self, market: &Market) -> Result<(Vec<WindowPlan>, Vec<Vec<Opening>>), PlanError> {
        let mut openings_on = vec![Vec::new(); self.days];
        let mut plans = Vec::new();
        for (index, window) in self.scenario.windows.iter().enumerate() {
            let openings = self.openings(index, window, &market.time_of_day)?;
            let ticket_days = openings.iter().map(|&(day, _)| day).collect();
            for (day, opening) in openings {
                openings_on[day as usize].push(opening);
            }
            plans.push(self.window(window, ticket_days));
        }
        Ok((plans, openings_on))
    }

    fn window(&mut self, window: &Window, ticket_days: Vec<i32>) -> WindowPlan {
        let offer = match &window.kind {
            WindowKind::Open => OfferPlan::Open,
            WindowKind::InStock => OfferPlan::InStock,
            WindowKind::Reservation { limit, pay, pay_decay, invite_from, invite_every, invite_ahead } => {
                OfferPlan::Reservation(ReservationPlan {
                    limit: limit.map(Param::from),
                    pay: (*pay).into(),
                    pay_decay: (*pay_decay).into(),
                    invite_from: self.day_or(*invite_from, self.day(window.opens)),
                    invite_every: self.whole_days(*invite_every).max(1),
                    invite_ahead: self.whole_days(*invite_ahead),
                    ticket_days,
                    pay_source: self.source("window_pay", &window.name),
                    return_source: self.source("window_lapsed_return", &window.name),
                })
            }
            WindowKind::Round { quota: Quota::Units(units), .. } => OfferPlan::RoundUnits((*units).into()),
            WindowKind::Round { quota: Quota::Stock, .. } => OfferPlan::RoundStock,
            WindowKind::Round { quota: Quota::Plan, delivery_within } => {
                OfferPlan::RoundPlan(delivery_within.map_or(0, |within| self.whole_days(within)))
            }
        };
        let days = match &offer {
            OfferPlan::RoundPlan(days) => Some(*days),
            OfferPlan::Reservation(reservation) => Some(reservation.invite_ahead),
            _ => None,
        };
        let promise = days.filter(|_| window.promises == Promises::Available);
        WindowPlan {
            name: window.name.clone(),
            offer,
            promise: promise.map(|days| PromisePlan { days, oversell: window.oversell.into() }),
            rush: window.rush.into(),
            attendance: window.attendance.into(),
            throughput: window.throughput.map(Param::from),
            throughput_cv: window.throughput_cv.into(),
            stay: window.stay.map(Param::from),
            demand_source: self.source("window_demand", &window.name),
            throughput_source: self.source("window_throughput", &window.name),
            lost_source: self.source("window_lost", &window.name),
            milestones: {
                let facts = self.scenario.observed.iter().filter_map(|fact| fact.number.as_ref());
                facts.filter(|reached| reached.window == window.name).map(|reached| reached.number).collect()
            },
        }
    }

    /// The days on which a window is open, with their hours; hours pass midnight into the next day.
    fn openings(
        &mut self,
        index: usize,
        window: &Window,
        activity: &[f64; 24],
    ) -> Result<Vec<(i32, Opening)>, PlanError> {
        let first = self.day(window.opens);
        let hour = self.fixed(window.opening_hour);
        let open_ended = matches!(window.kind, WindowKind::Open | WindowKind::InStock);
        let default_close = if open_ended { self.last_day() } else { first };
        let last = self.day_or(window.closes, default_close);
        let hours = match window.hours {
            Some(hours) => self.fixed(hours),
            None => f64::from(last - first + 1) * 24.0 - hour,
        };
        let every = window.every.map(|every| self.whole_days(every).max(1));
        // Two openings on one day would share their luck, their quota and their shop.
        // An open sale takes everyone interested, and finds nobody the second time.
        let inputs = window.kind != WindowKind::Open;
        if let Some(every) = every.filter(|&every| inputs && hour + hours > 24.0 * f64::from(every)) {
            return Err(PlanError::OpensTwice { name: window.name.clone(), hours, hour, every });
        }
        let until = self.day_or(window.until, self.last_day());
        let mut openings = Vec::new();
        let mut start = first;
        let mut occurrence = 0;
        while start == first || start <= until {
            let mut day = start;
            let (mut left, mut from, mut before) = (hours, hour, 0.0);
            while left > 1e-9 && day <= self.last_day() {
                let clock_hours = left.min(24.0 - from);
                // A window may open before the timeline; of its days only those within are simulated.
                if day >= 0 {
                    let opening = Opening {
                        window: index,
                        occurrence,
                        first_day: day == start.max(0),
                        clock_hours,
                        waking_hours: waking(activity, from, from + clock_hours),
                        clock_hours_before: before,
                    };
                    openings.push((day, opening));
                }
                (left, before, from) = (left - clock_hours, before + clock_hours, 0.0);
                day += 1;
            }
            occurrence += 1;
            match every {
                Some(every) => start += every,
                None => break,
            }
        }
        Ok(openings)
    }

    /// Planned output through each day, for promises: entry d is the output of days 0..d.
    pub fn cumulative_output(&self, planned: &PlannedFlow, beyond: i32) -> Vec<f64> {
        let mut total = 0.0;
        let mut cumulative = vec![0.0];
        for day in 0..self.days as i32 + beyond {
            total += planned.output_on(day);
            cumulative.push(total);
        }
        cumulative
    }
}

/// E41: hours from `from` to `to` of one day, weighted by people's activity: `H = sum_h w_h * overlap of hour h`.
fn waking(activity: &[f64; 24], from: f64, to: f64) -> f64 {
    let overlap = |hour: usize| (to.min(hour as f64 + 1.0) - from.max(hour as f64)).max(0.0);
    activity.iter().enumerate().map(|(hour, weight)| weight * overlap(hour)).sum()
}
