//! Does every mechanism of supply move results the way theory says, and exactly where theory is exact?

use launchsim::company::identities::Identities;
use launchsim::company::plan::compile_for;
use launchsim::company::{Unobserved, draw_inputs, simulate, simulate_with, slip_of};
use launchsim::lanes::WIDTH;

use crate::support;

/// Ten phones a day are ordered from day 60 on, built to order from one part that follows a build plan.
const STEADY: &str = r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "300 days"
[company]
opening_cash = 1_000_000
[product.phone]
[product.phone.parts]
screen = 1
[supplier.sharp]
region = "japan"
[component.screen]
supplier = "sharp"
unit_cost = 100
lead_time = "30 days"
[build_plan]
cumulative = [[2011-03-01, 0], [2011-09-07, 1900]]
[factory.line]
[order_stream.operator]
daily_orders = [[2011-03-02, 10], [2011-12-31, 10]]
net_price = 500
"#;

/// Metrics of the first launch of a scenario.
fn run(text: &str) -> impl Fn(&str) -> f64 + use<> {
    support::launch(text, 0)
}

/// A scenario with one line of a table changed or added below its head.
fn with(text: &str, table: &str, line: &str) -> String {
    let changed = text.replace(&format!("[{table}]\n"), &format!("[{table}]\n{line}\n"));
    assert_ne!(changed, text, "the table [{table}] is there");
    changed
}

fn steady(table: &str, line: &str) -> String {
    with(STEADY, table, line)
}

/// Mean of a metric over some launches, side by side.
fn mean(text: &str, metric: &str) -> f64 {
    let plan = support::plan(&text.replace("deterministic = true", ""));
    let at = plan.layout.metric(metric).unwrap_or_else(|| panic!("no metric {metric}"));
    let values: Vec<f64> =
        (0..16).flat_map(|batch| simulate::<WIDTH>(&plan, batch * 16, &mut Unobserved).metrics[at].0).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

// ------------------------------------------------------------------------------------------------------------ contracts

#[test]
fn a_certain_acceptance_signs_after_one_interval_negotiation_and_changes() {
    let contract = "acceptance = 1\napproach_every = \"20 days\"\nnegotiation_time = \"10 days\"\nrenegotiations = 2\nrenegotiation_time = \"15 days\"";
    let launch = run(&steady("supplier.sharp", contract));
    assert_eq!(launch("signature_day.sharp"), 60.0);
    assert_eq!(launch("slip_days"), 0.0, "the plan reckons with the first approach");
}

#[test]
fn the_same_day_of_signature_gives_the_same_launch_however_it_came_about() {
    let approached = run(&steady("supplier.sharp", "acceptance = 1\napproach_every = \"40 days\""));
    let dated = run(&steady("supplier.sharp", "signed = 2011-02-10"));
    for metric in ["shipped", "days_short", "net_profit_yuan", "closing_cash_yuan", "parts_ordered_yuan"] {
        assert_eq!(approached(metric), dated(metric), "{metric}");
    }
}

#[test]
fn an_exclusive_source_that_refuses_stops_the_launch_and_a_late_one_delays_it() {
    let refused = run(&steady("supplier.sharp", "acceptance = 0"));
    assert_eq!(refused("shipped"), 0.0);
    assert_eq!(refused("parts_ordered_yuan"), 0.0);
    assert!(refused("signature_day.sharp").is_nan() && refused("slip_days").is_nan());
    let slow = run(&steady("supplier.sharp", "acceptance = 0.25\napproach_every = \"30 days\""));
    let quick = run(&steady("supplier.sharp", "acceptance = 0.5\napproach_every = \"30 days\""));
    assert_eq!(quick("signature_day.sharp"), 60.0, "two approaches on average");
    assert_eq!(slow("signature_day.sharp"), 120.0, "four approaches on average");
    assert_eq!(slow("slip_days"), 90.0);
    assert!(slow("first_shipment_day") > quick("first_shipment_day"));
    assert_eq!(slow("first_shipment_day"), 150.0, "needs past due are ordered at the signature");
}

#[test]
fn an_endorsement_opens_the_door_once_all_named_have_signed() {
    let endorsed = format!(
        "{}\n[supplier.mitsui]\nsigned = 2011-02-15\n",
        steady(
            "supplier.sharp",
            "acceptance = 0\nendorsed_by = [\"mitsui\"]\nacceptance_endorsed = 1\napproach_every = \"10 days\""
        )
    );
    assert_eq!(run(&endorsed)("signature_day.sharp"), 50.0, "the first approach on or after day 45");
    let never = endorsed.replace("signed = 2011-02-15", "acceptance = 0");
    assert!(run(&never)("signature_day.sharp").is_nan());
}

#[test]
fn suppliers_that_endorse_each_other_are_refused() {
    let ring = "acceptance = 0.5\nacceptance_endorsed = 1\nendorsed_by";
    let text = format!(
        "{}\n[supplier.mitsui]\n{ring} = [\"sharp\"]\n",
        steady("supplier.sharp", &format!("{ring} = [\"mitsui\"]"))
    );
    let fault = support::try_scenario(&text).unwrap_err();
    assert!(fault.contains("E502") && fault.contains("sharp waits for mitsui waits for sharp"), "{fault}");
}

#[test]
fn a_prepayment_wins_the_supplier_and_is_an_expense_on_the_day_of_signature() {
    let lever = "acceptance = 0\napproach_every = \"20 days\"\nacceptance_prepaid = 1\nprepayment";
    let paid = run(&steady("supplier.sharp", &format!("{lever} = 50_000")));
    let unpaid = run(&steady("supplier.sharp", &format!("{lever} = 0")));
    assert_eq!(paid("signature_day.sharp"), 20.0);
    assert_eq!(paid("r_and_d_yuan"), 50_000.0);
    assert!(unpaid("signature_day.sharp").is_nan());
    assert_eq!(unpaid("r_and_d_yuan"), 0.0);
    let free = run(&steady("supplier.sharp", "acceptance = 1\napproach_every = \"20 days\""));
    let gap = free("loaded_unit_cost_yuan") - paid("loaded_unit_cost_yuan") + 50_000.0 / paid("shipped");
    assert!(gap.abs() < 1e-9, "it is part of the loaded cost");
}

#[test]
fn a_factory_starts_only_when_its_assembler_has_signed() {
    let assembler = with(STEADY, "factory.line", "supplier = \"foxconn\"") + "\n[supplier.foxconn]\n";
    let late = with(&assembler, "supplier.foxconn", "acceptance = 1\napproach_every = \"100 days\"");
    assert_eq!(run(&assembler)("first_shipment_day"), 60.0);
    assert_eq!(run(&late)("first_shipment_day"), 100.0);
    let prepaid = with(
        &assembler,
        "supplier.foxconn",
        "acceptance = 0\nacceptance_prepaid = 1\nprepayment = 1000\napproach_every = \"70 days\"",
    );
    assert_eq!(run(&prepaid)("first_shipment_day"), 70.0, "it refuses until its R&D is prepaid");
}

#[test]
fn a_contract_that_is_not_signed_within_the_timeline_has_no_slip() {
    // The first approach is on day 5 and planned to sign on day 7; later ones may sign on day 60 and beyond.
    let text = "[timeline]\nstart = 2012-01-01\nhorizon = \"60 days\"\nslip = \"hold\"\n[company]\nopening_cash = 1_000_000\n\
        [product.phone]\nprice = 2000\nparts = { screen = 1 }\n[supplier.s]\nacceptance = 0.1\napproach_every = \"5 days\"\n\
        negotiation_time = \"2 days\"\n[component.screen]\nsupplier = \"s\"\nunit_cost = 50\nlead_time = \"0 days\"\n\
        [ordering]\npolicy = \"to_order\"\nreview = \"1 day\"\n[factory.f]\n[market]\nreach = 1000\ninnovation = 100\n\
        imitation = 0\n[window.w]\nkind = \"open\"\nopens = 2012-01-10\n";
    for slip in ["hold", "wait"] {
        let metric = support::launches(&support::scenario(&text.replace("hold", slip)), 400, 1);
        let (signed, slips) = (&metric["signature_day.s"], &metric["slip_days"]);
        for (signed, slip) in signed.iter().zip(slips) {
            let expected = if signed.is_nan() { f64::NAN } else { signed - 7.0 };
            assert_eq!(slip.to_bits(), expected.to_bits(), "signed on {signed}, slip {slip}");
        }
        assert!(signed.iter().any(|day| day.is_nan()) && signed.contains(&57.0));
    }
}

#[test]
fn mean_signatures_follow_the_geometric_law() {
    let text = steady("supplier.sharp", "acceptance = 0.5\napproach_every = \"5 days\"");
    let day = mean(&text, "signature_day.sharp");
    // Mean 10 days, standard deviation 5 sqrt(2) days over 256 launches.
    assert!((day - 10.0).abs() < 4.0 * 7.1 / 16.0, "{day}");
}

/// A launch whose sale waits for its contracts.
const WAITING_SALE: &str = r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "300 days"
slip = "wait"
planned_signature = 2011-02-01
[product.phone]
price = 2000
[product.phone.parts]
screen = 1
[supplier.sharp]
signed = 2011-02-01
[component.screen]
supplier = "sharp"
unit_cost = 100
lead_time = "30 days"
policy = "to_order"
review = "1 day"
[factory.line]
[market]
reach = 10_000
innovation = 2
imitation = 0
announced = 2011-03-01
[window.sale]
kind = "open"
opens = 2011-03-15
[observed.before]
metric = "orders_cumulative"
date = 2011-04-20
value = 0
"#;

fn run_waiting(text: &str) -> (f64, f64) {
    let scenario = support::scenario(text);
    let plan = launchsim::company::plan::compile(&scenario).unwrap();
    let inputs = draw_inputs::<1>(&plan, 0);
    let values: Vec<f64> = inputs.iter().map(|input| input.0[0]).collect();
    let own = compile_for(&scenario, &values, slip_of(&plan, 0, &inputs)).unwrap();
    let results = simulate_with::<1>(&own, 0, inputs, &mut Unobserved);
    let metric = |name: &str| results.metrics[own.layout.metric(name).unwrap()].0[0];
    (metric("orders"), metric("observed.before"))
}

#[test]
fn a_sale_that_waits_moves_as_many_days_as_the_last_contract_is_late() {
    let late = WAITING_SALE.replace("signed = 2011-02-01", "signed = 2011-03-20");
    let (_, before) = run_waiting(WAITING_SALE);
    assert!(before > 0.0, "the sale opens in March when contracts are in time");
    let (orders, before) = run_waiting(&late);
    assert_eq!(before, 0.0, "47 days late it opens on 1 May");
    assert!(orders > 0.0);
    let (_, held) = run_waiting(&late.replace("slip = \"wait\"\nplanned_signature = 2011-02-01", "slip = \"hold\""));
    assert!(held > 0.0, "held dates do not move");
    let moved = late.replace("slip = \"wait\"\nplanned_signature = 2011-02-01\n", "");
    let moved = moved
        .replace("announced = 2011-03-01", "announced = 2011-04-17")
        .replace("opens = 2011-03-15", "opens = 2011-05-01");
    assert_eq!(run_waiting(&moved).0, orders, "the same launch with its dates moved by hand");
}

// -------------------------------------------------------------------------------------------------------- second source

fn two_sources(second: &str) -> String {
    format!("{STEADY}\n[supplier.wintek]\n[component.screen.second_source]\nsupplier = \"wintek\"\n{second}\n")
}

#[test]
fn a_second_source_takes_its_share_at_its_premium() {
    let (one, two) = (run(STEADY), run(&two_sources("premium = 0.5\nshare = 0.25")));
    assert_eq!(one("shipped"), two("shipped"));
    let units = one("parts_ordered_yuan") / 100.0;
    let dearer = (two("parts_ordered_yuan") / one("parts_ordered_yuan") - 1.0) / 0.5;
    assert!((dearer - 0.25).abs() < 20.0 / units, "a quarter of each order, rounded down: {dearer}");
}

#[test]
fn a_second_source_takes_what_the_first_refuses() {
    let refusing = |text: &str| with(text, "supplier.sharp", "acceptance = 0");
    let alone = run(&refusing(STEADY));
    let backed = run(&refusing(&two_sources("premium = 0.2")));
    assert_eq!(alone("shipped"), 0.0);
    assert_eq!(backed("shipped"), run(STEADY)("shipped"));
    assert_eq!(backed("slip_days"), 0.0, "nobody has to wait for the first");
    let narrow = run(&with(&two_sources(""), "supplier.sharp", "weekly_capacity = 35"));
    let cut = run(&steady("supplier.sharp", "weekly_capacity = 35"));
    assert!(narrow("shipped") > cut("shipped"), "what is over capacity goes to the second");
    let halted = "\n[disruption.quake]\nregion = \"japan\"\neffect = \"halt\"\nstops = \"orders\"\nfrom = 2011-02-01\nlength = \"60 days\"\n";
    assert!(
        run(&format!("{}{halted}", two_sources("")))("days_short") < run(&format!("{STEADY}{halted}"))("days_short")
    );
}

#[test]
fn the_first_source_takes_all_while_the_second_has_not_signed() {
    let unsigned = with(&two_sources("share = 0.5\npremium = 1"), "supplier.wintek", "acceptance = 0");
    assert_eq!(run(&unsigned)("parts_ordered_yuan"), run(STEADY)("parts_ordered_yuan"));
}

// ------------------------------------------------------------------------------------------------------------- ordering

#[test]
fn parts_ordered_to_order_are_never_left_over_and_customers_wait_the_lead_time() {
    let text = steady("component.screen", "policy = \"to_order\"\nreview = \"1 day\"");
    let launch = run(&text);
    assert_eq!(launch("wait_p50_days"), 30.0);
    assert_eq!(launch("parts_left_over_yuan"), 0.0);
    assert!(run(STEADY)("wait_p50_days") < 30.0);
    let longer = run(&text.replace("lead_time = \"30 days\"", "lead_time = \"40 days\""));
    assert!(longer("shipped") < launch("shipped"), "a longer lead time ships later");
}

#[test]
fn a_hedge_orders_one_part_earlier() {
    let text = with(STEADY, "product.phone.parts", "chip = 1")
        + "\n[component.chip]\nsupplier = \"sharp\"\nunit_cost = 10\nlead_time = \"30 days\"\n";
    let hedged = with(&text, "component.chip", "hedge = \"2 weeks\"");
    let stock = |text: &str| {
        let text = with(text, "component.chip", "holding_cost_per_day = 1");
        run(&text)("holding_cost_yuan")
    };
    assert!(stock(&hedged) > stock(&text));
    let quake = "\n[disruption.quake]\ncomponent = \"chip\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = 2011-05-01\nlength = \"10 days\"\n";
    let short = |text: &str| run(&format!("{text}{quake}"))("days_short");
    assert!(short(&hedged) < short(&text), "stock of two weeks outlasts a halt of ten days");
}

/// A market four times what the planner's curve says, parts ordered up to the forecast.
fn surprised_planner(forecast: &str) -> String {
    format!(
        r#"
[run]
deterministic = true
[timeline]
start = 2011-01-01
horizon = "200 days"
[product.phone]
price = 2000
[product.phone.parts]
screen = 1
[supplier.sharp]
[component.screen]
supplier = "sharp"
unit_cost = 100
lead_time = "30 days"
policy = "order_up_to"
[factory.line]
[market]
reach = 1_000_000
innovation = 0.1461
imitation = 0
[window.sale]
kind = "open"
opens = 2011-01-01
[forecast]
daily_orders = [[2011-01-01, 100], [2011-12-31, 100]]
{forecast}
"#
    )
}

#[test]
fn forecasts_that_learn_from_new_interest_serve_an_unexpected_crowd() {
    let wait = |forecast: &str| run(&surprised_planner(forecast))("wait_mean_days");
    let curve = wait("");
    assert!(wait("method = \"smoothing\"\nsmoothing = 0.2") < 0.9 * curve);
    let bayes = |cv: f64, spread: f64| wait(&format!("method = \"bayes\"\nprior_cv = {cv}\noverdispersion = {spread}"));
    assert!(bayes(0.5, 1.0) < 0.9 * curve);
    assert!(bayes(0.5, 1.0) < bayes(0.5, 1000.0), "what is believed to be noise teaches less");
    assert!(bayes(1.0, 1000.0) < bayes(0.01, 1000.0), "a firm belief gives way more slowly");
    let prior =
        |mean: f64| wait(&format!("method = \"bayes\"\nprior_cv = 0.2\noverdispersion = 1000\nprior_mean = {mean}"));
    assert!(prior(2.0) < prior(0.5));
}

#[test]
fn a_learned_forecast_is_capped_by_planned_capacity() {
    let ramp = "ramp = [[2011-01-01, 120]]";
    let text = with(&surprised_planner("method = \"smoothing\"\nsmoothing = 1"), "factory.line", ramp);
    let free = surprised_planner("method = \"smoothing\"\nsmoothing = 1");
    assert!(run(&text)("parts_ordered_yuan") < run(&free)("parts_ordered_yuan"));
}

#[test]
fn orders_within_cash_keep_the_company_above_its_credit_line() {
    let poor = STEADY.replace("opening_cash = 1_000_000", "opening_cash = 10_000\ncredit_line = 2_000");
    let poor = with(&poor, "supplier.sharp", "deposit = 1");
    let careless = run(&poor);
    let careful = run(&format!("{poor}\n[ordering]\nwithin_cash = true\n"));
    assert_eq!(careless("insolvent"), 1.0);
    assert_eq!(careful("insolvent"), 0.0);
    assert!(careful("lowest_cash_yuan") < 100.0, "what cash there is is spent");
    assert!(careful("days_short") > careless("days_short"));
    let rich = steady("supplier.sharp", "deposit = 1");
    let both = format!("{rich}\n[ordering]\nwithin_cash = true\n");
    assert_eq!(run(&both)("net_profit_yuan"), run(&rich)("net_profit_yuan"), "with cash enough nothing is cut");
}

#[test]
fn cut_orders_keep_to_their_multiple_and_minimum() {
    let poor =
        STEADY.replace("opening_cash = 1_000_000", "opening_cash = 10_000") + "\n[ordering]\nwithin_cash = true\n";
    let poor = with(&poor, "supplier.sharp", "deposit = 1");
    let lots = run(&with(&poor, "component.screen", "order_multiple = 30"));
    assert_eq!(lots("parts_ordered_yuan") % 3000.0, 0.0);
    let large = run(&with(&poor, "component.screen", "minimum_order = 101"));
    assert_eq!(large("parts_ordered_yuan"), 0.0, "ten thousand buy less than the minimum");
}

#[test]
fn custom_parts_on_order_at_the_end_are_owed_in_full() {
    let text = STEADY.replace("2011-09-07, 1900", "2011-12-31, 3000");
    let custom = with(&text, "component.screen", "cancellable = false");
    let fee = with(&text, "component.screen", "cancellation_fee = 1");
    assert!(run(&custom)("net_profit_yuan") < run(&text)("net_profit_yuan"));
    assert_eq!(run(&custom)("net_profit_yuan"), run(&fee)("net_profit_yuan"));
    // They come in the end, and half of them that is good brings what half of the stock brings.
    let salvaged = run(&with(&custom, "component.screen", "salvage = 0.5"));
    let stock = run(&with(&text, "component.screen", "salvage = 0.5"));
    let open = (run(&text)("net_profit_yuan") - run(&custom)("net_profit_yuan")).round();
    assert!(open > 0.0);
    let gained = salvaged("net_profit_yuan") - run(&custom)("net_profit_yuan");
    let gained_on_stock = stock("net_profit_yuan") - run(&text)("net_profit_yuan");
    assert_eq!((gained - gained_on_stock).round(), (0.5 * open).round());
}

// ---------------------------------------------------------------------------------------------------------- disruptions

fn disrupted(keys: &str) -> String {
    format!("{STEADY}\n[disruption.quake]\n{keys}\n")
}

#[test]
fn random_disruptions_strike_at_their_mean_in_deterministic_mode() {
    // Two a year of 20 days: every 182.625 days, so one from day 182 on within 300 days.
    let random = disrupted("region = \"japan\"\neffect = \"halt\"\nrate_per_year = 2\nlength = \"20 days\"");
    let dated = disrupted("region = \"japan\"\neffect = \"halt\"\nfrom = 2011-07-02\nlength = \"20 days\"");
    assert_eq!(run(&random)("days_short"), run(&dated)("days_short"));
    assert!(run(&random)("days_short") > run(STEADY)("days_short"));
}

#[test]
fn more_frequent_and_longer_disruptions_cost_more_days() {
    let short = |rate: f64, length: &str| {
        let keys = format!(
            "supplier = \"sharp\"\neffect = \"halt\"\nstops = \"deliveries\"\nrate_per_year = {rate}\nlength = {length}"
        );
        mean(&disrupted(&keys), "days_short")
    };
    let rare = short(0.5, "\"30 days\"");
    assert!(short(0.0, "\"30 days\"") < rare);
    assert!(rare < short(3.0, "\"30 days\""));
    assert!(rare < short(0.5, "{ uniform = { low = \"60 days\", high = \"90 days\" } }"));
}

#[test]
fn lengths_of_random_events_are_luck_and_not_an_input() {
    let keys = "supplier = \"sharp\"\neffect = \"halt\"\nrate_per_year = 3\nlength = { uniform = { low = \"5 days\", high = \"90 days\" } }";
    let plan = support::plan(&disrupted(keys));
    assert!(plan.layout.inputs.is_empty());
}

#[test]
fn events_reach_every_day_as_often_as_rate_and_length_say() {
    // A day is free of a Poisson stream of events of L days when none struck in the L days before: exp(-rate L).
    let keys = "factory = \"line\"\neffect = \"halt\"\nrate_per_year = 6\nlength = \"15 days\"";
    let text = disrupted(keys).replace("deterministic = true", "");
    let plan = support::plan(&text);
    let at = plan.layout.series("capacity").unwrap();
    let (mut free, mut days) = (0.0, 0.0);
    for batch in 0..16 {
        let mut trace = launchsim::company::trace::Trace::<WIDTH>::new(&plan, WIDTH);
        simulate::<WIDTH>(&plan, batch * 16, &mut trace);
        let daily = trace.into_daily();
        let capacity = &daily.values[at];
        let late: Vec<f64> = (15..capacity.steps()).flat_map(|day| capacity.at(day)).collect();
        free += late.iter().filter(|&&capacity| capacity > 0.0).count() as f64;
        days += late.len() as f64;
    }
    let expected = (-6.0_f64 * 15.0 / 365.25).exp();
    assert!((free / days - expected).abs() < 0.02, "{} against {expected}", free / days);
}

#[test]
fn a_disruption_of_a_region_hits_all_its_suppliers_on_the_same_days() {
    let other = with(STEADY, "product.phone.parts", "chip = 1")
        + "\n[supplier.toshiba]\nregion = \"japan\"\n[component.chip]\nsupplier = \"toshiba\"\nunit_cost = 10\nlead_time = \"30 days\"\n";
    let quake =
        "\n[disruption.quake]\nregion = \"japan\"\neffect = \"halt\"\nrate_per_year = 2\nlength = \"30 days\"\n";
    let alone =
        "\n[disruption.quake]\nsupplier = \"sharp\"\neffect = \"halt\"\nrate_per_year = 2\nlength = \"30 days\"\n";
    let both = mean(&format!("{other}{quake}"), "days_short");
    let one = mean(&format!("{other}{alone}"), "days_short");
    assert!((both - one).abs() < 1e-9, "two suppliers hit at once cost no more days than one: {both} and {one}");
}

#[test]
fn uneven_parts_fitted_by_hand_slow_every_line() {
    let ramp = with(STEADY, "factory.line", "ramp = [[2011-01-01, 12]]");
    let uneven = format!(
        "{ramp}\n[disruption.batteries]\ncomponent = \"screen\"\neffect = \"spoil\"\nline_speed = 0.5\nfrom = 2011-05-01\nlength = \"60 days\"\n"
    );
    let launch = run(&uneven);
    assert!(launch("days_short_capacity") > run(&ramp)("days_short_capacity"));
    assert_eq!(launch("parts_ordered_yuan"), run(&ramp)("parts_ordered_yuan"), "no part is rejected for it");
}

#[test]
fn incoming_inspection_delays_parts_unless_it_is_planned_for() {
    let inspected = steady("component.screen", "inspection_time = \"10 days\"");
    assert_eq!(run(&inspected)("shipped"), run(STEADY)("shipped"), "the planner reckons with it");
    let to_order = |more: &str| {
        run(&steady("component.screen", &format!("policy = \"to_order\"\nreview = \"1 day\"\n{more}")))("wait_p50_days")
    };
    assert_eq!(to_order("inspection_time = \"10 days\""), to_order("") + 10.0);
}

// -------------------------------------------------------------------------------------------------------------- factory

#[test]
fn a_yield_that_is_learned_scraps_more_at_first_and_less_the_faster_it_is_learned() {
    let scrapped = |keys: &str| run(&steady("factory.line", keys))("scrapped");
    let mature = scrapped("yield_share = 0.9");
    let slow = scrapped("yield_share = 0.9\nyield_start = 0.5\nyield_learning = 2000");
    let quick = scrapped("yield_share = 0.9\nyield_start = 0.5\nyield_learning = 100");
    assert!(mature < quick && quick < slow, "{mature} {quick} {slow}");
    assert_eq!(scrapped("yield_share = 0.9\nyield_start = 0.9\nyield_learning = 100"), mature);
}

#[test]
fn a_line_that_builds_to_plan_starts_what_was_planned_whoever_waits() {
    let planned = STEADY.replace("[product.phone]\n", "[product.phone]\nbuild = \"to_plan\"\n");
    assert_eq!(run(&planned)("started"), 1900.0);
    let nobody = planned.replace(
        "daily_orders = [[2011-03-02, 10], [2011-12-31, 10]]",
        "daily_orders = [[2011-03-02, 1], [2011-12-31, 1]]",
    );
    assert_eq!(run(&nobody)("started"), 1900.0);
    assert!(run(&nobody)("phones_left_over") > 1000.0);
}

// -------------------------------------------------------------------------------------------------------- side by side

#[test]
fn one_launch_alone_is_the_one_of_sixteen_with_every_mechanism_on() {
    let text = with(
        &two_sources("premium = 0.1\nshare = 0.3"),
        "supplier.sharp",
        "acceptance = 0.4\napproach_every = \"9 days\"\nprepayment = 10_000\nweekly_capacity = 60",
    );
    let text = with(
        &text,
        "supplier.wintek",
        "acceptance = 0.3\nendorsed_by = [\"sharp\"]\nacceptance_endorsed = 0.9\napproach_every = \"13 days\"",
    );
    let text = with(
        &text,
        "component.screen",
        "lead_time_cv = 0.3\ndefect_rate = 0.05\npolicy = \"order_up_to\"\ninspection_time = \"2 days\"",
    );
    let text = with(&text, "factory.line", "yield_share = 0.95\nyield_start = 0.7\nyield_learning = 500");
    let text = text.replace("deterministic = true", "")
        + r#"
[ordering]
within_cash = true
[forecast]
method = "bayes"
daily_orders = [[2011-03-02, 8], [2011-12-31, 8]]
[disruption.quake]
region = "japan"
effect = "halt"
rate_per_year = 2
length = { uniform = { low = "5 days", high = "40 days" } }
"#;
    let plan = support::plan(&text);
    let mut identities = Identities::default();
    let together = simulate::<WIDTH>(&plan, 32, &mut identities);
    assert_eq!(identities.broken, None);
    for lane in 0..WIDTH {
        let alone = simulate::<1>(&plan, 32 + lane as u32, &mut Unobserved);
        for (at, metric) in plan.layout.metrics.iter().enumerate() {
            let (one, other) = (alone.metrics[at].0[0], together.metrics[at].0[lane]);
            assert_eq!(one.to_bits(), other.to_bits(), "{} of launch {lane}: {one} and {other}", metric.name);
        }
    }
}

#[test]
fn a_signature_between_reviews_opens_the_capacity_until_the_next_one() {
    // Ten a day, reviewed every seventh day up to day 294: 42 times seventy, and before that what is left of the week.
    let ordered = |signed: &str| {
        let text = with(STEADY, "supplier.sharp", &format!("signed = {signed}\nweekly_capacity = 70"));
        let policy = "policy = \"order_up_to\"\norder_up_to_level = 9_000\nreview = \"7 days\"";
        run(&with(&text, "component.screen", policy))("parts_ordered_yuan")
    };
    let units = ["2011-01-08", "2011-01-07", "2011-01-04", "2011-01-02"].map(|signed| ordered(signed) / 100.0);
    assert_eq!(units, [2_940.0, 2_950.0, 2_980.0, 3_000.0]);
}
