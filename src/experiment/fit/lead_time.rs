//! Lead times of orders, some of which have not arrived yet, as a part's lead time and how much it varies.

use crate::experiment::fit::law::distribution;
use crate::random::distribution::Distribution;
use crate::stats::fit::censored::{self, FAMILIES};
use crate::stats::fit::kaplan_meier::{Step, agreement, steps, time_of};
use crate::stats::fit::law::{Family, Law, criterion};

/// What speaks against the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Few orders have arrived.
    Few,
    /// More orders are open than have arrived.
    MostlyOpen,
    /// Another law than the lognormal one, which a part's lead time has, suits the orders better.
    AnotherLaw(Family),
    /// The lognormal law leaves the range in which the orders leave it.
    Apart,
    /// No scenario takes a lead time as long, or one that varies as much.
    OutOfRange,
}

/// Fewer arrivals than this hardly tell how much lead times vary.
const FEW: usize = 20;
/// From this difference of the criterion on, one law is better (Burnham & Anderson 2002, 2.6).
const BETTER: f64 = 2.0;
/// A law that lies in fewer of the intervals of 95 % at arrivals than this is apart from them.
const HELD: f64 = 0.8;
/// What keys of scenarios take.
const LONGEST: f64 = 3650.0;
const WIDEST: f64 = 5.0;

/// A law of lead times among others.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its parameters, its mean in days.
    pub law: Law,
    /// The same as scenarios have it.
    pub distribution: Distribution,
    /// Akaike's criterion, corrected for few values.
    pub criterion: f64,
    /// Largest distance from the share of orders still open.
    pub distance: f64,
    /// Share of arrivals at which the interval of that share holds the law.
    pub held: f64,
}

/// The time by which a share of orders has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrived {
    /// The share.
    pub share: f64,
    /// By the orders; `None` where so many have not [days].
    pub orders: Option<f64>,
    /// By each law, in their order [days].
    pub laws: Vec<f64>,
}

/// The lead times of a list of orders.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadTimes {
    /// Orders that have arrived.
    pub arrived: usize,
    /// Orders that are open.
    pub open: usize,
    /// The laws, the likeliest first.
    pub ranked: Vec<Ranked>,
    /// Share of orders still open after each arrival.
    pub steps: Vec<Step>,
    /// Times by which shares have arrived.
    pub by: Vec<Arrived>,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
}

impl LeadTimes {
    /// The law that a part's lead time has.
    #[must_use]
    pub fn lognormal(&self) -> Option<&Ranked> {
        self.ranked.iter().find(|ranked| ranked.law.family == Family::LogNormal)
    }
}

/// Shares by which times are told.
const SHARES: [f64; 4] = [0.25, 0.5, 0.75, 0.9];

/// Fits lead times above nought [days], each with whether the order is still open, which then is as old as its time says.
///
/// `None` where fewer than two orders have arrived, or all took the same time.
#[must_use]
pub fn fit(times: &[f64], open: &[bool]) -> Option<LeadTimes> {
    let steps = steps(times, open);
    let mut ranked: Vec<Ranked> = FAMILIES
        .iter()
        .filter_map(|family| {
            let law = censored::fit(*family, times, open)?;
            let distribution = distribution(&law)?;
            let criterion = criterion(law.log_likelihood, law.parameters.len(), times.len());
            let (distance, held) = agreement(&steps, |time| 1.0 - distribution.cdf(time));
            Some(Ranked { law, distribution, criterion, distance, held })
        })
        .collect();
    ranked.sort_by(|one, other| one.criterion.total_cmp(&other.criterion));
    let lognormal = ranked.iter().find(|ranked| ranked.law.family == Family::LogNormal)?;
    let still = open.iter().filter(|open| **open).count();
    let arrived = open.len() - still;
    let mut doubts = Vec::new();
    if arrived < FEW {
        doubts.push(Doubt::Few);
    }
    if still > arrived {
        doubts.push(Doubt::MostlyOpen);
    }
    if lognormal.criterion - ranked[0].criterion > BETTER {
        doubts.push(Doubt::AnotherLaw(ranked[0].law.family));
    }
    if lognormal.held < HELD {
        doubts.push(Doubt::Apart);
    }
    let [mean, cv] = [0, 1].map(|at| lognormal.law.parameters[at].1.value);
    if mean > LONGEST || cv > WIDEST {
        doubts.push(Doubt::OutOfRange);
    }
    let by = SHARES.map(|share| Arrived {
        share,
        orders: time_of(&steps, share),
        laws: ranked.iter().map(|ranked| ranked.distribution.quantile(share)).collect(),
    });
    Some(LeadTimes { arrived, open: still, ranked, by: by.to_vec(), steps, doubts })
}
