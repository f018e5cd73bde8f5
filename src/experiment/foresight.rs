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
    /// The smallest and the largest of the sizes that are as good, each with the distance to the next that were tried.
    edges: [Vec<Edge>; 2],
}

/// An end of the sizes that are as good as the best one: where cash or a supplier cuts what is ordered, many of them order
/// the same.
#[derive(Clone, Copy)]
struct Edge {
    size: f64,
    gap: f64,
}

impl Best {
    fn of(launches: usize) -> Self {
        let edges = vec![Edge { size: 1.0, gap: 0.25 }; launches];
        Self {
            worth: vec![f64::NEG_INFINITY; launches],
            size: vec![Some(1.0); launches],
            edges: [edges.clone(), edges],
        }
    }

    /// What a launch is worth with a size; of one that is as good as the best the edges take note if they may spread.
    fn note(&mut self, launch: usize, worth: f64, size: Option<Edge>, spreads: bool) {
        let [low, high] = self.edges.each_mut().map(|edges| &mut edges[launch]);
        if worth > self.worth[launch] {
            (self.worth[launch], self.size[launch]) = (worth, size.map(|edge| edge.size));
            if let Some(edge) = size {
                (*low, *high) = (edge, edge);
            }
        } else if let Some(edge) = size.filter(|_| worth == self.worth[launch] && (spreads || low.size < high.size)) {
            if edge.size < low.size {
                *low = edge;
            }
            if edge.size > high.size {
                *high = edge;
            }
        }
    }

    /// Whether several sizes of a launch are as good.
    fn is_level(&self, launch: usize) -> bool {
        self.edges[0][launch].size < self.edges[1][launch].size
    }

    /// Sizes between those that are as good, where there are several; the best one elsewhere.
    fn middles(&self) -> Vec<Edge> {
        let [low, high] = &self.edges;
        let middle = |(low, high): (&Edge, &Edge)| match high.size - low.size {
            apart if apart > 0.0 => Edge { size: low.size + apart / 2.0, gap: apart / 2.0 },
            _ => *low,
        };
        low.iter().zip(high).map(middle).collect()
    }
}

/// The plan of launches from `first` on with what is best in each of them known beforehand; `worth` simulates them with a plan
/// and says what each is worth.
///
/// Among the plan as it is learned, the multipliers 0 to 3, and six halvings of the gap around the best of them, or around
/// all that are as good, each launch has that of the greatest net profit: `argmax_s profit_i(s)`.
pub(super) fn foreseeing<E>(
    plan: &Plan,
    (first, launches): (u32, usize),
    mut worth: impl FnMut(&Plan) -> Result<Vec<f64>, E>,
) -> Result<Plan, E> {
    let mut known = plan.clone();
    known.planner.who = WhoPlans::Foresees;
    let mut best = Best::of(launches);
    let mut attempt = |best: &mut Best, sizes: &[Option<Edge>], spreads: bool| -> Result<Vec<f64>, E> {
        let sizes_alone = sizes.iter().map(|edge| edge.map(|edge| edge.size)).collect();
        known.planner.foreseen = Some(Foreseen { first, sizes: sizes_alone });
        let worth = worth(&known)?;
        for (launch, (&worth, &size)) in worth.iter().zip(sizes).enumerate() {
            best.note(launch, worth, size, spreads);
        }
        Ok(worth)
    };
    // The plan as it is written comes first, so that of equally good ones it stays.
    attempt(&mut best, &vec![Some(Edge { size: 1.0, gap: 0.25 }); launches], true)?;
    for (at, &size) in SIZES.iter().enumerate().filter(|(_, size)| **size != 1.0) {
        let gap = SIZES.get(at + 1).map_or(0.5, |next| next - size);
        attempt(&mut best, &vec![Some(Edge { size, gap }); launches], true)?;
    }
    // Of two that are as good the best may lie between them; if nothing there is worse, all between them are as good.
    if (0..launches).any(|launch| best.is_level(launch)) {
        let middles = best.middles();
        let tried: Vec<Option<Edge>> = middles.iter().copied().map(Some).collect();
        let worth = attempt(&mut best, &tried, false)?;
        for (launch, &worth) in worth.iter().enumerate() {
            if worth < best.worth[launch] {
                let stays = Edge { size: best.size[launch].unwrap_or(1.0), gap: best.edges[1][launch].gap };
                (best.edges[0][launch], best.edges[1][launch]) = (stays, stays);
            }
        }
    }
    let mut share = 1.0;
    for _ in 0..HALVINGS {
        share /= 2.0;
        for (side, towards) in [-1.0, 1.0].into_iter().enumerate() {
            let edges = best.edges[side].iter();
            let sizes: Vec<Option<Edge>> = edges
                .map(|edge| Some(Edge { size: (edge.size + towards * edge.gap * share).max(0.0), gap: edge.gap }))
                .collect();
            attempt(&mut best, &sizes, false)?;
        }
    }
    if plan.planner.can_learn {
        attempt(&mut best, &vec![None; launches], false)?;
    }
    let mut known = plan.clone();
    known.planner.who = WhoPlans::Foresees;
    known.planner.foreseen = Some(Foreseen { first, sizes: best.size });
    Ok(known)
}
