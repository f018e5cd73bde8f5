//! Keys of the product, its parts, who sells them and where they are put together.
//!
//! One key stands on one line, so that the list can be read and compared; rustfmt would break each into seven.

use super::Fallback::{Required, Value, Words};
use super::{
    ANYWHERE, COUNT, CV, Key, Kind, MONEY, NOUGHT, ONE, PER_PHONE, Range, SHARE, SHARE_BELOW_ONE, TableKind, whole_days,
};

#[rustfmt::skip]
pub(super) const PRODUCT: TableKind = TableKind {
    path: "product.*",
    doc: "What is sold. One product for now.",
    keys: &[
        Key::new("price", Kind::NumberOrPath(PER_PHONE), Words("required with a market or a window"), "1999", "Shelf price with VAT: one number, or dated steps.").unit("money"),
        Key::new("parts", Kind::Parts(Range::closed(1.0, 10_000.0)), Words("none"), "{ screen = 1, screw = 12 }", "Quantity of each component in one phone: [product.NAME.parts]; joined with those of `bom`.").unit("parts per phone"),
        Key::new("bom", Kind::File, Words("none"), "\"bom/parts.csv\"", "Bill of materials as CSV with the columns name, supplier, quantity, unit_cost and lead_time; other columns are keys of [component.NAME]."),
        Key::new("build", Kind::Choice(&["to_order", "to_stock", "to_plan"]), Value("\"to_order\""), "\"to_order\"", "Phones are started for those who wait, for stock too, or as the build plan says whoever waits."),
        Key::new("stock_target", Kind::Number(COUNT), NOUGHT, "1000", "Finished phones wanted, with build = \"to_stock\".").unit("phones"),
        Key::new("stock_cover", Kind::Duration { range: Range::closed(0.0, 3650.0), whole: false }, Value("\"0 days\""), "\"10 days\"", "Days ahead whose forecast orders are kept finished, with build = \"to_stock\".").unit("days"),
        Key::new("ships_on_closed_days", Kind::Flag, Value("false"), "true", "Whether finished phones are also shipped on closed days, on which every factory that is open rests or has a holiday."),
        Key::new("assembly_fee", Kind::Number(PER_PHONE), NOUGHT, "80", "Fee to the assembler per phone started, net of VAT.").unit("money"),
        Key::new("licence_fee", Kind::Number(PER_PHONE), NOUGHT, "60", "Licences per phone shipped.").unit("money"),
        Key::new("logistics_cost", Kind::Number(PER_PHONE), NOUGHT, "20", "Logistics per phone shipped.").unit("money"),
        Key::new("warranty_cost", Kind::Number(PER_PHONE), NOUGHT, "30", "Expected warranty cost per phone, accrued at shipment.").unit("money"),
        Key::new("warranty_period", Kind::Duration { range: Range::above(0.0, 3650.0), whole: false }, Value("\"12 months\""), "\"12 months\"", "Time over which warranty claims are paid.").unit("days"),
        Key::new("payment_fee", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "Payment fee as a share of the price paid with VAT.").unit("share"),
        Key::new("holding_cost_per_day", Kind::Number(PER_PHONE), NOUGHT, "0.5", "Cost of holding a finished phone for a day.").unit("money"),
        Key::new("backorder_cost_per_day", Kind::Number(PER_PHONE), NOUGHT, "0.5", "Cost of a waiting customer for a day.").unit("money"),
        Key::new("order_error_rate", Kind::Number(SHARE), NOUGHT, "0.01", "Share of shipments to the market that go wrong (sent twice, paid and not sent) before any rehearsal.").unit("share"),
        Key::new("order_error_cost", Kind::Number(PER_PHONE), NOUGHT, "100", "Cost of setting one of them right.").unit("money"),
        Key::new("order_error_refund", Kind::Number(SHARE), NOUGHT, "0.2", "Share of them whose price is refunded.").unit("share"),
        Key::new("rehearsals", Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "2", "Rehearsals of the shop before the launch, like selling cola to the staff.").unit("rehearsals"),
        Key::new("rehearsal_effect", Kind::Number(SHARE), Value("0.5"), "0.5", "Share of the errors that each rehearsal finds.").unit("share"),
        Key::new("salvage", Kind::Number(SHARE), NOUGHT, "0.3", "What a finished phone left at the end brings, as a share of its book value.").unit("share"),
    ],
};

#[rustfmt::skip]
pub(super) const SUPPLIER: TableKind = TableKind {
    path: "supplier.*",
    doc: "Who sells parts or assembles; also a line of `supplier_list`.",
    keys: &[
        Key::new("region", Kind::Text, Value("\"\""), "\"japan\"", "Region a disruption may hit."),
        Key::new("signed", ANYWHERE, Words("the start"), "2026-02-01", "Day of signature; nothing is bought before it."),
        Key::new("deposit", Kind::Number(SHARE), NOUGHT, "0.3", "Share of the order's value paid at the order.").unit("share"),
        Key::new("payment_terms", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"30 days\"", "Time from delivery to payment of the rest.").unit("days, whole"),
        Key::new("weekly_capacity", Kind::Number(COUNT), Words("unlimited"), "50_000", "Most it accepts of each of its parts a week, in sets for one phone; a review carries what it leaves below one lot to the next.").unit("phone-sets per week"),
        Key::new("acceptance", Kind::Number(SHARE), Words("it signs on `signed`"), "0.3", "Chance that an approach is accepted, each independent of the others.").unit("share"),
        Key::new("approach_every", whole_days(1.0, 3650.0), Value("\"1 month\""), "\"1 month\"", "Time between approaches; the first comes this long after the start.").unit("days, whole"),
        Key::new("endorsed_by", Kind::References("supplier"), Words("nobody"), "[\"mitsui\"]", "Suppliers whose signatures together endorse the company with this one."),
        Key::new("acceptance_endorsed", Kind::Number(SHARE), Words("required with `endorsed_by`"), "0.8", "Chance that an approach is accepted once all of `endorsed_by` have signed.").unit("share"),
        Key::new("negotiation_time", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"6 weeks\"", "Time from acceptance to signature.").unit("days, whole"),
        Key::new("renegotiations", Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "1", "Changes asked for before signing; rounded to a whole number.").unit("changes"),
        Key::new("renegotiation_time", whole_days(0.0, 3650.0), Words("required with `renegotiations`"), "\"4 months\"", "Time each change takes.").unit("days, whole"),
        Key::new("prepayment", Kind::Number(MONEY), Words("none"), "2_000_000", "Its R&D or tooling, paid on the day of signature as engineering expense (NRE).").unit("money"),
        Key::new("acceptance_prepaid", Kind::Number(SHARE), Words("as without a prepayment"), "0.9", "Chance that an approach is accepted when it offers a prepayment above 0.").unit("share"),
    ],
};

#[rustfmt::skip]
macro_rules! ordering_keys {
    ($($more:expr,)*) => {
        &[
            $($more,)*
            Key::new("policy", Kind::Choice(&["none", "order_up_to", "s_S", "reorder_point", "to_order"]), Value("\"none\""), "\"none\"", "What is ordered at a review beside the build plan's needs."),
            Key::new("order_up_to_level", Kind::Number(COUNT), Words("from the forecast with \"order_up_to\", required with \"s_S\""), "20_000", "Level S the position is raised to.").unit("parts"),
            Key::new("reorder_level", Kind::Number(Range::closed(-2e9, 2e9)), Words("required with \"s_S\" and \"reorder_point\""), "5_000", "Level s or r at or below which is ordered.").unit("parts"),
            Key::new("order_quantity", Kind::Number(Range::above(0.0, 2e9)), Words("required with \"reorder_point\""), "10_000", "Lot Q.").unit("parts"),
            Key::new("review", whole_days(1.0, 365.0), Value("\"1 week\""), "\"1 week\"", "Time between reviews.").unit("days, whole"),
            Key::new("safety_time", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"1 week\"", "Parts are wanted this long before they are needed.").unit("days, whole"),
            Key::new("follow_build_plan", Kind::Flag, Words("true; false with policy = \"to_order\""), "true", "The build plan's needs are ordered."),
            Key::new("last_order", ANYWHERE, Words("the end"), "2026-10-31", "No order after this day."),
        ]
    };
}

#[rustfmt::skip]
pub(super) const ORDERING: TableKind = TableKind {
    path: "ordering",
    doc: "How parts are ordered; each key can be overridden in [component.NAME].",
    keys: ordering_keys!(
        Key::new("within_cash", Kind::Flag, Value("false"), "true", "Orders of a review are cut in proportion when cash would fall below the credit line."),
    ),
};

#[rustfmt::skip]
pub(super) const COMPONENT: TableKind = TableKind {
    path: "component.*",
    doc: "What a phone is made of; also a line of a bill of materials. The keys of [ordering] can be written here too.",
    keys: ordering_keys!(
        Key::new("supplier", Kind::Reference("supplier"), Required, "\"sharp\"", "Who sells it."),
        Key::new("unit_cost", Kind::Number(PER_PHONE), Required, "220", "Quoted price per part, net of VAT.").unit("money"),
        Key::new("fair_price", Kind::Number(PER_PHONE), Words("none"), "180", "What the part would cost fairly, net of VAT; the cost audit ranks what is paid beyond it.").unit("money"),
        Key::new("quoted", ANYWHERE, Words("the start"), "2026-01-01", "Day of the quote, from which erosion counts."),
        Key::new("lead_time", whole_days(0.0, 3650.0), Required, "\"3 months\"", "Mean time from order to arrival; \"0 days\" arrives the same day.").unit("days, whole"),
        Key::new("lead_time_cv", Kind::Number(CV), NOUGHT, "0.2", "Coefficient of variation of the lead time (lognormal).").unit("ratio"),
        Key::new("minimum_order", Kind::Whole(COUNT), NOUGHT, "1000", "Smallest order.").unit("parts"),
        Key::new("order_multiple", Kind::Whole(Range::closed(1.0, 2e9)), Words("the quantity per phone"), "500", "Orders are multiples of this.").unit("parts"),
        Key::new("defect_rate", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "Share of received parts that is rejected.").unit("share"),
        Key::new("opening_stock", Kind::Whole(COUNT), NOUGHT, "1000", "Good parts in stock on day 0, at the quoted cost.").unit("parts"),
        Key::new("learning_rate", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.1", "Cost falls by this share each time the bought volume doubles.").unit("share"),
        Key::new("learning_from", Kind::Number(Range::above(0.0, 1e12)), ONE, "10_000", "Volume from which learning counts.").unit("parts"),
        Key::new("learning_floor", Kind::Number(SHARE), NOUGHT, "0.5", "Least factor that learning can reach.").unit("share"),
        Key::new("erosion_per_quarter", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.03", "Share by which the quoted price falls each quarter.").unit("share"),
        Key::new("volume_factors", Kind::Steps(Range::above(0.0, 1000.0)), Words("none"), "[[0, 1.2], [100_000, 1.0]]", "Steps [parts bought before, factor on the price], ascending from 0.").unit("[parts, factor]"),
        Key::new("salvage", Kind::Number(SHARE), NOUGHT, "0.2", "Share of book value that leftover parts bring.").unit("share"),
        Key::new("cancellation_fee", Kind::Number(SHARE), NOUGHT, "0.5", "Share of an open order's value owed when it is cancelled at the end.").unit("share"),
        Key::new("holding_cost_per_day", Kind::Number(PER_PHONE), NOUGHT, "0.01", "Cost of holding a part for a day.").unit("money"),
        Key::new("cancellable", Kind::Flag, Value("true"), "false", "Whether open orders can be cancelled at the end for the cancellation fee; a custom part's are owed in full."),
        Key::new("hedge", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"2 weeks\"", "Extra time of stock of this part, on top of its safety time.").unit("days, whole"),
        Key::new("inspection_time", whole_days(0.0, 365.0), Value("\"0 days\""), "\"2 days\"", "Time of incoming inspection between arrival and stock.").unit("days, whole"),
        Key::new("pacing", Kind::Flag, Value("false"), "true", "Shown by name in charts, daily.csv and metrics."),
    ),
};

#[rustfmt::skip]
pub(super) const SECOND_SOURCE: TableKind = TableKind {
    path: "component.*.second_source",
    doc: "A second supplier of a component: it takes a share of every order, and what the first cannot accept.",
    keys: &[
        Key::new("supplier", Kind::Reference("supplier"), Required, "\"sharp\"", "Who it is; its signature, terms, capacity and disruptions are its own."),
        Key::new("premium", Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "0.1", "Its price above the first source's, as a share of it.").unit("share"),
        Key::new("share", Kind::Number(SHARE), NOUGHT, "0.3", "Share of every order that goes to it.").unit("share"),
    ],
};

#[rustfmt::skip]
pub(super) const BUILD_PLAN: TableKind = TableKind {
    path: "build_plan",
    doc: "How many good phones are planned; their parts are bought ahead, and with build = \"to_plan\" they are also started.",
    keys: &[Key::new("cumulative", Kind::Path(COUNT), Words("nothing planned"), "[[2026-07-01, 0], [2026-12-31, 200_000]]", "Good phones planned since the beginning, linear between points, level after the last one, never falling; over the planned yield they are the planned starts.").unit("[date, phones]")],
};

#[rustfmt::skip]
pub(super) const FORECAST: TableKind = TableKind {
    path: "forecast",
    doc: "The planner's forecast, for policy = \"order_up_to\" and `stock_cover`.",
    keys: &[
        Key::new("method", Kind::Choice(&["curve", "smoothing", "bayes"]), Value("\"curve\""), "\"curve\"", "The planner's own curve; smoothed new interest once announced; or the curve times a market size learned from new interest."),
        Key::new("smoothing", Kind::Number(Range::above(0.0, 1.0)), Value("0.1"), "0.1", "Weight of the newest day, with method = \"smoothing\".").unit("share"),
        Key::new("prior_mean", Kind::Number(Range::above(0.0, 1e6)), ONE, "1", "Market size believed at first in multiples of the curve, with method = \"bayes\".").unit("ratio"),
        Key::new("prior_cv", Kind::Number(Range::above(0.0, 5.0)), Value("0.5"), "0.5", "Coefficient of variation of that belief, with method = \"bayes\".").unit("ratio"),
        Key::new("overdispersion", Kind::Number(Range::closed(1.0, 1e9)), ONE, "50", "Variance of a day's interest over its mean, with method = \"bayes\"; 1 is Poisson, more makes it learn slower.").unit("ratio"),
        Key::new("daily_orders", Kind::Path(COUNT), Words("none"), "[[2026-08-01, 500], [2026-12-31, 1_000]]", "Expected orders per day, linear between points, zero outside them.").unit("[date, phones per day]"),
    ],
};

#[rustfmt::skip]
pub(super) const FACTORY: TableKind = TableKind {
    path: "factory.*",
    doc: "Where phones are assembled; capacities add up.",
    keys: &[
        Key::new("supplier", Kind::Reference("supplier"), Words("none"), "\"inventec\"", "The assembler: its signature gates the start and its terms pay the assembly fee."),
        Key::new("region", Kind::Text, Value("\"\""), "\"china\"", "Region a disruption may hit."),
        Key::new("opens", ANYWHERE, Words("the start"), "2026-07-01", "First working day."),
        Key::new("closes", ANYWHERE, Words("the end"), "2026-12-31", "Last working day."),
        Key::new("ramp", Kind::Path(COUNT), Words("unlimited"), "[[2026-07-01, 500], [2026-10-01, 3_000]]", "Nameplate capacity, linear between points, level outside them; fractions of a phone are carried to the next day.").unit("[date, phones per day]"),
        Key::new("utilisation", Kind::NumberOrPath(Range::closed(0.0, 2.0)), ONE, "0.9", "Share of nameplate that is effective: one number, or dated steps.").unit("share"),
        Key::new("rest_days", Kind::Weekdays, Value("[]"), "[\"sunday\"]", "Weekly rest days."),
        Key::new("holidays", Kind::Holidays, Value("[]"), "[[2026-10-01, 2026-10-07]]", "Closed from first to last day, or on single dates."),
        Key::new("yield_share", Kind::Number(SHARE), ONE, "0.98", "Share of started phones that are good.").unit("share"),
        Key::new("yield_sd", Kind::Number(SHARE), NOUGHT, "0.02", "Day-to-day standard deviation of the yield; with 0 good phones are drawn one by one.").unit("share"),
        Key::new("yield_start", Kind::Number(SHARE), Words("`yield_share`"), "0.8", "Yield of the first phone; it approaches `yield_share` with the phones started.").unit("share"),
        Key::new("yield_learning", Kind::Number(Range::above(0.0, 2e9)), Words("required with `yield_start`"), "5_000", "Phones started after which the gap to the mature yield has shrunk to 1/e.").unit("phones"),
        Key::new("throughput_time", whole_days(0.0, 365.0), Value("\"0 days\""), "\"2 days\"", "Time from start to finished.").unit("days, whole"),
        Key::new("finishes_on_closed_days", Kind::Flag, Value("false"), "true", "Whether phones are also finished on its rest days and holidays; else those due then are finished on its next working day."),
    ],
};
