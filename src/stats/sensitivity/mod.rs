//! Which inputs move an outcome, what boxes of them matter, and what it is worth to know them.
//!
//! From one sample: the share of variance of each input, its rank correlation, the outcome at its ends, the box in which
//! what matters happens, and the expected value of knowing it. From designs of their own: Sobol' indices and elementary
//! effects. Inputs are columns of numbers, one for each launch; a choice stands as 0, 1, 2.

mod basis;
mod ends;
mod first_order;
mod lines;
mod morris;
mod prim;
mod ranks;
mod regression;
mod smooth;
mod sobol;
mod words;
mod worth;

pub use ends::{Ends, ends};
pub use first_order::{FirstOrder, first_order, told_from_nothing};
pub use lines::Lines;
pub use morris::{Effects, effects, trajectories};
pub use prim::{Kind, Limits, PrimBox, Search, counted, prim, quasi_p, widest};
pub use ranks::{RankCorrelation, spearman};
pub use smooth::{Smooth, smooth};
pub use sobol::{Evaluations, Index, Indices, Pair, indices, pairs};
pub use worth::{Worth, partial_information, perfect_information};
