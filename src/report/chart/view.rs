//! A comparison as charts show it: names, colours, profits and the order of the alternatives.

use super::figure::Words;
use super::figure::{MARGIN, shortened, shortened_inside};
use super::font::{self, Weight};
use super::palette::{BLUE, GREEN, Ink, ORANGE, SKY, TEXT, VERMILLION};
use super::paper::Paper;
use super::words::{counted, number};
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::Comparison;
use crate::outcome::{MetricId, Rule};
use crate::report::said::{Text, said};

/// Colours of the alternatives in their order. Where there are more, baseline and best are in colour and the rest grey:
/// no colour stands for two of them.
const INKS: [Ink; 6] = [BLUE, VERMILLION, TEXT, SKY, GREEN, ORANGE];
/// Alternatives that have no colour of their own.
pub const GREY: Ink = Ink::solid(160, 160, 160);
/// Alternatives shown side by side at most.
pub const SIDE_BY_SIDE: usize = 4;

/// A comparison as charts show it.
pub struct View<'a> {
    /// What is drawn on.
    pub paper: &'a Paper,
    /// All launches.
    pub runs: &'a Runs,
    /// All figures.
    pub comparison: &'a Comparison,
    /// Names as they can be written.
    pub names: Vec<String>,
    /// Net profit of each alternative; `None` without such a metric.
    pub profits: Option<Vec<&'a [f64]>>,
    /// Colour of each; `None` for grey.
    pub inks: Vec<Option<Ink>>,
    /// Alternatives from the highest mean profit to the lowest.
    pub ranked: Vec<usize>,
}

impl<'a> View<'a> {
    /// The rule that profit follows where launches fall short of cash, as a title goes on; nothing where none does.
    pub fn rule(&self) -> Text {
        let sides = self.comparison.metric(MetricId::Insolvent).map_or(&[][..], |metric| &metric.sides);
        let short = sides.iter().flatten().any(|side| side.summary.mean > 0.0);
        match self.runs.alternatives.first().map(|baseline| baseline.layout.rule) {
            Some(Rule::GoOn) if short => said!(", gaps of cash bridged"),
            Some(Rule::WindUp) if short => said!(", short companies wound up"),
            _ => Text::default(),
        }
    }

    /// Of these runs.
    pub fn of(paper: &'a Paper, runs: &'a Runs, comparison: &'a Comparison) -> Self {
        let profit = MetricId::NetProfit;
        let profits: Option<Vec<&[f64]>> =
            runs.alternatives.iter().map(|alternative| alternative.column(profit)).collect();
        let mean = |at: usize| {
            let side = comparison.metric(profit).and_then(|metric| metric.sides.get(at).copied().flatten());
            side.map_or(f64::NEG_INFINITY, |side| side.summary.mean)
        };
        let mut ranked: Vec<usize> = (0..runs.alternatives.len()).collect();
        ranked.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
        let names: Vec<String> = comparison
            .names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                font::written(name, &paper.told(said!("alternative {number}", number = (at + 1).to_string())))
                    .to_owned()
            })
            .collect();
        let inks = (0..names.len()).map(|at| match names.len() <= INKS.len() {
            true => Some(INKS[at]),
            false if at == 0 => Some(BLUE),
            false => (ranked.first() == Some(&at)).then_some(VERMILLION),
        });
        Self { paper, inks: inks.collect(), runs, comparison, names, profits, ranked }
    }

    /// The largest net profit or loss of any launch: what differences are rounded against.
    pub fn size(&self) -> f64 {
        let all = self.profits.iter().flatten().flat_map(|values| values.iter().copied());
        all.filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max)
    }

    /// Alternatives that stand for others beside each other: baseline, best, and those next to it, in their order.
    pub fn beside(&self, most: usize) -> Vec<usize> {
        let mut shown: Vec<usize> = vec![0];
        shown.extend(self.ranked.iter().copied().filter(|&at| at != 0));
        shown.truncate(most);
        shown.sort_unstable();
        shown
    }

    /// What a chart finds, or in its place what it shows; what is measured; what is drawn.
    pub fn words(&self, finding: Option<Text>, measure: Text, traced: Option<usize>, drawn: Text) -> Words {
        let finding = finding.unwrap_or_else(|| measure.clone());
        let subtitle = self.subtitle(&measure, traced);
        Words { finding, measure: super::dotted([measure, subtitle]), drawn }
    }

    /// The currency, in no language yet.
    pub fn currency(&self) -> Text {
        Text::term(self.comparison.currency.clone())
    }

    /// What is compared and how many launches of each; of the traced ones where days are shown.
    fn subtitle(&self, measure: &Text, traced: Option<usize>) -> Text {
        let comparison = self.comparison;
        let all = number(f64::from(comparison.launches), 0);
        let launches = match traced.filter(|traced| *traced < comparison.launches as usize) {
            Some(traced) => said!("first {traced} of {all} launches", traced = number(traced as f64, 0), all = all),
            None => counted(comparison.launches.into(), "launch"),
        };
        let luck = said!("{launches} of each under the same luck", launches = launches);
        let Some((baseline, others)) = self.names.split_first() else { return luck };
        let fits = |text: &Text| {
            let line = self.paper.told(super::dotted([measure.clone(), text.clone()]));
            font::width(&line, 13.0, Weight::Regular) <= self.paper.width() - 2.0 * MARGIN
        };
        let against = |others: Text, baseline: &str| {
            super::dotted([said!("{others} against {baseline}", others = others, baseline = baseline), luck.clone()])
        };
        let in_full = against(Text::name(others.join(", ")), baseline);
        if fits(&in_full) {
            return in_full;
        }
        let many = match others {
            [one] => shortened_inside(one, 13.0, Weight::Regular, 240.0).into(),
            several => said!("{many} alternatives", many = several.len().to_string()),
        };
        against(many, &shortened_inside(baseline, 13.0, Weight::Regular, 240.0))
    }
}

/// Names of the alternatives in so much room, each different from the others.
#[must_use]
pub fn labels(names: &[&str], size: f64, weight: Weight, room: f64) -> Vec<String> {
    let cut: Vec<String> = names.iter().map(|name| shortened_inside(name, size, weight, room)).collect();
    let distinct = cut.iter().enumerate().all(|(at, label)| !cut[..at].contains(label));
    if distinct {
        return cut;
    }
    let numbered = |(at, name): (usize, &&str)| shortened(&format!("{}: {name}", at + 1), size, weight, room);
    names.iter().enumerate().map(numbered).collect()
}
