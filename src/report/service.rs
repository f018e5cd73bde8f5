//! How well stocks serve and what they take, on the page of a run.

use super::own::titled;
use super::page::Group;
use super::said::Text;
use super::text::Sheet;
use crate::experiment::figures::MetricSummary;
use crate::outcome::MetricId;
use crate::report::said::said;

/// Parts whose orders swing most, told at most.
const SWINGING: usize = 3;

impl Sheet<'_> {
    /// Fill rate, mean stock, turns, cost a month and bullwhip, where they apply; of retailers with a stock theirs too.
    pub(super) fn service(&self) -> Option<Group> {
        let names = [
            MetricId::FillRate,
            MetricId::MeanFinishedStock,
            MetricId::MeanWaiting,
            MetricId::MeanInventory,
            MetricId::InventoryTurns,
            MetricId::InventoryCost,
        ];
        let currency = &self.layout().currency;
        let figures = &self.run.figures;
        let mut rows: Vec<[Text; 3]> = names
            .into_iter()
            .filter_map(|id| {
                let [_, middle, range] = self.row(id)?;
                Some([titled(&figures.metric(id)?.metric, currency), middle, range])
            })
            .collect();
        let of = |id: MetricId| figures.metrics.iter().filter(move |one| one.metric.id == id && one.summary.count > 0);
        let mut swing: Vec<&MetricSummary> = of(MetricId::Bullwhip).collect();
        swing.sort_by(|a, b| b.summary.p50.total_cmp(&a.summary.p50));
        swing.truncate(SWINGING);
        let retailers = of(MetricId::RetailFillRate).chain(of(MetricId::RetailBullwhip));
        for one in swing.into_iter().chain(retailers) {
            let [middle, range] = self.told_of(one);
            rows.push([super::title::title(&one.metric.title), middle, range]);
        }
        Self::table(said!("Service and stock").into(), rows)
    }
}
