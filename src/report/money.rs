//! Money on the page of a run: what short cash needs, profit under both rules, and the rest.

use super::number::per_cent;
use super::page::{Column, Fit, Group, Table};
use super::text::Sheet;
use crate::experiment::figures::need::{Need, Profit};
use crate::outcome::{MetricId, PriceStep, Rule, Unit, exactly};
use crate::stats::Summary;

/// Rows that say what is earned under the scenario's own rule.
const PROFITS: [MetricId; 2] = [MetricId::NetProfit, MetricId::NetMargin];

/// Figures stand below those of the other tables.
const IN_LINE: Fit = Fit::Folded { in_line: true, whole: false };

impl Sheet<'_> {
    /// The need of the launches that fall short, where falling short weighs.
    fn weighty(&self) -> Option<&Need> {
        self.run.figures.need.as_ref().filter(|need| need.is_weighty())
    }

    /// Where falling short weighs, what it needs and what is earned either way; nothing where all launches
    /// are alike, of which sentences tell.
    pub(super) fn need(&self) -> Option<[Group; 2]> {
        let need = self.weighty().filter(|need| !need.is_the_same_in_all())?;
        Some([self.gap(need), self.profits(need)])
    }

    fn gap(&self, need: &Need) -> Group {
        let row = |title: &str, values: [Option<f64>; 3], unit: Unit| {
            let cells = values.map(|value| value.map_or_else(|| "too few".to_owned(), |value| self.value(value, unit)));
            let [half, most, nearly] = cells;
            [title.to_owned(), half, most, nearly]
        };
        let title = Column::of("Short of cash", self.layout().currency.as_str());
        Table::new(title, ["50 %", "95 %", "99 %"], IN_LINE).rows([
            row("Below the credit line by", need.gap, Unit::Money),
            row("Days below it", need.days, Unit::Days),
            row("Money needed by", need.by.map(|day| day.map(f64::floor)), Unit::DayNumber),
            row("Line that covers so many of all", need.line, Unit::Money),
        ])
    }

    fn profits(&self, need: &Need) -> Group {
        let money = |value: f64| self.value(value, Unit::Money);
        let told = |profit: &Profit| {
            let Summary { p50, mean, p5, p95, .. } = profit.summary;
            [money(p50), money(mean), money(p5), money(p95), per_cent(profit.losing)]
        };
        let names = ["median", "mean", "5 % earn less than", "5 % earn more than", "lose money"];
        let rows = names.into_iter().zip(told(&need.bridged)).zip(told(&need.wound_up));
        let rows = rows.map(|((name, bridged), wound_up)| [name.to_owned(), bridged, wound_up]);
        let title = Column::of("Net profit", self.layout().currency.as_str());
        Table::new(title, ["bridged at the penalty rate", "wound up"], IN_LINE).rows(rows)
    }

    /// Money; without profit where that stands in a table of its own.
    pub(super) fn money(&self) -> Option<Group> {
        let names = [
            MetricId::Revenue,
            MetricId::GrossProfit,
            MetricId::CostOfReturns,
            MetricId::ExchangeGain,
            MetricId::NetProfit,
            MetricId::NetMargin,
            MetricId::PartsLeftOver,
            MetricId::WriteDown,
            MetricId::AverageVariableCost,
            MetricId::LoadedUnitCost,
            MetricId::FullUnitCost,
            MetricId::BreakEvenPrice,
            MetricId::BreakEvenVolume,
            MetricId::LowestCash,
            MetricId::LowestCashDay,
            MetricId::ClosingCash,
            MetricId::InsolvencyDay,
        ];
        let weighty = self.weighty().is_some();
        let told = names.iter().filter(|name| !(weighty && PROFITS.contains(name)));
        let price = self.layout().prices.split_first().map(|(first, later)| {
            let changes: Vec<String> = later.iter().map(PriceStep::change).collect();
            ["Price, with VAT".to_owned(), exactly(first.price), changes.join("; ")]
        });
        let rows = price.into_iter().chain(told.filter_map(|name| self.row(*name))).collect();
        let rule = match self.layout().rule {
            _ if !weighty => "",
            Rule::GoOn => ", gaps bridged",
            Rule::WindUp => ", short launches wound up",
        };
        Self::table(Column::of("Money", format!("{}{rule}", self.layout().currency)), rows)
    }

    /// What is spent beyond cost of sales, and so stands behind the break-even.
    pub(super) fn fixed_costs(&self) -> Option<Group> {
        // All that lowers profit is part of it with a sign of its own.
        let beyond = |name: &&MetricId| {
            let counted = matches!(name, MetricId::CostOfSales | MetricId::IncomeTax);
            !counted && name.part_of_profit().is_some_and(|(sign, _)| sign < 0.0)
        };
        let spent = |name: &MetricId| {
            self.run.figures.metric(*name).is_some_and(|metric| metric.summary.min != 0.0 || metric.summary.max != 0.0)
        };
        let names = MetricId::ALL.iter().filter(beyond).filter(|name| spent(name));
        let rows = names.filter_map(|name| self.row(*name)).collect();
        Self::table(Column::of("Spent beyond cost of sales", self.layout().currency.as_str()), rows)
    }
}
