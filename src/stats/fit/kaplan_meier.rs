//! The share that is still open after a time, where some are open at the end (Kaplan & Meier 1958, JASA 53, 457-481).

use super::CONFIDENCE;
use crate::stats::interval::two_sided_normal;

/// What is known at a time at which something ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Those still open just before.
    pub at_risk: usize,
    /// Those that ended then.
    pub ended: usize,
    /// Share still open just after.
    pub open: f64,
    /// Lower end of its interval of 95 %, by the error of `ln(-ln open)` (Greenwood 1926; Kalbfleisch & Prentice 1980);
    /// no number where nothing is open any more.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The steps of the curve, by times and whether each is still open; what is open at a time at which others end is taken to last
/// longer.
#[must_use]
pub fn steps(times: &[f64], open: &[bool]) -> Vec<Step> {
    let mut rows: Vec<(f64, bool)> = times.iter().copied().zip(open.iter().copied()).collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let z = two_sided_normal(CONFIDENCE);
    let (mut share, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let (time, at_risk) = (rows[at].0, rows.len() - at);
        let alike = rows[at..].iter().take_while(|row| row.0 == time).count();
        let ended = rows[at..at + alike].iter().filter(|row| !row.1).count();
        if ended > 0 {
            let (died, risk) = (ended as f64, at_risk as f64);
            share *= 1.0 - died / risk;
            greenwood += died / (risk * (risk - died));
            let log = libm::log(share);
            let factor = libm::exp(z * libm::sqrt(greenwood) / -log);
            let ends = [libm::exp(log * factor), libm::exp(log / factor)];
            let [low, high] = if share > 0.0 { ends } else { [f64::NAN; 2] };
            steps.push(Step { time, at_risk, ended, open: share, low, high });
        }
        at += alike;
    }
    steps
}

/// The time by which a share has ended; `None` where so many never do.
#[must_use]
pub fn time_of(steps: &[Step], ended: f64) -> Option<f64> {
    // A product of shares misses a round one by rounding.
    steps.iter().find(|step| 1.0 - step.open >= ended - 1e-12).map(|step| step.time)
}

/// The largest distance of the curve from a law that says what share is open after a time, and the share of steps whose
/// interval holds the law.
#[must_use]
pub fn agreement(steps: &[Step], law: impl Fn(f64) -> f64) -> (f64, f64) {
    let mut before = 1.0_f64;
    let mut most = 0.0_f64;
    let (mut held, mut counted) = (0_u32, 0_u32);
    for step in steps {
        let open = law(step.time);
        most = most.max((before - open).abs()).max((step.open - open).abs());
        before = step.open;
        if step.low.is_finite() {
            counted += 1;
            held += u32::from(step.low <= open && open <= step.high);
        }
    }
    (most, if counted == 0 { f64::NAN } else { f64::from(held) / f64::from(counted) })
}
