//! The value of every operator, and the place and cure of every fault.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use super::*;

/// The value in a launch with a profit of 7, revenue of 20, and no day of payback.
fn value(text: &str) -> f64 {
    let expression = Expression::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    expression.of_launch(&mut |name| match name {
        "net_profit" => 7.0,
        "revenue_yuan" => 20.0,
        "left_over.front-glass" => 3.0,
        "insolvent" => 0.0,
        "payback_day" => f64::NAN,
        other => panic!("{other}"),
    })
}

/// The figure over four launches, in one of which the waiting time does not apply.
fn figure(text: &str) -> f64 {
    let expression = Expression::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    expression.of_launches(&mut |name| match name {
        "net_profit" => vec![4.0, -2.0, 10.0, 8.0],
        "insolvent" => vec![0.0, 1.0, 0.0, 0.0],
        "wait" => vec![1.0, f64::NAN, 3.0, 8.0],
        "never" => vec![f64::NAN; 4],
        other => panic!("{other}"),
    })
}

fn fault(text: &str) -> ExpressionFault {
    Expression::parse(text).err().unwrap_or_else(|| panic!("{text} is taken"))
}

#[test]
fn numbers_are_read_as_people_write_them_and_rounded_once() {
    for (text, expected) in [
        ("1e6", 1e6),
        ("1E-3", 1e-3),
        ("2.5e+2", 250.0),
        ("5 %", 0.05),
        ("5%", 0.05),
        ("0.7%", 0.007),
        ("5e1 %", 0.5),
        ("100M", 1e8),
        ("10k", 1e4),
        ("10K", 1e4),
        ("1.1M", 1_100_000.0),
        ("2bn", 2e9),
        ("1_000", 1000.0),
        ("1_000.000_5", 1000.0005),
        (".5", 0.5),
        ("007", 7.0),
    ] {
        assert_eq!(value(text).to_bits(), f64::to_bits(expected), "{text}");
    }
}

#[test]
fn operators_have_the_value_and_the_order_of_mathematics() {
    for (text, expected) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 2 - 3", 5.0),
        ("24 / 4 / 3", 2.0),
        ("24 / 4 * 3", 18.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("(-2) ^ 2", 4.0),
        ("2 ^ -1", 0.5),
        ("2 * -3", -6.0),
        ("- -3", 3.0),
        ("+3", 3.0),
        ("7 \u{2212} 2", 5.0),
        ("9 ^ 0.5", 3.0),
        ("1 < 2", 1.0),
        ("2 < 2", 0.0),
        ("2 <= 2", 1.0),
        ("3 \u{2264} 2", 0.0),
        ("3 > 2", 1.0),
        ("2 > 2", 0.0),
        ("2 >= 2", 1.0),
        ("1 \u{2265} 2", 0.0),
        ("2 = 2", 1.0),
        ("2 == 3", 0.0),
        ("2 != 3", 1.0),
        ("2 \u{2260} 2", 0.0),
        ("1 + 1 > 1 and 2 > 1", 1.0),
        ("1 and 0 or 1", 1.0),
        ("0 and (0 or 1)", 0.0),
        ("not 2 > 3", 1.0),
        ("not 1 and 0", 0.0),
        ("not not 5", 1.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1, 4, 2)", 4.0),
        ("abs(-3)", 3.0),
        ("if(2 > 1, 10, 20)", 10.0),
        ("if(0, 10, 20)", 20.0),
        ("sqrt(16)", 4.0),
        ("exp(0)", 1.0),
        ("ln(1)", 0.0),
        ("net_profit - 0.02 * revenue_yuan", 6.6),
        ("net_profit - 10 % * revenue_yuan", 5.0),
        ("2 * `left_over.front-glass`", 6.0),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn what_does_not_apply_stays_so_until_it_is_asked_for() {
    for text in [
        "payback_day",
        "payback_day + 1",
        "0 * payback_day",
        "-payback_day",
        "payback_day < 100",
        "payback_day = payback_day",
        "not payback_day",
        "min(1, payback_day)",
        "max(payback_day, 1)",
        "payback_day ^ 2",
        "if(payback_day, 1, 2)",
        "payback_day < 1 and insolvent = 0",
        "payback_day < 1 or insolvent",
        "1 / insolvent",
        "0 / 0",
        "insolvent ^ -1",
        "(-1) ^ 0.5",
        "sqrt(-1)",
        "ln(0)",
        "exp(1000)",
        "1e200 * 1e200",
    ] {
        assert!(value(text).is_nan(), "{text}: {}", value(text));
    }
    for (text, expected) in [
        ("applies(payback_day)", 0.0),
        ("applies(insolvent)", 1.0),
        ("applies(payback_day) and payback_day < 100", 0.0),
        ("payback_day < 100 and insolvent", 0.0),
        ("payback_day < 100 or not insolvent", 1.0),
        ("if(applies(payback_day), payback_day, 400)", 400.0),
        ("0 / net_profit", 0.0),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn figures_are_those_of_summaries() {
    for (text, expected) in [
        ("mean(net_profit)", 5.0),
        ("median(net_profit)", 6.0),
        ("sd(net_profit)", 28.0_f64.sqrt()),
        ("lowest(net_profit)", -2.0),
        ("highest(net_profit)", 10.0),
        ("p50(net_profit)", 6.0),
        ("p25(net_profit)", 2.5),
        ("p75(net_profit)", 8.5),
        ("p12.5(net_profit)", 0.25),
        ("cvar5(net_profit)", -2.0),
        ("cvar50(net_profit)", 1.0),
        ("-cvar50(-net_profit)", 9.0),
        ("probability(net_profit > 5)", 0.5),
        ("probability(insolvent)", 0.25),
        ("mean(wait)", 4.0),
        ("sd(wait)", 13.0_f64.sqrt()),
        ("probability(wait < 2)", 1.0 / 3.0),
        ("probability(applies(wait) and wait < 2)", 0.25),
        ("mean(net_profit - wait)", 10.0 / 3.0),
        ("mean(max(net_profit, 0))", 5.5),
    ] {
        assert_eq!(figure(text), expected, "{text}");
    }
    for text in
        ["mean(never)", "sd(never)", "p5(never)", "cvar5(never)", "lowest(never)", "probability(never > 0)", "never"]
    {
        assert!(figure(text).is_nan(), "{text}");
    }
    let columns = |values: Vec<f64>| Expression::parse("sd(x)").unwrap().of_launches(&mut |_| values.clone());
    assert!(columns(vec![3.0]).is_nan() && columns(vec![3.0, 3.0]) == 0.0);
}

#[test]
fn a_metric_beside_figures_is_its_mean_and_by_itself_too() {
    let half = 28.0_f64.sqrt() / 2.0;
    for (text, expected) in [
        ("net_profit - sd(net_profit) / 2", 5.0 - half),
        ("-net_profit * sd(net_profit)", -5.0 * 28.0_f64.sqrt()),
        ("net_profit - insolvent * 8 - lowest(net_profit)", 5.0),
        ("net_profit", 5.0),
        ("insolvent", 0.25),
        // Of one launch: the mean of its values, not the value of the means.
        ("max(net_profit, 0)", 5.5),
        ("insolvent <= 5 %", 0.75),
        ("mean(insolvent) <= 5 %", 0.0),
        ("7", 7.0),
        ("if(p5(net_profit) < 0, 1, 2)", 1.0),
    ] {
        assert_eq!(figure(text), expected, "{text}");
    }
    for text in [
        "max(net_profit, 0) - sd(net_profit)",
        "net_profit * insolvent - sd(wait)",
        "sd(wait) / net_profit",
        "net_profit ^ 2 - sd(wait)",
    ] {
        let found = fault(text);
        assert!(!text[found.place.clone()].is_empty(), "{text}");
        assert!(found.help.starts_with("write mean("), "{text}: {found}");
    }
    let found = fault("sd(wait) + net_profit * insolvent");
    assert_eq!(found.place, 24..33);
}

#[test]
fn an_expression_tells_what_it_names_and_where() {
    let text = "net_profit - p5(`left_over.front-glass`) + net_profit";
    let expression = Expression::parse(text).unwrap();
    let names: Vec<_> = expression.names().collect();
    assert_eq!(names, [("net_profit", 0..10), ("left_over.front-glass", 16..39), ("net_profit", 43..53)]);
    assert_eq!(expression.variables(), ["net_profit", "left_over.front-glass"]);
    assert!(!expression.is_of_one_launch() && !expression.is_constant());
    assert_eq!(expression.text(), text);
    let of_parts = Expression::parse("left_over.screen + sell_out_hours.round.2 + \u{624b}\u{673a}").unwrap();
    assert_eq!(of_parts.variables(), ["left_over.screen", "sell_out_hours.round.2", "\u{624b}\u{673a}"]);
    assert_eq!(Expression::parse(" 2 * 3 ").unwrap().constant(), Some(6.0));
    assert_eq!(Expression::parse("1 / 0").unwrap().constant(), None);
    let columns: [&[f64]; 1] = [&[1.0, 2.0]];
    assert_eq!(Expression::parse("orders * orders").unwrap().of_columns(&columns), [1.0, 4.0]);
}

#[test]
fn every_fault_says_where_it_is_and_what_to_write() {
    for (text, place, what, help) in [
        ("", 0..0, "an expression that says nothing", "write one"),
        ("1 +", 3..3, "an expression that breaks off", "write a number"),
        ("(1 + 2", 0..1, "a parenthesis that is never closed", "write `)`"),
        ("1 + max(2, 3", 4..8, "a parenthesis that is never closed", "write `)`"),
        ("1 + 2)", 5..6, "`)` cannot stand here", "closes nothing"),
        ("1,000", 0..5, "a comma within a number", "1_000"),
        ("1, 2", 1..2, "`,` cannot stand here", "1_000"),
        ("max(1,000, 2)", 4..9, "a comma within a number", "1_000"),
        ("net_profit revenue", 11..18, "`revenue` cannot stand here", "an operator is missing"),
        ("100 M", 4..5, "`M` cannot stand here", "100M"),
        ("2 * * 3", 4..5, "`*` cannot stand here", "a number, a metric"),
        ("and 3", 0..3, "`and` cannot stand here", "a number, a metric"),
        ("()", 1..2, "`)` cannot stand here", "a number, a metric"),
        ("2 ** 3", 2..4, "`**` means nothing here", "write `^`"),
        ("a && b", 2..4, "`&&` means nothing here", "write `and`"),
        ("a || b", 2..4, "`||` means nothing here", "write `or`"),
        ("!a", 0..1, "`!` means nothing here", "write `not`"),
        ("a <> b", 2..4, "`<>` means nothing here", "write `!=`"),
        ("3 \u{d7} 4", 2..4, "`\u{d7}` means nothing here", "write `*`"),
        ("a % 2", 2..3, "`%` means nothing here", "behind a number"),
        ("\"a\"", 0..1, "`\"` means nothing here", "without quotes"),
        ("a # b", 2..3, "`#` means nothing here", ""),
        ("a \u{7} b", 2..3, "`\u{2407}` means nothing here", ""),
        ("a + `b", 4..6, "a name in backticks that does not end", "two backticks"),
        ("``", 0..2, "a name in backticks that does not end", "two backticks"),
        ("12x", 0..3, "`12x` is no number", "10k, 100M, 5 %"),
        ("1.2.3", 0..5, "`1.2.3` is no number", "10k, 100M, 5 %"),
        ("1e3k", 0..4, "a number with two units", "one of them"),
        ("3k%", 0..2, "a number with two units", "one of them"),
        ("1e999", 0..5, "a number too large to be held", "1e308"),
        ("0 < orders < 3", 11..12, "a comparison of a comparison", "0 < orders and"),
        ("average(a)", 0..7, "there is no function `average`", "`mean`"),
        ("maxx(a, 2)", 0..4, "there is no function `maxx`", "`max`"),
        ("wxyz(a)", 0..4, "there is no function `wxyz`", "p1 to p99"),
        ("p0(a)", 0..2, "there is no function `p0`", ""),
        ("p100(a)", 0..4, "there is no function `p100`", ""),
        ("min(a)", 0..6, "`min` of one value", "lowest(net_profit)"),
        ("max(a)", 0..6, "`max` of one value", "highest(cash_gap)"),
        ("abs()", 0..5, "`abs` of nothing", "abs(exchange_gain)"),
        ("abs(1, 2)", 0..9, "`abs` takes one value, not 2", "abs(exchange_gain)"),
        ("if(a, 1)", 0..8, "`if` takes a condition and two values", "if(insolvent, -100M, net_profit)"),
        ("sd(a, b)", 0..8, "`sd` takes one value, not 2", "sd(net_profit)"),
        ("mean(sd(a))", 5..7, "`sd` within `mean`", "leave one"),
        ("1 + mean(2)", 4..11, "`mean` of what is the same in every launch", "name a metric"),
        ("probability(a + 1)", 0..18, "the probability of a number", "net_profit < 0"),
    ] {
        let found = fault(text);
        assert_eq!(found.place, place, "{text}: {found}");
        assert!(found.what.starts_with(what), "{text}: {found}");
        assert!(found.help.contains(help), "{text}: {found}");
        assert!(text.get(found.place).is_some(), "{text}");
    }
}

#[test]
fn a_fault_is_shown_under_what_it_is_about() {
    let text = "\u{624b} + maxx(a, 2)";
    let found = fault(text);
    assert_eq!(found.pointed_out(text), format!("{text}\n    ^^^^"));
    assert_eq!(found.to_string(), "there is no function `maxx`; did you mean `max`, as in max(net_profit, 0)?");
    assert_eq!(fault("1 +").pointed_out("1 +"), "1 +\n   ^");
}

#[test]
fn long_input_is_read_and_deep_input_refused() {
    let sum = vec!["1"; 100_000].join(" + ");
    assert_eq!(value(&sum), 100_000.0);
    let either = vec!["0"; 100_000].join(" or ");
    assert_eq!(value(&either), 0.0);
    for (opening, closing) in [("(", ")"), ("-", ""), ("not ", ""), ("2 ^ ", ""), ("abs(", ")"), ("+", "")] {
        let nested = |deep: usize| format!("{}1{}", opening.repeat(deep), closing.repeat(deep));
        assert!(Expression::parse(&nested(64)).is_ok(), "{opening}");
        for deep in [65, 100_000] {
            let found = fault(&nested(deep));
            assert!(found.what.starts_with("more than 64 "), "{opening}: {found}");
            assert_eq!(found.place.start, 65 * opening.len(), "{opening}");
        }
    }
}

#[test]
fn conditions_hold_in_a_launch_or_of_many() {
    let condition = |text: &str| Condition::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let rare = condition("insolvent <= 5 %");
    assert_eq!((rare.left.text().trim(), rare.sense, rare.limit), ("insolvent", Sense::AtMost, 0.05));
    assert_eq!(rare.holds_in(&mut |_| 0.0), Some(true));
    assert_eq!(rare.holds_in(&mut |_| 1.0), Some(false));
    assert_eq!(rare.holds_in(&mut |_| f64::NAN), None);
    let of =
        |share: f64| rare.holds_of(&mut |_| (0..100).map(|at| f64::from(u8::from(f64::from(at) < share))).collect());
    assert_eq!((of(5.0), of(6.0)), (Some(true), Some(false)));
    let tail = condition("p5(net_profit) >= -100M");
    assert_eq!((tail.sense, tail.limit), (Sense::AtLeast, -1e8));
    assert!(!tail.left.is_of_one_launch());
    assert_eq!(tail.holds_of(&mut |_| vec![-1e8; 3]), Some(true));
    assert_eq!(condition("net_profit > 2 * 50M").limit, 1e8);
    assert_eq!(condition("(cash_gap + 1) < 3").sense, Sense::Below);
    for (sense, sides) in [
        (Sense::Below, [true, false, false]),
        (Sense::AtMost, [true, true, false]),
        (Sense::Above, [false, false, true]),
        (Sense::AtLeast, [false, true, true]),
    ] {
        assert_eq!([1.0, 2.0, 3.0].map(|value| sense.holds(value, 2.0)), sides.map(Some), "{}", sense.sign());
        assert_eq!(sense.is_from_above(), sides[0]);
    }
    let named: Vec<_> = condition("  a + b < 3").left.names().map(|(name, place)| (name.to_owned(), place)).collect();
    assert_eq!(named, [("a".into(), 2..3), ("b".into(), 6..7)]);
}

#[test]
fn a_condition_that_is_none_says_how_one_is_written() {
    for (text, place, what, help) in [
        ("insolvent", 0..9, "a condition that compares nothing", "insolvent <= 5 %"),
        ("a < 1 and b < 2", 0..15, "more than one comparison", "of its own"),
        ("(a < 1)", 0..7, "a condition in parentheses", "leave the outer"),
        ("a = 1", 2..3, "`=` in a condition", "<, <=, > or >="),
        ("a != 1", 2..4, "`!=` in a condition", "<, <=, > or >="),
        ("5 % >= insolvent", 0..16, "a limit before what it limits", "write insolvent <= 5 %"),
        ("a <= b + 1", 5..10, "a limit that differs between launches", "write a - (b + 1) <= 0"),
        ("1 < 2", 0..5, "a condition that names no metric", "insolvent <= 5 %"),
        ("a < 1 / 0", 4..9, "a limit that is no number", "insolvent <= 5 %"),
        ("a <", 3..3, "an expression that breaks off", "write a number"),
    ] {
        let found = Condition::parse(text).unwrap_err();
        assert!(found.what.starts_with(what), "{text}: {found}");
        assert!(found.help.contains(help), "{text}: {found}");
        assert_eq!(found.place, place, "{text}: {found}");
    }
}
