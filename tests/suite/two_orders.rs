//! Two orders with the early demand seen between them: the recourse of Fisher & Raman (1996) and Iyer & Bergen (1997), and
//! the backup agreement of Eppen & Iyer (1997), against sums over all the demand there can be.
//!
//! The size of the market is gamma, customers come as a Poisson process, five a day where the size is 1, and all of them
//! wait for their phones, so that a season earns by its demand and its orders alone.

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::random::math::{exp, ln};
use statrs::distribution::{ContinuousCDF, Gamma};

use crate::limits::date;
use crate::newsvendor::{planned, with};
use crate::stochastic::LEAST;
use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::Relative;

const SEASONS: u32 = 32_000;
/// The same of one who knows beforehand, for whom each is simulated many times.
const KNOWN: u32 = 4_000;
/// Shape of the size of the market, whose mean is 1.
const SHAPE: f64 = 4.0;
/// Customers expected through the day of the decision, after it, and in all.
const SEEN: f64 = 5.0 * 29.0;
const REST: f64 = 5.0 * 91.0;
const ALL: f64 = SEEN + REST;
/// Day of the decision.
const DECIDES: i32 = 28;
const PRICE: f64 = 1000.0;

fn season(component: &str, cumulative: &str) -> String {
    format!(
        "[timeline]\nstart = {0}\nhorizon = \"120 days\"\n[company]\nopening_cash = 1e9\n\
         [product.phone]\nprice = {PRICE}\nparts = {{ part = 1 }}\n[factory.line]\n[supplier.maker]\n\
         [component.part]\nsupplier = \"maker\"\nlast_order = {1}\n{component}\n[window.shop]\nkind = \"open\"\nopens = {0}\n\
         [market]\nreach = {{ gamma = {{ mean = 1e8, cv = 0.5 }}, at_most = 1e9 }}\ninnovation = {3}\nimitation = 0\n\
         [build_plan]\ncumulative = {cumulative}\n\
         [forecast]\nmethod = \"bayes\"\ndaily_orders = [[{0}, 5], [{2}, 5]]\nprior_cv = 0.5\n",
        date(0),
        date(DECIDES),
        date(119),
        5.0 / 1e8 * 365.25
    )
}

fn learning(ratio: f64) -> [String; 2] {
    [format!("planner.critical_ratio={ratio}"), format!("planner.decides=[\"{}\"]", date(DECIDES))]
}

/// What can have been seen by the decision.
struct History {
    seen: usize,
    chance: f64,
    /// Chances of the customers after it: negative binomial of shape `SHAPE + seen`.
    rest: Vec<f64>,
    /// Customers in all who get a phone on average, by the phones there are.
    served: Vec<f64>,
}

impl History {
    fn served(&self, phones: usize) -> f64 {
        self.served[phones.min(self.served.len() - 1)]
    }

    /// The quantile of demand in all: the order-up-to level that earns most (Azoury 1985).
    fn best(&self, ratio: f64) -> usize {
        let enough = |phones: usize| 1.0 - (self.served[phones + 1] - self.served[phones]) >= ratio;
        (self.seen..self.served.len() - 1).find(|&phones| enough(phones)).expect("a quantile")
    }

    /// What E98 asks for of the mean demand of the season: the quantile of the size that is believed.
    fn learned(&self, ratio: f64) -> usize {
        (size(SHAPE + self.seen as f64, SHAPE + SEEN, ratio) * ALL).ceil() as usize
    }
}

fn size(shape: f64, rate: f64, ratio: f64) -> f64 {
    Gamma::new(shape, rate).expect("a gamma law").inverse_cdf(ratio)
}

/// Chances of 0, 1, .. customers who come as a Poisson process of a mean that is gamma: `mean` per unit of the size.
fn negative_binomial(shape: f64, rate: f64, mean: f64) -> Vec<f64> {
    let mut log = shape * ln(rate / (rate + mean));
    let (mut chances, mut sum) = (Vec::new(), 0.0);
    while sum < 1.0 - 1e-10 {
        let n = chances.len() as f64;
        chances.push(exp(log));
        sum += exp(log);
        log += ln((shape + n) / (n + 1.0) * (mean / (rate + mean)));
        assert!(n < 1e5, "the chances sum to {sum}");
    }
    chances
}

fn histories() -> Vec<History> {
    let seen = negative_binomial(SHAPE, SHAPE, SEEN).into_iter().enumerate();
    seen.map(|(seen, chance)| {
        let rest = negative_binomial(SHAPE + seen as f64, SHAPE + SEEN, REST);
        let mut more = 1.0;
        let mut served: Vec<f64> = (0..=seen).map(|phones| phones as f64).collect();
        for chance in &rest {
            more -= chance;
            served.push(served.last().expect("a beginning") + f64::max(more, 0.0));
        }
        History { seen, chance, rest, served }
    })
    .collect()
}

/// Mean over all that can be seen.
fn mean(histories: &[History], of: impl Fn(&History) -> f64) -> f64 {
    histories.iter().map(|history| history.chance * of(history)).sum()
}

/// The customers through the day of the decision, and the parts ordered by then, of sixteen launches.
#[derive(Default)]
struct Decision([i32; 16], [i32; 16]);

impl Observer<16> for Decision {
    fn day(&mut self, _: &Plan, company: &Company<16>, day: usize) {
        if day as i32 <= DECIDES {
            for (seen, today) in self.0.iter_mut().zip(company.store.market.orders_today.0) {
                *seen += today;
            }
            self.1 = company.supply.classes[0].ordered.0;
        }
    }
}

/// A first order at 400 and, four weeks later, a second one at 500.
#[test]
fn a_second_order_after_early_demand_is_the_quantile_and_earns_what_fisher_and_raman_say() {
    const TEST: &str = "a_second_order_after_early_demand_is_the_quantile_and_earns_what_fisher_and_raman_say";
    let mut held = Cases::of(TEST);
    let (first, second) = (400.0, 500.0);
    let ratio = (PRICE - second) / PRICE;
    let histories = histories();
    let earns = |history: &History, before: usize, level: usize| {
        let in_all = level.max(before);
        PRICE * history.served(in_all) - first * before as f64 - second * (in_all - before) as f64
    };
    let levels = |level: fn(&History, f64) -> usize| -> Vec<usize> {
        histories.iter().map(|history| level(history, ratio)).collect()
    };
    let expected = |before: usize, levels: &[usize]| -> f64 {
        let each = histories.iter().zip(levels);
        each.map(|(history, &level)| history.chance * earns(history, before, level)).sum()
    };
    let (best, learned) = (levels(History::best), levels(History::learned));
    let firsts = (0..1200).map(|before| (expected(before, &best), before));
    let (most, order) = firsts.max_by(|one, other| one.0.total_cmp(&other.0)).expect("orders");
    let ours = expected(order, &learned);
    // The plan of E98 multiplies the whole season by the size, also what has been seen of it: here that costs next to nothing.
    held.figure("Fisher & Raman (1996)", "profit of the rule, by sums", most, ours, Relative(1e-3));

    // The first review plans to day 42, the second to day 70; the first order is the prior quantile of what is written.
    let written = order as f64 / size(SHAPE, SHAPE, ratio);
    let text = season(
        "unit_cost = 400\nvolume_factors = [[0, 1], [1, 1.25]]\nlead_time = \"14 days\"\nreview = \"4 weeks\"",
        &format!("[[{0}, {written}], [{1}, {written}], [{2}, {ALL}]]", date(0), date(43), date(60)),
    );
    let learning = learning(ratio);
    let kinds = [("fixed", &[][..], SEASONS), ("learning", &learning, SEASONS), ("clairvoyant", &learning, KNOWN)];
    let [(fixed, _), (learns, _), (knows, demand)] =
        kinds.map(|(kind, sets, launches)| planned(&text, kind, sets, launches));
    held.simulated("Fisher & Raman (1996), two orders", "profit, learning", ours, &learns, LEAST);
    held.simulated("Fisher & Raman (1996), two orders", "most profit, by sums", most, &learns, LEAST);
    // One who keeps the plan orders it, whatever is seen.
    let kept = written.ceil() as usize;
    let of_fixed = mean(&histories, |history| earns(history, kept, ALL as usize));
    held.simulated("Fisher & Raman (1996), two orders", "profit, fixed", of_fixed, &fixed, LEAST);
    // One who knows demand multiplies the plan by it, up to three and a half times, or learns.
    let unit = (first * written + second * (ALL - written)) / ALL;
    let bound = |demand: f64| (PRICE - unit) * demand.min(3.5 * ALL);
    let of_knowing = mean(&histories, |history| {
        let level = history.learned(ratio).max(order);
        let cost = first * order as f64 + second * (level - order) as f64;
        let best = |customers: usize| bound(customers as f64).max(PRICE * customers.min(level) as f64 - cost);
        history.rest.iter().enumerate().map(|(rest, chance)| chance * best(history.seen + rest)).sum()
    });
    held.simulated("Fisher & Raman (1996), two orders", "profit, clairvoyant", of_knowing, &knows, LEAST);
    let step = (0.01 * ALL + 2.0) * unit.max(PRICE - unit);
    for ((&knows, &demand), (&learns, &fixed)) in knows.iter().zip(&demand).zip(learns.iter().zip(&fixed)) {
        assert!(knows >= learns.max(fixed) && knows >= bound(demand) - step, "{knows} for {}", bound(demand));
        assert!(knows <= bound(demand).max(learns) + second, "{knows} for {} and {learns}", bound(demand));
    }
    let gained: Vec<f64> = learns.iter().zip(&fixed).map(|(learns, fixed)| learns - fixed).collect();
    held.simulated("Fisher & Raman (1996), two orders", "learning over fixed", ours - of_fixed, &gained, LEAST);

    let sets = [&learning[..], &["planner.kind=\"learning\"".to_owned()]].concat();
    let plan = launchsim::company::plan::compile(&with(&text, &sets)).unwrap_or_else(|fault| panic!("{fault}"));
    for block in 0..20 {
        let mut decision = Decision::default();
        simulate::<16>(&plan, 16 * block, &mut decision);
        for (&seen, &ordered) in decision.0.iter().zip(&decision.1) {
            let level = learned[seen as usize].max(order) as f64;
            assert!((f64::from(ordered) - level).abs() <= 1.0 + 0.002 * level, "{ordered} for {level} after {seen}");
        }
    }
    held.hold();
}

/// Two fifths of the plan are ordered on day 0 for good, the rest in daily lots that can be cancelled on day 28 for a
/// fifth of their value; at the same price more can be ordered then.
#[test]
fn lots_cancelled_after_early_demand_earn_what_eppen_and_iyer_say() {
    let mut held = Cases::of("lots_cancelled_after_early_demand_earn_what_eppen_and_iyer_say");
    let (cost, fee) = (500.0, 0.2);
    let ratio = (PRICE - cost) / PRICE;
    let histories = histories();
    let text = |cancel: &str| {
        let cumulative = format!("[[{0}, 240], [{1}, 240], [{2}, {ALL}]]", date(0), date(43), date(70));
        season(
            &format!(
                "unit_cost = {cost}\nlead_time = \"42 days\"\nreview = \"1 day\"\ncancellation_fee = {fee}\n{cancel}"
            ),
            &cumulative,
        )
    };
    // What is ordered by the end of each day to day 27, before anything is learned.
    let prior = size(SHAPE, SHAPE, ratio);
    let by: Vec<usize> = (0..28).map(|day| (prior * (240.0 + 360.0 * f64::from(day) / 27.0)).ceil() as usize).collect();
    let lots: Vec<usize> = by.windows(2).map(|days| days[1] - days[0]).collect();
    let ordered = by[27];
    let earns = |history: &History, may_cancel: bool| {
        let level = history.learned(ratio);
        let mut too_much = if may_cancel { ordered.saturating_sub(level) } else { 0 };
        let mut cancelled = 0;
        for &lot in lots.iter().rev().filter(|_| may_cancel) {
            if lot <= too_much {
                (too_much, cancelled) = (too_much - lot, cancelled + lot);
            }
        }
        let in_all = ordered.max(level) - cancelled;
        PRICE * history.served(in_all) - cost * in_all as f64 - fee * cost * cancelled as f64
    };
    let [stands, cancels] = [false, true].map(|may_cancel| mean(&histories, |history| earns(history, may_cancel)));
    let profits = |cancel: &str, kind: &str, sets: &[String]| {
        planned(&text(cancel), kind, sets, if kind == "clairvoyant" { KNOWN } else { SEASONS }).0
    };
    let until = "cancel_until = \"15 days\"";
    let without = profits("", "learning", &learning(ratio));
    let cancelling = profits(until, "learning", &learning(ratio));
    const CASE: &str = "Eppen & Iyer (1997), fee of 20 %";
    held.simulated(CASE, "profit without cancelling", stands, &without, LEAST);
    held.simulated(CASE, "profit", cancels, &cancelling, LEAST);
    let more: Vec<f64> = cancelling.iter().zip(&without).map(|(more, less)| more - less).collect();
    held.simulated(CASE, "cancelling over not cancelling", cancels - stands, &more, LEAST);
    // All that is cancelled is paid its fee, in the metric too.
    let sets = [&learning(ratio)[..], &["planner.kind=\"learning\"".to_owned()]].concat();
    let cancelled = &support::launches(&with(&text(until), &sets), SEASONS, 2)["parts_cancelled_yuan"];
    let value = mean(&histories, |history| {
        let mut too_much = ordered.saturating_sub(history.learned(ratio));
        let before = too_much;
        for &lot in lots.iter().rev() {
            too_much -= if lot <= too_much { lot } else { 0 };
        }
        cost * (before - too_much) as f64
    });
    held.simulated(CASE, "value cancelled", value, cancelled, LEAST);
    let [fixed, knows] = [profits(until, "fixed", &[]), profits(until, "clairvoyant", &learning(ratio))];
    let of_fixed = mean(&histories, |history| PRICE * history.served(ALL as usize) - cost * ALL);
    held.simulated(CASE, "profit, fixed", of_fixed, &fixed, LEAST);
    for ((&knows, &learns), &fixed) in knows.iter().zip(&cancelling).zip(&fixed) {
        assert!(knows >= learns && knows >= fixed, "{knows} for {learns} and {fixed}");
    }
    assert!(cancels > stands && stands > of_fixed);
    held.hold();
}
