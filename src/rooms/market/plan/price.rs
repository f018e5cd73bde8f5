//! Days on which the own price moves, and on which a cut of it is known.

use crate::language::quantity::Number;
use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::market::keys::Choice;
use crate::rooms::market::keys::price::{OnPriceCut, PriceSeen};
use crate::rooms::market::keys::{Market, PriceEffect};

/// How the interested and the waiting see the price.
#[derive(Clone, Debug, PartialEq)]
pub struct PricePlan {
    /// Days after day 0 on which the price moves how many would choose the phone; none where people look at it once.
    pub moves: Vec<usize>,
    /// Days after day 0 on which the price falls in any launch, with what becomes of those who wait.
    pub cuts: Vec<usize>,
    /// What they get.
    pub on_cut: OnPriceCut,
    /// Of each day, whether a cut to come is known.
    pub cut_known: Vec<bool>,
    /// Share of the interested who wait for it.
    pub wait_share: Param,
    /// Those whom a dearer phone loses.
    pub priced_out: Source,
    /// Those of the pool who begin to wait, and those of the newly interested.
    pub wait: (Source, Source),
}

impl PricePlan {
    /// Whether anybody looks at the price again, or ahead.
    pub fn is_seen(&self) -> bool {
        !self.moves.is_empty() || self.cut_known.contains(&true)
    }
}

impl Compiler<'_> {
    pub(crate) fn price_seen(&mut self, market: &Market) -> PricePlan {
        let eyes = &market.price_eyes;
        let price = &self.scenario.products[0].price;
        let steps = price.windows(2).map(|pair| (self.day(pair[1].0), pair[0].1, pair[1].1));
        let steps: Vec<_> = steps.filter(|&(day, ..)| (1..self.days as i32).contains(&day)).collect();
        let seen = eyes.price_seen == PriceSeen::Always
            && market.price_effect == PriceEffect::Market
            && market.choice != Choice::None;
        // A price that differs between launches may fall in some of them.
        let falls = |&(_, before, after): &(i32, Number, Number)| {
            before.input.is_some() || after.input.is_some() || after.value < before.value
        };
        let cuts: Vec<usize> = steps.iter().filter(|step| falls(step)).map(|&(day, ..)| day as usize).collect();
        let known = self.whole_days(eyes.cut_known).max(0) as usize;
        let waits = eyes.wait_for_cut != Number::certain(0.0);
        let is_known = |day: usize| waits && cuts.iter().any(|&cut| day < cut && cut <= day + known);
        PricePlan {
            moves: if seen { steps.iter().map(|&(day, ..)| day as usize).collect() } else { Vec::new() },
            cut_known: (0..self.days).map(is_known).collect(),
            cuts: if eyes.on_price_cut == OnPriceCut::Keep { Vec::new() } else { cuts },
            on_cut: eyes.on_price_cut,
            wait_share: eyes.wait_for_cut.into(),
            priced_out: self.daily_source("market", "priced_out"),
            wait: (self.daily_source("market", "wait"), self.daily_source("market", "wait_new")),
        }
    }
}
