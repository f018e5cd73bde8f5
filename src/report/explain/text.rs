//! The story on a terminal: a headline, dated events, what troubles cost, and where the money went.

use super::events::{SPELLS, events};
use super::words::Words;
use crate::company::record::Goods;
use crate::experiment::explain::pick::PickedBy;
use crate::experiment::explain::spells::foremost;
use crate::experiment::explain::{Difference, Explained};
use crate::outcome::{MetricId, Rule, StatementLine};
use crate::report::number::per_cent;
use crate::report::page::wrap;
use crate::report::words::{begun, counted, digits, spaced, whole};
use crate::rooms::books::day::Line;
use crate::units::thousands;

/// Narrowest and widest page.
const WIDTHS: (u16, u16) = (60, 100);
/// Characters of a date and the space after it.
const DATE: usize = 13;
/// Late deliveries listed at most.
const DELIVERIES: usize = 2;

/// The page; with `all` every signature, opening, spell and late delivery, and where the cash went.
#[must_use]
pub fn story_text(explained: &Explained, all: bool, colour: bool, width: u16) -> String {
    let words = Words { story: &explained.story };
    let page = Page { explained, words, all, colour, width: usize::from(width.clamp(WIDTHS.0, WIDTHS.1)) };
    let mut parts = vec![page.heading(), page.headline(), page.events()];
    parts.extend(
        [page.costs(), page.inputs(), page.bottlenecks(), page.deliveries(), page.customers(), Some(page.money())]
            .into_iter()
            .flatten(),
    );
    parts.join("\n\n") + "\n"
}

/// A page in the making.
pub(super) struct Page<'a> {
    pub explained: &'a Explained,
    pub words: Words<'a>,
    pub all: bool,
    pub colour: bool,
    pub width: usize,
}

impl Page<'_> {
    pub(super) fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn heading(&self) -> String {
        let story = self.words.story;
        let layout = &story.layout;
        let title = wrap(layout.heading(), self.width);
        let price = layout.price().map_or_else(String::new, |price| format!(", price {price}"));
        let launch = whole(f64::from(story.picked.launch));
        let how = match &story.picked.by {
            Some(PickedBy { rank: word, metric, launches }) => {
                format!(", the {word} of {} launches by {metric}", whole(f64::from(*launches)))
            }
            None => String::new(),
        };
        let run = wrap(&format!("launch {launch}{how}, seed {}{price}", story.seed), self.width);
        format!("{}\n{run}", self.bold(&title))
    }

    fn headline(&self) -> String {
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
        wrap(&sentences.join(" "), self.width)
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
    fn otherwise(&self, cost: &Difference) -> String {
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

    fn events(&self) -> String {
        let mut text = self.bold("What happened");
        for event in events(self.explained, self.all) {
            let date = format!("{:>11}  ", self.words.date(event.day));
            let lines = wrap(&event.text, self.width - DATE);
            for (number, line) in lines.lines().enumerate() {
                let head = if number == 0 { date.as_str() } else { &" ".repeat(DATE) };
                text = format!("{text}\n{head}{line}");
            }
        }
        let spells = self.words.story.spells.len();
        let told = if self.all { spells } else { foremost(&self.words.story.spells, SPELLS).len() };
        if spells > told {
            let rest = counted((spells - told) as f64, "lesser spell");
            text = format!("{text}\n{}{rest} at capacity or short of a part: see --all", " ".repeat(DATE));
        }
        text
    }

    fn deliveries(&self) -> Option<String> {
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
        let mut text = format!("{}\n{}", self.bold("Deliveries"), wrap(&text, self.width));
        let mut latest: Vec<_> = orders.iter().filter(|order| order.late_days > 0).collect();
        latest.sort_by_key(|order| (std::cmp::Reverse(order.late_days), order.day, order.class));
        latest.truncate(if self.all { usize::MAX } else { DELIVERIES });
        for order in latest {
            let name = spaced(&story.record.classes[order.class].name);
            let line = format!("{name} from {}: {}", spaced(&order.supplier), self.words.delivery(order));
            let lines = wrap(&line, self.width - 2).replace('\n', "\n    ");
            text = format!("{text}\n  {lines}");
        }
        Some(text)
    }

    fn customers(&self) -> Option<String> {
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
        let text = wrap(&sentences.join(" "), self.width);
        (!sentences.is_empty()).then(|| format!("{}\n{text}", self.bold("Customers")))
    }

    /// The walk from revenue to net profit, and per phone shipped; with `all` the walk of cash too.
    fn money(&self) -> String {
        let story = self.words.story;
        let shipped = story.metric(MetricId::Shipped).unwrap_or(0.0);
        let per_phone = |value: f64| if shipped > 0.0 { whole(value / shipped) } else { String::new() };
        let always = [Line::Revenue, Line::NetProfit].map(Line::name);
        let rows: Vec<Vec<String>> = adding_up(&story.profit)
            .into_iter()
            .filter(|(line, value)| *value != 0.0 || always.contains(&line.line))
            .map(|(line, value)| vec![line.title.to_owned(), whole(value), per_phone(value)])
            .collect();
        let heading = format!("Where the money went ({})", story.layout.currency);
        let text = self.table(&[&heading, "whole life", "a phone"], &rows);
        if !self.all {
            return text;
        }
        let rows: Vec<Vec<String>> = adding_up(&story.cash_flow)
            .into_iter()
            .filter(|(line, value)| *value != 0.0 || line.line == Line::ClosingCash.name())
            .map(|(line, value)| vec![line.title.to_owned(), whole(value)])
            .collect();
        let heading = format!("Where the cash went ({})", story.layout.currency);
        format!("{text}\n\n{}", self.table(&[&heading, "whole life"], &rows))
    }
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
