//! Are the hours until a number was taken in a window those of the hours until it sold out?

use super::support::{launches, scenario, try_scenario};

const SHOP: &str = r#"
[timeline]
start = 2026-01-01
horizon = "40 days"

[company]
opening_cash = 10_000_000

[product.phone]
price = 2000
parts = { set = 1 }
build = "to_stock"
stock_target = 500

[supplier.maker]

[component.set]
supplier = "maker"
unit_cost = 1000
lead_time = "2 days"
policy = "to_order"
review = "1 day"

[factory.line]

[market]
reach = 20_000
innovation = { uniform = { low = 0.5, high = 4 } }
imitation = 2
"#;

fn fact(name: &str, window: &str, number: u32) -> String {
    format!("[observed.{name}]\nmetric = \"hours_until.{window}\"\nnumber = {number}\nvalue = 1\n")
}

fn same(one: &[f64], other: &[f64]) -> bool {
    one.iter().map(|value| value.to_bits()).eq(other.iter().map(|value| value.to_bits()))
}

#[test]
fn hours_until_a_number_are_those_of_a_quota_of_as_many() {
    let round = "[window.round]\nkind = \"round\"\nopens = 2026-01-20\nopening_hour = 12\nhours = 10\nquota = 400\n\
                 rush = 0.3\nthroughput = 90\nthroughput_cv = 0.4\n";
    let facts = fact("all", "round", 400) + &fact("half", "round", 200) + &fact("more", "round", 401);
    let found = launches(&scenario(&format!("{SHOP}{round}{facts}")), 256, 1);
    let sold_out = &found["sell_out_hours.round"];
    assert!(same(&found["observed.all"], sold_out));
    assert!(sold_out.iter().any(|hours| hours.is_nan()) && sold_out.iter().any(|hours| !hours.is_nan()));
    assert!(found["observed.more"].iter().all(|hours| hours.is_nan()));
    // Half of it is what a quota of half sells out in, for who comes does not hang on the quota.
    let fewer = launches(&scenario(&format!("{SHOP}{}", round.replace("quota = 400", "quota = 200"))), 256, 1);
    assert!(same(&found["observed.half"], &fewer["sell_out_hours.round"]));
    // Of several openings the one in which it was soonest.
    let weekly = round.replace("quota = 400", "quota = 200\nevery = \"1 week\"\nuntil = 2026-02-05");
    let found = launches(&scenario(&format!("{SHOP}{weekly}{}", fact("soonest", "round", 200))), 256, 1);
    let both = || found["observed.soonest"].iter().zip(&found["sell_out_hours.round"]);
    assert!(both().all(|(soonest, mean)| soonest <= mean || soonest.is_nan() && mean.is_nan()));
    assert!(both().any(|(soonest, mean)| soonest < mean));
}

#[test]
fn a_number_may_be_reached_on_a_later_day_of_an_opening() {
    let window = "[window.tickets]\nkind = \"reservation\"\nopens = 2026-01-20\nopening_hour = 13\nhours = 34\n\
                  pay = 0.8\nrush = 0.05\n";
    let numbers = [20, 200, 400, 800];
    let facts: String = numbers.iter().map(|number| fact(&format!("n{number}"), "tickets", *number)).collect();
    let dated = "[observed.first_day]\nmetric = \"reserved_cumulative\"\ndate = 2026-01-20\nvalue = 1\n";
    let found = launches(&scenario(&format!("{SHOP}{window}{facts}{dated}")), 256, 1);
    let (first_day, all) = (&found["observed.first_day"], &found["reserved"]);
    let mut later = 0;
    for launch in 0..256 {
        let mut before = 0.0;
        for number in numbers {
            let (hours, number) = (found[&format!("observed.n{number}")][launch], f64::from(number));
            // Eleven hours are left of the first day.
            assert_eq!(hours <= 11.0, first_day[launch] >= number, "launch {launch}: {number} after {hours} h");
            assert_eq!(hours.is_nan(), all[launch] < number);
            assert!(hours.is_nan() || hours >= before && hours <= 34.0, "{hours} after {before}");
            before = hours;
            later += u32::from(hours > 11.0);
        }
    }
    assert!(later > 20, "{later}");
}

#[test]
fn hours_that_cannot_be_told_are_refused_at_their_place() {
    let windows = "[window.round]\nkind = \"round\"\nopens = 2026-01-20\nhours = 10\nquota = 400\nrush = 0.3\n\
                   [window.shop]\nkind = \"open\"\nopens = 2026-02-01\n";
    let refused =
        |fact: &str| try_scenario(&format!("{SHOP}{windows}[observed.it]\nvalue = 1\n{fact}")).expect_err(fact);
    for (fact, expected) in [
        ("metric = \"hours_until.round\"\n", "`number` is not written"),
        ("metric = \"hours_until.rounds\"\nnumber = 5\n", "did you mean hours_until.round?"),
        ("metric = \"hours_until.shop\"\nnumber = 5\n", "takes everybody at once"),
        ("metric = \"hours_until.round\"\nnumber = 5\ndate = 2026-01-20\n", "have no date"),
        ("metric = \"shipped\"\nnumber = 5\n", "`metric` names none"),
        ("metric = \"hours_until.round\"\nnumber = 0\n", "number"),
    ] {
        let message = refused(fact);
        assert!(message.contains(expected) && message.contains("scenario_"), "{fact}\n{message}");
    }
}
