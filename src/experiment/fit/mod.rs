//! Data turned into what a scenario needs: the estimates in its units, and what speaks against using them.

pub mod bass;
pub mod experience;
pub mod law;
pub mod lead_time;
