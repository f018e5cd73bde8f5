//! Price and order as one decision: what the literature of the newsvendor says of its optima, against sweeps of ordinary
//! scenarios.

use std::sync::atomic::AtomicBool;

use launchsim::experiment::Workers;
use launchsim::experiment::sweep::axis::Axis;
use launchsim::experiment::sweep::best::{Contender, Selection, choose};
use launchsim::experiment::sweep::design::{Design, Method};
use launchsim::experiment::sweep::{Point, Shard, Sweep};
use launchsim::language::source::Source;
use launchsim::outcome::Rule;
use launchsim::scenario::{Scenario, Template};

use crate::limits::{daily, date};
use crate::stochastic::LEAST;
use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::{Absolute, Exact};

/// Launches of a figure, and at each point of a sweep.
const SEASONS: u32 = 32_000;
const SWEPT: u32 = 16_000;

fn template(text: &str) -> Template {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("season.toml");
    std::fs::write(&path, text).expect("a temporary file can be written");
    Template::open(&Source::File(path), &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A scenario with overrides, as `--set` makes them.
pub fn with(text: &str, sets: &[String]) -> Scenario {
    template(text).with(sets).unwrap_or_else(|fault| panic!("{fault}\n{text}")).scenario
}

/// The points of a grid, as the values of its axes, and which of them the sweep calls best in net profit.
fn swept(text: &str, axes: &[&str]) -> (Vec<Vec<f64>>, Selection) {
    let axes = axes.iter().map(|axis| Axis::parse(axis).expect("an axis")).collect();
    let design = Design::new(Method::Grid, axes, None, 1).expect("a grid");
    let sweep = Sweep::prepare::<()>(template(text), design, SWEPT, 1, None).expect("a sweep");
    let mut points: Vec<Point> = Vec::new();
    let mut sink = |point: &Point| -> Result<(), ()> {
        points.push(point.clone());
        Ok(())
    };
    let workers = Workers::start(Some(2)).expect("two threads");
    sweep.run(Shard::WHOLE, 0, &workers, &AtomicBool::new(false), &mut sink).expect("points");
    let contenders: Vec<Contender> = points.iter().map(|point| Contender::of(point, Rule::GoOn)).collect();
    (points.into_iter().map(|point| point.inputs).collect(), choose(&contenders, false).expect("points"))
}

/// Net profit and orders of each launch under a planner of a kind.
pub fn planned(text: &str, kind: &str, sets: &[String], launches: u32) -> (Vec<f64>, Vec<f64>) {
    let sets: Vec<String> = sets.iter().cloned().chain([format!("planner.kind=\"{kind}\"")]).collect();
    let metrics = support::launches(&with(text, &sets), launches, 2);
    (metrics["net_profit_yuan"].clone(), metrics["orders"].clone())
}

const UNIT_COST: f64 = 500.0;
const SALVAGE: f64 = 0.4 * UNIT_COST;
/// Cash for whatever is ordered.
const CASH: &str = "[company]\nopening_cash = 1e9\n";

/// A season on the last day: parts are ordered on the first day alone, as many as the build plan says, and left-over ones
/// bring two fifths of their cost. `law` are the keys of the customers, `keys` other tables.
fn season(price: f64, last: i32, law: &str, keys: &str) -> String {
    format!(
        "[timeline]\nstart = {0}\nhorizon = \"{3} days\"\n[product.phone]\nprice = {price}\nparts = {{ part = 1 }}\n\
         backorder_cost_per_day = 0\n[factory.line]\n[supplier.maker]\ndeposit = 1\n\
         [component.part]\nsupplier = \"maker\"\nunit_cost = {UNIT_COST}\nlead_time = \"5 days\"\nsalvage = 0.4\nlast_order = {0}\n\
         [order_stream.customers]\nmargin = 0\nfrom = {1}\nto = {1}\n{law}\n\
         [build_plan]\ncumulative = [[{0}, 10_000]]\nscale = 1\n\
         [forecast]\nmethod = \"bayes\"\ndaily_orders = [[{1}, 10_000]]\n{2}",
        date(0),
        date(last),
        keys,
        last + 1
    )
}

/// What a season earns on average, by the price, the order and the demand, uniform between two numbers:
/// `p (q - left) - c q + v left - s lost`.
fn earns(price: f64, order: f64, (low, high): (f64, f64), shortage: f64) -> f64 {
    let within = order.clamp(low, high);
    let left = (within - low).powi(2) / (2.0 * (high - low)) + (order - within).max(0.0);
    let lost = (high - within).powi(2) / (2.0 * (high - low)) + (within - order).max(0.0);
    price * (order - left) - UNIT_COST * order + SALVAGE * left - shortage * lost
}

/// The best price and order by the first-order condition of Petruzzi & Dada (1999), solved by bisection:
/// `price(left, lost)` is the best price where so many are left and lost.
fn best(demand: impl Fn(f64) -> (f64, f64), shortage: f64, price: impl Fn(f64) -> f64) -> (f64, f64) {
    let short = |p: f64| (UNIT_COST - SALVAGE) / (p + shortage - SALVAGE);
    let (mut low, mut high) = (UNIT_COST, 10.0 * UNIT_COST);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if price(short(middle)) > middle { low = middle } else { high = middle }
    }
    let (least, most) = demand(low);
    (low, most - short(low) * (most - least))
}

/// The joint optimum, the best point of a sweep of price and scale, and what a season earns there.
fn hold_joint_optimum(
    (held, case): (&mut Cases, &str),
    text: &str,
    (prices, scales): (&[f64], &[f64]),
    (demand, shortage): (&dyn Fn(f64) -> (f64, f64), f64),
    (price, order): (f64, f64),
) -> (Vec<Vec<f64>>, Selection) {
    let listed = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    let axes = [format!("product.phone.price={}", listed(prices)), format!("build_plan.scale={}", listed(scales))];
    let (points, selection) = swept(text, &axes.each_ref().map(String::as_str));
    let nearest = |values: &[f64], to: f64| {
        values.iter().copied().min_by(|a, b| (a - to).abs().total_cmp(&(b - to).abs())).expect("values")
    };
    let expected = [nearest(prices, price), nearest(scales, order / 10_000.0)];
    let by_the_book = points.iter().max_by(|one, other| {
        let earns = |point: &Vec<f64>| earns(point[0], 10_000.0 * point[1], demand(point[0]), shortage);
        earns(one).total_cmp(&earns(other))
    });
    assert_eq!(by_the_book.expect("points"), &expected, "the best of the grid is the nearest to the optimum");
    let found = &points[selection.best];
    let step = |values: &[f64]| (values[1] - values[0]) / 2.0;
    held.figure(case, "best price", price, found[0], Absolute(step(prices)));
    held.figure(case, "best order", order, 10_000.0 * found[1], Absolute(10_000.0 * step(scales)));
    let sets = |point: &[f64]| [format!("product.phone.price={}", point[0]), format!("build_plan.scale={}", point[1])];
    let at_the_optimum = planned(text, "fixed", &sets(&[price, order / 10_000.0]), SEASONS).0;
    let largest = earns(price, order, demand(price), shortage);
    held.simulated(case, "profit at the best price and order", largest, &at_the_optimum, LEAST);
    let on_the_grid = planned(text, "fixed", &sets(found), SEASONS).0;
    let earned = earns(found[0], 10_000.0 * found[1], demand(found[0]), shortage);
    held.simulated(case, "profit at the best point of the sweep", earned, &on_the_grid, LEAST);
    hold_kinds(text, &sets(found), (found[0], shortage, 10_000.0 * found[1]));
    (points, selection)
}

/// One who knows demand beforehand orders it, to a hundredth of the plan, and earns `(p - c) D` in each launch; with nothing
/// to be learned before the only order one who learns is one who keeps the plan.
fn hold_kinds(text: &str, sets: &[String], (price, shortage, plan): (f64, f64, f64)) {
    let [(fixed, demand), (learning, _), (clairvoyant, _)] =
        ["fixed", "learning", "clairvoyant"].map(|kind| planned(text, kind, sets, 400));
    assert_eq!(learning, fixed);
    let step = 1.0 + 0.01 * plan;
    let most_lost = step * (price + shortage - UNIT_COST).max(UNIT_COST - SALVAGE);
    for ((&known, &kept), demand) in clairvoyant.iter().zip(&fixed).zip(demand) {
        let bound = (price - UNIT_COST) * demand;
        assert!(known >= kept && known <= bound + 1e-3 && known >= bound - most_lost, "{known}, {kept} for {bound}");
    }
}

/// Luck, demand at a price of 0 and what a yuan of it costs, and the penalty of being short: the season of Mills.
const MILLS: (f64, f64, f64, f64) = (6_400.0, 21_400.0, 10.0, 100.0);

fn mills_demand(price: f64) -> (f64, f64) {
    let (half, intercept, slope, _) = MILLS;
    (intercept - slope * price - half, intercept - slope * price + half)
}

/// The season of Mills (1959), and what it earns on average by price and order.
pub fn mills() -> (String, fn(f64, f64) -> f64) {
    let (half, intercept, slope, shortage) = MILLS;
    let law = format!(
        "daily_law = {{ uniform = {{ low = {}, high = {} }} }}\nprice_slope = {slope}\nreference_price = 0\nfollows_price = \"shelf_price\"",
        intercept - half,
        intercept + half
    );
    let text = season(1300.0, 7, &law, CASH)
        .replace("backorder_cost_per_day = 0", &format!("backorder_cost_per_day = {shortage}"));
    (text, |price, order| earns(price, order, mills_demand(price), MILLS.3))
}

/// Mills (1959): demand falls with the price by a straight line, and its uncertainty does not.
#[test]
fn additive_demand_is_priced_below_the_riskless_price_as_mills_says() {
    const TEST: &str = "additive_demand_is_priced_below_the_riskless_price_as_mills_says";
    let mut held = Cases::of(TEST);
    let (half, intercept, slope, shortage) = MILLS;
    let (text, _) = mills();
    let demand = mills_demand;
    let riskless = (intercept + slope * UNIT_COST) / (2.0 * slope);
    // p = p0 - lost/(2 b), lost = A rho^2 with rho the chance of being short.
    let optimum = best(demand, shortage, |short| riskless - half * short * short / (2.0 * slope));
    assert!((optimum.0 - 1300.0).abs() < 1e-6 && (optimum.1 - 11_600.0).abs() < 1e-3, "{optimum:?}");
    let prices = [1242.0, 1262.0, 1282.0, 1302.0, 1322.0, 1342.0, 1362.0];
    let scales = [1.0, 1.08, 1.16, 1.24, 1.32];
    let (points, selection) = hold_joint_optimum(
        (&mut held, "Mills (1959), s = 100, v = 200"),
        &text,
        (&prices, &scales),
        (&demand, shortage),
        optimum,
    );
    assert_eq!(riskless, 1320.0);
    assert!(points.iter().zip(&selection.alike).all(|(point, &alike)| point[0] < riskless || !alike));
    held.hold();
}

/// Karlin & Carr (1962): demand of constant elasticity, times luck.
#[test]
fn multiplicative_demand_is_priced_above_the_riskless_price_as_karlin_and_carr_say() {
    const TEST: &str = "multiplicative_demand_is_priced_above_the_riskless_price_as_karlin_and_carr_say";
    let mut held = Cases::of(TEST);
    let (elasticity, half, shortage) = (2.5, 0.5, 100.0);
    let law = format!(
        "daily_law = {{ uniform = {{ low = 5_000, high = 15_000 }} }}\nprice_elasticity = {elasticity}\nreference_price = 1000\n\
         follows_price = \"shelf_price\""
    );
    let text = season(950.0, 7, &law, CASH)
        .replace("backorder_cost_per_day = 0", &format!("backorder_cost_per_day = {shortage}"));
    let demand = |p: f64| {
        let mean = 10_000.0 * (p / 1000.0_f64).powf(-elasticity);
        ((1.0 - half) * mean, (1.0 + half) * mean)
    };
    let times = elasticity / (elasticity - 1.0);
    // p = p0 + b/(b - 1) ((c - v) left + s lost)/(1 - lost), per phone of mean demand.
    let optimum = best(demand, shortage, |short| {
        let (left, lost) = (half * (1.0 - short).powi(2), half * short * short);
        times * (UNIT_COST + ((UNIT_COST - SALVAGE) * left + shortage * lost) / (1.0 - lost))
    });
    let riskless = times * UNIT_COST;
    let prices = [800.0, 850.0, 900.0, 950.0, 1000.0, 1050.0, 1100.0];
    let scales = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6];
    let (points, selection) = hold_joint_optimum(
        (&mut held, "Karlin & Carr (1962), b = 2.5, s = 100, v = 200"),
        &text,
        (&prices, &scales),
        (&demand, shortage),
        optimum,
    );
    assert!(points.iter().zip(&selection.alike).all(|(point, &alike)| point[0] > riskless + 25.0 || !alike));
    held.hold();
}

/// Uniform demand from 8,000 to 16,000 at a price of 1,000.
const PRICE: f64 = 1000.0;
const DEMAND: (f64, f64) = (8_000.0, 16_000.0);

fn uniform(last: i32, keys: &str) -> String {
    season(PRICE, last, &format!("daily_law = {{ uniform = {{ low = {}, high = {} }} }}", DEMAND.0, DEMAND.1), keys)
}

/// The order of the newsvendor where a part costs so much.
fn quantile(cost: f64) -> f64 {
    DEMAND.0 + (PRICE - cost) / (PRICE - SALVAGE) * (DEMAND.1 - DEMAND.0)
}

/// Hadley & Whitin (1963): the order is what the budget buys, and one more yuan earns `(p - (p - v) F(q))/c - 1`.
#[test]
fn a_newsvendor_with_a_budget_orders_what_it_buys_and_earns_what_the_book_says() {
    const TEST: &str = "a_newsvendor_with_a_budget_orders_what_it_buys_and_earns_what_the_book_says";
    let mut held = Cases::of(TEST);
    let text = |cash: f64| {
        uniform(7, &format!("[company]\nopening_cash = {cash}\n[ordering]\nwithin_cash = true\n"))
            .replace("scale = 1\n", "scale = 1.3\n")
    };
    assert_eq!(quantile(UNIT_COST), 13_000.0);
    let mut earned = Vec::new();
    for (cash, buys) in [(5_000_000.0, 10_000.0), (5_500_400.0, 11_000.0), (7_000_000.0, 13_000.0)] {
        let ordered = daily(&support::plan(&text(cash)), |company| f64::from(company.supply.classes[0].ordered.0[0]));
        held.figure(&format!("budget of {cash}"), "order", buys, ordered[0], Exact);
        let profits = planned(&text(cash), "fixed", &[], SEASONS).0;
        held.simulated(&format!("budget of {cash}"), "profit", earns(PRICE, buys, DEMAND, 0.0), &profits, LEAST);
        earned.push(profits);
    }
    // What the second budget earns more, with the same luck: the integral of the price of the constraint.
    let more: Vec<f64> = earned[1].iter().zip(&earned[0]).map(|(more, less)| more - less).collect();
    let expected = earns(PRICE, 11_000.0, DEMAND, 0.0) - earns(PRICE, 10_000.0, DEMAND, 0.0);
    held.simulated("budget of 5500400 in place of 5000000", "profit", expected, &more, LEAST);
    // One who knows beforehand cannot spend more either.
    let [fixed, learning, clairvoyant] =
        ["fixed", "learning", "clairvoyant"].map(|kind| planned(&text(5_000_000.0), kind, &[], 400));
    assert_eq!(fixed, learning);
    for ((known, kept), demand) in clairvoyant.0.iter().zip(&fixed.0).zip(&fixed.1) {
        let bound = (PRICE - UNIT_COST) * demand.min(10_000.0);
        assert!(known >= kept && *known <= bound + 1e-3 && *known >= bound - 131.0 * (PRICE - UNIT_COST));
    }
    held.hold();
}

/// Dada & Hu (2008), with the interest given: what is borrowed is ordered up to `p - (p - v) F(q) = c (1 + r/365.25)^days`.
#[test]
fn a_newsvendor_on_credit_orders_less_by_the_interest() {
    let mut held = Cases::of("a_newsvendor_on_credit_orders_less_by_the_interest");
    let (days, rate, own) = (180, 0.4, 2_000_000.0);
    let text = |cash: f64| {
        let company = format!("[company]\nopening_cash = {cash}\ncredit_line = 1e8\ninterest_rate = {rate}\n");
        uniform(days, &format!("{company}[ordering]\nwithin_cash = true\n"))
    };
    let growth = (1.0_f64 + rate / 365.25).powi(days);
    for (case, cash, order) in
        [("own money", 1e8, quantile(UNIT_COST)), ("credit at 40 % a year", own, quantile(UNIT_COST * growth))]
    {
        let (points, selection) = swept(&text(cash), &["build_plan.scale=0.9..1.5:0.1"]);
        let found = 10_000.0 * points[selection.best][0];
        held.figure(case, "best order", order, found, Absolute(500.0));
        let interest = (UNIT_COST * found - cash).max(0.0) * (growth - 1.0);
        let expected = earns(PRICE, found, DEMAND, 0.0) - interest;
        let sets = [format!("build_plan.scale={}", points[selection.best][0])];
        held.simulated(
            case,
            "profit at the best order",
            expected,
            &planned(&text(cash), "fixed", &sets, SEASONS).0,
            LEAST,
        );
    }
    held.hold();
}
