//! The tables of a page: what troubles and draws cost, and what held the line up.

use super::text::Sheet;
use crate::experiment::explain::Counterfactual;
use crate::experiment::explain::story::Drawn;
use crate::report::chart::scale::figure;
use crate::report::number::per_cent;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::words::{counted, digits, spaced, whole, written};

/// Constraints listed at most.
const CONSTRAINTS: usize = 5;
/// Draws listed at most.
const INPUTS: usize = 5;
impl Sheet<'_> {
    pub(super) fn costs(&self) -> Option<Group> {
        let explained = self.explained;
        let story = &explained.story;
        let row = |name: String, cost: &Counterfactual| {
            let days = |value: f64| if value.is_nan() { "n/a".into() } else { signed(value, 1) };
            vec![
                name,
                signed(cost.shipped, 0),
                signed(cost.days_short, 0),
                days(cost.wait_mean_days),
                signed_money(cost.net_profit),
            ]
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (disruption, cost) in story.record.disruptions.iter().zip(&explained.disruptions) {
            if let Some(cost) = cost {
                rows.push(row(spaced(&disruption.name), cost));
            }
        }
        if rows.len() > 1
            && let Some(together) = &explained.together
        {
            rows.push(row("all of them together".into(), together));
        }
        for refusal in &explained.refusals {
            let name = spaced(&refusal.supplier);
            rows.push(row(format!("{name} did not accept at once"), &refusal.cost));
        }
        if rows.is_empty() {
            return None;
        }
        let profit = Column::of("profit", story.layout.currency.as_str());
        let columns = ["phones shipped".into(), "days short".into(), "mean wait".into(), profit];
        let note = if rows.len() > 1 {
            "Each is this launch less the same launch, under the same luck, without that one; they do not add up where they overlap."
        } else {
            "This launch less the same launch, under the same luck, without it."
        };
        let spared: Vec<String> = story
            .record
            .disruptions
            .iter()
            .filter(|disruption| disruption.spans.is_empty())
            .map(|disruption| spaced(&disruption.name))
            .collect();
        let spared = match spared.len() {
            0 => String::new(),
            _ => format!(" Did not strike: {}.", spared.join(", ")),
        };
        let table = Table::new("What it cost", columns, Fit::Cut).rows(rows);
        Some(table.and(Group::text(&format!("{note}{spared}"))))
    }

    /// The draws that moved the profit most.
    pub(super) fn inputs(&self) -> Option<Group> {
        let story = self.words.story;
        let costs = story.inputs.iter().zip(&self.explained.inputs);
        let mut drawn: Vec<_> = costs.filter_map(|(drawn, cost)| Some((drawn, (*cost)?))).collect();
        let other = drawn.len();
        drawn.retain(|(_, cost)| cost.net_profit != 0.0 || cost.shipped != 0.0);
        let other = other - drawn.len();
        drawn.sort_by(|a, b| b.1.net_profit.abs().total_cmp(&a.1.net_profit.abs()));
        drawn.truncate(if self.all { usize::MAX } else { INPUTS });
        if drawn.is_empty() {
            return None;
        }
        let row = |(drawn, cost): &(&Drawn, Counterfactual)| {
            vec![
                drawn.key.clone(),
                digits(drawn.value),
                digits(drawn.median),
                self.words.unit(drawn),
                per_cent(drawn.share_below),
                signed(cost.shipped, 0),
                signed_money(cost.net_profit),
            ]
        };
        let mut columns = ["drawn", "median", "unit", "lower", "phones"].map(Column::from).to_vec();
        columns.push(Column::of("profit", story.layout.currency.as_str()));
        let note = "This launch less the same launch with that input at its median. Lower: chance of a lower draw.";
        let idle = match other {
            0 => String::new(),
            others => format!(" {} moved neither phones nor profit.", counted(others as f64, "other draw")),
        };
        let table = Table::new("What its draws were worth", columns, Fit::Cut).rows(drawn.iter().map(row));
        Some(table.and(Group::text(&format!("{note}{idle}"))))
    }

    /// What held the line up, summed over its spells.
    pub(super) fn bottlenecks(&self) -> Option<Group> {
        let story = self.words.story;
        let mut sums: Vec<(usize, [f64; 4])> = Vec::new();
        for (spell, _) in &story.spells {
            let at = sums.iter().position(|(constraint, _)| *constraint == spell.binding).unwrap_or_else(|| {
                sums.push((spell.binding, [0.0; 4]));
                sums.len() - 1
            });
            let sum = &mut sums[at].1;
            sum[0] += f64::from(spell.bound_days);
            sum[1] += f64::from(spell.waiting_days);
            sum[2] = sum[2].max(f64::from(spell.most_short_phones));
            sum[3] += spell.customer_days as f64;
        }
        if sums.is_empty() {
            return None;
        }
        sums.sort_by(|a, b| b.1[3].total_cmp(&a.1[3]).then(b.1[0].total_cmp(&a.1[0])).then(a.0.cmp(&b.0)));
        let most = if self.all { usize::MAX } else { CONSTRAINTS };
        let rest = &sums[sums.len().min(most)..];
        let mut rows: Vec<Vec<String>> = sums
            .iter()
            .take(most)
            .map(|(constraint, sum)| {
                let name = self.words.constraint(*constraint);
                vec![name, whole(sum[0]), whole(sum[1]), whole(sum[2])]
            })
            .collect();
        if !rest.is_empty() {
            let sum = |at: usize| whole(rest.iter().map(|(_, sum)| sum[at]).sum());
            let name = format!("{} more", counted(rest.len() as f64, "part"));
            rows.push(vec![
                name.replace("parts more", "other parts").replace("part more", "other part"),
                sum(0),
                sum(1),
                String::new(),
            ]);
        }
        let columns = ["days", "with customers waiting", "phones short at worst"];
        Some(Table::new("What held the line up", columns, Fit::Cut).rows(rows))
    }
}

/// A difference with its sign.
fn signed(value: f64, decimals: usize) -> String {
    let text = written(value, decimals);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// The same of money, of which differences this small come from rounding.
fn signed_money(value: f64) -> String {
    let value = if value.abs() < 5e-4 { 0.0 } else { value };
    let text = figure(value);
    if value > 0.0 { format!("+{text}") } else { text }
}
