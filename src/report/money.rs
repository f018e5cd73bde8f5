//! Money on the page of a run: what short cash needs, profit under both rules, and the rest.

use super::page::{Column, Fit, Group, Table};
use super::said::{Figure, Shown, Text};
use super::text::Sheet;
use crate::experiment::figures::need::{Need, Profit};
use crate::outcome::{MetricId, PriceStep, Rule, Unit};
use crate::report::said::said;
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
        let row = |title: Text, id: String, values: [Option<f64>; 3], unit: Unit| {
            let [half, most, nearly] = [0, 1, 2].map(|at| match values[at] {
                Some(value) => self.value(format!("need.{id}.{}", ["p50", "p95", "p99"][at]), value, unit),
                None => said!("too few"),
            });
            [title, half, most, nearly]
        };
        let currency = &self.layout().currency;
        let title = Column::of(said!("Short of cash"), Text::term(currency.clone()));
        let by = need.by.map(|day| day.map(f64::floor));
        Table::new(title, ["50 %", "95 %", "99 %"], IN_LINE).rows([
            row(said!("Below the credit line by"), MetricId::CashGap.name(currency), need.gap, Unit::Money),
            row(said!("Days below it"), "cash_gap_days".into(), need.days, Unit::Days),
            row(said!("Money needed by"), "needed_by".into(), by, Unit::DayNumber),
            row(
                said!("Line that covers so many of all"),
                format!("credit_line_that_covers_{currency}"),
                need.line,
                Unit::Money,
            ),
        ])
    }

    fn profits(&self, need: &Need) -> Group {
        let told = |id: &str, profit: &Profit| {
            let Summary { p50, mean, p5, p95, .. } = profit.summary;
            let id = |what: &str| format!("need.{}.{id}.{what}", MetricId::NetProfit.name(&self.layout().currency));
            let money = |what: &str, value: f64| self.value(id(what), value, Unit::Money);
            let losing = Figure::new(id("losing"), profit.losing, Shown::PerCent).into();
            [money("p50", p50), money("mean", mean), money("p5", p5), money("p95", p95), losing]
        };
        let names = [
            said!("median"),
            said!("mean"),
            said!("5 % earn less than"),
            said!("5 % earn more than"),
            said!("lose money"),
        ];
        let rows = names.into_iter().zip(told("bridged", &need.bridged)).zip(told("wound_up", &need.wound_up));
        let rows = rows.map(|((name, bridged), wound_up)| [name, bridged, wound_up]);
        let title = Column::of(said!("Net profit"), Text::term(self.layout().currency.clone()));
        Table::new(title, [said!("bridged at the penalty rate"), said!("wound up")], IN_LINE).rows(rows)
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
            let price = Figure::new("prices.0.price", first.price, Shown::Exact);
            [said!("Price, with VAT"), price.into(), changes.join("; ").into()]
        });
        let rows = price.into_iter().chain(told.filter_map(|name| self.row(*name))).collect();
        let currency = Text::term(self.layout().currency.clone());
        let unit = match self.layout().rule {
            _ if !weighty => currency,
            Rule::GoOn => said!("{currency}, gaps bridged", currency = currency),
            Rule::WindUp => said!("{currency}, short launches wound up", currency = currency),
        };
        Self::table(Column::of(said!("Money"), unit), rows)
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
        Self::table(Column::of(said!("Spent beyond cost of sales"), Text::term(self.layout().currency.clone())), rows)
    }
}
