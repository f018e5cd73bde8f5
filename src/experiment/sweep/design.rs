//! The points of a sweep: a grid, a Latin hypercube, Sobol' points, or a list.

use super::axis::{Axis, DesignError, Levels};
use super::grid::{count_of, grid_size};
use crate::language::fault::LoadError;
use crate::language::point_list::{CellAt, PointList};
use crate::random::philox::{Stream, source_id, word};
use crate::random::sobol::{Coordinate, DIMENSIONS};
use crate::scenario::sweep::DesignWord;
use crate::units::{counted, thousands};

/// Points above which a sweep must be asked for twice.
pub const MANY_POINTS: u64 = 10_000_000;

/// Places of points held in memory at most, over all keys of a Latin hypercube: 1 GB.
const MOST_STRATA: u64 = 250_000_000;

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
    /// What a scenario calls it.
    #[must_use]
    pub fn of(word: DesignWord) -> Self {
        match word {
            DesignWord::Grid => Self::Grid,
            DesignWord::LatinHypercube => Self::LatinHypercube,
            DesignWord::Sobol => Self::Sobol,
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

/// Why a list of points cannot be swept.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Cells of the file, with where they stand.
    #[error(transparent)]
    Cells(LoadError),
    /// The design as a whole.
    #[error(transparent)]
    Design(#[from] DesignError),
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
        let most = MOST_STRATA / axes.len() as u64;
        if method == Method::LatinHypercube && number > most {
            return fault(format!(
                "a design lhs of {} points with {} does not fit into memory; up to {} points are possible, and \
                 --design sobol takes more",
                thousands(number as f64, 0),
                counted(axes.len() as f64, "key"),
                thousands(most as f64, 0),
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

    /// A design from a CSV file: a header of keys, a line per point.
    ///
    /// `points.csv` of an earlier sweep can be such a file: its number of a point and its results are passed over,
    /// of which `is_result` says whether a column is one. A length of time carries its unit in each cell, "4 weeks", or
    /// once in the header, "component.screen.lead_time (days)".
    ///
    /// # Errors
    /// [`ListError`] when the header or a value cannot be read, or the design cannot be.
    pub fn list(list: PointList, is_result: &dyn Fn(&str) -> bool, seed: u64) -> Result<Self, ListError> {
        let mut wrong = Vec::new();
        let mut axes: Vec<(usize, Axis, Option<String>)> = Vec::new();
        for (column, name) in list.header().enumerate().filter(|(_, name)| !is_result(name)) {
            let (key, unit) = match name.strip_suffix(')').and_then(|name| name.split_once('(')) {
                Some((key, unit)) => (key.trim(), Some(unit.trim().to_owned())),
                None => (name, None),
            };
            let at = CellAt { row: None, column };
            match Axis::of_key(key) {
                _ if key.is_empty() => {
                    wrong.push((at, "this column has no name".into(), "write the key it gives values to".into()));
                }
                Err((what, cure)) => wrong.push((at, what, cure)),
                Ok(axis) => axes.push((column, axis, unit)),
            }
        }
        let mut columns = vec![Vec::new(); axes.len()];
        for (row, cells) in list.rows().enumerate() {
            for ((column, axis, unit), values) in axes.iter_mut().zip(&mut columns) {
                let cell = cells[*column];
                let written = match unit {
                    Some(unit) if !cell.is_empty() && cell.parse::<f64>().is_ok() && axis.lasts() => {
                        axis.learn(&format!("{cell} {unit}"))
                    }
                    _ => axis.learn(cell),
                };
                match written {
                    Ok(value) => values.push(value),
                    Err(what) => {
                        let key = &axis.key;
                        let cure = if axis.lasts() && unit.is_none() {
                            format!("write the unit in the cell, \"4 weeks\", or in the header, {key} (days)")
                        } else {
                            format!("write one value of {key} in each line")
                        };
                        let at = CellAt { row: Some(row), column: *column };
                        wrong.push((at, format!("point {row}, {key}: {what}"), cure));
                    }
                }
            }
        }
        if !wrong.is_empty() {
            return Err(ListError::Cells(list.refused(wrong)));
        }
        let with_values = axes.into_iter().zip(columns).map(|((_, mut axis, _), values)| {
            axis.levels = Levels::Values(values);
            axis
        });
        Ok(Self::new(Method::List, with_values.collect(), None, seed)?)
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

fn listed(levels: &Levels, index: u64) -> f64 {
    match levels {
        Levels::Values(values) => values[index as usize],
        Levels::Range { low, .. } => *low,
    }
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
    use crate::language::point_list::ListFile;
    use crate::language::source::Place;

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
    fn a_design_that_does_not_fit_is_refused_before_it_is_made() {
        let two = ["market.reach=0..100", "market.imitation=0..1"];
        let refused = |method, axes: &[&str], points| {
            Design::new(method, self::axes(axes), Some(points), 1).unwrap_err().to_string()
        };
        let said = refused(Method::LatinHypercube, &two, 4_000_000_000);
        assert!(said.contains("4,000,000,000 points with 2 keys") && said.contains("up to 125,000,000"), "{said}");
        let said = refused(Method::Grid, &two, 100_000_000);
        assert!(said.contains("the 10,000,000 that fit into memory"), "{said}");
        let many: Vec<String> = (0..40).map(|at| format!("component.c{at}.unit_cost=1..9")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(refused(Method::Grid, &many, 1000).contains("more points than can be counted"));
        // Of these a point is computed when it is asked for.
        let sobol = Design::new(Method::Sobol, axes(&two), Some(4_000_000_000), 1).unwrap();
        assert!(sobol.point(3_999_999_999)[0] < 100.0);
        let grid = Design::new(Method::Grid, axes(&two), Some(65_536), 1).unwrap();
        assert_eq!((grid.points, grid.point(u64::from(u32::MAX))), (1 << 32, vec![100.0, 1.0]));
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
    fn a_list_gives_its_lines_and_passes_over_results() {
        let of = |text: &str| {
            let file = ListFile { place: Place::File("points.csv".into()), bytes: text.into() };
            let list = PointList::of_read(&file).unwrap();
            Design::list(list, &|name| ["point", "orders_mean"].contains(&name), 1)
        };
        let design = of("product.mi1.price,component.screen.lead_time\n1499, 2 months\n1999,91 days\n").unwrap();
        assert_eq!((design.points, design.point(1)), (2, vec![1999.0, 91.0]));
        assert_eq!(design.settings(&design.point(0))[1], "component.screen.lead_time=61 days");
        let text = "point,component.screen.lead_time (days),product.mi1.build,orders_mean\n# seen\n0,4,to_order,7\n1,1,to_stock,8,,\n";
        let design = of(text).unwrap();
        assert_eq!(
            design.settings(&design.point(1)),
            ["component.screen.lead_time=1 day", "product.mi1.build=to_stock"]
        );
        for (text, part) in [
            ("product.mi1.price\ncheap\n", "points.csv:2:1"),
            ("component.screen.lead_time\n4\n", "has no unit"),
            ("run.seed\n1\n2\n", "`run.seed` cannot be varied"),
            (",product.mi1.price\n2,1\n", "no name"),
        ] {
            let message = of(text).unwrap_err().to_string();
            assert!(message.contains(part), "{text}: {message}");
        }
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
