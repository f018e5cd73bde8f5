//! Do valid scenario files mean what they say?

use std::path::{Path, PathBuf};

use launchsim::language::fault::LoadError;
use launchsim::language::quantity::Number;
use launchsim::language::source::Source;
use launchsim::language::{builtin, catalogue};
use launchsim::random::Distribution;
use launchsim::rooms::supply::keys::ordering::OrderPolicy;
use launchsim::rooms::weather::keys::Timing;
use launchsim::scenario::{Loaded, load, reference, schema, starter, tables};

use crate::support;

/// Compares the part of a page between `<!-- begin NAME -->` and `<!-- end NAME -->`; `UPDATE_GOLDEN=1` writes it.
pub(crate) fn page_holds(page: &str, name: &str, expected: &str) {
    let text = std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{page}: {error}"));
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let start = text.find(&begin).unwrap_or_else(|| panic!("{page} has no {begin}")) + begin.len();
    let stop = text.find(&end).unwrap_or_else(|| panic!("{page} has no {end}"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let updated = format!("{}{expected}\n{}", &text[..start], &text[stop..]);
        std::fs::write(page, updated).expect("the page can be written");
        return;
    }
    assert_eq!(&text[start..stop], format!("{expected}\n"), "{page} is out of date: UPDATE_GOLDEN=1 cargo test");
}

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    }
}

fn loaded(path: &Path, sets: &[&str]) -> Loaded {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    load(&Source::File(path.to_path_buf()), &sets).unwrap_or_else(|error| panic!("{error}"))
}

fn phone(sets: &[&str]) -> Loaded {
    loaded(Path::new("tests/bad/common/phone.toml"), sets)
}

#[test]
fn a_file_that_extends_another_writes_only_what_differs() {
    let folder = Folder::new();
    folder.write("base.toml", std::fs::read("tests/bad/common/phone.toml").expect("the base"));
    folder.write(
        "sub/middle.toml",
        "extends = \"../base.toml\"\nname = \"not inherited\"\n[product.phone]\nprice = 1499\n",
    );
    let top = folder.write(
        "top.toml",
        "extends = \"sub/middle.toml\"\n[component.screen]\nunit_cost = { normal = { mean = 210, sd = 5 } }\n[supplier.sony]\n",
    );
    let scenario = loaded(&top, &[]).scenario;
    assert_eq!(scenario.name, "top");
    assert_eq!(scenario.title, "A phone");
    assert_eq!(scenario.products[0].price[0].1, Number::certain(1499.0));
    assert_eq!(scenario.suppliers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["sharp", "sony"]);
    assert_eq!(scenario.inputs[0].distribution, Distribution::Normal { mean: 210.0, sd: 5.0 });
}

#[test]
fn a_general_policy_needs_no_level_where_every_part_writes_its_own() {
    let text = |policy: &str, level: &str| {
        format!(
            "[timeline]\nstart = 2026-01-01\nhorizon = \"9 days\"\n[product.phone]\nparts = {{ a = 1, b = 1 }}\n[supplier.maker]\n\
             [ordering]\npolicy = \"{policy}\"\n\
             [component.a]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"1 day\"\n{level}\n\
             [component.b]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"1 day\"\n{level}\n"
        )
    };
    for (policy, level) in [
        ("order_up_to", "order_up_to_level = 5"),
        ("s_S", "reorder_level = 2\norder_up_to_level = 5"),
        ("reorder_point", "reorder_level = 2\norder_quantity = 5"),
        ("order_up_to", "policy = \"none\""),
    ] {
        assert!(support::try_scenario(&text(policy, level)).is_ok(), "{policy}, {level}");
        assert!(support::try_scenario(&text(policy, "")).is_err(), "{policy} without a level");
    }
}

#[test]
fn overrides_take_toml_values_bare_words_and_lengths_of_time() {
    let scenario = phone(&[
        "product.phone.price=1499",
        "component.screen.lead_time=4 months",
        "component.chip.lead_time=\"2 weeks\"",
        "supplier.sharp.region=korea",
        "timeline.end=2026-11-30",
        "component.chip.unit_cost={ uniform = {low=1, high=2} }",
        "factory.assembler.ramp[1]=4_000",
        "factory.assembler.rest_days=[\"sunday\"]",
        "product.phone.price=1599",
    ])
    .scenario;
    assert_eq!(scenario.products[0].price[0].1.value, 1599.0);
    assert_eq!(scenario.components[0].lead_time.value, 122.0);
    assert_eq!(scenario.components[1].lead_time.value, 14.0);
    assert_eq!(scenario.suppliers[0].region, "korea");
    assert_eq!(scenario.timeline.days, 334);
    assert_eq!(scenario.factories[0].ramp[1].1.value, 4000.0);
    assert_eq!(scenario.factories[0].rest_days, [6]);
    let keys: Vec<&str> = scenario.inputs.iter().map(|input| input.key.as_str()).collect();
    assert_eq!(
        keys,
        ["component.screen.unit_cost", "component.chip.unit_cost", "market.innovation", "market.imitation"],
        "inputs stand in the order their keys appear"
    );
    let unit_cost = scenario.components[1].unit_cost;
    assert_eq!((unit_cost.value, unit_cost.input), (1.5, Some(1)));
}

#[test]
fn every_family_is_read_in_the_unit_of_its_key() {
    let folder = Folder::new();
    folder.write("past.csv", "month,cost\n1,30\n2,10\n3,20\n");
    let top = folder.write(
        "top.toml",
        format!(
            "extends = '{}'\n{}",
            std::fs::canonicalize("tests/bad/common/phone.toml").expect("the base").display(),
            r#"
[component.screen]
lead_time = { triangular = { low = "1 month", mode = "60 days", high = "3 months" } }
unit_cost = { empirical = { file = "past.csv", column = "cost" }, at_most = 25 }
defect_rate = { beta = { alpha = 2, beta = 5, low = 0, high = 0.1 } }
learning_rate = { pert = { low = 0, mode = 0.1, high = 0.2 } }
[component.chip]
unit_cost = { quantiles = { p10 = 200, p50 = 250, p90 = 320 }, at_least = 100 }
lead_time = { discrete = { values = ["30 days", "2 months"], weights = [3, 1] } }
lead_time_cv = { gamma = { mean = 0.2, cv = 0.3 }, at_most = 1 }
[factory.assembler]
ramp = [[2026-06-01, 500], [2026-10-01, { lognormal = { mean = 3_000, cv = 0.2 } }]]
"#
        ),
    );
    let loaded = loaded(&top, &[]);
    let scenario = &loaded.scenario;
    let of = |key: &str| &scenario.inputs.iter().find(|input| input.key == key).expect(key).distribution;
    let month = 365.25 / 12.0;
    assert_eq!(
        of("component.screen.lead_time"),
        &Distribution::Triangular { low: month, mode: 60.0, high: 3.0 * month }
    );
    assert_eq!(
        of("component.screen.unit_cost"),
        &Distribution::Truncated {
            of: Box::new(Distribution::Empirical { values: vec![10.0, 20.0, 30.0] }),
            low: None,
            high: Some(25.0)
        }
    );
    assert_eq!(
        of("component.chip.lead_time"),
        &Distribution::Discrete { values: vec![30.0, 2.0 * month], weights: vec![3.0, 1.0] }
    );
    assert_eq!(of("factory.assembler.ramp[1]"), &Distribution::LogNormal { mean: 3000.0, cv: 0.2 });
    assert_repeats(&loaded);
}

#[test]
fn another_choice_leaves_the_keys_of_the_old_one_without_effect() {
    let folder = Folder::new();
    let base = folder.write(
        "base.toml",
        format!(
            "extends = '{}'\n{}",
            std::fs::canonicalize("tests/bad/common/phone.toml").expect("the base").display(),
            "[ordering]\npolicy = \"s_S\"\nreorder_level = 5\norder_up_to_level = 9\n[rival.galaxy]\nquality = 1\nprice = 4999\n\
             [market]\nchoice = \"logit\"\nquality = 2\nprice_sensitivity = 0.001\n\
             [expense.tools]\nkind = \"tooling\"\namount = 1\nfrom = 2026-02-01\nto = 2026-03-01\n\
             [disruption.flood]\nregion = \"japan\"\neffect = \"slow\"\nremaining = 0.5\nfrom = 2026-03-01\nlength = \"1 week\"\n"
        ),
    );
    let sets = [
        "ordering.policy=none",
        "market.choice=none",
        "timeline.horizon=2 years",
        "expense.tools.date=2026-05-01",
        "disruption.flood.effect=halt",
        "disruption.flood.supplier=sharp",
        "disruption.flood.to=2026-03-02",
    ];
    let loaded = loaded(&base, &sets);
    let scenario = &loaded.scenario;
    assert_eq!(scenario.components[0].ordering.policy, OrderPolicy::None);
    assert_eq!(scenario.timeline.days, 731);
    assert_eq!(scenario.expenses[0].days.0, scenario.expenses[0].days.1);
    let Timing::Dated { length, .. } = scenario.disruptions[0].timing else { panic!("it has a date") };
    assert_eq!(length.value, 2.0);
    assert_eq!(loaded.warnings[0].code.id(), "W007");
    assert_repeats(&loaded);
}

/// The resolved file alone gives an equal scenario, and resolves to itself.
pub(crate) fn assert_repeats(loaded: &Loaded) {
    let folder = Folder::new();
    let text = loaded.resolved_toml();
    let path = folder.write("scenario.toml", &text);
    let again = self::loaded(&path, &[]);
    assert_eq!(again.scenario, loaded.scenario, "{text}");
    assert_eq!(again.resolved_toml(), text);
}

#[test]
fn a_bill_of_materials_fills_parts_components_and_suppliers() {
    let folder = Folder::new();
    folder.write(
        "bom/parts.csv",
        "\u{feff}name,supplier,quantity,unit_cost,lead_time,lead_time_cv,pacing,note\r\n\
         screen,samsung,2,999,1 week,,true,\"a note, with a comma\"\r\n\
         # a remark\r\n\
         screw,\"makers\",12,0.02,2 weeks,,,\r\n\
         foil,makers,1,\"{ uniform = { low = 1, high = 2 } }\",\"3 weeks\",0.2,,\r\n",
    );
    folder.write("bom/makers.csv", "name,region,deposit\nsamsung,korea,\nmakers,china,0.1\nsharp,usa,0.9\n");
    folder.write("base.toml", std::fs::read("tests/bad/common/phone.toml").expect("the base"));
    let top = folder.write(
        "top.toml",
        "extends = \"base.toml\"\nsupplier_list = \"bom/makers.csv\"\n[product.phone]\nbom = \"bom/parts.csv\"\n",
    );
    let loaded = loaded(&top, &["component.screw.lead_time=5 days"]);
    let scenario = &loaded.scenario;
    let names: Vec<&str> = scenario.components.iter().map(|component| component.name.as_str()).collect();
    assert_eq!(names, ["screen", "chip", "screw", "foil"]);
    assert_eq!(scenario.products[0].parts, [(0, 1), (1, 2), (2, 12), (3, 1)], "the table overrides the line");
    assert_eq!(scenario.suppliers[0].region, "japan", "the table overrides the line");
    assert_eq!(scenario.suppliers[scenario.components[2].supplier].name, "makers");
    assert!(scenario.components[0].pacing, "cells fill what the table leaves out");
    assert_eq!(scenario.components[2].lead_time.value, 5.0);
    assert!(scenario.components[3].unit_cost.input.is_some());
    assert_repeats(&loaded);
}

#[test]
fn general_ordering_settings_hold_unless_a_component_writes_its_own() {
    let loaded = phone(&[
        "ordering.policy=s_S",
        "ordering.reorder_level={ uniform = { low = 100, high = 300 } }",
        "ordering.order_up_to_level=900",
        "component.chip.policy=reorder_point",
        "component.chip.reorder_level=50",
        "component.chip.order_quantity=70",
        "component.chip.review=2 weeks",
    ]);
    let OrderPolicy::MinMax { reorder, up_to } = loaded.scenario.components[0].ordering.policy else { panic!("s_S") };
    assert_eq!((reorder.value, up_to.value), (200.0, 900.0));
    assert!(reorder.input.is_some());
    let chip = &loaded.scenario.components[1].ordering;
    assert_eq!(
        chip.policy,
        OrderPolicy::ReorderPoint { reorder: Number::certain(50.0), quantity: Number::certain(70.0) }
    );
    assert_eq!(chip.review.value, 14.0);
    assert_repeats(&loaded);
}

#[test]
fn the_starter_runs_as_it_stands_and_shows_every_key() {
    let folder = Folder::new();
    let text = starter();
    let path = folder.write("starter.toml", &text);
    let loaded = loaded(&path, &[]);
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    assert_repeats(&loaded);
    for table in tables::TABLES {
        for key in table.keys {
            let line = format!("{} = ", key.name);
            assert!(
                text.lines().any(|text| text.trim_start_matches('#').starts_with(&line)),
                "the starter does not show {}.{}",
                table.path,
                key.name
            );
        }
    }
}

#[test]
fn every_sample_and_default_of_the_catalogue_is_accepted() {
    // Keys that only make sense beside others get them here.
    let beside = |key: &str| match key {
        "component.*.order_quantity" => {
            vec!["component.screen.policy=reorder_point", "component.screen.reorder_level=1"]
        }
        "component.*.reorder_level" => vec!["component.screen.policy=s_S", "component.screen.order_up_to_level=1e6"],
        "component.*.order_up_to_level" => vec!["component.screen.policy=order_up_to"],
        "product.*.stock_target" | "product.*.stock_cover" => vec!["product.phone.build=to_stock"],
        "market.quality" | "market.price_sensitivity" => {
            vec!["market.choice=logit", "market.quality=1", "market.price_sensitivity=0.001"]
        }
        "market.reference_share" => {
            vec!["market.choice=elasticity", "market.elasticity=1.5", "market.reference_price=1_999"]
        }
        "market.elasticity" => vec!["market.choice=elasticity", "market.reference_price=1_999"],
        "market.rate_elasticity" => vec!["market.price_acts_on=rate", "market.reference_price=1_999"],
        "market.price_change_effect" => vec!["market.price_acts_on=change"],
        "market.ill_will" => vec!["market.cancellation=0.001"],
        "market.cut_known" => vec!["market.wait_for_cut=0.3"],
        "component.*.put_off_fee" => vec!["component.screen.put_off_until=2 weeks"],
        "component.*.sample_accepts" => vec!["component.screen.sample_size=125"],
        _ => vec![],
    };
    let mut tried = 0;
    for (pattern, thing) in [("component.*", "component.screen"), ("product.*", "product.phone"), ("market", "market")]
    {
        for key in tables::table(pattern).keys {
            if ["supplier", "currency", "parts", "bom"].contains(&key.name) {
                continue;
            }
            let mut sets: Vec<String> =
                beside(&format!("{pattern}.{}", key.name)).into_iter().map(str::to_owned).collect();
            let mut values = vec![key.sample];
            if let catalogue::Fallback::Value(default) = key.fallback {
                values.push(default);
            }
            for value in values {
                sets.push(format!("{thing}.{}={value}", key.name));
                let refs: Vec<&str> = sets.iter().map(String::as_str).collect();
                phone(&refs);
                sets.pop();
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn the_reference_in_the_guide_is_up_to_date() {
    page_holds("docs/scenario.md", "reference", &reference::markdown());
}

#[test]
fn the_schema_knows_every_key_of_the_catalogue() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    for table in tables::TABLES {
        let mut node = &schema;
        for part in table.path.split('.').filter(|part| !part.is_empty()) {
            node = if part == "*" { &node["additionalProperties"] } else { &node["properties"][part] };
        }
        for key in table.keys {
            assert!(node["properties"][key.name]["description"].is_string(), "{}.{}", table.path, key.name);
        }
    }
}

#[test]
fn the_scenarios_in_the_program_are_those_in_the_folder_and_repeat_themselves() {
    let mut names: Vec<&str> = builtin::names().filter(|name| is_toml(name)).collect();
    for name in &names {
        let inside = load(&Source::BuiltIn(name), &[]).unwrap_or_else(|error| panic!("{error}"));
        let beside = loaded(&Path::new("scenarios").join(name), &[]);
        assert_eq!(inside.scenario, beside.scenario);
        assert!(
            inside.warnings.is_empty(),
            "{}",
            launchsim::language::render(&inside.warnings, &inside.sources, false)
        );
        assert_repeats(&inside);
    }
    // All of the folder itself and all exercises, with what those extend.
    names.retain(|name| !name.starts_with("patterns/"));
    names.sort_unstable();
    let of = |folder: &'static str| {
        let entries = std::fs::read_dir(Path::new("scenarios").join(folder)).expect("the folder is there");
        entries.map(move |entry| format!("{folder}{}", entry.expect("an entry").file_name().to_string_lossy()))
    };
    let mut files: Vec<String> = of("").chain(of("exercises/")).filter(|name| is_toml(name)).collect();
    files.sort_unstable();
    assert_eq!(names, files);
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

#[test]
fn numeric_keys_are_listed_with_what_is_written() {
    let loaded = phone(&[]);
    let keys = loaded.keys();
    let of = |address: &str| keys.iter().find(|key| key.address == address).unwrap_or_else(|| panic!("{address}"));
    assert_eq!(of("product.phone.price").written, "1999");
    assert_eq!(of("component.chip.lead_time").written, "\"2 months\"");
    assert_eq!(of("factory.assembler.ramp[1]").written, "3000");
    assert!(of("component.screen.unit_cost").uncertain && !of("component.chip.unit_cost").uncertain);
    assert!(!keys.iter().any(|key| key.address.contains("region")));
}

#[test]
fn a_negative_zero_is_a_zero() {
    let price = phone(&["product.phone.price=-0.0"]).scenario.products[0].price[0].1.value;
    assert_eq!(price.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn edges_of_what_is_allowed_are_accepted() {
    for sets in [
        &["timeline.end=2026-01-01"][..],
        &["market.reach=0"],
        &["product.phone.price=0"],
        &["supplier.sharp.signed=2020-01-01"],
        &["component.screen.lead_time=0 days"],
        &["run.seed=9223372036854775807", "run.launches=4_000_000_000"],
    ] {
        phone(sets);
    }
}

#[test]
fn warnings_are_few_and_true() {
    let codes = |sets: &[&str]| -> Vec<&str> {
        let sets = [sets, &["market.choice=none"]].concat();
        phone(&sets).warnings.iter().map(|warning| warning.code.id()).collect()
    };
    assert!(codes(&[]).is_empty());
    assert_eq!(codes(&["window.shop.opens=2027-01-01"]), ["W005"]);
    assert_eq!(codes(&["ordering.follow_build_plan=false"]), ["W006"]);
    let folder = Folder::new();
    let path = folder.write(
        "top.toml",
        "[timeline]\nstart = 2026-01-01\nhorizon = \"1 year\"\n[product.phone]\nprice = 1\n[supplier.a]\n[supplier.b]\n\
         [component.c]\nsupplier = \"a\"\nunit_cost = 1\nlead_time = \"1 day\"\n[window.w]\nkind = \"open\"\nopens = 2026-02-01\n",
    );
    let warnings = loaded(&path, &[]).warnings;
    assert_eq!(
        warnings.iter().map(|warning| warning.code.id()).collect::<Vec<_>>(),
        ["W018", "W017", "W001", "W002", "W004"]
    );
    let path = folder.write(
        "market.toml",
        "[timeline]\nstart = 2026-01-01\nhorizon = \"1 year\"\n[product.phone]\nprice = 1\n\
         [market]\nreach = 10\ninnovation = 1\nimitation = 1\n",
    );
    assert!(loaded(&path, &[]).warnings.iter().any(|warning| warning.code.id() == "W003"));
}

#[test]
fn each_commented_key_of_the_starter_can_be_taken_into_use() {
    let text = starter();
    let lines: Vec<&str> = text.lines().collect();
    let is_off = |line: usize| lines[line].starts_with('#') && !lines[line].starts_with("# ") && lines[line].len() > 1;
    let mut tried = 0;
    let mut start = 0;
    while start < lines.len() {
        let end = (start..lines.len()).find(|&line| lines[line].is_empty()).unwrap_or(lines.len());
        let off: Vec<usize> = (start..end).filter(|&line| is_off(line)).collect();
        if off.iter().any(|&line| lines[line].starts_with("#[")) {
            // A table that is off is taken into use whole.
            assert_known(&lines, &off);
            tried += off.len();
        } else {
            for &line in &off {
                assert_known(&lines, &[line]);
            }
            tried += off.len();
        }
        start = end + 1;
    }
    assert!(tried > 120, "{tried}");
}

/// Takes lines of the starter into use. They may need a key beside them or exclude one, but must be known and allowed.
fn assert_known(lines: &[&str], into_use: &[usize]) {
    let relations = ["E002", "E107", "E108", "E109", "E110", "E111", "E112", "E306", "E308", "E402", "E501"];
    let changed: Vec<&str> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| if into_use.contains(&number) { &line[1..] } else { *line })
        .collect();
    let folder = Folder::new();
    let path = folder.write("starter.toml", changed.join("\n"));
    if let Err(LoadError::Scenario(faults)) = load(&Source::File(path), &[]) {
        let foreign = faults.list.iter().find(|fault| !relations.contains(&fault.code.id()));
        assert!(foreign.is_none(), "{}", faults.render(false));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_the_system_refuses_is_not_the_planners_fault() {
    // There is such a file, and nobody can read it from its start.
    let error = load(&Source::File("/proc/self/mem".into()), &[]).expect_err("unreadable");
    let LoadError::System(fault) = error else { panic!("{error}") };
    assert_eq!(fault.path, "/proc/self/mem");
    assert!(fault.to_string().starts_with("cannot read /proc/self/mem: "), "{fault}");
}
