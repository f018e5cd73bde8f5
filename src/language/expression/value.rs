//! What an expression comes to: in one launch, and over many.

use super::node::{Comparison, Figure, Function, Node};
use crate::stats;

/// The value of a part, whose metrics and figures `leaf` knows. What does not apply is NaN, and so is what is reckoned from it,
/// what divides by zero and what is too large to be held.
pub fn value(node: &Node, leaf: &dyn Fn(&Node) -> f64) -> f64 {
    let of = |node: &Node| value(node, leaf);
    match node {
        Node::Number(number) => *number,
        Node::Name(_) | Node::Over(..) => leaf(node),
        Node::Negative(inner) => 0.0 - of(inner),
        Node::Sum(terms) => {
            let mut sum = of(&terms[0].1);
            for (minus, term) in &terms[1..] {
                let term = of(term);
                sum = if *minus { sum - term } else { sum + term };
            }
            held(sum)
        }
        Node::Product(factors) => {
            let mut product = of(&factors[0].1);
            for (over, factor) in &factors[1..] {
                let factor = of(factor);
                product = if *over { divided(product, factor) } else { product * factor };
            }
            held(product)
        }
        Node::Power(both) => held(libm::pow(of(&both[0]), of(&both[1]))),
        Node::Compare(which, both) => compared(*which, of(&both[0]), of(&both[1])),
        Node::All(parts) => joined(parts.iter().map(of), false),
        Node::Any(parts) => joined(parts.iter().map(of), true),
        Node::Not(inner) => truth(of(inner)).map_or(f64::NAN, |holds| one_if(!holds)),
        Node::Call(function, arguments) => called(*function, arguments, &of),
    }
}

fn called(function: Function, arguments: &[Node], of: &dyn Fn(&Node) -> f64) -> f64 {
    let first = of(&arguments[0]);
    match function {
        Function::Min => arguments[1..].iter().map(of).fold(first, |least, next| chosen(least, next, next < least)),
        Function::Max => arguments[1..].iter().map(of).fold(first, |most, next| chosen(most, next, next > most)),
        Function::Abs => first.abs(),
        Function::If => truth(first).map_or(f64::NAN, |holds| of(&arguments[if holds { 1 } else { 2 }])),
        Function::Applies => one_if(!first.is_nan()),
        Function::Root => held(libm::sqrt(first)),
        Function::Exponential => held(libm::exp(first)),
        Function::Logarithm => held(libm::log(first)),
    }
}

/// The second value where it is taken; NaN where one of them is.
fn chosen(first: f64, second: f64, take_second: bool) -> f64 {
    if first.is_nan() || second.is_nan() {
        f64::NAN
    } else if take_second {
        second
    } else {
        first
    }
}

fn held(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn divided(value: f64, by: f64) -> f64 {
    if by == 0.0 { f64::NAN } else { value / by }
}

fn one_if(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// Whether a value means yes; `None` where it does not apply.
fn truth(value: f64) -> Option<bool> {
    (!value.is_nan()).then_some(value != 0.0)
}

fn compared(which: Comparison, left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() {
        return f64::NAN;
    }
    one_if(match which {
        Comparison::Below => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Above => left > right,
        Comparison::AtLeast => left >= right,
        Comparison::Equal => left == right,
        Comparison::Unequal => left != right,
    })
}

/// Kleene's `and` and `or`: what decides decides, else what does not apply makes all not apply.
fn joined(parts: impl Iterator<Item = f64>, decides: bool) -> f64 {
    let mut joined = one_if(!decides);
    for part in parts {
        match truth(part) {
            Some(holds) if holds == decides => return one_if(decides),
            Some(_) => {}
            None => joined = f64::NAN,
        }
    }
    joined
}

/// A figure over launches; those in which the value does not apply are left out.
pub fn over(figure: Figure, mut values: Vec<f64>) -> f64 {
    values.retain(|value| !value.is_nan());
    let values = &values;
    match figure {
        Figure::Mean => stats::mean(values),
        Figure::Deviation => stats::summary::standard_deviation(values, stats::mean(values)),
        Figure::Lowest => values.iter().copied().reduce(f64::min).unwrap_or(f64::NAN),
        Figure::Highest => values.iter().copied().reduce(f64::max).unwrap_or(f64::NAN),
        Figure::Quantile(share) => stats::quantiles(values, &[share])[0],
        Figure::TailMean(share) => stats::lower_tail_mean(values, share),
        Figure::Probability => {
            let holds = values.iter().filter(|value| **value != 0.0).count();
            if values.is_empty() { f64::NAN } else { holds as f64 / values.len() as f64 }
        }
    }
}
