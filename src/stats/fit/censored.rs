//! Lengths of time of which some are not over yet, by maximum likelihood.
//!
//! A length that is over adds the logarithm of its density, one that is still open that of the share that lasts longer. Errors
//! are those of the observed information.

use super::law::{Family, Law, of_logarithms};
use super::likelihood::{Greatest, greatest};
use super::{CONFIDENCE, Estimate};
use crate::stats::interval::two_sided_normal;
use crate::stats::special::gamma_regularised;

/// Families of lengths of time that are fitted.
pub const FAMILIES: [Family; 3] = [Family::LogNormal, Family::Gamma, Family::Exponential];

/// The law of a family under which lengths are likeliest, for times above nought and whether each is still open.
///
/// `None` for another family than those of [`FAMILIES`], or where it has no likeliest law: nothing is over, or all that is over took the same
/// time.
#[must_use]
pub fn fit(family: Family, times: &[f64], open: &[bool]) -> Option<Law> {
    let over = || times.iter().zip(open).filter(|(_, open)| !**open).map(|(time, _)| *time);
    let still = || times.iter().zip(open).filter(|(_, open)| **open).map(|(time, _)| *time);
    let ended = over().count() as f64;
    if ended < 1.0 {
        return None;
    }
    let z = two_sided_normal(CONFIDENCE);
    // All the time there was over what ended in it: the mean of the exponential law, and a start for the others.
    let mean = times.iter().sum::<f64>() / ended;
    if family == Family::Exponential {
        let parameters = vec![("mean", Estimate::above_nought(mean, 1.0 / libm::sqrt(ended), z))];
        return Some(Law { family, parameters, log_likelihood: -ended * (libm::log(mean) + 1.0) });
    }
    let logs = over().map(libm::log).sum::<f64>() / ended;
    let square = over().map(|time| (libm::log(time) - logs) * (libm::log(time) - logs)).sum::<f64>() / ended;
    if ended < 2.0 || square < 1e-20 {
        return None;
    }
    // Each in units in which its parameters are about one.
    let start_sd = libm::sqrt(square);
    match family {
        Family::LogNormal => {
            let likelihood = |at: &[f64]| {
                let (mu, s) = (logs + start_sd * at[0], start_sd * libm::exp(at[1]));
                let density = |time: f64| {
                    let z = (libm::log(time) - mu) / s;
                    -0.5 * z * z - libm::log(time * s) - 0.5 * libm::log(std::f64::consts::TAU)
                };
                over().map(density).sum::<f64>()
                    + still().map(|time| log_above((libm::log(time) - mu) / s)).sum::<f64>()
            };
            let Greatest { at, log_likelihood, covariance } = greatest(likelihood, &[0.0, 0.0])?;
            let (mu, s) = (logs + start_sd * at[0], start_sd * libm::exp(at[1]));
            let errors =
                [start_sd * start_sd * covariance[0][0], start_sd * s * covariance[0][1], s * s * covariance[1][1]];
            Some(Law { family, parameters: of_logarithms(mu, s, errors), log_likelihood })
        }
        Family::Gamma => {
            let of = |at: &[f64]| (mean * libm::exp(start_sd * at[0]), libm::exp(at[1]) / square);
            let likelihood = |at: &[f64]| {
                let (mean, k) = of(at);
                let level = k * libm::log(k / mean) - libm::lgamma(k);
                let density = |time: f64| level + (k - 1.0) * libm::log(time) - k * time / mean;
                let above = |time: f64| libm::log(gamma_regularised(k, k * time / mean).1);
                over().map(density).sum::<f64>() + still().map(above).sum::<f64>()
            };
            let Greatest { at, log_likelihood, covariance } = greatest(likelihood, &[0.0, 0.0])?;
            let (mean, k) = of(&at);
            let of_mean = start_sd * libm::sqrt(covariance[0][0]);
            // cv = k^(-1/2), so that its logarithm errs by half of that of k.
            let of_cv = 0.5 * libm::sqrt(covariance[1][1]);
            let parameters = vec![
                ("mean", Estimate::above_nought(mean, of_mean, z)),
                ("cv", Estimate::above_nought(1.0 / libm::sqrt(k), of_cv, z)),
            ];
            Some(Law { family, parameters, log_likelihood })
        }
        _ => None,
    }
}

/// ln P(Z > z) of a standard normal Z.
fn log_above(z: f64) -> f64 {
    if z < 30.0 {
        return libm::log(0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2));
    }
    // Beyond, where the function itself soon vanishes, by its expansion (DLMF 7.12.1).
    let t = 1.0 / (z * z);
    -0.5 * z * z - libm::log(z) - 0.5 * libm::log(std::f64::consts::TAU) + libm::log1p(-t * (1.0 - 3.0 * t))
}
