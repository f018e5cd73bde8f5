//! Does a curve fitted to what people say of demand hold the truth as often as it says?

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use launchsim::experiment::Workers;
use launchsim::experiment::response::Ranking;
use launchsim::random::Distribution;
use launchsim::random::philox::{Stream, source_id};
use launchsim::rooms::market::keys::Choice;
use launchsim::scenario::Scenario;
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
            *held += usize::from((value - log_odds(price)).abs() <= 1.644_853_626_951 * sd);
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
    let reach = 1.644_853_626_951 * sd;
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
                writeln!(text, "[past_sale.w{week}]\nprice = {price:.0}\nsold = {sold}").expect("text grows");
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

#[test]
fn two_expectations_without_ranges_are_met_to_a_person() {
    let stated = |choice: &str| {
        let text = format!(
            "{}\n[expectation.a]\nprice = 1999\nbuyers = 300_000\n[expectation.b]\nprice = 1499\nbuyers = 500_000\n",
            MARKET.replace("CHOICE", choice)
        );
        move |price: &str| support::launch(&text.replace("price = 1999\nbuild", &format!("price = {price}\nbuild")), 0)
    };
    for choice in ["logit", "elasticity"] {
        let at = stated(choice);
        for (price, buyers) in [("1999", 300_000.0), ("1499", 500_000.0)] {
            assert!((at(price)("interest") - buyers).abs() <= 1.0, "{choice} at {price}: {}", at(price)("interest"));
        }
    }
    // The line through both: of the log odds, and of the logarithms.
    let odds = |share: f64| (share / (1.0 - share)).ln();
    let between = logistic(odds(0.3) + (odds(0.5) - odds(0.3)) * 0.5);
    assert!((stated("logit")("1749")("interest") - 1e6 * between).abs() <= 1.0);
    let elasticity = (0.5f64 / 0.3).ln() / (1_999.0f64 / 1_499.0).ln();
    let dear = 0.3 * (1_999.0f64 / 2_999.0).powf(elasticity);
    assert!((stated("elasticity")("2999")("interest") - 1e6 * dear).abs() <= 1.0);
}

#[test]
fn a_range_is_met_at_its_price_and_a_written_slope_replaces_the_fitted_one() {
    let statements = "[expectation.a]\nprice = 1999\nshare = 0.3\nlow = 0.2\nhigh = 0.42\n\
                      [expectation.b]\nprice = 1499\nshare = 0.5\nlow = 0.4\nhigh = 0.6\n";
    let fitted = Fitted::of(&stated("logit", statements));
    let odds = |share: f64| (share / (1.0 - share)).ln();
    for (price, [low, middle, high]) in [(1_999.0, [0.2, 0.3, 0.42]), (1_499.0, [0.4, 0.5, 0.6])] {
        let (value, sd) = fitted.at(price - fitted.at);
        assert!((value - odds(middle)).abs() < 1e-9, "{price}");
        assert!((sd - (odds(high) - odds(low)) / (2.0 * 1.644_853_626_951)).abs() < 1e-9, "{price}");
    }
    let text = format!("{}\n{statements}", MARKET.replace("CHOICE", "logit\"\nprice_sensitivity = 0.001 #"));
    let written = Fitted::of(&support::scenario(&text));
    assert_eq!((written.slope, written.level, written.at), ((0.001, 0.0), fitted.level, fitted.at));
}

#[test]
fn rivals_on_sale_are_part_of_what_is_expected() {
    let text = format!(
        "{}\n[rival.other]\nquality = 1\nprice = 1500\n[expectation.a]\nprice = 1999\nbuyers = 300_000\n\
         [expectation.b]\nprice = 1499\nbuyers = 500_000\n",
        MARKET.replace("CHOICE", "logit")
    );
    for (price, buyers) in [("1999", 300_000.0), ("1499", 500_000.0)] {
        let run = support::launch(&text.replace("price = 1999\nbuild", &format!("price = {price}\nbuild")), 0);
        assert!((run("interest") - buyers).abs() <= 1.0, "at {price}: {}", run("interest"));
    }
}

#[test]
fn a_conjoint_study_gives_the_curve_its_part_worths_say() {
    // Part-worths on a line: utility of the phone above nothing 2 - 0.002 P, by price levels with equal errors.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("worths.csv"),
        "name,utility,standard_error,price,nothing\nbig,0.9,0.03,,\nsmall,0.1,0.03,,\nnone,0.4,0.04,,true\n\
         p1,1.5,0.1,0,\np2,0.5,0.1,500,\np3,-0.5,0.1,1000,\n",
    )
    .unwrap();
    let text = MARKET.replace("CHOICE", "logit")
        + "[demand]\npart_worths = \"worths.csv\"\nprofile = [\"big\"]\nscale = 1.5\n";
    let path = folder.path().join("study.toml");
    std::fs::write(&path, text).unwrap();
    let load = |path: &std::path::Path| {
        launchsim::scenario::load(&launchsim::language::source::Source::File(path.to_owned()), &[]).unwrap()
    };
    let loaded = load(&path);
    let fitted = Fitted::of(&loaded.scenario);
    // The middle price has all of the level; its error is a third of one price's variance and those of the levels.
    assert!((fitted.at - 500.0).abs() < 1e-9, "{}", fitted.at);
    assert!((fitted.level.0 - 1.5 * (0.5 + 0.9 - 0.4)).abs() < 1e-9, "{}", fitted.level.0);
    let sd = 1.5 * (0.01f64 / 3.0 + 0.0009 + 0.0016).sqrt();
    assert!((fitted.level.1 - sd).abs() < 1e-9, "{} and {sd}", fitted.level.1);
    assert!(
        (fitted.slope.0 - 1.5 * 0.002).abs() < 1e-12 && (fitted.slope.1 - 1.5 * 0.1 / 500_000f64.sqrt()).abs() < 1e-12
    );
    // Written out as one file, it is the same scenario.
    let whole = folder.path().join("whole.toml");
    std::fs::write(&whole, loaded.resolved_toml()).unwrap();
    std::fs::remove_file(folder.path().join("worths.csv")).unwrap();
    assert_eq!(load(&whole).scenario.inputs, loaded.scenario.inputs);
}

#[test]
fn sales_of_a_file_need_no_names() {
    let folder = tempfile::tempdir().unwrap();
    let weeks: String = (0..12)
        .map(|week| {
            let price = 1_500.0 + 100.0 * f64::from(week % 5);
            format!(
                "{},{price},{:.3}\n",
                week + 1,
                1e5 * logistic(log_odds(price)) * (1.0 + 0.01 * f64::from(week % 3))
            )
        })
        .collect();
    std::fs::write(folder.path().join("sales.csv"), format!("period,price,sold\n{weeks}")).unwrap();
    let text = MARKET.replace("CHOICE", "logit")
        + "[demand]\npast_sales = \"sales.csv\"\n"
        + &expectation("today", 1_999.0, 0.0, 0.1);
    let path = folder.path().join("sold.toml");
    std::fs::write(&path, text).unwrap();
    let source = launchsim::language::source::Source::File(path);
    let fitted = Fitted::of(&launchsim::scenario::load(&source, &[]).unwrap().scenario);
    assert!((fitted.slope.0 - 0.002).abs() < 0.0002, "{}", fitted.slope.0);
    assert!(fitted.slope.1 > 0.0 && fitted.slope.1 < 0.0002, "{}", fitted.slope.1);
}

#[test]
fn statements_off_one_line_are_believed_less() {
    let three = |middle: f64| {
        let statements = expectation("dear", 2_499.0, 0.0, 0.2)
            + &expectation("middle", 1_999.0, middle, 0.2)
            + &expectation("cheap", 1_499.0, 0.0, 0.2);
        Fitted::of(&stated("logit", &format!("[demand]\nagreement = 0\n{statements}")))
    };
    let (fits, off) = (three(0.0), three(1.0));
    // Residuals 1/3, -2/3, 1/3 of a deviation of five standard errors: a sum of squares of 50/3 with one degree of freedom.
    let excess = (50.0f64 / 3.0).sqrt();
    assert!((off.level.1 / fits.level.1 - excess).abs() < 1e-5 && (off.slope.1 / fits.slope.1 - excess).abs() < 1e-5);
}

#[test]
fn the_ranking_flips_where_both_prices_earn_the_same() {
    // Everybody buys at once and a phone costs 600: profit is (P - 600) m(P). With a constant elasticity e both prices earn
    // the same at (1999 - 600)/(1499 - 600) = (1999/1499)^e.
    let text = MARKET
        .replace("CHOICE", "elasticity\"\nelasticity = 2\nreference_share = 0.3 #")
        .replace("[factory.line]", "assembly_fee = 600\n[factory.line]");
    let at = |price: f64| support::scenario(&text.replace("price = 1999\nbuild", &format!("price = {price}\nbuild")));
    let scenarios = [at(1_499.0), at(1_999.0)];
    let both: Vec<&Scenario> = scenarios.iter().collect();
    let workers = Workers::start(Some(2)).unwrap();
    let ranking = Ranking::of(&both, 2, &workers, &AtomicBool::new(false)).unwrap().unwrap();
    let even = (1_399.0f64 / 899.0).ln() / (1_999.0f64 / 1_499.0).ln();
    assert!((ranking.elasticity.p50 - 2.0).abs() < 1e-6 && ranking.elasticity.is_certain(), "{ranking:?}");
    let [flip] = ranking.flips.as_slice() else { panic!("{ranking:?}") };
    assert!((flip.elasticity - even).abs() < 1e-3, "{} and {even}", flip.elasticity);
    assert_eq!((ranking.first, flip.to), (1, 0));
    assert!(flip.elasticity < ranking.elasticity.p50, "at its own elasticity the cheap one is the better one");
}
