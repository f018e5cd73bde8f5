//! The curve that fits what is stated, by maximum likelihood, and how sure it is.

use crate::random::distribution::Distribution;
use crate::rooms::market::keys::demand::evidence::Evidence;
use crate::rooms::market::keys::demand::line::{Form, Frame, Line, Says};

/// Why there is no curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing is said of its level, or nothing of its slope.
    Curve,
    /// It rises with the price.
    Rising,
}

/// A curve with the uncertainty of its level and slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    logit: bool,
    centre: f64,
    unit: f64,
    line: Line,
    /// Variance of the level, covariance, variance of the slope; `None` of a curve that is certain.
    covariance: Option<[f64; 3]>,
}

impl Curve {
    /// Where on the line level and slope are independent.
    fn pivot(&self) -> f64 {
        self.covariance.map_or(0.0, |[_, both, slope]| both / slope)
    }

    /// The price at which level and slope are independent.
    pub fn at(&self) -> f64 {
        let at = self.centre + self.unit * self.pivot();
        if self.logit { at } else { libm::exp(at) }
    }

    fn log_level(&self) -> f64 {
        self.line[0] - self.line[1] * self.pivot()
    }

    /// Utility, or share, at that price.
    pub fn level(&self) -> f64 {
        if self.logit { self.log_level() } else { libm::exp(self.log_level()).min(1.0) }
    }

    /// By how much utility falls per unit of price, or the elasticity.
    pub fn slope(&self) -> f64 {
        self.line[1] / self.unit
    }

    /// What the level is drawn from.
    pub fn level_law(&self) -> Option<Distribution> {
        let [level, both, slope] = self.covariance?;
        let variance = (level - both * both / slope).max(0.0);
        let of = if self.logit {
            return Some(Distribution::Normal { mean: self.log_level(), sd: libm::sqrt(variance) });
        } else {
            Distribution::LogNormal {
                mean: libm::exp(self.log_level() + variance / 2.0),
                cv: libm::sqrt(libm::expm1(variance)),
            }
        };
        Some(Distribution::Truncated { of: Box::new(of), low: None, high: Some(1.0) })
    }

    /// What the slope is drawn from: no curve rises.
    pub fn slope_law(&self) -> Option<Distribution> {
        let [.., slope] = self.covariance?;
        let of = Distribution::Normal { mean: self.slope(), sd: libm::sqrt(slope) / self.unit };
        Some(Distribution::Truncated { of: Box::new(of), low: Some(0.0), high: None })
    }
}

/// E81: the line of greatest likelihood, by Fisher's scoring, with the inverse of its information as covariance (the normal
/// approximation of what is believed given the evidence). Evidence that contradicts itself beyond chance weighs less: its
/// information is divided by how much.
pub fn fit(form: &Form, mut evidence: Vec<Evidence>) -> Result<Curve, Unknown> {
    if evidence.iter().all(|piece| matches!(piece, Evidence::Sales(_))) {
        return Err(Unknown::Curve);
    }
    let prices: Vec<f64> = evidence.iter().flat_map(Evidence::prices).collect();
    let places = prices.iter().map(|&price| if matches!(form, Form::Logit(_)) { price } else { libm::log(price) });
    let centre = places.sum::<f64>() / prices.len() as f64;
    let unit = if matches!(form, Form::Logit(_)) { centre } else { 1.0 };
    let frame = Frame { form, centre, unit };
    let first = scored(&frame, &evidence, [0.0, 1.0])?;
    let alone = evidence.len() == 1;
    for piece in &mut evidence {
        piece.doubt(&frame, first.0, alone);
    }
    let (line, covariance) = scored(&frame, &evidence, first.0)?;
    if line[1] <= 0.0 {
        return Err(Unknown::Rising);
    }
    let certain = evidence.iter().all(Evidence::is_certain);
    let logit = matches!(form, Form::Logit(_));
    Ok(Curve { logit, centre, unit, line, covariance: (!certain).then_some(covariance) })
}

/// The line of greatest likelihood from a first guess, and its covariance.
fn scored(frame: &Frame<'_>, evidence: &[Evidence], guess: Line) -> Result<(Line, [f64; 3]), Unknown> {
    let mut line = guess;
    for _ in 0..500 {
        let says = evidence.iter().fold(Says::default(), |sum, piece| sum.and(piece.says(frame, line)));
        let Some(covariance) = says.covariance() else { return Err(Unknown::Curve) };
        let [level, both, slope] = covariance;
        let step = [level * says.score[0] + both * says.score[1], both * says.score[0] + slope * says.score[1]];
        // Far from the line the information holds only nearby.
        let size = step[0].abs().max(step[1].abs());
        let part = if size > 1.0 { 1.0 / size } else { 1.0 };
        let next = [line[0] + part * step[0], line[1] + part * step[1]];
        // Answers have no likelihood on a line that rises.
        let positive = evidence.iter().any(|piece| matches!(piece, Evidence::Answers(_)));
        line = [next[0], if positive && next[1] <= 0.0 { line[1] / 2.0 } else { next[1] }];
        if size <= 1e-11 * (1.0 + line[0].abs().max(line[1].abs())) {
            return Ok((line, covariance));
        }
    }
    Err(Unknown::Curve)
}
