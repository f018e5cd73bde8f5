//! An expression, what it names and what it comes to.

use std::ops::Range;

use super::fault::ExpressionFault;
use super::mean::first_name;
use super::node::{Figure, Node};
use super::parser::{Parsed, parse};
use super::value;

/// An expression that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    text: String,
    parsed: Parsed,
}

impl Expression {
    /// Reads a text.
    ///
    /// # Errors
    /// Where in the text, what cannot be meant.
    pub fn parse(text: &str) -> Result<Self, ExpressionFault> {
        Ok(Self { text: text.to_owned(), parsed: parse(text)? })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every place at which it names a metric, in bytes of the text; one between backticks with them.
    pub fn names(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.parsed.names.iter().map(|(variable, place)| (self.parsed.variables[*variable].as_str(), place.clone()))
    }

    /// The metrics it names, each once.
    #[must_use]
    pub fn variables(&self) -> &[String] {
        &self.parsed.variables
    }

    /// Whether it has a value in every launch: no figure over launches is in it.
    #[must_use]
    pub fn is_of_one_launch(&self) -> bool {
        !self.parsed.figures
    }

    /// Whether it is the same in every launch: it names no metric.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.parsed.variables.is_empty()
    }

    /// Its value where it names no metric and has one.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        let value = self.is_constant().then(|| self.of_values(&[]))?;
        value.is_finite().then_some(value)
    }

    /// Its value in a launch whose metrics `value` knows; each is asked for once.
    ///
    /// # Panics
    /// When it has a figure over launches: see [`Expression::is_of_one_launch`].
    pub fn of_launch(&self, value: &mut dyn FnMut(&str) -> f64) -> f64 {
        let values: Vec<f64> = self.parsed.variables.iter().map(|name| value(name)).collect();
        self.of_values(&values)
    }

    /// The same where [`Expression::variables`] have these values.
    ///
    /// # Panics
    /// As [`Expression::of_launch`].
    #[must_use]
    pub fn of_values(&self, values: &[f64]) -> f64 {
        assert!(self.is_of_one_launch(), "`{}` is of many launches", self.text);
        self.part(&self.parsed.root, values)
    }

    /// Its value in each launch, of which [`Expression::variables`] have these values.
    ///
    /// # Panics
    /// As [`Expression::of_launch`].
    #[must_use]
    pub fn of_columns(&self, columns: &[&[f64]]) -> Vec<f64> {
        assert!(self.is_of_one_launch(), "`{}` is of many launches", self.text);
        self.column(&self.parsed.root, columns)
    }

    /// Its figure over launches whose metrics `column` knows; each is asked for once. Without figures over launches it is
    /// the mean of its values.
    pub fn of_launches(&self, column: &mut dyn FnMut(&str) -> Vec<f64>) -> f64 {
        let columns: Vec<Vec<f64>> = self.parsed.variables.iter().map(|name| column(name)).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        if self.is_constant() {
            return self.of_values(&[]);
        }
        if self.is_of_one_launch() {
            return value::over(Figure::Mean, self.of_columns(&columns));
        }
        value::value(&self.parsed.root, &|leaf| match leaf {
            Node::Over(figure, inner) => value::over(*figure, self.column(inner, &columns)),
            leaf => value::over(Figure::Mean, self.column(leaf, &columns)),
        })
    }

    /// Whether it holds in each launch, 1 or 0, of what is 0 or 1 in each, its mean, and `probability(..)`; NaN where it does
    /// not apply. `None` of anything else, and where it applies to none.
    #[must_use]
    pub fn answers(&self, columns: &[&[f64]]) -> Option<Vec<f64>> {
        let values: Vec<f64> = match self.root() {
            Node::Over(Figure::Probability, inner) => {
                let yes = |value: f64| if value.is_nan() { value } else { f64::from(u8::from(value != 0.0)) };
                self.column(inner, columns).into_iter().map(yes).collect()
            }
            Node::Over(Figure::Mean, inner) => self.column(inner, columns),
            _ if self.is_of_one_launch() => self.of_columns(columns),
            _ => return None,
        };
        let applies = || values.iter().filter(|value| !value.is_nan());
        let yes_or_no = applies().all(|value| *value == 0.0 || *value == 1.0);
        (yes_or_no && applies().next().is_some()).then_some(values)
    }

    pub(super) fn root(&self) -> &Node {
        &self.parsed.root
    }

    /// A metric by its place among the names, and where it stands.
    pub(super) fn name(&self, at: usize) -> (&str, Range<usize>) {
        let (variable, place) = &self.parsed.names[at];
        (&self.parsed.variables[*variable], place.clone())
    }

    /// Where the first metric of a part stands; the whole text where it names none.
    pub(super) fn place_of(&self, node: &Node) -> Range<usize> {
        first_name(node).map_or(0..self.text.len(), |name| self.name(name).1)
    }

    fn part(&self, node: &Node, values: &[f64]) -> f64 {
        value::value(node, &|leaf| match leaf {
            Node::Name(name) => values[self.parsed.names[*name].0],
            _ => f64::NAN,
        })
    }

    fn column(&self, node: &Node, columns: &[&[f64]]) -> Vec<f64> {
        let launches = columns.iter().map(|column| column.len()).min().unwrap_or(0);
        let mut values = vec![0.0; columns.len()];
        let mut of = |launch: usize| {
            values.iter_mut().zip(columns).for_each(|(value, column)| *value = column[launch]);
            self.part(node, &values)
        };
        (0..launches).map(&mut of).collect()
    }
}
