//! The clairvoyant planner: for each launch the part of the build plan that turns out best, which nobody can know.
//!
//! What one who knows everything beforehand would earn is the bound of what learning can be worth (expected value of
//! perfect information; Raiffa & Schlaifer 1961).

use crate::company::plan::Plan;
use crate::rooms::forecast::plan::planner::{Foreseen, WhoPlans};

/// Multipliers of the plan that are tried in every launch.
const SIZES: [f64; 12] = [0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.0];
/// Halvings of the gap around the best one.
const HALVINGS: usize = 6;

/// The best size found of each launch.
struct Best {
    worth: Vec<f64>,
    size: Vec<Option<f64>>,
    /// Distance to the next sizes that were tried.
    gap: Vec<f64>,
}

/// The plan of launches from `first` on with what is best in each of them known beforehand; `worth` simulates them with a plan
/// and says what each is worth.
///
/// Among the plan as it is learned, the multipliers 0 to 3, and six halvings of the gap around the best of them, each
/// launch has that of the greatest net profit: `argmax_s profit_i(s)`.
pub(super) fn foreseeing<E>(
    plan: &Plan,
    (first, launches): (u32, usize),
    mut worth: impl FnMut(&Plan) -> Result<Vec<f64>, E>,
) -> Result<Plan, E> {
    let mut known = plan.clone();
    known.planner.who = WhoPlans::Foresees;
    let mut best =
        Best { worth: vec![f64::NEG_INFINITY; launches], size: vec![Some(1.0); launches], gap: vec![0.0; launches] };
    let mut attempt = |best: &mut Best, sizes: Vec<Option<f64>>, gap: &dyn Fn(usize) -> f64| -> Result<(), E> {
        known.planner.foreseen = Some(Foreseen { first, sizes });
        let worth = worth(&known)?;
        let sizes = known.planner.foreseen.take().map_or(Vec::new(), |known| known.sizes);
        for (launch, (worth, size)) in worth.into_iter().zip(sizes).enumerate() {
            if worth > best.worth[launch] {
                (best.worth[launch], best.size[launch], best.gap[launch]) = (worth, size, gap(launch));
            }
        }
        Ok(())
    };
    // The plan as it is written comes first, so that of equally good ones it stays.
    attempt(&mut best, vec![Some(1.0); launches], &|_| 0.25)?;
    for (at, &size) in SIZES.iter().enumerate().filter(|(_, size)| **size != 1.0) {
        let gap = SIZES.get(at + 1).map_or(0.5, |next| next - size);
        attempt(&mut best, vec![Some(size); launches], &|_| gap)?;
    }
    let mut share = 1.0;
    for _ in 0..HALVINGS {
        share /= 2.0;
        for side in [-1.0, 1.0] {
            let at = best.size.iter().zip(&best.gap);
            let sizes = at.map(|(size, gap)| size.map(|size| (size + side * gap * share).max(0.0)));
            let (sizes, gaps): (Vec<_>, Vec<f64>) = (sizes.collect(), best.gap.clone());
            attempt(&mut best, sizes, &|launch| gaps[launch])?;
        }
    }
    if plan.planner.can_learn {
        attempt(&mut best, vec![None; launches], &|_| 0.0)?;
    }
    let mut known = plan.clone();
    known.planner.who = WhoPlans::Foresees;
    known.planner.foreseen = Some(Foreseen { first, sizes: best.size });
    Ok(known)
}
