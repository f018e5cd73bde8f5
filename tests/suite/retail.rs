//! Retailers with a stock of their own: what they order, what they sell, and what goes back to them.

use launchsim::company::identities::Identities;
use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};

use crate::stochastic::LEAST;
use crate::support;
use crate::validation::Cases;

/// A shop that buys for 1,000 and, from day 30, for 800; a phone costs us 100 and there are always enough.
const SHOP: &str = r#"
[timeline]
start = 2026-01-01
horizon = "60 days"
[company]
vat = 0.17
[product.phone]
price = [[2026-01-01, 1462.5], [2026-01-31, 1170]]
assembly_fee = 100
[factory.line]
[order_stream.shop]
margin = 0.2
from = 2026-01-11
series = [10, 20, 30]
stock = "5 days"
"#;

/// What happens at the first retailer on every day of `L` launches.
struct Shop<const L: usize> {
    identities: Identities,
    ordered: Vec<[i32; L]>,
    shipped: Vec<[i32; L]>,
    sold: Vec<[i32; L]>,
    lost: Vec<[i32; L]>,
    stock: Vec<[i32; L]>,
    /// Owners who spread the word, on the last evening.
    talking: [i32; L],
}

impl<const L: usize> Observer<L> for Shop<L> {
    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        self.identities.day(plan, company, day);
        let (queue, retailer) = (&company.store.streams[0], company.store.retailer(0).expect("it holds a stock"));
        self.ordered.push(queue.orders_today.0);
        self.shipped.push(queue.shipped_today.0);
        self.sold.push(retailer.sold_today.0);
        self.lost.push(retailer.lost.0);
        self.stock.push(retailer.stock.0);
        self.talking = company.store.talking_owners(&plan.streams).0;
    }
}

fn shop<const L: usize>(text: &str, first: u32) -> Shop<L> {
    let mut shop = Shop {
        identities: Identities::default(),
        ordered: Vec::new(),
        shipped: Vec::new(),
        sold: Vec::new(),
        lost: Vec::new(),
        stock: Vec::new(),
        talking: [0; L],
    };
    simulate::<L>(&support::plan(text), first, &mut shop);
    assert_eq!(shop.identities.broken, None, "{text}");
    shop
}

#[test]
fn a_retailer_stocks_up_before_its_customers_come_and_orders_up_to_days_of_demand() {
    let shop = shop::<1>(SHOP, 0);
    let days = |values: &[[i32; 1]]| values[4..16].iter().map(|&[value]| value).collect::<Vec<i32>>();
    // Five days before the first customers, 5 days of the 10 expected; then 5 days of the mean to date: 10, 15, 20, 15.
    assert_eq!(days(&shop.ordered), [0, 50, 0, 0, 0, 0, 10, 45, 55, 0, 0, 0]);
    assert_eq!(days(&shop.sold), [0, 0, 0, 0, 0, 0, 10, 20, 30, 0, 0, 0]);
    assert_eq!(days(&shop.stock), [0, 50, 50, 50, 50, 50, 50, 75, 100, 100, 100, 100]);
    let of = support::launch(SHOP, 0);
    for (metric, expected) in [("orders", 160.0), ("shipped", 160.0), ("sold_through.shop", 60.0)] {
        assert_eq!(of(metric), expected, "{metric}");
    }
    assert_eq!((of("retail_stock.shop"), of("retail_lost.shop"), of("retail_returned.shop")), (100.0, 0.0, 0.0));
}

#[test]
fn customers_who_find_no_phone_at_a_retailer_are_lost_and_seen_by_it() {
    let shop = shop::<1>(&SHOP.replace("[10, 20, 30]", "[10, 100, 0]"), 0);
    assert_eq!(shop.sold[10..13], [[10], [50], [0]]);
    assert_eq!(shop.lost[10..13], [[0], [50], [50]]);
    // 5 days of 55, of which it holds nothing.
    assert_eq!(shop.ordered[11], [275]);
}

#[test]
fn a_stock_of_no_days_is_no_stock() {
    let none = SHOP.replace("stock = \"5 days\"\n", "");
    let of = |text: &str| simulate::<1>(&support::plan(text), 0, &mut Identities::default()).metrics;
    let bits = |text: &str| of(text).iter().map(|value| value.0[0].to_bits()).collect::<Vec<u64>>();
    assert_eq!(bits(&none), bits(&SHOP.replace("5 days", "0 days")));
    assert_ne!(bits(&none).len(), bits(SHOP).len(), "what a retailer yields is a metric of its own");
}

#[test]
fn where_the_days_of_a_stock_are_uncertain_each_launch_has_its_own() {
    let text = SHOP.replace("\"5 days\"", "{ discrete = { values = [\"0 days\", \"3 days\"], weights = [1, 1] } }");
    let days = support::launches(&support::scenario(&text), 40, 1);
    let none = support::launches(&support::scenario(&SHOP.replace("5 days", "0 days")), 1, 1);
    let three = support::launches(&support::scenario(&SHOP.replace("5 days", "3 days")), 1, 1);
    let mut seen = [0; 2];
    for (launch, stock) in days["input order_stream.shop.stock"].iter().enumerate() {
        let holds = *stock > 0.0;
        seen[usize::from(holds)] += 1;
        for metric in ["orders", "shipped", "revenue_yuan"] {
            assert_eq!(days[metric][launch], if holds { &three } else { &none }[metric][0], "{metric}");
        }
        let (held, sold) = (days["retail_stock.shop"][launch], days["sold_through.shop"][launch]);
        assert_eq!(held + sold, days["shipped"][launch]);
        assert_eq!(held > 0.0, holds);
    }
    assert!(seen[0] > 0 && seen[1] > 0);
}

/// Scarce phones, a law of the day and a price that moves it: what is ordered follows from demand and deliveries alone.
#[test]
fn what_retailers_order_is_what_a_table_would_work_out_of_demand_and_deliveries() {
    let text = |stock: &str| {
        format!(
            "[timeline]\nstart = 2026-01-01\nhorizon = \"200 days\"\n[product.phone]\n\
             price = [[2026-01-01, 2000], [2026-04-01, 1500]]\n[factory.line]\nramp = [[2026-01-01, 90]]\n\
             [order_stream.shop]\nmargin = 0.1\nfrom = 2026-01-15\ndaily_law = {{ normal = {{ mean = 80, sd = 40 }} }}\n\
             price_elasticity = 1.2\nreference_price = 2000\nfollows_price = \"shelf_price\"\n{stock}"
        )
    };
    struct Demand(Vec<[i32; 16]>);
    impl Observer<16> for Demand {
        fn day(&mut self, _: &Plan, company: &Company<16>, _: usize) {
            self.0.push(company.store.streams[0].orders_today.0);
        }
    }
    // Without a stock its customers order from us, with the same luck.
    let mut demand = Demand(Vec::new());
    simulate::<16>(&support::plan(&text("")), 0, &mut demand);
    let (stock_days, first) = (7, 14);
    let seen = shop::<16>(&text("stock = \"7 days\"\n"), 0);
    let mut short = 0;
    for lane in 0..16 {
        let (mut stock, mut open, mut lost) = (0, 0, 0);
        for day in 0..200 {
            let asked = demand.0[day][lane];
            let sold = asked.min(stock);
            stock -= sold;
            lost += asked - sold;
            let level = if day < first - stock_days {
                0
            } else if day < first {
                // The law is cut at nought: E max(0, x) of a normal law 2 deviations above it.
                (7.0 * (80.0 * 0.977_249_868 + 40.0 * 0.053_990_967) + 0.5) as i32
            } else {
                let window = &demand.0[(day + 1).saturating_sub(28).max(first)..=day];
                let sum: i32 = window.iter().map(|orders| orders[lane]).sum();
                // Rounded half up in whole numbers.
                (2 * 7 * sum + window.len() as i32).div_euclid(2 * window.len() as i32)
            };
            let ordered = (level - stock - open).max(0);
            assert_eq!(seen.ordered[day][lane], ordered, "launch {lane}, day {day}");
            open += ordered - seen.shipped[day][lane];
            stock += seen.shipped[day][lane];
            assert_eq!((seen.sold[day][lane], seen.lost[day][lane]), (sold, lost), "launch {lane}, day {day}");
            assert_eq!(seen.stock[day][lane], stock, "launch {lane}, day {day}");
        }
        short += lost;
    }
    assert!(short > 0, "somebody found no phone");
}

/// Chen, Drezner, Ryan & Simchi-Levi (2000), for independent demand, a moving average of p = 28 days and a level of L days
/// of it without a safety stock, where their bound is the variance itself: `Var(q)/Var(D) = 1 + 2L/p + 2L^2/p^2`.
#[test]
fn orders_of_a_retailer_vary_more_than_its_sales_as_the_book_says() {
    let mut held = Cases::of("orders_of_a_retailer_vary_more_than_its_sales_as_the_book_says");
    let (mean, sd) = (10_000.0, 500.0);
    for stock in [7, 14, 28] {
        let text = format!(
            "[timeline]\nstart = 2026-01-01\nhorizon = \"1500 days\"\n[product.phone]\n[factory.line]\n[order_stream.shop]\n\
             net_price = 1\nfrom = 2026-02-01\ndaily_law = {{ normal = {{ mean = {mean}, sd = {sd} }} }}\nstock = \"{stock} days\"\n"
        );
        let mut ratios = Vec::new();
        for block in 0..4 {
            let seen = shop::<16>(&text, 16 * block);
            let of = |days: &[[i32; 16]], lane: usize| {
                let days = &days[100..];
                let square = |orders: &[i32; 16]| (f64::from(orders[lane]) - mean).powi(2);
                days.iter().map(square).sum::<f64>() / days.len() as f64
            };
            ratios.extend((0..16).map(|lane| of(&seen.ordered, lane) / (sd * sd)));
            assert_eq!(seen.lost[1499], [0; 16], "nobody is lost");
        }
        let share = f64::from(stock) / 28.0;
        let expected = 1.0 + 2.0 * share + 2.0 * share * share;
        held.simulated(
            &format!("stock of {stock} days"),
            "variance of orders over that of demand",
            expected,
            &ratios,
            LEAST,
        );
    }
    held.hold();
}

#[test]
fn price_protection_credits_a_share_of_the_fall_for_each_phone_held() {
    // 60 are sold by day 12 and 100 held when 1,000 a phone becomes 800.
    let base = support::launch(SHOP, 0);
    assert!((base("revenue_yuan") - 160_000.0).abs() < 1e-6);
    for (share, credit) in [(1.0, 20_000.0), (0.5, 10_000.0)] {
        let with = support::launch(&format!("{SHOP}price_protection = {share}\n"), 0);
        assert!((with("price_protection_yuan.shop") - credit).abs() < 1e-6);
        assert!((with("revenue_yuan") - 160_000.0 + credit).abs() < 1e-6);
        // Its VAT is not owed either: cash ends up lower by the net amount.
        assert!((base("closing_cash_yuan") - with("closing_cash_yuan") - credit).abs() < 1e-6);
    }
    // The credit is paid on the day with its VAT, which comes back with the month's.
    let early = support::launch(&format!("{}price_protection = 1\n", SHOP.replace("60 days", "31 days")), 0);
    let before = support::launch(&SHOP.replace("60 days", "31 days"), 0);
    assert!((before("closing_cash_yuan") - early("closing_cash_yuan") - 20_000.0).abs() < 1e-6);
    // A price that rises is nobody's loss.
    let rises = SHOP.replace("1462.5], [2026-01-31, 1170]", "1170], [2026-01-31, 1462.5]");
    assert_eq!(support::launch(&format!("{rises}price_protection = 1\n"), 0)("price_protection_yuan.shop"), 0.0);
}

#[test]
fn phones_a_retailer_returns_come_back_at_what_it_paid_and_lie_in_our_stock() {
    let kept = support::launch(SHOP, 0);
    let some = |more: &str| support::launch(&format!("{SHOP}{more}"), 0);
    // Of 100 phones at 1,000, which cost 100 each, 30 come back and are written off.
    let back = some("returnable = 0.3\n");
    assert_eq!((back("retail_returned.shop"), back("retail_stock.shop")), (30.0, 70.0));
    assert_eq!(back("phones_left_over"), kept("phones_left_over") + 30.0);
    for (metric, change) in [
        ("revenue_yuan", -30_000.0),
        ("cost_of_sales_yuan", -3_000.0),
        ("write_down_yuan", 3_000.0),
        ("net_profit_yuan", -30_000.0),
        ("closing_cash_yuan", -30_000.0),
    ] {
        assert!((back(metric) - kept(metric) - change).abs() < 1e-6, "{metric}: {}", back(metric) - kept(metric));
    }
    // What it was credited for them it does not get twice: 20 % of the price is protected.
    let both = some("returnable = 1\nprice_protection = 1\n");
    assert!((both("revenue_yuan") - kept("revenue_yuan") + 100_000.0).abs() < 1e-6);
    // Salvage brings something back.
    let text = SHOP.replace("assembly_fee = 100", "assembly_fee = 100\nsalvage = 0.5");
    let salvaged = support::launch(&format!("{text}returnable = 0.3\n"), 0);
    assert!((salvaged("net_profit_yuan") - back("net_profit_yuan") - 1_500.0).abs() < 1e-6);
}

#[test]
fn owners_are_those_whom_a_retailer_sold_to() {
    let service = "[service.cloud]\nrevenue_per_phone = 10\ncost_share = 0\n";
    assert_eq!(support::launch(&format!("{SHOP}{service}"), 0)("services_revenue_yuan"), 600.0);
    assert_eq!(shop::<1>(SHOP, 0).talking, [60]);
    assert_eq!(shop::<1>(&format!("{SHOP}talks = false\n"), 0).talking, [0]);
}

#[test]
fn a_company_that_is_wound_up_sells_nothing_more_through_a_retailer_and_takes_nothing_back() {
    // Paid after sixty days, it cannot pay for the phones it assembles.
    let text = SHOP.replace("vat = 0.17", "vat = 0.17\nopening_cash = 500\non_insolvency = \"stop\"").replace(
        "stock = \"5 days\"",
        "stock = \"5 days\"\npayment_terms = \"60 days\"\nreturnable = 1\nprice_protection = 1",
    );
    let (of, seen) = (support::launch(&text, 0), shop::<1>(&text, 0));
    assert_eq!((of("insolvency_day"), of("shipped"), of("retail_stock.shop")), (5.0, 50.0, 50.0));
    assert_eq!((of("sold_through.shop"), of("retail_lost.shop"), of("retail_returned.shop")), (0.0, 0.0, 0.0));
    assert_eq!(of("price_protection_yuan.shop"), 0.0);
    assert!(seen.ordered[6..].iter().all(|&[orders]| orders == 0));
}
