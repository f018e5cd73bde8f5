//! What an expression is measured in, as far as that can be told.
//!
//! A number that is written may stand for anything, the cost of a day as well as a share. So a product with one in it is held
//! against nothing, and `net_profit - 1M * days_short` is sound; `net_profit - days_short` is not.

use super::fault::ExpressionFault;
use super::formula::Expression;
use super::node::{Figure, Function, Node};

/// Powers of money, of things that are counted, of days and of hours.
pub type Powers = [i8; 4];

/// No unit: a share, a ratio, yes or no.
pub const NO_UNIT: Powers = [0; 4];

/// The largest power that is kept account of.
const HIGHEST: i8 = 8;

/// What something is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A number that is written: in whatever its place calls for.
    Written,
    /// In these units; `sure` where no number that is written has a part in it.
    In {
        /// The units.
        powers: Powers,
        /// Whether it cannot be anything else.
        sure: bool,
    },
    /// Nobody can tell.
    Unknown,
}

/// Units in words: "money", "days", "money per phone".
#[must_use]
pub fn told(powers: Powers) -> String {
    const NAMES: [[&str; 2]; 4] =
        [["money", "money"], ["phones, people or parts", "phone"], ["days", "day"], ["hours", "hour"]];
    let of = |sign: i8, form: usize| -> Vec<String> {
        let with = |(power, names): (&i8, &[&str; 2])| match power * sign {
            ..=0 => None,
            1 => Some(names[form].to_owned()),
            power => Some(format!("{} to the power {power}", names[form])),
        };
        powers.iter().zip(&NAMES).filter_map(with).collect()
    };
    let (above, below) = (of(1, 0), of(-1, 1));
    match (above.is_empty(), below.is_empty()) {
        (true, true) => "no unit".into(),
        (false, true) => above.join(" times "),
        (true, false) => format!("1 per {}", below.join(" and ")),
        (false, false) => format!("{} per {}", above.join(" times "), below.join(" and ")),
    }
}

impl Expression {
    /// What its value is measured in, where `of` knows it of each metric.
    ///
    /// # Errors
    /// When what is added or compared is measured in different units, at the first metric that differs.
    pub fn measure(&self, of: &dyn Fn(&str) -> Powers) -> Result<Measure, ExpressionFault> {
        Measuring { expression: self, of }.part(self.root())
    }

    /// Whether its value is yes or no, 1 or 0, whatever `metric` says yes or no.
    pub fn is_condition(&self, metric: &dyn Fn(&str) -> bool) -> bool {
        self.holds(self.root(), metric)
    }

    /// Whether it lies between 0 and 1 whatever happens: a probability, and any figure but the deviation of what `share` says is
    /// one in each launch.
    pub fn is_share(&self, share: &dyn Fn(&str) -> bool) -> bool {
        match self.root() {
            Node::Over(Figure::Probability, _) => true,
            Node::Over(Figure::Deviation, _) => false,
            Node::Over(_, inner) => self.holds(inner, share),
            node => self.holds(node, share),
        }
    }

    fn holds(&self, node: &Node, metric: &dyn Fn(&str) -> bool) -> bool {
        match node {
            Node::Compare(..) | Node::All(_) | Node::Any(_) | Node::Not(_) | Node::Call(Function::Applies, _) => true,
            Node::Name(name) => metric(self.name(*name).0),
            Node::Number(number) => *number == 0.0 || *number == 1.0,
            Node::Call(Function::If, parts) => parts[1..].iter().all(|part| self.holds(part, metric)),
            Node::Call(Function::Min | Function::Max, parts) => parts.iter().all(|part| self.holds(part, metric)),
            _ => false,
        }
    }
}

struct Measuring<'a> {
    expression: &'a Expression,
    of: &'a dyn Fn(&str) -> Powers,
}

impl Measuring<'_> {
    fn part(&self, node: &Node) -> Result<Measure, ExpressionFault> {
        const TRUTH: Measure = Measure::In { powers: NO_UNIT, sure: true };
        Ok(match node {
            Node::Number(_) => Measure::Written,
            Node::Name(name) => Measure::In { powers: (self.of)(self.expression.name(*name).0), sure: true },
            Node::Over(Figure::Probability, inner) => self.part(inner).map(|_| TRUTH)?,
            Node::Negative(inner) | Node::Over(_, inner) => self.part(inner)?,
            Node::Sum(terms) => self.agree(terms.iter().map(|(_, term)| term))?,
            Node::Product(factors) => {
                let mut product = None;
                for (over, factor) in factors {
                    let factor = self.part(factor)?;
                    product = Some(match product {
                        None => factor,
                        Some(product) => times(product, factor, if *over { -1 } else { 1 }),
                    });
                }
                product.unwrap_or(Measure::Unknown)
            }
            Node::Power(both) => match (self.part(&both[0])?, self.part(&both[1])?, &both[1]) {
                (Measure::Written, Measure::Written, _) => Measure::Written,
                (base, Measure::Written, Node::Number(power)) => raised(base, *power),
                _ => Measure::Unknown,
            },
            Node::Compare(_, both) => {
                self.agree(both.iter())?;
                TRUTH
            }
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.part(part)?;
                }
                TRUTH
            }
            Node::Not(inner) => {
                self.part(inner)?;
                TRUTH
            }
            Node::Call(function, parts) => match function {
                Function::Min | Function::Max => self.agree(parts.iter())?,
                Function::Abs => self.part(&parts[0])?,
                Function::If => {
                    self.part(&parts[0])?;
                    self.agree(parts[1..].iter())?
                }
                Function::Applies => {
                    self.part(&parts[0])?;
                    TRUTH
                }
                Function::Root => raised(self.part(&parts[0])?, 0.5),
                Function::Exponential | Function::Logarithm => {
                    self.part(&parts[0])?;
                    Measure::In { powers: NO_UNIT, sure: false }
                }
            },
        })
    }

    /// What all of these are measured in.
    fn agree<'n>(&self, parts: impl Iterator<Item = &'n Node>) -> Result<Measure, ExpressionFault> {
        let mut all = Measure::Written;
        for part in parts {
            all = match (all, self.part(part)?) {
                (Measure::In { powers, sure }, Measure::In { powers: other, sure: also }) if powers == other => {
                    Measure::In { powers, sure: sure || also }
                }
                (Measure::In { powers, sure: true }, Measure::In { powers: other, sure: true }) => {
                    return Err(self.differ(part, powers, other));
                }
                (all, Measure::Written) | (all @ Measure::In { sure: true, .. }, _) => all,
                (Measure::Written, other) | (_, other @ Measure::In { sure: true, .. }) => other,
                _ => Measure::Unknown,
            };
        }
        Ok(all)
    }

    fn differ(&self, part: &Node, before: Powers, powers: Powers) -> ExpressionFault {
        let place = self.expression.place_of(part);
        let written = &self.expression.text()[place.clone()];
        let what =
            format!("`{written}` is measured in {}, and what stands before it in {}", told(powers), told(before));
        ExpressionFault::new(what, place, format!("say what one of it is worth, as in 1000 * {written}"))
    }
}

fn times(one: Measure, other: Measure, sign: i8) -> Measure {
    let (one, first_sure) = match one {
        Measure::Written => (NO_UNIT, false),
        Measure::In { powers, sure } => (powers, sure),
        Measure::Unknown => return Measure::Unknown,
    };
    match other {
        Measure::Written if first_sure || one != NO_UNIT => Measure::In { powers: one, sure: false },
        Measure::Written => Measure::Written,
        Measure::Unknown => Measure::Unknown,
        Measure::In { powers: other, sure } => {
            let powers = std::array::from_fn(|base| one[base].saturating_add(other[base].saturating_mul(sign)));
            kept(powers, sure && first_sure)
        }
    }
}

fn raised(base: Measure, power: f64) -> Measure {
    match base {
        Measure::In { powers, sure } => {
            let raised = powers.map(|of| f64::from(of) * power);
            if raised.iter().all(|of| of.fract() == 0.0 && of.abs() <= f64::from(HIGHEST)) {
                kept(raised.map(|of| of as i8), sure)
            } else {
                Measure::Unknown
            }
        }
        other => other,
    }
}

fn kept(powers: Powers, sure: bool) -> Measure {
    if powers.iter().any(|power| power.abs() > HIGHEST) { Measure::Unknown } else { Measure::In { powers, sure } }
}
