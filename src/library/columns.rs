//! Results by columns, each with its name and its unit.

use serde::Serialize;

use crate::experiment::sweep::axis::Axis;
use crate::experiment::sweep::{ENDINGS, LOSING, Point};
use crate::language::quantity::Input;
use crate::outcome::{Chunk, Layout, Metric, Series, unit_text};
use crate::stats::bands::{Bands, QUANTILES};

/// A number of every launch, or of every point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its name in files, `net_profit_yuan`; of an uncertain input and of what a sweep varies the address of the key.
    pub name: String,
    /// Its name where it needs no currency, `net_profit`; of most the name itself.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// What it is measured in; "" for a bare number.
    pub unit: String,
    /// Whether it went in: an uncertain input as drawn, or a key as varied; else it is a result.
    pub is_input: bool,
    /// For a key that takes no numbers the values tried, of which `values` holds the places; else none.
    pub words: Vec<String>,
    /// A value for each row; not a number where it does not apply.
    pub values: Vec<f64>,
}

/// Columns of one length.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Columns {
    /// The number of each row: of a launch, or of a point.
    pub rows: Vec<u64>,
    /// Replicates among which launches are dealt in turn, so that launch k belongs to k modulo their number; `None` where rows
    /// are independent launches or none.
    pub replicates: Option<usize>,
    /// Uncertain inputs or what was varied, then results.
    pub columns: Vec<Column>,
}

impl Columns {
    /// The values of a column by its name or its id; `None` where there is no such column.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        let by_name = self.columns.iter().find(|column| column.name == name);
        let found = by_name.or_else(|| self.columns.iter().find(|column| column.id == name));
        found.map(|column| column.values.as_slice())
    }

    /// No launches yet.
    pub(super) fn of_launches(layout: &Layout, inputs: &[Input], launches: usize) -> Self {
        let input = |key: &String| {
            let unit = inputs.iter().find(|input| input.key == *key).map_or("", |input| input.unit);
            Column::of_key(key, unit, &layout.currency)
        };
        let inputs = layout.inputs.iter().map(input);
        let mut columns: Vec<Column> = inputs.chain(layout.metrics.iter().map(|of| metric(of, layout))).collect();
        for column in &mut columns {
            column.values.reserve_exact(launches);
        }
        Self { rows: Vec::with_capacity(launches), replicates: layout.sampled.replicates(), columns }
    }

    /// The bands of every series, a row for each day.
    pub(super) fn of_days(layout: &Layout, bands: &[Bands]) -> Self {
        let endings = || QUANTILES.iter().map(|(_, ending)| *ending).chain(["mean"]);
        let column = |(series, bands): (&Series, &Bands)| {
            let unit = unit_text(series.unit, &layout.currency);
            let curves = bands.curves().into_iter().map(<[f64]>::to_vec).chain([bands.mean.clone()]);
            let of = move |(ending, values): (&'static str, Vec<f64>)| Column {
                name: format!("{}_{ending}", series.name),
                id: format!("{}_{ending}", series.name),
                title: format!("{}, {ending}", series.title),
                unit: unit.clone(),
                is_input: false,
                words: Vec::new(),
                values,
            };
            endings().zip(curves).map(of).collect::<Vec<Column>>()
        };
        let columns = layout.series.iter().zip(bands).flat_map(column);
        Self { rows: (0..layout.days as u64).collect(), replicates: None, columns: columns.collect() }
    }

    /// Adds launches in the order of their numbers.
    pub(super) fn add(&mut self, chunk: &Chunk) {
        let first = u64::from(chunk.first);
        self.rows.extend(first..first + chunk.launches as u64);
        for (column, values) in self.columns.iter_mut().zip(chunk.inputs.iter().chain(&chunk.metrics)) {
            column.values.extend_from_slice(values);
        }
    }

    /// No points yet.
    pub(super) fn of_points(layout: &Layout, axes: &[Axis]) -> Self {
        let axis = |axis: &Axis| {
            let unit = axis.unit.split(',').next().unwrap_or("");
            let unit = match axis.notation {
                _ if axis.lasts() => "days",
                _ if axis.is_dated() => "days from 1970-01-01",
                _ => unit,
            };
            Column { words: axis.words.clone(), ..Column::of_key(&axis.key, unit, &layout.currency) }
        };
        let figures = |of: &Metric| {
            let Column { name, id, title, unit, .. } = metric(of, layout);
            ENDINGS.map(|ending| Column {
                name: format!("{name}_{ending}"),
                id: format!("{id}_{ending}"),
                title: format!("{title}, {ending}"),
                unit: unit.clone(),
                is_input: false,
                words: Vec::new(),
                values: Vec::new(),
            })
        };
        let losing = LOSING.map(|name| Column {
            name: name.to_owned(),
            id: name.to_owned(),
            title: "Share of launches that lose money".to_owned(),
            unit: "share".to_owned(),
            is_input: false,
            words: Vec::new(),
            values: Vec::new(),
        });
        let columns = axes.iter().map(axis).chain(layout.metrics.iter().flat_map(figures)).chain(losing);
        Self { rows: Vec::new(), replicates: None, columns: columns.collect() }
    }

    /// Adds a point.
    pub(super) fn add_point(&mut self, point: &Point) {
        self.rows.push(point.index);
        self.columns.iter_mut().zip(point.row()).for_each(|(column, value)| column.values.push(value));
    }
}

impl Column {
    fn of_key(key: &str, unit: &str, currency: &str) -> Self {
        Self {
            name: key.to_owned(),
            id: key.to_owned(),
            title: key.to_owned(),
            unit: unit.replace("money", currency),
            is_input: true,
            words: Vec::new(),
            values: Vec::new(),
        }
    }
}

fn metric(metric: &Metric, layout: &Layout) -> Column {
    let id = metric.plain_name().to_owned();
    Column {
        name: metric.name.clone(),
        id,
        title: metric.title.clone(),
        unit: unit_text(metric.unit, &layout.currency),
        is_input: false,
        words: Vec::new(),
        values: Vec::new(),
    }
}
