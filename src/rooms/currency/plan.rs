//! Currencies of the plan: the path of each rate, its luck, and what is bought forward.

use crate::language::quantity::Number;
use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::curve::{Curve, Shape};
use crate::rooms::calendar::plan::param::Param;

/// A currency in which parts are bought.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrencyPlan {
    /// What a unit costs, without luck.
    pub rate: Curve,
    /// Yearly standard deviation of its luck.
    pub volatility: Param,
    /// Share that is bought forward.
    pub hedged: Param,
    /// What a unit bought forward costs when it is due on a day.
    pub forward: Curve,
    /// Its luck.
    pub source: Source,
}

impl Compiler<'_> {
    /// All currencies, in the order of the scenario.
    pub fn currencies(&mut self) -> Vec<CurrencyPlan> {
        let scenario = self.scenario;
        let currency = scenario.currencies.iter().map(|currency| {
            // What the market asks today for money to come cannot know the number that will be drawn.
            let expected = || currency.rate.iter().map(|&(date, rate)| (date, Number::certain(rate.value))).collect();
            let forward = currency.forward_rate.clone().unwrap_or_else(expected);
            CurrencyPlan {
                rate: self.curve(&currency.rate, Shape::Linear),
                volatility: currency.volatility.into(),
                hedged: currency.hedged.into(),
                forward: self.curve(&forward, Shape::Linear),
                source: self.daily_source("currency", &currency.name),
            }
        });
        currency.collect()
    }
}
