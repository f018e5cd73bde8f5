//! What is told of launches that fall below their credit line: both rules, what they need, and what ends it.

use launchsim::company::plan::compile;
use launchsim::experiment::Workers;
use launchsim::experiment::explain::replay::replay;
use launchsim::experiment::replicate::{CHUNK, Settings, replicate};
use launchsim::outcome::{Chunk, Layout, Rule};
use launchsim::scenario::Scenario;

use crate::support;

/// A company of which some launches fall short; `more` adds to the company, `other` is further tables.
fn company(rule: &str, more: &str, other: &str) -> String {
    format!(
        "[timeline]\nstart = 2026-01-01\nhorizon = \"150 days\"\n\
         [company]\nopening_cash = 60_000\ncredit_line = {{ uniform = {{ low = 0, high = 30_000 }} }}\ninterest_rate = 0.1\n\
         penalty_rate = 0.4\nvat = 0.17\non_insolvency = \"{rule}\"\n{more}\
         [funding.second]\ndate = 2026-03-10\namount = 40_000\n[loan.bank]\ndate = 2026-02-20\namount = 5_000\nrate = 0.05\n\
         term = \"12 months\"\n\
         [product.phone]\nprice = 900\nparts = {{ screen = 1 }}\n[supplier.maker]\ndeposit = 0.5\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = {{ uniform = {{ low = 100, high = 400 }} }}\n\
         lead_time = \"30 days\"\nlead_time_cv = 0.4\npolicy = \"order_up_to\"\norder_up_to_level = 400\nreview = \"7 days\"\n\
         [factory.line]\nramp = [[2026-01-01, 15]]\nyield_share = 0.9\n{other}\
         [window.shop]\nkind = \"open\"\nopens = 2026-02-01\n[market]\nreach = 900\ninnovation = 2\nimitation = 5\n\
         noise = 0.4\ncancellation = 0.01\n"
    )
}

struct Run {
    layout: Layout,
    chunks: Vec<Chunk>,
}

impl Run {
    fn of(scenario: &Scenario, launches: u32, threads: usize) -> Self {
        let plan = compile(scenario).unwrap_or_else(|fault| panic!("{fault}"));
        let settings = Settings { launches, workers: &Workers::start(Some(threads)).unwrap(), trace: false };
        let mut chunks = Vec::new();
        let stop = std::sync::atomic::AtomicBool::new(false);
        let mut sink = |chunk| {
            chunks.push(chunk);
            Ok::<(), std::convert::Infallible>(())
        };
        replicate(scenario, &plan, &settings, &stop, &mut sink).unwrap_or_else(|fault| panic!("{fault:?}"));
        Self { layout: plan.layout, chunks }
    }

    fn at(&self, name: &str) -> usize {
        self.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"))
    }

    fn column(&self, name: &str) -> Vec<f64> {
        let at = self.at(name);
        self.chunks.iter().flat_map(|chunk| chunk.metrics[at].iter().copied()).collect()
    }

    /// Every metric of every launch as bits, under the scenario's own rule and under the other.
    fn rows(&self) -> [Vec<Vec<u64>>; 2] {
        let bits = |of: &dyn Fn(&Chunk, usize) -> Vec<f64>| -> Vec<Vec<u64>> {
            let column = |at| self.chunks.iter().flat_map(|chunk| of(chunk, at)).map(f64::to_bits).collect();
            (0..self.layout.metrics.len()).map(column).collect()
        };
        [bits(&|chunk, at| chunk.metrics[at].clone()), bits(&|chunk, at| chunk.under_other_rule(at))]
    }

    fn short(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.short.len()).sum()
    }
}

/// Company, and inputs that give each launch a plan of its own, or sales that wait for a contract.
fn kinds(rule: &str) -> [String; 3] {
    [
        company(rule, "", ""),
        company(rule, "", "")
            .replace("review = \"7 days\"", "review = { discrete = { values = [\"3 days\", \"9 days\"] } }"),
        company(rule, "", "")
            .replace(
                "deposit = 0.5\n",
                "deposit = 0.5\nacceptance = 0.5\napproach_every = \"1 week\"\nnegotiation_time = \"3 days\"\n",
            )
            .replace("horizon = \"150 days\"\n", "horizon = \"150 days\"\nslip = \"wait\"\n"),
    ]
}

#[test]
fn each_rule_carries_the_columns_of_the_other() {
    for (going_on, stopping) in kinds("go_on").iter().zip(&kinds("stop")) {
        let run = |text: &str| Run::of(&support::scenario(text), 2 * CHUNK - 5, 2);
        let (going_on, stopping) = (run(going_on), run(stopping));
        assert_eq!((going_on.layout.rule, stopping.layout.rule), (Rule::GoOn, Rule::WindUp));
        assert_eq!(going_on.layout.metrics, stopping.layout.metrics);
        let short = going_on.short();
        assert!(short > 20 && short < 400, "{short} are short");
        let ([own, other], [own_stopped, other_stopped]) = (going_on.rows(), stopping.rows());
        for (at, metric) in going_on.layout.metrics.iter().enumerate() {
            assert!(own[at] == other_stopped[at], "{} under going on", metric.name);
            assert!(other[at] == own_stopped[at], "{} under winding up", metric.name);
            let always = metric.id.rule().is_some();
            assert!(!always || own[at] == own_stopped[at], "{} under both", metric.name);
        }
        assert_eq!(going_on.column("net_profit_yuan"), going_on.column("net_profit_bridged_yuan"));
        assert_eq!(stopping.column("net_profit_yuan"), stopping.column("net_profit_wound_up_yuan"));
        let insolvent = going_on.column("insolvent");
        for name in ["net_profit_yuan", "shipped", "closing_cash_yuan"] {
            let pairs = going_on.column(name).into_iter().zip(stopping.column(name)).zip(&insolvent);
            let differing = pairs.filter(|((a, b), _)| a.to_bits() != b.to_bits());
            let of_short: Vec<bool> = differing.map(|(_, short)| *short == 1.0).collect();
            assert!(of_short.len() > short / 2 && of_short.iter().all(|short| *short), "{name}: {}", of_short.len());
        }
    }
}

#[test]
fn short_launches_are_the_same_whoever_simulates_them_and_beside_whom() {
    for rule in ["go_on", "stop"] {
        for text in kinds(rule) {
            let scenario = support::scenario(&text);
            let (one, three, fewer) =
                (Run::of(&scenario, 600, 1), Run::of(&scenario, 600, 3), Run::of(&scenario, 300, 2));
            assert!(one.rows() == three.rows(), "threads change a launch");
            for (long, short) in one.rows().iter().flatten().zip(fewer.rows().iter().flatten()) {
                assert!(short[..] == long[..300], "a shorter run has other launches");
            }
            let places: Vec<(&Chunk, usize)> = one
                .chunks
                .iter()
                .flat_map(|chunk| chunk.short.iter().map(move |short| (chunk, short.launch)))
                .collect();
            for (chunk, place) in places.into_iter().take(5) {
                let (alone, _) =
                    replay(&scenario, chunk.first + place as u32).unwrap_or_else(|fault| panic!("{fault}"));
                let own: Vec<u64> = chunk.metrics.iter().map(|column| column[place].to_bits()).collect();
                let other: Vec<u64> = (0..own.len()).map(|at| chunk.under_other_rule(at)[place].to_bits()).collect();
                let bits = |row: &[f64]| row.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&alone.metrics), own);
                assert_eq!(alone.under_other_rule.as_deref().map(bits), Some(other));
            }
        }
    }
}

/// Money alone: 1,000 in hand, a line of 200, a cost on day 10, and what comes in later.
fn purse(cost: f64, more: &str) -> Run {
    let text = format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = 2026-01-01\nhorizon = \"60 days\"\n[company]\nopening_cash = 1000\n\
         credit_line = 200\ninterest_rate = 0\npenalty_rate = 0\n[product.phone]\nprice = 100\n\
         [expense.tool]\nkind = \"tooling\"\namount = {cost}\ndate = 2026-01-11\n{more}\
         [order_stream.shop]\nnet_price = 10\ndaily_orders = [[2026-01-01, 0], [2026-03-01, 0]]\n"
    );
    Run::of(&support::scenario(&text), 1, 1)
}

#[test]
fn a_need_has_an_amount_days_and_an_end() {
    let funding = |day: &str, amount: f64| format!("[funding.round_{amount}]\ndate = {day}\namount = {amount}\n");
    let told = |run: &Run| {
        let names = [
            "insolvent",
            "insolvency_day",
            "cash_gap_yuan",
            "cash_gap_days",
            "cash_gap_ends_day",
            "peak_funding_need_yuan",
        ];
        names.map(|name| run.column(name)[0])
    };
    // Exactly at the line nobody is short; a need of credit is none of more.
    let within = told(&purse(1200.0, ""));
    assert_eq!([within[0], within[2], within[3], within[5]], [0.0, 0.0, 0.0, 200.0]);
    assert!(within[1].is_nan() && within[4].is_nan());
    // 1,500 spent: 500 below zero, 300 below the line, until 19 days later.
    let bridged = purse(1500.0, &funding("2026-01-30", 600.0));
    assert_eq!(told(&bridged), [1.0, 10.0, 300.0, 19.0, 29.0, 500.0]);
    let inflow = &bridged.layout.inflows[0];
    assert_eq!((inflow.name.as_str(), inflow.day, inflow.amount), ("funding.round_600", 29, 600.0));
    // A first round that is too small ends nothing, and a second gap counts with the first.
    let twice = purse(1500.0, &(funding("2026-01-20", 100.0) + &funding("2026-01-30", 600.0)));
    assert_eq!(told(&twice), [1.0, 10.0, 300.0, 19.0, 29.0, 500.0]);
    let again = purse(
        1500.0,
        &format!(
            "{}[expense.more]\nkind = \"other\"\namount = 700\ndate = 2026-02-10\n{}",
            funding("2026-01-30", 600.0),
            funding("2026-02-15", 900.0)
        ),
    );
    assert_eq!(told(&again), [1.0, 10.0, 400.0, 24.0, 45.0, 600.0]);
    // Nothing ends it.
    let open = told(&purse(1500.0, ""));
    assert_eq!(open[..4], [1.0, 10.0, 300.0, 50.0]);
    assert!(open[4].is_nan());
    // Whoever is wound up needs the same.
    for run in [&bridged, &again] {
        let wound_up: Vec<f64> = run.chunks[0].short[0].metrics.clone();
        for name in ["cash_gap_yuan", "cash_gap_days", "lowest_cash_yuan"] {
            assert_eq!(wound_up[run.at(name)], run.column(name)[0], "{name}");
        }
        assert!(wound_up[run.at("unpaid_debts_yuan")] > 0.0);
        assert_eq!(wound_up[run.at("unpaid_debts_yuan")], run.column("unpaid_debts_yuan")[0]);
    }
}

#[test]
fn the_columns_of_a_launch_add_up_to_its_net_profit() {
    let more = "tax_rate = 0.25\nmargin_cap = 0.05\nrunning_cost = 900\nholding_rate = 0.1\n";
    let other = "batch = 40\n[expense.lawyers]\nkind = \"other\"\namount = 3_000\nfrom = 2026-02-01\nto = 2026-03-01\n\
                 [expense.posters]\nkind = \"marketing\"\namount = 2_000\ndate = 2026-02-01\n\
                 [service.apps]\nrevenue_per_owner_per_month = 3\ncost_share = 0.3\n";
    let text = company("go_on", more, "")
        .replace("yield_share = 0.9\n", &format!("yield_share = 0.5\n{}", other.replace("batch = 40\n", "")));
    let text = text
        .replace("[product.phone]\n", "[product.phone]\nbackorder_cost_per_day = 0.2\nholding_cost_per_day = 0.1\n");
    let run = Run::of(&support::scenario(&text), 200, 2);
    let names = [
        "gross_profit",
        "scrap",
        "r_and_d",
        "marketing",
        "other_expenses",
        "running_cost",
        "holding_cost",
        "backorder_cost",
        "interest_paid",
        "write_down",
        "rebate",
        "income_tax",
        "services_profit",
        "net_profit",
    ];
    let columns = names.map(|name| run.column(&format!("{name}_yuan")));
    for at in 0..200 {
        let [gross, costs @ .., services, net] = columns.each_ref().map(|column| column[at]);
        let sum = gross + services - costs.iter().sum::<f64>();
        assert!((sum - net).abs() < 1e-6, "launch {at}: {sum} for {net}");
    }
    let some = |at: usize| columns[at].iter().any(|value| *value != 0.0);
    assert!((0..names.len()).all(|at| some(at) || names[at] == "r_and_d"), "a line is never used");
    assert!(run.column("other_expenses_yuan").iter().all(|amount| (amount - 3000.0).abs() < 1e-9));
    assert!(run.column("marketing_yuan").iter().all(|amount| (amount - 2000.0).abs() < 1e-9));
}

/// Rent runs from the first day; money comes on day 40 and again on day 70.
const TWO_GAPS: &str = r#"
[run]
deterministic = true
launches = 1
[timeline]
start = 2026-01-01
horizon = "100 days"
[company]
opening_cash = 300_000
running_cost = 304_375
[funding.first]
date = 2026-02-10
amount = 250_000
[funding.second]
date = 2026-03-12
amount = 900_000
[product.phone]
parts = { screen = 1 }
[supplier.s]
[component.screen]
supplier = "s"
unit_cost = 100
lead_time = "1 week"
policy = "to_order"
[factory.f]
[order_stream.shop]
from = 2026-01-01
series = [0]
net_price = 1
"#;

#[test]
fn the_deepest_gap_says_what_ends_it_and_not_the_last() {
    // Ten thousand a day: cash is gone after day 29, at -110,000 on day 40 less a day, and short again before day 70.
    let columns = support::launches(&support::scenario(TWO_GAPS), 1, 1);
    let at = |name: &str| columns[name][0];
    assert_eq!(at("lowest_cash_day"), 69.0, "the second gap is the deeper one");
    assert_eq!(at("cash_gap_ends_day"), 70.0);
    // With more money at first the second gap is the shallower one.
    let text = TWO_GAPS.replace("amount = 250_000", "amount = 350_000");
    let columns = support::launches(&support::scenario(&text), 1, 1);
    let at = |name: &str| columns[name][0];
    assert!(at("cash_gap_days") > 40.0 - 30.0, "{} days in two gaps", at("cash_gap_days"));
    assert_eq!(at("lowest_cash_day"), 39.0);
    assert_eq!(at("cash_gap_ends_day"), 40.0, "the end of the gap in which the lowest cash lies");
}
