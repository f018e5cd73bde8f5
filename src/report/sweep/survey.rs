//! What charts, the page and sweep.json need of the points of a sweep.

use super::journal::Identity;
use crate::experiment::sweep::best::{Selection, Selections};
use crate::experiment::sweep::share_interval;
use crate::experiment::sweep::{Point, PointMetric, Shard};
use crate::outcome::{MetricId, Rule};
use crate::report::bound::{AtPrice, BOUNDS, at_prices};

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
    pub words: String,
}

const NOTHING: PointMetric = PointMetric { count: 0.0, mean: f64::NAN, se: f64::NAN, quantiles: [f64::NAN; 5] };

impl Survey {
    /// Adds a point.
    pub fn add(&mut self, point: &Point, identity: &Identity) {
        let of = |metric: MetricId| identity.metric(metric).map_or(NOTHING, |at| point.metrics[at]);
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
                let PointMetric { count, mean, se, quantiles } = *metric;
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
    /// In words.
    pub words: String,
}

/// Judges a whole sweep or a part of one.
#[must_use]
pub fn judge(identity: &Identity, survey: &Survey, choices: Option<&Selections>) -> Judgement {
    let said = |words: String| Judgement { best: None, price_moves_nobody: false, near: Vec::new(), words };
    if let Some(Shard { number, of }) = survey.part {
        return said(format!(
            "This is part {number} of {of}; which point is best is said when `launchsim merge` has put the parts together."
        ));
    }
    let Some(choices) = choices else { return said("No point has a mean.".into()) };
    if survey.price_moves_nobody(identity) {
        let words = format!("{} No price is called best.", price_moves_nobody(&identity.choice));
        return Judgement { price_moves_nobody: true, ..said(words) };
    }
    let judge = Judge { identity, survey };
    let own = if identity.winds_up { Rule::WindUp } else { Rule::GoOn };
    if survey.any_short() && !choices.agree() {
        let (bridged, wound_up) = (judge.best(&choices.bridged), judge.best(&choices.wound_up));
        return said(format!(
            "Which point is best depends on what becomes of a company short of cash: if the gap is bridged at the penalty rate, {bridged}; if the company is wound up, {wound_up}."
        ));
    }
    let mut choice = if survey.any_short() { choices.joined(own) } else { choices.by(own).clone() };
    if identity.deterministic {
        // Without luck whatever is worse is worse.
        choice.alike.clone_from(&choice.tied);
    }
    let near = judge.near(&choice);
    let words = judge.words(&choice, &near);
    Judgement { best: Some(choice), price_moves_nobody: false, words, near }
}

/// Why a price without effect on demand makes no best price, and what to write.
#[must_use]
pub fn price_moves_nobody(choice: &str) -> String {
    let why = "The price moves nobody here: as many people are interested and order at every price";
    match choice {
        "" => format!("{why}, for orders come from order streams alone. Write a [market] to let the price decide."),
        "elasticity" => format!(
            "{why}, though market.choice is \"elasticity\". Look at market.elasticity, which may be 0, at market.reference_price, and at market.reference_share: where it is left out, it is 1, and a price below the reference opens nobody."
        ),
        "none" => format!(
            "{why}, for market.choice is \"none\". Write under [market] choice = \"elasticity\" with elasticity, reference_price and reference_share, or choice = \"logit\"."
        ),
        other => format!("{why}, though market.choice is \"{other}\": see what binds orders with `launchsim explain`."),
    }
}

struct Judge<'a> {
    identity: &'a Identity,
    survey: &'a Survey,
}

impl Judge<'_> {
    /// "product.mi1.price = 1,999 yuan, market.reach = ..." of a point, exactly as it was tried.
    fn place(&self, at: usize) -> String {
        let axes = self.identity.axes.iter().zip(&self.survey.inputs);
        let place: Vec<String> = axes
            .map(|(axis, values)| {
                let unit = if axis.lasts { String::new() } else { unit_in_words(&axis.unit) };
                format!("{} = {} {unit}", axis.key, axis.told(values[at])).trim().to_owned()
            })
            .collect();
        place.join(", ")
    }

    /// Some points: their values of the only key, or their places; no more than six.
    fn named(&self, places: &[usize]) -> String {
        const MOST: usize = 6;
        let one = |&at: &usize| match &self.identity.axes[..] {
            [axis] => axis.told(self.survey.inputs[0][at]),
            _ => format!("({})", self.place(at)),
        };
        let mut named: Vec<String> = places.iter().take(MOST).map(one).collect();
        if places.len() > MOST {
            named.push(format!("{} more", places.len() - MOST));
        }
        match named.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    fn others(marks: &[bool], but: impl Fn(usize) -> bool) -> Vec<usize> {
        marks.iter().enumerate().filter(|(at, mark)| **mark && !but(*at)).map(|(at, _)| at).collect()
    }

    /// The best point, or all that are tied with it.
    fn best(&self, choice: &Selection) -> String {
        let tied = Self::others(&choice.tied, |_| false);
        if tied.len() < 2 {
            return self.place(choice.best);
        }
        let count = crate::units::counted(tied.len() as f64, "point");
        if let ([axis], true) = (&self.identity.axes[..], !self.identity.axes[0].has_words()) {
            let values = &self.survey.inputs[0];
            let levels = self.survey.levels(0);
            let mut of_tied: Vec<f64> = tied.iter().map(|&at| values[at]).collect();
            of_tied.sort_by(f64::total_cmp);
            of_tied.dedup();
            let (low, high) = (of_tied[0], of_tied[of_tied.len() - 1]);
            let without_gap = levels.iter().filter(|level| (low..=high).contains(*level)).count() == of_tied.len();
            if without_gap {
                let unit = if axis.lasts { String::new() } else { unit_in_words(&axis.unit) };
                let (first, last) = (levels[0], levels[levels.len() - 1]);
                let [more, less] = if axis.dated { ["later", "earlier"] } else { ["above", "below"] };
                let range = match (low == first, high == last) {
                    (true, true) => "all of them alike".to_owned(),
                    (false, true) => format!("{} = {} {unit} and {more}", axis.key, axis.told(low)),
                    (true, false) => format!("{} = {} {unit} and {less}", axis.key, axis.told(high)),
                    (false, false) => format!("{} = {} to {} {unit}", axis.key, axis.told(low), axis.told(high)),
                };
                return format!("{}, {count} with the same result", range.replace("  ", " ").trim());
            }
        }
        format!("{count} with the same result: {}", self.named(&tied))
    }

    /// Points within one per cent of the best that are not tied with it.
    fn near(&self, choice: &Selection) -> Vec<usize> {
        let best = self.survey.mean[choice.best];
        let room = 0.01 * best.abs();
        let close = |at: &usize| (self.survey.mean[*at] - best).abs() <= room && !choice.tied[*at];
        (0..self.survey.mean.len()).filter(close).collect()
    }

    /// What bound sales at the lowest, the best and the highest of the prices, where nothing else is varied.
    fn bound(&self, choice: &Selection) -> Option<String> {
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
            price: format!("{} {}", axis.told(prices[at]), unit_in_words(&axis.unit)).into(),
            shares: self.survey.bound[at],
            id: format!("points.{at}."),
        };
        at_prices(&places.into_iter().map(place).collect::<Vec<_>>()).map(|text| text.to_string())
    }

    fn words(&self, choice: &Selection, near: &[usize]) -> String {
        let (identity, survey) = (self.identity, self.survey);
        if survey.mean.len() == 1 {
            return format!("The only point: {}.", self.place(choice.best));
        }
        let objective = &identity.metrics[identity.objective];
        let under_both =
            if survey.two_rules() { ", whether a cash gap is bridged or the company wound up" } else { "" };
        let mut sentences = vec![format!("Best of those tried{under_both}: {}.", self.best(choice))];
        if objective.unit == "probability" {
            let (share, launches) = (survey.mean[choice.best], f64::from(identity.launches));
            let many = (share * launches).round();
            let words = if many == 0.0 { "none".to_owned() } else { crate::units::thousands(many, 0) };
            let (low, high) = share_interval(share, launches);
            let [low, high] = [low, high].map(crate::report::number::per_cent);
            let luck =
                if identity.deterministic { String::new() } else { format!(" ({low} to {high} with 95 % confidence)") };
            let launches = crate::units::counted(launches, "launch");
            sentences.push(format!("It is so there in {words} of {launches}{luck}."));
        }
        let alike = Self::others(&choice.alike, |at| choice.tied[at]);
        if identity.deterministic {
            let worse = choice.tied.iter().any(|tied| !tied);
            sentences.extend(worse.then(|| "Every other point is worse, exactly: there is no luck.".to_owned()));
        } else if identity.launches == 1 {
            sentences.push("One launch at each point says nothing about luck.".into());
        } else if alike.is_empty() {
            let all_tied = choice.tied.iter().all(|tied| *tied);
            let others = "Every other point is worse beyond sampling error (95 % over all points), if the inputs hold.";
            sentences.extend((!all_tied).then(|| others.to_owned()));
        } else {
            let many = crate::units::counted(alike.len() as f64, "other point");
            sentences.push(format!(
                "{many} may be as good, as far as these launches tell (95 % over all points): {}.",
                self.named(&alike)
            ));
        }
        if !near.is_empty() {
            sentences.push(format!("Within 1 % of it: {}.", self.named(near)));
        }
        let at_end = |(axis, values): (&super::journal::AxisName, &Vec<f64>)| {
            let best = values[choice.best];
            !axis.has_words()
                && values.iter().any(|value| *value != best)
                && (values.iter().all(|value| *value <= best) || values.iter().all(|value| *value >= best))
        };
        let all_tied = choice.tied.iter().filter(|tied| **tied).count() > 1;
        let ends: Vec<&str> = identity
            .axes
            .iter()
            .zip(&survey.inputs)
            .filter(|&pair| !all_tied && at_end(pair))
            .map(|(axis, _)| axis.key.as_str())
            .collect();
        if !ends.is_empty() {
            let keys = ends.join(" and ");
            sentences.push(format!("It lies at the end of what was tried of {keys}; better may lie beyond."));
        }
        sentences.extend(self.bound(choice));
        sentences.join(" ")
    }
}
