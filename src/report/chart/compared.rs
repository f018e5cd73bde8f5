//! What the charts of a comparison find, in a sentence each: their titles.

use super::findings::{Does, how_many};
use super::scale::{exact, figure};
use super::view::View;
use super::words::{amount, listed, share, with_unit};
use crate::outcome::{MetricId, Rule};
use crate::report::number::per_cent;
use crate::report::said::{Text, said};

impl View<'_> {
    /// What an alternative is called in a sentence: its price where it is named after it.
    pub fn called(&self, at: usize) -> Text {
        self.priced(at).unwrap_or_else(|| self.names[at].as_str().into())
    }

    fn priced(&self, at: usize) -> Option<Text> {
        let price = self.comparison.prices.get(at).copied().flatten()?;
        let named = self.names[at].starts_with("price_");
        named.then(|| with_unit(Text::name(crate::outcome::exactly(price)), &self.comparison.currency))
    }

    /// The same within a sentence: "a price of 1,999 yuan".
    fn spoken(&self, at: usize) -> Text {
        self.priced(at)
            .map_or_else(|| self.names[at].as_str().into(), |price| said!("a price of {price}", price = price))
    }

    /// The same at the beginning of one.
    fn opening(&self, at: usize) -> Text {
        self.priced(at)
            .map_or_else(|| self.names[at].as_str().into(), |price| said!("A price of {price}", price = price))
    }

    /// Mean of a metric in an alternative; not a number where it does not apply.
    pub fn mean(&self, id: MetricId, at: usize) -> f64 {
        let side = self.comparison.metric(id).and_then(|metric| metric.sides.get(at).copied().flatten());
        side.map_or(f64::NAN, |side| side.summary.mean)
    }

    /// Share of the launches of an alternative that lose money, under the rule of the scenario.
    pub fn losing(&self, at: usize) -> f64 {
        let bridged = self.runs.alternatives[at].layout.rule == Rule::GoOn;
        self.comparison.losing.get(at).map_or(f64::NAN, |shares| shares[usize::from(!bridged)])
    }

    /// Alternatives from the highest mean profit to the lowest; nothing where one has none.
    fn in_order(&self) -> Option<&[usize]> {
        let known = |at: usize| self.mean(MetricId::NetProfit, at).is_finite();
        (0..self.names.len()).all(known).then_some(&self.ranked)
    }

    /// Which alternative earns most, and how often money is lost.
    pub fn earning(&self) -> Option<Text> {
        let order = self.in_order()?;
        let [best, next, ..] = *order else { return None };
        let mean = |at: usize| self.mean(MetricId::NetProfit, at);
        let currency = &self.comparison.currency;
        let (certain, several) = (self.comparison.certain, self.names.len() > 2);
        if figure(mean(best)) == figure(mean(order[order.len() - 1])) {
            let about = with_unit(amount(mean(best).abs()), currency);
            let said = match (several, mean(best) < 0.0) {
                (true, false) => said!("All alternatives earn about {amount}", amount = about),
                (true, true) => said!("All alternatives lose about {amount}", amount = about),
                (false, false) => said!("Both alternatives earn about {amount}", amount = about),
                (false, true) => said!("Both alternatives lose about {amount}", amount = about),
            };
            return Some(if certain { said } else { said!("{what} on average", what = said) });
        }
        if certain && !several {
            let own = exact(mean(best).abs(), 1e-9 * mean(best).abs());
            let own = if mean(best) < 0.0 {
                said!("it loses {amount}", amount = own)
            } else {
                said!("it earns {amount}", amount = own)
            };
            return Some(said!(
                "{best} earns exactly {more} more than {other}: {own}",
                best = self.opening(best),
                more = with_unit(exact(mean(best) - mean(next), 1e-9 * mean(next).abs()).into(), currency),
                other = self.spoken(next),
                own = own
            ));
        }
        let told = |who: Text, at: usize, amount: Text| {
            if mean(at) < 0.0 {
                said!("{who} loses {amount}", who = who, amount = amount)
            } else {
                said!("{who} earns {amount}", who = who, amount = amount)
            }
        };
        let bare = |at: usize| amount(mean(at).abs());
        if several {
            let base = if best == 0 { next } else { 0 };
            let (many, top) = (self.names.len().to_string(), with_unit(bare(best), currency));
            let who = self.spoken(best);
            let said = match (mean(best) < 0.0, certain) {
                (false, false) => {
                    said!(
                        "Of {many} alternatives {who} earns most on average: {amount}",
                        many = many,
                        who = who,
                        amount = top
                    )
                }
                (false, true) => {
                    said!("Of {many} alternatives {who} earns most: {amount}", many = many, who = who, amount = top)
                }
                (true, false) => {
                    said!(
                        "Of {many} alternatives {who} loses least on average: {amount}",
                        many = many,
                        who = who,
                        amount = top
                    )
                }
                (true, true) => {
                    said!("Of {many} alternatives {who} loses least: {amount}", many = many, who = who, amount = top)
                }
            };
            return Some(said!("{one}; {other}", one = said, other = told(self.spoken(base), base, bare(base))));
        }
        let first = told(self.opening(best), best, with_unit(bare(best), currency));
        let second = told(self.spoken(next), next, bare(next));
        Some(said!(
            "{one}; {other}",
            one = said!("{first} on average, {second}", first = first, second = second),
            other = self.lost(&[best, next])
        ))
    }

    /// "money is lost in 0.03 % and in 82 % of the launches".
    fn lost(&self, places: &[usize]) -> Text {
        let launches = self.comparison.launches as usize;
        let shares: Vec<f64> = places.iter().map(|&at| self.losing(at)).collect();
        if shares.iter().all(|share| *share == 0.0) {
            return said!("no launch loses money");
        }
        if let [one, other] = shares[..]
            && per_cent(one) == per_cent(other)
        {
            return said!("of each {some}", some = how_many((one * launches as f64).round(), launches, Does::Lose));
        }
        let between = said!(" and in ");
        if shares.iter().all(|share| *share > 0.0 && *share < 1.0) {
            let shares = Text::joined(shares.iter().map(|of| share(*of)), &between);
            return said!("money is lost in {shares} of the launches", shares = shares);
        }
        let told = |of: &f64| match *of {
            0.0 => said!("no launch"),
            1.0 => said!("every launch"),
            of => said!("{share} of the launches", share = share(of)),
        };
        said!("money is lost in {what}", what = Text::joined(shares.iter().map(told), &between))
    }

    /// By how much and how often the best of the others earns more or less than the baseline.
    pub fn differing(&self) -> Option<Text> {
        let profit = self.comparison.metric(MetricId::NetProfit)?;
        let mean = |at: usize| profit.differences.get(at - 1)?.as_ref().map(|one| one.paired.summary.mean);
        let best = (1..self.names.len())
            .filter_map(|at| Some((at, mean(at)?)))
            .filter(|(_, mean)| mean.is_finite())
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let (at, by) = best?;
        let difference = profit.differences[at - 1].as_ref()?;
        let base = self.spoken(0);
        let who = if self.names.len() > 2 {
            said!("The best of the others, {who},", who = self.spoken(at))
        } else {
            self.opening(at)
        };
        if by == 0.0 && difference.paired.summary.min >= difference.paired.summary.max {
            return Some(said!("{who} earns the same as {other}", who = who, other = base));
        }
        let less = by < 0.0;
        let chance = if less { difference.paired.less.value } else { difference.paired.more.value };
        let by = with_unit(amount(by.abs()), &self.comparison.currency);
        let said = if less {
            said!("{who} earns {amount} less than {other}", who = who, amount = by, other = base)
        } else {
            said!("{who} earns {amount} more than {other}", who = who, amount = by, other = base)
        };
        Some(match (less, chance >= 1.0) {
            _ if self.comparison.certain => said,
            (false, true) => said!("{what} on average, and more in every launch", what = said),
            (true, true) => said!("{what} on average, and less in every launch", what = said),
            (false, false) => {
                said!("{what} on average, and more in {share} of the launches", what = said, share = share(chance))
            }
            (true, false) => {
                said!("{what} on average, and less in {share} of the launches", what = said, share = share(chance))
            }
        })
    }

    /// How often alternatives lose money: of two both, of many the safest and the boldest.
    pub fn risking(&self) -> Option<Text> {
        self.ends(Self::losing, Does::Lose)
    }

    /// How often alternatives fall short of cash.
    pub fn falling_short(&self) -> Option<Text> {
        self.ends(|view, at| view.mean(MetricId::Insolvent, at), Does::FallShort)
    }

    fn ends(&self, of: impl Fn(&Self, usize) -> f64, does: Does) -> Option<Text> {
        let launches = self.comparison.launches as usize;
        let mut shares: Vec<(f64, usize)> = (0..self.names.len()).map(|at| (of(self, at), at)).collect();
        if shares.iter().any(|(share, _)| share.is_nan()) {
            return None;
        }
        shares.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (least, most) = (shares[0], shares[shares.len() - 1]);
        let told = |share: f64| how_many((share * launches as f64).round(), launches, does);
        if most.0 == 0.0 {
            return Some(match does {
                Does::Lose => said!("No launch of any alternative loses money"),
                Does::FallShort => said!("No launch of any alternative falls short of cash"),
            });
        }
        if per_cent(least.0) == per_cent(most.0) {
            return Some(said!("Of each alternative {some}", some = told(least.0)));
        }
        let alike: Vec<Text> =
            shares.iter().filter(|(share, _)| *share == least.0).map(|(_, at)| self.spoken(*at)).collect();
        Some(said!(
            "Of {safest} {few}; of {boldest} {many}",
            safest = listed(&alike),
            few = told(least.0),
            boldest = self.spoken(most.1),
            many = told(most.0)
        ))
    }
}
