//! Large scenarios are read and simulated in time that grows as they do, and many faults are told in few lines.
//!
//! What the growth is, `benches/growth/run` counts; here are sizes at which anything quadratic takes minutes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use launchsim::company::plan::compile;
use launchsim::experiment::plausible;
use launchsim::language::fault::LoadError;
use launchsim::language::render::to_json;
use launchsim::language::source::Source;
use launchsim::scenario::{Loaded, load};

/// A company that waits for its first part.
const COMPANY: &str = r#"
[timeline]
start = 2026-01-01
horizon = "30 days"
[company]
opening_cash = 100_000_000
[factory.main]
[supplier.one]
"#;

fn read(folder: &Path, text: &str) -> Result<Loaded, LoadError> {
    let file = folder.join("scenario.toml");
    fs::write(&file, text).unwrap();
    load(&Source::File(file), &[])
}

/// A bill of so many parts, each written by `line` after its name.
fn bill(folder: &Path, parts: usize, columns: &str, line: impl Fn(usize) -> String) -> Result<Loaded, LoadError> {
    let mut text = format!("name,{columns}\n");
    for at in 0..parts {
        let _ = writeln!(text, "p{at},{}", line(at));
    }
    fs::write(folder.join("bill.csv"), text).unwrap();
    read(folder, &format!("{COMPANY}[product.phone]\nbom = \"bill.csv\"\n"))
}

const COLUMNS: &str = "quantity,supplier,unit_cost,lead_time,policy,order_up_to_level";

#[test]
fn a_hundred_thousand_parts_are_one_class() {
    let home = tempfile::tempdir().unwrap();
    let loaded = bill(home.path(), 100_000, COLUMNS, |_| "1,one,1,10 days,order_up_to,1000".into()).unwrap();
    let plan = compile(&loaded.scenario).unwrap();
    let [class] = plan.supply.classes.as_slice() else { panic!("{} classes", plan.supply.classes.len()) };
    assert_eq!((class.components.len(), class.costs.len(), plan.audit.len()), (100_000, 1, 100_000));
    assert!(class.components.iter().enumerate().all(|(at, part)| at == *part));
}

#[test]
fn twenty_thousand_classes_and_cost_curves_keep_the_order_of_their_parts() {
    let home = tempfile::tempdir().unwrap();
    // Every part has a neighbour with which it shares its class.
    let loaded = bill(home.path(), 20_000, &format!("{COLUMNS},defect_rate,erosion_per_quarter"), |at| {
        format!("1,one,1,10 days,order_up_to,1000,{},{}", (at / 2) as f64 / 1e6, at as f64 / 1e6)
    });
    let loaded = loaded.unwrap();
    let plan = compile(&loaded.scenario).unwrap();
    assert_eq!(plan.supply.classes.len(), 10_000);
    for (at, class) in plan.supply.classes.iter().enumerate() {
        assert_eq!((class.components.as_slice(), class.costs.len()), (&[2 * at, 2 * at + 1][..], 2));
    }
    assert!(plan.audit.iter().enumerate().all(|(at, part)| part.place == (at / 2, at % 2)));
    assert!(plausible::warnings(&loaded).len() < 10);
}

#[test]
fn a_chain_of_two_thousand_files_is_read_and_a_circle_in_it_found() {
    let home = tempfile::tempdir().unwrap();
    let write = |at: usize, base: &str| fs::write(home.path().join(format!("f{at}.toml")), base).unwrap();
    write(0, &format!("{COMPANY}[product.phone]\nparts = {{}}\n"));
    (1..2000).for_each(|at| write(at, &format!("extends = \"f{}.toml\"\n", at - 1)));
    assert!(read(home.path(), "extends = \"f1999.toml\"\n").is_ok());
    // The same file by another way of writing it.
    let beside = format!("extends = \"../{}/f1000.toml\"\n", home.path().file_name().unwrap().to_str().unwrap());
    write(0, &beside);
    let fault = read(home.path(), "extends = \"f1999.toml\"\n").unwrap_err().to_string();
    assert!(fault.contains("E004"), "{fault}");
}

#[test]
fn a_chain_of_twenty_thousand_endorsers_signs_and_a_ring_of_them_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let chain = |ring: &str| {
        let mut text = format!("{COMPANY}[product.phone]\nparts = {{}}\n[supplier.s0]\n{ring}");
        for at in 1..20_000 {
            let before = at - 1;
            let _ = writeln!(
                text,
                "[supplier.s{at}]\nacceptance = 0.5\nacceptance_endorsed = 0.9\nendorsed_by = [\"s{before}\"]"
            );
        }
        read(home.path(), &text)
    };
    let plan = compile(&chain("").unwrap().scenario).unwrap();
    assert!(plan.contracts.order.is_sorted());
    let ring = "acceptance = 0.5\nacceptance_endorsed = 0.9\nendorsed_by = [\"s19999\"]\n";
    let fault = chain(ring).unwrap_err().to_string();
    assert!(fault.contains("E502") && fault.len() < 2000, "{}", &fault[..fault.len().min(3000)]);
}

#[test]
fn many_wrong_cells_are_told_by_the_first_twenty_and_all_in_json() {
    let home = tempfile::tempdir().unwrap();
    // Each cell says something else, so that no two have one cause.
    let wrong = bill(home.path(), 30_000, COLUMNS, |at| format!("1,one,1,{at},order_up_to,1000"));
    let Err(LoadError::Scenario(faults)) = wrong else { panic!("30,000 wrong cells are accepted") };
    assert_eq!(faults.list.len(), 30_000);
    let text = faults.render(false);
    assert_eq!(text.matches("error[E205]").count(), 20);
    assert!(text.contains("bill.csv:2:12") && text.contains("29,980 more of E205 are not shown"), "{text}");
    let json = faults.to_json();
    let last = &json[29_999]["labels"][0];
    assert_eq!((&last["line"], &last["column"], &last["found"]), (&30_001.into(), &16.into(), &"29999".into()));
}

#[test]
fn faults_in_one_long_line_have_their_columns() {
    let home = tempfile::tempdir().unwrap();
    let wrong: Vec<String> = (0..20_000).map(|at| format!("wr\u{f6}ng{at} = 1")).collect();
    let text = format!("{COMPANY}[product]\nphone = {{ {} }}\n", wrong.join(", ").replace('\u{f6}', "o"));
    let Err(LoadError::Scenario(faults)) = read(home.path(), &text) else { panic!("wrong keys are accepted") };
    let json = faults.to_json();
    let unknown: Vec<&serde_json::Value> =
        json.as_array().unwrap().iter().filter(|fault| fault["code"] == "E101").collect();
    assert_eq!(unknown.len(), 20_000);
    for fault in unknown {
        let label = &fault["labels"][0];
        let (line, column) = (label["line"].as_u64().unwrap() as usize, label["column"].as_u64().unwrap() as usize);
        let found = label["found"].as_str().unwrap();
        assert!(text.lines().nth(line - 1).unwrap()[column - 1..].starts_with(found), "{label}");
    }
}

#[test]
fn misspelt_names_beside_as_many_right_ones_do_not_take_their_product() {
    let home = tempfile::tempdir().unwrap();
    let suppliers: String = (0..20_000).fold(String::new(), |text, at| text + &format!("[supplier.maker_{at}]\n"));
    fs::write(home.path().join("suppliers.csv"), "").unwrap();
    let mut lines = format!("name,{COLUMNS}\n");
    for at in 0..20_000 {
        let _ = writeln!(lines, "p{at},1,makr_{at},1,10 days,order_up_to,1000");
    }
    fs::write(home.path().join("bill.csv"), lines).unwrap();
    let text = format!("{COMPANY}[product.phone]\nbom = \"bill.csv\"\n{suppliers}");
    let Err(LoadError::Scenario(faults)) = read(home.path(), &text) else { panic!("wrong names are accepted") };
    assert_eq!(faults.list.len(), 20_000);
    assert_eq!(faults.list[0].help.as_deref(), Some("did you mean `maker_0`?"));
}

#[test]
fn five_thousand_uncertain_inputs_are_known_by_their_addresses() {
    let home = tempfile::tempdir().unwrap();
    let loaded = bill(home.path(), 5000, COLUMNS, |_| {
        "1,one,\"{ uniform = { low = 1, high = 2 } }\",10 days,order_up_to,1000".into()
    });
    let loaded = loaded.unwrap();
    assert_eq!(loaded.scenario.inputs.len(), 5000);
    assert_eq!(loaded.scenario.inputs[4999].key, "component.p4999.unit_cost");
    assert_eq!(loaded.keys().iter().filter(|key| key.uncertain).count(), 5000);
    assert_eq!(loaded.resolved_toml().matches("uniform").count(), 5000);
    assert_eq!(to_json(&[], &loaded.sources), serde_json::json!([]));
}
