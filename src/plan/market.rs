//! The market of the plan: who could want the phone, how interest spreads, and the windows in which it is sold.

use super::PlanError;
use super::calamity::Exposure;
use super::compiler::Compiler;
use super::curve::{Curve, Shape};
use super::flow::PlannedFlow;
use super::param::Param;
use crate::random::luck::Source;
use crate::scenario::types::{Choice, Market, Number, PriceEffect, Quota, Rival, Window, WindowKind};
use crate::units::date_of_day;

/// How price makes people choose.
#[derive(Clone, Debug, PartialEq)]
pub enum ChoicePlan {
    /// Everyone in reach would choose the phone.
    None,
    /// Multinomial logit: quality and price sensitivity.
    Logit(Param, Param),
    /// Constant elasticity: elasticity, and share at the reference price.
    Elasticity(Param, Param),
}

/// A rival phone.
#[derive(Clone, Debug, PartialEq)]
pub struct RivalPlan {
    /// First and last day on sale.
    pub on_sale: (i32, i32),
    /// Attractiveness.
    pub quality: Param,
    /// Its own price path.
    pub price: Curve,
    /// How it answers our price; `None` when it does not.
    pub reaction: Option<ReactionPlan>,
}

/// How a rival answers our price.
#[derive(Clone, Debug, PartialEq)]
pub struct ReactionPlan {
    /// Share of our relative distance from the reference price it follows.
    pub share: Param,
    /// Days after which it follows.
    pub delay: i32,
    /// It does not follow below this price.
    pub floor: Param,
}

/// What the price moves.
#[derive(Clone, Debug, PartialEq)]
pub enum PriceEffectPlan {
    /// The number of people who would choose the phone.
    Market,
    /// The hazard, by an elasticity.
    Rate(Param),
    /// The hazard, by the price's yearly relative change.
    Change(Param),
}

/// A phone expected to follow.
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessorPlan {
    /// Day it comes.
    pub day: i32,
    /// Days before it over which people begin to wait.
    pub lead: Param,
    /// Share of hazard and attendance taken away on its day.
    pub effect: Param,
}

/// A marketing pulse.
#[derive(Clone, Debug, PartialEq)]
pub struct PulsePlan {
    /// Day it strikes.
    pub day: i32,
    /// Added to p [1/year].
    pub strength: Param,
    /// Days in which it halves.
    pub half_life: Param,
}

/// Fans of the brand.
#[derive(Clone, Debug, PartialEq)]
pub struct FansPlan {
    /// Fans on `day`.
    pub start: Param,
    /// Day of that number; may be negative.
    pub day: i32,
    /// g [1/day].
    pub growth: Param,
    /// K.
    pub ceiling: Param,
    /// Weight of a fan in word of mouth.
    pub weight: Param,
    /// Share who become interested at the announcement.
    pub announcement_share: Param,
}

/// Sources of the market's draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketSources {
    /// Daily noise.
    pub noise: Source,
    /// New interest.
    pub interest: Source,
    /// The interested who forget.
    pub forgotten: Source,
    /// Of them, who can be won again.
    pub forgotten_return: Source,
    /// Cancellations.
    pub cancelled: Source,
    /// Of them, who can be won again.
    pub cancelled_return: Source,
    /// The lost who can be won again.
    pub come_back: Source,
}

/// The people in reach.
#[derive(Clone, Debug, PartialEq)]
pub struct MarketPlan {
    /// M.
    pub reach: Param,
    /// Day of the announcement.
    pub announced: i32,
    /// How price makes people choose.
    pub choice: ChoicePlan,
    /// Price at which `m_ref` is measured; `None` means the product's price.
    pub reference_price: Option<Param>,
    /// Rivals.
    pub rivals: Vec<RivalPlan>,
    /// Days on which rivals come, go or change price: shares are constant between them.
    pub share_changes: Vec<usize>,
    /// What the price moves.
    pub price_effect: PriceEffectPlan,
    /// Season factor of each day, holidays apart.
    pub season: Vec<f64>,
    /// Holidays: first day, last day, factor.
    pub holidays: Vec<(i32, i32, Param)>,
    /// Phones expected to follow.
    pub successors: Vec<SuccessorPlan>,
    /// Hazard at which the lost can be won again [1/day].
    pub come_back: Param,
    /// p [1/year].
    pub innovation: Param,
    /// q [1/year].
    pub imitation: Param,
    /// `w_wait`.
    pub waiting_weight: Param,
    /// Fans.
    pub fans: Option<FansPlan>,
    /// Pulses.
    pub pulses: Vec<PulsePlan>,
    /// s of the daily noise.
    pub noise: Param,
    /// rho of the daily noise.
    pub noise_correlation: Param,
    /// f [1/day].
    pub forgetting: Param,
    /// Share of those who forget, lapse or cancel who can be won again.
    pub return_share: Param,
    /// Share of a round's unserved who stay.
    pub stay: Param,
    /// c0 [1/day].
    pub cancellation: Param,
    /// c1 [1/day].
    pub cancellation_delay: Param,
    /// Promised waiting time [days].
    pub promise: Param,
    /// Share of reservations the planner expects to pay.
    pub planned_conversion: Param,
    /// Sources of draws.
    pub sources: MarketSources,
    /// Disruptions of demand.
    pub exposure: Exposure,
}

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

/// A sales window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowPlan {
    /// Name of the table.
    pub name: String,
    /// What is offered.
    pub offer: OfferPlan,
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

impl Compiler<'_> {
    pub fn market(&mut self, market: &Market) -> MarketPlan {
        let scenario = self.scenario;
        let own_price = &scenario.products[0].price;
        let rivals: Vec<RivalPlan> = scenario
            .rivals
            .iter()
            .map(|rival| RivalPlan {
                on_sale: (self.day_or(rival.from, i32::MIN), self.day_or(rival.to, i32::MAX)),
                quality: rival.quality.into(),
                price: self.curve(&rival.price, Shape::Step),
                reaction: self.reaction(rival),
            })
            .collect();
        let mut changes: Vec<i32> = vec![0];
        for (rival, plan) in scenario.rivals.iter().zip(&rivals) {
            changes.extend([plan.on_sale.0, plan.on_sale.1.saturating_add(1)]);
            changes.extend(rival.price.iter().map(|&(date, _)| self.day(date)));
            let delay = plan.reaction.as_ref().map_or(0, |reaction| reaction.delay);
            changes.extend(own_price.iter().map(|&(date, _)| self.day(date) + delay));
        }
        changes.extend(own_price.iter().map(|&(date, _)| self.day(date)));
        changes.retain(|&day| (0..self.days as i32).contains(&day));
        changes.sort_unstable();
        changes.dedup();
        MarketPlan {
            reach: market.reach.into(),
            announced: self.day_or(market.announced, 0),
            choice: match market.choice {
                Choice::None => ChoicePlan::None,
                Choice::Logit { quality, sensitivity } => ChoicePlan::Logit(quality.into(), sensitivity.into()),
                Choice::Elasticity { elasticity, share } => ChoicePlan::Elasticity(elasticity.into(), share.into()),
            },
            reference_price: market.reference_price.map(Param::from),
            rivals,
            share_changes: changes.into_iter().map(|day| day as usize).collect(),
            price_effect: match market.price_effect {
                PriceEffect::Market => PriceEffectPlan::Market,
                PriceEffect::Rate { elasticity } => PriceEffectPlan::Rate(elasticity.into()),
                PriceEffect::Change { effect } => PriceEffectPlan::Change(effect.into()),
            },
            season: self.season(),
            holidays: scenario
                .holidays
                .iter()
                .map(|holiday| (self.day(holiday.from), self.day(holiday.to), holiday.factor.into()))
                .collect(),
            successors: scenario
                .successors
                .iter()
                .map(|successor| SuccessorPlan {
                    day: self.day(successor.date),
                    lead: successor.lead.into(),
                    effect: successor.effect.into(),
                })
                .collect(),
            come_back: market.come_back.into(),
            innovation: market.innovation.into(),
            imitation: market.imitation.into(),
            waiting_weight: market.waiting_weight.into(),
            fans: market.fans.as_ref().map(|fans| FansPlan {
                start: fans.start.into(),
                day: self.day(fans.date),
                growth: fans.growth.into(),
                ceiling: fans.ceiling.into(),
                weight: fans.weight.into(),
                announcement_share: fans.announcement_share.into(),
            }),
            pulses: scenario
                .pulses
                .iter()
                .map(|pulse| PulsePlan {
                    day: self.day(pulse.date),
                    strength: pulse.strength.into(),
                    half_life: pulse.half_life.into(),
                })
                .collect(),
            noise: market.noise.into(),
            noise_correlation: market.noise_correlation.into(),
            forgetting: market.forgetting.into(),
            return_share: market.return_share.into(),
            stay: market.stay.into(),
            cancellation: market.cancellation.into(),
            cancellation_delay: market.cancellation_delay.into(),
            promise: market.promise.into(),
            planned_conversion: market.planned_conversion.into(),
            sources: MarketSources {
                noise: self.daily_source("market", "noise"),
                interest: self.daily_source("market", "interest"),
                forgotten: self.daily_source("market", "forgotten"),
                forgotten_return: self.daily_source("market", "forgotten_return"),
                cancelled: self.daily_source("market", "cancelled"),
                cancelled_return: self.daily_source("market", "cancelled_return"),
                come_back: self.daily_source("market", "come_back"),
            },
            exposure: self.exposure_of_demand(),
        }
    }

    fn reaction(&mut self, rival: &Rival) -> Option<ReactionPlan> {
        (rival.reaction != Number::certain(0.0)).then(|| ReactionPlan {
            share: rival.reaction.into(),
            delay: self.whole_days(rival.reaction_delay),
            floor: rival.reaction_floor.into(),
        })
    }

    /// Factor of each day by its weekday and month.
    fn season(&self) -> Vec<f64> {
        let season = &self.scenario.season;
        let factor = |day: usize| {
            let date = date_of_day(self.scenario.timeline.start, day as i64);
            let weekday = date.weekday().to_monday_zero_offset() as usize;
            season.weekdays[weekday] * season.months[date.month() as usize - 1]
        };
        (0..self.days).map(factor).collect()
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
        WindowPlan {
            name: window.name.clone(),
            offer,
            rush: window.rush.into(),
            attendance: window.attendance.into(),
            throughput: window.throughput.map(Param::from),
            throughput_cv: window.throughput_cv.into(),
            stay: window.stay.map(Param::from),
            demand_source: self.source("window_demand", &window.name),
            throughput_source: self.source("window_throughput", &window.name),
            lost_source: self.source("window_lost", &window.name),
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
        let draws = window.kind != WindowKind::Open;
        if let Some(every) = every.filter(|&every| draws && hour + hours > 24.0 * f64::from(every)) {
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
