//! No sentence is false, whatever the launches say.

use super::*;
use crate::experiment::figures::{MetricSummary, Probability};
use crate::outcome::Metric;
use crate::report::chart::words::listed;
use crate::stats::fraction_below;

/// Figures of launches with these values of some metrics.
fn figures(launches: usize, columns: &[(MetricId, &dyn Fn(usize) -> f64)]) -> Figures {
    let mut losing = None;
    let metric = |(id, value): &(MetricId, &dyn Fn(usize) -> f64)| {
        let column: Vec<f64> = (0..launches).map(value).collect();
        if *id == MetricId::NetProfit {
            losing = Some(fraction_below(&column, 0.0));
        }
        let share = column.iter().filter(|value| **value > 0.5).count() as f64 / launches as f64;
        let chance = Probability { value: share, low: 0.0, high: 1.0 };
        MetricSummary {
            metric: Metric::new(*id, "yuan"),
            summary: Summary::of(&column),
            quantiles: Vec::new(),
            probability: (*id == MetricId::Insolvent).then_some(chance),
        }
    };
    let metrics: Vec<MetricSummary> = columns.iter().map(metric).collect();
    Figures {
        seed: 1,
        launches,
        metrics,
        observed: Vec::new(),
        losing,
        together: None,
        need: None,
        short_otherwise: None,
        short_other_parts: None,
    }
}

fn earned(launches: usize, profit: &dyn Fn(usize) -> f64, short: &dyn Fn(usize) -> f64) -> String {
    profit_of(&figures(launches, &[(MetricId::NetProfit, profit), (MetricId::Insolvent, short)]))
}

fn profit_of(figures: &Figures) -> String {
    profit(figures, "yuan").unwrap().to_string()
}

#[test]
fn what_is_earned_is_said_as_it_is() {
    let never = |_: usize| 0.0;
    let always = |_: usize| 1.0;
    assert_eq!(earned(1, &|_| 5e6, &never), "The launch earns 5.00 million yuan");
    assert_eq!(earned(1, &|_| -5e6, &always), "The launch loses 5.00 million yuan, but falls short of cash");
    assert_eq!(earned(1, &|_| 0.0, &never), "The launch neither earns nor loses money");
    assert_eq!(earned(50, &|_| -3e6, &never), "Every launch loses 3.00 million yuan");
    assert_eq!(earned(50, &|_| 3e6, &always), "Every launch earns 3.00 million yuan; all fall short of cash");
    let spread = |launch: usize| 1e6 * (launch as f64 + 1.0);
    assert_eq!(earned(12, &spread, &never), "The 12 launches earn 1.00 million to 12.0 million yuan; none loses money");
    assert_eq!(
        earned(100, &|launch| -spread(launch), &never),
        "Nine launches in ten lose 5.95 million to 95.0 million yuan; all lose money"
    );
    assert_eq!(
        earned(100, &|launch| spread(launch) - 50e6, &|launch| f64::from(launch < 3)),
        "Nine launches in ten end between \u{2212}44.0 million and 45.0 million yuan; 49 % lose money, 3.0 % fall short of cash"
    );
}

#[test]
fn claims_about_all_and_none_hold_of_any_launches() {
    let mut word = 7_u64;
    let mut random = move || {
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (word >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for _ in 0..400 {
        let launches = [1, 2, 7, 19, 20, 90][(random() * 6.0) as usize];
        let (middle, width) = ((random() - 0.5) * 4e8, [0.0, 1.0, 1e8][(random() * 3.0) as usize]);
        let profits: Vec<f64> = (0..launches).map(|_| middle + width * (random() - 0.5)).collect();
        let often = [0.0, 0.3, 1.0][(random() * 3.0) as usize];
        let short: Vec<f64> = (0..launches).map(|_| f64::from(u8::from(random() < often))).collect();
        let said = earned(launches, &|at| profits[at], &|at| short[at]);
        let (lost, all) = (profits.iter().filter(|profit| **profit < 0.0).count(), launches);
        let broke = short.iter().filter(|short| **short > 0.5).count();
        assert_eq!(said.contains("none loses money"), lost == 0 && all > 1 && width > 0.0, "{said} {profits:?}");
        assert_eq!(said.contains("all lose money"), lost == all && all > 1 && width > 0.0, "{said} {profits:?}");
        assert_eq!(said.contains("all fall short"), broke == all && all > 1, "{said}");
        assert_eq!(said.contains("short of cash"), broke > 0, "{said}");
        if said.contains(" earn ") || said.contains(" earns ") {
            assert!(profits.iter().any(|profit| *profit >= 0.0), "{said}");
        }
        if said.starts_with("Every launch") {
            assert!(profits.iter().all(|profit| *profit == profits[0]) && all > 1, "{said}");
        }
        assert_eq!(
            said.starts_with("Nine launches in ten"),
            all >= FEW && profits.iter().any(|p| *p != profits[0]),
            "{said}"
        );
    }
}

#[test]
fn nothing_sold_is_said() {
    let of = |shipped: f64, orders: f64, waiting: f64| {
        let (shipped, orders, waiting) = (move |_: usize| shipped, move |_: usize| orders, move |_: usize| waiting);
        let columns: [(MetricId, &dyn Fn(usize) -> f64); 3] =
            [(MetricId::Shipped, &shipped), (MetricId::Orders, &orders), (MetricId::WaitingEnd, &waiting)];
        progress(&figures(30, &columns)).unwrap().to_string()
    };
    assert_eq!(of(0.0, 0.0, 0.0), "Nobody orders a phone");
    assert_eq!(of(0.0, 10.0, 10.0), "No phone is shipped; 10 customers are left waiting");
    assert_eq!(of(1.0, 2.0, 1.0), "1 phone is shipped in every launch; 1 customer is left waiting");
    assert_eq!(of(9.0, 9.0, 0.0), "9 phones are shipped in every launch; nobody is left waiting");
    assert!(progress(&figures(30, &[])).is_none());
}

#[test]
fn cash_is_short_where_it_is() {
    let date = |day: f64| Text::name(format!("day {day:.0}"));
    let of = |launches: usize, lowest: f64, short: &dyn Fn(usize) -> f64| {
        let (lowest, day) = (move |_: usize| lowest, |_: usize| 40.0);
        let columns: [(MetricId, &dyn Fn(usize) -> f64); 3] =
            [(MetricId::LowestCash, &lowest), (MetricId::Insolvent, short), (MetricId::InsolvencyDay, &day)];
        cash(&figures(launches, &columns), "yuan", date).unwrap().to_string()
    };
    assert_eq!(of(1, 5e6, &|_| 0.0), "Cash suffices: at the lowest it is 5.00 million yuan");
    assert_eq!(
        of(1, -5e6, &|_| 1.0),
        "Cash is short from day 40 on: it falls to \u{2212}5.00 million yuan, below the credit line"
    );
    assert_eq!(of(60, 5e6, &|_| 0.0), "Cash suffices in all 60 launches: at the lowest it is 5.00 million yuan");
    assert_eq!(of(60, -5e6, &|_| 1.0), "Cash falls short in every launch");
    assert_eq!(of(12, -5e6, &|at| f64::from(u8::from(at < 3))), "Cash falls short in 3 of 12 launches");
    assert_eq!(of(60, -5e6, &|at| f64::from(u8::from(at < 3))), "Cash falls short in 5.0 % of the launches");
}

#[test]
fn ties_are_named_together() {
    let rows = |days: [f64; 3]| {
        let names = ["screen", "chip", "capacity"].map(ToOwned::to_owned);
        names.into_iter().zip(days).collect::<Vec<(String, f64)>>()
    };
    assert_eq!(
        bottleneck(&rows([12.0, 3.0, 1.0]), 90).to_string(),
        "What holds the line up longest is screen: 12 days of a launch on average"
    );
    assert_eq!(
        bottleneck(&rows([3.0, 3.0, 1.0]), 1).to_string(),
        "What holds the line up longest are screen and chip: 3.0 days each"
    );
    assert_eq!(bottleneck(&[], 1).to_string(), "Nothing but demand holds the line up");
    let parts = |days: [usize; 2]| vec![("screen".to_owned(), days[0]), ("chip".to_owned(), days[1])];
    assert_eq!(stock(&parts([0, 0]), 1).to_string(), "Once there, no pacing part runs out");
    assert_eq!(stock(&parts([4, 1]), 1).to_string(), "Screen runs out most: there is none on 4 days");
    assert_eq!(
        stock(&parts([4, 4]), 50).to_string(),
        "Screen and chip run out most: there are none on 4 days in at least half of the launches"
    );
    assert_eq!(listed(&["a", "b", "c", "d"].map(Text::name)).to_string(), "a, b and 2 more");
}

#[test]
fn what_never_happens_is_no_median() {
    let round = |count: usize, hours: f64| ("first round".to_owned(), count, hours);
    assert_eq!(sell_out(&[round(0, f64::NAN)], 40).to_string(), "No sales round sells out");
    assert_eq!(sell_out(&[round(3, 2.0)], 40).to_string(), "No round sells out in half of the launches");
    assert_eq!(
        sell_out(&[round(40, 2.0), ("second".to_owned(), 0, f64::NAN)], 40).to_string(),
        "1 of 2 rounds sells out in at least half of the launches: first round in 2 hours, in the median"
    );
    assert_eq!(sell_out(&[round(1, 1.0)], 1).to_string(), "First round sells out: in 1 hour");
    let fact = |value: f64, launches: &[f64]| (value, Summary::of(launches));
    let many: Vec<f64> = (0..100).map(f64::from).collect();
    assert_eq!(
        record(&[fact(50.0, &many), fact(500.0, &many)], 100).to_string(),
        "1 of 2 facts on record lies where nine launches in ten do"
    );
    assert_eq!(record(&[fact(50.0, &[60.0])], 1).to_string(), "The only fact on record lies below this launch");
    assert_eq!(record(&[fact(50.0, &[f64::NAN])], 1).to_string(), "No launch says anything of the facts on record");
    assert_eq!(waiting(0, 0).to_string(), "Nine phones in ten are shipped on the day of the order");
    assert_eq!(waiting(1, 25).to_string(), "Half of the phones are shipped within 1 day, nine in ten within 25 days");
    assert_eq!(
        unit_cost(100.0, Some(100.2), 1, "yuan").unwrap().to_string(),
        "A phone costs 100 yuan with development, as much as its price"
    );
    assert_eq!(unit_cost(f64::NAN, None, 1, "yuan"), None);
}
