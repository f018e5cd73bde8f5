//! What an expression is made of.

use crate::language::nearest;

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
}

/// Functions of one launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The smallest of two or more.
    Min,
    /// The largest of two or more.
    Max,
    /// Without its sign.
    Abs,
    /// `if(condition, then, else)`; what is not chosen is not looked at.
    If,
    /// Whether the value applies to the launch: 1 or 0.
    Applies,
    /// The square root.
    Root,
    /// `e^x`.
    Exponential,
    /// The natural logarithm.
    Logarithm,
}

/// Figures over launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Arithmetic mean.
    Mean,
    /// Standard deviation with n - 1.
    Deviation,
    /// The lowest value.
    Lowest,
    /// The highest value.
    Highest,
    /// The quantile (type 7) at a share between 0 and 1.
    Quantile(f64),
    /// The mean of the lowest share of launches.
    TailMean(f64),
    /// The share of launches in which a condition holds.
    Probability,
}

/// What is called by its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Called {
    /// A function of one launch.
    Function(Function),
    /// A figure over launches.
    Figure(Figure),
}

/// A part of an expression. What chains is kept in a row, so that its depth is that of its parentheses.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A metric: its place among the names.
    Name(usize),
    /// A sum: a term is subtracted where it is marked.
    Sum(Vec<(bool, Node)>),
    /// A product: a factor divides where it is marked.
    Product(Vec<(bool, Node)>),
    /// A power.
    Power(Box<[Node; 2]>),
    /// The value with its sign turned round.
    Negative(Box<Node>),
    /// A comparison.
    Compare(Comparison, Box<[Node; 2]>),
    /// Whether all hold.
    All(Vec<Node>),
    /// Whether any holds.
    Any(Vec<Node>),
    /// Whether it does not hold.
    Not(Box<Node>),
    /// A function of one launch.
    Call(Function, Vec<Node>),
    /// A figure over launches.
    Over(Figure, Box<Node>),
}

/// Names of functions and figures, with an example of each.
const CALLED: &[(&str, Called, &str)] = &[
    ("min", Called::Function(Function::Min), "min(orders, 10k)"),
    ("max", Called::Function(Function::Max), "max(net_profit, 0)"),
    ("abs", Called::Function(Function::Abs), "abs(exchange_gain)"),
    ("if", Called::Function(Function::If), "if(insolvent, -100M, net_profit)"),
    ("applies", Called::Function(Function::Applies), "applies(payback_day)"),
    ("sqrt", Called::Function(Function::Root), "sqrt(orders)"),
    ("exp", Called::Function(Function::Exponential), "exp(-net_profit / 50M)"),
    ("ln", Called::Function(Function::Logarithm), "ln(closing_cash)"),
    ("mean", Called::Figure(Figure::Mean), "mean(net_profit)"),
    ("median", Called::Figure(Figure::Quantile(0.5)), "median(net_profit)"),
    ("sd", Called::Figure(Figure::Deviation), "sd(net_profit)"),
    ("lowest", Called::Figure(Figure::Lowest), "lowest(net_profit)"),
    ("highest", Called::Figure(Figure::Highest), "highest(cash_gap)"),
    ("probability", Called::Figure(Figure::Probability), "probability(net_profit < 0)"),
];

/// What others call them.
const ALIASES: &[(&str, &str)] = &[
    ("average", "mean"),
    ("avg", "mean"),
    ("std", "sd"),
    ("stdev", "sd"),
    ("stddev", "sd"),
    ("prob", "probability"),
    ("share", "probability"),
    ("log", "ln"),
    ("min_of", "lowest"),
    ("max_of", "highest"),
    ("cvar", "cvar5"),
    ("quantile", "p5"),
    ("percentile", "p5"),
];

/// What is called by a name.
#[must_use]
pub fn called(name: &str) -> Option<Called> {
    if let Some((_, called, _)) = CALLED.iter().find(|(known, _, _)| *known == name) {
        return Some(*called);
    }
    // A share in per cent, rounded once: p5 is the quantile at 5e-2.
    let share = |prefix: &str| {
        let number = name.strip_prefix(prefix).filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))?;
        let plain = number.chars().all(|c| c.is_ascii_digit() || c == '.');
        let share = format!("{}e-2", plain.then_some(number)?).parse::<f64>().ok()?;
        (share > 0.0 && share < 1.0).then_some(share)
    };
    let figure = share("p").map(Figure::Quantile).or_else(|| share("cvar").map(Figure::TailMean));
    figure.map(Called::Figure)
}

/// How a function or figure is written, by example.
#[must_use]
pub fn example(name: &str) -> &'static str {
    match CALLED.iter().find(|(known, _, _)| *known == name) {
        Some((_, _, example)) => example,
        None if name.starts_with("cvar") => "cvar5(net_profit)",
        None => "p5(net_profit)",
    }
}

/// What to write in place of a name that is called but not known.
#[must_use]
pub fn instead_of(name: &str) -> String {
    let known = CALLED.iter().map(|(known, _, _)| *known);
    let near = ALIASES.iter().find(|(other, _)| *other == name).map(|(_, ours)| *ours);
    match near.or_else(|| nearest(name, known.clone().chain(["cvar5"]))) {
        Some(near) => format!("did you mean `{near}`, as in {}?", example(near)),
        None => {
            let known: Vec<&str> = known.collect();
            format!("there are {}, p1 to p99 and cvar5", known.join(", "))
        }
    }
}
