//! Whether more of a metric is better: a planner's preference, all else being equal.

use super::{Metric, Unit};
use crate::stats::Better;

/// Metrics of which more is better; of money without the currency, of those by name without the name.
const MORE: [&str; 19] = [
    "interest",
    "reserved",
    "converted",
    "orders",
    "shipped",
    "shipped_within_promise",
    "revenue",
    "gross_profit",
    "net_profit",
    "net_profit_bridged",
    "net_profit_wound_up",
    "hardware_profit",
    "services_revenue",
    "services_profit",
    "npv",
    "net_margin",
    "lowest_cash",
    "closing_cash",
    "insolvency_day",
];

/// Metrics of which less is better.
const LESS: [&str; 36] = [
    "cancelled",
    "lost",
    "waiting_end",
    "wait_mean_days",
    "wait_p50_days",
    "wait_p90_days",
    "scrapped",
    "days_short",
    "days_short_capacity",
    "days_short_closed",
    "days_short_parts",
    "phones_left_over",
    "parts_left_over",
    "write_down",
    "cost_of_sales",
    "scrap",
    "r_and_d",
    "marketing",
    "other_expenses",
    "running_cost",
    "holding_cost",
    "backorder_cost",
    "interest_paid",
    "payback_day",
    "marginal_unit_cost",
    "loaded_unit_cost",
    "insolvent",
    "bills_unpaid",
    "first_shipment_day",
    "order_errors",
    "slip_days",
    "signature_day",
    "unpaid_debts",
    "peak_funding_need",
    "cash_gap",
    "cash_gap_days",
];

/// Metrics that follow from what is wanted and are not wanted or shunned themselves.
const NEITHER: [&str; 8] = [
    "started",
    "rebate",
    "income_tax",
    "lowest_cash_day",
    "cash_gap_ends_day",
    "parts_ordered",
    "sell_out_hours",
    "observed",
];

impl Metric {
    /// Whether more is better; neither where the metric is not known here.
    #[must_use]
    pub fn better(&self) -> Better {
        self.known_better().unwrap_or(Better::Neither)
    }

    /// The same; `None` where the metric is not known here.
    #[must_use]
    pub fn known_better(&self) -> Option<Better> {
        let name = self.name.split_once('.').map_or(self.name.as_str(), |(name, _)| name);
        let money = matches!(self.unit, Unit::Money | Unit::MoneyPerPhone);
        let is = |known: &str| {
            name == known || money && name.strip_prefix(known).is_some_and(|currency| currency.starts_with('_'))
        };
        let lists = [(&MORE[..], Better::More), (&LESS[..], Better::Less), (&NEITHER[..], Better::Neither)];
        let all = lists.iter().flat_map(|(list, better)| list.iter().map(move |known| (*known, *better)));
        // The longest: interest paid is no interest.
        all.filter(|(known, _)| is(known)).max_by_key(|(known, _)| known.len()).map(|(_, better)| better)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_known_without_its_currency_and_its_name() {
        let better = |name: &str, unit| Metric { name: name.into(), title: String::new(), unit }.known_better();
        assert_eq!(better("net_profit_yuan", Unit::Money), Some(Better::More));
        assert_eq!(better("interest_paid_euro", Unit::Money), Some(Better::Less));
        assert_eq!(better("interest", Unit::People), Some(Better::More));
        assert_eq!(better("lowest_cash_yuan", Unit::Money), Some(Better::More));
        assert_eq!(better("lowest_cash_day", Unit::DayNumber), Some(Better::Neither));
        assert_eq!(better("days_short.screen", Unit::Days), Some(Better::Less));
        assert_eq!(better("something_else", Unit::Days), None);
    }
}
