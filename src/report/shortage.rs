//! What held phones up, on the page of a run: days short by what bound assembly, scrap and what is left over.

use super::page::Group;
use super::said::Text;
use super::text::Sheet;
use super::words::spaced;
use crate::experiment::figures::MetricSummary;
use crate::outcome::{MetricId, Unit};
use crate::report::said::said;
use crate::stats::Summary;

/// Parts listed among the bottlenecks at most.
const MOST_PARTS: usize = 6;

impl Sheet<'_> {
    /// Days short, capacity and parts apart, the part that bound most first.
    pub(super) fn supply(&self) -> Option<Group> {
        let held_up =
            [MetricId::DaysShort, MetricId::DaysShortCapacity, MetricId::DaysShortClosed, MetricId::DaysShortParts];
        let figures = &self.run.figures;
        let mut rows: Vec<[Text; 3]> = held_up.into_iter().filter_map(|id| self.row(id)).collect();
        let rest = |name: Text, id: &str, summary: &Summary| {
            let [middle, range] = self.figures_of(&|what| format!("{id}.{what}"), summary, Unit::Days);
            [name, middle, range]
        };
        if let Some(days) = &figures.short_otherwise {
            let at = rows.len().min(1);
            rows.insert(at, rest(said!("  waiting for phones in process"), "short_otherwise", days));
        }
        let mut parts: Vec<&MetricSummary> = self
            .run
            .figures
            .metrics
            .iter()
            .filter(|metric| metric.metric.id == MetricId::DaysShortOfPart && metric.summary.mean > 0.0)
            .collect();
        let weight = |metric: &MetricSummary| (metric.summary.p50, metric.summary.mean);
        parts.sort_by(|a, b| {
            let (a, b) = (weight(a), weight(b));
            b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
        });
        for metric in parts.into_iter().take(MOST_PARTS) {
            let [middle, range] = self.told_of(metric);
            rows.push([Text::name(format!("    {}", spaced(&metric.metric.of))), middle, range]);
        }
        if let Some(days) = &figures.short_other_parts {
            rows.push(rest(said!("    other parts"), "short_other_parts", days));
        }
        rows.extend([MetricId::Scrapped, MetricId::PhonesLeftOver].into_iter().filter_map(|id| self.row(id)));
        Self::table(said!("Supply").into(), rows)
    }
}
