//! Every table and every key a scenario may have, each declared once: in one file per subject, with the rules that tie its
//! keys together.
//!
//! From these declarations come the types, the reader's checks, the suggestions for misspelt keys, the editor schema, the
//! starter and the reference in docs/scenario.md, so they cannot disagree.

pub mod company;
pub mod competition;
pub mod component;
pub mod disruption;
pub mod factory;
pub mod forecast;
pub mod market;
pub mod observed;
pub mod order_stream;
pub mod ordering;
pub mod product;
pub mod run;
pub mod supplier;
pub mod sweep;
pub mod window;

use super::catalogue::{Fallback, Kind, Range, TableKind};
use super::codes::Code;
use super::context::Context;
use super::correlation;
use super::fault::Fault;
use super::file_name;
use super::reader::Section;
use super::source::Place;
use super::tree::Table;
use super::types::Scenario;

/// What planners call a key elsewhere: table, their word, our key.
pub const ALIASES: &[(&str, &str, &str)] = &[
    ("component.*", "unit_price", "unit_cost"),
    ("component.*", "price", "unit_cost"),
    ("component.*", "cost", "unit_cost"),
    ("component.*", "moq", "minimum_order"),
    ("component.*", "stock", "opening_stock"),
    ("component.*", "cv", "lead_time_cv"),
    ("supplier.*", "capacity", "weekly_capacity"),
    ("supplier.*", "terms", "payment_terms"),
    ("factory.*", "capacity", "ramp"),
    ("factory.*", "yield", "yield_share"),
    ("market", "p", "innovation"),
    ("market", "q", "imitation"),
    ("market", "size", "reach"),
    ("company", "cash", "opening_cash"),
];

/// Several ways of saying one thing in a table, each by its keys; only one way may be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternatives {
    /// The table's path.
    pub table: &'static str,
    /// The ways.
    pub ways: &'static [&'static [&'static str]],
}

/// Where one way of saying a thing replaces another that a base file used.
pub const ALTERNATIVES: &[Alternatives] = &[
    Alternatives { table: "timeline", ways: &[&["end"], &["horizon"]] },
    Alternatives { table: "expense.*", ways: &[&["date"], &["from", "to"]] },
    Alternatives { table: "order_stream.*", ways: &[&["series"], &["daily_orders"], &["daily_law"]] },
    Alternatives { table: "order_stream.*", ways: &[&["price_slope"], &["price_elasticity"]] },
    Alternatives { table: "disruption.*", ways: &[&["length"], &["to"]] },
    Alternatives {
        table: "disruption.*",
        ways: &[&["region"], &["supplier"], &["component"], &["factory"], &["demand"]],
    },
];

/// Every kind of table, in the order of the reference.
pub const TABLES: &[TableKind] = &[
    run::TOP,
    run::RUN,
    run::TIMELINE,
    company::COMPANY,
    company::FUNDING,
    company::EXPENSE,
    company::LOAN,
    company::SERVICE,
    product::PRODUCT,
    supplier::SUPPLIER,
    ordering::ORDERING,
    component::COMPONENT,
    component::SECOND_SOURCE,
    component::BUILD_PLAN,
    forecast::FORECAST,
    factory::FACTORY,
    market::MARKET,
    market::FANS,
    competition::RIVAL,
    competition::PULSE,
    competition::SEASON,
    competition::HOLIDAY,
    competition::SUCCESSOR,
    window::WINDOW,
    order_stream::ORDER_STREAM,
    disruption::DISRUPTION,
    observed::OBSERVED,
    observed::CORRELATION,
    sweep::SWEEP,
];

/// The kind of table at a path pattern ("component.*", "market.fans", "" for the top).
///
/// # Panics
/// When there is none: the program names a table that its own catalogue does not have.
#[must_use]
pub fn table(path: &str) -> &'static TableKind {
    match TABLES.iter().find(|table| table.path == path) {
        Some(table) => table,
        None => panic!("the catalogue has no table {path:?}; please report this"),
    }
}

/// The kind of table with this root ("component" gives "component.*").
#[must_use]
pub fn table_at_root(root: &str) -> Option<&'static TableKind> {
    TABLES.iter().find(|table| !root.is_empty() && table.root() == root)
}

/// The kind of table nested in `parent` under `name` ("market", "fans").
#[must_use]
pub fn nested(parent: &TableKind, name: &str) -> Option<&'static TableKind> {
    TABLES
        .iter()
        .find(|table| table.path.strip_prefix(parent.path).and_then(|rest| rest.strip_prefix('.')) == Some(name))
}

/// Names of all tables at the top of a file.
pub fn roots() -> impl Iterator<Item = &'static str> {
    let mut seen = Vec::new();
    TABLES.iter().map(TableKind::root).filter(move |root| {
        let fresh = !root.is_empty() && !seen.contains(root);
        seen.push(*root);
        fresh
    })
}

/// Reads every table. Faults are recorded; where there are some, stand-ins fill the scenario.
pub fn scenario(tree: &Table, place: &Place, context: &mut Context) -> Scenario {
    let top = Section::single(tree, &run::TOP);
    let run = run::run(tree, context);
    let timeline = run::timeline(tree, context);
    let name = name_of(&top, place, context);
    let title = top.text(context, "title").unwrap_or_else(|| name.clone());
    let company = company::company(tree, context);
    let fundings = company::fundings(tree, context);
    let expenses = company::expenses(tree, context);
    let loans = company::loans(tree, context);
    let services = company::services(tree, context);
    let products = product::products(tree, context);
    let suppliers = supplier::suppliers(tree, context);
    let components = component::components(tree, context);
    let build_plan = component::build_plan(tree, context);
    let forecast = forecast::forecast(tree, context);
    let within_cash = ordering::within_cash(tree, context);
    let mut scenario = Scenario {
        name,
        title,
        run,
        timeline,
        company,
        fundings,
        expenses,
        loans,
        services,
        products,
        suppliers,
        components,
        build_plan,
        forecast,
        within_cash,
        factories: factory::factories(tree, context),
        market: market::market(tree, context),
        rivals: competition::rivals(tree, context),
        pulses: competition::pulses(tree, context),
        season: competition::season(tree, context),
        holidays: competition::holidays(tree, context),
        successors: competition::successors(tree, context),
        windows: window::windows(tree, context),
        order_streams: order_stream::order_streams(tree, context),
        disruptions: disruption::disruptions(tree, context),
        observed: observed::observed(tree, context),
        inputs: Vec::new(),
        sweep: sweep::sweep(tree, context),
        correlations: Vec::new(),
    };
    scenario.inputs = context.inputs.take();
    scenario.correlations = correlation::read(tree, &scenario.inputs, context);
    scenario
}

/// The scenario's name, which is that of the folder of its results: what is written, else its file's.
fn name_of(top: &Section, place: &Place, context: &mut Context) -> String {
    let stem = place.stem();
    let Some(node) = top.node("name") else {
        if let Some(trouble) = file_name::trouble(&stem) {
            let (file, clean) = (place.shown(), file_name::cleaned(&stem));
            context.fault(
                Fault::new(
                    Code::FolderName,
                    format!("{file} has a name that the folder of its results cannot have: {trouble}"),
                )
                .allowed(file_name::ALLOWED)
                .help(format!("write name = \"{clean}\" at the top of the file, or rename it")),
            );
        }
        return stem;
    };
    let Some(name) = top.text(context, "name") else { return stem };
    if let Some(trouble) = file_name::trouble(&name) {
        context.fault(
            Fault::new(Code::FolderName, "no folder can have this name")
                .at(node.span, trouble)
                .allowed(file_name::ALLOWED)
                .help(format!("write name = \"{}\"", file_name::cleaned(&name))),
        );
    }
    name
}

/// A very large amount of money, as an upper end that catches slips.
const MUCH: f64 = 1e15;
const MONEY: Range = Range::closed(0.0, MUCH);
const PER_PHONE: Range = Range::closed(0.0, 1e6);
const SHARE: Range = Range::closed(0.0, 1.0);
const SHARE_BELOW_ONE: Range = Range::below(0.0, 1.0);
const COUNT: Range = Range::closed(0.0, 2e9);
const RATE: Range = Range::closed(0.0, 1e9);
const INTEREST: Range = Range::closed(0.0, 10.0);
const CV: Range = Range::closed(0.0, 5.0);

/// Whole days, which may be uncertain.
const fn whole_days(low: f64, high: f64) -> Kind {
    Kind::Duration { range: Range::closed(low, high), whole: true }
}

const NOUGHT: Fallback = Fallback::Value("0");
const ONE: Fallback = Fallback::Value("1");
const ANYWHERE: Kind = Kind::Date { inside: false };
const INSIDE: Kind = Kind::Date { inside: true };
const UTILITY: Range = Range::closed(-1e6, 1e6);
