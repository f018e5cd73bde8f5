//! The best point of a sweep and those that cannot be told from it.

use super::Point;
use crate::outcome::Rule;
use crate::stats::{self, Summary};

/// Confidence with which the truly best point is among those named.
pub const CONFIDENCE: f64 = 0.95;

/// What is kept of a point for the choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Its number.
    pub index: u64,
    /// Mean of the objective.
    pub mean: f64,
    /// Means over sections of the launches.
    pub sections: Vec<f64>,
}

impl Contender {
    /// Of a point, by its objective under a rule: bridged or wound up.
    #[must_use]
    pub fn of(point: &Point, rule: Rule) -> Self {
        let under = &point.under[usize::from(rule == Rule::WindUp)];
        Self { index: point.index, mean: under.metric.mean, sections: under.sections.clone() }
    }
}

/// What is selected among all points.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Place of the point with the best mean.
    pub best: usize,
    /// Whether each point, in the order given, cannot be told from the best one.
    pub alike: Vec<bool>,
    /// Whether each point differs from the best one in nothing: the same means in all sections.
    pub tied: Vec<bool>,
}

/// What is selected if a gap of cash is bridged, and if a company short of cash is wound up.
#[derive(Clone, Debug, PartialEq)]
pub struct Selections {
    /// Bridged at the penalty rate.
    pub bridged: Selection,
    /// Wound up.
    pub wound_up: Selection,
}

impl Selections {
    /// The selection by a rule.
    #[must_use]
    pub fn by(&self, rule: Rule) -> &Selection {
        match rule {
            Rule::GoOn => &self.bridged,
            Rule::WindUp => &self.wound_up,
        }
    }

    /// Whether each rule's best may be the other's too: apart are they only where one is sure that the other's is worse.
    #[must_use]
    pub fn agree(&self) -> bool {
        let Self { bridged, wound_up } = self;
        bridged.alike[wound_up.best] && wound_up.alike[bridged.best]
    }

    /// The best by a rule, with what cannot be told from it under that rule or the other, and is tied with it under both.
    #[must_use]
    pub fn joined(&self, rule: Rule) -> Selection {
        let both = |of: fn(&Selection) -> &Vec<bool>| of(&self.bridged).iter().zip(of(&self.wound_up));
        Selection {
            best: self.by(rule).best,
            alike: both(|choice| &choice.alike).map(|(one, other)| *one || *other).collect(),
            tied: both(|choice| &choice.tied).map(|(one, other)| *one && *other).collect(),
        }
    }
}

/// Chooses the point with the best mean, and those whose paired difference to it may be nothing.
///
/// All points met the same luck, so sections of the launches give paired differences: with `d_s` the difference of the
/// means in section s of b, a point is told from the best when `mean(d) + t sd(d) / sqrt(b) < 0`, t one-sided with b - 1
/// degrees of freedom at (1 - confidence) / (points - 1): the candidates of Hsu's comparison with the best
/// ([`stats::against_the_best`]), found against the leading point only, which can but name more of them.
/// With fewer than two sections no point can be told from the best. `None` when no point has a mean.
#[must_use]
pub fn choose(contenders: &[Contender], least: bool) -> Option<Selection> {
    let sign = if least { -1.0 } else { 1.0 };
    let known = || contenders.iter().enumerate().filter(|(_, one)| !one.mean.is_nan());
    let (best, leader) = known().fold(None, |best: Option<(usize, &Contender)>, (at, one)| match best {
        Some((_, other)) if sign * one.mean <= sign * other.mean => best,
        _ => Some((at, one)),
    })?;
    let rivals = (contenders.len() - 1).max(1) as f64;
    let confidence = 1.0 - 2.0 * (1.0 - CONFIDENCE) / rivals;
    let alike = |one: &Contender| {
        if one.mean.is_nan() {
            return false;
        }
        let pairs = one.sections.iter().zip(&leader.sections).map(|(x, y)| sign * (x - y));
        let differences: Vec<f64> = pairs.filter(|difference| !difference.is_nan()).collect();
        let summary = Summary::of(&differences);
        // An interval of two sides whose upper end is that of the one side wanted.
        stats::student_interval(summary.mean, summary.sd, summary.count, confidence).1 >= 0.0
    };
    let tied = |one: &Contender| {
        let same = |(x, y): (&f64, &f64)| x.total_cmp(y).is_eq();
        one.mean.total_cmp(&leader.mean).is_eq() && one.sections.iter().zip(&leader.sections).all(same)
    };
    let (alike, tied) = (contenders.iter().map(alike).collect(), contenders.iter().map(tied).collect());
    Some(Selection { best, alike, tied })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn contender(index: u64, mean: f64, noise: f64) -> Contender {
        let sections = (0..20).map(|s| mean + f64::from(s * 7 % 20) + noise * f64::from(s * 11 % 20 - 10)).collect();
        Contender { index, mean, sections }
    }

    #[test]
    fn the_leader_is_marked_with_those_that_may_be_as_good() {
        let points = [contender(0, 5.0, 0.0), contender(1, 10.0, 0.0), contender(2, 9.9, 0.1), contender(3, 9.9, 0.0)];
        let choice = choose(&points, false).unwrap();
        assert_eq!((choice.best, choice.alike), (1, vec![false, true, true, false]));
        assert_eq!(choose(&points, true).unwrap().best, 0);
    }

    #[test]
    fn points_without_a_mean_are_never_chosen() {
        let points = [contender(0, f64::NAN, 0.0), contender(1, 1.0, 0.0)];
        let choice = choose(&points, false).unwrap();
        assert_eq!((choice.best, choice.alike, choice.tied), (1, vec![false, true], vec![false, true]));
        assert_eq!(choose(&points[..1], false), None);
    }
}
