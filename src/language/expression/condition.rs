//! A comparison with a number: `insolvent <= 5 %`, `p5(net_profit) >= -100M`.

use super::fault::ExpressionFault;
use super::formula::Expression;
use super::node::{Comparison, Node};
use super::parser::parse;

/// On which side of its limit a value must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Sense {
    /// How it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether less is on the right side.
    #[must_use]
    pub fn is_from_above(self) -> bool {
        matches!(self, Self::Below | Self::AtMost)
    }

    /// Whether a value lies on its side of a limit; `None` where it does not apply.
    #[must_use]
    pub fn holds(self, value: f64, limit: f64) -> Option<bool> {
        let holds = match self {
            Self::Below => value < limit,
            Self::AtMost => value <= limit,
            Self::Above => value > limit,
            Self::AtLeast => value >= limit,
        };
        (!value.is_nan()).then_some(holds)
    }

    fn turned(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::Above => Self::Below,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub left: Expression,
    /// On which side of the limit.
    pub sense: Sense,
    /// The limit.
    pub limit: f64,
}

impl Condition {
    /// Reads one comparison whose right side is a number.
    ///
    /// # Errors
    /// Where in the text, what cannot be meant.
    pub fn parse(text: &str) -> Result<Self, ExpressionFault> {
        let parsed = parse(text)?;
        let all = text.len() - text.trim_start().len()..text.trim_end().len();
        let (Node::Compare(which, _), Some(place)) = (&parsed.root, parsed.comparison) else {
            let (what, help) = match parsed.root {
                Node::All(_) | Node::Any(_) | Node::Not(_) => {
                    ("more than one comparison in a condition", "write each as a condition of its own")
                }
                Node::Compare(..) => ("a condition in parentheses", "leave the outer parentheses out"),
                _ => ("a condition that compares nothing", "write what must hold, as in insolvent <= 5 %"),
            };
            return Err(ExpressionFault::new(what, all, help));
        };
        let sense = match which {
            Comparison::Below => Sense::Below,
            Comparison::AtMost => Sense::AtMost,
            Comparison::Above => Sense::Above,
            Comparison::AtLeast => Sense::AtLeast,
            Comparison::Equal | Comparison::Unequal => {
                let what = format!("`{}` in a condition", &text[place.clone()]);
                return Err(ExpressionFault::new(what, place, "write <, <=, > or >="));
            }
        };
        // What stands before it keeps its places in the text.
        let left = Expression::parse(&text[..place.start])?;
        let written = text[place.end..].trim();
        let right = Expression::parse(written)?;
        if let (Some(limit), false) = (right.constant(), left.is_constant()) {
            return Ok(Self { left, sense, limit });
        }
        let of_left = text[..place.start].trim();
        let (what, help) = match (left.is_constant(), right.is_constant()) {
            (true, true) => ("a condition that names no metric", "write what must hold, as in insolvent <= 5 %".into()),
            (true, false) => {
                ("a limit before what it limits", format!("write {written} {} {of_left}", sense.turned().sign()))
            }
            (false, true) => ("a limit that is no number", "write one, as in insolvent <= 5 %".into()),
            (false, false) => {
                ("a limit that differs between launches", format!("write {of_left} - ({written}) {} 0", sense.sign()))
            }
        };
        let start = place.end + text[place.end..].len() - text[place.end..].trim_start().len();
        let place = if left.is_constant() { all } else { start..start + written.len() };
        Err(ExpressionFault::new(what, place, help))
    }

    /// Whether it holds in one launch, whose metrics `value` knows; `None` where it does not apply.
    ///
    /// # Panics
    /// When it has a figure over launches.
    pub fn holds_in(&self, value: &mut dyn FnMut(&str) -> f64) -> Option<bool> {
        self.sense.holds(self.left.of_launch(value), self.limit)
    }

    /// Whether it holds of many launches, whose metrics `column` knows; `None` where it applies to none.
    pub fn holds_of(&self, column: &mut dyn FnMut(&str) -> Vec<f64>) -> Option<bool> {
        self.sense.holds(self.left.of_launches(column), self.limit)
    }
}
