//! Days and months of the traced launches, the first ones of a run.

use std::ops::Range;

use crate::stats::bands::Bands;

/// Steps of time read together.
const TOGETHER: usize = 32;

/// Sample paths of a figure: its value at every step of time, a day or a month, in some launches.
///
/// They lie in the blocks in which launches were simulated, so that joining them moves no value.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Paths {
    blocks: Vec<Block>,
}

/// The paths of launches simulated side by side.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    launches: usize,
    /// Value of `step * launches + launch`.
    values: Vec<f64>,
}

impl Paths {
    /// The paths of some launches: the value of `step * launches + launch`.
    #[must_use]
    pub fn new(launches: usize, values: Vec<f64>) -> Self {
        Self { blocks: vec![Block { launches, values }] }
    }

    /// Adds the paths of further launches.
    pub fn append(&mut self, mut further: Self) {
        self.blocks.append(&mut further.blocks);
    }

    /// Number of steps.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.blocks.first().map_or(0, |block| block.values.len() / block.launches.max(1))
    }

    /// The values at a step, launch by launch; none beyond the last step.
    pub fn at(&self, step: usize) -> impl Iterator<Item = f64> {
        let of = move |block: &Block| step * block.launches..(step + 1) * block.launches;
        self.blocks.iter().flat_map(move |block| block.values.get(of(block)).unwrap_or(&[]).iter().copied())
    }

    /// The values at some steps in a row, launch by launch, one list for each step.
    ///
    /// In blocks a step lies far from itself, so that several read together come much faster than one after the other.
    #[must_use]
    pub fn between(&self, steps: Range<usize>) -> Vec<Vec<f64>> {
        let mut lists = vec![Vec::new(); steps.len()];
        for Block { launches, values } in &self.blocks {
            let rows = values.chunks_exact((*launches).max(1)).skip(steps.start);
            lists.iter_mut().zip(rows).for_each(|(list, row)| list.extend_from_slice(row));
        }
        lists
    }

    /// Quantiles over launches, step by step.
    #[must_use]
    pub fn bands(&self) -> Bands {
        let stretch = |first: usize| self.between(first..(first + TOGETHER).min(self.steps()));
        Bands::over((0..self.steps()).step_by(TOGETHER).flat_map(stretch))
    }

    /// The path of one launch, step by step; empty for a launch that is not there.
    pub fn of(&self, launch: usize) -> impl Iterator<Item = f64> {
        let mut within = launch;
        let found = self.blocks.iter().find(|block| {
            let here = within < block.launches;
            within -= if here { 0 } else { block.launches };
            here
        });
        found.into_iter().flat_map(move |block| block.values.iter().skip(within).step_by(block.launches).copied())
    }
}

/// Daily values of the traced launches, the first ones of a run.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Daily {
    /// How many launches are traced.
    pub launches: usize,
    /// Per series: its value on every day.
    pub values: Vec<Paths>,
    /// Per constraint: on each day, in how many of the traced launches it bound assembly.
    pub binding: Vec<Vec<u32>>,
    /// Phones shipped after waiting this many whole days, summed over the traced launches.
    pub phones_by_wait: Vec<f64>,
    /// Statements month by month.
    pub monthly: Monthly,
    /// What each line of the bill of materials cost, summed over the traced launches.
    pub audit: Vec<AuditLine>,
}

impl Daily {
    /// Adds the days of the launches that follow.
    pub fn append(&mut self, further: Self) {
        if further.launches == 0 {
            return;
        }
        if self.launches == 0 {
            *self = further;
            return;
        }
        self.launches += further.launches;
        let statements = self.monthly.values.iter_mut().zip(further.monthly.values);
        self.values.iter_mut().zip(further.values).chain(statements).for_each(|(paths, more)| paths.append(more));
        for (counts, more) in self.binding.iter_mut().zip(&further.binding) {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        self.phones_by_wait.iter_mut().zip(&further.phones_by_wait).for_each(|(phones, more)| *phones += more);
        for (line, more) in self.audit.iter_mut().zip(further.audit) {
            line.units += more.units;
            line.money += more.money;
            line.fair_money = line.fair_money.zip(more.fair_money).map(|(sum, more)| sum + more);
        }
    }
}

/// A line of the bill of materials, with sums over launches.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    /// Its component.
    pub component: String,
    /// Who sells it.
    pub supplier: String,
    /// Parts in one phone.
    pub per_phone: i32,
    /// Good parts that arrived, without the opening stock.
    pub units: f64,
    /// What they cost.
    pub money: f64,
    /// What they would have cost fairly; `None` without a fair price.
    pub fair_money: Option<f64>,
    /// Freight paid for them, beside what they cost.
    pub freight: f64,
}

/// A line of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// Which statement: `profit_and_loss`, `balance_sheet` or `cash_flow`.
    pub statement: &'static str,
    /// The line's name in files.
    pub line: &'static str,
    /// Its title for people.
    pub title: &'static str,
}

/// Monthly statements of the traced launches.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Monthly {
    /// "2011-12" for each calendar month, the last one "settlement".
    pub months: Vec<String>,
    /// Lines of the statements.
    pub lines: Vec<StatementLine>,
    /// Per line: its value in every month [money].
    pub values: Vec<Paths>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two launches on three days, with values that say where they belong.
    fn days(first: f64) -> Daily {
        Daily {
            launches: 2,
            values: vec![Paths::new(2, (0..6).map(|at| first + f64::from(at)).collect())],
            binding: vec![vec![2, 0, 1]],
            phones_by_wait: vec![1.0, 0.5],
            monthly: Monthly {
                months: vec!["2011-12".into()],
                lines: vec![StatementLine { statement: "cash_flow", line: "vat", title: "VAT" }],
                values: vec![Paths::new(2, vec![first, first + 1.0])],
            },
            audit: Vec::new(),
        }
    }

    #[test]
    fn bands_are_quantiles_over_launches_day_by_day() {
        let days = vec![0.0, 1.0, 2.0, 3.0, 4.0, f64::NAN, f64::NAN, 7.0, 7.0, 7.0];
        let bands = Paths::new(5, days).bands();
        assert_eq!(bands.p50, [2.0, 7.0]);
        assert_eq!(bands.p25, [1.0, 7.0]);
        assert_eq!(bands.range(), Some((0.2, 7.0)));
        assert!(bands.spread());
    }

    #[test]
    fn days_of_further_launches_stand_beside_those_there_are() {
        let mut all = Daily::default();
        // The last chunks of a long run have no days.
        for further in [Daily::default(), days(0.0), days(10.0), Daily::default()] {
            all.append(further);
        }
        assert_eq!(all.launches, 4);
        let paths = &all.values[0];
        assert_eq!(paths.steps(), 3);
        assert_eq!(paths.at(1).collect::<Vec<_>>(), [2.0, 3.0, 12.0, 13.0]);
        assert_eq!(paths.between(1..3), [[2.0, 3.0, 12.0, 13.0], [4.0, 5.0, 14.0, 15.0]]);
        assert_eq!(paths.of(3).collect::<Vec<_>>(), [11.0, 13.0, 15.0]);
        assert_eq!((paths.at(3).count(), paths.of(4).count()), (0, 0));
        assert_eq!((&all.binding[0][..], &all.phones_by_wait[..]), (&[4, 0, 2][..], &[2.0, 1.0][..]));
        assert_eq!(all.monthly.months, ["2011-12"]);
        assert_eq!(all.monthly.values[0].at(0).collect::<Vec<_>>(), [0.0, 1.0, 10.0, 11.0]);
    }
}
