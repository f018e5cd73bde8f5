//! Is a launch the same whoever simulates it, beside whom, and in which order?

use launchsim::company::plan::compile;
use launchsim::company::{Unobserved, simulate};
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{CHUNK, Replication, Settings, TRACED, replicate};
use launchsim::outcome::{Chunk, Daily, Paths, Rule, SeriesId};
use launchsim::scenario::Scenario;

use crate::support;

/// A small company under luck; `more` adds to the part.
fn company(more: &str) -> String {
    format!(
        "[timeline]\nstart = 2026-01-01\nhorizon = \"120 days\"\n[company]\nopening_cash = 100_000\nvat = 0.17\n\
         [product.phone]\nprice = 900\nparts = {{ screen = 1 }}\n[supplier.maker]\ndeposit = 0.2\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = {{ uniform = {{ low = 100, high = 300 }} }}\n\
         lead_time = \"20 days\"\nlead_time_cv = 0.4\npolicy = \"order_up_to\"\norder_up_to_level = 300\n{more}\n\
         [factory.line]\nramp = [[2026-01-01, 20]]\nyield_share = 0.9\n\
         [window.shop]\nkind = \"open\"\nopens = 2026-02-01\n[market]\nreach = 1500\ninnovation = 2\nimitation = 5\nnoise = 0.4\n\
         cancellation = 0.01\n"
    )
}

/// Everything a run yields, launch by launch, as bits.
fn results(scenario: &Scenario, launches: u32, threads: usize) -> (Vec<Vec<u64>>, Daily) {
    let plan = compile(scenario).unwrap_or_else(|fault| panic!("{fault}"));
    let settings = Settings { launches, workers: &Workers::start(Some(threads)).unwrap(), trace: true };
    let mut columns: Vec<Vec<u64>> = Vec::new();
    let mut next = 0;
    let stop = std::sync::atomic::AtomicBool::new(false);
    let daily = replicate(scenario, &plan, &settings, &stop, &mut |chunk| {
        assert_eq!(chunk.first, next, "chunks come in order");
        next += chunk.launches as u32;
        columns.resize(chunk.metrics.len() + chunk.inputs.len(), Vec::new());
        for (column, values) in columns.iter_mut().zip(chunk.metrics.iter().chain(&chunk.inputs)) {
            assert_eq!(values.len(), chunk.launches, "n launches in, n results out");
            column.extend(values.iter().map(|value| value.to_bits()));
        }
        Ok::<(), std::convert::Infallible>(())
    });
    assert!(columns.iter().all(|column| column.len() == launches as usize));
    (columns, daily.unwrap_or_else(|fault| panic!("{fault:?}")))
}

/// Whether two traces are the same bit for bit; a value not there yet is one too.
fn same_days(one: &Daily, other: &Daily) -> bool {
    let bits = |days: &Daily| -> Vec<Vec<u64>> {
        let path = |paths: &Paths| (0..paths.steps()).flat_map(|day| paths.at(day)).map(f64::to_bits).collect();
        days.values.iter().map(path).collect()
    };
    one.launches == other.launches
        && bits(one) == bits(other)
        && one.binding == other.binding
        && one.phones_by_wait == other.phones_by_wait
}

#[test]
fn threads_leave_every_bit_as_it_is() {
    let scenario = support::scenario(&company(""));
    // More than two chunks, the last one neither full nor a multiple of sixteen.
    let launches = 2 * CHUNK + 37;
    let (alone, daily_alone) = results(&scenario, launches, 1);
    for threads in [2, 3] {
        let (columns, daily) = results(&scenario, launches, threads);
        assert!(columns == alone, "{threads} threads give other launches than one");
        assert!(same_days(&daily, &daily_alone), "{threads} threads give other days than one");
    }
}

/// The page of `explore` begins with few launches, adds to them, and keeps a few of the series.
#[test]
fn launches_in_pieces_and_with_few_series_are_those_of_one_run() {
    for cash in ["100_000", "2_000"] {
        let scenario = support::scenario(&company("").replace("100_000", cash));
        let launches = 2 * CHUNK + 181;
        let (whole, days) = results(&scenario, launches, 2);
        let plan = compile(&scenario).unwrap_or_else(|fault| panic!("{fault}"));
        let workers = Workers::start(Some(3)).unwrap();
        let settings = Settings { launches, workers: &workers, trace: true };
        let wanted = [SeriesId::Cash, SeriesId::ShippedToDate];
        let stop = std::sync::atomic::AtomicBool::new(false);
        let mut columns: Vec<Vec<u64>> = Vec::new();
        let mut kept = Daily::default();
        let mut begin = 0;
        for until in [CHUNK, 2 * CHUNK, launches] {
            let mut sink = |chunk: Chunk| {
                columns.resize(chunk.metrics.len() + chunk.inputs.len(), Vec::new());
                for (column, values) in columns.iter_mut().zip(chunk.metrics.iter().chain(&chunk.inputs)) {
                    column.extend(values.iter().map(|value| value.to_bits()));
                }
                Ok::<(), std::convert::Infallible>(())
            };
            let mut replication = Replication::new(&scenario, &plan, &settings).starting_at(begin).keeping(&wanted);
            replication.daily = std::mem::take(&mut kept);
            replication.extend(until, &stop, &mut sink).unwrap_or_else(|fault| panic!("{fault:?}"));
            kept = replication.daily;
            begin = until;
        }
        assert!(columns == whole, "launches in pieces are others");
        assert_eq!((kept.launches, &kept.phones_by_wait), (days.launches, &days.phones_by_wait));
        assert!(kept.binding == days.binding && kept.monthly.values.is_empty() && kept.audit.is_empty());
        for (at, series) in plan.layout.series.iter().enumerate() {
            let bits = |of: &Daily| -> Vec<Vec<u64>> {
                let paths = &of.values[at];
                (0..paths.steps()).map(|day| paths.at(day).map(f64::to_bits).collect()).collect()
            };
            let expected = if wanted.contains(&series.id) { bits(&days) } else { Vec::new() };
            assert!(bits(&kept) == expected, "{:?}", series.id);
        }
    }
}

#[test]
fn a_longer_run_begins_with_the_shorter_one() {
    let scenario = support::scenario(&company(""));
    let (long, _) = results(&scenario, CHUNK + 400, 2);
    for launches in [1, 15, 16, 17, 500, CHUNK, CHUNK + 1] {
        let (short, _) = results(&scenario, launches, 2);
        for (short, long) in short.iter().zip(&long) {
            assert!(short[..] == long[..launches as usize], "{launches} launches");
        }
    }
}

#[test]
fn a_launch_can_be_replayed_alone_from_any_number() {
    let scenario = support::scenario(&company(""));
    let plan = compile(&scenario).expect("it compiles");
    let (columns, _) = results(&scenario, 200, 2);
    for launch in [0, 1, 15, 16, 99, 199] {
        let alone = simulate::<1>(&plan, launch, &mut Unobserved);
        let beside = simulate::<16>(&plan, launch.saturating_sub(3), &mut Unobserved);
        let short = columns[plan.layout.metric("insolvent").expect("a metric")][launch as usize] != 0;
        for (at, column) in columns[..alone.metrics.len()].iter().enumerate() {
            let lane = launch - launch.saturating_sub(3);
            let alone = alone.metrics[at].0[0].to_bits();
            assert_eq!(beside.metrics[at].0[lane as usize].to_bits(), alone, "launch {launch}, metric {at}");
            // What a short launch would be under the other rule takes another launch.
            if !(short && plan.layout.metrics[at].id.rule() == Some(Rule::WindUp)) {
                assert_eq!(column[launch as usize], alone, "launch {launch}, metric {at}");
            }
        }
    }
}

#[test]
fn the_days_of_a_launch_do_not_depend_on_how_many_are_traced() {
    let scenario = support::scenario(&company(""));
    let (_, long) = results(&scenario, 100, 2);
    let (_, short) = results(&scenario, 7, 1);
    assert_eq!((long.launches, short.launches), (100, 7));
    for (long, short) in long.values.iter().zip(&short.values) {
        for day in 0..120 {
            let first_seven = |paths: &Paths| paths.at(day).take(7).map(f64::to_bits).collect::<Vec<_>>();
            assert_eq!(first_seven(long), first_seven(short), "day {day}");
            assert_eq!((long.at(day).count(), short.at(day).count()), (100, 7), "day {day}");
        }
    }
}

#[test]
fn a_run_of_more_launches_than_are_traced_keeps_all_days_of_those_that_are() {
    let scenario = support::scenario(&company(""));
    let traced = |launches: u32| results(&scenario, launches, 2).1;
    let (exactly, more) = (traced(TRACED), traced(TRACED + 3 * CHUNK));
    assert!(exactly.launches == TRACED as usize && !exactly.monthly.months.is_empty() && !exactly.audit.is_empty());
    assert!(same_days(&exactly, &more), "further launches change the days of those traced");
    // Of months without a shipment the next phone has no cost.
    assert_eq!(
        format!("{:?}", exactly.monthly),
        format!("{:?}", more.monthly),
        "further launches change the months of those traced"
    );
    assert!(exactly.audit == more.audit, "further launches change the audit of those traced");
}

/// A way to make an input that shapes the plan uncertain: its key, how its values are written, and what else the
/// company needs for it to matter.
struct Structural {
    key: &'static str,
    values: [&'static str; 3],
    changes: &'static [(&'static str, &'static str)],
}

const POLICY: &str = "policy = \"order_up_to\"\norder_up_to_level = 300\n";

const STRUCTURAL: [Structural; 5] = [
    Structural { key: "component.screen.review", values: ["\"3 days\"", "\"7 days\"", "\"30 days\""], changes: &[] },
    Structural {
        key: "component.screen.safety_time",
        values: ["\"0 days\"", "\"10 days\"", "\"25 days\""],
        changes: &[(POLICY, "")],
    },
    Structural {
        key: "factory.line.throughput_time",
        values: ["\"0 days\"", "\"4 days\"", "\"9 days\""],
        changes: &[],
    },
    Structural {
        key: "supplier.maker.payment_terms",
        values: ["\"0 days\"", "\"10 days\"", "\"61 days\""],
        changes: &[("opening_cash = 100_000", "interest_rate = 0.2\npenalty_rate = 0.2")],
    },
    Structural {
        key: "window.shop.opening_hour",
        values: ["0", "10", "20"],
        changes: &[("kind = \"open\"", "kind = \"round\"\nquota = 100\nevery = \"2 days\"\nthroughput = 5")],
    },
];

/// Uncertain inputs that shape the plan: each launch is the one whose scenario has the drawn value written.
#[test]
fn an_uncertain_input_that_shapes_the_plan_is_the_value_it_draws() {
    for Structural { key, values, changes } in STRUCTURAL {
        let (table, name) = key.rsplit_once('.').expect("a table and a key");
        let run = |value: &str| {
            let mut text = company("") + "[build_plan]\ncumulative = [[2026-01-20, 0], [2026-04-20, 700]]\n";
            for (old, new) in changes {
                text = text.replace(old, new);
            }
            let text = text.replace(&format!("[{table}]\n"), &format!("[{table}]\n{name} = {value}\n"));
            support::launches(&support::scenario(&text), 60, 2)
        };
        let uncertain = run(&format!("{{ discrete = {{ values = [{}] }} }}", values.join(", ")));
        let drawn = &uncertain[&format!("input {key}")];
        let mut profits = Vec::new();
        for value in values {
            let number: f64 = value.trim_matches('"').trim_end_matches(" days").parse().expect("a number");
            let certain = run(value);
            let launches: Vec<usize> = (0..60).filter(|&launch| drawn[launch] == number).collect();
            assert!(launches.len() > 5, "{key}: {value} was drawn {} times", launches.len());
            for &launch in &launches {
                for (metric, column) in &certain {
                    let (a, b) = (column[launch], uncertain[metric][launch]);
                    let same = a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                    assert!(same, "{key} = {value}, launch {launch}: {metric} is {a} written and {b} drawn");
                }
            }
            profits.push(certain["lowest_cash_yuan"].iter().chain(&certain["closing_cash_yuan"]).sum::<f64>());
        }
        assert!(profits.windows(2).all(|pair| pair[0] != pair[1]), "{key} moves the cash: {profits:?}");
    }
}

#[test]
fn deterministic_launches_are_all_the_same() {
    let text = format!("[run]\ndeterministic = true\n{}", company("").trim_start());
    let (columns, _) = results(&support::scenario(&text), 40, 2);
    for column in columns {
        assert!(column.iter().all(|bits| bits == &column[0]));
    }
}
