//! Estimators of sensitivity against functions whose answers are known, and against other libraries.

use crate::folders::{ends, succeeds};
use launchsim::random::sobol::Coordinate;
use launchsim::stats::sensitivity::{
    Evaluations, Indices, Kind, Limits, PrimBox, Search, counted, indices, prim, quasi_p, widest,
};

/// A table of inputs, the last column 0 or 1.
fn table(text: &str) -> (Vec<Vec<f64>>, Vec<bool>) {
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    let inputs = rows[0].len() - 1;
    let columns = (0..inputs).map(|input| rows.iter().map(|row| row[input]).collect()).collect();
    (columns, rows.iter().map(|row| row[inputs] == 1.0).collect())
}

fn planted() -> (Vec<Vec<f64>>, Vec<bool>) {
    table(include_str!("../oracles/prim/planted.csv"))
}

fn bryant_lempert() -> (Vec<Vec<f64>>, Vec<bool>) {
    table(include_str!("../oracles/prim/bryant_lempert.csv"))
}

fn boxes(columns: &[Vec<f64>], interest: &[bool], peel: f64) -> Vec<PrimBox> {
    let inputs: Vec<(&[f64], Kind)> = columns.iter().map(|values| (values.as_slice(), Kind::Ordered)).collect();
    prim(&inputs, interest, &vec![true; interest.len()], Search { peel, ..Search::default() })
}

/// Every box of a trajectory as the EMA workbench found it: coverage, density, number, hits, mass, mean, rows, inputs.
fn same_as(found: &[PrimBox], trajectory: &str) {
    let expected: Vec<Vec<f64>> =
        trajectory.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    assert_eq!(found.len(), expected.len());
    for (step, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let counts = [found.hits as f64, found.rows as f64, found.restricted.len() as f64];
        assert_eq!(counts, [expected[3], expected[6], expected[7]], "box {step}");
        for (figure, expected) in
            [(found.coverage, expected[0]), (found.density, expected[1]), (found.mass, expected[4])]
        {
            assert!((figure - expected).abs() < 1e-12, "box {step}: {figure} {expected}");
        }
    }
}

/// PRIM01: ema_workbench 2.5.3, `prim.Prim(x, y, threshold=0.8, peel_alpha=0.05)`.
#[test]
fn the_boxes_of_a_planted_corner_are_those_of_the_ema_workbench() {
    let (columns, interest) = planted();
    let found = boxes(&columns, &interest, 0.05);
    same_as(&found, include_str!("../oracles/prim/planted_trajectory.csv"));
    let last = found.last().unwrap();
    assert_eq!(last.restricted, [0, 2]);
    assert_eq!(last.limits[0], Limits::Between(0.609_375, 0.999_023_437_5));
    assert_eq!(last.limits[2], Limits::Between(0.0, 0.338_867_187_5));
    // The planted corner itself holds them all.
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let outer: Vec<Limits> = inputs.iter().map(|values| widest(values, Kind::Ordered)).collect();
    let mut corner = outer.clone();
    corner[0] = Limits::Between(0.6, 1.0);
    corner[2] = Limits::Between(0.0, 0.35);
    let all = counted(&inputs, &interest, &corner, &outer).unwrap();
    assert_eq!((all.coverage, all.density, all.restricted), (1.0, 1.0, vec![0, 2]));
}

/// PRIM03: Bryant & Lempert (2010), as in the EMA workbench's example of scenario discovery.
#[test]
fn the_boxes_of_bryant_and_lempert_are_those_of_the_ema_workbench() {
    let (columns, interest) = bryant_lempert();
    let found = boxes(&columns, &interest, 0.1);
    same_as(&found, include_str!("../oracles/prim/bryant_lempert_trajectory.csv"));
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let outer: Vec<Limits> = inputs.iter().map(|values| widest(values, Kind::Ordered)).collect();
    let told = &found[21];
    assert_eq!(told.restricted, [0, 1, 5, 8]);
    assert_eq!(told.limits[0], Limits::Between(72.650_001_53, 133.699_996_9));
    let expected =
        [(0, 0, 0.157_413_335_289_273_26), (1, 1, 4.716_968_553_178_767e-6), (5, 0, 1.184_929_911_576_220_8e-16)];
    let chances = quasi_p(&inputs, &interest, told, &outer);
    for (input, end, chance) in expected {
        let found = chances[input][end].unwrap();
        assert!((found / chance - 1.0).abs() < 1e-9, "input {input}: {found} {chance}");
    }
    assert_eq!((chances[0][1], chances[2]), (None, [None; 2]));
    let mut dropped = told.limits.clone();
    dropped[0] = outer[0].clone();
    let dropped = counted(&inputs, &interest, &dropped, &outer).unwrap();
    assert_eq!((dropped.hits, dropped.rows, dropped.restricted), (68, 95, vec![1, 5, 8]));
}

/// ema_workbench 2.5.3 on the points of PRIM01, whose fifth input is a choice of a, b, c, d here, and of interest are the
/// rows with a or d and a first input above 0.6.
#[test]
fn the_boxes_of_a_choice_are_those_of_the_ema_workbench() {
    let (mut columns, _) = planted();
    let rows = columns[0].len();
    columns[4] = columns[4].iter().map(|value| f64::from((value * 4.0) as u8)).collect();
    let interest: Vec<bool> =
        (0..rows).map(|row| columns[0][row] > 0.6 && (columns[4][row] == 0.0 || columns[4][row] == 3.0)).collect();
    let kinds = [Kind::Ordered, Kind::Ordered, Kind::Ordered, Kind::Ordered, Kind::Choice];
    let inputs: Vec<(&[f64], Kind)> = columns.iter().map(Vec::as_slice).zip(kinds).collect();
    let all = vec![true; rows];
    let found = prim(&inputs, &interest, &all, Search::default());
    let counts: Vec<[usize; 3]> = found.iter().map(|one| [one.rows, one.hits, one.restricted.len()]).collect();
    let mut expected = vec![[1024, 205, 0], [768, 205, 1], [512, 205, 1]];
    let peeled = [486, 461, 437, 415, 394, 374, 355, 337, 320, 304, 288, 273, 259, 246, 233, 221, 209];
    expected.extend(peeled.map(|rows| [rows, 205, 2]));
    expected.push([198, 198, 2]);
    assert_eq!(counts, expected);
    let last = found.last().unwrap();
    assert_eq!(last.limits[0], Limits::Between(0.612_792_968_75, 0.999_023_437_5));
    assert_eq!(last.limits[4], Limits::Among(vec![0.0, 3.0]));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let outer: Vec<Limits> = inputs.iter().map(|(values, kind)| widest(values, *kind)).collect();
    let chances = quasi_p(&columns, &interest, last, &outer);
    assert!((chances[4][0].unwrap() / 2.489_206_111_144_456_7e-60 - 1.0).abs() < 1e-9);
    // A second box in what the first leaves holds the seven rows it cut off, if it may be that small.
    let left: Vec<bool> =
        (0..rows).map(|row| !columns.iter().zip(&last.limits).all(|(values, one)| one.allow(values[row]))).collect();
    let second = prim(&inputs, &interest, &left, Search { least_mass: 0.001, ..Search::default() });
    assert_eq!((second[0].rows, second[0].hits), (826, 7));
    assert!(second.last().unwrap().density > 0.5 && second.last().unwrap().hits > 0);
    assert!(prim(&inputs, &vec![false; rows], &all, Search::default()).is_empty());
}

/// The sum of a function's first-order indices by Sobol' points, each input of A and B a dimension of its own.
fn by_sobol_points(f: &dyn Fn(&[f64]) -> f64, inputs: usize, rows: u32) -> Vec<Indices> {
    let coordinates: Vec<Coordinate> = (0..2 * inputs).map(|at| Coordinate::new(at, 11, at as u64)).collect();
    let at = |from_b: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let point = |row: u32| -> Vec<f64> {
            (0..inputs)
                .map(|input| coordinates[if from_b(input) { inputs + input } else { input }].share(row))
                .collect()
        };
        (0..rows).map(|row| f(&point(row))).collect()
    };
    let (a, b) = (at(&|_| false), at(&|_| true));
    let mixed: Vec<Vec<f64>> = (0..inputs).map(|input| at(&|other| other == input)).collect();
    let ab: Vec<&[f64]> = mixed.iter().map(Vec::as_slice).collect();
    indices(&Evaluations { a: &a, b: &b, ab: &ab, ba: &[] }, 0.95).unwrap()
}

/// ISH1 and ISH2: Ishigami & Homma (1990) with a = 7 and b = 0.1 and 0.05, closed forms.
#[test]
fn the_indices_of_ishigami_are_found_by_sobol_points() {
    let cases = [
        (
            0.1,
            [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0],
            [0.557_588_855_209_959_2, 0.442_411_144_790_040_9, 0.243_683_664_062_147_73],
        ),
        (
            0.05,
            [0.218_518_564_427_013_34, 0.686_894_643_648_693, 0.0],
            [0.313_105_356_351_307_1, 0.686_894_643_648_693, 0.094_586_791_924_293_77],
        ),
    ];
    for (b, first, total) in cases {
        let f = |u: &[f64]| {
            let [x, y, z] = [u[0], u[1], u[2]].map(|u| (2.0 * u - 1.0) * std::f64::consts::PI);
            x.sin() + 7.0 * y.sin() * y.sin() + b * z.powi(4) * x.sin()
        };
        for (input, found) in by_sobol_points(&f, 3, 16_384).iter().enumerate() {
            assert!((found.first.value - first[input]).abs() < 0.01, "{b} {input}: {found:?}");
            assert!((found.total.value - total[input]).abs() < 0.01, "{b} {input}: {found:?}");
        }
    }
}

/// GFN1, GFN2 and GFN4: Sobol's g-function; partial variances are 1 / [3 (1 + a)^2].
#[test]
fn the_indices_of_the_g_function_are_found_by_sobol_points() {
    let cases: [(&[f64], &[f64], &[f64]); 3] = [
        (
            &[0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0],
            &[0.716_192, 0.179_048, 0.023_676, 0.007_162, 7.16e-5, 7.16e-5, 7.16e-5, 7.16e-5],
            &[0.787_144, 0.242_198, 0.034_317, 0.010_460, 1.05e-4, 1.05e-4, 1.05e-4, 1.05e-4],
        ),
        (
            &[78.0, 12.0, 0.5, 2.0, 97.0, 33.0],
            &[0.000_276, 0.010_195, 0.765_743, 0.191_436, 0.000_179, 0.001_490],
            &[0.000_329, 0.012_143, 0.795_970, 0.220_313, 0.000_214, 0.001_778],
        ),
        (&[1.0, 2.0, 3.0], &[0.567_426, 0.252_189, 0.141_856], &[0.600_701, 0.278_897, 0.159_370]),
    ];
    for (a, first, total) in cases {
        let f = |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
        for (input, found) in by_sobol_points(&f, a.len(), 8192).iter().enumerate() {
            // The oracle allows 0.02 at this size; the small indices must be as small as they are.
            let allowed = 0.02_f64.min(0.01 + first[input]);
            assert!((found.first.value - first[input]).abs() < allowed, "{a:?} {input}: {found:?}");
            assert!((found.total.value / total[input] - 1.0).abs() < 0.02, "{a:?} {input}: {found:?}");
        }
    }
}

/// A hundred phones a day from parts at 600 and at an uncertain price, with salaries of 1.1 million a month.
const PRICED: &str = "[run]\nlaunches = 1000\n[timeline]\nstart = 2026-01-01\nhorizon = \"400 days\"\n\
     [product.phone]\nparts = { screen = 1 }\n[factory.line]\n[supplier.maker]\n\
     [component.screen]\nsupplier = \"maker\"\nunit_cost = 600\nlead_time = \"1 day\"\nreview = \"1 day\"\n\
     policy = \"reorder_point\"\nreorder_level = 0\norder_quantity = 100\nopening_stock = 100\n\
     [company]\nrunning_cost = 1100000\n\
     [order_stream.shops]\ndaily_orders = [[2026-01-01, 100], [2040-01-01, 100]]\n\
     net_price = { uniform = { low = 800, high = 1200 } }\n";

fn asked(options: &[&str]) -> (serde_json::Value, String, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("priced.toml"), PRICED).unwrap();
    let options = [&["drivers", "priced.toml", "-o", "out", "--each", "8", "--no-charts"], options].concat();
    succeeds(home.path(), &options);
    let read = |name: &str| std::fs::read_to_string(home.path().join("out").join(name)).unwrap();
    let data = serde_json::from_str(&read("drivers.json")).unwrap();
    let page = read("page.txt");
    (data, page, home)
}

/// What a design says of net profit, the first of the figures.
fn first_metric(data: &serde_json::Value) -> Vec<serde_json::Value> {
    let (name, found) = data["design"]["metrics"].as_object().unwrap().iter().next().unwrap();
    assert!(name.starts_with("net_profit"), "{name}");
    found.as_array().unwrap().clone()
}

/// Whoever sells below cost and salaries loses: nothing but the price says when.
#[test]
fn the_box_of_losses_ends_where_a_launch_breaks_even() {
    let (data, page, home) = asked(&["--where", "net_profit < 0"]);
    let found = &data["where"];
    let share = |of: &serde_json::Value| of["share"].as_f64().unwrap();
    let limits = found["box"]["limits"].as_array().unwrap();
    assert_eq!(limits.len(), 1, "{limits:?}");
    assert_eq!(limits[0]["input"], "order_stream.shops.net_price");
    assert!(limits[0]["low"].is_null() && limits[0]["high"]["quasi_p"].as_f64().unwrap() < 1e-6);
    // Some 39,600 phones carry 13.1 months of salaries.
    let limit = limits[0]["high"]["value"].as_f64().unwrap();
    assert!((limit - 965.0).abs() < 20.0, "{limit}");
    assert!((share(&found["launches"]) - (limit - 800.0) / 400.0).abs() < 0.05, "{found}");
    assert!(share(&found["box"]["coverage"]) > 0.93 && share(&found["box"]["density"]) > 0.93, "{found}");
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("It happens mostly with order_stream.shops.net_price below 96"), "{page}");
    let boxes = std::fs::read_to_string(home.path().join("out").join("boxes.csv")).unwrap();
    assert!(boxes.lines().count() > 10 && boxes.starts_with("box,launches_found"));
}

/// Profit is linear in both inputs: indices are shares of its variance, effects its slopes.
#[test]
fn designs_tell_the_slopes_and_shares_of_a_linear_profit() {
    let over = ["--over", "order_stream.shops.net_price=900..1100", "--over", "company.running_cost=900000..1300000"];
    let (data, page, home) = asked(&[&["--design", "morris", "--rows", "8"], &over[..]].concat());
    let effects = first_metric(&data);
    let figure = |of: &serde_json::Value| of.as_f64().unwrap();
    let (price, salaries) = (figure(&effects[0]["mu"]), figure(&effects[1]["mu"]));
    assert!((price / 200.0 - 40_000.0).abs() < 1_000.0, "{price}");
    assert!((salaries / -400_000.0 - 400.0 / 365.25 * 12.0).abs() < 0.5, "{salaries}");
    assert!(figure(&effects[0]["sigma"]).abs() < 1e-6 * price, "{effects:?}");
    assert!(page.contains("Elementary effects"), "{page}");
    let points = std::fs::read_to_string(home.path().join("out").join("design.csv")).unwrap();
    assert_eq!(points.lines().count(), 8 * 3 + 1);
    let (data, ..) = asked(&[&["--design", "sobol", "--rows", "64"], &over[..]].concat());
    let indices = first_metric(&data);
    let all = price * price + salaries * salaries;
    for (found, slope) in indices.iter().zip([price, salaries]) {
        for which in ["first", "total"] {
            assert!(
                (figure(&found[which]["value"]) - slope * slope / all).abs() < 0.05,
                "{which}: {indices:?} {price} {salaries}"
            );
        }
    }
    // Without ends it is the price that is drawn.
    let (data, ..) = asked(&["--design", "morris", "--rows", "4"]);
    assert_eq!(data["design"]["inputs"], serde_json::json!(["order_stream.shops.net_price"]));
}

/// Dates, lengths of time and words stand as a sweep takes them: the points of a design can be swept again.
#[test]
fn the_points_of_a_design_are_a_list_that_a_sweep_takes_back() {
    let over = [
        "--over",
        "order_stream.shops.net_price=900..1100",
        "--over",
        "component.screen.lead_time=1 day..9 days",
        "--over",
        "factory.line.opens=2026-01-01..2026-03-01",
    ];
    let (data, page, home) = asked(&[&["--design", "sobol", "--rows", "16"], &over[..]].concat());
    let points = std::fs::read_to_string(home.path().join("out").join("design.csv")).unwrap();
    let head =
        "point,order_stream.shops.net_price,component.screen.lead_time (days),factory.line.opens,net_profit_yuan_mean";
    assert!(points.starts_with(head), "{points}");
    let sweep = ["sweep", "priced.toml", "--list", "out/design.csv", "-n", "8", "-o", "again", "--no-charts"];
    succeeds(home.path(), &sweep);
    let again = std::fs::read_to_string(home.path().join("again").join("points.csv")).unwrap();
    let rows = |text: &str, column: &str| -> Vec<(Vec<String>, f64)> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
        let row = |row: csv::StringRecord| {
            ((1..4).map(|cell| row[cell].to_owned()).collect(), row[at].parse().unwrap_or(f64::NAN))
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    };
    let (first, second) = (rows(&points, "net_profit_yuan_mean"), rows(&again, "net_profit_yuan_mean"));
    assert!(first.len() == 16 * 5 && first == second, "{:?}\n{:?}", &first[..3], &second[..3]);
    assert!(first[0].0[2].starts_with("2026-0"), "{:?}", first[0]);
    // What is printed of a share lies where shares lie.
    assert!(data["design"]["metrics"].is_object());
    let indices = page.split("Sobol' indices").next().unwrap().rsplit("alone").next().unwrap();
    assert!(!indices.contains('\u{2212}') && !indices.contains("1.0 ") && indices.contains(" to "), "{indices}");
}

/// Whoever looks for a second box looks outside of the first: next to nothing that loses is left there.
#[test]
fn a_second_box_is_looked_for_outside_of_the_first() {
    let (data, page, home) = asked(&["--where", "net_profit < 0", "--boxes", "2"]);
    let limit = data["where"]["box"]["limits"][0]["high"]["value"].as_f64().unwrap();
    let share = |which: &str, what: &str| data[which]["launches"][what].as_u64().unwrap();
    // Of a thousand launches those above the limit are left.
    let left = (1_200.0 - limit) / 400.0 * 1_000.0;
    assert!((share("where_2", "of") as f64 - left).abs() < 60.0, "{} for {left}", share("where_2", "of"));
    assert!(share("where_2", "hits") < 20 && share("where", "hits") > 300, "{data}");
    assert!(data["where_2"]["box"]["none"].is_string(), "{}", data["where_2"]);
    assert!(page.contains("outside of what was told"), "{page}");
    assert!(home.path().join("out/boxes_2.csv").exists());
}

/// The price is all that is drawn: alone it is worth what everything is.
#[test]
fn knowing_inputs_together_is_worth_what_knowing_them_is() {
    let (data, page, _) = asked(&["--worth", "order_stream.shops.net_price"]);
    let worth = &data["worth_together"][0]["worth"];
    assert_eq!(data["worth_together"][0]["inputs"], serde_json::json!(["order_stream.shops.net_price"]));
    let [value, low, high] = ["value", "low", "high"].map(|name| worth[name].as_f64().unwrap());
    let everything = data["worth_of_all"]["value"].as_f64().unwrap();
    assert!(low <= value && value <= high && (value / everything - 1.0).abs() < 0.02, "{value} of {everything}");
    assert!(page.contains("Known together") && page.contains("has no such worth"), "{page}");
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("priced.toml"), PRICED).unwrap();
    ends(home.path(), &["drivers", "priced.toml", "--worth", "company.running_cost"], 2, "write it as a distribution");
}

/// What cannot be meant is refused before anything is simulated.
#[test]
fn what_cannot_be_asked_is_refused() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("priced.toml"), PRICED).unwrap();
    for (options, words) in [
        (&["--where", "net_profit"][..], "write what must hold"),
        (&["--where", "net_proft < 0"], "did you mean"),
        (&["--where", "mean(net_profit) < 0"], "asks of each launch"),
        (&["--design", "sobol", "--over", "company.running_cost"], "is not drawn here"),
        (&["--design", "sobol", "--rows", "4"], "16 or more"),
        (&["--over", "company.running_cost=1..2"], "--design"),
    ] {
        ends(home.path(), &[&["drivers", "priced.toml"], options].concat(), 2, words);
    }
    assert!(!home.path().join("output").exists());
}
