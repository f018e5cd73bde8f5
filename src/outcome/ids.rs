//! Every metric and every series, declared once: its id, title, unit, which way it is good, and what it is of.
//!
//! A new one is a line here, and the compiler then asks the engine how it is computed, in `engine::metrics` or
//! `engine::trace`.

use super::{Rule, Unit};
use crate::stats::Better;

/// What there is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Every launch of every scenario.
    Launch,
    /// Each pacing part.
    Part,
    /// Each part whose orders have a fixed cost.
    OrderedPart,
    /// Each part that is expedited where the need is near.
    ExpeditedPart,
    /// All open orders that can be changed.
    OpenOrders,
    /// Each currency in which parts are bought.
    Currency,
    /// Each window that sells out.
    Window,
    /// The contracts together, where a signature is uncertain.
    Contracts,
    /// Each contract whose signature is uncertain.
    Contract,
    /// Each order stream that holds a stock of its own.
    Retailer,
    /// Each fact on record about a series on a day.
    Fact,
    /// Each metric of the planner's own.
    Own,
}

/// Where the values of a series go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Into daily.csv.
    Daily,
    /// There too, and a fact on record may be held against them.
    DailyAndRecord,
    /// A fact on record may be held against them.
    Record,
}

macro_rules! metrics {
    ($(
        $name:ident = $id:literal, $title:literal, $unit:ident, $better:ident, $of:ident $(, $rule:ident)?
        $(=> $sign:literal $part:literal)?;
    )+) => {
        /// A metric of a launch.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum MetricId {
            $(#[doc = $title] $name,)+
        }

        impl MetricId {
            /// Every metric, in the order of the files; of those there may be several of, each once.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its id, which needs no currency: `net_profit`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// Its title for people; of what there is several of, that of the family.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it is measured in; a fact on record in what its series is.
            #[must_use]
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }

            /// Whether more of it is better: a planner's preference, all else being equal.
            #[must_use]
            pub fn better(self) -> Better {
                match self { $(Self::$name => Better::$better,)+ }
            }

            /// What there is one of.
            #[must_use]
            pub fn of(self) -> Of {
                match self { $(Self::$name => Of::$of,)+ }
            }

            /// The rule for a company short of cash whose figure it is whatever the scenario's own; `None` where it is
            /// that of the scenario's.
            #[must_use]
            pub fn rule(self) -> Option<Rule> {
                match self { $($(Self::$name => Some(Rule::$rule),)?)+ _ => None }
            }

            /// The sign with which it is part of net profit, and its name there; the parts sum to it in every launch.
            #[must_use]
            pub fn part_of_profit(self) -> Option<(f64, &'static str)> {
                match self { $($(Self::$name => Some(($sign, $part)),)?)+ _ => None }
            }
        }
    };
}

// Cash needs are asked of a plan that is carried out, so they are those of going on whatever the scenario's rule.
metrics! {
    Interest = "interest", "People who became interested", People, More, Launch;
    Reserved = "reserved", "Reservations", People, More, Launch;
    Converted = "converted", "Reservations paid", People, More, Launch;
    Orders = "orders", "Orders", Phones, More, Launch;
    Shipped = "shipped", "Phones shipped", Phones, More, Launch;
    Cancelled = "cancelled", "Orders cancelled", Phones, Less, Launch;
    Lost = "lost", "People lost for good", People, Less, Launch;
    WaitingEnd = "waiting_end", "Customers waiting at the end", Phones, Less, Launch;
    RefundedEnd = "refunded_end", "Customers refunded at the end", People, Less, Launch;
    WaitMean = "wait_mean_days", "Mean wait", Days, Less, Launch;
    WaitMedian = "wait_p50_days", "Median wait", Days, Less, Launch;
    WaitNinthDecile = "wait_p90_days", "Wait of the slowest tenth", Days, Less, Launch;
    ShippedWithinPromise = "shipped_within_promise", "Shipped within the promise", Share, More, Launch;
    Started = "started", "Phones started", Phones, Neither, Launch;
    Scrapped = "scrapped", "Phones scrapped", Phones, Less, Launch;
    DaysShort = "days_short", "Days on which customers were left waiting", Days, Less, Launch;
    DaysShortCapacity = "days_short_capacity", "Of them, days bound by capacity", Days, Less, Launch;
    DaysShortClosed = "days_short_closed", "Of them, days closed for rest or holidays", Days, Less, Launch;
    DaysShortParts = "days_short_parts", "Of them, days bound by a part", Days, Less, Launch;
    PhonesLeftOver = "phones_left_over", "Phones left over", Phones, Less, Launch;
    PartsLeftOver = "parts_left_over", "Parts left over", Money, Less, Launch;
    WriteDown = "write_down", "Write-down at the end", Money, Less, Launch => -1.0 "write-down";
    Revenue = "revenue", "Revenue", Money, More, Launch => 1.0 "revenue";
    CostOfSales = "cost_of_sales", "Cost of sales", Money, Less, Launch => -1.0 "cost of sales";
    GrossProfit = "gross_profit", "Gross profit", Money, More, Launch;
    Scrap = "scrap", "Batches lost as scrap", Money, Less, Launch => -1.0 "scrap of batches without a good phone";
    Development = "r_and_d", "R&D, NRE and tooling", Money, Less, Launch => -1.0 "R&D, NRE and tooling";
    Marketing = "marketing", "Marketing", Money, Less, Launch => -1.0 "marketing";
    OtherExpenses = "other_expenses", "Other expenses", Money, Less, Launch => -1.0 "other expenses";
    RunningCost = "running_cost", "Running cost", Money, Less, Launch => -1.0 "running cost";
    HoldingCost = "holding_cost", "Holding cost", Money, Less, Launch => -1.0 "holding cost";
    OrderCost = "order_cost", "Fixed cost of purchase orders", Money, Less, Launch
        => -1.0 "fixed cost of purchase orders";
    BackorderCost = "backorder_cost", "Cost of waiting customers", Money, Less, Launch
        => -1.0 "cost of waiting customers";
    InterestPaid = "interest_paid", "Interest paid", Money, Less, Launch => -1.0 "interest";
    ExchangeGain = "exchange_gain", "Exchange gain or loss", Money, More, Launch => 1.0 "exchange gain or loss";
    NetProfit = "net_profit", "Net profit", Money, More, Launch;
    NetProfitBridged = "net_profit_bridged",
        "Net profit if a cash gap is bridged at the penalty rate", Money, More, Launch, GoOn;
    NetProfitWoundUp = "net_profit_wound_up",
        "Net profit if a company short of cash is wound up", Money, More, Launch, WindUp;
    HardwareProfit = "hardware_profit", "Profit on hardware before tax", Money, More, Launch;
    ServicesRevenue = "services_revenue", "Revenue of services and accessories", Money, More, Launch;
    ServicesProfit = "services_profit", "Profit on services and accessories before tax", Money, More, Launch
        => 1.0 "profit on services";
    Rebate = "rebate", "Returned to users because of the margin cap", Money, Neither, Launch
        => -1.0 "what is returned to users";
    IncomeTax = "income_tax", "Income tax", Money, Neither, Launch => -1.0 "income tax";
    PresentValue = "npv", "Net present value", Money, More, Launch;
    InternalRate = "irr", "Internal rate of return a year", Share, More, Launch;
    PaybackDay = "payback_day", "Day of payback", DayNumber, Less, Launch;
    NetMargin = "net_margin", "Net margin", Share, More, Launch;
    AverageVariableCost = "average_variable_cost",
        "Average variable cost, with VAT", MoneyPerPhone, Less, Launch;
    LoadedUnitCost = "loaded_unit_cost",
        "Loaded unit cost, with VAT", MoneyPerPhone, Less, Launch;
    FullUnitCost = "full_unit_cost", "Full unit cost, with VAT", MoneyPerPhone, Less, Launch;
    BreakEvenPrice = "break_even_price", "Break-even price, with VAT", MoneyPerPhone, Less, Launch;
    BreakEvenVolume = "break_even_volume", "Phones to break even", Phones, Less, Launch;
    LowestCash = "lowest_cash", "Lowest cash", Money, More, Launch, GoOn;
    LowestCashDay = "lowest_cash_day", "Day of the lowest cash", DayNumber, Neither, Launch, GoOn;
    PeakFundingNeed = "peak_funding_need", "Peak funding need", Money, Less, Launch, GoOn;
    ClosingCash = "closing_cash", "Cash after everything is settled", Money, More, Launch;
    BillsUnpaid = "bills_unpaid", "Last bills cannot be paid", YesNo, Less, Launch;
    Insolvent = "insolvent", "Short of cash", YesNo, Less, Launch, GoOn;
    InsolvencyDay = "insolvency_day", "First day short of cash", DayNumber, More, Launch, GoOn;
    CashGap = "cash_gap", "Cash gap below the credit line", Money, Less, Launch, GoOn;
    CashGapDays = "cash_gap_days", "Days below the credit line", Days, Less, Launch, GoOn;
    CashGapEndsDay = "cash_gap_ends_day", "Day the cash gap is closed", DayNumber, Neither, Launch, GoOn;
    UnpaidDebts = "unpaid_debts", "Debts unpaid if the company is wound up", Money, Less, Launch, WindUp;
    FirstShipmentDay = "first_shipment_day", "Day of the first shipment", DayNumber, Less, Launch;
    PartsOrdered = "parts_ordered", "Parts ordered", Money, Neither, Launch;
    PartsCancelled = "parts_cancelled", "Parts cancelled before the end", Money, Less, OpenOrders;
    OrderErrors = "order_errors", "Shipments that went wrong", Phones, Less, Launch;
    Returned = "returned", "Phones sent back", Phones, Less, Launch;
    Refurbished = "refurbished", "Phones refurbished and sold again", Phones, Neither, Launch;
    CostOfReturns = "cost_of_returns", "Cost of phones sent back, net of VAT", Money, Less, Launch;
    PartsMissed = "parts_missed", "Faulty parts that inspection missed", Parts, Less, Launch;
    FillRate = "fill_rate", "Fill rate", Share, More, Launch;
    FilledWithinPromise = "filled_within_promise", "Filled within the promise", Share, More, Launch;
    MeanFinishedStock = "mean_finished_stock", "Mean stock of finished phones", Number, Neither, Launch;
    MeanWaiting = "mean_waiting", "Mean number of customers waiting", Number, Less, Launch;
    MeanInventory = "mean_inventory", "Mean inventory", Money, Neither, Launch;
    InventoryTurns = "inventory_turns", "Inventory turns a year", Number, More, Launch;
    DaysOfSupply = "days_of_supply", "Days of supply", Days, Less, Launch;
    InventoryCost = "inventory_cost_per_month", "Cost of holding, ordering and waiting a month", Money, Less, Launch;
    DaysShortOfPart = "days_short", "Days customers waited for a part", Days, Less, Part;
    BoundByThisPart = "bound_by", "Sales bound by it beside the plan", YesNo, Neither, Part;
    PurchaseOrders = "purchase_orders", "Purchase orders of a part", PurchaseOrders, Less, OrderedPart;
    Bullwhip = "bullwhip", "Bullwhip ratio of a part", Number, Less, Part;
    BoundByDemand = "bound_by_demand", "Sales bound by demand", YesNo, Neither, Launch;
    BoundByCapacity = "bound_by_capacity", "Sales bound by capacity", YesNo, Neither, Launch;
    BoundByPlan = "bound_by_plan", "Sales bound by the parts plan", YesNo, Neither, Launch;
    BoundByPart = "bound_by_part", "Sales bound by a part beside the plan", YesNo, Neither, Launch;
    Expedited = "expedited", "Parts expedited", Parts, Less, ExpeditedPart;
    SellOutHours = "sell_out_hours", "Hours until a window sold out", Hours, Neither, Window;
    SlipDays = "slip_days", "Days the last contract came late", Days, Less, Contracts;
    SignatureDay = "signature_day", "Day a contract was signed", DayNumber, Less, Contract;
    RetailStock = "retail_stock", "Phones a retailer holds at the end", Phones, Less, Retailer;
    SoldThrough = "sold_through", "Phones a retailer sold", Phones, More, Retailer;
    RetailLost = "retail_lost", "Customers a retailer had no phone for", People, Less, Retailer;
    RetailReturned = "retail_returned", "Phones a retailer gave back at the end", Phones, Less, Retailer;
    RetailFillRate = "retail_fill_rate", "Fill rate of a retailer", Share, More, Retailer;
    RetailBullwhip = "retail_bullwhip", "Bullwhip ratio of a retailer", Number, Less, Retailer;
    PriceProtection = "price_protection", "Credited to a retailer because the price fell", Money, Less, Retailer;
    Observed = "observed", "A series on the day of a fact on record", Phones, Neither, Fact;
    Own = "metric", "A metric of one's own", Number, More, Own;
}

macro_rules! series {
    ($($name:ident = $id:literal, $title:literal, $unit:ident, $of:ident, $use:ident;)+) => {
        /// A series of the days of a launch.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SeriesId {
            $(#[doc = $title] $name,)+
        }

        impl SeriesId {
            /// Every series, in the order of the files; of those there are several of, each once.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its id, which needs no currency: `cash`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// Its title for people; of what there are several of, that of the family.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it is measured in.
            #[must_use]
            pub fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }

            /// What there is one of.
            #[must_use]
            pub fn of(self) -> Of {
                match self { $(Self::$name => Of::$of,)+ }
            }

            /// Where its values go.
            #[must_use]
            pub fn used(self) -> Use {
                match self { $(Self::$name => Use::$use,)+ }
            }
        }
    };
}

series! {
    Orders = "orders", "Orders", PhonesPerDay, Launch, Daily;
    OrdersToDate = "orders_cumulative", "Orders to date", Phones, Launch, DailyAndRecord;
    Shipped = "shipped", "Shipped", PhonesPerDay, Launch, Daily;
    ShippedToDate = "shipped_cumulative", "Shipped to date", Phones, Launch, DailyAndRecord;
    Waiting = "waiting", "Customers waiting", Phones, Launch, DailyAndRecord;
    Cash = "cash", "Cash", Money, Launch, DailyAndRecord;
    Capacity = "capacity", "Effective capacity", PhonesPerDay, Launch, DailyAndRecord;
    FinishedStock = "finished_stock", "Finished phones in stock", Phones, Launch, DailyAndRecord;
    Interested = "interested", "People interested", People, Launch, Daily;
    Reserved = "reserved", "Reservations in the queue", People, Launch, Daily;
    ReservedToDate = "reserved_cumulative", "Reservations to date", Phones, Launch, Record;
    Started = "started", "Phones started", PhonesPerDay, Launch, DailyAndRecord;
    AverageVariableCost = "average_variable_cost",
        "Average variable cost to date, with VAT", MoneyPerPhone, Launch, Daily;
    LoadedUnitCost = "loaded_unit_cost",
        "Loaded unit cost at the volume to date, with VAT", MoneyPerPhone, Launch, Daily;
    PartsStock = "parts_stock", "Parts in stock", Money, Launch, Daily;
    StockOfPart = "stock", "Stock of a part", Parts, Part, Daily;
    ExchangeRate = "exchange_rate", "Rate of a currency", MoneyPerUnit, Currency, Daily;
    SellIn = "sell_in", "Ordered by a retailer", PhonesPerDay, Retailer, Daily;
    SellThrough = "sell_through", "Sold by a retailer", PhonesPerDay, Retailer, Daily;
    StockOfRetailer = "retail_stock", "Phones a retailer holds", Phones, Retailer, Daily;
}

impl MetricId {
    /// Its name in files: `net_profit_yuan`.
    #[must_use]
    pub fn name(self, currency: &str) -> String {
        file_name(self.id(), self.unit(), currency)
    }

    /// Those every scenario has.
    pub fn of_every_launch() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|metric| metric.of() == Of::Launch)
    }
}

impl SeriesId {
    /// Its name in files: `cash_yuan`.
    #[must_use]
    pub fn name(self, currency: &str) -> String {
        file_name(self.id(), self.unit(), currency)
    }

    /// Those every daily.csv has.
    pub fn of_every_day() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|series| series.of() == Of::Launch && series.used() != Use::Record)
    }

    /// The series a fact on record names, by its id or its name in files.
    #[must_use]
    pub fn on_record(name: &str, currency: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied().filter(|series| series.used() != Use::Daily);
        all.find(|series| series.id() == name || series.name(currency) == name)
    }
}

/// The name in files: the id, of money with the currency it is counted in.
pub(super) fn file_name(id: &str, unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Money | Unit::MoneyPerPhone => format!("{id}_{currency}"),
        _ => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_figures_of_a_launch_have_the_same_name() {
        let currency = "yuan";
        let mut names: Vec<String> = MetricId::of_every_launch().map(|metric| metric.id().to_owned()).collect();
        names.extend(
            MetricId::of_every_launch()
                .filter(|metric| matches!(metric.unit(), Unit::Money | Unit::MoneyPerPhone))
                .map(|metric| metric.name(currency)),
        );
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_fact_names_a_series_with_its_currency_or_without() {
        assert_eq!(SeriesId::on_record("cash", "yuan"), Some(SeriesId::Cash));
        assert_eq!(SeriesId::on_record("cash_yuan", "yuan"), Some(SeriesId::Cash));
        assert_eq!(SeriesId::on_record("cash_euro", "yuan"), None);
        assert_eq!(SeriesId::on_record("reserved_cumulative", "yuan"), Some(SeriesId::ReservedToDate));
        assert_eq!(SeriesId::on_record("interested", "yuan"), None);
    }
}
