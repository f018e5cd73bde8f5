//! Phones below cost, and cash that runs out without bad luck.

use super::Look;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::outcome::MetricId;

/// Keeps differences of rounding out.
const ROUNDING: f64 = 1e-6;

impl Look<'_> {
    pub(super) fn money(&self, found: &mut Vec<Fault>) {
        found.extend(self.below_cost());
        found.extend(self.short_of_cash());
    }

    fn below_cost(&self) -> Option<Fault> {
        let shipped = self.metric(MetricId::Shipped);
        let (costs, revenue) = (self.metric(MetricId::CostOfSales), self.metric(MetricId::Revenue));
        let (cost, brings) = (costs / shipped, revenue / shipped);
        // What services bring may be why the phone is sold below cost.
        if shipped == 0.0 || !self.scenario.services.is_empty() || cost <= brings * (1.0 + ROUNDING) {
            return None;
        }
        let product = &self.scenario.products[0];
        let title = format!(
            "a phone costs {} and brings {}, both net of VAT: each one sold is a loss",
            self.money_text(cost),
            self.money_text(brings)
        );
        let address = format!("product.{}", product.name);
        let label = "parts, assembly and fees are not covered".to_owned();
        let keys = [format!("{address}.price"), address];
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let keys: Vec<&str> =
            if self.scenario.market.is_some() { keys } else { std::iter::once("order_stream").chain(keys).collect() };
        Some(
            self.fault(Code::BelowCost, title, &keys, label)
                .help("look at the price, `net_price`, the quantities in `parts`, `unit_cost` and the fees"),
        )
    }

    fn short_of_cash(&self) -> Option<Fault> {
        let day = self.metric(MetricId::InsolvencyDay);
        if self.metric(MetricId::Insolvent) != 1.0 || !day.is_finite() {
            return None;
        }
        let missing = -self.metric(MetricId::LowestCash) - self.record.credit_line;
        let on = self.date(day as i32);
        let lowest = self.date(self.metric(MetricId::LowestCashDay) as i32);
        let written = |key: &str| self.loaded.place(&format!("company.{key}")).is_some();
        let title = format!(
            "without any bad luck the company is out of cash on {on}, and {} short on {lowest}",
            self.money_text(missing)
        );
        let label = format!(
            "{} at the start and a credit line of {}",
            self.money_text(self.scenario.company.opening_cash.value),
            self.money_text(self.record.credit_line)
        );
        let amount = crate::units::thousands(missing.ceil(), 0).replace(',', "_");
        let help = if day == 0.0 {
            format!("write a larger `opening_cash`: {amount} more, or a larger `credit_line`")
        } else if written("opening_cash") || !self.scenario.fundings.is_empty() {
            format!(
                "write a [funding.NAME] with amount = {amount} by {on} (the need without any bad luck; a run says what luck adds), a larger `credit_line`, or a smaller plan"
            )
        } else {
            format!("write `opening_cash` in [company]: it is 0, and {amount} are needed at least")
        };
        Some(
            self.fault(Code::ShortOfCash, title, &["company.opening_cash", "company.credit_line", "company"], label)
                .help(help),
        )
    }
}
