//! A diffusion fitted to the sales of periods, its rates per year.

use jiff::civil::Date;

use crate::stats::fit::bass::{self, Bass, Method, Unfitted};
use crate::stats::fit::{Estimate, rank_of_normal};
use crate::units::date_of_day;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Seven days.
    Week,
    /// A twelfth of a year.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year of 365.25 days.
    Year,
}

/// Days of a year, on average over the calendar.
const YEAR: f64 = 365.25;

impl Period {
    /// How many there are in a year.
    #[must_use]
    pub fn per_year(self) -> f64 {
        match self {
            Self::Week => YEAR / 7.0,
            Self::Month => 12.0,
            Self::Quarter => 4.0,
            Self::Year => 1.0,
        }
    }
}

/// What speaks against the figures of a diffusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The sales end before they have peaked: how many are in reach is a guess.
    BeforePeak,
    /// They have not even slowed down, and people without end would fit: no scenario takes that.
    Endless,
    /// The interval of the people in reach is wide.
    Wide,
    /// A rate is not above nought, and no scenario takes it.
    NotPositive,
    /// Word of mouth cannot be told from none.
    NoImitation,
    /// The sales fall from the beginning on: what was sold before may be missing.
    FallsFromTheStart,
    /// Dearer phones sell faster: something else moves both.
    RisingPrice,
}

/// From this proportion of its ends on, the interval of a reach is too wide to plan with.
const WIDE: f64 = 2.0;
/// From this one on nothing is known of the reach; and the most that a scenario takes.
const ENDLESS: f64 = 1000.0;
const MOST_PEOPLE: f64 = 2e9;
/// A q below this share of p is none.
const NO_IMITATION: f64 = 0.01;

/// The fit in the units of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Diffusion {
    /// The fit in periods.
    pub of_periods: Bass,
    /// How long they are.
    pub period: Period,
    /// Sold in each.
    pub sales: Vec<f64>,
    /// p [1/year].
    pub innovation: Estimate,
    /// q [1/year].
    pub imitation: Estimate,
    /// beta [years], where there are prices.
    pub price_change: Option<Estimate>,
    /// Rank correlations of the errors of m, p and q: m with p, m with q, p with q.
    pub ranks: [f64; 3],
    /// When most is sold [years from the beginning of sale].
    pub peak: f64,
    /// Its day, where the first day of sale is known.
    pub peak_date: Option<Date>,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// How the parameters are estimated.
    pub method: Method,
    /// How long the periods are.
    pub period: Period,
    /// First day of the first period.
    pub from: Option<Date>,
}

/// Fits a diffusion to sales, with the prices they were sold at or without.
///
/// # Errors
/// [`Unfitted`] where the sales do not tell the parameters.
pub fn fit(sales: Vec<f64>, prices: Option<&[f64]>, asked: Asked) -> Result<Diffusion, Unfitted> {
    let of_periods = bass::fit(&sales, prices, asked.method)?;
    let per_year = asked.period.per_year();
    let innovation = of_periods.innovation.times(per_year);
    let imitation = of_periods.imitation.times(per_year);
    let peak = of_periods.peak / per_year;
    let peak_date = asked.from.filter(|_| peak.is_finite() && peak < 1000.0);
    let peak_date = peak_date.map(|from| date_of_day(from, (peak * YEAR).floor() as i64));
    let doubts = doubts(&of_periods, &sales);
    let price_change = of_periods.price_change.map(|beta| beta.times(1.0 / per_year));
    Ok(Diffusion {
        period: asked.period,
        sales,
        innovation,
        imitation,
        price_change,
        ranks: of_periods.correlations.map(rank_of_normal),
        peak,
        peak_date,
        doubts,
        of_periods,
    })
}

fn doubts(fit: &Bass, sales: &[f64]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let (p, q) = (fit.innovation.value, fit.imitation.value);
    if p <= 0.0 || q <= 0.0 {
        doubts.push(Doubt::NotPositive);
    }
    if fit.peak >= sales.len() as f64 {
        doubts.push(Doubt::BeforePeak);
    }
    // Ends below nought are wider than any proportion.
    let width = if fit.reach.low > 0.0 { fit.reach.high / fit.reach.low } else { f64::INFINITY };
    let above_nought = fit.reach.low > 0.0 || fit.method != Method::Linear;
    if fit.reach.value > MOST_PEOPLE || above_nought && width > ENDLESS {
        doubts.push(Doubt::Endless);
    } else if width > WIDE {
        doubts.push(Doubt::Wide);
    }
    if p > 0.0 && q < NO_IMITATION * p {
        doubts.push(Doubt::NoImitation);
    } else if p > 0.0 && q <= p {
        doubts.push(Doubt::FallsFromTheStart);
    }
    if fit.price_change.is_some_and(|beta| beta.value > 0.0) {
        doubts.push(Doubt::RisingPrice);
    }
    doubts
}
