//! Rest days and holidays: nothing is started, finished or shipped, and nobody calls it a lack of capacity. And stock for
//! launch day.

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};

use crate::limits::{daily, date, metrics};
use crate::support;

/// Weekday of a day of these scenarios, 0 for Monday; 1 January 2026 is a Thursday.
fn weekday(day: usize) -> usize {
    (day + 3) % 7
}

/// A line of a hundred a day whose phones take some days, a shop that opens on day 0 and forty orders a day.
fn five_days_a_week(throughput: u32, factory: &str, product: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"60 days\"\n[company]\nopening_cash = 1_000_000\n\
         [product.phone]\nprice = 1\n{product}\n[factory.line]\nramp = [[{0}, 100]]\nthroughput_time = \"{throughput} days\"\n\
         rest_days = [\"saturday\", \"sunday\"]\n{factory}\n[order_stream.shop]\nnet_price = 1\ndaily_orders = [[{0}, 40], [{1}, 40]]\n",
        date(0),
        date(60)
    )
}

fn finished(company: &Company<1>) -> f64 {
    f64::from(company.assembly.finished_good.0[0])
}

fn shipped(company: &Company<1>) -> f64 {
    f64::from(company.store.shipped().0[0])
}

/// What a figure gains each day.
fn gains(text: &str, figure: impl Fn(&Company<1>) -> f64) -> Vec<f64> {
    let mut before = 0.0;
    daily(&support::plan(text), figure).into_iter().map(|now| now - std::mem::replace(&mut before, now)).collect()
}

#[test]
fn a_batch_due_on_a_closed_day_is_finished_and_shipped_on_the_next_working_day() {
    for throughput in 0..10 {
        let text = five_days_a_week(throughput, "", "");
        let started = gains(&text, |company| f64::from(company.assembly.started.0[0]));
        let mut due = vec![0.0; 100];
        for (day, started) in started.iter().enumerate() {
            assert!(weekday(day) < 5 || *started == 0.0, "nothing starts on day {day}");
            let open = (day + throughput as usize..100).find(|&day| weekday(day) < 5).unwrap();
            due[open] += started;
        }
        assert_eq!(gains(&text, finished), due[..60], "throughput {throughput}");
        assert_eq!(gains(&text, shipped), due[..60], "all that is finished has been waited for");
    }
}

#[test]
fn it_can_be_said_that_phones_are_finished_and_shipped_on_closed_days() {
    let weekends = |factory: &str, product: &str, figure: fn(&Company<1>) -> f64| {
        let gained = gains(&five_days_a_week(3, factory, product), figure);
        gained.iter().enumerate().filter(|(day, _)| weekday(*day) > 4).map(|(_, gained)| gained).sum::<f64>()
    };
    let (oven, courier) = ("finishes_on_closed_days = true", "ships_on_closed_days = true");
    assert_eq!(weekends("", "", finished), 0.0);
    assert_eq!(weekends("", courier, shipped), 0.0, "nothing new is finished, and nothing is left on the shelf");
    assert!(weekends(oven, "", finished) > 0.0);
    assert_eq!(weekends(oven, "", shipped), 0.0);
    assert!(weekends(oven, courier, shipped) > 0.0);
    // From a full shelf orders of the weekend go out on it.
    let full = "build = \"to_stock\"\nstock_target = 200";
    assert_eq!(weekends("", full, shipped), 0.0);
    assert!(weekends("", &format!("{full}\n{courier}"), shipped) >= 80.0);
}

#[test]
fn closed_days_are_not_bound_by_capacity() {
    let metric = metrics(&support::plan(&five_days_a_week(0, "", "")));
    // Orders of Saturday and Sunday wait till Monday, when all three days' orders are started but for 20.
    let weekends = (0..60).filter(|&day| weekday(day) > 4).count() as f64;
    let mondays = (0..60).filter(|&day| weekday(day) == 0).count() as f64;
    assert_eq!(metric["days_short_closed"], weekends);
    assert_eq!(metric["days_short_capacity"], mondays);
    assert_eq!(metric["days_short"], weekends + mondays);
    // From a full shelf nobody waits but on weekends, before a locked one.
    let metric = metrics(&support::plan(&five_days_a_week(0, "", "build = \"to_stock\"\nstock_target = 300")));
    assert!(metric["days_short_closed"] >= weekends - 2.0, "{}", metric["days_short_closed"]);
    assert_eq!(metric["days_short"] - metric["days_short_closed"], metric["days_short_capacity"]);
    // A day without parts stays one without parts.
    let text = five_days_a_week(0, "", "parts = { screen = 1 }")
        + "[supplier.s]\n[component.screen]\nsupplier = \"s\"\nunit_cost = 1\nlead_time = \"90 days\"\npolicy = \"to_order\"\n";
    let metric = metrics(&support::plan(&text));
    assert_eq!((metric["days_short_parts"], metric["days_short_closed"], metric["days_short"]), (60.0, 0.0, 60.0));
}

#[test]
fn a_day_is_closed_only_when_every_factory_that_is_open_rests() {
    let other =
        |keys: &str| five_days_a_week(0, "", "") + &format!("[factory.other]\nramp = [[{}, 1]]\n{keys}\n", date(0));
    let closed = |text: &str| metrics(&support::plan(text))["days_short_closed"];
    let weekends = (0..60).filter(|&day| weekday(day) > 4).count() as f64;
    assert_eq!(closed(&other("")), 0.0);
    assert_eq!(closed(&other("rest_days = [\"sunday\"]")), (0..60).filter(|&day| weekday(day) == 6).count() as f64);
    assert_eq!(closed(&other(&format!("closes = {}", date(0)))), weekends, "one that has closed is not open");
    assert_eq!(closed(&other(&format!("holidays = [[{}, {}]]", date(0), date(59)))), weekends);
    // Before the first factory opens and after the last has closed there are no closed days: the shelf is not locked.
    let text = five_days_a_week(
        0,
        &format!("opens = {}\ncloses = {}", date(7), date(29)),
        "build = \"to_stock\"\nstock_target = 300",
    );
    let shipped = gains(&text, shipped);
    for (day, shipped) in shipped.iter().enumerate() {
        let rests = weekday(day) > 4 && (7..=29).contains(&day);
        assert!(!rests || *shipped == 0.0, "day {day}");
    }
    assert_eq!(shipped[30], 40.0 * f64::from(u8::from(weekday(29) < 5)) + 40.0 * f64::from(u8::from(weekday(29) > 4)));
    assert_eq!(weekday(30), 5, "a Saturday after the last factory has closed");
}

/// Whether any launch shipped while all its signed factories rested.
struct Shipped(Vec<[i32; 16]>);

impl Observer<16> for Shipped {
    fn day(&mut self, _: &Plan, company: &Company<16>, _: usize) {
        self.0.push(company.store.shipped().0);
    }
}

#[test]
fn a_factory_whose_assembler_has_not_signed_is_not_open() {
    // The line rests on weekends; the other never does, but its assembler signs late or never.
    let text = five_days_a_week(0, "", "build = \"to_stock\"\nstock_target = 200")
        .replace("deterministic = true", "deterministic = false")
        + "[supplier.assembler]\nacceptance = 0.1\napproach_every = \"6 days\"\nnegotiation_time = \"1 day\"\n"
        + &format!("[factory.other]\nsupplier = \"assembler\"\nramp = [[{}, 1]]\n", date(0));
    let plan = support::plan(&text);
    let mut days = Shipped(Vec::new());
    let results = simulate::<16>(&plan, 0, &mut days);
    let signed = results.metrics[plan.layout.metric("signature_day.assembler").unwrap()];
    let (mut before, mut locked, mut open) = ([0; 16], 0, 0);
    for (day, shipped) in days.0.iter().enumerate() {
        for lane in 0..16 {
            let today = shipped[lane] - before[lane];
            if weekday(day) > 4 && day > 3 {
                let unsigned = signed.0[lane].is_nan() || signed.0[lane] > day as f64;
                assert_eq!(today == 0, unsigned, "launch {lane} on day {day}");
                if unsigned { locked += 1 } else { open += 1 }
            }
        }
        before = *shipped;
    }
    assert!(locked > 20 && open > 20, "{locked} {open}");
}

// Stock for launch day

/// Forty orders a day from day 60 on, expected as they come; the line is there from day 20 on.
fn launch_day(cover: &str, forecast: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"100 days\"\n[company]\nopening_cash = 1_000_000\n\
         [product.phone]\nprice = 1\nbuild = \"to_stock\"\nstock_cover = {cover}\n\
         [factory.line]\nramp = [[{0}, 60]]\nopens = {1}\nthroughput_time = \"3 days\"\n\
         [forecast]\ndaily_orders = [[{2}, 40], [{3}, 40]]\n{forecast}\n\
         [order_stream.shop]\nnet_price = 1\nfrom = {2}\ndaily_law = 40\n",
        date(0),
        date(20),
        date(60),
        date(90)
    )
}

#[test]
fn the_cover_is_the_forecast_of_the_days_ahead() {
    for cover in ["\"14 days\"", "{ uniform = { low = \"14 days\", high = \"14 days\" } }"] {
        let finished = daily(&support::plan(&launch_day(cover, "")), |company| f64::from(company.store.finished.0[0]));
        // Day 46 looks ahead to day 60, and what it starts is finished three days later.
        assert_eq!(finished[48], 0.0);
        for (day, finished) in finished.iter().enumerate().take(60).skip(49) {
            assert_eq!(*finished, 40.0 * (day - 48) as f64, "day {day}");
        }
        // Forty leave each day and forty come: eleven days of the fourteen lie finished, three are in process.
        assert!(finished[60..76].iter().all(|&finished| finished == 440.0), "{:?}", &finished[60..76]);
        // The forecast ends on day 90 and the cover with it.
        assert_eq!(finished[93], 0.0);
    }
    // Of half a day a half.
    let finished = daily(&support::plan(&launch_day("\"1.5 days\"", "").replace("3 days", "0 days")), |company| {
        f64::from(company.store.finished.0[0])
    });
    assert_eq!((finished[57], finished[58], finished[59], finished[60]), (0.0, 20.0, 60.0, 60.0));
}

#[test]
fn a_learned_forecast_covers_the_days_ahead_too() {
    let stock = |forecast: &str| {
        daily(&support::plan(&launch_day("\"14 days\"", forecast)), |company| {
            f64::from(company.store.finished.0[0] + company.assembly.in_process.0[0])
        })
    };
    let curve = stock("");
    // A belief of half the curve, hardly to be moved, covers half of it.
    let bayes = stock("method = \"bayes\"\nprior_mean = 0.5\nprior_cv = 0.001");
    assert_eq!((curve[59], bayes[59]), (560.0, 280.0));
    // Smoothing without a market has learned from day 0 on that nobody orders: it covers nothing until they do, and
    // then the line, twenty a day faster than the orders, needs four weeks for 560.
    let smoothing = stock("method = \"smoothing\"\nsmoothing = 1");
    assert_eq!((smoothing[59], smoothing[70], smoothing[87], smoothing[88]), (0.0, 220.0, 560.0, 560.0));
}

/// A speaker of 299 euros for Christmas: the factory opens in August, the shop on 1 October.
const SPEAKER: &str = r#"
[run]
deterministic = true
[timeline]
start = 2026-02-01
end = 2027-03-31
[company]
currency = "euro"
opening_cash = 3_000_000
credit_line = 1_000_000
vat = 0.19
[product.speaker]
price = 299
build = "to_stock"
stock_cover = "14 days"
parts = { housing = 1, tweeter = 2 }
[supplier.audio]
payment_terms = "30 days"
[ordering]
review = "1 week"
safety_time = "2 weeks"
[component.housing]
supplier = "audio"
unit_cost = 14
lead_time = "6 weeks"
lead_time_cv = 0.25
defect_rate = 0.03
[component.tweeter]
supplier = "audio"
unit_cost = 3
lead_time = "8 weeks"
lead_time_cv = 0.15
[build_plan]
cumulative = [[2026-08-15, 0], [2026-10-01, 12_000], [2026-12-20, 60_000]]
[forecast]
daily_orders = [[2026-10-01, 300], [2026-11-20, 600], [2026-12-20, 900], [2026-12-31, 200], [2027-03-31, 100]]
[factory.brno]
ramp = [[2026-08-15, 100], [2026-10-01, 700], [2026-11-15, 1_000]]
rest_days = ["saturday", "sunday"]
yield_share = 0.97
throughput_time = "3 days"
[market]
reach = 250_000
announced = 2026-09-01
innovation = 0.1
imitation = 4
promise = "7 days"
[window.shop]
kind = "open"
opens = 2026-10-01
"#;

#[test]
fn customers_of_the_opening_day_are_served_from_stock() {
    // 1 October is day 242. Those who had waited for it since September are fewer than two weeks of the forecast.
    let metric = metrics(&support::plan(SPEAKER));
    assert_eq!(metric["first_shipment_day"], 242.0);
    let waiting = daily(&support::plan(SPEAKER), |company| f64::from(company.store.waiting().0[0]));
    let ordered = daily(&support::plan(SPEAKER), |company| f64::from(company.store.ordered().0[0]));
    assert!(ordered[242] > 1_000.0, "{} ordered on the first day", ordered[242]);
    assert_eq!(waiting[242], 0.0);
    let without = metrics(&support::plan(&SPEAKER.replace("stock_cover = \"14 days\"", "")));
    assert!(without["first_shipment_day"] > 242.0);
    // The same with luck in every launch: the parts of the plan are there by then.
    let plan = support::plan(&SPEAKER.replace("deterministic = true", "deterministic = false"));
    let results = simulate::<16>(&plan, 0, &mut launchsim::company::Unobserved);
    assert_eq!(results.metrics[plan.layout.metric("first_shipment_day").unwrap()].0, [242.0; 16]);
}
