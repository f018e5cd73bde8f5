//! The story on a terminal: a headline, dated events, what troubles cost, and where the money went.

use super::events::{Event, SPELLS, events};
use super::words::{Words, counted, named, number};
use crate::company::record::Goods;
use crate::experiment::explain::Explained;
use crate::experiment::explain::pick::PickedBy;
use crate::experiment::explain::spells::foremost;
use crate::outcome::{MetricId, StatementLine};
use crate::report::page::{Block, Column, Fact, Fit, Group, List, Page, Table};
use crate::report::price;
use crate::report::said::{Figure, Shown, Text, said};
use crate::rooms::books::day::Line;

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
        .named(&story.layout.naming)
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
        let launch = number("launch", f64::from(story.picked.launch));
        let launch = match &story.picked.by {
            Some(PickedBy { rank, metric, launches }) => said!(
                "launch {launch}, the {rank} of {launches} launches by {metric}",
                launch = launch,
                rank = Text::term((*rank).to_owned()),
                launches = number("picked_by.launches", f64::from(*launches)),
                metric = metric
            ),
            None => said!("launch {launch}", launch = launch),
        };
        let seed = Figure::new("seed", story.seed as f64, Shown::Bare);
        Group::said(match price::words(&story.layout) {
            Some(price) => {
                said!("{launch}, seed {seed}, price {price}", launch = launch, seed = seed, price = price)
            }
            None => said!("{launch}, seed {seed}", launch = launch, seed = seed),
        })
    }

    /// Where a metric stands in `explain.json`.
    pub(super) fn id(&self, metric: MetricId) -> String {
        format!("metrics.{}.value", metric.name(&self.words.story.layout.currency))
    }

    /// A metric as money.
    pub(super) fn money_of(&self, metric: MetricId) -> Text {
        self.words.money(self.id(metric), self.words.story.metric(metric).unwrap_or(0.0))
    }

    fn events(&self) -> Group {
        let dated = |event: Event| Fact { label: self.words.date("", event.day), value: event.text, ..Fact::default() };
        let mut facts: Vec<Fact> = events(self.explained, self.all).into_iter().map(dated).collect();
        let spells = &self.words.story.spells;
        let told = if self.all { spells.len() } else { foremost(spells, SPELLS).len() };
        if spells.len() > told {
            // No line of a terminal breaks it.
            let (rest, option) = (number("", (spells.len() - told) as f64), "--all");
            let value = if spells.len() - told == 1 {
                said!(
                    "{number}\u{a0}lesser\u{a0}spell\u{a0}at\u{a0}capacity\u{a0}or\u{a0}short\u{a0}of\u{a0}a\u{a0}part:\u{a0}see\u{a0}{option}",
                    number = rest,
                    option = option
                )
            } else {
                said!(
                    "{number}\u{a0}lesser\u{a0}spells\u{a0}at\u{a0}capacity\u{a0}or\u{a0}short\u{a0}of\u{a0}a\u{a0}part:\u{a0}see\u{a0}{option}",
                    number = rest,
                    option = option
                )
            };
            facts.push(Fact { value, ..Fact::default() });
        }
        Group::of([Block::Facts { facts, list: List::Dated }]).below(said!("What happened"))
    }

    fn deliveries(&self) -> Option<Group> {
        let story = self.words.story;
        let orders = &story.record.purchases;
        if orders.is_empty() {
            return None;
        }
        let mut latest: Vec<usize> = (0..orders.len()).filter(|at| orders[*at].late_days > 0).collect();
        latest.sort_by_key(|&at| (std::cmp::Reverse(orders[at].late_days), orders[at].day, orders[at].class));
        latest.truncate(if self.all { usize::MAX } else { DELIVERIES });
        let fact = |at: usize| Fact {
            label: said!(
                "{parts} from {supplier}",
                parts = named(&story.record.classes[orders[at].class].name),
                supplier = named(&orders[at].supplier)
            ),
            value: self.words.delivery(at),
            ..Fact::default()
        };
        let list = (!latest.is_empty())
            .then(|| Block::Facts { facts: latest.into_iter().map(fact).collect(), list: List::Hanging });
        Some(Group::said(self.punctuality()).and(Group::of(list)).below(said!("Deliveries")))
    }

    /// How many purchase orders came when.
    fn punctuality(&self) -> Text {
        let orders = &self.words.story.record.purchases;
        let value: f64 = orders.iter().map(|order| order.value).sum();
        let arrived: Vec<_> = orders.iter().filter(|order| order.arrival_day.is_some()).collect();
        let mut late: Vec<i32> = arrived.iter().map(|order| order.late_days).filter(|late| *late > 0).collect();
        late.sort_unstable();
        let early = arrived.iter().filter(|order| order.late_days < 0).count();
        let all = said!(
            "{orders} worth {amount}.",
            orders = counted("purchase_orders.length", orders.len() as f64, "purchase order"),
            amount = self.words.money("sum purchase_orders.value", value)
        );
        let on_time = arrived.len() - late.len() - early;
        let whole = |many: usize| number("", many as f64);
        let mut came = if on_time == orders.len() {
            said!("All came on the day reckoned with")
        } else {
            said!(
                "{on_time} came on the day reckoned with, {early} early, {late} late",
                on_time = whole(on_time),
                early = whole(early),
                late = whole(late.len())
            )
        };
        if let Some(&most) = late.last() {
            let middle = late[(late.len() - 1) / 2];
            came = said!(
                "{came} ({days} in the middle, {most} at most)",
                came = came,
                days = counted("", f64::from(middle), "day"),
                most = Figure::new("", f64::from(most), Shown::Bare)
            );
        }
        let missing = orders.len() - arrived.len();
        let came = if missing > 0 {
            said!("{came}, and {missing} not before the end.", came = came, missing = whole(missing))
        } else {
            said!("{came}.", came = came)
        };
        Text::sentences([all, came])
    }

    fn customers(&self) -> Option<Group> {
        let story = self.words.story;
        let mut sentences = Vec::new();
        let tickets = story.record.openings.iter().filter(|opening| opening.gives == Goods::Tickets);
        let tickets: i64 = tickets.map(|opening| opening.served_people).sum();
        if tickets > 0 {
            let paid = story.metric(MetricId::Converted).unwrap_or(0.0);
            sentences.push(said!(
                "Of {tickets} {called} were called and {paid} paid.",
                tickets = counted("", tickets as f64, "ticket"),
                called = number("tickets_called", story.record.called as f64),
                paid = number(self.id(MetricId::Converted), paid)
            ));
        }
        sentences.extend(self.wait());
        sentences.extend(self.cancelled());
        let waiting = story.metric(MetricId::WaitingEnd).unwrap_or(0.0);
        if waiting > 0.0 {
            let customers = counted(self.id(MetricId::WaitingEnd), waiting, "customer");
            sentences.push(said!("{customers} still wait at the end.", customers = customers));
        }
        (!sentences.is_empty()).then(|| Group::said(Text::sentences(sentences)).below(said!("Customers")))
    }

    /// How long phones were waited for.
    fn wait(&self) -> Option<Text> {
        let story = self.words.story;
        let (mean, slow) = (story.metric(MetricId::WaitMean)?, story.metric(MetricId::WaitNinthDecile)?);
        let mean = Figure::new(self.id(MetricId::WaitMean), mean, Shown::Decimals(1));
        let slow = counted(self.id(MetricId::WaitNinthDecile), slow, "day");
        Some(match story.metric(MetricId::ShippedWithinPromise) {
            Some(share) => said!(
                "A phone was waited for {mean} days on average, by the slowest tenth more than {slow}; {share} came within the promised {promise}.",
                mean = mean,
                slow = slow,
                share = Figure::new(self.id(MetricId::ShippedWithinPromise), share, Shown::PerCent),
                promise = counted("", story.record.promise.unwrap_or(30.0).round(), "day")
            ),
            None => said!(
                "A phone was waited for {mean} days on average, by the slowest tenth more than {slow}.",
                mean = mean,
                slow = slow
            ),
        })
    }

    /// Who cancelled, and why.
    fn cancelled(&self) -> Option<Text> {
        let story = self.words.story;
        let (cancelled, for_delay) = story.record.cancellations();
        if cancelled <= 0 {
            return None;
        }
        let judged = story.record.days.iter().map(|day| day.judged_wait).fold(0.0, f64::max);
        let why = match for_delay.round() {
            0.0 => said!("none of them because the wait ran beyond the promise"),
            _ => said!(
                "about {number} of them because the wait ran beyond the promise",
                number = number("cancellations.for_delay", for_delay)
            ),
        };
        let stopped: i64 = story.record.days.iter().map(|day| i64::from(day.cancelled_by_stop)).sum();
        let why = match stopped {
            0 => why,
            all => said!(
                "{number} of them because the company was wound up, {why}",
                number = number("cancellations.wound_up", all as f64),
                why = why
            ),
        };
        Some(said!(
            "{customers} cancelled, {why} (at worst they reckoned with {days}).",
            customers = counted("cancellations.customers", cancelled as f64, "customer"),
            why = why,
            days = counted("", judged.round(), "day")
        ))
    }

    /// The walk from revenue to net profit, and per phone shipped.
    fn profit(&self) -> Group {
        let story = self.words.story;
        let shipped = story.metric(MetricId::Shipped).unwrap_or(0.0);
        let id = |line: &StatementLine| format!("profit_and_loss.{}", line.line);
        let per_phone = |line: &StatementLine, value: f64| {
            let id = format!("{} / {}", id(line), self.id(MetricId::Shipped));
            if shipped > 0.0 { whole(&id, value / shipped) } else { Text::default() }
        };
        let rows = told(&story.profit, &[Line::Revenue, Line::NetProfit]).into_iter();
        let rows = rows
            .map(|(line, value, exact)| [Text::term(line.title), whole(&id(&line), value), per_phone(&line, exact)]);
        let title = Column::of(said!("Where the money went"), self.words.currency());
        Table::new(title, [said!("whole life"), said!("a phone")], Fit::Cut).rows(rows)
    }

    /// The walk of cash.
    fn cash(&self) -> Group {
        let story = self.words.story;
        let rows = told(&story.cash_flow, &[Line::ClosingCash]);
        let title = Column::of(said!("Where the cash went"), self.words.currency());
        let id = |line: &StatementLine| format!("cash.flow.{}", line.line);
        let rows = rows.into_iter().map(|(line, value, _)| [Text::term(line.title), whole(&id(&line), value)]);
        Table::new(title, [said!("whole life")], Fit::Cut).rows(rows)
    }
}

/// Whole money, as lines of a statement that add up are told.
fn whole(id: &str, value: f64) -> Text {
    Figure::new(id, value, Shown::Decimals(0)).into()
}

/// Lines of a statement that say something, and those that always stand: each in whole money, and exactly.
fn told(lines: &[(StatementLine, f64)], always: &[Line]) -> Vec<(StatementLine, f64, f64)> {
    let told = adding_up(lines).into_iter().zip(lines);
    let told = told.filter(|((line, value), _)| *value != 0.0 || always.iter().any(|one| one.name() == line.line));
    told.map(|((line, value), (_, exact))| (line, value, *exact)).collect()
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
