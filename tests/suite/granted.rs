//! Is what a supplier, a line or a shop grants over a horizon the same however often one looks? Fractions are carried.

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};

use crate::limits::{daily, date, metrics};
use crate::support;

/// Days of a horizon that reviews of 1, 2, 3, 6, 7 and 14 days all divide.
const HORIZON: i32 = 168;

fn days(number: i32) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {}\nhorizon = \"{number} days\"\n\
         [company]\nopening_cash = 1e12\n",
        date(0)
    )
}

/// Two parts of one supplier, one of them twice in each phone, wanted without end.
fn insatiable(weekly: &str, review: i32, lots: &str) -> String {
    let part = |name: &str| {
        format!(
            "[component.{name}]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"5 days\"\npolicy = \"order_up_to\"\n\
             order_up_to_level = 900_000_000\nreview = \"{review} days\"\n{lots}\n"
        )
    };
    days(HORIZON)
        + "[product.phone]\nprice = 1\n[product.phone.parts]\nchip = 1\nscrew = 2\n[factory.line]\n"
        + &format!("[supplier.maker]\nweekly_capacity = {weekly}\n")
        + &part("chip")
        + &part("screw")
}

/// Units of each class ordered to date, at the end of every day, side by side.
struct Ordered<const L: usize>(Vec<Vec<[i32; L]>>);

impl<const L: usize> Observer<L> for Ordered<L> {
    fn day(&mut self, _: &Plan, company: &Company<L>, _: usize) {
        self.0.push(company.supply.classes.iter().map(|class| class.ordered.0).collect());
    }
}

fn ordered<const L: usize>(text: &str, first: u32) -> Vec<Vec<[i32; L]>> {
    let mut days = Ordered(Vec::new());
    simulate::<L>(&support::plan(text), first, &mut days);
    days.0
}

#[test]
fn what_a_supplier_grants_differs_by_less_than_a_lot_however_often_one_looks() {
    for (weekly, slowing, share) in [
        (20_000.0, "", 1.0),
        (6.0, "", 1.0),
        (13.0, "", 1.0),
        (1_000.0, "", 1.0),
        (777.77, "effect = \"slow\"\nremaining = 0.37", 0.37),
    ] {
        for (minimum, multiple) in [(0, 1), (0, 4), (0, 5_000), (7_000, 500), (11, 4), (30, 2)] {
            for review in [1, 2, 3, 6, 7, 14] {
                let lots = format!("minimum_order = {minimum}\norder_multiple = {multiple}");
                let slow = format!(
                    "[disruption.slow]\nsupplier = \"maker\"\n{slowing}\nfrom = {}\nlength = \"1000 days\"\n",
                    date(0)
                );
                let slow = if slowing.is_empty() { "" } else { &slow };
                let text = insatiable(&weekly.to_string(), review, &lots) + slow;
                let last = ordered::<1>(&text, 0).pop().unwrap();
                let lot = f64::from(multiple * ((minimum.max(1) + multiple - 1) / multiple));
                // Weekly capacity is in sets of phones: a screw is in each phone twice.
                for (units, per_phone) in last.iter().zip([1.0, 2.0]) {
                    let most = weekly * share * per_phone * f64::from(HORIZON) / 7.0;
                    let got = f64::from(units[0]);
                    assert!(
                        got <= most + 1e-6 && got > most - lot,
                        "{got} of {most} in lots of {multiple}, {minimum} at least, looking every {review} days"
                    );
                }
            }
        }
    }
}

#[test]
fn sixteen_suppliers_side_by_side_grant_what_each_grants_alone() {
    let weekly = "{ uniform = { low = 5, high = 90 } }";
    for (review, lots) in [(1, "order_multiple = 4"), (3, "minimum_order = 50\norder_multiple = 2")] {
        let contract = "acceptance = 0.2\napproach_every = \"9 days\"\nnegotiation_time = \"3 days\"";
        for contract in ["", contract] {
            let text = insatiable(weekly, review, lots)
                .replace("deterministic = true", "deterministic = false")
                .replace("weekly_capacity", &format!("{contract}\nweekly_capacity"));
            let together = ordered::<16>(&text, 0);
            for lane in 0..16 {
                for (alone, together) in ordered::<1>(&text, lane as u32).iter().zip(&together) {
                    let lane: Vec<[i32; 1]> = together.iter().map(|class| [class[lane]]).collect();
                    assert_eq!(*alone, lane);
                }
            }
        }
    }
}

#[test]
fn what_nobody_ordered_is_gone_but_for_less_than_a_lot() {
    // Nothing is wanted for ten weeks; then more than can be had, from a supplier of 6 a week, and of 8 a day in fives.
    for (weekly, multiple, review) in [(6.0, 1, 1), (6.0, 1, 7), (56.0, 5, 1), (56.0, 5, 7), (56.0, 40, 2)] {
        let text = insatiable(&weekly.to_string(), review, &format!("order_multiple = {multiple}"))
            .replace("policy = \"order_up_to\"\norder_up_to_level = 900_000_000", "policy = \"to_order\"")
            + &format!("[order_stream.shop]\nnet_price = 1\nfrom = {}\nseries = [1_000_000]\n", date(70));
        let days = ordered::<1>(&text, 0);
        assert_eq!(days[69], [[0], [0]]);
        let mut granted = 0.0;
        for (day, units) in days.iter().enumerate().skip(70) {
            if (day as i32).rem_euclid(review) == 0 {
                granted += weekly / 7.0 * f64::from(review);
            }
            let got = f64::from(units[0][0]);
            let lot = f64::from(multiple);
            assert!(got < granted + lot && got > granted - lot, "{got} of {granted} on day {day}");
        }
    }
}

#[test]
fn a_whole_number_of_lots_a_review_is_granted_at_every_review() {
    let days = ordered::<1>(&insatiable("56", 1, "order_multiple = 2"), 0);
    for (day, units) in days.iter().enumerate() {
        assert_eq!(units[0][0], 8 * (day as i32 + 1), "day {day}");
    }
}

/// A supplier of 20,000 a week who packs by 5,000, and 2,500 orders a day.
const PACKED: &str = "[run]\ndeterministic = true\n[timeline]\nstart = 2012-01-02\nhorizon = \"140 days\"\n\
    [company]\nopening_cash = 1_000_000_000\n[product.phone]\nparts = { chip = 1 }\n[supplier.s]\nweekly_capacity = 20_000\n\
    [component.chip]\nsupplier = \"s\"\nunit_cost = 50\nlead_time = \"7 days\"\norder_multiple = 5_000\n\
    [ordering]\npolicy = \"to_order\"\nreview = \"REVIEW days\"\n[factory.f]\n\
    [order_stream.shop]\nnet_price = 150\ndaily_law = 2500\n";

#[test]
fn a_supplier_who_packs_by_more_than_a_day_sells_to_a_planner_who_looks_daily() {
    for review in [1, 2, 3, 7] {
        let metric = metrics(&support::plan(&PACKED.replace("REVIEW", &review.to_string())));
        // Of the orders until the last review whose parts still come, no more than a lot is missing.
        let last = 132 - 132 % review;
        let asked = 2500.0 * f64::from(last + 1);
        let shipped = metric["shipped"];
        assert!(shipped > asked - 5_000.0 && shipped < asked + 5_000.0, "{shipped} of {asked} at {review} days");
    }
}

/// A line with a ramp that is one number, and orders for all it can do.
fn line(ramp: &str, keys: &str) -> String {
    days(70)
        + "[product.phone]\nprice = 1\n[factory.pilot]\n"
        + &format!("ramp = [[{}, {ramp}]]\n{keys}\n", date(4))
        + &format!("[order_stream.shop]\nnet_price = 1\nfrom = {}\nseries = [1_000_000]\n", date(0))
}

#[test]
fn a_line_of_thirteen_a_week_builds_130_in_ten_weeks() {
    let degenerate = |value: &str| format!("{{ uniform = {{ low = {value}, high = {value} }} }}");
    for (ramp, keys, built) in [
        ("1.8571428571428572", "", 130.0),
        ("0.857142857142857", "", 60.0),
        ("1.857", "", 129.0),
        ("0.5", "utilisation = 0.3", 10.0),
        ("2", "", 140.0),
        // From Thursday on ten weeks have fifty working days.
        ("1.8571428571428572", "rest_days = [\"saturday\", \"sunday\"]", 92.0),
    ] {
        for ramp in [ramp.to_owned(), degenerate(ramp)] {
            let text = line(&ramp, keys);
            let metric = metrics(&support::plan(&text));
            assert_eq!((metric["started"], metric["shipped"]), (built, built), "{ramp} a day, {keys}");
        }
    }
    // On every evening less than a phone is missing.
    let text = line("1.8571428571428572", "");
    for (day, started) in
        daily(&support::plan(&text), |company| f64::from(company.assembly.started.0[0])).iter().enumerate()
    {
        let whole = 13.0 * (day + 1) as f64 / 7.0;
        assert!(whole - started < 1.0 && *started <= whole + 1e-6, "{started} of {whole} on day {day}");
    }
}

#[test]
fn what_a_plan_promises_is_what_its_line_can_do() {
    let plan = support::plan(&line("1.8571428571428572", "yield_share = 0.5"));
    assert_eq!(plan.sales.planned_output(0, 70), 65.0);
    assert_eq!(plan.sales.planned_output(0, 7), 6.5);
}

#[test]
fn a_yield_that_varies_from_day_to_day_loses_no_fraction_of_a_phone() {
    let good = daily(&support::plan(&line("3", "yield_share = 0.37\nyield_sd = 0.2")), |company| {
        f64::from(company.assembly.finished_good.0[0])
    });
    for (day, good) in good.iter().enumerate() {
        assert_eq!(*good, (0.37 * 3.0 * (day + 1) as f64 + 1e-6).floor(), "day {day}");
    }
}

#[test]
fn a_slow_shop_serves_its_hours_together() {
    // 0.3 an hour for two hours a day serve six in ten days, and a new round goes on where the last one stopped.
    let text = days(40)
        + "[product.phone]\nprice = 1\n[market]\nreach = 1_000_000\ninnovation = 1e9\nimitation = 0\nstay = 1\n"
        + &format!(
            "[window.shop]\nkind = \"round\"\nopens = {}\nquota = 1_000\nhours = 2\nopening_hour = 12\nevery = \"1 day\"\n\
             throughput = 0.3\n",
            date(0)
        );
    let orders = daily(&support::plan(&text), |company| f64::from(company.store.ordered().0[0]));
    for (day, orders) in orders.iter().enumerate() {
        assert_eq!(*orders, (0.6 * (day + 1) as f64 + 1e-6).floor(), "day {day}");
    }
}
