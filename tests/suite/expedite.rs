//! Does a fast second source bring what the first can no longer bring in time, and nothing else?

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::random::math::exp;
use launchsim::rooms::books::day::Account;

use crate::stochastic::{LEAST, START, means, product};
use crate::support;
use crate::validation::Cases;

/// Poisson customers of `mean` a day, and a part from a slow and a fast source whose levels are given.
fn two_levels(mean: f64, days: u32, [slow, fast]: [u32; 2], [total, expedited]: [u32; 2]) -> String {
    let people = 1e9;
    format!(
        "[timeline]\nstart = {START}\nhorizon = \"{days} days\"\n[window.shop]\nkind = \"open\"\nopens = {START}\n\
         [market]\nreach = {people}\ninnovation = {}\nimitation = 0\n[factory.line]\n[supplier.sea]\n[supplier.air]\n\
         [component.part_0]\nsupplier = \"sea\"\nunit_cost = 1\nlead_time = \"{slow} days\"\nreview = \"1 day\"\n\
         policy = \"order_up_to\"\norder_up_to_level = {total}\nopening_stock = {expedited}\nholding_cost_per_day = 1\n\
         [component.part_0.second_source]\nsupplier = \"air\"\nuse = \"expedite\"\nlead_time = \"{fast} days\"\n\
         order_up_to_level = {expedited}\npremium = {PREMIUM}\n{}",
        mean / people * 365.25,
        product(1, "backorder_cost_per_day = 9\n")
    )
}

/// What a part costs more by air.
const PREMIUM: f64 = 4.0;

/// The chance of k customers a day.
fn poisson(mean: f64) -> Vec<f64> {
    let mut chances = vec![exp(-mean)];
    for k in 1..60 {
        chances.push(chances[k - 1] * mean / k as f64);
    }
    chances
}

/// Mean cost of an evening with `stock` parts for the day's demand.
fn evening(stock: i32, demand: &[f64]) -> f64 {
    let cost = |asked: usize| {
        let left = f64::from(stock) - asked as f64;
        left.max(0.0) + 9.0 * (-left).max(0.0)
    };
    demand.iter().enumerate().map(|(asked, chance)| chance * cost(asked)).sum()
}

/// Mean cost a day of two levels where the slow source takes a day longer: after an order of both, everything that will
/// be there in two days is the total level, so tomorrow's expedited position is that less a day's demand.
fn of_levels(total: i32, expedited: i32, demand: &[f64]) -> f64 {
    let cost = |(asked, chance): (usize, &f64)| {
        let position = total - asked as i32;
        let short = (expedited - position).max(0);
        chance * (PREMIUM * f64::from(short) + evening(position + short, demand))
    };
    demand.iter().enumerate().map(cost).sum()
}

/// The least mean cost a day of any way to order from both, by value iteration over the expedited position: whatever is
/// expedited (y >= x) and then ordered (z >= y), tomorrow's position is z less a day's demand.
fn least_cost(demand: &[f64]) -> f64 {
    const LOW: i32 = -70;
    const HIGH: i32 = 60;
    let states = (HIGH - LOW + 1) as usize;
    let zero = (-LOW) as usize;
    let (mut value, mut gain) = (vec![0.0; states], f64::NAN);
    for _ in 0..200 {
        let at = |x: i32| value[(x.max(LOW) - LOW) as usize];
        let after =
            |z: i32| -> f64 { demand.iter().enumerate().map(|(asked, chance)| chance * at(z - asked as i32)).sum() };
        let (mut ordered, mut expedited) = (f64::INFINITY, f64::INFINITY);
        let mut next = vec![0.0; states];
        for y in (LOW..=HIGH).rev() {
            ordered = ordered.min(after(y));
            expedited = expedited.min(PREMIUM * f64::from(y) + evening(y, demand) + ordered);
            next[(y - LOW) as usize] = expedited - PREMIUM * f64::from(y);
        }
        gain = next[zero];
        value = next.iter().map(|value| value - gain).collect();
    }
    gain
}

/// Fukuda (1964): with two sources whose lead times differ by a period, two levels cost least of all ways to order. The
/// least is worked out by value iteration, the best levels by trying all; then the company is held to their cost.
#[test]
fn two_levels_cost_least_where_the_lead_times_differ_by_a_day() {
    let mut held = Cases::of("two_levels_cost_least_where_the_lead_times_differ_by_a_day");
    let mean = 5.0;
    let demand = poisson(mean);
    let all = (0..30).flat_map(|expedited| (expedited..45).map(move |total| (total, expedited)));
    let cost = |(total, expedited)| of_levels(total, expedited, &demand);
    let best = all.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).expect("there are levels");
    assert!((cost(best) - least_cost(&demand)).abs() < 1e-9, "{} and {}", cost(best), least_cost(&demand));
    for (total, expedited) in [best, (best.0 + 3, best.1 - 2), (best.0 - 3, best.1)] {
        let text = two_levels(mean, 3000, [2, 1], [total as u32, expedited as u32]);
        let figures = means(&support::plan(&text), 4, 100, || {
            let mut before = [0.0; 16];
            move |company: &Company<16>| {
                let costs = [Account::Holding, Account::Backorder].map(|cost| company.books.balance(cost).0);
                let air = company.supply.classes[0].expediting.as_ref().expect("it expedites").units.0;
                let total: [f64; 16] =
                    std::array::from_fn(|lane| costs[0][lane] + costs[1][lane] + PREMIUM * f64::from(air[lane]));
                let yesterday = std::mem::replace(&mut before, total);
                vec![std::array::from_fn(|lane| total[lane] - yesterday[lane])]
            }
        });
        let what = format!("cost a day at levels {total} and {expedited}");
        held.simulated("Fukuda", &what, cost((total, expedited)), &figures[0], LEAST);
    }
    held.hold();
}

/// Orders with both sources, replayed from the customers of each day by the rule of Veeraraghavan & Scheller-Wolf.
struct DualIndex {
    leads: [usize; 2],
    levels: [i32; 2],
    /// Per lane: net stock, deliveries by day, and orders with each source to date.
    lanes: Vec<(i32, Vec<i32>, [i32; 2])>,
}

impl Observer<16> for DualIndex {
    fn day(&mut self, _: &Plan, company: &Company<16>, day: usize) {
        let class = &company.supply.classes[0];
        let air = class.expediting.as_ref().expect("it expedites").units.0;
        let [slow, fast] = self.leads;
        let [total, expedited] = self.levels;
        for (lane, (net, coming, ordered)) in self.lanes.iter_mut().enumerate() {
            *net -= company.store.market.orders_today.0[lane];
            let soon: i32 = coming[day..=day + fast].iter().sum();
            let all: i32 = coming[day..].iter().sum();
            let by_air = (expedited - *net - soon).max(0);
            let by_sea = (total - *net - all - by_air).max(0);
            coming[day + fast] += by_air;
            coming[day + slow] += by_sea;
            *ordered = [ordered[0] + by_sea, ordered[1] + by_air];
            *net += std::mem::take(&mut coming[day]);
            assert_eq!([class.ordered.0[lane] - air[lane], air[lane]], *ordered, "day {day}, lane {lane}");
        }
    }
}

#[test]
fn orders_with_both_sources_are_those_of_the_dual_index() {
    for (leads, levels) in [([9, 2], [56, 18]), ([6, 5], [46, 40]), ([14, 0], [82, 9])] {
        let text = two_levels(5.0, 300, leads.map(|lead: usize| lead as u32), levels.map(|level: i32| level as u32));
        let lanes = vec![(levels[1], vec![0; 330], [0; 2]); 16];
        let mut replay = DualIndex { leads, levels, lanes };
        simulate::<16>(&support::plan(&text), 0, &mut replay);
        let both = replay.lanes.iter().all(|(_, _, [sea, air])| *sea > 500 && *air > 20);
        assert!(both, "both sources are used");
    }
}

/// Ten phones a day from day 10 on, from screens that take thirty days by sea and five by air.
const SHORT: &str = r#"
[run]
deterministic = true
[timeline]
start = 2026-01-01
horizon = "100 days"
[product.phone]
parts = { screen = 1 }
build = "to_plan"
[factory.line]
[supplier.sea]
[supplier.air]
[component.screen]
supplier = "sea"
unit_cost = 10
lead_time = "30 days"
pacing = true
[component.screen.second_source]
supplier = "air"
use = "expedite"
lead_time = "5 days"
freight = 3
[build_plan]
cumulative = [[2026-01-11, 0], [2026-04-11, 900]]
[order_stream.shops]
daily_orders = [[2026-01-12, 10], [2026-04-20, 10]]
net_price = 20
"#;

/// Per evening of the first launch: screens received, and phones started.
fn days(text: &str) -> Vec<[i32; 2]> {
    struct Days(Vec<[i32; 2]>);
    impl Observer<1> for Days {
        fn day(&mut self, _: &Plan, company: &Company<1>, _: usize) {
            self.0.push([company.supply.classes[0].received.0[0], company.assembly.started.0[0]]);
        }
    }
    let mut seen = Days(Vec::new());
    simulate::<1>(&support::plan(text), 0, &mut seen);
    seen.0
}

/// Phones the plan wants started by the end of a day.
fn planned(day: usize) -> i32 {
    10 * (day as i32 - 10).max(0)
}

#[test]
fn what_the_sea_cannot_bring_in_time_comes_by_air() {
    // Reviews of day 0, 7, 14 and 21 fly what is needed through the next flight, the last one until the ship of day 0
    // comes on day 30: 20, 70, 70 and 40 screens.
    let days = days(SHORT);
    assert_eq!([4, 5, 12, 19, 26, 29].map(|day| days[day][0]), [0, 20, 90, 160, 200, 200]);
    // The ship of day 0 takes what is needed a month and a week ahead and does not fly: 270 less 20.
    assert_eq!(days[30][0], 450);
    for (day, [_, started]) in days.iter().enumerate() {
        assert_eq!(*started, planned(day).min(900), "day {day}: nothing is late");
    }
    let launch = support::launch(SHORT, 0);
    assert_eq!(launch("expedited.screen"), 200.0);
    assert_eq!(launch("days_short.screen"), 0.0);
    let alone = SHORT.split("[component.screen.second_source]").next().expect("a part").to_owned()
        + SHORT.split("freight = 3\n").nth(1).expect("a part");
    assert!(support::launch(&alone, 0)("days_short.screen") > 15.0, "by sea alone customers wait");
}

#[test]
fn nothing_flies_while_the_sea_comes_in_time() {
    // Sixty days by sea are no whole number of weeks more than five by air; stock lasts until the first ship.
    for sea in [12, 30, 31, 34, 60] {
        let text = SHORT
            .replace("lead_time = \"30 days\"", &format!("lead_time = \"{sea} days\""))
            .replace("pacing = true", &format!("pacing = true\nopening_stock = {}", planned(sea + 1)));
        assert_eq!(support::launch(&text, 0)("expedited.screen"), 0.0, "{sea} days by sea");
        assert_eq!(days(&text)[99][1], planned(99));
    }
}

#[test]
fn a_ship_that_sails_today_ends_the_need_to_fly_and_one_that_does_not_leaves_it() {
    // Ten days by sea: a flight has to cover the time until the ship of today, not until the next flight.
    let text = SHORT.replace("lead_time = \"30 days\"", "lead_time = \"10 days\"").replace("2026-01-11", "2026-01-08");
    let text = text.replace("2026-04-11, 900", "2026-04-08, 900");
    assert_eq!(support::launch(&text, 0)("expedited.screen"), 30.0, "what is started through day 10");
    // Until the first has signed on day 20 everything flies, and no start is missed.
    let unsigned = text.replace("[supplier.sea]", "[supplier.sea]\nsigned = 2026-01-21");
    for (day, [_, started]) in days(&unsigned).iter().enumerate() {
        assert_eq!(*started, (10 * (day as i32 - 7)).clamp(0, 900), "day {day}");
    }
    assert_eq!(support::launch(&unsigned, 0)("expedited.screen"), 230.0, "until the ship of day 20 comes on day 30");
}

#[test]
fn what_the_air_cannot_carry_goes_by_sea() {
    let narrow = SHORT.replace("[supplier.air]", "[supplier.air]\nweekly_capacity = 35");
    let launch = support::launch(&narrow, 0);
    let flown = launch("expedited.screen");
    assert!(flown > 0.0 && flown <= 35.0 * 5.0, "{flown}");
    assert_eq!(launch("parts_ordered_yuan"), support::launch(SHORT, 0)("parts_ordered_yuan"), "as many in all");
    let defects = support::launch(&SHORT.replace("pacing = true", "pacing = true\ndefect_rate = 0.2"), 0);
    let more = defects("expedited.screen");
    assert!((250.0..=254.0).contains(&more), "a fifth is rejected: {more}");
}

#[test]
fn flights_follow_the_forecast_that_learns() {
    let forecast =
        "[forecast]\nmethod = \"smoothing\"\nsmoothing = 0.3\ndaily_orders = [[2026-01-11, 4], [2026-04-20, 4]]\n";
    let text = SHORT
        .replace("build = \"to_plan\"\n", "")
        .replace("[build_plan]\ncumulative = [[2026-01-11, 0], [2026-04-11, 900]]\n", forecast)
        .replace(
            "pacing = true",
            "pacing = true\npolicy = \"order_up_to\"\nopening_stock = 40\nsafety_time = \"2 weeks\"",
        );
    let flown = support::launch(&text, 0);
    let by_sea = support::launch(&text.replace("use = \"expedite\"", "use = \"share\""), 0);
    assert!(flown("expedited.screen") > 0.0);
    assert!(flown("days_short.screen") < by_sea("days_short.screen") - 5.0);
}

#[test]
fn ships_that_are_late_are_not_foreseen() {
    // The planner reckons with thirty days whatever luck brings: what flies on a day hangs on what has come by then.
    let lucky = SHORT.replace("deterministic = true", "").replace("pacing = true", "pacing = true\nlead_time_cv = 0.3");
    let lucky = lucky.replace("freight = 3", "freight = 3\nlead_time_cv = 0");
    struct Flights(Vec<[i32; 16]>, [i32; 16]);
    impl Observer<16> for Flights {
        fn day(&mut self, _: &Plan, company: &Company<16>, day: usize) {
            self.0.push(company.supply.classes[0].expediting.as_ref().expect("it expedites").units.0);
            if day == 29 {
                self.1 = company.supply.classes[0].received.0;
            }
        }
    }
    let mut seen = Flights(Vec::new(), [0; 16]);
    simulate::<16>(&support::plan(&lucky), 0, &mut seen);
    assert!(seen.0[20].iter().all(|&units| units == 160), "nothing can have come before the third flight");
    let early: Vec<bool> = seen.1.iter().map(|&received| received > 200).collect();
    assert!(early.iter().any(|&early| early) && early.iter().any(|&early| !early));
    // A ship that is not there on its day is expected any day, and nothing flies for it.
    assert!(seen.0[28].iter().zip(&early).all(|(&units, &early)| early || units == 200), "{:?}", seen.0[28]);
    for number in 0..8 {
        let launch = support::launch(&lucky, number);
        assert!(launch("expedited.screen") > 0.0);
    }
}
