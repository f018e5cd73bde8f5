//! Metrics of the planner's own: an expression over those there are.

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::Kind;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, words};
use crate::language::expression::Expression;
use crate::language::fault::Fault;
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};
use crate::outcome::{MetricId, SeriesId, Unit};
use crate::stats::Better;

words! {
    /// What a metric of one's own is measured in.
    pub enum UnitWord {
        /// Money of the scenario.
        Money = "money",
        /// Money per phone.
        MoneyPerPhone = "money_per_phone",
        /// Phones.
        Phones = "phones",
        /// People.
        People = "people",
        /// Parts.
        Parts = "parts",
        /// Days.
        Days = "days",
        /// A day of the timeline, told as its date.
        Date = "date",
        /// Hours.
        Hours = "hours",
        /// Phones per day.
        PhonesPerDay = "phones_per_day",
        /// A share, told in per cent.
        Share = "share",
        /// Yes or no, told as a probability.
        Probability = "probability",
        /// A number without a unit.
        Number = "number",
    }
}

words! {
    /// Which way a metric of one's own is good.
    pub enum BetterWord {
        /// More is better.
        More = "more",
        /// Less is better.
        Less = "less",
        /// Neither by itself.
        Neither = "neither",
    }
}

impl UnitWord {
    /// The unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Money => Unit::Money,
            Self::MoneyPerPhone => Unit::MoneyPerPhone,
            Self::Phones => Unit::Phones,
            Self::People => Unit::People,
            Self::Parts => Unit::Parts,
            Self::Days => Unit::Days,
            Self::Date => Unit::DayNumber,
            Self::Hours => Unit::Hours,
            Self::PhonesPerDay => Unit::PhonesPerDay,
            Self::Share => Unit::Share,
            Self::Probability => Unit::YesNo,
            Self::Number => Unit::Number,
        }
    }
}

impl BetterWord {
    /// The same for statistics.
    #[must_use]
    pub fn better(self) -> Better {
        match self {
            Self::More => Better::More,
            Self::Less => Better::Less,
            Self::Neither => Better::Neither,
        }
    }
}

table! {
    /// A metric of your own, computed in every launch from those there are, and named like them in files, tables, `--maximize`, `--until` and `--launch`.
    METRIC = "metric.*", named OwnMetric {
        /// What it is; `None` beside a fault.
        expression: Option<Expression> => expression {
            /// An expression over metrics of a launch, also others of your own: see docs/expressions.md.
            expr = Kind::Text, Required, r#""net_profit - 0.02 * revenue""#;
        }
        /// What it is measured in.
        unit: Option<UnitWord> => unit {
            /// What it is measured in.
            unit = Kind::Choice(UnitWord::ALL), Words("what the expression gives, else number"), r#""money""#;
        }
        /// Its title.
        title: Option<String> => title {
            /// Its title for people.
            title = Kind::Text, Words("its name"), r#""Profit after 2 % of revenue""#;
        }
        /// Which way it is good.
        better: BetterWord = Kind::Choice(BetterWord::ALL), Default(r#""more""#), r#""less""#;
    }
}

pub(super) fn metrics(tree: &Table, currency: &str, context: &mut Context) -> Vec<OwnMetric> {
    Section::each(tree, &METRIC, |name, section| {
        name_is_free(name, section, currency, context);
        OwnMetric::of(name, section, tree, context)
    })
}

/// A name that an expression can say and no metric or series has.
fn name_is_free(name: &str, section: &Section<'_>, currency: &str, context: &mut Context) {
    let money = format!("_{currency}");
    let taken = |id: &str| id == name || id.strip_suffix(money.as_str()) == Some(name);
    let metrics = MetricId::ALL.iter().any(|metric| taken(metric.id()));
    let series = SeriesId::ALL.iter().any(|series| taken(series.id()));
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let (code, title, allowed) = if metrics || series {
        let what = if metrics { "a metric" } else { "a daily series" };
        let title = format!("`{name}` is {what} already");
        (Code::Duplicate, title, "a name that no metric and no series of summary.json and daily.csv has")
    } else if name.ends_with(&money) {
        let title = format!("`{name}` ends with the currency, which is added by itself");
        (Code::BadName, title, "a name without the currency")
    } else if !plain || matches!(name, "and" | "or" | "not") {
        let title = format!("`{name}` cannot be named in an expression");
        (Code::BadName, title, "letters, digits and `_`, starting with a letter, and none of and, or, not")
    } else {
        return;
    };
    let clean: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let free = clean.strip_suffix(&money).unwrap_or(&clean);
    let free = if free == name { format!("my_{free}") } else { free.to_owned() };
    let mut fault = Fault::new(code, title).allowed(allowed).help(format!("write for example [metric.{free}]"));
    if let Some(span) = section.span {
        fault = fault.at(span, "this name");
    }
    context.fault(fault);
}

fn expression(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<Expression> {
    let text = section.text(context, "expr")?;
    let node = section.node("expr").filter(|node| matches!(node.value, Value::Text(_)))?;
    let refuse = |what: &str, place: std::ops::Range<usize>, help: &str, context: &mut Context| {
        let mut fault = Fault::new(Code::Expression, format!("`expr` of [{}]: {what}", section.path));
        fault = fault.at(context.sources.within(node.span, &text, place), "here");
        context.fault(if help.is_empty() { fault } else { fault.help(help) });
    };
    match Expression::parse(&text) {
        Err(found) => refuse(&found.what, found.place, &found.help, context),
        Ok(expression) if !expression.is_of_one_launch() => {
            let help = "leave mean(...), sd(...), p5(...) and the like to objectives and conditions; every run gives them of each metric";
            refuse("a figure over launches in a metric of each launch", 0..text.len(), help, context);
        }
        Ok(expression) if expression.is_constant() => {
            let help = "name a metric in it, as in net_profit - 0.02 * revenue";
            refuse("the same in every launch", 0..text.len(), help, context);
        }
        Ok(expression) => return Some(expression),
    }
    None
}

fn unit(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<UnitWord> {
    if section.has("unit") { section.choice(context, "unit").and_then(UnitWord::of) } else { None }
}

fn title(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<String> {
    if section.has("title") { section.text(context, "title") } else { None }
}
