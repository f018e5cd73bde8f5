//! Is nothing promised for which there will be no parts, no line or no time, and all that will be there?

use crate::limits::date;
use crate::support;

/// A line of 40 phones a day and a crowd that takes whatever is offered.
pub fn shop(days: u32, line: &str, rest: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"{days} days\"\n[company]\nopening_cash = 1e9\n\
         [factory.line]\nramp = [[{0}, 40]]\n{line}\n[market]\nreach = 1e9\ninnovation = 0\nimitation = 0\n\
         [market.fans]\nstart = 1e6\ndate = {0}\ngrowth = 0\nceiling = 1e6\nannouncement_share = 1\n{rest}",
        date(0)
    )
}

const PHONE: &str = "[product.phone]\nprice = 1000\n";

/// One chip in each phone.
pub fn chip(keys: &str) -> String {
    format!(
        "{PHONE}parts = {{ chip = 1 }}\n[supplier.maker]\n[component.chip]\nsupplier = \"maker\"\nunit_cost = 1\n{keys}\n"
    )
}

/// A round of what is planned.
pub fn round(name: &str, day: i32, within: i32, keys: &str) -> String {
    format!(
        "[window.{name}]\nkind = \"round\"\nopens = {}\nhours = 12\nrush = 99\nquota = \"plan\"\ndelivery_within = \"{within} days\"\n{keys}\n",
        date(day)
    )
}

#[track_caller]
fn orders(text: &str, expected: f64) {
    assert_eq!(support::launch(text, 0)("orders"), expected);
}

#[test]
fn no_more_is_promised_than_there_are_parts() {
    // Of 300 chips 270 good phones are planned, and nobody will buy more; the line could make 360 in ten days.
    let of = |keys: &str| {
        shop(
            60,
            "yield_share = 0.9",
            &(chip("opening_stock = 300\nlead_time = \"10 days\"\npolicy = \"none\"") + &round("plan", 5, 10, keys)),
        )
    };
    orders(&of(""), 270.0);
    orders(&of("promises = \"capacity\""), 360.0);
    orders(&of("oversell = 0.5"), 405.0);
    assert_eq!(support::launch(&of(""), 0)("waiting_end"), 0.0);
    assert_eq!(support::launch(&of("promises = \"capacity\""), 0)("waiting_end"), 90.0);
    // Two rounds share the chips, and so do tickets that are called.
    let twice = |second: &str| {
        shop(
            60,
            "",
            &(chip("opening_stock = 300\nlead_time = \"10 days\"\npolicy = \"none\"")
                + &round("plan", 5, 5, "")
                + second),
        )
    };
    orders(&twice(&round("more", 7, 20, "")), 300.0);
    let tickets = format!(
        "[window.tickets]\nkind = \"reservation\"\nopens = {}\nrush = 99\nlimit = 1000\npay = 1\ninvite_from = {}\ninvite_ahead = \"30 days\"\n",
        date(0),
        date(6)
    );
    let called = support::launch(&twice(&tickets), 0);
    assert_eq!((called("converted"), called("orders"), called("waiting_end")), (100.0, 300.0, 0.0));
}

#[test]
fn parts_are_promised_when_they_are_due_and_the_line_has_the_time() {
    // Two hundred chips are ordered on day 0 and due on day 10.
    let plan = format!("[build_plan]\ncumulative = [[{}, 0], [{}, 200]]\n", date(12), date(13));
    let of = |within: i32, line: &str| {
        let parts = chip("policy = \"none\"\nlead_time = \"10 days\"\nreview = \"1 week\"");
        shop(60, line, &(parts + &plan + &round("plan", 5, within, "")))
    };
    // Through day 9 nothing can be started, on days 10 and 11 the line can make 80; later the chips are the limit.
    for (within, offer) in [(5, 0.0), (6, 40.0), (7, 80.0), (9, 160.0), (10, 200.0), (40, 200.0)] {
        orders(&of(within, ""), offer);
        assert_eq!(support::launch(&of(within, ""), 0)("waiting_end"), 0.0);
    }
    // What is started has to be finished in time.
    for (within, offer) in [(7, 0.0), (8, 40.0), (12, 200.0)] {
        orders(&of(within, "throughput_time = \"2 days\""), offer);
    }
}

#[test]
fn phones_in_process_are_promised_once_and_those_who_wait_come_first() {
    let first = format!("[window.first]\nkind = \"round\"\nopens = {}\nhours = 12\nrush = 99\nquota = 100\n", date(3));
    // On the morning of day 5 a hundred wait and 80 are in process, finished on days 7 and 8.
    for (within, offer) in [(3, 0.0), (4, 0.0), (5, 20.0), (6, 60.0), (7, 100.0)] {
        let text =
            shop(60, "throughput_time = \"4 days\"", &(PHONE.to_owned() + &first + &round("plan", 5, within, "")));
        orders(&text, 100.0 + offer);
    }
}

#[test]
fn nothing_is_promised_beyond_the_last_day() {
    let of = |keys: &str| shop(20, "", &(PHONE.to_owned() + &round("plan", 15, 10, keys)));
    orders(&of(""), 200.0);
    assert_eq!(support::launch(&of(""), 0)("waiting_end"), 0.0);
    orders(&of("promises = \"capacity\""), 400.0);
}

#[test]
fn parts_that_are_bought_for_customers_can_be_promised_when_they_will_be_there() {
    // Ordered on the day of the round and there three days later, on day 8.
    for (within, offer) in [(3, 0.0), (4, 40.0), (10, 280.0)] {
        let parts = chip("policy = \"to_order\"\nlead_time = \"3 days\"\nreview = \"1 day\"");
        let text = shop(60, "", &(parts + &round("plan", 5, within, "")));
        orders(&text, offer);
        assert_eq!(support::launch(&text, 0)("waiting_end"), 0.0);
    }
}

/// A hundred people order on day 0 and more on day 4, and the line makes one phone a day from a day on.
fn slow(days: u32, opens: i32, keys: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"{days} days\"\n[company]\nopening_cash = 1e9\n\
         vat = 0.1\n{PHONE}[factory.line]\nramp = [[{0}, 10]]\nopens = {1}\n[window.shop]\nkind = \"open\"\nopens = {0}\n\
         [market]\nreach = 1e9\ninnovation = 0\nimitation = 0\npromise = \"5 days\"\n{keys}\n[market.fans]\nstart = 100\n\
         date = {0}\ngrowth = 0\nceiling = 100\nannouncement_share = 1\n",
        date(0),
        date(opens)
    )
}

#[test]
fn those_who_cancel_late_or_are_refunded_at_the_end_are_compensated() {
    let of = |days: u32, keys: &str| {
        let launch = support::launch(&slow(days, 300, keys), 0);
        ["cancelled", "refunded_end", "backorder_cost_yuan", "net_profit_yuan"].map(|metric| launch(metric))
    };
    // Nobody cancels: all are refunded at the end, and paid 30 each; VAT is not touched.
    let [cancelled, refunded, cost, profit] = of(8, "compensation = 30");
    assert_eq!((cancelled, refunded, cost), (0.0, 100.0, 3000.0));
    let [_, _, nothing, before] = of(8, "");
    assert_eq!(nothing, 0.0);
    assert!((before - profit - 3000.0).abs() < 1e-6, "{before} and {profit}");
    // Orders of day 0 have waited longer than five days from day 6 on: who cancels before gets nothing.
    let hazard = "cancellation = 0.1\ncompensation = 30";
    let [until_five, left_five, cost, _] = of(6, hazard);
    assert_eq!(cost, 30.0 * left_five);
    let [until_nine, left_nine, cost, _] = of(10, hazard);
    assert!(until_five > 30.0 && until_nine > until_five + 15.0, "{until_five} and {until_nine} cancel");
    assert!((cost - 30.0 * (until_nine - until_five + left_nine)).abs() < 1e-9, "{cost}");
    // A company that serves all of them in time pays nobody.
    let launch = support::launch(&slow(30, 1, "compensation = 30").replace("5 days", "10 days"), 0);
    assert_eq!((launch("shipped"), launch("backorder_cost_yuan")), (100.0, 0.0));
}

#[test]
fn each_who_cancels_takes_owners_out_of_the_word_of_mouth() {
    // Ten a day are served, and one in ten of the others cancels.
    let of = |ill: &str| {
        let keys = format!("cancellation = 0.1\n{ill}");
        let text = slow(12, 0, &keys).replace("imitation = 0", "imitation = 300").replace("reach = 1e9", "reach = 1e6");
        let plan = support::plan(&text);
        let day = |figure: fn(&launchsim::company::Company<1>) -> i32| {
            let figure = move |company: &launchsim::company::Company<1>| f64::from(figure(company));
            crate::limits::daily(&plan, figure)
        };
        let interest = day(|company| company.market.as_ref().map_or(0, |market| market.interest.0[0]));
        let shipped = day(|company| company.store.market.shipped.0[0]);
        let cancelled = day(|company| company.store.market.cancelled.0[0]);
        (interest, shipped, cancelled)
    };
    for (key, ill) in [("", 0.0), ("ill_will = 0.5", 0.5), ("ill_will = 3", 3.0)] {
        let (interest, shipped, cancelled) = of(key);
        // On the morning of day 1 the owners of day 0 talk, and those who cancelled on it warn.
        let word = f64::max(0.0, shipped[0] - ill * cancelled[0]);
        let hazard = 300.0 * word / 1e6 / 365.25;
        let expected = (1e6 - 100.0) * (1.0 - launchsim::random::math::exp(-hazard));
        let new = interest[1] - interest[0];
        assert!((new - expected).abs() <= 1.0, "{key}: {new} for {expected}");
        assert!(shipped[0] == 10.0 && (8.0..=10.0).contains(&cancelled[0]), "{} and {}", shipped[0], cancelled[0]);
    }
    assert!(of("ill_will = 0.5").0[1] < of("").0[1]);
}
