//! Every table and every key a scenario may have, each declared once: in one file per subject, with the rules that tie its
//! keys together.
//!
//! From these declarations come the types, the reader's checks, the suggestions for misspelt keys, the editor schema, the
//! starter and the reference in docs/scenario.md, so they cannot disagree.

use crate::language::catalogue::TableKind;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::file_name;
use crate::language::reader::Section;
use crate::language::source::Place;
use crate::language::tree::Table;
use crate::rooms::assembly::keys as assembly;
use crate::rooms::books::keys as books;
use crate::rooms::calendar::keys as calendar;
use crate::rooms::contract::keys as contract;
use crate::rooms::currency::keys as currency;
use crate::rooms::forecast::keys as forecast;
use crate::rooms::forecast::keys::planner;
use crate::rooms::market::keys as market;
use crate::rooms::market::keys::{competition, demand, window};
use crate::rooms::product::keys as product;
use crate::rooms::returns::keys as returns;
use crate::rooms::store::keys as store;
use crate::rooms::supply::keys as supply;
use crate::rooms::supply::keys::{ordering, second};
use crate::rooms::weather::keys as weather;
use crate::scenario::Scenario;
use crate::scenario::correlation;
use crate::scenario::{explore, joint, metric, observed, sweep};

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
    Alternatives { table: "joint.*", ways: &[&["sample"], &["lines"]] },
    Alternatives {
        table: "disruption.*",
        ways: &[&["region"], &["supplier"], &["component"], &["factory"], &["demand"]],
    },
];

/// Every kind of table, in the order of the reference.
pub const TABLES: &[TableKind] = &[
    calendar::TOP,
    calendar::RUN,
    calendar::TIMELINE,
    books::COMPANY,
    books::FUNDING,
    books::EXPENSE,
    books::LOAN,
    books::SERVICE,
    currency::CURRENCY,
    product::PRODUCT,
    contract::SUPPLIER,
    ordering::ORDERING,
    supply::COMPONENT,
    second::SECOND_SOURCE,
    planner::BUILD_PLAN,
    planner::PLANNER,
    forecast::FORECAST,
    assembly::FACTORY,
    assembly::SHIFT,
    market::MARKET,
    market::FANS,
    demand::DEMAND,
    demand::EXPECTATION,
    demand::PAST_SALE,
    demand::PART_WORTH,
    competition::RIVAL,
    competition::PULSE,
    competition::SEASON,
    competition::HOLIDAY,
    competition::SUCCESSOR,
    window::WINDOW,
    store::ORDER_STREAM,
    returns::RETURNS,
    weather::DISRUPTION,
    metric::METRIC,
    observed::OBSERVED,
    observed::CORRELATION,
    joint::JOINTS,
    sweep::SWEEP,
    explore::EXPLORE,
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
    let top = Section::single(tree, &calendar::TOP);
    let run = calendar::run(tree, context);
    let timeline = calendar::timeline(tree, context);
    let name = name_of(&top, place, context);
    let title = top.text(context, "title").unwrap_or_else(|| name.clone());
    let company = books::company(tree, context);
    let currency = company.currency.clone();
    let fundings = books::fundings(tree, context);
    let expenses = books::expenses(tree, context);
    let loans = books::loans(tree, context);
    let services = books::services(tree, context);
    let currencies = currency::currencies(tree, context);
    let products = product::products(tree, context);
    let suppliers = contract::suppliers(tree, context);
    let components = supply::components(tree, context);
    let build_plan = planner::build_plan(tree, context);
    let planner = planner::planner(tree, context);
    let forecast = forecast::forecast(tree, context);
    let within_cash = ordering::within_cash(tree, context);
    let factories = assembly::factories(tree, context);
    let shifts = assembly::shifts(&factories, tree, context);
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
        currencies,
        products,
        suppliers,
        components,
        build_plan,
        planner,
        forecast,
        within_cash,
        factories,
        shifts,
        market: market::market(tree, context),
        rivals: competition::rivals(tree, context),
        pulses: competition::pulses(tree, context),
        season: competition::season(tree, context),
        holidays: competition::holidays(tree, context),
        successors: competition::successors(tree, context),
        windows: window::windows(tree, context),
        order_streams: store::order_streams(tree, context),
        returns: returns::returns(tree, context),
        disruptions: weather::disruptions(tree, context),
        metrics: metric::metrics(tree, &currency, context),
        observed: observed::observed(tree, context),
        inputs: Vec::new(),
        sweep: sweep::sweep(tree, context),
        explore: explore::explore(tree, context),
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
