//! Does a curve fitted to what people say of demand hold the truth as often as it says?

use launchsim::random::Distribution;
use launchsim::rooms::market::keys::Choice;
use launchsim::scenario::Scenario;
use launchsim::random::philox::{Stream, source_id};
use rand::RngExt as _;
use rand_distr::{Distribution as _, Normal, StandardNormal};

use crate::support;

const MARKET: &str = r#"
[timeline]
start = 2026-01-01
horizon = "200 days"
[product.phone]
price = 1999
build = "to_order"
[factory.line]
[market]
reach = 1_000_000
innovation = 400
imitation = 0
reference_price = 1999
choice = "CHOICE"
[window.sale]
kind = "open"
opens = 2026-04-11
"#;

/// The scenario of a market whose demand is stated so.
fn stated(choice: &str, statements: &str) -> Scenario {
    support::scenario(&format!("{}\n{statements}", MARKET.replace("CHOICE", choice)))
}

/// Level and slope of the fitted curve with their standard deviations, and the price at which the level is meant.
struct Fitted {
    level: (f64, f64),
    slope: (f64, f64),
    at: f64,
}

impl Fitted {
    fn of(scenario: &Scenario) -> Self {
        let moments = |number: launchsim::language::quantity::Number| match number.input {
            None => (number.value, 0.0),
            Some(input) => match &scenario.inputs[input].distribution {
                Distribution::Normal { mean, sd } => (*mean, *sd),
                Distribution::Truncated { of, .. } => match &**of {
                    Distribution::Normal { mean, sd } => (*mean, *sd),
                    Distribution::LogNormal { mean, cv } => {
                        let sd = (cv * cv).ln_1p().sqrt();
                        (mean.ln() - sd * sd / 2.0, sd)
                    }
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
        };
        match scenario.market.as_ref().unwrap().choice {
            Choice::Logit { quality, sensitivity, at } => {
                Self { level: moments(quality), slope: moments(sensitivity), at }
            }
            Choice::Elasticity { elasticity, share, at } => {
                Self { level: moments(share), slope: moments(elasticity), at: at.unwrap() }
            }
            Choice::None => panic!("no curve"),
        }
    }

    /// Log odds (logit) or logarithm of the share at a distance from where the level is meant, and its standard deviation.
    fn at(&self, distance: f64) -> (f64, f64) {
        (self.level.0 - self.slope.0 * distance, self.level.1.hypot(self.slope.1 * distance))
    }
}

/// A true curve: log odds 2 - 0.002 P, so that a fifth would choose the phone at 1,700 and a tenth at 2,100.
fn log_odds(price: f64) -> f64 {
    2.0 - 0.002 * price
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Of 500 repetitions, those whose interval of 90 % holds the true log odds at a price.
fn holds(seed: u64, mut statements: impl FnMut(&mut Stream) -> String, prices: &[f64]) -> Vec<usize> {
    let mut random = Stream::new(seed, 0, source_id("stated demand", ""));
    let mut held = vec![0; prices.len()];
    for _ in 0..500 {
        let fitted = Fitted::of(&stated("logit", &statements(&mut random)));
        for (held, &price) in held.iter_mut().zip(prices) {
            let (value, sd) = fitted.at(price - fitted.at);
            *held += usize::from((value - log_odds(price)).abs() <= 1.644_854 * sd);
        }
    }
    held
}

/// 90 % of 500 within three standard errors.
fn at_the_stated_rate(held: &[usize], what: &str) {
    for &held in held {
        assert!((430..=470).contains(&held), "{what}: {held} of 500");
    }
}

/// An expectation whose log odds err by `error` and whose range of 90 % is that of a standard deviation.
fn expectation(name: &str, price: f64, error: f64, sd: f64) -> String {
    let middle = log_odds(price) + error;
    let share = |log_odds: f64| logistic(log_odds);
    let reach = 1.644_854 * sd;
    format!(
        "[expectation.{name}]\nprice = {price}\nshare = {}\nlow = {}\nhigh = {}\n",
        share(middle),
        share(middle - reach),
        share(middle + reach)
    )
}

#[test]
fn three_expectations_hold_the_truth_at_other_prices_at_their_stated_rate() {
    for (agreement, seed) in [(0.0, 1), (0.5, 2), (0.9, 3)] {
        let statements = |random: &mut Stream| {
            let shared: f64 = random.sample(StandardNormal);
            let mut text = format!("[demand]\nagreement = {agreement}\n");
            for (name, price, sd) in [("dear", 2_499.0, 0.4), ("middle", 1_999.0, 0.2), ("cheap", 1_499.0, 0.3)] {
                let own: f64 = random.sample(StandardNormal);
                let error = f64::sqrt(agreement) * shared + f64::sqrt(1.0 - agreement) * own;
                text += &expectation(name, price, sd * error, sd);
            }
            text
        };
        at_the_stated_rate(&holds(seed, statements, &[999.0, 1_699.0, 2_199.0, 3_499.0]), &format!("{agreement}"));
    }
}

/// Five hundred answers of people who would pay 1.2 times less than they say.
fn answers(random: &mut Stream, overstatement: f64) -> String {
    let pay = (0..500).map(|_| {
        let u: f64 = random.random();
        let pay = (2.0 + (u / (1.0 - u)).ln()) / 0.002;
        format!("{:.2}", (pay * overstatement).max(0.0))
    });
    pay.collect::<Vec<_>>().join(", ")
}

#[test]
fn five_hundred_answers_hold_the_truth_at_other_prices_at_their_stated_rate() {
    let statements = |random: &mut Stream| {
        format!(
            "[demand]\nwillingness_to_pay = {{ empirical = {{ values = [{}] }} }}\noverstatement = 1.2\n",
            answers(random, 1.2)
        )
    };
    at_the_stated_rate(&holds(4, statements, &[499.0, 1_499.0, 1_999.0, 2_999.0]), "answers");
    // What is known of the overstatement alone is carried as well.
    let uncertain = |random: &mut Stream| {
        let over: f64 = Normal::new(1.2f64.ln(), 0.15).unwrap().sample(random);
        let (low, high) = ((1.2f64.ln() - 0.15 * 1.281_552).exp(), (1.2f64.ln() + 0.15 * 1.281_552).exp());
        format!(
            "[demand]\nwillingness_to_pay = {{ empirical = {{ values = [{}] }} }}\n\
             overstatement = {{ quantiles = {{ p10 = {low}, p50 = 1.2, p90 = {high} }} }}\n",
            answers(random, over.exp())
        )
    };
    at_the_stated_rate(&holds(5, uncertain, &[499.0, 1_499.0, 1_999.0, 2_999.0]), "answers and overstatement");
}

#[test]
fn forty_weeks_of_prices_and_sales_hold_the_truth_at_other_prices_at_their_stated_rate() {
    for (follow, seed) in [(0.0, 6), (0.7, 7)] {
        let statements = |random: &mut Stream| {
            let error: f64 = random.sample(StandardNormal);
            let mut text = expectation("today", 1_999.0, 0.2 * error, 0.2);
            let mut off: f64 = random.sample(StandardNormal);
            let mut price = 2_199.0;
            for week in 0..40 {
                let new: f64 = random.sample(StandardNormal);
                off = follow * off + f64::sqrt(1.0 - follow * follow) * new;
                if week % 5 == 4 {
                    price = 1_499.0 + 1_000.0 * random.random::<f64>();
                }
                let sold = 50_000.0 * logistic(log_odds(price)) * (0.1 * off - 0.004 * f64::from(week)).exp();
                text += &format!("[past_sale.w{week}]\nprice = {price:.0}\nsold = {sold}\n");
            }
            text
        };
        let held = holds(seed, statements, &[1_299.0, 1_699.0, 2_299.0, 2_999.0]);
        if follow > 0.0 {
            // Errors that follow each other are found in most repetitions only.
            assert!(held.iter().all(|&held| held >= 400), "{held:?} of 500");
        } else {
            at_the_stated_rate(&held, "sales");
        }
    }
}
