//! Does `launchsim drivers` name what moves a result, by how much, and where the choice flips?

use std::path::Path;
use std::sync::atomic::AtomicBool;

use launchsim::experiment::Workers;
use launchsim::experiment::compare::{Case, Runs};
use launchsim::experiment::drivers::asked::Asked;
use launchsim::experiment::drivers::draws::Drawings;
use launchsim::experiment::drivers::moves::Inventory;
use launchsim::experiment::drivers::{Driver, Drivers, Effort, Kind, Subject, Tried};
use launchsim::experiment::sweep::axis::Axis;
use launchsim::language::source::Source;
use launchsim::report::drivers::page::page;
use launchsim::scenario::Template;

use crate::folders::{ends, run, succeeds};

/// A hundred phones a day at 1,000 net from parts at 600, with salaries of 10,000 a day; margin and salaries are known.
const CERTAIN: &str = "[run]\ndeterministic = true\n[timeline]\nstart = 2026-01-01\nhorizon = \"400 days\"\n\
     [product.phone]\nparts = { screen = 1 }\n[factory.line]\n[supplier.maker]\n\
     [component.screen]\nsupplier = \"maker\"\nunit_cost = 600\nlead_time = \"1 day\"\nreview = \"1 day\"\n\
     policy = \"reorder_point\"\nreorder_level = 0\norder_quantity = 100\nopening_stock = 100\n\
     [company]\nrunning_cost = 300000\n\
     [order_stream.shops]\ndaily_orders = [[2026-01-01, 100], [2040-01-01, 100]]\nnet_price = 1000\n";

fn template(text: &str) -> Template {
    let source = Source::Text { name: Path::new("case.toml").to_path_buf(), text: text.to_owned() };
    Template::open(&source, &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

fn found_of(texts: &[&str], launches: u32, threads: usize, ranges: &[&str], effort: &Effort) -> Drivers {
    let templates: Vec<Template> = texts.iter().map(|text| template(text)).collect();
    let scenario = |template: &Template| template.with(&[]).unwrap_or_else(|fault| panic!("{fault}")).scenario;
    let named = templates.iter().enumerate().map(|(at, template)| (format!("case{at}"), scenario(template)));
    let cases = Case::all(named.collect()).unwrap();
    let (workers, stop) = (Workers::start(Some(threads)).unwrap(), AtomicBool::new(false));
    let mut runs = Runs::new(&cases);
    runs.extend(&cases, launches, &workers, false, &stop).unwrap();
    let asked = Asked::usual(&cases[0].plan.layout);
    let seed = cases[0].plan.seed;
    let ranges: Vec<Axis> = ranges.iter().map(|range| Axis::parse(range).unwrap()).collect();
    let (drawings, subject) = match (runs.alternatives.as_slice(), templates.as_slice()) {
        ([first, second], [one, other]) => (
            Drawings::difference(first, second, &asked, launches),
            Subject::difference(one.clone(), other.clone(), seed),
        ),
        ([one], [template]) => (Drawings::of(one, &asked, launches), Subject::one(template.clone(), seed)),
        _ => panic!("one scenario or two"),
    };
    Drivers::of(&subject, &drawings, asked, (&ranges, effort), &workers, &stop)
}

fn tried<'a>(drivers: &'a Drivers, name: &str) -> &'a Tried {
    drivers.tried.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{name} was not tried"))
}

fn changes(drivers: &Drivers, name: &str) -> Vec<(String, f64)> {
    let ends = &tried(drivers, name).ends;
    ends.iter().map(|end| (end.written.clone(), end.changes[0].map_or(f64::NAN, |effect| effect.change))).collect()
}

/// Where nothing is left to luck, what a tenth moves is arithmetic: each phone is one part and one price.
#[test]
fn a_tenth_of_a_certain_input_moves_the_profit_by_what_it_costs() {
    let found = found_of(&[CERTAIN], 1, 1, &[], &Effort::COMMAND);
    let base = found.base[0];
    let salaries = changes(&found, "company.running_cost");
    assert_eq!([salaries[0].0.as_str(), salaries[1].0.as_str()], ["270000 money per month", "330000 money per month"]);
    let months = 400.0 / 365.25 * 12.0;
    assert!((salaries[0].1 - 30_000.0 * months).abs() < 30_000.0, "{salaries:?}");
    assert!((salaries[0].1 + salaries[1].1).abs() < 1e-6, "{salaries:?}");
    // Ten per cent more of what is sold is ten per cent more margin, on all phones shipped.
    let price = changes(&found, "order_stream.shops.net_price");
    let parts = changes(&found, "component.screen.unit_cost");
    assert!(price[1].1 > 0.0 && (price[0].1 + price[1].1).abs() < 1e-6 * base.abs(), "{price:?}");
    let shipped = price[1].1 / 100.0;
    assert!((39_000.0..=40_000.0).contains(&shipped), "{shipped}");
    assert!((parts[0].1 / 60.0 - shipped).abs() <= 300.0, "{parts:?} of {shipped} phones and what is left over");
    // Profit per phone is 400 less salaries; it is gone where the price is lower by what a phone earns.
    let flip = tried(&found, "order_stream.shops.net_price").flip.clone().expect("the launch can lose");
    let at: f64 = flip.written.split(' ').next().unwrap().parse().unwrap();
    assert!((at - (1_000.0 - base / shipped)).abs() < 12.0, "{flip:?}, {base}");
    assert!(!flip.beyond_is_better);
    // How often parts are reviewed may matter more than any money; of what is money the price comes first.
    let ranking: Vec<&str> = found.ranking(0).iter().map(|(driver, _)| driver.name()).collect();
    let money = ["order_stream.shops.net_price", "component.screen.unit_cost", "company.running_cost"];
    let ranked: Vec<&str> = ranking.into_iter().filter(|name| money.contains(name)).collect();
    assert_eq!(ranked, money);
}

/// Ends that are named are where an input is put, and a key that is not written can be named too.
#[test]
fn a_range_that_is_named_takes_the_place_of_a_tenth() {
    let found = found_of(&[CERTAIN], 1, 1, &["company.running_cost=100000..500000"], &Effort::COMMAND);
    let ends = changes(&found, "company.running_cost");
    let months = ends[0].1 / 200_000.0;
    assert!((12.9..13.4).contains(&months) && (ends[1].1 + ends[0].1).abs() < 1e-6, "{ends:?}");
    // A range that leaves out what the key is: the choice flips on the way there.
    let found = found_of(&[CERTAIN], 1, 1, &["order_stream.shops.net_price=500..600"], &Effort::COMMAND);
    let price = tried(&found, "order_stream.shops.net_price");
    let end = price.ends[0].changes[0].unwrap().change;
    let breaks_even = 1_000.0 + 500.0 * found.base[0] / end;
    let flip = price.flip.clone().expect("at 500 yuan it loses");
    let at: f64 = flip.written.split(' ').next().unwrap().parse().unwrap();
    assert!((at - breaks_even).abs() < 12.0, "{at} against {breaks_even}");
    let found = found_of(&[CERTAIN], 1, 1, &["component.screen.defect_rate=0..0.02"], &Effort::COMMAND);
    let ends = changes(&found, "component.screen.defect_rate");
    assert_eq!(ends[0].1, 0.0);
    assert!(ends[1].1.abs() > 0.0, "{ends:?}");
}

/// The lines of a list move as one: their money by a tenth, their dates by days.
#[test]
fn the_columns_of_a_list_move_as_one() {
    let template = Template::open(&Source::BuiltIn("mi1.toml"), &[]).unwrap();
    let inventory = Inventory::of(&template.with(&[]).unwrap(), &[]);
    let group = |name: &str| inventory.moves.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("no {name}"));
    let (costs, dates) = (group("component.*.unit_cost"), group("component.*.quoted"));
    assert!(costs.now.ends_with(" values") && dates.now.ends_with(" dates"), "{} and {}", costs.now, dates.now);
    assert_eq!((costs.at(1.0).written.as_str(), dates.at(-1.0).written.as_str()), ("+10 %", "−30 days"));
    let settings = dates.at(1.0).settings;
    assert!(settings.len() > 800 && settings.iter().all(|set| set.contains("quoted=201")), "{}", settings[0]);
    // A list of parts is a few inputs, not hundreds.
    assert!(inventory.moves.iter().filter(|one| one.name.starts_with("component.")).count() < 80);
}

/// What cannot be moved says why; an end that the scenario refuses is no fault of the command.
#[test]
fn what_is_not_tried_is_listed_with_the_reason() {
    let found = found_of(&[CERTAIN], 1, 1, &[], &Effort { most: 3, ..Effort::COMMAND });
    let left: Vec<&str> = found.untried.iter().map(|left| left.name.as_str()).collect();
    let level = found.untried.iter().find(|left| left.name == "component.screen.reorder_level").unwrap();
    assert!(level.why.contains("--range"), "{level:?}");
    let many = found.untried.iter().filter(|left| left.why.contains("--all")).count();
    assert!(many >= 3 && found.tried.len() <= 3, "{left:?}");
}

/// The same with a market of uncertain size, and a price that is drawn.
fn drawn() -> String {
    CERTAIN
        .replace("deterministic = true", "launches = 2000")
        .replace("net_price = 1000", "net_price = { uniform = { low = 800, high = 1200 } }")
        + "factor = 1\n"
}

/// A profit that is linear in one drawn input: the tenths of a uniform price lie at 820 and 1,180.
#[test]
fn the_tenths_of_a_drawn_input_are_where_theory_puts_them() {
    let text = drawn().replace("factor = 1\n", "");
    let found = found_of(&[&text], 2_000, 2, &[], &Effort::PAGE);
    let price = found.drawn.iter().find(|drawn| drawn.name == "order_stream.shops.net_price").unwrap();
    assert!((price.ends[0] - 820.0).abs() < 3.0 && (price.ends[1] - 1_180.0).abs() < 3.0, "{:?}", price.ends);
    let effect = price.changes[0].unwrap();
    let per_yuan = effect.change / (price.ends[1] - price.ends[0]);
    assert!((39_000.0..=40_000.0).contains(&per_yuan), "{per_yuan} phones");
    assert!(effect.low < effect.change && effect.change < effect.high && effect.is_told());
    // A launch breaks even at 600 + salaries a phone, about 698 yuan: below all draws.
    assert!(price.flip.is_none(), "{:?}", price.flip);
    let costly = text.replace("running_cost = 300000", "running_cost = 1100000");
    let found = found_of(&[&costly], 2_000, 2, &[], &Effort::PAGE);
    let price = found.drawn.iter().find(|drawn| drawn.name == "order_stream.shops.net_price").unwrap();
    let flip = price.flip.clone().expect("half the draws lose");
    let at = flip.value.unwrap();
    let breaks_even = 1_000.0 - found.base[0] / per_yuan;
    assert!((at - breaks_even).abs() < 10.0 && flip.beyond_is_better, "{at} against {breaks_even}");
}

/// What cannot be told from nothing is not named: an input that nothing depends on stays out in nineteen of twenty runs.
#[test]
fn an_input_without_effect_is_rarely_named() {
    let mut named = 0;
    for seed in 0..60 {
        let text = drawn()
            .replace("factor = 1\n", "")
            .replace("launches = 2000", &format!("launches = 400\nseed = {seed}"))
            + "[order_stream.other]\ndaily_orders = [[2026-01-01, 0], [2040-01-01, 0]]\nnet_price = { uniform = { low = 1, high = 2 } }\n";
        let found = found_of(
            &[&text],
            400,
            2,
            &[],
            &Effort { screened: 1, told: 1, kept: 0, followed: 0, most: 0, ..Effort::PAGE },
        );
        let other = found.drawn.iter().find(|drawn| drawn.name == "order_stream.other.net_price").unwrap();
        named += usize::from(other.changes[0].is_some_and(|effect| effect.is_told()));
    }
    // Two inputs and three figures together at 95 %: each at 99.2 %; more than four of sixty has a chance of one in a thousand.
    assert!(named <= 4, "named in {named} of 60 runs");
}

/// Of two scenarios it is the difference that moves: what both share cancels.
#[test]
fn the_difference_of_two_scenarios_hangs_on_what_they_do_not_share() {
    let dear = CERTAIN.replace("unit_cost = 600", "unit_cost = 650");
    let found = found_of(&[CERTAIN, &dear], 1, 1, &[], &Effort::COMMAND);
    assert!(found.base[0] < 0.0, "{:?}", found.base);
    for (_, change) in changes(&found, "company.running_cost") {
        assert!(change.abs() < 1e-9 * found.base[0].abs(), "{change} of {:?}", found.base);
    }
    let parts = changes(&found, "component.screen.unit_cost");
    let cost = tried(&found, "component.screen.unit_cost");
    assert!(cost.now.contains("600") && cost.now.contains("; 650"), "{}", cost.now);
    assert_eq!((parts[0].0.as_str(), parts[1].0.as_str()), ("−10 %", "+10 %"));
    // A tenth less is 60 less of one and 65 less of the other: the difference shrinks by 5 a phone.
    assert!((parts[0].1 / -found.base[0] - 0.1).abs() < 1e-9, "{parts:?}");
}

#[test]
fn the_same_bits_for_any_number_of_threads() {
    let text = drawn().replace("factor = 1\n", "");
    let told = |threads| format!("{:?}", found_of(&[&text], 300, threads, &[], &Effort::PAGE));
    assert_eq!(told(1), told(3));
}

/// The flagship: its price, its parts and its market are named, in money and in the chance of being short.
#[test]
fn the_flagship_names_the_funding_round_and_the_market() {
    let template = Template::open(&Source::BuiltIn("mi1.toml"), &["run.launches=600".to_owned()]).unwrap();
    let scenario = template.with(&[]).unwrap().scenario;
    let seed = scenario.run.seed;
    let cases = Case::all(vec![("mi1".into(), scenario)]).unwrap();
    let (workers, stop) = (Workers::start(None).unwrap(), AtomicBool::new(false));
    let mut runs = Runs::new(&cases);
    runs.extend(&cases, 600, &workers, false, &stop).unwrap();
    let asked = Asked::usual(&cases[0].plan.layout);
    let drawings = Drawings::of(&runs.alternatives[0], &asked, 600);
    let effort = Effort { screened: 16, told: 64, kept: 8, followed: 0, most: usize::MAX, luck: 0, ..Effort::COMMAND };
    let found = Drivers::of(&Subject::one(template, seed), &drawings, asked, (&[], &effort), &workers, &stop);
    let names = |figure: usize, kind: Kind| -> Vec<String> {
        let ranking = found.ranking(figure).into_iter().map(|(driver, _)| driver);
        ranking.filter(|driver| driver.kind() == kind).map(|driver| driver.name().to_owned()).collect()
    };
    let drawn = names(0, Kind::Drawn);
    // Its draws are lines of a sample, so that little is told, and what is told is told of the lines.
    assert!(drawn.iter().take(2).any(|name| name == "market.quality"), "{drawn:?}");
    assert!(drawn.len() < 12, "{drawn:?}");
    let certain = names(0, Kind::Certain);
    assert!(certain.contains(&"product.mi1.price".to_owned()), "{certain:?}");
    let groups = certain.iter().filter(|name| name.starts_with("component.*.")).count();
    assert!(groups >= 1, "parts of the list move as one: {certain:?}");
    let funding = tried(&found, "funding.third_round.date");
    assert_eq!(funding.now, "2011-12-31");
    assert!(funding.ends[1].written == "2012-01-30" && funding.cash() > 1e6, "{funding:?}");
    assert!(
        found.ranking(0).iter().all(
            |(driver, effect)| effect.is_told() && !matches!(driver, Driver::Drawn(drawn) if drawn.name.is_empty())
        )
    );
}

/// The page of `drivers` on some options, its words one blank apart, and drivers.csv.
fn page_of(text: &str, options: &[&str]) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("case.toml"), text).unwrap();
    succeeds(home.path(), &[&["drivers", "case.toml", "-o", "out", "--no-charts"], options].concat());
    let read = |name: &str| std::fs::read_to_string(home.path().join("out").join(name)).unwrap();
    (read("page.txt").split_whitespace().collect::<Vec<_>>().join(" "), read("drivers.csv"))
}

/// The price that is drawn stands with its unit, its change with the farther end of its interval, and numbers with their
/// thousands apart.
#[test]
fn the_page_tells_units_and_intervals() {
    let text = drawn().replace("factor = 1\n", "").replace("launches = 2000", "launches = 400");
    let (page, csv) = page_of(&text, &["--each", "32", "--metric", "first_shipment_day"]);
    let row = csv.lines().find(|row| row.starts_with("order_stream.shops.net_price,drawn")).unwrap();
    let cells: Vec<f64> = row.split(',').skip(5).take(3).map(|cell| cell.parse().unwrap()).collect();
    let half = (cells[2] - cells[0]).max(cells[0] - cells[1]) / 1e6;
    assert!(half > 0.05 && cells[0] > 1e7, "{row}");
    let digits = usize::from(half < 0.5);
    assert_eq!(digits, 1, "{row}");
    let told = format!("+{:.digits$} ±{half:.digits$}", cells[0] / 1e6);
    let of_price = page.split("order_stream.shops.net_price (drawn)").nth(1).unwrap();
    assert!(page.contains(&format!("order_stream.shops.net_price (drawn) {told}")), "{told}: {page}");
    // Of a chance both ends stand there, and none leads beyond all launches.
    assert!(page.contains("+100.0 (65.0 to 100.0)"), "{page}");
    let ends: Vec<&str> = of_price.split(" yuan").take(2).collect();
    assert!(ends[0].trim().starts_with('8') && ends[1].contains("1,1"), "{ends:?}");
    assert!(page.contains("300,000 yuan per month"), "{page}");
    // A day of the timeline is told as its date.
    assert!(page.contains(" January 2026") && !page.contains("day of the timeline"), "{page}");
    assert!(page.contains("± or in brackets: a 95 % interval, by its farther end"), "{page}");
}

/// What was named is told whatever it moves: nothing, a drawn key in place of its draws, or by default.
#[test]
fn what_was_named_is_told_even_where_it_moves_nothing() {
    let text = drawn().replace("factor = 1\n", "").replace("launches = 2000", "launches = 200")
        + "[component.idle]\nsupplier = \"maker\"\nunit_cost = 5\nlead_time = \"1 day\"\n";
    let range = ["--range", "window.none.price=1..2"];
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("case.toml"), &text).unwrap();
    assert_eq!(run(home.path(), &[&["drivers", "case.toml"], &range[..]].concat()).status.code(), Some(2));
    let (page, _) = page_of(
        &text,
        &[
            "--each",
            "32",
            "--range",
            "component.idle.unit_cost=4..6",
            "--range",
            "order_stream.shops.net_price=900..1100",
            "--range",
            "component.screen.defect_rate=0..0.02",
        ],
    );
    for part in [
        "Ends named with --range",
        "component.idle.unit_cost moves nothing: none of these figures changes in any of 32 launches",
        "order_stream.shops.net_price is drawn: at each of its ends it is the same in all of 32 launches",
        "order_stream.shops.net_price drawn 900 yuan",
        "component.screen.defect_rate by default 0.02",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let glob = ["drivers", "case.toml", "--range", "component.*.unit_cost=500..700"];
    ends(
        home.path(),
        &glob,
        2,
        "stands for many keys, and --range moves one; write one of them, as in component.screen.unit_cost=500..700",
    );
}

/// A word that the scenario refuses stands under what was not tried, with the reason; the others are told.
#[test]
fn refused_words_of_a_choice_are_listed() {
    let found = found_of(&[CERTAIN], 1, 1, &[], &Effort::COMMAND);
    let choice = tried(&found, "component.screen.policy");
    let refused: Vec<&str> =
        choice.ends.iter().filter(|end| end.refused.is_some()).map(|end| end.written.as_str()).collect();
    assert!(!refused.is_empty() && refused.len() < choice.ends.len(), "{:?}", choice.ends);
    for word in refused {
        let name = format!("component.screen.policy = {word}");
        let left = found.untried.iter().find(|left| left.name == name);
        assert!(!left.unwrap_or_else(|| panic!("{name} is not listed")).why.is_empty());
    }
    // An end that is refused is listed too, and the other one is told.
    let whole = CERTAIN.replace("policy = \"reorder_point\"", "defect_rate = 0.95\npolicy = \"reorder_point\"");
    let found = found_of(&[&whole], 1, 1, &["component.screen.defect_rate=0.5..1"], &Effort::COMMAND);
    assert!(
        found.untried.iter().any(|left| left.name.starts_with("component.screen.defect_rate at 1")),
        "{:?}",
        found.untried
    );
    assert!(tried(&found, "component.screen.defect_rate").ends[0].refused.is_none());
}

/// What becomes of the launch is said once, however many inputs bring it about.
#[test]
fn a_launch_that_no_longer_earns_is_said_once() {
    let poor = CERTAIN.replace("running_cost = 300000", "running_cost = 1100000");
    let (page, csv) = page_of(&poor, &["--range", "company.on_insolvency=go_on,stop"]);
    assert_eq!(page.matches("he launch no longer earns on average with").count(), 1, "{page}");
    let said = page.split("he launch no longer earns on average with").nth(1).unwrap().split(". ").next().unwrap();
    assert!(said.contains("order_stream.shops.net_price at") && said.contains(", or "), "{said}");
    // Choices are no doubts: they have a kind of their own.
    assert!(csv.lines().any(|row| row.starts_with("company.on_insolvency,choice,by default,stop,")), "{csv}");
    assert!(!csv.lines().any(|row| row.contains(",certain,by default,stop")), "{csv}");
}

/// Where launches are too few to tell anything from luck, the page of a run says so.
#[test]
fn few_launches_say_why_nothing_is_told() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("case.toml"), drawn().replace("factor = 1\n", "")).unwrap();
    std::fs::write(home.path().join("dear.toml"), "extends = \"case.toml\"\n[component.screen]\nunit_cost = 650\n")
        .unwrap();
    let page = |arguments: &[&str]| {
        let output = run(home.path(), &[arguments, &["--no-charts", "-o", "out"]].concat());
        String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = "99 launches are too few to tell what moves it from luck; write -n 100 or more.";
    let told = page(&["run", "case.toml", "-n", "99"]);
    assert!(told.contains(&format!("What it hangs on {said}")), "{told}");
    assert!(!page(&["run", "case.toml", "-n", "100"]).contains("too few to tell what moves it"));
    assert!(!page(&["run", "case.toml", "-n", "99", "--no-drivers"]).contains("What it hangs on"));
    let told = page(&["compare", "case.toml", "dear.toml", "-n", "99"]);
    assert!(told.contains(&format!("What dear less case hangs on {said}")), "{told}");
    // One launch differs in nothing from itself, and is yet not without luck.
    let said = "1 launch is too few to tell what moves it from luck; write -n 100 or more.";
    let told = page(&["compare", "case.toml", "dear.toml", "-n", "1"]);
    assert!(told.contains(said), "{told}");
}

/// Rows of a table of the page that docs/drivers.md shows.
const ROWS: usize = 10;

/// The tables of the flagship in docs/drivers.md: `just drivers-page` makes them anew.
#[test]
fn the_tables_of_the_flagship_on_the_page_of_drivers_are_those_of_the_simulator() {
    let template = Template::open(&Source::BuiltIn("mi1.toml"), &[]).unwrap();
    let scenario = template.with(&[]).unwrap().scenario;
    let (seed, launches) = (scenario.run.seed, scenario.run.launches);
    let cases = Case::all(vec![("mi1".into(), scenario)]).unwrap();
    let (workers, stop) = (Workers::start(None).unwrap(), AtomicBool::new(false));
    let mut runs = Runs::new(&cases);
    runs.extend(&cases, launches, &workers, false, &stop).unwrap();
    let asked = Asked::usual(&cases[0].plan.layout);
    let drawings = Drawings::of(&runs.alternatives[0], &asked, launches);
    // Neither where it flips nor luck's own share stands in the tables.
    let effort = Effort { followed: 0, luck: 0, ..Effort::COMMAND };
    let found = Drivers::of(&Subject::one(template, seed), &drawings, asked, (&[], &effort), &workers, &stop);
    let page = page(&found, &["mi1".to_owned()], "yuan").markdown();
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
    // Choices stand apart, behind what nobody chooses.
    assert!(
        at("Moves net profit") < at("Choices that move net profit") && at("A choice is a decision, not a doubt.") > 0
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/drivers.md");
    let kept = std::fs::read_to_string(&path).unwrap();
    let (mut anew, mut rest) = (String::new(), kept.as_str());
    for (name, heading) in [("profit", "Moves net profit"), ("short", "Moves short of cash")] {
        let (begin, end) = (format!("<!-- table {name} -->\n"), "<!-- end -->\n");
        let at = rest.find(&begin).unwrap_or_else(|| panic!("the page has a table {name}")) + begin.len();
        let until = at + rest[at..].find(end).expect("the table ends");
        anew.push_str(&rest[..at]);
        let table = page.lines().skip_while(|line| !line.starts_with(&format!("| {heading} |")));
        for line in table.take_while(|line| line.starts_with('|')).take(ROWS + 2) {
            anew.push_str(line);
            anew.push('\n');
        }
        rest = &rest[until..];
    }
    anew.push_str(rest);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &anew).unwrap();
    } else {
        assert_eq!(kept, anew, "left: docs/drivers.md, right: this run; UPDATE_GOLDEN=1 when it is meant");
    }
}
