//! Do people see the price as long as they have not paid, and does whoever paid notice that it fell?

use crate::support;

/// Everybody in reach knows the phone within days; it can be ordered from day 100 on.
const LATE_SALE: &str = r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "200 days"
[product.phone]
price = [[2011-01-01, 500]]
[factory.line]
[market]
reach = 1_000_000
innovation = 400
imitation = 0
choice = "logit"
quality = 2
price_sensitivity = 0.002
[window.sale]
kind = "open"
opens = 2011-04-11
"#;

/// Metrics of the first launch of a scenario.
fn run(text: &str) -> impl Fn(&str) -> f64 + use<> {
    support::launch(text, 0)
}

/// Share of people who would choose the phone at a price.
fn share(price: f64) -> f64 {
    let weight = (2.0 - 0.002 * price).exp();
    weight / (1.0 + weight)
}

/// The late sale with another price path and more keys of the market.
fn at(path: &str, market: &str) -> String {
    LATE_SALE.replace("[[2011-01-01, 500]]", path).replace("[market]\n", &format!("[market]\n{market}\n"))
}

#[test]
fn a_bait_sells_what_the_dear_phone_would_find_and_no_more() {
    let bait = |dear: f64| run(&at(&format!("[[2011-01-01, 500], [2011-04-11, {dear}]]"), ""))("orders");
    for dear in [600.0, 1_000.0, 2_000.0, 4_000.0] {
        let (sold, honest) = (bait(dear), run(&at(&dear.to_string(), ""))("orders"));
        assert!((sold - 1e6 * share(dear)).abs() <= 2.0, "{sold} at {dear}");
        assert!((sold - honest).abs() <= 2.0, "{sold} against {honest} at {dear}");
    }
    assert!(bait(20_000.0) < 1.0);
    // The old rule: whoever was interested once pays any price.
    let once = run(&at("[[2011-01-01, 500], [2011-04-11, 20000]]", "price_seen = \"once\""));
    assert!((once("orders") - 1e6 * share(500.0)).abs() <= 2.0);
}

#[test]
fn a_price_that_fell_and_rises_again_loses_those_who_came_for_it_alone() {
    // From 2,000 to 500 and back: whoever came at 2,000 stays, of the others nobody does.
    let back = run(&at("[[2011-01-01, 2000], [2011-02-01, 500], [2011-04-11, 2000]]", ""));
    assert!((back("orders") - 1e6 * share(2_000.0)).abs() <= 2.0, "{}", back("orders"));
    // From 500 to 2,000 and to 500: they come again.
    let again = run(&at("[[2011-01-01, 500], [2011-02-01, 2000], [2011-04-01, 500]]", ""));
    assert!((again("orders") - 1e6 * share(500.0)).abs() <= 2.0, "{}", again("orders"));
}

#[test]
fn a_ticket_is_paid_by_those_who_still_find_the_price_right() {
    let text = |path: &str| {
        let window = "kind = \"reservation\"\npay = 0.8\ninvite_from = 2011-06-01\ninvite_ahead = \"1 day\"\ncloses = 2011-04-30\nhours = 1000";
        at(path, "").replace("kind = \"open\"", window)
    };
    let steady = run(&text("[[2011-01-01, 1000]]"));
    let risen = run(&text("[[2011-01-01, 1000], [2011-05-15, 2000]]"));
    let (before, after) = (steady("orders"), risen("orders"));
    assert!(before > 100_000.0);
    assert!((after / before - share(2_000.0) / share(1_000.0)).abs() < 1e-4, "{after} of {before}");
    // After it has risen and fallen again nobody minds.
    let passed = run(&text("[[2011-01-01, 1000], [2011-05-05, 2000], [2011-05-15, 1000]]"));
    assert!((passed("orders") - before).abs() <= 2.0);
}

#[test]
fn whoever_paid_and_waits_is_paid_back_the_difference_or_orders_again() {
    // The line opens after the price has fallen to a quarter.
    let text = |rule: &str| {
        at("[[2011-01-01, 2000], [2011-05-01, 500]]", &format!("on_price_cut = \"{rule}\""))
            .replace("[factory.line]\n", "[factory.line]\nopens = 2011-05-20\n")
    };
    let (refund, again, keep) = (run(&text("refund")), run(&text("order_again")), run(&text("keep")));
    let first = 1e6 * share(2_000.0);
    for told in [&refund, &again, &keep] {
        assert!((told("shipped") - 1e6 * share(500.0)).abs() <= 2.0);
    }
    for told in [&refund, &again] {
        let (revenue, due) = (told("revenue_yuan"), 500.0 * told("shipped"));
        assert!((revenue - due).abs() < 1e-6 * due, "{revenue} against {due}");
    }
    assert!((keep("revenue_yuan") - 500.0 * keep("shipped") - 1500.0 * first).abs() < 1e4);
    assert!((again("cancelled") - first).abs() <= 2.0 && refund("cancelled") == 0.0);
}

#[test]
fn some_wait_for_a_cut_they_know_of() {
    let text = |market: &str| {
        at("[[2011-01-01, 2000], [2011-04-11, 1900]]", market)
            .replace("innovation = 400", "innovation = 0.5")
            .replace("opens = 2011-04-11", "opens = 2011-01-01")
    };
    let by = |market: &str, date: &str| {
        let fact =
            format!("{}\n[observed.by]\nmetric = \"orders_cumulative\"\ndate = {date}\nvalue = 1\n", text(market));
        run(&fact)("observed.by")
    };
    let (known, last, cut) = ("2011-03-11", "2011-04-10", "2011-04-11");
    let waits = "wait_for_cut = 0.3\ncut_known = \"30 days\"";
    assert_eq!(by("", known), by(waits, known));
    let (all, some) = (by("", last) - by("", known), by(waits, last) - by(waits, known));
    assert!((some / all - 0.7).abs() < 0.002, "{some} of {all}");
    assert!((by(waits, cut) - by("", cut)).abs() <= 2.0, "on the day of the cut they all order");
}

#[test]
fn a_price_that_zigzags_is_worth_one_cut_and_a_rise_costs_its_closed_form() {
    let (innovation, beta, reach) = (0.5, -1.5, 1e6);
    let text = |path: &str| {
        LATE_SALE
            .replace("[[2011-01-01, 500]]", path)
            .replace("opens = 2011-04-11", "opens = 2011-01-01")
            .replace("horizon = \"200 days\"", "horizon = \"1000 days\"")
            .replace(
                "innovation = 400",
                &format!("innovation = {innovation}\nprice_acts_on = \"change\"\nprice_change_effect = {beta}"),
            )
            .replace("choice = \"logit\"\nquality = 2\nprice_sensitivity = 0.002\n", "")
    };
    // Effort to date is the greatest of t + beta ln(P/P0) [years]; without word of mouth orders are m (1 - exp(-p effort)).
    let orders = |effort: f64| reach * (1.0 - (-innovation * effort).exp());
    let days = 1000.0 / 365.25;
    let cut = run(&text("[[2011-01-01, 2000], [2011-05-01, 1000]]"))("orders");
    assert!((cut - orders(days - beta * 2f64.ln())).abs() <= 2.0, "{cut}");
    let zigzag = run(&text(
        "[[2011-01-01, 2000], [2011-05-01, 1000], [2011-06-01, 2000], [2011-07-01, 1000], [2011-08-01, 2000], [2011-09-01, 1000]]",
    ))("orders");
    assert!(zigzag <= 1.005 * cut, "{zigzag} against {cut}");
    let rise = run(&text("[[2011-01-01, 1000], [2011-05-01, 1500]]"))("orders");
    assert!((rise - orders(days + beta * 1.5f64.ln())).abs() <= 2.0, "{rise}");
    // Too late to be made up for: what was sold stays sold.
    let late = run(&text("[[2011-01-01, 1000], [2013-09-01, 1500]]"))("orders");
    let until = f64::from(974) / 365.25;
    assert!((late - orders(until)).abs() <= 2.0, "{late} against {}", orders(until));
}

#[test]
fn the_best_price_is_the_one_of_the_lerner_rule() {
    // Of all who would choose it, whatever it takes to tell them: (P - c)/P = 1/e at the best price.
    let profit = |price: f64, choice: &str| {
        let text = at(&price.to_string(), "")
            .replace("choice = \"logit\"\nquality = 2\nprice_sensitivity = 0.002\n", choice)
            .replace("[product.phone]\n", "[product.phone]\nassembly_fee = 600\n");
        run(&text)("net_profit_yuan")
    };
    let elastic = "choice = \"elasticity\"\nelasticity = 2\nreference_price = 1000\nreference_share = 0.1\n";
    // e/(e - 1) * c = 1,200.
    for away in [-60.0, -20.0, 20.0, 60.0] {
        assert!(profit(1_200.0, elastic) > profit(1_200.0 + away, elastic), "{away}");
    }
    assert!(profit(100_000.0, elastic) < 0.05 * profit(1_200.0, elastic));
    // Logit: P - c = 1/(b (1 - s)).
    let logit = "choice = \"logit\"\nquality = 2\nprice_sensitivity = 0.002\n";
    let mut best: f64 = 600.0;
    for _ in 0..200 {
        best += 0.5 * (600.0 + 1.0 / (0.002 * (1.0 - share(best))) - best);
    }
    for away in [-40.0, -15.0, 15.0, 40.0] {
        assert!(profit(best, logit) > profit(best + away, logit), "{best} {away}");
    }
    assert!(profit(20_000.0, logit) < 1.0);
}

#[test]
fn a_stream_with_a_margin_pays_its_share_of_the_shelf_price_of_the_day() {
    let text = at("[[2011-01-01, 1170], [2011-03-01, 2340]]", "").replace("reach = 1_000_000", "reach = 0").replace(
        "[timeline]\n",
        "[company]\nvat = 0.17\n[order_stream.operator]\nmargin = 0.2\nfrom = 2011-02-28\nseries = [10, 30]\n[timeline]\n",
    );
    // 10 at 0.8 * 1,000 before the price doubles and 30 at 0.8 * 2,000 after it.
    let revenue = run(&text)("revenue_yuan");
    assert!((revenue - 56_000.0).abs() < 1e-6, "{revenue}");
}

#[test]
fn a_path_of_orders_follows_the_price() {
    let text = |path: &str, more: &str| {
        at("[[2011-01-01, 1000], [2011-03-01, 2000]]", "").replace("reach = 1_000_000", "reach = 0").replace(
            "[timeline]\n",
            &format!("[order_stream.operator]\nmargin = 0.2\ndaily_orders = {path}\n{more}follows_price = \"shelf_price\"\n[timeline]\n"),
        )
    };
    let flat = "[[2011-02-19, 100], [2011-03-10, 100]]";
    // Ten days before the price doubles and ten after it.
    let elastic = run(&text(flat, "price_elasticity = 1.5\nreference_price = 1000\n"));
    assert_eq!(elastic("orders"), (1_000.0 + 1_000.0 / 8f64.sqrt() + 1e-9).floor());
    let linear = run(&text(flat, "price_slope = 0.04\nreference_price = 1000\n"));
    assert_eq!(linear("orders"), 1_000.0 + 600.0);
    let none = run(&text(flat, "price_slope = 0.2\nreference_price = 1000\n"));
    assert_eq!(none("orders"), 1_000.0, "below nought nobody orders");
}
