//! Made-up launches that look like real ones, for tests of files and charts.

use jiff::civil::date;

use super::folder::RunFolder;
use super::launches::LaunchTable;
use super::summary::RunSummary;
use crate::experiment::Workers;
use crate::experiment::bookings::{Booking, Bookings};
use crate::experiment::demand::{AtPrice, DemandCurve, Spread};
use crate::experiment::figures::Figures;
use crate::outcome::Naming;
use crate::outcome::{
    Chunk, Daily, Inflow, Layout, Metric, MetricId, ObservedFact, Paths, PriceStep, Rule, Series, SeriesId,
};
use crate::stats::Sampled;

const DAYS: usize = 670;
const PARTS: [&str; 4] = ["screen", "battery", "chip", "camera"];
const ROUNDS: [(&str, usize, f64); 3] =
    [("round_december", 412, 1.0e5), ("round_january", 429, 1.0e5), ("january_batch", 436, 5.0e5)];

fn metric(id: MetricId) -> Metric {
    Metric::new(id, "yuan")
}

fn series(id: SeriesId) -> Series {
    Series::new(id, "yuan")
}

pub fn layout() -> Layout {
    let mut metrics = vec![
        metric(MetricId::Orders),
        metric(MetricId::Shipped),
        metric(MetricId::Cancelled),
        metric(MetricId::WaitingEnd),
        metric(MetricId::WaitMean),
        metric(MetricId::ShippedWithinPromise),
        metric(MetricId::DaysShort),
        metric(MetricId::DaysShortCapacity),
        metric(MetricId::DaysShortClosed),
        metric(MetricId::DaysShortParts),
    ];
    metrics.extend(PARTS.map(|part| Metric::of(MetricId::DaysShortOfPart, part, format!("Days short of {part}"))));
    metrics.extend([
        metric(MetricId::Revenue),
        metric(MetricId::NetProfit),
        metric(MetricId::AverageVariableCost),
        metric(MetricId::LoadedUnitCost),
        metric(MetricId::LowestCash),
        metric(MetricId::LowestCashDay),
        metric(MetricId::Insolvent),
        metric(MetricId::InsolvencyDay),
        metric(MetricId::FirstShipmentDay),
    ]);
    for (name, ..) in ROUNDS {
        metrics.push(Metric::of(MetricId::SellOutHours, name, format!("Sell-out time of {name}")));
    }
    metrics.extend([
        metric(MetricId::NetProfitBridged),
        metric(MetricId::NetProfitWoundUp),
        metric(MetricId::PeakFundingNeed),
        metric(MetricId::CashGap),
        metric(MetricId::CashGapDays),
        metric(MetricId::CashGapEndsDay),
    ]);
    metrics.push(Metric::of(MetricId::Observed, "shipped_end_2011", "shipped cumulative on 2011-12-20".into()));
    let mut all = vec![
        series(SeriesId::Orders),
        series(SeriesId::OrdersToDate),
        series(SeriesId::Shipped),
        series(SeriesId::ShippedToDate),
        series(SeriesId::Waiting),
        series(SeriesId::Cash),
        series(SeriesId::Capacity),
        series(SeriesId::FinishedStock),
        series(SeriesId::LoadedUnitCost),
        series(SeriesId::AverageVariableCost),
    ];
    all.extend(PARTS.map(|part| Series::of(SeriesId::StockOfPart, part, format!("Stock of {part}"))));
    let mut layout = Layout {
        scenario: "mi1".into(),
        title: "Mi 1, 2010 to 2012".into(),
        currency: "yuan".into(),
        prices: vec![PriceStep { from: date(2010, 11, 1), price: 1_999.0, uncertain: false }],
        start: date(2010, 11, 1),
        days: DAYS,
        inputs: vec!["market.reach".into(), "component.screen.lead_time".into()],
        sampled: Sampled::default(),
        given: Vec::new(),
        metrics,
        series: all,
        constraints: ["demand", "capacity", "closed"]
            .into_iter()
            .chain(PARTS)
            .chain(["audio_jack"])
            .map(Into::into)
            .collect(),
        insolvency_line: -5.0e7,
        opening_cash: 3.0e7,
        insolvency_range: None,
        rule: Rule::GoOn,
        inflows: vec![Inflow { name: "funding.second_round".into(), day: 380, amount: 2.0e8 }],
        observed: Vec::new(),
        naming: Naming::default(),
    };
    for (name, of, value) in [
        ("open_sale_december", "sell_out_hours.round_december", 3.0),
        ("open_sale_january", "sell_out_hours.round_january", 3.0),
        ("shipped_end_2011", "observed.shipped_end_2011", 4.0e5),
        ("cumulative_june", "shipped", 3.1e6),
    ] {
        let metric = layout.metric(of).unwrap();
        // The 20th of December 2011.
        let dated = (layout.metrics[metric].id == MetricId::Observed).then_some((SeriesId::ShippedToDate, 414));
        layout.observed.push(ObservedFact::exactly(name, metric, value, dated));
    }
    layout
}

/// A uniform number of a launch, by a hash of its address.
fn uniform(launch: u32, source: u32, index: u32) -> f64 {
    let mut word = (u64::from(launch) << 40) ^ (u64::from(source) << 20) ^ u64::from(index);
    for _ in 0..3 {
        word = (word ^ (word >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc);
    }
    ((word >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// Roughly normal: twelve uniforms.
fn normal(launch: u32, source: u32, index: u32) -> f64 {
    (0..12).map(|k| uniform(launch, source + k, index)).sum::<f64>() - 6.0
}

struct Launch {
    inputs: Vec<f64>,
    metrics: Vec<f64>,
    series: Vec<Vec<f64>>,
    binding: Vec<usize>,
    waits: Vec<f64>,
}

#[derive(Default)]
struct State {
    waiting: f64,
    ordered: f64,
    shipped: f64,
    finished: f64,
    stocks: [f64; 4],
}

fn nameplate(day: usize, delay: f64) -> f64 {
    let day = day as f64 - delay;
    let first = ((day - 340.0) / 80.0).clamp(0.0, 1.0);
    let second = ((day - 440.0) / 60.0).clamp(0.0, 1.0);
    if day < 340.0 { 0.0 } else { 1_000.0 + 15_000.0 * first + 9_000.0 * second }
}

fn orders_of(day: usize, reach: f64, launch: u32) -> f64 {
    let round = ROUNDS.iter().find(|(_, on, _)| *on == day).map_or(0.0, |(.., quota)| *quota);
    let weekly = if day > 480 && (day - 480).is_multiple_of(7) { 65_000.0 * reach } else { 0.0 };
    let invited = if (348..410).contains(&day) { 5_500.0 } else { 0.0 };
    let operator = if day > 380 { 2_000.0 } else { 0.0 };
    (round + weekly + (invited + operator) * (0.8 + 0.4 * uniform(launch, 90, day as u32))).floor()
}

#[expect(clippy::too_many_lines, reason = "a company in one function, for tests only")]
fn launch(layout: &Layout, number: u32) -> Launch {
    let reach = libm::exp(0.35 * normal(number, 1, 0));
    let delay = 14.0 * normal(number, 20, 0);
    let fixed = 7.0e7 * libm::exp(0.1 * normal(number, 40, 0));
    let marginal_start = 1_420.0 * libm::exp(0.05 * normal(number, 60, 0));
    let mut state = State::default();
    let mut cash = 2.6e8;
    let mut lowest = (cash, 0.0);
    let mut first_shipment = f64::NAN;
    let mut days_short = [0.0; 8];
    let mut by_december = 0.0;
    let mut found: Vec<Vec<f64>> = vec![Vec::with_capacity(DAYS); layout.series.len()];
    let mut binding = Vec::with_capacity(DAYS);
    let mut waits = vec![0.0; 120];
    for day in 0..DAYS {
        let orders = orders_of(day, reach, number);
        state.waiting += orders;
        state.ordered += orders;
        let capacity = if (day + 1).is_multiple_of(7) { 0.0 } else { nameplate(day, delay) };
        for (part, stock) in state.stocks.iter_mut().enumerate() {
            let late = uniform(number, 100 + part as u32, day as u32 / 30) < 0.12;
            if day > 300 && (day + 2 * part).is_multiple_of(7) && !late {
                *stock += 7.4 * nameplate(day + 10, 0.0).min(16_500.0);
            }
        }
        let wanted = (state.waiting - state.finished).max(0.0);
        let scarcest = (0..4).min_by(|&a, &b| state.stocks[a].total_cmp(&state.stocks[b])).unwrap();
        let started = wanted.min(capacity).min(state.stocks[scarcest]).floor();
        let bound = if started >= wanted {
            0
        } else if started >= capacity {
            if capacity > 0.0 { 1 } else { 2 }
        } else {
            3 + scarcest
        };
        binding.push(bound);
        if bound > 0 && day > 347 {
            days_short[bound] += 1.0;
        }
        state.stocks.iter_mut().for_each(|stock| *stock -= started);
        state.finished += started;
        let shipped = state.waiting.min(state.finished);
        if shipped > 0.0 {
            let wait = (state.waiting / (0.8 * capacity.max(2_000.0))).min(119.0);
            waits[wait as usize] += shipped;
            if first_shipment.is_nan() {
                first_shipment = day as f64;
            }
        }
        state.waiting -= shipped;
        state.finished -= shipped;
        state.shipped += shipped;
        if day == 414 {
            by_december = state.shipped;
        }
        let erosion = libm::exp(-0.0006 * (day as f64 - 340.0).max(0.0));
        let marginal = if state.shipped > 0.0 { marginal_start * erosion } else { f64::NAN };
        let parts_paid = nameplate(day + 25, 0.0).min(16_500.0) * 0.80 * marginal_start * erosion;
        let income = if day > 341 { shipped * 1_999.0 / 1.17 } else { 0.0 };
        cash += income - if day < 600 { parts_paid } else { 0.0 } - fixed / 300.0 * f64::from(u8::from(day < 300));
        if day == 60 || day == 395 {
            cash += 3.3e8;
        }
        if cash < lowest.0 {
            lowest = (cash, day as f64);
        }
        let loaded = 1.17 * marginal + fixed * 1.17 / state.shipped;
        let values = [
            orders,
            state.ordered,
            shipped,
            state.shipped,
            state.waiting,
            cash,
            capacity,
            state.finished,
            loaded,
            marginal,
            state.stocks[0],
            state.stocks[1],
            state.stocks[2],
            state.stocks[3],
        ];
        for (column, value) in found.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let short_of_parts = days_short[3..].iter().sum::<f64>();
    let insolvent = lowest.0 < layout.insolvency_line;
    let mut metrics =
        vec![state.ordered, state.shipped, 0.0, state.waiting, 21.5 / reach, 0.8 * uniform(number, 200, 0)];
    metrics.extend([days_short.iter().sum::<f64>(), days_short[1], days_short[2], short_of_parts]);
    metrics.extend(&days_short[3..7]);
    let loaded_end = found[8][DAYS - 1];
    metrics.extend([state.shipped * 1_999.0 / 1.17, cash - 9.2e8, found[9][DAYS - 1], loaded_end, lowest.0, lowest.1]);
    metrics.extend([f64::from(u8::from(insolvent)), if insolvent { lowest.1 } else { f64::NAN }, first_shipment]);
    for (at, base) in [1.8, 2.4, 9.0].into_iter().enumerate() {
        let hours = base * libm::exp(0.4 * normal(number, 300 + 20 * at as u32, 0)) / reach;
        metrics.push(if hours < base * 2.0 { hours } else { f64::NAN });
    }
    let profit = cash - 9.2e8;
    metrics.extend([profit, if insolvent { -4.0e8 } else { profit }, (-lowest.0).max(0.0)]);
    let ends = layout.inflows.first().map_or(f64::NAN, |inflow| f64::from(inflow.day));
    let (gap, days, ends) =
        if insolvent { (layout.insolvency_line - lowest.0, 9.0, ends) } else { (0.0, 0.0, f64::NAN) };
    metrics.extend([gap, days, ends]);
    metrics.push(by_december);
    Launch { inputs: vec![1.0e7 * reach, 91.0 + delay], metrics, series: found, binding, waits }
}

/// The first `launches` launches in chunks of at most `size`.
pub fn chunks(layout: &Layout, launches: u32, size: u32) -> Vec<Chunk> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < launches {
        let count = size.min(launches - first);
        let mut chunk = Chunk {
            first,
            launches: count as usize,
            inputs: vec![Vec::new(); layout.inputs.len()],
            metrics: vec![Vec::new(); layout.metrics.len()],
            short: Vec::new(),
        };
        for number in first..first + count {
            let launch = launch(layout, number);
            chunk.inputs.iter_mut().zip(launch.inputs).for_each(|(column, value)| column.push(value));
            chunk.metrics.iter_mut().zip(launch.metrics).for_each(|(column, value)| column.push(value));
        }
        found.push(chunk);
        first += count;
    }
    found
}

/// A finished run of `launches` launches.
pub fn run_summary(launches: u32) -> RunSummary {
    let layout = layout();
    let home = tempfile::tempdir().unwrap();
    let mut folder = RunFolder::create(home.path(), &[], &[]).unwrap();
    let mut table = LaunchTable::create(&mut folder, &layout, false).unwrap();
    for chunk in chunks(&layout, launches, 256) {
        table.push(&chunk).unwrap();
    }
    let columns = table.close().unwrap();
    let figures = Figures::of(&layout, &columns, 7, launches as usize, &Workers::start(Some(1)).unwrap()).unwrap();
    let files =
        ["charts/cash.png", "charts/cash.svg", "daily.csv", "launches.parquet", "run.json"].map(Into::into).to_vec();
    let folder = "output/mi1".into();
    RunSummary {
        layout,
        figures,
        folder,
        files,
        warnings: Vec::new(),
        planners: None,
        orders: None,
        drivers: None,
        settled: None,
        next: String::new(),
        wall_seconds: 1.25,
        engine_seconds: 0.5,
    }
}

/// The days of the first `launches` launches.
pub fn daily(layout: &Layout, launches: usize) -> Daily {
    let mut daily = Daily {
        launches,
        binding: vec![vec![0; DAYS]; layout.constraints.len()],
        phones_by_wait: vec![0.0; 120],
        ..Daily::default()
    };
    let mut days = vec![vec![0.0; DAYS * launches]; layout.series.len()];
    for number in 0..launches {
        let launch = launch(layout, number as u32);
        for (values, column) in days.iter_mut().zip(&launch.series) {
            for (day, value) in column.iter().enumerate() {
                values[day * launches + number] = *value;
            }
        }
        for (day, bound) in launch.binding.iter().enumerate() {
            daily.binding[*bound][day] += 1;
        }
        daily.phones_by_wait.iter_mut().zip(launch.waits).for_each(|(sum, phones)| *sum += phones);
    }
    daily.values = days.into_iter().map(|values| Paths::new(launches, values)).collect();
    daily
}

/// A curve of demand with statements of two kinds.
pub(crate) fn demand() -> DemandCurve {
    let at = |price: f64| {
        let share = 1.0 / (1.0 + libm::exp(0.0015 * price - 1.0));
        let spread = |middle: f64, by: f64| Spread { p5: middle / by, p50: middle, p95: middle * by };
        let elasticity = 0.0015 * price * (1.0 - share);
        AtPrice {
            price,
            share: spread(share, 1.2),
            buyers: spread(3e6 * share, 1.4),
            elasticity: spread(elasticity, 1.3),
        }
    };
    DemandCurve {
        row: [999.0, 1_499.0, 1_999.0, 2_999.0].map(at).to_vec(),
        fine: (0..61).map(|step| at(999.0 + 2_000.0 * f64::from(step) / 60.0)).collect(),
        planned: 1_999.0,
        expected: vec![[1_499.0, 600_000.0, 700_000.0, 1_000_000.0], [1_999.0, 400_000.0, 400_000.0, 400_000.0]],
        answered: vec![[1_200.0, 900_000.0], [1_800.0, 500_000.0]],
    }
}

pub(crate) fn bookings() -> Bookings {
    let part = |at: usize, name: &str| {
        let day = 20.0 * at as f64;
        let around = |middle: f64, by: f64| Spread { p5: middle - by, p50: middle, p95: middle + by };
        Booking {
            name: name.into(),
            pacing: at < 2,
            parts: 1 + at,
            signed: (at == 0).then(|| around(120.0, 15.0)),
            ordered: around(150.0 + day, 10.0),
            lead: 120,
            there: around(285.0 + day, 20.0),
            safely_there: 301.0 + day,
            latest: 188.0,
            served: 1.0,
        }
    };
    let parts = PARTS.iter().enumerate().map(|(at, name)| part(at, name)).collect();
    Bookings { launches: 200, needed: 330.0, planned: true, parts }
}
