//! What is sold, of which parts.

use crate::language::catalogue::Fallback::{Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::number::whole_of;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{COUNT, NOUGHT, PER_PHONE, SHARE, SHARE_BELOW_ONE};
use crate::language::reader::{NO_DATE, Section, wrong_type};
use crate::language::scale::Scale;
use crate::language::source::{FileId, Span};
use crate::language::tree::{Table, Value};
use crate::language::unknown::unknown_name;
use crate::language::{NotBuilt, later};

/// What is not built yet.
pub(crate) const LATER: &[NotBuilt] = &[later("product.*", "generation", "later products", "")];

words! {
    /// When phones are started.
    pub enum Build {
        /// For those who wait.
        ToOrder = "to_order",
        /// For stock too.
        ToStock = "to_stock",
        /// As the build plan says.
        ToPlan = "to_plan",
    }
}

/// How many phones are started when parts and capacity allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BuildPolicy {
    /// What customers wait for, less finished and in process.
    ToOrder,
    /// The same plus a target and days of the forecast.
    ToStock {
        /// `stock_target` [phones].
        target: Number,
        /// `stock_cover` [days].
        cover: Number,
    },
    /// As many as the build plan says, whoever waits.
    ToPlan,
}

table! {
    /// What is sold. One product for now.
    PRODUCT = "product.*", named Product {
        /// How many phones are started when parts and capacity allow.
        build: BuildPolicy => build {
            /// Phones are started for those who wait, for stock too, or as the build plan says whoever waits.
            build = Kind::Choice(Build::ALL), Default(r#""to_order""#), r#""to_order""#;
            /// Finished phones wanted, with build = "to_stock".
            stock_target = Kind::Number(COUNT), NOUGHT, "1000", "phones";
            /// Days ahead whose forecast orders are kept finished, with build = "to_stock".
            stock_cover = Kind::Duration { range: Range::closed(0.0, 3650.0), whole: false }, Default(r#""0 days""#), r#""10 days""#, "days";
        }
        /// Shelf price with VAT [money].
        price: Path => price {
            /// Shelf price with VAT: one number, or dated steps.
            price = Kind::NumberOrPath(PER_PHONE), Words("required with a market or a window"), "1999", "money";
        }
        /// Index of each component and its quantity in one phone.
        parts: Vec<(usize, i32)> => parts {
            /// Quantity of each component in one phone: [product.NAME.parts]; joined with those of `bom`.
            parts = Kind::Parts(Range::closed(1.0, 10_000.0)), Words("none"), "{ screen = 1, screw = 12 }", "parts per phone";
            /// Bill of materials, a CSV or a sheet of a workbook, with the columns name, supplier, quantity, unit_cost and lead_time; other columns are keys of [component.NAME].
            bom = Kind::File, Words("none"), r#""bom/parts.csv""#;
        }
        /// What one of the things sold is called in sentences.
        noun: String = Kind::Text, Words("phone"), r#""speaker""#;
        /// What several of them are called.
        nouns: String = Kind::Text, Words("`noun` with an s"), r#""speakers""#;
        /// The same in Chinese.
        noun_zh: String = Kind::Text, Words("`noun`"), r#""音箱""#;
        /// Whether finished phones are also shipped on closed days, on which every factory that is open rests or has a holiday.
        ships_on_closed_days: bool = Kind::Flag, Default("false"), "true";
        /// Fee to the assembler per phone started, net of VAT.
        assembly_fee: Number = Kind::Number(PER_PHONE), NOUGHT, "80", "money";
        /// Licences per phone shipped.
        licence_fee: Number = Kind::Number(PER_PHONE), NOUGHT, "60", "money";
        /// Logistics per phone shipped.
        logistics_cost: Number = Kind::Number(PER_PHONE), NOUGHT, "20", "money";
        /// Expected warranty cost per phone, accrued at shipment.
        warranty_cost: Number = Kind::Number(PER_PHONE), NOUGHT, "30", "money";
        /// Time over which warranty claims are paid.
        warranty_period: Number = Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Default(r#""12 months""#), r#""12 months""#, "days";
        /// Payment fee as a share of the price paid with VAT.
        payment_fee: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "share";
        /// Cost of holding a finished phone for a day.
        holding_cost_per_day: Number = Kind::Number(PER_PHONE), NOUGHT, "0.5", "money";
        /// Cost of a waiting customer for a day.
        backorder_cost_per_day: Number = Kind::Number(PER_PHONE), NOUGHT, "0.5", "money";
        /// What a finished phone left at the end brings, as a share of its book value.
        salvage: Number = Kind::Number(SHARE), NOUGHT, "0.3", "share";
        /// Share of shipments to the market that go wrong (sent twice, paid and not sent) before any rehearsal.
        order_error_rate: Number = Kind::Number(SHARE), NOUGHT, "0.01", "share";
        /// Cost of setting one of them right.
        order_error_cost: Number = Kind::Number(PER_PHONE), NOUGHT, "100", "money";
        /// Share of them whose price is refunded.
        order_error_refund: Number = Kind::Number(SHARE), NOUGHT, "0.2", "share";
        /// Rehearsals of the shop before the launch, like selling cola to the staff.
        rehearsals: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "2", "rehearsals";
        /// Share of the errors that each rehearsal finds.
        rehearsal_effect: Number = Kind::Number(SHARE), Default("0.5"), "0.5", "share";
    }
}

pub(crate) fn products(tree: &Table, context: &mut Context) -> Vec<Product> {
    let sections = Section::named(tree, &PRODUCT);
    let products = sections.iter().map(|(name, section)| Product::of(name, section, tree, context)).collect();
    match sections.as_slice() {
        [_] => {}
        [] => context.fault(
            Fault::new(Code::Products, "the scenario has no product")
                .at(Span::new(FileId(0), 0..0), "no [product.NAME] in this file")
                .allowed("exactly one table [product.NAME]")
                .help("write for example: [product.phone] and below it price = 1999"),
        ),
        [(_, first), others @ ..] => {
            for (_, other) in others {
                let mut fault = Fault::new(Code::Products, "several products are not built yet");
                for (section, text) in [(other, "a further product"), (first, "the first one")] {
                    if let Some(span) = section.span {
                        fault = fault.at(span, text);
                    }
                }
                context.fault(
                    fault
                        .allowed("exactly one table [product.NAME]")
                        .help("write each product into a scenario of its own"),
                );
            }
        }
    }
    products
}

fn price(section: &Section<'_>, tree: &Table, context: &mut Context) -> Path {
    if !section.has("price") {
        for table in ["market", "window"] {
            if tree.get(table).is_some() {
                let table = if table == "window" { "window.NAME" } else { table };
                section.missing(context, "price", &format!(" because there is a [{table}]"));
                break;
            }
        }
    }
    let start = context.timeline.map_or(NO_DATE, |(start, _)| start);
    section.number_or_path(context, "price", start)
}

fn build(section: &Section<'_>, _: &Table, context: &mut Context) -> BuildPolicy {
    let build = word(section, "build", context);
    if build != Build::ToStock {
        let without = section.chosen("build", "without build = \"to_stock\"");
        section.useless(context, &["stock_target", "stock_cover"], &without, "");
    }
    match build {
        Build::ToOrder => BuildPolicy::ToOrder,
        Build::ToStock => BuildPolicy::ToStock {
            target: section.number(context, "stock_target"),
            cover: section.number(context, "stock_cover"),
        },
        Build::ToPlan => BuildPolicy::ToPlan,
    }
}

fn parts(section: &Section<'_>, tree: &Table, context: &mut Context) -> Vec<(usize, i32)> {
    let Some(node) = section.node("parts") else {
        return Vec::new();
    };
    let key = section.key("parts");
    let Value::Table(table) = &node.value else {
        context.fault(wrong_type(key, node, "a table of components and quantities"));
        return Vec::new();
    };
    let components = tree.table("component");
    let mut parts = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        let component = components.and_then(|components| components.position(&entry.key));
        let names_are_tables = tree.get("component").is_none_or(|node| matches!(node.value, Value::Table(_)));
        if component.is_none() && names_are_tables {
            unknown_name("component", &entry.key, entry.key_span, tree, context);
        }
        let name = format!("quantity of {}", entry.key);
        let scale = Scale { name: &name, ..Scale::of(key) };
        let quantity = whole_of(&entry.node, scale, context);
        if let (Some(component), Some(quantity)) = (component, quantity) {
            parts.push((component, quantity as i32));
        }
    }
    parts
}
