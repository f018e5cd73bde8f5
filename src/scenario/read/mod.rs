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

use super::codes::Code;
use super::context::Context;
use super::correlation;
use super::fault::Fault;
use super::file_name;
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
    let name = name_of(&top, place, context);
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
