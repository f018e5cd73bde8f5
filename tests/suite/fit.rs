//! Does `launchsim fit` give the parameters others found in the same data, and the intervals it states?

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use launchsim::stats::fit::bass::{Bass, Method, density, fit, peak, share};
use serde_json::Value;

fn launchsim(home: &Path, typed: &[&str]) -> Output {
    Command::cargo_bin("launchsim").unwrap().current_dir(home).args(typed).output().unwrap()
}

/// The figures of a fit to a list.
fn figures(list: &str, typed: &[&str]) -> Value {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("list.csv"), list).unwrap();
    let output = launchsim(home.path(), &[&["fit"], typed, &["--format", "json"]].concat());
    assert!(output.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What is said against a list or a command line, which ends with two.
fn refused(list: &str, typed: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("list.csv"), list).unwrap();
    let output = launchsim(home.path(), &[&["fit"], typed].concat());
    assert_eq!(output.status.code(), Some(2), "{typed:?}: {output:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

pub fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found / expected - 1.0).abs() <= tolerance, "{what}: {found} in place of {expected}");
}

/// Sales of video recorders in the United States, in thousands (Cowpertwait & Metcalfe 2009, *Introductory Time Series with R*,
/// 3.3), and four of the series of Mahajan, Mason & Srinivasan (1986).
const RECORDERS: [f64; 10] = [840.0, 1470.0, 2110.0, 4000.0, 7590.0, 10950.0, 10530.0, 9470.0, 7790.0, 5890.0];
const COOLERS: [f64; 13] =
    [96.0, 195.0, 238.0, 380.0, 1045.0, 1230.0, 1267.0, 1828.0, 1586.0, 1673.0, 1800.0, 1580.0, 1500.0];
const TELEVISIONS: [f64; 8] = [747.0, 1480.0, 2646.0, 5118.0, 5777.0, 5982.0, 5962.0, 4631.0];
const ULTRASOUND: [f64; 14] = [5.0, 3.0, 2.0, 5.0, 7.0, 12.0, 6.0, 16.0, 16.0, 28.0, 28.0, 21.0, 13.0, 6.0];
const LANGUAGE: [f64; 12] = [1.25, 0.77, 0.86, 0.48, 1.34, 3.56, 3.36, 6.24, 5.95, 6.24, 4.89, 0.25];

fn parameters(fit: &Bass) -> [f64; 3] {
    [fit.reach.value, fit.innovation.value, fit.imitation.value]
}

/// Least squares of scipy 1.17 from many starts: m, p, q and the squares that remain.
const BY_INTERVALS: [(&[f64], [f64; 4]); 5] = [
    (&RECORDERS, [67_660.025_023_691_56, 0.008_788_962_616_819_634, 0.642_158_900_998_055_6, 3_672_146.264_377_468]),
    (&COOLERS, [18_712.741_566_356_468, 0.009_442_077_249_324_039, 0.374_762_830_518_764_7, 341_468.412_493_828_5]),
    (&TELEVISIONS, [39_658.624_350_185_63, 0.018_466_444_997_652_26, 0.615_863_348_443_574_7, 955_792.031_746_405_2]),
    (
        &ULTRASOUND,
        [167.377_570_333_779_18, 0.001_317_897_697_732_037_7, 0.620_604_418_864_432_7, 162.811_367_329_299_83],
    ),
    (&LANGUAGE, [35.840_893_976_119_446, 0.001_479_326_984_023_376_9, 0.740_973_476_411_514_7, 9.768_444_152_584_623]),
];

#[test]
fn diffusions_of_published_series_are_those_of_another_library() {
    for (sales, [m, p, q, squares]) in BY_INTERVALS {
        let fit = fit(sales, None, Method::Intervals).unwrap();
        for (found, expected) in parameters(&fit).into_iter().zip([m, p, q]) {
            near(found, expected, 2e-7, &format!("{sales:?}"));
        }
        near(fit.residual_square_sum, squares, 1e-12, "squares");
    }
}

/// Parameters and standard errors of the rate at the end of each period, of the same source.
const BY_DENSITY: [(&[f64], [f64; 6]); 5] = [
    (
        &RECORDERS,
        [
            67_980.908_032_499_91,
            0.006_593_959_414_253_207,
            0.638_091_265_747_253_6,
            3_127.518_349_351_394_6,
            0.001_430_264_879_465_874,
            0.041_395_947_594_387_7,
        ],
    ),
    (
        &COOLERS,
        [
            18_800.648_390_345_27,
            0.007_902_917_129_952_634,
            0.374_903_735_618_480_84,
            1_430.366_928_342_075_9,
            0.001_830_619_762_201_980_3,
            0.039_760_564_033_796_63,
        ],
    ),
    (
        &TELEVISIONS,
        [
            40_015.223_676_191_774,
            0.013_914_709_027_000_267,
            0.614_181_709_747_154_2,
            2_338.536_854_374_286_6,
            0.002_706_415_832_086_234,
            0.052_881_718_740_656_88,
        ],
    ),
    (
        &ULTRASOUND,
        [
            167.534_612_339_154_28,
            0.001_002_198_947_960_192,
            0.616_626_955_215_483_5,
            16.454_035_924_062_854,
            0.000_687_087_087_803_258_3,
            0.079_100_293_966_273_74,
        ],
    ),
    (
        &LANGUAGE,
        [
            35.928_696_304_243_78,
            0.001_094_804_712_774_082_4,
            0.731_940_163_195_630_2,
            4.042_001_213_025_618,
            0.000_874_485_248_822_096_2,
            0.107_084_719_707_399_08,
        ],
    ),
];

#[test]
fn standard_errors_of_a_diffusion_are_those_of_another_library() {
    for (sales, expected) in BY_DENSITY {
        let fit = fit(sales, None, Method::Density).unwrap();
        let errors = [fit.reach.error, fit.innovation.error, fit.imitation.error];
        for (found, expected) in parameters(&fit).into_iter().zip(expected) {
            near(found, expected, 2e-7, &format!("{sales:?}"));
        }
        for (found, expected) in errors.into_iter().zip(&expected[3..]) {
            near(found, *expected, 2e-6, &format!("error of {sales:?}"));
        }
    }
}

#[test]
fn the_printed_fit_of_video_recorders_is_reproduced_to_its_digits() {
    // Printed by R's nls: M 6.80e+04 (3.13e+03), P 6.59e-03 (1.43e-03), Q 6.38e-01 (4.14e-02), residual error 727 on 7 degrees.
    let fit = fit(&RECORDERS, None, Method::Density).unwrap();
    let printed = [fit.reach, fit.innovation, fit.imitation]
        .map(|estimate| (format!("{:.2e}", estimate.value), format!("{:.2e}", estimate.error)));
    let expected = [("6.80e4", "3.13e3"), ("6.59e-3", "1.43e-3"), ("6.38e-1", "4.14e-2")];
    for ((value, error), (of_r, error_of_r)) in printed.iter().zip(expected) {
        assert_eq!((value.as_str(), error.as_str()), (of_r, error_of_r));
    }
    assert_eq!(fit.degrees, 7);
    assert_eq!(format!("{:.0}", (fit.residual_square_sum / 7.0).sqrt()), "727");
}

#[test]
fn the_regression_of_bass_gives_the_digits_printed() {
    // Classroom figures to the digits printed, and regressions by numpy.
    let fit_of = |sales: &[f64]| parameters(&fit(sales, None, Method::Linear).unwrap());
    let [m, p, q] = fit_of(&[0.517, 1.169, 1.604, 2.044, 2.286]);
    assert_eq!([format!("{m:.7}"), format!("{p:.7}"), format!("{q:.8}")], ["10.5036768", "0.0626032", "0.73766359"]);
    let regressions: [(&[f64], [f64; 3]); 4] = [
        (&RECORDERS, [62_665.446_909_277_445, 0.021_646_782_830_424_836, 0.680_525_043_270_842_5]),
        (&COOLERS, [17_091.252_593_640_47, 0.016_992_029_304_147_747, 0.404_945_782_375_327_3]),
        (&TELEVISIONS, [35_494.644_683_426_12, 0.035_693_280_313_580_204, 0.671_931_353_773_754_3]),
        (&ULTRASOUND, [178.891_424_604_170_3, -0.001_431_565_875_868_275_1, 0.539_751_013_455_020_3]),
    ];
    for (sales, expected) in regressions {
        for (found, expected) in fit_of(sales).into_iter().zip(expected) {
            near(found, expected, 1e-9, &format!("{sales:?}"));
        }
    }
}

#[test]
fn the_curve_of_diffusion_has_its_closed_form() {
    // F at 1, 5, 10 and 20 years, the rate at 5 and the peak, by integration of the differential equation.
    let known = [
        (
            0.03,
            0.38,
            [0.035_758_164_256_441_62, 0.331_198_642_491_373_6, 0.812_803_221_221_346_2],
            6.192_619_197_703_112,
        ),
        (
            0.01,
            0.4,
            [0.012_210_470_764_989_182, 0.141_683_032_948_106_9, 0.591_390_447_628_357_1],
            8.997_266_961_253_503,
        ),
    ];
    for (p, q, shares, at) in known {
        for (time, expected) in [1.0, 5.0, 10.0].into_iter().zip(shares) {
            near(share(p, q, time), expected, 1e-13, "share");
        }
        near(peak(p, q), at, 1e-14, "peak");
    }
    near(density(0.03, 0.38, 5.0), 0.104_236_359_372_492, 1e-12, "rate");
    near(density(0.03, 0.38, peak(0.03, 0.38)), 0.110_592_105_263_157_91, 1e-14, "rate at the peak");
}

#[test]
fn exact_sales_give_their_parameters_back_also_with_a_price() {
    let (m, p, q, beta) = (300_000.0, 0.01, 0.4, -1.5);
    let prices: Vec<f64> = (0..16).map(|year| 1999.0 * (1.0 + f64::from(year)).powf(-0.3)).collect();
    let effort =
        |years: usize| years as f64 + if years > 0 { beta * (prices[years - 1] / prices[0]).ln() } else { 0.0 };
    let sold = |year: usize| m * (share(p, q, effort(year + 1)) - share(p, q, effort(year)));
    let sales: Vec<f64> = (0..16).map(sold).collect();
    let with_price = fit(&sales, Some(&prices), Method::Intervals).unwrap();
    for (found, expected) in parameters(&with_price).into_iter().zip([m, p, q]) {
        near(found, expected, 1e-7, "with the price");
    }
    near(with_price.price_change.unwrap().value, beta, 1e-7, "effect of the price");
    // Without the price the same sales are another curve, and a worse one.
    let without = fit(&sales, None, Method::Intervals).unwrap();
    assert!(without.residual_square_sum > 1e6 * with_price.residual_square_sum.max(1e-6));
}

fn list_of(sales: &[f64]) -> String {
    let lines: String = sales.iter().map(|sold| format!("{sold}\n")).collect();
    format!("sold\n{lines}")
}

#[test]
fn a_diffusion_comes_in_rates_per_year_with_the_date_of_its_peak() {
    let typed = |per| ["bass", "list.csv", "--column", "sold", "--from", "1980-01-01", "--per", per];
    let by_year = figures(&list_of(&RECORDERS), &typed("year"));
    let by_quarter = figures(&list_of(&RECORDERS), &typed("quarter"));
    near(by_year["reach"]["value"].as_f64().unwrap(), 67_660.025, 1e-7, "reach");
    assert_eq!(by_year["reach"], by_quarter["reach"]);
    let rate = |figures: &Value, name: &str| figures[name]["value"].as_f64().unwrap();
    for name in ["innovation", "imitation"] {
        assert_eq!(4.0 * rate(&by_year, name), rate(&by_quarter, name), "{name}");
    }
    // 6.592 years after the beginning of 1980, or as many quarters.
    assert_eq!(by_year["peak_date"], "1986-08-04");
    assert_eq!(by_quarter["peak_date"], "1981-08-24");
    assert_eq!(by_year["doubts"], serde_json::json!([]));
}

#[test]
fn the_toml_of_a_diffusion_is_a_market_that_runs() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("list.csv"), list_of(&RECORDERS)).unwrap();
    for (name, more) in [("certain.toml", &[][..]), ("drawn.toml", &["--uncertain"])] {
        let typed = ["fit", "bass", "list.csv", "--column", "sold", "--per", "quarter", "-o", name];
        let output = launchsim(home.path(), &[&typed[..], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let toml = fs::read_to_string(home.path().join(name)).unwrap();
        let (market, correlations) = toml.split_once("\n[correlation").unwrap_or((&toml, ""));
        let mut text = crate::compare::SMALL.to_owned();
        for line in market.lines().filter(|line| line.contains(" = ")) {
            let key = line.split(" = ").next().unwrap();
            let old = text.lines().find(|old| old.starts_with(&format!("{key} = "))).unwrap().to_owned();
            text = text.replace(&old, line);
        }
        if !correlations.is_empty() {
            text = format!("{text}\n[correlation{correlations}");
        }
        let scenario = crate::support::scenario(&text);
        let market = scenario.market.as_ref().unwrap();
        near(market.imitation.value, 4.0 * 0.642_159, 1e-5, name);
        near(market.reach.value, 67_660.0, 1e-5, name);
        let again = launchsim(home.path(), &[&typed[..], more].concat());
        assert_eq!(again.status.code(), Some(1), "a file is never replaced");
    }
}

#[test]
fn sales_that_have_not_peaked_are_doubted() {
    let doubts = |sales: &[f64]| {
        let found = figures(&list_of(sales), &["bass", "list.csv", "--column", "sold"]);
        (found["doubts"].clone(), found["toml"].as_str().unwrap().is_empty())
    };
    // Until the fifth year sales all but double, and people without end would fit; the sixth is the best.
    assert_eq!(doubts(&RECORDERS[..5]), (serde_json::json!(["before_peak", "endless_reach"]), true));
    assert_eq!(doubts(&RECORDERS[..6]), (serde_json::json!(["before_peak", "wide_reach"]), false));
    assert_eq!(doubts(&RECORDERS[..7]), (serde_json::json!([]), false));
    let below = figures(&list_of(&ULTRASOUND), &["bass", "list.csv", "--column", "sold", "--method", "ols"]);
    assert_eq!(below["doubts"][0], "rate_not_positive");
    assert_eq!(below["toml"], "", "no scenario takes a rate below 0");
}

#[test]
fn faults_of_a_list_say_where_they_are_and_what_to_write() {
    let bass = ["bass", "list.csv", "--column", "sold"];
    let said = refused("year,sold\n1980,840\n1981,\n1982,-5\n1983,many\n1984,\"1,5\"\n", &bass);
    for part in [
        "list.csv:3:",
        "a cell of `sold` is empty",
        "list.csv:4:6",
        "`sold` cannot be -5",
        "allowed: 0 or more",
        "list.csv:5:6",
        "`sold` is no number: many",
        "--decimal comma",
        "4 faults",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let said = refused("year,sales\n1980,840\n", &["bass", "list.csv", "--column", "sale"]);
    assert!(said.contains("list.csv has no column `sale`") && said.contains("did you mean `sales`?"), "{said}");
    let said = refused("sold\n1\n2\n3\n", &bass);
    assert!(said.contains("3 periods") && said.contains("needs 4"), "{said}");
    assert!(refused("sold\n0\n0\n0\n0\n0\n", &bass).contains("0 in every period"));
    let with_price = ["bass", "list.csv", "--column", "sold", "--price", "price"];
    let flat = "sold,price\n1,9\n2,9\n4,9\n5,9\n4,9\n2,9\n";
    assert!(refused(flat, &with_price).contains("leave --price out"));
    assert!(refused(flat, &[&with_price[..], &["--method", "ols"]].concat()).contains("--method nls only"));
    assert!(
        refused("sold\n1\n2\n6\n25\n150\n", &[&bass[..], &["--method", "ols"]].concat()).contains("never levels off")
    );
}

#[test]
fn lists_are_read_as_other_systems_write_them() {
    let plain = figures(&list_of(&RECORDERS), &["bass", "list.csv", "--column", "sold"]);
    let lines: String = RECORDERS
        .iter()
        .map(|sold| format!("x;{}.{:03},0;\n", sold / 1000.0 - (sold / 1000.0).fract(), sold % 1000.0))
        .collect();
    let exported = format!("Report of 3 May\n\nregion;Sold  Units;remark\n{lines}").replace("x;0.", "x;");
    let read = figures(&exported, &["bass", "list.csv", "--column", "sold units", "--decimal", "comma"]);
    assert_eq!(plain["reach"], read["reach"], "{exported}");
}

#[test]
fn the_toml_of_laws_lead_times_and_experience_is_read_as_it_is_meant() {
    let text = |typed: &[&str], list: &str| figures(list, typed)["toml"].as_str().unwrap().to_owned();
    // Under the table of the first component of a small scenario, in place of its own keys.
    let read = |toml: &str| {
        let (_, keys) = toml.split_once("[component.screen]\n").unwrap();
        let small = crate::compare::SMALL;
        let (before, rest) = small.split_once("[component.screen]\n").unwrap();
        let (table, after) = rest.split_once("\n[").unwrap();
        let written = |line: &&str| !keys.lines().any(|key| key.split(" = ").next() == line.split(" = ").next());
        let table: Vec<&str> = table.lines().filter(written).collect();
        let scenario = format!("{before}[component.screen]\n{keys}{}\n[{after}", table.join("\n"));
        let scenario = crate::support::scenario(&scenario);
        scenario.components.iter().find(|part| part.name == "screen").unwrap().clone()
    };
    let prices = "price\n201\n219.5\n188\n230\n204\n211\n197\n208\n215\n222\n";
    let law = ["law", "list.csv", "--column", "price", "--key", "component.screen.unit_cost", "--law", "lognormal"];
    // The median of the law: the geometric mean of the prices, but for the six digits that are written of the law's mean.
    near(read(&text(&law, prices)).unit_cost.value, 209.206_410_743_094_5, 3e-6, "unit cost");
    let orders = "days,open\n30,\n45,\n28,no\n60,yes\n52,\n41,\n38,\n60,open\n";
    let lead = ["lead-time", "list.csv", "--column", "days", "--open", "open", "--component", "screen"];
    let part = read(&text(&lead, orders));
    let expected = &figures(orders, &lead)["laws"];
    let lognormal = expected.as_array().unwrap().iter().find(|law| law["law"] == "lognormal").unwrap();
    let parameter = |name: &str| lognormal["parameters"][name]["value"].as_f64().unwrap();
    // The key counts whole days, rounded half up.
    assert_eq!(part.lead_time.value, (parameter("mean") + 0.5).floor());
    near(part.lead_time_cv.value, parameter("cv"), 1e-5, "its cv");
    let lots = "volume,cost\n1000,100\n1000,80\n2000,64\n";
    let experience =
        ["experience", "list.csv", "--units", "volume", "--cost", "cost", "--each", "--component", "screen"];
    let part = read(&text(&experience, lots));
    near(part.unit_cost.value, 100.0, 1e-12, "cost at the first volume");
    near(part.learning_rate.value, 0.2, 1e-12, "learning rate");
    near(part.learning_from.value, 1000.0, 1e-12, "volume from which it counts");
}
