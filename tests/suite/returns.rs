//! What do phones cost that customers send back, and where are they?

use launchsim::company::identities::Identities;
use launchsim::company::simulate;

use crate::support;
use crate::validation::Cases;

/// A hundred phones are ordered, built and shipped on day 0; a fifth of them comes back, two a day on days 1 to 10, and is sold
/// again five days later. The price falls from 1,000 to 800, net of VAT, on day 8.
const FIFTH: &str = r#"
[run]
deterministic = true
[timeline]
start = 2026-01-01
horizon = "20 days"
[company]
vat = 0.17
[product.phone]
price = [[2026-01-01, 1170], [2026-01-09, 936]]
[factory.line]
[market]
reach = 100
innovation = 36_525
imitation = 0
[window.shop]
kind = "open"
opens = 2026-01-01
[returns]
share = 0.2
within = "10 days"
refurbishing_cost = 60
refurbishing_time = "5 days"
resale = 0.7
"#;

fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(FIFTH.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Metrics of the first launch, with changes of the text.
fn run(changes: &[(&str, &str)]) -> impl Fn(&str) -> f64 + use<> {
    support::launch(&changed(changes), 0)
}

/// Whether an amount is what was reckoned by hand, to a tenth of a fen.
fn is(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.001, "{what}: {found}, by hand {expected}");
}

/// Cash at the end of some days, asked for beside the market.
fn cash_on(days: &[i64]) -> String {
    let date = |day: i64| launchsim::units::date_of_day(jiff::civil::date(2026, 1, 1), day);
    let fact = |&day: &i64| format!("[observed.day_{day}]\nmetric = \"cash\"\ndate = {}\nvalue = 1\n", date(day));
    days.iter().map(fact).collect::<String>() + "[market]\n"
}

#[test]
fn whoever_sends_a_phone_back_is_refunded_and_the_phone_is_sold_again() {
    let told = run(&[("[market]\n", &cash_on(&[0, 1, 5, 6, 8, 15, 19]))]);
    is("shipped", told("shipped"), 100.0);
    is("sent back", told("returned"), 20.0);
    is("sold again", told("refurbished"), 20.0);
    // Each day 2 * 1,170 go back and 2 * 60 are spent; two bring 0.7 of 1,170, from day 8 on of 936.
    let (paid, back, dear, cheap) = (117_000.0, 2.0 * 1_230.0, 2.0 * 0.7 * 1_170.0, 2.0 * 0.7 * 936.0);
    is("day 0", told("observed.day_0"), paid);
    is("day 1", told("observed.day_1"), paid - back);
    is("day 5", told("observed.day_5"), paid - 5.0 * back);
    is("day 6", told("observed.day_6"), paid - 6.0 * back + dear);
    is("day 8", told("observed.day_8"), paid - 8.0 * back + 2.0 * dear + cheap);
    is("day 15", told("observed.day_15"), paid - 10.0 * back + 2.0 * dear + 8.0 * cheap);
    is("day 19", told("observed.day_19"), paid - 10.0 * back + 2.0 * dear + 8.0 * cheap);
    let resale = 4.0 * 700.0 + 16.0 * 560.0;
    is("revenue", told("revenue_yuan"), 100_000.0 - 20_000.0 + resale);
    is("refurbishing", told("cost_of_sales_yuan"), 1_200.0);
    is("a phone", told("average_variable_cost_yuan"), 1.17 * 12.0);
    is("returns", told("cost_of_returns_yuan"), 20_000.0 + 1_200.0 - resale);
    is("profit", told("net_profit_yuan"), 80_000.0 + resale - 1_200.0);
    is("lost for good", told("lost"), 20.0);
}

#[test]
fn the_settlement_takes_back_what_is_still_to_come_and_sells_all_of_it() {
    let told = run(&[("\"20 days\"", "\"7 days\"")]);
    is("sent back", told("returned"), 20.0);
    is("sold again", told("refurbished"), 20.0);
    is("revenue", told("revenue_yuan"), 80_000.0 + 20.0 * 700.0);
    is("profit", told("net_profit_yuan"), 80_000.0 + 14_000.0 - 1_200.0);
    is("cash", told("closing_cash_yuan"), 92_800.0);
}

#[test]
fn fractions_of_a_phone_are_carried_from_day_to_day() {
    // Three come back over two days: one, then two.
    let told = run(&[
        ("reach = 100", "reach = 3"),
        ("share = 0.2", "share = 1"),
        ("\"10 days\"", "\"2 days\""),
        ("refurbishing_cost = 60", "refurbishing_cost = 0"),
        ("[market]\n", &cash_on(&[0, 1, 2])),
    ]);
    is("day 0", told("observed.day_0"), 3.0 * 1_170.0);
    is("day 1", told("observed.day_1"), 2.0 * 1_170.0);
    is("day 2", told("observed.day_2"), 0.0);
}

#[test]
fn who_was_refunded_for_an_error_is_not_refunded_again() {
    let told = run(&[
        ("[factory.line]", "order_error_rate = 1\norder_error_refund = 0.5\n[factory.line]"),
        ("resale = 0.7", "resale = 0"),
    ]);
    // Half of all are refunded, so that a phone has brought half of its price.
    is("revenue", told("revenue_yuan"), 100_000.0 - 50_000.0 - 20.0 * 500.0);
}

#[test]
fn only_who_kept_the_phone_uses_services_spreads_the_word_and_is_not_to_be_won_again() {
    let service = "[service.cloud]\nrevenue_per_owner_per_month = 30.4375\n[market]\n";
    let told = run(&[("[market]\n", service)]);
    // A yuan a day of 100 on day 0, 98 to 80 on days 1 to 10, 80 on days 11 to 19.
    is("services", told("services_revenue_yuan"), 100.0 + 890.0 + 9.0 * 80.0);
    let again = run(&[("reach = 100", "reach = 100\nreturn_share = 1")]);
    is("nobody is lost", again("lost"), 0.0);
    assert!(again("interest") > 115.0, "{}", again("interest"));
    // Ten order at once, and whoever has heard of it from those who kept it.
    let word = |share: &str| {
        run(&[
            ("reach = 100", "reach = 1_000_000"),
            ("innovation = 36_525", "innovation = 0.004"),
            ("imitation = 0", "imitation = 60"),
            ("share = 0.2", &format!("share = {share}")),
            ("\"10 days\"", "\"1 day\""),
        ])("interest")
    };
    // The hazard of a day is (p + q W/m)/365.25; with everybody sending it back W is who was served the day before.
    let (mut interest, mut yesterday) = (0.0_f64, 0.0);
    for _ in 0..20 {
        let hazard: f64 = (0.004 + 60.0 * yesterday / 1e6) / 365.25;
        let new = (1e6 - interest) * (1.0 - (-hazard).exp());
        interest += new;
        yesterday = new;
    }
    assert!((word("1") - interest).abs() <= 2.0, "{} against {interest}", word("1"));
    assert!(word("0") > 1.5 * word("1"), "{} and {}", word("0"), word("1"));
}

#[test]
fn returns_are_binomial() {
    let (shipped, share) = (5_000.0, 0.08);
    let text = changed(&[
        ("deterministic = true", "seed = 11"),
        ("reach = 100", "reach = 5_000"),
        ("share = 0.2", "share = 0.08"),
    ]);
    let metrics = support::launches(&support::scenario(&text), 4_096, 2);
    assert!(metrics["shipped"].iter().all(|&phones| phones == shipped));
    let returned = &metrics["returned"];
    let mut held = Cases::of("returns_are_binomial");
    let mean = shipped * share;
    held.simulated("8 % of 5,000 phones sent back", "phones", mean, returned, 0.01);
    let squares: Vec<f64> = returned.iter().map(|phones| (phones - mean) * (phones - mean)).collect();
    held.simulated("8 % of 5,000 phones sent back", "variance", mean * (1.0 - share), &squares, 0.03);
    held.hold();
}

#[test]
fn phones_are_conserved_under_luck_and_where_a_company_is_wound_up() {
    let text = changed(&[
        ("deterministic = true", "seed = 5"),
        ("reach = 100", "reach = 20_000\nreturn_share = 0.5\nnoise = 0.5"),
        ("innovation = 36_525", "innovation = 4"),
        (
            "vat = 0.17",
            "vat = 0.17\nopening_cash = { uniform = { low = 100_000, high = 30_000_000 } }\non_insolvency = \"stop\"\nrunning_cost = 9_000_000",
        ),
        ("\"20 days\"", "\"90 days\""),
        ("within = \"10 days\"", "within = { uniform = { low = \"3 days\", high = \"30 days\" } }"),
    ]);
    let scenario = support::scenario(&text);
    let metrics = support::launches(&scenario, 64, 2);
    let stopped = metrics["insolvent"].iter().filter(|&&short| short == 1.0).count();
    assert!((1..64).contains(&stopped), "{stopped} are wound up");
    for ((returned, sold), insolvent) in
        metrics["returned"].iter().zip(&metrics["refurbished"]).zip(&metrics["insolvent"])
    {
        assert!(*returned > 0.0 && (returned == sold || (*insolvent == 1.0 && sold < returned)));
    }
    let plan = support::plan(&text.replace("{ uniform = { low = \"3 days\", high = \"30 days\" } }", "\"14 days\""));
    for block in 0..4 {
        let mut identities = Identities::default();
        simulate::<16>(&plan, 16 * block, &mut identities);
        assert_eq!(identities.broken, None);
    }
}
