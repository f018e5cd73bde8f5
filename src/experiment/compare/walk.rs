//! From what is paid for a phone to what it leaves: the accounts of an alternative, spread over the phones it ships.

use super::Alternative;
use crate::outcome::MetricId;
use crate::stats::mean;

/// From the price to the profit of a phone: means over all launches, divided by the mean number of phones shipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Phones shipped, on average.
    pub phones: f64,
    /// What is paid for a phone, with VAT where its rate is certain and net of it where not [money per phone].
    pub paid: f64,
    /// What comes off (negative) or on, in the order of the statement; their sum with `paid` is `profit`.
    pub steps: Vec<Step>,
    /// Net profit of a phone [money per phone].
    pub profit: f64,
}

/// A step of the walk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What it is.
    pub name: &'static str,
    /// What it adds [money per phone].
    pub amount: f64,
}

/// What the remaining parts of profit are called together.
pub const OTHER: &str = "other";

/// The steps with a name of their own.
const NAMED: [(MetricId, &str); 8] = [
    (MetricId::CostOfSales, "parts, assembly, licences"),
    (MetricId::Development, "R&D, NRE, tooling"),
    (MetricId::Marketing, "marketing"),
    (MetricId::RunningCost, "running cost"),
    (MetricId::WriteDown, "write-down"),
    (MetricId::InterestPaid, "interest"),
    (MetricId::ServicesProfit, "services"),
    (MetricId::IncomeTax, "income tax"),
];

impl Walk {
    /// The walk of an alternative; `None` where no phone is shipped, or profit is not known of every launch.
    #[must_use]
    pub fn of(alternative: &Alternative) -> Option<Self> {
        let of = |id: MetricId| alternative.column(id).map(mean).filter(|mean| mean.is_finite());
        let phones = of(MetricId::Shipped).filter(|phones| *phones > 0.0)?;
        let (revenue, profit) = (of(MetricId::Revenue)?, of(MetricId::NetProfit)?);
        let vat = alternative.vat.map_or(0.0, |rate| rate * revenue);
        let mut steps: Vec<Step> = Vec::new();
        let mut add = |name, amount: f64| steps.push(Step { name, amount: amount / phones });
        add("VAT", -vat);
        let mut rest = profit - revenue;
        let mut named = Vec::new();
        for (id, name) in NAMED {
            let Some((sign, _)) = id.part_of_profit() else { continue };
            let amount = sign * of(id).unwrap_or(0.0);
            rest -= amount;
            named.push((name, amount));
        }
        // What is left comes before the tax on it.
        let tax = named.pop();
        for (name, amount) in named {
            add(name, amount);
        }
        add(OTHER, rest);
        if let Some((name, amount)) = tax {
            add(name, amount);
        }
        Some(Self { phones, paid: (revenue + vat) / phones, steps, profit: profit / phones })
    }
}
