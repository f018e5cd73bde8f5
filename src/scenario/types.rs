//! The validated scenario: what the planner wrote, in types, with every reference resolved to exist.
//!
//! Every numeric key is a [`Number`]: a plain value, or an uncertain input drawn once per launch.
//! Dates stay civil dates here; the plan turns them into day numbers.

use jiff::civil::Date;

use crate::random::distribution::Distribution;

/// A numeric input: its value, or the median of an uncertain one together with the input drawn for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value itself, or the median of the distribution: what the planner plans with.
    pub value: f64,
    /// Index into [`Scenario::inputs`] when the value is uncertain.
    pub input: Option<usize>,
}

impl Number {
    /// A certain value.
    #[must_use]
    pub const fn certain(value: f64) -> Self {
        Self { value, input: None }
    }
}

/// A path through dated points; each key's documentation says whether it steps or runs linearly.
pub type Path = Vec<(Date, Number)>;

/// One uncertain input: a key of the scenario whose value is drawn once per launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Address of the key, `component.screen.unit_cost`.
    pub key: String,
    /// The key's own unit, "" when it has none; money is in the scenario's currency.
    pub unit: &'static str,
    /// What its value is drawn from, in that unit.
    pub distribution: Distribution,
    /// What is believed about its value, where it is set to one number and keeps only its place among the correlations.
    pub believed: Option<Distribution>,
}

impl Input {
    /// What is believed about its value, whether it is set to one number or not.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        self.believed.as_ref().unwrap_or(&self.distribution)
    }
}

/// A whole scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// File stem, the name of the result folder.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// How it is run.
    pub run: Run,
    /// First and last day.
    pub timeline: Timeline,
    /// The company and its money.
    pub company: Company,
    /// Money put in by owners, by date.
    pub fundings: Vec<Funding>,
    /// Money spent apart from phones.
    pub expenses: Vec<Expense>,
    /// Money lent to the company.
    pub loans: Vec<Loan>,
    /// What owners of a phone bring in afterwards.
    pub services: Vec<Service>,
    /// What is sold. One product for now.
    pub products: Vec<Product>,
    /// Who sells parts or assembles.
    pub suppliers: Vec<Supplier>,
    /// What a phone is made of.
    pub components: Vec<Component>,
    /// Planned cumulative starts of phones, linear between points, level after the last one; empty when nothing is planned.
    pub build_plan: Path,
    /// The planner's forecast of orders.
    pub forecast: Forecast,
    /// Where phones are assembled.
    pub factories: Vec<Factory>,
    /// The people in reach; `None` when all demand comes from order streams.
    pub market: Option<Market>,
    /// Competing phones.
    pub rivals: Vec<Rival>,
    /// Marketing pulses.
    pub pulses: Vec<Pulse>,
    /// Weekdays and months.
    pub season: Season,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Phones expected to follow.
    pub successors: Vec<Successor>,
    /// When and how phones are sold to the market.
    pub windows: Vec<Window>,
    /// Dated demand outside the market: an operator's orders, an oracle's series.
    pub order_streams: Vec<OrderStream>,
    /// Dated and random disasters.
    pub disruptions: Vec<Disruption>,
    /// Facts the results are held against.
    pub observed: Vec<Observed>,
    /// `[ordering] within_cash`: orders are cut so that cash stays above the credit line.
    pub within_cash: bool,
    /// Uncertain inputs, in the order in which the tables are read.
    pub inputs: Vec<Input>,
    /// What a sweep varies when the command line says nothing.
    pub sweep: SweepTable,
    /// Spearman rank correlations between pairs of [`Scenario::inputs`].
    pub correlations: Vec<(usize, usize, f64)>,
}

/// `[run]`
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number of simulated launches, `1..=4_000_000_000`; default 10,000.
    pub launches: u32,
    /// Seed of all luck; default 1.
    pub seed: u64,
    /// Every draw replaced by its mean, every uncertain input by its median; default false.
    pub deterministic: bool,
}

/// `[timeline]`: `start` and either `end` (inclusive) or `horizon` ("22 months").
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Day 0.
    pub start: Date,
    /// Number of days simulated, `1..=10_000`.
    pub days: i32,
    /// `slip`: "hold" (default) or "wait".
    pub slip: Slip,
    /// `planned_signature`: the day by which all contracts are reckoned with when sales wait;
    /// default the latest one when every supplier accepts the first approach.
    pub planned_signature: Option<Date>,
}

/// What happens to the sale when contracts come late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// "hold": announcement and windows keep their dates.
    Hold,
    /// "wait": announcement, windows and pulses move by as many days as the last contract comes late.
    Wait,
}

/// `[company]`
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Suffix of money metrics; lower-case letters; default "yuan".
    pub currency: String,
    /// Cash on day 0 [money], default 0; it is the owners' equity.
    pub opening_cash: Number,
    /// `on_insolvency`: "stop" winds the company up; "go_on" (default) does not.
    pub stops_when_insolvent: bool,
    /// Cash may fall to minus this [money], default 0.
    pub credit_line: Number,
    /// Interest on drawn credit [1/year], default 0.
    pub interest_rate: Number,
    /// Interest on what is overdrawn beyond the credit line [1/year], default 0.
    pub penalty_rate: Number,
    /// Running cost [money per month], a step path or one number from day 0; default none.
    pub running_cost: Path,
    /// Value added tax as a share of the net price, default 0.
    pub vat: Number,
    /// Out-of-pocket cost of holding stock, share of its book value [1/year], default 0.
    pub holding_rate: Number,
    /// Income tax as a share of the yearly profit 0..<1, default 0.
    pub tax_rate: Number,
    /// Time from the end of a fiscal year to the payment of its tax and rebate [days, whole], default 0.
    pub tax_payment_delay: Number,
    /// Most after-tax margin on hardware 0..<1; the excess is returned to users; default none.
    pub margin_cap: Option<Number>,
    /// Rate at which cash flows are discounted [1/year], default 0.
    pub discount_rate: Number,
}

/// How a loan is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repayment {
    /// "bullet": all of it at the end, interest every month.
    Bullet,
    /// "annuity": the same payment every month.
    Annuity,
}

/// `[loan.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Loan {
    /// Name of the table.
    pub name: String,
    /// Day the money arrives; within the timeline.
    pub date: Date,
    /// How much [money], >= 0.
    pub amount: Number,
    /// Interest [1/year]; a twelfth of it is paid every month.
    pub rate: Number,
    /// Time until it is paid back [days], > 0, in whole months.
    pub term: Number,
    /// `repayment`: "bullet" (default) or "annuity".
    pub repayment: Repayment,
}

/// `[service.NAME]`: services and accessories bought by owners of the phone.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Name of the table.
    pub name: String,
    /// Revenue per owner who uses it and month, net of VAT [money], default 0.
    pub revenue_per_owner_per_month: Number,
    /// Revenue once per phone shipped to one who uses it, net of VAT [money], default 0.
    pub revenue_per_phone: Number,
    /// What it costs, as a share of its revenue, default 0.
    pub cost_share: Number,
    /// Share of owners who use it 0..=1, default 1.
    pub owner_share: Number,
    /// First day, default the start.
    pub from: Option<Date>,
}

/// `[funding.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Funding {
    /// Name of the table.
    pub name: String,
    /// Day the money arrives; within the timeline.
    pub date: Date,
    /// How much [money], >= 0.
    pub amount: Number,
}

/// What an expense is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpenseKind {
    /// Research and development; part of the loaded unit cost.
    ResearchAndDevelopment,
    /// Non-recurring engineering paid to suppliers; part of the loaded unit cost.
    Nre,
    /// Tooling and tests; part of the loaded unit cost.
    Tooling,
    /// Marketing; not in the unit cost.
    Marketing,
    /// Anything else; not in the unit cost.
    Other,
}

/// `[expense.NAME]`: paid on `date`, or spread evenly over `from`..=`to`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expense {
    /// Name of the table.
    pub name: String,
    /// What for: `"r_and_d"`, `"nre"`, `"tooling"`, `"marketing"`, `"other"`.
    pub kind: ExpenseKind,
    /// How much in all [money], >= 0.
    pub amount: Number,
    /// First day of payment, inside the timeline.
    pub from: Date,
    /// Last day of payment (the same day when `date` was written).
    pub to: Date,
}

/// How many phones are started when parts and capacity allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BuildPolicy {
    /// `"to_order"`: what customers wait for, less finished and in process.
    ToOrder,
    /// `"to_stock"`: the same plus `stock_target` phones plus `stock_cover` days of the forecast.
    ToStock {
        /// Fixed target [phones], default 0.
        target: Number,
        /// Days of forecast orders kept finished [days], default 0.
        cover: Number,
    },
    /// "to_plan": as many as the build plan says, whoever waits.
    ToPlan,
}

/// `[product.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Name of the table.
    pub name: String,
    /// Shelf price with VAT [money], 0..=1e6, a step path or one number; required when there is a market or a window.
    pub price: Path,
    /// Component index and quantity per phone (`1..=10_000`), from `[product.NAME.parts]` and the CSV of `bom`.
    pub parts: Vec<(usize, i32)>,
    /// `build`: `"to_order"` (default) `"to_stock"` or `"to_plan"`.
    pub build: BuildPolicy,
    /// Whether finished phones are shipped on days on which every factory that is open rests; default false.
    pub ships_on_closed_days: bool,
    /// Fee to the assembler per phone started [money, net of VAT], default 0.
    pub assembly_fee: Number,
    /// Licences per phone shipped [money], default 0.
    pub licence_fee: Number,
    /// Logistics per phone shipped [money], default 0.
    pub logistics_cost: Number,
    /// Expected warranty cost per phone shipped [money], accrued at shipment, default 0.
    pub warranty_cost: Number,
    /// Time over which warranty claims are paid [days], default 12 months.
    pub warranty_period: Number,
    /// Payment fee as a share of the price paid with VAT, 0..1, default 0.
    pub payment_fee: Number,
    /// Holding cost per finished phone and day [money], default 0.
    pub holding_cost_per_day: Number,
    /// Cost of a waiting customer per day [money], default 0.
    pub backorder_cost_per_day: Number,
    /// What a finished phone left at the end brings, as a share of its book value 0..1, default 0.
    pub salvage: Number,
    /// Faulty deliveries to customers of the market.
    pub order_errors: OrderErrors,
}

/// Orders delivered twice, or paid and not delivered; `[product.NAME]` keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderErrors {
    /// `order_error_rate`: share of shipments that go wrong before any rehearsal 0..=1, default 0.
    pub rate: Number,
    /// `order_error_cost` of one [money], default 0.
    pub cost: Number,
    /// `order_error_refund`: share of them whose price is refunded 0..=1, default 0.
    pub refund: Number,
    /// `rehearsals` of the shop before the launch, whole, default 0.
    pub rehearsals: Number,
    /// `rehearsal_effect`: share of the errors one rehearsal finds 0..=1, default 0.5.
    pub rehearsal_effect: Number,
}

/// `[supplier.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Name of the table.
    pub name: String,
    /// Region a disruption may hit, default "" (none).
    pub region: String,
    /// Day of signature; nothing is bought before it; default the start.
    pub signed: Option<Date>,
    /// Share of the order's value paid at the order 0..1, default 0.
    pub deposit: Number,
    /// Time from delivery to payment of the rest [days, whole], default 0.
    pub payment_terms: Number,
    /// Most phone-sets of each of its parts it accepts a week; default unlimited.
    pub weekly_capacity: Option<Number>,
    /// How its signature comes about, when it has no date.
    pub contract: Contract,
}

/// How a supplier comes to sign; keys of `[supplier.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// `acceptance` a0: chance that an approach is accepted 0..=1; `None` when it needs no approach.
    pub acceptance: Option<Number>,
    /// `approach_every`: time between approaches [whole days, >= 1], default 1 month.
    pub approach_every: Number,
    /// `endorsed_by`: suppliers whose signatures together are its endorsement.
    pub endorsed_by: Vec<usize>,
    /// `acceptance_endorsed` a1: chance of an approach once all endorsers have signed.
    pub acceptance_endorsed: Option<Number>,
    /// `negotiation_time` from acceptance to signature [whole days], default 0.
    pub negotiation_time: Number,
    /// `renegotiations`: changes of the contract asked for, default 0.
    pub renegotiations: Number,
    /// `renegotiation_time` each of them takes [whole days].
    pub renegotiation_time: Number,
    /// `prepayment`: R&D or tooling paid for it at signature [money].
    pub prepayment: Option<Number>,
    /// `acceptance_prepaid`: chance of an approach that offers the prepayment.
    pub acceptance_prepaid: Option<Number>,
}

/// Policy of a component at each review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OrderPolicy {
    /// "none": only what the build plan needs.
    None,
    /// `"order_up_to"`: to `order_up_to_level` [parts] when written, else to the forecast over lead time, review and safety time.
    OrderUpTo {
        /// Base-stock level S [parts].
        level: Option<Number>,
    },
    /// `"s_S"`: to S when the position is at or below s.
    MinMax {
        /// `reorder_level` s [parts].
        reorder: Number,
        /// `order_up_to_level` S [parts], >= s.
        up_to: Number,
    },
    /// `"reorder_point"`: one lot Q when the position is at or below r.
    ReorderPoint {
        /// `reorder_level` r [parts].
        reorder: Number,
        /// `order_quantity` Q [parts], > 0.
        quantity: Number,
    },
    /// "to_order": only what customers' orders in hand need.
    ToOrder,
}

/// Settings of ordering, from `[ordering]`, each overridable in `[component.NAME]` under the same key.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    /// `policy`, default "none".
    pub policy: OrderPolicy,
    /// `review`: time between reviews [whole days, 1..=365], default 1 week.
    pub review: Number,
    /// `safety_time` [whole days], default 0.
    pub safety_time: Number,
    /// `follow_build_plan`, default true: the build plan's needs are ordered.
    pub follow_build_plan: bool,
    /// `last_order`: no order after this day; default the end.
    pub last_order: Option<Date>,
}

/// `[component.NAME.second_source]`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecondSource {
    /// Index into [`Scenario::suppliers`].
    pub supplier: usize,
    /// `premium`: its price above the first source's, as a share of it >= 0, default 0.
    pub premium: Number,
    /// `share` of every order that goes to it 0..=1, default 0.
    pub share: Number,
}

/// `[component.NAME]`, or a line of a bill of materials.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Name of the table.
    pub name: String,
    /// Index into [`Scenario::suppliers`].
    pub supplier: usize,
    /// Quoted price per part, net of VAT [money], >= 0.
    pub unit_cost: Number,
    /// What the part would cost fairly [money], for the cost audit; default none.
    pub fair_price: Option<Number>,
    /// Day of the quote, from which erosion counts; default the start.
    pub quoted: Option<Date>,
    /// Mean lead time [days, whole], >= 0; "0 days" arrives the same day.
    pub lead_time: Number,
    /// Coefficient of variation of the lead time (lognormal, mean one), default 0.
    pub lead_time_cv: Number,
    /// Smallest order [parts], default 0.
    pub minimum_order: i32,
    /// Orders are multiples of this [parts]; default the quantity per phone.
    pub order_multiple: Option<i32>,
    /// Share of received parts that is rejected 0..<1, default 0.
    pub defect_rate: Number,
    /// Good parts in stock on day 0 [parts], default 0, at the quoted cost.
    pub opening_stock: i32,
    /// Wright's learning rate: cost falls by this share when bought volume doubles, 0..<1, default 0.
    pub learning_rate: Number,
    /// V0 of the experience curve [parts], > 0, default 1.
    pub learning_from: Number,
    /// Least experience factor 0..=1, default 0.
    pub learning_floor: Number,
    /// Price erosion per quarter 0..<1, default 0.
    pub erosion_per_quarter: Number,
    /// Volume table: (bought before [parts], factor), steps, ascending from 0; empty means 1.
    pub volume_factors: Vec<(f64, Number)>,
    /// Share of book value that leftover parts bring 0..1, default 0.
    pub salvage: Number,
    /// Share of an open order's value owed when it is cancelled at the horizon 0..=1, default 0.
    pub cancellation_fee: Number,
    /// `cancellable`, default true: without it an open order is owed in full at the end, comes, and brings its salvage.
    pub cancellable: bool,
    /// Holding cost per part and day [money], default 0.
    pub holding_cost_per_day: Number,
    /// `pacing`: shown in charts, daily.csv and metrics by name; default false.
    pub pacing: bool,
    /// `second_source`; default none.
    pub second_source: Option<SecondSource>,
    /// `hedge`: extra time of stock, added to the safety time [whole days], default 0.
    pub hedge: Number,
    /// `inspection_time` between arrival and stock [whole days], default 0.
    pub inspection_time: Number,
    /// How it is ordered.
    pub ordering: Ordering,
}

/// How the forecast follows what happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForecastMethod {
    /// "curve": it does not; the planner's own curve.
    Curve,
    /// "smoothing": exponential smoothing of new interest.
    Smoothing {
        /// `smoothing`: weight of the newest day, above 0 to 1.
        weight: Number,
    },
    /// "bayes": the planner's curve times a size of the market learned from new interest.
    Bayes {
        /// `prior_mean`: size believed before, in multiples of the curve, > 0.
        mean: Number,
        /// `prior_cv`: its coefficient of variation, > 0.
        cv: Number,
        /// `overdispersion`: variance of a day's interest over its mean, >= 1.
        overdispersion: Number,
    },
}

/// `[forecast]`: what the planner expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// `daily_orders`: expected orders per day, linear between points, zero outside them.
    pub daily_orders: Path,
    /// `method`.
    pub method: ForecastMethod,
}

/// `[factory.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Factory {
    /// Name of the table.
    pub name: String,
    /// Index into suppliers: its signature gates the start, its terms pay the assembly fee.
    pub supplier: Option<usize>,
    /// Region a disruption may hit, default "".
    pub region: String,
    /// First working day, default the start.
    pub opens: Option<Date>,
    /// Last working day, default the end.
    pub closes: Option<Date>,
    /// Nameplate capacity [phones per day], linear between points, level outside; empty means unlimited.
    pub ramp: Path,
    /// Share of nameplate that is effective 0..=2, a step path or one number; default 1.
    pub utilisation: Path,
    /// Weekly rest days, 0 = Monday .. 6 = Sunday.
    pub rest_days: Vec<u8>,
    /// Closed from..=to.
    pub holidays: Vec<(Date, Date)>,
    /// Share of started phones that are good 0..=1, default 1.
    pub yield_share: Number,
    /// Day-to-day standard deviation of the yield; 0 (default) draws good phones one by one instead.
    pub yield_sd: Number,
    /// Time from start to finished [whole days], default 0.
    pub throughput_time: Number,
    /// Whether phones are finished on its rest days and holidays, default false.
    pub finishes_on_closed_days: bool,
    /// `yield_start` and `yield_learning`: yield of the first phone 0..=1, and the phones started after which the
    /// gap to the mature yield has shrunk by 1/e; `None` without learning.
    pub learning: Option<(Number, Number)>,
}

/// How price makes people choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// "none": everyone in reach would choose the phone.
    None,
    /// "logit": utility quality - sensitivity * price against rivals and buying nothing (utility 0).
    Logit {
        /// `quality`, dimensionless.
        quality: Number,
        /// `price_sensitivity` [1/money].
        sensitivity: Number,
    },
    /// "elasticity": share = min(1, reference_share * (price / reference_price)^(-elasticity)).
    Elasticity {
        /// `elasticity`, >= 0.
        elasticity: Number,
        /// `reference_share`: share who would choose it at the reference price 0..=1, default 1.
        share: Number,
    },
}

/// What the price moves beside, or instead of, the number of people who would choose the phone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriceEffect {
    /// "market": the number of people who would choose the phone (see [`Choice`]).
    Market,
    /// "rate": the hazard, by (price / reference price)^(-`rate_elasticity`).
    Rate {
        /// `rate_elasticity`, >= 0.
        elasticity: Number,
    },
    /// "change": the hazard, by 1 + `price_change_effect` * d ln(price)/dt (Bass, Krishnan & Jain 1994).
    Change {
        /// `price_change_effect`, negative when a falling price speeds the sale [years].
        effect: Number,
    },
}

/// `[season]`: factors of the hazard.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// `weekdays`: seven factors from Monday, default 1.
    pub weekdays: [f64; 7],
    /// `months`: twelve factors from January, default 1.
    pub months: [f64; 12],
}

/// `[holiday.NAME]`: a factor of the hazard on some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Holiday {
    /// Name of the table.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day (inclusive).
    pub to: Date,
    /// Factor of the hazard, >= 0.
    pub factor: Number,
}

/// `[successor.NAME]`: a later phone whose coming slows the sale of this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Successor {
    /// Name of the table.
    pub name: String,
    /// Day it comes.
    pub date: Date,
    /// `lead`: people begin to wait for it this long before [days], > 0.
    pub lead: Number,
    /// `effect`: share of hazard and attendance it takes away on its day and after 0..=1.
    pub effect: Number,
}

/// `[market]` with `[market.fans]`
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// M, people in reach, 0..=2e9.
    pub reach: Number,
    /// From this day interest grows; default the start.
    pub announced: Option<Date>,
    /// `choice`.
    pub choice: Choice,
    /// `reference_price` [money]; with logit default the product's price on the day of the announcement.
    pub reference_price: Option<Number>,
    /// p [1/year], >= 0.
    pub innovation: Number,
    /// q [1/year], >= 0.
    pub imitation: Number,
    /// `waiting_weight`, w of those waiting, -10..=10, default 0.
    pub waiting_weight: Number,
    /// Fans, `None` when there is no table.
    pub fans: Option<Fans>,
    /// Coefficient s of daily noise (log standard deviation), default 0.
    pub noise: Number,
    /// Its day-to-day correlation rho 0..<1, default 0.
    pub noise_correlation: Number,
    /// Hazard f at which the interested forget [1/day], default 0.
    pub forgetting: Number,
    /// Share of those who forget, lapse or cancel who can be won again, 0..=1, default 0.
    pub return_share: Number,
    /// Share of the unserved of a round who stay in the pool 0..=1, default 1.
    pub stay: Number,
    /// Base cancellation hazard c0 of those waiting [1/day], default 0.
    pub cancellation: Number,
    /// Added hazard c1 per promise overrun [1/day], default 0.
    pub cancellation_delay: Number,
    /// Promised waiting time [days], > 0, default 30 days.
    pub promise: Number,
    /// `time_of_day`: 24 weights, waking activity per hour from midnight; default 0.1 from 0 to 8 and 1 from 8 to 24.
    pub time_of_day: [f64; 24],
    /// `price_acts_on`: what the price moves.
    pub price_effect: PriceEffect,
    /// `come_back`: hazard at which the lost can be won again [1/day], default 0.
    pub come_back: Number,
    /// `planned_conversion`: share of reservations the planner expects to pay 0..=1, default 0.7.
    pub planned_conversion: Number,
}

/// `[market.fans]`
#[derive(Clone, Debug, PartialEq)]
pub struct Fans {
    /// `start`: fans on `date`, default 100.
    pub start: Number,
    /// `date` of the start, may lie before the timeline.
    pub date: Date,
    /// `growth` g [1/day].
    pub growth: Number,
    /// `ceiling` K [people], > 0.
    pub ceiling: Number,
    /// `weight`, w of the fans, 0..=10, default 0.
    pub weight: Number,
    /// `announcement_share`: fans who become interested at the announcement 0..=1, default 0.
    pub announcement_share: Number,
}

/// `[rival.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// Name of the table.
    pub name: String,
    /// On sale from, default the start.
    pub from: Option<Date>,
    /// On sale to (inclusive), default the end.
    pub to: Option<Date>,
    /// Attractiveness, dimensionless.
    pub quality: Number,
    /// Price [money], a step path or one number.
    pub price: Path,
    /// `reaction`: share of our relative price change it follows 0..=2, default 0.
    pub reaction: Number,
    /// `reaction_delay` [whole days], default 0.
    pub reaction_delay: Number,
    /// `reaction_floor`: it does not follow below this price [money], default 0.
    pub reaction_floor: Number,
}

/// `[pulse.NAME]`: adds to p, decaying exponentially.
#[derive(Clone, Debug, PartialEq)]
pub struct Pulse {
    /// Name of the table.
    pub name: String,
    /// Day it strikes.
    pub date: Date,
    /// Added to p on that day [1/year], >= 0.
    pub strength: Number,
    /// Time in which it halves [days], > 0.
    pub half_life: Number,
}

/// Number of phones on offer in a round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quota {
    /// A number of phones.
    Units(Number),
    /// "stock": finished phones beyond those waiting.
    Stock,
    /// "plan": stock plus planned output until the promised delivery.
    Plan,
}

/// Kind of a sales window with what only it has.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowKind {
    /// Everyone interested orders at once.
    Open,
    /// Sold as long as the shelf lasts.
    InStock,
    /// Numbered tickets, called when phones are there.
    Reservation {
        /// Tickets at most, default unlimited.
        limit: Option<Number>,
        /// `pay`: chance that a caller pays 0..=1.
        pay: Number,
        /// `pay_decay` nu: its decay with days waited [1/day], default 0.
        pay_decay: Number,
        /// `invite_from`: first invitation day, default the window's first day.
        invite_from: Option<Date>,
        /// `invite_every` [whole days, >= 1], default 1 day.
        invite_every: Number,
        /// `invite_ahead`: planned output of the next k days is promised [whole days], default 0.
        invite_ahead: Number,
    },
    /// A quota on sale.
    Round {
        /// `quota`.
        quota: Quota,
        /// `delivery_within` [whole days]; required for quota "plan".
        delivery_within: Option<Number>,
    },
}

/// `[window.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Name of the table.
    pub name: String,
    /// What kind.
    pub kind: WindowKind,
    /// `opens`: first day.
    pub opens: Date,
    /// `closes`: last day, default: open -> the end; others -> as long as `hours` run.
    pub closes: Option<Date>,
    /// `opening_hour` 0..24, default 0.
    pub opening_hour: Number,
    /// `hours` it stays open from the opening hour, may pass midnight; default until the end of `closes`, or of the first day.
    pub hours: Option<Number>,
    /// `every`: repeats with this period until `until` [whole days].
    pub every: Option<Number>,
    /// `until`: last day a repetition may open.
    pub until: Option<Date>,
    /// `rush` lambda: rate at which those who want one come [1/waking hour], default 1.
    pub rush: Number,
    /// `attendance` c: share of the interested who try 0..=1, default 1.
    pub attendance: Number,
    /// `throughput` of the shop [orders per hour], default unlimited.
    pub throughput: Option<Number>,
    /// `throughput_cv`: uncertainty of it, one shock per opening, default 0.
    pub throughput_cv: Number,
    /// `stay`: share of its unserved who stay interested 0..=1, default the market's.
    pub stay: Option<Number>,
}

/// Daily quantities of an order stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// `series`: whole orders of each day from `from` on.
    Series {
        /// First day.
        from: Date,
        /// Orders [phones] day by day.
        orders: Vec<i32>,
    },
    /// `daily_orders`: dated points, linear between, zero outside.
    Path(Path),
    /// `daily_law`: drawn anew each day.
    Law(Box<DailyLaw>),
}

/// A law of daily orders.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyLaw {
    /// `daily_law` [phones].
    pub law: Distribution,
    /// `from`: first day, default the start.
    pub from: Option<Date>,
    /// `to`: last day, default the end.
    pub to: Option<Date>,
    /// `law_factor`: factor of each day's draw, linear between its points, default 1.
    pub factor: Path,
    /// How the price moves the draw.
    pub response: PriceResponse,
    /// `follows_price`: "net_price" (default) or "shelf_price".
    pub follows_shelf_price: bool,
}

/// How a price moves the orders of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriceResponse {
    /// Not at all.
    None,
    /// `price_slope`: so many phones fewer for each unit of price.
    Linear {
        /// [phones per day and unit of money].
        slope: Number,
        /// `reference_price` at which the law holds [money].
        reference: Number,
    },
    /// `price_elasticity`: times (price / reference price)^-elasticity.
    Elastic {
        /// e.
        elasticity: Number,
        /// `reference_price` at which the law holds [money].
        reference: Number,
    },
}

/// `[order_stream.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct OrderStream {
    /// Name of the table.
    pub name: String,
    /// What is ordered.
    pub demand: Demand,
    /// `net_price` paid per phone net of VAT [money].
    pub net_price: Number,
    /// `payment_terms`: time from shipment to payment [whole days], default 0.
    pub payment_terms: Number,
    /// `allotment`: share of each day's finished phones it may take first 0..=1; default none (it queues with the others).
    pub allotment: Option<Number>,
    /// `talks`: its owners spread the word, default true.
    pub talks: bool,
}

/// What a disruption hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everything in a region (index into the list of region names).
    Region,
    /// A supplier's parts.
    Supplier(usize),
    /// One component.
    Component(usize),
    /// A factory.
    Factory(usize),
    /// The market's hazard.
    Demand,
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// "halt": stops; `stops` = "orders", "deliveries" or "both" (default).
    Halt {
        /// No order is accepted.
        orders: bool,
        /// Nothing moves.
        deliveries: bool,
    },
    /// "slow": only `remaining` 0..=1 of the capacity or hazard is left.
    Slow {
        /// Share left.
        remaining: Number,
    },
    /// "spoil": `defect_rate` is added to the parts' own, or a factory's speed falls to `remaining` by hand fitting.
    Spoil {
        /// Added defect rate 0..<1.
        defect_rate: Number,
        /// `line_speed`: share of every factory's speed left while such parts are about.
        line_speed: Option<Number>,
    },
}

/// When it strikes and how long it lasts.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// Once.
    Dated {
        /// `from`: first day.
        from: Date,
        /// `length` [whole days], >= 1; `to` (inclusive) may be written instead.
        length: Number,
    },
    /// At random, each event with a length of its own.
    Random {
        /// `rate_per_year`: mean number of events a year.
        rate: Number,
        /// `length` of one event [days]; a constant is a uniform without width.
        length: Distribution,
        /// `strikes`: "any_time" (default), or "after_recovery": the next one only once the last one is over.
        after_recovery: bool,
    },
}

/// `[disruption.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Disruption {
    /// Name of the table.
    pub name: String,
    /// Exactly one of `region`, `supplier`, `component`, `factory`, `demand = true`.
    pub target: Target,
    /// Region's name when the target is a region.
    pub region: String,
    /// `effect`.
    pub effect: Effect,
    /// When.
    pub timing: Timing,
}

/// `[observed.NAME]`: a fact of the record, held against the simulated distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Name of the table.
    pub name: String,
    /// What was observed: a metric's name, or with `date` a daily series.
    pub metric: String,
    /// The day of a series; `None` for a metric.
    pub date: Option<Date>,
    /// The value on record.
    pub value: f64,
}

/// `[sweep]`: what the command line may say instead.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SweepTable {
    /// `vary`: "KEY=VALUES", default none.
    pub vary: Vec<String>,
    /// `design`: "grid", "lhs" or "sobol"; `None` when not written.
    pub design: Option<&'static str>,
    /// `points`.
    pub points: Option<u64>,
    /// `list`: name and text of a CSV file of points.
    pub list: Option<(String, String)>,
    /// `launches` at each point.
    pub launches: Option<u32>,
    /// `maximize`: a metric.
    pub maximize: Option<String>,
    /// `minimize`: a metric.
    pub minimize: Option<String>,
}
