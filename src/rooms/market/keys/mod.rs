//! The people in reach, their fans, and how price makes them choose.

pub mod competition;
pub mod demand;
pub mod price;
pub mod window;

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::presence::Condition;
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, COUNT, CV, NOUGHT, ONE, PER_PHONE, RATE, SHARE, SHARE_BELOW_ONE, UTILITY};
use crate::language::reader::Section;
use crate::language::source::Span;
use crate::language::tree::{Table, Value};
use crate::rooms::product::keys::PRODUCT;
use competition::RIVAL;
use demand::Stated;
use price::{PriceEyes, PriceTurn};

words! {
    /// How price makes people choose.
    pub enum ChoiceModel {
        /// It does not: everyone in reach would choose the phone.
        None = "none",
        /// Utility against rivals and buying nothing.
        Logit = "logit",
        /// A constant elasticity.
        Elasticity = "elasticity",
    }
}

words! {
    /// What the price moves.
    pub enum PriceActsOn {
        /// How many would choose the phone.
        Market = "market",
        /// How fast they do.
        Rate = "rate",
        /// Its change moves how fast they do.
        Change = "change",
    }
}

/// How price makes people choose, with what that takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Everyone in reach would choose the phone.
    None,
    /// Utility quality - sensitivity * price against rivals and buying nothing (utility 0).
    Logit {
        /// `quality`, dimensionless.
        quality: Number,
        /// `price_sensitivity` [1/money].
        sensitivity: Number,
        /// The price at which the quality is meant [money]: 0, or where stated demand makes it independent.
        at: f64,
    },
    /// Share = min(1, reference_share * (price / reference_price)^(-elasticity)).
    Elasticity {
        /// `elasticity`.
        elasticity: Number,
        /// `reference_share`.
        share: Number,
        /// The price at which the share is meant [money]; `None`: at `reference_price`.
        at: Option<f64>,
    },
}

/// What the price moves beside, or instead of, the number of people who would choose the phone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriceEffect {
    /// The number of people who would choose the phone (see [`Choice`]).
    Market,
    /// The hazard, by (price / reference price)^(-`rate_elasticity`).
    Rate {
        /// `rate_elasticity`.
        elasticity: Number,
    },
    /// The hazard, by 1 + `price_change_effect` * d ln(price)/dt (Bass, Krishnan & Jain 1994).
    Change {
        /// `price_change_effect`, negative when a falling price speeds the sale [years].
        effect: Number,
    },
}

table! {
    /// The people in reach; without this table all demand comes from order streams.
    MARKET = "market", Market {
        /// People in reach, M.
        reach: Number = Kind::Number(COUNT), Required, "3_000_000", "people";
        /// From this day interest grows.
        announced: Option<Date> = ANYWHERE, Words("the start"), "2026-08-01";
        /// Demand as people know it.
        stated: Option<Stated> => Stated::read {}
        /// How price makes people choose.
        choice: Choice => choice {
            /// How price makes people choose; "none": everyone in reach would choose the phone.
            choice = Kind::Choice(ChoiceModel::ALL), Default(r#""none""#), r#""none""#;
            /// Attractiveness of the phone, with choice = "logit".
            quality = Kind::Number(UTILITY), Words(r#"required with "logit", unless demand is stated"#), "2.5";
            /// Loss of attractiveness per unit of price, with choice = "logit".
            price_sensitivity = Kind::Number(Range::closed(0.0, 1e3)), Words(r#"required with "logit", unless demand is stated: then it holds in place of the fitted one"#), "0.0015", "1/money";
            /// Price elasticity, with choice = "elasticity".
            elasticity = Kind::Number(Range::closed(0.0, 100.0)), Words(r#"required with "elasticity", unless demand is stated: then it holds in place of the fitted one"#), "1.5", "ratio";
            /// Share of those in reach who would choose the phone at the reference price, with choice = "elasticity"; a lower price opens the others.
            reference_share = Kind::Number(SHARE), Words("1, or as demand is stated"), "0.2", "share";
        }
        /// Price at which the numbers of the market hold [money]; with logit by default the price on the day of the announcement.
        reference_price: Option<Number> => reference_price {
            /// Price at which the market's size and speed are meant, and from which rivals see it move.
            reference_price = Kind::Number(Range::above(0.0, 1e6)), Words(r#"the product's price on the day of the announcement; required with "elasticity", with price_acts_on = "rate" and with any rival's `reaction`"#), "1999", "money";
        }
        /// Bass coefficient p: interest without word of mouth.
        innovation: Number = Kind::Number(RATE), Required, "0.02", "1/year";
        /// Bass coefficient q: interest by word of mouth.
        imitation: Number = Kind::Number(RATE), Required, "1.5", "1/year";
        /// Weight of those waiting in the word of mouth; negative when they warn others.
        waiting_weight: Number = Kind::Number(Range::closed(-10.0, 10.0)), NOUGHT, "0.2", "ratio";
        /// A community that grows before the launch.
        fans: Option<Fans> => fans {}
        /// Daily noise of interest, log standard deviation.
        noise: Number = Kind::Number(CV), NOUGHT, "0.2", "ratio";
        /// Correlation of the noise from day to day.
        noise_correlation: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.7", "ratio";
        /// Hazard at which the interested forget.
        forgetting: Number = Kind::Number(RATE), NOUGHT, "0.005", "1/day";
        /// Share of those who forget, lapse or cancel who can be won again.
        return_share: Number = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        /// Share of those a round could not serve who stay interested.
        stay: Number = Kind::Number(SHARE), ONE, "0.9", "share";
        /// Base hazard at which those waiting cancel.
        cancellation: Number = Kind::Number(RATE), NOUGHT, "0.001", "1/day";
        /// Added hazard per promise overrun.
        cancellation_delay: Number = Kind::Number(RATE), NOUGHT, "0.01", "1/day";
        /// Promised waiting time.
        promise: Number = Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Default(r#""30 days""#), r#""30 days""#, "days";
        /// What each customer is paid who is refunded at the end, or who cancels when the promised wait has passed.
        compensation: Number = Kind::Number(PER_PHONE), NOUGHT, "100", "money";
        /// Owners whom each customer who cancels takes out of the word of mouth.
        ill_will: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "1", "ratio";
        /// Waking activity in each hour of the day, from midnight.
        time_of_day: [f64; 24] => time_of_day {
            /// Waking activity in each hour of the day, from midnight: 24 weights.
            time_of_day = Kind::Weights(24), Words("0.1 from 0 to 8 o'clock and 1 from 8 to 24"), "[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
        }
        /// What the price moves beside, or instead of, how many would choose the phone.
        price_effect: PriceEffect => price_effect {
            /// The price moves how many would choose the phone; or how fast they do; or its change moves how fast.
            price_acts_on = Kind::Choice(PriceActsOn::ALL), Default(r#""market""#), r#""market""#;
            /// The hazard moves by (price / reference price)^(-this), with price_acts_on = "rate".
            rate_elasticity = Kind::Number(Range::closed(0.0, 100.0)), Words(r#"required with "rate""#), "1.5", "ratio";
            /// The hazard moves by 1 + this * yearly relative change of the price, with price_acts_on = "change" (generalised Bass).
            price_change_effect = Kind::Number(Range::closed(-100.0, 100.0)), Words(r#"required with "change""#), "-1.5", "years";
        }
        /// Hazard at which those lost can be won again.
        come_back: Number = Kind::Number(RATE), NOUGHT, "0.002", "1/day";
        /// Share of reservations the planner expects to pay.
        planned_conversion: Number = Kind::Number(SHARE), Default("0.7"), "0.7", "share";
        /// Whether they answer to it otherwise than written.
        turn: Option<PriceTurn> => price::no_turn {}
        /// How the interested and the waiting see the price.
        price_eyes: PriceEyes => PriceEyes::of {}
        keys PriceEyes::KEYS;
    }
}

table! {
    /// A community that grows before the launch.
    FANS = "market.fans", Fans {
        /// Fans on `date`.
        start: Number = Kind::Number(COUNT), Default("100"), "100", "people";
        /// Day of the start, also before the timeline.
        date: Date = ANYWHERE, Required, "2025-08-01";
        /// Growth rate g.
        growth: Number = Kind::Number(Range::closed(0.0, 100.0)), Required, "0.02", "1/day";
        /// Number K the community grows towards.
        ceiling: Number = Kind::Number(Range::above(0.0, 2e9)), Required, "300_000", "people";
        /// Weight of fans who have not bought in the word of mouth.
        weight: Number = Kind::Number(Range::closed(0.0, 10.0)), NOUGHT, "0.3", "ratio";
        /// Share of the fans who become interested at the announcement.
        announcement_share: Number = Kind::Number(SHARE), NOUGHT, "0.5", "share";
    }
}

pub(crate) fn market(tree: &Table, context: &mut Context) -> Option<Market> {
    let section = Section::single(tree, &MARKET);
    let market = section.is_written().then(|| Market::of(&section, tree, context))?;
    let nought = Number::certain(0.0);
    if market.cancellation == nought && market.cancellation_delay == nought {
        let chosen = section.chosen("cancellation", "where nobody cancels");
        section.useless(
            context,
            &["ill_will"],
            &chosen,
            "write `cancellation` or `cancellation_delay`, or take `KEY` out",
        );
    } else if market.imitation == nought {
        section.useless(
            context,
            &["ill_will"],
            &section.chosen("imitation", "without word of mouth, imitation = 0"),
            "",
        );
    }
    Some(market)
}

fn fans(_: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Fans> {
    let section = Section::single(tree, &FANS);
    section.is_written().then(|| Fans::of(&section, tree, context))
}

fn choice(section: &Section<'_>, tree: &Table, context: &mut Context) -> Choice {
    let model: ChoiceModel = word(section, "choice", context);
    let chosen = section.chosen("choice", format!("with choice = \"{}\"", model.word()));
    let (level, fall, others): (&str, &str, &[&str]) = match model {
        ChoiceModel::Logit => ("quality", "price_sensitivity", &["elasticity", "reference_share"]),
        ChoiceModel::Elasticity => ("reference_share", "elasticity", &["quality", "price_sensitivity"]),
        ChoiceModel::None => {
            let keys = ["quality", "price_sensitivity", "elasticity", "reference_share"];
            section.useless(context, &keys, &chosen, "write choice = \"logit\" or \"elasticity\", or take `KEY` out");
            if demand::is_stated(tree) {
                section.missing_beside(
                    context,
                    "choice",
                    ": \"logit\" or \"elasticity\", for stated demand",
                    chosen.span,
                );
            }
            return Choice::None;
        }
    };
    let logit = model == ChoiceModel::Logit;
    let choice = if demand::is_stated(tree) {
        let stated = demand::place(tree);
        let because = "beside stated demand, of which it is made".to_owned();
        section.useless(context, &[level], &Condition { because, span: stated }, "");
        // What a later file states replaces what an earlier one wrote of the slope.
        let layer = |span: Option<Span>| span.map_or(0, |span| context.sources.get(span.file).layer);
        let holds = layer(section.key_span(fall)) >= layer(stated);
        let written = if holds {
            section.number_opt(context, fall)
        } else {
            context.ignored.push((section.path.clone(), fall.to_owned()));
            None
        };
        demand::curve(section, tree, context, written, logit).map(|curve| {
            let (level, slope, at) = (curve.level, curve.slope, curve.at);
            if logit {
                Choice::Logit { quality: level, sensitivity: slope, at }
            } else {
                Choice::Elasticity { elasticity: slope, share: level, at: Some(at) }
            }
        })
    } else if logit {
        let mut need = |name: &str| {
            section.needs(context, name, &chosen);
            section.number(context, name)
        };
        Some(Choice::Logit { quality: need(level), sensitivity: need(fall), at: 0.0 })
    } else {
        section.needs(context, fall, &chosen);
        let elasticity = section.number(context, fall);
        let share = section.number_opt(context, level).unwrap_or(Number::certain(1.0));
        Some(Choice::Elasticity { elasticity, share, at: None })
    };
    section.useless(context, others, &chosen, "");
    // Beside the fault, something stands in.
    choice.unwrap_or(Choice::None)
}

fn price_effect(section: &Section<'_>, _: &Table, context: &mut Context) -> PriceEffect {
    let acts: PriceActsOn = word(section, "price_acts_on", context);
    let chosen = section.chosen("price_acts_on", format!("with price_acts_on = \"{}\"", acts.word()));
    for (of, key) in [(PriceActsOn::Rate, "rate_elasticity"), (PriceActsOn::Change, "price_change_effect")] {
        if of == acts {
            section.needs(context, key, &chosen);
        } else {
            section.useless(context, &[key], &chosen, "");
        }
    }
    match acts {
        PriceActsOn::Market => PriceEffect::Market,
        PriceActsOn::Rate => PriceEffect::Rate { elasticity: section.number(context, "rate_elasticity") },
        PriceActsOn::Change => PriceEffect::Change { effect: section.number(context, "price_change_effect") },
    }
}

/// Little activity at night, full activity by day.
fn time_of_day(section: &Section<'_>, _: &Table, context: &mut Context) -> [f64; 24] {
    let waking = || std::array::from_fn(|hour| if hour < 8 { 0.1 } else { 1.0 });
    section.weights(context, "time_of_day").unwrap_or_else(waking)
}

/// The price a response to price is measured from. Were it the product's own, it would move with every price that is tried,
/// and the response would never show.
fn reference_price(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Number> {
    let chosen = |name: &str, word: &str| {
        let node = section.node(name)?;
        matches!(&node.value, Value::Text(text) if text == word)
            .then(|| (format!("with {name} = \"{word}\""), node.span))
    };
    let reacts = || {
        Section::named(tree, &RIVAL).into_iter().find_map(|(name, rival)| {
            let node = rival.node("reaction")?;
            let moves = !matches!(node.value, Value::Integer(0)) && node.value != Value::Float(0.0);
            moves.then(|| (format!("for the reaction of the rival `{name}`"), node.span))
        })
    };
    if !section.has("reference_price")
        && let Some((why, span)) =
            chosen("choice", "elasticity").or_else(|| chosen("price_acts_on", "rate")).or_else(reacts)
        && !context.misspelt.contains(&(section.path.clone(), "reference_price".to_owned()))
    {
        let title = format!("[market] needs the key `reference_price` {why}");
        let cure = match price_today(tree) {
            Some(price) => format!("write in [market]: reference_price = {price}, the price today"),
            None => {
                "write in [market] the price at which its numbers hold, for example: reference_price = 1_999".into()
            }
        };
        context.fault(Fault::new(Code::NoReferencePrice, title).at(span, "measured from which price?").help(cure));
    }
    section.number_opt(context, "reference_price")
}

/// The product's first price, when it is a plain number, as it is written.
fn price_today(tree: &Table) -> Option<String> {
    let (_, product) = Section::named(tree, &PRODUCT).into_iter().next()?;
    let number = |value: &Value| match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    };
    match &product.node("price")?.value {
        Value::List(points) => match &points.first()?.value {
            Value::List(point) => number(&point.get(1)?.value),
            _ => None,
        },
        value => number(value),
    }
}
