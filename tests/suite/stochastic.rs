//! Does luck have the law it should, and does the company under luck reach the textbook's figures?
//!
//! Seeds are fixed, so a test either always passes or always fails. Demand that is Poisson in a source is the market's
//! binomial of a thousand million people here, whose law differs from it by less than one part in a million.

#![allow(clippy::unreadable_literal, reason = "figures stand as their sources print them")]

use std::collections::VecDeque;
use std::fmt::Write as _;

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::random::math::{exp, ln, powf};
use launchsim::rooms::books::day::Account;
use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, Discrete, LogNormal, Normal};

use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::Absolute;

pub const START: &str = "2026-01-01";

// Long runs: means over the days of many launches

/// A figure a day in each of sixteen launches.
pub type Figures = Vec<[f64; 16]>;

/// Sums figures over the days after the first ones.
struct Sums<F> {
    first_days: usize,
    figures: F,
    totals: Figures,
}

impl<F: FnMut(&Company<16>) -> Figures> Observer<16> for Sums<F> {
    fn day(&mut self, _: &Plan, company: &Company<16>, day: usize) {
        let today = (self.figures)(company);
        if day < self.first_days {
            return;
        }
        self.totals.resize(today.len(), [0.0; 16]);
        for (sum, figure) in self.totals.iter_mut().zip(today) {
            for (sum, value) in sum.iter_mut().zip(figure) {
                *sum += value;
            }
        }
    }
}

/// Per figure, its mean over the days of each of 16 * `blocks` launches.
pub fn means<F: FnMut(&Company<16>) -> Figures>(
    plan: &Plan,
    blocks: u32,
    first_days: usize,
    figures: impl Fn() -> F,
) -> Vec<Vec<f64>> {
    let mut means: Vec<Vec<f64>> = Vec::new();
    for block in 0..blocks {
        let mut sums = Sums { first_days, figures: figures(), totals: Vec::new() };
        simulate::<16>(plan, 16 * block, &mut sums);
        means.resize(sums.totals.len(), Vec::new());
        for (mean, sum) in means.iter_mut().zip(&sums.totals) {
            mean.extend(sum.map(|sum| sum / (plan.days - first_days) as f64));
        }
    }
    means
}

/// Mean of some values, and its standard error.
pub fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn lanes(company: &Company<16>, figure: impl Fn(&Company<16>, usize) -> f64) -> [f64; 16] {
    std::array::from_fn(|lane| figure(company, lane))
}

/// Customers who come as a Poisson process of `mean` a day, each buying a phone at once if there is one.
fn poisson_customers(mean: f64, days: u32) -> String {
    let people = 1e9;
    format!(
        "[timeline]\nstart = {START}\nhorizon = \"{days} days\"\n[window.shop]\nkind = \"open\"\nopens = {START}\n\
         [market]\nreach = {people}\ninnovation = {}\nimitation = 0\n",
        mean / people * 365.25
    )
}

/// Parts of lead time L and base stock S, one of each in a phone, reviewed every day.
pub fn base_stocks(parts: &[(u32, u32)], holding: f64) -> String {
    let mut text = "[ordering]\nreview = \"1 day\"\n[factory.line]\n[supplier.maker]\n".to_owned();
    for (at, (lead, level)) in parts.iter().enumerate() {
        write!(
            text,
            "[component.part_{at}]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"{lead} days\"\n\
             policy = \"order_up_to\"\norder_up_to_level = {level}\nopening_stock = {level}\nholding_cost_per_day = {holding}\n"
        )
        .expect("text grows");
    }
    text
}

pub fn product(parts: usize, more: &str) -> String {
    let parts: Vec<String> = (0..parts).map(|at| format!("part_{at} = 1")).collect();
    format!("[product.phone]\nprice = 1\nparts = {{ {} }}\n{more}", parts.join(", "))
}

pub const LEAST: f64 = 0.05;

/// PBS01 to PBS09: exact steady state of a base-stock node under Poisson demand (mean, lead time, level; on hand,
/// backorders, chance of no backlog, fill rate).
#[test]
fn base_stock_under_poisson_demand_reaches_its_steady_state() {
    let mut held = Cases::of("base_stock_under_poisson_demand_reaches_its_steady_state");
    let cases = [
        ("PBS01", 5.0, 1, 8, [3.1221092925752467, 0.12210929257524791, 0.9319063652781516, 0.9755781414849507]),
        ("PBS02", 5.0, 2, 13, [3.322472730102305, 0.32247273010230015, 0.8644644226193109, 0.9357095316612132]),
        ("PBS04", 5.0, 4, 24, [4.4876007404017315, 0.48760074040174517, 0.8432273781737623, 0.907282629732277]),
        ("PBS05", 2.5, 3, 9, [2.0229151236163054, 0.522915123616306, 0.7764076130197146, 0.8124402136948365]),
        ("PBS07", 12.0, 2, 22, [1.083088122085806, 3.0830881220858286, 0.3916982180204923, 0.7435542901329305]),
        ("PBS09", 40.0, 3, 135, [15.463704425499525, 0.46370442549952307, 0.9193836073099659, 0.9884073898153709]),
    ];
    for (id, mean, lead, level, expected) in cases {
        let text = poisson_customers(mean, 3000) + &product(1, "") + &base_stocks(&[(lead, level)], 0.0);
        let figures = means(&support::plan(&text), 4, 100, || {
            let mut backlog = [0; 16];
            move |company: &Company<16>| {
                let queue = &company.store.market;
                let before = std::mem::replace(&mut backlog, queue.waiting.0);
                let received = company.supply.classes[0].received;
                vec![
                    lanes(company, |company, lane| {
                        f64::from((received.0[lane] - company.assembly.started.0[lane]).max(0))
                    }),
                    queue.waiting.0.map(f64::from),
                    queue.waiting.0.map(|waiting| f64::from(u8::from(waiting == 0))),
                    std::array::from_fn(|lane| f64::from((queue.shipped_today.0[lane] - before[lane]).max(0))),
                    queue.orders_today.0.map(f64::from),
                ]
            }
        });
        for (name, figure, expected) in [
            ("on hand", &figures[0], expected[0]),
            ("backorders", &figures[1], expected[1]),
            ("chance of no backlog", &figures[2], expected[2]),
        ] {
            held.simulated(id, name, expected, figure, LEAST);
        }
        let fill: Vec<f64> = figures[3].iter().zip(&figures[4]).map(|(met, demand)| met / demand).collect();
        held.simulated(id, "fill rate", expected[3], &fill, LEAST);
    }
    held.hold();
}

/// On hand, backorders and chance of no backlog of one part of an assemble-to-order case.
type PartFigures = (u32, u32, [f64; 3]);

/// ATO01, ATO03 and ATO05: several parts, assembly in no time, no finished stock. The backlog is the largest of the
/// parts' shortages on every day of every launch, exactly, and its law the enumerated one.
#[test]
fn assembly_to_order_under_poisson_demand_reaches_its_steady_state() {
    let mut held = Cases::of("assembly_to_order_under_poisson_demand_reaches_its_steady_state");
    let ato01: &[PartFigures] = &[
        (3, 20, [5.2123000248586635, 0.2123000248586676, 0.9170290899685397]),
        (1, 8, [3.1221092925752467, 0.12210929257524791, 0.9319063652781516]),
    ];
    let ato03: &[PartFigures] = &[
        (3, 16, [4.246356051560399, 0.24635605156039703, 0.8987089925601621]),
        (2, 11, [3.24174964832792, 0.24174964832792342, 0.8880759989814815]),
        (2, 12, [4.129825647309399, 0.1298256473094052, 0.9362028032634382]),
        (1, 6, [2.1954345814629366, 0.19543458146293696, 0.8893260215974264]),
    ];
    let ato05: &[PartFigures] = &[
        (2, 8, [2.3140213891541883, 0.3140213891541882, 0.8472374939845612]),
        (1, 5, [2.1346205562721665, 0.13462055627216657, 0.9160820579686966]),
    ];
    let cases = [
        ("ATO01", 5.0, ato01, [0.28694228299025404, 0.9560436392258906, 0.8759062228345067, 0.9431671847062306]),
        ("ATO03", 4.0, ato03, [0.4396394549264766, 1.1157478852706053, 0.8034808540707753, 0.8918586398486844]),
        ("ATO05", 3.0, ato05, [0.3568004871511069, 0.9347940432743187, 0.8211989769787367, 0.8828296959748525]),
    ];
    for (id, mean, parts, [backlog, sd, none, fill]) in cases {
        let levels: Vec<(u32, u32)> = parts.iter().map(|&(lead, level, _)| (lead, level)).collect();
        let text = poisson_customers(mean, 3000) + &product(parts.len(), "") + &base_stocks(&levels, 0.0);
        let plan = support::plan(&text);
        let figures = means(&plan, 4, 100, || {
            let mut demands: VecDeque<[i32; 16]> = VecDeque::new();
            let mut before = [0; 16];
            let (plan, levels) = (&plan, &levels);
            move |company: &Company<16>| {
                let queue = &company.store.market;
                demands.push_front(queue.orders_today.0);
                demands.truncate(8);
                for (lane, &waiting) in queue.waiting.0.iter().enumerate() {
                    let shortage = |&(lead, level): &(u32, u32)| {
                        let demand: i32 = demands.iter().take(lead as usize).map(|day| day[lane]).sum();
                        (demand - level as i32).max(0)
                    };
                    assert_eq!(waiting, levels.iter().map(shortage).max().unwrap_or(0), "backlog = largest shortage");
                }
                let mut figures = vec![
                    queue.waiting.0.map(f64::from),
                    queue.waiting.0.map(|waiting| f64::from(waiting * waiting)),
                    queue.waiting.0.map(|waiting| f64::from(u8::from(waiting == 0))),
                    std::array::from_fn(|lane| f64::from((queue.shipped_today.0[lane] - before[lane]).max(0))),
                    queue.orders_today.0.map(f64::from),
                ];
                before = queue.waiting.0;
                for class in plan.supply.class_of_component.iter().flatten() {
                    // What the component's own node would have: all that came in, less all that was asked for.
                    let net = company.supply.classes[*class].received - queue.ordered;
                    figures.push(net.0.map(|net| f64::from(net.max(0))));
                    figures.push(net.0.map(|net| f64::from((-net).max(0))));
                    figures.push(net.0.map(|net| f64::from(u8::from(net >= 0))));
                }
                figures
            }
        });
        held.simulated(id, "backlog", backlog, &figures[0], LEAST);
        held.simulated(id, "squared backlog", sd * sd + backlog * backlog, &figures[1], 2.0 * LEAST);
        held.simulated(id, "chance of no backlog", none, &figures[2], LEAST);
        let rates: Vec<f64> = figures[3].iter().zip(&figures[4]).map(|(met, demand)| met / demand).collect();
        held.simulated(id, "fill rate", fill, &rates, LEAST);
        for (at, (_, _, expected)) in parts.iter().enumerate() {
            for (figure, &expected) in expected.iter().enumerate() {
                let name = ["on hand", "backorders", "chance of no backlog"][figure];
                held.simulated(id, &format!("part {at}, {name}"), expected, &figures[5 + 3 * at + figure], LEAST);
            }
        }
    }
    held.hold();
}

/// Cost a day as the books have it: holding, waiting and ordering.
pub fn cost_per_day(plan: &Plan, blocks: u32) -> Vec<f64> {
    let figures = means(plan, blocks, 100, || {
        let mut booked = [0.0; 16];
        move |company: &Company<16>| {
            let costs = [Account::Holding, Account::Backorder, Account::OrderCost];
            let total: [f64; 16] =
                std::array::from_fn(|lane| costs.iter().map(|&cost| company.books.balance(cost).0[lane]).sum());
            let before = std::mem::replace(&mut booked, total);
            vec![std::array::from_fn(|lane| total[lane] - before[lane])]
        }
    });
    figures.into_iter().next().expect("one figure")
}

/// INV06: the newsvendor's cost with Poisson demand of mean 6, holding 1 and shortage 4.
#[test]
fn the_newsvendor_under_poisson_demand_costs_what_the_book_says() {
    let mut held = Cases::of("the_newsvendor_under_poisson_demand_costs_what_the_book_says");
    for (level, expected) in [(8, 3.570106945770946), (5, 6.590296024616344)] {
        let text = poisson_customers(6.0, 3000)
            + &product(1, "backorder_cost_per_day = 4\n")
            + &base_stocks(&[(1, level)], 1.0);
        let costs = cost_per_day(&support::plan(&text), 4);
        held.simulated("INV06", &format!("cost at S = {level}"), expected, &costs, LEAST);
    }
    held.hold();
}

/// INV10 and INV12 (Zheng & Federgruen 1991): costs of (s, S) policies under Poisson demand.
#[test]
fn s_s_policies_under_poisson_demand_cost_what_the_tables_say() {
    let mut held = Cases::of("s_s_policies_under_poisson_demand_cost_what_the_tables_say");
    let mut cases =
        vec![(1.0, 4.0, 5.0, 6.0, 4, 10, 8.034111561471644), (1.0, 4.0, 5.0, 6.0, 6, 18, 10.193798671644046)];
    // Mean, s, S and cost; holding 1, shortage 9, fixed cost 64.
    let table = [
        (10.0, 6, 40, 35.021555),
        (15.0, 10, 49, 42.697819),
        (25.0, 19, 56, 54.262167),
        (30.0, 23, 66, 57.818926),
        (40.0, 33, 87, 64.511847),
        (45.0, 37, 97, 67.776044),
        (55.0, 47, 118, 74.148687),
        (60.0, 52, 129, 77.305929),
        (70.0, 62, 81, 79.037484),
        (75.0, 67, 86, 79.553847),
        (22.0, 16, 68, 51.632301),
        (23.0, 17, 52, 52.756736),
        (51.0, 43, 110, 71.610921),
        (52.0, 44, 112, 72.246106),
        (61.0, 52, 131, 77.928735),
        (63.0, 54, 73, 78.286828),
    ];
    cases.extend(table.map(|(mean, low, high, cost)| (1.0, 9.0, 64.0, mean, low, high, cost)));
    for (holding, shortage, fixed, mean, low, high, expected) in cases {
        let text = poisson_customers(mean, 2000)
            + &product(1, &format!("backorder_cost_per_day = {shortage}\n"))
            + &format!(
                "[factory.line]\n[supplier.maker]\n[component.part_0]\nsupplier = \"maker\"\nunit_cost = 1\n\
                 lead_time = \"1 day\"\nreview = \"1 day\"\npolicy = \"s_S\"\nreorder_level = {low}\norder_up_to_level = {high}\n\
                 opening_stock = {high}\nholding_cost_per_day = {holding}\norder_cost = {fixed}\n"
            );
        let costs = cost_per_day(&support::plan(&text), 2);
        let case = if mean == 6.0 { "INV10" } else { "INV12" };
        held.simulated(case, &format!("cost at mean {mean}, s = {low}, S = {high}"), expected, &costs, LEAST);
    }
    held.hold();
}

/// Q13 and Q15: a factory of K phones a day under Poisson orders; the backlog at the end of a day.
#[test]
fn a_daily_capacity_under_poisson_orders_queues_as_the_theory_says() {
    let mut held = Cases::of("a_daily_capacity_under_poisson_orders_queues_as_the_theory_says");
    let cases = [
        ("Q13", 9.0, 10, [3.1012384534150175, 0.4464995951409716, 4.572379381990175]),
        ("Q15", 18.0, 20, [2.597149350246898, 0.5499884829483487, 4.383331466360986]),
    ];
    for (id, mean, capacity, [backlog, none, sd]) in cases {
        let text = poisson_customers(mean, 6000)
            + &product(0, "")
            + &format!("[factory.line]\nramp = [[{START}, {capacity}]]\n");
        let figures = means(&support::plan(&text), 4, 500, || {
            |company: &Company<16>| {
                let waiting = company.store.market.waiting.0;
                vec![
                    waiting.map(f64::from),
                    waiting.map(|waiting| f64::from(u8::from(waiting == 0))),
                    waiting.map(|waiting| f64::from(waiting) * f64::from(waiting)),
                ]
            }
        });
        held.simulated(id, "backlog", backlog, &figures[0], LEAST);
        held.simulated(id, "chance of no backlog", none, &figures[1], LEAST);
        held.simulated(id, "squared backlog", sd * sd + backlog * backlog, &figures[2], 2.0 * LEAST);
    }
    held.hold();
}

// One season: everybody comes on the only day, their number uncertain

/// A season of one day: `reach` customers, `stock` parts bought at `cost`.
fn season(reach: &str, price: f64, stock: f64, cost: f64, product: &str, component: &str, market: &str) -> String {
    format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nprice = {price}\nparts = {{ part = 1 }}\n{product}\n\
         [supplier.maker]\n[component.part]\nsupplier = \"maker\"\nunit_cost = {cost}\nlead_time = \"1 day\"\n\
         opening_stock = {}\n{component}\n[factory.line]\n[window.shop]\nkind = \"open\"\nopens = {START}\n\
         [market]\nreach = {reach}\ninnovation = 1e9\nimitation = 0\n{market}\n",
        stock.round()
    )
}

const SEASONS: u32 = 32_000;

/// A sum of metrics in every season, divided by the parts that stand for one unit of the source.
pub fn of_seasons(text: &str, names: &[&str], scale: f64) -> Vec<f64> {
    let metrics = support::launches(&support::scenario(text), SEASONS, 2);
    (0..SEASONS as usize).map(|at| names.iter().map(|name| metrics[*name][at]).sum::<f64>() / scale).collect()
}

const COSTS: [&str; 2] = ["holding_cost_yuan", "backorder_cost_yuan"];

/// INV01 (normal demand), INV09 (lognormal): cost of a newsvendor's stock; a unit of the source is 10,000 parts.
#[test]
fn the_newsvendor_under_continuous_demand_costs_what_the_book_says() {
    let mut held = Cases::of("the_newsvendor_under_continuous_demand_costs_what_the_book_says");
    const SCALE: f64 = 10_000.0;
    let normal =
        format!("{{ normal = {{ mean = {}, sd = {} }}, at_least = 0, at_most = 1e9 }}", 50.0 * SCALE, 8.0 * SCALE);
    // ln D ~ N(6, 0.3): mean exp(6 + 0.045), coefficient of variation sqrt(exp(0.09) - 1).
    let lognormal = format!(
        "{{ lognormal = {{ mean = {}, cv = {} }}, at_most = 2e8 }}",
        exp(6.045) * SCALE,
        (exp(0.09) - 1.0).sqrt()
    );
    let cases = [
        (&normal, 0.18, 0.7, 56.60395592743389, 1.997605193176645),
        (&normal, 0.18, 0.7, 40.0, 7.356131552870388),
        (&normal, 0.18, 0.7, 60.0, 2.156131552870387),
        (&lognormal, 1.0, 0.1765, 295.6266448071368, 29.44254358213529),
        (&lognormal, 1.0, 0.1765, 350.0, 34.588836685654854),
    ];
    for (demand, holding, shortage, stock, expected) in cases {
        let text = season(
            demand,
            1.0,
            stock * SCALE,
            0.0,
            &format!("backorder_cost_per_day = {shortage}"),
            &format!("holding_cost_per_day = {holding}"),
            "",
        );
        let case = if shortage == 0.7 { "INV01" } else { "INV09" };
        held.simulated(case, &format!("cost at stock {stock}"), expected, &of_seasons(&text, &COSTS, SCALE), LEAST);
    }
    held.hold();
}

/// INV08: eight equally exact outcomes, weighted by hand.
#[test]
fn the_newsvendor_with_eight_outcomes_costs_exactly_what_they_say() {
    let mut held = Cases::of("the_newsvendor_with_eight_outcomes_costs_exactly_what_they_say");
    let chances = [0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05];
    for (stock, expected) in [(5.0, 1_225_000.0), (3.0, 1_725_000.0)] {
        let cost = |demand: usize| {
            let text = season(
                &demand.to_string(),
                1.0,
                stock,
                0.0,
                "backorder_cost_per_day = 1_000_000",
                "holding_cost_per_day = 500_000",
                "",
            );
            let metrics = support::launches(&support::scenario(&text), 1, 1);
            COSTS.iter().map(|name| metrics[*name][0]).sum::<f64>()
        };
        let mean: f64 = chances.iter().enumerate().map(|(at, chance)| chance * cost(at + 1)).sum();
        held.figure("INV08", &format!("cost at stock {stock}"), expected, mean, Absolute(1e-6));
    }
    held.hold();
}

/// INV04 (profit of a newsvendor) and PN03, PN06 (price and stock chosen together, demand of constant elasticity and
/// logit; Petruzzi & Dada 1999) at their optima.
#[test]
fn one_season_earns_what_the_book_says() {
    let mut held = Cases::of("one_season_earns_what_the_book_says");
    const SCALE: f64 = 1000.0;
    let inv04 = |stock: f64| {
        let demand =
            format!("{{ normal = {{ mean = {}, sd = {} }}, at_least = 0, at_most = 1e9 }}", 50.0 * SCALE, 8.0 * SCALE);
        season(&demand, 1.0, stock * SCALE, 0.3, "", "salvage = 0.4", "")
    };
    // y(p) = 2e6 p^-2.5, times U(0.5, 1.5): the reach at the reference price of 10, and the elasticity from there.
    let reach = 2e6 * powf(10.0, -2.5) * SCALE;
    let pn03 = season(
        &format!("{{ uniform = {{ low = {}, high = {} }} }}", 0.5 * reach, 1.5 * reach),
        37.36461841288158,
        242.91866065460647 * SCALE,
        20.0,
        "",
        "salvage = 0.25",
        "choice = \"elasticity\"\nelasticity = 2.5\nreference_price = 10",
    );
    let pn06 = season(
        &format!("{{ lognormal = {{ mean = {}, cv = {} }}, at_most = 1e9 }}", 1000.0 * SCALE, (exp(0.09) - 1.0).sqrt()),
        380.26122716423595,
        586.9496479222573 * SCALE,
        220.0,
        "",
        &format!("salvage = {}", 100.0 / 220.0),
        &format!("choice = \"logit\"\nquality = {}\nprice_sensitivity = {}", 400.0 / 60.0, 1.0 / 60.0),
    );
    for (name, text, expected) in [
        ("INV04, best stock", inv04(56.60395592743389), 33.002394806823354),
        ("INV04, stock 40", inv04(40.0), 27.643868447129613),
        ("PN03", pn03, 3126.4765031459565),
        ("PN06", pn06, 73770.57265485325),
    ] {
        held.simulated(name, "profit", expected, &of_seasons(&text, &["net_profit_yuan"], SCALE), LEAST);
    }
    held.hold();
}

/// INV19: what arrives is the order and U(-0.5, 0.5), demand 1.5. The lot is the order and 0.5, of which a share up to
/// one unit is rejected; a unit of the source is a million parts. The planner, who knows the share, would order more; what
/// the supplier accepts in a week holds the order at the lot.
#[test]
fn a_newsvendor_with_uncertain_yield_costs_what_the_book_says() {
    let mut held = Cases::of("a_newsvendor_with_uncertain_yield_costs_what_the_book_says");
    const SCALE: f64 = 1e6;
    let lot = 11.0 / 6.0 + 0.5;
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nbackorder_cost_per_day = 75\nparts = {{ part = 1 }}\n\
         [supplier.maker]\nweekly_capacity = {}\n[component.part]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"0 days\"\n\
         policy = \"order_up_to\"\norder_up_to_level = 100_000_000\nholding_cost_per_day = 15\n\
         defect_rate = {{ uniform = {{ low = 0, high = {} }} }}\n[factory.line]\n\
         [order_stream.customers]\nfrom = {START}\nseries = [{}]\nnet_price = 1\n",
        (lot * SCALE).round(),
        1.0 / lot,
        1.5 * SCALE
    );
    held.simulated("INV19", "cost at the best stock", 6_250_000.0, &of_seasons(&text, &COSTS, 1.0), LEAST);
    held.hold();
}

// Laws of the draws, in 16,000 launches

const LAUNCHES: u32 = 16_000;
/// Chance of a false alarm of each test below.
const ALARM: f64 = 0.001;

/// Pearson's test of whole numbers against their exact chances; neighbours are pooled until ten are expected.
pub fn chi_square(what: &str, values: &[f64], low: i64, high: i64, chance: impl Fn(i64) -> f64) {
    let n = values.len() as f64;
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let (mut observed, mut expected) = (0.0, 0.0);
    let mut counts = vec![0.0; (high - low + 1) as usize];
    for &value in values {
        let at = value as i64 - low;
        assert!(value.fract() == 0.0 && (0..counts.len() as i64).contains(&at), "{what}: {value} cannot be");
        counts[at as usize] += 1.0;
    }
    for (at, count) in counts.iter().enumerate() {
        observed += count;
        expected += n * chance(low + at as i64);
        if expected >= 10.0 {
            cells.push((observed, expected));
            (observed, expected) = (0.0, 0.0);
        }
    }
    // The tail joins the last cell, with all chance beyond it.
    let (last, _) = cells.pop().expect("some cell has ten");
    let before: f64 = cells.iter().map(|cell| cell.1).sum();
    cells.push((last + observed, n - before));
    let statistic: f64 =
        cells.iter().map(|(observed, expected)| (observed - expected) * (observed - expected) / expected).sum();
    let freedom = (cells.len() - 1) as f64;
    let law = ChiSquared::new(freedom).expect("at least two cells");
    let critical = law.inverse_cdf(1.0 - ALARM);
    let p = 1.0 - law.cdf(statistic);
    assert!(freedom >= 5.0, "{what}: {freedom} degrees of freedom test little");
    assert!(
        statistic < critical,
        "{what}: chi-square {statistic:.2} of {freedom} degrees, critical {critical:.2}, p = {p:.5}"
    );
}

/// A standard normal statistic, two-sided.
pub fn normal_statistic(what: &str, statistic: f64) {
    let law = Normal::standard();
    let critical = law.inverse_cdf(1.0 - ALARM / 2.0);
    let p = 2.0 * (1.0 - law.cdf(statistic.abs()));
    assert!(statistic.abs() < critical, "{what}: z = {statistic:.3}, critical {critical:.3}, p = {p:.5}");
}

fn column(text: &str, name: &str) -> Vec<f64> {
    support::launches(&support::scenario(text), LAUNCHES, 2).remove(name).unwrap_or_else(|| panic!("no metric {name}"))
}

#[test]
fn the_interest_of_a_day_is_binomial() {
    for (people, chance) in [(12_u32, 0.4), (300, 0.03), (1000, 0.3), (50_000, 0.02)] {
        let rate = -ln(1.0 - chance) * 365.25;
        let text = format!(
            "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nprice = 1\n\
             [market]\nreach = {people}\ninnovation = {rate}\nimitation = 0\n"
        );
        let law = Binomial::new(chance, u64::from(people)).expect("a binomial law");
        let what = format!("interest of {people} with chance {chance}");
        chi_square(&what, &column(&text, "interest"), 0, i64::from(people), |k| law.pmf(k as u64));
    }
}

#[test]
fn good_phones_of_a_batch_are_binomial() {
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nprice = 1\n[factory.line]\nyield_share = 0.93\n\
         [order_stream.customers]\nfrom = {START}\nseries = [400]\nnet_price = 1\n"
    );
    let law = Binomial::new(0.93, 400).expect("a binomial law");
    chi_square("good phones of 400 at 93 %", &column(&text, "shipped"), 0, 400, |k| law.pmf(k as u64));
}

#[test]
fn good_parts_of_a_delivery_are_binomial() {
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nparts = {{ part = 1 }}\n[supplier.maker]\n\
         [component.part]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"0 days\"\ndefect_rate = 0.1\n\
         policy = \"reorder_point\"\nreorder_level = 0\norder_quantity = 180\n[factory.line]\n\
         [order_stream.customers]\nfrom = {START}\nseries = [500]\nnet_price = 1\n"
    );
    // The lot of 180 is divided by the share that will be good: 200 are ordered.
    let law = Binomial::new(0.9, 200).expect("a binomial law");
    chi_square("good parts of 200 at 90 %", &column(&text, "shipped"), 0, 200, |k| law.pmf(k as u64));
}

#[test]
fn orders_inspected_by_a_sample_are_accepted_and_screened_as_the_book_says() {
    // Montgomery, Introduction to Statistical Quality Control: N = 10,000, n = 89, c = 2, p = 0.01.
    let (size, sample, accepts, faulty, fee) = (10_000.0, 89, 2, 0.01, 0.5);
    // The lot of 9,900 is divided by the share that will be good.
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nparts = {{ part = 1 }}\n[supplier.maker]\n\
         [component.part]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"0 days\"\ndefect_rate = {faulty}\n\
         sample_size = {sample}\nsample_accepts = {accepts}\ninspection_cost = {fee}\n\
         policy = \"reorder_point\"\nreorder_level = 0\norder_quantity = 9900\n[factory.line]\n\
         [order_stream.customers]\nfrom = {START}\nseries = [1]\nnet_price = 0\n"
    );
    let law = Binomial::new(faulty, sample).expect("a binomial law");
    let accepted: f64 = (0..=accepts).map(|faulty| law.pmf(faulty)).sum();
    let others = size - f64::from(sample as u32);
    let missed = accepted * others * faulty;
    let inspected = f64::from(sample as u32) + (1.0 - accepted) * others;
    // As printed there: Pa, average outgoing quality, average total inspection.
    assert_eq!(
        (format!("{accepted:.4}"), format!("{:.4}", missed / size), format!("{inspected:.0}")),
        ("0.9397".into(), "0.0093".into(), "687".into())
    );
    let got = column(&text, "parts_missed");
    let share: Vec<f64> = got.iter().map(|&parts| f64::from(u8::from(parts > 0.0))).collect();
    for (what, values, expected) in [("orders accepted", &share, accepted), ("parts missed", &got, missed)] {
        let (mean, error) = mean_and_error(values);
        normal_statistic(what, (mean - expected) / error);
    }
    // All that was paid is lost: good and missed parts, and the inspection.
    let paid: Vec<f64> = column(&text, "net_profit_yuan").iter().map(|profit| -profit).collect();
    let (mean, error) = mean_and_error(&paid);
    let expected = size * (1.0 - faulty) + missed + fee * inspected;
    normal_statistic("paid for an order inspected by a sample", (mean - expected) / error);
}

#[test]
fn a_jittered_lead_time_is_lognormal_with_its_mean_and_deviation() {
    let (mean, cv) = (60.0, 0.3);
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"400 days\"\n[product.phone]\nparts = {{ part = 1 }}\n[supplier.maker]\n\
         [component.part]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"{mean} days\"\nlead_time_cv = {cv}\n\
         policy = \"order_up_to\"\norder_up_to_level = 0\n[factory.line]\n\
         [order_stream.customers]\nfrom = {START}\nseries = [1]\nnet_price = 1\n"
    );
    let days = column(&text, "first_shipment_day");
    let variance_of_log = ln(1.0 + cv * cv);
    let law = LogNormal::new(ln(mean) - variance_of_log / 2.0, variance_of_log.sqrt()).expect("a lognormal law");
    let chance = |day: i64| law.cdf(day as f64 + 0.5) - law.cdf((day as f64 - 0.5).max(0.0));
    chi_square("lead time of 60 days with cv 0.3", &days, 1, 400, chance);
    // Rounding to whole days leaves the mean and adds a twelfth of a day squared to the variance.
    let (got, error) = mean_and_error(&days);
    normal_statistic("mean lead time", (got - mean) / error);
    let variance = mean * mean * cv * cv + 1.0 / 12.0;
    let squares: Vec<f64> = days.iter().map(|day| (day - got) * (day - got)).collect();
    let (second, error) = mean_and_error(&squares);
    normal_statistic("variance of the lead time", (second - variance) / error);
}

#[test]
fn a_yield_that_varies_from_day_to_day_is_normal() {
    let (share, sd, started) = (0.8, 0.05, 1_000_000);
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nprice = 1\n\
         [factory.line]\nyield_share = {share}\nyield_sd = {sd}\n\
         [order_stream.customers]\nfrom = {START}\nseries = [{started}]\nnet_price = 1\n"
    );
    let shares: Vec<f64> = column(&text, "shipped").iter().map(|good| good / f64::from(started)).collect();
    let (mean, error) = mean_and_error(&shares);
    normal_statistic("mean yield", (mean - share) / error);
    let n = f64::from(LAUNCHES);
    let variance = error * error * n;
    normal_statistic("variance of the yield", (variance / (sd * sd) - 1.0) * (n / 2.0).sqrt());
    // Twenty cells of equal chance.
    let law = Normal::new(share, sd).expect("a normal law");
    let cells: Vec<f64> = shares.iter().map(|&share| (law.cdf(share) * 20.0).floor().min(19.0)).collect();
    chi_square("yields in twentieths of their law", &cells, 0, 19, |_| 0.05);
}

#[test]
fn correlated_inputs_have_their_laws_and_their_rank_correlation() {
    let text = format!(
        "[timeline]\nstart = {START}\nhorizon = \"1 day\"\n[product.phone]\nprice = {{ uniform = {{ low = 100, high = 200 }} }}\n\
         licence_fee = {{ triangular = {{ low = 0, mode = 10, high = 20 }} }}\n\
         [correlation.both]\nbetween = [\"product.phone.price\", \"product.phone.licence_fee\"]\nrank = -0.6\n"
    );
    let mut metrics = support::launches(&support::scenario(&text), LAUNCHES, 2);
    let prices = metrics.remove("input product.phone.price").expect("the price is an input");
    let fees = metrics.remove("input product.phone.licence_fee").expect("the fee is an input");
    let tenths: Vec<f64> = prices.iter().map(|price| ((price - 100.0) / 5.0).floor()).collect();
    chi_square("prices in twentieths", &tenths, 0, 19, |_| 0.05);
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, at) in order.into_iter().enumerate() {
            ranks[at] = rank as f64;
        }
        ranks
    };
    let (a, b) = (ranks(&prices), ranks(&fees));
    let n = f64::from(LAUNCHES);
    let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum();
    let spearman = 1.0 - 6.0 * squares / (n * (n * n - 1.0));
    // Fisher's transformation; 1.06 is Fieller's factor for rank correlations of a normal copula.
    let fisher = |r: f64| 0.5 * ln((1.0 + r) / (1.0 - r));
    normal_statistic("rank correlation", (fisher(spearman) - fisher(-0.6)) / (1.06 / (n - 3.0)).sqrt());
}
