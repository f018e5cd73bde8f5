//! The page of a sweep: what was run, what is best, and a table of its points.

use super::journal::{AxisName, Identity};
use super::survey::{Judgement, Survey};
use crate::experiment::sweep::PointMetric;
use crate::experiment::sweep::best::Selection;
use crate::experiment::sweep::share_interval;
use crate::outcome::MetricId;
use crate::report::measure::{Amounts, share, unit, with_unit};
use crate::report::page::{Block, Column, Fit, Group, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::title::title as titled;
use crate::report::words::within;

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
    let words = judgement.words.iter().map(|text| Block::Paragraph { text: text.clone() });
    Page::new(title, sheet.about()).with(Group::of(words)).with(table).named(&identity.naming)
}

/// Places of the points of the table: all, or those around the best.
pub(super) fn listed(identity: &Identity, survey: &Survey, judgement: &Judgement) -> Vec<usize> {
    let mut order: Vec<usize> = (0..survey.mean.len()).collect();
    let one_key = identity.axes.len() == 1;
    if one_key && !order.is_empty() {
        order.sort_by(|&a, &b| survey.inputs[0][a].total_cmp(&survey.inputs[0][b]));
    }
    if order.len() <= ALL {
        return order;
    }
    let best = judgement.best.as_ref().map(|choice| choice.best);
    if one_key {
        let at = best.and_then(|best| order.iter().position(|&place| place == best)).unwrap_or(0);
        let start = at.saturating_sub(AROUND / 2).min(order.len() - AROUND);
        return order[start..start + AROUND].to_vec();
    }
    if best.is_some() {
        let sign = if identity.least { 1.0 } else { -1.0 };
        order.sort_by(|&a, &b| (sign * survey.mean[a]).total_cmp(&(sign * survey.mean[b])));
    }
    order.truncate(AROUND);
    order
}

/// The 95 % interval of what was looked for at a point, bridged: exact for a share.
pub(super) fn interval(identity: &Identity, survey: &Survey, at: usize) -> [f64; 2] {
    let metric = &survey.under[at][0];
    let (low, high) = if identity.metrics[identity.objective].unit == "probability" {
        share_interval(metric.mean, metric.count)
    } else {
        metric.interval()
    };
    [low, high]
}

/// Half the 95 % interval of a mean; none of a single launch.
pub(super) fn half_width(identity: &Identity, metric: &PointMetric) -> Option<f64> {
    let (low, high) = metric.interval();
    let luck = identity.launches > 1 && !identity.deterministic;
    (luck && (high - low).is_finite()).then_some((high - low) / 2.0)
}

struct Sheet<'a> {
    identity: &'a Identity,
    survey: &'a Survey,
    judgement: &'a Judgement,
}

impl Sheet<'_> {
    fn about(&self) -> Group {
        let Identity { points, launches, seed, axes, metrics, objective, least, .. } = self.identity;
        let (id, points) = self.survey.part.map_or(("points", *points), |part| ("rows", part.points(*points)));
        let points = Figure::new(id, points as f64, Shown::counted("point"));
        let launches = Figure::new("launches", f64::from(*launches), Shown::counted("launch"));
        let seed = Figure::new("seed", *seed as f64, Shown::Bare);
        let title = titled(&within(&metrics[*objective].title));
        let run = if *least {
            said!(
                "{points} of {launches} each under the same luck, seed {seed}. Looked for: least {title}.",
                points = points,
                launches = launches,
                seed = seed,
                title = title
            )
        } else {
            said!(
                "{points} of {launches} each under the same luck, seed {seed}. Looked for: most {title}.",
                points = points,
                launches = launches,
                seed = seed,
                title = title
            )
        };
        let varied = axes.iter().zip(&self.survey.inputs).map(|(axis, values)| varied(axis, values));
        let varied = said!("Varied: {keys}.", keys = Text::joined(varied, &said!("; ")));
        Group::of([run, varied].map(|text| Block::Paragraph { text }))
    }

    /// Columns of the table: the keys, then what is told of a point.
    fn columns(&self, objective: Text, is_share: bool, two_rules: bool) -> Vec<Column> {
        let mut columns: Vec<Column> = self.identity.axes.iter().map(key).collect();
        if two_rules {
            columns.push(said!("{title}\nif bridged", title = objective).into());
            columns.push("±".into());
            columns.push(said!("if\nwound up").into());
        } else if is_share {
            columns.push(objective.into());
            columns.push(said!("95 % interval").into());
        } else {
            columns.push(said!("{title}\nmean", title = objective).into());
            columns.push("±".into());
        }
        if !is_share {
            // The end that is feared: the low one of what is wanted, the high one of what is not.
            let lie = if self.identity.least { said!("5 % lie\nabove") } else { said!("5 % lie\nbelow") };
            columns.push(lie.into());
        }
        columns.extend([said!("loses\nmoney"), said!("short of\ncash"), said!("phones\nshipped")].map(Column::from));
        columns
    }

    fn table(&self) -> Group {
        let (identity, survey) = (self.identity, self.survey);
        let listed = listed(identity, survey, self.judgement);
        let objective = &identity.metrics[identity.objective];
        let is_share = objective.unit == "probability";
        let profit = identity.metric(MetricId::NetProfit) == Some(identity.objective);
        let two_rules = survey.two_rules();
        // One magnitude for all amounts, said below the table, keeps it narrow.
        let amounts = Amounts::of(listed.iter().flat_map(|&at| survey.under[at].iter().map(|rule| rule.mean)));
        let title = if profit { said!("net profit") } else { titled(&within(&objective.title)) };
        let columns = self.columns(title, is_share, two_rules);
        let mut rows: Vec<Vec<Text>> = Vec::new();
        for (place, &at) in listed.iter().enumerate() {
            let id = |what: &str| format!("listed.{place}.{what}");
            let told = |what: &str, value: f64| {
                if is_share { share(id(what), value) } else { amounts.told(id(what), value) }
            };
            let mut row = vec![Text::name(self.mark(at))];
            row.extend(identity.axes.iter().zip(&survey.inputs).map(|(axis, values)| axis.said(values[at])));
            let [bridged, wound_up] = survey.under[at];
            row.push(told("mean_if_bridged", bridged.mean));
            row.push(if is_share {
                let (low, high) = share_interval(bridged.mean, bridged.count);
                said!("{low} to {high}", low = share(id("interval.0"), low), high = share(id("interval.1"), high))
            } else {
                let half = half_width(identity, &bridged);
                half.map_or_else(Text::default, |half| amounts.told(id("half_width_if_bridged"), half))
            });
            if two_rules {
                row.push(told("mean_if_wound_up", wound_up.mean));
            }
            if !is_share {
                let own = if identity.winds_up { wound_up } else { bridged };
                let (what, end) = if identity.least { ("p95", 4) } else { ("p5", 0) };
                row.push(amounts.told(id(what), own.quantiles[end]));
            }
            let losing = if identity.winds_up { "loses_money_wound_up" } else { "loses_money_bridged" };
            row.push(share(id(losing), survey.losing[at][usize::from(identity.winds_up)]));
            row.push(share(id("short_of_cash"), survey.short[at]));
            row.push(if survey.shipped[at].is_finite() {
                Figure::new(id("shipped"), survey.shipped[at], Shown::Rounded).into()
            } else {
                said!("n/a")
            });
            rows.push(row);
        }
        let notes =
            self.notes(&listed, (!is_share && !amounts.is_plain()).then(|| amounts.unit(unit(&objective.unit))));
        Table::new("", columns, Fit::Blocks).rows(rows).and(notes)
    }

    /// What is said below the table of some points; `in_unit` is the unit of what was looked for where it is to be said.
    fn notes(&self, listed: &[usize], in_unit: Option<Text>) -> Group {
        let mut notes = Vec::new();
        if listed.len() < self.survey.mean.len() {
            let shown = Figure::new("listed.length", listed.len() as f64, Shown::Bare);
            let all = Figure::new("rows", self.survey.mean.len() as f64, Shown::Decimals(0));
            notes.push(if self.judgement.best.is_some() {
                said!(
                    "{shown} of {all} points around the best; all stand in {file}.",
                    shown = shown,
                    all = all,
                    file = "points.csv"
                )
            } else {
                said!("{shown} of {all} points; all stand in {file}.", shown = shown, all = all, file = "points.csv")
            });
        }
        notes.extend(in_unit.map(|unit| said!("What was looked for stands in {unit}.", unit = unit)));
        let marks: Vec<&str> = listed.iter().map(|&at| self.mark(at)).collect();
        let best = marks.contains(&"*").then(|| said!("* best of those tried"));
        let alike = marks.contains(&"~").then(|| said!("~ cannot be told from it"));
        let legend = Text::joined(best.into_iter().chain(alike), &said!(", "));
        notes.extend((!legend.is_empty()).then(|| said!("{legend}.", legend = legend)));
        Group::of(notes.into_iter().map(|text| Block::Note { text }))
    }

    fn mark(&self, at: usize) -> &'static str {
        let Some(Selection { best, alike, tied }) = &self.judgement.best else { return "" };
        match () {
            () if *best == at || tied[at] => "*",
            () if alike[at] => "~",
            () => "",
        }
    }
}

/// A column of a key: the end of a long one tells which it is.
fn key(axis: &AxisName) -> Column {
    let short: Vec<&str> = axis.key.rsplitn(3, '.').collect();
    let name = match short.as_slice() {
        [last, thing, _] => format!("{thing}.{last}"),
        _ => axis.key.clone(),
    };
    Column::of(name, axis.unit_said())
}

/// "product.mi1.price = 1,299 to 2,299 yuan (11 values)".
fn varied(axis: &AxisName, values: &[f64]) -> Text {
    let mut levels = values.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let number = Figure::new("", levels.len() as f64, Shown::Bare);
    axis.is(match levels.as_slice() {
        [low, _, _, _, .., high] if !axis.has_words() => said!(
            "{low} to {high} ({number} values)",
            low = axis.said(*low),
            high = axis.said_with_unit(*high),
            number = number
        ),
        few => {
            let unit = axis.unit_said();
            with_unit(Text::joined(few.iter().map(|value| axis.said(*value)), &said!(", ")), unit)
        }
    })
}
