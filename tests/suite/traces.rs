//! Does the day run as the textbook's simulator runs it? Deterministic traces, cell by cell.
//!
//! Each case of `tests/oracles/traces` is built as an ordinary scenario (an order stream, parts with levels, a
//! factory without a limit), simulated, mapped by [`cells`] to the source's rows, and every cell compared.
//!
//! The source's day: demand is seen, orders are placed, deliveries due now arrive, finished goods are made, the
//! backlog and then the demand are served, costs are counted at the end. Ours is the same, with these names:
//!
//! * a *single node* is a phone made of one part: its stock on hand is our stock of the part;
//! * a *component node* hands parts to the assembly as soon as a phone is ordered; ours keeps them in stock until the
//!   phone is started. So our stock of a part is the source's stock on hand at the component, and its raw material
//!   at the assembly: `handed over = min(received, units * ordered phones)` splits the one into the two;
//! * a *down period* of type OP is a day on which no order is accepted. One of type TP freezes what is under way
//!   between the end of that period and the next, so it is our halt of deliveries one day later;
//! * an assembly with *base stock* B and lead time A is `stock_target = B` with a throughput time of A days. Its
//!   initial stock of B phones is built on one day before the first period, from parts added for it, and the levels of
//!   the parts, which here also count phones, are higher by those B phones.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::rooms::books::day::Account;
use serde::Deserialize;

use crate::support;
use crate::validation::{Cases, Tolerance};

/// Cells of whole numbers and of shares printed to ten digits: the source's "exact".
const EXACT: f64 = 1e-9;
/// Cells of a trace with fractional demand, the tolerance its source states.
const FRACTIONAL: f64 = 1e-6;

#[derive(Clone, Deserialize)]
struct Case {
    id: String,
    assembly: Option<AssemblyNode>,
    stockout_cost: f64,
    parts: Vec<Part>,
    disruption: Option<Disruption>,
    demand: Vec<f64>,
    expected: Expected,
}

#[derive(Clone, Deserialize)]
struct AssemblyNode {
    node: usize,
    lead_time: usize,
    base_stock: i32,
    holding_cost: f64,
}

#[derive(Clone, Deserialize)]
struct Part {
    node: usize,
    lead_time: usize,
    initial: f64,
    units: i32,
    holding_cost: f64,
    capacity: Option<f64>,
    policy: Policy,
}

#[derive(Clone, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Policy {
    BaseStock {
        #[serde(rename = "S")]
        level: f64,
    },
    #[serde(rename = "s_S")]
    MinMax {
        #[serde(rename = "s")]
        reorder: f64,
        #[serde(rename = "S")]
        up_to: f64,
    },
    FixedQty {
        #[serde(rename = "Q")]
        quantity: f64,
    },
}

#[derive(Clone, Deserialize)]
struct Disruption {
    node: usize,
    #[serde(rename = "type")]
    kind: String,
    down_periods: Vec<usize>,
}

#[derive(Clone, Deserialize)]
struct Expected {
    total_cost: f64,
    node_cost: BTreeMap<usize, f64>,
}

fn oracle(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/traces").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn case(id: &str) -> Case {
    let cases: Vec<Case> = serde_json::from_str(&oracle("cases.json")).expect("cases.json holds cases");
    cases.into_iter().find(|case| case.id == id).unwrap_or_else(|| panic!("no case {id}"))
}

/// The day before the first period on which phones the source has from the start are built.
fn warm_up(case: &Case) -> usize {
    usize::from(initial_phones(case) > 0)
}

fn initial_phones(case: &Case) -> i32 {
    case.assembly.as_ref().map_or(0, |assembly| assembly.base_stock)
}

fn date(day: usize) -> jiff::civil::Date {
    jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day as i64))
}

/// The scenario of a case, as a planner would write it.
fn scenario_text(case: &Case) -> String {
    let before = warm_up(case);
    let mut text = String::new();
    let mut line = |line: String| writeln!(text, "{line}").expect("text grows");
    line(format!("[run]\ndeterministic = true\n[timeline]\nstart = {}", date(0)));
    line(format!("end = {}", date(before + case.demand.len() - 1)));
    line(format!("[product.phone]\nbackorder_cost_per_day = {}", case.stockout_cost));
    if let Some(assembly) = &case.assembly {
        line(format!("holding_cost_per_day = {}", assembly.holding_cost));
        if assembly.base_stock > 0 {
            line(format!("build = \"to_stock\"\nstock_target = {}", assembly.base_stock));
        }
    }
    line("[product.phone.parts]".to_owned());
    for part in &case.parts {
        line(format!("part_{} = {}", part.node, part.units));
    }
    line("[ordering]\nreview = \"1 day\"\nfollow_build_plan = false".to_owned());
    for part in &case.parts {
        let added = f64::from(initial_phones(case) * part.units);
        line(format!("[supplier.maker_{}]", part.node));
        if let Some(capacity) = part.capacity {
            line(format!("weekly_capacity = {}", capacity * 7.0));
        }
        line(format!("[component.part_{0}]\nsupplier = \"maker_{0}\"\nunit_cost = 1", part.node));
        line(format!("lead_time = \"{} days\"\norder_multiple = 1", part.lead_time));
        line(format!("opening_stock = {}\nholding_cost_per_day = {}", part.initial + added, part.holding_cost));
        match part.policy {
            Policy::BaseStock { level } => {
                line(format!("policy = \"order_up_to\"\norder_up_to_level = {}", level + added));
            }
            Policy::MinMax { reorder, up_to } => {
                line(format!("policy = \"s_S\"\nreorder_level = {reorder}\norder_up_to_level = {up_to}"));
            }
            // A lot every day, whatever the position: it never lies above a million.
            Policy::FixedQty { quantity } => {
                line(format!("policy = \"reorder_point\"\nreorder_level = 1_000_000\norder_quantity = {quantity}"));
            }
        }
    }
    let throughput = case.assembly.as_ref().map_or(0, |assembly| assembly.lead_time);
    line(format!("[factory.line]\nthroughput_time = \"{throughput} days\""));
    line(format!(
        "[order_stream.customers]\nnet_price = 0\nfrom = {}\nseries = {:?}",
        date(before),
        whole(&case.demand)
    ));
    if let Some(disruption) = &case.disruption {
        let (stops, later) = match disruption.kind.as_str() {
            "OP" => ("orders", 0),
            "TP" => ("deliveries", 1),
            other => panic!("no mechanism for a disruption of type {other}"),
        };
        let down = &disruption.down_periods;
        assert!(down.windows(2).all(|pair| pair[1] == pair[0] + 1), "one disruption without gaps");
        line(format!("[disruption.quake]\ncomponent = \"part_{}\"\neffect = \"halt\"", disruption.node));
        line(format!(
            "stops = \"{stops}\"\nfrom = {}\nlength = \"{} days\"",
            date(before + down[0] + later),
            down.len()
        ));
    }
    text
}

fn whole(demand: &[f64]) -> Vec<i32> {
    demand.iter().for_each(|orders| assert_eq!(orders.fract(), 0.0, "whole orders"));
    demand.iter().map(|&orders| orders as i32).collect()
}

/// Counts at the end of a day, all of them to date but what waits and lies finished.
#[derive(Clone, Default)]
struct Day {
    ordered_phones: i32,
    shipped: i32,
    started: i32,
    finished_good: i32,
    finished: i32,
    waiting: i32,
    /// Per part: bought, and received with what it had at the opening.
    bought: Vec<i32>,
    received: Vec<i32>,
    opening: Vec<i32>,
    /// Holding and backorder costs to date, as booked.
    cost: f64,
}

#[derive(Default)]
struct Diary(Vec<Day>);

impl Observer<1> for Diary {
    fn day(&mut self, plan: &Plan, company: &Company<1>, _: usize) {
        let (store, assembly) = (&company.store, &company.assembly);
        let of_parts = |get: &dyn Fn(usize) -> i32| {
            let classes = plan.supply.class_of_component.iter();
            classes.map(|class| get(class.expect("every part is in the phone"))).collect()
        };
        let booked = |account| company.books.balance(account).0[0];
        self.0.push(Day {
            ordered_phones: store.ordered().0[0],
            shipped: store.shipped().0[0],
            started: assembly.started.0[0],
            finished_good: assembly.finished_good.0[0],
            finished: store.finished.0[0],
            waiting: store.waiting().0[0],
            bought: of_parts(&|class| company.supply.classes[class].ordered.0[0]),
            received: of_parts(&|class| company.supply.classes[class].received.0[0]),
            opening: of_parts(&|class| plan.supply.classes[class].opening),
            cost: booked(Account::Holding) + booked(Account::Backorder),
        });
    }
}

fn run(case: &Case) -> Vec<Day> {
    let plan = support::plan(&scenario_text(case));
    let mut diary = Diary::default();
    simulate::<1>(&plan, 0, &mut diary);
    let opening = diary.0[0].opening.clone();
    let morning = Day { received: opening.clone(), bought: vec![0; opening.len()], opening, ..Day::default() };
    let mut days = vec![morning];
    days.append(&mut diary.0);
    // What was built and booked before the first period is the source's initial state.
    days.split_off(warm_up(case))
}

/// A row of the source: values by column.
type Row = BTreeMap<String, f64>;

/// What came in, went out and is owed at a node of the source, all to date.
#[derive(Clone, Copy, Default)]
struct Flow {
    demanded: i32,
    sent: i32,
    met_from_stock: i32,
}

impl Flow {
    /// Adds a period: the backlog is served first, what is left met the new demand from stock.
    fn period(&mut self, demanded: i32, sent: i32, row: &mut Row) {
        let backlog_before = self.demanded - self.sent;
        let (demand, shipped) = (demanded - self.demanded, sent - self.sent);
        let met = (shipped - backlog_before).max(0);
        self.met_from_stock += met;
        (self.demanded, self.sent) = (demanded, sent);
        let fill = if demanded > 0 { f64::from(self.met_from_stock) / f64::from(demanded) } else { 1.0 };
        row.insert("demand_in".into(), demand.into());
        row.insert("shipped".into(), shipped.into());
        row.insert("met_from_stock".into(), met.into());
        row.insert("fill_rate_cum".into(), fill);
        row.insert("backorders_end".into(), (demanded - sent).into());
    }
}

/// The source's rows of every period, from our days; see the head of this module.
fn cells(case: &Case, days: &[Day]) -> BTreeMap<(usize, usize), Row> {
    let mut rows = BTreeMap::new();
    let mut phones = Flow::default();
    let mut parts = vec![Flow::default(); case.parts.len()];
    let first_phones = initial_phones(case);
    // Parts handed over to the assembly to date, per part, at the end of each day; the initial phones' parts apart.
    let received = |day: &Day, at: usize| day.received[at] - first_phones * case.parts[at].units;
    let handed = |day: &Day, at: usize| received(day, at).min(case.parts[at].units * day.ordered_phones);
    for (period, pair) in days.windows(2).enumerate() {
        let (before, day) = (&pair[0], &pair[1]);
        let arrived = |at: usize| {
            let lead = case.assembly.as_ref().map_or(0, |assembly| assembly.lead_time);
            (period + 1).checked_sub(lead).map_or(0, |day| handed(&days[day], at))
        };
        let arrived_before = |at: usize| {
            let lead = case.assembly.as_ref().map_or(0, |assembly| assembly.lead_time);
            period.checked_sub(lead).map_or(0, |day| handed(&days[day], at))
        };
        let mut cost_of_parts_ahead = 0.0;
        let mut final_row = Row::new();
        phones.period(day.ordered_phones, day.shipped, &mut final_row);
        let mut insert = |name: &str, value: f64| final_row.insert(name.to_owned(), value);
        if let Some(assembly) = &case.assembly {
            let built = day.finished_good - first_phones;
            let raw = |at: usize| f64::from(arrived(at) - built * case.parts[at].units);
            let number = |at: usize| case.parts[at].node;
            let all = 0..case.parts.len();
            for at in all.clone() {
                insert(&format!("recv_from_{}", number(at)), (arrived(at) - arrived_before(at)).into());
                insert(&format!("rm_inv_from_{}", number(at)), raw(at));
            }
            insert("order_qty", f64::from(day.ordered_phones - before.ordered_phones));
            insert("received_total_rm", all.clone().map(|at| f64::from(arrived(at) - arrived_before(at))).sum());
            insert("rm_inventory_end", all.clone().map(raw).sum());
            let owed = |at: usize| f64::from(day.ordered_phones * case.parts[at].units - arrived(at));
            insert("on_order_end", all.clone().map(owed).sum());
            let raw_cost: f64 = all.clone().map(|at| raw(at) * case.parts[at].holding_cost).sum();
            final_row.insert("holding_cost".into(), raw_cost + f64::from(day.finished) * assembly.holding_cost);
            let in_process = f64::from(day.started - day.finished_good);
            let set: f64 = case.parts.iter().map(|part| f64::from(part.units) * part.holding_cost).sum();
            cost_of_parts_ahead = in_process * set;
            finish(&mut final_row, day.finished, case.stockout_cost, 0.0);
            rows.insert((period, assembly.node), final_row);
            for (at, part) in case.parts.iter().enumerate() {
                let mut row = Row::new();
                parts[at].period(part.units * day.ordered_phones, handed(day, at), &mut row);
                supply(&mut row, before, day, at);
                let on_hand = received(day, at) - handed(day, at);
                let under_way = f64::from(handed(day, at) - arrived(at));
                row.insert("holding_cost".into(), f64::from(on_hand) * part.holding_cost);
                finish(&mut row, on_hand, 0.0, under_way * part.holding_cost);
                rows.insert((period, part.node), row);
            }
        } else {
            let part = &case.parts[0];
            supply(&mut final_row, before, day, 0);
            let on_hand = day.received[0] - day.started + day.finished;
            final_row.insert("holding_cost".into(), f64::from(on_hand) * part.holding_cost);
            finish(&mut final_row, on_hand, case.stockout_cost, 0.0);
            rows.insert((period, part.node), final_row);
        }
        // What the books charged is what the cells add up to; parts in process are charged by the source alone,
        // as parts under way.
        let of_today = rows.range((period, 0)..).map(|(_, row)| row["total_cost"]).sum::<f64>();
        let booked = day.cost - before.cost + cost_of_parts_ahead;
        assert!(
            (of_today - booked).abs() <= EXACT * of_today.max(1.0),
            "{}, {period}: {booked} booked, {of_today}",
            case.id
        );
    }
    rows
}

/// What a node buys from outside.
fn supply(row: &mut Row, before: &Day, day: &Day, at: usize) {
    let received = f64::from(day.received[at] - before.received[at]);
    row.insert("order_qty".into(), f64::from(day.bought[at] - before.bought[at]));
    row.insert("received_total_rm".into(), received);
    row.insert("recv_from_ext".into(), received);
    row.insert("rm_inventory_end".into(), 0.0);
    row.insert("rm_inv_from_ext".into(), 0.0);
    row.insert("on_order_end".into(), f64::from(day.bought[at] + day.opening[at] - day.received[at]));
}

/// Level and costs; nothing waits outside a node that is down, as it does with other types of disruption.
fn finish(row: &mut Row, on_hand: i32, stockout_cost: f64, in_transit_cost: f64) {
    let backorders = row["backorders_end"];
    row.insert("received".into(), row["received_total_rm"]);
    row.insert("on_hand_end".into(), on_hand.into());
    row.insert("inventory_level_end".into(), f64::from(on_hand) - backorders);
    row.insert("inbound_disrupted_end".into(), 0.0);
    row.insert("outbound_disrupted_end".into(), 0.0);
    row.insert("stockout_cost".into(), backorders * stockout_cost);
    row.insert("in_transit_cost".into(), in_transit_cost);
    row.insert("total_cost".into(), row["holding_cost"] + row["stockout_cost"] + in_transit_cost);
}

/// The source's own rows, by period and node; empty cells left out.
fn source_rows(id: &str) -> BTreeMap<(usize, usize), Row> {
    let text = oracle(&format!("{id}.csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a row");
        let number = |name: &str| -> Option<f64> {
            let at = header.iter().position(|column| column == name)?;
            record[at].parse().ok()
        };
        let key = (number("period").expect("a period") as usize, number("node").expect("a node") as usize);
        let columns = header.iter().filter(|&column| !matches!(column, "period" | "node" | "name"));
        rows.insert(key, columns.filter_map(|column| Some((column.to_owned(), number(column)?))).collect());
    }
    rows
}

/// Compares every cell of the source, and the totals it printed.
fn compare(case: &Case, mut ours: BTreeMap<(usize, usize), Row>, tolerance: f64, held: &mut Cases) -> usize {
    let theirs = source_rows(&case.id);
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{}: periods and nodes", case.id);
    let down = |period: usize, node: usize| {
        case.disruption.as_ref().is_some_and(|down| down.node == node && down.down_periods.contains(&period))
    };
    let (mut compared, mut largest) = (0, 0.0_f64);
    for ((period, node), row) in &theirs {
        let own = ours.get_mut(&(*period, *node)).expect("the keys are the same");
        own.insert("disrupted".into(), f64::from(u8::from(down(*period, *node))));
        for (column, expected) in row {
            let got = own.get(column).unwrap_or_else(|| panic!("{}: no mapping of {column}", case.id));
            let place = || format!("{}, period {period}, node {node}, {column}", case.id);
            assert!((got - expected).abs() <= tolerance, "{}: {got}, the source has {expected}", place());
            largest = largest.max((got - expected).abs());
            compared += 1;
        }
    }
    held.trace(&case.id, compared, largest, tolerance);
    let total =
        |rows: &mut dyn Iterator<Item = (&(usize, usize), &Row)>| rows.map(|(_, row)| row["total_cost"]).sum::<f64>();
    let printed = Tolerance::Absolute(1e-3);
    held.figure(&case.id, "total cost", case.expected.total_cost, total(&mut ours.iter()), printed);
    for (&node, &cost) in &case.expected.node_cost {
        let sum = total(&mut ours.iter().filter(|((_, other), _)| *other == node));
        held.figure(&case.id, &format!("cost of node {node}"), cost, sum, printed);
    }
    compared
}

fn reproduces(test: &'static str, id: &str, cells_compared: usize) {
    let mut held = Cases::of(test);
    let case = case(id);
    let compared = compare(&case, cells(&case, &run(&case)), EXACT, &mut held);
    assert_eq!(compared, cells_compared, "{id}: cells compared");
    held.hold();
}

#[test]
fn base_stock_without_lead_time_runs_as_t00() {
    reproduces("base_stock_without_lead_time_runs_as_t00", "T00_single_bs_L0", 600);
}

#[test]
fn base_stock_with_a_lead_time_of_one_day_runs_as_t01() {
    reproduces("base_stock_with_a_lead_time_of_one_day_runs_as_t01", "T01_single_bs_L1", 600);
}

#[test]
fn base_stock_with_a_lead_time_of_two_days_runs_as_t02() {
    reproduces("base_stock_with_a_lead_time_of_two_days_runs_as_t02", "T02_single_bs_L2", 600);
}

#[test]
fn an_s_s_policy_runs_as_t04() {
    reproduces("an_s_s_policy_runs_as_t04", "T04_single_sS_L2", 600);
}

#[test]
fn a_fixed_quantity_every_day_runs_as_t06() {
    reproduces("a_fixed_quantity_every_day_runs_as_t06", "T06_single_FQ_L1", 600);
}

#[test]
fn a_supplier_with_a_daily_capacity_runs_as_t07() {
    reproduces("a_supplier_with_a_daily_capacity_runs_as_t07", "T07_single_bs_L2_cap", 600);
}

#[test]
fn days_without_ordering_run_as_t09_op() {
    reproduces("days_without_ordering_run_as_t09_op", "T09_single_bs_L2_disr_OP", 600);
}

#[test]
fn days_without_transport_run_as_t09_tp() {
    reproduces("days_without_transport_run_as_t09_tp", "T09_single_bs_L2_disr_TP", 600);
}

#[test]
fn assembly_of_two_parts_runs_as_t12() {
    reproduces("assembly_of_two_parts_runs_as_t12", "T12_asm2_L3_1", 1860);
}

#[test]
fn assembly_with_one_supplier_not_ordering_runs_as_t14() {
    reproduces("assembly_with_one_supplier_not_ordering_runs_as_t14", "T14_asm2_disr_OP", 1860);
}

#[test]
fn assembly_with_one_route_closed_runs_as_t15() {
    reproduces("assembly_with_one_route_closed_runs_as_t15", "T15_asm2_disr_TP", 1860);
}

#[test]
fn assembly_of_four_parts_runs_as_t17() {
    reproduces("assembly_of_four_parts_runs_as_t17", "T17_asm4_L3_2_2_1", 3180);
}

#[test]
fn a_launch_from_empty_stocks_runs_as_t18() {
    reproduces("a_launch_from_empty_stocks_runs_as_t18", "T18_asm4_launch", 3180);
}

#[test]
fn assembly_with_two_of_one_part_in_each_phone_runs_as_t20() {
    reproduces("assembly_with_two_of_one_part_in_each_phone_runs_as_t20", "T20_asm2_bom2", 1860);
}

#[test]
fn a_published_single_stage_runs_as_p01() {
    reproduces("a_published_single_stage_runs_as_p01", "P01_simple_single_stage", 1200);
}

#[test]
fn a_published_assembly_with_its_own_stock_and_lead_time_runs_as_p09() {
    reproduces("a_published_assembly_with_its_own_stock_and_lead_time_runs_as_p09", "P09_assembly_3_stage", 3600);
}

/// P02 has S = 56.6 and demands of fifteen digits. Parts are whole here, so a unit of the source is 4,000,000
/// parts, which rounds demands by an eighth of the tolerance; and as no launch may count beyond two thousand
/// million, the series runs in stretches of six periods. A base-stock node with a lead time of one period forgets
/// all but the last one: a stretch that begins two periods early has caught up on the first period that counts.
#[test]
fn a_published_newsvendor_with_fractional_demand_runs_as_p02() {
    const SCALE: f64 = 4_000_000.0;
    const AHEAD: usize = 2;
    const KEPT: usize = 4;
    let whole_case = case("P02_example_4_1_network");
    let mut rows = BTreeMap::new();
    let mut flow_demand = 0.0;
    let mut flow_met = 0.0;
    for first in (0..whole_case.demand.len()).step_by(KEPT) {
        let begin = first.saturating_sub(AHEAD);
        let end = whole_case.demand.len().min(first + KEPT);
        let mut stretch = whole_case.clone();
        stretch.demand = whole_case.demand[begin..end].iter().map(|orders| (orders * SCALE).round()).collect();
        stretch.stockout_cost /= SCALE;
        let part = &mut stretch.parts[0];
        part.holding_cost /= SCALE;
        part.initial = (part.initial * SCALE).round();
        let Policy::BaseStock { level } = &mut part.policy else { panic!("P02 has a base-stock policy") };
        *level = (*level * SCALE).round();
        for ((period, node), mut row) in cells(&stretch, &run(&stretch)) {
            if begin + period < first {
                continue;
            }
            for (column, value) in &mut row {
                if !column.ends_with("cost") {
                    *value /= SCALE;
                }
            }
            flow_demand += row["demand_in"];
            flow_met += row["met_from_stock"];
            row.insert("fill_rate_cum".into(), flow_met / flow_demand);
            rows.insert((begin + period, node), row);
        }
    }
    let mut held = Cases::of("a_published_newsvendor_with_fractional_demand_runs_as_p02");
    let compared = compare(&whole_case, rows, FRACTIONAL, &mut held);
    assert_eq!(compared, 1200, "cells compared");
    held.hold();
}

/// The second identity of the oracles: with no finished stock the backlog is the largest of the parts' shortages,
/// each the demand of its lead time beyond its level.
#[test]
fn the_backlog_of_an_assembly_is_the_largest_shortage_of_a_part() {
    let mut held = Cases::of("the_backlog_of_an_assembly_is_the_largest_shortage_of_a_part");
    for id in ["T12_asm2_L3_1", "T17_asm4_L3_2_2_1", "T18_asm4_launch"] {
        let case = case(id);
        let days = run(&case);
        let (mut days_compared, mut off) = (0, 0.0_f64);
        let longest = case.parts.iter().map(|part| part.lead_time).max().expect("there are parts");
        for (period, day) in days[1..].iter().enumerate().skip(longest) {
            let shortage = |part: &Part| {
                let Policy::BaseStock { level } = part.policy else { panic!("a base-stock policy") };
                let demand: f64 = case.demand[period + 1 - part.lead_time..=period].iter().sum();
                (demand - level).max(0.0)
            };
            let largest = case.parts.iter().map(shortage).fold(0.0, f64::max);
            off = off.max((f64::from(day.waiting) - largest).abs());
            days_compared += 1;
        }
        held.trace(&format!("{id}, backlog = largest shortage"), days_compared, off, 0.0);
    }
    held.hold();
}
