//! The story on a terminal: a headline, dated events, what troubles cost, and where the money went.

use super::events::{Event, SPELLS, events};
use super::words::Words;
use crate::company::record::{Goods, PurchaseRecord};
use crate::experiment::explain::pick::PickedBy;
use crate::experiment::explain::spells::foremost;
use crate::experiment::explain::{Counterfactual, Explained};
use crate::outcome::{MetricId, Rule, StatementLine};
use crate::report::number::per_cent;
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table, unbroken};
use crate::report::words::{begun, counted, digits, spaced, whole};
use crate::rooms::books::day::Line;
use crate::units::thousands;

/// Late deliveries listed at most.
const DELIVERIES: usize = 2;

/// The page; with `all` every signature, opening, spell and late delivery, and where the cash went.
#[must_use]
pub fn story_page(explained: &Explained, all: bool) -> Page {
    let story = &explained.story;
    let sheet = Sheet { explained, words: Words { story }, all };
    Page::new(story.layout.heading(), sheet.about())
        .with(sheet.headline())
        .with(sheet.events())
        .with(sheet.costs())
        .with(sheet.inputs())
        .with(sheet.bottlenecks())
        .with(sheet.deliveries())
        .with(sheet.customers())
        .with(sheet.profit())
        .with(sheet.own())
        .with(all.then(|| sheet.cash()))
}

/// A page in the making.
pub(super) struct Sheet<'a> {
    pub explained: &'a Explained,
    pub words: Words<'a>,
    pub all: bool,
}

impl Sheet<'_> {
    fn about(&self) -> Group {
        let story = self.words.story;
        let price = story.layout.price().map_or_else(String::new, |price| format!(", price {price}"));
        let launch = whole(f64::from(story.picked.launch));
        let how = match &story.picked.by {
            Some(PickedBy { rank: word, metric, launches }) => {
                format!(", the {word} of {} launches by {metric}", whole(f64::from(*launches)))
            }
            None => String::new(),
        };
        Group::text(&format!("launch {launch}{how}, seed {}{price}", story.seed))
    }

    fn headline(&self) -> Group {
        let story = self.words.story;
        let value = |metric: MetricId| story.metric(metric).unwrap_or(0.0);
        let profit = value(MetricId::NetProfit);
        let verb = if profit < 0.0 { "loses" } else { "earns" };
        let mut sentences = vec![format!(
            "{} are ordered and {} shipped; the launch {verb} {}.",
            counted(value(MetricId::Orders), "phone"),
            whole(value(MetricId::Shipped)),
            self.words.money(profit.abs())
        )];
        let line = format!("the credit line of {}", self.words.money(story.record.credit_line));
        let lowest = self.words.money(value(MetricId::LowestCash));
        let low_day = self.words.date(value(MetricId::LowestCashDay) as i32);
        sentences.push(match story.metric(MetricId::InsolvencyDay) {
            Some(day) => self.short_of_cash(day as i32, &line, &lowest, &low_day),
            None if value(MetricId::LowestCash) < 0.0 => {
                format!("Cash falls to {lowest} on {low_day} and stays within {line}.")
            }
            None if value(MetricId::LowestCash) < story.opening_cash() => {
                format!("Cash is never below {lowest} ({low_day}).")
            }
            None => format!("Cash is never below the {} it begins with.", self.words.money(story.opening_cash())),
        });
        sentences.extend(self.left_over());
        sentences.extend(self.largest_draw());
        if let Some(together) = &self.explained.together {
            sentences.push(format!("Without any of its disruptions it would have {}.", self.otherwise(together)));
        }
        Group::text(&sentences.join(" "))
    }

    /// Cash below the credit line, what the launch earns under the other rule, and what it takes to go on.
    fn short_of_cash(&self, day: i32, line: &str, lowest: &str, low_day: &str) -> String {
        let story = self.words.story;
        let profit = story.otherwise(MetricId::NetProfit).unwrap_or(0.0);
        let verb = if profit < 0.0 { "lose" } else { "earn" };
        let earned = format!("{verb} {}", self.words.money(profit.abs()));
        let begun = format!("Cash falls below {line} on {}", self.words.date(day));
        let days = counted(story.metric(MetricId::CashGapDays).unwrap_or(0.0), "day");
        let gap = self.words.money(story.metric(MetricId::CashGap).unwrap_or(0.0));
        match story.layout.rule {
            Rule::GoOn => format!(
                "{begun} and to {lowest} on {low_day}: it is short of {gap} at the worst, on {days}, counted as if the gap \
                 is bridged at the penalty rate. Wound up instead, the launch would {earned}."
            ),
            Rule::WindUp => format!(
                "{begun} and the company is wound up. With the gap bridged at the penalty rate, {gap} at the worst, on \
                 {days}, the launch would {earned}."
            ),
        }
    }

    /// What was bought or built and not sold, when it weighs.
    fn left_over(&self) -> Option<String> {
        let story = self.words.story;
        let lost = story.metric(MetricId::WriteDown).filter(|lost| *lost > 0.0)?;
        let parts = story.metric(MetricId::PartsLeftOver).unwrap_or(0.0);
        let phones = story.metric(MetricId::PhonesLeftOver).unwrap_or(0.0);
        let bought = story
            .record
            .parts_for
            .map_or_else(String::new, |phones| format!("Parts of {} were bought. ", counted(phones, "phone")));
        let finished = if phones > 0.0 { format!("{} and ", counted(phones, "phone")) } else { String::new() };
        let worth = self.words.money(parts);
        let lost = self.words.money(lost);
        let left = format!("{finished}parts worth {worth} are left over, at a loss of {lost}.");
        Some(format!("{bought}{}", begun(&left)))
    }

    /// The draw that moved the profit most, where it moved it more than all disruptions together.
    fn largest_draw(&self) -> Option<String> {
        let explained = self.explained;
        let story = &explained.story;
        let costs = story.inputs.iter().zip(&explained.inputs);
        let (drawn, cost) = costs
            .filter_map(|(drawn, cost)| Some((drawn, (*cost)?)))
            .max_by(|a, b| a.1.net_profit.abs().total_cmp(&b.1.net_profit.abs()))?;
        let disrupted = explained.together.map_or(0.0, |cost| cost.net_profit.abs());
        if cost.net_profit.abs() <= disrupted {
            return None;
        }
        let (value, median) = (digits(drawn.value), digits(drawn.median));
        let unit = self.words.unit(drawn);
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        let side = if drawn.value < drawn.median {
            format!("{} of all draws are lower", per_cent(drawn.share_below))
        } else {
            format!("{} of all draws are higher", per_cent(1.0 - drawn.share_below))
        };
        let otherwise = self.otherwise(&cost);
        Some(format!(
            "Its weightiest draw is {} at {value}{unit} ({side}): at the median of {median} it would have {otherwise}.",
            drawn.key
        ))
    }

    /// What would have been otherwise, told from the other side of a difference.
    fn otherwise(&self, cost: &Counterfactual) -> String {
        let mut parts = Vec::new();
        let more = |value: f64| if value < 0.0 { "more" } else { "less" };
        if cost.shipped != 0.0 {
            let fewer = if cost.shipped < 0.0 { "more" } else { "fewer" };
            parts.push(format!("shipped {} {fewer} phones", whole(cost.shipped.abs())));
        }
        if cost.days_short != 0.0 {
            let fewer = if cost.days_short < 0.0 { "more" } else { "fewer" };
            let days = (whole(cost.days_short.abs()), if cost.days_short.abs() == 1.0 { "day" } else { "days" });
            parts.push(format!("left customers waiting on {} {fewer} {}", days.0, days.1));
        }
        if cost.net_profit != 0.0 {
            let amount = self.words.money(cost.net_profit.abs());
            parts.push(format!("earned {amount} {}", more(cost.net_profit)));
        }
        match parts.as_slice() {
            [] => "been the same".to_owned(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    fn events(&self) -> Group {
        let dated = |event: Event| Fact {
            label: self.words.date(event.day).into(),
            value: event.text.into(),
            ..Fact::default()
        };
        let mut facts: Vec<Fact> = events(self.explained, self.all).into_iter().map(dated).collect();
        let spells = &self.words.story.spells;
        let told = if self.all { spells.len() } else { foremost(spells, SPELLS).len() };
        if spells.len() > told {
            let rest = counted((spells.len() - told) as f64, "lesser spell");
            let value = unbroken(&format!("{rest} at capacity or short of a part: see --all"));
            facts.push(Fact { value: value.into(), ..Fact::default() });
        }
        Group::of([Block::Facts { facts, list: List::Dated }]).below("What happened")
    }

    fn deliveries(&self) -> Option<Group> {
        let story = self.words.story;
        let orders = &story.record.purchases;
        if orders.is_empty() {
            return None;
        }
        let value: f64 = orders.iter().map(|order| order.value).sum();
        let arrived: Vec<_> = orders.iter().filter(|order| order.arrival_day.is_some()).collect();
        let mut late: Vec<i32> = arrived.iter().map(|order| order.late_days).filter(|late| *late > 0).collect();
        late.sort_unstable();
        let early = arrived.iter().filter(|order| order.late_days < 0).count();
        let mut text = format!("{} worth {}.", counted(orders.len() as f64, "purchase order"), self.words.money(value));
        let on_time = arrived.len() - late.len() - early;
        text = if on_time == orders.len() {
            format!("{text} All came on the day reckoned with")
        } else {
            format!(
                "{text} {} came on the day reckoned with, {} early, {} late",
                whole(on_time as f64),
                whole(early as f64),
                whole(late.len() as f64)
            )
        };
        if let Some(&most) = late.last() {
            let middle = late[(late.len() - 1) / 2];
            text = format!("{text} ({} in the middle, {most} at most)", counted(f64::from(middle), "day"));
        }
        let missing = orders.len() - arrived.len();
        text =
            if missing > 0 { format!("{text}, and {} not before the end.", whole(missing as f64)) } else { text + "." };
        let mut latest: Vec<_> = orders.iter().filter(|order| order.late_days > 0).collect();
        latest.sort_by_key(|order| (std::cmp::Reverse(order.late_days), order.day, order.class));
        latest.truncate(if self.all { usize::MAX } else { DELIVERIES });
        let fact = |order: &PurchaseRecord| Fact {
            label: format!("{} from {}", spaced(&story.record.classes[order.class].name), spaced(&order.supplier))
                .into(),
            value: self.words.delivery(order).into(),
            ..Fact::default()
        };
        let list = (!latest.is_empty())
            .then(|| Block::Facts { facts: latest.into_iter().map(fact).collect(), list: List::Hanging });
        Some(Group::text(&text).and(Group::of(list)).below("Deliveries"))
    }

    fn customers(&self) -> Option<Group> {
        let story = self.words.story;
        let (cancelled, for_delay) = story.record.cancellations();
        let mut sentences = Vec::new();
        let tickets: i64 = story
            .record
            .openings
            .iter()
            .filter(|opening| opening.gives == Goods::Tickets)
            .map(|opening| opening.served_people)
            .sum();
        if tickets > 0 {
            let paid = story.metric(MetricId::Converted).unwrap_or(0.0);
            sentences.push(format!(
                "Of {} {} were called and {} paid.",
                counted(tickets as f64, "ticket"),
                whole(story.record.called as f64),
                whole(paid)
            ));
        }
        if let (Some(mean), Some(slow)) = (story.metric(MetricId::WaitMean), story.metric(MetricId::WaitNinthDecile)) {
            let within = story.metric(MetricId::ShippedWithinPromise).map_or_else(String::new, |share| {
                let promise = story.record.promise.unwrap_or(30.0);
                format!("; {} came within the promised {}", per_cent(share), counted(promise, "day"))
            });
            sentences.push(format!(
                "A phone was waited for {} days on average, by the slowest tenth more than {}{within}.",
                thousands(mean, 1),
                counted(slow, "day")
            ));
        }
        if cancelled > 0 {
            let judged = story.record.days.iter().map(|day| day.judged_wait).fold(0.0, f64::max);
            let why = match for_delay.round() {
                0.0 => "none of them because the wait ran beyond the promise".to_owned(),
                many => format!("about {} of them because the wait ran beyond the promise", whole(many)),
            };
            let customers = counted(cancelled as f64, "customer");
            let days = counted(judged, "day");
            let stopped: i64 = story.record.days.iter().map(|day| i64::from(day.cancelled_by_stop)).sum();
            let why = match stopped {
                0 => why,
                all => format!("{} of them because the company was wound up, {why}", whole(all as f64)),
            };
            sentences.push(format!("{customers} cancelled, {why} (at worst they reckoned with {days})."));
        }
        let waiting = story.metric(MetricId::WaitingEnd).unwrap_or(0.0);
        if waiting > 0.0 {
            sentences.push(format!("{} still wait at the end.", counted(waiting, "customer")));
        }
        (!sentences.is_empty()).then(|| Group::text(&sentences.join(" ")).below("Customers"))
    }

    /// The walk from revenue to net profit, and per phone shipped.
    fn profit(&self) -> Group {
        let story = self.words.story;
        let shipped = story.metric(MetricId::Shipped).unwrap_or(0.0);
        let per_phone = |value: f64| if shipped > 0.0 { whole(value / shipped) } else { String::new() };
        let rows = told(&story.profit, &[Line::Revenue, Line::NetProfit]);
        let rows = rows.into_iter().map(|(title, value)| [title, whole(value), per_phone(value)]);
        let title = Column::of("Where the money went", story.layout.currency.as_str());
        Table::new(title, ["whole life", "a phone"], Fit::Cut).rows(rows)
    }

    /// The walk of cash.
    fn cash(&self) -> Group {
        let story = self.words.story;
        let rows = told(&story.cash_flow, &[Line::ClosingCash]);
        let title = Column::of("Where the cash went", story.layout.currency.as_str());
        Table::new(title, ["whole life"], Fit::Cut).rows(rows.into_iter().map(|(title, value)| [title, whole(value)]))
    }
}

/// Lines of a statement that say something, and those that always stand.
fn told(lines: &[(StatementLine, f64)], always: &[Line]) -> Vec<(String, f64)> {
    let told = adding_up(lines).into_iter();
    let told = told.filter(|(line, value)| *value != 0.0 || always.iter().any(|one| one.name() == line.line));
    told.map(|(line, value)| (line.title.to_owned(), value)).collect()
}

/// The lines of a statement in whole money; the last is their sum. Rounding the sums to date keeps every line within one
/// of its value and the last line exact.
fn adding_up(lines: &[(StatementLine, f64)]) -> Vec<(StatementLine, f64)> {
    let Some((last, parts)) = lines.split_last() else { return Vec::new() };
    let mut sum = 0.0;
    let mut told = Vec::with_capacity(lines.len());
    for (line, value) in parts {
        let before = f64::round(sum);
        sum += value;
        told.push((*line, sum.round() - before));
    }
    told.push((last.0, sum.round()));
    told
}
