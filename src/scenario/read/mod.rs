//! From the merged tree to the validated scenario, table by table.

mod company;
mod contracts;
mod disruptions;
mod factories;
mod forecast;
mod market;
mod streams;
mod supply;
mod sweep;
mod windows;

use super::context::Context;
use super::correlation;
use super::reader::{NO_DATE, Section};
use super::source::Place;
use super::tree::Table;
use super::types::Scenario;

/// Reads every table. Faults are recorded; where there are some, stand-ins fill the scenario.
pub fn scenario(tree: &Table, place: &Place, context: &mut Context) -> Scenario {
    let top = Section::single(tree, "");
    let run = company::run(tree, context);
    let timeline = company::timeline(tree, context);
    let start = context.timeline.map_or(NO_DATE, |(start, _)| start);
    let name = top.text(context, "name").unwrap_or_else(|| place.stem());
    let title = top.text(context, "title").unwrap_or_else(|| name.clone());
    let company = company::company(tree, start, context);
    let fundings = company::fundings(tree, context);
    let expenses = company::expenses(tree, context);
    let loans = company::loans(tree, context);
    let services = company::services(tree, context);
    let products = supply::products(tree, context);
    let suppliers = supply::suppliers(tree, context);
    let components = supply::components(tree, context);
    let plan = Section::single(tree, "build_plan");
    let build_plan = supply::build_plan(&plan, context);
    let forecast = forecast::forecast(tree, context);
    let within_cash = Section::single(tree, "ordering").flag(context, "within_cash");
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
        factories: factories::factories(tree, start, context),
        market: market::market(tree, context),
        rivals: market::rivals(tree, start, context),
        pulses: market::pulses(tree, context),
        season: market::season(tree, context),
        holidays: market::holidays(tree, context),
        successors: market::successors(tree, context),
        windows: windows::windows(tree, context),
        order_streams: streams::order_streams(tree, start, context),
        disruptions: disruptions::disruptions(tree, context),
        observed: disruptions::observed(tree, context),
        inputs: Vec::new(),
        sweep: sweep::sweep(tree, context),
        correlations: Vec::new(),
    };
    scenario.inputs = context.inputs.take();
    scenario.correlations = correlation::read(tree, &scenario.inputs, context);
    scenario
}
