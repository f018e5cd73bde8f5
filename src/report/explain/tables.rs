//! The tables of a page: what troubles and draws cost, and what held the line up.

use super::text::Sheet;
use super::words::{counted, named, number};
use crate::experiment::explain::Counterfactual;
use crate::experiment::explain::story::Drawn;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::words::written;

/// Constraints listed at most.
const CONSTRAINTS: usize = 5;
/// Draws listed at most.
const INPUTS: usize = 5;
impl Sheet<'_> {
    pub(super) fn costs(&self) -> Option<Group> {
        let explained = self.explained;
        let story = &explained.story;
        let row = |name: Text, id: &str, cost: &Counterfactual| {
            let id = |what: &str| format!("{id}.{what}");
            let wait = id("wait_mean_days");
            let wait = if cost.wait_mean_days.is_nan() { said!("n/a") } else { signed(wait, cost.wait_mean_days, 1) };
            vec![
                name,
                signed(id("shipped_phones"), cost.shipped, 0),
                signed(id("short_days"), cost.days_short, 0),
                wait,
                signed_money(id("net_profit"), cost.net_profit),
            ]
        };
        let mut rows: Vec<Vec<Text>> = Vec::new();
        for (at, (disruption, cost)) in story.record.disruptions.iter().zip(&explained.disruptions).enumerate() {
            if let Some(cost) = cost {
                rows.push(row(named(&disruption.name), &format!("disruptions.{at}.cost"), cost));
            }
        }
        if rows.len() > 1
            && let Some(together) = &explained.together
        {
            rows.push(row(said!("all of them together"), "disruptions_together", together));
        }
        for (at, refusal) in explained.refusals.iter().enumerate() {
            let name = said!("{supplier} did not accept at once", supplier = named(&refusal.supplier));
            rows.push(row(name, &format!("refusals.{at}.cost"), &refusal.cost));
        }
        if rows.is_empty() {
            return None;
        }
        let profit = Column::of(said!("profit"), self.words.currency());
        let columns = [said!("phones shipped").into(), said!("days short").into(), said!("mean wait").into(), profit];
        let note = if rows.len() > 1 {
            said!(
                "Each is this launch less the same launch, under the same luck, without that one; they do not add up where they overlap."
            )
        } else {
            said!("This launch less the same launch, under the same luck, without it.")
        };
        let spared = story.record.disruptions.iter().filter(|disruption| disruption.spans.is_empty());
        let spared = Text::joined(spared.map(|disruption| named(&disruption.name)), &said!(", "));
        let spared = (!spared.is_empty()).then(|| said!("Did not strike: {names}.", names = spared));
        let table = Table::new(said!("What it cost"), columns, Fit::Cut).rows(rows);
        Some(table.and(Group::said(Text::sentences(std::iter::once(note).chain(spared)))))
    }

    /// The draws that moved the profit most.
    pub(super) fn inputs(&self) -> Option<Group> {
        let story = self.words.story;
        let costs = story.inputs.iter().zip(&self.explained.inputs).enumerate();
        let mut drawn: Vec<_> = costs.filter_map(|(at, (drawn, cost))| Some((at, drawn, (*cost)?))).collect();
        let other = drawn.len();
        drawn.retain(|(.., cost)| cost.net_profit != 0.0 || cost.shipped != 0.0);
        let other = other - drawn.len();
        drawn.sort_by(|a, b| b.2.net_profit.abs().total_cmp(&a.2.net_profit.abs()));
        drawn.truncate(if self.all { usize::MAX } else { INPUTS });
        if drawn.is_empty() {
            return None;
        }
        let row = |(at, drawn, cost): &(usize, &Drawn, Counterfactual)| {
            let id = |what: &str| format!("inputs.{at}.{what}");
            let of = |what: &str, value: f64, shown: Shown| Text::from(Figure::new(id(what), value, shown));
            vec![
                Text::name(drawn.key.as_str()),
                of("value", drawn.value, Shown::Digits),
                of("median", drawn.median, Shown::Digits),
                self.words.unit(drawn),
                of("share_below", drawn.share_below, Shown::PerCent),
                signed(id("cost.shipped_phones"), cost.shipped, 0),
                signed_money(id("cost.net_profit"), cost.net_profit),
            ]
        };
        let mut columns = [said!("drawn"), said!("median"), said!("unit"), said!("lower"), said!("phones")]
            .map(Column::from)
            .to_vec();
        columns.push(Column::of(said!("profit"), self.words.currency()));
        let note =
            said!("This launch less the same launch with that input at its median. Lower: chance of a lower draw.");
        let idle = (other > 0).then(|| {
            let draws = counted("", other as f64, "other draw");
            said!("{draws} moved neither phones nor profit.", draws = draws)
        });
        let title = said!("What its draws were worth");
        let table = Table::new(title, columns, Fit::Cut).rows(drawn.iter().map(row));
        Some(table.and(Group::said(Text::sentences(std::iter::once(note).chain(idle)))))
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
        let whole = |value: f64| number("", value);
        let mut rows: Vec<Vec<Text>> = sums
            .iter()
            .take(most)
            .map(|(constraint, sum)| {
                vec![self.words.constraint(*constraint), whole(sum[0]), whole(sum[1]), whole(sum[2])]
            })
            .collect();
        if !rest.is_empty() {
            let sum = |at: usize| whole(rest.iter().map(|(_, sum)| sum[at]).sum());
            rows.push(vec![counted("", rest.len() as f64, "other part"), sum(0), sum(1), Text::default()]);
        }
        let columns = [said!("days"), said!("with customers waiting"), said!("phones short at worst")];
        Some(Table::new(said!("What held the line up"), columns, Fit::Cut).rows(rows))
    }
}

/// A difference with its sign.
fn signed(id: String, value: f64, decimals: usize) -> Text {
    let zero = written(value, decimals).chars().all(|c| matches!(c, '0' | '.'));
    let shown = if zero { Shown::Decimals(decimals) } else { Shown::SignedDecimals(decimals) };
    Figure::new(id, value, shown).into()
}

/// The same of money, of which differences this small come from rounding.
fn signed_money(id: String, value: f64) -> Text {
    let shown = if value.abs() < 5e-4 { Shown::Decimals(0) } else { Shown::Signed };
    Figure::new(id, value, shown).into()
}
