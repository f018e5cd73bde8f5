//! Does the plan follow what is learned, as far as the line, the parts and the suppliers' terms allow, and never the future?

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::stats::special::gamma_quantile;

use crate::limits::date;
use crate::support;

/// Ten phones a day are planned and expected for 100 days; customers come as `series` says, parts take `lead` days.
fn planned(lead: u32, series: &str, keys: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"120 days\"\n[company]\nopening_cash = 1e6\n\
         [product.phone]\nprice = 1000\nparts = {{ chip = 1 }}\n[factory.line]\n[supplier.maker]\n\
         [component.chip]\nsupplier = \"maker\"\nunit_cost = 5\nlead_time = \"{lead} days\"\nreview = \"1 week\"\n\
         [order_stream.shop]\nfrom = {0}\nnet_price = 900\nseries = {series}\n\
         [build_plan]\ncumulative = [[{0}, 0], [{1}, 1000]]\n\
         [forecast]\nmethod = \"bayes\"\ndaily_orders = [[{0}, 10], [{1}, 10]]\n{keys}",
        date(0),
        date(100)
    )
}

fn series(orders: impl Fn(usize) -> i32) -> String {
    format!("{:?}", (0..100).map(orders).collect::<Vec<_>>())
}

/// Units ordered and received of each class, and cash, on every evening of one launch.
#[derive(Default)]
struct Evenings {
    ordered: Vec<Vec<i32>>,
    received: Vec<Vec<i32>>,
    cash: Vec<f64>,
}

impl<const L: usize> Observer<L> for Evenings {
    fn day(&mut self, _: &Plan, company: &Company<L>, _: usize) {
        self.ordered.push(company.supply.classes.iter().flat_map(|class| class.ordered.0).collect());
        self.received.push(company.supply.classes.iter().flat_map(|class| class.received.0).collect());
        self.cash.push(company.books.cash().0[0]);
    }
}

fn evenings(text: &str) -> Evenings {
    let mut evenings = Evenings::default();
    simulate::<1>(&support::plan(text), 0, &mut evenings);
    evenings
}

#[test]
fn a_learned_plan_is_the_quantile_of_what_is_believed() {
    // Twice as many come as expected. A day of 20 for 10 at an overdispersion of 10 adds 2 to the shape and 1 to the rate.
    let learning = |keys: &str| {
        planned(10, &series(|_| 20), &format!("overdispersion = 10\n[planner]\nkind = \"learning\"\n{keys}"))
    };
    let ordered = |keys: &str| evenings(&learning(keys)).ordered;
    let shape_and_rate = |day: usize| (4.0 + 2.0 * (day + 1) as f64, 4.0 + (day + 1) as f64);
    let mean = ordered("");
    for day in [0, 7, 14, 56] {
        let (shape, rate) = shape_and_rate(day);
        assert_eq!(mean[day][0], (shape / rate * 10.0 * (day + 17) as f64).ceil() as i32, "day {day}");
    }
    for ratio in [0.2, 0.9] {
        let quantile = ordered(&format!("critical_ratio = {ratio}\n"));
        for day in [0, 7, 14, 56] {
            let (shape, rate) = shape_and_rate(day);
            let asked = gamma_quantile(shape, ratio) / rate * 10.0 * (day + 17) as f64;
            let (got, most) = (f64::from(quantile[day][0]), f64::from(quantile[day.saturating_sub(7)][0]));
            // Nothing that was ordered before goes back.
            assert!(
                (got - asked.max(if day > 0 { most } else { 0.0 })).abs() <= 1.0 + 0.002 * asked,
                "{ratio} {day}: {got} for {asked}"
            );
        }
    }
    // One who keeps the plan buys ten a day, and one whose plan is multiplied so many times as much.
    let kept = |keys: &str| evenings(&planned(10, &series(|_| 20), keys)).ordered[35][0];
    assert_eq!([kept(""), kept("").min(kept("[planner]\nkind = \"fixed\"\n"))], [520, 520]);
    assert_eq!(
        evenings(&planned(10, &series(|_| 20), "").replace("[forecast]", "scale = 0.5\n[forecast]")).ordered[35][0],
        260
    );
}

#[test]
fn a_decision_stands_until_the_next_day_of_decision() {
    let keys = format!("overdispersion = 10\n[planner]\nkind = \"learning\"\ndecides = [{}, {}]\n", date(14), date(42));
    let ordered = evenings(&planned(10, &series(|_| 20), &keys)).ordered;
    let size = |day: usize| (4.0 + 2.0 * (day + 1) as f64) / (4.0 + (day + 1) as f64);
    let bought = |size: f64, day: usize| (size * 10.0 * (day + 17) as f64).ceil() as i32;
    let expected = [(0, 1.0), (7, 1.0), (14, size(14)), (35, size(14)), (42, size(42)), (70, size(42))]
        .map(|(day, size)| bought(size, day));
    assert_eq!([0, 7, 14, 35, 42, 70].map(|day: usize| ordered[day][0]), expected);
}

#[test]
fn a_day_of_decision_that_is_no_day_of_review_is_followed_by_the_next_review() {
    let text = |decides: &str| {
        let keys = format!("overdispersion = 10\n[planner]\nkind = \"learning\"\ndecides = [{decides}]\n");
        planned(10, &series(|_| 20), &keys)
    };
    let size = |day: usize| (4.0 + 2.0 * (day + 1) as f64) / (4.0 + (day + 1) as f64);
    let bought = |size: f64, day: usize| (size * 10.0 * (day + 17) as f64).ceil() as i32;
    // Reviews are on days 7, 14, 21, ..
    let ordered = evenings(&text(&date(16).to_string())).ordered;
    let expected = [(14, 1.0), (21, size(16)), (70, size(16))].map(|(day, size)| bought(size, day));
    assert_eq!([14, 21, 70].map(|day: usize| ordered[day][0]), expected);
    // Of a span its last day counts.
    let ordered = evenings(&text(&format!("{{ from = {}, to = {} }}", date(12), date(16)))).ordered;
    let expected = [(14, size(14)), (21, size(16)), (70, size(16))].map(|(day, size)| bought(size, day));
    assert_eq!([14, 21, 70].map(|day: usize| ordered[day][0]), expected);
}

#[test]
fn a_stopped_line_stops_the_needs_of_other_parts() {
    let halted = format!(
        "prior_cv = 0.001\n[component.glass]\nsupplier = \"maker\"\nunit_cost = 5\nlead_time = \"10 days\"\nreview = \"1 week\"\n\
         [disruption.flood]\ncomponent = \"glass\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"50 days\"\n",
        date(10)
    );
    let text = |kind: &str| {
        planned(10, &series(|_| 10), &format!("{halted}[planner]\nkind = \"{kind}\"\n"))
            .replace("chip = 1", "chip = 1, glass = 1")
            .replace("[factory.line]", &format!("[factory.line]\nramp = [[{}, 11]]", date(0)))
    };
    // Until day 60 nothing is built, then eleven a day to the plan's last day: 40 days, so that 440 chips can be used.
    let [fixed, learning] = ["fixed", "learning"].map(|kind| evenings(&text(kind)).ordered[119][0]);
    assert_eq!(fixed, 1000);
    // A review sees 17 days of the line ahead, whether or not the flood ends tomorrow: at most 17 days too much.
    assert!((440..=440 + 11 * 17).contains(&learning), "{learning}");
}

#[test]
fn parts_follow_the_scarcest_supplier() {
    let text = |kind: &str| {
        planned(
            10,
            &series(|_| 10),
            &format!(
                "prior_cv = 0.001\n[supplier.small]\nweekly_capacity = 35\n[component.glass]\nsupplier = \"small\"\nunit_cost = 5\n\
                 lead_time = \"30 days\"\nreview = \"1 week\"\n[planner]\nkind = \"{kind}\"\n"
            ),
        )
        .replace("chip = 1", "chip = 1, glass = 1")
    };
    let [fixed, learning] = ["fixed", "learning"].map(|kind| evenings(&text(kind)));
    // 35 glasses a week are ordered from day 0 on, and are there 30 days later.
    assert_eq!(fixed.ordered[63], [800, 350]);
    // At the review of day 63 chips are for day 80, by which the glasses of the reviews to day 49 are there: eight times 35.
    assert_eq!(learning.ordered[63], [280, 350]);
}

#[test]
fn orders_beyond_the_plan_are_cancelled_at_their_fee() {
    // Ordered on days 0, 7, 14, 21: 470, 70, 70, 70. On day 28 one a day has come in place of ten.
    let keys = |cancel: &str| {
        let planner = format!("[planner]\nkind = \"learning\"\ndecides = [{}]\n", date(28));
        planned(40, &series(|_| 1), &format!("prior_cv = 1\n{planner}"))
            .replace("[order_stream", &format!("cancellation_fee = 0.2\n{cancel}[order_stream"))
            .replace("[supplier.maker]", "[supplier.maker]\ndeposit = 0.3\npayment_terms = \"300 days\"")
    };
    let (stands, cancels) = (evenings(&keys("")), evenings(&keys("cancel_until = \"2 weeks\"\n")));
    assert_eq!([stands.ordered[27][0], stands.ordered[28][0]], [680, 680]);
    // Of the 680 about 100 will be needed; the 470 of day 0 are due on day 40 and too near.
    assert_eq!([cancels.ordered[27][0], cancels.ordered[28][0], cancels.received[119][0]], [680, 470, 470]);
    let (fee, deposit) = (0.2 * 210.0 * 5.0, 0.3 * 210.0 * 5.0);
    assert!((cancels.cash[28] - stands.cash[28] - deposit + fee).abs() < 1e-6);
    // Where parts left over bring more than the fee leaves, they come.
    let salvaged = keys("cancel_until = \"2 weeks\"\nsalvage = 0.9\n");
    assert_eq!(evenings(&salvaged).ordered[28][0], 680);
    // Half a plan too few cancels none: 70 do not fit into what is too much.
    let launch = support::launch(&keys("cancel_until = \"2 weeks\"\n"), 0);
    assert_eq!(launch("parts_cancelled_yuan"), 210.0 * 5.0);
}

#[test]
fn orders_not_needed_yet_are_put_off() {
    // On day 28 the plan is 189/291 of what was written, 6.495 a day, and 680 are ordered.
    let customers = series(|day| if day < 28 && day % 2 == 0 { 7 } else { 6 });
    let keys = |put_off: &str| {
        let planner = format!("[planner]\nkind = \"learning\"\ndecides = [{}]\n", date(28));
        planned(40, &customers, &format!("prior_cv = 1\n{planner}"))
            .replace("[order_stream", &format!("{put_off}[order_stream"))
    };
    let arrivals = |text: &str| -> Vec<(usize, i32)> {
        let received = evenings(text).received;
        let came = (1..120).map(|day| (day, received[day][0] - received[day - 1][0]));
        came.filter(|(_, came)| *came > 0).collect()
    };
    assert_eq!(arrivals(&keys("")), [(40, 470), (47, 70), (54, 70), (61, 70)]);
    // 470 last to day 72, 540 to day 83 and 610 to day 93: each order comes on the last day of its week that is in time.
    let put_off = "put_off_until = \"1 week\"\n";
    assert_eq!(arrivals(&keys(put_off)), [(40, 470), (68, 70), (82, 70), (89, 70)]);
    // A fee beyond what holding the parts costs is not paid, and neither is anything put off that is due too soon.
    let dear = keys("put_off_until = \"1 week\"\nput_off_fee = 0.05\n");
    assert_eq!(arrivals(&dear), arrivals(&keys("")));
    assert_eq!(arrivals(&keys("put_off_until = \"30 days\"\n"))[1], (47, 70));
    // A halt on the way counts as if nothing had been put off before it.
    let halt = format!(
        "[disruption.flood]\ncomponent = \"chip\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"10 days\"\n",
        date(62)
    );
    assert_eq!(arrivals(&(keys("") + &halt)), [(40, 470), (47, 70), (54, 70), (61, 70)]);
    let late = arrivals(&(keys(put_off) + &halt));
    assert!(late.iter().all(|(day, _)| !(62..72).contains(day)), "{late:?}");
    assert_eq!(late.iter().map(|(_, came)| came).sum::<i32>(), 680);
}

/// A market with luck whose planner learns, cancels and puts off.
fn lively(keys: &str) -> String {
    format!(
        "[run]\nseed = 5\n[timeline]\nstart = {0}\nhorizon = \"300 days\"\n[company]\nopening_cash = 5e6\n\
         [product.phone]\nprice = 1000\nparts = {{ chip = 1, glass = 2 }}\nbuild = \"to_stock\"\nstock_target = 50\n\
         [factory.line]\nramp = [[{0}, 40], [{2}, 120]]\n[supplier.maker]\n[supplier.small]\nweekly_capacity = 700\n\
         [ordering]\nreview = \"1 week\"\ncancel_until = \"2 weeks\"\nput_off_until = \"1 week\"\nwithin_cash = true\n\
         [component.chip]\nsupplier = \"maker\"\nunit_cost = 50\nlead_time = \"40 days\"\nlead_time_cv = 0.3\ncancellation_fee = 0.1\n\
         [component.glass]\nsupplier = \"small\"\nunit_cost = 10\nlead_time = \"20 days\"\n\
         [market]\nreach = {{ lognormal = {{ mean = 20_000, cv = 0.5 }} }}\ninnovation = 1\nimitation = 2\nnoise = 0.3\n\
         [window.shop]\nkind = \"open\"\nopens = {1}\n\
         [build_plan]\ncumulative = [[{1}, 0], [{3}, 15_000]]\n\
         [forecast]\nmethod = \"bayes\"\noverdispersion = 30\ndaily_orders = [[{0}, 60], [{3}, 60]]\n\
         [planner]\nkind = \"learning\"\ncritical_ratio = 0.6\n{keys}",
        date(0),
        date(30),
        date(150),
        date(280)
    )
}

#[test]
fn a_planner_decides_by_the_past_alone() {
    let ordered = |keys: &str| {
        let mut evenings = Evenings::default();
        simulate::<16>(&support::plan(&lively(keys)), 0, &mut evenings);
        evenings.ordered
    };
    let alone = ordered("");
    let changes =
        alone.windows(2).filter(|pair| pair[0].iter().zip(&pair[1]).any(|(before, after)| after < before)).count();
    assert!(changes > 0, "some orders are cancelled");
    for (what, keys) in [
        ("a pulse", format!("[pulse.event]\ndate = {}\nstrength = 3\nhalf_life = \"20 days\"\n", date(120))),
        (
            "a flood",
            format!(
                "[disruption.flood]\ncomponent = \"chip\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"60 days\"\n",
                date(120)
            ),
        ),
        ("money", format!("[funding.round]\ndate = {}\namount = 1e7\n", date(120))),
    ] {
        let other = ordered(&keys);
        assert_eq!(alone[..120], other[..120], "{what}: the same history, the same orders");
        assert!(what == "money" || alone[120..] != other[120..], "{what} changes the future");
    }
}

#[test]
fn every_identity_holds_where_orders_are_changed() {
    use launchsim::company::identities::Identities;
    for keys in ["", "[returns]\nshare = 0.1\n"] {
        let plan = support::plan(&lively(keys));
        for first in [0, 16, 32] {
            let mut identities = Identities::default();
            simulate::<16>(&plan, first, &mut identities);
            assert_eq!(identities.broken, None);
        }
    }
}

#[test]
fn who_knows_beforehand_earns_no_less_than_who_learns_and_than_who_keeps_the_plan() {
    let profit = |kind: &str| {
        let ratio = if kind == "fixed" { "" } else { "critical_ratio = 0.6" };
        let text =
            lively("").replace("kind = \"learning\"\ncritical_ratio = 0.6", &format!("kind = \"{kind}\"\n{ratio}"));
        support::launches(&support::scenario(&text), 96, 2)["net_profit_yuan"].clone()
    };
    let [fixed, learning, clairvoyant] = ["fixed", "learning", "clairvoyant"].map(profit);
    for (launch, &most) in clairvoyant.iter().enumerate() {
        assert!(most >= fixed[launch], "launch {launch}: {most} beside the fixed {}", fixed[launch]);
        assert!(most >= learning[launch], "launch {launch}: {most} beside the learning {}", learning[launch]);
    }
    let mean = |profits: &[f64]| profits.iter().sum::<f64>() / profits.len() as f64;
    assert!(mean(&learning) > mean(&fixed), "{} and {}", mean(&learning), mean(&fixed));
    assert!(mean(&clairvoyant) > mean(&learning));
}

#[test]
fn a_launch_is_planned_alone_as_beside_others() {
    let plan = support::plan(&lively(""));
    let mut beside = Evenings::default();
    simulate::<16>(&plan, 0, &mut beside);
    for lane in 0..16_u32 {
        let mut alone = Evenings::default();
        simulate::<1>(&plan, lane, &mut alone);
        let of_lane = |days: &[Vec<i32>]| -> Vec<Vec<i32>> {
            days.iter().map(|day| day.chunks(16).map(|class| class[lane as usize]).collect()).collect()
        };
        assert_eq!(of_lane(&beside.ordered), alone.ordered, "ordered in launch {lane}");
        assert_eq!(of_lane(&beside.received), alone.received, "received in launch {lane}");
    }
}
