//! What charts, the page and sweep.json need of the points of a sweep.

use super::journal::Identity;
use crate::experiment::sweep::best::{Selection, Selections};
use crate::experiment::sweep::share_interval;
use crate::experiment::sweep::{Point, PointMetric, Shard};
use crate::outcome::{MetricId, Rule};
use crate::report::bound::{AtPrice, BOUNDS, at_prices};
use crate::report::price::price_moves_nobody;
use crate::report::said::{Figure, Shown, Text, said};

/// What is kept of the points.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Survey {
    /// Number of each point.
    pub index: Vec<u64>,
    /// Per axis: its value at each point.
    pub inputs: Vec<Vec<f64>>,
    /// Mean of the objective at each point.
    pub mean: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
    /// 5 % quantile of the objective.
    pub p5: Vec<f64>,
    /// 95 % quantile.
    pub p95: Vec<f64>,
    /// The objective if a gap of cash is bridged, and if a company short of cash is wound up.
    pub under: Vec<[PointMetric; 2]>,
    /// Share of launches that lose money, bridged and wound up.
    pub losing: Vec<[f64; 2]>,
    /// Share of launches that are short of cash.
    pub short: Vec<f64>,
    /// Phones shipped on average.
    pub shipped: Vec<f64>,
    /// Shares of launches by what bound their sales, in the order of those of the table of words.
    pub bound: Vec<[f64; 4]>,
    /// What says whether the price moves anybody: people interested and orders.
    pub demand: Vec<[PointMetric; 2]>,
    /// The part of the sweep these points are; `None` when they are the whole.
    pub part: Option<Shard>,
    /// What is said about the best points, once it is known.
    pub words: Text,
}

impl Survey {
    /// Adds a point.
    pub fn add(&mut self, point: &Point, identity: &Identity) {
        let of = |metric: MetricId| identity.metric(metric).map_or(PointMetric::NOTHING, |at| point.metrics[at]);
        let metric = &point.metrics[identity.objective];
        self.index.push(point.index);
        self.inputs.resize(point.inputs.len(), Vec::new());
        self.inputs.iter_mut().zip(&point.inputs).for_each(|(column, value)| column.push(*value));
        self.mean.push(metric.mean);
        self.se.push(metric.se);
        self.p5.push(metric.quantiles[0]);
        self.p95.push(metric.quantiles[4]);
        self.under.push([point.under[0].metric, point.under[1].metric]);
        self.losing.push(point.losing);
        self.short.push(of(MetricId::Insolvent).mean);
        self.shipped.push(of(MetricId::Shipped).mean);
        self.bound.push(BOUNDS.map(|bound| of(bound).mean));
        self.demand.push([of(MetricId::Interest), of(MetricId::Orders)]);
    }

    /// The values an axis takes, ascending.
    #[must_use]
    pub fn levels(&self, axis: usize) -> Vec<f64> {
        let mut levels = self.inputs[axis].clone();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    }

    /// Whether some launches at some point are short of cash, so that two rules give two results.
    #[must_use]
    pub fn any_short(&self) -> bool {
        self.short.iter().any(|share| *share > 0.0)
    }

    /// Whether the two rules give what was looked for two means at some point.
    #[must_use]
    pub fn two_rules(&self) -> bool {
        self.under.iter().any(|[bridged, wound_up]| bridged.mean.total_cmp(&wound_up.mean).is_ne())
    }

    /// Whether the price is varied and has no way to demand, or points that differ in the price alone agree in demand,
    /// launch by launch as far as mean, spread and quantiles can tell.
    #[must_use]
    pub fn price_moves_nobody(&self, identity: &Identity) -> bool {
        let (prices, others): (Vec<usize>, Vec<usize>) =
            (0..identity.axes.len()).partition(|&axis| is_price(&identity.axes[axis].key));
        let varied = prices.iter().any(|&axis| self.levels(axis).len() > 1);
        if varied && !identity.price_moves {
            return true;
        }
        // Whoever is wound up before anybody could order says nothing of the price.
        let asked = self.demand.iter().flatten().any(|metric| metric.mean > 0.0);
        if !asked || identity.winds_up && self.any_short() {
            return false;
        }
        let bits = |axes: &[usize], at: usize| -> Vec<u64> {
            axes.iter().map(|&axis| self.inputs[axis][at].to_bits()).collect()
        };
        let demand = |at: usize| -> Vec<u64> {
            let of = |metric: &PointMetric| {
                let PointMetric { count, mean, se, quantiles, .. } = *metric;
                [count, mean, se].into_iter().chain(quantiles).map(f64::to_bits).collect::<Vec<u64>>()
            };
            self.demand[at].iter().flat_map(of).collect()
        };
        let mut first: std::collections::BTreeMap<Vec<u64>, usize> = std::collections::BTreeMap::new();
        let mut compared = false;
        for at in 0..self.mean.len() {
            let before = *first.entry(bits(&others, at)).or_insert(at);
            if bits(&prices, before) != bits(&prices, at) {
                compared = true;
                if demand(before) != demand(at) {
                    return false;
                }
            }
        }
        compared
    }
}

/// Whether a key is a price of the product.
fn is_price(key: &str) -> bool {
    let mut parts = key.split('.');
    parts.next() == Some("product") && parts.nth(1).is_some_and(|part| part.starts_with("price"))
}

/// A unit of the catalogue in a sentence: a share has none, and `1/year` reads "per year".
#[must_use]
pub fn unit_in_words(unit: &str) -> String {
    match unit.split_once('/') {
        Some(("1", of)) => format!("per {of}"),
        _ if unit == "share" || unit == "ratio" => String::new(),
        _ => unit.to_owned(),
    }
}

/// What a sweep comes to: which point is best if one may be called so, and what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The choice by the scenario's own rule; `None` where no point may be called the best.
    pub best: Option<Selection>,
    /// Whether the price moves nobody.
    pub price_moves_nobody: bool,
    /// Places of points within one per cent of the best.
    pub near: Vec<usize>,
    /// In words, a paragraph each.
    pub words: Vec<Text>,
}

/// Judges a whole sweep or a part of one.
#[must_use]
pub fn judge(identity: &Identity, survey: &Survey, choices: Option<&Selections>) -> Judgement {
    let said = |words: Text| Judgement { best: None, price_moves_nobody: false, near: Vec::new(), words: vec![words] };
    if let Some(Shard { number, of }) = survey.part {
        let [number, of] = [number, of].map(|number| Figure::new("", number as f64, Shown::Bare));
        return said(said!(
            "This is part {number} of {of}; which point is best is said when {command} has put the parts together.",
            number = number,
            of = of,
            command = "`launchsim merge`"
        ));
    }
    let Some(choices) = choices else { return said(said!("No point has a mean.")) };
    if survey.price_moves_nobody(identity) {
        let words = said!("{why} No price is called best.", why = price_moves_nobody(&identity.choice));
        return Judgement { price_moves_nobody: true, ..said(words) };
    }
    let judge = Judge { identity, survey };
    let own = if identity.winds_up { Rule::WindUp } else { Rule::GoOn };
    if survey.any_short() && !choices.agree() {
        return said(said!(
            "Which point is best depends on what becomes of a company short of cash: if the gap is bridged at the penalty rate, {bridged}; if the company is wound up, {wound_up}.",
            bridged = judge.best(&choices.bridged),
            wound_up = judge.best(&choices.wound_up)
        ));
    }
    let mut choice = if survey.any_short() { choices.joined(own) } else { choices.by(own).clone() };
    if identity.deterministic {
        // Without luck whatever is worse is worse.
        choice.alike.clone_from(&choice.tied);
    }
    let near = judge.near(&choice);
    let words = judge.words(&choice, &near);
    Judgement { best: Some(choice), price_moves_nobody: false, words: vec![words], near }
}

struct Judge<'a> {
    identity: &'a Identity,
    survey: &'a Survey,
}

impl Judge<'_> {
    /// "product.mi1.price = 1,999 yuan, market.reach = ..." of a point, exactly as it was tried.
    fn place(&self, at: usize) -> Text {
        let axes = self.identity.axes.iter().zip(&self.survey.inputs);
        Text::joined(axes.map(|(axis, values)| axis.is(axis.said_with_unit(values[at]))), &said!(", "))
    }

    /// Some points: their values of the only key, or their places; no more than six.
    fn named(&self, places: &[usize]) -> Text {
        const MOST: usize = 6;
        let one = |&at: &usize| match &self.identity.axes[..] {
            [axis] => axis.said(self.survey.inputs[0][at]),
            _ => said!("({place})", place = self.place(at)),
        };
        let more = (places.len() > MOST).then(|| {
            let more = Figure::new("", (places.len() - MOST) as f64, Shown::Bare);
            said!("{number} more", number = more)
        });
        Text::listed(places.iter().take(MOST).map(one).chain(more))
    }

    fn others(marks: &[bool], but: impl Fn(usize) -> bool) -> Vec<usize> {
        marks.iter().enumerate().filter(|(at, mark)| **mark && !but(*at)).map(|(at, _)| at).collect()
    }

    /// The best point, or all that are tied with it.
    fn best(&self, choice: &Selection) -> Text {
        let tied = Self::others(&choice.tied, |_| false);
        if tied.len() < 2 {
            return self.place(choice.best);
        }
        let count = Figure::new("", tied.len() as f64, Shown::counted("point"));
        if let ([axis], true) = (&self.identity.axes[..], !self.identity.axes[0].has_words()) {
            let values = &self.survey.inputs[0];
            let levels = self.survey.levels(0);
            let mut of_tied: Vec<f64> = tied.iter().map(|&at| values[at]).collect();
            of_tied.sort_by(f64::total_cmp);
            of_tied.dedup();
            let (low, high) = (of_tied[0], of_tied[of_tied.len() - 1]);
            let without_gap = levels.iter().filter(|level| (low..=high).contains(*level)).count() == of_tied.len();
            if without_gap {
                let (first, last) = (levels[0], levels[levels.len() - 1]);
                let range = match (low == first, high == last) {
                    (true, true) => said!("all of them alike"),
                    (false, true) if axis.dated => said!("{value} and later", value = axis.is(axis.said(low))),
                    (false, true) => said!("{value} and above", value = axis.is(axis.said_with_unit(low))),
                    (true, false) if axis.dated => said!("{value} and earlier", value = axis.is(axis.said(high))),
                    (true, false) => said!("{value} and below", value = axis.is(axis.said_with_unit(high))),
                    (false, false) => {
                        axis.is(said!("{low} to {high}", low = axis.said(low), high = axis.said_with_unit(high)))
                    }
                };
                return said!("{range}, {count} with the same result", range = range, count = count);
            }
        }
        said!("{count} with the same result: {points}", count = count, points = self.named(&tied))
    }

    /// Points within one per cent of the best that are not tied with it.
    fn near(&self, choice: &Selection) -> Vec<usize> {
        let best = self.survey.mean[choice.best];
        let room = 0.01 * best.abs();
        let close = |at: &usize| (self.survey.mean[*at] - best).abs() <= room && !choice.tied[*at];
        (0..self.survey.mean.len()).filter(close).collect()
    }

    /// What bound sales at the lowest, the best and the highest of the prices, where nothing else is varied.
    fn bound(&self, choice: &Selection) -> Option<Text> {
        let [axis] = &self.identity.axes[..] else { return None };
        if !is_price(&axis.key) || self.identity.deterministic || self.identity.launches == 1 {
            return None;
        }
        let prices = &self.survey.inputs[0];
        let mut places: Vec<usize> = (0..prices.len()).collect();
        places.sort_by(|&a, &b| prices[a].total_cmp(&prices[b]));
        let (first, last) = (*places.first()?, *places.last()?);
        places.retain(|&at| at == first || at == choice.best || at == last);
        let place = |at: usize| AtPrice {
            price: axis.said_with_unit(prices[at]),
            shares: self.survey.bound[at],
            id: (format!("points.csv {} ", self.survey.index[at]), "_mean"),
        };
        at_prices(&places.into_iter().map(place).collect::<Vec<_>>())
    }

    /// How many launches a share that was looked for comes to at the best point.
    fn how_many(&self, best: usize) -> Text {
        let (share, launches) = (self.survey.mean[best], f64::from(self.identity.launches));
        let many = (share * launches).round();
        let of = Figure::new("launches", launches, Shown::counted("launch"));
        let many_told = Figure::new("best.mean * launches", many, Shown::Decimals(0));
        let (low, high) = share_interval(share, launches);
        let end = |at: usize, end: f64| Figure::new(format!("best.interval.{at}"), end, Shown::PerCent);
        let (low, high) = (end(0, low), end(1, high));
        match (self.identity.deterministic, many == 0.0) {
            (true, true) => said!("It is so there in none of {launches}.", launches = of),
            (true, false) => said!("It is so there in {many} of {launches}.", many = many_told, launches = of),
            (false, true) => said!(
                "It is so there in none of {launches} ({low} to {high} with 95 % confidence).",
                launches = of,
                low = low,
                high = high
            ),
            (false, false) => said!(
                "It is so there in {many} of {launches} ({low} to {high} with 95 % confidence).",
                many = many_told,
                launches = of,
                low = low,
                high = high
            ),
        }
    }

    /// How sure it is that the best is the best.
    fn how_sure(&self, choice: &Selection) -> Option<Text> {
        let alike = Self::others(&choice.alike, |at| choice.tied[at]);
        let all_tied = choice.tied.iter().all(|tied| *tied);
        if self.identity.deterministic {
            return (!all_tied).then(|| said!("Every other point is worse, exactly: there is no luck."));
        }
        if self.identity.launches == 1 {
            return Some(said!("One launch at each point says nothing about luck."));
        }
        if alike.is_empty() {
            return (!all_tied).then(|| {
                said!("Every other point is worse beyond sampling error (95 % over all points), if the inputs hold.")
            });
        }
        let many = Figure::new(
            "cannot_be_told_from_best.length - tied_with_best.length",
            alike.len() as f64,
            Shown::counted("other point"),
        );
        Some(said!(
            "{many} may be as good, as far as these launches tell (95 % over all points): {points}.",
            many = many,
            points = self.named(&alike)
        ))
    }

    fn words(&self, choice: &Selection, near: &[usize]) -> Text {
        let (identity, survey) = (self.identity, self.survey);
        if survey.mean.len() == 1 {
            return said!("The only point: {place}.", place = self.place(choice.best));
        }
        let place = self.best(choice);
        let mut sentences = vec![if survey.two_rules() {
            said!("Best of those tried, whether a cash gap is bridged or the company wound up: {place}.", place = place)
        } else {
            said!("Best of those tried: {place}.", place = place)
        }];
        if identity.metrics[identity.objective].unit == "probability" {
            sentences.push(self.how_many(choice.best));
        }
        sentences.extend(self.how_sure(choice));
        if !near.is_empty() {
            sentences.push(said!("Within 1 % of it: {points}.", points = self.named(near)));
        }
        let at_end = |(axis, values): (&super::journal::AxisName, &Vec<f64>)| {
            let best = values[choice.best];
            !axis.has_words()
                && values.iter().any(|value| *value != best)
                && (values.iter().all(|value| *value <= best) || values.iter().all(|value| *value >= best))
        };
        let all_tied = choice.tied.iter().filter(|tied| **tied).count() > 1;
        let ends: Vec<Text> = identity
            .axes
            .iter()
            .zip(&survey.inputs)
            .filter(|&pair| !all_tied && at_end(pair))
            .map(|(axis, _)| Text::name(axis.key.as_str()))
            .collect();
        if !ends.is_empty() {
            sentences.push(said!(
                "It lies at the end of what was tried of {keys}; better may lie beyond.",
                keys = Text::joined(ends, &said!(" and "))
            ));
        }
        sentences.extend(self.bound(choice));
        Text::sentences(sentences)
    }
}
