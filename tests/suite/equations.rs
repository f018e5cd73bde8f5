//! Does each equation of docs/model.md come out as it is written there? Small scenarios, worked out by hand.
//!
//! Deterministic, so that a count is its mean with the fraction carried; markets are so large that a whole person is
//! nothing, or so small that every one counts.

use launchsim::company::Company;
use launchsim::random::math::{exp, ln, powf};
use launchsim::rooms::books::day::Account;
use launchsim::units::DAYS_PER_YEAR;

use crate::limits::{daily, date, metrics};
use crate::stochastic::normal_statistic;
use crate::support;

/// A deterministic scenario of some days; tables follow.
fn days(number: u32) -> String {
    format!("[run]\ndeterministic = true\n[timeline]\nstart = {}\nhorizon = \"{number} days\"\n", date(0))
}

/// A product at 1,000 yuan, with more keys.
fn product(keys: &str) -> String {
    format!("[product.phone]\nprice = 1000\n{keys}\n")
}

fn market(reach: f64, p: f64, q: f64, keys: &str) -> String {
    format!("[market]\nreach = {reach}\ninnovation = {p}\nimitation = {q}\n{keys}\n")
}

/// One part in each phone, from one supplier.
fn part(supplier: &str, keys: &str) -> String {
    format!(
        "[product.phone]\nprice = 1000\nparts = {{ part = 1 }}\n[supplier.maker]\n{supplier}\n\
         [component.part]\nsupplier = \"maker\"\n{keys}\n"
    )
}

/// Orders of a stream, day by day.
fn stream(name: &str, orders: &[i32], keys: &str) -> String {
    format!("[order_stream.{name}]\nnet_price = 900\nfrom = {}\nseries = {orders:?}\n{keys}\n", date(0))
}

/// A figure at the end of every day.
fn each_day(text: &str, figure: impl Fn(&Company<1>) -> f64) -> Vec<f64> {
    daily(&support::plan(text), figure)
}

fn interested(company: &Company<1>) -> f64 {
    f64::from(company.market.as_ref().expect("a market").interested.0[0])
}

fn interest(company: &Company<1>) -> f64 {
    f64::from(company.market.as_ref().expect("a market").interest.0[0])
}

/// The last place of a number in single precision, in which hazards are worked out.
const SINGLE: f64 = 1.0 / 8_388_608.0;

/// Equal but for a whole person or phone, whose fraction is carried, and for the last place of the chance.
fn whole(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1.0 + SINGLE * expected.abs(), "{what}: {got} for {expected}");
}

/// Equal but for the last place of what is worked out in single precision.
fn close_in_single(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= SINGLE * expected.abs(), "{what}: {got} for {expected}");
}

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {got} for {expected}");
}

// E1 to E9: the market

#[test]
fn a_rival_takes_its_share_of_the_logit_while_it_is_on_sale() {
    let text = days(20)
        + &product("")
        + &market(1e9, 1e9, 0.0, "choice = \"logit\"\nquality = 2\nprice_sensitivity = 0.001")
        + &format!("[rival.other]\nquality = 3\nprice = 2500\nfrom = {}\nto = {}\n", date(-5), date(9));
    let (own, other) = (exp(2.0 - 1.0), exp(3.0 - 2.5));
    let interest = each_day(&text, interest);
    whole(interest[9], (1e9 * own / (1.0 + own + other)).round(), "with the rival");
    whole(interest[10], (1e9 * own / (1.0 + own)).round(), "without it: the logistic function");
}

#[test]
fn owners_fans_and_those_who_wait_spread_the_word_with_their_weights() {
    // Day 0 brings 1e5 interested who wait from then on; fans of 2e6 are level at their ceiling.
    let (reach, p, q) = (1e8, 0.365_25, 36.525);
    for (fan_weight, waiting_weight) in [(0.0, 0.0), (0.5, 0.0), (0.0, 0.4), (0.5, -0.2)] {
        let text = days(2)
            + &product("")
            + &market(reach, p, q, &format!("waiting_weight = {waiting_weight}"))
            + &format!(
                "[market.fans]\nstart = 2_000_000\nceiling = 2_000_000\ngrowth = 0.1\nweight = {fan_weight}\ndate = {}\n",
                date(-9)
            )
            + &format!("[window.shop]\nkind = \"open\"\nopens = {}\n", date(0));
        let interest = each_day(&text, interest);
        let word = |engaged: f64, waiting: f64| fan_weight * 2e6 * (1.0 - engaged / reach) + waiting_weight * waiting;
        let hazard = |word: f64| (p + q * word / reach).max(0.0) / DAYS_PER_YEAR;
        let first = reach * (1.0 - exp(-hazard(word(0.0, 0.0))));
        whole(interest[0], first, "day 0");
        let second = (reach - first) * (1.0 - exp(-hazard(word(first, first))));
        whole(interest[1], first + second, &format!("weights {fan_weight}, {waiting_weight}"));
    }
}

#[test]
fn noise_of_interest_has_its_mean_deviation_and_correlation() {
    let (s, rho) = (0.4, 0.7);
    let text = format!("[timeline]\nstart = {}\nhorizon = \"1500 days\"\n", date(0))
        + &product("")
        + &market(2e9, 1e-5 * DAYS_PER_YEAR, 0.0, &format!("noise = {s}\nnoise_correlation = {rho}"));
    let plan = support::plan(&text);
    // Per launch: mean of G, and first and second moments of a = ln G + s^2/2.
    let mut estimates: Vec<[f64; 3]> = Vec::new();
    for launch in 0..64 {
        struct Interest(Vec<i32>);
        impl launchsim::company::Observer<1> for Interest {
            fn day(&mut self, _: &launchsim::company::plan::Plan, company: &Company<1>, _: usize) {
                self.0.push(interest(company) as i32);
            }
        }
        let mut seen = Interest(Vec::new());
        launchsim::company::simulate::<1>(&plan, launch, &mut seen);
        let mut left = 2e9;
        let mut before = 0;
        let mut levels = Vec::new();
        for &interest in &seen.0 {
            let new = f64::from(interest - before);
            levels.push(-ln(1.0 - new / left) / 1e-5);
            left -= new;
            before = interest;
        }
        let n = levels.len() as f64;
        let logs: Vec<f64> = levels.iter().map(|&level| ln(level) + s * s / 2.0).collect();
        estimates.push([
            levels.iter().sum::<f64>() / n,
            logs.iter().map(|a| a * a).sum::<f64>() / n,
            logs.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / (n - 1.0),
        ]);
    }
    // A day's count of some 20,000 adds its own variance, 1/20,000, to a squared log.
    for (at, (name, expected)) in
        [("mean", 1.0), ("variance", s * s + 5e-5), ("covariance of neighbours", s * s * rho)].into_iter().enumerate()
    {
        let n = estimates.len() as f64;
        let mean = estimates.iter().map(|estimate| estimate[at]).sum::<f64>() / n;
        let variance = estimates.iter().map(|estimate| (estimate[at] - mean) * (estimate[at] - mean)).sum::<f64>();
        let error = (variance / (n - 1.0) / n).sqrt();
        normal_statistic(name, (mean - expected) / error);
        assert!(error < 0.02 * expected, "{name}: error {error}");
    }
}

#[test]
fn a_pulse_has_its_strength_on_its_day_and_halves() {
    let text = days(21)
        + &product("")
        + &market(1e9, 1.0, 0.0, "")
        + &format!("[pulse.launch]\ndate = {}\nstrength = 8\nhalf_life = \"5 days\"\n", date(10));
    let interest = each_day(&text, interest);
    let mut left: f64 = 1e9;
    for (day, &interest) in interest.iter().enumerate() {
        let pulse = if day < 10 { 0.0 } else { 8.0 * powf(0.5, (day as f64 - 10.0) / 5.0) };
        left *= exp(-(1.0 + pulse) / DAYS_PER_YEAR);
        whole(interest, 1e9 - left, &format!("day {day}"));
    }
}

#[test]
fn fans_grow_by_verhulsts_steps_towards_their_number() {
    for (announced, start) in [(0, 0), (40, 0), (40, -30), (300, -30)] {
        let text = days(320)
            + &product("")
            + &market(1e9, 0.0, 0.0, &format!("announced = {}", date(announced)))
            + &format!(
                "[market.fans]\nstart = 100\ndate = {}\ngrowth = 0.05\nceiling = 50_000\nannouncement_share = 1\n",
                date(start)
            );
        let mut fans: f64 = 100.0;
        for _ in start..announced {
            fans += 0.05 * fans * (1.0 - fans / 50_000.0);
        }
        let interest = each_day(&text, interest);
        assert_eq!(interest[announced as usize], fans.round(), "announced on day {announced}");
        assert!(announced < 300 || fans > 49_000.0, "they tend to their number");
    }
}

#[test]
fn the_interested_forget_with_a_hazard_and_some_can_be_won_again() {
    let (forgetting, back) = (0.03, 0.25);
    let text = days(60)
        + &product("")
        + &market(1e8, 0.0, 0.0, &format!("forgetting = {forgetting}\nreturn_share = {back}"))
        + &format!(
            "[market.fans]\nstart = 1e7\ndate = {}\ngrowth = 0\nceiling = 1e7\nannouncement_share = 1\n",
            date(0)
        );
    let left = each_day(&text, interested);
    for (day, &left) in left.iter().enumerate() {
        let expected = 1e7 * exp(-forgetting * (day + 1) as f64);
        assert!((left - expected).abs() <= 1.0 + day as f64, "day {day}: {left} for {expected}");
    }
    let lost = metrics(&support::plan(&text))["lost"];
    whole(lost, (1e7 - left[59]) * (1.0 - back), "lost for good");
}

/// People interested on day 0, all of them fans; nobody joins later.
fn crowd(people: f64, keys: &str) -> String {
    market(1e9, 0.0, 0.0, keys)
        + &format!(
            "[market.fans]\nstart = {people}\ndate = {}\ngrowth = 0\nceiling = {people}\nannouncement_share = 1\n",
            date(0)
        )
}

fn window(kind: &str, keys: &str) -> String {
    format!("[window.shop]\nkind = \"{kind}\"\nopens = {}\n{keys}\n", date(0))
}

#[test]
fn those_who_come_to_a_window_are_served_up_to_pace_and_quota_and_the_others_leave_or_stay() {
    let come = |hours: f64| 0.8 * (1.0 - exp(-0.2 * hours));
    let awake = "time_of_day = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
    let round = |quota: f64, keys: &str| {
        let window =
            window("round", &format!("quota = {quota}\nhours = 6\nrush = 0.2\nattendance = 0.8\nstay = 0.75\n{keys}"));
        metrics(&support::plan(&(days(1) + &product("") + &crowd(1e6, awake) + &window)))
    };
    let wanting = 1e6 * come(6.0);
    for (quota, keys, served) in [
        (1e9, "", wanting),
        (300_000.0, "", 300_000.0),
        (1e9, "throughput = 40_000", 240_000.0),
        (100_000.0, "throughput = 40_000", 100_000.0),
    ] {
        let metric = round(quota, keys);
        whole(metric["orders"], served, &format!("served of a quota of {quota}, {keys}"));
        whole(metric["lost"], (wanting - served) * 0.25, "turned away for good");
        // E9: the later of the rush's and the shop's hours, where the quota is reached.
        let by_rush = -ln(1.0 - quota / (wanting.floor() + 1.0) * (1.0 - exp(-0.2 * 6.0))) / 0.2;
        let hours = metric["sell_out_hours.shop"];
        if served < quota {
            assert!(hours.is_nan(), "it did not sell out, but after {hours} hours");
        } else {
            let by_pace = if keys.is_empty() { 0.0 } else { quota / 40_000.0 };
            close_in_single(hours, by_rush.max(by_pace), &format!("hours of a quota of {quota}, {keys}"));
        }
    }
}

#[test]
fn hours_count_by_how_many_are_awake_and_pass_midnight() {
    // From 22 o'clock for five hours: half of 22 to 23 and 23 to 24 on the first day, 0 to 3 on the second.
    let weights: Vec<String> = (0..24).map(|hour| format!("{}", f64::from(hour) / 10.0)).collect();
    let text = days(3)
        + &product("")
        + &crowd(1e6, &format!("time_of_day = [{}]", weights.join(", ")))
        + &window("round", "quota = 1e9\nopening_hour = 22.5\nhours = 5\nrush = 0.1");
    let orders = each_day(&text, |company| f64::from(company.store.ordered().0[0]));
    let first = 1e6 * (1.0 - exp(-0.1 * (0.5 * 2.2 + 2.3)));
    whole(orders[0], first, "from half past ten to midnight");
    let second = (1e6 - first) * (1.0 - exp(-0.1 * (0.0 + 0.1 + 0.2 + 0.5 * 0.3)));
    whole(orders[1], first + second, "from midnight to half past three");
    assert_eq!(orders[2], orders[1]);
}

/// A shelf filled with 500 phones on day 0, of which a stream takes 120 on day 1, and 40 planned a day at a yield of 0.9.
fn shelf(window_keys: &str) -> String {
    days(20)
        + &product("build = \"to_stock\"\nstock_target = 500")
        + &format!(
            "[factory.line]\nramp = [[{}, 500], [{}, 500], [{}, 40]]\nyield_share = 0.9\nutilisation = 1\n",
            date(-1),
            date(0),
            date(1)
        )
        + &crowd(1e6, "")
        + &format!("[window.shop]\nopens = {}\n{window_keys}\n", date(5))
}

#[test]
fn rounds_offer_a_number_the_shelf_or_what_is_planned() {
    let orders = |keys: &str| {
        let text = shelf(keys);
        let stock = each_day(&text, |company| f64::from(company.store.finished.0[0] - company.store.waiting().0[0]));
        let orders = each_day(&text, |company| f64::from(company.store.ordered().0[0]));
        (stock[4], orders)
    };
    let (_, number) = orders("kind = \"round\"\nquota = 777\nhours = 12\nrush = 99");
    assert_eq!(number[19], 777.0);
    let (stock, of_stock) = orders("kind = \"round\"\nquota = \"stock\"\nhours = 12\nrush = 99");
    assert_eq!(of_stock[19], stock);
    assert!(stock > 400.0, "there is a shelf of {stock}");
    // E40: floor(40 * 1) * 0.9 on each of the ten days from today.
    let (stock, of_plan) =
        orders("kind = \"round\"\nquota = \"plan\"\ndelivery_within = \"10 days\"\nhours = 12\nrush = 99");
    assert_eq!(of_plan[19], stock + 10.0 * 40.0 * 0.9);
    // The shelf of a sale in stock is looked at every day: what was made since goes too.
    let (stock, in_stock) = orders("kind = \"in_stock\"\nrush = 99");
    assert_eq!(in_stock[5], stock);
    assert!(in_stock[19] > in_stock[5] + 300.0, "and what comes in later");
}

#[test]
fn tickets_are_called_as_far_as_phones_are_planned_and_paid_less_the_longer_they_waited() {
    let text = days(13)
        + &product("")
        + &format!("[factory.line]\nramp = [[{}, 100]]\n", date(0))
        + &crowd(1e6, "return_share = 0.5")
        + &window(
            "reservation",
            &format!(
                "limit = 1000\nrush = 99\nhours = 12\npay = 0.8\npay_decay = 0.05\ninvite_from = {}\ninvite_every = \"3 days\"\ninvite_ahead = \"2 days\"",
                date(2)
            ),
        );
    let orders = each_day(&text, |company| f64::from(company.store.ordered().0[0]));
    // 200 are planned in the two days from an invitation on; those who paid before have been served when the next comes.
    let mut paid = 0.0;
    for (day, &orders) in orders.iter().enumerate() {
        if day >= 2 && (day - 2) % 3 == 0 {
            paid += 200.0 * 0.8 * exp(-0.05 * day as f64);
        }
        whole(orders, paid, &format!("day {day}"));
    }
    let metric = metrics(&support::plan(&text));
    assert_eq!(metric["reserved"], 1000.0);
    whole(metric["lost"], (4.0 * 200.0 - metric["converted"]) * 0.5, "half of the lapsed can be won again");
}

#[test]
fn cancellations_rise_with_the_wait_beyond_the_promise() {
    let (c0, c1, promise) = (0.01, 0.02, 10.0);
    // The line opens before and after the promised day, and is faster or slower than the promise.
    for (opens, line) in [(5, 50), (25, 50), (25, 2_000), (0, 700)] {
        let text = days(40)
            + &product("")
            + &format!("[factory.line]\nramp = [[{}, {line}]]\nopens = {}\n", date(0), date(opens))
            + &crowd(10_000.0, &format!("cancellation = {c0}\ncancellation_delay = {c1}\npromise = \"10 days\""))
            + &window("open", "");
        let waiting = each_day(&text, |company| f64::from(company.store.waiting().0[0]));
        let (mut pace, mut weight, mut left, mut cancelled, mut shipped) = (0.0, 0.0, 10_000.0_f64, 0.0_f64, 0.0);
        for (day, &waiting) in waiting.iter().enumerate() {
            let today = if day < opens as usize { 0.0 } else { f64::min(f64::from(line), left) };
            shipped += today;
            left -= today;
            pace += 0.1 * (today - pace);
            // Before the first shipment the promise stands for the wait, until it is broken.
            let wait = if shipped > 0.0 {
                weight += 0.1 * (1.0 - weight);
                f64::min(365.0, left * weight / pace)
            } else {
                f64::max(promise, day as f64)
            };
            let hazard = c0 + c1 * f64::max(0.0, wait / promise - 1.0);
            let before = cancelled.floor();
            cancelled += left * (1.0 - exp(-hazard));
            left -= (cancelled + 1e-9).floor() - before;
            assert_eq!(waiting, left, "day {day} of a line of {line} that opens on day {opens}");
        }
    }
}

#[test]
fn nobody_cancels_for_delay_before_the_promised_day_and_some_do_after_it() {
    let cancelled = |opens: i32, line: i32| {
        let text = days(130)
            + &product("")
            + &format!("[factory.line]\nramp = [[{}, {line}]]\nopens = {}\n", date(0), date(opens))
            + &crowd(10_000.0, "cancellation_delay = 0.02\npromise = \"30 days\"")
            + &window("open", "");
        each_day(&text, |company| f64::from(company.store.market.cancelled.0[0]))
    };
    // Ten days' work on the first day of shipping, against a promise of thirty: nobody is afraid.
    assert_eq!(cancelled(0, 1_000).last(), Some(&0.0));
    assert_eq!(cancelled(20, 1_000)[20..].last(), Some(&0.0));
    let late = cancelled(119, 1_000);
    assert_eq!(late[30], 0.0, "the promised day itself");
    assert!(late[32] > 0.0 && late[60] > late[40] && late[118] > 1_000.0, "{late:?}");
    // Once phones come, those who are left count on ten days again.
    assert_eq!(late[119], late[129]);
}

// E10 to E30: supply

#[test]
fn a_path_of_orders_loses_no_fraction_of_a_phone() {
    let points = format!("[[{}, 0.3], [{}, 10.3], [{}, 10.3]]", date(0), date(10), date(19));
    for value in ["10.3", "{ uniform = { low = 10.3, high = 10.3 } }"] {
        let text = days(25)
            + &product("")
            + &format!(
                "[order_stream.shop]\nnet_price = 1\ndaily_orders = {}\n",
                points.replace("10.3]]", &format!("{value}]]"))
            );
        let ordered = each_day(&text, |company| f64::from(company.store.ordered().0[0]));
        let mut total = 0.0;
        for (day, &ordered) in ordered.iter().enumerate() {
            total += match day {
                0..=10 => 0.3 + day as f64,
                11..=19 => 10.3,
                _ => 0.0,
            };
            assert_eq!(ordered, (total + 1e-9_f64).floor(), "day {day}, {value}");
        }
    }
}

#[test]
fn unit_costs_follow_volume_experience_and_erosion() {
    let text = days(200)
        + &part(
            "",
            &format!(
                "unit_cost = 100\nquoted = {}\nlead_time = \"1 day\"\nreview = \"1 day\"\npolicy = \"reorder_point\"\n\
                 reorder_level = 1_000_000\norder_quantity = 10\nvolume_factors = [[0, 1.5], [500, 1.1], [1500, 1]]\n\
                 learning_rate = 0.1\nlearning_from = 100\nlearning_floor = 0.7\nerosion_per_quarter = 0.08",
                date(-30)
            ),
        );
    let value = each_day(&text, |company| company.supply.value_ordered.0[0]);
    let mut before = 0.0;
    for (day, &value) in value.iter().enumerate() {
        let volume = 10.0 * day as f64;
        let step =
            [(1500.0, 1.0), (500.0, 1.1), (0.0, 1.5)].into_iter().find(|&(from, _)| from <= volume).expect("a step").1;
        let learned = powf(volume.max(100.0) / 100.0, ln(0.9) / ln(2.0)).max(0.7);
        let eroded = powf(1.0 - 0.08, (day as f64 + 30.0) / 91.3125);
        close(value - before, 10.0 * 100.0 * step * learned * eroded, &format!("day {day}"));
        before = value;
    }
    assert!(powf(19.9, ln(0.9) / ln(2.0)) < 0.7, "the floor is reached");
}

#[test]
fn the_build_plan_is_bought_a_span_ahead_in_lots_and_not_below_the_minimum() {
    // 100 phones a day planned from day 20 on at a yield of 0.8; two parts in each; 4 % of the parts are bad.
    let text = days(60)
        + "[product.phone]\nprice = 1000\nparts = { part = 2 }\n[supplier.maker]\n\
           [component.part]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"10 days\"\nreview = \"7 days\"\nsafety_time = \"3 days\"\n\
           defect_rate = 0.04\norder_multiple = 50\nminimum_order = 600\n"
        + &format!("[build_plan]\ncumulative = [[{}, 0], [{}, 3000]]\n", date(20), date(50))
        + &format!("[factory.line]\nramp = [[{}, 200]]\nyield_share = 0.8\n", date(0));
    let ordered = each_day(&text, |company| company.supply.value_ordered.0[0]);
    let starts = |day: f64| ((day - 20.0).clamp(0.0, 30.0) * 100.0) / 0.8;
    let mut total: f64 = 0.0;
    for (day, &ordered) in ordered.iter().enumerate() {
        if day % 7 == 0 {
            let span = 10.0 + 7.0 + 3.0;
            let expected_good = (total * 0.96).floor();
            let need = (2.0 * starts(day as f64 + span)).ceil() - expected_good;
            if need > 0.0 {
                total += ((need / 0.96).ceil() / 50.0).ceil().max(12.0) * 50.0;
            }
        }
        // What has arrived is what was good, which differs from its expectation by the carried fraction: one lot.
        assert!((ordered - total).abs() <= 50.0, "day {day}: {ordered} for {total}");
        total = ordered;
    }
    assert!(ordered[59] >= 2.0 * 3750.0 / 0.96, "the whole plan is bought");
}

#[test]
fn a_delivery_moves_the_average_cost_and_parts_leave_at_it() {
    // 100 parts at 10 in stock; from day 1 on 50 a day, whose price falls; 30 are used each day.
    let text = days(6)
        + &part(
            "",
            &format!(
                "unit_cost = 10\nlead_time = \"1 day\"\nopening_stock = 100\nreview = \"1 day\"\npolicy = \"reorder_point\"\n\
                 reorder_level = 100_000\norder_quantity = 50\nerosion_per_quarter = 0.9\nquoted = {}",
                date(0)
            ),
        )
        + "[factory.line]\n"
        + &stream("shop", &[30; 6], "");
    let value = each_day(&text, |company| company.books.balance(Account::Parts).0[0]);
    let (mut stock, mut average): (f64, f64) = (100.0, 10.0);
    for (day, &value) in value.iter().enumerate() {
        if day > 0 {
            let cost = 10.0 * powf(0.1, (day as f64 - 1.0) / 91.3125);
            average = (average * stock + 50.0 * cost) / (stock + 50.0);
            stock += 50.0;
        }
        stock -= 30.0;
        close(value, average * stock, &format!("day {day}"));
    }
}

#[test]
fn the_worst_spoiling_of_the_day_of_arrival_rejects_parts() {
    let spoil = |name: &str, from: i32, days: i32, rate: f64| {
        format!(
            "[disruption.{name}]\ncomponent = \"part\"\neffect = \"spoil\"\ndefect_rate = {rate}\nfrom = {}\nlength = \"{days} days\"\n",
            date(from)
        )
    };
    let text = days(30)
        + &part(
            "",
            "unit_cost = 1\nlead_time = \"4 days\"\nreview = \"1 day\"\npolicy = \"reorder_point\"\nreorder_level = 1_000_000\n\
             order_quantity = 900\ndefect_rate = 0.1",
        )
        + &spoil("one", 10, 5, 0.2)
        + &spoil("two", 13, 5, 0.3);
    let good = each_day(&text, |company| f64::from(company.supply.classes[0].received.0[0]));
    // 900 good ones are wanted: 1,000 are ordered.
    for day in 5..30 {
        let spoiled = if (13..18).contains(&day) {
            0.3
        } else if (10..15).contains(&day) {
            0.2
        } else {
            0.0
        };
        whole(good[day] - good[day - 1], 1000.0 * (0.9 - spoiled), &format!("day {day}"));
    }
}

#[test]
fn capacities_add_and_the_worst_disruption_of_a_day_counts_once() {
    let hit = |name: &str, effect: &str, from: i32, days: i32| {
        format!("[disruption.{name}]\nfactory = \"south\"\n{effect}\nfrom = {}\nlength = \"{days} days\"\n", date(from))
    };
    let text = days(20)
        + &product("")
        + &format!(
            "[factory.north]\nramp = [[{}, 100], [{}, 200]]\nutilisation = 0.7\nholidays = [{}]\n",
            date(0),
            date(10),
            date(3)
        )
        + &format!("[factory.south]\nramp = [[{}, 1000]]\nopens = {}\ncloses = {}\n", date(0), date(2), date(17))
        + &hit("slow", "effect = \"slow\"\nremaining = 0.6", 5, 6)
        + &hit("slower", "effect = \"slow\"\nremaining = 0.25", 8, 2)
        + &hit("halt", "effect = \"halt\"", 9, 3);
    let capacity = each_day(&text, |company| f64::from(company.assembly.capacity_today.0[0]));
    for (day, &capacity) in capacity.iter().enumerate() {
        let north = if day == 3 { 0.0 } else { ((100.0 + 10.0 * f64::min(day as f64, 10.0)) * 0.7 + 1e-9).floor() };
        let south = match day {
            0 | 1 | 9..=11 | 18.. => 0.0,
            8 => 250.0,
            5..=7 => 600.0,
            _ => 1000.0,
        };
        assert_eq!(capacity, north + south, "day {day}");
    }
}

#[test]
fn allotments_go_first_and_the_rest_is_shared_in_proportion() {
    let text = days(1)
        + &product("")
        + &format!("[factory.line]\nramp = [[{}, 1000]]\n", date(0))
        + &crowd(800.0, "")
        + &window("open", "")
        + &stream("operator", &[900], "allotment = 0.25")
        + &stream("one", &[300], "")
        + &stream("two", &[100], "");
    let plan = support::plan(&text);
    let shipped = |at: usize| {
        daily(&plan, move |company| {
            let store = &company.store;
            f64::from(if at == 0 { store.market.shipped.0[0] } else { store.streams[at - 1].shipped.0[0] })
        })[0]
    };
    // 250 first; then 750 for 1,200 who wait: 5/8 of each, rounded down, the market taking what the rounding leaves.
    assert_eq!([0, 1, 2, 3].map(shipped), [501.0, 250.0, 187.0, 62.0]);
}

// E31 to E40: the books

#[test]
fn value_added_tax_is_what_phones_bring_less_what_parts_and_assembly_cost() {
    // A stream of one phone at 900 net on day 0; a part of 200 and a fee of 50 paid at once; the month ends after day 30.
    let text = days(40)
        + "[company]\nvat = 0.17\nopening_cash = 1000\n"
        + &part("", "unit_cost = 200\nlead_time = \"0 days\"\npolicy = \"to_order\"\nreview = \"1 day\"")
            .replace("parts =", "assembly_fee = 50\nparts =")
        + "[factory.line]\n"
        + &stream("shop", &[1], "");
    let cash = each_day(&text, |company| company.books.cash().0[0]);
    close(cash[0], 1000.0 + 1.17 * (900.0 - 200.0 - 50.0), "with the tax of all three");
    close(cash[30], cash[0], "until the first day of the next month");
    close(cash[31], 1000.0 + 650.0, "then the state has its share");
    // A month in which more is bought than sold leaves a credit that carries forward.
    let text = text
        .replace("series = [1]", "series = [0, 1]")
        .replace("\"to_order\"", "\"order_up_to\"\norder_up_to_level = 10");
    let credit = each_day(&text, |company| company.books.balance(Account::Vat).0[0]);
    close(credit[39], 0.17 * (900.0 - 50.0 - 11.0 * 200.0), "a credit is not paid out");
}

#[test]
fn warranty_claims_run_off_at_a_constant_share() {
    let text = days(400)
        + "[company]\nopening_cash = 1000\n"
        + &product("warranty_cost = 30\nwarranty_period = \"100 days\"")
        + "[factory.line]\n"
        + &stream("shop", &[10], "");
    let reserve = each_day(&text, |company| company.books.balance(Account::Warranty).0[0]);
    for (day, &reserve) in reserve.iter().enumerate() {
        close(reserve, 300.0 * powf(0.99, (day + 1) as f64), &format!("day {day}"));
    }
}

#[test]
fn stock_costs_its_share_of_book_value_and_each_phone_its_rate() {
    let text = days(50)
        + "[company]\nholding_rate = 0.2\nopening_cash = 100_000\nrunning_cost = 3000\n"
        + &part("", "unit_cost = 40\nlead_time = \"1 day\"\nopening_stock = 100\nholding_cost_per_day = 0.5").replace(
            "parts =",
            "build = \"to_stock\"\nstock_target = 60\nholding_cost_per_day = 2\nbackorder_cost_per_day = 7\nparts =",
        )
        + "[factory.line]\nthroughput_time = \"10 days\"\n"
        + &stream("shop", &[5], "");
    let holding = each_day(&text, |company| company.books.balance(Account::Holding).0[0]);
    let backorder = each_day(&text, |company| company.books.balance(Account::Backorder).0[0]);
    let running = each_day(&text, |company| company.books.balance(Account::Running).0[0]);
    let (mut cost, mut short) = (0.0, 0.0);
    for day in 0..50 {
        // 65 are started on day 0 and finished on day 10; five are shipped then.
        let phones = if day < 10 { 65.0 } else { 60.0 };
        let finished = if day < 10 { 0.0 } else { 60.0 };
        cost += 0.5 * 35.0 + 2.0 * finished + 0.2 / DAYS_PER_YEAR * 40.0 * (35.0 + phones);
        short += if day < 10 { 5.0 * 7.0 } else { 0.0 };
        close(holding[day], cost, &format!("holding, day {day}"));
        close(backorder[day], short, &format!("backorders, day {day}"));
        close(running[day], 3000.0 * 12.0 / DAYS_PER_YEAR * (day + 1) as f64, "running cost");
    }
}

#[test]
fn the_settlement_refunds_cancels_salvages_and_writes_down() {
    // 1 phone shipped, 2 wait; 30 parts at 40 in stock, 20 on order with a deposit of a half; nothing in process.
    let text = days(3)
        + "[company]\nopening_cash = 5000\n"
        + &part(
            "deposit = 0.5",
            "unit_cost = 40\nlead_time = \"9 days\"\nopening_stock = 31\npolicy = \"order_up_to\"\norder_up_to_level = 48\n\
             cancellation_fee = 0.3\nsalvage = 0.25\nreview = \"3 days\"",
        )
        + &format!("[factory.line]\nramp = [[{}, 1]]\ncloses = {}\n", date(0), date(0))
        + &crowd(3.0, "")
        + &window("open", "");
    let metric = metrics(&support::plan(&text));
    assert_eq!((metric["orders"], metric["shipped"], metric["waiting_end"]), (3.0, 1.0, 2.0));
    let ordered = 48.0 - 31.0 + 3.0;
    close(metric["parts_ordered_yuan"], ordered * 40.0, "ordered up to the level, with the three who wait");
    let write_down = 30.0 * 40.0 * 0.75 + ordered * 40.0 * 0.3;
    close(metric["write_down_yuan"], write_down, "the rest of the parts and the cancellation fee");
    close(metric["net_profit_yuan"], 1000.0 - 40.0 - write_down, "profit");
    close(metric["closing_cash_yuan"], 5000.0 + 1000.0 - ordered * 40.0 * 0.3 + 30.0 * 40.0 * 0.25, "cash");
}

#[test]
fn counts_carry_their_fraction_in_deterministic_runs() {
    let text = days(200) + &product("") + "[factory.line]\nyield_share = 0.37\n" + &stream("shop", &[1; 200], "");
    let good = each_day(&text, |company| f64::from(company.assembly.finished_good.0[0]));
    let started = each_day(&text, |company| f64::from(company.assembly.started.0[0]));
    for (good, started) in good.iter().zip(started) {
        assert_eq!(*good, (0.37 * started + 1e-9).floor(), "of {started} started");
    }
    assert!(good[199] > 100.0);
}
