//! Can no text make the reader panic?

use launchsim::language::source::Source;
use launchsim::scenario::{load, starter};
use proptest::prelude::*;

use super::scenario_files::{Folder, assert_repeats};

/// A valid scenario to damage.
fn seeds() -> Vec<String> {
    vec![starter(), std::fs::read_to_string("tests/bad/common/phone.toml").expect("the base")]
}

fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("nan".to_owned()),
        Just("-inf".to_owned()),
        Just("-0.0".to_owned()),
        Just("1e308".to_owned()),
        Just("99999999999999999999999999999999999999999999".to_owned()),
        Just("9223372036854775807".to_owned()),
        Just("\"\"".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("[[]]".to_owned()),
        Just("[[2026-01-01, {}]]".to_owned()),
        Just("0000-01-01".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("\"9999 years\"".to_owned()),
        Just("{ uniform = { low = 1e308, high = -1e308 } }".to_owned()),
        Just("{ lognormal = { mean = 1e308, cv = 1e300 } }".to_owned()),
        Just("{ quantiles = { p10 = 1, p50 = 1.0000001, p90 = 1e300 } }".to_owned()),
        Just("{ beta = { alpha = 1e-300, beta = 1e300, low = 0, high = 1 } }".to_owned()),
        Just("{ gamma = { mean = 1e-300, cv = 1e300 }, at_most = 1 }".to_owned()),
        Just("{ normal = { mean = 0.5, sd = 1e-300 }, at_least = 0.5, at_most = 0.5 }".to_owned()),
        Just("{ discrete = { values = [], weights = [] } }".to_owned()),
        Just("{ empirical = { values = [] } }".to_owned()),
        any::<f64>().prop_map(|number| format!("{number:?}")),
        any::<i64>().prop_map(|number| number.to_string()),
        "\\PC{0,12}".prop_map(|text| format!("{text:?}")),
        "\\PC{0,12}",
    ]
}

/// One damage done to a text.
fn damage(text: &str, kind: u8, at: usize, other: usize, value: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let written: Vec<usize> =
        (0..lines.len()).filter(|&line| !lines[line].starts_with('#') && lines[line].contains('=')).collect();
    let (first, second) = (written[at % written.len()], written[other % written.len()]);
    let key_of = |line: &str| line.split('=').next().unwrap_or("").trim().to_owned();
    let value_of =
        |line: &str| line.split_once('=').map_or("", |(_, value)| value).split(" # ").next().unwrap_or("").to_owned();
    match kind {
        0 => lines[first] = format!("{} = {value}", key_of(&lines[first])),
        1 => lines[first] = format!("{} ={}", key_of(&lines[first]), value_of(&lines[second])),
        2 => drop(lines.remove(first)),
        3 => lines[first] = format!("{} ={}", key_of(&lines[second]), value_of(&lines[first])),
        4 => lines[first] = format!("x{}", lines[first]),
        5 => lines.swap(at % text.lines().count(), other % text.lines().count()),
        6 => {
            let mut cut = at % text.len();
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            return text[..cut].to_owned();
        }
        _ => {
            let line = at % lines.len();
            lines.insert(line, value.to_owned());
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damaged_scenario_makes_the_reader_panic(
        seed in 0_usize..2,
        damages in prop::collection::vec((0_u8..8, any::<usize>(), any::<usize>(), values()), 1..6),
        set_key in prop_oneof!["[a-z.\\[\\]0-9]{0,20}", Just("component.screen.unit_cost".to_owned())],
        set_value in values(),
    ) {
        let mut text = seeds().swap_remove(seed);
        for (kind, at, other, value) in damages {
            if text.lines().any(|line| !line.starts_with('#') && line.contains('=')) {
                text = damage(&text, kind, at, other, &value);
            }
        }
        let folder = Folder::new();
        let path = folder.write("damaged.toml", &text);
        match load(&Source::File(path.clone()), &[]) {
            Ok(loaded) => assert_repeats(&loaded),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        let _ = load(&Source::File(path), &[format!("{set_key}={set_value}")]).map_err(|error| error.to_string());
    }

    #[test]
    fn no_bill_of_materials_makes_the_reader_panic(text in "(name|supplier|quantity|unit_cost|lead_time|[,\"\n\r;#]|[a-z]{1,4}|[0-9.]{1,5}|\\PC){0,60}") {
        let folder = Folder::new();
        folder.write("base.toml", std::fs::read("tests/bad/common/phone.toml").expect("the base"));
        folder.write("parts.csv", format!("name,supplier,quantity,unit_cost,lead_time\n{text}"));
        folder.write("bare.csv", &text);
        for name in ["parts.csv", "bare.csv"] {
            let top = folder.write("top.toml", format!("extends = \"base.toml\"\n[product.phone]\nbom = \"{name}\"\n"));
            let _ = load(&Source::File(top), &[]).map_err(|error| error.to_string());
        }
    }
}
