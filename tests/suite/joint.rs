//! Are inputs of a sample drawn together, line by line, whatever stands around them?

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use launchsim::company::plan::compile;
use launchsim::language::source::Source;
use launchsim::scenario::{Loaded, Scenario, load};

use super::support::{launches, plan, scenario, try_scenario};

const SHOP: &str = r#"
[timeline]
start = 2026-01-01
horizon = "60 days"

[company]
opening_cash = 1_000_000

[product.phone]
price = 2000
parts = { set = 1 }

[supplier.maker]

[component.set]
supplier = "maker"
unit_cost = 1000
lead_time = "20 days"
policy = "to_order"
review = "1 week"

[factory.line]

[market]
reach = 20_000
innovation = { uniform = { low = 0.5, high = 1 } }
imitation = { uniform = { low = 1, high = 2 } }

[window.shop]
kind = "open"
opens = 2026-01-01
"#;

/// Four lines in which much innovation goes with little imitation.
const LINES: &str = "[joint.fits]\ndrawn = true\nlines = [\"market.innovation,market.imitation\", \"0.1,4\", \"0.2,3\", \"0.4,2\", \"0.8,1\"]\n";

fn drawn(text: &str, count: u32) -> BTreeMap<String, Vec<f64>> {
    launches(&scenario(text), count, 2)
}

/// How often each pair of the two inputs was drawn.
fn pairs(columns: &BTreeMap<String, Vec<f64>>) -> BTreeMap<(String, String), usize> {
    let [p, q] = ["market.innovation", "market.imitation"].map(|key| &columns[&format!("input {key}")]);
    let mut found = BTreeMap::new();
    for (p, q) in p.iter().zip(q) {
        *found.entry((p.to_string(), q.to_string())).or_insert(0) += 1;
    }
    found
}

fn counts(columns: &BTreeMap<String, Vec<f64>>) -> Vec<usize> {
    pairs(columns).into_values().collect()
}

#[test]
fn each_launch_takes_one_line_of_a_sample() {
    for sampling in ["sobol", "random"] {
        let text = format!("[run]\nsampling = \"{sampling}\"\n{SHOP}{LINES}");
        let columns = drawn(&text, 1024);
        let found = pairs(&columns);
        let lines = [("0.1", "4"), ("0.2", "3"), ("0.4", "2"), ("0.8", "1")].map(|(p, q)| (p.to_owned(), q.to_owned()));
        assert_eq!(found.keys().cloned().collect::<Vec<_>>(), lines, "{sampling}");
        // Spread evenly every line is taken exactly as often; at random within five deviations of a binomial number.
        let allowed = if sampling == "sobol" { 0 } else { 70 };
        assert!(found.values().all(|count| count.abs_diff(256) <= allowed), "{sampling}: {found:?}");
    }
    // The draws of other inputs are those there are without the sample.
    let with_cost = SHOP.replace("unit_cost = 1000", "unit_cost = { uniform = { low = 900, high = 1100 } }");
    let [with, without] = [format!("{with_cost}{LINES}"), with_cost].map(|text| drawn(&text, 64));
    assert_eq!(with["input component.set.unit_cost"], without["input component.set.unit_cost"]);
}

#[test]
fn lines_are_drawn_by_their_weights() {
    let lines = "[joint.fits]\ndrawn = true\nweight = \"seen\"\nlines = [\"market.innovation,seen,market.imitation\", \"0.1,1,4\", \
                 \"0.2,0,3\", \"0.4,2,2\", \"0.8,1,1\"]\n";
    assert_eq!(counts(&drawn(&format!("{SHOP}{lines}"), 1024)), [256, 512, 256]);
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn loaded(path: &Path, sets: &[&str]) -> Loaded {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    load(&Source::File(path.to_owned()), &sets).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Whether launches of two scenarios are the same to the last bit.
fn same(one: &Scenario, other: &Scenario) -> bool {
    let bits = |scenario: &Scenario| -> Vec<(String, Vec<u64>)> {
        let columns = launches(scenario, 64, 1);
        columns.into_iter().map(|(name, values)| (name, values.into_iter().map(f64::to_bits).collect())).collect()
    };
    bits(one) == bits(other)
}

#[test]
fn a_sample_is_a_list_as_others_export_it_and_stays_in_the_resolved_file() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "fits.csv", "Fits of 2025;;\nmarket.innovation;market.imitation;phone\n0,1;4;A\n0,8;1;B\n");
    let how = "[joint.fits]\ndrawn = true\nsample = { file = \"fits.csv\", decimal = \"comma\", other_columns = \"pass_over\", columns = { \
               \"market.innovation\" = \"market.innovation\" } }\ninputs = [\"market.innovation\", \"market.imitation\"]\n";
    let path = write(home.path(), "shop.toml", &format!("{SHOP}{how}"));
    let first = loaded(&path, &[]);
    assert_eq!(counts(&launches(&first.scenario, 64, 1)), [32, 32]);
    // The file that needs no other gives the same scenario, and so the same launches.
    let again = loaded(&write(home.path(), "again.toml", &first.resolved_toml()), &[]);
    assert_eq!(again.scenario.inputs, first.scenario.inputs);
    assert!(same(&again.scenario, &first.scenario));
    assert_eq!(again.resolved_toml().replace("again", "shop"), first.resolved_toml());
}

#[test]
fn a_sample_in_parquet_is_that_of_its_csv() {
    use parquet::basic::Compression;
    use parquet::data_type::{DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let home = tempfile::tempdir().unwrap();
    let how = |file: &str| format!("{SHOP}[joint.fits]\ndrawn = true\nsample = \"{file}\"\nweight = \"seen\"\n");
    write(home.path(), "fits.csv", "market.innovation,market.imitation,seen\n0.125,4.75,2\n0.8,1e-3,1\n");
    let csv = loaded(&write(home.path(), "csv.toml", &how("fits.csv")), &[]);
    for (compression, name) in
        [(Compression::SNAPPY, "snappy"), (Compression::ZSTD(parquet::basic::ZstdLevel::default()), "zstd")]
    {
        let schema = "message fits { required double market.innovation; required double market.imitation; required int64 seen; }";
        let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
        let properties = WriterProperties::builder().set_compression(compression).build();
        let file = fs::File::create(home.path().join(format!("{name}.parquet"))).unwrap();
        let mut writer = SerializedFileWriter::new(file, schema, properties.into()).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for values in [[0.125, 0.8], [4.75, 1e-3]] {
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<DoubleType>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[2, 1], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        let again = loaded(&write(home.path(), &format!("{name}.toml"), &how(&format!("{name}.parquet"))), &[]);
        assert!(same(&again.scenario, &csv.scenario), "{name}");
    }
    fs::write(home.path().join("broken.parquet"), b"PAR1 and nothing more").unwrap();
    let path = write(home.path(), "broken.toml", &how("broken.parquet"));
    let fault = load(&Source::File(path), &[]).map(|_| ()).unwrap_err().to_string();
    assert!(fault.contains("broken.parquet cannot be read as Parquet") && fault.contains("broken.toml:"), "{fault}");
}

#[test]
fn setting_one_input_of_a_sample_moves_no_other_and_is_remarked() {
    let home = tempfile::tempdir().unwrap();
    let path = write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    let set = loaded(&path, &["market.innovation=0.3"]);
    let [one, all] = [&set, &loaded(&path, &[])].map(|loaded| launches(&loaded.scenario, 64, 1));
    assert_eq!(one["input market.imitation"], all["input market.imitation"]);
    assert!(!one.contains_key("input market.innovation"));
    let codes: Vec<&str> = set.warnings.iter().map(|warning| warning.code.id()).collect();
    assert!(codes.contains(&"W032"), "{codes:?}");
    assert!(set.warnings.iter().any(|warning| warning.title.contains("market.innovation")));
    // The file that needs no other does not draw it again.
    let again = loaded(&write(home.path(), "again.toml", &set.resolved_toml()), &[]);
    assert!(same(&again.scenario, &set.scenario));
}

#[test]
fn a_sample_of_which_everything_is_set_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    let set = loaded(&path, &["market.innovation=0.3", "market.imitation=2"]);
    let again = loaded(&write(home.path(), "again.toml", &set.resolved_toml()), &[]);
    assert!(same(&again.scenario, &set.scenario) && again.scenario.inputs.is_empty());
}

#[test]
fn the_file_with_the_sample_is_above_what_it_extends_and_below_what_extends_it() {
    let home = tempfile::tempdir().unwrap();
    let pair = "[correlation.pair]\nbetween = [\"market.innovation\", \"market.imitation\"]\nrank = -0.3\n";
    write(home.path(), "prior.toml", &format!("{SHOP}{pair}"));
    write(home.path(), "fitted.toml", &format!("extends = \"prior.toml\"\n{LINES}"));
    let above = write(home.path(), "above.toml", "extends = \"fitted.toml\"\n[market]\nimitation = 1.5\n");
    let fitted = loaded(&home.path().join("fitted.toml"), &[]);
    assert!(fitted.scenario.correlations.is_empty());
    assert_eq!(counts(&launches(&fitted.scenario, 1024, 1)), [256; 4]);
    let again = loaded(&write(home.path(), "again.toml", &fitted.resolved_toml()), &[]);
    assert_eq!(again.scenario.inputs, fitted.scenario.inputs);
    let above = loaded(&above, &[]);
    let columns = launches(&above.scenario, 64, 1);
    assert!(!columns.contains_key("input market.imitation"));
    assert_eq!(columns["input market.innovation"], launches(&fitted.scenario, 64, 1)["input market.innovation"]);
}

#[test]
fn a_sample_of_which_is_said_that_it_is_not_drawn_leaves_the_laws_beside_it() {
    let pair = "[correlation.pair]\nbetween = [\"market.innovation\", \"market.imitation\"]\nrank = -0.3\n";
    let held = scenario(&format!("{SHOP}{pair}{LINES}"));
    assert!(held.correlations.is_empty() && held.inputs.iter().all(|input| input.drawn.is_some()));
    let left = scenario(&format!("{SHOP}{pair}{}", LINES.replace("true", "false")));
    assert!(same(&left, &scenario(&format!("{SHOP}{pair}"))));
    // Also from the command line; and each alternative says for itself.
    let home = tempfile::tempdir().unwrap();
    let path = write(home.path(), "shop.toml", &format!("{SHOP}{pair}{LINES}"));
    let set = loaded(&path, &["joint.fits.drawn=false"]);
    assert!(same(&set.scenario, &left));
    let again = loaded(&write(home.path(), "again.toml", &set.resolved_toml()), &[]);
    assert!(same(&again.scenario, &left));
    // What names the sample by itself has nothing to draw from.
    let named = SHOP.replace("innovation = { uniform = { low = 0.5, high = 1 } }", "innovation = { joint = \"fits\" }");
    let message = try_scenario(&format!("{named}{}", LINES.replace("true", "false"))).unwrap_err();
    assert!(message.contains("nothing is drawn from the sample `fits`"), "{message}");
}

#[test]
fn inputs_without_which_a_sample_is_drawn_are_what_else_is_said_of_them() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    let set = "extends = \"shop.toml\"\n[market]\nimitation = 1.5\n";
    let loaded = |name: &str, text: &str| loaded(&write(home.path(), name, text), &[]);
    let remarked = loaded("remarked.toml", set);
    let said = loaded("said.toml", &format!("{set}[joint.fits]\nwithout = [\"market.imitation\"]\n"));
    assert!(remarked.warnings.iter().any(|warning| warning.code.id() == "W032"));
    assert!(said.warnings.iter().all(|warning| warning.code.id() != "W032"));
    assert!(same(&said.scenario, &remarked.scenario));
}

#[test]
fn points_of_a_path_and_lengths_of_time_are_drawn_from_a_sample() {
    let text = SHOP.replace("[factory.line]", "[factory.line]\nramp = [[2026-01-01, 300], [2026-02-01, 400]]");
    let lines = "[joint.supply]\ndrawn = true\nlines = [\"component.set.lead_time,factory.line.ramp[1]\", \"10,350\", \"30,500\"]\n";
    let columns = drawn(&format!("{text}{lines}"), 64);
    let mut both: Vec<(f64, f64)> = columns["input component.set.lead_time"]
        .iter()
        .copied()
        .zip(columns["input factory.line.ramp[1]"].iter().copied())
        .collect();
    both.sort_by(|a, b| a.partial_cmp(b).unwrap());
    both.dedup();
    assert_eq!(both, [(10.0, 350.0), (30.0, 500.0)]);
    // A launch that has a plan of its own is handed the line like the others.
    let slow = format!("{text}{lines}")
        .replace("review = \"1 week\"", "review = { uniform = { low = \"2 days\", high = \"9 days\" } }");
    assert!(!plan(&slow).is_shared());
    assert_eq!(drawn(&slow, 64)["input factory.line.ramp[1]"], columns["input factory.line.ramp[1]"]);
}

#[test]
fn a_sample_that_cannot_be_drawn_from_is_refused_at_its_place() {
    let refused = |joint: &str| try_scenario(&format!("{SHOP}{joint}")).expect_err(joint);
    for (joint, expected) in [
        ("[joint.fits]\n", "names no sample"),
        ("[joint.fits]\nlines = []\n", "takes the lines of a sample"),
        ("[joint.fits]\nlines = [\"market.innovation\"]\n", "no line below its header"),
        ("[joint.fits]\nlines = [\"market.innovation\", \"much\"]\n", "a number is expected"),
        ("[joint.fits]\nlines = [\"market.innovation,market.imitation\", \"1\"]\n", "a line has 1 numbers"),
        ("[joint.fits]\nlines = [\"market.inovation\", \"1\"]\n", "inovation"),
        ("[joint.fits]\nlines = [\"component.sets.unit_cost\", \"1\"]\n", "there is no component `sets`"),
        ("[joint.fits]\nlines = [\"profit\", \"1\"]\n", "is no address of an input"),
        ("[joint.fits]\nlines = [\"market.innovation\", \"-1\"]\n", "cannot be -1"),
        (
            "[joint.fits]\nlines = [\"market.innovation\", \"1\"]\n",
            "is drawn from the sample `fits` and said beside it",
        ),
        ("[joint.fits]\nlines = [\"product.phone.parts\", \"1\"]\n", "parts"),
        ("[joint.fits]\nlines = [\"run.seed\", \"1\"]\n", "takes one plain value"),
        ("[joint.fits]\nsample = \"nowhere.csv\"\n", "there is no file"),
        ("[joint.fits]\nsample = \"a.csv\"\nlines = [\"market.innovation\", \"1\"]\n", "joint.fits"),
        (
            "[joint.fits]\ninputs = [\"market.imitations\"]\nlines = [\"market.imitation\", \"1\"]\n",
            "did you mean `market.imitation`",
        ),
        ("[joint.fits]\nweight = \"w\"\nlines = [\"market.imitation\", \"1\"]\n", "the sample has no column `w`"),
        (
            "[joint.fits]\nwithout = [\"market.reach\"]\nlines = [\"market.imitation\", \"1\"]\n",
            "has no column `market.reach`",
        ),
        ("[joint.fits]\nweight = \"w\"\nlines = [\"market.imitation,w\", \"1,0\"]\n", "not all of them 0"),
        ("[joint.fits]\nlines = [\"market.imitation,market.imitation\", \"1,2\"]\n", "two columns"),
        (
            "[joint.a]\nlines = [\"market.imitation\", \"1\"]\n[joint.b]\nlines = [\"market.imitation\", \"1\"]\n",
            "stands in two samples",
        ),
        (
            "[joint.fits]\nlines = [\"market.innovation\", \"1\"]\n[correlation.pair]\nbetween = [\"market.innovation\", \
             \"market.imitation\"]\nrank = 0.1\n",
            "has no correlation beside it",
        ),
    ] {
        let message = refused(joint);
        assert!(message.contains(expected), "{joint}\n{message}");
        assert!(message.contains("scenario_"), "no place: {message}");
    }
    let beside = SHOP.replace(
        "innovation = { uniform = { low = 0.5, high = 1 } }",
        "innovation = { joint = \"fits\", at_most = 1 }",
    );
    assert!(try_scenario(&beside).unwrap_err().contains("no bounds"));
    let nowhere =
        SHOP.replace("innovation = { uniform = { low = 0.5, high = 1 } }", "innovation = { joint = \"fits\" }");
    assert!(try_scenario(&nowhere).unwrap_err().contains("there is no sample `fits`"));
    // The example of the reference can be read.
    let sample = launchsim::scenario::tables::table("joint.*").key("lines").unwrap().sample;
    assert!(try_scenario(&format!("{SHOP}[joint.fits]\ndrawn = true\nlines = {sample}\n")).is_ok());
}

#[test]
fn without_luck_an_input_of_a_sample_is_its_own_median() {
    let plan = compile(&scenario(&format!("[run]\ndeterministic = true\n{SHOP}{LINES}"))).unwrap();
    let drawn: Vec<f64> = launchsim::company::draw_inputs::<1>(&plan, 3).iter().map(|value| value.0[0]).collect();
    assert_eq!(drawn, [0.2, 2.0]);
}

#[test]
fn a_sweep_says_that_what_it_sets_is_no_longer_drawn_with_the_others() {
    let home = tempfile::tempdir().unwrap();
    let path = write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    let told = |vary: &str| {
        let out = home.path().join(vary);
        let output = assert_cmd::Command::cargo_bin("launchsim")
            .unwrap()
            .args(["sweep", &path.to_string_lossy(), "-n", "4", "--no-charts", "--vary", vary, "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let remark = "market.imitation is set at every point, and no longer drawn from joint.fits";
    assert!(told("market.imitation=1,2").contains(remark));
    assert!(!told("component.set.unit_cost=900,1000").contains("no longer drawn"));
}

#[test]
fn a_comparison_names_a_sample_once_however_many_inputs_are_drawn_from_it() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    write(
        home.path(),
        "surer.toml",
        "extends = \"shop.toml\"\n[market]\nimitation = 1.5\n[joint.fits]\nwithout = [\"market.imitation\"]\n",
    );
    let output = assert_cmd::Command::cargo_bin("launchsim")
        .unwrap()
        .current_dir(home.path())
        .args(["compare", "shop.toml", "surer.toml", "-n", "64", "--no-charts", "--no-drivers", "-o", "out"])
        .output()
        .unwrap();
    let page = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(page.matches("lines of the sample fits").count(), 1, "{page}");
}

#[test]
fn what_a_file_says_is_not_varied_after_it_was_read() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "shop.toml", &format!("{SHOP}{LINES}"));
    let tried = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("launchsim").unwrap();
        command.current_dir(home.path()).args(arguments).args(["-n", "64", "--no-charts"]).output().unwrap()
    };
    let asked = ["--vary", "joint.fits.drawn=true,false", "-o", "out"];
    let refused = tried(&[&["sweep", "shop.toml"], &asked[..]].concat());
    let message = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{message}");
    assert!(
        message.contains("E110") && message.contains("`joint.fits.drawn` says what is read from a file"),
        "{message}"
    );
    assert!(!home.path().join("out").exists());
    // As said there, a comparison reads the file for each; the two differ.
    let compared = tried(&[&["compare", "shop.toml", "--no-drivers"], &asked[..]].concat());
    assert!(compared.status.success(), "{}", String::from_utf8_lossy(&compared.stderr));
    let figures = fs::read_to_string(home.path().join("out/comparison.json")).unwrap();
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let means = figures["alternatives"].as_object().unwrap().values();
    let means: Vec<String> = means.map(|one| one["net_profit_yuan"]["mean"].to_string()).collect();
    assert!(means.len() == 2 && means[0] != means[1], "{means:?}");
    let model = launchsim::library::Draft::of_text("shop", format!("{SHOP}{LINES}")).compile().unwrap();
    let refused = model.with([("joint.fits.drawn", &"false" as &dyn std::fmt::Display)]).err().unwrap().to_string();
    assert!(refused.contains("read once"), "{refused}");
}
