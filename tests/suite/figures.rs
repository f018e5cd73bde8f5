//! Can a planner name a metric without its currency wherever one is named, and what is said of a name that is wrong?

use std::fs;
use std::path::Path;
use std::process::Command;

use launchsim::company::plan::compile;
use launchsim::outcome::{MetricId, Of, SeriesId};
use serde_json::Value;

use crate::compare::SMALL;
use crate::support::{program, repository_scenario, scenario};

#[test]
fn a_metric_is_found_by_its_name_in_files_and_by_its_id() {
    let layout = compile(&repository_scenario("mi1.toml", &[])).unwrap().layout;
    for (at, metric) in layout.metrics.iter().enumerate() {
        assert_eq!(layout.metric(&metric.name), Some(at));
        if metric.id.of() == Of::Launch {
            assert_eq!((layout.metric(metric.id.id()), layout.at(metric.id)), (Some(at), Some(at)), "{}", metric.name);
        }
    }
    assert_eq!(layout.metric("net_profit"), layout.metric("net_profit_yuan"));
    assert_eq!((layout.metric("net_profit_euro"), layout.metric("observed")), (None, None));
    // Of what there are several, each has a name of its own.
    assert!(layout.at(MetricId::DaysShortOfPart).is_none() && layout.series_at(SeriesId::StockOfPart).is_none());
    assert!(layout.metrics.iter().filter(|metric| metric.id == MetricId::DaysShortOfPart).count() > 1);
}

#[test]
fn a_fact_names_its_metric_or_series_with_the_currency_or_without() {
    let fact = |metric: &str, date: &str| {
        let text = format!("{SMALL}\n[observed.fact]\nmetric = \"{metric}\"\nvalue = 1\n{date}");
        compile(&scenario(&text)).map(|plan| plan.layout).map_err(|fault| fault.to_string())
    };
    let dated = "date = 2026-03-01";
    for (id, name, date) in [("cash", "cash_yuan", dated), ("net_profit", "net_profit_yuan", "")] {
        let (short, long) = (fact(id, date).unwrap(), fact(name, date).unwrap());
        assert_eq!((short.metrics, short.observed), (long.metrics, long.observed), "{name}");
    }
    let (cash, profit) = (fact("cash", dated).unwrap(), fact("net_profit", "").unwrap());
    assert_eq!(cash.observed[0].dated, Some((SeriesId::Cash, 59)));
    assert_eq!((profit.observed[0].dated, profit.observed[0].metric), (None, profit.at(MetricId::NetProfit).unwrap()));
    for (wrong, date, near) in [("net_proft", "", "net_profit"), ("shipped_cumulativ", dated, "shipped_cumulative")] {
        let said = fact(wrong, date).unwrap_err();
        assert!(said.contains(&format!("did you mean \"{near}\"?")), "{said}");
    }
}

/// What a command leaves, as JSON.
fn json(home: &Path, typed: &str, file: &str) -> Value {
    let output = Command::new(program())
        .current_dir(home)
        .args(typed.split(' '))
        .args(["--no-charts", "-q", "--out", "results"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{typed}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&fs::read_to_string(home.join("results").join(file)).unwrap()).unwrap()
}

#[test]
fn commands_take_a_metric_with_the_currency_or_without() {
    let same = |typed: &str, file: &str, field: &str| {
        let found = ["lowest_cash_yuan", "lowest_cash"].map(|metric| {
            // A folder each: one command does not replace the results of another.
            let home = tempfile::tempdir().unwrap();
            fs::write(home.path().join("phone.toml"), SMALL).unwrap();
            json(home.path(), &typed.replace("METRIC", metric), file).pointer(field).unwrap().clone()
        });
        assert_eq!(found[0], found[1], "{typed}");
        assert!(!found[0].is_null(), "{typed}");
    };
    same("explain phone.toml -n 32 --launch worst:METRIC", "explain.json", "/launch");
    same("run phone.toml --until METRIC+-5% --most 2000", "summary.json", "/until/launches");
    let sweep = "sweep phone.toml --vary product.phone.price=1499,1999,2499 -n 16";
    for way in ["--maximize", "--minimize"] {
        same(&format!("{sweep} {way} METRIC"), "sweep.json", "/objective");
    }
}
