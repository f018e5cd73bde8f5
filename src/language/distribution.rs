//! Reading distributions: `{ lognormal = { mean = 220, cv = 0.1 }, at_least = 150 }`.

use crate::language::catalogue::Range;
use crate::language::catalogue::{FAMILIES, SET_TO};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::listing;
use crate::language::nearest::nearest;
use crate::language::scale::{Scale, plain, quantity_of};
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};
use crate::random::distribution::{Distribution, NEVER};

/// A number of a distribution is of the key's kind, or a mere ratio.
#[derive(Clone, Copy, PartialEq)]
enum Measure {
    Value,
    Ratio,
}

/// The parameters of a family.
fn parameters(family: &str) -> &'static [(&'static str, Measure)] {
    use Measure::{Ratio, Value};
    match family {
        "uniform" => &[("low", Value), ("high", Value)],
        "normal" => &[("mean", Value), ("sd", Value)],
        "lognormal" | "gamma" => &[("mean", Value), ("cv", Ratio)],
        "triangular" | "pert" => &[("low", Value), ("mode", Value), ("high", Value)],
        "beta" => &[("alpha", Ratio), ("beta", Ratio), ("low", Value), ("high", Value)],
        "poisson" | "geometric" => &[("mean", Value)],
        "negative_binomial" => &[("mean", Value), ("dispersion", Ratio)],
        "quantiles" => &[("p10", Value), ("p50", Value), ("p90", Value)],
        _ => &[],
    }
}

/// How a family is written.
#[must_use]
pub fn example(family: &str) -> String {
    match family {
        "discrete" => "discrete = { values = [..], weights = [..] }".into(),
        "empirical" => "empirical = { file = \"past.csv\", column = \"value\" }".into(),
        _ => {
            let list: Vec<String> = parameters(family).iter().map(|(name, _)| format!("{name} = ..")).collect();
            format!("{family} = {{ {} }}", list.join(", "))
        }
    }
}

/// Reads a distribution; faults are recorded.
pub fn read(table: &Table, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<Distribution> {
    let mut family: Option<&Entry> = None;
    let mut whole = true;
    for entry in table.entries() {
        match entry.key.as_str() {
            "at_least" | "at_most" | SET_TO => {}
            name if FAMILIES.contains(&name) => {
                if let Some(first) = family {
                    context.fault(
                        Fault::new(Code::Family, "a distribution has one family")
                            .at(entry.key_span, "a second family")
                            .at(first.key_span, "the first one")
                            .help("take one of them out"),
                    );
                    whole = false;
                }
                family = Some(entry);
            }
            name => {
                let known = FAMILIES.iter().copied().chain(["at_least", "at_most", SET_TO]);
                let fault = Fault::new(Code::Family, format!("there is no family of distributions `{name}`"))
                    .at(entry.key_span, "unknown family")
                    .allowed(FAMILIES.join(", "));
                context.fault(match nearest(name, known) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help(format!("write for example: {} = {{ {} }}", scale.key.name, example("uniform"))),
                });
                whole = false;
            }
        }
    }
    let Some(family) = family else {
        if whole {
            context.fault(
                Fault::new(Code::Family, "this table names no family of distributions")
                    .at(span, "not a distribution")
                    .allowed(FAMILIES.join(", "))
                    .help(format!("write for example: {} = {{ {} }}", scale.key.name, example("uniform"))),
            );
        }
        return None;
    };
    let Value::Table(inner) = &family.node.value else {
        context.fault(
            Fault::new(Code::Parameter, format!("`{}` takes its parameters in a table", family.key))
                .at(family.node.span, format!("{} found", family.node.value.kind()))
                .help(format!("write {}", example(&family.key))),
        );
        return None;
    };
    let bare = match family.key.as_str() {
        "discrete" => discrete(inner, family.node.span, scale, context),
        "empirical" => empirical(inner, family.node.span, scale, context),
        name => by_parameters(name, inner, family.node.span, scale, context),
    }?;
    let bound = |name: &str, context: &mut Context| match table.get(name) {
        Some(node) => quantity_of(node, raw(scale), context).map(Some),
        None => Some(None),
    };
    let (low, high) = (bound("at_least", context)?, bound("at_most", context)?);
    if !whole {
        return None;
    }
    if let Err(message) = bare.validate() {
        let fault = Fault::new(Code::Distribution, "these parameters make no distribution");
        let fault = fault.at(family.node.span, message);
        context.fault(match reversed(inner) {
            Some(cure) => fault.help(cure),
            None => fault,
        });
        return None;
    }
    let distribution = bounded(bare, low, high);
    if let Err(message) = distribution.validate() {
        let title = match distribution {
            Distribution::QuantilesWithin { .. } => "no law has these three quantiles within these bounds",
            _ => "this truncation leaves nothing",
        };
        context.fault(Fault::new(Code::Distribution, title).at(span, message));
        return None;
    }
    supported(&distribution, span, scale, context)?;
    Some(distribution)
}

/// A distribution with its bounds. Three quantiles are what the planner stated, so that where a bound would move them a law
/// takes over that has both.
fn bounded(bare: Distribution, low: Option<f64>, high: Option<f64>) -> Distribution {
    if low.is_none() && high.is_none() {
        return bare;
    }
    let cut = low.map_or(0.0, |low| bare.cdf(low)) + high.map_or(0.0, |high| 1.0 - bare.cdf(high));
    match bare {
        Distribution::Quantiles { p10, p50, p90 } if p10 < p90 && cut > NEVER => {
            Distribution::QuantilesWithin { p10, p50, p90, low, high }
        }
        bare => Distribution::Truncated { of: Box::new(bare), low, high },
    }
}

/// The cure of bounds in the wrong order: `low` and `high` exchanged, as they are written.
fn reversed(parameters: &Table) -> Option<String> {
    let number = |name: &str| match parameters.get(name)?.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    };
    let (low, high) = (number("low")?, number("high")?);
    (low > high).then(|| format!("low and high are exchanged: write low = {high}, high = {low}"))
}

/// Parameters are not rounded: only the drawn value is.
fn raw(scale: Scale<'_>) -> Scale<'_> {
    Scale { whole_days: false, ..scale }
}

/// Records a fault when the distribution can leave the key's range.
fn supported(distribution: &Distribution, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<()> {
    let (low, high) = distribution.support();
    let range = scale.range;
    let stands_on_ends = match distribution {
        Distribution::Discrete { .. }
        | Distribution::Empirical { .. }
        | Distribution::Truncated { .. }
        | Distribution::QuantilesWithin { .. }
        | Distribution::Poisson { .. }
        | Distribution::NegativeBinomial { .. }
        | Distribution::Geometric { .. } => true,
        _ => low == high,
    };
    // A tail that is never drawn in practice does not count.
    let low_ok = low > range.low
        || (low == range.low && !(range.low_open && stands_on_ends))
        || (low < range.low && distribution.cdf(range.low) <= NEVER);
    let high_ok = high < range.high
        || (high == range.high && !range.high_open)
        || (high > range.high && 1.0 - distribution.cdf(range.high) <= NEVER);
    if low_ok && high_ok {
        return Some(());
    }
    let unit = if scale.duration { " days" } else { "" };
    let bound = |value: f64| {
        if scale.duration { format!("\"{}\"", crate::units::Days(value)) } else { plain_toml(value) }
    };
    let mut cure = Vec::new();
    if !low_ok {
        let least = if range.low_open { range.low + nudge(range) } else { range.low };
        cure.push(format!("at_least = {}", bound(least)));
    }
    if !high_ok {
        let most = if range.high_open { range.high - nudge(range) } else { range.high };
        cure.push(format!("at_most = {}", bound(most)));
    }
    let reach = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("reaches from {} to {}{unit}", plain(low), plain(high)),
        (true, false) => format!("reaches from {}{unit} without an upper limit", plain(low)),
        (false, true) => format!("reaches up to {}{unit} without a lower limit", plain(high)),
        (false, false) => "can take any value, however small or large".to_owned(),
    };
    context.fault(
        Fault::new(Code::Support, format!("this distribution leaves the range of `{}`", scale.key.name))
            .at(span, reach)
            .allowed(scale.allowed())
            .help(format!("truncate it beside the family: {}", cure.join(", "))),
    );
    None
}

fn plain_toml(value: f64) -> String {
    if value.abs() >= 1e15 { format!("{value:e}") } else { format!("{value}") }
}

/// A small step away from an excluded end.
fn nudge(range: Range) -> f64 {
    ((range.high - range.low) * 1e-6).clamp(1e-3, 1.0)
}

fn by_parameters(
    family: &str,
    table: &Table,
    span: Span,
    scale: Scale<'_>,
    context: &mut Context,
) -> Option<Distribution> {
    let wanted = parameters(family);
    let mut values = [0.0; 4];
    let mut whole = true;
    for (at, (name, measure)) in wanted.iter().enumerate() {
        let Some(node) = table.get(name) else {
            if !table.entries().iter().any(|entry| nearest(&entry.key, [*name]).is_some()) {
                missing(family, name, span, context);
            }
            whole = false;
            continue;
        };
        let measured = Scale { name, duration: scale.duration && *measure == Measure::Value, ..raw(scale) };
        match quantity_of(node, measured, context) {
            Some(value) => values[at] = value,
            None => whole = false,
        }
    }
    whole &= no_others(family, table, &wanted.iter().map(|(name, _)| *name).collect::<Vec<_>>(), context);
    if !whole {
        return None;
    }
    let [a, b, c, d] = values;
    Some(match family {
        "uniform" => Distribution::Uniform { low: a, high: b },
        "normal" => Distribution::Normal { mean: a, sd: b },
        "lognormal" => Distribution::LogNormal { mean: a, cv: b },
        "triangular" => Distribution::Triangular { low: a, mode: b, high: c },
        "pert" => Distribution::Pert { low: a, mode: b, high: c },
        "beta" => Distribution::Beta { alpha: a, beta: b, low: c, high: d },
        "gamma" => Distribution::Gamma { mean: a, cv: b },
        "poisson" => Distribution::Poisson { mean: a },
        "negative_binomial" => Distribution::NegativeBinomial { mean: a, dispersion: b },
        "geometric" => Distribution::Geometric { mean: a },
        _ => Distribution::Quantiles { p10: a, p50: b, p90: c },
    })
}

fn missing(family: &str, name: &str, span: Span, context: &mut Context) {
    context.fault(
        Fault::new(Code::Parameter, format!("`{family}` needs the parameter `{name}`"))
            .at(span, format!("`{name}` is missing here"))
            .help(format!("write {}", example(family))),
    );
}

fn no_others(family: &str, table: &Table, wanted: &[&str], context: &mut Context) -> bool {
    let mut none = true;
    for entry in table.entries().iter().filter(|entry| !wanted.contains(&entry.key.as_str())) {
        none = false;
        let fault = Fault::new(Code::Parameter, format!("`{family}` has no parameter `{}`", entry.key))
            .at(entry.key_span, "unknown parameter");
        context.fault(match (entry.key.as_str(), nearest(&entry.key, wanted.iter().copied())) {
            ("at_least" | "at_most" | SET_TO, _) => {
                fault.help(format!("write it beside the family: {{ {family} = {{ .. }}, {} = .. }}", entry.key))
            }
            (_, Some(near)) => fault.help(format!("did you mean `{near}`?")),
            (_, None) => fault.help(format!("write {}", example(family))),
        });
    }
    none
}

/// The numbers of a list; faults are recorded.
fn numbers(node: &Node, family: &str, scale: Scale<'_>, context: &mut Context) -> Option<Vec<f64>> {
    let Value::List(items) = &node.value else {
        context.fault(
            Fault::new(Code::Parameter, format!("`{family}` takes a list here"))
                .at(node.span, format!("{} found", node.value.kind()))
                .help("write numbers in brackets: [1, 2, 3]"),
        );
        return None;
    };
    let values: Vec<Option<f64>> = items.iter().map(|item| quantity_of(item, raw(scale), context)).collect();
    values.into_iter().collect()
}

fn discrete(table: &Table, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<Distribution> {
    let known = no_others("discrete", table, &["values", "weights"], context);
    let Some(values) = table.get("values") else {
        missing("discrete", "values", span, context);
        return None;
    };
    let values = numbers(values, "discrete", scale, context);
    let weights = match table.get("weights") {
        Some(node) => numbers(node, "discrete", Scale { duration: false, ..scale }, context),
        None => values.as_ref().map(|values| vec![1.0; values.len()]),
    };
    known.then_some(())?;
    Some(Distribution::Discrete { values: values?, weights: weights? })
}

fn empirical(table: &Table, span: Span, scale: Scale<'_>, context: &mut Context) -> Option<Distribution> {
    no_others("empirical", table, &["file", "column", "values"], context).then_some(())?;
    if let Some(node) = table.get("values") {
        let mut values = numbers(node, "empirical", scale, context)?;
        values.sort_by(f64::total_cmp);
        return Some(Distribution::Empirical { values });
    }
    for name in ["file", "column"] {
        match table.get(name) {
            None => {
                missing("empirical", name, span, context);
                return None;
            }
            Some(node) if !matches!(node.value, Value::Text(_)) => {
                context.fault(
                    Fault::new(Code::Parameter, format!("`{name}` takes text in quotes"))
                        .at(node.span, format!("{} found", node.value.kind())),
                );
                return None;
            }
            Some(_) => {}
        }
    }
    let (Some(file), Some(column)) = (table.get("file"), table.get("column")) else {
        return None;
    };
    let (Value::Text(file_name), Value::Text(column_name)) = (&file.value, &column.value) else {
        return None;
    };
    let place = context.sources.get(file.span.file).place.beside(file_name);
    let sheet = listing::read(&place, Some(file.span), &Exported::default(), context)?;
    let Some(at) = sheet.header.iter().position(|cell| cell.text == *column_name) else {
        let fault = Fault::new(Code::Column, format!("{} has no column `{column_name}`", place.shown()))
            .at(column.span, "no such column");
        context.fault(match nearest(column_name, sheet.header.iter().map(|cell| cell.text.as_str())) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!(
                "its columns are {}",
                sheet.header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(", ")
            )),
        });
        return None;
    };
    let mut values = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        match row[at].text.parse::<f64>() {
            Ok(value) if value.is_finite() => values.push(value + 0.0),
            _ => {
                let unit = if scale.duration { "a number of days" } else { "a number" };
                context.fault(
                    Fault::new(Code::Column, format!("a value of column `{column_name}` is not a number"))
                        .at(row[at].span, format!("{unit} is expected here")),
                );
                return None;
            }
        }
    }
    if values.is_empty() {
        context.fault(
            Fault::new(Code::Column, format!("{} has no line below its header", place.shown()))
                .at(file.span, "no values in it"),
        );
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(Distribution::Empirical { values })
}
