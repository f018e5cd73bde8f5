//! Random valid scenarios: every table and key of the catalogue, as the TOML text a planner could have written.
//!
//! A [`Draft`] is a list of tables, one key a line, so that a failing one can be made smaller by leaving out tables and
//! keys. Dates are written as shares of the timeline and become days when the text is made.

use std::fmt::Write as _;

use launchsim::language::scale::Scale;
use launchsim::scenario::tables;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Parts, suppliers, factories and regions are named by number.
const REGIONS: [&str; 2] = ["north", "south"];

/// A scenario before its text is made.
#[derive(Clone)]
pub struct Draft {
    days: i32,
    tables: Vec<String>,
}

impl Draft {
    /// The scenario as TOML, every `@share@` a date.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for table in &self.tables {
            for (at, piece) in table.split('@').enumerate() {
                if at % 2 == 0 {
                    text.push_str(piece);
                } else {
                    // Points of a path carry days to add, so that they ascend in the shortest timeline too.
                    let (share, more) = piece.split_once('+').unwrap_or((piece, "0"));
                    let [share, more] = [share, more].map(|part| part.parse::<i64>().expect("a whole number"));
                    let day = (i64::from(self.days - 1) * share).div_euclid(1000) + more;
                    let date = jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day));
                    write!(text, "{date}").expect("text grows");
                }
            }
        }
        text
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{}", self.text())
    }
}

type Text = BoxedStrategy<String>;
/// A key that may be left out.
type Key = BoxedStrategy<Option<String>>;

/// A key that is always written.
fn must(key: &'static str, value: impl Strategy<Value = String> + 'static) -> Key {
    value.prop_map(move |value| Some(format!("{key} = {value}\n"))).boxed()
}

/// A key that is written half of the time.
fn may(key: &'static str, value: impl Strategy<Value = String> + 'static) -> Key {
    weighted(0.5, must(key, value)).prop_map(Option::flatten).boxed()
}

/// Several keys that depend on each other, or none.
fn together(text: impl Strategy<Value = String> + 'static) -> Key {
    text.prop_map(Some).boxed()
}

fn table(header: impl Into<String>, keys: Vec<Key>) -> Text {
    let header = header.into();
    keys.prop_map(move |keys| format!("[{header}]\n{}", keys.into_iter().flatten().collect::<String>())).boxed()
}

/// Named tables, each drawn alike, up to `most` of them.
fn tables(root: &'static str, most: usize, keys: impl Fn() -> Vec<Key>) -> BoxedStrategy<Vec<String>> {
    let one = keys().prop_map(|keys| keys.into_iter().flatten().collect::<String>());
    let named = move |bodies: Vec<String>| {
        let name = |(at, body)| format!("[{root}.{}_{at}]\n{body}", root.replace('_', ""));
        bodies.into_iter().enumerate().map(name).collect::<Vec<_>>()
    };
    vec(one, 0..=most).prop_map(named).boxed()
}

fn line(key: &str, value: Option<String>) -> String {
    value.map_or(String::new(), |value| format!("{key} = {value}\n"))
}

fn is(value: &'static str) -> BoxedStrategy<String> {
    Just(value.to_owned()).boxed()
}

fn flag() -> BoxedStrategy<String> {
    any::<bool>().prop_map(|flag| flag.to_string()).boxed()
}

fn word(words: &'static [&'static str]) -> Text {
    select(words).prop_map(|word| format!("\"{word}\"")).boxed()
}

fn whole(low: i32, high: i32) -> Text {
    (low..=high).prop_map(|number| number.to_string()).boxed()
}

/// A day anywhere in the timeline.
fn day() -> Text {
    (0..=1000).prop_map(|share| format!("@{share}@")).boxed()
}

/// A day that may lie before or after the timeline.
fn any_day() -> Text {
    (-300..=1300).prop_map(|share| format!("@{share}@")).boxed()
}

/// Two days in order.
fn span(from: &'static str, to: &'static str, low: i32, high: i32) -> BoxedStrategy<String> {
    (low..=high, low..=high).prop_map(move |(a, b)| format!("{from} = @{}@\n{to} = @{}@\n", a.min(b), a.max(b))).boxed()
}

fn plain(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

fn in_days(value: f64) -> String {
    format!("\"{} days\"", plain(value))
}

/// A point between two ends; shrinks towards the lower one.
fn between(low: f64, high: f64) -> BoxedStrategy<f64> {
    (0..=1000).prop_map(move |share| low + (high - low) * f64::from(share) / 1000.0).boxed()
}

/// A number of a key, certain or a distribution of any family inside `low..=high`.
fn quantity(low: f64, high: f64, write: fn(f64) -> String) -> Text {
    let three = vec(1..=997_u32, 3).prop_map(move |shares| {
        let mut shares = shares;
        shares.sort_unstable();
        let at = |share: u32, nudge: u32| low + (high - low) * f64::from(share + nudge) / 1000.0;
        // The three differ, as a distribution must have some width.
        [at(shares[0], 0), at(shares[1], 1), at(shares[2], 2)].map(write)
    });
    let uncertain = (three, 0..10_usize).prop_map(move |([a, b, c], family)| {
        let inside = format!("at_least = {}, at_most = {}", write(low), write(high));
        match family {
            0 => format!("{{ uniform = {{ low = {a}, high = {c} }} }}"),
            1 => format!("{{ triangular = {{ low = {a}, mode = {b}, high = {c} }} }}"),
            2 => format!("{{ pert = {{ low = {a}, mode = {b}, high = {c} }} }}"),
            3 => format!("{{ beta = {{ alpha = 2, beta = 3, low = {a}, high = {c} }} }}"),
            4 => format!("{{ discrete = {{ values = [{a}, {c}], weights = [2, 1] }} }}"),
            5 => format!("{{ empirical = {{ values = [{a}, {b}, {c}] }} }}"),
            6 => format!("{{ quantiles = {{ p10 = {a}, p50 = {b}, p90 = {c} }}, {inside} }}"),
            7 => format!("{{ normal = {{ mean = {b}, sd = {} }}, {inside} }}", write((high - low) / 4.0)),
            8 => format!("{{ lognormal = {{ mean = {c}, cv = 0.3 }}, {inside} }}"),
            _ => format!("{{ gamma = {{ mean = {c}, cv = 0.5 }}, {inside} }}"),
        }
    });
    // Lognormal and gamma need a positive mean; a key that may be negative keeps to the other families.
    let uncertain = if low < 0.0 {
        uncertain.prop_filter("a positive mean", |text| !text.contains("lognormal") && !text.contains("gamma")).boxed()
    } else {
        uncertain.boxed()
    };
    prop_oneof![4 => between(low, high).prop_map(write), 1 => uncertain].boxed()
}

fn number(low: f64, high: f64) -> Text {
    quantity(low, high, plain)
}

/// A number anywhere in the range the scenario declares for its key, where a small company can stand all of it.
fn declared(table: &str, key: &str) -> Text {
    let key = tables::table(table).key(key).expect("a key of the catalogue");
    let Scale { range, duration, .. } = Scale::of(key);
    assert!(!range.low_open && !range.high_open, "{} has no ends of its own", key.name);
    quantity(range.low, range.high, if duration { in_days } else { plain })
}

fn days(low: f64, high: f64) -> Text {
    quantity(low, high, in_days)
}

/// Dated points; `rising` ones are certain and never fall.
fn path(low: f64, high: f64) -> Text {
    vec((1..=400_i32, number(low, high)), 1..=4)
        .prop_map(|steps| {
            let mut share = -200;
            let point = |(at, (step, value)): (usize, (i32, String))| {
                share += step;
                format!("[@{share}+{at}@, {value}]")
            };
            format!("[{}]", steps.into_iter().enumerate().map(point).collect::<Vec<_>>().join(", "))
        })
        .boxed()
}

fn number_or_path(low: f64, high: f64) -> Text {
    prop_oneof![2 => number(low, high), 1 => path(low, high)].boxed()
}

fn rising(high: i32) -> Text {
    vec((1..=400_i32, 0..=high), 1..=4)
        .prop_map(|steps| {
            let (mut share, mut value) = (-200, 0);
            let point = |(at, (step, more))| {
                share += step;
                value += more;
                format!("[@{share}+{at}@, {value}]")
            };
            format!("[{}]", steps.into_iter().enumerate().map(point).collect::<Vec<_>>().join(", "))
        })
        .boxed()
}

fn weights(number: usize) -> Text {
    vec(0..=20_u32, number)
        .prop_filter("something happens", |weights| weights.iter().any(|&weight| weight > 0))
        .prop_map(|weights| {
            let written: Vec<String> = weights.iter().map(|&weight| plain(f64::from(weight) / 10.0)).collect();
            format!("[{}]", written.join(", "))
        })
        .boxed()
}

fn region() -> Text {
    select(&REGIONS[..]).prop_map(|region| format!("\"{region}\"")).boxed()
}

fn one_of(root: &'static str, number: usize) -> Text {
    (0..number).prop_map(move |at| format!("\"{root}_{at}\"")).boxed()
}

fn run() -> Text {
    let seed = any::<u32>().prop_map(|seed| seed.to_string());
    table(
        "run",
        vec![
            may("seed", seed),
            may("deterministic", flag()),
            may("launches", whole(1, 100)),
            may("sampling", word(&["random", "sobol"])),
        ],
    )
}

fn company() -> Text {
    let keys = vec![
        may("currency", is("\"franc\"")),
        may("opening_cash", number(0.0, 1e7)),
        may("credit_line", number(0.0, 1e6)),
        may("interest_rate", number(0.0, 0.3)),
        may("on_insolvency", word(&["go_on", "stop"])),
        may("penalty_rate", number(0.0, 0.6)),
        may("running_cost", number_or_path(0.0, 1e6)),
        may("vat", number(0.0, 0.3)),
        may("holding_rate", number(0.0, 0.5)),
        may("tax_rate", number(0.0, 0.6)),
        may("tax_payment_delay", days(0.0, 400.0)),
        may("margin_cap", number(0.0, 0.3)),
        may("discount_rate", number(0.0, 0.5)),
    ];
    table("company", keys)
}

fn funding() -> Vec<Key> {
    vec![must("date", day()), must("amount", number(0.0, 1e7))]
}

fn loan() -> Vec<Key> {
    vec![
        must("date", day()),
        must("amount", number(0.0, 1e6)),
        must("rate", number(0.0, 0.3)),
        must("term", days(1.0, 900.0)),
        may("repayment", word(&["bullet", "annuity"])),
    ]
}

fn service() -> Vec<Key> {
    vec![
        must("revenue_per_owner_per_month", number(0.0, 20.0)),
        may("revenue_per_phone", number(0.0, 100.0)),
        may("cost_share", number(0.0, 2.0)),
        may("owner_share", declared("service.*", "owner_share")),
        may("from", any_day()),
    ]
}

fn expense() -> Vec<Key> {
    let when = prop_oneof![day().prop_map(|day| format!("date = {day}\n")), span("from", "to", 0, 1000)];
    vec![
        must("kind", word(&["r_and_d", "nre", "tooling", "marketing", "other"])),
        must("amount", number(0.0, 1e7)),
        together(when),
    ]
}

fn product(components: usize) -> Text {
    let names: Vec<usize> = (0..components).collect();
    let parts = subsequence(names, 0..=components).prop_flat_map(|used| {
        let quantities = vec(prop_oneof![3 => 1..=2_i32, 1 => 1..=12], used.len());
        quantities.prop_map(move |quantities| {
            let part = |(at, quantity): (&usize, &i32)| format!("component_{at} = {quantity}");
            format!("{{ {} }}", used.iter().zip(&quantities).map(part).collect::<Vec<_>>().join(", "))
        })
    });
    let stock = (weighted(0.7, number(0.0, 500.0)), weighted(0.5, days(0.0, 20.0))).prop_map(|(target, cover)| {
        let target = target.map_or(String::new(), |target| format!("stock_target = {target}\n"));
        let cover = cover.map_or(String::new(), |cover| format!("stock_cover = {cover}\n"));
        format!("build = \"to_stock\"\n{target}{cover}")
    });
    let build = prop_oneof![is(""), is("build = \"to_order\"\n"), is("build = \"to_plan\"\n"), stock];
    let keys = vec![
        must("price", number_or_path(0.0, 3000.0)),
        must("parts", parts),
        together(build),
        may("noun", word(&["speaker", "earphone"])),
        may("nouns", word(&["speakers", "earphones"])),
        may("noun_zh", word(&["\u{97f3}\u{7bb1}"])),
        may("ships_on_closed_days", flag()),
        may("assembly_fee", number(0.0, 100.0)),
        may("licence_fee", number(0.0, 100.0)),
        may("logistics_cost", number(0.0, 100.0)),
        may("warranty_cost", number(0.0, 100.0)),
        may("warranty_period", days(1.0, 700.0)),
        may("payment_fee", number(0.0, 0.05)),
        may("holding_cost_per_day", number(0.0, 2.0)),
        may("backorder_cost_per_day", number(0.0, 2.0)),
        may("order_error_rate", number(0.0, 0.3)),
        may("order_error_cost", number(0.0, 300.0)),
        may("order_error_refund", declared("product.*", "order_error_refund")),
        may("rehearsals", number(0.0, 5.0)),
        may("rehearsal_effect", declared("product.*", "rehearsal_effect")),
        may("salvage", declared("product.*", "salvage")),
    ];
    table("product.phone", keys)
}

/// How a supplier comes to sign: on a day, or by approaches, endorsed by suppliers written before it.
fn contract(at: usize) -> Text {
    let optional =
        |key: &'static str, value: Text| weighted(0.5, value).prop_map(move |value| line(key, value)).boxed();
    let endorsed = if at == 0 {
        is("")
    } else {
        let endorsers = subsequence((0..at).collect::<Vec<_>>(), 1..=at);
        let endorsed = (endorsers, number(0.0, 1.0)).prop_map(|(endorsers, chance)| {
            let names: Vec<String> = endorsers.iter().map(|other| format!("supplier_{other}")).collect();
            format!("endorsed_by = {names:?}\nacceptance_endorsed = {chance}\n")
        });
        prop_oneof![is(""), endorsed].boxed()
    };
    let prepaid = number(0.0, 1.0).prop_map(|chance| format!("acceptance_prepaid = {chance}\nprepayment = 100_000\n"));
    let approached = (
        number(0.0, 1.0),
        optional("approach_every", days(1.0, 60.0)),
        endorsed,
        prop_oneof![2 => optional("prepayment", number(0.0, 1e5)), 1 => prepaid],
    );
    let approached = approached
        .prop_map(|(chance, every, endorsed, prepaid)| format!("acceptance = {chance}\n{every}{endorsed}{prepaid}"));
    let renegotiated = (number(0.0, 3.0), days(0.0, 100.0))
        .prop_map(|(changes, time)| format!("renegotiations = {changes}\nrenegotiation_time = {time}\n"));
    let negotiated = (
        prop_oneof![is(""), approached],
        optional("negotiation_time", days(0.0, 60.0)),
        prop_oneof![is(""), renegotiated],
    );
    let negotiated = negotiated.prop_map(|(approached, time, changes)| format!("{approached}{time}{changes}"));
    let dated = (-300..=1000).prop_map(|share| format!("signed = @{share}@\n"));
    prop_oneof![2 => is(""), 1 => dated, 2 => negotiated].boxed()
}

/// A name for people; also one that could be markup.
fn label() -> Text {
    word(&["The main one", "<b>One & only</b>"])
}

fn supplier(at: usize) -> Text {
    let keys = vec![
        // The first two stand in each region, so that a disruption can name either.
        may("label", label()),
        if at < 2 { must("region", is(["\"north\"", "\"south\""][at])) } else { may("region", region()) },
        together(contract(at)),
        may("deposit", declared("supplier.*", "deposit")),
        may("payment_terms", days(0.0, 120.0)),
        may("weekly_capacity", number(0.0, 5000.0)),
    ];
    table(format!("supplier.supplier_{at}"), keys)
}

/// An order-up-to policy that takes its level from the forecast; it is given a level where there is none.
const BY_FORECAST: &str = "policy = \"order_up_to\" # by the forecast\n";

/// Keys of `[ordering]`, which stand in components too.
fn ordering() -> Vec<Key> {
    let lot = (number(-50.0, 500.0), number(1.0, 1000.0));
    let policy = prop_oneof![
        2 => is(""),
        1 => is("policy = \"none\"\n"),
        1 => is("policy = \"to_order\"\n"),
        2 => is(BY_FORECAST),
        2 => number(0.0, 2000.0).prop_map(|level| format!("policy = \"order_up_to\"\norder_up_to_level = {level}\n")),
        2 => (number(-50.0, 500.0), number(500.0, 2000.0)).prop_map(|(reorder, up_to)| {
            format!("policy = \"s_S\"\nreorder_level = {reorder}\norder_up_to_level = {up_to}\n")
        }),
        2 => lot.prop_map(|(reorder, lot)| {
            format!("policy = \"reorder_point\"\nreorder_level = {reorder}\norder_quantity = {lot}\n")
        }),
    ];
    vec![
        together(policy),
        may("review", days(1.0, 30.0)),
        may("safety_time", days(0.0, 30.0)),
        may("follow_build_plan", flag()),
        may("last_order", any_day()),
        may("cancel_until", days(0.0, 30.0)),
        together((weighted(0.5, days(0.0, 30.0)), weighted(0.5, number(0.0, 0.01))).prop_map(|(until, fee)| {
            until.map_or(String::new(), |until| format!("put_off_until = {until}\n{}", line("put_off_fee", fee)))
        })),
    ]
}

fn general_ordering() -> Text {
    let mut keys = ordering();
    keys.push(may("within_cash", flag()));
    table("ordering", keys)
}

fn returns() -> Text {
    let keys = vec![
        must("share", number(0.0, 1.0)),
        may("within", days(1.0, 40.0)),
        may("refurbishing_cost", number(0.0, 100.0)),
        may("refurbishing_time", days(0.0, 20.0)),
        may("resale", number(0.0, 1.0)),
    ];
    table("returns", keys)
}

/// Currencies that are there where anything is bought abroad.
const CURRENCIES: usize = 2;

fn currency(at: usize) -> Text {
    let forward = (number(0.0, 1.0), weighted(0.5, number_or_path(0.1, 10.0)))
        .prop_map(|(share, rate)| format!("hedged = {share}\n{}", line("forward_rate", rate)));
    let keys = vec![
        must("rate", number_or_path(0.1, 10.0)),
        may("volatility", number(0.0, 1.0)),
        together(prop_oneof![1 => is(""), 2 => forward]),
    ];
    table(format!("currency.currency_{at}"), keys)
}

fn component(at: usize, suppliers: usize, abroad: bool) -> Text {
    let factors = (number(0.1, 3.0), 1..5000, number(0.1, 3.0))
        .prop_map(|(first, from, second)| format!("[[0, {first}], [{from}, {second}]]"));
    let cancelled = prop_oneof![
        2 => is(""),
        1 => number(0.0, 1.0).prop_map(|fee| format!("cancellation_fee = {fee}\n")),
        1 => number(0.0, 1.0).prop_map(|fee| format!("cancellable = true\ncancellation_fee = {fee}\n")),
        1 => is("cancellable = false\n"),
    ];
    let mut keys = vec![
        may("label", label()),
        together(cancelled),
        may("fair_price", number(0.0, 200.0)),
        may("hedge", days(0.0, 20.0)),
        may("inspection_time", days(0.0, 10.0)),
        together(
            weighted(
                0.5,
                (whole(1, 300), weighted(0.5, whole(0, 20)))
                    .prop_map(|(size, accepts)| format!("sample_size = {size}\n{}", line("sample_accepts", accepts))),
            )
            .prop_map(Option::unwrap_or_default),
        ),
        may("inspection_cost", number(0.0, 2.0)),
        must("unit_cost", number(0.0, 200.0)),
        must("lead_time", prop_oneof![1 => is("\"0 days\""), 4 => days(0.0, 100.0)]),
        may("lead_time_cv", number(0.0, 1.0)),
        may("quoted", any_day()),
        may("minimum_order", whole(0, 500)),
        may("order_multiple", whole(1, 100)),
        may("defect_rate", number(0.0, 0.5)),
        may("opening_stock", whole(0, 2000)),
        may("learning_rate", number(0.0, 0.4)),
        may("learning_from", number(1.0, 1000.0)),
        may("learning_floor", declared("component.*", "learning_floor")),
        may("erosion_per_quarter", number(0.0, 0.4)),
        may("volume_factors", factors),
        may("salvage", declared("component.*", "salvage")),
        may("holding_cost_per_day", number(0.0, 1.0)),
        may("freight", number(0.0, 5.0)),
        may("order_cost", number(0.0, 500.0)),
        may("pacing", flag()),
    ];
    keys.extend(ordering());
    let paid_in = move || {
        let name = one_of("currency", CURRENCIES).prop_map(|name| format!("currency = {name}\n"));
        if abroad { prop_oneof![1 => is(""), 1 => name].boxed() } else { is("") }
    };
    keys.push(together(paid_in()));
    let price = prop_oneof![
        weighted(0.5, number(0.0, 0.5)).prop_map(|premium| line("premium", premium)),
        (number(0.0, 200.0), paid_in()).prop_map(|(cost, currency)| format!("unit_cost = {cost}\n{currency}")),
    ];
    let second = (
        price,
        weighted(0.7, number(0.0, 1.0)),
        weighted(0.3, number(0.0, 500.0)),
        weighted(0.3, number(0.0, 5.0)),
        weighted(0.3, prop_oneof![1 => is("\"0 days\""), 4 => days(0.0, 100.0)]),
        weighted(0.3, number(0.0, 1.0)),
    );
    // Who expedites is slower than who flies, and beside a level has one of its own.
    let levels = weighted(0.5, (number(0.0, 2000.0), number(0.0, 500.0)));
    let expedited = weighted(0.3, (whole(20, 60), whole(0, 15), levels));
    (table(format!("component.component_{at}"), keys), 0..suppliers, weighted(0.3, (1..suppliers, second, expedited)))
        .prop_map(move |(component, first, second)| {
            let supplier = format!("supplier = \"supplier_{first}\"\n");
            let Some((gap, (price, share, order_cost, freight, lead_time, cv), expedited)) = second else {
                return component + &supplier;
            };
            let name = (first + gap) % suppliers;
            let keys = price + &line("order_cost", order_cost) + &line("freight", freight) + &line("lead_time_cv", cv);
            let (component, keys) = match expedited {
                None => (component, keys + &line("share", share) + &line("lead_time", lead_time)),
                Some((slow, fast, levels)) => {
                    let governed = ["lead_time =", "policy", "order_up_to_level", "reorder_level", "order_quantity"];
                    let kept = component.lines().filter(|line| !governed.iter().any(|key| line.starts_with(key)));
                    let kept: String = kept.map(|line| format!("{line}\n")).collect();
                    let (policy, level) = levels.map_or_else(
                        || ("policy = \"none\"\n".to_owned(), String::new()),
                        |(total, level)| {
                            let total = format!("policy = \"order_up_to\"\norder_up_to_level = {total}\n");
                            (total, format!("order_up_to_level = {level}\n"))
                        },
                    );
                    let fast = format!("use = \"expedite\"\nlead_time = \"{fast} days\"\n{level}");
                    (format!("{kept}lead_time = \"{slow} days\"\n{policy}"), keys + &fast)
                }
            };
            format!(
                "{component}{supplier}[component.component_{at}.second_source]\nsupplier = \"supplier_{name}\"\n{keys}"
            )
        })
        .boxed()
}

fn factory(at: usize, suppliers: usize) -> Text {
    let learning = (number(0.0, 1.0), number(1.0, 5000.0))
        .prop_map(|(start, after)| format!("yield_start = {start}\nyield_learning = {after}\n"));
    const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let rest = subsequence(&WEEK[..], 0..=7).prop_map(|days| format!("{days:?}"));
    let open = prop_oneof![
        2 => is(""),
        1 => any_day().prop_map(|day| format!("opens = {day}\n")),
        1 => any_day().prop_map(|day| format!("closes = {day}\n")),
        1 => span("opens", "closes", -300, 1300),
        1 => (span("decided", "closes", 0, 1000), weighted(0.5, days(0.0, 90.0)), weighted(0.5, number(0.0, 1e6)))
            .prop_map(|(decided, lead, cost)| decided + &line("time_to_build", lead) + &line("build_cost", cost)),
    ];
    // A shift needs a ramp to add to, and its table follows that of the factory.
    let ramp = prop_oneof![
        path(0.0, 500.0).prop_map(|ramp| format!("ramp = {ramp}\n")),
        (number(0.0, 500.0), number(0.0, 500.0))
            .prop_map(|(first, then)| format!("ramp_days = [[0, {first}], [45, {then}]]\n")),
    ];
    let begins = prop_oneof![
        day().prop_map(|day| format!("from = {day}\n")),
        span("from", "until", 0, 1000),
        (day(), days(0.0, 90.0)).prop_map(|(day, lead)| format!("decided = {day}\ntime_to_build = {lead}\n")),
    ];
    let shift = (begins, number(0.0, 2.0), number(0.0, 1e5), number(0.0, 1e3), flag()).prop_map(
        move |(begins, adds, cost, daily, built)| {
            format!(
                "[shift.shift_{at}]\nfactory = \"factory_{at}\"\n{begins}adds = {adds}\ncost = {cost}\n\
                 cost_per_day = {daily}\nbuilt = {built}\n"
            )
        },
    );
    let capacity = (ramp, weighted(0.3, shift)).prop_map(|(ramp, shift)| ramp + &shift.unwrap_or_default());
    let holidays = (-300..=1300, -300..=1300, any_day())
        .prop_map(|(a, b, single): (i32, i32, String)| format!("[[@{}@, @{}@], {single}]", a.min(b), a.max(b)));
    let keys = vec![
        may("label", label()),
        may("supplier", one_of("supplier", suppliers)),
        may("region", region()),
        together(open),
        may("running_cost", number(0.0, 1e4)),
        weighted(0.1, is("false")).prop_map(|built| built.map(|built| format!("built = {built}\n"))).boxed(),
        may("utilisation", number_or_path(0.0, 2.0)),
        may("rest_days", rest),
        may("holidays", holidays),
        may("yield_share", declared("factory.*", "yield_share")),
        may("yield_sd", number(0.0, 0.2)),
        together(prop_oneof![2 => is(""), 1 => learning]),
        may("throughput_time", days(0.0, 20.0)),
        may("finishes_on_closed_days", flag()),
        weighted(0.5, capacity).boxed(),
    ];
    table(format!("factory.factory_{at}"), keys)
}

/// Innovation and imitation drawn together from a sample, or one of them alone.
fn sampled() -> BoxedStrategy<(String, String)> {
    (0.0..3.0, 0.0..30.0, 0.0..3.0, 0.0..30.0, any::<bool>()).prop_map(|(p, q, r, s, all): (f64, f64, f64, f64, bool)| {
            let without = if all { "" } else { "without = [\"market.imitation\"]\n" };
            let lines = format!("lines = [\"market.innovation,market.imitation,w\", \"{p},{q},1\", \"{r},{s},0.5\"]\n");
            ("innovation = 1\nimitation = 2\n".to_owned(), format!("[joint.spread]\ndrawn = true\n{without}weight = \"w\"\ninputs = [\"market.innovation\", \"market.imitation\"]\n{lines}"))
        })
    .boxed()
}

/// The market with everything that is in it, rivals and correlation included.
fn market() -> BoxedStrategy<Vec<String>> {
    let logit = (number(-3.0, 5.0), number(0.0, 0.01))
        .prop_map(|(quality, slope)| format!("choice = \"logit\"\nquality = {quality}\nprice_sensitivity = {slope}\n"));
    let elastic = (number(0.0, 4.0), number(0.0, 1.0)).prop_map(|(slope, share)| {
        format!("choice = \"elasticity\"\nelasticity = {slope}\nreference_share = {share}\n")
    });
    // What is stated of demand stands in tables of its own.
    let choice = prop_oneof![
        4 => (prop_oneof![is(""), is("choice = \"none\"\n"), logit, elastic], must("reach", number(0.0, 20_000.0)))
            .prop_map(|(keys, reach)| (keys + &reach.unwrap_or_default(), String::new())),
        1 => stated(),
    ];
    let price_acts_on = prop_oneof![
        2 => is(""),
        1 => is("price_acts_on = \"market\"\n"),
        1 => number(0.0, 4.0).prop_map(|slope| format!("price_acts_on = \"rate\"\nrate_elasticity = {slope}\n")),
        1 => number(-3.0, 3.0).prop_map(|slope| format!("price_acts_on = \"change\"\nprice_change_effect = {slope}\n")),
    ];
    let price_seen = prop_oneof![
        2 => is(""),
        1 => is("price_seen = \"once\"\non_price_cut = \"keep\"\n"),
        1 => (number(0.0, 1.0), days(0.0, 60.0))
            .prop_map(|(share, known)| format!("on_price_cut = \"order_again\"\nwait_for_cut = {share}\ncut_known = {known}\n")),
    ];
    let spread = prop_oneof![
        3 => (number(0.0, 3.0), number(0.0, 30.0))
            .prop_map(|(p, q)| (format!("innovation = {p}\nimitation = {q}\n"), String::new())),
        1 => sampled(),
        1 => (-9..=9_i32).prop_map(|rank| {
            let uncertain = "{ uniform = { low = 0.1, high = 4 } }";
            (
                format!("innovation = {uncertain}\nimitation = {uncertain}\n"),
                format!(
                    "[correlation.spread]\nbetween = [\"market.innovation\", \"market.imitation\"]\nrank = {}\n",
                    f64::from(rank) / 10.0
                ),
            )
        }),
    ];
    let keys = vec![
        may("announced", any_day()),
        // Elasticity, a rate that follows the price and rivals that react call for it.
        must("reference_price", number(1.0, 3000.0)),
        may("waiting_weight", number(-3.0, 3.0)),
        may("noise", number(0.0, 1.0)),
        may("noise_correlation", number(0.0, 0.95)),
        may("forgetting", number(0.0, 0.1)),
        may("return_share", declared("market", "return_share")),
        may("stay", declared("market", "stay")),
        together(prop_oneof![
            2 => is(""),
            1 => number(0.0, 0.1).prop_map(|hazard| format!("cancellation = {hazard}\n")),
            1 => (0.001..0.1, 0.0..3.0).prop_map(|(hazard, ill): (f64, f64)| {
                format!("cancellation = {hazard}\nill_will = {ill}\n")
            }),
        ]),
        may("compensation", number(0.0, 200.0)),
        may("cancellation_delay", number(0.0, 0.1)),
        may("promise", days(1.0, 100.0)),
        may("time_of_day", weights(24)),
        together(price_acts_on),
        together(price_seen),
        may("come_back", number(0.0, 0.1)),
        may("planned_conversion", declared("market", "planned_conversion")),
    ];
    let fans = vec![
        may("start", number(0.0, 1000.0)),
        must("date", any_day()),
        must("growth", number(0.0, 0.2)),
        must("ceiling", number(1.0, 20_000.0)),
        may("weight", number(0.0, 5.0)),
        may("announcement_share", declared("market.fans", "announcement_share")),
    ];
    let season = vec![may("weekdays", weights(7)), may("months", weights(12))];
    let own =
        (table("market", keys), choice, spread).prop_map(|(market, (choice, statements), (spread, correlation))| {
            vec![market + &choice + &spread, statements, correlation]
        });
    let rest = (
        weighted(0.4, table("market.fans", fans)),
        weighted(0.3, table("season", season)),
        tables("rival", 3, rival),
        tables("pulse", 2, pulse),
        tables("holiday", 2, || vec![together(span("from", "to", -300, 1300)), must("factor", number(0.0, 3.0))]),
        tables("successor", 1, || {
            vec![
                must("date", any_day()),
                must("lead", days(1.0, 100.0)),
                must("effect", declared("successor.*", "effect")),
            ]
        }),
        tables("window", 4, window),
    );
    (own, rest)
        .prop_map(|(own, (fans, season, rivals, pulses, holidays, successors, windows))| {
            let single = own.into_iter().chain(fans).chain(season);
            let named = [rivals, pulses, holidays, successors, windows].into_iter().flatten();
            single.chain(named).collect()
        })
        .boxed()
}

/// A choice that falls with the price, and what is stated of it: keys of the market, and tables.
fn stated() -> BoxedStrategy<(String, String)> {
    // Of a reach of 10,000 people.
    let expectation = |name: &'static str, price: f64, share: f64, always: bool| {
        (0.5 * share..share, price..1.2 * price, 0..3_u8).prop_map(move |(share, price, way)| {
            let (unit, whole) = if way == 2 { ("buyers", 10_000.0) } else { ("share", 1.0) };
            let ranged = always || way > 0;
            let ends = format!("low = {}\nhigh = {}\n", 0.6 * share * whole, 1.5 * share * whole);
            let ends = if ranged { ends } else { String::new() };
            format!("[expectation.{name}]\nprice = {price}\n{unit} = {}\n{ends}", share * whole)
        })
    };
    let expected = (
        expectation("cheap", 500.0, 0.6, true),
        expectation("dear", 1500.0, 0.2, false),
        weighted(0.5, expectation("middle", 1000.0, 0.35, false)),
        range_or_not("range_holds", 0.5, 0.99),
        range_or_not("agreement", 0.0, 0.9),
    )
        .prop_map(|(cheap, dear, middle, holds, agreement)| {
            let middle: String = middle.into_iter().collect();
            format!("[demand]\n{holds}{agreement}{cheap}{dear}{middle}")
        });
    let answers = (number(1.0, 2.0), 400.0..2000.0_f64).prop_map(|(over, middle)| {
        let pay: Vec<String> = (0..30).map(|at| format!("{:.0}", middle * f64::from(at) / 15.0)).collect();
        let law = format!("{{ empirical = {{ values = [{}] }} }}", pay.join(", "));
        format!("[demand]\nwillingness_to_pay = {law}\noverstatement = {over}\n")
    });
    let sales = (1.0..5000.0_f64, expectation("today", 1000.0, 0.4, true)).prop_map(|(sold, today)| {
        let week = |at: u32| {
            let price = 900.0 + 100.0 * f64::from(at % 4);
            let sold = sold * (1.2 - price / 2000.0) + f64::from(at % 3) + 1.0;
            format!("[past_sale.w{at}]\nprice = {price}\nsold = {sold}\nperiod = \"{at}\"\n")
        };
        today + &(0..10).map(week).collect::<String>()
    });
    let worths = (-1.0..1.0_f64, 0.1..3.0_f64, 0.5..2.0_f64).prop_map(|(own, fall, scale)| {
        let worth = |name: &str, utility: f64, more: &str| {
            format!("[part_worth.{name}]\nutility = {utility}\nstandard_error = 0.2\n{more}")
        };
        let [own, cheap, dear, none] = [
            worth("own", own, ""),
            worth("cheap", fall, "price = 800\n"),
            worth("dear", -0.5, "price = 1800\n"),
            worth("none", 0.0, "nothing = true\n"),
        ];
        format!("[demand]\nprofile = [\"own\"]\nscale = {scale}\n{own}{cheap}{dear}{none}")
    });
    let logit = || is("choice = \"logit\"\nreach = 10000\n");
    prop_oneof![
        (prop_oneof![logit(), is("choice = \"elasticity\"\nreach = 10000\n")], expected),
        (logit(), answers),
        (logit(), sales),
        (logit(), worths),
    ]
    .boxed()
}

/// A key with a number, or nothing.
fn range_or_not(key: &'static str, low: f64, high: f64) -> BoxedStrategy<String> {
    prop_oneof![is(""), (low..high).prop_map(move |value| format!("{key} = {value}\n"))].boxed()
}

fn rival() -> Vec<Key> {
    let on_sale = prop_oneof![
        1 => is(""),
        1 => any_day().prop_map(|day| format!("from = {day}\n")),
        1 => any_day().prop_map(|day| format!("to = {day}\n")),
        1 => span("from", "to", -300, 1300),
    ];
    vec![
        together(on_sale),
        must("quality", number(-3.0, 5.0)),
        must("price", number_or_path(0.0, 4000.0)),
        may("reaction", number(0.0, 2.0)),
        may("reaction_delay", days(0.0, 60.0)),
        may("reaction_floor", number(0.0, 3000.0)),
    ]
}

fn pulse() -> Vec<Key> {
    vec![must("date", any_day()), must("strength", number(0.0, 20.0)), must("half_life", days(0.5, 60.0))]
}

/// What a promise rests on, or nothing.
fn promise() -> BoxedStrategy<String> {
    prop_oneof![
        2 => is(""),
        1 => is("promises = \"capacity\"\n"),
        1 => (0.0..1.0).prop_map(|share: f64| format!("oversell = {share}\n")),
    ]
    .boxed()
}

fn window() -> Vec<Key> {
    let invite = prop_oneof![
        1 => any_day().prop_map(|day| format!("opens = {day}\n")),
        1 => span("opens", "invite_from", -300, 1300),
    ];
    let ticket = (
        invite,
        number(0.0, 1.0),
        weighted(0.5, number(0.0, 5000.0)),
        weighted(0.5, number(0.0, 0.1)),
        weighted(0.5, days(1.0, 14.0)),
        weighted(0.5, days(0.0, 30.0)),
        promise(),
    );
    let reservation = ticket.prop_map(|(invite, pay, limit, decay, every, ahead, promise)| {
        let mut text = format!("kind = \"reservation\"\n{invite}pay = {pay}\n{promise}");
        for (key, value) in [("limit", limit), ("pay_decay", decay), ("invite_every", every), ("invite_ahead", ahead)] {
            if let Some(value) = value {
                writeln!(text, "{key} = {value}").expect("text grows");
            }
        }
        text
    });
    let opens = || any_day().prop_map(|day| format!("opens = {day}\n"));
    let open_and_close = || prop_oneof![opens(), span("opens", "closes", -300, 1300)];
    let round =
        (open_and_close(), number(0.0, 5000.0), weighted(0.3, days(0.0, 60.0)), days(0.0, 60.0), 0..3, promise());
    let round = round.prop_map(|(open, quota, within, promised, kind, promise)| {
        let (quota, within, promise) = match kind {
            0 => (quota, within, String::new()),
            1 => ("\"stock\"".to_owned(), within, String::new()),
            _ => ("\"plan\"".to_owned(), Some(promised), promise),
        };
        let within = within.map_or(String::new(), |within| format!("delivery_within = {within}\n"));
        format!("kind = \"round\"\n{open}quota = {quota}\n{within}{promise}")
    });
    let kind = prop_oneof![
        2 => open_and_close().prop_map(|open| format!("kind = \"open\"\n{open}")),
        1 => open_and_close().prop_map(|open| format!("kind = \"in_stock\"\n{open}")),
        2 => reservation,
        2 => round,
    ];
    let repeat = prop_oneof![
        2 => is(""),
        1 => days(1.0, 60.0).prop_map(|every| format!("every = {every}\n")),
        // The last day on which any window opens lies after the first.
        1 => days(1.0, 60.0).prop_map(|every| format!("every = {every}\nuntil = @1301@\n")),
    ];
    vec![
        together(kind),
        together(repeat),
        may("label", label()),
        may("opening_hour", number(0.0, 23.5)),
        may("hours", number(0.1, 100.0)),
        may("rush", number(0.01, 5.0)),
        may("attendance", declared("window.*", "attendance")),
        may("throughput", number(0.1, 500.0)),
        may("throughput_cv", number(0.0, 1.0)),
        may("stay", declared("window.*", "stay")),
    ]
}

/// A law of daily orders, whose draws may fall below nought.
fn daily_law() -> Text {
    let law = prop_oneof![
        3 => quantity(-50.0, 200.0, plain),
        1 => between(0.0, 150.0).prop_map(|mean| format!("{{ poisson = {{ mean = {} }} }}", plain(mean))),
        1 => (between(0.0, 150.0), between(0.1, 20.0)).prop_map(|(mean, spread)| {
            format!("{{ negative_binomial = {{ mean = {}, dispersion = {} }}, at_most = 1000 }}", plain(mean), plain(spread))
        }),
        1 => between(1.0, 90.0).prop_map(|mean| format!("{{ geometric = {{ mean = {} }} }}", plain(mean))),
        1 => between(0.0, 90.0).prop_map(|mean| format!("{{ normal = {{ mean = {}, sd = 60 }} }}", plain(mean))),
    ];
    let response = prop_oneof![
        (number(0.0, 1.0), number(0.0, 500.0))
            .prop_map(|(slope, at)| format!("price_slope = {slope}\nreference_price = {at}\n")),
        (number(0.0, 1.0), number(1.0, 100.0))
            .prop_map(|(slope, at)| format!("price_elasticity = {slope}\nreference_price = {at}\n")),
    ];
    let response = (response, weighted(0.5, is("follows_price = \"net_price\"\n")))
        .prop_map(|(response, price)| response + &price.unwrap_or_default());
    let when = prop_oneof![is(""), any_day().prop_map(|day| format!("to = {day}\n")), span("from", "to", -300, 1300)];
    (law, when, weighted(0.4, number_or_path(0.0, 2.0)), weighted(0.5, response))
        .prop_map(|(law, when, factor, response)| {
            format!("daily_law = {law}\n{when}{}{}", line("law_factor", factor), response.unwrap_or_default())
        })
        .boxed()
}

fn net_price() -> Text {
    number(1.0, 2000.0).prop_map(|price| format!("net_price = {price}\n")).boxed()
}

/// The stock of a retailer, or none.
fn retail() -> Text {
    let stock = (0..60_i32, weighted(0.5, number(0.0, 1.0)), weighted(0.5, number(0.0, 1.0)));
    let stock = stock.prop_map(|(days, protected, returned)| {
        format!("stock = \"{days} days\"\n{}{}", line("price_protection", protected), line("returnable", returned))
    });
    prop_oneof![1 => is(""), 1 => stock.boxed()].boxed()
}

fn without_protection(retail: &str) -> String {
    retail.lines().filter(|line| !line.starts_with("price_protection")).map(|line| format!("{line}\n")).collect()
}

fn order_stream() -> Vec<Key> {
    let series =
        (any_day(), vec(0..=200_i32, 1..60)).prop_map(|(from, orders)| format!("from = {from}\nseries = {orders:?}\n"));
    let path = path(0.0, 200.0).prop_map(|path| format!("daily_orders = {path}\n"));
    // A law that a price moves needs more beside a margin.
    let pays = prop_oneof![3 => net_price(), 1 => number(0.0, 0.5).prop_map(|share| format!("margin = {share}\n"))];
    vec![
        together(prop_oneof![
            2 => (prop_oneof![series, path], pays, retail()).prop_map(|(orders, pays, retail)| {
                // A net price does not fall with the shelf price.
                let retail = if pays.starts_with("net") { without_protection(&retail) } else { retail };
                orders + &pays + &retail
            }),
            1 => (daily_law(), net_price(), retail())
                .prop_map(|(law, price, retail)| law + &price + &without_protection(&retail)),
        ]),
        may("payment_terms", days(0.0, 90.0)),
        may("allotment", declared("order_stream.*", "allotment")),
        may("talks", flag()),
    ]
}

fn disruption(suppliers: usize, components: usize, factories: usize) -> Vec<Key> {
    const HALT: [&str; 4] = ["", "stops = \"orders\"\n", "stops = \"deliveries\"\n", "stops = \"both\"\n"];
    let slow = || number(0.0, 1.0).prop_map(|left| format!("effect = \"slow\"\nremaining = {left}\n"));
    let of_parts = || {
        let spoil = (weighted(0.7, number(0.0, 0.9)), weighted(0.5, number(0.0, 1.0))).prop_map(|(rate, speed)| {
            let rate = if speed.is_none() { rate.or(Some("0.5".to_owned())) } else { rate };
            format!("effect = \"spoil\"\n{}{}", line("defect_rate", rate), line("line_speed", speed))
        });
        prop_oneof![select(&HALT[..]).prop_map(|stops| format!("effect = \"halt\"\n{stops}")), slow(), spoil].boxed()
    };
    let whole = || prop_oneof![is("effect = \"halt\"\n"), slow()].boxed();
    let spoiled_factory = number(0.0, 1.0).prop_map(|left| format!("effect = \"spoil\"\nremaining = {left}\n"));
    let target = |key: &'static str, names: Text, effect: Text| {
        (names, effect).prop_map(move |(name, effect)| format!("{key} = {name}\n{effect}")).boxed()
    };
    let mut targets = vec![
        target("region", region(), of_parts()),
        target("supplier", one_of("supplier", suppliers), of_parts()),
        target("demand", is("true"), whole()),
    ];
    if components > 0 {
        targets.push(target("component", one_of("component", components), of_parts()));
    }
    if factories > 0 {
        targets.push(target("factory", one_of("factory", factories), prop_oneof![whole(), spoiled_factory].boxed()));
    }
    let strikes = weighted(0.5, word(&["any_time", "after_recovery"]));
    let lasts = prop_oneof![
        (any_day(), days(1.0, 90.0)).prop_map(|(from, length)| format!("from = {from}\nlength = {length}\n")),
        span("from", "to", -300, 1300),
        (number(0.0, 20.0), prop_oneof![days(1.0, 90.0), is("{ geometric = { mean = \"5 days\" } }")], strikes)
            .prop_map(|(rate, length, strikes)| format!(
                "rate_per_year = {rate}\nlength = {length}\n{}",
                line("strikes", strikes)
            )),
    ];
    vec![together(proptest::strategy::Union::new(targets)), together(lasts)]
}

fn observed() -> Vec<Key> {
    const SERIES: [&str; 5] = ["shipped_cumulative", "orders_cumulative", "reserved_cumulative", "waiting", "cash"];
    let fact = prop_oneof![
        select(&["shipped", "net_margin"][..]).prop_map(|metric| format!("metric = \"{metric}\"\n")),
        (select(&SERIES[..]), day()).prop_map(|(metric, day)| format!("metric = \"{metric}\"\ndate = {day}\n")),
        select(&SERIES[..])
            .prop_map(|metric| format!("metric = \"{metric}\"\nsince = 2026-01-05\ndate = 2026-02-20\n")),
        is("metric = \"shipped\"\nper = \"orders\"\n"),
    ];
    vec![
        together(fact),
        must("value", whole(-1000, 1000)),
        together(prop_oneof![
            select(&["exactly", "at_least", "at_most"][..]).prop_map(|says| format!("says = \"{says}\"\n")),
            select(&["either", "above", "below"][..]).prop_map(|side| format!("side = \"{side}\"\n")),
        ]),
        together(prop_oneof![
            (0..1000).prop_map(|error| format!("error = {error}\n")),
            (1..1000).prop_map(|error| format!("error = {error}\nrole = \"fit\"\n")),
        ]),
        may("error_share", select(&["0", "0.05", "1"][..]).prop_map(str::to_owned).boxed()),
        may("discrepancy", select(&["0", "0.05", "10"][..]).prop_map(str::to_owned).boxed()),
    ]
}

fn own_metric() -> Vec<Key> {
    let terms = || select(&["net_profit", "0.5 * revenue", "200 * cancelled", "holding_cost"][..]);
    let sum =
        (terms(), select(&["+", "-"][..]), terms()).prop_map(|(one, sign, other)| format!("{one} {sign} {other}"));
    let money = prop_oneof![sum, is("if(applies(payback_day), net_profit, -1M)"), is("max(net_profit, 0) / 2")];
    let condition = select(&["net_profit < 0", "insolvent or shipped = 0", "wait_mean_days > 30 and orders > 100"][..]);
    let whole = prop_oneof![
        money.prop_map(|expr| format!("expr = \"{expr}\"\n")),
        condition.prop_map(|expr| format!("expr = \"{expr}\"\nunit = \"probability\"\n")),
        is("expr = \"cancelled / orders\"\nunit = \"share\"\n"),
    ];
    let better = select(&["\"more\"", "\"less\"", "\"neither\""][..]).prop_map(str::to_owned);
    vec![together(whole), may("better", better), may("title", is("\"Own figure\""))]
}

/// A build plan, a forecast and who plans, which belong together.
fn planning() -> BoxedStrategy<[Option<String>; 3]> {
    let any_planner = weighted(0.3, is("[planner]\nkind = \"fixed\"\n"));
    let apart = (weighted(0.6, build_plan(false)), weighted(0.7, forecast(false)), any_planner)
        .prop_map(|(plan, forecast, planner)| [plan, forecast, planner]);
    let learning = vec![
        must("kind", prop_oneof![4 => is("\"learning\""), 1 => is("\"clairvoyant\"")]),
        may("critical_ratio", (1..1000).prop_map(|share| (f64::from(share) / 1000.0).to_string())),
        may("decides", vec(any_day(), 0..4).prop_map(|days| format!("[{}]", days.join(", ")))),
    ];
    let together = (build_plan(true), forecast(true), table("planner", learning))
        .prop_map(|(plan, forecast, planner)| [Some(plan), Some(forecast), Some(planner)]);
    prop_oneof![2 => apart, 1 => together].boxed()
}

fn build_plan(always: bool) -> Text {
    let cumulative = if always { must("cumulative", rising(3000)) } else { may("cumulative", rising(3000)) };
    table("build_plan", vec![cumulative, may("scale", number(0.0, 3.0))])
}

fn forecast(learns: bool) -> Text {
    let bayes = (weighted(0.5, number(0.1, 5.0)), weighted(0.5, number(0.01, 2.0)), weighted(0.5, number(1.0, 100.0)));
    let bayes = bayes.prop_map(|(mean, cv, spread)| {
        let belief = line("prior_mean", mean) + &line("prior_cv", cv) + &line("overdispersion", spread);
        format!("method = \"bayes\"\n{belief}")
    });
    let smoothing = weighted(0.5, number(0.01, 1.0))
        .prop_map(|weight| format!("method = \"smoothing\"\n{}", line("smoothing", weight)));
    let bayes = bayes.boxed();
    let method = if learns { bayes } else { prop_oneof![is(""), is("method = \"curve\"\n"), smoothing, bayes].boxed() };
    table("forecast", vec![must("daily_orders", path(0.0, 300.0)), may("scale", number(0.0, 3.0)), together(method)])
}

/// Any valid scenario.
pub fn drafts() -> impl Strategy<Value = Draft> {
    let horizon = prop_oneof![1 => Just(1), 2 => 1..30, 4 => 30..=250];
    // The numbers of things come first: names must exist.
    let sizes = (horizon, 2..=4_usize, 0..=6_usize, 0..=3_usize, any::<bool>(), proptest::bool::weighted(0.4));
    sizes.prop_flat_map(|(days, suppliers, components, factories, by_end, abroad)| {
        let timeline = if by_end { "end = @1000@\n".to_owned() } else { format!("horizon = \"{days} days\"\n") };
        let slip = prop_oneof![
            3 => is(""),
            1 => is("slip = \"hold\"\n"),
            1 => is("slip = \"wait\"\n"),
            1 => any_day().prop_map(|day| format!("slip = \"wait\"\nplanned_signature = {day}\n")),
        ];
        let top = weighted(0.2, Just("title = \"Any phone\"\nname = \"any\"\n".to_owned()));
        let own = (
            top,
            slip.prop_map(move |slip| format!("[timeline]\nstart = 2026-01-01\n{timeline}{slip}")),
            run(),
            weighted(0.8, company()),
            weighted(0.5, general_ordering()),
            planning(),
            product(components),
        );
        let supply = (
            (0..suppliers).map(supplier).collect::<Vec<_>>(),
            (0..components).map(|at| component(at, suppliers, abroad)).collect::<Vec<_>>(),
            (0..factories).map(|at| factory(at, suppliers)).collect::<Vec<_>>(),
            tables("disruption", 4, move || disruption(suppliers, components, factories)),
        );
        let others = (
            weighted(
                0.8,
                (market(), weighted(0.4, returns()))
                    .prop_map(|(market, returns)| market.into_iter().chain(returns).collect::<Vec<_>>()),
            ),
            tables("order_stream", 2, order_stream),
            tables("funding", 2, funding),
            tables("expense", 3, expense),
            (tables("observed", 2, observed), tables("metric", 2, own_metric))
                .prop_map(|(facts, own)| facts.into_iter().chain(own).collect::<Vec<_>>()),
            tables("loan", 2, loan),
            tables("service", 2, service),
            (0..if abroad { CURRENCIES } else { 0 }).map(currency).collect::<Vec<_>>(),
        );
        (own, supply, others).prop_map(move |(own, supply, others)| {
            let (top, timeline, run, company, ordering, [plan, forecast, planner], product) = own;
            let (suppliers, components, factories, disruptions) = supply;
            let (market, streams, fundings, expenses, facts, loans, services, currencies) = others;
            let has_forecast = forecast.is_some();
            // The hours of a window that has some.
            let queue = |text: &&String| text.starts_with("[window.") && !text.contains("kind = \"open\"");
            let queue = market.iter().flatten().find(queue).and_then(|text| text[8..].split_once(']'));
            let reached = queue.map(|(name, _)| {
                format!("[observed.reached]\nmetric = \"hours_until.{name}\"\nnumber = 40\nvalue = 2\n")
            });
            let facts = facts.into_iter().chain(reached);
            // Nobody expedites for a plan that changes.
            let expedites = components.iter().any(|component| component.contains("\"expedite\""));
            let kept = |plan: String| {
                plan.lines()
                    .filter(|line| !line.starts_with("scale"))
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
            };
            let (plan, planner) = if expedites { (plan.map(kept), None) } else { (plan, planner) };
            let single = [top, Some(timeline), Some(run), company, ordering, plan, forecast, planner, Some(product)];
            let named = [suppliers, components, factories, disruptions, market.unwrap_or_default(), streams];
            let tables = single.into_iter().flatten().chain(named.into_iter().flatten());
            let tables =
                tables.chain(fundings).chain(expenses).chain(facts).chain(loans).chain(services).chain(currencies);
            let levelled = |table: String| {
                if has_forecast {
                    table
                } else {
                    table.replace(BY_FORECAST, "policy = \"order_up_to\"\norder_up_to_level = 300\n")
                }
            };
            Draft { days, tables: tables.map(levelled).collect() }
        })
    })
}
