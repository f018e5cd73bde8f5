//! Do closed forms and identities of the field come out where the model contains them?
//!
//! Deterministic scenarios here; what needs luck is in `stochastic`.

#![allow(clippy::unreadable_literal, reason = "figures stand as their sources print them")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::outcome::SeriesId;
use launchsim::random::math::{exp, ln, powf};
use launchsim::units::DAYS_PER_YEAR;
use serde::Deserialize;

use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::{Absolute, Relative};

/// Figures of every day of one launch.
struct Days<F>(F, Vec<f64>);

impl<F: Fn(&Company<1>) -> f64> Observer<1> for Days<F> {
    fn day(&mut self, _: &Plan, company: &Company<1>, _: usize) {
        self.1.push(self.0(company));
    }
}

/// A figure on every day of the first launch.
pub fn daily(plan: &Plan, figure: impl Fn(&Company<1>) -> f64) -> Vec<f64> {
    let mut days = Days(figure, Vec::new());
    simulate::<1>(plan, 0, &mut days);
    days.1
}

pub fn metrics(plan: &Plan) -> BTreeMap<String, f64> {
    let results = simulate::<1>(plan, 0, &mut launchsim::company::Unobserved);
    plan.layout
        .metrics
        .iter()
        .map(|metric| metric.name.clone())
        .zip(results.metrics.iter().map(|value| value.0[0]))
        .collect()
}

pub fn date(day: i32) -> jiff::civil::Date {
    jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day))
}

fn close(got: f64, expected: f64, relative: f64, what: &str) {
    let error = (got - expected).abs();
    assert!(error <= relative * expected.abs().max(1e-300), "{what}: {got} for {expected}, off by {error:e}");
}

// Diffusion

#[derive(Deserialize)]
struct Diffusion {
    id: String,
    p: f64,
    q: f64,
    beta: f64,
    price: String,
    /// Share of the market that has adopted by each year.
    share: BTreeMap<String, f64>,
}

fn diffusions() -> Vec<Diffusion> {
    serde_json::from_str(include_str!("../oracles/bass.json")).expect("bass.json holds diffusions")
}

/// ln of the price in year t.
fn log_price(path: &str, year: f64) -> f64 {
    match path {
        "none" | "P(t)=P0*exp(0 t)" => 0.0,
        "P(t)=P0*exp(-0.1 t)" => -0.1 * year,
        "P(t)=P0*exp(-0.05 t)" => -0.05 * year,
        "P(t)=P0*(1+t)^-0.3" => -0.3 * ln(1.0 + year),
        other => panic!("no price path {other}"),
    }
}

/// People of the market; rounding to whole people is then far below the error of the step.
const PEOPLE: f64 = 1e9;

/// Greatest error of the adopted share in the source's years, one year spread over `days` of the engine.
fn diffusion_error(case: &Diffusion, days: i32) -> f64 {
    let last: f64 = case.share.keys().map(|year| year.parse::<f64>().expect("a year")).fold(0.0, f64::max);
    let horizon = (last * f64::from(days)) as i32;
    // One day of the engine is 1/days of a year of the source, so its rates a year are slower by days/365.25.
    let slower = DAYS_PER_YEAR / f64::from(days);
    let mut text = format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"{horizon} days\"\n[factory.line]\n\
         [window.shop]\nkind = \"open\"\nopens = {0}\n[market]\nreach = {PEOPLE}\ninnovation = {1}\nimitation = {2}\n",
        date(0),
        case.p * slower,
        case.q * slower,
    );
    if case.beta == 0.0 {
        text += "[product.phone]\nprice = 1\n";
    } else {
        writeln!(text, "price_acts_on = \"change\"\nprice_change_effect = {}", case.beta / slower).expect("text grows");
        text += "[product.phone]\nprice = [";
        for day in 0..horizon {
            let price = 1e6 * exp(log_price(&case.price, f64::from(day) / f64::from(days)));
            write!(text, "[{}, {price}], ", date(day)).expect("text grows");
        }
        text += "]\n";
    }
    let adopted = daily(&support::plan(&text), |company| f64::from(company.store.shipped().0[0]));
    let error = |(year, share): (&String, &f64)| {
        let day = (year.parse::<f64>().expect("a year") * f64::from(days)).round() as usize;
        (adopted[day - 1] / PEOPLE - share).abs()
    };
    case.share.iter().map(error).fold(0.0, f64::max)
}

/// Bass (1969) and, with a price path, the generalised form of Bass, Krishnan & Jain (1994): the daily engine, in which
/// everyone interested is served the same day, tends to them to first order in the step.
#[test]
fn the_error_of_the_daily_bass_curve_halves_when_days_double() {
    let mut held = Cases::of("the_error_of_the_daily_bass_curve_halves_when_days_double");
    for case in diffusions() {
        let errors = [20, 40, 80].map(|days| diffusion_error(&case, days));
        if case.q == 0.0 {
            // Without word of mouth each day's exponential is exact, but for the last place of its hazard.
            for (days, error) in [20, 40, 80].into_iter().zip(errors) {
                held.figure(
                    &case.id,
                    &format!("largest error, {days} days a year"),
                    0.0,
                    error,
                    Absolute(1.0 / 8_388_608.0),
                );
            }
            continue;
        }
        // Measured at 40 against 80 days a year: ratios of 1.995 to 1.9995, errors of 0.11 % to 0.33 % of the market.
        let ratio = errors[1] / errors[2];
        held.figure(&case.id, "error of 40 days a year over that of 80", 2.0, ratio, Absolute(0.01));
        held.figure(&case.id, "largest error, 80 days a year", 0.0, errors[2], Absolute(0.0035));
    }
    held.hold();
}

/// Ho, Savin & Terwiesch (2002): word of mouth from the served alone, who are served at a constant rate c. The daily
/// form is D(t) = m (1 - exp(-p t - q c t (t - 1) / (2 m))), with t days over and the rates per day.
#[test]
fn customers_served_at_a_constant_rate_spread_the_word_as_the_closed_form_says() {
    let mut held = Cases::of("customers_served_at_a_constant_rate_spread_the_word_as_the_closed_form_says");
    let (people, p, q, capacity) = (1e6, 0.01, 0.04, 5000.0);
    let text = format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"120 days\"\n[product.phone]\nprice = 1\n\
         [factory.line]\nramp = [[{0}, {capacity}]]\n[window.shop]\nkind = \"open\"\nopens = {0}\n\
         [market]\nreach = {people}\ninnovation = {1}\nimitation = {2}\n",
        date(0),
        p * DAYS_PER_YEAR,
        q * DAYS_PER_YEAR,
    );
    let plan = support::plan(&text);
    let demand = daily(&plan, |company| f64::from(company.store.ordered().0[0]));
    let shipped = daily(&plan, |company| f64::from(company.store.shipped().0[0]));
    let mut worst: f64 = 0.0;
    for (day, (&demand, &shipped)) in demand.iter().zip(&shipped).enumerate() {
        let t = day as f64 + 1.0;
        assert_eq!(shipped, capacity * t, "the factory is never idle, day {day}");
        let exact = people * (1.0 - exp(-p * t - q * capacity * t * (t - 1.0) / (2.0 * people)));
        worst = worst.max((demand - exact).abs());
    }
    // Whole people: the count never runs ahead of its mean by one, and lags by less than one. Measured: 0.86.
    held.figure("daily form", "largest error of cumulative demand [people of a million]", 0.0, worst, Absolute(1.0));
    held.hold();
}

/// PRC1 and PRC3 of the price responses: people who would choose the phone at a price, of a million at the reference price.
#[test]
fn prices_choose_as_elasticity_and_logit_say() {
    let mut held = Cases::of("prices_choose_as_elasticity_and_logit_say");
    // An infinite hazard brings everyone who would choose the phone on the first day; whole people.
    let chosen = |price: f64, reach: f64, choice: &str| {
        let text = format!(
            "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"1 day\"\n[product.phone]\nprice = {price}\n\
             [market]\nreach = {reach}\ninnovation = 1e9\nimitation = 0\n{choice}\n",
            date(0)
        );
        metrics(&support::plan(&text))["interest"]
    };
    let elastic =
        [(400.0, 1494.3007809219325), (450.0, 1208.8251387172552), (500.0, 1000.0), (600.0, 720.2342287060056)];
    for (price, expected) in elastic {
        let choice = "choice = \"elasticity\"\nelasticity = 1.8\nreference_price = 500\nreference_share = 0.5";
        let got = chosen(price, 2e9, choice) / 1e6;
        held.figure("PRC1", &format!("demand at {price}"), expected, got, Absolute(5.1e-7));
    }
    for (quality, slope, price, share) in
        [(8.0, 0.02, 366.91132896769943, 0.6596586502121073), (5.0, 0.01, 437.26470404165934, 0.6518890117962497)]
    {
        let choice = format!("choice = \"logit\"\nquality = {quality}\nprice_sensitivity = {slope}");
        let got = chosen(price, 2e9, &choice) / 2e9;
        held.figure("PRC3", &format!("share at the best price, {price:.2}"), share, got, Absolute(2.6e-10));
    }
    held.hold();
}

// Learning curves: orders of single parts, unit cost 1 for the first

/// Value ordered to date after each single-part order; the part's cost falls by Wright's curve.
fn value_of_single_orders(rate: f64, first_cost: f64, orders: i32) -> Vec<f64> {
    let text = format!(
        "[timeline]\nstart = {0}\nhorizon = \"{orders} days\"\n[product.phone]\nparts = {{ part = 1 }}\n\
         [supplier.maker]\n[component.part]\nsupplier = \"maker\"\nunit_cost = {first_cost}\nlead_time = \"1 day\"\n\
         learning_rate = {1}\npolicy = \"reorder_point\"\nreorder_level = 1_000_000\norder_quantity = 1\nreview = \"1 day\"\n",
        date(0),
        1.0 - rate,
    );
    daily(&support::plan(&text), |company| company.supply.value_ordered.0[0])
}

/// LC01, LC02, LC04, LC08 and LC09 of learningCurve (R, GPL-3; figures only): Crawford's unit n costs
/// t1 n^log2(r). Here a part costs what V parts bought *before* it say, so the source's unit n is our part n + 1,
/// and our first part, at the first unit's cost, is one more.
#[test]
fn parts_learn_as_crawfords_unit_curve() {
    let mut held = Cases::of("parts_learn_as_crawfords_unit_curve");
    let mut printed = |got: f64, expected: f64, digits: f64, case: &str, figure: &str| {
        held.figure(case, figure, expected, got, Absolute(digits / 2.0 * 1.01));
    };
    for (rate, unit_125) in [(0.8, 21.13225), (0.85, 32.23647), (0.9, 48.00243), (0.95, 69.9564)] {
        let value = value_of_single_orders(rate, 100.0, 126);
        printed(value[125] - value[124], unit_125, 1e-5, "LC02", &format!("unit 125 at {rate}"));
    }
    let value = value_of_single_orders(0.85, 100.0, 126);
    printed(value[125] - value[124], 32.23647, 1e-5, "LC01", "unit 125");
    printed(value[125] - 100.0, 5201.085, 1e-3, "LC04", "units 1 to 125");
    // LC08: units 201 to 500 when unit 201 takes 125 hours at 75 %; the exact sum.
    let slope = ln(0.75) / ln(2.0);
    let value = value_of_single_orders(0.75, 125.0 / powf(201.0, slope), 501);
    let lc08 = value;
    for (rate, slope) in [(0.8, -0.3219281), (0.85, -0.2344653), (0.9, -0.1520031)] {
        let value = value_of_single_orders(rate, 1.0, 65);
        printed(ln(value[64] - value[63]) / ln(64.0), slope, 1e-7, "LC09", &format!("natural slope at {rate}"));
    }
    held.figure("LC08", "unit 201", 125.0, lc08[201] - lc08[200], Relative(1e-12));
    held.figure("LC08", "units 201 to 500", 30350.470654859844, lc08[500] - lc08[200], Relative(1e-12));
    held.hold();
}

/// Coefficients of the unit curve and of its sums, n^log2(r), to twelve digits.
#[test]
fn learning_coefficients_are_exact() {
    let mut held = Cases::of("learning_coefficients_are_exact");
    let table = [
        (
            0.70,
            [
                0.3057924983515847,
                4.931771074482291,
                0.21405474884610926,
                7.406536206645649,
                0.09350905204810392,
                17.79070777023449,
            ],
        ),
        (
            0.75,
            [
                0.38455857579369096,
                5.588554469299565,
                0.28841893184526823,
                8.828351383404387,
                0.14788529821647198,
                24.17858241711892,
            ],
        ),
        (
            0.80,
            [
                0.4765098748902245,
                6.315373017615902,
                0.3812078999121796,
                10.484942826035768,
                0.22706166086789742,
                32.65081083318005,
            ],
        ),
        (
            0.85,
            [
                0.582820402326798,
                7.116062726675125,
                0.4953973419777783,
                12.402277422187556,
                0.3396796213683707,
                43.75386713923053,
            ],
        ),
        (
            0.90,
            [
                0.7046880495123459,
                7.994478550439266,
                0.6342192445611113,
                14.607759483040114,
                0.4965852471255145,
                58.141020255502646,
            ],
        ),
        (
            0.95,
            [
                0.8433336286884088,
                8.954493865283323,
                0.8011669472539883,
                17.130235680153657,
                0.7112116092767589,
                76.58638618979963,
            ],
        ),
    ];
    for (rate, expected) in table {
        let value = value_of_single_orders(rate, 1.0, 101);
        for (at, number) in [10, 20, 100].into_iter().enumerate() {
            let (unit, sum) = (value[number] - value[number - 1], value[number] - 1.0);
            held.figure("LCT", &format!("unit {number} at {rate}"), expected[2 * at], unit, Relative(1e-12));
            held.figure("LCT", &format!("units 1 to {number} at {rate}"), expected[2 * at + 1], sum, Relative(1e-12));
        }
    }
    held.hold();
}

// Time

#[test]
fn a_lead_time_of_three_months_arrives_on_day_91() {
    for (lead, day) in [("3 months", 91.0), ("2 months", 61.0), ("1 month", 30.0), ("2 weeks", 14.0), ("0 days", 0.0)] {
        let text = format!(
            "[timeline]\nstart = {0}\nhorizon = \"100 days\"\n[product.phone]\nparts = {{ screen = 1 }}\n[supplier.maker]\n\
             [component.screen]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"{lead}\"\n\
             policy = \"order_up_to\"\norder_up_to_level = 0\n[factory.line]\n\
             [order_stream.customers]\nfrom = {0}\nseries = [10]\nnet_price = 2\n",
            date(0)
        );
        assert_eq!(metrics(&support::plan(&text))["first_shipment_day"], day, "{lead}");
    }
}

/// Halts of a region, a supplier and a part overlap as they like: a part ordered on day t with lead time L arrives on
/// the first day d on which as many as L days after t were free of all of them, counted here by hand.
#[test]
fn deliveries_arrive_by_days_without_a_halt_however_halts_overlap() {
    const HORIZON: i32 = 160;
    let mut word = 12345_u32;
    let mut draw = |below: i32| {
        word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (word >> 8) as i32 % below
    };
    for round in 0..60 {
        let lead = draw(30);
        let halts: Vec<(i32, i32)> = (0..draw(6)).map(|_| (draw(HORIZON + 20) - 20, 1 + draw(40))).collect();
        let mut text = format!(
            "[timeline]\nstart = {}\nhorizon = \"{HORIZON} days\"\n[product.phone]\nparts = {{ screen = 1 }}\n\
             [supplier.maker]\nregion = \"island\"\n[component.screen]\nsupplier = \"maker\"\nunit_cost = 1\n\
             lead_time = \"{lead} days\"\nreview = \"1 day\"\npolicy = \"reorder_point\"\nreorder_level = 1_000_000\n\
             order_quantity = 1\n",
            date(0)
        );
        for (at, (from, length)) in halts.iter().enumerate() {
            let target = ["region = \"island\"", "supplier = \"maker\"", "component = \"screen\""][at % 3];
            writeln!(
                text,
                "[disruption.halt_{at}]\n{target}\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"{length} days\"",
                date(*from)
            )
            .expect("text grows");
        }
        let up = |day: i32| !halts.iter().any(|&(from, length)| (from..from + length).contains(&day));
        let mut expected = vec![0; HORIZON as usize];
        for ordered in 0..HORIZON {
            let mut moved = 0;
            let mut day = ordered;
            while day < HORIZON && !(up(day) && moved >= lead) {
                day += 1;
                moved += i32::from(day < HORIZON && up(day));
            }
            for received in expected.iter_mut().skip(day as usize) {
                *received += 1;
            }
        }
        let received = daily(&support::plan(&text), |company| f64::from(company.supply.classes[0].received.0[0]));
        let received: Vec<i32> = received.into_iter().map(|parts| parts as i32).collect();
        assert_eq!(received, expected, "round {round}: lead time {lead}, halts {halts:?}");
    }
}

/// Little's law for a queue that starts and ends empty: those waiting at each closing, summed over the days, are the
/// days waited, summed over the customers.
#[test]
fn the_sum_of_those_waiting_is_the_sum_of_their_waits() {
    let mut held = Cases::of("the_sum_of_those_waiting_is_the_sum_of_their_waits");
    let text = format!(
        "[timeline]\nstart = {0}\nhorizon = \"400 days\"\n[product.phone]\nprice = 1000\nparts = {{ screen = 1 }}\n\
         [supplier.maker]\n[component.screen]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"30 days\"\nlead_time_cv = 0.4\n\
         policy = \"order_up_to\"\norder_up_to_level = 900\n[factory.line]\nramp = [[{0}, 60]]\nyield_share = 0.9\n\
         throughput_time = \"3 days\"\nrest_days = [\"sunday\"]\n[window.shop]\nkind = \"open\"\nopens = {0}\nevery = \"1 week\"\n\
         [market]\nreach = 5000\ninnovation = 3\nimitation = 9\nnoise = 0.5\n",
        date(0)
    );
    let plan = support::plan(&text);
    for launch in 0..10 {
        let mut days = Days(|company: &Company<1>| f64::from(company.store.waiting().0[0]), Vec::new());
        let results = simulate::<1>(&plan, launch, &mut days);
        let metric = |name: &str| results.metrics[plan.layout.metric(name).expect("a metric")].0[0];
        assert_eq!(metric("waiting_end"), 0.0, "launch {launch}: everybody is served in the end");
        let waited = metric("wait_mean_days") * metric("shipped");
        let case = format!("Little's law, launch {launch}");
        held.figure(&case, "days waited by all customers", days.1.iter().sum(), waited, Relative(1e-12));
        assert!(waited > 10_000.0, "launch {launch}: they do wait");
    }
    held.hold();
}

/// With a level S and every customer waiting for a phone of one part, stock less backlog at the end of a day is
/// S less the demand of the last L days.
#[test]
fn a_base_stock_level_is_short_by_the_demand_of_the_lead_time() {
    let mut held = Cases::of("a_base_stock_level_is_short_by_the_demand_of_the_lead_time");
    let demand: Vec<i32> = (0..200).map(|day| (day * day * 7 + day * 3) % 23).collect();
    for lead in [0, 1, 5, 17] {
        let level = 12 * lead + 8;
        let text = format!(
            "[timeline]\nstart = {0}\nhorizon = \"200 days\"\n[product.phone]\nparts = {{ screen = 1 }}\n[supplier.maker]\n\
             [component.screen]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"{lead} days\"\nreview = \"1 day\"\n\
             policy = \"order_up_to\"\norder_up_to_level = {level}\nopening_stock = {level}\n[factory.line]\n\
             [order_stream.customers]\nfrom = {0}\nseries = {demand:?}\nnet_price = 2\n",
            date(0)
        );
        let net = daily(&support::plan(&text), |company| {
            let stock = company.supply.classes[0].received.0[0] - company.assembly.started.0[0];
            f64::from(stock - company.store.waiting().0[0])
        });
        let mut off = 0.0_f64;
        for (day, &net) in net.iter().enumerate() {
            let first = (day + 1).saturating_sub(lead as usize);
            let last: i32 = demand[first..=day].iter().sum();
            off = off.max((net - f64::from(level - last)).abs());
        }
        held.trace(&format!("level - demand of the last {lead} days"), net.len(), off, 0.0);
    }
    held.hold();
}

// Money

/// A company with every kind of cost, luck included; `company` and `supplier` add keys to those tables.
fn company(vat: f64, price: f64, company: &str, supplier: &str) -> String {
    format!(
        "[timeline]\nstart = {0}\nhorizon = \"300 days\"\n[company]\nvat = {vat}\nopening_cash = 1_000_000\n{company}\n\
         [product.phone]\nprice = {price}\nparts = {{ screen = 1, screw = 4 }}\nassembly_fee = 60\nlicence_fee = 30\n\
         logistics_cost = 20\nwarranty_cost = 25\nsalvage = 0.3\n[supplier.maker]\n{supplier}\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = 200\nlead_time = \"30 days\"\nlead_time_cv = 0.3\ndefect_rate = 0.03\n\
         learning_rate = 0.1\nlearning_from = 100\nsalvage = 0.5\npolicy = \"order_up_to\"\norder_up_to_level = 800\n\
         [component.screw]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"10 days\"\nvolume_factors = [[0, 1.5], [2000, 1]]\n\
         policy = \"order_up_to\"\norder_up_to_level = 4000\ncancellation_fee = 0.2\n\
         [factory.line]\nramp = [[{0}, 30]]\nyield_share = 0.95\nthroughput_time = \"2 days\"\n\
         [expense.research]\nkind = \"r_and_d\"\namount = 100_000\nfrom = {0}\nto = {1}\n\
         [expense.moulds]\nkind = \"tooling\"\namount = 40_000\ndate = {1}\n[expense.prototypes]\nkind = \"nre\"\namount = 7_000\ndate = {0}\n\
         [expense.posters]\nkind = \"marketing\"\namount = 9_000\ndate = {1}\n\
         [window.shop]\nkind = \"open\"\nopens = {0}\n[market]\nreach = 5000\ninnovation = 2\nimitation = 5\nnoise = 0.3\n\
         cancellation = 0.01\n",
        date(0),
        date(99),
    )
}

#[test]
fn the_loaded_cost_is_the_variable_cost_and_a_share_of_what_is_spent_once() {
    for vat in [0.0, 0.17] {
        let plan = support::plan(&company(vat, 1000.0, "", ""));
        let metric = metrics(&plan);
        let volume = metric["shipped"];
        assert!(volume > 1000.0);
        let variable = (1.0 + vat) * metric["cost_of_sales_yuan"] / volume;
        close(metric["average_variable_cost_yuan"], variable, 1e-12, "variable");
        let once = 100_000.0 + 40_000.0 + 7_000.0;
        let loaded = variable + (1.0 + vat) * once / volume;
        close(metric["loaded_unit_cost_yuan"], loaded, 1e-12, "loaded");
        close(metric["r_and_d_yuan"], once, 1e-12, "spent once");
    }
}

#[test]
fn the_break_even_price_earns_nothing_and_the_full_cost_is_all_that_is_spent() {
    let at = |price: f64| metrics(&support::plan(&company(0.17, price, "tax_rate = 0.25\nrunning_cost = 40_000", "")));
    let metric = at(1000.0);
    let spent = metric["revenue_yuan"] - metric["net_profit_yuan"] - metric["income_tax_yuan"];
    close(metric["full_unit_cost_yuan"], 1.17 * spent / metric["shipped"], 1e-12, "full");
    assert!(metric["full_unit_cost_yuan"] > metric["loaded_unit_cost_yuan"]);
    // One market at one price: what covers the full cost earns nothing.
    close(metric["break_even_price_yuan"], metric["full_unit_cost_yuan"], 1e-9, "break-even price");
    let even = at(metric["break_even_price_yuan"]);
    assert_eq!(even["shipped"], metric["shipped"]);
    assert!(even["hardware_profit_yuan"].abs() < 1e-9 * metric["revenue_yuan"], "{}", even["hardware_profit_yuan"]);
    let contribution = (metric["revenue_yuan"] - metric["cost_of_sales_yuan"]) / metric["shipped"];
    let phones = (spent - metric["cost_of_sales_yuan"]) / contribution;
    assert_eq!(metric["break_even_volume"], phones.ceil());
}

#[test]
fn the_next_phone_costs_what_the_month_cost() {
    let scenario = support::scenario(&company(0.17, 1000.0, "", ""));
    let plan = launchsim::company::plan::compile(&scenario).unwrap();
    let workers = launchsim::experiment::Workers::start(Some(1)).unwrap();
    let settings = launchsim::experiment::replicate::Settings { launches: 1, workers: &workers, trace: true };
    let stop = std::sync::atomic::AtomicBool::new(false);
    let mut sink = |_| Ok::<(), std::convert::Infallible>(());
    let daily =
        launchsim::experiment::replicate::replicate(&scenario, &plan, &settings, &stop, &mut sink).ok().unwrap();
    let line = |name: &str| -> Vec<f64> {
        let at = daily.monthly.lines.iter().position(|line| line.line == name).unwrap();
        daily.monthly.values[at].of(0).collect()
    };
    let shipped: Vec<f64> = daily.values[plan.layout.series_at(SeriesId::ShippedToDate).unwrap()].of(0).collect();
    let ends = (0..plan.layout.days).filter(|&day| plan.books.month_ends[day]);
    let mut before = 0.0;
    let phones: Vec<f64> = ends.map(|day| shipped[day] - std::mem::replace(&mut before, shipped[day])).collect();
    let next = line("next_phone");
    assert_eq!(next.len(), phones.len() + 1, "and the settlement");
    let spent: f64 =
        next.iter().zip(&phones).filter(|(_, phones)| **phones > 0.0).map(|(cost, phones)| cost * phones).sum();
    let metric = metrics(&plan);
    close(spent, 1.17 * metric["cost_of_sales_yuan"], 1e-9, "all months");
    // Parts get cheaper as more are bought, so the last phone costs less than all on average.
    let last = next.iter().rev().find(|cost| cost.is_finite()).unwrap();
    assert!(*last < metric["average_variable_cost_yuan"], "{last}");
}

#[test]
fn value_added_tax_at_the_same_net_price_leaves_the_profit() {
    let without = metrics(&support::plan(&company(0.0, 1000.0, "", "")));
    let with = metrics(&support::plan(&company(0.17, 1170.0, "", "")));
    for name in ["shipped", "revenue_yuan", "cost_of_sales_yuan", "net_profit_yuan"] {
        close(with[name], without[name], 1e-9, name);
    }
    close(with["full_unit_cost_yuan"], 1.17 * without["full_unit_cost_yuan"], 1e-9, "full_unit_cost_yuan");
    assert_ne!(with["lowest_cash_yuan"], without["lowest_cash_yuan"], "the tax passes through the till");
}

#[test]
fn deposits_and_terms_move_cash_and_not_profit() {
    let plain = support::plan(&company(0.17, 1000.0, "", ""));
    let cash = |plan: &Plan| daily(plan, |company| company.books.cash().0[0]);
    let (plain_cash, plain) = (cash(&plain), metrics(&plain));
    for terms in ["deposit = 0.4", "payment_terms = \"60 days\"", "deposit = 1\npayment_terms = \"3650 days\""] {
        let other = support::plan(&company(0.17, 1000.0, "", terms));
        assert_ne!(cash(&other), plain_cash, "{terms}");
        let other = metrics(&other);
        close(other["net_profit_yuan"], plain["net_profit_yuan"], 1e-9, terms);
        assert_eq!(other["shipped"], plain["shipped"], "{terms}");
    }
}

#[test]
fn interest_is_what_the_overdraft_costs() {
    // A company without income that spends 1,000 on day 0: within the line at 10 %, beyond it at 50 %.
    let text = format!(
        "[timeline]\nstart = {0}\nhorizon = \"1 day\"\n[company]\ncredit_line = 400\ninterest_rate = 0.1\npenalty_rate = 0.5\n\
         [product.phone]\n[expense.moulds]\nkind = \"tooling\"\namount = 1000\ndate = {0}\n",
        date(0)
    );
    let metric = metrics(&support::plan(&text));
    close(metric["interest_paid_yuan"], (400.0 * 0.1 + 600.0 * 0.5) / DAYS_PER_YEAR, 1e-12, "interest of one day");
    assert_eq!(metric["insolvency_day"], 0.0);
}
