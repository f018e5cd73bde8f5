//! The page of a sweep: what was run, what is best, and a table of its points.

use super::journal::{AxisName, Identity};
use super::survey::{Judgement, Survey, unit_in_words};
use crate::experiment::sweep::PointMetric;
use crate::experiment::sweep::best::Selection;
use crate::experiment::sweep::share_interval;
use crate::outcome::MetricId;
use crate::report::chart::scale::{Magnitude, figure};
use crate::report::number::per_cent;
use crate::report::page::{Block, Column, Fit, Group, Page, Table};
use crate::report::words::within;
use crate::units::counted;

/// Points up to which all are listed.
const ALL: usize = 12;
/// Points listed around the best otherwise.
const AROUND: usize = 12;

/// The page.
#[must_use]
pub fn page(identity: &Identity, survey: &Survey, judgement: &Judgement) -> Page {
    let sheet = Sheet { identity, survey, judgement };
    let title = if identity.title.trim().is_empty() { &identity.scenario } else { &identity.title };
    let table = (!survey.mean.is_empty()).then(|| sheet.table());
    Page::new(title, sheet.about()).with(Group::text(&judgement.words)).with(table)
}

struct Sheet<'a> {
    identity: &'a Identity,
    survey: &'a Survey,
    judgement: &'a Judgement,
}

impl Sheet<'_> {
    fn about(&self) -> Group {
        let Identity { points, launches, seed, axes, metrics, objective, least, .. } = self.identity;
        let points = self.survey.part.map_or(*points, |part| part.points(*points));
        let varied: Vec<String> =
            axes.iter().zip(&self.survey.inputs).map(|(axis, values)| varied(axis, values)).collect();
        let way = if *least { "least" } else { "most" };
        Group::text(&format!(
            "{} of {} each under the same luck, seed {seed}. Looked for: {way} {}.\nVaried: {}.",
            counted(points as f64, "point"),
            counted(f64::from(*launches), "launch"),
            within(&metrics[*objective].title),
            varied.join("; ")
        ))
    }

    /// Places of the points listed: all, or those around the best.
    fn listed(&self) -> Vec<usize> {
        let survey = self.survey;
        let mut order: Vec<usize> = (0..survey.mean.len()).collect();
        let one_key = self.identity.axes.len() == 1;
        if one_key {
            order.sort_by(|&a, &b| survey.inputs[0][a].total_cmp(&survey.inputs[0][b]));
        }
        if order.len() <= ALL {
            return order;
        }
        let best = self.judgement.best.as_ref().map(|choice| choice.best);
        if one_key {
            let at = best.and_then(|best| order.iter().position(|&place| place == best)).unwrap_or(0);
            let start = at.saturating_sub(AROUND / 2).min(order.len() - AROUND);
            return order[start..start + AROUND].to_vec();
        }
        if best.is_some() {
            let sign = if self.identity.least { 1.0 } else { -1.0 };
            order.sort_by(|&a, &b| (sign * survey.mean[a]).total_cmp(&(sign * survey.mean[b])));
        }
        order.truncate(AROUND);
        order
    }

    fn table(&self) -> Group {
        let (identity, survey) = (self.identity, self.survey);
        let listed = self.listed();
        let objective = &identity.metrics[identity.objective];
        let share = objective.unit == "probability";
        let profit = identity.metric(MetricId::NetProfit) == Some(identity.objective);
        let two_rules = survey.two_rules();
        let key = |axis: &AxisName| {
            let unit = if axis.lasts { String::new() } else { unit_in_words(&axis.unit) };
            // The end of a long key tells which it is.
            let short: Vec<&str> = axis.key.rsplitn(3, '.').collect();
            let name = match short.as_slice() {
                [last, thing, _] => format!("{thing}.{last}"),
                _ => axis.key.clone(),
            };
            Column::of(name, unit)
        };
        // One magnitude for all amounts, said below the table, keeps it narrow.
        let amounts = listed.iter().flat_map(|&at| survey.under[at].iter().map(|rule| rule.mean.abs()));
        let magnitude = Magnitude::of(amounts.filter(|amount| amount.is_finite()).fold(0.0, f64::max));
        let amount = |value: f64| match magnitude.figure(value) {
            _ if !value.is_finite() => "n/a".to_owned(),
            told => told.trim_end_matches(magnitude.word).trim_end().to_owned(),
        };
        let objective_told = |value: f64| if share { per_cent_or_none(value) } else { amount(value) };
        let mut columns: Vec<Column> = identity.axes.iter().map(key).collect();
        let name = within(&objective.title);
        let short_name = if profit { "net profit".to_owned() } else { name };
        if two_rules {
            columns.push(format!("{short_name}\nif bridged").into());
            columns.push("±".into());
            columns.push("if\nwound up".into());
        } else {
            columns.push(if share { short_name } else { format!("{short_name}\nmean") }.into());
            columns.push(if share { "95 % interval".into() } else { "±".into() });
        }
        if !share {
            // The end that is feared: the low one of what is wanted, the high one of what is not.
            columns.push(if identity.least { "5 % lie\nabove" } else { "5 % lie\nbelow" }.into());
        }
        columns.push("loses\nmoney".into());
        columns.push("short of\ncash".into());
        columns.push("phones\nshipped".into());
        let mut rows: Vec<Vec<String>> = Vec::new();
        for &at in &listed {
            let mut row = vec![self.mark(at)];
            row.extend(identity.axes.iter().zip(&survey.inputs).map(|(axis, values)| axis.told(values[at])));
            let [bridged, wound_up] = survey.under[at];
            row.push(objective_told(bridged.mean));
            row.push(if share {
                exact_interval(&bridged)
            } else {
                self.half_width(&bridged).map_or_else(String::new, amount)
            });
            if two_rules {
                row.push(objective_told(wound_up.mean));
            }
            if !share {
                let own = if identity.winds_up { wound_up } else { bridged };
                row.push(amount(own.quantiles[if identity.least { 4 } else { 0 }]));
            }
            row.push(per_cent_or_none(survey.losing[at][usize::from(identity.winds_up)]));
            row.push(per_cent_or_none(survey.short[at]));
            row.push(if survey.shipped[at].is_finite() { figure(survey.shipped[at]) } else { "n/a".into() });
            rows.push(row);
        }
        let marks: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        let mut legend = Vec::new();
        legend.extend(marks.contains(&"*").then_some("* best of those tried"));
        legend.extend(marks.contains(&"~").then_some("~ cannot be told from it"));
        let mut notes = Vec::new();
        if listed.len() < survey.mean.len() {
            let all = crate::units::thousands(survey.mean.len() as f64, 0);
            let which = if self.judgement.best.is_some() { " around the best" } else { "" };
            notes.push(format!("{} of {all} points{which}; all stand in points.csv.", listed.len()));
        }
        if !share && !magnitude.word.is_empty() {
            let unit = unit_in_words(&objective.unit);
            notes.push(format!("What was looked for stands in {} {unit}.", magnitude.word));
        }
        if !legend.is_empty() {
            notes.push(format!("{}.", legend.join(", ")));
        }
        let notes = Group::of(notes.into_iter().map(|text| Block::Note { text }));
        Table::new("", columns, Fit::Blocks).rows(rows).and(notes)
    }

    fn mark(&self, at: usize) -> String {
        let Some(Selection { best, alike, tied }) = &self.judgement.best else { return String::new() };
        match () {
            () if *best == at || tied[at] => "*".into(),
            () if alike[at] => "~".into(),
            () => String::new(),
        }
    }

    /// Half the 95 % interval of a mean; none of a single launch.
    fn half_width(&self, metric: &PointMetric) -> Option<f64> {
        let (low, high) = metric.interval();
        let luck = self.identity.launches > 1 && !self.identity.deterministic;
        (luck && (high - low).is_finite()).then_some((high - low) / 2.0)
    }
}

/// The exact 95 % interval of a share.
fn exact_interval(metric: &PointMetric) -> String {
    let (low, high) = share_interval(metric.mean, metric.count);
    format!("{} to {}", per_cent(low), per_cent(high))
}

fn per_cent_or_none(share: f64) -> String {
    if share.is_finite() { per_cent(share) } else { "n/a".into() }
}

/// "product.mi1.price from 1,299 to 2,299 yuan (11 values)".
fn varied(axis: &AxisName, values: &[f64]) -> String {
    let mut levels = values.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let unit = if axis.lasts { String::new() } else { unit_in_words(&axis.unit) };
    let told: Vec<String> = levels.iter().map(|value| axis.told(*value)).collect();
    let range = match told.as_slice() {
        [low, _, _, _, .., high] if !axis.has_words() => {
            format!("{low} to {high} {unit}").trim_end().to_owned() + &format!(" ({} values)", told.len())
        }
        few => format!("{} {unit}", few.join(", ")),
    };
    format!("{} = {range}", axis.key).trim().to_owned()
}
