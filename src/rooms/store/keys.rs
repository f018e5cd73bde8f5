//! Demand outside the market: a series, a path, or a law of the day.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Read, Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{ANYWHERE, COUNT, NOUGHT, ONE, PER_PHONE, RATE, SHARE, SHARE_BELOW_ONE, whole_days};
use crate::language::reader::{NO_DATE, Section};
use crate::language::tree::{Node, Table, Value};
use crate::random::distribution::Distribution;
use crate::rooms::product::keys::PRODUCT;
use crate::units::Days;

/// Keys that only a law has.
const OF_A_LAW: [&str; 2] = ["to", "law_factor"];
/// Keys that only a retailer with a stock has.
const OF_A_STOCK: [&str; 2] = ["price_protection", "returnable"];
/// Keys by which a price moves a path or a law.
const OF_A_RESPONSE: [&str; 4] = ["price_slope", "price_elasticity", "reference_price", "follows_price"];

words! {
    /// The price that moves orders.
    pub enum FollowsPrice {
        /// The stream's own.
        Net = "net_price",
        /// The product's.
        Shelf = "shelf_price",
    }
}

/// Daily quantities of an order stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// Whole orders of each day from one on.
    Series {
        /// First day.
        from: Date,
        /// Orders [phones] day by day.
        orders: Vec<i32>,
    },
    /// Dated points, linear between, zero outside, and how the price moves them.
    Path(Path, Followed),
    /// Drawn anew each day.
    Law(Box<DailyLaw>),
}

/// A law of daily orders.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyLaw {
    /// What is drawn [phones].
    pub law: Distribution,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Factor of each day's draw, linear between its points.
    pub factor: Path,
    /// How the price moves the draw.
    pub followed: Followed,
}

/// How a price moves orders, and which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// How it does.
    pub response: PriceResponse,
    /// Whether that is the shelf price, not the stream's own.
    pub shelf: bool,
}

/// How a price moves the orders of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriceResponse {
    /// Not at all.
    None,
    /// So many phones fewer for each unit of price.
    Linear {
        /// `price_slope` [phones per day and unit of money].
        slope: Number,
        /// `reference_price` [money].
        reference: Number,
    },
    /// Times (price / reference price)^-elasticity.
    Elastic {
        /// `price_elasticity`.
        elasticity: Number,
        /// `reference_price` [money].
        reference: Number,
    },
}

/// What an order stream pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StreamPrice {
    /// `net_price` [money].
    Net(Number),
    /// The shelf price net of VAT less `margin`.
    Margin(Number),
}

/// The stock a retailer holds of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetailStock {
    /// `stock` [days of its customers' demand].
    pub days: Number,
    /// `price_protection`, a share.
    pub protection: Number,
    /// `returnable`, a share.
    pub returnable: Number,
}

table! {
    /// Demand outside the market: `series`, `daily_orders`, or `daily_law` drawn anew each day.
    ORDER_STREAM = "order_stream.*", named OrderStream {
        /// What it pays.
        price: StreamPrice => stream_price {
            /// Paid per phone, net of VAT, whatever the shelf price.
            net_price = Kind::Number(PER_PHONE), Words("required without `margin`"), "1_700", "money";
            /// Its margin: it pays the shelf price of the day of shipment, net of VAT, less this share of it.
            margin = Kind::Number(SHARE_BELOW_ONE), Words("none: it pays `net_price`"), "0.15", "share";
        }
        /// What is ordered.
        demand: Demand => demand {
            /// First day of `series` or of `daily_law`.
            from = ANYWHERE, Words("required with `series`; of a law the start"), "2026-09-01";
            /// Last day of `daily_law`.
            to = ANYWHERE, Words("the end"), "2026-12-31";
            /// Orders of each day from `from` on.
            series = Kind::Series(COUNT), Words("none"), "[100, 120, 90]", "phones";
            /// Orders per day, linear between points, zero outside them.
            daily_orders = Kind::Path(COUNT), Words("none"), "[[2026-11-01, 500], [2026-12-31, 800]]", "[date, phones per day]";
            /// Orders of a day, drawn anew each day, independently of other days; below 0 nobody orders.
            daily_law = Kind::Number(Range::closed(-2e9, 2e9)), Words("none"), "{ normal = { mean = 500, sd = 80 } }", "phones per day";
            /// Factor of the draws of `daily_law`: one number, or dated points, linear between them and level outside.
            law_factor = Kind::NumberOrPath(Range::closed(0.0, 1e9)), ONE, "[[2026-09-01, 1], [2026-12-31, 1.5]]", "ratio";
            /// Phones a day fewer for each unit of price above `reference_price`; with `daily_orders` or `daily_law`.
            price_slope = Kind::Number(RATE), Words("none"), "0.2", "phones per day and money";
            /// Instead of `price_slope`: orders are multiplied by (price / reference price)^(-this).
            price_elasticity = Kind::Number(Range::closed(0.0, 100.0)), Words("none"), "1.5", "ratio";
            /// Price at which `daily_orders` or `daily_law` hold as they are written.
            reference_price = Kind::Number(PER_PHONE), Words("required with `price_slope` or `price_elasticity`"), "1_700", "money";
            /// The price that moves orders by `price_slope` or `price_elasticity`: the stream's own, or the product's.
            follows_price = Kind::Choice(FollowsPrice::ALL), Default(r#""net_price""#), r#""net_price""#;
        }
        /// Time from shipment to payment.
        payment_terms: Number = whole_days(0.0, 3650.0), Default(r#""0 days""#), r#""60 days""#, "days, whole";
        /// Share of each day's finished phones it may take first.
        allotment: Option<Number> = Kind::Number(SHARE), Words("none: it queues with the others"), "0.2", "share";
        /// Its owners spread the word.
        talks: bool = Kind::Flag, Default("true"), "true";
        /// The stock it holds of its own.
        retail: Option<RetailStock> => retail {
            /// Days of its customers' demand up to which a retailer orders, counting what it holds and what is on order; its customers buy from that stock, so that what it orders is not what it sells. With 0 they order from us.
            stock = whole_days(0.0, 365.0), Default(r#""0 days""#), r#""30 days""#, "days, whole";
            /// When the shelf price falls, the share of what it then pays less that it is credited for each phone it holds; with `stock` and `margin`.
            price_protection = Kind::Number(SHARE), NOUGHT, "1", "share";
            /// Share of the phones it still holds at the end that come back at what it paid; with `stock`.
            returnable = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        }
    }
}

impl OrderStream {
    /// Whether it holds a stock in some launch.
    pub(crate) fn may_hold_stock(&self) -> bool {
        self.retail.is_some_and(|stock| stock.days.input.is_some() || Days(stock.days.value).rounded_half_up() > 0)
    }
}

pub(crate) fn order_streams(tree: &Table, context: &mut Context) -> Vec<OrderStream> {
    Section::each(tree, &ORDER_STREAM, |name, section| OrderStream::of(name, section, tree, context))
}

fn stream_price(section: &Section<'_>, tree: &Table, context: &mut Context) -> StreamPrice {
    section.conflict(context, "net_price", "margin");
    let Some(node) = section.node("margin") else {
        if !section.has("net_price") {
            section.missing(context, "net_price", ", or `margin`");
        }
        return StreamPrice::Net(section.number(context, "net_price"));
    };
    if !has_price(tree) {
        context.fault(no_price(node, "margin"));
    }
    if let (false, Some(own)) = (follows_shelf_price(section), moves_orders(section)) {
        context.fault(
            Fault::new(Code::Conflict, format!("with `margin`, `{own}` follows the shelf price"))
                .at(node.span, "the stream pays a share of the shelf price")
                .help("write follows_price = \"shelf_price\" beside it"),
        );
    }
    StreamPrice::Margin(section.number(context, "margin"))
}

fn retail(section: &Section<'_>, _: &Table, context: &mut Context) -> Option<RetailStock> {
    if !section.has("stock") {
        section.useless(context, &OF_A_STOCK, &section.chosen("stock", "without `stock`"), "");
    }
    if let (true, Some(node)) = (section.has("net_price"), section.node("price_protection")) {
        context.fault(
            Fault::new(Code::Conflict, "with `net_price`, nothing falls that `price_protection` could make good")
                .at(node.span, "the stream pays the same whatever the shelf price")
                .help("write `margin` in place of `net_price`, or take `price_protection` out"),
        );
    }
    let stock = RetailStock {
        days: section.number(context, "stock"),
        protection: section.number(context, "price_protection"),
        returnable: section.number(context, "returnable"),
    };
    section.has("stock").then_some(stock)
}

/// The key by which a price moves the orders of a law.
fn moves_orders(section: &Section<'_>) -> Option<&'static str> {
    ["price_slope", "price_elasticity"].into_iter().find(|key| section.has(key))
}

/// The fault of a key that needs the product's price.
fn no_price(node: &Node, key: &str) -> Fault {
    Fault::new(Code::NeedsKey, "the product has no price to follow")
        .at(node.span, "the shelf price is `price` of [product.NAME]")
        .help(format!("write price = 1999 in [product.NAME], or take `{key}` out"))
}

/// Whether the product has a price.
fn has_price(tree: &Table) -> bool {
    Section::named(tree, &PRODUCT).iter().any(|(_, product)| product.has("price"))
}

fn demand(section: &Section<'_>, tree: &Table, context: &mut Context) -> Demand {
    section.conflict(context, "series", "daily_orders");
    section.conflict(context, "series", "daily_law");
    section.conflict(context, "daily_orders", "daily_law");
    if section.has("daily_law") {
        return Demand::Law(Box::new(law(section, tree, context)));
    }
    if section.has("series") {
        section.useless(context, &OF_A_LAW, &section.chosen("series", "without `daily_law`"), "");
        let certain = section.chosen("series", "with `series`, which says what is ordered");
        section.useless(context, &OF_A_RESPONSE, &certain, "write `daily_orders` in its place, or take `KEY` out");
        return series(section, context);
    }
    if !section.has("daily_orders") {
        section.missing(context, "daily_orders", ", or `series`, or `daily_law`");
        return Demand::Path(Vec::new(), followed(section, tree, context));
    }
    section.useless(context, &["from"], &section.chosen("daily_orders", "without `series` or `daily_law`"), "");
    section.useless(context, &OF_A_LAW, &section.chosen("daily_orders", "without `daily_law`"), "");
    Demand::Path(section.path(context, "daily_orders"), followed(section, tree, context))
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

fn law(section: &Section<'_>, tree: &Table, context: &mut Context) -> DailyLaw {
    section.ascending(context, "from", "to");
    DailyLaw {
        law: section.drawn(context, "daily_law"),
        from: section.date(context, "from"),
        to: section.date(context, "to"),
        factor: Read::read(section, "law_factor", tree, context),
        followed: followed(section, tree, context),
    }
}

fn followed(section: &Section<'_>, tree: &Table, context: &mut Context) -> Followed {
    Followed { response: response(section, tree, context), shelf: follows_shelf_price(section) }
}

/// Whether the stream looks at the product's price, as far as that can be read.
fn follows_shelf_price(section: &Section<'_>) -> bool {
    let shelf =
        |node: &Node| matches!(&node.value, Value::Text(text) if FollowsPrice::of(text) == Some(FollowsPrice::Shelf));
    section.node("follows_price").is_some_and(shelf)
}

fn response(section: &Section<'_>, tree: &Table, context: &mut Context) -> PriceResponse {
    let _: FollowsPrice = word(section, "follows_price", context);
    section.conflict(context, "price_slope", "price_elasticity");
    let Some(key) = moves_orders(section) else {
        let without = section.chosen("follows_price", "without `price_slope` or `price_elasticity`");
        section.useless(context, &["reference_price", "follows_price"], &without, "");
        return PriceResponse::None;
    };
    let chosen = section.chosen(key, format!("with `{key}`"));
    section.needs(context, "reference_price", &chosen);
    let reference = section.number(context, "reference_price");
    let shelf = follows_shelf_price(section);
    if shelf
        && !has_price(tree)
        && let Some(node) = section.node("follows_price")
    {
        context.fault(no_price(node, "follows_price"));
    }
    if key == "price_slope" {
        return PriceResponse::Linear { slope: section.number(context, key), reference };
    }
    for name in ["reference_price", "net_price"] {
        let counts = name == "reference_price" || !shelf;
        if let (true, Some(node)) = (counts, section.node(name))
            && (node.value == Value::Integer(0) || node.value == Value::Float(0.0))
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
