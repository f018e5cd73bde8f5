//! Experiments make a list of complete cases before the first runs; they alone use threads.

pub mod best_multiple;
pub mod bookings;
pub mod calibrate;
pub mod compare;
pub mod demand;
pub mod drivers;
pub mod efficient;
pub mod explain;
pub mod figures;
pub mod fit;
mod foresight;
#[cfg(feature = "parallel")]
mod in_order;
pub mod optimize;
pub mod order_plan;
mod other_rule;
pub mod planners;
pub mod plausible;
pub mod replicate;
pub mod response;
pub mod sensitivity;
pub mod sweep;
pub mod until;
pub mod workers;

pub use workers::Workers;
