//! Is a scenario that cannot work told so before it runs, and is one that works left alone?

use std::collections::BTreeSet;
use std::path::Path;

use launchsim::experiment::plausible::warnings;
use launchsim::language::codes::Code;
use launchsim::language::fault::Fault;
use launchsim::language::source::Source;
use launchsim::scenario::{Loaded, load, starter};

use super::scenario_files::Folder;

fn loaded(path: &Path) -> Loaded {
    load(&Source::File(path.to_path_buf()), &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

fn of(text: &str) -> Vec<Fault> {
    let folder = Folder::new();
    warnings(&loaded(&folder.write("scenario.toml", text)))
}

/// A launch that works.
const WORKS: &str = r#"
[timeline]
start = 2026-01-01
end = 2026-12-31
[company]
opening_cash = 20_000_000
interest_rate = 0.06
[product.phone]
price = 400
parts = { screen = 1 }
[supplier.maker]
[ordering]
policy = "order_up_to"
[component.screen]
supplier = "maker"
unit_cost = 100
lead_time = "1 month"
[forecast]
daily_orders = [[2026-04-01, 100], [2026-12-31, 100]]
[factory.line]
ramp = [[2026-01-01, 500]]
[market]
reach = 30_000
announced = 2026-03-01
innovation = 1
imitation = 2
choice = "elasticity"
elasticity = 1.5
reference_share = 0.3
reference_price = 400
[season]
months = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
[window.shop]
kind = "open"
opens = 2026-04-01
"#;

#[test]
fn a_launch_that_works_is_left_alone() {
    let found = of(WORKS);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_starter_is_left_alone() {
    let found = of(&starter());
    assert!(found.is_empty(), "{found:?}");
}

/// What is changed, the code, a word of the place, and a word of the cure.
const SLIPS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "choice = \"elasticity\"\nelasticity = 1.5\nreference_share = 0.3\nreference_price = 400\n",
        "",
        "W008",
        "market",
        "choice = \"logit\"",
    ),
    (
        "choice = \"elasticity\"\nelasticity = 1.5\nreference_share = 0.3\nreference_price = 400\n",
        "choice = \"none\"\n",
        "",
        "",
        "",
    ),
    ("elasticity = 1.5", "elasticity = 0", "W008", "elasticity", "choice"),
    ("elasticity = 1.5", "elasticity = 0.9", "W029", "0.9", "above 1"),
    ("elasticity = 1.5", "elasticity = { uniform = { low = 0.8, high = 3 } }", "W029", "elasticity", "low end"),
    // Stated demand says how many would choose the phone, at any price.
    (
        "elasticity = 1.5\nreference_share = 0.3\nreference_price = 400\n",
        "reference_price = 400\n[expectation.today]\nprice = 400\nshare = 0.3\nlow = 0.28\nhigh = 0.32\n\
         [expectation.cheap]\nprice = 300\nshare = 0.45\nlow = 0.42\nhigh = 0.48\n",
        "",
        "",
        "",
    ),
    ("reference_share = 0.3\n", "", "W028", "elasticity", "reference_share = 0.3"),
    (
        "choice = \"elasticity\"\nelasticity = 1.5\nreference_share = 0.3\nreference_price = 400",
        "choice = \"logit\"\nquality = 2\nprice_sensitivity = 0.004",
        "W009",
        "logit",
        "reference_price = 400",
    ),
    ("[season]", "[currency.dollar]\nrate = 7\n[season]", "W030", "dollar", "take it out"),
    ("interest_rate = 0.06", "interest_rate = 6", "W010", "6", "0.06"),
    ("unit_cost = 100", "unit_cost = 100\nlead_time_cv = 3", "W010", "3", "0.03"),
    ("imitation = 2", "imitation = 2\ncancellation = 2", "W010", "2", "0.02"),
    ("unit_cost = 100", "unit_cost = 100\nvolume_factors = [[0, 1], [9_000, 90]]", "W010", "90", "0.9"),
    (
        "months = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "months = [90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90]",
        "W011",
        "90",
        "divide",
    ),
    (
        "[season]",
        "[pulse.fair]\ndate = 2028-01-01\nstrength = 1\nhalf_life = \"9 days\"\n[season]",
        "W012",
        "2028",
        "timeline",
    ),
    (
        "[season]",
        "[holiday.fair]\nfrom = 2020-01-01\nto = 2020-01-05\nfactor = 2\n[season]",
        "W012",
        "2020",
        "timeline",
    ),
    (
        "[season]",
        "[disruption.flood]\nsupplier = \"maker\"\neffect = \"halt\"\nfrom = 2020-01-01\nlength = \"9 days\"\n[season]",
        "W012",
        "2020",
        "timeline",
    ),
    (
        "[season]",
        "[order_stream.shop]\nfrom = 2026-12-30\nseries = [1, 2, 3, 4]\nnet_price = 300\n[season]",
        "W012",
        "[1",
        "lengthen",
    ),
    ("ramp = [[2026-01-01, 500]]", "ramp = [[2026-01-01, 500]]\nholidays = [1999-01-01]", "W012", "1999", "timeline"),
    ("[season]", "[funding.late]\ndate = 2026-12-30\namount = 9\n[season]", "W013", "2026-12-30", "forward"),
    (
        "ramp = [[2026-01-01, 500]]",
        "rest_days = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]",
        "W014",
        "monday",
        "rest_days",
    ),
    ("kind = \"open\"", "kind = \"round\"\nquota = 0.4", "W016", "0.4", "number of phones"),
    ("[factory.line]\nramp = [[2026-01-01, 500]]\n", "", "W017", "phone", "[factory.NAME]"),
    ("parts = { screen = 1 }", "parts = {}", "W018", "phone", "parts"),
    ("price = 400", "price = 90", "W019", "90", "price"),
    ("opening_cash = 20_000_000", "opening_cash = 20_000", "W020", "20_000", "funding"),
    ("opening_cash = 20_000_000\n", "", "W020", "company", "opening_cash"),
    ("ramp = [[2026-01-01, 500]]", "closes = 2026-01-05", "W021", "factory", "closes"),
    ("reach = 30_000", "reach = 0", "W021", "market", "reach"),
    ("lead_time = \"1 month\"", "lead_time = \"16 months\"", "W022", "16 months", "lead_time"),
    (
        "[forecast]",
        "[build_plan]\ncumulative = [[2026-01-05, 0], [2026-12-31, 30_000]]\n[forecast]",
        "W022",
        "1 month",
        "2026-0",
    ),
    ("announced = 2026-03-01", "announced = 2026-06-01", "W023", "2026-06-01", "2026-04-01"),
    (
        "reference_price = 400\n",
        "reference_price = 400\ntime_of_day = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n\
         [window.night]\nkind = \"round\"\nquota = 500\nopens = 2026-03-20\nopening_hour = 3\nhours = 2\n",
        "W024",
        "night",
        "awake",
    ),
    (
        "[window.shop]",
        "[window.noon]\nkind = \"round\"\nquota = 500\nopens = 2026-03-20\nopening_hour = 12\nhours = 2\n[window.shop]",
        "",
        "",
        "",
    ),
    (
        "policy = \"order_up_to\"",
        "policy = \"none\"\n[build_plan]\ncumulative = [[2026-04-01, 0], [2026-12-31, 3_000]]",
        "W025",
        "2026-04-01",
        "cumulative",
    ),
    (
        "[forecast]",
        "[build_plan]\ncumulative = [[2026-02-15, 0], [2026-03-01, 9_000], [2026-12-31, 30_000]]\n[forecast]",
        "W026",
        "phone",
        "to_plan",
    ),
    ("unit_cost = 100", "unit_cost = 0.01\nminimum_order = 500_000", "W027", "500_000", "minimum_order"),
    ("ramp = [[2026-01-01, 500]]", "ramp = [[2026-01-01, 20]]", "W031", "shop", "rounds"),
];

/// What may follow from a slip and is told beside it.
const CONSEQUENCES: [&str; 6] = ["W002", "W019", "W020", "W021", "W026", "W031"];

#[test]
fn each_slip_is_told_with_its_place_and_its_cure() {
    let mut wrong = Vec::new();
    for (before, after, code, place, cure) in SLIPS {
        assert!(WORKS.contains(before), "{before:?}");
        let folder = Folder::new();
        let loaded = loaded(&folder.write("scenario.toml", WORKS.replacen(before, after, 1)));
        let found = warnings(&loaded);
        let said = |fault: &Fault| {
            let at = fault.labels.first().map(|label| loaded.sources.slice(label.span)).unwrap_or_default();
            format!("{} at {at:?}: {} Help: {:?}", fault.code.id(), fault.title, fault.help)
        };
        let fits = |fault: &Fault| {
            let at = fault.labels.first().map(|label| loaded.sources.slice(label.span)).unwrap_or_default();
            fault.code.id() == *code && at.contains(place) && fault.help.as_deref().unwrap_or("").contains(cure)
        };
        let others = found.iter().filter(|fault| fault.code.id() != *code && !CONSEQUENCES.contains(&fault.code.id()));
        if others.count() > 0 || found.iter().filter(|fault| fits(fault)).count() != usize::from(!code.is_empty()) {
            wrong.push(format!("{after:?} {code}:\n    {}", found.iter().map(said).collect::<Vec<_>>().join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_warning_of_this_kind_has_a_slip_that_shows_it() {
    let shown: BTreeSet<&str> = SLIPS.iter().map(|slip| slip.2).collect();
    let missing: Vec<&str> =
        Code::ALL.iter().map(|code| code.id()).filter(|id| *id >= "W008" && !shown.contains(id)).collect();
    // It is a later file or an override that shows this one: setting_one_input_of_a_sample_moves_no_other_and_is_remarked.
    let missing: Vec<&str> = missing.into_iter().filter(|id| *id != "W032").collect();
    assert!(missing.is_empty(), "no slip shows {missing:?}");
}

/// The warnings of the repository's own scenarios, and why each stands; all others have none.
const OF_THE_REPOSITORY: &[(&str, &[(&str, &str)])] = &[
    ("text_1499.toml", &[("W019", "the text's own sum: a phone at 1,499 yuan costs 1,510")]),
    (
        "mi1_founders_fear.toml",
        &[
            ("W024", "parts for 300,000 phones leave nothing to promise in the rounds of February"),
            ("W024", "nor in those that follow"),
        ],
    ),
    ("bench/b1.toml", &[("W022", "the plan begins on the first day, so that the bench has work on every day")]),
    ("bench/b1_small.toml", &[("W022", "as b1.toml, which it extends")]),
    (
        "patterns/contract_renegotiation.toml",
        &[
            ("W026", "parts are bought for the plan, phones are built to order, and the sale waits for the contract"),
            ("W031", "the open sale takes every order, and the plan buys for fewer"),
        ],
    ),
    (
        "exercises/newsvendor.toml",
        &[("W026", "parts are bought for the plan and phones are built on the one day on which they are asked for")],
    ),
    ("exercises/price_and_quantity.toml", &[("W026", "as newsvendor.toml")]),
    ("patterns/exclusive_screen.toml", &[("W022", "the pattern: the only source of the screen signs ten months late")]),
    (
        "patterns/exclusive_screen_second_source.toml",
        &[("W026", "parts are bought for the plan and phones are built to order")],
    ),
];

#[test]
fn the_scenarios_of_the_repository_have_the_warnings_that_are_meant() {
    let mut files = Vec::new();
    let mut folders = vec![Path::new("scenarios").to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() >= 26, "only {} scenarios", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let name = file.strip_prefix("scenarios").unwrap().to_string_lossy().replace('\\', "/");
        let meant = OF_THE_REPOSITORY.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, meant)| *meant);
        let found: Vec<String> = warnings(&loaded(&file)).iter().map(|fault| fault.code.id().to_owned()).collect();
        let meant: Vec<String> = meant.iter().map(|(code, _)| (*code).to_owned()).collect();
        if found != meant {
            wrong.push(format!("{name}: {found:?}, meant {meant:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_cause_on_many_lines_is_shown_a_few_times_and_counted() {
    let folder = Folder::new();
    let lines: String = (0..5_000).map(|part| format!("part_{part},makre,1,1.5,2 weeks\n")).collect();
    folder.write("parts.csv", format!("name,supplier,quantity,unit_cost,lead_time\n{lines}"));
    let path = folder.write("scenario.toml", WORKS.replacen("price = 400\n", "price = 400\nbom = \"parts.csv\"\n", 1));
    let launchsim::language::LoadError::Scenario(faults) = load(&Source::File(path), &[]).unwrap_err() else {
        panic!("not a fault of the scenario")
    };
    assert_eq!(faults.errors(), 5_000);
    let text = faults.render(false);
    assert_eq!(text.matches("did you mean `maker`").count(), 3, "{text}");
    assert!(text.contains("the same in 4,997 more places"), "{text}");
    assert_eq!(faults.to_json().as_array().unwrap().len(), 5_000, "programs get them all");
}
