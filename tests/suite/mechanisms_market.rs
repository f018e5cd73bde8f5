//! Does every mechanism of the market move results the way theory says, and exactly where theory is exact?

use crate::support;

/// An open sale to a market with word of mouth; no parts, no factory limits.
const OPEN_SALE: &str = r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "400 days"
[product.phone]
price = 2000
[factory.line]
[market]
reach = 1_000_000
innovation = 0.05
imitation = 1.0
[window.sale]
kind = "open"
opens = 2011-01-01
"#;

/// Metrics of the first launch of a scenario.
fn run(text: &str) -> impl Fn(&str) -> f64 + use<> {
    support::launch(text, 0)
}

/// The open sale with one line of a table changed or added below it.
fn sale(table: &str, line: &str) -> String {
    let with = OPEN_SALE.replace(&format!("[{table}]\n"), &format!("[{table}]\n{line}\n"));
    assert_ne!(with, OPEN_SALE, "the table [{table}] is there");
    with
}

/// The open sale with further tables at its end.
fn sale_and(tables: &str) -> String {
    format!("{OPEN_SALE}\n{tables}")
}

/// First day on which half the final number has been ordered would need a trace; orders by a day do as well.
fn orders_by(text: &str, date: &str) -> f64 {
    let fact = format!("{text}\n[observed.by]\nmetric = \"orders_cumulative\"\ndate = {date}\nvalue = 1\n");
    run(&fact)("observed.by")
}

#[test]
fn a_price_that_acts_on_the_rate_slows_the_sale_and_leaves_the_market_as_large() {
    let dear = sale("market", "price_acts_on = \"rate\"\nrate_elasticity = 2\nreference_price = 1000");
    let fair = sale("market", "price_acts_on = \"rate\"\nrate_elasticity = 2\nreference_price = 2000");
    let plain = run(OPEN_SALE)("orders");
    assert_eq!(run(&fair)("orders"), plain, "at the reference price the factor is one");
    assert!(run(&dear)("orders") < 0.5 * plain, "at twice the reference price the hazard is a quarter");
}

#[test]
fn a_rate_elasticity_divides_the_hazard_exactly() {
    // Without word of mouth orders are m (1 - exp(-p x t)), and a quarter of the hazard is a quarter of p.
    let base = OPEN_SALE.replace("imitation = 1.0", "imitation = 0");
    let dear =
        base.replace("[market]\n", "[market]\nprice_acts_on = \"rate\"\nrate_elasticity = 2\nreference_price = 1000\n");
    let slow = base.replace("innovation = 0.05", "innovation = 0.0125");
    assert_eq!(run(&dear)("orders"), run(&slow)("orders"));
}

#[test]
fn a_falling_price_speeds_a_generalised_bass_sale_only_while_it_falls() {
    let falls = "price = [[2011-01-01, 2000], [2011-02-01, 1900], [2011-02-02, 1800], [2011-02-03, 1700]]";
    let falling =
        sale("market", "price_acts_on = \"change\"\nprice_change_effect = -1.5").replace("price = 2000", falls);
    let steady = sale("market", "price_acts_on = \"change\"\nprice_change_effect = -1.5");
    assert_eq!(run(&steady)("orders"), run(OPEN_SALE)("orders"), "a steady price changes nothing");
    assert_eq!(orders_by(&falling, "2011-01-31"), orders_by(&steady, "2011-01-31"), "nothing before the first cut");
    assert!(orders_by(&falling, "2011-02-03") > 1.5 * orders_by(&steady, "2011-02-03"));
}

#[test]
fn the_generalised_bass_formula_is_met_to_first_order_in_the_step() {
    let mut held = crate::validation::Cases::of("the_generalised_bass_formula_is_met_to_first_order_in_the_step");
    // Bass, Krishnan & Jain (1994): F(t) = (1 - exp(-(p+q)X)) / (1 + q/p exp(-(p+q)X)) with X = t + beta ln(P_t/P_0).
    // A price falling by a constant share every day makes x constant: X(t) = (1 + beta * d) t, with d = d ln(P)/dt.
    let (p, q, beta, d) = (0.3_f64, 3.0_f64, -1.5_f64, -0.1_f64);
    let days: f64 = 365.0;
    let price: Vec<String> = (0..=366)
        .map(|day| {
            let date = jiff::civil::date(2011, 1, 1).saturating_add(jiff::Span::new().days(day));
            format!("[{date}, {}]", 2000.0 * (d * f64::from(day) / 365.25).exp())
        })
        .collect();
    let text = OPEN_SALE
        .replace("price = 2000", &format!("price = [{}]", price.join(", ")))
        .replace("innovation = 0.05\nimitation = 1.0", &format!("innovation = {p}\nimitation = {q}"))
        .replace("[market]\n", &format!("[market]\nprice_acts_on = \"change\"\nprice_change_effect = {beta}\n"));
    let x = (1.0 + beta * d) * days / 365.25;
    let share = (1.0 - (-(p + q) * x).exp()) / (1.0 + q / p * (-(p + q) * x).exp());
    let simulated = orders_by(&text, "2011-12-31") / 1e6;
    // The daily step lags by a day or so of the diffusion: the error is of the order of (p + q)/365.
    let allowed = crate::validation::Tolerance::Absolute((p + q) / 365.0);
    held.figure("closed form with a falling price", "share that has ordered after a year", share, simulated, allowed);
    held.hold();
}

#[test]
fn seasons_and_holidays_multiply_the_hazard() {
    let halved = sale_and("[season]\nweekdays = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]");
    let half_rates = OPEN_SALE.replace("innovation = 0.05\nimitation = 1.0", "innovation = 0.025\nimitation = 0.5");
    assert_eq!(run(&halved)("orders"), run(&half_rates)("orders"));
    let months = sale_and("[season]\nmonths = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]");
    assert!(orders_by(&months, "2011-01-31") > 1.9 * orders_by(OPEN_SALE, "2011-01-31"));
    let closed = sale_and("[holiday.shut]\nfrom = 2011-01-01\nto = 2011-01-31\nfactor = 0");
    assert_eq!(orders_by(&closed, "2011-01-31"), 0.0);
    assert!(run(&closed)("orders") > 0.0);
}

#[test]
fn a_successor_slows_the_sale_from_its_lead_on_and_not_before() {
    let awaited = sale_and("[successor.next]\ndate = 2011-07-01\nlead = \"30 days\"\neffect = 1");
    assert_eq!(orders_by(&awaited, "2011-05-31"), orders_by(OPEN_SALE, "2011-05-31"));
    assert_eq!(
        orders_by(&awaited, "2011-07-01"),
        run(&awaited)("orders"),
        "with an effect of one nobody buys after its day"
    );
    let weaker = awaited.replace("effect = 1", "effect = 0.5");
    assert!(run(&weaker)("orders") > run(&awaited)("orders"));
    assert!(run(&weaker)("orders") < run(OPEN_SALE)("orders"));
}

/// The open sale against one rival, with a price cut of ours in the middle.
fn against_a_rival(reaction: &str) -> String {
    let logit = "choice = \"logit\"\nquality = 4\nprice_sensitivity = 0.002\nreference_price = 2000";
    let rival = format!("[rival.other]\nquality = 4\nprice = 2000\n{reaction}");
    let cut = "price = [[2011-01-01, 2000], [2011-03-01, 1500]]";
    format!("{}\n{rival}", sale("market", logit).replace("\nprice = 2000", &format!("\n{cut}")))
}

#[test]
fn a_rival_that_answers_a_price_cut_takes_orders_back() {
    let passive = run(&against_a_rival(""))("orders");
    let active = run(&against_a_rival("reaction = 1"))("orders");
    let late = run(&against_a_rival("reaction = 1\nreaction_delay = \"200 days\""))("orders");
    let floored = run(&against_a_rival("reaction = 1\nreaction_floor = 1900"))("orders");
    assert!(active < late && late < passive, "{active} {late} {passive}");
    assert!(active < floored && floored < passive, "{active} {floored} {passive}");
}

#[test]
fn a_rival_below_cost_takes_orders() {
    let fair = against_a_rival("");
    let below_cost = fair.replace("quality = 4\nprice = 2000", "quality = 4\nprice = 1300");
    assert!(run(&below_cost)("orders") < run(&fair)("orders"));
}

/// A shop that sells only what is on the shelf, with a line that builds ten phones a day for stock.
const SHELF: &str = r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "60 days"
[product.phone]
price = 2000
build = "to_stock"
stock_target = 100
[factory.line]
ramp = [[2011-01-01, 10]]
[market]
reach = 100_000
innovation = 2
imitation = 0
[window.shop]
kind = "in_stock"
opens = 2011-01-05
closes = 2011-03-01
"#;

#[test]
fn a_sale_not_on_the_shelf_is_lost_unless_people_stay() {
    let patient = run(SHELF);
    let lost = run(&SHELF.replace("[window.shop]\n", "[window.shop]\nstay = 0\n"));
    assert_eq!(patient("lost"), 0.0);
    assert!(lost("lost") > 1_000.0);
    assert!(lost("orders") <= patient("orders"));
    // What is not lost was served: everyone who wanted one on a day either got it or is gone.
    assert_eq!(lost("waiting_end"), 0.0, "a shop that sells from the shelf leaves nobody waiting");
}

#[test]
fn those_lost_come_back_with_their_hazard() {
    let lost = SHELF.replace("[window.shop]\n", "[window.shop]\nstay = 0\n");
    let back = lost.replace("[market]\n", "[market]\ncome_back = 0.1\n");
    assert!(run(&back)("lost") < run(&lost)("lost"));
    assert!(run(&back)("interest") > run(&lost)("interest"), "whoever comes back can become interested again");
}

#[test]
fn faulty_deliveries_cost_money_and_rehearsals_save_half_of_it_each() {
    let errors = "order_error_rate = 0.1\norder_error_cost = 100\norder_error_refund = 0.5";
    let careless = run(&sale("product.phone", errors));
    let plain = run(OPEN_SALE);
    let shipped = plain("shipped");
    assert_eq!(careless("shipped"), shipped, "errors cost money, not phones");
    assert!((careless("order_errors") - 0.1 * shipped).abs() <= 1.0);
    let lost = plain("net_profit_yuan") - careless("net_profit_yuan");
    let expected = careless("order_errors") * (100.0 + 0.5 * 2000.0);
    assert!((lost - expected).abs() <= 2000.0, "a refund is a whole one: {lost} against {expected}");
    let rehearsed = run(&sale("product.phone", &format!("{errors}\nrehearsals = 2")));
    assert!(
        (rehearsed("order_errors") - 0.025 * shipped).abs() <= 1.0,
        "two rehearsals that find half leave a quarter"
    );
    let thorough = run(&sale("product.phone", &format!("{errors}\nrehearsals = 1\nrehearsal_effect = 1")));
    assert_eq!(thorough("order_errors"), 0.0);
}

#[test]
fn a_refund_is_what_was_paid_whatever_the_price_is_today() {
    // All order in January at 2,000 and are shipped in March at a price of 1,000.
    let text = OPEN_SALE
        .replace("[factory.line]\n", "[factory.line]\nopens = 2011-03-01\n")
        .replace(
            "price = 2000",
            "price = [[2011-01-01, 2000], [2011-02-01, 1000]]\norder_error_rate = 1\norder_error_refund = 1",
        )
        .replace("innovation = 0.05", "innovation = 1e9");
    let all = run(&text);
    assert!(all("shipped") > 0.0 && all("order_errors") == all("shipped"));
    assert!(all("revenue_yuan").abs() < 1e-6 * all("shipped") * 2000.0, "{} is left of it", all("revenue_yuan"));
}

#[test]
fn customers_pay_the_price_of_the_day_they_order_and_revenue_is_what_they_paid() {
    // Nothing is built before March, so January's and February's orders wait and are shipped together.
    let text = OPEN_SALE
        .replace("[factory.line]\n", "[factory.line]\nopens = 2011-03-01\n")
        .replace("[market]\n", "[market]\non_price_cut = \"keep\"\n")
        .replace("price = 2000", "price = [[2011-01-01, 2000], [2011-02-01, 1000]]");
    let january = orders_by(&text, "2011-01-31");
    let all = run(&text);
    let expected = january * 2000.0 + (all("orders") - january) * 1000.0;
    assert_eq!(all("orders"), all("shipped"));
    assert!((all("revenue_yuan") - expected).abs() < 1e-6 * expected, "{} against {expected}", all("revenue_yuan"));
}
