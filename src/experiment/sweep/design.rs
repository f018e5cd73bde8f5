//! The points of a sweep: a grid, a Latin hypercube, Sobol' points, or a list.

use super::axis::{Axis, DesignError, Levels};
use super::sobol::{Coordinate, DIMENSIONS};
use crate::random::philox::{Stream, source_id, word};

/// Points above which a sweep must be asked for twice.
pub const MANY_POINTS: u64 = 10_000_000;

/// How points fill the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every combination of the values.
    Grid,
    /// Every axis cut into as many strata as points, each met once (`McKay`, Beckman & Conover 1979, *Technometrics* 21).
    LatinHypercube,
    /// Sobol' points, scrambled.
    Sobol,
    /// The lines of a CSV file.
    List,
}

impl Method {
    /// By its name on the command line and in a scenario.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "grid" => Some(Self::Grid),
            "lhs" => Some(Self::LatinHypercube),
            "sobol" => Some(Self::Sobol),
            "list" => Some(Self::List),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::LatinHypercube => "lhs",
            Self::Sobol => "sobol",
            Self::List => "list",
        }
    }
}

/// All points of a sweep; each is computed when asked for.
#[derive(Clone, Debug)]
pub struct Design {
    /// How points fill the space.
    pub method: Method,
    /// What is varied.
    pub axes: Vec<Axis>,
    /// Number of points.
    pub points: u64,
    /// Per axis of a Latin hypercube: the stratum of each point.
    strata: Vec<Vec<u32>>,
    /// Per axis of Sobol' points.
    coordinates: Vec<Coordinate>,
    seed: u64,
}

impl Design {
    /// A design over axes; `points` is their number for `lhs` and `sobol`, and the number of equal steps of a range
    /// without a step for `grid`.
    ///
    /// # Errors
    /// When nothing is varied, a key is varied twice, or the number of points is missing, too small or too large.
    pub fn new(method: Method, mut axes: Vec<Axis>, points: Option<u64>, seed: u64) -> Result<Self, DesignError> {
        let fault = |text: String| Err(DesignError::Design(text));
        if axes.is_empty() {
            return fault("nothing is varied; name a key and its values with --vary KEY=VALUES".into());
        }
        if let Some((_, twice)) = axes.iter().enumerate().find(|(at, a)| axes[..*at].iter().any(|b| a.key == b.key)) {
            return fault(format!("`{}` is varied twice; write all its values in one --vary", twice.key));
        }
        let number = match method {
            Method::Grid => grid_size(&mut axes, points)?,
            Method::List => axes.iter().map(|axis| count_of(&axis.levels)).min().unwrap_or(0),
            Method::LatinHypercube | Method::Sobol => match points {
                Some(points @ 2..=0xffff_ffff) => points,
                Some(points) => return fault(format!("a design {} of {points} points cannot be made", method.name())),
                None => {
                    let name = method.name();
                    return fault(format!("the design {name} needs the number of its points; write --points 256"));
                }
            },
        };
        if number == 0 {
            return fault("the design has no points".into());
        }
        if method == Method::Sobol && axes.len() > DIMENSIONS {
            return fault(format!(
                "the design sobol varies up to {DIMENSIONS} keys; write --design lhs for {}",
                axes.len()
            ));
        }
        let mut design = Self { method, axes, points: number, strata: Vec::new(), coordinates: Vec::new(), seed };
        match method {
            Method::LatinHypercube => {
                design.strata = design.axes.iter().map(|axis| shuffled(number as u32, seed, &axis.key)).collect();
            }
            Method::Sobol => {
                let coordinate = |(at, axis): (usize, &Axis)| Coordinate::new(at, seed, source_id("sobol", &axis.key));
                design.coordinates = design.axes.iter().enumerate().map(coordinate).collect();
            }
            Method::Grid | Method::List => {}
        }
        Ok(design)
    }

    /// A design from the text of a CSV file: a header of keys, a line per point.
    ///
    /// # Errors
    /// When the header or a value cannot be read.
    pub fn list(text: &str, file: &str, seed: u64) -> Result<Self, DesignError> {
        let fault = |text: String| DesignError::Design(format!("{file}: {text}"));
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| fault(error.to_string()))?.clone();
        let mut axes: Vec<Axis> =
            header.iter().map(Axis::of_key).collect::<Result<_, _>>().map_err(|what| fault(what.clone()))?;
        let mut columns = vec![Vec::new(); axes.len()];
        for (number, line) in reader.records().enumerate() {
            let line = line.map_err(|error| fault(error.to_string()))?;
            for ((axis, column), cell) in axes.iter().zip(&mut columns).zip(&line) {
                let value = axis.value(cell).map_err(|what| fault(format!("point {number}, {}: {what}", axis.key)))?;
                column.push(value);
            }
        }
        for (axis, column) in axes.iter_mut().zip(columns) {
            axis.levels = Levels::Values(column);
        }
        Self::new(Method::List, axes, None, seed)
    }

    /// The values of a point, in the order of the axes.
    #[must_use]
    pub fn point(&self, index: u64) -> Vec<f64> {
        let share = |axis: usize| match self.method {
            Method::LatinHypercube => {
                let within = word(self.seed, 0, source_id("lhs_place", &self.axes[axis].key), index as u32);
                let stratum = f64::from(self.strata[axis][index as usize]);
                (stratum + (f64::from(within) + 0.5) / 4_294_967_296.0) / self.points as f64
            }
            _ => self.coordinates[axis].share(index as u32),
        };
        match self.method {
            Method::Grid => {
                let mut rest = index;
                let mut values = vec![0.0; self.axes.len()];
                // The last axis varies fastest.
                for (value, axis) in values.iter_mut().zip(&self.axes).rev() {
                    let Levels::Values(levels) = &axis.levels else { continue };
                    *value = levels[(rest % levels.len() as u64) as usize];
                    rest /= levels.len() as u64;
                }
                values
            }
            Method::List => self.axes.iter().map(|axis| listed(&axis.levels, index)).collect(),
            Method::LatinHypercube | Method::Sobol => {
                self.axes.iter().enumerate().map(|(at, axis)| axis.at_share(share(at))).collect()
            }
        }
    }

    /// The overrides that make a point of the scenario.
    #[must_use]
    pub fn settings(&self, values: &[f64]) -> Vec<String> {
        self.axes.iter().zip(values).map(|(axis, value)| axis.setting(*value)).collect()
    }

    /// A number that tells this design from any other.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        source_id("design", &format!("{:?} {:?} {} {}", self.method, self.axes, self.points, self.seed))
    }
}

fn count_of(levels: &Levels) -> u64 {
    match levels {
        Levels::Values(values) => values.len() as u64,
        Levels::Range { .. } => 0,
    }
}

fn listed(levels: &Levels, index: u64) -> f64 {
    match levels {
        Levels::Values(values) => values[index as usize],
        Levels::Range { low, .. } => *low,
    }
}

fn grid_size(axes: &mut [Axis], points: Option<u64>) -> Result<u64, DesignError> {
    let mut number = 1_u64;
    for axis in axes {
        if let Levels::Range { .. } = axis.levels {
            let Some(points @ 2..=100_000_000) = points else {
                let text = format!("the range of `{}` has no step; write LOW..HIGH:STEP, or --points 11", axis.key);
                return Err(DesignError::Design(text));
            };
            axis.step_evenly(points);
        }
        let too_many = || DesignError::Design("the grid has more points than can be counted; vary fewer keys".into());
        number = number.checked_mul(count_of(&axis.levels)).ok_or_else(too_many)?;
    }
    Ok(number)
}

/// Numbers below `count` in an order of their own for each key (Fisher & Yates, after Durstenfeld 1964).
fn shuffled(count: u32, seed: u64, key: &str) -> Vec<u32> {
    use rand::Rng as _;
    let mut stream = Stream::new(seed, 0, source_id("lhs", key));
    let mut order: Vec<u32> = (0..count).collect();
    for last in (1..order.len()).rev() {
        let chosen = (u128::from(stream.next_u64()) * (last as u128 + 1)) >> 64;
        order.swap(last, chosen as usize);
    }
    order
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn axes(arguments: &[&str]) -> Vec<Axis> {
        arguments.iter().map(|argument| Axis::parse(argument).unwrap()).collect()
    }

    #[test]
    fn a_grid_holds_every_combination_the_last_key_fastest() {
        let design =
            Design::new(Method::Grid, axes(&["market.reach=1,2", "market.imitation=5..7:1"]), None, 1).unwrap();
        let points: Vec<Vec<f64>> = (0..design.points).map(|at| design.point(at)).collect();
        assert_eq!(points, [[1.0, 5.0], [1.0, 6.0], [1.0, 7.0], [2.0, 5.0], [2.0, 6.0], [2.0, 7.0]]);
    }

    #[test]
    fn a_latin_hypercube_meets_every_stratum_of_every_key_once() {
        let design =
            Design::new(Method::LatinHypercube, axes(&["market.reach=0..100", "market.imitation=0..1"]), Some(50), 1)
                .unwrap();
        let mut strata: Vec<u64> = (0..50).map(|at| (design.point(at)[0] / 2.0) as u64).collect();
        assert_ne!(strata, (0..50).collect::<Vec<_>>());
        strata.sort_unstable();
        assert_eq!(strata, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn whole_keys_stay_whole_in_every_design() {
        let design =
            Design::new(Method::Sobol, axes(&["component.screen.lead_time=1 month..3 months"]), Some(64), 1).unwrap();
        assert!((0..64).all(|at| design.point(at)[0].fract() == 0.0));
    }

    #[test]
    fn every_whole_number_of_a_range_comes_equally_often() {
        for method in [Method::LatinHypercube, Method::Sobol] {
            for (key, points, each) in [
                ("component.screen.minimum_order=0..3", 256, 64),
                ("component.screen.order_multiple=1..2", 64, 32),
                ("component.screen.lead_time=10 days..17 days", 128, 16),
            ] {
                let design = Design::new(method, axes(&[key]), Some(points), 1).unwrap();
                let mut values: Vec<i64> = (0..points).map(|at| design.point(at)[0] as i64).collect();
                values.sort_unstable();
                let runs: Vec<usize> = values.chunk_by(|a, b| a == b).map(<[i64]>::len).collect();
                assert!(runs.iter().all(|run| *run == each), "{method:?} {key}: {runs:?}");
                assert_eq!(runs.len() * each, points as usize);
            }
        }
        let five = Design::new(Method::LatinHypercube, axes(&["component.screen.minimum_order=0..4"]), Some(400), 1);
        let five = five.unwrap();
        let of = |value: f64| (0..400).filter(|&at| five.point(at)[0] == value).count();
        assert_eq!([0.0, 1.0, 2.0, 3.0, 4.0].map(of), [80; 5]);
    }

    #[test]
    fn a_list_gives_its_lines() {
        let text = "product.mi1.price,component.screen.lead_time\n1499, 2 months\n1999,91 days\n";
        let design = Design::list(text, "points.csv", 1).unwrap();
        assert_eq!((design.points, design.point(1)), (2, vec![1999.0, 91.0]));
        assert_eq!(design.settings(&design.point(0))[1], "component.screen.lead_time=61 days");
        let message = Design::list("product.mi1.price\ncheap\n", "points.csv", 1).unwrap_err().to_string();
        assert!(message.contains("points.csv: point 0, product.mi1.price"), "{message}");
    }

    #[test]
    fn designs_without_points_are_refused() {
        let message =
            |method, keys: &[&str], points| Design::new(method, axes(keys), points, 1).unwrap_err().to_string();
        assert!(message(Method::Grid, &[], None).contains("nothing is varied"));
        assert!(message(Method::Grid, &["market.reach=1..2"], None).contains("no step"));
        assert!(message(Method::Sobol, &["market.reach=1..2"], None).contains("--points"));
        assert!(message(Method::Grid, &["market.reach=1,2", "market.reach=3"], None).contains("varied twice"));
    }

    #[test]
    fn another_design_has_another_fingerprint() {
        let print = |key: &str, seed| Design::new(Method::Grid, axes(&[key]), None, seed).unwrap().fingerprint();
        assert_eq!(print("market.reach=1,2", 1), print("market.reach=1,2", 1));
        assert_ne!(print("market.reach=1,2", 1), print("market.reach=1,3", 1));
        assert_ne!(print("market.reach=1,2", 1), print("market.reach=1,2", 2));
    }
}
