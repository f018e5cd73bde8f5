//! Addressed random numbers.
//!
//! A draw is not taken from a queue but looked up at an address: (seed, launch, source, index).
//! [`philox`] turns the address into a 32-bit word, [`normal`] and [`count`] turn the word into a
//! normal deviate or a count by inverting the distribution function, and [`distribution`] and
//! [`copula`] serve the uncertain inputs that are drawn once per launch. Every sampler is monotone
//! in its word, those of the daily draws to seven digits, and never rejects one, so two alternatives that see the same word
//! see the same luck.
//!
//! [`math`] holds the elementary functions used on the way, [`single`] and [`deviate`] those of the daily draws, which
//! have seven digits. None of them calls the C library, whose last bits depend on the processor.

mod bounded;
pub mod copula;
pub mod count;
pub mod deviate;
mod directions;
pub mod distribution;
mod families;
pub mod kernels;
mod lanewise;
pub mod lines;
pub mod luck;
pub mod math;
pub mod memo;
pub mod normal;
pub mod philox;
pub mod points;
pub mod ranks;
pub mod sampler;
pub mod single;
pub mod sobol;
pub mod steps;
pub mod table;
mod validity;
mod whole;

pub use copula::Copula;
pub use distribution::Distribution;
pub use philox::{Stream, source_id, word};
