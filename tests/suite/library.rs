//! The library as other programs call it: text in, faults and columns out.

use launchsim::library::{
    Column, Columns, Disk, Draft, Error, Files, InMemory, ReadError, Source, Workers, compare, sweep,
};

use crate::compare::SMALL;
use crate::support;

fn small() -> Draft {
    Draft::of_text("plans/small.toml", SMALL)
}

fn workers(threads: usize) -> Workers {
    Workers::start(Some(threads)).unwrap()
}

#[test]
fn a_text_yields_the_launches_of_the_file_it_stands_for() {
    let model = small().compile().unwrap();
    assert_eq!(model.name(), "small");
    let columns = model.run(0, 300, &workers(2)).unwrap();
    let expected = support::launches(&support::scenario(SMALL), 300, 1);
    assert_eq!(columns.columns.len(), expected.len());
    for Column { name, values, .. } in &columns.columns {
        let same = expected.get(name).or_else(|| expected.get(&format!("input {name}"))).unwrap();
        assert!(values.iter().zip(same).all(|(a, b)| a.to_bits() == b.to_bits()), "{name}");
        assert_eq!(values.len(), 300, "{name}");
    }
}

#[test]
fn launches_are_the_same_from_wherever_they_begin() {
    let model = small().compile().unwrap();
    let all = model.run(0, 600, &workers(2)).unwrap();
    let some = model.run(137, 300, &workers(1)).unwrap();
    assert_eq!(some.rows, (137..437).collect::<Vec<u64>>());
    for (all, some) in all.columns.iter().zip(&some.columns) {
        let same = all.values[137..437].iter().zip(&some.values).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same, "{}", all.name);
    }
    assert!(matches!(model.run(u32::MAX, 2, &workers(1)), Err(Error::Impossible(_))));
}

fn unit<'c>(columns: &'c Columns, name: &str) -> &'c str {
    &columns.columns.iter().find(|column| column.name == name).unwrap().unit
}

#[test]
fn columns_have_names_ids_and_units() {
    let columns = small().compile().unwrap().run(0, 16, &workers(1)).unwrap();
    let currency = &support::scenario(SMALL).company.currency;
    let profit = format!("net_profit_{currency}");
    assert_eq!(columns.get("net_profit"), columns.get(&profit));
    assert_eq!(unit(&columns, &profit), currency);
    assert_eq!(unit(&columns, "wait_mean_days"), "days");
    let cost = columns.get("component.chip.unit_cost").unwrap();
    assert!(cost.iter().all(|cost| (90.0..=110.0).contains(cost)), "{cost:?}");
    assert!(unit(&columns, "component.chip.unit_cost").contains(currency.as_str()));
    assert_eq!(columns.get("net_profits"), None);
}

#[test]
fn a_metric_of_ones_own_is_a_column_by_its_name_and_by_its_id() {
    let own = format!("{SMALL}\n[metric.thin]\nexpr = \"net_profit - 0.02 * revenue\"\n");
    let columns = Draft::of_text("own.toml", own).compile().unwrap().run(0, 16, &workers(1)).unwrap();
    let (thin, profit, revenue) =
        (columns.get("thin_yuan").unwrap(), columns.get("net_profit"), columns.get("revenue"));
    assert_eq!(columns.get("thin"), Some(thin));
    let expected = profit.unwrap().iter().zip(revenue.unwrap()).map(|(profit, revenue)| profit - 0.02 * revenue);
    assert_eq!(thin, expected.collect::<Vec<_>>());
    assert_eq!(unit(&columns, "thin_yuan"), "yuan");
}

#[test]
fn every_fault_comes_with_its_place_and_its_cure() {
    let text = SMALL.replace("parts = { screen = 1, chip = 2 }", "parts = { screen = 1, chip = 2 }\nprise = 3");
    let draft = Draft::of_text("small.toml", text).set("component.screen.lead_time", "2 weaks");
    let refused = draft.compile().unwrap_err();
    let [typed, set] = refused.faults() else { panic!("{refused}") };
    let line = 1 + SMALL.lines().position(|line| line.starts_with("parts")).unwrap() + 1;
    assert_eq!((typed.code, typed.file.as_deref()), ("E101", Some("small.toml")));
    assert_eq!((typed.line, typed.column, typed.found.as_deref()), (Some(line), Some(1), Some("prise")));
    assert!(typed.help.as_deref().unwrap().contains("price") && !typed.is_warning, "{typed:?}");
    assert_eq!((set.file.as_deref(), set.line), (Some("--set"), Some(1)));
    assert!(refused.to_string().contains("did you mean `price`?"), "{refused}");
}

#[test]
fn what_a_plan_cannot_be_made_of_stands_at_its_key() {
    let fact = "[observed.sales]\nmetric = \"shiped\"\nvalue = 3\n";
    let refused = Draft::of_text("small.toml", format!("{SMALL}{fact}")).compile().unwrap_err();
    let said = refused.to_string();
    assert!(said.contains("shiped") && said.contains("shipped"), "{said}");
}

#[test]
fn a_value_that_is_set_holds_and_the_last_one_wins() {
    let of = |draft: Draft| draft.compile().unwrap().run(0, 16, &workers(1)).unwrap();
    let (dear, last) = (small().set("product.phone.price", 2999), small().set("product.phone.price", 1));
    let last = last.set("product.phone.price", 2999);
    assert_eq!(of(dear.clone()).get("net_profit"), of(last).get("net_profit"));
    assert_ne!(of(dear).get("net_profit"), of(small()).get("net_profit"));
}

const EXTENDING: &str = "extends = \"../base/small.toml\"\n[product.phone]\nprice = 2999\n";

#[test]
fn files_in_memory_are_found_where_they_would_lie() {
    let files = InMemory::default().with("base/small.toml", SMALL);
    let source = |text: &str| Source::Text { name: "plans/dear.toml".into(), text: text.into() };
    let dear = Draft::new(source(EXTENDING), files.clone()).compile().unwrap();
    let set = small().set("product.phone.price", 2999).compile().unwrap();
    assert_eq!(dear.name(), "dear");
    let profit =
        |model: &launchsim::library::Model| model.run(0, 32, &workers(1)).unwrap().get("net_profit").unwrap().to_vec();
    assert_eq!(profit(&dear), profit(&set));
    let in_memory = Draft::new(Source::File("./base/../base/small.toml".into()), files.clone());
    assert_eq!(in_memory.compile().unwrap().name(), "small");

    let missing = EXTENDING.replace("small.toml", "smal.toml");
    let refused = Draft::new(source(&missing), files.clone()).compile().unwrap_err();
    let [fault] = refused.faults() else { panic!("{refused}") };
    assert_eq!((fault.file.as_deref(), fault.line), (Some("plans/dear.toml"), Some(1)));
    assert_eq!(fault.help.as_deref(), Some("did you mean `../base/small.toml`?"));

    let circle = files.with("base/small.toml", "extends = \"../plans/dear.toml\"");
    let refused = Draft::new(source(EXTENDING), circle).compile().unwrap_err();
    assert!(refused.to_string().contains("in a circle"), "{refused}");
}

#[test]
fn a_text_finds_its_files_on_the_disk_and_alone_finds_none() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("base.toml"), SMALL).unwrap();
    let text = EXTENDING.replace("../base/small.toml", "base.toml");
    let name = home.path().join("dear.toml");
    let on_disk = Draft::new(Source::Text { name: name.clone(), text: text.clone() }, Disk);
    assert_eq!(on_disk.compile().unwrap().name(), "dear");
    let alone = Draft::of_text(name, text).compile().unwrap_err();
    assert!(alone.to_string().contains("there is no file"), "{alone}");
}

/// Files of a program that are locked at the moment.
#[derive(Debug)]
struct Locked;

impl Files for Locked {
    fn read(&self, _: &std::path::Path) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::System(std::io::Error::other("they are locked")))
    }
}

#[test]
fn a_file_that_cannot_be_read_is_no_fault_of_the_scenario() {
    let error = Draft::new(Source::File("small.toml".into()), Locked).compile().unwrap_err();
    assert!(matches!(error, Error::Unreadable(_)) && error.faults().is_empty(), "{error}");
    assert_eq!(error.to_string(), "cannot read small.toml: they are locked");
}

#[test]
fn alternatives_meet_the_same_luck_row_by_row() {
    let (low, high) = (small().compile().unwrap(), small().set("product.phone.price", 2499).compile().unwrap());
    let found = compare(&[("low", &low), ("high", &high)], 100, &workers(2)).unwrap();
    assert_eq!(found.figures.names, ["low", "high"]);
    for (name, columns) in &found.alternatives {
        let alone = if name == "low" { &low } else { &high }.run(0, 100, &workers(1)).unwrap();
        assert_eq!(columns.get("net_profit"), alone.get("net_profit"), "{name}");
        assert_eq!(columns.get("component.chip.unit_cost"), found.alternatives[0].1.get("component.chip.unit_cost"));
    }
    assert!(matches!(compare(&[("low", &low)], 100, &workers(1)), Err(Error::Impossible(_))));
}

#[test]
fn a_sweep_has_a_row_for_each_point() {
    let vary = ["product.phone.price=1999,2499", "component.screen.lead_time=2 weeks,4 weeks"];
    let points = sweep(&small().compile().unwrap(), &vary, 64, &workers(2)).unwrap();
    assert_eq!(points.rows, [0, 1, 2, 3]);
    assert_eq!(unit(&points, "component.screen.lead_time"), "days");
    for row in 0..4 {
        let at = |key: &str| points.get(key).unwrap()[row];
        let draft = small().set("product.phone.price", at("product.phone.price"));
        let draft = draft.set("component.screen.lead_time", format!("\"{} days\"", at("component.screen.lead_time")));
        let launches = draft.compile().unwrap().run(0, 64, &workers(1)).unwrap();
        let profit = launches.get("net_profit").unwrap();
        let mean = profit.iter().sum::<f64>() / 64.0;
        assert!((at("net_profit_mean") / mean - 1.0).abs() < 1e-12, "point {row}");
    }
    let words = sweep(&small().compile().unwrap(), &["market.choice=none,elasticity"], 16, &workers(1)).unwrap();
    assert_eq!(words.columns[0].words, ["none", "elasticity"]);
    let refused = sweep(&small().compile().unwrap(), &["product.phone.price=-5"], 16, &workers(1)).unwrap_err();
    assert_eq!(refused.faults().len(), 1, "{refused}");
    assert!(matches!(sweep(&small().compile().unwrap(), &["price"], 16, &workers(1)), Err(Error::Impossible(_))));
}
