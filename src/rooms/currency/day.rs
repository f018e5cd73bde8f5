//! What money of other countries costs, known for all days because nothing that happens moves it.

use crate::lanes::Real;
use crate::random::luck::Luck;
use crate::rooms::currency::plan::CurrencyPlan;
use crate::units::DAYS_PER_YEAR;

/// The rates of some launches.
pub struct Exchange<const L: usize> {
    currencies: Vec<Rates<L>>,
}

/// One currency.
struct Rates<const L: usize> {
    /// Home money per unit, on each day.
    spot: Vec<Real<L>>,
    /// The same of what is bought forward, by the day it is due.
    forward: Vec<Real<L>>,
    /// Share that is bought forward.
    hedged: Real<L>,
}

impl<const L: usize> Exchange<L> {
    /// The rates of all days.
    #[must_use]
    pub fn new(plans: &[CurrencyPlan], days: usize, inputs: &[Real<L>], luck: &mut Luck<L>) -> Self {
        Self { currencies: plans.iter().map(|plan| Rates::new(plan, days, inputs, luck)).collect() }
    }

    /// Whether anything is bought in another currency.
    #[inline(always)]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.currencies.is_empty()
    }

    /// Number of currencies.
    #[must_use]
    pub fn len(&self) -> usize {
        self.currencies.len()
    }

    /// Home money per unit on a day; after the last day, that of the last one.
    #[must_use]
    pub fn spot(&self, currency: usize, day: usize) -> Real<L> {
        let spot = &self.currencies[currency].spot;
        spot[day.min(spot.len() - 1)]
    }

    /// Share that is paid at the rate of the day.
    #[must_use]
    pub fn unhedged(&self, currency: usize) -> Real<L> {
        Real::splat(1.0) - self.currencies[currency].hedged
    }

    /// What a unit costs that is paid on a day, or on the last one.
    #[must_use]
    pub fn paid(&self, currency: Option<usize>, day: usize) -> Real<L> {
        self.owed(currency, day, day)
    }

    /// What a unit costs that is owed on a day and due on another; one in the company's own money.
    ///
    /// E78: `(1 - h) S(day) + h F(due)` with S the rate of the day, F the forward rate and h the share bought forward.
    #[must_use]
    pub fn owed(&self, currency: Option<usize>, day: usize, due: usize) -> Real<L> {
        let Some(rates) = currency.map(|at| &self.currencies[at]) else { return Real::splat(1.0) };
        let last = rates.spot.len() - 1;
        rates.blend(rates.spot[day.min(last)], rates.forward[due.min(last)])
    }

    /// [`Self::owed`] of one launch.
    #[must_use]
    pub fn owed_in_lane(&self, currency: Option<usize>, (day, due): (usize, usize), lane: usize) -> f64 {
        let Some(rates) = currency.map(|at| &self.currencies[at]) else { return 1.0 };
        let (last, hedged) = (rates.spot.len() - 1, rates.hedged.0[lane]);
        rates.spot[day.min(last)].0[lane] * (1.0 - hedged) + rates.forward[due.min(last)].0[lane] * hedged
    }
}

impl<const L: usize> Rates<L> {
    /// E77: `S_t = path_t exp(s W_t - s^2 t/2)`, t in years from day 0, s the yearly volatility and W a Brownian motion by
    /// steps of a day, `W_t = W_{t-1} + Z_t/sqrt(365.25)` (Samuelson 1965); the mean of S_t is the path.
    fn new(plan: &CurrencyPlan, days: usize, inputs: &[Real<L>], luck: &mut Luck<L>) -> Self {
        let (path, forward) = (plan.rate.of(inputs), plan.forward.of(inputs));
        let volatility = plan.volatility.of(inputs);
        let mut moved = Real::ZERO;
        let mut spot = Vec::with_capacity(days);
        for day in 0..days {
            let mut rate = path.on(day);
            if !plan.volatility.is_zero() && day > 0 {
                moved += luck.normal(plan.source, day as u32).real();
                let years = day as f64 / DAYS_PER_YEAR;
                let level = volatility * moved * (1.0 / DAYS_PER_YEAR).sqrt();
                let factor = luck.lognormal_of_mean_one_at((volatility * years.sqrt()).single(), level.single());
                rate = rate * factor.real();
            }
            spot.push(rate);
        }
        Self { spot, forward: (0..days).map(|day| forward.on(day)).collect(), hedged: plan.hedged.of(inputs) }
    }

    fn blend(&self, spot: Real<L>, forward: Real<L>) -> Real<L> {
        spot * (Real::splat(1.0) - self.hedged) + forward * self.hedged
    }
}
