//! Does each of two sources keep to its own lead time and cost its own freight?

use launchsim::company::plan::Plan;
use launchsim::company::trace::Trace;
use launchsim::company::{Company, Observer, simulate};
use launchsim::rooms::books::day::Account;

use crate::support;

/// A hundred phones are to be started in four weeks from screens that come by sea, a quarter of them by air.
const SEA_AND_AIR: &str = r#"
[run]
deterministic = true
[timeline]
start = 2026-01-01
horizon = "60 days"
[company]
opening_cash = 10_000
vat = 0.1
[product.phone]
parts = { screen = 1 }
build = "to_plan"
[factory.line]
[supplier.sea]
payment_terms = "10 days"
[supplier.air]
payment_terms = "10 days"
[component.screen]
supplier = "sea"
unit_cost = 10
lead_time = "20 days"
freight = 1
[component.screen.second_source]
supplier = "air"
share = 0.25
premium = 0.2
lead_time = "5 days"
freight = 4
[build_plan]
cumulative = [[2026-01-26, 0], [2026-01-27, 100]]
[order_stream.shops]
daily_orders = [[2026-02-27, 100], [2026-02-28, 0]]
net_price = 20
"#;

/// A figure of each evening of the first launch.
struct Evenings<F>(F, Vec<f64>);

impl<F: FnMut(&Company<1>) -> f64> Observer<1> for Evenings<F> {
    fn day(&mut self, _: &Plan, company: &Company<1>, _: usize) {
        self.1.push((self.0)(company));
    }
}

fn evenings(text: &str, figure: impl FnMut(&Company<1>) -> f64) -> Vec<f64> {
    let mut seen = Evenings(figure, Vec::new());
    simulate::<1>(&support::plan(text), 0, &mut seen);
    seen.1
}

fn received(text: &str) -> Vec<f64> {
    evenings(text, |company| f64::from(company.supply.classes[0].received.0[0]))
}

#[test]
fn each_of_two_sources_keeps_to_its_own_lead_time() {
    let received = received(SEA_AND_AIR);
    assert_eq!([4, 5, 19, 20].map(|day| received[day]), [0.0, 25.0, 25.0, 100.0]);
    // Without a word of it the second takes as long as the first, and writing that down changes nothing.
    let silent = SEA_AND_AIR.replace("lead_time = \"5 days\"\n", "");
    let told = SEA_AND_AIR.replace("lead_time = \"5 days\"", "lead_time = \"20 days\"\nlead_time_cv = 0");
    let metrics = |text: &str| support::launches(&support::scenario(text), 16, 2);
    assert_eq!(self::received(&silent)[19..21], [0.0, 100.0]);
    assert_eq!(format!("{:?}", metrics(&silent)), format!("{:?}", metrics(&told)));
}

#[test]
fn each_of_two_sources_is_late_by_its_own_luck() {
    let lucky = SEA_AND_AIR.replace("deterministic = true", "");
    let arrivals = |text: &str| -> Vec<Vec<usize>> {
        struct Days(Vec<[i32; 16]>);
        impl Observer<16> for Days {
            fn day(&mut self, _: &Plan, company: &Company<16>, _: usize) {
                self.0.push(company.supply.classes[0].received.0);
            }
        }
        let mut seen = Days(Vec::new());
        simulate::<16>(&support::plan(text), 0, &mut seen);
        let came = |lane: usize| (1..seen.0.len()).filter(|&day| seen.0[day][lane] > seen.0[day - 1][lane]).collect();
        (0..16).map(came).collect()
    };
    let certain = vec![vec![5, 20]; 16];
    assert_eq!(arrivals(&lucky), certain);
    let air = arrivals(&lucky.replace("freight = 4", "freight = 4\nlead_time_cv = 0.3"));
    assert!(air.iter().all(|days| days.contains(&20)) && air != certain, "{air:?}");
    let sea = arrivals(
        &lucky
            .replace("freight = 1", "freight = 1\nlead_time_cv = 0.3")
            .replace("freight = 4", "freight = 4\nlead_time_cv = 0"),
    );
    assert!(sea.iter().all(|days| days.contains(&5)) && sea != certain, "{sea:?}");
}

#[test]
fn freight_is_billed_with_the_delivery_and_is_part_of_what_parts_cost() {
    // 25 screens by air at 12 + 4, 75 by sea at 10 + 1, with VAT ten days after they arrive.
    let parts = evenings(SEA_AND_AIR, |company| company.books.balance(Account::Parts).0[0]);
    assert_eq!([4, 5, 19, 20].map(|day| parts[day]), [0.0, 400.0, 400.0, 1_225.0]);
    let cash = evenings(SEA_AND_AIR, |company| company.books.cash().0[0]);
    assert_eq!([14, 15, 29, 30].map(|day| cash[day]), [10_000.0, 9_560.0, 9_560.0, 8_652.5]);
    let launch = support::launch(SEA_AND_AIR, 0);
    assert!((launch("average_variable_cost_yuan") - 1.1 * 12.25).abs() < 1e-12, "with VAT");
    assert_eq!(launch("parts_ordered_yuan"), 25.0 * 12.0 + 75.0 * 10.0, "the value of orders is without freight");
}

#[test]
fn freight_is_paid_for_what_inspection_rejects_too() {
    let text = SEA_AND_AIR.replace("freight = 1\n", "freight = 1\ndefect_rate = 0.4\n");
    let (mut good, mut ordered) = (Vec::new(), 0.0);
    let parts = evenings(&text, |company| {
        let class = &company.supply.classes[0];
        good.push(f64::from(class.received.0[0]));
        ordered = f64::from(class.ordered.0[0]);
        company.books.balance(Account::Parts).0[0]
    });
    let air = (ordered * 0.25).floor();
    assert!(good[5] < air && good[20] < ordered);
    assert_eq!(parts[5], good[5] * 12.0 + air * 4.0);
    assert_eq!(parts[20], good[5] * 12.0 + air * 4.0 + (good[20] - good[5]) * 10.0 + (ordered - air));
}

#[test]
fn freight_of_open_orders_is_owed_only_where_they_come() {
    let short = SEA_AND_AIR.replace("horizon = \"60 days\"", "horizon = \"4 days\"");
    let ended = |more: &str| support::launch(&short.replace("freight = 1\n", &format!("freight = 1\n{more}")), 0);
    // 75 at 10 and 25 at 12; nothing is shipped of what is cancelled.
    assert_eq!(ended("cancellation_fee = 0.5\n")("write_down_yuan"), 525.0);
    // What cannot be cancelled comes at 1,050 and 175 of freight and brings a fifth of both.
    let owed = ended("cancellable = false\nsalvage = 0.2\n")("write_down_yuan");
    assert!((owed - 0.8 * 1_225.0).abs() < 1e-9, "{owed}");
}

#[test]
fn orders_that_are_paid_at_once_count_their_freight_within_cash() {
    let text = SEA_AND_AIR
        .replace("lead_time = \"20 days\"", "lead_time = \"0 days\"")
        .replace("lead_time = \"5 days\"", "lead_time = \"0 days\"")
        .replace("payment_terms = \"10 days\"\n", "")
        .replace("[build_plan]", "[ordering]\nwithin_cash = true\n[build_plan]")
        .replace("[[2026-01-26, 0], [2026-01-27, 100]]", "[[2025-12-31, 0], [2026-01-01, 100]]")
        .replace("opening_cash = 10_000", "opening_cash = 673.75");
    // 1,225 with VAT are asked for and half of it is there: 37 by sea and 12 by air.
    let cash = evenings(&text, |company| company.books.cash().0[0]);
    assert!((cash[0] - (673.75 - 1.1 * (37.0 * 11.0 + 12.0 * 16.0))).abs() < 1e-9, "{}", cash[0]);
}

#[test]
fn an_order_that_goes_to_both_is_planned_for_the_slower_one() {
    // The first is fast here and the second slow: half of each order would come two weeks late.
    let text = SEA_AND_AIR
        .replace("lead_time = \"20 days\"", "lead_time = \"5 days\"")
        .replace("freight = 4", "freight = 4\n")
        .replace("share = 0.25\npremium = 0.2\nlead_time = \"5 days\"", "share = 0.5\nlead_time = \"20 days\"");
    assert_eq!(received(&text)[25], 100.0, "in time for the first start");
    let backup = text.replace("share = 0.5\n", "");
    let first = received(&backup).iter().position(|&received| received > 0.0);
    assert_eq!(first, Some(5 + 14), "a backup that takes nothing is not waited for");
}

#[test]
fn the_audit_counts_the_freight_of_each_source() {
    let plan = support::plan(SEA_AND_AIR);
    let mut trace = Trace::new(&plan, 16);
    simulate::<16>(&plan, 0, &mut trace);
    let audit = trace.into_daily().audit;
    let line = &audit[0];
    assert_eq!((line.units, line.money, line.freight), (16.0 * 100.0, 16.0 * 1_050.0, 16.0 * 175.0));
}
