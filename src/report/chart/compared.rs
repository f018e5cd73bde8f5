//! What the charts of a comparison find, in a sentence each: their titles.

use super::findings::{how_many, listed};
use super::scale::{exact, figure};
use super::view::View;
use crate::outcome::{MetricId, Rule};
use crate::report::number::per_cent;

impl View<'_> {
    /// What an alternative is called in a sentence: its price where it is named after it.
    pub fn called(&self, at: usize) -> String {
        match self.comparison.prices.get(at).copied().flatten() {
            Some(price) if self.names[at].starts_with("price_") => {
                format!("{} {}", crate::outcome::exactly(price), self.comparison.currency)
            }
            _ => self.names[at].clone(),
        }
    }

    /// The same within a sentence: "a price of 1,999 yuan".
    fn spoken(&self, at: usize) -> String {
        let called = self.called(at);
        if called == self.names[at] { called } else { format!("a price of {called}") }
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
    pub fn earning(&self) -> Option<String> {
        let order = self.in_order()?;
        let [best, next, ..] = *order else { return None };
        let mean = |at: usize| self.mean(MetricId::NetProfit, at);
        let currency = &self.comparison.currency;
        let (certain, several) = (self.comparison.certain, self.names.len() > 2);
        let average = if certain { "" } else { " on average" };
        let verb = |at: usize| if mean(at) < 0.0 { "loses" } else { "earns" };
        if figure(mean(best)) == figure(mean(order[order.len() - 1])) {
            let all = if several { "All alternatives earn" } else { "Both alternatives earn" };
            let word = if mean(best) < 0.0 { all.replace("earn", "lose") } else { all.to_owned() };
            return Some(format!("{word} about {} {currency}{average}", figure(mean(best).abs())));
        }
        if certain && !several {
            let more = exact(mean(best) - mean(next), 1e-9 * mean(next).abs());
            let own = format!("{} {}", verb(best), exact(mean(best).abs(), 1e-9 * mean(best).abs()));
            let said = format!(
                "{} earns exactly {more} {currency} more than {}: it {own}",
                self.spoken(best),
                self.spoken(next)
            );
            return Some(opened(&said));
        }
        let told = |at: usize| format!("{} {} {}", self.spoken(at), verb(at), figure(mean(at).abs()));
        let said = if several {
            let most = if mean(best) < 0.0 { "loses least" } else { "earns most" };
            let base = if best == 0 { next } else { 0 };
            format!(
                "Of {} alternatives {} {most}{average}: {} {currency}; {}",
                self.names.len(),
                self.spoken(best),
                figure(mean(best).abs()),
                told(base)
            )
        } else {
            let said = format!("{} {currency}{average}, {}", told(best), told(next));
            if certain { said } else { format!("{said}; {}", self.lost(&[best, next])) }
        };
        Some(opened(&said))
    }

    /// "money is lost in 0.03 % and in 82 % of the launches".
    fn lost(&self, places: &[usize]) -> String {
        let launches = self.comparison.launches as usize;
        let shares: Vec<f64> = places.iter().map(|&at| self.losing(at)).collect();
        if shares.iter().all(|share| *share == 0.0) {
            return "no launch loses money".into();
        }
        if let [one, other] = shares[..]
            && per_cent(one) == per_cent(other)
        {
            return format!(
                "of each {}",
                how_many((one * launches as f64).round(), launches, ["loses money", "lose money"])
            );
        }
        let told = |share: &f64| match *share {
            0.0 => "no launch".to_owned(),
            1.0 => "every launch".to_owned(),
            share => format!("{} of the launches", per_cent(share)),
        };
        if shares.iter().all(|share| *share > 0.0 && *share < 1.0) {
            let shares: Vec<String> = shares.iter().map(|share| per_cent(*share)).collect();
            return format!("money is lost in {} of the launches", shares.join(" and in "));
        }
        format!("money is lost in {}", shares.iter().map(told).collect::<Vec<_>>().join(" and in "))
    }

    /// By how much and how often the best of the others earns more or less than the baseline.
    pub fn differing(&self) -> Option<String> {
        let profit = self.comparison.metric(MetricId::NetProfit)?;
        let mean = |at: usize| profit.differences.get(at - 1)?.as_ref().map(|one| one.paired.summary.mean);
        let best = (1..self.names.len())
            .filter_map(|at| Some((at, mean(at)?)))
            .filter(|(_, mean)| mean.is_finite())
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let (at, amount) = best?;
        let difference = profit.differences[at - 1].as_ref()?;
        let (one, base, currency) = (self.spoken(at), self.spoken(0), &self.comparison.currency);
        let first = if self.names.len() > 2 { format!("The best of the others, {one},") } else { one };
        if amount == 0.0 && difference.paired.summary.min >= difference.paired.summary.max {
            return Some(opened(&format!("{first} earns the same as {base}")));
        }
        let (more, chance) =
            if amount < 0.0 { ("less", difference.paired.less.value) } else { ("more", difference.paired.more.value) };
        let said = opened(&format!("{first} earns {} {currency} {more} than {base}", figure(amount.abs())));
        Some(match () {
            () if self.comparison.certain => said,
            () if chance >= 1.0 => format!("{said} on average, and {more} in every launch"),
            () => format!("{said} on average, and {more} in {} of the launches", per_cent(chance)),
        })
    }

    /// How often alternatives lose money: of two both, of many the safest and the boldest.
    pub fn risking(&self) -> Option<String> {
        self.ends(Self::losing, "loses money", "lose money")
    }

    /// How often alternatives fall short of cash.
    pub fn falling_short(&self) -> Option<String> {
        self.ends(|view, at| view.mean(MetricId::Insolvent, at), "falls short of cash", "fall short of cash")
    }

    fn ends(&self, share: impl Fn(&Self, usize) -> f64, one: &str, many: &str) -> Option<String> {
        let launches = self.comparison.launches as usize;
        let mut shares: Vec<(f64, usize)> = (0..self.names.len()).map(|at| (share(self, at), at)).collect();
        if shares.iter().any(|(share, _)| share.is_nan()) {
            return None;
        }
        shares.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (least, most) = (shares[0], shares[shares.len() - 1]);
        let told = |share: f64| how_many((share * launches as f64).round(), launches, [one, many]);
        if most.0 == 0.0 {
            return Some(format!("No launch of any alternative {one}"));
        }
        if per_cent(least.0) == per_cent(most.0) {
            return Some(format!("Of each alternative {}", told(least.0)));
        }
        let alike: Vec<String> =
            shares.iter().filter(|(share, _)| *share == least.0).map(|(_, at)| self.spoken(*at)).collect();
        let alike: Vec<&str> = alike.iter().map(String::as_str).collect();
        Some(format!("Of {} {}; of {} {}", listed(&alike), told(least.0), self.spoken(most.1), told(most.0)))
    }
}

/// A sentence that begins with an upper-case letter, unless it begins with a name.
fn opened(said: &str) -> String {
    if said.starts_with("a price of") { crate::report::words::begun(said) } else { said.to_owned() }
}
