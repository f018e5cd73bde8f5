//! Keys of the market, of sales and of what disturbs them.
//!
//! One key stands on one line, so that the list can be read and compared; rustfmt would break each into seven.

use super::Fallback::{Required, Value, Words};
use super::{
    ANYWHERE, COUNT, CV, Key, Kind, NOUGHT, ONE, PER_PHONE, RATE, Range, SHARE, SHARE_BELOW_ONE, TableKind, whole_days,
};

const UTILITY: Range = Range::closed(-1e6, 1e6);

#[rustfmt::skip]
pub(super) const MARKET: TableKind = TableKind {
    path: "market",
    doc: "The people in reach; without this table all demand comes from order streams.",
    keys: &[
        Key::new("reach", Kind::Number(COUNT), Required, "3_000_000", "People in reach, M.").unit("people"),
        Key::new("announced", ANYWHERE, Words("the start"), "2026-08-01", "From this day interest grows."),
        Key::new("choice", Kind::Choice(&["none", "logit", "elasticity"]), Value("\"none\""), "\"none\"", "How price makes people choose; \"none\": everyone in reach would choose the phone."),
        Key::new("quality", Kind::Number(UTILITY), Words("required with \"logit\""), "2.5", "Attractiveness of the phone, with choice = \"logit\"."),
        Key::new("price_sensitivity", Kind::Number(Range::closed(0.0, 1e3)), Words("required with \"logit\""), "0.0015", "Loss of attractiveness per unit of price, with choice = \"logit\".").unit("1/money"),
        Key::new("elasticity", Kind::Number(Range::closed(0.0, 100.0)), Words("required with \"elasticity\""), "1.5", "Price elasticity, with choice = \"elasticity\".").unit("ratio"),
        Key::new("reference_share", Kind::Number(SHARE), ONE, "0.2", "Share of those in reach who would choose the phone at the reference price, with choice = \"elasticity\"; a lower price opens the others.").unit("share"),
        Key::new("reference_price", Kind::Number(Range::above(0.0, 1e6)), Words("the product's price on the day of the announcement; required with \"elasticity\", with price_acts_on = \"rate\" and with any rival's `reaction`"), "1999", "Price at which the market's size and speed are meant, and from which rivals see it move.").unit("money"),
        Key::new("innovation", Kind::Number(RATE), Required, "0.02", "Bass coefficient p: interest without word of mouth.").unit("1/year"),
        Key::new("imitation", Kind::Number(RATE), Required, "1.5", "Bass coefficient q: interest by word of mouth.").unit("1/year"),
        Key::new("waiting_weight", Kind::Number(Range::closed(-10.0, 10.0)), NOUGHT, "0.2", "Weight of those waiting in the word of mouth; negative when they warn others.").unit("ratio"),
        Key::new("noise", Kind::Number(CV), NOUGHT, "0.2", "Daily noise of interest, log standard deviation.").unit("ratio"),
        Key::new("noise_correlation", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.7", "Correlation of the noise from day to day.").unit("ratio"),
        Key::new("forgetting", Kind::Number(RATE), NOUGHT, "0.005", "Hazard at which the interested forget.").unit("1/day"),
        Key::new("return_share", Kind::Number(SHARE), NOUGHT, "0.5", "Share of those who forget, lapse or cancel who can be won again.").unit("share"),
        Key::new("stay", Kind::Number(SHARE), ONE, "0.9", "Share of those a round could not serve who stay interested.").unit("share"),
        Key::new("cancellation", Kind::Number(RATE), NOUGHT, "0.001", "Base hazard at which those waiting cancel.").unit("1/day"),
        Key::new("cancellation_delay", Kind::Number(RATE), NOUGHT, "0.01", "Added hazard per promise overrun.").unit("1/day"),
        Key::new("promise", Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Value("\"30 days\""), "\"30 days\"", "Promised waiting time.").unit("days"),
        Key::new("time_of_day", Kind::Weights(24), Words("0.1 from 0 to 8 o'clock and 1 from 8 to 24"), "[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", "Waking activity in each hour of the day, from midnight: 24 weights."),
        Key::new("price_acts_on", Kind::Choice(&["market", "rate", "change"]), Value("\"market\""), "\"market\"", "The price moves how many would choose the phone; or how fast they do; or its change moves how fast."),
        Key::new("rate_elasticity", Kind::Number(Range::closed(0.0, 100.0)), Words("required with \"rate\""), "1.5", "The hazard moves by (price / reference price)^(-this), with price_acts_on = \"rate\".").unit("ratio"),
        Key::new("price_change_effect", Kind::Number(Range::closed(-100.0, 100.0)), Words("required with \"change\""), "-1.5", "The hazard moves by 1 + this * yearly relative change of the price, with price_acts_on = \"change\" (generalised Bass).").unit("years"),
        Key::new("come_back", Kind::Number(RATE), NOUGHT, "0.002", "Hazard at which those lost can be won again.").unit("1/day"),
        Key::new("planned_conversion", Kind::Number(SHARE), Value("0.7"), "0.7", "Share of reservations the planner expects to pay.").unit("share"),
    ],
};

#[rustfmt::skip]
pub(super) const FANS: TableKind = TableKind {
    path: "market.fans",
    doc: "A community that grows before the launch.",
    keys: &[
        Key::new("start", Kind::Number(COUNT), Value("100"), "100", "Fans on `date`.").unit("people"),
        Key::new("date", ANYWHERE, Required, "2025-08-01", "Day of the start, also before the timeline."),
        Key::new("growth", Kind::Number(Range::closed(0.0, 100.0)), Required, "0.02", "Growth rate g.").unit("1/day"),
        Key::new("ceiling", Kind::Number(Range::above(0.0, 2e9)), Required, "300_000", "Number K the community grows towards.").unit("people"),
        Key::new("weight", Kind::Number(Range::closed(0.0, 10.0)), NOUGHT, "0.3", "Weight of fans who have not bought in the word of mouth.").unit("ratio"),
        Key::new("announcement_share", Kind::Number(SHARE), NOUGHT, "0.5", "Share of the fans who become interested at the announcement.").unit("share"),
    ],
};

#[rustfmt::skip]
pub(super) const SEASON: TableKind = TableKind {
    path: "season",
    doc: "Factors of the speed at which people become interested.",
    keys: &[
        Key::new("weekdays", Kind::Weights(7), Words("1 each"), "[0.9, 0.9, 0.9, 0.9, 1, 1.2, 1.2]", "Factor of each weekday, from Monday.").unit("7 factors"),
        Key::new("months", Kind::Weights(12), Words("1 each"), "[1, 1.2, 0.9, 0.9, 1, 1, 0.9, 0.9, 1.1, 1, 1.1, 1.2]", "Factor of each month, from January.").unit("12 factors"),
    ],
};

#[rustfmt::skip]
pub(super) const HOLIDAY: TableKind = TableKind {
    path: "holiday.*",
    doc: "Days on which people become interested faster or more slowly.",
    keys: &[
        Key::new("from", ANYWHERE, Required, "2026-10-01", "First day."),
        Key::new("to", ANYWHERE, Required, "2026-10-07", "Last day."),
        Key::new("factor", Kind::Number(Range::closed(0.0, 100.0)), Required, "1.5", "Factor on these days, times that of the season.").unit("ratio"),
    ],
};

#[rustfmt::skip]
pub(super) const SUCCESSOR: TableKind = TableKind {
    path: "successor.*",
    doc: "A later phone for which people begin to wait.",
    keys: &[
        Key::new("date", ANYWHERE, Required, "2026-12-01", "Day it comes."),
        Key::new("lead", Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Required, "\"3 months\"", "People begin to wait for it this long before.").unit("days"),
        Key::new("effect", Kind::Number(SHARE), Required, "0.5", "Share of new interest, and of those who try in a window, that it has taken away on its day; growing evenly over the lead.").unit("share"),
    ],
};

#[rustfmt::skip]
pub(super) const RIVAL: TableKind = TableKind {
    path: "rival.*",
    doc: "A competing phone, with choice = \"logit\".",
    keys: &[
        Key::new("from", ANYWHERE, Words("the start"), "2026-01-01", "First day on sale."),
        Key::new("to", ANYWHERE, Words("the end"), "2026-12-31", "Last day on sale."),
        Key::new("quality", Kind::Number(UTILITY), Required, "3", "Its attractiveness."),
        Key::new("price", Kind::NumberOrPath(PER_PHONE), Required, "3999", "Its price: one number, or dated steps.").unit("money"),
        Key::new("reaction", Kind::Number(Range::closed(0.0, 2.0)), NOUGHT, "0.5", "Share of our relative distance from the reference price by which it moves its own price.").unit("share"),
        Key::new("reaction_delay", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"30 days\"", "Time after which it moves.").unit("days, whole"),
        Key::new("reaction_floor", Kind::Number(PER_PHONE), NOUGHT, "1500", "It does not follow below this price.").unit("money"),
    ],
};

#[rustfmt::skip]
pub(super) const PULSE: TableKind = TableKind {
    path: "pulse.*",
    doc: "Marketing that adds to the innovation coefficient and fades.",
    keys: &[
        Key::new("date", ANYWHERE, Required, "2026-08-01", "Day it strikes."),
        Key::new("strength", Kind::Number(RATE), Required, "0.5", "Added to p on that day.").unit("1/year"),
        Key::new("half_life", Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Required, "\"10 days\"", "Time in which it halves.").unit("days"),
    ],
};

#[rustfmt::skip]
pub(super) const WINDOW: TableKind = TableKind {
    path: "window.*",
    doc: "When and how phones are sold to the market.",
    keys: &[
        Key::new("kind", Kind::Choice(&["open", "in_stock", "reservation", "round"]), Required, "\"open\"", "Everyone orders; as long as the shelf lasts; numbered tickets; a quota."),
        Key::new("opens", ANYWHERE, Required, "2026-09-01", "First day."),
        Key::new("closes", ANYWHERE, Words("\"open\": the end; others: as long as `hours` run"), "2026-12-31", "Last day."),
        Key::new("opening_hour", Kind::Number(Range::below(0.0, 24.0)), NOUGHT, "12", "Hour of the day at which it opens.").unit("hour"),
        Key::new("hours", Kind::Number(Range::above(0.0, 240_000.0)), Words("until midnight of `closes`, or of the first day"), "34", "How long it stays open; may pass midnight.").unit("hours"),
        Key::new("every", whole_days(1.0, 3650.0), Words("opens once"), "\"1 week\"", "It opens again after this time, until `until`.").unit("days, whole"),
        Key::new("until", ANYWHERE, Words("the end, with `every`"), "2026-12-31", "Last day on which it may open again."),
        Key::new("rush", Kind::Number(Range::above(0.0, 1e6)), ONE, "0.5", "Rate at which those who want one come.").unit("1/waking hour"),
        Key::new("attendance", Kind::Number(SHARE), ONE, "0.8", "Share of the interested who try.").unit("share"),
        Key::new("throughput", Kind::Number(Range::above(0.0, 1e12)), Words("unlimited"), "50_000", "Orders the shop can serve.").unit("orders per hour"),
        Key::new("throughput_cv", Kind::Number(CV), NOUGHT, "0.2", "Uncertainty of the throughput, one shock per opening.").unit("ratio"),
        Key::new("stay", Kind::Number(SHARE), Words("the market's `stay`"), "0.3", "Share of those it could not serve who stay interested; the others are lost sales.").unit("share"),
        Key::new("limit", Kind::Number(COUNT), Words("unlimited"), "300_000", "Tickets at most, with kind = \"reservation\".").unit("tickets"),
        Key::new("pay", Kind::Number(SHARE), Words("required with \"reservation\""), "0.7", "Chance that a caller pays, with kind = \"reservation\".").unit("share"),
        Key::new("pay_decay", Kind::Number(RATE), NOUGHT, "0.002", "Decay of that chance with the time waited, with kind = \"reservation\".").unit("1/day"),
        Key::new("invite_from", ANYWHERE, Words("`opens`"), "2026-10-01", "First invitation day, with kind = \"reservation\"."),
        Key::new("invite_every", whole_days(1.0, 3650.0), Value("\"1 day\""), "\"1 day\"", "Time between invitation days, with kind = \"reservation\".").unit("days, whole"),
        Key::new("invite_ahead", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"5 days\"", "Planned output promised ahead, with kind = \"reservation\".").unit("days, whole"),
        Key::new("quota", Kind::NumberOrChoice(COUNT, &["stock", "plan"]), Words("required with \"round\""), "100_000", "Phones on offer with kind = \"round\": a number, \"stock\", or \"plan\" (stock and planned output until the promised delivery).").unit("phones"),
        Key::new("delivery_within", whole_days(0.0, 3650.0), Words("none; required with quota = \"plan\""), "\"11 weeks\"", "Promised delivery, with kind = \"round\".").unit("days, whole"),
    ],
};

#[rustfmt::skip]
pub(super) const ORDER_STREAM: TableKind = TableKind {
    path: "order_stream.*",
    doc: "Demand outside the market: `series`, `daily_orders`, or `daily_law` drawn anew each day.",
    keys: &[
        Key::new("from", ANYWHERE, Words("required with `series`; of a law the start"), "2026-09-01", "First day of `series` or of `daily_law`."),
        Key::new("to", ANYWHERE, Words("the end"), "2026-12-31", "Last day of `daily_law`."),
        Key::new("series", Kind::Series(COUNT), Words("none"), "[100, 120, 90]", "Orders of each day from `from` on.").unit("phones"),
        Key::new("daily_orders", Kind::Path(COUNT), Words("none"), "[[2026-11-01, 500], [2026-12-31, 800]]", "Orders per day, linear between points, zero outside them.").unit("[date, phones per day]"),
        Key::new("daily_law", Kind::Number(Range::closed(-2e9, 2e9)), Words("none"), "{ normal = { mean = 500, sd = 80 } }", "Orders of a day, drawn anew each day, independently of other days; below 0 nobody orders.").unit("phones per day"),
        Key::new("law_factor", Kind::NumberOrPath(Range::closed(0.0, 1e9)), ONE, "[[2026-09-01, 1], [2026-12-31, 1.5]]", "Factor of the draws of `daily_law`: one number, or dated points, linear between them and level outside.").unit("ratio"),
        Key::new("price_slope", Kind::Number(RATE), Words("none"), "0.2", "With `daily_law`: phones a day fewer for each unit of price above `reference_price`.").unit("phones per day and money"),
        Key::new("price_elasticity", Kind::Number(Range::closed(0.0, 100.0)), Words("none"), "1.5", "With `daily_law`, instead of `price_slope`: draws are multiplied by (price / reference price)^(-this).").unit("ratio"),
        Key::new("reference_price", Kind::Number(PER_PHONE), Words("required with `price_slope` or `price_elasticity`"), "1_700", "Price at which `daily_law` holds as it is written.").unit("money"),
        Key::new("follows_price", Kind::Choice(&["net_price", "shelf_price"]), Value("\"net_price\""), "\"net_price\"", "The price that moves orders by `price_slope` or `price_elasticity`: the stream's own, or the product's."),
        Key::new("net_price", Kind::Number(PER_PHONE), Required, "1_700", "Paid per phone, net of VAT.").unit("money"),
        Key::new("payment_terms", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"60 days\"", "Time from shipment to payment.").unit("days, whole"),
        Key::new("allotment", Kind::Number(SHARE), Words("none: it queues with the others"), "0.2", "Share of each day's finished phones it may take first.").unit("share"),
        Key::new("talks", Kind::Flag, Value("true"), "true", "Its owners spread the word."),
    ],
};

#[rustfmt::skip]
pub(super) const DISRUPTION: TableKind = TableKind {
    path: "disruption.*",
    doc: "A dated or random disaster; it hits exactly one of region, supplier, component, factory or demand.",
    keys: &[
        Key::new("region", Kind::Text, Words("none"), "\"japan\"", "Hits every supplier and factory of a region."),
        Key::new("supplier", Kind::Reference("supplier"), Words("none"), "\"sharp\"", "Hits one supplier."),
        Key::new("component", Kind::Reference("component"), Words("none"), "\"screen\"", "Hits one component."),
        Key::new("factory", Kind::Reference("factory"), Words("none"), "\"inventec\"", "Hits one factory."),
        Key::new("demand", Kind::Flag, Value("false"), "true", "Hits the market's interest."),
        Key::new("effect", Kind::Choice(&["halt", "slow", "spoil"]), Required, "\"halt\"", "Stops it, slows it, or spoils what it makes."),
        Key::new("stops", Kind::Choice(&["orders", "deliveries", "both"]), Value("\"both\""), "\"both\"", "What a halt stops."),
        Key::new("remaining", Kind::Number(SHARE), Words("required with \"slow\", and with \"spoil\" of a factory"), "0.5", "Share of capacity or interest that is left.").unit("share"),
        Key::new("defect_rate", Kind::Number(SHARE_BELOW_ONE), Words("required with \"spoil\" of parts"), "0.1", "Added to the parts' own defect rate.").unit("share"),
        Key::new("line_speed", Kind::Number(SHARE), Words("full speed"), "0.6", "Share of every factory's speed left by fitting by hand, with \"spoil\" of parts.").unit("share"),
        Key::new("from", ANYWHERE, Words("required without `rate_per_year`"), "2026-10-15", "First day."),
        Key::new("rate_per_year", Kind::Number(Range::closed(0.0, 10_000.0)), Words("none: it is dated"), "0.5", "Mean number of events a year, instead of `from`: they strike at random.").unit("1/year"),
        Key::new("strikes", Kind::Choice(&["any_time", "after_recovery"]), Value("\"any_time\""), "\"any_time\"", "With `rate_per_year`: events strike whether or not one is under way and may overlap, or only once the last one is over and a day has passed."),
        Key::new("length", whole_days(1.0, 10_000.0), Words("from `to`"), "\"6 weeks\"", "How long it lasts; with `rate_per_year` a distribution is drawn anew for each event.").unit("days, whole"),
        Key::new("to", ANYWHERE, Words("from `length`"), "2026-11-30", "Last day, instead of `length`."),
    ],
};

#[rustfmt::skip]
pub(super) const OBSERVED: TableKind = TableKind {
    path: "observed.*",
    doc: "A fact of the record, held against the simulated distribution.",
    keys: &[
        Key::new("metric", Kind::Metric, Required, "\"shipped_cumulative\"", "A metric's name, or with `date` a daily series."),
        Key::new("date", ANYWHERE, Words("none: the metric at the end"), "2026-12-31", "Day of the series."),
        Key::new("value", Kind::Certain(Range::closed(-1e18, 1e18)), Required, "400_000", "The value on record."),
    ],
};

#[rustfmt::skip]
pub(super) const CORRELATION: TableKind = TableKind {
    path: "correlation.*",
    doc: "A rank correlation between two uncertain inputs.",
    keys: &[
        Key::new("between", Kind::TwoKeys, Required, "[\"market.innovation\", \"market.imitation\"]", "Addresses of two keys whose values are distributions."),
        Key::new("rank", Kind::Certain(Range { low: -1.0, high: 1.0, low_open: true, high_open: true }), Required, "0.5", "Spearman's rank correlation.").unit("ratio"),
    ],
};
