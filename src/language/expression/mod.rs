//! Expressions over the metrics of a launch, as planners write them: `net_profit - 0.02 * revenue`, `p5(net_profit)`.
//!
//! Without figures over launches an expression has a value in every launch. With them it has one over many launches, and a
//! metric that stands in no figure is its mean: `net_profit - 0.5 * sd(net_profit)`. A value that does not apply to a launch
//! is NaN; what is reckoned from it does not apply either, and figures leave it out. The same holds for what divides by zero.
//!
//! Every operation is one of IEEE 754 or of `libm`, and every figure one of [`crate::stats`], in the order of the launches.

mod condition;
mod fault;
mod formula;
mod mean;
pub mod measure;
mod node;
mod parser;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub use condition::{Condition, Sense};
pub use fault::ExpressionFault;
pub use formula::Expression;
pub use measure::Measure;
