//! Returns of the plan.

use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;

/// How phones come back.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnsPlan {
    /// Share of the phones shipped to the market.
    pub share: Param,
    /// Days over which the phones of a shipment come back.
    pub within: usize,
    /// Cost of refurbishing one.
    pub cost: Param,
    /// Days it takes.
    pub refurbishing: usize,
    /// Share of the shelf price net of VAT that it brings.
    pub resale: Param,
    /// Who sends a phone back.
    pub returned: Source,
    /// Of them, who can be won again.
    pub won_again: Source,
}

impl Compiler<'_> {
    /// How phones come back; `None` where none does.
    pub fn returns(&mut self) -> Option<ReturnsPlan> {
        let returns = self.scenario.returns.as_ref()?;
        Some(ReturnsPlan {
            share: returns.share.into(),
            within: self.whole_days(returns.within).max(1) as usize,
            cost: returns.refurbishing_cost.into(),
            refurbishing: self.whole_days(returns.refurbishing_time).max(0) as usize,
            resale: returns.resale.into(),
            returned: self.daily_source("returns", "returned"),
            won_again: self.daily_source("returns", "won_again"),
        })
    }
}
