//! Order streams: a series, a path, or a law of the day.

use jiff::civil::Date;

use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::points::in_order;
use crate::scenario::reader::{NO_DATE, Section};
use crate::scenario::tree::{Table, Value};
use crate::scenario::types::{DailyLaw, Demand, Number, OrderStream, PriceResponse};

/// Keys that only a law has.
const OF_A_LAW: [&str; 6] = ["to", "law_factor", "price_slope", "price_elasticity", "reference_price", "follows_price"];

pub(super) fn order_streams(tree: &Table, start: Date, context: &mut Context) -> Vec<OrderStream> {
    let has_price = tree.table("product").is_some_and(|products| {
        let mut tables = products.entries().iter();
        tables.any(|product| matches!(&product.node.value, Value::Table(table) if table.get("price").is_some()))
    });
    let read = |(name, section): (&str, Section<'_>)| {
        let net_price = section.number(context, "net_price");
        OrderStream {
            name: name.to_owned(),
            demand: demand(&section, (start, has_price, net_price), context),
            net_price,
            payment_terms: section.number(context, "payment_terms"),
            allotment: section.number_opt(context, "allotment"),
            talks: section.flag(context, "talks"),
        }
    };
    Section::named(tree, "order_stream").into_iter().map(read).collect()
}

fn demand(section: &Section<'_>, beside: (Date, bool, Number), context: &mut Context) -> Demand {
    section.conflict(context, "series", "daily_orders");
    section.conflict(context, "series", "daily_law");
    section.conflict(context, "daily_orders", "daily_law");
    if section.has("daily_law") {
        return Demand::Law(Box::new(law(section, beside, context)));
    }
    if section.has("series") {
        section.useless(context, &OF_A_LAW, &section.chosen("series", "without `daily_law`"), "");
        return series(section, context);
    }
    if !section.has("daily_orders") {
        section.missing(context, "daily_orders", ", or `series`, or `daily_law`");
        return Demand::Path(Vec::new());
    }
    section.useless(context, &["from"], &section.chosen("daily_orders", "without `series` or `daily_law`"), "");
    section.useless(context, &OF_A_LAW, &section.chosen("daily_orders", "without `daily_law`"), "");
    Demand::Path(section.path(context, "daily_orders"))
}

fn series(section: &Section<'_>, context: &mut Context) -> Demand {
    if !section.has("from") {
        let series = section.chosen("series", "");
        section.missing_beside(context, "from", " beside `series`", series.span);
    }
    let orders = section.series(context, "series");
    let from = section.date(context, "from").unwrap_or(NO_DATE);
    if let (true, Some(node)) = (orders.is_empty(), section.node("series"))
        && matches!(&node.value, Value::List(items) if items.is_empty())
    {
        context.fault(
            Fault::new(Code::BadList, "`series` is empty")
                .at(node.span, "no orders in it")
                .help("write the orders of each day from `from` on: [100, 120, 90]"),
        );
    }
    Demand::Series { from, orders }
}

fn law(section: &Section<'_>, beside: (Date, bool, Number), context: &mut Context) -> DailyLaw {
    let (from, to) = (section.date(context, "from"), section.date(context, "to"));
    if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, section.node("from"), section.node("to")) {
        in_order(from, first.span, to, last.span, context);
    }
    DailyLaw {
        law: section.drawn(context, "daily_law"),
        from,
        to,
        factor: section.number_or_path(context, "law_factor", beside.0),
        response: response(section, beside, context),
        follows_shelf_price: section.choice(context, "follows_price") == Some("shelf_price"),
    }
}

fn response(
    section: &Section<'_>,
    (_, has_price, net_price): (Date, bool, Number),
    context: &mut Context,
) -> PriceResponse {
    section.conflict(context, "price_slope", "price_elasticity");
    let Some(key) = ["price_slope", "price_elasticity"].into_iter().find(|key| section.has(key)) else {
        let without = section.chosen("daily_law", "without `price_slope` or `price_elasticity`");
        section.useless(context, &["reference_price", "follows_price"], &without, "");
        return PriceResponse::None;
    };
    let chosen = section.chosen(key, format!("with `{key}`"));
    section.needs(context, "reference_price", &chosen);
    let reference = section.number(context, "reference_price");
    let shelf = section.choice(context, "follows_price") == Some("shelf_price");
    if shelf
        && !has_price
        && let Some(node) = section.node("follows_price")
    {
        context.fault(
            Fault::new(Code::NeedsKey, "the product has no price to follow")
                .at(node.span, "the shelf price is `price` of [product.NAME]")
                .help("write price = 1999 in [product.NAME], or take `follows_price` out"),
        );
    }
    if key == "price_slope" {
        return PriceResponse::Linear { slope: section.number(context, key), reference };
    }
    let nought = |number: Number| number == Number::certain(0.0);
    for name in ["reference_price", "net_price"] {
        let number = if name == "net_price" { net_price } else { reference };
        let counts = name == "reference_price" || !shelf;
        if let (true, true, Some(node)) = (counts, nought(number), section.node(name))
            && matches!(node.value, Value::Integer(_) | Value::Float(_))
        {
            context.fault(
                Fault::new(Code::OutOfRange, format!("`{name}` cannot be 0 with `price_elasticity`"))
                    .at(node.span, "an elasticity compares prices by their ratio")
                    .allowed("above 0, up to 1,000,000")
                    .help("or write `price_slope`, phones a day fewer for each unit of price"),
            );
        }
    }
    PriceResponse::Elastic { elasticity: section.number(context, key), reference }
}
