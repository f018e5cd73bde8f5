//! Reading lists: dated points, volume steps, weekdays, holidays, hours, daily series.

use jiff::civil::Date;

use crate::language::catalogue::{Key, Range};
use crate::language::choices::not_a_choice;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::number::{number_of, whole_of};
use crate::language::quantity::{Number, Path};
use crate::language::reader::{Section, date_of};
use crate::language::scale::{Scale, in_range, quantity_of};
use crate::language::source::Span;
use crate::language::tree::{Node, Value};

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Section<'_> {
    /// Dated points `[[2011-10-15, 500], ..]`; empty when nothing usable is written.
    pub fn path(&self, context: &mut Context, name: &str) -> Path {
        let Some(items) = self.list(context, name, "a list of dated points") else {
            return Path::new();
        };
        let scale = Scale::of(self.key(name));
        let mut path = Path::new();
        let mut last: Option<(Date, Span)> = None;
        for (at, item) in items.iter().enumerate() {
            let Some((first, second)) = pair_of(item, scale.key, ["date", "value"], context) else {
                continue;
            };
            let date = date_of(first, context);
            let value = number_of(second, scale, self.address(name, Some(at)), context);
            if let (Some(date), Some((before, span))) = (date, last)
                && date <= before
            {
                context.fault(
                    Fault::new(
                        Code::NotAscending,
                        format!("the points of `{name}` do not ascend: {date} follows {before}"),
                    )
                    .at(first.span, if date == before { "this date again" } else { "earlier than the point before" })
                    .at(span, "the point before")
                    .help("write the points in the order of their dates, each date once"),
                );
            }
            if let Some(date) = date {
                last = Some((date, first.span));
            }
            if let (Some(date), Some(value)) = (date, value) {
                path.push((date, value));
            }
        }
        path
    }

    /// One number that holds from `from` on, or dated steps; the default when nothing is written.
    pub fn number_or_path(&self, context: &mut Context, name: &str, from: Date) -> Path {
        match self.node(name) {
            Some(Node { value: Value::List(_), .. }) => self.path(context, name),
            _ => vec![(from, self.number(context, name))],
        }
    }

    /// Steps `[[0, 1.2], [100_000, 1.0]]` of a table by volume.
    pub fn steps(&self, context: &mut Context, name: &str) -> Vec<(f64, Number)> {
        let items = self.items(context, name, "a list of steps");
        let scale = Scale::of(self.key(name));
        let volumes = Scale { range: Range::closed(0.0, 1e12), ..scale };
        let mut steps: Vec<(f64, Number)> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some((first, second)) = pair_of(item, scale.key, ["from", "factor"], context) else {
                continue;
            };
            let volume = quantity_of(first, volumes, context)
                .and_then(|volume| in_range(volume, first.span, volumes, context).map(|()| volume));
            let factor = number_of(second, scale, self.address(name, Some(at)), context);
            let Some(volume) = volume else { continue };
            if at == 0 && volume != 0.0 {
                context.fault(
                    Fault::new(Code::NotAscending, format!("the steps of `{name}` start at 0"))
                        .at(first.span, "the first step")
                        .help(format!("add a first step at 0, as in {name} = {}", scale.key.sample)),
                );
            }
            if let Some((before, _)) = steps.last()
                && volume <= *before
            {
                context.fault(
                    Fault::new(
                        Code::NotAscending,
                        format!("the steps of `{name}` do not ascend: {volume} follows {before}"),
                    )
                    .at(first.span, "not above the step before")
                    .help("write the steps in ascending order, each once"),
                );
            }
            steps.push((volume, factor.unwrap_or(Number::certain(1.0))));
        }
        steps
    }

    /// Weekdays as numbers from Monday = 0, ascending.
    pub fn weekdays(&self, context: &mut Context, name: &str) -> Vec<u8> {
        let items = self.items(context, name, "a list of weekdays");
        let key = self.key(name);
        let mut days: Vec<u8> = Vec::new();
        for item in items {
            let Some(text) = self.text_in(context, name, item, "names of weekdays in quotes") else { continue };
            let Some(day) = WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(text)) else {
                context.fault(not_a_choice(key, text, item.span, &WEEKDAYS));
                continue;
            };
            let day = day as u8;
            if days.contains(&day) {
                context.fault(
                    Fault::new(Code::Duplicate, format!("{} is named twice", WEEKDAYS[usize::from(day)]))
                        .at(item.span, "here again"),
                );
            } else {
                days.push(day);
            }
        }
        days.sort_unstable();
        days
    }

    /// Spans of dates, first and last day included; a single date is a span of one day.
    pub fn holidays(&self, context: &mut Context, name: &str) -> Vec<(Date, Date)> {
        let items = self.items(context, name, "a list of dates and spans of dates");
        let mut holidays = Vec::new();
        for item in items {
            let pair = match &item.value {
                Value::List(_) | Value::Table(_) => pair_of(item, self.key(name), ["from", "to"], context),
                _ => Some((item, item)),
            };
            let Some((first, last)) = pair else { continue };
            let from = date_of(first, context);
            let to = if std::ptr::eq(first, last) { from } else { date_of(last, context) };
            if let (Some(from), Some(to)) = (from, to) {
                in_order(from, first.span, to, last.span, context);
                holidays.push((from, to));
            }
        }
        holidays
    }

    /// Records a fault when the date under one key lies after that under another.
    pub fn ascending(&self, context: &mut Context, first: &str, last: &str) {
        if let (Some(from), Some(to)) = (self.shown_date(first), self.shown_date(last))
            && let (Some(first), Some(last)) = (self.node(first), self.node(last))
        {
            in_order(from, first.span, to, last.span, context);
        }
    }

    /// `N` weights of which one is above zero; `None` when nothing usable is written.
    pub fn weights<const N: usize>(&self, context: &mut Context, name: &str) -> Option<[f64; N]> {
        let items =
            if self.has(name) { self.list(context, name, &format!("a list of {N} weights"))? } else { return None };
        let span = self.node(name)?.span;
        let scale = Scale { range: Range::closed(0.0, 1e6), ..Scale::of(self.key(name)) };
        if items.len() != N {
            let sample = self.key(name).sample;
            context.fault(
                Fault::new(Code::BadList, format!("`{name}` needs {N} weights"))
                    .at(span, format!("{} found", items.len()))
                    .help(format!("write for example: {name} = {sample}")),
            );
            return None;
        }
        let mut weights = [0.0; N];
        for (weight, item) in weights.iter_mut().zip(items) {
            *weight = quantity_of(item, scale, context)?;
            in_range(*weight, item.span, scale, context)?;
        }
        if weights.iter().sum::<f64>() > 0.0 {
            return Some(weights);
        }
        context.fault(
            Fault::new(Code::BadList, format!("all weights of `{name}` are 0")).at(span, "nothing would ever happen"),
        );
        None
    }

    /// Whole numbers day by day.
    pub fn series(&self, context: &mut Context, name: &str) -> Vec<i32> {
        let Some(items) = self.list(context, name, "a list of whole numbers") else {
            return Vec::new();
        };
        let scale = Scale::of(self.key(name));
        items.iter().filter_map(|item| whole_of(item, scale, context)).map(|whole| whole as i32).collect()
    }
}

/// The two halves of a point, written `[a, b]` or `{ first = a, second = b }`.
fn pair_of<'t>(item: &'t Node, key: &Key, names: [&str; 2], context: &mut Context) -> Option<(&'t Node, &'t Node)> {
    match &item.value {
        Value::List(pair) if pair.len() == 2 => return Some((&pair[0], &pair[1])),
        Value::Table(table) if table.entries().len() == 2 => {
            if let (Some(first), Some(second)) = (table.get(names[0]), table.get(names[1])) {
                return Some((first, second));
            }
        }
        _ => {}
    }
    context.fault(
        Fault::new(Code::BadList, format!("each item of `{}` is a pair [{}, {}]", key.name, names[0], names[1]))
            .at(item.span, format!("{} found", what(item)))
            .help(format!("write for example: {} = {}", key.name, key.sample)),
    );
    None
}

fn what(item: &Node) -> String {
    match &item.value {
        Value::List(items) => format!("a list of {}", items.len()),
        value => value.kind().to_owned(),
    }
}

/// Records a fault when the last day lies before the first.
pub fn in_order(from: Date, from_span: Span, to: Date, to_span: Span, context: &mut Context) {
    if to < from {
        context.fault(
            Fault::new(Code::Order, format!("the last day {to} lies before the first day {from}"))
                .at(to_span, "last day")
                .at(from_span, "first day")
                .help("swap them, or correct the year"),
        );
    }
}
