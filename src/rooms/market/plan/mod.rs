//! The market of the plan: who could want the phone, how interest spreads, and the windows in which it is sold.

pub mod price;
pub mod windows;

use crate::language::quantity::Number;
use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::curve::{Curve, Shape};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::market::keys::competition::Rival;
use crate::rooms::market::keys::price::PriceTurn;
use crate::rooms::market::keys::{Choice, Market, PriceEffect};
use crate::rooms::weather::plan::Exposure;
use crate::units::date_of_day;

use price::PricePlan;

/// How price makes people choose.
#[derive(Clone, Debug, PartialEq)]
pub enum ChoicePlan {
    /// Everyone in reach would choose the phone.
    None,
    /// Multinomial logit: quality, price sensitivity, and the price at which the quality is meant.
    Logit(Param, Param, f64),
    /// Constant elasticity: elasticity, the share at a price, and that price where it is not the reference price.
    Elasticity(Param, Param, Option<f64>),
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
    /// Whether people answer to the price otherwise than written.
    pub turn: Option<PriceTurn>,
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
    /// `w_ill`.
    pub ill_will: Param,
    /// Whether those who cancel late or are refunded at the end are paid a compensation.
    pub compensates: bool,
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
    /// How the price is seen by those who know the phone.
    pub price: PricePlan,
    /// Sources of draws.
    pub sources: MarketSources,
    /// Disruptions of demand.
    pub exposure: Exposure,
}

impl Compiler<'_> {
    fn rival(&mut self, rival: &Rival) -> RivalPlan {
        RivalPlan {
            on_sale: (self.day_or(rival.from, i32::MIN), self.day_or(rival.to, i32::MAX)),
            quality: rival.quality.into(),
            price: self.curve(&rival.price, Shape::Step),
            reaction: self.reaction(rival),
        }
    }

    pub fn market(&mut self, market: &Market) -> MarketPlan {
        let scenario = self.scenario;
        let own_price = &scenario.products[0].price;
        let rivals: Vec<RivalPlan> = scenario.rivals.iter().map(|rival| self.rival(rival)).collect();
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
                Choice::Logit { quality, sensitivity, at } => ChoicePlan::Logit(quality.into(), sensitivity.into(), at),
                Choice::Elasticity { elasticity, share, at } => {
                    ChoicePlan::Elasticity(elasticity.into(), share.into(), at)
                }
            },
            turn: market.turn,
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
            ill_will: market.ill_will.into(),
            compensates: market.compensation != Number::certain(0.0),
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
            price: self.price_seen(market),
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
}
